"""What a server is told when it starts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

from slmo_match import reading
from slmo_match.report.messages import Lang


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for visitors, so that none of them can exhaust the machine.

    Attributes
    ----------
    file : int
        Bytes of one file or text.
    request : int
        Bytes of the files of one request.
    files : int
        Files in one request.
    documents : int
        Documents that are kept for one visitor, and of one request, those in archives too.
    characters : int
        Characters of text that are kept for all visitors; beyond, the oldest are forgotten.
    seconds : float
        How long results are kept after their visitor's last request.
    receiving : float
        Seconds within which a request must have arrived.
    at_once : int
        Requests that are scored, and large ones that are held in memory, at one time; more wait.
    """

    file: int = 20_000_000
    request: int = 60_000_000
    files: int = 100
    documents: int = 500
    characters: int = 50_000_000
    seconds: float = 3600.0
    receiving: float = 120.0
    at_once: int = 8


def upload_limits(size: int | None = None) -> Limits:
    """Return the bounds with another size of one file, in bytes."""
    usual = Limits()
    return usual if size is None else replace(usual, file=size, request=max(usual.request, size))


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server is to behave.

    Attributes
    ----------
    host : str
        Name or address that it listens on.
    token : str
        What every request must show; empty where none is asked for.
    corrections : Path or None
        File that corrections are kept in.
    audit : Path or None
        File that a record of all answers is kept in.
    lang : str
        Language of the page until a visitor chooses another.
    limits : Limits
    reading : slmo_match.reading.Limits
        What may be spent on reading one document.
    public_host : str
        Name, in lower case, under which visitors reach the page; empty if only by its own.
    public_scheme : str
        How they reach it: ``"https"``, through a proxy, or ``"http"``.
    key : bytes
        Signs the cookies and forms of this run of the server.
    """

    host: str = "127.0.0.1"
    token: str = ""
    corrections: Path | None = None
    audit: Path | None = None
    lang: Lang = "pl"
    limits: Limits = field(default_factory=Limits)
    reading: reading.Limits = field(default_factory=reading.Limits)
    public_host: str = ""
    public_scheme: str = "https"
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
