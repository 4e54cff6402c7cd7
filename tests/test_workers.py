"""Processes start deaf to Ctrl-C; the process that started them is not, and ends their work."""

import os
import signal
import subprocess
import sys
import time

import pytest

from slmo_match.workers import _interrupts_held, heed_stop, map_in_processes

posix = pytest.mark.skipif(os.name == "nt", reason="sends the signal of POSIX terminals")


@pytest.fixture
def answered():
    """Answer Ctrl-C as Python does, wherever the tests were started from."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@posix
def test_ctrl_c_is_not_lost_while_processes_start(answered):
    reached = []

    def start():
        with _interrupts_held():
            signal.raise_signal(signal.SIGINT)
            reached.append("the end of the start")

    with pytest.raises(KeyboardInterrupt):
        start()
    assert reached


@posix
def test_processes_are_started_deaf_to_it(answered):
    code = "import signal; signal.raise_signal(signal.SIGINT); print('deaf')"
    command = [sys.executable, "-c", code]
    with _interrupts_held():
        deaf = subprocess.run(command, capture_output=True, check=False)
    other = subprocess.run(command, capture_output=True, check=False)
    assert deaf.stdout == b"deaf\n"
    assert b"KeyboardInterrupt" in other.stderr


def work_long(piece):
    for _ in range(piece):
        heed_stop()
        time.sleep(0.01)
    return piece


def test_work_whose_results_nobody_wants_any_more_is_broken_off():
    results = map_in_processes(work_long, [0, *[3000] * 9], 2)  # half a minute each
    assert next(results) == 0
    start = time.monotonic()
    results.close()
    assert time.monotonic() - start < 10
