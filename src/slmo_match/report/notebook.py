"""How results draw themselves in notebooks: light HTML in the manner of displaCy.

The styles stand in the elements, because viewers of notebooks drop style sheets; without any
style the words still say everything.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from slmo_match.assessment import Assessment
from slmo_match.report.messages import Messages, choose_lang
from slmo_match.report.pages import environment
from slmo_match.report.view import DocumentView, Stretch, document_view

if TYPE_CHECKING:
    from slmo_match.comparing import Comparison
    from slmo_match.results import Results

# of the levels, as in style.css; with dark words on them they do on pages of any colour
TINTS = {
    1: "#e5e7eb", 2: "#d3e8ff", 3: "#c8f0ec", 4: "#d6f2cd",
    5: "#ffebb3", 6: "#ffd9c2", 7: "#e9dcff",
}  # fmt: skip
MOST_ROWS = 60  # documents that a table of results shows


def assessment_html(assessment: Assessment, text: str = "", lang: str | None = None) -> str:
    """Return an assessment as HTML.

    Parameters
    ----------
    assessment : Assessment
    text : str
        The text that was assessed; without it the quotations alone are shown.
    lang : str, optional
        ``"pl"`` or ``"en"``; by default the language of the environment, as on the command line.
    """
    say = _messages(lang)
    doc = document_view("", assessment, say, text=text)
    return _render("notebook_document.html", say, doc=doc, stretches=doc.text or _quoted(doc))


def results_html(results: Results, lang: str | None = None) -> str:
    """Return the heat map of documents and criteria as a table."""
    say = _messages(lang)
    first = list(results.items())[:MOST_ROWS]
    docs = [document_view(name, assessment, say) for name, assessment in first]
    criteria = next((doc.criteria for doc in docs), ())
    return _render(
        "notebook_results.html", say, docs=docs, criteria=criteria, more=len(results) - len(docs)
    )


def comparison_html(comparison: Comparison, lang: str | None = None) -> str:
    """Return CVs beside an advert as a table."""
    from slmo_match.report.comparison import comparison_view

    say = _messages(lang)
    return _render("notebook_comparison.html", say, view=comparison_view(comparison, say))


def _quoted(doc: DocumentView) -> tuple[Stretch, ...]:
    """Return the quotations in the order of the text, where the text itself is not there."""
    found = []
    for item in sorted(doc.quotations, key=lambda item: item.start):
        found += [Stretch(" … " if item.start else "", None), Stretch(item.quote, item)]
    return (*found, Stretch(" …", None)) if found else ()


def _messages(lang: str | None) -> Messages:
    return Messages(choose_lang(lang, os.environ))


def _render(template: str, say: Messages, **values: object) -> str:
    return environment().get_template(template).render(say=say, tints=TINTS, **values)
