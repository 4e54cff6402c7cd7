"""Files of LibreOffice and Chromium give the text that was typed into them."""

import shutil
from pathlib import Path

import pytest

from slmo_match.errors import ReadingError
from slmo_match.reading import read

DATA = Path(__file__).parent / "data"
PRODUCERS = DATA / "producers"
EXACT = [
    path
    for path in sorted(PRODUCERS.iterdir())
    if path.suffix != ".doc" and not path.name.startswith(("cv_frames", "cv_labels", "cv_sidebar"))
]


def lines(path: Path) -> list[str]:
    return read(path).text.split("\n")


CV = lines(DATA / "cv.txt")[:-1]
NAME, LEFT, RIGHT = CV[:1], CV[1:11], CV[11:]


@pytest.mark.parametrize("path", EXACT, ids=lambda path: path.name)
def test_every_line_is_the_one_that_was_written(path: Path) -> None:
    assert lines(path) == lines(DATA / f"{path.name.partition('.')[0].partition('_')[0]}.txt")[:-1]


def test_white_letters_on_a_dark_sidebar_are_read() -> None:
    document = read(PRODUCERS / "cv_sidebar.chromium.pdf")
    assert document.warnings == ()
    assert document.text.split("\n") == [*NAME[0].split(" "), *LEFT, *RIGHT]


def test_a_sidebar_on_the_right_comes_after_the_main_column() -> None:
    assert lines(PRODUCERS / "cv_sidebar_right.chromium.pdf") == NAME + RIGHT + LEFT


@pytest.mark.parametrize("ending", ["docx", "rtf"])
def test_text_boxes_beside_each_other_are_read_one_after_the_other(ending: str) -> None:
    """LibreOffice loses the signs of lists in text boxes, so they are not asked for."""
    found = lines(PRODUCERS / f"cv_frames.libreoffice.{ending}")
    assert found == [line.removeprefix("• ") for line in CV]


def test_labels_stand_above_what_they_are_the_labels_of() -> None:
    found = lines(PRODUCERS / "cv_labels.chromium.pdf")
    assert found[::2] == [
        "Imię i nazwisko", "Stanowisko", "Główne obowiązki", "Pracodawca", "Wykształcenie",
    ]  # fmt: skip
    assert found[5].startswith("analiza wyników pomiarów")
    assert found[5].endswith("przyczyn opóźnień")


@pytest.mark.parametrize("program", ["soffice", "antiword", "catdoc"])
def test_old_word_documents_are_read_through_what_is_installed(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The programs that print the text know nothing of lists and of the rows of tables."""
    from slmo_match.reading import doc
    from slmo_match.reading.document import Source
    from slmo_match.reading.limits import Limits
    from slmo_match.reading.parse import parse

    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    found = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: found(name) if name == program else None)
    path, limits = PRODUCERS / "advert.libreoffice.doc", Limits(seconds=120)
    source = Source(path.read_bytes(), path.name, "doc", limits, lambda d, n: parse(d, n, limits))
    wanted = lines(DATA / "advert.txt")[:-1]
    if program != "soffice":
        wanted = [line.removeprefix("• ") for line in wanted]
    assert doc.read(source).text.split("\n") == wanted


def test_half_of_an_old_word_document_is_corrupt() -> None:
    data = (PRODUCERS / "advert.libreoffice.doc").read_bytes()
    with pytest.raises(ReadingError, match=r"^(corrupt|unsupported)"):
        read(data[: len(data) // 2], "advert.doc")
