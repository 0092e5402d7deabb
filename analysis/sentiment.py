"""How the quotations sound: TextBlob's and VADER's scores per quotation, and what few of them can tell of a speaker.

The scores are about the tone of words, not about what a speaker stands for. TextBlob's are the default and stay as they
are; VADER (Hutto and Gilbert 2014) stands beside them. A quotation in which TextBlob knows no word has no evidence: its
polarity of 0 is not neutral, and no count or mean uses it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import tables

ALL_KINDS = ("direct", "mixed", "indirect")
CONFIDENCE = 0.95
FEW = 3  # below so many quotations a mean is called "too few"
WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")
NO_VARIANCE = 1e-12  # what is not above this is rounding
Values = NDArray[np.float64]


def score(text: str) -> dict[str, Any]:
    """A text's scores, keyed as the columns of the table `tone`."""
    blob = TextBlob(text).sentiment_assessments
    vader = _vader().polarity_scores(text)
    vader_evidence = any(vader[part] for part in ("compound", "pos", "neg"))
    comparable = bool(blob.assessments) and vader_evidence
    return {
        "text": text,
        "polarity": blob.polarity,
        "subjectivity": blob.subjectivity,
        "polar_words": [(" ".join(words), polarity) for words, polarity, *_ in blob.assessments],
        "has_evidence": bool(blob.assessments),
        "vader": vader["compound"],
        "signs_agree": bool(np.sign(blob.polarity) == np.sign(vader["compound"])) if comparable else None,
    }


@cache
def _vader() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def tone(quotes: pd.DataFrame, kinds: Iterable[str] = ALL_KINDS) -> pd.DataFrame:
    """The table `tone`: a row per quotation, in the order of `quotes`, its segments scored once on their joined text.

    All kinds of quotation by default; `kinds=("direct",)` keeps direct speech alone.
    """
    chosen = quotes[quotes["kind"].isin(list(kinds))].sort_values("segment", kind="stable")
    by_quote: dict[tuple[str, int], tuple[Any, list[str]]] = {}
    for article, quote, speaker, text in chosen[["article_id", "quote_id", "speaker", "text"]].itertuples(index=False):
        by_quote.setdefault((article, quote), (speaker, []))[1].append(text)
    rows = (
        {"article_id": article, "quote_id": quote, "speaker": speaker} | score(" ".join(texts))
        for (article, quote), (speaker, texts) in by_quote.items()
    )
    return tables.frame("tone", rows)


def speakers(tone: pd.DataFrame) -> pd.DataFrame:
    """The table `speakers`: a row per speaker, those with most words first; quotations without speaker are left out.

    Each article stands for itself: its speakers lend each other their spread. To pool a collection, give all rows one
    `article_id`. `low` and `high` are Student's t interval on the deviation pooled within speakers, cut off at -1 and
    1, and missing where no speaker has two quotations that differ. `shrunk_mean` is explained at `spread`.
    """
    articles: dict[str, dict[str, list[Any]]] = {}
    for quote in tone[tone["speaker"].notna()].itertuples(index=False):
        articles.setdefault(str(quote.article_id), {}).setdefault(str(quote.speaker), []).append(quote)
    rows: list[dict[str, Any]] = []
    for article, said in articles.items():
        samples = {name: np.array([q.polarity for q in quotes if q.has_evidence]) for name, quotes in said.items()}
        common = spread(list(samples.values()))
        people = [_counts(name, said[name], samples[name]) | _means(samples[name], common) for name in said]
        people.sort(key=lambda row: (-row["n_words"], row["speaker"]))
        rows += [{"article_id": article} | row for row in people]
    return tables.frame("speakers", rows)


def _counts(name: str, quotes: list[Any], polarity: Values) -> dict[str, Any]:
    return {
        "speaker": name,
        "n_quotes": len(quotes),
        "n_words": sum(len(WORD.findall(quote.text)) for quote in quotes),
        "n_evidence": len(polarity),
        "n_negative": int((polarity < 0).sum()),
        "n_neutral": int((polarity == 0).sum()),
        "n_positive": int((polarity > 0).sum()),
        "vader_mean": float(np.mean([quote.vader for quote in quotes])),
        "note": "too few" if len(polarity) < FEW else None,
    }


class Spread(NamedTuple):
    """The variance within speakers and its degrees of freedom, the one between them, and the mean they share."""

    within: float
    df: int
    between: float
    mean: float


def spread(samples: Sequence[Values]) -> Spread:
    """How far quotations lie from their speaker's mean, and speakers from each other; a sample per speaker.

    One-way random effects with unequal group sizes; the variance between is the analysis-of-variance estimate, not
    below 0 (Searle, Casella and McCulloch 1992, Variance Components, chapter 3). A speaker's shrunk mean lies between
    their own and the shared one, nearer to their own the more of its variance is between speakers. In the shared mean
    each speaker has the weight of their mean's precision; without variance between, it is the mean of all quotations.
    """
    samples = [sample for sample in samples if len(sample)]
    n, mean = np.array([len(s) for s in samples], float), np.array([s.mean() for s in samples])
    df, groups = int(n.sum()) - len(n), len(n)
    shared = float(n @ mean / n.sum()) if groups else np.nan
    if df == 0:
        return Spread(np.nan, 0, 0.0, shared)
    within = sum(float(s.var()) * len(s) for s in samples) / df
    if groups == 1:
        return Spread(within, df, 0.0, shared)
    size = (n.sum() - n @ n / n.sum()) / (groups - 1)
    between = float(n @ (mean - shared) ** 2 / (groups - 1) - within) / size
    if between <= NO_VARIANCE:
        return Spread(within, df, 0.0, shared)
    weight = 1 / (between + within / n)
    return Spread(within, df, between, float(weight @ mean / weight.sum()))


def _means(polarity: Values, common: Spread) -> dict[str, float]:
    """A speaker's mean, its interval, and the shrunk mean, as far as the quotations tell them."""
    if not len(polarity):
        return {}
    mean, variance = float(polarity.mean()), common.within / len(polarity)
    means = {"mean": mean}
    if common.df:
        own = common.between / (common.between + variance) if common.between else 0.0
        means["shrunk_mean"] = common.mean + own * (mean - common.mean)
    if len(polarity) >= 2 and common.within > NO_VARIANCE:
        half = float(stats.t.ppf((1 + CONFIDENCE) / 2, common.df)) * variance**0.5
        means |= {"low": max(mean - half, -1.0), "high": min(mean + half, 1.0)}
    return means


def permutation_p(tone: pd.DataFrame, n: int = 9999, seed: int = 0) -> tuple[float | None, int]:
    """Whether speakers differ at all: one p over all with two or more quotations with evidence, and its permutations.

    The statistic is the variance between the speakers' means; quotations change speakers at random, or in every
    possible way where there are no more than `n` ways. p is never 0 (Phipson and Smyth 2010). Fewer than two such
    speakers give (None, 0).
    """
    known = tone[tone["speaker"].notna() & tone["has_evidence"].astype(bool)]
    samples = [g.to_numpy(float) for _, g in known.groupby("speaker")["polarity"] if len(g) >= 2]
    if len(samples) < 2:
        return None, 0

    def between(*samples: Values, axis: int = -1) -> Values:
        """Up to a constant: the sum of all values is the same in every permutation."""
        parts = np.stack([s.sum(axis=axis) ** 2 / s.shape[axis] for s in samples])
        return np.asarray(parts.sum(axis=0))

    rng = np.random.default_rng(seed)
    test = stats.permutation_test(samples, between, n_resamples=n, batch=1000, alternative="greater", rng=rng)
    return float(test.pvalue), len(test.null_distribution)
