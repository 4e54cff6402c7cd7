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

from slmo_match.assessment import COLUMNS, COUNTS, SHARES
from slmo_match.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from pyspark.sql import DataFrame, SparkSession

    from slmo_match.matcher import LevelMatcher

_KINDS = {**dict.fromkeys(SHARES, "double"), **dict.fromkeys(COUNTS, "int")}
#: The columns of a result, as Spark describes them.
SCHEMA = ", ".join(f"{column} {_KINDS.get(column, 'string')}" for column in COLUMNS)
_AT_ONCE = 1_000  # rows that a worker gets together


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
        If there is no such column, or the one with the texts holds none.
    """
    for column in (text_column, id_column):
        if column is not None and column not in df.columns:
            raise UsageError(f"the table has no column {column!r}; it has {', '.join(df.columns)}")
    from pyspark.sql import functions

    text = functions.col(_quoted(text_column))
    kind = df.select(text).dtypes[0][1]
    if not kind.startswith(("string", "varchar", "char")):
        raise UsageError(f"the column {text_column!r} must hold texts; it holds {kind}")
    name = functions.lit("") if id_column is None else functions.col(_quoted(id_column))
    columns = df.select(
        functions.coalesce(name.cast("string"), functions.lit("")).alias("document"),
        text.alias("text"),
    )

    def score_batches(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        from slmo_match.scoring import score_frame

        for batch in batches:
            yield score_frame(batch, "text", "document", matcher=matcher)

    return columns.mapInPandas(score_batches, SCHEMA)


def _quoted(column: str) -> str:
    """Return the name of a column as one name, whatever stands in it."""
    return "`{}`".format(column.replace("`", "``"))


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
        df = _read(spark, source)
        scored = score(df, text_column=text_column, id_column=id_column, matcher=matcher)
        _write(scored, output)
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
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", _AT_ONCE)
    if not conf.contains("spark.master"):
        builder = builder.master(f"local[{workers or '*'}]")
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise UsageError(
            "Spark does not start: it needs Java 17 or newer (JAVA_HOME, or java on the path)"
        ) from error


def _read(spark: SparkSession, source: str) -> DataFrame:
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import AnalysisException

    try:
        return spark.read.parquet(source)
    except AnalysisException as error:
        if error.getCondition() == "PATH_NOT_FOUND":
            what = f"nothing found at {source!r}; check the spelling of the path"
            raise UsageError(what) from error
        reason = str(error).splitlines()[0]
        raise UsageError(f"cannot read {source} as Parquet: {reason}") from error
    except Py4JJavaError as error:  # a file of another kind, or a broken one
        reason = str(error.java_exception.getMessage()).splitlines()[0]
        raise UsageError(f"cannot read {source} as Parquet: {reason}") from error


def _write(df: DataFrame, output: str) -> None:
    from pyspark.errors import AnalysisException

    try:
        df.write.parquet(output)
    except AnalysisException as error:
        if error.getCondition() == "PATH_ALREADY_EXISTS":
            what = f"cannot write {output}: it exists; choose another name, or remove it"
            raise UsageError(what) from error
        raise
