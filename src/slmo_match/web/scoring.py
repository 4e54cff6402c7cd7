"""Documents of visitors through the same path as those of the command line."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice

import anyio
import anyio.to_thread
from starlette.requests import ClientDisconnect

from slmo_match.assessment import Assessment
from slmo_match.batch import Assessed, assess
from slmo_match.errors import ReadingError, UsageError
from slmo_match.matcher import LevelMatcher
from slmo_match.reading import Limits
from slmo_match.reading.tables import is_table
from slmo_match.report.audit import Audit
from slmo_match.sources import Source, list_archive
from slmo_match.web.intake import Upload
from slmo_match.web.refusal import Refused
from slmo_match.web.settings import Settings
from slmo_match.web.workspace import Item
from slmo_match.workers import available_cores

IS_TABLE = "a table: score it on the command line, with --text-column"
_ANY_TEXT = "Uzgadnianie z klientami warunków umów i ustalanie poziomu usług."


class Scorer:
    """Reads and assesses documents, those of several visitors by turns.

    Files are read side by side, in processes of their own where they need a parser; the model
    takes one text at a time. Of many documents that one visitor sends at once, only a few are in
    front of those of another.

    Parameters
    ----------
    matcher : LevelMatcher
    settings : Settings
    record : Audit, optional
        Gets a line for each document.

    Attributes
    ----------
    model : str
        Name and version of the model.
    """

    def __init__(
        self, matcher: LevelMatcher, settings: Settings, record: Audit | None = None
    ) -> None:
        self._record = record
        self._most = settings.limits.documents
        self._limits = replace(
            settings.reading,
            size=min(settings.reading.size, settings.limits.file),
            members=min(settings.reading.members, self._most),
        )
        self._matcher = _InTurns(**matcher.get_params())
        self._threads = anyio.CapacityLimiter(2 * available_cores())
        # assessed at the start, so that the first visitor does not wait for the model
        self.model = self._matcher.assess(_ANY_TEXT).model

    async def documents_in(self, files: Sequence[Upload]) -> list[Source]:
        """Return the documents that files hold: one each, of an archive all that are in it.

        Raises
        ------
        Refused
            With status 413 where they are too many.
        """
        work = partial(_sources, files, self._limits, self._most)
        sources = await anyio.to_thread.run_sync(work, limiter=self._threads)
        if len(sources) > self._most:
            raise Refused(413, "too many documents at once; allowed are {most}", most=self._most)
        return sources

    async def score(
        self, sources: Sequence[Source], is_gone: Callable[[], Awaitable[bool]]
    ) -> list[Item]:
        """Read and assess documents, side by side; the results are in their order.

        Parameters
        ----------
        sources : sequence of Source
        is_gone : callable
            Asked before each document whether its visitor has hung up.

        Raises
        ------
        ClientDisconnect
            If the visitor has hung up before the last document.
        Refused
            With status 500 where the record cannot be written.
        """
        items: dict[int, Item] = {}
        turns = anyio.CapacityLimiter(available_cores())  # the rest does not stand in the queue

        async def score_one(place: int, source: Source) -> None:
            async with turns:
                if not await is_gone():
                    items[place] = await self._score(source)

        try:
            async with anyio.create_task_group() as tasks:
                for place, source in enumerate(sources):
                    tasks.start_soon(score_one, place, source)
        except ExceptionGroup as group:
            raise group.exceptions[0] from None
        if len(items) < len(sources):
            raise ClientDisconnect
        return [items[place] for place in range(len(sources))]

    async def _score(self, source: Source) -> Item:
        work = partial(
            _assess, source, self._matcher, self._limits, with_hash=self._record is not None
        )
        found = await anyio.to_thread.run_sync(work, abandon_on_cancel=True, limiter=self._threads)
        if self._record:
            _put_on_record(self._record, found)
        return Item(found.name, found.text, found.assessment)


def _put_on_record(record: Audit, found: Assessed) -> None:
    try:
        record.write(found.name, found.assessment, found.sha256)
    except UsageError as error:
        raise Refused(500, "the record of answers cannot be written: {reason}",
                      reason=getattr(error.__cause__, "strerror", error)) from error  # fmt: skip


def _assess(source: Source, matcher: LevelMatcher, limits: Limits, *, with_hash: bool) -> Assessed:
    """Read and assess a document; runs in a thread."""
    [found] = assess([source], matcher=matcher, workers=1, limits=limits, with_hash=with_hash)
    return found


def _sources(files: Sequence[Upload], limits: Limits, most: int) -> list[Source]:
    """List the documents of files, and one more than may be at most; runs in a thread."""
    found = chain.from_iterable(_documents_of(upload, limits) for upload in files)
    return list(islice(found, most + 1))


def _documents_of(upload: Upload, limits: Limits) -> Iterator[Source]:
    if is_table(upload.name):
        return iter([Source(upload.name, ReadingError(IS_TABLE))])
    return list_archive(Source(upload.name, upload.content), limits)


class _InTurns(LevelMatcher):
    """A matcher that threads can share: the analyser of words serves one of them at a time."""

    _turn = threading.Lock()

    def pipe(self, texts: Iterable[str]) -> Iterator[Assessment]:
        with self._turn:
            found = list(super().pipe(texts))
        yield from found
