"""Why a document got its level, and what the levels ask for: as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from slmo_match import descriptors
from slmo_match.assessment import LEVELS, Assessment, Evidence
from slmo_match.descriptors import Criterion, Descriptors
from slmo_match.report.messages import OWNERSHIPS, STATUSES, Messages
from slmo_match.report.terminal import LEVEL_STYLES, printable, shortened

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
        The answer, the quotations with their criteria, what was left out and what is missing.
    """
    parts: list[RenderableType] = [Text(printable(document), "bold"), _answer(assessment, say)]
    parts += [
        Text(say("Note: {warning}", warning=say.translate(printable(warning))), "yellow")
        for warning in assessment.warnings
    ]
    if assessment.level is not None:
        parts += _reasons(assessment, assessment.level, say, known or descriptors.default())
        parts.append(Text(""))
        sentence = "This is a suggestion of the model {model}; a person decides."
        parts.append(Text(say(sentence, model=assessment.model), "italic"))
    return Group(*parts)


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


def label_of(criterion: Criterion, say: Messages) -> str:
    """Return the short name of a criterion in the language of the messages."""
    return criterion.label if say.lang == "pl" else criterion.label_en


def _answer(assessment: Assessment, say: Messages) -> Text:
    status = say(STATUSES[assessment.status])
    if assessment.level is None or assessment.interval is None or assessment.confidence is None:
        text = Text(say("No level: {status}", status=status), "bold red")
        return text.append(f" – {say.translate(printable(assessment.error))}", "not bold")
    low, high = assessment.interval
    certainty = say(
        "certainty {share}, range {levels}",
        share=say.percent(assessment.confidence),
        levels=f"{low}" if low == high else f"{low}–{high}",
    )
    style = f"bold {LEVEL_STYLES[assessment.level]}"
    text = Text(say("Suggested level: {level}", level=assessment.level), style)
    return text.append(f" ({certainty}; {status})", "not bold")


def _reasons(
    assessment: Assessment, level: int, say: Messages, known: Descriptors
) -> Iterator[RenderableType]:
    yield _heading(say("Descriptor of the level"), level)
    yield Text(known.levels[level])
    yield _heading(say("Probability of each level"))
    yield _bars(assessment)
    yield _heading(say("Why this level"))
    yield from _counted(assessment, level, say, known)
    left_out = [item for item in assessment.evidence if item.ownership != "own"]
    if left_out:
        yield _heading(say("Left out, and why"))
        yield _indented((item.criterion, _left_out(item, say)) for item in left_out)
    yield from _missing(assessment, level, say, known)


def _counted(
    assessment: Assessment, level: int, say: Messages, known: Descriptors
) -> Iterator[RenderableType]:
    """Quote what counted, the criteria of the suggested level first."""
    own = [item for item in assessment.evidence if item.ownership == "own"]
    if not own:
        yield Text(say("Nothing in the text shows service level management as a duty of the role."))
    by_criterion: dict[str, list[Evidence]] = {}
    for item in own:
        by_criterion.setdefault(item.criterion, []).append(item)
    order = sorted(by_criterion, key=lambda name: (name[0] != str(level), -int(name[0]), name))
    for name in order:
        yield _indented([(name, _criterion(name, by_criterion[name], say, known))])


def _criterion(name: str, quotations: list[Evidence], say: Messages, known: Descriptors) -> Group:
    criterion = next((c for c in known.criteria if c.id == name), None)
    parts: list[RenderableType] = []
    if criterion:
        parts.append(Text(label_of(criterion, say), "bold"))
        parts.append(Text(f"{say('descriptor')}: {say.quote(criterion.words)}", "bright_black"))
    for item in quotations:
        text = Text(say.quote(shortened(item.quote, _QUOTE)), LEVEL_STYLES[item.level])
        strength = say("strength {strength}", strength=say.number(item.weight, 2))
        parts.append(text.append(f" ({strength}; {_place(item, say)})", "bright_black"))
    return Group(*parts)


def _left_out(item: Evidence, say: Messages) -> Text:
    text = Text(say.quote(shortened(item.quote, _QUOTE)))
    return text.append(f" – {say(OWNERSHIPS[item.ownership])}", "yellow")


def _missing(
    assessment: Assessment, level: int, say: Messages, known: Descriptors
) -> Iterator[RenderableType]:
    following = level + 1
    if level == LEVELS[-1]:
        yield _heading(say("Nothing: level {level} is the highest.", level=level))
        return
    yield _heading(say("Missing for level {level}", level=following))
    criteria = {criterion.id: criterion for criterion in known.criteria}
    missing = [criteria[name] for name in assessment.missing if name in criteria]
    if not missing:
        sentence = "Nothing: every criterion of level {level} has a quotation of some strength."
        yield Text(say(sentence, level=following))
    for criterion in missing:
        text = Text(label_of(criterion, say), "bold")
        words = Text(f"{say('descriptor')}: {say.quote(criterion.words)}", "bright_black")
        yield _indented([(criterion.id, Group(text, words))])


def _place(item: Evidence, say: Messages) -> str:
    if item.page is not None:
        return say("page {page}", page=item.page)
    return say("characters {start}–{end}", start=item.start, end=item.end)


def _bars(assessment: Assessment) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for level, share in zip(LEVELS, assessment.probabilities, strict=True):
        bar = "█" * round(float(share) * _BAR)
        table.add_row(f"  {level}", f"{share:>4.0%}", Text(bar, LEVEL_STYLES[level]))
    return table


def _heading(words: str, level: int = 0) -> Text:
    return Text(f"\n{words}", f"bold {LEVEL_STYLES[level]}".strip())


def _indented(rows: Iterator[tuple[str, RenderableType]] | list[tuple[str, Group]]) -> Table:
    """Return rows with their ids set apart at the left."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, item in rows:
        table.add_row(f"  {name}", item)
    return table
