"""The descriptors ship verbatim; a text of one's own is checked line by line."""

import re

import pytest

from slmo_match import descriptors
from slmo_match.errors import DescriptorsError
from slmo_match.training.descriptor_examples import (
    ENGLISH_FORMS,
    FORMS,
    descriptor_lines,
    in_english_form,
    in_form,
)

SHIPPED = descriptors.default()


def own_text(**changed: str) -> str:
    texts = {f"level_{level}": f"Opis poziomu {level}." for level in range(1, 8)} | changed
    return "\n\n".join(
        f"Zarządzanie poziomem usług: Poziom {name[-1]}\n\n{text}" for name, text in texts.items()
    )


def test_seven_levels_ship():
    assert list(SHIPPED.levels) == [1, 2, 3, 4, 5, 6, 7]
    assert SHIPPED.levels[2].startswith("Monitoruje i rejestruje faktyczne świadczone usługi")


@pytest.mark.parametrize("criterion", SHIPPED.criteria, ids=lambda criterion: criterion.id)
def test_a_criterion_quotes_the_descriptor_of_its_level(criterion):
    assert criterion.id.startswith(f"{criterion.level}.")
    for part in criterion.words.split(" … "):
        assert part in SHIPPED.levels[criterion.level]


def test_ids_of_criteria_are_unique_and_count_on_from_one():
    ids = [criterion.id for criterion in SHIPPED.criteria]
    expected = [
        f"{level}.{number}"
        for level in range(2, 8)
        for number in range(1, len(SHIPPED.criteria_of(level)) + 1)
    ]
    assert ids == expected
    assert len(ids) == 22


@pytest.mark.parametrize("level", range(2, 8))
def test_nearly_every_word_of_a_descriptor_belongs_to_a_criterion(level):
    covered = " ".join(criterion.words for criterion in SHIPPED.criteria_of(level)).split()
    words = re.findall(r"\w+", SHIPPED.levels[level])
    left_out = [word for word in words if word not in " ".join(covered)]
    assert set(left_out) <= {"i", "oraz", "I"}


@pytest.mark.parametrize("criterion", SHIPPED.criteria, ids=lambda criterion: criterion.id)
def test_a_criterion_has_a_short_name_in_both_languages(criterion):
    assert 0 < len(criterion.label) <= 60
    assert 0 < len(criterion.label_en) <= 70


def test_a_text_of_the_same_form_is_read():
    assert descriptors.parse(own_text(level_3="Pierwszy wiersz\ndrugi wiersz."))[3] == (
        "Pierwszy wiersz drugi wiersz."
    )


def test_a_missing_level_is_named():
    text = own_text().replace("Poziom 4\n\nOpis poziomu 4.", "")
    with pytest.raises(DescriptorsError, match="no heading for level 4"):
        descriptors.parse(text)


def test_a_level_that_stands_twice_is_named_with_both_lines():
    text = own_text() + "\n\nZarządzanie poziomem usług: Poziom 2\n\nJeszcze raz."
    with pytest.raises(
        DescriptorsError, match=r"moje\.txt, line 29: level 2 stands twice .*line 5"
    ):
        descriptors.parse(text, "moje.txt")


def test_an_empty_level_is_named_with_its_line():
    with pytest.raises(DescriptorsError, match="line 17: level 5 has no text"):
        descriptors.parse(own_text(level_5=""))


@pytest.mark.parametrize("level", [0, 8, 12])
def test_a_level_out_of_range_is_named(level):
    text = own_text() + f"\n\nZarządzanie poziomem usług: Poziom {level}\n\nOpis."
    with pytest.raises(DescriptorsError, match=f"level {level} is none of 1 to 7"):
        descriptors.parse(text)


def test_the_text_that_ships_can_be_loaded_from_a_file(tmp_path):
    path = tmp_path / "slmo.txt"
    headed = "\n".join(
        f"Zarządzanie poziomem usług: Poziom {level}\n{text}"
        for level, text in SHIPPED.levels.items()
    )
    path.write_text("\ufeff" + headed, encoding="utf-8")
    assert descriptors.load(path) == SHIPPED


def test_sentences_of_another_text_become_criteria(tmp_path):
    path = tmp_path / "inne.txt"
    text = own_text(level_5="Uzgadnia czas napraw. Prowadzi katalog usług np. druku.")
    path.write_text(text, encoding="utf-8")
    criteria = descriptors.load(path).criteria_of(5)
    assert [(c.id, c.words) for c in criteria] == [
        ("5.1", "Uzgadnia czas napraw"),
        ("5.2", "Prowadzi katalog usług np. druku"),
    ]


def test_no_path_means_the_text_that_ships():
    assert descriptors.load() is SHIPPED


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00\xd8"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, content):
    path = tmp_path / "brak.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DescriptorsError, match=r"cannot read the descriptors .*brak\.txt"):
        descriptors.load(path)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("third person", "Diagnozuje problemy i ustala procedury"),
        ("gerund", "Diagnozowanie problemy i ustalanie procedury"),
        ("masculine past", "Diagnozowałem problemy i ustalałem procedury"),
        ("feminine past", "Diagnozowałam problemy i ustalałam procedury"),
    ],
)
def test_descriptors_are_put_into_other_forms(form, expected):
    assert in_form("Diagnozuje problemy i ustala procedury", form) == expected


def test_every_criterion_stands_in_every_form_as_an_example():
    single = [line for line in descriptor_lines() if len(line.criteria) == 1]
    assert len(single) == len(SHIPPED.criteria) * (len(FORMS) + len(ENGLISH_FORMS))
    assert {line.criteria[0] for line in single} == {criterion.id for criterion in SHIPPED.criteria}


def test_sentences_that_join_two_criteria_are_examples_too():
    joined = [line for line in descriptor_lines() if len(line.criteria) > 1]
    assert {line.criteria for line in joined} >= {("3.1", "3.2"), ("4.3", "4.4")}
    assert len(joined) % len(FORMS) == 0


@pytest.mark.parametrize("criterion", SHIPPED.criteria, ids=lambda criterion: criterion.id)
def test_a_criterion_has_an_english_wording_in_the_third_person(criterion):
    first = criterion.words_en.split()[0].lower()
    assert in_english_form(criterion.words_en, "third person") == criterion.words_en
    assert first.endswith("s")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("base", "Draw up a list and keep it in order"),
        ("gerund", "Drawing up a list and keeping it in order"),
        ("past", "Drew up a list and kept it in order"),
    ],
)
def test_english_wordings_are_put_into_other_forms(form, expected):
    assert in_english_form("Draws up a list and keeps it in order", form) == expected


@pytest.mark.parametrize(
    ("third", "past"), [("Carries out checks", "Carried out checks"), ("Sets goals", "Set goals")]
)
def test_english_past_tenses_are_spelt_right(third, past):
    assert in_english_form(third, "past") == past
