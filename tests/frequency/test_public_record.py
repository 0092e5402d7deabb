"""The public record: reading it, matching names, and results on days that it does not reach."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import AnalysisError, tables
from analysis.frequency.public_record import (
    COMPARED_CONTACT_COLUMNS,
    COMPARED_TOTAL_COLUMNS,
    RECORD_COLUMNS,
    contacts_in_record,
    days_in_record,
    entries,
    read_record,
    same_person,
    totals_in_record,
)

KEPT = """date,counterpart,mode,initiator,url
2022-03-06,Juan Paz,phone,,https://example.org/4
2022-01-03,Pope Francis,phone,,https://example.org/1
2022-02-07,President of Chile Ana Ruíz,meeting,,https://example.org/2
2022-02-24,Ana Ruíz,phone,Ana Ruíz,https://example.org/3
2022-04-01,Juana Ruíz,phone,,https://example.org/5
"""


@pytest.fixture
def kept(tmp_path: Path) -> pd.DataFrame:
    return read_record(written(tmp_path, KEPT))


def written(folder: Path, text: str) -> Path:
    path = folder / "kept.csv"
    path.write_text(text, encoding="utf-8")
    return path


def contact(
    number: int, one: str, other: str, first: str | None, last: str | None = None, **more: Any
) -> dict[str, Any]:
    who = {"article_id": "a", "contact_id": number, "actor": one, "recipient": other, "mode": "phone"}
    return who | {"status": "occurred", "date_start": first, "date_end": last or first} | more


def stated(count: int, first: str | None, last: str | None, **more: Any) -> dict[str, Any]:
    who = {"article_id": "a", "actor": "Bo Berg", "recipient": "Ana Ruiz", "mode": "unspecified", "kind": "total"}
    return who | {"count": count, "window_start": first, "window_end": last, "n_found": 1, "start": count} | more


def compared(kept: pd.DataFrame, *rows: dict[str, Any], person: str = "Bo Berg") -> pd.DataFrame:
    return contacts_in_record(tables.frame("contacts", rows), kept, person)


def beside(kept: pd.DataFrame, *rows: dict[str, Any]) -> list[list[Any]]:
    totals = totals_in_record(tables.frame("stated_counts", rows), kept, "Bo Berg")
    return cells(totals[["stated", "described", "in_record", "gap"]])


def cells(table: pd.DataFrame) -> list[list[Any]]:
    """The table's values, with None for missing ones."""
    values: list[list[Any]] = table.astype(object).where(table.notna(), None).to_numpy().tolist()
    return values


def test_a_record_is_read_by_day(kept: pd.DataFrame) -> None:
    assert kept["url"].str[-1].tolist() == ["1", "2", "3", "4", "5"]
    assert {name: str(dtype) for name, dtype in kept.dtypes.items()} == RECORD_COLUMNS
    assert kept["initiator"].dropna().tolist() == ["Ana Ruíz"]


def test_the_record_in_seeds_has_the_expected_entries() -> None:
    seed = read_record(Path(__file__).parents[2] / "seeds" / "kremlin_contacts.csv")
    first, since, last = (pd.Timestamp(day) for day in ("2022-02-06", "2022-02-24", "2022-03-06"))
    assert [len(entries(seed, "Emmanuel Macron", day, last)) for day in (since, first)] == [4, 8]


def test_initiator_and_url_may_be_left_out(tmp_path: Path) -> None:
    made = read_record(written(tmp_path, "mode,date,counterpart\n\nphone,2022-03-06,Ana Ruiz\n"))
    assert cells(made) == [[pd.Timestamp("2022-03-06"), "Ana Ruiz", "phone", None, None]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", r"kept\.csv has no column 'date', 'counterpart', 'mode'; its first line"),
        ("date,mode\n", r"kept\.csv has no column 'counterpart';"),
        (KEPT + "2022-02-30,Ana Ruiz,phone,,\n", r"kept\.csv, line 7: date: '2022-02-30' is not a date"),
        (KEPT + "\n2022-02-28,,phone,,\n", r"kept\.csv, line 8: \['counterpart'\] missing"),
        (KEPT + "2022-02-28\n", r"line 7: \['counterpart', 'mode'\] missing"),
        (KEPT + "2022-02-28,Ana Ruiz,telex,,\n", r"line 7: mode is 'telex'; write one of"),
    ],
)
def test_a_bad_record_is_named_with_its_line(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=says):
        read_record(written(tmp_path, text))


def test_a_record_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(AnalysisError, match=f"{path.name} cannot be read"):
            read_record(path)
    (tmp_path / "kept.csv").write_bytes(b"date,\xff\n")
    with pytest.raises(AnalysisError, match=r"kept\.csv is not a CSV file in UTF-8"):
        read_record(tmp_path / "kept.csv")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana Ruiz", "President of Chile Ana Ruíz", True),
        ("Ruiz", "Ana Ruiz", True),
        ("Ana M. Ruiz", "ANA RUIZ", True),
        ("Ana Ruiz", "Juana Ruiz", False),
        ("Ana Ruiz", "Ana Ruiz Paz", False),
        ("", "Ana Ruiz", False),
    ],
)
def test_one_name_ends_with_the_other(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same_person(other, one) is same


@given(st.text(), st.text())
def test_a_title_changes_nobody(name: str, title: str) -> None:
    assert same_person(name, f"{title} {name}") == same_person(name, name)


def test_entries_of_a_window_include_its_first_and_last_day(kept: pd.DataFrame) -> None:
    days = pd.Timestamp("2022-02-07"), pd.Timestamp("2022-02-24")
    assert entries(kept, "Ana Ruiz", *days)["url"].str[-1].tolist() == ["2", "3"]
    assert entries(kept, "Ana Ruiz", *days, "visit")["mode"].tolist() == ["meeting"]
    assert entries(kept, "Ana Ruiz", *days, "correspondence").empty
    assert entries(kept, "Ruiz", days[0], pd.Timestamp("2022-04-01"))["url"].str[-1].tolist() == ["2", "3", "5"]


def test_a_contact_agrees_with_its_day_and_mode(kept: pd.DataFrame) -> None:
    rows = [
        contact(1, "Ana Ruiz", "Bo Berg", "2022-02-24"),
        contact(2, "Bo Berg", "Ana Ruiz", "2022-02-07", mode="visit"),
        contact(3, "Bo Berg", "Ana Ruiz", "2022-02-07"),
        contact(4, "Bo Berg", "Ana Ruiz", "2022-02-08"),
        contact(5, "Bo Berg", "Ana Ruiz", "2022-02-01", "2022-02-28", mode="unspecified"),
    ]
    table = compared(kept, *rows)
    assert table["agrees"].tolist() == [True, True, False, False, True]
    assert table["in_record"].tolist()[1:4] == ["2022-02-07 meeting", "2022-02-07 meeting", ""]
    assert table["in_record"].iloc[4] == "2022-02-07 meeting, 2022-02-24 phone"
    assert set(table["pair"]) == {"Ana Ruiz – Bo Berg"} and set(table["counterpart"]) == {"Ana Ruiz"}


def test_nothing_is_decided_on_days_that_the_record_does_not_reach(kept: pd.DataFrame) -> None:
    rows = [
        contact(1, "Bo Berg", "Ana Ruiz", "2017-01-01", "2017-12-31"),
        contact(2, "Bo Berg", "Juan Paz", "2021-01-01", "2022-12-31"),
    ]
    assert cells(compared(kept, *rows)[["agrees"]]) == [[None], [True]]


@pytest.mark.parametrize(
    "other",
    [
        {"status": "planned"},
        {"date_start": None, "date_end": None},
        {"actor": "Cy Cole"},
        {"actor": None},
        {"recipient": "Berg"},
    ],
)
def test_contacts_that_are_not_compared(other: dict[str, Any], kept: pd.DataFrame) -> None:
    row = contact(1, "Bo Berg", "Ana Ruiz", "2022-02-24")
    assert len(compared(kept, row)) == 1
    assert compared(kept, row | other).empty


def test_totals_beside_the_record(kept: pd.DataFrame) -> None:
    rows = [
        stated(1, "2022-02-24", "2022-03-07"),
        stated(5, "2022-02-07", "2022-03-07"),
        stated(6, "2022-02-07", "2022-03-07", mode="phone"),
        stated(7, "2022-02-07", "2023-03-07"),
    ]
    unclear = [stated(8, "2022-02-07", None), stated(9, "2022-02-07", "2022-03-07", kind="ordinal")]
    assert beside(kept, *rows, *unclear) == [[1, 1, 1, 0], [5, 1, 2, 3], [6, 1, 1, 5], [7, 1, 2, None]]


def test_days_of_the_record_that_the_article_reports(kept: pd.DataFrame) -> None:
    contacts = compared(
        kept, contact(1, "Bo Berg", "Ana Ruiz", "2022-02-24"), contact(2, "Bo Berg", "Paz", "2022-03-06")
    )
    totals = totals_in_record(tables.frame("stated_counts", [stated(5, "2022-02-01", "2022-03-07")]), kept, "Berg")
    table = days_in_record(contacts, totals, kept)
    assert table[["counterpart", "mode", "described"]].to_numpy().tolist() == [
        ["Ana Ruiz", "meeting", False],
        ["Ana Ruiz", "phone", True],
        ["Paz", "phone", True],
    ]


def test_no_record_and_no_article(kept: pd.DataFrame) -> None:
    none = read_record(None)
    for record, rows in ((none, [contact(1, "Bo Berg", "Ana Ruiz", "2022-02-24")]), (kept, [])):
        contacts, totals = (
            compared(record, *rows),
            totals_in_record(tables.frame("stated_counts", []), record, "Bo Berg"),
        )
        assert (
            contacts.empty and {name: str(dtype) for name, dtype in contacts.dtypes.items()} == COMPARED_CONTACT_COLUMNS
        )
        assert totals.empty and list(totals) == list(COMPARED_TOTAL_COLUMNS)
        assert list(days_in_record(contacts, totals, record)) == [*RECORD_COLUMNS, "described"]
    assert beside(none, stated(5, "2022-02-07", "2022-03-07")) == []
