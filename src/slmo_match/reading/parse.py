"""Bytes to a document, in this process: find the kind, call its reader, check what comes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from importlib import import_module

from slmo_match.errors import ReadingError
from slmo_match.reading import kinds
from slmo_match.reading.document import Document, ScanError, Source
from slmo_match.reading.limits import Limits

_BLANK = "\ufeff\u200b \t\r\n\x0b\x0c\xa0\x00|•"


def parse(
    data: bytes,
    name: str,
    limits: Limits,
    depth: int = 0,
    known: Mapping[str, Document] | None = None,
) -> Document:
    """Read a document in this process.

    Parameters
    ----------
    data : bytes
    name : str
    limits : Limits
    depth : int, default 0
        How many documents this one lies in.
    known : mapping of str to Document, optional
        What was recognised in scans inside the document, by `fingerprint`; of one in which
        nothing was, the warning is the reason.

    Returns
    -------
    Document

    Raises
    ------
    ScanError
        If the document, or one inside it that is not known, is pictures of pages.
    ReadingError
        If there is no text to be had, with the reason.
    """
    if depth > limits.nesting:
        raise ReadingError(f"too deep: more than {limits.nesting} documents inside each other")
    kind = kinds.kind_of(data, name, limits)
    inner = partial(parse, limits=limits, depth=depth + 1, known=known)
    reader = import_module(f"slmo_match.reading.{kinds.READERS[kind]}")
    warnings = kinds.name_warning(kind, name)
    try:
        document: Document = reader.read(Source(data, name, kind, limits, inner))
    except ScanError as scan:
        if scan.data:  # another one, inside this document
            raise
        scan.warnings, warnings = warnings + scan.warnings, ()
        document = _recognised(fingerprint(data), limits, scan, known or {})
    if not document.text.strip(_BLANK):
        raise ReadingError("empty: the document holds no words")
    if len(document.text) > limits.characters:
        raise ReadingError(f"too big: more than {limits.characters:,} characters of text")
    return replace(document, warnings=warnings + document.warnings)


def fingerprint(data: bytes) -> str:
    """Return what a scan is known by."""
    return hashlib.sha256(data).hexdigest()


def _recognised(
    key: str, limits: Limits, scan: ScanError, known: Mapping[str, Document]
) -> Document:
    """Return what was recognised in a scan; ask for it where that is still to be done."""
    if key not in known:
        if sum(len(document.pages) for document in known.values()) >= limits.pages:
            raise ReadingError(
                f"too big: {limits.pages} pages of other scans were read before "
                "(limit 'pages', --max-pages)"
            )
        raise scan
    if not known[key].text:
        raise ReadingError(known[key].warnings[0])
    return known[key]
