"""Who contacts whom: calls, meetings, visits, letters, each told once, whether it happened, when and at whose wish.

A trigger (a verb or noun of `words/contacts.toml`) opens a frame; syntax fills it with people of the cast: subject and
object, "with", "between", possessors, the subject of a verb that only carries the noun ("held talks"). `status` says
whether it happened, `dates` when. What an article tells twice is merged: same pair, and nothing that contradicts.
"""

import datetime
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
from spacy.tokens import Token

from analysis import dates, tables
from analysis.article import Article
from analysis.language import Paragraph, lemma
from analysis.names import ORGANISATION, PERSON, STATE, country_of, given_names, words_of
from analysis.people import Cast
from analysis.status import (
    CANCELLED,
    DENIED,
    HYPOTHETICAL,
    OCCURRED,
    PLANNED,
    attached,
    channel,
    governors,
    is_verb,
    key,
    operator,
    proper_name,
    status,
    subject,
)
from analysis.status import path as path_of
from analysis.status import place as place_of
from analysis.words import vocabulary

Names = tuple[str, ...]
Entry = dict[str, Any]
Named = tuple[dates.Expression, dates.Days]
PHONE, MEETING, VISIT, UNSPECIFIED = "phone", "meeting", "visit", "unspecified"
ADJUNCTS = ("in", "at", "during", "on", "via", "by", "over", "through", "after", "following", "for", "before", "with")


@dataclass(slots=True)
class Contact:
    """One contact: `left` with `right`, or everybody in `left` with each other where `right` is empty."""

    left: Names
    right: Names
    mode: str
    status: str
    trigger: Token
    paragraph: Paragraph
    sentence: int
    why_status: str = ""
    days: dates.Days = dates.NOTHING
    why_date: str = ""
    duration: int | None = None
    qualifier: str | None = None
    initiator: str | None = None
    place: str | None = None
    topic: str | None = None
    tokens: list[Token] = field(default_factory=list)
    apart: bool = False  # "their previous meeting" is none of those told already
    topical: bool = False  # "the leaders discussed": more likely about a contact told before
    hosted: bool = False  # the state stands for a host who may still be named

    @property
    def parties(self) -> Names:
        """Everybody who takes part, in order."""
        return tuple(dict.fromkeys(self.left + self.right))

    def pairs(self) -> list[tuple[str, str]]:
        """The pairs in touch: across the two sides, or all of them."""
        if self.right and self.left:
            return list(dict.fromkeys((a, b) for a in self.left for b in self.right if a != b))
        return list(itertools.combinations(self.parties, 2))


def contacts(article: Article, paragraphs: Sequence[Paragraph], cast: Cast) -> pd.DataFrame:
    """The table `contacts`: a row per pair, in the order of the text; the pairs of one contact share `contact_id`."""
    rows = []
    for number, contact in enumerate(_Reader(article, cast).read(paragraphs), 1):
        rows += [_row(article, number, contact, pair) for pair in contact.pairs()]
    return tables.frame("contacts", rows)


def _row(article: Article, number: int, c: Contact, pair: tuple[str, str]) -> Entry:
    start, end = c.paragraph.offsets(min(c.tokens, key=_position), max(c.tokens, key=_position))
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


def _position(token: Token) -> int:
    return token.i


class _Reader:
    """Reads paragraph by paragraph, remembers the contacts told and the day last named."""

    def __init__(self, article: Article, cast: Cast) -> None:
        self.article, self.cast = article, cast
        self.told: list[Contact] = []
        self.pending: list[Contact] = []  # one party known, the other still to come
        self.anchor = dates.NOTHING
        self.sentence = 0
        kinds = [b.kind for b in article.blocks if b.kind in ("title", "paragraph")]
        self.lead = kinds.index("paragraph") if "paragraph" in kinds else 0

    def read(self, paragraphs: Iterable[Paragraph]) -> list[Contact]:
        """Every contact of the article, merged."""
        for paragraph in paragraphs:
            self.pending = []
            named = self._named_days(paragraph)
            for sentence in paragraph.doc.sents:
                self.sentence += 1
                triggers = [t for t in sentence if _entry(t) and not _is_habit(t)]
                triggers = [] if triggers and _elsewhere(sentence) else triggers
                for token in triggers:
                    for contact in self._contacts_of(token, paragraph, named, {t.i for t in triggers}):
                        self._take_in(contact)
        return [c for c in self.told if c.pairs()]

    def _text(self, paragraph: Paragraph) -> str:
        last = paragraph.doc[-1]
        return self.article.text[paragraph.start : paragraph.start + last.idx + len(last)]

    def _named_days(self, paragraph: Paragraph) -> list[Named]:
        """The paragraph's expressions of time, each with the day that the story had named before it."""
        named = []
        for expression in dates.find(paragraph.doc, self._text(paragraph)):
            named.append((expression, self.anchor))
            verb = next((t for t in paragraph.doc[expression.last].ancestors if is_verb(t)), None)
            ahead = verb is not None and status(verb)[0] == PLANNED
            days = dates.resolve(expression, self.article.published, ahead, self.anchor)
            if days.start and not expression.limit and expression.form != "window":
                self.anchor = days
        return named

    def _contacts_of(
        self, token: Token, paragraph: Paragraph, named: Sequence[Named], triggers: set[int]
    ) -> Iterator[Contact]:
        entry, nodes = _entry(token) or {}, path_of(token)
        rivals = triggers - {n.i for n in nodes}
        said = [(e, a, step) for e, a in named if (step := attached(paragraph.doc[e.last], nodes, rivals)) is not None]
        said.sort(key=lambda s: (bool(s[0].limit), s[2], abs(s[0].first - token.i)))
        outcome, why = status(token, any(e.form == "weekday" or e.text.lower() == "tomorrow" for e, _, _ in said))
        outcome = entry.get("status", outcome) if outcome == OCCURRED else outcome
        frame = _Frame(self.cast, paragraph, token, entry)
        left, right = frame.sides()
        c = Contact(left, right, channel(nodes, entry["mode"]), outcome, token, paragraph, self.sentence, why)
        c.initiator, c.apart, c.topic = frame.initiator, _is_apart(token), _topic(nodes, entry)
        c.tokens = [token, *(t for t, names in frame.heads if set(names) & set(c.parties))]
        c.topical = bool(entry.get("topic")) and not right and not said
        self._measure(c, nodes, rivals)
        self._locate(c, nodes, frame, rivals, {i for e, _ in named for i in range(e.first, e.last + 1)})
        history = bool(triggers) and _is_perfect(token) and not said and c.mode == UNSPECIFIED
        if history or (len(c.parties) < 2 and entry.get("needs")):
            return
        self._date(c, [(e, a) for e, a, _ in said])
        c.initiator = _asked(c, token.sent, self.cast) or c.initiator
        yield c
        for (first, _, _), (second, anchor, _) in itertools.pairwise(said[:2]):  # "on Monday and again on Tuesday"
            if paragraph.doc[first.last + 1 : second.first].text.lower() in ("and again on", "and again"):
                twin = replace(c, tokens=[*c.tokens, paragraph.doc[second.last]])
                self._date(twin, [(second, anchor)])
                yield twin

    def _locate(self, c: Contact, nodes: list[Token], frame: "_Frame", rivals: set[int], days: set[int]) -> None:
        """The place, and with it the host of a visit that names none; talks in a place are a meeting."""
        people = {
            t.i for t in c.trigger.sent if (m := self.cast.at(c.paragraph, t)) and self._kind(m.persons) == PERSON
        }
        found = place_of(nodes, people | days, c.mode == VISIT, rivals)
        if not found:
            return
        step, c.place, token = found
        if c.mode == UNSPECIFIED and step < 3:
            c.mode = MEETING
        if c.mode == VISIT and len(c.parties) == 1 and step == 0 and (host := frame.host(c.place, c.left)):
            c.right, c.hosted = (host,), self._kind((host,)) == STATE
            c.tokens.append(token)

    def _kind(self, names: Names) -> str:
        return self.cast.people[names[0]].kind if names[0] in self.cast.people else STATE

    def _date(self, c: Contact, said: Sequence[Named]) -> None:
        """The day nearest to the trigger; without any, a readout in the lead happened on the day of publication."""
        why = set(c.why_status.split())
        missed = bool(why & {"failed", "missed", "skipped", "met", "have"})
        refused = c.status == DENIED and bool(why & {"will", "wo", "refused", "declined"})
        ahead = c.status in (PLANNED, HYPOTHETICAL) or (c.status == CANCELLED and not missed) or refused
        for expression, anchor in said[:1]:
            c.days = dates.resolve(expression, self.article.published, ahead, anchor)
            c.why_date = expression.text
            c.tokens.append(c.paragraph.doc[expression.last])
            return
        verb = next((t for t in (c.trigger, *c.trigger.ancestors) if is_verb(t)), None)
        told = (
            c.status == OCCURRED
            and verb is not None
            and verb.tag_ == "VBD"
            and not c.apart
            and verb.dep_ not in ("relcl", "advcl")
        )
        if told and self.article.published and self._in_lead(c):
            c.days = dates.Days(self.article.published, self.article.published, "day", "publication")

    def _in_lead(self, c: Contact) -> bool:
        """In the title or the first sentence of the text."""
        return c.paragraph.number <= self.lead and c.trigger.sent.start == 0

    def _measure(self, c: Contact, nodes: list[Token], rivals: set[int]) -> None:
        """How long it took, from the lengths that hang on the trigger's clause."""
        sentence = c.trigger.sent
        for start, end, total, qualifier in dates.lengths(sentence.text):
            span = sentence.char_span(start, end, alignment_mode="expand")
            after = sentence.doc[span.end].lower_ if span is not None and span.end < len(sentence.doc) else ""
            if span is None or after in ("later", "after", "ago", "earlier", "before", "from", "away"):
                continue
            step = attached(span.root, nodes, rivals)
            if step is not None and (step < 3 or not rivals):
                c.duration, c.qualifier = total, qualifier.lower() if qualifier else None
                return

    def _take_in(self, new: Contact) -> None:
        """Merge with what is told already, or add."""
        if len(new.parties) < 2:
            self._elaborate(new)
            return
        if new.topical and self.told and not any(_same(old, new) for old in self.told):
            return  # "the leaders also discussed" tells more about a contact, none of its own
        for half in self.pending:
            ours = half.parties[0] in new.parties if half.parties else _is_definite(new.trigger)
            if ours and _agree(half.mode, new.mode) and half.status == new.status:
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
        near = new.sentence - old.sentence <= (1 if old.hosted else 0) and host.mode in (MEETING, UNSPECIFIED, VISIT)
        if not (near and visit.hosted and not host.hosted and host.right and visit.left == host.left):
            return False
        home = {p.country for n in host.right if (p := self.cast.people.get(n))} - {None}
        there = country_of(tuple((visit.place or "").split()))
        fits = not (visit.apart or home) or (there is not None and home == {there[0]})
        same_place = not host.place or host.place == visit.place
        return fits and same_place and visit.status == host.status and _days_agree(visit.days, host.days)

    def _elaborate(self, new: Contact) -> None:
        """ "The call lasted an hour", "the talks were called off": more about the contact told just before."""
        near = [c for c in self.told if 0 <= self.sentence - c.sentence <= 2 and _agree(c.mode, new.mode)]
        here = [c for c in near[-1:] if _is_definite(new.trigger) or new.trigger.sent == c.trigger.sent]
        for old in here if not is_verb(new.trigger) else ():
            if not set(new.parties) <= set(old.parties):
                break
            if new.status in (CANCELLED, DENIED) and old.status in (PLANNED, HYPOTHETICAL):
                old.status, old.why_status = new.status, new.why_status
            if new.days.source == "publication":
                new.days = dates.NOTHING
            if not new.apart and _days_agree(old.days, new.days):
                new.initiator = _asked(new, new.trigger.sent, self.cast, old) or new.initiator
                _merge(old, new)
            return
        if (len(new.parties) == 1 and new.mode == PHONE) or (not new.parties and not self.told and new.place):
            self.pending.append(new)

    def count(self, paragraphs: Iterable[Paragraph]) -> Iterator[Entry]:
        """Every total and ordinal stated, a row per pair, `n_found` left out."""
        for paragraph in paragraphs:
            worth = _COUNT.search(self._text(paragraph))
            counts = [(t, counted) for t in paragraph.doc if (counted := _count_at(t))] if worth else []
            named = self._named_days(paragraph) if counts else []
            for token, counted in counts:
                yield from self._count_rows(paragraph, token, counted, named)

    def _count_rows(
        self, paragraph: Paragraph, token: Token, counted: tuple[int, str, Token], named: Sequence[Named]
    ) -> Iterator[Entry]:
        n, kind, trigger = counted
        contact = next(self._contacts_of(trigger, paragraph, named, set()), None)
        if contact is None:
            return
        after = [(e, a) for e, a in named if token.i < e.first and e.last < token.sent.end and _is_window(e)]
        window, anchor = after[0] if after else (None, dates.NOTHING)
        days = dates.resolve(window, self.article.published, False, anchor) if window else dates.NOTHING
        ellipsis = token.dep_ == "conj" and lemma(token) == "time"
        begins = [token.left_edge] if ellipsis else [t for t in contact.tokens if t.i < token.i] or [token]
        ends = [token, paragraph.doc[window.last] if window else token.head if kind == "ordinal" else token]
        start, end = paragraph.offsets(min(begins, key=_position), max(ends, key=_position))
        for actor, recipient in contact.pairs():
            what = {"actor": actor, "recipient": recipient, "count": n, "kind": kind, "mode": contact.mode}
            when = {"window_text": window.text if window else None, "window_start": days.start, "window_end": days.end}
            yield what | when | {"start": start, "end": end, "text": self.article.text[start:end]}


def _agree(a: str, b: str) -> bool:
    """Whether two modes can be of one contact."""
    return a == b or UNSPECIFIED in (a, b) or {a, b} == {MEETING, VISIT}


def _is_definite(token: Token) -> bool:
    return any(c.lower_ in ("the", "this", "their", "that") and c.dep_ in ("det", "poss") for c in token.children)


def _days_agree(a: dates.Days, b: dates.Days) -> bool:
    if not (a.start and b.start and a.end and b.end):
        return True
    return max(a.start, b.start) <= min(a.end, b.end)


def _same(old: Contact, new: Contact) -> bool:
    """Same people, and neither mode, status, date nor length against it."""
    dated = bool(old.days.start and new.days.start)
    if (old.apart != new.apart and not dated) or (old.duration and new.duration and old.duration != new.duration):
        return False
    if not (_agree(old.mode, new.mode) and old.status == new.status and _days_agree(old.days, new.days)):
        return False
    ours, theirs = set(map(frozenset, old.pairs())), set(map(frozenset, new.pairs()))
    return bool(ours & theirs) and (ours <= theirs or theirs <= ours)


def _merge(old: Contact, new: Contact) -> None:
    """Keep what was told first, add what is new; the finer date wins."""
    if old.mode == UNSPECIFIED or (old.mode == MEETING and new.mode == VISIT):
        old.mode = new.mode
    if old.hosted and new.right and not new.hosted:
        old.right, old.hosted = new.right, False
    elif len(new.pairs()) > len(old.pairs()):
        old.left, old.right = new.left, new.right
    finer = dates.SCALE[new.days.precision] < dates.SCALE[old.days.precision]
    if new.days.start and (finer or (old.days.source == "publication" and new.days.source != "publication")):
        old.days, old.why_date = new.days, new.why_date
    if old.duration is None:
        old.duration, old.qualifier = new.duration, new.qualifier
    old.initiator, old.place = old.initiator or new.initiator, old.place or new.place
    old.topic = old.topic or new.topic
    if old.sentence == new.sentence and old.paragraph is new.paragraph:
        old.tokens += new.tokens


def _complete(new: Contact, half: Contact) -> None:
    """ "Putin made a call. Macron picked up and the two talked": the first sentence says who called and when."""
    if half.parties:
        first = half.parties[0]
        new.left, new.right = (first,), tuple(p for p in new.parties if p != first)
    new.mode = half.mode if half.mode != UNSPECIFIED else new.mode
    new.initiator, new.place = new.initiator or half.initiator, new.place or half.place
    if not new.days.start:
        new.days, new.why_date = half.days, half.why_date


# Triggers


def _entry(token: Token) -> Entry | None:
    """The vocabulary's line for a token that can tell of a contact."""
    words = vocabulary("contacts")
    if is_verb(token):
        if token.dep_ in ("aux", "auxpass", "amod"):
            return None
        if lemma(token) in words["idioms"]["phone"] and any(
            lemma(c) == "phone" and c.dep_ == "dobj" for c in token.children
        ):
            return {"mode": PHONE, "with": [], "calls": True} if key(token).endswith(" up") else None
        entry = words["verbs"].get(key(token))
        purpose = entry is None and token.dep_ in ("xcomp", "advcl") and _is_journey(token.head)
        return entry or (words["purposes"].get(lemma(token)) if purpose else None)
    if token.tag_ not in ("NN", "NNS") or token.dep_ in ("compound", "nmod", "amod"):
        return None
    found: Entry | None = words["nouns"].get(lemma(token))
    if found and lemma(token) == "call" and any(c.lower_ in ("for", "to") and c.dep_ == "prep" for c in token.children):
        return None if not any(c.lower_ in ("phone", "telephone", "video") for c in token.children) else found
    return found


def _is_journey(token: Token) -> bool:
    return bool(vocabulary("contacts")["verbs"].get(lemma(token), {}).get("to"))


def _is_habit(token: Token) -> bool:
    """History told as a whole: "often talks to", "his recent talks", "have met 14 times", "it was their ninth"."""
    words, children = vocabulary("contacts")["habit"], list(token.children)
    if any(c.lower_ == "twice" or (c.lower_ == "times" and any(n.tag_ == "CD" for n in c.children)) for c in children):
        return True
    if is_verb(token):
        return any(c.lower_ in words["adverbs"] and c.dep_ == "advmod" for c in children)
    if token.dep_ == "attr" and any(c.dep_ == "nsubj" and c.tag_ in ("PRP", "DT") for c in token.head.children):
        return True
    plural = token.tag_ == "NNS"
    if plural and any(c.lower_ in words["words"] and c.dep_ in ("amod", "det") for c in children):
        return True
    carried = token.dep_ in ("dobj", "nsubjpass") or (token.dep_ == "pobj" and token.head.head.dep_ == "dobj")
    only_plural = (_entry(token) or {}).get("plural")
    return plural and not only_plural and not (carried and lemma(_verb_above(token)) in _support())


def _is_perfect(token: Token) -> bool:
    """ "Has talked to him": without a day this tells of habit as often as of one contact."""
    perfect = token.tag_ == "VBN" and any(c.lower_ in ("has", "have") for c in token.children)
    return perfect and status(token)[0] == OCCURRED


def _support() -> list[str]:
    verbs: list[str] = vocabulary("contacts")["support"]["verbs"]
    return verbs


def _verb_above(token: Token) -> Token:
    return next((t for t in token.ancestors if is_verb(t)), token)


def _is_apart(token: Token) -> bool:
    again = vocabulary("contacts")["habit"]["again"]
    return any(c.lower_ in again and c.dep_ == "amod" for c in token.children) and not is_verb(token)


def _elsewhere(sentence: Iterable[Token]) -> bool:
    """A film, a novel, a match: whoever meets there is in no contact."""
    words = vocabulary("contacts")["elsewhere"]["words"]
    return any(t.lower_ in words and t.dep_ in ("pobj", "dobj", "nsubj", "conj") for t in sentence)


class _Frame:
    """Who takes part in what one trigger tells of. `heads` are the tokens that name them."""

    def __init__(self, cast: Cast, paragraph: Paragraph, token: Token, entry: Entry) -> None:
        self.cast, self.paragraph, self.token, self.entry = cast, paragraph, token, entry
        self.heads: list[tuple[Token, Names]] = []
        self.initiator: str | None = None

    def sides(self) -> tuple[Names, Names]:
        """The one side and the other; the second is empty where all are in touch with each other."""
        left, right = self._verb() if is_verb(self.token) else self._noun()
        right = tuple(n for n in right if n not in left) or (self._somebody_else(left) if right else ())
        if self.entry.get("calls") and left and right:
            self.initiator = left[0]
        if self.entry.get("guest"):
            left, right = right, left
            if len(left) > 1 and any(_entry(o) for p in self.token.children if p.lower_ == "for" for o in p.children):
                return left + right, ()  # "ready to host them for talks"
        self.initiator = self.initiator or self._proposer(left + right)
        if len(left) == 1 and len(right) > 1 and self._is_joint(right):
            return left + right, ()
        return left, right

    def _somebody_else(self, left: Names) -> Names:
        """Nobody talks with himself: "visiting Putin and speaking with him" means the last other person named."""
        if len(left) != 1 or not self.heads or self.heads[-1][0].tag_ != "PRP":
            return ()
        here, position = self.paragraph.number, self.heads[-1][0].i
        before = [m for m in self.cast.mentions if m.paragraph == here and m.last < position and m.form == "name"]
        others = [m.persons for m in reversed(before) if m.persons[0] not in left]
        return next((p for p in others if self._kind(p[0]) == PERSON), ())

    def _is_joint(self, others: Names) -> bool:
        """One call with several is a call of all, unless they make up one side."""
        single = self.token.tag_ == "NN" and not any(c.lower_ == "separate" for c in self.token.children)
        homes = {p.country for n in others if (p := self.cast.people.get(n))}
        one_side = len(homes) == 1 and None not in homes
        return single and not one_side and channel([self.token], self.entry["mode"]) == PHONE

    def _proposer(self, parties: Names) -> str | None:
        """Who proposed, requested or asked for it."""
        asking = vocabulary("contacts")["initiative"]["verbs"]
        for head, _, how in governors(self.token):
            if is_verb(head) and lemma(head) in asking and how in ("dobj", "prep for"):
                return next((n for n in self.parties(subject(head)) if n in parties), None)
        return None

    def parties(self, token: Token | None) -> Names:
        """The people a token and what is joined to it stand for."""
        if token is None:
            return ()
        who = self._speaker(token) if token.lower_ in ("i", "me") else token
        parts = (c for c in who.children if c.dep_ == "compound" and who.tag_ == "NNP")
        mention = next(filter(None, (self.cast.at(self.paragraph, t) for t in (who, *parts))), None)
        named = tuple(self._named(n) for n in (mention.persons if mention else ()) if self._takes_part(n))
        found = self._holder(who, named) or named or self._states(who) or self._apposed(who)
        if found and who is token:
            self.heads.append((self.paragraph.doc[mention.first] if mention else token, found))
        if found:
            self.heads.append((token, found))
        name = self.paragraph.doc[mention.head] if mention and who is token else token
        for child in {c.i: c for t in (token, name) for c in t.children}.values():
            if child.dep_ == "conj" and child.i > token.i:
                found += self.parties(child)
        return tuple(dict.fromkeys(found))

    def _speaker(self, token: Token) -> Token:
        """Who says "I": the subject of the verb that reports the words."""
        for verb in token.ancestors:
            said = next((c for c in verb.children if c.dep_ == "nsubj" and c.lower_ != "i"), None)
            if is_verb(verb) and said is not None and self.cast.at(self.paragraph, said):
                return said
        return token

    def _apposed(self, token: Token) -> Names:
        """The name after a comma: "the head of the government, General Than Shwe"."""
        for after in token.subtree if token.tag_ == "NN" else ():
            mention = self.cast.at(self.paragraph, after)
            if after.dep_ == "appos" and mention and self._kind(mention.persons[0]) == PERSON:
                return tuple(n for n in mention.persons if self._takes_part(n))
        return ()

    def _holder(self, token: Token, named: Names) -> Names:
        """Whose office it is, where the name stands far from its head: "Minister of State for Europe X"."""
        if token.tag_ not in ("NNP", "NNPS") or (named and self._kind(named[0]) == PERSON):
            return ()
        offices = 0
        for follower in token.doc[token.i : min(token.i + 14, token.sent.end)]:
            mention = self.cast.at(self.paragraph, follower)
            if offices and mention and mention.head == follower.i and self._kind(mention.persons[0]) == PERSON:
                return tuple(n for n in mention.persons if self._takes_part(n))
            offices += follower.lower_ in words_of("offices")
            if not (
                follower.text[:1].isupper() or follower.lower_ in ("of", "for", "the", "and", "-", "'s", "’s", ",")
            ):
                return ()
        return ()

    def _takes_part(self, name: str) -> bool:
        person = self.cast.people.get(name)
        if person is None:
            return False
        if person.nameless:
            office = (person.role or "").lower().split()[-1:] or [""]
            return (
                person.kind == PERSON
                and bool(person.country)
                and office[0] in ("minister", "president", "premier", "chancellor", "king")
            )
        press = person.name.lower() in vocabulary("contacts")["elsewhere"]["press"]
        return not press and not (person.kind == ORGANISATION and self.entry.get("people"))

    def _named(self, name: str) -> str:
        """The one named person of that country and office, where only the office is written."""
        person = self.cast.people[name]
        if not person.nameless:
            return name
        office = (person.role or name).lower().split()[-1]
        named = [
            p for p in self.cast.people.values() if p.kind == PERSON and not p.nameless and p.country == person.country
        ]
        fitting = [p.name for p in named if office in (p.role or "").lower().split()]
        return fitting[0] if len(fitting) == 1 else name

    def _kind(self, name: str) -> str:
        return self.cast.people[name].kind if name in self.cast.people else STATE

    def _is_visited(self, name: str) -> bool:
        """Somebody sure to be a person: what is visited is more often a place with a name like a person's."""
        person = self.cast.people.get(name)
        if person is None or person.kind != PERSON:
            return False
        return bool(person.role or person.gender or name.split()[0] in given_names())

    def _states(self, token: Token) -> Names:
        """States whose delegates or capitals stand for them."""
        own = country_of(tuple(proper_name(token).split())) if token.tag_ in ("NNP", "NNPS") else None
        if own and own[1] in ("capital", "name", "seat"):
            return (self.state(own[0]),)
        if lemma(token) not in vocabulary("contacts")["delegates"]["words"]:
            return ()
        if token.tag_ == "NN" and lemma(token) not in ("delegation", "side", "team", "government"):
            return ()
        codes: list[str] = []
        near = [t.i for t in token.subtree if t.i < token.i or t.dep_ in ("pobj", "conj", "poss")]
        for first in near:
            for last in (first + 2, first + 1):
                if last - 1 in near and (found := country_of(tuple(t.text for t in token.doc[first:last]))):
                    codes.append(found[0])
                    break
        return tuple(dict.fromkeys(self.state(code) for code in codes))

    def state(self, code: str) -> str:
        """The name by which the article, or else the list of countries, calls a state."""
        known = [p.name for p in self.cast.people.values() if p.kind == STATE and p.country == code]
        return known[0] if known else next(c["name"] for c in vocabulary("countries")["country"] if c["code"] == code)

    def host(self, place: str, guests: Names) -> str | None:
        """Who is visited where only the place is named: somebody of that country in the sentence, or else the state."""
        found = country_of(tuple(place.split()))
        home = {p.country for g in guests if (p := self.cast.people.get(g))}
        if not found or found[0] in home:
            return None
        for token in self.token.sent:
            mention = self.cast.at(self.paragraph, token)
            for name in mention.persons if mention and mention.head == token.i else ():
                person = self.cast.people[name]
                if person.kind == PERSON and not person.nameless and person.country == found[0] and name not in guests:
                    return name
        return self.state(found[0])

    def _verb(self) -> tuple[Names, Names]:
        verb, entry, children = self.token, self.entry, list(self.token.children)
        reduced = verb.dep_ == "acl" and verb.tag_ == "VBN" and not any(c.dep_ == "aux" for c in children)
        passive = reduced or any(c.dep_ in ("auxpass", "nsubjpass") for c in children)
        doer = (
            next((o for c in children if c.dep_ == "agent" for o in c.children if o.dep_ == "pobj"), None)
            if passive
            else subject(verb)
        )
        left = self.parties(doer)
        if entry.get("group") and len(left) < 2:
            return (), ()
        done_to = (
            subject(verb)
            if passive
            else next((c for c in children if c.dep_ in ("dobj", "dative") and self._is_party(c)), None)
        )
        right: Names = ()
        if entry.get("object") and done_to is not None and not self._is_named_so():
            right = tuple(n for n in self.parties(done_to) if not entry.get("place") or self._is_visited(n))
        right += self._with(verb, entry.get("with", []))
        if not right and not entry.get("alone"):
            left = left[:1] if len(left) > 1 and not entry.get("place") else left
        return left, right

    def _is_party(self, token: Token) -> bool:
        mention = self.cast.at(self.paragraph, token)
        return bool(mention) or bool(self._states(token))

    def _is_named_so(self) -> bool:
        """ "Called him a killer", "called on him": no call."""
        children = list(self.token.children)
        if not self.entry.get("bare"):
            return False
        predicate = any(c.dep_ in ("oprd", "ccomp", "acomp", "attr") for c in children)
        doubled = sum(c.dep_ in ("dobj", "dative") for c in children) > 1
        apposed = any(
            a.dep_ == "appos"
            for c in children
            if c.dep_ == "dobj"
            for a in c.children
            if not a.nbor(-1).is_punct and a.left_edge.nbor(-1).text != ","
        )
        return predicate or doubled or apposed

    def _with(self, token: Token, ways: Sequence[str]) -> Names:
        """The objects of these prepositions, also where another phrase stands between ("spoke by phone with")."""
        found: Names = ()
        for prep in token.children:
            if prep.dep_ not in ("prep", "dative") and not (
                prep.dep_ == "advmod" and any(c.dep_ == "prep" for c in prep.children)
            ):
                continue
            for noun in prep.children:
                if prep.lower_ in ways and noun.dep_ == "pobj":
                    found += self.parties(noun)
                elif noun.dep_ == "pobj" and not self._is_party(noun) and not is_verb(noun) and "of" not in ways:
                    found += self._with(noun, ways)
                elif noun.dep_ == "prep" and noun.lower_ in ways and prep.lower_ in ("together", "along", "over", "on"):
                    found += tuple(n for o in noun.children for n in self.parties(o))
        for noun in token.children:
            if noun.dep_ == "dobj" and not self._is_party(noun):
                found += self._with(noun, [w for w in ways if w != "to"])
        return tuple(dict.fromkeys(found))

    def _noun(self) -> tuple[Names, Names]:
        noun, entry = self.token, self.entry
        among = self._with(noun, ["between", "among"])
        if among:
            return among, ()
        right = self._with(noun, ["with", *(["to"] if entry.get("sent") or entry.get("journey") else [])])
        if entry.get("journey"):
            right = tuple(n for n in right if self._kind(n) == PERSON)
        left = tuple(n for c in noun.children if c.dep_ == "poss" for n in self.parties(c))
        left += self._with(noun, ["by", "of", "from"] if entry.get("sent") or entry.get("journey") else ["of", "by"])
        for child in noun.children:
            if child.dep_ in ("acl", "relcl") and child.tag_ in ("VBN", "VBD"):
                left += tuple(
                    n
                    for a in child.children
                    if a.dep_ in ("agent", "nsubj")
                    for o in ([a] if a.dep_ == "nsubj" else a.children)
                    for n in self.parties(o)
                )
            if child.dep_ in ("compound", "nmod", "amod"):
                right += tuple(n for n in self.parties(child) if self._kind(n) == PERSON)
        left, right = self._carried(tuple(dict.fromkeys(left)), tuple(dict.fromkeys(right)))
        if entry.get("sent") and entry["mode"] != PHONE and left:
            self.initiator = left[0]
        return left, right

    def _carried(self, left: Names, right: Names) -> tuple[Names, Names]:
        """What the verb that carries the noun adds: its subject, and whom it holds the meeting with."""
        passes = vocabulary("contacts")["support"]["passes"]
        for head, _, how in governors(self.token):
            if is_verb(head):
                return self._by_verb(head, how, left, right)
            if lemma(head) in passes or how == "prep of":
                right = right or self._with(head, ["with"])
                if among := self._with(head, ["between", "among"]):
                    return among, ()
            elif lemma(head) not in _support() and not operator(head):
                break
            left = left or tuple(n for c in head.children if c.dep_ == "poss" for n in self.parties(c))
        return left, right

    def _by_verb(self, verb: Token, how: str, left: Names, right: Names) -> tuple[Names, Names]:
        word, sent = lemma(verb), bool(self.entry.get("sent"))
        if how in ("dobj", "attr") and (word in _support() or operator(verb)):
            right = right or self._with(verb, ["with", *(["to"] if sent else [])])
            doers = self.parties(subject(verb))
            if sent and word in ("receive", "get", "take") and left:
                self.initiator = left[0]
                return left, right or doers
            among = () if right or left else self._with(verb, ["between", "among"])
            if among:
                return among, ()
            if sent and word in ("make", "place", "send", "write") and doers:
                self.initiator = doers[0]
            dative = tuple(n for c in verb.children if c.dep_ == "dative" for n in self.parties(c))
            return (left or doers) if right or dative or len(left) < 2 else left, right or dative or (
                doers if left and doers != left else ()
            )
        if how == "nsubjpass" or how in ("nsubj", "csubj"):
            agents = tuple(n for c in verb.children if c.dep_ == "agent" for o in c.children for n in self.parties(o))
            right = right or self._with(verb, ["with"])
            among = () if left and right else self._with(verb, ["between", "among"])
            return (among, ()) if among else (left or agents, right)
        if how.removeprefix("prep ") in ADJUNCTS and how.startswith("prep"):
            doers = tuple(n for n in self.parties(subject(verb)) if n not in right)
            addressed = tuple(n for c in verb.children if c.dep_ in ("dobj", "dative") for n in self.parties(c))
            addressed += () if _is_journey(verb) else self._with(verb, ["with", "to"])
            if self.entry.get("journey") or _is_journey(verb):
                addressed = tuple(n for n in addressed if self._kind(n) == PERSON)
            states = right and all(self._kind(n) == STATE for n in right)
            if left or (states and any(self._kind(n) == PERSON for n in doers)):
                return left, right
            return doers, right or addressed
        return left, right


def _asked(c: Contact, sentence: Iterable[Token], cast: Cast, about: Contact | None = None) -> str | None:
    """Who asked for it: "at Macron's request", "on the Italian side's initiative", "initiated by Yerevan"."""
    words = vocabulary("contacts")["initiative"]
    about = about or c
    frame = _Frame(cast, c.paragraph, c.trigger, {})
    for token in sentence:
        askers: list[Token] = []
        if (
            lemma(token) in words["nouns"]
            and token.tag_ == "NN"
            and token.dep_ == "pobj"
            and token.head.lower_ in ("at", "on", "upon", "by")
        ):
            askers = [a for a in token.children if a.dep_ == "poss"]
            askers += [
                a for p in token.children if p.lower_ in ("of", "from", "by") for a in p.children if a.dep_ == "pobj"
            ]
        elif is_verb(token) and lemma(token) in words["verbs"] and token.tag_ == "VBN":
            askers = [a for p in token.children if p.dep_ == "agent" for a in p.children]
        for asker in askers:
            if asker.lower_ == "latter":
                return about.parties[-1] if about.parties else None
            if name := _party_of(asker, about, frame, cast):
                return name
    return None


def _topic(nodes: Sequence[Token], entry: Entry) -> str | None:
    """What it was about: "discussed X", "talks on X", "met to discuss X"."""
    for node in nodes[:2]:
        for child in node.children:
            about = child.lower_ in ("about", "over", "regarding", "concerning", "on") and child.dep_ == "prep"
            aim = child.dep_ in ("advcl", "xcomp", "acl") and lemma(child) == "discuss"
            objects = [o for o in child.children if o.dep_ in ("pobj", "dobj") and o.tag_ in ("NN", "NNS")]
            if node is nodes[0] and entry.get("topic") and child.dep_ == "dobj":
                objects = [child]
            elif not (about or aim):
                continue
            for o in objects:
                words = o.doc[o.left_edge.i : o.right_edge.i + 1].text
                if lemma(o) not in ("phone", "telephone", "sideline", "visit", "invitation", "request", "initiative"):
                    return str(words)
    return None


def _party_of(asker: Token, about: Contact, frame: _Frame, cast: Cast) -> str | None:
    """The participant a token means, by name or by country."""
    if any(t.lower_ == "latter" for t in asker.subtree):
        return about.parties[-1]
    named = frame.parties(asker)
    if named and (named[0] in about.parties or not about.parties):
        return named[0]
    for token in asker.subtree:
        found = country_of((token.text,)) or country_of(tuple(proper_name(token).split()))
        for party in about.parties if found else ():
            person = cast.people.get(party)
            if person and found and person.country == found[0]:
                return party
    return named[0] if named and cast.people.get(named[0]) and cast.people[named[0]].kind == PERSON else None


# Totals


def stated_counts(
    article: Article, paragraphs: Sequence[Paragraph], cast: Cast, contacts: pd.DataFrame
) -> pd.DataFrame:
    """The table `stated_counts`: totals and ordinals that the article itself states, and how many of them it tells.

    `n_found` counts the contacts of the pair that happened, dated within the window; without a window, all of them.
    """
    happened = contacts[contacts["status"] == OCCURRED]
    rows = []
    for row in _Reader(article, cast).count(paragraphs):
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
    word, ordinals = token.lower_, vocabulary("contacts")["ordinals"]
    if word in ("times", "twice"):
        said = "two" if word == "twice" else next((c.lower_ for c in token.children if c.dep_ == "nummod"), "")
        n = int(said) if said.isdecimal() else int(vocabulary("dates")["numbers"].get(said, 0))
        verb = next((t for t in token.ancestors if _entry(t)), None)
        return (n, "total", verb) if n and verb is not None else None
    numeral = re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th)", word) if word[:1].isdecimal() else None
    n = int(numeral[1]) if numeral else ordinals.get(word, 0)
    if not n or token.dep_ not in ("amod", "nummod", "compound"):
        return None
    noun = token.head
    if noun.lower_ == "time" and noun.head.lower_ == "for" and _entry(noun.head.head):
        return n, "ordinal", noun.head.head
    inner = [o for p in noun.children if p.lower_ == "of" for o in p.children] if noun.lower_ == "round" else []
    counted = next((t for t in (noun, *inner) if _entry(t)), None)
    return (n, "ordinal", counted) if counted is not None else None
