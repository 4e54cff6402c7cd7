"""Where a new statement begins in a text that was flattened to one line without any marks.

A small network looks at three words on each side of a place: their lemmas, endings, forms and
capitals (the window network of Collobert et al. 2011, *Natural language processing (almost) from
scratch*, JMLR 12). Its weights are learnt from the corpus by `slmo_match.training.boundaries`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slmo_match.kept import KeptRows
from slmo_match.language.words import Word, norm_of

REACH = 3  # words that are looked at on each side
WIDTH = 2 * REACH
_NEAR = slice(REACH - 1, REACH + 1)  # the words before and after the place: looked at more closely
_FEATURES, _FAR = 6, 4  # of a word there, and elsewhere
_NO_WORD = -1  # in the place of a word's flags
_KEPT = 8_000  # words whose sums are kept: some 15 MB
_AT_ONCE = 2_000  # words of a text

Seen = tuple[str, str, int]  # form, lemma, flags
Place = Sequence[Seen]  # `REACH` words before it, and as many after it
_NOTHING: Seen = ("", "", _NO_WORD)


def seen(form: str, word: Word | None) -> Seen:
    """Return what is looked at of a word, or of a mark or number (``None``)."""
    return (form, word.lemma, word.flags) if word else (form.strip(), "", _NO_WORD)


def place_at(words: Sequence[Seen], i: int) -> Place:
    """Return the words around the beginning of the one at `i`."""
    return [words[k] if 0 <= k < len(words) else _NOTHING for k in range(i - REACH, i + REACH)]


def features(place: Place) -> Iterator[str]:
    """Yield the names of the features of a place: where in it, what, and which."""
    for i, word in enumerate(place):
        names = _of_word(*word)
        for name in names if i in range(WIDTH)[_NEAR] else names[:_FAR]:
            yield f"{i} {name}"


def _of_word(form: str, lemma: str, flags: int) -> tuple[str, ...]:
    small = form.lower()
    return (
        f"lemma {lemma if flags != _NO_WORD else small}",
        f"flags {flags}",
        f"capitals {form[:1].isupper() + (len(form) > 1 and form.isupper())}",
        f"ends in {small[-2:]}",
        f"form {norm_of(form, lemma, flags)}",
        f"ends in {small[-3:]}",
    )


class Window:
    """One layer of rectified linear units over the features of a place, and a linear one.

    The sums of a word over its features are worked out once and kept, for each of its places in
    the window.

    Parameters
    ----------
    names : sequence of str, length n_features
        As `features` has them.
    arrays : mapping of str to numpy.ndarray
        ``weights`` (n_features, n_units) as bytes, ``scales`` and ``intercepts`` (n_units,);
        ``last`` (n_units,) and ``offset`` (1,) of the linear layer.

    Attributes
    ----------
    names, arrays
        As they were given.
    """

    def __init__(self, names: Sequence[str], arrays: Mapping[str, NDArray[Any]]) -> None:
        self.names, self.arrays = names, dict(arrays)
        parted = [name.split(" ", 1) for name in names]
        self._places = {name: k for k, name in enumerate(dict.fromkeys(n for _, n in parted), 1)}
        units = len(arrays["scales"])
        self._weights = np.zeros((len(self._places) + 1, WIDTH, units), np.int8)  # first: nothing
        for (i, name), weights in zip(parted, arrays["weights"], strict=True):
            self._weights[self._places[name], int(i)] = weights
        self._of_word = KeptRows(self._rows, _KEPT)

    def __reduce__(self) -> tuple[type[Window], tuple[Sequence[str], dict[str, NDArray[Any]]]]:
        return Window, (self.names, self.arrays)

    def state(self) -> dict[str, NDArray[Any]]:
        """Return names and weights as arrays."""
        names = np.frombuffer("\n".join(self.names).encode(), np.uint8)
        return {"names": names, **self.arrays}

    @classmethod
    def from_state(cls, arrays: Mapping[str, NDArray[Any]]) -> Window:
        """Return the window that `state` described."""
        weights = {name: array for name, array in arrays.items() if name != "names"}
        return cls(arrays["names"].tobytes().decode().split("\n"), weights)

    def log_odds(self, words: Sequence[Seen]) -> NDArray[np.float32]:
        """Return how likely a statement begins at each of n words, shape (n,)."""
        around = [_NOTHING] * REACH
        padded = [*around, *words, *around]
        parts = [
            self._part(padded[start : start + _AT_ONCE + WIDTH])
            for start in range(0, max(len(words), 1), _AT_ONCE)
        ]
        return np.concatenate(parts)

    def _part(self, padded: Sequence[Seen]) -> NDArray[np.float32]:
        n = len(padded) - WIDTH
        rows = self._of_word.rows(padded).reshape(len(padded), WIDTH, -1)
        sums = self.arrays["intercepts"] + sum(rows[i : i + n, i] for i in range(WIDTH))
        units = np.maximum(sums, 0) * self.arrays["last"]
        found: NDArray[np.float32] = units.sum(axis=1) + self.arrays["offset"]
        return found

    def _rows(self, words: Sequence[Seen]) -> NDArray[np.float32]:
        """Return the sums of words at each place of the window, (n, WIDTH * n_units)."""
        scales, find = self.arrays["scales"], self._places.get
        found = [find(name, 0) for word in words for name in _of_word(*word)]
        weights = self._weights[np.array(found, int).reshape(len(words), _FEATURES)]
        rows = weights[:, :_FAR].sum(axis=1, dtype=np.float32)
        rows[:, _NEAR] += weights[:, _FAR:, _NEAR].sum(axis=1, dtype=np.float32)
        scaled: NDArray[np.float32] = rows * scales
        return scaled.reshape(len(words), WIDTH * len(scales))


_instead: ContextVar[Window | None] = ContextVar("instead", default=None)


@cache
def _shipped() -> Window:
    path = files("slmo_match.language") / "data" / "boundaries.npz"
    with path.open("rb") as file, np.load(file) as arrays:
        return Window.from_state(arrays)


def log_odds(words: Sequence[Seen]) -> NDArray[np.float32]:
    """Return how likely a statement begins at each word of a text.

    Parameters
    ----------
    words : sequence of Seen, length n
        Words, numbers and marks, as `seen` returns them.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Meant for words that stand after a word; elsewhere without meaning.
    """
    return (_instead.get() or _shipped()).log_odds(words)


@contextmanager
def using(window: Window | None) -> Iterator[None]:
    """Look through another window than the one that ships (``None``: that one)."""
    before = _instead.set(window)
    try:
        yield
    finally:
        _instead.reset(before)
