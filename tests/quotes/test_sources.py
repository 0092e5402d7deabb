"""Speakers and quotations by gender and kind of source add up, without what is denied."""

from typing import Any

import pandas as pd

from analysis.quotes.sources import GROUPS, who_is_quoted
from analysis.tables import frame

PEOPLE = [
    {"person": "Ann Lee", "kind": "person", "gender": "female", "source_type": "official"},
    {"person": "Bo Ray", "kind": "person", "gender": "male", "source_type": "expert"},
    {"person": "Kim Oz", "kind": "person", "gender": "unknown", "source_type": "unknown"},
    {"person": "Norway", "kind": "state", "source_type": "body"},
    {"person": "Cy Silent", "kind": "person", "gender": "male", "source_type": "citizen"},
]
QUOTES = [(1, "Ann Lee"), (1, "Ann Lee"), (2, "Ann Lee"), (3, "Bo Ray"), (4, "Norway"), (5, "Kim Oz"), (6, None)]


def table(quotes: list[tuple[int, str | None]], **more: Any) -> pd.DataFrame:
    rows = [{"article_id": "a", "quote_id": number, "speaker": speaker} | more for number, speaker in quotes]
    return who_is_quoted(frame("quotes", rows), frame("people", [{"article_id": "a"} | row for row in PEOPLE]))


def counts(found: pd.DataFrame) -> dict[str, list[float]]:
    return {row[1]: list(row[2:]) for row in found.values.tolist() if row[2]}


def test_speakers_and_quotations_are_counted_with_their_shares() -> None:
    found = table(QUOTES)
    assert counts(found[found["counted"] == "by gender"]) == {
        "female": [1, 0.25, 2, 0.4],
        "male": [1, 0.25, 1, 0.2],
        "unknown": [1, 0.25, 1, 0.2],
        "not a person": [1, 0.25, 1, 0.2],
    }
    assert counts(found[found["counted"] == "by kind of source"]) == {
        "official": [1, 0.25, 2, 0.4],
        "expert": [1, 0.25, 1, 0.2],
        "body": [1, 0.25, 1, 0.2],
        "unknown": [1, 0.25, 1, 0.2],
    }


def test_every_group_has_a_row_even_without_quotations() -> None:
    found = table([])
    assert found["group"].tolist() == [*GROUPS["gender"], *GROUPS["source_type"]]
    assert found["speakers"].sum() == found["quotations"].sum() == found["share of speakers"].sum() == 0


def test_what_a_speaker_denies_does_not_count() -> None:
    assert table(QUOTES, denied=True)["quotations"].sum() == 0
    assert table(QUOTES, denied=False)["quotations"].sum() == table(QUOTES, denied=None)["quotations"].sum() == 10


def test_a_speaker_who_is_not_among_the_people_is_of_unknown_kind() -> None:
    assert counts(table([(1, "Somebody Else")])) == {"unknown": [1, 1.0, 1, 1.0]}
