"""What is done is kept, whatever ends the work, and resumed without a document lost or twice."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from slmo_match.assessment import Assessment
from slmo_match.batch import Source, score
from slmo_match.cli import cli
from slmo_match.errors import UsageError
from slmo_match.report.formats import to_json
from slmo_match.report.journal import Entry, Journal, entry_of, skip_done

LEVEL_5 = (
    "Opiekun umów w firmie Chłodnie Pomorza. Do Twoich zadań należy: uzgadnianie z klientami "
    "czasu przyjazdu serwisu i warunków umów oraz ustalanie poziomu usług."
)
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


def command(table, output, *more):
    options = ["--text-column", "text", "--id-column", "id", "--lang", "en"]
    return ["score", str(table), "--output", str(output), *options, *more]


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


def test_documents_are_skipped_by_their_names():
    sources = iter([Source("a", "x"), Source("b", "y"), Source("c", "z")])
    assert [source.name for source in skip_done(sources, ["a", "b"])] == ["c"]
    with pytest.raises(UsageError, match="number 2 was 'b', now it is 'nowy'"):
        skip_done(iter([Source("a", "x"), Source("nowy", "y")]), ["a", "b"])
    with pytest.raises(UsageError, match="number 1 was 'a', now it is nothing"):
        skip_done(iter([]), ["a"])


@pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")
@pytest.mark.parametrize(("ending", "workers"), [("jsonl", "2"), ("csv", "1")])
def test_killed_at_any_moment_the_work_is_resumed(table, tmp_path, ending, workers):
    output = tmp_path / f"w.{ending}"
    sizes = []
    for turn in range(2):
        with start(*command(table, output, "--resume", "--workers", workers)) as process:
            wait_for_more(tmp_path, sum(sizes[-1:]), process)
            time.sleep(0.05 * turn)
            process.kill()
        assert process.returncode == -signal.SIGKILL
        assert not output.exists()
        sizes.append(journal_size(tmp_path))
    assert sizes == sorted(set(sizes))
    done = CliRunner().invoke(cli, command(table, output, "--resume"))
    assert done.exit_code == 0, done.output
    assert "documents: 1,500 " in done.stderr
    whole = tmp_path / f"whole.{ending}"
    CliRunner().invoke(cli, command(table, whole, "--workers", "1"))
    assert output.read_bytes() == whole.read_bytes()
    assert sorted(tmp_path.iterdir()) == sorted([table, output, whole])


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
