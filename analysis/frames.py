"""Who takes part in what a trigger tells of: syntax fills a frame with people of the cast.

Subject and object, "with", "between", possessors, and the subject of a verb that only carries the noun ("held talks").
"""

from collections.abc import Sequence

from spacy.tokens import Token

from analysis.details import channel, proper_name
from analysis.language import Paragraph, lemma
from analysis.names import ORGANISATION, PERSON, STATE, country_of, given_names, words_of
from analysis.people import Cast, Mention
from analysis.status import SUBJECTS, governors, is_verb, negation, operator, subject
from analysis.triggers import Entry, entry_of, is_journey, support
from analysis.words import vocabulary

Names = tuple[str, ...]
PHONE = "phone"
ADJUNCTS = ("in", "at", "during", "on", "via", "by", "over", "through", "after", "following", "for", "before", "with")


class Frame:
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
            if len(left) > 1 and any(entry_of(o) for p in self.token.children if p.lower_ == "for" for o in p.children):
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
            if is_verb(head) and lemma(head) in asking and how in ("dobj", "prep for") and not negation(head):
                return next((n for n in self.parties(self._doer(head)) if n in parties), None)
        return None

    def parties(self, token: Token | None) -> Names:
        """The people a token and what is joined to it stand for."""
        if token is None:
            return ()
        who = self._speaker(token) if token.lower_ in ("i", "me") else token
        parts = (c for c in who.children if c.dep_ == "compound" and who.tag_ == "NNP")
        mention = next(filter(None, (self.cast.at(self.paragraph, t) for t in (who, *parts))), None)
        named = tuple(self._named(n) for n in (mention.persons if mention else ()) if self._takes_part(n))
        nameless = any(self.cast.people[n].nameless for n in named if n in self.cast.people)
        apposed = self._apposed(who) if nameless or not named else ()
        found = self._holder(who, named) or apposed or named or self._states(who)
        if found and who is token:
            self.heads.append((self.paragraph.doc[mention.first] if mention else token, found))
        if found:
            self.heads.append((token, found))
        for joined in () if apposed else self._joined(token, mention if who == token else None):
            found += self.parties(joined)
        return tuple(dict.fromkeys(found))

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
        mention = self.cast.at(self.paragraph, token)
        if mention is None or mention.form != "name" or than.form != "name" or mention.persons == than.persons:
            return False
        return self._kind(than.persons[0]) == self._kind(mention.persons[0]) == PERSON

    def _beside(self, token: Token, mention: Mention) -> list[Token]:
        """The names next to a name, with but an "and" between, where the parse has lost that they are joined."""
        doc = self.paragraph.doc
        before = [t for t in doc[max(0, mention.first - 3) : mention.first] if t.text != ","]
        after = [t for t in doc[mention.last + 1 : mention.last + 4] if t.text != ","]
        near = [pair[1] for pair in (before[:-3:-1], after[:2]) if len(pair) == 2 and pair[0].lower_ == "and"]
        heads = [doc[m.head] for t in near if (m := self.cast.at(self.paragraph, t)) and m.form == "name"]
        inside, above = set(token.subtree), set(token.ancestors)
        free = [h for h in heads if h not in above and (h.dep_ not in SUBJECTS or h.head in above)]
        return [h for h in free if (h.i > mention.last) != (h in inside)]

    def _doer(self, verb: Token) -> Token | None:
        """The verb's subject; where the parse has none, a name before the verb that hangs on nothing but it."""
        before = (t for t in verb.lefts if verb.tag_ != "VBG" and t.dep_ not in ("npadvmod", "advmod"))
        names = (self.cast.at(self.paragraph, t) for t in before)
        first = next((m for m in names if m and m.form == "name"), None)
        return subject(verb) or (verb.doc[first.last] if first else None)

    def _speaker(self, token: Token) -> Token:
        """Who says "I": the subject of the verb that reports the words."""
        for verb in token.ancestors:
            said = next((c for c in verb.children if c.dep_ == "nsubj" and c.lower_ != "i"), None)
            if is_verb(verb) and said is not None and self.cast.at(self.paragraph, said):
                return said
        return token

    def _apposed(self, token: Token) -> Names:
        """The name after a comma: "the head of the government, General Than Shwe"."""
        for after in token.subtree if token.tag_ in ("NN", "NNS") else ():
            mention = self.cast.at(self.paragraph, after)
            person = self.cast.people.get(mention.persons[0]) if mention and after.dep_ == "appos" else None
            if person and person.kind == PERSON and not person.nameless and after.i > token.i:
                return self.parties(after)
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
            else self._doer(verb)
        )
        left = self.parties(doer)
        if entry.get("group") and len(left) < 2:
            return (), ()
        done_to = subject(verb) if passive else next((c for c in self._objects() if self._is_party(c)), None)
        right: Names = ()
        if entry.get("object") and done_to is not None and not self._is_named_so():
            right = tuple(n for n in self.parties(done_to) if not entry.get("place") or self._is_visited(n))
        right += self._with(verb, entry.get("with", []))
        right = right or self._offerer(verb)
        if not right and not entry.get("alone"):
            left = left[:1] if len(left) > 1 and not entry.get("place") else left
        return left, right

    def _objects(self) -> list[Token]:
        """Whom the verb is done to; of "shook his hand" whose hand it is."""
        objects = [c for c in self.token.children if c.dep_ in ("dobj", "dative")]
        return objects + [p for c in objects if lemma(c) == "hand" for p in c.children if p.dep_ == "poss"]

    def _is_party(self, token: Token) -> bool:
        mention = self.cast.at(self.paragraph, token)
        return bool(mention) or bool(self._states(token)) or bool(self._apposed(token))

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
                elif prep.lower_ in ways and noun.lower_ == "visiting":  # "with visiting President X", read as a verb
                    found += tuple(n for c in noun.children if c.dep_ == "dobj" for n in self.parties(c))
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
                right += tuple(n for n in self.parties(child) if self._is_visited(n))
        left, right = self._carried(tuple(dict.fromkeys(left)), tuple(dict.fromkeys(right)))
        if entry.get("sent") and entry["mode"] != PHONE and left and lemma(noun.head) != "exchange":
            self.initiator = left[0]
        return left, right

    def _misread(self, noun: Token) -> Names:
        """Who holds the talks where "X held talks" has been read as if "held" were an adjective."""
        verbs = [c for c in noun.lefts if c.dep_ == "amod" and c.tag_ in ("VBN", "VBD") and lemma(c) in support()]
        before = self.cast.at(self.paragraph, verbs[0].nbor(-1)) if verbs and verbs[0].i else None
        if before is None or before.form != "name":
            return ()
        head = noun.doc[before.head]
        return self.parties(head.head if head.dep_ == "conj" else head)

    def _carried(self, left: Names, right: Names) -> tuple[Names, Names]:
        """What the verb that carries the noun adds: its subject, and whom it holds the meeting with."""
        passes = vocabulary("contacts")["support"]["passes"]
        left = left or self._misread(self.token) or self._misread(self.token.head.head)
        for head, _, how in governors(self.token):
            if is_verb(head):
                return self._by_verb(head, how, left, right)
            if lemma(head) in vocabulary("contacts")["support"]["apart"]:
                break
            if lemma(head) in passes or (how == "prep of" and operator(head)):
                right = right or self._with(head, ["with"])
                if among := self._with(head, ["between", "among"]):
                    return among, ()
            elif lemma(head) not in support() and not operator(head):
                break
            left = left or tuple(n for c in head.children if c.dep_ == "poss" for n in self.parties(c))
        return left, right

    def _offerer(self, verb: Token) -> Names:
        """Whose offer it is: "accepted an offer from X to hold a summit"."""
        offer = verb.head
        return self._with(offer, ["from"]) if verb.dep_ == "acl" and not is_verb(offer) and operator(offer) else ()

    def _by_verb(self, verb: Token, how: str, left: Names, right: Names) -> tuple[Names, Names]:
        word, sent = lemma(verb), bool(self.entry.get("sent"))
        right = right or self._offerer(verb)
        if how in ("dobj", "attr") and (word in support() or operator(verb)):
            right = right or self._with(verb, ["with", *(["to"] if sent else [])])
            doers = self.parties(self._doer(verb))
            received = sent and word in ("receive", "get", "take", "accept")
            left = left or (self._with(verb, ["from"]) if sent else ())
            if received and left:
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
        if how.startswith("prep") and negation(verb) and entry_of(verb):
            return left, right  # "will not meet him during a visit": what is denied lends nobody
        if how.startswith("prep") and (how.removeprefix("prep ") in ADJUNCTS or operator(verb)):
            doers = tuple(n for n in self.parties(self._doer(verb)) if n not in right)
            addressed = tuple(n for c in verb.children if c.dep_ in ("dobj", "dative") for n in self.parties(c))
            addressed += () if is_journey(verb) else self._with(verb, ["with", "to"])
            if self.entry.get("journey") or is_journey(verb):
                addressed = tuple(n for n in addressed if self._kind(n) == PERSON)
            states = right and all(self._kind(n) == STATE for n in right)
            if left or (states and any(self._kind(n) == PERSON for n in doers)):
                return left, right
            return doers, right or addressed
        return left, right
