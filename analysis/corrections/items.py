"""Corrections of quotations and contacts: confirm, remove or add one, or change a value in a column.

A correction applies to the quotation or contact with exactly its words, or else to the one that shares most of them, at
least half. So it still applies if a later version of the extraction ends a quotation slightly differently.
"""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

import pandas as pd

from analysis import tables
from analysis.articles.article import TEXT_BLOCKS, Article, Block
from analysis.corrections.people import (
    ADDED,
    ALREADY,
    BY_HAND,
    CONFIRMED,
    REMOVED,
    Outcome,
    Outcomes,
    People,
    mark,
    of_items,
    place_of,
    rows_of,
    shared,
    shown,
)
from analysis.corrections.sheet import ACTIONS, CONTACT, NO_DAY, QUOTATION, days_of, pair_of
from analysis.corrections.words import Span
from analysis.tables import OCCURRED, UNSPECIFIED, Row

Corrected = tuple[pd.DataFrame, Outcomes]


class _Items:
    """The quotations or contacts of an article while corrections are applied to them, one by one."""

    item: ClassVar[str]
    table: ClassVar[str]
    id_column: ClassVar[str]
    certain: ClassVar[Row] = {"confidence": 1.0}  # the values of an item that a reader vouches for

    def __init__(self, article: Article, table: pd.DataFrame, people: People) -> None:
        self.article, self.people = article, people
        self.items: list[list[Row]] = []  # the rows of each
        numbers: dict[Any, list[Row]] = {}
        for row in rows_of(table):
            numbers.setdefault(row[self.id_column], []).append(row)
        self.items = list(numbers.values())
        self.is_renumbered = False

    def apply(self, correction: Any) -> Outcome:
        """Apply a correction; its outcome says if it names somebody who is not in the article."""
        outcome = self._applied(correction)
        if not outcome.applied or outcome.outcome in (CONFIRMED, ALREADY, REMOVED):
            return outcome
        unknown = [f"; nobody in the article is called {name}" for name in self._unknown(correction)]
        return outcome._replace(outcome=outcome.outcome + "".join(unknown))

    def _unknown(self, correction: Any) -> list[str]:
        """The names that a correction gives as speaker or parties but that nobody in the article has."""
        column = ACTIONS[correction.action].column
        if column not in ("speaker", "pair") or pd.isna(correction.value):
            return []
        names = pair_of(correction.value) if column == "pair" else (correction.value,)
        return [name for name in names if not self.people.has(name)]

    def _applied(self, correction: Any) -> Outcome:
        span = place_of(self.article, correction)
        if isinstance(span, str):
            return Outcome(False, span)
        column = ACTIONS[correction.action].column
        if correction.action.startswith("add"):
            return self.add(span, correction)
        rows = self.at(span)
        if rows is None:
            return Outcome(False, f"no {self.item} was extracted from these words", span)
        if correction.action.startswith("not"):
            return self.remove(rows, correction)
        return self.set(rows, column, correction.value) if column else self.confirm(rows)

    def at(self, span: Span) -> list[Row] | None:
        """The item with these words, or else the one that shares most of them, at least half; None if none does."""
        best = max(self.items, key=lambda rows: max(_likeness(row, span) for row in rows), default=None)
        if best is None or 2 * max(_likeness(row, span)[1] for row in best) < span[1] - span[0]:
            return None
        return best

    def exactly_at(self, span: Span) -> list[Row] | None:
        """The item with exactly these words."""
        return next((rows for rows in self.items if any((row["start"], row["end"]) == span for row in rows)), None)

    def confirm(self, rows: list[Row]) -> Outcome:
        """Note that an item is right."""
        for row in rows:
            mark(row, CONFIRMED)
            row |= self.certain
        return Outcome(True, CONFIRMED, _span_of(rows))

    def remove(self, rows: list[Row], correction: Any) -> Outcome:
        """Remove an item."""
        self.items = [other for other in self.items if other is not rows]
        self.is_renumbered = True
        return Outcome(True, REMOVED, _span_of(rows))

    def set(self, rows: list[Row], column: str, value: Any) -> Outcome:
        """Set a column of an item's rows."""
        new = self.values(column, value)
        old = self.shown(rows[0], column)
        if all(self.shown(row, column) == self.shown({**row, **new}, column) for row in rows):
            return self.confirm(rows)._replace(outcome=ALREADY)
        for row in rows:
            if self.shown(row, column) != self.shown({**row, **new}, column):
                mark(row, column, self.shown(row, column))
                row |= new
            row |= self.certain
        return Outcome(True, f"{column} was {old}", _span_of(rows))

    def shown(self, row: Row, column: str) -> str:
        """The value of a row as notes show it."""
        return shown(row[column])

    def values(self, column: str, value: Any) -> Row:
        """The new values of a row when a column is set: the column may need others to change with it."""
        raise NotImplementedError

    def add(self, span: Span, correction: Any) -> Outcome:
        """Add an item."""
        raise NotImplementedError

    def rename(self) -> None:
        """Replace every name by the corrected one in `people`."""
        raise NotImplementedError

    def result(self) -> pd.DataFrame:
        """The table, in the order of the text if anything was added or removed."""
        if self.is_renumbered:
            self.items.sort(key=lambda rows: rows[0]["start"])
            for number, rows in enumerate(self.items, 1):
                for row in rows:
                    row[self.id_column] = number
        return tables.frame(self.table, [row for rows in self.items for row in rows])


class _Quotations(_Items):
    """The quotations of an article."""

    item, table, id_column = QUOTATION, "quotes", "quote_id"

    def rename(self) -> None:
        for row in (row for rows in self.items for row in rows):
            name = self.people.called(row["speaker"], row["speaker_start"], row["speaker_end"])
            for column, new in (("speaker", name), ("via", self.people.called(row["via"]))):
                if shown(row[column]) != shown(new):
                    mark(row, column, shown(row[column]))
                    row[column] = new

    def values(self, column: str, value: Any) -> Row:
        if column != "speaker":
            return {column: value}
        speaker = None if pd.isna(value) else self.people.named(value)
        return {"speaker": speaker, "speaker_start": None, "speaker_end": None, "speaker_text": None}

    def add(self, span: Span, correction: Any) -> Outcome:
        pieces = list(_pieces(self.article, span))
        if not pieces:
            return Outcome(False, "these words are not in the article's paragraphs", span)
        if (rows := self.exactly_at(pieces[0][2:])) is not None:
            return self.set(rows, "speaker", correction.value)
        overlapping = any(shared(span, (row["start"], row["end"])) for rows in self.items for row in rows)
        values = self.values("speaker", correction.value)
        self.items.append([self._row(n, *piece) | values for n, piece in enumerate(pieces)])
        self.is_renumbered = True
        note = "; it overlaps another quotation: if both are the same, remove the other" if overlapping else ""
        return Outcome(True, f"{ADDED}{note}", _span_of(self.items[-1]))

    def _row(self, segment: int, paragraph: int, block: Block, start: int, end: int) -> Row:
        from analysis.quotes.attribution import kind_of

        within = self.article.text[block.start : block.end]
        return {
            "article_id": self.article.article_id,
            "segment": segment,
            "paragraph": paragraph,
            "start": start,
            "end": end,
            "text": self.article.text[start:end],
            "kind": kind_of(within, start - block.start, end - block.start),
            "rule": BY_HAND,
            "denied": False,
            "corrected": ADDED,
            **self.certain,
        }


class _Contacts(_Items):
    """The contacts of an article."""

    item, table, id_column = CONTACT, "contacts", "contact_id"
    certain: ClassVar[Row] = {"confidence": 1.0, "possible": False}

    def rename(self) -> None:
        kept = []
        for rows in self.items:
            pairs: dict[frozenset[str], Row] = {}
            for row in rows:
                self._rename(row)
                pairs.setdefault(frozenset((row["actor"], row["recipient"])), row)
            if rows := [row for pair, row in pairs.items() if len(pair) > 1]:  # nobody contacts themselves
                kept.append(rows)
        self.is_renumbered |= len(kept) < len(self.items)
        self.items = kept

    def _rename(self, row: Row) -> None:
        for column in ("actor", "recipient", "initiator"):
            new = self.people.called(row[column], row["start"], row["end"])
            if shown(row[column]) != shown(new):
                mark(row, column, shown(row[column]))
                row[column] = new

    def remove(self, rows: list[Row], correction: Any) -> Outcome:
        """Remove a contact, or one of its pairs."""
        if pd.isna(correction.value):
            return super().remove(rows, correction)
        pair = {self.people.named(name) for name in pair_of(correction.value)}
        kept = [row for row in rows if {row["actor"], row["recipient"]} != pair]
        if len(kept) == len(rows):
            return Outcome(False, "the contact in these words does not have this pair", _span_of(rows))
        if not kept:
            return super().remove(rows, correction)
        for row in kept:
            mark(row, f"without {' – '.join(sorted(pair))}")
        rows[:] = kept
        return Outcome(True, f"{REMOVED} {correction.value}", _span_of(rows))

    def values(self, column: str, value: Any) -> Row:
        value = None if pd.isna(value) else value
        if column == "day":
            start, end, precision = days_of(value)
            source = NO_DAY if start is None else BY_HAND
            days: Row = {"date_start": start and pd.Timestamp(start), "date_end": end and pd.Timestamp(end)}
            return {**days, "date_precision": precision, "date_source": source, "why_date": None}
        return {column: value, "why_status": None} if column == "status" else {column: value}

    def shown(self, row: Row, column: str) -> str:
        if column != "day":
            return super().shown(row, column)
        days = dict.fromkeys(str(row[name].date()) for name in ("date_start", "date_end") if pd.notna(row[name]))
        return " to ".join(days) or NO_DAY

    def add(self, span: Span, correction: Any) -> Outcome:
        actor, recipient = (self.people.named(name) for name in pair_of(correction.value))
        rows = self.exactly_at(span)
        if there := [row for row in rows or () if {row["actor"], row["recipient"]} == {actor, recipient}]:
            return self.confirm(there)._replace(outcome=ALREADY)
        like = rows[0] if rows is not None else self._row(span)
        row = like | {"actor": actor, "recipient": recipient, "corrected": ADDED} | self.certain
        if rows is None:
            self.items.append([row])
            self.is_renumbered = True
        else:
            rows.append(row)
        return Outcome(True, ADDED, span)

    def _row(self, span: Span) -> Row:
        return {
            "article_id": self.article.article_id,
            "contact_id": 0,
            "mode": UNSPECIFIED,
            "status": OCCURRED,
            "date_start": None,
            "date_end": None,
            "date_precision": NO_DAY,
            "date_source": NO_DAY,
            "place": None,
            "start": span[0],
            "end": span[1],
            "text": self.article.text[slice(*span)],
            "frame": BY_HAND,
        }


def _likeness(row: Row, span: Span) -> tuple[bool, int, int]:
    """How well a span matches a row's text: whether they are equal, the characters they share, minus the length."""
    of_row = (row["start"], row["end"])
    return of_row == span, shared(of_row, span), of_row[0] - of_row[1]


def _span_of(rows: Iterable[Row]) -> Span:
    """The span from an item's first to its last character."""
    rows = list(rows)
    return min(row["start"] for row in rows), max(row["end"] for row in rows)


def _pieces(article: Article, span: Span) -> Iterator[tuple[int, Block, int, int]]:
    """The parts of a span in each paragraph, without the marks around them.

    A mark at an end stays if its other half is inside.

    Yields:
        The number of the paragraph, its block, and the start and end of the part.
    """
    from analysis.quotes.content import trim, with_whole_pairs

    shown_blocks = [block for block in article.blocks if block.kind in TEXT_BLOCKS]
    for number, block in enumerate(shown_blocks):
        start, end = max(span[0], block.start), min(span[1], block.end)
        if start < end:
            within = article.text[block.start : block.end]
            start, end = with_whole_pairs(within, *trim(within, start - block.start, end - block.start))
            yield number, block, block.start + start, block.start + end


def correct_quotes(article: Article, quotes: pd.DataFrame, people: People, corrections: pd.DataFrame) -> Corrected:
    """The table `quotes` with the corrections applied, and the outcome of each.

    Args:
        article: The article.
        quotes: Its table of this name.
        people: Who is who after the corrections.
        corrections: The table that `read_corrections` returns.
    """
    return _corrected(_Quotations, article, quotes, people, corrections)


def correct_contacts(article: Article, contacts: pd.DataFrame, people: People, corrections: pd.DataFrame) -> Corrected:
    """The table `contacts` with the corrections applied, and the outcome of each.

    Args:
        article: The article.
        contacts: Its table of this name.
        people: Who is who after the corrections.
        corrections: The table that `read_corrections` returns.
    """
    return _corrected(_Contacts, article, contacts, people, corrections)


def _corrected(
    kind: type[_Items], article: Article, table: pd.DataFrame, people: People, corrections: pd.DataFrame
) -> Corrected:
    chosen = of_items(corrections, kind.item)
    if not chosen and not people.is_changed:
        return table, {}
    items = kind(article, table, people)
    items.rename()
    outcomes = {n: items.apply(correction) for n, correction in chosen}
    return items.result(), outcomes


def outcomes_table(article: Article, corrections: pd.DataFrame, outcomes: Outcomes) -> pd.DataFrame:
    """The table `corrections` with the outcome of each.

    Args:
        article: The article.
        corrections: The table that `read_corrections` returns.
        outcomes: The outcomes of all of them.
    """
    rows = []
    for n, row in enumerate(rows_of(corrections)):
        applied, outcome, span = outcomes[n]
        start, end = span or (None, None)
        became = {"applied": applied, "outcome": outcome, "start": start, "end": end}
        rows.append(row | became | {"article_id": article.article_id})
    return tables.frame("corrections", rows)
