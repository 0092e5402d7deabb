"""Who a phrase stands for where people are in touch: persons, holders of an office, states by their delegates."""

from collections import deque

from spacy.tokens import Span, Token

from analysis.details import proper_name
from analysis.language import Paragraph, lemma
from analysis.names import ORGANISATION, PERSON, STATE, country_of, given_names, words_of
from analysis.people import Cast, Mention
from analysis.phrases import nations
from analysis.status import SUBJECTS, is_verb
from analysis.words import vocabulary

LONGEST_LIST = 100  # names read of one list
Names = tuple[str, ...]


class Parties:
    """Who the phrases of a paragraph stand for. `heads` are the tokens read so far, each with the names it gave."""

    def __init__(self, cast: Cast, paragraph: Paragraph, people_only: bool = False) -> None:
        self.cast, self.paragraph, self.people_only = cast, paragraph, people_only
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
        mention = next(filter(None, (self.cast.at(self.paragraph, t) for t in (who, *parts))), None)
        named = tuple(self._named(n) for n in (mention.persons if mention else ()) if self._takes_part(n))
        nameless = any(self.cast.people[n].nameless for n in named if n in self.cast.people)
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
        mention = self.cast.at(self.paragraph, token)
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
        heads = [doc[m.head] for t in near if (m := self.cast.at(self.paragraph, t)) and m.form == "name"]
        inside, above = set(token.subtree), set(token.ancestors)
        free = [h for h in heads if h not in above and (h.dep_ not in SUBJECTS or h.head in above)]
        return [h for h in free if (h.i > mention.last) != (h in inside)]

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
                return self.of(after)
        return ()

    def _leaders(self, token: Token) -> Names:
        """Who leads a delegation or is said to be of it: "a delegation headed by X", "with the participation of X"."""
        words = vocabulary("contacts")["delegates"]
        named: Names = ()
        for child in token.children if lemma(token) in words["bodies"] else ():
            led = lemma(child) in words["led"] and child.tag_ == "VBN"
            by = [c for c in child.children if c.dep_ == "agent"] if led else []
            if child.dep_ == "prep" and any(o.lower_ in words["joined"] for o in child.children):
                by = [p for o in child.children for p in o.children if p.lower_ == "of"]
            named += tuple(n for p in by for o in p.children if o.dep_ == "pobj" for n in self.of(o))
        return named

    def _holder(self, token: Token, named: Names) -> Names:
        """Whose office it is, where the name stands far from its head: "Minister of State for Europe X"."""
        if token.tag_ not in ("NNP", "NNPS") or (named and self.kind(named[0]) == PERSON):
            return ()
        offices = 0
        for follower in token.doc[token.i : min(token.i + 14, token.sent.end)]:
            mention = self.cast.at(self.paragraph, follower)
            if offices and mention and mention.head == follower.i and self.kind(mention.persons[0]) == PERSON:
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
        return not press and not (person.kind == ORGANISATION and self.people_only)

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

    def kind(self, name: str) -> str:
        return self.cast.people[name].kind if name in self.cast.people else STATE

    def is_surely_person(self, name: str) -> bool:
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
        if token.tag_ == "NN" and lemma(token) not in vocabulary("contacts")["delegates"]["bodies"]:
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
        home = [p for p in self.cast.people.values() if p.kind == PERSON and p.country == code and not p.nameless]
        holders = [p.name for p in home if words <= set((p.role or "").lower().split())]
        holders = holders or [p.name for p in home if not p.role and not told]
        return holders[0] if len(holders) == 1 else None

    def state(self, code: str) -> str:
        """The name by which the article, or else the list of countries, calls a state."""
        known = [p.name for p in self.cast.people.values() if p.kind == STATE and p.country == code]
        return known[0] if known else next(c["name"] for c in vocabulary("countries")["country"] if c["code"] == code)

    def host(self, sentence: Span, place: str, guests: Names) -> str | None:
        """Who is visited where only the place is named: somebody of that country in the sentence, or else the state."""
        found = country_of(tuple(place.split()))
        home = {p.country for g in guests if (p := self.cast.people.get(g))}
        if not found or found[0] in home:
            return None
        for token in sentence:
            mention = self.cast.at(self.paragraph, token)
            for name in mention.persons if mention and mention.head == token.i else ():
                person = self.cast.people[name]
                if person.kind == PERSON and not person.nameless and person.country == found[0] and name not in guests:
                    return name
        return self.state(found[0])

    def is_party(self, token: Token) -> bool:
        mention = self.cast.at(self.paragraph, token)
        return bool(mention) or bool(self._states(token)) or bool(self._apposed(token))


def _negotiates(team: Token) -> bool:
    """A "Norwegian team" may be a delegation, a "Norwegian Paralympic team" or "women's team" plays."""
    known = vocabulary("contacts")["delegates"]["teams"]
    named = [t for t in team.subtree if t.i < team.i and t.dep_ not in ("det", "punct", "case")]
    return all(t.lower_ in known or country_of((t.text,)) for t in named)
