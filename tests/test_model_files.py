"""A model on disk is JSON and plain arrays; what is wrong with it is said."""

import json
import shutil

import numpy as np
import pytest

from slmo_match import model_files
from slmo_match.errors import ModelError


def test_a_model_comes_back_as_it_was_written(tmp_path, lexicon):
    from slmo_match.language.statements import cut

    model = model_files.load()
    model_files.save(model, tmp_path / "new" / "model")
    again = model_files.load(tmp_path / "new" / "model")
    statements = cut("Nadzór nad serwisem wind; wydawanie posiłków", lexicon)
    assert again.name == model.name
    assert again.levels.mass == model.levels.mass
    for one, other in zip(
        again.statements.score(statements), model.statements.score(statements), strict=True
    ):
        assert np.array_equal(one, other)


def test_a_model_that_changed_is_read_again(tmp_path):
    model = model_files.load()
    for name in ("pierwszy", "drugi, po poprawkach"):
        model_files.save(model._replace(name=name), tmp_path)
        assert model_files.load(tmp_path).name == name
    assert model_files.load(tmp_path) is model_files.load(tmp_path)


def test_no_array_needs_pickle():
    with np.load(model_files.default_folder() / "weights.npz", allow_pickle=False) as file:
        assert all(file[name].dtype.kind in "fiu" for name in file.files)


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"no model in .*slmo-match train"):
        model_files.load(tmp_path)


def test_a_damaged_model_is_named(tmp_path):
    shutil.copytree(model_files.default_folder(), tmp_path / "model")
    (tmp_path / "model" / "weights.npz").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(ModelError, match="no model in"):
        model_files.load(tmp_path / "model")


def test_weights_with_a_broken_place_are_named(tmp_path):
    shutil.copytree(model_files.default_folder(), tmp_path / "model")
    path = tmp_path / "model" / "weights.npz"
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 40] = bytes(40)
    path.write_bytes(data)
    with pytest.raises(ModelError, match="no model in"):
        model_files.load(tmp_path / "model")


def test_a_part_of_another_form_is_named(tmp_path):
    shutil.copytree(model_files.default_folder(), tmp_path / "model")
    path = tmp_path / "model" / "model.json"
    content = json.loads(path.read_text(encoding="utf-8")) | {"levels": []}
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ModelError, match="is damaged; 'slmo-match train' makes it anew"):
        model_files.load(tmp_path / "model")


def test_a_model_of_another_format_is_named(tmp_path):
    shutil.copytree(model_files.default_folder(), tmp_path / "model")
    path = tmp_path / "model" / "model.json"
    content = json.loads(path.read_text(encoding="utf-8")) | {"format": 99}
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ModelError, match=f"format 99, this version reads {model_files.FORMAT}"):
        model_files.load(tmp_path / "model")


@pytest.mark.parametrize("part", ["levels", "name", "statements"])
def test_what_a_model_lacks_is_named(tmp_path, part):
    shutil.copytree(model_files.default_folder(), tmp_path / "model")
    path = tmp_path / "model" / "model.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    del content[part]
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ModelError, match=f"lacks its part '{part}'; 'slmo-match train' makes it"):
        model_files.load(tmp_path / "model")


def test_json_that_is_no_model_is_named(tmp_path):
    shutil.copytree(model_files.default_folder(), tmp_path / "model")
    (tmp_path / "model" / "model.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ModelError, match="is of format None, this version reads"):
        model_files.load(tmp_path / "model")


def test_a_model_made_with_other_word_lists_is_named(tmp_path):
    shutil.copytree(model_files.default_folder(), tmp_path / "model")
    path = tmp_path / "model" / "model.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["statements"]["lemmas"].append("zzz")
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ModelError, match="other word lists than this version has"):
        model_files.load(tmp_path / "model")
