"""How real adverts speak: second moments of lemmas, stems, norms and concepts in statements.

Only sums are known, no sentence (see ``models/background/count_cooccurrence.py``). They are
enough to tell a linear model that an ordinary statement should score low: the mean of
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
from slmo_match.vectorise import Matrix, StatementVectorizer

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


class Ordinary(NamedTuple):
    """What ordinary statements add to the loss of a linear model.

    Parameters
    ----------
    means : numpy.ndarray, shape (n_features,)
    moments : scipy.sparse.csr_matrix, shape (n_features, n_features)
    weight : float
        How many labelled statements all of them are worth.
    margin : float
        How far below zero each output is drawn, in log-odds.
    spread : scipy.sparse.csr_matrix, shape (n_features, n_more), optional
        How much of the columns after the features comes with each feature, so that the background
        is known for them, too.
    """

    means: Array
    moments: Matrix
    weight: float
    margin: float
    spread: Matrix | None = None

    def loss(self, weights: Array, intercepts: Array) -> tuple[float, Array, Array]:
        """Return half the mean of ``(w·x + b + margin)²``, weighted, summed over k outputs.

        Parameters
        ----------
        weights : numpy.ndarray, shape (n_columns, k)
        intercepts : numpy.ndarray, shape (k,)

        Returns
        -------
        tuple
            The loss and its gradients, of the shapes of weights and intercepts.
        """
        size, level = len(self.means), intercepts + self.margin
        known = weights[:size]
        if self.spread is not None:
            known = known + self.spread @ weights[size:]
        pulled, mean = self.moments @ known, self.means @ known
        squares = (known * pulled).sum(axis=0) + 2 * level * mean + level**2
        slopes = np.zeros_like(weights)
        slopes[:size] = self.weight * (pulled + np.outer(self.means, level))
        if self.spread is not None:
            slopes[size:] = self.spread.T @ slopes[:size]
        return self.weight * squares.sum() / 2, slopes, self.weight * (mean + level)
