"""Render an article with its quotations and contacts marked in place, the evidence for a row, and tables.

A quotation is a `mark` element followed by the speaker's name, a contact is a `u` element followed by mode and status,
so that both remain readable on pages that drop all styles, as GitHub does. The details of a quotation or contact are in
the `title` of its pieces and of its label: a card if styles are kept, otherwise the browser's own tooltip. The label is
a link, so that the keyboard reaches every quotation and contact once. All text of an article is escaped.

Characters that change the direction of writing are shown by their code point and have no effect. They could make words
appear in another order than they were written, and so attribute them to the wrong person (bidirectional text spoofing,
Unicode Technical Report 36). No English text needs them.
"""

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.articles.article import TEXT_BLOCKS, Article, Block
from analysis.display import (
    BIDI_CONTROLS,
    OTHER_SPEAKER,
    SPEAKER_COLOURS,
    Html,
    SpeakerColour,
    cell,
    clean,
    count,
    listed,
    short,
    speaker_colours,
)
from analysis.sentiment.polarity import words_by_speaker
from analysis.statistics import UNSURE_BELOW
from analysis.tables import OCCURRED, is_denied, is_possible, probable, records
from analysis.validation import checked

TINTS = tuple(colour.light for colour in SPEAKER_COLOURS)  # backgrounds of the speakers quoted most
OTHER_TINT = OTHER_SPEAKER.light
# Lines under contacts, in the hues of the figures, dark enough to be visible on white, on black and on the tints.
MODE_COLOURS = {"phone": "#0072b2", "meeting": "#c04f00", "visit": "#00805e", "correspondence": "#a8487f"}
OTHER_MODE_COLOUR = "#767676"
CELL_STYLE = "text-align:left;vertical-align:top"
LONG_CELL_CHARS = 40  # longer cells get a minimum width
LONG_CELL_STYLE = "min-width:16em"
# A card appears below the element under the mouse, at most as wide as the paragraph, so that it is not cut off at the
# sides. On the report's page it appears at the lower edge of the window, so that it is not cut off there either, unless
# the page's script shows it at the pointer. JupyterLab has it at the lower edge, too, while it uses
# `content-visibility` to skip the rendering of cells that are out of sight.
STYLE_ELEMENT = """<style>
.finds { line-height: 1.6; }
.finds h3, .finds p { position: relative; }
.finds [id] { scroll-margin-top: 4px; }
.finds sup, .excerpt sup { user-select: none; -webkit-user-select: none; }
.finds sup a { scroll-margin-bottom: 12em; }
.finds :target { outline: 3px solid #c04f00; outline-offset: 1px; }
.jp-content-visibility-mode .jp-Cell:has(.finds) { contain: none !important; content-visibility: visible !important; }
@media screen {
.finds :is(mark, u)[title]:hover::after, .finds sup a:is(:hover, :focus)::after { content: attr(title);
position: absolute; z-index: 9; left: 0; margin-top: 1.5em; max-width: 100%; box-sizing: border-box; padding: 8px 12px;
font: 13px/1.45 sans-serif; text-align: left; white-space: pre-line; overflow-wrap: anywhere; pointer-events: none;
color: #000; background: #fff; border: 2px solid #000; box-shadow: 0 2px 8px #0006; }
.finds :hover::after { z-index: 10 !important; }
:is(.article, .jp-content-visibility-mode) .finds :is(mark, u, a)::after { position: fixed !important; right: 0;
bottom: 0; }
}
</style>"""
BIDI_CONTROL = re.compile(f"[{''.join(map(chr, BIDI_CONTROLS))}]")
CONTEXT_CHARS = 300  # how much of a long paragraph is shown on either side of the evidence
MAX_WORDS_ON_CARD = 8
POSSIBLE_TITLE = "Possible contacts, check before use"
POSSIBLE_LINE = "Only possible, and not counted: check before use"
DENIED_LINE = "Denied: the speaker says that this is not so"
UNSURE_MARK = "?"  # after the number of a quotation or contact that is among the least certain
CORRECTED_MARK = "✎"  # after the number of one that a reader corrected, added or confirmed


@dataclass(frozen=True)
class Marking:
    """A span of the article's text to mark. Markings may overlap, so one can be rendered as several pieces.

    Attributes:
        start, end: Offsets in the article's text.
        tag: The element around each piece.
        style: Its CSS.
        label: HTML after the last piece.
        card: Text shown when the mouse points at a piece.
        anchor: The id of the first piece.
    """

    start: int
    end: int
    tag: str
    style: str = ""
    label: str = ""
    card: str = ""
    anchor: str = ""


@checked
def article_html(
    article: Article,
    quotes: pd.DataFrame | None = None,
    contacts: pd.DataFrame | None = None,
    tone: pd.DataFrame | None = None,
    prefix: str = "",
    speakers: Iterable[str] | None = None,
) -> Html:
    """The article's title and paragraphs with quotations and contacts marked, below a legend, without page furniture.

    The first piece of a quotation has the id `quote-N`, that of a contact `contact-N`, where N is its number. Labels
    link to `quote-N-row` and `contact-N-row`, which `row_links` puts into the tables below the article.

    Args:
        article: The article.
        quotes, contacts, tone: The tables of these names, or some of their rows; None to leave them out.
        prefix: Precedes all ids, since one page may contain several articles.
        speakers: The speakers to colour, those quoted most first, so that colours stay the same when only some
            quotations are shown; None for those of `quotes`.

    >>> html.article_html(article, result.quotes, None).words
    'The article with 18 quotations marked.'
    """
    markings: list[Marking] = []
    legend, counts = [], []
    if quotes is not None:
        colours = speaker_colours(words_by_speaker(quotes).index if speakers is None else speakers)
        markings += _quote_markings(quotes, _quote_cards(quotes, tone), colours, prefix)
        legend.append(_quote_legend(quotes, colours))
        counts.append(count(quotes["quote_id"].nunique(), "quotation"))
    if contacts is not None:
        markings += _contact_markings(contacts, prefix)
        legend.append(_contact_legend(contacts))
        counts.append(_number_of(contacts))
    if n_furniture := sum(block.kind not in TEXT_BLOCKS for block in article.blocks):
        legend.append(f"Left out: {count(n_furniture, 'line')} of page furniture.")
    if any(table is not None and is_corrected(table).any() for table in (quotes, contacts)):
        legend.append(f"{CORRECTED_MARK} Corrected, added or confirmed by hand.")
    legend += map(escape, article.notes)
    parts = [f"<small>{'<br>'.join(legend)}</small><hr>"]
    shown = [block for block in article.blocks if block.kind in TEXT_BLOCKS]
    for block, within in zip(shown, _by_block(shown, markings), strict=True):
        tag = "h3" if block.kind == "title" else "p"
        parts.append(f"<{tag}>{_marked(article.text, block.start, block.end, within)}</{tag}>")
    html = f'<div class="finds">{STYLE_ELEMENT}{"".join(parts)}</div>'
    return Html(html, f"The article with {' and '.join(counts)} marked.")


@checked
def evidence(article: Article, row: pd.Series) -> Html:
    """The paragraph that contains a row's span, with the span marked, and for a quotation also its speaker and cue.

    A long paragraph is cut to the context of the span.

    Args:
        article: The article.
        row: A row of any table with the columns `start` and `end`.

    >>> html.evidence(article, result.quotes.iloc[0]).words[-63:]
    'Europe at the Atlantic Council in Paris and a Macron supporter.'
    """
    start, end = int(row["start"]), int(row["end"])
    label = note("denied") if is_denied(row) else ""
    markings = [Marking(start, end, "mark", tinted(TINTS[1]), label)]
    for name, tag in (("speaker", "b"), ("cue", "i")):
        if pd.notna(row.get(f"{name}_start")) and pd.notna(row.get(f"{name}_end")):
            markings.append(Marking(int(row[f"{name}_start"]), int(row[f"{name}_end"]), tag, label=note(name)))
    shown = excerpt(article, markings)
    return Html(f"{STYLE_ELEMENT}{shown.source}", shown.words)


def excerpt(article: Article, markings: Sequence[Marking]) -> Html:
    """The paragraph in which the first marking begins, with all of them; a long one is cut to their context."""
    start = markings[0].start
    first, last = min(marking.start for marking in markings), max(marking.end for marking in markings)
    block = next((b for b in article.blocks if b.start <= start < b.end), Block("paragraph", first, last))
    low, high = _window(article.text, block, first, last)
    body = _marked(article.text, low, high, markings)
    before, after = "… " if low > block.start else "", " …" if high < block.end else ""
    html = f'<blockquote class="excerpt">{before}{body}{after}</blockquote>'
    return Html(html, clean(article.text[low:high]))


@checked
def table(frame: pd.DataFrame, columns: Sequence[str] = (), links: Mapping[str, Sequence[str]] | None = None) -> Html:
    """A table as HTML, escaped, with empty cells for missing values.

    Args:
        frame: The table.
        columns: The columns to show, in this order; all of them by default.
        links: HTML to show instead of a column's values: a sequence with one string per row, by column.

    >>> print(html.table(result.contacts.head(1), ["actor", "recipient", "mode"]).words)
              actor      recipient  mode
    Naftali Bennett Vladimir Putin visit
    """
    shown = frame[list(columns) or list(frame.columns)].map(cell)
    if shown.empty:
        return Html("<p>Nothing to show: the table has no rows.</p>", "Nothing to show: the table has no rows.")
    escaped = shown.rename(columns=_escaped).map(_escaped_cell).assign(**(links or {}))
    html = escaped.to_html(index=False, escape=False, border=0, justify="left")
    for tag in ("th", "td"):
        html = html.replace(f"<{tag}>", f'<{tag} style="{CELL_STYLE}">')
    return Html(html, shown.to_string(index=False))


def row_links(numbers: pd.Series, item: str, prefix: str, marked: Html) -> list[str]:
    """The cells of a column of numbers as links to quotations or contacts in the marked article.

    The first cell with a number has the id that the label in the article links to. Where the article does not show an
    item, its cells do not link.

    Args:
        numbers: The column `quote_id` or `contact_id`.
        item: quote or contact.
        prefix: As given to `article_html`.
        marked: The result of `article_html`.
    """
    links, anchors = [], set(re.findall(' id="([^"]*)"', marked.source))
    for number, repeated in zip(numbers, numbers.duplicated(), strict=True):
        anchor = f"{prefix}{item}-{number}"
        href = f' href="#{anchor}"' if anchor in anchors else ""
        row_id = "" if repeated else f' id="{anchor}-row"'
        links.append(f"<a{row_id}{href}>{number}</a>" if row_id or href else str(number))
    return links


@checked
def readings(scores: pd.DataFrame) -> Html:
    """Each quotation with a table of its scores: scorer, score, and the words that made the score.

    No quote marks are put around it, since only words that the article has in quote marks may have them.

    Args:
        scores: The result of `polarity.scores`, or some of its rows.
    """
    parts, words = [], []
    for _, rows in scores.groupby(["article_id", "quote_id"], sort=False):
        text, speaker = (clean(rows.iloc[0][column]) for column in ("text", "speaker"))
        by_scorer = table(rows.assign(score=rows["score"].where(rows["has_evidence"])), ["scorer", "score", "words"])
        parts.append(f"<blockquote>{escape(text)}</blockquote><p><b>{escape(speaker)}</b></p>{by_scorer}")
        words.append(f"{speaker}: {text}\n{by_scorer.words}")
    nothing = "Nothing to show: no quotation is known to two scorers."
    return Html("".join(parts) or f"<p>{nothing}</p>", "\n\n".join(words) or nothing)


def tinted(tint: str) -> str:
    """The CSS of a background with black text."""
    return f"background-color:{tint};color:#000"


def _underlined(mode: Any, status: Any, possible: bool = False) -> str:
    line = "2px dotted" if possible else "3px solid" if status == OCCURRED else "3px dashed"
    return f"text-decoration:none;border-bottom:{line} {MODE_COLOURS.get(mode, OTHER_MODE_COLOUR)}"


def _label(number: str, words: str, card: str, anchor: str) -> str:
    return note(f'<a href="#{anchor}-row" title="{escape(card)}">[{number} {escape(words)}]</a>')


@checked
def numbered(number: Any, rows: pd.DataFrame) -> str:
    """The number of a quotation or contact, with a "?" if it is among the least certain, and a "✎" if corrected."""
    marks = ((UNSURE_MARK, is_unsure(rows)), (CORRECTED_MARK, is_corrected(rows)))
    return "".join([str(number), *(mark for mark, of_rows in marks if of_rows.any())])


@checked
def is_corrected(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which rows a reader corrected, added or confirmed by hand; none if nothing says so."""
    return rows["corrected"].notna() if "corrected" in rows else pd.Series(False, index=rows.index)


def _corrected_line(rows: pd.DataFrame) -> list[str]:
    """The line of a card about corrections by hand, if there are any."""
    corrected = rows[is_corrected(rows)]
    return [f"By hand: {clean(note)}" for note in dict.fromkeys(corrected.get("corrected", ()))]


@checked
def is_unsure(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which rows are among the least certain; none if their confidence is not known."""
    if "confidence" not in rows:
        return pd.Series(False, rows.index)
    return rows["confidence"].lt(UNSURE_BELOW).fillna(False).astype(bool)


def _confidence_line(rows: pd.DataFrame) -> list[str]:
    """The line of a card with the confidence, if it is known."""
    confidence = rows["confidence"].min()
    if pd.isna(confidence):
        return []
    return [f"Confidence: {confidence:.2f}{', among the least certain' if is_unsure(rows).any() else ''}"]


def note(source: str) -> str:
    """HTML above the line, beside the article's words; who copies these does not copy it (`STYLE_ELEMENT`)."""
    return f"<sup>{source}</sup>"


def _quote_markings(
    quotes: pd.DataFrame, cards: Mapping[Any, str], colours: Mapping[str, SpeakerColour], prefix: str
) -> Iterator[Marking]:
    """One marking per segment: the first segment in the text has the quotation's id, the last its label."""
    for number, rows in quotes.sort_values("start", kind="stable").groupby("quote_id", sort=False):
        card, anchor, last = cards[number], f"{prefix}quote-{number}", rows["end"].max()
        for n, row in enumerate(records(rows)):
            label = _label(numbered(number, rows), _who(row), card, anchor) if row.end == last else ""
            style = tinted(colours.get(row.speaker, OTHER_SPEAKER).light)
            yield Marking(row.start, row.end, "mark", style, label, card, "" if n else anchor)


def _who(quote: Any) -> str:
    """The speaker, and that they deny the words if they do: "denied by Ann Lee"."""
    return f"denied by {short(quote.speaker)}" if is_denied(quote) else short(quote.speaker)


def _contact_markings(contacts: pd.DataFrame, prefix: str) -> Iterator[Marking]:
    """One marking per span that describes a contact, however many pairs it has; the first span has the contact's id."""
    for number, rows in contacts.sort_values("start", kind="stable").groupby("contact_id", sort=False):
        card, anchor, possible = _contact_card(rows), f"{prefix}contact-{number}", bool(is_possible(rows).all())
        for n, row in enumerate(records(rows.drop_duplicates(["start", "end"]))):
            words = f"{'possible: ' * possible}{clean(row.mode)}, {clean(row.status)}"
            label = _label(f"{number}" if possible else numbered(number, rows), words, card, anchor)
            style = _underlined(row.mode, row.status, possible)
            yield Marking(row.start, row.end, "u", style, label, card, "" if n else anchor)


def _quote_cards(quotes: pd.DataFrame, tone: pd.DataFrame | None) -> dict[Any, str]:
    """The card of each quotation, by number: lines with its speaker, kind and cue, confidence and scores."""
    tones = {row.quote_id: row for row in records(tone)} if tone is not None else {}
    cards = {}
    for number, rows in quotes.groupby("quote_id", sort=False):
        row = next(records(rows))
        as_written = None if row.speaker_text == row.speaker else row.speaker_text
        optional = [("as written", as_written), ("relayed by", row.via)]
        speaker = [f"Speaker: {short(row.speaker)}", *(f"{key}: {short(x)}" for key, x in optional if pd.notna(x))]
        cue = f"cue: {short(row.cue)}" if pd.notna(row.cue) else "no cue"
        lines = [f"Quotation {number}", ", ".join(speaker), f"{clean(row.kind)} quotation, {cue}"]
        lines += [*([DENIED_LINE] if is_denied(row) else []), *_confidence_line(rows), *_corrected_line(rows)]
        if number in tones:
            scores = tones[number]
            lines.append(_score_line("TextBlob", scores.polarity, scores.polar_words))
            lines.append(_score_line("VADER", scores.vader, scores.vader_words))
        cards[number] = "\n".join(lines)
    return cards


def _score_line(scorer: str, score: Any, words: Any) -> str:
    if pd.isna(score):
        return f"{scorer}: knows none of its words, so no score"
    return f"{scorer}: {score:+.2f}, from " + listed((cell([word]) for word in words), most=MAX_WORDS_ON_CARD)


def _number_of(contacts: pd.DataFrame) -> str:
    """The number of contacts, and of those that are only possible: "10 contacts (2 more are possible)"."""
    n, n_surer = (table["contact_id"].nunique() for table in (contacts, probable(contacts)))
    more = f" ({n - n_surer} more {'is' if n - n_surer == 1 else 'are'} possible)" if n > n_surer else ""
    return f"{count(n_surer, 'contact')}{more}"


def _contact_card(rows: pd.DataFrame) -> str:
    """The card of a contact: lines with its pairs, mode and status, its details, and the details not stated."""
    first = next(records(rows))
    pairs = dict.fromkeys(f"{short(row.actor)} – {short(row.recipient)}" for row in records(rows))
    details = {
        "When": _when(first),
        "Duration": _duration(first),
        "Initiator": "" if pd.isna(first.initiator) else short(first.initiator),
        "Place": "" if pd.isna(first.place) else short(first.place),
    }
    lines = [f"Contact {first.contact_id}", listed(pairs, glue="; "), f"{clean(first.mode)}, {clean(first.status)}"]
    lines += [POSSIBLE_LINE] * bool(is_possible(rows).all()) + _confidence_line(rows) + _corrected_line(rows)
    lines += [f"{name}: {value}" for name, value in details.items() if value]
    if missing := [name.lower() for name, value in details.items() if not value]:
        lines.append(f"Not in the article: {', '.join(missing)}")
    return "\n".join(lines)


def _when(contact: Any) -> str:
    """The days of a contact and their precision: "2022-03-06 (known to the day)"; empty without a date."""
    days = dict.fromkeys(cell(day) for day in (contact.date_start, contact.date_end) if pd.notna(day))
    return f"{' to '.join(days)} (known to the {clean(contact.date_precision)})" if days else ""


def _duration(contact: Any) -> str:
    """The duration of a contact: "over 105 minutes"; empty if it is not stated."""
    qualifier = "" if pd.isna(contact.duration_qualifier) else f"{clean(contact.duration_qualifier)} "
    minutes = "" if pd.isna(contact.duration_min) else f"{contact.duration_min} minutes"
    return f"{qualifier}{minutes}".strip()


def _quote_legend(quotes: pd.DataFrame, colours: Mapping[str, SpeakerColour]) -> str:
    """The speakers, each in their colour."""
    speakers = [(clean(row.speaker), colours.get(row.speaker, OTHER_SPEAKER).light) for row in records(quotes)]
    names = [f'<mark style="{tinted(tint)}">{escape(short(name))}</mark>' for name, tint in dict.fromkeys(speakers)]
    return f"Quotations, by speaker: {' '.join(names)}" if names else "No quotation was found."


def _contact_legend(contacts: pd.DataFrame) -> str:
    """The modes, each with its line, and the meaning of a dashed and a dotted line."""
    styles = {clean(mode): _underlined(mode, OCCURRED) for mode in contacts["mode"]}
    modes = " ".join(f'<u style="{style}">{escape(mode)}</u>' for mode, style in styles.items())
    dashed = f'<u style="{_underlined(None, None)}">dashed</u>'
    dotted = f'<u style="{_underlined(None, None, True)}">dotted</u>'
    unsure = f"; {dotted}: only possible, check before use" if is_possible(contacts).any() else ""
    lines = f"Contacts, by mode: {modes}; {dashed}: did not happen, or not yet{unsure}."
    return lines if modes else "No contact was found."


def _by_block(blocks: Sequence[Block], markings: Iterable[Marking]) -> list[list[Marking]]:
    """The markings that are visible in each of the blocks, which are in text order and do not overlap."""
    starts, ends = [block.start for block in blocks], [block.end for block in blocks]
    visible: list[list[Marking]] = [[] for _ in blocks]
    for marking in markings:
        for n in range(bisect_right(ends, marking.start), bisect_left(starts, marking.end)):
            visible[n].append(marking)
    return visible


def _marked(text: str, start: int, end: int, markings: Sequence[Marking]) -> str:
    """text[start:end] escaped and marked.

    It is cut wherever a marking begins or ends, and each piece is nested in all markings that cover it. So "a b c" with
    markings of "a b" and "b c" becomes three pieces, the middle one inside both.
    """
    visible = [marking for marking in markings if max(marking.start, start) < min(marking.end, end)]
    waiting = deque(sorted(visible, key=lambda marking: (marking.start, -marking.end)))  # outermost first
    parts, covering = [], list[Marking]()
    for low, high in pairwise(_cuts(visible, start, end)):
        covering = [marking for marking in covering if low < marking.end]
        while waiting and waiting[0].start <= low:
            covering.append(waiting.popleft())
        parts += [*_opening_tags(covering, low), _visible_text(text[low:high])]
        parts += [f"</{marking.tag}>" for marking in reversed(covering)]
        parts += dict.fromkeys(marking.label for marking in reversed(covering) if min(marking.end, end) == high)
    return "".join(parts)


def _cuts(markings: Sequence[Marking], start: int, end: int) -> list[int]:
    """The offsets at which text[start:end] is cut into pieces, with start and end."""
    offsets = {offset for marking in markings for offset in (marking.start, marking.end)}
    return sorted({start, end} | {offset for offset in offsets if start < offset < end})


def _opening_tags(covering: Sequence[Marking], low: int) -> Iterator[str]:
    """The opening tags of the piece that begins at `low`, outermost first.

    The innermost tag has the cards of all, since it is the only one that the mouse can point at.
    """
    cards = dict.fromkeys(marking.card for marking in reversed(covering) if marking.card)
    for marking in covering:
        values = {
            "id": marking.anchor if marking.start == low else "",
            "title": "\n\n".join(cards) if marking is covering[-1] else "",
            "style": marking.style,
        }
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in values.items() if value)
        yield f"<{marking.tag}{attributes}>"


def _escaped(text: Any) -> str:
    return escape(str(text), quote=False)


def _escaped_cell(text: str) -> str:
    """The escaped text; long text gets a minimum width, or a phone would set it one word per line."""
    return f'<div style="{LONG_CELL_STYLE}">{_escaped(text)}</div>' if len(text) > LONG_CELL_CHARS else _escaped(text)


def _visible_text(text: str) -> str:
    """The text, escaped, with bidirectional control characters replaced by their code points: "[U+202E]"."""
    return BIDI_CONTROL.sub(lambda match: note(f"[U+{ord(match[0]):04X}]"), escape(text))


def _window(text: str, block: Block, first: int, last: int) -> tuple[int, int]:
    """Start and end of the paragraph, or of a long one the context of the evidence, cut between words."""
    start, end = min(block.start, first), max(block.end, last)
    low, high = max(start, first - CONTEXT_CHARS), min(end, last + CONTEXT_CHARS)
    while start < low < first and not text[low - 1].isspace():
        low += 1
    while last < high < end and not text[high].isspace():
        high -= 1
    return low, high
