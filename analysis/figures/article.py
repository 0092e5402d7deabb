"""Figures of one article: each function draws one figure from tables, with an alt text that says what it shows.

The title states the finding, the subtitle the measure and its unit. Speakers have the colours that they have in the
marked text; hatches, markers and lightness carry the same information in black and white. A hollow mark has no
evidence, or did not take place.

>>> figures.who_speaks(result.quotes).finding
'Benjamin Haddad is given more words than Vladimir Putin or Emmanuel Macron'
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sized
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.display import OTHER_SPEAKER, SPEAKER_COLOURS, clean, count, joined, listed, short, speaker_colours
from analysis.figures.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    MAX_HEIGHT_INCHES,
    ORANGE,
    PURPLE,
    SMALL,
    UNDATED_POSITIONS,
    BarStyle,
    Credit,
    Figure,
    both_names,
    canvas,
    capitalised,
    date_axis,
    filled,
    finish,
    heading,
    legend_entry,
    name_rows,
    nothing,
    positions,
    project_style,
    row_inches,
    row_name,
    short_day,
    stack,
    stacked_bars,
    time_scale,
    wrapped,
)
from analysis.frequency.rates import compare, pair_label
from analysis.sentiment import polarity
from analysis.sentiment.polarity import count_words, words_by_speaker
from analysis.statistics import MIN_OBSERVATIONS_FOR_MEAN, TEST_LEVEL
from analysis.tables import OCCURRED, UNSPECIFIED, probable, records
from analysis.validation import checked

UNKNOWN_SPEAKER = "(speaker unknown)"
LANE_GREY = "#F5F5F5"
# Each kind of quotation; the bars have the colour of the speaker, light for words without marks.
KIND_STYLES = {
    "direct": BarStyle(OTHER_SPEAKER.strong, "", "in quotation marks"),
    "mixed": BarStyle(OTHER_SPEAKER.strong, "////", "partly in marks"),
    "indirect": BarStyle(OTHER_SPEAKER.light, "", "without marks"),
}
IN_PERSON = "meeting or visit"  # one mark for both beside a record, which may call a visit a meeting
# Marker and colour of each mode of contact, and the words for it in the key.
MODE_STYLES = {
    "phone": ("o", BLUE, "phone"),
    "meeting": ("s", ORANGE, "meeting"),
    "visit": ("^", GREEN, "visit"),
    "correspondence": ("D", PURPLE, "letter or message"),
    UNSPECIFIED: ("P", "#9A9A9A", "way not stated"),
    IN_PERSON: ("s", ORANGE, IN_PERSON),
}
# One contact of each mode, in words.
MODE_NOUNS = {"phone": "call", "meeting": "meeting", "visit": "visit", "correspondence": "message"}
SPEAKER_MARKERS, OTHER_MARKER = "os^DvPX*", "h"  # of the speakers with a colour of their own, and of all others
MAX_ROWS = 40  # in a figure, which is then as tall as people scroll; the tables have all rows
SMALL_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SIGNS = {-1: "negative", 0: "neutral", 1: "positive"}
MUCH_THE_SAME = 0.5, 2.0  # a ratio of rates with its whole interval in there is much the same
LANE_NAME_CHARACTERS = 66  # of the line above a lane
TONE_LANE, TONE_LANE_EDGE = -1.56, -1.28  # where quotations without a scored word are
QUOTATION_TONE_CAPTION = (
    "A dot is a quotation; without a word that has a tone it is hollow. A diamond is a speaker’s mean, its bar the 95% "
    "interval, if three or more are scored; fewer are too few. How words sound is not what a speaker thinks of anybody."
)


@project_style()
@checked
def who_speaks(quotes: pd.DataFrame, source: Credit = None) -> Figure:
    """Draw the words quoted per speaker, stacked by kind of quotation, without what a speaker denies.

    Args:
        quotes: The table `quotes`.
        source: The article, named in the caption, or words that name it.
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
    names = [row_name(name, f"({n[name]})") for name in words.index]
    fig, ax = canvas(row_inches(names, 0.42) * len(words) + 0.3)
    by_speaker = speaker_colours(words_by_speaker(quotes).drop(UNKNOWN_SPEAKER, errors="ignore").index)
    shades = [by_speaker.get(name, OTHER_SPEAKER) for name in words.index]
    strong, light = [shade.strong for shade in shades], [shade.light for shade in shades]
    colours = {kind: light if kind == "indirect" else strong for kind in KIND_STYLES}
    stacked_bars(ax, words, {kind: style for kind, style in KIND_STYLES.items() if ranked[kind].any()}, colours)
    name_rows(ax, names)
    measure = _title("Words quoted, by speaker (number of quotations in brackets)", words, ranked)
    heading(fig, _most_words(ranked.sum(axis=1)), measure, source=source)
    parts = listed(f"{clean(name)} {ranked.loc[name].sum()} in {count(n[name], 'quotation')}" for name in ranked.index)
    left_out = f" Left out: {count(n_denied, 'report')} that the speaker denies." if n_denied else ""
    return finish(fig, f"Words quoted, {count(len(ranked), 'speaker')}: {parts}.{left_out}")


def _most_words(words: pd.Series) -> str:
    """The named speaker with the most words, as a sentence; `words` has the sum of each speaker, the largest first."""
    named = words.drop(UNKNOWN_SPEAKER, errors="ignore")
    if named.empty:
        return "Nobody is named as the speaker of the words quoted"
    first = [short(name) for name in named.index[named == named.iloc[0]]]
    others = [short(name) for name in named.index[named < named.iloc[0]][:2]]
    if len(first) > 1:
        return capitalised(f"{joined(first)} are given the most words")
    if others:
        return capitalised(f"{first[0]} is given more words than {' or '.join(others)}")
    return f"Only {first[0]} is quoted"


@project_style()
@checked
def how_they_sound(scores: pd.DataFrame, speakers: pd.DataFrame, source: Credit = None) -> Figure:
    """Draw the tone of each speaker, with a panel for each scorer.

    A dot is a quotation, or hollow in a lane of its own without evidence. A diamond is the mean of three or more
    quotations with evidence, with its interval. If a speaker has three or more, but fewer
    with evidence, a note says so.

    Args:
        scores: The table that `polarity.scores` returns.
        speakers: The table that `polarity.by_speaker` returns.
        source: The article, named in the caption, or words that name it.
    """
    scores = scores[scores["speaker"].notna()]
    if scores.empty or speakers.empty:
        return nothing("no speaker was found whose words could be scored")
    scorers = list(dict.fromkeys(scores["scorer"]))
    all_speakers = speakers[speakers["scorer"] == scorers[0]]
    shown = all_speakers.head(MAX_ROWS)
    names = [row_name(row.speaker, f"({row.n_quotes})") for row in records(shown)]
    fig, *panels = canvas(row_inches(names, 0.54) * len(shown) + 0.8, len(scorers))
    colours = speaker_colours(all_speakers["speaker"])  # which has most words first
    quotes = dict(list(scores.groupby(["scorer", "article_id", "speaker"])))
    name_rows(panels[0], names)
    for ax, scorer in zip(panels, scorers, strict=True):
        for y, row in enumerate(records(speakers[speakers["scorer"] == scorer].head(MAX_ROWS))):
            _quotation_dots(ax, y, quotes[scorer, row.article_id, row.speaker], colours[row.speaker].strong)
            _mean_diamond(ax, y + 0.26, row)
        ax.axvline(0, color=GREY, linewidth=1)
        ax.axvspan(2 * TONE_LANE - TONE_LANE_EDGE, TONE_LANE_EDGE, color=LANE_GREY, linewidth=0, zorder=0)
        ax.set(title=scorer, xlim=(2 * TONE_LANE - TONE_LANE_EDGE, 1.12))
        ax.set_xticks([TONE_LANE, -1, 0, 1], ["no\nscore", "−1\n", "0\n", "1\n"])
    measure = _title("Tone of each quotation, from −1 (negative) to 1 (positive), by word list", shown, all_speakers)
    finding = _clear_tones(speakers, scorers)
    heading(fig, finding, f"{measure}; number of quotations in brackets", QUOTATION_TONE_CAPTION, source)
    n_quotes = count((scores["scorer"] == scorers[0]).sum(), "quotation")
    means = _means_in_words(all_speakers, scorers[0])
    return finish(fig, f"Tone of {n_quotes}, {count(len(all_speakers), 'speaker')}: {means}.")


def _clear_tones(speakers: pd.DataFrame, scorers: list[str]) -> str:
    """Name the speakers whose words sound negative or positive by every scorer, with an interval that excludes 0."""
    measured = speakers[speakers["n_evidence"] >= MIN_OBSERVATIONS_FOR_MEAN]
    if measured.empty:
        return "Too few quotations have a tone to say how any speaker sounds"
    sides = measured.assign(side=np.sign(measured["low"]).where(np.sign(measured["low"]) == np.sign(measured["high"])))
    clear: dict[str, list[str]] = {}
    for (_, name), rows in sides.groupby(["article_id", "speaker"], sort=False)["side"]:
        if len(rows) == len(scorers) and rows.nunique(dropna=False) == 1 and abs(rows.iloc[0]) == 1:
            clear.setdefault(SIGNS[int(rows.iloc[0])], []).append(short(name))
    parts = [f"the words of {joined(names)} sound {sign}" for sign, names in clear.items()]
    return capitalised("; ".join(parts) or "no speaker’s words are clearly negative or positive")


def _means_in_words(speakers: pd.DataFrame, scorer: str) -> str:
    """The means by one scorer of speakers with three or more quotations with evidence, for an alt text."""
    rows = (row for row in records(speakers) if row.n_evidence >= MIN_OBSERVATIONS_FOR_MEAN)
    means = listed(f"{short(row.speaker)} {row.mean:+.2f} (n = {row.n_evidence})" for row in rows)
    return f"mean by {scorer} {means}" if means else f"{scorer} scores too few of each for a mean"


def _quotation_dots(ax: Axes, y: float, quotes: pd.DataFrame, colour: str) -> None:
    """Draw a speaker's quotations, with those that would overlap side by side, and those not scored at the left."""
    has_evidence = quotes["has_evidence"].to_numpy(bool)
    values = np.where(has_evidence, quotes["score"].to_numpy(float), TONE_LANE)
    sides = [(level + 1) // 2 * (1 if level % 2 else -1) for level in stack([(v, v) for v in values], 0.09)]
    step = min(0.16, 0.3 / max([1, *sides]))
    for value, full, side in zip(values, has_evidence, sides, strict=True):
        ax.plot(value, y - 0.14 + side * step, "o", **filled(colour, full, 5), zorder=3)


def _mean_diamond(ax: Axes, y: float, row: Any) -> None:
    """Draw the mean of three or more quotations with evidence, with its interval, or a note that there are too few."""
    if row.n_evidence >= MIN_OBSERVATIONS_FOR_MEAN:
        ax.plot([row.low, row.high], [y, y], color=INK, solid_capstyle="butt", zorder=2)
        ax.plot(row.mean, y, "D", **filled(INK, True, 5), zorder=3)
    elif row.n_quotes >= MIN_OBSERVATIONS_FOR_MEAN:
        note = f"too few: {row.n_evidence} of {row.n_quotes}"
        ground = {"facecolor": "white", "linewidth": 0, "pad": 0.6}  # so that the line at 0 does not cross the words
        ax.text(1.1, y + 0.02, note, va="center", ha="right", fontsize=SMALL, color=GREY, bbox=ground)


@project_style()
@checked
def tone_through_article(tone: pd.DataFrame, narrated: pd.DataFrame, length: int, source: Credit = None) -> Figure:
    """Draw the polarity of the quotations, and of the sentences around them, by their place in the article.

    Text without evidence is hollow, in a strip below.

    Args:
        tone: The table `tone` of the quotations.
        narrated: The table `tone` of the narration, as `polarity.tone(result.narration)` returns it.
        length: The number of characters of the article.
        source: The article, named in the caption, or words that name it.
    """
    if tone.empty and narrated.empty:
        return nothing("no sentence was found whose tone could be scored")
    tone = tone.assign(speaker=tone["speaker"].fillna(UNKNOWN_SPEAKER))
    means = {row.speaker: row for row in records(polarity.speakers(polarity.voices(tone, narrated)))}
    both = (polarity.QUOTED, "quotation", tone), (polarity.ARTICLE_ITSELF, "sentence", narrated)
    voices = [(voice, unit, rows) for voice, unit, rows in both if not rows.empty]
    fig, *panels = canvas(2.1 * len(voices) + 0.4, rows=len(voices))
    styles = _speaker_styles(panels[0], tone) | {polarity.ARTICLE_ITSELF: ("o", GREY)}
    limit = max(0.5, *(rows["polarity"].astype(float).abs().max() for *_, rows in voices))  # of both panels
    has_mean = False
    parts = ["Tone by place in the article."]
    findings: list[tuple[str, Counter[int]]] = []
    for ax, (voice, unit, rows) in zip(panels, voices, strict=True):
        sign = np.sign(rows.loc[rows["has_evidence"].astype(bool), "polarity"])
        ax.set_title(f"{voice.capitalize()}: {len(sign)} of {count(len(rows), unit)} scored")
        place = (100 * rows["start"].astype(float) / max(length, 1)).clip(0, 100)
        _polarity_marks(ax, rows.assign(x=place), styles, limit)
        has_mean |= _mean_across(ax, means.get(voice))
        findings.append((f"{'other ' * bool(findings)}scored {unit}", Counter(sign.astype(int))))
        signs = f"{(sign < 0).sum()} negative, {(sign == 0).sum()} neutral, {(sign > 0).sum()} positive"
        parts.append(f"{voice.capitalize()}: {signs}, {len(rows) - len(sign)} not scored.")
    panels[-1].set_xlabel("place in the article")
    caption = (
        "Hollow: no word with a tone." + " The dark line with a band is the mean, with its 95% interval." * has_mean
    )
    measure = "Tone by TextBlob’s word list, by place in the article"
    heading(fig, _commonest_signs(findings), measure, caption, source)
    return finish(fig, " ".join(parts))


def _commonest_signs(voices: list[tuple[str, Counter[int]]]) -> str:
    """The most frequent sign of quotations and sentences, in words; `voices` has each unit and its counts by sign."""
    parts: list[str] = []
    last_sign = None
    for unit, n in voices:
        if not n:
            continue
        (sign, most), *others = n.most_common()
        if others and others[0][1] == most:
            parts.append(f"no tone prevails among {n.total()} {unit}s")
            continue
        some = _some_of(most, n.total(), unit)
        alone = n.total() == 1
        if sign == last_sign:
            parts.append(f"so {'does' if alone else 'do'} {some}")
        else:
            parts.append(f"{some} {'sounds' if alone else 'sound'} {SIGNS[sign]}")
        last_sign = sign
    return capitalised("; ".join(parts) or "no word was found that has a tone")


def _some_of(n: int, n_all: int, unit: str) -> str:
    """A part of a total: "6 of 10 scored quotations", "both scored sentences", "the one scored sentence"."""
    return f"{n} of {n_all} {unit}s" if n < n_all else f"{_all(n)} {unit}{'s' * (n > 1)}"


def _all(n: int) -> str:
    """All of a number: "the one", "both", "all 3"."""
    return {1: "the one", 2: "both"}.get(n, f"all {n}")


def _polarity_marks(ax: Axes, rows: pd.DataFrame, styles: Mapping[str, tuple[str, str]], limit: float) -> None:
    """Draw a mark for each row at its `x`, up to a limit; rows without evidence are hollow, in a strip below."""
    rows = rows.sort_values("x", kind="stable").assign(full=rows["has_evidence"].astype(bool), y=rows["polarity"])
    levels = stack([(x, x) for x in rows.loc[~rows["full"], "x"]], 2.3)
    rows.loc[~rows["full"], "y"] = [-limit * (1.32 + 0.14 * (level % 4)) for level in levels]
    looks = [(*styles[speaker], full) for speaker, full in zip(rows["speaker"], rows["full"], strict=True)]
    for (marker, colour, full), alike in rows.groupby(pd.Series(looks, index=rows.index), sort=False):
        ax.plot(alike["x"], alike["y"], marker, **filled(colour, full, 6), zorder=3, clip_on=False)
    ax.axhline(0, color=GREY, linewidth=1)
    ax.axhspan(-1.88 * limit, -1.18 * limit, color=LANE_GREY, linewidth=0, zorder=0)
    end = 0.5 if limit < 1 else 1
    ax.set_yticks([-1.53 * limit, -end, 0, end], ["no word\nwith a tone", f"negative −{end}", "0", f"positive {end}"])
    ax.set(xlim=(0, 100), ylim=(-1.88 * limit, 1.12 * limit))
    ax.set_xticks(range(0, 101, 25), ["start", "25%", "50%", "75%", "end"])


def _mean_across(ax: Axes, row: Any) -> bool:
    """Draw the mean of a voice with its interval if at least three of its units have a score; return whether it did."""
    has_mean = row is not None and bool(row.n_evidence >= MIN_OBSERVATIONS_FOR_MEAN)
    if has_mean:
        ax.axhspan(row.low, row.high, color=GREY, alpha=0.16, linewidth=0, zorder=1)
        ax.axhline(row.mean, color=INK, linewidth=1.6, zorder=2)
    return has_mean


def _speaker_styles(ax: Axes, tone: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Assign each speaker of the table `tone` a marker and a colour, and enter them in the legend.

    Those who share the style of the others are one entry.
    """
    colours = speaker_colours(words_by_speaker(tone).drop(UNKNOWN_SPEAKER, errors="ignore").index)
    names = list(colours)[: len(SPEAKER_COLOURS)]
    styles = dict.fromkeys(tone["speaker"], (OTHER_MARKER, OTHER_SPEAKER.strong))
    styles |= {name: (marker, colours[name].strong) for name, marker in zip(names, SPEAKER_MARKERS, strict=False)}
    for name in names:
        legend_entry(ax, *styles[name], short(name, 30))
    if others := [name for name in styles if name not in names]:
        label = short(others[0], 30) if len(others) == 1 else f"{len(others)} others"
        legend_entry(ax, OTHER_MARKER, OTHER_SPEAKER.strong, label)
    return styles


@project_style()
@checked
def timeline(
    contacts: pd.DataFrame,
    stated_counts: pd.DataFrame,
    include_possible: bool = False,
    source: Credit = None,
) -> Figure:
    """Draw the contacts of each pair over time, and brackets over the stretches for which the article states a count.

    Each pair has a lane, and so has each group of three or more in one contact: every contact has one mark. Each mode
    has a marker, hollow if the contact did not take place. A date known only to the month or year is a bar over it;
    contacts without a date are at the right; long empty stretches of time are cut out.

    Args:
        contacts: The table `contacts`.
        stated_counts: The table of that name.
        include_possible: Whether to draw contacts that are only possible, too.
        source: The article, named in the caption, or words that name it.
    """
    contacts = probable(contacts, include_possible)
    if contacts.empty and stated_counts.empty:
        return nothing("no contact was found")
    contacts, stated = _paired(contacts), _paired(stated_counts)
    once = _once(contacts).assign(full=lambda rows: rows["status"] == OCCURRED)
    stated = stated.assign(lane=stated["pair"], words=[_stated_in_words(row) for row in records(stated)])
    scale = time_scale(pd.concat([once[["date_start", "date_end"]], _windows(stated)]).dropna())
    lanes = list(_ranked(pd.concat([once["lane"], stated["lane"]]).value_counts().to_frame()).index)
    (fig, ax), y = canvas(4), 0.0
    for k, lane in enumerate(lanes[:MAX_ROWS]):
        top, y = y, _brackets(ax, _lane_name(ax, y, lane), stated[stated["lane"] == lane], scale)
        y = _contact_marks(ax, y, once[once["lane"] == lane], scale)
        _shade_lane(ax, k, top, y)
    _fit_lanes(fig, ax, y)
    n_undated = once["date_start"].isna().sum()
    date_axis(ax, scale, n_undated > 0)
    mode_entries(ax, once["mode"])
    finding = _count_against_text(stated, len(once)) or _most_in_touch(contacts)
    measure = _title(
        f"{count(len(once), 'contact')} in the article, by day and by who took part", lanes[:MAX_ROWS], lanes
    )
    heading(fig, finding, measure, _timeline_caption(once, stated), source)
    undated = f", {n_undated} of them without a date" if n_undated else ""
    parts = (f"{row.pair}: the article {row.words}" for row in records(stated))
    counts = listed((f" {part}." for part in parts), glue="")
    return finish(fig, f"Timeline of {_contacts_in_words(contacts)}{undated}.{counts}")


def _once(paired: pd.DataFrame) -> pd.DataFrame:
    """Each contact once, with a `lane`: the names of all who took part."""
    keys = ["article_id", "contact_id"]
    lanes = {
        key: listed(sorted({*rows["actor"], *rows["recipient"]}), most=4, glue=" – ")
        for key, rows in paired.groupby(keys, sort=False)
    }
    once = paired.drop_duplicates(keys)
    names = [lanes[key] for key in zip(once["article_id"], once["contact_id"], strict=True)]
    return once.assign(lane=pd.Series(names, index=once.index, dtype="object"))


def _timeline_caption(contacts: pd.DataFrame, stated: pd.DataFrame) -> str:
    """How to read the marks that a timeline has."""
    parts = ["A bracket: how many contacts the article says there were in these days."] if len(stated) else []
    if contacts["date_start"].lt(contacts["date_end"]).any():
        parts.append("A bar: the day is somewhere within it.")
    if statuses := sorted(set(contacts["status"].dropna()) - {OCCURRED}):
        parts.append(f"Hollow: {listed(statuses)}.")
    return " ".join(parts)


def _count_against_text(stated: pd.DataFrame, n_contacts: int) -> str:
    """The count that differs most from what the article describes: "The article says 4 calls; it describes two"."""
    totals = stated[stated["kind"] == "total"]
    totals = totals.assign(n_found=totals["n_found"].fillna(0) if not n_contacts else totals["n_found"])
    totals = totals.dropna(subset=["count", "n_found"])
    totals = totals.assign(gap=totals["count"] - totals["n_found"]).sort_values("gap", ascending=False, kind="stable")
    for row in records(totals.head(1)):
        described = f"it describes {_in_words(row.n_found)}" if row.gap else "it describes all of them"
        return f"{_says(row.count, row.mode, row.window_text)}; {described}"
    return ""


def _says(n: int, mode: Any, window: Any) -> str:
    """A count in the article: "The article says 11 contacts in the last month"."""
    return f"The article says {count(n, MODE_NOUNS.get(str(mode), 'contact'))}{_window(window)}"


def _window(text: Any) -> str:
    """The article's words for the time of a count, after a blank; nothing if it has none."""
    return "" if pd.isna(text) else f" {short(text, 50)}"


def _in_words(n: int) -> str:
    return SMALL_NUMBERS[n] if n < len(SMALL_NUMBERS) else str(n)


def _most_in_touch(paired: pd.DataFrame) -> str:
    """The pair with most contacts: "3 of 8 contacts in the article are between A and B"."""
    keys = ["article_id", "contact_id"]
    n = paired.drop_duplicates(keys).shape[0]
    by_pair: dict[str, int] = Counter(paired.drop_duplicates([*keys, "pair"])["pair"])
    most = max(by_pair.values(), default=0)
    first = [pair for pair, contacts in by_pair.items() if contacts == most]
    if not first:
        return "The article describes no contact"
    if len(first) == 1:
        between = both_names(first[0], 40)
        of_all = f"{most} of {n} contacts" if n > most else f"{_all(n)} contact{'s' * (n > 1)}"
        return capitalised(f"{of_all} in the article {'is' if most == 1 else 'are'} between {between}")
    return f"No pair has more than {count(most, 'contact')} in the article"


@project_style()
@checked
def against_record(
    compared: pd.DataFrame, totals: pd.DataFrame, on_days: pd.DataFrame, source: Credit = None
) -> Figure:
    """Draw the contacts that the article reports above those that the record lists, by counterpart.

    A mark is hollow if only one of the two has the contact. Contacts on days that the record does not reach are left
    out. A bracket spans each stretch for which the article states a total. A meeting and a visit look alike, since a
    visit in the article agrees with a meeting in the record.

    Args:
        compared: The table that `public_record.contacts_in_record` returns.
        totals: The table that `public_record.totals_in_record` returns.
        on_days: The table that `public_record.days_in_record` returns.
        source: The article, named in the caption, or words that name it.
    """
    compared = compared[compared["agrees"].notna()]
    if compared.empty and totals.empty:
        return nothing("the record reaches nothing that the article dates or counts")
    lists = [f"lists {row.in_record}" if pd.notna(row.gap) else "does not reach" for row in records(totals)]
    totals = totals.assign(words=[f"says {n}, record {m}" for n, m in zip(totals["stated"], lists, strict=True)])
    marks = pd.concat([compared.assign(full=compared["agrees"], side="article"), _record_marks(on_days)])
    marks["mode"] = marks["mode"].replace(dict.fromkeys(("visit", "meeting"), IN_PERSON))
    scale = time_scale(pd.concat([marks[["date_start", "date_end"]], _windows(totals)]))
    names = _ranked(pd.concat([marks["counterpart"], totals["counterpart"]]).value_counts().to_frame()).index
    (fig, ax), y, ticks = canvas(4), 0.0, {}
    for lane, name in enumerate(names):
        top, y = y, _brackets(ax, _lane_name(ax, y, name), totals[totals["counterpart"] == name], scale)
        for side in ("article", "record"):
            contacts = marks[(marks["counterpart"] == name) & (marks["side"] == side)]
            upper, y = y, max(y + 1.4, _contact_marks(ax, y, contacts, scale))
            ticks[(upper + y) / 2] = side
        _shade_lane(ax, lane, top, y)
    _fit_lanes(fig, ax, y, ticks)
    date_axis(ax, scale, undated=False)
    mode_entries(ax, marks["mode"])
    caption = "A bracket: how many contacts the article says there were, and how many the record lists. " * bool(
        len(totals)
    )
    caption += "Hollow: only one of the two has it." * (not marks["full"].astype(bool).all())
    measure = "Contacts in the article and in the public record, by counterpart and day"
    heading(fig, _record_finding(compared, totals, on_days), measure, caption, source)
    parts = [f" {clean(row.counterpart)}: the article {row.words}." for row in records(totals)]
    both = f"{count(len(compared), 'dated contact')} in the article, {compared['agrees'].sum()} of them in the record"
    return finish(fig, f"{both}, which lists {len(on_days)} on these days.{listed(parts, glue='')}")


def _record_finding(compared: pd.DataFrame, totals: pd.DataFrame, on_days: pd.DataFrame) -> str:
    """The count that the record contradicts most, or else how many of the article's contacts it has."""
    for row in records(_contradicted(totals).head(1)):
        return f"{_says(row.stated, row.mode, row.window_text)}; the record lists {_in_words(row.in_record)}"
    if len(compared):
        n_both, n_more = int(compared["agrees"].sum()), int((~on_days["described"].astype(bool)).sum())
        has = f"The record has {n_both} of {count(len(compared), 'dated contact')} in the article"
        return f"{has}, and {n_more} more" if n_more else has
    if totals["gap"].notna().any():
        return "The record lists as many contacts as the article counts"
    return "The record does not reach the days for which the article gives a count"


def _contradicted(totals: pd.DataFrame) -> pd.DataFrame:
    """The totals from which the record differs, the largest difference first."""
    wrong = totals[totals["gap"].fillna(0) != 0]
    return wrong.sort_values("gap", key=lambda gap: -gap.abs(), kind="stable")


def _record_marks(on_days: pd.DataFrame) -> pd.DataFrame:
    """The record's rows as contacts to mark, each on its day, full if the article reports it."""
    numbered = on_days.assign(contact_id=range(len(on_days)), full=on_days["described"], side="record")
    return numbered.assign(date_start=on_days["date"], date_end=on_days["date"])


def _windows(stated: pd.DataFrame) -> pd.DataFrame:
    """The windows of stated counts, in the form of the dates of contacts."""
    return stated[["window_start", "window_end"]].set_axis(["date_start", "date_end"], axis=1)


def _lane_name(ax: Axes, y: float, name: str) -> float:
    """Write the name of a lane at its top; returns the lower edge."""
    lines = wrapped(" – ".join(short(part, 60) for part in name.split(" – ")), LANE_NAME_CHARACTERS)
    place: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "top", "zorder": 5}
    ax.text(0.008, y + 0.2, lines, **place, fontweight="bold", fontsize=9.5)
    return y + 0.1 + 0.7 * (lines.count("\n") + 1)


def _shade_lane(ax: Axes, lane: int, top: float, bottom: float) -> None:
    """Give lanes alternating backgrounds."""
    ax.axhspan(top, bottom, color="white" if lane % 2 else LANE_GREY, linewidth=0, zorder=0)


def _fit_lanes(fig: Figure, ax: Axes, bottom: float, ticks: Mapping[float, str] | None = None) -> None:
    """Make the figure as tall as its lanes, and label the parts of lanes, if they have any."""
    fig.set_figheight(min(0.25 * bottom + 0.6, MAX_HEIGHT_INCHES))
    ax.set_yticks(list(ticks or {}), list((ticks or {}).values()))
    ax.set_ylim(bottom, 0)


def _stated_in_words(row: Any) -> str:
    """A stated count, and how many of these contacts the article describes: "says 4, describes 2", "says no. 3"."""
    reported = "" if pd.isna(row.n_found) else f", describes {row.n_found}"
    return f"says {'no. ' * (row.kind == 'ordinal')}{row.count}{reported}"


def mode_entries(ax: Axes, modes: pd.Series, labels: Mapping[str, str] | None = None) -> None:
    """Enter the modes that occur in the key, under other labels where some are given."""
    occurring = set(modes)
    for mode, (marker, colour, label) in MODE_STYLES.items():
        if mode in occurring:
            legend_entry(ax, marker, colour, (labels or {}).get(mode, label))


def _mode_style(mode: Any) -> tuple[str, str, str]:
    """Marker, colour and words of a mode of contact."""
    return MODE_STYLES.get(str(mode), MODE_STYLES[UNSPECIFIED])


def _brackets(ax: Axes, y: float, stated: pd.DataFrame, scale: np.ndarray) -> float:
    """Draw a bracket and its `words` over each window, one below the other from `y` on; returns the lower edge."""
    for row in records(stated):
        y += 1.1
        low, high = 0.0, 0.0
        if pd.notna(row.window_start) and pd.notna(row.window_end):
            low, high = positions(scale, [row.window_start, row.window_end])
            ax.plot([low, low, high, high], [y + 0.25, y, y, y + 0.25], color=INK, linewidth=1)
        place: dict[str, Any] = {"ha": "right" if high > 50 else "left", "va": "bottom", "zorder": 5}
        ax.text(high, y - 0.05, row.words, fontsize=SMALL, **place)
    return y


def _contact_marks(ax: Axes, y: float, contacts: pd.DataFrame, scale: np.ndarray) -> float:
    """Draw a mark for each contact from `y` on, `full` or hollow, undated ones at the right; returns the lower edge."""
    dated = contacts[contacts["date_start"].notna()].sort_values(["date_start", "date_end", "contact_id"])
    undated = contacts[contacts["date_start"].isna()]
    spans = list(zip(positions(scale, dated["date_start"]), positions(scale, dated["date_end"]), strict=True))
    spans += [(UNDATED_POSITIONS[k % len(UNDATED_POSITIONS)],) * 2 for k in range(len(undated))]
    levels = stack(spans, 2.4)
    for (low, high), level, row in zip(spans, levels, records(pd.concat([dated, undated])), strict=True):
        marker, colour, _ = _mode_style(row.mode)
        height = y + 0.7 + level
        ax.plot([low, high], [height] * 2, color=colour, linewidth=5, alpha=0.45, solid_capstyle="butt", zorder=2)
        ax.plot((low + high) / 2, height, marker, **filled(colour, row.full), zorder=3)
    return y + max(levels, default=-1) + 1.4


@project_style()
@checked
def rate_before_and_since(rates: pd.DataFrame, totals: pd.DataFrame | None = None, source: Credit = None) -> Figure:
    """Draw the stated contacts a week in each period, with exact Poisson intervals.

    Args:
        rates: The table that `rates.before_and_since` returns.
        totals: The table that `public_record.totals_in_record` returns, to note the counts that the record contradicts.
        source: The article, named in the caption, or words that name it.
    """
    if rates.empty:
        return nothing("the article does not state two totals that end on the same day")
    fig, ax = canvas(0.8 * len(rates) + 0.5)
    parts = []
    for y, row in enumerate(records(rates)):
        days = " to ".join(short_day(day) for day in (row.window_start, row.window_end))
        counted = f"{count(row.count, 'contact')} in {count(row.days, 'day')}"
        rate = f"{row.rate:.1f} ({row.low:.1f} to {row.high:.1f})"
        parts.append(f"{clean(row.pair)} {row.period}: {counted}, {days}: {rate} a week")
        ax.plot([row.low, row.high], [y, y], color=BLUE, linewidth=2.2, solid_capstyle="butt", zorder=2)
        ax.plot(row.rate, y, "o", **filled(BLUE, True), zorder=3)
        ax.annotate(f"{row.rate:.1f}", (row.rate, y), (0, 6), textcoords="offset points", ha="center")
        names = " – ".join(short(name, 34) for name in row.pair.split(" – ", 1))
        label = f"{names}\n{row.period.capitalize()}, {days}: {counted}"
        ax.text(0, y - 0.3, label, transform=ax.get_yaxis_transform(), fontsize=9.5, va="bottom")
    name_rows(ax, [""] * len(rates))
    ax.set(xlim=(0, None), ylim=(len(rates) - 0.7, -0.9))
    caption = " ".join(["A bar: 95% interval.", *_corrections(totals)])
    heading(fig, _change_of_rate(rates), "Contacts a week, as the article counts them", caption, source)
    return finish(fig, f"Contacts a week with 95% interval: {listed(parts, glue='; ')}.")


def _corrections(totals: pd.DataFrame | None) -> Iterator[str]:
    """A sentence for each count that the record contradicts."""
    if totals is not None:
        for row in records(_contradicted(totals)):
            yield f"The record lists {row.in_record} contacts{_window(row.window_text)}, not {row.stated}."


def _change_of_rate(rates: pd.DataFrame) -> str:
    """Whether the first pair was in touch more or less often since than before."""
    before, since = records(rates.head(2))
    test = compare(int(since.count), float(since.days), int(before.count), float(before.days))
    split = short_day(since.window_start)
    if test.p <= TEST_LEVEL:
        more = "more" if since.rate > before.rate else "less"
        rates_in_words = f"{since.rate:.1f} a week after {before.rate:.1f}"
        return f"{both_names(since.pair)} were in touch {more} often since {split}: {rates_in_words}"
    low, high = MUCH_THE_SAME
    if low <= test.low and test.high <= high:
        return f"Contacts were about as frequent since {split} as before"
    return f"Too few contacts to say whether they became more or less frequent after {split}"


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


def _contacts_in_words(paired: pd.DataFrame) -> str:
    """The number of contacts, of pairs, and of contacts by status: "3 contacts of 1 pair (3 took place)"."""
    by_status = paired.drop_duplicates(["article_id", "contact_id"])["status"].value_counts()
    names = sorted(by_status.index, key=lambda status: (status != OCCURRED, status))
    statuses = ", ".join(f"{by_status[name]} {'took place' if name == OCCURRED else name}" for name in names)
    words = f"{count(by_status.sum(), 'contact')} of {count(paired['pair'].nunique(), 'pair')}"
    return f"{words} ({statuses})" if statuses else words
