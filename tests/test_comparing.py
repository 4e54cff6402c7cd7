"""CVs beside an advert: what is asked, shown and missing."""

import json
from pathlib import Path

import pytest
from lxml import html
from rich.console import Console

import slmo_match
from slmo_match.comparing import compare
from slmo_match.errors import UsageError
from slmo_match.report.comparison import comparison_text, comparison_view, write_comparison
from slmo_match.report.messages import Messages
from slmo_match.report.notebook import comparison_html

PL = Messages("pl")
ADVERT = (
    "Do Twoich zadań należy: uzgadnianie z najemcami budynków czasu przyjazdu konserwatora "
    "i warunków umów oraz ustalanie poziomu usług; odpowiedzialność za dotrzymanie uzgodnionych "
    "poziomów usług."
)
NEGOTIATES = "Negocjuję z klientami warunki umów o poziomie usług sprzątania trzydziestu biurowców."
FLORIST = "Układam bukiety, dbam o świeżość kwiatów oraz sprzedaję je w sklepie przy rynku."


@pytest.fixture(scope="module")
def found():
    return compare(ADVERT, {"Anna": NEGOTIATES, "Jan": FLORIST, "pusty": "nic"})


@pytest.fixture(scope="module")
def view(found):
    return comparison_view(found, PL)


def test_what_is_asked_is_looked_for_in_each_cv(found):
    assert {"5.1", "5.3"} <= set(found.asked)
    anna, jan, empty = found.missing
    assert "5.3" not in anna
    assert "5.1" in anna
    assert jan == empty == found.asked


def test_each_criterion_has_its_match_in_the_advert_and_in_each_cv(found):
    [row] = [item for item in found.criteria if item.criterion == "5.3"]
    assert row.is_asked
    assert row.asked.evidence.quote in ADVERT
    assert row.is_shown == (True, False, False)
    assert row.shown[0].evidence.quote in NEGOTIATES
    assert row.shown[2] is None


def test_the_table_of_strengths_has_a_column_for_the_advert_and_each_cv(found):
    frame = found.to_frame()
    assert list(frame.columns) == ["advert", "Anna", "Jan", "pusty"]
    assert frame.loc["5.3", "Anna"] > 0.3 > frame.loc["5.3", "Jan"]
    assert frame["pusty"].isna().all()


def test_a_cv_may_be_named_like_the_advert():
    frame = compare(ADVERT, {"advert": FLORIST}).to_frame()
    assert list(frame.columns) == ["advert", "advert"]
    assert frame.iloc[:, 0]["5.3"] > 0.3 > frame.iloc[:, 1]["5.3"]


def test_files_texts_and_assessments_can_be_compared(tmp_path):
    path = tmp_path / "cv.txt"
    path.write_text(NEGOTIATES, encoding="utf-8")
    found = slmo_match.compare(slmo_match.score(ADVERT), [path, FLORIST])
    assert [cv.name for cv in found.cvs] == [str(path), "2"]
    assert found.cvs[0].text == NEGOTIATES
    assert "5.3" not in found.missing[0]


@pytest.mark.parametrize(
    ("advert", "cvs", "said"),
    [
        (ADVERT, [], "there is no CV"),
        (ADVERT, NEGOTIATES, "must be several, found one"),
        ("nic", [NEGOTIATES], "the advert cannot be compared: 1 words"),
        (Path("nie-ma.txt"), [NEGOTIATES], "no such file"),
    ],
)
def test_what_cannot_be_compared_is_named(advert, cvs, said):
    with pytest.raises(UsageError, match=said):
        compare(advert, cvs)


def test_the_name_of_a_file_is_no_text(tmp_path):
    path = tmp_path / "cv.txt"
    path.write_text(NEGOTIATES, encoding="utf-8")
    with pytest.raises(UsageError, match=r"cv\.txt is a file, given as a text; give pathlib\.Path"):
        compare(ADVERT, [str(path)])


@pytest.mark.parametrize("name", ["brak.pdf", "foldery/CV Anny Kowalskiej.DOCX"])
def test_the_name_of_a_missing_file_is_no_text(name):
    with pytest.raises(UsageError, match=r"is a file, given as a text; give pathlib\.Path"):
        compare(ADVERT, {"Anna": name})


def test_json_has_what_is_asked_shown_and_missing(found):
    content = json.loads(json.dumps(found.to_dict()))
    assert content["advert"]["level"] == 5
    assert content["cvs"][0]["document"] == "Anna"
    assert "5.1" in content["cvs"][0]["missing"]
    [row] = [row for row in content["criteria"] if row["criterion"] == "5.3"]
    assert row["shown"][0]["quote"] in NEGOTIATES
    assert row["shown"][2] is None


def test_the_terminal_shows_each_criterion_with_quotations_or_what_is_missing(view):
    console = Console(width=200, no_color=True)
    with console.capture() as captured:
        console.print(comparison_text(view, PL))
    shown = captured.get()
    assert "Anna" in shown
    assert NEGOTIATES[:40] in shown
    asked = shown[shown.index("5.3  negocjuje") :]
    jan = next(line for line in asked.splitlines() if line.startswith("  Jan"))
    assert jan.split()[-1] == "brak"
    assert "za krótki" in shown
    assert "decyduje człowiek" in shown


def test_the_page_sets_them_side_by_side_with_each_text_below(view, tmp_path):
    path = tmp_path / "c.html"
    write_comparison(path, view, PL)
    tree = html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot()
    heads = [
        th.text_content().split()[0] for th in tree.xpath("//table[@class='compared']/thead//th")
    ]
    assert heads == ["kryterium", "ogłoszenieadvert", "Anna", "Jan", "pusty"]
    [row] = tree.xpath("//table[@class='compared']/tbody/tr[th/b='5.3']")
    assert NEGOTIATES[:40] in row[2].text_content()
    assert row[3].text_content().strip() == "brak"
    assert len(tree.xpath("//details[@class='doc']")) == 4
    assert len(tree.xpath("//@id")) == len(set(tree.xpath("//@id")))
    assert tree.xpath("//script | //@src | //@style") == []


def test_a_page_must_end_in_html(view, tmp_path):
    with pytest.raises(UsageError, match=r"its ending is none of \.html"):
        write_comparison(tmp_path / "c.csv", view, PL)


def test_a_comparison_draws_itself_in_a_notebook(found):
    assert "brak" in comparison_html(found, "pl")
    assert "<table>" in found._repr_html_()


def test_an_advert_without_the_skill_asks_for_nothing():
    found = compare(FLORIST, [NEGOTIATES])
    assert found.asked == ()
    view = comparison_view(found, PL)
    assert {row.asked.id for row in view.beyond} >= {"5.3"}
    assert "nie wymaga żadnego kryterium" in comparison_html(found, "pl")
