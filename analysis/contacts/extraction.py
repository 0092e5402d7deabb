"""Contacts: who calls, meets, visits or writes to whom, each contact once, with its status, date and initiator.

A trigger is a verb or noun of `vocabulary/contacts.toml`. Syntax fills its roles with entities of the article: subject
and object, "with", "between", possessors, the subject of a support verb ("held talks"). `factuality.status` says
whether the contact happened, `language.dates` when. `ContactExtractor` reads a mention from each trigger, and
`merging.ContactMerger` merges the mentions of the same contact: those of the same pair that do not contradict.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from spacy.tokens import Span, Token

from analysis import tables, vocabulary
from analysis.articles.article import TEXT_BLOCKS, Article
from analysis.contacts.attributes import (
    DatedExpression,
    below,
    beside,
    channel,
    is_scheduled,
    length,
    of_place,
    said_of,
    topic,
)
from analysis.contacts.attributes import path as path_of
from analysis.contacts.attributes import place as place_of
from analysis.contacts.factuality import CLOSING_QUOTES, answer, is_ahead, is_time, status
from analysis.contacts.merging import Contact, ContactMerger
from analysis.contacts.participants import Participants
from analysis.contacts.parties import Names, PartyResolver, kind_of, known
from analysis.contacts.story_dates import (
    StoryDates,
    StoryDay,
    StoryPlace,
    dated_expressions,
    is_presence,
    is_reported,
    is_told_now,
    is_whereabouts,
)
from analysis.contacts.triggers import (
    aims,
    entry_of,
    is_about_match,
    is_apart,
    is_definite,
    is_elsewhere,
    is_habit,
    is_homeward,
    is_journey,
    is_meal_hosted,
    is_next,
    is_perfect,
    support,
)
from analysis.errors import AnalysisError
from analysis.language import dates
from analysis.language.spacy_model import Paragraph, lemma
from analysis.language.syntax import SUBJECTS, has_subject, is_infinitive, is_verb, nearest_verb, subject, with_relation
from analysis.people.coreference import FORMS_BY_EXPLICITNESS, Entities, understood_through
from analysis.people.names import PERSON, STATE, country_of
from analysis.people.nominals import office_in
from analysis.statistics import BOTH, NEITHER, ONE, PLACE, POSSIBLE_BELOW, has_date, party_kinds, share_right
from analysis.tables import CANCELLED, LETTER, MEETING, OCCURRED, PHONE, UNSPECIFIED, VISIT, Row
from analysis.vocabulary.schema import Frame

DATELINE_PLACE = re.compile(r"[A-Z]{2,}(?:[ -][A-Z]{2,})*(?=,| ?\(| ?[-–—])")  # in capitals: "ABU DHABI (AFP) -"
CLOSING_MARKS = CLOSING_QUOTES + ")"  # after the full stop of a sentence
MAX_TRIGGERS_PER_SENTENCE = 40  # each is compared with the whole sentence, so the time grows with their square
MAX_STEPS_TO_MEETING_PLACE = 2  # from a trigger up to the governor of the place that makes "talks" a meeting


def contacts(
    article: Article, paragraphs: Sequence[Paragraph], entities: Entities, story_dates: StoryDates | None = None
) -> list[Row]:
    """The rows of the table `contacts`: one per pair, in text order; the pairs of one contact share `contact_id`.

    Args:
        article: the article.
        paragraphs: all its paragraphs, parsed, in order.
        entities: the people and states in them.
        story_dates: the result of `dated_expressions` for these paragraphs, if it has been computed already.
    """
    extractor = ContactExtractor(article, entities)
    merger = ContactMerger(entities, extractor.lead, extractor.opening)
    for mention in extractor.read(paragraphs, story_dates or dated_expressions(article, paragraphs)):
        mention.named = frozenset(name for name in mention.parties if _is_named(entities, mention, name))
        merger.add(mention)
    return [
        _row(article, number, contact, pair) | _how_sure(entities, contact, pair)
        for number, contact in enumerate(merger.contacts, 1)
        for pair in contact.pairs()
    ]


# Explanation


def explain(table: pd.DataFrame, mentions: pd.DataFrame, contact_id: int) -> pd.DataFrame:
    """Why a contact has its parties, status, day and place.

    Args:
        table: the table `contacts`.
        mentions: the table `mentions`.
        contact_id: number of the contact.

    Returns:
        `step`, `text`, `start` and `end`, a row per step: the sense of its trigger, each party as written with the
        antecedents of these words up to the mention that names it, then status, day, place and how sure it is. A step
        has no `start` if its words are not in the contact's text but in another sentence about it.

    Raises:
        AnalysisError: there is no such contact.
    """
    rows = table[table["contact_id"] == contact_id]
    if rows.empty:
        raise AnalysisError(
            f"there is no contact {contact_id}; there are {table['contact_id'].nunique()}, numbered from 1"
        )
    contact = rows.iloc[0]
    steps = [{"step": f"found by: {contact['frame']}", **_within(contact, contact["trigger"])}]
    steps += [{"step": f"corrected by hand: {note}"} for note in rows["corrected"].dropna().unique()]
    for party in dict.fromkeys([*rows["actor"], *rows["recipient"]]):
        steps += _naming(contact, mentions, party)
    steps.append({"step": f"status: {contact['status']}", **_within(contact, contact["why_status"])})
    days = dict.fromkeys(str(day.date()) for day in contact[["date_start", "date_end"]].dropna())
    when = f"{' to '.join(days) or 'not known'} ({contact['date_source']})"
    steps.append({"step": f"day: {when}", **_within(contact, contact["why_date"])})
    place = contact["place"] if pd.notna(contact["place"]) else None
    steps.append({"step": f"place: {place or 'not stated'}", **_within(contact, place)})
    return tables.steps_table([*steps, *_sureness(rows)])


def _naming(contact: "pd.Series[Any]", mentions: pd.DataFrame, party: str) -> Iterator[dict[str, Any]]:
    """The most explicit mention of a party in the words of a contact, and its antecedents."""
    within = mentions["start"].between(contact["start"], contact["end"], inclusive="left")
    there = mentions[within & mentions["person"].eq(party)]
    if there.empty:
        from_place = contact["named"] == PLACE and party == contact["recipient"]
        otherwise = "from another sentence, by a country or office, or as the speaker"
        why = "the host, by the place" if from_place else otherwise
        by_hand = pd.isna(contact["trigger"])
        yield {"step": f"{party}: given by hand" if by_hand else f"{party}: not mentioned in these words; {why}"}
        return
    mention = there.iloc[int(there["form"].map(FORMS_BY_EXPLICITNESS.index).argmax())].to_dict()
    yield {"step": f"{party}: by {mention['form']}", **{name: mention[name] for name in ("text", "start", "end")}}
    yield from understood_through(mentions, mention)


def _within(contact: "pd.Series[Any]", words: Any) -> dict[str, Any]:
    """Words that decided something, and where they are in the text of a contact if they are there as a whole."""
    if pd.isna(words):
        return {}
    found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", contact["text"])
    place = {"start": contact["start"] + found.start(), "end": contact["start"] + found.end()} if found else {}
    return {"text": words, **place}


def _sureness(rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """How sure each pair is, once for pairs alike, and which of its parties its words name."""
    for row in tables.records(rows.drop_duplicates(["named", "confidence", "possible"])):
        pair = f"{row.actor} and {row.recipient}: " if rows["contact_id"].size > 1 else ""
        named = f", parties named: {row.named}" if pd.notna(row.named) else ""
        possible = ", only possible" if row.possible else ""
        yield {"step": f"{pair}confidence {row.confidence:.2f}{named}{possible}"}


# Rows of the table


def _row(article: Article, number: int, contact: Contact, pair: tuple[str, str]) -> Row:
    """The row of one pair of a contact."""
    start, end = contact.paragraph.offsets(min(contact.tokens, key=position), max(contact.tokens, key=position))
    return {
        "article_id": article.article_id,
        "contact_id": number,
        "actor": pair[0],
        "recipient": pair[1],
        "mode": contact.mode,
        "status": contact.status,
        "initiator": contact.initiator,
        "place": contact.place,
        "topic": contact.topic,
        "date_start": contact.days.start,
        "date_end": contact.days.end,
        "date_precision": contact.days.precision,
        "date_source": contact.days.source,
        "duration_min": contact.duration,
        "duration_qualifier": contact.qualifier,
        "start": start,
        "end": end,
        "text": article.text[start:end],
        "trigger": contact.trigger.text,
        "why_status": contact.why_status or None,
        "why_date": contact.why_date or None,
    }


def _how_sure(entities: Entities, contact: Contact, pair: tuple[str, str]) -> Row:
    """How sure the contact of a pair is, and what that is computed from."""
    named = PLACE if contact.hosted else (NEITHER, ONE, BOTH)[len(contact.named & set(pair))]
    kinds = party_kinds(kind_of(entities, name) for name in pair)
    share = share_right("contacts", named, has_date(contact.days.source), contact.frame, kinds, contact.status)
    return {"frame": contact.frame, "named": named, "confidence": share, "possible": share < POSSIBLE_BELOW}


def _is_named(entities: Entities, contact: Contact, name: str) -> bool:
    """Whether the words of a mention name a party, and do not only refer to it by a title or pronoun.

    A name beside the title counts: "the bank's chief, Jon Lind". So do words that are not a mention: the capital of a
    country, "executives from" a company.
    """
    beside = (c for token in contact.tokens for c in (*token.children, token.head) if "appos" in (c.dep_, token.dep_))
    mentions = [entities.at(contact.paragraph, token) for token in (*contact.tokens, *beside)]
    forms = {mention.form for mention in mentions if mention and name in mention.persons}
    return not forms or "name" in forms


def position(token: Token) -> int:
    """The index of a token in its paragraph."""
    return token.i


@dataclass(frozen=True, slots=True)
class _Clause:
    """A trigger with what its clause says about the contact.

    `path` is the trigger and its governors; `rivals` are the other triggers of the sentence, by index; `dates` are all
    time expressions of the paragraph, `own_dates` those of the trigger, the one to date the contact by first.
    """

    trigger: Token
    entry: Frame
    paragraph: Paragraph
    path: list[Token]
    rivals: set[int]
    dates: Sequence[DatedExpression]
    own_dates: list[DatedExpression]
    participants: Participants

    @property
    def resolver(self) -> PartyResolver:
        return self.participants.resolver


class ContactExtractor:
    """Reads the mentions of contacts in an article. Mentions of the same contact are not merged yet.

    `lead` is the number of the first paragraph after the headline, `opening` that of the first paragraph that is a
    sentence and not another line of the headline.
    """

    def __init__(self, article: Article, entities: Entities) -> None:
        self.article, self.entities = article, entities
        blocks = [b for b in article.blocks if b.kind in TEXT_BLOCKS]
        self.lead = next((number for number, b in enumerate(blocks) if b.kind == "paragraph"), 0)
        texts = enumerate(article.text[b.start : b.end] for b in blocks)
        self.opening = next((number for number, text in texts if text.rstrip(CLOSING_MARKS).endswith(".")), 0)
        self._story, self._event = StoryDay(article.published), StoryPlace()
        self._is_about_match = is_about_match(article.text)

    def read(self, paragraphs: Iterable[Paragraph], story_dates: StoryDates) -> Iterator[Contact]:
        """Every mention of a contact, in the order of the article.

        A mention that has been handed out may get another date before it is handed out again: "telephoned X on Monday
        and, on Tuesday, X again". So take each in before asking for the next.
        """
        sentences = ((paragraph, sentence) for paragraph in paragraphs for sentence in paragraph.doc.sents)
        for number, (paragraph, sentence) in enumerate(sentences, 1):
            self._story.enter(sentence, story_dates[paragraph.number])
            self._event.enter(sentence)
            yield from self._scenes(sentence, paragraph, story_dates[paragraph.number], number)
            triggers = _triggers_of(sentence)
            indices = {trigger.i for trigger in triggers}
            for trigger in triggers:
                yield from self.contacts_of(trigger, paragraph, story_dates[paragraph.number], indices, number)

    def _scenes(
        self, sentence: Span, paragraph: Paragraph, dated: Sequence[DatedExpression], number: int
    ) -> Iterator[Contact]:
        """Where somebody was, for the contacts that follow: "was in Oslo", "gave a speech in Oslo on Monday"."""
        for verb in sentence:
            if not is_whereabouts(verb) or entry_of(verb):
                continue
            times = said_of(verb, [verb], set(), dated)
            resolver = PartyResolver(self.entities, paragraph)
            names = resolver.persons(resolver.of(subject(verb)))
            taken = {head.i for head, _ in resolver.resolved_heads} | _indices(dated)
            located = place_of([verb], taken, False, set())
            if located and names and located[0] == 0 and (times or is_presence(verb)):
                scene = Contact(names, (), VISIT, OCCURRED, verb, paragraph, number, place=located[1], scene=True)
                if times or verb.tag_ == "VBD":  # "is in Oslo" holds for what is planned, too
                    self._set_date(scene, times)
                yield scene

    def contacts_of(
        self,
        trigger: Token,
        paragraph: Paragraph,
        dated: Sequence[DatedExpression],
        triggers: set[int],
        sentence: int = 0,
    ) -> Iterator[Contact]:
        """The contacts that a trigger expresses; several for "on Monday and again on Tuesday", "met X and, later, Y".

        Args:
            trigger: a verb or noun of contact; any other word expresses none.
            paragraph: the trigger's paragraph.
            dated: the paragraph's time expressions, from `dated_expressions`.
            triggers: the indices of all triggers in the sentence; empty for the trigger of a stated total.
            sentence: the number of the sentence in the article.
        """
        entry = entry_of(trigger)
        if entry is None:
            return
        participants = Participants(self.entities, paragraph, trigger, entry)
        if _lacks_party(trigger, entry, participants):
            return
        path = path_of(trigger)
        if entry.status:
            path[1:1] = aims(trigger)  # the day and place of "invited him to dine in Oslo on Friday" are theirs
        rivals = triggers - {node.i for node in path}
        own_dates = self._own_dates(path, rivals, paragraph, dated)
        clause = _Clause(trigger, entry, paragraph, path, rivals, dated, own_dates, participants)
        contact = self._contact(clause, sentence)
        if self._is_about_match and self._is_match(contact, clause):
            return
        self._set_date(contact, own_dates)
        self._set_date_from_other_clause(contact, clause)
        if contact.place is None and self._is_at_dateline(contact):
            contact.place = self._dateline(clause.paragraph)
        yield contact
        yield from self._gapped(contact, clause)
        yield from self._repeated(contact, clause)

    def _own_dates(
        self, path: list[Token], rivals: set[int], paragraph: Paragraph, dated: Sequence[DatedExpression]
    ) -> list[DatedExpression]:
        """The time expressions of a trigger, which is the first token of `path`.

        In a headline, the year of "first since 2008" is not one of them.
        """
        trigger = path[0]
        found = (
            said_of(trigger, path, rivals, dated)
            or said_of(trigger, path, rivals - _spoken_about(trigger), dated)
            or of_place(path, dated)
        )
        is_headline = paragraph.number < self.opening
        return [pair for pair in found if not (is_headline and _ends_gap(pair[0], paragraph))]

    def _contact(self, clause: _Clause, sentence: int) -> Contact:
        """The contact of a trigger, without its date."""
        trigger, path = clause.trigger, clause.path
        outcome, why = status(trigger, any(self._lies_ahead(e, anchor) for e, anchor in clause.own_dates))
        if clause.entry.status and outcome == OCCURRED:
            outcome, why = _outcome_of_invitation(trigger, clause.entry.status)
        left, right = clause.participants.sides()
        mode = channel(path, _mode_of_call(trigger) or clause.entry.mode)
        contact = Contact(left, right, mode, outcome, trigger, clause.paragraph, sentence, why)
        contact.frame = clause.entry.name
        named = [head for head, names in clause.resolver.resolved_heads if set(names) & set(contact.parties)]
        contact.tokens = [trigger, *named]
        contact.apart, contact.topic = is_apart(trigger), topic(path, clause.entry.topic, _indices(clause.dates))
        contact.is_next = is_next(trigger)
        contact.topical = (
            clause.entry.topic and not right and not (clause.own_dates or self._names_all(contact, clause))
        )
        contact.initiator = clause.participants.initiator(mode)
        contact.duration, contact.qualifier = length(path, clause.rivals)
        self._set_place_and_host(contact, clause)
        return contact

    def _is_match(self, contact: Contact, clause: _Clause) -> bool:
        """Whether clubs or countries play each other or players collide: "Leeds visit Derby", "made contact with him".

        Not if they say why: "Leeds met Derby to discuss the fee", "made contact about the fee".
        """
        if contact.topic or any(c.dep_ in ("xcomp", "advcl") for c in clause.trigger.children):
            return False
        if lemma(clause.trigger) in vocabulary.contacts().elsewhere.of_bodies:
            return True
        return clause.entry.mode in (MEETING, VISIT) and not any(map(clause.resolver.is_surely_person, contact.parties))

    def _names_all(self, contact: Contact, clause: _Clause) -> bool:
        """Whether a clause names the parties, each by name: "Norway and Peru will discuss trade"; not "the leaders"."""
        if not has_subject(clause.trigger):
            return False  # "have topics to discuss"
        mentions = (self.entities.at(clause.paragraph, head) for head, _ in clause.resolver.resolved_heads)
        named = {name for mention in mentions if mention and mention.form == "name" for name in mention.persons}
        return len(contact.parties) > 1 and named >= set(contact.parties)

    def _gapped(self, contact: Contact, clause: _Clause) -> Iterator[Contact]:
        """The contact of "Y" in "telephoned X on Monday and then Y", with a date of its own if that is named."""
        for head, names in clause.participants.gapped():
            others = tuple(name for name in names if name not in contact.parties)
            left, right = (others, contact.right) if clause.entry.guest else (contact.left, others)
            twin = replace(contact, tokens=[contact.trigger, head], left=left, right=right) if others else contact
            inside = [pair for pair in clause.dates if head.left_edge.i <= pair[0].first <= head.right_edge.i]
            if inside:
                self._set_date(twin, inside)
            yield twin

    def _repeated(self, contact: Contact, clause: _Clause) -> Iterator[Contact]:
        """The second contact of "on Monday and again on Tuesday"."""
        for (first, _), (second, anchor) in itertools.pairwise(clause.own_dates[:2]):
            if clause.paragraph.doc[first.last + 1 : second.first].text.lower() in ("and again on", "and again"):
                twin = replace(contact, tokens=[*contact.tokens, clause.paragraph.doc[second.last]])
                self._set_date(twin, [(second, anchor)])
                yield twin

    # Place and host

    def _set_place_and_host(self, contact: Contact, clause: _Clause) -> None:
        """Set the place, and the host of a visit: whoever invited.

        Travellers without a host are companions, unless they come from different countries to meet.
        """
        inviting = contact.initiator if contact.mode == VISIT and contact.left and not contact.right else None
        if inviting and clause.resolver.kind(inviting) == PERSON and inviting not in contact.left:
            contact.right = (inviting,)
        self._set_place(contact, clause)
        if contact.mode == VISIT and len(contact.left) > 1 and not contact.right:
            contact.mode = MEETING
            if not self._are_apart(contact.left):
                contact.left = contact.left[:1]

    def _set_place(self, contact: Contact, clause: _Clause) -> None:
        """Set the place, and with it the host of a visit that names none; talks in a place are a meeting."""
        if contact.mode in (PHONE, LETTER):
            return
        taken = self._indices_of_people_and_days(contact, clause)
        located = place_of(clause.path, taken, contact.mode == VISIT, clause.rivals)
        if not located:
            contact.place = self._place_known(contact, clause)
            return
        steps, place, token = located
        contact.place = place
        if contact.mode == UNSPECIFIED and steps <= MAX_STEPS_TO_MEETING_PLACE:
            contact.mode = MEETING
        is_official = any(clause.resolver.is_to_government(guest, contact.trigger) for guest in contact.left)
        can_have_host = clause.entry.place or not clause.entry.to  # "flew to Norway"; not "drove to a plane to Norway"
        if steps == 0 and can_have_host and is_official and _lacks_host(contact):
            host = clause.resolver.host(contact.trigger.sent, contact.place, contact.left)
            if host and not self._meet_there(contact, clause.resolver.kind(host)):
                contact.right, contact.hosted = (host,), True
                contact.travel = not self._is_reported_as_visit(contact)
                contact.tokens.append(token)

    def _place_known(self, contact: Contact, clause: _Clause) -> str | None:
        """The place of a contact that names none itself: the event's, or the state that receives the guest."""
        place = self._event.of(contact.trigger)
        if place is not None or contact.mode != VISIT or len(contact.right) != 1:
            return place
        return contact.right[0] if clause.resolver.kind(contact.right[0]) == STATE else None

    def _is_reported_as_visit(self, contact: Contact) -> bool:
        """Whether a journey to a place is reported as a visit to its government.

        "Visited Norway", "flew to Oslo for talks", "arrived at the White House" and, as news of a head of state or
        government, "President Lind flew to Oslo". Not "who flew to Oslo" or "left Rome for Oslo".
        """
        journey, place = contact.trigger, country_of(tuple((contact.place or "").split()))
        if not is_journey(journey) or (place is not None and place.form == "seat" and len(contact.left) == 1):
            return True
        return _has_aim(journey) or (not _is_aside(journey) and any(map(self._leads_state, contact.left)))

    def _leads_state(self, name: str) -> bool:
        """Whether somebody is a head of state or government."""
        person = self.entities.people.get(name)
        role = person.role if person and person.kind == PERSON else None
        office = office_in(role) or (role or "").lower().rpartition(" ")[2]
        return office in vocabulary.contacts().participants.heads_of_state

    def _is_at_dateline(self, contact: Contact) -> bool:
        """Whether the first sentence after a dateline reports a meeting as the news of the day."""
        published, is_round = self.article.published, contact.mode == UNSPECIFIED and contact.trigger.tag_ == "NNS"
        if contact.mode not in (MEETING, VISIT) and not is_round:
            return False
        is_first = contact.trigger.sent.start == 0
        if not is_first or contact.status != OCCURRED or contact.apart or not is_told_now(contact.trigger):
            return False
        return bool(published and contact.days.end and 0 <= (published - contact.days.end).days <= 1)

    def _dateline(self, paragraph: Paragraph) -> str | None:
        """The place in the dateline of a paragraph: "Tarn" for "TARN, March 7 (Reuters) -"."""
        begins = self.article.text.rfind("\n", 0, paragraph.start) + 1
        place = DATELINE_PLACE.match(self.article.text, begins, paragraph.start)
        return place[0].title() if place else None

    def _indices_of_people_and_days(self, contact: Contact, clause: _Clause) -> set[int]:
        """The indices of the tokens that name people or days, not places."""
        mentions = [(token, self.entities.at(clause.paragraph, token)) for token in contact.trigger.sent]
        people = {token.i for token, m in mentions if m and clause.resolver.is_surely_person(m.persons[0])}
        words = vocabulary.contacts().location
        offices = {token.i for token in contact.tokens if token.lower_ in words.buildings | words.bodies}
        return people | _indices(clause.dates) | ({token.i for token in contact.tokens} - offices)

    def _meet_there(self, contact: Contact, kind_of_host: str) -> bool:
        """Whether the travellers go to a country to meet each other: they are of different ones, and it has no host."""
        clauses = with_relation(contact.trigger, "xcomp", "advcl")
        return kind_of_host == STATE and self._are_apart(contact.left) and not any(map(entry_of, clauses))

    def _are_apart(self, names: Names) -> bool:
        """Whether each is known to be of another country."""
        people = [person for person in known(self.entities, names) if person.kind == PERSON]
        return len({person.country for person in people} - {None}) == len(names) > 1

    # Date

    def _lies_ahead(self, expression: dates.Expression, anchor: dates.DateRange) -> bool:
        """Whether a time can lie in the future, so that "meets him on Tuesday" is a plan.

        A caption gives the day of its picture in full: "shakes hands with him on Monday, March 7, 2022".
        """
        published = self.article.published
        if expression.limit or expression.form == "window" or not published:
            return expression.form == "weekday"
        days = dates.resolve(expression, published, True, anchor)
        if days.end is None:
            return False
        return days.end > published or (days.end == published and "year" not in expression.fields)

    def _set_date(self, contact: Contact, dated: Sequence[DatedExpression]) -> None:
        """Date a contact by the first expression; without one, news in the lead is of the day of publication."""
        if dated:
            expression, anchor = _without_limit(dated[0]) if _begins_silence(contact) else dated[0]
            anchor = self._story.anchor_of(expression, contact.trigger) or anchor
            ahead = is_ahead(contact.status, set(contact.why_status.split()), contact.trigger)
            if contact.status == CANCELLED and ahead and self._is_day_of_news(expression, anchor, contact):
                return
            if expression.fields.get("which") != "recent":  # "in recent weeks" is of no known day
                contact.days = dates.resolve(expression, self.article.published, ahead, anchor)
            if contact.days.start or expression.form != "daypart":  # "in the evening" may be of a day not named
                contact.why_date = expression.text
                contact.tokens.append(contact.paragraph.doc[expression.last])
                return
        if contact.status == OCCURRED and _can_be_of_story(contact):
            contact.days = self._story.of(contact.trigger) or self._day_of_news(contact)
            self._story.begin(contact.days)

    def _is_day_of_news(self, expression: dates.Expression, anchor: dates.DateRange, contact: Contact) -> bool:
        """Whether a weekday is the one on which a contact was called off: "cancelled the meeting on Tuesday".

        So it is if it was the day of publication or the one before, and the contact needs no day to be known: not
        "cancelled a meeting on Tuesday", "cancelled Tuesday's meeting", "cancelled the meeting planned for Tuesday".
        """
        published, doc = self.article.published, contact.trigger.doc
        head = expression.head(doc)
        is_adverbial = head.dep_ == "npadvmod" or doc[max(expression.first - 1, 0)].lower_ == "on"
        if expression.form != "weekday" or not published or not is_adverbial or is_scheduled(head):
            return False
        if not is_definite(contact.trigger):
            return False
        day = dates.resolve(expression, published, False, anchor).end
        return day is not None and 0 <= (published - day).days <= 1

    def _day_of_news(self, contact: Contact) -> dates.DateRange:
        """The day of publication for a contact that is the day's news: in the lead, before any time is named."""
        published = self.article.published
        if published and self._is_in_lead(contact) and self._is_news(contact):
            return dates.DateRange(published, published, "day", "publication")
        return dates.NO_DATE

    def _set_date_from_other_clause(self, contact: Contact, clause: _Clause) -> None:
        """Date a contact relative to another clause: "said on Friday, two days after she rang", "rang after …"."""
        lacks_day = contact.days.source in ("none", "publication")
        if shifted := beside(clause.path, clause.dates) or (below(clause.path, clause.dates) if lacks_day else None):
            (expression, anchor), steps, unit = shifted
            above = dates.resolve(expression, self.article.published, False, anchor)
            contact.days = dates.shifted(above, steps, unit)

    def _is_in_lead(self, contact: Contact) -> bool:
        """Whether the contact is in the headline or the first sentence, or soon after if no time was named before."""
        number, is_first = contact.paragraph.number, contact.trigger.sent.start == 0
        return (number <= self.lead and is_first) or (number <= self.lead + 1 and self._story.is_open)

    def _is_news(self, contact: Contact) -> bool:
        """Whether the contact itself is reported: by a past tense, or a headline without a verb ("Phone call with X").

        Not in a relative clause, and not as the object of another verb: "praised the talks".
        """
        trigger = contact.trigger
        verb = nearest_verb(trigger)
        if verb is None:
            return contact.paragraph.number < self.lead
        is_object = trigger.dep_ == "dobj" and not is_verb(trigger) and lemma(trigger.head) not in support()
        if contact.apart or is_object or verb.dep_ in ("relcl", "advcl") or is_reported(verb):
            return False
        return verb.tag_ == "VBD" or (is_perfect(verb) and (contact.mode, verb) != (UNSPECIFIED, trigger))


def _outcome_of_invitation(invitation: Token, unanswered: str) -> tuple[str, str]:
    """The status of "invited him", and the verb of the answer, if there is one."""
    value, verbs = answer(invitation) or (unanswered, [])
    return value, "".join(verb.text for verb in verbs)


def _mode_of_call(aim: Token) -> str | None:
    """The mode of the call or letter whose aim a verb is: "rang her to confront her"; None for any other verb."""
    entry = entry_of(aim.head) if is_infinitive(aim) and aim.dep_ in ("xcomp", "advcl") else None
    return entry.mode if entry and entry.calls and entry.mode in (PHONE, LETTER) else None


def _spoken_about(trigger: Token) -> set[int]:
    """The index of what a contact was about: "spoke to her about the visit on Tuesday" says when they spoke."""
    links = (c for c in trigger.children if c.lower_ in vocabulary.contacts().status.topic)
    nouns = (noun for link in links for noun in link.children if is_definite(noun))
    return {noun.i for noun in nouns if not any(is_time(c) for c in noun.children)} if is_verb(trigger) else set()


def _indices(dated: Iterable[DatedExpression]) -> set[int]:
    """The indices of the tokens of times."""
    return {i for expression, _ in dated for i in range(expression.first, expression.last + 1)}


def _ends_gap(expression: dates.Expression, paragraph: Paragraph) -> bool:
    """Whether a time says since when there was no contact: "hold first talks since 2008"."""
    above = expression.head(paragraph.doc).ancestors if expression.limit == "since" else ()
    nouns = (noun for t in above for noun in (t, *(c for c in t.children if is_verb(t) and c.dep_ in ("dobj", "attr"))))
    return any(c.lower_ == "first" for noun in nouns for c in noun.children)


def _without_limit(dated: DatedExpression) -> DatedExpression:
    """ "June" for "since June"."""
    return replace(dated[0], limit=""), dated[1]


def _follows_when(trigger: Token) -> bool:
    """Whether another event gives the time, which is then of no known day: "met him when both were students"."""
    clauses = (c for t in path_of(trigger) for c in t.children if c.dep_ == "advcl")
    return any(c.lower_ in ("when", "while") and c.head.tag_ == "VBD" for clause in clauses for c in clause.children)


def _triggers_of(sentence: Span) -> list[Token]:
    """The triggers of a sentence; none if it is about a film or a match."""
    triggers = (token for token in sentence if entry_of(token) and not is_habit(token))
    first = list(itertools.islice(triggers, MAX_TRIGGERS_PER_SENTENCE))
    return [] if first and is_elsewhere(sentence) else first


def _lacks_party(trigger: Token, entry: Frame, participants: Participants) -> bool:
    """Whether a party is missing that the frame requires, or that is somebody not named elsewhere."""
    left, right = participants.sides()
    if len({*left, *right}) >= 2 or is_meal_hosted(trigger):
        return False
    return entry.needs or participants.is_of_others()


def _can_be_of_story(contact: Contact) -> bool:
    """Whether a contact without a time of its own can be of the story's day."""
    return not (contact.apart or _follows_when(contact.trigger) or _begins_silence(contact))


def _begins_silence(contact: Contact) -> bool:
    """Whether it is the last contact before a silence: "have not met since June", "… since they met in June"."""
    if contact.status != OCCURRED:
        return False
    clause = contact.trigger.head if contact.trigger.dep_ in SUBJECTS else contact.trigger
    conjunctions = [*contact.why_status.split(), *(c.text for c in clause.children if c.dep_ == "mark")]
    return any(word.lower() == "since" for word in conjunctions)


def _lacks_host(contact: Contact) -> bool:
    """Whether a visit does not say whom it is to.

    A return home, "flew back to Lisbon", is to nobody, and so is "a visit to a school"; who invites others for talks
    with each other is their host.
    """
    is_open = contact.mode == VISIT and bool(contact.left) and not contact.right
    is_to_nobody = is_homeward(contact.trigger) or _is_to_building(contact.trigger)
    return is_open and contact.initiator not in contact.left and not is_to_nobody


def _is_to_building(visit: Token) -> bool:
    """Whether a noun names what was visited, which need not be the government's: "a visit to a school in London"."""
    goals = [noun for link in visit.children if link.lower_ == "to" for noun in link.children]
    return not is_verb(visit) and any(lemma(noun) in vocabulary.contacts().location.buildings for noun in goals)


def _has_aim(journey: Token) -> bool:
    """Whether a verb of travel names a contact as its aim: "flew to Oslo for talks", "on a visit"."""
    nouns = (noun for link in journey.children if link.lower_ in ("for", "on") for noun in link.children)
    return any(entry_of(noun) is not None for noun in nouns)


def _is_aside(journey: Token) -> bool:
    """Whether a journey is not news in itself, or also says where it began.

    For example "who flew to Oslo", "is going to Oslo", "left Rome for Oslo".
    """
    has_origin = any((c.dep_ == "dobj" and c.tag_ == "NNP") or c.lower_ == "from" for c in journey.children)
    return has_origin or journey.dep_ in ("relcl", "advcl") or journey.tag_ == "VBG"
