"""Text as it arrives to text as it is read, with the way back to the first offsets."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# soft hyphens, zero-width and bidirectional marks, byte order marks, control characters,
# and marks that stand alone: nothing of this is seen by a reader, so nothing of it may count
_UNSEEN = (
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufffe"
    "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f"
)
INVISIBLE = re.compile(f"[{_UNSEEN}]")
# how R writes a letter that its locale lacks; some collections of adverts are full of it
_ESCAPED = re.compile(r"<U\+?([0-9A-F]{4,6})>")
# a letter and its accents, which unseen signs may stand between
_CLUSTER = re.compile(
    f"{_ESCAPED.pattern}|[^{_UNSEEN}](?:[{_UNSEEN}]*[\u0300-\u036f]+)*|[{_UNSEEN}]+"
)
_COMPATIBLE = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"}


class CleanText(NamedTuple):
    """A cleaned text; ``offsets[i]`` is where its character i began, None for no change."""

    text: str
    offsets: NDArray[np.int64] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets of ``text[start:end]`` in the text as it arrived."""
        if self.offsets is None:
            return start, end
        return int(self.offsets[start]), int(self.offsets[end])


def clean(text: str) -> CleanText:
    """Compose characters (NFC), open ligatures and escapes and drop what cannot be seen.

    Parameters
    ----------
    text : str
        Any text; a form feed or carriage return becomes a line break.

    Returns
    -------
    CleanText
        The cleaned text and, where anything moved, the offsets of its characters (one more
        than there are characters: the last is the length of the original).

    Examples
    --------
    >>> clean("po\u00adziom us\u0142ug").text
    'poziom usług'
    """
    text = (
        text.replace("\r\n", " \n").replace("\r", "\n").replace("\x0c", "\n").replace("\xa0", " ")
    )
    if (
        unicodedata.is_normalized("NFC", text)
        and not INVISIBLE.search(text)
        and not any(ligature in text for ligature in _COMPATIBLE)
        and "<U" not in text
    ):
        return CleanText(text, None)
    pieces: list[str] = []
    offsets: list[int] = []
    for match in _CLUSTER.finditer(text):
        written = chr(int(match[1], 16)) if match[1] and _is_letter(match[1]) else match.group()
        cluster = INVISIBLE.sub("", written)
        piece = _COMPATIBLE.get(cluster) or unicodedata.normalize("NFC", cluster)
        pieces.append(piece)
        offsets.extend([match.start()] * len(piece))
    offsets.append(len(text))
    return CleanText("".join(pieces), np.asarray(offsets, dtype=np.int64))


def _is_letter(code: str) -> bool:
    """Tell whether an escape names a character that texts can hold."""
    return int(code, 16) < 0xD800 or 0xE000 <= int(code, 16) <= 0x10FFFF
