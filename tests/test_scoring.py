"""Scores: hand-made tables with known outcomes."""

import pandas as pd
import pytest

from analysis.scoring import score_contacts, score_quotes, summary

TEXT = "one two three four five six seven eight nine ten"


def quote(start: int, end: int, speaker: str | None) -> dict[str, object]:
    return {"start": start, "end": end, "text": TEXT[start:end], "kind": "indirect", "speaker": speaker}


def contact(**changes: object) -> dict[str, object]:
    row: dict[str, object] = {"actor": "Ann Lee", "recipient": "Bob Ray", "mode": "phone", "status": "occurred"}
    row |= {"date_start": pd.Timestamp("2024-05-03"), "date_end": pd.Timestamp("2024-05-03"), "date_precision": "day"}
    return row | {"duration_min": None, "initiator": None, "place": None} | changes


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        (quote(0, 18, "Ann Lee"), "right"),
        (quote(0, 18, "Bob Ray"), "wrong speaker"),
        (quote(0, 18, None), "wrong speaker"),
        (quote(0, 13, "Ann Lee"), "missed"),  # 3 of 4 words: below 0.8
        (quote(24, 48, "Ann Lee"), "missed"),
    ],
)
def test_quotes(found: dict[str, object], outcome: str) -> None:
    scored = score_quotes(pd.DataFrame([found]), pd.DataFrame([quote(0, 18, "Ann Lee")]), TEXT)
    assert scored["outcome"].iloc[0] == outcome
    assert (scored["outcome"].tolist()[1:] == ["false alarm"]) == (outcome == "missed")


@pytest.mark.parametrize(
    ("changes", "right", "wrong"),
    [
        ({}, True, ""),
        ({"actor": "Bob Ray", "recipient": "Ann Lee"}, True, ""),
        ({"mode": "unspecified"}, True, ""),
        ({"mode": "visit"}, False, ""),
        ({"status": "planned"}, False, ""),
        ({"recipient": "Eve Fox"}, False, ""),
        ({"place": "Rome", "duration_min": 30}, True, "duration, place"),
        ({"date_start": pd.Timestamp("2024-05-02")}, True, "date"),
    ],
)
def test_contacts(changes: dict[str, object], right: bool, wrong: str) -> None:
    scored = score_contacts(pd.DataFrame([contact(**changes)]), pd.DataFrame([contact()]))
    assert (scored["outcome"].iloc[0], scored["wrong"].iloc[0]) == ("right" if right else "missed", wrong)


def test_a_label_is_matched_once_and_with_the_best() -> None:
    found = pd.DataFrame([contact(place="Rome"), contact()])
    scored = score_contacts(found, pd.DataFrame([contact()]))
    assert scored["outcome"].tolist() == ["right", "false alarm"]
    assert scored["wrong"].tolist() == ["", ""]


def test_summary() -> None:
    scored = pd.DataFrame({"outcome": ["right", "right", "wrong speaker", "missed", "false alarm"]})
    row = summary(scored).iloc[0]
    assert row[["labelled", "found", "right"]].tolist() == [4, 4, 2]
    assert row[["precision", "recall", "f1"]].tolist() == [0.5, 0.5, 0.5]
    assert summary(scored.head(0))["f1"].item() == 0.0
