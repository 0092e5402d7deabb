"""Scores of hand-made tables with known outcomes."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.evaluation.scoring import details, score_contacts, score_quotes, score_world_contacts, summary, tones

TEXT = "one two three four five six seven eight nine ten"


def quote(start: int, end: int, speaker: str | None) -> dict[str, object]:
    return {"start": start, "end": end, "text": TEXT[start:end], "kind": "indirect", "speaker": speaker}


def contact(**changes: object) -> dict[str, object]:
    row: dict[str, object] = {"actor": "Ann Lee", "recipient": "Bob Ray", "mode": "phone", "status": "occurred"}
    row |= {"date_start": pd.Timestamp("2024-05-03"), "date_end": pd.Timestamp("2024-05-03"), "date_precision": "day"}
    return row | {"start": 0, "end": 3, "duration_min": None, "initiator": None, "place": None} | changes


@pytest.mark.parametrize(
    ("extracted", "outcome"),
    [
        (quote(0, 18, "Ann Lee"), "right"),
        (quote(0, 18, "Bob Ray"), "wrong speaker"),
        (quote(0, 18, None), "wrong speaker"),
        (quote(0, 13, "Ann Lee"), "missed"),  # 3 of 4 words: below 0.8
        (quote(24, 48, "Ann Lee"), "missed"),
    ],
)
def test_quotes(extracted: dict[str, object], outcome: str) -> None:
    scored = score_quotes(pd.DataFrame([extracted]), pd.DataFrame([quote(0, 18, "Ann Lee")]), TEXT)
    assert scored["outcome"].iloc[0] == outcome
    assert (scored["outcome"].tolist()[1:] == ["false alarm"]) == (outcome == "missed")


@pytest.mark.parametrize(
    ("changes", "right", "wrong"),
    [
        ({}, True, {}),
        ({"actor": "Bob Ray", "recipient": "Ann Lee"}, True, {}),
        ({"actor": "Lee"}, True, {}),
        ({"mode": "unspecified"}, True, {}),
        ({"mode": "visit"}, False, {}),
        ({"status": "planned"}, False, {}),
        ({"recipient": "Eve Fox"}, False, {}),
        ({"place": "Rome", "duration_min": 30}, True, {"duration": "invented", "place": "invented"}),
        ({"date_start": pd.Timestamp("2024-05-02")}, True, {"date": "wrong"}),
        ({"date_start": None, "date_end": None, "date_precision": "none"}, True, {"date": "missing"}),
    ],
)
def test_contacts(changes: dict[str, object], right: bool, wrong: dict[str, str]) -> None:
    first = score_contacts(pd.DataFrame([contact(**changes)]), pd.DataFrame([contact()])).iloc[0]
    assert first["outcome"] == ("right" if right else "missed")
    details_compared = first[["date", "duration", "initiator", "place"]].dropna().to_dict()
    assert details_compared == ({"date": "right"} | wrong if right else {})


@pytest.mark.parametrize(
    ("changes", "outcomes", "facts"),
    [
        ({}, ["right"], {"mode": "right", "status": "right", "disagree": "right"}),
        ({"actor": "R. Ray", "recipient": "Ann Lee"}, ["right"], {}),
        ({"mode": "meeting"}, ["right"], {"mode": "wrong"}),
        ({"mode": "unspecified"}, ["right"], {"mode": "wrong"}),
        ({"status": "planned"}, ["right"], {"status": "wrong"}),
        ({"disagree": None}, ["right"], {"disagree": "missing"}),
        ({"disagree": "date"}, ["right"], {"disagree": "wrong"}),
        ({"recipient": "Eve Fox"}, ["missed", "false alarm"], {}),
        (
            {"date_start": pd.Timestamp("2024-05-02"), "date_end": pd.Timestamp("2024-05-02")},
            ["missed", "false alarm"],
            {},
        ),
        ({"date_start": pd.Timestamp("2024-05-01")}, ["missed"], {}),  # three days: no day to compare
        ({"date_start": None, "date_end": None}, ["missed"], {}),
    ],
)
def test_contacts_of_a_corpus(changes: dict[str, object], outcomes: list[str], facts: dict[str, str]) -> None:
    label = {"actor": "Ann Lee", "recipient": "Bob Ray", "date": "2024-05-03", "mode": "phone", "status": "occurred"}
    labelled = pd.DataFrame([label | {"disagree": "mode", "articles": "a; b"}])
    extracted = pd.DataFrame([contact(disagree="mode", articles="a") | changes])
    scored = score_world_contacts(extracted, labelled, {"R. Ray": "Bob Ray"})
    assert scored["outcome"].tolist() == outcomes
    assert {fact: scored[fact].iloc[0] for fact in facts} == facts


def test_two_contacts_of_a_pair_and_day_are_matched_by_mode() -> None:
    labelled = pd.DataFrame(
        [contact(date="2024-05-03", mode=mode, disagree=None, articles="a") for mode in ("phone", "visit")]
    )
    extracted = labelled.drop(columns="date").iloc[::-1]
    scored = score_world_contacts(extracted, labelled)
    assert scored["outcome"].tolist() == ["right", "right"]
    assert scored["mode"].tolist() == ["right", "right"]
    undated = labelled.assign(date=None)
    assert score_world_contacts(extracted, undated)["outcome"].tolist() == ["false alarm", "false alarm"]


def test_a_label_is_matched_once_with_the_most_similar_row() -> None:
    extracted = pd.DataFrame([contact(place="Rome"), contact()])
    scored = score_contacts(extracted, pd.DataFrame([contact()]))
    assert scored["outcome"].tolist() == ["right", "false alarm"]
    assert scored["place"].isna().all()
    assert details(scored)["right"].tolist() == [1, 0, 0, 0]


def test_columns_without_labels_are_not_scored() -> None:
    extracted = pd.DataFrame([contact(place="Rome")])
    assert score_contacts(extracted, None).empty and score_quotes(pd.DataFrame([quote(0, 3, None)]), None, TEXT).empty
    without = pd.DataFrame([contact()]).drop(columns=["place", "date_end"])
    scored = score_contacts(extracted, without).iloc[0]
    assert (scored["outcome"], scored["date"], pd.isna(scored["place"])) == ("right", "right", True)


def test_summary() -> None:
    scored = pd.DataFrame({"outcome": ["right", "right", "wrong speaker", "missed", "false alarm"]})
    row = summary(scored).iloc[0]
    assert row[["labelled", "found", "right"]].tolist() == [4, 4, 2]
    assert row[["precision", "recall", "f1"]].tolist() == [0.5, 0.5, 0.5]
    nothing = summary(scored.head(0)).iloc[0]
    assert nothing[["labelled", "found"]].tolist() == [0, 0] and nothing[["precision", "recall", "f1"]].isna().all()


def test_intervals_are_wilson_s() -> None:
    """Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263 gives .2553 to .3662, 0 of 20 gives 0 to .1611."""
    outcomes = ["right"] * 81 + ["missed"] * 182
    row = summary(pd.DataFrame({"outcome": outcomes})).iloc[0]
    assert row[["recall_low", "recall_high"]].tolist() == pytest.approx([0.2553, 0.3662], abs=5e-5)
    none = summary(pd.DataFrame({"outcome": ["missed"] * 20})).iloc[0]
    assert none[["recall_low", "recall_high"]].tolist() == pytest.approx([0, 0.1611], abs=5e-5)


@given(st.lists(st.sampled_from(["right", "wrong speaker", "missed", "false alarm"])))
def test_every_score_lies_in_its_interval(outcomes: list[str]) -> None:
    row = summary(pd.DataFrame({"outcome": outcomes}, dtype=object)).iloc[0]
    for score in ("precision", "recall", "f1"):
        low, value, high = (row[f"{score}{end}"] for end in ("_low", "", "_high"))
        assert pd.isna([low, value, high]).all() or 0 <= low <= value <= high <= 1
    if row["right"]:
        assert row["f1"] == pytest.approx(2 / (1 / row["precision"] + 1 / row["recall"]))


def test_tones() -> None:
    label = ["negative", "negative", "neutral", "positive"] * 10
    scored = pd.DataFrame(
        {"scorer": "mine", "label": label, "found": ["negative", "neutral", "neutral", "positive"] * 10}
    )
    row = tones(scored).iloc[0]
    assert (row["n"], row["right"]) == (40, 30)
    assert row["macro_f1"] == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert row["macro_f1_low"] < row["macro_f1"] < row["macro_f1_high"]
    assert tones(scored).equals(tones(scored)) and tones(scored.head(0)).empty
