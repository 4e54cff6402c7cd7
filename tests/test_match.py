"""Statements meet criteria: what they show, and whose it is."""

import numpy as np
import pytest

from slmo_match import descriptors, model_files
from slmo_match.language.statements import Statement, cut
from slmo_match.match import (
    AT_ONCE,
    OF_NETWORK,
    OWNERSHIPS,
    Heads,
    Scores,
    StatementModel,
    _averaged,
    logit,
    sigmoid,
    softmax,
)
from slmo_match.vectorise import SECTIONS

MODEL = model_files.load().statements


def score(text, lexicon):
    return MODEL.score(cut(text, lexicon))


def top(text, lexicon):
    found = score(text, lexicon)
    return MODEL.criteria[int(found.criteria[0].argmax())]


def test_the_columns_are_the_criteria_of_the_descriptors():
    assert MODEL.criteria == tuple(criterion.id for criterion in descriptors.default().criteria)


def test_scores_are_probabilities(lexicon):
    found = score("Nadzór nad serwisem wind; wydawanie posiłków; umowa o pracę", lexicon)
    assert found.relevance.shape == (3,)
    assert found.criteria.shape == (3, len(MODEL.criteria))
    assert found.ownership.shape == (3, len(OWNERSHIPS))
    assert np.all((found.relevance >= 0) & (found.relevance <= 1))
    assert found.criteria.sum(axis=1) == pytest.approx(1)
    assert found.ownership.sum(axis=1) == pytest.approx(1)
    assert np.all((found.strength >= 0) & (found.strength <= 1))


@pytest.mark.parametrize(
    ("statement", "criterion"),
    [
        ("wpisywanie do rejestru godzin przyjazdu serwisu i spóźnień wobec umowy", "2.1"),
        ("uprzedzanie klientów i kierowników o planowanej przerwie w dostawie usługi", "3.2"),
        ("sporządzanie miesięcznych raportów o poziomie usług dla klienta", "4.4"),
        ("tworzenie i aktualizowanie katalogu usług", "5.2"),
        ("negocjowanie z klientem poziomu usług i czasów reakcji", "5.3"),
        ("wyznaczanie strategii świadczenia usług dla całej grupy", "7.1"),
    ],
)
def test_a_duty_shows_its_criterion(lexicon, statement, criterion):
    assert top(statement, lexicon) == criterion
    assert score(statement, lexicon).relevance[0] > 0.5


@pytest.mark.parametrize(
    "statement",
    [
        "podawanie leków i zmiana opatrunków",
        "pisanie testów jednostkowych w Pythonie",
        "prowadzenie ciągnika siodłowego z naczepą",
        "rozliczanie delegacji pracowników",
    ],
)
def test_other_duties_show_none(lexicon, statement):
    assert score(statement, lexicon).relevance[0] < 0.5


def test_the_heading_above_a_statement_says_whose_it_is(lexicon):
    statement = cut("nadzór nad realizacją umów serwisowych", lexicon)[0]
    own, required = (
        MODEL.score([statement._replace(section=section)]) for section in ("duties", "required")
    )
    column = OWNERSHIPS.index("required")
    assert required.ownership[0, column] > own.ownership[0, column]
    assert own.own[0] > required.own[0]


@pytest.mark.parametrize(
    ("statement", "ownership"),
    [
        ("poziomy usług uzgadnia z klientem dyrektor operacyjny", "other"),
        ("na tym stanowisku nie negocjujesz umów z klientami", "negated"),
        ("wymagana znajomość zagadnień umów SLA", "required"),
    ],
)
def test_duties_that_are_not_the_roles_are_told_apart(lexicon, statement, ownership):
    found = score(statement, lexicon)
    assert OWNERSHIPS[int(found.ownership[0].argmax())] == ownership


def test_a_model_comes_back_from_its_state(lexicon):
    again = StatementModel.from_state(*MODEL.state())
    statements = cut("Nadzór nad serwisem wind; wydawanie posiłków", lexicon)
    for one, other in zip(again.score(statements), MODEL.score(statements), strict=True):
        assert one == pytest.approx(other, abs=1e-3)


def head(*outputs: float) -> tuple[np.ndarray, np.ndarray]:
    """Return a model of one column without weight, whose intercepts are the log-odds given."""
    return np.zeros((1, len(outputs))), np.array(outputs)


def found_by(relevance: float, shown: list[float], owner: list[float]) -> Scores:
    """Score one statement by heads that know only intercepts."""
    ownership = np.zeros((1 + len(SECTIONS), 7)), np.array(owner)
    heads = Heads(("2.1", "5.1"), head(relevance), head(*shown), ownership)
    statement = Statement(0, 1, "", 0, ())
    return heads.scores(np.zeros((1, heads.weights.shape[1])), [statement])


def test_strength_lies_between_the_two_answers():
    surely_own = [50.0, 0, 0, 0, 0, 0, 0]
    scores = found_by(2.0, [0.0, -1.0, -50.0], surely_own)
    log_odds = (1 - AT_ONCE) * 2.0 + AT_ONCE * -1.0
    assert scores.strength == pytest.approx(sigmoid(np.array([log_odds])))
    assert scores.relevance == pytest.approx(sigmoid(np.array([2.0])))
    assert scores.criteria == pytest.approx(np.array([[1.0, 0.0]]))
    assert scores.strengths == pytest.approx(scores.strength[:, None] * scores.criteria)


def test_what_another_does_is_relevant_without_strength():
    mine, theirs = (
        found_by(3.0, [0.0, 3.0, 0.0], owner)
        for owner in ([9.0, 0, 0, 0, 0, 0, 0], [0, 9.0, 0, 0, 0, 0, 0])
    )
    assert theirs.relevance == mine.relevance
    assert theirs.strength[0] < 0.3 < 0.9 < mine.strength[0]


def test_the_averages_of_two_models_lie_between_them():
    linear = found_by(2.0, [0.0, 2.0, 2.0], [1.0, 0, 0, 0, 0, 0, 0])
    network = found_by(4.0, [1.0, 4.0, -5.0], [3.0, 0, 0, 0, 0, 0, 0])
    both = _averaged(linear, network)
    wanted = (1 - OF_NETWORK) * logit(linear.strength) + OF_NETWORK * logit(network.strength)
    assert both.strength == pytest.approx(sigmoid(wanted))
    assert linear.relevance < both.relevance < network.relevance
    assert linear.own < both.own < network.own
    assert linear.criteria[0, 0] < both.criteria[0, 0] < network.criteria[0, 0]
    for shares in (both.criteria, both.ownership):
        assert shares.sum() == pytest.approx(1.0)


def test_the_outputs_of_the_network_are_the_answers_to_three_questions():
    n = len(MODEL.criteria)
    outputs = np.zeros((1, 1 + n + 7 + 7), np.float32)
    outputs[0, MODEL.criteria.index("5.3") + 1] = 9  # shown
    outputs[0, 1 + n] = -9  # no level
    outputs[0, 1 + n + 7 + OWNERSHIPS.index("own")] = 9
    found = MODEL._of_network(outputs)
    assert found.strength[0] > 0.98
    assert found.relevance[0] > 0.99
    assert MODEL.criteria[int(found.criteria[0].argmax())] == "5.3"
    assert found.own[0] > 0.99
    more = MODEL._of_network(outputs + 7)
    assert all(one == pytest.approx(other) for one, other in zip(more, found, strict=True))


def test_the_softmax_keeps_single_precision():
    single = softmax(np.array([[1000, 1000], [0, -1000]], np.float32))
    assert single.dtype == np.float32
    assert single.tolist() == [[0.5, 0.5], [1, 0]]


def test_a_statement_alone_has_the_scores_that_it_has_among_others(lexicon):
    statements = cut(
        "Nadzór nad serwisem wind; wydawanie posiłków; negocjowanie SLA z klientami; kasa", lexicon
    )
    together = MODEL.score(statements)
    for i, statement in enumerate(statements):
        alone, among = MODEL.score([statement]), together.rows(i, i + 1)
        assert all(np.array_equal(one, other) for one, other in zip(alone, among, strict=True))


def test_strengths_of_a_level_are_summed():
    half = np.array([0.5])
    scores = Scores(half, half, np.array([[0.1, 0.3, 0.6]]), np.eye(7)[:1])
    by_level = scores.by_level(np.array([2, 2, 7]))
    assert by_level == pytest.approx(np.array([[0, 0.2, 0, 0, 0, 0, 0.3]]))


def test_chosen_statements_keep_their_scores_together():
    scores = Scores(
        np.arange(3.0), np.arange(3.0), np.arange(6.0).reshape(3, 2), np.arange(21.0).reshape(3, 7)
    )
    chosen = scores.where(np.array([True, False, True]))
    assert chosen.relevance.tolist() == [0.0, 2.0]
    assert chosen.criteria.tolist() == [[0.0, 1.0], [4.0, 5.0]]
    assert chosen.ownership[:, 0].tolist() == [0.0, 14.0]


def test_rows_of_scores_stay_together():
    scores = Scores(
        np.arange(4.0), np.arange(4.0), np.arange(8.0).reshape(4, 2), np.arange(28.0).reshape(4, 7)
    )
    part = scores.rows(1, 3)
    assert part.relevance.tolist() == [1.0, 2.0]
    assert part.criteria.tolist() == [[2.0, 3.0], [4.0, 5.0]]
    assert len(part.ownership) == 2


def test_sigmoid_and_softmax_bear_great_numbers():
    values = np.array([-1e6, 0.0, 1e6])
    assert sigmoid(values) == pytest.approx([0.0, 0.5, 1.0], abs=1e-9)
    assert softmax(np.array([[1e6, 0.0]])).tolist() == [[1.0, 0.0]]
