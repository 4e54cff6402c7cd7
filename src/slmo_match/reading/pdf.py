"""PDF: the text layer page by page, in reading order."""

from __future__ import annotations

import re
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, ScanError, Source
from slmo_match.reading.joining import join_mail
from slmo_match.reading.letters import page_words
from slmo_match.reading.limits import Limits
from slmo_match.reading.page_layout import Line, page_lines
from slmo_match.reading.running import without_running
from slmo_match.reading.wrapping import Paragraphs

_LENGTH = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(\d+)")
_FEWEST_LETTERS = 20  # of a page that is more than a picture with a stamp
_OCR_DPI = 300
_LARGEST_SIDE = 5_000  # pixels of a rendered page
_WAIT = "Please wait..."
_COVER = 400  # characters that a portfolio has for readers that cannot open it
_XFA = (pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND)
_LOOKED_AT = 50  # things drawn on a page


def read(source: Source) -> Document:
    """Read the text layer of a PDF.

    Raises
    ------
    ScanError
        If its pages are pictures.
    ReadingError
        ``corrupt``, ``encrypted`` or ``unsupported``.
    """
    _refuse_cut_off(source.data)
    document = _open(source.data)
    try:
        return _read(document, source)
    finally:
        document.close()


def render(data: bytes, page: int) -> bytes:
    """Return a page, counted from 0, as a grey picture (PGM) of 300 dots an inch."""
    document = _open(data)
    try:
        sheet = document[page]
        scale = min(_OCR_DPI / 72, _LARGEST_SIDE / max(*sheet.get_size(), 1))
        bitmap = sheet.render(scale=scale, grayscale=True)
        rows = bytes(bitmap.buffer)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        if stride != width:
            rows = b"".join(rows[i * stride : i * stride + width] for i in range(height))
        return f"P5 {width} {height} 255\n".encode() + rows
    except pdfium.PdfiumError as error:
        raise ReadingError(f"corrupt: page {page + 1} cannot be drawn") from error
    finally:
        document.close()


def _refuse_cut_off(data: bytes) -> None:
    """Refuse what lost its end: the rest would be scored as if it were the whole."""
    length = _LENGTH.search(data[:2048])
    if b"startxref" not in data or (length and int(length.group(1)) > len(data)):
        raise ReadingError("corrupt: the PDF has no end (cut off?)")


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", 0) in (
            pdfium_c.FPDF_ERR_PASSWORD,
            pdfium_c.FPDF_ERR_SECURITY,
        ):
            raise ReadingError("encrypted: the PDF asks for a password") from error
        raise ReadingError("corrupt: the PDF cannot be opened") from error
    if not len(document):
        raise ReadingError("corrupt: the PDF has no pages")
    return document


class _Pages(NamedTuple):
    """What the pages of a PDF gave; numbers of pages count from 1."""

    lines: list[list[Line]]
    without_text: list[int]
    garbled: list[int]
    broken: list[int]
    hidden: list[int]


def _read(document: pdfium.PdfDocument, source: Source) -> Document:
    if document.get_formtype() != pdfium_c.FORMTYPE_NONE:
        document.init_forms()  # draws the values that their writer left undrawn
    pages = _pages(document, min(len(document), source.limits.pages))
    count = len(pages.lines)
    if len(pages.broken) == count:
        raise ReadingError("corrupt: no page of the PDF can be read")
    paragraphs = Paragraphs()
    for lines in without_running(pages.lines):
        paragraphs.add_page(lines)
    text, offsets = paragraphs.finish()
    if len(pages.without_text) == count:
        _refuse_without_text(document, text, pages)
    if document.get_formtype() in _XFA and _WAIT in text[:200]:
        raise ReadingError("unsupported: a form without its text (XFA); print it to PDF")
    whole = Document(source.name, text, offsets, "pdf", _warnings(document, pages))
    attached = _attached(document, source.limits) if len(text) < _COVER else []
    return join_mail(source, whole, attached) if attached else whole


def _attached(document: pdfium.PdfDocument, limits: Limits) -> list[tuple[str, bytes]]:
    """Return the files in a portfolio, of which the pages are only the cover."""
    found = []
    for index in range(min(document.count_attachments(), limits.members)):
        attachment = document.get_attachment(index)
        found.append((attachment.get_name(), bytes(attachment.get_data())))
    return found


def _pages(document: pdfium.PdfDocument, count: int) -> _Pages:
    pages = _Pages([], [], [], [], [])
    for number in range(count):
        try:
            words, hidden, private = page_words(document, number)
        except (pdfium.PdfiumError, ValueError):
            words, hidden, private = [], False, False
            pages.broken.append(number + 1)
        if hidden:
            pages.hidden.append(number + 1)
        if private:
            pages.garbled.append(number + 1)
        if private or sum(len(word.text) for word in words) < _FEWEST_LETTERS:
            pages.without_text.append(number + 1)
        pages.lines.append(page_lines(words))
    return pages


def _refuse_without_text(document: pdfium.PdfDocument, text: str, pages: _Pages) -> None:
    """Tell pictures of pages from pages that hold a few words, or nothing at all."""
    count = len(pages.lines)
    # a page whose text cannot be read may well be recognised
    warnings = _warnings(document, pages._replace(without_text=[], broken=[]))
    kinds = {kind for number in range(min(count, 5)) for kind in _objects(document, number)}
    if not text and not kinds:
        raise ReadingError("empty: the pages of the PDF hold nothing")
    if pages.garbled:
        raise ScanError(
            "no text (needs OCR): the fonts of the PDF do not say which letters they draw",
            count,
            warnings=warnings,
        )
    if not text or pdfium_c.FPDF_PAGEOBJ_IMAGE in kinds:
        raise ScanError("no text (needs OCR): the pages are pictures", count, warnings=warnings)


def _objects(document: pdfium.PdfDocument, number: int) -> set[int]:
    """Return the kinds of the first things that are drawn on a page."""
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return set()
    count = min(pdfium_c.FPDFPage_CountObjects(page), _LOOKED_AT)
    objects = (pdfium_c.FPDFPage_GetObject(page, index) for index in range(count))
    return {pdfium_c.FPDFPageObj_GetType(item) for item in objects}


def _warnings(document: pdfium.PdfDocument, pages: _Pages) -> tuple[str, ...]:
    found = []
    count = len(pages.lines)
    if len(document) > count:
        found.append(
            f"only the first {count} of {len(document):,} pages were read "
            "(limit 'pages', --max-pages)"
        )
    if pages.broken:
        found.append(f"pages that cannot be read: {_list(pages.broken)}")
    without = [page for page in pages.without_text if page not in pages.broken]
    if 0 < len(without) < count:
        found.append(f"pages without text, perhaps pictures: {_list(without)}")
    if pages.hidden:
        found.append("hidden text was left out")
    attached = pdfium_c.FPDFDoc_GetAttachmentCount(document)
    if attached:
        found.append(f"files attached to the PDF are not read: {attached}")
    return tuple(found)


def _list(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (" and more" if len(numbers) > 10 else "")
