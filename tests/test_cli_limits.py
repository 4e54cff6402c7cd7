"""Limits for one document can be set by a user, and are those that the readers keep."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import slmo_match
from hostile import many_pages, package
from slmo_match.cli import cli
from slmo_match.cli.limits import parse_size
from slmo_match.reading.limits import DEFAULT

DATA = Path(__file__).parent / "data"


def run(*args: str | Path, lang: str = "en") -> Result:
    return CliRunner().invoke(cli, ["score", "--lang", lang, *map(str, args)])


@pytest.mark.parametrize(
    ("text", "size"),
    [("4096", 4096), ("500k", 500_000), ("20MB", 20_000_000), ("1,5 GB", 1_500_000_000),
     ("2 GiB", 2_000_000_000)],
)  # fmt: skip
def test_sizes_are_written_as_people_write_them(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "MB", "-1", "20XB", "1.2.3", "dużo"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        parse_size(text)
    found = run(DATA / "cv.txt", "--max-size", text or " ")
    assert found.exit_code == 2
    assert "is no size; give bytes, or such as 500KB, 20MB" in found.stderr


def test_the_limit_of_bytes_is_kept() -> None:
    found = run(DATA / "cv.pdf", "--max-size", "10KB")
    assert found.exit_code == 1
    assert "too big" in found.stdout
    assert run(DATA / "cv.pdf", "--max-size", "1MB").exit_code == 0


def test_limits_reach_the_process_that_reads(tmp_path: Path) -> None:
    path, results = tmp_path / "wiele.pdf", tmp_path / "wyniki.jsonl"
    path.write_bytes(many_pages(12))
    run(path, "--max-pages", "5", "--output", results)
    assert "only the first 5 of 12 pages were read" in results.read_text()
    path.write_bytes(many_pages(200))  # a short one may be read before anyone looks at the clock
    slow = run(path, "--timeout", "0.001")
    assert "too slow" in slow.stdout


def test_times_may_have_a_decimal_comma() -> None:
    for args in (["--timeout", "20,5"], ["--limit", "seconds=20,5"]):
        assert run(DATA / "cv.txt", *args).exit_code == 0


def test_reasons_name_the_option_that_allows_more(tmp_path: Path) -> None:
    found = run(DATA / "cv.pdf", "--max-size", "5", "--output", tmp_path / "w.jsonl")
    assert found.exit_code == 1
    assert "allowed are 5 (limit 'size', --max-size)" in (tmp_path / "w.jsonl").read_text()


def test_other_limits_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(package([(f"{i}.txt", b"Nadzor nad serwisem wind") for i in range(4)]))
    assert run(path).exit_code == 0
    refused = run(path, "--limit", "members=3", "--limit", "memory=1GB")
    assert refused.exit_code == 1
    assert "too big" in refused.stdout


@pytest.mark.parametrize(
    ("args", "english", "polish"),
    [
        (["--limit", "stron=3"], "no limit 'stron'; limits are size,", "nie ma limitu 'stron'"),
        (["--limit", "nesting=x"], "must be a number, found 'x'", "musi być liczbą, jest 'x'"),
        (["--limit", "members=0"], "must be above 0, found 0", "musi być większy od 0, jest 0"),
        (["--timeout", "inf"], "must be at most 1000000, found inf", "najwyżej 1000000, jest inf"),
        (["--limit", "seconds=1e300"], "must be at most 1000000, found 1e+300", "jest 1e+300"),
        (["--timeout", "nan"], "must be above 0, found nan", "musi być większy od 0, jest nan"),
        (["--max-size", "9" * 400], "is no size", "to nie rozmiar"),
        (["--limit", f"memory={'9' * 400}"], "must be a number", "musi być liczbą"),
        (["--max-pages", "0"], "0 is not in the range", "0 to mniej niż 1"),
        (["--timeout", "0"], "0.0 is not in the range", "0.0 nie jest większe od 0"),
    ],
)
def test_wrong_limits_are_wrong_use(args: list[str], english: str, polish: str) -> None:
    for lang, words in (("en", english), ("pl", polish)):
        found = run(DATA / "cv.txt", *args, lang=lang)
        assert found.exit_code == 2
        assert words in found.stderr


def test_the_help_names_the_limits_that_hold() -> None:
    text = " ".join(run("--help").stdout.split())
    assert f"by default {DEFAULT.size // 1_000_000}MB" in text
    assert f"by default {DEFAULT.pages}." in text
    assert f"by default {DEFAULT.seconds:.0f}." in text
    for name in ("ratio", "members", "nesting", "characters"):
        assert f"{name}={getattr(DEFAULT, name)}" in text
    assert parse_size("200MB") == DEFAULT.unpacked
    assert parse_size("1.5GB") == DEFAULT.memory


def test_limits_are_set_from_python(tmp_path: Path) -> None:
    limits = slmo_match.Limits(size=1000)
    assert slmo_match.score_file(DATA / "cv.pdf", limits=limits).error.startswith("too big")
    (tmp_path / "cv.pdf").write_bytes((DATA / "cv.pdf").read_bytes())
    frame = slmo_match.score_folder(tmp_path, limits=limits)
    assert frame["error"].str.startswith("too big").all()


def test_the_pages_of_a_scan_are_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from slmo_match.reading import ocr
    from slmo_match.report.messages import Messages
    from slmo_match.report.progress import Watch

    monkeypatch.setattr(ocr, "languages", lambda: frozenset({"pol"}))
    monkeypatch.setattr(ocr, "_recognised", lambda *_: "nadzór nad serwisem")
    seen: list[tuple[str, int, int]] = []
    scan = DATA / "scan.pdf"
    slmo_match.score_file(scan, progress=lambda *page: seen.append(page))
    assert seen == [(str(scan), 0, 1), (str(scan), 1, 1)]
    with Watch(Messages("pl")) as watch:
        for done in range(25):
            watch.show_pages("skan.pdf", done, 25)
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if "strona" in line] == [
        "skan.pdf: strona 10 z 25 (OCR)", "skan.pdf: strona 20 z 25 (OCR)",
    ]  # fmt: skip
