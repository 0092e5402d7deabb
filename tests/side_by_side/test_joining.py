"""People and contacts are joined across a few articles if they are the same, and only then."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest

from analysis.articles.article import Article, as_date
from analysis.errors import AnalysisError, typed
from analysis.side_by_side.joining import MOST_ARTICLES, Comparison, compare
from analysis.tables import records

DAY = "2031-05-14"  # a Wednesday


def compared(*texts: str, published: Sequence[str | None] = (), source: str | None = None) -> Comparison:
    """The articles side by side, of the papers A, B and so on unless they are from one source."""
    days = published or [DAY] * len(texts)
    return compare(
        Article(text, published=as_date(day, "published"), article_id=f"x{n}", source=source or f"Paper {'ABCDEFG'[n]}")
        for n, (text, day) in enumerate(zip(texts, days, strict=True))
    )


def words(comparison: Comparison) -> dict[tuple[str, str], tuple[int, int, int]]:
    """(paper, speaker) → words, those verbatim, and those that another paper has verbatim, too."""
    table = comparison.speakers
    return {(row.paper[-1], row.speaker): (row.n_words, row.n_verbatim, row.n_shared) for row in records(table)}


def papers_by_event(comparison: Comparison) -> list[str]:
    """The papers that report each event."""
    return ["".join(rows["paper"].str[-1]) for _, rows in comparison.events.groupby("event")]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (  # a full name and a surname
            "“We will stay here for good,” said Ann Lee.",
            "Mayor Ann Lee was tired. Lee said that the boats are old.",
            {("A", "Ann Lee"): (6, 6, 0), ("B", "Ann Lee"): (4, 0, 0)},
        ),
        (  # the same passage in quote marks, with other marks and capitals
            '"We will stay here for good," said Ann Lee.',
            "“Yes, we will stay HERE,” said Ann Lee.",
            {("A", "Ann Lee"): (6, 6, 4), ("B", "Ann Lee"): (5, 5, 4)},
        ),
        (  # the same words of somebody else, and without quote marks
            "“We will stay here for good,” said Ann Lee.",
            "“We will stay here for good,” said Bo Ray. Ann Lee said that we will stay here for good.",
            {("A", "Ann Lee"): (6, 6, 0), ("B", "Bo Ray"): (6, 6, 0), ("B", "Ann Lee"): (6, 0, 0)},
        ),
        (  # what she denies are not her words
            "“We will stay here for good,” said Ann Lee.",
            "Ann Lee denied that the boats are old.",
            {("A", "Ann Lee"): (6, 6, 0)},
        ),
    ],
)
def test_words_are_counted_by_speaker_and_paper(
    one: str, other: str, expected: dict[tuple[str, str], tuple[int, int, int]]
) -> None:
    assert words(compared(one, other)) == expected


def test_an_official_of_one_paper_is_not_that_of_another() -> None:
    text = "A German official said that the talks would go on."
    assert {speaker for _, speaker in words(compared(text, text))} == {
        "German official (Paper A)",
        "German official (Paper B)",
    }
    assert {speaker for _, speaker in words(compared(text, "“We will stay,” said Ann Lee."))} == {
        "German official",
        "Ann Lee",
    }


def test_a_body_in_the_same_words_is_one_body() -> None:
    comparison = compared(
        "The foreign ministry in Oslo said that the talks would go on.",
        "The talks are over, the foreign ministry in Oslo said.",
    )
    assert set(words(comparison)) == {("A", "foreign ministry in Oslo"), ("B", "foreign ministry in Oslo")}


@pytest.mark.parametrize(
    ("one", "other", "papers", "agrees", "differs"),
    [
        ("Ann Lee met Bo Ray on Monday.", "Bo Ray met Ann Lee on Monday.", ["AB"], "date; mode; status", None),
        ("Ann Lee met Bo Ray on Monday.", "Ann Lee met Bo Ray on Tuesday.", ["AB"], "mode; status", "date"),
        ("Ann Lee met Bo Ray on Monday.", "Ann Lee met Bo Ray.", ["AB"], "mode; status", None),
        ("Ann Lee telephoned Bo Ray on Monday.", "Ann Lee met Bo Ray on Monday.", ["AB"], "date; status", "mode"),
        ("Ann Lee telephoned Bo Ray on Monday.", "Ann Lee met Bo Ray on Tuesday.", ["A", "B"], None, None),
        ("Ann Lee met Bo Ray on Sunday.", "Ann Lee met Bo Ray on Tuesday.", ["A", "B"], None, None),
        ("Ann Lee met Bo Ray on Monday.", "Ann Lee met Cy Cole on Monday.", ["A", "B"], None, None),
        (  # one paper has both days, so neither is a mistake
            "Ann Lee met Bo Ray on Monday. Ann Lee met Bo Ray on Tuesday.",
            "Ann Lee met Bo Ray on Monday.",
            ["AB", "A"],
            "date; mode; status",
            None,
        ),
    ],
)
def test_contacts_are_joined_and_their_facts_compared(
    one: str, other: str, papers: list[str], agrees: str | None, differs: str | None
) -> None:
    comparison = compared(one, other)
    assert papers_by_event(comparison) == papers
    second = comparison.events[comparison.events["paper"] == "Paper B"].iloc[0]
    assert [None if pd.isna(facts) else facts for facts in (second["agrees"], second["differs"])] == [agrees, differs]


@pytest.mark.parametrize("published", [(None, None), (DAY, None), (None, DAY)])
@pytest.mark.parametrize("other", ["Bo Ray met Ann Lee.", "Bo Ray denied having met Ann Lee."])
def test_articles_without_a_day_are_of_the_same_days(published: tuple[str | None, str | None], other: str) -> None:
    comparison = compared("Ann Lee met Bo Ray.", other, published=published)
    assert papers_by_event(comparison) == ["AB"]
    assert comparison.events["date_start"].isna().all()  # the day of publication is no statement


def test_a_contact_of_three_is_one_event() -> None:
    comparison = compared("Ann Lee, Bo Ray and Cy Cole met on Monday.", "Ann Lee met Bo Ray on Monday.")
    assert papers_by_event(comparison) == ["AB"]
    assert comparison.events["parties"].map(lambda names: len(names.split("; "))).tolist() == [3, 2]


def test_what_is_only_possible_is_in_no_event() -> None:
    comparison = compared("Ann Lee met Bo Ray on Monday.", "Ann Lee met Bo Ray on Monday.")
    unsure = comparison.contacts.assign(possible=comparison.contacts["article_id"] == "x1")
    assert papers_by_event(comparison) == ["AB"]
    again = replace(comparison, contacts=unsure)
    assert papers_by_event(again) == ["A"]


def test_every_row_has_its_words_in_its_article() -> None:
    comparison = compared("Ann Lee met Bo Ray on Monday.", "Yesterday it rained. Ann Lee telephoned Cy Cole.")
    texts = {result.article.article_id: result.article.text for result in comparison.results}
    rows = list(records(comparison.events))
    assert len(rows) == 2
    assert [texts[row.article_id][row.start : row.end] for row in rows] == [row.text for row in rows]


def test_near_copies_are_named() -> None:
    text = " ".join(f"The boat number {n} of the old harbour was sold to a man from town {n + 1}." for n in range(20))
    assert compared(text, text).copies == (("Paper B", "Paper A", 1.0),)
    assert compared(text, "Ann Lee met Bo Ray.").copies == ()


@pytest.mark.parametrize(
    ("sources", "papers"),
    [
        (("The Post", "The Times"), ("The Post", "The Times")),
        (("The Post", "the post"), ("The Post, “It rains”", "the post, “It rains”")),
        (("The Post", "The Post"), ("The Post, “It rains”", "The Post, “It rains” (2)")),
        ((None, None), ("It rains", "It rains (2)")),
    ],
)
def test_no_two_articles_have_one_name(sources: tuple[str | None, str | None], papers: tuple[str, ...]) -> None:
    text = "It rains\n\nAnn Lee met Bo Ray."
    comparison = compare(Article(text, article_id="index", title="It rains", source=source) for source in sources)
    assert comparison.papers == papers
    assert len(comparison.paper_of) == 2


@pytest.mark.parametrize(
    ("n", "message"),
    [
        (0, "needs two articles or more, not 0; name another file in ARTICLES"),
        (1, "needs two articles or more, not 1; name another file in ARTICLES"),
        (MOST_ARTICLES + 1, "takes up to 6 articles, not 7; make corpus takes more"),
    ],
)
def test_too_few_and_too_many_articles_are_refused_in_the_words_of_the_command(n: int, message: str) -> None:
    with typed("make"), pytest.raises(AnalysisError, match=message):
        compared(*["Ann Lee met Bo Ray."] * n)


def test_narrators_and_quotations_are_scored_apart() -> None:
    comparison = compared("It was a terrible day. “A good plan,” said Ann Lee.", "It was Monday. Bo Ray came.")
    sound = comparison.sound[comparison.sound["scorer"] == "TextBlob"]
    columns = ["paper", "voice", "n_texts", "n_evidence", "n_known", "note"]
    assert sound[columns].values.tolist() == [
        ["Paper A", "narrator", 2, 1, 1, "too few"],
        ["Paper B", "narrator", 2, 0, 0, "too few"],
        ["Paper A", "quotations", 1, 1, 1, "too few"],
    ]
    assert sound["mean"].tolist() == pytest.approx([-1, float("nan"), 0.7], nan_ok=True)
