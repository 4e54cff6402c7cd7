"""What the columns and the statuses of results mean, a line each, for those who read a sheet."""

from __future__ import annotations

from slmo_match.assessment import COLUMNS, LEVELS
from slmo_match.report.messages import N_, STATUSES, Messages

_COLUMNS = {
    "document": N_("path of the file, or id of the document in a table"),
    "status": N_("what came of the document; each status is explained below"),
    "level": N_("the best single level, 1 to 7; empty where the text could not be assessed"),
    "level_low": N_("lowest level of the range that holds the right one in 9 of 10 documents"),
    "level_high": N_("highest level of this range"),
    "confidence": N_("probability of the best level"),
    "top_evidence": N_("the strongest quotation"),
    "top_criterion": N_("the criterion that the strongest quotation shows"),
    "language": N_("language of the text: pl, en or pl+en"),
    "words": N_("number of words that were read"),
    "error": N_("why there is no level, or what to be aware of"),
    "model": N_("name and version of the model"),
}
_STATUSES = {
    "scored": N_("a level from 2 to 7"),
    "not_observed": N_("level 1"),
    "uncertain": N_("the range is wide or the text looks made to be scored: read the evidence"),
    "too_short": N_("fewer than six words"),
    "unsupported_language": N_("the text is neither in Polish nor in English"),
    "unreadable": N_("the file could not be read"),
}


def legend(say: Messages) -> list[tuple[str, str]]:
    """Return the names of the columns, and then of the statuses, with what they mean."""
    shares = {f"p{i}": say("probability of level {level}", level=i) for i in LEVELS}
    columns = [(name, shares.get(name) or say(_COLUMNS[name])) for name in COLUMNS]
    statuses = [(name, f"{say(words)}: {say(_STATUSES[name])}") for name, words in STATUSES.items()]
    return [*columns, *statuses]
