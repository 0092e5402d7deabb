"""How every figure is drawn: house style, canvas, marks, an axis of days. Nothing here knows what a figure is about."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib.figure
import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes

STYLE = Path(__file__).with_name("style.mplstyle")
TALLEST = 200.0  # inches; a PNG much taller than that cannot be written
INK, GREY = "#222222", "#6E6E6E"
STEPS = {"D": "%d %b", "2D": "%d %b", "W-MON": "%d %b", "2W-MON": "%d %b", "MS": "%b", "QS": "%b"}
STEPS |= dict.fromkeys(("YS", "2YS", "5YS", "10YS", "50YS"), "%Y")


class Figure(matplotlib.figure.Figure):
    """A figure with a sentence that says what it shows."""

    alt: str = ""


@contextmanager
def house() -> Iterator[None]:
    """The house style while a figure is drawn, on top of matplotlib's defaults; the reader's own settings come back."""
    with style.context(["default", STYLE]), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def canvas(height: float, columns: int = 1, rows: int = 1) -> tuple[Any, ...]:
    """A figure and its panels, row by row, all with the same axes."""
    fig = Figure(figsize=(8.0, min(height, TALLEST)), layout="constrained")
    return fig, *fig.subplots(rows, columns, sharex=rows > 1, sharey=True, squeeze=False).flat


def nothing(why: str) -> Figure:
    """One line of words in a figure's place."""
    fig = Figure(figsize=(8.0, 0.7))
    words = fig.text(0.01, 0.5, f"Nothing to show: {why}.", va="center", color=GREY, fontsize=11)
    return finish(fig, words.get_text())


def finish(fig: Figure, alt: str) -> Figure:
    """Lay the figure out once and for all, so that drawing it again gives the same bytes."""
    fig.alt = alt
    fig.draw_without_rendering()
    fig.set_layout_engine("none")
    return fig


def stacked_bars(fig: Figure, ax: Axes, table: pd.DataFrame, looks: Mapping[str, tuple[str, str, bool]]) -> None:
    """A bar a row of numbers, a piece a column in its look (colour, hatch, filled or not), and the sum at its end."""
    left = np.zeros(len(table))
    for column, (colour, hatch, full) in looks.items():
        look: dict[str, Any] = {"facecolor": colour} if full else {"facecolor": "white", "linestyle": "--"}
        look |= {"hatch": hatch, "edgecolor": INK, "linewidth": 0.6, "label": column}
        ax.barh(range(len(table)), table[column], left=left, height=0.64, **look)
        left += table[column].to_numpy()
    for y, total in enumerate(left):
        ax.annotate(f"{total:.0f}", (total, y), (4, 0), textcoords="offset points", va="center_baseline", color=GREY)
    ax.set_xlim(0, 1.06 * left.max())
    ax.locator_params(axis="x", integer=True)
    fig.legend(loc="outside lower left", ncols=4)


def name_rows(ax: Axes, labels: Sequence[str], title: str, xlabel: str) -> None:
    """Label the rows from the top down, and what they show."""
    ax.set_yticks(range(len(labels)), labels)
    ax.set(ylim=(len(labels) - 0.4, -0.6), title=title, xlabel=xlabel)


def legend_entry(ax: Axes, marker: str, colour: str, label: str) -> None:
    """Put a mark and its meaning into the legend; a white one is hollow."""
    label = f" {label}" if label.startswith("_") else label  # matplotlib leaves such labels out
    ax.plot([], [], marker, label=label, **filled(colour, colour != "white"))


def filled(colour: str, full: bool, size: float = 7) -> dict[str, Any]:
    """A mark's look: full ones have a dark edge, hollow ones keep the colour as their edge."""
    face, edge, width = (colour, INK, 0.6) if full else ("white", INK if colour == "white" else colour, size / 5)
    return {"markerfacecolor": face, "markeredgecolor": edge, "markeredgewidth": width, "markersize": size}


def stack(spans: Sequence[tuple[float, float]], room: float) -> list[int]:
    """For each span the first level on which it keeps its distance from every span before it."""
    levels: list[int] = []
    for low, high in spans:
        near = {v for (a, b), v in zip(spans, levels, strict=False) if low - room < b and a < high + room}
        levels.append(next(level for level in range(len(near) + 1) if level not in near))
    return levels


def stretches(dates: pd.DataFrame) -> np.ndarray:
    """Stretches of days that hold something, side by side: rows of first day, last day, left and right edge (0 to 100).

    Time is cut out where nothing happens for a quarter of the whole; a stretch's width grows with what it holds.
    """
    spans = sorted(zip(_days(dates["date_start"]), _days(dates["date_end"]), strict=True))
    whole = max((high for _, high in spans), default=0) - min(spans, default=(0, 0))[0]
    parts: list[list[float]] = []  # first day, last day, how many
    for low, high in spans:
        if not parts or low - parts[-1][1] > max(90, whole / 4):
            parts.append([low, high, 0])
        parts[-1][1:] = max(high, parts[-1][1]), parts[-1][2] + 1
    first, last, n = np.array(parts).reshape(-1, 3).T
    pad = np.maximum(1, 0.04 * (last - first))
    width = (100 - 5 * (len(n) - 1)) * np.sqrt(n) / np.sqrt(n).sum()
    left = np.cumsum(width + 5) - width - 5
    return np.column_stack([first - pad, last + pad, left, left + width])


def places(paper: np.ndarray, dates: Any) -> np.ndarray:
    """Where days lie across `stretches`, from 0 to 100."""
    return np.interp(_days(dates), paper[:, :2].ravel(), paper[:, 2:].ravel()) if len(paper) else np.zeros(0)


def _days(dates: Any) -> np.ndarray:
    return pd.DatetimeIndex(dates).to_numpy().astype("datetime64[D]").astype(float)


def date_axis(ax: Axes, paper: np.ndarray, undated: bool) -> None:
    """Ticks for each stretch, a gap where time is cut out, and the column of contacts without a date."""
    ticks = [tick for stretch in paper for tick in _ticks(*stretch)]
    at = [*places(paper, [day for day, _ in ticks]), *([109.2] if undated else [])]
    ax.set_xticks(at, [*(text for _, text in ticks), *(["no date\n "] if undated else [])])
    ax.set_xlim(-1, 117 if undated else 101)
    for left, right in zip(paper[:, 3], [*paper[1:, 2], *([102.0] if undated else [])], strict=False):
        ax.axvspan(left, right, color="white", linewidth=0, zorder=4)


def _ticks(first_day: float, last_day: float, left: float, right: float) -> list[tuple[pd.Timestamp, str]]:
    """The finest round dates of a stretch that have room beside each other, the first one with its year."""
    pad = max(1, (last_day - first_day) / 27)  # as in `stretches`
    first, last = (pd.Timestamp(np.datetime64(round(day), "D")) for day in (first_day + pad, last_day - pad))
    steps = ((pd.date_range(first, last, freq=step), form) for step, form in STEPS.items())
    dates, form = next((s for s in steps if 0 < len(s[0]) <= max(1, (right - left) / 8)), ([first], "%Y"))
    years = [f"\n{day.year}" if day == dates[0] and form != "%Y" else "\n " for day in dates]
    return [(day, day.strftime(form).lstrip("0") + year) for day, year in zip(dates, years, strict=True)]
