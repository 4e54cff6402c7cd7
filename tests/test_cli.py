"""The command line: what it prints, where, and with which exit status."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from adverts import FLORIST as LEVEL_1
from adverts import LIFTS as LEVEL_5
from hostile import ole
from slmo_match import __version__, batch, sources
from slmo_match.assessment import COLUMNS
from slmo_match.cli import cli, score_run, train
from slmo_match.cli.options import matcher_of
from slmo_match.matcher import LevelMatcher
from slmo_match.report.messages import Messages, catalogue
from slmo_match.report.output import temporary_name

COMMANDS = sorted(cli.commands)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run the command line in a folder of its own and return the result."""
    monkeypatch.chdir(tmp_path)
    environ = {"LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "COLUMNS": "100"}

    def run_it(*args, lang="", **settings):
        return CliRunner(env={**environ, "LANG": lang}).invoke(cli, args, **settings)

    return run_it


@pytest.fixture
def adverts(tmp_path):
    """A folder with an advert of level 5 and one of level 1."""
    folder = tmp_path / "ogłoszenia"
    folder.mkdir()
    (folder / "kwiaty.txt").write_text(LEVEL_1, encoding="cp1250")
    (folder / "windy.txt").write_text(LEVEL_5, encoding="utf-8")
    return Path(folder.name)


def table(path, rows):
    """Write a table of texts."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path.name


def parts(command):
    """Return the help of a command, a paragraph each, and that of its options."""
    paragraphs = [" ".join(part.split()) for part in (command.help or "").split("\n\n")]
    options = [p.help or "" for p in command.params if isinstance(p, click.Option)]
    return [*paragraphs, *options]


# help


def test_the_commands_are_those_of_the_contract():
    assert {"descriptors", "evaluate", "explain", "score", "train"} <= set(COMMANDS)


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_command_and_option_has_help_in_both_languages(run, name):
    command = cli.commands[name] if name else cli
    assert all(len(part) > 15 for part in parts(command))
    assert [part for part in parts(command) if part not in catalogue("pl")] == []
    for lang, say in (("pl", Messages("pl")), ("en", Messages("en"))):
        result = run(*filter(None, [name]), "--lang", lang, "--help")
        shown = "".join(result.output.split())
        assert result.exit_code == 0
        for part in (*parts(command), "Show this help and exit."):
            assert "".join(say(part).split()) in shown
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.opts[0] in result.output


def test_the_help_names_both_languages_of_documents(run):
    assert "Polish and English adverts" in " ".join(run("--help", lang="en").output.split())
    assert "polskie i angielskie ogłoszenia" in " ".join(run("--help").output.split())


def test_help_lists_the_commands_in_the_language_of_the_user(run):
    assert re.search(r"Polecenia:\n  score +Zasugeruj poziom", run("--help").output)
    assert re.search(
        r"Commands:\n  score +Suggest the level", run("--help", lang="en_GB.UTF-8").output
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_placeholders_of_arguments_and_options_are_in_the_language_of_the_user(run, name):
    english, polish = (run(name, "--help", lang=lang).output for lang in ("en_GB.UTF-8", ""))
    metavars = " ".join(param.metavar or "" for param in cli.commands[name].params)
    for word in set(re.findall("[A-Z_]{2,}", metavars)) - {"CV"}:
        assert re.search(rf"\b{word}\b", english)
        assert not re.search(rf"\b{word}\b", polish)
        assert catalogue("pl")[word] in polish


def test_a_wrong_argument_is_named_in_the_language_of_the_user(run, tmp_path, monkeypatch):
    (tmp_path / "PATH.jsonl").touch()
    monkeypatch.setattr("click.types.os.access", lambda *_: False)
    said = "zła wartość dla WZORZEC.jsonl: ścieżki 'PATH.jsonl' nie wolno czytać"
    assert run("evaluate", "PATH.jsonl").stderr.startswith(f"Błąd: {said}")
    assert "Missing argument 'ADVERT'" in run("compare", lang="en_GB.UTF-8").stderr


def test_without_a_command_the_help_is_shown_and_the_use_is_wrong(run):
    result = run()
    assert result.exit_code == 2
    assert "Użycie: " in result.output


def test_the_version_is_shown(run):
    result = run("--version")
    assert (result.exit_code, result.output) == (0, f"slmo-match {__version__}\n")


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["score", "--help"]])
def test_help_and_version_load_nothing_heavy(args):
    heavy = {"spacy", "sklearn", "pandas", "numpy", "scipy", "rich", "lxml", "morfeusz2"}
    code = (
        "import sys\n"
        "from slmo_match.cli import cli\n"
        "try:\n"
        f"    cli.main({args!r}, prog_name='slmo-match')\n"
        "except SystemExit as end:\n"
        f"    print(sorted({heavy!r} & set(sys.modules)), end.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[] 0"


# score


def test_a_folder_is_shown_as_a_table_and_counted_on_stderr(run, adverts):
    result = run("score", str(adverts))
    assert result.exit_code == 0
    header, first, second = result.stdout.splitlines()
    assert header.startswith("dokument ")
    assert re.match(r"ogłoszenia.kwiaty\.txt +1 .+ nie wykazano", first)
    assert re.match(r"ogłoszenia.windy\.txt +5 .+ oceniony +„", second)
    assert re.fullmatch(r"dokumentów: 2 · poziom 1: 1, poziom 5: 1 · \d+,\d s\n", result.stderr)


def test_english_is_asked_for_by_option_or_environment(run, adverts):
    for result in (
        run("score", str(adverts), "--lang", "en"),
        run("--lang", "en", "score", str(adverts)),
        run("score", str(adverts), lang="en_US.UTF-8"),
    ):
        assert "not observed" in result.stdout
        assert result.stderr.startswith("documents: 2 · level 1: 1, level 5: 1")
    assert "nie wykazano" in run("score", str(adverts), "--lang=pl", lang="en_US.UTF-8").stdout


def test_documents_that_cannot_be_read_have_their_row_and_status_1(run, adverts):
    (adverts / "puste.txt").write_bytes(b"")
    (adverts / "szum.txt").write_bytes(bytes(range(256)) * 20)
    (adverts / "trzy.txt").write_text("Tylko trzy słowa.", encoding="utf-8")
    result = run("score", str(adverts))
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert len(lines) == 6
    assert re.search(r"puste\.txt +– +nieczytelny +pusty: plik nic nie zawiera", lines[2])
    assert re.search(r"szum\.txt +– +nieczytelny +nie jest tekstem", lines[3])
    assert re.search(r"trzy\.txt +– +za krótki +słów: 3; potrzeba co najmniej 6", lines[4])
    assert "nieocenionych: 1 · nieczytelnych: 2" in result.stderr


@pytest.mark.parametrize("name", ["tajne.txt", "tajne.jsonl", "tajne.zip"])
def test_a_path_that_may_not_be_read_has_its_row_beside_the_others(
    run, adverts, tmp_path, monkeypatch, name
):
    (tmp_path / name).write_text(LEVEL_1, encoding="utf-8")
    may = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: "tajne" not in str(path) and may(path, mode)
    )
    column = ["--text-column", "text"] if name.endswith(".jsonl") else []
    result = run("score", name, f"{adverts}/windy.txt", *column)
    assert result.exit_code == 1
    assert re.search(r"nieczytelny +brak uprawnień: ", result.stdout)
    assert re.search(r"windy\.txt +5 ", result.stdout)
    for command in (("explain", name), ("compare", f"{adverts}/windy.txt", name)):
        if name == "tajne.txt":
            assert "brak uprawnień" in run(*command).stdout


def test_a_path_in_a_folder_that_may_not_be_entered_has_its_row(run, adverts, monkeypatch):
    refuse_to_enter(monkeypatch, "tajny")
    result = run("score", "tajny/cv.txt", f"{adverts}/windy.txt", "--output", "w.csv")
    assert result.exit_code == 1
    assert "nieczytelnych: 1" in result.stderr
    assert "brak uprawnień" in Path("w.csv").read_text("utf-8-sig")


def test_a_document_in_a_folder_that_may_not_be_entered_is_explained_so(run, adverts, monkeypatch):
    refuse_to_enter(monkeypatch, "tajny")
    for args in (("explain",), ("compare", f"{adverts}/windy.txt")):
        result = run(*args, "tajny/cv.txt")
        assert (result.exit_code, "brak uprawnień" in result.stdout) == (1, True)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("evaluate", "tajny/a.jsonl"), "brak uprawnień do tajny/a.jsonl; sprawdź prawa"),
        (("train", "--corpus", "tajny/korpus"), "brak uprawnień do tajny/korpus/voices; sprawdź"),
        (
            ("score", "ogłoszenia", "--output", "tajny/w.csv"),
            "nie można zapisać tajny/w.csv: brak uprawnień",
        ),
    ],
)
def test_a_folder_that_may_not_be_entered_is_no_unexpected_error(
    run, adverts, monkeypatch, args, said
):
    refuse_to_enter(monkeypatch, "tajny")
    result = run(*args)
    assert (result.exit_code, result.stderr.startswith(f"Błąd: {said}")) == (2, True)


def refuse_to_enter(monkeypatch, folder):
    """Let the system refuse what lies in a folder, as it does to all but its administrator."""

    def refusing(call):
        def asked(path, *args, **kwargs):
            if str(path).startswith(folder):
                raise PermissionError(13, "Permission denied", str(path))
            return call(path, *args, **kwargs)

        return asked

    for name in ("stat", "lstat"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name)))


def test_a_text_that_is_too_short_was_read(run, tmp_path):
    (tmp_path / "trzy.txt").write_text("Tylko trzy słowa.", encoding="utf-8")
    assert run("score", "trzy.txt").exit_code == 0


def test_files_folders_and_tables_go_together_in_their_order(run, adverts, tmp_path):
    name = table(tmp_path / "t.jsonl", [{"nr": "T1", "treść": LEVEL_5}, {"nr": "T2", "treść": ""}])
    result = run(
        "score", str(adverts / "windy.txt"), name, str(adverts),
        "--text-column", "treść", "--id-column", "nr", "--output", "w.jsonl",
    )  # fmt: skip
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("zapisano w w.jsonl\ndokumentów: 5 · ")
    rows = [json.loads(line) for line in (tmp_path / "w.jsonl").read_text("utf-8").splitlines()]
    names = [row["document"].replace("\\", "/") for row in rows]
    assert names == [
        "ogłoszenia/windy.txt", "T1", "T2", "ogłoszenia/kwiaty.txt", "ogłoszenia/windy.txt",
    ]  # fmt: skip
    assert [row["level"] for row in rows] == [5, 5, None, 1, 5]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl", "parquet"])
def test_results_are_written_in_every_format(run, adverts, tmp_path, ending):
    if ending == "parquet":
        pytest.importorskip("pyarrow")
    result = run("score", str(adverts), "--output", f"w.{ending}")
    assert result.exit_code == 0, result.output
    assert (tmp_path / f"w.{ending}").stat().st_size > 300
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_results_in_the_folder_that_is_scored_are_no_documents(run, adverts):
    for _ in range(2):
        result = run("score", str(adverts), "--output", str(adverts / "w.jsonl"))
        assert result.exit_code == 0
        assert "dokumentów: 2 " in result.stderr


def test_workers_give_the_same_file(run, tmp_path):
    rows = [{"text": text} for text in (LEVEL_5, LEVEL_1, "za krótko") for _ in range(50)]
    name = table(tmp_path / "t.jsonl", rows)
    for workers in ("1", "2"):
        args = ("--text-column", "text", "--workers", workers, "--output", f"w{workers}.csv")
        assert run("score", name, *args).exit_code == 0
    assert (tmp_path / "w1.csv").read_bytes() == (tmp_path / "w2.csv").read_bytes()


def test_a_model_of_ones_own_is_used(run, adverts, tmp_path):
    (tmp_path / "model").mkdir()
    result = run("score", str(adverts), "--model", "model")
    assert result.exit_code == 2
    assert "w 'model' nie ma modelu" in result.stderr


def test_a_tsv_of_polish_excel_is_a_table_whose_broken_rows_are_named(run, tmp_path):
    text = f'sep=\t\r\nnr\ttreść\r\nT1\t"{LEVEL_5}"\r\nT2\tSerwis\traporty\r\n'
    (tmp_path / "t.tsv").write_bytes(text.encode("cp1250"))
    result = run("score", "t.tsv", "--text-column", "treść", "--id-column", "nr")
    assert result.exit_code == 1
    first, second = result.stdout.splitlines()[1:]
    assert re.match(r"T1 +5 .+ oceniony", first)
    assert re.match(r"T2 +– +nieczytelny +.*liczba komórek w wierszu 4: 3, w nagłówku: 2", second)


def test_a_folder_or_archive_without_tables_is_scored_with_a_text_column(run, adverts, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(adverts / "windy.txt", "windy.txt")
    for path in (str(adverts), "a.zip"):
        assert run("score", path, "--text-column", "treść").exit_code == 0


def test_a_folder_without_documents_is_said_to_be_empty(run, tmp_path):
    (tmp_path / "pusty").mkdir()
    result = run("score", "pusty")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.startswith("nie znaleziono dokumentów w 'pusty'\ndokumentów: 0 · ")


# wrong use


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["score"], "brak argumentu ŚCIEŻKA..."),
        (["score", "nie-ma"], "nic nie znaleziono w 'nie-ma'"),
        (["score", "nie-ma.csv"], "nic nie znaleziono w 'nie-ma.csv'"),
        (
            ["score", "t.jsonl"],
            "'t.jsonl' to tabela: nazwij kolumnę z tekstami opcją --text-column; "
            "są w niej kolumny: 'text'",
        ),
        (
            ["score", "t.jsonl", "--text-column", "opis"],
            "nie ma kolumny 'opis'; są w nim kolumny: 'text'",
        ),
        (
            ["score", "puste.csv", "--text-column", "opis"],
            "'puste.csv' jest pusty albo pusty jest jego pierwszy wiersz",
        ),
        (["score", "a.txt", "--model", "."], "w '.' nie ma modelu: model.json: nie ma takiego"),
        (["score", "t.jsonl", "--text-column", "text", "--id-column", "nr"], "nie ma kolumny 'nr'"),
        (
            ["score", "a.txt", "a.txt", "--text-column", "text"],
            "'a.txt' to nie tabela; tabele mają rozszerzenia .csv, .jsonl, .parquet, .tsv, .xlsx: ",
        ),
        (["score", ".", "--workers", "0"], "zła wartość dla --workers: 0 to mniej niż 1"),
        (["score", ".", "--output", "w.docx"], "rozszerzenie nie jest jednym z: .csv"),
        (["score", ".", "--output", "brak/w.csv"], "nie ma folderu brak"),
        (["score", "a.txt", "--output", "a.csv", "--bez"], "nie ma opcji"),
        (
            ["score", "t.jsonl", "--text-column", "text", "--output", "t.jsonl"],
            "plików wejściowych",
        ),
        (["oceń", "a.txt"], "nie ma polecenia 'oceń'"),
        (["explain", "nie-ma"], "nie ma takiego pliku: nie-ma"),
        (["explain", "."], "to folder; podaj jeden dokument"),
        (["explain", "t.jsonl"], "to tabela; podaj jeden dokument"),
        (["explain", "a.txt", "--format", "xml"], "'xml' nie jest jedną z: 'text', 'json'"),
        (["evaluate", "nie-ma"], "nie ma takiego pliku: nie-ma"),
        (["train", "--corpus", "."], "w '.' nie ma korpusu"),
        (["descriptors", "--lang", "de"], "'de' nie jest jedną z: 'pl', 'en'"),
    ],
)
def test_wrong_use_is_one_clear_line_and_status_2(run, tmp_path, args, said):
    table(tmp_path / "t.jsonl", [{"text": LEVEL_1}])
    (tmp_path / "a.txt").write_text(LEVEL_1, encoding="utf-8")
    (tmp_path / "puste.csv").touch()
    before = sorted(tmp_path.iterdir())
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert result.stderr.startswith("Błąd: ")
    assert len(result.stderr.splitlines()) <= 2
    assert sorted(tmp_path.iterdir()) == before


def wrong_uses():
    """Yield calls that click itself refuses, for every command and option."""
    yield from (["oceń"], ["descriptor"], ["scor"], ["score", "--max", "a.txt"])
    yield from (["--lang"], ["--debug=tak"], ["--version=tak"], ["compare", "a.txt"])
    yield from (["descriptors", "a.txt"], ["descriptors", "a.txt", "b.txt"])
    for name, command in cli.commands.items():
        yield [name, "--nie-ma-takiej"]
        yield [name, "-q"]
        if any(param.required for param in command.params):
            yield [name]
        for param in command.params:
            if isinstance(param, click.Option):
                yield from ([name, *wrong] for wrong in wrong_values(param))
    yield ["score-spark", "a.parquet", "b.parquet"]


def wrong_values(param):
    """Yield an option with what it does not take."""
    given = param.opts[0]
    yield [f"{given}=tak"] if param.is_flag else [given]
    if isinstance(param.type, click.Choice):
        yield [given, "żaden"]
    if isinstance(param.type, click.IntRange | click.FloatRange):
        yield from ([f"{given}={value}"] for value in ("dużo", "-1"))
        if param.type.max is not None:
            yield [f"{given}={param.type.max + 1}"]
    if isinstance(param.type, click.Path):
        yield [given, "Level.pdf"]  # which may not be read


def english_words(line):
    """Return the words of a message, without options and what stands in quotation marks."""
    return set(re.findall(r"[a-z]{2,}", re.sub(r"'[^']*'|--?[\w-]+", "", line.lower())))


@pytest.mark.parametrize("args", list(wrong_uses()), ids=" ".join)
def test_nothing_that_click_refuses_is_said_in_english(run, tmp_path, monkeypatch, args):
    (tmp_path / "Level.pdf").touch()
    monkeypatch.setattr("click.types.os.access", lambda *_: False)
    english, polish = run(*args, lang="en_GB.UTF-8"), run(*args)
    assert (english.exit_code, polish.exit_code) == (2, 2)
    assert english.stderr.startswith("Error: ")
    said = english_words(polish.stderr).difference({"argument"}, *map(english_words, args))
    assert english_words(english.stderr) & said == set(), polish.stderr
    assert not polish.stderr.splitlines()[0].endswith("....")


def test_wrong_use_in_english(run):
    result = run("score", "nie-ma", "--lang", "en")
    assert result.stderr == "Error: nothing found at 'nie-ma'; check the spelling of the path\n"


def test_an_output_that_cannot_be_written_is_refused_before_scoring(run, adverts, monkeypatch):
    monkeypatch.setattr(score_run, "assess_chunks", lambda *_, **__: pytest.fail("scored"))
    (adverts / "w.csv").mkdir()
    result = run("score", str(adverts / "windy.txt"), "--output", str(adverts / "w.csv"))
    assert (result.exit_code, "to folder" in result.stderr) == (2, True)


def test_parquet_without_its_library_is_refused_before_scoring(run, adverts, monkeypatch):
    monkeypatch.setattr(score_run, "assess_chunks", lambda *_, **__: pytest.fail("scored"))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = run("score", str(adverts), "--output", "w.parquet")
    assert result.exit_code == 2
    assert "'slmo-match[parquet]' albo wybierz .csv, .xlsx, .jsonl lub .html" in result.stderr
    assert [path.name for path in Path().iterdir()] == [adverts.name]


def break_down(*_, **__):
    """Stand for a bug."""
    raise ZeroDivisionError("on\npurpose")


def test_an_unexpected_error_is_one_line_and_a_traceback_only_when_asked_for(
    run, adverts, monkeypatch
):
    monkeypatch.setattr(sources, "find_sources", break_down)
    result = run("score", str(adverts))
    assert result.exit_code == 2
    assert result.stderr == (
        "Błąd: nieoczekiwany błąd: ZeroDivisionError: on purpose (--debug pokaże miejsce)\n"
    )
    debugged = run("score", str(adverts), "--debug")
    assert "Traceback" in debugged.stderr
    assert "in break_down" in debugged.stderr


def test_an_error_in_the_middle_leaves_the_old_results(run, adverts, tmp_path, monkeypatch):
    (tmp_path / "w.csv").write_text("z wczoraj", encoding="utf-8")
    monkeypatch.setattr("slmo_match.report.formats.Csv.write", break_down)
    assert run("score", str(adverts), "--output", "w.csv").exit_code == 2
    assert (tmp_path / "w.csv").read_text(encoding="utf-8") == "z wczoraj"
    assert not temporary_name(tmp_path / "w.csv").exists()


# explain, descriptors


def test_explain_shows_why(run, adverts):
    result = run("explain", str(adverts / "windy.txt"))
    assert result.exit_code == 0
    assert "Sugerowany poziom: 5" in result.stdout
    assert "Dlaczego ten poziom" in result.stdout
    assert "Czego brakuje do poziomu 6" in result.stdout
    assert result.stderr == ""


def test_explain_as_json_is_the_complete_result(run, adverts):
    result = run("explain", str(adverts / "windy.txt"), "--format", "json")
    answer = json.loads(result.stdout)
    assert tuple(answer)[: len(COLUMNS)] == COLUMNS
    assert answer["level"] == 5
    assert LEVEL_5[answer["evidence"][0]["start"] :].startswith(answer["evidence"][0]["quote"])


def test_explain_of_an_unreadable_document_has_its_reason_and_status_1(run, tmp_path):
    (tmp_path / "puste.txt").write_bytes(b"  \n")
    result = run("explain", "puste.txt")
    assert result.exit_code == 1
    assert result.stdout.endswith("Bez poziomu: nieczytelny – pusty: plik nic nie zawiera\n")


def test_descriptors_shows_seven_levels(run):
    result = run("descriptors")
    assert result.exit_code == 0
    assert re.findall(r"^Poziom (\d)$", result.stdout, re.MULTILINE) == list("1234567")
    assert "Level 7" in run("descriptors", "--lang", "en").stdout


# evaluate, train


def test_evaluate_shows_agreement_and_what_was_taken_for_what(run, tmp_path):
    rows = [{"text": LEVEL_5, "level": 5}, {"text": LEVEL_1, "level": 1}] * 2
    rows[0] = {"text": LEVEL_5, "level": 6}
    result = run("evaluate", table(tmp_path / "wzorzec.jsonl", rows))
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("dokumentów: 4\n")
    assert re.search(r"^dokładny poziom +75,0%", result.stdout, re.MULTILINE)
    assert re.search(r"^różnica najwyżej o jeden poziom +100,0%", result.stdout, re.MULTILINE)
    assert re.search(r"^6( +·){4} +1( +·){2}$", result.stdout, re.MULTILINE)


def test_evaluate_names_the_line_that_is_not_in_the_form(run, tmp_path):
    table(tmp_path / "wzorzec.jsonl", [{"text": LEVEL_5, "level": 5}, {"text": "a", "level": 9}])
    result = run("evaluate", "wzorzec.jsonl")
    assert result.exit_code == 2
    assert "wzorzec.jsonl, wiersz 2: level musi być od 1 do 7" in result.stderr


def test_evaluate_takes_a_level_that_is_written_as_a_text(run, tmp_path):
    rows = [{"text": LEVEL_5, "level": "5"}, {"text": LEVEL_1, "level": 1}]
    result = run("evaluate", table(tmp_path / "wzorzec.jsonl", rows))
    assert result.exit_code == 0, result.output
    assert re.search(r"^dokładny poziom +100,0%", result.stdout, re.MULTILINE)
    result = run("evaluate", table(tmp_path / "zero.jsonl", [{"text": LEVEL_5, "level": "0"}]))
    assert 'level musi być od 1 do 7; jest "0"' in result.stderr


def test_evaluate_reads_lines_that_hold_other_separators(run, tmp_path):
    rows = [{"text": LEVEL_5 + "\u2028koniec", "level": 5}, {"text": LEVEL_1, "level": 1}]
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    (tmp_path / "wzorzec.jsonl").write_text("\r\n".join(lines), encoding="utf-8")
    result = run("evaluate", "wzorzec.jsonl")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("dokumentów: 2\n")


def test_what_is_not_in_the_form_is_said_in_polish_alone(run, tmp_path):
    (tmp_path / "oferty.csv").write_text(f"id;text\n1;{LEVEL_5}\n", encoding="utf-8")
    (tmp_path / "d.txt").write_text("Zarządzanie poziomem usług: Poziom 1\n", encoding="cp1250")
    [form] = run("evaluate", "oferty.csv").stderr.splitlines()
    assert form.startswith('Błąd: oferty.csv, wiersz 1: oczekiwano {"text": "…", "level": 1..7}, ')
    said = "plik nie jest w UTF-8; zapisz go jako tekst w UTF-8\n"
    assert run("evaluate", "d.txt").stderr == f"Błąd: nie można odczytać d.txt: {said}"
    descriptors = run("descriptors", "--descriptors", "d.txt").stderr
    assert descriptors == f"Błąd: nie można odczytać deskryptorów d.txt: {said}"


def test_evaluate_says_what_is_no_text(run, tmp_path):
    table(tmp_path / "wzorzec.jsonl", [{"text": None, "level": 3}])
    result = run("evaluate", "wzorzec.jsonl")
    assert "wzorzec.jsonl, wiersz 1: text musi być napisem; jest null" in result.stderr


def test_train_finds_a_target_that_cannot_be_written_before_it_works(run, tmp_path, monkeypatch):
    (tmp_path / "korpus" / "voices").mkdir(parents=True)
    (tmp_path / "moj").write_text("to plik, nie folder")
    monkeypatch.setattr("slmo_match.training.train.train", lambda *_: pytest.fail("it works"))
    result = run("train", "--corpus", "korpus", "--model", "moj")
    assert result.exit_code == 2
    assert "nie można zapisać moj: jest tam plik" in result.stderr


def test_train_builds_from_the_corpus_into_the_folder(run, tmp_path, monkeypatch):
    (tmp_path / "korpus" / "voices").mkdir(parents=True)
    asked = []

    def build(corpus, folder, say, encoder):
        asked.append((corpus, folder, encoder))
        say("1 documents, 2 statements")

    monkeypatch.setattr("slmo_match.training.train.train", build)
    result = run("train", "--corpus", "korpus", "--model", "moj")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 documents, 2 statements\n"
    assert asked == [(Path("korpus"), Path("moj"), None)]


def test_an_installed_package_has_no_corpus_and_no_place_for_a_model(run, tmp_path, monkeypatch):
    monkeypatch.setattr(train, "_MODELS", tmp_path / "models")
    assert "podaj jego folder opcją --corpus" in run("train").stderr
    (tmp_path / "korpus" / "voices").mkdir(parents=True)
    result = run("train", "--corpus", "korpus")
    assert (result.exit_code, "opcją --model" in result.stderr) == (2, True)


# as a program


def program(*args, **environ):
    """Return the command and the environment to run the package as a program anywhere."""
    return {
        "args": [sys.executable, "-m", "slmo_match", *args],
        "env": {**os.environ, "PYTHONPATH": str(Path(batch.__file__).parents[1]), **environ},
    }


def test_the_package_runs_as_a_module(adverts, tmp_path):
    command = program("score", str(adverts), "--lang", "en", PYTHONIOENCODING="utf-8")
    done = subprocess.run(
        **command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0
    assert "windy.txt" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


def test_a_console_without_polish_letters_does_not_end_the_work(adverts, tmp_path):
    command = program("score", str(adverts), PYTHONIOENCODING="ascii")
    done = subprocess.run(**command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"og?oszenia" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="sends the signal of POSIX terminals")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_ends_all_processes_and_keeps_what_is_done(tmp_path, workers):
    signal.signal(signal.SIGINT, signal.default_int_handler)  # jobs in the background ignore it
    name = table(tmp_path / "t.jsonl", [{"text": f"{LEVEL_5} {i}"} for i in range(50_000)])
    command = program(
        "score", name, "--text-column", "text", "--workers", workers, "--output", "w.csv",
        "--lang", "en",
    )  # fmt: skip
    with subprocess.Popen(
        **command, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while process.poll() is None and not is_growing(tmp_path):
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        said = process.stderr.read().decode()
    [journal] = tmp_path.glob(".w.csv.*.journal")
    kept = len(journal.read_bytes().splitlines())
    done, interrupted = said.split("\n", 1)
    match = re.fullmatch(
        r"documents done so far: (\S+); the same command with --resume goes on there", done
    )
    assert kept - batch.CHUNK <= int(match[1].replace(",", "")) <= kept
    assert interrupted == "\nInterrupted.\n"
    assert process.returncode == 130
    assert sorted(p.name for p in tmp_path.iterdir()) == [journal.name, name]


@pytest.mark.skipif(os.name == "nt", reason="sends the signal of POSIX terminals")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_slow_documents_that_are_read_and_leaves_no_files(tmp_path, workers):
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for folder in ("cv", "bin", "tmp"):
        (tmp_path / folder).mkdir()
    for i in range(60):
        (tmp_path / f"cv/{i}.doc").write_bytes(ole("WordDocument"))
    for kind, does in (("soffice", "exit 1"), ("antiword", f"sleep 0.3; echo '{LEVEL_5}'")):
        (tmp_path / "bin" / kind).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / "bin" / kind).chmod(0o755)
    command = program(
        "score", "cv", "--workers", workers, "--output", "w.csv", "--lang", "en",
        PATH=f"{tmp_path}/bin:{os.environ['PATH']}", TMPDIR=str(tmp_path / "tmp"),
    )  # fmt: skip
    with subprocess.Popen(**command, cwd=tmp_path, stderr=subprocess.PIPE) as process:
        while process.poll() is None and not is_growing(tmp_path, 1):
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read().decode()
    assert process.returncode == 130
    [journal] = tmp_path.glob(".w.csv.*.journal")
    kept = len(journal.read_bytes().splitlines())
    assert 0 < kept < 60
    assert f"documents done so far: {kept};" in said
    assert not list((tmp_path / "tmp").iterdir())


def is_growing(folder, size=5000):
    """Tell whether results are on their way into a file."""
    return any(p.stat().st_size > size for p in folder.glob(".w.csv.*"))


def test_the_matcher_that_ships_is_the_default():
    assert matcher_of(None, None) is batch.default_matcher()
    assert isinstance(matcher_of(Path("moj"), None), LevelMatcher)


# descriptors of one's own

FLOWERS = {
    1: "Tej umiejętności na tym poziomie zwykle nie widać.",
    2: "Podlewa rośliny i zamiata sklep.",
    3: "Przyjmuje dostawy i sprawdza ich liczbę.",
    4: "Zamawia wstążki i papier u dostawców.",
    5: "Układa bukiety, dba o świeżość kwiatów i prowadzi sprzedaż w sklepie.",
    6: "Odpowiada za opłacalność całej sieci.",
    7: "Wyznacza strategię handlu.",
}


@pytest.fixture
def flowers(adverts, tmp_path):
    """A text of the descriptors in which the florist has level 5, and labels by it."""
    parts = (f"Handel kwiatami: Poziom {level}\n{text}" for level, text in FLOWERS.items())
    (tmp_path / "kwiaty.opis").write_text("\n".join(parts), encoding="utf-8")
    table(tmp_path / "wzorzec.jsonl", [{"text": LEVEL_1, "level": 5}])


MATCHING = {
    "score": (("ogłoszenia/kwiaty.txt",), r"kwiaty\.txt +5 "),
    "explain": (("ogłoszenia/kwiaty.txt",), "Sugerowany poziom: 5"),
    "compare": (("ogłoszenia/kwiaty.txt", "ogłoszenia/windy.txt"), "wymagane +„układanie bukietów"),
    "evaluate": (("wzorzec.jsonl",), r"dokładny poziom +100,0%"),
    "descriptors": ((), "Układa bukiety"),
}
SERVING = {
    "serve": ((), "slmo_match.web.server.serve"),
    "score-spark": (
        ("we.parquet", "wy.parquet", "--text-column", "treść"),
        "slmo_match.spark.score_parquet",
    ),
}


def of_command(name):
    """Return the arguments of a command and what it says or calls; skip one without its extra."""
    if name == "serve":
        pytest.importorskip("starlette", reason="the extra slmo-match[web] is not installed")
    return {**MATCHING, **SERVING}[name]


@pytest.mark.parametrize("name", MATCHING)
def test_a_command_matches_another_text_of_the_descriptors(run, flowers, name):
    args, said = MATCHING[name]
    result = run(name, *args, "--descriptors", "kwiaty.opis")
    assert result.exit_code == 0, result.output
    assert re.search(said, result.stdout)
    assert not re.search(said, run(name, *args).stdout)


@pytest.mark.parametrize("name", SERVING)
def test_what_serves_others_matches_another_text_of_the_descriptors(
    run, flowers, monkeypatch, name
):
    args, called = of_command(name)
    given = []
    monkeypatch.setattr(called, lambda *args, **named: given.extend((*args, *named.values())))
    assert run(name, *args, "--descriptors", "kwiaty.opis").exit_code == 0
    [matcher] = [value for value in given if isinstance(value, LevelMatcher)]
    assert matcher.descriptors == Path("kwiaty.opis")


def test_all_commands_that_take_descriptors_are_tried():
    taking = {name for name in COMMANDS for p in cli.commands[name].params if p.name == "text"}
    assert taking == {*MATCHING, *SERVING}


@pytest.mark.parametrize("name", sorted({*MATCHING, *SERVING} - {"descriptors"}))
def test_a_model_and_another_text_of_the_descriptors_are_refused_together(run, flowers, name):
    args, _ = of_command(name)
    result = run(name, *args, "--descriptors", "kwiaty.opis", "--model", "model")
    assert result.exit_code == 2
    said = "podaj albo --model, albo --descriptors: model zna tylko własne deskryptory"
    assert result.stderr == f"Błąd: {said}\n"


@pytest.mark.parametrize("name", ["compare", "evaluate", "explain", "score", "serve"])
def test_a_command_uses_the_model_that_is_given(run, flowers, name):
    args, _ = of_command(name)
    result = run(name, *args, "--model", "nigdzie")
    assert (result.exit_code, "nie ma modelu" in result.stderr) == (2, True)


def test_evaluate_of_a_file_without_labelled_texts_says_so(run, tmp_path):
    (tmp_path / "pusty.jsonl").write_text("\n \n", encoding="utf-8")
    result = run("evaluate", "pusty.jsonl")
    assert result.exit_code == 2
    assert result.stderr == "Błąd: pusty.jsonl nie zawiera ocenionych tekstów\n"


# report, record, comparison


def test_score_writes_a_report_with_the_texts_in_the_language_that_is_asked_for(run, adverts):
    result = run("score", str(adverts), "--output", "wyniki.html", lang="en_GB.UTF-8")
    assert result.exit_code == 0
    written = Path("wyniki.html").read_text("utf-8")
    assert '<html lang="en">' in written
    assert "windy.txt" in written
    assert "uzgadnianie z zarządcami" in written
    assert "układanie bukietów, dbanie" in written


def test_reports_are_not_scored_as_documents(run, adverts):
    run("score", str(adverts), "--output", f"{adverts}/raport.html")
    paths = (f"{adverts}/windy.txt", f"{adverts}/kwiaty.txt")
    run("compare", *paths, "--output", f"{adverts}/zestawienie.html")
    result = run("score", str(adverts))
    assert result.exit_code == 1
    assert "dokumentów: 4 · poziom 1: 1, poziom 5: 1 · nieczytelnych: 2" in result.stderr
    for name in ("raport", "zestawienie"):
        said = r"odrzucony: to raport programu slmo-match, a nie dokument do oceny"
        assert re.search(rf"{name}\.html +– +nieczytelny +{said}", result.stdout)


def test_score_keeps_a_record_beside_any_output(run, adverts):
    assert run("score", str(adverts), "--audit", "rejestr.jsonl").exit_code == 0
    assert (
        run("score", str(adverts), "--audit", "rejestr.jsonl", "--output", "w.csv").exit_code == 0
    )
    lines = [json.loads(line) for line in Path("rejestr.jsonl").read_text("utf-8").splitlines()]
    assert [line["level"] for line in lines] == [1, 5, 1, 5]
    assert len({line["sha256"] for line in lines}) == 2


def test_a_report_and_a_record_come_from_several_processes_as_well(run, tmp_path):
    name = table(tmp_path / "t.jsonl", [{"text": LEVEL_5}, {"text": LEVEL_1}, {"text": " "}])
    result = run(
        "score", name, "--text-column", "text", "--workers", "2",
        "--output", "w.html", "--audit", "r.jsonl",
    )  # fmt: skip
    assert result.exit_code == 1
    assert Path("w.html").read_text("utf-8").count('class="words"') == 2
    lines = [json.loads(line) for line in Path("r.jsonl").read_text("utf-8").splitlines()]
    assert [(line["level"], len(line["sha256"])) for line in lines] == [(5, 64), (1, 64), (None, 0)]


@pytest.mark.parametrize("more", [(), ("--output", "w.csv"), ("--audit", "r.jsonl")])
def test_a_folder_without_a_model_is_named_whatever_is_written(run, adverts, more):
    result = run("score", str(adverts), "--model", "nigdzie", *more)
    assert result.exit_code == 2
    assert "w 'nigdzie' nie ma modelu" in result.stderr


def test_a_record_must_not_be_one_of_the_inputs(run, adverts):
    result = run("score", f"{adverts}/windy.txt", "--audit", f"{adverts}/windy.txt")
    assert result.exit_code == 2
    assert "to jeden z plików wejściowych" in result.output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--output", "r.jsonl", "--audit", "r.jsonl"), "wskazują go dwie opcje"),
        (("--audit", "r.xlsx"), "nie można zapisać r.xlsx: nazwa musi kończyć się na .jsonl"),
        (("--output", "w.csv", "--audit", "r.txt"), "nazwa musi kończyć się na .jsonl"),
        (("--output", "brak/w.csv", "--audit", "r.jsonl"), "nie ma folderu brak"),
        (("--model", "nigdzie", "--audit", "r.jsonl"), "w 'nigdzie' nie ma modelu"),
    ],
)
def test_what_cannot_be_on_record_is_refused_and_leaves_no_file(run, adverts, args, said):
    before = sorted(Path().rglob("*"))
    result = run("score", str(adverts), *args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert sorted(Path().rglob("*")) == before


def test_explain_as_json_says_why_not_the_level_below_or_above(run, adverts):
    result = run("explain", f"{adverts}/windy.txt", "--format", "json", lang="en_GB.UTF-8")
    content = json.loads(result.stdout)
    assert content["level"] == 5
    assert "duties of level 5 or more" in content["why_not_below"]
    assert "6.1" in content["why_not_above"]
    assert content["descriptor"].startswith("Gwarantuje")


def test_compare_shows_what_is_asked_for_and_what_is_missing(run, adverts):
    result = run("compare", f"{adverts}/windy.txt", f"{adverts}/kwiaty.txt")
    assert result.exit_code == 0
    assert "wymagane i wykazane" in result.stdout
    assert "brak" in result.stdout


def test_compare_as_json_and_as_a_page(run, adverts):
    paths = (f"{adverts}/windy.txt", f"{adverts}/kwiaty.txt")
    content = json.loads(run("compare", *paths, "--format", "json").stdout)
    assert content["cvs"][0]["level"] == 1
    result = run("compare", *paths, "--output", "c.html")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "<table" in Path("c.html").read_text("utf-8")


def test_compare_takes_the_cvs_of_folders_and_archives(run, adverts, tmp_path):
    with zipfile.ZipFile(tmp_path / "cv.zip", "w") as archive:
        archive.write(adverts / "kwiaty.txt", "Nowak/cv.txt")
        archive.write(adverts / "windy.txt", "Żak/cv.txt")
    (adverts / "starsze").mkdir()
    (adverts / "starsze" / "cv.txt").write_text(LEVEL_5, encoding="utf-8")
    paths = (f"{adverts}/windy.txt", str(adverts), "cv.zip")
    for _ in range(2):  # the page in the folder is no CV
        result = run("compare", *paths, "--output", f"{adverts}/z.html", "--format", "json")
        assert result.exit_code == 0, result.output
        cvs = json.loads(result.stdout)["cvs"]
        assert [(cv["document"].replace("\\", "/"), cv["level"]) for cv in cvs] == [
            ("ogłoszenia/kwiaty.txt", 1), ("ogłoszenia/starsze/cv.txt", 5),
            ("cv.zip/Nowak/cv.txt", 1), ("cv.zip/Żak/cv.txt", 5),
        ]  # fmt: skip


def test_compare_names_what_in_a_folder_is_no_cv(run, adverts, tmp_path):
    table(tmp_path / "ogłoszenia" / "t.jsonl", [{"text": LEVEL_1}])
    (adverts / "znów").symlink_to(tmp_path / "ogłoszenia", target_is_directory=True)
    result = run("compare", f"{adverts}/windy.txt", str(adverts))
    assert result.exit_code == 1
    assert "tabela wśród dokumentów" in result.stdout
    assert "prowadzi do folderu, który już odczytano" in " ".join(result.stdout.split())


def test_compare_with_a_folder_without_cvs_says_so(run, adverts, tmp_path):
    (tmp_path / "puste").mkdir()
    result = run("compare", f"{adverts}/windy.txt", "puste")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nie ma CV" in result.stderr


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("ogłoszenia/kwiaty.html", "to jeden z plików wejściowych"),
        ("ogłoszenia/../ogłoszenia/kwiaty.html", "to jeden z plików wejściowych"),
        ("z.pdf", "rozszerzenie nie jest jednym z: .html"),
        ("brak/z.html", "nie ma folderu brak"),
    ],
)
def test_compare_refuses_a_wrong_output_before_scoring(run, adverts, monkeypatch, output, said):
    monkeypatch.setattr("slmo_match.comparing.compare", lambda *_, **__: pytest.fail("scored"))
    cv = adverts / "kwiaty.html"
    cv.write_text(f"<p>{LEVEL_1}</p>", encoding="utf-8")
    before = cv.read_bytes()
    result = run("compare", f"{adverts}/windy.txt", str(cv), "--output", output)
    assert result.exit_code == 2
    assert said in result.stderr
    assert cv.read_bytes() == before


def test_compare_with_a_cv_that_cannot_be_read_says_why(run, adverts):
    (adverts / "pusty.txt").write_text("")
    result = run("compare", f"{adverts}/windy.txt", f"{adverts}/pusty.txt")
    assert result.exit_code == 1
    assert "pusty: plik nic nie zawiera" in result.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("windy.txt", "nie-ma.txt"), "nie ma takiego pliku"),
        ((".", "windy.txt"), "podaj jeden dokument naraz"),
        (("a.zip", "windy.txt"), "wskaż jeden z nich (archiwum.zip/nazwa) albo oceń je tak jak"),
        (("windy.txt", "t.jsonl"), "to tabela; podaj jeden dokument naraz"),
        (("windy.txt",), "brak argumentu"),
    ],
)
def test_compare_refuses_what_is_no_document(run, adverts, args, said):
    table(adverts / "t.jsonl", [{"text": LEVEL_1}])
    with zipfile.ZipFile(adverts / "a.zip", "w") as archive:
        archive.write(adverts / "windy.txt", "1.txt")
        archive.write(adverts / "kwiaty.txt", "2.txt")
    result = run("compare", *(f"{adverts}/{name}" for name in args))
    assert result.exit_code == 2
    assert said in result.output
