"""Pieces of words: what brings ``nadzorować``, ``nadzór`` and ``nadzorca`` near each other.

A lemma is seen as the set of its pieces of three and four letters, its ends marked by spaces
(after Bojanowski, Grave, Joulin and Mikolov 2017, *Enriching word vectors with subword
information*), rare pieces weighing more. A statement is the sum of its lemmas, of length 1. As
the sum goes over whole lemmas, a lemma's share in every score is worked out once and kept: the
pieces cost nearly nothing where texts are scored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from slmo_match.kept import KeptRows
from slmo_match.language.statements import Statement

SHORTEST, LONGEST = 3, 4
_LENGTH = 40  # characters of a lemma that are looked at

Array = NDArray[np.float64]
Matrix = sparse.csr_matrix


class Factors(NamedTuple):
    """The rows of statements as a product: ``lemmas @ pieces``, far smaller than its result.

    ``lemmas`` (n, n_lemmas) says which lemmas a statement holds, divided by its length;
    ``pieces`` (n_lemmas, n_pieces) the weighted pieces of each lemma.
    """

    lemmas: Matrix
    pieces: Matrix


class Subwords:
    """The pieces that are known, and how much each weighs.

    Parameters
    ----------
    min_count : int, default 8
        Pieces that stand in fewer statements are left out.

    Attributes
    ----------
    pieces_ : list of str
        Sorted.
    rarity_ : numpy.ndarray, shape (n_pieces,)
        Inverse document frequency of each piece, at least 1.
    """

    def __init__(self, min_count: int = 8) -> None:
        self.min_count = min_count
        self.pieces_: list[str] = []
        self.rarity_: Array = np.zeros(0)
        self._places: dict[str, int] = {}

    def fit(self, statements: Sequence[Statement]) -> Subwords:
        """Learn which pieces are known, and how rare they are."""
        lemmas = Counter(lemma for statement in statements for lemma in _lemmas(statement))
        counts: Counter[str] = Counter()
        for lemma, count in lemmas.items():
            for piece in pieces_of(lemma):
                counts[piece] += count
        known = sorted(piece for piece, count in counts.items() if count >= self.min_count)
        rarity = [1.0 + np.log(max(len(statements) / counts[piece], 1.0)) for piece in known]
        return self._set(known, np.array(rarity))

    def rows(self, lemmas: Sequence[str]) -> Matrix:
        """Return the weighted pieces of lemmas, shape (n_lemmas, n_pieces)."""
        places = self._places
        found = [sorted(places[p] for p in pieces_of(lemma) if p in places) for lemma in lemmas]
        ends = np.cumsum([0, *map(len, found)])
        columns = np.array([place for places in found for place in places], np.int64)
        return sparse.csr_matrix(
            (self.rarity_[columns], columns, ends), shape=(len(lemmas), len(self.pieces_))
        )

    def factors(self, statements: Sequence[Statement]) -> Factors:
        """Return the rows of n statements, as a product of two sparse matrices."""
        ids: dict[str, int] = {}
        places = [
            [ids.setdefault(word.lemma, len(ids)) for word in statement.words if word.lemma]
            for statement in statements
        ]
        ends = np.cumsum([0, *map(len, places)])
        columns = np.array([place for row in places for place in row], np.int64)
        incidence = sparse.csr_matrix(
            (np.ones(len(columns)), columns, ends), shape=(len(statements), len(ids))
        )
        incidence.sum_duplicates()
        pieces = self.rows(list(ids))
        lengths = _length(incidence @ np.asarray(pieces.multiply(pieces).sum(axis=1)).ravel())
        return Factors(sparse.csr_matrix(sparse.diags(1.0 / lengths) @ incidence), pieces)

    def state(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Return what was learnt, as JSON values and as arrays."""
        return {"pieces": self.pieces_}, {"rarity": self.rarity_.astype(np.float32)}

    @classmethod
    def from_state(cls, values: dict[str, Any], arrays: Any) -> Subwords:
        """Return the pieces that `state` described."""
        return cls()._set(values["pieces"], arrays["rarity"].astype(float))

    def _set(self, pieces: list[str], rarity: Array) -> Subwords:
        self.pieces_, self.rarity_ = pieces, rarity
        self._places = {piece: i for i, piece in enumerate(pieces)}
        return self


class LemmaScores:
    """What each lemma adds to the scores of its statement, worked out when it is first met.

    Parameters
    ----------
    subwords : Subwords
    weights : numpy.ndarray, shape (n_pieces, n_outputs)
    """

    def __init__(self, subwords: Subwords, weights: NDArray[Any]) -> None:
        self.subwords = subwords
        self.weights = weights
        self._of_lemma = KeptRows(self._rows)

    def sums(self, statements: Sequence[Statement]) -> Array:
        """Return the share of the pieces in the scores of statements, shape (n, n_outputs)."""
        lemmas = [word.lemma for statement in statements for word in statement.words]
        ends = np.cumsum([len(statement.words) for statement in statements])
        rows = self._of_lemma.rows(lemmas)
        totals = np.add.reduceat(rows, np.append(0, ends[:-1]), axis=0)
        return np.asarray(totals[:, :-1] / _length(totals[:, -1:]), dtype=np.float64)

    def _rows(self, lemmas: Sequence[str]) -> Array:
        """Return the scores of lemmas and, last, their squared lengths."""
        pieces = self.subwords.rows(lemmas)
        squares = np.asarray(pieces.multiply(pieces).sum(axis=1))
        return np.hstack([pieces @ self.weights, squares])


def pieces_of(lemma: str) -> set[str]:
    """Return the pieces of a lemma.

    Examples
    --------
    >>> sorted(pieces_of("cena"))
    [' ce', ' cen', 'cen', 'cena', 'ena', 'ena ', 'na ']
    """
    if not lemma:
        return set()
    word = f" {lemma[:_LENGTH]} "
    return {
        word[i : i + size]
        for size in range(SHORTEST, LONGEST + 1)
        for i in range(len(word) - size + 1)
    }


def _lemmas(statement: Statement) -> set[str]:
    return {word.lemma for word in statement.words if word.lemma}


def _length(squares: Any) -> Any:
    return np.sqrt(np.maximum(squares, 1e-9))
