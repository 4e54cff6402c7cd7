"""What is shown of one document, whatever page shows it."""

import numpy as np
import pytest

from slmo_match import score
from slmo_match.assessment import Assessment, Evidence
from slmo_match.report.messages import OWNERSHIPS, Messages
from slmo_match.report.view import document_view

PL, EN = Messages("pl"), Messages("en")
ADVERT = (
    "Koordynator umów w firmie Zielony Skwer.\nDo Twoich zadań należy: uzgadnianie z odbiorcami "
    "terminów koszenia i warunków umów oraz ustalanie poziomu usług; "
    "odpowiedzialność za dotrzymanie uzgodnionych poziomów usług.\nStrategię usług wyznacza zarząd."
    "\nWymagamy: doświadczenie w sporządzaniu raportów o poziomie usług."
)


@pytest.fixture(scope="module")
def assessment():
    return score(ADVERT)


@pytest.fixture(scope="module")
def doc(assessment):
    return document_view("karta.txt", assessment, PL, text=ADVERT)


def quoted(start, end, text=ADVERT, **changes):
    """Return evidence for a part of the text."""
    fields = {"page": None, "criterion": "5.3", "level": 5, "weight": 0.9, **changes}
    return Evidence(text[start:end], start, end, **fields)


def stretches(text, *evidence):
    """Return the text as it is cut at its evidence, with the number of each quotation."""
    view = document_view("a", Assessment("too_short", evidence=evidence), PL, text=text)
    return [(part.text, part.quotation and part.quotation.number) for part in view.text]


def test_the_stretches_are_the_whole_text_and_the_quotations_in_it(doc):
    assert "".join(part.text for part in doc.text) == ADVERT
    marked = {part.quotation.number: part.text for part in doc.text if part.quotation}
    assert marked == {item.number: item.quote for item in doc.quotations}
    assert len(marked) >= 3


def test_what_counts_and_what_was_left_out_are_kept_apart(doc):
    assert {item.level for item in doc.counted} == {5}
    reasons = {item.quote.split()[0]: item.reason for item in doc.left_out}
    assert reasons["Strategię"] == PL(OWNERSHIPS["other"])
    assert PL(OWNERSHIPS["required"]) in reasons.values()


def test_each_criterion_has_its_strength_and_the_quotations_that_count(doc, assessment):
    assert [item.id for item in doc.criteria] == [m.criterion for m in assessment.criteria]
    assert {item.id for item in doc.shown} == {item.criterion for item in doc.counted}
    assert all(item.words and item.label for item in doc.criteria)


def test_the_levels_have_their_probability_and_the_range(doc, assessment):
    low, high = assessment.interval
    assert [item.share for item in doc.levels] == pytest.approx(assessment.probabilities)
    assert [item.level for item in doc.levels if item.inside] == list(range(low, high + 1))
    assert [item.level for item in doc.levels if item.best] == [assessment.level]


def test_why_not_the_level_below_names_the_duties_that_are_above_it(doc):
    assert doc.below.level == 4
    assert "5.3 (negocjuje i ustala poziomy usług z klientem, siła" in doc.below.sentences[1]


def test_a_level_less_likely_than_level_1_says_why_it_is_suggested():
    shares = np.array([0.4, 0.05, 0.1, 0.3, 0.15, 0, 0])
    view = document_view("karta.txt", Assessment("uncertain", 4, shares, (1, 5)), PL)
    assert view.below.sentences[1] == (
        "Sam poziom 1 jest bardziej prawdopodobny (40%), ale mniej niż poziomy 2–7 razem (60%)."
    )


def test_why_not_the_level_above_names_what_is_absent_and_what_is_not_the_roles(doc):
    assert doc.above.level == 6
    assert "6.1, 6.2" in " ".join(doc.above.sentences)
    assert [item.quote[:9] for item in doc.above.quotations] == ["Strategię"]
    assert [item.id for item in doc.missing] == ["6.1", "6.2", "6.3", "6.4", "6.5", "6.6"]


def test_level_1_has_nothing_below_and_level_7_nothing_above():
    nothing = score("Kwiaciarnia Pod Lipą zatrudni florystkę do układania bukietów i sprzedaży.")
    assert document_view("a", nothing, PL).below is None
    assert document_view("a", nothing, PL).above.level == 2
    highest = Assessment("scored", 7, nothing.probabilities[::-1], (7, 7))
    assert document_view("a", highest, PL).above is None
    assert document_view("a", highest, PL).below.level == 6


def test_the_words_are_in_the_language_of_the_messages(assessment):
    doc = document_view("a", assessment, EN, text=ADVERT)
    assert "negotiates and agrees service levels with the client" in {i.label for i in doc.counted}
    assert doc.above.sentences[0].startswith("Its probability is")


def test_without_a_text_there_are_quotations_but_no_stretches(assessment):
    doc = document_view("a", assessment, PL)
    assert doc.text == ()
    assert doc.counted


def test_a_document_without_a_level_has_its_reason():
    doc = document_view("a", Assessment("unreadable", error="empty: the file holds nothing"), PL)
    assert (doc.level, doc.levels, doc.below, doc.above) == (None, (), None, None)
    assert (doc.status_words, doc.error) == ("nieczytelny", "pusty: plik nic nie zawiera")
    assert doc.interval == doc.certainty == doc.descriptor == ""


def test_a_suspicious_text_is_flagged():
    warned = Assessment("uncertain", warnings=("the word 'sla' is 30 of its 60 words",))
    assert document_view("a", warned, PL).warnings == ("słowo 'sla' to 30 z 60 słów",)


@pytest.mark.parametrize(
    ("spans", "cut"),
    [
        ([], [("abcdefghij", None)]),
        ([(0, 10)], [("abcdefghij", 1)]),
        ([(4, 6), (0, 2)], [("ab", 2), ("cd", None), ("ef", 1), ("ghij", None)]),
        ([(0, 6), (4, 8)], [("abcdef", 1), ("gh", 2), ("ij", None)]),
        ([(0, 8), (2, 4)], [("abcdefgh", 1), ("ij", None)]),
        ([(8, 30)], [("abcdefgh", None), ("ij", 1)]),
        ([(20, 30)], [("abcdefghij", None)]),
    ],
)
def test_a_text_is_cut_at_its_quotations_without_losing_or_doubling_a_letter(spans, cut):
    text = "abcdefghij"
    assert stretches(text, *(quoted(*span, text=text) for span in spans)) == cut


def test_nothing_that_is_shown_can_steer_a_page():
    text = "Umowa\u202e\x00\x1b[2J\u00a0SLA \ud83d"
    assert stretches(text) == [("Umowa��[2J SLA �", None)]
