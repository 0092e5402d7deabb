"""What one paper of a corpus has and the others have not: whom it quotes, which contacts it reports, and its tone.

A paper is a value of the column `source`. Articles that do not say who published them have a missing source; they are
no paper here, but whoever they quote is not quoted by one paper only.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis import tables
from analysis.errors import ArgumentError
from analysis.frequency.trends import with_intervals
from analysis.statistics import CONFIDENCE_LEVEL, NEGLIGIBLE_VARIANCE, most_first
from analysis.validation import checked

MOST_COMPARED = 6  # more do not fit beside each other
ENOUGH_QUOTATIONS = 10  # of named speakers, before a paper is compared with others


@checked
def quoted(world_speakers: pd.DataFrame, stories: pd.DataFrame) -> pd.DataFrame:
    """Whom each paper quotes, the papers with most articles first, and of each the speakers in most articles first.

    Args:
        world_speakers: The table of that name.
        stories: The table of that name, for the number of articles of each paper.

    Returns:
        Columns source, speaker, n_articles (articles of the paper that quote the speaker), of_articles (all articles of
        the paper), n_copies, n_quotes, n_words, n_verbatim (as in `world_speakers`), and n_papers (papers that quote
        the speaker; articles with a missing source are together counted as one). Missing speakers and sources have no
        row.

    >>> rows = [("The Gull", "Ann Lee", 2), ("The Gull", "Bo Ray", 1), ("The Tern", "Ann Lee", 1)]
    >>> said = [dict(zip(("source", "speaker", "n_articles"), row)) for row in rows]
    >>> read = tables.frame("stories", [{"source": "The Gull"}] * 3 + [{"source": "The Tern"}])
    >>> who = papers.quoted(tables.frame("world_speakers", said), read)
    >>> who[who["n_papers"] == 1][["source", "speaker", "n_articles", "of_articles"]].values.tolist()
    [['The Gull', 'Bo Ray', 1, 3]]
    """
    counted = [name for name in tables.types_of("world_speakers") if name not in ("source", "speaker")]
    n_papers = world_speakers.groupby("speaker").size().rename("n_papers")
    n_articles = stories["source"].value_counts().rename("of_articles")
    rows = world_speakers.dropna(subset=["source", "speaker"])
    rows = rows.join(n_papers, on="speaker").join(n_articles, on="source")
    rows = rows.astype({"n_papers": tables.COUNT, "of_articles": tables.COUNT})
    order = {"of_articles": False, "source": True, "n_articles": False, "n_words": False, "speaker": True}
    in_order = rows.sort_values(list(order), ascending=list(order.values()), ignore_index=True)
    return in_order[["source", "speaker", "n_articles", "of_articles", *counted[1:], "n_papers"]]


@checked
def compared(quoted: pd.DataFrame, most: int = MOST_COMPARED, least: int = ENOUGH_QUOTATIONS) -> pd.DataFrame:
    """The rows of the papers that a reader can compare.

    Args:
        quoted: What `quoted` returns.
        most: The number of papers, those with the most articles.
        least: The fewest quotations of named speakers with which a paper is compared.
    """
    enough = quoted[quoted.groupby("source")["n_quotes"].transform("sum") >= least]
    return enough[enough["source"].isin(enough["source"].unique()[:most])]


@checked
def side_by_side(quoted: pd.DataFrame, most: int = 8) -> pd.DataFrame:
    """How many articles of each paper quote the speakers whom most articles quote.

    Args:
        quoted: What `quoted` returns, or its rows of some papers.
        most: The number of speakers.

    Returns:
        A row per speaker, most articles in all first, with a column per paper, in the order of `quoted`.
    """
    ranked = most_first(quoted.groupby("speaker")["n_articles"].sum()).head(most)
    counts = quoted.pivot(index="speaker", columns="source", values="n_articles")
    return counts.reindex(index=ranked.index, columns=quoted["source"].unique()).fillna(0).astype("Int64")


@checked
def not_quoted(quoted: pd.DataFrame) -> pd.DataFrame:
    """Whom each paper does not quote although others do, in the order of `quoted`, most articles of the others first.

    Args:
        quoted: What `quoted` returns, or its rows of some papers.

    Returns:
        Columns source, speaker, n_articles (articles of the other papers that quote the speaker) and n_papers (the
        number of these papers).
    """
    totals = quoted.groupby("speaker", as_index=False).agg(
        n_articles=("n_articles", "sum"), n_papers=("source", "size")
    )
    ranked = totals.sort_values(["n_articles", "n_papers", "speaker"], ascending=[False, False, True])
    grid = quoted[["source"]].drop_duplicates().merge(ranked, how="cross")
    there = set(zip(quoted["source"], quoted["speaker"], strict=True))
    absent = [pair not in there for pair in zip(grid["source"], grid["speaker"], strict=True)]
    return grid[absent].reset_index(drop=True)


@checked
def reporting(world_reports: pd.DataFrame) -> pd.DataFrame:
    """Which papers report each contact; those that only one reports have 1 in `n_papers`.

    A paper that reprints a report reports the contact, too.

    Args:
        world_reports: The table of that name, or its columns world_id and source.

    Returns:
        Columns world_id, papers (joined by semicolons, in the order of the alphabet; missing if no report says who
        published it) and n_papers (reports with a missing source are together counted as one), by world_id.

    >>> rows = [("c1", "The Tern"), ("c1", "The Gull"), ("c1", "The Gull"), ("c2", "The Gull")]
    >>> reports = tables.frame("world_reports", [dict(zip(("world_id", "source"), row)) for row in rows])
    >>> papers.reporting(reports).values.tolist()
    [['c1', 'The Gull; The Tern', 2], ['c2', 'The Gull', 1]]
    """
    pairs = world_reports[["world_id", "source"]].drop_duplicates().sort_values(["world_id", "source"])
    named = pairs.dropna(subset=["source"]).groupby("world_id")["source"].agg("; ".join)
    n_papers = pairs.groupby("world_id").size()
    table = pd.DataFrame({"papers": named, "n_papers": n_papers}).rename_axis("world_id").reset_index()
    return table.astype({"world_id": tables.TEXT, "papers": tables.TEXT, "n_papers": tables.COUNT})


@checked
def sound(world_voices: pd.DataFrame, voice: str, confidence: float = CONFIDENCE_LEVEL) -> pd.DataFrame:
    """How the papers sound by each scorer, in the order of the table. One story is one observation.

    Args:
        world_voices: The table of that name, or its rows of some papers.
        voice: narrator or quotations.
        confidence: The confidence level of the intervals.

    Returns:
        The columns of `world_voices` without voice, and low, high (Student's t interval for two or more stories, the
        deviation pooled over the papers) and note ("too few" for fewer than three stories with evidence). Papers
        without evidence, and a missing source, have no row.

    Raises:
        ArgumentError: There is no such voice.
    """
    if voice not in tables.VOICES:
        raise ArgumentError(f"there is no voice {voice!r:.40}; choose from {', '.join(tables.VOICES)}")
    rows = world_voices[(world_voices["voice"] == voice) & world_voices["n_stories"].gt(0)]
    rows = rows.dropna(subset=["source"]).drop(columns="voice")
    parts = [
        with_intervals(of_scorer, float(of_scorer["squares"].sum()), _df(of_scorer), confidence)
        for _, of_scorer in rows.groupby("scorer")
    ]
    return pd.concat(parts).sort_index() if parts else with_intervals(rows, 0.0, 0, confidence)


def _df(rows: pd.DataFrame) -> int:
    """The degrees of freedom within the rows."""
    return int((rows["n_stories"] - 1).sum())


@checked
def difference_p(sound: pd.DataFrame) -> float | None:
    """Test whether papers differ in mean tone at all, by analysis of variance: one p-value over all of them.

    Args:
        sound: What `sound` returns, of one scorer, without papers that have too few stories.

    Returns:
        None if there are fewer than two papers, or if the stories of each paper have the same score.
    """
    n, means = sound["n_stories"].to_numpy(float), sound["mean"].to_numpy(float)
    within = float(sound["squares"].sum()) / max(_df(sound), 1)
    if len(sound) < 2 or within <= NEGLIGIBLE_VARIANCE:
        return None
    between = float(n @ (means - np.average(means, weights=n)) ** 2) / (len(sound) - 1)
    p: Any = stats.f.sf(between / within, len(sound) - 1, _df(sound))
    return float(p)
