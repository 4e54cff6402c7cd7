"""The posts of a CV, found by their dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_DATE = r"(?:\d{1,2}\s?[./]\s?)?(?:19|20)\d\d(?:\s?r\.?)?"
_NOW = r"(?:do\s)?(?:obecnie|teraz|nadal|dziś|dzisiaj|chwili\sobecnej|now|present)"
POST = re.compile(
    rf"(?:od\s)?({_DATE})\s?(?:[-–—]+|do)\s?(?:({_NOW})|({_DATE}))|od\s({_DATE})(?!\s?do)|({_NOW})\s?[:–—-]",
    re.IGNORECASE,
)
# Every post begins at most so many characters before one of these, which are found far faster.
_REACH = 24
_NOW_WORDS = (
    "obecnie", "teraz", "nadal", "dziś", "dzisiaj", "chwili.obecnej", "now", "present",
)  # fmt: skip
_HINTS = (
    re.compile(r"(?:19|20)\d\d(?:\s?r\.?)?\s?(?:[-–—]|do)", re.IGNORECASE),
    re.compile(rf"[oO][dD]\s{_DATE}"),
    re.compile(
        "[:–—-](?:"
        + "|".join(f"(?<={word}{gap}.)" for word in _NOW_WORDS for gap in ("", r"\s"))
        + ")",
        re.IGNORECASE,
    ),
)


class Post(NamedTuple):
    """A post of a CV: where its dates stand, and the year it ended (`NOW` if it did not)."""

    start: int
    end_year: int


NOW = 9999


def posts(text: str) -> list[Post]:
    """Find the posts of a CV.

    Parameters
    ----------
    text : str
        A cleaned text.

    Returns
    -------
    list of Post
        In the order of the text; empty for texts that are no CV: those without at least two
        ranges of dates or one that lasts until now.

    Examples
    --------
    >>> [post.end_year for post in posts("03.2019 – obecnie Koordynator. 2014-2019 Referent.")]
    [9999, 2019]
    """
    found = []
    for match in _matches(text):
        now = match[2] or match[4] or match[5]
        years = re.findall(r"(?:19|20)\d\d", match.group())
        found.append(Post(match.start(), NOW if now else int(years[-1])))
    return found if len(found) > 1 or any(post.end_year == NOW for post in found) else []


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield what ``POST.finditer`` would, without trying every character of the text."""
    hints = sorted(match.start() for hint in _HINTS for match in hint.finditer(text))
    next_start = 0
    for hint in hints:
        start = max(next_start, hint - _REACH)
        while start <= hint:
            match = POST.match(text, start)
            if match:
                yield match
            start = match.end() if match else start + 1
        next_start = max(next_start, start)
