"""The network learns what words say together, and the same every time."""

import os
import subprocess
import sys

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_info, threadpool_limits

from slmo_match.language.statements import Statement, cut
from slmo_match.language.words import Lexicon
from slmo_match.match import softmax
from slmo_match.network import Network
from slmo_match.training import network_training
from slmo_match.training.network_training import (
    DROPPED_UNITS,
    Answers,
    _Adam,
    _slopes,
    _steps,
    _with_copies,
    fit_network,
)
from slmo_match.vectorise import SECTIONS, StatementVectorizer, sections

AGREE = ("nadzór nad sprzątaniem", "kontrola ochrony")
DIFFER = ("kontrola sprzątania", "nadzór nad ochroną")


@pytest.fixture(scope="module")
def statements() -> list[Statement]:
    lexicon = Lexicon()
    return [cut(text, lexicon)[0] for text in (*AGREE, *DIFFER) * 40]


@pytest.fixture(scope="module")
def vectorizer(statements) -> StatementVectorizer:
    return StatementVectorizer(min_pair_count=999, min_norm_count=999, min_bigram_count=999).fit(
        statements
    )


@pytest.fixture
def learnt(statements, vectorizer, monkeypatch):
    """Return a function that learns which pairs agree: neither word tells it alone."""
    for name, value in {"DROPPED_WORDS": 0.0, "ROUNDS": 40, "BATCH": 32, "RATE": 0.03}.items():
        monkeypatch.setattr(network_training, name, value)
    rows, labels = vectorizer.transform(statements), np.array([0, 0, 1, 1] * 40)
    questions = Answers(labels, 2), Answers(2 - labels, 3)

    def fit():
        network = fit_network(statements, rows, vectorizer, questions, np.ones(160))
        return network, rows, labels

    return fit


def test_what_two_words_say_together_is_learnt_where_a_linear_model_errs(
    learnt, statements, vectorizer
):
    network, rows, labels = learnt()
    outputs = network.outputs(rows, sections(statements))
    assert (outputs[:, :2].argmax(axis=1) == labels).all()
    assert (outputs[:, 2:].argmax(axis=1) == 2 - labels).all()
    seen = rows[:, vectorizer.columns_of_network()]
    linear = LogisticRegression(C=100).fit(seen, labels)
    assert linear.score(seen, labels) < 0.8


def test_the_same_weights_come_out_every_time(learnt):
    one, other = learnt()[0].state(), learnt()[0].state()
    assert all((one[name] == other[name]).all() for name in one)


LEARN = """
import numpy as np
from scipy import sparse
from slmo_match.training.network_training import Answers, fit_layers
chance = np.random.default_rng(1)
rows = sparse.random(3000, 200, 0.1, "csr", np.float32, random_state=chance)
labels = Answers(chance.integers(0, 5, 3000), 5)
layers = fit_layers(rows, [labels], np.ones(3000, np.float32), 64, 2)
print(*(part.tobytes().hex() for layer in layers for part in layer))
"""


def test_the_same_weights_come_out_where_blas_adds_as_on_an_older_processor(tmp_path):
    here, older = (
        subprocess.run(
            [sys.executable, "-c", LEARN],
            env={**os.environ, **more},
            cwd=tmp_path,
            capture_output=True,
            check=True,
        ).stdout
        for more in ({}, {"OPENBLAS_CORETYPE": "Nehalem"})
    )
    assert here == older


def test_weights_are_learnt_on_one_thread_so_that_none_adds_in_another_order(learnt, monkeypatch):
    seen: set[int] = set()

    def slopes(*arguments):
        seen.update(pool["num_threads"] for pool in threadpool_info())
        return _slopes(*arguments)

    monkeypatch.setattr(network_training, "_slopes", slopes)
    with threadpool_limits(2):
        learnt()
    assert seen == {1}


def test_the_network_is_the_one_that_its_files_hold(learnt, vectorizer):
    network = learnt()[0]
    state, columns = network.state(), vectorizer.columns_of_network()
    again = Network.from_state(state, columns, vectorizer.n_features_)
    assert np.array_equal(again.hidden[0], network.hidden[0])
    assert np.array_equal(again.last[0], network.last[0])


def test_of_what_was_never_met_nothing_is_learnt(learnt, statements, vectorizer):
    network, rows, _ = learnt()
    seen = sparse.hstack([rows[:, vectorizer.columns_of_network()], sections(statements)])
    unmet = seen.getnnz(axis=0) == 0
    assert unmet.any()
    assert not network.hidden[0][unmet].any()
    assert network.hidden[0][~unmet].any(axis=1).all()


def test_nothing_is_learnt_from_the_heading_about_the_company(statements, vectorizer):
    kinds = ("company", "duties", "required", "benefit")
    under = [s._replace(section=kinds[k % 4]) for k, s in enumerate(statements)]
    questions = (Answers(np.array([0, 1, 2, 3] * 40), 4),)
    network = fit_network(
        under, vectorizer.transform(under), vectorizer, questions, np.ones(len(under))
    )
    words = len(vectorizer.columns_of_network())
    of_headings = np.abs(network.hidden[0][words:]).max(axis=1)
    assert of_headings[SECTIONS.index("company")] == 0
    assert all(of_headings[SECTIONS.index(kind)] > 0 for kind in kinds[1:])


def test_the_network_sees_the_statements_and_then_copies_without_some_words(vectorizer):
    lexicon = Lexicon()
    statements = [cut("nadzór nad sprzątaniem i kontrola ochrony obiektu", lexicon)[0]] * 500
    rows = vectorizer.transform(statements)
    seen = _with_copies(statements, rows, vectorizer)
    columns = vectorizer.columns_of_network()
    first, copies = seen[:500, : len(columns)], seen[500:, : len(columns)]
    assert (first != rows[:, columns]).nnz == 0
    assert copies.shape[0] == 500 * network_training.COPIES
    known = {vectorizer.lemmas_.index("nadzorować"), vectorizer.lemmas_.index("ochrona")}
    kept = (copies[:, sorted(known)] != 0).mean()
    assert kept == pytest.approx(1 - network_training.DROPPED_WORDS, abs=0.03)


def test_every_statement_has_its_turn_in_every_round(monkeypatch):
    monkeypatch.setattr(network_training, "BATCH", 500)
    steps = [chosen for chosen, _ in _steps(np.random.default_rng(0), 1300, 2)]
    rounds = [np.concatenate(steps[:3]), np.concatenate(steps[3:])]
    assert all(sorted(a_round) == list(range(1300)) for a_round in rounds)


def test_the_rate_grows_and_then_falls_to_nothing(monkeypatch):
    monkeypatch.setattr(network_training, "BATCH", 10)
    rates = [rate for _, rate in _steps(np.random.default_rng(0), 1000, network_training.ROUNDS)]
    peak = int(np.argmax(rates))
    assert rates[0] == 0
    assert np.all(np.diff(rates[: peak + 1]) > 0)
    assert np.all(np.diff(rates[peak:]) < 0)
    assert rates[-1] < 0.01 * max(rates) <= 0.01 * network_training.RATE


def test_slopes_are_those_of_the_weighted_cross_entropy():
    chance = np.random.default_rng(5)
    layers = (
        (chance.normal(size=(6, 5)), chance.normal(size=5)),
        (chance.normal(size=(5, 5)), chance.normal(size=5)),
    )
    rows = sparse.csr_matrix(chance.random((4, 6)))
    three, two = np.array([0, 2, 1, 1]), np.array([1, 0, 0, 1])
    kept, weights = chance.random((4, 5)) >= 0.3, np.array([1.0, 2, 1, 0.5])

    def loss() -> float:
        (hidden, start), (last, end) = layers
        units = np.maximum(rows @ hidden + start, 0) * kept / (1 - DROPPED_UNITS)
        outputs = units @ last + end
        right = [
            np.log(softmax(part)[np.arange(4), labels])
            for part, labels in ((outputs[:, :3], three), (outputs[:, 3:], two))
        ]
        return float(-(weights * np.sum(right, axis=0)).sum() / 4)

    parts, questions = [*layers[0], *layers[1]], (Answers(three, 3), Answers(two, 2))
    for part, slopes in zip(parts, _slopes(layers, rows, kept, questions, weights), strict=True):
        for place in np.ndindex(part.shape):
            at = part[place]
            losses = []
            for nudge in (1e-6, -1e-6):
                part[place] = at + nudge
                losses.append(loss())
            part[place] = at
            assert slopes[place] == pytest.approx((losses[0] - losses[1]) / 2e-6, abs=1e-5)


def test_the_first_step_is_as_long_as_the_rate_against_the_slope():
    part = np.array([1.0, -2, 3], np.float32)
    _Adam(part).step(np.array([0.5, -9, 0.001], np.float32), 0.1)
    assert part == pytest.approx(np.array([0.9, -1.9, 2.9]), abs=1e-4)


def test_a_step_in_blocks_is_the_same_step(monkeypatch):
    chance = np.random.default_rng(3)
    slopes = chance.normal(size=(2, 5, 4)).astype(np.float32)
    rows, parts = np.array([0, 2, 3, 5, 7]), []
    for at_once in (256, 2):
        monkeypatch.setattr(network_training, "_AT_ONCE", at_once)
        part = np.ones((8, 4), np.float32)
        adam = _Adam(part)
        for slope in slopes:
            adam.step(slope.copy(), 0.1, rows)
        parts.append(part)
    assert np.array_equal(*parts)
    assert (parts[0][rows] != 1).all()


def test_a_step_of_some_rows_leaves_the_others():
    part = np.array([[1.0], [2], [3]], np.float32)
    _Adam(part).step(np.array([[0.5], [-9]], np.float32), 0.1, np.array([0, 2]))
    assert part[:, 0] == pytest.approx(np.array([0.9, 2, 3.1]), abs=1e-4)
