"""Why there is no level, and what to be aware of, in the language of the user."""

from __future__ import annotations

from dataclasses import replace

from slmo_match.assessment import Assessment
from slmo_match.report.messages import Messages

FOR_PROGRAMS = (".jsonl", ".parquet")


def worded(assessment: Assessment, ending: str, say: Messages) -> Assessment:
    """Return an assessment whose reasons are in the language of those who will read the file.

    Files for programs keep the English reasons, which do not change with the language of a user.
    """
    if ending in FOR_PROGRAMS:
        return assessment
    return replace(
        assessment,
        error=say.translate(assessment.error),
        warnings=tuple(map(say.translate, assessment.warnings)),
    )
