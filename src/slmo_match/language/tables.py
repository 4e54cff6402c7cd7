"""The word lists beside this file, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple


def _lines(name: str) -> list[list[str]]:
    text = files("slmo_match.language").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _words(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in line[0].split())


@cache
def heads() -> dict[str, str]:
    """Map an aspect partner or noun of action to the verb that stands for both."""
    return {word: head for head, words in _lines("verbs.tsv") for word in words.split()}


@cache
def verbs() -> frozenset[str]:
    """Return the verbs that stand for others."""
    return frozenset(heads().values())


@cache
def concepts() -> dict[str, tuple[tuple[str, str], ...]]:
    """Map a lemma to its concepts, as pairs of kind (action, object, scope) and name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, name, words in _lines("concepts.tsv"):
        for word in words.split():
            found.setdefault(heads().get(word, word), []).append((kind, name))
    return {word: tuple(dict.fromkeys(pairs)) for word, pairs in found.items()}


@cache
def english() -> dict[str, str]:
    """Map an English word to the Polish lemma that it means."""
    return {word: head for word, head in _english() if "_" not in word}


@cache
def phrases() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return English phrases with the Polish lemma that each means, the longest first."""
    found = [(tuple(words.split("_")), head) for words, head in _english() if "_" in words]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def english_words() -> frozenset[str]:
    """Return every English word that is known, also those that only phrases have."""
    parts = {part for phrase, _ in _english() for part in phrase.split("_")}
    return frozenset(parts | pure_verbs() | silent() | _words("english_common.txt"))


@cache
def irregular() -> dict[str, str]:
    """Map an irregular English form to its base."""
    return {form: base for base, forms in _lines("english_forms.tsv") for form in forms.split()}


@cache
def pure_verbs() -> frozenset[str]:
    """Return English verbs that look like no noun."""
    return _words("english_verbs.txt")


@cache
def silent() -> frozenset[str]:
    """Return English words that Polish has no word for."""
    return _words("english_silent.txt")


@cache
def _english() -> tuple[tuple[str, str], ...]:
    return tuple((word, head) for head, words in _lines("english.tsv") for word in words.split())


class Heading(NamedTuple):
    """What is read of a heading so far: the section that it opens, and how it can go on."""

    section: str
    following: dict[str, Heading]


@cache
def headings() -> Heading:
    """Return the headings as a tree of their words."""
    words = {tuple(line[1].replace(",", " ").split()): line[0] for line in _lines("headings.tsv")}
    return _tree(words)


def _tree(headings: dict[tuple[str, ...], str]) -> Heading:
    following: dict[str, dict[tuple[str, ...], str]] = {}
    for words, section in headings.items():
        if words:
            following.setdefault(words[0], {})[words[1:]] = section
    return Heading(headings.get((), ""), {word: _tree(part) for word, part in following.items()})


@cache
def bodies() -> frozenset[str]:
    """Nouns of bodies of people that may act."""
    return _words("bodies.txt")


@cache
def actors() -> frozenset[str]:
    """Nouns of bodies of people and of women who may act; those of men tell it by their gender."""
    return bodies() | _words("women.txt")


@cache
def abbreviations() -> frozenset[str]:
    """Abbreviations, without their last full stop, after which no sentence ends."""
    return _words("abbreviations.txt")


@cache
def polite_capitals() -> frozenset[str]:
    """Lemmas that adverts capitalise in the middle of a sentence out of politeness."""
    return _words("polite_capitals.txt")


@cache
def forms() -> dict[str, tuple[int, str]]:
    """Map a word form of real adverts to its document frequency and its usual lemma."""
    return {form: (int(count), lemma) for form, count, lemma in _lines("forms.tsv")}


@cache
def restored() -> dict[str, str]:
    """Map a form without Polish letters to the most frequent form that it may stand for."""
    best: dict[str, str] = {}
    for form, (count, _) in forms().items():
        bare = form.translate(BARE)
        if bare not in best or count > forms()[best[bare]][0]:
            best[bare] = form
    return best


BARE = str.maketrans("ąćęłńóśźż", "acelnoszz")
