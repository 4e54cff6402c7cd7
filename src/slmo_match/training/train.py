"""Rebuild the model from the corpus: the same files every time.

The level model is learnt from statements that were scored by models which had not seen their
voice, so that it knows how sure the statement model is on texts of strangers.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from slmo_match import __version__, descriptors, model_files
from slmo_match.language.words import Lexicon
from slmo_match.levels import LevelModel
from slmo_match.matcher import LevelMatcher
from slmo_match.training.background import Background, read_background
from slmo_match.training.corpus import Document, read_banks, read_voices
from slmo_match.training.descriptor_examples import descriptor_lines
from slmo_match.training.examples import (
    TRAINING_LAYOUTS,
    Example,
    bank_examples,
    document_examples,
)
from slmo_match.training.level_training import fit_levels
from slmo_match.training.rendering import render
from slmo_match.training.statement_training import fit_statement_model

FOLDS = 4
Say = Callable[[str], None]


class TrainingSet(NamedTuple):
    """The corpus, read and rendered."""

    documents: list[Document]
    examples: list[Example]
    criteria: tuple[str, ...]
    background: Background


def read_training_set(corpus: Path) -> TrainingSet:
    """Read the corpus and render its statements."""
    lexicon = Lexicon()
    documents = list(read_voices(corpus))
    examples = [
        *document_examples(documents, lexicon),
        *bank_examples(read_banks(corpus), lexicon),
        *bank_examples(descriptor_lines(), lexicon),
    ]
    ids = tuple(criterion.id for criterion in descriptors.default().criteria)
    background = read_background(corpus.parent / "background" / "cooccurrence.npz")
    return TrainingSet(documents, examples, ids, background)


def train(corpus: Path, folder: Path, say: Say = print) -> model_files.Model:
    """Train a model from the corpus and write it to a folder.

    Parameters
    ----------
    corpus : Path
        Folder with ``voices/`` and ``bank/``; beside it, ``background/``.
    folder : Path
        Where the model goes.
    say : callable
        Called with a line about each step.

    Returns
    -------
    Model
    """
    data = read_training_set(corpus)
    say(f"{len(data.documents)} documents, {len(data.examples)} statements")
    features, levels = crossfitted_features(data)
    say(f"cross-fitted features of {len(features)} renderings")
    level_model = fit_levels(features, levels)
    statements = fit_statement_model(data.examples, data.criteria, data.background)
    model = model_files.Model(f"slmo-pl {__version__}", statements, level_model)
    model_files.save(model, folder)
    say(f"model written to {folder}")
    return model


def crossfitted_features(
    data: TrainingSet, folds: int = FOLDS
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return features and levels of all documents, each from a model without its voice.

    Returns
    -------
    features : numpy.ndarray, shape (n, N_FEATURES)
    levels : numpy.ndarray, shape (n,)
    """
    groups = voice_groups(data, folds)
    results = Parallel(n_jobs=2)(delayed(_held_out)(data, group) for group in groups)
    features = np.concatenate([result[0] for result in results])
    return features, np.concatenate([result[1] for result in results])


def voice_groups(data: TrainingSet, folds: int = FOLDS) -> list[list[str]]:
    """Part the voices into groups that are held out together."""
    voices = sorted({document.voice for document in data.documents})
    return [voices[i::folds] for i in range(min(folds, len(voices)))]


def _held_out(
    data: TrainingSet, voices: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    matcher = LevelMatcher(model=model_without(data, voices))
    held = [document for document in data.documents if document.voice in voices]
    renderings = [rendered for document in held for rendered in two_renderings(document)]
    levels = np.repeat([document.level for document in held], 2)
    return matcher.transform(renderings), levels


def model_without(data: TrainingSet, voices: Sequence[str]) -> model_files.Model:
    """Return a model that has not seen some voices, with a level model that knows nothing."""
    seen = [example for example in data.examples if example.voice not in voices]
    statements = fit_statement_model(seen, data.criteria, data.background)
    return model_files.Model("held out", statements, LevelModel.blank())


def two_renderings(document: Document) -> tuple[str, str]:
    """Write a document out in two layouts, others for the next document."""
    turn = zlib.crc32(document.id.encode())
    first, second = (TRAINING_LAYOUTS[(turn + k) % len(TRAINING_LAYOUTS)] for k in (0, 2))
    return render(document, first).text, render(document, second).text
