"""Read and check labels written by hand, which the extraction is scored against.

To label an article of your own, write two tables, in any spreadsheet, and save them as CSV (UTF-8) in one folder:

- `quotes.csv`, one row per segment of a quotation: `text` (copied from the article) and `speaker` (the fullest name in
  the article; empty for nobody). Optional: `kind` (direct, mixed, indirect).
- `contacts.csv`, one row per pair in contact: `text` (the words that describe the contact), `actor`, `recipient`,
  `mode` and `status`. Optional: `date_start` and `date_end` (2022-03-07), `date_precision`, `duration_min`,
  `initiator`, `place`. An empty cell means that the article does not state it; a column left out is not compared.

`start` and `end` (characters from 0, as in the tables of the extraction) are needed only where `text` occurs in the
article more than once. With a column `article_id` one folder can hold the labels of many articles. Other columns of the
tables `quotes` and `contacts` are allowed. One of the two files may be missing.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.articles.article import Article, as_date
from analysis.articles.sheets import read_rows
from analysis.corrections.words import pattern as wording
from analysis.errors import AnalysisError
from analysis.tables import COUNT, DAY, MODES, OBJECT, STATUSES, TABLES, TEXT, types_of
from analysis.validation import checked

REQUIRED_LABEL_COLUMNS = {"quotes": ("text", "speaker"), "contacts": ("text", "actor", "recipient", "mode", "status")}
REQUIRED_LABEL_VALUES = {"quotes": ("text",), "contacts": REQUIRED_LABEL_COLUMNS["contacts"]}
ALLOWED_VALUES = {
    "kind": ("direct", "mixed", "indirect"),
    "mode": MODES,
    "status": STATUSES,
    "date_precision": ("day", "week", "month", "year", "none"),
}
MAX_NUMBER = 1e9
Row = dict[str, str | None]


class Labels(NamedTuple):
    """The labels of an article as the tables `quotes` and `contacts`; None for a table that was not labelled."""

    quotes: pd.DataFrame | None = None
    contacts: pd.DataFrame | None = None


@checked
def read_labels(folder: str | Path | None, article: Article) -> Labels:
    """Read an article's labels from `quotes.csv` and `contacts.csv`.

    Args:
        folder: The folder with one or both files; None for no labels.
        article: The article. Rows with another `article_id` are skipped; if no row remains, the article counts as not
            labelled.

    Returns:
        Tables with the columns of the files, and `start`, `end` and `text` as they are in the article.

    Raises:
        AnalysisError: A label is invalid: a column is missing or unknown, the words are not in the article, a kind,
            mode or status is not one of those allowed, a date is invalid, or a file is not UTF-8. The message names
            file and line.

    >>> labelled = labels.read_labels("seeds/labels", article)
    >>> len(labelled.quotes), len(labelled.contacts)
    (23, 12)
    """
    if folder is None:
        return Labels()
    paths = {name: Path(folder) / f"{name}.csv" for name in REQUIRED_LABEL_COLUMNS}
    if not any(path.exists() for path in paths.values()):
        raise AnalysisError(f"{folder} has neither quotes.csv nor contacts.csv; name another folder, or None")
    rows = {name: read_rows(path, REQUIRED_LABEL_COLUMNS[name]) for name, path in paths.items() if path.exists()}
    of_article = {name: _rows_of(located, article) for name, located in rows.items()}
    if any(rows.values()) and not any(of_article.values()):
        return Labels()
    return Labels(**{name: _table(name, located, article) for name, located in of_article.items()})


@checked
def labelled_twice(folder: str | Path | None, article: Article) -> tuple[Labels, Labels]:
    """Read the labels of two people who worked independently, from the subfolders `first` and `second`.

    Returns:
        The labels of both. A table that only one of them labelled is None; so are all if a subfolder is missing.

    Raises:
        AnalysisError: As for `read_labels`.
    """
    if folder is None:
        return Labels(), Labels()
    subfolders = Path(folder) / "first", Path(folder) / "second"
    if not all(subfolder.is_dir() for subfolder in subfolders):
        return Labels(), Labels()
    first, second = (read_labels(subfolder, article) for subfolder in subfolders)
    return _only_shared(first, second), _only_shared(second, first)


def _only_shared(labels: Labels, others: Labels) -> Labels:
    """The labels without a table that the others lack."""
    pairs = zip(labels._fields, labels, others, strict=True)
    return Labels(**{name: table for name, table, other in pairs if other is not None})


def _rows_of(located: list[tuple[str, Row]], article: Article) -> list[tuple[str, Row]]:
    """The rows, each with its location, that have this article's id or none."""
    ids = ("", article.article_id)
    return [(location, row) for location, row in located if (row.get("article_id") or "").strip() in ids]


def _table(name: str, located: list[tuple[str, Row]], article: Article) -> pd.DataFrame:
    """The checked labels, with the types of the table of that name."""
    types = types_of(name)
    entries = [_entry(name, row, location, article) for location, row in located]
    columns = list(entries[0]) if entries else [*REQUIRED_LABEL_COLUMNS[name], "start", "end"]
    table = pd.DataFrame(entries, columns=columns, dtype=object)
    return table.astype({column: types[column] for column in columns if types[column] != "object"})


def _entry(name: str, row: Row, location: str, article: Article) -> dict[str, Any]:
    """A row of the table `name` with its values checked and converted."""
    _check_columns(name, row, location)
    entry: dict[str, Any] = {column: (value or "").strip() or None for column, value in row.items() if column}
    _check_values(name, entry, location)
    entry |= _numbers(name, entry, location)
    return entry | _days(entry, location) | _position(entry, location, article)


def _check_columns(name: str, row: Row, location: str) -> None:
    """Raise AnalysisError if the row has a column that its table lacks, or more cells than the header."""
    if None in row:  # the key under which `csv` stores surplus cells
        raise AnalysisError(
            f"{location} has more cells than the first line names; put text with a comma into quote marks"
        )
    declared = {column.name for column in TABLES[name]}
    if unknown := sorted(column for column in row if column and column not in declared):
        raise AnalysisError(f"{location}: there is no column {unknown} in {name}; choose from {sorted(declared)}")


def _check_values(name: str, entry: Mapping[str, Any], location: str) -> None:
    """Raise AnalysisError if a required value is missing, or one is not among those allowed."""
    if missing := [column for column in REQUIRED_LABEL_VALUES[name] if entry[column] is None]:
        raise AnalysisError(f"{location}: {missing} missing; each line needs {list(REQUIRED_LABEL_VALUES[name])}")
    for column, allowed in ALLOWED_VALUES.items():
        if entry.get(column) not in (None, *allowed):
            raise AnalysisError(f"{location}: {column} is {entry[column]!r}; write one of {list(allowed)}")


def _numbers(name: str, entry: Mapping[str, Any], location: str) -> dict[str, float]:
    """The entry's values of numeric columns, as numbers."""
    numeric = {column: dtype for column, dtype in types_of(name).items() if dtype not in (DAY, TEXT, OBJECT)}
    return {
        column: _number(entry[column], f"{location}: {column}", dtype == COUNT)
        for column, dtype in numeric.items()
        if entry.get(column) is not None
    }


def _number(value: str, location: str, whole: bool) -> float:
    convert: Callable[[str], float] = int if whole else float
    try:
        number = convert(value)
    except ValueError:
        number = -1
    if not 0 <= number < MAX_NUMBER:
        raise AnalysisError(f"{location} is {value[:40]!r}; write a {'whole ' if whole else ''}number, like 90")
    return number


def _days(entry: Mapping[str, Any], location: str) -> dict[str, Any]:
    """The entry's dates; without an end, the contact ends on the day it starts."""
    days = {
        column: as_date(entry[column], f"{location}: {column}")
        for column in ("date_start", "date_end")
        if column in entry
    }
    first, last = days.get("date_start"), days.get("date_end")
    if "date_end" in days and last is None:
        days["date_end"] = first
    if first and last and last < first:
        raise AnalysisError(f"{location}: date_end {last} is before date_start {first}")
    return days


def _position(entry: Mapping[str, Any], location: str, article: Article) -> dict[str, Any]:
    """Start, end and the article's words there; searched for if the label gives no offsets."""
    start, end, text = entry.get("start"), entry.get("end"), entry["text"]
    if (start is None) != (end is None):
        raise AnalysisError(f"{location}: start and end go together; give both or neither")
    pattern = wording(text)
    if start is None or end is None:
        low, high = _only_match(pattern, text, location, article)
    else:
        low, high = int(start), int(end)
        if not low < high <= len(article.text) or not pattern.fullmatch(article.text, low, high):
            raise _not_in_article(
                text, location, article, f"; from {low} to {high} it has {article.text[low:high][:60]!r}"
            )
    return {"start": low, "end": high, "text": article.text[low:high]}


def _only_match(pattern: re.Pattern[str], text: str, location: str, article: Article) -> tuple[int, int]:
    """Start and end of the one place where the pattern matches the article."""
    spans = [match.span() for match in pattern.finditer(article.text)]
    if len(spans) > 1:
        raise AnalysisError(f"{location}: the article has {text[:60]!r} {len(spans)} times; give start and end")
    if not spans:
        raise _not_in_article(text, location, article)
    return spans[0]


def _not_in_article(text: str, location: str, article: Article, there: str = "") -> AnalysisError:
    return AnalysisError(
        f"{location}: {text[:60]!r} are not words of {article.article_id}{there}. "
        "Copy them from the article, or name labels of this article, or None"
    )
