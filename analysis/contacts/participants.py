"""Participants of a contact: who fills the roles around a trigger, and who initiated it.

Syntax fills the roles: subject and object, "with", "between", possessors, and the subject of a support verb ("held
talks"). `Parties` resolves a phrase to people, office holders or states.
"""

from collections import deque
from collections.abc import Sequence

from spacy.tokens import Span, Token

from analysis import vocabulary
from analysis.contacts.attributes import channel, proper_name
from analysis.contacts.factuality import operator
from analysis.contacts.triggers import entry_of, is_journey, support
from analysis.language.spacy_model import Paragraph, lemma
from analysis.language.syntax import SUBJECTS, governors, is_verb, negation, subject
from analysis.people.coreference import Entities, Mention
from analysis.people.names import ORGANISATION, PERSON, STATE, country_of, given_names
from analysis.people.nominals import nations, office_in
from analysis.tables import MEETING, PHONE
from analysis.vocabulary.schema import ContactWord

LONGEST_LIST = 100  # names read of one list
Names = tuple[str, ...]


class PartyResolver:
    """Who the phrases of a paragraph stand for. `heads` are the tokens read so far, each with the names it gave."""

    def __init__(self, entities: Entities, paragraph: Paragraph, people_only: bool = False) -> None:
        self.entities, self.paragraph, self.people_only = entities, paragraph, people_only
        self.heads: list[tuple[Token, Names]] = []

    def of(self, token: Token | None) -> Names:
        """The people a token and what is joined to it stand for, at most `LONGEST_LIST`."""
        found: dict[str, None] = {}
        waiting, seen = deque([token] if token is not None else []), set[int]()
        while waiting and len(found) < LONGEST_LIST:
            one = waiting.popleft()
            if one.i not in seen:
                seen.add(one.i)
                names, joined = self._alone(one)
                found |= dict.fromkeys(names)
                waiting.extendleft(reversed(joined))
        return tuple(found)

    def _alone(self, token: Token) -> tuple[Names, list[Token]]:
        """Who a token stands for, and what is joined to it."""
        who = self._speaker(token) if token.lower_ in ("i", "me") else token
        parts = (c for c in who.children if c.dep_ == "compound" and who.tag_ == "NNP")
        mention = next(filter(None, (self.entities.at(self.paragraph, t) for t in (who, *parts))), None)
        named = tuple(self._named(n) for n in (mention.persons if mention else ()) if self._takes_part(n))
        nameless = any(self.entities.people[n].nameless for n in named if n in self.entities.people)
        apposed = self._apposed(who) if nameless or not named else ()
        found = self._leaders(who) or self._holder(who, named) or apposed or named or self._states(who)
        if found and who is token:
            self.heads.append((self.paragraph.doc[mention.first] if mention else token, found))
        if found:
            self.heads.append((token, found))
        return found, [] if apposed else self._joined(token, mention if who == token else None)

    def _joined(self, token: Token, mention: Mention | None) -> list[Token]:
        """What "and" joins to a name, also past an apposition ("X, the president, and Y")."""
        name = token.doc[mention.head] if mention else token
        apposed = [c for c in name.children if c.dep_ == "appos" and c.i > name.i]
        listed = [c for c in apposed if mention and self._is_another(c, mention)]
        heads = [token, *(token.doc[mention.first : mention.last + 1] if mention else ()), *apposed]
        joined = {c.i: c for t in heads for c in t.children if c.dep_ == "conj" and c.i > token.i}
        joined |= {c.i: c for c in listed}
        return [joined[i] for i in sorted(joined)] or (self._beside(token, mention) if mention else [])

    def _is_another(self, token: Token, than: Mention) -> bool:
        """Two people with names are no apposition but a list: "X, Y and Z"."""
        mention = self.entities.at(self.paragraph, token)
        if mention is None or mention.form != "name" or than.form != "name" or mention.persons == than.persons:
            return False
        return self.kind(than.persons[0]) == self.kind(mention.persons[0]) == PERSON

    def _beside(self, token: Token, mention: Mention) -> list[Token]:
        """The names next to a name, with but an "and" between, where the parse has lost that they are joined."""
        doc = self.paragraph.doc
        before = [t for t in doc[max(0, mention.first - 3) : mention.first] if t.text != ","]
        behind = mention.last + 1
        if doc[behind : behind + 1].text == "of":  # "X of Sweden and Y of Denmark"
            ends = (
                k for k in range(behind + 4, behind + 1, -1) if country_of(tuple(t.text for t in doc[behind + 1 : k]))
            )
            behind = next(ends, behind)
        after = [t for t in doc[behind : behind + 3] if t.text != ","]
        near = [pair[1] for pair in (before[:-3:-1], after[:2]) if len(pair) == 2 and pair[0].lower_ == "and"]
        heads = [doc[m.head] for t in near if (m := self.entities.at(self.paragraph, t)) and m.form == "name"]
        inside, above = set(token.subtree), set(token.ancestors)
        free = [h for h in heads if h not in above and (h.dep_ not in SUBJECTS or h.head in above)]
        return [h for h in free if (h.i > mention.last) != (h in inside)]

    def _speaker(self, token: Token) -> Token:
        """Who says "I": the subject of the verb that reports the words."""
        for verb in token.ancestors:
            said = next((c for c in verb.children if c.dep_ == "nsubj" and c.lower_ != "i"), None)
            if is_verb(verb) and said is not None and self.entities.at(self.paragraph, said):
                return said
        return token

    def _apposed(self, token: Token) -> Names:
        """The name after a comma: "the head of the government, General Than Shwe"."""
        for after in token.subtree if token.tag_ in ("NN", "NNS") else ():
            mention = self.entities.at(self.paragraph, after)
            person = self.entities.people.get(mention.persons[0]) if mention and after.dep_ == "appos" else None
            if person and person.kind == PERSON and not person.nameless and after.i > token.i:
                return self.of(after)
        return ()

    def _leaders(self, token: Token) -> Names:
        """Who leads a delegation or is said to be of it: "a delegation headed by X", "with the participation of X"."""
        words = vocabulary.contacts().delegates
        named: Names = ()
        for child in token.children if lemma(token) in words.bodies else ():
            led = lemma(child) in words.led and child.tag_ == "VBN"
            by = [c for c in child.children if c.dep_ == "agent"] if led else []
            if child.dep_ == "prep" and any(o.lower_ in words.joined for o in child.children):
                by = [p for o in child.children for p in o.children if p.lower_ == "of"]
            named += tuple(n for p in by for o in p.children if o.dep_ == "pobj" for n in self.of(o))
        return named

    def _holder(self, token: Token, named: Names) -> Names:
        """Whose office it is, where the name stands far from its head: "Minister of State for Europe X"."""
        if token.tag_ not in ("NNP", "NNPS") or (named and self.kind(named[0]) == PERSON):
            return ()
        offices = 0
        for follower in token.doc[token.i : min(token.i + 14, token.sent.end)]:
            mention = self.entities.at(self.paragraph, follower)
            if offices and mention and mention.head == follower.i and self.kind(mention.persons[0]) == PERSON:
                return tuple(n for n in mention.persons if self._takes_part(n))
            offices += follower.lower_ in vocabulary.titles().offices
            if not (
                follower.text[:1].isupper() or follower.lower_ in ("of", "for", "the", "and", "-", "'s", "’s", ",")
            ):
                return ()
        return ()

    def _takes_part(self, name: str) -> bool:
        person = self.entities.people.get(name)
        if person is None:
            return False
        if person.nameless:
            office = (person.role or "").lower().split()[-1:] or [""]
            return (
                person.kind == PERSON
                and bool(person.country)
                and office[0] in ("minister", "president", "premier", "chancellor", "king")
            )
        press = person.name.lower() in vocabulary.contacts().elsewhere.press
        return not press and not (person.kind == ORGANISATION and self.people_only)

    def _named(self, name: str) -> str:
        """The one named person of that country and office, where only the office is written."""
        person = self.entities.people[name]
        if not person.nameless:
            return name
        office = (person.role or name).lower().split()[-1]
        named = [
            p
            for p in self.entities.people.values()
            if p.kind == PERSON and not p.nameless and p.country == person.country
        ]
        fitting = [p.name for p in named if office in (p.role or "").lower().split()]
        return fitting[0] if len(fitting) == 1 else name

    def kind(self, name: str) -> str:
        return self.entities.people[name].kind if name in self.entities.people else STATE

    def is_surely_person(self, name: str) -> bool:
        """Somebody sure to be a person: what is visited is more often a place with a name like a person's."""
        person = self.entities.people.get(name)
        if person is None or person.kind != PERSON:
            return False
        return bool(person.role or person.gender or name.split()[0] in given_names())

    def _states(self, token: Token) -> Names:
        """States whose delegates or capitals stand for them."""
        own = country_of(tuple(proper_name(token).split())) if token.tag_ in ("NNP", "NNPS") else None
        if own and own[1] in ("capital", "name", "seat"):
            return (self.state(own[0]),)
        if lemma(token) not in vocabulary.contacts().delegates.words:
            return ()
        if token.tag_ == "NN" and lemma(token) not in vocabulary.contacts().delegates.bodies:
            return ()
        if lemma(token) == "team" and not _negotiates(token):
            return ()
        codes = nations(token)
        named = [self._incumbent(token, code) for code in codes]
        if None in named and len(codes) > 1:  # "Norway's Ida Krogh": an office told already may be left out, for all
            last = [self._incumbent(token, code, told=False) for code in codes]
            named = last if None not in last else named
        return tuple(dict.fromkeys(n or self.state(code) for n, code in zip(named, codes, strict=True)))

    def _incumbent(self, office: Token, code: str, told: bool = True) -> str | None:
        """Who holds it, if the article names one such: "the foreign ministers of Norway and Iceland"."""
        described = (t.lower_ for t in office.children if t.dep_ in ("amod", "compound") and not country_of((t.text,)))
        words = {lemma(office), *described}
        home = [p for p in self.entities.people.values() if p.kind == PERSON and p.country == code and not p.nameless]
        holders = [p.name for p in home if words <= set((p.role or "").lower().split())]
        holders = holders or [p.name for p in home if not p.role and not told]
        return holders[0] if len(holders) == 1 else None

    def state(self, code: str) -> str:
        """The name by which the article, or else the list of countries, calls a state."""
        known = [p.name for p in self.entities.people.values() if p.kind == STATE and p.country == code]
        return known[0] if known else next(c.name for c in vocabulary.countries().country if c.code == code)

    def host(self, sentence: Span, place: str, guests: Names) -> str | None:
        """Who is visited where only the place is named: somebody of that country in the sentence, or else the state."""
        found = country_of(tuple(place.split()))
        home = {p.country for g in guests if (p := self.entities.people.get(g))}
        if not found or found[0] in home:
            return None
        for token in sentence:
            mention = self.entities.at(self.paragraph, token)
            for name in mention.persons if mention and mention.head == token.i else ():
                person = self.entities.people[name]
                if person.kind == PERSON and not person.nameless and person.country == found[0] and name not in guests:
                    return name
        return self.state(found[0])

    def is_party(self, token: Token) -> bool:
        mention = self.entities.at(self.paragraph, token)
        return bool(mention) or bool(self._states(token)) or bool(self._apposed(token))


def _negotiates(team: Token) -> bool:
    """A "Norwegian team" may be a delegation, a "Norwegian Paralympic team" or "women's team" plays."""
    known = vocabulary.contacts().delegates.teams
    named = [t for t in team.subtree if t.i < team.i and t.dep_ not in ("det", "punct", "case")]
    return all(t.lower_ in known or country_of((t.text,)) for t in named)


BESIDE = ("about", "after", "ahead", "before", "during", "following", "since")
ADJUNCTS = ("in", "at", "during", "on", "via", "by", "over", "through", "after", "following", "for", "before", "with")


class Participants:
    """Who takes part in what one trigger tells of, and who asked for it."""

    def __init__(self, entities: Entities, paragraph: Paragraph, token: Token, entry: ContactWord) -> None:
        self.token, self.entry = token, entry
        self.parties = PartyResolver(entities, paragraph, bool(entry.people))
        self.initiator: str | None = None
        self.hosts: Names = ()  # who leads what others hold

    def sides(self) -> tuple[Names, Names]:
        """The one side and the other; the second is empty where all are in touch with each other."""
        left, right = self._verb() if is_verb(self.token) else self._noun()
        right = tuple(n for n in right if n not in left) or (self._somebody_else(left) if right else ())
        if self.entry.calls and left and right:
            self.initiator = left[0]
        if self.entry.guest:
            left, right = right, left
            if len(left) > 1 and any(entry_of(o) for p in self.token.children if p.lower_ == "for" for o in p.children):
                return left + right, ()  # "ready to host them for talks"
        self.initiator = self.initiator or self._proposer(left + right)
        if (len(left) == 1 and len(right) > 1 and self._is_joint(right)) or self._is_of_many(left, right):
            return left + right, ()
        return left, right

    def _somebody_else(self, left: Names) -> Names:
        """Nobody talks with himself: "visiting Putin and speaking with him" means the last other person named."""
        if len(left) != 1 or not self.parties.heads or self.parties.heads[-1][0].tag_ != "PRP":
            return ()
        here, position = self.parties.paragraph.number, self.parties.heads[-1][0].i
        before = [
            m for m in self.parties.entities.mentions if m.paragraph == here and m.last < position and m.form == "name"
        ]
        others = [m.persons for m in reversed(before) if m.persons[0] not in left]
        return next((p for p in others if self.parties.kind(p[0]) == PERSON), ())

    def _is_of_many(self, left: Names, right: Names) -> bool:
        """A meeting of a host with guests who each come from another country, or led by somebody, is one of all."""
        led = bool(self.hosts) and bool(set(self.hosts) & set(right))
        people = [p for n in (*left, *right) if (p := self.parties.entities.people.get(n)) and p.kind == PERSON]
        travelled = self.token.dep_ in ("xcomp", "advcl") and is_journey(self.token.head)  # guests, and whom they visit
        if led or travelled or self.entry.mode != MEETING or (len(left), len(right), len(people)) != (2, 1, 3):
            return led
        offices, homes = [office_in(p.role) or "" for p in people], [p.country for p in people]
        colleagues = offices[0] == offices[1] and offices[0].endswith("minister")  # no state has two of them
        apart = colleagues if None in homes[:2] else homes[0] != homes[1]
        return apart and homes[2] not in {*homes[:2]} - {None}

    def _is_joint(self, others: Names) -> bool:
        """One call with several is a call of all, unless they make up one side."""
        single = self.token.tag_ == "NN" and not any(c.lower_ == "separate" for c in self.token.children)
        homes = {p.country for n in others if (p := self.parties.entities.people.get(n))}
        one_side = len(homes) == 1 and None not in homes
        return single and not one_side and channel([self.token], self.entry.mode) == PHONE

    def gapped(self) -> list[tuple[Token, Names]]:
        """Who stands for a second object of the same verb, left out there (Ross 1970): "met X and, later, Y"."""
        verb = self.token
        done_to = [c for c in verb.children if c.dep_ in ("dobj", "pobj")] if self.entry.object else []
        ways = ("conj", "dep", "npadvmod")  # the last where the parse takes a name for a time
        heads = [c for c in verb.children if c.dep_ in ways and c.tag_ in ("NN", "NNP") and c.i > verb.i]
        if not done_to or not is_verb(verb):
            return []
        named = ((c, self.parties.of(c)) for c in heads if c.i > done_to[0].i)
        sure = self.parties.is_surely_person if self.entry.place else lambda n: self.parties.kind(n) == PERSON
        return [(c, tuple(n for n in names if sure(n))) for c, names in named if names]

    def _doer(self, verb: Token) -> Token | None:
        """The verb's subject; where the parse has none, a name before the verb that hangs on nothing but it."""
        before = (t for t in verb.lefts if verb.tag_ != "VBG" and t.dep_ not in ("npadvmod", "advmod"))
        names = (self.parties.entities.at(self.parties.paragraph, t) for t in before)
        first = next((m for m in names if m and m.form == "name"), None)
        return subject(verb) or (verb.doc[first.last] if first else None)

    def _verb(self) -> tuple[Names, Names]:
        verb, entry, children = self.token, self.entry, list(self.token.children)
        reduced = verb.dep_ == "acl" and verb.tag_ == "VBN" and not any(c.dep_ == "aux" for c in children)
        reduced = reduced and not self._is_finite()
        passive = reduced or any(c.dep_ in ("auxpass", "nsubjpass") for c in children)
        doer = (
            next((o for c in children if c.dep_ == "agent" for o in c.children if o.dep_ == "pobj"), None)
            if passive
            else self._doer(verb)
        )
        left = self.parties.of(doer)
        if entry.group and len(left) < 2:
            return (), ()
        done_to = subject(verb) if passive else next((c for c in self._objects() if self.parties.is_party(c)), None)
        right: Names = ()
        if entry.object and done_to is not None and not self._is_named_so():
            right = tuple(
                n
                for n in self.parties.of(done_to)
                if not (entry.place or entry.wished) or self.parties.is_surely_person(n)
            )
        right += self._with(verb, entry.with_)
        right = right or self._offerer(verb) or self._meant()
        together = any(c.lower_ == "together" for c in children)
        if not right and not entry.alone and not together:
            left = left[:1] if len(left) > 1 and not entry.place else left
        return left, right

    def _is_finite(self) -> bool:
        """A verb read as a participle, in a sentence without another: "X, Norway's foreign minister, called Y"."""
        verb, root = self.token, self.token.sent.root
        after_name = root.i < verb.i and root.tag_ == "NNP" and verb.head in (root, *root.children)
        return after_name and verb.nbor(-1).text == ","

    def _meant(self) -> Names:
        """Whom one calls, where only the purpose says it: "phoned on Monday to congratulate her"."""
        verb = self.token
        if not self.entry.calls or any(c.dep_ in ("dobj", "dative", "oprd", "prt") for c in verb.children):
            return ()
        told = verb.head.head  # "he told Jon Lind, who rang on Monday": it was he who was rung
        if (
            verb.dep_ == "relcl"
            and verb.head.dep_ in ("dobj", "dative")
            and lemma(told) in ("tell", "answer", "inform")
        ):
            return tuple(n for n in self.parties.of(subject(told)) if self.parties.kind(n) == PERSON)
        below = [
            c for t in (verb, *(o for p in verb.children if p.dep_ == "prep" for o in p.subtree)) for c in t.children
        ]
        aims = [c for c in below if c.tag_ == "VB" and c.dep_ in ("advcl", "xcomp", "acl") and c.i > verb.i]
        addressed = vocabulary.contacts().idioms.addressing
        objects = (o for v in aims[:1] if lemma(v) in addressed for o in v.children if o.dep_ in ("dobj", "dative"))
        return tuple(n for o in objects for n in self.parties.of(o) if self.parties.kind(n) == PERSON)

    def _objects(self) -> list[Token]:
        """Whom the verb is done to; of "shook his hand" whose hand it is."""
        objects = [c for c in self.token.children if c.dep_ in ("dobj", "dative")] or self._called()
        return objects + [p for c in objects if lemma(c) == "hand" for p in c.children if p.dep_ == "poss"]

    def _called(self) -> list[Token]:
        """The one name after "called", which the parser takes for what somebody is called by it."""
        children = list(self.token.children)
        names = [c for c in children if c.dep_ == "oprd"]
        passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in children)
        return names if len(names) == 1 and names[0].tag_ == "NNP" and not passive else []

    def _is_named_so(self) -> bool:
        """ "Called him a killer", "called on him": no call."""
        children = [c for c in self.token.children if c not in self._called()]
        if not self.entry.bare:
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
                    found += self.parties.of(noun)
                elif prep.lower_ in ways and noun.lower_ == "visiting":  # "with visiting President X", read as a verb
                    found += tuple(n for c in noun.children if c.dep_ == "dobj" for n in self.parties.of(c))
                elif entry_of(noun) and (prep.lower_ in BESIDE or self.entry.topic):
                    continue  # "spoke about it during the talks with them"
                elif noun.dep_ == "pobj" and not self.parties.is_party(noun) and not is_verb(noun) and "of" not in ways:
                    found += self._with(noun, ways)
                elif noun.dep_ == "prep" and noun.lower_ in ways and prep.lower_ in ("together", "along", "over", "on"):
                    found += tuple(n for o in noun.children for n in self.parties.of(o))
        for noun in token.children:
            if noun.dep_ == "dobj" and not self.parties.is_party(noun):
                found += self._with(noun, [w for w in ways if w != "to"])
        return tuple(dict.fromkeys(found))

    def _noun(self) -> tuple[Names, Names]:
        noun, entry = self.token, self.entry
        among = self._with(noun, ["between", "among"])
        if among:
            return among, ()
        if self.is_of_others():
            return (), ()
        right = self._with(noun, ["with", *(["to"] if entry.sent or entry.journey else [])])
        if entry.journey:
            right = tuple(n for n in right if self.parties.kind(n) == PERSON)
        left = tuple(n for c in noun.children if c.dep_ == "poss" for n in self.parties.of(c))
        left += self._with(noun, ["by", "from"] if entry.sent or entry.journey else ["by"])
        left += self._owners(noun)
        self.hosts = self._led_by(noun)
        for child in noun.children:
            if self.hosts and lemma(child) in vocabulary.contacts().support.leading:
                continue
            if child.dep_ in ("acl", "relcl") and child.tag_ in ("VBN", "VBD"):
                left += tuple(
                    n
                    for a in child.children
                    if a.dep_ in ("agent", "nsubj")
                    for o in ([a] if a.dep_ == "nsubj" else a.children)
                    for n in self.parties.of(o)
                )
            if child.dep_ in ("compound", "nmod", "amod"):
                right += tuple(n for n in self.parties.of(child) if self.parties.is_surely_person(n))
        left, right = self._carried(tuple(dict.fromkeys(left)), tuple(dict.fromkeys(right)))
        left, right = (left, right + self.hosts) if left or right else (self.hosts, ())
        if entry.sent and entry.mode != PHONE and left and lemma(noun.head) != "exchange":
            self.initiator = left[0]
        return left, right

    def is_of_others(self) -> bool:
        """ "Spoke to prepare a meeting of their prime ministers": it is theirs, though nobody says who they are."""
        objects = [o for p in self.token.children if p.lower_ in ("of", "between", "among") for o in p.children]
        owners = [o for o in objects if o.tag_ == "NNS" and lemma(o) in vocabulary.contacts().delegates.words]
        theirs = [o for o in owners if any(c.dep_ == "poss" for c in o.children)]
        return bool(theirs) and not any(self.parties.of(o) for o in theirs)

    def _led_by(self, noun: Token) -> Names:
        """Who hosts, chairs or leads it, also past a place: "at a summit in Cork hosted by X"."""
        places = [o for p in noun.children if p.dep_ == "prep" for o in p.children if o.tag_ == "NNP"]
        verbs = (v for t in (noun, *places) for v in t.children if v.dep_ == "acl" and v.tag_ in ("VBN", "VBD"))
        leading = [v for v in verbs if lemma(v) in vocabulary.contacts().support.leading]
        agents = (o for v in leading for a in v.children if a.dep_ == "agent" for o in a.children)
        return tuple(dict.fromkeys(n for o in agents for n in self.parties.of(o) if self.parties.kind(n) == PERSON))

    def _owners(self, noun: Token) -> Names:
        """Whose it is; a body is no party to its own session: "chaired a meeting of the Security Council"."""
        names = self._with(noun, ["of"])
        kinds = [self.parties.kind(n) for n in names]
        sure = any(k == STATE or self.parties.is_surely_person(n) for n, k in zip(names, kinds, strict=True))
        return () if ORGANISATION in kinds[:1] and self.entry.mode == MEETING and not sure else names

    def _misread(self, noun: Token) -> Names:
        """Who holds the talks where "X held talks" has been read as if "held" were an adjective."""
        verbs = [c for c in noun.lefts if c.dep_ == "amod" and c.tag_ in ("VBN", "VBD") and lemma(c) in support()]
        before = self.parties.entities.at(self.parties.paragraph, verbs[0].nbor(-1)) if verbs and verbs[0].i else None
        if before is None or before.form != "name":
            return ()
        head = noun.doc[before.head]
        return self.parties.of(head.head if head.dep_ == "conj" else head)

    def _carried(self, left: Names, right: Names) -> tuple[Names, Names]:
        """What the verb that carries the noun adds: its subject, and whom it holds the meeting with."""
        passes = vocabulary.contacts().support.passes
        left = left or self._misread(self.token) or self._misread(self.token.head.head)
        for head, _, how in governors(self.token):
            if is_verb(head):
                return self._by_verb(head, how, left, right)
            if lemma(head) in vocabulary.contacts().support.apart:
                break
            if lemma(head) in passes or (how == "prep of" and operator(head)):
                right = right or self._with(head, ["with"])
                if among := self._with(head, ["between", "among"]):
                    return among, ()
            elif lemma(head) not in support() and not operator(head):
                break
            left = left or tuple(n for c in head.children if c.dep_ == "poss" for n in self.parties.of(c))
        return left, right

    def _offerer(self, verb: Token) -> Names:
        """Whose offer it is: "accepted an offer from X to hold a summit"."""
        offer = verb.head
        return self._with(offer, ["from"]) if verb.dep_ == "acl" and not is_verb(offer) and operator(offer) else ()

    def _by_verb(self, verb: Token, how: str, left: Names, right: Names) -> tuple[Names, Names]:
        """What the verb that a noun hangs on adds to its sides."""
        right = right or self._offerer(verb)
        if how in ("dobj", "attr") and (lemma(verb) in support() or operator(verb)):
            return self._of_object(verb, left, right)
        if how in SUBJECTS:
            agents = tuple(
                n for c in verb.children if c.dep_ == "agent" for o in c.children for n in self.parties.of(o)
            )
            right = right or self._with(verb, ["with"])
            among = () if left and right else self._with(verb, ["between", "among"])
            return (among, ()) if among else (left or agents, right)
        if how.startswith("prep") and negation(verb) and entry_of(verb):
            return left, right  # "will not meet him during a visit": what is denied lends nobody
        if how.startswith("prep") and (how.removeprefix("prep ") in ADJUNCTS or operator(verb)):
            return self._of_adjunct(verb, left, right)
        return left, right

    def _of_object(self, verb: Token, left: Names, right: Names) -> tuple[Names, Names]:
        """ "Held talks with him", "sent her a letter", "received a call from them"."""
        word, sent = lemma(verb), bool(self.entry.sent)
        right = right or self._with(verb, ["with", *(["to"] if sent else [])])
        doers = self.parties.of(self._doer(verb))
        left = left or (self._with(verb, ["from"]) if sent else ())
        if sent and left and word in ("receive", "get", "take", "accept"):
            self.initiator = left[0]
            return left, right or doers
        among = () if right or left else self._with(verb, ["between", "among"])
        if among:
            return among, ()
        if sent and word in ("make", "place", "send", "write") and doers:
            self.initiator = doers[0]
        dative = tuple(n for c in verb.children if c.dep_ == "dative" for n in self.parties.of(c))
        right = right or dative
        first = (left or doers) if right or len(left) < 2 else left
        return first, right or (doers if left and doers != left else ())

    def _of_adjunct(self, verb: Token, left: Names, right: Names) -> tuple[Names, Names]:
        """ "Flew in for talks with him", "told her in a phone call"."""
        doers = tuple(n for n in self.parties.of(self._doer(verb)) if n not in right)
        idioms = vocabulary.contacts().idioms
        alone = lemma(self.token) not in idioms.phone_nouns or lemma(verb) in idioms.mutual
        addressed = tuple(n for c in verb.children if c.dep_ in ("dobj", "dative") for n in self.parties.of(c))
        addressed += () if is_journey(verb) else self._with(verb, ["with", "to"])
        if self.entry.journey or is_journey(verb):
            addressed = tuple(n for n in addressed if self.parties.kind(n) == PERSON)
        states = right and all(self.parties.kind(n) == STATE for n in right)
        if left or (states and any(self.parties.kind(n) == PERSON for n in doers)):
            return left, right
        right = right or addressed
        return (doers, right) if right or alone else ((), ())

    def _proposer(self, names: Names) -> str | None:
        """Who proposed, requested or asked for it."""
        asking = vocabulary.contacts().initiative.verbs
        for head, _, how in governors(self.token):
            if is_verb(head) and lemma(head) in asking and how in ("dobj", "prep for") and not negation(head):
                return next((n for n in self.parties.of(self._doer(head)) if n in names), None)
        return None


def asked(parties: PartyResolver, trigger: Token, names: Names) -> str | None:
    """Who asked for it, one of `names`: "at his request", "on the Italian side's initiative", "initiated by X"."""
    words, above = vocabulary.contacts().initiative, list(trigger.ancestors)
    for token in trigger.sent:
        askers: list[Token] = []
        reason = token.dep_ == "pobj" and token.head.lower_ in ("at", "on", "upon", "by")
        if token.tag_ == "NN" and lemma(token) in words.nouns and (token in above or reason):
            of = [a for p in token.children if p.lower_ in ("of", "from", "by") for a in p.children]
            askers = [a for a in token.children if a.dep_ == "poss"] + [a for a in of if a.dep_ == "pobj"]
        elif is_verb(token) and lemma(token) in words.verbs and token.tag_ == "VBN":
            askers = [a for p in token.children if p.dep_ == "agent" for a in p.children]
        for asker in askers:
            if asker.lower_ == "latter":
                return names[-1] if names else None
            if name := _party_of(asker, names, parties):
                return name
    return None


def _party_of(asker: Token, names: Names, parties: PartyResolver) -> str | None:
    """The participant a token means, by name or by country."""
    if any(t.lower_ == "latter" for t in asker.subtree):
        return names[-1]
    people, named = parties.entities.people, parties.of(asker)
    person = people.get(named[0]) if named else None
    if person and (person.name in names or (person.kind == PERSON and not person.nameless)):
        return person.name
    for token in asker.subtree:
        found = country_of((token.text,)) or country_of(tuple(proper_name(token).split()))
        homes = {party: p.country for party in names if found and (p := people.get(party))}
        at_home = [party for party, home in homes.items() if found and home == found[0]]
        unknown = [party for party, home in homes.items() if home is None]
        if at_home or len(unknown) == 1:
            return (at_home or unknown)[0]
    return None
