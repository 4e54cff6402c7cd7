"""One way in: bytes or a path to a document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from slmo_match.errors import ReadingError
from slmo_match.reading import files, kinds, worker
from slmo_match.reading.archive import Member
from slmo_match.reading.document import Document, ScanError
from slmo_match.reading.limits import DEFAULT, Limits
from slmo_match.reading.parse import parse

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
    try:
        return worker.read_apart(data, name, limits)
    except ScanError as scan:
        from slmo_match.reading.ocr import recognise

        return recognise(scan.data or data, name, limits, scan, progress)
