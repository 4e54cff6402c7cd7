"""What several commands are told in the same way."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from slmo_match.cli.program import option
from slmo_match.errors import UsageError

if TYPE_CHECKING:
    from slmo_match.matcher import LevelMatcher

input_path = click.Path(readable=False, path_type=Path)  # what may not be read has its reason

model_option = option(
    "--model",
    "model",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of a model of your own, made by 'train'; by default the one that ships.",
)

descriptors_option = option(
    "--descriptors",
    "text",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Match another text of the seven descriptors, by the similarity of words alone.",
)

audit_option = option(
    "--audit",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add a line for each document to a .jsonl record: hash, answer, model and time, no text.",
)

format_option = option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text to read, or the result as JSON for programs.",
)


def matcher_options(command: Any) -> Any:
    """Declare the options that choose what is matched, ``model`` and ``text``."""
    return model_option(descriptors_option(command))


def matcher_of(model: Path | None, text: Path | None) -> LevelMatcher:
    """Return the matcher that the options choose.

    Raises
    ------
    UsageError
        If both options are given, or the text of the descriptors is none.
    """
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


def check_written(written: Iterable[Path | None], inputs: Iterable[Path] = ()) -> None:
    """Refuse to write over an input, or two things into one file.

    Raises
    ------
    UsageError
        If a file is named twice.
    """
    read = {path.resolve() for path in inputs}
    seen: set[Path] = set()
    for path in written:
        if path is None:
            continue
        if path.resolve() in read:
            raise UsageError(f"cannot write {path}: it is one of the inputs")
        if path.resolve() in seen:
            raise UsageError(f"cannot write {path}: two options name it; give each its own file")
        seen.add(path.resolve())


def check_document(path: Path) -> None:
    """Refuse what is not one document.

    Raises
    ------
    UsageError
        If it is a folder or a table.
    """
    from slmo_match.reading.tables import is_table

    if os.path.isdir(path):  # noqa: PTH112  # False also where its folder must not be entered
        raise UsageError(
            f"{path} is a folder; give one document at a time, "
            "or score the folder with 'slmo-match score'"
        )
    if is_table(path) and os.path.exists(path):  # noqa: PTH110
        raise UsageError(
            f"{path} is a table; give one document at a time, "
            "or score the table with 'slmo-match score'"
        )
