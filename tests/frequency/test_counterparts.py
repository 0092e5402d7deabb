"""One person's contacts in a corpus, by counterpart, before and since a day, and against a record."""

from typing import Any

import pandas as pd
import pytest
from weekly import contact, pairs, read, week

from analysis import tables
from analysis.frequency import counterparts, public_record, trends
from analysis.report import corpus_answers

PEOPLE = tables.frame(
    "world_people",
    [{"person": name, "kind": "person"} for name in ("Ann Lee", "Bo Ray", "Cy Fox")]
    + [{"person": "Harbour Board", "kind": "organisation"}, {"person": "dockers", "kind": "group"}]
    + [{"person": "Chile", "kind": "state"}],
)


def world(*rows: dict[str, Any]) -> pd.DataFrame:
    numbered = ({"world_id": f"c{n:02}", "event": f"a{n}#1"} | row for n, row in enumerate(rows))
    return tables.frame("world_contacts", numbered)


CONTACTS = world(
    contact("Ann Lee", "Bo Ray", "2022-01-04", initiator="Bo Ray"),
    contact("Bo Ray", "Ann Lee", "2022-01-12", initiator="Ann Lee"),
    contact("Bo Ray", "Ann Lee", "2022-02-02", mode="meeting"),
    contact("Chile", "Ann Lee", "2022-02-03", mode="visit"),
    contact("Cy Fox", "Ann Lee", "2022-02-04"),
    contact("Cy Fox", "Ann Lee", "2022-02-08"),
    contact("Cy Fox", "Bo Ray", "2022-02-08"),
    contact("Cy Fox", "Ann Lee", None),
    contact("Cy Fox", "Ann Lee", "2022-02-01", "2022-02-28"),
    contact("Cy Fox", "Ann Lee", "2022-02-09", status="planned"),
    contact("Ann Lee", "Harbour Board", "2022-02-10"),
    contact("dockers", "Ann Lee", "2022-02-11", mode="meeting"),
    contact("Ann Lee", "Bo Ray", "2022-02-14", mode="meeting", n_parties=6, event="e"),
    contact("Ann Lee", "Cy Fox", "2022-02-14", mode="meeting", n_parties=6, event="e"),
)
WEEKS = trends.every_week(read([5] * 7))
ANN = counterparts.of_person(CONTACTS, "Ann Lee", PEOPLE)
CALLS = counterparts.of_person(CONTACTS, "Ann Lee", PEOPLE, "phone")
GATHERINGS = counterparts.gatherings(CONTACTS, "Ann Lee", PEOPLE)


def test_a_persons_contacts_are_dated_took_place_and_are_with_one() -> None:
    assert ANN["counterpart"].tolist() == ["Bo Ray", "Bo Ray", "Bo Ray", "Chile", "Cy Fox", "Cy Fox"]
    assert CALLS["counterpart"].tolist() == ["Bo Ray", "Bo Ray", "Cy Fox", "Cy Fox"]
    assert counterparts.of_person(CONTACTS, "Ann Lee", PEOPLE, "meeting")["mode"].tolist() == ["meeting", "visit"]


def test_a_gathering_is_one_event() -> None:
    assert GATHERINGS["others"].tolist() == ["Harbour Board", "dockers", "Bo Ray; Cy Fox"]
    without_kinds = counterparts.gatherings(CONTACTS, "Ann Lee")
    assert without_kinds["others"].tolist() == ["Bo Ray; Cy Fox"], "nobody is known to be a body"
    said = str(corpus_answers.with_whom(ANN, GATHERINGS, "Ann Lee"))
    assert "with **3 others**, 6 times in all (4 calls, 2 meetings)" in said and "Besides, 3 gatherings" in said
    assert "Besides" not in str(corpus_answers.with_whom(ANN, GATHERINGS.head(0), "Ann Lee"))
    assert "**No contact**" in str(corpus_answers.with_whom(ANN.head(0), GATHERINGS, "Ann Lee"))


def test_before_a_day_and_since() -> None:
    table = counterparts.before_and_since(ANN, WEEKS, "2022-02-01").set_index("counterpart")
    assert table[["before", "since"]].T.to_dict("list") == {
        counterparts.EVERYBODY: [2, 4],
        "Bo Ray": [2, 1],
        "Cy Fox": [0, 2],
        "Chile": [0, 1],
    }
    assert (table.iloc[0]["days_before"], table.iloc[0]["days_since"]) == (29, 20)
    said = str(corpus_answers.around(counterparts.before_and_since(CALLS, WEEKS, "2022-02-01"), "2022-02-01", "call"))
    assert "Before 1 February 2022 there were **0.5 calls a week** (2 in 29 days)" in said
    assert "- No call since: **Bo Ray** (2 before, 0 since; last on 12 January 2022)." in said
    assert "- No call before: **Cy Fox** (0 before, 2 since; first on 4 February 2022)." in said
    assert "Clearly" not in said


@pytest.mark.parametrize("since", ["2021-01-01", "2030-01-01", "2022-01-03", "2022-02-21"])
def test_a_day_outside_of_what_was_read_compares_nothing(since: str) -> None:
    table = counterparts.before_and_since(ANN, WEEKS, since)
    assert table["p"].isna().all()
    assert "lie on one side of" in str(corpus_answers.around(table, since))


def test_clear_changes_are_named() -> None:
    rows = [contact("Ann Lee", "Bo Ray", str((week(k // 4) + pd.Timedelta(days=k % 4)).date())) for k in range(12, 28)]
    rows.append(contact("Ann Lee", "Bo Ray", "2022-01-04"))
    mine = counterparts.of_person(world(*rows), "Bo Ray")
    said = str(corpus_answers.around(counterparts.before_and_since(mine, WEEKS, "2022-01-24"), "2022-01-24"))
    assert "Clearly more often since: **Ann Lee** (1 before, 16 since)" in said and "more than chance explains" in said


def test_all_counterparts_together() -> None:
    table = pairs({("Ann Lee", "Bo Ray"): [1, 0, 2], ("Ann Lee", "Cy Fox"): [1, 1], ("Bo Ray", "Cy Fox"): [9]})
    together = counterparts.all_together(CALLS, "Ann Lee")
    assert together["n_contacts"].tolist() == [1, 1, 1, 1] and set(together["other"]) == {counterparts.EVERYBODY}
    assert together["week"].tolist() == [week(0), week(1), week(4), week(5)]
    assert together.dtypes.equals(table.dtypes)
    assert trends.per_week(counterparts.all_together(CALLS.head(0), "Ann Lee"), WEEKS).empty
    assert counterparts.most_in_touch(table) == "Bo Ray" and counterparts.most_in_touch(table.head(0)) == ""


def test_who_asked() -> None:
    asked = counterparts.who_asked(CALLS, "Ann Lee").set_index("counterpart")
    assert asked.to_numpy().tolist() == [[2, 1, 1, 0], [2, 0, 0, 2]] and list(asked.index) == ["Bo Ray", "Cy Fox"]
    said = str(corpus_answers.who_asks(counterparts.who_asked(CALLS, "Ann Lee"), "Ann Lee"))
    assert "**2 of 4 calls**: the other side for **1**, Ann Lee for **1**. Most often: **Bo Ray** (1)." in said
    assert "any of 2 calls" in str(corpus_answers.who_asks(counterparts.who_asked(CALLS[2:], "Ann Lee"), "Ann Lee"))


def test_a_record_shows_what_was_not_read() -> None:
    rows = [("2022-01-04", "President of Chile Bo Ray", "https://a.example/1")]
    rows += [("2022-01-12", "Bo Ray", "https://a.example/2"), ("2022-01-20", "Cy Fox", "https://a.example/3")]
    record = pd.DataFrame(rows, columns=["date", "counterpart", "url"]).assign(mode="phone", initiator=None)
    record = record.astype(dict(public_record.RECORD_COLUMNS))
    stories = tables.frame("stories", [{"url": "http://a.example/1", "source": "A"}, {"url": None, "source": "A"}])
    listed = counterparts.listed(record, CALLS, stories)
    assert listed[["read", "found"]].to_numpy().tolist() == [[True, True], [False, True], [False, False]]
    said = str(corpus_answers.coverage(listed, counterparts.in_record(CALLS, record)))
    assert (
        "lists **3 calls**" in said and "pages of **1**" in said and "Of 4 calls found, the record has **2**." in said
    )
    assert "**no record**" in str(corpus_answers.coverage(listed.head(0), counterparts.in_record(CALLS, record)))
    assert "one source, **A**" in str(corpus_answers.sources(stories))
    mixed = pd.concat([stories, stories.assign(source="<B>")])
    assert "2 sources: **&lt;B&gt;** (2), **A** (2)" in str(corpus_answers.sources(mixed))
    assert "do not say" in str(corpus_answers.sources(stories.assign(source=None).astype({"source": "str"})))


def test_contacts_are_a_record() -> None:
    record = counterparts.as_record(CALLS)
    assert list(record) == list(public_record.RECORD_COLUMNS) and len(record) == 4
