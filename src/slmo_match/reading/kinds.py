"""What a file is, by its content; its name is only compared with it."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from slmo_match.errors import ReadingError
from slmo_match.reading.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from slmo_match.reading.package import Package

# kind -> module of this package that reads it, and the endings that it usually has
READERS = {
    "text": "text",
    "markdown": "text",
    "html": "html",
    "pdf": "pdf",
    "docx": "docx",
    "odt": "odt",
    "rtf": "rtf",
    "mail": "mail",
    "msg": "msg",
    "doc": "doc",
    "archive": "archive",
    "picture": "picture",
}
ENDINGS = {
    "text": (".txt", ".text", ".csv", ".jsonl", ".json", ".log", ".tex"),
    "markdown": (".md", ".markdown", ".txt"),
    "html": (".html", ".htm", ".xhtml"),
    "pdf": (".pdf",),
    "docx": (".docx", ".docm", ".dotx", ".dotm", ".xml"),
    "odt": (".odt", ".ott", ".fodt", ".xml"),
    "rtf": (".rtf",),
    "mail": (".eml", ".mhtml", ".mht"),
    "msg": (".msg", ".oft"),
    "doc": (".doc", ".dot"),
    "archive": (".zip",),
    "picture": (".png", ".jpg", ".jpeg", ".tif", ".tiff"),
}
KNOWN_ENDINGS = {ending for endings in ENDINGS.values() for ending in endings}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_PHOTO, _RECORDING = "a HEIC or AVIF picture; save it as JPEG or PDF", "a picture, sound or film"
_PHOTOS = frozenset([b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif", b"avis"])
_OTHERS = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"GIF8", "a GIF picture; save it as PNG or PDF"),
    (b"BM", "a BMP picture; save it as PNG or PDF"),
    (b"\x78\x9f\x3e\x22", "a winmail.dat of Outlook; ask for the documents themselves"),
    (b"PAR1", "a Parquet table; read it with a text column"),
    (b"SQLite format 3", "a database"),
    (b"%!PS", "a PostScript file; save it as PDF"),
    (b"\xdb\xa5-\x00", "a document of Word 2; save it as .docx"),
    (b"\xfe7\x00", "a document of Word for the old Macintosh; save it as .docx"),
    (b"\x01\xfe2\x00", "a document of Microsoft Works; save it as .docx"),
    (b"1\xbe\x00\x00", "a document of Windows Write; save it as .docx"),
    (b"\xffWPC", "a document of WordPerfect; save it as .docx"),
    (b"AT&TFORM", "a DjVu file; save it as PDF"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "a shortcut of Windows, not the file itself"),
    (b"RIFF", _RECORDING),
)
_XML_KINDS = (("<office:document", "odt"), ("wordDocument", "docx"), ("xmlPackage", "docx"))
_SHORTCUTS = (
    "[InternetShortcut]",
    '{"url":"https://docs.google.com',
    '{"url": "https://docs.google',
)
_MAILBOX = re.compile(
    rb"From \S+ +[A-Z][a-z]{2} +[A-Z][a-z]{2} +\d{1,2} +\d\d:\d\d:\d\d .*\d{4}.*\n(?=[\w-]+: )"
)
# the standard lets up to a kilobyte stand before the sign; a text may name the sign
_PDF = re.compile(rb"\s*%PDF-|(?!PK).{0,1020}?%PDF-\d\.\d\s.{0,2000}?\d \d+ obj", re.DOTALL)
_FIELDS = re.compile(rb"(?:[!-9;-~]+[ \t]*:.*(?:\n[ \t].*)*(?:\n|\Z))+")
_MAIL_HEADER = re.compile(
    rb"^(from|to|subject|date|mime-version|content-type|received|message-id|return-path|"
    rb"delivered-to|x-[\w-]+|cc|reply-to|snapshot-content-location|sender|in-reply-to|"
    rb"dkim-signature|arc-[\w-]+|authentication-results|received-spf)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
# a form such as a CV may have lines "From: 2019", "To: 2023", too, but not these
_MAIL_ONLY = re.compile(
    rb"^(?:(?:from|to|cc|sender)[ \t]*:.*@|(?:mime-version|content-type|message-id)[ \t]*:)",
    re.IGNORECASE | re.MULTILINE,
)
_HTML_START = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"</?(?:p|div|ul|ol|li|br|table|tr|td|span|h[1-6]|b|strong|section|article|main|script|meta)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_HEAD = 4096


def kind_of(data: bytes, name: str = "", limits: Limits = DEFAULT) -> str:
    """Return what a file is, by its content.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str, optional
        Its name; it settles only whether a text is Markdown.
    limits : Limits, optional
        What may be spent on it.

    Returns
    -------
    str
        A key of `READERS`.

    Raises
    ------
    ReadingError
        ``empty``; ``binary``; ``corrupt``; ``encrypted``; ``unsupported`` with what it is.

    Examples
    --------
    >>> kind_of(b"%PDF-1.7 ...")
    'pdf'
    """
    head = data[:_HEAD]
    if not data.strip(b" \t\r\n\x0b\x0c\x00\xff\xfe\xef\xbb\xbf"):
        raise ReadingError("empty: the file holds nothing")
    container = _container(head)
    if container == "zip":
        return _zip_kind(data, limits)
    if container == "ole":
        return _ole_kind(data)
    return container or _text_kind(head, name)


def is_plain(data: bytes, name: str) -> bool:
    """Tell whether a file is plain text, which nothing needs to be parsed for."""
    return not _container(data[:_HEAD]) and _text_kind(data[:_HEAD], name) == "text"


def name_warning(kind: str, name: str) -> tuple[str, ...]:
    """Say that the ending of a name belongs to another kind, where it does."""
    ending = PurePath(name).suffix.lower()
    if ending not in KNOWN_ENDINGS or ending in ENDINGS[kind]:
        return ()
    return (f"named {ending}, read as {kind} by its content",)


def _container(head: bytes) -> str:
    """Return the kind that the first bytes name; empty for a text."""
    if head.startswith(_OLE):
        return "ole"
    if _PDF.match(head):
        return "pdf"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if head.startswith(_PICTURES):
        return "picture"
    if what := _no_document(head):
        raise ReadingError(f"binary: this is {what}")
    return ""


def _no_document(head: bytes) -> str:
    """Return what a file is that holds no text, by its first bytes; empty where it may."""
    if head[4:8] == b"ftyp":
        return _PHOTO if head[8:12] in _PHOTOS else _RECORDING
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "a WebP picture; save it as PNG or PDF"
    for magic, what in _OTHERS:
        if head.startswith(magic) and (len(magic) > 2 or b"\x00" in head):
            return what
    return ""


def _zip_kind(data: bytes, limits: Limits) -> str:
    from slmo_match.reading.package import Package

    with Package(data, limits) as package:
        return package_kind(package)


def package_kind(package: Package) -> str:
    """Return what a zip file is: a document, or an archive of documents.

    Raises
    ------
    ReadingError
        ``unsupported`` with what it is.
    """
    names = package.names
    mimetype = package.head("mimetype") if "mimetype" in names else b""
    if b"opendocument.text" in mimetype:
        return "odt"
    if b"opendocument" in mimetype:
        raise ReadingError("unsupported: an OpenDocument file that is no text; save it as PDF")
    if b"epub" in mimetype:
        raise ReadingError("unsupported: an e-book (EPUB); save it as PDF")
    if any(name.startswith("Index/") and name.endswith(".iwa") for name in names) or (
        "Index.zip" in names
    ):
        raise ReadingError("unsupported: a document of Apple Pages; save it as PDF or .docx")
    if "[Content_Types].xml" not in names:
        return "archive"
    if any(name.startswith("word/") for name in names) or (
        b"wordprocessingml.document.main" in package.head("[Content_Types].xml", 100_000)
    ):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        raise ReadingError(
            "unsupported: an Excel workbook; save it as .xlsx and read it as a table"
        )
    raise ReadingError("unsupported: an Office file that is no Word document; save it as PDF")


def _ole_kind(data: bytes) -> str:
    """Tell the kinds of the old Office container apart by the names of its streams."""
    for stream, kind in (
        ("EncryptedPackage", "encrypted"),
        ("WordDocument", "doc"),
        ("__properties_version1.0", "msg"),
    ):
        if stream.encode("utf-16-le") in data:
            if kind == "encrypted":
                raise ReadingError("encrypted: the document asks for a password")
            return kind
    sector = 1 << min(data[30], 12) if len(data) > 52 else 512
    directory = (int.from_bytes(data[48:52], "little") + 1) * sector
    if len(data) % 512 or len(data) < 1536 or directory >= len(data):
        raise ReadingError("corrupt: an Office file that is cut off")
    raise ReadingError("unsupported: an old Office file that is no Word document; save it as PDF")


def _text_kind(head: bytes, name: str) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _MAILBOX.match(start):
        raise ReadingError("unsupported: a mailbox (mbox); save its mails one by one as .eml")
    if _is_mail(start):
        return "mail"
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "latin-1", "ignore").lstrip("ï»¿\ufeff \t\r\n")
    if _HTML_START.search(text) or (text.startswith("<") and len(_HTML_TAG.findall(text)) > 1):
        return "html"
    if text.startswith(("<?xml", "<office:document")):
        for sign, kind in _XML_KINDS:
            if sign in text:
                return kind
        raise ReadingError("unsupported: an XML file; save it as PDF or text")
    if text.startswith(_SHORTCUTS):
        raise ReadingError("unsupported: a shortcut to a page, not the page; save the page itself")
    if name.lower().endswith((".md", ".markdown")) or (_HEADING.search(text) and "**" in text):
        return "markdown"
    return "text"


def _is_mail(start: bytes) -> bool:
    """Tell a mail by two fields that mails have in the block of fields that it begins with."""
    fields = _FIELDS.match(start)
    if not fields or len(set(_MAIL_HEADER.findall(fields.group()))) < 2:
        return False
    return bool(_MAIL_HEADER.match(start) or _MAIL_ONLY.search(fields.group()))
