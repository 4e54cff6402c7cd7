"""Old Word documents (.doc), through a converter that is installed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, Source
from slmo_match.reading.lines import CELLS
from slmo_match.reading.text import decode

_SHARE = 0.7  # of the time of a document that a program may take: another may have to follow
_CELLS = re.compile(r"[ ]*(?:\||\t)[ \t]*")
_OFFICES = ("soffice", "libreoffice")
# programs that write the text of a document to their output
_PRINTERS = (["antiword", "-m", "UTF-8.txt", "-w", "0"], ["catdoc", "-w", "-d", "utf-8"])


def read(source: Source) -> Document:
    """Read an old Word document with LibreOffice, or else with antiword or catdoc.

    Raises
    ------
    ReadingError
        ``unsupported`` where none is installed; ``corrupt``; ``too slow``.
    """
    problem = ReadingError(
        "unsupported: an old Word document (.doc); save it as .docx, or install LibreOffice"
    )
    with tempfile.TemporaryDirectory(prefix="slmo-") as folder:
        path = Path(folder) / "document.doc"
        path.write_bytes(source.data)
        for convert in _converters():
            try:
                return convert(path, source)
            except ReadingError as error:  # another may be able to read it
                problem = error
    raise problem


def _converters() -> Iterator[Callable[[Path, Source], Document]]:
    """Give what is installed, the best first."""
    office = next((name for name in _OFFICES if shutil.which(name)), None)
    if office:
        yield partial(_through_office, office)
    for command in _PRINTERS:
        if shutil.which(command[0]):
            yield partial(_through_printer, command)


def _through_printer(command: list[str], path: Path, source: Source) -> Document:
    """Have a program print the text; it knows nothing of lists."""
    text, warnings = decode(_run([*command, str(path)], source), "utf-8")
    lines = (_CELLS.sub(CELLS, line.strip(" \t|")) for line in text.splitlines())
    return Document(source.name, "\n".join(filter(None, lines)), (), "doc", warnings)


def _through_office(name: str, path: Path, source: Source) -> Document:
    """Have LibreOffice write a .docx, with a profile of its own and without macros."""
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    _run(
        [name, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir",
         str(path.parent), str(path)], source,
    )  # fmt: skip
    converted = path.with_suffix(".docx")
    if not converted.exists():
        raise ReadingError("corrupt: LibreOffice cannot read the document")
    document = source.inner(converted.read_bytes(), source.name.rpartition(".")[0] + ".docx")
    return Document(source.name, document.text, (), "doc", document.warnings)


def _run(command: list[str], source: Source) -> bytes:
    """Run a program in a session of its own, so that it can be ended with all that it starts."""
    seconds = _SHARE * source.limits.seconds
    try:
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ReadingError(f"unsupported: {command[0]} cannot be run: {error.strerror}") from error
    with process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise ReadingError(
                f"too slow: not converted in {seconds:g} seconds (limit 'seconds')"
            ) from error
    if process.returncode:
        raise ReadingError(f"corrupt: {command[0]} cannot read the document")
    return output


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
