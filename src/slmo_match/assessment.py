"""What comes out: an assessment of one text, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEVELS = (1, 2, 3, 4, 5, 6, 7)

Status = Literal[
    "scored", "not_observed", "uncertain", "too_short", "unsupported_language", "unreadable"
]
Ownership = Literal["own", "other", "negated", "required", "company", "benefit", "earlier"]


COLUMNS = (
    "document", "status", "level", "level_low", "level_high", "confidence",
    *(f"p{level}" for level in LEVELS),
    "top_evidence", "top_criterion", "language", "words", "error", "model",
)  # fmt: skip
SHARES = ("confidence", *(f"p{level}" for level in LEVELS))  # columns of numbers from 0 to 1
COUNTS = ("level", "level_low", "level_high", "words")  # columns of whole numbers


def level_of(criterion: str) -> int:
    """Return the level of a criterion, 2 to 7: the number before the dot of its id."""
    return int(criterion[0])


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotation that speaks for a criterion.

    Attributes
    ----------
    quote : str
        The words of the document, exactly ``text[start:end]``.
    start, end : int
        Offsets into the text, in characters.
    page : int or None
        Page of the document, from 1, where the format has pages.
    criterion : str
        Id of the criterion, such as ``"5.3"``.
    level : int
        Level of the criterion, 2 to 7.
    weight : float
        How strongly the statement shows the criterion as a duty of the role, 0 to 1.
    ownership : str
        Whose duty it is; only ``"own"`` counts for the level.
    """

    quote: str
    start: int
    end: int
    page: int | None
    criterion: str
    level: int
    weight: float
    ownership: Ownership = "own"

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain values, for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class CriterionMatch:
    """How strongly a document shows one criterion.

    Attributes
    ----------
    criterion : str
        Id of the criterion.
    level : int
        Its level, 2 to 7.
    strength : float
        0 (nothing found) to 1.
    evidence : Evidence or None
        The best quotation, None where nothing was found.
    """

    criterion: str
    level: int
    strength: float
    evidence: Evidence | None

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> CriterionMatch:
        """Return the match that `to_dict` described."""
        evidence = values["evidence"]
        return cls(**{**values, "evidence": Evidence(**evidence) if evidence else None})

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain values, for JSON."""
        return {
            "criterion": self.criterion,
            "level": self.level,
            "strength": self.strength,
            "evidence": self.evidence.to_dict() if self.evidence else None,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """The suggested level of one text, and why.

    Attributes
    ----------
    status : str
        ``scored``, ``not_observed`` (level 1), ``uncertain`` (the interval is wide),
        ``too_short``, ``unsupported_language`` or ``unreadable``.
    level : int or None
        The best single level, 1 to 7; None where the text could not be assessed. It is 1 where
        level 1 is at least as likely as all others together, and else the likeliest of these.
    probabilities : numpy.ndarray, shape (7,)
        Calibrated probability of each level, level 1 first; sums to 1 (all NaN where
        the text could not be assessed).
    interval : tuple of int or None
        Lowest and highest level of the contiguous range that holds the right one with
        the coverage of the model (0.9 by default).
    evidence : tuple of Evidence
        Quotations that moved the answer, the strongest first, and after them those
        that were left out because the duty is not the role's own.
    criteria : tuple of CriterionMatch
        Every criterion with its strength and best quotation.
    missing : tuple of str
        Ids of the criteria of the next level up for which nothing was found.
    language : str
        ``"pl"``, ``"en"``, ``"pl+en"`` (mixed), the code of a language that is not read, or
        ``""`` where it is not known.
    words : int
        Number of words read.
    error : str
        Why the text was not assessed; empty otherwise.
    warnings : tuple of str
        What a reader should know, such as text copied from the descriptors.
    model : str
        Name and version of the model.
    """

    status: Status
    level: int | None = None
    probabilities: NDArray[np.float64] = field(default_factory=lambda: np.full(len(LEVELS), np.nan))
    interval: tuple[int, int] | None = None
    evidence: tuple[Evidence, ...] = ()
    criteria: tuple[CriterionMatch, ...] = ()
    missing: tuple[str, ...] = ()
    language: str = ""
    words: int = 0
    error: str = ""
    warnings: tuple[str, ...] = ()
    model: str = ""

    @property
    def confidence(self) -> float | None:
        """Probability of the suggested level, 0 to 1; None where there is no level."""
        return None if self.level is None else float(self.probabilities[self.level - 1])

    def to_row(self, document: str = "") -> dict[str, Any]:
        """Return the columns of a result table, in the order of `COLUMNS`."""
        low, high = self.interval or (None, None)
        top = next((item for item in self.evidence if item.ownership == "own"), None)
        values = [None if np.isnan(p) else round(float(p), 4) for p in self.probabilities]
        return {
            "document": document,
            "status": self.status,
            "level": self.level,
            "level_low": low,
            "level_high": high,
            "confidence": None if self.confidence is None else round(self.confidence, 4),
            **{f"p{level}": value for level, value in zip(LEVELS, values, strict=True)},
            "top_evidence": top.quote if top else "",
            "top_criterion": top.criterion if top else "",
            "language": self.language,
            "words": self.words,
            "error": self.error or "; ".join(self.warnings),
            "model": self.model,
        }

    def plot(self, ax: Axes | None = None, lang: str = "pl") -> Axes:
        """Draw the probabilities of the levels; needs matplotlib.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw; a new figure by default.
        lang : str, default "pl"
            Language of the labels, ``"pl"`` or ``"en"``.
        """
        from slmo_match.report.plots import plot_assessment  # an edge; only asked for by notebooks

        return plot_assessment(self, ax, lang)

    def _repr_html_(self) -> str:
        from slmo_match.report.notebook import assessment_html

        return assessment_html(self)

    def to_dict(self, document: str = "") -> dict[str, Any]:
        """Return the row with its evidence and criteria, the JSONL form of a result."""
        return {
            **self.to_row(document),
            "missing": list(self.missing),
            "warnings": list(self.warnings),
            "evidence": [item.to_dict() for item in self.evidence],
            "criteria": [item.to_dict() for item in self.criteria],
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Assessment:
        """Return the assessment that `to_dict` described, with shares of four decimals."""
        shares = [values[f"p{level}"] for level in LEVELS]
        level = values["level"]
        return cls(
            values["status"],
            level,
            np.array([np.nan if share is None else share for share in shares]),
            None if level is None else (values["level_low"], values["level_high"]),
            tuple(Evidence(**item) for item in values["evidence"]),
            tuple(CriterionMatch.from_dict(item) for item in values["criteria"]),
            tuple(values["missing"]),
            values["language"],
            values["words"],
            "" if values["error"] == "; ".join(values["warnings"]) else values["error"],
            tuple(values["warnings"]),
            values["model"],
        )
