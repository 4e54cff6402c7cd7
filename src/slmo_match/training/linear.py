"""Linear models over rows that are kept as products.

The rows of statements are ``[features | lemmas @ pieces]`` (see `slmo_match.subwords`), or the
vectors of an encoder. scikit-learn would need the product itself, which has seven times as many
entries; here it is never made. The loss is that of scikit-learn's ``LogisticRegression``, and that
of ordinary statements where they are given; the solver is the same (L-BFGS). It sees each weight in
units of how much the loss bends along it, about: rare features and rare classes are then learnt as
fast as frequent ones, in half the steps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from slmo_match.subwords import Factors
from slmo_match.training.background import Ordinary
from slmo_match.vectorise import Matrix

Array = NDArray[np.float64]
Single = NDArray[np.float32]
Dense = NDArray[np.floating[Any]]
_TOLERANCE = 1e-6
_BEND = 0.1  # of the loss in the end, as a part of what it is where all rows look alike


class Rows:
    """Rows ``[features | lemmas @ pieces | more]`` of n statements.

    Parameters
    ----------
    features : scipy.sparse.csr_matrix or numpy.ndarray, shape (n, n_features)
    factors : Factors, optional
    more : scipy.sparse.csr_matrix, shape (n, n_more), optional
    """

    def __init__(
        self, features: Matrix | Dense, factors: Factors | None = None, more: Matrix | None = None
    ) -> None:
        parts: list[tuple[Matrix | Dense, ...]] = [(features,)]
        parts += [tuple(factors)] if factors is not None else []
        parts += [(more,)] if more is not None else []
        # single precision: half the time of the products, which are nearly all of the time
        self._parts = [tuple(m.astype(np.float32) for m in part) for part in parts]
        self._turned = [tuple(map(_turned, part)) for part in self._parts]
        self._ends = np.cumsum([part[-1].shape[1] for part in parts])
        self.shape = (features.shape[0], int(self._ends[-1]))

    def dot(self, weights: Array) -> Single:
        """Return ``rows @ weights``; weights of shape (n_columns,) or (n_columns, k)."""
        pieces = np.split(weights.astype(np.float32), self._ends[:-1])
        total = sum(_chain(part, w) for part, w in zip(self._parts, pieces, strict=True))
        return np.asarray(total, np.float32)

    def transposed_dot(self, values: Dense) -> Array:
        """Return ``rows.T @ values``; values of shape (n,) or (n, k)."""
        single = values.astype(np.float32)
        totals = [_chain(part[::-1], single) for part in self._turned]
        return np.concatenate(totals).astype(np.float64)

    def squares(self, counts: Dense) -> Array:
        """Return the sums of squares of the columns, shape (n_columns,); rows count so often.

        Of a product, without what different lemmas of a statement have in common.
        """
        single = counts.astype(np.float32)
        totals = [_chain(tuple(map(_squared, part[::-1])), single) for part in self._turned]
        return np.concatenate(totals).astype(np.float64)


def _squared(matrix: Matrix | Dense) -> Matrix | Dense:
    return matrix**2 if isinstance(matrix, np.ndarray) else matrix.power(2)


def _turned(matrix: Matrix | Dense) -> Matrix | Dense:
    return matrix.T if isinstance(matrix, np.ndarray) else matrix.T.tocsr()


def _chain(matrices: tuple[Matrix | Dense, ...], values: Dense) -> Dense:
    for matrix in reversed(matrices):
        values = matrix @ values
    return values


def fit_multinomial(
    rows: Rows,
    labels: NDArray[np.int64],
    classes: int,
    counts: Array | None = None,
    ordinary: Ordinary | None = None,
    *,
    C: float,  # noqa: N803
    iterations: int,
) -> tuple[Array, Array]:
    """Fit a multinomial logistic model.

    Parameters
    ----------
    rows : Rows
    labels : numpy.ndarray of int, shape (n,)
        0 to ``classes - 1``.
    classes : int
    counts : numpy.ndarray, shape (n,), optional
        How often each row counts; once by default.
    ordinary : Ordinary, optional
        Statements without labels, for which each class should be less likely than the first.
    C : float
        Inverse strength of regularisation.
    iterations : int
        Most steps of L-BFGS.

    Returns
    -------
    weights : numpy.ndarray, shape (n_columns, classes)
    intercepts : numpy.ndarray, shape (classes,)
    """
    often = np.ones(len(labels), np.float32) if counts is None else counts.astype(np.float32)
    places = np.arange(len(labels)), labels

    def loss(table: Array) -> tuple[float, Array]:
        weights, intercepts = table[:-1], table[-1]
        scores = rows.dot(weights) + intercepts.astype(np.float32)
        scores -= scores.max(axis=1, keepdims=True)
        right = scores[places]
        shares = np.exp(scores, out=scores)
        sums = shares.sum(axis=1)
        total = float((often * (np.log(sums) - right)).sum(dtype=np.float64))
        shares *= (often / sums)[:, None]
        shares[places] -= often
        of_intercepts = shares.sum(axis=0, dtype=np.float64)
        slopes = np.vstack([rows.transposed_dot(shares), of_intercepts])
        if ordinary is not None:
            total += _above_the_first(ordinary, table, slopes)
        slopes *= C
        slopes[:-1] += weights
        return C * total + (weights**2).sum() / 2, slopes

    total_count = often.sum(dtype=np.float64)
    frequencies = np.bincount(labels, weights=often, minlength=classes) / total_count
    table = _lbfgs(loss, _units(rows, often, frequencies, C), iterations)
    return table[:-1], table[-1]


def _units(rows: Rows, often: Single, frequencies: Array, C: float) -> Array:  # noqa: N803
    """Return the roots of how much the loss bends along each weight and intercept, about."""
    squares = np.append(rows.squares(often), often.sum(dtype=np.float64))
    return np.sqrt(1 + _BEND * C * np.outer(squares, frequencies * (1 - frequencies)))


def _above_the_first(ordinary: Ordinary, table: Array, slopes: Array) -> float:
    """Return the loss of ordinary statements by class, against the first; add to the slopes."""
    against = table[:, 1:] - table[:, :1]
    total, of_weights, of_intercepts = ordinary.loss(against[:-1], against[-1])
    added = np.vstack([of_weights, of_intercepts])
    slopes[:, 1:] += added
    slopes[:, 0] -= added.sum(axis=1)
    return total


def _lbfgs(loss: Callable[[Array], tuple[float, Array]], units: Array, iterations: int) -> Array:
    """Return where a loss (value and gradient) is least, starting at zeros, seen in units."""

    def scaled(values: Array) -> tuple[float, Array]:
        value, slopes = loss(values.reshape(units.shape) / units)
        return value, (slopes / units).ravel()

    options: Any = {"maxiter": iterations, "ftol": _TOLERANCE, "gtol": 1e-4}
    start = np.zeros(units.size)
    found = minimize(scaled, start, jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x).reshape(units.shape) / units
