"""The command ``slmo-match``: a thin skin on the library.

Each command loads what it needs when it runs, so that ``--help`` and ``--version`` load nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slmo_match import __version__
from slmo_match.errors import UsageError
from slmo_match.report.messages import Messages
from slmo_match.report.program import (
    WRONG_USE,
    Command,
    Program,
    common_options,
    messages_of,
    option,
)

if TYPE_CHECKING:
    from slmo_match.batch import Source
    from slmo_match.matcher import LevelMatcher
    from slmo_match.report.progress import Watch

NOT_ALL_READ = 1
_MODELS = Path(__file__).parents[2] / "models"  # in the repository; not in an installed package


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
    """Suggest the level of service level management (SFIA SLMO) that Polish adverts, role cards
    and CVs correspond to, with quotations that show why.

    Exit status: 0 if all documents were read, 1 if some could not be, 2 on wrong use.
    """  # noqa: D205
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
        ctx.exit(WRONG_USE)


_model_option = option(
    "--model",
    "model",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of a model of your own, made by 'train'; by default the one that ships.",
)


_descriptors_option = option(
    "--descriptors",
    "text",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Match another text of the seven descriptors, by the similarity of words alone.",
)


@cli.command(cls=Command)
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the results to a .csv, .xlsx, .jsonl or .parquet file "
    "instead of a table on the screen.",
)
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
@_model_option
@_descriptors_option
@common_options
@click.pass_context
def score(
    ctx: click.Context,
    paths: Sequence[Path],
    output: Path | None,
    text_column: str | None,
    id_column: str | None,
    workers: int | None,
    resume: bool,
    model: Path | None,
    text: Path | None,
) -> None:
    """Suggest the level of each document.

    PATH is a file, a folder (with the folders in it) or a table: .csv, .jsonl, .parquet or .xlsx
    with --text-column.
    """
    from slmo_match import scoring
    from slmo_match.batch import find_sources
    from slmo_match.report.progress import Watch

    if resume and output is None:
        raise UsageError("--resume needs the --output of the run that it goes on with")

    def find(asked: Sequence[Path] = paths) -> Iterator[Source]:
        skip = () if output is None else (output.resolve(),)
        return find_sources(asked, text_column=text_column, id_column=id_column, skip=skip)

    say = messages_of(ctx)
    matcher = _matcher(model, text)
    watch = Watch(say)
    _check_inputs(paths, output, find)
    if output is None:
        scoring.to_screen(find, matcher, workers, watch, say)
    else:
        work = scoring.work_of(paths, ctx.params, model, text)
        scoring.to_file(find, matcher, workers, watch, say, output, work, resume=resume)
    _print_end(paths, output, watch, say)
    ctx.exit(NOT_ALL_READ if watch.statuses["unreadable"] else 0)


@cli.command(cls=Command)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text to read, or the result as JSON for programs.",
)
@_model_option
@_descriptors_option
@common_options
@click.pass_context
def explain(
    ctx: click.Context, file: Path, form: str, model: Path | None, text: Path | None
) -> None:
    """Show why a document gets its level.

    With the quotations that count and their criteria, what was left out and why, and what is
    missing for the next level.
    """
    from slmo_match.batch import score_file
    from slmo_match.reading.tables import is_table

    for what, wrong in (("folder", file.is_dir()), ("table", is_table(file) and file.exists())):
        if wrong:
            raise UsageError(
                f"{file} is a {what}; explain one document at a time, "
                f"or score the {what} with 'slmo-match score'"
            )
    assessment = score_file(file, matcher=_matcher(model, text))
    if form == "json":
        from slmo_match.report.formats import to_json

        click.echo(to_json(str(file), assessment, indent=2))
    else:
        from slmo_match.descriptors import load as load_descriptors
        from slmo_match.report.explanation import explanation
        from slmo_match.report.terminal import make_console, show

        known = load_descriptors(text)
        show(make_console(), explanation(str(file), assessment, messages_of(ctx), known))
    ctx.exit(NOT_ALL_READ if assessment.status == "unreadable" else 0)


@cli.command(cls=Command)
@_descriptors_option
@common_options
@click.pass_context
def descriptors(ctx: click.Context, text: Path | None) -> None:
    """Show the seven levels and their criteria."""
    from slmo_match.descriptors import load as load_descriptors
    from slmo_match.report.explanation import descriptors_text
    from slmo_match.report.terminal import make_console, show

    known = None if text is None else load_descriptors(text)
    show(make_console(), descriptors_text(messages_of(ctx), known))


@cli.command(cls=Command)
@click.argument("gold", metavar="GOLD.jsonl", type=click.Path(path_type=Path))
@_model_option
@_descriptors_option
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

    evaluation = measuring.evaluate(gold, _matcher(model, text))
    show(make_console(), evaluation_text(evaluation, messages_of(ctx)))


@cli.command(cls=Command)
@option(
    "--corpus",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of the corpus; by default models/corpus in the repository.",
)
@option(
    "--model",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder that the model is written to; by default models/slmo in the repository.",
)
@common_options
def train(corpus: Path | None, folder: Path | None) -> None:
    """Rebuild the model from the corpus.

    The same corpus gives the same model every time.
    """
    corpus = corpus or _MODELS / "corpus"
    if not (corpus / "voices").is_dir():
        raise UsageError(
            f"there is no corpus in {corpus}: it comes with the repository of slmo-match; "
            "give its folder with --corpus"
        )
    if folder is None and not _MODELS.is_dir():
        raise UsageError(
            "the installed package has no folder for a new model: give one with --model"
        )
    from slmo_match.training.train import train as build

    build(corpus, folder or _MODELS / "slmo", lambda line: click.echo(line, err=True))


def main() -> None:
    """Run the command line."""
    cli.main(prog_name="slmo-match")


def _matcher(model: Path | None, text: Path | None) -> LevelMatcher:
    from slmo_match.batch import default_matcher
    from slmo_match.descriptors import load as load_descriptors
    from slmo_match.matcher import LevelMatcher

    if model is not None and text is not None:
        raise UsageError("give --model or --descriptors: a model knows only its own descriptors")
    if text is not None:
        load_descriptors(text)
    if model is None and text is None:
        return default_matcher()
    return LevelMatcher(model=model, descriptors=text)


def _check_inputs(
    paths: Sequence[Path], output: Path | None, find: Callable[[Sequence[Path]], Iterator[Source]]
) -> None:
    """Refuse wrong paths and columns before anything is scored."""
    for path in paths:
        next(find([path]), None)
        if output is not None and path.resolve() == output.resolve():
            raise UsageError(f"cannot write {output}: it is one of the inputs")


def _print_end(paths: Sequence[Path], output: Path | None, watch: Watch, say: Messages) -> None:
    """Say on stderr what came of it."""
    if not watch.statuses:
        where = ", ".join(map(str, paths))
        click.echo(say("no documents found in {path}", path=where), err=True)
    if output:
        click.echo(say("written to {path}", path=output), err=True)
    click.echo(watch.summary(), err=True)
