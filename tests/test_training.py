"""Training from a corpus: statements get the labels of their lines, the same model every time."""

from pathlib import Path

import numpy as np
import pytest

from slmo_match import descriptors, model_files
from slmo_match.errors import SlmoError
from slmo_match.language import boundaries
from slmo_match.language.statements import Statement, cut
from slmo_match.levels import N_FEATURES
from slmo_match.match import OWNERSHIPS
from slmo_match.matcher import LevelMatcher
from slmo_match.training.corpus import Document, Line, voice_groups
from slmo_match.training.descriptor_examples import descriptor_lines
from slmo_match.training.examples import (
    bank_examples,
    document_examples,
    labels_of,
    once_each,
    text_and_words,
    words_seen,
)
from slmo_match.training.held_out import _judge
from slmo_match.training.rendering import Rendered, render_lines
from slmo_match.training.statement_training import owner_class
from slmo_match.training.train import (
    _rendered,
    features_of,
    held_out_features,
    model_without,
    read_training_set,
    train,
    two_renderings,
)
from tiny_corpus import DUTIES, VOICES, write_corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def data(corpus):
    return read_training_set(corpus)


def test_the_corpus_is_read_and_rendered(data):
    assert [document.voice for document in data.documents] == sorted([*VOICES] * len(DUTIES))
    assert data.criteria == tuple(criterion.id for criterion in descriptors.default().criteria)
    assert data.background.names == ["posiłek", "wydawać"]
    voices = {example.voice for example in data.examples}
    assert voices == {*VOICES, "bank"}
    single = [example for example in data.examples if example.voice == "bank"]
    assert sum(example.times for example in single) == 2 + len(descriptor_lines())
    shown = {example.criteria for example in data.examples if example.voice in VOICES}
    assert {("2.1",), ("5.3",), ()} <= shown


def test_a_corpus_without_a_background_is_refused(tmp_path):
    (tmp_path / "corpus").mkdir()
    with pytest.raises(SlmoError, match="cannot read the counts of real adverts"):
        read_training_set(tmp_path / "corpus")


def test_training_twice_gives_the_same_files(corpus, tmp_path):
    said: list[str] = []
    for name in ("one", "other"):
        train(corpus, tmp_path / name, said.append)
    for file in ("model.json", "weights.npz"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()
    assert said[0].startswith("15 documents, ")
    assert said[-1] == f"model written to {tmp_path / 'other'}"


def test_a_trained_model_works_from_its_folder(corpus, tmp_path):
    model = train(corpus, tmp_path / "model", lambda line: None)
    matcher = LevelMatcher(model=tmp_path / "model")
    text = "Zadania: notowanie spóźnień serwisu wind w rejestrze portów."
    assert matcher.assess(text).probabilities == pytest.approx(
        LevelMatcher(model=model).assess(text).probabilities, abs=0.02
    )
    assert matcher.assess(text).evidence[0].criterion == "2.1"


def test_features_of_two_parts_of_the_voices_come_from_models_that_have_not_seen_them(data):
    parts = [held_out_features(data, group) for group in voice_groups(data.documents, 4)[:2]]
    features, levels = (np.concatenate(found) for found in zip(*parts, strict=True))
    assert features.shape == (2 * 10, N_FEATURES)
    assert np.bincount(levels).tolist() == [0, 4, 4, 4, 0, 4, 0, 4]


def test_a_model_without_a_voice_does_not_know_its_words(data):
    without, everything = (model_without(data, left_out) for left_out in (["v91_pierwszy"], []))
    assert "port" in everything.statements.vectorizer.lemmas_
    assert "port" not in without.statements.vectorizer.lemmas_
    assert "magazyn" in without.statements.vectorizer.lemmas_


def test_a_document_is_written_out_in_two_different_layouts(data):
    first, second = two_renderings(data.documents[0])
    assert first != second
    assert two_renderings(data.documents[0]) == (first, second)


def test_examples_are_the_same_every_time(data, lexicon):
    once, again = (list(document_examples(data.documents, lexicon)) for _ in range(2))
    assert once == again
    assert once != list(document_examples(data.documents, lexicon, seed=1))


def test_what_is_met_in_two_layouts_is_one_example_that_counts_twice(data, lexicon):
    met = list(document_examples(data.documents, lexicon))
    once = once_each(met, words_seen)
    assert len(once) < len(met) == sum(example.times for example in once)
    assert once_each(once, words_seen) == once


def test_examples_with_other_labels_are_others(lexicon):
    lines = [Line(("5.1",), owner, "Nadzór nad serwisem wind") for owner in ("own", "own", "other")]
    once = once_each(bank_examples(lines, lexicon), words_seen)
    assert [(example.ownership, example.times) for example in once] == [("own", 2), ("other", 1)]


def test_texts_that_an_encoder_tells_apart_stay_apart(lexicon):
    lines = [
        Line(("5.1",), "own", text) for text in ("nadzór nad 3 windami", "nadzór nad 15 windami")
    ]
    examples = list(bank_examples(lines, lexicon))
    assert len(once_each(examples, text_and_words)) == 2
    assert len(once_each(examples, words_seen)) == 1
    assert len(_rendered([], lines, {})) == 2


def test_a_statement_of_the_bank_stays_whole(lexicon):
    line = Line(("5.1", "5.3"), "own", "Nadzór nad serwisem. Uzgadnianie czasu napraw.")
    (example,) = bank_examples([line], lexicon)
    assert len(example.statement.words) == 6
    assert (example.criteria, example.ownership, example.voice) == (("5.1", "5.3"), "own", "bank")


@pytest.fixture(scope="module")
def cut_by_voice(tmp_path_factory):
    """The corpus, its first voice cut at every word and the others nowhere."""
    corpus = write_corpus(tmp_path_factory.mktemp("models"))
    folder = corpus.parent / "boundaries"
    folder.mkdir()
    state = boundaries._shipped().state()
    for voice, odds in zip(VOICES, (1e6, -1e6, -1e6), strict=True):
        offset = np.full(1, odds, np.float32)
        np.savez(folder / f"{voice}.npz", voices=np.array([voice]), **{**state, "offset": offset})
    return read_training_set(corpus)


def test_examples_are_cut_by_the_window_of_their_voice(cut_by_voice, data):
    everywhere, *nowhere = (
        [
            sum(example.times for example in read.examples if example.voice == voice)
            for read in (cut_by_voice, data)
        ]
        for voice in VOICES
    )
    assert everywhere[0] > everywhere[1]
    assert all(without_cuts <= shipped for without_cuts, shipped in nowhere)


def test_documents_of_a_voice_are_read_through_its_window(cut_by_voice):
    matcher, shipped = LevelMatcher(), cut_by_voice._replace(windows={})
    voice = next(iter(VOICES))
    features = features_of(matcher, cut_by_voice, voice)
    assert features.shape == (2 * len(DUTIES), N_FEATURES)
    assert not np.allclose(features, features_of(matcher, shipped, voice))


def test_held_out_documents_are_read_through_the_window_of_their_voice(cut_by_voice):
    voice = next(iter(VOICES))
    model, documents = model_files.load(), cut_by_voice.of(voice)
    others = np.zeros((14, N_FEATURES)), np.repeat(np.arange(1, 8), 2)
    own, shipped = (
        _judge(documents, documents, model, others, window).changed["flattened to one line"]
        for window in (cut_by_voice.windows[voice], None)
    )
    assert [a.words for a in own] == [a.words for a in shipped]
    assert [a.evidence for a in own] != [a.evidence for a in shipped]


LINES = (
    Line((), "heading", "Zadania:"),
    Line(("5.1",), "own", "nadzór nad serwisem wind"),
    Line(("5.3",), "other", "czasy napraw uzgadnia zarząd"),
)
RENDERED = render_lines(LINES, "bullets")


def labels(quote_from: str, quote_to: str, rendered: Rendered = RENDERED):
    start, end = rendered.text.index(quote_from), rendered.text.index(quote_to) + len(quote_to)
    return labels_of(Statement(start, end, "", 0, ()), rendered)[:2]


@pytest.mark.parametrize(
    ("quote_from", "quote_to", "expected"),
    [
        ("nadzór", "wind", (("5.1",), "own")),
        ("czasy", "zarząd", (("5.3",), "other")),
        ("Zadania", "Zadania", ((), "heading")),
        ("nadzór", "zarząd", (("5.1", "5.3"), "other")),
        ("serwisem", "serwisem", (("5.1",), "own")),
        ("nadzór", "czasy", (("5.1",), "own")),
    ],
    ids=["a line", "another's line", "a heading", "two lines", "a part", "a line and a bit"],
)
def test_a_statement_gets_the_labels_of_the_lines_it_covers(quote_from, quote_to, expected):
    assert labels(quote_from, quote_to) == expected


def test_a_statement_outside_of_all_lines_is_no_duty():
    assert labels_of(Statement(500, 510, "", 0, ()), RENDERED) == ((), "meta", 0.0)


def test_a_scrap_of_a_duty_is_no_example(lexicon):
    duty = Line(("5.1",), "own", "Co wtorek. Nadzoruje sprzątanie i konserwację budynków")
    other = Line((), "own", "Co środę. Prowadzi kadry i wystawia zaświadczenia wszystkim")
    document = Document("v01-001", "v01", "advert", "it", 5, (), (duty, other))
    texts = {e.statement.text for e in document_examples([document], lexicon)}
    assert "Co wtorek" not in texts
    assert "Co środę" in texts
    assert any("Nadzoruje" in text for text in texts)


def test_a_criterion_of_two_lines_is_named_once(lexicon):
    twice = render_lines([LINES[1], LINES[1]], "lines")
    whole = Statement(0, len(twice.text), "", 0, cut(twice.text, lexicon)[0].words)
    assert labels_of(whole, twice) == (("5.1",), "own", 1.0)


@pytest.mark.parametrize(
    ("label", "owner"),
    [
        ("own", "own"),
        ("earlier", "own"),
        ("other", "other"),
        ("required", "required"),
        ("heading", "none"),
        ("title", "none"),
        ("meta", "none"),
    ],
)
def test_labels_become_owners(label, owner):
    assert OWNERSHIPS[owner_class(label)] == owner


def test_the_model_that_ships_is_of_this_corpus():
    assert model_files.load().statements.criteria == tuple(
        criterion.id for criterion in descriptors.default().criteria
    )
