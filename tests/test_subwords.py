"""Pieces of words bring derived and unknown words near known ones."""

import numpy as np
import pytest

from slmo_match.language.statements import cut
from slmo_match.subwords import LemmaScores, Subwords, pieces_of

TEXTS = [
    "nadzór nad serwisem wind w budynku",
    "nadzorowanie serwisantów drukarek",
    "negocjowanie z klientem czasu napraw",
    "prowadzenie rejestru skarg na catering",
    "nadzór nad nadzorem",
]


@pytest.fixture(scope="module")
def statements(lexicon):
    return [cut(text, lexicon)[0] for text in TEXTS]


@pytest.fixture(scope="module")
def subwords(statements) -> Subwords:
    return Subwords(min_count=1).fit(statements)


def dense(factors) -> np.ndarray:
    return (factors.lemmas @ factors.pieces).toarray()


def test_pieces_are_three_or_four_letters_with_the_ends_of_the_word_marked():
    assert pieces_of("cło") == {" cł", "cło", "ło ", " cło", "cło "}
    assert pieces_of("") == set()


def test_a_word_of_thousands_of_letters_has_few_pieces():
    assert len(pieces_of("a" * 50_000)) < 200


def test_a_statement_has_length_one_unless_a_piece_is_shared_by_its_lemmas(subwords, statements):
    lengths = np.linalg.norm(dense(subwords.factors(statements[2:4])), axis=1)
    assert lengths == pytest.approx([1.0, 1.0], abs=0.1)


def test_derived_words_are_near_each_other_and_others_are_not(subwords, lexicon):
    one, derived, other = (
        dense(subwords.factors([cut(word, lexicon)[0]]))[0]
        for word in ("serwis", "serwisant", "catering")
    )
    assert one @ derived > 0.3 > one @ other


def test_rare_pieces_weigh_more(subwords):
    rarity = dict(zip(subwords.pieces_, subwords.rarity_, strict=True))
    assert rarity["wind"] > rarity["nad"] >= 1.0


def test_pieces_in_too_few_statements_are_left_out(statements):
    assert "wind" not in Subwords(min_count=2).fit(statements).pieces_


def test_summing_over_lemmas_gives_the_product_of_the_rows(subwords, statements):
    weights = np.random.default_rng(0).normal(size=(len(subwords.pieces_), 3))
    wanted = dense(subwords.factors(statements)) @ weights
    scores = LemmaScores(subwords, weights)
    assert scores.sums(statements) == pytest.approx(wanted)
    assert scores.sums(statements[::-1]) == pytest.approx(wanted[::-1])


def test_what_was_learnt_can_be_stored(subwords, statements):
    again = Subwords.from_state(*subwords.state())
    assert dense(again.factors(statements)) == pytest.approx(
        dense(subwords.factors(statements)), abs=1e-5
    )
