"""How the quotations sound: their scores, and what a few of them can say about a speaker.

The scores describe the tone of words, not the stance of the speaker. TextBlob's scores are the default and are not
modified; VADER's and those of the news vocabulary are reported next to them. If a scorer knows no word of a quotation,
it has no evidence: the score is missing rather than 0, which would mean neutral, and no count or mean includes it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import tables
from analysis.articles.article import Article
from analysis.language.quote_marks import quoted_spans
from analysis.language.spacy_model import Paragraph, sentences
from analysis.sentiment.scorers import SCORERS, Scorer, textblob_scores, tone_news, vader
from analysis.statistics import CONFIDENCE_LEVEL, MIN_OBSERVATIONS_FOR_MEAN, NEGLIGIBLE_VARIANCE, FloatArray, most_first
from analysis.validation import checked

# A word, with the marks inside it: "well-known", "isn’t", "U.S" and "1,000" are one word each.
WORD_WITH_INNER_MARKS = re.compile(r"\w+(?:[-'’.,]\w+)*")
SPACES_AND_QUOTE_MARKS = " \t\r\n“”„«»\"‘’'"
# Joins the pieces of a quotation that words of the article separate: “We know … that it is late”.
LEFT_OUT = " … "
# The longest gap between two pieces without words between them: marks and a space, or a break between paragraphs.
MAX_GAP_OF_MARKS, MAX_GAP_OF_PARAGRAPHS = 4, 12
# Marks that scorers would mistake for words or parts of words, with their replacements.
UNSCORED = ((LEFT_OUT, " "), ("“", '"'), ("”", '"'))
QUOTED, ARTICLE_ITSELF = "the people quoted", "the article itself"
QuotationKey = tuple[str, int]  # article_id and quote_id
Span = tuple[int, int]  # start and end, in characters of the article's text


class Spread(NamedTuple):
    """A one-way random-effects model of the scores of several speakers.

    Attributes:
        within: The variance within speakers.
        df: The degrees of freedom of `within`.
        between: The variance between speakers, at least 0.
        mean: The mean that all speakers share.
    """

    within: float
    df: int
    between: float
    mean: float


class _Segment(NamedTuple):
    """A row of `quotes`: one contiguous piece of a quotation."""

    paragraph: int
    start: int
    end: int
    cue_start: int
    speaker: str | None
    via: str | None
    text: str


class _ScoredQuotation(NamedTuple):
    """A quotation's text, and the score of one scorer for it."""

    text: str
    has_evidence: bool
    score: float


@checked
def count_words(text: str) -> int:
    """The number of words in a text, counted as everywhere in the project.

    >>> polarity.count_words("U.S. aid is well-known – good")
    5
    """
    return len(WORD_WITH_INNER_MARKS.findall(text))


@checked
def score(text: str) -> dict[str, Any]:
    """A text's scores, keyed by columns of the table `tone`; None for a scorer that knows no word of the text.

    `signs_agree` compares TextBlob's sign with VADER's; it is None unless both know a word of the text.

    >>> scores = polarity.score("A good plan, but a terrible war.")
    >>> scores["polar_words"], scores["news_words"]
    ([('good', 0.7), ('terrible', -1.0)], [('good', 0.7), ('terrible', -1.0), ('war', -0.8)])
    """
    words = _scored_text(text)
    (blob, subjectivity), valence, news = textblob_scores(words), vader(words), tone_news(words)
    comparable = bool(blob.words and valence.words)
    return {
        "text": text,
        "polarity": blob.score if blob.words else None,
        "subjectivity": subjectivity if blob.words else None,
        "polar_words": blob.words,
        "has_evidence": bool(blob.words),
        "vader": valence.score if valence.words else None,
        "vader_words": valence.words,
        "signs_agree": bool(np.sign(blob.score) == np.sign(valence.score)) if comparable else None,
        "tone_news": news.score if news.words else None,
        "news_words": news.words,
    }


def in_marks(row: Any) -> list[str]:
    """The pieces of a row of `quotes` that the article has in quote marks."""
    return [row.text] if row.kind == "direct" else [row.text[span.start : span.end] for span in quoted_spans(row.text)]


def count_verbatim(row: Any) -> int:
    """The number of words of a row of `quotes` that the article has in quote marks."""
    return sum(map(count_words, in_marks(row)))


@checked
def said(quotes: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table `quotes` whose words are their speaker's: those that the cue does not deny."""
    return quotes[~quotes["denied"].eq(True).fillna(False).astype(bool)]


@checked
def words_by_speaker(quotes: pd.DataFrame) -> "pd.Series[int]":
    """The number of words quoted from each speaker, most first; words that a speaker denies are not counted.

    Args:
        quotes: The table `quotes`, or `tone`, which has the same words for each speaker.

    >>> polarity.words_by_speaker(result.quotes).head(2).to_dict()
    {'Benjamin Haddad': 81, 'Vladimir Putin': 58}
    """
    spoken = said(quotes) if "denied" in quotes else quotes
    words = spoken["text"].map(count_words).astype("int64").groupby(spoken["speaker"]).sum()
    return most_first(words)


def _scored_text(text: str) -> str:
    """The text as scorers receive it: with straight quote marks, and without the ellipses between segments."""
    for mark, instead in UNSCORED:
        text = text.replace(mark, instead)
    return text


@checked
def tone(
    quotes: pd.DataFrame, mentions: pd.DataFrame | None = None, kinds: Iterable[str] | None = None
) -> pd.DataFrame:
    """Score every quotation: the table `tone`, one row per quotation, in the order of `quotes`.

    The segments of a quotation are joined and scored as one text, with "…" where the article has words between them;
    the "…" does not affect the scores. Words that a speaker denies have no row, since they are not the speaker's.

    Args:
        quotes: The table `quotes`.
        mentions: The table `mentions`, for the column `about`; without it that column has no values.
        kinds: The kinds of quotation to score, by default all. `kinds=("direct",)` keeps direct speech only, which
            has the speaker's exact words.

    >>> polarity.tone(result.quotes).loc[0, ["speaker", "polar_words"]].tolist()
    ['Benjamin Haddad', [('open', 0.0), ('wants', 0.2)]]
    """
    selected = said(quotes)
    if kinds is not None:
        selected = selected[selected["kind"].isin(list(kinds))]
    about = {} if mentions is None else _people_mentioned(selected, mentions)
    quotations: dict[QuotationKey, list[_Segment]] = {}
    columns = ("article_id", "quote_id", *_Segment._fields)
    for article, quote, *segment in tables.rows_of(selected.sort_values("segment", kind="stable"), columns):
        quotations.setdefault((article, quote), []).append(_Segment(*segment))
    rows = (
        {"article_id": article, "quote_id": quote, "about": about.get((article, quote))}
        | {"start": segments[0].start, "speaker": segments[0].speaker, "via": segments[0].via}
        | score(_joined(segments))
        for (article, quote), segments in quotations.items()
    )
    return tables.frame("tone", rows)


def _joined(segments: Sequence[_Segment]) -> str:
    """The text of a quotation, with "…" between segments that have words of the article between them."""
    text = segments[0].text
    for before, after in pairwise(segments):
        text += (LEFT_OUT if _have_words_between(before, after) else " ") + after.text
    return text


def _have_words_between(before: _Segment, after: _Segment) -> bool:
    """Whether two segments are separated by more than marks or a paragraph break, judging by their offsets."""
    if pd.isna(before.end) or pd.isna(after.start):
        return False
    if pd.notna(after.cue_start) and before.end <= after.cue_start < after.start:
        return True
    is_same = before.paragraph == after.paragraph
    return after.start - before.end > (MAX_GAP_OF_MARKS if is_same else MAX_GAP_OF_PARAGRAPHS)


def _people_mentioned(quotes: pd.DataFrame, mentions: pd.DataFrame) -> dict[QuotationKey, str]:
    """The people mentioned in each quotation, ordered by first mention, joined with semicolons."""
    mentions_of: dict[str, list[tuple[int, int, str]]] = {}
    for article, *mention in tables.rows_of(mentions, ("article_id", "start", "end", "person")):
        mentions_of.setdefault(article, []).append(tuple(mention))
    for spans in mentions_of.values():
        spans.sort()
    people: dict[QuotationKey, dict[str, None]] = {}  # the inner dict is an ordered set
    for article, quote, start, end in tables.rows_of(quotes, ("article_id", "quote_id", "start", "end")):
        spans = mentions_of.get(article, [])
        inside = spans[bisect_left(spans, (start,)) : bisect_left(spans, (end,))]
        people.setdefault((article, quote), {}).update((person, None) for _, last, person in inside if last <= end)
    return {key: "; ".join(names) for key, names in people.items() if names}


@checked
def narration(article: Article, paragraphs: Iterable[Paragraph], quotes: pd.DataFrame) -> pd.DataFrame:
    """The text outside all quotations, in the form of `quotes`, so that `tone(narration)` scores it like quotations.

    A row is a contiguous piece of a sentence. `quote_id` numbers the sentences that have such a piece, and the speaker
    is "the article itself".
    """
    spans = zip(quotes["start"], quotes["end"], strict=True)
    return tables.frame("quotes", narration_rows(article, paragraphs, spans))


def narration_rows(article: Article, paragraphs: Iterable[Paragraph], quoted: Iterable[Span]) -> list[tables.Row]:
    """The rows of `narration`, if `quoted` has the start and end of each quotation."""
    is_quoted = np.zeros(len(article.text), dtype=bool)
    for start, end in quoted:
        is_quoted[start:end] = True
    rows: list[tables.Row] = []
    number = 0
    for paragraph, start, end in sentences(paragraphs):
        pieces = list(_unquoted_pieces(article.text, start, is_quoted[start:end]))
        number += bool(pieces)
        rows += [
            {"article_id": article.article_id, "quote_id": number, "segment": n, "paragraph": paragraph}
            | {"start": low, "end": high, "text": article.text[low:high], "speaker": ARTICLE_ITSELF}
            for n, (low, high) in enumerate(pieces)
        ]
    return rows


def _unquoted_pieces(text: str, start: int, is_quoted: NDArray[np.bool_]) -> Iterator[Span]:
    """The pieces of a sentence outside the quotations, without surrounding marks; pieces without a word are skipped.

    Args:
        text: The article's text.
        start: Where the sentence begins in it.
        is_quoted: For each character of the sentence, whether it is inside a quotation.
    """
    edges = start + np.flatnonzero(np.diff(is_quoted, prepend=True, append=True))
    for low, high in edges.reshape(-1, 2).tolist():
        if first_word := WORD_WITH_INNER_MARKS.search(text[low:high]):
            yield low + first_word.start(), low + len(text[low:high].rstrip(SPACES_AND_QUOTE_MARKS))


@checked
def voices(tone: pd.DataFrame, narration: pd.DataFrame) -> pd.DataFrame:
    """All quotations as one speaker and the text around them as another, so that `speakers` can compare the two.

    Args:
        tone: The table `tone` of the quotations.
        narration: The table `tone` of `narration`.
    """
    return pd.concat(
        [tone.assign(speaker=QUOTED), narration[list(tone.columns)].assign(speaker=ARTICLE_ITSELF)], ignore_index=True
    )


@checked
def scores(tone: pd.DataFrame, scorers: Mapping[str, Scorer] = SCORERS) -> pd.DataFrame:
    """The quotations of `tone` scored by each scorer, one scorer after the other.

    To add a scorer of your own, give it a name: `scores(tone, SCORERS | {"mine": lexicon({"war": -1})})`.

    Returns:
        A row per scorer and quotation, with columns article_id, quote_id, speaker, text, scorer (its name in
        `scorers`), score (-1 to 1), words (list of (words, value)) and has_evidence (whether `words` has any).

    >>> polarity.scores(result.tone)[["speaker", "scorer", "score"]].head(1).values.tolist()
    [['Benjamin Haddad', 'TextBlob', 0.1]]
    """
    quotations = tone[["article_id", "quote_id", "speaker", "text"]].reset_index(drop=True)
    parts = []
    for name, scorer in scorers.items():
        scored = [scorer(_scored_text(text)) for text in quotations["text"]]
        words = pd.Series([result.words for result in scored], dtype="object")
        has_evidence = pd.Series([bool(result.words) for result in scored], dtype="boolean")
        part = quotations.assign(scorer=name, score=[result.score for result in scored])
        parts.append(part.assign(words=words, has_evidence=has_evidence))
    return pd.concat(parts, ignore_index=True)


@checked
def disagreements(scores: pd.DataFrame, n: int = 5) -> pd.DataFrame:
    """The rows of `scores` for the `n` quotations with the widest range of scores, widest first.

    Only scorers that know a word of the quotation count; at least two of them are needed for a disagreement.
    """
    keys = ["article_id", "quote_id"]
    extremes = scores[scores["has_evidence"]].groupby(keys)["score"].agg(["size", "max", "min"])
    ranges = (extremes["max"] - extremes["min"])[extremes["size"] >= 2].rename("range").reset_index()
    widest = ranges.sort_values(["range", *keys], ascending=[False, True, True]).head(n)
    return widest.drop(columns="range").merge(scores, on=keys, how="left")


@checked
def speakers(tone: pd.DataFrame) -> pd.DataFrame:
    """Summarise the tone of each speaker: the table `speakers`, most words first.

    Quotations without a speaker are left out. Each article is analysed alone, so the spread is pooled over the speakers
    of one article; to pool a collection, give all rows the same `article_id`.

    `low` and `high` are Student's t interval with the deviation pooled within speakers, clipped to -1 and 1. They are
    missing unless some speaker has two quotations that differ. `spread` explains `shrunk_mean`.

    >>> polarity.speakers(result.tone)[["speaker", "n_quotes", "n_words"]].head(1).values.tolist()
    [['Benjamin Haddad', 3, 81]]
    """
    vader_means = tone.groupby(["article_id", "speaker"])["vader"].mean().to_dict()
    rows = _summaries(tone, "polarity")
    return tables.frame(
        "speakers", (row | {"vader_mean": vader_means.get((row["article_id"], row["speaker"]))} for row in rows)
    )


@checked
def by_speaker(scores: pd.DataFrame) -> pd.DataFrame:
    """The table `speakers` for each scorer of `scores`, one after the other, with its name in a column `scorer`."""
    summaries = [
        (name, row) for name, part in scores.groupby("scorer", sort=False) for row in _summaries(part, "score")
    ]
    table = tables.frame("speakers", (row for _, row in summaries)).drop(columns="vader_mean")
    return table.assign(scorer=pd.Series([name for name, _ in summaries], dtype="str"))


def _summaries(table: pd.DataFrame, score: str) -> Iterator[dict[str, Any]]:
    """A row of `speakers` for each article and speaker.

    Args:
        table: Rows of `tone` or `scores`.
        score: The column with the scores.
    """
    articles: dict[str, dict[str, list[_ScoredQuotation]]] = {}
    attributed = table[table["speaker"].notna()]
    columns = ("article_id", "speaker", "text", "has_evidence", score)
    for article, speaker, *quotation in tables.rows_of(attributed, columns):
        quotations = articles.setdefault(str(article), {}).setdefault(str(speaker), [])
        quotations.append(_ScoredQuotation(*quotation))
    for article, speakers_quotations in articles.items():
        samples = {
            name: np.array([quotation.score for quotation in quotations if quotation.has_evidence])
            for name, quotations in speakers_quotations.items()
        }
        pooled = spread(list(samples.values()))
        rows = [
            _counts(name, quotations, samples[name]) | _means(samples[name], pooled)
            for name, quotations in speakers_quotations.items()
        ]
        rows.sort(key=lambda row: (-row["n_words"], row["speaker"]))
        yield from ({"article_id": article} | row for row in rows)


def _counts(speaker: str, quotations: Sequence[_ScoredQuotation], sample: FloatArray) -> dict[str, Any]:
    """A speaker's counts of quotations, words and signs; `sample` has the scores with evidence."""
    return {
        "speaker": speaker,
        "n_quotes": len(quotations),
        "n_words": sum(count_words(quotation.text) for quotation in quotations),
        "n_evidence": len(sample),
        "n_negative": int((sample < 0).sum()),
        "n_neutral": int((sample == 0).sum()),
        "n_positive": int((sample > 0).sum()),
        "note": "too few" if len(sample) < MIN_OBSERVATIONS_FOR_MEAN else None,
    }


@checked
def spread(samples: Sequence[FloatArray]) -> Spread:
    """Estimate the variance of scores within and between speakers; `samples` has the scores of one speaker each.

    One-way random effects with unequal group sizes (statsmodels' `combine_effects`; DerSimonian and Laird 1986,
    Controlled Clinical Trials 7, which for known sizes is the analysis-of-variance estimate), with the variance between
    speakers truncated at 0. In the shared mean each speaker has the weight of their mean's precision; without variance
    between speakers, it is the mean of all scores.

    A speaker's shrunk mean is the best linear unbiased prediction of this model (Robinson 1991, Statistical Science 6):
    it lies between the speaker's mean and the shared one, closer to the speaker's the larger the share of the variance
    between speakers.
    """
    from statsmodels.stats.meta_analysis import combine_effects  # not at the top, like SciPy: each takes half a second

    samples = [sample for sample in samples if len(sample)]
    sizes = np.array([len(sample) for sample in samples], float)
    means = np.array([sample.mean() for sample in samples])
    df, groups = int(sizes.sum()) - len(sizes), len(sizes)
    shared_mean = float(sizes @ means / sizes.sum()) if groups else np.nan
    if df == 0:
        return Spread(np.nan, 0, 0.0, shared_mean)
    within = sum(float(sample.var()) * len(sample) for sample in samples) / df
    if groups == 1:
        return Spread(within, df, 0.0, shared_mean)
    with np.errstate(all="ignore"):  # a variance below 0 gives invalid numbers, which are not used
        effects = combine_effects(means, max(within, NEGLIGIBLE_VARIANCE) / sizes, method_re="dl")
    if effects.tau2 <= NEGLIGIBLE_VARIANCE:
        return Spread(within, df, 0.0, shared_mean)
    return Spread(within, df, float(effects.tau2), float(effects.mean_effect_re))


def _means(sample: FloatArray, pooled: Spread) -> dict[str, float]:
    """A speaker's mean, its interval and the shrunk mean, as far as the scores allow."""
    from scipy import stats

    if not len(sample):
        return {}
    mean, variance = float(sample.mean()), pooled.within / len(sample)
    means = {"mean": mean}
    if pooled.df:
        weight = pooled.between / (pooled.between + variance) if pooled.between else 0.0
        means["shrunk_mean"] = pooled.mean + weight * (mean - pooled.mean)
    if len(sample) >= 2 and pooled.within > NEGLIGIBLE_VARIANCE:
        half_width = float(stats.t.ppf((1 + CONFIDENCE_LEVEL) / 2, pooled.df)) * variance**0.5
        means |= {"low": max(mean - half_width, -1.0), "high": min(mean + half_width, 1.0)}
    return means


@checked
def permutation_p(
    tone: pd.DataFrame, n: int = 9999, seed: int = 0, score: str = "polarity"
) -> tuple[float | None, int]:
    """Test whether speakers differ at all: one p-value over all speakers with two or more quotations with evidence.

    The statistic is the variance between the speakers' means. Quotations are assigned to speakers at random, or in
    every possible way if there are at most `n`. p is never 0 (Phipson and Smyth 2010, Statistical Applications in
    Genetics and Molecular Biology 9).

    Args:
        tone: The table `tone`, or the rows of one scorer in `scores`.
        n: The number of permutations.
        seed: The seed of the random numbers.
        score: The column to test: "polarity" of `tone`, "score" of `scores`.

    Returns:
        p, and the number of permutations; (None, 0) with fewer than two such speakers.

    >>> p, permutations = polarity.permutation_p(result.tone)
    >>> p > 0.05
    True
    """
    from scipy import stats

    scored = tone[tone["speaker"].notna() & tone["has_evidence"].astype(bool)]
    samples = [group.to_numpy(float) for _, group in scored.groupby("speaker")[score] if len(group) >= 2]
    if len(samples) < 2:
        return None, 0
    rng = np.random.default_rng(seed)
    test = stats.permutation_test(samples, _variance_between, n_resamples=n, batch=1000, alternative="greater", rng=rng)
    return float(test.pvalue), len(test.null_distribution)


def _variance_between(*samples: FloatArray, axis: int = -1) -> FloatArray:
    """The variance between the means of samples, up to constants: the sum of all values is fixed under permutation."""
    parts = np.stack([sample.sum(axis=axis) ** 2 / sample.shape[axis] for sample in samples])
    return np.asarray(parts.sum(axis=0))
