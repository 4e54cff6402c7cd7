"""Polish and English are told from other languages, with and without Polish letters."""

import pytest

from slmo_match.language.detect import detect
from slmo_match.language.statements import cut
from slmo_match.training.rendering import in_capitals, without_diacritics

POLISH = (
    "Szukamy osoby, która będzie pilnowała terminów napraw dźwigów i prowadziła rozmowy "
    "z mieszkańcami naszych osiedli. Praca od poniedziałku do piątku."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (POLISH, "pl"),
        (without_diacritics(POLISH), "pl"),
        (in_capitals(POLISH), "pl"),
        ("Service Delivery Manager – zarządzanie umowami SLA z klientami w chmurze Azure", "pl"),
        (
            "We are looking for a person who will watch the repair times of our lifts and talk "
            "to the people in our houses. You will be part of the team.",
            "en",
        ),
        (
            "Wir suchen eine Person für die Betreuung der Aufzüge und die Gespräche mit den "
            "Mietern. Sie sind ein Teil von unserem Team.",
            "de",
        ),
        (
            "Nous cherchons une personne pour suivre les réparations des ascenseurs et parler "
            "avec les habitants de nos immeubles.",
            "fr",
        ),
        (
            "Шукаємо людину для нагляду за ремонтом ліфтів та розмов з мешканцями. Робота в "
            "офісі на повний день.",
            "uk",
        ),
        ("מחפשים אדם שיפקח על תיקון המעליות וישוחח עם הדיירים", "other"),
    ],
)
def test_language_of_a_text(lexicon, text, language):
    assert detect(cut(text, lexicon), text) == language


def test_a_text_in_two_languages_is_mixed(lexicon):
    english = "You will watch the repair times of our lifts and talk to the people in our houses."
    text = f"{POLISH}\n{english}"
    assert detect(cut(text, lexicon), text) == "pl+en"


def test_an_english_title_makes_no_mixed_text(lexicon):
    text = f"Service Delivery Manager\n{POLISH}"
    assert detect(cut(text, lexicon), text) == "pl"


def test_a_text_without_words_is_of_no_known_language(lexicon):
    assert detect(cut("12 345", lexicon), "12 345") == "other"
