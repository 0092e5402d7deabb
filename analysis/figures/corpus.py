"""Figures over many articles: the network, contacts and tone over time, and what reports disagree about.

Colours, marks and hollowness mean what they mean in `figures`. Panels of one figure share their scales.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Curve

from analysis.display import clean, count, listed, short
from analysis.figures.canvas import (
    GREY,
    INK,
    Figure,
    canvas,
    date_axis,
    filled,
    finish,
    house,
    name_rows,
    nothing,
    places,
    stacked_bars,
    stretches,
)
from analysis.frequency.trends import circle, per_period, period_of
from analysis.statistics import MIN_OBSERVATIONS_FOR_MEAN
from analysis.tables import records
from analysis.validation import checked

CONTACTS = (
    "A dot is a {}, its bar the exact 95% Poisson interval. Dashed: a change beyond chance (p ≤ 0.05, Holm), with\n"
    "the rates before and since. Grey: nothing was read, so that no contact there means nothing."
)
TONE = (
    "Tone of words, not stance. A dot is the mean of a {}’s stories, hollow below three, its bar the 95% interval\n"
    "(deviation pooled over speakers). Dashed: a change beyond chance (p ≤ 0.05, Holm), with the means around it."
)
LOOKS = ("nothing to compare", "reports agree", "reports disagree")
PANELS = 6  # pairs or speakers that a reader can compare
BLUE, ORANGE, UNREAD = "#0072B2", "#D55E00", "#EBEBEB"
PERIODS = {"W": "week", "M": "month", "Q": "quarter", "Y": "year"}
DAYS = {"W": 7, "M": 30.44, "Q": 91.3, "Y": 365.25}  # length of a period, to put its mark into its middle
RADIUS, LINE, HEAD = 2.5, 0.19, 0.6  # of the network, between two of its names, and above it, in inches


@house()
@checked
def contacts_over_time(weekly: pd.DataFrame, changes: pd.DataFrame, period: str = "W") -> Figure:
    """A panel for each of the first pairs: contacts a week with exact Poisson intervals; below, how much was read.

    `weekly` is the table of `trends.per_week`, put together by `period`; `changes` that of `changes.in_contacts`.
    Weeks in which nothing was read are grey: there the zeros mean nothing.
    """
    if weekly.empty:
        return nothing("no contact is known to have taken place in a week in which articles were read")
    pairs = list(dict.fromkeys(weekly["pair"]))
    shown = weekly[weekly["pair"].isin(pairs[:PANELS])]
    told, weeks = per_period(shown, period), shown.drop_duplicates("week")
    names, paper = list(dict.fromkeys(told["pair"])), _paper(weeks["week"])
    fig, panels = _small_multiples(len(names), 1.05)
    top = 1.08 * float(told["high"].max())
    for ax, name in zip(panels, names, strict=False):
        rows = told[told["pair"] == name]
        total = count(int(rows["count"].sum()), "contact")
        _panel(ax, f"{short(name, 70)}: {total}", (-0.04 * top, top))
        ax.locator_params(axis="y", integer=top >= 3)
        _unread(ax, weeks, paper)
        rows = rows[(rows["n_stories"] > 0) | (rows["count"] > 0)]
        x = _middles(rows["start"], period, paper)
        ax.vlines(x, rows["low"], rows["high"], color=BLUE, alpha=0.35, linewidth=_width(len(x)))
        ax.plot(x, rows["rate"], "o", **filled(BLUE, True, 4 if len(x) < 40 else 3), zorder=3)
        _levels(ax, changes[changes["pair"] == name], paper)
    _coverage(panels[-1], weeks, period, paper)
    date_axis(panels[-1], paper, undated=False)
    _heading(fig, "Contacts a week that took place", "pairs with most", len(names), len(pairs))
    _caption(fig, CONTACTS.format(PERIODS[period]))
    sums = shown.groupby("pair", sort=False)["count"].sum()
    parts = listed((f"{clean(name)} {int(n)}" for name, n in sums.items()), most=PANELS)
    return finish(fig, f"Contacts by week, {_span(weeks['week'])}: {parts}. {_told_changes(changes, 'pair', names)}")


@house()
@checked
def tone_over_time(tone: pd.DataFrame, changes: pd.DataFrame, weeks: pd.DataFrame, period: str = "W") -> Figure:
    """A panel for each of the first speakers: mean tone by period with its interval; below, how much was read.

    The tables are those of `trends.tone_over_time` (by the same `period`), `changes.in_tone` and `trends.every_week`.
    A mean of fewer than three stories is hollow, that of one has no interval.
    """
    if tone.empty or weeks.empty:
        return nothing("no speaker is quoted with words that could be scored")
    speakers = list(dict.fromkeys(tone["speaker"]))
    shown = tone[tone["speaker"].isin(speakers[:PANELS])]
    names, paper = list(dict.fromkeys(shown["speaker"])), _paper(weeks["week"])
    fig, panels = _small_multiples(len(names), 1.15)
    reach = min(1.08, max(0.5, 1.1 * float(np.nanmax(shown[["mean", "low", "high"]].abs().to_numpy(float)))))
    for ax, name in zip(panels, names, strict=False):
        rows = shown[shown["speaker"] == name]
        n = f"{count(int(rows['n_quotes'].sum()), 'quotation')} in {_stories(int(rows['n_stories'].sum()))}"
        _panel(ax, f"{short(name, 60)}: {n}", (-reach, reach))
        ax.axhline(0, color=GREY, linewidth=0.8, zorder=1)
        for x, row in zip(_middles(rows["start"], period, paper), records(rows), strict=True):
            ax.plot([x, x], [row.low, row.high], color=BLUE, alpha=0.35, linewidth=_width(len(weeks)))
            ax.plot(x, row.mean, "o", **filled(BLUE, row.n_stories >= MIN_OBSERVATIONS_FOR_MEAN, 4.5), zorder=3)
        _levels(ax, changes[changes["speaker"] == name], paper)
    _coverage(panels[-1], weeks, period, paper)
    date_axis(panels[-1], paper, undated=False)
    _heading(fig, "Tone of the words quoted", "speakers with most stories", len(names), len(speakers))
    fig.supylabel("negative  ←  mean score  →  positive", fontsize=9)
    _caption(fig, TONE.format(PERIODS[period]))
    parts = listed((_mean_of(name, rows) for name, rows in shown.groupby("speaker", sort=False)), most=PANELS)
    return finish(
        fig, f"Mean tone over time, {_span(weeks['week'])}: {parts}. {_told_changes(changes, 'speaker', names)}"
    )


@house()
@checked
def network(graph: nx.Graph) -> Figure:
    """People around a circle, a line for each pair, as broad as they are often in touch; from `trends.network`.

    >>> told = {"one": "Ann Lee", "other": "Bob Ray", "week": "2031-01-13", "mode": "phone", "n_contacts": 2}
    >>> figures.network(trends.network(tables.frame("world_pairs", [told]))).alt
    'Network of 2 people, 2 contacts of 1 pair: Ann Lee – Bob Ray 2.'
    """
    names = circle(graph)
    if not names:
        return nothing("no contact is known to have taken place")
    angles = np.pi / 2 - 2 * np.pi * (np.arange(len(names)) + 0.5) / len(names)
    at = {name: (0.8 * RADIUS * np.cos(a), RADIUS * np.sin(a)) for name, a in zip(names, angles, strict=True)}
    half = (len(names) + 1) // 2
    heights = _heights(names[:half], at) | _heights(names[half:][::-1], at)
    top = 0.2 + max(RADIUS, *map(abs, heights.values()))
    fig = Figure(figsize=(8.0, 2 * top + HEAD))
    ax = fig.add_axes((0.0, 0.0, 1.0, 2 * top / (2 * top + HEAD)))
    ax.set(xlim=(-4.0, 4.0), ylim=(-top, top))
    ax.axis("off")
    most = max(n for *_, n in graph.edges(data="contacts"))
    for one, other, n in sorted(graph.edges(data="contacts"), key=lambda edge: edge[2]):
        _chord(ax, at[one], at[other], n / most)
    strength = dict(graph.nodes(data="strength"))
    for name in names:
        size = 5 + 9 * np.sqrt(strength[name] / max(strength.values()))
        ax.plot(*at[name], "o", **filled(BLUE, True, size), zorder=3)
    for name in names:
        (x, y), side = at[name], 1 if name in names[:half] else -1
        ax.plot([x, x + 0.16 * side], [y, heights[name]], color=GREY, linewidth=0.6, zorder=2)
        label = f"{short(name, 24)} ({strength[name]})"
        look: dict[str, Any] = {"ha": "left" if side > 0 else "right", "va": "center", "fontsize": 8}
        ax.text(x + 0.19 * side, heights[name], label, **look)
    shown, total = graph.number_of_edges(), graph.graph["pairs"]
    which = f": the {shown} of {total} pairs with most contacts" if shown < total else ""
    words = "A line is a pair, the broader and darker the more contacts took place; in brackets those of a person."
    for text, below, size, colour in ((f"Who is in touch with whom{which}", 0.2, 11, INK), (words, 0.45, 8, GREY)):
        fig.text(0.01, 1 - below / (2 * top + HEAD), text, fontsize=size, va="center", color=colour)
    parts = listed(f"{clean(one)} – {clean(other)} {n}" for one, other, n in _by_contacts(graph))
    held = f"{count(graph.graph['contacts'], 'contact')} of {count(total, 'pair')}"
    return finish(fig, f"Network of {count(len(names), 'person').replace('persons', 'people')}, {held}: {parts}.")


@house()
@checked
def what_reports_agree_on(agreement: pd.DataFrame) -> Figure:
    """Contacts by how many stories tell them, those on which the reports disagree apart; from `trends.agreement`."""
    table = agreement.set_index("stories")[["agree", "disagree"]].astype("int64")
    if not table.to_numpy().sum():
        return nothing("no contact was found")
    alone = table["agree"].where(table.index == "1", 0)
    told = pd.DataFrame({LOOKS[0]: alone, LOOKS[1]: table["agree"] - alone, LOOKS[2]: table["disagree"]})
    fig, ax = canvas(0.36 * len(told) + 1.7)
    looks = zip(LOOKS, (("white", "", True), ("#9CC9E6", "", True), (ORANGE, "////", True)), strict=True)
    stacked_bars(fig, ax, told, dict(looks))
    labels = ["1 story" if name == "1" else f"{name} stories" for name in told.index]
    name_rows(
        ax,
        labels,
        "Contacts by the number of stories that tell them",
        "contacts, also those that did not take place",
    )
    things = listed(f"{thing} {agreement[thing].sum()}" for thing in ("date", "mode", "status", "initiator"))
    several = table.drop(index="1", errors="ignore").sum()
    share = f"{several['disagree']} of {count(several.sum(), 'contact')} that several stories tell"
    return finish(fig, f"Contacts by number of stories. The reports disagree on {share}: {things}.")


def _paper(weeks: pd.Series) -> np.ndarray:
    """The stretch of days that the axis shows, from the first week to the last."""
    days = pd.DataFrame({"date_start": [weeks.min()], "date_end": [weeks.max() + pd.Timedelta(days=6)]})
    return stretches(days)


def _middles(starts: pd.Series, period: str, paper: np.ndarray) -> np.ndarray:
    """Where the middles of periods lie on the paper."""
    return places(paper, starts + pd.Timedelta(days=round(DAYS[period] / 2)))


def _small_multiples(n: int, height: float) -> tuple[Figure, list[Axes]]:
    """A panel for each of `n`, and a thin one below for what was read."""
    fig = Figure(figsize=(8.0, height * n + 2.0), layout="constrained")
    panels = fig.subplots(n + 1, 1, sharex=True, squeeze=False, height_ratios=[height] * n + [0.55])
    return fig, list(panels.flat)


def _panel(ax: Axes, title: str, limits: tuple[float, float]) -> None:
    ax.set_title(title, fontsize=9, pad=3)
    ax.set_ylim(*limits)
    ax.locator_params(axis="y", nbins=4)
    ax.grid(axis="y")


def _width(n: int) -> float:
    """The width of an interval's bar where there are `n` beside each other."""
    return float(np.clip(160 / max(n, 1), 1.2, 4.0))


def _unread(ax: Axes, weeks: pd.DataFrame, paper: np.ndarray) -> None:
    for day in weeks.loc[weeks["n_stories"] == 0, "week"]:
        low, high = places(paper, [day, day + pd.Timedelta(days=7)])
        ax.axvspan(low, high, color=UNREAD, linewidth=0, zorder=0)


def _levels(ax: Axes, stretches_of_one: pd.DataFrame, paper: np.ndarray) -> None:
    """The mean between changes as a line, each change dashed; nothing where nothing changed."""
    changed = stretches_of_one[stretches_of_one["changed"]]
    parts = [
        (row.first if side == "before" else row.week, row.week if side == "before" else row.last, getattr(row, side))
        for row in records(changed)
        for side in ("before", "since")
    ]
    for row in records(changed):
        ax.axvline(float(places(paper, [row.week])[0]), color=INK, linestyle=(0, (3, 2)), linewidth=1)
    cuts = set(changed["week"])
    for first, last, level in parts:
        if not any(first < cut < last for cut in cuts):  # a stretch that was itself cut is told by its parts
            low, high = places(paper, [first, last if last in cuts else last + pd.Timedelta(days=7)])
            ax.plot([low, high], [level, level], color=ORANGE, linewidth=2, zorder=2.5)


def _coverage(ax: Axes, weeks: pd.DataFrame, period: str, paper: np.ndarray) -> None:
    """Stories a week, by period, as steps."""
    table = weeks.assign(start=period_of(weeks["week"], period)).groupby("start")["n_stories"].mean()
    starts = pd.Series(table.index)
    edges = places(paper, [*starts, weeks["week"].max() + pd.Timedelta(days=7)])
    ax.stairs(table.to_numpy(float), edges, fill=True, color="#B5B5B5")
    _panel(ax, "Stories read a week", (0, 1.15 * max(float(table.max()), 1.0)))
    ax.locator_params(axis="y", nbins=2)


def _heading(fig: Figure, title: str, which: str, n: int, of: int) -> None:
    title = title if n == of else f"{title}: the {n} {which}"
    fig.suptitle(title, x=0.01, ha="left", fontsize=11)


def _caption(fig: Figure, words: str) -> None:
    fig.supxlabel(words, fontsize=8, x=0.01, ha="left", color=GREY)


def _span(weeks: pd.Series) -> str:
    return f"{weeks.min().date()} to {(weeks.max() + pd.Timedelta(days=6)).date()}"


def _stories(n: int) -> str:
    return "1 story" if n == 1 else f"{n} stories"


def _mean_of(name: object, rows: pd.DataFrame) -> str:
    n = rows["n_stories"].to_numpy(float)
    return f"{clean(name)} {np.average(rows['mean'], weights=n):+.2f} (n = {n.sum():.0f})"


def _told_changes(changes: pd.DataFrame, key: str, names: Sequence[str]) -> str:
    held = changes[changes["changed"] & changes[key].isin(list(names))]
    parts = (f"{clean(getattr(row, key))} from the week of {row.week.date()} on" for row in records(held))
    return f"Changes: {listed(parts)}." if len(held) else "No change beyond chance."


def _by_contacts(graph: nx.Graph) -> list[tuple[str, str, int]]:
    edges = [(*sorted((one, other)), n) for one, other, n in graph.edges(data="contacts")]
    return sorted(edges, key=lambda edge: (-edge[2], edge[:2]))


def _heights(names: Sequence[str], at: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """How high the names of one side stand, given from the top down: beside their marks, or pushed off the middle."""
    heights = [at[name][1] for name in names]
    middle = len(heights) // 2
    for k in range(middle + 1, len(heights)):
        heights[k] = min(heights[k], heights[k - 1] - LINE)
    for k in range(middle - 1, -1, -1):
        heights[k] = max(heights[k], heights[k + 1] + LINE)
    return dict(zip(names, heights, strict=True))


def _chord(ax: Axes, one: tuple[float, float], other: tuple[float, float], share: float) -> None:
    """A curve that bends towards the centre, broader and darker with its share of the most contacts."""
    straight = 1 - 0.8 * min(1.0, float(np.hypot(one[0] - other[0], one[1] - other[1])) / (2 * RADIUS))
    bend = tuple(straight * (a + b) / 2 for a, b in zip(one, other, strict=True))
    curve = Curve([one, bend, other], [Curve.MOVETO, Curve.CURVE3, Curve.CURVE3])
    grey = 0.72 - 0.5 * share
    look: dict[str, Any] = {"edgecolor": (grey, grey, grey), "linewidth": 0.8 + 7 * share, "capstyle": "round"}
    ax.add_patch(PathPatch(curve, facecolor="none", **look, zorder=1 + share))
