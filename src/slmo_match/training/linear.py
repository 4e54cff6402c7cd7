"""Linear models over rows that are kept as products.

The rows of statements are ``[features | lemmas @ pieces]`` (see `slmo_match.subwords`).
scikit-learn would need the product itself, which has seven times as many entries; here it is
never made. The losses are those of scikit-learn's ``LogisticRegression``, and so is the solver
(L-BFGS).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from slmo_match.subwords import Factors
from slmo_match.vectorise import Matrix

Array = NDArray[np.float64]
_TOLERANCE = 1e-5


class Rows:
    """Rows ``[features | lemmas @ pieces | more]`` of n statements.

    Parameters
    ----------
    features : scipy.sparse.csr_matrix, shape (n, n_features)
    factors : Factors, optional
    more : scipy.sparse.csr_matrix, shape (n, n_more), optional
    """

    def __init__(
        self, features: Matrix, factors: Factors | None = None, more: Matrix | None = None
    ) -> None:
        parts: list[tuple[Matrix, ...]] = [(features,)]
        parts += [tuple(factors)] if factors is not None else []
        parts += [(more,)] if more is not None else []
        self._parts = [tuple(sparse.csr_matrix(m, dtype=np.float64) for m in p) for p in parts]
        self._turned = [tuple(m.T.tocsr() for m in part) for part in self._parts]
        self._ends = np.cumsum([part[-1].shape[1] for part in self._parts])
        self.shape = (features.shape[0], int(self._ends[-1]))

    def __getitem__(self, chosen: NDArray[np.bool_]) -> Rows:
        """Return the chosen rows; `chosen` is of shape (n,)."""
        return self._of([(part[0][chosen], *part[1:]) for part in self._parts])

    def used(self) -> tuple[Rows, NDArray[np.int64]]:
        """Return the rows without columns of zeros, and the places of the columns that stay."""
        parts, places, first = [], [], 0
        for part in self._parts:
            kept = np.arange(part[0].shape[0])
            chain: tuple[Matrix, ...] = ()
            for matrix in part:
                chosen = matrix[kept]
                kept = np.flatnonzero(chosen.getnnz(axis=0))
                chain += (chosen[:, kept],)
            parts.append(chain)
            places.append(first + kept)
            first += part[-1].shape[1]
        return self._of(parts), np.concatenate(places)

    @classmethod
    def _of(cls, parts: list[tuple[Matrix, ...]]) -> Rows:
        rows = object.__new__(cls)
        rows._parts = parts
        rows._turned = [tuple(m.T.tocsr() for m in part) for part in parts]
        rows._ends = np.cumsum([part[-1].shape[1] for part in parts])
        rows.shape = (parts[0][0].shape[0], int(rows._ends[-1]))
        return rows

    def dot(self, weights: Array) -> Array:
        """Return ``rows @ weights``; weights of shape (n_columns,) or (n_columns, k)."""
        pieces = np.split(weights, self._ends[:-1])
        return np.asarray(sum(_chain(p, w) for p, w in zip(self._parts, pieces, strict=True)))

    def transposed_dot(self, values: Array) -> Array:
        """Return ``rows.T @ values``; values of shape (n,) or (n, k)."""
        return np.concatenate([_chain(part[::-1], values) for part in self._turned])


def _chain(matrices: tuple[Matrix, ...], values: Array) -> Array:
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
    used, columns = rows.used()  # the others have no weight
    often = np.ones(len(labels)) if counts is None else counts
    wanted = np.zeros((len(labels), classes))
    wanted[np.arange(len(labels)), labels] = 1.0

    def loss(values: Array) -> tuple[float, Array]:
        table = values.reshape(-1, classes)
        weights, intercepts = table[:-1], table[-1]
        scores = used.dot(weights) + intercepts
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        sums = shares.sum(axis=1, keepdims=True)
        total = often @ (np.log(sums[:, 0]) - scores[wanted > 0])
        slopes = often[:, None] * (shares / sums - wanted)
        gradient = np.vstack([C * used.transposed_dot(slopes) + weights, C * slopes.sum(axis=0)])
        return C * total + (weights**2).sum() / 2, gradient.ravel()

    table = lbfgs(loss, (len(columns) + 1) * classes, iterations).reshape(-1, classes)
    weights = np.zeros((rows.shape[1], classes))
    weights[columns] = table[:-1]
    return weights, table[-1]


def lbfgs(loss: Callable[[Array], tuple[float, Array]], size: int, iterations: int) -> Array:
    """Return where a loss (value and gradient) is least, starting at zeros of shape (size,)."""
    options: Any = {"maxiter": iterations, "ftol": _TOLERANCE, "gtol": 1e-4}
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x)
