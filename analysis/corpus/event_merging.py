"""Contacts, not reports: one contact told by forty articles is one, with its reports and what they disagree on.

Reports of a pair are put together by what they say, in this order:

1. A day: reports of one day are one contact if their modes can be of one. A call and a meeting on one day are one
   contact on whose mode the reports disagree, unless some article tells of both.
2. A neighbouring day, where few misdate what many tell: a day with at most a quarter of the stories of the day before
   or after it is that one, unless some article tells of both. So are two days with the same length in minutes.
3. A month or a year, or no day at all: the one contact that fits; for reports without any day the one in the seven
   days up to publication, or of several the last of that day or the day before. Where none fits, such reports are put
   together only with each other.

A copy of a story has the days of the story's first printing: "on Sunday" meant that Sunday. Plans and what came of
them are one contact; its status is what is said from its day on, or else what is said last.
"""

import datetime
import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from analysis import tables
from analysis.tables import CANCELLED, DENIED, HYPOTHETICAL, OCCURRED, PLANNED

DAY = datetime.timedelta(days=1)
RECENT = 7 * DAY  # a contact told without its day is news that young
FEW = 4  # times fewer stories tell the wrong day than the right one
OUTCOMES = (OCCURRED, CANCELLED, DENIED, PLANNED, HYPOTHETICAL)  # of as many stories each, the first counts
IN_PERSON = ("meeting", "visit")
LETTER, UNSPECIFIED = "correspondence", "unspecified"
LATEST = datetime.date.max


class ContactReport(NamedTuple):
    """A row of `world_reports` without its `world_id`, missing values as None, days as dates."""

    article_id: str
    contact_id: int
    story_id: str
    published: datetime.date | None
    source: str | None
    actor: str
    recipient: str
    mode: str
    status: str
    date_start: datetime.date | None
    date_end: datetime.date | None
    date_precision: str
    date_source: str
    duration_min: int | None
    initiator: str | None
    place: str | None
    topic: str | None
    start: int
    end: int
    text: str

    @property
    def day(self) -> datetime.date | None:
        """The one day it can have been, if it is one."""
        return self.date_start if self.date_start == self.date_end else None


COLUMNS = ContactReport._fields
DAYS = ("published", "date_start", "date_end")


@dataclass(slots=True)
class ReportGroup:
    """The reports of one contact of a pair, of whatever mode, earliest first."""

    reports: list[ContactReport]

    @property
    def stories(self) -> set[str]:
        return {report.story_id for report in self.reports}

    @property
    def articles(self) -> set[str]:
        return {report.article_id for report in self.reports}

    @property
    def modes(self) -> set[str]:
        return {report.mode for report in self.reports}

    def fits(self, other: "ReportGroup") -> bool:
        """Whether the modes of both can be of one contact."""
        return any(_agree(one, two) for one in self.modes for two in other.modes)


def as_printed_first(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports, those of copies with the days that the same report has in the story's first article."""
    keys = ["story_id", "actor", "recipient", "mode", "status"]
    days = ["date_start", "date_end", "date_precision", "date_source"]
    order = reports.sort_values(["article_id", "contact_id"], kind="stable")
    order = order.assign(nth=order.groupby(["article_id", *keys], dropna=False).cumcount())
    first = order[order["article_id"] == order["story_id"]][[*keys, "nth", *days]]
    both = order.merge(first, on=[*keys, "nth"], how="left", suffixes=("", "_first"), validate="many_to_one")
    both.index = order.index
    anchored = both["date_precision_first"].notna() & both["date_source"].isin(["publication", "relative"])
    columns = {day: both[day].where(~anchored, both[f"{day}_first"]) for day in days}
    return both.assign(**columns)[list(reports.columns)].reindex(reports.index)


def world_contacts(reports: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `world_contacts` and `world_reports`, from the latter's columns without `world_id`.

    `reports` has all reports of the pairs in it, actor, recipient and initiator named as in world_people. A joint
    contact of three is three rows, one for each pair. Both tables are ordered by day and id; the order of the rows in
    `reports` does not matter.
    """
    rows: list[dict[str, Any]] = []
    told: list[dict[str, Any]] = []
    for pair, own in groupby(sorted(_reports(as_printed_first(reports)), key=_order), key=_pair):
        taken: Counter[str] = Counter()
        for contact in sorted(together(list(own)), key=_when):
            row = _row(contact, pair, taken)
            rows.append(row)
            told += [{"world_id": row["world_id"], **report._asdict()} for report in contact.reports]
    order = {row["world_id"]: (row["date_start"] or LATEST, row["world_id"]) for row in rows}
    rows.sort(key=lambda row: order[row["world_id"]])
    told.sort(key=lambda row: order[row["world_id"]])  # stable: within a contact the earliest report stays first
    return tables.frame("world_contacts", rows), tables.frame("world_reports", told)


def _reports(table: pd.DataFrame) -> Iterator[ContactReport]:
    values = []
    for name in COLUMNS:
        column = table[name]
        whole = column.dt.date if name in DAYS else column
        values.append([None if gone else value for value, gone in zip(whole, column.isna(), strict=True)])
    return map(ContactReport._make, zip(*values, strict=True))


def _pair(report: ContactReport) -> tuple[str, str]:
    one, other = sorted((report.actor, report.recipient))
    return one, other


def _order(report: ContactReport) -> tuple[Any, ...]:
    """By pair, then the earliest printed first, the first of its story before copies of the same day."""
    copy = report.article_id != report.story_id
    return (*_pair(report), report.published or LATEST, copy, report.article_id, report.contact_id)


def together(reports: Sequence[ContactReport]) -> list[ReportGroup]:
    """The contacts of one pair, from all reports of it, ordered as by `_order`."""
    by_day = sorted((r for r in reports if r.day), key=_day)
    contacts = [c for _, own in groupby(by_day, key=_day) for c in _of_one_day(list(own))]
    contacts = sorted(_misdated_joined(contacts), key=lambda c: _day(c.reports[0]))
    days = [_day(contact.reports[0]) for contact in contacts]
    coarse: dict[Any, list[ReportGroup]] = defaultdict(
        list
    )  # by what is said of the time; those without any, by nothing
    for report in sorted((r for r in reports if not r.day), key=lambda r: r.date_start is None):
        first, last = _span(report)
        near = contacts[bisect_left(days, first) : bisect_right(days, last)]
        fitting = [c for c in near if c.fits(ReportGroup([report]))]
        if len(fitting) > 1 and report.published and not report.date_start:  # news is of today or yesterday
            fitting = [c for c in fitting if abs(_day(c.reports[0]) - report.published) <= DAY][-1:]
        if len(fitting) != 1 or _tells_apart(fitting[0], [report]):
            told = coarse[report.date_start, report.date_end]
            fitting = [c for c in told[-1:] if c.fits(ReportGroup([report])) and _alike(report, c)]
        if not fitting:
            fitting = [ReportGroup([])]
            told.append(fitting[0])
        fitting[0].reports.append(report)
    contacts += [contact for told in coarse.values() for contact in told]
    for contact in contacts:
        contact.reports.sort(key=_order)
    return contacts


def _shifted(day: datetime.date, by: datetime.timedelta) -> datetime.date:
    try:
        return day + by
    except OverflowError:  # a text may name the year 9999
        return day


def _day(report: ContactReport) -> datetime.date:
    return report.day or LATEST


def _of_one_day(reports: list[ContactReport]) -> list[ReportGroup]:
    """By mode: letters apart from what is spoken; calls and meetings apart only where an article tells of both."""
    letters = [r for r in reports if r.mode == LETTER]
    open_mode = [r for r in reports if r.mode == UNSPECIFIED]
    spoken = [r for r in reports if r.mode not in (LETTER, UNSPECIFIED)]
    calls, visits = ([r for r in spoken if (r.mode in IN_PERSON) == seen] for seen in (False, True))
    apart = bool({r.article_id for r in calls} & {r.article_id for r in visits})
    groups = [g for g in ([calls, visits] if apart else [spoken]) if g] + ([letters] if letters else [])
    if not groups:
        return [ReportGroup(open_mode)]
    contacts = sorted((ReportGroup(g) for g in groups), key=lambda m: -len(m.stories))
    contacts[0].reports += open_mode
    return contacts


def _misdated_joined(contacts: list[ReportGroup]) -> list[ReportGroup]:
    """Contacts of neighbouring days put together where the one is most likely the other, misdated."""
    left: dict[datetime.date, list[ReportGroup]] = defaultdict(list)
    for contact in contacts:
        left[_day(contact.reports[0])].append(contact)
    for contact in sorted(contacts, key=lambda c: (len(c.stories), _day(c.reports[0]))):
        day = _day(contact.reports[0])
        near = [
            c
            for beside in (_shifted(day, -DAY), _shifted(day, DAY))
            if beside != day
            for c in left.get(beside, ())
            if c.fits(contact)
        ]
        near = [c for c in near if not _tells_apart(c, contact.reports)]
        near = [c for c in near if len(c.stories) >= FEW * len(contact.stories) or _same_length(c, contact)]
        if near:
            max(near, key=lambda c: len(c.stories)).reports += contact.reports
            left[day] = [c for c in left[day] if c is not contact]
    return [contact for own in left.values() for contact in own]


def _same_length(one: ReportGroup, other: ReportGroup) -> bool:
    lengths = [{r.duration_min for r in m.reports if r.duration_min is not None} for m in (one, other)]
    return bool(lengths[0] & lengths[1])


def _tells_apart(contact: ReportGroup, reports: Iterable[ContactReport]) -> bool:
    """Whether an article that reports the one tells of the other too, as of another contact."""
    return bool(contact.articles & {report.article_id for report in reports})


def _span(report: ContactReport) -> tuple[datetime.date, datetime.date]:
    """The days on which a contact told without its day can have been; an empty stretch where nothing is known."""
    if report.date_start and report.date_end:
        return report.date_start, report.date_end
    if not report.published:
        return LATEST, datetime.date.min
    if report.status in (PLANNED, HYPOTHETICAL, CANCELLED):
        return report.published, _shifted(report.published, RECENT)
    return _shifted(report.published, -RECENT), report.published


def _alike(report: ContactReport, contact: ReportGroup) -> bool:
    """Whether two reports without their day, of the same stretch of time or of none, can be of one contact."""
    last = contact.reports[-1]
    undone = [r.status in (DENIED, CANCELLED) for r in (report, last)]
    if report.article_id in contact.articles or undone[0] != undone[1]:
        return False
    recent = report.published and last.published and report.published - last.published <= RECENT
    return bool(report.date_start or recent)


def _mode(report: ContactReport) -> str | None:
    return None if report.mode == UNSPECIFIED else report.mode


def _agree(one: str, other: str) -> bool:
    """Whether two modes can be of one contact: all that is spoken, or not told, but not letters with calls."""
    return UNSPECIFIED in (one, other) or (one == LETTER) == (other == LETTER)


def _when(contact: ReportGroup) -> tuple[Any, ...]:
    first = contact.reports[0]
    return first.day or first.date_start or LATEST, _order(first)


def _row(contact: ReportGroup, pair: tuple[str, str], taken: Counter[str]) -> dict[str, Any]:
    """A row of `world_contacts`."""
    reports, first = contact.reports, contact.reports[0]
    days = _most(reports, lambda r: (r.date_start, r.date_end, r.date_precision) if r.day else None)
    days = days or _most(reports, lambda r: (r.date_start, r.date_end, r.date_precision) if r.date_start else None)
    start, end, precision = days or (None, None, "none")
    status = _outcome(reports, end)
    sure = [report for report in reports if report.status == status]  # a plan may have been of another kind
    said = {
        "date": _said(reports, lambda r: r.day and r.day.isoformat()),
        "mode": _said(reports, _mode),
        "status": _said(reports, lambda r: r.status),
        "initiator": _said(reports, lambda r: r.initiator),
    }
    actor, recipient = _most(reports, lambda r: (r.actor, r.recipient)) or pair
    return {
        "world_id": _identity(start, first, pair, taken),
        "actor": actor,
        "recipient": recipient,
        "mode": _most(sure, _mode) or _most(reports, _mode) or UNSPECIFIED,
        "status": status,
        "date_start": start,
        "date_end": end,
        "date_precision": precision,
        "duration_min": _most(reports, lambda r: r.duration_min),
        "initiator": _most(reports, lambda r: r.initiator),
        "place": _most(sure, lambda r: r.place) or _most(reports, lambda r: r.place),
        "topic": next((r.topic for r in reports if r.topic), None),
        "n_articles": len(contact.articles),
        "n_stories": len(contact.stories),
        "first_published": first.published,
        "first_article": first.article_id,
        "articles": "; ".join(dict.fromkeys(r.article_id for r in reports)),
        "disagree": ", ".join(what for what in said if _differs(what, said[what])) or None,
        **{f"said_{what}": _told(counts) for what, counts in said.items()},
    }


def _identity(start: datetime.date | None, first: ContactReport, pair: tuple[str, str], taken: Counter[str]) -> str:
    """The contact's name: its day (or that of the first report), a digest of the pair, and which of that day it is."""
    day = start or first.published
    digest = hashlib.sha256("\0".join(pair).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    name = f"{day or 'undated'}-{digest}"
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"


def _outcome(reports: Sequence[ContactReport], last: datetime.date | None) -> str:
    """What came of it: by most stories printed from its day on, or else by those printed last."""
    known = [
        r for r in reports if last and r.published and r.published >= last and r.status not in (PLANNED, HYPOTHETICAL)
    ]
    latest = max((r.published for r in reports if r.published), default=None)
    counts = _said(known or [r for r in reports if r.published == latest], lambda r: r.status)
    return str(min(counts, key=lambda status: (-counts[status], OUTCOMES.index(status))))


def _said(reports: Iterable[ContactReport], what: Callable[[ContactReport], Any]) -> dict[Any, int]:
    """How many stories say what, most first."""
    stories: dict[Any, set[str]] = {}
    for report in reports:
        if (value := what(report)) is not None:
            stories.setdefault(value, set()).add(report.story_id)
    return {value: len(own) for value, own in sorted(stories.items(), key=lambda item: (-len(item[1]), str(item[0])))}


def _most(reports: Iterable[ContactReport], what: Callable[[ContactReport], Any]) -> Any:
    """What most stories say; None where none says anything."""
    return next(iter(_said(reports, what)), None)


def _told(counts: dict[Any, int]) -> str | None:
    return "; ".join(f"{value} ({n})" for value, n in counts.items()) or None


def _differs(what: str, said: dict[Any, int]) -> bool:
    """Whether the reports disagree. A visit is a meeting, and a plan is no other outcome than what came of it."""
    if what == "mode":
        return len({"meeting" if mode in IN_PERSON else mode for mode in said}) > 1
    if what == "status":
        return OCCURRED in said and bool(said.keys() & {CANCELLED, DENIED})
    return len(said) > 1
