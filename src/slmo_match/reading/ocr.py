"""Scans: text recognised in pictures of pages by tesseract, where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, ScanError
from slmo_match.reading.limits import Limits
from slmo_match.reading.worker import render_apart

_PROGRAM = "tesseract"
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\n(?=[a-ząćęłńóśźż])")
_WRAPPED = re.compile(r"(?<=[^\n.;:!?]{40})\n(?=[a-ząćęłńóśźż])")
_SIGN = re.compile(r"^(?:[•●○▪■*·»°©®]|[-–—])[ \t]+(?=\w)", re.MULTILINE)


def recognise(
    data: bytes,
    name: str,
    limits: Limits,
    scan: ScanError,
    progress: Callable[[int, int], None] | None = None,
) -> Document:
    """Recognise the text of a scan, page by page.

    Parameters
    ----------
    data : bytes
        The PDF or picture.
    name : str
    limits : Limits
        ``seconds`` counts for each page.
    scan : ScanError
        What its reader found.
    progress : callable, optional
        Called with the number of pages done and of all.

    Returns
    -------
    Document

    Raises
    ------
    ReadingError
        ``no text`` where tesseract or its Polish is not installed, or nothing is recognised.
    """
    if "pol" not in languages():
        raise ReadingError(
            f"{scan}; install tesseract with its Polish data to read it (Debian, Ubuntu: "
            "apt install tesseract-ocr-pol; Windows: the installer of UB Mannheim, "
            "with Polish ticked)"
        )
    texts: list[str] = []
    for page in range(scan.pages):
        if progress is not None:
            progress(page, scan.pages)
        picture = data if scan.kind == "picture" else render_apart(data, page, limits)
        texts.append(_tidy(_recognised(picture, limits)))
    if progress is not None:
        progress(scan.pages, scan.pages)
    if not any(texts):
        raise ReadingError("no text (needs OCR): nothing was recognised in the pictures")
    pages = tuple(sum(len(text) + 1 for text in texts[:page]) for page in range(len(texts)))
    warnings = ("text recognised in a scan (OCR)", *scan.warnings)
    return Document(name, "\n".join(texts), pages, scan.kind, warnings)


@cache
def languages() -> frozenset[str]:
    """Return the languages that tesseract can read; empty where it is not installed."""
    program = shutil.which(_PROGRAM)
    if program is None:
        return frozenset()
    try:
        done = subprocess.run(  # noqa: S603
            [program, "--list-langs"], capture_output=True, timeout=20, check=False, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(done.stdout.split())


def _recognised(picture: bytes, limits: Limits) -> str:
    """Return the text of one picture."""
    try:
        done = subprocess.run(  # noqa: S603
            [_PROGRAM, "-", "-", "-l", "pol", "--psm", "1", "--dpi", "300"], input=picture,
            capture_output=True, timeout=limits.seconds, check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise ReadingError(
            f"too slow: a page not recognised in {limits.seconds:g} seconds "
            "(limit 'seconds', --timeout)"
        ) from error
    if done.returncode:
        raise ReadingError("corrupt: the picture cannot be read")
    return done.stdout.decode("utf-8", "replace")


def _tidy(text: str) -> str:
    r"""Undo hyphens and line ends, and give lists their signs.

    Examples
    --------
    >>> _tidy("* nadzór nad jakością usług świadczonych przez pod-\nwykonawców\x0c")
    '• nadzór nad jakością usług świadczonych przez podwykonawców'
    """
    text = _HYPHEN.sub("", text.replace("\x0c", ""))
    text = _WRAPPED.sub(" ", _SIGN.sub("• ", text))
    return re.sub(r"\n\s*\n+", "\n", text).strip()
