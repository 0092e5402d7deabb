"""Merging: mentions of the same contact in one article become one contact.

Two mentions are merged if they have the same participants and their mode, status, dates and duration are compatible. A
mention with fewer than two participants ("the call lasted an hour") adds to a contact that another sentence describes.
"""

import heapq
import itertools
from bisect import bisect_left, insort
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Token

from analysis import vocabulary
from analysis.contacts.participants import requester
from analysis.contacts.parties import Names, PartyResolver, kind_of, known
from analysis.contacts.story_dates import is_told_now
from analysis.contacts.triggers import entry_of, is_definite, is_journey, is_meal_hosted, is_mutual
from analysis.language import dates
from analysis.language.spacy_model import Paragraph, lemma
from analysis.language.syntax import is_verb, nearest_verb, nouns_after, subject, verb_above, with_relation
from analysis.people.coreference import Entities
from analysis.people.names import GROUP, ORGANISATION, PERSON, STATE, country_of
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
    modes_agree,
)

MAX_PARTIES = 50  # the largest summits; a longer list names the guests, who need not be in touch with each other
MAX_SENTENCES_TO_DETAIL = 2  # between a contact and a mention that adds to it: "… The call lasted an hour"
MAX_SENTENCES_TO_QUESTION = 3  # between a contact and a question about it: "asked if they had met"
MAX_SENTENCES_TO_PLACE = 2  # between a journey or meeting that names a place and another of the same party there
MAX_SENTENCES_AFTER_JOURNEY = 1  # between "flew to Oslo" and the meeting that the visit was for
MAX_DAYS_BEFORE_NEWS = 2  # between a contact reported without a day, "X has met Y", and the publication
MAX_SENTENCES_BEFORE_JOURNEY = 3  # between a meeting with somebody of that country and "flew to Oslo"

ANY = "any"
MAX_LOCATED = 8  # mentions of a place that are kept
MAX_SENTENCES_TO_NAMES = 10  # between "union leaders met the minister" and the sentence that names the leaders
MAX_HOSTED = 4  # journeys to a country that are kept for a later meeting there
MAX_OF_BODIES = 8  # contacts of groups and bodies that are kept for it
_Key = tuple[frozenset[str], date | str | None, int | str | None]  # pair, day and duration; None is unknown


@dataclass(slots=True)
class Contact:
    """One contact: `left` with `right`, or everybody in `left` with each other if `right` is empty.

    `sentence` counts the sentences of the article. `tokens` are the trigger and the words that name the participants,
    the date and the host's country: the text of the contact reaches from the first to the last of them.
    """

    left: Names
    right: Names
    mode: str
    status: str
    trigger: Token
    paragraph: Paragraph
    sentence: int
    why_status: str = ""
    days: dates.DateRange = dates.NO_DATE
    why_date: str = ""
    duration: int | None = None  # minutes
    qualifier: str | None = None  # of the duration: "about", "over"
    initiator: str | None = None
    place: str | None = None
    topic: str | None = None
    tokens: list[Token] = field(default_factory=list)
    apart: bool = False  # another contact than those mentioned before: "their previous meeting"
    is_next: bool = False  # it came after another of the same parties: "they met again", "held a second meeting"
    answers: bool = False  # (of a letter) it answers one mentioned before
    topical: bool = False  # "the leaders discussed": probably about a contact mentioned before
    hosted: bool = False  # the host is only inferred from the place
    travel: bool = False  # (if hosted) no visit unless another mention says to whom: "who arrived in Oslo"
    scene: bool = False  # no contact: it only says where a party was
    frame: str = ""  # the name of the trigger's frame
    last_sentence: int = 0  # that of its last mention
    named: frozenset[str] = frozenset()  # the parties whom its mentions name, not only by a title or pronoun

    @property
    def parties(self) -> Names:
        """All participants, in order."""
        return tuple(dict.fromkeys(self.left + self.right))

    def pairs(self) -> list[tuple[str, str]]:
        """The pairs in touch: across the two sides, or all of the only side; none for more than MAX_PARTIES.

        Those whom somebody unknown met, "after talks with X and Y", need not have met each other.
        """
        if len(self.parties) > MAX_PARTIES or not self.left:
            return []
        if self.right and self.left:
            return list(dict.fromkeys((a, b) for a in self.left for b in self.right if a != b))
        return list(itertools.combinations(self.parties, 2))


class ContactMerger:
    """Merges the mentions of contacts, added in the order of the article, into contacts.

    Args:
        entities: the people and states of the article.
        lead: number of the first paragraph after the headline.
        opening: number of the first paragraph that is a sentence and not a line of a headline.
    """

    def __init__(self, entities: Entities, lead: int, opening: int) -> None:
        self.entities, self.lead, self.opening = entities, lead, opening
        self._merged: list[Contact] = []
        self._sides: set[frozenset[str]] = set()  # the parties of each contact when it was first mentioned
        self._n_filed = 0  # the first of them are too far back to be changed, and are looked up by their keys
        self._filed: dict[_Key, list[int]] = defaultdict(list)  # key → their places in `_merged`, ascending
        self._of_bodies: deque[int] = deque(maxlen=MAX_OF_BODIES)  # the places in `_merged` of the last with a body
        self._hosted: deque[int] = deque(maxlen=MAX_HOSTED)  # those of the last journeys whose host is inferred
        self._incomplete: list[Contact] = []  # a participant is missing: "Putin made a call."
        self._open: Contact | None = None  # the last mention with one participant: "A letter was sent to Putin."
        self._located: deque[Contact] = deque(maxlen=MAX_LOCATED)  # the last mentions that name a place

    @property
    def contacts(self) -> list[Contact]:
        """The contacts of all mentions added so far that have a pair, in the order of the article; no mere travel."""
        return [contact for contact in self._merged if contact.pairs() and not (contact.hosted and contact.travel)]

    def add(self, new: Contact) -> None:
        """Merge a mention into the contact it belongs to, or take it as a contact of its own."""
        new.last_sentence = new.sentence
        if new.scene:
            self._located.append(new)
            return
        self._set_scene(new)
        self._drop_incomplete(new.paragraph)
        self._file_before(new.sentence - MAX_SENTENCES_BEFORE_JOURNEY)
        if len(new.parties) < 2 and not self._answer(new):
            if not _answers_only(new):
                self._add_incomplete(new)
            return
        if new.topical and self._merged and not any(_is_same(self._merged[n], new) for n in self._candidates(new)):
            return  # "the leaders also discussed trade" says more about a contact that they had
        self._complete(new)
        number = self._place_of_same(new)
        if number is not None:
            self._merge_into(number, new)
            return
        if not self._name_members(new):
            self._append(new)

    def _place_of_same(self, new: Contact) -> int | None:
        """The index in `_merged` of the contact that a mention reports; one of its status before an offer."""
        same = None
        for number in self._candidates(new):
            old = self._merged[number]
            if _is_same(old, new) or self._is_same_visit(old, new):
                if _outcomes_agree(old, new):
                    return number
                same = number if same is None else same
        return same

    def _append(self, new: Contact) -> None:
        """Take a mention as a contact of its own."""
        new.apart = new.apart and new.paragraph.number >= self.opening  # "hold first talks" in a headline
        if any(self._is_vague(name, new) for name in new.parties):
            self._of_bodies.append(len(self._merged))
        if new.hosted:
            self._hosted.append(len(self._merged))
        self._merged.append(new)
        self._sides.add(frozenset(new.parties))

    def _set_scene(self, new: Contact) -> None:
        """Give a mention without a place or day those of the journey or meeting at which the same party just was."""
        if new.mode in (PHONE, LETTER):
            return
        goes_on = _goes_on(new.trigger)
        follows = goes_on or _follows(new.trigger)
        if (old := self._contact_there(new, goes_on)) is not None:
            new.place = _narrower(new.place, old.place)
            if follows and not new.days.start and not new.why_date:
                new.days, new.why_date = old.days, old.why_date
        if new.place:
            self._located.append(new)

    def _contact_there(self, new: Contact, goes_on: bool) -> Contact | None:
        """The mention that gives a new one its place: a near one or, if the stay goes on, the first of the stay."""
        if new.status == OCCURRED and not is_told_now(new.trigger):
            return None
        near = (old for old in reversed(self._located) if new.sentence - old.sentence <= MAX_SENTENCES_TO_PLACE)
        known = itertools.chain(near, self._located if goes_on else ())
        return next((old for old in known if _is_there(old, new)), None)

    def _candidates(self, new: Contact) -> Iterator[int]:
        """The places in `_merged` of all contacts that a mention can belong to, the last first."""
        yield from range(len(self._merged) - 1, self._n_filed - 1, -1)
        yield from (number for number in reversed(self._hosted) if number < self._n_filed)
        filed = (reversed(self._filed[key]) for key in _keys_of_equals(new) if key in self._filed)
        yield from (number for number, _ in itertools.groupby(heapq.merge(*filed, reverse=True)))

    def _merge_into(self, number: int, new: Contact, left: Names = (), right: Names = ()) -> None:
        """Merge a mention into a contact, and file that anew if it is filed.

        Args:
            number: the place of the contact in `_merged`.
            new: the mention.
            left, right: sides that the contact gets instead of its own.
        """
        old = self._merged[number]
        for key in _keys(old) if number < self._n_filed else ():
            del self._filed[key][bisect_left(self._filed[key], number)]
        if left:
            old.left, old.right = left, right
        _merge(old, new)
        for key in _keys(old) if number < self._n_filed else ():
            insort(self._filed[key], number)

    def _file_before(self, sentence: int) -> None:
        """File the contacts of earlier sentences: until then, later words of a sentence may still change them."""
        while self._n_filed < len(self._merged) and self._merged[self._n_filed].sentence < sentence:
            for key in _keys(self._merged[self._n_filed]):
                self._filed[key].append(self._n_filed)
            self._n_filed += 1

    def _drop_incomplete(self, paragraph: Paragraph) -> None:
        """Forget incomplete contacts at the end of a paragraph; those of the headline, at the end of the lead."""
        if paragraph.number > self.lead:
            self._incomplete = [c for c in self._incomplete if c.paragraph.number == paragraph.number]

    def _complete(self, new: Contact) -> None:
        """Add to `new` what an incomplete contact says about it, and drop that one."""
        partial = next((c for c in self._incomplete if _is_completed_by(c, new)), None)
        if partial is not None:
            _add_opening(new, partial)
            self._incomplete = [c for c in self._incomplete if c is not partial]

    def _add_incomplete(self, new: Contact) -> None:
        """Use a mention without a pair to add to the contact just before, or keep it for the one that follows."""
        old = self._contact_just_before(new)
        if old is not None and _is_detail(old, new, self._at_home(old)):
            self._add_detail(old, new)
        elif old is not None and self._is_joined_by(old, new):
            old.left, old.right, old.named = (*old.parties, *new.parties), (), old.named | new.named
        elif self._fill(new) or self._take_sides(new):
            self.add(new)
        elif (len(new.parties) == 1 and new.mode == PHONE) or (not new.parties and not self._merged and new.place):
            self._incomplete.append(new)
        if len(new.parties) == 1:
            self._open = new

    def _answer(self, new: Contact) -> bool:
        """Add the other party of an answer, the writer of the letter just before: "he wrote to her. … She replied".

        Returns:
            Whether there is such a letter.
        """
        if new.status != OCCURRED or len(new.parties) != 1 or not _is_answer(new.trigger):
            return False
        letters = (old for old in self._recent(new) if old.mode == LETTER and old.status == OCCURRED)
        letter = next(letters, None)
        if letter is None or len(letter.left) != 1 or new.parties[0] not in letter.right:
            return False
        new.left, new.right, new.mode, new.answers = new.parties, letter.left, LETTER, True
        new.days = new.days if new.why_date else dates.NO_DATE  # not the story's day, which is that of the letter
        return True

    def _fill(self, new: Contact) -> bool:
        """Add to a mention with one side the other one, if the clause or sentence before names it; whether it does."""
        if guests := self._guests_of(new):
            new.left, new.right = guests, new.parties
        elif self._open is not None and _is_continued(self._open, new):
            _join_sides(new, self._open)
        return len(new.parties) > 1

    def _take_sides(self, new: Contact) -> bool:
        """Give another contact of the same sides the sides of the one before; whether there is one.

        For example "… Further talks are planned for Monday", "… Their negotiators will meet again on Monday", "… They
        will meet again on Monday".
        """
        if (sides := self._sides_of_last(new)) is not None:
            new.left, new.right = sides
            return True
        old = self._contact_before(new)
        if old is None:
            return False
        others = [name for name in new.parties if name not in old.parties]
        is_another = not others and _is_another(old, new) and _is_of_same_sides(new.trigger)
        if not is_another and not self._is_of_delegates(old, new, others):
            return False
        new.left, new.right = old.left, old.right
        return True

    def _is_of_delegates(self, old: Contact, new: Contact, subjects: list[str]) -> bool:
        """Whether delegates of the sides of the contact before are in touch: "their foreign ministers will meet".

        Not if that is only called for: "urged both sides to go on talking".
        """
        if new.status == HYPOTHETICAL and not new.why_date:
            return False
        if any(kind_of(self.entities, name) != GROUP for name in subjects):
            return False
        return _is_between_sides(new.trigger, all(kind_of(self.entities, name) != PERSON for name in old.parties))

    def _sides_of_last(self, new: Contact) -> tuple[Names, Names] | None:
        """The sides of the last contact for "they will meet again" or "he wrote again"; None if others take part.

        A party that is named must have been in that contact, and the other one is then whoever was in touch with it.
        """
        old = self._last_before(new) if is_verb(new.trigger) and _names_no_other(new.trigger) else None
        if old is None:
            return None
        if not new.parties:
            return (old.left, old.right) if self._means_parties(old, new) else None
        others = tuple(name for name in old.parties if name not in new.parties)
        return (new.left or others, new.right or others) if new.is_next and len(others) == 1 else None

    def _last_before(self, new: Contact) -> Contact | None:
        """The last contact, if it is in one of the MAX_SENTENCES_TO_NAMES sentences before."""
        old = self._merged[-1] if self._merged else None
        return old if old and new.sentence - old.last_sentence <= MAX_SENTENCES_TO_NAMES else None

    def _means_parties(self, old: Contact, new: Contact) -> bool:
        """Whether the subject of a verb can mean the parties of a contact: "they", or "we" if one of them speaks.

        In "they met again" it means them more often than nameless people who are mentioned in between.
        """
        who, words = subject(new.trigger) if is_mutual(new.trigger) else None, vocabulary.nominals().pronouns
        if who is None or not (new.is_next or (_is_just_before(old, new) and _is_another(old, new))):
            return False
        mention = self.entities.at(new.paragraph, who)
        meant = mention.persons if mention else ()
        if who.lower_ in words.first_plural:
            return not set(meant).isdisjoint(old.parties)
        are_open = new.is_next and new.status == OCCURRED and all(p.nameless for p in known(self.entities, meant))
        return who.lower_ in words.plural and (are_open or not meant)

    def _contact_before(self, new: Contact) -> Contact | None:
        """The last contact of the MAX_SENTENCES_TO_DETAIL before, or else the last if all have the same parties."""
        return next(self._recent(new), self._merged[-1] if len(self._sides) == 1 else None)

    def _recent(self, new: Contact) -> Iterator[Contact]:
        """The contacts that a mention can add to: those of the MAX_SENTENCES_TO_DETAIL before, the last first."""
        near = reversed(self._merged[self._n_filed :])
        return (old for old in near if _is_just_before(old, new))

    def _guests_of(self, new: Contact) -> Names:
        """The guests of a meal whose host alone is named: "was hosted to lunch by X, while Y hosted breakfast"."""
        if len(new.parties) != 1 or not is_meal_hosted(new.trigger):
            return ()
        same = (old for old in reversed(self._merged[self._n_filed :]) if old.sentence == new.sentence)
        hosted = (old for old in same if old.mode == VISIT and old.right and old.status == new.status)
        return next((old.left for old in hosted if new.parties[0] not in old.parties), ())

    def _contact_just_before(self, new: Contact) -> Contact | None:
        """The last contact of a compatible mode in the same sentence or the MAX_SENTENCES_TO_DETAIL before."""
        recent = (old for old in self._recent(new) if old.last_sentence <= new.sentence)
        return next((old for old in recent if modes_agree(old.mode, new.mode)), None)

    def _add_detail(self, old: Contact, new: Contact) -> None:
        """Add a detail to a contact: "The call lasted an hour", "the talks were called off"."""
        if new.status in (CANCELLED, DENIED) and old.status in (PLANNED, HYPOTHETICAL):
            old.status, old.why_status = new.status, new.why_status
        if new.days.source == "publication":
            new.days = dates.NO_DATE
        if old.days.source == "publication" and new.days.start and (old.mode, new.mode) == (LETTER, LETTER):
            old.days = dates.NO_DATE  # "the letter, dated Monday": its day of publication was only assumed
        if not new.apart and _days_agree(old, new):
            resolver = PartyResolver(self.entities, new.paragraph)
            new.initiator = requester(resolver, new.trigger, old.parties) or new.initiator
            _merge(old, new)

    def _is_joined_by(self, old: Contact, new: Contact) -> bool:
        """Whether `new` names one more participant of a meeting: "X will host the summit"."""
        if new.apart or is_verb(new.trigger) or not is_definite(new.trigger):
            return False
        if len(new.parties) != 1 or new.parties[0] in old.parties or kind_of(self.entities, new.parties[0]) != PERSON:
            return False
        verb = verb_above(new.trigger) or new.trigger
        return lemma(verb) in vocabulary.contacts().support.joining and _can_be_joined(old, new)

    def _name_members(self, new: Contact) -> bool:
        """Merge a mention into a contact whose parties it names: "Union leaders met X. … Y, the union's head, met X".

        Returns:
            Whether there is such a contact.
        """
        for number in reversed(self._of_bodies):
            old = self._merged[number]
            if new.sentence - old.last_sentence <= MAX_SENTENCES_TO_NAMES and self._are_members(old, new):
                self._merge_into(number, new, new.left, new.right)
                return True
        return False

    def _are_members(self, old: Contact, new: Contact) -> bool:
        """Whether a mention can be of the same contact, and names people where the other names bodies or groups."""
        if new.apart or not _agree(old, new):
            return False
        vague, people = (set(old.parties) - set(new.parties)), (set(new.parties) - set(old.parties))
        if not vague or not all(self._is_vague(name, old) for name in vague):
            return False
        if any(kind_of(self.entities, name) != PERSON for name in people):
            return False
        is_of_body = len(people) == 1 and _is_of_body_before(new)  # "met the club's chairman, Y"
        return is_of_body or all(any(self._speaks_for(person, name) for person in people) for name in vague)

    def _is_vague(self, name: str, contact: Contact) -> bool:
        """Whether a party of a contact may be named later: a group, a body or, in the opening, a state or an office."""
        kind = kind_of(self.entities, name)
        if kind in (GROUP, ORGANISATION):
            return True
        return contact.paragraph.number <= self.opening and (kind == STATE or self.entities.people[name].nameless)

    def _speaks_for(self, name: str, body: str) -> bool:
        """Whether somebody has an office in a body, or one that members of a group have, or is of a state.

        For example in "union leaders" or "Norway"; a minister of no known country may be of any.
        """
        person, kind = self.entities.people.get(name), kind_of(self.entities, body)
        role = (person.role or "").lower() if person else ""
        if kind == ORGANISATION:
            return body.lower() in role
        words = vocabulary.contacts().participants
        if person is not None and kind != GROUP:
            home = self._country_of(body)
            is_official = not words.travelling_offices.isdisjoint(role.split())
            return home is not None and (person.country == home or (is_official and not person.country))
        members = body.lower().split()[-1]
        lead = members.removesuffix("s") in vocabulary.contacts().delegates.leading
        return lead and not words.offices.isdisjoint(role.split())

    def _country_of(self, name: str) -> str | None:
        """The country of a party, which may be a state that the article does not mention."""
        entity = self.entities.people.get(name)
        return entity.country if entity else _country_code(name)

    def _is_same_visit(self, old: Contact, new: Contact) -> bool:
        """Whether one is a journey to a country, the other a meeting there: "flew to Norway. … She met Ida Krogh"."""
        journey, meeting = (old, new) if old.hosted else (new, old)
        if old.hosted == new.hosted or meeting.mode not in (MEETING, UNSPECIFIED, VISIT):
            return False
        hosts = tuple(name for name in meeting.parties if name not in journey.left)
        homes = self._countries_of(hosts)
        at_home = homes == {_country_code(journey.place)}
        is_to_hosts = at_home or not (journey.apart or homes) or journey.right == meeting.right
        if not hosts or not is_to_hosts or not _is_near(old, new, at_home):
            return False
        return _is_of_traveller(journey, meeting, at_home) and _is_compatible(journey, meeting, journey is old)

    def _at_home(self, contact: Contact) -> set[str]:
        """The participants and, by their countries, the states and nameless officials who may act for them."""
        homes = self._countries_of(contact.parties)
        officials = (p for p in self.entities.people.values() if p.kind == STATE or p.nameless)
        return {*contact.parties, *(p.name for p in officials if p.country in homes)}

    def _countries_of(self, names: Names) -> set[str]:
        """The countries of those whose country is known."""
        return {entity.country for entity in known(self.entities, names) if entity.country is not None}


def _is_of_body_before(contact: Contact) -> bool:
    """Whether a party is named by an office in a body that the text has named: "the club's chairman", "its head"."""
    owners = (c for token in contact.tokens for c in token.children if c.dep_ == "poss")
    return any(c.lower_ == "its" or c.lower_ in vocabulary.nominals().bodies for c in owners)


def _is_answer(trigger: Token) -> bool:
    """Whether a mention is an answer in writing: "replied", "in her response", "wrote back"; not "said on Twitter"."""
    words = vocabulary.contacts()
    if not (is_verb(trigger) or any(c.dep_ == "poss" for c in trigger.lefts)):
        return False
    is_back = lemma(trigger) == "write" and any(c.lower_ == "back" for c in trigger.children)
    if not is_back and lemma(trigger) not in words.participants.replying | words.participants.replies:
        return False
    return words.elsewhere.public.isdisjoint(t.lower_ for t in trigger.sent)


def _answers_only(new: Contact) -> bool:
    """Whether a mention is a contact only if it answers a letter: "responded", not "replied to him"."""
    entry = entry_of(new.trigger)
    return entry is not None and entry.answers


def _keys(contact: Contact) -> set[_Key]:
    """What a contact is filed under: each of its pairs, with and without its day and its duration."""
    return set(itertools.product(map(frozenset, contact.pairs()), (_day(contact), ANY), (_duration(contact), ANY)))


def _keys_of_equals(new: Contact) -> set[_Key]:
    """What all contacts are filed under that have a pair of this one and do not contradict its day and duration."""
    day, duration = _day(new), _duration(new)
    days: Iterable[date | str | None] = (day, None) if day else (ANY,)
    durations: Iterable[int | str | None] = (duration, None) if duration else (ANY,)
    return set(itertools.product(map(frozenset, new.pairs()), days, durations))


def _day(contact: Contact) -> date | None:
    """The day of a contact; None if it may have been on several."""
    return contact.days.start if contact.days.start == contact.days.end else None


def _duration(contact: Contact) -> int | None:
    """The duration of a contact in minutes; None if it is unknown."""
    return contact.duration or None


def _goes_on(trigger: Token) -> bool:
    """Whether a contact is part of a stay mentioned before: "he also met", "during his visit she received him"."""
    words = vocabulary.contacts().continued
    verb = nearest_verb(trigger) or trigger
    stays = (o for c in verb.children if c.lower_ in words.ways for o in c.children)
    return any(c.lower_ in words.adverbs for c in verb.children) or any(
        lemma(stay) in words.stays and is_definite(stay) for stay in stays
    )


def _follows(trigger: Token) -> bool:
    """Whether a contact comes soon after the one mentioned before: "she then met", "he dined with her afterwards"."""
    verb = nearest_verb(trigger) or trigger
    return any(c.lower_ in vocabulary.contacts().continued.next for c in verb.children)


def _is_there(old: Contact, new: Contact) -> bool:
    """Whether a mention can be of a contact at the place of the one before: "flew to Oslo. … She met Ida Krogh"."""
    if new.apart or (old.status != new.status and not old.scene) or not set(old.parties) & set(new.parties):
        return False
    return dates.agree(old.days, new.days) or (old.mode == VISIT and _is_on_journey(old, new, True))


def _country_code(place: str | None) -> str | None:
    """The country that a place names: "NO" for "Oslo" or "Norway"."""
    country = country_of(tuple((place or "").split()))
    return country[0] if country else None


def _is_near(old: Contact, new: Contact, at_home: bool) -> bool:
    """Whether a journey and a meeting are near enough in the text for one visit.

    A meeting before the journey needs a host of that country (`at_home`): "met Ida Krogh. … He had flown to Norway."
    """
    if old.hosted:
        return new.sentence - old.last_sentence <= MAX_SENTENCES_AFTER_JOURNEY
    return new.sentence - old.last_sentence <= (MAX_SENTENCES_BEFORE_JOURNEY if at_home else 0)


def _is_of_traveller(journey: Contact, meeting: Contact, at_home: bool) -> bool:
    """Whether the traveller holds the meeting, or at least attends it if a host of that country does (`at_home`)."""
    return journey.left == meeting.left or (at_home and set(journey.left) < set(meeting.parties))


def _is_at_destination(journey: Contact, meeting: Contact) -> bool:
    """Whether a meeting can be where the journey goes: a meeting in Oslo, and a journey to Norway."""
    if not meeting.place or meeting.place == journey.place:
        return True
    country = _country_code(journey.place)
    return country is not None and country == _country_code(meeting.place)


def _is_on_journey(journey: Contact, meeting: Contact, journey_first: bool) -> bool:
    """Whether the days agree; a meeting mentioned after "flew to Oslo on Monday" may also be some days later.

    Within a sentence they also agree if one of them is only assumed to be the day of publication.
    """
    is_assumed = journey.sentence == meeting.sentence and "publication" in (journey.days.source, meeting.days.source)
    if is_assumed or dates.agree(journey.days, meeting.days):
        return True
    arrival, end = journey.days.end, meeting.days.end
    return bool(journey_first and arrival and end and arrival <= end and is_journey(journey.trigger))


def _is_compatible(journey: Contact, meeting: Contact, journey_first: bool) -> bool:
    """Whether place, days and status of a journey and a meeting allow that both are one visit."""
    first, second = (journey, meeting) if journey_first else (meeting, journey)
    return (
        _is_at_destination(journey, meeting)
        and _is_on_journey(journey, meeting, journey_first)
        and _outcomes_agree(first, second)
    )


def _is_just_before(old: Contact, new: Contact) -> bool:
    """Whether a contact is in one of the MAX_SENTENCES_TO_DETAIL sentences before a mention."""
    return new.sentence - old.last_sentence <= MAX_SENTENCES_TO_DETAIL


def _names_no_other(verb: Token) -> bool:
    """Whether a verb names no other party: "will meet again", not "will meet again with farmers".

    Pronouns and the parties' own people are not somebody else: "called her again", "met again with their advisers".
    """
    nouns = [*with_relation(verb, "dobj", "dative"), *nouns_after(verb, "with", "to")]
    return all(noun.tag_ == "PRP" or any(c.tag_ == "PRP$" for c in noun.lefts) for noun in nouns)


def _is_ahead_of(old: Contact, new: Contact) -> bool:
    """Whether a contact is planned, and the one before has taken place: "… The summit begins on Friday"."""
    return old.status == OCCURRED and new.status == PLANNED


def _is_another(old: Contact, new: Contact) -> bool:
    """Whether a contact is not the one mentioned before.

    It lies ahead, was on another day that the text names, or was called off, while the one before took place; or it
    is "a second call". Not "another letter", which may be to anybody.
    """
    is_next = new.is_next and new.mode != LETTER and modes_agree(old.mode, new.mode)
    is_off = new.status == CANCELLED and old.status == OCCURRED
    is_past = new.status == OCCURRED and bool(new.why_date) and not dates.agree(old.days, new.days)
    return is_off or is_past or is_next or _is_ahead_of(old, new)


def _is_of_same_sides(noun: Token) -> bool:
    """Whether a noun without parties means another contact of the same sides: "further talks", "talks resume".

    Not "cabinet talks", "a new meeting of the council", "no date was set for further talks".
    """
    if is_verb(noun) or any(map(_says_whose, noun.children)):
        return False
    verb = verb_above(noun) or noun
    above, words = subject(verb) or noun, vocabulary.contacts().habit
    if any(c.lower_ in vocabulary.contacts().status.denying for c in above.lefts):
        return False
    is_next = any(c.lower_ in words.further | words.again for t in (noun, noun.head.head) for c in t.lefts)
    return is_next or any(lemma(t) in words.resuming for t in verb.subtree)


def _says_whose(child: Token) -> bool:
    """Whether a word beside a noun of contact says whose it is: "cabinet talks", "talks of the cabinet"."""
    if child.dep_ in ("compound", "nmod"):
        return child.text[:1].isupper() or child.lower_ in vocabulary.titles().bodies
    return child.dep_ == "poss" or child.lower_ == "of"


def _is_between_sides(verb: Token, are_bodies: bool) -> bool:
    """Whether the subject of a verb means the sides of a contact mentioned before: "their negotiators met again".

    An office needs more than "the": "their ministers", "the two countries' ministers". If the sides are bodies
    or states (`are_bodies`), a bare plural is enough: "Officials will meet on Friday".
    """
    who, words = subject(verb) if is_verb(verb) else None, vocabulary.contacts().delegates
    if who is None or who.lower_ not in words.of_sides or any(c.dep_ == "prep" for c in who.rights):
        return False
    before = {c.lower_ for c in who.lefts}
    if before & {"their", "both", "two"} or before & vocabulary.nominals().pairs.states:
        return True
    if not before:
        return are_bodies
    return "the" in before and who.lower_.removesuffix("s") not in vocabulary.titles().offices


def _is_detail(old: Contact, new: Contact, known: set[str]) -> bool:
    """Whether a noun refers to a contact mentioned before: "the call", or any noun in the same sentence.

    Args:
        old: the contact mentioned before.
        new: a mention without a pair.
        known: who may be named in it: the participants and, for "handed to Norway's envoy", their states.
    """
    if is_verb(new.trigger) or _is_ahead_of(old, new) or _is_spoken_about(new.trigger):
        return False
    if not set(new.parties) <= (known if new.mode == LETTER else set(old.parties)):
        return False
    return is_definite(new.trigger) or _is_own_letter(old, new) or bool(new.trigger.sent == old.trigger.sent)


def _is_own_letter(old: Contact, new: Contact) -> bool:
    """Whether "his letter" is the one just mentioned: "he wrote to her. … In his letter, sent on Monday, he said"."""
    is_own = any(c.tag_ == "PRP$" and c.dep_ == "poss" for c in new.trigger.lefts)
    return is_own and (old.mode, new.mode) == (LETTER, LETTER) and old.left == new.parties


def _is_spoken_about(noun: Token) -> bool:
    """ "Spoke to her about the visit": another contact than the one in which they spoke."""
    return noun.dep_ == "pobj" and noun.head.lower_ in vocabulary.contacts().status.topic


def _can_be_joined(old: Contact, new: Contact) -> bool:
    """Whether a contact can have one more participant: a meeting, and not one of two sides with several pairs."""
    if old.mode not in (MEETING, UNSPECIFIED) or old.status != new.status or not dates.agree(old.days, new.days):
        return False
    return len(old.pairs()) <= 1 or not old.right


def _is_completed_by(partial: Contact, new: Contact) -> bool:
    """Whether `new` is the incomplete contact: it has the same participant, or "the call" if that has none."""
    same_participant = partial.parties[0] in new.parties if partial.parties else is_definite(new.trigger)
    return same_participant and modes_agree(partial.mode, new.mode) and partial.status == new.status


def _is_continued(opening: Contact, new: Contact) -> bool:
    """Whether both are one contact, of which each names one side: "A letter was sent to X. The letter, by Y, …"."""
    if opening.parties == new.parties or bool(opening.left) == bool(new.left) or len(new.parties) != 1:
        return False
    if new.sentence - opening.sentence > 1:
        return False
    is_same_word = lemma(opening.trigger) == lemma(new.trigger) and not is_verb(new.trigger)
    return is_same_word and is_definite(new.trigger) and not new.apart and opening.status == new.status


def _join_sides(new: Contact, opening: Contact) -> None:
    """Add the side that the opening names to a mention of the other side."""
    new.left, new.right = new.left or opening.left, new.right or opening.right
    new.named |= opening.named
    if not new.days.start:
        new.days, new.why_date = opening.days, opening.why_date


def _add_opening(new: Contact, partial: Contact) -> None:
    """Add what the sentence before says: in "Putin made a call. Macron picked up and the two talked", who called."""
    new.named |= partial.named
    if partial.left:
        first = partial.left[0]
        new.left, new.right = (first,), tuple(p for p in new.parties if p != first)
    new.mode = partial.mode if partial.mode != UNSPECIFIED else new.mode
    new.initiator, new.place = new.initiator or partial.initiator, new.place or partial.place
    if not new.days.start:
        new.days, new.why_date = partial.days, partial.why_date


def _outcomes_agree(old: Contact, new: Contact) -> bool:
    """Whether the status is the same; after a cancellation, what "was due" is what was cancelled.

    So is what the same sentence supposes: "called off the summit, saying that it would be wrong to meet".
    """
    was_due = new.status == PLANNED and any(t.tag_ == "VBD" and lemma(t) == "be" for t in new.trigger.ancestors)
    is_reason = new.status == HYPOTHETICAL and old.sentence == new.sentence
    return old.status == new.status or (old.status == CANCELLED and (was_due or is_reason))


def _agree(old: Contact, new: Contact) -> bool:
    """Whether two mentions have the same status, and modes and days that do not contradict."""
    return old.status == new.status and modes_agree(old.mode, new.mode) and _days_agree(old, new)


def _can_be_one(old: Contact, new: Contact) -> bool:
    """Whether two mentions can report one contact, judging by their statuses and "again" or "another"."""
    if _is_after(old, new):
        return False
    return _outcomes_agree(old, new) or _is_supposed(old, new) or _is_supposed(new, old)


def _is_supposed(real: Contact, other: Contact) -> bool:
    """Whether one of two mentions only proposes or asks about a contact, which may be the one that the other reports.

    For example "asked if she had met him", "he had invited her to meet him on Friday" if they met on Friday, or "he
    wants to meet her" if he will.
    """
    if other.status != HYPOTHETICAL or real.status not in (OCCURRED, PLANNED):
        return False
    if real.status == OCCURRED and _is_asked(other):
        return 0 <= other.sentence - real.last_sentence <= MAX_SENTENCES_TO_QUESTION
    if real.status == PLANNED and not (other.days.start or other.why_date):
        return True
    is_named = "publication" not in (real.days.source, other.days.source)
    return is_named and _day(real) is not None and _day(real) == _day(other)


def _is_asked(contact: Contact) -> bool:
    """Whether a mention asks if a contact took place: "if they spoke", "(asked) whether she had met him"."""
    verb = contact.trigger
    is_past = verb.tag_ == "VBD" or any(lemma(c) == "have" and c.tag_ == "VBD" for c in verb.children)
    return is_past and not {"if", "whether"}.isdisjoint(contact.why_status.lower().split())


def _is_same(old: Contact, new: Contact) -> bool:
    """Whether two mentions have the same participants and a compatible mode, status, date and duration."""
    dated = bool(old.days.start and new.days.start)
    if old.answers != new.answers:
        return False
    if (old.apart != new.apart and not dated) or (old.duration and new.duration and old.duration != new.duration):
        return False
    if not (modes_agree(old.mode, new.mode) and _can_be_one(old, new) and _days_agree(old, new)):
        return False
    old_pairs, new_pairs = set(map(frozenset, old.pairs())), set(map(frozenset, new.pairs()))
    return bool(old_pairs & new_pairs) and (old_pairs <= new_pairs or new_pairs <= old_pairs)


def _is_after(old: Contact, new: Contact) -> bool:
    """Whether a mention says that its parties had been in touch before, and an earlier sentence reports that contact.

    Not if both have a day, and the mention names its own: then the days show whether they are one contact.
    """
    are_dated = bool(old.days.start and new.days.start and new.why_date)
    is_first = not (old.is_next or are_dated) and old.status == new.status
    return new.is_next and is_first and old.last_sentence < new.sentence


def _days_agree(old: Contact, new: Contact) -> bool:
    """Whether two mentions can be of the same days; news without a day, "has met her", may be some days old.

    The day of publication was then only assumed: "Ann Lee has met Bo Ray. … After Monday's meeting Lee said …".
    """
    if dates.agree(old.days, new.days):
        return True
    if old.days.source != "publication" or not old.days.start or not new.days.end or new.days.precision != "day":
        return False
    return 0 <= (old.days.start - new.days.end).days <= MAX_DAYS_BEFORE_NEWS and is_told_now(new.trigger)


def _narrower(old: str | None, new: str | None) -> str | None:
    """The first of two places, or the second if that lies in the country or region that the first names."""
    if not (old and new) or not _is_wide(old) or _is_wide(new) or new.split()[-1].islower():
        return old or new
    return new if _country_code(old) in (None, _country_code(new)) else old


def _is_wide(place: str) -> bool:
    """Whether a place is a country or a region, and no town."""
    country = country_of(tuple(place.split()))
    return country.form == "name" if country else place.lower() in vocabulary.contacts().location.regions


def _merge(old: Contact, new: Contact) -> None:
    """Add to a contact what another mention says; where both say something, the first holds."""
    old.named |= new.named
    old.last_sentence, old.travel = new.sentence, old.travel and (new.travel or not new.pairs())
    _merge_outcome(old, new)
    _merge_parties(old, new)
    _merge_days(old, new)
    if old.duration is None:
        old.duration, old.qualifier = new.duration, new.qualifier
    old.initiator, old.place = old.initiator or new.initiator, _narrower(old.place, new.place)
    old.topic = old.topic or new.topic
    if old.sentence == new.sentence and old.paragraph is new.paragraph:
        old.tokens += new.tokens


def _merge_outcome(old: Contact, new: Contact) -> None:
    """Prefer the outcome of an offer to the offer, and the more specific mode unless it is the offer's."""
    is_offer = new.status == HYPOTHETICAL != old.status
    if old.mode == UNSPECIFIED or (old.mode == MEETING and new.mode == VISIT and not is_offer):
        old.mode = new.mode
    if old.status == HYPOTHETICAL and new.pairs():
        old.status, old.why_status = new.status, new.why_status


def _merge_parties(old: Contact, new: Contact) -> None:
    """Prefer a host who is named to one inferred from the place, and more pairs to fewer."""
    if old.hosted and new.right and not new.hosted:
        old.right, old.hosted = new.right, False
    elif len(new.pairs()) > len(old.pairs()):
        old.left, old.right = new.left, new.right


def _merge_days(old: Contact, new: Contact) -> None:
    """Prefer the finer date, one that the text names to the day of publication, and a meeting's to the journey's."""
    finer = dates.SCALE[new.days.precision] < dates.SCALE[old.days.precision]
    on_journey = not dates.agree(old.days, new.days)  # the only contacts that are merged though their dates differ
    named = old.days.source == "publication" and new.days.source != "publication"
    if new.days.start and (finer or on_journey or named):
        old.days, old.why_date = new.days, new.why_date
