"""Rows of numbers that are worked out once for each key, and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Key = TypeVar("Key", bound=Hashable)


class KeptRows(Generic[Key]):
    """Look up the row of a key; rows that are not there yet are worked out, many at once.

    Parameters
    ----------
    work : callable
        Returns the rows of n different keys, shape (n, width).
    most : int, default 30_000
        Keys that are kept; where more come, all are forgotten, so that endless vocabularies do
        not eat the memory.

    Examples
    --------
    >>> lengths = KeptRows(lambda words: np.array([len(w) for w in words], float).reshape(-1, 1))
    >>> lengths.rows(["umowa", "SLA", "umowa"]).ravel().tolist()
    [5.0, 3.0, 5.0]
    """

    def __init__(self, work: Callable[[list[Key]], Array], most: int = 30_000) -> None:
        self._work = work
        self._most = most
        self._lock = Lock()
        self._places: dict[Key, int] = {}
        self._table: Array | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is kept: other processes may get arrays that they cannot write to."""
        return {**self.__dict__, "_places": {}, "_table": None, "_lock": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _lock=Lock())

    def rows(self, keys: Sequence[Key]) -> Array:
        """Return the rows of keys, shape (n, width)."""
        with self._lock:
            return self._rows(keys)

    def _rows(self, keys: Sequence[Key]) -> Array:
        if len(self._places) > self._most:
            self._places, self._table = {}, None
        new = [key for key in dict.fromkeys(keys) if key not in self._places]
        if self._table is None:
            self._table = self._work([])
        if new:
            self._table = self._with(self._table, new)
        places = np.fromiter(map(self._places.__getitem__, keys), np.int64, len(keys))
        return self._table[places]

    def _with(self, table: Array, new: list[Key]) -> Array:
        start, end = len(self._places), len(self._places) + len(new)
        if end > len(table):  # half as much room again, so that growing costs little a row
            larger = np.empty((end + end // 2, table.shape[1]), table.dtype)
            larger[:start] = table[:start]
            table = larger
        table[start:end] = self._work(new)
        self._places.update(zip(new, range(start, end), strict=True))
        return table
