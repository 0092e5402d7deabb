"""How often, as the article itself states it: totals ("talked four times") and ordinals ("their third call")."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd
from spacy.tokens import Token

from analysis import tables, vocabulary
from analysis.articles.article import Article
from analysis.contacts.attributes import DatedExpression
from analysis.contacts.extraction import ContactExtractor, position
from analysis.contacts.participants import PartyResolver
from analysis.contacts.story_dates import StoryDates, dated_expressions
from analysis.contacts.triggers import entry_of
from analysis.language import dates
from analysis.language.spacy_model import Paragraph, lemma, text_of
from analysis.people.coreference import Entities
from analysis.people.names import country_of
from analysis.tables import OCCURRED


def stated_counts(
    article: Article,
    paragraphs: Sequence[Paragraph],
    entities: Entities,
    contacts: pd.DataFrame,
    story_dates: StoryDates | None = None,
) -> pd.DataFrame:
    """The table `stated_counts`: totals and ordinals that the article itself states, and how many of them it tells.

    `n_found` counts the contacts of the pair that happened, dated within the window; without a window, all of them.
    `story_dates` is the result of `dated_expressions` for the paragraphs, if it has been computed already.
    """
    happened = contacts[contacts["status"] == OCCURRED]
    rows = []
    story_dates = story_dates or dated_expressions(article, paragraphs)
    for row in _stated(ContactExtractor(article, entities), paragraphs, story_dates):
        pair = {row["actor"], row["recipient"]}
        both = [{a, b} == pair for a, b in zip(happened["actor"], happened["recipient"], strict=True)]
        told = happened[pd.Series(both, index=happened.index, dtype=bool)]
        if row["window_start"]:
            first, last = pd.Timestamp(row["window_start"]), pd.Timestamp(row["window_end"] or datetime.date.max)
            told = told[(told["date_start"] >= first) & (told["date_end"] <= last)]
        rows.append({"article_id": article.article_id, **row, "n_found": told["contact_id"].nunique()})
    return tables.frame("stated_counts", rows)


def _is_window(expression: dates.Expression) -> bool:
    """A stretch of time, not the day of one contact."""
    forms = ("window", "period", "calendar year", "calendar month", "range")
    return expression.limit == "since" or (expression.form in forms and not expression.limit)


_COUNT = re.compile(r"\b(?:times|twice|\d+(?:st|nd|rd|th)|second|third|\w+th)\b", re.IGNORECASE)


def _count_at(token: Token) -> tuple[int, str, Token] | None:
    """A number of times, its kind, and the word of contact it counts."""
    word, ordinals = token.lower_, vocabulary.contacts().ordinals
    if word in ("times", "twice"):
        said = "two" if word == "twice" else next((c.lower_ for c in token.children if c.dep_ == "nummod"), "")
        n = int(said) if said.isdecimal() else int(vocabulary.dates().numbers.get(said, 0))
        verb = next((t for t in token.ancestors if entry_of(t)), None)
        return (n, "total", verb) if n and verb is not None else None
    numeral = re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th)", word) if word[:1].isdecimal() else None
    n = int(numeral[1]) if numeral else ordinals.get(word, 0)
    if not n or token.dep_ not in ("amod", "nummod", "compound"):
        return None
    noun = token.head
    if noun.lower_ == "time" and noun.head.lower_ == "for" and entry_of(noun.head.head):
        return n, "ordinal", noun.head.head
    inner = [o for p in noun.children if p.lower_ == "of" for o in p.children] if noun.lower_ == "round" else []
    counted = next((t for t in (noun, *inner) if entry_of(t)), None)
    return (n, "ordinal", counted) if counted is not None else None


def _stated(
    extractor: ContactExtractor, paragraphs: Iterable[Paragraph], story_dates: StoryDates
) -> Iterator[dict[str, Any]]:
    """Every total and ordinal stated, a row per pair, `n_found` left out."""
    for paragraph in paragraphs:
        worth = _COUNT.search(text_of(paragraph.doc))
        counts = [(t, counted) for t in paragraph.doc if (counted := _count_at(t))] if worth else []
        for token, counted in counts:
            yield from _rows(extractor, paragraph, token, counted, story_dates[paragraph.number])


def _rows(
    extractor: ContactExtractor,
    paragraph: Paragraph,
    token: Token,
    counted: tuple[int, str, Token],
    named: Sequence[DatedExpression],
) -> Iterator[dict[str, Any]]:
    n, kind, trigger = counted
    contact = next(extractor.contacts_of(trigger, paragraph, named, set()), None)
    if contact is None:
        return
    after = [(e, a) for e, a in named if token.i < e.first and e.last < token.sent.end and _is_window(e)]
    window, anchor = after[0] if after else (None, dates.NO_DATE)
    days = dates.resolve(window, extractor.article.published, False, anchor) if window else dates.NO_DATE
    ellipsis = token.dep_ == "conj" and lemma(token) == "time"
    begins = [token.left_edge] if ellipsis else [t for t in contact.tokens if t.i < token.i] or [token]
    ends = [token, paragraph.doc[window.last] if window else token.head if kind == "ordinal" else token]
    start, end = paragraph.offsets(min(begins, key=position), max(ends, key=position))
    there = country_of(tuple(contact.place.split())) if contact.hosted and contact.place else None
    if there:  # "his second visit to Ukraine" counts the journeys there, whoever was met
        contact.right = (PartyResolver(extractor.entities, paragraph).state(there[0]),)
    for actor, recipient in contact.pairs():
        what = {"actor": actor, "recipient": recipient, "count": n, "kind": kind, "mode": contact.mode}
        when = {"window_text": window.text if window else None, "window_start": days.start, "window_end": days.end}
        yield what | when | {"start": start, "end": end, "text": extractor.article.text[start:end]}
