"""Suggest the level of service level management (SFIA SLMO) that a text corresponds to.

>>> import slmo_match
>>> a = slmo_match.score("Do Twoich zadań należy uzgadnianie z klientami czasu reakcji serwisu "
...     "i warunków umów oraz ustalanie poziomu usług.")
>>> a.level
5
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slmo_match.assessment import Assessment, CriterionMatch, Evidence
    from slmo_match.batch import score, score_file, score_folder, score_frame, score_many
    from slmo_match.errors import SlmoError
    from slmo_match.matcher import LevelMatcher
    from slmo_match.reading.limits import Limits

__version__ = "0.1.0"

_HOMES = {
    "Assessment": "assessment",
    "CriterionMatch": "assessment",
    "Evidence": "assessment",
    "LevelMatcher": "matcher",
    "Limits": "reading.limits",
    "SlmoError": "errors",
    "score": "batch",
    "score_file": "batch",
    "score_folder": "batch",
    "score_frame": "batch",
    "score_many": "batch",
}

__all__ = [
    "Assessment",
    "CriterionMatch",
    "Evidence",
    "LevelMatcher",
    "Limits",
    "SlmoError",
    "__version__",
    "score",
    "score_file",
    "score_folder",
    "score_frame",
    "score_many",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is first used: ``import slmo_match`` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'slmo_match' has no attribute {name!r}")
    value = getattr(import_module(f"slmo_match.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
