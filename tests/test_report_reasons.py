"""What readers say is said in the language of the user, wherever a person reads it."""

import ast
import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import slmo_match
from slmo_match.assessment import Assessment
from slmo_match.cli import cli
from slmo_match.report.messages import Messages
from slmo_match.report.reasons import worded

SOURCE = Path(slmo_match.__file__).parent
DATA = Path(__file__).parent / "data"
ENGLISH = {" the ", " is ", " not ", " and ", " of ", " it ", " with "}


def texts(node: ast.expr) -> Iterator[str]:
    """Give a message with 7 for its values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(v.value if isinstance(v, ast.Constant) else "7" for v in node.values)


def reasons() -> set[str]:
    """Collect what the readers raise as it stands in their code."""
    found: set[str] = set()
    for path in sorted((SOURCE / "reading").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("ReadingError", "ScanError")
                and node.args
            ):
                found |= set(texts(node.args[0]))
    return {text for text in found if not text.startswith("7")}


def test_the_code_is_looked_through() -> None:
    assert len(reasons()) > 70


@pytest.mark.parametrize("reason", sorted(reasons()))
def test_every_reason_of_a_reader_has_its_polish(reason: str) -> None:
    polish = Messages("pl").translate(reason)
    assert polish != reason
    detail = reason.partition(": ")[2]
    assert len(detail) < 2 or detail not in polish
    assert not any(word in f" {polish} " for word in ENGLISH)


def test_the_reason_comes_before_what_it_is_about() -> None:
    say = Messages("pl")
    found = say.translate("too big: 24,099 bytes; allowed are 10,000 (limit 'size', --max-size)")
    assert found.startswith("za duży: ")
    assert say.translate("cv.pdf: encrypted: the PDF asks for a password").startswith(
        "cv.pdf: zasz"
    )


@pytest.mark.parametrize(
    ("ending", "is_polish"), [(".csv", True), (".xlsx", True), (".html", True), (".jsonl", False)]
)
def test_files_for_people_are_in_their_language_and_those_for_programs_are_not(
    ending: str, is_polish: bool
) -> None:
    refused = Assessment("unreadable", error="encrypted: the PDF asks for a password")
    found = worded(refused, ending, Messages("pl")).error
    assert (found == "zaszyfrowany: PDF wymaga hasła") == is_polish
    assert worded(refused, ending, Messages("en")).error == refused.error


def test_the_column_of_a_table_is_in_the_language_that_was_asked_for(tmp_path: Path) -> None:
    for lang, words in (("pl", "zaszyfrowany: PDF wymaga hasła"), ("en", "encrypted: the PDF")):
        output = tmp_path / f"{lang}.csv"
        CliRunner().invoke(
            cli,
            ["score", str(DATA / "locked_rc4.pdf"), "--output", str(output), "--lang", lang],
        )
        rows = csv.DictReader(output.read_text("utf-8-sig").splitlines(), delimiter=";")
        assert next(rows)["error"].startswith(words)
