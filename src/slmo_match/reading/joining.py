"""Several documents put together to one."""

from __future__ import annotations

from collections.abc import Sequence

from slmo_match.reading.document import Document, Source


def join(source: Source, parts: Sequence[Document], warnings: Sequence[str]) -> Document:
    """Put documents one after the other, each beginning a page where any has pages.

    Examples
    --------
    >>> from slmo_match.reading.limits import Limits
    >>> source = Source(b"", "cv.zip", "archive", Limits(), lambda data, name: Document(name, ""))
    >>> join(source, [Document("a", "pierwszy", (0,)), Document("b", "drugi")], []).pages
    (0, 10)
    """
    texts: list[str] = []
    pages: list[int] = []
    offset = 0
    paged = any(part.pages for part in parts)
    for part in parts:
        if paged:
            pages.extend(offset + page for page in part.pages or (0,))
        texts.append(part.text)
        offset += len(part.text) + 2
    found = [warning for part in parts for warning in part.warnings]
    return Document(source.name, "\n\n".join(texts), tuple(pages), source.kind, (*warnings, *found))
