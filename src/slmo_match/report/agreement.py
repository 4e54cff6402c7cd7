"""How far suggested levels agree with labels: figures with their intervals, and a table."""

from __future__ import annotations

from rich.console import Group
from rich.table import Table
from rich.text import Text

from slmo_match.assessment import LEVELS
from slmo_match.report.messages import N_, Messages
from slmo_match.training.evaluate import Evaluation

_FIGURES = {
    "exact": N_("exact level"),
    "within_one": N_("at most one level apart"),
    "error": N_("mean error (levels)"),
    "kappa": N_("quadratic weighted kappa"),
    "calibration": N_("calibration error"),
    "coverage": N_("range holds the label"),
    "width": N_("mean width of the range (levels)"),
    "confident": N_("exact level without the least certain tenth"),
}
_SHARES = frozenset({"exact", "within_one", "calibration", "coverage", "confident"})


def evaluation_text(evaluation: Evaluation, say: Messages) -> Group:
    """Lay out an evaluation.

    Parameters
    ----------
    evaluation : Evaluation
    say : Messages

    Returns
    -------
    rich.console.Group
        The figures with 95 % intervals, and how often each level was taken for which.
    """
    count = say.number(evaluation.agreement.n)
    return Group(
        Text(say("documents: {count}", count=count)),
        Text(""),
        _figures(evaluation, say),
        Text(""),
        Text(say("Label (rows) and suggested level (columns)"), "bold"),
        _confusion(evaluation),
    )


def _figures(evaluation: Evaluation, say: Messages) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(say("figure"))
    table.add_column(say("value"), justify="right")
    table.add_column(say("95% interval"), justify="right")
    for name, label in _FIGURES.items():
        low, high = (_shown(name, end, say) for end in evaluation.intervals[name])
        value = _shown(name, getattr(evaluation.agreement, name), say)
        table.add_row(say(label), value, f"{low}–{high}")
    return table


def _shown(name: str, value: float, say: Messages) -> str:
    return f"{say.number(100 * value, 1)}%" if name in _SHARES else say.number(value, 2)


def _confusion(evaluation: Evaluation) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("", style="bold")
    for level in LEVELS:
        table.add_column(str(level), justify="right")
    for level, row in zip(LEVELS, evaluation.confusion, strict=True):
        table.add_row(str(level), *(str(int(count)) if count else "·" for count in row))
    return table
