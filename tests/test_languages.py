"""Figures by language: voices of each, near-misses, and documents with their translation."""

import json
from pathlib import Path

import numpy as np
import pytest

from slmo_match.assessment import Assessment
from slmo_match.training.corpus import Document
from slmo_match.training.held_out import HeldOut
from slmo_match.training.languages import agreement_by_language, near_miss_alarms, parallel

PARALLEL = Path(__file__).parents[1] / "models" / "evaluation" / "parallel.jsonl"


def document(voice: str, level: int, sector: str = "lifts") -> Document:
    return Document(f"{voice}-1", voice, "advert", sector, level, (), ())


def assessed(level: int) -> Assessment:
    return Assessment("scored", level, np.eye(7)[level - 1], (level, level))


def held(one: Document, *levels: int) -> HeldOut:
    return HeldOut(one.voice, [one], [assessed(level) for level in levels], ["", ""], {})


HELD = [
    held(document("v01_public", 2), 2, 2),
    held(document("e01_british", 5), 5, 4),
    held(document("e02_american", 1, "near-miss: call centre"), 1, 3),
    held(document("m01_mixed", 6), 6, 6),
]


def test_voices_are_counted_by_language():
    found = agreement_by_language(HELD)
    assert {name: figures.n for name, figures in found.items()} == {
        "Polish": 2,
        "English": 4,
        "mixed": 2,
    }
    assert found["English"].exact == 0.5


def test_a_language_without_voices_is_left_out():
    assert list(agreement_by_language(HELD[:1])) == ["Polish"]


def test_near_misses_above_level_one_are_alarms():
    assert near_miss_alarms(HELD, "en") == (2, 1)
    assert near_miss_alarms(HELD, "pl") == (0, 0)


class Answers:
    """A matcher that knows the answers by heart."""

    def predict(self, texts):
        return np.array([int(text) for text in texts])


def test_documents_are_compared_with_their_translation(tmp_path):
    path = tmp_path / "parallel.jsonl"
    rows = [(2, "2", "2"), (5, "5", "4"), (7, "7", "1"), (3, "2", "2")]
    path.write_text(
        "".join(
            json.dumps(dict(zip(("level", "pl", "en"), row, strict=True))) + "\n" for row in rows
        )
    )
    assert parallel(path, Answers()) == (4, 0.5, 0.75, 0.75, 0.25)


@pytest.fixture(scope="module")
def entries():
    return [json.loads(line) for line in PARALLEL.read_text(encoding="utf-8").splitlines()]


def test_the_parallel_documents_have_every_level_and_kind(entries):
    assert len(entries) >= 60
    assert {entry["level"] for entry in entries} == set(range(1, 8))
    assert {entry["kind"] for entry in entries} == {"advert", "role_card", "cv"}
    assert len({entry["id"] for entry in entries}) == len(entries)
