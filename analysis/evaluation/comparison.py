"""Scores side by side: on the article's labels, on passages of our own, and what was measured elsewhere."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes

from analysis.display import clean, count, listed, short
from analysis.errors import AnalysisError
from analysis.evaluation.scoring import summary
from analysis.figures.canvas import GREY, Figure, canvas, filled, finish, name_rows, nothing, project_style
from analysis.frequency.public_record import read_rows
from analysis.tables import records
from analysis.validation import checked

ELSEWHERE = Path(__file__).parents[2] / "seeds" / "figures_elsewhere.csv"
TEXTS = ("task", "passages", "kind", "system", "measure", "by", "source")
NUMBERS = ("value", "labelled", "found", "right")
ROWS = ("group", "row", "system", "score", "low", "high", "n")
OURS = "this project"
OTHER = ("D", "#6E6E6E", 0.0)
# Mark, colour, and how far below its row it stands, so that none hides another.
LOOKS = {OURS: ("o", "#0072B2", 0.0), "textacy": ("^", "#009E73", -0.2), "Gender Gap Tracker": ("s", "#D55E00", 0.2)}
ANOTHER = "another tool"
CAPTION = (
    "A line is a 95% interval; where there is none, the counts are not known. n: how many were labelled.\n"
    "Figures under different headings are of different passages and do not compare."
)


@checked
def elsewhere(path: str | Path = ELSEWHERE) -> pd.DataFrame:
    """What was measured of this project and its peers on passages that are not in this checkout, with the source.

    Columns: task, passages, kind, system, measure, value, labelled, found, right (counts, where known), by (who
    measured it), source. Raises AnalysisError, with file and line, for what cannot be read.

    >>> comparison.elsewhere()["task"].unique().tolist()
    ['quotations', 'contacts', 'tone']
    """
    rows = []
    for where, row in read_rows(path, [*TEXTS, *NUMBERS]):
        try:
            numbers = {column: float(row[column] or "nan") for column in NUMBERS}
        except ValueError:
            raise AnalysisError(f"{where}: {list(NUMBERS)} must be numbers or empty") from None
        rows.append({**{column: row[column] or None for column in TEXTS}, **numbers})
    table = pd.DataFrame(rows, columns=[*TEXTS, *NUMBERS])
    types = dict.fromkeys(TEXTS, "str") | dict.fromkeys(NUMBERS[1:], "Int64")
    return table.astype(types)[[*TEXTS[:5], *NUMBERS, *TEXTS[5:]]]


@checked
def chart(
    article: Mapping[str, pd.DataFrame], unseen: Mapping[str, pd.DataFrame], tones: pd.DataFrame, others: pd.DataFrame
) -> pd.DataFrame:
    """Rows for `scores`: columns group, row, system, score, low, high, n.

    `article` and `unseen` have the tables of outcomes called quotations and contacts, of the article's labels and of
    passages never looked at; `tones` is `scoring.tones` of such passages, `others` is `elsewhere`.
    """
    kinds = {"quotations": ["kind"], "contacts": ["mode", "status"]}
    parts = [_of_scores(scored, "This article", name, []) for name, scored in article.items()]
    parts += [_of_scores(scored, f"Our own passages, {name}", "all", kinds[name]) for name, scored in unseen.items()]
    parts += [_of_elsewhere(others, "PolNeAR", "PolNeAR, quotations")]
    parts += [_of_tones(tones, "Our own passages, tone"), _of_elsewhere(others, "NewsMTSC", "NewsMTSC, tone")]
    full = [part.astype(dict.fromkeys(("score", "low", "high", "n"), "Float64")) for part in parts if len(part)]
    return pd.concat(full, ignore_index=True) if full else pd.DataFrame(columns=list(ROWS))


def _of_scores(scored: pd.DataFrame, group: str, name: str, columns: list[str]) -> pd.DataFrame:
    """F1 with its interval from a table of outcomes, of all and by the values of columns."""
    rows = []
    for column in (None, *columns) if len(scored) else ():
        told = summary(scored, column)
        names = told[column] if column else [name]
        looks = {"group": group, "row": names, "system": OURS, "n": told["labelled"]}
        rows.append(pd.DataFrame(looks | {"score": told["f1"], "low": told["f1_low"], "high": told["f1_high"]}))
    return pd.concat(rows) if rows else pd.DataFrame(columns=list(ROWS))


def _of_tones(told: pd.DataFrame, group: str) -> pd.DataFrame:
    """Macro-F1 of each scorer with its interval, from `scoring.tones`."""
    system = [OURS if scorer == "tone_news" else scorer for scorer in told["scorer"]]
    names = {"scorer": "row", "macro_f1": "score", "macro_f1_low": "low", "macro_f1_high": "high"}
    return told.rename(columns=names).assign(group=group, system=system)[list(ROWS)]


def _of_elsewhere(table: pd.DataFrame, passages: str, group: str) -> pd.DataFrame:
    """The figures measured elsewhere on some passages, with an interval where the counts are known."""
    told = table[table["passages"] == passages]
    rows = []
    for row in records(told):
        label = row.system if told["kind"].nunique() == 1 else row.kind
        told_of = {"group": group, "row": label, "system": row.system, "score": row.value, "n": row.labelled}
        if pd.notna(row.right):
            missed, false = row.labelled - row.right, row.found - row.right
            outcomes = ["right"] * row.right + ["missed"] * missed + ["false alarm"] * false
            exact = summary(pd.DataFrame({"outcome": outcomes})).iloc[0]
            told_of |= {"score": exact["f1"], "low": exact["f1_low"], "high": exact["f1_high"]}
        rows.append(told_of)
    return pd.DataFrame(rows, columns=list(ROWS))


@project_style()
@checked
def scores(chart: pd.DataFrame) -> Figure:
    """Scores from 0 to 1, a row for each kind, under a heading for each group of passages; a line is a 95% interval."""
    if chart.empty:
        return nothing("nothing was scored")
    heights, labels = _rows(chart)
    fig, ax = canvas(0.235 * len(labels) + 1.5)
    for row in records(chart):
        _mark(ax, heights[row.group, row.row], row)
    name_rows(ax, labels, "How far what is found agrees with what was labelled", "F1 (tone: macro-F1)")
    for tick, label in zip(ax.get_yticklabels(), labels, strict=True):
        tick.set_fontweight("bold" if label in set(chart["group"]) else "normal")
    ax.set_xlim(0, 1.02)
    systems = {system if system in LOOKS else ANOTHER for system in chart["system"]}
    for system in [s for s in (*LOOKS, ANOTHER) if s in systems]:
        marker, colour, _ = LOOKS.get(system, OTHER)
        ax.plot([], [], marker, label=system, **filled(colour, system == OURS, 6))
    ax.legend(loc="upper left")
    fig.supxlabel(CAPTION, fontsize=8, x=0.01, ha="left", color=GREY)
    ours = chart[chart["system"] == OURS]
    told = listed((f"{clean(r.group)}, {clean(r.row)} {r.score:.2f}" for r in records(ours)), most=40, glue="; ")
    return finish(fig, f"{count(len(chart), 'score')} of this project and others, F1 from 0 to 1. Ours: {told}.")


def _rows(chart: pd.DataFrame) -> tuple[dict[tuple[str, str], int], list[str]]:
    """At what height each row stands, and all labels from the top down, a heading before each group."""
    heights: dict[tuple[str, str], int] = {}
    labels: list[str] = []
    for group, rows in chart.groupby("group", sort=False):
        labels += ["", str(group)] if labels else [str(group)]
        for name, same in rows.groupby("row", sort=False):
            heights[str(group), str(name)] = len(labels)
            n = same["n"].max()
            labels.append(short(name) + (f" (n = {n:.0f})" if pd.notna(n) else ""))
    return heights, labels


def _mark(ax: Axes, y: float, row: object) -> None:
    system, score, low, high = (getattr(row, name) for name in ("system", "score", "low", "high"))
    marker, colour, beside = LOOKS.get(system, OTHER)
    if pd.notna(low):
        ax.plot([low, high], [y, y], color=colour, solid_capstyle="butt", zorder=2)
    ax.plot(score, y + beside, marker, **filled(colour, system == OURS, 6), zorder=3, clip_on=False)
