"""Compute the counts behind the column `confidence`, and check its calibration.

    python -m analysis.evaluation.calibration LABELLED… [--table quotes|contacts] [--out FILE] [--check LABELLED]…

counts the right extractions of a table in labelled files, and writes the file of counts in the package. `--check`
measures the confidence that these counts give on other files. `analysis/evaluation/labelled_articles.py` describes
labelled files, and borderline cases, which count as neither right nor wrong.

A file without names of speakers labels speech that is only named, too ("announced a hold on exports"). By the project's
guidelines that is not a quotation, so an indirect label without a verb does not count as one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from analysis.errors import AnalysisError, ArgumentError
from analysis.evaluation.labelled_articles import Labelled, is_short, read_labelled
from analysis.evaluation.passages import without_optional
from analysis.evaluation.scoring import contact_outcomes, same_speaker, score_quotes
from analysis.output import whole_file
from analysis.people.names import STATE
from analysis.pipeline import Analysis, analyse_many
from analysis.statistics import (
    BASES,
    CONFIDENCE_LEVEL,
    POSSIBLE_BELOW,
    Count,
    Key,
    Shares,
    counts_as_csv,
    has_date,
    party_kinds,
    speaker_kind,
)
from analysis.tables import records
from analysis.validation import checked

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # of the bins of confidence
RELIABILITY_COLUMNS = ("low", "high", "confidence", "found", "right", "precision", "precision_low", "precision_high")
LEASTS = (0.0, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)  # confidences, to choose a threshold from
TRADE_OFF_COLUMNS = ("least", "found", "right", "precision", "kept")
VERBS = ("VERB", "AUX")
FOLDS = 10  # of the articles that are counted, to measure each with the counts of the others


@checked
def extractions(labelled: Iterable[Labelled], table: str = "quotes") -> pd.DataFrame:
    """Extract the quotations or contacts of labelled articles and see which are right.

    Args:
        labelled: The articles, from `read_labelled`.
        table: quotes or contacts.

    Returns:
        A row per piece of a quotation or pair of a contact, without borderline cases. Columns:
        article_id, the keys of `statistics.BASES`, confidence, outcome (right, wrong speaker or false alarm).

    Raises:
        AnalysisError: There is no such table, or an article has no labels for it.
    """
    if table not in FINDS:
        raise ArgumentError(f"{table!r} has no confidence; give one of {list(FINDS)}")
    cases = list(labelled)
    if bare := [case.article.article_id for case in cases if table not in case.tables]:
        raise AnalysisError(f"{bare[0]} has no labels of {table}; leave it out, or name another table")
    results = analyse_many((case.article for case in cases), tables=(table,))
    rows = [row for case, result in zip(cases, results, strict=True) for row in FINDS[table](case, result)]
    return pd.DataFrame(rows, columns=["article_id", *BASES[table].keys, "confidence", "outcome"])


def _found_quotes(case: Labelled, result: Analysis) -> Iterator[tuple[Any, ...]]:
    labels = _without_named_speech(case.quotes, result)
    by_place = {(row.start, row.end): row for row in records(labels)}
    scored = score_quotes(result.quotes, labels, case.article.text)
    found = {(row.start, row.end): row for row in records(result.quotes)}
    optional = [*case.optional, *(span for span in found if is_short(case.article.text, *span))]
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
        return True  # nobody is labelled, so no speaker is wrong
    start, end = extraction.speaker_start, extraction.speaker_end
    return pd.notna(extraction.speaker) and any(first < end and start < last for first, last in label.written)


def _found_contacts(case: Labelled, result: Analysis) -> Iterator[tuple[Any, ...]]:
    kinds = dict(zip(result.people["person"], result.people["kind"], strict=True))
    outcomes = contact_outcomes(result.contacts, case.contacts, case.optional_contacts)
    for row, outcome in zip(records(result.contacts), outcomes, strict=True):
        if outcome is not None:
            parties = party_kinds(kinds.get(name, STATE) for name in (row.actor, row.recipient))
            keys = (row.named, has_date(row.date_source), row.frame, parties, row.status)
            yield row.article_id, *keys, row.confidence, outcome


FINDS: Mapping[str, Callable[[Labelled, Analysis], Iterator[tuple[Any, ...]]]] = {
    "quotes": _found_quotes,
    "contacts": _found_contacts,
}


@checked
def counts(extractions: pd.DataFrame) -> dict[Key, Count]:
    """Extractions and right ones by their keys, as a file of counts in the package has them.

    Args:
        extractions: The result of `extractions`.
    """
    keys = [column for column in extractions.columns if column not in ("article_id", "confidence", "outcome")]
    groups = extractions.assign(right=extractions["outcome"] == "right").groupby(keys)["right"]
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


@checked
def trade_off(extractions: pd.DataFrame) -> pd.DataFrame:
    """The gains and costs of leaving out unsure extractions.

    Args:
        extractions: The result of `extractions`.

    Returns:
        A row for each of LEASTS at which extractions are left. Columns: least, found and right (of those at least so
        sure), precision, kept (the share of all right ones that are among these).

    >>> found = pd.DataFrame({"confidence": [0.9, 0.5], "outcome": ["right", "false alarm"]})
    >>> trade_off(found).iloc[[0, -1]].values.tolist()
    [[0.0, 2.0, 1.0, 0.5, 1.0], [0.9, 1.0, 1.0, 1.0, 1.0]]
    """
    is_right, rows = extractions["outcome"] == "right", []
    for least in LEASTS:
        right = is_right[extractions["confidence"] >= least]
        row = {"least": least, "found": len(right), "right": int(right.sum()), "precision": right.mean()}
        rows += [row | {"kept": right.sum() / max(1, is_right.sum())}] if len(right) else []
    return pd.DataFrame(rows, columns=list(TRADE_OFF_COLUMNS))


@click.command()
@click.argument("paths", metavar="LABELLED...", nargs=-1, required=True)
@click.option("--table", type=click.Choice(list(FINDS)), default="quotes", show_default=True, help="What to count.")
@click.option("--out", help="The table of counts to write.  [default: that of the package]")
@click.option("--check", multiple=True, help="A labelled file to measure the confidence on; may be repeated.")
def main(paths: Sequence[str], table: str, out: str | None, check: Sequence[str]) -> None:
    """Count how often extractions of each kind are right in LABELLED files."""
    out = out or str(BASES[table].path)
    try:
        found = extractions(read_labelled(paths), table)
        counted = counts(found)
        if not counted:
            raise AnalysisError(f"no {table} were found in {', '.join(paths)}; name files with more articles")
        with whole_file(Path(out)) as unfinished:
            unfinished.write_text(counts_as_csv(counted, BASES[table].keys), encoding="utf-8", newline="\n")
        click.echo(f"wrote {out}: {sum(n for n, _ in counted.values())} extractions")
        click.echo(f"\nthe same, each with the counts of other articles: {_measured(_left_out(found, table), table)}")
        for path in check:
            others = _with_shares(extractions(read_labelled([path]), table), table, Shares(counted))
            click.echo(f"\n{path}: {_measured(others, table)}")
    except AnalysisError as error:
        raise click.ClickException(str(error)) from None


def _with_shares(found: pd.DataFrame, table: str, shares: Shares) -> pd.DataFrame:
    """The extractions with the confidence that these shares give."""
    keys = found[list(BASES[table].keys)].itertuples(index=False)
    return found.assign(confidence=[shares.of(*key) for key in keys])


def _left_out(found: pd.DataFrame, table: str) -> pd.DataFrame:
    """The extractions with the confidence that the other articles give, a tenth of all left out at a time."""
    folds = pd.Series(pd.factorize(found["article_id"])[0] % FOLDS, index=found.index)
    parts = [
        _with_shares(found[folds == n], table, Shares(counts(found[folds != n])))
        for n in sorted(folds.unique())
        if (folds != n).any()
    ]
    return pd.concat([found.head(0), *parts])


def _measured(found: pd.DataFrame, table: str) -> str:
    """Measures of the confidence of extractions, in words and as tables."""
    if found.empty:
        return "nothing was found"
    brier, expected = calibration_errors(found)
    title = f"{len(found)} extractions, Brier score {brier:.3f}, expected calibration error {expected:.3f}"
    parts = [title, reliability(found).round(3).to_string(index=False)]
    if table == "contacts":
        sure = found[found["confidence"] >= POSSIBLE_BELOW]
        parts.append(f"not only possible: {(sure['outcome'] == 'right').sum()} of {len(sure)} right")
        parts.append(trade_off(found).round(3).to_string(index=False))
    return "\n".join(parts)


if __name__ == "__main__":
    main()
