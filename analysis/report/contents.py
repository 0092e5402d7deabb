"""The contents of the page of an article or a corpus, computed by the functions that the notebooks call."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import figures
from analysis.display import clean, counted
from analysis.figures.canvas import Figure
from analysis.frequency import change_points, counterparts, papers, public_record, rates, trends
from analysis.pipeline import Analysis
from analysis.report import answers, corpus_answers, findings
from analysis.sentiment import polarity
from analysis.tables import PHONE, probable

NO_CONTACT = "No contact between named parties was found."
NETWORK_PAIRS, PAIRS_TESTED, SCORER = 20, 10, "textblob"  # of a corpus, as in notebook 05
NOT_SURE = "No contact is sure enough to be counted."


@dataclass(frozen=True)
class Section:
    """One question, with its answer and the figures that show it.

    Attributes:
        question: The question, as a heading.
        points: Sentences, each about one quotation or contact.
        notes: Sentences about all of them, in Markdown.
        trust: How many of them are likely to be right, in Markdown; may be empty.
        figures: Pairs of a file name without extension and a figure.
        chance: How the answer was distinguished from chance, with p-values, in Markdown; may be empty.
    """

    question: str
    points: tuple[answers.Point, ...] = ()
    notes: tuple[str, ...] = ()
    trust: str = ""
    figures: tuple[tuple[str, Figure], ...] = ()
    chance: str = ""


def sections(result: Analysis, record: str | Path | None = None, record_of: str | None = None) -> tuple[Section, ...]:
    """The sections of the page; one without anything to show says so in its notes.

    Args:
        result: The analysis of the article.
        record: A CSV file with the public record of `record_of`, as `read_record` reads it.
        record_of: The person whose record it is.
    """
    return _quotations(result), _contacts(result, public_record.read_record(record), record_of)


@dataclass(frozen=True)
class CorpusContents:
    """The contents of the page of a corpus run.

    Attributes:
        title: Its title, as plain text.
        byline: The number of articles and contacts, and the weeks, as plain text.
        sections: The questions, with their answers and figures.
        tables: Tables of the corpus, by name.
    """

    title: str
    byline: str
    sections: tuple[Section, ...]
    tables: Mapping[str, pd.DataFrame]


def of_corpus(folder: str | Path) -> CorpusContents:
    """Collect the contents of the page of a corpus run: the sentences and figures of notebook 05.

    Args:
        folder: The output of the run.
    """
    read = trends.read_aggregate(folder, "world_weeks")
    weeks, pairs = trends.every_week(read), trends.read_aggregate(folder, "world_pairs")
    contacts = trends.read_aggregate(folder, "world_contacts").sort_values(["date_start", "world_id"])
    people = trends.read_aggregate(folder, "world_people").sort_values(
        ["n_articles", "person"], ascending=[False, True]
    )
    undated = trends.without_day(folder, read)
    graph = trends.network(pairs, most=NETWORK_PAIRS)
    errors, stories = (trends.read_aggregate(folder, table) for table in ("errors", "stories"))
    what_was_read = (
        str(findings.corpus(weeks, errors, trends.far_off(read), undated)),
        str(corpus_answers.sources(stories)),
    )
    source = corpus_answers.credit(stories)
    sections = (
        _in_touch(pairs, contacts, graph, people, trends.without_week(folder, pairs), source),
        _all_together(pairs, contacts, people, weeks, source),
        _over_time(pairs, weeks, source),
        _reports(folder, contacts, source),
        *_papers(folder, contacts, stories),
        _sound(trends.within(trends.read_aggregate(folder, "world_tone"), weeks), weeks, source),
        Section("What was read?", notes=what_was_read),
    )
    n_read = int(read["n_articles"].sum()) + undated
    days = f"published {findings.in_weeks(weeks, in_words=True)}" if len(weeks) else ""
    counts = [f"{counted(n_read, 'article')} {days}".rstrip(), counted(len(contacts), "contact")]
    newest_first = contacts.sort_values(["date_start", "world_id"], ascending=[False, True])
    shown = {"world_contacts": newest_first, "world_people": people, "world_weeks": weeks.iloc[::-1]}
    return CorpusContents("Many articles: who is in touch with whom?", " · ".join(counts), sections, shown)


def _in_touch(
    pairs: pd.DataFrame, contacts: pd.DataFrame, graph: Any, people: pd.DataFrame, without_week: int, source: str
) -> Section:
    notes = [str(findings.in_touch(pairs, trends.people_in(graph), without_week))]
    shown = []
    if person := counterparts.most_in_touch(pairs):
        in_touch, calls = (counterparts.of_person(contacts, person, people, mode) for mode in (None, PHONE))
        gatherings = counterparts.gatherings(contacts, person, people)
        notes.append(str(corpus_answers.with_whom(in_touch, gatherings, person)))
        if len(calls):
            notes.append(str(corpus_answers.who_asks(counterparts.who_asked(calls, person), person)))
        shown = [("with-whom", figures.with_whom(in_touch, gatherings, person, source=source))]
        shown.append(("network", figures.network(graph, people, source=source)))
    return Section("Who is in touch with whom?", notes=tuple(notes), figures=tuple(shown))


def _all_together(
    pairs: pd.DataFrame, contacts: pd.DataFrame, people: pd.DataFrame, weeks: pd.DataFrame, source: str
) -> Section:
    """Changes in how often the person with most contacts was in touch: by phone, or in any way if never by phone."""
    person = counterparts.most_in_touch(pairs)
    calls = counterparts.of_person(contacts, person, people, PHONE)
    counted_here = calls if len(calls) else counterparts.of_person(contacts, person, people)
    noun = "calls" if len(calls) else "contacts"
    together = trends.per_week(counterparts.all_together(counted_here, person), weeks)
    question = f"In which weeks did {clean(person) if person else 'anybody'} have more {noun}, or fewer?"
    if together.empty:
        return Section(question, notes=("No contact took place in a week in which articles were read.",))
    changed = change_points.in_contacts(together)
    notes = (str(findings.changes(changed, f"{noun} a week")),)
    figure = figures.contacts_over_time(together, changed, trends.fitting(weeks), source)
    return Section(question, notes=notes, figures=(("all-together", figure),), chance=str(findings.chance(changed)))


def _over_time(pairs: pd.DataFrame, weeks: pd.DataFrame, source: str) -> Section:
    question = "How often is each pair in touch?"
    weekly = trends.per_week(pairs, weeks, most=PAIRS_TESTED)
    changed = change_points.in_contacts(weekly)
    notes = str(findings.often(weekly, pairs)), str(findings.changes(changed))
    if weekly.empty:
        return Section(question, notes=notes[:1])
    figure = figures.contacts_over_time(weekly, changed, trends.fitting(weeks), source)
    shown = (("contacts-over-time", figure),)
    return Section(question, notes=notes, figures=shown, chance=str(findings.chance(changed)))


def _reports(folder: str | Path, contacts: pd.DataFrame, source: str) -> Section:
    agreement = trends.agreement(contacts)
    notes, shown = [str(findings.agreement(agreement))], []
    if agreement["disagree"].sum():
        notes.append(str(findings.one_contact(trends.most_disputed(folder)[0])))
        shown.append(("what-reports-agree-on", figures.what_reports_agree_on(agreement, source)))
    return Section("Do the reports agree?", notes=tuple(notes), figures=tuple(shown))


def _papers(folder: str | Path, contacts: pd.DataFrame, stories: pd.DataFrame) -> Iterator[Section]:
    """How the papers differ, if two or more have enough quotations to be compared."""
    quoted = papers.compared(papers.quoted(trends.read_aggregate(folder, "world_speakers"), stories))
    names = list(quoted["source"].unique())
    if len(names) > 1:
        reports = trends.read_aggregate(folder, "world_reports", columns=["world_id", "source"])
        notes = (
            str(corpus_answers.quoted_by_paper(quoted, stories)),
            corpus_answers.quoted_side_by_side(quoted),
            str(corpus_answers.reported_by_paper(contacts, papers.reporting(reports))),
            str(corpus_answers.narrators(trends.read_aggregate(folder, "world_voices"), names)),
        )
        yield Section("Who is quoted by which paper, and what does only one report?", notes=notes)


def _sound(tone: pd.DataFrame, weeks: pd.DataFrame, source: str) -> Section:
    question, period = "How do they sound, over time?", trends.fitting(weeks)
    sounds = trends.tone_over_time(tone, SCORER, period)
    if sounds.empty:
        return Section(question, notes=("No speaker has words that could be scored.",))
    turns = change_points.in_tone(tone, SCORER)
    notes = (str(findings.changes(turns, "mean score")),)
    figure = figures.tone_over_time(sounds, turns, weeks, period, source)
    return Section(question, notes=notes, figures=(("tone-over-time", figure),), chance=str(findings.chance(turns)))


def _quotations(result: Analysis) -> Section:
    points = answers.most_quoted(result.quotes, result.people)
    if not points:
        notes = ["No quotation with a speaker was found."]
    else:
        notes = [str(answers.sound(result.tone)), str(answers.also_quoted(result.quotes))]
    trust = str(answers.trust(result.quotes, "quote"))
    shown = tuple(_quotation_figures(result)) if points else ()
    return Section("Who is quoted, and how does it sound?", points, tuple(filter(None, notes)), trust, shown)


def _quotation_figures(result: Analysis) -> Iterator[tuple[str, Figure]]:
    scores = polarity.scores(result.tone)
    two = scores[scores["scorer"].isin(["TextBlob", "VADER"])]
    narrated, article = polarity.tone(result.narration), result.article
    yield "who-speaks", figures.who_speaks(result.quotes, source=article)
    yield "how-they-sound", figures.how_they_sound(two, polarity.by_speaker(two), source=article)
    through = figures.tone_through_article(result.tone, narrated, len(article.text), source=article)
    yield "tone-through-article", through


def _contacts(result: Analysis, record: pd.DataFrame, record_of: str | None) -> Section:
    contacts = probable(result.contacts)
    points = answers.in_touch(contacts)
    notes = [] if points else [NOT_SURE if len(result.contacts) else NO_CONTACT]
    if n_more := contacts["contact_id"].nunique() - sum(len(point.numbers) for point in points):
        notes.append(f"And {n_more} more in the table.")
    if len(contacts) < len(result.contacts):
        notes.append(str(findings.possible(result.contacts)))
    in_record = public_record.totals_in_record(result.stated_counts, record, record_of)
    if len(rates.stated_and_found(result.stated_counts)) > len(in_record):  # which has its own list
        notes.append(str(findings.stated(result.stated_counts)))
    if len(record):
        notes.append(str(findings.against_record(contacts, result.stated_counts, record, record_of)))
    shown = tuple(_contact_figures(result, record, record_of, in_record))
    trust = str(answers.trust(contacts, "contact"))
    return Section("Who is in touch with whom, and how often?", points, tuple(notes), trust, shown)


def _contact_figures(
    result: Analysis, record: pd.DataFrame, record_of: str | None, totals: pd.DataFrame
) -> Iterator[tuple[str, Figure]]:
    contacts, stated, article = result.contacts, result.stated_counts, result.article
    if len(contacts):
        yield "timeline", figures.timeline(contacts, stated, source=article)
    if len(compared := rates.before_and_since(stated)):
        yield "rate-before-and-since", figures.rate_before_and_since(compared, totals, source=article)
    described = public_record.contacts_in_record(contacts, record, record_of)
    if len(record) and len(described) + len(totals):
        days = public_record.days_in_record(described, totals, record)
        yield "against-record", figures.against_record(described, totals, days, source=article)
