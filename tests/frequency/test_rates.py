"""Counts per pair, exact intervals and stated totals."""

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis import tables
from analysis.frequency.rates import before_and_since, compare, pair_label, per_pair, rate, rates, stated_and_found

COUNTS, DAYS = st.integers(0, 500), st.integers(1, 4000)


def contact(number: int, actor: str, recipient: str, day: str | None = None, **more: Any) -> dict[str, Any]:
    dates = {"date_start": day, "date_end": day}
    who = {"article_id": "a", "contact_id": number, "actor": actor, "recipient": recipient}
    return who | {"mode": "phone", "status": "occurred"} | dates | more


def stated(count: int, first: str | None, last: str | None, **more: Any) -> dict[str, Any]:
    who = {"article_id": "a", "actor": "Ana", "recipient": "Bo", "mode": "unspecified", "kind": "total"}
    return who | {"count": count, "window_start": first, "window_end": last} | more


def split(*rows: dict[str, Any]) -> pd.DataFrame:
    return before_and_since(tables.frame("stated_counts", rows))


def test_a_contact_that_is_only_possible_is_not_counted_unless_asked_for() -> None:
    table = tables.frame("contacts", [contact(1, "Ana", "Bo", possible=False), contact(2, "Ana", "Bo", possible=True)])
    assert per_pair(table)["contacts"].tolist() == [1]
    assert per_pair(table, include_possible=True)["contacts"].tolist() == [2]
    assert per_pair(table.drop(columns="possible"))["contacts"].tolist() == [2]  # made by hand


def test_a_contact_counts_once_whoever_acts_and_however_often_it_is_reported() -> None:
    rows = [contact(1, "Ana", "Bo"), contact(1, "Bo", "Ana"), contact(2, "Bo", "Ana"), contact(3, "Cy", "Ana")]
    table = per_pair(tables.frame("contacts", [*rows, contact(4, "Ana", "Bo", status="planned")]))
    assert table.columns.tolist() == ["pair", "mode", "status", "contacts"]
    assert table.to_numpy().tolist() == [
        ["Ana – Bo", "phone", "occurred", 2],
        ["Ana – Bo", "phone", "planned", 1],
        ["Ana – Cy", "phone", "occurred", 1],
    ]


def test_the_same_number_in_another_article_is_another_contact() -> None:
    rows = [contact(1, "Ana", "Bo"), contact(1, "Ana", "Bo", article_id="b")]
    assert per_pair(tables.frame("contacts", rows))["contacts"].tolist() == [2]


def test_contacts_by_month() -> None:
    march = [contact(1, "Ana", "Bo", "2022-03-03"), contact(2, "Bo", "Ana", "2022-03-01", date_end="2022-03-31")]
    unclear = [contact(3, "Ana", "Bo"), contact(4, "Ana", "Bo", "2022-02-01", date_end="2022-03-31")]
    table = per_pair(tables.frame("contacts", [*march, *unclear]), period="M")
    assert table[["period", "contacts"]].to_numpy().tolist() == [["2022-03", 2]]


def test_a_contact_with_one_side_missing_has_no_pair() -> None:
    assert per_pair(tables.frame("contacts", [contact(1, "Ana", "Bo") | {"recipient": None}])).empty


def test_order_of_the_rows_does_not_matter() -> None:
    contacts = [("A", "B", "phone"), ("B", "A", "visit"), ("C", "A", "phone"), ("B", "C", "visit"), ("A", "B", "phone")]
    rows = [contact(n, one, other, mode=mode) for n, (one, other, mode) in enumerate(contacts)]
    forward, backward = (tables.frame("contacts", r) for r in (rows, rows[::-1]))
    pd.testing.assert_frame_equal(per_pair(forward), per_pair(backward))


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0.0, 3.689),
        (1, 0.0253, 5.572),
        (4, 1.090, 10.242),
        (7, 2.814, 14.423),
        (20, 12.217, 30.888),
    ],
)
def test_intervals_are_those_of_the_printed_tables(count: int, low: float, high: float) -> None:
    assert rate(count, days=1, per=1) == pytest.approx((count, low, high), abs=6e-4)


@settings(deadline=None)
@given(COUNTS, DAYS)
def test_each_end_leaves_a_fortieth_outside(count: int, days: int) -> None:
    made = rate(count, days)
    assert made.rate == pytest.approx(count / days * 7)
    assert made.low <= made.rate < made.high
    assert stats.poisson.cdf(count, made.high * days / 7) == pytest.approx(0.025)
    assert count == made.low == 0 or stats.poisson.sf(count - 1, made.low * days / 7) == pytest.approx(0.025)


@settings(deadline=None)
@given(COUNTS, DAYS)
def test_more_contacts_raise_both_ends_and_more_days_lower_them(count: int, days: int) -> None:
    here, more, longer = rate(count, days), rate(count + 1, days), rate(count, days + 1)
    assert here.low < more.low and here.high < more.high
    assert longer.low <= here.low and longer.high < here.high
    assert rate(count, days, confidence=0.8).high < here.high


def test_rates_of_a_table_are_those_of_its_rows() -> None:
    table = rates(pd.DataFrame({"count": [0, 4], "days": [3, 12]}), per=1)
    assert table[["rate", "low", "high"]].to_numpy().tolist() == [list(rate(0, 3, 1)), list(rate(4, 12, 1))]


@pytest.mark.parametrize(("count", "days"), [(-1, 7), (1, 0), (1, -7), (1, math.nan)])
def test_impossible_counts_and_days_are_errors(count: int, days: float) -> None:
    message = r"days\w* cannot be nan; give it a number" if math.isnan(days) else "above 0"
    with pytest.raises(ValueError, match=message):
        rate(count, days)
    with pytest.raises(ValueError, match=message):
        compare(1, 7, count, days)


def test_comparison_agrees_with_a_known_one() -> None:
    """Breast cancer in two groups of women, the example in the documentation of R's poisson.test."""
    made = compare(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)
    assert made == pytest.approx((1.971488, 0.8584264, 4.2772659, 0.07967), rel=1e-4)


def test_comparison_at_its_edges() -> None:
    assert compare(0, 7, 0, 7)[1:] == (0, math.inf, 1) and math.isnan(compare(0, 7, 0, 7).ratio)
    assert (compare(0, 7, 5, 7).ratio, compare(0, 7, 5, 7).low) == (0, 0)
    assert (compare(5, 7, 0, 7).ratio, compare(5, 7, 0, 7).high) == (math.inf, math.inf)
    assert compare(5, 10, 5, 10).p == 1


@settings(deadline=None)
@given(st.integers(1, 60), DAYS, st.integers(1, 60), DAYS)
def test_comparison_reads_the_same_from_both_sides(a: int, days_a: int, b: int, days_b: int) -> None:
    one, other = compare(a, days_a, b, days_b), compare(b, days_b, a, days_a)
    assert one.ratio == pytest.approx(1 / other.ratio) == pytest.approx(a / days_a / (b / days_b))
    assert (one.low, one.high) == pytest.approx((1 / other.high, 1 / other.low))
    assert one.low < one.ratio < one.high
    assert one.p == pytest.approx(other.p)


def test_two_totals_become_before_and_since() -> None:
    since = stated(4, "2022-02-24", "2022-03-07", actor="Bo", recipient="Ana")
    table = split(stated(11, "2022-02-07", "2022-03-07"), since)
    assert table[["pair", "period", "days", "count"]].to_numpy().tolist() == [
        ["Ana – Bo", "before", 17, 7],
        ["Ana – Bo", "since", 12, 4],
    ]
    days = table[["window_start", "window_end"]].to_numpy().astype("datetime64[D]").astype(str).tolist()
    assert days == [["2022-02-07", "2022-02-23"], ["2022-02-24", "2022-03-07"]]
    assert table[["rate", "low", "high"]].to_numpy().tolist() == [list(rate(7, 17)), list(rate(4, 12))]


LONG, SHORT = stated(11, "2022-01-01", "2022-03-07"), stated(4, "2022-02-24", "2022-03-07")


@pytest.mark.parametrize(
    "other",
    [
        {"window_end": "2022-03-06"},
        {"window_start": "2022-01-01"},
        {"window_start": None},
        {"mode": "phone"},
        {"recipient": "Cy"},
        {"kind": "ordinal"},
        {"article_id": "b"},
        {"count": 12},
    ],
)
def test_totals_that_cannot_be_taken_apart(other: dict[str, Any]) -> None:
    assert len(split(LONG, SHORT)) == 2
    assert split(LONG, SHORT | other).empty


def test_a_repeated_total_counts_once_and_a_contradicted_one_not_at_all() -> None:
    assert len(split(LONG, SHORT, SHORT)) == 2
    assert split(LONG, SHORT, SHORT | {"count": 5}).empty


@settings(deadline=None)
@given(st.permutations([stated(11, "2022-01-01", "2022-03-07"), SHORT, stated(1, "2022-03-01", "2022-03-07")]))
def test_three_windows_within_each_other_are_split_one_by_one(rows: list[dict[str, Any]]) -> None:
    assert split(*rows)[["period", "days", "count"]].to_numpy().tolist() == [
        ["before", 54, 7],
        ["since", 12, 4],
        ["before", 5, 3],
        ["since", 7, 1],
    ]


def test_stated_beside_found() -> None:
    rows = [stated(4, "2022-02-24", None, n_found=3, start=90), stated(11, None, None, n_found=3, start=20)]
    table = stated_and_found(tables.frame("stated_counts", [*rows, stated(3, None, None, kind="ordinal")]))
    beside = table[["pair", "stated", "found", "gap"]].to_numpy().tolist()
    assert beside == [["Ana – Bo", 11, 3, 8], ["Ana – Bo", 4, 3, 1]]


def test_nothing_to_count() -> None:
    totals, contacts = tables.frame("stated_counts", []), tables.frame("contacts", [])
    full = split(LONG, SHORT)
    assert before_and_since(totals).empty
    assert before_and_since(totals).dtypes.to_dict() == full.dtypes.to_dict()
    assert stated_and_found(totals).empty and "gap" in stated_and_found(totals)
    assert per_pair(contacts).columns.tolist() == ["pair", "mode", "status", "contacts"]
    assert per_pair(contacts, period="M").empty
    assert rates(pd.DataFrame({"count": [], "days": []})).columns.tolist() == ["count", "days", "rate", "low", "high"]


@settings(deadline=None)
@given(st.text(), st.text())
def test_a_pair_has_one_name(one: str, other: str) -> None:
    assert pair_label(one, other) == pair_label(other, one)
