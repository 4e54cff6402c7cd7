"""How well the model reads English and mixed texts: figures for the model card."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from slmo_match.assessment import Assessment
from slmo_match.matcher import LevelMatcher
from slmo_match.training.corpus import Document
from slmo_match.training.evaluate import compare
from slmo_match.training.held_out import HeldOut
from slmo_match.training.metrics import Agreement
from slmo_match.training.real_texts import entries_of

NAMES = {"pl": "Polish", "en": "English", "pl+en": "mixed"}
_NEAR_MISS = "near-miss"


class Parallel(NamedTuple):
    """The same documents in Polish and in English.

    ``same`` and ``within_one`` are the shares of documents whose two levels are equal, and not
    more than one apart; ``polish`` and ``english`` the shares of right levels.
    """

    n: int
    same: float
    within_one: float
    polish: float
    english: float


def parallel(path: Path, matcher: LevelMatcher) -> Parallel:
    """Assess the documents of a file in both languages.

    Parameters
    ----------
    path : Path
        JSON lines with ``level``, ``pl`` and ``en``.
    matcher : LevelMatcher

    Returns
    -------
    Parallel
        A text that could not be assessed counts as level 0.
    """
    entries = entries_of(path)
    right = np.array([entry["level"] for entry in entries])
    polish, english = (matcher.predict(entry[code] for entry in entries) for code in ("pl", "en"))
    apart = np.abs(polish - english)
    return Parallel(
        len(entries),
        float((apart == 0).mean()),
        float((apart <= 1).mean()),
        float((polish == right).mean()),
        float((english == right).mean()),
    )


def agreement_by_language(held: Sequence[HeldOut]) -> dict[str, Agreement]:
    """Return the agreement over the documents of each language, two renderings each."""
    found: dict[str, Agreement] = {}
    for code, name in NAMES.items():
        pairs = _pairs(held, code)
        if pairs:
            levels, assessments = [d.level for d, _ in pairs], [a for _, a in pairs]
            found[name] = compare(levels, assessments).agreement
    return found


def near_miss_alarms(held: Sequence[HeldOut], code: str) -> tuple[int, int]:
    """Return how many renderings of near-misses in a language there are, and above level 1."""
    levels = [
        assessment.level
        for document, assessment in _pairs(held, code)
        if document.sector.startswith(_NEAR_MISS)
    ]
    return len(levels), sum(level is not None and level > 1 for level in levels)


def _pairs(held: Sequence[HeldOut], code: str) -> list[tuple[Document, Assessment]]:
    return [
        (document, assessment)
        for one in held
        for k, document in enumerate(one.documents)
        for assessment in one.renderings[2 * k : 2 * k + 2]
        if document.language == code
    ]
