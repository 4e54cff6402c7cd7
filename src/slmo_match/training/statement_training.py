"""Learn the weights of the statement model from labelled examples: by words, or by vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from slmo_match.assessment import LEVELS, level_of
from slmo_match.encoder import EncodedStatements, Encoder, texts_of, vectors_of
from slmo_match.language.statements import Statement
from slmo_match.match import OWNERSHIPS, Heads, StatementModel
from slmo_match.subwords import Factors, Subwords
from slmo_match.training.background import Background, Ordinary
from slmo_match.training.examples import Example, once_each, statements_of, words_seen
from slmo_match.training.linear import Dense, Rows, fit_multinomial
from slmo_match.training.network_training import Answers, fit_network
from slmo_match.vectorise import Matrix, StatementVectorizer, sections

# inverse strengths of regularisation (of two classes, half of what it is for one) and most steps
INVERSE_STRENGTH, MOST_ITERATIONS = 5.0, 30  # of relevance
INVERSE_STRENGTH_OF_SHOWN, MOST_ITERATIONS_OF_SHOWN = 4.0, 26
INVERSE_STRENGTH_OF_OWNER, MOST_ITERATIONS_OF_OWNER = 5.0, 22
# weight of a statement of real adverts beside a labelled one, and to which log-odds it is drawn
SHARE, MARGIN = 0.01, 5.0  # of relevance
SHARE_OF_SHOWN, MARGIN_OF_SHOWN = 0.0005, 8.0  # of each criterion
Array = NDArray[np.float64]


class Questions(NamedTuple):
    """What is asked of each statement, with the right answers.

    ``relevance``: whether it shows a criterion, whoever does it; ``shown``: which one, from 1, as
    an own duty, 0 for everything else; ``levels``: of the criterion, from 1 for level 2, 0 for
    none; ``owners``: whose it is.
    """

    relevance: Answers
    shown: Answers
    levels: Answers
    owners: Answers


def fit_statement_model(
    examples: Sequence[Example],
    criteria: Sequence[str],
    background: Background,
) -> StatementModel:
    """Fit relevance, criterion and ownership.

    Parameters
    ----------
    examples : sequence of Example
    criteria : sequence of str
        Ids of all criteria, in order.
    background : Background
        How real adverts speak.

    Returns
    -------
    StatementModel
    """
    examples = once_each(examples, words_seen)
    statements, counts = statements_of(examples), _counts(examples)
    vectorizer = StatementVectorizer().fit(statements)
    subwords = Subwords().fit(statements)
    features, factors = vectorizer.transform(statements), subwords.factors(statements)
    spread = _spread(vectorizer, subwords, features, factors)
    sums, count = background.for_columns(vectorizer), background.statements
    ordinary = (
        Ordinary(*sums, SHARE * count, MARGIN, spread),
        Ordinary(*sums, SHARE_OF_SHOWN * count, MARGIN_OF_SHOWN, spread),
    )
    questions = questions_of(examples, criteria)
    heads = _fit_heads(questions, counts, criteria, (features, factors), statements, *ordinary)
    network = fit_network(statements, features, vectorizer, questions[1:], counts)
    return StatementModel(vectorizer, subwords, heads, network)


def fit_encoded_statements(
    examples: Sequence[Example], criteria: Sequence[str], encoder: Encoder
) -> EncodedStatements:
    """Fit relevance, criterion and ownership on the vectors of an encoder.

    The sums of the background know words, not vectors. The models are fitted without them, so that
    nothing but the labelled statements keeps the ordinary ones of real adverts low.

    Parameters
    ----------
    examples : sequence of Example
    criteria : sequence of str
        Ids of all criteria, in order.
    encoder : Encoder

    Returns
    -------
    EncodedStatements
    """
    examples = once_each(examples, lambda statement: statement.text)
    statements, counts = statements_of(examples), _counts(examples)
    vectors = vectors_of(encoder, texts_of(statements))
    questions = questions_of(examples, criteria)
    heads = _fit_heads(questions, counts, criteria, (vectors, None), statements)
    return EncodedStatements(encoder, heads)


def _fit_heads(
    questions: Questions,
    counts: Array,
    criteria: Sequence[str],
    seen: tuple[Matrix | Dense, Factors | None],
    statements: Sequence[Statement],
    not_relevant: Ordinary | None = None,
    not_shown: Ordinary | None = None,
) -> Heads:
    """Fit the three models on what is seen of each statement, and of ordinary statements."""
    rows = Rows(*seen)
    fits = [
        delayed(fit_multinomial)(
            rows, *questions.shown, counts, not_shown,
            C=INVERSE_STRENGTH_OF_SHOWN, iterations=MOST_ITERATIONS_OF_SHOWN,
        ),
        delayed(fit_multinomial)(
            Rows(*seen, sections(statements)), *questions.owners, counts,
            C=INVERSE_STRENGTH_OF_OWNER, iterations=MOST_ITERATIONS_OF_OWNER,
        ),
        delayed(fit_multinomial)(
            rows, *questions.relevance, counts, not_relevant,
            C=INVERSE_STRENGTH, iterations=MOST_ITERATIONS,
        ),
    ]  # fmt: skip
    with threadpool_limits(1):  # more threads add in another order: in the end, another model
        of_shown, of_owner, (weights, intercepts) = Parallel(n_jobs=2, prefer="threads")(fits)
    of_relevance = weights[:, 1:] - weights[:, :1], intercepts[1:] - intercepts[:1]
    return Heads(criteria, of_relevance, of_shown, of_owner)


def questions_of(examples: Sequence[Example], criteria: Sequence[str]) -> Questions:
    """Turn the labels of examples into the answers to the questions of the models."""
    owners = np.array([owner_class(example.ownership) for example in examples])
    named = np.array([1 + criteria.index(e.criteria[0]) if e.criteria else 0 for e in examples])
    levels = np.array([level_of(e.criteria[0]) - 1 if e.criteria else 0 for e in examples])
    return Questions(
        Answers((named > 0).astype(int), 2),
        Answers(np.where(owners == OWNERSHIPS.index("own"), named, 0), 1 + len(criteria)),
        Answers(levels, len(LEVELS)),
        Answers(owners, len(OWNERSHIPS)),
    )


def _counts(examples: Sequence[Example]) -> Array:
    return np.array([example.times for example in examples], float)


def _spread(
    vectorizer: StatementVectorizer, subwords: Subwords, features: Matrix, factors: Factors
) -> Matrix:
    """Return how much the pieces of a lemma weigh where the lemma weighs 1, by the median."""
    of_lemma = np.median(features.max(axis=1).toarray())
    of_pieces = np.median(factors.lemmas.max(axis=1).toarray())
    pieces = subwords.rows(vectorizer.lemmas_) * (of_pieces / of_lemma)
    others = sparse.csr_matrix((vectorizer.n_features_ - len(vectorizer.lemmas_), pieces.shape[1]))
    return sparse.csr_matrix(sparse.vstack([pieces, others]))


def owner_class(ownership: str) -> int:
    """Return the class of a label: earlier posts are own (dates tell them apart)."""
    if ownership == "earlier":
        return OWNERSHIPS.index("own")
    return OWNERSHIPS.index(ownership if ownership in OWNERSHIPS else "none")
