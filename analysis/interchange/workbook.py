"""A workbook for fact-checking (.xlsx): a sheet for ticking off each result, then a sheet for each table.

The sheet *Check* has a row for each quotation and each pair in a contact, in the order of the article, with the whole
sentence and empty columns for the verdict. Text is stored as text, so that no cell is a formula; text that begins like
one stays text when somebody edits the cell. A control character becomes a space. The same tables give the same bytes.
"""

import datetime
import io
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import tables as schema
from analysis.errors import WriteError, extra
from analysis.interchange.annotations import Contact, Quotation, Span, contacts, quotations
from analysis.output import FORMULA_STARTS
from analysis.pipeline import Analysis

CHECK = "Check"
ANSWERS = ("yes", "no", "unsure")
# The columns of the sheet *Check* with their widths, in characters.
CHECK_COLUMNS: Mapping[str, int] = {
    "finding": 11,
    "number": 8,
    "paragraph": 10,
    "sentence": 60,
    "words": 45,
    "speaker or actor": 22,
    "role": 20,
    "recipient": 22,
    "kind or mode": 13,
    "status": 13,
    "possible": 9,
    "first day": 11,
    "last day": 11,
    "place": 13,
    "confidence": 11,
    "corrected": 16,
    "right?": 9,
    "by": 10,
    "note": 30,
}
FILE_NAME = "tables.xlsx"
MAX_ROWS, MAX_CHARACTERS, MAX_SHEET_NAME = 1_048_575, 32_767, 31  # rows below the header, characters of cell and name
NOT_IN_CELLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # a carriage return would show as _x000D_
NARROW, WIDE, WIDEST = 9, 24, 60  # characters
WIDE_FROM = 40  # a column with text longer than this is wide
ROWS_MEASURED = 1000
FIRST_DAY = datetime.date(1900, 3, 1)  # spreadsheets take 1900 for a leap year, so earlier days are off by one
CREATED = datetime.datetime(2000, 1, 1)  # the same in every workbook


def files(result: Analysis, tables: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """The file `tables.xlsx`, with the sheet *Check* and one for each of the tables.

    Raises:
        WriteError: A table has more rows than a sheet can hold, or a text contains half a character.
        MissingExtraError: xlsxwriter is not installed.
    """
    with extra("xlsx", "writing a workbook"):
        import xlsxwriter
    if long := [name for name, table in tables.items() if len(table) > MAX_ROWS]:
        raise WriteError(f"{long} have more rows than a sheet of a workbook can hold; write them as csv or parquet")
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    workbook.set_properties({"title": result.article.headline or "", "created": CREATED})
    sheets = _Sheets(workbook)
    check = check_table(result)
    sheets.add(CHECK, check, list(CHECK_COLUMNS.values()))
    right = list(CHECK_COLUMNS).index("right?")
    answers = {"validate": "list", "source": list(ANSWERS), "error_type": "warning"}
    workbook.get_worksheet_by_name(CHECK).data_validation(1, right, max(1, len(check)), right, answers)
    for name, table in tables.items():
        sheets.add(name[:MAX_SHEET_NAME], table, _widths(table))
    try:
        workbook.close()
    except UnicodeEncodeError as error:
        character = error.object[error.start]
        raise WriteError(f"{FILE_NAME} cannot hold half a character, {character!r}; take it out") from None
    return {FILE_NAME: file.getvalue()}


# The sheet Check


def check_table(result: Analysis) -> pd.DataFrame:
    """The rows of the sheet *Check*: every quotation and every pair in a contact, in the order of the article."""
    sentences, roles = _Sentences(result), dict(zip(result.people["person"], result.people["role"], strict=True))
    rows = [(q.spans[0].start, _quotation_row(q, sentences, roles)) for q in quotations(result)]
    rows += [(c.span.start, _contact_row(c, sentences, roles)) for c in contacts(result)]
    in_order = [row for _, row in sorted(rows, key=lambda row: row[0])]
    columns = {name: [row.get(name) for row in in_order] for name in CHECK_COLUMNS}
    types: dict[str, Any] = {"number": "Int64", "paragraph": "Int64", "confidence": "float64"}
    types |= dict.fromkeys(("first day", "last day"), schema.DAY)
    return pd.DataFrame({name: pd.array(values, dtype=types.get(name, "str")) for name, values in columns.items()})


def _quotation_row(quotation: Quotation, sentences: "_Sentences", roles: Mapping[str, Any]) -> dict[str, Any]:
    spans = [*quotation.spans, *([quotation.cue_span] if quotation.cue_span else [])]
    around = Span(min(span.start for span in spans), max(span.end for span in spans))
    return {
        "finding": "quotation",
        "number": quotation.number,
        "paragraph": quotation.paragraph,
        "sentence": sentences.around(around),
        "words": " … ".join(sentences.text[start:end] for start, end in quotation.spans),
        "speaker or actor": quotation.speaker,
        "role": roles.get(quotation.speaker or ""),
        "kind or mode": quotation.kind,
        "status": "denied" if quotation.is_denied else None,
        "confidence": quotation.confidence,
        "corrected": quotation.corrected,
    }


def _contact_row(contact: Contact, sentences: "_Sentences", roles: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "finding": "contact",
        "number": contact.number,
        "paragraph": sentences.paragraph_at(contact.span.start),
        "sentence": sentences.around(contact.span),
        "words": sentences.text[contact.span.start : contact.span.end],
        "speaker or actor": contact.actor,
        "role": roles.get(contact.actor or ""),
        "recipient": contact.recipient,
        "kind or mode": contact.mode,
        "status": contact.status,
        "possible": "yes" if contact.is_possible else None,
        "first day": contact.first_day,
        "last day": contact.last_day,
        "place": contact.place,
        "confidence": contact.confidence,
        "corrected": contact.corrected,
    }


class _Sentences:
    """The sentences of an article, by position."""

    def __init__(self, result: Analysis) -> None:
        self.text = result.article.text
        by_sentence = result.tokens.groupby("sentence", sort=True)
        self._starts: list[int] = by_sentence["start"].min().tolist()
        self._ends: list[int] = by_sentence["end"].max().tolist()
        self._paragraphs: list[int] = by_sentence["paragraph"].first().tolist()

    def around(self, span: Span) -> str:
        """All sentences that a span overlaps, in full."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = min(bisect_left(self._ends, span.end), len(self._ends) - 1)
        start = min([span.start, *self._starts[first : first + 1]])
        return self.text[start : max([span.end, *self._ends[last : last + 1]])]

    def paragraph_at(self, start: int) -> int | None:
        """The number of the paragraph at a position."""
        sentence = bisect_right(self._starts, start) - 1
        return self._paragraphs[sentence] if sentence >= 0 else None


# Sheets


class _Sheets:
    """Adds sheets to a workbook, with a bold header, filters, frozen header and first column, and wrapped text."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        top: dict[str, Any] = {"valign": "top"}
        self._header = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, **top})
        self._plain = workbook.add_format(top)
        self._text = workbook.add_format({"text_wrap": True, **top})
        self._like_formula = workbook.add_format({"text_wrap": True, "quote_prefix": True, **top})
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left", **top})

    def add(self, name: str, table: pd.DataFrame, widths: Sequence[int]) -> None:
        """Add a sheet with a table."""
        sheet = self._workbook.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, str(column), self._header)
            for row, value in enumerate(_values(table[column]), 1):
                self._write(sheet, row, place, value)
        if len(table.columns):
            sheet.autofilter(0, 0, max(1, len(table)), len(table.columns) - 1)

    def _write(self, sheet: Any, row: int, place: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value, self._plain)
        elif isinstance(value, int | float):
            sheet.write_number(row, place, value, self._plain)
        elif isinstance(value, datetime.date):
            sheet.write_datetime(row, place, value, self._day)
        else:
            text = NOT_IN_CELLS.sub(" ", value.replace("\r\n", "\n"))
            text = text if len(text) <= MAX_CHARACTERS else f"{text[: MAX_CHARACTERS - 1]}…"
            form = self._like_formula if text.startswith(FORMULA_STARTS) else self._text
            sheet.write_string(row, place, text, form)


def _values(column: pd.Series) -> list[Any]:
    """The values of a column as cells: None for missing values, and text for lists and days before March 1900."""
    return [
        None if missing else _value(value) for value, missing in zip(column.astype(object), column.isna(), strict=True)
    ]


def _value(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date() if value.date() >= FIRST_DAY else value.date().isoformat()
    if isinstance(value, str | bool | int | float):
        return value
    return json.dumps(value, ensure_ascii=False)


def _widths(table: pd.DataFrame) -> list[int]:
    """The width of each column of a table, by its longest text."""
    return [_width(str(column), table[column].head(ROWS_MEASURED)) for column in table.columns]


def _width(name: str, values: pd.Series) -> int:
    longest = max((len(str(value)) for value in values.dropna()), default=0)
    if longest > WIDE_FROM:
        return WIDEST
    return min(max(NARROW, len(name) + 3, longest + 1), WIDE)
