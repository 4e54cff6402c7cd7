"""What ``slmo-match score`` does: many documents to the screen, or to a file with a journal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import click

from slmo_match import __version__, model_files
from slmo_match.batch import Source, assess_chunks
from slmo_match.matcher import LevelMatcher
from slmo_match.report.journal import Entry, Journal, entry_of, skip_done
from slmo_match.report.messages import Messages
from slmo_match.report.progress import Watch
from slmo_match.report.terminal import Line, line_of, make_console, results_tables, show

_COUNTING = 2.0  # seconds that may go into counting documents for the progress bar
_WITHOUT_EFFECT = ("output", "workers", "resume")  # options that change no result


def to_screen(
    find: Callable[[], Iterator[Source]],
    matcher: LevelMatcher,
    workers: int | None,
    watch: Watch,
    say: Messages,
) -> None:
    """Print the table of results, a block of rows at a time.

    Parameters
    ----------
    find : callable
        Lists the documents.
    matcher : LevelMatcher
    workers : int or None
        As in `slmo_match.batch.assess`.
    watch : Watch
        Counts them.
    say : Messages
    """

    def counted(chunks: Iterator[list[Line]]) -> Iterator[Line]:
        for chunk in chunks:
            for line in chunk:
                watch.count(line)
                yield line

    chunks = assess_chunks(find(), partial(line_of, say=say), matcher=matcher, workers=workers)
    console = make_console()
    with closing(chunks), watch:
        watch.expect(_count(find()) if watch.is_shown else None)
        for table in results_tables(counted(chunks), console, say):
            with watch.paused():
                show(console, table)


def to_file(
    find: Callable[[], Iterator[Source]],
    matcher: LevelMatcher,
    workers: int | None,
    watch: Watch,
    say: Messages,
    output: Path,
    work: Mapping[str, object],
    *,
    resume: bool,
) -> None:
    """Write the results to a file, which is there when all are done.

    Parameters
    ----------
    find, matcher, workers, watch, say
        As in `to_screen`.
    output : Path
        The file.
    work : mapping of str to object
        What the results depend on, as `work_of` describes it.
    resume : bool
        Whether to go on with the results of a run that was interrupted.

    Raises
    ------
    UsageError
        If the file cannot be written, or the run cannot be resumed.
    """
    with Journal(output, work, resume=resume) as journal:
        try:
            rest = skip_done(find(), _earlier(journal, watch))
            chunks = assess_chunks(rest, entry_of, matcher=matcher, workers=workers)
            with closing(chunks), watch:
                watch.expect(_count(find()) if watch.is_shown else None)
                for chunk in chunks:
                    journal.append(chunk)
                    for entry in chunk:
                        watch.count(entry)
        except KeyboardInterrupt:
            kept = say(
                "documents done so far: {count}; the same command with --resume goes on there",
                count=say.number(journal.count),
            )
            click.echo(kept, err=True)
            raise
        journal.finish()


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
    files = [*paths, (model or model_files.default_folder()) / "model.json"]
    found = [path.stat() for path in [*files, *filter(None, [text])] if path.is_file()]
    return {
        "version": __version__,
        "files": [(status.st_size, status.st_mtime_ns) for status in found],
        "options": {
            name: str(value) for name, value in options.items() if name not in _WITHOUT_EFFECT
        },
    }


def _earlier(journal: Journal, watch: Watch) -> Iterator[str]:
    """Count the results that were there before and yield the names of their documents."""
    for values in journal.done():
        watch.count(Entry(values["status"], values["level"], b""))
        yield values["document"]


def _count(sources: Iterator[Source]) -> int | None:
    """Return how many documents there are, None where counting them takes long."""
    end = time.monotonic() + _COUNTING
    count = 0
    for _ in sources:
        count += 1
        if time.monotonic() > end:
            return None
    return count
