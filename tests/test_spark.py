"""On Spark for real: the answers of the local batch, a row a document, no failed task.

Needs pyspark and Java; the tests are skipped where one of them is missing.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import slmo_match
from adverts import LEVEL_1, LEVEL_5
from slmo_match.assessment import COLUMNS
from slmo_match.cli import cli
from slmo_match.errors import UsageError
from slmo_match.matcher import LevelMatcher
from slmo_match.scoring import score_frame

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'slmo-match[spark]'")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java, which is not installed", allow_module_level=True)

from slmo_match import spark

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # sockets of py4j
]
TEXTS = [LEVEL_5, LEVEL_1, "za krótko", "", None, f"{LEVEL_1} {LEVEL_5}", "We are hiring a nurse."]


@pytest.fixture(scope="module")
def session():
    """Two workers on this machine."""
    session = spark.make_session(2)
    session.conf.set("spark.sql.shuffle.partitions", "2")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def adverts():
    texts = TEXTS * 40
    return pd.DataFrame({"nr": [f"ogł-{i}" for i in range(len(texts))], "treść": texts})


def same(found, wanted):
    """Compare all columns, row by row, in the order of the names."""
    found = found.astype(wanted.dtypes).sort_values("document", ignore_index=True)
    pd.testing.assert_frame_equal(found, wanted.sort_values("document", ignore_index=True))


def test_the_schema_has_the_columns_of_the_contract():
    assert [column.split()[0] for column in spark.SCHEMA.split(", ")] == list(COLUMNS)


def test_the_answers_are_those_of_the_local_batch(session, adverts):
    df = session.createDataFrame(adverts).repartition(2)
    found = spark.score(df, text_column="treść", id_column="nr").toPandas()
    same(found, score_frame(adverts, "treść", "nr"))
    assert set(found["status"]) > {"not_observed", "too_short", "unreadable"}
    assert set(found["level"].dropna()) == {1, 5}


def test_numbers_name_documents_and_no_name_is_no_error(session):
    df = session.createDataFrame(pd.DataFrame({"id": [7], "text": [LEVEL_5]}))
    named = spark.score(df, text_column="text", id_column="id").toPandas()
    assert (named["document"][0], named["level"][0]) == ("7", 5)
    assert spark.score(df, text_column="text").toPandas()["document"][0] == ""


def test_a_matcher_of_ones_own_goes_to_the_workers(session):
    df = session.createDataFrame(pd.DataFrame({"text": [LEVEL_5]}))
    missing = spark.score(df, text_column="text", matcher=LevelMatcher(model="nie-ma"))
    with pytest.raises(Exception, match="no model in 'nie-ma'"):
        missing.toPandas()


def test_a_column_that_is_missing_is_named(session):
    df = session.createDataFrame(pd.DataFrame({"treść": [LEVEL_5]}))
    with pytest.raises(UsageError, match="no column 'text'; it has treść"):
        spark.score(df, text_column="text")


def test_a_column_that_holds_no_texts_is_refused_before_anything_runs(session):
    df = session.createDataFrame([(bytearray(b"Tworz\xea umowy"), 5)], ["text", "nr"])
    for column, kind in (("text", "binary"), ("nr", "bigint")):
        with pytest.raises(UsageError, match=f"'{column}' must hold texts; it holds {kind}"):
            spark.score(df, text_column=column)


def test_a_column_may_have_any_name(session):
    df = session.createDataFrame([(LEVEL_5,)], ["tre`ść a.b"])
    assert spark.score(df, text_column="tre`ść a.b").toPandas()["level"][0] == 5


def test_parquet_goes_in_and_comes_out(session, adverts, tmp_path):
    source, output = str(tmp_path / "a.parquet"), str(tmp_path / "levels")
    session.createDataFrame(adverts).write.parquet(source)
    spark.score_parquet(source, output, text_column="treść", id_column="nr", session=session)
    same(pd.read_parquet(output), score_frame(adverts, "treść", "nr"))
    for wrong, said in (((source, output), "it exists"), (("nie-ma", output), "nothing found at")):
        with pytest.raises(UsageError, match=said):
            spark.score_parquet(*wrong, text_column="treść", session=session)


def test_a_file_that_is_no_parquet_is_named_with_the_reason(session, tmp_path):
    (tmp_path / "oferty.parquet").write_text("nr;treść\n1;nadzór nad serwisem wind\n")
    with pytest.raises(UsageError, match=r"cannot read .*oferty\.parquet as Parquet: .*footer"):
        spark.score_parquet(
            str(tmp_path / "oferty.parquet"), "wyniki", text_column="treść", session=session
        )


def test_the_command_runs_under_spark_submit(adverts, tmp_path):
    adverts.to_parquet(tmp_path / "a.parquet")
    options = ["--text-column", "treść", "--id-column", "nr", "--lang", "en"]
    submit = [str(Path(sys.executable).parent / "spark-submit"), "--master", "local[2]"]
    program = Path(slmo_match.__path__[0], "__main__.py")
    done = subprocess.run(
        [*submit, str(program), "score-spark", "a.parquet", "levels", *options],
        cwd=tmp_path,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    assert "written to levels" in done.stdout + done.stderr  # Spark joins them
    same(pd.read_parquet(tmp_path / "levels"), score_frame(adverts, "treść", "nr"))


def test_without_pyspark_the_command_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    args = ["score-spark", "a.parquet", "b", "--text-column", "text", "--lang", "en"]
    result = CliRunner().invoke(cli, args)
    assert result.exit_code == 2
    assert "pip install 'slmo-match[spark]'" in result.stderr
