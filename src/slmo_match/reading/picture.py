"""Pictures of pages (.png, .jpg, .tiff): they hold no text until one is recognised."""

from __future__ import annotations

from slmo_match.reading.document import Document, ScanError, Source


def read(source: Source) -> Document:
    """Say that a picture has no text.

    Raises
    ------
    ScanError
        Always.
    """
    raise ScanError("no text (needs OCR): this is a picture", 1, source.kind)
