"""The lean ways of the hot path give what the plain ways give.

Each test states the plain way, which is easy to see to be right, and compares.
"""

from itertools import islice

import numpy as np
import pytest

from slmo_match.language import tables
from slmo_match.language.statements import cut
from slmo_match.language.words import _MOST_VARIANTS, Lexicon, _with_letters
from slmo_match.levels import document_features, log_odds
from slmo_match.match import Scores
from slmo_match.vectorise import _concept_list, _concept_pairs, _pairs_of

LEXICON = Lexicon()


@pytest.mark.parametrize(
    "form",
    ["zarzadzanie", "uslug", "sciezka", "zolw", "kubernetes", "wdrozenie", "swiadczen", "o'neil"],
)
def test_lost_letters_are_put_back_as_if_each_variant_was_asked_for(form):
    tried = islice(_with_letters(form), _MOST_VARIANTS)
    plain = next((word for word in tried if LEXICON._readings(word)), form)
    assert LEXICON._restore(form) == tables.restored().get(form, plain)


def test_pairs_of_concepts_are_those_that_stand_in_the_same_row():
    random = np.random.default_rng(5)
    present = random.random((60, len(_concept_list()))) < 0.08
    first, second = _concept_pairs()
    rows, columns = np.nonzero(present[:, first] & present[:, second])
    plain = sorted(zip(rows.tolist(), (columns + len(_concept_list())).tolist(), strict=True))
    found = _pairs_of(*np.nonzero(present))
    assert sorted(zip(*(part.tolist() for part in found), strict=True)) == plain


def test_features_of_all_levels_at_once_are_those_of_each_level():
    random = np.random.default_rng(7)
    criteria = random.random((9, 6))
    scores = Scores(
        random.random(9),
        random.random(9),
        criteria / criteria.sum(axis=1, keepdims=True),
        random.random((9, 7)),
    )
    levels = np.arange(2, 8)
    by_level = scores.by_level(levels)
    by_level[by_level < 0.1] = 0.0
    plain = []
    for level in range(2, 8):
        reached = by_level[:, level - 1 :].sum(axis=1)
        best = sorted(reached, reverse=True)[:3]
        anyone = 1 - np.prod(1 - np.clip(reached, 0, 0.999))
        plain += [*best, anyone, by_level[:, level - 1].max()]
    expected = log_odds(np.array(plain))
    np.testing.assert_allclose(document_features(scores, levels), expected, rtol=1e-12)


def test_a_text_is_cut_the_same_whatever_was_read_before():
    text = "Zakres obowiązkówNadzór nad PowerPoint oraz raportowanie; prowadzenie Rejestru Skarg"
    fresh = cut(text, Lexicon())
    used = Lexicon()
    for other in ("PowerPoint i Excel", text.upper(), text.lower(), text):
        cut(other, used)
    assert cut(text, used) == fresh
