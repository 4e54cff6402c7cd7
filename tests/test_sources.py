"""What documents there are: named, in order, and none stops the others."""

import os
from pathlib import Path

import pytest

import slmo_match
from adverts import LEVEL_1, LEVEL_5
from slmo_match.batch import assess
from slmo_match.errors import UsageError
from slmo_match.sources import Source, find_one, find_sources


def test_texts_of_a_table_are_documents_named_by_its_column(tmp_path):
    table = tmp_path / "ads.csv"
    table.write_text(f'id;text\nA1;"{LEVEL_5}"\nA2;" "\n', encoding="utf-8")
    found = list(find_sources([table], text_column="text", id_column="id"))
    assert found[0] == Source("A1", LEVEL_5)
    assert found[1].name == "A2"
    assert [a.status for _, a, *_ in assess(found)] == ["scored", "unreadable"]


def test_a_table_that_breaks_off_keeps_the_rows_before(tmp_path):
    table = tmp_path / "ads.csv"
    table.write_text(f'text\n"{LEVEL_5}"\n"\n{LEVEL_1}', encoding="utf-8")
    results = list(assess(find_sources([table], text_column="text")))
    assert [(name, a.status) for name, a, *_ in results] == [
        ("1", "scored"),
        (str(table), "unreadable"),
    ]


def test_a_table_is_no_document(tmp_path):
    table = tmp_path / "ads.csv"
    table.write_text(f"text\n{LEVEL_5}\n", encoding="utf-8")
    for source, name in ((table, ""), (table, "ogłoszenie"), (table.read_bytes(), "ads.csv")):
        with pytest.raises(UsageError, match=r"ads\.csv' is a table, .* with score_frame or"):
            find_one(source, name)
    assert find_one(table.read_bytes(), "ads.txt").name == "ads.txt"


def test_a_table_among_documents_does_not_stop_them(folder):
    (folder / "wyniki.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    for column in (None, "text"):
        rows = list(assess(find_sources([folder], text_column=column)))
        assert [a.status for _, a, *_ in rows] == [
            "scored",
            "unreadable",
            "not_observed",
            "unreadable",
        ]
        assert "column" in rows[-1][1].error


def test_rows_of_several_tables_are_named_with_their_table(tmp_path):
    first, second = tmp_path / "maj.csv", tmp_path / "lipiec.tsv"
    first.write_text(f'text;nr\n"{LEVEL_5}";A1\n', encoding="utf-8")
    second.write_text(f'text\tnr\n"{LEVEL_1}"\tA1\n', encoding="utf-8")

    def names(*paths, column=None, skip=()):
        found = find_sources(paths, text_column="text", id_column=column, skip=skip)
        return [source.name for source in found]

    assert names(first, second) == [f"{first}/1", f"{second}/1"]
    assert names(tmp_path, column="nr") == [f"{second}/A1", f"{first}/A1"]
    assert names(tmp_path, skip=[second.resolve()]) == names(first) == ["1"]


def test_a_row_of_too_many_cells_does_not_stop_the_others(tmp_path):
    table = tmp_path / "ads.csv"
    table.write_text(f'id;text\nA1;Serwis; raporty\nA2;"{LEVEL_5}"\n', encoding="utf-8")
    found = assess(find_sources([table], text_column="text", id_column="id"))
    assert [(name, a.status) for name, a, *_ in found] == [("A1", "unreadable"), ("A2", "scored")]


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


def test_a_file_in_a_folder_that_may_not_be_entered_is_left_to_its_reader(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "ogłoszenie.txt"
    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", refuse)
        found = find_one(path)
    assert found == Source(str(path), path)


@pytest.mark.parametrize("workers", [0, -1])
def test_fewer_workers_than_one_are_refused(workers):
    with pytest.raises(UsageError, match=f"workers must be at least 1, found {workers}"):
        list(assess([], workers=workers))
