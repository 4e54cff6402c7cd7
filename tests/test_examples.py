"""The examples: every document gets the level that its reader noted in examples/README.md."""

import re
from pathlib import Path

import pytest

import slmo_match

EXAMPLES = Path(__file__).parents[1] / "examples"
NOTED = {
    name: int(level)
    for name, level in re.findall(
        r"^\| (\S+\.\w+) \| ([1-7]) \|", (EXAMPLES / "README.md").read_text("utf-8"), re.MULTILINE
    )
}


@pytest.fixture(scope="module")
def results():
    return slmo_match.score_folder(EXAMPLES / "adverts").set_index("document")


def test_every_document_is_noted_and_scored(results):
    on_disk = {path.name for path in (EXAMPLES / "adverts").iterdir()}
    assert on_disk == set(NOTED) == set(results.index)
    assert len(on_disk) == 14


def test_the_examples_cover_all_levels():
    assert set(NOTED.values()) == {1, 2, 3, 4, 5, 6, 7}


@pytest.mark.parametrize("name", NOTED)
def test_document_gets_the_level_that_was_noted(results, name):
    row = results.loc[name]
    assert (row["level"], row["status"]) == (
        NOTED[name],
        "not_observed" if NOTED[name] == 1 else "scored",
    ), row["top_evidence"]
    assert row["level_low"] <= NOTED[name] <= row["level_high"]


@pytest.mark.parametrize("name", [name for name, level in NOTED.items() if level > 1])
def test_strongest_quotation_shows_a_duty_of_no_higher_level(results, name):
    row = results.loc[name]
    assert row["top_evidence"]
    assert 2 <= int(row["top_criterion"][0]) <= NOTED[name]


def test_one_document_is_in_the_old_polish_encoding():
    data = (EXAMPLES / "adverts" / "10_portfel_cp1250.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    assert "Zgłoszenia z dopiskiem „portfel”" in data.decode("cp1250")


def test_quotations_of_that_document_have_their_diacritics(results):
    quoted = results.loc["10_portfel_cp1250.txt", "top_evidence"]
    assert set("ąćęłńóśźż") & set(quoted)
    assert quoted in (EXAMPLES / "adverts" / "10_portfel_cp1250.txt").read_text(encoding="cp1250")


def test_one_document_is_flattened_to_one_line():
    text = (EXAMPLES / "adverts" / "09_zielen_jedna_linia.txt").read_text("utf-8")
    assert text.count("\n") == 1
    assert text.endswith("\n")
