"""The command ``serve``: starts with an address, ends with Ctrl-C, leaves nothing."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import click
import httpx
import pytest
from click.testing import CliRunner

from adverts import FLORIST, LIFTS
from slmo_match import descriptors
from slmo_match.batch import default_matcher
from slmo_match.cli import cli
from slmo_match.errors import UsageError
from slmo_match.model_files import default_folder
from slmo_match.report.audit import open_audit
from slmo_match.web import scoring, server
from slmo_match.web.settings import Settings
from slmo_match.workers import available_cores
from webserver import LEVEL_2, running, until

DATA = Path(__file__).parent / "data"
SECRET = "Kowalska-Tajna"

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind there")


@contextmanager
def started(folder, *args):
    """Run the command with its temporary files in a folder; yield it and its address."""
    program = [sys.executable, "-m", "slmo_match", "serve", "--port", "0", *args]
    environ = {**os.environ, "TMPDIR": str(folder), "LANG": "pl_PL.UTF-8"}
    process = subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ
    )
    try:
        line = process.stdout.readline()
        yield process, re.search(r"http://\S+", line)[0]
    finally:
        process.kill()
        process.communicate()


def ended(process, kind=signal.SIGINT):
    """End the command and return its exit status and what it said."""
    process.send_signal(kind)
    out, err = process.communicate(timeout=20)
    return process.returncode, out, err


def everything_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


# starting and ending


@posix
def test_it_prints_its_address_and_ctrl_c_ends_it_without_a_trace(tmp_path):
    with started(tmp_path) as (process, address):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        assert "Który poziom" in httpx.get(address).text
        status, out, err = ended(process)
    assert status == 0
    assert out == ""
    assert err == "Strona zakończyła działanie; dokumenty zostały zapomniane.\n"
    assert everything_in(tmp_path) == []


@posix
def test_nothing_of_documents_is_on_disk_or_in_the_output(tmp_path):
    """Neither of good ones nor of broken ones, requests cut off, and answers not waited for."""
    with started(tmp_path) as (process, address):
        [private] = everything_in(tmp_path)
        for name in ("cv.pdf", "cv.docx", "scan.pdf", "locked_rc4.pdf"):
            files = {"files": (f"{SECRET}-{name}", (DATA / name).read_bytes())}
            assert httpx.post(f"{address}api/score", files=files, timeout=60).status_code == 200
        bad = {"files": (f"{SECRET}.pdf", b"%PDF-1.7\n" + SECRET.encode() * 1000)}
        assert httpx.post(f"{address}api/score", files=bad, timeout=60).status_code == 200
        assert httpx.post(f"{address}api/score", json={"txt": SECRET}).status_code == 400
        part, whole = body_of(SECRET * 300_000)[:2_000_000], body_of(f"{SECRET} {LIFTS * 300}")
        with sending(address, part), sending(address, whole):
            later = httpx.post(f"{address}api/score", json={"text": LIFTS}, timeout=60)
            assert later.status_code == 200
            assert everything_in(tmp_path) == [private]
            assert open_files(process.pid, tmp_path) == []
        status, out, err = ended(process)
    assert status == 0
    assert SECRET not in out + err
    assert everything_in(tmp_path) == []


def body_of(*texts):
    head = '--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"'
    return ("\r\n".join(f"{head}\r\n\r\n{text}" for text in texts) + "\r\n--x--\r\n").encode()


@contextmanager
def sending(address, body):
    """Begin to send a form of four megabytes, or send a whole one, and hang up at the end."""
    port = int(re.search(r":(\d+)/", address)[1])
    length = len(body) if body.endswith(b"--x--\r\n") else 4_000_000
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(
            f"POST /api/score HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {length}\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\n\r\n".encode()
            + body
        )
        yield


def open_files(process, folder):
    """Return the files in a folder that a process holds open, those without a name too."""
    held = Path(f"/proc/{process}/fd")
    if not held.is_dir():
        return []
    links = [str(link.readlink()) for link in held.iterdir() if link.is_symlink()]
    return [link for link in links if link.startswith(str(folder))]


@posix
def test_it_ends_while_a_document_is_being_read(tmp_path):
    folder, record = tmp_path / "tmp", tmp_path / "rejestr.jsonl"
    folder.mkdir()
    with (
        started(folder, "--audit", str(record)) as (process, address),
        sending(address, body_of(LIFTS, LIFTS * 3_000)),
    ):
        until(lambda: record.stat().st_size)  # of the first; the second is being read
        begun = time.monotonic()
        assert len(record.read_text("utf-8").splitlines()) == 1
        status, _, _ = ended(process, signal.SIGTERM)
    assert status == 0
    assert time.monotonic() - begun < 15
    assert everything_in(folder) == []


@posix
def test_the_end_of_the_terminal_ends_it_without_a_trace(tmp_path):
    with started(tmp_path) as (process, _):
        assert len(everything_in(tmp_path)) == 1
        status, _, _ = ended(process, signal.SIGHUP)
    assert status == 0
    assert everything_in(tmp_path) == []


@posix
def test_it_outlives_the_terminal_where_that_was_asked_for():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        with server._ended_by_signals():
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_files_that_an_ended_process_left_behind_are_removed(matcher, tmp_path):
    site = server.config(Settings(), matcher, tmp_path).app.state.site
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "document.doc").write_text(SECRET)
    os.utime(tmp_path / "old", (0, 0))
    site.sweep()
    assert everything_in(tmp_path) == ["new", "new/document.doc"]


def test_answers_are_recorded_where_that_is_asked_for(matcher, tmp_path):
    path = tmp_path / "zapis.jsonl"
    settings = Settings(audit=path)
    with open_audit(path, matcher) as record, running(matcher, settings, record) as served:
        visitor = served.visitor()
        assert "zapis.jsonl" in visitor.get("/").text
        visitor.add(windy=LIFTS)
        visitor.post("/api/score", json={"text": FLORIST})
    first, second = map(json.loads, path.read_text("utf-8").splitlines())
    assert (first["document"], first["level"]) == ("windy.txt", 5)
    assert first["sha256"] == sha256(LIFTS.encode()).hexdigest()
    assert (second["document"], second["level"]) == ("text", 1)
    assert "Windy" not in path.read_text("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_record_that_cannot_be_written_is_said_in_the_answer(matcher, tmp_path, capfd):
    path = tmp_path / "rejestr.jsonl"
    path.symlink_to("/dev/full")
    with (
        open_audit(path, matcher) as record,
        running(matcher, Settings(audit=path), record) as served,
    ):
        visitor = served.visitor()
        answer = visitor.post("/api/score", json={"text": LIFTS})
        page = visitor.post_form("/documents", [("windy.txt", LIFTS.encode())])
        assert visitor.ids() == []
    assert (answer.status_code, page.status_code) == (500, 500)
    said = "the record of answers cannot be written: No space left on device"
    assert answer.json() == {"error": said}
    assert "nie można zapisać rejestru odpowiedzi: brak miejsca na dysku" in page.text
    assert capfd.readouterr().err == ""


# wrong use and options


def serve(*args, lang="", **settings):
    environ = {"LANG": lang, "LC_ALL": "", "LC_MESSAGES": "", "SLMO_TOKEN": ""}
    return CliRunner(env={**environ, **settings}).invoke(cli, ["serve", *args])


def test_a_taken_port_is_named_with_what_to_try():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = serve("--port", str(port))
    assert result.exit_code == 2
    assert f"nie można słuchać na 127.0.0.1, port {port}" in result.stderr
    assert "--port 0" in result.stderr


def test_a_host_that_is_not_of_this_machine_is_refused():
    result = serve("--host", "192.0.2.1", "--port", "0")
    assert result.exit_code == 2
    assert "nie można słuchać na 192.0.2.1" in result.stderr


def test_an_empty_host_is_refused_in_one_language():
    result = serve("--host", "", "--port", "0")
    assert result.exit_code == 2
    assert "nie można słuchać na ''" in result.stderr
    assert "cannot" not in result.stderr


def test_a_token_that_can_be_guessed_is_refused():
    for token in ("tajne", "zażółć gęślą jaźń ąę"):
        assert "co najmniej 16 znaków" in serve("--token", token, "--port", "0").stderr
    assert serve(SLMO_TOKEN="krótki").exit_code == 2


def test_corrections_that_cannot_be_kept_are_refused_before_the_page_opens(tmp_path):
    result = serve("--corrections", str(tmp_path), "--port", "0")
    assert result.exit_code == 2
    assert "nie można zapisywać poprawek" in result.stderr


def test_corrections_that_are_not_utf_8_are_refused_before_the_page_opens(tmp_path):
    path = tmp_path / "poprawki.jsonl"
    path.write_bytes('{"text": "Obsługa zgłoszeń", "level": 2}\n'.encode("cp1250"))
    result = serve("--corrections", str(path), "--port", "0")
    assert result.exit_code == 2
    assert "wiersz 1 nie jest w UTF-8" in result.stderr


def served_with(monkeypatch, *args):
    """Return the settings, the matcher and the port that the command gives the server."""
    given = []
    monkeypatch.setattr(server, "serve", lambda *args: given.append(args[:3]))
    assert serve(*args).exit_code == 0
    return given[0]


def settings_of(monkeypatch, *args):
    return served_with(monkeypatch, *args)[0]


def test_the_port_is_8421_unless_another_is_asked_for(monkeypatch):
    assert served_with(monkeypatch)[2] == 8421
    assert served_with(monkeypatch, "--port", "8600")[2] == 8600


def test_the_model_or_the_descriptors_asked_for_are_matched(monkeypatch):
    assert served_with(monkeypatch)[1] is default_matcher()
    folder, text = default_folder(), Path(descriptors.__file__).parent / "slmo_pl.txt"
    assert served_with(monkeypatch, "--model", str(folder))[1].model == folder
    assert served_with(monkeypatch, "--descriptors", str(text))[1].descriptors == text


@pytest.mark.parametrize("option", [["--max-size", "30MB"], ["--limit", "size=30MB"]])
def test_the_size_of_a_document_also_bounds_uploads(monkeypatch, option):
    settings = settings_of(monkeypatch, *option)
    assert (settings.limits.file, settings.reading.size) == (30_000_000, 30_000_000)
    assert settings_of(monkeypatch, "--limit", "nesting=2").limits.file == 20_000_000


def test_a_public_name_is_what_a_browser_calls_it_and_asks_for_a_token(monkeypatch):
    settings = settings_of(monkeypatch, "--public-host", "SLMO.firma.pl:443")
    assert settings.public_host == "slmo.firma.pl"
    assert len(settings.token) == 32
    with server.listening("127.0.0.1", 0) as listener:
        address = server.address_of(listener, settings)
    assert address == f"https://slmo.firma.pl/?token={settings.token}"


def test_a_public_name_without_a_proxy_is_printed_as_it_is_opened(monkeypatch):
    settings = settings_of(monkeypatch, "--public-host", "http://SLMO.firma.lan:8421")
    with server.listening("127.0.0.1", 0) as listener:
        address = server.address_of(listener, settings)
    assert address == f"http://slmo.firma.lan:8421/?token={settings.token}"


@pytest.mark.parametrize(
    "name",
    ["https://slmo.firma.pl", "slmo.firma.pl/cv", "usługi.pl", "", "x.pl:99999", "http://"],
)
def test_a_public_host_that_is_no_name_is_refused(name):
    result = serve("--public-host", name, "--port", "0")
    assert result.exit_code == 2
    assert "podaj samą nazwę, z portem, jeśli to nie 443" in result.stderr


def test_corrections_and_a_record_that_cannot_both_be_kept_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: pytest.fail("opened"))
    record = str(tmp_path / "rejestr.jsonl")
    args = ("--audit", record, "--port", "0")
    assert "wskazują go dwie opcje" in serve("--corrections", record, *args).stderr
    refused = serve("--corrections", str(tmp_path / "poprawki.xlsx"), *args)
    assert "nazwa musi kończyć się na .jsonl" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_it_says_what_to_install():
    code = (
        "import sys\n"
        "sys.modules['starlette'] = sys.modules['uvicorn'] = None\n"
        "from slmo_match.cli import main\n"
        "sys.argv = ['slmo-match', 'serve', '--lang', 'en']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'slmo-match[web]'" in done.stderr


def test_a_token_is_made_for_all_addresses_but_those_of_this_machine():
    assert server.token_for("127.0.0.1", None) == ""
    assert server.token_for("localhost", None) == ""
    assert server.token_for("::1", None) == ""
    made = {server.token_for(host, None) for host in ("0.0.0.0", "::", "", "192.168.1.5")}
    assert len(made) == 4
    assert all(len(token) == 32 for token in made)
    assert server.token_for("127.0.0.1", "a" * 16) == "a" * 16
    with pytest.raises(UsageError):
        server.token_for("127.0.0.1", "")


def test_the_address_that_is_printed_signs_in(matcher):
    settings = Settings(host="0.0.0.0", token="token w adresie & więcej"[:15] + "&12")
    with server.listening("127.0.0.1", 0) as listener:
        address = server.address_of(listener, settings)
        port = listener.getsockname()[1]
    assert address == f"http://{socket.gethostname()}:{port}/?token=token+w+adresie%2612"
    with running(matcher, settings) as served:
        query = address.partition("/?")[2]
        assert served.client().get(f"/?{query}").status_code == 303


def test_the_page_is_opened_in_the_browser_only_where_that_is_asked_for(monkeypatch):
    opened = []
    monkeypatch.setattr(click, "launch", opened.append)
    monkeypatch.setattr(server, "serve", lambda *args: args[-1]("http://127.0.0.1:1/"))
    assert "http://127.0.0.1:1/" in serve().stdout
    assert opened == []
    assert serve("--open").exit_code == 0
    assert opened == ["http://127.0.0.1:1/"]


# many at once


def test_connections_without_the_head_of_a_request_are_closed_in_time(matcher, monkeypatch):
    monkeypatch.setattr(server, "_BEGINNING", 0.2)
    whole = "GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with running(matcher) as served:
        for head in ("", whole[:30], whole + whole[:30]):
            with socket.create_connection(("127.0.0.1", served.port), 10) as connection:
                connection.sendall(head.encode())
                while connection.recv(65536):
                    pass  # until the other side closes it; otherwise a timeout


def test_answers_that_take_longer_than_the_head_may_are_given(matcher, monkeypatch):
    monkeypatch.setattr(server, "_BEGINNING", 0.05)
    monkeypatch.setattr(scoring, "_assess", slowed(lambda _: time.sleep(0.3)))
    with running(matcher) as served:
        answer = httpx.post(f"{served.url}/api/score", json={"text": LIFTS}, timeout=20)
    assert answer.json()["results"][0]["level"] == 5


def slowed(wait, assess=scoring._assess):
    """Return a way to assess that waits for something before each document."""

    def slowly(source, *args, **options):
        wait(source.name)
        return assess(source, *args, **options)

    return slowly


@pytest.fixture
def held_back(matcher, monkeypatch):
    """A server that holds documents called a.txt back, their names once begun, and the release."""
    begun, go = [], threading.Event()

    def wait(name):
        begun.append(name)
        assert name != "a.txt" or go.wait(20)

    monkeypatch.setattr(scoring, "_assess", slowed(wait))
    with running(matcher) as served:
        yield served, begun, go
        go.set()


def test_many_documents_of_one_visitor_do_not_keep_another_waiting(held_back):
    served, begun, _ = held_back
    with sending(f"{served.url}/", body_of(*[FLORIST] * 50)):
        until(lambda: begun)
        other = httpx.post(f"{served.url}/api/score", json={"text": LIFTS}, timeout=10)
        assert other.json()["results"][0]["level"] == 5
        assert begun.count("a.txt") <= available_cores()


def test_documents_of_a_visitor_who_has_hung_up_are_not_scored(held_back):
    served, begun, go = held_back
    with sending(f"{served.url}/", body_of(*[FLORIST] * 50)):
        until(lambda: begun)
    go.set()
    until(lambda: served.site.slots.borrowed_tokens == 0)
    assert len(begun) < 50
    answer = httpx.post(f"{served.url}/api/score", json={"text": LIFTS}, timeout=10)
    assert answer.status_code == 200


def test_uploads_at_the_same_time_are_neither_lost_nor_mixed_up(matcher):
    texts = {5: LIFTS, 2: LEVEL_2, 1: FLORIST}
    wrong = []

    def client(number, url):
        with httpx.Client(base_url=url, timeout=60) as client:
            for turn in range(5):
                level = (5, 2, 1)[(number + turn) % 3]
                mine = f"{texts[level]}\nNumer oferty: {number}/{turn}."
                files = {"files": (f"{number}-{turn}.txt", mine.encode())}
                [found] = client.post("/api/score", files=files).json()["results"]
                quotes = [item["quote"] for item in found["evidence"]]
                if (
                    found["document"] != f"{number}-{turn}.txt"
                    or found["level"] != level
                    or not all(quote in mine for quote in quotes)
                ):
                    wrong.append(found)

    with running(matcher) as served:
        threads = [threading.Thread(target=client, args=[n, served.url]) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []
