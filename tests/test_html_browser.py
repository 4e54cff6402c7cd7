"""The report in a real browser: sorting, filtering, opening, keyboard, paper."""

import pytest

from adverts import FLORIST, LIFTS
from browser import serious_violations
from slmo_match.assessment import Assessment
from slmo_match.batch import assess
from slmo_match.comparing import compare
from slmo_match.report.comparison import comparison_view, write_comparison
from slmo_match.report.messages import Messages
from slmo_match.report.output import open_output
from slmo_match.sources import Source

HOSTILE = (
    "<script>document.title = 'obce'</script><img src=http://example.com/x.png onerror=alert(1)>"
)
TEXTS = {
    "windy.txt": f"{LIFTS}\nStrategię usług wyznacza zarząd.",
    "kurierzy.txt": "Zadania: codziennie sprawdzam, czy kurierzy przyjechali w umówionym czasie, "
    "i wpisuję spóźnienia do rejestru. " + HOSTILE,
    "kwiaty.txt": FLORIST,
}
NAMES = ("windy.txt", "kurierzy.txt", "kwiaty.txt", "pusty.txt")


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A report of three documents and one that cannot be read."""
    path = tmp_path_factory.mktemp("raport") / "raport.html"
    sources = [Source(name, text) for name, text in TEXTS.items()]
    with open_output(path, Messages("pl")) as output:
        for item in assess(sources, workers=1):
            output.write(item.name, item.assessment, item.text)
        output.write("pusty.txt", Assessment("unreadable", error="empty: the file holds nothing"))
    return path


@pytest.fixture
def opened(browser):
    """Open a file; in the end nothing was complained of and nothing asked from elsewhere."""
    complaints, pages = [], []

    def open_it(path, **settings):
        page = browser.new_page(**{"viewport": {"width": 1440, "height": 900}, **settings})
        page.set_default_timeout(60_000)  # machines that build and test may be busy
        pages.append(page)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: complaints.append(request.url) if "file:" not in request.url else None,
        )
        page.goto(path.as_uri())
        return page

    yield open_it
    for page in pages:
        page.close()
    assert complaints == []


def names(page):
    """Return the names in the rows that are seen, from the top."""
    return page.locator("#results tbody tr:visible td:first-child").all_text_contents()


def test_a_heading_sorts_the_table_up_and_down_with_what_has_no_level_last(opened, report):
    page = opened(report)
    assert tuple(names(page)) == NAMES
    page.click("#results th:nth-child(2) button")
    assert names(page) == ["kwiaty.txt", "kurierzy.txt", "windy.txt", "pusty.txt"]
    page.click("#results th:nth-child(2) button")
    assert names(page) == ["windy.txt", "kurierzy.txt", "kwiaty.txt", "pusty.txt"]
    assert page.get_attribute("#results th:nth-child(2)", "aria-sort") == "descending"


def test_words_level_and_status_filter_the_table_and_the_documents_below(opened, report):
    page = opened(report)
    page.fill("#words", "KURIERZY")
    assert names(page) == ["kurierzy.txt"]
    assert page.locator("#documents > details:visible").count() == 1
    assert page.text_content("#shown") == "widocznych: 1"
    page.fill("#words", "")
    page.select_option("#level", "5")
    assert names(page) == ["windy.txt"]
    page.select_option("#level", "")
    page.select_option("#status", "nieczytelny")
    assert names(page) == ["pusty.txt"]


def test_a_name_opens_its_text_and_a_mark_leads_to_its_reason_and_back(opened, report):
    page = opened(report)
    assert not page.locator("#d1").is_visible()
    page.click("text=windy.txt >> nth=0")
    assert page.locator("#d1 .words").is_visible()
    page.locator("#d1 mark a").first.click()
    reason = page.locator(":target")
    assert "uzgadnianie z zarządcami" in reason.text_content()
    reason.locator("a").click()
    assert page.locator(":target").evaluate("e => e.tagName") == "MARK"


def test_a_link_to_a_quotation_opens_the_document_that_holds_it(opened, report):
    page = opened(report)
    page.goto(report.as_uri() + "#d1-q1")
    assert page.locator("#d1-q1").is_visible()


def test_foreign_markup_is_words_on_the_page(opened, report):
    page = opened(report)
    page.click("#open")
    assert HOSTILE in page.text_content("#d2 .words")
    assert page.title() == "Poziomy zarządzania poziomem usług (SLMO)"
    assert page.locator("img").count() == 0


def test_everything_is_reached_with_the_keyboard(opened, report):
    page = opened(report)
    page.focus("#words")
    page.keyboard.type("windy")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # "close all" comes after "open all", level and status
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.locator("#d1 .words").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_no_serious_barrier_and_nothing_beyond_the_edge(opened, report, width, scheme):
    page = opened(report, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.click("#open")
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert serious_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_narrow_screen_range_and_certainty_are_named_in_each_row(opened, report):
    shown = "getComputedStyle(document.querySelector('#results td:nth-child({})'), '::before')"
    for width, names in ((400, ['"przedział "', '"pewność "']), (1440, ["none", "none"])):
        page = opened(report, viewport={"width": width, "height": 900})
        assert [page.evaluate(f"{shown.format(i)}.content") for i in (3, 4)] == names


def test_without_scripts_the_table_and_each_text_can_be_read(browser, report):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert tuple(names(page)) == NAMES
    assert not page.locator("#controls").is_visible()
    page.locator("#documents summary").first.click()
    assert page.locator("#d1 mark").first.is_visible()
    context.close()


def test_on_paper_the_texts_are_unfolded_and_the_controls_are_gone(opened, report):
    page = opened(report)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#d1 .words").is_visible()
    assert not page.locator("#controls").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.locator("#d1 .words").is_visible()
    assert page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("width", [360, 1440])
def test_a_comparison_has_no_serious_barrier(opened, tmp_path, width):
    say = Messages("pl")
    found = compare(TEXTS["windy.txt"], {"A": TEXTS["kurierzy.txt"], "B": TEXTS["kwiaty.txt"]})
    write_comparison(tmp_path / "c.html", comparison_view(found, say), say)
    page = opened(tmp_path / "c.html", viewport={"width": width, "height": 800})
    assert serious_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("summary").first.click()
    assert page.locator("mark").first.is_visible()
