"""What a reader sees: an article with its quotations and contacts marked in place, and the evidence behind one row.

Quotations are `mark` elements with the speaker's name after them, contacts are `u` elements with mode and status after
them, so that both can still be read where a page drops all styles, as GitHub does. All of an article is escaped.
Characters that turn the direction of writing are shown by their number and not obeyed: they could let words be read in
another order than they are written, and so put them into somebody else's mouth. No English text needs them.
"""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.article import Article, Block
from analysis.sources import one_line

# Light backgrounds with black text on them: the same words can be read in a light and in a dark notebook.
TINTS = ("#b9dcf2", "#ffe0a3", "#bfe8cf", "#f5c8de", "#d9d0f5", "#f6cfb3")
NOBODY = "#dedede"
LEFT = "text-align:left;vertical-align:top"
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # Unicode's Bidi_Control
AROUND = 300  # characters of a long paragraph shown on either side of a piece of evidence


@dataclass(frozen=True)
class Html:
    """Something that a notebook displays: HTML, and the same in plain words where HTML cannot be shown."""

    source: str
    words: str

    def __str__(self) -> str:
        return self.source

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.source, "text/plain": self.words}


@dataclass(frozen=True)
class Span:
    """A stretch of an article to mark: the tags around each piece of it, what stands after its last and before all."""

    start: int
    end: int
    opening: str
    closing: str
    label: str = ""
    anchor: str = ""


def article_html(article: Article, quotes: pd.DataFrame, contacts: pd.DataFrame, anchors: bool = False) -> Html:
    """The article's title and paragraphs with quotations and contacts marked, a legend on top; furniture left out.

    With `anchors` the places can be linked to: `#quote-3` is the quotation of that number, `#contact-3` the contact.
    """
    tints = _tints(quotes["speaker"])
    spans = [*_quote_spans(quotes, tints), *_contact_spans(contacts)]
    if anchors:
        spans += [*_anchors(quotes, "quote"), *_anchors(contacts, "contact")]
    left_out = sum(block.kind not in ("title", "paragraph") for block in article.blocks)
    parts = [_legend(tints, not contacts.empty, left_out)]
    for block in article.blocks:
        if block.kind in ("title", "paragraph"):
            tag = "h3" if block.kind == "title" else "p"
            parts.append(f"<{tag}>{_marked(article.text, block.start, block.end, spans)}</{tag}>")
    n_quotes, n_contacts = quotes["quote_id"].nunique(), contacts["contact_id"].nunique()
    words = f"The article with {count(n_quotes, 'quotation')} and {count(n_contacts, 'contact')} marked."
    return Html(f"<div>{''.join(parts)}</div>", words)


def evidence(article: Article, row: pd.Series) -> Html:
    """The paragraph around a row's `start` and `end` with that span marked; of a quotation also speaker and cue.

    Of a long paragraph only the surroundings are shown. Works for a row of any table that has `start` and `end`.
    """
    start, end = int(row["start"]), int(row["end"])
    spans = [Span(start, end, _mark(TINTS[1]), "</mark>")]
    for name, tag in (("speaker", "b"), ("cue", "i")):
        if pd.notna(row.get(f"{name}_start")) and pd.notna(row.get(f"{name}_end")):
            label = f"<sup>{name}</sup>"
            spans.append(Span(int(row[f"{name}_start"]), int(row[f"{name}_end"]), f"<{tag}>", f"</{tag}>", label))
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    block = next((b for b in article.blocks if b.start <= start < b.end), Block("paragraph", start, end))
    low, high = _window(article.text, block, first, last)
    body = _marked(article.text, low, high, spans)
    dots = ["… " if low > block.start else "", " …" if high < block.end else ""]
    return Html(f"<blockquote>{dots[0]}{body}{dots[1]}</blockquote>", clean(article.text[low:high]))


def table(frame: pd.DataFrame, columns: Sequence[str] = ()) -> Html:
    """The columns of a table (all of them if none are named) as HTML, escaped, nothing where a value is missing."""
    shown = frame[list(columns) or list(frame.columns)].map(cell)
    if shown.empty:
        return Html("<p>Nothing to show: the table has no rows.</p>", "Nothing to show: the table has no rows.")
    html = shown.to_html(index=False, escape=True, border=0, justify="left").replace("<th>", f'<th style="{LEFT}">')
    return Html(html.replace("<td>", f'<td style="{LEFT}">'), shown.to_string(index=False))


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


def cell(value: Any) -> str:
    """A value as a reader writes it: a day without its midnight, two decimals, words with their scores."""
    if isinstance(value, list):
        return ", ".join(f"{clean(word)} {score:+.2f}" for word, score in value)
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return f"{value:.2f}" if isinstance(value, float) else clean(value)


def image(svg: bytes, alt: str) -> Html:
    """An SVG in an `img` element: JupyterLab shows that in a notebook not trusted yet, and it keeps its alt text."""
    source = base64.b64encode(svg).decode("ascii")
    return Html(f'<img alt="{escape(alt)}" src="data:image/svg+xml;base64,{source}">', alt)


def clean(name: Any) -> str:
    """A name on one line, without characters that cannot be printed; '(unknown)' for a missing one."""
    return "(unknown)" if pd.isna(name) else one_line(name)


def short(name: Any, longest: int = 40) -> str:
    """The clean name, cut off with an ellipsis where it is longer than `longest` characters."""
    name = clean(name)
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def count(n: Any, thing: str) -> str:
    """'1 call', '2 calls'."""
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def listed(parts: Iterable[str], most: int = 5, glue: str = ", ") -> str:
    """The first parts in a row, and how many more there are."""
    parts = list(parts)
    return glue.join(parts[:most]) + (f" and {len(parts) - most} more" if len(parts) > most else "")


def records(table: pd.DataFrame) -> Iterator[Any]:
    """The table's rows as named tuples; pandas' own types for their fields are too wide to be of use."""
    return iter(table.itertuples(index=False))


def _tints(speakers: pd.Series) -> dict[str, str]:
    """A background for each speaker, in the order in which they first speak."""
    return {name: TINTS[n % len(TINTS)] for n, name in enumerate(speakers.dropna().unique())}


def _mark(tint: str, title: str = "") -> str:
    titled = f' title="{escape(title)}"' if title else ""
    return f'<mark{titled} style="background-color:{tint};color:#000">'


def _quote_spans(quotes: pd.DataFrame, tints: Mapping[str, str]) -> Iterable[Span]:
    ends = quotes.groupby("quote_id")["end"].transform("max")
    for row, end in zip(records(quotes), ends, strict=True):
        title = f"{row.kind} quotation, speaker: {short(row.speaker)}"
        if pd.notna(row.via):
            title += f", relayed by {short(row.via)}"
        label = f"<sup>[{escape(short(row.speaker))}]</sup>" if row.end == end else ""
        yield Span(row.start, row.end, _mark(tints.get(row.speaker, NOBODY), title), "</mark>", label)


def _contact_spans(contacts: pd.DataFrame) -> Iterable[Span]:
    for row in records(contacts):
        what = f"{escape(row.mode)}, {escape(row.status)}"
        pair = escape(f"{short(row.actor)} – {short(row.recipient)}")
        line = "solid" if row.status == "occurred" else "dashed"
        opening = f'<u title="{what}: {pair}" style="text-decoration:none;border-bottom:2px {line}">'
        yield Span(row.start, row.end, opening, "</u>", f"<sup>[{what}]</sup>")


def _anchors(table: pd.DataFrame, thing: str) -> Iterable[Span]:
    """A target for links before the first piece of each quotation or contact."""
    first = table.sort_values("start", kind="stable").drop_duplicates(f"{thing}_id")
    for n, start, end in zip(first[f"{thing}_id"], first["start"], first["end"], strict=True):
        yield Span(start, end, "", "", anchor=f'<a id="{thing}-{n}"></a>')


def _legend(tints: Mapping[str, str], contacts: bool, left_out: int) -> str:
    """What the marks mean; nothing of it where there is nothing to explain."""
    names = " ".join(f"{_mark(tint)}{escape(short(name))}</mark>" for name, tint in tints.items())
    lines = [
        f"Quotations, by speaker: {names}" if names else "No quotation was found.",
        "Contacts are <u>underlined</u>, dashed where they did not happen, or not yet."
        if contacts
        else "No contact was found.",
    ]
    if left_out:
        lines.append(f"Left out: {count(left_out, 'line')} of page furniture.")
    return f"<small>{'<br>'.join(lines)}</small><hr>"


def _marked(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    """A stretch of the text, escaped, cut where any span begins or ends, each piece inside all spans that cover it."""
    here = [span for span in spans if span.start < end and span.end > start and span.start < span.end]
    cuts = sorted({start, end, *(c for s in here for c in (s.start, s.end) if start < c < end)})
    parts = []
    for low, high in pairwise(cuts):
        around = [span for span in here if span.start <= low and span.end >= high]
        around.sort(key=lambda span: (span.start, -span.end))
        parts += [s.anchor for s in around if s.start == low]
        parts += [*(s.opening for s in around), _shown(text[low:high]), *(s.closing for s in reversed(around))]
        parts += dict.fromkeys(span.label for span in reversed(around) if min(span.end, end) == high)
    return "".join(parts)


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
