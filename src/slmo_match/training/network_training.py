"""Learn the network of the statement model: Adam with dropout, the same weights every time.

scikit-learn's ``MLPClassifier`` drops neither words nor units, and gained less (model card).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from slmo_match.language.statements import Statement
from slmo_match.network import Layer, Network, Single
from slmo_match.vectorise import Matrix, StatementVectorizer

UNITS = 64
COPIES, DROPPED_WORDS = 2, 0.15  # of each statement, without some of its words
DROPPED_UNITS = 0.3
_KEPT_UNITS = np.float32(1 - DROPPED_UNITS)
ROUNDS, BATCH, RATE = 3, 1024, 0.01
_DECAY, _DECAY_OF_SQUARES = 0.9, 0.999  # of what Adam remembers
_WARMING = 0.1  # of all steps, in which the rate grows
_MOST = 4  # times that a statement counts, before the square root
_GAIN = 3.0  # of the rows, whose numbers are small: their weights are learnt the faster


def fit_network(
    statements: Sequence[Statement],
    rows: Matrix,
    vectorizer: StatementVectorizer,
    labels: NDArray[np.int64],
    classes: int,
    counts: NDArray[np.float64],
) -> Network:
    """Fit a network by cross-entropy.

    Parameters
    ----------
    statements : sequence of Statement, length n
    rows : scipy.sparse.csr_matrix, shape (n, n_features)
        Of the statements.
    vectorizer : StatementVectorizer
        Fitted; makes the rows of the copies, too.
    labels : numpy.ndarray of int, shape (n,)
        0 to ``classes - 1``.
    classes : int
    counts : numpy.ndarray, shape (n,)
        How often each statement was met; it counts by the root of that, of four at most.

    Returns
    -------
    Network
    """
    columns, chance = vectorizer.columns_of_meaning(), random.Random(0)
    copies = [vectorizer.transform(_fewer_words(statements, chance)) for _ in range(COPIES)]
    seen = sparse.vstack([matrix[:, columns] for matrix in (rows, *copies)], format="csr")
    weights = np.sqrt(np.minimum(counts, _MOST)).astype(np.float32)
    turns = COPIES + 1
    with threadpool_limits(1):  # as in `statement_training`
        hidden, last = _layers(
            seen * np.float32(_GAIN), np.tile(labels, turns), classes, np.tile(weights, turns)
        )
    hidden[0][seen.getnnz(axis=0) == 0] = 0  # of what was never met, nothing was learnt
    return Network((hidden[0] * np.float32(_GAIN), hidden[1]), last, columns, rows.shape[1])


def _fewer_words(statements: Sequence[Statement], chance: random.Random) -> list[Statement]:
    """Leave out some words of each statement, never all."""
    found = []
    for statement in statements:
        kept = tuple(word for word in statement.words if chance.random() >= DROPPED_WORDS)
        found.append(statement._replace(words=kept) if kept else statement)
    return found


def _layers(
    rows: Matrix, labels: NDArray[np.int64], classes: int, weights: Single
) -> tuple[Layer, Layer]:
    """Return the two layers after all steps, which change them in place."""
    chance = np.random.default_rng(0)
    hidden = _normal(chance, rows.shape[1], UNITS), np.zeros(UNITS, np.float32)
    last = _normal(chance, UNITS, classes), np.zeros(classes, np.float32)
    adam = _Adam([*hidden, *last])
    for chosen, rate in _steps(chance, len(labels)):
        kept = chance.random((len(chosen), UNITS), np.float32) >= DROPPED_UNITS
        slopes = _slopes((hidden, last), rows[chosen], kept, labels[chosen], weights[chosen])
        adam.step(slopes, rate)
    return hidden, last


def _slopes(
    layers: tuple[Layer, Layer],
    rows: Matrix,
    kept: NDArray[np.bool_],
    labels: NDArray[np.int64],
    weights: Single,
) -> list[Single]:
    """Return the gradients of the weights and intercepts of both layers.

    The loss is the cross-entropy of each row times its weight, over the number of rows; units that
    are not kept are dropped, the others made up for it.
    """
    hidden, last = layers
    values: Single = rows @ hidden[0] + hidden[1]
    passing = kept & (values > 0)
    units: Single = values * passing / _KEPT_UNITS
    outputs = units @ last[0] + last[1]
    shares = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    shares[np.arange(len(labels)), labels] -= 1
    shares *= (weights / len(labels))[:, None]
    back = shares @ last[0].T * passing / _KEPT_UNITS
    return [rows.T @ back, back.sum(axis=0), units.T @ shares, shares.sum(axis=0)]


def _normal(chance: np.random.Generator, rows: int, columns: int) -> Single:
    return chance.standard_normal((rows, columns), np.float32) * np.float32(0.1)


def _steps(chance: np.random.Generator, n: int) -> Iterator[tuple[NDArray[np.int64], float]]:
    """Yield the statements of each step and its rate, which grows and then falls to nothing."""
    a_round = -(-n // BATCH)
    total = ROUNDS * a_round
    for step in range(total):
        if step % a_round == 0:
            order = chance.permutation(n)
        place = step % a_round * BATCH
        falling = (1 + np.cos(np.pi * step / total)) / 2
        # sorted, so that a batch is cut out of the rows at once
        yield np.sort(order[place : place + BATCH]), RATE * min(step / total / _WARMING, falling)


class _Adam:
    """Steps along gradients, each weight in its own units (Kingma and Ba 2015, *Adam*)."""

    def __init__(self, parts: list[Single]) -> None:
        self._parts = parts
        self._means = [np.zeros_like(part) for part in parts]
        self._squares = [np.zeros_like(part) for part in parts]
        self._count = 0

    def step(self, slopes: list[Single], rate: float) -> None:
        """Move the weights, in place."""
        first, second = _DECAY, _DECAY_OF_SQUARES
        self._count += 1
        scale = np.float32(rate * np.sqrt(1 - second**self._count) / (1 - first**self._count))
        for part, mean, square, slope in zip(
            self._parts, self._means, self._squares, slopes, strict=True
        ):
            mean += np.float32(1 - first) * (slope - mean)
            square += np.float32(1 - second) * (slope * slope - square)
            part -= scale * mean / (np.sqrt(square) + np.float32(1e-8))
