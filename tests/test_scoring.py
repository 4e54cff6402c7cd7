"""The functions that scripts call: files, folders and frames in, assessments and tables out."""

import pandas as pd
import pytest

import slmo_match
from adverts import LEVEL_1, LEVEL_5
from slmo_match.assessment import COLUMNS
from slmo_match.errors import UsageError


def test_a_file_gets_the_level_of_its_text(folder):
    assert slmo_match.score_file(folder / "a.txt").level == slmo_match.score(LEVEL_5).level == 5


def test_the_content_of_a_file_is_read_like_the_file(folder):
    content = (folder / "starsze" / "c.txt").read_bytes()
    assert slmo_match.score_file(content, "c.txt").level == 1
    assert slmo_match.score_file(content).words == slmo_match.score(LEVEL_1).words


def test_an_empty_file_is_unreadable_and_says_so(folder):
    assessment = slmo_match.score_file(folder / "b.txt")
    assert assessment.status == "unreadable"
    assert assessment.level is None
    assert "empty" in assessment.error


@pytest.mark.parametrize(
    ("name", "said"), [("missing.txt", "no such file"), (".", "score it with score_folder")]
)
def test_a_path_that_is_no_file_is_refused(tmp_path, name, said):
    with pytest.raises(UsageError, match=said):
        slmo_match.score_file(tmp_path / name)


@pytest.mark.parametrize("call", [slmo_match.score_file, slmo_match.score_folder])
@pytest.mark.parametrize("text", [LEVEL_5, LEVEL_5 * 9, f"Obsługa biura 24/7. {LEVEL_5}"])
def test_a_text_in_place_of_a_path_stays_out_of_the_error(call, text):
    with pytest.raises(UsageError, match="characters is no path; score it with") as error:
        call(text)
    assert text[:20] not in str(error.value)
    assert error.value.__cause__ is None


def test_a_long_name_of_a_missing_file_is_named(tmp_path):
    name = "Zakres obowiązków koordynatora umów serwisowych w oddziale Kraków Nowa Huta 2026.docx"
    with pytest.raises(UsageError, match=f"no such file: .*{name}"):
        slmo_match.score_file(tmp_path / name)


def test_an_empty_path_is_not_the_current_folder():
    with pytest.raises(UsageError, match="the path of the folder is empty"):
        slmo_match.score_folder("")


def test_a_folder_becomes_a_frame_with_the_columns_of_the_contract(folder):
    frame = slmo_match.score_folder(folder)
    assert list(frame.columns) == list(COLUMNS)
    assert list(frame["document"]) == ["a.txt", "b.txt", "starsze/c.txt"]
    assert list(frame["status"]) == ["scored", "unreadable", "not_observed"]
    assert frame["level"].tolist() == [5, pd.NA, 1]
    assert frame["level"].dtype == "Int64"
    assert frame["confidence"].dtype == frame["p1"].dtype == "float64"


def test_a_folder_without_documents_is_a_frame_without_rows(tmp_path):
    frame = slmo_match.score_folder(tmp_path)
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == 0
    assert frame["level"].dtype == "Int64"


def test_a_folder_that_is_none_is_refused(folder):
    with pytest.raises(UsageError, match="does not exist"):
        slmo_match.score_folder(folder / "nowsze")
    with pytest.raises(UsageError, match="score_file"):
        slmo_match.score_folder(folder / "a.txt")


def test_a_frame_keeps_its_index_and_names():
    frame = pd.DataFrame(
        {"nr": ["x7", "x8", "x9"], "treść": [LEVEL_5, None, LEVEL_1]}, index=[10, 20, 30]
    )
    result = slmo_match.score_frame(frame, "treść", "nr")
    assert list(result.index) == [10, 20, 30]
    assert list(result["document"]) == ["x7", "x8", "x9"]
    assert list(result["status"]) == ["scored", "unreadable", "not_observed"]
    assert list(slmo_match.score_frame(frame, "treść")["document"]) == ["10", "20", "30"]


def test_a_frame_without_the_column_names_those_it_has():
    with pytest.raises(UsageError, match=r"no column 'tekst'; it has nr, treść"):
        slmo_match.score_frame(pd.DataFrame({"nr": [1], "treść": ["a"]}), "tekst")


def test_a_column_that_is_there_twice_is_refused():
    frame = pd.DataFrame([[LEVEL_5, "A1", LEVEL_1]], columns=["tekst", "nr", "tekst"])
    for columns in (("tekst",), ("nr", "tekst")):
        with pytest.raises(UsageError, match="the table has several columns 'tekst'; rename them"):
            slmo_match.score_frame(frame, *columns)


def test_many_texts_are_answered_up_to_what_is_none():
    answers = slmo_match.score_many([LEVEL_5, None])
    assert next(answers).level == 5
    with pytest.raises(UsageError, match="texts must be str, found NoneType"):
        next(answers)
    with pytest.raises(UsageError, match="found one str"):
        slmo_match.score_many(LEVEL_5)


def test_a_cell_that_holds_no_text_says_what_it_holds():
    texts = [LEVEL_5, "Prowadzę katalog usług".encode(), ["lista"], 5, None, float("nan"), " "]
    found = slmo_match.score_frame(pd.DataFrame({"t": texts}), "t")
    assert found["level"][0] == 5
    assert found["error"].tolist()[1:] == [
        "unsupported: the cell holds bytes instead of a text",
        "unsupported: the cell holds list instead of a text",
        "0 words; at least 6 are needed",
        *["empty: the cell holds no text"] * 3,
    ]
