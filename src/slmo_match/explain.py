"""Why this level: the statements that counted, those that did not, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from slmo_match.assessment import LEVELS, CriterionMatch, Evidence, Ownership, level_of
from slmo_match.language.clean import CleanText
from slmo_match.language.statements import Statement
from slmo_match.match import OWNERSHIPS, Scores

SHOWN = 0.3  # a criterion counts as shown from this strength on
MOST_QUOTES = 12  # that an assessment gives


def evidence_of(
    scores: Scores,
    statements: Sequence[Statement],
    counted: NDArray[np.bool_],
    criteria: Sequence[str],
    text: CleanText,
    original: str,
    level: int,
) -> tuple[Evidence, ...]:
    """Quote the statements that show a criterion.

    Parameters
    ----------
    scores : Scores
        Of n statements.
    statements : sequence of Statement, length n
    counted : numpy.ndarray of bool, shape (n,)
        Which statements belong to the deciding post; the others of a CV are ``earlier``.
    criteria : sequence of str
        Ids in the order of the scores.
    text : CleanText
        The text that the statements are offsets of.
    original : str
        The text that evidence must quote.
    level : int
        The suggested level: what shows it comes first.

    Returns
    -------
    tuple of Evidence
        Own duties of the suggested level first, then other own duties, each the strongest first;
        after them, statements that show a criterion which is not the role's.
    """
    best = scores.criteria.argmax(axis=1)
    surest = scores.criteria.max(axis=1)
    own, shown = scores.strength * surest, scores.relevance * surest
    found = []
    for i in map(int, np.flatnonzero(np.maximum(scores.strength, shown) >= SHOWN)):
        ownership = _ownership(scores, i, bool(counted[i]))
        # an own duty moves the level, even where its criterion is in doubt
        sure = scores.strength[i] if ownership == "own" else shown[i]
        if ownership is None or sure < SHOWN:
            continue
        weight = own[i] if ownership == "own" else shown[i]
        start, end = text.span(statements[i].start, statements[i].end)
        criterion = criteria[best[i]]
        found.append(
            Evidence(
                original[start:end], start, end, None, criterion, level_of(criterion),
                round(float(weight), 4), ownership,
            )
        )  # fmt: skip
    found.sort(
        key=lambda item: (
            item.ownership != "own", item.level != level, -item.weight, item.start
        )
    )  # fmt: skip
    return tuple(found)


def _ownership(scores: Scores, i: int, counted: bool) -> Ownership | None:
    """Whose duty statement i is; None for headings, titles and fields."""
    name = OWNERSHIPS[int(scores.ownership[i].argmax())]
    if name == "own":
        return "own" if counted else "earlier"
    return None if name == "none" else name  # type: ignore[return-value]


def criteria_of(
    strengths: NDArray[np.float64], criteria: Sequence[str], evidence: Sequence[Evidence]
) -> tuple[CriterionMatch, ...]:
    """Say for every criterion how strongly the document shows it.

    Parameters
    ----------
    strengths : numpy.ndarray, shape (n, n_criteria)
        Of the statements that count.
    criteria : sequence of str
    evidence : sequence of Evidence
        As `evidence_of` returns it.

    Returns
    -------
    tuple of CriterionMatch
        In the order of the criteria.
    """
    top = strengths.max(axis=0) if len(strengths) else np.zeros(len(criteria))
    best: dict[str, Evidence] = {}
    for item in evidence:
        if item.ownership == "own":
            best.setdefault(item.criterion, item)
    return tuple(
        CriterionMatch(name, level_of(name), round(float(strength), 4), best.get(name))
        for name, strength in zip(criteria, top, strict=True)
    )


def missing_for_next(level: int, matches: Sequence[CriterionMatch]) -> tuple[str, ...]:
    """Return the criteria of the next level up for which nothing was found."""
    if level >= LEVELS[-1]:
        return ()
    return tuple(m.criterion for m in matches if m.level == level + 1 and m.strength < SHOWN)
