"""The public record next to the article: which of an article's contacts a published list of a person's contacts has.

A list confirms what it contains and refutes nothing: it has what one side chose to publish, often without letters and
refused calls, and may enter a call under another day. Where the list does not reach, `agrees` and `gap` are missing.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.articles.article import as_date
from analysis.articles.sheets import read_rows
from analysis.errors import AnalysisError
from analysis.frequency.rates import pair_label
from analysis.tables import COUNT, DAY, FLAG, MODES, OCCURRED, TEXT, UNSPECIFIED, modes_agree, probable
from analysis.validation import checked

RECORD_COLUMNS = {"date": DAY} | dict.fromkeys(("counterpart", "mode", "initiator", "url"), TEXT)
REQUIRED_COLUMNS = ("date", "counterpart", "mode")
# The columns that comparing needs, of contacts and of stated totals.
CONTACT_COLUMNS = ("article_id", "contact_id", "actor", "recipient", "mode", "status", "date_start", "date_end")
WINDOW_COLUMNS = ("window_text", "window_start", "window_end")
TOTAL_COLUMNS = ("article_id", "actor", "recipient", "mode", *WINDOW_COLUMNS, "kind", "count", "n_found", "start")
COMPARED_CONTACT_COLUMNS = {
    "article_id": TEXT,
    "contact_id": COUNT,
    "pair": TEXT,
    "counterpart": TEXT,
    "mode": TEXT,
    "date_start": DAY,
    "date_end": DAY,
    "in_record": TEXT,
    "agrees": FLAG,
}
COMPARED_TOTAL_COLUMNS = {
    "article_id": TEXT,
    "pair": TEXT,
    "counterpart": TEXT,
    "mode": TEXT,
    "window_text": TEXT,
    "window_start": DAY,
    "window_end": DAY,
    "stated": COUNT,
    "described": COUNT,
    "in_record": COUNT,
    "gap": COUNT,
}
INITIAL = re.compile(r"\w\.")  # "M." in "Ana M. Ruiz"


@checked
def read_record(path: str | Path | None) -> pd.DataFrame:
    """Read a list of contacts from a CSV file, earliest first.

    Args:
        path: A file with the columns date, counterpart and mode, and optionally initiator and url. A counterpart may
            have a title before the name. None means that there is no record.

    Returns:
        Columns date, counterpart, mode, initiator and url; no rows if `path` is None.

    Raises:
        AnalysisError: The file or a line of it cannot be read; the message has the file and the line.

    >>> public_record.read_record("seeds/kremlin_contacts.csv")["counterpart"].head(2).tolist()
    ['Boris Johnson', 'Shavkat Mirziyoyev']
    """
    rows = [] if path is None else [_record_entry(row, where) for where, row in read_rows(path, REQUIRED_COLUMNS)]
    return _frame(rows, RECORD_COLUMNS).sort_values(list(RECORD_COLUMNS), ignore_index=True)


def _record_entry(row: Mapping[str, str | None], where: str) -> dict[str, Any]:
    """A checked row of a record. Raises AnalysisError, with its location, for a missing or wrong value."""
    entry = {column: (row.get(column) or "").strip() or None for column in RECORD_COLUMNS}
    if missing := [column for column in REQUIRED_COLUMNS if entry[column] is None]:
        raise AnalysisError(f"{where}: {missing} missing; each line needs {list(REQUIRED_COLUMNS)}")
    if entry["mode"] not in MODES:
        raise AnalysisError(f"{where}: mode is {entry['mode']!r}; write one of {list(MODES)}")
    return entry | {"date": as_date(entry["date"], f"{where}: date")}


@checked
def same_person(one: str, other: str) -> bool:
    """Whether one name ends with the other: "Ana Ruiz" is "President of Chile Ana Ruiz", but not "Juana Ruiz".

    Accents, case and initials are ignored. A surname alone matches everybody with that surname.

    >>> public_record.same_person("Ana Ruiz", "President of Chile Ana M. Ruiz")
    True
    >>> public_record.same_person("Ana Ruiz", "Juana Ruiz")
    False
    """
    words, other_words = _name_words(one), _name_words(other)
    n = min(len(words), len(other_words))
    return n > 0 and words[-n:] == other_words[-n:]


def _name_words(name: str) -> list[str]:
    """The words of a name without accents (decomposed by NFKD, Unicode Standard Annex 15), case and initials.

    >>> _name_words("Ana M. Ruíz")
    ['ana', 'ruiz']
    """
    letters = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return [word for word in letters.casefold().split() if not INITIAL.fullmatch(word)]


@checked
def entries(record: pd.DataFrame, counterpart: str, first: Any, last: Any, mode: str = UNSPECIFIED) -> pd.DataFrame:
    """The rows of a record for one counterpart, from the first to the last day, with a compatible mode."""
    is_named = record["counterpart"].map(lambda name: same_person(name, counterpart)).astype(bool)
    is_compatible = record["mode"].map(lambda listed: modes_agree(mode, listed)).astype(bool)
    return record[is_named & is_compatible & record["date"].between(first, last)]


@checked
def contacts_in_record(
    contacts: pd.DataFrame, record: pd.DataFrame, person: str | None, include_possible: bool = False
) -> pd.DataFrame:
    """Compare dated contacts that took place with a record.

    Args:
        contacts: The table `contacts`.
        record: The record, as `read_record` returns it.
        person: Whose record it is; contacts of other people are left out.
        include_possible: Whether to count contacts that are only possible, too.

    Returns:
        A row per pair, with the columns of `COMPARED_CONTACT_COLUMNS`. `in_record` has what the record lists for the
        counterpart on the contact's possible days; `agrees` is whether any of it has a compatible mode.
    """
    contacts = probable(contacts, include_possible)[list(CONTACT_COLUMNS)]
    dated = contacts[(contacts["status"] == OCCURRED) & contacts["date_start"].notna()]
    rows = []
    for row in _rows_with(dated, record, person):
        days = row["date_start"], row["date_end"]
        listed = entries(record, row["counterpart"], *days)
        in_record = ", ".join(f"{day.date()} {mode}" for day, mode in zip(listed["date"], listed["mode"], strict=True))
        agrees = any(modes_agree(row["mode"], mode) for mode in listed["mode"])
        is_decided = agrees or _covers(record, *days)
        rows.append(row | {"in_record": in_record, "agrees": agrees if is_decided else None})
    return _frame(rows, COMPARED_CONTACT_COLUMNS)


@checked
def totals_in_record(stated_counts: pd.DataFrame, record: pd.DataFrame, person: str | None) -> pd.DataFrame:
    """Compare stated totals that have a complete window with a record.

    Args:
        stated_counts: The table of that name.
        record: The record, as `read_record` returns it.
        person: Whose record it is; totals of other people are left out.

    Returns:
        A row per total, with the columns of `COMPARED_TOTAL_COLUMNS`: `described` counts those that the
        article itself describes, `in_record` those that the record lists in the window with a compatible mode, and
        `gap` is stated minus listed.

    >>> listed = public_record.read_record("seeds/kremlin_contacts.csv")
    >>> totals = public_record.totals_in_record(result.stated_counts, listed, "Vladimir Putin")
    >>> totals[["stated", "in_record"]].values.tolist()
    [[4, 4], [11, 8]]
    """
    stated_counts = stated_counts[list(TOTAL_COLUMNS)]
    totals = stated_counts[stated_counts["kind"] == "total"].sort_values(["article_id", "start"], kind="stable")
    rows = []
    for row in _rows_with(totals.dropna(subset=["window_start", "window_end", "count"]), record, person):
        window = row["window_start"], row["window_end"]
        n_listed = len(entries(record, row["counterpart"], *window, row["mode"]))
        gap = row["count"] - n_listed if _covers(record, *window) else None
        rows.append(row | {"stated": row["count"], "described": row["n_found"], "in_record": n_listed, "gap": gap})
    return _frame(rows, COMPARED_TOTAL_COLUMNS)


@checked
def days_in_record(compared: pd.DataFrame, totals: pd.DataFrame, record: pd.DataFrame) -> pd.DataFrame:
    """What the record lists of each counterpart, from the first to the last day that the article dates or counts.

    Args:
        compared: Contacts, as `contacts_in_record` returns them.
        totals: Stated totals, as `totals_in_record` returns them.
        record: The record, as `read_record` returns it.

    Returns:
        The columns of `RECORD_COLUMNS`, with the counterpart named as in the article, and `described`: whether
        the article describes the contact with its day.
    """
    record, compared = record[list(RECORD_COLUMNS)], compared[compared["agrees"].notna()]
    windows = totals[["counterpart", "window_start", "window_end"]]
    windows = windows.rename(columns={"window_start": "date_start", "window_end": "date_end"})
    spans = pd.concat([compared[["counterpart", "date_start", "date_end"]], windows])
    rows = []
    for name, days in spans.groupby("counterpart"):
        contacts = compared[compared["counterpart"] == name]
        for entry in entries(record, str(name), days["date_start"].min(), days["date_end"].max()).to_dict("records"):
            on_day = contacts[(contacts["date_start"] <= entry["date"]) & (contacts["date_end"] >= entry["date"])]
            is_reported = any(modes_agree(mode, entry["mode"]) for mode in on_day["mode"])
            rows.append(entry | {"counterpart": name, "described": is_reported})
    return _frame(rows, RECORD_COLUMNS | {"described": FLAG})


def _rows_with(table: pd.DataFrame, record: pd.DataFrame, person: str | None) -> list[dict[Any, Any]]:
    """The rows of pairs that include a person, with `pair` and `counterpart`; none without a record or a person."""
    rows: list[dict[Any, Any]] = []
    if record.empty or person is None:
        return rows
    for row in table.dropna(subset=["actor", "recipient"]).to_dict("records"):
        actor, recipient = row["actor"], row["recipient"]
        is_actor = same_person(actor, person)
        if is_actor != same_person(recipient, person):
            counterpart = recipient if is_actor else actor
            rows.append({**row, "counterpart": counterpart, "pair": pair_label(actor, recipient)})
    return rows


def _covers(record: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> bool:
    """Whether the record reaches from the first day to the last."""
    return bool(record["date"].min() <= first and last <= record["date"].max())


def _frame(rows: Iterable[Mapping[Any, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """A table with exactly these columns and types, also if there are no rows."""
    rows = list(rows)
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=dtype) for name, dtype in columns.items()})
