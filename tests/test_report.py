"""What users see and take home: messages, the table, the explanation, and files of results."""

import csv
import io
import json
import re
import sys
import zipfile
from typing import get_args

import numpy as np
import pytest
from python_calamine import load_workbook
from rich.console import Console

from slmo_match import score
from slmo_match.assessment import COLUMNS, Assessment, Evidence, Ownership, Status
from slmo_match.errors import UsageError
from slmo_match.reading import read_table
from slmo_match.reading.kinds import READERS
from slmo_match.report import formats, terminal
from slmo_match.report.explanation import descriptors_text, explanation
from slmo_match.report.formats import FORMATS
from slmo_match.report.inert import printable
from slmo_match.report.messages import (
    LANGS,
    OWNERSHIPS,
    STATUSES,
    Messages,
    catalogue,
    choose_lang,
)
from slmo_match.report.output import open_output
from slmo_match.report.progress import Watch
from slmo_match.report.terminal import line_of, results_tables, shortened, show

PL, EN = Messages("pl"), Messages("en")
QUOTE = "negocjuje z najemcami warunki umów o poziom usług sprzątania biurowca przy ulicy Jasnej"


def assessed(quote=QUOTE, level=5, **changes):
    """Return an assessment with one quotation."""
    shares = np.full(7, 0.05)
    shares[level - 1] = 0.7
    fields = {
        "status": "scored",
        "level": level,
        "probabilities": shares,
        "interval": (level - 1, level),
        "evidence": (Evidence(quote, 10, 10 + len(quote), None, "5.3", 5, 0.91),),
        "missing": ("6.1",),
        "language": "pl",
        "words": 40,
        "model": "slmo-pl 0.1.0",
    }
    return Assessment(**{**fields, **changes})


UNREADABLE = Assessment("unreadable", error="empty: the file holds nothing")


def on_screen(item, width=80, *, tty=False):
    """Return what is printed."""
    console = Console(file=Page(), width=width, force_terminal=tty, color_system=None, markup=False)
    show(console, item)
    return console.file.getvalue()


class Page(io.StringIO):
    """A page for the console to print on."""

    encoding = "utf-8"


def table_of(results, width=80, *, tty=False, say=PL):
    """Return the table as it is printed."""
    console = Console(file=Page(), width=width, force_terminal=tty, color_system=None)
    lines = [line_of(name, assessment, say) for name, assessment in results]
    for table in results_tables(lines, console, say):
        show(console, table)
    return console.file.getvalue()


def written(path, results):
    """Write a file of results and return it."""
    with open_output(path) as output:
        for name, assessment in results:
            output.write(name, assessment)
    return path


# messages


def test_every_status_and_ownership_has_its_polish_words():
    assert {*get_args(Status)} == {*STATUSES}
    assert {*get_args(Ownership)} == {"own", *OWNERSHIPS}
    assert {*STATUSES.values(), *OWNERSHIPS.values()} <= {*catalogue("pl")}


@pytest.mark.parametrize(
    ("message", "polish"),
    [
        ("empty: the file holds nothing", "pusty: plik nic nie zawiera"),
        ("cannot write w/a.csv: Permission denied", "nie można zapisać w/a.csv: brak uprawnień"),
        (
            "the text is neither in Polish nor in English (found: de)",
            "tekst nie jest ani po polsku, ani po angielsku (wykryto: de)",
        ),
        (
            "3 statements in other languages (de, fr) were left out",
            "pominięto zdania w innych językach (de, fr): 3",
        ),
        ("corrupt: something quite new", "uszkodzony: something quite new"),
        ("nothing that is known", "nothing that is known"),
        ("{count} words", "{count} words"),
        ("", ""),
    ],
)
def test_ready_made_messages_are_translated_as_far_as_they_are_known(message, polish):
    assert PL.translate(message) == polish
    assert EN.translate(message) == message


@pytest.mark.parametrize(
    "name", ["CV of Anna Nowak.pdf", "Documents", "Level", "1,200", "All results", "page 7"]
)
def test_what_users_named_is_not_translated(name):
    assert PL.translate(f"no such file: {name}") == f"nie ma takiego pliku: {name}"
    assert PL.translate(f"{name}: encrypted: the PDF asks for a password") == (
        f"{name}: zaszyfrowany: PDF wymaga hasła"
    )
    assert PL.translate(f"cannot write {name}: Is a directory") == (
        f"nie można zapisać {name}: to folder"
    )
    column = PL.translate(f"{name!r} has no column 'text'; its columns are: 'Status'")
    assert column == f"{name!r} nie ma kolumny 'text'; są w nim kolumny: 'Status'"


def test_a_word_of_the_pages_is_no_ready_made_message():
    assert PL.translate("Documents") == "Documents"
    assert PL.translate("corrupt: Level") == "uszkodzony: Level"


@pytest.mark.parametrize(
    ("message", "polish"),
    [
        (
            "only the first 300 of 1,200 pages were read (limit 'pages', --max-pages)",
            "odczytano tylko pierwsze strony: 300 z 1\u00a0200 (limit 'pages', --max-pages)",
        ),
        (
            "too big: 60,000,000 bytes; allowed are 50,000,000 (limit 'size', --max-size)",
            "za duży: bajtów: 60\u00a0000\u00a0000; dozwolone 50\u00a0000\u00a0000 "
            "(limit 'size', --max-size)",
        ),
        (
            "not read within 0.5 seconds (limit 'seconds', --timeout)",
            "nie odczytano w 0,5 s (limit 'seconds', --timeout)",
        ),
        (
            "pages without text, perhaps pictures: 1, 2, 3 and more",
            "strony bez tekstu, być może obrazy: 1, 2, 3 i dalsze",
        ),
        (
            "pages that cannot be read: 1, 2, 3 and more",
            "strony, których nie można odczytać: 1, 2, 3 i dalsze",
        ),
        (
            'corrupt: line 3 is no JSON; a line has the form {"text": …}',
            'uszkodzony: wiersz 3 to nie JSON; wiersz ma postać {"text": …}',
        ),
        (
            "no model in 'pusty': model.json: No such file or directory; "
            "'slmo-match train' makes one from the corpus",
            "w 'pusty' nie ma modelu: model.json: nie ma takiego pliku ani folderu; ",
        ),
        (
            "cannot listen on 127.0.0.1, port 8421: Address already in use; "
            "choose another with --port, or --port 0 for any that is free",
            "port 8421: adres jest już zajęty; wybierz inny",
        ),
        (
            "cannot read the descriptors d.txt: [Errno 2] No such file or directory: 'd.txt'",
            "nie można odczytać deskryptorów d.txt: nie ma takiego pliku ani folderu: 'd.txt'",
        ),
    ],
)
def test_numbers_lists_and_reasons_in_ready_made_messages_are_polish(message, polish):
    assert polish in PL.translate(message)


@pytest.mark.parametrize("kind", READERS)
def test_every_kind_of_file_has_its_polish_words(kind):
    found = PL.translate(f"named .pdf, read as {kind} by its content")
    assert found == f"z rozszerzeniem .pdf, a po treści odczytany jako {PL(kind)}"
    assert kind in catalogue("pl")


def test_numbers_have_the_marks_of_the_language():
    assert PL.number(6359.5, 1) == "6\u00a0359,5"
    assert EN.number(6359.5, 1) == "6,359.5"


@pytest.mark.parametrize(
    ("asked", "environ", "lang"),
    [
        (None, {}, "pl"),
        (None, {"LANG": "pl_PL.UTF-8"}, "pl"),
        (None, {"LANG": "en_US.UTF-8"}, "en"),
        (None, {"LANG": "en_US.UTF-8", "LC_ALL": "pl_PL.UTF-8"}, "pl"),
        ("en", {"LANG": "pl_PL.UTF-8"}, "en"),
        ("pl", {"LANG": "en_US.UTF-8"}, "pl"),
        ("de", {}, "pl"),
    ],
)
def test_the_language_is_asked_for_or_that_of_the_environment_or_polish(asked, environ, lang):
    assert choose_lang(asked, environ) == lang
    assert lang in LANGS


# the table on the terminal


def test_the_table_shows_level_range_certainty_status_and_quotation():
    shown = table_of([("karta.txt", assessed())], width=100_000)
    assert shown.splitlines()[0].split() == [
        "dokument", "poziom", "pewność", "status", "cytat", "lub", "powód",
    ]  # fmt: skip
    row = shown.splitlines()[1]
    assert re.match(r"karta\.txt +5 \(4–5\) +70% +oceniony +„negocjuje z najemcami .+ …”$", row)


def test_the_table_shows_the_reason_where_there_is_no_level():
    assert "–" in table_of([("pusty.txt", UNREADABLE)])
    assert (
        table_of([("pusty.txt", UNREADABLE)])
        .splitlines()[1]
        .endswith("nieczytelny  pusty: plik nic nie zawiera")
    )
    assert "empty: the file holds nothing" in table_of([("a.txt", UNREADABLE)], say=EN)


def test_a_piped_table_has_a_line_a_document_and_names_in_full():
    name = f"{'bardzo_dluga_nazwa_' * 20}.txt"
    lines = table_of([(name, assessed()), ("b.txt", UNREADABLE)], width=100_000).splitlines()
    assert len(lines) == 3
    assert lines[1].startswith(f"{name}  5 (4–5)")
    assert all(line == line.rstrip() for line in lines)


def test_a_table_fits_a_terminal_of_80_columns():
    name = "ogloszenia/2026/kwartal_pierwszy/08_cv_kierowniczka_uslug_it.txt"
    shown = table_of([(name, assessed()), ("b.txt", UNREADABLE)], tty=True)
    assert max(map(len, shown.splitlines())) <= 80
    assert "_kierowniczka_uslug_it.txt"[-22:] in shown
    assert "5 (4–5)" in shown


def test_long_results_come_in_blocks(monkeypatch):
    monkeypatch.setattr(terminal, "BLOCK", 2)
    console = Console(file=Page())
    lines = (line_of(str(i), UNREADABLE, PL) for i in range(5))
    assert [len(table.rows) for table in results_tables(lines, console, PL)] == [2, 2, 1]


def test_nothing_in_a_name_or_text_can_steer_the_terminal():
    assert printable("a\x1b[31mb\x07\u202ec\u200b.txt") == "a\ufffd[31mb\ufffdc.txt"
    shown = table_of(
        [("[red]a\x1b[2J.txt", assessed("mówi [bold]=1+1[/bold] \x1b[31m do klientów"))]
    )
    assert "\x1b" not in shown
    assert "[red]a" in shown
    assert "[bold]=1+1[/bold]" in shown


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("krótko", "krótko"),
        ("dwa\n wiersze\ttekstu", "dwa wiersze tekstu"),
        ("jeden dwa trzy cztery pięć", "jeden dwa trzy …"),
        ("x" * 30, "x" * 19 + "…"),
    ],
)
def test_quotations_are_cut_between_words(words, short):
    assert shortened(words, 20) == short


# explanation


def test_an_explanation_says_why_what_was_left_out_and_what_is_missing():
    text = (
        "Koordynator umów w firmie Zielony Skwer. Do Twoich zadań należy negocjowanie z klientami "
        "warunków umów oraz ustalanie poziomu usług. Tworzysz katalog usług. "
        "Strategię usług wyznacza zarząd. "
        "Wymagamy: doświadczenie w sporządzaniu raportów o poziomie usług."
    )
    assessment = score(text)
    shown = on_screen(explanation("karta.txt", assessment, PL))
    assert f"Sugerowany poziom: {assessment.level}" in shown
    assert "Dlaczego ten poziom" in shown
    for item in assessment.evidence:
        assert item.quote[:30] in " ".join(shown.split())
        assert item.criterion in shown
        if item.ownership != "own":
            assert PL(OWNERSHIPS[item.ownership])[:20] in " ".join(shown.split())
    assert {item.ownership for item in assessment.evidence} > {"own"}
    for name in assessment.missing:
        assert name in shown[shown.index("Czego brakuje do poziomu 6") :]
    assert "decyduje człowiek" in shown


def test_a_quotation_is_shown_with_its_page_or_its_characters():
    [item] = assessed().evidence
    paged = Evidence(**{**item.to_dict(), "page": 3})
    assert "s. 3" in on_screen(explanation("cv.pdf", assessed(evidence=(paged,)), PL))
    assert f"znaki 10–{item.end}" in on_screen(explanation("cv.txt", assessed(), PL), width=200)


def test_a_warning_is_shown_in_polish():
    assessment = assessed(warnings=("holds the wording of the descriptors of levels 5, 6",))
    shown = on_screen(explanation("cv.txt", assessment, PL))
    assert "Uwaga: zawiera słowa deskryptorów poziomów 5, 6" in shown


def test_an_unreadable_document_is_explained_by_its_reason():
    shown = on_screen(explanation("pusty.txt", UNREADABLE, PL))
    assert shown == "pusty.txt\nBez poziomu: nieczytelny – pusty: plik nic nie zawiera\n"


def test_the_highest_level_misses_nothing():
    shown = on_screen(explanation("a.txt", assessed(level=7, missing=()), EN))
    assert "Nothing: level 7 is the highest." in shown


@pytest.mark.parametrize(("say", "label"), [(PL, "śledzi dane"), (EN, "monitors performance")])
def test_the_descriptors_are_shown_with_their_criteria(say, label):
    shown = on_screen(descriptors_text(say), width=100_000)
    assert "Wyznacza strategie dostawy usług" in shown
    assert re.search(rf"^  3\.1  {label}", shown, re.MULTILINE)
    assert len(re.findall(r"^  [2-7]\.\d  ", shown, re.MULTILINE)) == 22


# files of results


def read_csv(path):
    """Return the rows of a CSV as a Polish Excel sees them."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_csv_is_what_a_polish_excel_opens(tmp_path):
    path = written(tmp_path / "w.csv", [("żółw.txt", assessed()), ("b.txt", UNREADABLE)])
    assert path.read_bytes().startswith(b"\xef\xbb\xbfdocument;status;level;")
    assert path.read_bytes().endswith(b"\r\n")
    rows = read_csv(path)
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["document"] == "żółw.txt"
    assert (rows[0]["level"], rows[0]["confidence"], rows[0]["p1"]) == ("5", "0,7000", "0,0500")
    assert rows[1]["level"] == rows[1]["p7"] == ""
    assert rows[1]["error"] == "empty: the file holds nothing"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", " =", "\t=", "\r=", "＝"])
def test_no_cell_of_csv_is_calculated(tmp_path, sign):
    hostile = f'{sign}HYPERLINK("http://example.com";"x")'
    [row] = read_csv(written(tmp_path / "w.csv", [(hostile, assessed(hostile))]))
    assert row["document"] == row["top_evidence"] == f"'{hostile}"


def test_cells_with_semicolons_quotes_and_line_breaks_stay_whole(tmp_path):
    quote = 'ustala: "czas";\nreakcji; koszty'
    [row] = read_csv(written(tmp_path / "w.csv", [("a;b.txt", assessed(quote))]))
    assert (row["document"], row["top_evidence"]) == ("a;b.txt", quote)


def test_xlsx_holds_numbers_as_numbers_and_no_formulas_or_links(tmp_path):
    hostile = "=cmd|' /C calc'!A1"
    results = [(hostile, assessed(hostile)), ("http://example.com/a.txt", UNREADABLE)]
    path = written(tmp_path / "w.xlsx", results)
    header, first, second = load_workbook(path).get_sheet_by_index(0).to_python()
    assert tuple(header) == COLUMNS
    row = dict(zip(header, first, strict=True))
    assert row["document"] == row["top_evidence"] == hostile
    assert (row["level"], row["confidence"]) == (5.0, 0.7)
    assert second[0] == "http://example.com/a.txt"
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


@pytest.mark.parametrize(
    ("say", "name", "level", "status"),
    [
        (PL, "objaśnienia", "najlepszy pojedynczy poziom", "nie wykazano: poziom 1"),
        (EN, "legend", "the best single level", "not observed: level 1"),
    ],
)
def test_a_second_sheet_explains_every_column_and_status(tmp_path, say, name, level, status):
    with open_output(tmp_path / "w.xlsx", say) as output:
        output.write("a", assessed())
    book = load_workbook(tmp_path / "w.xlsx")
    assert book.sheet_names == ["slmo", name]
    rows = book.get_sheet_by_index(1).to_python()
    assert [row[0] for row in rows] == [*COLUMNS, *get_args(Status)]
    meanings = dict(rows)
    assert meanings["level"].startswith(level)
    assert meanings["not_observed"] == status
    assert min(map(len, meanings.values())) > 10


def test_a_sheet_of_results_can_be_read_as_a_table(tmp_path):
    path = written(tmp_path / "w.xlsx", [("a", assessed()), ("b", assessed("umawia terminy"))])
    assert list(read_table(path, "top_evidence", "document")) == [
        ("a", QUOTE), ("b", "umawia terminy"),
    ]  # fmt: skip


def test_a_sheet_that_is_full_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "MOST_ROWS", 2)
    with pytest.raises(UsageError, match=r"holds 2 documents at most; choose \.csv"):
        written(tmp_path / "w.xlsx", [("a", UNREADABLE)] * 3)
    assert list(tmp_path.iterdir()) == []


def test_jsonl_is_the_complete_result(tmp_path):
    assessment = score("Do zadań należy uzgadnianie z klientami warunków umów i poziomu usług.")
    path = written(tmp_path / "w.jsonl", [("ż.txt", assessment), ("b.txt", UNREADABLE)])
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        json.loads(json.dumps(a.to_dict(n)))
        for n, a in (("ż.txt", assessment), ("b.txt", UNREADABLE))
    ]
    assert '"ż.txt"' in lines[0]
    assert tuple(json.loads(lines[0]))[: len(COLUMNS)] == COLUMNS


def test_parquet_has_the_columns_whatever_the_rows(tmp_path, monkeypatch):
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(formats, "_BLOCK", 2)
    results = [("a.txt", UNREADABLE)] * 3 + [("b.txt", assessed())]
    table = parquet.read_table(written(tmp_path / "w.parquet", results))
    assert tuple(table.column_names) == COLUMNS
    assert table.column("level").to_pylist() == [None, None, None, 5]
    assert str(table.schema.field("p1").type) == "double"
    assert parquet.read_table(written(tmp_path / "e.parquet", [])).schema == table.schema


def test_parquet_without_pyarrow_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'slmo-match\[parquet\]'"):
        written(tmp_path / "w.parquet", [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", FORMATS)
def test_texts_that_no_encoding_holds_do_not_stop_a_file(tmp_path, ending):
    hostile = f"mówi \ud83d \x00\x0b z klientami {'x' * 40_000}"
    path = written(tmp_path / f"w{ending}", [(hostile[:20], assessed(hostile))])
    assert path.stat().st_size > 100


def half_of_the_results(path):
    """Yield a result, see that the old file still stands, and fail."""
    yield "a.txt", assessed()
    assert path.read_bytes() == b"wyniki z wczoraj"
    raise ZeroDivisionError


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_is_there_whole_or_not_at_all(tmp_path, ending):
    path = tmp_path / f"w{ending}"
    path.write_bytes(b"wyniki z wczoraj")
    with pytest.raises(ZeroDivisionError):
        written(path, half_of_the_results(path))
    assert path.read_bytes() == b"wyniki z wczoraj"
    assert list(tmp_path.iterdir()) == [path]
    written(path, [("a.txt", assessed())])
    assert path.read_bytes() != b"wyniki z wczoraj"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("w.docx", r"its ending is none of \.csv, \.xlsx, \.jsonl, \.parquet"),
        ("w", "its ending is none of"),
        ("nowy/w.csv", "there is no folder"),
        ("folder.csv", "it is a folder"),
    ],
)
def test_what_cannot_be_written_is_refused_at_once(tmp_path, name, said):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(UsageError, match=said), open_output(tmp_path / name):
        pytest.fail("nothing must be scored")


def test_a_full_disk_is_named(tmp_path):
    with (
        pytest.raises(UsageError, match="No space left on device"),
        open_output(tmp_path / "w.csv"),
    ):
        raise OSError(28, "No space left on device")


# counts


def test_the_last_line_counts_levels_and_what_was_not_assessed():
    watch = Watch(PL)
    with watch:
        for assessment in (
            assessed(),
            assessed(level=1, status="not_observed"),
            assessed(status="uncertain"),
            Assessment("too_short", error="2 words; at least 6 are needed"),
            UNREADABLE,
        ):
            watch.count(assessment)
    assert re.fullmatch(
        "dokumentów: 5 · poziom 1: 1, poziom 5: 2 · niepewnych: 1 · nieocenionych: 1 · "
        r"nieczytelnych: 1 · \d+,\d s",
        watch.summary(),
    )


def test_no_progress_is_shown_where_there_is_no_terminal(capsys):
    with Watch(PL) as watch:
        watch.count(UNREADABLE)
        assert not watch.is_shown
    assert capsys.readouterr() == ("", "")
