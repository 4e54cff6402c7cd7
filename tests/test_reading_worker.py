"""Reading happens in a process of its own, which is kept, ended and replaced."""

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path

import pytest

from hostile import docx, docx_text, forms, ole, one_page, stream
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


@pytest.fixture
def slow_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a converter on the path that takes its time, and return the file that names its runs."""
    runs = tmp_path / "runs"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\necho $$ >> {runs}\nexec sleep 20\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    return runs


def nothing_is_left_of(runs: Path) -> bool:
    """Tell whether the converters have gone, and all temporary files with them."""
    for run in runs.read_text().split():
        with pytest.raises(ProcessLookupError):
            os.kill(int(run), 0)
    return not list((runs.parent / "temporary").iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_an_interruption_ends_the_converter_and_removes_the_temporary_files(
    slow_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(docx(docx_text(SENTENCE)))  # the process is ready

    def interrupted(*_: object) -> None:
        while not slow_office.exists():
            time.sleep(0.02)
        raise KeyboardInterrupt

    monkeypatch.setattr(worker, "receive", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read(ole("WordDocument"), "cv.doc")
    assert nothing_is_left_of(slow_office)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_the_end_of_the_time_ends_the_converter_and_removes_the_temporary_files(
    slow_office: Path,
) -> None:
    message = EmailMessage()
    message["Subject"] = "Aplikacja na stanowisko: koordynatorka poziomu usług"
    message.set_content("W załączeniu przesyłam CV i list motywacyjny.")
    for name in ("cv.doc", "list.doc"):
        message.add_attachment(
            ole("WordDocument"), maintype="application", subtype="msword", filename=name
        )
    with pytest.raises(ReadingError, match=r"^too slow: not read within 3 seconds"):
        read(message.as_bytes(), "aplikacja.eml", limits=Limits(seconds=3))
    assert len(slow_office.read_text().split()) == 2  # the second was running
    assert nothing_is_left_of(slow_office)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_terminal_that_is_closed_ends_the_converter_and_removes_the_temporary_files(
    slow_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(docx(docx_text(SENTENCE)))
    process = worker._POOL._idle[-1]._process

    def hung_up(*_: object) -> None:
        while not slow_office.exists():
            time.sleep(0.02)
        process.send_signal(signal.SIGHUP)
        process.wait()
        raise EOFError

    monkeypatch.setattr(worker, "receive", hung_up)
    with pytest.raises(ReadingError, match=r"^corrupt: its reader broke down"):
        read(ole("WordDocument"), "cv.doc")
    assert nothing_is_left_of(slow_office)


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
