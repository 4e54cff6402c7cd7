"""Figures of agreement: by hand, against scikit-learn, and with honest limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from slmo_match.assessment import Assessment
from slmo_match.training.evaluate import compare
from slmo_match.training.metrics import (
    Agreement,
    agreement,
    bootstrap,
    calibration_error,
    quadratic_kappa,
)

RIGHT = np.array([1, 2, 5, 7])
GRADES = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=2)


def sure_of(*levels: int, share: float = 0.7) -> np.ndarray:
    """Probabilities that name the levels, the rest spread over the others."""
    rows = np.full((len(levels), 7), (1 - share) / 6)
    rows[np.arange(len(levels)), np.array(levels) - 1] = share
    return rows


def answers(*levels: int, wide: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Levels as they are suggested, their probabilities and intervals."""
    middle = np.array(levels)
    limits = np.stack([np.maximum(middle - wide, 1), np.minimum(middle + wide, 7)], axis=1)
    return middle, sure_of(*levels), limits


def test_full_agreement():
    found = agreement(RIGHT, *answers(1, 2, 5, 7))
    assert (found.n, found.exact, found.within_one, found.error) == (4, 1, 1, 0)
    assert (found.kappa, found.coverage, found.width, found.confident) == (1, 1, 1, 1)
    assert found.calibration == pytest.approx(0.3)


def test_figures_by_hand():
    found = agreement(RIGHT, *answers(1, 3, 5, 4, wide=1))
    assert (found.exact, found.within_one, found.error) == (0.5, 0.75, 1.0)
    assert found.coverage == 0.75
    assert found.width == (2 + 3 + 3 + 3) / 4
    assert found.calibration == pytest.approx(0.7 - 0.5)


def test_a_document_that_was_not_assessed_counts_as_level_one_without_confidence():
    found = compare([1, 5], [Assessment("unreadable")] * 2)
    assert (found.agreement.exact, found.agreement.error) == (0.5, 2)
    assert found.agreement.calibration == pytest.approx(0.5 - 1 / 7)
    assert found.confusion[[0, 4], 0].tolist() == [1, 1]


def test_the_least_certain_tenth_is_left_out():
    rows = np.vstack([sure_of(*[2] * 9), sure_of(3, share=0.4)])
    suggested = np.array([2] * 9 + [3])
    found = agreement(np.full(10, 2), suggested, rows, np.tile([2, 3], (10, 1)))
    assert (found.exact, found.confident) == (0.9, 1.0)


@given(GRADES)
def test_kappa_is_that_of_scikit_learn(pairs):
    levels, suggested = np.array(pairs).T
    if len(np.unique(pairs)) > 1:
        wanted = cohen_kappa_score(levels, suggested, weights="quadratic", labels=list(range(1, 8)))
        assert quadratic_kappa(levels, suggested) == pytest.approx(wanted)


def test_kappa_of_a_single_level_is_full():
    assert quadratic_kappa(np.array([3, 3]), np.array([3, 3])) == 1.0


def test_calibration_is_the_gap_in_each_bin():
    confidence = np.array([0.95, 0.95, 0.55, 0.55])
    right = np.array([True, True, True, False])
    assert calibration_error(confidence, right) == pytest.approx((0.05 + 0.05) / 2)
    assert calibration_error(np.array([1.0]), np.array([True])) == 0


def test_documents_of_a_writer_are_drawn_together():
    levels = np.tile([2, 5], 50)
    suggested = np.repeat([2, 5], 50)  # all of one writer right or wrong in turns
    arguments = levels, *answers(*suggested, wide=1)
    low, high = bootstrap(*arguments, [f"writer {k % 2}" for k in range(100)])["exact"]
    assert low == high == 0.5
    low, high = bootstrap(*arguments, [f"writer {k // 50 == k % 2}" for k in range(100)])["exact"]
    assert (low, high) == (0, 1)


def test_limits_hold_the_figure_and_are_the_same_every_time():
    chance = np.random.default_rng(1)
    levels = chance.integers(1, 8, 60)
    suggested = np.clip(levels + chance.integers(-1, 2, 60), 1, 7)
    arguments = levels, *answers(*suggested, wide=1)
    limits, found = bootstrap(*arguments), agreement(*arguments)
    assert tuple(limits) == Agreement._fields
    for name in ("exact", "within_one", "error", "kappa", "coverage"):
        low, high = limits[name]
        assert low <= getattr(found, name) <= high
    assert limits["exact"][0] < limits["exact"][1]
    assert limits == bootstrap(*arguments)
