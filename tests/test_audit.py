"""The record of what was suggested: complete, added to, and without a word of the texts."""

import io
import json
import os
from hashlib import sha256

import pytest

from adverts import FLORIST
from slmo_match import model_files
from slmo_match.batch import assess
from slmo_match.errors import ReadingError, UsageError
from slmo_match.matcher import LevelMatcher
from slmo_match.report.audit import Audit, open_audit
from slmo_match.sources import Source


@pytest.fixture
def recorded(tmp_path, matcher):
    """Assess documents with a record and return its lines."""

    def record(*sources):
        with open_audit(tmp_path / "rejestr.jsonl", matcher) as audit:
            for item in assess(sources, matcher=matcher, workers=1, with_hash=True):
                audit.write(item.name, item.assessment, item.sha256)
        lines = (tmp_path / "rejestr.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    return record


def test_a_line_names_document_hash_answer_model_and_time(recorded, tmp_path):
    path = tmp_path / "kwiaty.txt"
    path.write_text(FLORIST, encoding="cp1250")
    [line] = recorded(Source("kwiaty.txt", path))
    assert line["sha256"] == sha256(path.read_bytes()).hexdigest()
    assert (line["document"], line["status"], line["level"]) == ("kwiaty.txt", "not_observed", 1)
    assert sum(line["probabilities"]) == pytest.approx(1, abs=0.001)
    assert line["model_sha256"] == model_files.fingerprint()
    assert len(line["model_sha256"]) == 64
    assert line["time"].endswith("+00:00")


def test_no_word_of_the_text_is_on_record(recorded):
    quoted = "Negocjuję z klientami warunki umów o poziomie usług sprzątania biurowców."
    lines = json.dumps(recorded(Source("a", quoted), Source("b", FLORIST)))
    assert not [
        word for word in (*quoted.split(), *FLORIST.split()) if len(word) > 5 and word in lines
    ]


def test_the_hash_of_a_text_is_that_of_its_utf_8(recorded):
    assert recorded(Source("a", FLORIST))[0]["sha256"] == sha256(FLORIST.encode()).hexdigest()


def test_what_cannot_be_read_is_on_record_as_well(recorded, tmp_path):
    (tmp_path / "pusty.pdf").write_bytes(b"%PDF-1.4 nic")
    broken, gone = recorded(
        Source("pusty.pdf", tmp_path / "pusty.pdf"),
        Source("link", ReadingError("link: leads nowhere")),
    )
    assert (broken["status"], broken["level"]) == ("unreadable", None)
    assert broken["sha256"] == sha256(b"%PDF-1.4 nic").hexdigest()
    assert gone["sha256"] == ""


def test_a_record_is_added_to(recorded):
    recorded(Source("a", FLORIST))
    assert [line["document"] for line in recorded(Source("b", FLORIST))] == ["a", "b"]


def test_a_line_that_was_cut_off_does_not_take_the_next_along(recorded, tmp_path):
    (tmp_path / "rejestr.jsonl").write_text('{"document": "a"}\n{"docu', encoding="utf-8")
    with pytest.raises(json.JSONDecodeError):
        recorded(Source("b", FLORIST))
    lines = (tmp_path / "rejestr.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ['{"document": "a"}', '{"docu']
    assert json.loads(lines[2])["document"] == "b"
    assert len(lines) == 3


class Disk(io.BytesIO):
    """A file on a disk with little room."""

    name = "rejestr.jsonl"
    room = 0

    def write(self, data):
        if not self.room:
            raise OSError(28, "No space left on device")
        written = super().write(data[: self.room])
        self.room -= written
        return written


def test_lines_that_found_no_room_leave_no_piece_behind():
    disk = Disk()
    audit = Audit(disk, "")
    for room, line in ((0, b"1111\n"), (7, b"2222\n"), (0, b"3333\n"), (99, b"4444\n")):
        disk.room += room
        try:
            audit.append([line])
        except UsageError:
            continue
    assert disk.getvalue() == b"2222\n4444\n"


def test_of_lines_that_go_together_all_are_written_or_none():
    disk = Disk(b"0000\n")
    disk.room = 4_000
    with pytest.raises(UsageError, match="No space left on device"):
        Audit(disk, "").append(b"1111\n" for _ in range(1_000))
    assert disk.getvalue() == b"0000\n"


@pytest.mark.skipif(os.name != "posix", reason="no such modes there")
def test_a_new_record_is_readable_for_its_user_alone(recorded, tmp_path):
    path = tmp_path / "rejestr.jsonl"
    recorded(Source("a", FLORIST))
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    recorded(Source("b", FLORIST))
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_record_that_cannot_be_written_is_refused_at_once(tmp_path, matcher):
    with (
        pytest.raises(UsageError, match=r"cannot write .*: "),
        open_audit(tmp_path / "nie-ma" / "r.jsonl", matcher),
    ):
        pytest.fail("nothing must be scored")


def test_only_a_file_of_json_lines_is_added_to(tmp_path, matcher):
    path = tmp_path / "płace.xlsx"
    path.write_bytes(b"PK")
    with (
        pytest.raises(UsageError, match=r"płace.xlsx: its name must end in .jsonl"),
        open_audit(path, matcher),
    ):
        pytest.fail("nothing must be scored")
    assert path.read_bytes() == b"PK"


def test_another_model_or_other_descriptors_have_another_fingerprint(tmp_path):
    ours = model_files.default_folder()
    (tmp_path / "model.json").write_bytes((ours / "model.json").read_bytes() + b" ")
    (tmp_path / "weights.npz").write_bytes((ours / "weights.npz").read_bytes())
    (tmp_path / "text.txt").write_text("Poziom 1", encoding="utf-8")
    found = {
        model_files.fingerprint(),
        model_files.fingerprint(tmp_path),
        model_files.fingerprint(descriptors=tmp_path / "text.txt"),
    }
    assert len(found) == 3
    in_memory = LevelMatcher(model=model_files.load()).model
    assert model_files.fingerprint(in_memory) == ""
