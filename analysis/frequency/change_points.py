"""What changed, and when: change points in how often pairs are in touch and in how speakers sound.

For each pair or speaker, the best week to split the series is compared with the best week of the same data in random
order. If the split is significant, both sides are searched again (binary segmentation; Scott and Knott 1974, Biometrics
30, Vostrikova 1981), with Holm's correction (1979, Scandinavian Journal of Statistics 6) over all stretches of weeks
that are searched in the same round.

A month of many contacts between two quiet ones has no week that splits the series well. Contacts are therefore also
compared within and outside of every stretch of up to a quarter, which begins and ends with a change (circular binary
segmentation; Olshen and others 2004, Biostatistics 5).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special, stats
from statsmodels.stats.multitest import multipletests

from analysis import tables
from analysis.statistics import NEGLIGIBLE_VARIANCE, TEST_LEVEL, FloatArray, most_first
from analysis.validation import checked

MIN_WEEKS_PER_SIDE = 2  # of a change
MAX_WEEKS_OF_STRETCH = 13  # which has a change on either side
RESAMPLES_PER_BATCH = 200  # bounds the memory that a test needs
Stretch = tuple[str, pd.DataFrame]  # a pair or speaker, and the rows of contiguous weeks


class Cut(NamedTuple):
    """The best place to split a stretch of weeks in two, or the best two places to split it in three.

    Attributes:
        at: The index of the first week after each split.
        levels: The level before the first split, and that after each: contacts a week, or the mean score.
        p: The p-value of there being no change.
        components: The p-values that `p` is the largest of, by column name.
    """

    at: tuple[int, ...]
    levels: tuple[float, ...]
    p: float
    components: Mapping[str, float]


@checked
def in_contacts(weekly: pd.DataFrame, n: int = 9999, seed: int = 0, level: float = TEST_LEVEL) -> pd.DataFrame:
    """Test whether and when pairs began to be in touch more or less often.

    The statistic is the likelihood ratio of two Poisson rates against one, maximized over all weeks (Worsley 1986,
    Biometrika 73) and over all stretches of up to a quarter. A change must be significant against two null hypotheses,
    so p is the larger of two p-values (intersection-union test; Berger 1982, Technometrics 24):

    - p_weeks, from random orders of the weeks: the number of contacts a week did not change;
    - p_stories, from contacts distributed at random over the stories read: only the amount of reading changed.

    Weeks in which nothing was read carry no information and are left out. Since both tests are conditional on the
    pair's total, pairs may be selected by their totals.

    Args:
        weekly: The table that `trends.per_week` returns.
        n: The number of random orders and distributions.
        seed: The seed of the random numbers.
        level: The significance level after Holm's correction.

    Returns:
        A row for each stretch of weeks searched, two where it changed and changed back: pair, first and last (the weeks
        compared), week (the first one after the split), before and since (contacts a week), p_weeks, p_stories, p,
        p_holm and changed.

    >>> days = pd.date_range("2031-01-06", periods=16, freq="7D")
    >>> weekly = pd.DataFrame({"pair": "Ann Lee – Bob Ray", "week": days, "count": [0] * 8 + [3] * 8, "n_stories": 9})
    >>> searched = change_points.in_contacts(weekly)
    >>> searched.loc[searched["changed"], ["before", "since"]].values.tolist()
    [[0.0, 3.0]]
    """
    read = weekly[weekly["n_stories"] > 0]
    stretches = [(str(pair), rows) for pair, rows in read.groupby("pair", sort=False)]
    return _segmented("pair", stretches, lambda rows: _best_count_cut(rows, n, seed), level, ("p_weeks", "p_stories"))


@checked
def in_tone(
    tone: pd.DataFrame,
    scorer: str = "textblob",
    most: int = 6,
    n: int = 9999,
    seed: int = 0,
    level: float = TEST_LEVEL,
) -> pd.DataFrame:
    """Test whether and when speakers began to sound different.

    The statistic is the largest t of two means over all weeks, where a week's mean is weighted by its number of
    stories. Whole weeks are permuted together with their number of stories, so that a dependence between the stories
    of one week (they quote the same speech) is not mistaken for a change.

    Args:
        tone: Rows of `world_tone`.
        scorer: The scorer whose scores are tested, as in the column of that name.
        most: The number of speakers, those with most stories first.
        n: The number of random orders.
        seed: The seed of the random numbers.
        level: The significance level after Holm's correction.

    Returns:
        A row for each stretch of weeks searched: speaker, first and last (its weeks), week (the first one after the
        split), before and since (mean score), p, p_holm and changed.
    """
    table = tone[(tone["scorer"] == scorer) & (tone["n_stories"] > 0)].sort_values("week", kind="stable")
    names = most_first(table.groupby("speaker")["n_stories"].sum()).index[:most]
    stretches = [(str(name), table[table["speaker"] == name]) for name in names]
    return _segmented("speaker", stretches, lambda rows: _best_mean_cut(rows, n, seed), level, ())


def _segmented(
    key: str,
    stretches: Sequence[Stretch],
    best_cut: Callable[[pd.DataFrame], Cut | None],
    level: float,
    components: Sequence[str],
) -> pd.DataFrame:
    """Search stretches of weeks for changes, and both sides of each change again.

    Args:
        key: The column for the name of a stretch: pair or speaker.
        stretches: The whole series of each pair or speaker.
        best_cut: Returns the best cut of a stretch's rows, or None if they cannot be cut.
        level: The significance level after Holm's correction.
        components: The columns for the components of a cut's p-value.

    Returns:
        A row for each stretch searched, also if it did not change.
    """
    rows: list[dict[str, Any]] = []
    while stretches:
        cuts = [(name, weeks, cut) for name, weeks in stretches if (cut := best_cut(weeks)) is not None]
        if not cuts:
            break
        significant, adjusted, *_ = multipletests([cut.p for *_, cut in cuts], level, method="holm")
        stretches = []
        for (name, weeks, cut), changed, p in zip(cuts, significant, adjusted, strict=True):
            days, ends = weeks["week"].tolist(), [0, *cut.at, len(weeks)]
            shown = cut.at if changed else cut.at[:1]
            for start, at, end, before, since in zip(ends, shown, ends[2:], cut.levels, cut.levels[1:], strict=False):
                rows.append(
                    {key: name, "first": days[start], "last": days[end - 1], "week": days[at]}
                    | {"before": before, "since": since}
                    | {**cut.components, "p": cut.p, "p_holm": float(p), "changed": bool(changed)}
                )
            if changed:
                stretches += [(name, weeks.iloc[start:end]) for start, end in pairwise(ends)]
    types = {key: tables.TEXT} | dict.fromkeys(("first", "last", "week"), tables.DAY)
    types |= dict.fromkeys(("before", "since", *components, "p", "p_holm"), tables.NUMBER) | {"changed": tables.FLAG}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _best_count_cut(rows: pd.DataFrame, n: int, seed: int) -> Cut | None:
    """The cut of a pair's weeks with the largest likelihood ratio; None for too few weeks or no contact."""
    counts, stories = (rows[column].to_numpy(float) for column in ("count", "n_stories"))
    if len(counts) < 2 * MIN_WEEKS_PER_SIDE or not counts.sum():
        return None
    even = np.ones_like(counts)
    p_weeks = _p_of_order(len(counts), lambda order: likelihood_ratio(counts[order], even).max(axis=-1), n, seed)
    components = {"p_weeks": p_weeks, "p_stories": _p_of_stories(counts, stories, n, seed)}
    first, end = stretches_within(len(counts))[likelihood_ratio(counts, even).argmax()].tolist()
    at = (first, end) if end < len(counts) else (first,)
    levels = tuple(float(part.mean()) for part in np.split(counts, at))
    return Cut(at, levels, max(components.values()), components)


def _p_of_stories(counts: FloatArray, stories: FloatArray, n: int, seed: int) -> float:
    """The share of random distributions of the contacts over the stories read with at least as large a statistic."""
    share, rng = stories / stories.sum(), np.random.default_rng(seed)

    def distribute(size: Any) -> FloatArray:
        return rng.multinomial(int(counts.sum()), share, size=size[0]).astype(float)

    def statistic(drawn: FloatArray, axis: int = -1) -> FloatArray:
        return np.asarray(likelihood_ratio(drawn, stories).max(axis=-1))

    test = stats.monte_carlo_test(
        counts,
        distribute,
        statistic,
        vectorized=True,
        n_resamples=n,
        batch=RESAMPLES_PER_BATCH,
        alternative="greater",
    )
    return float(test.pvalue)


def _best_mean_cut(rows: pd.DataFrame, n: int, seed: int) -> Cut | None:
    """The cut of a speaker's weeks with the largest t; None for too few weeks or means that do not differ."""
    means, weights = rows["mean"].to_numpy(float), rows["n_stories"].to_numpy(float)
    if len(means) < 2 * MIN_WEEKS_PER_SIDE or means.var() <= NEGLIGIBLE_VARIANCE:
        return None
    p = _p_of_order(len(means), lambda order: between(means[order], weights[order]).max(axis=-1), n, seed)
    at = MIN_WEEKS_PER_SIDE + int(between(means, weights).argmax())
    before, since = (float(np.average(means[side], weights=weights[side])) for side in (np.s_[:at], np.s_[at:]))
    return Cut((at,), (before, since), p, {})


def _p_of_order(length: int, statistic: Callable[[NDArray[np.int64]], FloatArray], n: int, seed: int) -> float:
    """The share of random orders with at least as large a statistic; of all orders if there are at most `n`.

    Args:
        length: The number of weeks.
        statistic: Returns the statistic of each order of the weeks' indices along the last axis.
        n: The number of random orders.
        seed: The seed of the random numbers.
    """

    def of_order(order: FloatArray, axis: int = -1) -> FloatArray:
        return statistic(order.astype(np.int64))

    test = stats.permutation_test(
        (np.arange(length),),
        of_order,
        permutation_type="pairings",
        vectorized=True,
        n_resamples=n,
        batch=RESAMPLES_PER_BATCH,
        alternative="greater",
        rng=np.random.default_rng(seed),
    )
    return float(test.pvalue)


def likelihood_ratio(counts: FloatArray, exposure: FloatArray) -> FloatArray:
    """Twice the log likelihood ratio of two Poisson rates against one, for each of `stretches_within` the last axis.

    NaN if all counts are 0.

    Args:
        counts: Contacts, with the weeks along the last axis.
        exposure: What the rates are relative to, by week: the stories read, or 1.
    """
    first, end = stretches_within(counts.shape[-1]).T
    running, exposed = (np.insert(np.cumsum(values, axis=-1), 0, 0, axis=-1) for values in (counts, exposure))
    total, share = running[..., -1:], (exposed[end] - exposed[first]) / exposed[-1]
    inside = running[..., end] - running[..., first]
    outside = total - inside
    parts = special.xlogy(inside, inside / (total * share)) + special.xlogy(outside, outside / (total * (1 - share)))
    return np.asarray(2 * parts)


@cache
def stretches_within(n: int) -> NDArray[np.int64]:
    """The stretches of weeks that are compared with the others: first those up to the last week, then those within.

    Args:
        n: The number of weeks.

    Returns:
        The first week of each, and the first after it.
    """
    up_to_last = [(first, n) for first in range(MIN_WEEKS_PER_SIDE, n - MIN_WEEKS_PER_SIDE + 1)]
    within = [
        (first, first + length)
        for length in range(MIN_WEEKS_PER_SIDE, MAX_WEEKS_OF_STRETCH + 1)
        for first in range(MIN_WEEKS_PER_SIDE, n - length - MIN_WEEKS_PER_SIDE + 1)
    ]
    return np.array(up_to_last + within)


def between(means: FloatArray, weights: FloatArray) -> FloatArray:
    """The weighted sum of squares between the two sides, for each place to cut the last axis.

    The total sum of squares is the same for every order of the means, so this is monotonic in the squared t of the two
    sides.
    """
    sums, sizes = np.cumsum(weights * means, axis=-1), np.cumsum(weights, axis=-1)
    total, size = sums[..., -1:], sizes[..., -1:]
    sums, sizes = _at_cuts(sums), _at_cuts(sizes)
    return np.asarray(sums**2 / sizes + (total - sums) ** 2 / (size - sizes) - total**2 / size)


def _at_cuts(running: FloatArray) -> FloatArray:
    """Those of running sums that end where a cut leaves enough weeks on both sides."""
    return running[..., MIN_WEEKS_PER_SIDE - 1 : running.shape[-1] - MIN_WEEKS_PER_SIDE]
