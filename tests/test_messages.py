"""The catalogues of messages: whole, compiled, and in step with the code."""

import ast
import re
import string
from pathlib import Path

import pytest

import slmo_match
from slmo_match.report.locale.update import LOCALE, compiled, read, sentences
from slmo_match.report.messages import DOMAIN, Messages, catalogue

SOURCE = Path(slmo_match.__file__).parent
PO = LOCALE / "pl" / "LC_MESSAGES" / f"{DOMAIN}.po"
ERRORS = {"UsageError", "ReadingError", "ScanError", "ModelError", "DescriptorsError"}


@pytest.fixture(scope="module")
def polish():
    return read(PO)


def values_of(sentence):
    """Return the names of the values in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_sentence_of_code_templates_and_help_is_in_the_catalogue():
    assert [s for s in sentences() if s not in catalogue("pl")] == []


def test_every_sentence_is_translated_and_none_is_in_doubt(polish):
    assert [m.id for m in polish if m.id and (not m.string or m.fuzzy)] == []


def test_the_compiled_catalogue_is_that_of_the_source(polish, tmp_path):
    assert catalogue("pl") == {m.id: m.string for m in polish if m.id}, "run make messages"
    assert compiled(polish)[:4] == PO.with_suffix(".mo").read_bytes()[:4]


def test_every_sentence_has_the_same_values_in_both_languages():
    for english, sentence in catalogue("pl").items():
        if '{"' not in english:  # help is no pattern: its braces are meant
            assert values_of(sentence) == values_of(english), english


def raised(path):
    """Yield the messages of the package's errors in a module, with 7 for each value."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
            continue
        if getattr(node.exc.func, "id", "") in ERRORS and node.exc.args:
            message = node.exc.args[0]
            parts = message.values if isinstance(message, ast.JoinedStr) else [message]
            yield "".join(p.value if isinstance(p, ast.Constant) else "7" for p in parts)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.stem)
def test_every_error_of_the_package_can_be_said_in_polish(path):
    say = Messages("pl")
    for message in raised(path):
        kind, _, detail = message.partition(": ")
        for words in (message, detail if f"{kind}: {{detail}}" in catalogue("pl") else ""):
            if re.search(r"[a-z]{2}", words):
                assert say.translate(words) != words, f"no Polish for: {words}"


def constants():
    """Return all that stands in strings of the code, and the templates."""
    templates = [path.read_text("utf-8") for path in SOURCE.rglob("templates/*.html")]
    nodes = (
        node
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )
    strings = (getattr(node, "value", "") for node in nodes if isinstance(node, ast.Constant))
    return "\n".join([*templates, *(" ".join(s.split()) for s in strings if isinstance(s, str))])


def test_every_sentence_of_the_catalogue_is_said_by_something(polish):
    said, known = constants(), set(sentences())
    foreign = {m.id for m in polish if {"click", "system"} & set(m.user_comments)}
    unused = []
    for sentence in {m.id for m in polish if m.id} - known - foreign:
        parts = re.split(r"\{\w+\}", sentence)
        if not all(part.format().strip() in said for part in parts):
            unused.append(sentence)
    assert unused == []
