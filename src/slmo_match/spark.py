"""Many documents on Spark: the model once a worker process, a row a document.

>>> from slmo_match import spark  # doctest: +SKIP
>>> levels = spark.score(adverts, text_column="text", id_column="id")  # doctest: +SKIP

It runs on the Spark session that the table belongs to and opens none of its own. The package must
be installed where the workers run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from slmo_match.assessment import LEVELS
from slmo_match.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from pyspark.sql import DataFrame, SparkSession

    from slmo_match.matcher import LevelMatcher

_SHARES = ", ".join(f"p{level} double" for level in LEVELS)
#: The columns of a result, as Spark describes them.
SCHEMA = (
    "document string, status string, level int, level_low int, level_high int, "
    f"confidence double, {_SHARES}, "
    "top_evidence string, top_criterion string, language string, words int, error string, "
    "model string"
)
_AT_ONCE = 1_000  # rows of an Arrow batch, so that a worker holds few texts at a time


def score(
    df: DataFrame,
    *,
    text_column: str,
    id_column: str | None = None,
    matcher: LevelMatcher | None = None,
) -> DataFrame:
    """Suggest the level of every text in a column of a Spark table.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
    text_column : str
        The column with the texts.
    id_column : str, optional
        The column with the names of the documents. Spark's rows have no numbers: without it
        the names are empty.
    matcher : LevelMatcher, optional
        The one with the model that ships by default; sent to each worker once a partition.

    Returns
    -------
    pyspark.sql.DataFrame
        A row a text, with the columns `SCHEMA`. A text that cannot be assessed has its status
        and reason, and fails no task.

    Raises
    ------
    UsageError
        If there is no such column.
    """
    for column in (text_column, id_column):
        if column is not None and column not in df.columns:
            raise UsageError(f"the table has no column {column!r}; it has {', '.join(df.columns)}")
    from pyspark.sql import functions

    name = functions.lit("") if id_column is None else functions.col(f"`{id_column}`")
    columns = df.select(
        functions.coalesce(name.cast("string"), functions.lit("")).alias("document"),
        functions.col(f"`{text_column}`").cast("string").alias("text"),
    )

    def score_batches(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        from slmo_match.scoring import score_frame

        for batch in batches:
            for start in range(0, len(batch), _AT_ONCE):
                part = batch.iloc[start : start + _AT_ONCE]
                yield score_frame(part, "text", "document", matcher=matcher)

    return columns.mapInPandas(score_batches, SCHEMA)


def score_parquet(
    source: str,
    output: str,
    *,
    text_column: str,
    id_column: str | None = None,
    matcher: LevelMatcher | None = None,
    workers: int | None = None,
    session: SparkSession | None = None,
) -> None:
    """Score a Parquet table into another, on the cluster of ``spark-submit`` or on this machine.

    Parameters
    ----------
    source, output : str
        Paths or addresses that Spark knows; `output` must not exist.
    text_column, id_column, matcher
        As in `score`.
    workers : int, optional
        Processes on this machine, all cores by default; a cluster has its own number.
    session : SparkSession, optional
        The one that runs or a new one by default.

    Raises
    ------
    UsageError
        If there is no Java, no such table or column, or the output exists.
    """
    spark = session or make_session(workers)
    try:
        from pyspark.errors import AnalysisException

        try:
            scored = score(
                spark.read.parquet(source),
                text_column=text_column,
                id_column=id_column,
                matcher=matcher,
            )
            scored.write.parquet(output)
        except AnalysisException as error:
            raise UsageError(_reason(error, source, output)) from error
    finally:
        if session is None:
            spark.stop()


def make_session(workers: int | None = None) -> SparkSession:
    """Return a session whose workers run this Python.

    Parameters
    ----------
    workers : int, optional
        Processes on this machine, where no cluster was chosen (``spark-submit --master`` does).

    Raises
    ------
    UsageError
        If pyspark or Java is missing.
    """
    try:
        from pyspark import SparkConf
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError("Spark needs pyspark: pip install 'slmo-match[spark]'") from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf()
    builder = SparkSession.builder.appName("slmo-match")
    if not conf.contains("spark.master"):
        builder = builder.master(f"local[{workers or '*'}]")
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise UsageError(
            "Spark does not start: it needs Java 17 or newer (JAVA_HOME, or java on the path)"
        ) from error


def _reason(error: Exception, source: str, output: str) -> str:
    """Return what a user can do about an error of Spark's analysis."""
    condition = getattr(error, "getCondition", lambda: None)() or ""
    if condition == "PATH_NOT_FOUND":
        return f"nothing found at {source!r}; check the spelling of the path"
    if condition == "PATH_ALREADY_EXISTS":
        return f"cannot write {output}: it exists; choose another name, or remove it"
    return f"cannot read {source} as Parquet: {str(error).splitlines()[0]}"
