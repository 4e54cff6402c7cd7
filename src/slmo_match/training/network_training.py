"""Learn networks of one hidden layer: Adam with dropout, the same weights every time.

scikit-learn's ``MLPClassifier`` answers one question, drops neither words nor units, and gained
less (model card).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from slmo_match.language.statements import Statement
from slmo_match.match import softmax
from slmo_match.network import Layer, Network, Single
from slmo_match.vectorise import SECTIONS, Matrix, StatementVectorizer, sections

UNITS = 144
COPIES, DROPPED_WORDS = 2, 0.15  # of each statement, without some of its words
DROPPED_UNITS = 0.3
_KEPT_UNITS = np.float32(1 - DROPPED_UNITS)
ROUNDS, BATCH, RATE = 2, 1024, 0.01
_DECAY, _DECAY_OF_SQUARES = 0.9, 0.999  # of what Adam remembers
_WARMING = 0.1  # of all steps, in which the rate grows
_MOST = 4  # times that a statement counts, before the square root
_AT_ONCE = 256  # rows of weights that move, so that they stay near the processor
_GAIN = np.float32(3)  # of the rows, whose numbers are small: their weights are learnt the faster


class Answers(NamedTuple):
    """The answers to one question: ``labels`` (n,) from 0 to ``classes - 1``."""

    labels: NDArray[np.int64]
    classes: int


def fit_network(
    statements: Sequence[Statement],
    rows: Matrix,
    vectorizer: StatementVectorizer,
    questions: Sequence[Answers],
    counts: NDArray[np.float64],
) -> Network:
    """Fit a network by the sum of the cross-entropies of all questions.

    Parameters
    ----------
    statements : sequence of Statement, length n
    rows : scipy.sparse.csr_matrix, shape (n, n_features)
        Of the statements.
    vectorizer : StatementVectorizer
        Fitted; makes the rows of the copies, too.
    questions : sequence of Answers
        Side by side, their classes are the outputs of the network.
    counts : numpy.ndarray, shape (n,)
        How often each statement was met; it counts by the root of that, of four at most.

    Returns
    -------
    Network
    """
    columns, turns = vectorizer.columns_of_network(), COPIES + 1
    seen = _with_copies(statements, rows, vectorizer)
    weights = np.sqrt(np.minimum(counts, _MOST)).astype(np.float32)
    tiled = [Answers(np.tile(labels, turns), classes) for labels, classes in questions]
    hidden, last = fit_layers(seen * _GAIN, tiled, np.tile(weights, turns), UNITS, ROUNDS)
    hidden[0][seen.getnnz(axis=0) == 0] = 0  # of what was never met, nothing was learnt
    learnt = Network((hidden[0] * _GAIN, hidden[1]), last, columns, rows.shape[1])
    return Network.from_state(learnt.state(), columns, rows.shape[1])  # as it will be loaded


def _with_copies(
    statements: Sequence[Statement], rows: Matrix, vectorizer: StatementVectorizer
) -> Matrix:
    """Return what the network sees of the statements, then of their copies without some words."""
    columns, chance = vectorizer.columns_of_network(), np.random.default_rng(0)
    words, seen = vectorizer.words_of(statements), [rows[:, columns]]
    for _ in range(COPIES):
        fewer = words.fewer(chance.random(len(words.rows)) >= DROPPED_WORDS)
        seen.append(vectorizer.rows_of(fewer)[:, columns])
    headings = sparse.vstack([_headings(statements)] * len(seen))
    return Matrix(sparse.hstack([sparse.vstack(seen), headings]))


def _headings(statements: Sequence[Statement]) -> Matrix:
    """Return the kinds of headings, but for *about us*.

    Duties that follow without a heading of their own stand under it, too; the network believed it
    too much.
    """
    found = sections(statements)
    found.data[found.indices == SECTIONS.index("company")] = 0
    found.eliminate_zeros()
    return found


def fit_layers(
    rows: Matrix, questions: Sequence[Answers], weights: Single, units: int, rounds: int
) -> tuple[Layer, Layer]:
    """Fit the hidden layer and the last one.

    Parameters
    ----------
    rows : scipy.sparse.csr_matrix, shape (n, n_columns)
    questions : sequence of Answers
        Side by side, their classes are the outputs of the last layer.
    weights : numpy.ndarray, shape (n,)
        How much each row counts.
    units, rounds : int
        Of the hidden layer; over all rows.

    Returns
    -------
    pair of pairs of arrays
        Weights and intercepts of each layer.
    """
    with threadpool_limits(1):  # as in `statement_training`
        return _layers(rows, questions, weights, units, rounds)


def _layers(
    rows: Matrix, questions: Sequence[Answers], weights: Single, units: int, rounds: int
) -> tuple[Layer, Layer]:
    """Return the two layers after all steps, which change them in place."""
    chance = np.random.default_rng(0)
    outputs = sum(question.classes for question in questions)
    hidden = _normal(chance, rows.shape[1], units), np.zeros(units, np.float32)
    last = _normal(chance, units, outputs), np.zeros(outputs, np.float32)
    of_words, *others = (_Adam(part) for part in (*hidden, *last))
    for chosen, rate in _steps(chance, rows.shape[0], rounds):
        kept = chance.random((len(chosen), units), np.float32) >= DROPPED_UNITS
        batch = rows[chosen]
        met = np.flatnonzero(np.bincount(batch.indices, minlength=batch.shape[1]))
        part = (hidden[0][met], hidden[1]), last
        answers = [Answers(question.labels[chosen], question.classes) for question in questions]
        slopes = _slopes(part, batch[:, met], kept, answers, weights[chosen])
        of_words.step(slopes[0], rate, met)
        for adam, slope in zip(others, slopes[1:], strict=True):
            adam.step(slope, rate)
    return hidden, last


def _slopes(
    layers: tuple[Layer, Layer],
    rows: Matrix,
    kept: NDArray[np.bool_],
    questions: Sequence[Answers],
    weights: Single,
) -> list[Single]:
    """Return the gradients of the weights and intercepts of both layers.

    The loss is the cross-entropy of each row times its weight, over the number of rows, summed
    over the questions; units that are not kept are dropped, the others made up for it.
    """
    hidden, last = layers
    values: Single = rows @ hidden[0] + hidden[1]
    passing = kept & (values > 0)
    # sparse, because products of dense matrices add in another order on other processors
    units = _chosen(values, passing)
    units.data /= _KEPT_UNITS
    errors = _errors(units @ last[0] + last[1], questions)
    errors *= (weights / len(weights))[:, None]
    back: Single = sparse.csr_matrix(errors) @ np.ascontiguousarray(last[0].T)
    back *= passing
    back /= _KEPT_UNITS
    return [rows.T @ back, back.sum(axis=0), units.T @ errors, errors.sum(axis=0)]


def _chosen(values: Single, chosen: NDArray[np.bool_]) -> Matrix:
    """Return a sparse matrix of the chosen values."""
    ends = np.cumsum(np.count_nonzero(chosen, axis=1))
    columns = np.flatnonzero(chosen) % values.shape[1]
    return sparse.csr_matrix((values[chosen], columns, np.append(0, ends)), shape=values.shape)


def _errors(outputs: Single, questions: Sequence[Answers]) -> Single:
    """Return by how much the probability of each answer is too high."""
    ends = np.cumsum([question.classes for question in questions])
    shares = np.hstack([softmax(part) for part in np.split(outputs, ends[:-1], axis=1)])
    for (labels, classes), end in zip(questions, ends, strict=True):
        shares[np.arange(len(labels)), end - classes + labels] -= 1
    return shares


def _normal(chance: np.random.Generator, rows: int, columns: int) -> Single:
    return chance.standard_normal((rows, columns), np.float32) * np.float32(0.1)


def _steps(
    chance: np.random.Generator, n: int, rounds: int
) -> Iterator[tuple[NDArray[np.int64], float]]:
    """Yield the statements of each step and its rate, which grows and then falls to nothing."""
    a_round = -(-n // BATCH)
    total = rounds * a_round
    for step in range(total):
        if step % a_round == 0:
            order = chance.permutation(n)
        place = step % a_round * BATCH
        falling = (1 + np.cos(np.pi * step / total)) / 2
        # sorted, so that a batch is cut out of the rows at once
        yield np.sort(order[place : place + BATCH]), RATE * min(step / total / _WARMING, falling)


class _Adam:
    """Steps along gradients, each weight in its own units (Kingma and Ba 2015, *Adam*).

    A step can be of some rows of the weights alone, and only these forget (as PyTorch's
    ``SparseAdam``): most words are not met in a batch.
    """

    def __init__(self, part: Single) -> None:
        self._part, self._count = part, 0
        self._means, self._squares = np.zeros_like(part), np.zeros_like(part)

    def step(self, slope: Single, rate: float, rows: NDArray[np.int64] | None = None) -> None:
        """Move the weights in place; of `rows` alone, if they are given. `slope` is used up."""
        self._count += 1
        corrections = np.sqrt(1 - _DECAY_OF_SQUARES**self._count) / (1 - _DECAY**self._count)
        scale = np.float32(rate * corrections)
        for start in range(0, len(slope), _AT_ONCE):
            block = slice(start, start + _AT_ONCE)
            self._move(slope[block], scale, block if rows is None else rows[block])

    def _move(self, slope: Single, scale: np.float32, rows: NDArray[np.int64] | slice) -> None:
        mean, square = self._means[rows], self._squares[rows]
        mean *= np.float32(_DECAY)
        mean += slope * np.float32(1 - _DECAY)
        slope *= slope
        slope *= np.float32(1 - _DECAY_OF_SQUARES)
        square *= np.float32(_DECAY_OF_SQUARES)
        square += slope
        self._means[rows], self._squares[rows] = mean, square
        step = np.sqrt(square)
        step += np.float32(1e-8)
        np.divide(mean, step, out=step)
        step *= scale
        self._part[rows] -= step
