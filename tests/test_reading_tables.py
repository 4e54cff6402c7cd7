"""Tables give a name and a text a row, and say what they lack."""

import json
from pathlib import Path

import pandas as pd
import pytest

from slmo_match.errors import ReadingError, UsageError
from slmo_match.reading import read_table

ROWS = [("A-1", "Nadzór nad serwisem;\nraporty „co tydzień”"), ("A-2", "=2+2, źródło, łącze")]
FRAME = pd.DataFrame(ROWS, columns=["nr", "treść"])


def write(path: Path) -> Path:
    if path.suffix == ".jsonl":
        path.write_text("\n".join(json.dumps(row) for row in FRAME.to_dict("records")))
    elif path.suffix == ".xlsx":
        with pd.ExcelWriter(
            path, engine="xlsxwriter", engine_kwargs={"options": {"strings_to_formulas": False}}
        ) as writer:
            FRAME.to_excel(writer, index=False)
    elif path.suffix == ".parquet":
        FRAME.to_parquet(path)
    else:
        FRAME.to_csv(path, index=False)
    return path


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".xlsx", ".parquet"])
def test_rows_come_as_they_are(tmp_path: Path, ending: str) -> None:
    path = write(tmp_path / f"ogłoszenia{ending}")
    assert list(read_table(path, "treść", "nr")) == ROWS
    assert [name for name, _ in read_table(path, "treść")] == ["1", "2"]


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".xlsx", ".parquet"])
@pytest.mark.parametrize("columns", [("opis", None), ("treść", "opis")])
def test_a_missing_column_is_named_with_those_there_are(
    tmp_path: Path, ending: str, columns: tuple[str, str | None]
) -> None:
    with pytest.raises(UsageError, match=r"no column 'opis'; its columns are: 'nr', 'treść'"):
        list(read_table(write(tmp_path / f"a{ending}"), *columns))


@pytest.mark.parametrize("sign", [";", "\t", "|", ","])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1250", "utf-16"])
def test_the_delimiter_and_encoding_of_a_csv_are_found(
    tmp_path: Path, sign: str, encoding: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(FRAME.to_csv(index=False, sep=sign).encode(encoding))
    assert list(read_table(path, "treść", "nr")) == ROWS


def test_rows_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "pierwszy"}\n{"text": 7, "id": 1}\n\n{"id": 2}\n')
    rows = read_table(path, "text")
    assert [next(rows) for _ in range(3)] == [("1", "pierwszy"), ("2", "7"), ("4", "")]


def test_a_line_that_is_no_json_costs_the_others_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{zle\n{"text": "Nadzoruję umowy"}\n["x"]\n{"text": "Piszę raporty"}\n')
    (one, bad), second, (three, list_), fourth = read_table(path, "text")
    assert (second, fourth) == (("2", "Nadzoruję umowy"), ("4", "Piszę raporty"))
    assert (one, str(bad)) == (
        "1",
        'corrupt: line 1 is no JSON; a line has the form {"text": …}',
    )
    assert (three, str(list_)[:35]) == ("3", "corrupt: line 3 holds no object of ")


@pytest.mark.parametrize(
    ("header", "name"), [("nr;treść", ""), ("sep=;\nnr;treść", ""), ("nr;treść", '"A\n1"')]
)
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_quotation_that_is_not_closed_is_named_with_its_line(
    tmp_path: Path, header: str, name: str, end: str
) -> None:
    path = tmp_path / "a.csv"
    rows = f'7;Piszę raporty\n{name};"\n9;Nadzoruję umowy\n10;Prowadzę przeglądy{end}'
    path.write_text(f"{header}\n{rows}", encoding="utf-8")
    opened = f"{header}\n\n{name}".count("\n") + 1
    found = read_table(path, "treść")
    assert next(found) == ("1", "Piszę raporty")
    with pytest.raises(ReadingError, match=f"^corrupt: the quotation mark in line {opened} is not"):
        next(found)


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_a_quotation_may_be_the_last_word_of_a_table(tmp_path: Path, end: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'treść\nPiszę\n"Pilnuję ""SLA"";\nraportuję"{end}', encoding="utf-8")
    assert list(read_table(path, "treść")) == [("1", "Piszę"), ("2", 'Pilnuję "SLA";\nraportuję')]


def test_sheets_without_the_column_are_no_documents(tmp_path: Path) -> None:
    path = tmp_path / "ogłoszenia.xlsx"
    with pd.ExcelWriter(path, engine="xlsxwriter") as writer:
        pd.DataFrame().to_excel(writer, sheet_name="Pusty")
        pd.DataFrame({"skrót": ["SLA"]}).to_excel(writer, sheet_name="Legenda", index=False)
        pd.DataFrame({"treść": ["Piszę raporty"]}).to_excel(writer, sheet_name="Maj", index=False)
        writer.book.add_chartsheet("Wykres")
    assert list(read_table(path, "treść")) == [("1", "Piszę raporty")]


def test_rows_of_several_sheets_are_named_with_their_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with pd.ExcelWriter(path, engine="xlsxwriter") as writer:
        for title in ("Ogłoszenia", "Archiwum"):
            FRAME[:1].to_excel(writer, sheet_name=title, index=False)
    text = ROWS[0][1]
    assert list(read_table(path, "treść")) == [("Ogłoszenia/1", text), ("Archiwum/1", text)]
    assert [name for name, _ in read_table(path, "treść", "nr")] == [
        "Ogłoszenia/A-1",
        "Archiwum/A-1",
    ]


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".xlsx", ".parquet"])
def test_a_table_whose_column_is_not_named_shows_its_columns(tmp_path: Path, ending: str) -> None:
    with pytest.raises(UsageError, match=r"with --text-column; its columns are: 'nr', 'treść'"):
        list(read_table(write(tmp_path / f"a{ending}"), ""))


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_table_without_names_of_columns_is_called_empty(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.touch()
    if ending == ".xlsx":
        pd.DataFrame().to_excel(path)
    with pytest.raises(UsageError, match=r"^'a.* is empty, or its first row is: "):
        list(read_table(path, "treść"))


def test_empty_cells_are_empty_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n1,\n,bez nazwy\n3\n")
    assert list(read_table(path, "text", "id")) == [("1", ""), ("2", "bez nazwy"), ("3", "")]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("header", ["Tresc", '"Tresc"', "sep=;\r\nTresc"])
def test_a_csv_of_one_column_keeps_the_commas_of_its_texts(
    tmp_path: Path, mark: str, header: str
) -> None:
    path = tmp_path / "a.csv"
    text = "Codziennie sprawdzam, czy umowy są dotrzymane, i piszę o tym klientom"
    quoted = "Nadzór nad serwisem;\r\nraporty, przeglądy"
    path.write_bytes(f'{mark}{header}\r\n{text}\r\n"{quoted}"\r\n'.encode())
    assert list(read_table(path, "Tresc")) == [("1", text), ("2", quoted)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("header", ['sep=|\n"treść"|nr', 'SEP=|\r\ntreść|"nr"', '"treść"|"nr"'])
def test_the_first_lines_of_excel_are_no_part_of_the_columns(
    tmp_path: Path, encoding: str, header: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{header}\nraporty, przeglądy; umowy|7\n".encode(encoding))
    assert list(read_table(path, "treść", "nr")) == [("7", "raporty, przeglądy; umowy")]


def test_a_header_with_a_line_break_in_quotes_tells_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('"treść\nogłoszenia";nr\nraporty, przeglądy;7\n', encoding="utf-8")
    rows = list(read_table(path, "treść\nogłoszenia", "nr"))
    assert rows == [("7", "raporty, przeglądy")]


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [("id;tresc", "A1;{}", "A1"), ("tresc;id", "{};A1", "1"), ("sep=;\nid;tresc", "A1;{}", "A1")],
)
def test_a_row_with_more_cells_than_the_header_has_a_reason(
    tmp_path: Path, header: str, row: str, name: str
) -> None:
    path = tmp_path / "a.csv"
    surplus = row.format("Prowadzę serwis; raportuję wyniki")
    path.write_text(f"{header}\n{surplus}\nPiszę;raporty;;\n", encoding="utf-8")
    (first, reason), (_, second) = read_table(path, "tresc", "id")
    number = header.count("\n") + 2
    assert (first, type(reason)) == (name, ReadingError)
    assert f"line {number} has 3 cells, the header 2; put a text that holds" in str(reason)
    assert second in ("Piszę", "raporty")  # empty cells at the end are no piece of a text


def test_a_tsv_is_parted_by_tabs(tmp_path: Path) -> None:
    path = tmp_path / "a.TSV"
    path.write_text("treść, opis, uwagi\tnr\nraporty, umowy\t7\n", encoding="utf-8")
    assert list(read_table(path, "treść, opis, uwagi", "nr")) == [("7", "raporty, umowy")]


@pytest.mark.parametrize("ending", [".xlsx", ".parquet"])
@pytest.mark.parametrize("data", [b"", b"to nie jest tabela", b"PK\x03\x04" + b"x" * 500])
def test_a_broken_table_is_corrupt(tmp_path: Path, ending: str, data: bytes) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    with pytest.raises(ReadingError, match=r"^corrupt"):
        list(read_table(path, "text"))


def test_what_is_no_table_is_refused_with_the_endings(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r"tables end in \.csv, \.jsonl, \.parquet, \.tsv, \.xlsx: "
    ):
        read_table(tmp_path / "a.txt", "text")
    with pytest.raises(UsageError, match="no table found"):
        read_table(tmp_path / "a.csv", "text")


def test_bytes_and_lists_in_a_table_are_no_texts(tmp_path: Path) -> None:
    path = tmp_path / "oferty.parquet"
    pd.DataFrame({"t": [b"Prowadz\xea katalog"]}).to_parquet(path)
    assert [str(text) for _, text in read_table(path, "t")] == [
        "unsupported: the cell holds bytes instead of a text"
    ]
    (tmp_path / "oferty.jsonl").write_text('{"t": ["umowy"]}\n{"t": 7}\n', encoding="utf-8")
    (_, listed), (_, number) = read_table(tmp_path / "oferty.jsonl", "t")
    assert str(listed) == "unsupported: the cell holds list instead of a text"
    assert number == "7"
