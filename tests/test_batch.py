"""Documents go through one path, whatever they are and whatever the number of processes."""

import json
import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

import slmo_match
from adverts import LEVEL_1, LEVEL_5
from slmo_match import batch
from slmo_match.assessment import Assessment
from slmo_match.batch import assess
from slmo_match.errors import ModelError, ReadingError, UsageError
from slmo_match.matcher import LevelMatcher
from slmo_match.reading import Document, Limits
from slmo_match.sources import Source, list_archive
from slmo_match.workers import map_in_processes


@pytest.fixture
def folder(folder):
    """The folder that other tests have too, and an archive of a hundred adverts in it."""
    with ZipFile(folder / "oferty.zip", "w") as archive:
        for i in range(100):
            archive.writestr(f"{i}.txt", f"{LEVEL_5} Oferta numer {i}.")
    return folder


def answers(results):
    """Return what can be compared: the complete JSON form of each result."""
    return [json.dumps(assessment.to_dict(name)) for name, assessment, *_ in results]


def test_evidence_gets_its_page(monkeypatch):
    start = LEVEL_5.index("odpowiedzialność")
    monkeypatch.setattr(
        batch, "read", lambda *_, **__: Document("cv.pdf", LEVEL_5, (0, start), "pdf", ("skan",))
    )
    assessment = slmo_match.score_file(b"%PDF")
    pages = {item.page for item in assessment.evidence}
    assert pages == {1, 2}
    assert all(item.page == (2 if item.start >= start else 1) for item in assessment.evidence)
    assert all(m.evidence is None or m.evidence.page for m in assessment.criteria)
    assert assessment.warnings == ("skan",)


def test_processes_give_the_same_answers_in_the_same_order(folder):
    texts = [LEVEL_5, LEVEL_1, "za krótko", f"{LEVEL_1} {LEVEL_5}"] * 40
    sources = [Source(f"d{i}", text) for i, text in enumerate(texts)]
    sources[7] = Source("d7", ReadingError("corrupt: on purpose"))
    sources[90] = Source("d90", folder / "a.txt")
    sources += list_archive(Source("oferty.zip", folder / "oferty.zip"), Limits())
    alone = answers(assess(sources, workers=1))
    assert answers(assess(sources, workers=2)) == alone
    assert answers(assess(sources, matcher=LevelMatcher(batch_size=3), workers=1)) == alone


def test_each_document_has_its_text_and_the_hash_of_its_own_bytes(folder):
    sources = [Source("text", LEVEL_1), Source("a", folder / "a.txt"), Source("b", b"bytes")]
    sources += list_archive(Source("z", folder / "oferty.zip"), Limits())
    sources.append(Source("none", ReadingError("corrupt: on purpose")))
    found = list(assess(sources, workers=1, with_hash=True))
    expected = [LEVEL_1, LEVEL_5, "bytes", *(f"{LEVEL_5} Oferta numer {i}." for i in range(100))]
    assert [item.text for item in found] == [*expected, ""]
    hashes = [sha256(text.encode()).hexdigest() for text in expected]
    assert [item.sha256 for item in found] == [*hashes, ""]
    assert [item.sha256 for item in assess(sources[:2], workers=1)] == ["", ""]


def test_documents_are_read_as_they_are_needed():
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield Source(str(len(taken)), LEVEL_1)

    results = assess(endless(), workers=1)
    assert next(results)[0] == "1"
    results.close()
    assert len(taken) <= 2 * batch.CHUNK


def test_few_documents_go_to_a_worker_at_once_where_they_need_a_parser():
    names = [*["oferta.txt"] * 100, *["cv.doc"] * 15]
    chunks = batch._chunks(Source(name, Path(name)) for name in names)
    assert [len(chunk) for chunk in chunks] == [64, 40, 8, 3]
    rows = batch._chunks(Source(str(i), LEVEL_5) for i in range(70))
    assert [len(chunk) for chunk in rows] == [64, 6]


def test_few_documents_start_no_process(monkeypatch):
    monkeypatch.setattr("slmo_match.workers.map_in_processes", None)
    assert [a.level for _, a, *_ in assess([Source("a", LEVEL_5)])] == [5]


def test_many_documents_start_processes(monkeypatch):
    asked = []

    def no_processes(work, chunks, workers):
        asked.append(workers)
        return (work(chunk) for chunk in chunks)

    monkeypatch.setattr("slmo_match.workers.map_in_processes", no_processes)
    monkeypatch.setattr("slmo_match.workers.available_cores", lambda: 5)
    many = [Source(str(i), "za krótko") for i in range(batch.FEW + 1)]
    assert [name for name, *_ in assess(many)] == [source.name for source in many]
    assert asked == [5]


class Stumbling(LevelMatcher):
    """A matcher with a bug in texts that hold a certain word."""

    def pipe(self, texts):
        texts = list(texts)
        if any("potknięcie" in text for text in texts):
            raise ZeroDivisionError("on purpose")
        yield from super().pipe(texts)


def test_a_document_that_shows_a_bug_costs_no_other_its_answer():
    texts = [LEVEL_5, f"{LEVEL_5} potknięcie", LEVEL_1]
    rows = list(assess([Source(t[:9], t) for t in texts], matcher=Stumbling(), workers=1))
    assert [a.level for _, a, *_ in rows] == [5, None, 1]
    assert "ZeroDivisionError: on purpose" in rows[1][1].error


def test_a_missing_model_is_no_fault_of_the_documents(tmp_path):
    with pytest.raises(ModelError, match="no model in"):
        list(assess([Source("a", LEVEL_5)], matcher=LevelMatcher(model=tmp_path), workers=1))


def test_assessments_without_pages_are_left_as_they_are():
    assessment = Assessment("too_short")
    assert batch._finished(Document("a.txt", "Za krótko."), assessment) is assessment
    warned = batch._finished(Document("a.txt", "Za krótko.", warnings=("uwaga",)), assessment)
    assert answers([("a", warned)]) == answers([("a", replace(assessment, warnings=("uwaga",)))])


def end_the_process(_):
    os._exit(3)


def test_a_worker_that_is_killed_is_named():
    with pytest.raises(UsageError, match="a worker process ended unexpectedly"):
        list(map_in_processes(end_the_process, range(3), 1))
