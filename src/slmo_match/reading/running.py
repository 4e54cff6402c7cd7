"""Running headers, footers and page numbers: what stands on the pages but is not the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from slmo_match.reading.page_layout import Line

_OUTER = 3  # lines at the top and at the bottom of a page that may be running ones
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:strona|str\.?|page|s\.)\W*)?\d{1,3}(?:\W*(?:/|z|of|\|)\W*\d{1,3})?\W*", re.IGNORECASE
)
_SAME_PLACE = 3.0  # points


def without_running(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Leave out lines that stand at the same place of most pages, and page numbers.

    Parameters
    ----------
    pages : sequence of list of Line
        The lines of each page in reading order.

    Returns
    -------
    list of list of Line
        As many pages.
    """
    seen = Counter(key for lines in pages for key in {_key(line) for line in _outer(lines)})
    often = max(2, round(0.5 * len(pages)))
    running = {key for key, count in seen.items() if count >= often}
    kept = [_kept(lines, running) for lines in pages]
    # pages that are alike as wholes hold no running lines but a text that is repeated
    return kept if _letters(kept) > 0.5 * _letters(pages) else list(pages)


def _letters(pages: Sequence[list[Line]]) -> int:
    return sum(len(line.text) for lines in pages for line in lines)


def _kept(lines: list[Line], running: set[tuple[str, int]]) -> list[Line]:
    outer = _outer(lines)
    dropped = {id(line) for line in outer if _is_running(line, running)}
    dropped |= {id(line) for line in (*outer[:1], *outer[-1:]) if _PAGE_NUMBER.fullmatch(line.text)}
    return [line for line in lines if id(line) not in dropped]


def _is_running(line: Line, running: set[tuple[str, int]]) -> bool:
    """Compare with neighbouring places too, so that rounding parts no two lines."""
    text, place = _key(line)
    return any((text, near) in running for near in (place - 1, place, place + 1))


def _outer(lines: list[Line]) -> list[Line]:
    """Return the highest and the lowest lines of a page, from the top down."""
    ordered = sorted(lines, key=lambda line: -line.top)
    return ordered if len(ordered) <= 2 * _OUTER else ordered[:_OUTER] + ordered[-_OUTER:]


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("0", line.text), round(line.bottom / _SAME_PLACE)
