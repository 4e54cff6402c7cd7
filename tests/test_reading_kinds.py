"""Kinds that are not read are named, and unusual forms of those that are read are read."""

from pathlib import Path

import pytest

from hostile import W, package
from slmo_match.errors import ReadingError
from slmo_match.reading import read
from slmo_match.reading.kinds import kind_of

DATA = Path(__file__).parent / "data"
DUTY = "Uzgadniam z klientami docelowe poziomy usług."
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORDML = "http://schemas.microsoft.com/office/word/2003/wordml"
PARAGRAPH = f"<w:body><w:p><w:r><w:t>{DUTY}</w:t></w:r></w:p></w:body>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (package([("mimetype", b"application/epub+zip"), ("a.xhtml", b"x")]), "an e-book"),
        (package([("Index/Document.iwa", b"x")]), "a document of Apple Pages"),
        (
            package([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]),
            "OpenDocument",
        ),
        (package([("[Content_Types].xml", b"<Types/>"), ("ppt/a.xml", b"x")]), "an Office file"),
        (
            package([("[Content_Types].xml", b"<Types/>"), ("xl/a.xml", b"x")]),
            "an Excel workbook; save it as .xlsx and read it as a table",
        ),
        (b"\xdb\xa5-\x00" + bytes(2000), "Word 2"),
        (b"\x01\xfe2\x00" + bytes(2000), "Microsoft Works"),
        (b"\xffWPC" + bytes(2000), "WordPerfect"),
        (b"1\xbe\x00\x00" + bytes(2000), "Windows Write"),
        (b"AT&TFORM" + bytes(2000), "a DjVu file"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "a HEIC or AVIF picture; save it as JPEG"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(100), "a picture, sound or film"),
        (b"RIFF\x24\x00\x00\x00WEBP" + bytes(100), "a WebP picture; save it as PNG or PDF"),
        (b"RIFF\x24\x00\x00\x00WAVE" + bytes(100), "a picture, sound or film"),
        (b"GIF89a" + bytes(100), "a GIF picture; save it as PNG or PDF"),
        (b"BM\x8a\x00" + bytes(100), "a BMP picture; save it as PNG or PDF"),
        (b"\xfd7zXZ\x00" + bytes(100), "an xz archive"),
        (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(100), "a shortcut"),
        (b"[InternetShortcut]\r\nURL=https://przyklad.pl\r\n", "a shortcut"),
        (b'{"url":"https://docs.google.com/open?id=1"}', "a shortcut"),
        (b"From a@b.pl Mon Nov 23 10:00:00 2026\nSubject: x\n\nx\n", "a mailbox"),
        (b'<?xml version="1.0"?><svg><text>x</text></svg>', "an XML file"),
    ],
)
def test_what_is_not_read_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(ReadingError, match=f"^(unsupported|binary): .*{reason}"):
        kind_of(data)


@pytest.mark.parametrize(
    "text",
    [
        "From January 2020 to now at Przykład S.A.\nRole: kierownik usług\n",
        f"Imię: Anna\nFrom: 2019\nTo: 2023\n{DUTY}\n",
        f"Stanowisko: kierownik\nE-mail: anna@przyklad.pl\nFrom: 2019\nTo: 2023\n{DUTY}\n",
        f"Name: Anna\nSkills: SLA\n\nFrom: a@przyklad.pl\nSubject: {DUTY}\n",
    ],
)
def test_a_cv_with_words_of_mails_is_a_text(text: str) -> None:
    assert kind_of(text.encode()) == "text"


@pytest.mark.parametrize(
    "line",
    [
        "From - Mon Nov 23 10:00:00 2026",
        "From 17@xxx Fri Jan  2 10:00:00 +0000 2026",
        "From a@b.pl Fri Jan  2 10:00:00 2026 +0100",
    ],
)
def test_a_mailbox_is_known_by_its_date(line: str) -> None:
    with pytest.raises(ReadingError, match="a mailbox"):
        kind_of(f"{line}\nSubject: x\n\nx\n".encode())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("word2003.xml", f'<?xml version="1.0"?><w:wordDocument xmlns:w="{WORDML}">{PARAGRAPH}'
         "</w:wordDocument>"),
        ("flat.xml", '<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/'
         f'office/2006/xmlPackage"><w:document {W.decode()}>{PARAGRAPH}</w:document>'
         "</pkg:package>"),
    ],
)  # fmt: skip
def test_a_word_document_in_one_xml_file_is_read(name: str, data: str) -> None:
    document = read(data.encode(), name)
    assert (document.text, document.kind) == (DUTY, "docx")


@pytest.mark.parametrize("place", ["word/document.xml", "word/document2.xml", "content/main.xml"])
def test_the_text_of_a_word_document_is_where_its_relations_say(place: str) -> None:
    relation = (
        '<Relationships><Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/'
        f'relationships/officeDocument" Target="/{place}"/></Relationships>'
    )
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    data = package([
        ("[Content_Types].xml", f'<Types><Override ContentType="{MAIN}"/></Types>'.encode()),
        ("_rels/.rels", relation.encode()),
        (place, f'<w:document xmlns:w="{strict}">{PARAGRAPH}</w:document>'.encode()),
    ])  # fmt: skip
    assert read(data, "strict.docx").text == DUTY


def test_a_template_of_opendocument_is_read() -> None:
    data = (DATA / "advert.odt").read_bytes()
    template = b"application/vnd.oasis.opendocument.text-template"
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist() if name != "mimetype"]
    found = read(package([("mimetype", template), *parts]), "advert.ott")
    assert found.text == read(data, "advert.odt").text


def test_an_unfilled_control_is_left_out() -> None:
    control = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r>"
        "<w:t>Kliknij tutaj</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    text = f"<w:document {W.decode()}>{PARAGRAPH.replace('<w:body>', '<w:body>' + control)}"
    data = package([
        ("[Content_Types].xml", b"<Types/>"), ("word/document.xml", f"{text}</w:document>".encode())
    ])  # fmt: skip
    assert read(data).text == DUTY


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"])
def test_wide_letters_need_no_mark(encoding: str) -> None:
    assert read(f"{DUTY} Żółta Wstążka.".encode(encoding)).text == f"{DUTY} Żółta Wstążka."


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "us-ascii"])
def test_a_western_encoding_is_not_believed(declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>{DUTY} źródło</p></body></html>'
    assert read(page.encode("cp1250")).text == f"{DUTY} źródło"
