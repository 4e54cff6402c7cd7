"""Statements become rows: lemmas, norms, stems, pairs of stems, concepts, form."""

import numpy as np
import pytest

from slmo_match.language import tables
from slmo_match.language.statements import Statement, cut
from slmo_match.vectorise import (
    SECTIONS,
    WINDOW,
    StatementVectorizer,
    _often,
    concept_names,
    sections,
)

TEXTS = [
    "nadzór nad serwisem wind w budynku",
    "nadzór nad serwisem drukarek w banku",
    "nadzór nad serwisem bram",
    "negocjowanie z klientem czasu napraw",
    "negocjowanie z dostawcą czasu dojazdu",
    "negocjowanie z portem czasu rozładunku",
    "prowadzenie rejestru skarg na catering",
    "prowadzenie rejestru awarii oświetlenia",
]


@pytest.fixture(scope="module")
def statements(lexicon) -> list[Statement]:
    return [cut(text, lexicon)[0] for text in TEXTS]


@pytest.fixture(scope="module")
def vectorizer(statements) -> StatementVectorizer:
    return StatementVectorizer(2, min_pair_count=3, min_norm_count=2, min_bigram_count=3).fit(
        statements
    )


def names_of(vectorizer: StatementVectorizer, statement: Statement) -> set[str]:
    row = vectorizer.transform([statement])
    return {vectorizer.names()[column] for column in row.indices}


def test_rows_are_statements_and_columns_have_names(vectorizer, statements):
    matrix = vectorizer.transform(statements)
    assert matrix.shape == (len(TEXTS), vectorizer.n_features_)
    assert len(vectorizer.names()) == vectorizer.n_features_


def test_a_statement_shows_its_lemmas_stems_pairs_and_concepts(vectorizer, statements):
    names = names_of(vectorizer, statements[0])
    assert {"nadzorować", "serwis", "nadz-", "serw-", "nadz- serw-"} <= names
    assert {'"nadzor"', '"serwisem"'} <= names
    assert {"MONITOR", "SERVICE"} <= names
    assert {"MONITOR+SERVICE", "SERVICE+MONITOR"} & names


def test_derived_words_meet_in_their_stem(vectorizer, lexicon):
    names = names_of(vectorizer, cut("serwisant rejestrator", lexicon)[0])
    assert {"serw-", "reje-"} <= names
    assert not {"serwis", "rejestr"} & names


@pytest.mark.parametrize(
    "text", ["nadzór nad serwisem", "serwisu nadzór", "nadzór oraz kontrola nad serwisem"]
)
def test_a_pair_of_stems_is_the_same_in_any_order(vectorizer, lexicon, text):
    assert "nadz- serw-" in names_of(vectorizer, cut(text, lexicon)[0])


@pytest.mark.parametrize(("between", "near"), [(WINDOW - 1, True), (WINDOW, False)])
def test_stems_far_apart_make_no_pair(vectorizer, lexicon, between, near):
    text = " ".join(["nadzór", *["kosiarka"] * between, "serwis"])
    assert ("nadz- serw-" in names_of(vectorizer, cut(text, lexicon)[0])) is near


def test_small_words_have_no_stem_in_a_pair(vectorizer, lexicon):
    names = names_of(vectorizer, cut("negocjowanie z tej i na oraz dla przez czas", lexicon)[0])
    assert "czas- nego-" in names
    assert not [name for name in vectorizer.names() if name.startswith("nad- ")]


def test_pairs_of_one_statement_do_not_cross_into_the_next(vectorizer, lexicon):
    statements = cut("to jest nadzór; serwis jest tu", lexicon)
    assert len(statements) == 2
    for statement in statements:
        assert "nadz- serw-" not in names_of(vectorizer, statement)
    together = vectorizer.transform(statements)
    assert vectorizer.names().index("nadz- serw-") not in together.indices


def test_rare_words_are_left_out(vectorizer):
    assert "brama" not in vectorizer.lemmas_
    assert "bram" not in vectorizer.stems_
    assert "serwis" in vectorizer.lemmas_
    assert "serw" in vectorizer.stems_


def test_a_word_counts_once_for_each_statement_it_stands_in():
    assert _often([["winda", "winda"], ["brama", "winda"], []], 2) == ["winda"]
    assert _often([["winda", "winda"], ["brama"]], 2) == []
    assert _often([], 1) == []


def test_words_of_concepts_are_known_however_rare(vectorizer):
    assert set(tables.concepts()) <= set(vectorizer.lemmas_)


def test_rare_pairs_are_left_out(vectorizer):
    assert {name for name in vectorizer.names() if name.startswith("nadz- ")} == {"nadz- serw-"}


# the features of person, tense and who acts, in their order
FORMS = (
    *("we", "you", "past", "third"),
    *("acts", "actor first", "actor later", "verb, actor at once"),
    *("third later", "third, then actor", "actor, then third"),
    *("past later", "past, then actor", "actor, then past"),
)


def _forms(vectorizer, lexicon, text):
    names = names_of(vectorizer, cut(text, lexicon)[0])
    return {shown for i, shown in enumerate(FORMS) if f"form {i}" in names}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "czas napraw uzgadnia zespół umów",
            {"acts", "actor later", "verb, actor at once", "third later", "third, then actor"},
        ),
        (
            "czas uzgadnia z klientem co miesiąc kierowniczka",  # too far from the verb
            {"acts", "actor later", "third later"},
        ),
        ("kierownik uzgadnia czas", {"acts", "actor first", "third later", "actor, then third"}),
        (
            "pilny czas napraw windy zespół uzgadnia",  # too far from the beginning
            {"acts", "actor later", "third later"},
        ),
        ("uzgadnia z kierownikiem czas", set()),
        (
            "czas uzgadniała kierowniczka",
            {"acts", "actor later", "past later", "past, then actor"},
        ),
        ("kierownik uzgadniał czas", {"acts", "actor first", "past later", "actor, then past"}),
    ],
)
def test_where_somebody_who_acts_stands_to_a_verb_is_seen(vectorizer, lexicon, text, shown):
    assert _forms(vectorizer, lexicon, text) - {"third", "past"} == shown


def test_features_of_form_end_where_those_of_the_first_word_begin(vectorizer, lexicon):
    row = vectorizer.transform(cut("wind", lexicon))
    first_word = vectorizer.first_form_ + len(FORMS)  # of no form, the first of their codes
    assert first_word in row.indices


@pytest.mark.parametrize(
    ("man", "woman"),
    [
        ("raport pisze kierownik zmiany", "raport pisze kierowniczka zmiany"),
        ("raport pisał kierownik zmiany", "raport pisała kierowniczka zmiany"),
        ("raport pisze przedstawiciel", "raport pisze przedstawicielka"),
    ],
)
def test_men_and_women_act_alike(vectorizer, lexicon, man, woman):
    assert "acts" in _forms(vectorizer, lexicon, man)
    assert _forms(vectorizer, lexicon, man) == _forms(vectorizer, lexicon, woman)


def test_who_acts_in_the_next_statement_does_not_act_in_this_one(vectorizer, lexicon):
    found = [cut(text, lexicon)[0] for text in ("raport czyta i pisze", "zespół czyta umowy")]
    together = vectorizer.transform(found)
    alone = [vectorizer.transform([statement]) for statement in found]
    assert np.array_equal(together.toarray(), np.vstack([row.toarray() for row in alone]))


def test_unknown_words_weaken_a_statement(vectorizer, lexicon):
    short = vectorizer.transform(cut("nadzór nad serwisem wind", lexicon))
    long = vectorizer.transform(
        cut("nadzór nad serwisem kosiarek spalinowych elektrycznych żyłkowych", lexicon)
    )
    assert long.data.max() < short.data.max()


def test_a_word_said_twice_counts_once(vectorizer, lexicon):
    row = vectorizer.transform(cut("serwis serwis serwis wind", lexicon))
    assert len(set(row.data.tolist())) == 1


def test_order_of_rows_follows_the_statements(vectorizer, statements):
    forward = vectorizer.transform(statements).toarray()
    backward = vectorizer.transform(statements[::-1]).toarray()
    assert np.array_equal(forward, backward[::-1])


def test_a_row_does_not_depend_on_its_neighbours(vectorizer, statements):
    alone = vectorizer.transform(statements[2:3]).toarray()[0]
    assert np.array_equal(alone, vectorizer.transform(statements).toarray()[2])


def test_rows_of_fewer_words_are_those_of_statements_without_the_others(vectorizer, lexicon):
    texts = ("raport nadzór nad serwisem w budynku", "negocjowanie z klientem czasu napraw")
    statements = [cut(text, lexicon)[0] for text in texts]
    words = vectorizer.words_of(statements)
    kept = np.ones(len(words.rows), bool)
    kept[[0, 7]] = False  # "raport" and "z", before words with known norms
    first, second = (statement.words for statement in statements)
    shorter = first[1:], (second[0], *second[2:])
    without = [s._replace(words=w) for s, w in zip(statements, shorter, strict=True)]
    assert (vectorizer.rows_of(words.fewer(kept)) != vectorizer.transform(without)).nnz == 0


def test_a_statement_that_would_have_no_words_keeps_all(vectorizer, statements):
    words = vectorizer.words_of(statements)
    kept = words.rows != 1
    assert (words.fewer(kept).rows == words.rows).all()
    assert (vectorizer.rows_of(words.fewer(kept)) != vectorizer.transform(statements)).nnz == 0


def test_no_statements_make_no_rows(vectorizer):
    assert vectorizer.transform([]).shape == (0, vectorizer.n_features_)


def test_a_vectorizer_comes_back_from_its_state(vectorizer, statements):
    again = StatementVectorizer.from_state(*vectorizer.state())
    assert again.names() == vectorizer.names()
    difference = again.transform(statements) - vectorizer.transform(statements)
    assert difference.nnz == 0


def test_columns_of_words_are_all_but_pairs_of_stems_and_forms_of_the_first(vectorizer):
    names = [vectorizer.names()[column] for column in vectorizer.columns_of_words()]
    assert set(names) >= {*vectorizer.lemmas_, *concept_names(), '"nadzor"', "serw-"}
    assert len(names) == len(set(names))
    others = set(vectorizer.names()) - set(names)
    assert all("- " in name or " > " in name or name.startswith("form ") for name in others)


def test_columns_of_the_network_are_all_but_stems_and_pairs_of_stems_or_concepts(vectorizer):
    names = vectorizer.names()
    seen = [names[column] for column in vectorizer.columns_of_network()]
    assert {*vectorizer.lemmas_, '"nadzor"', "form 0"} <= set(seen)
    assert any(" > " in name for name in seen)
    others = set(names) - set(seen)
    assert all(name.endswith("-") or "+" in name for name in others)
    assert {name for name in names if name.endswith("-") or "+" in name} == others


def test_a_bigram_is_two_lemmas_in_their_order(lexicon):
    one, other = (
        cut(text, lexicon)[0] for text in ("kontrola firmy sprzątającej", "firma sprzątająca")
    )
    vectorizer = StatementVectorizer(min_count=1, min_bigram_count=2).fit([one, other])
    names = vectorizer.names()[vectorizer.first_bigram_ :]
    assert names == ["firma > sprzątać"]
    turned = cut("sprzątanie firmy", lexicon)[0]
    rows = vectorizer.transform([one, other, turned])[:, vectorizer.first_bigram_ :].toarray()
    assert (rows[:, 0] > 0).tolist() == [True, True, False]


def test_a_bigram_said_twice_in_a_statement_counts_once(lexicon):
    statement = cut("umowy serwisowe oraz umowy serwisowe", lexicon)[0]
    assert not len(StatementVectorizer(1, min_bigram_count=2).fit([statement]).bigrams_)
    assert len(StatementVectorizer(1, min_bigram_count=2).fit([statement] * 2).bigrams_) == 3


def test_no_bigram_joins_two_statements(lexicon):
    statements = cut("nadzór; kontrola; nadzór; kontrola", lexicon)
    assert len(statements) == 4
    assert not len(StatementVectorizer(1, min_bigram_count=1).fit(statements).bigrams_)


def test_a_form_is_known_without_its_diacritics_and_capitals(lexicon):
    texts = ("Nadzór nad ochroną", "nadzor nad ochrona", "NADZÓR NAD OCHRONĄ")
    statements = [cut(text, lexicon)[0] for text in texts]
    vectorizer = StatementVectorizer(min_norm_count=2).fit(statements)
    assert vectorizer.norms_ == ["nad", "nadzor", "ochrona"]
    norms = slice(vectorizer.first_norm_, vectorizer.first_bigram_)
    rows = vectorizer.transform(statements)[:, norms]
    assert (np.diff(rows.indptr) == 3).all()


def test_all_forms_of_a_phrase_are_known(lexicon):
    statement = cut("We keep our promises and you honour the terms", lexicon)[0]
    vectorizer = StatementVectorizer(min_norm_count=1).fit([statement])
    assert {"keep", "promises", "honour"} <= set(vectorizer.norms_)


def test_each_kind_of_heading_has_a_column(statements):
    required = statements[0]._replace(section="required")
    rows = sections([statements[0], required]).toarray()
    assert rows.shape == (2, len(SECTIONS))
    assert np.flatnonzero(rows[1]).tolist() == [SECTIONS.index("required")]


def test_concepts_pair_actions_with_objects_but_not_with_actions():
    names = concept_names()
    assert "MONITOR+SERVICE" in names or "SERVICE+MONITOR" in names
    assert "MONITOR+NEGOTIATE" not in names
    assert "NEGOTIATE+MONITOR" not in names
    assert len(set(names)) == len(names)
