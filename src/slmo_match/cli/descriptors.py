"""``slmo-match descriptors``: the seven levels and their criteria."""

from __future__ import annotations

from pathlib import Path

import click

from slmo_match.cli.options import descriptors_option
from slmo_match.cli.program import Command, common_options, messages_of


@click.command(cls=Command)
@descriptors_option
@common_options
@click.pass_context
def descriptors(ctx: click.Context, text: Path | None) -> None:
    """Show the seven levels and their criteria."""
    from slmo_match.descriptors import load as load_descriptors
    from slmo_match.report.explanation import descriptors_text
    from slmo_match.report.terminal import make_console, show

    known = None if text is None else load_descriptors(text)
    show(make_console(), descriptors_text(messages_of(ctx), known))
