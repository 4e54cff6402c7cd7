"""Documents inside a document: read one after the other, and put together to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, ScanError, Source

_LONGEST_NOTE, _SHORTEST = 1_200, 200  # characters of a note, and of a document sent with one
_DOCUMENTS = (".pdf", ".docx", ".doc", ".odt", ".rtf", ".zip")

Problem = tuple[str, ReadingError]


def read_inner(
    source: Source, found: Iterable[tuple[str, bytes]]
) -> tuple[list[Document], list[Problem]]:
    """Read the documents inside a document.

    Parameters
    ----------
    source : Source
        The document around them.
    found : iterable of tuple of str and bytes
        Their names and contents.

    Returns
    -------
    list of Document
        Those that can be read.
    list of tuple of str and ReadingError
        The names of the others, and why they cannot be read.

    Raises
    ------
    ScanError
        If one is a scan that is still to be recognised.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    for name, data in found:
        try:
            documents.append(source.inner(data, name))
        except ScanError as scan:
            scan.data = scan.data or data
            raise
        except ReadingError as error:
            problems.append((name, error))
    return documents, problems


def join_mail(
    source: Source,
    own: Document,
    attached: Iterable[tuple[str, bytes]],
    warnings: Sequence[str] = (),
) -> Document:
    """Put a mail and what is attached to it together.

    A short note to longer documents, such as the one that a CV is sent with, is left out: it is
    about the documents. Where they cannot be read, the note is not taken for them.

    Raises
    ------
    ReadingError
        Why a document cannot be read that is attached to no more than a note.
    """
    documents, problems = read_inner(source, attached)
    is_note = len(own.text) < _LONGEST_NOTE
    if is_note and sum(len(part.text) for part in documents) > max(len(own.text), _SHORTEST):
        left_out = ("a covering note was left out; what is attached to it was read",)
        return join(source, documents, (*(left_out if own.text else ()), *warnings), problems)
    unread = [error for name, error in problems if name.lower().endswith(_DOCUMENTS)]
    if is_note and unread and not documents:
        raise unread[0]
    return join(source, [own, *documents] if own.text else documents, warnings, problems)


def join(
    source: Source,
    parts: Sequence[Document],
    warnings: Sequence[str] = (),
    problems: Sequence[Problem] = (),
) -> Document:
    """Put documents one after the other, each beginning a page where any has pages.

    Raises
    ------
    ReadingError
        The first of the problems, where there is no document.

    Examples
    --------
    >>> from slmo_match.reading.limits import Limits
    >>> source = Source(b"", "cv.zip", "archive", Limits(), lambda data, name: Document(name, ""))
    >>> join(source, [Document("a", "pierwszy", (0,)), Document("b", "drugi")]).pages
    (0, 10)
    """
    if problems and not parts:
        raise problems[0][1]
    texts: list[str] = []
    pages: list[int] = []
    offset = 0
    paged = any(part.pages for part in parts)
    for part in parts:
        if paged:
            pages.extend(offset + page for page in part.pages or (0,))
        texts.append(part.text)
        offset += len(part.text) + 2
    found = (
        *warnings,
        *(f"{name}: {error}" for name, error in problems),
        *(warning for part in parts for warning in part.warnings),
    )
    kept = tuple(dict.fromkeys(found))
    return Document(source.name, "\n\n".join(texts), tuple(pages), source.kind, kept)
