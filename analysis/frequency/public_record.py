"""The public record beside the article: what a published list of a person's contacts holds of those told and stated.

A list confirms what it holds and refutes nothing: it has what one side chose to publish, often no letters and no
refused calls, and may put a call under another day. Where it does not reach, `agrees` and `gap` are missing.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.articles.article import as_date
from analysis.errors import AnalysisError
from analysis.frequency.rates import pair_label
from analysis.tables import COUNT, DAY, FLAG, MODES, OCCURRED, TEXT
from analysis.validation import checked

RECORD = {"date": DAY} | dict.fromkeys(("counterpart", "mode", "initiator", "url"), TEXT)
NEEDED = ("date", "counterpart", "mode")
CONTACTS = {"article_id": TEXT, "contact_id": COUNT, "pair": TEXT, "counterpart": TEXT, "mode": TEXT}
CONTACTS |= {"date_start": DAY, "date_end": DAY, "in_record": TEXT, "agrees": FLAG}
TOTALS = {"article_id": TEXT, "pair": TEXT, "counterpart": TEXT, "mode": TEXT, "window_text": TEXT}
TOTALS |= {"window_start": DAY, "window_end": DAY, "stated": COUNT, "told": COUNT, "in_record": COUNT, "gap": COUNT}


@checked
def read_record(path: str | Path | None) -> pd.DataFrame:
    """A list of contacts from a CSV file, earliest first: columns date, counterpart, mode, initiator, url.

    The last two may be left out of the file, and a counterpart may have a title before the name. None stands for no
    record and gives a table without rows. Raises AnalysisError, with file and line, for what cannot be read.

    >>> public_record.read_record("seeds/kremlin_contacts.csv")["counterpart"].head(2).tolist()
    ['Boris Johnson', 'Shavkat Mirziyoyev']
    """
    rows = [] if path is None else [_entry(row, where) for where, row in read_rows(path, NEEDED)]
    return _frame(rows, RECORD).sort_values(list(RECORD), ignore_index=True)


@checked
def read_rows(path: str | Path, needed: Sequence[str]) -> list[tuple[str, dict[str, str | None]]]:
    """The rows of a CSV file in UTF-8, each with where it stands ("kept.csv, line 2"); `needed` names its columns.

    Raises AnalysisError, with the file, for what cannot be read or lacks a column.
    """
    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if missing := [column for column in needed if column not in (reader.fieldnames or ())]:
                raise AnalysisError(f"{path} has no column {missing}; its first line must name {list(needed)}")
            return [(f"{path}, line {reader.line_num}", row) for row in reader]
    except OSError as error:
        raise AnalysisError(f"{path} cannot be read: {error.strerror}; name a CSV file, or give None") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise AnalysisError(f"{path} is no CSV in UTF-8: {error}; save it as one") from None


def _entry(row: Mapping[str, str | None], where: str) -> dict[str, Any]:
    entry = {column: (row.get(column) or "").strip() or None for column in RECORD}
    if missing := [column for column in NEEDED if entry[column] is None]:
        raise AnalysisError(f"{where}: {missing} missing; each line needs {list(NEEDED)}")
    if entry["mode"] not in MODES:
        raise AnalysisError(f"{where}: mode is {entry['mode']!r}; write one of {list(MODES)}")
    return entry | {"date": as_date(entry["date"], f"{where}: date")}


@checked
def same_person(one: str, other: str) -> bool:
    """Whether one name ends the other: "Ana Ruiz" is "President of Chile Ana Ruiz" and "Ana M. Ruiz", not "Juana Ruiz".

    Accents, capitals and initials do not count. A surname alone is everybody of that name.

    >>> public_record.same_person("Ana Ruiz", "President of Chile Ana M. Ruiz")
    True
    >>> public_record.same_person("Ana Ruiz", "Juana Ruiz")
    False
    """
    a, b = _words(one), _words(other)
    n = min(len(a), len(b))
    return n > 0 and a[-n:] == b[-n:]


def _words(name: str) -> list[str]:
    letters = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return [word for word in letters.casefold().split() if not re.fullmatch(r"\w\.", word)]


@checked
def entries(record: pd.DataFrame, counterpart: str, first: Any, last: Any, mode: str = "unspecified") -> pd.DataFrame:
    """What the record lists of one counterpart from the first to the last day, of a mode that fits."""
    named = record["counterpart"].map(lambda name: same_person(name, counterpart)).astype(bool)
    fits = record["mode"].map(lambda listed: _fits(mode, listed)).astype(bool)
    return record[named & fits & record["date"].between(first, last)]


def _fits(told: str, listed: str) -> bool:
    """Whether two modes can be the same contact: a visit is a meeting, and unspecified may be either."""
    one, other = ("meeting" if mode == "visit" else mode for mode in (told, listed))
    return one == other or "unspecified" in (one, other)


@checked
def contacts_in_record(contacts: pd.DataFrame, record: pd.DataFrame, person: str | None) -> pd.DataFrame:
    """Dated contacts that took place, of the person whose record it is: columns as in `CONTACTS`, a row per pair.

    `in_record` has what is listed of the counterpart on the days the contact can have been on; `agrees` says whether
    any of it is of a mode that fits. `contacts` is the table of that name.
    """
    dated = contacts[(contacts["status"] == OCCURRED) & contacts["date_start"].notna()]
    rows = []
    for row in _of(dated, record, person):
        days = row["date_start"], row["date_end"]
        listed = entries(record, row["counterpart"], *days)
        found = ", ".join(f"{day.date()} {mode}" for day, mode in zip(listed["date"], listed["mode"], strict=True))
        agrees = any(_fits(row["mode"], mode) for mode in listed["mode"])
        rows.append(row | {"in_record": found, "agrees": agrees if agrees or _spans(record, *days) else None})
    return _frame(rows, CONTACTS)


@checked
def totals_in_record(stated_counts: pd.DataFrame, record: pd.DataFrame, person: str | None) -> pd.DataFrame:
    """Stated totals of that person with a complete window, beside the record: columns as in `TOTALS`.

    `told` is how many of these contacts the article tells, `in_record` how many are listed in the window, of a mode
    that fits; `gap` is stated less listed. `stated_counts` is the table of that name.

    >>> listed = public_record.read_record("seeds/kremlin_contacts.csv")
    >>> totals = public_record.totals_in_record(result.stated_counts, listed, "Vladimir Putin")
    >>> totals[["stated", "in_record"]].values.tolist()
    [[4, 4], [11, 8]]
    """
    totals = stated_counts[stated_counts["kind"] == "total"].sort_values(["article_id", "start"], kind="stable")
    rows = []
    for row in _of(totals.dropna(subset=["window_start", "window_end", "count"]), record, person):
        window = row["window_start"], row["window_end"]
        listed = len(entries(record, row["counterpart"], *window, row["mode"]))
        gap = row["count"] - listed if _spans(record, *window) else None
        rows.append(row | {"stated": row["count"], "told": row["n_found"], "in_record": listed, "gap": gap})
    return _frame(rows, TOTALS)


@checked
def days_in_record(told: pd.DataFrame, totals: pd.DataFrame, record: pd.DataFrame) -> pd.DataFrame:
    """What the record lists of each counterpart from the first to the last day that the article tells or counts.

    Columns as in `RECORD`, with the article's name of the counterpart, and `told`: whether the article tells it with
    its day. `told` and `totals` are as `contacts_in_record` and `totals_in_record` give them.
    """
    told = told[told["agrees"].notna()]
    windows = totals.rename(columns={"window_start": "date_start", "window_end": "date_end"})
    days = pd.concat([table[["counterpart", "date_start", "date_end"]] for table in (told, windows)])
    rows = []
    for name, span in days.groupby("counterpart"):
        own = told[told["counterpart"] == name]
        for row in entries(record, str(name), span["date_start"].min(), span["date_end"].max()).to_dict("records"):
            on = own[(own["date_start"] <= row["date"]) & (own["date_end"] >= row["date"])]
            is_told = any(_fits(mode, row["mode"]) for mode in on["mode"])
            rows.append(row | {"counterpart": name, "told": is_told})
    return _frame(rows, RECORD | {"told": FLAG})


def _of(table: pd.DataFrame, record: pd.DataFrame, person: str | None) -> list[dict[Any, Any]]:
    """Rows of a pair that the person is one of, with pair and counterpart; none where there is no record, or nobody."""
    rows: list[dict[Any, Any]] = []
    if record.empty or person is None:
        return rows
    for row in table.dropna(subset=["actor", "recipient"]).to_dict("records"):
        one, other = row["actor"], row["recipient"]
        if same_person(one, person) != same_person(other, person):
            counterpart = other if same_person(one, person) else one
            rows.append({**row, "counterpart": counterpart, "pair": pair_label(one, other)})
    return rows


def _spans(record: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> bool:
    """Whether the record reaches from the first day to the last."""
    return bool(record["date"].min() <= first and last <= record["date"].max())


def _frame(rows: Iterable[Mapping[Any, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    rows = list(rows)
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=dtype) for name, dtype in columns.items()})
