"""Documents of visitors through the same path as those of the command line."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import anyio
import anyio.to_thread

from slmo_match import batch
from slmo_match.assessment import Assessment
from slmo_match.errors import ReadingError
from slmo_match.matcher import LevelMatcher
from slmo_match.reading.tables import is_table
from slmo_match.report.audit import Audit
from slmo_match.web.intake import Upload
from slmo_match.web.workspace import Item
from slmo_match.workers import available_cores

IS_TABLE = "a table: score it on the command line, with --text-column"
_ANY_TEXT = "Uzgadnianie z klientami warunków umów i ustalanie poziomu usług."


class Scorer:
    """Reads and assesses documents without keeping other visitors waiting.

    Files are read side by side, in processes of their own where they need a parser; the model
    takes one text at a time.

    Parameters
    ----------
    matcher : LevelMatcher
    record : Audit, optional
        Gets a line for each document.

    Attributes
    ----------
    model : str
        Name and version of the model.
    """

    def __init__(self, matcher: LevelMatcher, record: Audit | None = None) -> None:
        self._record = record
        self._matcher = _InTurns(**matcher.get_params())
        self._threads = anyio.CapacityLimiter(2 * available_cores())
        # assessed at the start, so that the first visitor does not wait for the model
        self.model = self._matcher.assess(_ANY_TEXT).model

    async def score_files(self, files: Sequence[Upload]) -> list[Item]:
        """Read and assess files, side by side; the results are in the order of the files."""
        items: dict[int, Item] = {}

        async def score(place: int, source: batch.Source) -> None:
            items[place] = await self._score(source)

        async with anyio.create_task_group() as tasks:
            for place, upload in enumerate(files):
                tasks.start_soon(score, place, _source_of(upload))
        return [items[place] for place in range(len(files))]

    async def score_text(self, name: str, text: str) -> Item:
        """Assess a text."""
        return await self._score(batch.Source(name, text))

    async def _score(self, source: batch.Source) -> Item:
        work = partial(_assess, source, self._matcher, with_hash=self._record is not None)
        found = await anyio.to_thread.run_sync(work, abandon_on_cancel=True, limiter=self._threads)
        if self._record:
            self._record.write(found.name, found.assessment, found.sha256)
        return Item(found.name, found.text, found.assessment)


def _assess(source: batch.Source, matcher: LevelMatcher, *, with_hash: bool) -> batch.Assessed:
    """Read and assess a document; runs in a thread."""
    [found] = batch.assess_documents([source], matcher=matcher, workers=1, with_hash=with_hash)
    return found


def _source_of(upload: Upload) -> batch.Source:
    if is_table(upload.name):
        return batch.Source(upload.name, ReadingError(IS_TABLE))
    return batch.Source(upload.name, upload.content)


class _InTurns(LevelMatcher):
    """A matcher that threads can share: the analyser of words serves one of them at a time."""

    _turn = threading.Lock()

    def pipe(self, texts: Iterable[str]) -> Iterator[Assessment]:
        with self._turn:
            found = list(super().pipe(texts))
        yield from found
