"""The same document in changes that must not matter: its duties stay, the rest may come."""

import unicodedata

import pytest

from slmo_match.training.corpus import CorpusError, Document, Line
from slmo_match.training.rendering import without_diacritics
from slmo_match.training.variants import (
    CHANGES,
    PEOPLE,
    duties_inside,
    hosts,
    plain,
    with_boasting,
    without_duties,
)

DOCUMENT = Document(
    "v99-001",
    "v99",
    "advert",
    "windy",
    5,
    (),
    (
        Line((), "title", "Koordynatorka serwisu wind"),
        Line((), "heading", "Twoje zadania:"),
        Line(("5.1",), "own", "nadzorowałam serwis wind"),
        Line(("5.3",), "own", "uzgadnianie z zarządcami czasu dojazdu"),
        Line(("7.2",), "other", "budżet zatwierdza zarząd"),
        Line((), "heading", "Wymagania:"),
        Line((), "required", "prawo jazdy kat. B"),
    ),
)
HOST = Document(
    "v98-002",
    "v98",
    "advert",
    "unrelated: gastronomia",
    1,
    (),
    (
        Line((), "heading", "Zakres obowiązków:"),
        Line((), "own", "parzenie kawy"),
        Line((), "own", "mycie naczyń"),
        Line((), "benefit", "darmowe posiłki"),
    ),
)
DUTIES = [line.text for line in DOCUMENT.lines[2:5]]
PLAIN_LETTERS = sorted(CHANGES.keys() - {"other gender"})


def bare(text: str) -> str:
    return without_diacritics(unicodedata.normalize("NFC", text)).lower()


def test_the_plain_form_has_bullets():
    assert [f"• {duty}\n" in plain(DOCUMENT) for duty in DUTIES] == [True] * 3


@pytest.mark.parametrize("name", PLAIN_LETTERS)
def test_every_change_keeps_the_words_of_the_duties(name):
    changed = bare(CHANGES[name](DOCUMENT))
    assert [bare(duty) in changed for duty in DUTIES] == [True] * 3


@pytest.mark.parametrize("name", sorted(CHANGES.keys() - {"reordered duties"}))
def test_every_change_changes_something(name):
    assert CHANGES[name](DOCUMENT) != plain(DOCUMENT)


def test_the_other_gender_changes_the_verb_only():
    assert CHANGES["other gender"](DOCUMENT) == plain(DOCUMENT).replace(
        "nadzorowałam", "nadzorowałem"
    )


def test_boasting_stands_around_and_holds_no_duty():
    text = with_boasting(DOCUMENT)
    assert text.startswith("O nas:")
    assert plain(DOCUMENT) in text
    assert text.index("kat. B") < text.index("Oferujemy:")


def test_people_differ_only_on_top():
    texts = [change(DOCUMENT) for change in PEOPLE.values()]
    assert len(set(texts)) == len(PEOPLE) == 3
    assert all(text.endswith("\n" + plain(DOCUMENT)) for text in texts)


def test_without_duties_the_rest_stays():
    text = without_duties(DOCUMENT)
    assert not [duty for duty in DUTIES if duty in text]
    assert [line.text in text for line in DOCUMENT.lines if line.text not in DUTIES] == [True] * 4


def test_duties_are_set_between_the_duties_of_the_host():
    lines = duties_inside(DOCUMENT, HOST).splitlines()
    assert lines == [
        "Zakres obowiązków:",
        "• parzenie kawy",
        *(f"• {duty}" for duty in DUTIES),
        "• mycie naczyń",
        "• darmowe posiłki",
    ]


def test_a_host_without_two_duties_gets_them_at_the_end():
    host = Document("v98-003", "v98", "advert", "unrelated: x", 1, (), HOST.lines[:2])
    assert duties_inside(DOCUMENT, host).splitlines()[-3:] == [f"• {duty}" for duty in DUTIES]


def test_only_unrelated_adverts_are_hosts():
    assert hosts([DOCUMENT, HOST]) == [HOST]


def test_a_corpus_without_unrelated_adverts_is_named():
    with pytest.raises(CorpusError, match="none of 1 documents is an advert of an unrelated"):
        hosts([DOCUMENT])
