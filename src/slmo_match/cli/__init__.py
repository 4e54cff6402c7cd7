"""The command ``slmo-match``: a thin skin on the library, a module for each command.

Each command loads what it needs when it runs, so that ``--help`` and ``--version`` load nothing.
"""

from __future__ import annotations

import click

from slmo_match import __version__
from slmo_match.cli import compare, descriptors, evaluate, explain, score, score_spark, serve, train
from slmo_match.cli.program import WRONG_USE, Program, common_options, option


def _show_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(f"slmo-match {__version__}")
        ctx.exit()


@click.group(cls=Program, invoke_without_command=True)
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
@common_options
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Suggest the level of service level management (SFIA SLMO) that Polish and English
    adverts, role cards and CVs correspond to, with quotations that show why.

    Exit status: 0 if all documents were read, 1 if some could not be, 2 on wrong use.
    """  # noqa: D205
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
        ctx.exit(WRONG_USE)


for command in (
    score.score,
    explain.explain,
    compare.compare,
    serve.serve,
    descriptors.descriptors,
    evaluate.evaluate,
    score_spark.score_spark,
    train.train,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line."""
    cli.main(prog_name="slmo-match")
