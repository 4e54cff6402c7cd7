"""The file of corrections: what evaluate reads, each text once, nothing lost."""

import json
import os
import stat
import sys
import threading

import pytest

from slmo_match.errors import UsageError
from slmo_match.training.evaluate import read_gold
from slmo_match.web.corrections import Correction, CorrectionsFile


def correction(text="Nadzór nad umowami serwisu.", level=5, reason="ustala poziom"):
    return Correction(text, level, reason, 4, "slmo-pl 0.1.0")


def test_corrections_are_read_back_as_labelled_texts(tmp_path):
    path = tmp_path / "poprawki.jsonl"
    file = CorrectionsFile(path)
    texts = ["Zażółć\u2028gęślą\x85jaźń\nw serwisie", "druga\r\numowa \u2029"]
    for level, text in enumerate(texts, 1):
        file.keep(correction(text, level))
    assert list(read_gold(path)) == [(texts[0], 1), (texts[1], 2)]
    assert json.loads(path.read_text("utf-8").splitlines()[0])["reason"] == "ustala poziom"


def test_a_text_stands_there_once(tmp_path):
    path = tmp_path / "poprawki.jsonl"
    file = CorrectionsFile(path)
    file.keep(correction(level=5))
    file.keep(correction("inny tekst", 1))
    file.keep(correction(level=3))
    assert [level for _, level in read_gold(path)] == [1, 3]
    file.drop(correction().text)
    assert [level for _, level in read_gold(path)] == [1]


def test_lines_of_others_stay_as_they_are(tmp_path):
    path = tmp_path / "poprawki.jsonl"
    theirs = '{"level": 2, "text": "ich tekst", "kto": "Ala"}\nto nie jest JSON\n[1]'
    path.write_bytes(b"\xef\xbb\xbf" + theirs.encode())
    path.chmod(0o640)
    file = CorrectionsFile(path)
    file.keep(correction())
    lines = path.read_text("utf-8").splitlines()
    assert lines[:3] == theirs.splitlines()
    assert len(lines) == 4
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_lines_of_others_keep_their_line_ends_and_the_blank_lines_between(tmp_path):
    path = tmp_path / "poprawki.jsonl"
    theirs = '{"level": 2, "text": "Rejestr spóźnień."}\r\n\r\n\n{"level": 3, "text": "SLA"}'
    path.write_bytes(theirs.encode())
    file = CorrectionsFile(path)
    file.keep(correction())
    file.keep(correction(level=6))
    lines = path.read_bytes().decode()
    assert lines.startswith(f"{theirs}\n")
    assert list(read_gold(path))[2:] == [(correction().text, 6)]
    file.drop(correction().text)
    assert path.read_bytes().decode() == f"{theirs}\n"


def test_a_new_file_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "poprawki.jsonl"
    CorrectionsFile(path).drop("nie ma")
    assert not path.exists()
    CorrectionsFile(path).keep(correction())
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "poprawki.jsonl"
    file = CorrectionsFile(path)
    file.keep(correction())
    before = path.read_bytes()
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        file.keep(correction("inny"))
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["poprawki.jsonl"]


def test_corrections_at_the_same_time_are_all_kept(tmp_path):
    path = tmp_path / "poprawki.jsonl"
    file = CorrectionsFile(path)
    threads = [
        threading.Thread(target=file.keep, args=[correction(f"tekst {number}", 2)])
        for number in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(read_gold(path))) == 20


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    real.touch()
    link.symlink_to(real)
    CorrectionsFile(link).keep(correction())
    assert link.is_symlink()
    assert len(list(read_gold(real))) == 1


def test_a_file_that_is_not_utf_8_is_refused_at_once_with_its_line(tmp_path):
    path = tmp_path / "poprawki.jsonl"
    lines = '{"text": "Raporty SLA", "level": 3}\n{"text": "Zgłoszenia usług", "level": 2}\n'
    path.write_bytes(lines.encode("cp1250"))
    with pytest.raises(UsageError, match="line 2 is not UTF-8; save the file as UTF-8"):
        CorrectionsFile(path)
    assert path.read_bytes() == lines.encode("cp1250")


@pytest.mark.parametrize("name", [".", "nie/ma/mnie.jsonl", "płace.xlsx"])
def test_a_place_for_no_file_is_refused_at_once(tmp_path, name):
    with pytest.raises(UsageError, match="cannot keep corrections"):
        CorrectionsFile(tmp_path / name)
