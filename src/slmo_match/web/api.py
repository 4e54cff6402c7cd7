"""The JSON endpoint: nothing is kept between two requests."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from slmo_match import __version__
from slmo_match.report.formats import to_json
from slmo_match.sources import Source, encodable
from slmo_match.web.intake import label_of, read_body, read_form
from slmo_match.web.openapi import description
from slmo_match.web.refusal import Refused
from slmo_match.web.site import site_of
from slmo_match.web.workspace import Item

DEFAULT_NAME = "text"


async def score(request: Request) -> Response:
    """Score files or a text; the results have the fields of the JSONL form."""
    site = site_of(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "multipart/form-data"):
        raise Refused(415, "send application/json or multipart/form-data; the type of the "
                           "body is '{kind}'", kind=kind)  # fmt: skip
    async with AsyncExitStack() as held:
        wait = partial(held.enter_async_context, site.large)
        if kind == "application/json":
            name, text = _text_of(await read_body(request, site.settings.limits, wait))
            await held.enter_async_context(site.slots)
            sources = [Source(name, text)]
        else:
            form = await read_form(request, site.settings.limits, wait)
            if not form.files:
                raise Refused(400, "no files: send one or many in the field 'files'")
            await held.enter_async_context(site.slots)
            sources = await site.scorer.documents_in(form.files)
        return _results(await site.scorer.score(sources, request.is_disconnected))


async def health(request: Request) -> Response:
    """Say that the server is well."""
    model = site_of(request).scorer.model
    return JSONResponse({"status": "ok", "version": __version__, "model": model})


async def openapi(request: Request) -> Response:
    """Describe this interface for programs."""
    return JSONResponse(description(site_of(request).settings.limits))


ROUTES = [
    Route("/api/score", score, methods=["POST"]),
    Route("/api/health", health, methods=["GET"]),
    Route("/api/openapi.json", openapi, methods=["GET"]),
]


def _results(items: list[Item]) -> Response:
    results = ", ".join(to_json(item.name, item.assessment) for item in items)
    return Response(f'{{"results": [{results}]}}', media_type="application/json")


def _text_of(body: bytes) -> tuple[str, str]:
    """Return the name and the text of a request in JSON."""
    try:
        entry: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "the body is no JSON") from None
    text = entry.get("text") if isinstance(entry, dict) else None
    name = entry.get("document", DEFAULT_NAME) if isinstance(entry, dict) else None
    if not isinstance(text, str) or not isinstance(name, str):
        raise Refused(400, 'the body must be an object of the form {{"text": "…"}}')
    return label_of(name) or DEFAULT_NAME, encodable(text)
