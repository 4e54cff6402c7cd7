"""Learn the weights of the statement model from labelled examples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from slmo_match.match import OWNERSHIPS, StatementModel, features_of_ownership
from slmo_match.training.background import Background, fit_relevance
from slmo_match.training.examples import Example, statements_of
from slmo_match.vectorise import Matrix, StatementVectorizer

INVERSE_STRENGTH = 30.0
MOST_ITERATIONS = 300
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
    model = _fit(vectorizer, examples, criteria, background)
    if kept is not None:
        vectorizer = vectorizer.pruned(_importance(model), kept)
        model = _fit(vectorizer, examples, criteria, background)
    return model


def _fit(
    vectorizer: StatementVectorizer,
    examples: Sequence[Example],
    criteria: Sequence[str],
    background: Background,
) -> StatementModel:
    statements = statements_of(examples)
    rows = vectorizer.transform(statements)
    relevant = np.array([bool(example.criteria) for example in examples])
    which = np.array([criteria.index(e.criteria[0]) if e.criteria else -1 for e in examples])
    owners = np.array([owner_class(example.ownership) for example in examples])
    return StatementModel(
        vectorizer,
        criteria,
        fit_relevance(
            rows,
            relevant,
            (*background.for_columns(vectorizer), background.statements),
            C=INVERSE_STRENGTH,
            iterations=MOST_ITERATIONS,
        ),
        _multinomial(rows[relevant], which[relevant], len(criteria)),
        _multinomial(features_of_ownership(rows, statements), owners, len(OWNERSHIPS)),
    )


def owner_class(ownership: str) -> int:
    """Return the class of a label: earlier posts are own (dates tell them apart)."""
    if ownership == "earlier":
        return OWNERSHIPS.index("own")
    return OWNERSHIPS.index(ownership if ownership in OWNERSHIPS else "none")


def _multinomial(rows: Matrix, labels: NDArray[np.int64], classes: int) -> tuple[Array, Array]:
    """Fit a multinomial model; return weights (n_features, classes) and intercepts."""
    fitted = LogisticRegression(C=INVERSE_STRENGTH, max_iter=MOST_ITERATIONS).fit(rows, labels)
    weights = np.zeros((rows.shape[1], classes))
    intercepts = np.full(classes, -20.0)
    weights[:, fitted.classes_] = fitted.coef_.T
    intercepts[fitted.classes_] = fitted.intercept_
    return weights, intercepts


def _importance(model: StatementModel) -> Array:
    """Return how much each column weighs in any of the three models."""
    width = model.vectorizer.n_features_
    others = np.abs(np.hstack([model.which[0], model.ownership[0][:width]])).max(axis=1)
    return np.asarray(np.maximum(np.abs(model.relevance[0][:, 0]), others))
