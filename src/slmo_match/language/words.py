"""Word forms to lemmas: Morfeusz, aspect pairs, lost diacritics, a cache by form.

Morfeusz (Woliński 2014, *Morfeusz reloaded*) gives gerunds and participles the verb as
their lemma, so *monitorowanie*, *monitorujący* and *monitoruje* meet. Nouns of action
(*nadzór*, *analiza*) and aspect partners (*zapewnić*) are brought to the same head by the
table ``verbs.tsv``. English words are brought to the Polish lemma that they mean by
``english.tsv`` (see `slmo_match.language.english`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, islice
from typing import Any, NamedTuple

from slmo_match.language import tables
from slmo_match.language.english import (
    ING_FORM,
    PAST_FORM,
    PLAIN,
    PLURAL_OR_THIRD,
    base_of,
    borrowed,
    is_noun_of_action,
)

# a word, also an English one that Polish has given an ending (owner'em, QBR-y)
WORD = re.compile(
    r"[^\W\d_]+(?:[’'][^\W\d_]+|-(?:ami|ach|ów|om|em|owi|ek|ki|kami|kach|y|a|u|i|ie|e)\b)?"
)
_VARIANTS = {
    "a": "aą", "c": "cć", "e": "eę", "l": "lł", "n": "nń", "o": "oó", "s": "sś", "z": "zżź",
}  # fmt: skip
_MOST_VARIANTS = 96
_LONGEST = 40  # letters of a word that are looked at
_SHORTEST_OF_TWO = 9  # letters of two words that run together
_POLISH_LETTERS = frozenset("iouwz")  # small words of Polish, which English has not
_LEAST_OF_POLISH = 6  # letters: shorter forms are words of too many languages

NOMINAL, VERBAL, WE, YOU, PAST, LINK, KNOWN, ADJECTIVE, THIRD, ACTOR, ENGLISH = (
    1 << bit for bit in range(11)
)


class Word(NamedTuple):
    """What is known of a word form.

    ``lemma`` is the usual reading brought to its head, ``""`` for a proper name;
    ``lemmas`` are all readings; ``flags`` are bits: NOMINAL (a gerund or noun of action in the
    nominative, as duties begin), VERBAL (a finite verb of the 2nd or 3rd person singular or an
    infinitive), WE, YOU, PAST, THIRD (person and tense), ACTOR (a person or a body of people in
    what may be the nominative: somebody else who acts), LINK (preposition, conjunction),
    ADJECTIVE, KNOWN (a word of the dictionary), ENGLISH (a word that English has, or has too).

    An English word has the Polish lemma that it means as ``lemma``, ``""`` where Polish says
    nothing (articles), and its English base in ``lemmas``. A negated noun of action or participle
    has a lemma of its own (*niedotrzymanie*).

    ``norms`` is the form as it stands, in small letters without Polish diacritics; a phrase that
    was joined to one word has those of all its words but articles. Forms that are a name or tell
    the gender of a person have none (*Anna*, *negocjowałam*, *odpowiedzialna*).
    """

    lemma: str
    lemmas: tuple[str, ...]
    flags: int
    norms: tuple[str, ...] = ()


# the capitals tell the trade from the pronoun
_IN_CAPITALS = {"IT": Word("informatyczny", ("it",), KNOWN | ENGLISH | ADJECTIVE)}


class Lexicon:
    """Look up word forms, each analysed once and then remembered.

    One lexicon serves one process; Morfeusz is loaded on the first look-up (0.1 s).

    Examples
    --------
    >>> Lexicon().look_up("monitorowania").lemma
    'monitorować'
    >>> Lexicon().look_up("nadzór").lemma
    'nadzorować'
    """

    def __init__(self) -> None:
        self._cache: dict[str, Word] = {}
        self._bare: dict[str, Word] = {}
        self._english: dict[str, Word] = {}
        self._parted: dict[str, tuple[str, ...]] = {}
        self._morfeusz: Any = None

    def look_up(self, form: str, *, bare: bool = False) -> Word:
        """Return the word for a form; `bare` says that the text has lost its diacritics."""
        cache = self.known(bare)
        word = cache.get(form)
        if word is None:
            if len(cache) > 400_000:  # hostile or endless vocabularies must not eat the memory
                cache.clear()
            word = _IN_CAPITALS.get(form) or self._analyse(form.lower(), bare)
            word = cache[form] = _with_norm(word, form)
        return word

    def known(self, bare: bool) -> dict[str, Word]:
        """Return the words that were looked up so far, for loops that save a call a word."""
        return self._bare if bare else self._cache

    def look_up_english(self, form: str) -> Word:
        """Return the word for a form that stands in an English sentence.

        Examples
        --------
        >>> Lexicon().look_up_english("negotiating").lemma
        'negocjować'
        """
        word = self._english.get(form)
        if word is None:
            if len(self._english) > 400_000:
                self._english.clear()
            word = _IN_CAPITALS.get(form) or self._analyse_english(form)
            if word.flags & KNOWN:
                word = _with_norm(word, form)
            self._english[form] = word
        return word

    def run_together(self, form: str) -> tuple[str, ...]:
        """Return the two words of ``zadańkierowanie``, nothing where it is no such pair.

        The second is a noun of action, as duties begin; both are frequent in real adverts.
        """
        if form not in self._parted:
            if len(self._parted) > 400_000:
                self._parted.clear()
            self._parted[form] = self._part(form)
        return self._parted[form]

    def __getstate__(self) -> dict[str, Any]:
        return {}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__()  # type: ignore[misc]

    def _part(self, form: str) -> tuple[str, ...]:
        if not _SHORTEST_OF_TWO <= len(form) <= _LONGEST:
            return ()
        known, lowered = tables.forms(), form.lower()
        pairs = [(lowered[:k], lowered[k:]) for k in range(3, len(form) - 5)]
        found = [
            (min(known[one][0], known[other][0]), len(one))
            for one, other in pairs
            if one in known
            and other in known
            and self.look_up(other).flags & NOMINAL
            and not self.look_up(one).flags & LINK
        ]
        place = max(found, default=(0, 0))[1]
        return (form[:place], form[place:]) if place else ()

    def _analyse(self, form: str, bare: bool) -> Word:
        if len(form) > _LONGEST:
            return Word(form[:_LONGEST], (form[:_LONGEST],), 0)
        if bare:
            form = tables.restored().get(form, form)
        english = base_of(form)
        too = ENGLISH if english else 0
        known, readings = form, self._readings(form)
        if not readings and english:
            return Word(tables.english().get(english[0], english[0]), (english[0],), ENGLISH)
        if not readings and (base := borrowed(form)):  # with its ending it is a Polish word
            return Word(tables.english().get(base, base), (base,), KNOWN)
        if not readings:
            known = self._restore(form)
            readings = self._readings(known)
        if not readings:
            return Word(form, (form,), 0)
        if all(lemma[:1].isupper() for lemma, _ in readings):
            return Word("", (form,), KNOWN | too)
        lemmas = tuple(dict.fromkeys(tables.heads().get(lemma, lemma) for lemma, _ in readings))
        lemma, flags = _usual(known, readings, lemmas), _flags(known, readings) | too
        if lemma.endswith("ć"):  # odpowiedzialny is what odpowiedzialna is, nobody who acts
            flags &= ~ACTOR
        if lemma in tables.actors():  # dział is a department, not what went on
            flags &= ~PAST
        return Word(lemma, lemmas, flags)

    def _analyse_english(self, form: str) -> Word:
        lowered = form[:_LONGEST].lower()
        found = None if form in _POLISH_LETTERS else base_of(lowered)
        if found is None:
            return self.look_up(form) if self._is_polish(lowered) else _unknown_english(lowered)
        base, kind = found
        if base in tables.silent():
            return Word("", (base,), KNOWN | ENGLISH | LINK)
        head = tables.english().get(base)
        flags = self.look_up(head).flags if head else 0
        if head and not head.endswith(("y", "i")):
            flags &= ~ADJECTIVE  # kara is a penalty here, not a black mare
        return Word(head or base, (base,), _english_flags(base, kind, flags))

    def _is_polish(self, form: str) -> bool:
        """Tell whether a form that English does not know is a word of Polish, as in mixed text."""
        if form in _POLISH_LETTERS or not form.isascii():
            return True
        known = len(form) >= _LEAST_OF_POLISH and bool(self._readings(form))
        return known or borrowed(form) is not None

    def _readings(self, form: str) -> list[tuple[str, str]]:
        morfeusz = self._loaded()
        found = [item for item in morfeusz.analyse(form) if not (item.startNode or item.isIgn())]
        return [_reading(item.lemma, item.getTag(morfeusz)) for item in found]

    def _loaded(self) -> Any:
        if self._morfeusz is None:
            import morfeusz2

            # what `Morfeusz.analyse` calls, without the names and labels that it looks up as well
            self._morfeusz = morfeusz2.Morfeusz(generate=False)._morfeusz_obj
        return self._morfeusz

    def _restore(self, form: str) -> str:
        """Return the form with diacritics put back, or itself where no such word is known."""
        known = tables.restored().get(form)
        if known:
            return known
        if not form.isascii() or len(form) < 4:
            return form
        tried = list(islice(_with_letters(form), _MOST_VARIANTS))
        if not form.isalpha():  # Morfeusz cuts a word at its apostrophe
            return next((word for word in tried if self._readings(word)), form)
        # all in one call: each word that Morfeusz does not know is one item, so that the first
        # item of another kind belongs to the word at its place
        found = enumerate(self._loaded().analyse(" ".join(tried)))
        return next((tried[i] for i, item in found if not item.isIgn()), form)


def norm_of(form: str, lemma: str, flags: int) -> str:
    """Return a form in small letters without diacritics, "" of names and of what tells a gender."""
    gendered = flags & (PAST | ADJECTIVE) and not flags & ENGLISH
    if gendered or lemma in _NAMELESS or not flags:
        return ""
    return form.lower()[:_LONGEST].translate(tables.BARE)


def _with_norm(word: Word, form: str) -> Word:
    norm = norm_of(form, word.lemma, word.flags)
    return word._replace(norms=(norm,)) if norm else word


def _reading(lemma: str, tag: str) -> tuple[str, str]:
    """Return lemma and tag; what is not done is another lemma (niedotrzymanie, niewykonany)."""
    lemma = lemma.partition(":")[0]
    return (f"nie{tables.heads().get(lemma, lemma)}" if tag.endswith(":neg") else lemma), tag


def _unknown_english(form: str) -> Word:
    plural = len(form) > 3 and form.endswith("s") and not form.endswith("ss")
    base = form[:-1] if plural else form
    return Word(base, (base,), ENGLISH)


def _english_flags(base: str, kind: str, polish: int) -> int:
    """Return the flags of an English word from its form and from those of its Polish lemma.

    They say what the form may be; what it is in its statement, `slmo_match.language.settle`
    finds out.
    """
    flags = KNOWN | ENGLISH | _PRONOUNS.get(base, 0)
    verb = polish & VERBAL or base in tables.pure_verbs()
    if not verb:
        acting = ACTOR if kind in (PLAIN, PLURAL_OR_THIRD) else 0  # nurse, but not nursing
        return flags | polish & (LINK | ADJECTIVE | acting)
    if kind == ING_FORM:
        return flags | NOMINAL
    if kind == PAST_FORM:
        return flags | PAST | ADJECTIVE
    if is_noun_of_action(base):
        return flags | NOMINAL
    return flags | VERBAL | (0 if kind == PLAIN else THIRD)


_PRONOUNS = {"you": YOU, "we": WE}


def _with_letters(form: str) -> Iterator[str]:
    """Yield the form with Polish letters put back, the fewest first."""
    places = [(i, new) for i, old in enumerate(form) for new in _VARIANTS.get(old, " ")[1:]]
    for changes in (1, 2, 3):
        for chosen in combinations(places, changes):
            letters = list(form)
            for place, letter in chosen:
                letters[place] = letter
            yield "".join(letters)


def _usual(form: str, readings: list[tuple[str, str]], lemmas: tuple[str, ...]) -> str:
    """Return the lemma to go by: a small word itself, a verb of the table, the most frequent."""
    heads = tables.heads()
    for lemma, tag in readings:
        if lemma == form and tag.partition(":")[0] in _SMALL:
            return form
    for lemma, tag in readings:
        head = heads.get(lemma, lemma)
        if head in tables.verbs() and not tag.startswith("impt"):
            return head
    usual = tables.forms().get(form)
    usual_head = heads.get(usual[1], usual[1]) if usual else None
    return usual_head if usual_head in lemmas else _preferred(readings)


def _preferred(readings: list[tuple[str, str]]) -> str:
    """Prefer nouns and verbal nouns over imperatives, vocatives and abbreviations."""

    def rank(reading: tuple[str, str]) -> tuple[int, int]:
        lemma, tag = reading
        rare = tag.startswith(("impt", "brev", "interj")) or lemma[:1].isupper()
        return (1 if rare else 0, -len(lemma))

    lemma = min(readings, key=rank)[0]
    return tables.heads().get(lemma, lemma)


def _flags(form: str, readings: list[tuple[str, str]]) -> int:
    flags = KNOWN
    # firmy may be firms that act, but is most often the firm's
    owners = {lemma for lemma, tag in readings if "gen" in tag and lemma != form}
    for lemma, tag in readings:
        kind, _, rest = tag.partition(":")
        may_act = rest.endswith(":m1") or (lemma in tables.actors() and lemma not in owners)
        if kind == "subst" and "nom" in rest and may_act:
            flags |= ACTOR
        if kind == "ger" or (kind == "subst" and lemma in tables.heads()):
            case = rest.split(":")[1]
            flags |= NOMINAL if rest.startswith("sg") and ("nom" in case or "acc" in case) else 0
        elif kind in ("fin", "bedzie"):
            flags |= WE if rest.startswith("pl:pri") else VERBAL
            flags |= YOU if rest.startswith("sg:sec") else 0
            flags |= THIRD if ":ter" in rest else 0
        else:
            flags |= _BY_KIND.get(kind, 0)
    verb_or_adjective = flags & (VERBAL | ADJECTIVE)
    return flags & ~NOMINAL if verb_or_adjective else flags


# without a norm: names, and what says he or she
_NAMELESS = frozenset({"", "on", "ona", "swój", "pan", "pani"})
_SMALL = frozenset({"prep", "conj", "comp", "part"})
_BY_KIND = {
    "inf": VERBAL, "praet": PAST, "prep": LINK, "conj": LINK, "comp": LINK,
    "adj": ADJECTIVE, "pact": ADJECTIVE, "ppas": ADJECTIVE, "adja": ADJECTIVE,
}  # fmt: skip
