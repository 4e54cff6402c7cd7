"""Files and folders: which there are, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from slmo_match.errors import ReadingError, UsageError
from slmo_match.reading.document import Skipped
from slmo_match.reading.limits import Limits

_NOT_DOCUMENTS = ("~$", ".~lock.")
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})


def find_documents(path: str | Path) -> Iterator[Path | Skipped]:
    """Find the files to read in a folder and its folders.

    Parameters
    ----------
    path : str or Path
        A folder, or a file, which is given back itself.

    Yields
    ------
    Path or Skipped
        Files in the order of their names; hidden files, lock files of Office and links that lead
        nowhere new are left out or skipped with a reason, as are devices and unreadable files.

    Raises
    ------
    UsageError
        If there is nothing at `path`.
    """
    path = Path(path)
    if not is_there(path):
        raise UsageError(f"nothing found at {str(path)!r}; check the spelling of the path")
    return _walk(path)


def is_there(path: Path) -> bool:
    """Tell whether a path leads to something, which perhaps may not be looked at."""
    try:
        path.lstat()
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def load(path: Path, limits: Limits) -> bytes:
    """Return the bytes of a regular file.

    Raises
    ------
    ReadingError
        ``missing``, ``not a file``, ``no permission`` or ``too big``.
    """
    problem = _problem(path)
    if problem:
        raise ReadingError(problem)
    try:
        with path.open("rb") as file:
            data = file.read(limits.size + 1)
    except OSError as error:
        raise ReadingError(f"unreadable: {error.strerror or error}") from error
    if len(data) > limits.size:
        raise ReadingError(too_big(path.stat().st_size, limits))
    return data


def too_big(size: int, limits: Limits) -> str:
    """Return the message for a file of too many bytes."""
    return f"too big: {size:,} bytes; allowed are {limits.size:,} (limit 'size', --max-size)"


def is_hidden(name: str) -> bool:
    """Tell files that systems and programs put beside documents by their names."""
    return name.startswith((".", *_NOT_DOCUMENTS)) or name.lower() in _SYSTEM_FILES


def _walk(path: Path) -> Iterator[Path | Skipped]:
    """Go through the folders without recursion, each real folder once."""
    seen: set[tuple[int, int]] = set()
    waiting = [path]
    while waiting:
        here = waiting.pop()
        problem = _problem(here, folder=True)
        if problem:
            yield Skipped(here, problem)
        elif not here.is_dir():
            yield here
        else:
            status = here.stat()
            if (status.st_dev, status.st_ino) in seen:
                yield Skipped(here, "link: leads to a folder that was read already")
                continue
            seen.add((status.st_dev, status.st_ino))
            yield from _list(here, waiting)


def _list(folder: Path, waiting: list[Path]) -> Iterator[Skipped]:
    try:
        found = sorted(folder.iterdir(), reverse=True)
    except PermissionError:
        yield Skipped(folder, "no permission: the folder may not be opened")
        return
    except OSError as error:
        yield Skipped(folder, f"unreadable: {error.strerror or error}")
        return
    waiting.extend(path for path in found if not is_hidden(path.name))


def _problem(path: Path, *, folder: bool = False) -> str:
    """Say why a path cannot be read; empty where it can."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "link: leads nowhere" if path.is_symlink() else "missing: there is no such file"
    except PermissionError:
        return "no permission: the file may not be read"
    except (OSError, ValueError) as error:  # a loop of links, a name too long, a NUL in it
        loop = path.is_symlink()
        return "link: leads to itself" if loop else f"unreadable: {error}"
    if stat.S_ISDIR(mode):
        return "" if folder else "not a file: this is a folder"
    if not stat.S_ISREG(mode):
        return "not a file: a device, pipe or socket"
    return "" if os.access(path, os.R_OK) else "no permission: the file may not be read"
