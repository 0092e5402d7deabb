"""Counts that the article itself states: totals ("talked four times", "five calls") and ordinals ("their third call").

They are compared with the contacts that the article describes, so that a reader sees how many it leaves out.
"""

import datetime
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from spacy.tokens import Doc, Token

from analysis import tables, vocabulary
from analysis.articles.article import Article
from analysis.contacts.attributes import DatedExpression
from analysis.contacts.extraction import ContactExtractor, position
from analysis.contacts.factuality import status
from analysis.contacts.merging import Contact
from analysis.contacts.parties import PartyResolver
from analysis.contacts.story_dates import StoryDates, dated_expressions
from analysis.contacts.triggers import entry_of
from analysis.language import dates
from analysis.language.spacy_model import Paragraph, lemma, text_of
from analysis.language.syntax import is_verb
from analysis.people.coreference import Entities
from analysis.people.names import country_of
from analysis.tables import OCCURRED, VISIT, Row

TOTAL, ORDINAL = "total", "ordinal"
WINDOW_FORMS = ("window", "period", "calendar year", "calendar month", "range")  # of expressions of time
ORDINAL_RELATIONS = ("amod", "nummod", "compound")
CARRIED = ("dobj", "nsubjpass")  # relations of a noun of contact to its support verb
MIN_COUNT = 2  # "one call" is a contact, not a count

# Words for a count: "times", "twice", "14th", "second", "third", others in -th, and numerals; cheaper than a test of
# each token.
_COUNT_HINT = re.compile(
    r"\b(?:times|twice|thrice|occasions|\d+(?:st|nd|rd|th)?|second|third|\w+th|two|three|four|five|six|seven|eight|nine|\w+teen"
    r"|ten|eleven|twelve|\w+ty|dozen)\b",
    re.IGNORECASE,
)
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
    story_dates: StoryDates | None = None,
) -> list[Row]:
    """The rows of the table `stated_counts` without `n_found`: one per stated total or ordinal and pair.

    Args:
        article: the article.
        paragraphs: its parsed paragraphs.
        entities: the people, groups and states in it.
        story_dates: the result of `dated_expressions` for the paragraphs, if it has been computed already.
    """
    story_dates = story_dates or dated_expressions(article, paragraphs)
    stated = _stated(ContactExtractor(article, entities), paragraphs, story_dates)
    return [{"article_id": article.article_id, **row} for row in stated]


def with_found(
    stated: Iterable[Row],
    contacts: pd.DataFrame,
    called: Callable[[str, int, int], str] = lambda name, start, end: name,
) -> pd.DataFrame:
    """The table `stated_counts`: each total and ordinal that an article states, and how many contacts it describes.

    Args:
        stated: the rows that `stated_counts` returns, of any number of articles.
        contacts: the table `contacts` of these articles.
        called: returns the name that `contacts` has for somebody who is mentioned between two offsets.

    Returns:
        A row per stated count and pair. `n_found` counts the pair's contacts that took place and are dated within the
        window of the count; without a window, all of them. Those that are only possible are not counted.
    """
    contacts = tables.probable(contacts)
    occurred = contacts[contacts["status"] == OCCURRED]
    rows = []
    for row in stated:
        row = row | {side: called(row[side], row["start"], row["end"]) for side in ("actor", "recipient")}
        if row["actor"] == row["recipient"]:
            continue  # a correction says that both are one person
        described = _of_pair(occurred, row)
        if row["window_start"]:
            first, last = pd.Timestamp(row["window_start"]), pd.Timestamp(row["window_end"] or datetime.date.max)
            described = described[(described["date_start"] >= first) & (described["date_end"] <= last)]
        rows.append(row | {"n_found": described["contact_id"].nunique()})
    return tables.frame("stated_counts", rows)


def _of_pair(contacts: pd.DataFrame, stated: Row) -> pd.DataFrame:
    """The contacts of the pair and article of a stated count."""
    pair = {stated["actor"], stated["recipient"]}
    keys = tables.rows_of(contacts, ("article_id", "actor", "recipient"))
    is_of_pair = [article == stated["article_id"] and {a, b} == pair for article, a, b in keys]
    return contacts[pd.Series(is_of_pair, index=contacts.index, dtype=bool)]


def _stated(
    extractor: ContactExtractor, paragraphs: Iterable[Paragraph], story_dates: StoryDates
) -> Iterator[dict[str, Any]]:
    """A row of `stated_counts` per stated count and pair, without `article_id` and `n_found`."""
    for paragraph in paragraphs:
        if not _COUNT_HINT.search(text_of(paragraph.doc)):
            continue
        counts = [_count_at(token) for token in paragraph.doc if _COUNT_HINT.fullmatch(token.lower_)]
        for count in filter(None, counts):
            yield from _rows(extractor, paragraph, count, story_dates[paragraph.number])


def _count_at(token: Token) -> _Count | None:
    """The count that a token states, if it states one."""
    if token.lower_ in ("times", "occasions", *vocabulary.contacts().counts.adverbs):
        return _total_at(token)
    return _number_of_contacts_at(token) or _number_given_at(token) or _ordinal_at(token)


def _total_at(token: Token) -> _Count | None:
    """ "Talked four times", "met twice", "held talks on two occasions"."""
    adverbs = vocabulary.contacts().counts.adverbs
    number = adverbs.get(token.lower_) or max((_number(c) for c in token.children), default=0)
    trigger = _trigger_of_times(token) if number else None
    return _Count(token, number, TOTAL, trigger) if trigger is not None and _took_place(trigger) else None


def _trigger_of_times(token: Token) -> Token | None:
    """The trigger that "times" belongs to: a word above it, or the noun of the verb above it ("held talks twice")."""
    for word in token.ancestors:
        if entry_of(word):
            return word
        if word.dep_ == "appos":  # "Lee, three times a winner, met him"
            return None
        if is_verb(word):
            return next((c for c in word.children if c.dep_ in CARRIED and entry_of(c)), None)
    return None


def _number_of_contacts_at(token: Token) -> _Count | None:
    """ "Five calls", "a dozen meetings", "two rounds of talks"."""
    is_unit = token.lower_ in vocabulary.contacts().counts.units
    if token.dep_ != "nummod" and not (is_unit and token.dep_ == "compound"):  # "a dozen letters"
        return None
    if token.head.tag_ != "NNS" or not (number := _number(token)):
        return None
    trigger = _counted_trigger(token.head)
    return _Count(token, number, TOTAL, trigger) if trigger is not None and _took_place(trigger) else None


def _number_given_at(token: Token) -> _Count | None:
    """ "Put the number at five": of the contacts that the words before it speak of."""
    preposition, verb = token.head, token.head.head
    if preposition.lower_ != "at" or lemma(verb) != "put" or not (number := _number(token)):
        return None
    words = vocabulary.contacts().counts
    if not any(c.dep_ == "dobj" and c.lower_ in words.figures for c in verb.children):
        return None
    trigger = next((t for t in reversed(_context_before(verb)) if entry_of(t)), None)
    return _Count(token, number, TOTAL, trigger) if trigger is not None else None


def _number(token: Token) -> int:
    """4 for "four", 12 for "a dozen", 24 for "two dozen", 6 for "half a dozen"; 0 for other words and for "one"."""
    word, units = token.lower_, vocabulary.contacts().counts.units
    if token.i + 1 < len(token.doc) and token.nbor().lower_ in units and token.nbor().head == token.head:
        return 0  # "two" of "two dozen calls", where "dozen" has the number
    number = float(word) if word.isascii() and word.isdecimal() else _word_value(word)
    parts = [c.lower_ for c in token.children]
    if word in units:
        before = token.nbor(-1) if token.i else token
        number *= _word_value(before.lower_) if before.tag_ == "CD" else 0.5 if "half" in parts else 1
    number *= max((units.get(part, 1) for part in parts), default=1)
    return int(number) if number >= MIN_COUNT else 0


def _word_value(word: str) -> float:
    counts = vocabulary.contacts().counts
    return float(counts.units.get(word) or vocabulary.dates().numbers.get(word, 0))


def _took_place(trigger: Token) -> bool:
    """Whether the counted contacts are past: "met twice"; not "will hold two meetings"."""
    return status(trigger)[0] == OCCURRED


def _ordinal_at(token: Token) -> _Count | None:
    """ "Their third call", "the 14th round of talks", "met for the second time", "the call was their third"."""
    number = _ordinal_number(token.lower_)
    if not number:
        return None
    trigger = _counted_trigger(token.head) if token.dep_ in ORDINAL_RELATIONS else _subject_trigger(token)
    return _Count(token, number, ORDINAL, trigger) if trigger is not None else None


def _ordinal_number(word: str) -> int:
    """3 for "third", 14 for "14th"; 0 for other words and for "first", which counts nothing."""
    numeral = _ORDINAL_NUMERAL.fullmatch(word) if word[:1].isdecimal() else None
    return int(numeral[1]) if numeral else vocabulary.contacts().counts.ordinals.get(word, 0)


def _counted_trigger(noun: Token) -> Token | None:
    """The trigger that a number before `noun` counts: the noun itself, "met for the ... time", "round of talks"."""
    if noun.lower_ == "time":
        if noun.head.lower_ == "for" and entry_of(noun.head.head):
            return noun.head.head
        return _trigger_in_clause(noun)
    inner = [o for p in noun.children if p.lower_ == "of" for o in p.children] if lemma(noun) == "round" else []
    return next((t for t in (noun, *inner) if entry_of(t)), None)


def _trigger_in_clause(time: Token) -> Token | None:
    """ "The fifth time that they have met", "it was the third time they met"."""
    places = (time, time.head) if time.dep_ == "attr" else (time,)
    clauses = (c for place in places for c in place.children if c.dep_ in ("relcl", "acl", "ccomp", "advcl"))
    return next((c for c in clauses if c.i > time.i and entry_of(c)), None)


def _subject_trigger(ordinal: Token) -> Token | None:
    """ "The call was their third"."""
    if ordinal.dep_ != "attr" or not any(c.dep_ in ("poss", "det") for c in ordinal.children):
        return None
    return next((c for c in ordinal.head.children if c.dep_ == "nsubj" and entry_of(c)), None)


def _rows(
    extractor: ContactExtractor, paragraph: Paragraph, count: _Count, named: Sequence[DatedExpression]
) -> Iterator[dict[str, Any]]:
    """The rows of one stated count, one per pair. `named`: the paragraph's expressions of time."""
    contact = _counted_contact(extractor, paragraph, count.trigger, named) or _contact_beside(
        extractor, paragraph, count
    )
    if contact is None:
        return
    window, anchor = _window_of(count.token, named)
    days = dates.resolve(window, extractor.article.published, False, anchor) if window else dates.NO_DATE
    first, last = _first_token(count, contact), _last_token(count, window, paragraph.doc)
    if window and window.first < first.i:
        first = paragraph.doc[window.first]
    start, end = paragraph.offsets(first, last)
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


def _counted_contact(
    extractor: ContactExtractor, paragraph: Paragraph, trigger: Token, named: Sequence[DatedExpression]
) -> Contact | None:
    """The contact that is counted. Visits to a country are counted with the country, whoever was met."""
    contact = next(extractor.contacts_of(trigger, paragraph, named, set()), None)
    resolver = PartyResolver(extractor.entities, paragraph)
    if contact is not None and contact.hosted and contact.place and (country := country_of((*contact.place.split(),))):
        contact.right = (resolver.state(country.code),)
    if contact is not None and contact.pairs():
        return contact
    codes = _countries_of_visit(trigger)
    if codes is None:
        return None
    visitor, host = map(resolver.state, codes)
    return Contact((visitor,), (host,), VISIT, OCCURRED, trigger, paragraph, 0, tokens=[trigger])


def _contact_beside(extractor: ContactExtractor, paragraph: Paragraph, count: _Count) -> Contact | None:
    """ "The call was Lee's second with Ray", "was the fifth between Lee and Ray": the ordinal has the parties."""
    ordinal, frame = count.token, entry_of(count.trigger)
    if count.kind != ORDINAL or ordinal.dep_ != "attr" or frame is None:
        return None
    resolver = PartyResolver(extractor.entities, paragraph)
    left = resolver.of_all(c for c in ordinal.children if c.dep_ == "poss")
    right = resolver.of_all(_after(ordinal, ("with", "to", "between")))
    contact = Contact(left, right, frame.mode, OCCURRED, count.trigger, paragraph, 0, tokens=[count.trigger])
    if not left:
        contact.left, contact.right = right, ()
    return contact if contact.pairs() else None


def _countries_of_visit(visit: Token) -> tuple[str, str] | None:
    """Guest and host of "the second visit to Spain by a Norwegian president"; the host may be named before it."""
    frame = entry_of(visit)
    if frame is None or not frame.journey:
        return None
    offices = vocabulary.contacts().participants.travelling_offices
    holders = [noun for noun in _after(visit, ("by", "of")) if lemma(noun) in offices]
    guest = next(_codes((c for noun in holders for c in noun.children), ("demonym",)), None)
    places = [*_after(visit, ("to",)), *reversed(_context_before(visit))]
    host = next((code for code in _codes(places, ("name", "capital", "seat")) if code != guest), None)
    return (guest, host) if guest and host else None


def _after(noun: Token, prepositions: Container[str]) -> list[Token]:
    """The words that follow one of the prepositions in the phrase of a noun."""
    return [c for link in noun.subtree if link.dep_ == "prep" and link.lower_ in prepositions for c in link.children]


def _codes(words: Iterable[Token], forms: Container[str]) -> Iterator[str]:
    """The countries that single words name in one of the forms of `names.countries`."""
    named = (country_of((word.text,)) for word in words)
    return (country.code for country in named if country and country.form in forms)


def _context_before(token: Token) -> list[Token]:
    """The words before a token in its sentence and in the sentence before."""
    start = token.sent.start
    return list(token.doc[token.doc[start - 1].sent.start if start else 0 : token.i])


def _window_of(token: Token, named: Iterable[DatedExpression]) -> tuple[dates.Expression | None, dates.DateRange]:
    """The period that the sentence of a count names, after the count if possible, and the date it is relative to."""
    sentence = token.sent
    inside = [(_backward(e, token.doc), anchor) for e, anchor in named if sentence.start <= e.first < sentence.end]
    windows = [(e, anchor) for e, anchor in inside if _is_window(e)]
    after = (pair for pair in windows if pair[0].first > token.i)
    return next(after, windows[-1] if windows else (None, dates.NO_DATE))


def _backward(expression: dates.Expression, doc: Doc) -> dates.Expression:
    """ "Their fourth call in two months" counts the last two months; other expressions as they are."""
    if expression.form != "shift" or "way" in expression.fields:
        return expression
    first = expression.first - 1  # "in"
    fields = {**expression.fields, "which": "past"}
    return replace(expression, first=first, text=doc[first : expression.last + 1].text, form="window", fields=fields)


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
