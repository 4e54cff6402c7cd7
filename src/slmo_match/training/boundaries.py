"""Learn from the corpus where statements begin in texts without marks.

    python -m slmo_match.training.boundaries [CORPUS]

writes ``language/data/boundaries.json`` anew. Every document is written out flattened to one line,
so that the places where its lines begin are known.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from slmo_match.language.boundaries import Key, Place, features
from slmo_match.language.clean import clean
from slmo_match.language.statements import places
from slmo_match.language.words import Lexicon
from slmo_match.training.corpus import Document, read_voices
from slmo_match.training.rendering import render

FEWEST = 15  # places that a feature must be seen at
LEAST = 0.05  # a weight that is worth its line in the table
INVERSE_STRENGTH = 1.0
_REPOSITORY = Path(__file__).parents[3]
_TABLE = Path(__file__).parents[1] / "language" / "data" / "boundaries.json"


def examples(documents: Iterable[Document]) -> Iterator[tuple[Place, bool]]:
    """Yield the places between words of flattened documents, and whether a line begins there."""
    lexicon = Lexicon()
    for document in documents:
        rendered = render(document, "flat")
        starts = {start for start, _, _ in rendered.spans}
        if clean(rendered.text).text == rendered.text:
            for start, place in places(rendered.text, lexicon):
                yield place, start in starts


def learn(documents: Iterable[Document]) -> list[list[str | int | bool | float]]:
    """Return the features that matter, each followed by its weight."""
    found = list(examples(documents))
    ids: dict[Key, int] = {}
    columns = [[ids.setdefault(key, len(ids)) for key in features(place)] for place, _ in found]
    ends = np.cumsum([0, *map(len, columns)])
    indices = np.concatenate([np.array(row) for row in columns])
    rows = sparse.csr_matrix((np.ones(len(indices)), indices, ends), shape=(len(found), len(ids)))
    often = np.asarray(rows.sum(axis=0)).ravel() >= FEWEST
    labels = np.array([begins for _, begins in found])
    model = LogisticRegression(C=INVERSE_STRENGTH, max_iter=300, fit_intercept=False)
    weights = model.fit(rows[:, often], labels).coef_[0]
    names = [key for key, kept in zip(ids, often, strict=True) if kept]
    return [
        [*name, round(float(weight), 2)]
        for name, weight in sorted(zip(names, weights, strict=True), key=str)
        if abs(weight) >= LEAST
    ]


def main(corpus: str = str(_REPOSITORY / "models" / "corpus")) -> None:
    """Write the table, a feature a line."""
    rows = [json.dumps(row, ensure_ascii=False) for row in learn(read_voices(Path(corpus)))]
    _TABLE.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
