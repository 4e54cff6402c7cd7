"""The application: routes behind a guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from slmo_match import descriptors
from slmo_match.matcher import LevelMatcher
from slmo_match.report.audit import Audit
from slmo_match.report.pages import stylesheet
from slmo_match.web import api, pages
from slmo_match.web.answers import refusal
from slmo_match.web.corrections import CorrectionsFile
from slmo_match.web.guard import Guard
from slmo_match.web.refusal import Refused
from slmo_match.web.scoring import Scorer
from slmo_match.web.settings import Settings
from slmo_match.web.site import Site

STATIC = Path(__file__).parent / "static"
_SWEEP = 60.0  # seconds between two looks for what has expired


def create_app(
    settings: Settings,
    matcher: LevelMatcher,
    folder: Path | None = None,
    record: Audit | None = None,
) -> Starlette:
    """Return the page and its JSON endpoint as an ASGI application.

    Parameters
    ----------
    settings : Settings
    matcher : LevelMatcher
    folder : Path, optional
        Where temporary files are, if they are this server's alone; what is left there is removed.
    record : Audit, optional
        Where every answer is recorded.

    Returns
    -------
    starlette.applications.Starlette

    Raises
    ------
    UsageError
        If corrections cannot be kept in the file that is asked for.
    """
    app = Starlette(
        routes=[
            *pages.ROUTES,
            *api.ROUTES,
            Route("/static/style.css", _style, methods=["GET"]),
            Route("/static/{name}", _static, methods=["GET"]),
        ],
        middleware=[Middleware(Guard, settings=settings)],
        exception_handlers={Refused: _refuse, HTTPException: _refuse},
        lifespan=_sweeping,
    )
    app.state.site = Site(
        settings,
        Scorer(matcher, settings, record),
        descriptors.load(matcher.descriptors),
        CorrectionsFile(settings.corrections) if settings.corrections else None,
        folder,
    )
    return app


@asynccontextmanager
async def _sweeping(app: Starlette) -> AsyncIterator[None]:
    """Drop what has expired also while nobody asks for anything."""

    async def sweep() -> None:
        while True:
            await anyio.sleep(_SWEEP)
            with suppress(OSError):
                app.state.site.sweep()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(sweep)
        yield
        tasks.cancel_scope.cancel()


async def _style(_: Request) -> Response:
    return Response(stylesheet(), media_type="text/css")


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        raise Refused(404, "there is no such page")
    return FileResponse(STATIC / name)


_FILES = frozenset(path.name for path in STATIC.iterdir())
_REASONS = {404: "there is no such page", 405: "this is not how that page is asked for"}


async def _refuse(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        sentence = _REASONS.get(error.status_code, "the request cannot be understood")
        answer = refusal(request, Refused(error.status_code, sentence))
        answer.headers.update(error.headers or {})
        return answer
    assert isinstance(error, Refused)
    return refusal(request, error)
