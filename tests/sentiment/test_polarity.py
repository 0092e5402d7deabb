"""The scores are those of TextBlob, and the statistics are valid for few quotations."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from textblob import TextBlob

from analysis import Article, analyse, tables
from analysis.sentiment.polarity import (
    ARTICLE_ITSELF,
    QUOTED,
    by_speaker,
    disagreements,
    permutation_p,
    score,
    scores,
    speakers,
    spread,
    tone,
    voices,
    words_by_speaker,
)
from analysis.sentiment.scorers import SCORERS, lexicon

SENTENCES = (
    "The talks were very good and surprisingly useful!",
    "This isn't good, and not a nice outcome.",
    "It is a terrible, terrible mistake :(",
    "The army attacked on Thursday.",
    "He isn’t naïve, said the former minister.",
)


def quotes(*rows: tuple[int, int, str, str | None, str]) -> pd.DataFrame:
    """The table `quotes` with these values of quote_id, segment, kind, speaker and text."""
    names = ("quote_id", "segment", "kind", "speaker", "text")
    return tables.frame("quotes", ({"article_id": "a"} | dict(zip(names, row, strict=True)) for row in rows))


def scored(values: Mapping[str, Sequence[float]], article: str = "a", words: str = "one two") -> pd.DataFrame:
    """The table `tone` with these polarities of each speaker."""
    facts = {"article_id": article, "text": words, "has_evidence": True, "vader": 0.0}
    rows: list[dict[str, Any]] = [facts | {"speaker": s, "polarity": v} for s, vs in values.items() for v in vs]
    return tables.frame("tone", [{"quote_id": n} | row for n, row in enumerate(rows, start=1)])


@pytest.mark.parametrize("text", SENTENCES)
def test_scores_are_those_of_textblob(text: str) -> None:
    row = tone(quotes((1, 0, "direct", "Ana", text))).iloc[0]
    blob = TextBlob(text)
    assert row["polar_words"] == [(" ".join(a[0]), a[1]) for a in blob.sentiment_assessments.assessments]
    both = [blob.sentiment.polarity, blob.sentiment.subjectivity] if row["polar_words"] else [np.nan, np.nan]
    np.testing.assert_array_equal(row[["polarity", "subjectivity"]].to_list(), both)


def test_the_words_of_a_score_explain_it() -> None:
    row = score("Not good, but a very useful step.")
    assert [words for words, _ in row["polar_words"]] == ["not good", "very useful"]
    assert row["polarity"] == pytest.approx(np.mean([polarity for _, polarity in row["polar_words"]]))


def test_a_quotation_without_a_polar_word_is_not_neutral() -> None:
    table = tone(quotes((1, 0, "direct", "Ana", "The army attacked."), (2, 0, "direct", "Ana", "A former minister.")))
    assert table["polarity"].isna().tolist() == [True, False] and table["polarity"][1] == 0
    assert table["has_evidence"].tolist() == [False, True]
    row = speakers(table).iloc[0]
    assert (row["n_quotes"], row["n_evidence"], row["n_neutral"], row["mean"]) == (2, 1, 1, 0)


def test_a_speaker_without_evidence_has_no_mean() -> None:
    row = speakers(tone(quotes((1, 0, "direct", "Ana", "The army attacked.")))).iloc[0]
    assert (row["n_quotes"], row["n_evidence"], row["n_neutral"], row["note"]) == (1, 0, 0, "too few")
    assert row[["mean", "low", "high", "shrunk_mean"]].isna().all()
    assert row["vader_mean"] < 0


def test_segments_are_scored_once_on_their_joined_text() -> None:
    parts = (7, 1, "direct", "Ana", "good at all."), (7, 0, "direct", "Ana", "This is not")
    table = tone(quotes(*parts))
    assert table["text"].tolist() == ["This is not good at all."]
    assert table["polarity"].tolist() == [TextBlob("This is not good at all.").sentiment.polarity] == [-0.35]


def test_a_score_is_missing_if_its_scorer_knows_no_word() -> None:
    texts = "A good war.", "The army came.", "They declared war.", "He has many cars."
    said = tone(quotes(*((n, 0, "direct", "Ana", text) for n, text in enumerate(texts, 1))))
    for column, words in (("polarity", "polar"), ("subjectivity", "polar"), ("vader", "vader"), ("tone_news", "news")):
        assert said[column].notna().tolist() == said[f"{words}_words"].map(bool).tolist()
    assert said["has_evidence"].tolist() == [True, False, False, True]
    assert said["vader"].notna().tolist() == [True, False, True, False]


def test_relayed_words_are_the_speaker_s_and_keep_who_relays_them() -> None:
    relayed = quotes((1, 0, "indirect", "Ana", "It is bad.")).assign(via="Bo")
    assert tone(relayed)[["speaker", "via"]].to_numpy().tolist() == [["Ana", "Bo"]]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([("Bo", "a b", None), ("Al", "a b c", None), ("Bo", "d", None)], {"Al": 3, "Bo": 3}),  # of equals by name
        ([("Al", "a", None), ("Bo", "a b", False), (None, "a b c", None)], {"Bo": 2, "Al": 1}),
        ([("Al", "a b c", True), ("Bo", "a", None)], {"Bo": 1}),  # denied
        ([], {}),
    ],
)
def test_speakers_are_ranked_by_their_words(said: list[tuple[Any, str, bool | None]], expected: dict[str, int]) -> None:
    rows = [
        {"article_id": "a", "quote_id": n, "speaker": s, "text": t, "denied": d} for n, (s, t, d) in enumerate(said)
    ]
    ranked = words_by_speaker(tables.frame("quotes", rows))
    assert list(ranked.items()) == list(expected.items())


def test_people_mentioned_in_a_quotation_are_ordered_by_first_mention() -> None:
    result = analyse(Article("“Bob Ray and France are friends. Bob Ray is ill,” Ann Lee said to Cy Cole. “It rained.”"))
    assert result.tone["about"].fillna("").tolist()[0] == "Bob Ray; France"
    assert "Cy Cole" not in " ".join(result.tone["about"].dropna())


def test_narration_is_the_text_outside_the_quotations() -> None:
    text = "It was a terrible night. “All is well,” Ann Lee said, sadly, on Friday. “Good,” he said."
    result = analyse(Article(text))
    said = result.narration
    assert [text[a:b] for a, b in zip(said["start"], said["end"], strict=True)] == said["text"].tolist()
    assert said["text"].tolist() == ["It was a terrible night.", "Ann Lee said, sadly, on Friday.", "he said."]
    mean = speakers(voices(result.tone, tone(said))).set_index("speaker")["mean"].to_dict()
    assert mean[ARTICLE_ITSELF] < 0 < mean[QUOTED]


def test_a_scorer_of_your_own() -> None:
    said = tone(
        quotes((1, 0, "direct", "Ana", "War."), (2, 0, "direct", "Ana", "A good war."), (3, 0, "direct", None, ""))
    )
    table = scores(said, SCORERS | {"mine": lexicon({"war": -1})})
    assert table["scorer"].unique().tolist() == [*SCORERS, "mine"] and len(table) == 4 * 3
    assert table[table["scorer"] == "mine"]["score"].tolist() == [-1, -1, 0]
    assert table[table["scorer"] == "TextBlob"]["score"].tolist() == said["polarity"].fillna(0).tolist()
    assert table[table["scorer"] == "VADER"]["score"].tolist() == said["vader"].fillna(0).tolist()
    assert table[table["scorer"] == "tone_news"]["score"].tolist() == said["tone_news"].fillna(0).tolist()
    people = by_speaker(table).set_index("scorer")
    assert [people[column]["mine"] for column in ("n_quotes", "n_evidence", "n_negative", "mean")] == [2, 2, 2, -1]
    assert people["n_evidence"]["TextBlob"] == 1
    same = table[table["scorer"] == "TextBlob"]
    pd.testing.assert_frame_equal(by_speaker(same).drop(columns="scorer"), speakers(said).drop(columns="vader_mean"))


def test_scorers_disagree_most_where_their_scores_lie_farthest_apart() -> None:
    said = tone(quotes(*((n, 0, "direct", "Ana", text) for n, text in enumerate(["war", "bad", "good bad", "x"], 1))))
    table = scores(said, {"a": lexicon({"bad": -0.1, "good": 1}), "b": lexicon({"war": 1, "bad": -0.9})})
    assert disagreements(table, 5)["quote_id"].unique().tolist() == [3, 2]
    assert disagreements(table, 1)["scorer"].tolist() == ["a", "b"]
    assert disagreements(scores(tone(quotes()))).empty


def test_direct_speech_alone() -> None:
    rows = quotes((1, 0, "direct", "Ana", "Good."), (2, 0, "indirect", "Ana", "Bad."), (3, 0, "mixed", None, "Nice."))
    assert tone(rows)["quote_id"].tolist() == [1, 2, 3]
    assert tone(rows, kinds=("direct",))["quote_id"].tolist() == [1]


@pytest.mark.parametrize(
    ("text", "agree"),
    [
        ("A good day.", True),
        ("A terrible war.", True),
        ("A huge war.", False),
        ("The former minister wept.", False),  # TextBlob knows "former" alone, as 0
        ("They declared war.", None),  # TextBlob knows no word of it
        ("He has many white cars.", None),  # VADER knows none
    ],
)
def test_signs_are_compared_only_where_both_know_a_word(text: str, agree: bool | None) -> None:
    assert score(text)["signs_agree"] is agree


def test_interval_and_shrunk_mean_by_hand() -> None:
    table = speakers(scored({"Ana": [0.1, 0.3], "Bo": [0.7, 0.9]})).set_index("speaker")
    half = 4.302652730 * (0.04 / 2 / 2) ** 0.5  # t with 2 degrees of freedom; squares .02 + .02; 2 quotations
    assert table.loc["Ana", "low"] == pytest.approx(0.2 - half)
    assert table.loc["Ana", "high"] == pytest.approx(0.2 + half)
    assert table.loc["Bo", "high"] == 1  # 0.8 + half, cut off
    between = (0.36 - 0.02) / 2  # (mean square between minus mean square within) / quotations per speaker
    assert table.loc["Ana", "shrunk_mean"] == pytest.approx(0.5 - 0.3 * between / (between + 0.01))
    assert table["note"].tolist() == ["too few", "too few"]
    assert speakers(scored({"Ana": [-0.9, -0.7], "Bo": [0.2, 0.4]}))["low"].min() == -1


def test_spread_of_unequal_samples_by_hand() -> None:
    samples = [np.array([0.0, 0.2]), np.array([0.6, 0.8, 0.7, 0.7])]
    between = (0.48 - 0.01) / (6 - 20 / 6)
    weights = np.array([1 / (between + 0.01 / 2), 1 / (between + 0.01 / 4)])
    mean = weights @ [0.1, 0.7] / weights.sum()
    assert spread(samples) == pytest.approx((0.01, 4, between, mean))
    assert spread([*samples, np.array([])]) == spread(samples)


def test_a_single_quotation_has_a_mean_but_no_interval() -> None:
    table = speakers(scored({"Ana": [0.1, 0.3, 0.5], "Bo": [0.9]})).set_index("speaker")
    assert table.loc["Bo", "mean"] == 0.9
    assert table.loc["Bo", ["low", "high"]].isna().all()
    assert table["note"].isna().tolist() == [True, False]
    assert table["shrunk_mean"].between(0.3, 0.9, inclusive="neither").all()


@pytest.mark.parametrize("values", [{"Ana": [0.1], "Bo": [0.9]}, {"Ana": [0.3, 0.3, 0.3], "Bo": [0.1]}])
def test_no_interval_without_spread(values: dict[str, list[float]]) -> None:
    assert speakers(scored(values))[["low", "high"]].isna().all(axis=None)


def test_shrunk_means_are_the_grand_mean_when_speakers_do_not_differ() -> None:
    table = speakers(scored({"Ana": [-0.5, 0.5], "Bo": [-0.4, 0.4, 0.3]}))
    assert table["shrunk_mean"].tolist() == pytest.approx([0.06, 0.06])


def test_speakers_are_ordered_by_words_then_name_and_missing_ones_are_left_out() -> None:
    most = scored({"Ana": [0.1]}, words="U.S. aid is well-known – good")
    nobody = tables.frame("tone", [{"article_id": "a", "text": "x", "has_evidence": False}])
    table = speakers(pd.concat([scored({"Cy": [0.1], "Bo": [0.2]}), most, nobody]))
    assert table[["speaker", "n_words"]].to_numpy().tolist() == [["Ana", 5], ["Bo", 2], ["Cy", 2]]


def test_each_article_is_summarised_alone() -> None:
    one, two = scored({"Ana": [0.1, 0.5], "Bo": [0.2]}, "z"), scored({"Ana": [0.9, -0.5, 0.1]}, "a")
    both = speakers(pd.concat([one, two]))
    pd.testing.assert_frame_equal(both, pd.concat([speakers(one), speakers(two)], ignore_index=True))


def test_no_quotation() -> None:
    for table, made in (("tone", tone(quotes())), ("speakers", speakers(tone(quotes())))):
        assert made.empty
        assert made.dtypes.to_dict() == tables.frame(table, []).dtypes.to_dict()
    assert permutation_p(tone(quotes())) == (None, 0)


def test_the_pooled_interval_covers_the_true_mean() -> None:
    """In 2,000 simulated articles with speakers of 2, 3 and 6 quotations, 93% to 97% of intervals contain the mean."""
    rng = np.random.default_rng(20220307)
    sizes, means = np.array([2, 3, 6, 2, 3, 6]), np.array([-0.3, -0.1, 0.0, 0.1, 0.2, 0.3])
    who = np.tile(np.repeat(np.arange(6), sizes), 2000)
    article = np.repeat(np.arange(2000), sizes.sum())
    table = pd.DataFrame({"article_id": article.astype(str), "speaker": who.astype(str), "text": "x", "scorer": "x"})
    table = table.assign(score=rng.normal(means[who], 0.2), has_evidence=True)
    result = by_speaker(table)
    truth = means[result["speaker"].astype(int)]
    covered = (result["low"] <= truth) & (truth <= result["high"])
    rate = covered.groupby(result["n_evidence"]).mean()
    assert rate.index.tolist() == [2, 3, 6]
    assert rate.between(0.93, 0.97).all(), rate


def test_permutation_p_is_uniform_when_speakers_do_not_differ() -> None:
    rng = np.random.default_rng(7)
    tables_ = (scored({s: rng.normal(0, 0.3, 4).tolist() for s in "ABC"}) for _ in range(400))
    p = np.array([permutation_p(table, n=199, seed=n)[0] for n, table in enumerate(tables_)], dtype=float)
    assert stats.kstest(p, "uniform").pvalue > 0.05
    assert 0.02 < (p <= 0.05).mean() < 0.08


def test_permutation_p_detects_a_difference_and_is_never_zero() -> None:
    apart = scored({"Ana": np.linspace(-0.9, -0.5, 20).tolist(), "Bo": np.linspace(0.5, 0.9, 20).tolist()})
    assert permutation_p(apart) == permutation_p(apart)
    assert permutation_p(apart) == (1 / 10_000, 9999)


def test_permutation_p_is_exact_for_few_quotations() -> None:
    """Of the ten ways to give Ana two of five values, only one other separates the means as much: 0.8 and 0.9."""
    p, n = permutation_p(scored({"Ana": [0.1, 0.2], "Bo": [0.3, 0.8, 0.9]}))
    assert p == pytest.approx(2 / 10) and n == 10


def test_permutation_p_needs_two_speakers_with_two_quotations() -> None:
    table = scored({"Ana": [0.1, 0.2], "Bo": [0.8], "Cy": [0.4]})
    assert permutation_p(table) == (None, 0)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["Ana", None]), st.text() | st.sampled_from(SENTENCES))))
def test_any_text_has_a_score_in_range_and_each_quotation_a_row(parts: list[tuple[int, str | None, str]]) -> None:
    table = quotes(*((quote, n, "direct", speaker, text) for n, (quote, speaker, text) in enumerate(parts)))
    made = tone(table)
    assert made["quote_id"].tolist() == table["quote_id"].drop_duplicates().tolist()
    assert made["polarity"].dropna().between(-1, 1).all() and made["vader"].dropna().between(-1, 1).all()
    assert made["subjectivity"].dropna().between(0, 1).all()
    people = speakers(made)
    assert people["n_quotes"].sum() == made["speaker"].notna().sum()
    by_sign = people[["n_negative", "n_neutral", "n_positive"]].sum(axis=1)
    assert (by_sign == people["n_evidence"]).all()
    assert ((people["low"] <= people["mean"]) & (people["mean"] <= people["high"]) | people["low"].isna()).all()


def test_what_a_speaker_denies_has_no_tone() -> None:
    result = analyse(Article("Ann Lee denied that the terrible dam had leaked.\n\n“It is good,” Ann Lee said."))
    assert result.tone["quote_id"].tolist() == [2] and result.speakers["n_quotes"].tolist() == [1]
    assert tone(result.narration)["text"].tolist() != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It is not,” Ann Lee said, “a good day.”", "It is not … a good day."),
        ("“It is not,” I said, “a good day.”", "It is not … a good day."),
        ("The talks, Ann Lee said, were not good.", "The talks … were not good"),
        ("Ann Lee said: “We know it.\n\n“It is a good day.”", "We know it. It is a good day."),
        ("“We know it.” “It is a good day.”\n\n“No,” Ann Lee said.", None),
        ("“It is a good day,” Ann Lee said.", "It is a good day"),
    ],
)
def test_what_is_left_out_between_pieces_shows_and_has_no_score(text: str, expected: str | None) -> None:
    said = analyse(Article(text)).tone
    assert expected is None or said["text"].tolist() == [expected]
    joined = score(said["text"].iloc[0].replace(" … ", " "))
    columns = ["polarity", "vader", "vader_words"]
    pd.testing.assert_frame_equal(said[columns].head(1), tables.frame("tone", [joined])[columns])
    assert scores(said)["score"].tolist()[1] == said["vader"].fillna(0).iloc[0]


def test_a_word_keeps_its_score_in_marks() -> None:
    assert score("them as “very bad”")["vader_words"] == score('them as "very bad"')["vader_words"] != []
