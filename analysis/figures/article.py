"""Figures of one article: each function draws one figure from tables, with an alt text that says what it shows.

The colours are those of Okabe and Ito (2008, Color Universal Design), which colour-blind readers can distinguish;
hatches, markers and lightness carry the same information in black and white. A hollow mark has no evidence, or did not
take place.

>>> figures.who_speaks(result.quotes).alt[:60]
'Words quoted, 8 speakers: Benjamin Haddad 81 in 3 quotations'
"""

from collections.abc import Mapping, Sized
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.display import clean, count, listed, short
from analysis.figures.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    MAX_HEIGHT_INCHES,
    ORANGE,
    PURPLE,
    SKY_BLUE,
    UNDATED_POSITIONS,
    VERMILLION,
    Figure,
    canvas,
    date_axis,
    filled,
    finish,
    legend_entry,
    name_rows,
    nothing,
    positions,
    project_style,
    stack,
    stacked_bars,
    time_scale,
)
from analysis.frequency.rates import pair_label, per_pair
from analysis.sentiment import polarity
from analysis.sentiment.polarity import count_words
from analysis.tables import OCCURRED, UNSPECIFIED, probable, records
from analysis.validation import checked

UNKNOWN_SPEAKER, NOT_HELD = "(speaker unknown)", ", not held (yet)"
LANE_GREY = "#F5F5F5"
# Colour and hatch of each kind of quotation.
KIND_STYLES = {"direct": (BLUE, ""), "mixed": (ORANGE, "////"), "indirect": ("#F4EFA9", "")}
# Marker, colour and hatch of each mode of contact.
MODE_STYLES = {
    "phone": ("o", BLUE, ""),
    "meeting": ("s", ORANGE, "////"),
    "visit": ("^", GREEN, "\\\\\\\\"),
    "correspondence": ("D", PURPLE, "xxxx"),
    "unspecified": ("P", "#9A9A9A", "----"),
}
SPEAKER_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY_BLUE, VERMILLION, "#999999")
# Marker and colour of the speakers quoted most; the last style is for all others.
SPEAKER_STYLES = list(zip("os^DvPX", SPEAKER_COLOURS, strict=True))
MAX_ROWS = 40  # in a figure, which is then as tall as people scroll; the tables have all rows
QUOTATION_TONE_CAPTION = (
    "Tone of words, not stance: how the words sound, not what the speaker thinks of anybody. A dot is a quotation,\n"
    "hollow where the tool knows none of its words. A diamond is the mean of two or more that are not hollow, with\n"
    "its 95% interval (deviation pooled over speakers). Too few: TextBlob knows a word in fewer than three."
)


@project_style()
@checked
def who_speaks(quotes: pd.DataFrame) -> Figure:
    """Draw the words quoted per speaker, stacked by kind of quotation, without what a speaker denies.

    Args:
        quotes: The table `quotes`.
    """
    n_denied = len(quotes[quotes["denied"].eq(True)].drop_duplicates(["article_id", "quote_id"]))
    quotes = polarity.said(quotes)
    if quotes.empty:
        return nothing("no quotation was found")
    n_words = [count_words(text) for text in quotes["text"]]
    quotes = quotes.assign(speaker=quotes["speaker"].fillna(UNKNOWN_SPEAKER), words=n_words)
    words = quotes.pivot_table(index="speaker", columns="kind", values="words", aggfunc="sum", fill_value=0)
    ranked = _ranked(words.reindex(columns=list(KIND_STYLES), fill_value=0).astype(int))
    words = ranked.head(MAX_ROWS)
    n = quotes.drop_duplicates(["article_id", "quote_id"])["speaker"].value_counts()
    fig, ax = canvas(0.36 * len(words) + 1.6)
    stacked_bars(fig, ax, words, {kind: (*style, True) for kind, style in KIND_STYLES.items()})
    labels = [f"{short(name)} (n = {n[name]})" for name in words.index]
    name_rows(ax, labels, _title("Words quoted, by speaker", words, ranked), "words quoted (n: quotations)")
    parts = listed(f"{clean(name)} {ranked.loc[name].sum()} in {count(n[name], 'quotation')}" for name in ranked.index)
    left_out = f" Left out: {count(n_denied, 'report')} that the speaker denies." if n_denied else ""
    return finish(fig, f"Words quoted, {count(len(ranked), 'speaker')}: {parts}.{left_out}")


@project_style()
@checked
def how_they_sound(scores: pd.DataFrame, speakers: pd.DataFrame) -> Figure:
    """Draw the tone of each speaker, with a panel for each scorer.

    A dot is a quotation, hollow without evidence. A diamond with a bar is the mean of two or more quotations with
    evidence and its interval. At the right, the first scorer's evidence is noted if there is too little.

    Args:
        scores: The table that `polarity.scores` returns.
        speakers: The table that `polarity.by_speaker` returns.
    """
    scores = scores[scores["speaker"].notna()]
    if scores.empty or speakers.empty:
        return nothing("no speaker was found whose words could be scored")
    scorers = list(dict.fromkeys(scores["scorer"]))
    all_speakers = speakers[speakers["scorer"] == scorers[0]]
    shown = all_speakers.head(MAX_ROWS)
    fig, *panels = canvas(0.5 * len(shown) + 2.1, len(scorers))
    quotes = dict(list(scores.groupby(["scorer", "article_id", "speaker"])))
    for ax, scorer in zip(panels, scorers, strict=True):
        for y, row in enumerate(records(speakers[speakers["scorer"] == scorer].head(MAX_ROWS))):
            _quotation_dots(ax, y, quotes[scorer, row.article_id, row.speaker])
            _mean_diamond(ax, y + 0.34, row)
        ax.axvline(0, color=GREY, linewidth=1)
        labels = [f"{short(row.speaker)} (n = {row.n_quotes})" for row in records(shown)]
        name_rows(ax, labels, scorer, "negative  ←  0  →  positive")
        ax.set_xlim(-1.05, 1.05)
    _evidence_notes(panels[-1], shown)
    fig.suptitle(_title("Tone of the words quoted, by speaker", shown, all_speakers), x=0.01, ha="left", fontsize=11)
    fig.supxlabel(QUOTATION_TONE_CAPTION, fontsize=8, x=0.01, ha="left", color=GREY)
    n_quotes = count((scores["scorer"] == scorers[0]).sum(), "quotation")
    means = _means_in_words(all_speakers, scorers[0])
    return finish(fig, f"Tone of {n_quotes}, {count(len(all_speakers), 'speaker')}: {means}.")


def _evidence_notes(ax: Axes, speakers: pd.DataFrame) -> None:
    """Write each speaker's note, with the number of quotations with evidence, at the right of a panel."""
    for y, row in enumerate(records(speakers)):
        note = "" if pd.isna(row.note) else f"{row.note}: {row.n_evidence} of {row.n_quotes}"
        ax.text(1.02, y, note, transform=ax.get_yaxis_transform(), va="center", fontsize=8, color=GREY)


def _means_in_words(speakers: pd.DataFrame, scorer: str) -> str:
    """The means by one scorer of speakers with two or more quotations with evidence, for an alt text."""
    rows = (row for row in records(speakers) if row.n_evidence >= 2)
    means = listed(f"{short(row.speaker)} {row.mean:+.2f} (n = {row.n_evidence})" for row in rows)
    return f"mean by {scorer} {means}" if means else f"{scorer} knows words of no speaker's two quotations"


def _quotation_dots(ax: Axes, y: float, quotes: pd.DataFrame) -> None:
    """Draw a speaker's quotations, with those that would overlap side by side."""
    values, has_evidence = quotes["score"].to_numpy(float), quotes["has_evidence"].to_numpy(bool)
    sides = [(level + 1) // 2 * (1 if level % 2 else -1) for level in stack([(v, v) for v in values], 0.05)]
    step = min(0.16, 0.3 / max([1, *sides]))
    for value, full, side in zip(values, has_evidence, sides, strict=True):
        ax.plot(value, y - 0.14 + side * step, "o", **filled(BLUE if full else INK, full, 5), zorder=3)


def _mean_diamond(ax: Axes, y: float, row: Any) -> None:
    """Draw the mean of two or more quotations with evidence, and its interval."""
    if row.n_evidence >= 2:
        ax.plot([row.low, row.high], [y, y], color=VERMILLION, solid_capstyle="butt", zorder=2)
        ax.plot(row.mean, y, "D", **filled(VERMILLION, True, 5), zorder=3)


@project_style()
@checked
def tone_through_article(tone: pd.DataFrame, narrated: pd.DataFrame, length: int) -> Figure:
    """Draw the polarity of the quotations, and of the sentences around them, by their place in the article.

    Text without evidence is hollow, in a strip below.

    Args:
        tone: The table `tone` of the quotations.
        narrated: The table `tone` of the narration, as `polarity.tone(result.narration)` returns it.
        length: The number of characters of the article.
    """
    if tone.empty and narrated.empty:
        return nothing("no sentence was found whose tone could be scored")
    tone = tone.assign(speaker=tone["speaker"].fillna(UNKNOWN_SPEAKER))
    means = {row.speaker: row for row in records(polarity.speakers(polarity.voices(tone, narrated)))}
    both = (polarity.QUOTED, "quotation", tone), (polarity.NARRATOR, "sentence", narrated)
    voices = [(voice, unit, rows) for voice, unit, rows in both if not rows.empty]
    fig, *panels = canvas(2.3 * len(voices) + 1.8, rows=len(voices))
    styles = _speaker_styles(panels[0], tone["speaker"].value_counts()) | {polarity.NARRATOR: ("o", GREY)}
    parts = ["Polarity by place in the article."]
    for ax, (voice, unit, rows) in zip(panels, voices, strict=True):
        sign = np.sign(rows.loc[rows["has_evidence"].astype(bool), "polarity"])
        ax.set_title(f"Tone of {voice}: {len(sign)} of {count(len(rows), unit)} with a word that is scored")
        _polarity_marks(ax, rows.assign(x=100 * rows["start"].astype(float) / max(length, 1)), styles)
        _mean_at_right(ax, means.get(voice))
        signs = f"{(sign < 0).sum()} negative, {(sign == 0).sum()} neutral, {(sign > 0).sum()} positive"
        parts.append(f"{voice.capitalize()}: {signs}, {len(rows) - len(sign)} not scored.")
    panels[-1].set_xlabel("place in the article (per cent); at the right the mean with its 95% interval")
    fig.supylabel("negative  ←  TextBlob polarity  →  positive", fontsize=9)
    if len(tone):
        fig.legend(loc="outside lower left", ncols=3, title="speaker (quotations)", alignment="left")
    return finish(fig, " ".join(parts))


def _polarity_marks(ax: Axes, rows: pd.DataFrame, styles: Mapping[str, tuple[str, str]]) -> None:
    """Draw a mark for each row at its `x`; rows without evidence are hollow, in a strip below."""
    rows = rows.sort_values("x", kind="stable").assign(full=rows["has_evidence"].astype(bool), y=rows["polarity"])
    levels = stack([(x, x) for x in rows.loc[~rows["full"], "x"]], 2.3)
    rows.loc[~rows["full"], "y"] = [-1.28 - 0.14 * (level % 4) for level in levels]
    for row in records(rows):
        marker, colour = styles[row.speaker]
        ax.plot(row.x, row.y, marker, **filled(colour, row.full, 6), zorder=3)
    ax.axhline(0, color=GREY, linewidth=1)
    ax.axhspan(-1.85, -1.13, color=LANE_GREY, linewidth=0, zorder=0)
    ax.set_yticks([-1.5, -1, -0.5, 0, 0.5, 1], ["no word\nscored", "−1", "−0.5", "0", "0.5", "1"])
    ax.set(xlim=(-1, 107), ylim=(-1.85, 1.08), xticks=range(0, 101, 20))


def _mean_at_right(ax: Axes, row: Any) -> None:
    """Draw the mean of a voice and its interval, from two quotations or sentences with evidence on."""
    if row is not None and row.n_evidence >= 2:
        ax.plot([104, 104], [row.low, row.high], color=VERMILLION, linewidth=3, solid_capstyle="butt", zorder=2)
        ax.plot(104, row.mean, "D", **filled(VERMILLION, True, 4), zorder=3)


def _speaker_styles(ax: Axes, n: pd.Series) -> dict[str, tuple[str, str]]:
    """Assign each speaker a marker and a colour, and enter them in the legend.

    Args:
        ax: The panel, for the legend.
        n: The number of quotations of each speaker; all but the most quoted share one style.
    """
    names = list(_ranked(n.to_frame()).index)
    n_distinct = len(SPEAKER_STYLES) - 1
    styles = {name: SPEAKER_STYLES[min(k, n_distinct)] for k, name in enumerate(names)}
    for name in names[:n_distinct]:
        legend_entry(ax, *styles[name], f"{short(name, 30)} ({n[name]})")
    if others := names[n_distinct:]:
        legend_entry(ax, *SPEAKER_STYLES[-1], f"{count(len(others), 'other')} ({n[others].sum()})")
    return styles


@project_style()
@checked
def timeline(contacts: pd.DataFrame, stated_counts: pd.DataFrame, include_possible: bool = False) -> Figure:
    """Draw the contacts of each pair over time, and brackets over the stretches for which the article states a count.

    Each pair has a lane, each mode a marker, hollow if the contact did not take place. A date known only to the month
    or year is a bar over it; contacts without a date are at the right; long empty stretches of time are cut out.

    Args:
        contacts: The table `contacts`.
        stated_counts: The table of that name.
        include_possible: Whether to draw contacts that are only possible, too.
    """
    contacts = probable(contacts, include_possible)
    if contacts.empty and stated_counts.empty:
        return nothing("no contact was found")
    contacts, stated = _paired(contacts), _paired(stated_counts)
    contacts = contacts.assign(full=contacts["status"] == OCCURRED)
    stated = stated.assign(words=[_stated_in_words(row) for row in records(stated)])
    scale = time_scale(pd.concat([contacts[["date_start", "date_end"]], _windows(stated)]).dropna())
    pairs = list(_ranked(pd.concat([contacts["pair"], stated["pair"]]).value_counts().to_frame()).index)
    (fig, ax), y, ticks = canvas(4), 0.0, {}
    for lane, pair in enumerate(pairs[:MAX_ROWS]):
        top, y = y, _brackets(ax, y, stated[stated["pair"] == pair], scale)
        y = _contact_marks(ax, y, contacts[contacts["pair"] == pair], scale)
        _shade_lane(ax, lane, top, y)
        ticks[(top + y) / 2] = _two_lines(pair)
    _name_lanes(fig, ax, y, ticks, _title("Contacts told in the article, by pair", pairs[:MAX_ROWS], pairs))
    n_undated = contacts["date_start"].isna().sum()
    date_axis(ax, scale, n_undated > 0)
    if len(stated):
        ax.set_xlabel("bracket: how many contacts the article says there were, and how many of them it tells")
    _mode_legend(fig, ax, contacts["mode"], "hollow: planned, cancelled, denied or hypothetical")
    counts = listed(f"{row.count} for {row.pair}" for row in records(stated)) or "no count"
    return finish(
        fig, f"Timeline of {_contacts_in_words(contacts)}; {n_undated} without a date; the article states {counts}."
    )


@project_style()
@checked
def against_record(compared: pd.DataFrame, totals: pd.DataFrame, on_days: pd.DataFrame) -> Figure:
    """Draw the contacts that the article reports above those that the record lists, by counterpart.

    A mark is hollow if only one of the two has the contact. Contacts on days that the record does not reach are left
    out. A bracket spans each stretch for which the article states a total.

    Args:
        compared: The table that `public_record.contacts_in_record` returns.
        totals: The table that `public_record.totals_in_record` returns.
        on_days: The table that `public_record.days_in_record` returns.
    """
    compared = compared[compared["agrees"].notna()]
    if compared.empty and totals.empty:
        return nothing("the record reaches nothing that the article dates or counts")
    lists = [row.in_record if pd.notna(row.gap) else "does not reach" for row in records(totals)]
    totals = totals.assign(words=[f"says {n}, record {m}" for n, m in zip(totals["stated"], lists, strict=True)])
    marks = pd.concat([compared.assign(full=compared["agrees"], side="article"), _record_marks(on_days)])
    scale = time_scale(pd.concat([marks[["date_start", "date_end"]], _windows(totals)]))
    names = _ranked(pd.concat([marks["counterpart"], totals["counterpart"]]).value_counts().to_frame()).index
    (fig, ax), y, ticks = canvas(4), 0.0, {}
    for lane, name in enumerate(names):
        top, y = y, _brackets(ax, y, totals[totals["counterpart"] == name], scale)
        for side in ("article", "record"):
            contacts = marks[(marks["counterpart"] == name) & (marks["side"] == side)]
            upper, y = y, max(y + 1.4, _contact_marks(ax, y, contacts, scale))
            ticks[(upper + y) / 2] = f"{short(name, 32)}\nin the {side}"
        _shade_lane(ax, lane, top, y)
    _name_lanes(fig, ax, y, ticks, "Contacts in the article, and in the record")
    date_axis(ax, scale, undated=False)
    if len(totals):
        ax.set_xlabel("bracket: how many contacts the article says there were, and how many the record lists")
    _mode_legend(fig, ax, marks["mode"], "hollow: only one of the two has it on that day")
    parts = [f"; {clean(row.counterpart)}: {row.words}" for row in records(totals)]
    both = f"{count(len(compared), 'dated contact')} told, {compared['agrees'].sum()} of them in the record"
    return finish(fig, f"{both}, which lists {len(on_days)} on these days{listed(parts, glue='')}.")


def _record_marks(on_days: pd.DataFrame) -> pd.DataFrame:
    """The record's rows as contacts to mark, each on its day, full if the article reports it."""
    numbered = on_days.assign(contact_id=range(len(on_days)), full=on_days["told"], side="record")
    return numbered.assign(date_start=on_days["date"], date_end=on_days["date"])


def _windows(stated: pd.DataFrame) -> pd.DataFrame:
    """The windows of stated counts, in the form of the dates of contacts."""
    return stated[["window_start", "window_end"]].set_axis(["date_start", "date_end"], axis=1)


def _shade_lane(ax: Axes, lane: int, top: float, bottom: float) -> None:
    """Give lanes alternating backgrounds."""
    ax.axhspan(top, bottom, color="white" if lane % 2 else LANE_GREY, linewidth=0, zorder=0)


def _name_lanes(fig: Figure, ax: Axes, bottom: float, ticks: Mapping[float, str], title: str) -> None:
    """Label the lanes, the first one on top, and make the figure as tall as they are."""
    fig.set_figheight(min(0.27 * bottom + 1.6, MAX_HEIGHT_INCHES))
    ax.set_yticks(list(ticks), list(ticks.values()))
    ax.set(ylim=(bottom, 0), title=title)


def _stated_in_words(row: Any) -> str:
    """A stated count, and how many of these contacts the article reports: "says 4, tells 2", "says no. 3"."""
    reported = "" if pd.isna(row.n_found) else f", tells {row.n_found}"
    return f"says {'no. ' * (row.kind == 'ordinal')}{row.count}{reported}"


def _mode_legend(fig: Figure, ax: Axes, modes: pd.Series, hollow: str) -> None:
    """Draw a legend of the modes that occur, and of the meaning of a hollow mark."""
    for mode in (mode for mode in MODE_STYLES if mode in set(modes)):
        legend_entry(ax, *MODE_STYLES[mode][:2], mode)
    legend_entry(ax, "o", "white", hollow)
    fig.legend(loc="outside lower left", ncols=4)


def _brackets(ax: Axes, y: float, stated: pd.DataFrame, scale: np.ndarray) -> float:
    """Draw a bracket and its `words` over each window, one below the other from `y` on; returns the lower edge."""
    for row in records(stated):
        y += 1.1
        low, high = 0.0, 0.0
        if pd.notna(row.window_start) and pd.notna(row.window_end):
            low, high = positions(scale, [row.window_start, row.window_end])
            ax.plot([low, low, high, high], [y + 0.25, y, y, y + 0.25], color=INK, linewidth=1)
        ax.text(high, y - 0.05, row.words, fontsize=8, ha="right" if high > 50 else "left", va="bottom")
    return y


def _contact_marks(ax: Axes, y: float, contacts: pd.DataFrame, scale: np.ndarray) -> float:
    """Draw a mark for each contact from `y` on, `full` or hollow, undated ones at the right; returns the lower edge."""
    dated = contacts[contacts["date_start"].notna()].sort_values(["date_start", "date_end", "contact_id"])
    undated = contacts[contacts["date_start"].isna()]
    spans = list(zip(positions(scale, dated["date_start"]), positions(scale, dated["date_end"]), strict=True))
    spans += [(UNDATED_POSITIONS[k % len(UNDATED_POSITIONS)],) * 2 for k in range(len(undated))]
    levels = stack(spans, 2.4)
    for (low, high), level, row in zip(spans, levels, records(pd.concat([dated, undated])), strict=True):
        marker, colour, _ = MODE_STYLES.get(str(row.mode), MODE_STYLES[UNSPECIFIED])
        height = y + 0.7 + level
        ax.plot([low, high], [height] * 2, color=colour, linewidth=5, alpha=0.45, solid_capstyle="butt", zorder=2)
        ax.plot((low + high) / 2, height, marker, **filled(colour, row.full), zorder=3)
    return y + max(levels, default=-1) + 1.4


@project_style()
@checked
def contacts_per_pair(contacts: pd.DataFrame, include_possible: bool = False) -> Figure:
    """Draw the contacts per pair, stacked by mode; segments are hollow for contacts that did not take place.

    Args:
        contacts: The table `contacts`.
        include_possible: Whether to draw contacts that are only possible, too.
    """
    contacts = probable(contacts, include_possible)
    if contacts.empty:
        return nothing("no contact was found")
    table = per_pair(contacts := _paired(contacts), include_possible=True)
    modes = table["mode"].where(table["mode"].isin(list(MODE_STYLES)), UNSPECIFIED)
    table["label"] = modes.where(table["status"] == OCCURRED, modes + NOT_HELD)
    ranked = _ranked(table.pivot_table(index="pair", columns="label", values="contacts", aggfunc="sum", fill_value=0))
    counts = ranked.head(MAX_ROWS)
    styles = {mode: (colour, hatch, True) for mode, (_, colour, hatch) in MODE_STYLES.items()}
    styles |= {f"{mode}{NOT_HELD}": (colour, hatch, False) for mode, (_, colour, hatch) in MODE_STYLES.items()}
    fig, ax = canvas(0.42 * len(counts) + 1.6)
    stacked_bars(fig, ax, counts, {label: style for label, style in styles.items() if label in ranked})
    labels = [_two_lines(pair) for pair in counts.index]
    name_rows(ax, labels, _title("Contacts told in the article, by pair and mode", counts, ranked), "contacts")
    parts = listed(f"{pair} {total}" for pair, total in ranked.sum(axis=1).items())
    return finish(fig, f"{_contacts_in_words(contacts)}: {parts}.")


@project_style()
@checked
def rate_before_and_since(rates: pd.DataFrame) -> Figure:
    """Draw the stated contacts a week in each period, with exact Poisson intervals.

    Args:
        rates: The table that `rates.before_and_since` returns.
    """
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
        ax.plot([row.low, row.high], [y, y], color=BLUE, linewidth=2.2, solid_capstyle="butt", zorder=2)
        ax.plot(row.rate, y, "o", **filled(BLUE, True), zorder=3)
        ax.text(1.02, y, rate, transform=ax.get_yaxis_transform(), va="center", color=GREY)
    name_rows(ax, labels, "Contacts that the article states", "contacts a week, with the exact 95% Poisson interval")
    ax.set_xlim(left=0)
    return finish(fig, f"Contacts a week with 95% interval: {listed(parts, glue='; ')}.")


def _title(title: str, shown: Sized, rows: Sized) -> str:
    """A title, with a note if only the first rows are shown."""
    return title if len(shown) == len(rows) else f"{title} (the first {len(shown)} of {len(rows)})"


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Sort the rows by their sum, largest first, ties by name."""
    total = table.sum(axis=1).to_dict()
    return table.loc[sorted(total, key=lambda name: (-total[name], name))]


def _paired(table: pd.DataFrame) -> pd.DataFrame:
    """A table with printable names of actor and recipient, and the column `pair`."""
    table = table.assign(actor=table["actor"].map(clean), recipient=table["recipient"].map(clean))
    return table.assign(pair=[pair_label(row.actor, row.recipient) for row in records(table)])


def _two_lines(pair: str) -> str:
    return " –\n".join(short(name, 32) for name in pair.split(" – ", 1))


def _contacts_in_words(paired: pd.DataFrame) -> str:
    """The number of contacts, of pairs, and of contacts by status: "3 contacts of 1 pair (3 occurred)"."""
    by_status = paired.drop_duplicates(["article_id", "contact_id"])["status"].value_counts().sort_index()
    statuses = ", ".join(f"{n} {status}" for status, n in by_status.items()) or "none"
    return f"{count(by_status.sum(), 'contact')} of {count(paired['pair'].nunique(), 'pair')} ({statuses})"
