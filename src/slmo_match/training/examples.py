"""Labelled statements as the model will meet them: rendered documents, cut anew.

A document is written out in several layouts and cut by the same code that cuts unseen texts;
each statement found gets the labels of the lines that it covers.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from slmo_match.language.clean import clean
from slmo_match.language.statements import Statement, cut
from slmo_match.language.words import Lexicon
from slmo_match.training.corpus import Document, Line
from slmo_match.training.rendering import Rendered, in_capitals, render, without_diacritics

TRAINING_LAYOUTS = ("bullets", "prose", "flat", "commas", "lines", "semicolons")
_OVERLAP_OF_LINE = 0.5
_OVERLAP_OF_STATEMENT = 0.6
_LEAST_OF_LINE = 0.3
_PLAIN, _BARE, _CAPITALS = 0.8, 0.92, 1.0  # shares of letters as they are, bare, in capitals


class Example(NamedTuple):
    """A statement with its labels, a voice where it was met, and how many times it was met."""

    statement: Statement
    criteria: tuple[str, ...]
    ownership: str
    voice: str
    times: int = 1


class Labels(NamedTuple):
    """What a statement shows, whose it is, and how much it covers of the line it overlaps most."""

    criteria: tuple[str, ...]
    ownership: str
    share: float


def document_examples(
    documents: Iterable[Document], lexicon: Lexicon, *, copies: int = 2, seed: int = 0
) -> Iterator[Example]:
    """Render each document in some layouts and yield its labelled statements.

    Small parts of a line that names a criterion are left out: cut off from the rest, they do not
    say it (*every Tuesday*), and are no example of an ordinary statement, either.

    Parameters
    ----------
    documents : iterable of Document
    lexicon : Lexicon
    copies : int
        How many different layouts each document is written out in.
    seed : int
        Of the choice of layouts.
    """
    for document in documents:
        chance = random.Random(f"{seed} {document.id}")
        for layout in chance.sample(TRAINING_LAYOUTS, copies):
            rendered = render(document, layout)
            text = in_some_letters(rendered.text, chance.random())
            for statement in cut(clean(text).text, lexicon):
                labels = labels_of(statement, rendered)
                if not labels.criteria or labels.share >= _LEAST_OF_LINE:
                    yield Example(statement, *labels[:2], document.voice)


def bank_examples(banks: Iterable[Line], lexicon: Lexicon) -> Iterator[Example]:
    """Yield the single statements of the bank, each uncut."""
    for line in banks:
        text = clean(line.text).text
        parts = cut(text, lexicon)
        if parts:
            words = tuple(word for part in parts for word in part.words)
            whole = parts[0]._replace(words=words, section="", text=text)
            yield Example(whole, line.criteria, line.ownership, "bank")


def once_each(
    examples: Iterable[Example], seen_of: Callable[[Statement], Hashable]
) -> list[Example]:
    """Return the examples that differ in labels or in what is seen of their statements.

    Each was met as many times as all that are like it; it has the voice of the last.
    """
    counts: Counter[Hashable] = Counter()
    different: dict[Hashable, Example] = {}
    for example in examples:
        statement, criteria, ownership = example[:3]
        key = (seen_of(statement), statement.section, criteria[:1], ownership)
        counts[key] += example.times
        different[key] = example
    return [example._replace(times=counts[key]) for key, example in different.items()]


def words_seen(statement: Statement) -> Hashable:
    """Return what the models see of the words of a statement: lemmas, flags and norms."""
    return tuple((word.lemma, word.flags, word.norms) for word in statement.words)


def text_and_words(statement: Statement) -> Hashable:
    """Return what an encoder or the models see of a statement, but for its heading."""
    return statement.text, words_seen(statement)


def labels_of(statement: Statement, rendered: Rendered) -> Labels:
    """Return the labels of the lines that a statement covers."""
    criteria: list[str] = []
    ownership, widest, share = "meta", 0, 0.0
    for start, end, line in rendered.spans:
        common = min(end, statement.end) - max(start, statement.start)
        if common <= 0:
            continue
        length = statement.end - statement.start
        if common >= _OVERLAP_OF_LINE * (end - start) or common >= _OVERLAP_OF_STATEMENT * length:
            criteria.extend(line.criteria)
        if common > widest:
            ownership, widest, share = line.ownership, common, common / (end - start)
    return Labels(tuple(dict.fromkeys(criteria)), ownership, share)


def in_some_letters(text: str, chance: float) -> str:
    """Write a text as it is, or without diacritics, or in capitals; its length stays."""
    if chance < _PLAIN:
        return text
    return without_diacritics(text) if chance < _BARE else in_capitals(text)


def statements_of(examples: Sequence[Example]) -> list[Statement]:
    """Return the statements of examples."""
    return [example.statement for example in examples]
