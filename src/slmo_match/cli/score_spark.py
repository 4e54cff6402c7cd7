"""``slmo-match score-spark``: the levels of a table, with Spark."""

from __future__ import annotations

from pathlib import Path

import click

from slmo_match.cli.options import matcher_of, matcher_options
from slmo_match.cli.program import Command, common_options, messages_of, option


@click.command("score-spark", cls=Command)
@click.argument("source", metavar="INPUT")
@click.argument("output", metavar="OUTPUT")
@option(
    "--text-column", metavar="NAME", required=True, help="Column of a table that holds the texts."
)
@option(
    "--id-column", metavar="NAME", help="Column that names the documents; they have no name else."
)
@option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes on this machine, by default one for each core; a cluster has its own number.",
)
@matcher_options
@common_options
@click.pass_context
def score_spark(
    ctx: click.Context,
    source: str,
    output: str,
    text_column: str,
    id_column: str | None,
    workers: int | None,
    model: Path | None,
    text: Path | None,
) -> None:
    """Score a Parquet table into another with Spark.

    INPUT and OUTPUT are paths or addresses that Spark knows. It runs on this machine, or under
    spark-submit on a cluster.
    """
    from slmo_match.spark import score_parquet

    matcher = matcher_of(model, text)
    score_parquet(
        source,
        output,
        text_column=text_column,
        id_column=id_column,
        matcher=matcher,
        workers=workers,
    )
    say = messages_of(ctx)
    click.echo(say("written to {path}", path=output), err=True)
