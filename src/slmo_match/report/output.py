"""The file that results go to: checked before the work, there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from slmo_match.errors import UsageError
from slmo_match.report.formats import FORMATS, Format


@contextmanager
def open_output(path: Path) -> Iterator[Format]:
    """Open a file of results by its ending, under a temporary name until it is complete.

    Parameters
    ----------
    path : Path
        Ending in .csv, .xlsx, .jsonl or .parquet; replaced if it exists.

    Yields
    ------
    Format

    Raises
    ------
    UsageError
        At once if the file cannot be written; at the end if it cannot be put in its place.
    """
    check_output(path)
    unfinished = temporary_name(path)
    try:
        with open(unfinished, "wb") as file, closing(FORMATS[path.suffix.lower()](file)) as output:
            yield output
    except BaseException as error:
        with suppress(OSError):
            unfinished.unlink()
        if isinstance(error, OSError) and error.filename in (None, str(unfinished)):
            raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
        raise
    try:
        unfinished.replace(path)
    except OSError as error:
        raise UsageError(
            f"cannot write {path}: {error.strerror}; the results are complete in {unfinished}"
        ) from error


def temporary_name(path: Path) -> Path:
    """Return the name that a file has until it is complete, in the same folder."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def check_output(path: Path) -> None:
    """Refuse what would fail after the work is done.

    Raises
    ------
    UsageError
        If the file cannot be written.
    """
    if path.suffix.lower() not in FORMATS:
        raise UsageError(f"cannot write {path}: its ending is none of {', '.join(FORMATS)}")
    if path.is_dir():
        raise UsageError(f"cannot write {path}: it is a folder")
    if not path.parent.is_dir():
        raise UsageError(f"cannot write {path}: there is no folder {path.parent}")
    if path.exists():
        try:
            with open(path, "r+b"):  # also fails where Excel holds the file open
                pass
        except OSError as error:
            raise UsageError(f"cannot write {path}: {error.strerror}") from error
