"""Where a new statement begins in a text that was flattened to one line without any marks.

A logistic model looks at the two words before a place and the two after it: their lemmas,
endings, forms and capitals. Its weights are the table ``boundaries.json``, learnt from the corpus
by `slmo_match.training.boundaries`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from slmo_match.language.words import Word

LIKELY = 0.4  # log-odds from which on a statement is cut: rather too few cuts than too many
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
    before, after = place.before.flags, place.after.flags
    ending = place.form_before[-2:].lower()
    yield ("any",)
    yield "before", place.before.lemma or place.form_before
    yield "after", place.after.lemma
    yield "second after", place.second_after.lemma
    yield "forms", before, after
    yield "forms before", place.second_before.flags, before
    yield "forms after", after, place.second_after.flags
    yield "ending and form", ending, after
    yield "endings", ending, place.form_after[-2:].lower()
    yield "last letters", place.form_before[-3:].lower()
    yield "last letters after", place.form_after[-3:].lower()
    yield (
        "capitals",
        place.form_before[:1].isupper(),
        place.form_after[:1].isupper(),
        place.form_after.isupper(),
    )


def begins(place: Place) -> bool:
    """Tell whether a new statement begins at a place."""
    weights = _weights()
    return sum([weights.get(key, 0.0) for key in features(place)]) > LIKELY


@cache
def _weights() -> dict[Key, float]:
    table = files("slmo_match.language") / "data" / "boundaries.json"
    rows = json.loads(table.read_text(encoding="utf-8"))
    return {tuple(key): weight for *key, weight in rows}
