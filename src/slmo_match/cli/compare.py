"""``slmo-match compare``: CVs beside an advert."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slmo_match.cli.limits import limit_options
from slmo_match.cli.options import (
    check_document,
    check_written,
    format_option,
    input_path,
    matcher_of,
    matcher_options,
)
from slmo_match.cli.program import NOT_ALL_READ, Command, common_options, messages_of, option

if TYPE_CHECKING:
    from slmo_match.assessment import Assessment
    from slmo_match.reading import Limits


@click.command(cls=Command)
@click.argument("advert", metavar="ADVERT", type=input_path)
@click.argument("cvs", metavar="CV...", nargs=-1, required=True, type=input_path)
@option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the comparison to an .html file instead of the screen.",
)
@format_option
@limit_options
@matcher_options
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
    limits: Limits,
) -> None:
    """Set CVs beside an advert, criterion by criterion.

    Shows what the advert asks for, what each CV shows of it, and what is missing.

    CV is a file, or a folder or .zip archive of CVs.
    """
    from slmo_match.comparing import compare as set_beside
    from slmo_match.descriptors import load as load_descriptors
    from slmo_match.report.comparison import (
        ENDINGS,
        comparison_text,
        comparison_view,
        write_comparison,
    )
    from slmo_match.report.output import check_output
    from slmo_match.report.progress import Watch
    from slmo_match.report.terminal import make_console, show

    check_document(advert)
    check_written([output], (advert, *cvs))
    if output is not None:
        check_output(output, ENDINGS)
    named = dict(_each(cvs, [path.resolve() for path in (advert, output) if path], limits))
    say = messages_of(ctx)
    with Watch(say) as watch:
        found = set_beside(
            advert, named, matcher=matcher_of(model, text), limits=limits, progress=watch.show_pages
        )
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


def _each(
    paths: Sequence[Path], skip: Sequence[Path], limits: Limits
) -> Iterator[tuple[str, Path | Assessment]]:
    """Name the CVs one by one: files, and what is in folders and archives but for `skip`."""
    from slmo_match.assessment import Assessment
    from slmo_match.errors import ReadingError
    from slmo_match.reading import is_archive
    from slmo_match.sources import find_sources

    for path in paths:
        if os.path.isdir(path) or is_archive(path, limits):  # noqa: PTH112  as in check_document
            for name, found in find_sources([path], skip=skip, limits=limits):
                broken = isinstance(found, ReadingError)
                yield name, Assessment("unreadable", error=str(found)) if broken else Path(name)
        else:
            check_document(path)
            yield str(path), path
