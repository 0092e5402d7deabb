"""Whether the column `confidence` keeps its word, and the counts that it is made from.

    python -m analysis.evaluation.calibration LABELLED… [--out analysis/quotes/confidence.csv] [--check LABELLED]…

counts the right extractions in labelled files; `--check` measures the confidence that these counts give on other
files. A labelled file has an article a line (`.jsonl` or `.jsonl.gz`) with `text`, `published` if known, and `quotes`:

- `spans`: the pieces, as [start, end] or as [words, number of the occurrence]; without it `start` and `end`.
- `speaker`: the fullest name in the article, with `also`, other names that are right. Where a file has no such names,
  `speaker_spans` says where the speaker is written: then an extraction is right if its speaker is written there.
- `kind` or `type`: direct, mixed or indirect.
- `ignore`, or `speech` false for indirect words: may be taken for a quotation or not. So may the spans that the
  article lists in `ignore` (offsets) or `open` (words), and pieces of fewer than three words.

A file without names labels speech that is only named, too ("announced a hold on exports"). By the project's guidelines
that is no quotation, so an indirect label without a verb does not count as one.
"""

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from analysis.articles.article import Article
from analysis.errors import AnalysisError
from analysis.evaluation.passages import place, without_optional
from analysis.evaluation.scoring import same_speaker, score_quotes
from analysis.output import whole_file
from analysis.pipeline import Analysis, analyse_many
from analysis.quotes.confidence import COUNTS, KEYS, speaker_kind
from analysis.statistics import CONFIDENCE_LEVEL, Count, Shares, counts_as_csv
from analysis.tables import records
from analysis.validation import checked

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # of the bins of confidence
EXTRACTION_COLUMNS = ("article_id", *KEYS, "confidence", "outcome")
RELIABILITY_COLUMNS = ("low", "high", "confidence", "found", "right", "precision", "precision_low", "precision_high")
LABEL_COLUMNS = ("start", "end", "text", "kind", "speaker", "also", "written")
PIECE = re.compile(r"[^\n]+")  # a piece of a quotation ends with its paragraph
COMPLEMENTISER = re.compile(r"\W*that\b\W*", re.I)  # no part of what is said
WHERE = "the head of analysis/evaluation/calibration.py says what one is"
MIN_WORDS = 3  # of a piece that counts
VERBS = ("VERB", "AUX")


@dataclass(frozen=True)
class Labelled:
    """A labelled article.

    Attributes:
        article: The article.
        quotes: A row per labelled piece: start, end, text, kind, speaker, also (other right names), written (where the
            speaker is written; None where the speaker is a full name).
        optional: Start and end of words that may be taken for a quotation or not.
    """

    article: Article
    quotes: pd.DataFrame
    optional: Sequence[tuple[int, int]]


@checked
def read_labelled(paths: Sequence[str | Path]) -> Iterator[Labelled]:
    """Read the articles of labelled files, one at a time.

    Args:
        paths: The files.

    Raises:
        AnalysisError: A file cannot be read, or a line is not a labelled article. The message names file and line.

    >>> next(calibration.read_labelled(["seeds/passages/quotes.jsonl"])).quotes["kind"].unique().tolist()
    ['direct']
    """
    for path in map(Path, paths):
        try:
            raw = path.read_bytes()
            lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8").splitlines()
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise AnalysisError(f"{path} cannot be read: {error}; name a labelled file, .jsonl or .jsonl.gz") from None
        for n, line in enumerate(lines, start=1):
            try:
                yield _labelled(json.loads(line), f"{path.name}:{n}")
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                reason = f"{type(error).__name__} {error}"
                raise AnalysisError(f"{path}, line {n} is no labelled article: {reason}; {WHERE}") from None


def _labelled(case: Mapping[str, Any], default_id: str) -> Labelled:
    text = case["text"]
    article = Article(text=text, published=case.get("published"), article_id=case.get("id", default_id))
    optional = [_offsets(text, span) for span in (*case.get("ignore", ()), *case.get("open", ()))]
    labels: list[dict[str, Any]] = []
    for quote in case["quotes"]:
        pieces = list(_pieces(text, quote))
        counted = [] if _is_optional(quote) else [piece for piece in pieces if not _is_short(text, *piece)]
        optional += [piece for piece in pieces if piece not in counted]
        labels += [_label(quote, text, *piece) for piece in counted]
    return Labelled(article, pd.DataFrame(labels, columns=list(LABEL_COLUMNS), dtype=object), optional)


def _is_optional(quote: Mapping[str, Any]) -> bool:
    return bool(quote.get("ignore")) or (quote.get("type") == "indirect" and not quote.get("speech", True))


def _is_short(text: str, start: int, end: int) -> bool:
    return len(text[start:end].split()) < MIN_WORDS


def _pieces(text: str, quote: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Start and end of each piece of a labelled quotation, one per paragraph, without a leading "that"."""
    for span in quote.get("spans") or [(quote["start"], quote["end"])]:
        first, last = _offsets(text, span)
        introduction = COMPLEMENTISER.match(text, first, last)
        for piece in PIECE.finditer(text, introduction.end() if introduction else first, last):
            yield piece.span()


def _offsets(text: str, span: Sequence[Any]) -> tuple[int, int]:
    """Start and end of a span, which has these or words and the number of their occurrence."""
    first, second = span
    start, end = place(text, (first, second)) if isinstance(first, str) else (int(first), int(second))
    if not 0 <= start < end <= len(text):
        raise ValueError(f"the text has no characters {start} to {end}")
    return start, end


def _label(quote: Mapping[str, Any], text: str, start: int, end: int) -> dict[str, Any]:
    kind = quote["kind"] if "kind" in quote else quote["type"]
    label = {"start": start, "end": end, "text": text[start:end], "kind": kind, "also": quote.get("also", [])}
    if "speaker" in quote:
        return label | {"speaker": quote["speaker"] or None, "written": None}
    places = [_offsets(text, span) for span in quote["speaker_spans"]]
    return label | {"speaker": quote["speaker_text"] or None, "written": places}


@checked
def extractions(labelled: Iterable[Labelled]) -> pd.DataFrame:
    """Extract the quotations of labelled articles and see which are right.

    Args:
        labelled: The articles, from `read_labelled`.

    Returns:
        A row per extraction, without those that may be a quotation or not. Columns: article_id, rule, speaker_kind,
        confidence, outcome (right, wrong speaker or false alarm, as in `scoring.score_quotes`).
    """
    cases = list(labelled)
    results = analyse_many((case.article for case in cases), tables=("quotes",))
    rows = [row for case, result in zip(cases, results, strict=True) for row in _finds_of(case, result)]
    return pd.DataFrame(rows, columns=list(EXTRACTION_COLUMNS))


def _finds_of(case: Labelled, result: Analysis) -> Iterator[tuple[Any, ...]]:
    labels = _without_named_speech(case.quotes, result)
    by_place = {(row.start, row.end): row for row in records(labels)}
    scored = score_quotes(result.quotes, labels, case.article.text)
    found = {(row.start, row.end): row for row in records(result.quotes)}
    optional = [*case.optional, *(span for span in found if _is_short(case.article.text, *span))]
    scored = without_optional(scored[scored["outcome"] != "missed"], optional)
    for row in records(scored):
        extraction, label = found[row.found_start, row.found_end], by_place.get((row.labelled_start, row.labelled_end))
        is_right = label is not None and _has_speaker(extraction, label)
        outcome = "right" if is_right else row.outcome
        yield (
            extraction.article_id,
            extraction.rule,
            speaker_kind(extraction.speaker, extraction.speaker_text),
            extraction.confidence,
            outcome,
        )


def _without_named_speech(labels: pd.DataFrame, result: Analysis) -> pd.DataFrame:
    """The labels, except indirect ones without a verb in files that have no full names."""
    verbs = result.tokens.loc[result.tokens["pos"].isin(VERBS), "start"]
    only_named = [
        n
        for n, row in enumerate(records(labels))
        if row.written is not None and row.kind == "indirect" and not verbs.between(row.start, row.end - 1).any()
    ]
    return labels.drop(index=only_named)


def _has_speaker(extraction: Any, label: Any) -> bool:
    """Whether an extraction has the labelled speaker: by name, or by place if that alone is labelled."""
    if label.written is None:
        return any(same_speaker(extraction.speaker, name) for name in (label.speaker, *label.also))
    if not label.written:
        return True  # nobody is labelled, so whoever is found is not wrong
    start, end = extraction.speaker_start, extraction.speaker_end
    return pd.notna(extraction.speaker) and any(first < end and start < last for first, last in label.written)


@checked
def counts(extractions: pd.DataFrame) -> dict[tuple[str, str], Count]:
    """Extractions and right ones by rule and kind of speaker: what `analysis/quotes/confidence.csv` has.

    Args:
        extractions: The result of `extractions`.
    """
    groups = extractions.assign(right=extractions["outcome"] == "right").groupby(list(KEYS))["right"]
    return {key: (int(n), int(right)) for key, n, right in groups.agg(["size", "sum"]).itertuples()}


@checked
def reliability(extractions: pd.DataFrame) -> pd.DataFrame:
    """How often extractions of about the same confidence were right.

    Args:
        extractions: The result of `extractions`.

    Returns:
        A row per bin that has extractions. Columns: low, high (its edges), confidence (mean), found, right, precision,
        precision_low, precision_high (Wilson's 95% interval). What is found in one article is often right or wrong
        together, so the interval is that of fewer, independent extractions: their number divided by the design effect
        (Rao and Scott 1992, "A simple method for the analysis of clustered binary data", Biometrics 48(2), 577–585).
    """
    lows = pd.cut(extractions["confidence"], list(EDGES), right=False, labels=list(EDGES[:-1])).astype(float)
    rows = []
    for low, high in pairwise(EDGES):
        inside = extractions[lows == low]
        found, right = len(inside), int((inside["outcome"] == "right").sum())
        row = {"low": low, "high": high, "confidence": inside["confidence"].mean(), "found": found, "right": right}
        rows += [row | _interval(inside)] if found else []
    return pd.DataFrame(rows, columns=list(RELIABILITY_COLUMNS))


def _interval(extractions: pd.DataFrame) -> dict[str, float]:
    """The share of right extractions with its interval, as `reliability` describes it."""
    right = extractions["outcome"] == "right"
    share, weight = right.mean(), 1 / _design_effect(right, extractions["article_id"])
    low, high = proportion_confint(weight * right.sum(), weight * len(right), 1 - CONFIDENCE_LEVEL, method="wilson")
    return {"precision": share, "precision_low": min(low, share), "precision_high": max(high, share)}


def _design_effect(right: "pd.Series[bool]", articles: pd.Series) -> float:
    """How many times larger the variance of the share is than that of independent extractions; at least 1."""
    share, n = right.mean(), articles.nunique()
    if n == 1 or share in (0, 1):
        return 1.0
    by_article = (right - share).groupby(articles).sum()
    clustered = n / (n - 1) * (by_article**2).sum() / len(right) ** 2
    return max(1.0, float(clustered / (share * (1 - share) / len(right))))


@checked
def calibration_errors(extractions: pd.DataFrame) -> tuple[float, float]:
    """The Brier score and the expected calibration error; 0 is best for both.

    The first is the mean squared difference between confidence and outcome (Brier 1950, Monthly Weather Review 78(1)),
    the second the mean difference between confidence and share of right over the bins of `reliability`, weighted by
    their extractions (Naeini, Cooper and Hauskrecht 2015, AAAI).

    Args:
        extractions: The result of `extractions`; at least one row.
    """
    bins = reliability(extractions)
    brier = ((extractions["confidence"] - (extractions["outcome"] == "right")) ** 2).mean()
    expected = ((bins["confidence"] - bins["precision"]).abs() * bins["found"]).sum() / bins["found"].sum()
    return float(brier), float(expected)


@click.command()
@click.argument("paths", metavar="LABELLED...", nargs=-1, required=True)
@click.option("--out", default=str(COUNTS), show_default=True, help="The table of counts to write.")
@click.option("--check", multiple=True, help="A labelled file to measure the confidence on; may be repeated.")
def main(paths: Sequence[str], out: str, check: Sequence[str]) -> None:
    """Count how often each rule of quotations is right in LABELLED files."""
    try:
        counted = counts(extractions(read_labelled(paths)))
        if not counted:
            raise AnalysisError(f"no quotation was found in {', '.join(paths)}; name files with more articles")
        with whole_file(Path(out)) as unfinished:
            unfinished.write_text(counts_as_csv(counted, KEYS), encoding="utf-8", newline="\n")
        click.echo(f"wrote {out}: {sum(n for n, _ in counted.values())} extractions")
        for path in check:
            click.echo(f"\n{path}: {_measured(extractions(read_labelled([path])), Shares(counted))}")
    except AnalysisError as error:
        raise click.ClickException(str(error)) from None


def _measured(found: pd.DataFrame, shares: Shares) -> str:
    """What is measured of the confidence that these shares give, in words and as a table."""
    if found.empty:
        return "nothing was found"
    keys = found[list(KEYS)].itertuples(index=False)
    found = found.assign(confidence=[shares.of(rule, kind) for rule, kind in keys])
    brier, expected = calibration_errors(found)
    title = f"{len(found)} extractions, Brier score {brier:.3f}, expected calibration error {expected:.3f}"
    return f"{title}\n{reliability(found).round(3).to_string(index=False)}"


if __name__ == "__main__":
    main()
