"""Whom each paper quotes and how it sounds: copies, missing sources, and the same sums for any shards."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tables
from analysis.corpus import aggregates

Quotation = tuple[str, int, str | None, str, str]  # article_id, quote_id, speaker, kind and text

STORIES = tables.frame(
    "stories",
    [
        {"article_id": "wire-1", "story_id": "wire-1", "source": "The Wire"},
        {"article_id": "gull-1", "story_id": "wire-1", "source": "The Gull", "likeness": 0.95},
        {"article_id": "gull-2", "story_id": "gull-2", "source": "The Gull"},
        {"article_id": "blank-1", "story_id": "blank-1", "source": None},
    ],
)
SAID: list[Quotation] = [
    ("wire-1", 1, "Ann Lee", "direct", "We will wait."),
    ("gull-1", 1, "Ann Lee", "direct", "We will wait."),
    ("gull-2", 1, "Lee", "indirect", "that the harbour stays shut"),
    ("gull-2", 2, "Ann Lee", "mixed", "that “nobody” came"),
    ("gull-2", 3, "an official", "indirect", "that it rained"),
    ("gull-2", 4, None, "direct", "No."),
    ("blank-1", 1, "Bo Ray", "direct", "Go home."),
]
PERSON_OF: dict[tuple[str, str], str | None] = {
    ("wire-1", "Ann Lee"): "Ann Lee",
    ("gull-1", "Ann Lee"): "Ann Lee",
    ("gull-2", "Lee"): "Ann Lee",
    ("gull-2", "Ann Lee"): "Ann Lee",
    ("gull-2", "an official"): None,
    ("blank-1", "Bo Ray"): "Bo Ray",
}


def quotes(rows: Sequence[Quotation], **more: Any) -> pd.DataFrame:
    names = ("article_id", "quote_id", "speaker", "kind", "text")
    return tables.frame("quotes", [dict(zip(names, row, strict=True)) | more for row in rows])


def speakers(rows: Sequence[Quotation] = SAID, stories: pd.DataFrame = STORIES, **more: Any) -> pd.DataFrame:
    return aggregates.speakers_by_source(quotes(rows, **more), stories, PERSON_OF)


def listed(table: pd.DataFrame) -> list[list[Any]]:
    return table.astype("object").where(table.notna(), None).to_numpy().tolist()


def test_who_is_quoted_by_which_paper() -> None:
    """A person counts as one under two names, a reprint for the paper that printed it; nobody's words are together."""
    assert listed(speakers()) == [
        ["The Gull", "Ann Lee", 2, 1, 3, 11, 4],
        ["The Gull", None, 1, 0, 2, 4, 1],
        ["The Wire", "Ann Lee", 1, 0, 1, 3, 3],
        [None, "Bo Ray", 1, 0, 1, 2, 2],
    ]
    assert speakers().dtypes.to_dict() == tables.frame("world_speakers", []).dtypes.to_dict()


@pytest.mark.parametrize("rows", [[], SAID])
def test_denied_words_are_not_the_speakers(rows: list[Quotation]) -> None:
    table = speakers(rows, denied=True)
    assert table.empty and list(table) == list(tables.types_of("world_speakers"))


def test_pieces_of_a_quotation_are_one() -> None:
    pieces = [("gull-2", 1, "Ann Lee", "direct", "We will"), ("gull-2", 1, "Ann Lee", "direct", "wait here.")]
    assert listed(speakers(pieces)) == [["The Gull", "Ann Lee", 1, 0, 1, 4, 4]]


def test_articles_without_any_source_are_counted_together() -> None:
    nameless = STORIES.assign(source=pd.Series([None] * len(STORIES), dtype=tables.TEXT))
    parts = [speakers(SAID[:2], nameless), speakers(SAID[2:], nameless)]
    assert listed(aggregates.combine("world_speakers", parts)) == listed(speakers(SAID, nameless))
    assert listed(speakers(SAID, nameless)) == [
        [None, "Ann Lee", 3, 1, 4, 14, 7],
        [None, "Bo Ray", 1, 0, 1, 2, 2],
        [None, None, 1, 0, 2, 4, 1],
    ]


def tone(rows: Sequence[tuple[str, int, float | None]]) -> pd.DataFrame:
    """The table `tone` from (article_id, quote_id, score), without evidence if the score is None."""
    names = ("article_id", "quote_id", "polarity")
    return tables.frame("tone", [dict(zip(names, row, strict=True)) | {"vader": 0.5} for row in rows])


def voices(narrated: pd.DataFrame, quoted: pd.DataFrame) -> pd.DataFrame:
    narrated, quoted = aggregates.scores_by_article(narrated), aggregates.scores_by_article(quoted)
    return aggregates.voices_by_source(narrated, quoted, STORIES)


def test_how_a_paper_sounds_is_the_mean_of_its_own_articles() -> None:
    narrated = tone([("gull-2", 1, 0.2), ("gull-2", 2, 0.4), ("gull-2", 3, None), ("gull-1", 1, -1.0)])
    table = aggregates.combine_tone([voices(narrated, tone([("wire-1", 1, -0.5)]))], "world_voices")
    blob = table[table["scorer"] == "textblob"].drop(columns=["scorer", "squares"])
    assert listed(blob) == [
        ["The Gull", "narrator", 1, 3, 2, pytest.approx(0.3)],
        ["The Wire", "quotations", 1, 1, 1, -0.5],
    ]
    assert set(table["scorer"]) == {"textblob", "vader", "tone_news"}
    assert table.dtypes.to_dict() == tables.frame("world_voices", []).dtypes.to_dict()
    assert table[table["scorer"] == "tone_news"]["mean"].isna().all(), "it knows no word"


def test_a_papers_stories_are_one_observation_each() -> None:
    several = STORIES.assign(story_id=STORIES["article_id"], source="The Gull")
    scores = tone([("wire-1", 1, 0.1), ("wire-1", 2, 0.3), ("gull-1", 1, 0.6), ("gull-2", 1, None)])
    part = aggregates.voices_by_source(
        aggregates.scores_by_article(scores), aggregates.scores_by_article(scores.head(0)), several
    )
    (row,) = aggregates.combine_tone([part[part["scorer"] == "textblob"]], "world_voices").to_dict("records")
    assert (row["n_stories"], row["n_texts"], row["n_evidence"]) == (2, 4, 3)
    assert (row["mean"], row["squares"]) == (pytest.approx(0.4), pytest.approx(0.08))


def test_nothing_quoted_and_nothing_narrated() -> None:
    assert voices(tone([]), tone([])).empty
    assert aggregates.combine_tone([], "world_voices").dtypes.equals(tables.frame("world_voices", []).dtypes)


quotations = st.lists(
    st.tuples(
        st.integers(0, 3).map(lambda k: STORIES["article_id"][k]),
        st.integers(1, 3),
        st.sampled_from(["Ann Lee", "Lee", "Bo Ray", None]),
        st.sampled_from(["direct", "mixed", "indirect"]),
        st.sampled_from(["so be it", "“well” said"]),
    ),
    max_size=20,
)


@settings(deadline=None, max_examples=10)
@given(quotations, st.lists(st.integers(0, 2), min_size=4, max_size=4), st.randoms(use_true_random=False))
def test_sums_by_paper_do_not_depend_on_the_shards(rows: list[Quotation], shard_of: list[int], random: Any) -> None:
    number = dict(zip(STORIES["article_id"], shard_of, strict=True))
    shards = [
        ([row for row in rows if number[row[0]] == n], STORIES[STORIES["article_id"].map(number) == n])
        for n in range(3)
    ]
    random.shuffle(shards)
    whole = aggregates.combine("world_speakers", [speakers(rows)])
    parts = [speakers(part, stories) for part, stories in shards]
    pd.testing.assert_frame_equal(aggregates.combine("world_speakers", parts), whole)
