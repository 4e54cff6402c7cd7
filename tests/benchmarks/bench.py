"""What scoring costs next to its peers: one table of one run, ratios first.

    python tests/benchmarks/bench.py [ADVERTS.jsonl] [--documents N] [--only WORD]

The texts are the field ``text`` of a .jsonl file, by default the documents of the corpus in the
repository. Each figure comes from a fresh process. On one core the cost is CPU time, which other
programs on the machine disturb least; rounds take turns and the median counts. Where the wall
clock decides (cores, cold start, Spark), run it on an idle machine.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

from slmo_match.workers import available_cores

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
ROUNDS = 3
LENGTHS = (1_000, 10_000, 100_000, 1_000_000)  # words
NUMBERS = (1_000, 10_000, 100_000)  # documents
PROGRAM = [sys.executable, "-m", "slmo_match"]
ENCODERS = ("sentence_transformers", "model2vec")


# What is measured, each in a process of its own


def texts_of(path: str) -> list[str]:
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def run_slmo(texts: list[str]) -> Callable[[], object]:
    from slmo_match.batch import default_matcher

    matcher = default_matcher()
    matcher.assess(texts[0])
    return lambda: sum(1 for _ in matcher.pipe(texts))


def run_spacy(texts: list[str]) -> Callable[[], object]:
    import spacy

    nlp = spacy.blank("pl")
    return lambda: sum(1 for _ in nlp.pipe(texts))


def run_tfidf(texts: list[str]) -> Callable[[], object]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    from slmo_match import descriptors

    vectorizer = TfidfVectorizer()
    known = [criterion.words for criterion in descriptors.default().criteria]
    wanted = vectorizer.fit(known + texts[:1000]).transform(known)
    return lambda: (vectorizer.transform(texts) @ wanted.T).argmax(axis=1)


def run_encoder(texts: list[str]) -> Callable[[], object]:
    name = os.environ["ENCODER"]  # a folder or the name of a model that is there already
    if importlib.util.find_spec("sentence_transformers"):
        from sentence_transformers import SentenceTransformer

        return lambda: SentenceTransformer(name, device="cpu").encode(texts)
    from model2vec import StaticModel

    return lambda: StaticModel.from_pretrained(name).encode(texts)


def run_long(words: int) -> Callable[[], object]:
    from slmo_match import matcher as module

    module.MOST_WORDS = 10_000_000
    corpus = " ".join(corpus_texts()).split()
    text = " ".join(islice(cycle(corpus), words))
    found = module.LevelMatcher()
    found.assess(" ".join(corpus))  # every form is known from here on
    return lambda: found.assess(text)


def run_spark(path: str) -> dict[str, float]:
    import pandas as pd

    from slmo_match import score_frame, spark

    begun = time.perf_counter()
    session = spark.make_session(2)
    texts = texts_of(path)
    frame = pd.DataFrame({"id": [f"{i:07}" for i in range(len(texts))], "text": texts})
    with tempfile.TemporaryDirectory() as folder:
        source = f"{folder}/texts.parquet"
        session.createDataFrame(frame).repartition(8).write.parquet(source)

        def scored(count: int | None = None) -> pd.DataFrame:
            df = session.read.parquet(source)
            df = df if count is None else df.limit(count).repartition(2)
            return spark.score(df, text_column="text", id_column="id").toPandas()

        scored(20)  # the workers start
        started = time.perf_counter()
        found = scored()
        ended = time.perf_counter()
    session.stop()
    local_begun = time.perf_counter()
    local = score_frame(frame, "text", "id", workers=2)
    local_ended = time.perf_counter()
    found = found.astype(local.dtypes).sort_values("document", ignore_index=True)
    return {
        "start": started - begun,
        "wall": ended - started,
        "local": local_ended - local_begun,
        "same": float(found.equals(local)),
    }


def measure(name: str, argument: str) -> dict[str, float]:
    """Measure one thing in this process."""
    if name == "spark":
        return run_spark(argument)
    if name == "long":
        work = run_long(int(argument))
    else:
        work = {"slmo": run_slmo, "spacy": run_spacy, "tfidf": run_tfidf, "encoder": run_encoder}[
            name
        ](texts_of(argument))
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}


# The table


def apart(name: str, argument: object) -> dict[str, float]:
    """Measure one thing in a fresh process."""
    command = [sys.executable, str(HERE), "--measure", name, str(argument)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def program(*args: object) -> dict[str, float]:
    """Run a program; CPU time and peak memory are those of all its processes."""
    code = (
        "import json, resource, subprocess, sys, time\n"
        "begun = time.perf_counter()\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)\n"
        "use = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "assert done.returncode in (0, 1), done.stderr.decode()\n"
        "print(json.dumps({'wall': time.perf_counter() - begun, 'peak': use.ru_maxrss / 1024,\n"
        "                  'cpu': use.ru_utime + use.ru_stime}))\n"
    )
    command = [sys.executable, "-c", code, *map(str, args)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def medians(works: dict[str, Callable[[], dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Measure things in turns and return the medians of each."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            found[name].append(work())
    return {
        name: {key: statistics.median(one[key] for one in rounds) for key in rounds[0]}
        for name, rounds in found.items()
    }


Row = tuple[str, str, str, str]  # ratio, what is wanted, what was measured, values


def one_core(path: str, count: int, _: Path) -> Iterator[Row]:
    peers = {"slmo": "slmo_match", "spacy": 'spacy.blank("pl").pipe', "tfidf": "TF-IDF cosine"}
    if "ENCODER" in os.environ and any(map(importlib.util.find_spec, ENCODERS)):
        peers["encoder"] = "sentence encoder"
    found = medians({name: (lambda name=name: apart(name, path)) for name in peers})
    own = found["slmo"]["cpu"]
    for name, title in peers.items():
        cpu = found[name]["cpu"]
        wanted = "≤ 2, aim ≤ 1" if name == "spacy" else ""
        values = f"{1000 * cpu / count:.2f} ms a document, {count / cpu:,.0f} documents a second"
        ratio = "1" if name == "slmo" else f"{own / cpu:.2f}"
        yield ratio, wanted, f"one core: slmo_match / {title}", values
    if "encoder" not in peers:
        why = "not measured: install one and name its model in ENCODER"
        yield "", "", "one core: slmo_match / sentence encoder", why


def all_cores(path: str, count: int, folder: Path) -> Iterator[Row]:
    def scored(workers: int) -> dict[str, float]:
        output = folder / "out.jsonl"
        return program(
            *PROGRAM, "score", path, "--text-column", "text", "--workers", workers,
            "--output", output,
        )  # fmt: skip

    cores = available_cores()
    found = medians({"one": lambda: scored(1), "all": lambda: scored(cores)})
    one, every = found["one"], found["all"]
    wanted = "≥ 1.8" if cores == 2 else ""
    values = f"{count / one['wall']:,.0f} and {count / every['wall']:,.0f} documents a second"
    yield f"{one['wall'] / every['wall']:.2f}", wanted, f"{cores} cores / one core", values
    values = f"{every['cpu']:.1f} and {one['cpu']:.1f} s"
    yield f"{every['cpu'] / one['cpu']:.2f}", "", f"CPU of {cores} workers / one", values


def mixed_files(_: str, __: int, folder: Path) -> Iterator[Row]:
    mixed = folder / "mixed"
    mixed.mkdir()
    kinds = (".txt", ".html", ".pdf", ".docx", ".odt", ".rtf", ".eml")
    data = ROOT / "tests" / "data"
    samples = [path for name in ("advert", "cv") for path in data.glob(f"{name}.*")]
    samples = sorted(path for path in samples if path.suffix in kinds)
    for i in range(40):
        for path in samples:
            shutil.copy(path, mixed / f"{i:03}_{path.name}")
    count = 40 * len(samples)
    found = program(*PROGRAM, "score", mixed, "--output", folder / "mixed.csv")
    values = f"{count} files, {count / found['wall']:,.0f} documents a second"
    yield "", "", "a folder of mixed files", values


def cold_start(_: str, __: int, folder: Path) -> Iterator[Row]:
    one = folder / "one.txt"
    one.write_text(corpus_texts()[0], encoding="utf-8")
    works = {
        "score": lambda: program(*PROGRAM, "score", one),
        "spacy": lambda: program(sys.executable, "-c", "import spacy"),
    }
    medians(works)
    found = medians(works)
    score, spacy = found["score"], found["spacy"]
    values = f"{score['wall']:.2f} and {spacy['wall']:.2f} s"
    ratio = f"{score['wall'] / spacy['wall']:.2f}"
    yield ratio, "≤ 1.3", "cold start: score one.txt / import spacy", values
    values = f"{score['cpu']:.2f} and {spacy['cpu']:.2f} s"
    yield f"{score['cpu'] / spacy['cpu']:.2f}", "", "the same in CPU time", values


def memory(path: str, _: int, folder: Path) -> Iterator[Row]:
    least = 0.0
    for number in NUMBERS:
        table = folder / f"{number}.jsonl"
        with table.open("w", encoding="utf-8") as file:
            for i, text in enumerate(islice(cycle(texts_of(path)), number)):
                file.write(json.dumps({"text": f"{text} Oferta numer {i}."}) + "\n")
        found = program(
            *PROGRAM, "score", table, "--text-column", "text", "--output", folder / "many.jsonl"
        )
        (folder / "many.jsonl").unlink()
        table.unlink()
        least = least or found["peak"]
        wanted = "" if number == NUMBERS[0] else "≤ 1.2"
        values = f"{found['peak']:.0f} MB in the largest process, {found['wall']:.0f} s"
        ratio = f"{found['peak'] / least:.2f}"
        yield ratio, wanted, f"peak memory at {number:,} documents / {NUMBERS[0]:,}", values


def length(_: str, __: int, ___: Path) -> Iterator[Row]:
    least = 0.0
    for words in LENGTHS:
        cost = apart("long", words)["cpu"] / words
        least = least or cost
        values = f"{1e6 * cost:.2f} µs a word"
        yield f"{cost / least:.2f}", "≈ 1", f"cost a word at {words:,} / {LENGTHS[0]:,}", values


def on_spark(path: str, count: int, _: Path) -> Iterator[Row]:
    if not (shutil.which("java") and importlib.util.find_spec("pyspark")):
        yield "", "≥ 0.7", "Spark local[2] / 2 workers", "not measured: pyspark or Java is missing"
        return
    found = apart("spark", path)
    same = "the same answers" if found["same"] else "OTHER ANSWERS"
    values = (
        f"{count / found['wall']:,.0f} and {count / found['local']:,.0f} documents a second; "
        f"{same}; start {found['start']:.0f} s"
    )
    yield f"{found['local'] / found['wall']:.2f}", "≥ 0.7", "Spark local[2] / 2 workers", values


PARTS = (one_core, all_cores, mixed_files, cold_start, length, on_spark, memory)


def corpus_texts() -> list[str]:
    """Return the documents of the corpus in the repository."""
    from slmo_match.training.corpus import read_voices

    documents = read_voices(ROOT / "models" / "corpus")
    return ["\n".join(line.text for line in document.lines) for document in documents]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="?", help="a .jsonl file with a field text")
    parser.add_argument("--documents", type=int, help="take so many texts, again if need be")
    parser.add_argument("--only", default="", help=", ".join(part.__name__ for part in PARTS))
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measure(*asked.measure)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = texts_of(asked.texts) if asked.texts else corpus_texts()
        texts = list(islice(cycle(texts), asked.documents or len(texts)))
        path = folder / "texts.jsonl"
        lines = [json.dumps({"text": text}) for text in texts]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        words = sum(len(text.split()) for text in texts)
        print(f"{len(texts):,} texts of {words / len(texts):,.0f} words; load {os.getloadavg()[0]}")
        print(f"{'ratio':>6}  {'wanted':12}  {'measured':48}  values")
        for part in PARTS:
            if asked.only in part.__name__:
                for ratio, wanted, what, values in part(str(path), len(texts), folder):
                    print(f"{ratio:>6}  {wanted:12}  {what:48}  {values}", flush=True)


if __name__ == "__main__":
    main()
