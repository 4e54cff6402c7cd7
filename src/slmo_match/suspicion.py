"""Texts made to be scored: descriptors pasted in, keywords stuffed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from slmo_match import descriptors
from slmo_match.language.statements import Statement

_OPENING = 40  # characters of a descriptor that nobody writes by chance
_STUFFED = 0.2
_FEWEST = 40


def suspicions(text: str, statements: Sequence[Statement]) -> tuple[str, ...]:
    """Name what makes a text suspicious; such a text is flagged, not promoted.

    Parameters
    ----------
    text : str
        A cleaned text.
    statements : sequence of Statement
        Its statements.

    Returns
    -------
    tuple of str
        Empty for ordinary texts.
    """
    found = []
    lowered = text.lower()
    copied = {level for level, opening in _openings() if opening in lowered}
    if len(copied) > 1:
        levels = ", ".join(map(str, sorted(copied)))
        found.append(f"holds the wording of the descriptors of levels {levels}")
    lemmas = Counter([w.lemma for s in statements for w in s.words if len(w.lemma) > 2])
    total = sum(lemmas.values())
    if total > _FEWEST:
        word, count = lemmas.most_common(1)[0]
        if count > _STUFFED * total:
            found.append(f"the word {word!r} is {count} of its {total} words")
    return tuple(found)


@cache
def _openings() -> tuple[tuple[int, str], ...]:
    return tuple(
        (criterion.level, part[:_OPENING].lower())
        for criterion in descriptors.default().criteria
        for part in criterion.words.split(" … ")
        if len(part) >= _OPENING
    )
