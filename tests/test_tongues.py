"""Each part of a text is told to be Polish, English or of a third language."""

import pytest

from slmo_match.language.statements import cut
from slmo_match.language.tongues import third_language
from slmo_match.language.words import Lexicon

LEXICON = Lexicon()


def languages(text: str) -> list[str]:
    return [statement.language for statement in cut(text, LEXICON)]


@pytest.mark.parametrize(
    "text",
    [
        "Będziesz owner'em procesu SLM",
        "prowadzisz QBR-y i negocjujesz SLA z business partnerami",
        "pilnowanie SLA-ek vendorów i raportowanie KPI stakeholderom",
        "monitoring i reporting SLA dla klienta",
        "Service Delivery Manager z doświadczeniem",
        "pilnowanie czasow napraw wind i zapisywanie spoznien",
    ],
)
def test_polish_with_english_jargon_is_polish(text):
    assert languages(text) == ["pl"]


@pytest.mark.parametrize(
    "text",
    [
        "Negotiating SLAs with suppliers",
        "Vendor performance reviews",
        "Monitor lift repair times and log every delay",
        "You'll keep tenants informed before the heating goes off",
        "Incident reporting",
    ],
)
def test_short_english_duties_are_english(text):
    assert languages(text) == ["en"]


def test_sentences_of_two_languages_are_told_apart():
    text = "Negocjujesz z klientem poziomy usług. You also report on them to the board every month."
    assert languages(text) == ["pl", "en"]


def test_a_part_that_does_not_tell_takes_the_language_of_the_text():
    assert languages("We look after the lifts of our clients.\nKPI") == ["en", "en"]
    assert languages("Dbamy o windy naszych klientów.\nKPI") == ["pl", "pl"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Wir suchen eine Person für die Betreuung der Aufzüge und die Gespräche", "de"),
        ("Nous cherchons une personne pour suivre les réparations des ascenseurs", "fr"),
        ("Buscamos una persona para la gestión de los contratos de servicio", "es"),
        ("Шукаємо людину для нагляду за ремонтом ліфтів та розмов з мешканцями", "uk"),
    ],
)
def test_third_languages_are_named(text, code):
    assert third_language(text.split()) == code
    assert languages(text) == [code]


def test_names_alone_are_of_no_language():
    assert third_language(["Xyzzy", "Qwerty", "Plugh", "Foobar"]) == ""


def test_a_flattened_english_list_is_cut_into_its_duties():
    text = (
        "Monitor supplier performance against the contract prepare monthly reports for the client "
        "negotiate service levels with the business and escalate breaches to the service owner"
    )
    assert [text[s.start : s.end] for s in cut(text, LEXICON)] == [
        "Monitor supplier performance against the contract",
        "prepare monthly reports for the client",
        "negotiate service levels with the business and escalate breaches to the service owner",
    ]


def test_english_headings_open_sections():
    text = (
        "About us\nWe run print rooms.\nWhat you'll do:\n• negotiating SLAs with clients\n"
        "Nice to have\n• German\nWe offer:\n• a gym card"
    )
    found = {text[s.start : s.end]: s.section for s in cut(text, LEXICON)}
    assert found["We run print rooms"] == "company"
    assert found["negotiating SLAs with clients"] == "duties"
    assert found["German"] == "required"
    assert found["a gym card"] == "benefit"
