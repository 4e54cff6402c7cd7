from pathlib import Path

import pytest

from slmo_match import descriptors
from slmo_match.cosine import matched_to
from slmo_match.errors import DescriptorsError
from slmo_match.matcher import LevelMatcher

OTHER_WORDS = {
    1: "Tej umiejętności na tym poziomie zwykle nie widać.",
    2: "Odnotowuje opóźnienia dostawców w rejestrze.",
    3: "Uprzedza odbiorców o spodziewanych przerwach.",
    4: "Sporządza miesięczne sprawozdania z jakości obsługi.",
    5: "Uzgadnia z odbiorcami czasy reakcji serwisu.",
    6: "Odpowiada za opłacalność wszystkich kontraktów serwisowych.",
    7: "Kształtuje długofalową strategię usług przedsiębiorstwa.",
}


@pytest.fixture
def other_descriptors(tmp_path: Path) -> Path:
    path = tmp_path / "deskryptory.txt"
    parts = [f"Nasza skala: Poziom {level}\n\n{text}" for level, text in OTHER_WORDS.items()]
    path.write_text("\n\n".join(parts), encoding="utf-8")
    return path


@pytest.mark.parametrize("level", [2, 3, 4, 5, 6, 7])
def test_a_text_in_the_words_of_other_descriptors_gets_their_level(other_descriptors, level):
    matcher = LevelMatcher(descriptors=other_descriptors)
    text = f"Zakres obowiązków: {OTHER_WORDS[level]} Mile widziane prawo jazdy."
    assessment = matcher.assess(text)
    assert assessment.level == level
    assert assessment.evidence[0].criterion == f"{level}.1"
    assert assessment.model == "cosine to deskryptory.txt"


def test_a_driver_shows_nothing_of_other_descriptors(other_descriptors):
    matcher = LevelMatcher(descriptors=other_descriptors)
    text = "Zadania: prowadzenie ciężarówki, załadunek palet, tankowanie i mycie pojazdu."
    assert matcher.assess(text).level == 1


def test_what_a_list_denies_shows_nothing_of_other_descriptors(other_descriptors):
    matcher = LevelMatcher(descriptors=other_descriptors)
    text = f"Zadania:\n- prowadzenie kasy\nPoza zakresem:\n- {OTHER_WORDS[5]}\n- {OTHER_WORDS[4]}"
    assert matcher.assess(text).level == 1


def test_the_shipped_text_given_as_a_file_keeps_its_criteria():
    path = Path(descriptors.__file__).parent / "slmo_pl.txt"
    assert descriptors.load(path) == descriptors.default()


def test_descriptors_that_changed_are_read_again(other_descriptors):
    first = matched_to(other_descriptors)
    assert matched_to(other_descriptors) is first
    with open(other_descriptors, "a", encoding="utf-8") as file:
        file.write(" Pilnuje też gaśnic.")
    assert matched_to(other_descriptors) is not first


def test_a_descriptor_that_is_missing_is_named(tmp_path):
    path = tmp_path / "niepelne.txt"
    path.write_text("Skala: Poziom 1\nNic.\nSkala: Poziom 2\nCoś.", encoding="utf-8")
    with pytest.raises(DescriptorsError, match="no heading for level 3"):
        LevelMatcher(descriptors=path).assess("Zadania: odnotowywanie opóźnień dostawców usług.")
