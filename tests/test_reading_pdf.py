"""The words of a page come in reading order, as they were written."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from hostile import FONT, many_pages, one_page, pdf, stream
from slmo_match.errors import ReadingError
from slmo_match.reading import Limits, read
from slmo_match.reading.page_layout import Word, page_lines
from slmo_match.reading.running import without_running
from slmo_match.reading.wrapping import Paragraphs

HEIGHT = 10.0


def place(text: str, left: float, line: float) -> list[Word]:
    """Set words on a line, numbered from the top, five points a letter."""
    words, bottom = [], 800 - 12 * line
    for word in text.split(" "):
        words.append(Word(word, left, bottom, left + 5 * len(word), bottom + HEIGHT))
        left += 5 * len(word) + 3
    return words


def texts(*words: list[Word]) -> list[str]:
    return [line.text for line in page_lines([word for group in words for word in group])]


def paragraphs(*pages: list[Word]) -> tuple[list[str], tuple[int, ...]]:
    collected = Paragraphs()
    for lines in without_running([page_lines(words) for words in pages]):
        collected.add_page(lines)
    text, offsets = collected.finish()
    return text.split("\n"), offsets


LEFT = [
    "Umiejętności",
    "język angielski i niemiecki",
    "arkusze kalkulacyjne",
    "prowadzenie szkoleń",
]
RIGHT = ["Doświadczenie", "kierowanie zespołem serwisu", "przeglądy umów z dostawcami", "raporty"]


def test_columns_are_read_one_after_the_other_however_they_are_drawn() -> None:
    rows = [w for i in range(4) for w in place(LEFT[i], 50, i) + place(RIGHT[i], 300, i)]
    shifted = [w for i in range(4) for w in place(RIGHT[i], 300, i + 0.4) + place(LEFT[i], 50, i)]
    assert texts(rows) == texts(shifted) == LEFT + RIGHT


def test_lines_across_columns_stand_before_and_after_them() -> None:
    name = place("Świętosława Gżegżółka, kierowniczka usług w spółce Łąka i Las", 50, 0)
    clause = place("Wyrażam zgodę na przetwarzanie danych zawartych w tym życiorysie", 50, 6)
    rows = [w for i in range(4) for w in place(LEFT[i], 50, i + 1) + place(RIGHT[i], 300, i + 1)]
    found = texts(name, rows, clause)
    assert found[1:-1] == LEFT + RIGHT
    assert found[0].startswith("Świętosława")
    assert found[-1].startswith("Wyrażam")


def test_dates_in_a_margin_stay_with_their_posts() -> None:
    posts = ["Kierowniczka usług", "Specjalistka do spraw umów", "Referentka", "Stażystka w biurze"]
    dates = ["2019 – obecnie", "2014–2019", "06.2012 – 2014", "2011"]
    left = [w for i in range(4) for w in place(dates[i], 50, i) + place(posts[i], 200, i)]
    assert texts(left) == [f"{date} {post}" for date, post in zip(dates, posts, strict=True)]
    right = [w for i in range(4) for w in place(dates[i], 400, i) + place(posts[i], 50, i)]
    assert texts(right) == [f"{post} {date}" for date, post in zip(dates, posts, strict=True)]


def test_signs_of_a_list_are_no_column() -> None:
    items = [w for i in range(4) for w in place("•", 50, i) + place(LEFT[i], 70, i)]
    assert texts(items) == [f"• {item}" for item in LEFT]


def test_cells_of_a_table_are_told_apart() -> None:
    rows = [w for i in range(2) for w in place(LEFT[i], 50, i) + place(RIGHT[i], 300, i)]
    assert texts(rows) == [f"{a} | {b}" for a, b in zip(LEFT[:2], RIGHT[:2], strict=True)]


def test_the_gaps_of_justified_text_are_no_columns() -> None:
    rows = []
    for i in range(5):
        words = ["nadzór", "nad", "umowami", "serwisu"]
        lefts = [50.0, 50 + 60, 50 + 120, 50 + 180]
        for word, left in zip(words, lefts, strict=True):
            rows.append(Word(word, left, 790 - 12 * i, left + 5 * len(word), 800 - 12 * i))
    found = [line.replace(" | ", " ") for line in texts(rows)]
    assert found == ["nadzór nad umowami serwisu"] * 5


def test_prepositions_and_dashes_at_the_start_of_a_line_are_no_bullets() -> None:
    lines = [
        "Szukamy osoby, która zadba o umowy z dostawcami i",
        "o wysoką jakość serwisu, a także o klientów firmy",
        "– najpierw w kraju, potem poza nim, oraz o raporty",
    ]
    found, _ = paragraphs([w for i, line in enumerate(lines) for w in place(line, 50, i)])
    assert found == [" ".join(lines)]


def test_wrapped_lines_are_joined_and_hyphens_undone() -> None:
    lines = [
        "Wymagania",
        "\uf0b7 uzgadnianie z odbiorcami warunków umów o pozio\x02",
        "mie usług oraz mierników, które przyjął Dział",
        "Handlowy, i przegląd tych umów co kwartał roku",
        "- prowadzenie rejestru",
        "biało-czerwona ﬂaga, deﬁnicja us\u00adługi",
    ]
    found, _ = paragraphs([w for i, line in enumerate(lines) for w in place(line, 50, i)])
    assert found == [
        "Wymagania",
        "• uzgadnianie z odbiorcami warunków umów o poziomie usług oraz mierników, które przyjął "
        "Dział Handlowy, i przegląd tych umów co kwartał roku",
        "• prowadzenie rejestru",
        "biało-czerwona flaga, definicja usługi",
    ]


def test_a_line_that_ends_early_ends_the_paragraph() -> None:
    lines = ["nadzór nad serwisem wind, pralni i klimatyzacji", "raporty dla zarządu", "umowy"]
    found, _ = paragraphs([w for i, line in enumerate(lines) for w in place(line, 50, i)])
    assert found == lines


def test_running_lines_and_page_numbers_go_and_sentences_cross_pages() -> None:
    pages = [
        place("Łąka i Las S.A.", 50, 0)
        + place(first, 50, 3)
        + place(second, 50, 4)
        + place(f"Strona {number} z 2", 400, 60)
        for number, first, second in (
            (1, "Zakres zadań", "nadzór nad umowami z dostawcami z całego kraju, którzy obsługują"),
            (2, "windy w szpitalach", "raporty"),
        )
    ]
    found, offsets = paragraphs(*pages)
    whole = "nadzór nad umowami z dostawcami z całego kraju, którzy obsługują windy w szpitalach"
    assert found == ["Zakres zadań", whole, "raporty"]
    assert "\n".join(found)[offsets[1] :].startswith("windy")


def test_pages_that_are_all_alike_keep_their_text() -> None:
    document = read(many_pages(3))
    assert document.text.count("Nadzor nad serwisem") == 3
    assert len(document.pages) == 3


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(rotation: int) -> None:
    matrix = {0: "1 0 0 1 60 500", 90: "0 1 -1 0 300 60", 180: "-1 0 0 -1 500 300"}.get(
        rotation, "0 -1 1 0 300 700"
    )
    text = f"BT /F1 12 Tf {matrix} Tm 14 TL (Nadzor nad) Tj T* (serwisem i umowami) Tj ET"
    page = one_page(stream(text.encode())).replace(
        b"/Type /Page /Parent", b"/Type /Page /Rotate %3d /Parent" % rotation
    )
    assert read(page).text.split() == ["Nadzor", "nad", "serwisem", "i", "umowami"]


def test_white_words_are_left_out_and_said() -> None:
    contents = (
        b"BT /F1 12 Tf 50 700 Td (Nadzor nad serwisem wind i pralni) Tj ET "
        b"1 1 1 rg BT /F1 12 Tf 50 600 Td (Wyznacza strategie uslug w calej firmie) Tj ET"
    )
    document = read(one_page(stream(contents)))
    assert document.text == "Nadzor nad serwisem wind i pralni"
    assert document.warnings == ("hidden text was left out",)


def test_pages_beyond_the_limit_are_named() -> None:
    document = read(many_pages(12), limits=Limits(pages=5))
    assert len(document.pages) == 5
    assert document.warnings == (
        "only the first 5 of 12 pages were read (limit 'pages', --max-pages)",
    )


def test_a_page_without_text_among_others_is_named() -> None:
    text = b"BT /F1 12 Tf 50 700 Td (Nadzor nad serwisem wind i pralni) Tj ET"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources " + FONT
    document = read(
        pdf(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
                page + b" /Contents 5 0 R >>",
                page + b" /Contents 6 0 R >>",
                stream(text),
                stream(b"10 10 100 100 re f"),
            ]
        )
    )
    assert document.warnings == ("pages without text, perhaps pictures: 2",)


def test_what_is_typed_into_a_form_is_read() -> None:
    document = read(Path(__file__).parent / "data" / "form.pdf")
    assert document.text.split("\n") == [
        "Formularz kandydata. Obecne zadania:",
        "Nadzor nad serwisem wind",
    ]


def test_a_page_of_a_few_words_is_no_scan() -> None:
    assert read(one_page(stream(b"BT /F1 12 Tf 50 700 Td (Nadzor) Tj ET"))).text == "Nadzor"


def test_a_scan_needs_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    from slmo_match.reading import ocr

    monkeypatch.setattr(ocr, "languages", frozenset)
    with pytest.raises(ReadingError, match=r"^no text \(needs OCR\).*install tesseract"):
        read(Path(__file__).parent / "data" / "scan.pdf")


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Return a function that puts a stand-in for tesseract on the path: a shell script."""
    from slmo_match.reading import ocr

    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")

    def answers(script: str) -> None:
        program = tmp_path / "tesseract"
        listing = "if [ $1 = --list-langs ]; then echo pol; exit; fi"
        program.write_text(f"#!/bin/sh\n{listing}\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
        ocr.languages.cache_clear()

    yield answers
    ocr.languages.cache_clear()


def test_a_scan_is_recognised_where_tesseract_is_installed(
    tesseract: Callable[[str], None],
) -> None:
    # says how the picture that it is fed begins
    tesseract("echo 'uzgadnianie pozio-'; echo 'mów usług'; head -c 17 | head -1")
    done: list[tuple[int, int]] = []
    document = read(
        Path(__file__).parent / "data" / "scan.pdf", progress=lambda *pages: done.append(pages)
    )
    assert document.text == "uzgadnianie poziomów usług\nP5 2480 1001 255"
    assert document.pages == (0,)
    assert document.warnings == ("text recognised in a scan (OCR)",)
    assert done == [(0, 1), (1, 1)]


def test_pages_of_a_scan_that_are_left_out_are_said(tesseract: Callable[[str], None]) -> None:
    tesseract("cat > /dev/null; echo 'uzgadnianie poziomów usług'")
    scan = pdfium.PdfDocument.new()
    scan.import_pages(pdfium.PdfDocument(Path(__file__).parent / "data" / "scan.pdf"), [0, 0, 0])
    written = io.BytesIO()
    scan.save(written)
    document = read(written.getvalue(), "cv.docx", limits=Limits(pages=1))
    assert document.text == "uzgadnianie poziomów usług"
    assert document.warnings == (
        "text recognised in a scan (OCR)",
        "named .docx, read as pdf by its content",
        "only the first 1 of 3 pages were read (limit 'pages', --max-pages)",
    )


def test_reading_does_not_need_the_parsers_to_be_imported() -> None:
    code = (
        "import sys, slmo_match.reading; "
        "sys.exit(bool({'pypdfium2', 'lxml', 'striprtf', 'pandas', 'pyarrow'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def set_in(words: list[Word], font: str) -> list[Word]:
    return [word._replace(font=font) for word in words]


def test_the_rows_of_a_table_stay_together_and_what_follows_it_follows() -> None:
    table = [("Usługa", "Czas"), ("Windy szpitalne", "Trzydzieści minut"), ("Pralnia", "Doba")]
    rows = [w for i, (a, b) in enumerate(table) for w in place(a, 50, i) + place(b, 300, i)]
    after = place("Oferujemy umowę o pracę.", 50, 3)
    assert texts(rows, after) == [*(f"{a} | {b}" for a, b in table), "Oferujemy umowę o pracę."]


def test_wrapped_cells_are_read_row_by_row() -> None:
    rows = (
        place("Stanowisko", 50, 0) + place("Kierowniczka usług", 200, 0)
        + place("Główne obowiązki", 50, 1) + place("uzgadnianie umów z dostawcami", 200, 1)
        + place("i raporty", 200, 2) + place("Daty", 50, 3) + place("od lat", 200, 3)
    )  # fmt: skip
    assert texts(rows) == [
        "Stanowisko", "Kierowniczka usług", "Główne obowiązki",
        "uzgadnianie umów z dostawcami", "i raporty", "Daty", "od lat",
    ]  # fmt: skip


def test_a_heading_below_columns_belongs_to_the_lines_below_it() -> None:
    rows = [w for i in range(4) for w in place(LEFT[i], 50, i) + place(RIGHT[i], 300, i)]
    heading = place("Podsumowanie", 50, 6)
    line = place("Od dziesięciu lat zajmuję się umowami o poziomie usług w szpitalach", 50, 7)
    assert texts(rows, heading, line)[:9] == [*LEFT, *RIGHT, "Podsumowanie"]


def test_a_line_in_another_font_and_the_years_of_a_post_begin_a_paragraph() -> None:
    lines = [
        "• prowadzenie przeglądów usług i umów z dostawcami",
        "2014–2019 Referentka w dziale umów i zamówień firmy",
        "zajmuję się umowami z dostawcami i z podwykonawcami",
    ]
    words = [w for i, line in enumerate(lines) for w in place(line, 50, i)]
    bold = set_in(place("koordynatorka serwisu", 50, 3), "Bold")
    found, _ = paragraphs(set_in(words, "Plain") + bold)
    assert found == [lines[0], f"{lines[1]} {lines[2]}", "koordynatorka serwisu"]


def test_words_below_the_words_of_an_item_go_on_with_it() -> None:
    words = place("• arkusze kalkulacyjne i", 50, 0) + place("Power BI", 60, 1)
    found, _ = paragraphs(words + place("Języki obce", 50, 2))
    assert found == ["• arkusze kalkulacyjne i Power BI", "Języki obce"]


def test_signs_that_are_drawn_begin_items_and_other_dots_do_not() -> None:
    square = b"%d %d 4 4 re f "
    contents = b"".join([
        b"BT /F1 12 Tf 70 700 Td (nadzor nad serwisem) Tj 0 -14 Td (raporty dla zarzadu) Tj ET ",
        square % (58, 702), square % (58, 688),
        b"BT /F1 12 Tf 50 600 Td (ITIL) Tj ET ", square % (80, 602), square % (90, 602),
        b"10 10 300 1 re f",
    ])  # fmt: skip
    assert read(one_page(stream(contents))).text.split("\n") == [
        "• nadzor nad serwisem", "• raporty dla zarzadu", "ITIL",
    ]  # fmt: skip


def test_white_words_on_something_dark_are_read() -> None:
    contents = (
        b"0 0 0.3 rg 0 580 300 200 re f 1 1 1 rg BT /F1 12 Tf 50 700 Td (Nadzor nad serwisem) Tj ET"
        b" BT /F1 12 Tf 50 400 Td (Wyznacza strategie uslug w calej firmie) Tj ET"
    )
    document = read(one_page(stream(contents)))
    assert document.text == "Nadzor nad serwisem"
    assert document.warnings == ("hidden text was left out",)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_turned_by_mistake_is_read_as_it_was_written(rotation: int) -> None:
    page = one_page(stream(b"BT /F1 12 Tf 50 700 Td (Nadzor nad) Tj 0 -14 Td (serwisem) Tj ET"))
    turned = page.replace(b"/Type /Page /Parent", b"/Type /Page /Rotate %3d /Parent" % rotation)
    assert read(turned).text.split() == ["Nadzor", "nad", "serwisem"]


def test_letters_without_meaning_are_a_scan() -> None:
    """A font whose letters are numbers, as programs write them that leave out the mapping."""
    from slmo_match.reading.document import ScanError
    from slmo_match.reading.parse import parse

    font = (
        b"<< /Font << /F1 << /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H "
        b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type "
        b"/FontDescriptor /FontName /X /Flags 4 >> >>] >> >> >>"
    )
    contents = b"BT /F1 12 Tf 50 700 Td <" + b"0024002500260027" * 20 + b"> Tj ET"
    with pytest.raises(ScanError, match="do not say which letters"):
        parse(one_page(stream(contents), font), "a.pdf", Limits())


def test_what_a_form_holds_is_read_even_if_nobody_drew_it() -> None:
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Nadzor nad serwisem wind) "
        b"/Rect [50 600 500 640] /DA (/F1 12 Tf 0 g) /F 4 >>"
    )
    page = one_page(stream(b"BT /F1 12 Tf 50 700 Td (Obowiazki:) Tj ET"), more=[field])
    page = page.replace(b"/Type /Catalog", b"/Type /Catalog /AcroForm << /NeedAppearances true "
                        b"/Fields [5 0 R] /DA (/F1 12 Tf 0 g) /DR " + FONT + b" >>")  # fmt: skip
    page = page.replace(b"/Type /Page /Parent", b"/Type /Page /Annots [5 0 R] /Parent")
    assert read(page).text.split("\n") == ["Obowiazki:", "Nadzor nad serwisem wind"]


def test_the_documents_of_a_portfolio_are_read_instead_of_its_cover() -> None:
    inside = b"Analizuje poziomy uslug i uzgadniam warunki umow z dostawcami. " * 5
    more = [
        b"<< /Type /Filespec /F (cv.txt) /UF (cv.txt) /EF << /F 6 0 R >> >>",
        stream(inside, b"/Type /EmbeddedFile"),
    ]
    cover = stream(b"BT /F1 12 Tf 50 700 Td (Open this portfolio in a newer reader.) Tj ET")
    page = one_page(cover, more=more).replace(
        b"/Type /Catalog",
        b"/Type /Catalog /Names << /EmbeddedFiles << /Names [(cv.txt) 5 0 R] >> >>",
    )
    assert read(page).text.strip() == inside.decode().strip()
