"""One person's contacts in a corpus: with whom, how often, before and since a day, and who asked for them.

A gathering, that is, a contact of more than five or with a body or group, is one event rather than a contact with each
of the others. Gatherings are counted separately.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis import tables
from analysis.frequency.public_record import RECORD_COLUMNS, same_person
from analysis.frequency.rates import compare
from analysis.people.names import GROUP, ORGANISATION
from analysis.statistics import is_joint, monday, most_first
from analysis.tables import MEETING, OCCURRED, VISIT, modes_agree, records
from analysis.validation import checked

EVERYBODY = "all others"  # replaces the second of a pair where all counterparts are counted together
# The columns of `of_person`: those of `world_contacts`, with the other side of each pair.
COLUMNS = ("counterpart", "date", "mode", "initiator", "duration_min", "place", "n_parties", "event", "url")
IN_PERSON = (MEETING, VISIT)


@checked
def of_person(
    world_contacts: pd.DataFrame, person: str, people: pd.DataFrame | None = None, mode: str | None = None
) -> pd.DataFrame:
    """A person's dated contacts with other persons or states that took place, earliest first.

    Args:
        world_contacts: The table of that name.
        person: The name as in `world_people`.
        people: The table `world_people`, which says who is a body or group; without it, nobody is.
        mode: Only contacts of this mode; meetings and visits are one mode here.

    Returns:
        The columns of `COLUMNS`; `counterpart` is the other side. Those of `gatherings` are left out.

    >>> call = {"actor": "Ann Lee", "recipient": "Bob Ray", "mode": "phone", "status": "occurred"}
    >>> rows = [call | {"date_start": "2031-01-13", "date_end": "2031-01-13"}, call]
    >>> counterparts.of_person(tables.frame("world_contacts", rows), "Bob Ray")["counterpart"].tolist()
    ['Ann Lee']
    """
    dated = _of_person(world_contacts, person)
    kept = dated[~_is_gathering(dated, people)]
    if mode is not None:
        kept = kept[kept["mode"].isin(IN_PERSON if mode in IN_PERSON else [mode])]
    return kept[list(COLUMNS)].reset_index(drop=True)


@checked
def gatherings(world_contacts: pd.DataFrame, person: str, people: pd.DataFrame | None = None) -> pd.DataFrame:
    """A person's dated contacts with many at once that took place: of more than five, or with a body or a group.

    Each is one event, so it has one row, and no count by counterpart includes it.

    Args:
        world_contacts: The table of that name.
        person: The name as in `world_people`.
        people: The table `world_people`, which says who is a body or group.

    Returns:
        Columns date, mode, others (joined by semicolons), event and url, earliest first.
    """
    dated = _of_person(world_contacts, person)
    many = dated[_is_gathering(dated, people)]
    by_event = many.groupby("event", sort=False)
    table = by_event[["date", "mode", "url"]].first().assign(others=by_event["counterpart"].agg("; ".join))
    return table.reset_index()[["date", "mode", "others", "event", "url"]]


def _of_person(world_contacts: pd.DataFrame, person: str) -> pd.DataFrame:
    """A person's contacts that took place on a known day, with the columns counterpart and date."""
    happened = world_contacts[world_contacts["status"] == OCCURRED]
    dated = happened[happened["date_start"].notna() & (happened["date_start"] == happened["date_end"])]
    mine = dated[(dated["actor"] == person) | (dated["recipient"] == person)]
    other = mine["actor"].where(mine["recipient"] == person, mine["recipient"])
    mine = mine.assign(counterpart=other, date=mine["date_start"])
    return mine.sort_values(["date", "counterpart", "world_id"], kind="stable")


def _is_gathering(contacts: pd.DataFrame, people: pd.DataFrame | None) -> "pd.Series[bool]":
    """Whether each contact is of more than five, or with a body or a group."""
    if people is None:
        return is_joint(contacts)
    many = set(people["person"][people["kind"].isin([GROUP, ORGANISATION])])
    return is_joint(contacts) | contacts["counterpart"].isin(many)


@checked
def before_and_since(contacts: pd.DataFrame, weeks: pd.DataFrame, since: object) -> pd.DataFrame:
    """How often each counterpart was in touch before a day and since, most contacts first.

    Args:
        contacts: The table that `of_person` returns.
        weeks: The table that `trends.every_week` returns; contacts outside its days are left out.
        since: The day.

    Returns:
        Columns counterpart, contacts, first, last (days), before, since, days_before, days_since, and p (of the exact
        test of equal rates, `rates.compare`; missing if a side has no day). The counts of `EVERYBODY` come first.
    """
    day = pd.Timestamp(str(since))
    start, end = weeks["week"].min(), weeks["week"].max() + pd.Timedelta(days=7)
    inside = contacts[contacts["date"].ge(start) & contacts["date"].lt(end)]
    n_days = (day - start).days, (end - day).days
    named = pd.concat([inside.assign(counterpart=EVERYBODY), inside])
    named = named.assign(is_since=named["date"] >= day)
    by_name = named.groupby("counterpart", sort=False)
    table = by_name.agg(contacts=("date", "size"), first=("date", "min"), last=("date", "max"))
    table["since"] = by_name["is_since"].sum().astype("int64")
    table["before"] = table["contacts"] - table["since"]
    table = table.assign(days_before=n_days[0], days_since=n_days[1]).reset_index()
    has_both_sides = min(n_days) > 0
    table["p"] = [
        compare(row.since, n_days[1], row.before, n_days[0]).p if has_both_sides else None for row in records(table)
    ]
    table = table.astype({"p": tables.NUMBER, "counterpart": tables.TEXT})
    order = {"contacts": False, "counterpart": True}
    return table.sort_values(list(order), ascending=list(order.values()), ignore_index=True)


@checked
def all_together(contacts: pd.DataFrame, person: str) -> pd.DataFrame:
    """A person's contacts by week and mode, all counterparts counted together, as rows of `world_pairs`.

    Args:
        contacts: The table that `of_person` returns.
        person: The person, who is paired with `EVERYBODY`.
    """
    dated = contacts.assign(week=monday(contacts["date"]))
    by_week = dated.groupby(["week", "mode"], as_index=False).agg(n_contacts=("date", "size"))
    types = tables.types_of("world_pairs")
    return by_week.assign(one=person, other=EVERYBODY).reindex(columns=list(types)).astype(types)


@checked
def most_in_touch(world_pairs: pd.DataFrame) -> str:
    """The person with the most contacts, the first by name in a tie; empty if there is no contact."""
    sides = [world_pairs[[side, "n_contacts"]].set_axis(["person", "n"], axis=1) for side in ("one", "other")]
    return "".join(most_first(pd.concat(sides).groupby("person")["n"].sum()).index[:1])


@checked
def in_record(contacts: pd.DataFrame, record: pd.DataFrame) -> "pd.Series[bool]":
    """Whether a record lists each contact with the same day, counterpart and mode."""
    return _has_equal(contacts, record, _is_same)


@checked
def listed(record: pd.DataFrame, contacts: pd.DataFrame, stories: pd.DataFrame) -> pd.DataFrame:
    """The entries of a record in the period of the contacts, and whether each was read and found.

    Args:
        record: The record, as `read_record` returns it.
        contacts: The table that `of_person` returns.
        stories: The table of that name, with the addresses of the articles read.

    Returns:
        The record's columns, `read` (the page at its address was read) and `found` (a contact has the same day,
        counterpart and mode).
    """
    inside = record[record["date"].between(contacts["date"].min(), contacts["date"].max())]
    addresses = {_without_scheme(url) for url in stories["url"].dropna()}
    is_read = inside["url"].fillna("").map(_without_scheme).isin(addresses)
    is_found = _has_equal(inside, contacts, lambda entry, contact: _is_same(contact, entry))
    return inside.assign(read=is_read, found=is_found)


def _has_equal(rows: pd.DataFrame, others: pd.DataFrame, is_same: Callable[[Any, Any], bool]) -> "pd.Series[bool]":
    """Whether each row is the same contact as one of the other rows on its day."""
    on_day: dict[Any, list[Any]] = {}
    for other in records(others):
        on_day.setdefault(other.date, []).append(other)
    flags = [any(is_same(row, other) for other in on_day.get(row.date, ())) for row in records(rows)]
    return pd.Series(flags, index=rows.index, dtype=bool)


def _is_same(contact: Any, entry: Any) -> bool:
    """Whether a contact and an entry of a record, both of one day, have compatible modes and the same counterpart."""
    if not modes_agree(contact.mode, entry.mode):
        return False
    named_longer = contact.counterpart.startswith(f"{entry.counterpart} ")  # "Ana Ruiz Soto" in a record of Ana Ruiz
    return named_longer or same_person(contact.counterpart, entry.counterpart)


def _without_scheme(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://")


@checked
def as_record(contacts: pd.DataFrame) -> pd.DataFrame:
    """A person's contacts in a corpus as a record with which to compare an article, like `public_record.read_record`.

    Args:
        contacts: The table that `of_person` returns.
    """
    listed = contacts[list(RECORD_COLUMNS)].astype(dict(RECORD_COLUMNS))
    return listed.sort_values(list(RECORD_COLUMNS), ignore_index=True)


@checked
def who_asked(contacts: pd.DataFrame, person: str) -> pd.DataFrame:
    """By counterpart, how many contacts the person asked for, how many the other side did, and how many are unknown.

    Args:
        contacts: The table that `of_person` returns.
        person: The person.

    Returns:
        Columns counterpart, contacts, by_person, by_other and unknown, most contacts first.
    """
    asked = contacts.assign(
        contacts=1,
        by_person=contacts["initiator"].eq(person).fillna(False).astype("int64"),
        by_other=(contacts["initiator"].notna() & contacts["initiator"].ne(person).fillna(True)).astype("int64"),
        unknown=contacts["initiator"].isna().astype("int64"),
    )
    sums = asked.groupby("counterpart", as_index=False)[["contacts", "by_person", "by_other", "unknown"]].sum()
    order = {"contacts": False, "counterpart": True}
    return sums.sort_values(list(order), ascending=list(order.values()), ignore_index=True)
