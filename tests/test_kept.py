"""Rows that are worked out once for each key."""

import pickle
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from slmo_match.kept import KeptRows


class Lengths:
    """Count letters, and remember what was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, words):
        self.asked += words
        return np.array([[len(word), len(word) ** 2] for word in words], float).reshape(-1, 2)


def test_rows_come_in_the_order_of_the_keys():
    rows = KeptRows(Lengths()).rows(["umowa", "SLA", "umowa"])
    assert rows.tolist() == [[5, 25], [3, 9], [5, 25]]


def test_a_row_is_worked_out_once():
    work = Lengths()
    kept = KeptRows(work)
    kept.rows(["umowa", "SLA", "umowa"])
    kept.rows(["SLA", "dostawca"])
    assert work.asked == ["umowa", "SLA", "dostawca"]


def test_rows_stay_right_while_their_number_grows():
    kept = KeptRows(Lengths())
    words = ["x" * n for n in range(1, 200)]
    for start in range(0, 199, 7):
        kept.rows(words[start : start + 7])
    assert kept.rows(words)[:, 0].tolist() == list(range(1, 200))


def test_no_keys_give_no_rows():
    assert KeptRows(Lengths()).rows([]).shape == (0, 2)


def test_too_many_keys_are_forgotten_and_worked_out_again():
    work = Lengths()
    kept = KeptRows(work, most=2)
    kept.rows(["a", "bb", "ccc"])
    assert kept.rows(["dddd", "a"])[:, 0].tolist() == [4, 1]
    assert work.asked == ["a", "bb", "ccc", "dddd", "a"]


def test_a_copy_for_another_process_starts_empty():
    kept = KeptRows(Lengths())
    kept.rows(["a", "bb"])
    copy = pickle.loads(pickle.dumps(kept))
    assert copy.rows(["ccc"]).tolist() == [[3, 9]]
    assert kept.rows(["bb"]).tolist() == [[2, 4]]


def test_single_precision_stays_while_the_rows_grow():
    kept = KeptRows(lambda words: np.array([[len(w)] for w in words], np.float32).reshape(-1, 1))
    for n in range(1, 9):
        assert kept.rows(["x" * n]).dtype == np.float32


def test_threads_that_ask_at_once_get_their_own_rows():
    kept = KeptRows(Lengths(), most=50)

    def ask(start):
        words = ["x" * (start + n % 40) for n in range(400)]
        return all(
            kept.rows(words[k : k + 5])[:, 0].tolist() == [len(w) for w in words[k : k + 5]]
            for k in range(0, 400, 5)
        )

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(6) as pool:
            assert all(pool.map(ask, range(1, 13)))
    finally:
        sys.setswitchinterval(before)
