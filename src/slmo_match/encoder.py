"""Statements against criteria by the vectors of an encoder, instead of by their words.

An encoder is any object with ``encode(list of str) -> array``: the models of sentence-transformers
and of model2vec have it. The three linear models of `match` then look at its vectors, without the
small network that looks at words. Nothing here goes online, and the model that ships needs no
encoder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from slmo_match.errors import ModelError, UsageError
from slmo_match.language.statements import Statement
from slmo_match.match import Heads, Scores

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """What turns texts into vectors."""

    def encode(self, texts: list[str], /) -> ArrayLike:
        """Return the vectors of n texts, shape (n, d)."""
        ...


class EncodedStatements:
    """Scores statements by the vectors of their texts.

    Parameters
    ----------
    encoder : Encoder
    heads : Heads
        Of as many columns as the vectors have.
    name : str
        Folder or name that `load_encoder` finds the encoder by; empty for an object of a script.
    """

    def __init__(self, encoder: Encoder, heads: Heads, name: str = "") -> None:
        self.encoder = encoder
        self.heads = heads
        self.name = name
        self.criteria = heads.criteria

    def score(self, statements: Sequence[Statement]) -> Scores:
        """Score statements.

        Parameters
        ----------
        statements : sequence of Statement, length n

        Returns
        -------
        Scores

        Raises
        ------
        UsageError
            If the encoder does not return what it must, or other vectors than in training.
        """
        width, outputs = self.heads.weights.shape
        if not statements:
            return self.heads.scores(np.zeros((0, outputs)), statements)
        vectors = vectors_of(self.encoder, texts_of(statements))
        if vectors.shape[1] != width:
            raise UsageError(
                f"the encoder returns vectors of {vectors.shape[1]} numbers, "
                f"the model was trained on {width}: give it the same encoder"
            )
        return self.heads.scores(vectors.astype(float) @ self.heads.weights, statements)

    def state(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Return the heads and the name of the encoder as JSON values and arrays."""
        values, arrays = self.heads.state()
        return {**values, "encoder": self.name}, arrays

    @classmethod
    def from_state(
        cls, values: dict[str, Any], arrays: Any, encoder: Encoder | None = None
    ) -> EncodedStatements:
        """Return the model that `state` described, with the encoder that is given or named."""
        name = values["encoder"]
        if encoder is None and not name:
            raise ModelError(
                "it was trained with an object of a script; "
                "give it with slmo_match.model_files.load(folder, encoder)"
            )
        if encoder is None:
            encoder = load_encoder(name)
        return cls(encoder, Heads.from_state(values, arrays), name)


def texts_of(statements: Sequence[Statement]) -> list[str]:
    """Return what an encoder sees of statements: their texts, on one line."""
    return [" ".join(statement.text.split()) for statement in statements]


def vectors_of(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """Encode texts, each different one once.

    Parameters
    ----------
    encoder : Encoder
    texts : sequence of str, length n

    Returns
    -------
    numpy.ndarray, shape (n, d)
        Rows of length 1 (of zeros where the encoder returned zeros).

    Raises
    ------
    UsageError
        If the encoder returns no finite array of a row a text.
    """
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    found = _checked(encoder.encode(list(places)), len(places))
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    vectors: Vectors = found / np.maximum(lengths, 1e-9)
    return vectors[[places[text] for text in texts]]


def _checked(found: ArrayLike, n: int) -> Vectors:
    try:
        vectors = np.asarray(found, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise _refused(n, f"found no array of numbers but {type(found).__name__}") from error
    if vectors.ndim != 2 or len(vectors) != n or not vectors.shape[1]:
        raise _refused(n, f"found the shape {vectors.shape}")
    if broken := int((~np.isfinite(vectors)).any(axis=1).sum()):
        raise _refused(n, f"found {broken} rows with NaN or infinity")
    return vectors


def _refused(n: int, found: str) -> UsageError:
    return UsageError(
        f"the encoder must return a finite array of shape ({n}, d) for {n} texts: {found}"
    )


def absolute(name: str | Path) -> str:
    """Return the name of an encoder that holds in every working directory."""
    return str(Path(name).resolve()) if Path(name).is_dir() else str(name)


def load_encoder(name: str | Path) -> Encoder:
    """Load an encoder that is on this computer.

    Parameters
    ----------
    name : str or Path
        Folder of a model of sentence-transformers or model2vec, or the name of one in the local
        cache of Hugging Face.

    Returns
    -------
    Encoder

    Raises
    ------
    UsageError
        If there is none, it is of another kind, or its library is not installed.

    Notes
    -----
    Puts Hugging Face's libraries into their offline mode for the rest of the process.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"  # read when they are first imported
    folder = _folder_of(name)
    library = _library_of(folder)
    try:
        module = import_module(library)
    except ImportError as error:
        package = library.replace("_", "-")
        raise UsageError(
            f"the encoder in {folder} needs {package} (pip install {package}): {error}"
        ) from error
    try:
        if library == "model2vec":
            loaded: Encoder = module.StaticModel.from_pretrained(str(folder))
        else:
            loaded = module.SentenceTransformer(str(folder), local_files_only=True)
    except Exception as error:  # whatever a library of somebody else's raises
        raise UsageError(f"{library} cannot load the encoder in {folder}: {error}") from error
    return loaded


def _folder_of(name: str | Path) -> Path:
    if Path(name).is_dir():
        return Path(name)
    try:
        hub = import_module("huggingface_hub")
    except ImportError as error:
        raise UsageError(
            f"there is no folder {name}; names of encoders are known to sentence-transformers and "
            "model2vec, and neither is installed: install one (pip install model2vec), or give a "
            "folder"
        ) from error
    try:
        return Path(hub.snapshot_download(str(name), local_files_only=True))
    except Exception as error:  # kinds of errors differ from version to version
        raise UsageError(
            f"there is no encoder {name}: neither a folder nor a name in the local cache of "
            "Hugging Face; nothing is downloaded"
        ) from error


def _library_of(folder: Path) -> str:
    """Return the library that saved the model in a folder."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        config = None
    if isinstance(config, dict) and config.get("model_type") == "model2vec":
        return "model2vec"
    if isinstance(config, dict) or (folder / "modules.json").is_file():
        return "sentence_transformers"
    found = ", ".join(sorted(path.name for path in folder.iterdir())[:5]) or "-"
    raise UsageError(
        f"{folder} is no model of sentence-transformers (modules.json) or model2vec "
        f"(config.json); found in it: {found}"
    )
