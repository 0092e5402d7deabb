"""One function a figure: tables in, a drawn figure out, whose `alt` says in a sentence what it shows.

The colours are those of Okabe and Ito (2008, Color Universal Design), which colour-blind readers can tell apart;
hatches, markers and lightness say the same in black and white. Hollow means without: no evidence, or it did not happen.

>>> figures.who_speaks(result.quotes).alt[:60]
'Words quoted, 8 speakers: Benjamin Haddad 81 in 3 quotations'
"""

import os
from collections.abc import Mapping, Sized
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.display import Html, clean, count, image, listed, short
from analysis.figures.canvas import (
    GREY,
    INK,
    TALLEST,
    Figure,
    canvas,
    date_axis,
    filled,
    finish,
    house,
    legend_entry,
    name_rows,
    nothing,
    places,
    stack,
    stacked_bars,
    stretches,
)
from analysis.frequency.rates import pair_label, per_pair
from analysis.output import whole_file
from analysis.sentiment import polarity
from analysis.sentiment.polarity import WORD
from analysis.tables import records
from analysis.validation import checked

FOLDER = Path(__file__).parents[2] / "figures"
UNKNOWN, NOT_HELD = "(speaker unknown)", ", not held (yet)"
KINDS = {"direct": ("#0072B2", ""), "mixed": ("#E69F00", "////"), "indirect": ("#F4EFA9", "....")}
MODE_STYLES = {
    "phone": ("o", "#0072B2", ""),
    "meeting": ("s", "#E69F00", "////"),
    "visit": ("^", "#009E73", "...."),
    "correspondence": ("D", "#CC79A7", "xxxx"),
    "unspecified": ("P", "#9A9A9A", "----"),
}
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999")
SPEAKERS = list(zip("os^DvPX", COLOURS, strict=True))  # the last one is for all others
MOST = 40  # rows in a figure, which then is as long as a person scrolls; the tables have all
TONE_CAPTION = (
    "Tone of words, not stance: how the words sound, not what the speaker thinks of anybody. A dot is a quotation,\n"
    "hollow where the tool knows none of its words. A diamond is the mean of two or more that are not hollow, with\n"
    "its 95% interval (deviation pooled over speakers). Too few: TextBlob knows a word in fewer than three."
)


@checked
def show(fig: Figure, name: str, alt: str | None = None) -> Html:
    """Save the figure and give what a notebook displays of it; `alt` replaces the figure's own sentence."""
    svg, _ = save(fig, name, alt)
    return image(svg.read_bytes(), alt or fig.alt)


@house()
@checked
def save(fig: Figure, name: str, alt: str | None = None) -> tuple[Path, Path]:
    """Write `name.svg` and `name.png`, alt text included, to `figures/` or the folder that ANALYSIS_FIGURES names."""
    folder = Path(os.environ.get("ANALYSIS_FIGURES") or FOLDER)
    svg: dict[str, str | None] = {"Title": alt or fig.alt} | dict.fromkeys(("Date", "Creator", "Format", "Type"))
    paths = folder / f"{name}.svg", folder / f"{name}.png"
    for path, metadata in zip(paths, (svg, {"Description": alt or fig.alt, "Software": None}), strict=True):
        with whole_file(path) as unfinished:
            fig.savefig(unfinished, format=path.suffix[1:], metadata=metadata)
    return paths


@house()
@checked
def who_speaks(quotes: pd.DataFrame) -> Figure:
    """Words quoted per speaker, stacked by kind; the label counts the quotations."""
    if quotes.empty:
        return nothing("no quotation was found")
    n_words = [len(WORD.findall(text)) for text in quotes["text"]]
    quotes = quotes.assign(speaker=quotes["speaker"].fillna(UNKNOWN), words=n_words)
    words = quotes.pivot_table(index="speaker", columns="kind", values="words", aggfunc="sum", fill_value=0)
    ranked = _ranked(words.reindex(columns=list(KINDS), fill_value=0).astype(int))
    words = ranked.head(MOST)
    n = quotes.drop_duplicates(["article_id", "quote_id"])["speaker"].value_counts()
    fig, ax = canvas(0.36 * len(words) + 1.6)
    stacked_bars(fig, ax, words, {kind: (*look, True) for kind, look in KINDS.items()})
    labels = [f"{short(name)} (n = {n[name]})" for name in words.index]
    name_rows(ax, labels, _title("Words quoted, by speaker", words, ranked), "words quoted (n: quotations)")
    parts = listed(f"{clean(name)} {ranked.loc[name].sum()} in {count(n[name], 'quotation')}" for name in ranked.index)
    return finish(fig, f"Words quoted, {count(len(ranked), 'speaker')}: {parts}.")


@house()
@checked
def how_they_sound(scores: pd.DataFrame, speakers: pd.DataFrame) -> Figure:
    """A panel for each scorer: every quotation a dot, hollow without evidence; a diamond and pooled interval from two.

    The tables are those of `sentiment.scores` and `by_speaker`; the first scorer's evidence is noted at the right.
    """
    scores = scores[scores["speaker"].notna()]
    if scores.empty or speakers.empty:
        return nothing("no speaker was found whose words could be scored")
    scorers = list(dict.fromkeys(scores["scorer"]))
    everybody = speakers[speakers["scorer"] == scorers[0]]
    first = everybody.head(MOST)
    fig, *panels = canvas(0.5 * len(first) + 2.1, len(scorers))
    quotes = dict(list(scores.groupby(["scorer", "article_id", "speaker"])))
    for ax, scorer in zip(panels, scorers, strict=True):
        for y, row in enumerate(records(speakers[speakers["scorer"] == scorer].head(MOST))):
            _dots(ax, y, quotes[scorer, row.article_id, row.speaker])
            _mean(ax, y + 0.34, row)
        ax.axvline(0, color=GREY, linewidth=1)
        labels = [f"{short(row.speaker)} (n = {row.n_quotes})" for row in records(first)]
        name_rows(ax, labels, scorer, "negative  ←  0  →  positive")
        ax.set_xlim(-1.05, 1.05)
    for y, row in enumerate(records(first)):
        note = "" if pd.isna(row.note) else f"{row.note}: {row.n_evidence} of {row.n_quotes}"
        ax.text(1.02, y, note, transform=ax.get_yaxis_transform(), va="center", fontsize=8, color=GREY)
    fig.suptitle(_title("Tone of the words quoted, by speaker", first, everybody), x=0.01, ha="left", fontsize=11)
    fig.supxlabel(TONE_CAPTION, fontsize=8, x=0.01, ha="left", color=GREY)
    rows = (row for row in records(everybody) if row.n_evidence >= 2)
    means = listed(f"{short(row.speaker)} {row.mean:+.2f} (n = {row.n_evidence})" for row in rows)
    means = f"mean by {scorers[0]} {means}" if means else f"{scorers[0]} knows words of no speaker's two quotations"
    n_quotes = count((scores["scorer"] == scorers[0]).sum(), "quotation")
    return finish(fig, f"Tone of {n_quotes}, {count(len(everybody), 'speaker')}: {means}.")


def _dots(ax: Axes, y: float, quotes: pd.DataFrame) -> None:
    """One speaker's quotations, those that would hide each other side by side."""
    values, has = quotes["score"].to_numpy(float), quotes["has_evidence"].to_numpy(bool)
    sides = [(level + 1) // 2 * (1 if level % 2 else -1) for level in stack([(v, v) for v in values], 0.05)]
    step = min(0.16, 0.3 / max([1, *sides]))
    for value, full, side in zip(values, has, sides, strict=True):
        ax.plot(value, y - 0.14 + side * step, "o", **filled("#0072B2" if full else INK, full, 5), zorder=3)


def _mean(ax: Axes, y: float, row: Any) -> None:
    """The mean of two or more quotations with evidence, and its interval."""
    if row.n_evidence >= 2:
        ax.plot([row.low, row.high], [y, y], color="#D55E00", solid_capstyle="butt", zorder=2)
        ax.plot(row.mean, y, "D", **filled("#D55E00", True, 5), zorder=3)


@house()
@checked
def tone_through_article(tone: pd.DataFrame, narrated: pd.DataFrame, length: int) -> Figure:
    """Polarity by place in an article of `length` characters, of the quotations and of the sentences around them.

    Both are tables `tone`, of `quotes` and of `narration`. What has no evidence is hollow, in a strip below.
    """
    if tone.empty and narrated.empty:
        return nothing("no sentence was found whose tone could be scored")
    tone = tone.assign(speaker=tone["speaker"].fillna(UNKNOWN))
    means = {row.speaker: row for row in records(polarity.speakers(polarity.voices(tone, narrated)))}
    both = (polarity.QUOTED, "quotation", tone), (polarity.NARRATOR, "sentence", narrated)
    voices = [voice for voice in both if not voice[2].empty]
    fig, *panels = canvas(2.3 * len(voices) + 1.8, rows=len(voices))
    looks = _speaker_looks(panels[0], tone["speaker"].value_counts()) | {polarity.NARRATOR: ("o", GREY)}
    told = []
    for ax, (voice, unit, rows) in zip(panels, voices, strict=True):
        sign = np.sign(rows.loc[rows["has_evidence"].astype(bool), "polarity"])
        ax.set_title(f"Tone of {voice}: {len(sign)} of {count(len(rows), unit)} with a word that is scored")
        _through(ax, rows.assign(x=100 * rows["start"].astype(float) / max(length, 1)), looks)
        _mean_beside(ax, means.get(voice))
        signs = f"{(sign < 0).sum()} negative, {(sign == 0).sum()} neutral, {(sign > 0).sum()} positive"
        told.append(f"{voice.capitalize()}: {signs}, {len(rows) - len(sign)} not scored.")
    panels[-1].set_xlabel("place in the article (per cent); at the right the mean with its 95% interval")
    fig.supylabel("negative  ←  TextBlob polarity  →  positive", fontsize=9)
    if len(tone):
        fig.legend(loc="outside lower left", ncols=3, title="speaker (quotations)", alignment="left")
    return finish(fig, " ".join(["Polarity by place in the article.", *told]))


def _through(ax: Axes, rows: pd.DataFrame, looks: Mapping[str, tuple[str, str]]) -> None:
    """A mark for each row at its `x`; those without evidence hollow, in a strip below."""
    rows = rows.sort_values("x", kind="stable").assign(full=rows["has_evidence"].astype(bool), y=rows["polarity"])
    levels = stack([(x, x) for x in rows.loc[~rows["full"], "x"]], 2.3)
    rows.loc[~rows["full"], "y"] = [-1.28 - 0.14 * (level % 4) for level in levels]
    for row in records(rows):
        marker, colour = looks[row.speaker]
        ax.plot(row.x, row.y, marker, **filled(colour, row.full, 6), zorder=3)
    ax.axhline(0, color=GREY, linewidth=1)
    ax.axhspan(-1.85, -1.13, color="#F5F5F5", linewidth=0, zorder=0)
    ax.set_yticks([-1.5, -1, -0.5, 0, 0.5, 1], ["no word\nscored", "−1", "−0.5", "0", "0.5", "1"])
    ax.set(xlim=(-1, 107), ylim=(-1.85, 1.08), xticks=range(0, 101, 20))


def _mean_beside(ax: Axes, row: Any) -> None:
    if row is not None and row.n_evidence >= 2:
        ax.plot([104, 104], [row.low, row.high], color="#D55E00", linewidth=3, solid_capstyle="butt", zorder=2)
        ax.plot(104, row.mean, "D", **filled("#D55E00", True, 4), zorder=3)


def _speaker_looks(ax: Axes, n: pd.Series) -> dict[str, tuple[str, str]]:
    """A marker and colour for each speaker, put into the legend; the same for all but the most quoted."""
    names = list(_ranked(n.to_frame()).index)
    looks = {name: SPEAKERS[min(k, len(SPEAKERS) - 1)] for k, name in enumerate(names)}
    for name in names[: len(SPEAKERS) - 1]:
        legend_entry(ax, *looks[name], f"{short(name, 30)} ({n[name]})")
    if rest := names[len(SPEAKERS) - 1 :]:
        legend_entry(ax, *SPEAKERS[-1], f"{count(len(rest), 'other')} ({n[rest].sum()})")
    return looks


@house()
@checked
def timeline(contacts: pd.DataFrame, stated_counts: pd.DataFrame) -> Figure:
    """A lane a pair, a mark a mode, hollow when it did not happen; a bracket for each stretch that the article counts.

    A date known to the month or year is a bar over it, contacts without one stand at the right; empty years are cut.
    """
    if contacts.empty and stated_counts.empty:
        return nothing("no contact was found")
    contacts, stated = _paired(contacts), _paired(stated_counts)
    contacts = contacts.assign(full=contacts["status"] == "occurred")
    stated = stated.assign(words=[_says(row) for row in records(stated)])
    windows = stated[["window_start", "window_end"]].set_axis(["date_start", "date_end"], axis=1)
    paper = stretches(pd.concat([contacts[["date_start", "date_end"]], windows]).dropna())
    pairs = list(_ranked(pd.concat([contacts["pair"], stated["pair"]]).value_counts().to_frame()).index)
    (fig, ax), y, ticks = canvas(4), 0.0, {}
    for lane, pair in enumerate(pairs[:MOST]):
        top, y = y, _brackets(ax, y, stated[stated["pair"] == pair], paper)
        y = _marks(ax, y, contacts[contacts["pair"] == pair], paper)
        ax.axhspan(top, y, color="white" if lane % 2 else "#F5F5F5", linewidth=0, zorder=0)
        ticks[(top + y) / 2] = _two_lines(pair)
    _lanes(fig, ax, y, ticks, _title("Contacts told in the article, by pair", pairs[:MOST], pairs))
    undated = contacts["date_start"].isna().sum()
    date_axis(ax, paper, undated > 0)
    if len(stated):
        ax.set_xlabel("bracket: how many contacts the article says there were, and how many of them it tells")
    _mode_legend(fig, ax, contacts["mode"], "hollow: planned, cancelled, denied or hypothetical")
    says = listed(f"{row.count} for {row.pair}" for row in records(stated)) or "no count"
    return finish(fig, f"Timeline of {_contacts(contacts)}; {undated} without a date; the article states {says}.")


@house()
@checked
def against_record(told: pd.DataFrame, totals: pd.DataFrame, on_days: pd.DataFrame) -> Figure:
    """A lane for each counterpart: what the article tells above what the record lists, hollow where only one has it.

    The tables are those of `contacts_in_record`, `totals_in_record` and `days_in_record`. Contacts on days that the
    record does not reach are left out. A bracket spans each stretch for which the article states a total.
    """
    told = told[told["agrees"].notna()]
    if told.empty and totals.empty:
        return nothing("the record reaches nothing that the article dates or counts")
    lists = [row.in_record if pd.notna(row.gap) else "does not reach" for row in records(totals)]
    totals = totals.assign(words=[f"says {n}, record {m}" for n, m in zip(totals["stated"], lists, strict=True)])
    marks = pd.concat([told.assign(full=told["agrees"], side="article"), _listed(on_days)])
    windows = totals[["window_start", "window_end"]].set_axis(["date_start", "date_end"], axis=1)
    paper = stretches(pd.concat([marks[["date_start", "date_end"]], windows]))
    names = _ranked(pd.concat([marks["counterpart"], totals["counterpart"]]).value_counts().to_frame()).index
    (fig, ax), y, ticks = canvas(4), 0.0, {}
    for lane, name in enumerate(names):
        top, y = y, _brackets(ax, y, totals[totals["counterpart"] == name], paper)
        for side in ("article", "record"):
            here = marks[(marks["counterpart"] == name) & (marks["side"] == side)]
            upper, y = y, max(y + 1.4, _marks(ax, y, here, paper))
            ticks[(upper + y) / 2] = f"{short(name, 32)}\nin the {side}"
        ax.axhspan(top, y, color="white" if lane % 2 else "#F5F5F5", linewidth=0, zorder=0)
    _lanes(fig, ax, y, ticks, "Contacts in the article, and in the record")
    date_axis(ax, paper, undated=False)
    if len(totals):
        ax.set_xlabel("bracket: how many contacts the article says there were, and how many the record lists")
    _mode_legend(fig, ax, marks["mode"], "hollow: only one of the two has it on that day")
    parts = [f"; {clean(row.counterpart)}: {row.words}" for row in records(totals)]
    both = f"{count(len(told), 'dated contact')} told, {told['agrees'].sum()} of them in the record"
    return finish(fig, f"{both}, which lists {len(on_days)} on these days{listed(parts, glue='')}.")


def _listed(on_days: pd.DataFrame) -> pd.DataFrame:
    """The record's rows as contacts to mark, each on its day."""
    numbered = on_days.assign(contact_id=range(len(on_days)), full=on_days["told"], side="record")
    return numbered.assign(date_start=on_days["date"], date_end=on_days["date"])


def _lanes(fig: Figure, ax: Axes, lower: float, ticks: Mapping[float, str], title: str) -> None:
    """Make the figure as tall as its lanes, the first one on top, and name them."""
    fig.set_figheight(min(0.27 * lower + 1.6, TALLEST))
    ax.set_yticks(list(ticks), list(ticks.values()))
    ax.set(ylim=(lower, 0), title=title)


def _says(row: Any) -> str:
    """A stated count in a few words, and how many of these contacts the article tells."""
    told = "" if pd.isna(row.n_found) else f", tells {row.n_found}"
    return f"says {'no. ' * (row.kind == 'ordinal')}{row.count}{told}"


def _mode_legend(fig: Figure, ax: Axes, modes: pd.Series, hollow: str) -> None:
    for mode in (mode for mode in MODE_STYLES if mode in set(modes)):
        legend_entry(ax, *MODE_STYLES[mode][:2], mode)
    legend_entry(ax, "o", "white", hollow)
    fig.legend(loc="outside lower left", ncols=4)


def _brackets(ax: Axes, y: float, stated: pd.DataFrame, paper: np.ndarray) -> float:
    """Draw a bracket and its `words` over each window, one below the other; gives the lower edge."""
    for row in records(stated):
        y += 1.1
        low, high = 0.0, 0.0
        if pd.notna(row.window_start) and pd.notna(row.window_end):
            low, high = places(paper, [row.window_start, row.window_end])
            ax.plot([low, low, high, high], [y + 0.25, y, y, y + 0.25], color=INK, linewidth=1)
        ax.text(high, y - 0.05, row.words, fontsize=8, ha="right" if high > 50 else "left", va="bottom")
    return y


def _marks(ax: Axes, y: float, contacts: pd.DataFrame, paper: np.ndarray) -> float:
    """Draw a mark for each contact, `full` or hollow, those without a date at the right; gives the lower edge."""
    dated = contacts[contacts["date_start"].notna()].sort_values(["date_start", "date_end", "contact_id"])
    undated = contacts[contacts["date_start"].isna()]
    spans = list(zip(places(paper, dated["date_start"]), places(paper, dated["date_end"]), strict=True))
    spans += [(x, x) for x in (104 + 2.6 * (k % 5) for k in range(len(undated)))]
    levels = stack(spans, 2.4)
    for (low, high), level, row in zip(spans, levels, records(pd.concat([dated, undated])), strict=True):
        marker, colour, _ = MODE_STYLES.get(str(row.mode), MODE_STYLES["unspecified"])
        here = [y + 0.7 + level] * 2
        ax.plot([low, high], here, color=colour, linewidth=5, alpha=0.45, solid_capstyle="butt", zorder=2)
        ax.plot((low + high) / 2, here[0], marker, **filled(colour, row.full), zorder=3)
    return y + max(levels, default=-1) + 1.4


@house()
@checked
def contacts_per_pair(contacts: pd.DataFrame) -> Figure:
    """Contacts per pair, stacked by mode; filled when they happened, hollow when not."""
    if contacts.empty:
        return nothing("no contact was found")
    table = per_pair(contacts := _paired(contacts))
    modes = table["mode"].where(table["mode"].isin(list(MODE_STYLES)), "unspecified")
    table["label"] = modes.where(table["status"] == "occurred", modes + NOT_HELD)
    ranked = _ranked(table.pivot_table(index="pair", columns="label", values="contacts", aggfunc="sum", fill_value=0))
    counts = ranked.head(MOST)
    looks = {mode: (colour, hatch, True) for mode, (_, colour, hatch) in MODE_STYLES.items()}
    looks |= {f"{mode}{NOT_HELD}": (*look[:2], False) for mode, look in looks.items()}
    fig, ax = canvas(0.42 * len(counts) + 1.6)
    stacked_bars(fig, ax, counts, {label: look for label, look in looks.items() if label in ranked})
    labels = [_two_lines(pair) for pair in counts.index]
    name_rows(ax, labels, _title("Contacts told in the article, by pair and mode", counts, ranked), "contacts")
    parts = listed(f"{pair} {total}" for pair, total in ranked.sum(axis=1).items())
    return finish(fig, f"{_contacts(contacts)}: {parts}.")


@house()
@checked
def rate_before_and_since(rates: pd.DataFrame) -> Figure:
    """Stated contacts a week in each period, with exact Poisson intervals; `rates` as `before_and_since` gives them."""
    if rates.empty:
        return nothing("the article does not state two totals that tell a time before from a time since")
    fig, ax = canvas(0.72 * len(rates) + 1.1)
    labels, parts = [], []
    for y, row in enumerate(records(rates)):
        days = " to ".join(day.strftime("%d %b %Y").lstrip("0") for day in (row.window_start, row.window_end))
        counted = f"{count(row.count, 'contact')} in {count(row.days, 'day')}"
        rate = f"{row.rate:.1f} ({row.low:.1f} to {row.high:.1f})"
        labels.append(f"{short(row.pair)}\n{row.period}: {days}\n{counted}")
        parts.append(f"{clean(row.pair)} {row.period}: {counted}, {days}: {rate} a week")
        ax.plot([row.low, row.high], [y, y], color="#0072B2", linewidth=2.2, solid_capstyle="butt", zorder=2)
        ax.plot(row.rate, y, "o", **filled("#0072B2", True), zorder=3)
        ax.text(1.02, y, rate, transform=ax.get_yaxis_transform(), va="center", color=GREY)
    name_rows(ax, labels, "Contacts that the article states", "contacts a week, with the exact 95% Poisson interval")
    ax.set_xlim(left=0)
    return finish(fig, f"Contacts a week with 95% interval: {listed(parts, glue='; ')}.")


def _title(title: str, shown: Sized, of: Sized) -> str:
    return title if len(shown) == len(of) else f"{title} (the first {len(shown)} of {len(of)})"


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Rows with the largest sum first, equal ones by name."""
    total = table.sum(axis=1).to_dict()
    return table.loc[sorted(total, key=lambda name: (-total[name], name))]


def _paired(table: pd.DataFrame) -> pd.DataFrame:
    table = table.assign(actor=table["actor"].map(clean), recipient=table["recipient"].map(clean))
    return table.assign(pair=[pair_label(row.actor, row.recipient) for row in records(table)])


def _two_lines(pair: str) -> str:
    return " –\n".join(short(name, 32) for name in pair.split(" – ", 1))


def _contacts(paired: pd.DataFrame) -> str:
    told = paired.drop_duplicates(["article_id", "contact_id"])["status"].value_counts().sort_index()
    statuses = ", ".join(f"{n} {status}" for status, n in told.items()) or "none"
    return f"{count(told.sum(), 'contact')} of {count(paired['pair'].nunique(), 'pair')} ({statuses})"
