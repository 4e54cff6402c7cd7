"""Who a visitor is: signed cookies, and forms that only this visitor's page can send."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.requests import Request
from starlette.responses import Response

from slmo_match.web.refusal import Refused
from slmo_match.web.settings import Settings


def visitor_of(request: Request, settings: Settings) -> str:
    """Return the id of the visitor by a cookie that this server gave; empty without one."""
    visitor, _, signed = request.cookies.get(cookie_name(request, "visitor"), "").partition(".")
    return visitor if visitor and same(signed, signature(settings, "visitor", visitor)) else ""


def new_visitor() -> str:
    """Return an id that nobody can guess."""
    return secrets.token_urlsafe(24)


def remember(request: Request, answer: Response, visitor: str, settings: Settings) -> None:
    """Give a browser the cookie of its visitor."""
    signed = f"{visitor}.{signature(settings, 'visitor', visitor)}"
    set_cookie(answer, settings, cookie_name(request, "visitor"), signed)


def form_key(visitor: str, settings: Settings) -> str:
    """Return what the forms of a visitor must hold, so that no other site can send them."""
    return signature(settings, "form", visitor)


def check_form(request: Request, given: str, settings: Settings) -> str:
    """Return the visitor who sent a form.

    Raises
    ------
    Refused
        With status 403 where the form is not from this visitor's own page.
    """
    visitor = visitor_of(request, settings)
    if not visitor or not same(given, form_key(visitor, settings)):
        raise Refused(403, "refused: the form is not from this page, or too old; reload the page")
    return visitor


def signature(settings: Settings, purpose: str, value: str) -> str:
    """Sign a value for one purpose."""
    message = f"{purpose}\0{value}".encode()
    return hmac.new(settings.key, message, hashlib.sha256).hexdigest()


def cookie_name(request: Request, purpose: str) -> str:
    """Return the name of a cookie: browsers do not keep those of other ports apart."""
    port = (request.scope.get("server") or ("", 0))[1]
    return f"slmo_{purpose}_{port}"


def set_cookie(
    answer: Response, settings: Settings, name: str, value: str, *, lasting: bool = False
) -> None:
    """Set a cookie out of reach of scripts and other sites; behind a proxy for HTTPS alone.

    Not "strict": a link on another site, or in a mail, would lead to the page of a stranger.
    """
    age = 365 * 24 * 3600 if lasting else None
    secure = bool(settings.public_host) and settings.public_scheme == "https"
    answer.set_cookie(
        name, value, max_age=age, path="/", secure=secure, httponly=True, samesite="lax"
    )


def same(given: str, right: str) -> bool:
    """Compare without giving away how much is right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode("utf-8", "replace"))
