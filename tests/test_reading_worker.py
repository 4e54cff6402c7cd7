"""Reading happens in a process of its own, which is kept, ended and replaced."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hostile import docx, docx_text, forms, one_page, stream
from slmo_match.errors import ReadingError
from slmo_match.reading import Limits, read, worker

DATA = Path(__file__).parent / "data"
SENTENCE = "Nadzór nad serwisem i uzgadnianie poziomów usług."


@pytest.fixture(autouse=True)
def new_processes() -> None:
    worker._POOL.end()


def test_the_process_is_kept_for_the_next_document() -> None:
    read(docx(docx_text(SENTENCE)))
    first = worker._POOL._idle[-1]
    read(DATA / "advert.pdf")
    assert worker._POOL._idle[-1] is first


def test_a_document_that_takes_too_long_is_ended_and_the_next_is_read() -> None:
    slow = one_page(stream(b"BT /F1 9 Tf " + b"3 0 Td (x) Tj " * 3_000_000 + b"ET"))
    with pytest.raises(ReadingError, match=r"^too slow: not read within 0\.2 seconds"):
        read(slow, limits=Limits(seconds=0.2))
    assert read(docx(docx_text(SENTENCE))).text == SENTENCE


@pytest.mark.skipif(os.name != "posix", reason="the system bounds no memory")
def test_a_document_that_needs_too_much_memory_is_refused() -> None:
    with pytest.raises(ReadingError, match=r"^too big: needs more memory"):
        read(forms(18, 3), limits=Limits(memory=400_000_000))
    assert read(docx(docx_text(SENTENCE))).text == SENTENCE


def test_a_process_that_was_ended_from_outside_is_replaced() -> None:
    read(docx(docx_text(SENTENCE)))
    for process in worker._POOL._idle:
        process._process.kill()
        process._process.wait()
    assert read(docx(docx_text(SENTENCE))).text == SENTENCE


def test_threads_read_at_the_same_time() -> None:
    documents = [docx(docx_text(f"{SENTENCE} {i}")) for i in range(40)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(read, documents))
    assert [document.text for document in found] == [f"{SENTENCE} {i}" for i in range(40)]


def test_an_interruption_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    read(docx(docx_text(SENTENCE)))
    process = worker._POOL._idle[-1]

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(worker, "receive", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read(docx(docx_text(SENTENCE)))
    assert not process.is_alive()
    assert process not in worker._POOL._idle


def test_plain_text_needs_no_process() -> None:
    assert read(SENTENCE.encode(), "a.txt").text == SENTENCE
    assert not worker._POOL._idle


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system does not fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_fork_leaves_the_processes_to_its_parent() -> None:
    read(docx(docx_text(SENTENCE)))
    child = os.fork()
    if not child:
        os._exit(int(bool(worker._POOL._idle) or read(docx(docx_text("x y"))).text != "x y"))
    assert os.waitpid(child, 0)[1] == 0
    assert read(docx(docx_text(SENTENCE))).text == SENTENCE
