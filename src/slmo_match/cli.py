"""The command ``slmo-match``: a thin skin on the library.

Each command loads what it needs when it runs, so that ``--help`` and ``--version`` load nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
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
_WEB_EXTRA = ("anyio", "multipart", "starlette", "uvicorn")
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
    help="Write the results to a .csv, .xlsx, .jsonl or .parquet file, or an .html report "
    "with the marked texts, instead of a table on the screen.",
)
@option(
    "--audit",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add a line for each document to a .jsonl record: hash, answer, model and time, no text.",
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
    audit: Path | None,
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
    from slmo_match.descriptors import load as load_descriptors
    from slmo_match.report.audit import open_audit
    from slmo_match.report.progress import Watch

    if resume and output is None:
        raise UsageError("--resume needs the --output of the run that it goes on with")

    def find(asked: Sequence[Path] = paths) -> Iterator[Source]:
        skip = [path.resolve() for path in (output, audit) if path is not None]
        return find_sources(asked, text_column=text_column, id_column=id_column, skip=skip)

    say = messages_of(ctx)
    matcher = _matcher(model, text)
    watch = Watch(say)
    _check_inputs(paths, (output, audit), find)
    with open_audit(audit, matcher) if audit else nullcontext() as record:
        if output is None:
            scoring.to_screen(find, matcher, workers, watch, say, record)
        else:
            work = scoring.work_of(paths, ctx.params, model, text)
            scoring.to_file(
                find, matcher, workers, watch, say, output, work,
                resume=resume, known=load_descriptors(text), record=record,
            )  # fmt: skip
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

    _check_document(file)
    assessment = score_file(file, matcher=_matcher(model, text))
    from slmo_match.descriptors import load as load_descriptors
    from slmo_match.report.explanation import explanation, explanation_json
    from slmo_match.report.terminal import make_console, show

    say, known = messages_of(ctx), load_descriptors(text)
    if form == "json":
        click.echo(explanation_json(str(file), assessment, say, known))
    else:
        show(make_console(), explanation(str(file), assessment, say, known))
    ctx.exit(NOT_ALL_READ if assessment.status == "unreadable" else 0)


@cli.command(cls=Command)
@click.argument("advert", metavar="ADVERT", type=click.Path(path_type=Path))
@click.argument("cvs", metavar="CV...", nargs=-1, required=True, type=click.Path(path_type=Path))
@option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the comparison to an .html file instead of the screen.",
)
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
def compare(
    ctx: click.Context,
    advert: Path,
    cvs: Sequence[Path],
    output: Path | None,
    form: str,
    model: Path | None,
    text: Path | None,
) -> None:
    """Set CVs beside an advert, criterion by criterion.

    Shows what the advert asks for, what each CV shows of it, and what is missing.
    """
    from slmo_match.comparing import compare as set_beside
    from slmo_match.descriptors import load as load_descriptors
    from slmo_match.report.comparison import comparison_text, comparison_view, write_comparison
    from slmo_match.report.terminal import make_console, show

    for path in (advert, *cvs):
        _check_document(path)
    found = set_beside(advert, cvs, matcher=_matcher(model, text))
    say = messages_of(ctx)
    view = comparison_view(found, say, load_descriptors(text))
    if output is not None:
        write_comparison(output, view, say)
        click.echo(say("written to {path}", path=output), err=True)
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
    elif output is None:
        show(make_console(), comparison_text(view, say))
    unreadable = any(item.assessment.status == "unreadable" for item in found.cvs)
    ctx.exit(NOT_ALL_READ if unreadable else 0)


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


@cli.command(cls=Command)
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
@option(
    "--audit",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add a line for each document to a .jsonl record: hash, answer, model and time, no text.",
)
@_model_option
@_descriptors_option
@common_options
@click.pass_context
def serve(
    ctx: click.Context,
    host: str,
    port: int,
    token: str | None,
    open_page: bool,
    corrections: Path | None,
    audit: Path | None,
    model: Path | None,
    text: Path | None,
) -> None:
    """Open a local page on which files are dropped and their levels shown.

    Only this machine can reach it unless --host says otherwise. Documents stay in memory and are
    forgotten after an hour, or when it ends; Ctrl-C ends it. Needs the extra slmo-match[web].
    """
    try:
        from slmo_match.web import server
        from slmo_match.web.settings import Settings
    except ModuleNotFoundError as error:
        if error.name not in _WEB_EXTRA:
            raise
        raise UsageError(
            f"the page needs an extra ({error.name} is missing): pip install 'slmo-match[web]'"
        ) from error
    say = messages_of(ctx)

    def announce(address: str) -> None:
        click.echo(say("the page is at {address} (Ctrl-C ends it)", address=address))
        if open_page:
            click.launch(address)

    token = server.token_for(host, token)
    settings = Settings(host, token, corrections, audit, say.lang)
    server.serve(settings, _matcher(model, text), port, announce)
    click.echo(say("The page has ended; the documents are forgotten."), err=True)


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


def _check_document(path: Path) -> None:
    """Refuse what is not one document."""
    from slmo_match.reading.tables import is_table

    if path.is_dir():
        raise UsageError(
            f"{path} is a folder; give one document at a time, "
            "or score the folder with 'slmo-match score'"
        )
    if is_table(path) and path.exists():
        raise UsageError(
            f"{path} is a table; give one document at a time, "
            "or score the table with 'slmo-match score'"
        )


def _check_inputs(
    paths: Sequence[Path],
    written: Sequence[Path | None],
    find: Callable[[Sequence[Path]], Iterator[Source]],
) -> None:
    """Refuse wrong paths and columns before anything is scored."""
    for path in paths:
        next(find([path]), None)
        for target in written:
            if target is not None and path.resolve() == target.resolve():
                raise UsageError(f"cannot write {target}: it is one of the inputs")


def _print_end(paths: Sequence[Path], output: Path | None, watch: Watch, say: Messages) -> None:
    """Say on stderr what came of it."""
    if not watch.statuses:
        where = ", ".join(map(str, paths))
        click.echo(say("no documents found in {path}", path=where), err=True)
    if output:
        click.echo(say("written to {path}", path=output), err=True)
    click.echo(watch.summary(), err=True)
