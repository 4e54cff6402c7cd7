"""What the model has to leave behind: simple answers to the same question."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from slmo_match import descriptors
from slmo_match.assessment import LEVELS
from slmo_match.language.words import WORD, Lexicon
from slmo_match.training.corpus import Document, voice_groups
from slmo_match.training.held_out import GROUPS
from slmo_match.training.rendering import render_lines
from slmo_match.training.variants import DUTIES, plain

Levels = NDArray[np.int64]
_LEXICON = Lexicon()


def lemmas(text: str) -> list[str]:
    """Return the lemmas of a text, for scikit-learn's vectorizers."""
    return [_LEXICON.look_up(form).lemma for form in WORD.findall(text)]


def majority(documents: Sequence[Document], voices: Sequence[str]) -> Levels:
    """Give every document the level that is most frequent in the other voices."""
    levels = np.array([document.level for document in documents])
    answers = np.zeros(len(documents), dtype=np.int64)
    for voice in set(voices):
        here = np.array(voices) == voice
        answers[here] = np.bincount(levels[~here]).argmax()
    return answers


def cosine_to_descriptors(documents: Sequence[Document]) -> Levels:
    """Give every document the level whose descriptor is nearest by TF-IDF over lemmas."""
    texts = [plain(document) for document in documents]
    vectorizer = TfidfVectorizer(analyzer=lemmas).fit(texts)
    described = vectorizer.transform(list(descriptors.default().levels.values()))
    similarity = (vectorizer.transform(texts) @ described.T).toarray()
    return np.asarray(similarity.argmax(axis=1) + LEVELS[0])


def linear_on_documents(
    documents: Sequence[Document], texts: Sequence[str] | None = None
) -> Levels:
    """Answers of TF-IDF over lemmas and a logistic model that has not seen the voice."""
    texts = texts or [plain(document) for document in documents]
    levels = np.array([document.level for document in documents])
    voices = np.array([document.voice for document in documents])
    answers = np.zeros(len(documents), dtype=np.int64)
    for group in voice_groups(documents, GROUPS):
        here = np.isin(voices, group)
        model = make_pipeline(
            TfidfVectorizer(analyzer=lemmas, sublinear_tf=True, min_df=2),
            LogisticRegression(C=10, max_iter=1000),
        )
        seen = [text for text, held in zip(texts, here, strict=True) if not held]
        held_out = [text for text, held in zip(texts, here, strict=True) if held]
        answers[here] = model.fit(seen, levels[~here]).predict(held_out)
    return answers


def leak(documents: Sequence[Document]) -> tuple[float, float]:
    """Tell how well the level is guessed from everything but the duties, among levels 2 to 7.

    Returns
    -------
    tuple of float
        Exact share of a linear model that has not seen the voice, and of always the most frequent
        level.
    """
    chosen = [document for document in documents if document.level > 1]
    voices = [document.voice for document in chosen]
    texts = [
        render_lines([line for line in d.lines if line.ownership not in DUTIES], "lines").text
        for d in chosen
    ]
    levels = np.array([document.level for document in chosen])
    guessed = linear_on_documents(chosen, texts)
    return float((guessed == levels).mean()), float((majority(chosen, voices) == levels).mean())
