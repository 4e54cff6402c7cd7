"""Bytes to a document, in this process: find the kind, call its reader, check what comes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from importlib import import_module

from slmo_match.errors import ReadingError
from slmo_match.reading import kinds
from slmo_match.reading.document import Document, ScanError, Source
from slmo_match.reading.limits import Limits

_BLANK = "\ufeff\u200b \t\r\n\x0b\x0c\xa0\x00|•"


def parse(data: bytes, name: str, limits: Limits, depth: int = 0) -> Document:
    """Read a document in this process.

    Parameters
    ----------
    data : bytes
    name : str
    limits : Limits
    depth : int, default 0
        How many documents this one lies in.

    Returns
    -------
    Document

    Raises
    ------
    ReadingError
        If there is no text to be had, with the reason.
    """
    if depth > limits.nesting:
        raise ReadingError(f"too deep: more than {limits.nesting} documents inside each other")
    kind = kinds.kind_of(data, name)
    inner = partial(parse, limits=limits, depth=depth + 1)
    reader = import_module(f"slmo_match.reading.{kinds.READERS[kind]}")
    warnings = kinds.name_warning(kind, name)
    try:
        document: Document = reader.read(Source(data, name, kind, limits, inner))
    except ScanError as scan:
        scan.warnings = warnings + scan.warnings
        raise
    if not document.text.strip(_BLANK):
        raise ReadingError("empty: the document holds no words")
    if len(document.text) > limits.characters:
        raise ReadingError(f"too big: more than {limits.characters:,} characters of text")
    return replace(document, warnings=warnings + document.warnings)
