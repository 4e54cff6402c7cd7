"""Old Word documents (.doc), through a converter that is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, Source
from slmo_match.reading.text import decode

_OFFICES = ("soffice", "libreoffice")
# programs that write the text of a document to their output
_PRINTERS = (["antiword", "-m", "UTF-8.txt", "-w", "0"], ["catdoc", "-w", "-d", "utf-8"])


def read(source: Source) -> Document:
    """Read an old Word document with LibreOffice, antiword or catdoc.

    Raises
    ------
    ReadingError
        ``unsupported`` where none is installed; ``corrupt``; ``too slow``.
    """
    with tempfile.TemporaryDirectory(prefix="slmo-") as folder:
        path = Path(folder) / "document.doc"
        path.write_bytes(source.data)
        for name in _OFFICES:
            if shutil.which(name):
                return _through_office(name, path, source)
        for command in _PRINTERS:
            if shutil.which(command[0]):
                text, warnings = decode(_run([*command, str(path)], source), "utf-8")
                return Document(source.name, text, (), "doc", warnings)
    raise ReadingError(
        "unsupported: an old Word document (.doc); save it as .docx, or install LibreOffice"
    )


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
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, timeout=source.limits.seconds, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise ReadingError(
            f"too slow: not converted in {source.limits.seconds:g} seconds"
        ) from error
    except OSError as error:
        raise ReadingError(f"unsupported: {command[0]} cannot be run: {error.strerror}") from error
    if done.returncode:
        raise ReadingError(f"corrupt: {command[0]} cannot read the document")
    return done.stdout
