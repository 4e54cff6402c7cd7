"""Every voice is judged by models that have not seen it."""

import numpy as np
import pytest

from slmo_match.matcher import LevelMatcher
from slmo_match.training import held_out
from slmo_match.training.held_out import leave_voices_out
from slmo_match.training.level_training import fit_levels
from slmo_match.training.train import features_of, model_without, read_training_set, renderings
from tiny_corpus import DUTIES, VOICES, write_corpus


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return read_training_set(write_corpus(tmp_path_factory.mktemp("models")))


@pytest.fixture(scope="module")
def held(data):
    with pytest.MonkeyPatch.context() as patch:
        # the tiny corpus has no unrelated documents to set duties into
        patch.setattr(held_out.variants, "hosts", lambda documents: documents[:1])
        return leave_voices_out(data)


def test_every_document_is_judged_in_two_layouts_and_every_change(held):
    assert [one.voice for one in held] == sorted(VOICES)
    for one in held:
        assert len(one.renderings) == len(one.texts) == 2 * len(one.documents) == 2 * len(DUTIES)
        assert {len(found) for found in one.changed.values()} == {len(DUTIES)}


def test_a_voice_is_judged_by_statements_and_levels_of_the_others(data, held):
    models = {voice: model_without(data, [voice]) for voice in VOICES}
    first, *others = sorted(VOICES)
    features = [features_of(LevelMatcher(model=models[voice]), data, voice) for voice in others]
    levels = [np.repeat([d.level for d in data.of(voice)], 2) for voice in others]
    model = models[first]._replace(
        levels=fit_levels(np.concatenate(features), np.concatenate(levels))
    )
    expected = LevelMatcher(model=model).pipe(renderings(data.of(first)))
    for found, wanted in zip(held[0].renderings, expected, strict=True):
        assert found.probabilities == pytest.approx(wanted.probabilities, abs=1e-4)
