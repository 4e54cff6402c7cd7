"""Sentences in the language of the user, from the gettext catalogues in ``locale/``.

A sentence is looked up by its English words, with the places of its values in braces, so that
messages that arrive ready-made (those of exceptions) are found as well. ``make messages`` adds
new sentences to the catalogues and compiles them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Literal, get_args

Lang = Literal["pl", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
LOCALE = Path(__file__).parent / "locale"
DOMAIN = "slmo_match"


class _Sentences(GNUTranslations):
    """A compiled catalogue that can be looked through; gettext can only be asked."""

    _catalog: dict[str, str]

    def all(self) -> dict[str, str]:
        """Return the sentences, English to this language."""
        return {english: found for english, found in self._catalog.items() if english and found}


def N_(sentence: str) -> str:  # noqa: N802
    """Mark a sentence for the catalogues that is looked up elsewhere."""
    return sentence


@cache
def catalogue(lang: Lang) -> Mapping[str, str]:
    """Return the sentences of a language by their English words; none for English itself."""
    if lang == "en":
        return {}
    with open(LOCALE / lang / "LC_MESSAGES" / f"{DOMAIN}.mo", "rb") as file:
        return _Sentences(file).all()


@dataclass(frozen=True, slots=True)
class Messages:
    """The catalogue in one language.

    Parameters
    ----------
    lang : str
        ``"pl"`` or ``"en"``.

    Examples
    --------
    >>> Messages("pl")("written to {path}", path="wyniki.csv")
    'zapisano w wyniki.csv'
    >>> Messages("pl")("too large: a file may have {file} MB", file=0.5)
    'za duży: plik może mieć 0,5 MB'
    >>> Messages("pl").translate("3 words; at least 6 are needed")
    'słów: 3; potrzeba co najmniej 6'
    """

    lang: Lang = "pl"

    def __call__(self, sentence: str, **values: object) -> str:
        """Return a sentence of the catalogue with its values put in, floats as in the language."""
        found = catalogue(self.lang).get(sentence, sentence)
        if not values:
            return found
        return found.format(
            **{k: self._exact(v) if isinstance(v, float) else v for k, v in values.items()}
        )

    def _exact(self, value: float) -> str:
        """Return a number with as many decimals as it has, six at most."""
        decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
        return self.number(value, decimals)

    def translate(self, message: str) -> str:
        """Return a ready-made English message in this language, if the catalogue knows it."""
        known = catalogue(self.lang)
        if " " not in message:  # a single word is a name, or a word of the pages
            return message
        if message in known:
            return known[message]
        reason, _, detail = message.partition(": ")
        if f"{reason}: {{detail}}" in known:
            return known[f"{reason}: {{detail}}"].format(detail=self.translate(detail))
        for pattern, sentence in _patterns(self.lang):
            match = pattern.fullmatch(message)
            if match:
                return sentence.format(
                    **{k: self._value(k, v) for k, v in match.groupdict().items()}
                )
        return f"{reason}: {self.translate(detail)}" if detail else message

    def _value(self, name: str, value: str) -> str:
        """Return a value of a ready-made message; what users named stays as they named it."""
        if name in _PARTS:
            return self.translate(value)
        if name in _WORDS:
            return self(value)
        return value.translate(_POLISH_MARKS) if name in _NUMBERS else value

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with the decimal and thousands marks of the language."""
        text = f"{value:,.{decimals}f}"
        return text.translate(_POLISH_MARKS) if self.lang == "pl" else text

    def percent(self, share: float) -> str:
        """Return a share, 0 to 1, in per cent."""
        return f"{share:.0%}"

    def quote(self, words: str) -> str:
        """Return words in quotation marks."""
        return f"„{words}”" if self.lang == "pl" else f"“{words}”"


def choose_lang(asked: str | None, environ: Mapping[str, str]) -> Lang:
    """Return the language asked for, else that of the environment, else Polish.

    Examples
    --------
    >>> choose_lang(None, {"LANG": "en_GB.UTF-8"})
    'en'
    >>> choose_lang(None, {"LANG": "C.UTF-8"})
    'pl'
    """
    if asked in LANGS:
        return asked
    locale = next(
        (environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(key)), ""
    )
    return "en" if locale.startswith("en") else "pl"


@cache
def _patterns(lang: Lang) -> list[tuple[re.Pattern[str], str]]:
    """Return the sentences with values as patterns, the surest first.

    Those that begin with fixed words come before those that begin with a value, which may be any
    words; then those with most fixed words.
    """
    found = []
    for english, sentence in catalogue(lang).items():
        parts = re.split(r"\{(\w+)\}", english)
        if len(parts) > 1:
            seen: set[str] = set()
            pattern = ""
            for i, part in enumerate(parts):
                pattern += _group(part, seen) if i % 2 else re.escape(part.format())
            found.append(
                (not parts[0], -len("".join(parts[::2])), re.compile(pattern, re.DOTALL), sentence)
            )
    found.sort(key=lambda item: item[:2])
    return [(pattern, sentence) for _, _, pattern, sentence in found]


def _group(name: str, seen: set[str]) -> str:
    if name in seen:
        return f"(?P={name})"
    seen.add(name)
    return rf"(?P<{name}>-?\d[\d.,e+-]*?)" if name in _NUMBERS else f"(?P<{name}>.+?)"


# values of ready-made messages that the program makes itself, by the names of their places
_PARTS = {"reason", "scan", "what"}  # messages in their turn
_WORDS = {"kind"}  # kinds of files
_NUMBERS = {
    "allowed", "count", "done", "least", "level", "most", "number", "page", "rate", "ratio",
    "rows", "seconds", "size", "times", "total",
}  # fmt: skip
_POLISH_MARKS = str.maketrans({",": "\u00a0", ".": ","})

STATUSES = {
    "scored": N_("scored"),
    "not_observed": N_("not observed"),
    "uncertain": N_("uncertain"),
    "too_short": N_("too short"),
    "unsupported_language": N_("in another language"),
    "unreadable": N_("unreadable"),
}

OWNERSHIPS = {
    "other": N_("duty of somebody else (superior, client, another team)"),
    "negated": N_("denied: the text says that this is not part of the role"),
    "required": N_("required knowledge or experience, not a duty"),
    "company": N_("the company about itself"),
    "benefit": N_("what the company offers"),
    "earlier": N_("another post of the CV than the one that decides"),
}
