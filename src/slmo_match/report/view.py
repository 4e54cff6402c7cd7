"""What is shown of one assessed document, on whatever page: plain data in the user's words.

The terminal, the HTML report, the local page and notebooks lay out the same `DocumentView`, so
that they say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slmo_match import __version__, descriptors
from slmo_match.assessment import LEVELS, Assessment, Evidence
from slmo_match.descriptors import Criterion, Descriptors
from slmo_match.explain import SHOWN
from slmo_match.report.inert import printable
from slmo_match.report.messages import OWNERSHIPS, STATUSES, Messages


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of the document that show a criterion.

    Attributes
    ----------
    number : int
        From 1, in the order of the evidence: what counts first.
    quote : str
        The words.
    start, end : int
        Offsets into the text.
    criterion, label : str
        Id of the criterion and its short name.
    level : int
        Its level, 2 to 7.
    weight : float
        0 to 1.
    place : str
        Page or characters, in words.
    reason : str
        Why it was left out; empty where it counts.
    """

    number: int
    quote: str
    start: int
    end: int
    criterion: str
    label: str
    level: int
    weight: float
    place: str
    reason: str

    @property
    def counts(self) -> bool:
        """Whether it is a duty of the role itself."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text, with the quotation that it is, if any."""

    text: str
    quotation: Quotation | None


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion, and how strongly the document shows it.

    Attributes
    ----------
    id, label, words : str
        Id, short name and the words of the descriptor.
    level : int
        2 to 7.
    strength : float
        0 to 1.
    shown : bool
        Whether that is enough to count as shown.
    quotations : tuple of Quotation
        Those that count, the strongest first.
    """

    id: str
    label: str
    words: str
    level: int
    strength: float
    shown: bool
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class LevelView:
    """One of the seven levels.

    Attributes
    ----------
    level : int
    share : float
        Its probability, 0 to 1.
    inside : bool
        Whether the interval holds it.
    best : bool
        Whether it is the suggested one.
    """

    level: int
    share: float
    inside: bool
    best: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Why the answer is not the level below or above.

    Attributes
    ----------
    level : int
        The level that it is not.
    sentences : tuple of str
    quotations : tuple of Quotation
        That would speak for it and were left out.
    """

    level: int
    sentences: tuple[str, ...]
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """Everything that is shown of one document.

    Attributes
    ----------
    name : str
        Of the document.
    status : str
        Code of the status; `status_words` in words.
    level : int or None
        The suggested level.
    interval : str
        Such as ``"4–5"``; empty without a level.
    certainty : str
        In per cent; empty without a level.
    error : str
        Why there is no level.
    warnings : tuple of str
        What to be aware of, such as text that looks made to be scored.
    descriptor : str
        Of the suggested level.
    levels : tuple of LevelView
        All seven; empty without a level.
    text : tuple of Stretch
        The document with what counted and what was left out marked; empty without its text.
    quotations : tuple of Quotation
        All of them, those that count first.
    criteria : tuple of CriterionView
        All of them.
    missing : tuple of CriterionView
        Criteria of the next level up that nothing was found for.
    below, above : Neighbour or None
        Why not the next level down or up.
    language : str
        Code of the language, ``""`` where it is not known.
    words : int
    model, version : str
        What suggested the level.
    """

    name: str
    status: str
    status_words: str
    level: int | None
    interval: str
    certainty: str
    error: str
    warnings: tuple[str, ...]
    descriptor: str
    levels: tuple[LevelView, ...]
    text: tuple[Stretch, ...]
    quotations: tuple[Quotation, ...]
    criteria: tuple[CriterionView, ...]
    missing: tuple[CriterionView, ...]
    below: Neighbour | None
    above: Neighbour | None
    language: str
    words: int
    model: str
    version: str

    @property
    def counted(self) -> tuple[Quotation, ...]:
        """Quotations that count, those of the suggested level first."""
        return tuple(item for item in self.quotations if item.counts)

    @property
    def left_out(self) -> tuple[Quotation, ...]:
        """Quotations that do not count, each with its reason."""
        return tuple(item for item in self.quotations if not item.counts)

    @property
    def shown(self) -> tuple[CriterionView, ...]:
        """Criteria with quotations, those of the suggested level first, then the highest."""
        found = [item for item in self.criteria if item.quotations]
        return tuple(sorted(found, key=lambda item: (item.level != self.level, -item.level)))


def document_view(
    name: str,
    assessment: Assessment,
    say: Messages,
    *,
    text: str = "",
    known: Descriptors | None = None,
) -> DocumentView:
    """Return what is shown of a document.

    Parameters
    ----------
    name : str
        Of the document.
    assessment : Assessment
    say : Messages
        Chooses the language.
    text : str
        The text that the offsets of the evidence point into; without it there are quotations,
        but no marked text.
    known : Descriptors, optional
        What was matched; the descriptors that ship by default.

    Returns
    -------
    DocumentView
    """
    known = known or descriptors.default()
    labels = {criterion.id: criterion for criterion in known.criteria}
    quotations = tuple(
        _quotation(number, item, labels, say) for number, item in enumerate(assessment.evidence, 1)
    )
    criteria = tuple(_criteria(assessment, known, quotations, say))
    level = assessment.level
    low, high = assessment.interval or (0, 0)
    return DocumentView(
        name=printable(name),
        status=assessment.status,
        status_words=say(STATUSES[assessment.status]),
        level=level,
        interval="" if level is None else f"{low}" if low == high else f"{low}–{high}",
        certainty="" if assessment.confidence is None else say.percent(assessment.confidence),
        error=say.translate(printable(assessment.error)),
        warnings=tuple(say.translate(printable(item)) for item in assessment.warnings),
        descriptor="" if level is None else known.levels[level],
        levels=() if level is None else tuple(_levels(assessment, low, high)),
        text=tuple(_stretches(text, quotations)),
        quotations=quotations,
        criteria=criteria,
        missing=tuple(item for item in criteria if item.id in assessment.missing),
        below=_below(assessment, criteria, say),
        above=_above(assessment, criteria, quotations, say),
        language=assessment.language,
        words=assessment.words,
        model=assessment.model,
        version=__version__,
    )


def label_of(criterion: Criterion, say: Messages) -> str:
    """Return the short name of a criterion in the language of the messages."""
    return criterion.label if say.lang == "pl" else criterion.label_en


def _quotation(
    number: int, item: Evidence, labels: dict[str, Criterion], say: Messages
) -> Quotation:
    reason = "" if item.ownership == "own" else say(OWNERSHIPS[item.ownership])
    criterion = labels.get(item.criterion)
    return Quotation(
        number,
        printable(item.quote),
        item.start,
        item.end,
        item.criterion,
        label_of(criterion, say) if criterion else "",
        item.level,
        item.weight,
        _place(item, say),
        reason,
    )


def _place(item: Evidence, say: Messages) -> str:
    if item.page is not None:
        return say("page {page}", page=item.page)
    return say("characters {start}–{end}", start=item.start, end=item.end)


def _criteria(
    assessment: Assessment, known: Descriptors, quotations: Sequence[Quotation], say: Messages
) -> Iterator[CriterionView]:
    strengths = {match.criterion: match.strength for match in assessment.criteria}
    for criterion in known.criteria:
        strength = strengths.get(criterion.id, 0.0)
        own = (item for item in quotations if item.counts and item.criterion == criterion.id)
        yield CriterionView(
            criterion.id,
            label_of(criterion, say),
            criterion.words,
            criterion.level,
            strength,
            strength >= SHOWN,
            tuple(own),
        )


def _levels(assessment: Assessment, low: int, high: int) -> Iterator[LevelView]:
    for level, share in zip(LEVELS, assessment.probabilities, strict=True):
        yield LevelView(level, float(share), low <= level <= high, level == assessment.level)


def _stretches(text: str, quotations: Sequence[Quotation]) -> Iterator[Stretch]:
    """Cut a text at its quotations; of two that overlap, the earlier one keeps its words."""
    end = 0
    for item in sorted(quotations, key=lambda item: (item.start, item.end)):
        start = max(item.start, end)
        if start >= min(item.end, len(text)):
            continue
        if start > end:
            yield Stretch(printable(text[end:start]), None)
        yield Stretch(printable(text[start : item.end]), item)
        end = item.end
    if text[end:]:
        yield Stretch(printable(text[end:]), None)


def _below(
    assessment: Assessment, criteria: Sequence[CriterionView], say: Messages
) -> Neighbour | None:
    """Say what raises the answer above the next level down."""
    level = assessment.level
    if level is None or level == LEVELS[0]:
        return None
    reached = [item for item in criteria if item.level >= level and item.shown]
    if reached:
        sentence = say(
            "The text shows duties of level {level} or more as the role's own: {criteria}.",
            level=level,
            criteria=_listed(reached, say),
        )
    else:
        sentence = say("No single duty decides: several weaker signs together point higher.")
    chances = _chance(assessment, level - 1, say), *_rather_observed(assessment, say)
    return Neighbour(level - 1, (*chances, sentence), ())


def _rather_observed(assessment: Assessment, say: Messages) -> Iterator[str]:
    """Say why the level is above 1 where it is less likely than level 1."""
    absent, best = float(assessment.probabilities[0]), assessment.confidence
    if best is not None and absent > best:
        yield say(
            "Level 1 alone is more likely ({absent}), but less so than levels 2–7 ({others}).",
            absent=say.percent(absent),
            others=say.percent(1 - absent),
        )


def _above(
    assessment: Assessment,
    criteria: Sequence[CriterionView],
    quotations: Sequence[Quotation],
    say: Messages,
) -> Neighbour | None:
    """Say what the answer lacks for the next level up."""
    level = assessment.level
    if level is None or level == LEVELS[-1]:
        return None
    following = [item for item in criteria if item.level == level + 1]
    sentences = [_chance(assessment, level + 1, say)]
    if absent := [item for item in following if not item.shown]:
        names = ", ".join(item.id for item in absent)
        sentences.append(say("Nothing, or too little, was found for {criteria}.", criteria=names))
    if present := [item for item in criteria if item.level > level and item.shown]:
        sentences.append(
            say(
                "There are signs of {criteria}, but with all the rest they do not outweigh "
                "level {level}.",
                criteria=_listed(present, say),
                level=level,
            )
        )
    left_out = tuple(item for item in quotations if not item.counts and item.level > level)
    if left_out:
        sentences.append(say("What would speak for a higher level is not a duty of the role:"))
    return Neighbour(level + 1, tuple(sentences), left_out)


def _chance(assessment: Assessment, level: int, say: Messages) -> str:
    share = float(assessment.probabilities[level - 1])
    if share < 0.005:
        return say("Its probability is below 1%.")
    return say("Its probability is {share}.", share=say.percent(share))


def _listed(criteria: Sequence[CriterionView], say: Messages) -> str:
    return ", ".join(
        say(
            "{criterion} ({label}, strength {strength})",
            criterion=item.id,
            label=item.label,
            strength=say.number(item.strength, 2),
        )
        for item in criteria
    )
