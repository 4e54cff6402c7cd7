"""The words of a page to lines in reading order, also where columns stand side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from slmo_match.reading.columns import LABEL, SIGN, Piece, Row, blocks
from slmo_match.reading.lines import CELLS

_NARROWEST = 0.6  # of that white, in heights of a line
_CELLS_APART = 1.0  # white between the cells of a row, in heights of a line
_FAR_APART = 3.0  # white that is never that between words
_MOST_ROWS = 300  # of a page; denser ones are read as their rows come
_LEVEL = 0.25  # of the height of a line: words closer than that stand in one row
_NEAR_ROWS = 4  # rows above a word that it may belong to


class Word(NamedTuple):
    """A run of letters, its place in points, the origin at the bottom left, and its font."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    font: str = ""


class Line(NamedTuple):
    """A line of text and its place in points.

    ``first`` is the width of its first word, ``font`` the one that all its words are set in,
    ``block`` the number of the block of lines, such as a column, that it belongs to.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    first: float
    font: str = ""
    block: int = 0


def page_lines(words: Sequence[Word]) -> list[Line]:
    """Put the words of a page into lines, in reading order.

    Parameters
    ----------
    words : sequence of Word
        In any order.

    Returns
    -------
    list of Line
    """
    if not words:
        return []
    narrowest = _NARROWEST * median(word.top - word.bottom for word in words)
    rows = [_pieces(row, narrowest) for row in _rows(words)]
    parts = [rows] if len(rows) > _MOST_ROWS else blocks(rows, narrowest)
    return [
        _line(row, number, block[max(i - 1, 0) : i] + block[i + 1 : i + 2])
        for number, block in enumerate(parts)
        for i, row in enumerate(block)
    ]


def _rows(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Gather words that stand at the same height, from the top down.

    Lines of two columns may lie half a line apart: a word goes to the nearest row, and to one
    that is not quite at its height only where it touches a word of it, as an exponent does.
    """
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (-_middle(word), word.left)):
        near = [row for row in rows[-_NEAR_ROWS:] if _is_level(row[0], word) or _touches(row, word)]
        if near:
            min(near, key=lambda row: abs(_middle(row[0]) - _middle(word))).append(word)
        else:
            rows.append([word])
    return (sorted(row, key=lambda word: word.left) for row in rows)


def _is_level(word: Word, other: Word) -> bool:
    height = min(word.top - word.bottom, other.top - other.bottom)
    return abs(_middle(word) - _middle(other)) <= _LEVEL * height


def _touches(row: list[Word], word: Word) -> bool:
    """Tell whether a word stands close beside one of a row, at least half of it at its height."""
    if not (row[0].bottom < _middle(word) and word.bottom < _middle(row[0]) < word.top):
        return False
    space = 0.5 * (word.top - word.bottom)
    return any(-space < word.left - w.right < space or -space < w.left - word.right < space
               for w in row)  # fmt: skip


def _middle(word: Word) -> float:
    return (word.top + word.bottom) / 2


def _pieces(row: list[Word], narrowest: float) -> Row:
    """Join words that are closer than the white between columns."""
    pieces = [Piece(*row[0], row[0].right - row[0].left)]
    for word in row[1:]:
        last = pieces[-1]
        gap = word.left - last.right
        height = min(last.top - last.bottom, word.top - word.bottom)
        if gap >= max(narrowest, _NARROWEST * height):
            pieces.append(Piece(*word, word.right - word.left))
            continue
        wider: Word | Piece = last if len(last.text) > len(word.text) else word
        pieces[-1] = Piece(
            f"{last.text} {word.text}",
            last.left,
            wider.bottom,
            max(last.right, word.right),
            wider.top,
            _common_font((last, word)),
            last.first,
            min(last.gap, gap),
        )
    return pieces


def _line(row: Row, block: int, around: Sequence[Row]) -> Line:
    body = max(row, key=lambda piece: len(piece.text))
    ends = row[0].left, body.bottom, row[-1].right, body.top
    gaps = [gap for other in around for gap in pairwise(other)]
    return Line(_joined(row, gaps), *ends, row[0].first, _common_font(row), block)


def _common_font(parts: Sequence[Word | Piece]) -> str:
    """Return the font of parts of a line, signs of lists aside; empty where there are several."""
    fonts = {part.font for part in parts if not SIGN.match(part.text)}
    return fonts.pop() if len(fonts) == 1 else ""


def _joined(row: Row, gaps: Sequence[tuple[Piece, Piece]]) -> str:
    """Join the pieces of a row; cells of a table are told apart.

    White between cells has white above or below it, or is wider than justified text ever is.
    """
    text = row[0].text
    for before, piece in pairwise(row):
        height = piece.top - piece.bottom
        apart = piece.left - before.right > _CELLS_APART * height and (
            piece.left - before.right > _FAR_APART * height
            or any(a.right < piece.left and b.left > before.right for a, b in gaps)
        )
        label = LABEL.search(before.text) or LABEL.search(piece.text) or SIGN.match(before.text)
        text += (CELLS if apart and not label else " ") + piece.text
    return text
