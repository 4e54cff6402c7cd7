"""Where a new statement begins in a text that was flattened to one line without any marks.

A logistic model looks at the two words before a place and the two after it: their lemmas,
endings, forms and capitals. Its weights are the table ``boundaries.json``, learnt from the corpus
by `slmo_match.training.boundaries`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from slmo_match.language.words import Word

# Log-odds from which on a statement is cut: rather too few cuts than too many. Sums of weights are
# hundredths, so that none is equal to it.
LIKELY = 0.405
_MOST_KEPT = 100_000  # words
NONE = Word("", (), -1)  # a mark or a number, or nothing

Key = tuple[str | int | bool, ...]


class Place(NamedTuple):
    """The words around a place, as they stand (``form``) and as they are analysed."""

    second_before: Word
    before: Word
    form_before: str
    after: Word
    form_after: str
    second_after: Word


def features(place: Place) -> Iterator[Key]:
    """Yield the names of the features of a place."""
    yield ("any",)
    yield from _of_word_before(place.before.lemma, place.form_before)
    yield from _of_word_after(place.after.lemma, place.form_after)
    yield "second after", place.second_after.lemma
    yield from _of_both(place)


def begins(place: Place) -> bool:
    """Tell whether a new statement begins at a place."""
    weights = _weights()
    total = (
        _weight_before(place.before.lemma, place.form_before)
        + _weight_after(place.after.lemma, place.form_after)
        + weights.get(("second after", place.second_after.lemma), 0.0)
    )
    return total + sum([weights.get(key, 0.0) for key in _of_both(place)]) > LIKELY


def _of_word_before(lemma: str, form: str) -> tuple[Key, ...]:
    return ("before", lemma or form), ("last letters", form[-3:].lower())


def _of_word_after(lemma: str, form: str) -> tuple[Key, ...]:
    return ("after", lemma), ("last letters after", form[-3:].lower())


def _of_both(place: Place) -> tuple[Key, ...]:
    second, before, form, after, form_after, second_after = place
    ending = form[-2:].lower()
    return (
        ("forms", before.flags, after.flags),
        ("forms before", second.flags, before.flags),
        ("forms after", after.flags, second_after.flags),
        ("ending and form", ending, after.flags),
        ("endings", ending, form_after[-2:].lower()),
        ("capitals", form[:1].isupper(), form_after[:1].isupper(), form_after.isupper()),
    )


# What a word adds by itself is kept: most places are between words that were met before.


@lru_cache(_MOST_KEPT)
def _weight_before(lemma: str, form: str) -> float:
    keys = (("any",), *_of_word_before(lemma, form))
    return sum(_weights().get(key, 0.0) for key in keys)


@lru_cache(_MOST_KEPT)
def _weight_after(lemma: str, form: str) -> float:
    return sum(_weights().get(key, 0.0) for key in _of_word_after(lemma, form))


@cache
def _weights() -> dict[Key, float]:
    table = files("slmo_match.language") / "data" / "boundaries.json"
    rows = json.loads(table.read_text(encoding="utf-8"))
    return {tuple(key): weight for *key, weight in rows}
