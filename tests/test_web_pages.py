"""The pages without a script: documents in, results, corrections and tables out."""

import csv
import html
import io
import json
import re
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from adverts import FLORIST, LIFTS
from slmo_match import reading
from slmo_match.assessment import COLUMNS
from slmo_match.training.evaluate import evaluate
from slmo_match.web.settings import Limits, Settings
from webserver import LEVEL_2, running

HOSTILE = f"<script>alert(1)</script> <img src=x onerror=alert(2)> \u202e{LIFTS}"


@pytest.fixture(scope="module")
def served(matcher):
    with running(matcher) as server:
        yield server


@pytest.fixture
def visitor(served):
    return served.visitor()


def correct(visitor, name, **fields):
    return visitor.post_form(f"/documents/{name}/correction", **fields)


# documents in


def test_the_first_page_says_what_happens_to_documents(visitor):
    shown = visitor.get("/").text
    assert "nigdzie ich nie wysyła" in shown
    assert "60 min" in shown
    assert "decyduje człowiek" in shown


def test_several_files_lead_to_the_table_and_one_to_its_page(visitor):
    both = [("windy.txt", LIFTS.encode()), ("kwiaty.txt", FLORIST.encode())]
    assert visitor.post_form("/documents", files=both).headers["location"] == "/#scored"
    one = visitor.post_form("/documents", files=[("k.txt", LEVEL_2.encode())])
    assert one.headers["location"] == f"/documents/{visitor.ids()[-1]}"
    shown = visitor.get("/").text
    assert shown.index("windy.txt") < shown.index("kwiaty.txt") < shown.index("k.txt")
    assert shown.count('scope="row"') == 3


def test_a_pasted_text_is_scored(visitor):
    answer = visitor.post_form("/documents", text=LIFTS, name="ogłoszenie z portalu")
    shown = visitor.get(answer.headers["location"]).text
    assert "ogłoszenie z portalu" in shown
    assert "Poziom 5" in shown
    visitor.post_form("/documents", text=FLORIST, name="")
    assert "wklejony tekst" in visitor.get("/").text


def test_a_text_that_is_pasted_beside_files_is_scored_too(visitor):
    answer = visitor.post_form(
        "/documents", files=[("kwiaty.txt", FLORIST.encode())], text=LIFTS, name="z portalu"
    )
    assert answer.headers["location"] == "/#scored"
    lines = visitor.get("/results.jsonl").text.splitlines()
    assert [(item["document"], item["level"]) for item in map(json.loads, lines)] == [
        ("kwiaty.txt", 1), ("z portalu", 5),
    ]  # fmt: skip


def test_a_form_without_documents_says_what_to_do(visitor):
    answer = visitor.post_form("/documents", text="  ")
    assert answer.status_code == 400
    assert "najpierw wybierz pliki lub wklej tekst" in answer.text


def test_a_script_gets_ids_and_reasons_in_the_language_of_the_page(visitor):
    visitor.headers["Accept"] = "application/json"
    answer = visitor.post_form("/documents", files=[("a.txt", FLORIST.encode())])
    assert [item["id"] for item in answer.json()["documents"]] == visitor.ids()
    assert "najpierw" in visitor.post_form("/documents").json()["error"]


def test_what_cannot_be_read_has_its_row_and_page_with_the_reason(visitor):
    [name] = visitor.add(puste=b"")
    assert "pusty: plik nic nie zawiera" in visitor.get("/").text
    shown = visitor.get(f"/documents/{name}").text
    assert "nieczytelny" in shown
    assert 'name="level"' not in shown


def archive(**documents):
    """Return an archive of texts."""
    file = io.BytesIO()
    with ZipFile(file, "w") as written:
        for name, text in documents.items():
            written.writestr(f"cv/{name}.txt", text)
    return file.getvalue()


def test_each_document_in_an_archive_has_its_row(visitor):
    content = archive(windy=LIFTS, puste="", kwiaty=FLORIST)
    answer = visitor.post_form("/documents", files=[("zgłoszenia.zip", content)])
    assert answer.headers["location"] == "/#scored"
    lines = visitor.get("/results.jsonl").text.splitlines()
    assert [(item["document"], item["level"]) for item in map(json.loads, lines)] == [
        ("zgłoszenia.zip/cv/windy.txt", 5),
        ("zgłoszenia.zip/cv/puste.txt", None),
        ("zgłoszenia.zip/cv/kwiaty.txt", 1),
    ]


def test_an_archive_has_no_more_room_than_files(matcher):
    with running(matcher, Settings(limits=Limits(documents=2))) as server:
        visitor = server.visitor()
        assert visitor.post_form(
            "/documents", files=[("a.txt", b"a"), ("z.zip", archive(a="a", b="b"))]
        ).status_code == 413  # fmt: skip
        assert visitor.ids() == []
        visitor.post_form("/documents", files=[("z.zip", archive(a="a", b="b", c="c"))])
        [line] = visitor.get("/results.jsonl").text.splitlines()
        assert "an archive of 3 files; allowed are 2" in json.loads(line)["error"]


@pytest.mark.parametrize("name", ["size", "characters"])
def test_the_server_keeps_the_limits_that_it_was_given(matcher, name):
    settings = Settings(reading=reading.Limits(**{name: 100}))
    with running(matcher, settings) as server:
        visitor = server.visitor()
        visitor.add(windy=LIFTS)
        [found] = map(json.loads, visitor.get("/results.jsonl").text.splitlines())
    assert found["status"] == "unreadable"
    assert re.match("too big: .*100", found["error"])


def test_texts_that_have_no_room_are_refused_together(matcher):
    with running(matcher, Settings(limits=Limits(characters=len(LIFTS) + 10))) as server:
        visitor = server.visitor()
        files = [("a.txt", LIFTS.encode()), ("b.txt", FLORIST.encode())]
        answer = visitor.post_form("/documents", files=files)
        assert answer.status_code == 413
        assert "mln znaków, za mało na te" in answer.text
        assert visitor.ids() == []
        assert len(visitor.add(windy=LIFTS)) == 1


def test_a_full_page_takes_no_more(matcher):
    with running(matcher, Settings(limits=Limits(documents=2))) as server:
        visitor = server.visitor()
        visitor.add(a=FLORIST, b=FLORIST)
        answer = visitor.post_form("/documents", files=[("c.txt", b"c")])
        assert answer.status_code == 413
        assert "mieści 2" in answer.text
        assert len(visitor.ids()) == 2
        visitor = server.visitor()
        both = [("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c")]
        assert visitor.post_form("/documents", files=both).status_code == 413
        assert visitor.ids() == []  # all or none


# results


def test_the_page_of_a_document_shows_its_text_with_what_counts_marked(visitor):
    [name] = visitor.add(windy=LIFTS)
    shown = visitor.get(f"/documents/{name}").text
    assert "<mark" in shown
    assert "Dlaczego nie poziom 6" in shown
    assert "slmo-pl " in shown


def test_texts_and_names_are_shown_as_they_are_and_do_nothing(visitor):
    visitor.post_form("/documents", files=[("<b>x.txt", HOSTILE.encode())])
    visitor.post_form("/documents", text=HOSTILE, name="<b>x")
    for path in ("/", *(f"/documents/{name}" for name in visitor.ids())):
        shown = visitor.get(path).text
        assert "<script>alert" not in shown
        assert "<img" not in shown
        assert "<b>x" not in shown
        assert "\u202e" not in shown
    assert "&lt;script&gt;alert(1)" in visitor.get(f"/documents/{visitor.ids()[1]}").text


def test_the_language_is_switched_and_stays(visitor):
    assert '<html lang="pl">' in visitor.get("/").text
    assert '<html lang="en">' in visitor.get("/?lang=en").text
    shown = visitor.get("/").text
    assert "Choose files" in shown
    assert "there is no such page" in visitor.get("/none").text
    assert '<html lang="en">' in visitor.get("/?lang=xx").text
    assert "nie ma takiej strony" in visitor.get("/none?lang=pl").text


def test_the_language_can_be_switched_where_a_form_was_refused(visitor):
    refused = visitor.post_form("/documents", text=" ").text
    assert re.findall(r'href="([^"]*)\?lang=', refused) == ["/", "/"]
    assert 'href="/none?lang=en"' in visitor.get("/none").text


def test_sizes_are_said_as_they_are_in_the_language_of_the_page(matcher):
    with running(matcher, Settings(limits=Limits(file=500_000))) as server:
        visitor = server.visitor()
        assert "do 0,5 MB, " in visitor.get("/").text
        assert "0.5 MB each" in visitor.get("/?lang=en").text
        large = visitor.post_form("/documents", files=[("duży.txt", b"a" * 500_001)])
        assert "a file may have 0.5 MB, all files of one request together 60 MB" in large.text


def test_the_cookies_are_named_on_the_page(visitor):
    assert "drugi przez rok pamięta wybrany język" in visitor.get("/").text


def test_the_server_has_a_language_until_a_visitor_chooses(matcher):
    with running(matcher, Settings(lang="en")) as server:
        assert "Choose files" in server.visitor().get("/").text


def test_visitors_do_not_see_each_other(served):
    mine, other = served.visitor(), served.visitor()
    [name] = mine.add(windy=LIFTS)
    assert mine.get(f"/documents/{name}").status_code == 200
    assert other.get(f"/documents/{name}").status_code == 404
    assert correct(other, name, level="1", reason="moje").status_code == 404
    assert other.ids() == []
    assert "windy" not in other.get("/results.csv").text
    other.post_form("/forget")
    assert mine.ids() == [name]


def test_clearing_the_page_forgets_everything_at_once(served, visitor):
    [name] = visitor.add(windy=LIFTS)
    before = len(served.site.workspaces)
    assert visitor.post_form("/forget").headers["location"] == "/"
    assert len(served.site.workspaces) == before - 1
    assert visitor.get(f"/documents/{name}").status_code == 404


# tables out


def test_results_are_downloaded_as_the_command_line_writes_them(visitor):
    visitor.add(windy=LIFTS, kwiaty=FLORIST)
    answer = visitor.get("/results.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="slmo_match.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["document"], row["level"]) for row in rows] == [
        ("windy.txt", "5"), ("kwiaty.txt", "1"),
    ]  # fmt: skip
    book = CalamineWorkbook.from_filelike(io.BytesIO(visitor.get("/results.xlsx").content))
    sheet = book.get_sheet_by_index(0).to_python()
    assert tuple(sheet[0]) == COLUMNS
    assert [row[2] for row in sheet[1:]] == [5, 1]
    lines = visitor.get("/results.jsonl").text.splitlines()
    assert [json.loads(line)["level"] for line in lines] == [5, 1]
    assert json.loads(lines[0])["evidence"]


def test_reasons_are_in_the_language_of_those_who_read_the_file(visitor):
    visitor.add(puste=b"")
    assert "pusty: plik nic nie zawiera" in visitor.get("/results.csv").text
    assert "empty: the file holds nothing" in visitor.get("/results.jsonl").text


def test_formulas_in_names_and_texts_stay_text(visitor):
    visitor.post_form("/documents", files=[("=cmd()|a.txt", LIFTS.encode())])
    assert "'=cmd()|a.txt" in visitor.get("/results.csv").text


@pytest.mark.parametrize(
    "path", ["/results.parquet", "/results.", "/static/%2e%2e", "/static/app.py"]
)
def test_there_is_nothing_else_to_download(visitor, path):
    assert visitor.get(path).status_code == 404


# corrections


def test_a_correction_is_shown_changed_downloaded_and_taken_back(visitor, tmp_path):
    [name] = visitor.add(windy=LIFTS)
    answer = correct(visitor, name, level="4", reason="tylko  raportuje")
    assert answer.headers["location"] == f"/documents/{name}#correction"
    assert "Poprawiono na poziom 4: „tylko raportuje”" in visitor.get(f"/documents/{name}").text
    correct(visitor, name, level="6", reason="cała organizacja")
    answer = visitor.get("/corrections.jsonl")
    [entry] = map(json.loads, answer.text.splitlines())
    assert entry["text"] == LIFTS
    assert (entry["level"], entry["reason"], entry["suggested"]) == (6, "cała organizacja", 5)
    assert "poprawiono" in visitor.get("/").text
    correct(visitor, name, action="drop")
    assert visitor.get("/corrections.jsonl").text == ""
    assert "poprawiono" not in visitor.get("/").text


def test_a_correction_holds_for_a_text_wherever_it_stands_on_the_page(matcher, tmp_path):
    path = tmp_path / "poprawki.jsonl"
    with running(matcher, Settings(corrections=path)) as server:
        visitor = server.visitor()
        first, second, _ = visitor.add(windy=LIFTS, kopia=LIFTS, kwiaty=FLORIST)
        correct(visitor, first, level="3", reason="tylko raportuje")
        correct(visitor, second, level="6", reason="cała organizacja")
        assert "Poprawiono na poziom 6" in visitor.get(f"/documents/{first}").text
        assert visitor.get("/corrections.jsonl").text == path.read_text("utf-8")
        assert "Zapisz poprawki (1)" in visitor.get("/").text
        correct(visitor, second, action="drop")
        assert "Poprawiono" not in visitor.get(f"/documents/{first}").text
    assert path.read_text("utf-8") == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"level": "0", "reason": "a"},
        {"level": "8", "reason": "a"},
        {"level": "", "reason": "a"},
        {"level": "5", "reason": " "},
        {"level": "5", "reason": "a" * 2001},
        {},
    ],
)
def test_a_correction_needs_a_level_and_a_reason(visitor, fields):
    [name] = visitor.add(windy=LIFTS)
    assert correct(visitor, name, **fields).status_code == 400
    assert visitor.get("/corrections.jsonl").text == ""


def test_corrections_are_kept_in_the_file_that_evaluate_reads(matcher, tmp_path):
    path = tmp_path / "poprawki.jsonl"
    with running(matcher, Settings(corrections=path)) as server:
        visitor = server.visitor()
        first, second = visitor.add(windy=LIFTS, kwiaty=FLORIST)
        assert str(path) in visitor.get("/").text
        assert not path.exists()
        correct(visitor, first, level="4", reason="tylko raportuje")
        correct(visitor, second, level="1", reason="zgadza się")
        correct(visitor, first, level="5", reason="jednak ustala")
    entries = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [(entry["text"], entry["level"]) for entry in entries] == [(FLORIST, 1), (LIFTS, 5)]
    assert "windy.txt" not in path.read_text("utf-8")
    assert evaluate(path, matcher).agreement.exact == 1.0


def test_a_correction_that_cannot_be_written_is_not_shown_as_kept(matcher, tmp_path, monkeypatch):
    path = tmp_path / "poprawki.jsonl"
    with running(matcher, Settings(corrections=path)) as server:
        visitor = server.visitor()
        [name] = visitor.add(windy=LIFTS)
        full = OSError(28, "No space left on device")
        monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(full))
        answer = correct(visitor, name, level="4", reason="tylko raportuje")
        assert answer.status_code == 500
        assert "nie można zapisać pliku poprawek: brak miejsca na dysku" in answer.text
        assert "Poprawiono" not in visitor.get(f"/documents/{name}").text


def test_without_a_file_the_page_says_that_corrections_are_not_kept(visitor):
    assert "nie są nigdzie zapisywane" in visitor.get("/").text


def test_the_report_is_that_of_the_command_line_and_may_run_its_own_script_alone(visitor):
    visitor.add(windy=LIFTS, kwiaty=FLORIST)
    shown, saved = visitor.get("/results.html?view"), visitor.get("/results.html")
    assert shown.headers["content-disposition"] == "inline"
    assert saved.headers["content-disposition"].startswith("attachment")
    assert "ustalanie poziomu usług" in saved.text
    own = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', shown.text)[1]
    policy = shown.headers["content-security-policy"]
    assert policy == f"{html.unescape(own)}; frame-ancestors 'none'"
    assert "unsafe" not in policy


def test_a_text_in_two_languages_claims_neither_for_itself(visitor):
    english = "You negotiate service levels with customers and report on them every month. " * 2
    visitor.add(windy=LIFTS + "\n" + english)
    [found] = map(json.loads, visitor.get("/results.jsonl").text.splitlines())
    assert found["language"] == "pl+en"
    for path in ("/", f"/documents/{visitor.ids()[0]}"):
        assert 'lang="pl+en"' not in visitor.get(path).text
