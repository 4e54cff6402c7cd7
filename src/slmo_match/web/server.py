"""A server for people at this machine: found by its address, ended by Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from types import FrameType
from urllib.parse import urlencode

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from slmo_match.errors import UsageError
from slmo_match.matcher import LevelMatcher
from slmo_match.report.audit import Audit, open_audit
from slmo_match.web.app import create_app
from slmo_match.web.corrections import CorrectionsFile
from slmo_match.web.settings import Settings

SHORTEST_TOKEN = 16
_ENDING = 3  # seconds that requests get to end after Ctrl-C
_MOST_CONNECTIONS = 200
_BEGINNING = 30.0  # seconds within which the head of a request must have arrived
_LAST_PORT = 65535
_PUBLIC_HOST = re.compile(r"(?:(http)://)?([a-z0-9-]+(?:\.[a-z0-9-]+)*(?::(\d{1,5}))?)")
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")  # variables that name the folder on one system or another


def token_for(host: str, token: str | None) -> str:
    """Return the token that visitors must show: the one given, or a new one where one is needed.

    Parameters
    ----------
    host : str
        What the server listens on; only on addresses of this machine itself no token is needed.
    token : str or None

    Raises
    ------
    UsageError
        If the given token can be guessed.
    """
    if token is None:
        return "" if is_loopback(host) else secrets.token_urlsafe(24)
    if len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable():
        raise UsageError(
            f"the token must have at least {SHORTEST_TOKEN} characters, all of them ASCII; "
            "leave --token out to have one made"
        )
    return token


def public_host_of(name: str | None) -> tuple[str, str]:
    """Return how and under which name visitors reach the page, as browsers write it.

    Raises
    ------
    UsageError
        If it is more or less than a name and perhaps a port, or ``http://`` before them.

    Examples
    --------
    >>> public_host_of("SLMO.firma.pl:443"), public_host_of("http://slmo:8421")
    (('https', 'slmo.firma.pl'), ('http', 'slmo:8421'))
    >>> public_host_of(None)
    ('https', '')
    """
    if name is None:
        return "https", ""
    found = _PUBLIC_HOST.fullmatch(name.lower())
    if not found or int(found[3] or 0) > _LAST_PORT:
        raise UsageError(
            f"no public host {name!r}; give the name alone, with its port if that is not 443, "
            "such as slmo.example.com or slmo.example.com:8443; for plain HTTP such as "
            "http://slmo.example.com:8421"
        )
    scheme = found[1] or "https"
    return scheme, found[2].removesuffix(":443" if scheme == "https" else ":80")


def is_loopback(host: str) -> bool:
    """Tell whether only this machine itself can reach an address.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return False


def serve(
    settings: Settings, matcher: LevelMatcher, port: int, announce: Callable[[str], None]
) -> None:
    """Serve the page until Ctrl-C or the signal to end.

    Parameters
    ----------
    settings : Settings
    matcher : LevelMatcher
    port : int
        0 for any that is free.
    announce : callable
        Called with the address of the page once it answers.

    Raises
    ------
    UsageError
        If the address cannot be listened on, or corrections or the record cannot be kept.
    """
    with ExitStack() as stack:
        listener = stack.enter_context(listening(settings.host, port))
        folder = stack.enter_context(_private_folder())
        if settings.corrections:
            CorrectionsFile(settings.corrections)  # refused before there is a record
        audit = settings.audit
        record = stack.enter_context(open_audit(audit, matcher)) if audit else None
        server = _Server(config(settings, matcher, folder, record))
        server.on_start = lambda: announce(address_of(listener, settings))
        stack.enter_context(_ended_by_signals())
        with suppress(KeyboardInterrupt):  # uvicorn has closed everything and raises it once more
            server.run(sockets=[listener])


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let the signal to end, and the end of the terminal, do what Ctrl-C does."""
    before = {signal.SIGTERM: signal.signal(signal.SIGTERM, signal.default_int_handler)}
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, _end)
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _end(_number: int, _frame: FrameType | None) -> None:
    signal.raise_signal(signal.SIGTERM)


def address_of(listener: socket.socket, settings: Settings) -> str:
    """Return the address of the page, with the token if one is needed."""
    query = f"?{urlencode({'token': settings.token})}" if settings.token else ""
    if settings.public_host:
        return f"{settings.public_scheme}://{settings.public_host}/{query}"
    port = listener.getsockname()[1]
    host = settings.host
    if host in ("0.0.0.0", "::", ""):  # noqa: S104
        host = socket.gethostname()
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}:{port}/{query}"


class _Connection(H11Protocol):
    """Is closed where the head of a request does not arrive; uvicorn would wait for ever."""

    _seen: object = ""  # the answer after which it was waiting when it was last looked at

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._look()

    def _look(self) -> None:
        waiting = self.cycle is None or self.cycle.response_complete
        if waiting and self.cycle is self._seen:
            self.transport.close()
        if not self.transport.is_closing():
            self._seen = self.cycle if waiting else ""
            self.loop.call_later(_BEGINNING, self._look)


class _Server(uvicorn.Server):
    """Says when it answers."""

    on_start: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.on_start()


def config(
    settings: Settings,
    matcher: LevelMatcher,
    folder: Path | None = None,
    record: Audit | None = None,
) -> uvicorn.Config:
    """Return how to serve: no log of requests, no headers believed that a proxy could have set."""
    return uvicorn.Config(
        create_app(settings, matcher, folder, record),
        http=_Connection,
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=_ENDING,
    )


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that is bound.

    Raises
    ------
    UsageError
        If the address is taken, not allowed, or not of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UsageError(f"cannot listen on {host!r}: {error.strerror or error}") from error
    try:
        if os.name == "posix":  # elsewhere it would let two servers have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise UsageError(
            f"cannot listen on {host}, port {port}: {error.strerror}; "
            "choose another with --port, or --port 0 for any that is free"
        ) from error
    return listener


@contextmanager
def _private_folder() -> Iterator[Path]:
    """Let temporary files of readers and writers be in a folder that goes with the server."""
    before, named = tempfile.tempdir, {name: os.environ.get(name) for name in _TEMPORARY}
    with tempfile.TemporaryDirectory(prefix="slmo-serve-", ignore_cleanup_errors=True) as folder:
        tempfile.tempdir = folder
        os.environ.update(dict.fromkeys(_TEMPORARY, folder))
        try:
            yield Path(folder)
        finally:
            tempfile.tempdir = before
            for name, value in named.items():
                del os.environ[name]
                if value is not None:
                    os.environ[name] = value
