"""Texts of every layout fall apart into the duties that a reader sees."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slmo_match.language.clean import clean
from slmo_match.language.statements import LONGEST, cut
from slmo_match.language.words import Lexicon

DUTIES = [
    "nadzór nad firmą sprzątającą",
    "prowadzenie rejestru skarg pacjentów",
    "sporządzanie miesięcznych raportów dla zarządu",
]
LEXICON = Lexicon()


def quotes(text: str) -> list[str]:
    return [text[statement.start : statement.end] for statement in cut(text, LEXICON)]


def sections(text: str) -> dict[str, str]:
    return {text[s.start : s.end]: s.section for s in cut(text, LEXICON)}


@pytest.mark.parametrize("sign", ["•", "-", "–", "*", "·", "▪", "➢", "✓", "►", "●", "○", "►►"])
def test_bullets_of_every_kind(sign):
    assert quotes("\n".join(f"{sign} {duty}" for duty in DUTIES)) == DUTIES


@pytest.mark.parametrize("form", ["{}. ", "{}) ", "{}."])
def test_numbered_lists(form):
    lines = [form.format(number) + duty for number, duty in enumerate(DUTIES, 1)]
    assert quotes("\n".join(lines)) == DUTIES


def test_numbered_list_in_one_line():
    assert quotes(" ".join(f"{n}) {duty}" for n, duty in enumerate(DUTIES, 1))) == DUTIES


def test_lettered_lists():
    assert (
        quotes("\n".join(f"{n}) {duty};" for n, duty in zip("abc", DUTIES, strict=True))) == DUTIES
    )


def test_lists_with_semicolons():
    assert quotes("; ".join(DUTIES) + ".") == DUTIES


def test_bullets_in_one_line():
    assert quotes("• " + " • ".join(DUTIES)) == DUTIES


def test_dashes_in_one_line():
    assert quotes("- " + " - ".join(DUTIES)) == DUTIES


def test_lines_without_signs():
    assert quotes("\n".join(DUTIES)) == DUTIES


def test_lines_wrapped_at_the_width_of_a_page_are_joined_again():
    sentences = [
        "Pilnujesz czasu napraw wind w osiemnastu budynkach spółdzielni i zapisujesz każde "
        "spóźnienie serwisu w rejestrze, który co miesiąc czyta zarządca osiedla",
        "Odbierasz od lokatorów uwagi o hałasie, zatrzymaniach kabin oraz brudnych lustrach i "
        "przekazujesz je tego samego dnia konserwatorowi dyżurnemu",
        "Raz na kwartał porównujesz liczbę awarii z tym, co zapisano w umowie, i przygotowujesz "
        "zestawienie dla prezesa naszej spółdzielni mieszkaniowej",
    ]
    page = textwrap.fill(". ".join(sentences) + ".", 72)
    assert page.count("\n") >= 4
    assert [" ".join(quote.split()) for quote in quotes(page)] == sentences


def test_a_text_flattened_to_one_line_is_cut_where_the_next_duty_is_named():
    text = (
        "zarządzanie usługami druku w oddziałach banku nadzór nad czasem napraw urządzeń "
        "współpracę z serwisem zewnętrznym przygotowywanie zestawień kosztów prowadzenie "
        "ewidencji reklamacji i odwołań klientów"
    )
    assert quotes(text) == [
        "zarządzanie usługami druku w oddziałach banku",
        "nadzór nad czasem napraw urządzeń",
        "współpracę z serwisem zewnętrznym",
        "przygotowywanie zestawień kosztów",
        "prowadzenie ewidencji reklamacji i odwołań klientów",
    ]


def test_words_glued_by_a_scraper_are_parted():
    assert "Nadzór nad ekipą konserwatorów wind" in quotes(
        "Zakres obowiązkówNadzór nad ekipą konserwatorów wind"
    )


@pytest.mark.parametrize("name", ["PowerPoint", "LinkedIn", "JavaScript"])
def test_names_with_inner_capitals_stay_whole(name):
    assert quotes(f"praca w programie {name} przez cały dzień") == [
        f"praca w programie {name} przez cały dzień"
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Pracę koordynuje kierownik ds. Utrzymania Budynków",
        "Obsługujesz klientów, np. Szpital Miejski, w godzinach porannych",
        "Sprawdzasz m.in. Windy i schody ruchome w galerii",
        "Firma Brzoza Sp. z o.o. Oddział Lublin prowadzi stołówki",
        "Biuro mieści się przy ul. Krakowskiej w Radomiu",
        "Umowę podpisuje dr inż. Nowak z działu technicznego",
    ],
)
def test_abbreviations_end_no_sentence(sentence):
    assert quotes(sentence) == [sentence]


def test_sentences_are_parted():
    assert quotes("Pilnujesz czasu dostaw. Spóźnienia wpisujesz do arkusza! Kto je czyta?") == [
        "Pilnujesz czasu dostaw",
        "Spóźnienia wpisujesz do arkusza",
        "Kto je czyta",
    ]


@pytest.mark.parametrize("text", ["czynne od 7:30 do 15:30", "dostępność 99,9 procent w roku"])
def test_times_and_numbers_are_not_cut(text):
    assert quotes(text) == [text]


def test_headings_name_the_section_of_what_follows():
    text = (
        "Zakres obowiązków:\n- nadzór nad serwisem wind\nWymagania:\n- prawo jazdy kat. B\n"
        "Oferujemy:\n- kartę sportową\nO firmie:\nSprzątamy biura od 1998 roku"
    )
    assert sections(text) == {
        "Zakres obowiązków": "heading",
        "nadzór nad serwisem wind": "duties",
        "Wymagania": "heading",
        "prawo jazdy kat. B": "required",
        "Oferujemy": "heading",
        "kartę sportową": "benefit",
        "O firmie": "heading",
        "Sprzątamy biura od 1998 roku": "company",
    }


def test_headings_are_found_in_one_line_too():
    text = "Twoje zadania: nadzór nad serwisem wind Wymagania: prawo jazdy Oferujemy: premię"
    found = sections(text)
    assert found["nadzór nad serwisem wind"] == "duties"
    assert found["prawo jazdy"] == "required"
    assert found["premię"] == "benefit"


def test_the_words_of_a_heading_inside_a_sentence_are_none():
    text = "Omawiasz z klientem jego wymagania i zapisujesz je w umowie"
    assert sections(text) == {text: ""}


def test_posts_of_a_cv_are_numbered():
    text = (
        "specjalistka utrzymania budynków\n"
        "2019 – obecnie Koordynatorka, Jodła S.A.\n- nadzór nad serwisem wind\n"
        "2014 – 2019 Referentka, Wiąz Sp. z o.o.\n- wystawianie faktur za media"
    )
    posts = {text[s.start : s.end]: s.post for s in cut(text, LEXICON)}
    assert posts["nadzór nad serwisem wind"] == 1
    assert posts["wystawianie faktur za media"] == 2
    assert posts["specjalistka utrzymania budynków"] == 0


def test_a_statement_without_end_is_cut_at_the_longest():
    lengths = [len(s.words) for s in cut("bardzo " * 500, LEXICON)]
    assert sum(lengths) == 500
    assert max(lengths) <= LONGEST + 1


@pytest.mark.parametrize("text", ["", " \n\t", "...", "• • •", "12 345", "😀😀", "\ud800"])
def test_texts_without_words_have_no_statements(text):
    assert cut(text, LEXICON) == []


WORDS = (
    "nadzór nad Nadzór prowadzenie rejestru skarg ; , . : - – • ( ) 1. 2) a) Zadania: Wymagania: "
    "Oferujemy itp. np. ds. klientów Zespół IBM 2019-2021 obecnie od obowiązkówNadzór 😀 שלום"
)
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n\n", " ", "\u200b", "\u202e", "\ud800"])
TEXTS = (
    st.text()
    | st.text(alphabet=st.characters(codec=None))
    | st.lists(PIECES).map(" ".join)
    | st.lists(PIECES).map("".join)
)


@given(TEXTS)
def test_statements_of_any_text_lie_in_it_in_order_without_overlap(text):
    end = 0
    for statement in cut(text, LEXICON):
        assert end <= statement.start < statement.end <= len(text)
        assert statement.text == text[statement.start : statement.end]
        end = statement.end


@given(TEXTS)
def test_statements_of_any_text_have_words_and_no_loose_ends(text):
    text = clean(text).text
    for statement in cut(text, LEXICON):
        quote = text[statement.start : statement.end]
        assert statement.words
        assert quote == quote.strip()
        assert quote[0] not in "•;,"


def test_lines_of_a_list_are_not_joined_even_if_they_are_about_as_long():
    duties = [
        "wydawanie kluczy do sal i zapisywanie, kto je wziął",
        "pilnowanie, czy firma sprząta w umówionych godzinach",
        "zamawianie środków czystości i papieru do drukarek",
        "odbieranie telefonów od studentów i wykładowców",
        "wieszanie planu zajęć na drzwiach każdej z naszych sal",
    ]
    assert quotes("\n".join(duties)) == duties


def test_a_colon_inside_a_duty_is_one_in_capitals_too():
    duty = "notatka: ile dni ponad umowę zwlekał serwis"
    assert quotes(duty) == [duty]
    assert quotes(duty.upper()) == [duty.upper()]


def test_a_short_text_without_marks_is_cut_where_it_is_plain():
    text = "Kierownik zmiany nadzór nad firmą ochroniarską prowadzenie książki kluczy"
    assert "nadzór nad firmą ochroniarską" in quotes(text)


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Wymagamy", "required"), ("Twój profil", "required"), ("Czego szukamy", "required"),
        ("You'll need", "required"), ("Proponujemy", "benefit"), ("You get", "benefit"),
        ("What awaits you", "duties"), ("Miejsce w strukturze", "meta"),
        ("Poza zakresem", "excluded"), ("Czego nie będziesz robić", "excluded"),
        ("Not part of the role", "excluded"), ("What you won't do", "excluded"),
        ("Co robią inni", "excluded"), ("Owned elsewhere", "excluded"),
    ],
)  # fmt: skip
def test_headings_of_many_employers_are_known(heading, section):
    text = f"Zadania:\nnadzór nad firmą sprzątającą\n{heading}:\nprawo jazdy i komputer"
    assert cut(text, Lexicon())[-1].section == section


def test_a_list_of_what_is_excluded_ends_at_the_next_heading():
    text = "Poza zakresem:\n- negocjacje umów\nZadania:\n- nadzór nad serwisem wind"
    found = sections(text)
    assert found["negocjacje umów"] == "excluded"
    assert found["nadzór nad serwisem wind"] == "duties"


def test_a_colon_inside_a_sentence_opens_no_list_of_what_is_excluded():
    text = "Zadania: pilnowanie umowy, której zakres nie obejmuje: mycia okien"
    assert "excluded" not in sections(text).values()


@pytest.mark.parametrize(
    "denied",
    ["Stanowisko nie obejmuje negocjacji z firmą", "Not part of the job to settle any terms"],
)
def test_a_sentence_that_denies_a_duty_is_no_heading_of_what_follows(denied):
    for text in (f"{denied}. Nadzór nad firmą sprzątającą.", f"{denied}\nNadzór nad firmą."):
        assert {s.section for s in cut(text, Lexicon())} == {""}


def test_an_english_sentence_that_begins_as_a_heading_does_is_no_heading():
    text = "You are in charge of the lifts. You need to keep the log of the visits."
    assert not [s for s in cut(text, Lexicon()) if s.section == "heading"]


def test_small_words_run_together_are_parted_too():
    text = "Zakres zadańkierowanie pracą zespołunadzór nad umowami z wykonawcami usług"
    assert quotes(text)[-1] == "nadzór nad umowami z wykonawcami usług"
    assert "kierowanie pracą zespołu" in quotes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Obsługa OneDrive, WordPress i HubSpot",
        "Uzgadniam z dostawcami warunki: czas reakcji oraz kary",
        "Nadzór nad umowami przedsprzątanie",
    ],
)
def test_what_is_one_statement_stays_one(text):
    assert quotes(text) == [text]


def test_small_words_before_a_colon_are_no_heading():
    text = "Zadania:\nuzgadniam z pralnią warunki: czas i jakość\npilnuję terminów wind"
    assert {s.section for s in cut(text, Lexicon())} == {"heading", "duties"}


def test_short_lines_on_a_wrapped_page_leave_it_a_wrapped_page():
    sentence = (
        "Pilnujesz czasu napraw wind w osiemnastu budynkach spółdzielni i zapisujesz każde "
        "spóźnienie serwisu w rejestrze, który co miesiąc czyta zarządca osiedla, a potem "
        "przygotowujesz zestawienie dla prezesa naszej spółdzielni mieszkaniowej"
    )
    page = textwrap.fill(sentence, 72) + ".\nkontakt z ochroną\nkasa\nklucze"
    found = [" ".join(quote.split()) for quote in quotes(page)]
    assert found == [sentence, "kontakt z ochroną", "kasa", "klucze"]


@pytest.mark.parametrize(
    "phrase", ["wysyła także zamówienie do kuchni", "zaprasza do naszego Sklepu Firmowego w Łodzi"]
)
def test_a_long_sentence_stays_whole_at_nouns_and_capitals(phrase):
    text = (
        f"Obecnie poszukujemy osób, które będą dbały o porządek i towar, a kierownik {phrase}, "
        "rozmawia z klientami o tym, czego im brakuje, i o tym, co mogłoby się znaleźć w ofercie"
    )
    assert quotes(text) == [text]


def test_two_duties_in_a_short_line_are_parted():
    text = "Nadzór nad firmą sprzątającą Prowadzenie rejestru skarg"
    assert quotes(text) == ["Nadzór nad firmą sprzątającą", "Prowadzenie rejestru skarg"]


def test_duties_that_were_run_together_are_parted():
    text = "Nadzór nad usługamiKontrola jakości umów"
    assert quotes(text) == ["Nadzór nad usługami", "Kontrola jakości umów"]
