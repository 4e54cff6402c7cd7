"""Texts that were flattened to one line without marks are cut where duties begin."""

import numpy as np
import pytest

from slmo_match.language import boundaries
from slmo_match.language.boundaries import features
from slmo_match.language.statements import TOKEN, cut, places
from slmo_match.training.boundaries import examples, learn
from slmo_match.training.corpus import read_voice

FLAT = (
    "obsługa recepcji biurowca i wydawanie kart dostępu zamawianie materiałów biurowych dla całego "
    "piętra prowadzenie rejestru przyjazdów serwisu wind wraz z godzinami z umowy rozliczanie "
    "faktur za sprzątanie i ochronę kontakt z najemcami w sprawach bieżących"
)


def statements_of(text, lexicon):
    return [text[s.start : s.end] for s in cut(text, lexicon)]


def test_duties_that_run_together_are_parted(lexicon):
    found = statements_of(FLAT, lexicon)
    assert "prowadzenie rejestru przyjazdów serwisu wind wraz z godzinami z umowy" in found
    assert any(statement.startswith("rozliczanie faktur") for statement in found)


def test_a_sentence_is_not_cut_between_its_words(lexicon):
    sentence = (
        "Osoba zatrudniona na tym stanowisku będzie codziennie sprawdzać w systemie dyspozytora, "
        "czy wszystkie kursy miejskiej linii zostały wykonane w godzinach z rozkładu zamówionego "
        "przez gminę."
    )
    assert statements_of(sentence, lexicon) == [sentence[:-1]]


def test_only_places_without_a_mark_before_them_are_asked_about(lexicon):
    text = "nadzór nad windami; kontrola (co tydzień) dostaw 24 godziny"
    starts = [text[start:].split()[0] for start, _ in places(text, lexicon)]
    assert starts == ["nad", "windami;", "tydzień)", "dostaw", "godziny"]


def test_features_name_the_words_on_both_sides(lexicon):
    place = dict(places("rejestr awarii nadzór", lexicon))[15]
    names = set(features(place))
    assert {("before", "awaria"), ("after", "nadzorować"), ("endings", "ii", "ór")} <= names


def test_the_quick_way_is_the_sum_over_the_features(lexicon):
    text = f"{FLAT} 24 godziny) Kontrola DOSTAW"
    tokens = list(TOKEN.finditer(text))
    forms = [token.group() for token in tokens]
    words = [lexicon.look_up(form) if form[0].isalpha() else None for form in forms]
    starts = [token.start() for token in tokens]
    found = dict(zip(starts, boundaries.log_odds(forms, words), strict=True))
    weights = boundaries._weights()
    asked = list(places(text, lexicon))
    assert len(asked) > 30
    for start, place in asked:
        total = sum(weights.get(key, 0.0) for key in features(place))
        assert found[start] == pytest.approx(total)


def test_the_table_that_ships_knows_only_features_that_are_asked_for():
    kinds = {key[0] for key in boundaries._weights()}
    place = boundaries.Place(*[boundaries.NONE] * 2, "a", boundaries.NONE, "b", boundaries.NONE)
    assert kinds == {key[0] for key in features(place)}


def test_learning_tells_beginnings_from_other_places(tmp_path):
    heads = ("nadzór nad", "prowadzenie", "zamawianie", "rozliczanie")
    things = ("serwisem wind", "rejestru awarii", "materiałów biurowych", "faktur za ochronę")
    lines = [f"- own | {head} {thing}" for head in heads for thing in things]
    blocks = [
        "\n".join([f"# v01-{k:03} | advert | biuro | level 1 | traps: -", *lines])
        for k in range(12)
    ]
    path = tmp_path / "v01_test.txt"
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    documents = read_voice(path)
    weights = {tuple(key): weight for *key, weight in learn(documents)}
    scored = [
        (sum(weights.get(key, 0.0) for key in features(place)), begins)
        for place, begins in examples(documents)
    ]
    inside = np.mean([score for score, begins in scored if not begins])
    assert np.mean([score for score, begins in scored if begins]) > inside + 1
