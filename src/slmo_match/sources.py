"""What documents there are: in files, folders, archives and tables, listed one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from errno import ENAMETOOLONG
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from slmo_match.errors import ReadingError, UsageError
from slmo_match.reading import (
    Limits,
    Member,
    Skipped,
    find_documents,
    find_members,
    is_archive,
    read_table,
)
from slmo_match.reading.files import is_there
from slmo_match.reading.tables import is_table

_WORDS_OF_A_TEXT = 10  # names of files have fewer
EMPTY_CELL = "empty: the cell holds no text"
IN_FOLDER = (
    "a table among the documents: its texts are read with --text-column, in Python with score_frame"
)


class Source(NamedTuple):
    """A document on its way in: its name, and its file, its text or why there is neither.

    The name of a document in an archive is ``archive.zip/folder/name.pdf``; that of a row is
    ``ads.csv/7`` where there is more than one table, and ``7`` where there is one.
    """

    name: str
    content: Path | Member | bytes | str | ReadingError


def find_sources(
    paths: Iterable[str | Path],
    *,
    text_column: str | None = None,
    id_column: str | None = None,
    skip: Collection[Path] = (),
    limits: Limits | None = None,
) -> Iterator[Source]:
    """List documents one by one, without reading files; those in archives, too.

    Parameters
    ----------
    paths : iterable of str or Path
        Files, folders, archives and, where `text_column` is given, tables.
    text_column, id_column : str, optional
        The columns of a table with the texts and with the names of the documents.
    skip : collection of Path
        Resolved paths to leave out, such as the file that the results go to.
    limits : Limits, optional
        What may be spent on one document.

    Yields
    ------
    Source
        In the same order every time, so that a work can be resumed.

    Raises
    ------
    UsageError
        If a path does not exist, or a table has no such column.
    """
    limits = limits or Limits()
    given = [Path(path) for path in paths]
    several = text_column is not None and _several_tables(given, skip)
    for path in given:
        member = None if is_there(path) else _find_member(path, limits)
        if member is not None:
            yield Source(_printable(path), member)
            continue
        for found in find_documents(path):
            if isinstance(found, Skipped):
                yield Source(_printable(found.path), ReadingError(found.reason))
            elif found == path and is_table(path):
                yield from _rows(path, text_column, id_column, several=several)
            elif found.resolve() not in skip:
                yield from _found(found, text_column, id_column, limits, several=several)


def check_tables(paths: Sequence[Path], text_column: str) -> None:
    """Refuse a column of texts where none of the paths, which exist, can hold a table.

    Raises
    ------
    UsageError
        If all are files that are neither tables nor archives; names the endings of tables.
    """
    if not any(is_table(path) or path.is_dir() or is_archive(path) for path in paths):
        read_table(paths[0], text_column)


def find_in_folder(folder: str | Path, limits: Limits | None = None) -> Iterator[Source]:
    """List the documents of one folder or archive, named by their paths inside it.

    Raises
    ------
    UsageError
        If there is no such folder, or the path is empty.
    """
    if folder == "":
        raise UsageError('the path of the folder is empty; "." is the folder you are in')
    path = Path(folder)
    if _too_long(path):
        raise _absent(path, "")
    if not (path.is_dir() or is_archive(path, limits or Limits())):
        if path.exists():
            raise UsageError(f"{path} is no folder: it is a file; score it with score_file")
        raise _absent(path, f"{path} is no folder: it does not exist")
    found = find_sources([path], limits=limits)
    return (source._replace(name=_inside(source.name, path)) for source in found)


def find_one(source: str | Path | bytes, name: str = "", limits: Limits | None = None) -> Source:
    """Return the one document that a file, or an archive, holds.

    Parameters
    ----------
    source : str, Path or bytes
        A path, also of a document in an archive, or the content of a file.
    name : str
        Name of the document; the path by default.
    limits : Limits, optional
        What may be spent on it.

    Raises
    ------
    UsageError
        If there is no such file, it is a folder, a table, or an archive of several documents; what
        looks like a text is not quoted in full.
    """
    limits = limits or Limits()
    content: Path | Member | bytes | ReadingError
    if isinstance(source, bytes):
        content = source
        _refuse_table(Path(name))
    else:
        content = _locate(Path(source), limits)
        name = name or _printable(Path(source))
        _refuse_table(content)
    documents = list(list_archive(Source(name, content), limits))
    if len(documents) > 1:
        raise UsageError(
            f"{name or 'this'} is an archive of {len(documents)} documents; "
            "give one of them (archive.zip/name), or score it as a folder"
        )
    return documents[0]


def _refuse_table(content: Path | Member | ReadingError) -> None:
    """Refuse a file of many texts where one document is asked for."""
    if isinstance(content, Path) and is_table(content):
        raise UsageError(
            f"{str(content)!r} is a table, not one document; score its texts with score_frame or "
            "'slmo-match score' with --text-column"
        )


def list_archive(source: Source, limits: Limits) -> Iterator[Source]:
    """List the documents of a source that is an archive; one that is none is given back."""
    name, content = source
    if isinstance(content, Path | bytes) and is_archive(content, limits):
        for inside, item in find_members(content, limits):
            yield Source(encodable(f"{name}/{inside}" if inside else name), item)
    else:
        yield source


def not_empty(text: str | ReadingError) -> str | ReadingError:
    """Return the text of a cell, or the reason where it holds none."""
    return ReadingError(EMPTY_CELL) if isinstance(text, str) and not text.strip() else text


def encodable(text: str) -> str:
    """Return a text that can be encoded: names on disk and texts in JSON need not be."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _locate(path: Path, limits: Limits) -> Path | Member | ReadingError:
    """Return a file, or the document in an archive that a path names, or why it cannot be read."""
    if _too_long(path):
        raise _absent(path, "")
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder; score it with score_folder")
    except PermissionError:
        return path  # its reader says so
    if path.exists():
        return path
    member = _find_member(path, limits)
    if member is None:
        raise _absent(path, f"no such file: {path}")
    return member


def _too_long(path: Path) -> bool:
    try:
        path.lstat()
    except (OSError, ValueError) as error:
        return getattr(error, "errno", None) == ENAMETOOLONG
    return False


def _absent(path: Path, said: str) -> UsageError:
    """Return the error of a path that is not there; a text given for one stays out of logs."""
    wordy = len(str(path).split()) >= _WORDS_OF_A_TEXT and len(path.suffix.split()) != 1
    if wordy or _too_long(path):
        count = len(str(path))
        said = f"a text of {count} characters is no path; score it with slmo_match.score"
    return UsageError(said)


def _find_member(path: Path, limits: Limits) -> Member | ReadingError | None:
    """Return what a path like ``archive.zip/cv.pdf`` names, or why it cannot be read."""
    archive = next((parent for parent in path.parents if parent.is_file()), None)
    if archive is None or not is_archive(archive, limits):
        return None
    wanted = path.relative_to(archive).as_posix()
    return next((item for name, item in find_members(archive, limits) if name == wanted), None)


def _found(
    path: Path,
    text_column: str | None,
    id_column: str | None,
    limits: Limits,
    *,
    several: bool,
) -> Iterator[Source]:
    """List what a file in a folder holds; a table among the documents does not stop the rest."""
    name = _printable(path)
    if not is_table(path):
        yield from list_archive(Source(name, path), limits)
        return
    if text_column is None:
        yield Source(name, ReadingError(IN_FOLDER))
        return
    try:
        yield from _rows(path, text_column, id_column, several=several)
    except UsageError as error:
        yield Source(name, ReadingError(str(error)))


def _several_tables(paths: Iterable[Path], skip: Collection[Path]) -> bool:
    """Tell whether the rows of one table could be taken for those of another."""
    found = (found for path in paths if is_there(path) for found in find_documents(path))
    tables = (
        path
        for path in found
        if isinstance(path, Path) and is_table(path) and path.resolve() not in skip
    )
    return len(list(islice(tables, 2))) > 1


def _rows(
    path: Path, text_column: str | None, id_column: str | None, *, several: bool
) -> Iterator[Source]:
    """List the texts of a table; where it breaks off, the reason becomes a document."""
    try:
        for name, text in read_table(path, text_column or "", id_column):
            yield Source(encodable(f"{path}/{name}" if several else name), not_empty(text))
    except ReadingError as error:
        yield Source(_printable(path), error)


def _printable(path: Path) -> str:
    return encodable(str(path))


def _inside(name: str, folder: Path) -> str:
    """Return the path inside a folder; what is said of the folder itself has its name."""
    inside = Path(name).relative_to(_printable(folder)).as_posix()
    return inside if inside != "." else Path(_printable(folder)).name or inside
