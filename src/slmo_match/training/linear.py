"""Linear models over rows that are kept as products.

The rows of statements are ``[features | lemmas @ pieces]`` (see `slmo_match.subwords`), or the
vectors of an encoder. scikit-learn would need the product itself, which has seven times as many
entries; here it is never made. The losses are those of scikit-learn's ``LogisticRegression``, and
so is the solver (L-BFGS).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from slmo_match.subwords import Factors
from slmo_match.vectorise import Matrix

Array = NDArray[np.float64]
Dense = NDArray[np.floating[Any]]
_TOLERANCE = 1e-5


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

    def dot(self, weights: Array) -> Array:
        """Return ``rows @ weights``; weights of shape (n_columns,) or (n_columns, k)."""
        pieces = np.split(weights.astype(np.float32), self._ends[:-1])
        total = sum(_chain(part, w) for part, w in zip(self._parts, pieces, strict=True))
        return np.asarray(total, np.float64)

    def transposed_dot(self, values: Array) -> Array:
        """Return ``rows.T @ values``; values of shape (n,) or (n, k)."""
        single = values.astype(np.float32)
        totals = [_chain(part[::-1], single) for part in self._turned]
        return np.concatenate(totals).astype(np.float64)


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
    C : float
        Inverse strength of regularisation.
    iterations : int
        Most steps of L-BFGS.

    Returns
    -------
    weights : numpy.ndarray, shape (n_columns, classes)
    intercepts : numpy.ndarray, shape (classes,)
    """
    often = np.ones(len(labels)) if counts is None else counts
    places = np.arange(len(labels)), labels

    def loss(values: Array) -> tuple[float, Array]:
        table = values.reshape(-1, classes)
        weights, intercepts = table[:-1], table[-1]
        scores = rows.dot(weights) + intercepts
        scores -= scores.max(axis=1, keepdims=True)
        right = scores[places]
        shares = np.exp(scores, out=scores)
        sums = shares.sum(axis=1)
        shares *= (often / sums)[:, None]
        shares[places] -= often
        gradient = np.vstack([C * rows.transposed_dot(shares) + weights, C * shares.sum(axis=0)])
        total = often @ (np.log(sums) - right)
        return C * total + (weights**2).sum() / 2, gradient.ravel()

    table = lbfgs(loss, (rows.shape[1] + 1) * classes, iterations).reshape(-1, classes)
    return table[:-1], table[-1]


def lbfgs(loss: Callable[[Array], tuple[float, Array]], size: int, iterations: int) -> Array:
    """Return where a loss (value and gradient) is least, starting at zeros of shape (size,)."""
    options: Any = {"maxiter": iterations, "ftol": _TOLERANCE, "gtol": 1e-4}
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x)
