"""How real adverts speak: second moments of lemmas, stems and concepts in their statements.

Only sums are known, no sentence (see ``models/background/count_cooccurrence.py``). They are
enough to tell the model of relevance that an ordinary statement should score low: the mean of
``(w·x + b + margin)²`` over all statements is a quadratic form of these sums, exact for squared
loss. It is added to the logistic loss of the labelled statements.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from slmo_match.errors import SlmoError
from slmo_match.training.linear import Rows, lbfgs
from slmo_match.vectorise import Matrix, StatementVectorizer

MARGIN = 5.0
SHARE = 0.01  # weight of a background statement beside a labelled one
Array = NDArray[np.float64]


class Background(NamedTuple):
    """Sums over ``statements`` real statements: means and second moments by name."""

    names: list[str]
    means: Array
    moments: Matrix
    statements: int

    def for_columns(self, vectorizer: StatementVectorizer) -> tuple[Array, Matrix]:
        """Return means (n_features,) and moments (n_features, n_features) of a vectorizer."""
        columns = {name: i for i, name in enumerate(vectorizer.names())}
        here = np.array([columns.get(name, -1) for name in self.names])
        place = sparse.csr_matrix(
            (np.ones((here >= 0).sum()), (here[here >= 0], np.flatnonzero(here >= 0))),
            shape=(vectorizer.n_features_, len(self.names)),
        )
        return place @ self.means, sparse.csr_matrix(place @ self.moments @ place.T)


def read_background(path: Path) -> Background:
    """Read the sums.

    Raises
    ------
    SlmoError
        If the file is missing or damaged.
    """
    try:
        with open(path, "rb") as opened, np.load(opened, allow_pickle=False) as file:
            names = [str(name) for name in file["names"]]
            upper = sparse.coo_matrix(
                (file["values"].astype(float), (file["first"], file["second"])),
                shape=(len(names), len(names)),
            ).tocsr()
            means, statements = file["means"].astype(float), int(file["statements"])
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise SlmoError(f"cannot read the counts of real adverts {path}: {error}") from error
    moments = upper + upper.T - sparse.diags(upper.diagonal())
    return Background(names, means, sparse.csr_matrix(moments), statements)


def fit_relevance(
    rows: Rows,
    relevant: NDArray[np.bool_],
    background: tuple[Array, Matrix, int],
    spread: Matrix | None = None,
    counts: Array | None = None,
    *,
    C: float,  # noqa: N803
    iterations: int,
) -> tuple[Array, Array]:
    """Fit a logistic model that also keeps ordinary statements low.

    Parameters
    ----------
    rows : Rows
        Their first columns are those of the vectorizer.
    relevant : numpy.ndarray of bool, shape (n,)
    background : tuple
        Means, second moments and number of the background statements, for the first columns.
    spread : scipy.sparse.csr_matrix, shape (n_features, n_more), optional
        How much of the columns after those of the vectorizer comes with each of its features, so
        that the background is known for them, too.
    C : float
        Inverse strength of regularisation.
    iterations : int
        Most steps of L-BFGS.

    Returns
    -------
    weights : numpy.ndarray, shape (n_columns, 1)
    intercepts : numpy.ndarray, shape (1,)
    """
    means, moments, count = background
    signs = np.where(relevant, 1.0, -1.0)
    often = np.ones(len(signs)) if counts is None else counts
    share = SHARE * count
    size = len(means)

    def loss(values: Array) -> tuple[float, Array]:
        weights, intercept = values[:-1], values[-1]
        margins = signs * (rows.dot(weights) + intercept)
        slopes = -often * signs / (1.0 + np.exp(np.clip(margins, -30, 30)))
        level = intercept + MARGIN
        known = weights[:size]
        if spread is not None:
            known = known + spread @ weights[size:]
        pulled = moments @ known
        quadratic = known @ pulled + 2 * level * (means @ known) + level**2
        total = often @ np.logaddexp(0, -margins) + share * quadratic / 2
        gradient = rows.transposed_dot(slopes)
        slope = share * (pulled + level * means)
        gradient[:size] += slope
        if spread is not None:
            gradient[size:] += spread.T @ slope
        of_intercept = slopes.sum() + share * (means @ known + level)
        return (
            C * total + weights @ weights / 2,
            np.append(C * gradient + weights, C * of_intercept),
        )

    found = lbfgs(loss, rows.shape[1] + 1, iterations)
    return found[:-1, None], found[-1:]
