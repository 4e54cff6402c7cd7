"""Reading in a process of its own, which is kept while it is well and can be ended.

This side: starting, asking, ending. The other side is `serving`.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, astuple
from pathlib import Path

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, ScanError
from slmo_match.reading.frames import Header, receive, send
from slmo_match.reading.limits import Limits

_START = "from slmo_match.reading.serving import serve; serve()"
_START_SECONDS = 120.0
_GRACE_SECONDS = 5.0
# signals by which a process ends that is refused memory: parsers abort, the system kills
_OUT_OF_MEMORY = {
    signal.SIGABRT,
    signal.SIGILL,
    getattr(signal, "SIGTRAP", 5),
    getattr(signal, "SIGKILL", 9),
}


class _EndedError(Exception):
    """The process ended in the middle of a document; the message says why."""


def read_apart(
    data: bytes, name: str, limits: Limits, known: Mapping[str, Document] | None = None
) -> Document:
    """Read a document in another process.

    Parameters
    ----------
    data : bytes
    name : str
    limits : Limits
    known : mapping of str to Document, optional
        What was recognised in scans inside it.

    Returns
    -------
    Document

    Raises
    ------
    ScanError
        If it holds pictures of pages only, or a scan that is not known.
    ReadingError
        If there is no text to be had, with the reason.
    """
    scans = {key: astuple(found) for key, found in (known or {}).items()}
    answer, payload = ask({"do": "read", "name": name, "known": scans}, data, limits)
    pages = tuple(answer["pages"])
    return Document(name, payload.decode(), pages, answer["kind"], tuple(answer["warnings"]))


def render_apart(data: bytes, page: int, limits: Limits) -> bytes:
    """Return a page of a PDF, counted from 0, as a grey picture (PGM)."""
    return ask({"do": "render", "page": page}, data, limits)[1]


def ask(header: Header, payload: bytes, limits: Limits) -> tuple[Header, bytes]:
    """Have a process do something, and raise the error that it reports.

    Raises
    ------
    ReadingError
        What the process says; ``too slow`` or ``corrupt`` where it had to be ended or ended.
    """
    process = _POOL.take()
    try:
        answer, result = process.ask({**header, "limits": asdict(limits)}, payload, limits)
    except _EndedError as ended:
        raise ReadingError(str(ended)) from None
    if answer.get("last"):
        process.end()
    else:
        _POOL.give_back(process)
    if "scan" in answer:
        raise ScanError(
            answer["error"], answer["scan"], answer["kind"], result, tuple(answer["warnings"])
        )
    if "error" in answer:
        raise ReadingError(answer["error"])
    return answer, result


class _Process:
    """A reading process, as seen from the process that uses it."""

    def __init__(self) -> None:
        home = str(Path(__file__).parents[2])
        paths = os.pathsep.join([home, *(path for path in sys.path if path and path != home)])
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
        )
        self._ready = False

    def ask(self, header: Header, payload: bytes, limits: Limits) -> tuple[Header, bytes]:
        """Send a frame and wait for the answer; whatever goes wrong ends the process."""
        try:
            if not self._ready:
                self._timed(_START_SECONDS, None, b"")
                self._ready = True
            return self._timed(limits.seconds, header, payload)
        except TimeoutError:
            self.end()
            slow = (
                f"too slow: not read within {limits.seconds:g} seconds (limit 'seconds', --timeout)"
            )
            raise _EndedError(slow) from None
        except (OSError, EOFError):
            raise _EndedError(self._obituary()) from None
        except BaseException:
            self.end()
            raise

    def _obituary(self) -> str:
        """Say why the process has ended by itself."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE_SECONDS)
        code = self._process.returncode
        self.end()
        if not self._ready:
            return f"unreadable: the reading process does not start (exit status {code})"
        if code is not None and -code in _OUT_OF_MEMORY:
            return "too big: needs more memory than allowed (limit 'memory')"
        return "corrupt: its reader broke down on it"

    def end(self) -> None:
        """End the process and wait until it has gone."""
        _stop(self._process)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # unsent bytes of a process that is gone
                    pipe.close()

    def is_alive(self) -> bool:
        """Tell whether the process can be asked."""
        return self._process.poll() is None

    def _timed(self, seconds: float, header: Header | None, payload: bytes) -> tuple[Header, bytes]:
        """Send a frame, if there is one, and receive one before the time is over.

        Raises
        ------
        TimeoutError
            If it takes longer; the process is ended then.
        OSError, EOFError
            If the process ended by itself.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        clock = _Clock(self._process, seconds)
        try:
            if header is not None:
                send(stdin, header, payload)
            return receive(stdout)
        except (OSError, EOFError):
            if clock.rang:
                raise TimeoutError from None
            raise
        finally:
            clock.stop()


class _Clock:
    """Ends a process after some seconds unless stopped before."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.rang = False
        self._process = process
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        self._timer.cancel()

    def _ring(self) -> None:
        self.rang = True
        _stop(self._process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process; one that has a converter running ends that first, and removes its files."""
    process.terminate()
    try:
        process.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class _Pool:
    """Processes that wait for their next document."""

    def __init__(self) -> None:
        self._idle: list[_Process] = []
        self._lock = threading.Lock()

    def take(self) -> _Process:
        """Return a process that waits, or a new one."""
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.is_alive():
                    return process
                process.end()
        return _Process()

    def give_back(self, process: _Process) -> None:
        """Keep a process for the next document."""
        with self._lock:
            self._idle.append(process)

    def end(self) -> None:
        """End the processes that wait."""
        with self._lock:
            while self._idle:
                self._idle.pop().end()

    def forget(self) -> None:
        """Leave the processes to the parent: after a fork they are its own."""
        self._idle = []
        self._lock = threading.Lock()


_POOL = _Pool()
atexit.register(_POOL.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_POOL.forget)
