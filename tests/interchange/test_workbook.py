"""The workbook is read back by pandas with the same values, and no cell of it is a formula."""

import datetime
import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from made_up import HOSTILE, MadeUp, hostile

import analysis
from analysis.errors import MissingExtraError, WriteError
from analysis.interchange import workbook
from analysis.tables import TABLES, frame

TEXTS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'=1", "NA", "a\nb", "http://n.example/", "1", "true", " x ", "{=1}"]


def written(made_up: MadeUp, tables: dict[str, pd.DataFrame] | None = None) -> bytes:
    return workbook.files(made_up.result, tables or {})["tables.xlsx"]


def read(data: bytes, sheet: str, types: dict[str, str]) -> pd.DataFrame:
    text = {column: "str" for column, dtype in types.items() if dtype == "str"}
    table = pd.read_excel(io.BytesIO(data), sheet_name=sheet, keep_default_na=False, na_values=[""], dtype=text)
    return table.astype(types)


def test_tables_are_read_back_by_pandas_with_the_same_values() -> None:
    made_up = hostile()
    tables = {name: getattr(made_up.result, name) for name in TABLES}
    data = written(made_up, tables)
    assert pd.ExcelFile(io.BytesIO(data)).sheet_names == ["Check", *tables]
    for name, table in tables.items():
        plain = [column for column, dtype in table.dtypes.items() if dtype != "object"]
        types = {column: str(table.dtypes[column]) for column in plain}
        back = read(data, name, types)
        for column in (column for column, dtype in types.items() if dtype == "str"):
            expected = table[column].map(as_in_cells, na_action="ignore").astype("str")
            pd.testing.assert_series_equal(back[column], expected)
        others = [column for column, dtype in types.items() if dtype != "str"]
        pd.testing.assert_frame_equal(back[others], table[others])


def as_in_cells(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x07", " ")


def test_texts_like_formulas_numbers_and_addresses_stay_texts() -> None:
    data = written(MadeUp("x"), {"mentions": frame("mentions", [{"person": text} for text in TEXTS])})
    sheet = openpyxl.load_workbook(io.BytesIO(data))["mentions"]
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == TEXTS
    assert {cell.data_type for cell in cells} == {"s"} and not any(cell.hyperlink for cell in cells)
    quoted = {cell.value for cell in cells if cell.quotePrefix}
    assert quoted == {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'=1"}
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_the_sheet_check_has_each_finding_with_its_sentence() -> None:
    data = written(hostile())
    rows: list[dict[Any, Any]] = pd.read_excel(io.BytesIO(data), "Check").astype(object).to_dict("records")
    quotation, contact = ({k: v for k, v in row.items() if not pd.isna(v)} for row in rows)
    assert quotation == {
        "finding": "quotation",
        "number": 1,
        "paragraph": 1,
        "sentence": as_in_cells(HOSTILE[HOSTILE.index("“") : HOSTILE.index("2).") + 1]),
        "words": "@SUM(1)\nand|more … of it",
        "speaker or actor": "Ann | Lee\t(2)",
        "role": "=minister\n",
        "kind or mode": "direct",
        "confidence": 0.5,
    }
    assert contact.pop("sentence").startswith("Ann met Bo") and contact.pop("words").endswith("Monday")
    assert contact == {
        "finding": "contact",
        "number": 1,
        "paragraph": 2,
        "speaker or actor": "Ann | Lee\t(2)",
        "role": "=minister\n",
        "recipient": "Bo",
        "kind or mode": "meeting",
        "status": "occurred",
        "possible": "yes",
        "first day": datetime.datetime(2024, 5, 6),
        "last day": datetime.datetime(2024, 5, 6),
        "confidence": 0.25,
    }


def test_the_sheet_check_says_what_was_corrected_and_where_a_contact_was(tmp_path: Path) -> None:
    article = tmp_path / "page.txt"
    article.write_text("“We stay,” said Ann Lee. Lee met Bo Ray in Oslo on Friday.")
    (tmp_path / "page.corrections.csv").write_text("action,words,value\nspeaker,We stay,Bo Ray\n")
    rows = workbook.check_table(analysis.analyse(analysis.read_article(article)))
    assert rows[["finding", "place", "corrected"]].fillna("").values.tolist() == [
        ["quotation", "", "speaker was Ann Lee"],
        ["contact", "Oslo", ""],
    ]


def test_sheets_have_filters_frozen_panes_and_a_list_of_answers() -> None:
    made_up = hostile()
    book = openpyxl.load_workbook(io.BytesIO(written(made_up, {"quotes": made_up.result.quotes})))
    for sheet in book:
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.font.bold and cell.alignment.wrap_text for cell in sheet[1])
    header = [cell.value for cell in book["Check"][1]]
    assert header[-3:] == ["right?", "by", "note"]
    (validation,) = book["Check"].data_validations.dataValidation
    assert validation.formula1 == '"yes,no,unsure"' and str(validation.sqref) == "Q2:Q3"
    assert book["Check"].column_dimensions["D"].width > 50
    assert book["Check"]["D2"].alignment.wrap_text


def test_the_same_tables_give_the_same_bytes() -> None:
    first, second = (written(hostile()) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = openpyxl.load_workbook(io.BytesIO(first)).properties
    assert properties.created == properties.modified == datetime.datetime(2000, 1, 1)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-05-06", datetime.datetime(2024, 5, 6)),
        ("1900-03-01", datetime.datetime(1900, 3, 1)),
        ("1815-06-18", "1815-06-18"),
        (None, None),
    ],
)
def test_days_that_a_spreadsheet_does_not_know_are_text(day: str | None, expected: object) -> None:
    table = frame("contacts", [{"date_start": day}])[["date_start"]]
    sheet = openpyxl.load_workbook(io.BytesIO(written(MadeUp("x"), {"contacts": table})))["contacts"]
    assert sheet["A2"].value == expected


def test_a_text_that_a_cell_cannot_hold_is_cut_where_it_shows() -> None:
    table = pd.DataFrame({"text": ["a" * 32_767, "b" * 32_768]})
    sheet = openpyxl.load_workbook(io.BytesIO(written(MadeUp("x"), {"t": table})))["t"]
    assert sheet["A2"].value == "a" * 32_767 and sheet["A3"].value == "b" * 32_766 + "…"


def test_lists_are_json_and_names_of_sheets_are_cut() -> None:
    table = frame("tone", [{"polar_words": [("bad", -0.5)]}, {"polar_words": None}])[["polar_words"]]
    sheet = openpyxl.load_workbook(io.BytesIO(written(MadeUp("x"), {"tone" * 10: table})))[("tone" * 10)[:31]]
    assert [cell.value for (cell,) in sheet.iter_rows()] == ["polar_words", '[["bad", -0.5]]']


def test_half_a_character_and_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    half = pd.DataFrame({"text": pd.Series(["\ud800"], dtype="object")})
    with pytest.raises(WriteError, match="half a character"):
        written(MadeUp("x"), {"t": half})
    monkeypatch.setattr(workbook, "MAX_ROWS", 1)
    with pytest.raises(WriteError, match=r"\['long'\] have more rows"):
        written(MadeUp("x"), {"long": pd.DataFrame({"n": [1, 2]}), "short": pd.DataFrame({"n": [1]})})


def test_a_missing_library_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r'needs xlsxwriter; install it: pip install "who-says-what\[xlsx\]"'):
        written(MadeUp("x"))
