"""Scorers return the scores of their libraries with the words behind them; the news vocabulary has reasons."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import vocabulary
from analysis.evaluation import passages, scoring
from analysis.sentiment.scorers import SCORERS, lexicon, textblob, tone_news, vader

ROOT = Path(__file__).parents[2]
CASES = passages.read_passages("tone")
TEXTS = st.text() | st.lists(st.sampled_from(["not", "war", "end", "and", ".", "very", "good", "n't", "peace"])).map(
    " ".join
)
PEACE = lexicon({"war": -1, "peace": 1, "peace talk": 0.5})


@pytest.mark.parametrize("case", CASES[:40], ids=lambda case: case["id"])
def test_scores_are_those_of_the_libraries(case: Mapping[str, str]) -> None:
    text = case["text"]
    assert textblob(text).score == TextBlob(text).sentiment.polarity
    assert vader(text).score == SentimentIntensityAnalyzer().polarity_scores(text)["compound"]


def test_vader_returns_its_words() -> None:
    assert [word for word, _ in vader("A good day, but a terrible war :(").words] == ["good", "terrible", "war", ":("]
    assert vader("The delegations met.").words == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("War.", [("war", -1)]),
        ("It isn’t war", [("n't war", 0.5)]),
        ("They cannot have peace", [("cannot peace", -0.5)]),
        ("without war or wars", [("without war", 0.5), ("without wars", 0.5)]),
        ("no war, peace", [("no war", 0.5), ("peace", 1)]),
        ("not a war but peace", [("not war", 0.5), ("peace", 1)]),
        ("not only war", [("war", -1)]),
        ("Peace talks, hardly peace", [("peace talks", 0.5), ("hardly peace", -0.5)]),
        ("to avoid war and end the war", [("avoid war", 0.5), ("end war", 0.5)]),
        ("We cannot avoid a war", [("cannot avoid war", -1)]),
        ("The war must stop.", [("stop war", 0.5)]),
        ("He did not say that all of us would one day see a war", [("war", -1)]),
    ],
)
def test_negating_and_turning_words(text: str, words: list[tuple[str, float]]) -> None:
    scored = PEACE(text)
    assert scored.words == words
    assert scored.score == pytest.approx(sum(value for _, value in words) / len(words))


def test_an_adverb_makes_a_word_stronger() -> None:
    assert tone_news("very good").score > tone_news("good").score > 0 > tone_news("not very good").score


def test_every_word_has_a_reason_and_a_grade() -> None:
    words = vocabulary.tone()
    grades = {float(size) for size in words.grades}
    for section in ("words", "turn"):
        for word, (value, parts, reason) in getattr(words, section).items():
            assert word == word.lower() and 1 <= len(word.split()) <= 3, word
            assert abs(value) in grades | ({0.0} if section == "turn" else set()), word
            assert parts and set(parts) <= set("nvar") and len(reason.split()) >= 2, word
    for section in ("negate", "plain", "silent"):
        assert all(reason.strip() for reason in getattr(words, section).values()), section
    times = Counter(
        word for section in ("words", "turn", "negate", "plain", "silent") for word in getattr(words, section)
    )
    assert [word for word, n in times.items() if n > 1] == []


def test_every_word_of_the_vocabulary_is_recognized() -> None:
    words = vocabulary.tone().words
    lost = [word for word, (value, _, _) in words.items() if tone_news(word).words != [(word, value)]]
    assert lost == []


@cache
def macro_f1(split: str) -> Mapping[str, float]:
    """Each scorer's macro-F1 over negative, neutral and positive; 0 and no evidence count as neutral."""
    by_scorer = scoring.tones(passages.tones(of(split)))
    return dict(zip(by_scorer["scorer"], by_scorer["macro_f1"], strict=True))


def of(split: str) -> list[dict[str, Any]]:
    return [case for case in CASES if case["split"] == split]


@pytest.mark.parametrize("split", passages.SPLITS)
def test_the_vocabulary_for_news_is_right_more_often_than_textblob(split: str) -> None:
    """The cases were labelled before the vocabulary was written; the held-out ones never influenced its words."""
    assert macro_f1(split)["tone_news"] > max(0.56, macro_f1(split)["TextBlob"] + 0.1)


@given(TEXTS)
def test_any_text_has_a_score_in_range_with_its_words(text: str) -> None:
    for scorer in (*SCORERS.values(), PEACE):
        score, words = scorer(text)
        assert -1 <= score <= 1
        assert words or not score
        assert scorer(text) == (score, words)


if __name__ == "__main__":
    for part in passages.SPLITS:
        shown = ", ".join(f"{name} {value:.2f}" for name, value in macro_f1(part).items())
        print(f"{part}, {len(of(part))} quotations, macro-F1: {shown}")
