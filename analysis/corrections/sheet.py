"""The corrections file: a table that anybody can write in a spreadsheet, with one correction per line.

`docs/corrections.md` has an example of each action. A file is read as a whole or not at all; an error message gives the
line that is wrong.
"""

import datetime
import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import tables
from analysis.articles.sheets import csv_layout, read_rows
from analysis.errors import AnalysisError, ArgumentError, WriteError
from analysis.output import FORMULA_STARTS, csv_cell, folder_lock, whole_file
from analysis.tables import MODES, STATUSES
from analysis.validation import checked

QUOTATION, CONTACT, PERSON = "quotation", "contact", "person"
COLUMNS = ("action", "words", "number", "value", "by", "on", "note")
NEEDED = ("action", "words")
KINDS = ("direct", "mixed", "indirect")
GENDERS = ("female", "male", "unknown")
NO_DAY = "none"
PAIR = re.compile(r"(?<!\s)(?:\s++[–—-]\s++|\s*+;\s*+)")  # between the names of a pair
PARTIAL_DAY = re.compile(r"(\d{4})(?:-(\d\d))?")
DAYS_OF_PRECISION = {"day": 1, "week": 7, "month": 31}  # the most days of each; "year" if there are more
Days = tuple[datetime.date | None, datetime.date | None, str]  # first day, last day, precision
Cells = Mapping[str, str | None]


@dataclass(frozen=True)
class Action:
    """An action of a correction.

    Attributes:
        item: What it corrects: QUOTATION, CONTACT or PERSON.
        column: The column that it changes; empty if it applies to the whole item.
        value: A description of the cell `value`; empty if the cell must be empty.
        optional: Whether the cell `value` may be empty.
        check: Raises ValueError for an invalid value.
    """

    item: str
    column: str = ""
    value: str = ""
    optional: bool = False
    check: Callable[[str], object] = str


def days_of(value: str) -> Days:
    """The days of a value: a day, "2022-03-06 to 2022-03-08", a month, a year, or "none".

    Raises:
        ValueError: The value has another form.

    >>> days_of("2022-02")
    (datetime.date(2022, 2, 1), datetime.date(2022, 2, 28), 'month')
    """
    if value.lower() == NO_DAY:
        return None, None, NO_DAY
    if partial := PARTIAL_DAY.fullmatch(value):
        year, month = int(partial[1]), int(partial[2] or 0)
        last = datetime.date(year, month or 12, monthrange(year, month or 12)[1])
        return datetime.date(year, month or 1, 1), last, "month" if month else "year"
    first, _, second = value.partition(" to ")
    start = datetime.date.fromisoformat(first.strip())
    end = datetime.date.fromisoformat(second.strip()) if second else start
    if end < start:
        raise ValueError("the last day is before the first")
    length = (end - start).days + 1
    return start, end, next((name for name, most in DAYS_OF_PRECISION.items() if length <= most), "year")


def pair_of(value: str) -> tuple[str, str]:
    """The two names of a pair.

    Raises:
        ValueError: There are not exactly two.

    >>> pair_of("Ann Lee – Jean-Luc Roy")
    ('Ann Lee', 'Jean-Luc Roy')
    """
    one, other = filter(None, PAIR.split(value))
    return one, other


SPEAKER = "the name of the speaker, or nothing if there is none"
DAY = "a day like 2022-03-06, 2022-03-06 to 2022-03-08, 2022-03, 2022, or none (in a spreadsheet, as text)"
BOTH_NAMES = "both names with a dash between them: Ann Lee – Bo Berg"
ACTIONS: Mapping[str, Action] = {
    "right quotation": Action(QUOTATION),
    "not a quotation": Action(QUOTATION),
    "add quotation": Action(QUOTATION, "speaker", SPEAKER, optional=True),
    "speaker": Action(QUOTATION, "speaker", SPEAKER, optional=True),
    "kind": Action(QUOTATION, "kind", f"one of {', '.join(KINDS)}", check=KINDS.index),
    "right contact": Action(CONTACT),
    "not a contact": Action(CONTACT, "", f"{BOTH_NAMES}, or nothing for all pairs", optional=True, check=pair_of),
    "add contact": Action(CONTACT, "pair", BOTH_NAMES, check=pair_of),
    "mode": Action(CONTACT, "mode", f"one of {', '.join(MODES)}", check=MODES.index),
    "status": Action(CONTACT, "status", f"one of {', '.join(STATUSES)}", check=STATUSES.index),
    "day": Action(CONTACT, "day", DAY, check=days_of),
    "place": Action(CONTACT, "place", "the place, or nothing if there is none", optional=True),
    "merge": Action(PERSON, "", "the name that the person keeps"),
    "split": Action(PERSON, "", "the name of the person that these words mean"),
    "rename": Action(PERSON, "person", "the new name"),
    "role": Action(PERSON, "role", "the title or office, or nothing if there is none", optional=True),
    "gender": Action(PERSON, "gender", f"one of {', '.join(GENDERS)}", check=GENDERS.index),
}


@checked
def read_corrections(path: str | Path) -> pd.DataFrame:
    """Read a corrections file: a CSV file with the columns action, words, number, value, by, on and note.

    Only action and words are required. `docs/corrections.md` explains the columns. Files from Excel may have a byte
    order mark, semicolons, and an apostrophe before text that looks like a formula.

    Args:
        path: The file.

    Returns:
        The table `corrections`, with a row per correction; none is applied yet.

    Raises:
        AnalysisError: The file or a line of it cannot be read; the message gives the file, the line, and the remedy.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "page.corrections.csv"
    ...     _ = path.write_text("action,words,value\\nspeaker,We will stay,Bo Berg\\n")
    ...     analysis.read_corrections(path)[["line", "action", "words", "value"]].values.tolist()
    [[2, 'speaker', 'We will stay', 'Bo Berg']]
    """
    return tables.frame("corrections", _rows(path))


def check_corrections(corrections: object) -> pd.DataFrame:
    """Return a table of corrections unchanged; raise ArgumentError for anything else."""
    if not isinstance(corrections, pd.DataFrame) or not {"line", *COLUMNS} <= set(corrections.columns):
        kind = type(corrections).__name__
        raise ArgumentError(f"corrections cannot be {kind}; give a file, or what analysis.read_corrections returns")
    if unknown := sorted(set(map(str, corrections["action"])) - set(ACTIONS)):
        raise ArgumentError(f"corrections: there is no action {unknown}; choose from {list(ACTIONS)}")
    return corrections


def _rows(path: str | Path) -> list[dict[str, object]]:
    """The checked rows of a file, without blank ones."""
    return [_correction(where, cells) for where, cells in read_rows(path, NEEDED) if _has_content(cells)]


def _has_content(cells: Cells) -> bool:
    return any(isinstance(value, list) or (value or "").strip() for value in cells.values())


def _correction(where: str, cells: Cells) -> dict[str, object]:
    """A checked row. Raises AnalysisError with its location if it is wrong."""
    _check_columns(where, cells)
    values = {column: _restored(cells.get(column) or "") for column in COLUMNS}
    name = " ".join(values["action"].lower().split())
    if name not in ACTIONS:
        raise AnalysisError(f"{where}: there is no action {values['action']!r}; {_write_one(name, ACTIONS)}")
    if not values["words"].split():
        raise AnalysisError(f"{where}: {name!r} needs words; copy them from the article, or write a person's name")
    _check_value(where, name, values["value"])
    return {
        **{column: value or None for column, value in values.items()},
        "line": int(where.rpartition(" ")[2]),
        "action": name,
        "number": _number(where, values["number"]),
    }


def _check_columns(where: str, cells: Cells) -> None:
    """Raise AnalysisError if a row has surplus cells, or its file a column that is unknown."""
    if None in cells:  # the key under which `csv` stores surplus cells
        raise AnalysisError(f"{where} has more cells than the first line; put text with a comma into quote marks")
    if unknown := sorted(column for column in cells if column and column not in COLUMNS):
        file, remedy = where.rpartition(", line ")[0], _write_one(unknown[0], COLUMNS)
        raise AnalysisError(f"{file}: the first line has a column {unknown[0]!r}, which is unknown; {remedy}")


def _write_one(written: str, names: Iterable[str]) -> str:
    """What to write instead: "write speaker" if that is likely, otherwise "write one of mode, status"."""
    likely = get_close_matches(written, list(names), 1, 0.5)
    return f"write {likely[0]}" if likely else f"write one of {', '.join(names)}"


def _restored(cell: str) -> str:
    """A cell without surrounding spaces, and without the apostrophe that keeps a spreadsheet from running a formula."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def _check_value(where: str, name: str, value: str) -> None:
    """Raise AnalysisError if an action cannot have this value."""
    action = ACTIONS[name]
    if value and not action.value:
        raise AnalysisError(f"{where}: {name!r} takes no value, but has {value[:40]!r}; leave it empty")
    if not value and action.value and not action.optional:
        raise AnalysisError(f"{where}: {name!r} needs a value; write {action.value}")
    try:
        action.check(value) if value else None
    except ValueError:
        raise AnalysisError(f"{where}: {name!r} cannot be {value[:40]!r}; write {action.value}") from None


def _number(where: str, value: str) -> int | None:
    if value and not (value.isascii() and value.isdecimal() and int(value[:9]) > 0 and len(value) < 9):
        raise AnalysisError(f"{where}: number is {value[:40]!r}; write which occurrence of the words is meant, like 2")
    return int(value) if value else None


@checked
def save_correction(
    path: str | Path, action: str, words: str, number: int | None = None, value: str = "", by: str = "", on: str = ""
) -> None:
    """Add a correction at the end of a file, which is created if it does not exist.

    The file is replaced as a whole, so nobody ever reads half a line. Its other lines and its separator stay.

    Args:
        path: The file.
        action, words, number, value, by, on: The cells of the new line.

    Raises:
        AnalysisError: The correction is invalid, or the existing file cannot be read.
        WriteError: The file cannot be written.
    """
    path = Path(path)
    cells = {"action": action, "words": words, "value": value, "by": by, "on": on, "number": str(number or "")}
    as_given = {"words": words, "value": value or None, "by": by or None, "on": on or None}
    new = _correction(f"{path}, line 1", cells) | as_given
    try:
        with folder_lock(path):
            before, separator = _content(path)
            _write(path, [*before, new], separator)
    except (OSError, UnicodeEncodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise WriteError(f"{path} cannot be written: {reason}; name another file that you may write") from None


def write_corrections(path: Path, corrections: pd.DataFrame) -> None:
    """Write corrections to a file that `read_corrections` reads.

    Args:
        path: The file.
        corrections: The table `corrections`.
    """
    cells = corrections[list(COLUMNS)].astype(object)
    _write(path, cells.where(cells.notna(), None).to_dict("records"))


def _write(path: Path, rows: Sequence[Mapping[Any, Any]], separator: str = ",") -> None:
    """Write a file completely or not at all, with a byte order mark, which tells Excel that it is UTF-8."""
    lines = [COLUMNS, *(tuple(row[column] for column in COLUMNS) for row in rows)]
    with whole_file(path) as unfinished:
        text = "".join(separator.join(map(csv_cell, line)) + "\n" for line in lines)
        unfinished.write_text(text, encoding="utf-8-sig", newline="")


def _content(path: Path) -> tuple[list[dict[str, object]], str]:
    """The checked rows of a file and its separator; no rows and a comma if the file does not exist."""
    if not path.exists():
        return [], ","
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        separator, _ = csv_layout(file)
    return _rows(path), separator
