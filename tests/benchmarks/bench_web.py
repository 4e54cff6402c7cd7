"""The local page under load: 200 uploads by 8 clients at once, none lost, none mixed up.

``make bench-web`` starts ``slmo-match serve``, sends it documents of every format, each of them
its own, compares every answer with that of ``score_file`` and prints how long answers took. It
ends with status 1 if an answer is missing or wrong.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from statistics import median, quantiles
from typing import NamedTuple

import httpx

from slmo_match.report.formats import to_json
from slmo_match.scoring import score_file

DATA = Path(__file__).parents[1] / "data"
CLIENTS = 8
UPLOADS = 200
ENDINGS = ("txt", "pdf", "docx", "html", "odt", "rtf", "eml", "md")
WHERE = "Numer oferty: {number}."


class Upload(NamedTuple):
    """A document and the answer that it must get."""

    name: str
    content: bytes
    expected: str


class Load(NamedTuple):
    """What came of the uploads."""

    seconds: list[float]
    wrong: list[str]
    total: float


def uploads(count: int) -> list[Upload]:
    """Return documents that differ: the texts in their words, the others in their names."""
    found = []
    for number in range(count):
        ending = ENDINGS[number % len(ENDINGS)]
        kind = ("cv", "advert")[number // len(ENDINGS) % 2]
        content = (DATA / f"{kind}.{ending}").read_bytes()
        if ending in ("txt", "md"):
            content += f"\n{WHERE.format(number=number)}\n".encode()
        name = f"{number}-{kind}.{ending}"
        found.append(Upload(name, content, to_json(name, score_file(content, name))))
    return found


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """Run the command; yield its address and its process id."""
    command = [sys.executable, "-m", "slmo_match", "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield re.search(r"http://\S+", process.stdout.readline())[0], process.pid
    finally:
        process.terminate()
        process.wait(30)


def load(address: str, documents: list[Upload], clients: int) -> Load:
    """Send documents with several clients at once."""
    waiting: SimpleQueue[Upload] = SimpleQueue()
    for document in documents:
        waiting.put(document)
    seconds: list[float] = []
    wrong: list[str] = []

    def client() -> None:
        with httpx.Client(base_url=address, timeout=120) as http:
            while True:
                try:
                    document = waiting.get_nowait()
                except Empty:
                    return
                begun = time.perf_counter()
                answer = http.post("/api/score", files={"files": (document.name, document.content)})
                seconds.append(time.perf_counter() - begun)
                if answer.json()["results"] != [json.loads(document.expected)]:
                    wrong.append(document.name)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(seconds, wrong, time.perf_counter() - begun)


def memory_of(process: int) -> str:
    """Return the largest memory that a process has held, where the system says so."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return "?"
    kilobytes = int(re.search(r"VmHWM:\s+(\d+)", status)[1])
    return f"{kilobytes / 1024:.0f} MB"


def main() -> int:
    documents = uploads(UPLOADS)
    heads = ("clients", "uploads", "answers", "wrong", "total s", "a second", "median ms",
             "95 % ms", "longest ms", "memory")  # fmt: skip
    print("  ".join(heads))
    failed = False
    with served() as (address, process):
        for clients in (1, CLIENTS):
            found = load(address, documents, clients)
            ms = [1000 * value for value in found.seconds]
            figures = (
                clients, UPLOADS, len(ms), len(found.wrong), f"{found.total:.1f}",
                f"{len(ms) / found.total:.1f}", f"{median(ms):.0f}",
                f"{quantiles(ms, n=20)[-1]:.0f}", f"{max(ms):.0f}", memory_of(process),
            )  # fmt: skip
            print("  ".join(f"{x:>{len(head)}}" for x, head in zip(figures, heads, strict=True)))
            failed |= bool(found.wrong) or len(ms) != UPLOADS
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
