"""Files, folders, tables and frames through one path, whatever the number of processes."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import slmo_match
from slmo_match import batch
from slmo_match.assessment import COLUMNS, Assessment
from slmo_match.batch import Source, assess, find_sources
from slmo_match.errors import ModelError, ReadingError, UsageError
from slmo_match.matcher import LevelMatcher
from slmo_match.reading import Document
from slmo_match.workers import map_in_processes

LEVEL_5 = (
    "Kierownik kontraktu w firmie Lśniące Biura. Do Twoich zadań należy: uzgadnianie z klientami "
    "czasu reakcji i warunków umów oraz ustalanie poziomu usług sprzątania; odpowiedzialność za "
    "dotrzymanie uzgodnionych poziomów usług; diagnozowanie problemów z dostawą usług."
)
LEVEL_1 = (
    "Piekarnia Złoty Kłos zatrudni piekarza. Do zadań należy wypiek chleba i bułek, dbanie "
    "o czystość pieca oraz przyjmowanie dostaw mąki."
)


@pytest.fixture
def folder(tmp_path):
    """A folder with two adverts, one of them in a folder of its own, and an empty file."""
    (tmp_path / "ogłoszenia" / "starsze").mkdir(parents=True)
    (tmp_path / "ogłoszenia" / "a.txt").write_text(LEVEL_5, encoding="utf-8")
    (tmp_path / "ogłoszenia" / "b.txt").write_bytes(b"")
    (tmp_path / "ogłoszenia" / "starsze" / "c.txt").write_text(LEVEL_1, encoding="cp1250")
    return tmp_path / "ogłoszenia"


def answers(results):
    """Return what can be compared: the complete JSON form of each result."""
    return [json.dumps(assessment.to_dict(name)) for name, assessment in results]


def test_a_file_gets_the_level_of_its_text(folder):
    assert slmo_match.score_file(folder / "a.txt").level == slmo_match.score(LEVEL_5).level == 5


def test_the_content_of_a_file_is_read_like_the_file(folder):
    content = (folder / "starsze" / "c.txt").read_bytes()
    assert slmo_match.score_file(content, "c.txt").level == 1
    assert slmo_match.score_file(content).words == slmo_match.score(LEVEL_1).words


def test_an_empty_file_is_unreadable_and_says_so(folder):
    assessment = slmo_match.score_file(folder / "b.txt")
    assert assessment.status == "unreadable"
    assert assessment.level is None
    assert "empty" in assessment.error


@pytest.mark.parametrize(
    ("name", "said"), [("missing.txt", "no such file"), (".", "score it with score_folder")]
)
def test_a_path_that_is_no_file_is_refused(tmp_path, name, said):
    with pytest.raises(UsageError, match=said):
        slmo_match.score_file(tmp_path / name)


def test_evidence_gets_its_page(monkeypatch):
    start = LEVEL_5.index("odpowiedzialność")
    monkeypatch.setattr(
        batch, "read", lambda *_: Document("cv.pdf", LEVEL_5, (0, start), "pdf", ("skan",))
    )
    assessment = slmo_match.score_file(b"%PDF")
    pages = {item.page for item in assessment.evidence}
    assert pages == {1, 2}
    assert all(item.page == (2 if item.start >= start else 1) for item in assessment.evidence)
    assert all(m.evidence is None or m.evidence.page for m in assessment.criteria)
    assert assessment.warnings == ("skan",)


def test_a_folder_becomes_a_frame_with_the_columns_of_the_contract(folder):
    frame = slmo_match.score_folder(folder)
    assert list(frame.columns) == list(COLUMNS)
    assert list(frame["document"]) == ["a.txt", "b.txt", "starsze/c.txt"]
    assert list(frame["status"]) == ["scored", "unreadable", "not_observed"]
    assert frame["level"].tolist() == [5, pd.NA, 1]
    assert frame["level"].dtype == "Int64"
    assert frame["confidence"].dtype == frame["p1"].dtype == "float64"


def test_a_folder_without_documents_is_a_frame_without_rows(tmp_path):
    frame = slmo_match.score_folder(tmp_path)
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == 0
    assert frame["level"].dtype == "Int64"


def test_a_folder_that_is_none_is_refused(folder):
    with pytest.raises(UsageError, match="does not exist"):
        slmo_match.score_folder(folder / "nowsze")
    with pytest.raises(UsageError, match="score_file"):
        slmo_match.score_folder(folder / "a.txt")


def test_a_frame_keeps_its_index_and_names():
    frame = pd.DataFrame(
        {"nr": ["x7", "x8", "x9"], "treść": [LEVEL_5, None, LEVEL_1]}, index=[10, 20, 30]
    )
    result = slmo_match.score_frame(frame, "treść", "nr")
    assert list(result.index) == [10, 20, 30]
    assert list(result["document"]) == ["x7", "x8", "x9"]
    assert list(result["status"]) == ["scored", "unreadable", "not_observed"]
    assert list(slmo_match.score_frame(frame, "treść")["document"]) == ["10", "20", "30"]


def test_a_frame_without_the_column_names_those_it_has():
    with pytest.raises(UsageError, match=r"no column 'tekst'; it has nr, treść"):
        slmo_match.score_frame(pd.DataFrame({"nr": [1], "treść": ["a"]}), "tekst")


def test_texts_of_a_table_are_documents_named_by_its_column(tmp_path):
    table = tmp_path / "ads.csv"
    table.write_text(f'id;text\nA1;"{LEVEL_5}"\nA2;" "\n', encoding="utf-8")
    found = list(find_sources([table], text_column="text", id_column="id"))
    assert found[0] == Source("A1", LEVEL_5)
    assert found[1].name == "A2"
    assert [a.status for _, a in assess(found)] == ["scored", "unreadable"]


def test_a_table_that_breaks_off_keeps_the_rows_before(tmp_path):
    table = tmp_path / "ads.jsonl"
    table.write_text(json.dumps({"text": LEVEL_5}) + '\n{"text": ', encoding="utf-8")
    results = list(assess(find_sources([table], text_column="text")))
    assert [(name, a.status) for name, a in results] == [
        ("1", "scored"),
        (str(table), "unreadable"),
    ]


def test_a_table_among_documents_does_not_stop_them(folder):
    (folder / "wyniki.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    for column in (None, "text"):
        rows = list(assess(find_sources([folder], text_column=column)))
        assert [a.status for _, a in rows] == [
            "scored",
            "unreadable",
            "not_observed",
            "unreadable",
        ]
        assert "column" in rows[-1][1].error


def test_the_file_of_results_is_left_out_of_its_folder(folder):
    skipped = (folder / "a.txt").resolve()
    assert [Path(s.name).name for s in find_sources([folder], skip=[skipped])] == ["b.txt", "c.txt"]


def test_a_name_that_is_not_utf8_can_be_written(tmp_path):
    try:
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/og\xb3oszenie.txt"))).write_text(LEVEL_1)
    except OSError:
        pytest.skip("this file system has no such names")
    [source] = find_sources([tmp_path])
    assert source.name.encode("utf-8").endswith(b"og?oszenie.txt")
    assert slmo_match.score_folder(tmp_path)["status"].tolist() == ["not_observed"]


def test_processes_give_the_same_answers_in_the_same_order(folder):
    texts = [LEVEL_5, LEVEL_1, "za krótko", f"{LEVEL_1} {LEVEL_5}"] * 40
    sources = [Source(f"d{i}", text) for i, text in enumerate(texts)]
    sources[7] = Source("d7", ReadingError("corrupt: on purpose"))
    sources[90] = Source("d90", folder / "a.txt")
    alone = answers(assess(sources, workers=1))
    assert answers(assess(sources, workers=2)) == alone
    assert answers(assess(sources, matcher=LevelMatcher(batch_size=3), workers=1)) == alone


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


def test_few_documents_start_no_process(monkeypatch):
    monkeypatch.setattr("slmo_match.workers.map_in_processes", None)
    assert [a.level for _, a in assess([Source("a", LEVEL_5)])] == [5]


def test_many_documents_start_processes(monkeypatch):
    asked = []

    def no_processes(work, chunks, workers):
        asked.append(workers)
        return (work(chunk) for chunk in chunks)

    monkeypatch.setattr("slmo_match.workers.map_in_processes", no_processes)
    monkeypatch.setattr("slmo_match.workers.available_cores", lambda: 5)
    many = [Source(str(i), "za krótko") for i in range(batch.FEW + 1)]
    assert [name for name, _ in assess(many)] == [source.name for source in many]
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
    assert [a.level for _, a in rows] == [5, None, 1]
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
