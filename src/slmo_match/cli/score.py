"""``slmo-match score``: the level of each document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slmo_match.cli.limits import limit_options
from slmo_match.cli.options import (
    audit_option,
    check_written,
    input_path,
    matcher_of,
    matcher_options,
)
from slmo_match.cli.program import NOT_ALL_READ, Command, common_options, messages_of, option
from slmo_match.errors import UsageError

if TYPE_CHECKING:
    from slmo_match.reading import Limits
    from slmo_match.report.messages import Messages
    from slmo_match.report.progress import Watch
    from slmo_match.sources import Source


@click.command(cls=Command)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=input_path)
@option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the results to a .csv, .xlsx, .jsonl or .parquet file, or an .html report "
    "with the marked texts, instead of a table on the screen.",
)
@audit_option
@option("--text-column", metavar="NAME", help="Column of a table that holds the texts.")
@option(
    "--id-column",
    metavar="NAME",
    help="Column of a table that names the documents; by default the number of the row.",
)
@option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of processes; by default one for each core where there are many documents.",
)
@option(
    "--resume",
    is_flag=True,
    help="Go on where an interrupted run with the same inputs and --output stopped.",
)
@limit_options
@matcher_options
@common_options
@click.pass_context
def score(
    ctx: click.Context,
    paths: Sequence[Path],
    output: Path | None,
    audit: Path | None,
    text_column: str | None,
    id_column: str | None,
    workers: int | None,
    resume: bool,
    model: Path | None,
    text: Path | None,
    limits: Limits,
) -> None:
    """Suggest the level of each document.

    PATH is a file, a folder (with the folders in it), a .zip archive of documents or a table:
    .csv, .tsv, .jsonl, .parquet or .xlsx with --text-column.
    """
    from slmo_match.cli import score_run
    from slmo_match.descriptors import load as load_descriptors
    from slmo_match.report.audit import open_audit
    from slmo_match.report.journal import Journal
    from slmo_match.report.progress import Watch
    from slmo_match.sources import check_tables, find_sources

    if resume and output is None:
        raise UsageError("--resume needs the --output of the run that it goes on with")

    def find(asked: Sequence[Path] = paths) -> Iterator[Source]:
        skip = [path.resolve() for path in (output, audit) if path is not None]
        return find_sources(
            asked, text_column=text_column, id_column=id_column, skip=skip, limits=limits
        )

    say = messages_of(ctx)
    matcher = matcher_of(model, text)
    watch = Watch(say)
    for path in paths:  # wrong paths and columns are refused before anything is scored
        next(find([path]), None)
    check_written((output, audit), paths)
    if text_column is not None:
        check_tables(paths, text_column)

    def keep(output: Path) -> Journal:
        work = score_run.work_of(paths, ctx.params, model, text)
        return Journal(output, work, resume=resume)

    with (
        keep(output) if output else nullcontext() as journal,
        open_audit(audit, matcher) if audit else nullcontext() as record,
    ):
        run = score_run.Run(find, matcher, workers, limits, watch, say, record)
        if journal is None:
            score_run.to_screen(run)
        else:
            score_run.to_file(run, journal, load_descriptors(text))
    _print_end(paths, output, watch, say)
    ctx.exit(NOT_ALL_READ if watch.statuses["unreadable"] else 0)


def _print_end(paths: Sequence[Path], output: Path | None, watch: Watch, say: Messages) -> None:
    """Say on stderr what came of it."""
    if not watch.statuses:
        where = ", ".join(repr(str(path)) for path in paths)
        click.echo(say("no documents found in {path}", path=where), err=True)
    if output:
        click.echo(say("written to {path}", path=output), err=True)
    click.echo(watch.summary(), err=True)
