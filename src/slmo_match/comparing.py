"""CVs beside an advert: which criteria are asked for, which are shown, which are missing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from slmo_match.assessment import Assessment, CriterionMatch
from slmo_match.batch import Assessed, Progress, assess
from slmo_match.errors import UsageError
from slmo_match.explain import SHOWN
from slmo_match.matcher import FEWEST_WORDS, LevelMatcher
from slmo_match.reading import Limits
from slmo_match.reading.kinds import KNOWN_ENDINGS
from slmo_match.sources import Source, find_one

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ComparedCriterion:
    """One criterion in an advert and in the CVs beside it.

    Attributes
    ----------
    criterion : str
        Id of the criterion.
    level : int
        Its level, 2 to 7.
    asked : CriterionMatch
        How strongly the advert asks for it.
    shown : tuple of CriterionMatch or None
        How strongly each CV shows it; None for a CV that could not be assessed.
    """

    criterion: str
    level: int
    asked: CriterionMatch
    shown: tuple[CriterionMatch | None, ...]

    @property
    def is_asked(self) -> bool:
        """Whether the advert asks for it as a duty of the role."""
        return self.asked.strength >= SHOWN

    @property
    def is_shown(self) -> tuple[bool, ...]:
        """Whether each CV shows it."""
        return tuple(match is not None and match.strength >= SHOWN for match in self.shown)


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """CVs beside an advert.

    Attributes
    ----------
    advert : Assessed
    cvs : tuple of Assessed, length n
    """

    advert: Assessed
    cvs: tuple[Assessed, ...]

    def __repr__(self) -> str:  # the texts have no place in a log
        return f"Comparison of {self.advert.name} with {len(self.cvs)} CVs"

    @property
    def criteria(self) -> tuple[ComparedCriterion, ...]:
        """All criteria, in the order of the descriptors."""
        shown = [{match.criterion: match for match in cv.assessment.criteria} for cv in self.cvs]
        return tuple(
            ComparedCriterion(
                asked.criterion,
                asked.level,
                asked,
                tuple(matches.get(asked.criterion) for matches in shown),
            )
            for asked in self.advert.assessment.criteria
        )

    @property
    def asked(self) -> tuple[str, ...]:
        """Ids of the criteria that the advert asks for."""
        return tuple(item.criterion for item in self.criteria if item.is_asked)

    @property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        """Ids of the criteria that are asked for and not shown, for each CV."""
        asked = [item for item in self.criteria if item.is_asked]
        return tuple(
            tuple(item.criterion for item in asked if not item.is_shown[i])
            for i in range(len(self.cvs))
        )

    def to_frame(self) -> pd.DataFrame:
        """Return strengths, 0 to 1: a row a criterion, first the advert, then a column a CV.

        Returns
        -------
        pandas.DataFrame, shape (n_criteria, 1 + n)
        """
        import pandas as pd

        documents = (self.advert, *self.cvs)
        strengths = {
            place: {m.criterion: m.strength for m in document.assessment.criteria}
            for place, document in enumerate(documents)  # two may have one name
        }
        frame = pd.DataFrame(strengths, columns=range(len(documents)))
        return frame.set_axis([document.name for document in documents], axis="columns")

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain values, for JSON."""
        return {
            "advert": _summary(self.advert),
            "cvs": [
                {**_summary(cv), "missing": list(missing)}
                for cv, missing in zip(self.cvs, self.missing, strict=True)
            ],
            "criteria": [
                {
                    "criterion": item.criterion,
                    "asked": _match(item.asked),
                    "shown": [_match(match) for match in item.shown],
                }
                for item in self.criteria
                if item.is_asked or any(item.is_shown)
            ],
        }

    def _repr_html_(self) -> str:
        from slmo_match.report.notebook import comparison_html

        return comparison_html(self)


def compare(
    advert: str | Path | Assessment,
    cvs: Iterable[str | Path | Assessment] | Mapping[str, str | Path | Assessment],
    *,
    matcher: LevelMatcher | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Set CVs beside an advert, criterion by criterion.

    Parameters
    ----------
    advert : str, Path or Assessment
        A text, the path of a file, or what was assessed already.
    cvs : iterable or mapping of the same
        A mapping names them; otherwise files have their names and texts are numbered.
    matcher : LevelMatcher, optional
        The one with the model that ships by default.
    limits, progress : optional
        As in `slmo_match.score_file`.

    Returns
    -------
    Comparison

    Raises
    ------
    UsageError
        If a file does not exist, the name of one is given as a text, there is no CV, or the advert
        cannot be assessed.

    Examples
    --------
    >>> found = compare(
    ...     "Do zadań należy uzgadnianie z klientami warunków umów i poziomu usług. "
    ...     "Tworzysz i utrzymujesz katalog usług.",
    ...     {"A": "Negocjuję z klientami warunki umów o poziomie usług sprzątania biur."},
    ... )
    >>> found.asked, found.missing
    (('5.2', '5.3'), (('5.2',),))
    """
    if isinstance(cvs, str | Path | Assessment):
        raise UsageError("cvs must be several, found one; put it in a list")
    named = cvs if isinstance(cvs, Mapping) else {_name(cv, i): cv for i, cv in enumerate(cvs, 1)}
    how = _How(matcher, limits, progress)
    asked = how.assessed(_name(advert), advert)
    if not named:
        raise UsageError("there is no CV to compare with the advert")
    if asked.assessment.level is None:
        raise UsageError(f"the advert cannot be compared: {asked.assessment.error}")
    return Comparison(asked, tuple(how.assessed(name, cv) for name, cv in named.items()))


def _name(document: str | Path | Assessment, number: int | str = "advert") -> str:
    return str(document if isinstance(document, Path) else number)


def _refuse_path(text: str) -> None:
    """Refuse a text that is the name of a file: it would be compared by its name."""
    is_file = os.path.isfile(text)  # noqa: PTH113  # Path.is_file does not bear long texts
    if is_file or (
        len(text.split()) < FEWEST_WORDS and text.lower().endswith(tuple(KNOWN_ENDINGS))
    ):
        raise UsageError(f"{text} is a file, given as a text; give pathlib.Path({text!r})")


class _How(NamedTuple):
    """How the documents of a comparison are read and assessed."""

    matcher: LevelMatcher | None
    limits: Limits | None
    progress: Progress | None

    def assessed(self, name: str, document: str | Path | Assessment) -> Assessed:
        """Assess a document, unless it was."""
        if isinstance(document, Assessment):
            return Assessed(name, document)
        if isinstance(document, Path):
            source = find_one(document, name, self.limits)._replace(name=name)
        else:
            _refuse_path(document)
            source = Source(name, document)
        [found] = assess(
            [source],
            matcher=self.matcher, workers=1, limits=self.limits, progress=self.progress,
        )  # fmt: skip
        return found


def _summary(document: Assessed) -> dict[str, Any]:
    row = document.assessment.to_row(document.name)
    return {name: row[name] for name in ("document", "status", "level", "error")}


def _match(match: CriterionMatch | None) -> dict[str, Any] | None:
    if match is None:
        return None
    quote = match.evidence.quote if match.evidence else ""
    return {"strength": match.strength, "quote": quote}
