"""Levels that a person corrects: lines of the form that ``slmo-match evaluate`` reads."""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from slmo_match.errors import UsageError

_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Correction:
    """The level that a person gives a text, and why.

    Attributes
    ----------
    text : str
        The whole text as it was assessed.
    level : int
        The right level, 1 to 7.
    reason : str
    suggested : int or None
        The level that the model suggested.
    model : str
        Name and version of the model.
    """

    text: str
    level: int
    reason: str
    suggested: int | None
    model: str


def to_lines(corrections: Iterable[Correction]) -> str:
    """Return corrections as JSON lines, which no character of a text can break in two."""
    lines = (json.dumps(asdict(correction), ensure_ascii=False) for correction in corrections)
    return "".join(line.translate(_LINE_ENDS) + "\n" for line in lines)


class CorrectionsFile:
    """A file of corrections, in which each text stands once.

    Parameters
    ----------
    path : Path
        Made when the first correction is kept, readable for its owner alone; lines that are
        there already stay as they are.

    Raises
    ------
    UsageError
        If it cannot be written there, what is there cannot be read, or it does not end in .jsonl.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._lock = threading.Lock()
        if path.suffix.lower() != ".jsonl":
            raise UsageError(f"cannot keep corrections in {path}: its name must end in .jsonl")
        if self._path.is_dir() or not self._path.parent.is_dir():
            raise UsageError(f"cannot keep corrections in {path}: no file can be there")
        if not os.access(self._path if self._path.exists() else self._path.parent, os.W_OK):
            raise UsageError(f"cannot keep corrections in {path}: it may not be written")
        self._check_text(path)

    def keep(self, correction: Correction) -> None:
        """Write a correction, in the place of an earlier one of the same text."""
        with self._lock:
            before = "".join(self._others(correction.text))
            end = "\n" if before and not before.endswith("\n") else ""
            self._write(before + end + to_lines([correction]))

    def drop(self, text: str) -> None:
        """Take back the correction of a text."""
        with self._lock:
            if self._path.exists():
                self._write("".join(self._others(text)))

    def _check_text(self, path: Path) -> None:
        """Refuse a file whose lines could not be kept as they are."""
        try:
            self._others("")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise UsageError(
                f"cannot keep corrections in {path}: line {line} is not UTF-8; "
                "save the file as UTF-8 or name another"
            ) from error
        except OSError as error:
            raise UsageError(f"cannot read {path}: {error.strerror}") from error

    def _others(self, text: str) -> list[str]:
        """Return the lines of other texts as they are, also lines that are not understood."""
        if not self._path.exists():
            return []
        content = self._path.read_bytes().decode("utf-8-sig")
        return [line for line in io.StringIO(content) if _text_of(line) != text]

    def _write(self, lines: str) -> None:
        """Write the file anew: there whole or, where that fails, as it was."""
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
        try:
            with open(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(lines)
            if self._path.exists():
                shutil.copymode(self._path, name)
            Path(name).replace(self._path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise


def _text_of(line: str) -> str | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    text = entry.get("text") if isinstance(entry, dict) else None
    return text if isinstance(text, str) else None
