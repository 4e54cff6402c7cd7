"""What the READMEs show is what the package does."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["README.md", "README.pl.md"])
def test_python_examples_give_the_answers_that_are_shown(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testfile(
        str(ROOT / name), module_relative=False, parser=_CodeBlocks(), encoding="utf-8"
    )
    assert tried >= 5
    assert failed == 0


@pytest.mark.parametrize("name", ["README.md", "README.pl.md", "CONTRIBUTING.md"])
def test_links_lead_to_files(name):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text("utf-8"))
    assert links or name == "CONTRIBUTING.md"
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_both_languages_have_the_same_sections():
    counts = [
        len(re.findall(r"^##+ ", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in ("README.md", "README.pl.md")
    ]
    assert counts[0] == counts[1]


class _CodeBlocks(doctest.DocTestParser):
    """Take the ends of code blocks for the ends of examples."""

    def parse(self, string, name="<string>"):
        return super().parse(string.replace("```", ""), name)
