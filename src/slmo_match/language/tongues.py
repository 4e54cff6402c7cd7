"""Which language each part of a text is in, told by the words that it is made of.

Morfeusz knows the Polish words and ``english.tsv`` the English ones, so that telling these two
costs a few additions a part; a trained identifier of languages was measured to be slower and
less sure of short duties full of jargon. A part in neither language is given a name by its
function words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from slmo_match.language.words import ENGLISH, KNOWN, Word

_LISTS = {
    "en": "the and of to in for with you our we your are is on as will be or a an by",
    "de": "und der die das mit für von im in zu sie wir den dem ein eine auf ist bei als des sind",
    "fr": "et de la le les des en pour vous nous dans une un est du avec sur à au aux que",
    "es": "y de la el los las en para con una un del que por se su al es como",
    "it": "e di la il le gli per con una un del della che in è dei nel alla",
    "cs": "a v na s se pro je že z do o k za od jsou být nebo který jako",
    "uk": "та і в на з для до від що як за ви ми або не у це",
    "ru": "и в на с для по от что как вы мы или не у к из о это",
}
FUNCTION_WORDS = {code: frozenset(words.split()) for code, words in _LISTS.items()}
_FOREIGN = tuple(code for code in _LISTS if code != "en")
_BOUNDS = frozenset("\n.;:!?…•●○▪▫■□►▶▸➢➤➔→✓✔✅☑*·‣⁃◦§»❖♦|")
_BOTH = KNOWN | ENGLISH
_FEWEST = 4  # words of a part in a third language
_MOST_BETWEEN = 5  # words of a third language for one function word
_WEAK = 2  # words: less than this is not enough against the language of the whole text
_SURE = 5  # times as many words: the text is in one language


class _Token(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def word(self) -> Word | None: ...


class _Part(NamedTuple):
    """Tokens from `start` to `end`, and how many of their words belong to one language only."""

    start: int
    end: int
    polish: int
    english: int
    shared: int
    unknown: int


def tell(tokens: Sequence[_Token]) -> list[str] | None:
    """Return the language of each token, or None where all are Polish.

    Parameters
    ----------
    tokens : sequence
        With ``text`` and ``word`` as the Polish look-up gives it.

    Returns
    -------
    list of str, or None
        ``"pl"``, ``"en"`` or the code of a third language, the same for all tokens of a part
        (a sentence, a bullet, a line). A part of words that both have takes the language of the
        part before it.
    """
    parts = list(_parts(tokens))
    english = sum(part.english for part in parts)
    polish = sum(part.polish for part in parts)
    usual = "en" if english > polish else "pl"
    sure = max(polish, english) >= _SURE * min(polish, english)
    codes = [_language(part, tokens, usual if sure else "") for part in parts]
    if usual == "pl" and all(code in ("pl", "") for code in codes):
        return None
    found: list[str] = []
    before = usual
    for part, code in zip(parts, codes, strict=True):
        before = code or (before if before in ("pl", "en") else usual)
        found += [before] * (part.end - part.start)
    return found


def third_language(forms: Iterable[str]) -> str:
    """Name a language that is neither Polish nor English, ``""`` where none fits."""
    seen = Counter(form.lower() for form in forms)
    hits = {
        code: sum(seen[word] for word in FUNCTION_WORDS[code] & seen.keys()) for code in _FOREIGN
    }
    best = max(hits, key=lambda code: hits[code])
    return best if hits[best] * _MOST_BETWEEN >= sum(seen.values()) else ""


def _parts(tokens: Sequence[_Token]) -> Iterator[_Part]:
    start = polish = english = shared = unknown = 0
    for i, token in enumerate(tokens):
        word = token.word
        if word is None:
            if token.text[0] in _BOUNDS:
                yield _Part(start, i + 1, polish, english, shared, unknown)
                start, polish, english, shared, unknown = i + 1, 0, 0, 0, 0
            continue
        both = word.flags & _BOTH
        if both == KNOWN:
            polish += 1
        elif both == ENGLISH:
            english += 1
        elif both:
            shared += 1
        else:
            unknown += 1
    yield _Part(start, len(tokens), polish, english, shared, unknown)


def _language(part: _Part, tokens: Sequence[_Token], usual: str) -> str:
    """Return the language of a part, ``""`` where its words do not tell.

    In a text that is surely in its `usual` language, a word or two of the other do not tell.
    """
    total = part.polish + part.english + part.shared + part.unknown
    if total >= _FEWEST and part.unknown * 3 >= total:
        words = [token.text for token in tokens[part.start : part.end] if token.word]
        if code := third_language(words):
            return code
    if part.polish == part.english:
        return ""
    code, words_of_it = ("en", part.english) if part.english > part.polish else ("pl", part.polish)
    return code if usual in ("", code) or words_of_it > _WEAK else usual
