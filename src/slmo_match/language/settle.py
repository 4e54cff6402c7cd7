"""English statements put as Polish would put them: subjects, articles and phrases.

Polish says by the ending of the verb what English says by *you will*, *to* and *the*; so these
words are left out, and the verb is flagged as the Polish one is. A form that may be several
things (*reports*: a verb, a noun; *agreed*: a deed, a quality) is settled by where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from slmo_match.language import tables
from slmo_match.language.english import is_noun_of_action, phrases
from slmo_match.language.words import (
    ACTOR,
    ADJECTIVE,
    ENGLISH,
    NOMINAL,
    PAST,
    THIRD,
    VERBAL,
    WE,
    YOU,
    Word,
)

_ARTICLES = frozenset({"the", "a", "an"})
_SUBJECTS = {"you": VERBAL | YOU, "we": WE, "he": VERBAL | THIRD, "she": VERBAL | THIRD,
             "it": VERBAL | THIRD, "they": VERBAL, "i": VERBAL}  # fmt: skip
_HELPERS = frozenset(
    [
        "will",
        "would",
        "shall",
        "'ll",
        "'d",
        "do",
        "have",
        "be",
        "can",
        "must",
        "to",
        "may",
        "also",
        "then",
    ]
)
_HELPERS_OF_ACTORS = _HELPERS - {"to"}  # not: the manager to ask
_OPEN_OBJECTS = _ARTICLES | {"this", "our", "their", "its", "all", "each", "every", "whether"}
_VERB, _NAMED = 1 << 15, 1 << 16  # marks for the time of settling
_WHO_ACTS = frozenset({"who", "which", "that", "it", "he", "she"})


def settle(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words of an English statement as those of its Polish twin.

    Parameters
    ----------
    words : sequence of Word, length n
        As they stand; English ones have their base in ``lemmas``.

    Returns
    -------
    tuple of Word
        Not more than n, and at least one if there was one.
    """
    told = _after_articles(_verbs_before_objects(words))
    joined = _phrases([word for word in told if _base(word) not in _ARTICLES])
    acting = _acting(joined)
    settled = _without_subjects(acting)
    kept = [word for word in settled if word.lemma or not word.flags & ENGLISH]
    return tuple(_by_place(kept) or words)


def _verbs_before_objects(words: Sequence[Word]) -> list[Word]:
    """Mark forms such as *studies* as verbs where an article follows: studies the sheets."""
    after = [*words[1:], None]
    return [
        word._replace(flags=word.flags | _VERB)
        if word.flags & THIRD and following is not None and _base(following) in _OPEN_OBJECTS
        else word
        for word, following in zip(words, after, strict=True)
    ]


def _after_articles(words: Sequence[Word]) -> list[Word]:
    """Mark words that follow an article, which is left out: by the branch, not by branch."""
    before = [None, *words[:-1]]
    return [
        word._replace(flags=word.flags | _NAMED)
        if article is not None and _base(article) in _ARTICLES
        else word
        for word, article in zip(words, before, strict=True)
    ]


def _base(word: Word) -> str:
    return word.lemmas[0] if word.flags & ENGLISH else ""


def _phrases(words: list[Word]) -> list[Word]:
    """Join the words of each phrase to one, the longest phrase first."""
    bases = [_base(word) for word in words]
    table = phrases()
    found: list[Word] = []
    i = 0
    while i < len(words):
        for others, head in table.get(bases[i], ()):
            end = i + 1 + len(others)
            if bases[i + 1 : end] == list(others):
                name = "_".join((bases[i], *others))
                norms = tuple(norm for word in words[i:end] for norm in word.norms)
                found.append(Word(head, (name,), words[i].flags, norms))
                i = end - 1
                break
        else:
            found.append(words[i])
        i += 1
    return found


def _acting(words: list[Word]) -> list[Word]:
    """Leave ACTOR to those who act here: the manager negotiates, is agreed by the director."""
    found = []
    for i, word in enumerate(words):
        if word.flags & ACTOR:
            acts = _acts(word, words[i - 1] if i else None, words[i + 1 : i + 2])
            flags = word.flags | THIRD if acts else word.flags & ~ACTOR
            word = word._replace(flags=flags)
        found.append(word)
    return found


def _acts(word: Word, before: Word | None, after: Sequence[Word]) -> bool:
    """Tell whether somebody acts; bodies of people with more care: bank charges, by region."""
    body = word.lemma in tables.bodies()
    if before is not None and _base(before) == "by":
        return not body or bool(word.flags & _NAMED)
    if any(verb.flags & _VERB or _base(verb) in _HELPERS_OF_ACTORS for verb in after):
        return True
    return (before is None or not body) and any(verb.flags & THIRD for verb in after)


def _without_subjects(words: list[Word]) -> list[Word]:
    """Move *you*, *we*, *I* from the pronoun to the verb."""
    found: list[Word] = []
    i = 0
    while i < len(words):
        flags = _SUBJECTS.get(_base(words[i]), 0)
        verb = i + 1
        while verb < len(words) - 1 and _base(words[verb]) in _HELPERS:
            verb += 1
        if flags and verb < len(words) and words[verb].flags & (VERBAL | PAST | NOMINAL):
            told = PAST if words[verb].flags & PAST and _base(words[i]) == "i" else flags
            cleared = words[verb].flags & ~(VERBAL | PAST | NOMINAL | ADJECTIVE | THIRD)
            found.append(words[verb]._replace(flags=cleared | told))
            i = verb
        else:
            found.append(words[i])
        i += 1
    return found


def _by_place(words: list[Word]) -> list[Word]:
    """Take from each form what it cannot be where it stands."""
    found: list[Word] = []
    before = 0
    for i, word in enumerate(words):
        flags = word.flags
        goes_on = i and (_base(words[i - 1]) == "and" or words[i - 1].flags & ACTOR)
        acts = not i or goes_on or _base(words[i - 1]) in _WHO_ACTS
        if flags & THIRD and not flags & (ACTOR | _VERB) and not acts:
            flags &= ~(THIRD | VERBAL)
        flags &= ~(_VERB | _NAMED)
        if flags & PAST and flags & ADJECTIVE:
            deed = not i or (goes_on and before & PAST)
            flags &= ~(ADJECTIVE if deed else PAST)
        before |= flags
        found.append(word._replace(flags=flags))
    return found


def begins_duty(word: Word, opening: Word) -> bool:
    """Tell whether an English word after a comma can begin the next duty of a list.

    Duties of a list are of one form, so it must be that of the opening word.

    Parameters
    ----------
    word : Word
    opening : Word
        The first word of the duty before.
    """
    if word.flags & THIRD & ~opening.flags:
        return False
    if word.flags & NOMINAL:
        return bool(opening.flags & NOMINAL) and not is_noun_of_action(_base(word))
    if word.flags & VERBAL:
        return bool(opening.flags & VERBAL) and _base(word) in tables.pure_verbs()
    return bool(word.flags & PAST and opening.flags & PAST)
