"""Quotations and contacts as annotations: spans of the article, each with its speaker or participants.

Every format that marks the text writes these. Positions count characters (Unicode code points) from 0, as in all
tables.
"""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from analysis import tables
from analysis.pipeline import Analysis

# Characters that a line of text cannot contain: controls except the line feed, and Unicode's other line ends.
NOT_IN_LINES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class Span(NamedTuple):
    """A span of the article; `end` is exclusive."""

    start: int
    end: int


@dataclass(frozen=True)
class Quotation:
    """A quotation with its segments in text order; `speaker_span` and `cue_span` may be None."""

    number: int
    kind: str
    spans: tuple[Span, ...]
    paragraph: int
    speaker: str | None
    speaker_span: Span | None
    cue_span: Span | None
    via: str | None
    is_denied: bool
    confidence: float | None
    corrected: str | None


@dataclass(frozen=True)
class Contact:
    """A pair in a contact; `trigger` is the span of the contact word, or `span` if that is unknown.

    `first_day` and `last_day` are ISO dates.
    """

    number: int
    actor: str | None
    recipient: str | None
    mode: str
    status: str
    first_day: str | None
    last_day: str | None
    place: str | None
    span: Span
    trigger: Span
    confidence: float | None
    is_possible: bool
    corrected: str | None

    @property
    def day(self) -> str | None:
        """The day or days of the contact: "2022-03-06", "2022-03-01 to 2022-03-31"."""
        return self.first_day if self.first_day == self.last_day else f"{self.first_day} to {self.last_day}"


def quotations(result: Analysis) -> list[Quotation]:
    """The quotations of an article, by number."""
    by_number: dict[int, list[Any]] = {}
    for row in tables.records(result.quotes):
        by_number.setdefault(int(row.quote_id), []).append(row)
    return [_quotation(number, rows) for number, rows in by_number.items()]


def _quotation(number: int, rows: list[Any]) -> Quotation:
    first = rows[0]
    return Quotation(
        number,
        first.kind,
        tuple(sorted({Span(int(row.start), int(row.end)) for row in rows})),
        int(first.paragraph),
        plain(first.speaker),
        _span(first.speaker_start, first.speaker_end),
        _span(first.cue_start, first.cue_end),
        plain(first.via),
        tables.is_denied(first),
        plain(first.confidence),
        plain(first.corrected),
    )


def contacts(result: Analysis) -> list[Contact]:
    """The contacts of an article, one for each pair, in the order of the table."""
    return [_contact(row, result.article.text) for row in tables.records(result.contacts)]


def _contact(row: Any, text: str) -> Contact:
    span = Span(int(row.start), int(row.end))
    word = re.compile(rf"(?<!\w){re.escape(plain(row.trigger) or '')}(?!\w)")
    written = word.search(text, *span) if plain(row.trigger) else None
    return Contact(
        int(row.contact_id),
        plain(row.actor),
        plain(row.recipient),
        row.mode,
        row.status,
        _day(row.date_start),
        _day(row.date_end),
        plain(row.place),
        span,
        Span(*written.span()) if written else span,
        plain(row.confidence),
        plain(row.possible) is True,
        plain(row.corrected),
    )


def plain(value: Any) -> Any:
    """The value as plain Python; None if it is missing."""
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _span(start: Any, end: Any) -> Span | None:
    return None if pd.isna(start) or pd.isna(end) else Span(int(start), int(end))


def _day(value: Any) -> str | None:
    return None if pd.isna(value) else value.date().isoformat()


def in_lines(text: str) -> str:
    """Replace each character of `NOT_IN_LINES` by a space, so that only line feeds end lines and positions stay.

    >>> in_lines("a\\tb\\r\\nc")
    'a b \\nc'
    """
    return NOT_IN_LINES.sub(" ", text)


def in_one_line(text: str) -> str:
    """Replace each control character and each line end by a space.

    >>> in_one_line("a\\tb\\nc")
    'a b c'
    """
    return in_lines(text).replace("\n", " ")
