"""What changed, and when: change points in how often pairs are in touch and in how speakers sound.

For each pair or speaker the best place to cut the weeks in two is looked for, and tested against what chance makes of
the best place: by putting the weeks in random order. Where the cut holds, both sides are looked at again (binary
segmentation; Scott and Knott 1974, Biometrics 30, Vostrikova 1981), with Holm's correction (1979, Scandinavian Journal
of Statistics 6) over all stretches that are looked at in the same round.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special, stats
from statsmodels.stats.multitest import multipletests

from analysis import tables
from analysis.sentiment.polarity import NO_VARIANCE
from analysis.validation import checked

CHANCE = 0.05
SHORTEST = 2  # weeks on either side of a change
BATCH = 500  # random orders at a time, so that memory stays small
Values = NDArray[np.float64]


class Cut(NamedTuple):
    """Before which week a stretch is cut, how it is before and since, and the p of there being no change."""

    at: int
    before: float
    since: float
    p: float
    others: Mapping[str, float]


@checked
def in_contacts(weekly: pd.DataFrame, n: int = 9999, seed: int = 0, level: float = CHANCE) -> pd.DataFrame:
    """Whether and when pairs came to be in touch more or less often; `weekly` as `trends.per_week` gives it.

    A row for each stretch of weeks that was looked at: pair, first and last (its weeks), week (from which on it may be
    different), before and since (contacts a week), p_weeks, p_stories, p, p_holm and changed. The statistic is the
    likelihood ratio of two Poisson rates against one, the largest over all weeks (Worsley 1986, Biometrika 73).

    Two things are asked, and a change must hold against both (so p is the larger one; Berger 1982, Technometrics 24):
    p_weeks, from random orders of the weeks, that contacts a week changed; p_stories, from contacts spread at random
    over the stories read, that it is no mere change in how much was read. Weeks in which nothing was read tell nothing
    and are left out. Since both are conditional on the pair's total, pairs may be chosen by their totals.

    >>> days = pd.date_range("2031-01-06", periods=16, freq="7D")
    >>> weekly = pd.DataFrame({"pair": "Ann Lee – Bob Ray", "week": days, "count": [0] * 8 + [3] * 8, "n_stories": 9})
    >>> found = change_points.in_contacts(weekly)
    >>> found.loc[found["changed"], ["before", "since"]].values.tolist()
    [[0.0, 3.0]]
    """
    read = weekly[weekly["n_stories"] > 0]
    parts = [(str(pair), rows) for pair, rows in read.groupby("pair", sort=False)]
    return _segmented("pair", parts, lambda rows: _cut_counts(rows, n, seed), level, ("p_weeks", "p_stories"))


@checked
def in_tone(
    tone: pd.DataFrame,
    scorer: str = "textblob",
    most: int = 6,
    n: int = 9999,
    seed: int = 0,
    level: float = CHANCE,
) -> pd.DataFrame:
    """Whether and when the `most` speakers with most stories came to sound different; `tone` has rows of `world_tone`.

    A row for each stretch of weeks that was looked at: speaker, first, last, week, before and since (mean score), p,
    p_holm and changed. The statistic is the largest t of two means over all weeks, a week's mean weighing as much as it
    has stories. Weeks change places, and take their number of stories with them, so that what the stories of one week
    share (they quote the same speech) is not taken for a change.
    """
    table = tone[(tone["scorer"] == scorer) & (tone["n_stories"] > 0)].sort_values("week", kind="stable")
    total = table.groupby("speaker")["n_stories"].sum().to_dict()
    names = sorted(total, key=lambda name: (-total[name], name))[:most]
    parts = [(str(name), table[table["speaker"] == name]) for name in names]
    return _segmented("speaker", parts, lambda rows: _cut_means(rows, n, seed), level, ())


def _segmented(
    key: str,
    parts: Sequence[tuple[str, pd.DataFrame]],
    cut: Callable[[pd.DataFrame], Cut | None],
    level: float,
    others: Sequence[str],
) -> pd.DataFrame:
    """A row for each stretch looked at; a stretch whose cut holds is looked at again on either side of it."""
    found: list[dict[str, Any]] = []
    while parts:
        cuts = [(name, rows, best) for name, rows in parts if (best := cut(rows)) is not None]
        if not cuts:
            break
        holds, adjusted, *_ = multipletests([best.p for *_, best in cuts], level, method="holm")
        parts = []
        for (name, rows, best), held, p in zip(cuts, holds, adjusted, strict=True):
            week = rows["week"].tolist()
            found.append(
                {key: name, "first": week[0], "last": week[-1], "week": week[best.at]}
                | {"before": best.before, "since": best.since}
                | {**best.others, "p": best.p, "p_holm": float(p), "changed": bool(held)}
            )
            parts += [(name, rows.iloc[: best.at]), (name, rows.iloc[best.at :])] if held else []
    kinds = {key: tables.TEXT} | dict.fromkeys(("first", "last", "week"), tables.DAY)
    kinds |= dict.fromkeys(("before", "since", *others, "p", "p_holm"), tables.NUMBER) | {"changed": tables.FLAG}
    return pd.DataFrame(found, columns=list(kinds)).astype(kinds)


def _cut_counts(rows: pd.DataFrame, n: int, seed: int) -> Cut | None:
    counts, stories = (rows[column].to_numpy(float) for column in ("count", "n_stories"))
    if len(counts) < 2 * SHORTEST or not counts.sum():
        return None
    share, rng = stories / stories.sum(), np.random.default_rng(seed)

    def spread(size: Any) -> Values:
        return rng.multinomial(int(counts.sum()), share, size=size[0]).astype(float)

    def by_stories(drawn: Values, axis: int = -1) -> Values:
        return np.asarray(likelihood_ratio(drawn, stories).max(axis=-1))

    even = np.ones_like(counts)
    p_weeks = _p_of_order(len(counts), lambda order: likelihood_ratio(counts[order], even).max(axis=-1), n, seed)
    test = stats.monte_carlo_test(
        counts, spread, by_stories, vectorized=True, n_resamples=n, batch=BATCH, alternative="greater"
    )
    at = SHORTEST + int(likelihood_ratio(counts, even).argmax())
    both = {"p_weeks": p_weeks, "p_stories": float(test.pvalue)}
    return Cut(at, float(counts[:at].mean()), float(counts[at:].mean()), max(both.values()), both)


def _cut_means(rows: pd.DataFrame, n: int, seed: int) -> Cut | None:
    means, weights = rows["mean"].to_numpy(float), rows["n_stories"].to_numpy(float)
    if len(means) < 2 * SHORTEST or means.var() <= NO_VARIANCE:
        return None
    p = _p_of_order(len(means), lambda order: between(means[order], weights[order]).max(axis=-1), n, seed)
    at = SHORTEST + int(between(means, weights).argmax())
    before, since = (float(np.average(means[part], weights=weights[part])) for part in (np.s_[:at], np.s_[at:]))
    return Cut(at, before, since, p, {})


def _p_of_order(length: int, statistic: Callable[[NDArray[np.int64]], Values], n: int, seed: int) -> float:
    """How often a random order gives as large a statistic; all orders where there are no more than `n`."""

    def of_order(order: Values, axis: int = -1) -> Values:
        return statistic(order.astype(np.int64))

    test = stats.permutation_test(
        (np.arange(length),),
        of_order,
        permutation_type="pairings",
        vectorized=True,
        n_resamples=n,
        batch=BATCH,
        alternative="greater",
        rng=np.random.default_rng(seed),
    )
    return float(test.pvalue)


def likelihood_ratio(counts: Values, exposure: Values) -> Values:
    """Twice the log likelihood ratio of two Poisson rates against one, for each place to cut the last axis.

    Zeros alone have none.
    """
    before = np.cumsum(counts, axis=-1)
    total = before[..., -1:]
    before, share = _cuts(before), _cuts(np.cumsum(exposure)) / exposure.sum()
    since = total - before
    parts = special.xlogy(before, before / (total * share)) + special.xlogy(since, since / (total * (1 - share)))
    return np.asarray(2 * parts)


def between(means: Values, weights: Values) -> Values:
    """The sum of squares between the two sides, for each place to cut the last axis.

    Of the same means in any order it grows and falls with the t of the two sides, since the sum of all squares stays.
    """
    sums, n = np.cumsum(weights * means, axis=-1), np.cumsum(weights, axis=-1)
    total, all_n = sums[..., -1:], n[..., -1:]
    sums, n = _cuts(sums), _cuts(n)
    return np.asarray(sums**2 / n + (total - sums) ** 2 / (all_n - n) - total**2 / all_n)


def _cuts(running: Values) -> Values:
    """Of running sums those up to a place that leaves enough weeks on both sides."""
    return running[..., SHORTEST - 1 : running.shape[-1] - SHORTEST]
