"""The file that results go to: checked before the work, there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO

from slmo_match.descriptors import Descriptors
from slmo_match.errors import UsageError
from slmo_match.report.formats import FORMATS, Format, check_library, make_format
from slmo_match.report.messages import Messages


@contextmanager
def open_output(
    path: Path, say: Messages | None = None, known: Descriptors | None = None
) -> Iterator[Format]:
    """Open a file of results by its ending, under a temporary name until it is complete.

    Parameters
    ----------
    path : Path
        Ending in .csv, .xlsx, .jsonl, .parquet or .html; replaced if it exists.
    say : Messages, optional
        The language of a report; Polish by default.
    known : Descriptors, optional
        What was matched; those that ship by default.

    Yields
    ------
    Format

    Raises
    ------
    UsageError
        At once if the file cannot be written; at the end if it cannot be put in its place.
    """
    with (
        writing(path, FORMATS) as file,
        closing(make_format(path.suffix.lower(), file, say, known)) as output,
    ):
        yield output


@contextmanager
def writing(path: Path, endings: Collection[str]) -> Iterator[IO[bytes]]:
    """Open a file that is there whole or not at all, for writing.

    Parameters
    ----------
    path : Path
        Replaced if it exists.
    endings : collection of str
        What it may end in.

    Raises
    ------
    UsageError
        At once if the file cannot be written; at the end if it cannot be put in its place.
    """
    check_output(path, endings)
    unfinished = temporary_name(path)
    try:
        with open(unfinished, "wb") as file:
            yield file
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


def check_output(path: Path, endings: Collection[str] = tuple(FORMATS)) -> None:
    """Refuse what would fail after the work is done.

    Raises
    ------
    UsageError
        If the file cannot be written, or the library that writes it is missing.
    """
    ending = path.suffix.lower()
    if ending not in endings:
        raise UsageError(f"cannot write {path}: its ending is none of {', '.join(endings)}")
    check_library(ending)
    try:
        if path.is_dir():
            raise UsageError(f"cannot write {path}: it is a folder")
        if not path.parent.is_dir():
            raise UsageError(f"cannot write {path}: there is no folder {path.parent}")
        if path.exists():
            with open(path, "r+b"):  # also fails where Excel holds the file open
                pass
    except OSError as error:  # also where the folder may not be entered
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
