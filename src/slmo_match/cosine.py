"""Statements against the words of the descriptors, where nothing was trained on them.

Used for descriptors of a user's own: TF-IDF cosine over lemmas, with document frequencies of real
adverts. It finds the topic better than the level; the model card says how much is lost.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from slmo_match.descriptors import Descriptors, load
from slmo_match.language import tables
from slmo_match.language.clean import clean
from slmo_match.language.statements import Statement, cut
from slmo_match.language.words import Lexicon
from slmo_match.levels import LevelModel
from slmo_match.match import OWNERSHIPS, Scores, sigmoid, softmax
from slmo_match.model_files import Model, file_state

_ADVERTS = 6359
_STEEP, _ENOUGH = 15.0, 0.3  # a cosine of 0.3 is as likely relevant as not
_OWNER = {
    "excluded": "negated",
    "required": "required",
    "benefit": "benefit",
    "company": "company",
}
_SURE = 0.9


class CosineModel:
    """Scores statements by their similarity to the criteria of some descriptors.

    Parameters
    ----------
    descriptors : Descriptors
        Their criteria are the columns of the scores.
    """

    def __init__(self, descriptors: Descriptors) -> None:
        lexicon = Lexicon()
        self.criteria = tuple(criterion.id for criterion in descriptors.criteria)
        self._columns: dict[str, int] = {}
        vectors = [
            _vector(
                word.lemma for s in cut(clean(criterion.words).text, lexicon) for word in s.words
            )
            for criterion in descriptors.criteria
        ]
        for vector in vectors:
            for lemma in vector:
                self._columns.setdefault(lemma, len(self._columns))
        self._weights = np.zeros((len(self._columns), len(vectors)))
        for k, vector in enumerate(vectors):
            for lemma, weight in vector.items():
                self._weights[self._columns[lemma], k] = weight

    def score(self, statements: Sequence[Statement]) -> Scores:
        """Score n statements; ownership comes from the heading above a statement alone."""
        similarity = np.zeros((len(statements), len(self.criteria)))
        ownership = np.full((len(statements), len(OWNERSHIPS)), (1 - _SURE) / (len(OWNERSHIPS) - 1))
        for row, statement in enumerate(statements):
            vector = _vector(word.lemma for word in statement.words)
            known = [
                (self._columns[k], weight) for k, weight in vector.items() if k in self._columns
            ]
            for column, weight in known:
                similarity[row] += weight * self._weights[column]
            ownership[row, _owner(statement)] = _SURE
        nearest = similarity.max(axis=1, initial=0.0)
        relevance = sigmoid(_STEEP * (nearest - _ENOUGH))
        strength = relevance * ownership[:, 0]
        return Scores(strength, relevance, softmax(_STEEP * similarity), ownership)


def matched_to(path: Path) -> Model:
    """Return a model that matches the descriptors of a file, untrained; made anew when it changed.

    Raises
    ------
    DescriptorsError
        If the file is not in the form of descriptors.
    """
    return _matched_once(path, file_state(path))


@cache
def _matched_once(path: Path, _state: tuple[int, int] | None) -> Model:
    return Model(f"cosine to {path.name}", CosineModel(load(path)), LevelModel.of_match())


def _owner(statement: Statement) -> int:
    if statement.section in ("heading", "meta"):
        return OWNERSHIPS.index("none")
    return OWNERSHIPS.index(_OWNER.get(statement.section, "own"))


def _vector(lemmas: Iterable[str]) -> dict[str, float]:
    """Return the TF-IDF vector of lemmas, of length 1."""
    frequencies = _document_frequencies()
    weights = {
        lemma: count * math.log(_ADVERTS / (1 + min(frequencies.get(lemma, 0), _ADVERTS - 2)))
        for lemma, count in Counter(lemmas).items()
        if lemma
    }
    length = math.sqrt(sum(weight**2 for weight in weights.values()))
    return {lemma: weight / length for lemma, weight in weights.items()} if length else {}


@cache
def _document_frequencies() -> dict[str, int]:
    """Return how many adverts hold a form of each lemma (a lower bound: its commonest form)."""
    found: dict[str, int] = {}
    for count, lemma in tables.forms().values():
        head = tables.heads().get(lemma, lemma)
        found[head] = max(found.get(head, 0), count)
    return found
