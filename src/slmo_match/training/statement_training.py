"""Learn the weights of the statement model from labelled examples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from slmo_match.match import OWNERSHIPS, StatementModel
from slmo_match.subwords import Factors, Subwords
from slmo_match.training.background import Background, fit_relevance
from slmo_match.training.examples import Example, statements_of
from slmo_match.training.linear import Rows, fit_multinomial
from slmo_match.vectorise import Matrix, StatementVectorizer, sections

INVERSE_STRENGTH = 10.0  # of relevance; the other two models learn from fewer statements
INVERSE_STRENGTH_OF_KIND = 5.0
MOST_ITERATIONS = 120
Array = NDArray[np.float64]


def fit_statement_model(
    examples: Sequence[Example],
    criteria: Sequence[str],
    background: Background,
    *,
    kept: int | None = None,
) -> StatementModel:
    """Fit relevance, criterion and ownership.

    Parameters
    ----------
    examples : sequence of Example
    criteria : sequence of str
        Ids of all criteria, in order.
    background : Background
        How real adverts speak.
    kept : int, optional
        How many pairs of stems to keep, those of the greatest weight; all by default.

    Returns
    -------
    StatementModel
    """
    statements = statements_of(examples)
    vectorizer = StatementVectorizer().fit(statements)
    subwords = Subwords().fit(statements)
    model = _fit(vectorizer, subwords, examples, criteria, background)
    if kept is not None:
        vectorizer = vectorizer.pruned(_importance(model), kept)
        model = _fit(vectorizer, subwords, examples, criteria, background)
    return model


def _fit(
    vectorizer: StatementVectorizer,
    subwords: Subwords,
    examples: Sequence[Example],
    criteria: Sequence[str],
    background: Background,
) -> StatementModel:
    statements = statements_of(examples)
    features, factors = vectorizer.transform(statements), subwords.factors(statements)
    rows = Rows(features, factors)
    relevant = np.array([bool(example.criteria) for example in examples])
    which = np.array([criteria.index(e.criteria[0]) if e.criteria else -1 for e in examples])
    owners = np.array([owner_class(example.ownership) for example in examples])
    sums = (*background.for_columns(vectorizer), background.statements)
    spread = _spread(vectorizer, subwords, features, factors)
    return StatementModel(
        vectorizer,
        subwords,
        criteria,
        fit_relevance(rows, relevant, sums, spread, C=INVERSE_STRENGTH, iterations=MOST_ITERATIONS),
        _fit_kind(rows[relevant], which[relevant], len(criteria)),
        _fit_kind(Rows(features, factors, sections(statements)), owners, len(OWNERSHIPS)),
    )


def _spread(
    vectorizer: StatementVectorizer, subwords: Subwords, features: Matrix, factors: Factors
) -> Matrix:
    """Return how much the pieces of a lemma weigh where the lemma weighs 1, by the median."""
    of_lemma = np.median(features.max(axis=1).toarray())
    of_pieces = np.median(factors.lemmas.max(axis=1).toarray())
    pieces = subwords.rows(vectorizer.lemmas_) * (of_pieces / of_lemma)
    others = sparse.csr_matrix((vectorizer.n_features_ - len(vectorizer.lemmas_), pieces.shape[1]))
    return sparse.csr_matrix(sparse.vstack([pieces, others]))


def _fit_kind(rows: Rows, labels: NDArray[np.int64], classes: int) -> tuple[Array, Array]:
    strength = INVERSE_STRENGTH_OF_KIND
    return fit_multinomial(rows, labels, classes, C=strength, iterations=MOST_ITERATIONS)


def owner_class(ownership: str) -> int:
    """Return the class of a label: earlier posts are own (dates tell them apart)."""
    if ownership == "earlier":
        return OWNERSHIPS.index("own")
    return OWNERSHIPS.index(ownership if ownership in OWNERSHIPS else "none")


def _importance(model: StatementModel) -> Array:
    """Return how much each column weighs in any of the three models."""
    width = model.vectorizer.n_features_
    parts = [weights[:width] for weights, _ in (model.relevance, model.which, model.ownership)]
    return np.asarray(np.abs(np.hstack(parts)).max(axis=1))
