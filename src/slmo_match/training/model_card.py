"""Write the model card: every figure in it is measured here.

python -m slmo_match.training.model_card MODELS_FOLDER [REAL_ADVERTS_FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from slmo_match.assessment import LEVELS, Assessment
from slmo_match.matcher import LevelMatcher
from slmo_match.training import baselines, variants
from slmo_match.training.corpus import Document
from slmo_match.training.evaluate import compare
from slmo_match.training.held_out import HeldOut, leave_voices_out
from slmo_match.training.languages import (
    NAMES,
    agreement_by_language,
    near_miss_alarms,
    parallel,
)
from slmo_match.training.metrics import Agreement, quadratic_kappa
from slmo_match.training.real_texts import RealFigures, assess_file, entries_of, ratings
from slmo_match.training.train import read_training_set, two_renderings

_COLUMNS = (
    "exact",
    "within_one",
    "error",
    "kappa",
    "calibration",
    "coverage",
    "width",
    "confident",
)
_HEAD = (
    "texts | exact | within one | mean error | QWK | calibration error | coverage | width | "
    "exact without the least certain tenth"
)


def main(models: str, real: str | None = None) -> None:
    """Measure and write ``README.md`` in the folder of the models."""
    folder = Path(models)
    frame = (folder / "card.md").read_text(encoding="utf-8")
    data = read_training_set(folder / "corpus")
    held = leave_voices_out(data)
    measures: list[Callable[[], str]] = [
        lambda: _corpus(data.documents),
        lambda: _held_out_table(held),
        lambda: _languages(held, folder / "evaluation" / "parallel.jsonl"),
        lambda: _traps(held),
        lambda: _independent(folder / "evaluation"),
        lambda: _evidence(held),
        lambda: _changes(held),
        *([lambda: _real(Path(real))] if real else []),
        lambda: _leak(data.documents),
        lambda: _baselines(data.documents),
    ]
    sections: list[str] = []
    for measure in measures:
        sections.append(measure())
        card = frame.replace("<!-- figures -->", "\n\n".join(sections))
        (folder / "README.md").write_text(card, encoding="utf-8")
    print(f"written: {folder / 'README.md'}")


def _corpus(documents: Sequence[Document]) -> str:
    counts = [sum(document.level == level for document in documents) for level in LEVELS]
    voices = len({document.voice for document in documents})
    return (
        f"### Corpus\n\n{len(documents)} documents in {voices} voices; documents of level 1 to 7: "
        f"{', '.join(map(str, counts))}."
    )


def _held_out_table(held: Sequence[HeldOut]) -> str:
    everything = [item for one in held for item in one.renderings]
    documents = [document for one in held for document in one.documents]
    written = [document for document in documents for _ in range(2)]
    evaluation = compare([d.level for d in written], everything, [d.voice for d in written])
    rows = [f"| **all voices** {_row(evaluation.agreement)}"]
    limits = evaluation.intervals
    rows.append(
        "| 95 % by bootstrap of the voices | | "
        + " | ".join(f"{limits[name][0]:.3f}–{limits[name][1]:.3f}" for name in _COLUMNS)
        + " |"
    )
    for one in held:
        levels = [d.level for d in one.documents for _ in range(2)]
        rows.append(f"| {one.voice} {_row(compare(levels, one.renderings).agreement)}")
    confusion = "\n".join(
        f"| {level} | " + " | ".join(map(str, row)) + " |"
        for level, row in zip(LEVELS, evaluation.confusion, strict=True)
    )
    return (
        "### Voices held out\n\nEach document in two layouts.\n\n"
        f"| voice | {_HEAD} |\n|{'---|' * 10}\n" + "\n".join(rows) + "\n\n"
        "Right level (rows) and suggested level (columns):\n\n"
        f"| | {' | '.join(map(str, LEVELS))} |\n|{'---|' * 8}\n{confusion}"
    )


def _languages(held: Sequence[HeldOut], translated: Path) -> str:
    rows = [f"| {name} {_row(figures)}" for name, figures in agreement_by_language(held).items()]
    alarms = [
        f"{NAMES[code]} {found} of {count}"
        for code in NAMES
        for count, found in [near_miss_alarms(held, code)]
        if count
    ]
    both = parallel(translated, LevelMatcher())
    return (
        "### Languages, voices held out\n\nEach document in two layouts.\n\n"
        f"| language | {_HEAD} |\n|{'---|' * 10}\n" + "\n".join(rows) + "\n\n"
        f"False alarms on near-misses (level above 1): {', '.join(alarms)}.\n\n"
        f"{both.n} documents in Polish and in English translation, not part of the corpus: the "
        f"same level in {both.same:.3f}, not more than one apart in {both.within_one:.3f}; right "
        f"level {both.polish:.3f} in Polish, {both.english:.3f} in English."
    )


def _row(figures: Agreement) -> str:
    values = " | ".join(f"{getattr(figures, name):.3f}" for name in _COLUMNS)
    return f"| {figures.n} | {values} |"


def _baselines(documents: Sequence[Document]) -> str:
    voices = [document.voice for document in documents]
    answers = {
        "always the most frequent level": baselines.majority(documents, voices),
        "TF-IDF cosine to the descriptors (lemmas)": baselines.cosine_to_descriptors(documents),
        "TF-IDF (lemmas) and logistic regression on whole documents": (
            baselines.linear_on_documents(documents)
        ),
    }
    levels = np.array([document.level for document in documents])
    rows = [f"| {name} {_simple(levels, found)}" for name, found in answers.items()]
    return (
        "### Baselines, voices held out\n\n| baseline | exact | within one | QWK |\n"
        "|---|---|---|---|\n" + "\n".join(rows)
    )


def _simple(levels: NDArray[np.int64], found: NDArray[np.int64]) -> str:
    exact = (levels == found).mean()
    near = (abs(levels - found) <= 1).mean()
    return f"| {exact:.3f} | {near:.3f} | {quadratic_kappa(levels, found):.3f} |"


def _traps(held: Sequence[HeldOut]) -> str:
    pairs = [
        (document, assessment)
        for one in held
        for k, document in enumerate(one.documents)
        for assessment in one.renderings[2 * k : 2 * k + 2]
    ]
    names = sorted({trap for document, _ in pairs for trap in document.traps})
    tests: dict[str, Callable[[Document], bool]] = {"any trap": lambda d: bool(d.traps)}
    for name in names:
        tests[name] = lambda d, name=name: name in d.traps  # type: ignore[misc]
    rows = []
    for name, fits in tests.items():
        right = [assessment.level == d.level for d, assessment in pairs if fits(d)]
        rows.append(f"| {name} | {len(right)} | {np.mean(right):.3f} |")
    return (
        "### Documents with traps, voices held out\n\n| trap | documents | exact |\n"
        "|---|---|---|\n" + "\n".join(rows)
    )


def _independent(folder: Path) -> str:
    """Measure the model on documents of writers who are no voice of the corpus."""
    matcher = LevelMatcher()
    rows = []
    for path in sorted(folder.glob("independent_*.jsonl")):
        entries = entries_of(path)
        found = list(matcher.pipe(entry["text"] for entry in entries))
        levels = [entry["level"] for entry in entries]
        rows.append(f"| {path.stem} {_row(compare(levels, found).agreement)}")
        right = [a.level == e["level"] for e, a in zip(entries, found, strict=True) if e["traps"]]
        rows.append(f"| of these with traps | {len(right)} | {np.mean(right):.3f} |{' |' * 7}")
    return (
        "### Documents of other writers\n\nMeasured, never learnt from.\n\n"
        f"| file | {_HEAD} |\n|{'---|' * 10}\n" + "\n".join(rows)
    )


def _changes(held: Sequence[HeldOut]) -> str:
    def same(name: str, base: str = "plain") -> float:
        pairs = [
            (a.level, b.level)
            for one in held
            for a, b in zip(one.changed[base], one.changed[name], strict=True)
        ]
        return float(np.mean([a == b for a, b in pairs]))

    rows = [f"| {name} | {same(name):.3f} |" for name in variants.CHANGES]
    rows += [
        f"| {name} instead of man | {same(name, 'man'):.3f} |" for name in ("woman", "foreigner")
    ]
    inside = [
        assessment.level == document.level
        for one in held
        for document, assessment in zip(
            one.documents, one.changed["inside an unrelated advert"], strict=True
        )
        if document.level > 1
    ]
    rows.append(f"| duties set into an unrelated advert: right level | {np.mean(inside):.3f} |")
    bare = [
        assessment.level in (1, None) or assessment.status == "uncertain"
        for one in held
        for assessment in one.changed["without duties"]
    ]
    rows.append(f"| duties removed: level 1, uncertain or too short | {np.mean(bare):.3f} |")
    return (
        "### Changes that must not matter (models without the voice)\n\n"
        "Share of documents with the same level as with plain bullets.\n\n"
        "| change | same level |\n|---|---|\n" + "\n".join(rows)
    )


def _evidence(held: Sequence[HeldOut]) -> str:
    right, exact = [], []
    for one in held:
        for k, document in enumerate(one.documents):
            for j, text in enumerate(two_renderings(document)):
                assessment = one.renderings[2 * k + j]
                exact += [text[e.start : e.end] == e.quote for e in assessment.evidence]
                if document.level > 1 and assessment.level and assessment.level > 1:
                    right.append(_top_is_right(document, assessment))
    return (
        "### Evidence, voices held out\n\n"
        f"The criterion of the top quotation is one that the labels give to the quoted line: "
        f"{np.mean(right):.3f} of {len(right)} documents that were found. "
        f"Offsets exact: {np.mean(exact):.3f} of {len(exact)} quotations."
    )


def _top_is_right(document: Document, assessment: Assessment) -> bool:
    if not assessment.evidence:
        return False
    top = assessment.evidence[0]
    labels = {
        criterion
        for line in document.lines
        for criterion in line.criteria
        if line.text.lower() in top.quote.lower() or top.quote.lower() in line.text.lower()
    }
    return top.criterion in labels


def _leak(documents: Sequence[Document]) -> str:
    guessed, chance = baselines.leak(documents)
    return (
        "### Does anything but the duties give the level away?\n\n"
        "A linear model that sees everything but the duties, voices held out, levels 2–7: "
        f"{guessed:.3f} exact; always the most frequent level: {chance:.3f}."
    )


def _real(folder: Path) -> str:
    matcher = LevelMatcher()
    adverts = assess_file(folder / "adverts.jsonl", matcher)
    occupations = assess_file(folder / "occupations.jsonl", matcher)
    labelled = assess_file(folder / "labelled.jsonl", matcher)
    rated = ratings()
    alarms, of_occupations = _alarms(adverts, rated), _alarms(occupations, rated)
    unread = [name for name in adverts.observed if name not in rated]
    odd = set(list(adverts.assessed)[1::2])
    odd_alarms = sum(name in odd for name in alarms)
    lines = [
        "### Real adverts\n",
        f"- {adverts.texts} adverts: {len(adverts.observed)} with a level above 1 "
        f"({adverts.per_thousand:.1f} per 1,000); {len(alarms)} of them false alarms "
        f"({1000 * len(alarms) / adverts.texts:.1f} per 1,000; "
        f"{1000 * odd_alarms / len(odd):.1f} in the half that was not counted for the background), "
        f"{len(unread)} of these not read by anyone.",
        f"- {occupations.texts} occupation descriptions: {len(occupations.observed)} with a level "
        f"above 1; {len(of_occupations)} of them false alarms "
        f"({1000 * len(of_occupations) / occupations.texts:.1f} per 1,000).",
        _found(rated, adverts.assessed),
        _labelled(folder / "labelled.jsonl", labelled.assessed),
    ]
    return "\n".join(lines)


def _alarms(found: RealFigures, rated: dict[str, tuple[int, ...]]) -> list[str]:
    """Return the texts with a level above 1 that no reader rates so."""
    return [name for name in found.observed if max(rated.get(name, (1,))) == 1]


def _found(rated: dict[str, tuple[int, ...]], assessed: dict[str, Assessment]) -> str:
    """Say how many of the adverts were found that all their readers rate above level 1."""
    ids = [name for name, levels in rated.items() if min(levels) > 1 and name in assessed]
    found = {name: assessed[name].level or 1 for name in ids if (assessed[name].level or 1) > 1}
    near = sum(min(abs(level - r) for r in rated[name]) <= 1 for name, level in found.items())
    return (
        f"- Adverts that all their readers rate above level 1: {len(ids)}; found {len(found)}, "
        f"within one level {near}."
    )


def _labelled(path: Path, assessed: dict[str, Assessment]) -> str:
    entries = entries_of(path)
    exact = near = alarms = found = positive = 0
    for entry in entries:
        level, rated = assessed[entry["id"]].level or 1, entry["levels"]
        exact += level in rated
        near += min(abs(level - r) for r in rated) <= 1
        positive += max(rated) > 1
        found += max(rated) > 1 and level > 1
        alarms += max(rated) == 1 and level > 1
    return (
        f"- {len(entries)} adverts rated by two people: exact {exact}, within one level {near}, "
        f"found {found} of {positive} above level 1, false alarms {alarms}."
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
