"""The trained model on disk: JSON for names and numbers, ``.npz`` for weights, no pickle.

Of an encoder, only its folder or name is kept.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from slmo_match.encoder import EncodedStatements, Encoder
from slmo_match.errors import ModelError, SlmoError, UsageError
from slmo_match.language.statements import Statement
from slmo_match.levels import LevelModel
from slmo_match.match import Scores, StatementModel

FORMAT = 8


class StatementScorer(Protocol):
    """What scores statements: a `StatementModel`, `EncodedStatements`, or one not trained."""

    criteria: tuple[str, ...]

    def score(self, statements: Sequence[Statement]) -> Scores:
        """Score statements."""
        ...


class Model(NamedTuple):
    """Everything that was learnt, and its name and version."""

    name: str
    statements: StatementScorer
    levels: LevelModel


def default_folder() -> Path:
    """Return the folder of the model that ships: inside the wheel, or in the repository."""
    inside = Path(__file__).parent / "_model"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "models" / "slmo"


def save(model: Model, folder: Path) -> None:
    """Write a model to a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    if not isinstance(model.statements, StatementModel | EncodedStatements):
        raise ModelError(f"{model.name} was not trained: there is nothing to write")
    values, arrays = model.statements.state()
    named: dict[str, Any] = dict(arrays)
    content = {
        "format": FORMAT,
        "name": model.name,
        "levels": model.levels.state(),
        "statements": values,
    }
    text = json.dumps(content, ensure_ascii=False, indent=0, sort_keys=True)
    (folder / "model.json").write_text(text + "\n", encoding="utf-8")
    with open(folder / "weights.npz", "wb") as file:
        np.savez_compressed(file, **named)


def fingerprint(
    model: Path | str | Model | None = None, descriptors: Path | str | None = None
) -> str:
    """Return the SHA-256 of a model: of the bytes of its files, and of the descriptors if given.

    The weights of an encoder are no part of it, only its name.

    Parameters
    ----------
    model : Path, str, Model or None
        Folder of a model, the one that ships by default; one in memory has no files, and so "".
    descriptors : Path, str or None
        A text of the descriptors that is matched instead.

    Raises
    ------
    ModelError
        If the folder holds no model or one of another format.
    """
    if isinstance(model, Model):
        return ""
    load(Path(model) if model else None)
    folder = Path(model) if model else default_folder()
    files = _files(folder)
    digest = sha256()
    for path in [*files, Path(descriptors)] if descriptors else files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def load(folder: Path | str | None = None, encoder: Encoder | None = None) -> Model:
    """Read a model; the same folder is read once, and again after its files have changed.

    Parameters
    ----------
    folder : Path or str, optional
        The model that ships by default.
    encoder : Encoder, optional
        For a model that was trained with one: used instead of the one that the model names.

    Raises
    ------
    ModelError
        If the folder holds no model or one of another format, or its encoder is not there.
    UsageError
        If an encoder is given for a model without one.
    """
    if encoder is not None:
        return _load(Path(folder) if folder else default_folder(), encoder)
    if folder:
        return _load_once(Path(folder), *map(file_state, _files(Path(folder))))
    return _load_once(default_folder())


def file_state(path: Path) -> tuple[int, int] | None:
    """Return what changes with a file: its time in nanoseconds and its size; None without one."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _files(folder: Path) -> list[Path]:
    return [folder / "model.json", folder / "weights.npz"]


@lru_cache(maxsize=8)  # those that changed are let go
def _load_once(folder: Path, *_states: tuple[int, int] | None) -> Model:
    return _load(folder)


def _load(folder: Path, encoder: Encoder | None = None) -> Model:
    content, arrays = _stored(folder)
    found = content.get("format") if isinstance(content, dict) else None
    if found != FORMAT:
        raise ModelError(
            f"the model in {str(folder)!r} is of format {found}, this version reads {FORMAT}; "
            "'slmo-match train' makes it anew"
        )
    try:
        levels = content["levels"]
        return Model(
            content["name"],
            _statements(folder, content["statements"], arrays, encoder),
            LevelModel(tuple(levels["observed"]), tuple(levels["which"]), levels["mass"]),
        )
    except KeyError as error:
        raise ModelError(
            f"the model in {str(folder)!r} lacks its part {error}; 'slmo-match train' makes it anew"
        ) from error
    except (TypeError, ValueError) as error:
        raise ModelError(
            f"the model in {str(folder)!r} is damaged; 'slmo-match train' makes it anew"
        ) from error


def _stored(folder: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    try:
        content: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with (
            open(folder / "weights.npz", "rb") as file,
            np.load(file, allow_pickle=False) as stored,
        ):
            return content, {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, BadZipFile, zlib.error) as error:
        reason = str(error)
        if isinstance(error, OSError) and error.filename:
            reason = f"{Path(error.filename).name}: {error.strerror}"
        raise ModelError(
            f"no model in {str(folder)!r}: {reason}; 'slmo-match train' makes one from the corpus"
        ) from error


def _statements(
    folder: Path, values: dict[str, Any], arrays: Any, encoder: Encoder | None
) -> StatementScorer:
    if "encoder" in values:
        try:
            return EncodedStatements.from_state(values, arrays, encoder)
        except SlmoError as error:
            raise ModelError(f"the model in {str(folder)!r} lacks its encoder: {error}") from error
    if encoder is not None:
        raise UsageError(
            f"the model in {str(folder)!r} was trained without an encoder and takes none"
        )
    try:
        return StatementModel.from_state(values, arrays)
    except ValueError as error:
        raise ModelError(
            f"the model in {str(folder)!r} was made with other word lists than this version has; "
            "'slmo-match train' makes it anew"
        ) from error
