"""``slmo-match explain``: why a document gets its level."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slmo_match.cli.limits import limit_options
from slmo_match.cli.options import (
    check_document,
    format_option,
    input_path,
    matcher_of,
    matcher_options,
)
from slmo_match.cli.program import NOT_ALL_READ, Command, common_options, messages_of

if TYPE_CHECKING:
    from slmo_match.reading import Limits


@click.command(cls=Command)
@click.argument("file", metavar="FILE", type=input_path)
@format_option
@limit_options
@matcher_options
@common_options
@click.pass_context
def explain(
    ctx: click.Context,
    file: Path,
    form: str,
    model: Path | None,
    text: Path | None,
    limits: Limits,
) -> None:
    """Show why a document gets its level.

    With the quotations that count and their criteria, what was left out and why, and what is
    missing for the next level.
    """
    from slmo_match.descriptors import load as load_descriptors
    from slmo_match.report.explanation import explanation, explanation_json
    from slmo_match.report.progress import Watch
    from slmo_match.report.terminal import make_console, show
    from slmo_match.scoring import score_file

    check_document(file)
    say, known = messages_of(ctx), load_descriptors(text)
    with Watch(say) as watch:
        assessment = score_file(
            file, matcher=matcher_of(model, text), limits=limits, progress=watch.show_pages
        )
    if form == "json":
        click.echo(explanation_json(str(file), assessment, say, known))
    else:
        show(make_console(), explanation(str(file), assessment, say, known))
    ctx.exit(NOT_ALL_READ if assessment.status == "unreadable" else 0)
