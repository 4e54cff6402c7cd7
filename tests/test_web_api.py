"""The JSON endpoint: results as the contract says, within limits, described as it is."""

import io
import json
import re
import shlex
import shutil
import socket
import subprocess
import zipfile
from contextlib import ExitStack, contextmanager

import pytest

from adverts import FLORIST, LIFTS
from slmo_match import __version__
from slmo_match.assessment import COLUMNS
from slmo_match.report.formats import to_json
from slmo_match.scoring import score_file
from slmo_match.web.intake import label_of
from slmo_match.web.openapi import description
from slmo_match.web.settings import Limits, Settings
from webserver import LEVEL_2, running, until

LIMITS = Limits(file=200_000, request=500_000, files=5)


@pytest.fixture(scope="module")
def served(matcher):
    with running(matcher, Settings(limits=LIMITS)) as server:
        yield server


@pytest.fixture(scope="module")
def client(served):
    return served.client()


def upload(client, *files):
    """Send files and return the answer."""
    return client.post("/api/score", files=[("files", file) for file in files])


def results(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


# scoring


def test_files_get_the_results_of_the_command_line_in_their_order(client):
    texts = {"windy.txt": LIFTS, "kwiaty.txt": FLORIST, "kurierzy.txt": LEVEL_2}
    found = results(upload(client, *((name, text.encode()) for name, text in texts.items())))
    expected = [
        json.loads(to_json(name, score_file(text.encode(), name))) for name, text in texts.items()
    ]
    assert found == expected
    assert [item["level"] for item in found] == [5, 1, 2]


def test_a_text_in_json_gets_one_result(client):
    [found] = results(client.post("/api/score", json={"text": LIFTS}))
    assert (found["document"], found["level"]) == ("text", 5)
    assert tuple(found)[: len(COLUMNS)] == COLUMNS
    for item in found["evidence"]:
        assert LIFTS[item["start"] : item["end"]] == item["quote"]
    named = client.post("/api/score", json={"text": FLORIST, "document": "stanowisko 17"})
    assert results(named)[0]["document"] == "stanowisko 17"


def test_documents_of_every_format_go_through_the_safe_reader(client, request):
    data = request.path.parent / "data"
    names = ["cv.pdf", "cv.docx", "locked_aes256.pdf"]
    read, office, locked = results(
        upload(client, *((name, (data / name).read_bytes()) for name in names))
    )
    assert read["status"] == office["status"] == "scored"
    assert read["evidence"][0]["page"] == 1
    assert (locked["status"], locked["level"]) == ("unreadable", None)
    assert locked["error"].startswith("encrypted")


def test_what_cannot_be_read_has_its_reason_and_does_not_stop_the_rest(client):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"\0" * 100_000_000)
    found = results(
        upload(
            client,
            ("puste.txt", b""),
            ("szum.pdf", bytes(range(256)) * 20),
            ("bomba.zip", bomb.getvalue()),
            ("tabela.csv", LIFTS.encode()),
            ("windy.txt", LIFTS.encode()),
        )
    )
    reasons = [item["error"].partition(":")[0] for item in found]
    assert reasons == ["empty", "binary", "too big", "a table", ""]
    assert found[-1]["level"] == 5


def test_names_are_labels_and_lead_nowhere(client, tmp_path):
    names = [
        "../../../etc/passwd",
        "C:\\cv\\jan.txt",
        "=HYPERLINK(1)",
        "<script>alert(1)</script>.txt",
    ]
    found = results(upload(client, *((name, FLORIST.encode()) for name in names)))
    assert [item["document"] for item in found] == [
        "etc/passwd", "jan.txt", "=HYPERLINK(1)", "<script>alert(1)</script>.txt",
    ]  # fmt: skip
    assert label_of("a\u202eb\r\nc" + "d" * 300) == "d" * 200
    names = ("//srv/cv/a.pdf", "/a/.\0./b.pdf", "C:\\cv\\a.pdf", "./a//b", "..", "/")
    assert [label_of(name) for name in names] == ["a.pdf", "a/b.pdf", "cv/a.pdf", "a/b", "", ""]


def test_documents_of_one_name_are_told_apart_by_their_folders(client):
    names = ["Kowalski/cv.txt", "Nowak/cv.txt"]
    found = results(upload(client, *((name, LIFTS.encode()) for name in names)))
    assert [item["document"] for item in found] == names
    assert [item["level"] for item in found] == [5, 5]


def test_halves_of_surrogate_pairs_break_nothing(client):
    body = b'{"text": "\\ud800 ' + LIFTS.encode() + b'", "document": "\\udfff"}'
    answer = client.post("/api/score", content=body, headers={"Content-Type": "application/json"})
    assert (results(answer)[0]["document"], results(answer)[0]["level"]) == ("text", 5)


# wrong use


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "{}", '{"text": 5}', '{"text": "a", "document": 1}', "[" * 100_000]
)
def test_json_of_another_form_is_refused(client, body):
    answer = client.post("/api/score", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data", "application/x-json", ""])
def test_other_types_of_body_are_refused(client, kind):
    answer = client.post("/api/score", content=b"text", headers={"Content-Type": kind})
    assert answer.status_code == 415


def test_json_of_another_type_is_told_both_types_that_are_taken(client):
    for kind in ("text/json", "application/x-www-form-urlencoded"):
        answer = client.post("/api/score", content=b"{}", headers={"Content-Type": kind})
        said = answer.json()["error"]
        assert said.startswith("send application/json or multipart/form-data; ")
        assert f"'{kind}'" in said
    body = json.dumps({"text": LIFTS})
    answer = client.post("/api/score", content=body, headers={"Content-Type": "Application/JSON"})
    assert results(answer)[0]["level"] == 5


@pytest.mark.parametrize(
    "body",
    [
        b"no boundary at all",
        b"--x\r\nContent-Disposition: form-data; name=files; filename=a\r\n\r\nbroken off",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\nc\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nc\r\n--x--\r\n',
    ],
)
def test_damaged_forms_and_forms_without_files_are_refused(client, body):
    kind = "multipart/form-data; boundary=x"
    answer = client.post("/api/score", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_form_whose_boundary_is_too_long_is_refused(client):
    kind = f"multipart/form-data; boundary={'x' * 3000}"
    answer = client.post("/api/score", content=b"x", headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()) == (400, {"error": "the form is damaged"})


def test_unknown_pages_and_methods_are_answered_in_json(client):
    assert client.get("/api/none").json() == {"error": "there is no such page"}
    answer = client.get("/api/score")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_an_unexpected_error_says_nothing_of_the_text(served, client, monkeypatch, capfd):
    async def broken(*_):
        raise RuntimeError(f"cannot score {LIFTS}")

    monkeypatch.setattr(served.site.scorer, "score", broken)
    answer = client.post("/api/score", json={"text": LIFTS})
    assert answer.status_code == 500
    assert "RuntimeError" in answer.json()["error"]
    said = capfd.readouterr()
    assert "RuntimeError at " in said.err
    assert "Windy" not in answer.text + said.err + said.out


# limits


def test_too_many_files_are_refused(client):
    answer = upload(client, *[("a.txt", b"a")] * (LIMITS.files + 1))
    assert answer.status_code == 413


def test_a_file_over_the_limit_is_refused(client):
    assert upload(client, ("a.txt", b"a" * 200_001)).status_code == 413
    assert client.post("/api/score", json={"text": "a" * 200_001}).status_code == 413
    assert upload(client, ("a.txt", b"a" * 199_999)).status_code == 200


def test_a_file_of_the_size_that_is_allowed_has_room_for_the_form_around_it(matcher):
    with running(matcher, Settings(limits=Limits(file=60_000, request=60_000))) as served:
        assert upload(served.client(), ("a.txt", b"a " * 30_000)).status_code == 200
        answer = upload(served.client(), ("a.txt", b"a " * 30_001))
        assert answer.json()["error"].startswith("too large: a file may have 0.06 MB, all files")


def test_a_name_that_is_too_long_is_called_so(client):
    answer = upload(client, ("a" * 4_200 + ".txt", FLORIST.encode()))
    assert answer.status_code == 413
    assert answer.json()["error"].startswith("the name of a file is too long: ")


def raw(served, head, body=b""):
    """Send bytes as they are and return what comes back until the other side is silent."""
    with socket.create_connection(("127.0.0.1", served.port), 10) as connection:
        connection.sendall(f"{head}\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode() + body)
        answer = b""
        while b"}" not in answer:
            answer += connection.recv(65536)
        return answer.decode()


def test_what_is_declared_too_large_is_refused_before_it_is_sent(served):
    head = (
        "POST /api/score HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 9000000000"
    )
    for more in ("", "\r\nExpect: 100-continue"):
        assert raw(served, head + more).startswith("HTTP/1.1 413 ")


def test_chunks_are_counted_as_they_come(served):
    head = (
        "POST /api/score HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked"
    )
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    assert raw(served, head, chunk * 4).startswith("HTTP/1.1 413 ")  # and no last chunk comes


def test_a_request_that_does_not_arrive_is_given_up(matcher):
    head = "POST /api/score HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 50"
    with running(matcher, Settings(limits=Limits(receiving=0.1))) as served:
        assert raw(served, head, b"{").startswith("HTTP/1.1 408 ")


@contextmanager
def stalled(served, kind, sent):
    """Send the beginning of a body of two megabytes and wait."""
    with socket.create_connection(("127.0.0.1", served.port), 10) as connection:
        head = f"Host: 127.0.0.1:{served.port}\r\nContent-Type: {kind}\r\nContent-Length: 2000000"
        connection.sendall(f"POST /api/score HTTP/1.1\r\n{head}\r\n\r\n".encode() + sent)
        yield connection


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x"])
def test_slow_clients_do_not_keep_others_waiting(matcher, kind):
    with running(matcher, Settings(limits=Limits(at_once=1))) as served, ExitStack() as slow:
        for sent in (b"-", b"{", b"-" * 100_000, b" " * 1_500_000):
            slow.enter_context(stalled(served, kind, sent))
        visitor = served.visitor()
        [found] = results(visitor.post("/api/score", json={"text": LIFTS}, timeout=10))
        assert found["level"] == 5
        assert len(visitor.add(windy=LIFTS)) == 1


def test_large_bodies_wait_until_another_is_out_of_memory(matcher):
    body = json.dumps({"text": LIFTS}).encode().ljust(2_000_000)
    with running(matcher, Settings(limits=Limits(at_once=1))) as served:
        large = served.site.large
        with (
            stalled(served, "application/json", body[:1_500_000]) as first,
            stalled(served, "application/json", body) as second,
        ):
            until(lambda: large.statistics().tasks_waiting == 1)
            first.sendall(body[1_500_000:])
            for connection in (first, second):
                answer = b""
                while b'"level": 5' not in answer:
                    answer += connection.recv(65536) or pytest.fail(f"only {answer!r}")
        until(lambda: large.borrowed_tokens == 0)


# description


def test_health_names_version_and_model(client):
    found = client.get("/api/health").json()
    assert found["status"] == "ok"
    assert found["version"] == __version__
    assert found["model"].startswith("slmo-pl ")


def test_the_description_is_valid_openapi(client):
    from openapi_spec_validator import validate

    found = client.get("/api/openapi.json").json()
    validate(found)
    assert found == description(LIMITS)


def test_the_description_says_sizes_as_they_are():
    assert "0.5 MB each" in json.dumps(description(Limits(file=500_000)))


def test_answers_are_as_described(client):
    from jsonschema import Draft202012Validator

    spec = client.get("/api/openapi.json").json()

    def check(answer, path, method):
        described = spec["paths"][path][method]["responses"][str(answer.status_code)]
        schema = described["content"]["application/json"]["schema"]
        whole = {**schema, "components": spec["components"]}
        for part in whole["components"]["schemas"].values():
            part["additionalProperties"] = False  # so that no field is left undescribed
        Draft202012Validator(whole).validate(answer.json())

    good = upload(client, ("a.txt", LIFTS.encode()), ("b.txt", b""), ("c.txt", FLORIST.encode()))
    check(good, "/api/score", "post")
    check(client.post("/api/score", json={"text": "za mało"}), "/api/score", "post")
    check(client.post("/api/score", json={}), "/api/score", "post")
    check(client.post("/api/score", content=b"a"), "/api/score", "post")
    check(client.get("/api/health"), "/api/health", "get")
    check(client.get("/api/openapi.json"), "/api/openapi.json", "get")


def test_refusals_are_described(served, matcher, monkeypatch):
    token = "szesnascie-znakow"
    spec = description(LIMITS)["paths"]
    with running(matcher, Settings(token=token)) as locked:
        for path, (method, operation) in ((path, *spec[path].items()) for path in spec):
            described = operation["responses"]
            assert described["503"]["content"].keys() == {"text/plain"}
            for headers in ({}, {"Host": "evil.example"}, {"Authorization": f"Bearer {token}"}):
                answer = locked.client().request(method, path, headers=headers)
                assert str(answer.status_code) in described
    monkeypatch.setattr(served.site.scorer, "score", None)
    answer = served.client().post("/api/score", json={"text": LIFTS})
    assert str(answer.status_code) in spec["/api/score"]["post"]["responses"]


def test_every_route_of_the_interface_is_described():
    from slmo_match.web.api import ROUTES

    described = description(LIMITS)["paths"]
    assert {route.path for route in ROUTES} == set(described)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_documentation_shows_what_curl_gets(matcher, request):
    root = request.path.parents[1]
    text = (root / "docs" / "web.md").read_text("utf-8")
    examples = re.findall(r"^\$ (curl .+)\n(.+)$", text, re.MULTILINE)
    assert len(examples) == 5
    with running(matcher) as server:
        for command, expected in examples:
            here = command.replace("http://127.0.0.1:8421", server.url)
            done = subprocess.run(
                shlex.split(here), capture_output=True, text=True, check=True, cwd=root
            )
            pattern = ".+".join(map(re.escape, expected.split("…")))
            assert re.fullmatch(pattern, done.stdout), done.stdout
