"""Ordinary statements of real adverts, of which only sums are known, keep the scores low."""

import runpy
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from slmo_match.errors import SlmoError
from slmo_match.language.statements import cut
from slmo_match.match import sigmoid
from slmo_match.training.background import Background, Ordinary, read_background
from slmo_match.training.linear import Rows, fit_multinomial
from slmo_match.vectorise import StatementVectorizer

SHIPPED = Path(__file__).parents[1] / "models" / "background" / "cooccurrence.npz"
RELEVANT = (
    "nadzór nad serwisem wind w biurowcu",
    "uzgadnianie poziomu usług z odbiorcami sprzątania",
    "monitorowanie czasu reakcji ochrony obiektu",
)
OTHERS = ("wydawanie posiłków na oddziale", "prowadzenie ciągnika z naczepą")
ORDINARY = (
    "nadzór nad pracą magazynierów",
    "monitorowanie stanu zapasów w magazynie",
    "uzgadnianie sald z odbiorcami",
    "nadzór nad poprawnością faktur",
)


def one_each(texts, lexicon):
    return [cut(text, lexicon)[0] for text in texts]


@pytest.fixture(scope="module")
def vectorizer(lexicon) -> StatementVectorizer:
    statements = one_each([*RELEVANT, *OTHERS, *ORDINARY], lexicon)
    return StatementVectorizer(min_count=1, min_norm_count=1).fit(statements)


@pytest.fixture(scope="module")
def background(vectorizer, lexicon) -> Background:
    """Count the sums over the ordinary statements."""
    rows = vectorizer.transform(one_each(ORDINARY, lexicon)).astype(float)
    chosen = vectorizer.columns_of_words()
    rows = rows[:, chosen]
    names = [vectorizer.names()[column] for column in chosen]
    means = np.asarray(rows.mean(axis=0)).ravel()
    return Background(names, means, sparse.csr_matrix(rows.T @ rows) / len(ORDINARY), 4)


def fit_relevance(rows, labels, ordinary, C):  # noqa: N803
    """Return weights and intercept of the second class against the first."""
    weights, intercepts = fit_multinomial(
        rows, labels.astype(int), 2, None, ordinary, C=C / 2, iterations=1000
    )
    return weights[:, 1] - weights[:, 0], intercepts[1] - intercepts[0]


@pytest.fixture(scope="module")
def scores_of(vectorizer, background, lexicon):
    """Return a function: the relevance of texts, learnt beside a number of ordinary statements."""
    rows = vectorizer.transform(one_each([*RELEVANT, *OTHERS], lexicon))
    labels = np.array([True] * len(RELEVANT) + [False] * len(OTHERS))

    def fitted(texts, count):
        ordinary = Ordinary(*background.for_columns(vectorizer), count / 100, 5.0)
        weights, intercept = fit_relevance(Rows(rows), labels, ordinary, C=30.0)
        found = vectorizer.transform(one_each(texts, lexicon)) @ weights + intercept
        return sigmoid(np.asarray(found).ravel())

    return fitted


def test_ordinary_statements_score_lower_with_the_background_than_without(scores_of):
    without, having = (scores_of(ORDINARY, count) for count in (0, 2000))
    assert np.all(having < without)
    assert without.max() > 0.5 > having.max()


def test_relevant_statements_stay_above_the_others(scores_of):
    assert scores_of(RELEVANT, 200).min() > scores_of(OTHERS, 200).max()


def test_without_a_background_it_is_the_logistic_model(vectorizer, lexicon, background):
    from sklearn.linear_model import LogisticRegression

    rows = vectorizer.transform(one_each([*RELEVANT, *OTHERS], lexicon)).astype(float)
    labels = np.array([True] * 3 + [False] * 2)
    ordinary = Ordinary(*background.for_columns(vectorizer), 0.0, 5.0)
    weights, intercept = fit_relevance(Rows(rows), labels, ordinary, C=1.0)
    wanted = LogisticRegression(C=1.0, max_iter=1000, tol=1e-6).fit(rows, labels)
    assert weights == pytest.approx(wanted.coef_[0], abs=1e-2)
    assert intercept == pytest.approx(wanted.intercept_, abs=1e-2)


def test_pieces_of_words_are_held_down_with_the_words_that_they_come_with(
    vectorizer, background, lexicon
):
    features = vectorizer.transform(one_each([*RELEVANT, *OTHERS], lexicon))
    twin = sparse.csr_matrix(features[:, : vectorizer.n_lemmas_])  # a piece for each lemma
    spread = sparse.eye(vectorizer.n_features_, vectorizer.n_lemmas_, format="csr")
    labels = np.array([True] * len(RELEVANT) + [False] * len(OTHERS))
    sums = (*background.for_columns(vectorizer), 20.0, 5.0)
    column = vectorizer.n_features_ + vectorizer.names().index("nadzorować")
    free, held = (
        fit_relevance(Rows(features, more=twin), labels, Ordinary(*sums, tie), C=30.0)[0]
        for tie in (None, spread)
    )
    assert held[column] < free[column]


def test_the_slopes_are_those_of_the_loss(vectorizer, background):
    chance = np.random.default_rng(3)
    twin = sparse.random(vectorizer.n_features_, 4, 0.2, format="csr", random_state=chance)
    ordinary = Ordinary(*background.for_columns(vectorizer), 7.0, 2.0, twin)
    weights, intercepts = chance.normal(size=(vectorizer.n_features_ + 4, 3)), np.arange(3.0)
    _, of_weights, of_intercepts = ordinary.loss(weights, intercepts)
    step = chance.normal(size=weights.shape), chance.normal(size=3)
    around = [ordinary.loss(weights + h * step[0], intercepts + h * step[1])[0] for h in (-1, 1)]
    slope = (of_weights * step[0]).sum() + of_intercepts @ step[1]
    assert slope == pytest.approx((around[1] - around[0]) / 2)  # exact: the loss is quadratic


def test_each_class_is_held_below_the_first(vectorizer, background, lexicon):
    rows = vectorizer.transform(one_each([*RELEVANT, *OTHERS], lexicon))
    classes = np.array([1, 2, 1, 0, 0])
    ordinary = vectorizer.transform(one_each(ORDINARY, lexicon))
    free, held = (
        fit_multinomial(Rows(rows), classes, 3, None, term, C=30.0, iterations=1000)
        for term in (None, Ordinary(*background.for_columns(vectorizer), 20.0, 5.0))
    )
    above = [ordinary @ (w[:, 1:] - w[:, :1]) + b[1:] - b[0] for w, b in (free, held)]
    assert np.all(above[1] < above[0])
    assert above[1] == pytest.approx(-5, abs=1.5)
    found = rows @ held[0] + held[1]
    assert found.argmax(axis=1).tolist() == classes.tolist()


def test_columns_meet_by_name(vectorizer, background):
    means, moments = background.for_columns(vectorizer)
    assert means.shape == (vectorizer.n_features_,)
    assert moments.shape == (vectorizer.n_features_, vectorizer.n_features_)
    for name in ("nadzorować", '"nadzor"', "nadz-"):
        column, place = vectorizer.names().index(name), background.names.index(name)
        assert means[column] == background.means[place] > 0
        assert moments[column, column] == background.moments[place, place] > 0


def test_names_that_a_vectorizer_does_not_know_are_left_out(vectorizer):
    sums = Background(["nieznane", "serwis"], np.array([0.3, 0.2]), sparse.eye(2).tocsr(), 5)
    means, moments = sums.for_columns(vectorizer)
    assert means.sum() == pytest.approx(0.2)
    assert moments.sum() == 1


def smallest(means, moments) -> float:
    """Smallest eigenvalue of the quadratic form of weights and intercept."""
    rows = moments.toarray() if sparse.issparse(moments) else moments
    return np.linalg.eigvalsh(np.block([[rows, means[:, None]], [means[None], np.ones((1, 1))]]))[0]


def test_the_form_of_counted_sums_is_not_negative(background):
    seen = np.flatnonzero(background.means)
    assert smallest(background.means[seen], background.moments[seen][:, seen]) >= -1e-12


def test_the_form_stays_so_where_rare_pairs_are_left_out():
    script = runpy.run_path(str(SHIPPED.parent / "count_cooccurrence.py"))
    rows = sparse.random(200, 30, density=0.2, format="csr", random_state=1)
    found = script["without_rare_pairs"](rows)
    whole = (rows.T @ rows).toarray()
    assert (found.toarray() == 0).any()
    assert found.sum() == pytest.approx(whole.sum())
    assert smallest(np.asarray(rows.mean(axis=0)).ravel(), found / 200) >= -1e-12


def test_the_form_of_the_sums_that_ship_is_not_negative():
    shipped = read_background(SHIPPED)
    assert np.all(shipped.moments.diagonal() >= shipped.means**2)
    for start in range(0, 20, 5):
        part = slice(start, None, 20)
        assert smallest(shipped.means[part], shipped.moments[part][:, part]) >= -1e-9


def test_the_sums_that_ship_hold_no_sentence():
    shipped = read_background(SHIPPED)
    assert shipped.statements > 50_000
    assert len(set(shipped.names)) == len(shipped.names)
    assert not [name for name in shipped.names if " " in name]


def test_the_sums_come_back_symmetric_from_their_upper_half(tmp_path):
    np.savez(
        tmp_path / "sums.npz",
        names=np.array(["serwis", "winda"]),
        means=np.array([0.5, 0.25]),
        first=np.array([0, 0, 1]),
        second=np.array([0, 1, 1]),
        values=np.array([0.5, 0.1, 0.25]),
        statements=np.array(8),
    )
    found = read_background(tmp_path / "sums.npz")
    assert (found.names, found.means.tolist(), found.statements) == (
        ["serwis", "winda"],
        [0.5, 0.25],
        8,
    )
    assert found.moments.toarray().tolist() == [[0.5, 0.1], [0.1, 0.25]]


@pytest.mark.parametrize("content", [None, b"nic", b"PK\x03\x04 nic"])
def test_sums_that_cannot_be_read_are_named(tmp_path, content):
    path = tmp_path / "sums.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SlmoError, match=r"cannot read the counts of real adverts .*sums\.npz"):
        read_background(path)


def test_sums_without_a_part_are_named(tmp_path):
    np.savez(tmp_path / "sums.npz", names=np.array(["serwis"]))
    with pytest.raises(SlmoError, match="cannot read the counts of real adverts"):
        read_background(tmp_path / "sums.npz")
