"""English word forms to their base, by the rules that spaCy's English lemmatiser has.

The rules (endings taken off until a known word is left, a table of irregular forms before them)
are those of spaCy's rule lemmatiser; its tables of 99 MB, and the second that importing spaCy
takes, are spared: the known words are those of ``english.tsv``, which also says what Polish
lemma each of them means. So a statement in English is seen by the model as its Polish twin.
"""

from __future__ import annotations

import re
from functools import cache

from slmo_match.language import tables

PLAIN, PLURAL_OR_THIRD, PAST_FORM, ING_FORM = "", "s", "ed", "ing"
_RULES = (  # a final e first: noted is note, not a form of not; used is use, not us
    ("ies", "y", PLURAL_OR_THIRD), ("ves", "f", PLURAL_OR_THIRD), ("s", "", PLURAL_OR_THIRD),
    ("es", "", PLURAL_OR_THIRD), ("ied", "y", PAST_FORM), ("ed", "e", PAST_FORM),
    ("ed", "", PAST_FORM), ("ing", "e", ING_FORM), ("ing", "", ING_FORM),
    ("er", "", PLAIN), ("er", "e", PLAIN), ("est", "", PLAIN), ("est", "e", PLAIN),
    ("ly", "", PLAIN),
)  # fmt: skip
_DOUBLED = re.compile(r"([bdglmnprt])\1$")
_PAST_ONLY_IN_LETTERS = frozenset({"need", "feed", "speed", "exceed", "proceed", "embed", "bed"})
_NOUN = re.compile(r"(?:[ts]ion|ment|[yo]sis|ance|ence|al|ship|ity|very|iry|ure|er|or|age|ness)$")
_CONTRACTION = re.compile(r"[’'](?:s|re|ve|ll|d|m)?$")
_POLISH_ENDING = re.compile(
    r"(?:owego|owych|owymi|owej|owym|ową|owa|owe|owy|owi|ami|ach|ów|om|em|ie|ą|ę|y|a|u|i|e)$"
)
_APOSTROPHE_OR_HYPHEN = re.compile("[’'-]")
_SHORTEST_BORROWED = 4


def base_of(form: str) -> tuple[str, str] | None:
    """Return the base of an English form in lower case and how it was inflected.

    Parameters
    ----------
    form : str

    Returns
    -------
    tuple of str, or None
        The base and one of `PLAIN`, `PLURAL_OR_THIRD`, `PAST_FORM`, `ING_FORM`; None where no
        known word is left.

    Examples
    --------
    >>> base_of("negotiated"), base_of("supplies"), base_of("planning"), base_of("you'll")
    (('negotiate', 'ed'), ('supply', 's'), ('planning', 'ing'), ('you', ''))
    """
    if not form.isalpha():
        if form.endswith(("n't", "n’t")):
            return "not", PLAIN
        form = _CONTRACTION.sub("", form)
    if form in tables.english() or form in tables.silent():
        return form, _ending(form)
    irregular = tables.irregular().get(form)
    if irregular:
        ended = _ending(form)
        return irregular, ended if ended or irregular not in tables.pure_verbs() else PAST_FORM
    known = tables.english_words()
    return _by_rule(form, known) or ((form, _ending(form)) if form in known else None)


def _by_rule(form: str, known: frozenset[str]) -> tuple[str, str] | None:
    for ending, instead, kind in _RULES:
        if form.endswith(ending) and len(form) - len(ending) > 1:
            stem = form[: -len(ending)]
            if stem + instead in known:
                return stem + instead, kind
            if not instead and ending != "s" and _DOUBLED.search(stem) and stem[:-1] in known:
                return stem[:-1], kind
    return None


def _ending(form: str) -> str:
    """Return the kind of a form that stands in the table itself (cleaning, required)."""
    if form.endswith("ing") and len(form) > 5:
        return ING_FORM
    past = form.endswith("ed") and form not in _PAST_ONLY_IN_LETTERS
    return PAST_FORM if past else PLAIN


@cache
def phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Map the base of the first word of a phrase to those of the others and its Polish lemma.

    The longest phrases stand first.
    """
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, head in tables.phrases():
        first, *others = ((base_of(word) or (word, ""))[0] for word in words)
        found.setdefault(first, []).append((tuple(others), head))
    return {first: tuple(rest) for first, rest in found.items()}


def is_noun_of_action(base: str) -> bool:
    """Tell nouns such as *supervision*, which no verb looks like."""
    return bool(_NOUN.search(base)) and base not in tables.pure_verbs()


def borrowed(form: str) -> str | None:
    """Return the English word that a Polish sentence has given an ending.

    Examples
    --------
    >>> [borrowed(form) for form in ("vendorów", "stakeholderami", "qbr-y", "owner'em")]
    ['vendor', 'stakeholder', 'qbr', 'owner']
    """
    stem = _APOSTROPHE_OR_HYPHEN.split(form, maxsplit=1)[0]
    if stem != form:
        found = base_of(stem)
        return found[0] if found else None
    stem = _POLISH_ENDING.sub("", form)
    if stem == form or len(stem) < _SHORTEST_BORROWED:
        return None
    return next((word for word in (stem, stem + "e") if word in tables.english()), None)
