"""The labels of an example answer three questions."""

import pytest

from slmo_match import descriptors
from slmo_match.language.statements import Statement
from slmo_match.match import OWNERSHIPS
from slmo_match.training.examples import Example
from slmo_match.training.statement_training import questions_of

CRITERIA = tuple(criterion.id for criterion in descriptors.default().criteria)


def example(criteria: tuple[str, ...], ownership: str) -> Example:
    return Example(Statement(0, 1, "", 0, ()), criteria, ownership, "v01")


@pytest.mark.parametrize(
    ("criteria", "ownership", "shown", "level", "owner"),
    [
        (("5.3", "4.1"), "own", "5.3", 5, "own"),
        (("2.1",), "earlier", "2.1", 2, "own"),
        (("7.2",), "other", None, 7, "other"),
        (("4.4",), "required", None, 4, "required"),
        ((), "own", None, None, "own"),
        ((), "title", None, None, "none"),
    ],
)
def test_a_label_tells_what_is_shown_as_own_which_level_by_anyone_and_whose_it_is(
    criteria, ownership, shown, level, owner
):
    found = questions_of([example(criteria, ownership)], CRITERIA)
    assert found.relevance.labels == [bool(criteria)]
    assert found.shown.labels == [CRITERIA.index(shown) + 1 if shown else 0]
    assert found.levels.labels == [level - 1 if level else 0]
    assert found.owners.labels == [OWNERSHIPS.index(owner)]
