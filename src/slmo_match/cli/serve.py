"""``slmo-match serve``: the local page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slmo_match.cli.limits import is_size_given, limit_options
from slmo_match.cli.options import audit_option, check_written, matcher_of, matcher_options
from slmo_match.cli.program import Command, common_options, messages_of, option
from slmo_match.errors import UsageError

if TYPE_CHECKING:
    from slmo_match.reading import Limits

_EXTRA = ("anyio", "multipart", "starlette", "uvicorn")


@click.command(cls=Command)
@option(
    "--host",
    default="127.0.0.1",
    metavar="ADDRESS",
    help="Address to listen on; on any but 127.0.0.1 visitors need a token.",
)
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8421,
    metavar="N",
    help="Port to listen on, 8421 by default; 0 for any that is free.",
)
@option(
    "--public-host",
    metavar="NAME",
    help="Name under which an HTTPS proxy shows the page, such as slmo.example.com, or without one "
    "http://slmo.example.com:8421; visitors need a token.",
)
@option(
    "--token",
    envvar="SLMO_TOKEN",
    metavar="TEXT",
    help="Token that visitors must show, at least 16 characters; made and printed where one is "
    "needed. The environment variable SLMO_TOKEN sets it too.",
)
@option("--open", "open_page", is_flag=True, help="Open the page in the browser.")
@option(
    "--corrections",
    type=click.Path(path_type=Path),
    metavar="FILE.jsonl",
    help="Keep corrected levels, with their texts and reasons, in this file.",
)
@audit_option
@limit_options
@matcher_options
@common_options
@click.pass_context
def serve(
    ctx: click.Context,
    host: str,
    port: int,
    public_host: str | None,
    token: str | None,
    open_page: bool,
    corrections: Path | None,
    audit: Path | None,
    model: Path | None,
    text: Path | None,
    limits: Limits,
) -> None:
    """Open a local page on which files are dropped and their levels shown.

    Only this machine can reach it unless --host says otherwise. Documents stay in memory and are
    forgotten after an hour, or when it ends; Ctrl-C ends it. Needs the extra slmo-match[web].
    """
    try:
        from slmo_match.web import server
        from slmo_match.web.settings import Settings, upload_limits
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        raise UsageError(
            f"the page needs an extra ({error.name} is missing): pip install 'slmo-match[web]'"
        ) from error
    check_written((corrections, audit))
    say = messages_of(ctx)

    def announce(address: str) -> None:
        click.echo(say("the page is at {address} (Ctrl-C ends it)", address=address))
        if open_page:
            click.launch(address)

    scheme, public = server.public_host_of(public_host)
    token = server.token_for(public or host, token)
    uploads = upload_limits(limits.size if is_size_given(ctx) else None)
    settings = Settings(host, token, corrections, audit, say.lang, uploads, limits, public, scheme)
    server.serve(settings, matcher_of(model, text), port, announce)
    click.echo(say("The page has ended; the documents are forgotten."), err=True)
