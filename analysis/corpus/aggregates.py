"""Aggregates of a corpus: contacts, tone and the amount of text by week; whom each paper quotes, and how it sounds.

Each shard yields partial sums, and `combine` adds them up. Sums are integers, so that the result does not depend on how
the corpus was split into shards: a sum of floats depends on their order. A week begins on Monday (ISO 8601).
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis import tables
from analysis.sentiment.polarity import count_verbatim, count_words, said
from analysis.statistics import is_joint, monday
from analysis.validation import checked

AGGREGATE_KEYS: Mapping[str, tuple[str, ...]] = {
    "world_pairs": ("one", "other", "week", "mode"),
    "world_tone": ("speaker", "week", "scorer"),
    "world_weeks": ("week",),
    "world_speakers": ("source", "speaker"),
    "world_voices": ("source", "voice", "scorer"),
}
MILLIONTHS = 1_000_000  # the unit of summed scores, which makes them integers
SUMS_OF_SCORES = ("total", "squared")  # of the means of stories, in millionths and their squares
TONE_SUMS = ("n_stories", "n_quotes", "n_evidence", *SUMS_OF_SCORES)
VOICE_SUMS = ("n_stories", "n_texts", "n_evidence", *SUMS_OF_SCORES)


def combine(table: str, parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Add up the parts of an aggregate.

    Args:
        table: A key of `AGGREGATE_KEYS`.
        parts: Its rows from each shard, in any order.

    Returns:
        One row for each key, ordered by key, missing ones last. Columns of `SUMS_OF_SCORES`, which no table declares,
        are kept.
    """
    keys, filled = list(AGGREGATE_KEYS[table]), [part for part in parts if len(part)]
    if not filled:
        return tables.frame(table, [])
    sums = pd.concat(filled, ignore_index=True).groupby(keys, as_index=False, dropna=False).sum()
    types = tables.types_of(table) | dict.fromkeys(SUMS_OF_SCORES, tables.COUNT)
    return sums.astype({name: types[name] for name in map(str, sums)})


@checked
def pairs_by_week(world_contacts: pd.DataFrame) -> pd.DataFrame:
    """The table `world_pairs` from some rows of `world_contacts`, for `combine`.

    A contact counts if it took place and all days on which it can have taken place are in one week. Joint meetings of
    more than five do not count: each is one event, and has many pairs (`counterparts.gatherings`).
    """
    first_week, last_week = (monday(world_contacts[day]) for day in ("date_start", "date_end"))
    is_in_one_week = first_week.notna() & (first_week == last_week)
    counted = (world_contacts["status"] == "occurred") & is_in_one_week & ~is_joint(world_contacts)
    contacts = world_contacts.assign(week=first_week)[counted].dropna(subset=["actor", "recipient"])
    pairs = [sorted(pair) for pair in zip(contacts["actor"], contacts["recipient"], strict=True)]
    values = zip(pairs, *(contacts[name] for name in ("week", "mode", "n_articles", "n_stories")), strict=True)
    rows = (
        {"one": one, "other": other, "week": week, "mode": mode, "n_contacts": 1}
        | {"n_articles": n_articles, "n_stories": n_stories}
        for (one, other), week, mode, n_articles, n_stories in values
    )
    return combine("world_pairs", [tables.frame("world_pairs", rows)])


@checked
def tone_by_week(
    tone: pd.DataFrame, stories: pd.DataFrame, person_of: Mapping[tuple[str, str], str | None]
) -> pd.DataFrame:
    """The part of `world_tone` that one shard yields, for `combine_tone`.

    Only the first article of a story counts, and each speaker counts once in it, with the mean score of their
    quotations: quotations of one story are not independent of each other.

    Args:
        tone: The table `tone` of the shard's articles.
        stories: Their rows of the table `stories`.
        person_of: (article_id, speaker) → person in `world_people`, or None for somebody anonymous. A speaker it does
            not contain is nobody in particular ("the message", "everyone"), and is left out, too.

    Returns:
        A row per speaker, week of publication and scorer, with n_stories (those with evidence), n_quotes, n_evidence,
        and the sum of the stories' means and of their squares (`SUMS_OF_SCORES`).
    """
    first = stories.loc[~_is_copy(stories), ["article_id", "published"]]
    quotes = tone.merge(first, on="article_id")
    quotes = quotes.assign(speaker=_persons(quotes, person_of), week=monday(quotes["published"]))
    by_story = _by_story(quotes.dropna(subset=["speaker", "week"]), ["speaker", "week"])
    by_story = by_story.rename(columns={"n_texts": "n_quotes"}).astype({"speaker": tables.TEXT})
    return combine("world_tone", [by_story[[*AGGREGATE_KEYS["world_tone"], *TONE_SUMS]]])


def _persons(rows: pd.DataFrame, person_of: Mapping[tuple[str, str], str | None]) -> pd.Series:
    """The speakers of some rows, as in `world_people`; missing where `person_of` has none."""
    persons = [person_of.get(key) for key in zip(rows["article_id"], rows["speaker"], strict=True)]
    return pd.Series(persons, index=rows.index, dtype=tables.TEXT)


def _by_story(tone: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Scores of the texts in `tone` by `keys`, scorer and article, with the columns of `VOICE_SUMS`."""
    parts = [
        tone[[*keys, "article_id"]].assign(scorer=scorer, score=score.astype("float64"))
        for scorer, score in _scores(tone).items()
    ]
    by_story = pd.concat(parts, ignore_index=True).groupby([*keys, "scorer", "article_id"], as_index=False)
    stories = by_story["score"].agg(n_texts="size", n_evidence="count", mean="mean")
    means = (stories["mean"] * MILLIONTHS).round().fillna(0).astype("Int64")
    stories = stories.assign(n_stories=stories["n_evidence"] > 0, total=means, squared=means * means)
    types = dict.fromkeys(VOICE_SUMS, tables.COUNT) | dict.fromkeys(("scorer", "article_id"), tables.TEXT)
    sums: pd.DataFrame = stories.drop(columns="mean").astype(types)
    return sums


def _scores(quotes: pd.DataFrame) -> dict[str, pd.Series]:
    """Scorer → its score of each quotation, missing if the scorer knows no word of it."""
    return {"textblob": quotes["polarity"], "vader": quotes["vader"], "tone_news": quotes["tone_news"]}


def combine_tone(parts: Iterable[pd.DataFrame], table: str = "world_tone") -> pd.DataFrame:
    """Add up the parts of a table with mean and sum of squares over all stories.

    Args:
        parts: What `tone_by_week` or `voices_by_source` returns for each shard.
        table: `world_tone` or `world_voices`.
    """
    sums = combine(table, parts)
    if sums.empty:
        return sums
    rows = [tuple(map(int, row)) for row in sums[["n_stories", "total", "squared"]].itertuples(index=False)]
    means = [total / n / MILLIONTHS if n else np.nan for n, total, _ in rows]
    squares = [(n * squared - total * total) / n / MILLIONTHS**2 if n else 0.0 for n, total, squared in rows]
    return sums.drop(columns=list(SUMS_OF_SCORES)).assign(mean=means, squares=squares)


@checked
def weeks(stories: pd.DataFrame, tone: pd.DataFrame) -> pd.DataFrame:
    """The table `world_weeks` from rows of `stories` and the `tone` (or `quotes`) of their articles, for `combine`.

    Articles count in their week of publication; those without a day do not count.
    """
    n_quotes = tone.drop_duplicates(["article_id", "quote_id"])["article_id"].value_counts().to_dict()
    values = zip(
        monday(stories["published"]),
        stories["article_id"],
        _is_copy(stories),
        stories["n_words"].fillna(0),
        strict=True,
    )
    rows = (
        {"week": week, "n_articles": 1, "n_stories": int(not is_copy), "n_words": n_words}
        | {"n_quotes": 0 if is_copy else n_quotes.get(article_id, 0)}
        for week, article_id, is_copy, n_words in values
        if pd.notna(week)
    )
    return combine("world_weeks", [tables.frame("world_weeks", rows)])


@checked
def speakers_by_source(
    quotes: pd.DataFrame, stories: pd.DataFrame, person_of: Mapping[tuple[str, str], str | None]
) -> pd.DataFrame:
    """The table `world_speakers` from some articles, for `combine`.

    A reprint counts for the paper that reprinted it: the paper chose to print these words.

    Args:
        quotes: The table `quotes` of the articles.
        stories: Their rows of the table `stories`.
        person_of: As in `tone_by_week`. Speakers who are anonymous or nobody in particular are counted together, as
            missing, with the quotations whose speaker was not found.
    """
    spoken = said(quotes)
    pieces = spoken[["article_id", "quote_id"]].assign(
        speaker=_persons(spoken, person_of),
        n_words=pd.Series(map(count_words, spoken["text"]), index=spoken.index, dtype=tables.COUNT),
        n_verbatim=pd.Series(map(count_verbatim, tables.records(spoken)), index=spoken.index, dtype=tables.COUNT),
    )
    by_article = pieces.groupby(["article_id", "speaker"], as_index=False, dropna=False)
    articles = by_article.agg(
        n_quotes=("quote_id", "nunique"), n_words=("n_words", "sum"), n_verbatim=("n_verbatim", "sum")
    )
    printed = stories[["article_id", "source"]].assign(n_articles=1, n_copies=_is_copy(stories).astype("int64"))
    counted = articles.merge(printed, on="article_id")
    return combine("world_speakers", [counted[list(tables.types_of("world_speakers"))]])


def _is_copy(stories: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each article is a near-identical copy of an earlier one."""
    return stories["story_id"] != stories["article_id"]


@checked
def scores_by_article(tone: pd.DataFrame) -> pd.DataFrame:
    """The scores of the texts in `tone` by article and scorer, for `voices_by_source`.

    Returns:
        Columns article_id, scorer and those of `VOICE_SUMS`; n_stories is 1 if the scorer knows a word, else 0.
    """
    return _by_story(tone, [])


@checked
def voices_by_source(narrated: pd.DataFrame, quoted: pd.DataFrame, stories: pd.DataFrame) -> pd.DataFrame:
    """The part of `world_voices` that some articles yield, for `combine_tone`.

    Copies do not count: their words are those of the article that they copy.

    Args:
        narrated: What `scores_by_article` returns for the sentences outside quotations.
        quoted: What it returns for the quotations.
        stories: The rows of the table `stories` for the articles.
    """
    originals = stories.loc[~_is_copy(stories), ["article_id", "source"]]
    voices = pd.concat(
        [narrated.assign(voice=tables.NARRATOR), quoted.assign(voice=tables.QUOTATIONS)], ignore_index=True
    )
    scored = voices.merge(originals, on="article_id").astype({"voice": tables.TEXT})
    return combine("world_voices", [scored[[*AGGREGATE_KEYS["world_voices"], *VOICE_SUMS]]])
