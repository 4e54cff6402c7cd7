"""Learn from the corpus where statements begin in texts without marks.

    python -m slmo_match.training.boundaries [MODELS]

writes ``language/data/boundaries.npz`` anew, and ``MODELS/boundaries/``: the same learnt without a
quarter of the voices at a time, so that training and measuring can cut a document as if it came
from a stranger. Every document is written out flattened to one line, so that the places where its
lines begin are known.
"""

from __future__ import annotations

import random
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy import sparse

from slmo_match.language.boundaries import Place, Window, features
from slmo_match.language.clean import clean
from slmo_match.language.statements import places
from slmo_match.language.words import Lexicon
from slmo_match.network import as_bytes
from slmo_match.training.corpus import (
    CorpusError,
    Document,
    Line,
    read_banks,
    read_voices,
    voice_groups,
)
from slmo_match.training.examples import in_some_letters
from slmo_match.training.network_training import Answers, fit_layers
from slmo_match.training.rendering import render_lines, shuffled_duties
from slmo_match.vectorise import Matrix

FEWEST = 30  # places that a feature must be seen at
UNITS, ROUNDS = 64, 3
QUARTERS = 4
_LINES = 9  # of the bank, written out together
_MODELS = Path(__file__).parents[3] / "models"
_SHIPPED = Path(__file__).parents[1] / "language" / "data" / "boundaries.npz"


class Places(NamedTuple):
    """The features of n places, whether a statement begins there, and the voice of each."""

    names: list[str]
    rows: Matrix
    begins: NDArray[np.int64]
    voices: NDArray[np.str_]


def learn(found: Places, without: Sequence[str] = ()) -> Window:
    """Fit the network to the places, but for those of some voices."""
    kept = ~np.isin(found.voices, without)
    rows = found.rows[kept]
    often = rows.getnnz(axis=0) >= FEWEST
    rows = Matrix(rows[:, often])
    answers = [Answers(found.begins[kept], 2)]
    alike = np.ones(rows.shape[0], np.float32)
    hidden, (last, offsets) = fit_layers(rows, answers, alike, units=UNITS, rounds=ROUNDS)
    weights, scales = as_bytes(hidden[0])
    arrays: dict[str, NDArray[Any]] = {
        "weights": weights,
        "scales": scales,
        "intercepts": hidden[1],
        "last": last[:, 1] - last[:, 0],  # of two answers the difference is all that counts
        "offset": offsets[1:] - offsets[:1],
    }
    return Window([name for name, known in zip(found.names, often, strict=True) if known], arrays)


def find_places(documents: Iterable[Document], bank: Sequence[Line]) -> Places:
    """Look at all places in documents and in the bank.

    The documents are looked at a second time with their duties in another order; the lines of the
    bank are written out together, some at a time.
    """
    lexicon = Lexicon()
    ids: dict[str, int] = {}
    indices, ends = array("i"), array("q", [0])
    begins, voices = array("b"), []
    for voice, lines in _texts(documents, bank):
        for place, begun in examples(lines, lexicon):
            indices.extend(ids.setdefault(name, len(ids)) for name in features(place))
            ends.append(len(indices))
            begins.append(begun)
            voices.append(voice)
    data = np.ones(len(indices), np.float32), np.array(indices), np.array(ends)
    rows = Matrix(sparse.csr_matrix(data, shape=(len(voices), len(ids))))
    return Places(list(ids), rows, np.array(begins, np.int64), np.array(voices, np.str_))


def _texts(
    documents: Iterable[Document], bank: Sequence[Line]
) -> Iterator[tuple[str, Sequence[Line]]]:
    for document in documents:
        yield document.voice, document.lines
        yield document.voice, shuffled_duties(document)
    for start in range(0, len(bank), _LINES):
        part = bank[start : start + _LINES]
        yield "bank", [Line(line.criteria, "own", line.text) for line in part]


def examples(lines: Sequence[Line], lexicon: Lexicon) -> Iterator[tuple[Place, bool]]:
    """Yield the places between words of a flattened text, and whether a line begins there."""
    rendered = render_lines(lines, "flat")
    starts = {start for start, _, _ in rendered.spans}
    text = in_some_letters(rendered.text, random.Random(rendered.text).random())
    if clean(text).text == text:
        for start, place in places(text, lexicon):
            yield place, start in starts


def read_windows(folder: Path, documents: Iterable[Document]) -> dict[str, Window]:
    """Return for each voice a window that has not seen it; none where there is no folder.

    Raises
    ------
    CorpusError
        If there are windows, but none for some of the voices.
    """
    windows: dict[str, Window] = {}
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as file:
            arrays = dict(file)
        voices = arrays.pop("voices").tolist()
        windows.update(dict.fromkeys(voices, Window.from_state(arrays)))
    missing = {document.voice for document in documents} - set(windows)
    if windows and missing:
        raise CorpusError(
            f"{folder} has no window for {', '.join(sorted(missing))}; try make boundaries"
        )
    return windows


def main(models: str = str(_MODELS)) -> None:
    """Write the window that ships, and those without a quarter of the voices."""
    corpus = Path(models) / "corpus"
    documents = list(read_voices(corpus))
    found = find_places(documents, list(read_banks(corpus)))
    groups = [[], *voice_groups(documents, QUARTERS)]
    windows = Parallel(n_jobs=2)(delayed(learn)(found, group) for group in groups)
    shipped: dict[str, Any] = {**windows[0].state()}
    np.savez_compressed(_SHIPPED, **shipped)
    _write(Path(models) / "boundaries", groups[1:], windows[1:])


def _write(folder: Path, groups: Sequence[Sequence[str]], windows: Sequence[Window]) -> None:
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.npz"):
        old.unlink()
    for k, (group, window) in enumerate(zip(groups, windows, strict=True), 1):
        arrays: dict[str, Any] = {"voices": np.array(group, np.str_), **window.state()}
        np.savez_compressed(folder / f"without_{k}.npz", **arrays)


if __name__ == "__main__":
    main(*sys.argv[1:])
