"""A record of what was suggested for which document, by which model and when; no text."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

from slmo_match import __version__, model_files
from slmo_match.assessment import LEVELS, Assessment
from slmo_match.errors import UsageError
from slmo_match.matcher import LevelMatcher

_AT_ONCE = 500  # lines


class Audit:
    """Appends a line of JSON for each document to a file.

    A line holds the time (UTC), the name of the document, its SHA-256, the status, level, range
    and probabilities, and the model with its own SHA-256 and the version of the program. It
    holds no word of the document.

    Parameters
    ----------
    file : binary file
        Open for appending, without a buffer.
    model : str
        SHA-256 of the model that the answers come from.
    """

    def __init__(self, file: IO[bytes], model: str) -> None:
        self._file = file
        self.model = model

    def write(self, document: str, assessment: Assessment, sha256: str) -> None:
        """Write the line of a document, at once."""
        self.append([audit_line(document, assessment, sha256, self.model, now())])

    def append(self, lines: Iterable[bytes]) -> None:
        """Write lines that `audit_line` made at once, all of them or none.

        Raises
        ------
        UsageError
            If the disk is full or has gone.
        """
        end = self._file.seek(0, os.SEEK_END)
        rest = iter(lines)
        try:
            while block := b"".join(islice(rest, _AT_ONCE)):
                write_whole(self._file, block)
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(end)
            raise UsageError(f"cannot write {self._file.name}: {error.strerror}") from error


def write_whole(file: IO[bytes], data: bytes) -> None:
    """Write all of it to a file without a buffer: the system may take less at once."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def now() -> str:
    """Return the time, in UTC, as it stands in a record."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def audit_line(
    document: str, assessment: Assessment, sha256: str, model_sha256: str, time: str
) -> bytes:
    """Return the line of a document that was assessed at a time."""
    row = assessment.to_row(document)
    line = {
        "time": time,
        "document": document,
        "sha256": sha256,
        **{name: row[name] for name in ("status", "level", "level_low", "level_high")},
        "probabilities": [row[f"p{level}"] for level in LEVELS],
        "model": assessment.model,
        "model_sha256": model_sha256,
        "version": __version__,
    }
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


@contextmanager
def open_audit(path: Path, matcher: LevelMatcher) -> Iterator[Audit]:
    """Open an audit record, which is made, for this user alone, or added to.

    Raises
    ------
    UsageError
        If it cannot be written, or does not end in .jsonl.
    """
    if path.suffix.lower() != ".jsonl":
        raise UsageError(f"cannot write {path}: its name must end in .jsonl")
    model = model_files.fingerprint(matcher.model, matcher.descriptors)
    try:
        is_cut_off = _is_cut_off(path)
        file = open(path, "ab", buffering=0, opener=partial(os.open, mode=0o600))  # noqa: SIM115
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    with file:  # apart from errors of the work
        audit = Audit(file, model)
        if is_cut_off:
            audit.append([b"\n"])
        yield audit


def _is_cut_off(path: Path) -> bool:
    """Tell whether the last line of a file was broken off, as by a full disk."""
    if not path.is_file() or not path.stat().st_size:
        return False
    with open(path, "rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"
