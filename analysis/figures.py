"""One function a figure: tables in, a drawn figure out, whose `alt` says in a sentence what it shows.

The colours are those of Okabe and Ito (2008, Color Universal Design), which colour-blind readers can tell apart;
hatches, markers and lightness say the same in black and white. Hollow means without: no evidence, or it did not happen.
"""

import os
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

from analysis import frequency
from analysis.markup import Html, clean, count, image, listed, records, short
from analysis.sentiment import WORD

STYLE, FOLDER = Path(__file__).with_name("house.mplstyle"), Path(__file__).parents[1] / "figures"
TALLEST = 200.0  # inches; a PNG much taller than that cannot be written
INK, GREY, UNKNOWN, NOT_HELD = "#222222", "#6E6E6E", "(speaker unknown)", ", not held (yet)"
KINDS = {"direct": ("#0072B2", ""), "mixed": ("#E69F00", "////"), "indirect": ("#F4EFA9", "....")}
MODES = {
    "phone": ("o", "#0072B2", ""),
    "meeting": ("s", "#E69F00", "////"),
    "visit": ("^", "#009E73", "...."),
    "correspondence": ("D", "#CC79A7", "xxxx"),
    "unspecified": ("P", "#9A9A9A", "----"),
}
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999")
SPEAKERS = list(zip("os^DvPX", COLOURS, strict=True))  # the last one is for all others
SCORES = {"polarity": ("TextBlob polarity", "mean"), "vader": ("VADER score", "vader_mean")}
TONE_CAPTION = (
    "Tone of words, not stance: how the words sound, not what the speaker thinks of anybody. A dot is a quotation,\n"
    "hollow where the tool scores none of its words. A diamond is a mean over two or more quotations, TextBlob's over\n"
    "those with a scored word and with a 95% interval (deviation pooled over speakers). Too few: fewer than three such."
)
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


def show(fig: Figure, name: str, alt: str | None = None) -> Html:
    """Save the figure and give what a notebook displays of it; `alt` replaces the figure's own sentence."""
    svg, _ = save(fig, name, alt)
    return image(svg.read_bytes(), alt or fig.alt)


@house()
def save(fig: Figure, name: str, alt: str | None = None) -> tuple[Path, Path]:
    """Write `name.svg` and `name.png`, alt text included, to `figures/` or the folder that ANALYSIS_FIGURES names."""
    folder = Path(os.environ.get("ANALYSIS_FIGURES") or FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    svg: dict[str, str | None] = {"Title": alt or fig.alt} | dict.fromkeys(("Date", "Creator", "Format", "Type"))
    paths = folder / f"{name}.svg", folder / f"{name}.png"
    for path, metadata in zip(paths, (svg, {"Description": alt or fig.alt, "Software": None}), strict=True):
        part = path.with_name(f"{path.name}.{os.getpid()}.part")  # nobody ever reads half a file
        fig.savefig(part, format=path.suffix[1:], metadata=metadata)
        part.replace(path)
    return paths


@house()
def who_speaks(quotes: pd.DataFrame) -> Figure:
    """Words quoted per speaker, stacked by kind; the label counts the quotations."""
    if quotes.empty:
        return _nothing("no quotation was found")
    n_words = [len(WORD.findall(text)) for text in quotes["text"]]
    quotes = quotes.assign(speaker=quotes["speaker"].fillna(UNKNOWN), words=n_words)
    words = quotes.pivot_table(index="speaker", columns="kind", values="words", aggfunc="sum", fill_value=0)
    words = _ranked(words.reindex(columns=list(KINDS), fill_value=0).astype(int))
    n = quotes.drop_duplicates(["article_id", "quote_id"])["speaker"].value_counts()
    fig, ax = _figure(0.36 * len(words) + 1.6)
    _stacked(fig, ax, words, {kind: (*look, True) for kind, look in KINDS.items()})
    labels = [f"{short(name)} (n = {n[name]})" for name in words.index]
    _rows(ax, labels, "Words quoted, by speaker", "words quoted (n: quotations)")
    parts = listed(f"{clean(name)} {words.loc[name].sum()} in {count(n[name], 'quotation')}" for name in words.index)
    return _finish(fig, f"Words quoted, {count(len(words), 'speaker')}: {parts}.")


@house()
def how_they_sound(tone: pd.DataFrame, speakers: pd.DataFrame, scores: Sequence[str] = ("polarity",)) -> Figure:
    """Every quotation a dot, hollow without evidence; a diamond and pooled interval where two or more have evidence.

    `scores` names a panel each: polarity (TextBlob) or vader, whose mean has no interval.
    """
    tone = tone[tone["speaker"].notna()]
    if tone.empty or speakers.empty:
        return _nothing("no speaker was found whose words could be scored")
    groups = dict(list(tone.groupby(["article_id", "speaker"])))
    fig, *panels = _figure(0.5 * len(speakers) + 2.1, len(scores))
    for ax, score in zip(panels, scores, strict=True):
        for y, row in enumerate(records(speakers)):
            _speaker(ax, y, row, groups.get((row.article_id, row.speaker), tone.head(0)), score)
        ax.axvline(0, color=GREY, linewidth=1)
        labels = [f"{short(row.speaker)} (n = {row.n_quotes})" for row in records(speakers)]
        _rows(ax, labels, SCORES[score][0], "negative  ←  0  →  positive")
        ax.set_xlim(-1.05, 1.05)
    for y, row in enumerate(records(speakers)):
        note = "" if pd.isna(row.note) else f"{row.note}: {row.n_evidence} of {row.n_quotes}"
        ax.text(1.02, y, note, transform=ax.get_yaxis_transform(), va="center", fontsize=8, color=GREY)
    fig.suptitle("Tone of the words quoted, by speaker", x=0.01, ha="left", fontsize=11)
    fig.supxlabel(TONE_CAPTION, fontsize=8, x=0.01, ha="left", color=GREY)
    rows = (row for row in records(speakers) if row.n_evidence >= 2)
    means = listed(f"{short(row.speaker)} {row.mean:+.2f} (n = {row.n_evidence})" for row in rows)
    means = f"mean polarity {means}" if means else "no speaker has two quotations with a polar word"
    return _finish(fig, f"Tone of {count(len(tone), 'quotation')}, {count(len(speakers), 'speaker')}: {means}.")


def _speaker(ax: Axes, y: int, row: Any, quotes: pd.DataFrame, score: str) -> None:
    """One speaker's dots, and below them the mean with its interval."""
    values, textblob, mean = quotes[score].to_numpy(float), score == "polarity", getattr(row, SCORES[score][1])
    has = quotes["has_evidence"].fillna(False).to_numpy(bool) if textblob else values != 0
    sides = [(level + 1) // 2 * (1 if level % 2 else -1) for level in _stack([(v, v) for v in values], 0.05)]
    step = min(0.16, 0.3 / max([1, *sides]))
    for value, full, side in zip(values, has, sides, strict=True):
        ax.plot(value, y - 0.14 + side * step, "o", **_filled("#0072B2" if full else INK, full, 5), zorder=3)
    if pd.notna(mean) and (has.sum() if textblob else len(values)) >= 2:
        if textblob:
            ax.plot([row.low, row.high], [y + 0.34] * 2, color="#D55E00", solid_capstyle="butt", zorder=2)
        ax.plot(mean, y + 0.34, "D", **_filled("#D55E00", True, 5), zorder=3)


@house()
def tone_through_article(quotes: pd.DataFrame, tone: pd.DataFrame, length: int) -> Figure:
    """Polarity by place in an article of `length` characters; hollow, in a strip below, what has no evidence."""
    if quotes.empty or tone.empty:
        return _nothing("no quotation was found whose tone could be scored")
    first = quotes.groupby(["article_id", "quote_id"], as_index=False)["start"].min()
    dots = tone.assign(speaker=tone["speaker"].fillna(UNKNOWN)).merge(first, on=["article_id", "quote_id"])
    dots = dots.assign(x=100 * dots["start"].astype(float) / max(length, 1), full=dots["has_evidence"].fillna(False))
    levels = _stack([(x, x) for x in dots.loc[~dots["full"], "x"]], 2.3)
    dots.loc[~dots["full"], "polarity"] = [-1.28 - 0.14 * (level % 4) for level in levels]
    fig, ax = _figure(3.8)
    looks = _speaker_looks(ax, dots["speaker"].value_counts())
    for row in records(dots):
        marker, colour = looks[row.speaker]
        ax.plot(row.x, row.polarity, marker, **_filled(colour, row.full), zorder=3)
    ax.axhline(0, color=GREY, linewidth=1)
    ax.axhspan(-1.85, -1.13, color="#F5F5F5", linewidth=0, zorder=0)
    ax.set_yticks([-1.5, -1, -0.5, 0, 0.5, 1], ["no word\nscored", "−1", "−0.5", "0", "0.5", "1"])
    ax.set(xlim=(-1, 101), ylim=(-1.85, 1.08), title="Tone of the words quoted, through the article")
    ax.set(xlabel="place in the article (per cent)", ylabel="negative  ←  TextBlob polarity  →  positive")
    fig.legend(loc="outside right upper", title="speaker (quotations)", alignment="left")
    sign = np.sign(dots.loc[dots["full"], "polarity"])
    signs = f"{(sign < 0).sum()} negative, {(sign == 0).sum()} neutral, {(sign > 0).sum()} positive"
    return _finish(fig, f"Polarity of {count(len(dots), 'quotation')} by place: {signs}, {len(levels)} not scored.")


def _speaker_looks(ax: Axes, n: pd.Series) -> dict[str, tuple[str, str]]:
    """A marker and colour for each speaker, put into the legend; the same for all but the most quoted."""
    names = list(_ranked(n.to_frame()).index)
    looks = {name: SPEAKERS[min(k, len(SPEAKERS) - 1)] for k, name in enumerate(names)}
    for name in names[: len(SPEAKERS) - 1]:
        _legend(ax, *looks[name], f"{short(name, 30)} ({n[name]})")
    if rest := names[len(SPEAKERS) - 1 :]:
        _legend(ax, *SPEAKERS[-1], f"{count(len(rest), 'other')} ({n[rest].sum()})")
    return looks


@house()
def timeline(contacts: pd.DataFrame, stated_counts: pd.DataFrame) -> Figure:
    """A lane a pair, a mark a mode, hollow when it did not happen; a bracket for each stretch that the article counts.

    A date known to the month or year is a bar over it, contacts without one stand at the right; empty years are cut.
    """
    if contacts.empty and stated_counts.empty:
        return _nothing("no contact was found")
    contacts, stated = _paired(contacts), _paired(stated_counts)
    windows = stated[["window_start", "window_end"]].set_axis(["date_start", "date_end"], axis=1)
    paper = _paper(pd.concat([contacts[["date_start", "date_end"]], windows]).dropna())
    pairs = list(_ranked(pd.concat([contacts["pair"], stated["pair"]]).value_counts().to_frame()).index)
    (fig, ax), y, middles = _figure(4), 0.0, []
    for lane, pair in enumerate(pairs):
        top, y = y, _lane(ax, y, contacts[contacts["pair"] == pair], stated[stated["pair"] == pair], paper)
        ax.axhspan(top, y, color="white" if lane % 2 else "#F5F5F5", linewidth=0, zorder=0)
        middles.append((top + y) / 2)
    fig.set_figheight(min(0.27 * y + 1.6, TALLEST))
    ax.set_yticks(middles, [_two_lines(pair) for pair in pairs])
    ax.set(ylim=(y, 0), title="Contacts told in the article, by pair")
    undated = contacts["date_start"].isna().sum()
    _date_axis(ax, paper, undated > 0)
    if len(stated):
        ax.set_xlabel("bracket: how many contacts the article says there were, and how many of them it tells")
    for mode in (mode for mode in MODES if mode in set(contacts["mode"])):
        _legend(ax, *MODES[mode][:2], mode)
    _legend(ax, "o", "white", "hollow: planned, cancelled, denied or hypothetical")
    fig.legend(loc="outside lower left", ncols=4)
    says = listed(f"{row.count} for {row.pair}" for row in records(stated)) or "no count"
    return _finish(fig, f"Timeline of {_contacts(contacts)}; {undated} without a date; the article states {says}.")


def _lane(ax: Axes, y: float, contacts: pd.DataFrame, stated: pd.DataFrame, paper: np.ndarray) -> float:
    """Draw a pair's brackets and, below them, its contacts; gives the lane's lower edge."""
    for row in records(stated):
        y += 1.1
        found = "" if pd.isna(row.n_found) else f", tells {row.n_found}"
        words = f"says {'no. ' * (row.kind == 'ordinal')}{row.count}{found}"
        low, high = 0.0, 0.0
        if pd.notna(row.window_start) and pd.notna(row.window_end):
            low, high = _places(paper, [row.window_start, row.window_end])
            ax.plot([low, low, high, high], [y + 0.25, y, y, y + 0.25], color=INK, linewidth=1)
        ax.text(high, y - 0.05, words, fontsize=8, ha="right" if high > 50 else "left", va="bottom")
    dated = contacts[contacts["date_start"].notna()].sort_values(["date_start", "date_end", "contact_id"])
    undated = contacts[contacts["date_start"].isna()]
    spans = list(zip(_places(paper, dated["date_start"]), _places(paper, dated["date_end"]), strict=True))
    spans += [(x, x) for x in (104 + 2.6 * (k % 5) for k in range(len(undated)))]
    levels = _stack(spans, 2.4)
    for (low, high), level, row in zip(spans, levels, records(pd.concat([dated, undated])), strict=True):
        marker, colour, _ = MODES.get(str(row.mode), MODES["unspecified"])
        here = [y + 0.7 + level] * 2
        ax.plot([low, high], here, color=colour, linewidth=5, alpha=0.45, solid_capstyle="butt", zorder=2)
        ax.plot((low + high) / 2, here[0], marker, **_filled(colour, row.status == "occurred"), zorder=3)
    return y + max(levels, default=-1) + 1.4


def _paper(dates: pd.DataFrame) -> np.ndarray:
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


def _places(paper: np.ndarray, dates: Any) -> np.ndarray:
    return np.interp(_days(dates), paper[:, :2].ravel(), paper[:, 2:].ravel()) if len(paper) else np.zeros(0)


def _days(dates: Any) -> np.ndarray:
    return pd.DatetimeIndex(dates).to_numpy().astype("datetime64[D]").astype(float)


def _date_axis(ax: Axes, paper: np.ndarray, undated: bool) -> None:
    """Ticks for each stretch, a gap where time is cut out, and the column of contacts without a date."""
    ticks = [tick for stretch in paper for tick in _ticks(*stretch)]
    places = [*_places(paper, [day for day, _ in ticks]), *([109.2] if undated else [])]
    ax.set_xticks(places, [*(text for _, text in ticks), *(["no date\n "] if undated else [])])
    ax.set_xlim(-1, 117 if undated else 101)
    for left, right in zip(paper[:, 3], [*paper[1:, 2], *([102.0] if undated else [])], strict=False):
        ax.axvspan(left, right, color="white", linewidth=0, zorder=4)


def _ticks(first_day: float, last_day: float, left: float, right: float) -> list[tuple[pd.Timestamp, str]]:
    """The finest round dates of a stretch that have room beside each other, the first one with its year."""
    pad = max(1, (last_day - first_day) / 27)  # as in `_paper`
    first, last = (pd.Timestamp(np.datetime64(round(day), "D")) for day in (first_day + pad, last_day - pad))
    steps = ((pd.date_range(first, last, freq=step), form) for step, form in STEPS.items())
    dates, form = next((s for s in steps if 0 < len(s[0]) <= max(1, (right - left) / 8)), ([first], "%Y"))
    years = [f"\n{day.year}" if day == dates[0] and form != "%Y" else "\n " for day in dates]
    return [(day, day.strftime(form).lstrip("0") + year) for day, year in zip(dates, years, strict=True)]


@house()
def contacts_per_pair(contacts: pd.DataFrame) -> Figure:
    """Contacts per pair, stacked by mode; filled when they happened, hollow when not."""
    if contacts.empty:
        return _nothing("no contact was found")
    table = frequency.per_pair(contacts := _paired(contacts))
    modes = table["mode"].where(table["mode"].isin(list(MODES)), "unspecified")
    table["label"] = modes.where(table["status"] == "occurred", modes + NOT_HELD)
    counts = _ranked(table.pivot_table(index="pair", columns="label", values="contacts", aggfunc="sum", fill_value=0))
    looks = {mode: (colour, hatch, True) for mode, (_, colour, hatch) in MODES.items()}
    looks |= {f"{mode}{NOT_HELD}": (*look[:2], False) for mode, look in looks.items()}
    fig, ax = _figure(0.42 * len(counts) + 1.6)
    _stacked(fig, ax, counts, {label: look for label, look in looks.items() if label in counts})
    _rows(ax, [_two_lines(pair) for pair in counts.index], "Contacts told in the article, by pair and mode", "contacts")
    parts = listed(f"{pair} {total}" for pair, total in counts.sum(axis=1).items())
    return _finish(fig, f"{_contacts(contacts)}: {parts}.")


@house()
def rate_before_and_since(rates: pd.DataFrame) -> Figure:
    """Stated contacts a week in each period, with exact Poisson intervals; `rates` as `before_and_since` gives them."""
    if rates.empty:
        return _nothing("the article does not state two totals that tell a time before from a time since")
    fig, ax = _figure(0.72 * len(rates) + 1.1)
    labels, parts = [], []
    for y, row in enumerate(records(rates)):
        days = " to ".join(day.strftime("%d %b %Y").lstrip("0") for day in (row.window_start, row.window_end))
        counted = f"{count(row.count, 'contact')} in {count(row.days, 'day')}"
        rate = f"{row.rate:.1f} ({row.low:.1f} to {row.high:.1f})"
        labels.append(f"{short(row.pair)}\n{row.period}: {days}\n{counted}")
        parts.append(f"{clean(row.pair)} {row.period}: {counted}, {days}: {rate} a week")
        ax.plot([row.low, row.high], [y, y], color="#0072B2", linewidth=2.2, solid_capstyle="butt", zorder=2)
        ax.plot(row.rate, y, "o", **_filled("#0072B2", True), zorder=3)
        ax.text(1.02, y, rate, transform=ax.get_yaxis_transform(), va="center", color=GREY)
    _rows(ax, labels, "Contacts that the article states", "contacts a week, with the exact 95% Poisson interval")
    ax.set_xlim(left=0)
    return _finish(fig, f"Contacts a week with 95% interval: {listed(parts, glue='; ')}.")


def _figure(height: float, panels: int = 1) -> tuple[Any, ...]:
    """A figure and its panels, side by side."""
    fig = Figure(figsize=(8.0, min(height, TALLEST)), layout="constrained")
    return fig, *fig.subplots(1, panels, sharey=True, squeeze=False)[0]


def _nothing(why: str) -> Figure:
    fig = Figure(figsize=(8.0, 0.7))
    words = fig.text(0.01, 0.5, f"Nothing to show: {why}.", va="center", color=GREY, fontsize=11)
    return _finish(fig, words.get_text())


def _finish(fig: Figure, alt: str) -> Figure:
    """Lay the figure out once and for all, so that drawing it again gives the same bytes."""
    fig.alt = alt
    fig.draw_without_rendering()
    fig.set_layout_engine("none")
    return fig


def _stacked(fig: Figure, ax: Axes, table: pd.DataFrame, looks: Mapping[str, tuple[str, str, bool]]) -> None:
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


def _rows(ax: Axes, labels: Sequence[str], title: str, xlabel: str) -> None:
    """Label the rows from the top down, and what they show."""
    ax.set_yticks(range(len(labels)), labels)
    ax.set(ylim=(len(labels) - 0.4, -0.6), title=title, xlabel=xlabel)


def _legend(ax: Axes, marker: str, colour: str, label: str) -> None:
    label = f" {label}" if label.startswith("_") else label  # matplotlib leaves such labels out
    ax.plot([], [], marker, label=label, **_filled(colour, colour != "white"))


def _filled(colour: str, full: bool, size: float = 7) -> dict[str, Any]:
    """A mark's look: full ones have a dark edge, hollow ones keep the colour as their edge."""
    face, edge, width = (colour, INK, 0.6) if full else ("white", INK if colour == "white" else colour, size / 5)
    return {"markerfacecolor": face, "markeredgecolor": edge, "markeredgewidth": width, "markersize": size}


def _stack(spans: Sequence[tuple[float, float]], room: float) -> list[int]:
    """For each span the first level on which it keeps its distance from every span before it."""
    levels: list[int] = []
    for low, high in spans:
        near = {v for (a, b), v in zip(spans, levels, strict=False) if low - room < b and a < high + room}
        levels.append(next(level for level in range(len(near) + 1) if level not in near))
    return levels


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Rows with the largest sum first, equal ones by name."""
    total = table.sum(axis=1).to_dict()
    return table.loc[sorted(total, key=lambda name: (-total[name], name))]


def _paired(table: pd.DataFrame) -> pd.DataFrame:
    table = table.assign(actor=table["actor"].map(clean), recipient=table["recipient"].map(clean))
    return table.assign(pair=[frequency.pair_label(row.actor, row.recipient) for row in records(table)])


def _two_lines(pair: str) -> str:
    return " –\n".join(short(name, 32) for name in pair.split(" – ", 1))


def _contacts(paired: pd.DataFrame) -> str:
    told = paired.drop_duplicates(["article_id", "contact_id"])["status"].value_counts().sort_index()
    statuses = ", ".join(f"{n} {status}" for status, n in told.items()) or "none"
    return f"{count(told.sum(), 'contact')} of {count(paired['pair'].nunique(), 'pair')} ({statuses})"
