"""Who contacts whom: calls, meetings, visits, letters, each told once, whether it happened, when and at whose wish.

A trigger (a verb or noun of `words/contacts.toml`) opens a frame; syntax fills it with people of the cast: subject and
object, "with", "between", possessors, the subject of a verb that only carries the noun ("held talks"). `status` says
whether it happened, `dates` when. What an article tells twice is merged: same pair, and nothing that contradicts.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd
from spacy.tokens import Token

from analysis import dates, tables
from analysis.article import Article
from analysis.details import attached, channel, proper_name
from analysis.details import path as path_of
from analysis.details import place as place_of
from analysis.frames import Frame, Names
from analysis.language import Paragraph, lemma, text_of
from analysis.names import PERSON, STATE, country_of
from analysis.people import Cast
from analysis.status import CANCELLED, DENIED, HYPOTHETICAL, OCCURRED, PLANNED, is_verb, status
from analysis.triggers import PHONE, Entry, entry_of, is_apart, is_elsewhere, is_habit, is_perfect
from analysis.words import vocabulary

Named = tuple[dates.Expression, dates.Days]
MEETING, VISIT, UNSPECIFIED = "meeting", "visit", "unspecified"


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
    for number, contact in enumerate(Reader(article, cast).read(paragraphs), 1):
        rows += [_row(article, number, contact, pair) for pair in contact.pairs()]
    return tables.frame("contacts", rows)


def _row(article: Article, number: int, c: Contact, pair: tuple[str, str]) -> Entry:
    start, end = c.paragraph.offsets(min(c.tokens, key=position), max(c.tokens, key=position))
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


class Reader:
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
            named = self.named_days(paragraph)
            for sentence in paragraph.doc.sents:
                self.sentence += 1
                triggers = [t for t in sentence if entry_of(t) and not is_habit(t)]
                triggers = [] if triggers and is_elsewhere(sentence) else triggers
                for token in triggers:
                    for contact in self.contacts_of(token, paragraph, named, {t.i for t in triggers}):
                        self._take_in(contact)
        return [c for c in self.told if c.pairs()]

    def named_days(self, paragraph: Paragraph) -> list[Named]:
        """The paragraph's expressions of time, each with the day that the story had named before it."""
        named = []
        for expression in dates.find(paragraph.doc, text_of(paragraph.doc)):
            named.append((expression, self.anchor))
            verb = next((t for t in paragraph.doc[expression.last].ancestors if is_verb(t)), None)
            ahead = verb is not None and status(verb)[0] == PLANNED
            days = dates.resolve(expression, self.article.published, ahead, self.anchor)
            if days.start and not expression.limit and expression.form != "window":
                self.anchor = days
        return named

    def contacts_of(
        self, token: Token, paragraph: Paragraph, named: Sequence[Named], triggers: set[int]
    ) -> Iterator[Contact]:
        entry, nodes = entry_of(token) or {}, path_of(token)
        rivals = triggers - {n.i for n in nodes}
        said = [(e, a, step) for e, a in named if (step := attached(paragraph.doc[e.last], nodes, rivals)) is not None]
        said.sort(key=lambda s: (bool(s[0].limit), s[2], abs(s[0].first - token.i)))
        outcome, why = status(token, any(e.form == "weekday" or e.text.lower() == "tomorrow" for e, _, _ in said))
        outcome = entry.get("status", outcome) if outcome == OCCURRED else outcome
        frame = Frame(self.cast, paragraph, token, entry)
        left, right = frame.sides()
        c = Contact(left, right, channel(nodes, entry["mode"]), outcome, token, paragraph, self.sentence, why)
        c.initiator, c.apart, c.topic = frame.initiator, is_apart(token), _topic(nodes, entry)
        c.tokens = [token, *(t for t, names in frame.heads if set(names) & set(c.parties))]
        c.topical = bool(entry.get("topic")) and not right and not said
        self._measure(c, nodes, rivals)
        self._locate(c, nodes, frame, rivals, {i for e, _ in named for i in range(e.first, e.last + 1)})
        history = bool(triggers) and is_perfect(token) and not said and c.mode == UNSPECIFIED
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

    def _locate(self, c: Contact, nodes: list[Token], frame: Frame, rivals: set[int], days: set[int]) -> None:
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


def _asked(c: Contact, sentence: Iterable[Token], cast: Cast, about: Contact | None = None) -> str | None:
    """Who asked for it: "at Macron's request", "on the Italian side's initiative", "initiated by Yerevan"."""
    words = vocabulary("contacts")["initiative"]
    about = about or c
    frame = Frame(cast, c.paragraph, c.trigger, {})
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


def _party_of(asker: Token, about: Contact, frame: Frame, cast: Cast) -> str | None:
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
