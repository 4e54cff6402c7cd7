"""Lines as they were set to paragraphs as they were written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby, pairwise, repeat
from typing import NamedTuple

from slmo_match.reading.lines import BULLET, CELLS
from slmo_match.reading.page_layout import Line

_HYPHENS = ("\x02", "\ufffe", "\u00ad", "-", "\u2010")
_SIGN = re.compile(
    r"^(?:[•●○▪▫■□►▶▸➢➤➔→✓✔✅☑·‣⁃◦❖♦\uf0b7\uf0a7\uf0fc\uf0d8\uf076\uf02d*–—-])[ \t]*(?=\S)"
)
_NUMBER = re.compile(r"^(?:\d{1,2}[.)]|[a-z]\))[ \t]")
_DASH = re.compile(r"^[–—-] [a-ząćęłńóśźż]")
_SHORT = 30  # characters: a line that is full only among short ones need not go on
_OWN_LINE = re.compile(  # the years of a post, an address
    r"(?:\d{1,2}[./])?(?:19|20)\d\d ?(?:r\.)? ?[–—-]|\S+@\S+\.\w+|(?:https?:|www\.|tel[.:])",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"(?:,|\b(?:i|a|o|u|w|z|we|ze|na|do|od|ds\.|za|po|pod|nad|przez|przy|dla|oraz|lub|albo|że))$"
)  # no line of its own ends like that
_LONG = 50  # characters: a line of the width of a page
_SAME_LEFT = 3.0  # points
_FEWEST_FULL = 3  # lines at the edge that make it one
_CLEANED = str.maketrans(
    {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": None, "\ufffe": "-",
     "\x02": "-", "\u200b": None, "\u2060": None, "\ufeff": None, "\xa0": " "}
)  # fmt: skip
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class _Margins(NamedTuple):
    """How the lines of a block are set.

    ``edge`` is how far right they reach, ``full`` whether at least three of them reach there,
    ``pitch`` the smallest distance between two of them.
    """

    edge: float
    full: bool
    pitch: float


def _margins(lines: Sequence[Line], page: Sequence[Line]) -> _Margins:
    if len(lines) <= _FEWEST_FULL:  # such as a cell: the others of its column tell more
        left = min(line.left for line in lines)
        lines = [line for line in page if abs(line.left - left) < _SAME_LEFT] or lines
    edge, left = max(line.right for line in lines), min(line.left for line in lines)
    full = sum(line.right > edge - 0.12 * (edge - left) for line in lines) >= _FEWEST_FULL
    steps = (a.bottom - b.bottom for a, b in pairwise(lines))
    return _Margins(edge, full, min((step for step in steps if step > 1), default=0.0))


class Paragraphs:
    """Collects the lines of pages and joins those that were one line when written."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._pages: list[int] = []
        self._length = 0
        self._last: Line | None = None
        self._margins = _Margins(0.0, False, 0.0)
        self._begins = True  # the line begins a paragraph
        self._in_item = False  # the paragraph is an item of a list
        self._item_left = 0.0  # where it begins

    def add_page(self, lines: Sequence[Line]) -> None:
        """Add the lines of the next page, in reading order."""
        blocks = (list(block) for _, block in groupby(lines, lambda line: line.block))
        margins = [pair for block in blocks for pair in zip(block, repeat(_margins(block, lines)))]
        begins_page = True
        for line, margin in margins:
            text = _clean(line.text)
            if not text:
                continue
            self._part(line, text, begins_page=begins_page)
            if begins_page:
                self._pages.append(self._length)
                begins_page = False
            self._add(_SIGN.sub(BULLET, text) if self._begins else text)
            self._last, self._margins = line, margin
        if begins_page:
            self._pages.append(self._length)

    def finish(self) -> tuple[str, tuple[int, ...]]:
        """Return the text, and where in it each page begins."""
        return "".join(self._pieces), tuple(self._pages)

    def _add(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self._length += len(text)

    def _part(self, line: Line, text: str, *, begins_page: bool) -> None:
        """Write what parts a line from the one before: a line break, a space or nothing."""
        self._begins = False
        last = self._last
        if last is not None and self._goes_on(last, line, text, begins_page=begins_page):
            if _is_parted(last.text, text):
                self._cut_hyphen()
            else:
                self._add(" ")
            return
        self._begins = True
        self._in_item = bool(_SIGN.match(text) or _NUMBER.match(text))
        self._item_left = line.left
        self._add("\n" if last is not None else "")

    def _goes_on(self, last: Line, line: Line, text: str, *, begins_page: bool) -> bool:
        """Tell whether a line goes on with the paragraph of the one before."""
        dash = bool(_DASH.match(text)) and not self._in_item
        if (_SIGN.match(text) and not dash) or _NUMBER.match(text) or _OWN_LINE.match(text):
            return False
        if CELLS in text or CELLS in last.text or self._is_set_off(last, line):
            return False
        margins = self._margins
        small = text[0].islower() or dash
        if not (begins_page or _is_near(last, line, margins.pitch)):
            return False
        if (small and _is_parted(last.text, text)) or self._is_hanging(last, line):
            return True
        if not _is_full(last, line, margins.edge) or (begins_page and not small):
            return False
        if dash:  # between two parts of a sentence, not before an item
            return margins.full and last.text[-1].isalnum()
        if _OPEN_END.search(last.text):
            return True
        if small:
            return margins.full or self._in_item or len(last.text) > _LONG
        ended = self._pieces[-1][-1] in ".;:!?"
        return margins.full and len(last.text) > _SHORT and not ended

    def _is_set_off(self, last: Line, line: Line) -> bool:
        """Tell a line of another font, or one that begins left of the item before it."""
        if last.font and line.font and last.font != line.font:
            return True
        return self._in_item and _is_below(last, line) and line.left < self._item_left - 1

    def _is_hanging(self, last: Line, line: Line) -> bool:
        """Tell a line that is set in below the words of an item."""
        return self._in_item and _is_below(last, line) and line.left > self._item_left + 3

    def _cut_hyphen(self) -> None:
        """Take the hyphen off the end of the last line."""
        last = self._pieces.pop()
        self._length -= len(last)
        self._add(last.rstrip("-\u2010"))


def _is_below(last: Line, line: Line) -> bool:
    return last.block == line.block and last.bottom > line.bottom


def _is_parted(last: str, text: str) -> bool:
    """Tell whether a hyphen at the end of a line parts a word."""
    return last.endswith(_HYPHENS) and last[-2:-1].isalpha() and text[0].islower()


def _is_near(last: Line, line: Line, pitch: float) -> bool:
    """Tell the next line of a paragraph from a new one: by height, size and the space between."""
    tall, other = last.top - last.bottom, line.top - line.bottom
    if not 0.8 < (tall + 0.1) / (other + 0.1) < 1.25:
        return False
    distance = last.bottom - line.bottom
    return 0.5 * tall < distance < min(1.25 * pitch + 1, 1.75 * tall)


def _is_full(last: Line, line: Line, edge: float) -> bool:
    """Tell whether the first word of a line would not have found place in the one before."""
    space = 0.2 * (line.top - line.bottom)
    return last.right + space + line.first > edge - space


def _clean(text: str) -> str:
    """Open ligatures, drop what is not seen; a hyphen that parts a word stays for now."""
    text = _CONTROLS.sub("", text.translate(_CLEANED))
    return unicodedata.normalize("NFC", " ".join(text.split()))
