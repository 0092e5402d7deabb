"""Who contacts whom: calls, meetings, visits, letters, each told once, whether it happened, when and at whose wish.

A trigger is a verb or noun of `vocabulary/contacts.toml`. Syntax fills its roles with entities of the article: subject
and object, "with", "between", possessors, the subject of a verb that only carries the noun ("held talks"). `status`
says whether it happened, `dates` when. What an article tells twice is merged: same pair, and nothing that contradicts.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from spacy.tokens import Token

from analysis import tables, vocabulary
from analysis.articles.article import Article
from analysis.contacts.attributes import DatedExpression, beside, channel, length, said_of, topic
from analysis.contacts.attributes import path as path_of
from analysis.contacts.attributes import place as place_of
from analysis.contacts.factuality import is_ahead, status
from analysis.contacts.merging import Contact, _complete, _merge, _outcomes_agree, _same
from analysis.contacts.participants import Names, Participants, PartyResolver, asked
from analysis.contacts.triggers import (
    entry_of,
    is_apart,
    is_definite,
    is_elsewhere,
    is_habit,
    is_homeward,
    is_journey,
    is_perfect,
    modes_agree,
    support,
)
from analysis.language import dates
from analysis.language.spacy_model import Paragraph, lemma, text_of
from analysis.language.syntax import is_verb
from analysis.people.coreference import Entities
from analysis.people.names import PERSON, STATE, country_of
from analysis.tables import (
    CANCELLED,
    DENIED,
    HYPOTHETICAL,
    LETTER,
    MEETING,
    OCCURRED,
    PHONE,
    PLANNED,
    UNSPECIFIED,
    VISIT,
)

MOST_TRIGGERS = 40  # of one sentence: each looks at the whole of it, so that more would cost its square


def contacts(article: Article, paragraphs: Sequence[Paragraph], entities: Entities) -> pd.DataFrame:
    """The table `contacts`: a row per pair, in the order of the text; the pairs of one contact share `contact_id`."""
    rows = []
    for number, contact in enumerate(ContactExtractor(article, entities).read(paragraphs), 1):
        span = contact.paragraph.offsets(min(contact.tokens, key=position), max(contact.tokens, key=position))
        rows += [_row(article, number, contact, pair, span) for pair in contact.pairs()]
    return tables.frame("contacts", rows)


def _row(article: Article, number: int, c: Contact, pair: tuple[str, str], span: tuple[int, int]) -> dict[str, Any]:
    start, end = span
    known = ("mode", "status", "initiator", "place", "topic")
    return {name: getattr(c, name) for name in known} | {
        "article_id": article.article_id,
        "contact_id": number,
        "actor": pair[0],
        "recipient": pair[1],
        "date_start": c.days.start,
        "date_end": c.days.end,
        "date_precision": c.days.precision,
        "date_source": c.days.source,
        "duration_min": c.duration,
        "duration_qualifier": c.qualifier,
        "start": start,
        "end": end,
        "text": article.text[start:end],
        "trigger": c.trigger.text,
        "why_status": c.why_status or None,
        "why_date": c.why_date or None,
    }


def position(token: Token) -> int:
    """Where a token stands in its paragraph."""
    return token.i


class ContactExtractor:
    """Reads paragraph by paragraph, remembers the contacts told and the day last named."""

    def __init__(self, article: Article, entities: Entities) -> None:
        self.article, self.entities = article, entities
        self.told: list[Contact] = []
        self.pending: list[Contact] = []  # one party known, the other still to come
        self.anchor = dates.NO_DATE
        self.sentence = 0
        kinds = [b.kind for b in article.blocks if b.kind in ("title", "paragraph")]
        self.lead = kinds.index("paragraph") if "paragraph" in kinds else 0

    def read(self, paragraphs: Iterable[Paragraph]) -> list[Contact]:
        """Every contact of the article, merged."""
        for paragraph in paragraphs:
            if paragraph.number > self.lead:
                self.pending = []  # what a headline says by half, the first sentence completes
            named = self.named_days(paragraph)
            for sentence in paragraph.doc.sents:
                self.sentence += 1
                triggers = list(
                    itertools.islice((t for t in sentence if entry_of(t) and not is_habit(t)), MOST_TRIGGERS)
                )
                triggers = [] if triggers and is_elsewhere(sentence) else triggers
                for token in triggers:
                    for contact in self.contacts_of(token, paragraph, named, {t.i for t in triggers}):
                        self._take_in(contact)
        return [c for c in self.told if c.pairs()]

    def named_days(self, paragraph: Paragraph) -> list[DatedExpression]:
        """The paragraph's expressions of time, each with the day that the story had named before it."""
        named = []
        for expression in dates.find(paragraph.doc, text_of(paragraph.doc)):
            named.append((expression, self.anchor))
            verb = next((t for t in expression.head(paragraph.doc).ancestors if is_verb(t)), None)
            ahead = verb is not None and status(verb)[0] == PLANNED
            days = dates.resolve(expression, self.article.published, ahead, self.anchor)
            if days.start and not expression.limit and expression.form != "window":
                self.anchor = days
        return named

    def contacts_of(
        self, token: Token, paragraph: Paragraph, named: Sequence[DatedExpression], triggers: set[int]
    ) -> Iterator[Contact]:
        """What a trigger tells of; twice where it names two days ("on Monday and again on Tuesday")."""
        entry, nodes = entry_of(token), path_of(token)
        if entry is None:
            return
        rivals = triggers - {n.i for n in nodes}
        said = said_of(token, nodes, rivals, named)
        outcome, why = status(token, any(self._lies_ahead(e, anchor) for e, anchor in said))
        outcome = (entry.status or outcome) if outcome == OCCURRED else outcome
        frame = Participants(self.entities, paragraph, token, entry)
        left, right = frame.sides()
        c = Contact(left, right, channel(nodes, entry.mode), outcome, token, paragraph, self.sentence, why)
        c.initiator, c.apart, c.topic = frame.initiator, is_apart(token), topic(nodes, entry.topic)
        c.tokens = [token, *(t for t, names in frame.parties.heads if set(names) & set(c.parties))]
        c.topical = entry.topic and not right and not said
        c.initiator = asked(PartyResolver(self.entities, paragraph), token, c.parties) or c.initiator
        c.duration, c.qualifier = length(nodes, rivals)
        self._settle(c, nodes, frame, rivals, {i for e, _ in named for i in range(e.first, e.last + 1)})
        history = bool(triggers) and is_perfect(token) and not said and c.mode == UNSPECIFIED
        if history or (len(c.parties) < 2 and (entry.needs or frame.is_of_others())):
            return
        self._date(c, said)
        if found := beside(nodes, named):
            (expression, anchor), steps, unit = found
            c.days = dates.shifted(dates.resolve(expression, self.article.published, False, anchor), steps, unit)
        yield c
        yield from self._gapped(c, frame, named)
        for (first, _), (second, anchor) in itertools.pairwise(said[:2]):
            if paragraph.doc[first.last + 1 : second.first].text.lower() in ("and again on", "and again"):
                twin = replace(c, tokens=[*c.tokens, paragraph.doc[second.last]])
                self._date(twin, [(second, anchor)])
                yield twin

    def _gapped(self, c: Contact, frame: Participants, named: Sequence[DatedExpression]) -> Iterator[Contact]:
        """ "Telephoned X on Monday and then Y": a contact of its own, on its own day if that is named."""
        for head, names in frame.gapped():
            others = tuple(n for n in names if n not in c.parties)
            sides = {"left" if frame.entry.guest else "right": others}
            twin = replace(c, tokens=[c.trigger, head], **sides) if others else c  # type: ignore[arg-type]
            said = [n for n in named if head.left_edge.i <= n[0].first <= head.right_edge.i]
            if said:
                self._date(twin, said)
            yield twin

    def _settle(self, c: Contact, nodes: list[Token], frame: Participants, rivals: set[int], days: set[int]) -> None:
        """Where it was, and whom a visit was to: who invites is visited; without a host they travel together."""
        if c.mode == VISIT and c.left and not c.right and c.initiator and self._kind((c.initiator,)) == PERSON:
            c.right = (c.initiator,) if c.initiator not in c.left else ()
        self._locate(c, nodes, frame, rivals, days)
        if c.mode == VISIT and len(c.left) > 1 and not c.right:
            c.mode = MEETING

    def _locate(self, c: Contact, nodes: list[Token], frame: Participants, rivals: set[int], days: set[int]) -> None:
        """The place, and with it the host of a visit that names none; talks in a place are a meeting."""
        sure = frame.parties.is_surely_person
        people = {t.i for t in c.trigger.sent if (m := self.entities.at(c.paragraph, t)) and sure(m.persons[0])}
        people |= {t.i for t in c.tokens}
        found = place_of(nodes, people | days, c.mode == VISIT, rivals)
        if not found:
            return
        step, c.place, token = found
        if c.mode == UNSPECIFIED and step < 3:
            c.mode = MEETING
        if (
            c.mode == VISIT
            and c.left
            and not c.right
            and step == 0
            and not is_homeward(c.trigger)
            and (host := frame.parties.host(c.trigger.sent, c.place, c.left))
        ):
            aims = (v for v in c.trigger.children if v.dep_ in ("xcomp", "advcl"))
            if self._kind((host,)) == STATE and self._are_apart(c.left) and not any(entry_of(v) for v in aims):
                return  # they go there to meet each other
            c.right, c.hosted = (host,), True
            c.tokens.append(token)

    def _are_apart(self, names: Names) -> bool:
        """Whether each is known to be of another country."""
        people = [p for n in names if (p := self.entities.people.get(n)) and p.kind == PERSON]
        return len({p.country for p in people} - {None}) == len(names) > 1

    def _lies_ahead(self, expression: dates.Expression, anchor: dates.DateRange) -> bool:
        """Whether the time named can be to come, so that "meets him on Tuesday" is a plan."""
        published = self.article.published
        if expression.limit or expression.form == "window" or not published:
            return expression.form == "weekday"
        days = dates.resolve(expression, published, True, anchor)
        return days.end is not None and days.end >= published

    def _kind(self, names: Names) -> str:
        return self.entities.people[names[0]].kind if names[0] in self.entities.people else STATE

    def _date(self, c: Contact, said: Sequence[DatedExpression]) -> None:
        """The day nearest to the trigger; without any, a readout in the lead happened on the day of publication."""
        ahead = is_ahead(c.status, set(c.why_status.split()), c.trigger)
        for expression, anchor in said[:1]:
            c.days = dates.resolve(expression, self.article.published, ahead, anchor)
            if not c.days.start and expression.form == "daypart":
                break  # of a day that nothing names
            c.why_date = expression.text
            c.tokens.append(c.paragraph.doc[expression.last])
            return
        verb = next((t for t in (c.trigger, *c.trigger.ancestors) if is_verb(t)), None)
        told = verb is not None and (verb.tag_ == "VBD" or (is_perfect(verb) and c.mode != UNSPECIFIED))
        reviewed = c.trigger.dep_ == "dobj" and not is_verb(c.trigger) and lemma(c.trigger.head) not in support()
        main = verb is not None and verb.dep_ not in ("relcl", "advcl") and not c.apart and not reviewed
        told = (told and main) or (verb is None and c.paragraph.number < self.lead)  # "Telephone conversation with X"
        if c.status == OCCURRED and told and self.article.published and self._in_lead(c):
            c.days = dates.DateRange(self.article.published, self.article.published, "day", "publication")

    def _in_lead(self, c: Contact) -> bool:
        """In the title or the first sentence of the text."""
        return c.paragraph.number <= self.lead and c.trigger.sent.start == 0

    def _take_in(self, new: Contact) -> None:
        """Merge with what is told already, or add."""
        if len(new.parties) < 2:
            self._elaborate(new)
            return
        if new.topical and self.told and not any(_same(old, new) for old in self.told):
            return  # "the leaders also discussed" tells more about a contact, none of its own
        for half in self.pending:
            ours = half.parties[0] in new.parties if half.parties else is_definite(new.trigger)
            if ours and modes_agree(half.mode, new.mode) and half.status == new.status:
                _complete(new, half)
                self.pending.remove(half)
                break
        for old in reversed(self.told):
            if _same(old, new) or self._is_host(old, new):
                _merge(old, new)
                return
        self.told.append(new)

    def _is_host(self, old: Contact, new: Contact) -> bool:
        """A journey to a country, and whom the traveller meets there, are one visit."""
        visit, host = (old, new) if old.hosted else (new, old)
        others = [n for n in host.parties if n not in visit.left]
        home = {p.country for n in others if (p := self.entities.people.get(n))} - {None}
        there = country_of(tuple((visit.place or "").split()))
        at_home = there is not None and home == {there[0]}
        near = new.sentence - old.sentence <= (1 if old.hosted else 3 * at_home)
        if not (near and host.mode in (MEETING, UNSPECIFIED, VISIT) and visit.hosted and not host.hosted and others):
            return False
        if visit.left != host.left and not (at_home and set(visit.left) < set(host.parties)):
            return False
        fits = not (visit.apart or home) or at_home or visit.right == host.right
        meets_at = country_of(tuple((host.place or "").split()))
        same_place = not host.place or host.place == visit.place or bool(there and meets_at and there[0] == meets_at[0])
        arrives = bool(visit is old and visit.days.end and host.days.end and visit.days.end <= host.days.end)
        same_days = dates.agree(visit.days, host.days) or (arrives and is_journey(visit.trigger))
        return fits and same_place and _outcomes_agree(old, new) and same_days

    def _elaborate(self, new: Contact) -> None:
        """ "The call lasted an hour", "the talks were called off": more about the contact told just before."""
        near = [c for c in self.told if 0 <= self.sentence - c.sentence <= 2 and modes_agree(c.mode, new.mode)]
        here = [c for c in near[-1:] if is_definite(new.trigger) or new.trigger.sent == c.trigger.sent]
        for old in here if not is_verb(new.trigger) else ():
            if not set(new.parties) <= set(old.parties):
                break
            if new.status in (CANCELLED, DENIED) and old.status in (PLANNED, HYPOTHETICAL):
                old.status, old.why_status = new.status, new.why_status
            if new.days.source == "publication":
                new.days = dates.NO_DATE
            if old.days.source == "publication" and new.days.start and (old.mode, new.mode) == (LETTER, LETTER):
                old.days = dates.NO_DATE  # "the letter, dated Monday": that day was but a default
            if not new.apart and dates.agree(old.days, new.days):
                parties = PartyResolver(self.entities, new.paragraph)
                new.initiator = asked(parties, new.trigger, old.parties) or new.initiator
                _merge(old, new)
            return
        if any(self._joins(old, new) for old in near[-1:]):
            return
        if (len(new.parties) == 1 and new.mode == PHONE) or (not new.parties and not self.told and new.place):
            self.pending.append(new)

    def _joins(self, old: Contact, new: Contact) -> bool:
        """ "X will host the summit": one more takes part in the meeting told just before."""
        verb = next((t for t in new.trigger.ancestors if is_verb(t)), new.trigger)
        joining = lemma(verb) in vocabulary.contacts().support.joining and is_definite(new.trigger)
        extra = [n for n in new.parties if n not in old.parties and self._kind((n,)) == PERSON]
        if not (joining and len(extra) == len(new.parties) == 1 and old.status == new.status) or new.apart:
            return False
        if is_verb(new.trigger) or old.mode not in (MEETING, UNSPECIFIED) or not dates.agree(old.days, new.days):
            return False
        if len(old.pairs()) > 1 and old.right:
            return False
        old.left, old.right = (*old.parties, *extra), ()
        return True
