"""What is done is kept, whatever ends the work, and resumed without a document lost or twice."""

import io
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from adverts import LEVEL_5
from slmo_match.assessment import Assessment
from slmo_match.cli import cli
from slmo_match.errors import UsageError
from slmo_match.report.audit import open_audit
from slmo_match.report.formats import to_json
from slmo_match.report.journal import Entry, Journal, entry_of, skip_done
from slmo_match.scoring import score
from slmo_match.sources import Source, find_sources

WORK = {"options": "--text-column text"}


def entries(*names):
    """Return an entry for each name."""
    return [entry_of(name, Assessment("too_short", error="słów: 2")) for name in names]


def names(journal):
    return [values["document"] for values in journal.done()]


@pytest.fixture
def table(tmp_path):
    """A table of texts, each with words of its own."""
    path = tmp_path / "t.jsonl"
    rows = [{"id": f"ogł-{i}", "text": f"{LEVEL_5} Oferta numer {i}."} for i in range(1500)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


@pytest.fixture
def archive(tmp_path):
    """An archive of adverts, some of them in an archive of their own and one that is empty."""
    path, inner = tmp_path / "z.zip", io.BytesIO()
    with ZipFile(inner, "w") as file:
        for i in range(300):
            file.writestr(f"ogł-{i}.txt", f"{LEVEL_5} Stanowisko numer {i}.")
    with ZipFile(path, "w") as file:
        for i in range(300):
            file.writestr(f"łódź/ogł-{i}.txt", f"{LEVEL_5} Oferta numer {i}.")
        file.writestr("starsze.zip", inner.getvalue())
        file.writestr("puste.txt", "")
    return path


def command(paths, output, *more):
    options = ["--text-column", "text", "--id-column", "id", "--lang", "en"]
    return ["score", str(paths), "--output", str(output), *options, *more]


def start(*args):
    """Start the program in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "slmo_match", *args],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def test_an_assessment_comes_back_from_its_json():
    for text in (LEVEL_5, "za krótko"):
        assessment = score(text)
        line = to_json("a", assessment)
        assert to_json("a", Assessment.from_dict(json.loads(line))) == line


@pytest.mark.parametrize("error", ["", "3 words; at least 6 are needed"])
@pytest.mark.parametrize("warnings", [(), ("named .pdf, read as text", "2 pages without text")])
def test_reason_and_warnings_come_back_from_the_json(error, warnings):
    found = Assessment("too_short", error=error, warnings=warnings)
    again = Assessment.from_dict(json.loads(to_json("a", found)))
    assert (again.error, again.warnings) == (error, warnings)


def test_what_was_done_is_there_when_the_work_goes_on(tmp_path):
    output = tmp_path / "w.jsonl"
    with Journal(output, WORK, resume=False) as journal:
        journal.append(entries("a", "b"))
    assert not output.exists()
    with Journal(output, WORK, resume=True) as journal:
        assert names(journal) == ["a", "b"]
        journal.append(entries("ć"))
        journal.finish()
    written = [json.loads(line)["document"] for line in output.read_bytes().splitlines()]
    assert written == ["a", "b", "ć"]
    assert list(tmp_path.iterdir()) == [output]


def test_only_a_report_keeps_the_texts_until_it_is_written(tmp_path):
    assessment = score(LEVEL_5)
    with Journal(tmp_path / "w.html", WORK, resume=False) as journal:
        journal.append([entry_of("a", assessment, {"text": LEVEL_5})])
    with Journal(tmp_path / "w.html", WORK, resume=True) as journal:
        assert [values["text"] for values in journal.done()] == [LEVEL_5]
        journal.finish()
    assert "Lśniące Biura" in (tmp_path / "w.html").read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["w.html"]
    assert "text" not in json.loads(entry_of("a", assessment).line)


def test_a_record_gets_its_lines_when_the_file_is_complete(tmp_path, matcher):
    output, path = tmp_path / "w.jsonl", tmp_path / "rejestr.jsonl"
    noted = {"sha256": "61de", "time": "2026-03-02T09:14:07+00:00"}
    with Journal(output, WORK, resume=False) as journal:
        journal.append([entry_of("a", score(LEVEL_5), noted)])
    with open_audit(path, matcher) as record, Journal(output, WORK, resume=True) as journal:
        assert names(journal) == ["a"]
        journal.append([entry_of("b", score(LEVEL_5), noted)])
        assert path.read_bytes() == b""
        journal.finish(record=record)
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    level = score(LEVEL_5).level
    assert [(line["document"], line["level"], line["sha256"]) for line in lines] == [
        ("a", level, "61de"), ("b", level, "61de"),
    ]  # fmt: skip
    assert output.read_text("utf-8").splitlines()[0] == to_json("a", score(LEVEL_5))


def test_a_line_that_is_not_whole_is_done_again(tmp_path):
    output = tmp_path / "w.csv"
    with Journal(output, WORK, resume=False) as journal:
        journal.append(entries("a"))
        journal.append([Entry("too_short", None, b'{"document": "b", "sta')])
    with Journal(output, WORK, resume=True) as journal:
        assert names(journal) == ["a"]
        journal.append(entries("b"))
        assert names(journal) == ["a", "b"]


def test_a_journal_without_a_result_is_no_journal(tmp_path):
    with Journal(tmp_path / "w.csv", WORK, resume=False):
        pass
    assert list(tmp_path.iterdir()) == []


def test_results_of_an_earlier_run_are_not_lost_unasked(tmp_path):
    with Journal(tmp_path / "w.csv", WORK, resume=False) as journal:
        journal.append(entries("a"))
    with pytest.raises(UsageError, match="go on with --resume, or remove them"):
        Journal(tmp_path / "w.csv", WORK, resume=False)
    with pytest.raises(UsageError, match="of other inputs or options"):
        Journal(tmp_path / "w.csv", {"options": "--id-column nr"}, resume=True)
    assert journal.path.exists()


@pytest.mark.skipif(os.name == "nt", reason="there are no such locks")
def test_two_programs_do_not_write_the_same_file(tmp_path):
    output = tmp_path / "w.csv"
    with Journal(output, WORK, resume=False) as journal:
        journal.append(entries("a"))
        assert names(journal) == ["a"]  # reading must not open the lock
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as pool, pytest.raises(UsageError, match="another slmo-match"):
            pool.apply(Journal, (output, WORK), {"resume": True})


@pytest.mark.skipif(os.name == "nt", reason="there are no such locks")
@pytest.mark.parametrize(
    ("work", "resume"), [(WORK, False), ({"options": "inne"}, False), ({"options": "inne"}, True)]
)
def test_nobody_is_told_to_remove_results_that_another_program_is_writing(tmp_path, work, resume):
    with Journal(tmp_path / "w.csv", WORK, resume=False) as journal:
        journal.append(entries("a"))
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as pool, pytest.raises(UsageError, match="another slmo-match"):
            pool.apply(Journal, (tmp_path / "w.csv", work), {"resume": resume})


def test_documents_are_skipped_by_their_names():
    sources = iter([Source("a", "x"), Source("b", "y"), Source("c", "z")])
    assert [source.name for source in skip_done(sources, ["a", "b"])] == ["c"]
    with pytest.raises(UsageError, match="number 2 was 'b', now it is 'nowy'"):
        skip_done(iter([Source("a", "x"), Source("nowy", "y")]), ["a", "b"])
    with pytest.raises(UsageError, match="number 1 was 'a', now it is nothing"):
        skip_done(iter([]), ["a"])


@pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")
@pytest.mark.parametrize(
    ("inputs", "ending", "workers"),
    [("table", "jsonl", "2"), ("archive", "csv", "1"), ("archive", "html", "2")],
)
def test_killed_at_any_moment_the_work_is_resumed(inputs, ending, workers, request, tmp_path):
    paths = request.getfixturevalue(inputs)
    (tmp_path / "w").mkdir()
    output, record = tmp_path / "w" / f"w.{ending}", tmp_path / "w" / "rejestr.jsonl"
    args = command(paths, output, "--resume", "--audit", str(record))
    sizes = []
    for turn in range(2):
        with start(*args, "--workers", workers) as process:
            wait_for_more(output.parent, sum(sizes[-1:]), process)
            time.sleep(0.05 * turn)
            process.kill()
        assert process.returncode == -signal.SIGKILL
        assert not output.exists()
        sizes.append(journal_size(output.parent))
    assert sizes == sorted(set(sizes))
    done = CliRunner().invoke(cli, args)
    assert done.exit_code == (inputs == "archive"), done.output
    whole = tmp_path / f"whole.{ending}"
    CliRunner().invoke(cli, command(paths, whole, "--workers", "1"))
    assert without_date(output) == without_date(whole)
    assert sorted(output.parent.iterdir()) == [record, output]
    expected = [source.name for source in find_sources([paths], text_column="text", id_column="id")]
    lines = [json.loads(line) for line in record.read_text("utf-8").splitlines()]
    assert [line["document"] for line in lines] == expected
    assert len({line["sha256"] for line in lines}) == len(expected)


def without_date(output):
    """Return what a file of results holds, but for the time at which a report was made."""
    return re.sub(rb"20\d\d-\d\d-\d\d \d\d:\d\d", b"", output.read_bytes())


def journal_size(folder):
    return sum(path.stat().st_size for path in folder.glob(".w.*.journal"))


def wait_for_more(folder, size, process):
    """Wait until the journal has grown."""
    while process.poll() is None and journal_size(folder) <= size:
        time.sleep(0.01)


@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="looks for processes as Linux does"
)
def test_workers_end_with_the_program_that_is_killed(table, tmp_path):
    with start(*command(table, tmp_path / "w.csv", "--workers", "2")) as process:
        wait_for_more(tmp_path, 0, process)
        task = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        children = [Path("/proc", child, "stat") for child in task.read_text().split()]
        process.kill()
    assert len(children) >= 2
    end = time.monotonic() + 10
    while any(map(is_running, children)) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(map(is_running, children))


def is_running(stat):
    """Tell whether a process is there and no zombie."""
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_change_of_the_input_is_no_work_to_resume(table, tmp_path):
    output = tmp_path / "w.csv"
    with start(*command(table, output)) as process:
        wait_for_more(tmp_path, 0, process)
        process.kill()
    with table.open("a", encoding="utf-8") as file:
        file.write("\n")
    result = CliRunner().invoke(cli, command(table, output, "--resume"))
    assert result.exit_code == 2
    assert "other inputs or options" in result.stderr


def test_resume_needs_the_output(table):
    result = CliRunner().invoke(cli, ["score", str(table), "--resume", "--lang", "en"])
    assert result.exit_code == 2
    assert "--resume needs the --output" in result.stderr


def test_a_longer_name_of_another_output_is_not_taken_for_ones_own(tmp_path):
    others = [tmp_path / f".wyniki.csv.jsonl.{end}" for end in ("0a1b.journal", "99999.part")]
    for path in others:
        path.write_text("{}")
    with Journal(tmp_path / "wyniki.csv", WORK, resume=False) as journal:
        journal.append(entries("a.txt"))
        journal.finish()
    assert all(path.exists() for path in others)
    assert (tmp_path / "wyniki.csv").exists()


def test_on_windows_too_a_journal_that_is_being_written_is_refused(tmp_path, monkeypatch):
    locked = set()

    def locking(handle, mode, count):
        """Lock as `msvcrt` does: what is locked already is refused."""
        place = (os.fstat(handle).st_ino, os.lseek(handle, 0, os.SEEK_CUR), mode, count)
        if place in locked:
            raise PermissionError(13, "Permission denied")
        locked.add(place)

    monkeypatch.setattr(sys, "platform", "win32")
    windows = SimpleNamespace(LK_NBLCK=2, locking=locking)
    monkeypatch.setitem(sys.modules, "msvcrt", windows)
    output = tmp_path / "wyniki.jsonl"
    with Journal(output, WORK, resume=False) as journal:
        with pytest.raises(UsageError, match="another slmo-match is writing it"):
            Journal(output, WORK, resume=True)
        journal.append(entries("a.txt", "b.txt"))
        assert names(journal) == ["a.txt", "b.txt"]
