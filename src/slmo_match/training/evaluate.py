"""Judge the model on labelled texts that a user brings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from slmo_match.assessment import LEVELS, Assessment
from slmo_match.errors import NOT_UTF8, UsageError
from slmo_match.matcher import LevelMatcher
from slmo_match.training.metrics import Agreement, agreement, bootstrap


class Evaluation(NamedTuple):
    """Agreement with labels, its 95 % intervals, and how often each level was taken for which."""

    agreement: Agreement
    intervals: dict[str, tuple[float, float]]
    confusion: np.ndarray[Any, np.dtype[np.int64]]


def read_gold(path: Path) -> Iterator[tuple[str, int]]:
    """Read labelled texts: JSON lines with ``text`` and ``level``.

    Raises
    ------
    UsageError
        If the file cannot be read or a line is not in the form; names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"cannot read {path}: {NOT_UTF8}") from error
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _labelled(line, path, number)


def _labelled(line: str, path: Path, number: int) -> tuple[str, int]:
    try:
        entry = json.loads(line)
        text, level = entry["text"], entry["level"]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f'{path}, line {number}: expected {{"text": "…", "level": 1..7}}, found {line[:60]!r}'
        ) from error
    if not isinstance(text, str):
        raise UsageError(
            f"{path}, line {number}: text must be a string, found {json.dumps(text)[:60]}"
        )
    if level in map(str, LEVELS):  # programs write numbers as texts, too
        level = int(level)
    if isinstance(level, bool) or level not in LEVELS:
        raise UsageError(
            f"{path}, line {number}: level must be 1 to 7, found {json.dumps(level)[:60]}"
        )
    return text, int(level)


def evaluate(path: Path, matcher: LevelMatcher | None = None) -> Evaluation:
    """Compare the suggested levels of labelled texts with their labels.

    Parameters
    ----------
    path : Path
        JSON lines with ``text`` and ``level``.
    matcher : LevelMatcher, optional
        The one that ships by default.

    Returns
    -------
    Evaluation

    Raises
    ------
    UsageError
        If the file is not in the form or holds no labelled text.
    """
    gold = list(read_gold(path))
    if not gold:
        raise UsageError(f"{path} holds no labelled text")
    matcher = matcher or LevelMatcher()
    return compare([level for _, level in gold], list(matcher.pipe(text for text, _ in gold)))


def compare(
    levels: list[int], assessments: list[Assessment], writers: Sequence[str] | None = None
) -> Evaluation:
    """Compare assessments with right levels; `writers` as `bootstrap` takes them.

    A text that could not be assessed counts as level 1.
    """
    right = np.array(levels)
    suggested = np.array([assessment.level or LEVELS[0] for assessment in assessments])
    probabilities = np.array([assessment.probabilities for assessment in assessments])
    intervals = np.array([assessment.interval or (1, 7) for assessment in assessments])
    confusion = np.zeros((len(LEVELS), len(LEVELS)), dtype=np.int64)
    np.add.at(confusion, (right - 1, suggested - 1), 1)
    compared = right, suggested, probabilities, intervals
    return Evaluation(agreement(*compared), bootstrap(*compared, writers), confusion)
