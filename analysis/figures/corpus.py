"""Figures of many articles: the network, contacts and tone over time, and what reports disagree on.

Colours, marks and hollow marks mean the same as in `figures.article`. The panels of a figure share their scales.
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
    BLUE,
    GREY,
    INK,
    VERMILLION,
    WIDTH_INCHES,
    Figure,
    canvas,
    date_axis,
    filled,
    finish,
    name_rows,
    nothing,
    positions,
    project_style,
    stacked_bars,
    time_scale,
)
from analysis.frequency.trends import DISPUTABLE, circle, per_period, period_of
from analysis.statistics import MIN_OBSERVATIONS_FOR_MEAN
from analysis.tables import records
from analysis.validation import checked

CONTACTS_CAPTION = (
    "A dot is a {}, its bar the exact 95% Poisson interval. Dashed: a change beyond chance (p ≤ 0.05, Holm), with\n"
    "the rates before and since. Grey: nothing was read, so that no contact there means nothing."
)
TONE_CAPTION = (
    "Tone of words, not stance. A dot is the mean of a {}’s stories, hollow below three, its bar the 95% interval\n"
    "(deviation pooled over speakers). Dashed: a change beyond chance (p ≤ 0.05, Holm), with the means around it."
)
NETWORK_CAPTION = (
    "A line is a pair, the broader and darker the more contacts took place; in brackets those of a person."
)
# Colour, hatch, and whether filled, of the contacts with one report, with reports that agree and that disagree.
AGREEMENT_STYLES = {
    "nothing to compare": ("white", "", True),
    "reports agree": ("#9CC9E6", "", True),
    "reports disagree": (VERMILLION, "////", True),
}
MAX_PANELS = 6  # pairs or speakers that a reader can compare
UNREAD_GREY = "#EBEBEB"
PERIOD_NAMES = {"W": "week", "M": "month", "Q": "quarter", "Y": "year"}
PERIOD_DAYS = {"W": 7, "M": 30.44, "Q": 91.3, "Y": 365.25}  # mean length, to put a mark at the middle
ONE_WEEK = pd.Timedelta(days=7)
# Sizes of the network, in inches.
NETWORK_RADIUS = 2.5
NAME_HEIGHT = 0.19
NETWORK_TITLE_HEIGHT = 0.6


@project_style()
@checked
def contacts_over_time(weekly: pd.DataFrame, changes: pd.DataFrame, period: str = "W") -> Figure:
    """Draw the contacts a week of each of the first pairs, with exact Poisson intervals, and how much was read.

    Weeks in which nothing was read are grey, because zeros there carry no information.

    Args:
        weekly: The table that `trends.per_week` returns.
        changes: The table that `change_points.in_contacts` returns.
        period: W, M, Q or Y: the period of a mark.
    """
    if weekly.empty:
        return nothing("no contact is known to have taken place in a week in which articles were read")
    pairs = list(dict.fromkeys(weekly["pair"]))
    shown = weekly[weekly["pair"].isin(pairs[:MAX_PANELS])]
    by_period, weeks = per_period(shown, period), shown.drop_duplicates("week")
    names, scale = list(dict.fromkeys(by_period["pair"])), _weeks_scale(weeks["week"])
    fig, panels = _small_multiples(len(names), 1.05)
    top = 1.08 * float(by_period["high"].max())
    for ax, name in zip(panels, names, strict=False):
        rows = by_period[by_period["pair"] == name]
        total = count(int(rows["count"].sum()), "contact")
        _set_up_panel(ax, f"{short(name, 70)}: {total}", (-0.04 * top, top))
        ax.locator_params(axis="y", integer=top >= 3)
        _shade_unread_weeks(ax, weeks, scale)
        rows = rows[(rows["n_stories"] > 0) | (rows["count"] > 0)]
        x = _middles(rows["start"], period, scale)
        ax.vlines(x, rows["low"], rows["high"], color=BLUE, alpha=0.35, linewidth=_interval_width(len(x)))
        ax.plot(x, rows["rate"], "o", **filled(BLUE, True, 4 if len(x) < 40 else 3), zorder=3)
        _draw_levels(ax, changes[changes["pair"] == name], scale)
    _draw_coverage(panels[-1], weeks, period, scale)
    date_axis(panels[-1], scale, undated=False)
    _heading(fig, "Contacts a week that took place", "pairs with most", len(names), len(pairs))
    _caption(fig, CONTACTS_CAPTION.format(PERIOD_NAMES[period]))
    totals = shown.groupby("pair", sort=False)["count"].sum()
    parts = listed((f"{clean(name)} {int(n)}" for name, n in totals.items()), most=MAX_PANELS)
    changed = _changes_in_words(changes, "pair", names)
    return finish(fig, f"Contacts by week, {_days_in_words(weeks['week'])}: {parts}. {changed}")


@project_style()
@checked
def tone_over_time(tone: pd.DataFrame, changes: pd.DataFrame, weeks: pd.DataFrame, period: str = "W") -> Figure:
    """Draw the mean tone of each of the first speakers by period, with its interval, and how much was read.

    The mean of fewer than three stories is hollow, and that of one story has no interval.

    Args:
        tone: The table that `trends.tone_over_time` returns for the same `period`.
        changes: The table that `change_points.in_tone` returns.
        weeks: The table that `trends.every_week` returns.
        period: W, M, Q or Y: the period of a mark.
    """
    if tone.empty or weeks.empty:
        return nothing("no speaker is quoted with words that could be scored")
    speakers = list(dict.fromkeys(tone["speaker"]))
    shown = tone[tone["speaker"].isin(speakers[:MAX_PANELS])]
    names, scale = list(dict.fromkeys(shown["speaker"])), _weeks_scale(weeks["week"])
    fig, panels = _small_multiples(len(names), 1.15)
    limit = min(1.08, max(0.5, 1.1 * float(np.nanmax(shown[["mean", "low", "high"]].abs().to_numpy(float)))))
    for ax, name in zip(panels, names, strict=False):
        rows = shown[shown["speaker"] == name]
        n = f"{count(int(rows['n_quotes'].sum()), 'quotation')} in {_count_stories(int(rows['n_stories'].sum()))}"
        _set_up_panel(ax, f"{short(name, 60)}: {n}", (-limit, limit))
        ax.axhline(0, color=GREY, linewidth=0.8, zorder=1)
        for x, row in zip(_middles(rows["start"], period, scale), records(rows), strict=True):
            full = row.n_stories >= MIN_OBSERVATIONS_FOR_MEAN
            ax.plot([x, x], [row.low, row.high], color=BLUE, alpha=0.35, linewidth=_interval_width(len(weeks)))
            ax.plot(x, row.mean, "o", **filled(BLUE, full, 4.5), zorder=3)
        _draw_levels(ax, changes[changes["speaker"] == name], scale)
    _draw_coverage(panels[-1], weeks, period, scale)
    date_axis(panels[-1], scale, undated=False)
    _heading(fig, "Tone of the words quoted", "speakers with most stories", len(names), len(speakers))
    fig.supylabel("negative  ←  mean score  →  positive", fontsize=9)
    _caption(fig, TONE_CAPTION.format(PERIOD_NAMES[period]))
    means = (_mean_in_words(name, rows) for name, rows in shown.groupby("speaker", sort=False))
    parts = listed(means, most=MAX_PANELS)
    changed = _changes_in_words(changes, "speaker", names)
    return finish(fig, f"Mean tone over time, {_days_in_words(weeks['week'])}: {parts}. {changed}")


@project_style()
@checked
def network(graph: nx.Graph) -> Figure:
    """Draw people around a circle, and a line for each pair, wider the more contacts they had.

    Args:
        graph: The network that `trends.network` returns.

    >>> contact = {"one": "Ann Lee", "other": "Bob Ray", "week": "2031-01-13", "mode": "phone", "n_contacts": 2}
    >>> figures.network(trends.network(tables.frame("world_pairs", [contact]))).alt
    'Network of 2 people, 2 contacts of 1 pair: Ann Lee – Bob Ray 2.'
    """
    names = circle(graph)
    if not names:
        return nothing("no contact is known to have taken place")
    angles = np.pi / 2 - 2 * np.pi * (np.arange(len(names)) + 0.5) / len(names)
    points = {
        name: (0.8 * NETWORK_RADIUS * np.cos(angle), NETWORK_RADIUS * np.sin(angle))
        for name, angle in zip(names, angles, strict=True)
    }
    right, left = names[: (len(names) + 1) // 2], names[(len(names) + 1) // 2 :]
    heights = _name_heights(right, points) | _name_heights(left[::-1], points)
    top = 0.2 + max(NETWORK_RADIUS, *map(abs, heights.values()))
    fig, ax = _network_canvas(top)
    _draw_edges(ax, graph, points)
    _draw_people(ax, graph, points)
    strength = dict(graph.nodes(data="strength"))
    for name in names:
        side = 1 if name in right else -1
        _name_beside(ax, f"{short(name, 24)} ({strength[name]})", points[name], heights[name], side)
    n_shown, n_pairs = graph.number_of_edges(), graph.graph["pairs"]
    selection = f": the {n_shown} of {n_pairs} pairs with most contacts" if n_shown < n_pairs else ""
    title = f"Who is in touch with whom{selection}"
    for text, below, size, colour in ((title, 0.2, 11, INK), (NETWORK_CAPTION, 0.45, 8, GREY)):
        y = 1 - below / (2 * top + NETWORK_TITLE_HEIGHT)
        fig.text(0.01, y, text, fontsize=size, va="center", color=colour)
    parts = listed(f"{clean(one)} – {clean(other)} {n}" for one, other, n in _edges_by_contacts(graph))
    total = f"{count(graph.graph['contacts'], 'contact')} of {count(n_pairs, 'pair')}"
    return finish(fig, f"Network of {count(len(names), 'person').replace('persons', 'people')}, {total}: {parts}.")


@project_style()
@checked
def what_reports_agree_on(agreement: pd.DataFrame) -> Figure:
    """Draw the contacts by the number of stories that report them, with those on which the reports disagree apart.

    Args:
        agreement: The table that `trends.agreement` returns.
    """
    table = agreement.set_index("stories")[["agree", "disagree"]].astype("int64")
    if not table.to_numpy().sum():
        return nothing("no contact was found")
    single = table["agree"].where(table.index == "1", 0)
    columns = (single, table["agree"] - single, table["disagree"])
    counts = pd.DataFrame(dict(zip(AGREEMENT_STYLES, columns, strict=True)))
    fig, ax = canvas(0.36 * len(counts) + 1.7)
    stacked_bars(fig, ax, counts, AGREEMENT_STYLES)
    labels = ["1 story" if name == "1" else f"{name} stories" for name in counts.index]
    name_rows(
        ax,
        labels,
        "Contacts by the number of stories that tell them",
        "contacts, also those that did not take place",
    )
    fields = listed(f"{field} {agreement[field].sum()}" for field in DISPUTABLE)
    several = table.drop(index="1", errors="ignore").sum()
    share = f"{several['disagree']} of {count(several.sum(), 'contact')} that several stories tell"
    return finish(fig, f"Contacts by number of stories. The reports disagree on {share}: {fields}.")


def _weeks_scale(weeks: pd.Series) -> np.ndarray:
    """The time scale from the first week to the last."""
    days = pd.DataFrame({"date_start": [weeks.min()], "date_end": [weeks.max() + pd.Timedelta(days=6)]})
    return time_scale(days)


def _middles(starts: pd.Series, period: str, scale: np.ndarray) -> np.ndarray:
    """The positions of the middles of periods."""
    return positions(scale, starts + pd.Timedelta(days=round(PERIOD_DAYS[period] / 2)))


def _small_multiples(n: int, height: float) -> tuple[Figure, list[Axes]]:
    """A figure with `n` panels of a height in inches, and a lower one at the bottom for the amount of reading."""
    fig = Figure(figsize=(WIDTH_INCHES, height * n + 2.0), layout="constrained")
    panels = fig.subplots(n + 1, 1, sharex=True, squeeze=False, height_ratios=[height] * n + [0.55])
    return fig, list(panels.flat)


def _set_up_panel(ax: Axes, title: str, limits: tuple[float, float]) -> None:
    """Set a panel's title, the limits of its y axis, and a grid with few lines."""
    ax.set_title(title, fontsize=9, pad=3)
    ax.set_ylim(*limits)
    ax.locator_params(axis="y", nbins=4)
    ax.grid(axis="y")


def _interval_width(n: int) -> float:
    """The line width of an interval's bar, if there are `n` next to each other."""
    return float(np.clip(160 / max(n, 1), 1.2, 4.0))


def _shade_unread_weeks(ax: Axes, weeks: pd.DataFrame, scale: np.ndarray) -> None:
    for monday in weeks.loc[weeks["n_stories"] == 0, "week"]:
        low, high = positions(scale, [monday, monday + ONE_WEEK])
        ax.axvspan(low, high, color=UNREAD_GREY, linewidth=0, zorder=0)


def _draw_levels(ax: Axes, changes: pd.DataFrame, scale: np.ndarray) -> None:
    """Draw each change as a dashed line, and the mean level between changes; nothing if nothing changed.

    Args:
        ax: The panel.
        changes: The rows of a pair or speaker, one for each stretch of weeks searched.
        scale: The time scale.
    """
    changed = changes[changes["changed"]]
    for row in records(changed):
        ax.axvline(float(positions(scale, [row.week])[0]), color=INK, linestyle=(0, (3, 2)), linewidth=1)
    levels = [
        level
        for row in records(changed)
        for level in ((row.first, row.week, row.before), (row.week, row.last, row.since))
    ]
    cuts = set(changed["week"])
    for first, last, level in levels:
        if not any(first < cut < last for cut in cuts):  # otherwise the parts of the stretch have levels of their own
            low, high = positions(scale, [first, last if last in cuts else last + ONE_WEEK])
            ax.plot([low, high], [level, level], color=VERMILLION, linewidth=2, zorder=2.5)


def _draw_coverage(ax: Axes, weeks: pd.DataFrame, period: str, scale: np.ndarray) -> None:
    """Draw the stories read a week, averaged by period, as steps."""
    by_start = weeks.assign(start=period_of(weeks["week"], period)).groupby("start")["n_stories"].mean()
    starts = pd.Series(by_start.index)
    edges = positions(scale, [*starts, weeks["week"].max() + ONE_WEEK])
    ax.stairs(by_start.to_numpy(float), edges, fill=True, color="#B5B5B5")
    _set_up_panel(ax, "Stories read a week", (0, 1.15 * max(float(by_start.max()), 1.0)))
    ax.locator_params(axis="y", nbins=2)


def _heading(fig: Figure, title: str, selection: str, n_shown: int, n: int) -> None:
    """Write the title of a figure, with the selection if not all are shown."""
    title = title if n_shown == n else f"{title}: the {n_shown} {selection}"
    fig.suptitle(title, x=0.01, ha="left", fontsize=11)


def _caption(fig: Figure, words: str) -> None:
    fig.supxlabel(words, fontsize=8, x=0.01, ha="left", color=GREY)


def _days_in_words(weeks: pd.Series) -> str:
    """The first and the last day of weeks: "2022-01-03 to 2022-01-30"."""
    return f"{weeks.min().date()} to {(weeks.max() + pd.Timedelta(days=6)).date()}"


def _count_stories(n: int) -> str:
    return "1 story" if n == 1 else f"{n} stories"


def _mean_in_words(speaker: object, rows: pd.DataFrame) -> str:
    """A speaker's mean over all periods and number of stories: "Ada Ruiz -0.08 (n = 6)"."""
    n = rows["n_stories"].to_numpy(float)
    return f"{clean(speaker)} {np.average(rows['mean'], weights=n):+.2f} (n = {n.sum():.0f})"


def _changes_in_words(changes: pd.DataFrame, key: str, names: Sequence[str]) -> str:
    """The significant changes of the pairs or speakers shown, for an alt text; `key` is the column with their names."""
    shown = changes[changes["changed"] & changes[key].isin(list(names))]
    parts = (f"{clean(getattr(row, key))} from the week of {row.week.date()} on" for row in records(shown))
    return f"Changes: {listed(parts)}." if len(shown) else "No change beyond chance."


def _edges_by_contacts(graph: nx.Graph) -> list[tuple[str, str, int]]:
    """The edges of a network, most contacts first, ties by name."""
    edges = [(*sorted((one, other)), n) for one, other, n in graph.edges(data="contacts")]
    return sorted(edges, key=lambda edge: (-edge[2], edge[:2]))


def _network_canvas(top: float) -> tuple[Figure, Axes]:
    """A figure and its panel, whose axes are in inches and reach `top` above and below the centre of the circle."""
    height = 2 * top + NETWORK_TITLE_HEIGHT
    fig = Figure(figsize=(WIDTH_INCHES, height))
    ax = fig.add_axes((0.0, 0.0, 1.0, 2 * top / height))
    ax.set(xlim=(-WIDTH_INCHES / 2, WIDTH_INCHES / 2), ylim=(-top, top))
    ax.axis("off")
    return fig, ax


def _draw_edges(ax: Axes, graph: nx.Graph, points: Mapping[str, tuple[float, float]]) -> None:
    """Draw a curve for each pair, those with most contacts on top."""
    most = max(n for *_, n in graph.edges(data="contacts"))
    for one, other, n in sorted(graph.edges(data="contacts"), key=lambda edge: edge[2]):
        _draw_curve(ax, points[one], points[other], n / most)


def _draw_curve(ax: Axes, one: tuple[float, float], other: tuple[float, float], share: float) -> None:
    """Draw a curve bent towards the centre, wider and darker the larger its share of the most contacts."""
    distance = float(np.hypot(one[0] - other[0], one[1] - other[1]))
    straightness = 1 - 0.8 * min(1.0, distance / (2 * NETWORK_RADIUS))
    bend = tuple(straightness * (a + b) / 2 for a, b in zip(one, other, strict=True))
    curve = Curve([one, bend, other], [Curve.MOVETO, Curve.CURVE3, Curve.CURVE3])
    grey = 0.72 - 0.5 * share
    line: dict[str, Any] = {"edgecolor": (grey, grey, grey), "linewidth": 0.8 + 7 * share, "capstyle": "round"}
    ax.add_patch(PathPatch(curve, facecolor="none", **line, zorder=1 + share))


def _draw_people(ax: Axes, graph: nx.Graph, points: Mapping[str, tuple[float, float]]) -> None:
    """Draw a dot for each person, whose area grows with the number of contacts."""
    strength = dict(graph.nodes(data="strength"))
    largest = max(strength.values())
    for name, point in points.items():
        ax.plot(*point, "o", **filled(BLUE, True, 5 + 9 * np.sqrt(strength[name] / largest)), zorder=3)


def _name_heights(names: Sequence[str], points: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """The heights of the names on one side, given from the top down: next to their dots, or moved so they fit."""
    heights = [points[name][1] for name in names]
    middle = len(heights) // 2
    for k in range(middle + 1, len(heights)):
        heights[k] = min(heights[k], heights[k - 1] - NAME_HEIGHT)
    for k in range(middle - 1, -1, -1):
        heights[k] = max(heights[k], heights[k + 1] + NAME_HEIGHT)
    return dict(zip(names, heights, strict=True))


def _name_beside(ax: Axes, label: str, point: tuple[float, float], height: float, side: int) -> None:
    """Write a label at a height, right (1) or left (-1) of a dot, and connect the two with a line."""
    x, y = point
    ax.plot([x, x + 0.16 * side], [y, height], color=GREY, linewidth=0.6, zorder=2)
    ax.text(x + 0.19 * side, height, label, ha="left" if side > 0 else "right", va="center", fontsize=8)
