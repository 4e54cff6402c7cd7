"""A small network over the words of a statement: what they say together, not one by one.

One hidden layer looks at lemmas, concepts, norms and bigrams, the first word, the form of the
statement and the heading above it, and answers three questions at once (after Iyyer, Manjunatha,
Boyd-Graber and Daumé 2015, *Deep unordered composition rivals syntactic methods for text
classification*; Caruana 1997, *Multitask learning*).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from slmo_match.vectorise import Matrix

Single = NDArray[np.float32]
Layer = tuple[Single, Single]  # weights and intercepts
_LARGEST = 127  # of a byte


def as_bytes(weights: Single) -> tuple[NDArray[np.int8], Single]:
    """Return weights (n, n_units) as bytes, and the scale of each unit, shape (n_units,)."""
    scales = np.maximum(np.abs(weights).max(axis=0), np.float32(1e-30)) / _LARGEST
    return np.rint(weights / scales).astype(np.int8), scales


class Network:
    """One layer of rectified linear units, and a linear one.

    Parameters
    ----------
    hidden, last : pairs of arrays
        Weights (n_columns + n_sections, n_units) and (n_units, n_outputs), and the intercepts of
        each. The weights of the hidden layer go on with the kinds of headings.
    columns : numpy.ndarray of int, shape (n_columns,)
        The columns of the rows that are looked at.
    width : int
        Of the rows.
    """

    def __init__(self, hidden: Layer, last: Layer, columns: NDArray[np.int64], width: int) -> None:
        weights, self._intercepts = hidden
        self.last, self._columns = last, columns
        # in their places: to cut the columns out of each batch takes longer than all the rest
        self._of_words = np.zeros((width, len(self._intercepts)), np.float32)
        self._of_words[columns] = weights[: len(columns)]
        self._of_sections = weights[len(columns) :].copy()

    @property
    def hidden(self) -> Layer:
        """The hidden layer, as it was given."""
        weights = np.vstack([self._of_words[self._columns], self._of_sections])
        return weights, self._intercepts

    def outputs(self, rows: Matrix, sections: Matrix) -> Single:
        """Return the log-probabilities of the answers, up to a constant a row and question.

        Parameters
        ----------
        rows : scipy.sparse.csr_matrix, shape (n, width)
        sections : scipy.sparse.csr_matrix, shape (n, n_sections)

        Returns
        -------
        numpy.ndarray, shape (n, n_outputs)
        """
        sums = rows @ self._of_words + sections @ self._of_sections
        units = np.maximum(sums + self._intercepts, 0)
        # sparse, because a product of dense matrices adds otherwise in a batch than alone
        return np.asarray(sparse.csr_matrix(units) @ self.last[0] + self.last[1])

    def state(self) -> dict[str, NDArray[Any]]:
        """Return the weights (of the hidden layer as bytes, each unit to its scale)."""
        weights, intercepts = self.hidden
        of_bytes, scales = as_bytes(weights)
        return {
            "network_hidden_weights": of_bytes,
            "network_hidden_scales": scales,
            "network_hidden_intercepts": intercepts,
            "network_last_weights": self.last[0].astype(np.float16),
            "network_last_intercepts": self.last[1],
        }

    @classmethod
    def from_state(cls, arrays: Any, columns: NDArray[np.int64], width: int) -> Network:
        """Return the network that `state` described."""
        weights = arrays["network_hidden_weights"] * arrays["network_hidden_scales"]
        last = arrays["network_last_weights"].astype(np.float32)
        return cls(
            (weights, arrays["network_hidden_intercepts"]),
            (last, arrays["network_last_intercepts"]),
            columns,
            width,
        )
