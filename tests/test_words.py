"""Forms meet in one lemma: gerunds, participles, aspect pairs, texts without Polish letters."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slmo_match.language import tables
from slmo_match.language.words import (
    ACTOR,
    ADJECTIVE,
    KNOWN,
    LINK,
    NOMINAL,
    PAST,
    THIRD,
    VERBAL,
    WE,
    YOU,
    Lexicon,
)
from slmo_match.training.rendering import without_diacritics


@pytest.mark.parametrize(
    "form",
    [
        "monitoruje",
        "monitorowanie",
        "monitorowania",
        "monitorujący",
        "monitorowana",
        "monitorowałam",
        "monitorujemy",
        "MONITOROWANIE",
        "monitoring",
    ],
)
def test_forms_of_a_verb_meet_in_its_infinitive(lexicon, form):
    assert lexicon.look_up(form).lemma == "monitorować"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zapewnić", "zapewniać"),
        ("zapewnienie", "zapewnianie"),
        ("uzgodnić", "uzgadniać"),
        ("ustaliłam", "ustala"),
        ("sporządzi", "sporządza"),
    ],
)
def test_aspect_partners_meet(lexicon, one, other):
    assert lexicon.look_up(one).lemma == lexicon.look_up(other).lemma


@pytest.mark.parametrize(
    ("noun", "verb"),
    [("nadzór", "nadzorować"), ("analiza", "analizować"), ("ewidencja", "ewidencjonować")],
)
def test_nouns_of_action_meet_their_verb(lexicon, noun, verb):
    assert lexicon.look_up(noun).lemma == verb


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("notowanie", "notować"),
        ("gwarantowanie", "gwarantować"),
        ("zatwierdzenie", "zatwierdzać"),
        ("dostawa", "dostarczać"),
    ],
)
def test_gerunds_that_the_dictionary_also_calls_nouns_meet_their_verb(lexicon, form, lemma):
    assert lexicon.look_up(form).lemma == lemma


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("niedotrzymania", "niedotrzymywać"), ("niewykonanych", "niewykonywać")],
)
def test_what_is_not_done_is_another_lemma_than_what_is_done(lexicon, form, lemma):
    assert lexicon.look_up(form).lemma == lemma
    assert ("object", "breach") in tables.concepts()[lemma]


@pytest.mark.parametrize("form", ["nie", "lub", "od"])
def test_small_words_keep_themselves(lexicon, form):
    assert lexicon.look_up(form).lemma == form


def test_every_reading_of_an_ambiguous_form_is_kept(lexicon):
    assert {"mieć", "mama"} <= set(lexicon.look_up("mam").lemmas)


@pytest.mark.parametrize(
    ("form", "flag"),
    [
        ("prowadzenie", NOMINAL),
        ("nadzór", NOMINAL),
        ("negocjuje", VERBAL),
        ("negocjować", VERBAL),
        ("zapewniamy", WE),
        ("ustalasz", YOU),
        ("ustalałam", PAST),
        ("oraz", LINK),
        ("pod", LINK),
        ("bieżące", ADJECTIVE),
        ("uzgadnia", THIRD),
        ("kierownik", ACTOR),
        ("kierowniczka", ACTOR),
        ("Dział", ACTOR),
    ],
)
def test_flags_name_the_form(lexicon, form, flag):
    assert lexicon.look_up(form).flags & flag


@pytest.mark.parametrize("form", ["prowadzenia", "nadzorem", "umowa", "klientów"])
def test_duties_do_not_begin_with_oblique_cases_or_plain_nouns(lexicon, form):
    assert not lexicon.look_up(form).flags & NOMINAL


def test_words_of_no_dictionary_are_their_own_lemma_and_not_known(lexicon):
    word = lexicon.look_up("Brzdęglix")
    assert word.lemma == "brzdęglix"
    assert not word.flags & KNOWN


@pytest.mark.parametrize("name", ["Kraków", "Gdyni", "Zbigniew", "Siemens"])
def test_proper_names_have_no_lemma(lexicon, name):
    assert lexicon.look_up(name).lemma == ""


@pytest.mark.parametrize(
    "form",
    ["zarządzanie", "usług", "bieżący", "jakości", "obowiązków", "ustaliłam", "świadczeń"],
)
def test_lost_polish_letters_come_back(lexicon, form):
    bare = without_diacritics(form)
    assert lexicon.look_up(bare, bare=True).lemma == lexicon.look_up(form).lemma


@pytest.mark.parametrize("form", ["monitorowałem", "rejestrowałam", "nadzorowałem", "negocjowałem"])
def test_long_verbs_of_a_cv_get_their_letters_back(lexicon, form):
    bare = without_diacritics(form)
    assert lexicon.look_up(bare, bare=True).lemma == lexicon.look_up(form).lemma


def test_words_of_other_languages_are_not_bent_into_polish(lexicon):
    assert lexicon.look_up("Aufzüge").lemma == "aufzüge"


@pytest.mark.parametrize(
    ("form", "norm"),
    [("Nadzór", "nadzor"), ("KONTROLUJESZ", "kontrolujesz"), ("zgłoszeń", "zgloszen")],
)
def test_a_norm_is_the_form_without_capitals_and_polish_diacritics(lexicon, form, norm):
    assert lexicon.look_up(form).norms == (norm,)
    assert lexicon.look_up("suppliers").norms == ("suppliers",)


@pytest.mark.parametrize(
    "form", ["Katarzyna", "negocjowałam", "negocjowałem", "wzięła", "odpowiedzialna", "jej", "ona"]
)
def test_names_and_forms_that_tell_the_gender_have_no_norm(lexicon, form):
    assert lexicon.look_up(form).norms == ()


@pytest.mark.parametrize("form", ["she", "his", "Kowalski", "Google", "negocjowałam"])
def test_english_has_no_norm_of_persons_and_names_either(lexicon, form):
    assert lexicon.look_up_english(form).norms == ()


def test_an_adjective_names_nobody_who_acts_in_either_gender(lexicon):
    man, woman = lexicon.look_up("odpowiedzialny"), lexicon.look_up("odpowiedzialna")
    assert (man.lemma, man.flags & ACTOR) == (woman.lemma, woman.flags & ACTOR)
    assert lexicon.look_up("kierownik").flags & ACTOR


@pytest.mark.parametrize(
    "form", ["kierownikowi", "kierowniczką", "działem", "firmy", "osoby", "umowa", "Warszawa"]
)
def test_those_who_are_mentioned_and_things_do_not_act(lexicon, form):
    assert not lexicon.look_up(form).flags & ACTOR


def test_a_department_is_no_verb_of_the_past(lexicon):
    assert not lexicon.look_up("dział").flags & PAST


def test_every_actor_is_known_to_the_dictionary(lexicon):
    forms = sorted(tables.actors())
    assert [form for form in forms if not lexicon.look_up(form).flags & ACTOR] == []


def test_endless_words_are_cut_short(lexicon):
    assert len(lexicon.look_up("a" * 100_000).lemma) <= 40


def test_a_lexicon_can_be_sent_to_another_process(lexicon):
    lexicon.look_up("nadzór")
    again = pickle.loads(pickle.dumps(lexicon))
    assert again.look_up("nadzór") == lexicon.look_up("nadzór")


@given(st.text(min_size=1))
def test_any_form_has_a_word(form):
    word = LEXICON.look_up(form)
    assert word.lemmas
    assert word == LEXICON.look_up(form)


LEXICON = Lexicon()


def test_no_word_of_the_table_of_verbs_stands_under_two_heads():
    heads = tables.heads()
    chained = {word: head for word, head in heads.items() if head in heads}
    assert not chained
    assert len(heads) > 200


def test_headings_open_known_sections():
    def sections(heading):
        yield heading.section
        for longer in heading.following.values():
            yield from sections(longer)

    assert set(sections(tables.headings())) == {
        "",
        "duties",
        "excluded",
        "required",
        "benefit",
        "company",
        "meta",
    }


def test_concepts_are_actions_objects_and_scopes():
    kinds = {kind for pairs in tables.concepts().values() for kind, _ in pairs}
    assert kinds == {"action", "object", "scope"}


def test_capitals_tell_the_trade_from_the_pronoun(lexicon):
    assert lexicon.look_up("IT").lemma == lexicon.look_up_english("IT").lemma == "informatyczny"
    assert lexicon.look_up_english("it").lemma != "informatyczny"
    assert lexicon.look_up("it").lemma != "informatyczny"


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("prowadzenie", "prowadzić"), ("procesu", "proces"), ("vendorem", "dostawca"), ("i", "i")],
)
def test_polish_words_of_a_sentence_full_of_english_keep_their_lemma(lexicon, form, lemma):
    assert lexicon.look_up_english(form).lemma == lemma
