"""Assessments of every document of the corpus by a model that has not seen its voice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from slmo_match.assessment import Assessment
from slmo_match.language import boundaries
from slmo_match.language.boundaries import Window
from slmo_match.matcher import LevelMatcher
from slmo_match.model_files import Model
from slmo_match.training import variants
from slmo_match.training.corpus import Document, voice_groups
from slmo_match.training.level_training import fit_levels
from slmo_match.training.processes import side_by_side
from slmo_match.training.train import TrainingSet, features_of, model_without, renderings

GROUPS = 8
Array = NDArray[np.float64]


class HeldOut(NamedTuple):
    """The documents of one voice, judged by a model without it.

    ``renderings`` holds two assessments a document, one after the other; ``changed`` an
    assessment a document for each change of `variants`, with ``plain`` among them.
    """

    voice: str
    documents: list[Document]
    renderings: list[Assessment]
    texts: list[str]
    changed: dict[str, list[Assessment]]


def leave_voices_out(data: TrainingSet) -> list[HeldOut]:
    """Judge every voice by a model that has not seen it.

    The statement model is trained anew without an eighth of the voices at a time: once for each
    voice would take hours. The level model (two small logistic models) is fitted on the
    cross-fitted features of all other voices.

    Raises
    ------
    CorpusError
        If no document is an advert of an unrelated sector.
    """
    hosts = variants.hosts(data.documents)
    voices = data.voices
    groups = voice_groups(data.documents, GROUPS)
    found = side_by_side([partial(_without, data, group) for group in groups])
    models = {voice: model for model, features in found for voice in features}
    features = {voice: rows for _, features in found for voice, rows in features.items()}
    levels = {voice: np.repeat([d.level for d in data.of(voice)], 2) for voice in voices}
    held: list[HeldOut] = Parallel(n_jobs=2)(
        delayed(_judge)(
            data.of(voice),
            hosts,
            models[voice],
            (_others(features, voice), _others(levels, voice)),
            data.windows.get(voice),
        )
        for voice in voices
    )
    return held


def _without(data: TrainingSet, group: Sequence[str]) -> tuple[Model, dict[str, Array]]:
    """Return a model that has not seen some voices, and what it makes of them."""
    model = model_without(data, group)
    matcher = LevelMatcher(model=model)
    return model, {voice: features_of(matcher, data, voice) for voice in group}


def _judge(
    documents: list[Document],
    hosts: Sequence[Document],
    model: Model,
    others: tuple[Array, NDArray[np.int64]],
    window: Window | None,
) -> HeldOut:
    matcher = LevelMatcher(model=model._replace(levels=fit_levels(*others)))
    with boundaries.using(window):
        return _assessed(documents, hosts, matcher)


def _assessed(
    documents: list[Document], hosts: Sequence[Document], matcher: LevelMatcher
) -> HeldOut:
    texts = renderings(documents)
    changed = {
        name: list(matcher.pipe(change(document) for document in documents))
        for name, change in {
            "plain": variants.plain,
            **variants.CHANGES,
            **variants.PEOPLE,
            "without duties": variants.without_duties,
        }.items()
    }
    inside = (
        variants.duties_inside(document, hosts[k % len(hosts)])
        for k, document in enumerate(documents)
    )
    changed["inside an unrelated advert"] = list(matcher.pipe(inside))
    voice = documents[0].voice
    return HeldOut(voice, documents, list(matcher.pipe(texts)), texts, changed)


def _others(parts: dict[str, NDArray[Any]], voice: str) -> NDArray[Any]:
    """Return the parts of all voices but one, in the order of their names."""
    return np.concatenate([parts[other] for other in sorted(parts) if other != voice])
