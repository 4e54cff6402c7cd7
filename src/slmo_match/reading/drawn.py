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

Place = tuple[float, float, float, float]


def drawn_places(page: Any) -> list[Place]:
    """Return left, bottom, right and top of the paths and pictures of a page, in points.

    Parameters
    ----------
    page : pypdfium2.PdfPage
        Places are those of the page before it is turned.
    """
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


def signs(places: Sequence[Place], words: Sequence[Word]) -> list[Word]:
    """Return a bullet for each dot, square or tick that is drawn in front of a line.

    Browsers draw the signs of a list; without them its items would look like one paragraph.

    Parameters
    ----------
    places : sequence of tuple of float
        Where something is drawn.
    words : sequence of Word
        The words of the page, turned as the places are.
    """
    if not words:
        return []
    height = median(word.top - word.bottom for word in words)
    dots = [place for place in places if _is_small(place, height)]
    if not dots or len(dots) > len(words):
        return []
    lines: dict[int, list[Word]] = {}
    for word in sorted(words, key=lambda word: word.left):
        for step in range(int(word.bottom // height), int(word.top // height) + 1):
            lines.setdefault(step, []).append(word)
    found = (_sign(dot, lines.get(int(_middle(dot) // height), ()), height) for dot in dots)
    return [sign for sign in found if sign is not None]


def _is_small(place: Place, height: float) -> bool:
    """Tell what is about as wide as it is high, and lower than a line."""
    wide, high = place[2] - place[0], place[3] - place[1]
    return (
        _SMALLEST * height < wide < _LARGEST * height
        and _SMALLEST * height < high < _LARGEST * height
        and 0.6 < wide / high < 1.7
    )


def _sign(dot: Place, line: Sequence[Word], height: float) -> Word | None:
    """Return the bullet that a dot is for the first words right of it, if there are any."""
    middle = _middle(dot)
    level = [word for word in line if word.bottom < middle < word.top]
    after = next((word for word in level if word.left > dot[2] - 1), None)
    if after is None or after.left - dot[2] > _REACH * height or not after.text[0].isalnum():
        return None
    if any(0 <= dot[0] - word.right < _REACH * height for word in level):
        return None  # it stands between words: a full stop, a rating, a part of a chart
    return Word("•", dot[0], after.bottom, dot[2], after.top, after.font)


def _middle(place: Place) -> float:
    return (place[1] + place[3]) / 2


class Ground:
    """Tells whether white letters stand on something dark, by a small picture of the page.

    Parameters
    ----------
    page : pypdfium2.PdfPage
    turn : int
        Degrees by which it is turned to be read.
    """

    def __init__(self, page: Any, turn: int) -> None:
        self._page = page
        self._turn = turn
        self._rows: list[bytes] | None = None
        self._scale = 1.0

    def is_dark(self, place: Place) -> bool:
        """Tell whether most of a place, in points of the page as it is read, is not white."""
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
        turn = (self._turn - self._page.get_rotation()) % 360
        bitmap = self._page.render(scale=self._scale, grayscale=True, rotation=turn)
        data, stride = bytes(bitmap.buffer), bitmap.stride
        return [data[i * stride : i * stride + bitmap.width] for i in range(bitmap.height)]
