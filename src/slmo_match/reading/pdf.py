"""PDF: the text layer page by page, in reading order."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from math import hypot, pi
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, ScanError, Source
from slmo_match.reading.drawn import Ground, drawn_places, signs
from slmo_match.reading.joining import join_mail
from slmo_match.reading.limits import Limits
from slmo_match.reading.page_layout import Line, Word, page_lines
from slmo_match.reading.running import without_running
from slmo_match.reading.wrapping import Paragraphs

_LENGTH = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(\d+)")
_RUN = re.compile(r"[^\s\x00\x02\ufffe]+[\x02\ufffe]?")
_PRIVATE = re.compile("[\ue000-\uefff\uf100-\uf8ff\ufffd\x01\x03-\x08\x0e-\x1f]")
_MOST_CHARACTERS = 100_000  # on a page
_FEWEST_LETTERS = 20  # of a page that is more than a picture with a stamp
_OCR_DPI = 300
_LARGEST_SIDE = 5_000  # pixels of a rendered page
_WAIT = "Please wait..."
_COVER = 400  # characters that a portfolio has for readers that cannot open it
_XFA = (pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND)
_ASCENT, _DESCENT = 0.8, 0.22  # of a font, in its size
_SAMPLE = 200  # letters of a page
_COMMON = re.compile(r"\b(?:na|do|od|dla|oraz|się|jest|przez|of|and|the|for)\b")
_FEWEST_COMMON = 3  # words that show a text to be one
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
        _refuse_without_text(document, text, count, garbled=bool(pages.garbled))
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
            words, hidden, private = _words(document, number)
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


def _refuse_without_text(
    document: pdfium.PdfDocument, text: str, count: int, *, garbled: bool
) -> None:
    """Tell pictures of pages from pages that hold a few words, or nothing at all."""
    kinds = {kind for number in range(min(count, 5)) for kind in _objects(document, number)}
    if not text and not kinds:
        raise ReadingError("empty: the pages of the PDF hold nothing")
    if garbled:
        raise ScanError(
            "no text (needs OCR): the fonts of the PDF do not say which letters they draw", count
        )
    if not text or pdfium_c.FPDF_PAGEOBJ_IMAGE in kinds:
        raise ScanError("no text (needs OCR): the pages are pictures", count)


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
        found.append(f"only the first {count} of {len(document):,} pages were read (limit 'pages')")
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


def _words(document: pdfium.PdfDocument, number: int) -> tuple[list[Word], bool, bool]:
    """Return the words of a page with their places.

    Returns
    -------
    list of Word
        In the order in which they are drawn.
    bool
        Whether words that cannot be seen were left out.
    bool
        Whether the letters are those of no alphabet: the fonts do not say what they mean.
    """
    page = _page(document, number)
    try:
        sheet = page.get_textpage()
        try:
            count = min(sheet.count_chars(), _MOST_CHARACTERS)
            text = _text(sheet, count)
            words = list(_placed(sheet, text, page))
            seen = [word for word in words if word.text]
            private = len(_PRIVATE.findall(text)) > 0.3 * max(len(text), 1) or (
                _is_unmapped(sheet, count) and len(_COMMON.findall(text)) < _FEWEST_COMMON
            )
        finally:
            sheet.close()
    finally:
        page.close()
    return seen, len(seen) < len(words), private


def _page(document: pdfium.PdfDocument, number: int) -> Any:
    """Load a page, with what was typed into its form made part of it."""
    page = document[number]
    if document.get_formtype() != pdfium_c.FORMTYPE_NONE:
        flattened = pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
        if flattened == pdfium_c.FLATTEN_SUCCESS:
            page.close()
            page = document[number]
    return page


def _text(sheet: Any, count: int) -> str:
    """Return the characters of a page, exactly one for each that pdfium counts."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium_c.FPDFText_GetText(sheet, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * max(written, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    codes = (pdfium_c.FPDFText_GetUnicode(sheet, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)


def _is_unmapped(sheet: Any, count: int) -> bool:
    """Tell whether the fonts do not say which letters they draw, by a sample of them."""
    sample = range(0, count, count // _SAMPLE + 1)
    unmapped = sum(pdfium_c.FPDFText_HasUnicodeMapError(sheet, index) == 1 for index in sample)
    return bool(unmapped > 0.5 * len(sample))


def _placed(sheet: Any, text: str, page: Any) -> Iterator[Word]:
    """Find the place of each run of letters by its first and last one, and the signs drawn."""
    turned = _reading_turn(sheet, len(text), page)
    _, width, height = turned
    box, ground = _Box(sheet, *turned), Ground(page, turned[0])
    words = []
    for run in _RUN.finditer(text):
        for begin, end, place in box.pieces(run.start(), run.end()):
            left, bottom, *_ = place
            on_page = -50 < left < width + 50 and -50 < bottom < height + 50
            shown = on_page and (box.is_seen(begin) or ground.is_dark(place))
            words.append(Word(text[begin:end] if shown else "", *place, box.font(begin)))
    yield from words
    yield from signs(
        [_turn(place, *turned) for place in drawn_places(page)], [w for w in words if w.text]
    )


def _reading_turn(sheet: Any, count: int, page: Any) -> tuple[int, float, float]:
    """Return by how many degrees a page must be turned to be read, and its size then.

    That is how most of its letters stand, not how it is shown: pages are turned by mistake.
    """
    angles = Counter(
        -round(pdfium_c.FPDFText_GetCharAngle(sheet, index) / (pi / 2)) % 4
        for index in range(0, count, count // _SAMPLE + 1)
    )
    turn = 90 * angles.most_common(1)[0][0] if angles else page.get_rotation()
    width, height = page.get_size()
    return (turn, height, width) if (turn - page.get_rotation()) % 180 else (turn, width, height)


_Place = tuple[float, float, float, float]


class _Box:
    """Asks pdfium for the places of characters, with the memory for the answers kept."""

    def __init__(self, sheet: Any, rotation: int, width: float, height: float) -> None:
        self._sheet = sheet
        self._turned = (rotation, width, height)
        self._rect = pdfium_c.FS_RECTF()
        self._matrix = pdfium_c.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name, self._flags = ctypes.create_string_buffer(100), ctypes.c_int()
        self._colour = [ctypes.c_uint() for _ in range(4)]

    def pieces(self, begin: int, end: int) -> Iterator[tuple[int, int, _Place]]:
        """Give a run of characters with its place; in pieces where it does not stand in a line."""
        first, last = self.of(begin), self.of(end - 1)
        if end - begin > 1 and not first[1] < (last[1] + last[3]) / 2 < first[3]:
            if end - begin > 2 and first[0] < (last[0] + last[2]) / 2 < first[2]:
                yield begin, end, first  # written upwards or downwards
                return
            middle = (begin + end) // 2
            yield from self.pieces(begin, middle)
            yield from self.pieces(middle, end)
            return
        left, right = min(first[0], last[0]), max(first[2], last[2])
        bottom, top = self._height(begin, min(first[1], last[1]), max(first[3], last[3]))
        yield begin, end, (left, bottom, right, top)

    def of(self, index: int) -> _Place:
        """Return left, bottom, right and top of a character in points."""
        rect = self._rect
        if not pdfium_c.FPDFText_GetLooseCharBox(self._sheet, index, rect):
            return 0.0, 0.0, 0.0, 0.0
        return _turn((rect.left, rect.bottom, rect.right, rect.top), *self._turned)

    def _height(self, index: int, bottom: float, top: float) -> tuple[float, float]:
        """Return how low and high a character stands by its base line and size.

        Boxes are as tall as the letters in some fonts and as the font in others. They are kept
        where the two disagree, as for letters that are turned.
        """
        size = pdfium_c.FPDFText_GetFontSize(self._sheet, index)
        matrix, x, y = self._matrix, self._x, self._y
        if not pdfium_c.FPDFText_GetMatrix(self._sheet, index, matrix) or not (
            pdfium_c.FPDFText_GetCharOrigin(self._sheet, index, x, y)
        ):
            return bottom, top
        size *= hypot(matrix.c, matrix.d)
        base = _turn((x.value, y.value, x.value, y.value), *self._turned)[1]
        low, high = base - _DESCENT * size, base + _ASCENT * size
        return (low, high) if low < (bottom + top) / 2 < high else (bottom, top)

    def font(self, index: int) -> str:
        """Return the name of the font of a character."""
        name, flags = self._name, self._flags
        length = pdfium_c.FPDFText_GetFontInfo(self._sheet, index, name, len(name), flags)
        return name.raw[: max(length - 1, 0)].decode("latin-1") if length <= len(name) else ""

    def is_seen(self, index: int) -> bool:
        """Tell a character from one drawn in white or with nothing."""
        red, green, blue, alpha = self._colour
        if not pdfium_c.FPDFText_GetFillColor(self._sheet, index, red, green, blue, alpha):
            return True
        return min(red.value, green.value, blue.value) < 250 and alpha.value > 5


def _turn(place: _Place, rotation: int, width: float, height: float) -> _Place:
    """Turn a place as the page is turned when it is shown (width and height as shown)."""
    left, bottom, right, top = place
    if rotation == 90:
        return bottom, height - right, top, height - left
    if rotation == 180:
        return width - right, height - top, width - left, height - bottom
    if rotation == 270:
        return width - top, left, width - bottom, right
    return place
