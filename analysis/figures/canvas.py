"""Draw and save figures of any content: style, canvas, marks, an axis of days."""

import io
import os
import re
import textwrap
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib.figure
import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes

from analysis.articles.article import Article
from analysis.display import Html, day_in_words, image, one_line, short
from analysis.output import whole_file
from analysis.validation import checked

FOLDER_VARIABLE = "ANALYSIS_FIGURES"  # the environment variable that names the folder for figures
STYLE_SHEET = Path(__file__).with_name("style.mplstyle")
WIDTH_INCHES = 5.4  # so a point is a pixel on a telephone, which shows a figure at 390 pixels
MAX_HEIGHT_INCHES = 200.0  # a PNG much taller than that cannot be written
INK, GREY = "#222222", "#6E6E6E"
# The palette of Okabe and Ito (2008, Color Universal Design), without its yellow and black.
BLUE, ORANGE, GREEN, PURPLE, VERMILLION = "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00"
LAYOUT_DIGITS = 6  # of the place of a panel, as a share of the figure
SMALL = 9.0  # the size of the smallest letters, in points
MARGIN = 0.1  # left of a heading and below a caption, in inches
KEY_LINE_INCHES, KEY_LINE_CHARACTERS, KEY_MARK_CHARACTERS = 0.2, 78, 7
HEADLINE_LENGTH = 90  # characters of a headline in the line that names the source
NO_BREAK_SPACE = "\xa0"
OUT_OF_SIGHT = -9  # the row of marks that only the key needs
# An address that nobody can have (RFC 2606), so that its page is made up.
NO_ADDRESS = re.compile(r"\w+://[^/?#:]*\.(?:example|invalid|test)(?:[/?#:]|$)")
Credit = Article | str | None  # the source that a caption names
NAME_LENGTH, NAME_LINE_LENGTH, NAME_LINE_INCHES = 42, 24, 0.17  # of a name left of a row
# Steps between the ticks of a date axis, finest first (pandas' frequencies), and the format of a tick.
TICK_FORMATS = {"D": "%d %b", "2D": "%d %b", "W-MON": "%d %b", "2W-MON": "%d %b", "MS": "%b", "QS": "%b"}
TICK_FORMATS |= dict.fromkeys(("YS", "2YS", "5YS", "10YS", "50YS"), "%Y")
# Positions across a time scale, which runs from 0 to 100; contacts without a date are right of it.
GAP_WIDTH = 5.0  # between two stretches of days
MIN_TICK_DISTANCE = 14.0  # of a panel as wide as the figure
UNDATED_POSITIONS = tuple(104 + 2.6 * k for k in range(5))
UNDATED_EDGES = 102.0, 117.0


class Figure(matplotlib.figure.Figure):
    """A figure with its title, the finding, and an alt text: sentences that say what it shows."""

    finding: str = ""
    alt: str = ""


class BarStyle(NamedTuple):
    """The segments of one column: colour, hatch and their label in the key."""

    colour: str
    hatch: str
    label: str


class Lettering(NamedTuple):
    """The type of a line of a heading, and the number of characters that fit on it."""

    size: float
    weight: str
    colour: str
    characters: int

    def inches(self, text: str) -> float:
        """The height of a text."""
        return (text.count("\n") + 1) * 1.3 * self.size / 72 if text else 0.0


TITLE = Lettering(13.0, "bold", INK, 44)
SUBTITLE = Lettering(10.5, "normal", GREY, 62)
CAPTION = Lettering(SMALL, "normal", GREY, 74)


@contextmanager
def project_style() -> Iterator[None]:
    """Draw in the style of this project, on top of matplotlib's defaults; the reader's settings are restored after."""
    with style.context(["default", STYLE_SHEET]), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


@checked
def show(fig: Figure, name: str, alt: str | None = None, folder: Path | None = None) -> Html:
    """Return what a notebook displays; save the figure, too, if there is a folder for it.

    `make figures` and reports name one in ANALYSIS_FIGURES. A notebook that is run by hand has none, so it never
    replaces the figures of this project.

    Args:
        fig: The figure.
        name: The name of the files, without extension.
        alt: An alt text to use instead of the figure's own.
        folder: Where to save it.
    """
    alt = alt or fig.alt
    if folder or os.environ.get(FOLDER_VARIABLE):
        svg = save(fig, name, alt, folder)[0].read_bytes()
    else:
        with project_style(), io.BytesIO() as drawn:
            fig.savefig(drawn, format="svg", metadata=_metadata(alt)["svg"])
            svg = drawn.getvalue()
    return image(svg, alt)


@project_style()
@checked
def save(fig: Figure, name: str, alt: str | None = None, folder: Path | None = None) -> tuple[Path, Path]:
    """Write a figure as SVG and PNG, both with the alt text.

    Args:
        fig: The figure.
        name: The name of the files, without extension.
        alt: An alt text to use instead of the figure's own.
        folder: Where to; None for the folder that ANALYSIS_FIGURES names, or else for the current one.

    Returns:
        The paths of `name.svg` and `name.png`.
    """
    folder = folder or Path(os.environ.get(FOLDER_VARIABLE) or ".")
    paths = folder / f"{name}.svg", folder / f"{name}.png"
    for path in paths:
        with whole_file(path) as unfinished:
            fig.savefig(unfinished, format=path.suffix[1:], metadata=_metadata(alt or fig.alt)[path.suffix[1:]])
    return paths


def _metadata(alt: str) -> dict[str, dict[str, str | None]]:
    """The metadata of a file by its format: the alt text, and nothing of the clock or the machine."""
    svg: dict[str, str | None] = {"Title": alt} | dict.fromkeys(("Date", "Creator", "Format", "Type"))
    return {"svg": svg, "png": {"Description": alt, "Software": None}}


def canvas(height: float, columns: int = 1, rows: int = 1) -> tuple[Any, ...]:
    """A figure of a height in inches, and its panels, row by row, with shared axes."""
    fig = Figure(figsize=(WIDTH_INCHES, min(height, MAX_HEIGHT_INCHES)), layout="constrained")
    return fig, *fig.subplots(rows, columns, sharex=rows > 1, sharey=True, squeeze=False).flat


def nothing(why: str) -> Figure:
    """A figure with one line of text, which says why there is nothing to draw."""
    fig = Figure(figsize=(WIDTH_INCHES, 0.7))
    words = f"Nothing to show: {why}."
    fig.text(MARGIN / WIDTH_INCHES, 0.5, wrapped(words, SUBTITLE.characters), va="center", color=GREY, fontsize=10.5)
    return finish(fig, words)


def wrapped(words: str, characters: int) -> str:
    """Words on as many lines as they need."""
    return "\n".join(textwrap.wrap(words, characters))


def heading(fig: Figure, title: str, subtitle: str, caption: str = "", source: Credit = None) -> None:
    """Write what a figure shows above it and how to read it below it; the figure grows by the height of both.

    The key to the marks, if any has a label, is below the subtitle. The layout must be constrained.

    Args:
        fig: The figure, whose panels are drawn.
        title: The finding.
        subtitle: The measure and its unit.
        caption: How to read the marks.
        source: The origin of the numbers: the article, or words like "The Daily Example, 6 March 2031".
    """
    fig.finding = title
    above = [(wrapped(title, TITLE.characters), TITLE), (wrapped(subtitle, SUBTITLE.characters), SUBTITLE)]
    below = "\n".join(wrapped(words, CAPTION.characters) for words in (caption, _credit(source)) if words)
    marks = {label: mark for ax in fig.axes for mark, label in zip(*ax.get_legend_handles_labels(), strict=True)}
    ncols = max(1, KEY_LINE_CHARACTERS // (max(map(len, marks), default=0) + KEY_MARK_CHARACTERS))
    key_inches = KEY_LINE_INCHES * -(-len(marks) // ncols)
    top = 2 * MARGIN + sum(lettering.inches(text) for text, lettering in above) + key_inches
    bottom = MARGIN + CAPTION.inches(below)
    height = fig.get_figheight() + top + bottom
    fig.set_figheight(height)
    x, y = MARGIN / WIDTH_INCHES, height - MARGIN
    inside = (x / 2, bottom / height, 1 - x, 1 - (top + bottom) / height)
    fig.get_layout_engine().set(rect=inside)  # type: ignore[call-arg,union-attr]
    for text, lettering in above:
        style_of_text: dict[str, Any] = {
            "fontsize": lettering.size,
            "fontweight": lettering.weight,
            "color": lettering.colour,
        }
        fig.text(x, y / height, text, va="top", **style_of_text)
        y -= lettering.inches(text)
    fig.text(x, MARGIN / height, below, va="bottom", fontsize=CAPTION.size, color=CAPTION.colour)
    if marks:
        place: dict[str, Any] = {
            "loc": "upper left",
            "bbox_to_anchor": (x, y / height),
            "ncols": min(ncols, len(marks)),
        }
        fig.legend(list(marks.values()), list(marks), **place, borderpad=0, borderaxespad=0.2, columnspacing=1.4)


def _credit(source: Credit) -> str:
    """The line that names the source: "Source: The Paper, 6 March 2031: The headline"; empty if nothing is known."""
    if isinstance(source, Article):
        source = ": ".join(filter(None, (", ".join(_origin(source)), short(source.headline or "", HEADLINE_LENGTH))))
    return f"Source: {one_line(source)}" if source else ""


def _origin(article: Article) -> Iterator[str]:
    """Yield an article's paper and day, if known, and "made up" for an address that nobody can have."""
    if article.source:
        yield article.source
    if article.published:
        yield day_in_words(article.published)
    if NO_ADDRESS.match(article.url or ""):
        yield "made up"


def finish(fig: Figure, alt: str) -> Figure:
    """Set the alt text and freeze the layout, so that drawing the figure again gives the same bytes.

    The places of the panels are rounded, because their last digits differ from one layout to the next.

    Args:
        fig: The figure.
        alt: The numbers in words; the alt text begins with the title, if there is one.
    """
    fig.alt = f"{fig.finding}. {alt}" if fig.finding else alt
    fig.draw_without_rendering()
    fig.set_layout_engine("none")
    for ax in fig.axes:
        ax.set_position(np.round(ax.get_position(original=True).bounds, LAYOUT_DIGITS))
    return fig


def stacked_bars(
    ax: Axes, table: pd.DataFrame, styles: Mapping[Any, BarStyle], colours: Mapping[Any, Sequence[str]] | None = None
) -> None:
    """Draw a bar for each row, with a segment for each column, and the sum at its end.

    Args:
        ax: The panel.
        table: Numbers.
        styles: The columns to draw.
        colours: The colours of each column's segments by row; by default all have the one in the key.
    """
    left = np.zeros(len(table))
    for column, (colour, hatch, label) in styles.items():
        shades = colours[column] if colours else colour
        patch: dict[str, Any] = {"hatch": hatch, "edgecolor": INK, "linewidth": 0.6}
        ax.barh(range(len(table)), table[column], left=left, height=0.64, color=shades, **patch)
        ax.barh(OUT_OF_SIGHT, 0, color=colour, label=label, **patch)  # for the key alone
        left += table[column].to_numpy()
    for y, total in enumerate(left):
        ax.annotate(f"{total:.0f}", (total, y), (4, 0), textcoords="offset points", va="center_baseline", color=INK)
    ax.set_xlim(0, 1.02 * left.max())
    ax.locator_params(axis="x", integer=True, nbins=6)


def name_rows(ax: Axes, labels: Sequence[str], title: str = "", xlabel: str = "") -> None:
    """Label the rows from the top down, and set the title and the label of the x axis."""
    ax.set_yticks(range(len(labels)), labels)
    ax.set(ylim=(len(labels) - 0.4, -0.6), title=title, xlabel=xlabel)


def row_name(name: Any, note: str) -> str:
    """A name and a note for the left of a row, on short lines; the note stays with the last word."""
    return wrapped(f"{short(name, NAME_LENGTH)}{NO_BREAK_SPACE}{note}", NAME_LINE_LENGTH)


def short_day(day: pd.Timestamp) -> str:
    """A day where space is short: "6 Mar 2022"."""
    return f"{day.day} {day:%b %Y}"


def capitalised(words: str) -> str:
    """A sentence with its first letter in upper case."""
    return words[:1].upper() + words[1:]


def both_names(pair: str, longest: int = 30) -> str:
    """A pair in a sentence: "Ann Lee and Bo Ray" for "Ann Lee – Bo Ray"."""
    return " and ".join(short(name, longest) for name in pair.split(" – ", 1))


def row_inches(names: Sequence[str], least: float) -> float:
    """The height of rows in which the longest of their names fits, but at least that given."""
    return max(least, NAME_LINE_INCHES * (max(name.count("\n") for name in names) + 1) + 0.06)


def legend_entry(ax: Axes, marker: str, colour: str, label: str) -> None:
    """Add a mark and its meaning to the legend; a white mark is hollow."""
    label = f" {label}" if label.startswith("_") else label  # matplotlib omits labels that begin with an underscore
    ax.plot([], [], marker, label=label, **filled(colour, colour != "white"))


def filled(colour: str, full: bool, size: float = 7) -> dict[str, Any]:
    """The style of a mark: a full one has a dark edge, a hollow one has its colour as the edge."""
    face, edge, width = (colour, INK, 0.6) if full else ("white", INK if colour == "white" else colour, size / 5)
    return {"markerfacecolor": face, "markeredgecolor": edge, "markeredgewidth": width, "markersize": size}


def stack(spans: Sequence[tuple[float, float]], distance: float) -> list[int]:
    """Assign each span the first level on which it keeps a distance from every span before it.

    >>> stack([(0, 0), (1, 1), (1, 9), (20, 20)], 2)
    [0, 1, 2, 0]
    """
    levels: list[int] = []
    on_level: list[list[tuple[float, float]]] = []  # few spans each, since they keep a distance
    lowest: dict[tuple[float, float], int] = {}  # where the last equal span is: there is no place below it
    for span in spans:
        level = lowest.get(span, 0)
        while level < len(on_level) and _is_taken(on_level[level], span, distance):
            level += 1
        if level == len(on_level):
            on_level.append([])
        on_level[level].append(span)
        lowest[span] = level
        levels.append(level)
    return levels


def _is_taken(spans: Iterable[tuple[float, float]], span: tuple[float, float], distance: float) -> bool:
    """Whether one of the spans is nearer to this one than the distance."""
    low, high = span
    return any(low - distance < right and left < high + distance for left, right in spans)


def time_scale(dates: pd.DataFrame) -> np.ndarray:
    """Arrange the stretches of days that contain dates next to each other; long empty stretches are cut out.

    A gap is cut out if it is longer than 90 days and a quarter of the whole. The width of a stretch grows with the
    square root of the number of its rows.

    Args:
        dates: Columns date_start and date_end.

    Returns:
        A row for each stretch: its first and last day (since 1970), and its left and right edge (0 to 100).
    """
    spans = sorted(zip(_days(dates["date_start"]), _days(dates["date_end"]), strict=True))
    whole = max((high for _, high in spans), default=0) - min(spans, default=(0, 0))[0]
    parts: list[list[float]] = []  # first day, last day, number of rows
    for low, high in spans:
        if not parts or low - parts[-1][1] > max(90, whole / 4):
            parts.append([low, high, 0])
        parts[-1][1:] = max(high, parts[-1][1]), parts[-1][2] + 1
    first, last, n = np.array(parts).reshape(-1, 3).T
    pad = np.maximum(1, 0.04 * (last - first))
    width = (100 - GAP_WIDTH * (len(n) - 1)) * np.sqrt(n) / np.sqrt(n).sum()
    left = np.cumsum(width + GAP_WIDTH) - width - GAP_WIDTH
    return np.column_stack([first - pad, last + pad, left, left + width])


def positions(scale: np.ndarray, dates: Any) -> np.ndarray:
    """The positions of days on a time scale, from 0 to 100."""
    return np.interp(_days(dates), scale[:, :2].ravel(), scale[:, 2:].ravel()) if len(scale) else np.zeros(0)


def _days(dates: Any) -> np.ndarray:
    """Dates as numbers of days since 1970."""
    return pd.DatetimeIndex(dates).to_numpy().astype("datetime64[D]").astype(float)


def date_axis(ax: Axes, scale: np.ndarray, undated: bool, tick_distance: float = MIN_TICK_DISTANCE) -> None:
    """Draw the ticks of a time scale, "//" where time is cut out, and, if asked, the column for "no date"."""
    ticks = [tick for first, last, left, right in scale for tick in _ticks(first, last, left, right, tick_distance)]
    at = [*positions(scale, [day for day, _ in ticks]), *([UNDATED_POSITIONS[2]] if undated else [])]
    ax.set_xticks(at, [*(text for _, text in ticks), *(["no date\n "] if undated else [])])
    ax.set_xlim(-1, UNDATED_EDGES[1] if undated else 101)
    for left, right in zip(scale[:, 3], [*scale[1:, 2], *([UNDATED_EDGES[0]] if undated else [])], strict=False):
        ax.axvspan(left, right, color="white", linewidth=0, zorder=4)
    for left, right in zip(scale[:-1, 3], scale[1:, 2], strict=True):
        place: dict[str, Any] = {"transform": ax.get_xaxis_transform(), "ha": "center", "va": "center"}
        ax.text((left + right) / 2, 0, "//", **place, color=INK, zorder=5)


def _ticks(
    first_day: float, last_day: float, left: float, right: float, tick_distance: float
) -> list[tuple[pd.Timestamp, str]]:
    """The ticks of a stretch of a time scale, in the finest steps that fit; the first tick has the year."""
    pad = max(1, (last_day - first_day) / 27)  # the padding of 4% on both sides that `time_scale` has added
    first, last = (pd.Timestamp(np.datetime64(round(day), "D")) for day in (first_day + pad, last_day - pad))
    max_ticks = max(1, (right - left) / tick_distance)
    candidates = ((pd.date_range(first, last, freq=step), form) for step, form in TICK_FORMATS.items())
    dates, form = next(((dates, form) for dates, form in candidates if 0 < len(dates) <= max_ticks), ([first], "%Y"))
    years = [f"\n{day.year}" if day == dates[0] and form != "%Y" else "\n " for day in dates]
    return [(day, day.strftime(form).lstrip("0") + year) for day, year in zip(dates, years, strict=True)]
