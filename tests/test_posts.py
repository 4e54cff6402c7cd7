"""Dates of every shape show the posts of a CV; adverts have none."""

import pytest

from slmo_match.language.posts import NOW, posts


def years(text: str) -> list[int]:
    return [post.end_year for post in posts(text)]


@pytest.mark.parametrize(
    "dates",
    [
        "2018 – obecnie",
        "2018-obecnie",
        "03.2018 - teraz",
        "od 03/2018 do chwili obecnej",
        "od 2018 r. do dziś",
        "01.2018 — nadal",
        "2018 - present",
        "od 2018",
        "Obecnie:",
        "2018 – Present",
        "2018 to date",
        "Mar 2018 - current",
        "from March 2018 to present",
        "since May 2018",
    ],
)
def test_a_post_that_lasts_until_now(dates):
    assert years(f"{dates} Koordynator usług, Wiąz S.A.") == [NOW]


@pytest.mark.parametrize(
    "dates",
    [
        "2012 – 2016",
        "2012-2016",
        "05.2012 - 11.2016",
        "od 2012 do 2016",
        "2012 r. – 2016 r.",
        "May 2012 – Nov 2016",
        "from 2012 to 2016",
        "2012 – czerwiec 2016",
    ],
)
def test_an_earlier_post_ends_in_its_last_year(dates):
    assert years(f"2016 – obecnie kierownik\n{dates} referent") == [NOW, 2016]


def test_posts_stand_in_the_order_of_the_text():
    text = "2011-2014 praktykant\n2014-2020 technik\n2020 – obecnie kierownik"
    found = posts(text)
    assert [post.end_year for post in found] == [2014, 2020, NOW]
    assert [text[post.start :][:4] for post in found] == ["2011", "2014", "2020"]


def test_a_post_begins_at_the_name_of_its_month():
    text = "Career\nJan 2019 – Present Manager\nMarch 2014 to December 2018 Clerk"
    assert [text[post.start :][:5] for post in posts(text)] == ["Jan 2", "March"]


@pytest.mark.parametrize(
    "text",
    [
        "Sprzątamy biura w Poznaniu.",
        "Projekt unijny 2021-2027, stanowisko w dziale zamówień.",
        "Działamy w branży dźwigowej 25 lat, zatrudniamy 2000 osób.",
    ],
)
def test_an_advert_has_no_posts(text):
    assert posts(text) == []
