"""Results as files: CSV, XLSX and HTML for people, JSONL and Parquet for programs.

Each class writes one document at a time to a file that is open for writing, so that memory does
not grow with their number.
"""

from __future__ import annotations

import csv
import io
import json
from typing import IO, Any, Protocol

from slmo_match.assessment import COLUMNS, COUNTS, SHARES, Assessment
from slmo_match.descriptors import Descriptors
from slmo_match.errors import UsageError
from slmo_match.report.html import Html
from slmo_match.report.legend import legend
from slmo_match.report.messages import Messages

LONGEST_CELL = 32_000  # characters; a cell of Excel holds 32,767
MOST_ROWS = 1_048_575  # documents in a sheet of Excel, below the heading
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BLOCK = 5_000  # rows of Parquet that are written together


class Format(Protocol):
    """Something that results are written to."""

    def __init__(self, file: IO[bytes]) -> None: ...

    def write(self, document: str, assessment: Assessment, text: str = "", /) -> None:
        """Write the result of one document; `text` is for the formats of `SHOWING_TEXT`."""

    def close(self) -> None:
        """Write what is left; the file itself stays open."""


class Csv:
    """CSV as a Polish Excel opens it: semicolons, decimal commas, UTF-8 with its mark."""

    def __init__(self, file: IO[bytes]) -> None:
        self._text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
        self._rows = csv.writer(self._text, delimiter=";", lineterminator="\r\n")
        self._rows.writerow(COLUMNS)

    def write(self, document: str, assessment: Assessment, _: str = "", /) -> None:
        """Write a row."""
        self._rows.writerow(map(_csv_cell, _row(document, assessment).values()))

    def close(self) -> None:
        """Hand back the file."""
        self._text.detach()


class Xlsx:
    """A sheet of Excel, in which no text becomes a formula or a link, and one that explains it.

    Parameters
    ----------
    file : binary file
    say : Messages, optional
        The language of the sheet that explains; Polish by default.
    """

    def __init__(self, file: IO[bytes], say: Messages | None = None) -> None:
        from xlsxwriter import Workbook

        options = {
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "constant_memory": True,
        }
        self._book = Workbook(file, options)
        self._share = self._book.add_format({"num_format": "0%"})
        self._sheet = self._book.add_worksheet("slmo")
        self._sheet.freeze_panes(1, 1)
        for column, name in enumerate(COLUMNS):
            self._sheet.set_column(column, column, _WIDTHS.get(name, 10))
        bold = self._book.add_format({"bold": True})
        for column, name in enumerate(COLUMNS):
            self._sheet.write_string(0, column, name, bold)
        self._add_legend(say or Messages())
        self._count = 0

    def write(self, document: str, assessment: Assessment, _: str = "", /) -> None:
        """Write a row.

        Raises
        ------
        UsageError
            If the sheet is full.
        """
        self._count += 1
        if self._count > MOST_ROWS:
            raise UsageError(
                f"a sheet of .xlsx holds {MOST_ROWS} documents at most; "
                "choose .csv, .jsonl or .parquet"
            )
        for column, (name, value) in enumerate(_row(document, assessment).items()):
            if isinstance(value, str):
                self._sheet.write_string(self._count, column, value)
            elif value is not None:
                style = self._share if name in SHARES else None
                self._sheet.write_number(self._count, column, value, style)

    def close(self) -> None:
        """Write the book."""
        self._sheet.autofilter(0, 0, self._count, len(COLUMNS) - 1)
        self._book.close()

    def _add_legend(self, say: Messages) -> None:
        """Add a sheet that says what the names of the first one, the same everywhere, mean."""
        sheet = self._book.add_worksheet(say("legend"))
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 100)
        for row, (name, meaning) in enumerate(legend(say)):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, meaning)


class Jsonl:
    """One object a line, with evidence and criteria: the complete form of a result."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, document: str, assessment: Assessment, _: str = "", /) -> None:
        """Write a line."""
        self._file.write(to_json(document, assessment).encode("utf-8", "replace") + b"\n")

    def close(self) -> None:
        """Nothing is left to write."""


class Parquet:
    """Parquet with the columns of the table; needs pyarrow."""

    def __init__(self, file: IO[bytes]) -> None:
        check_library(".parquet")
        import pyarrow as pa
        from pyarrow import parquet

        kinds = {**dict.fromkeys(SHARES, pa.float64()), **dict.fromkeys(COUNTS, pa.int64())}
        schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
        self._table = pa.Table
        self._file = parquet.ParquetWriter(file, schema)
        self._rows: list[dict[str, Any]] = []

    def write(self, document: str, assessment: Assessment, _: str = "", /) -> None:
        """Keep a row, and write a block of them when there are enough."""
        row = assessment.to_row(document)
        self._rows.append({name: _encodable(value) for name, value in row.items()})
        if len(self._rows) == _BLOCK:
            self._write_block()

    def close(self) -> None:
        """Write the rows that are left and the end of the file."""
        self._write_block()
        self._file.close()

    def _write_block(self) -> None:
        self._file.write_table(self._table.from_pylist(self._rows, schema=self._file.schema))
        self._rows = []


FORMATS: dict[str, type[Format]] = {
    ".csv": Csv,
    ".xlsx": Xlsx,
    ".jsonl": Jsonl,
    ".parquet": Parquet,
    ".html": Html,
}
SHOWING_TEXT = (".html",)  # endings of the formats that are handed the texts as well

_WIDTHS = {"document": 30, "status": 14, "top_evidence": 80, "error": 40, "model": 16}


def make_format(
    ending: str, file: IO[bytes], say: Messages | None = None, known: Descriptors | None = None
) -> Format:
    """Return what writes results to an open file.

    Parameters
    ----------
    ending : str
        One of `FORMATS`.
    file : binary file
    say : Messages, optional
        The language of a report and of what explains a sheet; Polish by default.
    known : Descriptors, optional
        What was matched; those that ship by default.
    """
    kind = FORMATS[ending]
    if kind is Html:
        return Html(file, say, known)
    return Xlsx(file, say) if kind is Xlsx else kind(file)


def check_library(ending: str) -> None:
    """Refuse an ending whose library is not installed.

    Raises
    ------
    UsageError
        If the library is missing; says how to install it.
    """
    if ending != ".parquet":
        return
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "Parquet needs pyarrow: pip install 'slmo-match[parquet]', "
            "or choose .csv, .xlsx, .jsonl or .html"
        ) from error


def to_json(document: str, assessment: Assessment) -> str:
    """Return a result as a JSON object, with Polish letters as they are."""
    return json.dumps(assessment.to_dict(document), ensure_ascii=False)


def _row(document: str, assessment: Assessment) -> dict[str, Any]:
    """Return a row whose texts fit into a cell."""
    row = assessment.to_row(document)
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> Any:
    value = _encodable(value)
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        return value[: LONGEST_CELL - 1] + "…"
    return value


def _encodable(value: Any) -> Any:
    """Return texts without halves of surrogate pairs, which no encoding can hold."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _csv_cell(value: Any) -> Any:
    """Return what stands in CSV: decimal commas, and no text that a sheet would calculate."""
    if isinstance(value, float):
        return f"{value:.4f}".replace(".", ",")
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value
