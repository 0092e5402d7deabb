"""Aggregates by week do not depend on the shards, intervals are right, and folders and findings are checked."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weekly import aggregated, contact, pairs, published, read, said, themselves, week

from analysis import statistics, tables
from analysis.corpus import aggregates
from analysis.errors import AnalysisError
from analysis.frequency import change_points, trends
from analysis.output import write_tables
from analysis.report import findings
from analysis.sentiment import polarity


def test_a_week_begins_on_monday() -> None:
    days = pd.Series(["2022-03-06", "2022-03-07", None], dtype=tables.DAY)
    assert statistics.monday(days).astype("str").tolist()[:2] == ["2022-02-28", "2022-03-07"]
    assert statistics.monday(days).isna().tolist() == [False, False, True]
    thursday_counts = pd.Series(["2021-12-27", "2022-01-31"], dtype=tables.DAY)
    assert trends.period_of(thursday_counts, "M").astype("str").tolist() == ["2021-12-01", "2022-02-01"]


def test_only_what_took_place_in_one_week_is_counted() -> None:
    contacts = tables.frame(
        "world_contacts",
        [
            contact("Bo", "Al", "2022-03-07"),
            contact("Al", "Bo", "2022-03-08", "2022-03-13"),
            contact("Al", "Bo", "2022-03-08", mode="visit"),
            contact("Al", "Bo", "2022-03-06", "2022-03-07"),
            contact("Al", "Bo", "2022-03-09", status="denied"),
            contact("Al", "Bo", None),
            contact(None, "Bo", "2022-03-09"),
        ],
    )
    counted = aggregates.pairs_by_week(contacts)
    assert counted.drop(columns="week").to_numpy().tolist() == [
        ["Al", "Bo", "phone", 2, 6, 4],
        ["Al", "Bo", "visit", 1, 3, 2],
    ]
    assert set(counted["week"].astype("str")) == {"2022-03-07"}
    assert counted.dtypes.equals(tables.frame("world_pairs", []).dtypes)


def test_weeks_count_copies_as_articles_and_nothing_more() -> None:
    rows = [("a", "a", "2022-03-07"), ("b", "a", "2022-03-08"), ("c", "c", None), ("d", "d", "2022-03-14")]
    stories = tables.frame(
        "stories", ({"article_id": a, "story_id": s, "published": day, "n_words": 10} for a, s, day in rows)
    )
    quotes = said([("a", 1, "Al", 0.1), ("a", 2, "Al", 0.1), ("b", 1, "Al", 0.1), ("c", 1, "Al", 0.1)])
    counted = aggregates.weeks(stories, quotes)
    assert counted.drop(columns="week").to_numpy().tolist() == [[2, 1, 20, 2], [1, 1, 10, 0]]
    assert counted.dtypes.equals(tables.frame("world_weeks", []).dtypes)


def test_a_story_is_one_observation_and_a_copy_none() -> None:
    rows = [
        ("a", 1, "Al", 0.2),
        ("a", 2, "Al", 0.4),
        ("a", 3, "Al", None),
        ("b", 1, "A. Al", -0.1),
        ("c", 1, "Al", 1.0),
    ]
    stories = published({"a": "2022-03-07", "b": "2022-03-13", "c": "2022-03-08"}, copied={"c": "a"})
    person_of = themselves(rows) | {("b", "A. Al"): "Al"}
    table = aggregates.combine_tone([aggregates.tone_by_week(said(rows), stories, person_of)])
    blob = table[table["scorer"] == "textblob"].iloc[0]
    assert (blob["speaker"], blob["n_stories"], blob["n_quotes"], blob["n_evidence"]) == ("Al", 2, 4, 3)
    assert blob["mean"] == pytest.approx(0.1) and blob["squares"] == pytest.approx(0.08)
    news = table[table["scorer"] == "tone_news"].iloc[0]
    assert (news["n_stories"], news["n_quotes"], news["squares"]) == (0, 4, 0) and pd.isna(news["mean"])
    assert list(table["scorer"]) == ["textblob", "tone_news", "vader"]
    assert table.dtypes.equals(tables.frame("world_tone", []).dtypes)


@pytest.mark.parametrize("person", [None, "left out"])
def test_nobody_in_particular_has_a_tone(person: str | None) -> None:
    """An anonymous speaker is another one in every article, and "the message" is nobody."""
    rows = [("a", 1, "message", 0.2), ("b", 1, "Al", 0.4)]
    known = themselves(rows) if person is None else {}
    person_of = known | {("a", "message"): None} if person is None else {("b", "Al"): "Al"}
    part = aggregates.tone_by_week(said(rows), published({"a": "2022-03-07", "b": "2022-03-07"}), person_of)
    assert set(part["speaker"]) == {"Al"}


@pytest.mark.parametrize(("n_parties", "counted"), [(None, 1), (2, 1), (5, 1), (6, 0), (12, 0)])
def test_a_joint_meeting_of_more_than_five_is_in_no_count_by_pair(n_parties: int | None, counted: int) -> None:
    table = tables.frame("world_contacts", [contact("Al", "Bo", "2022-03-07", n_parties=n_parties)])
    assert len(aggregates.pairs_by_week(table)) == counted


def test_lists_as_parquet_gives_them_count_as_words() -> None:
    rows = said([("a", 1, "Al", 0.2)])
    rows["vader_words"] = pd.Series([np.array([{"words": "well", "polarity": 1.0}] * 2)])
    part = aggregates.tone_by_week(rows, published({"a": "2022-03-07"}), {("a", "Al"): "Al"})
    table = aggregates.combine_tone([part])
    assert table.set_index("scorer").loc["vader", "n_evidence"] == 1


quotations = st.lists(
    st.tuples(
        st.sampled_from([f"a{k}" for k in range(9)]),
        st.integers(1, 9),
        st.sampled_from(["Al", "Bo", "Žo"]),
        st.none() | st.floats(-1, 1),
    ),
    max_size=30,
)


@settings(deadline=None, max_examples=30)
@given(quotations, st.lists(st.integers(0, 3), min_size=9, max_size=9), st.randoms(use_true_random=False))
def test_aggregates_do_not_depend_on_the_shards(
    rows: list[tuple[str, int, str, float | None]], shard: list[int], random: Any
) -> None:
    stories = published({f"a{k}": week(k % 3) for k in range(9)}, {f"a{k}": f"a{k - k % 2}" for k in range(9)})
    shards = [[row for row in rows if shard[int(row[0][1])] == n] for n in range(4)]
    random.shuffle(shards)
    parts = [aggregates.tone_by_week(said(part), stories, themselves(rows)) for part in shards]
    whole = aggregates.combine_tone([aggregates.tone_by_week(said(rows), stories, themselves(rows))])
    pd.testing.assert_frame_equal(aggregates.combine_tone(parts), whole, check_exact=True)
    pd.testing.assert_frame_equal(
        aggregates.combine_tone([aggregates.combine("world_tone", parts)]), whole, check_exact=True
    )


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 5), st.floats(-1, 1)), min_size=1, max_size=20))
def test_pooled_weeks_agree_with_their_stories(stories: list[tuple[int, float]]) -> None:
    rows = [(f"a{k}", 1, "Al", value) for k, (_, value) in enumerate(stories)]
    table = aggregated(rows, {f"a{k}": n for k, (n, _) in enumerate(stories)})
    blob = trends.pooled(table[table["scorer"] == "textblob"], ["speaker"]).iloc[0]
    values = np.array([value for _, value in stories])
    assert blob["n_stories"] == len(values)
    assert blob["mean"] == pytest.approx(values.mean(), abs=1e-6)
    assert blob["squares"] == pytest.approx(((values - values.mean()) ** 2).sum(), abs=1e-4)


def test_tone_over_time_agrees_with_the_table_of_speakers() -> None:
    """With one period and one story per quotation, the intervals are those of the table `speakers`."""
    values = {"Al": [0.1, 0.5, -0.2], "Bo": [0.3, 0.0], "Cy": [0.9]}
    rows = [(f"{name}{k}", 1, name, value) for name, series in values.items() for k, value in enumerate(series)]
    over = trends.tone_over_time(aggregated(rows, {row[0]: k % 2 for k, row in enumerate(rows)}), period="Y")
    single = said(rows).assign(article_id="all", text="x")
    expected_rows = polarity.speakers(single.assign(quote_id=range(len(rows)))).set_index("speaker")
    assert over["speaker"].tolist() == ["Al", "Bo", "Cy"]
    for _, row in over.iterrows():
        expected = expected_rows.loc[row["speaker"]]
        assert [row["mean"], row["low"], row["high"]] == pytest.approx(
            [expected[c] for c in ("mean", "low", "high")], nan_ok=True
        )
    assert over["note"].fillna("").tolist() == ["", "too few", "too few"]
    assert over["low"].isna().tolist() == [False, False, True]


def test_no_tone_at_all() -> None:
    nothing = tables.frame("world_tone", [])
    assert trends.tone_over_time(nothing).empty and change_points.in_tone(nothing).empty
    assert aggregates.combine_tone([]).dtypes.equals(nothing.dtypes)
    without = aggregated([("a", 1, "Al", None)], {"a": 0})
    assert trends.tone_over_time(without).empty and change_points.in_tone(without).empty


def test_weeks_without_contact_are_zeros() -> None:
    table = trends.per_week(pairs({("Al", "Bo"): [0, 2, 0, 0, 0, 5], ("Al", "Cy"): [3]}), read([1, 0, 4, 1]))
    assert table["pair"].tolist() == ["Al – Cy"] * 4 + ["Al – Bo"] * 4
    assert table["count"].tolist() == [3, 0, 0, 0, 0, 2, 0, 0]  # without those of the sixth week, which was not read
    assert table["n_stories"].tolist() == [1, 0, 4, 1] * 2
    assert table["low"][1] == 0 and table["high"][1] == pytest.approx(3.6889, abs=1e-4)
    months = trends.per_period(table, "M")
    assert months[["pair", "count", "days"]].to_numpy().tolist() == [["Al – Cy", 3, 28], ["Al – Bo", 2, 28]]
    assert months["rate"][0] == pytest.approx(0.75)


def test_nothing_read_is_no_error() -> None:
    nothing = trends.per_week(pairs({}), read([]))
    assert nothing.empty and trends.per_period(nothing, "M").empty and change_points.in_contacts(nothing).empty
    assert trends.fitting(read([])) == "W" and trends.fitting(read([1] + [0] * 99 + [1])) == "M"


def test_the_network_has_the_strongest_pairs() -> None:
    counts = {("Al", "Bo"): [3, 1], ("Al", "Cy"): [2], ("Di", "Ed"): [1], ("Cy", "Di"): [0, 1]}
    graph = trends.network(pairs(counts), most=3)
    assert sorted(graph) == ["Al", "Bo", "Cy", "Di"] and graph.graph == {"pairs": 4, "contacts": 8}
    assert list(graph.edges(data="contacts")) == [("Al", "Bo", 4), ("Al", "Cy", 2), ("Cy", "Di", 1)]
    assert trends.people_in(graph).to_numpy().tolist() == [["Al", 6, 2], ["Bo", 4, 1], ["Cy", 3, 2], ["Di", 1, 1]]
    assert sorted(trends.circle(graph)) == sorted(graph) and trends.circle(trends.network(pairs({}))) == []


def test_agreement_by_number_of_stories() -> None:
    rows = [(1, None), (2, "date"), (2, None), (5, "date; mode"), (40, "status")]
    table = trends.agreement(tables.frame("world_contacts", ({"n_stories": n, "disagree": on} for n, on in rows)))
    assert table["contacts"].tolist() == [1, 2, 1, 0, 1]
    assert table["disagree"].tolist() == [0, 1, 1, 0, 1]
    assert table["date"].tolist() == [0, 1, 1, 0, 0] and table["status"].sum() == 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a finished run: one table partitioned by month, one not partitioned, one empty."""
    contacts = tables.frame(
        "world_contacts",
        [
            contact("Al", "Bo", "2022-03-07", world_id="c1"),
            contact("Al", "Cy", "2022-04-04", world_id="c2", n_stories=7),
        ],
    )
    for month, rows in (("2022-03", contacts[:1]), ("2022-04", contacts[1:])):
        part = tmp_path / "out" / "world_contacts" / f"month={month}"
        part.mkdir(parents=True)
        pa.parquet.write_table(pa.Table.from_pandas(rows, preserve_index=False), part / "0.parquet")
    (tmp_path / "out" / "world_pairs").mkdir()
    errors = pa.Table.from_pandas(tables.frame("errors", [{"file": "x", "reason": "empty"}]), preserve_index=False)
    pa.parquet.write_table(errors, tmp_path / "out" / "errors.parquet")
    (tmp_path / "out" / "manifest.json").write_text(json.dumps({}), encoding="utf-8")
    return tmp_path / "out"


def test_tables_of_a_run_are_read_back(folder: Path) -> None:
    contacts = trends.read_aggregate(folder, "world_contacts")
    assert contacts.dtypes.equals(tables.frame("world_contacts", []).dtypes)
    assert contacts["world_id"].tolist() == ["c1", "c2"]
    filtered = trends.read_aggregate(folder, "world_contacts", [("n_stories", ">", 3)], ["world_id", "n_stories"])
    assert filtered.to_numpy().tolist() == [["c2", 7]]
    assert trends.read_aggregate(folder, "errors")["reason"].tolist() == ["empty"]
    assert trends.read_aggregate(folder, "world_pairs").dtypes.equals(tables.frame("world_pairs", []).dtypes)
    assert trends.count_rows(folder, "world_contacts", [("status", "=", "occurred")]) == 2
    assert trends.count_rows(folder, "world_pairs") == 0


def test_tables_without_words_are_read_from_csv(tmp_path: Path) -> None:
    rows = [contact("=Al", "'Bo", "2022-03-07", world_id="c1", n_parties=2, duration_min=40), contact("Al", "Cy", None)]
    table = tables.frame("world_contacts", rows)
    folder = write_tables(
        {"world_contacts": table.drop(columns="topic"), "errors": tables.frame("errors", [])}, tmp_path
    )
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    pd.testing.assert_frame_equal(trends.read_aggregate(folder, "world_contacts"), table)
    filtered = trends.read_aggregate(folder, "world_contacts", [("duration_min", ">", 30)], ["actor"])
    assert filtered.to_numpy().tolist() == [["=Al"]]
    assert trends.count_rows(folder, "world_contacts") == 2 and trends.read_aggregate(folder, "errors").empty
    assert trends.has_table(folder, "errors") and not trends.has_table(folder, "world_reports")
    (folder / "errors.csv").write_bytes(b"\xff")
    with pytest.raises(AnalysisError, match="its table errors cannot be read"):
        trends.read_aggregate(folder, "errors")


def test_a_broken_folder_is_an_error_that_names_the_problem(folder: Path) -> None:
    with pytest.raises(AnalysisError, match=r"no table world_tone; it has errors, world_contacts, .*; .* run the c"):
        trends.read_aggregate(folder, "world_tone")
    with pytest.raises(AnalysisError, match=r"has no table nonsense; it has [a-z_, ]+$"):
        trends.read_aggregate(folder, "nonsense")
    (folder / "world_pairs" / "0.parquet").write_bytes(b"PAR")
    with pytest.raises(AnalysisError, match="its table world_pairs cannot be read"):
        trends.read_aggregate(folder, "world_pairs")
    (folder / "manifest.json").unlink()
    with pytest.raises(AnalysisError, match=r"not the complete output .* python -m analysis corpus IN out"):
        trends.count_rows(folder, "world_contacts")


def test_findings_of_many_articles() -> None:
    series, stories = [0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 4, 3, 5, 2, 4, 3, 5, 3, 4, 4, 1], [9] * 10 + [9] * 10
    by_week, weeks = pairs({("<b>Al", "Bo"): series, ("Al", "Cy"): [1]}), trends.every_week(read(stories))
    weekly = trends.per_week(by_week, weeks)
    errors = tables.frame("errors", [{"reason": "empty"}, {"reason": "not English"}, {"reason": "empty"}])
    said = findings.corpus(weeks, errors)
    assert "**360 articles**" in str(said) and "**180 stories**, at least one in every week" in str(said)
    assert str(said).endswith("; 3 left out: empty (2), not English (1).")
    first, last = weeks["week"].min(), weeks["week"].max() + pd.Timedelta(days=6)
    assert f", published in the weeks from {first.date()} to {last.date()}; " in str(said)
    one = str(findings.corpus(weeks.head(1), errors.head(0)))
    assert f", published in the week of {first.date()}; " in one and "every week" not in one
    touch = str(findings.in_touch(by_week, trends.people_in(trends.network(by_week)), 2))
    assert "**42 contacts** of 2 pairs" in touch and "<b>" not in touch and "2 more took place" in touch
    often = str(findings.often(weekly, by_week))
    assert "**40**, that is 2.0 a week (1.4 to 2.7)" in often and "Left out: 1 contact from other weeks" in often
    tested = change_points.in_contacts(weekly, n=499)
    changed = str(findings.changes(tested))
    assert changed == str(findings.changes(tested[tested.columns[::-1]]))  # whatever the order of the columns
    assert "**1 change** in 2 pairs" in changed and "**2022-03-14** on 3.7 contacts a week, before 0.3" in changed
    assert " p " not in changed and " p " not in str(findings.changes(tested.assign(changed=False)))


@pytest.mark.parametrize(
    ("series", "p", "lines"),
    [
        ("pair", [0.001, 0.4], ["- A\\_b, week of 2031-01-06: p < 0.01", "- Smallest p of the other searches: 0.40"]),
        ("pair", [0.6, 0.4], ["- Smallest p of all searches: 0.40"]),
        ("speaker", [0.02], ["- A\\_b, week of 2031-01-06: p = 0.02"]),
    ],
)
def test_p_values_are_in_a_note_of_their_own(series: str, p: list[float], lines: list[str]) -> None:
    days = pd.to_datetime(["2031-01-06", "2031-02-03"])[: len(p)]
    changed = [value < 0.05 for value in p]
    tested = pd.DataFrame({series: "A_b", "week": days, "p_holm": p, "changed": changed})
    tested = tested.assign(p_stories=p) if series == "pair" else tested
    note = str(findings.chance(tested)).splitlines()
    assert note[2:] == lines
    assert ("over the stories read" in note[0]) == (series == "pair")


@pytest.mark.parametrize("days", [["9999-12-27"], ["0001-01-01", "9999-12-27"], ["1900-01-01"], ["2060-01-05"]])
def test_weeks_decades_apart_are_left_out_and_reported(days: list[str]) -> None:
    stray = [{"week": day, "n_articles": 2, "n_stories": 1, "n_words": 9, "n_quotes": 0} for day in days]
    bulk = read([3, 0, 3, 3])
    table = pd.concat([tables.frame("world_weeks", stray), bulk], ignore_index=True)
    weeks, far_off = trends.every_week(table), trends.far_off(table)
    pd.testing.assert_frame_equal(weeks, trends.every_week(bulk))
    pd.testing.assert_frame_equal(trends.every_week(weeks), weeks)
    assert far_off["week"].tolist() == sorted(pd.Timestamp(day) for day in days)
    errors = tables.frame("errors", [])
    said = str(findings.corpus(weeks, errors, far_off))
    assert f"{2 * len(days)} articles dated decades before or after the others" in said
    assert findings.corpus(weeks, errors, trends.far_off(bulk)) == findings.corpus(weeks, errors)
    tone = tables.frame("world_tone", [{"speaker": "Al", "week": day} for day in (*days, "2022-01-03")])
    assert len(trends.within(tone, weeks)) == 1


@pytest.mark.parametrize(
    ("stories", "undated", "far_off", "refused", "end"),
    [
        ([3, 2], 0, 0, 0, "; nothing was left out."),
        ([3, 2], 1, 0, 0, "; 1 of 11 articles has no date and is in no count over time."),
        ([3, 2], 3, 0, 1, "; 3 of 13 articles have no date and are in no count over time; 1 left out: empty (1)."),
        (
            [3, 2],
            2,
            1,
            0,
            "; 2 of 13 articles have no date and are in no count over time; "
            "1 article dated decades before or after the others, not counted by week.",
        ),
        ([], 2, 0, 0, "was read**; 2 of 2 articles have no date and are in no count over time."),
        ([], 1, 0, 0, "was read**; 1 of 1 article has no date and is in no count over time."),
    ],
)
def test_articles_without_a_day_are_counted_and_named(
    stories: list[int], undated: int, far_off: int, refused: int, end: str
) -> None:
    apart = tables.frame("world_weeks", [{"week": "9999-12-27", "n_articles": 1}] * far_off)
    errors = tables.frame("errors", [{"reason": "empty"}] * refused)
    said = str(findings.corpus(trends.every_week(read(stories)), errors, apart, undated))
    assert said.endswith(end) and ("nothing was left out" in said) == (end == "; nothing was left out.")


def test_one_article_is_one() -> None:
    weeks = tables.frame("world_weeks", [{"week": "2022-01-03", "n_articles": 1, "n_stories": 1, "n_words": 1}])
    said = str(findings.corpus(weeks, tables.frame("errors", [])))
    assert said.startswith("**1 article** with 1 word, published") and "**1 story**" in said


def test_a_long_archive_is_kept_whole() -> None:
    rows = [{"week": f"{year}-01-06", "n_articles": 1} for year in range(1900, 2020, 15)]
    table = tables.frame("world_weeks", rows)
    assert trends.far_off(table).empty
    assert len(trends.every_week(table)) > 5000


def test_a_corpus_of_impossible_dates_only_has_no_weeks() -> None:
    table = tables.frame("world_weeks", [{"week": "9999-12-27", "n_articles": 2}])
    assert trends.every_week(table).empty
    said = str(findings.corpus(trends.every_week(table), tables.frame("errors", []), trends.far_off(table)))
    assert "No article with a day" in said and "2 articles dated" in said


def test_findings_of_no_article() -> None:
    nothing, weeks = pairs({}), trends.every_week(read([]))
    weekly = trends.per_week(nothing, weeks)
    assert "nothing was left out" in str(findings.corpus(weeks, tables.frame("errors", [])))
    assert "**No contact**" in str(findings.in_touch(nothing, trends.people_in(trends.network(nothing)), 0))
    assert "**No contact**" in str(findings.often(weekly, nothing))
    tested = change_points.in_contacts(weekly)
    assert "too few weeks" in str(findings.changes(tested)) and "too few weeks" in str(findings.chance(tested))
    assert "**No contact**" in str(findings.one_contact(tables.frame("world_contacts", [])))
    assert "**No contact**" in str(findings.agreement(trends.agreement(tables.frame("world_contacts", []))))
    contacts = tables.frame("world_contacts", ({"n_stories": n, "disagree": None} for n in (1, 2)))
    expected = "1 of 2 contacts are reported by several stories, which do not disagree on any of them."
    assert str(findings.agreement(trends.agreement(contacts))) == expected


def test_the_most_disputed_contact(folder: Path) -> None:
    more = {"disagree": "date", "said_date": "2022-03-07 (2); 2022-03-08 (1)", "first_article": "a"}
    table = tables.frame("world_contacts", [contact("Al", "Bo", "2022-03-07", world_id="c3") | more])
    path = folder / "world_contacts" / "month=2022-03" / "1.parquet"
    pa.parquet.write_table(pa.Table.from_pandas(table, preserve_index=False), path)
    rows = [{"world_id": "c3", "article_id": "b", "published": "2022-03-09"}, {"world_id": "c2", "article_id": "c"}]
    rows.append({"world_id": "c3", "article_id": "a", "published": "2022-03-08"})
    stored = pa.Table.from_pandas(tables.frame("world_reports", rows), preserve_index=False)
    pa.parquet.write_table(stored, folder / "world_reports.parquet")
    disputed, reports = trends.most_disputed(folder)
    assert disputed["world_id"].tolist() == ["c3"], "c2 is in more stories, but its reports agree"
    assert reports["article_id"].tolist() == ["a", "b"]
    said = str(findings.one_contact(disputed))
    assert (
        "phone, occurred, on 2022" in said
        and "They disagree on: date." in said
        and "2022-03-08" in said.replace("\\", "")
    )
    assert trends.without_week(folder, aggregates.pairs_by_week(trends.read_aggregate(folder, "world_contacts"))) == 0


def test_no_contact_is_disputed(folder: Path) -> None:
    pa.parquet.write_table(
        pa.Table.from_pandas(tables.frame("world_reports", []), preserve_index=False), folder / "world_reports.parquet"
    )
    assert trends.most_disputed(folder)[0]["world_id"].tolist() == ["c2"]
    for path in (folder / "world_contacts").rglob("*.parquet"):
        path.unlink()
    assert [len(table) for table in trends.most_disputed(folder)] == [0, 0]
