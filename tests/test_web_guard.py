"""Who may ask: this server's own page and programs at this machine, or who shows the token."""

import re

import httpx
import pytest

from adverts import LIFTS
from slmo_match.web.settings import Settings
from webserver import running

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
TOKEN = "szesnaście-znaków".encode("ascii", "replace").decode() + "-0123"


@pytest.fixture(scope="module")
def served(matcher):
    with running(matcher) as server:
        yield server


@pytest.fixture(scope="module")
def locked(matcher):
    with running(matcher, Settings(token=TOKEN)) as server:
        yield server


def ask(served, path="/api/health", method="GET", **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.request(method, served.url + path, headers=names, verify=False)


# hosts and origins


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST", "localhost:80"])
def test_names_of_this_machine_are_served(served, host):
    assert ask(served, host=host).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "localhost.", "", "[", "@"]
)
def test_foreign_hosts_are_refused(served, host):
    assert ask(served, host=host).status_code == 403


def test_its_own_origin_is_served(served):
    own = ask(served, "/api/score", "POST", origin=served.url, sec_fetch_site="same-origin")
    assert own.status_code == 415  # let in, and then there is nothing to score


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://localhost", ""]
)
def test_foreign_origins_are_refused(served, origin):
    for path, method in (("/api/score", "POST"), ("/documents", "POST"), ("/api/health", "GET")):
        assert ask(served, path, method, origin=origin).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_may_lead_here_but_not_use_what_is_here(served, site):
    for path in ("/", "/results.csv", "/static/page.js"):
        assert ask(served, path, sec_fetch_site=site, sec_fetch_mode="no-cors").status_code == 403
    assert ask(served, "/", sec_fetch_site=site, sec_fetch_mode="navigate").status_code == 200
    sent = ask(served, "/forget", "POST", sec_fetch_site=site, sec_fetch_mode="navigate")
    assert sent.status_code == 403


@pytest.fixture(scope="module")
def behind_proxy(matcher):
    with running(matcher, Settings(public_host="slmo.firma.pl:8443")) as server:
        yield server


@pytest.mark.parametrize("host", ["slmo.firma.pl:8443", "SLMO.firma.pl:8443", "127.0.0.1:8421"])
def test_the_page_behind_a_proxy_answers_to_its_public_name(behind_proxy, host):
    """Whether the proxy passes the host on or puts its own in its place."""
    assert ask(behind_proxy, host=host).status_code == 200
    page = {"origin": "https://slmo.firma.pl:8443", "sec_fetch_site": "same-origin"}
    assert ask(behind_proxy, "/api/score", "POST", host=host, **page).status_code == 415


@pytest.mark.parametrize(
    "origin", ["https://slmo.firma.pl", "https://evil.example", "https://firma.pl:8443", "null", ""]
)
def test_a_public_name_lets_no_other_origin_in(behind_proxy, origin):
    for host in ("slmo.firma.pl:8443", "127.0.0.1"):
        assert ask(behind_proxy, host=host, origin=origin).status_code == 403
    assert ask(behind_proxy, host="evil.firma.pl").status_code == 403


def test_cookies_behind_a_proxy_go_over_https_alone(matcher, behind_proxy):
    cookies = ask(behind_proxy, "/?lang=en").headers.get_list("set-cookie")
    with running(matcher, Settings(public_host="slmo.firma.pl", token=TOKEN)) as server:
        cookies += ask(server, f"/?token={TOKEN}").headers.get_list("set-cookie")
    assert len(cookies) == 3
    assert all("; Secure" in cookie for cookie in cookies)


def test_a_name_without_a_proxy_is_served_over_plain_http(matcher):
    settings = Settings(public_host="slmo.firma.lan", public_scheme="http", token=TOKEN)
    with running(matcher, settings) as server:
        here = f"slmo.firma.lan:{server.port}"
        [cookie] = ask(server, f"/?token={TOKEN}", host=here).headers.get_list("set-cookie")
        assert "Secure" not in cookie
        page = {"origin": f"http://{here}", "sec_fetch_site": "same-origin", "host": here,
                "authorization": f"Bearer {TOKEN}"}  # fmt: skip
        assert ask(server, "/api/score", "POST", **page).status_code == 415


def test_a_refused_name_is_told_how_it_would_be_served(served):
    assert "start 'slmo-match serve' with --public-host" in ask(served, host="slmo.firma.lan").text
    shown = ask(served, "/", host="slmo.firma.lan").text
    assert "--public-host http://NAZWA" in shown


def test_every_answer_has_the_strict_headers(served):
    for path, status in (
        ("/", 200),
        ("/api/health", 200),
        ("/none", 404),
        ("/static/page.js", 200),
    ):
        answer = ask(served, path)
        assert answer.status_code == status
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert "server" not in answer.headers
    refused = ask(served, host="evil.example").headers
    assert {name: refused.get(name) for name in HEADERS} == HEADERS


def test_pages_hold_no_script_and_no_style_of_their_own(served):
    visitor = served.visitor()
    [name] = visitor.add(windy=LIFTS)
    for path in ("/", f"/documents/{name}"):
        html = visitor.get(path).text
        assert re.findall(r"<script(?! src=)|<style|\sstyle=|\son\w+=|javascript:", html) == []
        assert re.findall(r'(?:src|href|action)="(?!/|#)', html) == []


# forms


def test_forms_need_the_cookie_and_the_key_of_their_visitor(served):
    mine, other = served.visitor(), served.visitor()
    key = re.search(r'data-key="(\w+)"', mine.get("/").text)[1]
    files = {"files": ("a.txt", LIFTS.encode())}
    nobody = served.client()
    forged = served.client(cookies={f"slmo_visitor_{served.port}": "me.0000"})
    for client, given in ((nobody, key), (other, key), (mine, ""), (mine, "0" * 64), (forged, key)):
        for headers, fields in (({"X-Form-Key": given}, {}), ({}, {"key": given})):
            answer = client.post("/documents", files=files, data=fields, headers=headers)
            assert answer.status_code == 403
    assert mine.ids() == []
    assert mine.post("/documents", files=files, headers={"X-Form-Key": key}).status_code == 303
    assert len(mine.ids()) == 1


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(served):
    answer = ask(served, "/?lang=en")
    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Secure" not in cookie  # it would not come back over http


# the token


def test_without_the_token_nothing_is_shown_but_that_the_server_is_well(locked):
    for path in ("/", "/results.csv", "/static/page.js", "/api/openapi.json", "/none"):
        answer = ask(locked, path)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert TOKEN not in answer.text
    assert ask(locked, "/?token=wrong").status_code == 401
    assert ask(locked, authorization="Bearer wrong", path="/").status_code == 401
    assert ask(locked, "/", cookie=f"slmo_token_{locked.port}={TOKEN}").status_code == 401
    assert ask(locked, "/api/score", "POST").status_code == 401
    assert ask(locked, "/api/health").status_code == 200


def test_programs_show_the_token_in_a_header(locked):
    answer = httpx.post(
        f"{locked.url}/api/score",
        json={"text": LIFTS},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert answer.json()["results"][0]["level"] == 5


def test_the_address_with_the_token_signs_a_browser_in_and_is_left(locked):
    browser = locked.client()
    answer = browser.get("/", params={"token": TOKEN, "lang": "en"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?lang=en")
    assert TOKEN not in str(answer.headers)
    assert browser.get("/").status_code == 200
    assert len(browser.add(windy=LIFTS)) == 1


def test_signing_in_leads_to_this_server_only(locked):
    answer = httpx.get(f"{locked.url}//evil.example/", params={"token": TOKEN})
    assert answer.headers["location"] == "/evil.example/"


def test_the_token_does_not_help_other_sites(locked):
    answer = ask(locked, "/", origin="http://evil.example", authorization=f"Bearer {TOKEN}")
    assert answer.status_code == 403


def test_a_server_for_all_addresses_answers_to_the_one_that_was_called(matcher):
    with running(matcher, Settings(host="0.0.0.0", token=TOKEN)) as server:
        for name in ("127.0.0.1", "localhost"):
            assert ask(server, host=f"{name}:{server.port}").status_code == 200
        assert ask(server, host="evil.example").status_code == 403
