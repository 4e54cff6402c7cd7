"""Milliseconds a document in each format, next to the bare library in this process.

    python tests/benchmarks/bench_reading.py

Both columns are warm medians of one run, so that their ratio means something on a busy machine.
The first column is `read`: finding the kind, the way to the reading process and back, and the
layout; the second only takes the text out.
"""

from __future__ import annotations

import email
import email.policy
import io
import statistics
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from lxml import etree
from lxml import html as lxml_html
from striprtf.striprtf import rtf_to_text

from slmo_match.reading import read
from slmo_match.reading.limits import DEFAULT
from slmo_match.reading.parse import parse

DATA = Path(__file__).parents[1] / "data"
ROUNDS = 60


def bare_pdf(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def bare_zip(part: str) -> Callable[[bytes], str]:
    def extract(data: bytes) -> str:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "".join(etree.fromstring(archive.read(part)).itertext())

    return extract


def bare_mail(data: bytes) -> str:
    message = email.message_from_bytes(data, policy=email.policy.default)
    body = message.get_body()
    return body.get_content() if body else ""


BARE: dict[str, tuple[str, Callable[[bytes], str]]] = {
    "advert.txt": ("bytes.decode", lambda data: data.decode()),
    "advert.cp1250.txt": ("bytes.decode", lambda data: data.decode("cp1250")),
    "advert.html": ("lxml text_content", lambda d: lxml_html.fromstring(d).text_content()),
    "advert.rtf": ("striprtf", lambda data: rtf_to_text(data.decode("latin-1"))),
    "advert.docx": ("zip + lxml", bare_zip("word/document.xml")),
    "advert.odt": ("zip + lxml", bare_zip("content.xml")),
    "advert.eml": ("email", bare_mail),
    "advert.pdf": ("pypdfium2", bare_pdf),
    "cv.pdf": ("pypdfium2", bare_pdf),
}


def median_ms(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def main() -> None:
    print(f"{'document':20}{'read':>8}{'in here':>9}{'bare':>8}  bare library   (ms)")
    for name, (library, extract) in BARE.items():
        data = (DATA / name).read_bytes()
        whole = median_ms(lambda data=data, name=name: read(data, name))
        here = median_ms(lambda data=data, name=name: parse(data, name, DEFAULT))
        bare = median_ms(lambda data=data, extract=extract: extract(data))
        print(f"{name:20}{whole:8.2f}{here:9.2f}{bare:8.2f}  {library}")


if __name__ == "__main__":
    main()
