"""Tables of texts: a row a document, read as they come."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from operator import length_hint
from pathlib import Path
from typing import Any

from slmo_match.errors import ReadingError, UsageError
from slmo_match.reading.limits import Limits
from slmo_match.reading.package import Package
from slmo_match.reading.text import encoding_of

_SNIFFED = 1_000_000  # bytes of a file that decide on its encoding and delimiter
_LARGEST_CELL = 10_000_000  # characters
_BATCH = 256
_SEP = re.compile(r'sep=([^\r\n"])[\r\n]', re.IGNORECASE)  # first line of a CSV for Excel
_NO_DELIMITER = "\0"  # taken out of what is read

Row = Sequence[Any]
Texts = Iterator[tuple[str, str | ReadingError]]


def read_table(
    path: str | Path, text_column: str, id_column: str | None = None
) -> Iterator[tuple[str, str | ReadingError]]:
    """Read the texts of a table, a row at a time.

    Parameters
    ----------
    path : str or Path
        A ``.csv``, ``.tsv``, ``.jsonl``, ``.parquet`` or ``.xlsx`` file; of a workbook all
        sheets that have the columns.
    text_column : str
        Name of the column that holds the texts.
    id_column : str, optional
        Name of the column that names the rows; their number, from 1, by default.

    Yields
    ------
    tuple of str and (str or ReadingError)
        Name and text of a row; an empty cell is an empty text, and a row with more cells than
        the header or a line that is no JSON has a reason instead.
        Names begin with the sheet (``Archiwum/7``) where the texts stand in several.

    Raises
    ------
    UsageError
        If the file is no table, a column is missing (those that there are, are listed), or an
        extra is not installed.
    ReadingError
        If the file is broken.
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        allowed = ", ".join(sorted(_READERS))
        raise UsageError(
            f"{str(path)!r} is no table; tables end in {allowed}: save it as one of them, such as "
            ".xlsx, or leave the column of texts out"
        )
    if not path.is_file():
        raise UsageError(f"no table found at {str(path)!r}; check the spelling of the path")
    return reader(path, text_column, id_column)


def is_table(path: str | Path) -> bool:
    """Tell whether a file has the ending of a table.

    Examples
    --------
    >>> is_table("ogloszenia.csv")
    True
    """
    return Path(path).suffix.lower() in _READERS


def _read_csv(path: Path, text_column: str, id_column: str | None) -> Texts:
    with path.open("rb") as file:
        sample = file.read(_SNIFFED)
    sample = sample[: sample.rfind(b"\n") + 1] or sample
    encoding = encoding_of(sample)
    csv.field_size_limit(_LARGEST_CELL)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = file.readline().lstrip("\ufeff")
        lines = (line.replace("\0", "") for line in chain([first], file))
        rows = _csv_rows(lines, _delimiter(sample.decode(encoding, "replace"), path), path)
        if _SEP.match(first):
            next(rows)
        _, header = next(rows, (0, []))
        yield from _pick(rows, _names(header), repr(path.name), text_column, id_column)


def _csv_rows(lines: Iterable[str], delimiter: str, path: Path) -> Iterator[tuple[int, Row]]:
    """Part lines into rows, with the lines that they end on."""
    end = iter([""])  # an empty row, unless a quotation is still open
    rows = csv.reader(chain(lines, end), delimiter=delimiter)
    before = 0
    try:
        for row in rows:
            if row and not length_hint(end):
                opened = before + 1 + "".join(row[:-1]).count("\n")
                raise ReadingError(
                    f"corrupt: the quotation mark in line {opened} is not closed, so nothing from "
                    f"there to line {rows.line_num - 1}, the last, was read; close it or remove it"
                )
            before = rows.line_num
            yield before, row
    except csv.Error as error:
        raise ReadingError(f"corrupt: line {rows.line_num} of {path.name!r}: {error}") from error


def _delimiter(text: str, path: Path) -> str:
    """Return the sign that parts the columns, judged by the header."""
    text = text.lstrip("\ufeff")
    if said := _SEP.match(text):
        return said[1]
    outside = "".join(text.split('"')[::2])  # the header may have lines in quotes
    header = next(iter(outside.splitlines()), "")
    if path.suffix.lower() == ".tsv" and "\t" in header:
        return "\t"
    sign = max(";,\t|", key=lambda sign: (header.count(sign), sign == ","))
    return sign if sign in header else _NO_DELIMITER


def _read_jsonl(path: Path, text_column: str, id_column: str | None) -> Texts:
    known: list[str] = []
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = _json_row(line, number)
            except ReadingError as error:
                yield str(number), error
                continue
            if not known:
                known = list(row)
                _find(known, text_column, id_column, repr(path.name))
            name = number if id_column is None else row.get(id_column)
            yield _cell(name) or str(number), text_of(row.get(text_column))


def _json_row(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReadingError(
            f'corrupt: line {number} is no JSON; a line has the form {{"text": …}}'
        ) from error
    if not isinstance(row, dict):
        raise ReadingError(f'corrupt: line {number} holds no object of the form {{"text": …}}')
    return row


def _read_xlsx(path: Path, text_column: str, id_column: str | None) -> Texts:
    sheets = _sheets(path)
    asked = {column for column in (text_column, id_column) if column is not None}
    fitting = [sheet for sheet in sheets if asked.issubset(sheet[1])]
    for title, names, rows in fitting or sheets[:1] or [("", [], iter(()))]:
        start = f"{title}/" if len(fitting) > 1 else ""
        for name, text in _pick(enumerate(rows, 2), names, repr(path.name), text_column, id_column):
            yield start + name, text


def _sheets(path: Path) -> list[tuple[str, list[str], Iterator[Row]]]:
    """Return the titles, the names of the columns and the rows of the sheets with cells."""
    from python_calamine import CalamineError, SheetTypeEnum, load_workbook

    _weigh_workbook(path.read_bytes())
    try:
        workbook = load_workbook(path)
        found = []
        for about in workbook.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet:
                rows = iter(workbook.get_sheet_by_name(about.name).iter_rows())
                found.append((about.name, _names(next(rows, [])), rows))
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise ReadingError(f"corrupt: {path.name!r} cannot be opened as a workbook") from error
    return [sheet for sheet in found if sheet[1]]


def _weigh_workbook(data: bytes) -> None:
    """Refuse a workbook that is no zip file or would grow too large."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadingError("encrypted: the workbook asks for a password, or is an old .xls file")
    with Package(data, Limits(unpacked=1_000_000_000)) as package:
        package.weigh()


def _read_parquet(path: Path, text_column: str, id_column: str | None) -> Texts:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise UsageError(
            "reading .parquet needs an extra: pip install slmo-match[parquet]"
        ) from error
    try:
        with ParquetFile(path) as table:
            _find(table.schema_arrow.names, text_column, id_column, repr(path.name))
            columns = [text_column, *([] if id_column is None else [id_column])]
            number = 0
            for batch in table.iter_batches(batch_size=_BATCH, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    name = number if id_column is None else row[id_column]
                    yield _cell(name) or str(number), text_of(row[text_column])
    except (ArrowException, OSError) as error:
        raise ReadingError(f"corrupt: {path.name!r} cannot be read as Parquet") from error


def _pick(
    rows: Iterator[tuple[int, Row]],
    names: Sequence[str],
    table: str,
    text_column: str,
    id_column: str | None,
) -> Texts:
    """Take two columns of rows that come as lists, with the lines that they end on."""
    text_at, id_at = _find(names, text_column, id_column, table)
    for number, (line, row) in enumerate(rows, 1):
        if not any(map(_cell, row)):
            continue
        if any(map(_cell, row[len(names) :])):
            # pieces of the text may stand where the name should
            yield _at(row[:text_at], id_at) or str(number), _surplus(line, row, names)
        else:
            yield _at(row, id_at) or str(number), _at(row, text_at)


def _names(header: Row) -> list[str]:
    return [_cell(name).lstrip("\ufeff").strip() for name in header]


def _at(row: Row, index: int | None) -> str:
    """Return a cell; empty where the row ends before it or none is asked for."""
    return "" if index is None or index >= len(row) else _cell(row[index])


def _surplus(line: int, row: Row, names: Sequence[str]) -> ReadingError:
    return ReadingError(
        f"corrupt: line {line} has {len(row)} cells, the header {len(names)}; put a text that "
        "holds the sign between the cells in quotes"
    )


def _find(
    names: Sequence[str], text_column: str, id_column: str | None, table: str
) -> tuple[int, int | None]:
    """Return where the columns are; None where no names are asked for."""
    there = ", ".join(repr(name) for name in names if name)
    if not there:
        raise UsageError(
            f"{table} is empty, or its first row is: the names of the columns must stand there"
        )
    if not text_column:
        raise UsageError(
            f"{table} is a table: name the column that holds the texts with --text-column; "
            f"its columns are: {there}"
        )
    for column in (text_column, id_column):
        if column is not None and column not in names:
            raise UsageError(f"{table} has no column {column!r}; its columns are: {there}")
    return names.index(text_column), None if id_column is None else names.index(id_column)


def text_of(value: object) -> str | ReadingError:
    """Return the text of a cell, which may be empty or a number, or why it is none.

    Examples
    --------
    >>> text_of("umowy"), text_of(None), text_of(2.0), text_of([1])
    ('umowy', '', '2', ReadingError('unsupported: the cell holds list instead of a text'))
    """
    if isinstance(value, Collection) and not isinstance(value, str):
        kind = type(value).__name__
        return ReadingError(f"unsupported: the cell holds {kind} instead of a text")
    return _cell(value)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


_READERS: dict[str, Callable[[Path, str, str | None], Texts]] = {
    ".csv": _read_csv,
    ".jsonl": _read_jsonl,
    ".parquet": _read_parquet,
    ".tsv": _read_csv,
    ".xlsx": _read_xlsx,
}
