"""The seven descriptors of the skill and the single duties (criteria) that they ask for.

The text is that of SFIA, "Globalne ramy umiejętności i kompetencji w cyfrowym świecie",
skill *Zarządzanie poziomem usług* (SLMO), © SFIA Foundation, shipped verbatim.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from slmo_match.assessment import LEVELS, level_of
from slmo_match.errors import NOT_UTF8, DescriptorsError

_HEADING = re.compile(r"(?P<skill>.+?): Poziom (?P<level>\d+)\s*$")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A single duty of a descriptor.

    Attributes
    ----------
    id : str
        Level and number, such as ``"5.3"``.
    level : int
        2 to 7.
    words : str
        The words of the descriptor that it stands for.
    label, label_en : str
        A short name in Polish and in English.
    words_en : str
        The same duty in English, in words of our own; empty for descriptors of a user's own.
    """

    id: str
    level: int
    words: str
    label: str
    label_en: str
    words_en: str = ""


@dataclass(frozen=True, slots=True)
class Descriptors:
    """The descriptors of the seven levels and their criteria."""

    levels: dict[int, str]
    criteria: tuple[Criterion, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all criteria, in order."""
        return tuple(criterion.id for criterion in self.criteria)

    def criteria_of(self, level: int) -> tuple[Criterion, ...]:
        """Return the criteria of a level."""
        return tuple(criterion for criterion in self.criteria if criterion.level == level)


def parse(text: str, name: str = "descriptors") -> dict[int, str]:
    """Read the seven descriptors from a text in the form of the one that ships.

    Parameters
    ----------
    text : str
        Each level opens with a line ``Zarządzanie poziomem usług: Poziom N``; what follows up
        to the next such line is its descriptor.
    name : str
        What to call the text in messages.

    Returns
    -------
    dict of int to str
        Level, 1 to 7, to its descriptor.

    Raises
    ------
    DescriptorsError
        If a level is missing, stands twice, is empty or is none of 1 to 7; names the line.
    """
    found: dict[int, str] = {}
    opened: dict[int, int] = {}
    level = None
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        heading = _HEADING.match(line.strip())
        if heading:
            level = int(heading["level"])
            if level not in LEVELS:
                raise DescriptorsError(f"{name}, line {number}: level {level} is none of 1 to 7")
            if level in found:
                raise DescriptorsError(
                    f"{name}, line {number}: level {level} stands twice "
                    f"(first in line {opened[level]})"
                )
            found[level], opened[level] = "", number
        elif level is not None:
            found[level] = f"{found[level]} {line.strip()}".strip()
    missing = [str(level) for level in LEVELS if level not in found]
    if missing:
        raise DescriptorsError(
            f"{name}: no heading for level {', '.join(missing)}; "
            "expected seven lines like 'Zarządzanie poziomem usług: Poziom 1'"
        )
    for level in LEVELS:
        if not found[level]:
            raise DescriptorsError(f"{name}, line {opened[level]}: level {level} has no text")
    return {level: found[level] for level in LEVELS}


@cache
def default() -> Descriptors:
    """Return the descriptors that ship with the package."""
    folder = files("slmo_match.descriptors")
    levels = parse(folder.joinpath("slmo_pl.txt").read_text(encoding="utf-8"), "slmo_pl.txt")
    data = tomllib.loads(folder.joinpath("criteria.toml").read_text(encoding="utf-8"))
    criteria = tuple(
        Criterion(
            entry["id"],
            level_of(entry["id"]),
            entry["words"],
            entry["label"],
            entry["label_en"],
            entry["words_en"],
        )
        for entry in data["criteria"]
    )
    return Descriptors(levels, criteria)


def load(path: str | Path | None = None) -> Descriptors:
    """Return the descriptors of a file, or those that ship.

    Parameters
    ----------
    path : str, Path or None
        A text in the form of `parse`. Criteria whose words stand in the text keep their ids;
        each other sentence of a level becomes a criterion of its own, numbered on.

    Raises
    ------
    DescriptorsError
        If the file cannot be read or is not in the form.
    """
    if path is None:
        return default()
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DescriptorsError(f"cannot read the descriptors {path}: {NOT_UTF8}") from error
    except OSError as error:
        raise DescriptorsError(f"cannot read the descriptors {path}: {error}") from error
    levels = parse(text, str(path))
    criteria = [c for level in LEVELS[1:] for c in _criteria_in(levels[level], level)]
    return Descriptors(levels, tuple(criteria))


def _criteria_in(text: str, level: int) -> list[Criterion]:
    """Return the criteria of a level: ours where their words stand, else a sentence each."""
    ours = default().criteria_of(level)
    kept = [c for c in ours if all(part in text for part in c.words.split(" … "))]
    if len(kept) == len(ours):
        return kept
    sentences = [part.strip(" .") for part in re.split(r"(?<=[.!?])\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ])", text)]
    return [
        Criterion(f"{level}.{number}", level, sentence, sentence[:60], sentence[:60])
        for number, sentence in enumerate(sentences, 1)
        if sentence
    ]
