"""What is kept for visitors is bounded in time and size."""

import pytest

from slmo_match.assessment import Assessment

pytest.importorskip("starlette", reason="the extra slmo-match[web] is not installed")

from slmo_match.web.refusal import Refused
from slmo_match.web.settings import Limits
from slmo_match.web.workspace import Item, Workspaces

LIMITS = Limits(documents=3, characters=100, seconds=60)


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def workspaces(clock):
    return Workspaces(LIMITS, clock)


def item(length=10):
    return Item("cv.txt", "a" * length, Assessment("scored"))


def test_ids_cannot_be_guessed(workspaces):
    names = {workspaces.add("a", item()) for _ in range(3)}
    assert len(names) == 3
    assert all(len(name) == 16 for name in names)


def test_documents_are_forgotten_some_time_after_the_last_visit(workspaces, clock):
    name = workspaces.add("a", item())
    workspaces.add("b", item())
    clock.now = 50
    assert workspaces.find("a", name)
    clock.now = 100
    workspaces.expire()
    assert len(workspaces) == 1
    assert workspaces.find("a", name)
    clock.now = 161
    with pytest.raises(Refused, match="no such document"):
        workspaces.find("a", name)
    assert len(workspaces) == 0


def test_the_oldest_visitors_make_room_for_new_texts(workspaces, clock):
    for visitor in "abc":
        clock.now += 1
        workspaces.add(visitor, item(40))
    assert len(workspaces) == 2
    assert not workspaces.of("a").items
    workspaces.add("c", item(60))
    assert len(workspaces) == 1
    assert len(workspaces.of("c").items) == 2  # one's own documents are never lost to oneself


def test_a_visitor_who_alone_takes_all_room_is_refused_more(workspaces):
    workspaces.add("a", item(10))
    workspaces.add("b", item(60))
    with pytest.raises(Refused, match="too few for these") as refused:
        workspaces.add("b", item(41))
    assert refused.value.status == 413
    assert [len(workspaces.of(visitor).items) for visitor in "ab"] == [1, 1]
    workspaces.add("b", item(40))
    assert [len(workspaces.of(visitor).items) for visitor in "ab"] == [0, 2]


def test_a_page_holds_so_many_documents_and_no_more(workspaces):
    for _ in range(3):
        workspaces.add("a", item())
    with pytest.raises(Refused, match="the page holds 3 documents"):
        workspaces.add("a", item())
    workspaces.forget("a")
    workspaces.add("a", item())


def test_visitors_who_only_look_take_no_room(workspaces):
    for number in range(100):
        workspaces.of(str(number))
    assert len(workspaces) == 0
