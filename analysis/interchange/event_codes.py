"""Contacts in the columns and codes of two event data sets, so that they can be joined with them.

POLECAT (Halterman and others 2023) codes in PLOVER, GDELT in CAMEO; the codes and their sources are in
`vocabulary/events.toml`. A contact becomes an event by its status:

- occurred: 041 for a phone call, 042 for a visit, 044 for a meeting in a third country (where the place is a country
  or capital), 046 where the trigger is negotiations, talks or discussions, and otherwise 040, also for letters;
- planned: 036, an intent. The dates are those of the planned contact: `contacts` has no date of the announcement;
- denied: 125 if somebody refused ("refused to meet", "will not meet"). That two people have not met is not an event;
- cancelled: 164 for talks, otherwise 161, to which the codebook assigns cancelled meetings and visits;
- hypothetical: left out, because neither scheme has an event for it.

Two codings of CAMEO are left out: mediation (045), and the second event with the parties reversed that it has for calls
and meetings.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis import vocabulary
from analysis.errors import AnalysisError
from analysis.tables import (
    CANCELLED,
    DENIED,
    HYPOTHETICAL,
    LETTER,
    MEETING,
    OCCURRED,
    PHONE,
    PLANNED,
    TABLES,
    VISIT,
    probable,
    types_of,
)
from analysis.validation import checked

QUAD_CLASSES = {1: "VERBAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}


@dataclass(frozen=True, slots=True)
class _Event:
    """A row of `contacts` as an event: its CAMEO code, actor and recipient, their countries, and the number of parties.

    `parties` counts everybody who takes part in the contact, in all its rows.
    """

    contact: Any
    code: str
    sides: tuple[str, ...]
    countries: tuple[str | None, ...]
    parties: int


@checked
def to_polecat(
    contacts: pd.DataFrame,
    people: pd.DataFrame,
    published: Mapping[str, datetime.date | None] | None = None,
    include_possible: bool = False,
) -> pd.DataFrame:
    """Contacts as POLECAT events, one per contact and pair.

    Args:
        contacts: the table `contacts` of one or more articles.
        people: the table `people` of the same articles.
        published: day of publication by article_id; without it, Publication Date is missing.
        include_possible: whether to code contacts that are only possible, too.

    Returns:
        The columns of `JOINS["polecat"]`, in the order of `contacts`.

    Raises:
        AnalysisError: `contacts` or `people` is a different table.

    >>> events = analysis.to_polecat(result.contacts, result.people)
    >>> events[["Event Type", "Event Mode", "Actor Name", "Recipient Name"]].values.tolist()[0]
    ['CONSULT', 'visit', 'Naftali Bennett', 'Vladimir Putin']
    """
    rows = []
    for event in _events(probable(contacts, include_possible), people):
        contact, coded = event.contact, vocabulary.events().codes[event.code]
        row = {
            "article_id": contact.article_id,
            "contact_id": contact.contact_id,
            "Event Date": contact.date_start if contact.date_precision == "day" else None,
            "Event Type": coded.type,
            "Event Mode": _mode(event, coded.mode),
            "Quad Code": QUAD_CLASSES[coded.class_],
            "Placename": contact.place,
            "Country": _country_of(contact.place),
            "Publication Date": (published or {}).get(contact.article_id),
        }
        for side, name, country in zip(("Actor", "Recipient"), event.sides, event.countries, strict=True):
            row |= {f"{side} Name": name, f"{side} Country": country}
        rows.append(row)
    return _frame("polecat", rows)


@checked
def to_gdelt(contacts: pd.DataFrame, people: pd.DataFrame, include_possible: bool = False) -> pd.DataFrame:
    """Contacts as events in the format of GDELT's event files (1.0 and 2.0), one per contact and pair.

    A visit is two events, as in GDELT: 042 by the visitor and, in the next row, 043 by the host.

    Args:
        contacts: the table `contacts` of one or more articles.
        people: the table `people` of the same articles.
        include_possible: whether to code contacts that are only possible, too.

    Returns:
        The columns of `JOINS["gdelt"]`, in the order of `contacts`.

    Raises:
        AnalysisError: `contacts` or `people` is a different table.

    >>> events = analysis.to_gdelt(result.contacts, result.people)
    >>> events[["SQLDATE", "EventCode", "Actor1Name", "Actor2Name"]].values.tolist()[:2]
    [[20220305, '042', 'Naftali Bennett', 'Vladimir Putin'], [20220305, '043', 'Vladimir Putin', 'Naftali Bennett']]
    """
    words, rows = vocabulary.events(), []
    for event in _mirrored(_events(probable(contacts, include_possible), people)):
        contact, coded = event.contact, words.codes[event.code]
        row = {
            "article_id": contact.article_id,
            "contact_id": contact.contact_id,
            **_calendar(contact.date_start, contact.date_end),
            "EventCode": event.code,
            "EventBaseCode": event.code,
            "EventRootCode": event.code[:2],
            "QuadClass": coded.class_,
            "GoldsteinScale": coded.score,
            "ActionGeo_FullName": contact.place,
        }
        for side, name, country in zip(("Actor1", "Actor2"), event.sides, event.countries, strict=True):
            row |= {
                f"{side}Name": name,
                f"{side}CountryCode": words.countries.get(country, country) if country else None,
            }
        rows.append(row)
    return _frame("gdelt", rows)


def _frame(join: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    types = types_of(join)
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _events(contacts: pd.DataFrame, people: pd.DataFrame) -> Iterator[_Event]:
    """The contacts that have a CAMEO code, in the order of the table."""
    for name, table in (("contacts", contacts), ("people", people)):
        if missing := [column.name for column in TABLES[name] if column.name not in table.columns]:
            raise AnalysisError(f"this is not the table {name}, it has no column {missing}; give result.{name}")
    people_countries = _countries_by_person(people)
    participants = contacts.melt(["article_id", "contact_id"], ["actor", "recipient"])
    parties = participants.groupby(["article_id", "contact_id"])["value"].nunique().to_dict()
    contact: Any
    for contact in contacts.itertuples(index=False):
        sides = (contact.actor, contact.recipient)
        countries = tuple(people_countries.get((contact.article_id, name), _country_of(name)) for name in sides)
        if code := _code(contact, countries):
            yield _Event(contact, code, sides, countries, parties[(contact.article_id, contact.contact_id)])


def _countries_by_person(people: pd.DataFrame) -> dict[tuple[str, str], str | None]:
    """The country of each person by article_id and name; None where the table has no country."""
    rows = zip(people["article_id"], people["person"], people["country"], strict=True)
    return {(article_id, person): None if pd.isna(code) else code for article_id, person, code in rows}


def _mirrored(events: Iterable[_Event]) -> Iterator[_Event]:
    """The events, each visit followed by the same visit as the host's event."""
    for event in events:
        yield event
        if event.code == "042":
            yield replace(event, code="043", sides=event.sides[::-1], countries=event.countries[::-1])


def _code(contact: Any, countries: tuple[str | None, ...]) -> str | None:
    """The CAMEO code of a contact; None if it is not an event."""
    words = vocabulary.events().words
    is_negotiation = str(contact.trigger).lower() in words.negotiating
    why = set() if pd.isna(contact.why_status) else set(contact.why_status.lower().split())
    by_status = {
        OCCURRED: _code_of_occurred(contact, countries, is_negotiation),
        PLANNED: "036",
        CANCELLED: "164" if is_negotiation else "161",
        DENIED: "125" if why & words.refusing else None,
        HYPOTHETICAL: None,
    }
    return by_status[contact.status]


def _code_of_occurred(contact: Any, countries: tuple[str | None, ...], is_negotiation: bool) -> str:
    """The code of a contact that took place. `countries`: those of actor and recipient."""
    by_mode = {PHONE: "041", VISIT: "042"}
    if contact.mode in by_mode:
        return by_mode[contact.mode]
    meeting_country = _country_of(contact.place) if contact.mode == MEETING else None
    if meeting_country and all(countries) and meeting_country not in countries:
        return "044"
    return "046" if is_negotiation else "040"


def _mode(event: _Event, mode: str | None) -> str | None:
    """PLOVER's mode. Letters count as phone ("or some other remote medium"); three or more parties are multilateral.

    `mode`: the mode that PLOVER gives to the event's code.
    """
    if event.code not in ("040", "044", "046"):
        return mode
    if event.contact.mode == LETTER:
        return "phone"
    return "multilateral" if event.parties > 2 else mode


def _country_of(name: Any) -> str | None:
    """The code of the country that a state's or capital's name refers to."""
    from analysis.people.names import country_of  # not at the top: it loads spaCy

    country = None if pd.isna(name) else country_of(tuple(name.split()))
    return country[0] if country else None


def _calendar(first: pd.Timestamp, last: pd.Timestamp) -> dict[str, int | None]:
    """Day, month and year as numbers in GDELT's format; missing where the days from first to last differ in it."""
    formats = {"SQLDATE": "%Y%m%d", "MonthYear": "%Y%m", "Year": "%Y"}
    if pd.isna(first) or pd.isna(last):
        return dict.fromkeys(formats)
    formatted = {name: (first.strftime(f), last.strftime(f)) for name, f in formats.items()}
    return {name: int(a) if a == b else None for name, (a, b) in formatted.items()}
