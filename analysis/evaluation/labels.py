"""Labels made by hand are read and checked: what somebody else found in the same article, to be scored against.

To label an article of your own, write two tables, in any spreadsheet, and save them as CSV (UTF-8) in one folder:

- `quotes.csv`, a row for each piece of a quotation: `text` (the article's own words) and `speaker` (the fullest name in
  the article; empty for nobody). If you like, `kind` (direct, mixed, indirect).
- `contacts.csv`, a row for each pair in contact: `text` (the words that tell of it), `actor`, `recipient`, `mode` and
  `status`. If you like, `date_start` and `date_end` (2022-03-07), `date_precision`, `duration_min`, `initiator`,
  `place`; an empty cell then says that the article does not tell it, while a column left out is not compared.

`start` and `end` (characters from 0, as in the tables of the extraction) are needed only where `text` stands in the
article more than once. With a column `article_id` one folder holds the labels of many articles. Other columns may be
any of the tables `quotes` and `contacts`. One of the two files may be missing.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.articles.article import Article, as_date
from analysis.errors import AnalysisError
from analysis.frequency.public_record import read_rows
from analysis.tables import COUNT, DAY, MODES, TABLES, TEXT
from analysis.validation import checked

NEEDED = {"quotes": ("text", "speaker"), "contacts": ("text", "actor", "recipient", "mode", "status")}
FILLED = {"quotes": ("text",), "contacts": NEEDED["contacts"]}
ALLOWED = {
    "kind": ("direct", "mixed", "indirect"),
    "mode": MODES,
    "status": ("occurred", "planned", "cancelled", "denied", "hypothetical"),
    "date_precision": ("day", "month", "year", "none"),
}
ALIKE = ({"'", "’", "‘"}, {'"', "“", "”"}, {"-", "–", "—"})  # what keyboards and papers write differently
Row = dict[str, str | None]


class Labels(NamedTuple):
    """What was labelled in an article: the tables `quotes` and `contacts`, None for one that was not labelled."""

    quotes: pd.DataFrame | None = None
    contacts: pd.DataFrame | None = None


@checked
def read_labels(folder: str | Path | None, article: Article) -> Labels:
    """The labels of an article from `quotes.csv` and `contacts.csv` in a folder; None stands for no labels.

    Rows whose `article_id` is another are left out, and if none is left, the article was not labelled. The tables have
    the columns of the files, and `start`, `end` and `text` as they are in the article. Raises AnalysisError, with file
    and line, for what does not fit: a column missing or unknown, words that are not the article's, a word for kind,
    mode or status that there is not, a bad date, a file that is not UTF-8.

    >>> labelled = labels.read_labels("seeds/labels", article)
    >>> len(labelled.quotes), len(labelled.contacts)
    (23, 12)
    """
    if folder is None:
        return Labels()
    paths = {name: Path(folder) / f"{name}.csv" for name in NEEDED}
    if not any(path.exists() for path in paths.values()):
        raise AnalysisError(f"{folder} has neither quotes.csv nor contacts.csv; name a folder that has, or give None")
    read = {name: read_rows(path, NEEDED[name]) for name, path in paths.items() if path.exists()}
    own = {name: [(where, row) for where, row in rows if _is_of(row, article)] for name, rows in read.items()}
    if any(read.values()) and not any(own.values()):
        return Labels()
    return Labels(**{name: _table(name, rows, article) for name, rows in own.items()})


@checked
def labelled_twice(folder: str | Path | None, article: Article) -> tuple[Labels, Labels]:
    """The labels of two people who did not know of each other's, from the folders `first` and `second` in the folder.

    A table that not both of them wrote is None, and so are all where there are no such folders. Raises AnalysisError
    as `read_labels` does.
    """
    both = [Path(folder) / name for name in ("first", "second")] if folder is not None else []
    if not both or not all(path.is_dir() for path in both):
        return Labels(), Labels()
    first, second = (read_labels(path, article) for path in both)
    twice = [name for name in NEEDED if getattr(first, name) is not None and getattr(second, name) is not None]
    return Labels(**{name: getattr(first, name) for name in twice}), Labels(**{n: getattr(second, n) for n in twice})


def _is_of(row: Row, article: Article) -> bool:
    return (row.get("article_id") or "").strip() in ("", article.article_id)


def _table(name: str, rows: list[tuple[str, Row]], article: Article) -> pd.DataFrame:
    """The labels checked, row by row, with the types of the table of that name."""
    types = {column.name: column.dtype for column in TABLES[name]}
    entries = [_entry(name, row, where, article) for where, row in rows]
    columns = list(entries[0]) if entries else [*NEEDED[name], "start", "end"]
    table = pd.DataFrame(entries, columns=columns, dtype=object)
    return table.astype({column: types[column] for column in columns if types[column] != "object"})


def _entry(name: str, row: Row, where: str, article: Article) -> dict[str, Any]:
    if None in row:  # where csv puts what is left over
        raise AnalysisError(f"{where} has more cells than the first line names; put text with a comma into quote marks")
    known = {column.name for column in TABLES[name]}
    if unknown := sorted(column for column in row if column and column not in known):
        raise AnalysisError(f"{where}: there is no column {unknown} in {name}; there are {sorted(known)}")
    entry: dict[str, Any] = {column: (value or "").strip() or None for column, value in row.items() if column}
    if empty := [column for column in FILLED[name] if entry[column] is None]:
        raise AnalysisError(f"{where}: {empty} missing; each line needs {list(FILLED[name])}")
    for column, words in ALLOWED.items():
        if entry.get(column) is not None and entry[column] not in words:
            raise AnalysisError(f"{where}: {column} is {entry[column]!r}; write one of {list(words)}")
    for column, dtype in ((column.name, column.dtype) for column in TABLES[name]):
        if dtype not in (DAY, TEXT, "object") and entry.get(column) is not None:
            entry[column] = _number(entry[column], f"{where}: {column}", dtype == COUNT)
    return entry | _days(entry, where) | _place(entry, where, article)


def _days(entry: Mapping[str, Any], where: str) -> dict[str, Any]:
    days = {
        column: as_date(entry[column], f"{where}: {column}") for column in ("date_start", "date_end") if column in entry
    }
    first, last = days.get("date_start"), days.get("date_end")
    if "date_end" in days and last is None:
        days["date_end"] = first
    if first and last and last < first:
        raise AnalysisError(f"{where}: date_end {last} is before date_start {first}")
    return days


def _number(value: str, what: str, whole: bool) -> float:
    read: Callable[[str], float] = int if whole else float
    try:
        number = read(value)
    except ValueError:
        number = -1
    if not 0 <= number < 1e9:
        raise AnalysisError(f"{what} is {value[:40]!r}; write a {'whole ' if whole else ''}number, like 90")
    return number


def _place(entry: Mapping[str, Any], where: str, article: Article) -> dict[str, Any]:
    """Start, end and the article's words there; looked up where the label does not say."""
    start, end, text = entry.get("start"), entry.get("end"), entry["text"]
    if (start is None) != (end is None):
        raise AnalysisError(f"{where}: start and end go together; give both or neither")
    pattern = _pattern(text)
    places = [(int(start), int(end))] if start is not None and end is not None else []
    if not places:
        places = [found.span() for found in pattern.finditer(article.text)]
        if len(places) > 1:
            raise AnalysisError(f"{where}: the article has {text[:60]!r} {len(places)} times; give start and end")
    low, high = places[0] if places else (0, 0)
    if high > len(article.text) or not low < high or not pattern.fullmatch(article.text, low, high):
        there = f"; from {low} to {high} it has {article.text[low:high][:60]!r}" if places else ""
        raise AnalysisError(
            f"{where}: {text[:60]!r} are not words of {article.article_id}{there}. "
            "Copy them from the article, or name labels of this article, or None"
        )
    return {"start": low, "end": high, "text": article.text[low:high]}


def _pattern(text: str) -> re.Pattern[str]:
    """The words as the article may have them: other quote marks, dashes and spaces."""
    sets = {mark: f"[{''.join(marks)}]".replace("[-", r"[\-") for marks in map(sorted, ALIKE) for mark in marks}
    return re.compile(r"\s+".join("".join(sets.get(c, re.escape(c)) for c in word) for word in text.split()))
