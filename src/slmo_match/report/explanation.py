"""Why a document got its level, and what the levels ask for: as text for the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from slmo_match import descriptors
from slmo_match.assessment import LEVELS, Assessment
from slmo_match.descriptors import Criterion, Descriptors
from slmo_match.report.messages import Messages
from slmo_match.report.terminal import LEVEL_STYLES, shortened
from slmo_match.report.view import (
    CriterionView,
    DocumentView,
    Neighbour,
    Quotation,
    document_view,
    label_of,
)

_BAR = 30  # characters of a probability of 1
_QUOTE = 400  # characters of a quotation


def explanation(
    document: str, assessment: Assessment, say: Messages, known: Descriptors | None = None
) -> Group:
    """Lay out why a document got its level.

    Parameters
    ----------
    document : str
        Its name.
    assessment : Assessment
    say : Messages
    known : Descriptors, optional
        What was matched; the descriptors that ship by default.

    Returns
    -------
    rich.console.Group
        The answer, the quotations with their criteria, why not the level below or above, what
        was left out and what is missing.
    """
    doc = document_view(document, assessment, say, known=known)
    parts: list[RenderableType] = [Text(doc.name, "bold"), _answer(doc, say)]
    parts += [Text(say("Note: {warning}", warning=item), "yellow") for item in doc.warnings]
    if doc.level is not None:
        parts += _reasons(doc, doc.level, say)
        parts.append(Text(""))
        sentence = say(
            "This is a suggestion of the model {model}; a person decides.", model=doc.model
        )
        parts.append(Text(sentence, "italic"))
    return Group(*parts)


def explanation_json(
    document: str, assessment: Assessment, say: Messages, known: Descriptors | None = None
) -> str:
    """Return the result of one document as JSON, with the reasons in words."""
    doc = document_view(document, assessment, say, known=known)
    content: dict[str, Any] = assessment.to_dict(document)
    content["descriptor"] = doc.descriptor
    for name, neighbour in (("why_not_below", doc.below), ("why_not_above", doc.above)):
        content[name] = neighbour and " ".join(neighbour.sentences)
    return json.dumps(content, ensure_ascii=False, indent=2)


def descriptors_text(say: Messages, known: Descriptors | None = None) -> Group:
    """Lay out the seven levels with their criteria."""
    ours = known is None
    known = known or descriptors.default()
    parts: list[RenderableType] = []
    for level in LEVELS:
        parts.append(_heading(say("Level {level}", level=level), level))
        parts.append(Text(known.levels[level]))
        if criteria := known.criteria_of(level):
            parts.append(_indented((c.id, _described(c, say)) for c in criteria))
        parts.append(Text(""))
    if ours:
        parts.append(_source(say))
    return Group(*parts)


def _source(say: Messages) -> Text:
    return Text(
        say("Text: SFIA, skill Service level management (SLMO), © SFIA Foundation."), "italic"
    )


def _described(criterion: Criterion, say: Messages) -> Text:
    """Return the short name; in English also the words, which the level above has in Polish."""
    text = Text(label_of(criterion, say))
    if say.lang == "en" and criterion.words_en:
        text.append(f"\n{criterion.words_en}", "bright_black")
    return text


def _answer(doc: DocumentView, say: Messages) -> Text:
    if doc.level is None:
        text = Text(say("No level: {status}", status=doc.status_words), "bold red")
        return text.append(f" – {doc.error}", "not bold")
    certainty = say("certainty {share}, range {levels}", share=doc.certainty, levels=doc.interval)
    style = f"bold {LEVEL_STYLES[doc.level]}"
    text = Text(say("Suggested level: {level}", level=doc.level), style)
    return text.append(f" ({certainty}; {doc.status_words})", "not bold")


def _reasons(doc: DocumentView, level: int, say: Messages) -> Iterator[RenderableType]:
    yield _heading(say("Descriptor of the level"), level)
    yield Text(doc.descriptor)
    yield _heading(say("Probability of each level"))
    yield _bars(doc, say)
    yield _heading(say("Why this level"))
    if not doc.counted:
        yield Text(say("Nothing in the text shows service level management as a duty of the role."))
    yield _indented((item.id, _criterion(item, say)) for item in doc.shown)
    for neighbour in filter(None, (doc.below, doc.above)):
        yield from _why_not(neighbour, say)
    if doc.left_out:
        yield _heading(say("Left out, and why"))
        yield _indented((item.criterion, _left_out(item, say)) for item in doc.left_out)
    yield from _missing(doc, level, say)


def _criterion(item: CriterionView, say: Messages) -> Group:
    return Group(*_named(item, say), *(_counted(quotation, say) for quotation in item.quotations))


def _named(item: CriterionView, say: Messages) -> tuple[Text, Text]:
    """Return the short name of a criterion and the words of its descriptor."""
    words = f"{say('descriptor')}: {say.quote(item.words)}"
    return Text(item.label, "bold"), Text(words, "bright_black")


def _counted(item: Quotation, say: Messages) -> Text:
    text = Text(say.quote(shortened(item.quote, _QUOTE)), LEVEL_STYLES[item.level])
    strength = say("strength {strength}", strength=say.number(item.weight, 2))
    return text.append(f" ({strength}; {item.place})", "bright_black")


def _left_out(item: Quotation, say: Messages) -> Text:
    text = Text(say.quote(shortened(item.quote, _QUOTE)))
    return text.append(f" – {item.reason}", "yellow")


def _why_not(neighbour: Neighbour, say: Messages) -> Iterator[RenderableType]:
    yield _heading(say("Why not level {level}", level=neighbour.level))
    yield Text(" ".join(neighbour.sentences))
    if neighbour.quotations:
        yield _indented((item.criterion, _left_out(item, say)) for item in neighbour.quotations)


def _missing(doc: DocumentView, level: int, say: Messages) -> Iterator[RenderableType]:
    if level == LEVELS[-1]:
        yield _heading(say("Nothing: level {level} is the highest.", level=level))
        return
    yield _heading(say("Missing for level {level}", level=level + 1))
    if not doc.missing:
        sentence = "Nothing: every criterion of level {level} has a quotation of some strength."
        yield Text(say(sentence, level=level + 1))
    yield _indented((item.id, Group(*_named(item, say))) for item in doc.missing)


def _bars(doc: DocumentView, say: Messages) -> Table:
    """Draw the probabilities; a line at the left marks the range."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for item in doc.levels:
        bar = Text("█" * round(item.share * _BAR), LEVEL_STYLES[item.level])
        side = "┃" if item.inside else " "
        table.add_row(f"{side} {item.level}", f"{say.percent(item.share):>4}", bar)
    return table


def _heading(words: str, level: int = 0) -> Text:
    return Text(f"\n{words}", f"bold {LEVEL_STYLES[level]}".strip())


def _indented(rows: Iterable[tuple[str, RenderableType]]) -> Table:
    """Return rows with their ids set apart at the left."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, item in rows:
        table.add_row(f"  {name}", item)
    return table
