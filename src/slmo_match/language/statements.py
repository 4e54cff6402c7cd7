"""A text cut into statements: bullets, lists, sentences, and texts flattened to one line.

Each rule below decides whether a statement ends at a mark; where the marks are lost, a network
tells where statements begin (`boundaries`). They read the text from left to right once, so the
cost grows linearly with the length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from slmo_match.language import boundaries, tables
from slmo_match.language.posts import posts
from slmo_match.language.settle import begins_duty, settle
from slmo_match.language.tongues import tell
from slmo_match.language.words import (
    ADJECTIVE,
    ENGLISH,
    KNOWN,
    NOMINAL,
    PAST,
    VERBAL,
    WE,
    WORD,
    Lexicon,
    Word,
)

TOKEN = re.compile(WORD.pattern + r"|\d+|\n[\s]*|[^\w\s]|_+")
_CAMEL = re.compile(r"(?<=[a-ząćęłńóśźż])(?=[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż])")
BULLETS = frozenset("•●○▪▫■□►▶▸➢➤➔→✓✔✅☑*·‣⁃◦§»❖♦|")
DASHES = frozenset("-–—")
LONGEST = 70  # words: a statement is cut there at the latest
_ENDS = frozenset(".!?…")
_LOOSE_ENDS = frozenset(".,;:!?…") | DASHES | BULLETS
_ENDING_ABBREVIATIONS = frozenset({"itp", "itd", "etc", "tp", "td"})
_NUMBERED_THINGS = frozenset(
    {"art", "ust", "pkt", "nr", "par", "poz", "str", "tel", "lit", "zł", "kat"}
)
_STOPS = frozenset(".;!?…") | BULLETS
# Words between two ends, and the log-odds from which on a statement is cut there without a mark:
# where many run on, statements have lost the marks between them. Rather too few cuts than too
# many.
_NEEDED = ((30, -0.5), (20, 2.0), (8, 4.0), (3, 6.0))
_UNMARKED = frozenset(")%")  # a statement may begin after these as after a word
_NARROWEST_PAGE, _WIDEST_PAGE = 40, 130  # characters in a line of a page
_FULL = 0.9  # of the width: the letters of a page are not all as wide
_LONG = 0.5  # of the width: shorter lines may be items of a list on the page
_AT_BREAK = -1.0  # log-odds from which on a break between lines is the end of a statement
_WRAPPED = 0.85  # of the long lines of a page that is wrapped are full


class Statement(NamedTuple):
    """A statement of a text.

    ``start`` and ``end`` are offsets into the text; ``section`` is the kind of heading above
    it (``duties``, ``excluded``, ``required``, ``benefit``, ``company``, ``meta``, ``""`` for
    none) or ``heading`` for a heading itself; ``post`` numbers the posts of a CV in their order
    (0 before the first); ``words`` are its words, numbers and punctuation left out; ``language`` is
    ``"pl"``, ``"en"`` or the code of a third one; ``unsaid`` counts English words that Polish
    says by endings (*the*, *you will*), which are not among ``words``; ``text`` is the statement
    as it stands in the text.
    """

    start: int
    end: int
    section: str
    post: int
    words: tuple[Word, ...]
    language: str = "pl"
    unsaid: int = 0
    text: str = ""


class Token(NamedTuple):
    """A word, number, punctuation mark or run of line breaks."""

    start: int
    end: int
    text: str
    word: Word | None
    spaced: bool


_new = tuple.__new__  # makes a named tuple in half the time of its class


def cut(text: str, lexicon: Lexicon) -> list[Statement]:
    """Cut a cleaned text into statements.

    Parameters
    ----------
    text : str
        A text as `clean` returns it.
    lexicon : Lexicon
        The words.

    Returns
    -------
    list of Statement
        In the order of the text, not overlapping, without empty ones.

    Examples
    --------
    >>> text = "Zadania: nadzór nad firmą sprzątającą; prowadzenie rejestru skarg"
    >>> [text[s.start:s.end] for s in cut(text, Lexicon())]
    ['Zadania', 'nadzór nad firmą sprzątającą', 'prowadzenie rejestru skarg']
    """
    return list(_Cutter(text, lexicon).statements())


def places(text: str, lexicon: Lexicon) -> Iterator[tuple[int, boundaries.Place]]:
    """Yield where a statement may begin without any mark before it, and the words around."""
    return _Cutter(text, lexicon).places()


class _Cutter:
    """The state of one reading: where the statement began and under which heading."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        lowered = text.lower()
        letters = sum(lowered.count(letter) for letter in "aeioyszc")
        self.bare = letters > 100 and not any(letter in lowered for letter in "ąćęłńóśźż")
        self.capitals = text.isupper()
        self.tokens = self._tokens()
        self.languages = tell(self.tokens)
        if self.languages:
            self._look_up_english(self.languages)
        lines = text.count("\n") + 1
        self.flat = len(text) / lines > 150
        self.likely: list[bool] = []  # places where a statement may begin, once it is read
        self.wrapped = self._wrapped()
        self.dashes = sum(
            self._bullet_dash(i) and not self._after_break(i)
            for i in [i for i, token in enumerate(self.tokens) if token.text in DASHES]
        )
        self.posts = [post.start for post in posts(text)]
        self.section = ""
        self.begin = 0  # index of the first token of the open statement
        self.count = 0  # words in it
        self.brackets = 0  # open ones

    def _tokens(self) -> list[Token]:
        """Return the tokens; the loop that costs most, hence a lean one."""
        text, bare, look_up = self.text, self.bare, self.lexicon.look_up
        known = self.lexicon.known(bare)
        tokens: list[Token] = []
        last = 0
        for match in TOKEN.finditer(text):
            start, end = match.span()
            form = match[0]
            if (word := known.get(form)) and word.flags:
                tokens.append(_new(Token, (start, end, form, word, start > last)))
            elif not form[0].isalpha():
                tokens.append(_new(Token, (start, end, form, None, start > last)))
            else:
                parts = () if look_up(form, bare=bare).flags else self._parts(form)
                for part in parts or (form,):
                    word = look_up(part, bare=bare)
                    tokens.append(Token(start, start + len(part), part, word, start > last))
                    last = start = start + len(part)
            last = end
        return tokens

    def _look_up_english(self, languages: list[str]) -> None:
        for i, token in enumerate(self.tokens):
            if token.word is not None and languages[i] == "en":
                self.tokens[i] = token._replace(word=self.lexicon.look_up_english(token.text))

    def _parts(self, form: str) -> Sequence[str]:
        """Return the two words of a form that scrapers ran together, nothing where it is one."""
        if len(form) < 6 or not form.isalpha():
            return ()
        return self.lexicon.run_together(form) if form[1:].islower() else self._glued(form)

    def _glued(self, form: str) -> list[str]:
        """Return the two words of ``obowiązkówNadzór``, nothing for names such as PowerPoint."""
        parts = _CAMEL.split(form)
        known = len(parts) == 2 and all(
            len(part) > 2 and self.lexicon.look_up(part).flags & (KNOWN | ENGLISH) for part in parts
        )
        return parts if known else []

    def statements(self) -> Iterator[Statement]:
        """Read the tokens and give out each statement when it ends."""
        i, tokens, headings = 0, self.tokens, tables.headings()
        self.likely = self._likely()
        while i < len(tokens):
            token = tokens[i]
            if token.word is not None:
                if _plain(token.text) in headings.following and (heading := self._heading(i)):
                    yield from self._close(i)
                    i = yield from self._open_section(heading)
                    continue
                if self.count > 1 and i != self.begin and self._begins(i):
                    yield from self._close(i)
                self.count += 1
                if self.count > LONGEST:
                    yield from self._close(i)
            elif self._ends(i):
                yield from self._close(i)
                self.begin = i + 1
            i += 1
        yield from self._close(len(self.tokens))

    def _close(self, i: int) -> Iterator[Statement]:
        """Give out the statement that ends before token i, if it has a word."""
        place, tokens = self.begin, self.tokens[self.begin : i]
        self.begin, self.count, self.brackets = i, 0, 0
        words = tuple([token.word for token in tokens if token.word])
        if not words:
            return
        while tokens[-1].text in _LOOSE_ENDS or tokens[-1].text[0] == "\n":
            tokens.pop()
        first = 0
        while tokens[first].word is None:
            first += 1
        if first and tokens[first - 1].text[0].isdigit():
            first = next(
                k for k, token in enumerate(tokens) if token.word or token.text[0].isdigit()
            )
        start, end = tokens[first].start, tokens[-1].end
        language = self.languages[place + first] if self.languages else "pl"
        said = settle(words) if language == "en" else words
        unsaid = len(words) - len(said)
        post, text = self._post(start), self.text[start:end]
        yield _new(Statement, (start, end, self.section, post, said, language, unsaid, text))

    def _post(self, start: int) -> int:
        return bisect_right(self.posts, start)

    def _open_section(self, heading: tuple[int, str]) -> Generator[Statement, None, int]:
        """Give out a heading as a statement of its own; return where to go on."""
        end, section = heading
        self.section = "heading"
        yield from self._close(end)
        self.section = section
        while end < len(self.tokens) and self.tokens[end].text in (":", "-", "–", ".", "?"):
            end += 1
        self.begin = end
        return end

    def _heading(self, i: int) -> tuple[int, str] | None:
        """Return where the heading that begins at token i ends, and its section."""
        node, words = tables.headings(), 0
        found: tuple[int, str] | None = None
        for k in range(i, len(self.tokens)):
            token = self.tokens[k]
            if token.word is None:
                if token.text == ",":
                    continue
                break
            following = node.following.get(_plain(token.text))
            if following is None:
                break
            node, words = following, words + 1
            if node.section and self._stands_as_heading(i, k + 1, words, node.section):
                found = (k + 1, node.section)
        return found

    def _stands_as_heading(self, i: int, end: int, words: int, section: str) -> bool:
        """Tell a heading from the same words inside a sentence."""
        after = self.tokens[end].text if end < len(self.tokens) else "\n"
        at_start = i == self.begin or self.tokens[i - 1].text in ".:;!?)"
        capital = self.tokens[i].text[0].isupper()
        marked = (after == ":" and (at_start or capital)) or (at_start and after[0] == "\n")
        if marked or section == "excluded":
            return marked  # Stanowisko nie obejmuje negocjacji
        if after == ":" and words > 1:
            return True
        first, last = _plain(self.tokens[i].text), _plain(self.tokens[end - 1].text)
        if last in _OPEN_ENDED and first not in _ASKING:
            return False  # You will be responsible for the lifts
        alone = words > 1 or self.tokens[i].text.lower() in _VERB_HEADINGS
        loose = at_start or (words > 1 and not self.capitals)
        return capital and alone and loose and after != ","

    def _ends(self, i: int) -> bool:
        """Tell whether the mark at token i ends a statement."""
        mark = self.tokens[i].text
        if mark[0] == "\n":
            return i not in self.wrapped
        if mark == ";" or mark in BULLETS:
            return True
        if mark in DASHES:
            return self._bullet_dash(i) and (self.dashes >= 3 or self._line_start(i))
        if mark in _ENDS:
            return self._sentence_end(i)
        if mark == "(":
            self.brackets += 1
        if mark == ")":
            self.brackets -= 1
            return self._list_sign(i)
        if mark == ",":
            return self.brackets < 1 and self._comma(i)
        return mark == ":" and self._list_follows(i)

    def _comma(self, i: int) -> bool:
        """Tell a comma that parts two duties from one inside a duty."""
        if i + 1 >= len(self.tokens) or self.tokens[i + 1].word is None:
            return False
        following = self.tokens[i + 1]
        if not following.spaced and self.flat and self.count > 1:
            return True  # scrapers join the items of a list so
        if self.count < 3:
            return False
        if following.text[0].isupper() and not following.text.isupper() and self.flat:
            return self._capital(following, self.tokens[i - 1])
        if self._in_english(i + 1):
            return self._english_duty(i + 1) and self._goes_on(i + 1)
        return self._duty_at(i + 1)

    def _in_english(self, i: int) -> bool:
        return self.languages is not None and self.languages[i] == "en"

    def _english_duty(self, i: int) -> bool:
        """Tell whether the word at token i opens a duty of the same form as the open one."""
        opening = next((token.word for token in self.tokens[self.begin : i] if token.word), None)
        word = self.tokens[i].word
        return word is not None and opening is not None and begins_duty(word, opening)

    def _duty_at(self, i: int) -> bool:
        """Tell whether a duty named by a noun begins at token i, after adjectives or not."""
        for k in range(i, min(i + 3, len(self.tokens))):
            word = self.tokens[k].word
            if word is None:
                return False
            if word.flags & NOMINAL:
                return self._goes_on(k)
            if not word.flags & ADJECTIVE:
                return False
        return False

    def _wrapped(self) -> frozenset[int]:
        """Return the breaks at which a line goes on in the next one, as in text from PDF.

        A page was wrapped where hardly a line had room for the first word of the next; a list of
        duties is not, even if its lines are about as long as each other.
        """
        width = _width_of_page(self.text)
        unfinished = [i for i in range(1, len(self.tokens) - 1) if width and self._unfinished(i)]
        long = [i for i in unfinished if self._length(i) >= _LONG * width]
        full = [i for i in long if self._length(i) >= _FULL * width]
        if not full or len(full) < _WRAPPED * len(long):
            return frozenset()
        kept = [i for i, token in enumerate(self.tokens) if token.text[0] != "\n"]
        joined = [self.tokens[i] for i in kept]
        odds = boundaries.log_odds([boundaries.seen(t.text, t.word) for t in joined])
        begins = {i for i, value in zip(kept, odds, strict=True) if value > _AT_BREAK}
        return frozenset(i for i in full if i + 1 not in begins or self.tokens[i - 1].word is None)

    def _unfinished(self, i: int) -> bool:
        """Tell a break between lines after which the sentence may go on."""
        following = self.tokens[i + 1]
        return (
            self.tokens[i].text[0] == "\n"
            and self.tokens[i].text.count("\n") == 1
            and self.tokens[i - 1].text not in ".;:!?•"
            and following.word is not None
            and following.text[0].islower()
        )

    def _length(self, i: int) -> int:
        """Return the length of the line before a break with the word after it."""
        start = self.text.rfind("\n", 0, self.tokens[i].start) + 1
        return self.tokens[i].start - start + 1 + len(self.tokens[i + 1].text)

    def _after_break(self, i: int) -> bool:
        return i > 0 and self.tokens[i - 1].text[0] == "\n"

    def _line_start(self, i: int) -> bool:
        return i == 0 or self.tokens[i - 1].text[0] == "\n" or self.tokens[i - 1].text == ":"

    def _bullet_dash(self, i: int) -> bool:
        """Tell a dash that opens an item from one inside a word or a range of numbers."""
        token = self.tokens[i]
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if following is None or (following.word is None and not following.text[0].isdigit()):
            return False
        if self._line_start(i) or self.tokens[i - 1].text in (";", ".", ","):
            return True
        capital = following.text[0].isupper() and not following.text.isupper()
        duty = following.word is not None and following.word.flags & NOMINAL
        return token.spaced and bool(capital or duty or self.capitals)

    def _sentence_end(self, i: int) -> bool:
        before = self.tokens[i - 1] if i else None
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if before is None or following is None or following.text[0] == "\n":
            return True
        capital = following.text[0].isupper()
        if before.text.isdigit() and not before.spaced and self._before_number(i - 1) is False:
            return capital and following.spaced
        if before.text.isdigit():
            return self._list_sign(i) or (capital and following.spaced)
        shortened = before.text.lower()
        if shortened in _ENDING_ABBREVIATIONS:
            return capital
        if shortened in tables.abbreviations() or (
            len(shortened) == 1 and self.tokens[i].text == "."
        ):
            return False
        return capital or following.spaced or following.text in BULLETS

    def _before_number(self, i: int) -> bool:
        return i == 0 or self.tokens[i - 1].text.lower() not in _NUMBERED_THINGS

    def _list_sign(self, i: int) -> bool:
        """Tell whether ``1.``, ``2)`` or ``a)`` ending at token i is the sign of a list."""
        sign = self.tokens[i - 1] if i else None
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if sign is None or following is None or following.word is None:
            return False
        numbered = sign.text.isdigit() and len(sign.text) < 3 and self._before_number(i - 1)
        lettered = self.tokens[i].text == ")" and len(sign.text) == 1 and self._loose(i - 1)
        if numbered or lettered:
            self._drop_sign(i - 1)
        return numbered or lettered

    def _loose(self, i: int) -> bool:
        return i == 0 or self.tokens[i - 1].text != "("

    def _drop_sign(self, i: int) -> None:
        """Take the sign of a list off the statement, so that a quotation begins with its words."""
        self.tokens[i] = self.tokens[i]._replace(word=None, text="•")

    def _list_follows(self, i: int) -> bool:
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if following is None or following.text[0] == "\n" or following.text in BULLETS:
            return True
        if i and self.tokens[i - 1].text.isdigit():
            return False  # a time of day
        if following.text in DASHES or following.text[0].isdigit():
            return True
        return following.text[0].isupper() and not self.capitals and self.count <= 8

    def _begins(self, i: int) -> bool:
        """Tell whether a new statement begins at the word at token i, without any mark."""
        return self._run_together(i) or (self.likely[i] and self._after_word(i))

    def _run_together(self, i: int) -> bool:
        """Tell two words that a scraper ran together from a name such as OneDrive."""
        token, before = self.tokens[i], self.tokens[i - 1]
        if token.spaced or token.word is None or before.word is None:
            return False
        return token.text[0].islower() or bool(token.word.flags & NOMINAL)

    def _likely(self) -> list[bool]:
        """Tell for each token whether a statement is likely to begin there without any mark."""
        needed = np.array(self._needed())
        if self.languages:  # where capitals mean another thing
            needed[~np.isin(self.languages, ("pl", "en"))] = np.inf
        if not np.isfinite(needed).any():
            return [False] * len(needed)
        return list(boundaries.log_odds(self._seen()) > needed)

    def _after_word(self, i: int) -> bool:
        before = self.tokens[i - 1] if i else None
        if before is None:
            return False
        return before.word is not None or before.text.isdigit() or before.text in _UNMARKED

    def _needed(self) -> list[float]:
        """Return the log-odds that are needed for a cut at each token.

        The more words stand around it without an end between, the fewer.
        """
        needed: list[float] = []
        words = first = 0
        last = len(self.tokens) - 1
        for i, (_, _, text, word, _) in enumerate(self.tokens):
            if word is not None:
                words += 1
                if i < last:
                    continue
            if i == last or text in _STOPS or text[0] == "\n":
                odds = next((odds for least, odds in _NEEDED if words > least), np.inf)
                needed += [odds] * (i + 1 - first)
                words, first = 0, i + 1
        return needed

    def places(self) -> Iterator[tuple[int, boundaries.Place]]:
        """Yield where a statement may begin without a mark, and the words around."""
        seen = self._seen()
        for i, token in enumerate(self.tokens):
            if token.word is not None and self._after_word(i):
                yield token.start, boundaries.place_at(seen, i)

    def _seen(self) -> list[boundaries.Seen]:
        return [boundaries.seen(token.text, token.word) for token in self.tokens]

    def _goes_on(self, i: int) -> bool:
        """Tell a duty from a mere list of nouns: at least one more word follows at once."""
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if following is None or following.word is None:
            return False
        return following.text.lower() not in _AND_SO_ON

    def _capital(self, token: Token, before: Token) -> bool:
        """Tell the capital of a new item after a comma from one of courtesy or of a name."""
        word = token.word
        if word is None or not word.flags & KNOWN or not word.lemma or len(token.text) < 3:
            return False
        if tables.polite_capitals() & set(word.lemmas):
            return False
        named = before.text[0].isupper() and not before.text.isupper()
        return not named or bool(word.flags & _DUTY)


def _width_of_page(text: str) -> int:
    """Return how long lines are that fill the width of a page, 0 where no page is so wide."""
    lengths = sorted(len(line) for line in text.splitlines() if line.strip())
    if len(lengths) < 4:
        return 0
    widest = lengths[int(0.95 * (len(lengths) - 1))]
    return widest if _NARROWEST_PAGE <= widest <= _WIDEST_PAGE else 0


_DUTY = NOMINAL | VERBAL | WE | PAST
_LEFT_OPEN = (
    "will you'll for are need should get give provide receive ask require want propose guarantee"
)
_OPEN_ENDED = frozenset(_LEFT_OPEN.split())
_ASKING = frozenset({"what", "who"})
_AND_SO_ON = frozenset({"i", "oraz", "lub", "a", "and", "or", "of"})
_ONE_WORD = "oferujemy oczekujemy gwarantujemy proponujemy benefity aplikuj"
_VERB_HEADINGS = frozenset(_ONE_WORD.split())


@lru_cache(100_000)
def _plain(form: str) -> str:
    """Return a form as the table of headings has it."""
    return form.lower().replace("’", "'")
