"""Results that are held together, and how they draw themselves."""

import os
import subprocess
import sys

import numpy as np
import pytest

import slmo_match
from adverts import FLORIST
from slmo_match.assessment import Assessment
from slmo_match.batch import Assessed
from slmo_match.errors import UsageError
from slmo_match.report import notebook
from slmo_match.results import Results

LIFTS = (
    "Do Twoich zadań należy: uzgadnianie z zarządcami budynków czasu przyjazdu konserwatora "
    "i warunków umów oraz ustalanie poziomu usług; odpowiedzialność za dotrzymanie uzgodnionych "
    "poziomów usług. Strategię usług wyznacza zarząd."
)
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _polish(monkeypatch):
    monkeypatch.setenv("LC_ALL", "pl_PL.UTF-8")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ogłoszenia")
    (folder / "a").mkdir()
    (folder / "a" / "windy.txt").write_text(LIFTS, encoding="utf-8")
    (folder / "kwiaty.txt").write_text(FLORIST, encoding="utf-8")
    (folder / "pusty.txt").write_text("", encoding="utf-8")
    return slmo_match.assess_folder(folder)


@pytest.fixture
def draw():
    """Matplotlib without a screen; what was drawn is closed again."""
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


def test_a_folder_is_held_by_the_names_of_its_documents(results):
    assert list(results) == ["a/windy.txt", "kwiaty.txt", "pusty.txt"]
    assert [assessment.level for assessment in results.values()] == [5, 1, None]
    assert results.documents[0].text == LIFTS


def test_its_table_is_that_of_score_folder(results):
    frame = results.to_frame()
    assert list(frame["document"]) == list(results)
    assert list(frame["level"].dropna()) == [5, 1]


def test_its_criteria_are_a_row_a_document(results):
    strengths = results.criteria()
    assert strengths.shape == (3, 22)
    assert strengths.loc["a/windy.txt", "5.1"] > 0.3
    assert strengths.loc["pusty.txt"].isna().all()


def test_a_folder_that_is_none_is_named(tmp_path):
    with pytest.raises(UsageError, match="is no folder"):
        slmo_match.assess_folder(tmp_path / "nie-ma")


def test_an_assessment_draws_itself_from_its_quotations_alone(results):
    page = results["a/windy.txt"]._repr_html_()
    for item in results["a/windy.txt"].evidence:
        assert item.quote in page
    assert "Poziom 5" in page
    assert "Dlaczego nie poziom 6" in page
    assert "obowiązek kogo innego" in page
    assert "decyduje człowiek" in page


def test_a_highlighted_text_draws_all_of_its_text():
    page = slmo_match.highlight(LIFTS)._repr_html_()
    assert "wyznacza zarząd" in page
    assert page.count('class="entity"') == len(slmo_match.score(LIFTS).evidence)


def test_an_assessment_of_another_text_is_not_drawn():
    with pytest.raises(UsageError, match="the assessment is of another text"):
        slmo_match.highlight(LIFTS[1:], slmo_match.score(LIFTS))
    assert slmo_match.highlight(LIFTS, slmo_match.score(LIFTS)).text == LIFTS


def test_a_document_without_a_level_draws_its_reason():
    page = Assessment("unreadable", error="empty: the file holds nothing")._repr_html_()
    assert "pusty: plik nic nie zawiera" in page


@pytest.mark.parametrize("show", ["highlight", "warning", "folder"])
def test_markup_in_a_text_is_only_words(show):
    warned = Assessment("uncertain", 5, np.full(7, 1 / 7), (1, 7), warnings=(HOSTILE,))
    page = {
        "highlight": slmo_match.highlight(f"{LIFTS} {HOSTILE}")._repr_html_(),
        "warning": warned._repr_html_(),
        "folder": Results((Assessed(HOSTILE, warned),))._repr_html_(),
    }[show]
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_folder_draws_a_row_a_document_and_says_how_many_more(results, monkeypatch):
    page = results._repr_html_()
    assert page.count("<tr>") == 4
    assert "pusty: plik nic nie zawiera" in page
    monkeypatch.setattr(notebook, "MOST_ROWS", 1)
    assert "i jeszcze dokumentów: 2" in results._repr_html_()


def test_the_language_is_that_of_the_environment(results, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "Why not level 6" in results["a/windy.txt"]._repr_html_()


def test_an_assessment_is_plotted_as_seven_bars(results, draw):
    axes = results["a/windy.txt"].plot(lang="en")
    assert [bar.get_height() for bar in axes.patches] == pytest.approx(
        results["a/windy.txt"].probabilities
    )
    assert axes.get_xlabel() == "level"
    with pytest.raises(UsageError, match="there is no level to draw"):
        results["pusty.txt"].plot()


def test_a_folder_is_plotted_as_a_heat_map_on_the_axes_that_are_given(results, draw):
    _, given = draw.subplots()
    axes = results.plot(given)
    assert axes is given
    assert axes.images[0].get_array().shape == (3, 22, 3)
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "a/windy.txt   5", "kwiaty.txt   1", "pusty.txt   –",
    ]  # fmt: skip
    with pytest.raises(UsageError, match="there are no documents to draw"):
        Results(()).plot()


def test_a_folder_without_a_document_that_could_be_assessed_is_plotted(tmp_path, draw):
    (tmp_path / "pusty.txt").touch()
    results = slmo_match.assess_folder(tmp_path)
    assert results.criteria().shape == (1, 22)
    assert results.criteria().isna().all(axis=None)
    assert results.plot().images[0].get_array().shape == (1, 22, 3)


def test_another_language_than_those_of_the_messages_is_refused(results, draw):
    for drawn in (results, results["a/windy.txt"]):
        with pytest.raises(UsageError, match="lang must be one of pl, en; found 'de'"):
            drawn.plot(lang="de")


def test_a_figure_without_matplotlib_says_what_to_install(results, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r"pip install 'slmo-match\[notebook\]'"):
        results["a/windy.txt"].plot()


def test_neither_matplotlib_nor_jinja_is_loaded_before_something_is_drawn():
    code = (
        "import sys, slmo_match, slmo_match.results; slmo_match.score('raz dwa');"
        "assert not {'matplotlib', 'jinja2', 'rich'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ, timeout=120)
