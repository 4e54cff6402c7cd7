"""E-mails (.eml) and web pages saved as one file (.mhtml): the text and the attachments."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, Source
from slmo_match.reading.html import page_text
from slmo_match.reading.joining import join_mail
from slmo_match.reading.text import decode

_LONGEST_HEADER = 100_000  # bytes
_DEEPEST = 50
_MOST_PARTS = 1_000
_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
_NESTED = re.compile(rb"content-type:\s*(?:multipart|message)/", re.IGNORECASE)
_PGP = "-----BEGIN PGP MESSAGE-----"
_SIGNATURES = ("signature", "pgp-keys", "calendar")
_SOFT_BREAK = re.compile(r"(?<!^--) \n(?=[^\n>])", re.MULTILINE)  # RFC 3676
_ATTACHED_KINDS = frozenset({"application", "text", "message"})


def read(source: Source) -> Document:
    """Read a mail: its subject, its body and what is attached.

    Raises
    ------
    ReadingError
        ``too big``, ``too deep``, ``encrypted`` or ``empty``.
    """
    _refuse_hostile(source.data)
    try:
        message = email.message_from_bytes(source.data)
        parts = list(message.walk())
    except RecursionError as error:
        raise ReadingError("too deep: parts of a mail inside each other") from error
    if len(parts) > min(_MOST_PARTS, source.limits.members):
        raise ReadingError(f"too big: a mail of {len(parts):,} parts")
    _refuse_encrypted(message)
    body, warnings = _body(message)
    if _PGP in body[:2000]:
        raise ReadingError("encrypted: the mail is encrypted (PGP)")
    subject = "" if message.get_content_type() == "multipart/related" else _subject(message)
    text = "\n".join(filter(None, (subject, body.strip())))
    own = Document(source.name, text)
    return join_mail(source, own, _attached(message), warnings)


def _refuse_hostile(data: bytes) -> None:
    """Look at what the parser of the standard library cannot bear, before it does."""
    head = data[: _LONGEST_HEADER * 4].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    fields = re.split(rb"\n(?![ \t])", head)
    if any(len(field) > _LONGEST_HEADER for field in fields):
        raise ReadingError(f"too big: a header of more than {_LONGEST_HEADER:,} bytes")
    if len(_NESTED.findall(data)) > _DEEPEST:
        raise ReadingError(f"too deep: more than {_DEEPEST} parts that hold parts")
    if len(_BOUNDARY.findall(data)) > _MOST_PARTS:
        raise ReadingError(f"too big: more than {_MOST_PARTS:,} parts")


def _refuse_encrypted(message: Message) -> None:
    kind = message.get_content_type()
    if kind == "multipart/encrypted":
        raise ReadingError("encrypted: the mail is encrypted (PGP)")
    if kind.endswith(("/pkcs7-mime", "/x-pkcs7-mime")):
        if str(message.get_param("smime-type", "")).startswith("signed"):
            raise ReadingError("unsupported: a mail packed into its signature; forward its text")
        raise ReadingError("encrypted: the mail is encrypted (S/MIME)")


def _subject(message: Message) -> str:
    subject = message.get("Subject", "")
    try:
        return " ".join(str(make_header(decode_header(subject))).split())
    except (LookupError, ValueError, UnicodeError):
        return " ".join(str(subject).split())


def _body(message: Message) -> tuple[str, tuple[str, ...]]:
    """Return the longer of the texts in which the body comes; plain text where they are alike."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for kind in ("text/plain", "text/html"):
        part = next((part for part in _shown(message) if part.get_content_type() == kind), None)
        if part is None:
            continue
        data, charset = _payload(part), part.get_content_charset() or ""
        text, warnings = decode(data, charset) if kind == "text/plain" else page_text(data, charset)
        text = text.replace("\r\n", "\n")
        if str(part.get_param("format", "")).lower() == "flowed":
            text = _SOFT_BREAK.sub(" ", text)
        found.append((text, warnings))
    if not found:
        return "", ()
    shortest_whole = 0.8 * max(len(text) for text, _ in found)
    return next(pair for pair in found if len(pair[0]) >= shortest_whole)


def _shown(message: Message) -> Iterator[Message]:
    """Give the parts of the mail itself, not those of mails attached to it."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_disposition() == "attachment":
            continue
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(reversed(part.get_payload()))  # type: ignore[arg-type]
        else:
            yield part


def _attached(message: Message) -> Iterator[tuple[str, bytes]]:
    """Give the name and bytes of each attached document."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        kind = part.get_content_maintype()
        payload = part.get_payload() if part.is_multipart() else None
        if kind == "multipart" and isinstance(payload, list):
            waiting.extend(reversed(_without_drawn(part, payload)))  # type: ignore[arg-type]
        elif kind == "message" and isinstance(payload, list) and part is not message:
            inner = payload[0] if payload else None
            if isinstance(inner, Message):
                yield "mail.eml", inner.as_bytes()
        elif _is_document(part):
            yield part.get_filename() or "attachment", _payload(part)


def _without_drawn(whole: Message, parts: list[Message]) -> list[Message]:
    """Leave out the pictures that a page shows, such as logos."""
    if whole.get_content_subtype() != "related":
        return parts
    return [part for part in parts if part.get_content_maintype() != "image"]


def _is_document(part: Message) -> bool:
    if part.get_content_maintype() == "image":  # phones put photographs inline, without an id
        attached = part.get_content_disposition() == "attachment"
        return bool(part.get_filename()) and (attached or "Content-ID" not in part)
    if part.get_content_maintype() not in _ATTACHED_KINDS:
        return False
    if part.get_content_subtype().endswith(_SIGNATURES):
        return False
    named = bool(part.get_filename())
    return named and (
        part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text"
    )


def _payload(part: Message) -> bytes:
    """Return the decoded bytes of a part; broken base64 as far as it goes."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
