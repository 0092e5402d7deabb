"""Contacts in the columns and codes of two event data sets, so that they can be joined with them.

POLECAT (Halterman and others 2023) codes in PLOVER, GDELT in CAMEO; the codes and their sources are in
`vocabulary/events.toml`. A contact becomes an event by its status:

- occurred: 041 by phone, 042 a visit, 044 a meeting in a country of neither party (told by a country's or capital's
  name), 046 where the text says negotiations, talks or discussions, else 040, letters and other meetings included;
- planned: 036, an intent. Dates are those of the contact meant: the day it was announced is not in the table;
- denied: 125 if somebody would not have it ("refused to meet", "will not meet"). That two have not met is no event;
- cancelled: 164 where it was talks, else 161, where the codebook puts cancelled meetings and visits;
- hypothetical: no event in either scheme, left out.

Not told: who mediates (045), and the counterpart with the parties reversed that CAMEO gives to calls and meetings.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis import vocabulary
from analysis.errors import AnalysisError
from analysis.people.names import country_of
from analysis.tables import (
    CANCELLED,
    DENIED,
    HYPOTHETICAL,
    JOINS,
    OCCURRED,
    PLANNED,
    TABLES,
)
from analysis.validation import checked

QUADS = {1: "VERBAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}


@dataclass(frozen=True, slots=True)
class _Event:
    """A row of contacts (`told`) as an event: CAMEO's code, who does it to whom, how many parties it has in all."""

    told: Any
    code: str
    sides: tuple[str, ...]
    countries: tuple[str | None, ...]
    parties: int


@checked
def to_polecat(
    contacts: pd.DataFrame,
    people: pd.DataFrame,
    published: Mapping[str, datetime.date | None] | None = None,
) -> pd.DataFrame:
    """Contacts as POLECAT has them, an event per contact and pair: columns as in `JOINS["polecat"]`.

    `contacts` and `people` are the tables of that name, of one article or of many. `published` says when each article
    (by its id) came out; without it Publication Date is missing. Raises AnalysisError for other tables.

    >>> events = analysis.to_polecat(result.contacts, result.people)
    >>> events[["Event Type", "Event Mode", "Actor Name", "Recipient Name"]].values.tolist()[0]
    ['CONSULT', 'visit', 'Naftali Bennett', 'Vladimir Putin']
    """
    rows = []
    for event in _events(contacts, people):
        told, coded = event.told, vocabulary.events().codes[event.code]
        row = {
            "article_id": told.article_id,
            "contact_id": told.contact_id,
            "Event Date": told.date_start if told.date_precision == "day" else None,
            "Event Type": coded.type,
            "Event Mode": _mode(event, coded.mode),
            "Quad Code": QUADS[coded.class_],
            "Placename": told.place,
            "Country": _country_of(told.place),
            "Publication Date": (published or {}).get(told.article_id),
        }
        for side, name, country in zip(("Actor", "Recipient"), event.sides, event.countries, strict=True):
            row |= {f"{side} Name": name, f"{side} Country": country}
        rows.append(row)
    return _frame("polecat", rows)


@checked
def to_gdelt(contacts: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Contacts as in GDELT's event files (1.0 and 2.0), an event per contact and pair: columns as in `JOINS["gdelt"]`.

    A visit is two events, as in GDELT: 042 by the visitor and, in the next row, 043 by the host. Raises AnalysisError
    for tables that are not `contacts` and `people`.

    >>> events = analysis.to_gdelt(result.contacts, result.people)
    >>> events[["SQLDATE", "EventCode", "Actor1Name", "Actor2Name"]].values.tolist()[:2]
    [[20220305, '042', 'Naftali Bennett', 'Vladimir Putin'], [20220305, '043', 'Vladimir Putin', 'Naftali Bennett']]
    """
    words, rows = vocabulary.events(), []
    for event in _mirrored(_events(contacts, people)):
        told, coded = event.told, words.codes[event.code]
        row = {
            "article_id": told.article_id,
            "contact_id": told.contact_id,
            **_calendar(told.date_start, told.date_end),
            "EventCode": event.code,
            "EventBaseCode": event.code,
            "EventRootCode": event.code[:2],
            "QuadClass": coded.class_,
            "GoldsteinScale": coded.score,
            "ActionGeo_FullName": told.place,
        }
        for side, name, country in zip(("Actor1", "Actor2"), event.sides, event.countries, strict=True):
            row |= {
                f"{side}Name": name,
                f"{side}CountryCode": words.countries.get(country, country) if country else None,
            }
        rows.append(row)
    return _frame("gdelt", rows)


def _frame(join: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    types = {column.name: column.dtype for column in JOINS[join]}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _events(contacts: pd.DataFrame, people: pd.DataFrame) -> Iterator[_Event]:
    """The contacts that are events, in their order."""
    for name, table in (("contacts", contacts), ("people", people)):
        if missing := [column.name for column in TABLES[name] if column.name not in table.columns]:
            raise AnalysisError(f"this is not the table {name}, it has no column {missing}; give result.{name}")
    known = zip(people["article_id"], people["person"], people["country"], strict=True)
    country = {(article, person): None if pd.isna(code) else code for article, person, code in known}
    taking_part = contacts.melt(["article_id", "contact_id"], ["actor", "recipient"])
    parties = taking_part.groupby(["article_id", "contact_id"])["value"].nunique().to_dict()
    told: Any
    for told in contacts.itertuples(index=False):
        sides = (told.actor, told.recipient)
        countries = tuple(country.get((told.article_id, name), _country_of(name)) for name in sides)
        if code := _code(told, countries):
            yield _Event(told, code, sides, countries, parties[(told.article_id, told.contact_id)])


def _mirrored(events: Iterable[_Event]) -> Iterator[_Event]:
    """Each event, and after each visit the host's side of it."""
    for event in events:
        yield event
        if event.code == "042":
            yield replace(event, code="043", sides=event.sides[::-1], countries=event.countries[::-1])


def _code(told: Any, countries: tuple[str | None, ...]) -> str | None:
    """The CAMEO code of a contact; None if it is no event."""
    words = vocabulary.events().words
    talks = str(told.trigger).lower() in words.negotiating
    why = set() if pd.isna(told.why_status) else set(told.why_status.lower().split())
    by_status = {
        OCCURRED: _code_of_occurred(told, countries, talks),
        PLANNED: "036",
        CANCELLED: "164" if talks else "161",
        DENIED: "125" if why & words.refusing else None,
        HYPOTHETICAL: None,
    }
    return by_status[told.status]


def _code_of_occurred(told: Any, countries: tuple[str | None, ...], talks: bool) -> str:
    if told.mode in ("phone", "visit"):
        return {"phone": "041", "visit": "042"}[told.mode]
    where = _country_of(told.place) if told.mode == "meeting" else None
    if where and all(countries) and where not in countries:
        return "044"
    return "046" if talks else "040"


def _mode(event: _Event, mode: str | None) -> str | None:
    """PLOVER's mode: a letter goes with phone, "or some other remote medium"; three parties are multilateral."""
    if event.code not in ("040", "044", "046"):
        return mode
    if event.told.mode == "correspondence":
        return "phone"
    return "multilateral" if event.parties > 2 else mode


def _country_of(name: Any) -> str | None:
    found = None if pd.isna(name) else country_of(tuple(name.split()))
    return found[0] if found else None


def _calendar(first: pd.Timestamp, last: pd.Timestamp) -> dict[str, int | None]:
    """Day, month and year as GDELT's numbers, each where it holds every day from first to last."""
    formats = {"SQLDATE": "%Y%m%d", "MonthYear": "%Y%m", "Year": "%Y"}
    if pd.isna(first) or pd.isna(last):
        return dict.fromkeys(formats)
    spelt = {name: (first.strftime(f), last.strftime(f)) for name, f in formats.items()}
    return {name: int(a) if a == b else None for name, (a, b) in spelt.items()}
