"""Tables for tests of weekly aggregates: contacts, stories and quotations by week."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import tables
from analysis.corpus import aggregates

FIRST_MONDAY = pd.Timestamp("2022-01-03")
A_WEEK = pd.Timedelta(days=7)


def week(k: int) -> pd.Timestamp:
    """The Monday of week k, counted from 0."""
    return FIRST_MONDAY + k * A_WEEK


def contact(
    actor: str | None, recipient: str, start: str | None, end: str | None = None, **more: Any
) -> dict[str, Any]:
    """A row of `world_contacts`: a call that took place, unless `more` says otherwise."""
    row = {"actor": actor, "recipient": recipient, "date_start": start, "date_end": end or start, "mode": "phone"}
    return row | {"status": "occurred", "n_articles": 3, "n_stories": 2} | more


def pairs(counts: Mapping[tuple[str, str], Sequence[int]]) -> pd.DataFrame:
    """The table `world_pairs`, from the number of calls of each pair in week 0, 1, 2 and so on."""
    rows = (
        {"one": one, "other": other, "week": week(k), "mode": "phone", "n_contacts": n, "n_articles": n, "n_stories": n}
        for (one, other), series in counts.items()
        for k, n in enumerate(series)
        if n
    )
    return tables.frame("world_pairs", rows)


def read(stories: Sequence[int]) -> pd.DataFrame:
    """The table `world_weeks`, from the number of stories in week 0, 1, 2 and so on; two articles each."""
    rows = (
        {"week": week(k), "n_articles": 2 * n, "n_stories": n, "n_words": 9 * n} for k, n in enumerate(stories) if n
    )
    return tables.frame("world_weeks", (row | {"n_quotes": 0} for row in rows))


def said(rows: Sequence[tuple[str, int, str, float | None]]) -> pd.DataFrame:
    """The table `tone` from (article_id, quote_id, speaker, polarity); without evidence if polarity is None."""
    return tables.frame(
        "tone",
        (
            {"article_id": article, "quote_id": quote, "speaker": speaker, "polarity": value}
            | {"has_evidence": value is not None, "vader": 0.5, "vader_words": [("well", 1.0)], "tone_news": None}
            for article, quote, speaker, value in rows
        ),
    )


def aggregated(rows: Sequence[tuple[str, int, str, float | None]], weeks_of: Mapping[str, int]) -> pd.DataFrame:
    """The table `world_tone` from rows as for `said`, and the week in which each article was published."""
    read = published({article: week(k) + pd.Timedelta(days=2) for article, k in weeks_of.items()})
    return aggregates.combine_tone([aggregates.tone_by_week(said(rows), read, themselves(rows))])


def published(days: Mapping[str, object], copied: Mapping[str, str] | None = None) -> pd.DataFrame:
    """The table `stories`, from the day of each article, and the first article of the story of each copy."""
    story_of = copied or {}
    rows = ({"article_id": a, "story_id": story_of.get(a, a), "published": day} for a, day in days.items())
    return tables.frame("stories", rows)


def themselves(rows: Sequence[tuple[str, int, str, float | None]]) -> dict[tuple[str, str], str | None]:
    """(article_id, speaker) → the speaker, for rows as for `said`."""
    return {(article, speaker): speaker for article, _, speaker, _ in rows}
