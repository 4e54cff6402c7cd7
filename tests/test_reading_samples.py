"""One advert and one CV in every format give the same lines, statements and level."""

from pathlib import Path

import pytest

from slmo_match.errors import ReadingError
from slmo_match.language.statements import cut
from slmo_match.language.words import Lexicon
from slmo_match.matcher import LevelMatcher
from slmo_match.reading import Document, read

DATA = Path(__file__).parent / "data"
FORMATS = "cp1250.txt md html mhtml eml msg rtf docx odt pdf zip".split()  # noqa: SIM905
SAMPLES = [DATA / f"{name}.{ending}" for name in ("advert", "cv") for ending in FORMATS]
PAGES = {"advert.pdf": 2, "cv.pdf": 1, "cv.eml": 1, "cv.msg": 1}


def wanted(path: Path) -> Document:
    return read(path.with_name(f"{path.name.partition('.')[0]}.txt"))


def lines(document: Document) -> list[str]:
    """Return the lines, with the sign that an e-mail of eight bits a letter has for a bullet."""
    found = [line.strip() for line in document.text.splitlines()]
    return ["• " + line[2:] if line.startswith("- ") else line for line in found if line]


def by_name(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("path", SAMPLES, ids=by_name)
def test_every_format_gives_the_lines_of_the_plain_text(path: Path) -> None:
    document = read(path)
    assert document.warnings == ()
    assert len(document.pages) == PAGES.get(path.name, 0)
    found, expected = lines(document), lines(wanted(path))
    if path.name == "advert.pdf":  # where a paragraph ends after a full stop, the page cannot tell
        found[-2:] = [" ".join(found[-2:])]
    assert found == expected


@pytest.mark.parametrize("path", SAMPLES, ids=by_name)
def test_every_format_gives_the_same_statements_and_level(
    path: Path, matcher: LevelMatcher, lexicon: Lexicon
) -> None:
    document, plain = read(path), wanted(path)
    statements = [document.text[s.start : s.end] for s in cut(document.text, lexicon)]
    assert statements == [plain.text[s.start : s.end] for s in cut(plain.text, lexicon)]
    found, expected = matcher.assess(document.text), matcher.assess(plain.text)
    assert found.level == expected.level
    assert {e.quote for e in found.evidence} == {e.quote for e in expected.evidence}
    assert all(document.text[e.start : e.end] == e.quote for e in found.evidence)


def test_the_pages_of_a_pdf_are_where_its_words_are() -> None:
    document = read(DATA / "advert.pdf")
    for words, page in (("uzgadnianie z odbiorcami", 1), ("Pralnia", 2), ("Oferujemy", 2)):
        assert document.page_of(document.text.index(words)) == page


@pytest.mark.parametrize("name", ["locked_aes256.pdf", "locked_rc4.pdf"])
def test_a_pdf_with_a_password_is_encrypted(name: str) -> None:
    with pytest.raises(ReadingError, match=r"^encrypted"):
        read(DATA / name)


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    assert read(DATA / "owner.pdf").text == read(DATA / "advert.pdf").text


@pytest.mark.parametrize("path", SAMPLES, ids=by_name)
def test_what_is_cut_off_is_never_taken_for_the_whole(path: Path) -> None:
    """Containers must say that their end is missing; texts give what there is of them."""
    data = path.read_bytes()[: path.stat().st_size // 2]
    try:
        document = read(data, path.name)
    except ReadingError as error:
        assert str(error).startswith(("corrupt", "empty"))  # noqa: PT017
    else:
        assert path.suffix in (".txt", ".md", ".html", ".mhtml", ".eml")
        assert len(lines(document)) < len(lines(wanted(path)))
