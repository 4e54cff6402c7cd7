"""The report as one HTML file, read as markup."""

import re

import numpy as np
import pytest
from lxml import html

from slmo_match import score
from slmo_match.assessment import Assessment, Evidence
from slmo_match.report import html as module
from slmo_match.report.messages import Messages
from slmo_match.report.output import open_output
from slmo_match.report.pages import policy, stylesheet

HOSTILE = '</textarea><script>alert("x")</script><img src=http://example.com/x onerror=alert(1)>'
ADVERT = (
    "Opiekun umów w firmie Windy Południe. Do Twoich zadań należy: uzgadnianie z najemcami "
    "budynków czasu przyjazdu konserwatora i warunków umów oraz ustalanie poziomu usług; "
    "odpowiedzialność za dotrzymanie uzgodnionych poziomów usług."
)
UNREADABLE = Assessment("unreadable", error="empty: the file holds nothing")


@pytest.fixture(scope="module")
def assessment():
    return score(ADVERT)


@pytest.fixture
def page(tmp_path):
    """Write a report of (name, assessment, text) and return its markup, as without scripts."""

    def write(*documents, lang="pl"):
        path = tmp_path / "raport.html"
        with open_output(path, Messages(lang)) as output:
            for document in documents:
                output.write(*document)
        written = path.read_text(encoding="utf-8")
        return html.document_fromstring(re.sub("</?noscript>", "", written)), written

    return write


def test_a_report_has_a_row_and_a_text_for_each_document(page, assessment):
    tree, _ = page(("windy.txt", assessment, ADVERT), ("pusty.txt", UNREADABLE, ""))
    rows = [
        [cell.text_content() for cell in row]
        for row in tree.xpath("//table[@id='results']/tbody/tr")
    ]
    assert rows[0][:3] == ["windy.txt", "5", "5"]
    assert rows[1][0] == "pusty.txt"
    assert rows[1][-1] == "pusty: plik nic nie zawiera"
    [text] = tree.xpath("//div[@id='d1']//div[@class='words']")
    for tag in text.xpath(".//mark/a"):
        tag.drop_tree()
    assert text.text_content() == ADVERT
    marks = tree.xpath("//div[@id='d1']//mark/@class")
    assert len(marks) == len(assessment.evidence) >= 2
    assert set(marks) == {"t5"}


def test_every_link_leads_to_a_place_on_the_page_and_every_id_is_there_once(page, assessment):
    tree, _ = page(("a.txt", assessment, ADVERT), ("b.txt", assessment, ADVERT))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = tree.xpath("//@href")
    assert len(links) > 6
    assert {link[1:] for link in links} <= set(ids)


def test_the_page_asks_for_nothing_from_elsewhere_and_lets_in_only_its_own_script(page, assessment):
    tree, written = page(("a.txt", assessment, ADVERT))
    [rules] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    [style], [script] = tree.xpath("//style/text()"), tree.xpath("//script/text()")
    assert rules == policy(style, script)
    assert rules.startswith("default-src 'none'")
    assert tree.xpath("//@src | //link | //*[@style] | //base | //iframe") == []
    assert not re.search(r"https?:|@import|url\(", written)


@pytest.mark.parametrize("place", ["name", "text", "quote", "error", "warning", "model"])
def test_markup_in_a_document_is_only_words(page, place):
    shares = np.full(7, 1 / 7)
    evidence = (Evidence(HOSTILE, 0, len(HOSTILE), None, "5.3", 5, 0.9),)
    fields = {"error": "", "warnings": (), "model": "slmo-pl 0.1.0"}
    changes = {
        "error": {"error": HOSTILE},
        "warning": {"warnings": (HOSTILE,)},
        "model": {"model": HOSTILE},
        "quote": {"evidence": evidence},
    }.get(place, {})
    level = None if place == "error" else 5
    assessment = Assessment("scored", level, shares, (1, 7), **{**fields, **changes})
    name = HOSTILE if place == "name" else "a.txt"
    tree, written = page((name, assessment, HOSTILE if place in ("text", "quote") else "umowa"))
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//img | //textarea") == []
    assert HOSTILE in "".join(tree.xpath("//body//text()"))
    assert written.count("<noscript>") == written.count("</noscript>") == 1


def test_a_report_is_in_the_language_that_is_asked_for(page, assessment):
    tree, _ = page(("a.txt", assessment, ADVERT), lang="en")
    assert tree.get("lang") == "en"
    assert "Why not level 6" in tree.text_content()
    assert tree.xpath("//div[@class='words']/@lang") == ["pl"]
    assert not re.search("[ąęłśżź]", tree.xpath("string(//thead)") + tree.xpath("string(//h1)"))


def test_the_glance_counts_levels_and_lists_what_needs_a_second_look(page, assessment):
    doubtful = Assessment("uncertain", 3, np.full(7, 1 / 7), (1, 7))
    tree, _ = page(("a", assessment, ADVERT), ("b", doubtful, "x"), ("c", UNREADABLE, ""))
    glance = tree.xpath("//section[@aria-labelledby='glance']")[0]
    counts = [item.text_content() for item in glance.xpath("./ol/li")]
    assert counts == ["10", "20", "31", "40", "51", "60", "70"]
    assert [s.text for s in glance.xpath(".//summary")][:2] == ["niepewnych: 1", "nieczytelnych: 1"]
    assert glance.xpath("string(.//details[2]//li)") == "c – pusty: plik nic nie zawiera"


def test_the_heat_map_has_a_patch_for_each_criterion_that_is_shown(page, assessment):
    tree, _ = page(("a", assessment, ADVERT), ("b", UNREADABLE, ""))
    shown = [m.criterion for m in assessment.criteria if m.strength >= 0.05]
    patches = tree.xpath("//tbody//svg/*")
    assert len(patches) == len(shown)
    assert [tree.xpath("//tbody//svg/@aria-label")[0].count(name) for name in shown] == [1] * len(
        shown
    )


def test_an_empty_report_says_so(page):
    tree, _ = page()
    assert "dokumentów: 0" in tree.text_content()
    assert tree.xpath("//table[@id='results']") == []


def test_of_very_many_documents_the_table_has_all_and_the_texts_are_cut_off_with_a_note(
    page, assessment, monkeypatch
):
    monkeypatch.setattr(module, "MOST_TEXTS", 1)
    tree, _ = page(*[(f"{i}.txt", assessment, ADVERT) for i in range(3)])
    assert len(tree.xpath("//table[@id='results']/tbody/tr")) == 3
    assert len(tree.xpath("//details[@class='doc']")) == 1
    assert tree.xpath("//tbody//a/@href") == ["#d1"]
    assert "pominięto teksty dokumentów w liczbie 2" in tree.text_content()


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Return the contrast of two colours as WCAG 2 defines it, 1 to 21."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_from_every_colour_of_a_level(scheme):
    blocks = re.findall(r":root \{(.*?)\}", stylesheet(), re.DOTALL)
    colour = {
        name: value if len(value) == 7 else "#" + "".join(2 * c for c in value[1:])
        for name, value in re.findall(r"--(\w+): (#\w+)", blocks[scheme])
    }
    for level in range(1, 8):
        assert contrast(colour["on"], colour[f"f{level}"]) >= 4.5
        assert contrast(colour["ink"], colour[f"t{level}"]) >= 4.5
    for words in ("ink", "soft", "link"):
        assert contrast(colour[words], colour["page"]) >= 4.5
