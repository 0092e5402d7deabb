"""Answer a reader's questions about a corpus in sentences: who is in touch with whom, what changed, how papers differ.

Notebook 05 and the page of a corpus run show the same sentences. Every number is computed from the tables of
`analysis.frequency.counterparts` and `analysis.frequency.papers`.
"""

from collections.abc import Sequence

import pandas as pd

from analysis.display import clean, count, counted, day_in_words, listed, signed, with_and
from analysis.figures.canvas import NO_ADDRESS
from analysis.frequency import papers
from analysis.frequency.counterparts import EVERYBODY, IN_PERSON
from analysis.frequency.rates import DAYS_PER_WEEK, pair_label
from analysis.report.findings import BEYOND_CHANCE, WITHIN_CHANCE, Prose, plain
from analysis.statistics import LARGEST_COUNTED_BY_PAIR, TEST_LEVEL, most_first
from analysis.tables import NARRATOR, OCCURRED, PHONE, records
from analysis.validation import checked

MOST_NAMED = 5  # counterparts in a sentence
QUOTED_MOST, ONLY_HERE, MISSING = 3, 3, 2  # speakers named of each paper
SEVERAL = 2  # articles, or papers, from which on a difference between papers is worth mentioning
NARRATORS = "**The narrators**, outside quotations:"
LISTS = {"textblob": "TextBlob", "vader": "VADER"}  # the scorers that sentences mention, as in other reports
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
    verdict = BEYOND_CHANCE if row.p <= TEST_LEVEL else WITHIN_CHANCE
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
    ranked = most_first(asked[asked["by_other"] > 0].set_index("counterpart")["by_other"])
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
    ranked = most_first(stories["source"].dropna().value_counts())
    if ranked.empty:
        return Prose("The articles do not say who published them.")
    if len(ranked) == 1:
        only = f"Everything comes from one source, **{plain(ranked.index[0])}**."
        return Prose(f"{only} Contacts that it left out are missing, and nobody else confirms the others.")
    return Prose(f"The articles are from {len(ranked)} sources: {_named(ranked)}.")


@checked
def quoted_by_paper(quoted: pd.DataFrame, stories: pd.DataFrame) -> Prose:
    """Whom each paper quotes most often, whom it alone quotes, and whom it does not quote although others do.

    Args:
        quoted: What `papers.compared` returns.
        stories: The table of that name.
    """
    names = list(quoted["source"].unique())
    if len(names) < 2:
        return Prose("Fewer than **two papers** have enough quotations to be compared.")
    missing = papers.not_quoted(quoted)
    lines = [_of_paper(quoted[quoted["source"] == name], missing[missing["source"] == name]) for name in names]
    return Prose("\n".join([_in_common(quoted, len(names), stories["source"]), "", *lines]))


def _in_common(quoted: pd.DataFrame, n: int, sources: pd.Series) -> str:
    """How many papers are compared, and how many speakers all of them quote, or only one."""
    n_sources, unnamed = sources.nunique(), int(sources.isna().sum())
    which = f"**{n} papers** are compared."
    if n < n_sources:
        which = f"**{n} of {n_sources:,} papers** are compared, those with the most articles and enough quotations."
    n_papers = quoted.groupby("speaker")["n_papers"].first()
    everywhere, alone = int(quoted["speaker"].value_counts().eq(n).sum()), int((n_papers == 1).sum())
    speakers = (
        f"They quote {counted(len(n_papers), 'named speaker')}; {'both' if n == 2 else f'all {n}'} quote "
        f"**{everywhere or 'none'}** of these, and **{alone or 'none'}** {'is' if alone == 1 else 'are'} quoted by one "
        "paper alone."
    )
    without = f" {counted(unnamed, 'article')} without the name of a paper {'is' if unnamed == 1 else 'are'} left out."
    counting = "Numbers in brackets are articles; a reprint counts for the paper that printed it."
    return f"{which} {speakers} {counting}{without if unnamed else ''}"


def _of_paper(quoted: pd.DataFrame, missing: pd.DataFrame) -> str:
    """ "- **The Gull** (40 articles) most often quotes **Ann Lee** (9). It does not quote **Bo Ray** (7 elsewhere)"."""
    first = next(records(quoted))
    most = with_and(f"**{plain(row.speaker)}** ({row.n_articles:,})" for row in records(quoted.head(QUOTED_MOST)))
    words = f"- **{plain(first.source)}** ({counted(first.of_articles, 'article')}) most often quotes {most}."
    alone = quoted[(quoted["n_papers"] == 1) & (quoted["n_articles"] >= SEVERAL)]
    if len(alone):
        only = listed((f"**{plain(row.speaker)}** ({row.n_articles:,})" for row in records(alone)), most=ONLY_HERE)
        words += f" It alone quotes {only}."
    elsewhere = missing[(missing["n_papers"] >= SEVERAL) & (missing["n_articles"] > SEVERAL)].head(MISSING)
    if len(elsewhere):
        names = (f"**{plain(row.speaker)}** ({row.n_articles:,} elsewhere)" for row in records(elsewhere))
        words += f" It does not quote {' or '.join(names)}."
    return words


@checked
def quoted_side_by_side(quoted: pd.DataFrame) -> str:
    """The number of articles of each paper that quote the speakers whom most articles quote, as a table in Markdown.

    Args:
        quoted: What `papers.compared` returns.
    """
    table, read = papers.side_by_side(quoted), dict(zip(quoted["source"], quoted["of_articles"], strict=True))
    rows = [[plain(name), *counts] for name, counts in zip(table.index, table.to_numpy(), strict=True)]
    heads = ["articles that quote", *map(plain, table)], ["---"] * (1 + len(table.columns))
    lines = [map(str, row) for row in (*heads, *rows, ["all articles", *map(read.get, table)])]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@checked
def reported_by_paper(contacts: pd.DataFrame, reporting: pd.DataFrame) -> Prose:
    """How many contacts several papers report, and how many each paper alone reports, with an example.

    Args:
        contacts: The table `world_contacts`.
        reporting: What `papers.reporting` returns.
    """
    if reporting.empty:
        return Prose("The papers report **no contact** between named parties.")
    several = reporting[reporting["n_papers"] > 1]
    total = f"Of {counted(len(reporting), 'contact')}, two papers or more report **{len(several) or 'none'}**."
    if len(several):
        most = int(several["n_papers"].max())
        widest = _example(contacts, several["world_id"][several["n_papers"] == most])
        total += f" Most widely reported: {widest}, in {most} papers."
    alone = reporting[(reporting["n_papers"] == 1) & reporting["papers"].notna()]
    ranked = most_first(alone["papers"].value_counts())
    lines = [
        f"- **{plain(name)}** alone reports {n:,}, such as "
        f"{_example(contacts, alone['world_id'][alone['papers'] == name])}."
        for name, n in ranked.head(papers.MOST_COMPARED).items()
    ]
    return Prose("\n".join([total, "", *lines]).rstrip())


def _example(contacts: pd.DataFrame, ids: pd.Series) -> str:
    """The first contact that took place, on a known day if there is one: "Ann Lee – Bo Ray (phone, 3 March 2031)".

    Args:
        contacts: The table `world_contacts`.
        ids: The `world_id` of the contacts to choose from.
    """
    among = contacts[contacts["world_id"].isin(ids)]
    likely = among.assign(took_place=among["status"] == OCCURRED, has_day=among["date_start"].eq(among["date_end"]))
    order = {"took_place": False, "has_day": False, "date_start": True, "world_id": True}
    row = next(records(likely.sort_values(list(order), ascending=list(order.values()))))
    status, day = "" if row.took_place else row.status, day_in_words(row.date_start) if row.has_day else ""
    return f"{plain(pair_label(row.actor, row.recipient))} ({', '.join(filter(None, (row.mode, status, day)))})"


@checked
def narrators(world_voices: pd.DataFrame, names: Sequence[str]) -> Prose:
    """How the papers sound outside quotations, and whether they differ, on two word lists.

    Args:
        world_voices: The table of that name.
        names: The papers to compare; those with too few stories are left out.
    """
    sound = papers.sound(world_voices[world_voices["source"].isin(names)], NARRATOR)
    by_list = {name: sound[(sound["scorer"] == scorer) & sound["note"].isna()] for scorer, name in LISTS.items()}
    p = [papers.difference_p(rows) for rows in by_list.values()]
    if None in p:
        return Prose(f"{NARRATORS} **too few** stories have a word with a tone, so the papers cannot be compared.")
    beyond = [name for name, value in zip(by_list, p, strict=True) if value is not None and value <= TEST_LEVEL]
    on = f"{beyond[0]}’s word list, but not on the other" if len(beyond) == 1 else "two word lists"
    verdict = BEYOND_CHANCE if beyond else WITHIN_CHANCE
    means = (
        f"{name}: {', '.join(_mean(rows, paper) for paper in names if paper in set(rows['source']))}"
        for name, rows in by_list.items()
    )
    return Prose(f"{NARRATORS} the papers differ **{verdict}** on {on}. Mean score by {'; by '.join(means)}.")


def _mean(rows: pd.DataFrame, paper: str) -> str:
    """ "*The Gull* +0.06"."""
    return f"*{plain(paper)}* {signed(rows['mean'][rows['source'] == paper].item())}"


@checked
def credit(stories: pd.DataFrame) -> str:
    """The source line for the captions of a corpus: number of articles, paper or number of papers, first and last day.

    Args:
        stories: The table of that name.

    >>> day = pd.Timestamp("2031-01-06")
    >>> credit(pd.DataFrame({"source": ["The Gull"], "published": [day], "url": [None]}))
    '1 article of The Gull, 6 January 2031'
    """
    names, days = sorted(stories["source"].dropna().unique()), stories["published"].dropna()
    publisher = names[0] if len(names) == 1 else count(len(names), "source") if names else ""
    ends = dict.fromkeys(day_in_words(day) for day in (days.min(), days.max())) if len(days) else ()
    made_up = len(stories) > 0 and stories["url"].fillna("").str.match(NO_ADDRESS).all()
    articles = counted(len(stories), "article") + (f" of {clean(publisher)}" if publisher else "")
    return ", ".join(filter(None, (articles, " to ".join(ends), "made up" if made_up else "")))
