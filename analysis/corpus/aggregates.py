"""Weekly aggregates of a corpus: contacts per pair, tone per speaker, and how much was read.

Each shard yields partial sums; `combine` adds them up. Sums are kept in whole numbers, so the result does not depend on
how the corpus was split into shards. A week begins on Monday (ISO 8601).
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis import tables
from analysis.tables import DECLARED
from analysis.validation import checked

KEYS: Mapping[str, tuple[str, ...]] = {
    "world_pairs": ("one", "other", "week", "mode"),
    "world_tone": ("speaker", "week", "scorer"),
    "world_weeks": ("week",),
}
MILLION = 1_000_000  # stories' means are summed in whole millionths: sums of whole numbers do not depend on their order
SUMS = ("n_stories", "n_quotes", "n_evidence", "total", "squared")


def monday(days: pd.Series) -> pd.Series:
    """The Monday of each day's week; missing where the day is."""
    first: pd.Series = days - pd.to_timedelta(days.dt.day_of_week, unit="D").dt.as_unit("s")
    return first


def combine(table: str, parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The parts of an aggregate added up, in the order of its keys; the same for any parts and any order of them."""
    keys, filled = list(KEYS[table]), [part for part in parts if len(part)]
    if not filled:
        return tables.frame(table, [])
    whole = pd.concat(filled, ignore_index=True).groupby(keys, as_index=False).sum()
    types = {column.name: column.dtype for column in DECLARED[table]} | dict.fromkeys(SUMS, tables.COUNT)
    return whole.astype({name: types[name] for name in map(str, whole)})


@checked
def pairs_by_week(world_contacts: pd.DataFrame) -> pd.DataFrame:
    """The table `world_pairs` of some rows of `world_contacts`; `combine` adds up those of several.

    A contact counts if it took place and all days it can have been on lie in one week; the others have no week.
    """
    first, last = (monday(world_contacts[day]) for day in ("date_start", "date_end"))
    counted = (world_contacts["status"] == "occurred") & first.notna() & (first == last)
    table = world_contacts.assign(week=first)[counted].dropna(subset=["actor", "recipient"])
    sides = [sorted(pair) for pair in zip(table["actor"], table["recipient"], strict=True)]
    rows = zip(sides, table["week"], table["mode"], table["n_articles"], table["n_stories"], strict=True)
    told = (
        {"one": one, "other": other, "week": week, "mode": mode, "n_contacts": 1}
        | {"n_articles": articles, "n_stories": stories}
        for (one, other), week, mode, articles, stories in rows
    )
    return combine("world_pairs", [tables.frame("world_pairs", told)])


@checked
def tone_by_week(
    tone: pd.DataFrame,
    published: Mapping[str, Any],
    story_of: Mapping[str, str],
    person_of: Mapping[tuple[str, str], str | None],
) -> pd.DataFrame:
    """A shard's part of `world_tone`, for `combine_tone`: a row per speaker, week of publication and scorer.

    `published` and `story_of` give an article's day (or None) and story, `person_of` the person in `world_people` of
    an article and speaker, None for nobody; a speaker who is not in it keeps their name. Only the first article of a
    story counts, and of it a speaker's mean, since quotations of one story are not independent of each other. Columns:
    the keys, n_stories (with evidence), n_quotes, n_evidence, and of the stories' means in millionths the sum, `total`,
    and that of their squares, `squared`.
    """
    first = [story_of.get(article, article) == article for article in tone["article_id"]]
    said = tone[pd.Series(first, index=tone.index, dtype="bool") & tone["speaker"].notna()]
    people = [person_of.get(key, key[1]) for key in zip(said["article_id"], said["speaker"], strict=True)]
    days = pd.Series([published.get(article) for article in said["article_id"]], index=said.index, dtype=tables.DAY)
    said = said.assign(speaker=people, week=monday(days)).dropna(subset=["speaker", "week"])
    knows_vader = said["vader_words"].map(len, na_action="ignore").fillna(0) > 0
    scores = {
        "textblob": said["polarity"].where(said["has_evidence"].eq(True)),
        "vader": said["vader"].where(knows_vader),
        "tone_news": said["tone_news"],
    }
    parts = [
        said[["speaker", "week", "article_id"]].assign(scorer=name, score=score.astype("float64"))
        for name, score in scores.items()
    ]
    by_story = pd.concat(parts, ignore_index=True).groupby([*KEYS["world_tone"], "article_id"], as_index=False)
    stories = by_story["score"].agg(n_quotes="size", n_evidence="count", mean="mean")
    means = (stories["mean"] * MILLION).round().fillna(0).astype("Int64")
    stories = stories.assign(n_stories=stories["n_evidence"] > 0, total=means, squared=means * means)
    kinds = dict.fromkeys(SUMS, "Int64") | dict.fromkeys(("speaker", "scorer"), tables.TEXT)
    return combine("world_tone", [stories.astype(kinds)[[*KEYS["world_tone"], *SUMS]]])


def combine_tone(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The table `world_tone`: mean and sum of squares over all stories, from what `tone_by_week` gave of each shard."""
    whole = combine("world_tone", parts)
    if whole.empty:
        return whole
    sums = [tuple(map(int, row)) for row in whole[["n_stories", "total", "squared"]].itertuples(index=False)]
    means = [total / n / MILLION if n else np.nan for n, total, _ in sums]
    squares = [(n * squared - total * total) / n / MILLION**2 if n else 0.0 for n, total, squared in sums]
    return whole.drop(columns=["total", "squared"]).assign(mean=means, squares=squares)


@checked
def weeks(stories: pd.DataFrame, tone: pd.DataFrame) -> pd.DataFrame:
    """The table `world_weeks` of some rows of `stories` and their articles' `tone` (or `quotes`), to be combined.

    Everything counts in the week of its article's publication; articles without a day have none.
    """
    first = stories["story_id"] == stories["article_id"]
    n_quotes = tone.drop_duplicates(["article_id", "quote_id"])["article_id"].value_counts().to_dict()
    rows = zip(monday(stories["published"]), stories["article_id"], first, stories["n_words"].fillna(0), strict=True)
    counted = (
        {"week": week, "n_articles": 1, "n_stories": int(own), "n_words": n_words}
        | {"n_quotes": n_quotes.get(article, 0) if own else 0}
        for week, article, own, n_words in rows
        if pd.notna(week)
    )
    return combine("world_weeks", [tables.frame("world_weeks", counted)])
