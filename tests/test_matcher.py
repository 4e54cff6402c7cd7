"""The matcher as a whole: levels, statuses, quotations, and scikit-learn's conventions."""

import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone, is_classifier
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.utils.validation import check_is_fitted

from slmo_match import descriptors
from slmo_match.assessment import Assessment
from slmo_match.errors import ModelError, UsageError
from slmo_match.language.clean import clean
from slmo_match.matcher import MOST_WORDS, LevelMatcher
from slmo_match.training.descriptor_examples import FORMS, in_form
from slmo_match.training.rendering import in_capitals, without_diacritics

LEVELS = descriptors.default().levels
STATUSES = {
    "scored",
    "not_observed",
    "uncertain",
    "too_short",
    "unsupported_language",
    "unreadable",
}
MATCHER = LevelMatcher()

NURSE = """Pielęgniarka – oddział chirurgii ogólnej
Zakres obowiązków:
- podawanie leków zgodnie ze zleceniem lekarza
- pomiar ciśnienia, temperatury i tętna pacjentów
- zmiana opatrunków i pielęgnacja ran pooperacyjnych
- prowadzenie dokumentacji medycznej
Wymagania:
- prawo wykonywania zawodu
- empatia i odporność na stres
Oferujemy:
- umowę o pracę i dodatek za dyżury nocne"""
DRIVER = """Kierowca kat. C+E, trasy międzynarodowe
Twoje zadania:
• przewóz towarów chłodniczych na trasach Polska – Niemcy – Francja
• pilnowanie stanu technicznego ciągnika i naczepy
• zabezpieczanie ładunku i obsługa tachografu
• terminowe dostarczanie przesyłek do odbiorców
Wymagamy:
• prawa jazdy kat. C+E oraz karty kierowcy
Oferujemy:
• stałe wynagrodzenie i nowy ciągnik siodłowy"""
DEVELOPER = """Programista Java (Spring)
Czym się zajmiesz:
* tworzenie mikroserwisów w Javie 17 i Spring Boot
* przegląd kodu i pisanie testów jednostkowych
* utrzymanie potoków CI/CD i monitorowanie logów aplikacji
* udział w planowaniu sprintów
Nasze wymagania:
* 3 lata doświadczenia w Javie
* znajomość SQL i Dockera
Oferujemy:
* pracę zdalną, kartę sportową i budżet szkoleniowy"""
CONTRACTS = """Specjalistka ds. umów serwisowych – Wiąz Dźwigi S.A.
Zakres obowiązków:
1. Uzgadnianie z zarządcami budynków czasu reakcji serwisu i warunków umów.
2. Ustalanie poziomu usług dla nowych obiektów.
3. Wyjaśnianie przyczyn opóźnień i uruchamianie działań naprawczych.
Wymagania:
- znajomość branży dźwigowej
Oferujemy:
- telefon i samochód służbowy"""


def variants() -> list:
    return [
        pytest.param(level, write(in_form(LEVELS[level], form)), id=f"{level}-{form}-{letters}")
        for level in LEVELS
        for form in FORMS
        for letters, write in (("polish", str), ("bare", without_diacritics))
    ]


@pytest.mark.parametrize(("level", "text"), variants())
def test_each_descriptor_gives_its_own_level_in_every_form(level, text):
    assert MATCHER.assess(text).level == level


@pytest.mark.parametrize("level", LEVELS)
def test_each_descriptor_gives_its_own_level_in_capitals(level):
    assert MATCHER.assess(in_capitals(LEVELS[level])).level == level


@pytest.mark.parametrize("text", [NURSE, DRIVER, DEVELOPER], ids=["nurse", "driver", "developer"])
def test_adverts_without_the_skill_are_level_one(text):
    found = MATCHER.assess(text)
    assert (found.level, found.status) == (1, "not_observed")
    assert not [item for item in found.evidence if item.ownership == "own"]


def test_a_title_that_sounds_like_a_duty_is_none():
    duties = "odbieranie telefonów, segregowanie korespondencji, obsługa ksero"
    found = MATCHER.assess(f"Stanowisko: nadzór nad usługami zewnętrznymi\nZadania: {duties}.")
    assert (found.level, found.status, found.evidence) == (1, "not_observed", ())
    duty = f"Stanowisko: Recepcjonista\nZadania: nadzór nad usługami zewnętrznymi, {duties}."
    assert MATCHER.assess(duty).level == 5


def test_an_advert_with_the_skill_has_its_level_and_says_why():
    found = MATCHER.assess(CONTRACTS)
    assert (found.level, found.status, found.language) == (5, "scored", "pl")
    assert found.probabilities.shape == (7,)
    assert found.probabilities.sum() == pytest.approx(1)
    assert found.confidence == found.probabilities[4] == found.probabilities.max()
    assert found.interval[0] <= 5 <= found.interval[1]
    assert "Ustalanie poziomu usług dla nowych obiektów" in {item.quote for item in found.evidence}
    assert len(found.criteria) == len(descriptors.default().criteria)
    assert found.model.startswith("slmo-pl ")
    assert all(name.startswith("6.") for name in found.missing)


def test_a_short_advert_with_one_clear_sentence_has_its_level():
    found = MATCHER.assess(
        "Koordynator umów w firmie Zielony Skwer. Do Twoich zadań należy negocjowanie z klientami "
        "warunków umów oraz ustalanie poziomu usług. Strategię usług wyznacza zarząd. "
        "Wymagamy: doświadczenie w sporządzaniu raportów o poziomie usług."
    )
    assert found.level == 5


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("", "too_short", "0 words"),
        (" \n\t\u200b", "too_short", "0 words"),
        ("monitorowanie poziomu usług", "too_short", "3 words"),
        ("12 345 67 89 10 11 12 13", "too_short", "0 words"),
        ("\x00\x01\x02" * 40, "too_short", "0 words"),
        (
            "Wir suchen eine Person für die Betreuung der Aufzüge und die Gespräche mit den "
            "Mietern. Sie sind ein Teil von unserem Team.",
            "unsupported_language",
            "neither in Polish nor in English (found: de)",
        ),
    ],
)
def test_texts_that_cannot_be_assessed_say_why(text, status, words):
    found = MATCHER.assess(text)
    assert (found.status, found.level, found.interval, found.evidence) == (status, None, None, ())
    assert words in found.error
    assert np.isnan(found.probabilities).all()
    assert found.confidence is None


def test_a_text_longer_than_any_document_is_given_up():
    found = MATCHER.assess("bardzo długie ogłoszenie " * (MOST_WORDS // 2))
    assert found.status == "unreadable"
    assert f"longer than {MOST_WORDS} words" in found.error


def test_a_text_of_too_many_short_words_is_given_up():
    assert MATCHER.assess("raz " * (MOST_WORDS + 1)).status == "unreadable"


def test_pasted_descriptors_are_flagged_and_not_promoted():
    found = MATCHER.assess(f"{LEVELS[5]} {LEVELS[6]} {LEVELS[7]}")
    assert found.status == "uncertain"
    assert "wording of the descriptors" in found.warnings[0]
    assert found.to_row()["error"] == found.warnings[0]


def hyphenated(text: str) -> str:
    return "".join(letter + ("\u00ad" if i % 3 == 0 else "") for i, letter in enumerate(text))


def zero_width(text: str) -> str:
    return "\ufeff" + text.replace("s", "s\u200b").replace("\n", "\u200e\n\u2060")


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize("disguise", [decomposed, hyphenated, zero_width])
def test_what_nobody_sees_changes_neither_answer_nor_quotations(disguise):
    plain, found = MATCHER.assess(CONTRACTS), MATCHER.assess(disguise(CONTRACTS))
    assert found.level == plain.level
    assert np.array_equal(found.probabilities, plain.probabilities)
    assert [clean(item.quote).text for item in found.evidence] == [
        item.quote for item in plain.evidence
    ]


@pytest.mark.parametrize("disguise", [str, decomposed, hyphenated, zero_width, str.upper])
def test_offsets_point_exactly_at_the_quotation(disguise):
    text = disguise(CONTRACTS)
    found = MATCHER.assess(text)
    assert len(found.evidence) >= 3
    for item in found.evidence:
        assert text[item.start : item.end] == item.quote


def test_windows_line_ends_change_nothing():
    found = MATCHER.assess(CONTRACTS.replace("\n", "\r\n"))
    assert np.array_equal(found.probabilities, MATCHER.assess(CONTRACTS).probabilities)


PIECES = st.sampled_from(
    [*CONTRACTS.split(), "\n", "\u200b", "😀", "2019 – obecnie", "שלום", "\ud800"]
)


@given(st.text() | st.text(alphabet=st.characters(codec=None)) | st.lists(PIECES).map(" ".join))
def test_any_text_gives_an_assessment(text):
    found = MATCHER.assess(text)
    assert isinstance(found, Assessment)
    assert found.status in STATUSES
    assert (found.level is None) == (found.interval is None) == bool(found.error)
    if found.level is not None:
        assert found.probabilities.sum() == pytest.approx(1)
        assert found.interval[0] <= found.level <= found.interval[1]
    for item in found.evidence:
        assert text[item.start : item.end] == item.quote


def test_the_batch_does_not_change_the_answer():
    texts = [NURSE, CONTRACTS, "", DRIVER, LEVELS[6]]
    together = LevelMatcher(batch_size=2).predict_proba(texts)
    alone = np.array([MATCHER.assess(text).probabilities for text in texts])
    assert together == pytest.approx(alone, nan_ok=True)


def test_texts_are_read_only_as_far_as_answers_are_asked_for():
    def endless():
        while True:
            yield CONTRACTS

    answers = LevelMatcher(batch_size=2).pipe(endless())
    assert [next(answers).level for _ in range(3)] == [5, 5, 5]


def test_predictions_have_a_row_a_text():
    texts = [NURSE, CONTRACTS, "", *LEVELS.values()]
    levels, shares = MATCHER.predict(texts), MATCHER.predict_proba(texts)
    assert levels.tolist() == [1, 5, 0, 1, 2, 3, 4, 5, 6, 7]
    assert shares.shape == (10, 7)
    assert np.isnan(shares[2]).all()
    readable = np.delete(np.arange(10), 2)
    assert np.array_equal(shares[readable].argmax(axis=1) + 1, levels[readable])


def test_no_texts_have_no_rows():
    assert MATCHER.predict([]).shape == (0,)
    assert MATCHER.predict_proba([]).shape == (0, 7)


@pytest.mark.parametrize("text", [None, 5, b"bajty", 1.5, ["lista"]])
def test_what_is_no_text_is_refused(text):
    with pytest.raises(UsageError, match=f"texts must be str, found {type(text).__name__}"):
        MATCHER.predict([CONTRACTS, text])


def test_texts_before_one_that_is_none_are_answered_first():
    def broken():
        yield CONTRACTS
        raise RuntimeError("koniec łącza")

    for texts, error in (([CONTRACTS, None, CONTRACTS], UsageError), (broken(), RuntimeError)):
        answers = MATCHER.pipe(texts)
        assert next(answers).level == 5
        with pytest.raises(error):
            next(answers)


@pytest.mark.parametrize("method", ["predict", "transform", "pipe"])
def test_a_single_text_in_place_of_many_is_refused(method):
    with pytest.raises(UsageError, match="found one str"):
        getattr(MATCHER, method)(CONTRACTS)


@pytest.mark.parametrize("batch_size", [0, -1])
@pytest.mark.parametrize("method", ["predict", "transform"])
def test_a_batch_of_nothing_is_refused(batch_size, method):
    with pytest.raises(ValueError, match="batch_size must be at least 1"):
        getattr(LevelMatcher(batch_size=batch_size), method)([CONTRACTS])


def test_batches_of_any_size_give_the_same_features():
    texts = [CONTRACTS, "za krótki", LEVELS[3], LEVELS[6]]
    one, many = (LevelMatcher(batch_size=size).transform(texts) for size in (1, 3))
    assert np.array_equal(one, many, equal_nan=True)
    assert np.isnan(one).all(axis=1).tolist() == [False, True, False, False]


def test_a_text_of_which_no_statement_is_left_spoils_no_batch(monkeypatch):
    dutch = (
        "Wij zoeken een medewerker in Utrecht die de liften en de schoonmaak van het kantoor in de "
        "gaten houdt en is in de week op kantoor."
    )
    monkeypatch.setattr("slmo_match.matcher.detect", lambda *_: "en")
    before, empty, after = MATCHER.pipe([CONTRACTS, dutch, CONTRACTS])
    assert (empty.level, empty.status) == (None, "too_short")
    assert before.level == after.level == MATCHER.assess(CONTRACTS).level
    assert np.isnan(MATCHER.transform([dutch])).all()


@pytest.mark.parametrize(
    ("heading", "level"),
    [("Twoje zadania:", 5), ("Poza zakresem:", 1), ("Not part of the job:", 1)],
)
def test_what_a_list_denies_is_no_duty(heading, level):
    text = (
        "Stanowisko: pracownik biura\nZadania:\n- prowadzenie kasy biura\n- wysyłka poczty\n"
        f"{heading}\n- negocjowanie z firmą sprzątającą poziomu usług i kar\n"
        "- nadzór nad realizacją umów z firmami zewnętrznymi\n"
        "Wymagania:\n- wykształcenie średnie"
    )
    assert MATCHER.assess(text).level == level


def test_a_missing_model_is_named(tmp_path):
    with pytest.raises(ModelError, match="no model in"):
        LevelMatcher(model=tmp_path).predict([CONTRACTS])


# scikit-learn's conventions

GRADED = [
    (in_form(LEVELS[level], form), level)
    for level in LEVELS
    for form in ("third person", "masculine past")
]
TEXTS, GRADES = [text for text, _ in GRADED], [level for _, level in GRADED]


def test_the_constructor_only_stores():
    matcher = LevelMatcher(model="brak/takiego", coverage=7, C="x", batch_size=None)
    assert matcher.get_params() == {
        "model": "brak/takiego",
        "descriptors": None,
        "coverage": 7,
        "C": "x",
        "batch_size": None,
    }


def test_a_criterion_has_its_quotation_beside_many_duties_of_another():
    clients = ["szpitalem", "szkołą", "gminą", "hotelem", "bankiem", "portem", "muzeum", "teatrem"]
    duties = [f"uzgadnianie z {client} czasu napraw i dostępności usług" for client in clients * 2]
    text = "Zadania:\n" + "\n".join(f"• {duty} nr {k}" for k, duty in enumerate(duties))
    found = MATCHER.assess(text + "\n• codzienne śledzenie wykresów dostępności usług")
    [followed] = [match for match in found.criteria if match.criterion == "3.1"]
    assert len(found.evidence) == 12
    assert followed.evidence.quote == "codzienne śledzenie wykresów dostępności usług"


def test_a_clone_has_the_parameters_and_not_what_was_learnt():
    fitted = LevelMatcher(coverage=0.8, C=0.5).fit(TEXTS, GRADES)
    copy = clone(fitted)
    assert copy.get_params() == fitted.get_params()
    assert not hasattr(copy, "levels_")


def test_parameters_are_set_by_name():
    assert LevelMatcher().set_params(C=2.0, batch_size=8).get_params()["C"] == 2.0


def test_a_parameter_that_is_none_is_named():
    with pytest.raises(
        ValueError, match="no parameter 'depth'; it has model, descriptors, coverage, C"
    ):
        LevelMatcher().set_params(depth=3)


def test_it_is_a_classifier_that_is_ready_as_it_is_made():
    assert is_classifier(LevelMatcher())
    try:
        check_is_fitted(LevelMatcher())
    except NotFittedError:
        pytest.fail("a new matcher must count as fitted")
    assert LevelMatcher().classes_.tolist() == list(range(1, 8))


def test_fit_learns_levels_and_returns_itself():
    matcher = LevelMatcher()
    assert matcher.fit(TEXTS, GRADES) is matcher
    assert matcher.score(TEXTS, GRADES) > 0.8
    assert not np.array_equal(matcher.predict_proba(TEXTS), MATCHER.predict_proba(TEXTS))


def test_fit_learns_from_the_labels_it_is_given():
    lowered = [min(level, 3) for level in GRADES]
    assert LevelMatcher().fit(TEXTS, lowered).predict(TEXTS).max() == 3


def test_fit_takes_levels_that_pandas_made_floats():
    floats = [float(level) for level in GRADES]
    found = LevelMatcher().fit(TEXTS, floats).predict(TEXTS)
    assert (found == LevelMatcher().fit(TEXTS, GRADES).predict(TEXTS)).all()


def test_fit_takes_texts_that_come_one_by_one():
    found = LevelMatcher().fit(iter(TEXTS), GRADES).predict(TEXTS)
    assert (found == LevelMatcher().fit(TEXTS, GRADES).predict(TEXTS)).all()


def test_fit_leaves_out_texts_that_cannot_be_assessed():
    matcher = LevelMatcher().fit([*TEXTS, *["", "za krótki"] * 20], [*GRADES, *[1] * 40])
    wanted = LevelMatcher().fit(TEXTS, GRADES).predict_proba([NURSE, CONTRACTS])
    assert np.array_equal(matcher.predict_proba([NURSE, CONTRACTS]), wanted)


def test_a_refitted_matcher_says_so_in_the_name_of_its_model():
    matcher = LevelMatcher().fit(TEXTS, GRADES)
    names = [assessment.model for assessment in matcher.pipe([CONTRACTS, ""])]
    assert names == [f"{MATCHER.assess(CONTRACTS).model} refitted"] * 2


def test_probabilities_of_unseen_texts_come_as_the_notes_say():
    texts, levels, shares = TEXTS, np.array(GRADES), np.empty((len(TEXTS), 7))
    for seen, unseen in KFold(2, shuffle=True, random_state=0).split(texts):
        matcher = LevelMatcher().fit([texts[i] for i in seen], levels[seen])
        shares[unseen] = matcher.predict_proba([texts[i] for i in unseen])
    assert shares.sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize("coverage", [0.8, 0.95])
def test_the_interval_covers_what_fit_was_asked_for(coverage):
    disputed = [min(7, level + i % 3) for i, level in enumerate(GRADES)]
    matcher = LevelMatcher(coverage=coverage).fit(TEXTS, disputed)
    pairs = zip(matcher.pipe(TEXTS), disputed, strict=True)
    held = [a.interval[0] <= level <= a.interval[1] for a, level in pairs]
    assert sum(held) >= coverage * len(held)


@pytest.mark.parametrize(
    ("texts", "levels", "message"),
    [
        (TEXTS[:2], [1], "X holds 2 texts, y 1 levels"),
        (TEXTS[:2], [5, 9], "y must hold levels 1 to 7; found 9"),
        (TEXTS[:2], [0, 5], "y must hold levels 1 to 7; found 0"),
        (TEXTS[:2], [2.5, 5], r"y must hold levels 1 to 7; found 2\.5"),
        (TEXTS[:2], [float("nan"), 5], "y must hold levels 1 to 7; found nan"),
        (TEXTS[:2], ["2", "5"], "y must hold levels 1 to 7; found '2', '5'"),
        (TEXTS[:2], [True, 5.5], r"y must hold levels 1 to 7; found 5\.5"),
        (TEXTS[:2], [True, False], "y must hold levels 1 to 7; found False, True"),
        (TEXTS[:2], pd.Series([5, pd.NA], dtype="Int64"), "y must hold levels 1 to 7; found nan"),
        (TEXTS[:2], None, r"y must be a list of levels, one a text; found NoneType of shape \(\)"),
        (TEXTS[:2], 5, r"y must be a list of levels, one a text; found int of shape \(\)"),
        (TEXTS[:2], [[1], [5]], r"one a text; found list of shape \(2, 1\)"),
        ([], [], "X must hold at least one text; found none"),
        ("ab", [1, 2], "X must hold at least one text, in one dimension; found a single str"),
        (None, [1, 2], "X must hold at least one text, in one dimension; found NoneType"),
        (pd.DataFrame({"tekst": TEXTS[:1]}), [1], "in one dimension; found DataFrame"),
    ],
)
def test_fit_and_score_name_what_is_wrong(texts, levels, message):
    for method in (LevelMatcher().fit, MATCHER.score):
        with pytest.raises(ValueError, match=message):
            method(texts, levels)


def test_fit_refuses_texts_of_which_none_can_be_assessed():
    with pytest.raises(ValueError, match="none of the 2 texts can be assessed"):
        LevelMatcher().fit(["", "za krótki"], [5, 1])


def test_fit_refuses_what_is_no_text():
    with pytest.raises(UsageError, match="texts must be str, found NoneType"):
        LevelMatcher().fit([CONTRACTS, None], [5, 1])


@pytest.mark.parametrize("strength", [0, -1, float("nan"), "mocno", None])
def test_fit_refuses_an_impossible_strength(strength):
    with pytest.raises(ValueError, match=f"C must be a number above 0, found {strength!r}"):
        LevelMatcher(C=strength).fit(TEXTS, GRADES)


@pytest.mark.parametrize("coverage", [0, 1, 2, -0.5, "0.9"])
def test_fit_refuses_an_impossible_coverage(coverage):
    with pytest.raises(ValueError, match="coverage must lie between 0 and 1"):
        LevelMatcher(coverage=coverage).fit(TEXTS, GRADES)


def test_score_refuses_levels_of_another_length():
    with pytest.raises(ValueError, match="X holds 2 texts, y 1 levels; they must be as many"):
        MATCHER.score(TEXTS[:2], [5])


def test_cross_validation_on_texts():
    found = cross_val_score(LevelMatcher(), TEXTS, GRADES, cv=2)
    assert found.shape == (2,)
    assert found.mean() > 0.7


def test_grid_search_on_texts():
    search = GridSearchCV(LevelMatcher(), {"C": [0.001, 1.0]}, cv=2).fit(TEXTS, GRADES)
    assert search.best_params_ == {"C": 1.0}
    assert search.predict([CONTRACTS]).shape == (1,)


def test_it_works_at_the_end_of_a_pipeline():
    pipeline = make_pipeline(LevelMatcher())
    assert pipeline.fit(TEXTS, GRADES).predict_proba([NURSE, CONTRACTS]).shape == (2, 7)


def test_its_name_shows_its_parameters():
    assert repr(LevelMatcher(C=0.5)) == (
        "LevelMatcher(model=None, descriptors=None, coverage=0.9, C=0.5, batch_size=64)"
    )


GERMAN = (
    "Wir suchen eine Person für die Betreuung der Aufzüge und die Gespräche mit den Mietern. "
    "Sie sind ein Teil von unserem Team."
)


def test_statements_in_other_languages_are_left_out_and_counted():
    text = (
        "Zadania: pilnowanie, czy serwis wind przyjeżdża w umówionym czasie, zapisywanie spóźnień "
        "w rejestrze, wydawanie kluczy lokatorom i rozmowy z nimi. Praca w biurze spółdzielni, "
        f"umowa na czas nieokreślony.\n{GERMAN}"
    )
    found = MATCHER.assess(text)
    assert found.language == "pl"
    (warning,) = found.warnings
    assert warning.endswith("statements in other languages (de) were left out")
    assert not any("Mietern" in item.quote for item in found.evidence)


@pytest.mark.parametrize(
    ("polish", "english"),
    [
        (
            "Zadania: notowanie, czy kurierzy byli w obiecanym czasie, i wpisywanie opóźnień do "
            "rejestru.",
            "Duties: writing down whether the couriers came at the promised time, and entering "
            "delays in the register.",
        ),
        (
            "Zadania: wyznaczanie strategii dostawy usług i rozwijanie relacji z zarządami "
            "klientów.",
            "Duties: setting the strategy of service delivery and developing relationships with "
            "the boards of clients.",
        ),
        (
            "Zadania: wydawanie kluczy, odbieranie telefonów i wystawianie faktur za media.",
            "Duties: giving out keys, answering the telephone and issuing invoices for utilities.",
        ),
    ],
)
def test_a_text_and_its_translation_have_the_same_level(polish, english):
    pair = [MATCHER.assess(text) for text in (polish, english)]
    assert pair[0].level == pair[1].level
    assert [a.language for a in pair] == ["pl", "en"]


def test_evidence_quotes_the_english_sentence():
    text = "You will negotiate service levels and penalties with the client. You also make coffee."
    top = MATCHER.assess(text).evidence[0]
    assert text[top.start : top.end] == top.quote
    assert (top.criterion, top.quote) == (
        "5.3",
        "You will negotiate service levels and penalties with the client",
    )
