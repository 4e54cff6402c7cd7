"""The same labelled document in other clothes: bullets, prose, one line, other letters.

Content is separate from form, so that the model can learn none of the form.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from slmo_match.language.tables import BARE
from slmo_match.language.words import WORD
from slmo_match.training.corpus import Document, Line

LAYOUTS = ("bullets", "dashes", "numbers", "lines", "prose", "flat", "commas", "semicolons")
_SIGNS = {"bullets": "• ", "dashes": "- ", "lines": ""}
_BARE = {**BARE, **{ord(chr(k).upper()): ord(chr(v).upper()) for k, v in BARE.items()}}
_DUTY = ("own", "other", "negated", "earlier", "required", "benefit")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text and where each line of the document stands in it."""

    text: str
    spans: tuple[tuple[int, int, Line], ...]


def render(document: Document, layout: str) -> Rendered:
    """Write a document out in a layout.

    Parameters
    ----------
    document : Document
        The labelled document.
    layout : str
        One of `LAYOUTS`; the last three join the duties to one line.

    Returns
    -------
    Rendered
        The text, and the span of every line in it.
    """
    return render_lines(document.lines, layout)


def render_lines(lines: Sequence[Line], layout: str) -> Rendered:
    """Write labelled lines out in a layout, as `render` does."""
    text = ""
    spans: list[tuple[int, int, Line]] = []
    count = 0
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        listed = line.ownership in _DUTY
        count = count + 1 if listed else 0
        before, words, end = _dress(line, layout, count, after)
        spans.append((len(text) + len(before), len(text) + len(before) + len(words), line))
        text += before + words + end
    return Rendered(text, tuple(spans))


def _dress(line: Line, layout: str, count: int, after: Line | None) -> tuple[str, str, str]:
    """Return what stands before, at, and after the words of a line."""
    listed = line.ownership in _DUTY
    words = line.text
    more = after is not None and after.ownership == line.ownership
    if layout == "prose" and listed:
        words = words[0].upper() + words[1:]
        return "", words, " " if words[-1] in ".!?" else ". "
    if layout == "numbers" and listed:
        return f"{count}. ", words, "\n"
    if layout in _SIGNS or layout in ("prose", "numbers"):
        return _SIGNS.get(layout, "") if listed else "", words, "\n"
    if line.ownership == "heading" and words[-1] not in ":?!.":
        return "", words, " " if layout == "flat" else ": "
    if listed and more:
        return "", words, {"flat": " ", "commas": ",", "semicolons": "; "}[layout]
    return "", words, " " if words[-1] in ".!?:" or layout == "flat" else ". "


def without_diacritics(text: str) -> str:
    """Return the text as it is typed without Polish letters; the length stays."""
    return text.translate(_BARE)


def in_capitals(text: str) -> str:
    """Return the text in capitals; the length stays."""
    return "".join(upper if len(upper := letter.upper()) == 1 else letter for letter in text)


def decomposed(text: str) -> str:
    """Return the text with letters and accents apart (NFD)."""
    return unicodedata.normalize("NFD", text)


def other_gender(text: str) -> str:
    """Return the text with the past tense of the other grammatical gender."""
    return WORD.sub(lambda match: _swap(match.group()), text)


@cache
def _swap(form: str) -> str:
    lowered = form.lower()
    swapped = lowered
    if lowered.endswith(("łem", "łeś")):
        swapped = _feminine_stem(lowered[:-3]) + "a" + lowered[-1]
    elif lowered.endswith(("łam", "łaś")):
        swapped = _feminine_to_masculine(lowered[:-3]) + "łe" + lowered[-1]
    if swapped == lowered or not _is_past(swapped):
        return form
    return swapped.capitalize() if form[0].isupper() else swapped


def _feminine_stem(stem: str) -> str:
    """Return the feminine stem of a masculine past (wziął, wzięła)."""
    return (stem[:-1] + "ę" if stem.endswith("ą") else stem) + "ł"


def _feminine_to_masculine(stem: str) -> str:
    return stem[:-1] + "ą" if stem.endswith("ę") else stem


@cache
def _morfeusz() -> Any:
    import morfeusz2

    return morfeusz2.Morfeusz(generate=False)


def _is_past(form: str) -> bool:
    return any(":praet:" in f":{tag}" for _, _, (_, _, tag, *_) in _morfeusz().analyse(form))


def shuffled_duties(document: Document, seed: int = 0) -> tuple[Line, ...]:
    """Return the lines with neighbouring duties of the same owner in another order."""
    chance = random.Random(seed)
    lines = list(document.lines)
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].ownership in ("own", "other", "negated"):
            end += 1
        block = lines[start:end]
        chance.shuffle(block)
        lines[start:end] = block
        start = max(end, start + 1)
    return tuple(lines)
