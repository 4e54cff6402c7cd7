"""The letters of a page of a PDF: the words that they make, and where these stand."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from math import hypot, pi
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from slmo_match.reading.drawn import Ground, drawn_places, signs
from slmo_match.reading.page_layout import Word

_RUN = re.compile(r"[^\s\x00\x02\ufffe]+[\x02\ufffe]?")
_PRIVATE = re.compile("[\ue000-\uefff\uf100-\uf8ff\ufffd\x01\x03-\x08\x0e-\x1f]")
_MOST_CHARACTERS = 100_000  # on a page
_ASCENT, _DESCENT = 0.8, 0.22  # of a font, in its size
_SAMPLE = 200  # letters of a page
_COMMON = re.compile(r"\b(?:na|do|od|dla|oraz|się|jest|przez|of|and|the|for)\b")
_FEWEST_COMMON = 3  # words that show a text to be one


def page_words(document: pdfium.PdfDocument, number: int) -> tuple[list[Word], bool, bool]:
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
