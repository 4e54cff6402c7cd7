"""Which statements of a document decide: all but the title, of a CV one post, each once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from slmo_match.language.posts import NOW, Post
from slmo_match.language.statements import Statement

_OF_TITLES = frozenset({"stanowisko", "job title"})
OBSERVED = 0.35  # a post has the skill where its strongest statement reaches this


def deciding_statements(
    statements: Sequence[Statement], posts: Sequence[Post], levels: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Choose the present post of a CV or else the most senior relevant one.

    Parameters
    ----------
    statements : sequence of Statement, length n
    posts : sequence of Post
        Empty for a text that is no CV.
    levels : numpy.ndarray, shape (n, 7)
        Probability of each statement to show a duty of each level, in the first column none.

    Returns
    -------
    numpy.ndarray of bool, shape (n,)
        Which statements count. Those before the first post (a profile) always do.
    """
    of_post = np.array([statement.post for statement in statements])
    if len(posts) < 2:
        return np.ones(len(statements), bool)
    present = max(range(len(posts)), key=lambda i: (posts[i].end_year, -i)) + 1
    ranked = [present, *(i for i in range(1, len(posts) + 1) if i != present)]
    seniority = {i: _seniority(levels[of_post == i]) for i in ranked}
    if seniority[present] == 0 or posts[present - 1].end_year != NOW:
        present = max(ranked, key=lambda i: seniority[i])
    return np.asarray((of_post == present) | (of_post == 0))


def titles(statements: Sequence[Statement]) -> NDArray[np.bool_]:
    """Return which of n statements name the position, after a heading such as *Stanowisko*."""
    before = [None, *statements[:-1]]
    return np.array([heading is not None and _asks_for_title(heading) for heading in before], bool)


def _asks_for_title(statement: Statement) -> bool:
    return statement.section == "heading" and statement.text.lower() in _OF_TITLES


def said_first(statements: Sequence[Statement]) -> NDArray[np.bool_]:
    """Return which of n statements do not repeat an earlier one: portals print adverts twice."""
    said = [(s.post, s.section, s.text.casefold()) for s in statements]
    places: dict[tuple[int, str, str], int] = {}
    return np.array([places.setdefault(key, i) == i for i, key in enumerate(said)], bool)


def _seniority(levels: NDArray[np.float64]) -> int:
    """Return the highest level that a statement of a post reaches, 0 for none."""
    if not len(levels):
        return 0
    at_least = np.cumsum(levels[:, ::-1], axis=1)[:, ::-1].max(axis=0)
    reached = [level for level in range(2, 8) if at_least[level - 1] >= OBSERVED]
    return max(reached, default=0)
