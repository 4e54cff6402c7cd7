"""What is drawn on a page of a PDF besides its letters: signs of lists, and dark ground."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium_c

from slmo_match.reading.page_layout import Word

_MOST_OBJECTS = 20_000  # of a page that are looked at
_SMALLEST, _LARGEST = 0.12, 0.9  # of a sign, in heights of a line
_REACH = 3.0  # heights of a line from a sign to the words of its item
_SCALE = 0.5  # pixels a point: enough to tell dark from white
_MOST_PIXELS = 1_000  # of a side
_WHITE = 200  # of 255: lighter ground hides white letters
_DRAWN = (pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE)

_Place = tuple[float, float, float, float]


def with_signs(page: Any, words: list[Word]) -> list[Word]:
    """Add a bullet where a dot, a square or a tick is drawn in front of a line.

    Browsers draw the signs of a list; without them its items would look like one paragraph.

    Parameters
    ----------
    page : pypdfium2.PdfPage
        A page that is not turned.
    words : list of Word

    Returns
    -------
    list of Word
    """
    if not words:
        return words
    height = median(word.top - word.bottom for word in words)
    dots = [place for place in _places(page) if _is_small(place, height)]
    if not dots or len(dots) > len(words):
        return words
    lines: dict[int, list[Word]] = {}
    for word in words:
        for step in range(int(word.bottom // height), int(word.top // height) + 1):
            lines.setdefault(step, []).append(word)
    rows = {step: sorted(line, key=lambda word: word.left) for step, line in lines.items()}
    signs = (_sign(dot, rows.get(int(_middle(dot) // height), ()), height) for dot in dots)
    return [*words, *(sign for sign in signs if sign is not None)]


def _places(page: Any) -> list[_Place]:
    """Return left, bottom, right and top of the paths and pictures of a page."""
    found = []
    ends = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium_c.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        item = pdfium_c.FPDFPage_GetObject(page, index)
        if pdfium_c.FPDFPageObj_GetType(item) in _DRAWN and (
            pdfium_c.FPDFPageObj_GetBounds(item, *ends)
        ):
            left, bottom, right, top = (end.value for end in ends)
            found.append((left, bottom, right, top))
    return found


def _is_small(place: _Place, height: float) -> bool:
    """Tell what is about as wide as it is high, and lower than a line."""
    wide, high = place[2] - place[0], place[3] - place[1]
    return (
        _SMALLEST * height < wide < _LARGEST * height
        and _SMALLEST * height < high < _LARGEST * height
        and 0.6 < wide / high < 1.7
    )


def _sign(dot: _Place, line: Sequence[Word], height: float) -> Word | None:
    """Return the bullet that a dot is for the first words right of it, if there are any."""
    middle = _middle(dot)
    level = [word for word in line if word.bottom < middle < word.top]
    after = next((word for word in level if word.left > dot[2] - 1), None)
    if after is None or after.left - dot[2] > _REACH * height or not after.text[0].isalnum():
        return None
    if any(0 <= dot[0] - word.right < _REACH * height for word in level):
        return None  # it stands between words: a full stop, a rating, a part of a chart
    return Word("•", dot[0], after.bottom, dot[2], after.top, after.font)


def _middle(place: _Place) -> float:
    return (place[1] + place[3]) / 2


class Ground:
    """Tells whether white letters stand on something dark, by a small picture of the page.

    Parameters
    ----------
    page : pypdfium2.PdfPage
    """

    def __init__(self, page: Any) -> None:
        self._page = page
        self._rows: list[bytes] | None = None
        self._scale = 1.0

    def is_dark(self, place: _Place) -> bool:
        """Tell whether most of a place, in points of the page as it is shown, is not white."""
        if self._rows is None:
            self._rows = self._drawn()
        rows, height = self._rows, len(self._rows)
        left, bottom, right, top = (round(end * self._scale) for end in place)
        strip = [
            pixel
            for row in rows[max(height - top, 0) : max(height - bottom, 0)]
            for pixel in row[max(left, 0) : max(right, left + 1, 0)]
        ]
        return bool(strip) and median(strip) < _WHITE

    def _drawn(self) -> list[bytes]:
        self._scale = min(_SCALE, _MOST_PIXELS / max(*self._page.get_size(), 1))
        bitmap = self._page.render(scale=self._scale, grayscale=True)
        data, stride = bytes(bitmap.buffer), bitmap.stride
        return [data[i * stride : i * stride + bitmap.width] for i in range(bitmap.height)]
