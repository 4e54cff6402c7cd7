"""The life of a reading process: it answers frames until the other side closes the pipe."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, ScanError
from slmo_match.reading.frames import Header, receive, send
from slmo_match.reading.limits import Limits
from slmo_match.reading.parse import parse

_DOCUMENTS = 500  # read by one process before it is replaced
_MEMORY_KEPT = 400_000_000  # bytes: a process that grew beyond is replaced


def serve() -> None:
    """Answer frames until the other side closes the pipe: the life of a reading process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was started
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # which ends this one by it
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a parser prints is no answer
    send(target, {"ready": True}, b"")
    for count in range(1, _DOCUMENTS + 1):
        try:
            header, payload = receive(source)
        except EOFError:
            return
        answer, result = _answer(header, payload)
        last = count == _DOCUMENTS or answer.get("last") or _memory_used() > _MEMORY_KEPT
        send(target, {**answer, "last": bool(last)}, result)
        if last:
            return


def _answer(header: Header, payload: bytes) -> tuple[Header, bytes]:
    """Do what a frame asks for; every failure becomes a message."""
    limits = Limits(**header["limits"])
    _bound_memory(limits.memory)
    try:
        if header["do"] == "render":
            return {}, _render(payload, header["page"])
        document = parse(payload, header["name"], limits, known=_known(header["known"]))
    except ScanError as scan:
        return {
            "error": str(scan),
            "scan": scan.pages,
            "kind": scan.kind,
            "warnings": scan.warnings,
        }, scan.data
    except ReadingError as error:
        return {"error": str(error)}, b""
    except MemoryError:
        return {
            "error": "too big: needs more memory than allowed (limit 'memory')",
            "last": True,
        }, b""
    except RecursionError:
        return {"error": "too deep: parts inside each other beyond any document"}, b""
    except Exception as error:  # a parser met what its writers did not think of
        return {"error": f"corrupt: {type(error).__name__}: {error}"[:300], "last": True}, b""
    warnings = list(document.warnings)
    text = document.text.encode("utf-8", "replace")
    return {"pages": list(document.pages), "kind": document.kind, "warnings": warnings}, text


def _known(scans: dict[str, tuple[str, str, list[int], str, list[str]]]) -> dict[str, Document]:
    """Make documents again of what JSON has kept of them."""
    return {
        key: Document(name, text, tuple(pages), kind, tuple(warnings))
        for key, (name, text, pages, kind, warnings) in scans.items()
    }


def _render(data: bytes, page: int) -> bytes:
    from slmo_match.reading.pdf import render

    return render(data, page)


def _bound_memory(most: int) -> None:
    """Let the system refuse this process more memory, where it can."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def _memory_used() -> int:
    """Return the memory that this process holds, in bytes; 0 where it is not known."""
    try:
        pages = Path("/proc/self/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
