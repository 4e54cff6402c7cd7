"""What reading gives: a document, and what a reader of one kind is handed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from slmo_match.errors import ReadingError
from slmo_match.reading.limits import Limits


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one document and where it came from.

    Attributes
    ----------
    name : str
        Name of the file, or what the caller called it.
    text : str
        The text in reading order: a paragraph or list item a line, items with ``"• "``, the
        cells of a table parted by ``" | "``.
    pages : tuple of int
        Offset into the text, in characters, where each page begins; empty where the format
        has no pages.
    kind : str
        What the content was read as: ``"text"``, ``"markdown"``, ``"html"``, ``"pdf"``, …
    warnings : tuple of str
        What a reader of the result should know, in plain English.
    """

    name: str
    text: str
    pages: tuple[int, ...] = ()
    kind: str = "text"
    warnings: tuple[str, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """Return the page that holds a character, from 1; None where there are no pages.

        Examples
        --------
        >>> Document("cv.pdf", "strona pierwsza strona druga", (0, 16)).page_of(20)
        2
        """
        return max(bisect_right(self.pages, offset), 1) if self.pages else None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not read, and why."""

    path: Path
    reason: str


class ScanError(ReadingError):
    """A document is pictures of pages without text.

    Attributes
    ----------
    pages : int
        How many pages there are.
    kind : str
        What the content is, ``"pdf"`` or ``"picture"``.
    data : bytes
        The content where it lies inside another document, such as a mail.
    warnings : tuple of str
        What a reader of the recognised text should know.
    """

    def __init__(
        self,
        message: str,
        pages: int,
        kind: str = "pdf",
        data: bytes = b"",
        warnings: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.pages = pages
        self.kind = kind
        self.data = data
        self.warnings = warnings


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader of one kind is handed.

    Attributes
    ----------
    data : bytes
        The whole file.
    name : str
        Its name; says nothing about the kind.
    kind : str
        What the content is.
    limits : Limits
        What may be spent on it.
    inner : callable
        Reads a document inside this one, such as an attachment.
    """

    data: bytes
    name: str
    kind: str
    limits: Limits
    inner: Callable[[bytes, str], Document]
