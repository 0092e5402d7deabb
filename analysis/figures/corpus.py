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

from analysis.display import clean, count, day_in_words, joined, listed, short
from analysis.figures.article import MODE_STYLES, mode_entries
from analysis.figures.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    SMALL,
    VERMILLION,
    WIDTH_INCHES,
    BarStyle,
    Figure,
    both_names,
    canvas,
    date_axis,
    filled,
    finish,
    heading,
    legend_entry,
    name_rows,
    nothing,
    positions,
    project_style,
    short_day,
    stacked_bars,
    time_scale,
)
from analysis.frequency.trends import DISPUTABLE, circle, per_period, period_of
from analysis.people.names import country_of
from analysis.statistics import MIN_OBSERVATIONS_FOR_MEAN, most_first
from analysis.tables import UNSPECIFIED, records
from analysis.validation import checked

CONTACTS_CAPTION = "A bar is a {}; a line on the ground is one without a contact."
UNREAD_CAPTION = " Grey: no article was read, so an empty week there says nothing."
CHANGE_CAPTION = " Dashed: a change that chance alone would rarely make; red: the level before and since."

TONE_CAPTION = (
    "A dot is the mean of a {}’s stories, its bar the 95% interval; it is hollow, without an interval, for fewer than "
    "three. How words sound is not what a speaker thinks of anybody."
)
NETWORK_CAPTION = (
    "A line is a pair, broader and darker the more contacts took place. In brackets: the contacts of each."
)
# The contacts with one report, with reports that agree and that disagree.
AGREEMENT_STYLES = {
    "nothing to compare": BarStyle("white", "", "nothing to compare"),
    "reports agree": BarStyle("#9CC9E6", "", "reports agree"),
    "reports disagree": BarStyle(VERMILLION, "////", "reports disagree"),
}
# Marker and colour of each kind of party in a network, and the word for it in the key.
PARTY_STYLES = {
    "person": ("o", BLUE, "person"),
    "state": ("s", VERMILLION, "state"),
    "organisation": ("D", GREEN, "organisation or group"),
}
MODE_LABELS = {"phone": "phone call", UNSPECIFIED: "kind not said"}  # in the key of a figure about one person
DISTANCE_BESIDE_NAMES = 25.0  # of the ticks of a panel that has names at its left
GATHERINGS_ROW = "gatherings"
MAX_COUNTERPARTS = 16  # rows of a figure
MAX_PANELS = 5  # pairs or speakers that a reader can compare
UNREAD_GREY = "#EBEBEB"
PERIOD_NAMES = {"W": "week", "M": "month", "Q": "quarter", "Y": "year"}
PERIOD_DAYS = {"W": 7, "M": 30.44, "Q": 91.3, "Y": 365.25}  # mean length, to put a mark at the middle
ONE_WEEK = pd.Timedelta(days=7)
# Sizes of the network, in inches.
NETWORK_RADIUS, NETWORK_HALF_WIDTH = 2.1, 0.9
NAME_HEIGHT = 0.19


@project_style()
@checked
def contacts_over_time(
    weekly: pd.DataFrame, changes: pd.DataFrame, period: str = "W", source: str | None = None
) -> Figure:
    """Draw the contacts a week of each of the first pairs, and how much was read.

    Weeks in which nothing was read are grey, because zeros there carry no information. A week that was read and has no
    contact has a line on the ground.

    Args:
        weekly: The table that `trends.per_week` returns.
        changes: The table that `change_points.in_contacts` returns.
        period: W, M, Q or Y: the period of a mark.
        source: The articles read, named in the caption.
    """
    if weekly.empty:
        return nothing("no contact is known to have taken place in a week in which articles were read")
    pairs = list(dict.fromkeys(weekly["pair"]))
    shown = weekly[weekly["pair"].isin(pairs[:MAX_PANELS])]
    by_period, weeks = per_period(shown, period), shown.drop_duplicates("week")
    names, scale = list(dict.fromkeys(by_period["pair"])), _weeks_scale(weeks["week"])
    fig, panels = _small_multiples(len(names), 0.85)
    top = 1.2 * max(1.0, float(by_period["rate"].max()))
    for ax, name in zip(panels, names, strict=False):
        rows = by_period[by_period["pair"] == name]
        total = count(int(rows["count"].sum()), "contact")
        _set_up_panel(ax, f"{short(name, 48)}: {total}", (-0.06 * top, top))
        ax.locator_params(axis="y", integer=top >= 3)
        _shade_unread_weeks(ax, weeks, scale)
        _draw_contacts(ax, rows[(rows["n_stories"] > 0) | (rows["count"] > 0)], period, scale)
        _draw_levels(ax, changes[changes["pair"] == name], scale)
    _draw_coverage(panels[-1], weeks, period, scale)
    date_axis(panels[-1], scale, undated=False)
    measure = _selection("Contacts a week that took place", "pairs with most", len(names), len(pairs))
    totals = shown.groupby("pair", sort=False)["count"].sum()
    finding = (
        _changed_most(changes, "pair", names)
        or f"{both_names(names[0])} were in touch most often: {count(int(totals.iloc[0]), 'time')}"
    )
    caption = CONTACTS_CAPTION.format(PERIOD_NAMES[period])
    caption += UNREAD_CAPTION * bool(weeks["n_stories"].eq(0).any())
    heading(fig, finding, measure, caption + _change_caption(changes, "pair", names), source)
    parts = listed((f"{clean(name)} {int(n)}" for name, n in totals.items()), most=MAX_PANELS)
    changed = _changes_in_words(changes, "pair", names)
    return finish(fig, f"Contacts by week, {_days_in_words(weeks['week'])}: {parts}. {changed}")


def _draw_contacts(ax: Axes, rows: pd.DataFrame, period: str, scale: np.ndarray) -> None:
    """Draw a bar for each period with contacts, and a line on the ground for each without."""
    low, high = (positions(scale, rows["start"] + days) for days in (pd.Timedelta(0), _length(period)))
    has_contact = rows["count"].to_numpy(float) > 0
    width = 0.8 * (high - low)
    bars: dict[str, Any] = {"color": BLUE, "edgecolor": INK, "linewidth": 0.5, "zorder": 3}
    ax.bar((low + high)[has_contact] / 2, rows["rate"].to_numpy(float)[has_contact], width[has_contact], **bars)
    ends = np.column_stack([low + 0.1 * width, high - 0.1 * width, np.full(len(low), np.nan)])[~has_contact]
    ax.plot(ends.ravel(), np.zeros(ends.size), color=GREY, linewidth=1.4)  # one line with gaps makes a small file


@project_style()
@checked
def tone_over_time(
    tone: pd.DataFrame, changes: pd.DataFrame, weeks: pd.DataFrame, period: str = "W", source: str | None = None
) -> Figure:
    """Draw the mean tone of each of the first speakers by period, with its interval, and how much was read.

    The mean of fewer than three stories is hollow and has no interval.

    Args:
        tone: The table that `trends.tone_over_time` returns for the same `period`.
        changes: The table that `change_points.in_tone` returns.
        weeks: The table that `trends.every_week` returns.
        period: W, M, Q or Y: the period of a mark.
        source: The articles read, named in the caption.
    """
    if tone.empty or weeks.empty:
        return nothing("no speaker is quoted with words that could be scored")
    speakers = list(dict.fromkeys(tone["speaker"]))
    shown = tone[tone["speaker"].isin(speakers[:MAX_PANELS])]
    names, scale = list(dict.fromkeys(shown["speaker"])), _weeks_scale(weeks["week"])
    fig, panels = _small_multiples(len(names), 1.15)
    drawn = shown.assign(full=shown["n_stories"] >= MIN_OBSERVATIONS_FOR_MEAN)
    ends = drawn["mean"].abs(), drawn.loc[drawn["full"], ["low", "high"]].abs().max(axis=1)
    limit = min(1.08, max(0.5, 1.1 * float(pd.concat(ends).max())))
    for ax, name in zip(panels, names, strict=False):
        rows = shown[shown["speaker"] == name]
        n_quotes, n_stories = (int(rows[column].sum()) for column in ("n_quotes", "n_stories"))
        n = f"{count(n_quotes, 'quotation')} in {count(n_stories, 'story', 'stories')}"
        _set_up_panel(ax, f"{short(name, 36)}: {n}", (-limit, limit))
        ax.axhline(0, color=GREY, linewidth=0.8, zorder=1)
        x, full = _middles(rows["start"], period, scale), rows["n_stories"].to_numpy(float) >= MIN_OBSERVATIONS_FOR_MEAN
        width = _interval_width(len(weeks))
        ax.vlines(x[full], rows["low"][full], rows["high"][full], color=BLUE, alpha=0.35, linewidth=width)
        for enough in (False, True):
            ax.plot(x[full == enough], rows["mean"][full == enough], "o", **filled(BLUE, enough, 4.5), zorder=3)
        _draw_levels(ax, changes[changes["speaker"] == name], scale)
    _draw_coverage(panels[-1], weeks, period, scale)
    date_axis(panels[-1], scale, undated=False)
    measure = "Mean tone of the words quoted, from −1 (negative) to 1 (positive)"
    measure = _selection(measure, "speakers with most stories", len(names), len(speakers))
    finding = _changed_most(changes, "speaker", names) or "Nobody’s tone changed beyond chance"
    caption = TONE_CAPTION.format(PERIOD_NAMES[period]) + _change_caption(changes, "speaker", names)
    heading(fig, finding, measure, caption, source)
    means = (_mean_in_words(name, rows) for name, rows in shown.groupby("speaker", sort=False))
    parts = listed(means, most=MAX_PANELS)
    changed = _changes_in_words(changes, "speaker", names)
    return finish(fig, f"Mean tone over time, {_days_in_words(weeks['week'])}: {parts}. {changed}")


@project_style()
@checked
def network(graph: nx.Graph, people: pd.DataFrame | None = None, source: str | None = None) -> Figure:
    """Draw people, states and organisations around a circle, and a line for each pair, wider the more contacts.

    Args:
        graph: The network that `trends.network` returns.
        people: The table `world_people`, which has the kind of each; without it, only countries are known to be states.
        source: The articles read, named in the caption.

    >>> contact = {"one": "Ann Lee", "other": "Bob Ray", "week": "2031-01-13", "mode": "phone", "n_contacts": 2}
    >>> figures.network(trends.network(tables.frame("world_pairs", [contact]))).finding
    'Ann Lee and Bob Ray are in touch most: 2 of 2 contacts'
    """
    kinds = {} if people is None else dict(zip(people["person"], people["kind"], strict=True))
    parties = {name: _party(name, kinds) for name in graph}
    names, n_pairs, n_contacts = circle(graph), graph.graph["pairs"], graph.graph["contacts"]
    if not names:
        return nothing("no contact is known to have taken place")
    angles = np.pi / 2 - 2 * np.pi * (np.arange(len(names)) + 0.5) / len(names)
    points = {
        name: (NETWORK_HALF_WIDTH * np.cos(angle), NETWORK_RADIUS * np.sin(angle))
        for name, angle in zip(names, angles, strict=True)
    }
    right, left = names[: (len(names) + 1) // 2], names[(len(names) + 1) // 2 :]
    heights = _name_heights(right, points) | _name_heights(left[::-1], points)
    fig, ax = _network_canvas(0.2 + max(NETWORK_RADIUS, *map(abs, heights.values())))
    _draw_edges(ax, graph, points)
    _draw_parties(ax, graph, points, parties)
    strength = dict(graph.nodes(data="strength"))
    for name in names:
        side = 1 if name in right else -1
        _name_beside(ax, f"{short(name, 22)} ({strength[name]})", points[name], heights[name], side)
    measure = "Contacts that took place"
    n_shown = graph.number_of_edges()
    measure += f": the {n_shown} of {n_pairs} pairs with most" if n_shown < n_pairs else ", by pair"
    edges = _edges_by_contacts(graph)
    heading(fig, _most_in_touch(edges, n_contacts), measure, NETWORK_CAPTION, source)
    parts = listed(f"{clean(one)} – {clean(other)} {n}" for one, other, n in edges)
    total = f"{count(n_contacts, 'contact')} of {count(n_pairs, 'pair')}"
    return finish(fig, f"Network of {_parties_in_words([parties[name] for name in names])}, {total}: {parts}.")


def _party(name: str, kinds: Mapping[str, str]) -> str:
    """Whether a party is a person, a state or an organisation."""
    country = country_of(tuple(name.split()))
    kind = kinds.get(name, "person" if country is None else "state")
    return kind if kind in PARTY_STYLES else "organisation"


def _most_in_touch(edges: Sequence[tuple[str, str, int]], n_contacts: int) -> str:
    """The pair with most contacts: "A and B are in touch most: 16 of 42 contacts"."""
    one, other, most = edges[0]
    if len(edges) > 1 and edges[1][2] == most:
        n_first = sum(n == most for *_, n in edges)
        return f"{n_first} pairs are in touch most, with {count(most, 'contact')} each"
    return f"{short(one, 30)} and {short(other, 30)} are in touch most: {most} of {count(n_contacts, 'contact')}"


def _parties_in_words(parties: Sequence[str]) -> str:
    """The numbers of people, states and organisations: "2 people, 1 state"."""
    plural = {"person": "people"}
    numbers = ((parties.count(party), party, plural.get(party, "")) for party in PARTY_STYLES if party in parties)
    return ", ".join(count(*number) for number in numbers)


@project_style()
@checked
def what_reports_agree_on(agreement: pd.DataFrame, source: str | None = None) -> Figure:
    """Draw the contacts by the number of stories that report them, with those on which the reports disagree apart.

    Args:
        agreement: The table that `trends.agreement` returns.
        source: The articles read, named in the caption.
    """
    table = agreement.set_index("stories")[["agree", "disagree"]].astype("int64")
    if not table.to_numpy().sum():
        return nothing("no contact was found")
    single = table["agree"].where(table.index == "1", 0)
    columns = (single, table["agree"] - single, table["disagree"])
    counts = pd.DataFrame(dict(zip(AGREEMENT_STYLES, columns, strict=True)))
    counts = counts[counts.sum(axis=1).iloc[::-1].cumsum().iloc[::-1] > 0]  # up to the last row with a contact
    fig, ax = canvas(0.42 * len(counts) + 0.4)
    stacked_bars(ax, counts, {name: style for name, style in AGREEMENT_STYLES.items() if counts[name].any()})
    name_rows(ax, ["1 story" if name == "1" else f"{name} stories" for name in counts.index])
    fields = listed(f"{field} {agreement[field].sum()}" for field in DISPUTABLE)
    several = table.drop(index="1", errors="ignore").sum()
    share = f"{several['disagree']} of {count(several.sum(), 'contact')} that several stories report"
    finding = f"Reports disagree on {share}" if several.sum() else "Every contact is in one story only"
    measure = "Contacts by the number of stories that report them, whether or not they took place"
    heading(fig, finding, measure, source=source)
    return finish(fig, f"Contacts by number of stories. The reports disagree on {share}: {fields}.")


@project_style()
@checked
def with_whom(
    contacts: pd.DataFrame, gatherings: pd.DataFrame, person: str, since: str | None = None, source: str | None = None
) -> Figure:
    """Draw a person's contacts over time, with a row for each of the most frequent counterparts.

    Args:
        contacts: The table that `counterparts.of_person` returns.
        gatherings: The table that `counterparts.gatherings` returns, drawn in a row of its own.
        person: The person.
        since: A day to mark.
        source: The articles read, named in the caption.
    """
    if contacts.empty:
        return nothing(f"no contact of {short(person)} that took place has a day")
    n_by_name = most_first(contacts["counterpart"].value_counts())
    names = list(n_by_name.index[:MAX_COUNTERPARTS])
    days = pd.concat([contacts["date"], gatherings["date"]])
    scale = time_scale(pd.DataFrame({"date_start": [days.min()], "date_end": [days.max()]}))
    labels = [f"{short(name, 26)} ({n_by_name[name]})" for name in names]
    labels += [f"{GATHERINGS_ROW} ({len(gatherings)})"] if len(gatherings) else []
    fig, ax = canvas(0.27 * len(labels) + 0.5)
    for y, name in enumerate(names):
        _draw_contact_days(ax, y, contacts[contacts["counterpart"] == name], scale)
    ax.plot(
        positions(scale, gatherings["date"]), [len(names)] * len(gatherings), "s", **filled("white", False, 6), zorder=3
    )
    mode_entries(ax, contacts.loc[contacts["counterpart"].isin(names), "mode"], MODE_LABELS)
    day = None if since is None else pd.Timestamp(since)
    if day is not None and days.min() < day < days.max():
        ax.axvline(float(positions(scale, [day])[0]), color=INK, linestyle=(0, (3, 2)), linewidth=1)
    name_rows(ax, labels)
    ax.grid(axis="y", color=UNREAD_GREY)
    ax.grid(visible=False, axis="x")
    date_axis(ax, scale, undated=False, tick_distance=DISTANCE_BESIDE_NAMES)
    most = [short(name, 30) for name in n_by_name.index[n_by_name == n_by_name.iloc[0]]]
    times = f"{count(n_by_name.iloc[0], 'time')}{' each' * (len(most) > 1)}"
    first = f"{short(person, 30)} was in touch most often with {joined(most)}: {times}"
    measure = "Contacts by day, and how many"
    measure = _selection(measure, f"of {len(n_by_name)} counterparts with most", len(names), len(n_by_name))
    heading(fig, first, measure, _caption_of_contacts(day, gatherings), source)
    parts = listed((f"{clean(name)} {n}" for name, n in n_by_name.items()), most=MAX_COUNTERPARTS)
    apart = f" Apart from these, {count(len(gatherings), 'gathering')}." if len(gatherings) else ""
    return finish(fig, f"Contacts of {clean(person)} by day and counterpart: {parts}.{apart}")


def _draw_contact_days(ax: Axes, y: int, rows: pd.DataFrame, scale: np.ndarray) -> None:
    """Draw a mark for each contact with one counterpart."""
    for mode, of_mode in rows.groupby(rows["mode"].where(rows["mode"].isin(list(MODE_STYLES)), UNSPECIFIED)):
        marker, colour, _ = MODE_STYLES[str(mode)]
        x = positions(scale, of_mode["date"])
        ax.plot(x, np.full(len(x), y), marker, **filled(colour, True, 6.5), zorder=3)


def _caption_of_contacts(day: pd.Timestamp | None, gatherings: pd.DataFrame) -> str:
    """How to read the marks."""
    line = "" if day is None else f"Dashed: {day_in_words(day)}."
    hollow = "Hollow: with more than five, a body or a group; counted once." if len(gatherings) else ""
    return f"{line} {hollow}".strip()


def _weeks_scale(weeks: pd.Series) -> np.ndarray:
    """The time scale from the first week to the last."""
    days = pd.DataFrame({"date_start": [weeks.min()], "date_end": [weeks.max() + pd.Timedelta(days=6)]})
    return time_scale(days)


def _middles(starts: pd.Series, period: str, scale: np.ndarray) -> np.ndarray:
    """The positions of the middles of periods."""
    return positions(scale, starts + pd.Timedelta(days=round(PERIOD_DAYS[period] / 2)))


def _length(period: str) -> pd.Timedelta:
    """The mean length of a period."""
    return pd.Timedelta(days=round(PERIOD_DAYS[period]))


def _small_multiples(n: int, height: float) -> tuple[Figure, list[Axes]]:
    """A figure with `n` panels of a height in inches, and a lower one at the bottom for the amount of reading."""
    fig = Figure(figsize=(WIDTH_INCHES, height * n + 1.1), layout="constrained")
    panels = fig.subplots(n + 1, 1, sharex=True, squeeze=False, height_ratios=[height] * n + [0.55])
    return fig, list(panels.flat)


def _set_up_panel(ax: Axes, title: str, limits: tuple[float, float]) -> None:
    """Set a panel's title, the limits of its y axis, and a grid with few lines."""
    ax.set_title(title, fontsize=SMALL + 0.5, pad=3)
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


def _selection(measure: str, selection: str, n_shown: int, n: int) -> str:
    """The measure, with the selection if not all are shown."""
    return measure if n_shown == n else f"{measure}: the {n_shown} {selection}"


def _changed_most(changes: pd.DataFrame, key: str, names: Sequence[str]) -> str:
    """The first change of the first pair or speaker that has one; nothing if nothing changed."""
    shown = changes[changes["changed"] & changes[key].isin(list(names))]
    for row in records(shown.sort_values(key, key=lambda column: column.map(list(names).index), kind="stable").head(1)):
        day = short_day(row.week)
        if key == "pair":
            more = "more" if row.since > row.before else "less"
            return f"{both_names(row.pair)} were in touch {more} often from {day} on"
        side = "positive" if row.since > row.before else "negative"
        return f"{short(row.speaker, 30)} sounds more {side} from {day} on"
    return ""


def _change_caption(changes: pd.DataFrame, key: str, names: Sequence[str]) -> str:
    """How to read the lines of changes, if any of the pairs or speakers shown has one."""
    return CHANGE_CAPTION * bool((changes["changed"] & changes[key].isin(list(names))).any())


def _days_in_words(weeks: pd.Series) -> str:
    """The first and the last day of weeks: "2022-01-03 to 2022-01-30"."""
    return f"{weeks.min().date()} to {(weeks.max() + pd.Timedelta(days=6)).date()}"


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
    fig, ax = canvas(2 * top)
    fig.get_layout_engine().set(w_pad=0, h_pad=0)
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


def _draw_parties(
    ax: Axes, graph: nx.Graph, points: Mapping[str, tuple[float, float]], parties: Mapping[str, str]
) -> None:
    """Draw a mark for each party, whose area grows with the number of contacts; a key, if there are several kinds."""
    strength = dict(graph.nodes(data="strength"))
    largest = max(strength.values())
    for name, point in points.items():
        marker, colour, _ = PARTY_STYLES[parties[name]]
        ax.plot(*point, marker, **filled(colour, True, 5 + 9 * np.sqrt(strength[name] / largest)), zorder=3)
    drawn = {parties[name] for name in points}
    for marker, colour, label in (style for party, style in PARTY_STYLES.items() if party in drawn and len(drawn) > 1):
        legend_entry(ax, marker, colour, label)


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
    ax.text(x + 0.19 * side, height, label, ha="left" if side > 0 else "right", va="center", fontsize=SMALL)
