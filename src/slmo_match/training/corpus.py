"""The labelled corpus: voices of documents and banks of single statements.

The form of the files is described in ``models/corpus/GUIDE.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from slmo_match import descriptors
from slmo_match.assessment import level_of
from slmo_match.errors import SlmoError

HEADER = re.compile(
    r"# (?P<id>\S+) \| (?P<kind>advert|role_card|cv) \| (?P<sector>.+?)"
    r" \| level (?P<level>[1-7]) \| traps: (?P<traps>.+)"
)
LINE = re.compile(r"(?:(?P<criteria>[0-9.+]+|-) )?(?P<ownership>[a-z]+) \| (?P<text>.+)")
OWNERSHIPS = frozenset({"own", "other", "negated", "required", "company", "benefit", "earlier"})
_LANGUAGES = {"e": "en", "m": "pl+en"}
STRUCTURE = frozenset({"title", "heading", "post", "meta"})


class CorpusError(SlmoError):
    """The corpus is not in its form, or lacks something; names the file, and the line if it can."""


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled statement: its criteria (none, one or two), whose it is, its words."""

    criteria: tuple[str, ...]
    ownership: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One labelled document of a voice."""

    id: str
    voice: str
    kind: str
    sector: str
    level: int
    traps: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def language(self) -> str:
        """``"en"`` or ``"pl+en"`` where the name of the voice begins with e or m, else ``"pl"``."""
        return _LANGUAGES.get(self.voice[:1], "pl")


def read_voice(path: Path) -> list[Document]:
    """Read the documents of a voice.

    Raises
    ------
    CorpusError
        If a line is not in the form, or the level of a document is not the highest criterion
        that the role owns.
    """
    documents: list[Document] = []
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    for block in blocks:
        rows = [row for row in block.splitlines() if row.strip()]
        if not rows:
            continue
        header = HEADER.fullmatch(rows[0])
        if header is None:
            raise CorpusError(f"{path.name}: no header: {rows[0]!r}; expected '# id | kind | …'")
        traps = () if header["traps"] == "-" else tuple(re.split(r",\s*", header["traps"]))
        lines = tuple(_line(row, path.name) for row in rows[1:])
        document = Document(
            header["id"],
            path.stem,
            header["kind"],
            header["sector"],
            int(header["level"]),
            traps,
            lines,
        )
        _check_level(document)
        documents.append(document)
    return documents


def read_bank(path: Path) -> list[Line]:
    """Read a bank of single statements, one a line.

    Raises
    ------
    CorpusError
        If a line is not in the form.
    """
    rows = path.read_text(encoding="utf-8").splitlines()
    return [_line(row, path.name) for row in rows if row.strip()]


def read_voices(folder: Path) -> Iterator[Document]:
    """Read every document of ``folder/voices``, in the order of the file names."""
    for path in sorted((folder / "voices").glob("*.txt")):
        yield from read_voice(path)


def read_banks(folder: Path) -> Iterator[Line]:
    """Read every statement of ``folder/bank``, in the order of the file names."""
    for path in sorted((folder / "bank").glob("*.txt")):
        yield from read_bank(path)


def _line(row: str, name: str) -> Line:
    match = LINE.fullmatch(row)
    if match is None or match["ownership"] not in OWNERSHIPS | STRUCTURE:
        raise CorpusError(f"{name}: not a statement line: {row!r}; expected '2.1 own | text'")
    criteria = match["criteria"]
    found = () if criteria in (None, "-") else tuple(criteria.split("+"))
    if found and not set(found) <= set(descriptors.default().ids):
        known = ", ".join(descriptors.default().ids)
        raise CorpusError(f"{name}: no such criterion: {row!r}; there are {known}")
    return Line(found, match["ownership"], match["text"].strip())


def _check_level(document: Document) -> None:
    owned = (c for line in document.lines if line.ownership == "own" for c in line.criteria)
    highest = max(map(level_of, owned), default=1)
    if highest != document.level:
        raise CorpusError(
            f"{document.voice}: {document.id} says level {document.level}, "
            f"but the highest criterion that the role owns is of level {highest}"
        )


def voice_groups(documents: Iterable[Document], count: int) -> list[list[str]]:
    """Part the voices into groups that are held out together."""
    voices = sorted({document.voice for document in documents})
    return [voices[i::count] for i in range(min(count, len(voices)))]
