"""Rebuild the model from the corpus: the same files every time.

The level model is learnt from statements that were scored by models which had not seen their
voice, so that it knows how sure the statement model is on texts of strangers.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slmo_match import __version__, descriptors, model_files
from slmo_match.encoder import EncodedStatements, Encoder, absolute, load_encoder, texts_of
from slmo_match.language import boundaries
from slmo_match.language.boundaries import Window
from slmo_match.language.words import Lexicon
from slmo_match.levels import LevelModel
from slmo_match.match import Heads, StatementModel
from slmo_match.matcher import LevelMatcher
from slmo_match.training.background import Background, read_background
from slmo_match.training.boundaries import QUARTERS, read_windows
from slmo_match.training.corpus import Document, Line, read_banks, read_voices, voice_groups
from slmo_match.training.descriptor_examples import descriptor_lines
from slmo_match.training.encoded import KnownTexts, texts_in
from slmo_match.training.examples import (
    TRAINING_LAYOUTS,
    Example,
    bank_examples,
    document_examples,
    once_each,
    statements_of,
    text_and_words,
)
from slmo_match.training.level_training import fit_levels
from slmo_match.training.processes import not_collecting, side_by_side
from slmo_match.training.rendering import render
from slmo_match.training.statement_training import fit_encoded_statements, fit_statement_model

Say = Callable[[str], None]


class TrainingSet(NamedTuple):
    """The corpus, read and rendered.

    ``examples`` has what was met twice in a voice once, with its number of times.
    ``windows`` has for each voice the one that its documents are cut with: one that has not seen
    it, so that flattened texts are cut as badly as those of strangers will be.
    """

    documents: list[Document]
    examples: list[Example]
    criteria: tuple[str, ...]
    background: Background
    windows: dict[str, Window]
    encoder: Encoder | None = None

    @property
    def voices(self) -> list[str]:
        """The names of the voices, in their order."""
        return sorted({document.voice for document in self.documents})

    def of(self, voice: str) -> list[Document]:
        """Return the documents of a voice."""
        return [document for document in self.documents if document.voice == voice]

    def cutting(self, voice: str) -> AbstractContextManager[None]:
        """Let texts be cut, for a time, by the window that has not seen a voice, if any."""
        return boundaries.using(self.windows.get(voice))


def read_training_set(corpus: Path) -> TrainingSet:
    """Read the corpus and render its statements."""
    documents = list(read_voices(corpus))
    lines = [*read_banks(corpus), *descriptor_lines()]
    windows = read_windows(corpus.parent / "boundaries", documents)
    background = read_background(corpus.parent / "background" / "cooccurrence.npz")
    halves = side_by_side(
        [partial(_rendered, documents[half::2], lines[half::2], windows) for half in (0, 1)]
    )
    examples = [*halves[0], *halves[1]]
    ids = descriptors.default().ids
    return TrainingSet(documents, examples, ids, background, windows)


def _rendered(
    documents: Sequence[Document], lines: Sequence[Line], windows: dict[str, Window]
) -> list[Example]:
    lexicon = Lexicon()
    examples: list[Example] = []
    with not_collecting():
        for voice, part in groupby(documents, key=attrgetter("voice")):
            with boundaries.using(windows.get(voice)):
                examples += once_each(document_examples(part, lexicon), text_and_words)
        return [*examples, *once_each(bank_examples(lines, lexicon), text_and_words)]


def train(
    corpus: Path, folder: Path, say: Say = print, encoder: Encoder | str | Path | None = None
) -> model_files.Model:
    """Train a model from the corpus and write it to a folder.

    Parameters
    ----------
    corpus : Path
        Folder with ``voices/`` and ``bank/``; beside it, ``background/``, and ``boundaries/`` if
        the window that ships has seen the voices.
    folder : Path
        Where the model goes.
    say : callable
        Called with a line about each step.
    encoder : Encoder, str or Path, optional
        Statements are seen as its vectors instead of as their words; a name or folder is what
        `load_encoder` loads. The model keeps that alone, not the encoder.

    Returns
    -------
    Model

    Raises
    ------
    SlmoError
        If the corpus or the encoder cannot be read, or the encoder returns no vectors.
    """
    name = ""
    if isinstance(encoder, str | Path):
        name, encoder = absolute(encoder), load_encoder(encoder)
    data = read_training_set(corpus)
    say(f"{len(data.documents)} documents, {sum(e.times for e in data.examples)} statements")
    if encoder is not None:
        data = encoded(data, encoder, say)
    held_out = voice_groups(data.documents, QUARTERS)[0]
    fitted, (features, levels) = side_by_side(
        [partial(_whole, data), partial(held_out_features, data, held_out)]
    )
    say(f"cross-fitted features of {len(features)} renderings")
    level_model = fit_levels(features, levels)
    model_name = f"slmo-pl {__version__}"
    if encoder is not None:
        fitted = EncodedStatements(encoder, fitted, name)
        model_name += f", {Path(name).name or type(encoder).__name__}"
    model = model_files.Model(model_name, fitted, level_model)
    model_files.save(model, folder)
    say(f"model written to {folder}")
    return model


def encoded(data: TrainingSet, encoder: Encoder, say: Say) -> TrainingSet:
    """Return the training set with the vectors of all its texts, each encoded once."""
    texts = texts_of(statements_of(data.examples))
    for voice in data.voices:
        with data.cutting(voice):
            texts += texts_in(renderings(data.of(voice)))
    say(f"encoding {len(set(texts))} different texts")
    return data._replace(encoder=KnownTexts(encoder, texts))


def fit_statements(
    data: TrainingSet, examples: Sequence[Example]
) -> StatementModel | EncodedStatements:
    """Fit the statement model on some of the examples, by vectors where there is an encoder."""
    if data.encoder is None:
        return fit_statement_model(examples, data.criteria, data.background)
    return fit_encoded_statements(examples, data.criteria, data.encoder)


def _whole(data: TrainingSet) -> StatementModel | Heads:
    """Fit the statement model on all examples; of vectors, return what is learnt alone."""
    statements = fit_statements(data, data.examples)
    return statements if isinstance(statements, StatementModel) else statements.heads


def held_out_features(
    data: TrainingSet, voices: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return features and levels of the documents of voices that the model has not seen.

    The level model is small: on the features of two quarters of the voices, instead of one, it was
    0.001 better.

    Returns
    -------
    features : numpy.ndarray, shape (n, N_FEATURES)
        Of two renderings a document.
    levels : numpy.ndarray, shape (n,)
    """
    matcher = LevelMatcher(model=model_without(data, voices))
    features = np.concatenate([features_of(matcher, data, voice) for voice in voices])
    levels = [document.level for voice in voices for document in data.of(voice)]
    return features, np.repeat(levels, 2)


def features_of(matcher: LevelMatcher, data: TrainingSet, voice: str) -> NDArray[np.float64]:
    """Return the features of two renderings a document of a voice."""
    with data.cutting(voice):
        return matcher.transform(renderings(data.of(voice)))


def model_without(data: TrainingSet, voices: Sequence[str]) -> model_files.Model:
    """Return a model that has not seen some voices, with a level model that knows nothing."""
    seen = [example for example in data.examples if example.voice not in voices]
    statements = fit_statements(data, seen)
    return model_files.Model("held out", statements, LevelModel.blank())


def renderings(documents: Iterable[Document]) -> list[str]:
    """Write documents out in two layouts each."""
    return [text for document in documents for text in two_renderings(document)]


def two_renderings(document: Document) -> tuple[str, str]:
    """Write a document out in two layouts, others for the next document."""
    turn = zlib.crc32(document.id.encode())
    first, second = (TRAINING_LAYOUTS[(turn + k) % len(TRAINING_LAYOUTS)] for k in (0, 2))
    return render(document, first).text, render(document, second).text
