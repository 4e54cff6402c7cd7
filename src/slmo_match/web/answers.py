"""Answers in the language and form that a request asks for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import anyio
from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

from slmo_match.report.messages import LANGS, Messages
from slmo_match.report.pages import TEMPLATES, environment
from slmo_match.web.cookies import cookie_name, set_cookie
from slmo_match.web.refusal import Refused
from slmo_match.web.site import site_of

SAFE = ("GET", "HEAD")  # methods that change nothing
_LINGERING = 5.0  # seconds


def messages_of(request: Request) -> Messages:
    """Return the messages in the language that the visitor chose, else that of the server."""
    asked = request.query_params.get("lang"), request.cookies.get(cookie_name(request, "lang"))
    chosen = (lang for wish in asked for lang in LANGS if lang == wish)
    return Messages(next(chosen, site_of(request).settings.lang))


def wants_json(request: Request) -> bool:
    """Tell whether the script of the page asks."""
    return request.headers.get("accept", "").startswith("application/json")


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Lay out a page; one that is asked for in a language makes that the visitor's."""
    say = messages_of(request)
    path = request.scope["path"] if request.method in SAFE else "/"  # nothing is there to open
    html = _templates().get_template(template).render(say=say, path=path, **values)
    answer = HTMLResponse(html, status)
    if request.query_params.get("lang") == say.lang:
        settings = site_of(request).settings
        set_cookie(answer, settings, cookie_name(request, "lang"), say.lang, lasting=True)
    return answer


def refusal(request: Request, refused: Refused) -> Response:
    """Return the answer that says why a request is not carried out."""
    say = messages_of(request)
    if "reason" in refused.values:  # words of the system
        refused.values["reason"] = say.translate(str(refused.values["reason"]))
    if request.scope["path"].startswith("/api/"):
        answer: Response = JSONResponse({"error": str(refused)}, refused.status)
    elif wants_json(request):
        answer = JSONResponse({"error": say(refused.sentence, **refused.values)}, refused.status)
    else:
        answer = page(request, "refused.html", refused.status, refused=refused)
    if refused.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return _Lingering(answer) if refused.status == 413 and _is_sending(request) else answer


def _is_sending(request: Request) -> bool:
    """Tell whether the other side sends its body, and does not wait to be asked for it."""
    return "expect" not in request.headers or getattr(request.state, "is_sending", False)


class _Lingering(Response):
    """An answer to a request that is still being sent.

    It goes out at once. What still comes is thrown away for a while: were the connection closed
    with unread bytes on it, the other side would see that it broke off instead of the answer.
    """

    def __init__(self, answer: Response) -> None:
        super().__init__(answer.body, answer.status_code)
        self.raw_headers = [*answer.raw_headers, (b"connection", b"close")]

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, then read on for a while."""
        start = {"status": self.status_code, "headers": self.raw_headers}
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        with anyio.move_on_after(_LINGERING):
            while (await receive()).get("more_body"):
                pass
        await send({"type": "http.response.body", "body": b""})


@cache
def _templates() -> Environment:
    folders = [Path(__file__).parent / "templates", TEMPLATES]
    return environment().overlay(loader=FileSystemLoader(folders))
