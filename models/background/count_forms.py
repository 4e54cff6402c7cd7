"""Count the word forms of real adverts: the source of ``language/data/forms.tsv``.

    python models/background/count_forms.py ADVERTS.jsonl [OUTPUT.tsv]

ADVERTS.jsonl holds one advert a line with a field ``text``. The file that ships was counted
from 6,359 Polish adverts of 2021 (OJALAB/job-ads-datasets, RepOD doi:10.18150/SX0E7G). Only
words of the dictionary that occur in five adverts or more are kept: no sentence, no name.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import morfeusz2

from slmo_match.language.words import WORD

FEWEST = 5


def readings(morfeusz: morfeusz2.Morfeusz, form: str) -> list[str]:
    """Return the distinct lemmas of a form, without the labels of homonyms."""
    found = [
        lemma.partition(":")[0]
        for start, _, (_, lemma, tag, *_) in morfeusz.analyse(form)
        if start == 0 and tag != "ign"
    ]
    return list(dict.fromkeys(found))


def main(source: str, target: str = "src/slmo_match/language/data/forms.tsv") -> None:
    """Write form, document frequency and usual lemma, the most frequent form first."""
    counts: Counter[str] = Counter()
    with open(source, encoding="utf-8") as lines:
        for line in lines:
            text = unicodedata.normalize("NFC", json.loads(line)["text"])
            counts.update({word.lower() for word in WORD.findall(text)})
    morfeusz = morfeusz2.Morfeusz(generate=False)
    lemmas = {form: readings(morfeusz, form) for form, n in counts.items() if n >= FEWEST}
    sure: Counter[str] = Counter()
    for form, found in lemmas.items():
        if len(found) == 1:
            sure[found[0]] += counts[form]
    rows = [
        f"{form}\t{counts[form]}\t{max(found, key=lambda lemma: sure[lemma])}"
        for form, found in sorted(lemmas.items(), key=lambda item: (-counts[item[0]], item[0]))
        if found
    ]
    head = "# form\tadverts that hold it\tusual lemma; counted by models/background/count_forms.py"
    Path(target).write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
