"""The model on real adverts, which are not part of the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from slmo_match.assessment import Assessment
from slmo_match.matcher import LevelMatcher

_BESIDE = Path(__file__).parents[3] / "models" / "evaluation" / "real_ratings.jsonl"


class RealFigures(NamedTuple):
    """What was found in a file of real texts; `observed` maps ids to levels above 1."""

    texts: int
    observed: dict[str, int]
    assessed: dict[str, Assessment]

    @property
    def per_thousand(self) -> float:
        """Texts with a level above 1, per 1,000."""
        return 1000 * len(self.observed) / max(self.texts, 1)


def entries_of(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines; only a line feed ends one, a text may hold the other separators."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def assess_file(path: Path, matcher: LevelMatcher) -> RealFigures:
    """Assess a file of JSON lines with ``id`` and ``text``."""
    entries = entries_of(path)
    assessed = {
        entry["id"]: assessment
        for entry, assessment in zip(entries, matcher.pipe(e["text"] for e in entries), strict=True)
    }
    observed = {
        name: a.level for name, a in assessed.items() if a.level is not None and a.level > 1
    }
    return RealFigures(len(entries), observed, assessed)


def ratings(path: Path = _BESIDE) -> dict[str, tuple[int, ...]]:
    """Read our own ratings of real adverts: the levels that readers gave, by id; no text."""
    return {entry["id"]: tuple(entry["levels"]) for entry in entries_of(path)}
