"""How many documents go through: read and assessed a few at a time, here or in processes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache, partial
from hashlib import file_digest, sha256
from itertools import chain, islice
from pathlib import Path, PurePath
from typing import NamedTuple, TypeVar

from slmo_match.assessment import Assessment, Evidence
from slmo_match.encoder import EncodedStatements
from slmo_match.errors import ReadingError, SlmoError, UsageError
from slmo_match.matcher import LevelMatcher
from slmo_match.reading import Document, Limits, Member, read
from slmo_match.reading.kinds import ENDINGS
from slmo_match.sources import Source

CHUNK = 64  # texts that go to a worker at once
_PARSED = 8  # as many texts count for a document that needs a parser, which may take its time
FEW = 300  # up to so many documents, starting workers costs more than it saves

Progress = Callable[[str, int, int], None]
Item = TypeVar("Item")
Result = TypeVar("Result")


class Assessed(NamedTuple):
    """A document on its way out.

    Attributes
    ----------
    name : str
    assessment : Assessment
    text : str
        What the offsets of the evidence point into.
    sha256 : str
        Of the bytes of the file, or of the text in UTF-8 where there is no file; empty where it
        was not asked for, or the file cannot be opened.
    """

    name: str
    assessment: Assessment
    text: str = ""
    sha256: str = ""


@cache
def default_matcher() -> LevelMatcher:
    """Return the matcher with the model that ships, loaded once."""
    return LevelMatcher()


def assess(
    sources: Iterable[Source],
    *,
    matcher: LevelMatcher | None = None,
    workers: int | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
    with_hash: bool = False,
) -> Generator[Assessed]:
    """Assess documents as they come, in their order, with the same answers on any number of cores.

    Parameters
    ----------
    sources : iterable of Source
        Read a little at a time; may be endless.
    matcher : LevelMatcher, optional
        The one with the model that ships by default.
    workers : int, optional
        Number of processes; by default all cores where there are more than a few hundred
        documents, and otherwise, or where the model has an encoder, this process alone.
    limits : Limits, optional
        What may be spent on reading one document.
    progress : callable, optional
        Called with the name of a document, the number of its pages done and of all while a scan
        is recognised in this process.
    with_hash : bool, default False
        Whether to compute the SHA-256 of each document.

    Yields
    ------
    Assessed
        A document that cannot be read has the status ``unreadable`` and the reason.
    """
    chunks = assess_chunks(
        sources, _whole, matcher=matcher, workers=workers, limits=limits, progress=progress,
        with_hash=with_hash,
    )  # fmt: skip
    with closing(chunks):
        yield from chain.from_iterable(chunks)


def assess_chunks(
    sources: Iterable[Source],
    finish: Callable[[Assessed], Result],
    *,
    matcher: LevelMatcher | None = None,
    workers: int | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
    with_hash: bool = False,
) -> Generator[list[Result]]:
    """Assess documents as `assess` does, some at a time, and make of each what is asked for.

    Parameters
    ----------
    sources : iterable of Source
        Read a little at a time; may be endless.
    finish : callable
        Called with each assessed document, in the process that assessed it, so that little needs
        to go from one process to the other; it can be pickled.
    matcher, workers, limits, progress, with_hash
        As in `assess`.

    Returns
    -------
    generator of list
        What `finish` returned, a list for each chunk of documents. Processes start at once, and
        end when the generator is closed.

    Raises
    ------
    UsageError
        If `workers` is below 1.
    """
    if workers is not None and workers < 1:
        raise UsageError(f"workers must be at least 1, found {workers}; None is for all cores")
    matcher = matcher or default_matcher()
    model = matcher.loaded_model  # read before the documents: its faults are none of theirs
    if workers is None and isinstance(model.statements, EncodedStatements):
        workers = 1  # an encoder spreads over the cores by itself
    work = partial(
        _finish_chunk,
        finish=finish,
        matcher=matcher,
        limits=limits or Limits(),
        with_hash=with_hash,
    )
    rest = iter(sources)
    first = list(islice(rest, FEW + 1)) if workers is None else []
    chunks = _chunks(chain(first, rest))
    if workers == 1 or (workers is None and len(first) <= FEW):
        return (work(chunk, progress=progress) for chunk in chunks)
    from slmo_match.workers import available_cores, heed_stop, map_in_processes

    work = partial(work, progress=heed_stop, heed=heed_stop)
    return map_in_processes(work, chunks, workers or available_cores())


def _whole(item: Assessed) -> Assessed:
    return item


def _chunks(sources: Iterator[Source]) -> Iterator[list[Source]]:
    """Part documents so that the results of a chunk are never far off."""
    chunk: list[Source] = []
    weight = 0
    for source in sources:
        chunk.append(source)
        weight += 1 if _is_text(source) else _PARSED
        if weight >= CHUNK:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


def _is_text(source: Source) -> bool:
    """Tell whether a document is, by its name, read without a parser."""
    ending = PurePath(source.name).suffix.lower()
    return isinstance(source.content, str | ReadingError) or ending in ENDINGS["text"]


def _heeding(items: Iterable[Item], heed: Callable[[], None] | None) -> Iterator[Item]:
    """Give items one by one; `heed` is called before each and may break off the work."""
    for item in items:
        if heed:
            heed()
        yield item


def _finish_chunk(
    chunk: Sequence[Source],
    *,
    finish: Callable[[Assessed], Result],
    matcher: LevelMatcher,
    limits: Limits,
    with_hash: bool,
    progress: Progress | None = None,
    heed: Callable[[], None] | None = None,
) -> list[Result]:
    """Read and assess a few documents, and make of each what is asked for: runs in a worker."""
    read = [_read(source, limits, progress) for source in _heeding(chunk, heed)]
    texts = [item.text for item in read if isinstance(item, Document)]
    found = iter(_assess_texts(texts, matcher, heed))
    return [
        finish(
            Assessed(
                source.name,
                item if isinstance(item, Assessment) else _finished(item, next(found)),
                item.text if isinstance(item, Document) else "",
                _sha256(source.content) if with_hash else "",
            )
        )
        for source, item in zip(chunk, read, strict=True)
    ]


def _sha256(content: Path | Member | bytes | str | ReadingError) -> str:
    """Return the hash of a document in hexadecimal digits; nothing where it cannot be opened."""
    try:
        match content:
            case Path() if content.is_file():  # a pipe would never end
                with open(content, "rb") as file:
                    return file_digest(file, "sha256").hexdigest()
            case Member():
                return sha256(content.unpack()).hexdigest()
            case bytes():
                return sha256(content).hexdigest()
            case str():
                return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    except (ReadingError, OSError):
        pass
    return ""


def _assess_texts(
    texts: Sequence[str], matcher: LevelMatcher, heed: Callable[[], None] | None
) -> list[Assessment]:
    """Assess texts together and, if one of them breaks that, each by itself."""
    try:
        return list(matcher.pipe(_heeding(texts, heed)))
    except SlmoError:
        raise
    except Exception as error:  # one document must not cost the others their answer
        if len(texts) == 1:
            return [_unreadable(_bug(error))]
        return [_assess_texts([text], matcher, heed)[0] for text in texts]


def _read(source: Source, limits: Limits, progress: Progress | None) -> Document | Assessment:
    """Read a document, or say with an assessment why it cannot be read."""
    name, content = source
    try:
        if isinstance(content, ReadingError):
            raise content
        if isinstance(content, str):
            return Document(name, content)
        return read(content, name, limits, progress=progress and partial(progress, name))
    except ReadingError as error:
        return _unreadable(str(error))
    except OSError as error:
        return _unreadable(error.strerror or str(error))
    except SlmoError:
        raise
    except Exception as error:  # one document must not cost the others their answer
        return _unreadable(_bug(error))


def _bug(error: Exception) -> str:
    return f"unexpected error, please report it: {type(error).__name__}: {error}"


def _unreadable(reason: str) -> Assessment:
    return Assessment("unreadable", error=reason)


def _finished(document: Document, assessment: Assessment) -> Assessment:
    """Add what only the document knows: the pages of quotations, and warnings."""
    if not document.pages and not document.warnings:
        return assessment

    def on_page(item: Evidence) -> Evidence:
        return replace(item, page=document.page_of(item.start))

    return replace(
        assessment,
        evidence=tuple(map(on_page, assessment.evidence)),
        criteria=tuple(
            replace(match, evidence=on_page(match.evidence)) if match.evidence else match
            for match in assessment.criteria
        ),
        warnings=(*document.warnings, *assessment.warnings),
    )
