"""How the quotations sound: their scores, and what few of them can tell of a speaker.

The scores are about the tone of words, not about what a speaker stands for. TextBlob's are the default and stay as they
are; VADER's and those of the vocabulary for news stand beside them. A quotation in which a scorer knows no word has no
evidence: its score is not neutral, and no count or mean uses it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from analysis import tables
from analysis.articles.article import Article
from analysis.language.spacy_model import Paragraph, sentences
from analysis.sentiment.scorers import SCORERS, Scorer, textblob_scores, tone_news, vader
from analysis.validation import checked

CONFIDENCE = 0.95
FEW = 3  # below so many quotations a mean is called "too few"
WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")
MARKS = " \t\r\n“”„«»\"‘’'"
NO_VARIANCE = 1e-12  # what is not above this is rounding
QUOTED, NARRATOR = "the people quoted", "the article itself"
Values = NDArray[np.float64]
Key = tuple[str, int]  # article and quotation


@checked
def score(text: str) -> dict[str, Any]:
    """A text's scores, keyed as the columns of the table `tone`.

    >>> scores = polarity.score("A good plan, but a terrible war.")
    >>> scores["polar_words"], scores["news_words"]
    ([('good', 0.7), ('terrible', -1.0)], [('good', 0.7), ('terrible', -1.0), ('war', -0.8)])
    """
    (blob, subjectivity), other, news = textblob_scores(text), vader(text), tone_news(text)
    comparable = bool(blob.words and other.words)
    return {
        "text": text,
        "polarity": blob.score,
        "subjectivity": subjectivity,
        "polar_words": blob.words,
        "has_evidence": bool(blob.words),
        "vader": other.score,
        "vader_words": other.words,
        "signs_agree": bool(np.sign(blob.score) == np.sign(other.score)) if comparable else None,
        "tone_news": news.score if news.words else None,
        "news_words": news.words,
    }


@checked
def tone(
    quotes: pd.DataFrame, mentions: pd.DataFrame | None = None, kinds: Iterable[str] | None = None
) -> pd.DataFrame:
    """The table `tone`: a row per quotation, in the order of `quotes`, its segments scored once on their joined text.

    All kinds of quotation by default; `kinds=("direct",)` keeps direct speech alone, whose words are the speaker's own.
    Without `mentions` the column `about` is missing.

    >>> polarity.tone(result.quotes).loc[0, ["speaker", "polar_words"]].tolist()
    ['Benjamin Haddad', [('open', 0.0), ('wants', 0.2)]]
    """
    chosen = quotes if kinds is None else quotes[quotes["kind"].isin(list(kinds))]
    about = {} if mentions is None else _about(chosen, mentions)
    pieces: dict[Key, list[Any]] = {}
    columns = ("article_id", "quote_id", "start", "speaker", "via", "text")
    for article, quote, *piece in tables.rows_of(chosen.sort_values("segment", kind="stable"), columns):
        pieces.setdefault((article, quote), []).append(piece)
    rows = (
        {"article_id": article, "quote_id": quote, "start": own[0][0], "speaker": own[0][1], "via": own[0][2]}
        | {"about": about.get((article, quote))}
        | score(" ".join(text for *_, text in own))
        for (article, quote), own in pieces.items()
    )
    return tables.frame("tone", rows)


@checked
def where_known(tone: pd.DataFrame) -> pd.DataFrame:
    """The table `tone` to be read by people: a score of 0 that stands for no known word at all is missing."""
    blob, other = tone["has_evidence"], tone["vader_words"].map(bool, na_action="ignore").eq(True)
    scores = {name: tone[name].where(blob) for name in ("polarity", "subjectivity")}
    return tone.assign(**scores, vader=tone["vader"].where(other))


def _about(quotes: pd.DataFrame, mentions: pd.DataFrame) -> dict[Key, str]:
    """Everybody mentioned in each quotation, in the order of the first mention, joined by semicolons."""
    places: dict[str, list[tuple[int, int, str]]] = {}
    for article, *place in tables.rows_of(mentions, ("article_id", "start", "end", "person")):
        places.setdefault(article, []).append(tuple(place))
    for spans in places.values():
        spans.sort()
    names: dict[Key, dict[str, None]] = {}
    for article, quote, start, end in tables.rows_of(quotes, ("article_id", "quote_id", "start", "end")):
        spans = places.get(article, [])
        inside = spans[bisect_left(spans, (start,)) : bisect_left(spans, (end,))]
        names.setdefault((article, quote), {}).update((person, None) for _, last, person in inside if last <= end)
    return {key: "; ".join(people) for key, people in names.items() if people}


@checked
def narration(article: Article, paragraphs: Iterable[Paragraph], quotes: pd.DataFrame) -> pd.DataFrame:
    """The text outside all quotations, as `quotes` has that inside: a row for each contiguous piece of a sentence.

    `quote_id` counts the sentences that have such a piece, and the speaker is "the article itself", so that
    `tone(narration)` measures it as the quotations are measured.
    """
    quoted = np.zeros(len(article.text), dtype=bool)
    for start, end in zip(quotes["start"], quotes["end"], strict=True):
        quoted[start:end] = True
    rows: list[dict[str, Any]] = []
    number = 0
    for paragraph, start, end in sentences(paragraphs):
        pieces = list(_outside(article.text, start, quoted[start:end]))
        number += bool(pieces)
        rows += [
            {"article_id": article.article_id, "quote_id": number, "segment": n, "paragraph": paragraph}
            | {"start": low, "end": high, "text": article.text[low:high], "speaker": NARRATOR}
            for n, (low, high) in enumerate(pieces)
        ]
    return tables.frame("quotes", rows)


def _outside(text: str, start: int, quoted: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """What of a sentence lies outside the quotations, where it has a word, without the marks around it."""
    edges = start + np.flatnonzero(np.diff(quoted, prepend=True, append=True))
    for low, high in edges.reshape(-1, 2).tolist():
        if first := WORD.search(text[low:high]):
            yield low + first.start(), low + len(text[low:high].rstrip(MARKS))


@checked
def voices(tone: pd.DataFrame, narration: pd.DataFrame) -> pd.DataFrame:
    """The tones of all quotations and of the text around them as those of two speakers, to be compared as such."""
    return pd.concat(
        [tone.assign(speaker=QUOTED), narration[list(tone.columns)].assign(speaker=NARRATOR)], ignore_index=True
    )


@checked
def scores(tone: pd.DataFrame, scorers: Mapping[str, Scorer] = SCORERS) -> pd.DataFrame:
    """The quotations of `tone` under each scorer, one below the other.

    A row per scorer and quotation: article_id, quote_id, speaker, text, scorer (its name in `scorers`), score (-1 to
    1), words (list of (words, value)) and has_evidence (whether there are any). To add a scorer, name one more:
    `scores(tone, SCORERS | {"mine": lexicon({"war": -1})})`.

    >>> polarity.scores(result.tone)[["speaker", "scorer", "score"]].head(1).values.tolist()
    [['Benjamin Haddad', 'TextBlob', 0.1]]
    """
    said = tone[["article_id", "quote_id", "speaker", "text"]]
    parts = []
    for name, scorer in scorers.items():
        scored = [scorer(text) for text in said["text"]]
        words = pd.Series([s.words for s in scored], dtype="object")
        evidence = pd.Series([bool(s.words) for s in scored], dtype="boolean")
        part = said.reset_index(drop=True).assign(scorer=name, score=[s.score for s in scored])
        parts.append(part.assign(words=words, has_evidence=evidence))
    return pd.concat(parts, ignore_index=True)


@checked
def disagreements(scores: pd.DataFrame, n: int = 5) -> pd.DataFrame:
    """The rows of `scores` for the `n` quotations whose scores lie farthest apart, farthest first.

    Only scorers that know a word of the quotation count; a quotation known to fewer than two has no disagreement.
    """
    keys = ["article_id", "quote_id"]
    known = scores[scores["has_evidence"]].groupby(keys)["score"].agg(["size", "max", "min"])
    apart = (known["max"] - known["min"])[known["size"] >= 2].rename("apart").reset_index()
    most = apart.sort_values(["apart", *keys], ascending=[False, True, True]).head(n)
    return most.drop(columns="apart").merge(scores, on=keys, how="left")


@checked
def speakers(tone: pd.DataFrame) -> pd.DataFrame:
    """The table `speakers`: a row per speaker, those with most words first; quotations without speaker are left out.

    Each article stands for itself: its speakers lend each other their spread. To pool a collection, give all rows one
    `article_id`. `low` and `high` are Student's t interval on the deviation pooled within speakers, cut off at -1 and
    1, and missing where no speaker has two quotations that differ. `shrunk_mean` is explained at `spread`.

    >>> polarity.speakers(result.tone)[["speaker", "n_quotes", "n_words"]].head(1).values.tolist()
    [['Benjamin Haddad', 3, 81]]
    """
    means = where_known(tone).groupby(["article_id", "speaker"])["vader"].mean().to_dict()
    rows = _summaries(tone, "polarity")
    return tables.frame("speakers", (r | {"vader_mean": means.get((r["article_id"], r["speaker"]))} for r in rows))


@checked
def by_speaker(scores: pd.DataFrame) -> pd.DataFrame:
    """The table `speakers` for each scorer of `scores`, one below the other, with its name in a column `scorer`."""
    parts = {name: _summaries(part, "score") for name, part in scores.groupby("scorer", sort=False)}
    rows = [(name, row) for name, rows in parts.items() for row in rows]
    table = tables.frame("speakers", (row for _, row in rows)).drop(columns="vader_mean")
    return table.assign(scorer=pd.Series([name for name, _ in rows], dtype="str"))


def _summaries(table: pd.DataFrame, score: str) -> Iterator[dict[str, Any]]:
    """A row of `speakers` for each article and speaker, from the column `score` where has_evidence holds."""
    articles: dict[str, dict[str, list[Any]]] = {}
    told = table[table["speaker"].notna()]
    for article, speaker, *quote in tables.rows_of(told, ("article_id", "speaker", "text", "has_evidence", score)):
        articles.setdefault(str(article), {}).setdefault(str(speaker), []).append(quote)
    for article, said in articles.items():
        samples = {name: np.array([value for _, known, value in quotes if known]) for name, quotes in said.items()}
        common = spread(list(samples.values()))
        people = [_counts(name, said[name], samples[name]) | _means(samples[name], common) for name in said]
        people.sort(key=lambda row: (-row["n_words"], row["speaker"]))
        yield from ({"article_id": article} | row for row in people)


def _counts(name: str, quotes: list[Any], values: Values) -> dict[str, Any]:
    return {
        "speaker": name,
        "n_quotes": len(quotes),
        "n_words": sum(len(WORD.findall(text)) for text, *_ in quotes),
        "n_evidence": len(values),
        "n_negative": int((values < 0).sum()),
        "n_neutral": int((values == 0).sum()),
        "n_positive": int((values > 0).sum()),
        "note": "too few" if len(values) < FEW else None,
    }


class Spread(NamedTuple):
    """The variance within speakers and its degrees of freedom, the one between them, and the mean they share."""

    within: float
    df: int
    between: float
    mean: float


@checked
def spread(samples: Sequence[Values]) -> Spread:
    """How far quotations lie from their speaker's mean, and speakers from each other; a sample per speaker.

    One-way random effects with unequal group sizes (statsmodels' `combine_effects`; DerSimonian and Laird 1986, which
    for known sizes is the analysis-of-variance estimate), the variance between not below 0. A speaker's shrunk mean
    lies between their own and the shared one, nearer to their own the more of its variance is between speakers. In the
    shared mean each speaker has the weight of their mean's precision; without variance between, it is the mean of all.
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
    with np.errstate(all="ignore"):  # what it makes of a variance below 0 is not used
        both = combine_effects(mean, max(within, NO_VARIANCE) / n, method_re="dl")
    if both.tau2 <= NO_VARIANCE:
        return Spread(within, df, 0.0, shared)
    return Spread(within, df, float(both.tau2), float(both.mean_effect_re))


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


@checked
def permutation_p(
    tone: pd.DataFrame, n: int = 9999, seed: int = 0, score: str = "polarity"
) -> tuple[float | None, int]:
    """Whether speakers differ at all: one p over all with two or more quotations with evidence, and its permutations.

    The statistic is the variance between the speakers' means; quotations change speakers at random, or in every
    possible way where there are no more than `n` ways. p is never 0 (Phipson and Smyth 2010). Fewer than two such
    speakers give (None, 0). With `score="score"` it takes one scorer's rows of `scores`.

    >>> p, permutations = polarity.permutation_p(result.tone)
    >>> p > 0.05
    True
    """
    known = tone[tone["speaker"].notna() & tone["has_evidence"].astype(bool)]
    samples = [g.to_numpy(float) for _, g in known.groupby("speaker")[score] if len(g) >= 2]
    if len(samples) < 2:
        return None, 0

    def between(*samples: Values, axis: int = -1) -> Values:
        """Up to a constant: the sum of all values is the same in every permutation."""
        parts = np.stack([s.sum(axis=axis) ** 2 / s.shape[axis] for s in samples])
        return np.asarray(parts.sum(axis=0))

    rng = np.random.default_rng(seed)
    test = stats.permutation_test(samples, between, n_resamples=n, batch=1000, alternative="greater", rng=rng)
    return float(test.pvalue), len(test.null_distribution)
