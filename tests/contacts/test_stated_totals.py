"""Counts that an article states, in all common forms, and numbers that count no contacts."""

from collections.abc import Callable
from typing import Any

import pytest

Rows = Callable[..., list[dict[str, Any]]]


@pytest.mark.parametrize(
    ("text", "count", "kind"),
    [
        (
            "Ann Lee met Tom Hall on Friday. The two have talked three times since the storm hit on February 26.",
            3,
            "total",
        ),
        ("Ann Lee and Tom Hall have talked three times since the storm hit.", 3, "total"),
        ("Ann Lee and Tom Hall have met five times this year.", 5, "total"),
        ("Ann Lee has spoken to Tom Hall more than 50 times.", 50, "total"),
        ("Ann Lee and Tom Hall have spoken more than 50 times since 2019.", 50, "total"),
        ("Ann Lee met Tom Hall twice.", 2, "total"),
        ("Ann Lee has met Tom Hall twice in the past month.", 2, "total"),
        ("Ann Lee met Tom Hall on Friday. It was their fourth meeting in two months.", 4, "ordinal"),
        ("Ann Lee and Tom Hall held their fourth meeting in two months on Friday.", 4, "ordinal"),
        ("Ann Lee met Tom Hall on Friday, their third meeting this year.", 3, "ordinal"),
        ("For the third time this year, Ann Lee met Tom Hall.", 3, "ordinal"),
        ("Ann Lee met Tom Hall for the third time this year.", 3, "ordinal"),
        ("Ann Lee and Tom Hall met for a second time on Friday.", 2, "ordinal"),
        ("Ann Lee and Tom Hall have had a dozen calls since March.", 12, "total"),
        ("Ann Lee and Tom Hall have held four meetings since March.", 4, "total"),
        ("Ann Lee has held six phone calls with Tom Hall this year.", 6, "total"),
        ("Ann Lee and Tom Hall exchanged 14 letters in 2019.", 14, "total"),
        ("There have been five meetings between Ann Lee and Tom Hall since March.", 5, "total"),
        ("Ann Lee made two visits to Tom Hall last year.", 2, "total"),
        ("Ann Lee paid Tom Hall three visits in prison last year.", 3, "total"),
        ("Ann Lee has made 11 calls to Tom Hall since January.", 11, "total"),
        ("Ann Lee and Tom Hall have met on four occasions.", 4, "total"),
        ("Ann Lee has met Tom Hall a dozen times.", 12, "total"),
        ("Ann Lee has met Tom Hall at least seven times.", 7, "total"),
        ("Ann Lee met Tom Hall three times last week.", 3, "total"),
        ("Ann Lee called Tom Hall four times on Monday.", 4, "total"),
        ("Ann Lee wrote to Tom Hall twice.", 2, "total"),
        ("Ann Lee and Tom Hall spoke about their calls. Ann Lee put the number at five.", 5, "total"),
        ("Ann Lee's third visit to Tom Hall was on Friday.", 3, "ordinal"),
        ("This is the fifth time that Ann Lee has met Tom Hall.", 5, "ordinal"),
        ("It was the third time Ann Lee and Tom Hall had met this year.", 3, "ordinal"),
        ("Ann Lee has met Tom Hall 14 times since taking office.", 14, "total"),
        ("Ann Lee, who has met Tom Hall three times, said he was kind.", 3, "total"),
        ("Ann Lee and Tom Hall held two rounds of talks in March.", 2, "total"),
        ("Ann Lee and Tom Hall held a third round of talks in March.", 3, "ordinal"),
        ("Ann Lee has twice met Tom Hall.", 2, "total"),
        ("Ann Lee and Tom Hall have met thrice.", 3, "total"),
        ("Ann Lee made two dozen calls to Tom Hall.", 24, "total"),
        ("Ann Lee exchanged a dozen messages with Tom Hall.", 12, "total"),
        ("Ann Lee's call was her second with Tom Hall.", 2, "ordinal"),
        ("The meeting was the fifth between Ann Lee and Tom Hall.", 5, "ordinal"),
        ("Ann Lee and Tom Hall have met three times in the last two years.", 3, "total"),
        ("The two-hour call between Ann Lee and Tom Hall was their second this week.", 2, "ordinal"),
        ("Ann Lee and Tom Hall met for the second time in three days.", 2, "ordinal"),
        ("Ann Lee hosted Tom Hall for the third time.", 3, "ordinal"),
        ("Ann Lee and Tom Hall spoke by phone for the fifth time since the war began.", 5, "ordinal"),
        ("Ann Lee had three phone calls with Tom Hall on Monday.", 3, "total"),
        ("Ann Lee had two conversations with Tom Hall in June.", 2, "total"),
    ],
)
def test_a_stated_count(rows: Rows, text: str, count: int, kind: str) -> None:
    (row,) = rows(text, "2024-05-06", "stated_counts")
    assert ({row["actor"], row["recipient"]}, row["count"], row["kind"]) == ({"Ann Lee", "Tom Hall"}, count, kind)
    assert text[row["start"] : row["end"]] == row["text"]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee has spoken to Tom Hall dozens of times.",
        "Ann Lee has met Tom Hall several times.",
        "Ann Lee lost the connection to Tom Hall twice.",
        "Ann Lee called three witnesses, Tom Hall said.",
        "Ann Lee met three demands of Tom Hall.",
        "Ann Lee asked Tom Hall twice.",
        "Ann Lee met Tom Hall and two aides.",
        "It was the second visit by a foreign president to Spain.",
        "Ann Lee met Tom Hall at two o'clock.",
        "Ann Lee is twice as old as Tom Hall, whom she met in March.",
        "Ann Lee met Tom Hall in the second half of March.",
        "Ann Lee met Tom Hall on the third floor.",
        "Ann Lee met Tom Hall, who had twice been married.",
        "Ann Lee met Tom Hall after a third vote.",
        "Ann Lee has won three times since she met Tom Hall.",
        "Ann Lee will meet Tom Hall for two days.",
        "Ann Lee held three days of talks with Tom Hall.",
        "Ann Lee will hold two meetings with Tom Hall next week.",
        "Ann Lee and Tom Hall have spoken only once since March.",
        "Ann Lee called for two meetings with Tom Hall.",
        "Ann Lee has twice refused to meet Tom Hall.",
        "Ann Lee refused three times to meet Tom Hall.",
        "Ann Lee has not met Tom Hall twice.",
    ],
)
def test_other_numbers_count_no_contacts(rows: Rows, text: str) -> None:
    assert rows(text, "2024-05-06", "stated_counts") == []


@pytest.mark.parametrize(
    ("text", "window", "first"),
    [
        ("Ann Lee and Tom Hall have talked three times since February 26.", "since February 26", "2024-02-26"),
        ("Ann Lee and Tom Hall have met five times this year.", "this year", "2024-01-01"),
        ("Since March 4, Ann Lee and Tom Hall have met four times.", "Since March 4", "2024-03-04"),
        ("Ann Lee and Tom Hall have held four meetings since April.", "since April", "2024-04-01"),
        ("Ann Lee and Tom Hall met for the second time in three days.", "in three days", "2024-05-03"),
        ("Ann Lee met Tom Hall on Friday. It was their fourth meeting in two months.", "in two months", "2024-03-06"),
        ("Ann Lee has called Tom Hall four times in a week.", "in a week", "2024-04-29"),
    ],
)
def test_the_period_of_a_count(rows: Rows, text: str, window: str, first: str) -> None:
    (row,) = rows(text, "2024-05-06", "stated_counts")
    assert (row["window_text"], str(row["window_start"].date())) == (window, first)


@pytest.mark.parametrize(
    ("text", "guest", "host", "count"),
    [
        ("It was the second visit by an Irish president to Japan since 2003.", "Ireland", "Japan", 2),
        ("It was the third visit to Spain by a Norwegian prime minister since 2003.", "Norway", "Spain", 3),
        (
            "Ann Lee arrived in Spain on Friday. It is the second visit by a Norwegian president since 2003.",
            "Norway",
            "Spain",
            2,
        ),
        ("Ann Lee flew to Chile on Friday, the fourth visit by a Swedish premier to Chile.", "Sweden", "Chile", 4),
        ("The fifth visit of a German chancellor to India this century was short.", "Germany", "India", 5),
        ("It was the second visit by Ann Lee to Japan since 2003.", "Ann Lee", "Japan", 2),
    ],
)
def test_visits_by_whoever_holds_an_office(rows: Rows, text: str, guest: str, host: str, count: int) -> None:
    (row,) = rows(text, "2024-05-06", "stated_counts")
    assert (row["actor"], row["recipient"], row["count"], row["mode"]) == (guest, host, count, "visit")
