"""Contacts on sentences in the style of agency copy, kind by kind, and on any text."""

import datetime
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import contacts, language, people, tables
from analysis.article import Article
from analysis.counts import stated_counts

CASES = [json.loads(line) for line in (Path(__file__).parent / "contacts_cases.jsonl").read_text("utf-8").splitlines()]
FLOOR = 0.90  # F1 over all cases
ROW_FLOOR = {"mode": 0.90, "status": 0.90, "participants": 0.80, "identity": 0.90, "date": 0.90, "attribute": 0.90}
FRAGMENTS = (
    "Macron met Putin", "on Sunday", "will visit", "the two men", "a 90-minute call with", "Angela Merkel", "has not",
    "refused to", "They spoke by phone", "since February 24", "11 times", "their third meeting", "at his request", "If",
    "between Iran and Iraq", "“I called him,”", "he said.", "The talks were called off.", "in Minsk", ",", "and", "to",
    "of", "\n\n", "Putin", "took up the phone", "hosted", "in 2017.", "Two years later", "the latter", "who",
    "had a conversation",
)  # fmt: skip


def told(text: str, published: str | None = "2022-03-07") -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `contacts` and `stated_counts` of a text."""
    article = Article(text=text, published=published, article_id="a")  # type: ignore[arg-type]
    paragraphs = language.parse(article)
    cast = people.cast(paragraphs)
    found = contacts.contacts(article, paragraphs, cast)
    return found, stated_counts(article, paragraphs, cast, found)


def rows(text: str, published: str | None = "2022-03-07") -> list[dict[str, Any]]:
    """The contacts of a text, missing values as None."""
    table = told(text, published)[0].astype(object)
    return [{str(k): v for k, v in row.items()} for row in table.where(table.notna(), None).to_dict("records")]


def same_name(gold: str, found: str) -> bool:
    return re.split(r"[\s-]", gold)[-1] == re.split(r"[\s-]", found)[-1]


def same_mode(gold: str, found: str) -> bool:
    return gold == found or "unspecified" in (gold, found) or {gold, found} == {"meeting", "visit"}


def matches(gold: dict[str, Any], found: dict[str, Any]) -> bool:
    """Pair, mode and status agree, and the day where one is told."""
    pair = (gold["actor"], gold["recipient"])
    names = any(
        all(map(same_name, pair, other))
        for other in ((found["actor"], found["recipient"]), (found["recipient"], found["actor"]))
    )
    return names and same_mode(gold["mode"], found["mode"]) and gold["status"] == found["status"]


def same_day(gold: dict[str, Any], found: dict[str, Any]) -> bool:
    start = found["date_start"].date().isoformat() if found["date_start"] else None
    return (start, found["date_precision"]) == (gold["date_start"], gold["date_precision"])


@cache
def scores() -> dict[str, Counter[str]]:
    """True and false positives and misses, row by row; right days and attributes among the true positives."""
    table: dict[str, Counter[str]] = {}
    for case in CASES:
        count = table.setdefault(case["row"], Counter())
        left = rows(case["text"], case["published"])
        for gold in case["contacts"]:
            fitting = sorted((found for found in left if matches(gold, found)), key=lambda f: not same_day(gold, f))
            count["hit" if fitting else "missed"] += 1
            for found in fitting[:1]:
                left.remove(found)
                count["day"] += same_day(gold, found)
                for name in ("duration_min", "initiator", "place"):
                    count[name] += gold[name] == found[name] or bool(
                        gold[name] and found[name] and same_name(str(gold[name]), str(found[name]))
                    )
        count["false"] += len(left)
    return table


def f1(counts: Counter[str]) -> float:
    return 2 * counts["hit"] / max(1, 2 * counts["hit"] + counts["false"] + counts["missed"])


def total(kind: str = "") -> Counter[str]:
    return sum((c for row, c in scores().items() if row.startswith(kind)), Counter())


def test_every_row_has_cases() -> None:
    kinds = Counter(case["row"].split(":")[0] for case in CASES)
    assert len(CASES) >= 120
    assert set(kinds) == {*ROW_FLOOR, "negative"}
    assert len({case["id"] for case in CASES}) == len(CASES)


def test_all_cases() -> None:
    counts = total()
    assert f1(counts) >= FLOOR, {row: dict(c) for row, c in scores().items() if c["false"] or c["missed"]}


@pytest.mark.parametrize("kind", sorted(ROW_FLOOR))
def test_each_kind_of_case(kind: str) -> None:
    assert f1(total(kind)) >= ROW_FLOOR[kind], {r: dict(c) for r, c in scores().items() if r.startswith(kind)}


def test_what_is_no_contact() -> None:
    assert total("negative")["false"] <= 1, [row for row, c in scores().items() if row.startswith("neg") and c["false"]]


@pytest.mark.parametrize(("name", "floor"), [("day", 0.9), ("duration_min", 0.9), ("initiator", 0.9), ("place", 0.9)])
def test_attributes_of_the_contacts_found(name: str, floor: float) -> None:
    counts = total()
    assert counts[name] >= floor * counts["hit"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Emmanuel Macron met Vladimir Putin.", "occurred"),
        ("Emmanuel Macron will meet Vladimir Putin.", "planned"),
        ("Emmanuel Macron is due to meet Vladimir Putin.", "planned"),
        ("Emmanuel Macron cancelled a meeting with Vladimir Putin.", "cancelled"),
        ("Emmanuel Macron did not meet Vladimir Putin.", "denied"),
        ("Emmanuel Macron refused to meet Vladimir Putin.", "denied"),
        ("Emmanuel Macron does not plan to meet Vladimir Putin.", "denied"),
        ("Emmanuel Macron has not ruled out meeting Vladimir Putin.", "hypothetical"),
        ("Emmanuel Macron could meet Vladimir Putin.", "hypothetical"),
        ("Emmanuel Macron met Vladimir Putin and will not resign.", "occurred"),
        ("Emmanuel Macron, who will not resign, met Vladimir Putin.", "occurred"),
    ],
)
def test_status_is_a_matter_of_scope(text: str, status: str) -> None:
    (row,) = rows(text)
    assert row["status"] == status
    assert (row["why_status"] is None) == (status == "occurred")
    assert row["why_status"] is None or all(word in text for word in row["why_status"].split(" … "))


def test_a_visit_goes_from_the_traveller_to_the_host() -> None:
    (row,) = rows("Vladimir Putin hosted Emmanuel Macron in Moscow on Sunday.")
    assert (row["actor"], row["recipient"], row["mode"]) == ("Emmanuel Macron", "Vladimir Putin", "visit")
    assert (row["place"], row["initiator"]) == ("Moscow", None)


def test_one_contact_told_three_times_is_one() -> None:
    (row,) = rows(
        "Emmanuel Macron and Vladimir Putin spoke by phone on Sunday.\n\n"
        "The call, which lasted 90 minutes, came at Macron's request.\n\n"
        "Macron told Putin during the telephone conversation on Sunday that he should stop."
    )
    assert (row["duration_min"], row["initiator"], str(row["date_start"].date())) == (
        90,
        "Emmanuel Macron",
        "2022-03-06",
    )


def test_a_call_picked_up_later_is_the_same_call() -> None:
    (row,) = rows(
        "Vladimir Putin made a call on Thursday. Emmanuel Macron took up the phone and the two men had "
        "a 90-minute conversation."
    )
    assert (row["mode"], row["duration_min"]) == ("phone", 90)


def test_pairs_of_one_contact_share_its_number() -> None:
    found = rows("Vladimir Putin, Petro Poroshenko and Angela Merkel met in Minsk on Sunday.")
    assert {(r["actor"], r["recipient"]) for r in found} == {
        ("Vladimir Putin", "Petro Poroshenko"),
        ("Vladimir Putin", "Angela Merkel"),
        ("Petro Poroshenko", "Angela Merkel"),
    }
    assert {r["contact_id"] for r in found} == {1}


def test_without_publication_nothing_relative_is_dated() -> None:
    (row,) = rows("Emmanuel Macron met Vladimir Putin on Sunday.", None)
    assert (row["date_start"], row["date_precision"], row["date_source"]) == (None, "none", "none")


def test_totals_are_counts_and_no_contacts() -> None:
    found, counts = told(
        "Emmanuel Macron called Vladimir Putin on Sunday.\n\n"
        "The two men have talked four times since February 24, and 11 times in the last month."
    )
    assert len(found) == 1
    assert counts["count"].tolist() == [4, 11]
    assert counts["kind"].tolist() == ["total", "total"]
    assert counts["window_text"].tolist() == ["since February 24", "in the last month"]
    assert counts["window_start"].dt.date.tolist() == [datetime.date(2022, 2, 24), datetime.date(2022, 2, 7)]
    assert counts["n_found"].tolist() == [1, 1]


def test_an_ordinal_is_a_count() -> None:
    found, counts = told("It was the third meeting between Angela Merkel and Vladimir Putin this year.")
    assert found.empty
    assert counts[["count", "kind", "window_text"]].to_numpy().tolist() == [[3, "ordinal", "this year"]]


@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=9))
def test_any_text_gives_tables_whose_offsets_hold(parts: list[str]) -> None:
    text = " ".join(["Words.", *parts])
    for table, name in zip(told(text), ("contacts", "stated_counts"), strict=True):
        assert list(table.columns) == [column.name for column in tables.TABLES[name]]
        for row in table.to_dict("records"):
            assert text[row["start"] : row["end"]] == row["text"] != ""
            assert row["actor"] != row["recipient"]
