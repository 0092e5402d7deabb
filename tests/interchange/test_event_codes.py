"""Contacts in the codes of event data sets: codes by status and mode, both sides of a visit, countries and dates."""

from typing import Any, cast

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import vocabulary
from analysis.interchange.event_codes import to_gdelt, to_polecat
from analysis.tables import JOINS, frame

STATUSES = ("occurred", "planned", "cancelled", "denied", "hypothetical")
MODES = ("phone", "meeting", "visit", "correspondence", "unspecified")
TRIGGERS = ("met", "talks", "negotiated")
PLACES = (None, "Paris", "Helsinki", "Camp Ashe")
WHY = (None, "not", "refused", "will … not")
PEOPLE = frame(
    "people",
    [
        {"article_id": "a", "person": "Ana Ruiz", "kind": "person", "country": "FRA"},
        {"article_id": "a", "person": "Bo Ek", "kind": "person", "country": "ROU"},
        {"article_id": "a", "person": "Chad", "kind": "person"},
        {"article_id": "b", "person": "Ana Ruiz", "kind": "person", "country": "ESP"},
    ],
)


def contacts(*changes: dict[str, Any]) -> pd.DataFrame:
    """A table of contacts: Ana Ruiz meets Bo Ek, with these changes, a dict per row."""
    usual = {"article_id": "a", "actor": "Ana Ruiz", "recipient": "Bo Ek", "mode": "meeting", "status": "occurred"}
    day = {"date_start": "2024-05-03", "date_end": "2024-05-03", "date_precision": "day", "trigger": "met"}
    return frame("contacts", [{"contact_id": n, **usual, **day, **row} for n, row in enumerate(changes, 1)])


def gdelt(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], to_gdelt(contacts(*changes), PEOPLE).to_dict("records"))


def polecat(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], to_polecat(contacts(*changes), PEOPLE).to_dict("records"))


@pytest.mark.parametrize(
    ("change", "code", "goldstein", "quad", "kind", "mode"),
    [
        ({"mode": "phone"}, "041", 1.0, 1, "CONSULT", "phone"),
        ({"mode": "visit"}, "042", 1.9, 1, "CONSULT", "visit"),
        ({"mode": "meeting"}, "040", 1.0, 1, "CONSULT", None),
        ({"mode": "meeting", "place": "Helsinki"}, "044", 2.5, 1, "CONSULT", "third-party"),
        ({"mode": "meeting", "place": "Paris"}, "040", 1.0, 1, "CONSULT", None),
        ({"mode": "meeting", "place": "Helsinki", "recipient": "Chad"}, "040", 1.0, 1, "CONSULT", None),
        ({"mode": "unspecified", "trigger": "negotiated"}, "046", 7.0, 1, "CONSULT", None),
        ({"mode": "phone", "trigger": "talks"}, "041", 1.0, 1, "CONSULT", "phone"),
        ({"mode": "correspondence"}, "040", 1.0, 1, "CONSULT", "phone"),
        ({"status": "planned", "mode": "visit"}, "036", 4.0, 1, "AGREE", None),
        ({"status": "denied", "why_status": "refused"}, "125", -5.0, 3, "REJECT", "meet"),
        ({"status": "denied", "why_status": "will … not"}, "125", -5.0, 3, "REJECT", "meet"),
        ({"status": "cancelled", "mode": "visit"}, "161", -4.0, 4, "SANCTION", "cancel"),
        ({"status": "cancelled", "trigger": "talks"}, "164", -7.0, 4, "SANCTION", "cancel"),
    ],
)
def test_status_and_mode_decide_the_code(
    change: dict[str, Any], code: str, goldstein: float, quad: int, kind: str, mode: str | None
) -> None:
    row, event = gdelt(change)[0], polecat(change)[0]
    assert (row["EventCode"], row["GoldsteinScale"], row["QuadClass"]) == (code, goldstein, quad)
    assert (row["EventBaseCode"], row["EventRootCode"]) == (code, code[:2])
    assert (event["Event Type"], None if pd.isna(event["Event Mode"]) else event["Event Mode"]) == (kind, mode)


@pytest.mark.parametrize(
    "change",
    [{"status": "hypothetical"}, {"status": "denied", "why_status": "not"}, {"status": "denied", "why_status": None}],
)
def test_hypothetical_contacts_and_denials_without_a_refusal_are_left_out(change: dict[str, Any]) -> None:
    assert gdelt(change) == polecat(change) == []


def test_only_gdelt_has_a_second_event_for_the_host_of_a_visit() -> None:
    visitor, host = gdelt({"mode": "visit", "place": "Bucharest"})
    assert (host["EventCode"], host["GoldsteinScale"]) == ("043", 2.8)
    for this, that in (("Actor1", "Actor2"), ("Actor2", "Actor1")):
        assert host[f"{this}Name"] == visitor[f"{that}Name"]
        assert host[f"{this}CountryCode"] == visitor[f"{that}CountryCode"]
    assert len(polecat({"mode": "visit"})) == 1


def test_three_parties_are_multilateral_unless_they_visit_or_call() -> None:
    pairs = [
        {"contact_id": 1, "actor": a, "recipient": b}
        for a, b in (("Ana Ruiz", "Bo Ek"), ("Ana Ruiz", "Chad"), ("Bo Ek", "Chad"))
    ]
    assert {event["Event Mode"] for event in polecat(*pairs)} == {"multilateral"}
    assert {event["Event Mode"] for event in polecat(*({**pair, "mode": "phone"} for pair in pairs))} == {"phone"}


def test_countries_are_those_of_people_in_the_same_article_in_the_code_of_each_data_set() -> None:
    row, event = gdelt({})[0], polecat({})[0]
    assert (row["Actor1CountryCode"], row["Actor2CountryCode"]) == ("FRA", "ROM")
    assert (event["Actor Country"], event["Recipient Country"]) == ("FRA", "ROU")
    assert gdelt({"article_id": "b"})[0]["Actor1CountryCode"] == "ESP"


def test_a_state_missing_from_people_has_its_country_and_a_person_with_a_state_s_name_does_not() -> None:
    assert polecat({"recipient": "Saudi Arabia"})[0]["Recipient Country"] == "SAU"
    assert pd.isna(polecat({"recipient": "Chad"})[0]["Recipient Country"])


@pytest.mark.parametrize(
    ("start", "end", "precision", "expected"),
    [
        ("2024-05-03", "2024-05-03", "day", (20240503, 202405, 2024)),
        ("2024-05-04", "2024-05-05", "month", (None, 202405, 2024)),
        ("2024-04-01", "2024-12-31", "year", (None, None, 2024)),
        ("2023-12-30", "2024-01-02", "month", (None, None, None)),
        (None, None, "none", (None, None, None)),
    ],
)
def test_dates_have_the_precision_of_the_contact(
    start: str, end: str, precision: str, expected: tuple[int | None]
) -> None:
    change = {"date_start": start, "date_end": end, "date_precision": precision}
    row = gdelt(change)[0]
    assert tuple(None if pd.isna(row[c]) else row[c] for c in ("SQLDATE", "MonthYear", "Year")) == expected
    assert pd.isna(polecat(change)[0]["Event Date"]) == (precision != "day")


def test_the_publication_date_is_filled_in_where_it_is_given() -> None:
    day = pd.Timestamp("2024-05-06")
    table = to_polecat(contacts({}, {"article_id": "b"}), PEOPLE, {"a": day.date(), "b": None})
    assert table["Publication Date"].tolist() == [day, pd.NaT]


def test_an_empty_table_has_the_declared_columns() -> None:
    nothing = analysis.analyse(analysis.Article("Nothing happens here."))
    for name, join in (("polecat", to_polecat), ("gdelt", to_gdelt)):
        table = join(nothing.contacts, nothing.people)
        assert {c.name: c.dtype for c in JOINS[name]} == table.dtypes.astype("str").to_dict()
        assert all(column.meaning for column in JOINS[name])


def test_a_wrong_table_is_named_in_the_error() -> None:
    with pytest.raises(analysis.AnalysisError, match=r"not the table contacts.*give result\.contacts"):
        to_gdelt(PEOPLE, contacts({}))


def test_an_article_becomes_events() -> None:
    text = "French President Ana Ruiz phoned Romanian President Bo Ek on Friday. Ruiz refused to meet him in Warsaw."
    result = analysis.analyse(analysis.Article(text, published="2024-05-06"))  # type: ignore[arg-type]
    table = analysis.to_gdelt(result.contacts, result.people, include_possible=True)
    sides = ["EventCode", "Actor1Name", "Actor1CountryCode", "Actor2Name", "Actor2CountryCode"]
    parties = ["Ana Ruiz", "FRA", "Bo Ek", "ROM"]
    assert table[sides].to_numpy().tolist() == [["041", *parties], ["125", *parties]]
    assert table["SQLDATE"].dropna().tolist() == [20240503]


def test_no_two_countries_have_the_same_code() -> None:
    codes = [country.code for country in vocabulary.countries().country]
    cameo = vocabulary.events().countries
    assert set(cameo) <= set(codes)
    assert len({cameo.get(code, code) for code in codes}) == len(codes)


rows = st.lists(
    st.fixed_dictionaries(
        {
            "status": st.sampled_from(STATUSES),
            "mode": st.sampled_from(MODES),
            "trigger": st.sampled_from(TRIGGERS),
            "place": st.sampled_from(PLACES),
            "why_status": st.sampled_from(WHY),
        }
    ),
    max_size=6,
)


@pytest.mark.slow
@given(rows)
def test_events_are_in_the_order_of_the_contacts_with_declared_codes(changes: list[dict[str, Any]]) -> None:
    polecat_events, gdelt_events = polecat(*changes), gdelt(*changes)
    codes = vocabulary.events().codes
    without_hosts = [row for row in gdelt_events if row["EventCode"] != "043"]
    assert [event["contact_id"] for event in polecat_events] == [row["contact_id"] for row in without_hosts]
    assert [row["contact_id"] for row in gdelt_events] == sorted(row["contact_id"] for row in gdelt_events)
    for row in gdelt_events:
        code = codes[row["EventCode"]]
        assert (row["GoldsteinScale"], row["QuadClass"]) == (code.score, code.class_)
        assert (row["GoldsteinScale"] > 0) == (row["QuadClass"] == 1)
    left_out = {n for n, _ in enumerate(changes, 1)} - {event["contact_id"] for event in polecat_events}
    assert {changes[n - 1]["status"] for n in left_out} <= {"hypothetical", "denied"}
