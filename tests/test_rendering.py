"""Documents in other clothes: every layout holds every line, and says where."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slmo_match.training.corpus import Document, Line
from slmo_match.training.rendering import (
    LAYOUTS,
    decomposed,
    in_capitals,
    other_gender,
    render,
    shuffled_duties,
    without_diacritics,
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
        Line((), "heading", "Twoje zadania"),
        Line(("5.1",), "own", "nadzór nad serwisem wind"),
        Line(("5.3",), "own", "uzgadnianie z zarządcami czasu dojazdu."),
        Line((), "own", "wydawanie kluczy do maszynowni"),
        Line(("7.2",), "other", "budżet zatwierdza zarząd"),
        Line((), "heading", "Wymagania:"),
        Line((), "required", "prawo jazdy kat. B"),
        Line((), "meta", "CV prosimy składać w biurze."),
    ),
)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_spans_point_at_the_words_of_every_line(layout):
    rendered = render(DOCUMENT, layout)
    assert [line for _, _, line in rendered.spans] == list(DOCUMENT.lines)
    for start, end, line in rendered.spans:
        assert rendered.text[start:end].lower() == line.text.lower()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_spans_do_not_overlap(layout):
    spans = [(start, end) for start, end, _ in render(DOCUMENT, layout).spans]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ("bullets", "• nadzór nad serwisem wind\n• uzgadnianie"),
        ("dashes", "- nadzór nad serwisem wind\n- uzgadnianie"),
        ("numbers", "1. nadzór nad serwisem wind\n2. uzgadnianie"),
        ("lines", "zadania\nnadzór nad serwisem wind\nuzgadnianie"),
        ("prose", "Nadzór nad serwisem wind. Uzgadnianie z zarządcami czasu dojazdu. Wydawanie"),
        ("flat", "Twoje zadania nadzór nad serwisem wind uzgadnianie"),
        ("commas", "Twoje zadania: nadzór nad serwisem wind,uzgadnianie"),
        ("semicolons", "nadzór nad serwisem wind; uzgadnianie"),
    ],
)
def test_layouts_look_as_they_are_called(layout, words):
    assert words in render(DOCUMENT, layout).text


@pytest.mark.parametrize("layout", ["flat", "commas", "semicolons"])
def test_flattened_layouts_have_one_line(layout):
    assert "\n" not in render(DOCUMENT, layout).text.rstrip("\n")


@pytest.mark.parametrize(
    ("masculine", "feminine"),
    [
        ("Prowadziłem rejestr", "Prowadziłam rejestr"),
        ("negocjowałem i ustalałem", "negocjowałam i ustalałam"),
        ("wziąłem udział", "wzięłam udział"),
        ("byłem kierownikiem", "byłam kierownikiem"),
        ("zaczął, gdy zaczynałeś", "zaczął, gdy zaczynałaś"),
    ],
)
def test_the_past_tense_of_the_other_gender(masculine, feminine):
    assert other_gender(masculine) == feminine
    assert other_gender(feminine) == masculine


@pytest.mark.parametrize("text", ["problem z wydziałem i zespołem", "tam reklam skalę", "ołem"])
def test_words_that_only_look_like_the_past_stay(text):
    assert other_gender(text) == text


def test_letters_lose_their_accents_and_nothing_else():
    assert without_diacritics("Zażółć gęślą jaźń, ŁÓDŹ 24 h") == "Zazolc gesla jazn, LODZ 24 h"


@given(st.text())
def test_capitals_and_bare_letters_keep_the_length(text):
    assert len(without_diacritics(text)) == len(text)
    assert len(in_capitals(text)) == len(text)


def test_decomposed_text_looks_the_same_and_is_longer():
    assert len(decomposed("źródło")) == len("źródło") + 2


def test_duties_change_places_only_among_themselves():
    shuffled = shuffled_duties(DOCUMENT, seed=3)
    assert shuffled != DOCUMENT.lines
    assert set(shuffled) == set(DOCUMENT.lines)
    duties = slice(2, 6)
    assert shuffled[:2] == DOCUMENT.lines[:2]
    assert shuffled[6:] == DOCUMENT.lines[6:]
    assert set(shuffled[duties]) == set(DOCUMENT.lines[duties])
