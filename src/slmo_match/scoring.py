"""The functions that scripts and notebooks call: a text, a file, a folder or a table in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slmo_match.assessment import COLUMNS, COUNTS, SHARES, Assessment
from slmo_match.batch import Assessed, Progress, assess, assess_chunks, default_matcher
from slmo_match.errors import UsageError
from slmo_match.matcher import LevelMatcher
from slmo_match.reading import Limits
from slmo_match.reading.tables import text_of
from slmo_match.sources import Source, encodable, find_in_folder, find_one, not_empty

if TYPE_CHECKING:
    import pandas as pd


def score(text: str) -> Assessment:
    """Suggest the level of one text.

    Parameters
    ----------
    text : str
        An advert, role card or CV, in Polish or English.

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
        Read 64 at a time, so it may be endless; ``LevelMatcher(batch_size=1).pipe(texts)`` answers
        each before it asks for the next, as slow feeds need.

    Returns
    -------
    iterator of Assessment
        In the order of the texts. Where they break off with an error, those before it are
        answered first.

    Raises
    ------
    UsageError
        At the call, if `texts` is itself a text; in its turn, if something among them is none.
    """
    return default_matcher().pipe(texts)


def score_file(
    source: str | Path | bytes,
    name: str = "",
    *,
    matcher: LevelMatcher | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Assessment:
    """Suggest the level of one document.

    Parameters
    ----------
    source : str, Path or bytes
        A path, also of a document in an archive (``archive.zip/folder/name.pdf``), or the
        content of a file.
    name : str
        Name of the file, where `source` is its content.
    matcher : LevelMatcher, optional
        The one with the model that ships by default.
    limits : Limits, optional
        What may be spent on reading it.
    progress : callable, optional
        Called with the name, the number of pages done and of all while a scan is recognised.

    Returns
    -------
    Assessment
        With status ``unreadable`` and the reason where the document cannot be read.

    Raises
    ------
    UsageError
        If there is no such file, it is a folder, a table, or an archive of several documents.
    """
    return assess_file(source, name, matcher=matcher, limits=limits, progress=progress).assessment


def assess_file(
    source: str | Path | bytes,
    name: str = "",
    *,
    matcher: LevelMatcher | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Assessed:
    """Suggest the level of one document as `score_file` does, and keep the text that was read."""
    found = find_one(source, name, limits)
    [assessed] = assess([found], matcher=matcher, workers=1, limits=limits, progress=progress)
    return assessed


def score_folder(
    folder: str | Path,
    *,
    matcher: LevelMatcher | None = None,
    workers: int | None = 1,
    limits: Limits | None = None,
) -> pd.DataFrame:
    """Suggest the level of every document in a folder, and in the folders and archives in it.

    Parameters
    ----------
    folder : str or Path
        A folder or a .zip archive.
    matcher : LevelMatcher, optional
        The one with the model that ships by default.
    workers : int or None, default 1
        Number of processes; None chooses by the number of documents. A program that asks for
        more than one needs the usual ``if __name__ == "__main__":``.
    limits : Limits, optional
        What may be spent on reading one document.

    Returns
    -------
    pandas.DataFrame
        A row a document, with the columns `slmo_match.assessment.COLUMNS`; the name of a
        document is its path inside the folder, with the names of archives as those of folders.

    Raises
    ------
    UsageError
        If there is no such folder.
    """
    return _frame(find_in_folder(folder, limits), matcher, workers, limits)


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
        If there is no such column, or there are several of that name.
    """
    for column in (text_column, id_column):
        if column is not None and column not in frame.columns:
            columns = ", ".join(map(str, frame.columns))
            raise UsageError(f"the table has no column {column!r}; it has {columns}")
        if column is not None and frame[column].ndim != 1:
            raise UsageError(f"the table has several columns {column!r}; rename them")
    names = frame.index if id_column is None else frame[id_column]
    cells = frame[text_column].astype(object).where(frame[text_column].notna(), None)
    sources = (
        Source(encodable(str(name)), not_empty(text_of(cell)))
        for name, cell in zip(names, cells, strict=True)
    )
    result = _frame(sources, matcher, workers)
    result.index = frame.index
    return result


def frame_of(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Return rows, as `Assessment.to_row` makes them, as a table."""
    import pandas as pd

    kinds = {**dict.fromkeys(COUNTS, "Int64"), **dict.fromkeys(SHARES, "float64"), "words": "int64"}
    return pd.DataFrame.from_records(list(rows), columns=list(COLUMNS)).astype(kinds)


def _frame(
    sources: Iterable[Source],
    matcher: LevelMatcher | None,
    workers: int | None,
    limits: Limits | None = None,
) -> pd.DataFrame:
    chunks = assess_chunks(sources, _row, matcher=matcher, workers=workers, limits=limits)
    with closing(chunks):
        return frame_of(chain.from_iterable(chunks))


def _row(item: Assessed) -> dict[str, Any]:
    return item.assessment.to_row(item.name)
