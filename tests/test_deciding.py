"""In a CV one post decides: the present one, or the most senior relevant one."""

import numpy as np
import pytest

from slmo_match.deciding import deciding_statements, said_first, titles
from slmo_match.language.posts import NOW, Post
from slmo_match.language.statements import Statement, cut
from slmo_match.language.words import Lexicon


def statement(post: int) -> Statement:
    return Statement(0, 1, "", post, ())


def deciding(posts: list[int], ends: list[int], levels: list[int | None]) -> list[bool]:
    """Ask which statements count: their post, the years posts ended, the level each shows."""
    probabilities = np.zeros((len(levels), 7))
    for row, level in zip(probabilities, levels, strict=True):
        if level is not None:
            row[level - 1] = 0.9
    return deciding_statements(
        [statement(post) for post in posts], [Post(0, year) for year in ends], probabilities
    ).tolist()


def test_all_of_an_advert_counts():
    assert deciding([0, 0, 0], [], [2, 5, None]) == [True, True, True]


def test_the_present_post_decides_where_it_has_the_skill():
    assert deciding([1, 2], [NOW, 2019], [3, 6]) == [True, False]


def test_an_earlier_post_decides_where_the_present_one_has_not_the_skill():
    assert deciding([1, 2], [NOW, 2019], [None, 4]) == [False, True]


def test_the_most_senior_of_the_earlier_posts_decides():
    assert deciding([1, 2, 3], [NOW, 2019, 2012], [None, 3, 6]) == [False, False, True]


def test_the_later_of_two_earlier_posts_of_one_level_decides():
    assert deciding([1, 2, 3], [NOW, 2019, 2012], [None, 4, 4]) == [False, True, False]


def test_without_a_present_post_the_most_senior_decides():
    assert deciding([1, 2], [2023, 2019], [2, 5]) == [False, True]


def test_a_profile_above_the_posts_always_counts():
    assert deciding([0, 1, 2], [NOW, 2019], [None, 3, 6]) == [True, True, False]


def test_posts_may_stand_oldest_first():
    assert deciding([1, 2], [2019, NOW], [6, 3]) == [False, True]


@pytest.mark.parametrize("posts", [[], [1]])
def test_a_single_post_is_no_choice(posts):
    assert deciding([0, 1], [NOW] * len(posts), [2, 5]) == [True, True]


def test_a_doubtful_duty_makes_no_post_relevant():
    levels = np.zeros((2, 7))
    levels[0, 2], levels[1, 3] = 0.2, 0.9
    found = deciding_statements([statement(1), statement(2)], [Post(0, NOW), Post(9, 2019)], levels)
    assert found.tolist() == [False, True]


@pytest.mark.parametrize("heading", ["Stanowisko", "STANOWISKO", "Job title"])
def test_what_follows_the_heading_of_a_title_is_the_title(heading):
    text = f"{heading}: nadzór nad usługami\nZadania: odbieranie telefonów\nstanowisko, umowa"
    found = cut(text, Lexicon())
    named = [s.text for s, title in zip(found, titles(found), strict=True) if title]
    assert named == ["nadzór nad usługami"]


def test_what_an_advert_says_again_in_the_same_words_counts_once():
    said = [(0, "Nadzór nad usługami"), (0, "Praca zmianowa"), (0, "nadzór nad usługami")]
    again = [Statement(0, 1, "", post, (), text=text) for post, text in said]
    assert said_first(again).tolist() == [True, True, False]


def test_what_two_posts_say_in_the_same_words_counts_in_both():
    again = [Statement(0, 1, "", post, (), text="Nadzór nad usługami") for post in (1, 2)]
    assert said_first(again).tolist() == [True, True]
