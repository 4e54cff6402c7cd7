"""Criteria of a document to its level: calibrated, with an interval and with doubt.

Two logistic models look at how strongly the statements of a document reach each level: one asks
whether the skill is observed at all, the other (multinomial) at which level if it is. So weak
signs of a high level cannot make up a level where nothing is observed. The level that is
suggested answers the same two questions, one after the other. The interval grows from it to its
likelier neighbour until it holds the probability that conformal calibration found necessary
(after Romano, Sesia and Candès 2020, *Classification with valid and adaptive coverage*, kept
contiguous).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from slmo_match.assessment import LEVELS
from slmo_match.match import Scores, logit, sigmoid, softmax

Array = NDArray[np.float64]
_STRONGEST = 3
_PER_LEVEL = _STRONGEST + 2
_OBSERVABLE = LEVELS[1:]
N_FEATURES = _PER_LEVEL * len(_OBSERVABLE)
OBSERVED = np.arange(_STRONGEST)  # the strongest statements of any level from 2 up
_RATHER = 0.5  # probability
_FLOOR, _CEILING = 0.1, 1 - 1e-4  # a strength below the floor shows nothing


def document_features(scores: Scores, criterion_levels: NDArray[np.int64]) -> Array:
    """Sum up the statements of a document.

    Parameters
    ----------
    scores : Scores
        Of the statements that count (of the deciding post in a CV).
    criterion_levels : numpy.ndarray, shape (n_criteria,)
        Level of each criterion.

    Returns
    -------
    numpy.ndarray, shape (N_FEATURES,)
        For each level L of 2 to 7, log-odds of the three strongest statements of level L or more,
        that any statement is, and of the strongest of exactly L.
    """
    by_level = scores.by_level(criterion_levels)
    by_level[by_level < _FLOOR] = 0.0
    at_least = np.cumsum(by_level[:, ::-1], axis=1)[:, ::-1]
    reached, exactly = at_least[:, 1:], by_level[:, 1:]
    anyone = 1.0 - np.prod(1.0 - np.clip(reached, 0.0, 0.999), axis=0)
    features = np.vstack([_strongest(reached, _STRONGEST), anyone, _strongest(exactly, 1)])
    return log_odds(features.T.ravel())


class LevelModel:
    """Probabilities of the seven levels from the features of documents.

    Parameters
    ----------
    observed : tuple of array and float
        Weights (len(OBSERVED),) and intercept of the model of whether the skill is observed.
    which : tuple of arrays
        Weights (N_FEATURES, 6) and intercepts (6,) of the model of the levels 2 to 7.
    mass : float
        Probability that an interval must hold to reach the stated coverage, 0 to 1.
    """

    def __init__(
        self, observed: tuple[Array, float], which: tuple[Array, Array], mass: float
    ) -> None:
        self.observed = np.asarray(observed[0], dtype=float), float(observed[1])
        self.which = np.asarray(which[0], dtype=float), np.asarray(which[1], dtype=float)
        self.mass = mass

    @classmethod
    def blank(cls) -> LevelModel:
        """Return a model that knows nothing."""
        n = len(_OBSERVABLE)
        return cls((np.zeros(len(OBSERVED)), 0.0), (np.zeros((N_FEATURES, n)), np.zeros(n)), 1.0)

    @classmethod
    def of_match(cls) -> LevelModel:
        """Return a model that was not learnt: the level of the strongest statement."""
        observed = (OBSERVED == 0).astype(float)
        strongest = np.arange(_PER_LEVEL - 1, N_FEATURES, _PER_LEVEL)
        which = (np.arange(N_FEATURES)[:, None] == strongest).astype(float)
        return cls((observed, 0.0), (which, np.zeros(len(_OBSERVABLE))), 0.9)

    def probabilities(self, features: Array) -> Array:
        """Return the probabilities of the levels.

        Parameters
        ----------
        features : numpy.ndarray, shape (n, N_FEATURES)

        Returns
        -------
        numpy.ndarray, shape (n, 7)
            Rows sum to 1.
        """
        observed = sigmoid(features[:, OBSERVED] @ self.observed[0] + self.observed[1])[:, None]
        which = softmax(features @ self.which[0] + self.which[1])
        return np.hstack([1.0 - observed, observed * which])

    def interval(self, probabilities: Array) -> tuple[int, int]:
        """Return the lowest and highest level of the contiguous interval, shape (7,) in."""
        return grow(probabilities, int(suggest(probabilities)), self.mass)

    def state(self) -> dict[str, Any]:
        """Return the model as JSON values."""
        return {
            "observed": [self.observed[0].round(6).tolist(), round(self.observed[1], 6)],
            "which": [part.round(6).tolist() for part in self.which],
            "mass": self.mass,
        }


def suggest(probabilities: Array) -> NDArray[np.int64]:
    """Return the best single level: 1 where the skill is rather not observed than observed.

    Elsewhere it is the likeliest of the levels 2 to 7, even where each of them alone is less
    likely than level 1: signs that speak for levels 3, 4 and 5 all speak against 1.

    Parameters
    ----------
    probabilities : numpy.ndarray, shape (..., 7)

    Returns
    -------
    numpy.ndarray of int, shape (...)

    Examples
    --------
    >>> suggest(np.array([[0.55, 0, 0, 0.45, 0, 0, 0], [0.45, 0, 0.15, 0.3, 0.1, 0, 0]])).tolist()
    [1, 4]
    """
    which = np.argmax(probabilities[..., 1:], axis=-1) + _OBSERVABLE[0]
    return np.where(probabilities[..., 0] >= _RATHER, LEVELS[0], which)


def grow(probabilities: Array, level: int, mass: float) -> tuple[int, int]:
    """Grow an interval from a level until it holds `mass`.

    Examples
    --------
    >>> grow(np.array([0.05, 0.6, 0.3, 0.05, 0, 0, 0]), 2, 0.8)
    (2, 3)
    """
    low = high = level - 1
    held = probabilities[low]
    while held < mass and (low > 0 or high < len(probabilities) - 1):
        below = probabilities[low - 1] if low > 0 else -1.0
        above = probabilities[high + 1] if high < len(probabilities) - 1 else -1.0
        if above >= below:
            high += 1
            held += above
        else:
            low -= 1
            held += below
    return low + 1, high + 1


def log_odds(values: Array) -> Array:
    """Return log(p / (1 - p)), bounded."""
    return logit(np.clip(values, _FLOOR, _CEILING))


def _strongest(values: Array, count: int) -> Array:
    """Return the highest values of each column, the highest first, filled up with zeros."""
    filled = np.vstack([values, np.zeros((count, values.shape[1]))])
    return np.sort(filled, axis=0)[::-1][:count]
