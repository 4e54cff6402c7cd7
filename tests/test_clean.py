"""Cleaning composes letters, drops what nobody sees, and knows the way back."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slmo_match.language.clean import INVISIBLE, clean

ODDITIES = (
    "\u00ad\u200b\u200d\ufeff\u202e\u2066\u0000\u0301\u0328\u0307ﬁ\r\n\x0c\xa0 aącesśzżłŁŻ.,•(1😀ש"
)
TEXTS = st.text() | st.text(alphabet=ODDITIES) | st.text(alphabet=st.characters(codec=None))


def test_plain_text_stays_as_it_is_and_needs_no_offsets():
    text = "Nadzór nad żłobkową kuchnią – „Gęś” Sp. z o.o.\n• wydawanie posiłków"
    assert clean(text) == (text, None)


def test_decomposed_letters_are_composed():
    text = "Zażółć gęślą jaźń, ŁÓDŹ"
    assert clean(unicodedata.normalize("NFD", text)).text == text


@pytest.mark.parametrize(
    "sign", ["\u00ad", "\u200b", "\u200d", "\ufeff", "\u202e", "\u2067", "\x00"]
)
def test_invisible_signs_vanish(sign):
    assert clean(f"po{sign}ziom{sign} us{sign}ług").text == "poziom usług"


def test_an_invisible_sign_between_a_letter_and_its_accent_vanishes():
    assert clean("us\u0142ug spo\u0301\u00addzielni s\u200b\u0301wietlnej").text == (
        "usług spódzielni świetlnej"
    )


def test_ligatures_from_pdf_are_opened():
    assert clean("certyﬁkat, konﬂikt, oﬀset, oﬃce").text == "certyfikat, konflikt, offset, office"


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\x0c", "\n"])
def test_every_kind_of_line_break_becomes_one(line_break):
    cleaned = clean(f"raport{line_break}umowa").text
    assert [line.strip() for line in cleaned.split("\n")] == ["raport", "umowa"]


def test_hard_spaces_become_spaces():
    assert clean("24\xa0godziny").text == "24 godziny"


def test_a_span_leads_back_to_the_words_as_they_were_written():
    original = unicodedata.normalize("NFD", "Zakres: nadzór nad świetlicą.") + "\u200b"
    cleaned = clean(original)
    start = cleaned.text.index("świetlicą")
    begin, end = cleaned.span(start, start + len("świetlicą"))
    assert original[begin:end] == unicodedata.normalize("NFD", "świetlicą")


@given(TEXTS)
def test_nothing_invisible_is_left(text):
    assert not INVISIBLE.search(clean(text).text)


@given(TEXTS)
def test_cleaning_twice_changes_nothing_more(text):
    once = clean(text).text
    assert clean(once).text == once


@given(TEXTS)
def test_offsets_rise_from_the_beginning_to_the_end_of_the_original(text):
    cleaned, offsets = clean(text)
    if offsets is None:
        assert len(cleaned) == len(text)
    else:
        assert len(offsets) == len(cleaned) + 1
        assert np.all(np.diff(offsets) >= 0)
        assert offsets[-1] == len(text)


LETTERS = [
    "a",
    "ł",
    " ",
    "\n",
    "ą",
    "ó",
    "a\u0328",
    "o\u0301",
    "S\u0301",
    "s\u200b\u0301",
    "\u00ad",
    "😀",
]


@given(st.lists(st.sampled_from(LETTERS)).map("".join), st.data())
def test_a_span_of_the_original_cleans_to_the_span_of_the_cleaned_text(text, data):
    cleaned = clean(text)
    start = data.draw(st.integers(0, len(cleaned.text)))
    end = data.draw(st.integers(start, len(cleaned.text)))
    begin, stop = cleaned.span(start, end)
    assert clean(text[begin:stop]).text == cleaned.text[start:end]


@given(st.text(alphabet="ąćęłńóśźżĄĆĘŁŃÓŚŹŻabc \n"))
def test_composed_and_decomposed_texts_are_read_alike(text):
    assert clean(unicodedata.normalize("NFD", text)).text == clean(text).text


def test_letters_that_a_collector_escaped_are_read_as_letters() -> None:
    text = "Nadz<U+00F3>r nad us<U+0142>ug<U+0105>"
    cleaned = clean(text)
    assert cleaned.text == "Nadzór nad usługą"
    start = cleaned.text.index("usługą")
    first, last = cleaned.span(start, start + len("usługą"))
    assert text[first:last] == "us<U+0142>ug<U+0105>"
    assert clean("<U+D800> i <U+110000>").text == "<U+D800> i <U+110000>"
