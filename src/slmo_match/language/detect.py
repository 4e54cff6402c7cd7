"""Which language a text is in, from the words that Morfeusz knows and from function words."""

from __future__ import annotations

from collections.abc import Sequence

from slmo_match.language.statements import Statement
from slmo_match.language.words import KNOWN

POLISH_SHARE = 0.5
_LISTS = {
    "en": "the and of to in for with you our we your are is on as will be or a an by",
    "de": "und der die das mit für von im in zu sie wir den ein eine auf ist bei als",
    "fr": "et de la le les des en pour vous nous dans une un est du avec sur à",
    "uk": "та і в на з для до від що як за ви ми або не у",
}
_FUNCTION_WORDS = {code: frozenset(words.split()) for code, words in _LISTS.items()}


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
        ``"pl"``, the code of another language that was recognised, or ``"other"``.
    """
    words = [word for statement in statements for word in statement.words]
    known = sum(bool(word.flags & KNOWN) for word in words)
    if words and known / len(words) >= POLISH_SHARE:
        return "pl"
    forms = text[:20_000].lower().split()
    counts = {
        code: sum(form in function_words for form in forms)
        for code, function_words in _FUNCTION_WORDS.items()
    }
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= max(2, len(forms) // 20) else "other"
