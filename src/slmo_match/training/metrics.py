"""How well suggested levels agree with right ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slmo_match.assessment import LEVELS

Array = NDArray[np.float64]
Levels = NDArray[np.int64]
_BINS = 10
_RESAMPLES = 1000
_SILENT = 0.1


class Agreement(NamedTuple):
    """Agreement over n documents.

    ``exact`` and ``within_one`` are shares; ``error`` is the mean absolute error in levels;
    ``kappa`` the quadratic weighted kappa (Cohen 1968); ``calibration`` the expected calibration
    error of the suggested level (ten bins); ``coverage`` and ``width`` belong to the interval;
    ``confident`` is the exact share where the least certain tenth is left out.
    """

    n: int
    exact: float
    within_one: float
    error: float
    kappa: float
    calibration: float
    coverage: float
    width: float
    confident: float


def agreement(
    levels: Levels, suggested: Levels, probabilities: Array, intervals: Levels
) -> Agreement:
    """Compare suggestions with right levels.

    Parameters
    ----------
    levels : numpy.ndarray of int, shape (n,)
        The right ones, 1 to 7.
    suggested : numpy.ndarray of int, shape (n,)
    probabilities : numpy.ndarray, shape (n, 7)
        In NaN rows, for documents that were not assessed, there is no confidence.
    intervals : numpy.ndarray of int, shape (n, 2)
        Lowest and highest level.

    Returns
    -------
    Agreement
    """
    of_suggested = np.take_along_axis(probabilities, suggested[:, None] - 1, axis=1)[:, 0]
    confidence = np.nan_to_num(of_suggested, nan=1.0 / len(LEVELS))
    right = suggested == levels
    distance = np.abs(suggested - levels)
    sure = np.argsort(-confidence, kind="stable")[: max(1, round(len(levels) * (1 - _SILENT)))]
    held = (intervals[:, 0] <= levels) & (levels <= intervals[:, 1])
    return Agreement(
        len(levels),
        float(right.mean()),
        float((distance <= 1).mean()),
        float(distance.mean()),
        quadratic_kappa(levels, suggested),
        calibration_error(confidence, right),
        float(held.mean()),
        float((intervals[:, 1] - intervals[:, 0] + 1).mean()),
        float(right[sure].mean()),
    )


def quadratic_kappa(levels: Levels, suggested: Levels) -> float:
    """Return the quadratic weighted kappa, 1 for full agreement, 0 for chance."""
    n = len(LEVELS)
    observed = np.zeros((n, n))
    np.add.at(observed, (levels - 1, suggested - 1), 1.0)
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / observed.sum()
    weights = np.square(np.subtract.outer(np.arange(n), np.arange(n)))
    chance = (weights * expected).sum()
    return 1.0 if chance == 0 else float(1.0 - (weights * observed).sum() / chance)


def calibration_error(confidence: Array, right: NDArray[np.bool_]) -> float:
    """Return the mean gap between confidence and success over ten equal bins of confidence."""
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
        for b in range(_BINS)
        if (bins == b).any()
    ]
    return float(sum(gaps))


def bootstrap(
    levels: Levels,
    suggested: Levels,
    probabilities: Array,
    intervals: Levels,
    writers: Sequence[str] | None = None,
    seed: int = 0,
) -> dict[str, tuple[float, float]]:
    """Return a 95 % interval for each figure, resampling the documents.

    What one writer wrote is alike: where `writers` are given, one for each document, all documents
    of a writer are drawn together.
    """
    chance = np.random.default_rng(seed)
    names = np.arange(len(levels)) if writers is None else np.asarray(writers)
    order = np.argsort(names, kind="stable")
    starts = np.unique(names[order], return_index=True)[1]
    parts = np.split(order, starts[1:])
    rows = []
    for _ in range(_RESAMPLES):
        drawn = np.concatenate([parts[k] for k in chance.integers(0, len(parts), len(parts))])
        rows.append(
            agreement(levels[drawn], suggested[drawn], probabilities[drawn], intervals[drawn])
        )
    low, high = np.percentile(np.array(rows), [2.5, 97.5], axis=0)
    return {
        name: (float(a), float(b)) for name, a, b in zip(Agreement._fields, low, high, strict=True)
    }
