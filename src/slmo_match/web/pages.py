"""The pages: documents in, results shown, levels corrected, tables out."""

from __future__ import annotations

import io
from contextlib import AsyncExitStack, closing
from functools import partial
from typing import Any, NamedTuple

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from slmo_match.assessment import LEVELS
from slmo_match.descriptors import Descriptors
from slmo_match.report.formats import make_format
from slmo_match.report.inert import printable
from slmo_match.report.messages import STATUSES, Messages
from slmo_match.report.pages import TEMPLATES, policy, stylesheet
from slmo_match.report.reasons import worded
from slmo_match.report.terminal import shortened
from slmo_match.report.view import document_view
from slmo_match.sources import Source
from slmo_match.web.answers import messages_of, page, wants_json
from slmo_match.web.cookies import check_form, form_key, new_visitor, remember, visitor_of
from slmo_match.web.corrections import Correction, to_lines
from slmo_match.web.intake import Form, Wait, label_of, read_form
from slmo_match.web.refusal import Refused
from slmo_match.web.site import site_of
from slmo_match.web.workspace import Item

DOWNLOADS = {
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
}
LONGEST_REASON = 2_000  # characters


class Row(NamedTuple):
    """What the table shows of one document."""

    name: str
    level: int | None
    interval: str
    certainty: str
    status: str
    status_words: str
    quotation: str
    language: str
    error: str
    corrected: int | None


async def home(request: Request) -> Response:
    """Show the form and what was scored so far."""
    site = site_of(request)
    known = visitor_of(request, site.settings)
    visitor = known or new_visitor()
    items = site.workspaces.of(visitor).items
    rows = [(name, _row(item, messages_of(request))) for name, item in items.items()]
    corrected = len({item.correction for item in items.values() if item.correction})
    answer = _page(request, "home.html", visitor, items=rows, corrected=corrected)
    if not known:
        remember(request, answer, visitor, site.settings)
    return answer


async def add(request: Request) -> Response:
    """Score the files and the text of a form and keep them for the visitor."""
    site = site_of(request)
    async with AsyncExitStack() as held:
        form, visitor = await _form(request, partial(held.enter_async_context, site.large))
        await held.enter_async_context(site.slots)
        sources = await site.scorer.documents_in(form.files)
        if form.fields.get("text", "").strip():
            name = label_of(form.fields.get("name", "")) or messages_of(request)("pasted text")
            sources.append(Source(name, form.fields["text"]))
        if not sources:
            raise Refused(400, "choose files or paste a text first")
        site.workspaces.check_room(visitor, len(sources))
        items = await site.scorer.score(sources, request.is_disconnected)
        site.workspaces.check_room(visitor, len(items), sum(len(item.text) for item in items))
        ids = [site.workspaces.add(visitor, item) for item in items]
    if wants_json(request):
        return JSONResponse({"documents": [{"id": name} for name in ids]})
    where = f"/documents/{ids[0]}" if len(ids) == 1 else "/#scored"
    return RedirectResponse(where, status_code=303)


async def show(request: Request) -> Response:
    """Show one document with everything that speaks for its level."""
    site = site_of(request)
    visitor = visitor_of(request, site.settings)
    name = request.path_params["name"]
    item = site.workspaces.find(visitor, name)
    view = document_view(
        item.name, item.assessment, messages_of(request), text=item.text, known=site.descriptors
    )
    return _page(request, "document.html", visitor, id=name, item=item, doc=view, at="")


async def correct(request: Request) -> Response:
    """Keep the level that a person gives a text, or take it back, wherever the text stands."""
    site = site_of(request)
    form, visitor = await _form(request)
    name = request.path_params["name"]
    item = site.workspaces.find(visitor, name)
    correction = None if form.fields.get("action") == "drop" else _correction(form, item)
    try:
        if site.corrections and correction:
            await anyio.to_thread.run_sync(site.corrections.keep, correction)
        elif site.corrections and item.correction:
            await anyio.to_thread.run_sync(site.corrections.drop, item.text)
    except OSError as error:
        raise Refused(500, "the file of corrections cannot be written: {reason}",
                      reason=error.strerror) from error  # fmt: skip
    for other in site.workspaces.of(visitor).items.values():
        if other.text == item.text:
            other.correction = correction
    return RedirectResponse(f"/documents/{name}#correction", status_code=303)


async def forget(request: Request) -> Response:
    """Drop all that is kept for the visitor."""
    _, visitor = await _form(request)
    site_of(request).workspaces.forget(visitor)
    return RedirectResponse("/", status_code=303)


async def results(request: Request) -> Response:
    """Send the results as a file."""
    site = site_of(request)
    ending = request.path_params["ending"]
    if ending not in DOWNLOADS:
        raise Refused(404, "there is no such page")
    items = list(site.workspaces.of(visitor_of(request, site.settings)).items.values())
    write = partial(_written, items, ending, messages_of(request), site.descriptors)
    answer = _download(await anyio.to_thread.run_sync(write), "slmo_match", ending)
    if ending == "html" and "view" in request.query_params:
        answer.headers["Content-Disposition"] = "inline"
        answer.headers["Content-Security-Policy"] = _report_policy()
    return answer


async def corrections(request: Request) -> Response:
    """Send the corrections as a file that ``slmo-match evaluate`` reads."""
    site = site_of(request)
    items = site.workspaces.of(visitor_of(request, site.settings)).items.values()
    lines = to_lines(dict.fromkeys(item.correction for item in items if item.correction))
    return _download(lines.encode(), "slmo_match_corrections", "jsonl")


ROUTES = [
    Route("/", home, methods=["GET"]),
    Route("/documents", add, methods=["POST"]),
    Route("/documents/{name}", show, methods=["GET"]),
    Route("/documents/{name}/correction", correct, methods=["POST"]),
    Route("/forget", forget, methods=["POST"]),
    Route("/results.{ending}", results, methods=["GET"]),
    Route("/corrections.jsonl", corrections, methods=["GET"]),
]


def _row(item: Item, say: Messages) -> Row:
    found = item.assessment
    low, high = found.interval or (None, None)
    quotation = next((part.quote for part in found.evidence if part.ownership == "own"), "")
    return Row(
        printable(item.name),
        found.level,
        "" if low is None else f"{low}" if low == high else f"{low}–{high}",
        "" if found.confidence is None else say.percent(found.confidence),
        found.status,
        say(STATUSES[found.status]),
        shortened(quotation),
        found.language,
        say.translate(printable(found.error)),
        item.correction.level if item.correction else None,
    )


def _page(request: Request, template: str, visitor: str, **values: Any) -> Response:
    site = site_of(request)
    key = form_key(visitor, site.settings)
    return page(request, template, site=site, key=key, levels=LEVELS, **values)


async def _form(request: Request, wait: Wait | None = None) -> tuple[Form, str]:
    """Return a form and the visitor who sent it; strangers are refused before it is read."""
    settings = site_of(request).settings
    key = request.headers.get("x-form-key", "")
    if key or not visitor_of(request, settings):
        check_form(request, key, settings)
    form = await read_form(request, settings.limits, wait)
    return form, check_form(request, key or form.fields.get("key", ""), settings)


def _correction(form: Form, item: Item) -> Correction:
    """Return the correction of a form.

    Raises
    ------
    Refused
        With status 400 where it holds no level or no reason, or there is no text to correct.
    """
    level = next((n for n in LEVELS if form.fields.get("level") == str(n)), None)
    reason = " ".join(form.fields.get("reason", "").split())
    if not item.text:
        raise Refused(400, "there is no text whose level could be corrected")
    if level is None or not reason:
        raise Refused(400, "a correction needs a level from 1 to 7 and a reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(400, "the reason is too long: {most} characters at most",
                      most=LONGEST_REASON)  # fmt: skip
    found = item.assessment
    return Correction(item.text, level, reason, found.level, found.model)


def _written(items: list[Item], ending: str, say: Messages, known: Descriptors) -> bytes:
    """Return the results as a file; runs in a thread."""
    file = io.BytesIO()
    with closing(make_format(f".{ending}", file, say, known)) as writer:
        for item in items:
            writer.write(item.name, worded(item.assessment, f".{ending}", say), item.text)
    return file.getvalue()


def _report_policy() -> str:
    """Return the policy of the report, which brings its style and script along."""
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    return f"{policy(stylesheet(), script)}; frame-ancestors 'none'"


def _download(content: bytes, name: str, ending: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(content, media_type=DOWNLOADS[ending], headers=headers)
