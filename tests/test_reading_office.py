"""Word, OpenDocument and rich text give what a reader sees on the page, and nothing else."""

import shutil
import sys
from pathlib import Path

import pytest

from hostile import docx, docx_text, odt, ole, package
from slmo_match.errors import ReadingError
from slmo_match.reading import Limits, read


def word(body: str, **parts: str) -> str:
    """Return the text of a Word document with a body and other parts."""
    namespaces = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    main = f"<w:document {namespaces}><w:body>{body}</w:body></w:document>"
    others = [
        (f"word/{name}.xml", f"<w:{content[0]} {namespaces}>{content[1]}</w:{content[0]}>")
        for name, content in parts.items()
    ]
    data = package([
        ("[Content_Types].xml", b"<Types/>"),
        *((name, text.encode()) for name, text in [("word/document.xml", main), *others]),
    ])  # fmt: skip
    return read(data, "cv.docx").text


def p(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


NUMBERED = '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'
NOT_NUMBERED = '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
STYLED = '<w:pPr><w:pStyle w:val="Lista"/></w:pPr>'


def test_lists_are_known_by_their_numbering_and_by_their_style() -> None:
    styles = (
        "styles",
        f'<w:style w:styleId="Lista">{NUMBERED}</w:style>',
    )
    body = (
        p("nadzór", NUMBERED)
        + p("raporty", STYLED)
        + p("umowy", NOT_NUMBERED)
        + p("• plan", NUMBERED)
    )
    assert word(body, styles=styles) == "• nadzór\n• raporty\numowy\n• plan"


def test_insertions_count_and_deletions_do_not() -> None:
    body = (
        "<w:p><w:r><w:t>nadzór </w:t></w:r><w:ins><w:r><w:t>nad umowami</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>nad drukarkami</w:delText></w:r></w:del></w:p>"
    )
    assert word(body) == "nadzór nad umowami"


def test_controls_links_and_nested_tables_are_read() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('nadzór')}</w:tc></w:tr></w:tbl>"
    cell = f"<w:tc>{p('Zadania')}{table}{p('raporty')}</w:tc>"
    body = (
        f"<w:sdt><w:sdtContent>{p('Kierownik')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink><w:r><w:t>strona</w:t></w:r></w:hyperlink></w:p>"
        f"<w:tbl><w:tr><w:tc>{p('2019')}</w:tc>{cell}</w:tr></w:tbl>"
    )
    assert word(body).split("\n") == ["Kierownik", "strona", "2019", "Zadania", "nadzór", "raporty"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('Umiejętności')}{p('ITIL')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>Anna Żak</w:t></w:r></w:p>"
    )
    assert word(body) == "Umiejętności\nITIL\nAnna Żak"


def test_headers_come_first_and_once() -> None:
    header = ("hdr", p("Anna Żak, kierowniczka"))
    assert word(p("Zadania"), header1=header, header2=header) == "Anna Żak, kierowniczka\nZadania"


@pytest.mark.parametrize("run", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>'])
def test_hidden_words_are_left_out_and_said(run: str) -> None:
    hidden = "Wyznacza strategię zarządzania poziomem usług w całej organizacji."
    data = docx(docx_text("Nadzór") + p(hidden, run=run).encode())
    document = read(data)
    assert document.text == "Nadzór"
    assert document.warnings == ("hidden text was left out",)


def test_white_words_on_a_dark_ground_and_words_shown_again_are_read() -> None:
    shaded = '<w:pPr><w:shd w:fill="1F3864"/></w:pPr>'
    assert word(p("Doświadczenie", shaded, '<w:color w:val="FFFFFF"/>')) == "Doświadczenie"
    assert word(p("Nadzór", run='<w:vanish w:val="0"/>')) == "Nadzór"


def test_breaks_hyphens_and_symbols_are_what_they_look_like() -> None:
    body = (
        '<w:p><w:r><w:sym w:char="F0B7"/><w:tab/><w:t>nadzór</w:t><w:br/><w:t>biało</w:t>'
        "<w:noBreakHyphen/><w:t>czerwony pod</w:t><w:softHyphen/><w:t>wykonawca</w:t></w:r></w:p>"
    )
    assert word(body) == "• nadzór\nbiało-czerwony podwykonawca"


def test_opendocument_spaces_notes_and_changes() -> None:
    body = (
        b"<text:tracked-changes><text:p>skre\xc5\x9blone</text:p></text:tracked-changes>"
        b'<text:p>nadz\xc3\xb3r<text:s text:c="3"/>nad<text:tab/>um<text:span>owami</text:span>'
        b"<text:line-break/>raporty<text:note><text:note-citation>1</text:note-citation>"
        b"<text:note-body><text:p>przypis</text:p></text:note-body></text:note></text:p>"
        b"<office:annotation><text:p>uwaga</text:p></office:annotation>"
    )
    assert read(odt(body)).text.split("\n") == ["nadzór nad umowami", "raporty", "przypis"]


def test_opendocument_lists_in_lists() -> None:
    inner = b"<text:list><text:list-item><text:p>windy</text:p></text:list-item></text:list>"
    body = (
        b"<text:list><text:list-item><text:p>serwis</text:p>"
        + inner
        + b"</text:list-item></text:list>"
    )
    assert read(odt(body)).text == "• serwis\n• windy"


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (r"{\rtf1\ansi\ansicpg1250 us\'b3ugi \'9fr\'f3d\'b3a}", "usługi źródła"),
        (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset238 Arial;}}\f0 us\'b3ugi}", "usługi"),
        (r"{\rtf1\ansi\uc1 us\u322?ugi \u8211? \u243?semka}", "usługi – ósemka"),
        (
            r"{\rtf1\ansi{\listtext\f1\'b7\tab}serwis\par{\listtext 2.\tab}umowy\par}",
            "• serwis\n2. umowy",
        ),
        (r"{\rtf1\ansi{\*\generator X;}{\info{\title Y}}serwis{\pict 0102}}", "serwis"),
        (r"{\rtf1\ansi\trowd\cellx1\cellx2 Windy\cell 4 h\cell\row}", "Windy | 4 h"),
    ],
)
def test_rich_text_is_decoded_and_its_lists_and_tables_kept(rtf: str, text: str) -> None:
    assert read(rtf.encode("ascii")).text == text


def test_hidden_rich_text_is_left_out_and_said() -> None:
    hidden = r"{\rtf1\ansi Nadzor{\v Wyznacza strategie zarzadzania poziomem uslug w calej firmie}}"
    document = read(hidden.encode())
    assert (document.text, document.warnings) == ("Nadzor", ("hidden text was left out",))


def test_an_old_word_document_needs_a_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    from slmo_match.reading import worker

    worker._POOL.end()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReadingError, match=r"^unsupported: an old Word document.*LibreOffice"):
        read(ole("WordDocument"), "cv.doc")
    worker._POOL.end()


@pytest.mark.parametrize("kind", ["antiword", "soffice"])
def test_an_old_word_document_is_read_through_a_converter(
    kind: str, tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from slmo_match.reading import worker

    worker._POOL.end()
    (tmp_path / "wynik.docx").write_bytes(docx(docx_text("nadzór nad serwisem")))
    program = tmp_path / kind
    copy = f'for last; do :; done; cp {tmp_path}/wynik.docx "$(dirname "$last")/document.docx"'
    program.write_text(f"#!/bin/sh\n{copy if kind == 'soffice' else 'echo nadzór nad serwisem'}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    document = read(ole("WordDocument"), "cv.doc")
    worker._POOL.end()
    assert document.text.strip() == "nadzór nad serwisem"
    assert (document.kind, document.warnings) == ("doc", ())


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
def test_converters_share_the_time_of_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one second the first has 0.7, and the second 0.7 of what the first left."""
    from slmo_match.reading import doc
    from slmo_match.reading.document import Document, Source

    for name in ("soffice", "antiword"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\nexec sleep 20\n")
        program.chmod(0o755)
    found = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "catdoc" else found(name))
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    source = Source(ole("WordDocument"), "cv.doc", "doc", Limits(seconds=1), Document)
    with pytest.raises(ReadingError, match=r"^too slow: not converted in 0(\.[0-2])? seconds"):
        doc.read(source)
