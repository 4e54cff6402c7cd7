"""The page in a real Chromium: as a person uses it, with mouse, keyboard or reader."""

import io
import json
import os
from itertools import product

import pytest
from python_calamine import CalamineWorkbook

from adverts import FLORIST, LIFTS
from browser import serious_violations
from slmo_match.training.evaluate import read_gold
from slmo_match.web.settings import Settings
from webserver import LEVEL_2, running

FILES = {"windy.txt": LIFTS, "kurierzy.txt": LEVEL_2, "kwiaty.txt": FLORIST}
SIZES = [(360, 800), (1440, 900)]
SCHEMES = ["light", "dark"]


@pytest.fixture(scope="module")
def corrections(tmp_path_factory):
    return tmp_path_factory.mktemp("poprawki") / "poprawki.jsonl"


@pytest.fixture(scope="module")
def served(matcher, corrections, browser):
    with running(matcher, Settings(corrections=corrections)) as server:
        yield server


@pytest.fixture
def page(served, browser):
    """A new visitor's page; errors of scripts and refused parts of a page fail the test."""
    with browser.new_context(base_url=served.url) as context:
        page = context.new_page()
        problems = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: said.type == "error" and problems.append(said.text))
        page.goto("/")
        page.problems = problems
        yield page
        assert problems == []


def drop(page, files):
    """Drop files on the page as from a folder."""
    entries = [[name, list(content)] for name, content in files]
    transfer = page.evaluate_handle(
        """(files) => {
          const transfer = new DataTransfer();
          for (const [name, bytes] of files)
            transfer.items.add(new File([new Uint8Array(bytes)], name));
          return transfer;
        }""",
        entries,
    )
    page.dispatch_event("#drop", "dragenter", {"dataTransfer": transfer})
    page.dispatch_event("#drop", "drop", {"dataTransfer": transfer})


def drop_three(page):
    drop(page, [(name, text.encode()) for name, text in FILES.items()])
    page.wait_for_selector("#scored")


def levels(page):
    """Return the levels in the table by the names of the documents."""
    rows = page.locator(".results tbody tr")
    return {
        rows.nth(i).locator("th").inner_text(): rows.nth(i).locator("td b").first.inner_text()
        for i in range(rows.count())
    }


def test_three_files_dropped_corrected_and_downloaded(page, corrections):
    drop_three(page)
    assert levels(page) == {"windy.txt": "5", "kurierzy.txt": "2", "kwiaty.txt": "1"}

    page.click("text=windy.txt")
    assert "Poziom 5" in page.inner_text(".answer")
    mark = page.locator("mark").first
    assert "ustalanie poziomu usług" in page.inner_text(".words")
    mark.locator("a").click()  # from the words to the reason, and back
    assert page.locator(":target q").first.is_visible()

    page.get_by_label("4", exact=True).check()
    page.get_by_label("Dlaczego: który obowiązek rozstrzyga?").fill("tylko raportuje")
    page.click("text=Zapisz poprawkę")
    page.wait_for_selector("text=Poprawiono na poziom 4: „tylko raportuje”")
    assert [level for _, level in read_gold(corrections)] == [4]

    page.click("text=Wszystkie wyniki")
    with page.expect_download() as download:
        page.click("text=XLSX")
    book = CalamineWorkbook.from_filelike(io.BytesIO(download.value.path().read_bytes()))
    rows = book.get_sheet_by_index(0).to_python()
    assert {row[0]: row[2] for row in rows[1:]} == {
        "windy.txt": 5,
        "kurierzy.txt": 2,
        "kwiaty.txt": 1,
    }
    with page.expect_download() as download:
        page.click("text=CSV")
    assert download.value.path().read_text("utf-8-sig").count("\n") == 4

    with page.expect_download() as download:
        page.locator("a[href='/corrections.jsonl']").click()
    [entry] = map(json.loads, download.value.path().read_text("utf-8").splitlines())
    assert (entry["text"], entry["level"]) == (LIFTS, 4)

    page.click("text=Wyczyść stronę")
    page.wait_for_selector(".kept[open]")
    assert page.locator("#scored").count() == 0


def test_a_folder_is_dropped_with_the_folders_in_it_and_their_names(page, tmp_path):
    """By the protocol of Chromium: a script cannot make a folder to be dropped."""
    (tmp_path / "cv" / "nowe").mkdir(parents=True)
    for name, text in {
        "cv/windy.txt": LIFTS, "cv/nowe/windy.txt": FLORIST, "cv/.ukryty.txt": LEVEL_2,
        "cv/~$windy.docx": "blokada", "cv/Thumbs.db": "obrazki",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(tmp_path / "cv")], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        where = {"type": kind, "x": 200, "y": 200, "data": data}
        session.send("Input.dispatchDragEvent", where)
    page.wait_for_selector("#scored")
    assert levels(page) == {"cv/nowe/windy.txt": "1", "cv/windy.txt": "5"}


def test_progress_is_shown_while_files_are_read(page):
    shown = []
    page.expose_function("note", lambda words: shown.append(words))
    page.evaluate(
        """() => new MutationObserver(() => note(document.getElementById("done").textContent))
             .observe(document.getElementById("done"), { childList: true })"""
    )
    drop(page, [(f"{number}.txt", FLORIST.encode()) for number in range(6)])
    page.wait_for_selector("#scored")
    assert shown[0] == "gotowe dokumenty: 0 z 6"
    assert "gotowe dokumenty: 5 z 6" in shown


def test_a_pasted_text_is_scored(page):
    page.click("text=albo wklej tekst")
    page.fill("#text", LIFTS)
    page.fill("#name", "ogłoszenie")
    page.click("text=Oceń")
    page.wait_for_selector("h1:has-text('ogłoszenie')")
    assert "Poziom 5" in page.inner_text(".answer")


def test_files_that_are_dropped_while_others_are_sent_are_taken_too(page):
    held = []
    page.route("**/documents", lambda route: held.append(route) if not held else route.continue_())
    first, *others = [(name, text.encode()) for name, text in FILES.items()]
    with page.expect_request("**/documents"):
        drop(page, [first])
    for file in others:
        drop(page, [file])
    held[0].continue_()
    page.wait_for_selector("#scored")
    assert list(levels(page)) == list(FILES)


def test_a_text_that_is_pasted_beside_files_is_scored_too(page, tmp_path):
    (tmp_path / "kwiaty.txt").write_text(FLORIST, encoding="utf-8")
    page.set_input_files("#files", tmp_path / "kwiaty.txt")
    page.click("text=albo wklej tekst")
    page.fill("#text", LIFTS)
    page.click("text=Oceń")
    page.wait_for_selector("#scored")
    assert levels(page) == {"kwiaty.txt": "1", "wklejony tekst": "5"}
    page.click("text=albo wklej tekst")
    page.fill("#text", LEVEL_2)
    page.fill("#name", "kurierzy z portalu")
    drop(page, [("windy.txt", LIFTS.encode())])
    page.wait_for_selector("text=kurierzy z portalu")
    assert len(levels(page)) == 4


def test_what_is_too_large_is_named_and_the_rest_is_scored(page):
    large = b"a" * 30_000_000
    transfer_of = [("duży.pdf", large[:0]), ("windy.txt", LIFTS.encode())]
    page.evaluate(
        """() => Object.defineProperty(File.prototype, "size", { get() {
             return this.name === "duży.pdf" ? 30000000 : 500 } })"""
    )
    drop(page, transfer_of)
    page.wait_for_selector("text=duży.pdf: za duży: plik może mieć 20 MB")
    page.click("text=Pokaż wyniki")
    page.wait_for_selector("#scored")
    assert levels(page) == {"windy.txt": "5"}


@pytest.fixture
def plain(served, browser):
    """A page of a browser without scripts."""
    with browser.new_context(base_url=served.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/")
        yield page


def test_without_scripts_thirty_megabytes_are_refused_with_the_reason(plain, tmp_path):
    large = tmp_path / "duzy.pdf"
    large.write_bytes(b"%PDF-1.7\n" + b"a" * 30_000_000)
    plain.set_input_files("#files", large)
    plain.click("text=Oceń")
    assert "za duże: plik może mieć 20 MB" in plain.inner_text("[role=alert]")


def test_without_scripts_files_are_scored_too(plain, tmp_path):
    paths = []
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        paths.append(tmp_path / name)
    plain.set_input_files("#files", paths)
    plain.click("text=Oceń")
    plain.wait_for_load_state()
    assert levels(plain) == {"windy.txt": "5", "kurierzy.txt": "2", "kwiaty.txt": "1"}


def test_scripts_in_texts_and_names_stay_text(page):
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.click("text=albo wklej tekst")
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    page.fill("#text", f"{hostile} {LIFTS}")
    page.fill("#name", f"{hostile}.txt")
    page.click("text=Oceń")
    page.wait_for_selector(".words")
    assert hostile in page.inner_text(".words")
    assert page.locator("main script, main img").count() == 0
    assert dialogs == []


def test_everything_works_with_the_keyboard_alone(page, tmp_path):
    def tab_to(selector):
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        pytest.fail(f"the keyboard does not reach {selector}")

    (tmp_path / "windy.txt").write_text(LIFTS, encoding="utf-8")
    page.on("filechooser", lambda chooser: chooser.set_files(tmp_path / "windy.txt"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_selector("main:focus")
    tab_to("#files")
    page.keyboard.press("Enter")
    page.wait_for_selector("#chosen:has-text('windy.txt')")
    tab_to("#add button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#scored")
    assert page.evaluate("document.activeElement.id") == "scored"
    tab_to(".results a")
    page.keyboard.press("Enter")
    page.wait_for_selector(".words")
    tab_to("mark a")
    page.keyboard.press("Enter")
    page.wait_for_selector("li:target")
    tab_to("input[name=level]")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("prowadzi cały obszar")
    tab_to("button[value=keep]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Poprawiono na poziom 4: „prowadzi cały obszar”")
    tab_to("button[value=drop]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Poprawiono", state="detached")


def test_the_language_is_switched_on_the_page(page):
    page.click("text=English")
    assert page.inner_text("h1") == "Which level of service level management?"
    drop_three(page)
    page.click("text=windy.txt")
    assert "Level 5" in page.inner_text(".answer")
    page.click("text=Polski")
    assert "Poziom 5" in page.inner_text(".answer")


def test_axe_finds_no_serious_barrier(page):
    def barriers():
        found = []
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += serious_violations(page)
        return found

    page.click("text=albo wklej tekst")
    assert barriers() == []
    drop_three(page)
    assert barriers() == []
    page.click("text=windy.txt")
    assert barriers() == []
    page.goto("/none")
    page.problems.clear()  # the browser notes the 404
    assert barriers() == []


def test_nothing_is_wider_than_the_screen(page):
    """With SLMO_SCREENSHOTS=folder there are pictures to look at."""
    folder = os.environ.get("SLMO_SCREENSHOTS")

    def look(name):
        for (width, height), scheme in product(SIZES, SCHEMES):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            if folder:
                page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)

    look("start")
    drop_three(page)
    drop(page, [("bardzo_długa_nazwa_pliku_bez_odstępów_" * 4 + ".txt", b"")])
    page.wait_for_selector("text=pusty")
    look("results")
    page.click("text=windy.txt")
    look("document")


def test_visitors_have_pages_of_their_own(page, served, browser):
    drop_three(page)
    page.click("text=windy.txt")
    with browser.new_context(base_url=served.url) as context:
        other = context.new_page()
        other.goto("/")
        assert other.locator("#scored").count() == 0
        answer = other.goto(page.url)
        assert answer.status == 404


def follow_from_another_site(page, address):
    """Click a link to the page that stands on a page of another site."""
    html = f'<meta charset="utf-8"><a href="{address}">poziomy</a>'
    page.route(
        "http://localhost:1/*", lambda route: route.fulfill(content_type="text/html", body=html)
    )
    page.goto("http://localhost:1/")
    page.click("text=poziomy")
    page.wait_for_selector("h1")


def test_a_link_on_another_site_leads_to_what_the_visitor_has(page, served):
    drop_three(page)
    follow_from_another_site(page, served.url)
    assert set(levels(page)) == set(FILES)
    page.click("text=Wyczyść stronę")
    page.wait_for_selector(".kept[open]")


def test_the_address_with_the_token_signs_in_also_as_a_link_on_another_site(matcher, browser):
    token = "winda-kurier-kwiaciarnia"
    with running(matcher, Settings(token=token)) as server, browser.new_context() as context:
        page = context.new_page()
        for query in (f"?token={token}", ""):
            follow_from_another_site(page, f"{server.url}/{query}")
            assert page.locator("#add").count() == 1
            page.unroute_all()


def test_another_site_cannot_send_the_forms(served, browser, matcher):
    """A page on another port of this machine tries to use this one."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(served.url)
        page.route(
            "http://localhost:1/*",
            lambda route: route.fulfill(
                content_type="text/html",
                body=f'<form method="post" action="{served.url}/forget" '
                'enctype="multipart/form-data"><button>los</button></form>',
            ),
        )
        page.goto("http://localhost:1/")
        status = page.evaluate(
            "(url) => fetch(url, {method: 'POST', mode: 'no-cors', body: new FormData()})"
            ".then((answer) => answer.type, () => 'failed')",
            f"{served.url}/api/score",
        )
        assert status in ("opaque", "failed")
        with page.expect_response("**/forget") as answer:
            page.click("button")
        assert answer.value.status == 403


def test_the_report_opens_from_the_page_and_works(page):
    drop_three(page)
    page.click("text=Otwórz jako jeden raport")
    page.wait_for_selector("#documents")
    page.fill("#words", "windy")
    assert page.locator("#results tbody tr:visible").count() == 1
    page.click("#results tbody a:visible")
    assert page.locator("mark").first.is_visible()
