"""Mails of Outlook (.msg), with the extra ``slmo-match[msg]``."""

from __future__ import annotations

import io
from typing import Any

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, Source
from slmo_match.reading.html import page_text
from slmo_match.reading.joining import join_mail


def read(source: Source) -> Document:
    """Read a mail of Outlook: its subject, its body and what is attached.

    Raises
    ------
    ReadingError
        ``unsupported`` without the extra; ``corrupt``; ``empty``.
    """
    try:
        import oxmsg
    except ImportError as error:
        raise ReadingError(
            "unsupported: a mail of Outlook; install slmo-match[msg] or save it as .eml"
        ) from error
    try:
        message: Any = oxmsg.Message.load(io.BytesIO(source.data))
        subject, text, warnings = _written(message)
        attached = [
            (item.file_name or "attachment", item.file_bytes) for item in message.attachments
        ]
    except ReadingError:
        raise
    except Exception as error:  # the library checks little of what it reads
        raise ReadingError("corrupt: the mail cannot be read") from error
    own = Document(source.name, "\n".join(filter(None, (subject, text))))
    return join_mail(source, own, (item for item in attached if item[1]), warnings)


def _written(message: Any) -> tuple[str, str, tuple[str, ...]]:
    subject = " ".join((message.subject or "").split())
    body = (message.body or "").strip()
    html = message.html_body or ""
    if body or not html:
        return subject, body, ()
    text, warnings = page_text(html.encode(), "utf-8")
    return subject, text, warnings
