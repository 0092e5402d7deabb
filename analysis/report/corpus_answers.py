"""Answer a reader's questions about a corpus in sentences: who is in touch with whom, what changed, who asked for it.

Notebook 05 and the page of a corpus run show the same sentences. Every number is computed from the tables of
`analysis.frequency.counterparts`.
"""

import pandas as pd

from analysis.display import clean, count, counted, day_in_words, listed
from analysis.figures.canvas import NO_ADDRESS
from analysis.frequency.counterparts import EVERYBODY, IN_PERSON
from analysis.frequency.rates import DAYS_PER_WEEK
from analysis.report.findings import Prose, plain
from analysis.statistics import LARGEST_COUNTED_BY_PAIR, TEST_LEVEL, most_first
from analysis.tables import PHONE, records
from analysis.validation import checked

MOST_NAMED = 5  # counterparts in a sentence
ENOUGH_TO_STOP = 2  # contacts on one side of a day before a sentence says that there are none on the other


@checked
def with_whom(contacts: pd.DataFrame, gatherings: pd.DataFrame, person: str) -> Prose:
    """How many others a person was in touch with, how often, and with whom most often.

    Args:
        contacts: The table that `counterparts.of_person` returns.
        gatherings: The table that `counterparts.gatherings` returns.
        person: The person.
    """
    if contacts.empty:
        return Prose(f"**No contact** that took place has a date.{_apart(gatherings)}")
    ranked = most_first(contacts["counterpart"].value_counts())
    modes = contacts["mode"].value_counts()
    n_in_person = sum(int(modes.get(mode, 0)) for mode in IN_PERSON)
    n_calls = int(modes.get(PHONE, 0))
    kinds = {"call": n_calls, "meeting": n_in_person, "other contact": len(contacts) - n_calls - n_in_person}
    days = f"{day_in_words(contacts['date'].min())} to {day_in_words(contacts['date'].max())}"
    with_others = f"with **{count(len(ranked), 'other')}**, {count(len(contacts), 'time')} in all"
    split = ", ".join(counted(n, kind) for kind, n in kinds.items() if n)
    total = f"**{plain(person)}** was in touch {with_others} ({split}), {days}."
    return Prose(f"{total} Most often: {_named(ranked)}.{_apart(gatherings)}")


def _apart(gatherings: pd.DataFrame) -> str:
    """How many gatherings are not among the contacts: " Besides, 12 gatherings … are counted apart, …"."""
    if gatherings.empty:
        return ""
    are = "is" if len(gatherings) == 1 else "are"
    many = f"of more than {LARGEST_COUNTED_BY_PAIR} or with a body or group"
    return f" Besides, {counted(len(gatherings), 'gathering')} {many} {are} counted apart, as one event each."


def _named(counts: pd.Series) -> str:
    """ "**A** (17), **B** (16) and 30 more"."""
    return listed((f"**{plain(name)}** ({n})" for name, n in counts.items()), most=MOST_NAMED)


@checked
def by_phone(contacts: pd.DataFrame) -> Prose:
    """With whom a person spoke by phone most often.

    Args:
        contacts: The table that `counterparts.of_person` returns.

    >>> call = {"actor": "Ann Lee", "recipient": "Bob Ray", "mode": "phone", "status": "occurred"}
    >>> call |= {"date_start": "2031-01-13", "date_end": "2031-01-13"}
    >>> calls = counterparts.of_person(tables.frame("world_contacts", [call]), "Bob Ray")
    >>> print(corpus_answers.by_phone(calls))
    By phone, 1 time with 1 other: **Ann Lee** (1).
    """
    calls = contacts[contacts["mode"] == PHONE]
    if calls.empty:
        return Prose("**No phone call** has a date.")
    ranked = most_first(calls["counterpart"].value_counts())
    return Prose(f"By phone, {count(len(calls), 'time')} with {count(len(ranked), 'other')}: {_named(ranked)}.")


@checked
def around(table: pd.DataFrame, since: str, noun: str = "contact") -> Prose:
    """How often a person was in touch before a day and since, and with whom contacts began, rose, fell or stopped.

    Args:
        table: The table that `counterparts.before_and_since` returns.
        since: The day.
        noun: The word for one contact, such as "call".
    """
    day = day_in_words(pd.Timestamp(since))
    everybody, others = table[table["counterpart"] == EVERYBODY], table[table["counterpart"] != EVERYBODY]
    if others.empty:
        return Prose(f"**No {noun}** has a date before {day} or since.")
    row = next(records(everybody))
    if min(row.days_before, row.days_since) <= 0:
        return Prose(f"All articles lie on one side of {day}, so before and since cannot be compared.")
    rates = [
        f"{DAYS_PER_WEEK * n / days:.1f}" for n, days in ((row.before, row.days_before), (row.since, row.days_since))
    ]
    verdict = "more than chance explains" if row.p <= TEST_LEVEL else "within chance"
    total = (
        f"Before {day} there were **{rates[0]} {noun}s a week** ({row.before} in {row.days_before} days), since then "
        f"**{rates[1]}** ({row.since} in {row.days_since} days): the difference is {verdict}."
    )
    return Prose("\n".join([total, "", *_kinds_of_change(others, noun)]).rstrip())


def _kinds_of_change(others: pd.DataFrame, noun: str) -> list[str]:
    """A line for each kind of change that some counterpart shows, with the counts before and since."""
    several = others["contacts"] >= ENOUGH_TO_STOP
    clear = others["p"] <= TEST_LEVEL
    before, since = (others[side] / others[f"days_{side}"] for side in ("before", "since"))
    both = (others["before"] > 0) & (others["since"] > 0)
    kinds = {
        f"No {noun} since": others[several & (others["since"] == 0)],
        f"No {noun} before": others[several & (others["before"] == 0)],
        "Clearly more often since": others[both & clear & (since > before)],
        "Clearly less often since": others[both & clear & (since < before)],
    }
    return [f"- {kind}: {_changed(rows)}." for kind, rows in kinds.items() if len(rows)]


def _changed(rows: pd.DataFrame) -> str:
    """ "**A** (5 before, 0 since; last on 3 December 2021)"."""
    parts = []
    for row in records(rows):
        last = f"; last on {day_in_words(row.last)}" if not row.since else ""
        first = f"; first on {day_in_words(row.first)}" if not row.before else ""
        parts.append(f"**{plain(row.counterpart)}** ({row.before} before, {row.since} since{last}{first})")
    return listed(parts, most=2 * MOST_NAMED)


@checked
def who_asks(asked: pd.DataFrame, person: str, noun: str = "call") -> Prose:
    """Who asked for the contacts, where articles say so.

    Args:
        asked: The table that `counterparts.who_asked` returns.
        person: The person.
        noun: The word for one contact.
    """
    total = asked[["contacts", "by_person", "by_other", "unknown"]].sum()
    known = int(total["by_person"] + total["by_other"])
    if not known:
        return Prose(f"The articles do not say who asked for any of {counted(int(total['contacts']), noun)}.")
    others = asked[asked["by_other"] > 0].sort_values(["by_other", "counterpart"], ascending=[False, True])
    ranked = others.set_index("counterpart")["by_other"]
    most = f" Most often: {_named(ranked)}." if len(ranked) else ""
    return Prose(
        f"The articles say who asked for **{known} of {counted(int(total['contacts']), noun)}**: the other side for "
        f"**{total['by_other']}**, {plain(person)} for **{total['by_person']}**.{most}"
    )


@checked
def coverage(listed: pd.DataFrame, in_record: "pd.Series[bool]", noun: str = "call") -> Prose:
    """The share of a record that was read and extracted, and the number of extracted contacts that it lists.

    Args:
        listed: The table that `counterparts.listed` returns.
        in_record: The result of `counterparts.in_record` for the contacts.
        noun: The word for one contact.
    """
    if listed.empty:
        return Prose(f"There is **no record** of {noun}s to compare with.")
    n_read, n_found = int(listed["read"].sum()), int((listed["read"] & listed["found"]).sum())
    n_elsewhere = int((~listed["read"] & listed["found"]).sum())
    elsewhere = f" Articles about something else mention {n_elsewhere} more." if n_elsewhere else ""
    missing = (
        f"The other {len(listed) - n_read} are missing here for that reason alone." if n_read < len(listed) else ""
    )
    return Prose(
        f"The record lists **{counted(len(listed), noun)}** in these days. The pages of **{n_read}** of them are among "
        f"the articles read, and **{n_found}** of these were found.{elsewhere} {missing}\n\n"
        f"Of {counted(len(in_record), noun)} found, the record has **{in_record.sum()}**."
    )


@checked
def sources(stories: pd.DataFrame) -> Prose:
    """Name the sources of the articles, with a warning if there is only one.

    Args:
        stories: The table of that name.
    """
    papers = most_first(stories["source"].dropna().value_counts())
    if papers.empty:
        return Prose("The articles do not say who published them.")
    if len(papers) == 1:
        only = f"Everything comes from one source, **{plain(papers.index[0])}**."
        return Prose(f"{only} Contacts that it left out are missing, and nobody else confirms the others.")
    return Prose(f"The articles are from {len(papers)} sources: {_named(papers)}.")


@checked
def credit(stories: pd.DataFrame) -> str:
    """The source line for the captions of a corpus: number of articles, paper or number of papers, first and last day.

    Args:
        stories: The table of that name.

    >>> day = pd.Timestamp("2031-01-06")
    >>> credit(pd.DataFrame({"source": ["The Gull"], "published": [day], "url": [None]}))
    '1 article of The Gull, 6 January 2031'
    """
    papers, days = sorted(stories["source"].dropna().unique()), stories["published"].dropna()
    names = papers[0] if len(papers) == 1 else count(len(papers), "source") if papers else ""
    ends = dict.fromkeys(day_in_words(day) for day in (days.min(), days.max())) if len(days) else ()
    made_up = len(stories) > 0 and stories["url"].fillna("").str.match(NO_ADDRESS).all()
    articles = counted(len(stories), "article") + (f" of {clean(names)}" if names else "")
    return ", ".join(filter(None, (articles, " to ".join(ends), "made up" if made_up else "")))
