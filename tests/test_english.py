"""English forms lead to their base, also those that a Polish sentence has bent."""

from collections import Counter
from importlib.resources import files

import pytest
import spacy

from slmo_match.language import tables
from slmo_match.language.english import (
    ING_FORM,
    PAST_FORM,
    PLAIN,
    PLURAL_OR_THIRD,
    base_of,
    borrowed,
    is_noun_of_action,
    phrases,
)
from slmo_match.language.words import Lexicon

LEXICON = Lexicon()


@pytest.mark.parametrize(
    ("form", "base", "kind"),
    [
        ("negotiates", "negotiate", PLURAL_OR_THIRD),
        ("supplies", "supply", PLURAL_OR_THIRD),
        ("breaches", "breach", PLURAL_OR_THIRD),
        ("penalties", "penalty", PLURAL_OR_THIRD),
        ("services", "service", PLURAL_OR_THIRD),
        ("slas", "sla", PLURAL_OR_THIRD),
        ("negotiated", "negotiate", PAST_FORM),
        ("notes", "note", PLURAL_OR_THIRD),
        ("noted", "note", PAST_FORM),
        ("using", "use", ING_FORM),
        ("planned", "planned", PAST_FORM),
        ("met", "meet", PAST_FORM),
        ("led", "lead", PAST_FORM),
        ("oversaw", "oversee", PAST_FORM),
        ("logging", "log", ING_FORM),
        ("agreeing", "agree", ING_FORM),
        ("cleaning", "cleaning", ING_FORM),
        ("criteria", "criterion", PLAIN),
        ("you'll", "you", PLAIN),
        ("client’s", "client", PLAIN),
        ("won't", "not", PLAIN),
    ],
)
def test_forms_lead_to_their_base(form, base, kind):
    found = base_of(form)
    assert found is not None
    assert found[0] == base
    assert found[1] == kind or form == "criteria"


@pytest.mark.parametrize("form", ["umowa", "Aufzüge", "zzz", ""])
def test_what_is_no_known_english_word_has_no_base(form):
    assert base_of(form) is None


@pytest.mark.parametrize(
    "contraction", ["you'll", "we're", "they've", "it's", "client's", "supplier’s", "who'll"]
)
def test_contractions_fall_apart_as_spacy_has_it(contraction):
    first = spacy.blank("en")(contraction)[0].text
    assert base_of(contraction) == base_of(first)


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("ownera", "owner"),
        ("owner'em", "owner"),
        ("stakeholderami", "stakeholder"),
        ("vendorów", "vendor"),
        ("sla-ek", "sla"),
        ("qbr-y", "qbr"),
        ("kpi-ów", "kpi"),
    ],
)
def test_polish_endings_come_off_english_words(form, word):
    assert borrowed(form) == word


@pytest.mark.parametrize("form", ["umowami", "kierownika", "ów", "nikogo'm"])
def test_polish_words_are_not_taken_for_english_ones(form):
    assert borrowed(form) is None


def test_a_polish_sentence_is_read_with_its_english_words():
    words = ["prowadzisz", "QBR-y", "ze", "stakeholderami", "i", "negocjujesz", "SLA"]
    assert [LEXICON.look_up(word).lemma for word in words] == [
        "prowadzić", "qbr", "z", "interesariusz", "i", "negocjować", "sla",
    ]  # fmt: skip


def test_nouns_of_action_are_told_from_verbs():
    assert is_noun_of_action("supervision")
    assert not is_noun_of_action("ensure")


def test_every_english_word_means_one_polish_lemma_as_the_lexicon_gives_it():
    for head in set(tables.english().values()):
        assert LEXICON.look_up(head).lemma in (head, ""), head


def test_every_english_word_stands_once_in_its_table():
    path = files("slmo_match.language") / "data" / "english.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    words = Counter(w for head, *cells in rows if head[0] != "#" for w in " ".join(cells).split())
    assert [word for word, count in words.items() if count > 1] == []


def test_phrases_are_looked_up_by_bases_the_longest_first():
    rest = phrases()["keep"]
    lengths = [len(others) for others, _ in rest]
    assert lengths == sorted(lengths, reverse=True)
    assert (("in", "touch"), "kontaktować") in rest


@pytest.mark.parametrize(
    ("english", "polish"),
    [
        ("monitor", "monitorować"),
        ("supplier", "dostawca"),
        ("agreement", "umowa"),
        ("penalty", "kara"),
        ("supervision", "nadzór"),
        ("outage", "awaria"),
    ],
)
def test_an_english_word_shares_the_concepts_of_its_polish_twin(english, polish):
    lemma = LEXICON.look_up_english(english).lemma
    assert tables.concepts()[lemma] == tables.concepts()[LEXICON.look_up(polish).lemma]
