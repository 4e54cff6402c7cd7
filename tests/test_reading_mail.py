"""Mails and archives give their text and the documents in them."""

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest

from hostile import docx, docx_text, nested_zip, ole, package
from slmo_match.errors import ReadingError
from slmo_match.reading import Limits, ocr, read
from slmo_match.reading.document import Document

CV = "Analizuję poziomy usług i uzgadniam warunki umów z dostawcami. " * 5
SCAN = Path(__file__).parent / "data" / "scan.pdf"


def mail(text: str = "", html: str = "", subject: str = "Kierownik usług") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@przyklad.pl", "b@przyklad.pl", subject
    if text:
        message.set_content(text)
    if html:
        (message.add_alternative if text else message.set_content)(html, subtype="html")
    return message


def attach(message: EmailMessage, data: bytes, name: str) -> None:
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)


def test_the_subject_and_the_body_are_read() -> None:
    document = read(mail("Nadzór nad serwisem\n").as_bytes(), "oferta.eml")
    assert document.text == "Kierownik usług\nNadzór nad serwisem"
    assert (document.kind, document.warnings) == ("mail", ())


def test_the_page_is_read_where_the_plain_text_says_less() -> None:
    html = "<p>Nadzór nad serwisem</p><ul><li>umowy z dostawcami</li></ul>"
    full = "Nadzór nad serwisem\n• umowy z dostawcami"
    assert read(mail("Zobacz stronę", html).as_bytes()).text == f"Kierownik usług\n{full}"
    assert read(mail(full, html).as_bytes()).text == f"Kierownik usług\n{full}"
    assert read(mail(html=html).as_bytes()).text == f"Kierownik usług\n{full}"


def test_attachments_follow_and_those_without_text_are_named() -> None:
    message = mail("W załączeniu życiorys.\n")
    attach(message, docx(docx_text("Analizuję poziomy usług")), "życiorys.docx")
    attach(message, b"\x00\x01\x02" * 100, "obraz.bin")
    document = read(message.as_bytes())
    assert document.text.endswith("W załączeniu życiorys.\n\nAnalizuję poziomy usług")
    assert document.warnings == ("obraz.bin: binary: the file holds no text",)


def test_a_mail_whose_only_attachment_cannot_be_read_gives_its_reason() -> None:
    message = mail(subject="")
    message.set_content("\n")
    attach(message, b"\x00\x01\x02" * 100, "a: b.bin")
    with pytest.raises(ReadingError, match=r"^binary"):
        read(message.as_bytes())


def test_a_mail_attached_to_a_mail_is_read() -> None:
    message = mail("Przekazuję ofertę.\n")
    message.add_attachment(mail("Nadzór nad serwisem\n", subject="Oferta"))
    assert read(message.as_bytes()).text.endswith("Oferta\nNadzór nad serwisem")


@pytest.mark.parametrize(
    "first",
    [
        "Authentication-Results: mx.przyklad.pl;\r\n\tspf=pass smtp.mailfrom=a@przyklad.pl",
        "DKIM-Signature: v=1; a=rsa-sha256;\r\n d=przyklad.pl; b=abc",
        "ARC-Seal: i=1; a=rsa-sha256",
        "In-Reply-To: <1@przyklad.pl>",
        "Sender: kadry@przyklad.pl",
        "User-Agent: Mutt/2.2",
        "Thread-Topic: Oferta",
        "Importance: high",
    ],
)
def test_a_mail_may_begin_with_any_field(first: str) -> None:
    message = mail("Dzień dobry, przesyłam CV.\n")
    attach(message, docx(docx_text(CV)), "cv.docx")
    data = first.encode() + b"\r\n" + message.as_bytes().replace(b"\n", b"\r\n")
    assert read(data, "oferta.eml").text == CV.strip()


@pytest.mark.parametrize("charset", ["iso-8859-2", "windows-1250", "utf-8", "nieznany"])
def test_the_charset_is_the_one_that_fits(charset: str) -> None:
    encoding = "utf-8" if charset == "nieznany" else charset
    body = base64.encodebytes("źródła świadczenia usług".encode(encoding))
    data = (
        b"Subject: x\nFrom: a@b.pl\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n"
        b"Content-Type: text/plain; charset=" + charset.encode() + b"\n\n" + body
    )
    assert "źródła świadczenia usług" in read(data).text


def test_an_archive_of_several_documents_is_read_as_one_and_says_so() -> None:
    data = package([
        ("a/cv.docx", docx(docx_text("Analizuję poziomy usług"))),
        ("a/list.txt", "Nadzór nad serwisem".encode("cp1250")),
        ("__MACOSX/a/._cv.docx", b"\x00\x05"),
        ("a/.ukryty", b"x"),
        ("logo.bin", b"\x00\x01\x02" * 100),
    ])  # fmt: skip
    document = read(data, "zgłoszenie.zip")
    assert document.text == "Analizuję poziomy usług\n\nNadzór nad serwisem"
    assert document.warnings == (
        "an archive of 2 documents, read as one",
        "logo.bin: binary: the file holds no text",
    )


def test_archives_in_archives_are_read_as_deep_as_allowed() -> None:
    assert "nadzór" in read(nested_zip(4)).text
    with pytest.raises(ReadingError, match=r"^too deep: more than 2 documents"):
        read(nested_zip(4), limits=Limits(nesting=2))


def test_an_archive_without_a_document_gives_the_first_reason() -> None:
    with pytest.raises(ReadingError, match=r"^binary"):
        read(package([("a.bin", b"\x00\x01\x02" * 100)]))


def test_a_locked_archive_is_encrypted() -> None:
    data = bytearray(package([("a.txt", b"Nadzor nad serwisem")]))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ReadingError, match=r"^encrypted"):
        read(bytes(data))


def test_limits_of_archives_are_kept() -> None:
    data = package([(f"{i}.txt", b"Nadzor nad serwisem") for i in range(20)])
    with pytest.raises(ReadingError, match=r"^too big: an archive of 20 files; allowed are 10"):
        read(data, limits=Limits(members=10))
    with pytest.raises(ReadingError, match=r"^too big: more than 100 bytes"):
        read(data, limits=Limits(unpacked=100))


def test_a_damaged_mail_of_outlook_is_corrupt() -> None:
    pytest.importorskip("oxmsg")
    with pytest.raises(ReadingError, match=r"^corrupt"):
        read(ole("__properties_version1.0"), "a.msg")


def test_the_note_that_a_cv_is_sent_with_is_left_out() -> None:
    message = mail("Dzień dobry, przesyłam CV.\n")
    attach(message, docx(docx_text(CV)), "cv.docx")
    message.add_attachment(b"x", maintype="text", subtype="calendar", filename="a.ics")
    document = read(message.as_bytes())
    assert document.text == CV.strip()
    assert document.warnings == ("a covering note was left out; what is attached to it was read",)


def test_an_advert_in_a_mail_is_kept_beside_what_is_attached() -> None:
    message = mail(f"{CV * 5}\n")
    attach(message, docx(docx_text("Klauzula informacyjna " * 100)), "rodo.docx")
    document = read(message.as_bytes())
    assert document.text.startswith("Kierownik usług\nAnalizuję")
    assert "Klauzula" in document.text


def test_a_note_is_not_taken_for_a_cv_that_cannot_be_read() -> None:
    message = mail("Dzień dobry, przesyłam CV.\n")
    attach(message, docx(docx_text(CV))[:-200], "cv.docx")
    with pytest.raises(ReadingError, match=r"^corrupt"):
        read(message.as_bytes())


def test_a_scan_in_a_mail_is_what_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    scan = SCAN.read_bytes()
    seen: list[bytes] = []

    def recognise(data: bytes, name: str, *_: object) -> Document:
        seen.append(data)
        return Document(name, CV)

    monkeypatch.setattr(ocr, "recognise", recognise)
    message = mail("Dzień dobry, przesyłam CV.\n")
    attach(message, scan, "cv.pdf")
    assert read(message.as_bytes()).text == CV
    assert seen == [scan]


def picture(message: EmailMessage, name: str, **options: str) -> None:
    data = b"\x89PNG\r\n\x1a\n" + name.encode()
    message.add_attachment(data, maintype="image", subtype="png", filename=name, **options)


def with_scans() -> EmailMessage:
    """Return a mail with a letter, a scanned PDF and a photograph."""
    message = mail("Dzień dobry, przesyłam CV.\n")
    attach(message, f"List motywacyjny. {CV}".encode(), "list.txt")
    attach(message, SCAN.read_bytes(), "cv.pdf")
    picture(message, "strona1.png")
    return message


def recognised_as_named(data: bytes, name: str, *_: object) -> Document:
    """Stand in for tesseract: the text of a picture is its name and a duty."""
    if data.startswith(b"%PDF"):
        return Document(
            name, f"pdf {CV}".strip(), (0,), "pdf", ("text recognised in a scan (OCR)",)
        )
    text = f"{data[8:].decode()} {CV}".strip()
    return Document(name, text, (0,), "picture", ("text recognised in a scan (OCR)",))


def test_every_scan_of_a_mail_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "recognise", recognised_as_named)
    message = with_scans()
    picture(message, "strona2.png", disposition="inline")
    document = read(message.as_bytes())
    assert [part.split()[0] for part in document.text.split("\n\n")] == [
        "List", "pdf", "strona1.png", "strona2.png",
    ]  # fmt: skip
    assert len(document.pages) == 4
    assert document.warnings == (
        "a covering note was left out; what is attached to it was read",
        "text recognised in a scan (OCR)",
    )


def test_scans_that_are_not_recognised_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "languages", frozenset)
    document = read(with_scans().as_bytes())
    assert document.text.startswith("List motywacyjny.")
    _, *left_out = document.warnings
    assert [warning.partition(": ")[0] for warning in left_out] == ["cv.pdf", "strona1.png"]
    assert all("install tesseract" in warning for warning in left_out)


def test_logos_of_a_mail_are_no_scans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "recognise", recognised_as_named)
    message = mail(html="<p>Nadzór nad serwisem</p><img src='cid:1'>")
    message.add_related(b"\x89PNG\r\n\x1a\nlogo", "image", "png", cid="<1>", filename="logo.png")
    picture(message, "logo2.png", disposition="inline", cid="<2>")
    document = read(message.as_bytes())
    assert (document.text, document.warnings) == ("Kierownik usług\nNadzór nad serwisem", ())


def test_scans_beyond_the_pages_that_are_allowed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "recognise", recognised_as_named)
    message = mail("Dzień dobry, przesyłam CV.\n")
    for number in (1, 2, 3):
        picture(message, f"strona{number}.png")
    document = read(message.as_bytes(), limits=Limits(pages=2))
    assert document.text.count("strona") == 2
    assert (
        "strona3.png: too big: 2 pages of other scans were read before (limit 'pages', --max-pages)"
        in document.warnings
    )


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ('multipart/encrypted; boundary="b"', "encrypted: .*PGP"),
        ("application/pkcs7-mime; smime-type=enveloped-data", "encrypted: .*S/MIME"),
        ("application/x-pkcs7-mime; smime-type=signed-data", "unsupported: .*signature"),
    ],
)
def test_sealed_mails_say_what_they_are(kind: str, reason: str) -> None:
    data = f"Subject: x\nFrom: a@b.pl\nMIME-Version: 1.0\nContent-Type: {kind}\n\nMIIB\n"
    with pytest.raises(ReadingError, match=f"^{reason}"):
        read(data.encode())


def test_soft_line_ends_are_undone() -> None:
    body = "Uzgadniam docelowe \npoziomy usług.\n\nNadzoruję serwis.\n-- \nJan\n"
    data = (
        "Subject: x\nFrom: a@b.pl\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8; format=flowed\n\n{body}"
    )
    text = read(data.encode()).text
    assert "Uzgadniam docelowe poziomy usług.\n\nNadzoruję serwis.\n-- \nJan" in text


def test_an_attachment_of_outlook_in_one_lump_is_named() -> None:
    message = mail("W załączeniu oferta.\n")
    attach(message, b"\x78\x9f\x3e\x22" + bytes(500), "winmail.dat")
    assert "winmail.dat of Outlook" in read(message.as_bytes()).warnings[0]
