"""Quotations: the words of the text, the strongest first, and what did not count."""

import numpy as np
import pytest

from slmo_match.assessment import CriterionMatch
from slmo_match.explain import criteria_of, evidence_of, missing_for_next
from slmo_match.language.clean import clean
from slmo_match.language.statements import cut
from slmo_match.match import OWNERSHIPS, Scores

CRITERIA = ("2.1", "5.1", "5.3")
TEXT = "Nadzór nad serwisem wind. Rejestr spóźnień ochrony. Czasy reakcji uzgadnia zarząd."


def scores(*rows: tuple[float, str, str]) -> Scores:
    """Scores of statements, each of a relevance, a criterion and an owner."""
    n = len(rows)
    found = Scores(
        np.zeros(n), np.zeros(n), np.zeros((n, len(CRITERIA))), np.zeros((n, len(OWNERSHIPS)))
    )
    for i, (relevance, criterion, owner) in enumerate(rows):
        found.relevance[i] = relevance
        found.strength[i] = relevance if owner == "own" else 0
        found.criteria[i, CRITERIA.index(criterion)] = 1
        found.ownership[i, OWNERSHIPS.index(owner)] = 1
    return found


def evidence(lexicon, found, text=TEXT, counted=None, level=4):
    cleaned = clean(text)
    statements = cut(cleaned.text, lexicon)
    counted = np.ones(len(statements), bool) if counted is None else np.array(counted)
    return evidence_of(found, statements, counted, CRITERIA, cleaned, text, level)


THREE = scores((0.8, "5.1", "own"), (0.9, "2.1", "own"), (0.95, "5.3", "other"))


def test_own_duties_come_first_the_strongest_before_the_others(lexicon):
    found = evidence(lexicon, THREE)
    assert [(item.quote, item.criterion, item.level, item.ownership) for item in found] == [
        ("Rejestr spóźnień ochrony", "2.1", 2, "own"),
        ("Nadzór nad serwisem wind", "5.1", 5, "own"),
        ("Czasy reakcji uzgadnia zarząd", "5.3", 5, "other"),
    ]
    assert [item.weight for item in found] == [0.9, 0.8, 0.95]


@pytest.mark.parametrize(
    ("level", "criteria"), [(5, ["5.1", "2.1", "5.3"]), (2, ["2.1", "5.1", "5.3"])]
)
def test_own_duties_of_the_suggested_level_come_before_stronger_ones(lexicon, level, criteria):
    found = evidence(lexicon, THREE, level=level)
    assert [item.criterion for item in found] == criteria


def test_the_duty_of_another_never_comes_first_for_its_level(lexicon):
    found = evidence(
        lexicon,
        scores((0.4, "2.1", "own"), (0.9, "5.1", "other"), (0.9, "5.3", "other")),
        level=5,
    )
    assert [item.ownership for item in found] == ["own", "other", "other"]


def test_a_quotation_stands_where_its_offsets_say(lexicon):
    for item in evidence(lexicon, THREE):
        assert TEXT[item.start : item.end] == item.quote


def test_weak_statements_are_not_quoted(lexicon):
    found = evidence(
        lexicon, scores((0.8, "5.1", "own"), (0.1, "2.1", "own"), (0.2, "5.3", "other"))
    )
    assert [item.quote for item in found] == ["Nadzór nad serwisem wind"]


def test_headings_and_fields_are_not_quoted(lexicon):
    found = evidence(
        lexicon, scores((0.8, "5.1", "none"), (0.9, "2.1", "own"), (0.9, "5.3", "none"))
    )
    assert [item.criterion for item in found] == ["2.1"]


def test_duties_of_an_earlier_post_are_called_so(lexicon):
    found = evidence(lexicon, THREE, counted=[False, True, True])
    assert {item.quote: item.ownership for item in found}["Nadzór nad serwisem wind"] == "earlier"


def test_statements_that_are_as_strong_stay_in_order(lexicon):
    text = "\n".join(f"nadzór nad windą numer {i} w bloku" for i in range(15))
    found = evidence(lexicon, scores(*[(0.9, "5.1", "own")] * 15), text)
    assert [item.start for item in found] == sorted(item.start for item in found)


def test_every_criterion_has_its_strength_and_its_best_quotation(lexicon):
    found = criteria_of(THREE.strengths, CRITERIA, evidence(lexicon, THREE))
    assert [(match.criterion, match.level, match.strength) for match in found] == [
        ("2.1", 2, 0.9),
        ("5.1", 5, 0.8),
        ("5.3", 5, 0.0),
    ]
    assert found[0].evidence.quote == "Rejestr spóźnień ochrony"
    assert found[2].evidence is None


def test_criteria_of_nothing_have_no_strength():
    found = criteria_of(np.zeros((0, len(CRITERIA))), CRITERIA, ())
    assert [match.strength for match in found] == [0, 0, 0]


@pytest.mark.parametrize(("level", "missing"), [(1, ("2.1",)), (4, ("5.3",)), (6, ()), (7, ())])
def test_what_is_missing_for_the_next_level(level, missing):
    matches = [
        CriterionMatch("2.1", 2, 0.1, None),
        CriterionMatch("5.1", 5, 0.8, None),
        CriterionMatch("5.3", 5, 0.2, None),
    ]
    assert missing_for_next(level, matches) == missing
