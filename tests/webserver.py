"""A running server for tests, on a port of its own."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

pytest.importorskip("starlette", reason="the extra slmo-match[web] is not installed")

import uvicorn

from slmo_match.web import server
from slmo_match.web.settings import Settings
from slmo_match.web.site import Site

LEVEL_2 = (
    "Dyspozytorka w firmie Przewozy Lipowe. Codziennie sprawdzam, czy kurierzy przyjechali "
    "w umówionym czasie, i wpisuję spóźnienia do rejestru."
)


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    url: str
    port: int
    site: Site
    stack: ExitStack

    def client(self, **settings: Any) -> Visitor:
        """Return a client that has not asked for anything."""
        return self.stack.enter_context(Visitor(base_url=self.url, timeout=30, **settings))

    def visitor(self) -> Visitor:
        """Return a new visitor, who has opened the page."""
        visitor = self.client()
        visitor.get("/")
        return visitor


class Visitor(httpx.Client):
    """A browser without scripts: keeps cookies and sends the key of its forms."""

    def post_form(self, path: str, files=(), **fields: str) -> httpx.Response:
        """Send a form of the page."""
        key = re.search(r'name="key" value="(\w+)"', self.get("/").text)[1]
        parts = [("key", (None, key)), *((name, (None, value)) for name, value in fields.items())]
        parts += [("files", (name, content)) for name, content in files]
        return self.post(path, files=parts)

    def add(self, **documents: str | bytes) -> list[str]:
        """Send documents, and return the ids of all that the page holds."""
        files = [(f"{name}.txt", text) for name, text in documents.items()]
        answer = self.post_form("/documents", files=[(n, _bytes(c)) for n, c in files])
        assert answer.status_code == 303, answer.text
        return self.ids()

    def ids(self) -> list[str]:
        """Return the ids of the documents on the page."""
        return re.findall(r'href="/documents/([\w-]+)"', self.get("/").text)


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def until(is_so: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never was"
        time.sleep(0.01)


@contextmanager
def running(matcher, settings: Settings | None = None, record=None) -> Iterator[Running]:
    """Run a server in a thread until the end of the block."""
    settings = settings or Settings()
    configuration = server.config(settings, matcher, record=record)
    served = uvicorn.Server(configuration)
    with server.listening(settings.host, 0) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=served.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not served.started and thread.is_alive():
                thread.join(0.01)
            with ExitStack() as stack:
                site = configuration.app.state.site
                yield Running(f"http://127.0.0.1:{port}", port, site, stack)
        finally:
            served.should_exit = True
            thread.join()
