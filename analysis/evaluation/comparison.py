"""Compare scores: on the article's labels, on the project's own passages, and those published elsewhere."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import blended_transform_factory

from analysis.articles.sheets import read_rows
from analysis.display import clean, count, listed, short
from analysis.errors import AnalysisError
from analysis.evaluation.scoring import f1_scores, summary
from analysis.figures.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    MARGIN,
    SMALL,
    VERMILLION,
    WIDTH_INCHES,
    Figure,
    canvas,
    filled,
    finish,
    heading,
    name_rows,
    nothing,
    project_style,
)
from analysis.output import SEEDS
from analysis.tables import records
from analysis.validation import checked

PUBLISHED_FIGURES = SEEDS / "figures_elsewhere.csv"
DESCRIPTION_COLUMNS = ("task", "passages", "kind", "system", "measure", "by", "looked_at", "source")
FIGURE_COLUMNS = ("value", "labelled", "found", "right")
CHART_COLUMNS = ("group", "row", "system", "score", "low", "high", "n")
THIS_PROJECT, LABELLERS, ANOTHER_TOOL = "this project", "two labellers", "another tool"
NOT_LOOKED_AT = "no"  # value of looked_at: whether errors on these passages were looked at while the rules were made


class SystemStyle(NamedTuple):
    """How a system's scores are drawn: marker, colour, and offset from the row (down is positive)."""

    marker: str
    colour: str
    offset: float


# Offsets differ so that markers in one row do not hide each other.
SYSTEM_STYLES = {
    THIS_PROJECT: SystemStyle("o", BLUE, 0.0),
    "textacy": SystemStyle("^", GREEN, -0.2),
    "Gender Gap Tracker": SystemStyle("s", VERMILLION, 0.2),
    LABELLERS: SystemStyle("*", INK, 0.0),
}
ANOTHER_TOOL_STYLE = SystemStyle("D", GREY, 0.0)
COMPARISON_CAPTION = (
    "A line is a 95% interval; it is missing where the counts are not known. n: the number of labels. "
    "Scores under different headings were measured on different texts and cannot be compared."
)


@checked
def elsewhere(path: str | Path = PUBLISHED_FIGURES) -> pd.DataFrame:
    """Read scores of this project and its peers on passages that are not in this checkout.

    Args:
        path: The CSV file; by default the one of the checkout.

    Returns:
        Columns: task, passages, kind, system, measure, value, low and high (of its 95% interval, where the counts are
        known), labelled, found, right (counts), by (who measured it), looked_at (whether errors on these passages were
        looked at while the rules were made: no, in part, yes), source.

    Raises:
        AnalysisError: The file cannot be read, or a value is not a number. The message names file and line.

    >>> comparison.elsewhere()["task"].unique().tolist()
    ['quotations', 'contacts', 'tone']
    """
    rows = []
    for location, row in read_rows(path, [*DESCRIPTION_COLUMNS, *FIGURE_COLUMNS]):
        try:
            figures = {column: float(row[column] or "nan") for column in FIGURE_COLUMNS}
        except ValueError:
            raise AnalysisError(f"{location}: {list(FIGURE_COLUMNS)} must be numbers or empty") from None
        rows.append({**{column: row[column] or None for column in DESCRIPTION_COLUMNS}, **figures})
    table = pd.DataFrame(rows, columns=[*DESCRIPTION_COLUMNS, *FIGURE_COLUMNS])
    types = dict.fromkeys(DESCRIPTION_COLUMNS, "str") | dict.fromkeys(FIGURE_COLUMNS[1:], "Int64")
    table = table.astype(types)
    table[["low", "high"]] = f1_scores(table.astype(dict.fromkeys(FIGURE_COLUMNS, float)))[:, 1:]
    return table[[*DESCRIPTION_COLUMNS[:5], "value", "low", "high", *FIGURE_COLUMNS[1:], *DESCRIPTION_COLUMNS[5:]]]


@checked
def chart(
    article: Mapping[str, pd.DataFrame], unseen: Mapping[str, pd.DataFrame], tones: pd.DataFrame, others: pd.DataFrame
) -> pd.DataFrame:
    """Collect the rows that `scores` draws.

    Args:
        article: The tables of outcomes for the article's labels, by the names quotations and contacts.
        unseen: The same for the held-out passages.
        tones: The result of `scoring.tones` for the held-out passages.
        others: The result of `elsewhere`.

    Returns:
        Columns: group (the heading), row, system, score, low, high (0 to 1), n (labels).
    """
    kinds = {"quotations": ["kind"], "contacts": ["mode", "status"]}
    not_looked_at = others[others["looked_at"] == NOT_LOOKED_AT]
    groups = {(task, passages): f"{task.capitalize()}: {passages}" for task, passages in _groups(not_looked_at)}
    own = {name: f"{name.capitalize()}: our own passages" for name in unseen}
    parts = [_published_rows(others, passages, group) for (_, passages), group in groups.items()]
    parts += [_outcome_rows(scored, "This article", name, []) for name, scored in article.items()]
    parts += [_outcome_rows(scored, own[name], "all", kinds[name]) for name, scored in unseen.items()]
    parts += [_tone_rows(tones, "Tone: our own passages")]
    full = [part.astype(dict.fromkeys(("score", "low", "high", "n"), "Float64")) for part in parts if len(part)]
    return pd.concat(full, ignore_index=True) if full else pd.DataFrame(columns=list(CHART_COLUMNS))


def _groups(figures: pd.DataFrame) -> list[tuple[str, str]]:
    """Task and passages of the figures of this project that are an F1, each pair once."""
    own = figures[(figures["system"] == THIS_PROJECT) & figures["measure"].str.contains("F1")]
    return list(own[["task", "passages"]].drop_duplicates().itertuples(index=False, name=None))


def _outcome_rows(scored: pd.DataFrame, group: str, name: str, columns: list[str]) -> pd.DataFrame:
    """F1 with its interval from a table of outcomes: over all rows, and by the values of each column."""
    parts = []
    for column in (None, *columns) if len(scored) else ():
        sums = summary(scored, column)
        names = sums[column] if column else [name]
        labels = {"group": group, "row": names, "system": THIS_PROJECT, "n": sums["labelled"]}
        parts.append(pd.DataFrame(labels | {"score": sums["f1"], "low": sums["f1_low"], "high": sums["f1_high"]}))
    return pd.concat(parts) if parts else pd.DataFrame(columns=list(CHART_COLUMNS))


def _tone_rows(tones: pd.DataFrame, group: str) -> pd.DataFrame:
    """Macro-F1 of each scorer with its interval, from `scoring.tones`."""
    system = [THIS_PROJECT if scorer == "tone_news" else scorer for scorer in tones["scorer"]]
    names = {"scorer": "row", "macro_f1": "score", "macro_f1_low": "low", "macro_f1_high": "high"}
    return tones.rename(columns=names).assign(group=group, system=system)[list(CHART_COLUMNS)]


def _published_rows(table: pd.DataFrame, passages: str, group: str) -> pd.DataFrame:
    """The published scores on some passages, with an interval where the counts are known."""
    rows = table[table["passages"] == passages]
    names = rows["kind"] if rows["kind"].nunique() > 1 else rows["system"]
    columns = {"value": "score", "labelled": "n"}
    return rows.rename(columns=columns).assign(group=group, row=names)[list(CHART_COLUMNS)]


@project_style()
@checked
def scores(chart: pd.DataFrame) -> Figure:
    """Draw the rows of `chart`: scores from 0 to 1 with 95% intervals, under a heading for each group of passages."""
    if chart.empty:
        return nothing("nothing was scored")
    heights, labels = _layout(chart)
    fig, ax = canvas(0.235 * len(labels) + 0.5)
    for row in records(chart):
        _draw_score(ax, heights[row.group, row.row], row)
    _name_groups_and_rows(ax, labels, set(chart["group"]))
    ax.set_xlim(0, 1.02)
    _add_legend(ax, chart)
    heading(fig, _finding(chart), "How well results match the labels: F1 (tone: macro-F1)", COMPARISON_CAPTION)
    own_scores = records(chart[chart["system"] == THIS_PROJECT])
    in_words = listed((f"{clean(r.group)}, {clean(r.row)} {r.score:.2f}" for r in own_scores), most=40, glue="; ")
    return finish(fig, f"{count(len(chart), 'score')} of this project and others, F1 from 0 to 1. Ours: {in_words}.")


def _finding(chart: pd.DataFrame) -> str:
    """How often this project scores higher than every other tool on the same texts."""
    n_higher = n_compared = 0
    for _, rows in chart.groupby("group", sort=False):
        own = rows[rows["system"] == THIS_PROJECT].head(1)
        tools = rows[~rows["system"].isin([THIS_PROJECT, LABELLERS])]
        same_row = tools[tools["row"].isin(own["row"])]
        rivals = tools if same_row.empty else same_row
        if len(own) and len(rivals):
            n_compared += 1
            n_higher += bool(own["score"].iloc[0] > rivals["score"].max())
    if not n_compared:
        return "No other tool was scored on the same texts"
    return f"This project scores higher than every other tool on {n_higher} of {count(n_compared, 'set')} of texts"


def _name_groups_and_rows(ax: Axes, labels: list[str], groups: set[str]) -> None:
    """Name the rows at the left of the panel, and write a group's name above its rows, across the whole figure."""
    name_rows(ax, ["" if label in groups else label for label in labels])
    ax.tick_params(axis="y", labelsize=SMALL)
    place: dict[str, Any] = {
        "transform": blended_transform_factory(ax.figure.transFigure, ax.transData),
        "va": "center",
        "bbox": {"facecolor": "white", "linewidth": 0, "pad": 1},
    }
    for y, label in enumerate(labels):
        if label in groups:
            name = ax.text(MARGIN / WIDTH_INCHES, y, label, **place, fontweight="bold", fontsize=9.5, zorder=5)
            name.set_in_layout(False)


def _add_legend(ax: Axes, chart: pd.DataFrame) -> None:
    """Enter in the key the systems in the chart; those without a style of their own share an entry."""
    drawn = {system if system in SYSTEM_STYLES else ANOTHER_TOOL for system in chart["system"]}
    for system in (*SYSTEM_STYLES, ANOTHER_TOOL):
        if system in drawn:
            style = SYSTEM_STYLES.get(system, ANOTHER_TOOL_STYLE)
            ax.plot([], [], style.marker, label=system, **filled(style.colour, system == THIS_PROJECT, 6))


def _layout(chart: pd.DataFrame) -> tuple[dict[tuple[str, str], int], list[str]]:
    """The y position of each row by group and name, and all labels from the top down, a heading before each group."""
    heights: dict[tuple[str, str], int] = {}
    labels: list[str] = []
    for group, rows in chart.groupby("group", sort=False):
        labels += ["", str(group)] if labels else [str(group)]
        for name, systems in rows.groupby("row", sort=False):
            heights[str(group), str(name)] = len(labels)
            n = systems["n"].max()
            labels.append(short(name) + (f" (n = {n:.0f})" if pd.notna(n) else ""))
    return heights, labels


def _draw_score(ax: Axes, y: float, row: Any) -> None:
    """Draw a row of `chart` at height y: its marker, and its interval if there is one."""
    style = SYSTEM_STYLES.get(row.system, ANOTHER_TOOL_STYLE)
    if pd.notna(row.low):
        ax.plot([row.low, row.high], [y, y], color=style.colour, solid_capstyle="butt", zorder=2)
    marker = filled(style.colour, row.system == THIS_PROJECT, 6)
    ax.plot(row.score, y + style.offset, style.marker, **marker, zorder=3, clip_on=False)
