"""``slmo-match train``: the model made anew from the corpus."""

from __future__ import annotations

from pathlib import Path

import click

from slmo_match.cli.program import Command, common_options, option
from slmo_match.errors import UsageError

_MODELS = Path(__file__).parents[3] / "models"  # in the repository; not in an installed package


@click.command(cls=Command)
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
@option(
    "--encoder",
    metavar="NAME_OR_PATH",
    help="See statements as the vectors of an encoder instead of as words: the folder of a model "
    "of sentence-transformers or model2vec, or its name in the local cache.",
)
@common_options
def train(corpus: Path | None, folder: Path | None, encoder: str | None) -> None:
    """Rebuild the model from the corpus.

    The same corpus gives the same model every time.

    With --encoder, the model goes to --model and needs the encoder wherever it is used; nothing
    is downloaded.
    """
    corpus = corpus or _MODELS / "corpus"
    if not (corpus / "voices").is_dir():
        raise UsageError(
            f"there is no corpus in {str(corpus)!r}: it comes with the repository of slmo-match; "
            "give its folder with --corpus"
        )
    if folder is None and not _MODELS.is_dir():
        raise UsageError(
            "the installed package has no folder for a new model: give one with --model"
        )
    if folder is None and encoder is not None:
        raise UsageError(
            "the model that ships needs no encoder: give the folder of yours with --model"
        )
    target = folder or _MODELS / "slmo"
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write {target}: {error.strerror}") from error
    from slmo_match.training.train import train as build

    def say(line: str) -> None:
        click.echo(line, err=True)

    build(corpus, target, say, encoder)
