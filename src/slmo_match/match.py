"""Statements against criteria: which criterion a statement shows, and whose duty it is.

Three linear models over the rows of `vectorise` answer three questions: does the statement
show any criterion (logistic), which one does it show as the role's own duty, if any
(multinomial), and whose is it (multinomial, with the heading above it). Their weights are learnt
from the corpus; applying them is one sparse product a batch, and a sum over the words for their
pieces. A small network answers the same questions once more, and both are averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from slmo_match.assessment import LEVELS
from slmo_match.language.statements import Statement
from slmo_match.network import Network
from slmo_match.subwords import LemmaScores, Subwords
from slmo_match.vectorise import SECTION_WEIGHT, SECTIONS, StatementVectorizer, sections

OWNERSHIPS = ("own", "other", "negated", "required", "company", "benefit", "none")
Array = NDArray[np.float64]
Floats = TypeVar("Floats", bound=NDArray[np.floating[Any]])
AT_ONCE = 0.6  # weight of the model that asks for the criterion and its owner at once
OF_NETWORK = 0.5  # weight of the network beside the linear models
_LEAST = 1e-6  # probability
_MOST = 8192  # statements: their concepts are looked at in a dense table


class Scores(NamedTuple):
    """What was found in n statements.

    ``strength`` (n,): probability that a statement shows a criterion as the role's own duty;
    ``relevance`` (n,): that it shows one, whoever does it; ``criteria`` (n, n_criteria): which
    one, if any, rows sum to 1; ``ownership`` (n, 7): whose it is, in the order of `OWNERSHIPS`,
    rows sum to 1.
    """

    strength: Array
    relevance: Array
    criteria: Array
    ownership: Array

    @property
    def own(self) -> Array:
        """Probability that the duty is the role's own, shape (n,)."""
        return self.ownership[:, 0]

    @property
    def strengths(self) -> Array:
        """Probability that a statement shows a criterion as the role's own, (n, n_criteria)."""
        return self.strength[:, None] * self.criteria

    def by_level(self, criterion_levels: NDArray[np.int64]) -> Array:
        """Return the strengths summed over the criteria of each level, shape (n, 7)."""
        strengths = self.strengths
        columns = [strengths[:, criterion_levels == level].sum(axis=1) for level in LEVELS]
        return np.stack(columns, axis=1)

    def where(self, chosen: NDArray[np.bool_]) -> Scores:
        """Return the scores of the chosen statements; `chosen` is of shape (n,)."""
        return Scores(*(part[chosen] for part in self))

    def rows(self, start: int, end: int) -> Scores:
        """Return the scores of some of the statements."""
        return Scores(*(part[start:end] for part in self))


class Heads:
    """The learnt weights of the three linear models.

    Parameters
    ----------
    criteria : sequence of str
        Ids of the criteria, in the order of the columns.
    relevance, shown, ownership : pairs of arrays
        Weights (n_columns, n_outputs) and intercepts (n_outputs,) of each model. The outputs of
        ``shown`` are nothing and the criteria; the weights of ownership go on with the kinds of
        headings.

    Attributes
    ----------
    weights : numpy.ndarray, shape (n_columns, 1 + 1 + n_criteria + 7)
        Of the three models side by side, without the kinds of headings.
    """

    def __init__(
        self,
        criteria: Sequence[str],
        relevance: tuple[Array, Array],
        shown: tuple[Array, Array],
        ownership: tuple[Array, Array],
    ) -> None:
        self.criteria = tuple(criteria)
        self.relevance = relevance
        self.shown = shown
        self.ownership = ownership
        end = len(relevance[0])
        self.weights = np.hstack([relevance[0], shown[0], ownership[0][:end]]).astype(np.float32)
        self._sections = ownership[0][end:]

    def scores(self, products: Array, statements: Sequence[Statement]) -> Scores:
        """Turn ``rows @ weights`` of n statements into their scores."""
        columns = [SECTIONS.index(statement.section) for statement in statements]
        n = len(self.criteria) + 2
        relevance = sigmoid(products[:, 0] + self.relevance[1][0])
        owner = products[:, n:] + SECTION_WEIGHT * self._sections[columns] + self.ownership[1]
        return _scores(relevance, products[:, 1:n] + self.shown[1], owner)

    def state(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Return the weights as JSON values and as arrays (half precision)."""
        arrays: dict[str, NDArray[Any]] = {}
        for name in ("relevance", "shown", "ownership"):
            weights, intercepts = getattr(self, name)
            arrays[f"{name}_weights"] = weights.astype(np.float16)
            arrays[f"{name}_intercepts"] = intercepts.astype(np.float32)
        return {"criteria": list(self.criteria)}, arrays

    @classmethod
    def from_state(cls, values: dict[str, Any], arrays: Any) -> Heads:
        """Return the heads that `state` described."""
        relevance, shown, ownership = (
            (arrays[f"{name}_weights"].astype(np.float32), arrays[f"{name}_intercepts"])
            for name in ("relevance", "shown", "ownership")
        )
        return cls(values["criteria"], relevance, shown, ownership)


class StatementModel:
    """Scores statements by their words.

    Parameters
    ----------
    vectorizer : StatementVectorizer
        Fitted.
    subwords : Subwords
        Fitted.
    heads : Heads
        Of n_features + n_pieces columns.
    network : Network
        Its outputs are, side by side, nothing and the criteria of own duties, nothing and the
        levels from 2 of anyone's duties, and the ownerships.
    """

    def __init__(
        self,
        vectorizer: StatementVectorizer,
        subwords: Subwords,
        heads: Heads,
        network: Network,
    ) -> None:
        self.vectorizer = vectorizer
        self.subwords = subwords
        self.heads = heads
        self.network = network
        self.criteria = heads.criteria
        width = vectorizer.n_features_
        self._weights = np.ascontiguousarray(heads.weights[:width])
        self._lemmas = LemmaScores(subwords, heads.weights[width:])

    def score(self, statements: Sequence[Statement]) -> Scores:
        """Score statements.

        Parameters
        ----------
        statements : sequence of Statement, length n

        Returns
        -------
        Scores
        """
        parts = [
            self._score(statements[start : start + _MOST])
            for start in range(0, max(len(statements), 1), _MOST)
        ]
        return Scores(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))

    def _score(self, statements: Sequence[Statement]) -> Scores:
        if not statements:
            return self.heads.scores(np.zeros((0, self._weights.shape[1])), statements)
        rows = self.vectorizer.transform(statements)
        products = rows @ self._weights + self._lemmas.sums(statements)
        of_network = self._of_network(self.network.outputs(rows, sections(statements)))
        return _averaged(self.heads.scores(products, statements), of_network)

    def _of_network(self, outputs: NDArray[np.float32]) -> Scores:
        n = len(self.criteria) + 1
        shown, levels, owner = np.split(outputs.astype(float), [n, n + len(LEVELS)], axis=1)
        return _scores(1 - softmax(levels)[:, 0], shown, owner)

    def state(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Return the model as JSON values and as arrays."""
        values, arrays = self.vectorizer.state()
        for part in (self.subwords, self.heads):
            for kept, more in zip((values, arrays), part.state(), strict=True):
                kept.update(more)
        return values, {**arrays, **self.network.state()}

    @classmethod
    def from_state(cls, values: dict[str, Any], arrays: Any) -> StatementModel:
        """Return the model that `state` described.

        Raises
        ------
        ValueError
            If it was made with other word lists than this version has.
        """
        vectorizer = StatementVectorizer.from_state(values, arrays)
        subwords, heads = Subwords.from_state(values, arrays), Heads.from_state(values, arrays)
        columns, width = vectorizer.columns_of_network(), vectorizer.n_features_
        wanted = width + len(subwords.pieces_), len(columns) + len(SECTIONS)
        if (len(heads.weights), len(arrays["network_hidden_weights"])) != wanted:
            raise ValueError("made with other word lists than this version has")
        return cls(vectorizer, subwords, heads, Network.from_state(arrays, columns, width))


def _scores(relevance: Array, shown: Array, owner: Array) -> Scores:
    """Return the scores of n statements, from the answers to the three questions.

    Whether a statement shows a criterion as the role's own duty is told in two ways, and the
    log-odds are averaged: by relevance times ownership, which are learnt apart, from all lines
    that name a criterion; and from the own duties of each criterion against everything else. They
    err on different statements.

    Parameters
    ----------
    relevance : numpy.ndarray, shape (n,)
        Probability that a criterion is shown, whoever does it.
    shown : numpy.ndarray, shape (n, 1 + n_criteria)
        Log-probabilities of nothing and of each criterion of own duties, up to a constant a row.
    owner : numpy.ndarray, shape (n, 7)
        Log-probabilities of the ownerships, up to a constant a row.
    """
    ownership = softmax(owner)
    by_parts = logit(relevance * ownership[:, 0])
    at_once = np.logaddexp.reduce(shown[:, 1:], axis=1) - shown[:, 0]
    strength = sigmoid((1 - AT_ONCE) * by_parts + AT_ONCE * at_once)
    return Scores(strength, relevance, softmax(shown[:, 1:]), ownership)


def _averaged(linear: Scores, of_network: Scores) -> Scores:
    """Return the averages of scores: of log-odds, and of the logarithms of shares."""

    def between(one: Array, other: Array) -> Array:
        return (1 - OF_NETWORK) * one + OF_NETWORK * other

    return Scores(
        sigmoid(between(logit(linear.strength), logit(of_network.strength))),
        sigmoid(between(logit(linear.relevance), logit(of_network.relevance))),
        softmax(between(_log(linear.criteria), _log(of_network.criteria))),
        softmax(between(_log(linear.ownership), _log(of_network.ownership))),
    )


def sigmoid(values: Array) -> Array:
    """Return 1 / (1 + exp(-values)), without overflow."""
    return 1.0 / (1.0 + np.exp(-np.clip(values, -30, 30)))


def logit(values: Array) -> Array:
    """Return log(p / (1 - p)), bounded."""
    bounded = np.clip(values, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(bounded / (1 - bounded)))


def softmax(values: Floats) -> Floats:
    """Return the softmax of each row, in the precision of the values."""
    shifted: Floats = np.exp(values - values.max(axis=1, keepdims=True))
    shifted /= shifted.sum(axis=1, keepdims=True)
    return shifted


def _log(shares: Array) -> Array:
    return np.log(np.maximum(shares, _LEAST))
