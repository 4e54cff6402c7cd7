"""Probabilities of the levels sum to one, doubt about the skill is apart, intervals contiguous."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from slmo_match.levels import (
    N_FEATURES,
    OBSERVED,
    LevelModel,
    document_features,
    grow,
    log_odds,
    suggest,
)
from slmo_match.match import Scores
from slmo_match.training.level_training import fit_levels, mass_for

LEVELS = np.array([2, 3, 5, 7])
SHARES = arrays(float, 7, elements=st.floats(0.01, 1)).map(lambda row: row / row.sum())
LEVEL = st.integers(1, 7)


def scores(*strengths: list[float]) -> Scores:
    """Scores whose strengths are the given rows (criteria of levels 2, 3, 5, 7)."""
    rows = np.array(strengths, float).reshape(-1, len(LEVELS))
    strength = rows.sum(axis=1)
    ownership = np.zeros((len(rows), 7))
    ownership[:, 0] = 1
    return Scores(strength, strength, rows / np.maximum(strength, 1e-12)[:, None], ownership)


def by_threshold(features: np.ndarray) -> np.ndarray:
    """Rows for the levels 2 to 7: the three strongest that reach it, any, the strongest of it."""
    return features.reshape(6, 5)


def odds(value: float) -> float:
    return log_odds(np.array([value])).item()


def test_features_look_at_each_threshold():
    features = document_features(scores([0, 0, 0.9, 0], [0.8, 0, 0, 0]), LEVELS)
    assert features.shape == (N_FEATURES,)
    rows = by_threshold(features)
    assert rows[:, 0] == pytest.approx([odds(0.9)] * 4 + [odds(0)] * 2)
    assert rows[:, 1] == pytest.approx([odds(0.8)] + [odds(0)] * 5)
    assert rows[:, 3] == pytest.approx([odds(0.98)] + [odds(0.9)] * 3 + [odds(0)] * 2)
    assert rows[:, 4] == pytest.approx([odds(0.8), odds(0), odds(0), odds(0.9), odds(0), odds(0)])


def test_a_stronger_duty_raises_the_features():
    weak = by_threshold(document_features(scores([0, 0, 0.2, 0]), LEVELS))
    strong = by_threshold(document_features(scores([0, 0, 0.7, 0]), LEVELS))
    assert np.all(strong[:4, [0, 3]] > weak[:4, [0, 3]])
    assert strong[3, 4] > weak[3, 4]
    assert np.array_equal(strong[4:], weak[4:])


def test_many_weak_signs_show_nothing():
    features = document_features(scores(*[[0, 0.05, 0, 0.05]] * 40), LEVELS)
    assert np.all(features == odds(0))


def test_a_model_that_was_not_learnt_goes_by_the_strongest_statement():
    rows = [[0.9, 0, 0, 0], [0, 0, 0.8, 0]]
    features = np.array([document_features(scores(row), LEVELS) for row in [*rows, [0.0] * 4]])
    found = LevelModel.of_match().probabilities(features)
    assert suggest(found).tolist() == [2, 5, 1]


def test_lines_that_show_nothing_do_not_weaken_the_one_that_does():
    duty, others = [0, 0, 0.9, 0], [[0.0] * 4] * 30
    alone, among = (document_features(scores(*rows), LEVELS) for rows in ([duty], [duty, *others]))
    assert np.array_equal(alone, among)


def test_a_document_without_statements_has_features_too():
    features = document_features(scores(), LEVELS)
    assert np.all(np.isfinite(features))
    assert np.all(features == odds(0))


WEIGHTS = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@given(WEIGHTS, arrays(float, (3, N_FEATURES), elements=st.floats(-10, 10)))
def test_any_weights_give_probabilities(chance, features):
    model = LevelModel(
        (chance.normal(size=len(OBSERVED)), chance.normal()),
        (chance.normal(size=(N_FEATURES, 6)), chance.normal(size=6)),
        0.9,
    )
    rows = model.probabilities(features)
    assert rows.shape == (3, 7)
    assert np.all(rows >= 0)
    assert rows.sum(axis=1) == pytest.approx(1)


def test_where_the_skill_is_not_observed_no_level_is_likely_however_sure_it_would_be():
    which = np.zeros((N_FEATURES, 6)), np.array([0, 0, 0, 0, 0, 50.0])
    unseen, seen = (LevelModel((np.zeros(len(OBSERVED)), at), which, 0.9) for at in (-5.0, 5.0))
    features = np.zeros((1, N_FEATURES))
    assert suggest(unseen.probabilities(features)) == 1
    assert unseen.probabilities(features)[0, 1:].sum() < 0.01
    assert suggest(seen.probabilities(features)) == 7


def test_a_blank_model_knows_nothing():
    rows = LevelModel.blank().probabilities(np.ones((1, N_FEATURES)))
    assert rows[0] == pytest.approx([1 / 2] + [1 / 12] * 6)
    assert LevelModel.blank().interval(rows[0]) == (1, 7)


@given(SHARES)
def test_level_1_is_suggested_where_it_is_as_likely_as_all_others_together(shares):
    level = suggest(shares)
    assert (level == 1) == (shares[0] >= 0.5)
    assert level == 1 or shares[level - 1] == shares[1:].max()


def test_levels_are_suggested_for_many_as_for_one():
    rows = np.array([[0.5, 0.5, 0, 0, 0, 0, 0], [0.4, 0, 0.2, 0.3, 0.1, 0, 0], [0] * 6 + [1]])
    assert suggest(rows).tolist() == [suggest(row) for row in rows] == [1, 4, 7]


@given(SHARES, LEVEL, st.floats(0, 0.999))
def test_an_interval_holds_its_level_and_the_mass(shares, level, mass):
    low, high = grow(shares, level, mass)
    assert 1 <= low <= level <= high <= 7
    assert shares[low - 1 : high].sum() >= mass - 1e-9


@given(SHARES, LEVEL, st.floats(0, 0.5), st.floats(0, 0.5))
def test_more_mass_needs_no_narrower_interval(shares, level, mass, more):
    low, high = grow(shares, level, mass)
    wide_low, wide_high = grow(shares, level, mass + more)
    assert wide_low <= low <= high <= wide_high


def test_all_the_mass_stops_at_the_ends():
    assert grow(np.full(7, 1 / 7), 3, 2.0) == (1, 7)


@given(arrays(float, 5, elements=st.floats(0, 1)))
def test_log_odds_are_finite_and_keep_the_order(values):
    odds = log_odds(values)
    assert np.all(np.isfinite(odds))
    assert np.all(np.diff(odds[np.argsort(values)]) >= 0)


@pytest.fixture(scope="module")
def graded():
    """Return features and levels of made-up documents whose strongest duty is their level."""
    chance = np.random.default_rng(0)
    levels = np.repeat(np.arange(1, 8), 12)
    features = np.zeros((len(levels), N_FEATURES))
    reached, exactly = np.arange(2, 8) <= levels[:, None], np.arange(2, 8) == levels[:, None]
    for first, shown in ((0, reached), (4, exactly)):
        noise = chance.normal(0, 2.5, shown.shape)
        features[:, first::5] = np.where(shown, 3.0, -3.0) + noise
    return features, levels


def test_levels_are_learnt(graded):
    features, levels = graded
    model = fit_levels(features, levels)
    found = suggest(model.probabilities(features))
    assert np.mean(np.abs(found - levels) <= 1) > 0.9
    assert np.mean(found == levels) > 0.6


@pytest.mark.parametrize("coverage", [0.7, 0.9])
def test_the_interval_covers_as_often_as_asked(graded, coverage):
    features, levels = graded
    model = fit_levels(features, levels, coverage=coverage)
    intervals = [model.interval(row) for row in model.probabilities(features)]
    held = [low <= level <= high for (low, high), level in zip(intervals, levels, strict=True)]
    assert np.mean(held) >= coverage


@pytest.mark.parametrize("n", [14, 35])
def test_the_interval_of_few_documents_covers_others_as_often_as_stated(graded, n):
    features, levels = graded
    held, chance = [], np.random.default_rng(0)
    for _ in range(20):
        order = chance.permutation(len(levels))
        few, others = order[:n], order[n:]
        model = fit_levels(features[few], levels[few])
        for row, level in zip(model.probabilities(features[others]), levels[others], strict=True):
            low, high = model.interval(row)
            held.append(low <= level <= high)
    assert np.mean(held) >= 0.9


def test_wider_coverage_needs_more_mass(graded):
    features, levels = graded
    probabilities = fit_levels(features, levels).probabilities(features)
    low, high = (mass_for(probabilities, levels, share, least=0.3) for share in (0.6, 0.95))
    assert low < high


def test_a_lone_unsure_level_is_never_the_interval(graded):
    features, levels = graded
    assert fit_levels(features, levels, coverage=0.1).mass == 0.6


@pytest.mark.parametrize("present", [(1, 2, 3), (1, 4), (2, 3), (5,), (1,)])
def test_levels_that_do_not_occur_are_not_suggested(graded, present):
    features, levels = graded
    few = np.isin(levels, present)
    found = fit_levels(features[few], levels[few]).probabilities(features)
    absent = [level - 1 for level in range(1, 8) if level not in present]
    assert found[:, absent].max() < 0.01


def test_a_level_model_comes_back_from_its_state(graded):
    features, levels = graded
    model = fit_levels(features, levels)
    state = json.loads(json.dumps(model.state()))
    again = LevelModel(tuple(state["observed"]), tuple(state["which"]), state["mass"])
    assert again.probabilities(features) == pytest.approx(model.probabilities(features), abs=1e-4)
    assert again.mass == model.mass
