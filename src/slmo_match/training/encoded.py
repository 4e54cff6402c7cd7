"""The texts of a corpus encoded once, for all the models that are trained on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from slmo_match.encoder import Encoder, Vectors, texts_of, vectors_of
from slmo_match.language.clean import clean
from slmo_match.language.statements import cut
from slmo_match.language.words import Lexicon


class KnownTexts:
    """An encoder that looks the vectors of known texts up; small enough to go to processes.

    Parameters
    ----------
    encoder : Encoder
        Asked once for each different text.
    texts : sequence of str
    """

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self._places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        self._vectors = vectors_of(encoder, list(self._places))

    def encode(self, texts: list[str], /) -> Vectors:
        """Return the vectors of n known texts, shape (n, d)."""
        return self._vectors[[self._places[text] for text in texts]]


def texts_in(documents: Iterable[str]) -> list[str]:
    """Return the texts of the statements that documents are cut into."""
    lexicon = Lexicon()
    return [text for doc in documents for text in texts_of(cut(clean(doc).text, lexicon))]
