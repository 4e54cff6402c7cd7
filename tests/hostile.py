"""Files made to hurt a reader, each small in memory until it is read."""

from __future__ import annotations

import base64
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from functools import cache

ODT = ("mimetype", b"application/vnd.oasis.opendocument.text")
DOCX_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
TYPES = ("[Content_Types].xml", DOCX_TYPES)
W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SENTENCE = "Do zadań należy nadzór nad serwisem i uzgadnianie poziomów usług."


# --- building blocks -------------------------------------------------------------------------


def package(parts: Iterable[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def docx(body: bytes, prologue: bytes = b"") -> bytes:
    document = prologue + b"<w:document " + W + b"><w:body>" + body + b"</w:body></w:document>"
    return package([TYPES, ("word/document.xml", document)])


def docx_text(text: str) -> bytes:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()


def odt(body: bytes, *more: tuple[str, bytes]) -> bytes:
    namespaces = (
        b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = b"<office:document-content " + namespaces + b"><office:body><office:text>"
    content += body + b"</office:text></office:body></office:document-content>"
    return package([ODT, ("content.xml", content), *more])


def bomb(name: str, megabytes: int, start: bytes, *others: tuple[str, bytes]) -> bytes:
    """Pack blanks after a start, a megabyte at a time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for other, data in others:
            archive.writestr(other, data)
        with archive.open(name, "w", force_zip64=True) as part:
            part.write(start)
            for _ in range(megabytes):
                part.write(b" " * 1_000_000)
    return buffer.getvalue()


@cache
def deflated(piece: bytes, times: int) -> bytes:
    """Pack a piece many times over."""
    packer = zlib.compressobj(1)
    return b"".join([*(packer.compress(piece) for _ in range(times)), packer.flush()])


FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources "


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(data), entries) + data + b"\nendstream"


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """Write numbered objects, the first the catalogue, with a right table of references."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer << /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
TEXT = b"BT /F1 12 Tf 50 700 Td (Nadzor nad serwisem i umowami o poziomie uslug) Tj ET"


def one_page(contents: bytes, resources: bytes = FONT, more: Iterable[bytes] = ()) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources "
    return pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page + resources + b" >>",
        contents,
        *more,
    ])  # fmt: skip


def ole(*streams: str) -> bytes:
    """Write what tells the kinds of the old Office container apart: the names of its streams."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names).ljust(4096, b"\0")


# --- the files -------------------------------------------------------------------------------


def nested_mail(depth: int) -> bytes:
    head = b"".join(
        b"From: a@b.pl\nSubject: x\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i)
        for i in range(depth)
    )
    return head + b"Content-Type: text/plain\n\ntekst\n"


def nested_zip(depth: int) -> bytes:
    data = SENTENCE.encode()
    for level in range(depth):
        data = package([(f"{level}.zip" if level else "a.txt", data)])
    return data


def lying_zip() -> bytes:
    """Say in the directory that a part of 30 MB has ten bytes."""
    data = bytearray(bomb("a.txt", 30, b""))
    where = data.rfind(b"PK\x01\x02")
    data[where + 24 : where + 28] = struct.pack("<I", 10)
    return bytes(data)


def overlapping_zip() -> bytes:
    """Let two hundred names point at one part."""
    inner = package([("a.txt", random.Random(1).randbytes(100_000))])
    at = inner.rfind(b"PK\x01\x02")
    entry, end = inner[at : inner.rfind(b"PK\x05\x06")], bytearray(inner[-22:])
    entries = b"".join(entry[:46] + b"%05d" % i for i in range(200))
    end[8:12] = struct.pack("<HH", 200, 200)
    end[12:16] = struct.pack("<I", len(entries))
    return inner[:at] + entries + bytes(end)


def forms(depth: int, times: int) -> bytes:
    """Draw a form that draws the next one three times, and so on."""
    entries = FORM + b"<< /XObject << /X %d 0 R >> >>"
    more = [stream(b"/X Do " * times, entries % (6 + i)) for i in range(depth)]
    more.append(stream(TEXT, FORM + FONT))
    return one_page(stream(b"/X Do"), b"<< /XObject << /X 5 0 R >> >>", more)


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (i + 4) for i in range(count))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources " + FONT
    )
    return pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % count,
        stream(TEXT),
        *[page + b" >>"] * count,
    ])  # fmt: skip


def page_loop() -> bytes:
    return pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>",
    ])  # fmt: skip


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12))
    + b"]>"
)
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
REMOTE = b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">'
LATE = b'<?xml version="1.0"?><!--' + b"x" * 9000 + b"--><!DOCTYPE x [<!ENTITY e 'x'>]>"
TEXT_PART = b"Content-Type: text/plain"
MAIL = b"From: a@b.pl\nTo: c@d.pl\nMIME-Version: 1.0\n"

NO_WORDS = "empty: the document holds no words"
UNPACKED = "too big: more than 200,000,000 bytes when unpacked (limit 'unpacked')"
DOCTYPE = "refused: part 'word/document.xml' defines a document type"
TOO_MUCH = (  # which comes first depends on the computer
    "too big: needs more memory|too slow: not read within|corrupt: its reader broke down"
)

# name -> how to make it and how the reasons with which it may be refused begin
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.pdf": (lambda: b"", "empty: the file holds nothing"),
    "blank.docx": (lambda: docx(b"<w:p/>"), NO_WORDS),
    "blank.odt": (lambda: odt(b"<text:p/>"), NO_WORDS),
    "blank.rtf": (lambda: rb"{\rtf1\ansi \par }", NO_WORDS),
    "blank.html": (lambda: b"<html><body> </body></html>", NO_WORDS),
    "blank.eml": (lambda: MAIL + b"\n  \n", NO_WORDS),
    "blank.zip": (lambda: package([]), "empty: the archive holds no files"),
    "blank page.pdf": (lambda: one_page(stream(b"")), "empty: the pages of the PDF hold nothing"),
    "half.docx": (
        lambda: docx(docx_text(SENTENCE))[:-200],
        "corrupt: a zip file without its directory",
    ),
    "no trailer.pdf": (
        lambda: one_page(stream(TEXT)).partition(b"xref")[0],
        "corrupt: the PDF has no end",
    ),
    "half.rtf": (lambda: rb"{\rtf1\ansi{\fonttbl Nadzor", "corrupt: the rich text is cut off"),
    "no text part.docx": (
        lambda: package([TYPES, ("word/x", b"")]),
        "corrupt: a Word document without its text",
    ),
    "broken xml.docx": (
        lambda: docx(b"<w:p><w:r></w:p>"),
        "corrupt: part 'word/document.xml' is no XML",
    ),
    "page loop.pdf": (page_loop, "corrupt: no page of the PDF can be read"),
    "no objects.pdf": (
        lambda: b"%PDF-1.7\nstartxref\n0\n%%EOF",
        "corrupt: the PDF cannot be opened",
    ),
    "random.pdf": (lambda: random.Random(1).randbytes(20_000), "binary: the file holds no text"),
    "random.docx": (lambda: random.Random(2).randbytes(20_000), "binary: the file holds no text"),
    "program.txt": (lambda: b"MZ\x90\0" + bytes(2000), "binary: this is a program"),
    "encrypted.docx": (
        lambda: ole("EncryptionInfo", "EncryptedPackage"),
        "encrypted: the document asks for a password",
    ),
    "encrypted.odt": (
        lambda: odt(b"x", ("META-INF/manifest.xml", b"<m><manifest:encryption-data/></m>")),
        "encrypted: the document asks for a password",
    ),
    "workbook.xls": (
        lambda: ole("Workbook"),
        "unsupported: an old Office file that is no Word document",
    ),
    "flate bomb.pdf": (
        lambda: one_page(stream(deflated(b" " * 1_000_000, 1000), b"/Filter /FlateDecode")),
        TOO_MUCH,
    ),
    "double flate.pdf": (
        lambda: one_page(
            stream(
                zlib.compress(deflated(b" " * 1_000_000, 1000), 9),
                b"/Filter [/FlateDecode /FlateDecode]",
            )
        ),
        TOO_MUCH,
    ),
    "operators.pdf": (
        lambda: one_page(
            stream(deflated(b"BT /F1 9 Tf (x) Tj ET " * 50_000, 55), b"/Filter /FlateDecode")
        ),
        TOO_MUCH,
    ),
    "forms.pdf": (lambda: forms(18, 3), TOO_MUCH),
    "arrays.pdf": (
        lambda: one_page(stream(b"[" * 200_000 + b"]" * 200_000)),
        "empty: the pages of the PDF hold nothing|corrupt: no page of the PDF",
    ),
    "bomb.docx": (
        lambda: bomb("word/document.xml", 220, b"<a>", TYPES),
        UNPACKED,
    ),
    "bomb.odt": (
        lambda: bomb("content.xml", 220, b"", ODT),
        UNPACKED,
    ),
    "bomb.zip": (lambda: bomb("a.txt", 220, b""), UNPACKED),
    "elements.docx": (
        lambda: docx(b"<w:p/>" * 4_000_000),
        "too big: a part unpacks to more than 250 times its size (limit 'ratio')",
    ),
    "tags.docx": (
        lambda: docx(b"".join(random.Random(3).choices([b"<w:p/>", b"<w:r/>"], k=3_100_000))),
        "too big: part 'word/document.xml' has more than 3,000,000 tags",
    ),
    "parts.docx": (
        lambda: package([TYPES, *((f"word/{i}", b"") for i in range(50_000))]),
        "too big: more than 20,000 parts in a zip file (limit 'members')",
    ),
    "lying.zip": (lying_zip, "corrupt: part 'a.txt' cannot be unpacked"),
    "overlapping.zip": (overlapping_zip, "corrupt: parts of the zip file overlap"),
    "laughs.docx": (lambda: docx(b"&a11;", LAUGHS), DOCTYPE),
    "laughs.odt": (
        lambda: package([
            ODT, ("content.xml", LAUGHS + b"<a>&a11;</a>")
        ]),
        "refused: part 'content.xml' defines a document type",
    ),
    "file entity.docx": (lambda: docx(b"<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", XXE), DOCTYPE),
    "remote.docx": (lambda: docx(docx_text(SENTENCE), REMOTE), DOCTYPE),
    "late.docx": (lambda: docx(docx_text(SENTENCE), LATE), DOCTYPE),
    "deep table.docx": (
        lambda: docx(b"<w:tbl><w:tr><w:tc>" * 20_000),
        "too deep: part 'word/document.xml'",
    ),
    "deep.html": (
        lambda: b"<html>" + b"<div>" * 200_000 + b"x",
        "too deep: tags inside each other",
    ),
    "laughs.html": (
        lambda: LAUGHS + b"<html><p>&a11;</p></html>", "refused: the page defines entities"
    ),
    "attribute.html": (
        lambda: b"<html><p title='" + b"a" * 45_000_000 + b"'>x",
        "too big: a tag of more than a million characters",
    ),
    "cells.html": (
        lambda: b"<html><table>" + b"<td>x" * 1_000_000,
        "too big: more than 500,000 tags",
    ),
    "entities.html": (
        lambda: b"<html><p>" + b"&amp;" * 9_000_000,
        "too big: more than 3,000,000 entities",
    ),
    "braces.rtf": (
        lambda: rb"{\rtf1 " + b"{" * 100_000,
        "too deep: more than 500 groups inside each other",
    ),
    "binary piece.rtf": (
        lambda: rb"{\rtf1 {\pict\bin2147483647 " + b"x" * 1000 + b"}}",
        "corrupt: the rich text is cut off",
    ),
    "deep.eml": (lambda: nested_mail(1500), "too deep: more than 50 parts that hold parts"),
    "subject.eml": (
        lambda: MAIL + b"Subject: " + b"a" * 11_000_000 + b"\n\nx", "too big: a header of more than"
    ),
    "parts.eml": (
        lambda: MAIL + b'Content-Type: multipart/mixed; boundary="b"\n\n'
        + b"--b\nContent-Type: text/plain; name=a\n\nx\n" * 5_000,
        "too big: a mail of 5,001 parts",
    ),
    "deep.zip": (lambda: nested_zip(8), "too deep: more than 4 documents inside each other"),
    "letter.txt": (lambda: b"a" * 4_000_000, "too big: more than 3,000,000 characters of text"),
    "mark.html": (lambda: b"\0\0\0<html>" + bytes(5000), "binary: the file holds no text"),
}  # fmt: skip

# name -> how to make it and words that must come out of it
READ: dict[str, tuple[Callable[[], bytes], str]] = {
    "late sign.pdf": (lambda: b"x" * 900 + b"\n" + one_page(stream(TEXT)), "Nadzor nad serwisem"),
    "sign.txt": (lambda: b"Plik zaczyna sie od %PDF-1.7 i znakow", "%PDF-1.7"),
    "many pages.pdf": (lambda: many_pages(50_000), "Nadzor nad serwisem"),
    "word.pdf": (lambda: docx(docx_text(SENTENCE)), SENTENCE),
    "rich.docx": (lambda: rb"{\rtf1\ansi Nadzor nad serwisem}", "Nadzor nad serwisem"),
    "page.txt": (lambda: f"<html><body><p>{SENTENCE}</p></body></html>".encode(), SENTENCE),
    "print.html": (lambda: one_page(stream(TEXT)), "Nadzor nad serwisem"),
    "outside.zip": (
        lambda: package([("../../../../tmp/slmo-evil.txt", SENTENCE.encode())]), SENTENCE
    ),
    "root.zip": (lambda: package([("/tmp/slmo-evil.txt", SENTENCE.encode())]), SENTENCE),
    "hex.rtf": (
        lambda: rb"{\rtf1\ansi Nadzor nad serwisem{\pict " + b"0a" * 20_000_000 + b"}}",
        "Nadzor nad serwisem",
    ),
    "unknown charset.eml": (
        lambda: MAIL + TEXT_PART + b"; charset=klingon\n\n" + SENTENCE.encode(), SENTENCE
    ),
    "broken base64.eml": (
        lambda: MAIL + TEXT_PART + b"\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode(SENTENCE.encode()) + b"=a!", "nadzór nad serwisem",
    ),
}  # fmt: skip

REFUSED = {name: (cache(make), reasons) for name, (make, reasons) in REFUSED.items()}
READ = {name: (cache(make), words) for name, (make, words) in READ.items()}
