"""A small network over the words of a statement: what they say together, not one by one.

One hidden layer looks at lemmas, concepts and norms and answers, at once, whether the statement is
the role's own duty of one of the criteria, and of which (after Iyyer, Manjunatha, Boyd-Graber and
Daumé 2015, *Deep unordered composition rivals syntactic methods for text classification*).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from slmo_match.vectorise import Matrix

Single = NDArray[np.float32]
Layer = tuple[Single, Single]  # weights and intercepts


class Network:
    """One layer of rectified linear units, and a linear one.

    Parameters
    ----------
    hidden, last : pairs of arrays
        Weights (n_columns, n_units) and (n_units, n_outputs) and the intercepts of each. The
        outputs are nothing and the criteria.
    columns : numpy.ndarray of int, shape (n_columns,)
        The columns of the rows that are looked at.
    width : int
        Of the rows.
    """

    def __init__(
        self,
        hidden: Layer,
        last: Layer,
        columns: NDArray[np.int64],
        width: int,
    ) -> None:
        self.hidden, self.last = hidden, last
        self._placed = np.zeros((width, len(hidden[1])), np.float32)
        self._placed[columns] = hidden[0]

    def outputs(self, rows: Matrix) -> Single:
        """Return the log-probabilities of nothing and of each criterion, up to a constant a row.

        Parameters
        ----------
        rows : scipy.sparse.csr_matrix, shape (n, width)

        Returns
        -------
        numpy.ndarray, shape (n, 1 + n_criteria)
        """
        units = np.maximum(rows @ self._placed + self.hidden[1], 0)
        # sparse, because a product of dense matrices adds otherwise in a batch than alone
        return np.asarray(sparse.csr_matrix(units) @ self.last[0] + self.last[1])

    def state(self) -> dict[str, NDArray[Any]]:
        """Return the weights (half precision) and intercepts."""
        return {
            "network_hidden_weights": self.hidden[0].astype(np.float16),
            "network_hidden_intercepts": self.hidden[1],
            "network_last_weights": self.last[0].astype(np.float16),
            "network_last_intercepts": self.last[1],
        }

    @classmethod
    def from_state(cls, arrays: Any, columns: NDArray[np.int64], width: int) -> Network:
        """Return the network that `state` described."""
        hidden, last = (
            (arrays[f"network_{name}_weights"].astype(np.float32),
             arrays[f"network_{name}_intercepts"])
            for name in ("hidden", "last")
        )  # fmt: skip
        return cls(hidden, last, columns, width)
