"""Plain text and Markdown come in whatever encoding, and what is no text is refused."""

import random

import pytest

from slmo_match.errors import ReadingError
from slmo_match.reading import Limits, read

ADVERT = (
    "Kierownik działu usług\n"
    "Zakres obowiązków:\n"
    "• negocjowanie z klientami poziomów świadczenia usług i źródeł danych,\n"
    "• łagodzenie skutków opóźnień, ścisła współpraca z ćwiczącymi zespołami.\n"
)
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
EIGHT_BIT = ["cp1250", "iso8859_2", "cp852", "mac_latin2"]


@pytest.mark.parametrize("encoding", UNICODE + EIGHT_BIT)
def test_polish_text_is_read_in_every_encoding_it_comes_in(encoding: str) -> None:
    text = ADVERT if encoding in UNICODE else ADVERT.replace("•", "-")
    document = read(text.encode(encoding), "ogłoszenie.txt")
    assert document.text == text
    assert (document.kind, document.pages, document.warnings) == ("text", (), ())


@pytest.mark.parametrize("encoding", EIGHT_BIT)
@pytest.mark.parametrize("text", ["Zarządzanie usługą", "mógł ulec opóźnieniu", "ŻÓŁTE świadectwo"])
def test_few_words_are_enough_to_know_the_encoding(text: str, encoding: str) -> None:
    assert read(text.encode(encoding)).text == text


def test_a_few_broken_bytes_do_not_cost_the_diacritics() -> None:
    data = (ADVERT * 3).encode() + b"\xc5"
    document = read(data)
    assert document.text == ADVERT * 3 + "\ufffd"
    assert document.warnings == ("1 characters could not be decoded",)


def test_decomposed_letters_and_stray_nuls_are_read() -> None:
    assert "us\u0142ug" in read("poziom us\u0142ug\x00 w umowie".encode()).text


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.docx", "a.html", "a.rtf", "a.eml", ""])
def test_random_bytes_are_binary_under_any_name(name: str) -> None:
    data = b"\x00\x01" + random.Random(4).randbytes(5000)
    with pytest.raises(ReadingError, match=r"^binary"):
        read(data, name)


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe", "\u200b".encode()]
)
def test_nothing_but_white_space_is_empty(data: bytes) -> None:
    with pytest.raises(ReadingError, match=r"^empty"):
        read(data, "a.txt")


def test_signs_of_markdown_go_and_its_lists_stay() -> None:
    markdown = (
        "# Koordynator usług\n\n## Zadania\n\n* **raportowanie** wyników\n"
        "- [ ] nadzór nad _serwisem_\n\n"
        "| Usługa | Poziom |\n|---|:---:|\n| Windy | 4 h |\n\n"
        "Opis w [regulaminie](https://example.org/x), pole `czas_reakcji`.\n"
    )
    document = read(markdown.encode(), "cv.md")
    assert document.kind == "markdown"
    assert [line.strip() for line in document.text.splitlines() if line.strip()] == [
        "Koordynator usług",
        "Zadania",
        "• raportowanie wyników",
        "• nadzór nad serwisem",
        "Usługa | Poziom",
        "Windy | 4 h",
        "Opis w regulaminie, pole czas_reakcji.",
    ]


def test_a_rule_at_the_beginning_of_markdown_costs_no_duty() -> None:
    text = "---\nKierownik kontraktu\n\nZadania:\n- ustalanie czasu reakcji\n---\nOferujemy urlop\n"
    found = read(text.encode(), "a.md").text.split("\n")
    assert [line for line in found if line] == [
        "Kierownik kontraktu", "Zadania:", "• ustalanie czasu reakcji", "Oferujemy urlop",
    ]  # fmt: skip


def test_the_front_matter_of_markdown_is_left_out() -> None:
    head = "---\ntitle: Oferta\ntags:\n- praca\n- usługi\nopis: >\n  Serwis wind\n  w Łodzi\n---\n"
    assert read(f"{head}# Kierownik\n".encode(), "a.md").text.strip() == "Kierownik"


@pytest.mark.parametrize(
    "piece", ["# a", "#", " ", "|", "| ", "- ", "**", "_", "<!--", "[a](", "`", "\t#"]
)
def test_signs_without_end_do_not_take_long(piece: str) -> None:
    markdown = f"# Zadania\n# {piece * 60_000}x\n{piece * 60_000}\n**Nadzór**"
    assert "Nadzór" in read(markdown.encode(), "a.md", Limits(seconds=10)).text


def test_markdown_is_known_without_its_ending_and_plain_text_is_left_alone() -> None:
    assert read("# Zadania\n**Nadzór** nad serwisem".encode(), "a.txt").text == (
        "Zadania\nNadzór nad serwisem"
    )
    assert read("* nadzór * raporty # 1".encode(), "a.txt").text == "* nadzór * raporty # 1"
