"""``slmo-match evaluate``: agreement with labels of your own."""

from __future__ import annotations

from pathlib import Path

import click

from slmo_match.cli.options import matcher_of, matcher_options
from slmo_match.cli.program import Command, common_options, messages_of
from slmo_match.errors import UsageError


@click.command(cls=Command)
@click.argument("gold", metavar="GOLD.jsonl", type=click.Path(path_type=Path))
@matcher_options
@common_options
@click.pass_context
def evaluate(ctx: click.Context, gold: Path, model: Path | None, text: Path | None) -> None:
    """Measure the agreement with labels of your own.

    GOLD.jsonl holds one document a line: {"text": …, "level": 1..7}.
    """
    if not gold.is_file():
        raise UsageError(f"no such file: {gold}")
    from slmo_match.report.agreement import evaluation_text
    from slmo_match.report.terminal import make_console, show
    from slmo_match.training import evaluate as measuring

    evaluation = measuring.evaluate(gold, matcher_of(model, text))
    show(make_console(), evaluation_text(evaluation, messages_of(ctx)))
