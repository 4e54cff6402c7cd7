"""Many documents: texts, files, folders and tables through one path."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from slmo_match import model_files
from slmo_match.assessment import COLUMNS, LEVELS, Assessment, Evidence
from slmo_match.errors import ReadingError, SlmoError, UsageError
from slmo_match.matcher import LevelMatcher
from slmo_match.reading import Document, Skipped, find_documents, read, read_table
from slmo_match.reading.tables import is_table

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 64  # documents that go to a worker at once
EMPTY_CELL = "empty: the cell holds no text"
IN_FOLDER = "a table among the documents: name its column of texts with --text-column"
FEW = 300  # up to so many documents, starting workers costs more than it saves

Result = TypeVar("Result")


class Source(NamedTuple):
    """A document on its way in: its name, and its file, its text or why there is neither."""

    name: str
    content: Path | str | ReadingError


@cache
def default_matcher() -> LevelMatcher:
    """Return the matcher with the model that ships, loaded once."""
    return LevelMatcher()


def score(text: str) -> Assessment:
    """Suggest the level of one text.

    Parameters
    ----------
    text : str
        An advert, role card or CV, in Polish.

    Returns
    -------
    Assessment

    Raises
    ------
    UsageError
        If `text` is no string.
    """
    return default_matcher().assess(text)


def score_many(texts: Iterable[str]) -> Iterator[Assessment]:
    """Suggest the level of many texts, as they come.

    Parameters
    ----------
    texts : iterable of str
        Read a batch at a time, so it may be endless.

    Returns
    -------
    iterator of Assessment
        In the order of the texts.
    """
    return default_matcher().pipe(texts)


def score_file(
    source: str | Path | bytes, name: str = "", *, matcher: LevelMatcher | None = None
) -> Assessment:
    """Suggest the level of one document.

    Parameters
    ----------
    source : str, Path or bytes
        A path, or the content of a file.
    name : str
        Name of the file, where `source` is its content.
    matcher : LevelMatcher, optional
        The one with the model that ships by default.

    Returns
    -------
    Assessment
        With status ``unreadable`` and the reason where the document cannot be read.

    Raises
    ------
    UsageError
        If there is no such file, or it is a folder.
    """
    if isinstance(source, str | Path):
        path = Path(source)
        if path.is_dir():
            raise UsageError(f"{path} is a folder; score it with score_folder")
        if not path.exists():
            raise UsageError(f"no such file: {path}")
        source = path
    document = _read(source, name)
    if isinstance(document, Assessment):
        return document
    return _finished(document, _assess_texts([document.text], _ready(matcher))[0])


def score_folder(
    folder: str | Path, *, matcher: LevelMatcher | None = None, workers: int | None = 1
) -> pd.DataFrame:
    """Suggest the level of every document in a folder and the folders in it.

    Parameters
    ----------
    folder : str or Path
    matcher : LevelMatcher, optional
        The one with the model that ships by default.
    workers : int or None, default 1
        Number of processes; None chooses by the number of documents. A program that asks for
        more than one needs the usual ``if __name__ == "__main__":``.

    Returns
    -------
    pandas.DataFrame
        A row a document, with the columns `slmo_match.assessment.COLUMNS`; the name of a
        document is its path inside the folder.

    Raises
    ------
    UsageError
        If there is no such folder.
    """
    path = Path(folder)
    if not path.is_dir():
        what = "is a file; score it with score_file" if path.exists() else "does not exist"
        raise UsageError(f"{path} is no folder: it {what}")
    sources = (source._replace(name=_inside(source.name, path)) for source in find_sources([path]))
    return _frame(sources, matcher, workers)


def score_frame(
    frame: pd.DataFrame,
    text_column: str,
    id_column: str | None = None,
    *,
    matcher: LevelMatcher | None = None,
    workers: int | None = 1,
) -> pd.DataFrame:
    """Suggest the level of every text in a column of a table.

    Parameters
    ----------
    frame : pandas.DataFrame
    text_column : str
        The column with the texts.
    id_column : str, optional
        The column with the names of the documents; the index by default.
    matcher : LevelMatcher, optional
        The one with the model that ships by default.
    workers : int or None, default 1
        As in `score_folder`.

    Returns
    -------
    pandas.DataFrame
        A row a text, with the columns `slmo_match.assessment.COLUMNS` and the index of `frame`.

    Raises
    ------
    UsageError
        If there is no such column.
    """
    for column in (text_column, id_column):
        if column is not None and column not in frame.columns:
            columns = ", ".join(map(str, frame.columns))
            raise UsageError(f"the table has no column {column!r}; it has {columns}")
    names = frame.index if id_column is None else frame[id_column]
    sources = (
        Source(
            _encodable(str(name)),
            text if isinstance(text, str) and text.strip() else ReadingError(EMPTY_CELL),
        )
        for name, text in zip(names, frame[text_column], strict=True)
    )
    result = _frame(sources, matcher, workers)
    result.index = frame.index
    return result


def find_sources(
    paths: Iterable[str | Path],
    *,
    text_column: str | None = None,
    id_column: str | None = None,
    skip: Collection[Path] = (),
) -> Iterator[Source]:
    """List documents one by one, without reading files.

    Parameters
    ----------
    paths : iterable of str or Path
        Files, folders and, where `text_column` is given, tables.
    text_column, id_column : str, optional
        The columns of a table with the texts and with the names of the documents.
    skip : collection of Path
        Resolved paths to leave out, such as the file that the results go to.

    Yields
    ------
    Source

    Raises
    ------
    UsageError
        If a path does not exist, or a table has no such column.
    """
    for path in map(Path, paths):
        documents = find_documents(path)
        if is_table(path) and not path.is_dir():
            yield from _rows(path, text_column, id_column)
            continue
        for found in documents:
            if isinstance(found, Skipped):
                yield Source(_printable(found.path), ReadingError(found.reason))
            elif found.resolve() not in skip:
                yield from _found(found, text_column, id_column, given=found == path)


def assess(
    sources: Iterable[Source], *, matcher: LevelMatcher | None = None, workers: int | None = None
) -> Generator[tuple[str, Assessment]]:
    """Assess documents as they come, in their order, with the same answers on any number of cores.

    Parameters
    ----------
    sources : iterable of Source
        Read a little at a time; may be endless.
    matcher : LevelMatcher, optional
        The one with the model that ships by default.
    workers : int, optional
        Number of processes; by default all cores where there are more than a few hundred
        documents, and otherwise this process alone.

    Yields
    ------
    name : str
    assessment : Assessment
        A document that cannot be read has the status ``unreadable`` and the reason.
    """
    chunks = assess_chunks(sources, _named, matcher=matcher, workers=workers)
    with closing(chunks):
        yield from chain.from_iterable(chunks)


def assess_chunks(
    sources: Iterable[Source],
    finish: Callable[[str, Assessment], Result],
    *,
    matcher: LevelMatcher | None = None,
    workers: int | None = None,
) -> Generator[list[Result]]:
    """Assess documents as `assess` does, some at a time, and make of each what is asked for.

    Parameters
    ----------
    sources : iterable of Source
        Read a little at a time; may be endless.
    finish : callable
        Called with the name of each document and its assessment, in the process that assessed
        it, so that little needs to go from one process to the other; it can be pickled.
    matcher, workers
        As in `assess`.

    Returns
    -------
    generator of list
        What `finish` returned, a list for each chunk of documents. Processes start at once, and
        end when the generator is closed.
    """
    work = partial(_finish_chunk, matcher=_ready(matcher), finish=finish)
    rest = iter(sources)
    first = list(islice(rest, FEW + 1)) if workers is None else []
    chunks = _chunks(chain(first, rest))
    if workers == 1 or (workers is None and len(first) <= FEW):
        return (work(chunk) for chunk in chunks)
    from slmo_match.workers import available_cores, map_in_processes

    return map_in_processes(work, chunks, workers or available_cores())


def _named(name: str, assessment: Assessment) -> tuple[str, Assessment]:
    return name, assessment


def _row(name: str, assessment: Assessment) -> dict[str, Any]:
    return assessment.to_row(name)


def _ready(matcher: LevelMatcher | None) -> LevelMatcher:
    """Return a matcher whose model was read: its faults are none of the documents'."""
    matcher = matcher or default_matcher()
    if not isinstance(matcher.model, model_files.Model):
        model_files.load(Path(matcher.model) if matcher.model else None)
    return matcher


def _chunks(sources: Iterator[Source]) -> Iterator[list[Source]]:
    while chunk := list(islice(sources, CHUNK)):
        yield chunk


def _finish_chunk(
    chunk: Sequence[Source],
    *,
    matcher: LevelMatcher,
    finish: Callable[[str, Assessment], Result],
) -> list[Result]:
    """Assess a few documents, and make of each what is asked for: what runs in a worker."""
    return [finish(name, found) for name, found in _assess_chunk(chunk, matcher=matcher)]


def _assess_chunk(
    chunk: Sequence[Source], *, matcher: LevelMatcher
) -> list[tuple[str, Assessment]]:
    """Read and assess a few documents."""
    read = [_read(source.content, source.name) for source in chunk]
    documents = [item for item in read if isinstance(item, Document)]
    found = iter(_assess_texts([document.text for document in documents], matcher))
    return [
        (source.name, item if isinstance(item, Assessment) else _finished(item, next(found)))
        for source, item in zip(chunk, read, strict=True)
    ]


def _assess_texts(texts: Sequence[str], matcher: LevelMatcher) -> list[Assessment]:
    """Assess texts together and, if one of them breaks that, each by itself."""
    try:
        return list(matcher.pipe(texts))
    except SlmoError:
        raise
    except Exception as error:  # one document must not cost the others their answer
        if len(texts) == 1:
            return [_unreadable(_bug(error))]
        return [_assess_texts([text], matcher)[0] for text in texts]


def _read(source: Path | bytes | str | ReadingError, name: str) -> Document | Assessment:
    """Read a document, or say with an assessment why it cannot be read."""
    try:
        if isinstance(source, ReadingError):
            raise source
        if isinstance(source, str):
            return Document(name, source)
        return read(source, name)
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


def _found(
    path: Path, text_column: str | None, id_column: str | None, *, given: bool
) -> Iterator[Source]:
    """List what a file in a folder holds; a table among the documents does not stop the rest."""
    name = _printable(path)
    if given or not is_table(path):
        yield Source(name, path)
        return
    if text_column is None:
        yield Source(name, ReadingError(IN_FOLDER))
        return
    try:
        yield from _rows(path, text_column, id_column)
    except UsageError as error:
        yield Source(name, ReadingError(str(error)))


def _rows(path: Path, text_column: str | None, id_column: str | None) -> Iterator[Source]:
    """List the texts of a table; where it breaks off, the reason becomes a document."""
    if text_column is None:
        raise UsageError(
            f"{path} is a table: name the column that holds the texts with --text-column"
        )
    try:
        for name, text in read_table(path, text_column, id_column):
            yield Source(_encodable(name), text if text.strip() else ReadingError(EMPTY_CELL))
    except ReadingError as error:
        yield Source(_printable(path), error)


def _printable(path: Path) -> str:
    return _encodable(str(path))


def _encodable(name: str) -> str:
    """Return a name that can be encoded: those on disk and in JSON need not be."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _inside(name: str, folder: Path) -> str:
    return Path(name).relative_to(_printable(folder)).as_posix()


def _frame(
    sources: Iterable[Source], matcher: LevelMatcher | None, workers: int | None
) -> pd.DataFrame:
    import pandas as pd

    with closing(assess_chunks(sources, _row, matcher=matcher, workers=workers)) as chunks:
        rows = list(chain.from_iterable(chunks))
    shares = ["confidence", *(f"p{level}" for level in LEVELS)]
    return pd.DataFrame.from_records(rows, columns=list(COLUMNS)).astype(
        {
            **dict.fromkeys(["level", "level_low", "level_high"], "Int64"),
            **dict.fromkeys(shares, "float64"),
            "words": "int64",
        }
    )
