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


PLACES = ("*.md", "docs/*.md", "examples/*.md", "models/**/*.md", "tests/*/*.md")
PAGES = sorted(page for place in PLACES for page in ROOT.glob(place))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page):
    links = re.findall(r"\]\((?!https?:|mailto:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_both_languages_have_the_same_sections():
    counts = [
        len(re.findall(r"^##+ ", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in ("README.md", "README.pl.md")
    ]
    assert counts[0] == counts[1]


def commands_in(name):
    """Return the commands in the code blocks of a README, each with its options."""
    blocks = re.findall(r"```\w*\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    calls = re.findall(r"^slmo-match ([\w-]+)(.*)", "\n".join(blocks), re.MULTILINE)
    return [(command, *re.findall(r"--[\w-]+", rest)) for command, rest in calls]


def test_both_languages_show_the_same_commands_and_options():
    assert len(commands_in("README.md")) > 10
    assert commands_in("README.md") == commands_in("README.pl.md")


def test_the_source_archive_holds_what_its_makefile_needs():
    sdist = pytest.importorskip("hatchling.builders.sdist")
    found = sdist.SdistBuilder(str(ROOT)).recurse_included_files()
    inside = {item.distribution_path for item in found}
    assert inside >= {"Makefile", "requirements-dev.txt", ".ci/run"}
    assert inside >= {"tests/adverts.py", "models/slmo/model.json", "notebooks/run.py"}


class _CodeBlocks(doctest.DocTestParser):
    """Take the ends of code blocks for the ends of examples."""

    def parse(self, string, name="<string>"):
        return super().parse(string.replace("```", ""), name)
