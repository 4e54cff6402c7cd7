"""Statements to rows of a sparse matrix: lemmas, norms, stems, and pairs of them.

A statement is seen as the set of its lemmas, of the forms that stand in it (norms, which say more
than their lemmas: *kontrola* is not *kontrolujesz*, and an English word not its Polish lemma), of
the stems of lemmas (the first letters, which bring derived words together), of the unordered pairs
of stems that stand near each other (word order is free in Polish), of the concepts that its lemmas
belong to and of the pairs of these (an action with an object or a scope), of the form of its first
word, of where somebody who acts stands to a verb, and of frequent bigrams (a lemma and the next
one: *firma sprzątać* is not *sprzątać firma*). Whole batches go through numpy at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from slmo_match.language import tables
from slmo_match.language.statements import Statement
from slmo_match.language.words import ACTOR, NOMINAL, PAST, THIRD, VERBAL, WE, YOU

SECTIONS = ("", "duties", "excluded", "required", "benefit", "company", "meta", "heading")
SECTION_WEIGHT = 0.5
_WITHOUT_CONTENT = (
    "w z i na do o oraz za od po przez dla ze przy a lub nad pod we się być ten tym który to jak "
    "jako czy także również u"
)
FUNCTION_WORDS = frozenset(_WITHOUT_CONTENT.split())
_FORMS = (WE, YOU, PAST, THIRD)
_FIRST_FORMS = (NOMINAL, VERBAL, WE, YOU, PAST)
_LENGTHS = 7
_ACTING = 10  # features of who acts
STEM = 4  # letters
WINDOW = 3  # content words

Matrix = sparse.csr_matrix


class Words(NamedTuple):
    """All words of n statements.

    Ids of lemmas and stems (-1: unknown, -2: a stem without content), flags, and in which
    statement each stands (``rows``); the ids of norms, and at which word each stands.
    """

    n: int
    lemmas: NDArray[np.int64]
    stems: NDArray[np.int64]
    flags: NDArray[np.int64]
    rows: NDArray[np.int64]
    norms: NDArray[np.int64]
    words_of_norms: NDArray[np.int64]

    def fewer(self, kept: NDArray[np.bool_]) -> Words:
        """Return the chosen words alone, and all words of statements that would have none."""
        kept = kept | (np.bincount(self.rows[kept], minlength=self.n) == 0)[self.rows]
        places = np.cumsum(kept) - 1
        staying = kept[self.words_of_norms]
        return Words(
            self.n,
            self.lemmas[kept],
            self.stems[kept],
            self.flags[kept],
            self.rows[kept],
            self.norms[staying],
            places[self.words_of_norms[staying]],
        )


class StatementVectorizer:
    """Turn statements into rows, as scikit-learn's vectorizers do.

    Parameters
    ----------
    min_count : int, default 5
        Lemmas and stems that stand in fewer of the statements given to `fit` are left out.
    min_pair_count : int, default 40
        Pairs of stems that stand in fewer statements are left out.
    min_norm_count : int, default 10
        Norms that stand in fewer statements are left out.
    min_bigram_count : int, default 20
        Bigrams that stand in fewer statements are left out.

    Attributes
    ----------
    lemmas_, stems_ : list of str
        The lemmas and stems that are known, sorted; all lemmas of concepts are among them.
    norms_ : list of str
        The known forms in small letters without diacritics, sorted.
    pairs_ : numpy.ndarray of int64
        The known pairs of stems ``lower * n_stems + higher``, sorted.
    bigrams_ : numpy.ndarray of int64
        The known bigrams ``first * n_lemmas + second``, sorted.
    n_features_ : int
        Number of columns.
    """

    def __init__(
        self,
        min_count: int = 5,
        min_pair_count: int = 40,
        min_norm_count: int = 10,
        min_bigram_count: int = 20,
    ) -> None:
        self.min_count = min_count
        self.min_pair_count = min_pair_count
        self.min_norm_count = min_norm_count
        self.min_bigram_count = min_bigram_count

    def fit(self, statements: Sequence[Statement]) -> StatementVectorizer:
        """Learn which lemmas, stems, norms, pairs and bigrams are known.

        Parameters
        ----------
        statements : sequence of Statement, length n

        Returns
        -------
        StatementVectorizer
            Itself.
        """
        lemmas = [[word.lemma for word in s.words if word.lemma] for s in statements]
        stems = [[lemma[:STEM] for lemma in found] for found in lemmas]
        norms = [_norms_of(statement) for statement in statements]
        known = {*_often(lemmas, self.min_count), *tables.concepts()}
        self._set_words(
            sorted(known), _often(stems, self.min_count), _often(norms, self.min_norm_count)
        )
        words = self.words_of(statements)
        self.pairs_ = _often_in(self._near(words.stems, words.rows), words.n, self.min_pair_count)
        self.bigrams_ = _often_in(self._following(words), words.n, self.min_bigram_count)
        self._set_columns()
        return self

    def transform(self, statements: Sequence[Statement]) -> Matrix:
        """Return the rows of statements.

        Parameters
        ----------
        statements : sequence of Statement, length n

        Returns
        -------
        scipy.sparse.csr_matrix, shape (n, n_features_)
            Binary features, each row divided by the square root of three and the number of its
            words, pairs of stems near each other, concepts and pairs of concepts, known or not, so
            that unknown words weaken a statement.
        """
        return self.rows_of(self.words_of(statements))

    def words_of(self, statements: Sequence[Statement]) -> Words:
        """Return the words of statements, as `rows_of` takes them."""
        words = [word for statement in statements for word in statement.words]
        lemmas = [word.lemma for word in words]
        ids = np.fromiter(map(self._ids.get, lemmas, repeat(-1)), np.int64, len(words))
        stems = self._lemma_stems[ids]
        for i in np.flatnonzero(ids < 0).tolist():
            stems[i] = self._stem(lemmas[i])
        lengths = [len(statement.words) for statement in statements]
        norms = [word.norms for word in words]
        places = np.repeat(np.arange(len(words)), [len(found) for found in norms])
        found = map(self._norm_ids.get, chain.from_iterable(norms), repeat(-1))
        return Words(
            len(statements),
            ids,
            stems,
            np.fromiter([word.flags for word in words], np.int64, len(words)),
            np.repeat(np.arange(len(statements)), lengths),
            np.fromiter(found, np.int64, len(places)),
            places,
        )

    def rows_of(self, words: Words) -> Matrix:
        """Return the rows of statements by their words, as `transform` does."""
        lemmas = words.rows[words.lemmas >= 0], words.lemmas[words.lemmas >= 0]
        stems = words.rows[words.stems >= 0], words.stems[words.stems >= 0] + self.n_lemmas_
        keys, places = self._near(words.stems, words.rows)
        found, columns = _look_up(self.pairs_, keys)
        concept_rows, concept_columns = self._concepts(lemmas, words.n)
        counted = np.concatenate([words.rows, places, concept_rows])
        sizes = np.bincount(counted, minlength=words.n)
        blocks = [
            lemmas,
            stems,
            (places[found], columns + self.first_pair_),
            (concept_rows, concept_columns + self.first_concept_),
            *self._shape(words),
            self._norms(words),
            self._bigrams(words),
        ]
        return _matrix(blocks, sizes + 3, self.n_features_)

    def state(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Return what was learnt, as JSON values and as arrays."""
        values = {
            "min_count": self.min_count,
            "min_pair_count": self.min_pair_count,
            "min_norm_count": self.min_norm_count,
            "min_bigram_count": self.min_bigram_count,
            "lemmas": self.lemmas_,
            "stems": self.stems_,
            "norms": self.norms_,
        }
        return values, {"pairs": self.pairs_, "bigrams": self.bigrams_}

    @classmethod
    def from_state(cls, values: dict[str, Any], arrays: Any) -> StatementVectorizer:
        """Return the vectorizer that `state` described."""
        counts = ("min_count", "min_pair_count", "min_norm_count", "min_bigram_count")
        self = cls(*(values[name] for name in counts))
        self._set_words(values["lemmas"], values["stems"], values["norms"])
        self.pairs_, self.bigrams_ = arrays["pairs"], arrays["bigrams"]
        self._set_columns()
        return self

    def names(self) -> list[str]:
        """Return a readable name for every column."""
        stems, size = self.stems_, max(self.n_stems_, 1)
        lemmas, n = self.lemmas_, max(self.n_lemmas_, 1)
        return [
            *lemmas,
            *(f"{stem}-" for stem in stems),
            *(f"{stems[key // size]}- {stems[key % size]}-" for key in self.pairs_),
            *concept_names(),
            *(f"form {i}" for i in range(self.first_norm_ - self.first_form_)),
            *(f'"{norm}"' for norm in self.norms_),
            *(f"{lemmas[key // n]} > {lemmas[key % n]}" for key in self.bigrams_),
        ]

    def columns_of_words(self) -> NDArray[np.int64]:
        """Return the columns of lemmas, stems, norms, concepts and pairs of concepts."""
        parts = (
            (0, self.first_pair_),
            (self.first_concept_, self.first_form_),
            (self.first_norm_, self.first_bigram_),
        )
        return np.concatenate([np.arange(*part) for part in parts])

    def columns_of_network(self) -> NDArray[np.int64]:
        """Return all columns but those of stems, and of pairs of stems or concepts."""
        parts = (
            (0, self.n_lemmas_),
            (self.first_concept_, self.first_concept_ + len(_concept_list())),
            (self.first_form_, self.n_features_),
        )
        return np.concatenate([np.arange(*part) for part in parts])

    def _set_words(self, lemmas: list[str], stems: list[str], norms: list[str]) -> None:
        self.lemmas_, self.stems_, self.norms_ = lemmas, stems, norms
        self.n_lemmas_, self.n_stems_ = len(lemmas), len(stems)
        self._ids = {lemma: i for i, lemma in enumerate(lemmas)}
        self._stem_ids = {stem: i for i, stem in enumerate(stems)}
        self._norm_ids = {norm: i for i, norm in enumerate(norms)}
        # one more than there are lemmas, so that the id of an unknown one is a place as well
        self._lemma_stems = np.array([*map(self._stem, lemmas), -1], np.int64)
        self._lemma_concepts = _lemma_concepts(lemmas)

    def _set_columns(self) -> None:
        self.first_pair_ = self.n_lemmas_ + self.n_stems_
        self.first_concept_ = self.first_pair_ + len(self.pairs_)
        self.first_form_ = self.first_concept_ + len(concept_names())
        shapes = len(_FORMS) + _ACTING + 2 ** len(_FIRST_FORMS) + _LENGTHS
        self.first_lemma_ = self.first_form_ + shapes
        self.first_norm_ = self.first_lemma_ + self.n_lemmas_
        self.first_bigram_ = self.first_norm_ + len(self.norms_)
        self.n_features_ = self.first_bigram_ + len(self.bigrams_)

    def _norms(self, words: Words) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return rows and columns of the norms."""
        known = words.norms >= 0
        return words.rows[words.words_of_norms[known]], words.norms[known] + self.first_norm_

    def _stem(self, lemma: str) -> int:
        return -2 if lemma in FUNCTION_WORDS else self._stem_ids.get(lemma[:STEM], -1)

    def _near(self, stems: NDArray[Any], rows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the keys (-1: unknown) and rows of the pairs of stems near each other."""
        content = stems >= -1
        stems, rows = stems[content], rows[content]
        keys, places = [], []
        for distance in range(1, WINDOW + 1):
            same = rows[:-distance] == rows[distance:]
            one, other = stems[:-distance][same], stems[distance:][same]
            low, high = np.minimum(one, other), np.maximum(one, other)
            keys.append(np.where(low >= 0, low * self.n_stems_ + high, -1))
            places.append(rows[:-distance][same])
        return np.concatenate(keys), np.concatenate(places)

    def _following(self, words: Words) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the keys (-1: unknown) and rows of the bigrams."""
        same = words.rows[:-1] == words.rows[1:]
        first, second = words.lemmas[:-1][same], words.lemmas[1:][same]
        known = np.minimum(first, second) >= 0
        return np.where(known, first * self.n_lemmas_ + second, -1), words.rows[:-1][same]

    def _bigrams(self, words: Words) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return rows and columns of the known bigrams."""
        keys, rows = self._following(words)
        found, columns = _look_up(self.bigrams_, keys)
        return rows[found], columns + self.first_bigram_

    def _concepts(self, lemmas: tuple[Any, Any], n: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return rows and columns of the concepts of statements and of their pairs."""
        rows, ids = lemmas
        incidence = sparse.csr_matrix(
            (np.ones(len(ids), np.float32), (rows, ids)), shape=(n, self.n_lemmas_)
        )
        found, concepts = np.nonzero((incidence @ self._lemma_concepts).toarray())
        pair_rows, pairs = _pairs_of(found, concepts)
        return np.concatenate([found, pair_rows]), np.concatenate([concepts, pairs])

    def _shape(self, words: Words) -> Iterable[tuple[NDArray[Any], NDArray[Any]]]:
        """Yield the features of form: person and tense, who acts, first word, length."""
        n, first, rows, flags = words.n, self.first_form_, words.rows, words.flags
        counts = np.bincount(rows, minlength=n)
        opening = np.cumsum(counts) - counts
        persons = (_having(words, (flags & bit) > 0) for bit in _FORMS)
        acting = _who_acts(words, np.arange(len(rows)) - opening[rows])
        for shown in (*persons, *acting):
            yield np.flatnonzero(shown), np.full(np.count_nonzero(shown), first)
            first += 1
        codes = sum(
            ((flags[opening] & bit) > 0).astype(np.int64) << i for i, bit in enumerate(_FIRST_FORMS)
        )
        yield np.arange(n), first + codes
        yield np.arange(n), first + 2 ** len(_FIRST_FORMS) + np.minimum(counts // 4, _LENGTHS - 1)
        ids = words.lemmas[opening]
        yield np.flatnonzero(ids >= 0), self.first_lemma_ + ids[ids >= 0]


def _having(words: Words, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which of the statements have one of the chosen words."""
    found = np.zeros(words.n, bool)
    found[words.rows[chosen]] = True
    return found


def _who_acts(words: Words, place: NDArray[np.int64]) -> Iterator[NDArray[np.bool_]]:
    """Yield in which of the statements an actor or a verb stands where somebody else may act.

    Polish names who does it after the verb as well as before: *raport pisze kierownik*. `place`
    is that of each word in its statement, from 0.
    """
    actor = (words.flags & ACTOR) > 0
    yield _having(words, actor) & _having(words, (words.flags & (THIRD | PAST)) > 0)
    # in English, those who act have the flag of their verb, too
    present, past = ((words.flags & (bit | ACTOR)) == bit for bit in (THIRD, PAST))
    yield _having(words, actor & (place == 0))
    yield _having(words, actor & (place > 0))
    yield _having(words, present & (place > 0) & _soon(words, actor, 1))
    for verb in (present, past):
        yield _having(words, verb & (place > 0))
        yield _having(words, verb & (place > 0) & _soon(words, actor, 3))
        yield _having(words, actor & (place < 3) & _soon(words, verb, 5))


def _soon(words: Words, wanted: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Return after which words one of the wanted follows in the statement, within `reach` words."""
    found = np.zeros(len(wanted), bool)
    for distance in range(1, reach + 1):
        same = words.rows[:-distance] == words.rows[distance:]
        found[:-distance] |= same & wanted[distance:]
    return found


def _norms_of(statement: Statement) -> list[str]:
    return [norm for word in statement.words for norm in word.norms]


def _often(found: Sequence[Sequence[str]], least: int) -> list[str]:
    """Return the names that stand in so many rows, sorted."""
    names = list(chain.from_iterable(found))
    ids = {name: i for i, name in enumerate(dict.fromkeys(names))}
    keys = np.fromiter(map(ids.__getitem__, names), np.int64, len(names))
    rows = np.repeat(np.arange(len(found)), [len(row) for row in found])
    known = _often_in((keys, rows), len(found), least)
    return sorted(np.array(list(ids), object)[known])


def _often_in(found: tuple[NDArray[Any], NDArray[Any]], n: int, least: int) -> NDArray[np.int64]:
    """Return the known keys that stand in so many of n rows, sorted."""
    keys, rows = (part[found[0] >= 0] for part in found)
    pairs = np.sort(keys * n + rows)  # faster than np.unique
    once = pairs[_first(pairs)] // n  # once a row
    starts = np.flatnonzero(_first(once))
    counts = np.diff(starts, append=len(once))
    often: NDArray[np.int64] = once[starts[counts >= least]]
    return often


def _first(ordered: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which of the ordered numbers, all of 0 or more, stand for the first time."""
    return np.diff(ordered, prepend=-1) > 0


def sections(statements: Sequence[Statement]) -> Matrix:
    """Return which kind of heading stands above each statement, shape (n, n_sections)."""
    columns = [SECTIONS.index(statement.section) for statement in statements]
    n = len(statements)
    values = np.full(n, SECTION_WEIGHT, np.float32)
    return sparse.csr_matrix((values, (np.arange(n), columns)), shape=(n, len(SECTIONS)))


@cache
def _concept_list() -> tuple[tuple[str, str], ...]:
    return tuple(sorted({pair for pairs in tables.concepts().values() for pair in pairs}))


@cache
def _concept_pairs() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the concepts that are looked at together: all but two actions or two scopes."""
    concepts = _concept_list()
    pairs = [
        (i, j)
        for i, (kind, _) in enumerate(concepts)
        for j, (other, _) in enumerate(concepts)
        if i < j and (kind != other or kind == "object")
    ]
    first, second = np.array(pairs, np.int64).T
    return first, second


@cache
def _pair_places() -> NDArray[np.int64]:
    """Return the column of each pair of concepts, -1 for those that are not looked at together."""
    first, second = _concept_pairs()
    n = len(_concept_list())
    places = np.full((n, n), -1, np.int64)
    places[first, second] = n + np.arange(len(first))
    return places


def _pairs_of(
    rows: NDArray[np.int64], concepts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return rows and columns of the pairs of concepts that stand in the same row, sorted."""
    found_rows, columns = [rows[:0]], [concepts[:0]]
    for distance in range(1, len(_concept_list())):
        same = rows[:-distance] == rows[distance:]
        if not same.any():
            break
        places = _pair_places()[concepts[:-distance][same], concepts[distance:][same]]
        found_rows.append(rows[:-distance][same][places >= 0])
        columns.append(places[places >= 0])
    return np.concatenate(found_rows), np.concatenate(columns)


@cache
def concept_names() -> tuple[str, ...]:
    """Names of the columns of concepts and of their pairs."""
    names = [name.upper() for _, name in _concept_list()]
    first, second = _concept_pairs()
    return (*names, *(f"{names[i]}+{names[j]}" for i, j in zip(first, second, strict=True)))


def _lemma_concepts(lemmas: Sequence[str]) -> Matrix:
    columns = {concept: i for i, concept in enumerate(_concept_list())}
    rows, found = [], []
    for i, lemma in enumerate(lemmas):
        for concept in tables.concepts().get(lemma, ()):
            rows.append(i)
            found.append(columns[concept])
    shape = (len(lemmas), len(columns))
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, found)), shape=shape)


def _look_up(known: NDArray[Any], keys: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return which keys are known, and the places of those that are."""
    if not len(known) or not len(keys):
        return np.zeros(len(keys), bool), np.zeros(0, np.int64)
    places = np.searchsorted(known, keys).clip(max=len(known) - 1)
    found = known[places] == keys
    return found, places[found]


def _matrix(
    blocks: list[tuple[NDArray[Any], NDArray[Any]]], sizes: NDArray[Any], width: int
) -> Matrix:
    rows = np.concatenate([block[0] for block in blocks])
    columns = np.concatenate([block[1] for block in blocks])
    matrix = sparse.csr_matrix(
        (np.ones(len(rows), np.float32), (rows, columns)), shape=(len(sizes), width)
    )
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    scale = 1.0 / np.sqrt(np.maximum(sizes, 1)).astype(np.float32)
    matrix.data *= np.repeat(scale, np.diff(matrix.indptr))
    return matrix
