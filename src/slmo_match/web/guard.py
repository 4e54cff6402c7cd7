"""What stands before every request: whose it is, and what every answer says to a browser."""

from __future__ import annotations

import socket
import sys
import traceback
from ipaddress import ip_address
from urllib.parse import quote, urlencode, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from slmo_match.web.answers import SAFE, refusal
from slmo_match.web.cookies import cookie_name, same, set_cookie, signature
from slmo_match.web.refusal import Refused
from slmo_match.web.settings import Settings

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not "no-referrer", with which browsers say of forms that they come from "null"
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
OPEN_TO_ALL = "/api/health"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Guard:
    """Lets requests through that come from this server's own page or from no page at all.

    Parameters
    ----------
    app : callable
        What answers those requests.
    settings : Settings
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._hosts = _LOOPBACK | _names_of_machine(settings.host) | {settings.host.lower()}
        if settings.public_host:
            self._hosts |= {settings.public_host.partition(":")[0]}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; an unexpected error ends it without a word of it in the log."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answered = False

        async def guarded(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope, receive)
        try:
            answer = self._sign_in(request) or self._app
            await answer(scope, receive, guarded)
        except Refused as refused:
            await refusal(request, refused)(scope, receive, guarded)
        except ClientDisconnect:
            pass
        except Exception as error:
            _log(error)
            if not answered:
                unexpected = Refused(500, "unexpected error, please report it: {error}",
                                     error=type(error).__name__)  # fmt: skip
                await refusal(request, unexpected)(scope, receive, guarded)

    def _sign_in(self, request: Request) -> Response | None:
        """Refuse strangers; return the answer that signs a browser in, if it is to be."""
        self._check_origin(request)
        token = self._settings.token
        if not token or request.scope["path"] == OPEN_TO_ALL:
            return None
        given = request.query_params.get("token", "")
        if given and request.method in SAFE and same(given, token):
            return self._signed_in(request)
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and same(bearer.strip(), token):
            return None
        if same(request.cookies.get(cookie_name(request, "token"), ""), self._proof()):
            return None
        raise Refused(401, "this page asks for its token: open the address that "
                           "'slmo-match serve' printed")  # fmt: skip

    def _check_origin(self, request: Request) -> None:
        """Refuse what a page of another site, or a name that leads here by a trick, sends."""
        host = request.headers.get("host", "")
        if not self._is_own(host, request):
            raise Refused(403, "refused: the request names another host; to serve it, start "
                               "'slmo-match serve' with --public-host http://NAME, or behind an "
                               "HTTPS proxy with --public-host NAME")  # fmt: skip
        origin = request.headers.get("origin")
        if origin is not None and not self._is_own_origin(origin.lower(), host.lower()):
            raise Refused(403, "refused: the request comes from another site")
        site = request.headers.get("sec-fetch-site", "none")
        opened = request.method in SAFE and request.headers.get("sec-fetch-mode") == "navigate"
        if site not in ("none", "same-origin") and not opened:
            raise Refused(403, "refused: the request comes from another site")

    def _is_own(self, host: str, request: Request) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in self._hosts:
            return True
        called, _ = request.scope.get("server") or ("", 0)  # the address of this connection
        return _is_address(name) and name == called.removeprefix("::ffff:")

    def _is_own_origin(self, origin: str, host: str) -> bool:
        public = self._settings.public_host  # proxies may pass a request on with another host
        if public and origin == f"{self._settings.public_scheme}://{public}":
            return True
        return origin.partition("://")[2] == host

    def _signed_in(self, request: Request) -> Response:
        """Give the browser a cookie and take the token out of its address bar."""
        rest = [item for item in request.query_params.multi_items() if item[0] != "token"]
        path = request.scope["path"].lstrip("/")  # two slashes would lead to another host
        query = f"?{urlencode(rest)}" if rest else ""
        answer = RedirectResponse(f"/{quote(path)}{query}", status_code=303)
        set_cookie(answer, self._settings, cookie_name(request, "token"), self._proof())
        return answer

    def _proof(self) -> str:
        return signature(self._settings, "token", self._settings.token)


def _names_of_machine(host: str) -> frozenset[str]:
    """Return the names of this machine where the server listens on all its addresses."""
    if host not in ("0.0.0.0", "::", ""):  # noqa: S104
        return frozenset()
    return frozenset({socket.gethostname().lower(), socket.getfqdn().lower()})


def _is_address(name: str) -> bool:
    try:
        return bool(ip_address(name))
    except ValueError:
        return False


def _log(error: Exception) -> None:
    """Say on stderr where an error happened: its message could hold words of a document."""
    places = traceback.extract_tb(error.__traceback__)
    where = f"{places[-1].filename}:{places[-1].lineno}" if places else "?"
    print(f"slmo-match serve: {type(error).__name__} at {where}", file=sys.stderr)  # noqa: T201
