"""The public names, and that nothing heavy loads before it is used."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import slmo_match

ADVERT = "Do Twoich zadań należy uzgadnianie z klientami czasu reakcji serwisu i warunków umów."
HEAVY = ("spacy", "sklearn", "pandas", "scipy.stats", "matplotlib")


def loaded_after(code: str) -> set[str]:
    """Run code in a fresh interpreter and return the names of the modules loaded after it."""
    code += "\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "name",
    [
        "score",
        "score_many",
        "score_file",
        "score_folder",
        "score_frame",
        "Assessment",
        "Evidence",
        "CriterionMatch",
        "LevelMatcher",
        "SlmoError",
    ],
)
def test_the_names_of_the_contract_are_there(name):
    assert callable(getattr(slmo_match, name))
    assert name in slmo_match.__all__
    assert name in dir(slmo_match)


def test_everything_offered_exists():
    for name in slmo_match.__all__:
        assert getattr(slmo_match, name) is not None


def test_other_names_are_refused():
    with pytest.raises(AttributeError, match="module 'slmo_match' has no attribute 'wynik'"):
        slmo_match.wynik  # noqa: B018


def test_type_checkers_are_not_told_that_any_name_exists():
    tree = ast.parse(Path(slmo_match.__file__).read_text(encoding="utf-8"))
    seen = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert "__getattr__" not in seen  # it stands where mypy does not look


def test_the_version_has_three_parts():
    assert len(slmo_match.__version__.split(".")) == 3


def test_scoring_one_text_gives_an_assessment_of_the_contract():
    found = slmo_match.score(ADVERT)
    assert isinstance(found, slmo_match.Assessment)
    assert found.level == 5
    assert isinstance(found.evidence[0], slmo_match.Evidence)
    for name in ("probabilities", "interval", "status", "evidence", "criteria", "missing"):
        assert getattr(found, name) is not None


def test_scoring_many_texts_keeps_their_order():
    assert [a.level for a in slmo_match.score_many(iter(["", ADVERT, ""]))] == [None, 5, None]


def test_importing_the_package_loads_nothing_heavy():
    assert not loaded_after("import slmo_match") & {*HEAVY, "numpy", "scipy", "morfeusz2"}


def test_scoring_loads_neither_sklearn_nor_pandas_nor_spacy():
    loaded = loaded_after(f"import slmo_match; assert slmo_match.score({ADVERT!r}).level == 5")
    assert not loaded & set(HEAVY)


def test_the_matcher_loads_neither_sklearn_nor_pandas_nor_spacy():
    loaded = loaded_after(
        f"from slmo_match import LevelMatcher; LevelMatcher().predict_proba([{ADVERT!r}])"
    )
    assert not loaded & set(HEAVY)


def test_scoring_does_not_load_what_only_training_needs():
    loaded = loaded_after(f"import slmo_match; slmo_match.score({ADVERT!r})")
    assert not [name for name in loaded if name.startswith("slmo_match.training")]
