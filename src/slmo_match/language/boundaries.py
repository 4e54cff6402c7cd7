"""Where a new statement begins in a text that was flattened to one line without any marks.

A logistic model looks at the two words before a place and the two after it: their lemmas,
endings, forms and capitals. Its weights are the table ``boundaries.json``, learnt from the corpus
by `slmo_match.training.boundaries`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slmo_match.kept import KeptRows
from slmo_match.language.words import Word, norm_of

NONE = Word("", (), -1)  # a mark or a number, or nothing
_OF_FORMS = ("forms", "forms before", "forms after")
_MIXED = "ending and form"
_CAPITALS = range(3)  # none, the first letter, all

Array = NDArray[np.float64]
Key = tuple[str | int | bool, ...]
_Known = tuple[str, str, int]  # form, lemma, flags
_NOTHING: _Known = ("", "", NONE.flags)
_Numbers = dict[str | int | bool, int]


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
    yield "second before", place.second_before.lemma
    yield from _of_word_before(place.before.lemma, place.form_before, place.before.flags)
    yield from _of_word_after(place.after.lemma, place.form_after, place.after.flags)
    yield "second after", place.second_after.lemma
    yield from _of_both(place)


def log_odds(forms: Sequence[str], words: Sequence[Word | None]) -> Array:
    """Return how likely a statement begins at each word of a text: the sums over its `features`.

    Parameters
    ----------
    forms : sequence of str, length n
        Words, numbers and marks as they stand.
    words : sequence of Word or None, length n
        The words among them.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Meant for words that stand after a word, as in `Place`; elsewhere without meaning.
    """
    known = [
        (form, word.lemma, word.flags) if word else (form, "", NONE.flags)
        for form, word in zip(forms, words, strict=True)
    ]
    return _table().log_odds(known)


def _capitals(form: str) -> int:
    """Return 0 for a form in small letters, 1 for one with a capital first, 2 for all capitals."""
    return form[:1].isupper() + (len(form) > 1 and form.isupper())


def _of_word_before(lemma: str, form: str, flags: int) -> tuple[Key, ...]:
    letters = form[-3:].lower()
    return (
        ("before", lemma or form),
        ("form", norm_of(form, lemma, flags)),
        ("last letters", letters),
    )


def _of_word_after(lemma: str, form: str, flags: int) -> tuple[Key, ...]:
    letters = form[-3:].lower()
    return (
        ("after", lemma),
        ("form after", norm_of(form, lemma, flags)),
        ("last letters after", letters),
    )


def _of_both(place: Place) -> tuple[Key, ...]:
    second, before, form, after, form_after, second_after = place
    ending = form[-2:].lower()
    return (
        ("forms", before.flags, after.flags),
        ("forms before", second.flags, before.flags),
        ("forms after", after.flags, second_after.flags),
        (_MIXED, ending, after.flags),
        ("endings", ending, form_after[-2:].lower()),
        ("capitals", _capitals(form), _capitals(form_after)),
    )


class _Table:
    """The weights as arrays, so that a whole text is looked up at once.

    Each word has a row: its own weight as the second word before a place, before it, after it and
    as the second word after it, the numbers of its flags and of its last letters, and its
    capitals. Pairs have matrices.
    """

    def __init__(self, weights: dict[Key, float]) -> None:
        self._weights = weights
        self._flags = _numbers(weights, dict.fromkeys(_OF_FORMS, (1, 2)) | {_MIXED: (2,)})
        self._endings = _numbers(weights, {"endings": (1, 2), _MIXED: (1,)})
        self._of_word = KeptRows(self._rows)
        flags, endings = self._flags, self._endings
        self._forms, self._forms_before, self._forms_after = (
            self._matrix(kind, flags, flags) for kind in _OF_FORMS
        )
        self._ending_and_form = self._matrix(_MIXED, endings, flags)
        self._both_endings = self._matrix("endings", endings, endings)
        self._capitals = np.array(
            [[weights.get(("capitals", before, after), 0.0) for after in _CAPITALS]
             for before in _CAPITALS]
        )  # fmt: skip

    def log_odds(self, known: Sequence[_Known]) -> Array:
        padded = [_NOTHING, _NOTHING, *known, _NOTHING]
        rows = self._of_word.rows(padded)
        flags, endings, capitals = rows[:, 4:].astype(np.int64).T
        second, before, after, second_after = (slice(i, i + len(known)) for i in range(4))
        total: Array = rows[second, 0] + rows[before, 1] + rows[after, 2] + rows[second_after, 3]
        total += self._forms[flags[before], flags[after]]
        total += self._forms_before[flags[second], flags[before]]
        total += self._forms_after[flags[after], flags[second_after]]
        total += self._ending_and_form[endings[before], flags[after]]
        total += self._both_endings[endings[before], endings[after]]
        total += self._capitals[capitals[before], capitals[after]]
        return total

    def _rows(self, known: Sequence[_Known]) -> Array:
        return np.array([self._row(*word) for word in known], float).reshape(-1, 7)

    def _row(self, form: str, lemma: str, flags: int) -> tuple[float, ...]:
        return (
            self._sum([("second before", lemma)]),
            self._sum((("any",), *_of_word_before(lemma, form, flags))),
            self._sum(_of_word_after(lemma, form, flags)),
            self._sum([("second after", lemma)]),
            self._flags.get(flags, len(self._flags)),
            self._endings.get(form[-2:].lower(), len(self._endings)),
            _capitals(form),
        )

    def _sum(self, keys: Iterable[Key]) -> float:
        return sum(self._weights.get(key, 0.0) for key in keys)

    def _matrix(self, kind: str, rows: _Numbers, columns: _Numbers) -> Array:
        """Return the weights of pairs; the last row and column are for what has none."""
        matrix = np.zeros((len(rows) + 1, len(columns) + 1))
        for (found, *pair), weight in self._weights.items():
            if found == kind:
                row, column = pair
                matrix[rows[row], columns[column]] = weight
        return matrix


def _numbers(weights: Iterable[Key], places: dict[Any, tuple[int, ...]]) -> _Numbers:
    """Return a number for everything that stands at some places of the names of features."""
    names = {key[i] for key in weights for i in places.get(key[0], ())}
    return {name: i for i, name in enumerate(sorted(names, key=str))}


@cache
def _table() -> _Table:
    return _Table(_weights())


@cache
def _weights() -> dict[Key, float]:
    table = files("slmo_match.language") / "data" / "boundaries.json"
    rows = json.loads(table.read_text(encoding="utf-8"))
    return {tuple(key): weight for *key, weight in rows}
