"""Merging reports: forty reports of one contact become one contact, and different contacts stay separate."""

import datetime
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tables
from analysis.corpus import run
from analysis.corpus.event_merging import REPORT_COLUMNS, Homes, world_contacts
from analysis.evaluation import scoring
from analysis.tables import columns_of

DAY = datetime.date(2024, 3, 5)
NAMES = ("Anna Berg", "Luis Soto", "Kofi Boateng")
LABELS = [
    json.loads(line)
    for line in (Path(__file__).parent / "made_up_contacts.jsonl").read_text(encoding="utf-8").splitlines()
]
# At least, of the contacts of the made-up corpus with a day:
MIN_RECALL = 0.80  # of the labelled ones, extracted with pair and day
MIN_PRECISION = 0.90  # of the extracted ones, labelled with pair and day
MIN_FACTS = 0.90  # of the right ones, with the right mode or status


def report(article: str, day: int | None = 5, **other: Any) -> dict[str, Any]:
    """A report of a call on a day of March 2024, printed on the 6th."""
    when = None if day is None else datetime.date(2024, 3, day)
    row = {"article_id": article, "contact_id": 1, "story_id": article, "published": datetime.date(2024, 3, 6)}
    row |= {"source": "Paper", "actor": NAMES[0], "recipient": NAMES[1], "mode": "phone", "status": "occurred"}
    row |= {"date_start": when, "date_end": when, "date_precision": "day" if when else "none", "text": "called"}
    return row | {"date_source": "relative" if when else "none", "start": 0, "end": 6} | other


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return tables.frame("world_reports", rows)[list(REPORT_COLUMNS)]


def contacts(*rows: dict[str, Any], homes: Homes | None = None) -> list[dict[str, Any]]:
    """The rows of `world_contacts`, missing values as None."""
    table = world_contacts(frame(*rows), homes)[0].astype(object)
    return [{str(k): v for k, v in row.items()} for row in table.where(table.notna(), None).to_dict("records")]


def test_forty_reports_are_one_contact() -> None:
    (contact,) = contacts(*(report(f"a{n:02}") for n in range(40)))
    assert (contact["n_articles"], contact["n_stories"], contact["disagree"]) == (40, 40, None)
    assert contact["articles"].split("; ") == [f"a{n:02}" for n in range(40)]
    assert (contact["first_article"], contact["said_date"]) == ("a00", "2024-03-05 (40)")


def test_the_order_of_actor_and_recipient_does_not_matter() -> None:
    (contact,) = contacts(report("a"), report("b", actor=NAMES[1], recipient=NAMES[0]), report("c"))
    assert (contact["actor"], contact["recipient"]) == (NAMES[0], NAMES[1])


def test_two_days_are_two_contacts() -> None:
    assert len(contacts(report("a", 4), report("b", 5))) == 2


def test_a_rare_neighbouring_day_is_misdated() -> None:
    (contact,) = contacts(report("a", 4), *(report(f"b{n}", 5) for n in range(4)))
    assert contact["said_date"] == "2024-03-05 (4); 2024-03-04 (1)"
    assert (contact["date_start"].date(), contact["disagree"]) == (DAY, "date")


def test_two_days_in_one_article_are_two_contacts() -> None:
    rows = [report("b0", 4, contact_id=2), *(report(f"b{n}", 5) for n in range(4))]
    assert len(contacts(*rows)) == 2


def test_equal_lengths_on_neighbouring_days_are_one_call() -> None:
    (contact,) = contacts(report("a", 4, duration_min=105), report("b", 5, duration_min=105))
    assert contact["duration_min"] == 105
    assert len(contacts(report("a", 4, duration_min=105), report("b", 5, duration_min=90))) == 2


def test_call_or_meeting_is_a_disagreement_unless_one_article_reports_both() -> None:
    (contact,) = contacts(report("a"), report("b"), report("c", mode="meeting"))
    assert (contact["mode"], contact["said_mode"], contact["disagree"]) == ("phone", "phone (2); meeting (1)", "mode")
    both = [report("a"), report("a", mode="meeting", contact_id=2), report("c", mode="meeting")]
    assert sorted(row["mode"] for row in contacts(*both)) == ["meeting", "phone"]


@pytest.mark.parametrize("statuses", [("cancelled",), ("planned",), ("planned", "cancelled"), ("denied",)])
def test_a_visit_that_did_not_take_place_is_no_call(statuses: tuple[str, ...]) -> None:
    visits = [report(f"v{n}", mode="visit", status=status) for n, status in enumerate(statuses)]
    rows = contacts(report("a"), *visits)
    assert {(row["mode"], row["disagree"]) for row in rows} == {("phone", None), ("visit", None)}
    (contact,) = contacts(report("a"), *visits, report("b", mode="meeting"))
    assert contact["disagree"].startswith("mode")


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ({"duration_min": 15}, {"duration_min": 40}, 2),
        ({"initiator": NAMES[0]}, {"initiator": NAMES[1]}, 2),
        ({"duration_min": 15}, {"duration_min": 15}, 1),
        ({"duration_min": 15, "initiator": NAMES[0]}, {}, 1),
    ],
)
def test_calls_that_one_article_tells_apart_are_two(first: dict[str, Any], second: dict[str, Any], count: int) -> None:
    rows = [report("a", **first), report("a", contact_id=2, **second), report("b", **first), report("c", **second)]
    made = contacts(*rows)
    assert len(made) == count
    assert [row["n_articles"] for row in made] == ([2, 2] if count == 2 else [3])
    (contact,) = contacts(report("b", **first), report("c", **second))  # papers that disagree
    assert contact["n_articles"] == 2


@pytest.mark.parametrize(
    ("mode", "place", "count"),
    [
        ("visit", "Reykjavik", 1),
        ("meeting", "Reykjavik", 1),
        ("visit", "Oslo", 2),
        ("visit", None, 2),
        ("phone", "Reykjavik", 2),
    ],
)
def test_nobody_arrives_on_two_days(mode: str, place: str | None, count: int) -> None:
    rows = [report("a", 4, mode="visit", place="Reykjavík"), report("b", 5, mode=mode, place=place)]
    made = contacts(*rows)
    assert len(made) == count
    assert count == 2 or made[0]["disagree"] == "date"
    assert len(contacts(*(row | {"mode": "meeting"} for row in rows))) == 2  # talks may go on


@pytest.mark.parametrize(
    ("day", "published", "count"),
    [
        (4, 6, 1),  # on Wednesday, a call on Monday; Tuesday's was in the papers of Tuesday
        (6, 8, 1),
        (4, 11, 1),
        (4, 12, 2),  # somebody looks back
        (4, 5, 2),  # the morning paper
        (4, 4, 2),
        (3, 6, 2),
    ],
)
def test_news_is_not_two_days_old(day: int, published: int, count: int) -> None:
    rows = [report("a", 5, published=DAY), report("b", day, published=datetime.date(2024, 3, published))]
    made = contacts(*rows)
    assert len(made) == count
    assert count == 2 or (made[0]["date_start"].date(), made[0]["disagree"]) == (DAY, "date")
    assert len(contacts(*rows, report("b", 5, contact_id=2))) == 2  # an article that reports both


@pytest.mark.parametrize(("said", "disagree"), [("hypothetical", "status"), ("occurred", "status"), ("planned", None)])
def test_a_rumour_contradicts_a_denial(said: str, disagree: str | None) -> None:
    assert contacts(report("a", status=said), report("b", status="denied"))[0]["disagree"] == disagree
    before = datetime.date(2024, 3, 4)  # "could meet on Tuesday" claims nothing
    (contact,) = contacts(report("a", status="hypothetical", published=before), report("b", status="denied"))
    assert contact["disagree"] is None


HOMES = Homes(
    pd.DataFrame(
        [
            ("Anna Berg", "person", "NOR"),
            ("Norway", "state", "NOR"),
            ("Luis Soto", "person", "CHL"),
            ("Kofi Boateng", "person", "CHL"),
            ("Chile", "state", "CHL"),
            ("Copper Board", "organisation", "CHL"),
        ],
        columns=["person", "kind", "country"],
    )
)


@pytest.mark.parametrize(
    ("other", "count"),
    [
        ({"recipient": "Chile"}, 1),
        ({"actor": "Chile", "recipient": "Anna Berg", "initiator": "Chile"}, 1),
        ({"actor": "Norway", "recipient": "Chile"}, 1),
        ({"actor": "Norway"}, 1),
        ({"recipient": "Chile", "mode": "unspecified"}, 1),
        ({"recipient": "Chile", "mode": "meeting"}, 2),
        ({"recipient": "Chile", "day": 4}, 2),
        ({"recipient": "Norway", "actor": "Luis Soto"}, 1),
        ({"recipient": "Copper Board"}, 2),  # a company acts for itself
        ({"actor": "Kofi Boateng", "recipient": "Norway"}, 2),  # somebody else
    ],
)
def test_a_state_is_the_person_who_acted_for_it(other: dict[str, Any], count: int) -> None:
    rows = [report("a"), report("b", **other)]
    made = contacts(*rows, homes=HOMES)
    assert len(made) == count
    assert count == 2 or {made[0]["actor"], made[0]["recipient"]} == {NAMES[0], NAMES[1]}
    assert count == 2 or made[0]["initiator"] in (None, NAMES[1])
    if "Chile" in other.values():  # of two Chileans who spoke to her, either may be meant
        assert len(contacts(*rows, report("c", recipient="Kofi Boateng"), homes=HOMES)) == 3


def test_persons_have_the_day_that_their_article_gives_for_their_states() -> None:
    """ "The leaders of Norway and Chile spoke on Tuesday. Berg and Soto agreed on fish." """
    states = report("a", actor="Norway", recipient="Chile")
    persons = report("a", None, contact_id=2, mode="unspecified")
    (contact,) = contacts(states, persons, homes=HOMES)
    assert (contact["date_start"].date(), contact["mode"], contact["n_articles"]) == (DAY, "phone", 1)
    assert len(contacts(states, persons | {"article_id": "b", "story_id": "b"}, homes=HOMES)) == 2
    assert len(contacts(states, persons | {"status": "planned"}, homes=HOMES)) == 2


def test_a_report_without_a_day_joins_no_contact_that_it_contradicts() -> None:
    dated = [report("a", 1), report("b", 6, initiator=NAMES[0])]
    assert len(contacts(*dated, report("c", None, initiator=NAMES[0]))) == 2
    assert len(contacts(*dated, report("c", None, initiator=NAMES[1]))) == 3
    assert len(contacts(dated[1], report("c", None, initiator=NAMES[1]))) == 1  # papers that disagree


def test_of_equally_many_days_the_first_reported_is_kept() -> None:
    """Papers disagree one to one: the first to report it was closest to it."""
    early = report("z", 5, duration_min=25, published=DAY)
    (contact,) = contacts(early, report("a", 4, duration_min=25))
    assert (contact["date_start"].date(), contact["said_date"]) == (DAY, "2024-03-05 (1); 2024-03-04 (1)")


def test_a_visit_is_a_meeting_and_a_letter_is_not_a_call() -> None:
    (contact,) = contacts(report("a", mode="visit"), report("b", mode="meeting"))
    assert contact["disagree"] is None
    assert len(contacts(report("a"), report("b", mode="correspondence"))) == 2


def test_the_initiator_is_the_one_most_stories_give() -> None:
    rows = [report(f"a{n}", initiator=NAMES[n > 0]) for n in range(3)]
    (contact,) = contacts(*rows, report("b"))
    assert (contact["initiator"], contact["disagree"]) == (NAMES[1], "initiator")
    assert contact["said_initiator"] == f"{NAMES[1]} (2); {NAMES[0]} (1)"


def test_copies_count_as_one_story_and_take_its_dates() -> None:
    """The "on Tuesday" of a wire story still means that Tuesday when it is printed a week later."""
    later = report("copy", 12, story_id="wire", published=datetime.date(2024, 3, 13))
    (contact,) = contacts(report("wire"), later)
    assert (contact["n_articles"], contact["n_stories"], contact["date_start"].date()) == (2, 1, DAY)


def test_a_plan_and_its_outcome_are_one_contact() -> None:
    before = datetime.date(2024, 3, 2)
    planned = report("a", 5, status="planned", published=before)
    assert contacts(planned)[0]["status"] == "planned"
    (contact,) = contacts(planned, report("b"))
    assert (contact["status"], contact["disagree"], contact["first_article"]) == ("occurred", None, "a")
    (contact,) = contacts(planned, report("c", status="cancelled", published=DAY))
    assert contact["status"] == "cancelled"
    (contact,) = contacts(report("b"), report("d", status="denied"), report("e"))
    assert (contact["status"], contact["disagree"]) == ("occurred", "status")


def test_a_report_without_a_day_joins_the_contact_that_fits() -> None:
    (contact,) = contacts(report("a"), report("b", None))
    assert (contact["n_articles"], contact["date_start"].date()) == (2, DAY)
    fresh = contacts(report("a", 1), report("b", 6), report("c", None))
    assert [row["articles"] for row in fresh] == ["a", "b; c"]
    undecided = contacts(report("a", 1), report("b", 2), report("c", None))
    assert [row["articles"] for row in undecided] == ["a", "b", "c"]
    assert undecided[-1]["date_precision"] == "none"


def test_undated_reports_of_one_week_are_one_contact() -> None:
    late = datetime.date(2024, 3, 20)
    merged = contacts(report("a", None), report("b", None), report("c", None, published=late))
    assert [row["articles"] for row in merged] == ["a; b", "c"]


def test_the_last_day_of_the_calendar_is_a_day() -> None:
    last = datetime.date.max
    dated = report("a", date_start=last, date_end=last, published=last)
    assert len(contacts(dated, report("b", None, published=last))) == 1


REPORTS = st.lists(
    st.builds(
        report,
        st.sampled_from("abcdefgh"),
        st.none() | st.integers(1, 9),
        contact_id=st.integers(1, 3),
        story_id=st.sampled_from("abcdefgh"),
        actor=st.sampled_from(NAMES[:2]),
        recipient=st.just(NAMES[2]),
        mode=st.sampled_from(["phone", "meeting", "visit", "correspondence", "unspecified"]),
        status=st.sampled_from(["occurred", "planned", "cancelled", "denied", "hypothetical"]),
        duration_min=st.none() | st.integers(10, 11),
        initiator=st.none() | st.sampled_from(NAMES),
    ),
    max_size=12,
    unique_by=lambda row: (row["article_id"], row["contact_id"], row["actor"]),
)


@settings(max_examples=40)
@given(REPORTS, st.randoms(use_true_random=False))
def test_every_report_belongs_to_one_contact_whatever_the_order(rows: list[dict[str, Any]], draw: Any) -> None:
    merged, reports = world_contacts(frame(*rows))
    assert list(merged.columns) == [column.name for column in columns_of("world_contacts")]
    assert merged["world_id"].is_unique
    keys = ["article_id", "contact_id", "actor"]
    assert sorted(reports[keys].itertuples(index=False)) == sorted(frame(*rows)[keys].itertuples(index=False))
    assert set(reports["world_id"]) == set(merged["world_id"])
    for _, of_contact in reports.groupby("world_id"):
        assert of_contact[["actor", "recipient"]].drop_duplicates().shape[0] == 1
    shuffled = draw.sample(rows, len(rows))
    for one, other in zip((merged, reports), world_contacts(frame(*shuffled)), strict=True):
        pd.testing.assert_frame_equal(one, other)


@pytest.fixture(scope="module")
def sample() -> Path:
    return run.sample()


@pytest.mark.slow
def test_contacts_of_the_made_up_corpus(sample: Path) -> None:
    """Pair and day of the labelled contacts, which were written together with the plot."""
    named = {name: row["person"] for row in LABELS if "person" in row for name in row["names"]}
    facts = [row for row in LABELS if "actor" in row]
    joined = [{"disagree": ", ".join(row["disagree"]) or None, "articles": "; ".join(row["articles"])} for row in facts]
    true = pd.DataFrame([row | columns for row, columns in zip(facts, joined, strict=True)])
    scored = scoring.score_world_contacts(pd.read_parquet(sample / "world_contacts"), true, named)
    (scores,) = scoring.summary(scored).to_dict("records")
    assert scores["recall"] >= MIN_RECALL
    assert scores["precision"] >= MIN_PRECISION
    for fact in ("mode", "status"):
        assert (scored[fact].dropna() == "right").mean() >= MIN_FACTS
    assert set(scored["disagree"].dropna()) <= {"right", "missing"}  # none that no article has
    assert (scored["disagree"] == "right").sum() >= 2


def test_copies_of_the_made_up_corpus(sample: Path) -> None:
    stories = pd.read_parquet(sample / "stories").groupby("story_id", observed=True)["article_id"].apply(set)
    true = [set(row["story"]) for row in LABELS if "story" in row]
    assert [story for story in stories if len(story) > 1 and story not in true] == []
    assert [story for story in true if story not in list(stories)] == []
