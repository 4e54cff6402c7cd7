"""Results as a table on the terminal, or as plain lines where they are piped on."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from slmo_match.assessment import Assessment
from slmo_match.report.inert import printable
from slmo_match.report.messages import STATUSES, Messages

if TYPE_CHECKING:
    from rich.console import RenderableType

PIPED_WIDTH = 100_000  # columns: lines that are piped on are never folded
BLOCK = 500  # rows that are laid out together
LEVEL_STYLES = ("", "bright_black", "cyan", "cyan", "green", "green", "yellow", "magenta")
_QUOTE = 70  # characters of a quotation or reason
_OTHERS = 36  # columns of the terminal that level, certainty and status take
_STATUS_STYLES = {"uncertain": "yellow", "unreadable": "red", "not_observed": "bright_black"}


class Line(NamedTuple):
    """What the table shows of one document."""

    document: str
    level: int | None
    interval: tuple[int, int] | None
    confidence: float | None
    status: str
    quotation: str
    reason: str


def make_console() -> Console:
    """Return the terminal, or a plain and endlessly wide page where there is none."""
    console = Console(highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        return Console(width=PIPED_WIDTH, no_color=True, highlight=False, emoji=False, markup=False)
    return console


def show(console: Console, item: RenderableType) -> None:
    """Print, without blanks at the ends of lines where there is no terminal to fill."""
    if console.is_terminal:
        console.print(item)
        return
    with console.capture() as captured:
        console.print(item)
    lines = captured.get().splitlines()
    console.file.write("".join(f"{line.rstrip()}\n" for line in lines))


def line_of(document: str, assessment: Assessment, say: Messages) -> Line:
    """Return what the table shows of one document: little, so that many can be kept."""
    quotation = next((item.quote for item in assessment.evidence if item.ownership == "own"), "")
    return Line(
        printable(document),
        assessment.level,
        assessment.interval,
        assessment.confidence,
        assessment.status,
        shortened(quotation),
        say.translate(printable(assessment.error)),
    )


def results_tables(lines: Iterable[Line], console: Console, say: Messages) -> Iterator[Table]:
    """Lay out results, a few hundred a table, so that memory does not grow with their number.

    Parameters
    ----------
    lines : iterable of Line
    console : Console
        Where they will be shown.
    say : Messages

    Yields
    ------
    rich.table.Table
    """
    rest = iter(lines)
    while block := list(islice(rest, BLOCK)):
        yield _table(block, console, say)


def shortened(words: str, most: int = _QUOTE) -> str:
    r"""Return words on one line, cut between words where they are long.

    Examples
    --------
    >>> shortened("uzgadnianie warunków\numów z klientami", 30)
    'uzgadnianie warunków umów z …'
    """
    line = " ".join(printable(words).split())
    short = textwrap.shorten(line, most, placeholder=" …")
    return short if short != "…" else f"{line[: most - 1]}…"


def _table(lines: list[Line], console: Console, say: Messages) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(say("document"), no_wrap=True)
    table.add_column(say("level"), no_wrap=True)
    table.add_column(say("certainty"), no_wrap=True, justify="right")
    table.add_column(say("status"), no_wrap=True)
    table.add_column(say("quotation or reason"), overflow="fold")
    for line in lines:
        name, words = _fitted(line, console, say)
        table.add_row(
            Text(name),
            Text(_level(line), LEVEL_STYLES[line.level or 0]),
            Text("" if line.confidence is None else say.percent(line.confidence)),
            Text(say(STATUSES[line.status]), _STATUS_STYLES.get(line.status, "")),
            Text(words),
        )
    return table


def _fitted(line: Line, console: Console, say: Messages) -> tuple[str, str]:
    """Return the name, and the quotation or the reason, as long as the screen has place for."""
    if not console.is_terminal:
        words = line.reason or (say.quote(line.quotation) if line.quotation else "")
        return line.document, words
    width = max(console.width, 60)
    for_name = max(width * 3 // 10, 18)
    for_words = 2 * (width - _OTHERS - for_name) - 4
    name = _end_of(line.document, for_name)
    if line.reason or not line.quotation:
        return name, shortened(line.reason, max(for_words, _QUOTE))
    return name, say.quote(shortened(line.quotation, for_words))


def _level(line: Line) -> str:
    if line.level is None or line.interval is None:
        return "–"
    low, high = line.interval
    return f"{line.level}" if low == high else f"{line.level} ({low}–{high})"


def _end_of(name: str, most: int) -> str:
    """Return the end of a long path, where documents differ, from a folder on if there is one.

    >>> _end_of("ogloszenia/2026/08_kierowniczka.txt", 24)
    '…/08_kierowniczka.txt'
    """
    if len(name) <= most:
        return name
    end = name[1 - most :]
    return f"…{end[max(end.find('/'), 0) :]}"
