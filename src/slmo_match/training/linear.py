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
        self._set([tuple(m.astype(np.float64) for m in part) for part in parts])

    def __getitem__(self, chosen: NDArray[np.bool_]) -> Rows:
        """Return the chosen rows; `chosen` is of shape (n,)."""
        return self._of([(part[0][chosen], *part[1:]) for part in self._parts])

    def used(self) -> tuple[Rows, NDArray[np.int64]]:
        """Return the rows without columns of zeros, and the places of the columns that stay."""
        parts, places, first = [], [], 0
        for part in self._parts:
            kept = np.arange(part[0].shape[0])
            chain: tuple[Matrix | Dense, ...] = ()
            for matrix in part:
                chosen = matrix[kept]
                kept = _occurring(chosen)
                chain += (chosen[:, kept],)
            parts.append(chain)
            places.append(first + kept)
            first += part[-1].shape[1]
        return self._of(parts), np.concatenate(places)

    @classmethod
    def _of(cls, parts: list[tuple[Matrix | Dense, ...]]) -> Rows:
        rows = object.__new__(cls)
        rows._set(parts)
        return rows

    def _set(self, parts: list[tuple[Matrix | Dense, ...]]) -> None:
        self._parts = parts
        self._turned = [tuple(map(_turned, part)) for part in parts]
        self._ends = np.cumsum([part[-1].shape[1] for part in parts])
        self.shape = (parts[0][0].shape[0], int(self._ends[-1]))

    def dot(self, weights: Array) -> Array:
        """Return ``rows @ weights``; weights of shape (n_columns,) or (n_columns, k)."""
        pieces = np.split(weights, self._ends[:-1])
        return np.asarray(sum(_chain(p, w) for p, w in zip(self._parts, pieces, strict=True)))

    def transposed_dot(self, values: Array) -> Array:
        """Return ``rows.T @ values``; values of shape (n,) or (n, k)."""
        return np.concatenate([_chain(part[::-1], values) for part in self._turned])


def _turned(matrix: Matrix | Dense) -> Matrix | Dense:
    return matrix.T if isinstance(matrix, np.ndarray) else matrix.T.tocsr()


def _occurring(matrix: Matrix | Dense) -> NDArray[np.int64]:
    """Return the columns that are not all zeros."""
    if isinstance(matrix, np.ndarray):
        return np.flatnonzero(matrix.any(axis=0))
    return np.flatnonzero(matrix.getnnz(axis=0))


def _chain(matrices: tuple[Matrix | Dense, ...], values: Array) -> Array:
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
