"""A run of ``slmo-match score``: to the screen, or to a file with a journal of what is done."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from slmo_match import __version__, model_files
from slmo_match.batch import Assessed, assess_chunks
from slmo_match.descriptors import Descriptors
from slmo_match.matcher import LevelMatcher
from slmo_match.reading import Limits
from slmo_match.report.audit import Audit, audit_line, now
from slmo_match.report.formats import SHOWING_TEXT
from slmo_match.report.journal import Entry, Journal, entry_of, skip_done
from slmo_match.report.messages import Messages
from slmo_match.report.progress import Watch
from slmo_match.report.terminal import Line, line_of, make_console, results_tables, show
from slmo_match.sources import Source

_COUNTING = 2.0  # seconds that may go into counting documents for the progress bar
_WITHOUT_EFFECT = ("output", "workers", "resume")  # options that change no result

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run works with.

    Attributes
    ----------
    find : callable
        Lists the documents, the same each time.
    matcher : LevelMatcher
    workers : int or None
        As in `slmo_match.batch.assess`.
    limits : Limits
    watch : Watch
        Counts the results.
    say : Messages
    record : Audit or None
        Where every result is put on record.
    """

    find: Callable[[], Iterator[Source]]
    matcher: LevelMatcher
    workers: int | None
    limits: Limits
    watch: Watch
    say: Messages
    record: Audit | None = None

    def assess(
        self, sources: Iterator[Source], finish: Callable[[Assessed], Result]
    ) -> Generator[list[Result]]:
        """Assess documents and make of each what is asked for."""
        return assess_chunks(
            sources,
            finish,
            matcher=self.matcher,
            workers=self.workers,
            limits=self.limits,
            progress=self.watch.show_pages,
            with_hash=self.record is not None,
        )

    def expected(self) -> int | None:
        """Return how many documents there are, None where nobody looks or counting takes long."""
        if not self.watch.is_shown:
            return None
        end = time.monotonic() + _COUNTING
        count = 0
        for _ in self.find():
            count += 1
            if time.monotonic() > end:
                return None
        return count


def to_screen(run: Run) -> None:
    """Print the table of results, a block of rows at a time."""

    def counted(chunks: Iterator[list[tuple[Line, bytes]]]) -> Iterator[Line]:
        for chunk in chunks:
            if run.record:
                run.record.append(recorded for _, recorded in chunk)
            for line, _ in chunk:
                run.watch.count(line)
                yield line

    model = run.record.model if run.record else None
    chunks = run.assess(run.find(), partial(_line, say=run.say, model_sha256=model))
    console = make_console()
    with closing(chunks), run.watch:
        run.watch.expect(run.expected())
        for table in results_tables(counted(chunks), console, run.say):
            with run.watch.paused():
                show(console, table)


def to_file(run: Run, journal: Journal, known: Descriptors) -> None:
    """Write the results to a file, which is there when all are done.

    Parameters
    ----------
    run : Run
    journal : Journal
        Of the file; the work goes on behind the results that are in it.
    known : Descriptors
        What is matched.

    Raises
    ------
    UsageError
        If the file cannot be written, or the run cannot be resumed.
    """
    finish = partial(
        _entry,
        with_text=journal.output.suffix.lower() in SHOWING_TEXT,
        on_record=run.record is not None,
    )
    try:
        rest = skip_done(run.find(), _earlier(journal, run.watch))
        chunks = run.assess(rest, finish)
        with closing(chunks), run.watch:
            run.watch.expect(run.expected())
            for chunk in chunks:
                journal.append(chunk)
                for entry in chunk:
                    run.watch.count(entry)
    except KeyboardInterrupt:
        kept = run.say(
            "documents done so far: {count}; the same command with --resume goes on there",
            count=run.say.number(journal.count),
        )
        click.echo(kept, err=True)
        raise
    journal.finish(run.say, known, run.record)


def work_of(
    paths: Sequence[Path], options: Mapping[str, object], model: Path | None, text: Path | None
) -> dict[str, object]:
    """Describe what results depend on.

    Parameters
    ----------
    paths : sequence of Path
        The inputs: files are known by their size and time as well, folders by their name alone.
    options : mapping of str to object
        All options of the command.
    model, text : Path or None
        Folder of the model and file of the descriptors, if not those that ship.
    """
    there = filter(os.path.isfile, paths)  # False also where a folder must not be looked into
    found = [path.stat() for path in there]
    return {
        "version": __version__,
        "model": model_files.fingerprint(model, text),
        "files": [(status.st_size, status.st_mtime_ns) for status in found],
        "options": {
            name: str(value) for name, value in options.items() if name not in _WITHOUT_EFFECT
        },
    }


def _line(item: Assessed, *, say: Messages, model_sha256: str | None) -> tuple[Line, bytes]:
    """Return what the screen and the record need of a document."""
    line = line_of(item.name, item.assessment, say)
    if model_sha256 is None:
        return line, b""
    return line, audit_line(item.name, item.assessment, item.sha256, model_sha256, now())


def _entry(item: Assessed, *, with_text: bool, on_record: bool) -> Entry:
    """Return what the journal keeps of a document."""
    extra = {"text": item.text} if with_text else {}
    if on_record:
        extra |= {"sha256": item.sha256, "time": now()}
    return entry_of(item.name, item.assessment, extra)


def _earlier(journal: Journal, watch: Watch) -> Iterator[str]:
    """Count the results that were there before and yield the names of their documents."""
    for values in journal.done():
        watch.count(Entry(values["status"], values["level"], b""))
        yield values["document"]
