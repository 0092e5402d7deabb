"""Counts that the article itself states: totals ("talked four times") and ordinals ("their third call").

They are compared with the contacts that the article describes, so that a reader sees how many it leaves out.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from spacy.tokens import Doc, Token

from analysis import tables, vocabulary
from analysis.articles.article import Article
from analysis.contacts.attributes import DatedExpression
from analysis.contacts.extraction import ContactExtractor, position
from analysis.contacts.merging import Contact
from analysis.contacts.participants import PartyResolver
from analysis.contacts.story_dates import StoryDates, dated_expressions
from analysis.contacts.triggers import entry_of
from analysis.language import dates
from analysis.language.spacy_model import Paragraph, lemma, text_of
from analysis.people.coreference import Entities
from analysis.people.names import country_of
from analysis.tables import OCCURRED

TOTAL, ORDINAL = "total", "ordinal"
WINDOW_FORMS = ("window", "period", "calendar year", "calendar month", "range")  # of expressions of time
ORDINAL_RELATIONS = ("amod", "nummod", "compound")

# Words for a count: "times", "twice", "14th", "second", "third" and others in -th; cheaper than a test of each token.
_COUNT_HINT = re.compile(r"\b(?:times|twice|\d+(?:st|nd|rd|th)|second|third|\w+th)\b", re.IGNORECASE)
_ORDINAL_NUMERAL = re.compile(r"(\d{1,4})(?:st|nd|rd|th)")  # "14th"


@dataclass(frozen=True, slots=True)
class _Count:
    """A stated count: the word that states it, its number, TOTAL or ORDINAL, and the trigger that is counted."""

    token: Token
    number: int
    kind: str
    trigger: Token


def stated_counts(
    article: Article,
    paragraphs: Sequence[Paragraph],
    entities: Entities,
    contacts: pd.DataFrame,
    story_dates: StoryDates | None = None,
) -> pd.DataFrame:
    """The table `stated_counts`: each total and ordinal that the article states, and how many contacts it describes.

    Args:
        article: the article.
        paragraphs: its parsed paragraphs.
        entities: the people, groups and states in it.
        contacts: its table `contacts`.
        story_dates: the result of `dated_expressions` for the paragraphs, if it has been computed already.

    Returns:
        A row per stated count and pair. `n_found` counts the pair's contacts that took place and are dated within the
        window of the count; without a window, all of them.
    """
    occurred = contacts[contacts["status"] == OCCURRED]
    rows = []
    story_dates = story_dates or dated_expressions(article, paragraphs)
    for row in _stated(ContactExtractor(article, entities), paragraphs, story_dates):
        pair = {row["actor"], row["recipient"]}
        is_of_pair = [{a, b} == pair for a, b in zip(occurred["actor"], occurred["recipient"], strict=True)]
        described = occurred[pd.Series(is_of_pair, index=occurred.index, dtype=bool)]
        if row["window_start"]:
            first, last = pd.Timestamp(row["window_start"]), pd.Timestamp(row["window_end"] or datetime.date.max)
            described = described[(described["date_start"] >= first) & (described["date_end"] <= last)]
        rows.append({"article_id": article.article_id, **row, "n_found": described["contact_id"].nunique()})
    return tables.frame("stated_counts", rows)


def _stated(
    extractor: ContactExtractor, paragraphs: Iterable[Paragraph], story_dates: StoryDates
) -> Iterator[dict[str, Any]]:
    """A row of `stated_counts` per stated count and pair, without `article_id` and `n_found`."""
    for paragraph in paragraphs:
        if not _COUNT_HINT.search(text_of(paragraph.doc)):
            continue
        counts = [count for token in paragraph.doc if (count := _count_at(token))]
        for count in counts:
            yield from _rows(extractor, paragraph, count, story_dates[paragraph.number])


def _count_at(token: Token) -> _Count | None:
    """The count that a token states, if it states one."""
    return _total_at(token) if token.lower_ in ("times", "twice") else _ordinal_at(token)


def _total_at(token: Token) -> _Count | None:
    """ "Talked four times", "met twice"."""
    number = _number_of_times(token)
    trigger = next((t for t in token.ancestors if entry_of(t)), None)
    return _Count(token, number, TOTAL, trigger) if number and trigger is not None else None


def _number_of_times(token: Token) -> int:
    """4 for "four times", 2 for "twice", 0 for "many times"."""
    if token.lower_ == "twice":
        return 2
    numeral = next((c.lower_ for c in token.children if c.dep_ == "nummod"), "")
    return int(numeral) if numeral.isdecimal() else int(vocabulary.dates().numbers.get(numeral, 0))


def _ordinal_at(token: Token) -> _Count | None:
    """ "Their third call", "the 14th round of talks", "met for the second time"."""
    number = _ordinal_number(token.lower_)
    if not number or token.dep_ not in ORDINAL_RELATIONS:
        return None
    trigger = _counted_trigger(token.head)
    return _Count(token, number, ORDINAL, trigger) if trigger is not None else None


def _ordinal_number(word: str) -> int:
    """3 for "third", 14 for "14th"; 0 for other words and for "first", which counts nothing."""
    numeral = _ORDINAL_NUMERAL.fullmatch(word) if word[:1].isdecimal() else None
    return int(numeral[1]) if numeral else vocabulary.contacts().ordinals.get(word, 0)


def _counted_trigger(noun: Token) -> Token | None:
    """The trigger that an ordinal before `noun` counts: the noun itself, "met for the ... time", "round of talks"."""
    if noun.lower_ == "time" and noun.head.lower_ == "for" and entry_of(noun.head.head):
        return noun.head.head
    inner = [o for p in noun.children if p.lower_ == "of" for o in p.children] if noun.lower_ == "round" else []
    return next((t for t in (noun, *inner) if entry_of(t)), None)


def _rows(
    extractor: ContactExtractor, paragraph: Paragraph, count: _Count, named: Sequence[DatedExpression]
) -> Iterator[dict[str, Any]]:
    """The rows of one stated count, one per pair. `named`: the paragraph's expressions of time."""
    contact = next(extractor.contacts_of(count.trigger, paragraph, named, set()), None)
    if contact is None:
        return
    window, anchor = _window_after(count.token, named)
    days = dates.resolve(window, extractor.article.published, False, anchor) if window else dates.NO_DATE
    start, end = paragraph.offsets(_first_token(count, contact), _last_token(count, window, paragraph.doc))
    country = country_of(tuple(contact.place.split())) if contact.hosted and contact.place else None
    if country:  # "his second visit to Ukraine" counts the visits to that country, whoever was met
        contact.right = (PartyResolver(extractor.entities, paragraph).state(country[0]),)
    for actor, recipient in contact.pairs():
        yield {
            "actor": actor,
            "recipient": recipient,
            "count": count.number,
            "kind": count.kind,
            "mode": contact.mode,
            "window_text": window.text if window else None,
            "window_start": days.start,
            "window_end": days.end,
            "start": start,
            "end": end,
            "text": extractor.article.text[start:end],
        }


def _window_after(token: Token, named: Iterable[DatedExpression]) -> tuple[dates.Expression | None, dates.DateRange]:
    """The first window that the sentence names after a token, and the date that it is relative to."""
    for expression, anchor in named:
        if token.i < expression.first and expression.last < token.sent.end and _is_window(expression):
            return expression, anchor
    return None, dates.NO_DATE


def _is_window(expression: dates.Expression) -> bool:
    """Whether it is a period ("since February", "last year") and not the date of one contact."""
    return expression.limit == "since" or (expression.form in WINDOW_FORMS and not expression.limit)


def _first_token(count: _Count, contact: Contact) -> Token:
    """Where the text of a stated count begins: with the first party or the trigger, whichever is first."""
    if count.token.dep_ == "conj" and lemma(count.token) == "time":  # "met him twice and her three times"
        return count.token.left_edge
    before = [t for t in contact.tokens if t.i < count.token.i]
    return min(before, key=position) if before else count.token


def _last_token(count: _Count, window: dates.Expression | None, doc: Doc) -> Token:
    """Where the text of a stated count ends: with its window, or with the word that is counted."""
    if window:
        return max(count.token, doc[window.last], key=position)
    return max(count.token, count.token.head, key=position) if count.kind == ORDINAL else count.token
