"""Merge reports into contacts: a contact that forty articles report is one contact with forty reports.

A state is the person who acted for it: if one paper writes that Chile's president met Ghana and another that he met
its president on that day, both report one contact (`name_persons_for_states`).

The reports of a pair are grouped in this order:

1. Same day: reports of one day describe one contact if their modes are compatible. A call and a meeting on one day are
   one contact on whose mode the reports disagree, unless some article reports both or the call took place and the
   meeting did not. An article that gives two calls of a day different lengths or initiators reports two contacts.
2. Neighbouring day: a day with at most a quarter of the stories of the day before or after it is a misdated report of
   that day's contact, unless some article reports both. So is a day whose report gives the same length in minutes, a
   visit or meeting at the place of a visit, and a day of which nobody wrote until two days later, when the contact of
   the neighbouring day was already news.
3. A month, a year or no date: a report joins the one contact that fits. If several fit a report without any date, it
   joins the last one on its day of publication or the day before, unless length or initiator contradict. Where none
   fits, such reports are grouped only with each other.

A copy of a story takes its dates from the story's first article, because "on Sunday" meant the Sunday before that one.
A plan and its outcome are one contact, whose status is the one reported on or after its day, or else the latest one.
Each contact records on what its reports disagree, so that a reader can check the merge.
"""

import datetime
import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from analysis import tables
from analysis.corpus.name_forms import plain
from analysis.people.names import PERSON, STATE
from analysis.tables import (
    CANCELLED,
    DENIED,
    HYPOTHETICAL,
    LETTER,
    MEETING,
    OCCURRED,
    PLANNED,
    UNSPECIFIED,
    VISIT,
    modes_agree,
)

ONE_DAY = datetime.timedelta(days=1)
NEWS_WINDOW = 7 * ONE_DAY  # the most between a contact and the publication of a report that does not date it
MISDATED_FACTOR = 4  # times as many stories give the right day as a wrong one
OUTCOMES = (OCCURRED, CANCELLED, DENIED, PLANNED, HYPOTHETICAL)  # in order of preference if equally many stories say so
AHEAD_OF_CONTACT = (PLANNED, HYPOTHETICAL)  # statuses that say nothing about the outcome
NOT_HELD = (DENIED, CANCELLED)
IN_PERSON = (MEETING, VISIT)
LATEST_DAY = datetime.date.max  # sorts last


class ContactReport(NamedTuple):
    """A row of `world_reports` without its `world_id`: missing values are None, days are dates."""

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
    url: str | None = None
    n_parties: int | None = None

    @property
    def day(self) -> datetime.date | None:
        """The day of the contact; None if it may have been on several."""
        return self.date_start if self.date_start == self.date_end else None


REPORT_COLUMNS = ContactReport._fields
REPORT_DAYS = ("published", "date_start", "date_end")


class Homes:
    """The countries of persons and states, by which a state is recognised as the person who acted for it.

    Args:
        people: The columns person, kind and country of `world_people`; rows of nobody in the reports do no harm.
    """

    def __init__(self, people: pd.DataFrame) -> None:
        located = people[people["kind"].isin([PERSON, STATE])].dropna(subset=["country"])
        self._countries: dict[str, str] = dict(zip(located["person"], located["country"], strict=True))
        self.states = set(located["person"][located["kind"] == STATE])

    def country(self, name: str) -> str | None:
        """The country of a person or state; None for any other name."""
        return self._countries.get(name)

    def key(self, actor: str, recipient: str) -> tuple[str, str]:
        """What all reports have in common that may be of one contact: the countries of a pair, or else its names."""
        first, second = sorted(self._countries.get(name, name) for name in (actor, recipient))
        if first == second:  # nobody acts for a state towards itself
            first, second = sorted((actor, recipient))
        return first, second


@dataclass(slots=True)
class ReportGroup:
    """The reports of one contact of a pair.

    Attributes:
        articles: The articles that report it, copies included.
        modes: The modes that they give.
    """

    reports: list[ContactReport]
    articles: set[str] = field(init=False)
    modes: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.articles = {report.article_id for report in self.reports}
        self.modes = {report.mode for report in self.reports}

    def add(self, reports: Iterable[ContactReport]) -> None:
        """Add reports of the same contact."""
        for report in reports:
            self.reports.append(report)
            self.articles.add(report.article_id)
            self.modes.add(report.mode)

    @property
    def stories(self) -> set[str]:
        """The stories that report it; copies of an article belong to one story."""
        return {report.story_id for report in self.reports}

    @property
    def day(self) -> datetime.date:
        """The day of its first report; LATEST_DAY if that gives none."""
        return self.reports[0].day or LATEST_DAY

    def fits(self, modes: Iterable[str]) -> bool:
        """Whether some of its modes and one of these can belong to one contact."""
        return any(_may_be_one_contact(mode, other) for mode in self.modes for other in modes)

    def contradicts(self, report: ContactReport) -> bool:
        """Whether a report contradicts some of its reports in length or initiator."""
        return any(_contradict(report, other) for other in self.reports)


def world_contacts(reports: pd.DataFrame, homes: Homes | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Merge reports into contacts.

    Args:
        reports: The columns `REPORT_COLUMNS` of `world_reports`, in any order of rows. It must have all reports of each
            pair in it, with actor, recipient and initiator named as in `world_people`.
        homes: The countries of the parties, with which it must have all reports of each `Homes.key`; None to keep
            states apart from the persons who act for them.

    Returns:
        The tables `world_contacts` and `world_reports`, both ordered by day and `world_id`. A contact of three people
        is three rows, one for each pair.
    """
    contact_rows: list[dict[str, Any]] = []
    report_rows: list[dict[str, Any]] = []
    rows = rows_of(as_printed_first(reports))
    in_order = sorted(name_persons_for_states(rows, homes) if homes else rows, key=_order)
    for pair, of_pair in groupby(in_order, key=_pair):
        n_by_name: Counter[str] = Counter()
        for contact in sorted(merge_reports(list(of_pair)), key=_contact_order):
            row = _contact_row(contact, pair, n_by_name)
            contact_rows.append(row)
            report_rows += [{"world_id": row["world_id"], **report._asdict()} for report in contact.reports]
    order = {row["world_id"]: (row["date_start"] or LATEST_DAY, row["world_id"]) for row in contact_rows}
    contact_rows.sort(key=lambda row: order[row["world_id"]])
    report_rows.sort(key=lambda row: order[row["world_id"]])  # stable: within a contact the earliest stays first
    return tables.frame("world_contacts", contact_rows), tables.frame("world_reports", report_rows)


def as_printed_first(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports, where those in copies have the dates that the same report has in the story's first article.

    Explicit dates are kept: only those derived from the day of publication change with it.
    """
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


def rows_of(table: pd.DataFrame) -> Iterator[ContactReport]:
    """The rows of a table with the columns `REPORT_COLUMNS`, with None for what is missing, and dates for days."""
    values = []
    for name in REPORT_COLUMNS:
        column = table[name]
        plain = column.dt.date if name in REPORT_DAYS else column
        values.append([None if missing else value for value, missing in zip(plain, column.isna(), strict=True)])
    return map(ContactReport._make, zip(*values, strict=True))


def name_persons_for_states(reports: Iterable[ContactReport], homes: Homes) -> list[ContactReport]:
    """Replace a state by the person who acted for it, where reports of that day name one.

    "Berg met Chile" is of the contact that other reports give as one of Berg and President Soto. If they name several
    such persons, the state remains.

    Args:
        reports: All reports of each `Homes.key`.
        homes: The countries of their parties.

    Returns:
        The reports, in the same order.
    """
    reports = _with_days_of_states(list(reports), homes)
    of_persons: dict[Any, list[ContactReport]] = defaultdict(list)
    for report in reports:
        if report.day and homes.states.isdisjoint(_pair(report)):
            of_persons[report.day, homes.key(*_pair(report))].append(report)
    return [
        _with_persons(report, of_persons.get((report.day, homes.key(*_pair(report))), ()), homes) for report in reports
    ]


def _with_days_of_states(reports: Sequence[ContactReport], homes: Homes) -> list[ContactReport]:
    """The reports, where persons have the day that their article gives for the states they acted for.

    "The leaders of Chile and Ghana spoke on Friday. Soto and Boateng discussed fish": both are of Friday's call.
    """
    of_states: dict[Any, list[ContactReport]] = defaultdict(list)
    for report in reports:
        if report.day and not homes.states.isdisjoint(_pair(report)):
            of_states[report.article_id, homes.key(*_pair(report))].append(report)
    return [_with_day(report, of_states.get((report.article_id, homes.key(*_pair(report))), ())) for report in reports]


def _with_day(report: ContactReport, of_states: Iterable[ContactReport]) -> ContactReport:
    """The report with the day of the only one of these reports that agrees in mode and status."""
    fitting = [r for r in of_states if r.status == report.status and modes_agree(r.mode, report.mode)]
    if report.date_start or len({other.day for other in fitting}) != 1:
        return report
    days = {name: getattr(fitting[0], name) for name in ("date_start", "date_end", "date_precision", "date_source")}
    return report._replace(**days)


def _with_persons(report: ContactReport, of_persons: Iterable[ContactReport], homes: Homes) -> ContactReport:
    """The report with the persons in place of its states, if all these reports of persons agree on them."""
    states = homes.states.intersection(_pair(report))
    if not states:
        return report
    kept = set(_pair(report)) - states
    pairs = {_pair(other) for other in of_persons if modes_agree(report.mode, other.mode) and kept <= set(_pair(other))}
    if len(pairs) != 1:
        return report
    persons = {homes.country(name): name for name in pairs.pop()}
    names = {state: persons[homes.country(state)] for state in states}
    parties = {name: getattr(report, name) for name in ("actor", "recipient", "initiator")}
    return report._replace(**{name: names.get(party, party) for name, party in parties.items()})


def _pair(report: ContactReport) -> tuple[str, str]:
    first, second = sorted((report.actor, report.recipient))
    return first, second


def _order(report: ContactReport) -> tuple[Any, ...]:
    """By pair, then by day of publication; on one day the first article of a story precedes its copies."""
    is_copy = report.article_id != report.story_id
    return (*_pair(report), report.published or LATEST_DAY, is_copy, report.article_id, report.contact_id)


def _contact_order(contact: ReportGroup) -> tuple[Any, ...]:
    first = contact.reports[0]
    return first.day or first.date_start or LATEST_DAY, _order(first)


# Grouping


def merge_reports(reports: Sequence[ContactReport]) -> list[ReportGroup]:
    """Group all reports of one pair into contacts.

    Args:
        reports: Ordered as by `_order`.

    Returns:
        The contacts in no particular order, the reports of each ordered as by `_order`.
    """
    contacts = sorted(_join_misdated(_group_by_day(reports)), key=lambda contact: contact.day)
    days = [contact.day for contact in contacts]
    without_day: dict[Any, list[ReportGroup]] = defaultdict(list)  # by first and last possible day, None if unknown
    for report in sorted(
        (report for report in reports if not report.day), key=lambda report: report.date_start is None
    ):
        contact = _dated_contact(report, contacts, days)
        if contact is None:
            contact = _undated_contact(report, without_day[report.date_start, report.date_end])
        contact.add([report])
    contacts += [contact for groups in without_day.values() for contact in groups]
    for contact in contacts:
        contact.reports.sort(key=_order)
    return contacts


def _group_by_day(reports: Iterable[ContactReport]) -> list[ReportGroup]:
    """The contacts of each day, from the reports that give a day."""
    dated = sorted((report for report in reports if report.day), key=lambda report: report.day or LATEST_DAY)
    return [contact for _, of_day in groupby(dated, key=lambda report: report.day) for contact in _of_day(list(of_day))]


def _of_day(reports: Sequence[ContactReport]) -> list[ReportGroup]:
    """The contacts of one day.

    Letters are separate from what is spoken. Calls and meetings are separate only if some article reports both.
    Reports without a mode join the contact with most stories.
    """
    letters = [report for report in reports if report.mode == LETTER]
    unspecified = [report for report in reports if report.mode == UNSPECIFIED]
    spoken = [report for report in reports if report.mode not in (LETTER, UNSPECIFIED)]
    groups = [ReportGroup(group) for group in (*_separate_calls(spoken), letters) if group]
    if not groups:
        return [ReportGroup(unspecified)]
    groups.sort(key=lambda group: -len(group.stories))
    groups[0].add(unspecified)
    return groups


def _separate_calls(reports: list[ContactReport]) -> list[list[ContactReport]]:
    """Calls and meetings of one day: one list if reports may disagree on the mode, else one for each contact.

    They are different contacts if some article reports both, or if no status is given to both: nobody mistakes a visit
    that was called off for a call that took place.
    """
    calls = [report for report in reports if report.mode not in IN_PERSON]
    meetings = [report for report in reports if report.mode in IN_PERSON]
    statuses = {report.status for report in calls} & {report.status for report in meetings}
    if calls and meetings and statuses and not _share_article(calls, meetings):
        return [reports]
    return [*_separate_by_facts(calls), *_separate_by_facts(meetings)]


def _separate_by_facts(reports: list[ContactReport]) -> list[list[ContactReport]]:
    """Reports of one day: a list for each contact that an article tells apart by length or initiator, else one.

    Reports in other articles join the first contact whose length and initiator they do not contradict.
    """
    by_article: dict[str, list[ContactReport]] = defaultdict(list)
    for report in reports:
        by_article[report.article_id].append(report)
    different = max(map(_different, by_article.values()), key=len, default=[])
    if len(different) < 2:
        return [reports]
    contacts = [[report] for report in different]
    for report in reports:
        if all(report is not first for first in different):
            next((c for c in contacts if not _contradict(c[0], report)), contacts[0]).append(report)
    return contacts


def _different(reports: Iterable[ContactReport]) -> list[ContactReport]:
    """The reports of one article that contradict each other, one for each contact."""
    different: list[ContactReport] = []
    for report in reports:
        if all(_contradict(report, other) for other in different):
            different.append(report)
    return different


def _contradict(report: ContactReport, other: ContactReport) -> bool:
    """Whether both give a length or an initiator, and not the same one."""
    facts = ((report.duration_min, other.duration_min), (report.initiator, other.initiator))
    return any(None not in pair and pair[0] != pair[1] for pair in facts)


def _share_article(reports: Iterable[ContactReport], others: Iterable[ContactReport]) -> bool:
    """Whether one article has a report in both; it reports two contacts then."""
    return not {report.article_id for report in reports}.isdisjoint(report.article_id for report in others)


def _join_misdated(contacts: Sequence[ReportGroup]) -> list[ReportGroup]:
    """Join each contact to one of a neighbouring day if it is most likely the same, misdated; rarest first."""
    by_day: dict[datetime.date, list[ReportGroup]] = defaultdict(list)
    for contact in contacts:
        by_day[contact.day].append(contact)
    for contact in sorted(contacts, key=lambda contact: (len(contact.stories), contact.day)):
        near = [other for day in _neighbouring_days(contact.day) for other in by_day.get(day, ())]
        likely = [other for other in near if _is_misdated(contact, other)]
        if likely:
            max(likely, key=lambda other: len(other.stories)).add(contact.reports)
            by_day[contact.day] = [other for other in by_day[contact.day] if other is not contact]
    return [contact for of_day in by_day.values() for contact in of_day]


def _neighbouring_days(day: datetime.date) -> list[datetime.date]:
    """The day before and the day after, as far as the calendar has them."""
    return [near for near in (_shifted(day, -ONE_DAY), _shifted(day, ONE_DAY)) if near != day]


def _shifted(day: datetime.date, by: datetime.timedelta) -> datetime.date:
    try:
        return day + by
    except OverflowError:  # a text may mention the year 9999
        return day


def _is_misdated(contact: ReportGroup, other: ReportGroup) -> bool:
    """Whether a contact is most likely that of a neighbouring day: rarer, of the same length or stay, or old news."""
    if not other.fits(contact.modes) or not other.articles.isdisjoint(contact.articles):
        return False
    is_rarer = len(other.stories) >= MISDATED_FACTOR * len(contact.stories)
    return is_rarer or _same_length(contact, other) or _same_stay(contact, other) or _is_old_news(contact, other)


def _same_length(contact: ReportGroup, other: ReportGroup) -> bool:
    """Whether both have reports that give the same length in minutes."""
    lengths = {report.duration_min for report in contact.reports if report.duration_min is not None}
    return any(report.duration_min in lengths for report in other.reports)


def _is_old_news(contact: ReportGroup, other: ReportGroup) -> bool:
    """Whether a contact appears two days later or more, within a week, and after the other: news is not that slow."""
    first, first_of_other = _first_published(contact), _first_published(other)
    if first is None or first_of_other is None or not first_of_other < first:
        return False
    return 2 * ONE_DAY <= first - contact.day <= NEWS_WINDOW and first_of_other - other.day <= ONE_DAY


def _first_published(contact: ReportGroup) -> datetime.date | None:
    """The day of its first report; None if no report has a day of publication."""
    return min((report.published for report in contact.reports if report.published), default=None)


def _same_stay(contact: ReportGroup, other: ReportGroup) -> bool:
    """Whether one is a visit and the other a visit or meeting at the same place: nobody arrives there twice."""
    return VISIT in contact.modes | other.modes and not _places(contact).isdisjoint(_places(other))


def _places(contact: ReportGroup) -> set[str]:
    """The places where its reports have the two meet."""
    return {plain(report.place) for report in contact.reports if report.place and report.mode in IN_PERSON}


def _dated_contact(
    report: ContactReport, contacts: Sequence[ReportGroup], days: Sequence[datetime.date]
) -> ReportGroup | None:
    """The one contact with a day that a report without a day describes; None if none or several fit.

    Args:
        report: A report without a day.
        contacts: The contacts that have a day, in order of days.
        days: Their days.
    """
    first, last = _possible_days(report)
    near = contacts[bisect_left(days, first) : bisect_right(days, last)]
    fitting = [contact for contact in near if contact.fits([report.mode])]
    if len(fitting) > 1 and report.published and not report.date_start:
        published = report.published  # news is about that day or the day before
        fitting = [contact for contact in fitting if abs(contact.day - published) <= ONE_DAY][-1:]
        fitting = [contact for contact in fitting if not contact.contradicts(report)]
    return fitting[0] if len(fitting) == 1 and report.article_id not in fitting[0].articles else None


def _undated_contact(report: ContactReport, groups: list[ReportGroup]) -> ReportGroup:
    """The last of the groups if the report describes the same contact, else a new group, appended to them."""
    if not (groups and groups[-1].fits([report.mode]) and _may_repeat(report, groups[-1])):
        groups.append(ReportGroup([]))
    return groups[-1]


def _possible_days(report: ContactReport) -> tuple[datetime.date, datetime.date]:
    """First and last day of a contact whose report does not give its day; last before first if nothing is known."""
    if report.date_start and report.date_end:
        return report.date_start, report.date_end
    if not report.published:
        return LATEST_DAY, datetime.date.min
    if report.status in (*AHEAD_OF_CONTACT, CANCELLED):
        return report.published, _shifted(report.published, NEWS_WINDOW)
    return _shifted(report.published, -NEWS_WINDOW), report.published


def _may_repeat(report: ContactReport, contact: ReportGroup) -> bool:
    """Whether a report without a day can describe the contact of earlier reports with the same possible days."""
    last = contact.reports[-1]
    contradicts = (report.status in NOT_HELD) != (last.status in NOT_HELD)
    if contradicts or report.article_id in contact.articles:
        return False
    if report.date_start:
        return True
    if not report.published or not last.published:
        return False
    return report.published - last.published <= NEWS_WINDOW


def _may_be_one_contact(mode: str, other: str) -> bool:
    """Whether reports in two articles can describe one contact, though one of them errs on the mode.

    Letters are separate from everything spoken; an unspecified mode fits all. `tables.modes_agree` is
    stricter, because it compares two mentions in one article, where a call and a meeting are two contacts.
    """
    return UNSPECIFIED in (mode, other) or (mode == LETTER) == (other == LETTER)


# Rows of the table


def _contact_row(contact: ReportGroup, pair: tuple[str, str], n_by_name: Counter[str]) -> dict[str, Any]:
    """A row of `world_contacts`. `n_by_name` counts the contacts named so far."""
    reports, first = contact.reports, contact.reports[0]
    start, end, precision = _dates(reports)
    status = _outcome(reports, end)
    of_outcome = [report for report in reports if report.status == status]

    def by_outcome(fact: Callable[[ContactReport], Any]) -> Any:
        """What reports of the outcome say, or else all of them: a plan may have been for another mode or place."""
        return _most_stories(of_outcome, fact) or _most_stories(reports, fact)

    actor, recipient = _most_stories(reports, lambda report: (report.actor, report.recipient)) or pair
    return {
        "world_id": _contact_name(start or first.published, pair, n_by_name),
        "actor": actor,
        "recipient": recipient,
        "mode": by_outcome(_specified_mode) or UNSPECIFIED,
        "status": status,
        "date_start": start,
        "date_end": end,
        "date_precision": precision,
        "duration_min": _most_stories(reports, lambda report: report.duration_min),
        "initiator": _most_stories(reports, lambda report: report.initiator),
        "place": by_outcome(lambda report: report.place),
        "topic": next((report.topic for report in reports if report.topic), None),
        "n_articles": len(contact.articles),
        "n_stories": len(contact.stories),
        "first_published": first.published,
        "first_article": first.article_id,
        "url": first.url,
        "n_parties": _most_stories(reports, lambda report: report.n_parties),
        "event": f"{first.article_id}#{first.contact_id}",
        "articles": "; ".join(dict.fromkeys(report.article_id for report in reports)),
        **_statements(reports),
    }


def _statements(reports: Sequence[ContactReport]) -> dict[str, str | None]:
    """The columns `disagree` and `said_…`: the facts on which reports disagree, and how many stories say what."""
    written = {f"said_{fact}": _written_counts(counts) for fact, counts in facts_given(reports).items()}
    return {"disagree": ", ".join(disagreements(reports)) or None, **written}


def facts_given(reports: Sequence[ContactReport]) -> dict[str, dict[Any, int]]:
    """Day, mode, status and initiator of one contact: each value that its reports give, with the number of stories."""
    return {
        "date": _count_stories(reports, lambda report: report.day and report.day.isoformat()),
        "mode": _count_stories(reports, _specified_mode),
        "status": _count_stories(reports, lambda report: report.status),
        "initiator": _count_stories(reports, lambda report: report.initiator),
    }


def disagreements(reports: Sequence[ContactReport]) -> list[str]:
    """The facts of `facts_given` on which the reports of one contact disagree."""
    compared = facts_given(reports) | {"status": _count_stories(reports, _claimed_status)}
    return [fact for fact, counts in compared.items() if _disagree(fact, counts)]


def _dates(reports: Sequence[ContactReport]) -> tuple[datetime.date | None, datetime.date | None, str]:
    """First day, last day and precision that most stories give; those that give a single day have precedence."""
    days = _most_stories(reports, lambda report: _date_range(report) if report.day else None)
    days = days or _most_stories(reports, lambda report: _date_range(report) if report.date_start else None)
    return days or (None, None, "none")


def _date_range(report: ContactReport) -> tuple[Any, Any, str]:
    return report.date_start, report.date_end, report.date_precision


def _specified_mode(report: ContactReport) -> str | None:
    return None if report.mode == UNSPECIFIED else report.mode


def _claimed_status(report: ContactReport) -> str:
    """The status, where "is said to have met" is a claim that they met; before the day it is no claim."""
    is_rumour = report.status == HYPOTHETICAL and report.day and report.published and report.day < report.published
    return OCCURRED if is_rumour else report.status


def _contact_name(day: datetime.date | None, pair: tuple[str, str], n_by_name: Counter[str]) -> str:
    """The `world_id`: the day, a digest of the pair, and a number from the second contact of that day on."""
    digest = hashlib.sha256("\0".join(pair).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    name = f"{day or 'undated'}-{digest}"
    n_by_name[name] += 1
    return name if n_by_name[name] == 1 else f"{name}-{n_by_name[name]}"


def _outcome(reports: Sequence[ContactReport], last: datetime.date | None) -> str:
    """The status that most stories give on or after the contact's last day, or else on the last day of publication."""
    deciding = [report for report in reports if _knows_outcome(report, last)]
    if not deciding:
        latest = max((report.published for report in reports if report.published), default=None)
        deciding = [report for report in reports if report.published == latest]
    counts = _count_stories(deciding, lambda report: report.status)
    return str(min(counts, key=lambda status: (-counts[status], OUTCOMES.index(status))))


def _knows_outcome(report: ContactReport, last: datetime.date | None) -> bool:
    """Whether a report appeared on or after the contact's last possible day and does not still announce it."""
    if not last or not report.published:
        return False
    return report.published >= last and report.status not in AHEAD_OF_CONTACT


def _count_stories(reports: Iterable[ContactReport], fact: Callable[[ContactReport], Any]) -> dict[Any, int]:
    """Value of a fact → number of stories that give it, most first, then by first report; None is not counted."""
    stories: dict[Any, set[str]] = {}
    for report in reports:
        if (value := fact(report)) is not None:
            stories.setdefault(value, set()).add(report.story_id)
    by_count = sorted(stories.items(), key=lambda item: -len(item[1]))  # stable: of equals the one reported first
    return {value: len(story_ids) for value, story_ids in by_count}


def _most_stories(reports: Iterable[ContactReport], fact: Callable[[ContactReport], Any]) -> Any:
    """The value of a fact that most stories give; None if none gives any."""
    return next(iter(_count_stories(reports, fact)), None)


def _written_counts(counts: Mapping[Any, int]) -> str | None:
    """Counts as the columns `said_…` have them: "phone (2); meeting (1)"."""
    return "; ".join(f"{value} ({n})" for value, n in counts.items()) or None


def _disagree(fact: str, said: Mapping[Any, int]) -> bool:
    """Whether reports disagree on a fact. A visit is also a meeting, and a plan does not contradict the outcome."""
    if fact == "mode":
        return len({MEETING if mode in IN_PERSON else mode for mode in said}) > 1
    if fact == "status":
        return OCCURRED in said and any(status in said for status in NOT_HELD)
    return len(said) > 1
