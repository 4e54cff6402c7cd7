"""Lemmas, statements and levels as spaCy components."""

import tomllib
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.tokens import DocBin

from slmo_match.language.clean import clean
from slmo_match.language.pipeline import polish
from slmo_match.language.statements import cut
from slmo_match.matcher import LevelMatcher
from slmo_match.pipeline import make_level

TEXT = (
    "Zakres obowiązków:\n• uzgadnianie z klientami czasu reakcji serwisu\n"
    "• ustalanie poziomu usług\nWymagania:\n• prawo jazdy kat. B i 2 lata praktyki"
)


@pytest.fixture(scope="module")
def nlp():
    return polish()


@pytest.fixture(scope="module")
def whole():
    nlp = spacy.blank("pl")
    nlp.add_pipe("slmo_level")
    return nlp


def test_the_polish_pipeline_has_both_components(nlp):
    assert nlp.lang == "pl"
    assert nlp.pipe_names == ["slmo_lemmatiser", "slmo_statements"]


def test_tokens_have_lemmas(nlp):
    lemmas = {token.text: token.lemma_ for token in nlp(TEXT)}
    assert lemmas["uzgadnianie"] == "uzgadniać"
    assert lemmas["usług"] == "usługa"
    assert lemmas["2"] == "2"
    assert lemmas["•"] == "•"


def test_every_token_has_a_lemma(nlp):
    assert all(token.lemma_ for token in nlp("IBM, Kraków 12 \u00ad 😀 po\u00adziomu w Łodzi"))


def test_tokens_have_every_reading(nlp):
    readings = {token.text: token._.slmo_lemmas for token in nlp("mam 5 umów")}
    assert {"mieć", "mama"} <= set(readings["mam"])
    assert readings["5"] == ()


def test_soft_hyphens_and_decomposed_letters_do_not_hide_a_lemma(nlp):
    assert nlp("po\u00adziomu")[0].lemma_ == "poziom"
    assert nlp("us\u0142ug o\u0301smych")[1].lemma_ == nlp("ósmych")[0].lemma_


def test_statements_are_spans_labelled_with_their_section(nlp):
    doc = nlp(TEXT)
    assert [(span.text, span.label_) for span in doc.spans["statements"]] == [
        ("Zakres obowiązków", "heading"),
        ("uzgadnianie z klientami czasu reakcji serwisu", "duties"),
        ("ustalanie poziomu usług", "duties"),
        ("Wymagania", "heading"),
        ("prawo jazdy kat. B i 2 lata praktyki", "required"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Zakres obowiązkówNadzór nad serwisem wind,prowadzenie rejestru",
        "po\u00adziom us\u0142ug; nadzo\u0301r nad windami\u200b; raporty",
    ],
)
def test_spans_cover_what_the_statements_cover(nlp, lexicon, text):
    cleaned = clean(text)
    offsets = [cleaned.span(s.start, s.end) for s in cut(cleaned.text, lexicon)]
    doc = nlp(text)
    spans = doc.spans["statements"]
    assert len(spans) == len(offsets)
    for span, (start, end) in zip(spans, offsets, strict=True):
        assert span.start_char <= start < end <= span.end_char


@pytest.mark.parametrize("text", ["", " \n", "• • •"])
def test_texts_without_words_have_no_statements(nlp, text):
    assert len(nlp(text).spans["statements"]) == 0


def test_the_level_component_gives_the_assessment_of_the_text(whole):
    found, wanted = whole(TEXT)._.slmo, LevelMatcher().assess(TEXT)
    assert found.level == wanted.level == 5
    assert found.evidence == wanted.evidence
    assert found.criteria == wanted.criteria
    assert found.interval == wanted.interval
    assert np.array_equal(found.probabilities, wanted.probabilities)
    assert found.to_dict() == wanted.to_dict()


def test_many_documents_keep_their_order(whole):
    docs = whole.pipe([TEXT, "", TEXT, "za krótki"], batch_size=3)
    assert [doc._.slmo.status for doc in docs] == ["scored", "too_short", "scored", "too_short"]


def test_a_document_that_was_not_assessed_has_no_assessment():
    assert spacy.blank("pl")(TEXT)._.slmo is None


def test_an_assessment_can_be_taken_away(whole):
    doc = whole(TEXT)
    doc._.slmo = None
    assert doc._.slmo is None


def test_an_assessment_survives_the_way_to_disk(whole, nlp):
    doc = nlp(TEXT)
    whole(doc)
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (again,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert again._.slmo.to_dict() == doc._.slmo.to_dict()
    assert np.array_equal(again._.slmo.probabilities, doc._.slmo.probabilities)
    assert [span.text for span in again.spans["statements"]] == [
        span.text for span in doc.spans["statements"]
    ]


def test_a_pipeline_can_be_saved_and_loaded(tmp_path):
    nlp = polish()
    nlp.add_pipe("slmo_level")
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path)(TEXT)._.slmo.level == 5


def test_the_model_of_the_level_component_can_be_chosen(tmp_path):
    component = make_level(spacy.blank("pl"), "slmo_level", model=str(tmp_path))
    assert component.matcher.model == str(tmp_path)


def test_the_entry_points_lead_to_the_factories():
    project = tomllib.loads(
        (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    )
    entry_points = project["project"]["entry-points"]["spacy_factories"]
    assert set(entry_points) == {"slmo_lemmatiser", "slmo_statements", "slmo_level"}
    for name, target in entry_points.items():
        module, function = target.split(":")
        assert callable(getattr(import_module(module), function))
        assert spacy.blank("pl").has_factory(name)


def test_the_components_declare_what_they_set():
    nlp = polish()
    nlp.add_pipe("slmo_level")
    found = nlp.analyze_pipes()
    assert found["summary"]["slmo_lemmatiser"]["assigns"] == ["token.lemma", "token._.slmo_lemmas"]
    assert found["summary"]["slmo_level"]["assigns"] == ["doc._.slmo"]
    assert not any(found["problems"].values())
