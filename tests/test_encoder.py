"""An encoder instead of words: trained, kept by its name, loaded from this computer alone."""

import json
import shutil
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from zlib import crc32

import numpy as np
import pytest
from click.testing import CliRunner
from sklearn.base import clone

from adverts import LEVEL_5
from slmo_match import batch, model_files, workers
from slmo_match.batch import assess
from slmo_match.cli import cli
from slmo_match.encoder import load_encoder, texts_of, vectors_of
from slmo_match.errors import ModelError, UsageError
from slmo_match.language.statements import cut
from slmo_match.levels import LevelModel
from slmo_match.matcher import LevelMatcher
from slmo_match.sources import Source
from slmo_match.training.statement_training import fit_statement_model
from slmo_match.training.train import read_training_set, train
from tiny_corpus import write_corpus

TEXT = "Zadania: notowanie spóźnień serwisu wind w rejestrze portów; wydawanie posiłków."


class Pieces:
    """An encoder that counts pieces of four letters in a few columns."""

    def __init__(self, width=64):
        self.width = width
        self.seen = Counter()

    def encode(self, texts, /):
        self.seen.update(texts)
        vectors = np.zeros((len(texts), self.width))
        for row, text in enumerate(texts):
            for i in range(len(text)):
                vectors[row, crc32(text[i : i + 4].lower().encode()) % self.width] += 1
        return vectors


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def encoder():
    return Pieces()


@pytest.fixture(scope="module")
def said():
    return []


@pytest.fixture(scope="module")
def folder(corpus, encoder, said, tmp_path_factory) -> Path:
    """A model trained with the encoder, an object of this script."""
    folder = tmp_path_factory.mktemp("trained")
    train(corpus, folder, said.append, encoder)
    return folder


@pytest.fixture
def model(folder, encoder):
    return model_files.load(folder, encoder)


def test_vectors_have_length_one_and_each_text_is_encoded_once():
    pieces = Pieces()
    vectors = vectors_of(pieces, ["nadzór", "", "nadzór"])
    assert vectors.shape == (3, 64)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 1])
    assert pieces.seen == {"nadzór": 1, "": 1}


def test_an_encoder_sees_statements_on_one_line(lexicon):
    statement = cut("Nadzór nad serwisem wind", lexicon)[0]
    wrapped = statement._replace(text="Nadzór nad\n  serwisem wind")
    assert texts_of([statement, wrapped]) == ["Nadzór nad serwisem wind"] * 2


@pytest.mark.parametrize(
    ("returned", "found"),
    [
        (np.ones((3, 4)), r"shape \(2, d\) for 2 texts: found the shape \(3, 4\)"),
        (np.ones(2), r"found the shape \(2,\)"),
        (np.ones((2, 0)), r"found the shape \(2, 0\)"),
        (np.array([[1.0, np.nan], [1.0, 2.0]]), "found 1 rows with NaN or infinity"),
        ([[np.inf, 1.0], [-np.inf, 1.0]], "found 2 rows with NaN or infinity"),
        ([[1.0], [1.0, 2.0]], "found no array of numbers but list"),
        (None, r"found the shape \(\)"),
        ("wektory", "found no array of numbers but str"),
    ],
    ids=["rows", "one row", "no columns", "NaN", "infinity", "ragged", "nothing", "words"],
)
def test_an_encoder_that_returns_no_vectors_is_refused(returned, found):
    broken = SimpleNamespace(encode=lambda texts: returned)
    with pytest.raises(UsageError, match=found):
        vectors_of(broken, ["nadzór", "posiłki"])


def test_training_encodes_each_text_once(folder, encoder, said):
    assert set(encoder.seen.values()) == {1}
    assert said[1] == f"encoding {len(encoder.seen)} different texts"
    assert said[-1] == f"model written to {folder}"


def test_training_twice_gives_the_same_files(corpus, folder, tmp_path):
    train(corpus, tmp_path / "again", lambda line: None, Pieces())
    for file in ("model.json", "weights.npz"):
        assert (tmp_path / "again" / file).read_bytes() == (folder / file).read_bytes()


def test_a_model_with_an_encoder_finds_duties(model):
    found = LevelMatcher(model=model).assess(TEXT)
    assert found.evidence[0].quote == "notowanie spóźnień serwisu wind w rejestrze portów"
    assert found.evidence[0].criterion == "2.1"
    assert found.model.endswith(", Pieces")


def test_scores_are_probabilities_and_know_the_heading(model, lexicon):
    statements = cut(TEXT, lexicon)
    found = model.statements.score(statements)
    assert found.criteria.shape == (len(statements), len(model.statements.criteria))
    assert found.criteria.sum(axis=1) == pytest.approx(1)
    assert found.ownership.sum(axis=1) == pytest.approx(1)
    own, required = (
        model.statements.score([statements[1]._replace(section=section)]).own[0]
        for section in ("duties", "required")
    )
    assert own > required
    assert model.statements.score([]).relevance.shape == (0,)


def test_a_model_in_memory_can_be_cloned(model):
    matcher = LevelMatcher(model=model)
    assert np.array_equal(clone(matcher).predict_proba([TEXT]), matcher.predict_proba([TEXT]))


def test_a_model_keeps_no_encoder(folder, encoder):
    content = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    assert sorted(content["statements"]) == ["criteria", "encoder"]
    with np.load(folder / "weights.npz", allow_pickle=False) as stored:
        assert len(stored["relevance_weights"]) == encoder.width
        assert sorted(name.split("_")[0] for name in stored.files) == sorted(
            ["ownership", "relevance", "shown"] * 2
        )


def test_a_model_of_an_object_asks_for_it(folder):
    with pytest.raises(ModelError, match=r"lacks its encoder: it was trained with an object"):
        model_files.load(folder)


def test_another_encoder_is_refused(folder):
    model = model_files.load(folder, Pieces(32))
    with pytest.raises(UsageError, match="vectors of 32 numbers, the model was trained on 64"):
        LevelMatcher(model=model).assess(TEXT)


def test_a_model_of_words_takes_no_encoder(corpus, encoder, tmp_path):
    data = read_training_set(corpus)
    statements = fit_statement_model(data.examples[:20], data.criteria, data.background)
    model_files.save(model_files.Model("words", statements, LevelModel.blank()), tmp_path)
    assert model_files.load(tmp_path).statements.criteria == data.criteria
    with pytest.raises(UsageError, match="trained without an encoder and takes none"):
        model_files.load(tmp_path, encoder)


def test_an_encoder_has_all_cores_unless_processes_are_asked_for(model, monkeypatch):
    monkeypatch.setattr("slmo_match.workers.map_in_processes", None)
    many = [Source(str(i), "za krótko") for i in range(batch.FEW + 1)]
    assert len(list(assess(many, matcher=LevelMatcher(model=model)))) == len(many)


def test_processes_do_not_fork_from_one_that_has_torch(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace())
    assert workers._context().get_start_method() == "spawn"


# encoders on this computer


@pytest.fixture
def libraries(monkeypatch):
    """Stand-ins of the libraries, which load folders that hold a ``width``."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "")  # and so put back afterwards

    def from_pretrained(path):
        return Pieces(int((Path(path) / "width").read_text()))

    def sentence_transformer(path, *, local_files_only):
        assert local_files_only
        return from_pretrained(path)

    def snapshot_download(name, *, local_files_only):
        assert local_files_only
        raise FileNotFoundError(name)

    model2vec = SimpleNamespace(StaticModel=SimpleNamespace(from_pretrained=from_pretrained))
    sentence_transformers = SimpleNamespace(SentenceTransformer=sentence_transformer)
    hub = SimpleNamespace(snapshot_download=snapshot_download)
    monkeypatch.setitem(sys.modules, "model2vec", model2vec)
    monkeypatch.setitem(sys.modules, "sentence_transformers", sentence_transformers)
    monkeypatch.setitem(sys.modules, "huggingface_hub", hub)
    return SimpleNamespace(hub=hub)


@pytest.fixture
def static(tmp_path):
    """The folder of a model of model2vec."""
    folder = tmp_path / "enkoder"
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "model2vec"}')
    (folder / "modules.json").write_text("[]")
    (folder / "width").write_text("48")
    return folder


def without(monkeypatch, *names):
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)


def test_the_folder_says_which_library_loads_it(libraries, static, monkeypatch):
    without(monkeypatch, "sentence_transformers")
    assert load_encoder(static).width == 48
    (static / "config.json").unlink()
    with pytest.raises(UsageError, match=r"needs sentence-transformers \(pip install sentence-tra"):
        load_encoder(static)


def test_a_folder_of_sentence_transformers_is_loaded_offline(libraries, static, monkeypatch):
    without(monkeypatch, "model2vec")
    (static / "config.json").write_text('{"model_type": "bert"}')
    assert load_encoder(str(static)).width == 48


def test_a_name_is_looked_up_in_the_local_cache(libraries, static, monkeypatch):
    with pytest.raises(UsageError, match="no encoder firma/enkoder: neither a folder nor a name"):
        load_encoder("firma/enkoder")
    monkeypatch.setattr(libraries.hub, "snapshot_download", lambda name, **_: str(static))
    assert load_encoder("firma/enkoder").width == 48


def test_without_the_libraries_it_is_said_what_to_install(libraries, static, monkeypatch):
    without(monkeypatch, "model2vec", "sentence_transformers", "huggingface_hub")
    with pytest.raises(UsageError, match=r"needs model2vec \(pip install model2vec\)"):
        load_encoder(static)
    with pytest.raises(UsageError, match="neither is installed: install one"):
        load_encoder("firma/enkoder")


def test_a_folder_that_is_no_model_is_named(libraries, tmp_path):
    (tmp_path / "list.txt").touch()
    with pytest.raises(UsageError, match=r"no model of .* found in it: list\.txt"):
        load_encoder(tmp_path)


def test_what_a_library_cannot_load_is_named(libraries, static):
    (static / "width").write_text("dużo")
    with pytest.raises(UsageError, match=r"model2vec cannot load .*: invalid literal"):
        load_encoder(static)


# on the command line


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    environ = {"LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "COLUMNS": "100"}
    return lambda *args: CliRunner(env=environ).invoke(cli, list(map(str, args)))


def test_train_and_score_with_an_encoder_of_a_folder(run, corpus, libraries, static, tmp_path):
    result = run("train", "--corpus", corpus, "--model", "moj", "--encoder", static.name)
    assert (result.exit_code, result.stdout) == (0, ""), result.output
    content = json.loads((tmp_path / "moj" / "model.json").read_text(encoding="utf-8"))
    assert content["statements"]["encoder"] == str(static)
    assert content["name"].endswith(", enkoder")

    (tmp_path / "oferta.txt").write_text(LEVEL_5, encoding="utf-8")
    result = run("score", "oferta.txt", "--model", "moj", "--output", "poziomy.jsonl")
    assert result.exit_code == 0, result.output
    row = json.loads((tmp_path / "poziomy.jsonl").read_text(encoding="utf-8"))
    assert row["model"] == content["name"]
    assert sum(row[f"p{level}"] for level in range(1, 8)) == pytest.approx(1, abs=1e-3)

    shutil.move(tmp_path / "moj", tmp_path / "inny")  # a folder that was not read yet
    shutil.rmtree(static)
    result = run("score", "oferta.txt", "--model", "inny")
    assert result.exit_code == 2
    assert "modelowi w 'inny' brakuje enkodera: nie ma enkodera" in result.stderr


def test_the_model_that_ships_is_not_written_over(run, corpus, static):
    result = run("train", "--corpus", corpus, "--encoder", static)
    assert result.exit_code == 2
    assert "podaj folder na własny opcją --model" in result.stderr
