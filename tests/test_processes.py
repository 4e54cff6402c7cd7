"""Calls in processes of their own give their answers in order; what they share is sent once."""

import gc
import os
from functools import partial

import pytest
from joblib import Parallel, delayed

from slmo_match.training import processes
from slmo_match.training.processes import not_collecting, side_by_side


def test_the_answers_come_in_the_order_of_the_calls():
    assert side_by_side([partial(divmod, 17, k) for k in (5, 3, 2)]) == [(3, 2), (5, 2), (8, 1)]


def test_the_calls_are_made_in_other_processes():
    assert os.getpid() not in side_by_side([os.getpid, os.getpid])


def test_the_processes_add_in_one_order_whatever_ran_before():
    Parallel(n_jobs=2)(delayed(os.getpid)() for _ in range(2))
    order = partial(os.getenv, processes._ORDER)
    assert side_by_side([order, order]) == [processes._OLDEST] * 2
    assert Parallel(n_jobs=2)(delayed(os.getenv)(processes._ORDER) for _ in range(2)) == [None] * 2


def test_what_calls_share_is_packed_once():
    shared = ["ta sama lista zdań"] * 10_000 + [f"zdanie {k}" for k in range(10_000)]
    one, three = (processes._packed([partial(len, shared)] * count) for count in (1, 3))
    assert len(three) < 1.01 * len(one)


def test_an_error_of_a_call_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        side_by_side([partial(divmod, 17, 0), partial(divmod, 17, 1)])


@pytest.mark.parametrize("before", [None, "Haswell"])
def test_the_order_of_sums_is_set_for_new_processes_alone(monkeypatch, before):
    monkeypatch.delenv(processes._ORDER, raising=False)
    if before:
        monkeypatch.setenv(processes._ORDER, before)
    with processes._same_sums():
        assert os.environ[processes._ORDER] == processes._OLDEST
    assert os.environ.get(processes._ORDER) == before


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_left_as_it_was(was_on):
    (gc.enable if was_on else gc.disable)()
    try:
        with not_collecting():
            assert not gc.isenabled()
        assert gc.isenabled() == was_on
    finally:
        gc.enable()
