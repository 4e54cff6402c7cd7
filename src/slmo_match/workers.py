"""Work spread over processes: results in the order of the input, little held at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import TypeVar

from slmo_match.errors import UsageError

AHEAD = 3  # pieces in hand for each worker, so that none waits while results are written

Piece = TypeVar("Piece")
Result = TypeVar("Result")


def available_cores() -> int:
    """Return the number of cores that this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_in_processes(
    work: Callable[[Piece], Result], pieces: Iterable[Piece], workers: int
) -> Iterator[Result]:
    """Apply a function to pieces in worker processes.

    Parameters
    ----------
    work : callable
        A function that can be pickled.
    pieces : iterable
        Read a few at a time; may be endless.
    workers : int
        Number of processes, at least 1.

    Yields
    ------
    object
        Results in the order of the pieces.

    Raises
    ------
    UsageError
        If a worker is ended from outside, as systems do that run out of memory.
    """
    # spawn: the same on every system, and safe in programs that hold threads
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_interrupts)
    waiting: deque[Future[Result]] = deque()
    try:
        for piece in pieces:
            with _interrupts_held():
                waiting.append(pool.submit(work, piece))
            if len(waiting) >= AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise UsageError(
            f"a worker process ended unexpectedly (of {workers}); "
            "it may have run out of memory: try --workers 1"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts() -> None:
    """Let the main process alone answer Ctrl-C, which the terminal sends to all."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start processes deaf to Ctrl-C: they inherit it, before any of their code runs.

    One that comes meanwhile is answered afterwards.
    """
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # its own start would let the signal through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
