"""Texts and their levels, as people give them to be learnt from or compared with: checked."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike, NDArray

from slmo_match.assessment import LEVELS
from slmo_match.errors import UsageError


def check_text(text: object) -> None:
    """Refuse what is no text.

    Raises
    ------
    UsageError
        Says what it is instead.
    """
    if not isinstance(text, str):
        raise UsageError(
            f"texts must be str, found {type(text).__name__}; "
            "score one text with slmo_match.score, many with score_many(list of texts)"
        )


def graded(X: Iterable[str], y: ArrayLike) -> tuple[list[str], NDArray[np.int64]]:  # noqa: N803
    """Return texts and their levels.

    Parameters
    ----------
    X : iterable of str, length n
    y : array-like of int, shape (n,)
        Levels 1 to 7.

    Raises
    ------
    ValueError
        If there are no texts, lengths differ or `y` is no list of levels.
    UsageError
        If something that is no text is among `X`.
    """
    texts, levels = _texts_of(X), np.asarray(y)
    if levels.ndim != 1:
        raise ValueError(
            f"y must be a list of levels, one a text; found {type(y).__name__} of shape "
            f"{levels.shape}"
        )
    if len(texts) != len(levels):
        raise ValueError(
            f"X holds {len(texts)} texts, y {len(levels)} levels; they must be as many"
        )
    if wrong := sorted({repr(level) for level in levels.tolist() if not _is_level(level)}):
        raise ValueError(f"y must hold levels 1 to 7; found {', '.join(wrong[:5])}")
    return texts, levels.astype(np.int64)  # pandas makes floats of them where one was missing


def _texts_of(X: Iterable[str]) -> list[str]:  # noqa: N803
    if isinstance(X, str) or not isinstance(X, Iterable) or getattr(X, "ndim", 1) != 1:
        found = "a single str" if isinstance(X, str) else type(X).__name__
        raise ValueError(f"X must hold at least one text, in one dimension; found {found}")
    if not (texts := list(X)):
        raise ValueError("X must hold at least one text; found none")
    for text in texts:
        check_text(text)
    return texts


def _is_level(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and value in LEVELS
