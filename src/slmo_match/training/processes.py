"""Calls in two processes of their own, which are sent what they need at once."""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from joblib import Parallel, delayed
from joblib.externals.loky import get_reusable_executor

# OpenBLAS adds in another order on other processors: in the end, another model. All of them know
# its order for the oldest x86-64 ones that numpy runs on; elsewhere the name means nothing.
_ORDER = "OPENBLAS_CORETYPE"
_OLDEST = "Nehalem"


def side_by_side(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Return the answers of calls, two of which are made at a time.

    Parameters
    ----------
    calls : sequence of callables
        Without arguments, and with all that they hold from modules, so that they can be pickled
        (`functools.partial` of functions). What several of them share is packed once and sent
        with each.
    """
    packed = _packed(list(calls))
    get_reusable_executor().shutdown()  # processes from before would add in their own order
    with _same_sums():
        work = Parallel(n_jobs=2, backend="loky")
        answers = work(delayed(_answer)(packed, k) for k in range(len(calls)))
    get_reusable_executor().shutdown()
    return [_unpacked(answer) for answer in answers]


def _answer(packed: bytes, k: int) -> bytes:
    call = _unpacked(packed)[k]
    gc.freeze()  # or the collector would walk through all that came whenever the call makes more
    return _packed(call())


def _packed(values: Any) -> bytes:
    with not_collecting():
        return pickle.dumps(values, pickle.HIGHEST_PROTOCOL)


def _unpacked(packed: bytes) -> Any:
    with not_collecting():
        return pickle.loads(packed)  # noqa: S301  # packed by this program


@contextmanager
def not_collecting() -> Iterator[None]:
    """Leave Python's collector of cycles alone while many objects are made that have none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _same_sums() -> Iterator[None]:
    """Let processes that start meanwhile add in the same order on every processor."""
    before = os.environ.get(_ORDER)
    os.environ[_ORDER] = _OLDEST
    try:
        yield
    finally:
        if before is None:
            del os.environ[_ORDER]
        else:
            os.environ[_ORDER] = before
