"""Feed damaged files to the readers for as long as you like: ``make fuzz``.

    python tests/fuzz/fuzz_reading.py [SECONDS] [FIRST_SEED]

Every file must end in a document or in the package's own error, within its time. Prints what was
tried; a file that breaks this is named by its sample and seed, and ends the run with status 1.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzz.mutations import PRODUCERS, SAMPLES, mutated
from slmo_match.errors import ReadingError
from slmo_match.reading import Limits, ocr, read

LIMITS = Limits(seconds=10.0, memory=1_000_000_000)


def main(seconds: float = 600.0, seed: int = 0) -> int:
    ocr.languages = frozenset  # recognising letters takes seconds and is not what is tried
    outcomes: Counter[str] = Counter()
    slowest, broken, end = 0.0, 0, time.monotonic() + seconds
    while time.monotonic() < end:
        for sample in (*SAMPLES, *PRODUCERS):
            data, begun = mutated(sample.read_bytes(), seed), time.monotonic()
            try:
                read(data, sample.name, LIMITS)
                outcomes["read"] += 1
            except ReadingError as error:
                reason = str(error)
                outcomes[reason.partition(":")[0].partition(" (")[0]] += 1
                if any(words in reason for words in ("Error: ", "broke down", "too slow")):
                    outcomes["  of these ended by the last net"] += 1
                    print(f"  {sample.name} seed {seed}: {reason}")
            except Exception as error:
                broken += 1
                print(f"BROKEN {sample.name} seed {seed}: {type(error).__name__}: {error}")
            slowest = max(slowest, time.monotonic() - begun)
        seed += 1
    tried = sum(count for name, count in outcomes.items() if not name.startswith(" ")) + broken
    print(f"{tried:,} files, {broken} broken, slowest {slowest:.2f} s; next seed {seed}")
    for name, count in outcomes.most_common():
        print(f"  {name}: {count:,}")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(
        main(*(float(value) if i == 0 else int(value) for i, value in enumerate(sys.argv[1:])))
    )
