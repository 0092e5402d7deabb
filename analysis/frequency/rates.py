"""How often: contacts per pair, rates with exact intervals, and stated totals against the contacts an article reports.

Contacts are modelled as a Poisson process: independent of each other, at a constant rate. Contacts in a crisis, where
one leads to the next, violate that assumption, so the true uncertainty is at least as large as the intervals.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import ArgumentError
from analysis.statistics import CONFIDENCE_LEVEL
from analysis.tables import probable
from analysis.validation import checked

DAYS_PER_WEEK = 7.0
ONE_DAY = pd.Timedelta(days=1).as_unit("s")


class Rate(NamedTuple):
    """Contacts per unit of time, with the ends of the interval."""

    rate: float
    low: float
    high: float


class Comparison(NamedTuple):
    """The ratio of two rates, the ends of its interval, and the p-value of the rates being equal."""

    ratio: float
    low: float
    high: float
    p: float


@checked
def per_pair(contacts: pd.DataFrame, period: str | None = None, include_possible: bool = False) -> pd.DataFrame:
    """Count distinct contacts by pair, mode and status, most first.

    Args:
        contacts: The table `contacts`.
        period: A pandas code (D, W, M, Y) to count by period, too. A contact belongs to the period that contains all
            of its possible days; contacts without such a period are left out.
        include_possible: Whether to count contacts that are only possible, too.

    Returns:
        Columns pair, mode, status, contacts, and period if it is given.

    Raises:
        ArgumentError: pandas has no such period.

    >>> rates.per_pair(result.contacts, include_possible=True).head(1).values.tolist()
    [['Emmanuel Macron – Vladimir Putin', 'phone', 'occurred', 2]]
    """
    keys = ["pair", "mode", "status"]
    contacts = probable(contacts, include_possible)
    table = contacts.assign(pair=_pairs(contacts)).dropna(subset=["pair"])
    if period is not None:
        first, last = (_periods(table[day], period) for day in ("date_start", "date_end"))
        table = table.assign(period=first.astype("str")).loc[first.notna() & (first == last)]
        keys = [*keys, "period"]
    distinct = table.drop_duplicates(["article_id", "contact_id", *keys])
    counts = distinct.groupby(keys, dropna=False).size().reset_index(name="contacts")
    return counts.sort_values(["contacts", *keys], ascending=[False, *(True for _ in keys)], ignore_index=True)


def _periods(days: pd.Series, period: str) -> pd.Series:
    try:
        periods: pd.Series = days.dt.to_period(period)
        return periods
    except ValueError:
        raise ArgumentError(f"there is no period {period[:20]!r}; give D, W, M or Y") from None


@checked
def pair_label(one: str, other: str) -> str:
    """The name of a pair, independent of the order of its two sides: 'Emmanuel Macron – Vladimir Putin'."""
    return " – ".join(sorted((one, other)))


def _pairs(table: pd.DataFrame) -> pd.Series:
    """The pair of each row, by its actor and recipient; missing if either is."""
    sides = zip(table["actor"], table["recipient"], strict=True)
    labels = [
        None if pd.isna(actor) or pd.isna(recipient) else pair_label(actor, recipient) for actor, recipient in sides
    ]
    return pd.Series(labels, index=table.index, dtype="str")


@checked
def rate(count: int, days: float, per: float = DAYS_PER_WEEK, confidence: float = CONFIDENCE_LEVEL) -> Rate:
    """The rate of `count` contacts in `days` days, with the exact Poisson interval (Garwood 1936, Biometrika 28).

    Args:
        count: The number of contacts, at least 0.
        days: The number of days in which they took place, above 0.
        per: The unit of time of the rate, in days.
        confidence: The confidence level of the interval, between 0 and 1.

    Raises:
        ArgumentError: An argument is out of range.

    >>> tuple(round(x, 2) for x in rates.rate(4, days=12))
    (2.33, 0.64, 5.97)
    """
    row = rates(pd.DataFrame({"count": [count], "days": [days]}), per, confidence).iloc[0]
    return Rate(float(row["rate"]), float(row["low"]), float(row["high"]))


@checked
def rates(table: pd.DataFrame, per: float = DAYS_PER_WEEK, confidence: float = CONFIDENCE_LEVEL) -> pd.DataFrame:
    """Add the columns rate, low and high to a table with the columns count and days; `rate` for each row."""
    count, days = table["count"].to_numpy(float), table["days"].to_numpy(float)
    if not ((count >= 0).all() and (days > 0).all()):
        raise ArgumentError("a rate needs counts of 0 or more, and days above 0; leave the others out")
    tail = (1 - _valid_confidence(confidence)) / 2
    low = np.where(count > 0, stats.chi2.ppf(tail, np.maximum(2 * count, 1)) / 2, 0.0)
    high = stats.chi2.isf(tail, 2 * count + 2) / 2
    return table.assign(rate=count / days * per, low=low / days * per, high=high / days * per)


@checked
def compare(
    count_a: int, days_a: float, count_b: int, days_b: float, confidence: float = CONFIDENCE_LEVEL
) -> Comparison:
    """Rate a over rate b, with the exact conditional test (Przyborowski and Wilenski 1940, Biometrika 31).

    Given the sum of both counts, count a is binomial; the ratio's interval is derived from that of the binomial share
    (Clopper and Pearson 1934, Biometrika 26). Without a contact in either period the ratio is NaN and its interval is
    0 to infinity. Raises ArgumentError as `rate` does.

    >>> test = rates.compare(4, 12, 7, 17)
    >>> round(test.ratio, 2), round(test.p, 2)
    (0.81, 1.0)
    """
    if not (min(count_a, count_b) >= 0 and days_a > 0 and days_b > 0):
        raise ArgumentError("a comparison needs counts of 0 or more, and days above 0; leave the others out")
    if count_a + count_b == 0:
        return Comparison(np.nan, 0.0, np.inf, 1.0)
    test = stats.binomtest(count_a, count_a + count_b, days_a / (days_a + days_b))
    share = test.proportion_ci(_valid_confidence(confidence), method="exact")
    ratio, low, high = (_odds(value) * days_b / days_a for value in (test.statistic, share.low, share.high))
    return Comparison(ratio, low, high, float(test.pvalue))


def _valid_confidence(confidence: float) -> float:
    """The confidence level unchanged. Raises ArgumentError unless it is between 0 and 1."""
    if not 0 < confidence < 1:
        raise ArgumentError(f"confidence cannot be {confidence}; give a share between 0 and 1, like 0.95")
    return confidence


def _odds(share: float) -> float:
    return float(share / (1 - share)) if share < 1 else np.inf


@checked
def before_and_since(stated_counts: pd.DataFrame, per: float = DAYS_PER_WEEK) -> pd.DataFrame:
    """Split two stated totals of a pair whose windows end on the same day into the days before and since.

    "Four times since the 24th, 11 times in the last month" is 7 before and 4 since. A window that is stated with two
    different counts is left out, and so is a couple of totals whose part exceeds its whole.

    Args:
        stated_counts: The table of that name.
        per: The unit of time of the rates, in days.

    Returns:
        Two rows (period: before, since) for each such couple of totals of one mode, with columns article_id, pair,
        mode, period, window_start, window_end, days, count, rate, low and high (exact interval).

    >>> table = rates.before_and_since(result.stated_counts)
    >>> table[["period", "days", "count"]].values.tolist()
    [['before', 17, 7], ['since', 12, 4]]
    """
    keys = ["article_id", "pair", "mode", "window_end"]
    totals = _consistent_totals(stated_counts).sort_values([*keys, "window_start"], kind="stable")
    shorter = totals.groupby(keys, sort=False)[["window_start", "count"]].shift(-1)
    both = totals.assign(split=shorter["window_start"], part=shorter["count"]).dropna(subset=["split"])
    both = both[both["part"] <= both["count"]]
    before = both.assign(period="before", window_end=both["split"] - ONE_DAY, count=both["count"] - both["part"])
    since = both.assign(period="since", window_start=both["split"], count=both["part"])
    table = pd.concat([before, since]).sort_values(["article_id", "pair", "mode", "split", "period"], ignore_index=True)
    table["days"] = (table["window_end"] - table["window_start"]).dt.days + 1
    columns = ["article_id", "pair", "mode", "period", "window_start", "window_end", "days", "count"]
    return rates(table[columns], per)


def _consistent_totals(stated_counts: pd.DataFrame) -> pd.DataFrame:
    """Stated totals with a complete window, one row per window; windows with several different counts are left out."""
    table = stated_counts.assign(pair=_pairs(stated_counts)).loc[stated_counts["kind"] == "total"]
    window = ["article_id", "pair", "mode", "window_start", "window_end"]
    table = table.dropna(subset=["pair", "window_start", "window_end", "count"])
    return table.drop_duplicates([*window, "count"]).drop_duplicates(window, keep=False)


@checked
def stated_and_found(stated_counts: pd.DataFrame) -> pd.DataFrame:
    """Compare each total that the article states with the contacts it reports.

    Returns:
        Columns article_id, pair, mode, window_text, window_start, window_end, stated, found (contacts reported), gap
        (stated minus found), start, end and text, in the order of the article.

    >>> rates.stated_and_found(result.stated_counts)[["stated", "found"]].values.tolist()
    [[4, 2], [11, 2]]
    """
    totals = stated_counts[stated_counts["kind"] == "total"].sort_values(["article_id", "start"], kind="stable")
    totals = totals.assign(pair=_pairs(totals), gap=totals["count"] - totals["n_found"])
    totals = totals.rename(columns={"count": "stated", "n_found": "found"})
    window = ["window_text", "window_start", "window_end"]
    columns = ["article_id", "pair", "mode", *window, "stated", "found", "gap", "start", "end", "text"]
    return totals[columns].reset_index(drop=True)
