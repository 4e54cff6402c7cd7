"""Work spread over processes: results in the order of the input, little held at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import resource_tracker
from multiprocessing.context import BaseContext
from typing import Any, TypeVar, cast

from slmo_match.errors import UsageError

AHEAD = 3  # pieces in hand for each worker, so that none waits while results are written

Piece = TypeVar("Piece")
Result = TypeVar("Result")

_own: dict[str, Any] = {}  # of a worker: its work, and whether to stop


def available_cores() -> int:
    """Return the number of cores that this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_in_processes(
    work: Callable[[Piece], Result], pieces: Iterable[Piece], workers: int
) -> Generator[Result]:
    """Apply a function to pieces in worker processes, which start at once.

    Parameters
    ----------
    work : callable
        A function that can be pickled; a long one calls `heed_stop` now and then.
    pieces : iterable
        Read a few at a time; may be endless.
    workers : int
        Number of processes, at least 1.

    Returns
    -------
    generator of object
        Results in the order of the pieces; closing it breaks off the work and ends the processes.

    Raises
    ------
    UsageError
        If a worker is ended from outside, as systems do that run out of memory.
    """
    results = _results(work, iter(pieces), workers)
    next(results)  # the processes start, before the caller has threads of its own
    return cast(Generator[Result], results)


def heed_stop(*_: object) -> None:
    """Break off the work of this process where its results are no longer wanted.

    Raises
    ------
    KeyboardInterrupt
        If the process that started it has closed the generator, or was interrupted.
    """
    if _own and _own["stop"].value:
        raise KeyboardInterrupt


def _results(
    work: Callable[[Piece], Result], pieces: Iterator[Piece], workers: int
) -> Generator[Result | None]:
    """Yield None when the processes have started, and then the results."""
    context = _context()
    stop = context.RawValue("b", 0)  # without a lock, which a worker that is killed might hold
    pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(work, stop))
    waiting: deque[Future[Result]] = deque()

    def submit(count: int) -> None:
        for piece in islice(pieces, count):
            with _interrupts_held(), warnings.catch_warnings():
                # Python counts the threads of BLAS, which look after themselves in a fork
                warnings.filterwarnings("ignore", "This process .* is multi-threaded")
                waiting.append(pool.submit(_do, piece))

    try:
        submit(AHEAD * workers)
        yield None
        while waiting:
            result = waiting.popleft().result()
            submit(1)
            yield result
    except BrokenProcessPool as error:
        raise UsageError(
            f"a worker process ended unexpectedly (of {workers}); it may have run out of memory: "
            "try --workers 1; or a script calls without 'if __name__ == \"__main__\":'"
        ) from error
    finally:
        stop.value = 1
        pool.shutdown(wait=True, cancel_futures=True)


def _context() -> BaseContext:
    """Return how processes start: by fork where that is safe, for they have the model at once.

    A fork copies no threads, so that a lock which one of them holds would stay locked. Other
    programs and systems get processes that start afresh, and so do those with an encoder on torch,
    whose threads Python does not count.
    """
    alone = sys.platform == "linux" and threading.active_count() == 1
    alone = alone and "torch" not in sys.modules
    return multiprocessing.get_context("fork" if alone else "spawn")


def _begin(work: Callable[[Any], Any], stop: Any) -> None:
    """Begin the life of a worker, which gets its work once and not with each piece."""
    _own.update(work=work, stop=stop)
    _leave_interrupts()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _do(piece: Any) -> Any:
    heed_stop()
    return _own["work"](piece)


def _end_with_parent() -> None:
    """End this process when the one that started it has gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


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
