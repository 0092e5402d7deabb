"""Changes are detected at the right week, and chance is seldom mistaken for a change."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from weekly import aggregated, pairs, read, week

from analysis import tables
from analysis.frequency import change_points, trends


def searched(counts: Sequence[int], stories: Sequence[int], **options: Any) -> pd.DataFrame:
    return change_points.in_contacts(trends.per_week(pairs({("Al", "Bo"): counts}), read(stories)), **options)


def test_a_change_is_detected_at_its_week() -> None:
    table = searched([0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 4, 3, 5, 2, 4, 3, 5, 3, 4, 4], [9] * 20, n=999)
    first = table.iloc[0]
    assert first["changed"] and first["week"] == week(10)
    assert [first["before"], first["since"]] == pytest.approx([0.3, 3.7])
    assert first["p"] == max(first["p_weeks"], first["p_stories"]) <= 0.002
    assert table["changed"].tolist() == [True, False, False], "both sides are searched again and do not change"


def test_two_changes_are_detected() -> None:
    table = searched([0] * 12 + [4, 5, 3, 4, 5, 4, 4, 3] + [0] * 12, [5] * 32, n=999)
    assert sorted(table[table["changed"]]["week"]) == [week(12), week(20)]


@pytest.mark.parametrize(("first", "length"), [(10, 4), (14, 3), (20, 4), (5, 8)])
def test_a_month_of_many_contacts_is_two_changes(first: int, length: int) -> None:
    counts = [2, 1, 4, 1, 2, 3, 1, 2, 4, 1, 3, 2, 1, 3, 2, 2, 4, 1, 2, 1, 3, 2, 2, 1, 3, 1, 2, 2, 1, 3, 2, 1]
    counts[first : first + length] = [7, 9, 8, 7, 9, 7, 8, 8][:length]
    table = searched(counts, [20] * len(counts), n=999)
    assert sorted(table[table["changed"]]["week"]) == [week(first), week(first + length)]
    rise, fall = table.iloc[0], table.iloc[1]
    assert (rise["first"], rise["last"]) == (week(0), week(first + length - 1))
    assert (fall["first"], fall["last"]) == (week(first), week(len(counts) - 1))
    assert rise["since"] == fall["before"] > 3 * rise["before"]


def test_reading_more_is_no_change() -> None:
    """Four times the contacts in four times the stories are no change, nor are weeks in which nothing was read."""
    more = searched([1, 0, 1, 1, 0, 1, 1, 1, 4, 3, 4, 5, 2, 4, 3, 4], [5] * 8 + [20] * 8, n=999).iloc[0]
    assert more["p_weeks"] < 0.01 and more["p_stories"] > 0.3 and not more["changed"]
    gap = searched([2, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 1], [5] * 3 + [0] * 8 + [5] * 4, n=999)
    assert not gap["changed"].any()


def test_a_change_of_tone_is_detected_at_its_week() -> None:
    before, since = (
        [0.3, 0.2, 0.4, 0.3, 0.2, 0.3, 0.4, 0.3, 0.3, 0.2],
        [0.3, 0.2, 0.4, 0.2, 0.3, 0.2, 0.3, 0.4, 0.2, 0.3],
    )
    values = [*before, *(-value for value in since)]
    rows = [(f"a{k}", 1, "Al", value) for k, value in enumerate(values)]
    first = change_points.in_tone(aggregated(rows, {f"a{k}": k for k in range(20)}), n=999).iloc[0]
    assert first["changed"] and first["week"] == week(10)
    assert [first["before"], first["since"]] == pytest.approx([0.29, -0.28])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), min_size=4, max_size=30))
def test_the_likelihood_ratio_is_that_of_two_poisson_rates(series: list[tuple[int, int]]) -> None:
    counts, exposure = np.array(series, float).T
    assume(counts.any())
    fast = change_points.likelihood_ratio(counts, exposure)
    assert np.isfinite(fast).all()
    for (first, end), value in zip(change_points.stretches_within(len(counts)), fast, strict=True):
        within = (np.arange(len(counts)) >= first) & (np.arange(len(counts)) < end)
        parts = [(counts[p].sum(), exposure[p].sum()) for p in (within, ~within, np.s_[:])]
        terms = [n * np.log(n / e) if n else 0.0 for n, e in parts]
        assert value == pytest.approx(2 * (terms[0] + terms[1] - terms[2]), abs=1e-8) and value > -1e-8


@pytest.mark.parametrize("kind", ["poisson", "bursts"])
def test_chance_is_seldom_mistaken_for_a_change(kind: str) -> None:
    """Of 200 pairs without a change at most 17 have p ≤ 0.05, a number that chance exceeds in 1% of cases."""
    rng = np.random.default_rng(7)
    rates = 1.5 * (rng.gamma(0.7, 1 / 0.7, (200, 20)) if kind == "bursts" else np.ones((200, 20)))
    counts = {("A", f"B{k:03}"): series.tolist() for k, series in enumerate(rng.poisson(rates))}
    table = change_points.in_contacts(trends.per_week(pairs(counts), read([5] * 20), most=200), n=499)
    assert len(table) == 200 and (table["p"] <= 0.05).sum() <= 17 and not table["changed"].any()


def test_chance_is_seldom_mistaken_for_a_change_of_tone() -> None:
    """The same for speakers whose stories of one week resemble each other more than those of different weeks."""
    rng = np.random.default_rng(7)
    n = rng.integers(1, 5, (200, 20))
    means = rng.normal(0, 0.3, n.shape) / np.sqrt(n) + rng.normal(0, 0.1, n.shape)
    rows = (
        {"speaker": f"A{a:03}", "week": week(k), "scorer": "vader", "n_stories": n[a, k], "mean": means[a, k]}
        for a, k in np.ndindex(n.shape)
    )
    table = change_points.in_tone(tables.frame("world_tone", rows), "vader", most=200, n=499)
    assert len(table) == 200 and (table["p"] <= 0.05).sum() <= 17 and not table["changed"].any()
