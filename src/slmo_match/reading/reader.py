"""One way in: bytes or a path to a document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from slmo_match.errors import ReadingError
from slmo_match.reading import files, kinds, ocr, worker
from slmo_match.reading.archive import Member
from slmo_match.reading.document import Document, ScanError
from slmo_match.reading.limits import DEFAULT, Limits
from slmo_match.reading.parse import fingerprint, parse

Progress = Callable[[int, int], None]


def read(
    source: str | Path | bytes | Member,
    name: str = "",
    limits: Limits = DEFAULT,
    *,
    progress: Progress | None = None,
) -> Document:
    """Read one document; what it is, its content decides.

    Plain text is read here; everything that needs a parser in a process of its own, which is
    kept for the next document and ended when a file costs it more than the limits allow.

    Parameters
    ----------
    source : str, Path, bytes or Member
        A path, the bytes of the file, or a document in an archive.
    name : str, optional
        What to call it; the name of the file by default.
    limits : Limits, optional
        What may be spent on it.
    progress : callable, optional
        Called with the number of pages done and of all pages while a scan is recognised.

    Returns
    -------
    Document

    Raises
    ------
    ReadingError
        If there is no text to be had; the message begins with the reason: ``empty``,
        ``corrupt``, ``encrypted``, ``binary``, ``too big``, ``too deep``, ``too slow``,
        ``refused``, ``no text``, ``unsupported``, ``missing``, ``not a file``.

    Examples
    --------
    >>> read("Do zadań należy nadzór nad serwisem.".encode("cp1250"), "ogłoszenie.txt").text
    'Do zadań należy nadzór nad serwisem.'
    """
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, Member):
        data, name = source.unpack(), source.parts[-1]
    else:
        data, name = files.load(Path(source), limits), name or Path(source).name
    if len(data) > limits.size:
        raise ReadingError(files.too_big(len(data), limits))
    if kinds.is_plain(data, name):
        return parse(data, name, limits)
    known: dict[str, Document] = {}
    while True:
        try:
            return worker.read_apart(data, name, limits, known)
        except ScanError as scan:
            if not scan.data:
                return ocr.recognise(data, name, limits, scan, progress)
            known[fingerprint(scan.data)] = _found_inside(scan, name, limits, progress)


def _found_inside(
    scan: ScanError, name: str, limits: Limits, progress: Progress | None
) -> Document:
    """Recognise a scan inside a document; its failure is no failure of the document."""
    try:
        return ocr.recognise(scan.data, name, limits, scan, progress)
    except ReadingError as error:
        return Document(name, "", (0,) * scan.pages, scan.kind, (str(error),))
