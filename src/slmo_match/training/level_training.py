"""Learn the step from criteria to levels, and how wide an honest interval is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from slmo_match.assessment import LEVELS
from slmo_match.levels import OBSERVED, LevelModel, grow, suggest

Array = NDArray[np.float64]
_LEAST = 0.6  # a lone level of less certainty is no interval, even where coverage would allow it
_MOST = 0.999
_STEPS = 200
_FOLDS = 5
_NEVER = -20.0
_OBSERVED_C = 20.0  # times C: one output, fewer features


def fit_levels(
    features: Array,
    levels: NDArray[np.int64],
    *,
    C: float = 0.05,  # noqa: N803
    coverage: float = 0.9,
) -> LevelModel:
    """Fit the two logistic models and calibrate the interval.

    Parameters
    ----------
    features : numpy.ndarray, shape (n, N_FEATURES)
        From statements that were scored by a model that had not seen them; rows of NaN, of texts
        that could not be assessed, are left out.
    levels : numpy.ndarray, shape (n,)
    C : float
        Inverse strength of regularisation.
    coverage : float
        Share of documents whose level the interval shall hold.

    Returns
    -------
    LevelModel
        Its interval is calibrated on probabilities of models that had not seen the document.

    Raises
    ------
    ValueError
        If no row is left.
    """
    known = ~np.isnan(features).any(axis=1)
    if not known.any():
        raise ValueError(f"none of the {len(levels)} texts can be assessed: nothing to learn from")
    features, levels = features[known], levels[known]
    with threadpool_limits(1):  # as in `statement_training`
        model = _without_interval(features, levels, C)
        unseen = _cross_fitted(features, levels, C)
    model.mass = mass_for(unseen, levels, coverage)
    return model


def _without_interval(features: Array, levels: NDArray[np.int64], C: float) -> LevelModel:  # noqa: N803
    above = levels > 1
    weights, intercepts = _fit(features[:, OBSERVED], above.astype(int), 2, C * _OBSERVED_C)
    which = _fit(features[above], levels[above] - 2, len(LEVELS) - 1, C)
    observed = weights[:, 1] - weights[:, 0], intercepts[1] - intercepts[0]
    return LevelModel(observed, which, 1.0)


def _cross_fitted(features: Array, levels: NDArray[np.int64], C: float) -> Array:  # noqa: N803
    """Return the probabilities of each document by a model that was fitted without it."""
    folds = np.empty(len(levels), np.int64)
    folds[np.argsort(levels, kind="stable")] = np.arange(len(levels)) % _FOLDS  # of all levels
    found = np.empty((len(levels), len(LEVELS)))
    for fold in range(_FOLDS):
        out = folds == fold
        model = _without_interval(features[~out], levels[~out], C)
        found[out] = model.probabilities(features[out])
    return found


def _fit(
    features: Array,
    classes: NDArray[np.int64],
    count: int,
    C: float,  # noqa: N803
) -> tuple[Array, Array]:
    """Fit a logistic model on standardised features.

    Returns weights (n_features, count) and intercepts (count,) for the features as they are;
    classes that do not occur are never answered.
    """
    present = np.unique(classes)
    weights = np.zeros((features.shape[1], count))
    intercepts = np.full(count, _NEVER)
    intercepts[present] = 0.0
    if len(present) > 1:
        center, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
        fitted = LogisticRegression(C=C, max_iter=2000).fit((features - center) / scale, classes)
        rows, offsets = fitted.coef_, fitted.intercept_
        if len(present) == 2:
            rows, offsets = np.vstack([-rows, rows]) / 2, np.append(-offsets, offsets) / 2
        weights[:, present] = (rows / scale).T
        intercepts[present] = offsets - rows @ (center / scale)
    return weights, intercepts


def mass_for(
    probabilities: Array, levels: NDArray[np.int64], coverage: float, least: float = _LEAST
) -> float:
    """Return the least mass of an interval with which `coverage` of the levels are held.

    Of n levels, that of the next one among them: ``coverage * (n + 1) / n`` of them (split
    conformal prediction, Vovk et al. 2005, *Algorithmic Learning in a Random World*).
    """
    share = min(1.0, coverage * (len(levels) + 1) / len(levels))
    starts = suggest(probabilities).tolist()
    for mass in np.linspace(least, _MOST, _STEPS):
        intervals = (
            grow(row, start, float(mass)) for row, start in zip(probabilities, starts, strict=True)
        )
        held = [low <= level <= high for (low, high), level in zip(intervals, levels, strict=True)]
        if np.mean(held) >= share:
            return float(mass)
    return _MOST
