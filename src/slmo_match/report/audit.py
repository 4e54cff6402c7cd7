"""A record of what was suggested for which document, by which model and when; no text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from slmo_match import __version__, model_files
from slmo_match.assessment import LEVELS, Assessment
from slmo_match.errors import UsageError
from slmo_match.matcher import LevelMatcher


class Audit:
    """Appends a line of JSON for each document to a file.

    A line holds the time (UTC), the name of the document, its SHA-256, the status, level, range
    and probabilities, and the model with its own SHA-256 and the version of the program. It
    holds no word of the document.

    Parameters
    ----------
    file : binary file
        Open for appending.
    matcher : LevelMatcher
        What the answers come from.
    """

    def __init__(self, file: IO[bytes], matcher: LevelMatcher) -> None:
        self._file = file
        self.model = model_files.fingerprint(matcher.model, matcher.descriptors)

    def write(self, document: str, assessment: Assessment, sha256: str) -> None:
        """Write the line of a document, at once."""
        self.append([audit_line(document, assessment, sha256, self.model)])

    def append(self, lines: Iterable[bytes]) -> None:
        """Write lines that `audit_line` made, at once.

        Raises
        ------
        UsageError
            If the disk is full or has gone.
        """
        try:
            self._file.write(b"".join(lines))
            self._file.flush()
        except OSError as error:
            raise UsageError(f"cannot write {self._file.name}: {error.strerror}") from error


def audit_line(document: str, assessment: Assessment, sha256: str, model_sha256: str) -> bytes:
    """Return the line of a document, as of now."""
    row = assessment.to_row(document)
    line = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
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
    """Open an audit record, which is made or added to.

    Raises
    ------
    UsageError
        If it cannot be written.
    """
    try:
        file = open(path, "ab")  # noqa: SIM115  closed below, apart from errors of the work
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    with file:
        yield Audit(file, matcher)
