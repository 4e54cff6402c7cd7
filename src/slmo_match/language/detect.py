"""Which language a text is in: Polish, English, a mixture of both, or one that is not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from slmo_match.language.statements import Statement
from slmo_match.language.tongues import FUNCTION_WORDS
from slmo_match.language.words import ENGLISH, KNOWN

READ = ("pl", "en")
MIXED = "pl+en"
SUPPORTED = (*READ, MIXED)
_KNOWN_SHARE = 0.5  # of the words of a text that is Polish or English
_SECOND_SHARE = 0.15  # of the words of a text that is in two languages
_SECOND_FEWEST = 8  # words


def detect(statements: Sequence[Statement], text: str) -> str:
    """Return the code of the main language of a text.

    Parameters
    ----------
    statements : sequence of Statement
        The statements of the text.
    text : str
        The text itself.

    Returns
    -------
    str
        ``"pl"``, ``"en"``, ``"pl+en"`` (at least 15 % of the words stand in statements of the
        second language), the code of another language that was recognised, or ``"other"``.
    """
    words: Counter[str] = Counter()
    known = 0
    for statement in statements:
        words[statement.language] += len(statement.words) + statement.unsaid
        if statement.language in READ:
            known += sum(bool(word.flags & (KNOWN | ENGLISH)) for word in statement.words)
            known += statement.unsaid
    total = words.total()
    if total and known / total >= _KNOWN_SHARE:
        second = min(words[code] for code in READ)
        if second >= max(_SECOND_FEWEST, _SECOND_SHARE * total):
            return MIXED
        return max(READ, key=lambda code: words[code])
    return _by_function_words(text)


def _by_function_words(text: str) -> str:
    forms = text[:20_000].lower().split()
    counts = {
        code: sum(form in function_words for form in forms)
        for code, function_words in FUNCTION_WORDS.items()
    }
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= max(2, len(forms) // 20) else "other"
