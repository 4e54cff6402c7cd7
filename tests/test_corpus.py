"""The corpus is in its form; a reader of it names what is not."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from slmo_match import descriptors
from slmo_match.training.corpus import (
    OWNERSHIPS,
    CorpusError,
    Line,
    read_bank,
    read_banks,
    read_voice,
    read_voices,
)

CORPUS = Path(__file__).parents[1] / "models" / "corpus"
TRAPS = {
    "misleading_title",
    "others_duties",
    "negation",
    "no_jargon",
    "buzzwords",
    "boasting",
    "mixed_levels",
    "only_required",
}
IDS = {criterion.id for criterion in descriptors.default().criteria}
HEADER = "# v99-001 | advert | windy | level 2 | traps: no_jargon, negation"


@pytest.fixture(scope="module")
def documents():
    return list(read_voices(CORPUS))


@pytest.fixture(scope="module")
def banks():
    return list(read_banks(CORPUS))


def test_the_corpus_has_several_voices_of_every_level(documents):
    voices = defaultdict(set)
    for document in documents:
        voices[document.level].add(document.voice)
    assert sorted(voices) == list(range(1, 8))
    assert min(len(found) for found in voices.values()) >= 10


def test_ids_are_unique_and_begin_with_their_voice(documents):
    assert max(Counter(document.id for document in documents).values()) == 1
    assert all(document.id[:3] == document.voice[:3] for document in documents)


def test_traps_are_from_the_list(documents):
    assert {trap for document in documents for trap in document.traps} == TRAPS


def test_every_criterion_is_one_of_the_descriptors_and_each_is_shown(documents, banks):
    for lines in ([line for document in documents for line in document.lines], banks):
        assert {criterion for line in lines for criterion in line.criteria} == IDS


def test_structure_names_no_criterion(documents):
    for document in documents:
        for line in document.lines:
            assert line.ownership in OWNERSHIPS or not line.criteria


def test_lines_hold_one_statement_without_signs(documents, banks):
    for line in [*(line for document in documents for line in document.lines), *banks]:
        assert line.text == line.text.strip()
        assert not line.text.startswith(("•", "- ", "– ", "*"))


def test_no_duty_of_a_criterion_stands_in_two_voices(documents):
    voices = defaultdict(set)
    for document in documents:
        for line in document.lines:
            if line.criteria:
                voices[line.text.lower()].add(document.voice)
    assert {text: found for text, found in voices.items() if len(found) > 1} == {}


def test_no_statement_of_the_bank_has_two_labels(banks):
    labels = defaultdict(set)
    for line in banks:
        labels[line.text.lower()].add((line.criteria, line.ownership))
    assert {text: found for text, found in labels.items() if len(found) > 1} == {}


def test_no_statement_of_the_bank_stands_in_a_voice_under_another_criterion(documents, banks):
    bank = {line.text.lower(): line.criteria for line in banks}
    for document in documents:
        for line in document.lines:
            assert bank.get(line.text.lower(), line.criteria) == line.criteria


def write(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "v99_probe.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_document_is_read(tmp_path):
    path = write(
        tmp_path,
        HEADER,
        "title | Referentka ds. wind",
        "2.1 own | notowanie spóźnień serwisu wind",
        "- own | odbieranie telefonów",
        "4.3+4.4 other | raporty pisze kierownik",
        "",
        HEADER.replace("001", "002")
        .replace("no_jargon, negation", "-")
        .replace("level 2", "level 1"),
        "- own | wydawanie kluczy",
    )
    first, second = read_voice(path)
    assert (first.id, first.voice, first.kind, first.sector) == (
        "v99-001",
        "v99_probe",
        "advert",
        "windy",
    )
    assert (first.level, first.traps) == (2, ("no_jargon", "negation"))
    assert first.lines == (
        Line((), "title", "Referentka ds. wind"),
        Line(("2.1",), "own", "notowanie spóźnień serwisu wind"),
        Line((), "own", "odbieranie telefonów"),
        Line(("4.3", "4.4"), "other", "raporty pisze kierownik"),
    )
    assert (second.level, second.traps) == (1, ())


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["2.1 own | bez nagłówka"], "no header: '2.1 own"),
        ([HEADER.replace("level 2", "level 8")], "no header"),
        ([HEADER.replace("advert", "list")], "no header"),
        ([HEADER, "2.1 mine | notowanie spóźnień"], "not a statement line: '2.1 mine"),
        ([HEADER, "notowanie spóźnień"], "not a statement line: 'notowanie"),
        ([HEADER, "2.1 own |"], "not a statement line"),
        ([HEADER, "5.1 own | nadzór nad serwisem"], "v99-001 says level 2, .* of level 5"),
        ([HEADER, "2.1 required | umiejętność notowania"], "v99-001 says level 2, .* of level 1"),
    ],
)
def test_what_is_wrong_in_a_voice_is_named_with_its_file(tmp_path, lines, message):
    with pytest.raises(CorpusError, match=f"v99_probe.*{message}"):
        read_voice(write(tmp_path, *lines))


def test_what_is_wrong_in_a_bank_is_named_with_its_file(tmp_path):
    with pytest.raises(CorpusError, match=r"v99_probe\.txt: not a statement line: 'bez kreski'"):
        read_bank(write(tmp_path, "2.1 own | notowanie spóźnień", "bez kreski"))


@pytest.mark.parametrize("criteria", ["5.9", "5.1++5.2"])
def test_a_criterion_that_is_none_is_named(tmp_path, criteria):
    with pytest.raises(CorpusError, match=r"no such criterion: '5.* there are 2\.1, 3\.1"):
        read_bank(write(tmp_path, f"{criteria} own | nadzór nad serwisem wind"))
