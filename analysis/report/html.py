"""What a reader sees: an article with its quotations and contacts marked in place, and the evidence behind one row.

Quotations are `mark` elements with the speaker's name after them, contacts are `u` elements with mode and status after
them, so that both can still be read where a page drops all styles, as GitHub does. What is known of a find is in the
`title` of its pieces and of its label: a card where styles are kept, a browser's own tooltip where not. The label is a
link, so that the keyboard comes by once for each find. All of an article is escaped.
Characters that turn the direction of writing are shown by their number and not obeyed: they could let words be read in
another order than they are written, and so put them into somebody else's mouth. No English text needs them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.articles.article import Article, Block
from analysis.display import Html, cell, clean, count, listed, short
from analysis.sentiment.polarity import where_known
from analysis.tables import records
from analysis.validation import checked

# Light backgrounds with black text on them: the same words can be read in a light and in a dark notebook.
TINTS = ("#b9dcf2", "#ffe0a3", "#bfe8cf", "#f5c8de", "#d9d0f5", "#f6cfb3", "#e1ec8f", "#8fdcd9")
NOBODY = "#dedede"
# The hues that the figures give to the modes, as dark as lines must be to show on white, on black and on the tints.
LINES = {"phone": "#0072b2", "meeting": "#c04f00", "visit": "#00805e", "correspondence": "#a8487f"}
NO_LINE = "#767676"
LEFT = "text-align:left;vertical-align:top"
LONG, ROOM = 40, "min-width:16em"  # characters from which a cell is given room
# A card stands below what is pointed at, as wide as the paragraph at most, so that no side cuts it off. On the report's
# page it stands at the window's lower edge, so that this cannot either; and in JupyterLab, once a cell is not drawn by
# itself ("content visibility" is how JupyterLab saves the drawing of cells that are out of sight).
STYLE = """<style>
.finds { line-height: 1.6; }
.finds h3, .finds p { position: relative; }
.finds [id] { scroll-margin-top: 4px; }
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
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # Unicode's Bidi_Control
AROUND = 300  # characters of a long paragraph shown on either side of a piece of evidence


@dataclass(frozen=True)
class Marking:
    """A stretch of an article to mark: the element around each piece of it, what stands after the last of them, the
    words that pointing at a piece shows, and the id of the first piece."""

    start: int
    end: int
    tag: str
    style: str = ""
    label: str = ""
    card: str = ""
    place: str = ""


@checked
def article_html(
    article: Article,
    quotes: pd.DataFrame | None = None,
    contacts: pd.DataFrame | None = None,
    tone: pd.DataFrame | None = None,
    prefix: str = "",
    speakers: Iterable[str] | None = None,
) -> Html:
    """The article's title and paragraphs with quotations and contacts marked, a legend on top; furniture left out.

    `quotes`, `contacts` and `tone` are tables as `analysis.tables` declares them, or some of their rows; of what is
    None nothing is said. Places have ids: `quote-3` is the quotation of that number, `contact-3` the contact. Labels
    lead to `quote-3-row` and `contact-3-row`, which the tables below the article have (`row_links`). `prefix` stands
    before all ids, since one page may hold several articles. `speakers` are all that have a colour, in their order, so
    that it stays the same where only some quotations are shown.

    >>> html.article_html(article, result.quotes, result.contacts).words
    'The article with 19 quotations and 10 contacts marked.'
    """
    spans: list[Marking] = []
    legend = []
    if quotes is not None:
        tints = _tints(quotes["speaker"] if speakers is None else speakers)
        spans += _quote_spans(quotes, _quote_cards(quotes, tone), tints, prefix)
        legend.append(_legend_of_quotes(quotes, tints))
    if contacts is not None:
        spans += _contact_spans(contacts, prefix)
        legend.append(_legend_of_contacts(contacts))
    if left_out := sum(block.kind not in ("title", "paragraph") for block in article.blocks):
        legend.append(f"Left out: {count(left_out, 'line')} of page furniture.")
    parts = [f"<small>{'<br>'.join(legend)}</small><hr>"]
    for block in article.blocks:
        if block.kind in ("title", "paragraph"):
            tag = "h3" if block.kind == "title" else "p"
            parts.append(f"<{tag}>{_marked(article.text, block.start, block.end, spans)}</{tag}>")
    counted = [(quotes, "quotation", "quote_id"), (contacts, "contact", "contact_id")]
    found = [count(table[ids].nunique(), thing) for table, thing, ids in counted if table is not None]
    return Html(f'<div class="finds">{STYLE}{"".join(parts)}</div>', f"The article with {' and '.join(found)} marked.")


@checked
def evidence(article: Article, row: pd.Series) -> Html:
    """The paragraph around a row's `start` and `end` with that span marked; of a quotation also speaker and cue.

    Of a long paragraph only the surroundings are shown. Works for a row of any table that has `start` and `end`.

    >>> html.evidence(article, result.quotes.iloc[0]).words[-63:]
    'Europe at the Atlantic Council in Paris and a Macron supporter.'
    """
    start, end = int(row["start"]), int(row["end"])
    spans = [Marking(start, end, "mark", _tinted(TINTS[1]))]
    for name, tag in (("speaker", "b"), ("cue", "i")):
        if pd.notna(row.get(f"{name}_start")) and pd.notna(row.get(f"{name}_end")):
            label = f"<sup>{name}</sup>"
            spans.append(Marking(int(row[f"{name}_start"]), int(row[f"{name}_end"]), tag, label=label))
    return excerpt(article, spans)


def excerpt(article: Article, spans: Sequence[Marking]) -> Html:
    """The paragraph in which the first of some spans begins, or of a long one what surrounds them, with them marked."""
    start, first, last = spans[0].start, min(span.start for span in spans), max(span.end for span in spans)
    block = next((b for b in article.blocks if b.start <= start < b.end), Block("paragraph", first, last))
    low, high = _window(article.text, block, first, last)
    body = _marked(article.text, low, high, spans)
    dots = ["… " if low > block.start else "", " …" if high < block.end else ""]
    return Html(f"<blockquote>{dots[0]}{body}{dots[1]}</blockquote>", clean(article.text[low:high]))


@checked
def table(frame: pd.DataFrame, columns: Sequence[str] = (), links: Mapping[str, Sequence[str]] | None = None) -> Html:
    """The columns of a table (all of them if none are named) as HTML, escaped, nothing where a value is missing.

    `links` has HTML to stand in a column, for each row, in the place of its value.

    >>> print(html.table(result.contacts.head(1), ["actor", "recipient", "mode"]).words)
              actor      recipient  mode
    Naftali Bennett Vladimir Putin visit
    """
    shown = frame[list(columns) or list(frame.columns)].map(cell)
    if shown.empty:
        return Html("<p>Nothing to show: the table has no rows.</p>", "Nothing to show: the table has no rows.")
    escaped = shown.rename(columns=_escaped).map(_roomy).assign(**(links or {}))
    html = escaped.to_html(index=False, escape=False, border=0, justify="left").replace("<th>", f'<th style="{LEFT}">')
    return Html(html.replace("<td>", f'<td style="{LEFT}">'), shown.to_string(index=False))


def row_links(numbers: pd.Series, thing: str, prefix: str, marked: Html) -> list[str]:
    """The numbers of quotations or contacts (`thing`: quote, contact) as links to their places in a marked article.

    The first link to a place has the id that the label there leads to. One that is not shown there is no link.
    """
    links = []
    for number, again in zip(numbers, numbers.duplicated(), strict=True):
        place = f"{prefix}{thing}-{number}"
        target = f' href="#{place}"' if f' id="{place}"' in marked.source else ""
        named = "" if again else f' id="{place}-row"'
        links.append(f"<a{named}{target}>{number}</a>" if named or target else str(number))
    return links


@checked
def readings(scores: pd.DataFrame) -> Html:
    """Each quotation of a table of `sentiment.scores` once, and below it what every scorer gave it for which words."""
    parts, words = [], []
    for _, rows in scores.groupby(["article_id", "quote_id"], sort=False):
        first = rows.iloc[0]
        told = table(rows.assign(score=rows["score"].where(rows["has_evidence"])), ["scorer", "score", "words"])
        parts.append(f"<p>“{escape(clean(first['text']))}” <b>{escape(clean(first['speaker']))}</b></p>{told}")
        words.append(f"“{clean(first['text'])}” {clean(first['speaker'])}\n{told.words}")
    nothing = "Nothing to show: no quotation is known to two scorers."
    return Html("".join(parts) or f"<p>{nothing}</p>", "\n\n".join(words) or nothing)


def _tints(speakers: Iterable[Any]) -> dict[str, str]:
    """A background for each speaker, in the order in which they first speak."""
    names = dict.fromkeys(name for name in speakers if pd.notna(name))
    return {name: TINTS[n % len(TINTS)] for n, name in enumerate(names)}


def _tinted(tint: str) -> str:
    return f"background-color:{tint};color:#000"


def _lined(mode: Any, status: Any) -> str:
    line = "solid" if status == "occurred" else "dashed"
    return f"text-decoration:none;border-bottom:3px {line} {LINES.get(mode, NO_LINE)}"


def _label(words: str, card: str, place: str) -> str:
    return f'<sup><a href="#{place}-row" title="{escape(card)}">[{escape(words)}]</a></sup>'


def _quote_spans(
    quotes: pd.DataFrame, cards: Mapping[Any, str], tints: Mapping[str, str], prefix: str
) -> Iterator[Marking]:
    """A span for each segment: the first in the text has the quotation's id, the last its label."""
    for number, rows in quotes.sort_values("start", kind="stable").groupby("quote_id", sort=False):
        card, place, last = cards[number], f"{prefix}quote-{number}", rows["end"].max()
        for n, row in enumerate(records(rows)):
            label = _label(short(row.speaker), card, place) if row.end == last else ""
            style = _tinted(tints.get(row.speaker, NOBODY))
            yield Marking(row.start, row.end, "mark", style, label, card, "" if n else place)


def _contact_spans(contacts: pd.DataFrame, prefix: str) -> Iterator[Marking]:
    """A span for each place that tells of a contact, whatever the number of its pairs; the first has its id."""
    for number, rows in contacts.sort_values("start", kind="stable").groupby("contact_id", sort=False):
        card, place = _contact_card(rows), f"{prefix}contact-{number}"
        for n, row in enumerate(records(rows.drop_duplicates(["start", "end"]))):
            label = _label(f"{clean(row.mode)}, {clean(row.status)}", card, place)
            yield Marking(row.start, row.end, "u", _lined(row.mode, row.status), label, card, "" if n else place)


def _quote_cards(quotes: pd.DataFrame, tone: pd.DataFrame | None) -> dict[Any, str]:
    """What is known of each quotation, in lines: who says it, how it was found, how it sounds and by which words."""
    sounds = {row.quote_id: row for row in records(where_known(tone))} if tone is not None else {}
    cards = {}
    for row in records(quotes.drop_duplicates("quote_id")):
        known = [("Speaker", row.speaker), ("as written", row.speaker_text), ("relayed by", row.via)]
        lines = [", ".join(f"{name}: {short(value)}" for name, value in known if name == "Speaker" or pd.notna(value))]
        lines.append(f"{clean(row.kind)} quotation, " + (f"cue: {short(row.cue)}" if pd.notna(row.cue) else "no cue"))
        if row.quote_id in sounds:
            tone_of = sounds[row.quote_id]
            lines.append(_sound("TextBlob", tone_of.polarity, tone_of.polar_words))
            lines.append(_sound("VADER", tone_of.vader, tone_of.vader_words))
        cards[row.quote_id] = "\n".join(lines)
    return cards


def _sound(scorer: str, score: Any, words: Any) -> str:
    if pd.isna(score):
        return f"{scorer}: knows no word of it, so no score"
    return f"{scorer}: {score:+.2f}, from " + listed((cell([word]) for word in words), most=8)


def _contact_card(rows: pd.DataFrame) -> str:
    """What is known of a contact, in lines, and which of it the article leaves open."""
    first = next(records(rows))
    pairs = dict.fromkeys(f"{short(row.actor)} – {short(row.recipient)}" for row in records(rows))
    days = dict.fromkeys(cell(day) for day in (first.date_start, first.date_end) if pd.notna(day))
    minutes = "" if pd.isna(first.duration_min) else f"{first.duration_min} minutes"
    qualifier = "" if pd.isna(first.duration_qualifier) else f"{clean(first.duration_qualifier)} "
    fields = {
        "When": f"{' to '.join(days)} (known to the {clean(first.date_precision)})" if days else "",
        "Duration": f"{qualifier}{minutes}".strip(),
        "Initiator": "" if pd.isna(first.initiator) else short(first.initiator),
        "Place": "" if pd.isna(first.place) else short(first.place),
    }
    lines = [listed(pairs, glue="; "), f"{clean(first.mode)}, {clean(first.status)}"]
    lines += [f"{name}: {value}" for name, value in fields.items() if value]
    missing = ", ".join(name.lower() for name, value in fields.items() if not value)
    return "\n".join([*lines, *([f"Not told: {missing}"] if missing else [])])


def _legend_of_quotes(quotes: pd.DataFrame, tints: Mapping[str, str]) -> str:
    """Which colour is whose."""
    looks = dict.fromkeys((clean(row.speaker), tints.get(row.speaker, NOBODY)) for row in records(quotes))
    names = " ".join(f'<mark style="{_tinted(tint)}">{escape(short(name))}</mark>' for name, tint in looks)
    return f"Quotations, by speaker: {names}" if names else "No quotation was found."


def _legend_of_contacts(contacts: pd.DataFrame) -> str:
    """Which line is which mode, and what a dashed one says."""
    looks = {clean(mode): _lined(mode, "occurred") for mode in contacts["mode"]}
    modes = " ".join(f'<u style="{look}">{escape(mode)}</u>' for mode, look in looks.items())
    dashed = f'<u style="{_lined(None, None)}">dashed</u>'
    return f"Contacts, by mode: {modes}; {dashed}: did not happen, or not yet." if modes else "No contact was found."


def _marked(text: str, start: int, end: int, spans: Sequence[Marking]) -> str:
    """A stretch of the text, escaped, cut where any span begins or ends, each piece inside all spans that cover it."""
    here = [span for span in spans if span.start < end and span.end > start and span.start < span.end]
    cuts = sorted({start, end, *(c for s in here for c in (s.start, s.end) if start < c < end)})
    parts = []
    for low, high in pairwise(cuts):
        around = [span for span in here if span.start <= low and span.end >= high]
        around.sort(key=lambda span: (span.start, -span.end))
        parts += [*_openings(around, low), _shown(text[low:high]), *(f"</{s.tag}>" for s in reversed(around))]
        parts += dict.fromkeys(span.label for span in reversed(around) if min(span.end, end) == high)
    return "".join(parts)


def _openings(around: Sequence[Marking], low: int) -> Iterator[str]:
    """The tags that open a piece. The innermost has all their cards: it alone is what the mouse points at."""
    cards = dict.fromkeys(span.card for span in reversed(around) if span.card)
    for span in around:
        titled = "\n\n".join(cards) if span is around[-1] else ""
        named = span.place if span.start == low else ""
        attributes = {"id": named, "title": titled, "style": span.style}
        told = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if value)
        yield f"<{span.tag}{told}>"


def _escaped(text: Any) -> str:
    return escape(str(text), quote=False)


def _roomy(text: str) -> str:
    """Escaped; what is long keeps some width, or on a phone it would be set a word a line, beyond the edge."""
    return f'<div style="{ROOM}">{_escaped(text)}</div>' if len(text) > LONG else _escaped(text)


def _shown(text: str) -> str:
    """The text, escaped, with what would turn its direction shown by number."""
    return TURNING.sub(lambda found: f"<sup>[U+{ord(found[0]):04X}]</sup>", escape(text))


def _window(text: str, block: Block, first: int, last: int) -> tuple[int, int]:
    """The paragraph, or of a long one what surrounds the evidence, cut between words."""
    start, end = min(block.start, first), max(block.end, last)
    low, high = max(start, first - AROUND), min(end, last + AROUND)
    while start < low < first and not text[low - 1].isspace():
        low += 1
    while last < high < end and not text[high].isspace():
        high -= 1
    return low, high
