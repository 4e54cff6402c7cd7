"""English statements come out as their Polish twins would: verbs flagged, small words gone."""

import pytest

from slmo_match.language.settle import settle
from slmo_match.language.words import ACTOR, NOMINAL, PAST, THIRD, VERBAL, WE, WORD, YOU, Lexicon

LEXICON = Lexicon()


def settled(text: str):
    return settle([LEXICON.look_up_english(form) for form in WORD.findall(text)])


def lemmas(text: str) -> list[str]:
    return [word.lemma for word in settled(text)]


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Monitoring of response times", NOMINAL),
        ("Supervision of the cleaning contract", NOMINAL),
        ("Negotiate service levels with clients", VERBAL),
        ("You will negotiate service levels", VERBAL | YOU),
        ("You'll be responsible for service levels", VERBAL | YOU),
        ("We monitor service levels", WE),
        ("Negotiates service levels", VERBAL | THIRD),
        ("Negotiated service levels", PAST),
        ("I negotiated service levels", PAST),
    ],
)
def test_the_first_word_tells_person_and_tense(text, flags):
    mask = NOMINAL | VERBAL | WE | YOU | PAST | THIRD
    assert settled(text)[0].flags & mask == flags


def test_articles_and_helpers_are_left_out():
    assert lemmas("You will be responsible for the monitoring of the suppliers") == [
        "odpowiadać", "dla", "monitorować", "dostawca",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Keep an eye on the lift company", "pilnować"),
        ("Make sure the vans arrive", "zapewniać"),
        ("Draws up the service catalogue", "opracowywać"),
        ("Keeping in touch with tenants", "kontaktować"),
        ("Takes responsibility for the contract", "odpowiadać"),
    ],
)
def test_phrases_mean_one_polish_verb(text, first):
    assert lemmas(text)[0] == first


def test_a_plural_is_no_verb_in_the_third_person():
    reports = settled("Prepare monthly reports")[-1]
    assert not reports.flags & (THIRD | VERBAL)


def test_agreed_levels_are_no_deed_of_the_past():
    assert not any(word.flags & PAST for word in settled("Check the agreed levels"))


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("The manager negotiates the contract", True),
        ("The director will approve the budget", True),
        ("Levels are agreed by the manager", True),
        ("The contracts team studies the sheets", True),
        ("The department reports faults", True),
        ("Faults are logged by the branch", True),
        ("My manageress tells groups beforehand", True),
        ("My wife writes down when the vans are late", True),
        ("Prepare department reports", False),
        ("Break down costs by region", False),
        ("Review bank charges by branch", False),
        ("Report to the manager", False),
        ("Negotiate with suppliers", False),
    ],
)
def test_somebody_else_who_acts_is_told_from_somebody_mentioned(text, acts):
    assert any(word.flags & ACTOR for word in settled(text)) is acts
    assert all(word.flags < 1 << 11 for word in settled(text))  # no mark of settling is left


def test_a_statement_of_small_words_alone_keeps_them():
    assert len(settled("of the")) == 2


def test_information_technology_is_told_from_the_pronoun():
    assert lemmas("Report on IT") != lemmas("Report on it")


def test_a_form_before_an_article_is_a_verb():
    found = [w.lemma for w in settled("The contracts team studies the sheets") if w.flags & THIRD]
    assert found == ["zespół", "badać"]
    assert not any(word.flags & THIRD for word in settled("Prepare case studies"))
