"""Participants of a contact: who fills the roles around a trigger, and who initiated it.

Syntax fills the roles: subject and object, "with", "between", possessors, and the subject of a support verb ("held
talks"). `PartyResolver` resolves a phrase to people, office holders or states; `Participants` selects the phrases.
"""

import itertools
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from spacy.tokens import Span, Token

from analysis import vocabulary
from analysis.contacts.attributes import channel, proper_name
from analysis.contacts.factuality import headword, operator
from analysis.contacts.triggers import entry_of, is_journey, is_shower, support
from analysis.language.spacy_model import Paragraph, lemma
from analysis.language.syntax import (
    COMMON_NOUN_TAGS,
    PROPER_NOUN_TAGS,
    SUBJECTS,
    first_conjunct,
    governors,
    is_verb,
    negation,
    subject,
)
from analysis.people.coreference import Entities, Mention
from analysis.people.entities import Person, holds
from analysis.people.names import (
    GROUP,
    ORGANISATION,
    PERSON,
    STATE,
    country_of,
    given_names,
    is_adherent,
    is_title_of_place,
    states_of_territories,
)
from analysis.people.nominals import holder_after_body, is_in_list, nations, office_in
from analysis.tables import LETTER, MEETING, PHONE
from analysis.vocabulary.schema import Frame

MAX_NAMES_PER_LIST = 100
MAX_TOKENS_TO_HOLDER = 14  # from the first word of an office to its holder's name
MAX_WORDS_OF_TITLE = 4  # from the "and" before a title to the name after it
MAX_TOKENS_TO_NAME = 6  # from a colon to the last word of the name after it
PAST_FORMS = ("VBN", "VBD")
OBJECTS = ("dobj", "dative")
BETWEEN = ("between", "among")
Names = tuple[str, ...]


class Roles(NamedTuple):
    """Who fills the roles around a trigger.

    `left` is in touch with `right`; if `right` is empty, all of `left` are in touch with each other. `hosts` lead a
    meeting that others hold.
    """

    left: Names = ()
    right: Names = ()
    initiator: str | None = None
    hosts: Names = ()


def kind_of(entities: Entities, name: str) -> str:
    """The kind of an entity; a name that the article does not mention is a state's ("the Norwegian side")."""
    return entities.people[name].kind if name in entities.people else STATE


def known(entities: Entities, names: Iterable[str]) -> list[Person]:
    """The entities of those names that the article mentions."""
    return [entities.people[name] for name in names if name in entities.people]


def _with_relation(head: Token, *relations: str) -> list[Token]:
    """The dependents of a token that have one of these relations to it."""
    return [child for child in head.children if child.dep_ in relations]


def _nouns_after(head: Token, *prepositions: str) -> list[Token]:
    """The objects of a token's prepositions: "Norway" in "the leaders of Norway"."""
    links = [link for link in _with_relation(head, "prep") if link.lower_ in prepositions]
    return [noun for link in links for noun in _with_relation(link, "pobj")]


def _named_by(verb: Token) -> list[Token]:
    """What follows the "by" of a passive: "X" in "held by X"."""
    return [agent for link in _with_relation(verb, "agent") for agent in link.children]


def is_press(name: str) -> bool:
    """Whether a name is that of a news medium or an assembly: "CNN Business", "The Daily Herald"."""
    words, elsewhere = name.lower().split(), vocabulary.contacts().elsewhere
    if words[-1] in vocabulary.titles().bodies - elsewhere.titles_of_papers - elsewhere.press:
        return False  # "Independent Police Complaints Commission"
    if is_adherent(words[-1].removesuffix("s")):
        return False  # "Senate Republicans"
    return _is_medium(name) or any(" ".join(words[:n]) in elsewhere.press for n in range(1, len(words)))


def _is_medium(name: str) -> bool:
    """Whether a name as a whole is that of a news medium: "CBS News", "New York Post", but not "Sun Microsystems"."""
    words, elsewhere = name.lower().split(), vocabulary.contacts().elsewhere
    return " ".join(words) in elsewhere.press or (len(words) > 1 and words[-1] in elsewhere.titles_of_papers)


def _without_repeats(names: Iterable[str]) -> Names:
    return tuple(dict.fromkeys(names))


class PartyResolver:
    """Resolves the phrases of a paragraph to the entities that they refer to.

    `resolved_heads` records every token that `of` resolved, with its names, in the order of the calls.

    Args:
        entities: the people and states of the article.
        paragraph: the paragraph of the tokens.
        people_only: leave organisations out, as with "speak to".
    """

    def __init__(self, entities: Entities, paragraph: Paragraph, people_only: bool = False) -> None:
        self.entities, self.paragraph, self.people_only = entities, paragraph, people_only
        self.resolved_heads: list[tuple[Token, Names]] = []
        self._companion_heads: set[int] = set()

    @property
    def companions(self) -> Names:
        """Those of the resolved names who are with somebody: Y in "X, along with Y"."""
        return tuple(name for head, names in self.resolved_heads if head.i in self._companion_heads for name in names)

    def of(self, token: Token | None) -> Names:
        """Resolve a token and its conjuncts: both names of "met X and Y", at most MAX_NAMES_PER_LIST of a list."""
        names: dict[str, None] = {}
        waiting, seen = deque([token] if token is not None else []), set[int]()
        while waiting and len(names) < MAX_NAMES_PER_LIST:
            head = waiting.popleft()
            if head.i not in seen:
                seen.add(head.i)
                resolved, conjuncts = self._resolve(head)
                names |= dict.fromkeys(resolved)
                waiting.extendleft(reversed(conjuncts))
        return tuple(names)

    def of_all(self, tokens: Iterable[Token]) -> Names:
        """The names of several tokens and their conjuncts, one after the other."""
        return tuple(name for token in tokens for name in self.of(token))

    def persons(self, names: Iterable[str]) -> Names:
        """Those of the names that are persons."""
        return tuple(name for name in names if self.kind(name) == PERSON)

    def kind(self, name: str) -> str:
        """The kind of an entity."""
        return kind_of(self.entities, name)

    def is_surely_person(self, name: str) -> bool:
        """Whether a name has a role, a gender or a given name: "visited Lincoln" is more often said of a place.

        So is "visited Charlotte", and "Rangoon, the former capital" is one by its role.
        """
        person = self.entities.people.get(name)
        if person is None or person.kind != PERSON:
            return False
        words, kinds = name.split(), vocabulary.contacts().location.kinds
        if person.role and person.role.lower().split()[-1] in kinds:
            return False
        if not person.role and len(words) == 1 and name in given_names():
            return False
        return bool(person.role or person.gender or (words[0] in given_names() and not country_of(tuple(words))))

    def referents(self, token: Token) -> Names:
        """The entities that a token itself refers to, or those named in apposition within its phrase."""
        mention = self._mention_at(_antecedent(token))
        return (mention.persons if mention else ()) or self._represented(token) or self._apposed(token)

    def state(self, code: str) -> str:
        """The name that the article uses for a state, or else the one in the list of countries."""
        named = [p.name for p in self.entities.people.values() if p.kind == STATE and p.country == code]
        return named[0] if named else next(c.name for c in vocabulary.countries().country if c.code == code)

    def host(self, sentence: Span, place: str, guests: Names) -> str | None:
        """The host of a visit whose text names only the place: somebody of that country in the sentence, or the state.

        None if the place is in no country or in a guest's own, if it is in a territory and no guest is known to be from
        another state, or if it is not a country or capital and no guest has an office of another country.
        """
        country = country_of(tuple(place.split()))
        homes = {guest.country for guest in known(self.entities, guests)}
        if not country or country[0] in homes or _is_of_state(country[0], homes):
            return None
        is_envoy = bool(homes - {None}) and any(map(self.is_received, guests))
        if not is_envoy and country[1] not in ("capital", "name"):
            return None
        hosts = (name for name in self._people_in(sentence, country[0]) if name not in guests)
        return next(hosts, None) or self.state(country[0])

    def is_received(self, guest: str) -> bool:
        """Whether a government receives a guest when the text names no host: a state or an office holder."""
        if self.kind(guest) != PERSON:
            return self.kind(guest) == STATE
        person = self.entities.people[guest]
        offices = vocabulary.contacts().participants.travelling_offices
        return not offices.isdisjoint((person.role or "").lower().split())

    def is_to_government(self, guest: str, journey: Token) -> bool:
        """Whether a journey to a country is one to its government.

        So is that of somebody without a role but of a known country ("Norway's Ann Lee"), and a "visit" of anybody
        without a role; a "trip" may be private.
        """
        person = self.entities.people.get(guest)
        if person is None or person.kind != PERSON or person.role:
            return self.is_received(guest)
        return person.country is not None or _is_official(journey)

    def _people_in(self, sentence: Span, country: str) -> list[str]:
        """The named people of a country that a sentence mentions, without those who say it."""
        tokens = (token for token in sentence if not _is_speaker(token))
        mentions = [mention for token in tokens if (mention := self._mention_at(token)) and mention.head == token.i]
        names = [name for mention in mentions for name in mention.persons]
        return [name for name in names if _is_named_citizen(self.entities.people[name], country)]

    def _mention_at(self, token: Token) -> Mention | None:
        return self.entities.at(self.paragraph, token)

    def _resolve(self, token: Token) -> tuple[Names, list[Token]]:
        """Resolve a single token; the conjuncts that are to be resolved next come with its names."""
        phrase = self.quoted_speaker(token) if token.lower_ in ("i", "me") else _antecedent(token)
        mention = self._mention_in(phrase)
        names, is_apposed = self._names_of(phrase, mention)
        if names:
            starts = [self.paragraph.doc[mention.first]] if mention and phrase is token else []
            self.resolved_heads += [(head, names) for head in (*starts, token)]
        listed = phrase if token.lower_ == "those" else token
        if is_apposed:  # "the minister, Ann Lee, and Bo Ek": the apposed name brings its own conjuncts
            return names, _with_relation(token, "conj") or _second_subjects(token)
        return names, self._conjuncts(listed, mention if phrase == listed else None) or _second_subjects(token)

    def _mention_in(self, token: Token) -> Mention | None:
        """The mention that a token belongs to, or else one that begins a longer name: "Oslo" of "Oslo University".

        Of "the Amicus union" it is "Amicus".
        """
        parts = _with_relation(token, "compound") if token.tag_ == "NNP" else self._name_of_body(token)
        heads = (token, *parts) if token.tag_ == "NNP" else (*parts, token)
        return next(filter(None, map(self._mention_at, heads)), None)

    def _name_of_body(self, noun: Token) -> list[Token]:
        """The body named right before a noun for bodies: "Amicus" in "the Amicus union", not "the Lee organisation"."""
        if noun.tag_ != "NN" or lemma(noun) not in vocabulary.contacts().delegates.speakers.bodies:
            return []
        before = [part for part in _with_relation(noun, "compound") if part.i == noun.i - 1 and part.tag_ == "NNP"]
        mentions = [(part, self._mention_at(part)) for part in before]
        return [part for part, mention in mentions if mention and all(map(self._is_body, mention.persons))]

    def _names_of(self, token: Token, mention: Mention | None) -> tuple[Names, bool]:
        """The names that a token refers to, and whether the phrase has a name in apposition."""
        if self._is_interviewer(token) or _is_room(mention):
            return (), False
        named = tuple(map(self._holder_named_elsewhere, self._participants_in(token, mention)))
        people = self.entities.people
        nameless = any(people[name].nameless for name in named if name in people)
        apposed = self._apposed(token) if nameless or not named else ()
        names = (
            self._delegation_leaders(token)
            or self._included(token)
            or self._office_holder(token, named)
            or apposed
            or named
            or self._represented(token)
        )
        return names, bool(apposed)

    def _is_sole_office(self, noun: Token) -> bool:
        """Whether a noun names an office that one person holds, and the article names no holder."""
        return _is_definite_office(noun) and not self._holders(lemma(noun), None)

    def _is_interviewer(self, noun: Token) -> bool:
        """Whether somebody is introduced as a journalist, to whom one gives interviews: "host Jay Lund", "CNN's Lund".

        A word within a longer name says nothing: "Royal Mail managers" are no journalists.
        """
        words = [noun, *_with_relation(noun, "compound", "nmod", "amod", "appos", "poss")]
        words += [part for word in words[1:] for part in _with_relation(word, "compound", "nmod", "poss")]
        words += _nouns_after(noun, "of", "from") if noun.tag_ == "NNP" else []
        leading = vocabulary.contacts().participants.offices
        return any(map(self._shows_press, words)) and not any(word.lower_ in leading for word in words)

    def _shows_press(self, word: Token) -> bool:
        """Whether a word of a phrase shows that it means a journalist: "reporter", "CNN", "CBS News"."""
        elsewhere, mention = vocabulary.contacts().elsewhere, self._mention_at(word)
        is_medium = mention is not None and mention.form == "name" and _is_medium(mention.persons[0])
        return is_medium or (word.lower_ in elsewhere.journalists | elsewhere.press and not self._is_within_name(word))

    def _is_within_name(self, word: Token) -> bool:
        """Whether a word is one of several of a name; its title is no part of it."""
        mention = self._mention_at(word)
        name = mention.persons[0].lower().split() if mention and mention.form == "name" else []
        return len(name) > 1 and word.lower_ in name

    def _participants_in(self, token: Token, mention: Mention | None) -> list[str]:
        """Those of a mention who can be parties; no crowd, and of a phrase with "a" nobody without a name."""
        if mention is None:
            return []
        is_known = self._is_sole_office(token)
        participants = (name for name in mention.persons if self._can_take_part(name) or is_known)
        if _is_crowd(token):
            participants = (name for name in participants if self.kind(name) != GROUP)
        if _is_any(token):
            participants = (name for name in participants if not self.entities.people[name].nameless)
        return list(participants)

    def _conjuncts(self, token: Token, mention: Mention | None) -> list[Token]:
        """What "and" joins to a name, also after an apposition ("X, the president, and Y")."""
        heads = [token, *self._heads_of(mention), *self._appositions(token, mention)]
        joined = [child for head in heads for child in _with_relation(head, "conj") if child.i > token.i]
        joined += _after_same_preposition(token) + self._companions_of(token)
        if mention:
            joined += self._listed_after(token, mention)
            joined = joined or self._unattached_conjuncts(token, mention)
        return sorted(set(joined), key=lambda child: child.i)

    def _heads_of(self, mention: Mention | None) -> Span | tuple[()]:
        """The tokens of a mention."""
        return self.paragraph.doc[mention.first : mention.last + 1] if mention else ()

    def _appositions(self, token: Token, mention: Mention | None) -> list[Token]:
        """What stands in apposition with a phrase: "the president" in "X, the president", "X" in "Leeds's head, X"."""
        name = token.doc[mention.head] if mention else token
        appositions = [child for child in _with_relation(name, "appos") if _is_next_to(name, child)]
        holder = holder_after_body(token) if mention else None
        return appositions + ([holder] if holder is not None and self._mention_at(holder) else [])

    def _listed_after(self, token: Token, mention: Mention) -> list[Token]:
        """The next of a list that the parser takes for an apposition, and who is joined to the place of a name."""
        listed = [child for child in self._appositions(token, mention) if self._is_next_in_list(child, mention)]
        return listed + self._joined_to_place(mention)

    def _companions_of(self, token: Token) -> list[Token]:
        """The people who are on the side of a party; they are recorded as its companions."""
        companions = [companion for companion in _companions(token) if self._is_certain_person(companion)]
        self._companion_heads |= {companion.i for companion in companions}
        return companions

    def _is_certain_person(self, token: Token) -> bool:
        """Whether a phrase is known to mean a person: "his deputy"; not "a Sovereign's Escort"."""
        mention = self._mention_at(token)
        person = self.entities.people.get(mention.persons[0]) if mention else None
        return person is not None and person.kind == PERSON and (person.nameless or person.kind_is_certain)

    def _joined_to_place(self, mention: Mention) -> list[Token]:
        """Who is joined to the place after a name: "X at the palace and Y at home", "X of Peru and Y of Chile"."""
        doc, link = self.paragraph.doc, mention.last + 1
        if not self.is_surely_person(mention.persons[0]) or doc[link : link + 1].text not in ("at", "in", "of"):
            return []
        joined = [c for place in _with_relation(doc[link], "pobj") for c in _with_relation(place, "conj")]
        mentions = [(child, self._mention_at(child)) for child in joined]
        return [child for child, other in mentions if other and self.is_surely_person(other.persons[0])]

    def _is_next_in_list(self, token: Token, mention: Mention) -> bool:
        """Whether an apposition is the name of another person, and so a list: "X, Y and Z"."""
        apposed = self._mention_at(token)
        if apposed and is_in_list(token):
            return apposed.persons != mention.persons
        if apposed and _is_own_relative(token) and mention.form == "name":
            return not set(apposed.persons) & set(mention.persons)
        if apposed is None or apposed.form != "name" or mention.form != "name" or apposed.persons == mention.persons:
            return False
        if _with_relation(token, "det") and not is_title_of_place(apposed.text.split()):
            return False  # "X, a Republican, and Y"
        return self.kind(mention.persons[0]) == self.kind(apposed.persons[0]) == PERSON

    def _unattached_conjuncts(self, token: Token, mention: Mention) -> list[Token]:
        """The names next to a name, with only an "and" between, if the parser has not joined them."""
        above, below = set(token.ancestors), set(token.subtree)
        free = [
            head
            for head in self._names_after_and(mention)
            if head not in above and (head.dep_ not in SUBJECTS or head.head in above)
        ]
        return [head for head in free if (head.i > mention.last) != (head in below) or _is_other_subject(head, token)]

    def _names_after_and(self, mention: Mention) -> list[Token]:
        """The head of the name before "and" and this mention, and of the one after this mention and "and"."""
        doc, start, end = self.paragraph.doc, self._start_with_title(mention), self._end_with_country(mention)
        before = [t for t in doc[max(0, start - 3) : start] if t.text != ","]
        after = [t for t in doc[end : end + 3] if t.text != ","]
        pairs = [pair for pair in (before[:-3:-1], after[:2]) if len(pair) == 2]
        mentions = [self._mention_at(neighbour) for link, neighbour in pairs if link.lower_ == "and"]
        return [doc[m.head] for m in mentions if m and m.form == "name"]

    def _start_with_title(self, mention: Mention) -> int:
        """The index of the first capitalised word before a name: of "Norwegian" in "and Norwegian President Y"."""
        start, doc = mention.first, self.paragraph.doc
        while start > max(mention.first - MAX_WORDS_OF_TITLE, 0) and doc[start - 1].text[:1].isupper():
            start -= 1
        return start

    def _end_with_country(self, mention: Mention) -> int:
        """The index after a mention and the country that may follow: after "X of Sweden" in "X of Sweden and Y"."""
        doc, end = self.paragraph.doc, mention.last + 1
        if doc[end : end + 1].text != "of":
            return end
        ends = range(end + 4, end + 1, -1)
        return next((k for k in ends if country_of(tuple(t.text for t in doc[end + 1 : k]))), end)

    def quoted_speaker(self, token: Token) -> Token:
        """Whom "I" or "we" means: the subject of the verb that reports the words, or else the token itself."""
        for verb in token.ancestors:
            speaker = next((c for c in _with_relation(verb, "nsubj") if c.lower_ not in ("i", "we")), None)
            if is_verb(verb) and speaker is not None and self._mention_at(speaker):
                return speaker
        return token

    def _apposed(self, token: Token) -> Names:
        """The people named after a comma: "the head of the government, General Than Shwe"."""
        return self.of(self._apposed_name(token))

    def _apposed_name(self, token: Token) -> Token | None:
        """The token of the name in apposition to a common noun or to a phrase within its own."""
        if token.tag_ not in COMMON_NOUN_TAGS:
            return None
        after = (t for t in token.subtree if t.dep_ == "appos" and t.i > token.i)
        own = (t for t in after if not any(a.lower_ == "with" and a.i > token.i for a in t.ancestors))
        candidates = itertools.chain(own, _unattached_apposition(token))
        return next((t for t in candidates if self._is_named_person(self._mention_at(t))), None)

    def _is_named_person(self, mention: Mention | None) -> bool:
        """Whether a mention refers to a person whose name is known."""
        person = self.entities.people.get(mention.persons[0]) if mention else None
        return person is not None and person.kind == PERSON and not person.nameless

    def _delegation_leaders(self, token: Token) -> Names:
        """Who leads a delegation or belongs to it: "a delegation headed by X", "mayors led by X"."""
        if lemma(token) not in vocabulary.contacts().delegates.bodies and token.tag_ not in ("NNS", "NNPS"):
            return ()
        phrases = [phrase for child in token.children for phrase in _leading_phrases(child)]
        return self.of_all(name for phrase in phrases for name in _with_relation(phrase, "pobj"))

    def _included(self, token: Token) -> Names:
        """The members of a group that are named: "senators including X and Y", "groups such as X"."""
        if token.tag_ != "NNS":
            return ()
        such_as = any(c.lower_ == "such" for link in _with_relation(token, "prep") for c in link.children)
        return self.of_all(_nouns_after(token, "including", *(["as"] if such_as else [])))

    def _office_holder(self, token: Token, named: Names) -> Names:
        """The holder of an office whose name is far from its head: "Minister of State for Europe X"."""
        if token.tag_ not in PROPER_NOUN_TAGS or (named and self.kind(named[0]) == PERSON):
            return ()
        has_office = False
        for follower in token.doc[token.i : min(token.i + MAX_TOKENS_TO_HOLDER, token.sent.end)]:
            mention = self._mention_at(follower)
            if has_office and mention and mention.head == follower.i and self.kind(mention.persons[0]) == PERSON:
                return tuple(name for name in mention.persons if self._can_take_part(name))
            has_office = has_office or follower.lower_ in vocabulary.titles().offices
            if not _is_in_title(follower):
                return ()
        return ()

    def _can_take_part(self, name: str) -> bool:
        """Whether an entity can be a party: not the press, and without a name only the holder of a high office."""
        person = self.entities.people.get(name)
        if person is None:
            return False
        if person.nameless:
            return self._is_identified(person) or _is_relative(name) or self._holder_named_elsewhere(name) != name
        return not is_press(name) and not (person.kind == ORGANISATION and self.people_only)

    def _is_identified(self, person: Person) -> bool:
        """Whether a phrase without a name says who is meant: "Norwegian minister", "mayor of Leeds"."""
        if person.kind == ORGANISATION:
            has_name = any(word[:1].isupper() for word in (person.role or "").split()[:-1])
            return (bool(person.country) or has_name) and not self.people_only
        offices = vocabulary.contacts().participants.offices | vocabulary.contacts().participants.heads
        has_office = not offices.isdisjoint((person.role or "").lower().split())
        has_name = any(word[:1].isupper() for word in person.name.split()[1:])
        is_sole = person.name.lower() in vocabulary.contacts().participants.sole_offices and person.name[:1].isupper()
        return person.kind == PERSON and has_office and (bool(person.country) or has_name or is_sole)

    def _holder_named_elsewhere(self, name: str) -> str:
        """Who holds an office without a name, if the article names only one such person; the state of a government.

        "The president" without a country may be named only later in the article: "President X".
        """
        entity = self.entities.people[name]
        if not entity.nameless:
            return name
        if entity.kind == ORGANISATION and entity.country:
            return self.state(entity.country)
        holders = self._holders((entity.role or name).lower().split()[-1], entity.country)
        return holders[0] if len(holders) == 1 else name

    def _holders(self, office: str, country: str | None) -> list[str]:
        """The named people who hold an office, in a country if it is known; none if the office says too little."""
        if not country and office not in vocabulary.contacts().participants.offices:
            return []
        named = [p for p in self.entities.people.values() if p.kind == PERSON and not p.nameless]
        at_home = [p for p in named if country in (None, p.country)]
        return [p.name for p in at_home if office in (p.role or "").lower().split() and holds(p, office)]

    def _represented(self, token: Token) -> Names:
        """The bodies or states that a phrase without a name represents."""
        members = _members(token)
        if members is not None:
            mention = self._mention_at(token)
            is_known = _hold_office(members) or lemma(token) in vocabulary.contacts().delegates.bodies
            return self.of(members) or (mention.persons if mention and is_known else ())
        return self._bodies_of(token) or self._states_of(token) or self._pair_led(token)

    def _pair_led(self, token: Token) -> Names:
        """The two states or bodies that delegates represent: "the leaders of the two countries"."""
        if not _is_plural_delegate(token):
            return ()
        owners = _with_relation(token, "poss")
        owners += _nouns_after(token, "of")
        mentions = [mention for owner in owners if (mention := self._mention_at(owner))]
        pairs = [mention.persons for mention in mentions if len(mention.persons) > 1]
        return next((pair for pair in pairs if not self.persons(pair)), ())

    def _bodies_of(self, token: Token) -> Names:
        """The bodies of delegates: "executives from Marriott", "White House officials", "its lawyers"."""
        if not _is_delegate(token):
            return self._named_group(token)
        owners = _with_relation(token, "compound", "nmod", "poss") + _owners_after(token)
        is_of_medium = lemma(token) in vocabulary.contacts().delegates.speakers.words
        lists = [(owner, *owner.conjuncts) for owner in owners]
        bodies = _without_repeats(name for members in lists for name in self._bodies_among(members, is_of_medium))
        members = list(itertools.chain.from_iterable(lists))
        return bodies or self._body_before(members) or self._named_group(token)

    def _bodies_among(self, members: Iterable[Token], is_of_medium: bool) -> Names:
        """The bodies in a list, and the states beside them: "officials from Norway and the EU".

        Args:
            members: the nouns of the list.
            is_of_medium: whether the press counts, as with "Facebook executives".
        """
        mentions = [mention for member in members if (mention := self._mention_in(member))]
        named = [name for m in mentions for name in m.persons if self.kind(name) == STATE or self._is_body(name)]
        named = [name for name in named if is_of_medium or not is_press(name)]
        return tuple(named) if any(self.kind(name) != STATE for name in named) else ()

    def _body_before(self, members: Sequence[Token]) -> Names:
        """The body that "its" refers to: the last one before it, or else the first of the paragraph before."""
        its = next((t for t in members if t.lower_ == "its"), None)
        if its is None:
            return ()
        earlier = (m for m in self.entities.mentions if m.paragraph == self.paragraph.number - 1)
        mentions = itertools.chain(self.mentions_before(its), earlier)
        named = (name for m in mentions if m.form == "name" for name in m.persons if self._is_body(name))
        return tuple(itertools.islice((name for name in named if not is_press(name)), 1))

    def mentions_before(self, token: Token) -> list[Mention]:
        """The mentions of the paragraph before a token, the last first."""
        number = self.paragraph.number
        return [m for m in reversed(self.entities.mentions) if m.paragraph == number and m.last < token.i]

    def _is_body(self, name: str) -> bool:
        """Whether an entity is a named organisation or group; a single word before "executives" may be one: "Ford"."""
        entity = self.entities.people[name]
        country = country_of(tuple(name.split()))
        if entity.nameless or entity.kind == STATE or (country and country.form != "seat"):
            return False
        return entity.kind != PERSON or not (entity.gender or entity.role or name.split()[0] in given_names())

    def _named_group(self, token: Token) -> Names:
        """A group without a name or country whose phrase says who belongs to it.

        It has a proper name ("Asean foreign ministers"), or its members hold an office ("party leaders") or speak
        for bodies without a name: "oil company executives", "the six companies".
        """
        mention = self._mention_at(token)
        if mention is None or (_nations_of(token) and not (_is_elected(token) or _opposes_state(token))):
            return ()
        is_known = _hold_office(token, bare=not self.people_only) or _speaks_for_body(token)
        if not (is_known or (_is_delegate(token) and _has_proper_name(token))):
            return ()
        return tuple(name for name in mention.persons if self.kind(name) == GROUP)

    def _states_of(self, token: Token) -> Names:
        """The states that a capital ("Oslo") or delegates ("the Norwegian negotiators") represent.

        Ministers are replaced by their names if the article has these for all of them.
        """
        country = country_of(tuple(proper_name(token).split())) if token.tag_ in PROPER_NOUN_TAGS else None
        if seated := self._body_seated_in(token):
            return (seated,)
        if country and country[1] in ("capital", "name", "seat"):
            return (self.state(country[0]),)
        codes = _nations_represented(token)
        holders = [self._incumbent(token, code) for code in codes]
        if None in holders and len(codes) > 1:  # "Norway's Ida Krogh": without the office, if that is clear for all
            by_country = [self._incumbent(token, code, allow_no_role=True) for code in codes]
            holders = holders if None in by_country else by_country
        return _without_repeats(name or self.state(code) for name, code in zip(holders, codes, strict=True))

    def _body_seated_in(self, token: Token) -> str | None:
        """The body in the article that a city means, instead of its country: "talks between London and Brussels"."""
        bodies = vocabulary.contacts().delegates.seats.get(token.lower_, ())
        return next((name for name in self.entities.people if name.lower() in bodies), None)

    def _incumbent(self, office: Token, code: str, allow_no_role: bool = False) -> str | None:
        """The holder of an office in a country: each of "the foreign ministers of Norway and Iceland".

        None if the article has no such person, or several. With `allow_no_role`, somebody whose role is not known will
        do if nobody has the office.
        """
        described = (c.lower_ for c in _with_relation(office, "amod", "compound") if not country_of((c.text,)))
        words = {lemma(office), *described}
        citizens = [p for p in self.entities.people.values() if _is_named_citizen(p, code)]
        holders = [p.name for p in citizens if words <= set((p.role or "").lower().split())]
        holders = holders or [p.name for p in citizens if allow_no_role and not p.role]
        return holders[0] if len(holders) == 1 else None


def _antecedent(token: Token) -> Token:
    """Whom a pronoun refers to by syntax: "X" for "whom" in "X, whom she met", for "those" in "X was among those".

    Of "Norchem of Europe's chairman" it is the chairman. The token itself if it is nothing of the kind.
    """
    if token.tag_ == "NNP":
        offices = list(filter(_is_possessed_office, _nouns_after(token, "of")))
        names = [name for office in offices for name in _with_relation(token, "appos") if name.i > office.i]
        return next(iter((*names, *offices)), token)
    if token.lower_ == "those":
        return _identified(token) or token
    if token.lower_ != "whom":
        return token
    clause = next((verb for verb in token.ancestors if verb.dep_ == "relcl"), None)
    return clause.head if clause is not None else token


def _is_speaker(token: Token) -> bool:
    """Whether a token is the subject of a verb of reporting: "Lind" in "Lind said that …"."""
    return token.dep_ in SUBJECTS and lemma(token.head) in vocabulary.reporting().saying


def _is_possessed_office(noun: Token) -> bool:
    """Whether a noun is the office of a body: "chairman" in "Europe's chairman"."""
    owners = _with_relation(noun, "poss") if noun.tag_ == "NN" else []
    return any(t.tag_ == "NNP" for t in owners) and noun.lower_ in vocabulary.titles().offices


def _identified(those: Token) -> Token | None:
    """Who "those" are: "X" in "X was among those who came", "among those was X", "those who came included X"."""
    verb = those.head.head if those.head.lower_ == "among" else those.head
    if lemma(verb) == "include":
        return next(iter(_with_relation(verb, "dobj")), None)
    is_listed = lemma(verb) == "be" and verb != those.head
    return (subject(verb) or next(iter(_with_relation(verb, "attr")), None)) if is_listed else None


def _is_named_citizen(person: Person, country: str) -> bool:
    """Whether somebody is a person of a country whose name is known, not only an office ("the Norwegian minister")."""
    return person.kind == PERSON and not person.nameless and person.country == country


def _leading_phrases(child: Token) -> list[Token]:
    """The "by" in "headed by X", the "of" in "with the participation of X", where `child` is the first word."""
    words = vocabulary.contacts().delegates
    if child.dep_ == "prep" and any(noun.lower_ in words.joined for noun in child.children):
        return [phrase for noun in child.children for phrase in noun.children if phrase.lower_ == "of"]
    return _with_relation(child, "agent") if lemma(child) in words.led and child.tag_ == "VBN" else []


def _is_other_subject(head: Token, subject_: Token) -> bool:
    """Whether the parser has joined the first of two subjects to the verb in another way: "X and Y held talks"."""
    return head.i < subject_.i and head.head == subject_.head and subject_.dep_ in SUBJECTS and head.dep_ != "dobj"


def _second_subjects(subject_: Token) -> list[Token]:
    """Subjects that the parser has not joined to the first: "Y" in "the minister, X, and Y met Z"."""
    is_open = subject_.dep_ in SUBJECTS and any(c.dep_ == "cc" and c.i > subject_.i for c in subject_.children)
    return [c for c in _with_relation(subject_.head, *SUBJECTS) if c.i > subject_.i] if is_open else []


def _unattached_apposition(noun: Token) -> list[Token]:
    """The name after a noun and a comma that the parser takes for a time: "the new adviser, Mr Lind, on Friday"."""
    if names := _after_colon(noun):
        return names
    times = [child for child in _with_relation(noun.sent.root, "npadvmod") if child.tag_ == "NNP"]
    times += [child for child in _with_relation(noun.head.head, "npadvmod") if child.tag_ == "NNP"]
    names = [t for t in times if not _with_relation(t, "nummod")]  # "won 38 per cent, Mr Lind 3 per cent"
    last = noun.right_edge.i  # of "the chairman of the league, Mr Lind" the parser may have the name apart
    return [t for t in names if t.left_edge.i in (noun.i + 2, last + 2) and noun.doc[t.left_edge.i - 1].text == ","]


def _after_colon(noun: Token) -> list[Token]:
    """The first name after a phrase and a colon: "chaired by the secretaries of both ministries: X and Y"."""
    doc, colon = noun.doc, noun.right_edge.i + 1
    if doc[colon : colon + 1].text != ":":
        return []
    after = doc[colon + 1 : min(colon + 1 + MAX_TOKENS_TO_NAME, noun.sent.end)]
    return [t for t in after if t.tag_ == "NNP" and t.head.i < colon][:1]


def _is_next_to(name: Token, apposition: Token) -> bool:
    """Whether an apposition follows a name, and not in brackets: "Ann Lee, a senator", not "Ann Lee (D-Mass.)"."""
    return apposition.i > name.i and apposition.left_edge.nbor(-1).text not in ("(", "[")


def _is_in_title(token: Token) -> bool:
    """Whether a token can stand between an office and its holder's name: a capitalised word, "of", "for", a comma."""
    return token.text[:1].isupper() or token.lower_ in vocabulary.contacts().participants.within_titles


def _owners_after(delegates: Token) -> list[Token]:
    """The nouns after delegates that can name whom they speak for: "Unite" in "leaders of Unite".

    Not the towns of mayors. The parser may join "from" to what stands before: in "met heads of state from the African
    Union" to the verb.
    """
    if lemma(delegates) in vocabulary.contacts().delegates.of_places:
        return []
    owners = _nouns_after(delegates, "from", "of", "for")
    owners += [noun for owner in owners if owner.tag_ == "NN" for noun in _nouns_after(owner, "from")]
    next_to = [c for c in delegates.head.rights if c.lower_ == "from" and c.i == delegates.right_edge.i + 1]
    return owners + [noun for link in next_to for noun in _with_relation(link, "pobj")]


def _is_delegate(token: Token) -> bool:
    """Whether a noun represents a state: "negotiators", "the delegation"; a single "official" does not."""
    words = vocabulary.contacts().delegates
    if lemma(token) not in words.words or (token.tag_ == "NN" and lemma(token) not in words.bodies):
        return False
    if any(c.lower_ in ("other", "others") for c in token.lefts):
        return False  # "met Lind and other Norwegian leaders"
    return lemma(token) != "team" or _negotiates(token)


def _hold_office(members: Token, bare: bool = True) -> bool:
    """Whether a plural says which office its members hold: "union leaders", not "some leaders".

    Args:
        members: the plural.
        bare: whether the noun alone is enough: "a call with governors", but not "talked to governors".
    """
    groups = vocabulary.contacts().delegates.groups
    if lemma(members) not in groups:
        return False
    kinds = groups[lemma(members)]
    described = [c.lower_ for c in _with_relation(members, "compound", "amod", "nmod", "poss", "nummod")]
    described += [noun.lower_ for noun in _nouns_after(members, "of") if kinds]
    return any(word in kinds for word in described) if kinds else bare or bool(described)


def _is_body_noun(noun: Token) -> bool:
    """Whether a noun means a body to which people belong: "union", "companies"."""
    return lemma(noun) in vocabulary.nominals().bodies and noun.tag_ in COMMON_NOUN_TAGS


def _speaks_for_body(members: Token) -> bool:
    """Whether a plural means bodies, or those who speak for them: "the six companies", "the bank's directors".

    So do "the families of the victims". Not "companies", nor "workers at the plant".
    """
    if members.tag_ != "NNS":
        return False
    if _is_body_noun(members):
        return any(c.lower_ == "the" or c.dep_ == "nummod" for c in members.lefts)
    words = vocabulary.contacts().delegates.speakers
    owners = [*_with_relation(members, "compound", "nmod", "poss"), *_nouns_after(members, "from", "of", "for", "at")]
    names = {lemma(noun) for noun in owners}
    if lemma(members) in words.kin:
        return not names.isdisjoint(words.mourned) and any(t.lower_ == "the" for t in members.subtree)
    return lemma(members) in words.words and not names.isdisjoint(words.bodies | words.represented)


def _after_same_preposition(noun: Token) -> list[Token]:
    """The noun after a preposition that is repeated: "Y" in "wrote to X and to Y"."""
    links = _with_relation(noun.head, "conj") if noun.dep_ == "pobj" else []
    return [other for link in links if link.lower_ == noun.head.lower_ for other in _with_relation(link, "pobj")]


def _companions(party: Token) -> list[Token]:
    """Who is on the side of a party: "X, along with Y, met Z", "X met Z on Friday, accompanied by Y"."""
    ways = vocabulary.contacts().participants.companions
    heads = [party, party.head] if party.dep_ in SUBJECTS else [party]
    phrases = [child for head in heads for child in head.children if child.left_edge.lower_ in ways]
    phrases = [phrase for phrase in phrases if phrase.left_edge.is_sent_start or phrase.left_edge.nbor(-1).text == ","]
    links = [link for phrase in phrases for link in phrase.subtree if link.lower_ in ("with", "by")]
    return [noun for link in links[:1] for noun in _with_relation(link, "pobj")]


def _has_proper_name(members: Token) -> bool:
    """Whether a proper name says who the members are: "Asean foreign ministers", "the heads of Asean"."""
    links = [link for link in _with_relation(members, "prep") if link.lower_ in ("from", "of")]
    parts = [*members.lefts, *(noun for link in links for noun in link.children)]
    return any(t.text[:1].isupper() and t.i != t.sent.start for t in parts)


def _nations_represented(delegates: Token) -> list[str]:
    """The codes of the countries for which delegates speak; none for lawmakers or rebels.

    A body of the state shows the country as well: "a delegation from the Iraqi parliament".
    """
    if not _is_delegate(delegates) or _is_elected(delegates) or _opposes_state(delegates):
        return []
    bodies = [noun for noun in _nouns_after(delegates, "from", "of") if noun.lower_ in vocabulary.titles().bodies]
    return _nations_of(delegates) or [code for body in bodies for code in nations(body)]


def _nations_of(delegates: Token) -> list[str]:
    """The codes of their countries; none for those of parts of a country: "the heads of Norway's biggest banks"."""
    kinds = (
        vocabulary.contacts().location.kinds
        | vocabulary.nominals().bodies
        | vocabulary.contacts().delegates.speakers.bodies
    )
    is_of_parts = any(noun.tag_ == "NNS" and lemma(noun) in kinds for noun in _nouns_after(delegates, "of"))
    return [] if is_of_parts else nations(delegates)


def _opposes_state(members: Token) -> bool:
    """Whether people of a country do not represent it: "Syrian rebels", "Venezuelan opposition leaders"."""
    opposed = vocabulary.contacts().delegates.opposed
    return any(lemma(t) in opposed for t in (members, *_with_relation(members, "compound", "amod", "nmod")))


def _is_elected(members: Token) -> bool:
    """Whether a plural means holders of an office who do not represent their state: "Norwegian lawmakers"."""
    groups = vocabulary.contacts().delegates.groups
    return members.tag_ == "NNS" and lemma(members) in groups and not groups[lemma(members)]


def _members(group: Token) -> Token | None:
    """Who belongs to a group: the senators of "a group of senators"."""
    if lemma(group) not in vocabulary.contacts().delegates.partitives:
        return None
    nouns = (noun for link in _with_relation(group, "prep") if link.lower_ == "of" for noun in link.children)
    return next(
        (noun for noun in nouns if noun.tag_ in ("NNS", "NNPS") or noun.lower_ in vocabulary.titles().groups), None
    )


def _negotiates(team: Token) -> bool:
    """Whether a team can be a delegation: a "Norwegian team", but not a "Norwegian Paralympic team"."""
    teams = vocabulary.contacts().delegates.teams
    modifiers = [t for t in team.subtree if t.i < team.i and t.dep_ not in ("det", "punct", "case")]
    return all(t.lower_ in teams or country_of((t.text,)) for t in modifiers)


class Participants:
    """Who takes part in the contact that a trigger expresses, and who initiated it.

    Args:
        entities: the people and states of the article.
        paragraph: the trigger's paragraph.
        token: the trigger.
        entry: its line in the vocabulary.
    """

    def __init__(self, entities: Entities, paragraph: Paragraph, token: Token, entry: Frame) -> None:
        self.trigger, self.entry = token, entry
        self.resolver = PartyResolver(entities, paragraph, bool(entry.people))

    def sides(self) -> tuple[Names, Names]:
        """The one side and the other; the second is empty if all are in touch with each other."""
        return self._roles.left, self._roles.right

    @property
    def initiator(self) -> str | None:
        """Who asked for the contact, called or wrote."""
        return self._roles.initiator

    @cached_property
    def _roles(self) -> Roles:
        roles = self._roles_around()
        left, right = roles.left, self._other_side(roles.left, roles.right)
        if not right and self._is_with_crowd():
            return Roles(left[:1])
        initiator = left[0] if self.entry.calls and left and right else roles.initiator
        if self.entry.guest:
            left, right = right, left
            if len(left) > 1 and not self.entry.calls and self._is_for_contact():
                return Roles(left + right, (), initiator)
        initiator = initiator or self._proposer(left + right)
        if self._is_of_all(left, right, roles.hosts):
            return Roles(left + right, (), initiator)
        return Roles(left, right, initiator)

    def _roles_around(self) -> Roles:
        """The roles that syntax gives, without the state of somebody on the other side: "Norway's Lind hosts talks"."""
        roles = self._roles_of_verb() if is_verb(self.trigger) else self._roles_of_noun()
        return roles._replace(left=tuple(name for name in roles.left if not self._is_own_body(name, roles.right)))

    def gapped(self) -> list[tuple[Token, Names]]:
        """The second objects of a verb that is not repeated (gapping, Ross 1970): "met X and, later, Y".

        Returns:
            The head of each such object with its names.
        """
        verb = self.trigger
        objects = _with_relation(verb, "dobj", "pobj") if self.entry.object else []
        if not is_verb(verb) or not any(map(self.resolver.referents, objects)):
            return []  # "received 38 per cent, Mr Lind 3 per cent"
        is_sure = self.resolver.is_surely_person if self.entry.place else self._is_person
        resolved = [(head, self.resolver.of(head)) for head in _later_nouns(verb) if head.i > objects[0].i]
        return [(head, tuple(filter(is_sure, names))) for head, names in resolved if names]

    def is_of_others(self) -> bool:
        """Whether the contact is that of people who are not named: "spoke to prepare a meeting of their ministers"."""
        links = [c for c in self.trigger.children if c.lower_ in ("of", *BETWEEN)]
        delegates = [noun for link in links for noun in link.children if _is_plural_delegate(noun)]
        possessed = [noun for noun in delegates if _with_relation(noun, "poss")]
        return bool(possessed) and not any(self.resolver.of(noun) for noun in possessed)

    def _is_person(self, name: str) -> bool:
        return self.resolver.kind(name) == PERSON

    def _mention_at(self, token: Token) -> Mention | None:
        return self.resolver.entities.at(self.resolver.paragraph, token)

    # Both sides together

    def _other_side(self, left: Names, right: Names) -> Names:
        """The second side without those of the first; if nobody else is left, somebody else whom a pronoun means."""
        others = tuple(name for name in right if name not in left)
        foreign = tuple(name for name in others if not self._is_own_body(name, left))
        if len(foreign) < len(others):
            return foreign
        return others if others or not right else self._somebody_else(left)

    def _counterpart(self, names: Names) -> Names:
        """Whom the sentence calls the counterpart of a single participant: "assured his counterpart, X, in a call"."""
        if len(names) != 1 or self.entry.journey:
            return ()
        heads = [token for token in self.trigger.sent if lemma(token) == "counterpart" and token.tag_ == "NN"]
        return tuple(name for name in self.resolver.of_all(heads[:1]) if name not in names)

    def _is_own_body(self, body: str, people: Names) -> bool:
        """Whether one of the people has an office in a body or state: "the Green Party leader met the Green Party"."""
        persons = known(self.resolver.entities, people)
        if self.resolver.kind(body) == STATE:
            return any(self.resolver.state(p.country) == body for p in persons if p.kind == PERSON and p.country)
        if self.resolver.kind(body) not in (ORGANISATION, GROUP):
            return False
        return any(body.lower() in (person.role or "").lower() for person in persons if person.kind == PERSON)

    def _somebody_else(self, left: Names) -> Names:
        """The last others mentioned, if a pronoun cannot mean the subject: "visited Putin and spoke with him".

        "They" and "their" are the last two people mentioned together: "police visited their homes".
        """
        heads = self.resolver.resolved_heads
        if len(left) != 1 or not heads:
            return ()
        pronoun = heads[-1][0]
        is_plural = pronoun.lower_ in vocabulary.nominals().pronouns.plural
        can_own = is_plural or lemma(pronoun.head) == "hand"  # "Jon Lind, who shook his hand"
        if pronoun.tag_ not in (("PRP", "PRP$") if can_own else ("PRP",)):
            return ()
        before = self.resolver.mentions_before(pronoun)
        others = [m.persons for m in before if _can_be_meant(m, is_plural) and left[0] not in m.persons]
        return next((names for names in others if all(map(self._is_person, names))), ())

    def _is_with_crowd(self) -> bool:
        """Whether the other side is people without a name: "X and Y met residents", "X and Y held talks with pupils".

        Not the parties' own people: "X and Y met with their advisers".
        """
        verbs = [head for head, _, relation in governors(self.trigger) if is_verb(head) and relation == "dobj"][:1]
        nouns = [o for o in _with_relation(self.trigger, "dobj") if self.entry.object]
        nouns += [noun for head in (self.trigger, *verbs) for noun in _nouns_after(head, "with", *self.entry.with_)]
        others = [noun for noun in nouns if self._mention_at(noun) and not self.resolver.of(noun)]
        return any(all(c.tag_ != "PRP$" for c in noun.lefts) for noun in others)

    def _is_for_contact(self) -> bool:
        """Whether the guests are in touch with each other: "ready to host them for talks"; not "for separate talks"."""
        each = vocabulary.contacts().habit.each
        nouns = [noun for noun in _nouns_after(self.trigger, "for") if not any(c.lower_ in each for c in noun.lefts)]
        return any(map(entry_of, nouns))

    def _is_of_all(self, left: Names, right: Names, hosts: Names) -> bool:
        """Whether all of both sides are in touch with each other."""
        is_joint_call = len(left) == 1 and len(right) > 1 and self._is_joint_call(right)
        return is_joint_call or bool(set(hosts) & set(right)) or self._is_meeting_of_three(left, right)

    def _is_meeting_of_three(self, left: Names, right: Names) -> bool:
        """Whether a host meets two guests of different countries: "A of Norway and B of Chile met C of Peru"."""
        if self.entry.mode != MEETING or (len(left), len(right)) != (2, 1):
            return False
        if self.trigger.dep_ in ("xcomp", "advcl") and is_journey(self.trigger.head):
            return False  # "flew in to meet him": the guests are one side
        people = [p for p in known(self.resolver.entities, left + right) if p.kind == PERSON]
        if len(people) != 3:
            return False
        guests, host = people[:2], people[2]
        return _are_of_different_states(*guests) and host.country not in {guest.country for guest in guests} - {None}

    def _is_joint_call(self, others: Names) -> bool:
        """Whether one call connects several people, who are not of one country."""
        if self.trigger.tag_ != "NN" or any(c.lower_ == "separate" for c in self.trigger.children):
            return False
        homes = {other.country for other in known(self.resolver.entities, others)}
        is_one_side = len(homes) == 1 and None not in homes
        return not is_one_side and channel([self.trigger], self.entry.mode) == PHONE

    def _proposer(self, names: Names) -> str | None:
        """The participant who proposed or requested the contact: "sought a meeting with him"."""
        asking = vocabulary.contacts().initiative.verbs
        for head, _, relation in governors(self.trigger):
            if is_verb(head) and lemma(head) in asking and relation in ("dobj", "prep for") and not negation(head):
                return next((name for name in self.resolver.of(self._agent(head)) if name in names), None)
        return None

    # Triggers that are verbs

    def _roles_of_verb(self) -> Roles:
        """The roles around a verb: "X met Y", "X spoke with Y", "X was called by Y"."""
        verb, entry, passive = self.trigger, self.entry, self._is_passive()
        left = self._acting(passive)
        if entry.group and len(left) < 2:
            return Roles()
        if self._are_reciprocal(left):
            return Roles(left)
        objects, others = self._object_names(passive), self._with(verb, entry.with_)
        if self._is_brought_together(passive):
            return Roles(tuple(name for name in objects if name not in left), others)
        right = objects + others or self._other_of_verb(verb)
        if entry.indoors and len(right) > 1:  # "joined him in his office alongside her"
            return Roles(left + right)
        if entry.official:
            return self._official(left, right)
        return Roles(left, right) if right else Roles(self._among_themselves(left))

    def _among_themselves(self, names: Names) -> Names:
        """The subjects of a verb without another party who may be in touch with each other.

        A clause after the last of several people is about all if nobody can do alone what it says: "X and Y, who met
        in 2003, married"; not "X and Y, who spoke of her childhood". Not those whom a passive names as agents, nor X
        and Y in "X, along with Y, met workers", "came to hear X and Y speak".
        """
        verb = self.trigger
        if self._is_passive() or _is_heard(verb) or not (self.entry.place or self._can_be_mutual()):
            return names[:1]
        is_of_last = self.entry.mode == MEETING and len(names) == 1 and verb.dep_ == "relcl"
        if is_of_last and verb.head.dep_ == "conj":
            names = self.resolver.of(first_conjunct(verb.head))
        return tuple(name for name in names if name not in self.resolver.companions)

    def _acting(self, passive: bool) -> Names:
        """Those who act, also if a list names them: "among those who met her was X"."""
        agent = _passive_agent(self.trigger) if passive else self._agent(self.trigger)
        names = self.resolver.of(agent) or self._writing_for_many(agent)
        is_listed = not passive and agent is not None and agent.i < self.trigger.i and not self.resolver.persons(names)
        return (self.resolver.of(_listed(self.trigger)) if is_listed else ()) or names

    def _writing_for_many(self, agent: Token | None) -> Names:
        """Who says that several called or wrote: X in "“we wrote to the mayor,” said X"."""
        if agent is None or agent.lower_ != "we" or not self.entry.calls or self.entry.mode not in (LETTER, PHONE):
            return ()
        return self.resolver.persons(self.resolver.of(self.resolver.quoted_speaker(agent)))

    def _is_brought_together(self, passive: bool) -> bool:
        """Whether the object is in contact with another than the subject: "introduced her to him"."""
        objects = _with_relation(self.trigger, *OBJECTS)
        return self.entry.joins and (passive or not all(map(_is_reflexive, objects)))

    def _are_reciprocal(self, agents: Names) -> bool:
        """Whether the object is "each other" or "one another", which means the subject: "they ran into each other"."""
        objects = _with_relation(self.trigger, *OBJECTS) + _nouns_after(self.trigger, *self.entry.with_)
        pairs = [{noun.lower_, *(c.lower_ for c in noun.children)} for noun in objects]
        return len(agents) > 1 and any(words >= {"each", "other"} or words >= {"one", "another"} for words in pairs)

    def _other_of_verb(self, verb: Token) -> Names:
        """The other party of a verb that names it neither as its object nor after "with" and the like."""
        at_home = self._hosts_at_home(verb) if self.entry.to else ()
        named = self._offerer(verb) or self._addressee_of_purpose() or at_home
        return named or self._face_to_face(verb) or self._gap()

    def _face_to_face(self, verb: Token) -> Names:
        """The other party if "to face" was parsed as a clause: "came face to face with her"."""
        nouns = vocabulary.contacts().phrasal.objects.get(headword(verb), ())
        clauses = [clause for clause in _with_relation(verb, "advcl", "xcomp") if lemma(clause) in nouns]
        return _without_repeats(name for clause in clauses for name in self._with(clause, self.entry.with_))

    def _gap(self) -> Names:
        """Whom a noun means to which a relative clause without its object belongs.

        For example "it was X that she called", "the first man she rang was X", "among those he spoke to was X".
        """
        verb = self.trigger
        stranded = any(c.lower_ in self.entry.with_ and c.dep_ == "prep" and not _has_noun(c) for c in verb.rights)
        if not stranded and (not self.entry.object or _with_relation(verb, *OBJECTS)):
            return ()
        is_sure = self.resolver.is_surely_person if self.entry.place else self._is_person
        return tuple(filter(is_sure, self.resolver.of(_noun_of_gap(verb))))

    def _official(self, left: Names, right: Names) -> Roles:
        """Those of the parties who hold an office or are states; a state's agency can also inform lawmakers."""
        left = left or self._summoning(right)
        if left and self._is_of_envoy():
            return Roles(left, right)
        left = tuple(filter(self.resolver.is_received, left))
        if not left:
            return Roles()
        kinds = (GROUP,) if self.resolver.kind(left[0]) == STATE else ()
        return Roles(left, tuple(n for n in right if self.resolver.is_received(n) or self.resolver.kind(n) in kinds))

    def _summoning(self, summoned: Names) -> Names:
        """The state to whose ministry somebody is called: "the envoy was summoned to the Polish foreign ministry"."""
        goals = self._with(self.trigger, ["to"]) if self.entry.calls and self._is_passive() else ()
        return tuple(name for name in goals if name not in summoned)

    def _is_of_envoy(self) -> bool:
        """Whether the noun that is the other party names an office: "the ambassador, Sir Jon Lind, was summoned"."""
        noun = subject(self.trigger) if self._is_passive() else next(iter(_with_relation(self.trigger, "dobj")), None)
        offices = vocabulary.contacts().participants.travelling_offices
        return noun is not None and self.entry.calls and lemma(noun) in offices

    def _agent(self, verb: Token) -> Token | None:
        """The subject of a verb, or else a name before the verb that the parser attached to it in another way."""
        verb = _verb_of_speaker(verb)
        if (grammatical := subject(verb)) is not None:
            return grammatical
        before = [t for t in verb.lefts if verb.tag_ != "VBG" and t.dep_ not in ("npadvmod", "advmod")]
        name = next((m for t in before if (m := self._mention_at(t)) and m.form == "name"), None)
        return verb.doc[name.last] if name else None

    def _is_passive(self) -> bool:
        """Whether the trigger is passive: "was called by X", or the participle in "a man called by X"."""
        verb = self.trigger
        if _with_relation(verb, "auxpass", "nsubjpass"):
            return True
        return verb.dep_ == "acl" and verb.tag_ == "VBN" and not _with_relation(verb, "aux") and not self._is_finite()

    def _is_finite(self) -> bool:
        """Whether what was parsed as a participle is the main verb: "X, Norway's foreign minister, called Y"."""
        verb, root = self.trigger, self.trigger.sent.root
        after_name = root.i < verb.i and root.tag_ == "NNP" and verb.head in (root, *root.children)
        return after_name and verb.nbor(-1).text == ","

    def _can_be_mutual(self) -> bool:
        """Whether a plural subject is enough: "the two met", "they spoke"; not "they spoke at a conference"."""
        if self.entry.together and not any(c.lower_ == "together" for c in self.trigger.children):
            return False
        if self.entry.mode == MEETING:  # "the two met at a conference"
            return self.entry.alone
        return self.entry.alone and not (self._is_said_alike() or self._has_audience())

    def _is_said_alike(self) -> bool:
        """Whether several speak, but not with each other: "they speak the same language", "will speak there"."""
        excluding = vocabulary.contacts().context.not_mutual
        has_object = not self.entry.topic and bool(_with_relation(self.trigger, "dobj"))
        return has_object or any(c.lower_ in excluding for c in self.trigger.children)

    def _has_audience(self) -> bool:
        """Whether the verb is said of a public occasion: "spoke at a conference"."""
        hearers = ("at", "to", *self.entry.with_)
        venues = [noun for link in self.trigger.children if link.lower_ in hearers for noun in link.children]
        return any(lemma(noun) in vocabulary.contacts().context.audiences for noun in venues)

    def _object_names(self, passive: bool) -> Names:
        """The other party as the object of the verb, or the subject of a passive: "X called Y", "Y was called"."""
        if self._names_its_noun():
            return ()
        done_to = subject(self.trigger) if passive else next(filter(self.resolver.referents, self._objects()), None)
        if not self.entry.object or self._is_naming():
            return ()
        return self._able_to_be_object(self.resolver.of(done_to), passive)

    def _able_to_be_object(self, names: Names, passive: bool) -> Names:
        """Those of the names that can be the other party as the object of the verb."""
        # "The vote, the Open Door Initiative, was called by the party", "presents the country with a task".
        if self.entry.gift or (self.entry.bare and passive):
            return self.resolver.persons(names)
        if self.entry.guest:  # "received an award", "hosted the club"
            return tuple(name for name in names if self.resolver.kind(name) != ORGANISATION)
        return tuple(filter(self.resolver.is_surely_person, names)) if self.entry.place or self.entry.wished else names

    def _names_its_noun(self) -> bool:
        """Whether a participle only gives a noun its name: "a movement called the New Left"; not "called by X"."""
        verb = self.trigger
        if not self.entry.bare or verb.tag_ not in PAST_FORMS or _with_relation(verb, "agent", "aux", *SUBJECTS):
            return False
        noun = verb.nbor(-1) if verb.i > verb.sent.start else verb
        return verb.dep_ == "acl" or (noun.tag_ in COMMON_NOUN_TAGS and noun.dep_ in ("dobj", "pobj", "attr"))

    def _objects(self) -> list[Token]:
        """The objects of the verb; in "shook his hand" also the possessor of the hand."""
        objects = _with_relation(self.trigger, *OBJECTS) or self._called_name() or self._name_after()
        objects = [noun for noun in objects if not _is_reflexive(noun)]
        return objects + [owner for o in objects if _means_owner(o) for owner in _with_relation(o, "poss")]

    def _name_after(self) -> list[Token]:
        """The name right after an active verb, which the parser takes for a time: "met Leeds chairman Jon Lind"."""
        if _with_relation(self.trigger, "auxpass", "nsubjpass"):
            return []
        next_to = [noun for noun in _with_relation(self.trigger, "npadvmod") if noun.left_edge.i == self.trigger.i + 1]
        return [noun for noun in next_to if noun.tag_ == "NNP" and self._mention_at(noun)]

    def _called_name(self) -> list[Token]:
        """The only name after "called", which the parser takes for an object predicate, as in "called him Bo"."""
        names = _with_relation(self.trigger, "oprd")
        is_active = not _with_relation(self.trigger, "auxpass", "nsubjpass")
        return names if len(names) == 1 and names[0].tag_ == "NNP" and is_active else []

    def _is_naming(self) -> bool:
        """Whether "call" gives a name or a judgement and is no call: "called him a killer"."""
        if not self.entry.bare:
            return False
        children = [c for c in self.trigger.children if c not in self._called_name()]
        has_predicate = any(c.dep_ in ("oprd", "ccomp", "acomp", "attr") for c in children)
        has_two_objects = sum(c.dep_ in OBJECTS for c in children) > 1
        objects = [child for child in children if child.dep_ in OBJECTS]
        return has_predicate or has_two_objects or any(_has_predicate_after(noun) for noun in objects)

    def _addressee_of_purpose(self) -> Names:
        """Whom one calls, if only a clause around or below says it: "phoned on Monday to congratulate her"."""
        verb = self.trigger
        if not self.entry.calls or (not self.entry.idiom and _with_relation(verb, *OBJECTS, "oprd", "prt")):
            return ()
        if _is_relative_of_addressee(verb):  # "he told Jon Lind, who rang on Monday": Lind rang him
            return self.resolver.persons(self.resolver.of(subject(verb.head.head)))
        addressing = vocabulary.contacts().idioms.addressing
        addressed = [o for aim in _aims(verb)[:1] if lemma(aim) in addressing for o in _with_relation(aim, *OBJECTS)]
        return self.resolver.persons(self.resolver.of_all(addressed))

    # Phrases with prepositions

    def _with(self, token: Token, prepositions: Sequence[str]) -> Names:
        """The names after these prepositions, also if another phrase comes between ("spoke by phone with X")."""
        names: Names = ()
        for link in _links_below(token):
            for noun in link.children:
                names += self._names_in_phrase(link, noun, prepositions)
            if link.tag_ == "RP" and link.lower_ in prepositions:  # "called on PM Lind", parsed like "put on a hat"
                names += self.resolver.of_all(o for o in _with_relation(token, "dobj") if o.left_edge.i == link.i + 1)
        if "to" in prepositions:
            names += self.resolver.of_all(_named_after_title(token))
        for noun in _with_relation(token, "dobj"):
            if not self.resolver.referents(noun):
                names += self._with(noun, [word for word in prepositions if word != "to"])
        return _without_repeats(names)

    def _names_in_phrase(self, link: Token, noun: Token, prepositions: Sequence[str]) -> Names:
        """The names in the phrase of a preposition (`link`) and one of its dependents (`noun`)."""
        if link.lower_ in prepositions and noun.dep_ == "pobj":
            return self.resolver.of(noun)
        if link.lower_ in prepositions and noun.lower_ == "visiting":  # "with visiting President X", parsed as a verb
            return self.resolver.of_all(_with_relation(noun, "dobj"))
        words = vocabulary.contacts().participants
        if entry_of(noun) and (link.lower_ in words.other_contact or self.entry.topic):
            return ()  # "spoke about it during the talks with them"
        if lemma(noun) in vocabulary.contacts().context.press_aims:
            return ()  # "discussed it during an interview with him"
        if noun.dep_ == "pobj":
            return self._names_below(noun, prepositions)
        if noun.dep_ == "prep" and noun.lower_ in prepositions and _precedes_preposition(link):
            return self.resolver.of_all(noun.children)
        return ()

    def _names_below(self, noun: Token, prepositions: Sequence[str]) -> Names:
        """The names in phrases attached to a noun that itself names nobody: "phone" in "spoke by phone with X"."""
        is_relation = lemma(noun) in vocabulary.contacts().participants.relations
        names_nobody = not self.resolver.referents(noun) and not is_verb(noun) and not is_relation
        names_nobody = names_nobody or prepositions == BETWEEN  # "talks at Acas between X and Y"
        return self._with(noun, prepositions) if names_nobody and "of" not in prepositions else ()

    # Triggers that are nouns

    def _roles_of_noun(self) -> Roles:
        """The roles around a noun: "talks between X and Y", "X's meeting with Y", "X held a meeting with Y"."""
        noun = self.trigger
        if among := self._with(noun, BETWEEN):
            return Roles(among)
        if self.is_of_others():
            return Roles()
        hosts = self._leading_hosts(noun)
        roles = self._with_governors(*self._sides_in_phrase(noun, bool(hosts)))
        if not roles.right:
            roles = self._in_which(noun) or roles
        writes = self._is_written()
        if writes and not roles.right:  # "checked their email"
            return Roles(roles.left if len(roles.left) == 1 else ())
        left, right = (roles.left, roles.right + hosts) if roles.left or roles.right else (hosts, ())
        return Roles(left, right, left[0] if writes and left else roles.initiator, hosts)

    def _sides_in_phrase(self, noun: Token, is_led: bool) -> tuple[Names, Names]:
        """Both sides as far as a noun's own phrase names them: "X's meeting with Y", "a letter to X signed by Y".

        Args:
            noun: the trigger.
            is_led: whether the phrase says who leads the meeting; these take part as hosts.
        """
        right = self._with(noun, ["with", "to"] if self.entry.sent or self.entry.journey else ["with"])
        right = tuple(filter(self.resolver.is_surely_person, right)) if self.entry.journey else right
        left, right = self._with_possessors(noun, right)
        left = left or self._on_letterhead(noun)
        right += self._names_in_compound(noun, is_led) + self._others_in_clauses(noun)
        left += self.resolver.of_all(_agents_in_clauses(noun, is_led, self.entry.sent))
        if not right and not self.entry.sent:
            right = self._hosts_at_home(noun)
        return _without_repeats(left), _without_repeats(right)

    def _with_possessors(self, noun: Token, right: Names) -> tuple[Names, Names]:
        """Add to the sides the possessor and who is named by "by", "from" and "of".

        The possessor of what comes from somebody else has received it: "took her first call from X".
        """
        possessors = self.resolver.of_all(_with_relation(noun, "poss"))
        if self.entry.sent and not right and (senders := self._with(noun, ["from"])):
            return senders + self._owners(noun), possessors
        senders = self._with(noun, ["by", "from"] if self.entry.sent or self.entry.journey else ["by"])
        return possessors + senders + self._owners(noun), right

    def _is_written(self) -> bool:
        """Whether one party writes to the other: "his letter to her"; not if they "exchanged letters"."""
        return self.entry.sent and self.entry.mode != PHONE and lemma(self.trigger.head) != "exchange"

    def _others_in_clauses(self, noun: Token) -> Names:
        """The other party in a clause of the noun: "the talks X had with Y", "a letter sent by X to Y"."""
        prepositions = ["with", "to"] if self.entry.sent else ["with"]
        clauses = [clause for clause in _clauses_of(noun) if lemma(clause) in support() or self._addresses(clause)]
        others = tuple(name for clause in clauses for name in self._with(clause, prepositions))
        others += self.resolver.of_all(noun for clause in clauses for noun in self._sent_to(clause))
        return _without_repeats(others or self._asked_in(noun))

    def _sent_to(self, clause: Token) -> list[Token]:
        """Whom a clause says something was sent, without a preposition: "a letter he sent her"."""
        sends = self.entry.sent and lemma(clause) in vocabulary.contacts().participants.sending
        return list(filter(_is_name, _with_relation(clause, *OBJECTS))) if sends else []

    def _asked_in(self, noun: Token) -> Names:
        """Whom a letter asks or tells something: "a letter urging X to resign"."""
        if not self.entry.sent:
            return ()
        addressing = vocabulary.contacts().idioms.addressing
        asking = [
            clause for clause in _with_relation(noun, "acl") if clause.tag_ == "VBG" and lemma(clause) in addressing
        ]
        return self.resolver.of_all(o for clause in asking for o in _with_relation(clause, *OBJECTS, "nsubj"))

    def _addresses(self, verb: Token) -> bool:
        """Whether a verb says to whom something goes: "a letter addressed to her"."""
        return self.entry.sent and lemma(verb) in vocabulary.contacts().participants.addressed

    def _names_in_compound(self, noun: Token, is_led: bool) -> Names:
        """The person named before the noun: "the Putin meeting"."""
        modifiers = [c for c in _with_relation(noun, "compound", "nmod", "amod") if not (is_led and _is_leading(c))]
        return tuple(filter(self.resolver.is_surely_person, self.resolver.of_all(modifiers)))

    def _leading_hosts(self, noun: Token) -> Names:
        """Who hosts, chairs or leads a meeting, also after a place: "at a summit in Cork hosted by X"."""
        links = _with_relation(noun, "prep")
        places = [place for link in links for place in link.children if place.tag_ == "NNP"]
        clauses = [clause for head in (noun, *places) for clause in _with_relation(head, "acl")]
        leading = [clause for clause in clauses if clause.tag_ in PAST_FORMS and _is_leading(clause)]
        agents = self.resolver.of_all(agent for clause in leading for agent in _named_by(clause))
        return _without_repeats(self.resolver.persons(agents))

    def _in_which(self, noun: Token) -> Roles | None:
        """Who tells whom something in a relative clause: "a meeting in which X told Y to resign"."""
        for clause in _with_relation(noun, "relcl"):
            places = [c for link in _with_relation(clause, "prep") for c in link.children if c.lower_ == "which"]
            if places or any(c.lower_ == "where" for c in clause.children):
                roles = Roles(self.resolver.of(subject(clause)), self._addressees(clause))
                if roles.left and roles.right and not set(roles.left) & set(roles.right):
                    return roles
        return None

    def _on_letterhead(self, noun: Token) -> Names:
        """Who writes on paper of their own: "a letter on the letterhead of X"."""
        if not self.entry.sent or self.entry.mode != LETTER:
            return ()
        words = vocabulary.contacts().participants.letterheads
        heads = [t for t in noun.sent if t.lower_ in words]
        owners = [c for head in heads for c in _with_relation(head, "poss", "compound")]
        return self.resolver.of_all(owners) + tuple(name for head in heads for name in self._with(head, ["of"]))

    def _hosts_at_home(self, noun: Token) -> Names:
        """Who lives or works where others come: "talks at X's residence", "a visit to X's home", "came to X's flat"."""
        at_door = ("to", "at", "on", "by") if self.entry.to else ("at", "in")
        prepositions = ("to",) if self.entry.journey else at_door
        links = [link for link in noun.rights if link.lower_ in prepositions]
        places = [place for link in links for place in link.children]
        homes = [place for place in places if _means_owner(place) and place.tag_ in ("NN", "JJ")]
        owners = [o for place in homes for o in (*_with_relation(place, "poss"), *_nouns_after(place, "of"))]
        return self.resolver.persons(self.resolver.of_all(owners))

    def _owners(self, noun: Token) -> Names:
        """The names after "of"; none if a body only meets in session: "a meeting of the Security Council"."""
        names = self._with(noun, ["of"])
        if self.entry.mode != MEETING or not names or self.resolver.kind(names[0]) != ORGANISATION:
            return names
        is_sure = any(self.resolver.kind(name) == STATE or self.resolver.is_surely_person(name) for name in names)
        return names if is_sure else ()

    def _agent_misread(self) -> Names:
        """The subject of a verb above that the parser has taken for an adjective."""
        return self._before_misread_verb(self.trigger) or self._before_misread_verb(self.trigger.head.head)

    def _before_misread_verb(self, noun: Token) -> Names:
        """The subject of "X held talks" if the parser has taken "held" for an adjective."""
        verbs = [c for c in noun.lefts if c.dep_ == "amod" and c.tag_ in PAST_FORMS and lemma(c) in support()]
        name = self._mention_at(verbs[0].nbor(-1)) if verbs and verbs[0].i else None
        if name is None or name.form != "name":
            return ()
        head = noun.doc[name.head]
        return self.resolver.of(head.head if head.dep_ == "conj" else head)

    # The governors of a noun

    def _with_governors(self, left: Names, right: Names) -> Roles:
        """Add to the sides of a noun what its governors say: the subject of "held", "with" in "held talks with X"."""
        left = left or self._agent_misread()
        means = ""  # "demanded answers in a letter": the parser joins the letter to the answers
        for head, _, relation in governors(self.trigger):
            if is_verb(head):
                return self._with_verb(head, means or relation, left, right)
            if means := self._means(means, relation, head):
                continue
            if lemma(head) in vocabulary.contacts().support.apart:
                break
            if _is_part_of_contact(head, relation):
                right = right or self._with(head, ["with"])
                if among := self._with(head, BETWEEN):
                    return Roles(among)
            elif not _can_stand_between(head, relation):
                break
            left = left or self.resolver.of_all(_with_relation(head, "poss"))
        return Roles(left, right)

    def _means(self, means: str, relation: str, head: Token) -> str:
        """The relation of a contact to the verb further up, if a word between may belong to it: "in", "via", "after".

        The parser may join a letter to what it says, and talks to somebody who takes part: "told him in talks".

        Args:
            means: the result for the link below; empty for the contact's own.
            relation: the link.
            head: the word above.
        """
        preposition = relation.removeprefix("prep ")
        if preposition in vocabulary.contacts().participants.temporal:
            return relation
        if means.removeprefix("prep ") in vocabulary.contacts().participants.temporal:
            return means
        if means:
            return means if relation in (*OBJECTS, "prep of", "prep from", "prep about", "prep to") else ""
        can_be_means = self.entry.sent or any(map(self._is_person, self.resolver.referents(head)))
        is_means = can_be_means and preposition in vocabulary.contacts().participants.means
        is_scene = _is_topic_told(head) and preposition in vocabulary.contacts().status.circumstance
        return relation if is_means or is_scene else ""

    def _offerer(self, verb: Token) -> Names:
        """Who made the offer: "accepted an offer from X to hold a summit"."""
        offer = verb.head
        return self._with(offer, ["from"]) if verb.dep_ == "acl" and not is_verb(offer) and operator(offer) else ()

    def _with_verb(self, verb: Token, relation: str, left: Names, right: Names) -> Roles:
        """Add to the sides of a noun what the verb that governs it says, by the noun's relation to it."""
        right = right or self._offerer(verb)
        if relation == "prep to" and (roles := self._as_goal(verb, left, right)):
            return roles
        if roles := self._as_predicate(verb, relation, left, right):
            return roles
        if relation in ("dobj", "attr", "xcomp") and self._carries_noun(verb):
            return self._as_object(verb, left, right)
        if relation in SUBJECTS:
            return self._as_subject(verb, left, right)
        if relation == "dobj" and lemma(verb) in vocabulary.contacts().participants.following:
            return Roles(*_sides_around(left, right, self._doers(verb)))
        if relation.startswith("prep") and self._shares_participants(verb, relation.removeprefix("prep ")):
            return self._as_adjunct(verb, left, self._with_told(verb, relation, left, right))
        return Roles(left, right)

    def _with_told(self, verb: Token, relation: str, left: Names, right: Names) -> Names:
        """The others at a meeting, after whoever is told something there: "told her at a meeting with investors"."""
        words = vocabulary.contacts()
        is_within = relation.removeprefix("prep ") in words.status.circumstance
        if left or not is_within or lemma(verb) not in words.participants.telling:
            return right
        told = self.resolver.persons(self.resolver.of_all(_with_relation(verb, *OBJECTS)))
        return _without_repeats((*told, *self.resolver.persons(right))) if told else right

    def _carries_noun(self, verb: Token) -> bool:
        """Whether the subject of a verb takes part in the contact that is its object: "ignored a letter"."""
        receives = self.entry.sent and lemma(verb) in vocabulary.contacts().participants.receiving
        return receives or lemma(verb) in support() or operator(verb) is not None

    def _as_goal(self, verb: Token, left: Names, right: Names) -> Roles | None:
        """Sides of a noun after "to": "replied to her letter", "accompanied him to talks with her"."""
        words = vocabulary.contacts().participants
        if self.entry.sent and lemma(verb) in words.replying:
            return Roles(left, right or self.resolver.of(self._agent(verb)), next(iter(left), None))
        if lemma(verb) in words.summoning or (self.entry.meal and lemma(verb) in words.escorting):
            return self._as_summons(verb, left, right)
        if lemma(verb) in words.escorting:
            return Roles(left or self.resolver.of_all(_with_relation(verb, "dobj")), right)
        return None

    def _as_summons(self, verb: Token, left: Names, right: Names) -> Roles:
        """Sides of what one asks or takes another to: "summoned her to a meeting", "was called to talks with him"."""
        asked = self.resolver.of_all(_with_relation(verb, "dobj", "nsubjpass"))
        if left:  # "was called to a meeting by him"
            return Roles(left, right or asked)
        by = _agent_told_by(verb) if _with_relation(verb, "nsubjpass") else self._agent(verb)
        return Roles(asked, right or self.resolver.of(by))

    def _as_predicate(self, verb: Token, relation: str, left: Names, right: Names) -> Roles | None:
        """Sides of a noun that belongs to a predicate: "came as her guest", "is due in talks with her"."""
        if lemma(verb) == "be" and relation in ("acomp", "advmod"):
            return Roles(left or self.resolver.of(self._agent(verb)), right)
        if self.entry.sent and relation == "prep with" and is_shower(verb):
            right = right or self.resolver.of_all(_with_relation(verb, "dobj", "nsubjpass"))
            by = _passive_agent(verb) if _with_relation(verb, "nsubjpass") else self._agent(verb)
            return Roles(left or self.resolver.of(by), right)
        is_guest = relation in ("attr", "prep as") and self.entry.guest
        return Roles(left, self.resolver.of(self._agent(verb))) if is_guest else None

    def _body_that_says(self, verb: Token) -> Names:
        """The body that reports its own talks: "the union said talks with the company had failed".

        Whoever denies or admits a contact speaks of their own: "he denied that a meeting with her took place".
        """
        says = verb.dep_ == "ccomp" and lemma(verb.head) in vocabulary.reporting().saying
        speaker = subject(verb.head) if says else None
        if (
            speaker is None
            or speaker.tag_ == "PRP"
            or speaker.lower_ in vocabulary.contacts().elsewhere.titles_of_papers
        ):
            return ()
        names = self.resolver.of(speaker)
        is_own = lemma(verb.head) in vocabulary.contacts().participants.admitting
        return tuple(name for name in names if is_own or self.resolver.kind(name) in (ORGANISATION, STATE))[:1]

    def _shares_participants(self, verb: Token, preposition: str) -> bool:
        """Whether the subject of a verb takes part in a contact after a preposition: "told her in a phone call"."""
        if negation(verb) and entry_of(verb):
            return False  # "will not meet him during a visit"
        words = vocabulary.contacts().participants
        leaves = preposition in ("from", "out") and lemma(verb) in words.departing
        return leaves or preposition in words.adjunct or operator(verb) is not None

    def _as_subject(self, verb: Token, left: Names, right: Names) -> Roles:
        """Sides of a noun that is the subject of a verb: "talks were held by X with Y", "talks began between them"."""
        agents = self._held_by(verb)
        goes_to = self.entry.sent and (lemma(verb) in support() or self._addresses(verb))
        right = right or self._with(verb, ["with", "to"] if goes_to else ["with"])
        if not (left and right) and (among := self._with(verb, BETWEEN)):
            return Roles(among)
        return Roles(*self._with_affected(verb, left or agents or self._body_that_says(verb), right))

    def _held_by(self, verb: Token) -> Names:
        """The agents of a passive: "talks were held by X and Y"; not of "the meeting was attended by X, Y and Z"."""
        names = self.resolver.of_all(_named_by(verb))
        is_audience = len(names) > 2 and lemma(verb) in vocabulary.contacts().support.attending
        return () if is_audience else names

    def _with_affected(self, verb: Token, left: Names, right: Names) -> tuple[Names, Names]:
        """Both sides, with whom the contact moved to something: "a call from her persuaded him"."""
        is_moving = not self.entry.journey and lemma(verb) in vocabulary.contacts().idioms.addressing
        if (left and right) or not is_moving:  # "his visit reminds her of another"
            return left, right
        return _sides_around(left, right, self.resolver.persons(self.resolver.of_all(_with_relation(verb, *OBJECTS))))

    def _as_object(self, verb: Token, left: Names, right: Names) -> Roles:
        """Sides of a noun that is the object of a verb: "held talks with him", "sent her a letter"."""
        if self.entry.sent:
            return Roles(left, right) if _is_remark(verb, bool(left)) else self._as_sent_object(verb, left, right)
        right = right or self._with(verb, ["with"])
        agents = self._agents_for(verb, left)
        if among := self._among(verb, left, right):
            return Roles(among)
        recipients = self.resolver.of_all(_with_relation(verb, "dative"))
        recipients = recipients or (self._honoured(verb) if self.entry.meal and _is_leading(verb) else ())
        recipients = recipients or self.resolver.persons(self.resolver.of_all(_told_by_use(verb)))
        return Roles(*_sides_around(left, right or recipients, agents))

    def _among(self, verb: Token, left: Names, right: Names) -> Names:
        """The participants after "between", if neither side is named elsewhere: "held talks between X and Y"."""
        return () if right or left else self._with(verb, BETWEEN)

    def _honoured(self, verb: Token) -> Names:
        """For whom a meal is: "hosted a dinner for her", "hosts a banquet in her honour", "in honour of her"."""
        links = [link for head in (verb, self.trigger) for link in _with_relation(head, "prep") if link.lower_ == "in"]
        honours = [noun for link in links for noun in link.children if noun.lower_ in ("honour", "honor")]
        owners = [owner for noun in honours for owner in (*_with_relation(noun, "poss"), *_nouns_after(noun, "of"))]
        return self._with(verb, ["for"]) or self.resolver.of_all(owners)

    def _agents_for(self, verb: Token, left: Names) -> Names:
        """The subject of a verb as a party; not who is against the contact of others: "blocked his visit"."""
        opposes = left and lemma(verb) in vocabulary.contacts().participants.opposing
        return () if opposes else self.resolver.of(self._agent(verb))

    def _as_sent_object(self, verb: Token, left: Names, right: Names) -> Roles:
        """Sides of what one sends another: "sent her a letter", "received a letter from her"."""
        words = vocabulary.contacts().participants
        if _with_relation(verb, "nsubjpass"):  # "was sent a letter by her"
            return Roles(left or self.resolver.of(_passive_agent(verb)), right or self.resolver.of(subject(verb)))
        right = right or self._with(verb, ("with", "to", *words.goals_of_sending.get(lemma(verb), ())))
        agents = self.resolver.of(self._agent(verb))
        left = left or self._with(verb, ["from"])
        if left and lemma(verb) in words.receiving:
            return Roles(left, right or agents, left[0])
        if among := self._among(verb, left, right):
            return Roles(among)
        sender = agents[0] if agents and lemma(verb) in words.sending else None
        recipients = right or self.resolver.of_all(_recipients(verb, self.trigger))
        return Roles(*_sides_around(left, recipients, agents), sender)

    def _as_adjunct(self, verb: Token, left: Names, right: Names) -> Roles:
        """Sides of a noun after a preposition: "flew in for talks with him", "told her in a phone call"."""
        if self._is_told(verb):
            return self._as_adjunct_of_passive(verb, left, right)
        agents = self._doers(verb)
        if not right and (senders := self._senders(verb, left)):
            return Roles(senders, self._other_side(senders, agents))
        agents = tuple(name for name in agents if name not in right)
        if left or self._is_to_state(agents, right):
            return Roles(left, right)
        right = right or self._addressees(verb, agents)
        idioms = vocabulary.contacts().idioms
        can_be_mutual = lemma(self.trigger) not in idioms.phone_nouns or lemma(verb) in idioms.mutual
        return Roles(agents, right) if right or can_be_mutual else Roles()

    def _is_to_state(self, agents: Names, right: Names) -> bool:
        """Whether only states are on the other side of people: "said on a visit to Norway"."""
        return {self.resolver.kind(name) for name in right} == {STATE} and bool(self.resolver.persons(agents))

    def _senders(self, verb: Token, left: Names) -> Names:
        """From whom the subject of a verb hears something: "in a letter from her", "learned by text from her"."""
        if not self.entry.sent or lemma(verb) in vocabulary.contacts().participants.demanding:
            return ()
        return self._with(self.trigger, ["from"]) or (() if left else self._with(verb, ["from"]))

    def _doers(self, verb: Token) -> Names:
        """The subject of a verb; before "followed" and "came after" also whose deed or words the subject is."""
        agent = self._agent(verb)
        names = self.resolver.of(agent)
        if names or agent is None or lemma(verb) not in vocabulary.contacts().participants.following:
            return names
        return self.resolver.of_all(_with_relation(agent, "poss"))

    def _is_told(self, verb: Token) -> bool:
        """Whether the subject of a passive receives a message or question: "was asked by him at a meeting"."""
        return bool(_with_relation(verb, "nsubjpass")) and (self.entry.sent or _is_telling(verb))

    def _told_in_passive(self, verb: Token) -> Names:
        """The subject of a passive; whom something is put to in a letter: "the offer was put to her in a letter"."""
        told = self.resolver.of(subject(verb))
        return told or (self._with(verb, ["to"]) if self.entry.sent else ())

    def _as_adjunct_of_passive(self, verb: Token, left: Names, right: Names) -> Roles:
        """Sides of a contact in which the subject is addressed: "was asked in a letter from him"."""
        told, agent = self._told_in_passive(verb), self.resolver.of(_passive_agent(verb))
        if not self.entry.sent and not right:
            left = tuple(name for name in left if name not in told)  # "was told by him at a meeting that she was out"
        sender = left or agent or (() if self.entry.sent else told)
        if right or not sender:
            return Roles(sender, right)
        return Roles(sender, tuple(name for name in told if name not in sender))

    def _prepositions_of_addressee(self, verb: Token) -> tuple[str, ...]:
        """The prepositions before an addressee: "said to her", "demanded answers from her"."""
        if is_journey(verb) or _is_receiving(verb):
            return ()
        demands = self.entry.sent and lemma(verb) in vocabulary.contacts().participants.demanding
        return ("from",) if demands else ("with", "to")

    def _addressees(self, verb: Token, speakers: Names = ()) -> Names:
        """Whom the verb is addressed to: "told her", "spoke to her"; of a journey, only persons.

        Nobody if the journey has a goal, "on a visit to Oslo he attacked her", if somebody else takes part, "praised
        her in a call with reporters", or if the verb is about somebody, "in the call he described her as weak".

        Args:
            verb: the verb above the trigger.
            speakers: its subject; if it addresses nobody, the counterpart of the only speaker is meant.
        """
        to = "to" if self.entry.journey or self.entry.mode == LETTER else "with"
        if _nouns_after(self.trigger, to) or lemma(verb) in vocabulary.contacts().participants.describing:
            return ()
        names = self.resolver.of_all(_with_relation(verb, *OBJECTS))
        names += self._with(verb, self._prepositions_of_addressee(verb))
        names = self.resolver.persons(names) if self.entry.journey or is_journey(verb) else names
        return names or self._counterpart(speakers)


def _is_heard(verb: Token) -> bool:
    """Whether somebody hears what the subject of a verb says: "came to hear them speak"."""
    is_bare = verb.tag_ in ("VB", "VBP", "VBG") and verb.dep_ in ("ccomp", "xcomp")
    return is_bare and lemma(verb.head) in vocabulary.contacts().context.hearing


def _is_room(mention: Mention | None) -> bool:
    """Whether a mention is of a room, which is no party: "in calls from the Oval Office"."""
    return mention is not None and mention.persons[0].lower() in vocabulary.contacts().location.rooms


def _can_be_meant(mention: Mention, is_plural: bool) -> bool:
    """Whether a pronoun can refer back to a mention: to a name or, in the plural, to two together."""
    return len(mention.persons) > 1 if is_plural else mention.form == "name"


def _is_official(journey: Token) -> bool:
    """Whether a journey is seldom private: "a visit to Norway"; not "a trip to Norway", "flew to Norway"."""
    return not is_verb(journey) and lemma(journey) in vocabulary.contacts().participants.official_journeys


def _verb_of_speaker(verb: Token) -> Token:
    """The verb of reporting that a participle belongs to, if the parser attached it to the words reported.

    For example "said" for "speaking" in "she said shops could open, speaking after a meeting".
    """
    above = verb.head
    is_last = verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.i > above.i and verb.nbor(-1).text == ","
    reports = above.dep_ == "ccomp" and lemma(above.head) in vocabulary.reporting().saying
    return above.head if is_last and reports and lemma(verb) in vocabulary.contacts().participants.speaking else verb


def _is_any(noun: Token) -> bool:
    """Whether a noun has an indefinite article: "the first visit by a Chinese minister" names nobody."""
    return any(c.lower_ in ("a", "an") and c.dep_ == "det" for c in noun.lefts)


def _is_definite_office(noun: Token) -> bool:
    """Whether a noun with "the" or a capital names an office that one person holds: "the prime minister"."""
    words = vocabulary.contacts().participants
    before = [t for t in noun.lefts if not t.is_punct]
    is_definite = noun.text[:1].isupper() or any(t.lower_ == "the" for t in before[:1])
    if not is_definite or noun.tag_ not in ("NN", "NNP") or _is_of_common_noun(noun):
        return False
    office = " ".join(t.lower_ for t in [*before, noun] if t.lower_ != "the")
    is_of_state = len(before) == 2 and lemma(noun) in words.offices_of_state and office in vocabulary.titles().offices
    return office in words.single_offices or is_of_state


def _is_of_common_noun(noun: Token) -> bool:
    """Whether a noun belongs to something without a name: "the queen of the hive", not "the mayor of Leeds"."""
    return not all(owner.text[:1].isupper() for owner in _nouns_after(noun, "of"))


def _is_relative(name: str) -> bool:
    """Whether a phrase means relatives of somebody with a name: "Tom Hall's parents", "family of Ann Lee"."""
    kin = vocabulary.contacts().participants.relatives
    owner, marked, relative = name.replace("’", "'").partition("'s ")
    if not marked:
        relative, _, owner = name.partition(" of ")
    return relative.lower() in kin and any(word[:1].isupper() for word in owner.split())


def _is_own_relative(noun: Token) -> bool:
    """Whether a noun means a relative of somebody mentioned: "his wife"."""
    kin = vocabulary.contacts().participants.relatives
    return noun.lower_ in kin and any(c.tag_ == "PRP$" for c in noun.lefts)


def _is_crowd(noun: Token) -> bool:
    """Whether a plural name means people in general: "Latinos", "two million Europeans".

    Not "the Palestinians" nor "House Democrats".
    """
    return noun.tag_ == "NNPS" and not any(c.lower_ == "the" or c.tag_ == "NNP" for c in noun.lefts)


def _means_owner(noun: Token) -> bool:
    """Whether an object's possessor is the other party: "shook his hand", "visited her home"."""
    return lemma(noun) in vocabulary.contacts().participants.owned


def _passive_agent(verb: Token) -> Token | None:
    """The agent of a passive: "X" in "was called by X", "was met on arrival by X"."""
    circumstances = [noun for link in _with_relation(verb, "prep") for noun in _with_relation(link, "pobj")]
    links = [*_with_relation(verb, "agent"), *(c for noun in circumstances for c in noun.rights if c.lower_ == "by")]
    agents = (noun for link in links for noun in _with_relation(link, "pobj"))
    return next((noun for noun in agents if entry_of(noun) is None), None)


def _agent_told_by(verb: Token) -> Token | None:
    """The agent of a passive or of the next one: "was summoned by X", "was summoned to a meeting and told by X"."""
    told = [c for c in _with_relation(verb, "conj") if lemma(c) in vocabulary.contacts().participants.telling]
    return next(filter(None, map(_passive_agent, (verb, *told))), None)


def _told_by_use(verb: Token) -> list[Token]:
    """Whom a contact is used to tell something: "used the meeting to tell her that he would go"."""
    aims = [aim for aim in _aims(verb) if _is_telling(aim)] if lemma(verb) == "use" else []
    return [noun for aim in aims for noun in _with_relation(aim, *OBJECTS)]


def _is_telling(verb: Token) -> bool:
    """Whether a verb says that somebody tells another something: "tell", "warn", "persuade"."""
    words = vocabulary.contacts()
    return lemma(verb) in words.participants.telling or lemma(verb) in words.idioms.addressing


def _is_topic_told(noun: Token) -> bool:
    """Whether a noun is the topic of a message to somebody: "informed her of the decision at a meeting"."""
    is_topic = noun.dep_ == "pobj" and noun.head.lower_ in ("of", "about")
    return is_topic and _is_telling(noun.head.head)


def _has_noun(preposition: Token) -> bool:
    return any(c.dep_ in ("pobj", "pcomp") for c in preposition.children)


def _is_reflexive(noun: Token) -> bool:
    """Whether the subject is its own object: "introduced herself to him", "presented herself as a reformer"."""
    return noun.lower_.endswith(("self", "selves"))


def _is_name(noun: Token) -> bool:
    """Whether a noun is a name or a pronoun other than a relative one."""
    return noun.tag_ in ("NNP", "NNPS", "PRP")


def _noun_of_gap(verb: Token) -> Token | None:
    """The noun that a relative clause without its object is about, or what it is said to be.

    For example "X" in "it was X that she rang", "X was the first she rang", "among those she rang was X".
    """
    own, noun = _with_relation(verb, *SUBJECTS), verb.head
    if (listed := _listed(verb)) is not None or not own or own[0].tag_ in ("WP", "WDT"):
        return listed
    if verb.dep_ == "ccomp":
        return _clefted(noun) if _with_relation(verb, "mark") else None
    if verb.dep_ != "relcl":
        return None
    return noun if _is_name(noun) else _equated(noun)


def _listed(verb: Token) -> Token | None:
    """Whom a sentence names as one of several: "among those she met was X", "among the guests greeted by her was X"."""
    above = [verb, verb.head, verb.head.head, verb.head.head.head]
    if not any(c.lower_ == "among" and c.i < verb.i for head in above for c in _with_relation(head, "prep")):
        return None
    around = [t for head in above for t in (head, *head.rights)]
    copula = next((t for t in around if lemma(t) == "be" and t.i > verb.i), None)
    return next(iter(_with_relation(copula, "nsubj", "attr")), None) if copula is not None else None


def _clefted(copula: Token) -> Token | None:
    """ "X" in "it was X that she rang"."""
    is_cleft = lemma(copula) == "be" and any(c.lower_ == "it" for c in _with_relation(copula, "nsubj"))
    return next(iter(_with_relation(copula, "attr")), None) if is_cleft else None


def _equated(noun: Token) -> Token | None:
    """The noun that a sentence equates with another one.

    For example "X" in "the man was X", "X was the man", "X, one of the men", "the men included X".
    """
    if noun.dep_ == "pobj" and noun.head.lower_ == "of":
        noun = noun.head.head
    if noun.dep_ == "appos":
        return noun.head
    if lemma(noun.head) == "include":
        return next(iter(_with_relation(noun.head, "dobj")), None) if noun.dep_ in SUBJECTS else None
    relation = "attr" if noun.dep_ in SUBJECTS else "nsubj"
    return next(iter(_with_relation(noun.head, relation)), None) if lemma(noun.head) == "be" else None


def _has_predicate_after(noun: Token) -> bool:
    """Whether what somebody is called follows without a comma: "called him a killer", "called her “a fool”"."""
    after = noun.nbor(1) if noun.i + 1 < noun.sent.end else None
    is_name = noun.tag_ == "PRP" and after is not None and after.tag_ == "NNP"
    if is_name or (after is not None and after.text in ("“", "‘", '"', "'", "''")):
        return True
    named = [a for a in _with_relation(noun, "appos") if not (a.tag_ == "NNP" and _is_somebodys(noun))]
    return any(not a.nbor(-1).is_punct and a.left_edge.nbor(-1).text != "," for a in named)


def _is_somebodys(noun: Token) -> bool:
    """ "His brother", "the club's lawyer"; not "their son", to whom one gives a name: "called their son Bo"."""
    owned = any(c.dep_ == "poss" for c in noun.lefts)
    return owned and lemma(noun) in vocabulary.titles().offices | vocabulary.contacts().participants.called_kin


def _is_relative_of_addressee(verb: Token) -> bool:
    """Whether a relative clause describes the addressee of an utterance: "he told Jon Lind, who rang on Monday"."""
    telling = vocabulary.contacts().participants.telling
    return verb.dep_ == "relcl" and verb.head.dep_ in OBJECTS and lemma(verb.head.head) in telling


def _aims(verb: Token) -> list[Token]:
    """The infinitives that say why something was done: "phoned to congratulate her", "rang at noon to thank her"."""
    in_phrases = [t for link in _with_relation(verb, "prep") for t in link.subtree]
    below = [child for head in (verb, *in_phrases) for child in _with_relation(head, "advcl", "xcomp", "acl")]
    return [child for child in below if child.tag_ == "VB" and child.i > verb.i]


def _later_nouns(verb: Token) -> list[Token]:
    """Nouns after a verb that the parser attaches as conjuncts, or as times ("npadvmod")."""
    nouns = _with_relation(verb, "conj", "dep", "npadvmod")
    return [noun for noun in nouns if noun.tag_ in ("NN", "NNP") and noun.i > verb.i]


def _are_of_different_states(person: Person, other: Person) -> bool:
    """Whether two people have different countries or, if one is not known, the same minister's office."""
    if person.country and other.country:
        return person.country != other.country
    office = office_in(person.role) or ""
    return office.endswith("minister") and office == office_in(other.role)


def _links_below(head: Token) -> list[Token]:
    """What links phrases to a head: both of "to X and to Y"."""
    links = list(filter(_links_phrase, head.children))
    return links + [joined for link in links for joined in _with_relation(link, "conj")]


def _precedes_preposition(word: Token) -> bool:
    """ "Together with him", "wrote back to him"; not "wrote it on the way back to him"."""
    is_on_way = word.lower_ == "back" and (not is_verb(word.head) or word.i > word.head.i + 1)
    return word.lower_ in vocabulary.contacts().participants.double_prepositions and not is_on_way


def _named_after_title(head: Token) -> list[Token]:
    """The name after "to" and a title that the parser takes for a verb: "spoke to manager Jon Lind"."""
    phrases = [c for c in head.rights if c.left_edge.tag_ == "TO" and c.left_edge.i < c.i]
    titled = [c for c in phrases if c.left_edge.nbor(1).lower_ in vocabulary.titles().offices]
    nouns = [noun for c in titled for noun in ([c] if c.tag_ == "NNP" else _with_relation(c, "dobj"))]
    return [noun for noun in nouns if noun.tag_ == "NNP"]


def _links_phrase(token: Token) -> bool:
    """Whether a token links a phrase to its head: a preposition, or an adverb with one ("together with")."""
    return token.dep_ in ("prep", "dative") or (token.dep_ == "advmod" and bool(_with_relation(token, "prep")))


def _recipients(verb: Token, sent: Token) -> list[Token]:
    """To whom something is sent: "her" in "sent her a letter", which the parser may take for a second object."""
    objects = [c for c in _with_relation(verb, "dobj") if c.i < sent.i and not c.is_ancestor(sent)]
    return _owners_of_device(verb) or _with_relation(verb, "dative") or objects


def _owners_of_device(verb: Token) -> list[Token]:
    """Whose phone a message goes to: "left a message on her phone", "sent it to her phone"; not "rang on her phone"."""
    leaves = lemma(verb) in vocabulary.contacts().participants.goals_of_sending
    ways = ("on", "to") if leaves else ("to",)
    nouns = [noun for link in _links_below(verb) if link.lower_ in ways for noun in link.children]
    devices = [noun for noun in nouns if lemma(noun) in vocabulary.contacts().idioms.devices]
    return [owner for noun in devices for owner in _with_relation(noun, "poss")]


def _is_remark(verb: Token, names_sender: bool) -> bool:
    """Whether a verb only says something of what others write: "liked her message", "showed him the letter"."""
    words = vocabulary.contacts().participants
    if lemma(verb) in words.showing:
        return not _with_relation(verb, "nsubjpass")
    return names_sender and lemma(verb) not in support() | words.receiving


def _is_receiving(verb: Token) -> bool:
    """ "Welcomed them to the palace for a dinner": after "to" stands the place."""
    entry = entry_of(verb)
    return entry is not None and entry.guest


def _is_plural_delegate(noun: Token) -> bool:
    """Whether a noun is a plural such as "ministers" or "envoys"."""
    return noun.tag_ == "NNS" and lemma(noun) in vocabulary.contacts().delegates.words


def _is_leading(verb: Token) -> bool:
    """Whether a verb says who leads a meeting: "hosted", "chaired"."""
    return lemma(verb) in vocabulary.contacts().support.leading


def _is_of_state(territory: str, homes: Collection[str | None]) -> bool:
    """Whether a code is of a territory, and nobody is known to be from another state than the territory's."""
    state = states_of_territories().get(territory)
    return state is not None and {*homes} <= {state, None}


def _agents_in_clauses(noun: Token, is_led: bool, is_sent: bool) -> list[Token]:
    """Who does what a clause says of the noun: "a call made by X", "the letter X sent".

    Not, if `is_led`, who leads, nor, if `is_sent`, who has seen what another has sent.
    """
    clauses = [clause for clause in _clauses_of(noun) if clause.tag_ in PAST_FORMS]
    if is_sent:
        sending = support() | vocabulary.contacts().participants.addressed
        clauses = [clause for clause in clauses if lemma(clause) in sending]
    if is_led:
        clauses = [clause for clause in clauses if not _is_leading(clause)]
    return [agent for clause in clauses for agent in _agents_of(clause)]


def _agents_of(verb: Token) -> list[Token]:
    """The subject, and whoever follows "by"."""
    return _with_relation(verb, "nsubj") + _named_by(verb)


def _clauses_of(noun: Token) -> list[Token]:
    """The clauses that describe a noun, also those joined by "and": "a letter signed by X and sent to Y"."""
    clauses = _with_relation(noun, "acl", "relcl")
    joined = [verb for clause in clauses for verb in _with_relation(clause, "conj") if verb.tag_ in PAST_FORMS]
    return clauses + [verb for verb in joined if not _with_relation(verb, "nsubj")]


def _can_stand_between(head: Token, relation: str) -> bool:
    """Whether the participants can be beyond a word above the trigger: "due in talks", "calm at the talks"."""
    if lemma(head) in support() | vocabulary.contacts().context.getting or operator(head):
        return True
    return head.dep_ == "acomp" and relation.removeprefix("prep ") in vocabulary.contacts().status.circumstance


def _is_part_of_contact(head: Token, relation: str) -> bool:
    """Whether a noun above the trigger is part of the same contact: "a round of talks", "plans of a meeting"."""
    return lemma(head) in vocabulary.contacts().support.passes or (relation == "prep of" and operator(head) is not None)


def _sides_around(left: Names, right: Names, agents: Names) -> tuple[Names, Names]:
    """Both sides, with the agents of the verb on the side that is still empty."""
    if right or not left:
        return left or agents, right
    return left, agents if agents != left else ()


def requester(resolver: PartyResolver, trigger: Token, names: Names) -> str | None:
    """The participant who asked for a contact.

    For example "at his request", "on the Italian side's initiative", "initiated by X".

    Args:
        resolver: for the trigger's paragraph.
        trigger: the word that expresses the contact.
        names: the participants.
    """
    for token in trigger.sent:
        for phrase in _requesters_beside(token, trigger):
            if name := _participant_meant(phrase, names, resolver):
                return name
    return None


def _requesters_beside(token: Token, trigger: Token) -> list[Token]:
    """The phrases that say who asked, if a token says that somebody did: "his" beside "request"."""
    words = vocabulary.contacts().initiative
    if token.tag_ == "NN" and lemma(token) in words.nouns and (token in trigger.ancestors or _is_reason(token)):
        links = [c for c in token.children if c.lower_ in ("of", "from", "by")]
        objects = [noun for link in links for noun in _with_relation(link, "pobj")]
        return _with_relation(token, "poss") + objects
    if token.tag_ == "VBN" and lemma(token) in words.verbs:
        return _named_by(token)
    return []


def _is_reason(noun: Token) -> bool:
    """Whether a noun is in a phrase such as "at his request", "on their initiative"."""
    return noun.dep_ == "pobj" and noun.head.lower_ in vocabulary.contacts().initiative.prepositions


def _participant_meant(phrase: Token, names: Names, resolver: PartyResolver) -> str | None:
    """The participant that a phrase means, by name or by country: "the Italian side", "Rome"."""
    if any(t.lower_ == "latter" for t in phrase.subtree):
        return names[-1] if names else None
    people, named = resolver.entities.people, resolver.of(phrase)
    person = people.get(named[0]) if named else None
    if person and (person.name in names or (person.kind == PERSON and not person.nameless)):
        return person.name
    return next(filter(None, (_participant_of(code, names, resolver.entities) for code in _countries_in(phrase))), None)


def _countries_in(phrase: Token) -> list[str]:
    """The codes of the countries that a phrase names: "the Italian side", "Rome"."""
    countries = [country_of((t.text,)) or country_of(tuple(proper_name(t).split())) for t in phrase.subtree]
    return [country[0] for country in countries if country]


def _participant_of(country: str, names: Names, entities: Entities) -> str | None:
    """The first participant of a country, or else the only one whose country is not known."""
    homes = {name: person.country for name in names if (person := entities.people.get(name))}
    at_home = [name for name, home in homes.items() if home == country]
    unknown = [name for name, home in homes.items() if home is None]
    if at_home:
        return at_home[0]
    return unknown[0] if len(unknown) == 1 else None
