"""Columns and tables on a page: rows of words to blocks that are read one after the other.

Columns are found by the white between them: a strip that no word crosses for several lines, with
lines of text on both sides. A narrow column of dates or labels belongs to the lines beside it and
is read with them, line by line; so are the rows of a table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import inf
from typing import NamedTuple

_FEWEST_LINES = 3  # on either side of the white between columns
_FEWEST_LETTERS = 24  # of a column
_ALIGNED = 0.8  # share of the lines of a column that begin where most do
_LONG_COLUMN = 8  # lines
_SAME_BEGIN = 2.0  # points
_NEARLY_FULL = 0.15  # share of its width that a full line may leave
_JUSTIFIED = 0.4  # share of rows whose white at the cut is that between any two words
_LABELS = 0.5  # share of lines that makes a column one of dates or labels
LABEL = re.compile(
    r"^\W*(?:(?:\d{1,2}[./-])?\d{1,2}[./-])?(?:19|20)\d\d\b|:\W*$|^\W*$|"
    r"^\W*(?:od|do|obecnie|nadal|teraz|dziś|present|now|[IVX]+|\d{1,3}[.)]?)$",
    re.IGNORECASE,
)
SIGN = re.compile(r"^(?:[^\w\s]|[\ue000-\uf8ff]|o|(?:\d{1,3}|[a-zA-Z])[.)])$")


class Piece(NamedTuple):
    """Words of a row that stand close to each other; ``gap`` is the smallest between them.

    Its height is that of its longest word: signs of lists are of other fonts.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    font: str
    first: float
    gap: float = inf


Row = list[Piece]


def blocks(rows: list[Row], narrowest: float) -> Iterator[list[Row]]:
    """Cut rows into blocks that are read one after the other."""
    found = _columns(rows, narrowest)
    if found is None:
        if rows:
            yield rows
        return
    begin, end, cut = found
    yield from blocks(rows[:begin], narrowest)
    table_end = _end_of_table(rows, begin, end, cut)
    if table_end is None:
        end = _end_of_columns(rows, begin, end, cut)
        yield from _side(rows[begin:end], cut, narrowest, left=True)
        yield from _side(rows[begin:end], cut, narrowest, left=False)
    else:
        end = table_end
        yield from _records(rows[begin:end], cut, narrowest)
    yield from blocks(rows[end:], narrowest)


def _side(rows: list[Row], cut: float, narrowest: float, *, left: bool) -> Iterator[list[Row]]:
    """Give the blocks left or right of a cut."""
    side = ([piece for piece in row if (piece.right <= cut) == left] for row in rows)
    yield from blocks([row for row in side if row], narrowest)


def _records(rows: list[Row], cut: float, narrowest: float) -> Iterator[list[Row]]:
    """Give the rows of a table: lines as they are, and cells one by one where one is wrapped."""
    begins = [i for i, row in enumerate(rows) if _has_both(row, cut)]
    if len(begins) == len(rows):
        yield rows
        return
    for begin, end in pairwise([*begins, len(rows)]):
        yield from _side(rows[begin:end], cut, narrowest, left=True)
        yield from _side(rows[begin:end], cut, narrowest, left=False)


def _has_both(row: Row, cut: float) -> bool:
    return row[0].right <= cut < row[-1].right


def _end_of_table(rows: list[Row], begin: int, end: int, cut: float) -> int | None:
    """Return the row after the last of a table; None where columns stand side by side.

    In a table the cells of a row begin at one height and in one font, and none goes on with the
    one above.
    """
    while end > begin and rows[end - 1][-1].right <= cut and not _is_small(rows[end - 1][0]):
        end -= 1  # what follows a table at its left edge
    both = [row for row in rows[begin:end] if _has_both(row, cut)]
    if len(both) < _FEWEST_LINES or not _has_both(rows[begin], cut):
        return None
    left = [row[0] for row in both]
    right = [_beyond(row, cut) for row in both]
    if any(_is_small(cell) for cell in left) or any(SIGN.match(cell.text[:2].strip())
                                                    for cell in right):  # fmt: skip
        return None
    if len({cell.font for cell in left[1:]}) > 1 or len({cell.font for cell in right[1:]}) > 1:
        return None
    edge, inner = max(row[-1].right for row in rows[begin:end]), min(cell.left for cell in right)
    full = edge - _NEARLY_FULL * (edge - inner)
    goes_on = (
        _has_both(row, cut) and _is_small(_beyond(row, cut)) and above[-1].right > full
        for above, row in pairwise(rows[begin:end])
    )
    return None if any(goes_on) else end


def _beyond(row: Row, cut: float) -> Piece:
    return next(piece for piece in row if piece.right > cut)


def _is_small(piece: Piece) -> bool:
    return piece.text[0].islower()


def _end_of_columns(rows: list[Row], begin: int, end: int, cut: float) -> int:
    """Leave out a heading at the end of the left column that belongs to the lines below both."""
    if end == len(rows):
        return end
    last = end
    while last > begin and rows[last - 1][-1].right <= cut:
        last -= 1
    gaps = [(rows[i - 1][0].bottom - rows[i][0].bottom, i) for i in range(max(last, 1), end)]
    after = rows[end - 1][0].bottom - rows[end][0].bottom
    widest, at = max(gaps, default=(0.0, end))
    return at if widest > after + 1 else end


def _columns(rows: list[Row], narrowest: float) -> tuple[int, int, float] | None:
    """Find the longest run of rows with white between two columns.

    Returns
    -------
    tuple of int, int and float, or None
        First row, row after the last, and where the white is.
    """
    best: tuple[int, int, float] | None = None
    if not _may_have_columns(rows):
        return None
    for begin in range(len(rows) - _FEWEST_LINES + 1):
        most = 0 if best is None else best[1] - best[0]
        if len(rows) - begin <= most:
            break
        end, whites = _follow(rows, begin, narrowest)
        if end - begin <= most:
            continue
        for left, right in whites:
            if _parts_columns(rows[begin:end], (left + right) / 2):
                best = (begin, end, (left + right) / 2)
                break
    return best


def _may_have_columns(rows: list[Row]) -> bool:
    """Tell quickly whether enough text lies wholly left and wholly right of some place."""
    rights = sorted(piece.right for row in rows for piece in row)
    lefts = sorted(piece.left for row in rows for piece in row)
    return len(rights) >= 2 * _FEWEST_LINES and rights[_FEWEST_LINES - 1] < lefts[-_FEWEST_LINES]


def _follow(rows: list[Row], begin: int, narrowest: float) -> tuple[int, list[tuple[float, float]]]:
    """Follow the white strips below a row for as long as one stays inside the text."""
    whites = [(-inf, inf)]
    inside: list[tuple[float, float]] = []
    for end in range(begin, len(rows)):
        whites = _without(whites, rows[end], narrowest)
        still = [white for white in whites if white[0] > -inf and white[1] < inf]
        if inside and not still:
            return end, inside
        inside = still
    return len(rows), inside


def _without(
    whites: list[tuple[float, float]], row: Row, narrowest: float
) -> list[tuple[float, float]]:
    """Take the pieces of a row out of white strips."""
    for piece in row:
        rest = []
        for left, right in whites:
            if piece.right <= left or piece.left >= right:
                rest.append((left, right))
                continue
            if piece.left - left >= narrowest:
                rest.append((left, piece.left))
            if right - piece.right >= narrowest:
                rest.append((piece.right, right))
        whites = rest
    return whites


def _parts_columns(rows: list[Row], cut: float) -> bool:
    """Tell columns of text from the signs of a list, a margin of dates, and white by chance."""
    first = next((i for i, row in enumerate(rows) if row[-1].right > cut), 0)
    rows = rows[first:]  # lines above the right column are of no help
    left = [part for row in rows if (part := [piece for piece in row if piece.right <= cut])]
    right = [part for row in rows if (part := [piece for piece in row if piece.right > cut])]
    if not (_is_column(left) and _is_column(right) and _is_aligned(right)):
        return False
    told = [justified for row in rows if (justified := _is_justified(row, cut)) is not None]
    return sum(told) <= _JUSTIFIED * len(told)


def _is_justified(row: Row, cut: float) -> bool | None:
    """Tell whether the white at the cut is as wide as any between words; None: cannot tell."""
    gaps = [(after.left - before.right, after.left > cut) for before, after in pairwise(row)]
    at_cut = next((gap for gap, beyond in gaps if beyond), None)
    others = [*(gap for gap, _ in gaps), *(piece.gap for piece in row)]
    if at_cut is None or row[0].right > cut or sum(gap < inf for gap in others) < 2:
        return None
    return at_cut < 2 * min(others)


def _is_aligned(side: list[Row]) -> bool:
    """Tell a column from the gaps of justified text: its lines begin at a few places.

    A short one has two, paragraphs and signs of a list; a long one also the words after the signs.
    """
    begins = Counter(round(row[0].left / _SAME_BEGIN) for row in side)
    long = len(side) >= _LONG_COLUMN
    places = sorted(begins, key=lambda place: -begins[place])[: 3 if long else 2]
    aligned = sum(count for at, count in begins.items() if any(abs(at - p) < 2 for p in places))
    most = sum(count for at, count in begins.items() if abs(at - places[0]) < 2)
    share = 0.3 if long else 0.5
    return aligned >= _ALIGNED * len(side) and most >= max(_FEWEST_LINES, share * len(side))


def _is_column(side: list[Row]) -> bool:
    lines = [" ".join(piece.text for piece in row) for row in side]
    if len(lines) < _FEWEST_LINES or sum(map(len, lines)) < _FEWEST_LETTERS:
        return False
    labels = sum(bool(LABEL.search(line)) for line in lines)
    return labels < _LABELS * len(lines)
