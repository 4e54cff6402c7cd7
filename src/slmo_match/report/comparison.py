"""CVs beside an advert: on the terminal and as a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from slmo_match.comparing import Comparison
from slmo_match.descriptors import Descriptors
from slmo_match.report.messages import Messages
from slmo_match.report.output import writing
from slmo_match.report.pages import environment, policy, stylesheet
from slmo_match.report.terminal import LEVEL_STYLES, shortened
from slmo_match.report.view import CriterionView, DocumentView, document_view

ENDINGS = (".html",)
_QUOTE = 200  # characters of a quotation


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A criterion of the advert, and what each CV has of it; None without an assessment."""

    asked: CriterionView
    shown: tuple[CriterionView | None, ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """What is shown of a comparison.

    Attributes
    ----------
    advert : DocumentView
    cvs : tuple of DocumentView
    asked : tuple of ComparedRow
        The criteria that the advert asks for.
    beyond : tuple of ComparedRow
        Those that only a CV shows.
    """

    advert: DocumentView
    cvs: tuple[DocumentView, ...]
    asked: tuple[ComparedRow, ...]
    beyond: tuple[ComparedRow, ...]

    def missing(self, number: int) -> tuple[CriterionView, ...]:
        """Return the criteria that a CV, from 0, lacks."""
        found = ((row.asked, row.shown[number]) for row in self.asked)
        return tuple(asked for asked, shown in found if shown is None or not shown.shown)


def comparison_view(
    comparison: Comparison, say: Messages, known: Descriptors | None = None
) -> ComparisonView:
    """Return what is shown of a comparison."""
    advert, *cvs = (
        document_view(item.name, item.assessment, say, text=item.text, known=known)
        for item in (comparison.advert, *comparison.cvs)
    )
    rows = [
        ComparedRow(asked, tuple(cv.criteria[i] if cv.level else None for cv in cvs))
        for i, asked in enumerate(advert.criteria)
    ]
    beyond = (
        row
        for row in rows
        if not row.asked.shown and any(cell and cell.shown for cell in row.shown)
    )
    return ComparisonView(
        advert, tuple(cvs), tuple(row for row in rows if row.asked.shown), tuple(beyond)
    )


def comparison_text(view: ComparisonView, say: Messages) -> Group:
    """Lay out a comparison for the terminal.

    Parameters
    ----------
    view : ComparisonView
    say : Messages

    Returns
    -------
    rich.console.Group
        A table of the CVs, and each criterion that is asked for with what the CVs show of it.
    """
    parts: list[RenderableType] = [_overview(view, say)]
    if not view.asked:
        parts.append(Text(say("The advert asks for no criterion of service level management.")))
    for row in view.asked:
        parts += [Text(""), _criterion(row, view, say)]
    sentence = say(
        "This is a suggestion of the model {model}; a person decides.", model=view.advert.model
    )
    return Group(*parts, Text(""), Text(sentence, "italic"))


def write_comparison(path: Path, view: ComparisonView, say: Messages) -> None:
    """Write a comparison as one HTML file.

    Raises
    ------
    UsageError
        If the file cannot be written, or does not end in .html.
    """
    style = stylesheet()
    page = environment().get_template("compare.html").render(
        say=say, view=view, style=Markup(style), policy=policy(style)  # noqa: S704  our own
    )  # fmt: skip
    with writing(path, ENDINGS) as file:
        file.write(page.encode("utf-8", "replace"))


def _overview(view: ComparisonView, say: Messages) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(say("document"), overflow="fold")
    table.add_column(say("level"))
    table.add_column(say("asked for and shown"))
    table.add_column(say("missing"), overflow="fold")
    table.add_row(Text(view.advert.name), _level(view.advert), Text(say("the advert")), Text(""))
    for i, cv in enumerate(view.cvs):
        missing = view.missing(i)
        shown = say(
            "{count} of {total}", count=len(view.asked) - len(missing), total=len(view.asked)
        )
        names = ", ".join(item.id for item in missing)
        words = (Text(shown), Text(names)) if cv.level else (Text(cv.status_words), Text(cv.error))
        table.add_row(Text(cv.name), _level(cv), *words)
    return table


def _level(doc: DocumentView) -> Text:
    return Text(doc.interval and f"{doc.level} ({doc.certainty})", LEVEL_STYLES[doc.level or 0])


def _criterion(row: ComparedRow, view: ComparisonView, say: Messages) -> Group:
    asked = row.asked
    heading = Text(f"{asked.id}  {asked.label}", f"bold {LEVEL_STYLES[asked.level]}")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(overflow="fold", max_width=30)
    table.add_column(overflow="fold")
    table.add_row(Text(f"  {say('asked for')}"), _words(asked, say))
    for cv, cell in zip(view.cvs, row.shown, strict=True):
        if cell is None:
            continue
        table.add_row(Text(f"  {cv.name}"), _words(cell, say))
    return Group(heading, table)


def _words(cell: CriterionView, say: Messages) -> Text:
    """Quote what shows a criterion, or say that it is missing."""
    if not cell.shown:
        return Text(say("missing"), "yellow")
    strength = say("strength {strength}", strength=say.number(cell.strength, 2))
    if not cell.quotations:
        return Text(strength)
    quote = say.quote(shortened(cell.quotations[0].quote, _QUOTE))
    return Text(quote, LEVEL_STYLES[cell.level]).append(f" ({strength})", "bright_black")
