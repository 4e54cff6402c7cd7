"""The posts of a CV, found by their dates."""

from __future__ import annotations

import re
from typing import NamedTuple

_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|styc|lut|kwie|maj|czerw|lip|sier|wrze|"
    r"paź|lis|gru)[^\W\d_]*\.?,?\s"
)
_DATE = r"(?:\d{1,2}\s?[./]\s?)?(?:19|20)\d\d(?:\s?r\.?)?"
_NOW = (
    r"(?:do\s)?(?:obecnie|teraz|nadal|dziś|dzisiaj|chwili\sobecnej|now|(?:the\s)?present|today|"
    r"current(?:ly)?|(?:to\s)?date|ongoing)"
)
POST = re.compile(  # the look-ahead is there for speed alone
    r"(?<!\d)(?=\d|od\s|from\s|since\s|do\s|obecnie|teraz|nadal|dzi[śs]|chwili|now|present|the\s|"
    r"today|current|to\s|date|ongoing)(?:"
    rf"(?:(?:od|from)\s)?({_DATE})\s?(?:[-–—]+|do\b|to\b|until\b)\s?"
    rf"(?:({_NOW})|((?:{_MONTH})?{_DATE}))"
    rf"|(?:od\s|since\s(?:{_MONTH})?)({_DATE})(?!\s?do)|(?!current)({_NOW})\s?[:–—-])"
)
_MONTH_BEFORE = re.compile(rf"(?:(?:od|from)\s)?{_MONTH}$")
_LONGEST_MONTH = 20  # characters before a year


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
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters of other alphabets grow
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    for match in POST.finditer(lowered):
        now = match[2] or match[4] or match[5]
        years = re.findall(r"(?:19|20)\d\d", match.group())
        found.append(Post(_start(lowered, match.start()), NOW if now else int(years[-1])))
    return found if len(found) > 1 or any(post.end_year == NOW for post in found) else []


def _start(text: str, year: int) -> int:
    """Return where the dates begin: at the month, where its name stands before the year."""
    before = max(0, year - _LONGEST_MONTH)
    month = _MONTH_BEFORE.search(text[before:year])
    return before + month.start() if month else year
