"""Old Word documents (.doc), through a converter that is installed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, Source
from slmo_match.reading.lines import CELLS
from slmo_match.reading.text import decode

_SHARE = 0.7  # of the time left that a program may take: another may have to follow
_END_SECONDS = 1.0  # until all has gone that was killed
_CELLS = re.compile(r"[ ]*(?:\||\t)[ \t]*")
_OFFICES = ("soffice", "libreoffice")
# programs that write the text of a document to their output
_PRINTERS = (["antiword", "-m", "UTF-8.txt", "-w", "0"], ["catdoc", "-w", "-d", "utf-8"])
# signals by which this process is ended from outside: by its parent, by a terminal that is closed
_ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


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
    end = time.monotonic() + source.limits.seconds
    for convert in _converters():
        try:
            return convert(source, _SHARE * (end - time.monotonic()))
        except ReadingError as error:  # another may be able to read it
            problem = error
    raise problem


def _converters() -> Iterator[Callable[[Source, float], Document]]:
    """Give what is installed, the best first."""
    office = next((name for name in _OFFICES if shutil.which(name)), None)
    if office:
        yield partial(_through_office, office)
    for command in _PRINTERS:
        if shutil.which(command[0]):
            yield partial(_through_printer, command)


def _through_printer(command: list[str], source: Source, seconds: float) -> Document:
    """Have a program print the text; it knows nothing of lists."""
    with _written(source.data) as path:
        printed = _run([*command, str(path)], seconds)
    text, warnings = decode(printed, "utf-8")
    lines = (_CELLS.sub(CELLS, line.strip(" \t|")) for line in text.splitlines())
    return Document(source.name, "\n".join(filter(None, lines)), (), "doc", warnings)


def _through_office(name: str, source: Source, seconds: float) -> Document:
    """Have LibreOffice write a .docx, with a profile of its own and without macros."""
    with _written(source.data) as path:
        profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
        _run(
            [name, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir",
             str(path.parent), str(path)], seconds,
        )  # fmt: skip
        converted = path.with_suffix(".docx")
        if not converted.exists():
            raise ReadingError("corrupt: LibreOffice cannot read the document")
        data = converted.read_bytes()
    document = source.inner(data, source.name.rpartition(".")[0] + ".docx")
    return Document(source.name, document.text, (), "doc", document.warnings)


@contextmanager
def _written(data: bytes) -> Iterator[Path]:
    """Have a document in a folder that goes afterwards, also when this process is ended."""
    heard = [number for number in _ENDINGS if signal.getsignal(number) != signal.SIG_IGN]  # nohup
    before = {number: signal.signal(number, _leave) for number in heard}
    try:
        with tempfile.TemporaryDirectory(prefix="slmo-") as folder:
            path = Path(folder) / "document.doc"
            path.write_bytes(data)
            yield path
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, _: object) -> None:
    """End this process by an exception, which nothing more is to disturb."""
    for other in _ENDINGS:
        signal.signal(other, signal.SIG_IGN)
    raise SystemExit(128 + number)


def _run(command: list[str], seconds: float) -> bytes:
    """Run a program in a session of its own, so that it can be ended with all that it starts."""
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
            seconds = round(seconds, 1)
            raise ReadingError(
                f"too slow: not converted in {seconds:g} seconds (limit 'seconds', --timeout)"
            ) from error
        finally:
            if process.returncode is None:
                _end(process)
    if process.returncode:
        raise ReadingError(f"corrupt: {command[0]} cannot read the document")
    return output


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and wait until nothing of it writes any more."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=_END_SECONDS)  # until the last of the session closes it
