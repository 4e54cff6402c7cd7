"""The descriptors themselves as labelled statements, in the forms that people use.

As they stand, in the first person past (both genders) and as gerunds; the forms of the verb
come from Morfeusz. Our own English wording too, as adverts, role cards and CVs would have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from slmo_match import descriptors
from slmo_match.language.english import base_of
from slmo_match.language.words import WORD
from slmo_match.training.corpus import Line

FORMS = ("third person", "gerund", "masculine past", "feminine past")
ENGLISH_FORMS = ("third person", "base", "gerund", "past")
_PAST = {
    "write": "wrote", "keep": "kept", "find": "found", "set": "set", "make": "made",
    "build": "built", "draw": "drew", "lead": "led", "stay": "stayed",
}  # fmt: skip
_SENTENCE_END = re.compile(r"(?<=\.)\s+")
_DOUBLED = frozenset({"set"})
_THIRD_PERSON = frozenset(
    ["writes", "points", "keeps", "settles", "sets", "reviews", "prepares", "builds", "improves"]
)
_TAGS = {
    "gerund": re.compile(r"ger:sg:nom\S*:(?:imperf|perf)\S*:aff"),
    "masculine past": re.compile(r"praet:sg:m1\S*"),
    "feminine past": re.compile(r"praet:sg:\S*f\S*"),
}


def in_form(text: str, form: str) -> str:
    """Return a descriptor with its finite verbs in another form.

    Parameters
    ----------
    text : str
        Words of a descriptor, in the third person present.
    form : str
        One of `FORMS`.

    Returns
    -------
    str

    Examples
    --------
    >>> in_form("Monitoruje i rejestruje usługi", "gerund")
    'Monitorowanie i rejestrowanie usługi'
    """
    if form == "third person":
        return text
    return WORD.sub(lambda match: _verb(match.group(), form), text)


def descriptor_lines() -> list[Line]:
    """Return every criterion in its own words, and what joins two of them, in every form."""
    return [
        Line(ids, "own", in_form(words, form)) for ids, words in _wordings() for form in FORMS
    ] + [
        Line((criterion.id,), "own", in_english_form(criterion.words_en, form))
        for criterion in descriptors.default().criteria
        for form in ENGLISH_FORMS
    ]


def _wordings() -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the words of each criterion, and each sentence that holds words of several."""
    known = descriptors.default()
    for criterion in known.criteria:
        yield (criterion.id,), criterion.words.replace(" …", "")
    for level, text in known.levels.items():
        for sentence in _SENTENCE_END.split(text):
            ids = [
                criterion.id
                for criterion in known.criteria_of(level)
                if all(part in sentence for part in criterion.words.split(" … "))
            ]
            if len(ids) > 1:
                yield tuple(ids), sentence


def in_english_form(text: str, form: str) -> str:
    """Return an English wording with its finite verbs in another form.

    Parameters
    ----------
    text : str
        In the third person; the opening verb and those joined to it by *and* are changed.
    form : str
        One of `ENGLISH_FORMS`.

    Examples
    --------
    >>> in_english_form("Watches the lifts and writes down delays", "gerund")
    'Watching the lifts and writing down delays'
    """
    words = text.split()
    for i, word in enumerate(words):
        if i == 0 or (words[i - 1] in ("and", "or") and word in _THIRD_PERSON):
            changed = _english_verb(word.lower(), form)
            words[i] = changed.capitalize() if i == 0 else changed
    return " ".join(words)


def _english_verb(third: str, form: str) -> str:
    base = (base_of(third) or (third,))[0]
    if form == "base":
        return base
    if form == "third person" or base == "be":
        return third  # is a leading voice: no advert says being one
    if form == "past" and base in _PAST:
        return _PAST[base]
    ending = "ing" if form == "gerund" else "ed"
    if base.endswith("y") and ending == "ed":
        return base[:-1] + "ied"
    stem = base[:-1] if base.endswith("e") else base + base[-1] * (base in _DOUBLED)
    return stem + ending


@cache
def _morfeusz() -> Any:
    import morfeusz2

    return morfeusz2.Morfeusz()


@cache
def _verb(form: str, wanted: str) -> str:
    """Return a finite verb in the wanted form, any other word as it is."""
    readings = [reading for _, _, reading in _morfeusz().analyse(form)]
    lemma = next((r[1] for r in readings if r[2].startswith("fin:sg:ter")), None)
    if lemma is None or any(not r[2].startswith("fin") for r in readings):
        return form
    for made, _, tag, *_ in _morfeusz().generate(lemma):
        if _TAGS[wanted].fullmatch(tag) and not made.startswith("nie"):
            ended: str = made + (
                "em" if wanted == "masculine past" else "m" if "past" in wanted else ""
            )
            return ended.capitalize() if form[0].isupper() else ended
    return form
