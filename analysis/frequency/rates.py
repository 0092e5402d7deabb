"""How often: contacts per pair, rates with exact intervals, and what an article states against what it tells.

Contacts are counted as if they came independently of each other at a steady rate (Poisson), which contacts in a crisis,
one leading to the next, do not quite do: read the intervals as the least uncertainty there is.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import ArgumentError
from analysis.validation import checked

WEEK = 7.0
CONFIDENCE = 0.95
ONE_DAY = pd.Timedelta(days=1).as_unit("s")


class Rate(NamedTuple):
    """Contacts per unit of time, with the ends of the interval."""

    rate: float
    low: float
    high: float


class Comparison(NamedTuple):
    """One rate divided by another, the ends of the ratio's interval, and the p of their being equal."""

    ratio: float
    low: float
    high: float
    p: float


@checked
def per_pair(contacts: pd.DataFrame, period: str | None = None) -> pd.DataFrame:
    """Distinct contacts by pair, mode and status, most first: columns pair, mode, status, contacts.

    With `period` (a pandas code: D, W, M, Y) also by `period`, the one that holds all days a contact can have been on;
    contacts without such a period are left out.

    >>> rates.per_pair(result.contacts).head(1).values.tolist()
    [['Emmanuel Macron – Vladimir Putin', 'phone', 'occurred', 2]]
    """
    keys = ["pair", "mode", "status"]
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
    """The name of a pair, the same whoever comes first: 'Emmanuel Macron – Vladimir Putin'."""
    return " – ".join(sorted((one, other)))


def _pairs(table: pd.DataFrame) -> pd.Series:
    sides = zip(table["actor"], table["recipient"], strict=True)
    labels = [None if pd.isna(a) or pd.isna(b) else pair_label(a, b) for a, b in sides]
    return pd.Series(labels, index=table.index, dtype="str")


@checked
def rate(count: int, days: float, per: float = WEEK, confidence: float = CONFIDENCE) -> Rate:
    """Contacts per `per` days, with the exact Poisson interval (Garwood 1936, Biometrika 28).

    Raises ArgumentError for a count below 0, days not above 0 or a confidence not between 0 and 1.

    >>> tuple(round(x, 2) for x in rates.rate(4, days=12))
    (2.33, 0.64, 5.97)
    """
    row = rates(pd.DataFrame({"count": [count], "days": [days]}), per, confidence).iloc[0]
    return Rate(float(row["rate"]), float(row["low"]), float(row["high"]))


@checked
def rates(table: pd.DataFrame, per: float = WEEK, confidence: float = CONFIDENCE) -> pd.DataFrame:
    """The table with the columns rate, low and high beside its columns count and days, as `rate` has them."""
    count, days = table["count"].to_numpy(float), table["days"].to_numpy(float)
    if not ((count >= 0).all() and (days > 0).all()):
        raise ArgumentError("a rate needs counts of 0 or more, and days above 0; leave the others out")
    tail = (1 - _share(confidence)) / 2
    low = np.where(count > 0, stats.chi2.ppf(tail, np.maximum(2 * count, 1)) / 2, 0.0)
    high = stats.chi2.isf(tail, 2 * count + 2) / 2
    return table.assign(rate=count / days * per, low=low / days * per, high=high / days * per)


@checked
def compare(count_a: int, days_a: float, count_b: int, days_b: float, confidence: float = CONFIDENCE) -> Comparison:
    """Rate a over rate b, with the exact conditional test (Przyborowski and Wilenski 1940, Biometrika 31).

    Given the sum of both counts, count a is binomial; the ratio's interval is that of its share (Clopper and Pearson
    1934, Biometrika 26). Without a contact in either period the ratio is not a number and nothing is ruled out.
    Raises ArgumentError as `rate` does.

    >>> test = rates.compare(4, 12, 7, 17)
    >>> round(test.ratio, 2), round(test.p, 2)
    (0.81, 1.0)
    """
    if not (min(count_a, count_b) >= 0 and days_a > 0 and days_b > 0):
        raise ArgumentError("a comparison needs counts of 0 or more, and days above 0; leave the others out")
    if count_a + count_b == 0:
        return Comparison(np.nan, 0.0, np.inf, 1.0)
    test = stats.binomtest(count_a, count_a + count_b, days_a / (days_a + days_b))
    share = test.proportion_ci(_share(confidence), method="exact")
    ratio, low, high = (_odds(s) * days_b / days_a for s in (test.statistic, share.low, share.high))
    return Comparison(ratio, low, high, float(test.pvalue))


def _share(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ArgumentError(f"confidence cannot be {confidence}; give a share between 0 and 1, like 0.95")
    return confidence


def _odds(share: float) -> float:
    return float(share / (1 - share)) if share < 1 else np.inf


@checked
def before_and_since(stated_counts: pd.DataFrame, per: float = WEEK) -> pd.DataFrame:
    """Two stated totals of a pair whose windows end on the same day, told apart into the days before and since.

    "Four times since the 24th, 11 times in the last month" is 7 before and 4 since. Two rows (period: before, since)
    for each such couple of totals of one mode, with window, days, count and the rate's exact interval. A window that
    is stated with two different counts, and a part that exceeds its whole, decide nothing and are left out.

    >>> table = rates.before_and_since(result.stated_counts)
    >>> table[["period", "days", "count"]].values.tolist()
    [['before', 17, 7], ['since', 12, 4]]
    """
    keys = ["article_id", "pair", "mode", "window_end"]
    totals = _totals(stated_counts).sort_values([*keys, "window_start"], kind="stable")
    shorter = totals.groupby(keys, sort=False)[["window_start", "count"]].shift(-1)
    both = totals.assign(split=shorter["window_start"], part=shorter["count"]).dropna(subset=["split"])
    both = both[both["part"] <= both["count"]]
    before = both.assign(period="before", window_end=both["split"] - ONE_DAY, count=both["count"] - both["part"])
    since = both.assign(period="since", window_start=both["split"], count=both["part"])
    table = pd.concat([before, since]).sort_values(["article_id", "pair", "mode", "split", "period"], ignore_index=True)
    table["days"] = (table["window_end"] - table["window_start"]).dt.days + 1
    columns = ["article_id", "pair", "mode", "period", "window_start", "window_end", "days", "count"]
    return rates(table[columns], per)


def _totals(stated_counts: pd.DataFrame) -> pd.DataFrame:
    """Stated totals with a complete window, each window once; not those stated with different counts."""
    table = stated_counts.assign(pair=_pairs(stated_counts)).loc[stated_counts["kind"] == "total"]
    window = ["article_id", "pair", "mode", "window_start", "window_end"]
    table = table.dropna(subset=["pair", "window_start", "window_end", "count"])
    return table.drop_duplicates([*window, "count"]).drop_duplicates(window, keep=False)


@checked
def stated_and_found(stated_counts: pd.DataFrame) -> pd.DataFrame:
    """Each total the article states beside the contacts it tells itself: stated, found, and the gap between them.

    >>> rates.stated_and_found(result.stated_counts)[["stated", "found"]].values.tolist()
    [[4, 2], [11, 2]]
    """
    totals = stated_counts[stated_counts["kind"] == "total"].sort_values(["article_id", "start"], kind="stable")
    totals = totals.rename(columns={"count": "stated", "n_found": "found"})
    totals = totals.assign(pair=_pairs(totals), gap=totals["stated"] - totals["found"])
    window = ["window_text", "window_start", "window_end"]
    columns = ["article_id", "pair", "mode", *window, "stated", "found", "gap", "start", "end", "text"]
    return totals[columns].reset_index(drop=True)
