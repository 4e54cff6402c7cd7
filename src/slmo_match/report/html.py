"""The report as one HTML file: opens anywhere, asks the network for nothing, prints well."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import IO, NamedTuple

from markupsafe import Markup

from slmo_match import __version__, descriptors
from slmo_match.assessment import LEVELS, Assessment
from slmo_match.descriptors import Criterion, Descriptors
from slmo_match.report.messages import STATUSES, Messages
from slmo_match.report.pages import TEMPLATES, environment, policy, stylesheet
from slmo_match.report.terminal import shortened
from slmo_match.report.view import DocumentView, document_view, label_of

MOST_TEXTS = 5_000  # documents that are shown in full; of more there is only the table
_LEAST = 0.05  # strength below which a criterion leaves no colour


class _Entry(NamedTuple):
    """A document in a list."""

    number: int
    name: str
    reason: str


class Html:
    """A report to look at: a table of the documents and, below it, each with its marked text.

    Parameters
    ----------
    file : binary file
        Open for writing; written when the report is closed.
    say : Messages
        Chooses the language; Polish by default.
    known : Descriptors, optional
        What was matched; those that ship by default.
    """

    def __init__(
        self,
        file: IO[bytes],
        say: Messages | None = None,
        known: Descriptors | None = None,
    ) -> None:
        self._file = file
        self._say = say or Messages()
        self._known = known or descriptors.default()
        self._index = {criterion.id: i for i, criterion in enumerate(self._known.criteria)}
        self._row = environment().get_template("_row.html")
        self._entry = environment().get_template("_entry.html")
        self._rows: list[Markup] = []
        self._documents: list[Markup] = []
        self._levels: Counter[int] = Counter()
        self._by_status: dict[str, list[_Entry]] = {}
        self._model = ""

    def write(self, document: str, assessment: Assessment, text: str = "", /) -> None:
        """Lay out a document, with its text where that is given."""
        number = len(self._rows) + 1
        doc = document_view(document, assessment, self._say, text=text, known=self._known)
        shown = len(self._documents) < MOST_TEXTS
        self._rows.append(self._laid_out_row(number, doc, linked=shown))
        if shown:
            entry = self._entry.render(say=self._say, doc=doc, number=number, at=f"d{number}-")
            self._documents.append(Markup(entry))  # noqa: S704  rendered with escapes
        self._count(number, doc)

    def close(self) -> None:
        """Write the page."""
        style, script = stylesheet(), (TEMPLATES / "report.js").read_text(encoding="utf-8")
        page = environment().get_template("report.html").generate(
            say=self._say,
            style=Markup(style),  # noqa: S704  both are our own
            script=Markup(script),  # noqa: S704
            policy=policy(style, script),
            model=self._model or "–",
            version=__version__,
            date=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
            total=len(self._rows),
            levels={level: self._levels[level] for level in LEVELS},
            most=max(self._levels.values(), default=1),
            troubles=self._troubles(),
            statuses=[self._say(STATUSES[status]) for status in self._by_status],
            descriptors=self._known,
            label_of=label_of,
            axis=_axis(self._known.criteria),
            rows=self._rows,
            documents=self._documents,
            without_text=len(self._rows) - len(self._documents),
        )  # fmt: skip
        for piece in page:
            self._file.write(piece.encode("utf-8", "replace"))

    def _laid_out_row(self, number: int, doc: DocumentView, *, linked: bool) -> Markup:
        shown = [item for item in doc.criteria if item.strength >= _LEAST]
        return Markup(  # noqa: S704  rendered with escapes
            self._row.render(
                say=self._say,
                doc=doc,
                number=number,
                linked=linked,
                least=_LEAST,
                index=self._index,
                strengths=", ".join(
                    f"{item.id}: {self._say.number(item.strength, 2)}" for item in shown
                ),
                shortened=shortened,
            )
        )

    def _count(self, number: int, doc: DocumentView) -> None:
        self._model = self._model or doc.model
        if doc.level is not None:
            self._levels[doc.level] += 1
        entry = _Entry(number, doc.name, doc.error or "; ".join(doc.warnings))
        self._by_status.setdefault(doc.status, []).append(entry)

    def _troubles(self) -> list[tuple[str, list[_Entry]]]:
        """Return what needs a second look: the uncertain, and what was not assessed."""
        say, found = self._say, self._by_status
        not_assessed = found.get("too_short", []) + found.get("unsupported_language", [])
        uncertain, unreadable = found.get("uncertain", []), found.get("unreadable", [])
        return [
            (say("uncertain: {count}", count=say.number(len(uncertain))), uncertain),
            (say("not assessed: {count}", count=say.number(len(not_assessed))), not_assessed),
            (say("unreadable: {count}", count=say.number(len(unreadable))), unreadable),
        ]


def _axis(criteria: tuple[Criterion, ...]) -> Markup:
    """Return the levels as blocks as wide as their criteria, to head the heat map."""
    widths = Counter(criterion.level for criterion in criteria)
    blocks, x = [], 0
    for level, width in sorted(widths.items()):
        blocks.append(
            f'<rect class="f{level}" x="{x}" width="{width}" height="1.4"/>'
            f'<text x="{x + width / 2:g}" y="1.05">{level}</text>'
        )
        x += width
    label = ", ".join(criterion.id for criterion in criteria)
    return Markup(  # noqa: S704  of numbers alone
        f'<svg class="axis" viewBox="0 0 {x} 1.4" role="img" aria-label="{label}">'
        f"{''.join(blocks)}</svg>"
    )
