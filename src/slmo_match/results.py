"""The assessments of a folder, held together: tables and pictures of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from slmo_match.assessment import Assessment
from slmo_match.batch import Assessed, assess
from slmo_match.descriptors import default
from slmo_match.errors import UsageError
from slmo_match.matcher import LevelMatcher
from slmo_match.reading import Limits
from slmo_match.scoring import frame_of, score
from slmo_match.sources import find_in_folder

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class Results(Mapping[str, Assessment]):
    """Assessments by the names of their documents, in order.

    Parameters
    ----------
    documents : tuple of Assessed
        With their texts where those are to be shown.
    """

    def __init__(self, documents: tuple[Assessed, ...]) -> None:
        self.documents = documents
        self._by_name = {item.name: item.assessment for item in documents}

    def __getitem__(self, name: str) -> Assessment:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __repr__(self) -> str:
        return f"Results of {len(self)} documents"

    def to_frame(self) -> pd.DataFrame:
        """Return a row a document, as `slmo_match.score_folder` does."""
        return frame_of(item.assessment.to_row(item.name) for item in self.documents)

    def criteria(self) -> pd.DataFrame:
        """Return the strengths of the criteria.

        Returns
        -------
        pandas.DataFrame, shape (n_documents, n_criteria)
            0 to 1; NaN in the rows of documents that could not be assessed.
        """
        import pandas as pd

        rows = {
            name: {match.criterion: match.strength for match in assessment.criteria}
            for name, assessment in self.items()
        }
        shown = {criterion for strengths in rows.values() for criterion in strengths}
        names = sorted(shown) or [criterion.id for criterion in default().criteria]
        return pd.DataFrame(rows, index=names, columns=list(rows), dtype="float64").T

    def plot(self, ax: Axes | None = None, lang: str = "pl") -> Axes:
        """Draw the heat map of documents and criteria; needs matplotlib.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw; a new figure by default.
        lang : str, default "pl"
            Language of the labels, ``"pl"`` or ``"en"``.

        Returns
        -------
        matplotlib.axes.Axes
        """
        from slmo_match.report.plots import plot_results

        return plot_results(self, ax, lang)

    def _repr_html_(self) -> str:
        from slmo_match.report.notebook import results_html

        return results_html(self)


def assess_folder(
    folder: str | Path,
    *,
    matcher: LevelMatcher | None = None,
    workers: int | None = 1,
    limits: Limits | None = None,
) -> Results:
    """Assess every document in a folder and keep the evidence and the texts.

    Takes the same as `slmo_match.score_folder`, which returns the table alone; this holds the
    texts in memory and draws itself in notebooks.

    Returns
    -------
    Results

    Raises
    ------
    UsageError
        If there is no such folder.
    """
    sources = find_in_folder(folder, limits)
    return Results(tuple(assess(sources, matcher=matcher, workers=workers, limits=limits)))


@dataclass(frozen=True, slots=True)
class Highlighted:
    """A text with what counted and what was left out marked; draws itself in notebooks.

    Attributes
    ----------
    text : str
    assessment : Assessment
        Of that text.
    """

    text: str
    assessment: Assessment

    def __repr__(self) -> str:
        return f"Highlighted text of {self.assessment.words} words"

    def _repr_html_(self) -> str:
        from slmo_match.report.notebook import assessment_html

        return assessment_html(self.assessment, self.text)


def highlight(text: str, assessment: Assessment | None = None) -> Highlighted:
    """Mark in a text the statements that show criteria, in the manner of displaCy.

    Parameters
    ----------
    text : str
    assessment : Assessment, optional
        Of the text; made by default.

    Raises
    ------
    UsageError
        If the quotations of the assessment do not stand in the text.
    """
    quoted = assessment.evidence if assessment else ()
    if any(text[item.start : item.end] != item.quote for item in quoted):
        raise UsageError(
            "the assessment is of another text: its quotations do not stand in this one"
        )
    return Highlighted(text, assessment or score(text))
