"""What a running server consists of."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

import anyio
from starlette.requests import Request

from slmo_match.descriptors import Descriptors
from slmo_match.web.corrections import CorrectionsFile
from slmo_match.web.scoring import Scorer
from slmo_match.web.settings import Settings
from slmo_match.web.workspace import Workspaces

_LEFT_BEHIND = 600.0  # seconds after which nothing works on a temporary file any more


@dataclass(slots=True)
class Site:
    """The parts that answer requests.

    Attributes
    ----------
    settings : Settings
    scorer : Scorer
    descriptors : Descriptors
        What is matched.
    corrections : CorrectionsFile or None
    folder : Path or None
        Where temporary files are, if they are this server's alone.
    workspaces : Workspaces
    slots : anyio.CapacityLimiter
        Bounds the requests whose documents are scored at one time.
    large : anyio.CapacityLimiter
        Bounds the requests with large bodies that are in memory at one time.
    """

    settings: Settings
    scorer: Scorer
    descriptors: Descriptors
    corrections: CorrectionsFile | None = None
    folder: Path | None = None
    workspaces: Workspaces = field(init=False)
    slots: anyio.CapacityLimiter = field(init=False)
    large: anyio.CapacityLimiter = field(init=False)

    def __post_init__(self) -> None:
        self.workspaces = Workspaces(self.settings.limits)
        self.slots = anyio.CapacityLimiter(self.settings.limits.at_once)
        self.large = anyio.CapacityLimiter(self.settings.limits.at_once)

    def sweep(self) -> None:
        """Drop what has expired, and temporary files that a process could not remove.

        A reading process removes its own, unless it had to be ended in the middle of a file.
        """
        self.workspaces.expire()
        for path in self.folder.iterdir() if self.folder else ():
            if time.time() - path.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def site_of(request: Request) -> Site:
    """Return the server that got a request."""
    site: Site = request.app.state.site
    return site
