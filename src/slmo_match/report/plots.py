"""Pictures of results with matplotlib, which is loaded when the first is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from slmo_match.assessment import LEVELS, Assessment, level_of
from slmo_match.errors import UsageError
from slmo_match.report.messages import LANGS, Messages

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from slmo_match.results import Results

# of the levels, as in style.css
COLOURS = ("#5b6270", "#1f66b0", "#0c6e73", "#2c7230", "#855600", "#ad3c0c", "#7136b8")


def plot_assessment(assessment: Assessment, ax: Axes | None = None, lang: str = "pl") -> Axes:
    """Draw the probabilities of the levels as bars, those outside the range pale.

    Raises
    ------
    UsageError
        If the text could not be assessed, there is no such language, or matplotlib is not
        installed.
    """
    if assessment.level is None or assessment.interval is None:
        raise UsageError(f"there is no level to draw: {assessment.error}")
    say = _messages(lang)
    ax = ax or _axes(6, 2.6)
    low, high = assessment.interval
    bars = ax.bar(LEVELS, assessment.probabilities, color=COLOURS)
    for level, bar in zip(LEVELS, bars, strict=True):
        bar.set_alpha(1.0 if low <= level <= high else 0.35)
    ax.bar_label(bars, [say.percent(p) if p >= 0.005 else "" for p in assessment.probabilities])
    ax.set_xticks(LEVELS)
    ax.set_ylim(0, 1.12)
    ax.set_xlabel(say("level"))
    ax.set_title(
        say(
            "certainty {share}, range {levels}",
            share=say.percent(assessment.probabilities[assessment.level - 1]),
            levels=f"{low}" if low == high else f"{low}–{high}",
        )
    )
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.set_yticks([])
    return ax


def plot_results(results: Results, ax: Axes | None = None, lang: str = "pl") -> Axes:
    """Draw a heat map: a row a document, a column a criterion, the colour of its level.

    Raises
    ------
    UsageError
        If there are no documents, there is no such language, or matplotlib is not installed.
    """
    if not results:
        raise UsageError("there are no documents to draw")
    say = _messages(lang)
    strengths = results.criteria()
    ax = ax or _axes(9, 0.34 * len(strengths) + 1.2)
    ax.imshow(_coloured(strengths.to_numpy(), list(strengths.columns)), aspect="auto")
    names = [f"{name}   {_level(results[name])}" for name in strengths.index]
    ax.set_yticks(range(len(names)), names)
    ax.set_xticks(range(len(strengths.columns)), strengths.columns)
    ax.set_xlabel(say("criteria"))
    ax.set_title(say("The stronger a criterion is shown, the fuller its colour; then the level"))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return ax


def _coloured(strengths: np.ndarray, criteria: list[str]) -> np.ndarray:
    """Return colours, shape (n, m, 3): white where nothing is shown, grey without an answer."""
    from matplotlib.colors import to_rgb

    full = np.array([to_rgb(COLOURS[level_of(name) - 1]) for name in criteria])
    share = np.nan_to_num(strengths)[..., None]
    colours = 1 - share * (1 - full[None])
    colours[np.isnan(strengths)] = 0.85
    return np.asarray(colours)


def _messages(lang: str) -> Messages:
    if lang not in LANGS:
        raise UsageError(f"lang must be one of {', '.join(LANGS)}; found {lang!r}")
    return Messages(lang)


def _level(assessment: Assessment) -> str:
    return "–" if assessment.level is None else str(assessment.level)


def _axes(width: float, height: float) -> Axes:
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise UsageError("pictures need matplotlib: pip install 'slmo-match[notebook]'") from error
    _, ax = pyplot.subplots(figsize=(width, height), layout="constrained")
    return ax
