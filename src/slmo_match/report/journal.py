"""Results that are done while the work goes on: a file that outlives the program.

Each result is a line of JSON, written as it comes, so that at any moment the file holds the first
documents of the input, whole but perhaps for its last line. Whatever ends the work, ``--resume``
goes on behind them. When all is done the lines become the file that was asked for.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from slmo_match.assessment import Assessment, Status
from slmo_match.errors import UsageError
from slmo_match.report.audit import Audit, audit_line, write_whole
from slmo_match.report.messages import Messages
from slmo_match.report.output import check_output, open_output
from slmo_match.report.reasons import worded

if TYPE_CHECKING:
    from slmo_match.descriptors import Descriptors
    from slmo_match.sources import Source

_BLOCK = 1 << 20  # bytes
_FAR = (1 << 31) - 2  # the last place that Windows can lock, and keeps others from reading


class Entry(NamedTuple):
    """A result on its way into the journal: what is counted, and its line."""

    status: Status
    level: int | None
    line: bytes


def entry_of(
    document: str, assessment: Assessment, extra: Mapping[str, str] | None = None
) -> Entry:
    """Return the entry of a result.

    Parameters
    ----------
    document : str
    assessment : Assessment
    extra : mapping of str to str, optional
        What is needed beside it when all is done: ``text`` for a report, ``sha256`` and ``time``
        for a record.
    """
    values = assessment.to_dict(document) | dict(extra or {})
    line = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    return Entry(assessment.status, assessment.level, line)


class Journal:
    """The results of a work that goes to a file, kept until the file is complete.

    Parameters
    ----------
    output : Path
        The file that was asked for, ending in .jsonl or one of the other formats; its folder
        holds the journal, as ``.NAME.KEY.journal``.
    work : mapping of str to object
        What the results depend on, such as the inputs, the options and the model. Only a journal
        of the same work is resumed: its key is a digest of this.
    resume : bool
        Whether to go on with the results of an earlier run.

    Raises
    ------
    UsageError
        If the output cannot be written, if there are results of an earlier run and `resume` is
        false, if they belong to other work, or if another program is writing them.
    """

    def __init__(self, output: Path, work: Mapping[str, object], *, resume: bool) -> None:
        check_output(output)
        self.output = output
        described = json.dumps(work, default=str, sort_keys=True).encode("utf-8", "replace")
        key = hashlib.sha256(described).hexdigest()[:12]
        self.path = output.with_name(f".{output.name}.{key}.journal")
        self._refuse_others(resume)
        try:
            self._file = io.FileIO(self.path, "a+")
        except OSError as error:
            raise UsageError(f"cannot write {output}: {error.strerror}") from error
        _lock(self._file, output)
        _cut_off(self._file)
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Close the journal; keep it if there is a result in it."""
        empty = not self._file.closed and os.fstat(self._file.fileno()).st_size == 0
        self._file.close()
        if empty:
            with suppress(OSError):
                self.path.unlink()

    def done(self) -> Iterator[dict[str, Any]]:
        """Yield the results of earlier runs, in their order, as `Assessment.to_dict` gave them."""
        for values in self._lines():
            self.count += 1
            yield values

    def append(self, entries: Iterable[Entry]) -> None:
        """Write results behind the others.

        Raises
        ------
        UsageError
            If the disk is full or has gone.
        """
        lines = [entry.line for entry in entries]
        try:
            write_whole(self._file, b"".join(lines))
        except OSError as error:
            raise UsageError(f"cannot write {self.output}: {error.strerror or error}") from error
        self.count += len(lines)

    def finish(
        self,
        say: Messages | None = None,
        known: Descriptors | None = None,
        record: Audit | None = None,
    ) -> None:
        """Make the file that was asked for, whole or not at all, and remove the journal.

        Parameters
        ----------
        say, known : optional
            As in `slmo_match.report.output.open_output`.
        record : Audit, optional
            Gets its lines only now, so that a run that is resumed is on record once.

        Raises
        ------
        UsageError
            If the file or the record cannot be written; the journal is kept.
        """
        os.fsync(self._file.fileno())
        ending = self.output.suffix.lower()
        if ending == ".jsonl" and record is None:
            self._file.close()
            _replace(self.path, self.output)
            return
        for left_over in self._beside("part"):  # of a run that was killed here
            left_over.unlink()
        say = say or Messages()
        with open_output(self.output, say, known) as writer, closing(self._lines()) as lines:
            for values in lines:
                assessment = worded(Assessment.from_dict(values), ending, say)
                writer.write(values["document"], assessment, values.get("text", ""))
        if record is not None:
            with closing(self._lines()) as lines:
                record.append(_audit_lines(lines, record.model))
        self._file.close()
        self.path.unlink()

    def _lines(self) -> Generator[dict[str, Any]]:
        """Yield all results; through the one open file, since closing another ends the lock."""
        self._file.seek(0)
        reader = io.BufferedReader(self._file)
        try:
            yield from map(json.loads, reader)
        finally:
            reader.detach()

    def _refuse_others(self, resume: bool) -> None:
        """Refuse to leave results of an earlier run behind unasked."""
        for path in self._beside("journal"):
            _refuse_living(path, self.output)
            if not resume:
                raise UsageError(
                    f"unfinished results for {self.output} lie in {path}; "
                    "go on with --resume, or remove them"
                )
            if path != self.path:
                raise UsageError(
                    f"the unfinished results in {path} are those of other inputs or options; "
                    "give these again, or remove them"
                )

    def _beside(self, ending: str) -> list[Path]:
        """Return the files beside the output that belong to it and have an ending."""
        name = re.compile(rf"\.{re.escape(self.output.name)}\.[0-9a-f]+\.{ending}")
        return [path for path in self.output.parent.iterdir() if name.fullmatch(path.name)]


def _audit_lines(lines: Iterable[dict[str, Any]], model_sha256: str) -> Iterator[bytes]:
    for values in lines:
        name, assessment = values["document"], Assessment.from_dict(values)
        yield audit_line(name, assessment, values["sha256"], model_sha256, values["time"])


def skip_done(sources: Iterator[Source], done: Iterable[str]) -> Iterator[Source]:
    """Skip the documents that were done before, in their order.

    Parameters
    ----------
    sources : iterator of Source
        All documents.
    done : iterable of str
        Names of those that were done.

    Returns
    -------
    iterator of Source
        The rest of `sources`.

    Raises
    ------
    UsageError
        If other documents stand there now.
    """
    for number, name in enumerate(done, 1):
        source = next(sources, None)
        if source is None or source.name != name:
            found = "nothing" if source is None else repr(source.name)
            raise UsageError(
                f"the documents have changed since the work was interrupted: number {number} "
                f"was {name!r}, now it is {found}; remove the unfinished results and begin anew"
            )
    return sources


def _cut_off(file: io.FileIO) -> None:
    """Cut off a last line that is not whole."""
    end = file.seek(0, os.SEEK_END)
    start = end
    while start > 0:
        start = max(0, start - _BLOCK)
        file.seek(start)
        place = file.read(_BLOCK).rfind(b"\n")
        if place >= 0:
            start += place + 1
            break
    file.truncate(start)
    file.seek(0, os.SEEK_END)


def _lock(file: io.FileIO, output: Path) -> None:
    """Keep other programs out; the lock goes with this process."""
    try:
        _try_lock(file)
    except (BlockingIOError, PermissionError) as error:
        file.close()
        raise UsageError(f"cannot write {output}: another slmo-match is writing it") from error
    except OSError:  # a file system without locks
        return


def _try_lock(file: io.FileIO) -> None:
    if sys.platform != "win32":
        import fcntl

        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    import msvcrt

    file.seek(_FAR)
    msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    file.seek(0)


def _refuse_living(path: Path, output: Path) -> None:
    """Refuse a journal that another program is writing now."""
    with suppress(OSError), io.FileIO(path, "r+") as file:
        _lock(file, output)


def _replace(path: Path, output: Path) -> None:
    try:
        path.replace(output)
    except OSError as error:
        raise UsageError(
            f"cannot write {output}: {error.strerror}; the results are complete in {path}"
        ) from error
