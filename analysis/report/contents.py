"""What the report's page shows of an article, computed by the functions that the notebooks call."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import figures
from analysis.figures.canvas import Figure
from analysis.frequency import public_record, rates
from analysis.pipeline import Analysis
from analysis.report import answers, findings
from analysis.sentiment import polarity
from analysis.tables import probable

NO_CONTACT = "No contact between named parties was found."
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
    """

    question: str
    points: tuple[answers.Point, ...]
    notes: tuple[str, ...]
    trust: str
    figures: tuple[tuple[str, Figure], ...]


def sections(result: Analysis, record: str | Path | None = None, record_of: str | None = None) -> tuple[Section, ...]:
    """The sections of the page; one without anything to show says so in its notes.

    Args:
        result: The analysis of the article.
        record: A CSV file with the public record of `record_of`, as `read_record` reads it.
        record_of: The person whose record it is.
    """
    return _quotations(result), _contacts(result, public_record.read_record(record), record_of)


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
    narrated = polarity.tone(result.narration)
    yield "who-speaks", figures.who_speaks(result.quotes)
    yield "how-they-sound", figures.how_they_sound(two, polarity.by_speaker(two))
    yield "tone-through-article", figures.tone_through_article(result.tone, narrated, len(result.article.text))


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
    shown = tuple(_contact_figures(result, record, record_of))
    trust = str(answers.trust(contacts, "contact"))
    return Section("Who is in touch with whom, and how often?", points, tuple(notes), trust, shown)


def _contact_figures(result: Analysis, record: pd.DataFrame, record_of: str | None) -> Iterator[tuple[str, Figure]]:
    contacts, stated = result.contacts, result.stated_counts
    if len(contacts):
        yield "timeline", figures.timeline(contacts, stated)
        yield "contacts-per-pair", figures.contacts_per_pair(contacts)
    if len(compared := rates.before_and_since(stated)):
        yield "rate-before-and-since", figures.rate_before_and_since(compared)
    described = public_record.contacts_in_record(contacts, record, record_of)
    totals = public_record.totals_in_record(stated, record, record_of)
    if len(record) and len(described) + len(totals):
        days = public_record.days_in_record(described, totals, record)
        yield "against-record", figures.against_record(described, totals, days)
