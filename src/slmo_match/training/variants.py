"""The same document changed in ways that must not change its level."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from slmo_match.training.corpus import CorpusError, Document, Line
from slmo_match.training.rendering import (
    decomposed,
    in_capitals,
    other_gender,
    render,
    render_lines,
    shuffled_duties,
    without_diacritics,
)

DUTIES = frozenset({"own", "other", "negated", "earlier"})
_BOAST = (
    "Jesteśmy liderem rynku i od lat świadczymy usługi na najwyższym poziomie.",
    "Nasi klienci cenią nas za jakość, terminowość i partnerskie relacje.",
    "Zdobyliśmy liczne nagrody, a naszą strategią jest ciągły rozwój.",
)
_BENEFITS = (
    "prywatna opieka medyczna i karta sportowa",
    "szkolenia, jasna ścieżka rozwoju i premia roczna",
    "elastyczne godziny pracy i dodatkowy dzień wolny",
)
_CLAUSE = (
    "Administratorem danych osobowych jest pracodawca.",
    "Dane będą przetwarzane w celu przeprowadzenia rekrutacji przez okres trzech miesięcy.",
    "Podanie danych jest dobrowolne; przysługuje Pani/Panu prawo dostępu do treści danych.",
)


def plain(document: Document) -> str:
    """Write a document out with bullets: the form that the others are compared with."""
    return render(document, "bullets").text


def with_boasting(document: Document) -> str:
    """Add a page of self-praise, benefits and clauses."""
    lines = (
        Line((), "heading", "O nas:"),
        *(Line((), "company", text) for text in _BOAST),
        *document.lines,
        Line((), "heading", "Oferujemy:"),
        *(Line((), "benefit", text) for text in _BENEFITS),
        *(Line((), "meta", text) for text in _CLAUSE),
    )
    return render_lines(lines, "bullets").text


def of_person(name: str, details: str) -> Callable[[Document], str]:
    """Return a change that puts personal details on top."""
    return lambda document: f"Imię i nazwisko: {name}\n{details}\n{plain(document)}"


CHANGES: dict[str, Callable[[Document], str]] = {
    "lines without bullets": lambda document: render(document, "lines").text,
    "numbered": lambda document: render(document, "numbers").text,
    "prose": lambda document: render(document, "prose").text,
    "flattened to one line": lambda document: render(document, "flat").text,
    "without diacritics": lambda document: without_diacritics(plain(document)),
    "capitals": lambda document: in_capitals(plain(document)),
    "NFD": lambda document: decomposed(plain(document)),
    "other gender": lambda document: other_gender(plain(document)),
    "reordered duties": lambda document: render_lines(shuffled_duties(document), "bullets").text,
    "boasting, benefits, clauses added": with_boasting,
}
PEOPLE: dict[str, Callable[[Document], str]] = {
    "man": of_person("Jan Wiśniewski", "Wiek: 28 lat, obywatelstwo: polskie"),
    "woman": of_person("Oksana Melnyk", "Wiek: 57 lat, obywatelstwo: ukraińskie"),
    "foreigner": of_person("Mehmet Yılmaz", "Wiek: 41 lat, obywatelstwo: tureckie"),
}


def without_duties(document: Document) -> str:
    """Write out everything but the duties."""
    kept = [line for line in document.lines if line.ownership not in DUTIES]
    return render_lines(kept, "bullets").text


def duties_inside(document: Document, host: Document) -> str:
    """Set the duties of a document into the middle of another advert's duties."""
    duties = [line for line in document.lines if line.ownership in DUTIES]
    owners = [line.ownership for line in host.lines]
    inner = (k for k, pair in enumerate(pairwise(owners), 1) if pair == ("own", "own"))
    place = next(inner, len(host.lines))
    return render_lines([*host.lines[:place], *duties, *host.lines[place:]], "bullets").text


def hosts(documents: Sequence[Document]) -> list[Document]:
    """Return the unrelated adverts that duties can be set into.

    Raises
    ------
    CorpusError
        If there are none.
    """
    found = [d for d in documents if d.kind == "advert" and d.sector.startswith("unrelated")]
    if not found:
        raise CorpusError(
            f"none of {len(documents)} documents is an advert of an unrelated sector "
            "('# id | advert | unrelated: … | level 1 | …'), into which duties can be set; add one"
        )
    return found
