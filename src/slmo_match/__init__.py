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
    from slmo_match.comparing import compare
    from slmo_match.errors import SlmoError
    from slmo_match.matcher import LevelMatcher
    from slmo_match.reading.limits import Limits
    from slmo_match.results import assess_folder, highlight
    from slmo_match.scoring import score, score_file, score_folder, score_frame, score_many

__version__ = "0.1.0"

_HOMES = {
    "Assessment": "assessment",
    "CriterionMatch": "assessment",
    "Evidence": "assessment",
    "LevelMatcher": "matcher",
    "Limits": "reading.limits",
    "SlmoError": "errors",
    "assess_folder": "results",
    "compare": "comparing",
    "highlight": "results",
    "score": "scoring",
    "score_file": "scoring",
    "score_folder": "scoring",
    "score_frame": "scoring",
    "score_many": "scoring",
}

__all__ = [
    "Assessment",
    "CriterionMatch",
    "Evidence",
    "LevelMatcher",
    "Limits",
    "SlmoError",
    "__version__",
    "assess_folder",
    "compare",
    "highlight",
    "score",
    "score_file",
    "score_folder",
    "score_frame",
    "score_many",
]


if not TYPE_CHECKING:  # type checkers would take any name for one of the package

    def __getattr__(name: str) -> Any:
        """Import what is asked for when it is first used: ``import slmo_match`` stays light."""
        if name not in _HOMES:
            raise AttributeError(f"module 'slmo_match' has no attribute {name!r}")
        value = getattr(import_module(f"slmo_match.{_HOMES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
