"""Count which lemmas, stems, norms and concepts stand together in statements of real adverts.

    python models/background/count_cooccurrence.py ADVERTS.jsonl [OUTPUT.npz]

ADVERTS.jsonl holds one advert a line with a field ``text``. The file that ships was counted
from every other one of 6,359 Polish adverts of 2021 (OJALAB/job-ads-datasets, RepOD
doi:10.18150/SX0E7G), so that the other half stays unseen for measuring. It holds sums over
about 99,000 statements, no sentence: for each pair of lemmas, stems, norms (forms without capitals
and diacritics) or concepts that stand together in fifteen statements or more, the sum of the
products of their weights (what rarer pairs have is added to the diagonal).
"""

from __future__ import annotations

import json
import sys
from itertools import islice
from pathlib import Path

import numpy as np
from scipy import sparse

from slmo_match.language.clean import clean
from slmo_match.language.statements import Statement, cut
from slmo_match.language.words import Lexicon
from slmo_match.vectorise import StatementVectorizer

FEWEST_STATEMENTS = 20
FEWEST_TOGETHER = 15


def read_statements(source: str) -> list[Statement]:
    """Cut every other advert of a file into statements."""
    lexicon = Lexicon()
    with open(source, encoding="utf-8") as lines:
        texts = [clean(json.loads(line)["text"]).text for line in islice(lines, 0, None, 2)]
    return [statement for text in texts for statement in cut(text, lexicon)]


def without_rare_pairs(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the sums of products, rare pairs moved to the diagonal (the form stays >= 0)."""
    binary = rows.copy()
    binary.data[:] = 1.0
    together = (binary.T @ binary) >= FEWEST_TOGETHER
    moments = (rows.T @ rows).tocsr()
    kept = moments.multiply(together).tocsr()
    left_out = np.asarray((moments - kept).sum(axis=1)).ravel()
    return sparse.csr_matrix(kept + sparse.diags(left_out))


def main(source: str, target: str = "models/background/cooccurrence.npz") -> None:
    """Write names, means and the upper triangle of the second moments."""
    statements = read_statements(source)
    vectorizer = StatementVectorizer(FEWEST_STATEMENTS, min_norm_count=FEWEST_STATEMENTS)
    vectorizer.fit(statements)
    everything = vectorizer.transform(statements).tocsc()
    columns = vectorizer.columns_of_words()
    often = np.diff(everything[:, columns].indptr) >= FEWEST_STATEMENTS
    columns = columns[often]
    rows = sparse.csr_matrix(everything[:, columns])
    moments = sparse.triu(without_rare_pairs(rows)).tocoo()
    names = np.array(vectorizer.names(), dtype=str)[columns]
    np.savez_compressed(
        Path(target),
        names=names,
        means=np.asarray(rows.mean(axis=0), dtype=np.float32).ravel(),
        first=moments.row.astype(np.uint16),
        second=moments.col.astype(np.uint16),
        values=(moments.data / len(statements)).astype(np.float32),
        statements=np.array(len(statements)),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
