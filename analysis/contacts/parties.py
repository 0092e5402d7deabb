"""Parties: who or what a phrase of an article refers to, as somebody who can take part in a contact."""

import itertools
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence

from spacy.tokens import Span, Token

from analysis import vocabulary
from analysis.contacts.attributes import proper_name
from analysis.contacts.triggers import is_journey
from analysis.language.spacy_model import Paragraph, lemma
from analysis.language.syntax import (
    COMMON_NOUN_TAGS,
    PROPER_NOUN_TAGS,
    SUBJECTS,
    first_conjunct,
    is_verb,
    nouns_after,
    subject,
    with_relation,
)
from analysis.people.coreference import Entities, Mention
from analysis.people.entities import Person, holds
from analysis.people.names import (
    GROUP,
    ORGANISATION,
    PERSON,
    PLURAL_NOUN_TAGS,
    STATE,
    country_of,
    given_names,
    is_adherent,
    is_title_of_place,
    states_of_territories,
)
from analysis.people.nominals import holder_after_body, is_in_list, nations

MAX_NAMES_PER_LIST = 100
MAX_TOKENS_TO_HOLDER = 14  # from the first word of an office to its holder's name
MAX_WORDS_OF_TITLE = 4  # from the "and" before a title to the name after it
MAX_TOKENS_TO_NAME = 6  # from a colon to the last word of the name after it
SERVING = ("to", "for")  # "aides to Ann Lee", "lawyers for Norchem"
Names = tuple[str, ...]


def kind_of(entities: Entities, name: str) -> str:
    """The kind of an entity; a name that the article does not mention is a state's ("the Norwegian side")."""
    return entities.people[name].kind if name in entities.people else STATE


def known(entities: Entities, names: Iterable[str]) -> list[Person]:
    """The entities of those names that the article mentions."""
    return [entities.people[name] for name in names if name in entities.people]


def is_press(name: str) -> bool:
    """Whether a name is that of a news medium or an assembly: "CNN Business", "The Daily Herald"."""
    words, elsewhere = name.lower().split(), vocabulary.contacts().elsewhere
    if words[-1] in vocabulary.titles().bodies - elsewhere.titles_of_papers - elsewhere.press:
        return False  # "Independent Police Complaints Commission"
    if is_adherent(words[-1].removesuffix("s")):
        return False  # "Senate Republicans"
    return (
        name.lower() in elsewhere.assemblies
        or _is_medium(name)
        or any(" ".join(words[:n]) in elsewhere.press for n in range(1, len(words)))
    )


def _is_medium(name: str) -> bool:
    """Whether a name as a whole is that of a news medium: "CBS News", "New York Post", but not "Sun Microsystems"."""
    words, elsewhere = name.lower().split(), vocabulary.contacts().elsewhere
    is_titled = len(words) > 1 and words[-1] in elsewhere.titles_of_papers
    return is_titled or " ".join(words) in elsewhere.media


def without_repeats(names: Iterable[str]) -> Names:
    """The names in their order, each once."""
    return tuple(dict.fromkeys(names))


class PartyResolver:
    """Resolves the phrases of a paragraph to the entities that they refer to.

    `resolved_heads` records every token that `of` resolved, with its names, in the order of the calls.

    Args:
        entities: the people and states of the article.
        paragraph: the paragraph of the tokens.
        people_only: leave organisations out, as with "speak to".
        one_of_many: let "we" and "us" in a quotation mean whoever speaks.
        follow: also look up a phrase such as "the officials" by the phrase that introduced them.
    """

    def __init__(
        self,
        entities: Entities,
        paragraph: Paragraph,
        people_only: bool = False,
        one_of_many: bool = False,
        follow: bool = True,
    ) -> None:
        self.entities, self.paragraph, self.people_only = entities, paragraph, people_only
        self._not_meant = frozenset() if one_of_many else vocabulary.nominals().pronouns.first_plural
        self.resolved_heads: list[tuple[Token, Names]] = []
        self._companion_heads: set[int] = set()
        self._follows_introductions = follow

    @property
    def companions(self) -> Names:
        """The resolved names of companions: Y in "X, along with Y"."""
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
        """The names of people among several names."""
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
        return next(hosts, None) or self._resident(place, country[0]) or self.state(country[0])

    def _resident(self, place: str, country: str) -> str | None:
        """The only person named in the article who has the office that a place is the seat of: "the White House"."""
        residences = vocabulary.contacts().location.residences.items()
        offices = [office for office, places in residences if place.lower() in places]
        at_home = [p for p in self._named_people() if p.country in (None, country)]
        holders = [p.name for p in at_home if any(holds(p, office) for office in offices)]
        return holders[0] if len(holders) == 1 else None

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
        is_left_out = token.lower_ in self._not_meant or token.text == "US"  # `_represented` reads it better
        return None if is_left_out else self.entities.at(self.paragraph, token)

    def _resolve(self, token: Token) -> tuple[Names, list[Token]]:
        """Resolve a single token; the conjuncts that are to be resolved next come with its names."""
        phrase = _antecedent(token)
        mention = self._mention_in(phrase)
        names, is_apposed = self._names_of(phrase, mention)
        if names:
            starts = [self.paragraph.doc[mention.first]] if mention and phrase is token else []
            self.resolved_heads += [(head, names) for head in (*starts, token)]
        listed = phrase if token.lower_ == "those" or token.tag_ == "NNS" else token
        if is_apposed:  # "the minister, Ann Lee, and Bo Ek": the apposed name brings its own conjuncts
            return names, with_relation(token, "conj") or _second_subjects(token)
        return names, self._conjuncts(listed, mention if phrase == listed else None) or _second_subjects(token)

    def _mention_in(self, token: Token) -> Mention | None:
        """The mention that a token belongs to, or else one that begins a longer name: "Oslo" of "Oslo University".

        Of "the Amicus union" it is "Amicus".
        """
        parts = with_relation(token, "compound") if token.tag_ == "NNP" else self._name_of_body(token)
        heads = (token, *parts) if token.tag_ == "NNP" else (*parts, token)
        return next(filter(None, map(self._mention_at, heads)), None)

    def _name_of_body(self, noun: Token) -> list[Token]:
        """The body named right before a noun for bodies: "Amicus" in "the Amicus union", not "the Lee organisation"."""
        if noun.tag_ != "NN" or lemma(noun) not in vocabulary.contacts().delegates.speakers.bodies:
            return []
        before = [part for part in with_relation(noun, "compound") if part.i == noun.i - 1 and part.tag_ == "NNP"]
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
            or self._introduced(mention)
        )
        return names, bool(apposed)

    def _introduced(self, mention: Mention | None) -> Names:
        """Whoever a noun means, from the phrase that introduced them: "the officials" after "White House officials".

        Not a pronoun, nor somebody's relative: "their son" may come along the next time.
        """
        if not self._follows_introductions or mention is None or mention.form != "title":
            return ()
        if not self.entities.people[mention.persons[0]].nameless:
            return ()
        paragraph, first = self.entities.introductions.get(mention.persons[0], (self.paragraph, mention))
        head = paragraph.doc[first.head]
        if first.start >= mention.start or _is_own_relative(head):
            return ()
        introducing = PartyResolver(self.entities, paragraph, self.people_only, follow=False)  # or it goes in circles
        return introducing._names_of(head, first)[0]

    def _is_known(self, noun: Token) -> bool:
        """Whether a phrase without a name says who is meant: an office that one person holds, or "his wife"."""
        return self._is_sole_office(noun) or self._is_relative_of_named(noun)

    def _is_sole_office(self, noun: Token) -> bool:
        """Whether a noun names an office that one person holds, and the article names no holder."""
        return _is_definite_office(noun) and not self._holders(lemma(noun), None)

    def _is_interviewer(self, noun: Token) -> bool:
        """Whether somebody is introduced as a journalist, to whom one gives interviews: "host Jay Lund", "CNN's Lund".

        A word within a longer name says nothing: "Royal Mail managers" are no journalists.
        """
        delegates = vocabulary.contacts().delegates
        if lemma(noun) in delegates.bodies or (noun.tag_ == "NNS" and lemma(noun) in delegates.speakers.words):
            return False  # "the editorial board of the Lunde Post", "CNN executives"
        words = [noun, *with_relation(noun, "compound", "nmod", "amod", "appos", "poss")]
        words += [part for word in words[1:] for part in with_relation(word, "compound", "nmod", "poss")]
        words += nouns_after(noun, "of", "from") if noun.tag_ == "NNP" else []
        leading = vocabulary.contacts().participants.offices
        return any(map(self._shows_press, words)) and not any(word.lower_ in leading for word in words)

    def _shows_press(self, word: Token) -> bool:
        """Whether a word of a phrase shows that it means a journalist: "reporter", "CNN", "CBS News"."""
        elsewhere, mention = vocabulary.contacts().elsewhere, self._mention_at(word)
        is_medium = mention is not None and mention.form == "name" and _is_medium(mention.persons[0])
        is_of_press = word.lower_ in elsewhere.journalists | elsewhere.media
        return is_medium or (is_of_press and not self._is_within_name(word))

    def _is_within_name(self, word: Token) -> bool:
        """Whether a word belongs to a name of several words, not counting its title."""
        mention = self._mention_at(word)
        name = mention.persons[0].lower().split() if mention and mention.form == "name" else []
        return len(name) > 1 and word.lower_ in name

    def _participants_in(self, token: Token, mention: Mention | None) -> list[str]:
        """The people and bodies of a mention that can be parties: no crowd, nobody unnamed after "a" ("an envoy")."""
        if mention is None:
            return []
        serves = self._serves_named(token)
        is_known = serves or self._is_known(token)
        participants = (name for name in mention.persons if self._can_take_part(name) or is_known)
        if _is_crowd(token):
            participants = (name for name in participants if self.kind(name) != GROUP)
        if _is_any(token) and not serves:
            participants = (name for name in participants if self._is_named(name))
        return list(participants)

    def _is_named(self, name: str) -> bool:
        """Whether an entity is no group and has a name, not just an office or description."""
        entity = self.entities.people[name]
        return not entity.nameless and entity.kind != GROUP

    def _serves_named(self, noun: Token) -> bool:
        """Whether a phrase says for whom somebody works: "a Norchem employee", "an aide to Ann Lee", "Lee's lawyer"."""
        if noun.tag_ != "NN" or lemma(noun) not in vocabulary.contacts().delegates.staff:
            return False
        if not with_relation(noun, "det", "poss"):
            return False  # "adviser to President Lee Jon Lind": Lind
        owners = with_relation(noun, "compound", "nmod", "poss") + nouns_after(noun, *SERVING, "of", "at", "from")
        mentions = [mention for owner in owners if (mention := self._mention_at(owner)) and mention.form == "name"]
        served = [mention.persons[0] for mention in mentions] or self._begun_by(noun)
        return any(self.kind(name) != STATE and not is_press(name) for name in served)

    def _is_relative_of_named(self, noun: Token) -> bool:
        """Whether a phrase means a relative of somebody with a name: "his wife"; not in "Tom Hall and his wife".

        Nor in "met his wife at school", which says how a couple began, or where a relative only comes along: "visited
        Oslo with his wife".
        """
        is_one = noun.tag_ == "NN" and _is_own_relative(noun)  # "hugged her children" is family life
        if not is_one or noun.dep_ == "conj" or with_relation(noun, "conj") or _comes_along(noun):
            return False
        if lemma(noun.head) == "meet" and lemma(noun) in vocabulary.nominals().pairs.spouses:
            return False
        owners = [mention for owner in with_relation(noun, "poss") if (mention := self._mention_at(owner))]
        return any(map(self._is_named_person, owners))

    def _begun_by(self, noun: Token) -> list[str]:
        """The bodies whose names begin with the words before a noun: "Lunde Park Bank" in "the Lunde Park lawyer"."""
        words = [t.text for t in noun.doc[noun.left_edge.i : noun.i] if t.tag_ == "NNP"]
        names = self.entities.people if len(words) > 1 else ()
        return [
            name for name in names if name.split()[: len(words)] == words and self.kind(name) in (GROUP, ORGANISATION)
        ]

    def _conjuncts(self, token: Token, mention: Mention | None) -> list[Token]:
        """What "and" joins to a name, also after an apposition ("X, the president, and Y")."""
        heads = [token, *self._heads_of(mention), *self._appositions(token, mention)]
        joined = [child for head in heads for child in with_relation(head, "conj") if child.i > token.i]
        joined += _after_same_preposition(token) + self._companions_of(token)
        if mention:
            joined += self._listed_after(token, mention)
            joined = joined or self._unattached_conjuncts(token, mention)
        return sorted(set(joined), key=lambda child: child.i)

    def _heads_of(self, mention: Mention | None) -> Span | tuple[()]:
        """The tokens of a mention."""
        return self.paragraph.doc[mention.first : mention.last + 1] if mention else ()

    def _appositions(self, token: Token, mention: Mention | None) -> list[Token]:
        """The appositions of a phrase: "the president" in "X, the president", "X" in "Leeds's head, X"."""
        name = token.doc[mention.head] if mention else token
        appositions = [child for child in with_relation(name, "appos") if _is_next_to(name, child)]
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
        joined = [c for place in with_relation(doc[link], "pobj") for c in with_relation(place, "conj")]
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
        if with_relation(token, "det") and not is_title_of_place(apposed.text.split()):
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
        doc, start = self.paragraph.doc, self._start_with_title(mention)
        end = self._end_with_apposition(mention) or self._end_with_country(mention)
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

    def _end_with_apposition(self, mention: Mention) -> int | None:
        """The index after a description in commas: after "the chair" in "X, the chair, and Y"."""
        name = self.paragraph.doc[mention.head]
        after = [child for child in with_relation(name, "appos") if child.left_edge.i == mention.last + 2]
        return after[0].right_edge.i + 1 if after else None

    def _end_with_country(self, mention: Mention) -> int:
        """The index after a mention and the country that may follow: after "X of Sweden" in "X of Sweden and Y"."""
        doc, end = self.paragraph.doc, mention.last + 1
        if doc[end : end + 1].text != "of":
            return end
        ends = range(end + 4, end + 1, -1)
        return next((k for k in ends if country_of(tuple(t.text for t in doc[end + 1 : k]))), end)

    def _apposed(self, token: Token) -> Names:
        """The people named after a comma: "the head of the government, General Than Shwe"."""
        return self.of(self._apposed_name(token))

    def _apposed_name(self, token: Token) -> Token | None:
        """The token of the name in apposition to a common noun or to a phrase within its own.

        In "the grave of Bo Ek, the father of the state" the apposition is no name, and in "a picture of Ann Lee and
        her husband, Bo Ek" it belongs to another noun.
        """
        is_partitive = token.lower_ in vocabulary.nominals().pronouns.partitive  # "one of her aides, Bo Ek"
        if token.tag_ not in COMMON_NOUN_TAGS and not is_partitive:
            return None
        within = _appositions_within(token)
        if lemma(token) in vocabulary.frames().nouns:  # "a letter from a friend, Bo Ek" is not Ek
            candidates = [t for t in within if t.head == token]
        else:
            candidates = [*within, *_unattached_apposition(token)]
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
        return self.of_all(name for phrase in phrases for name in with_relation(phrase, "pobj"))

    def _included(self, token: Token) -> Names:
        """The members of a group that are named: "senators including X", "Greens, among them X", "groups such as X"."""
        if token.tag_ not in PLURAL_NOUN_TAGS:
            return ()
        such_as = any(c.lower_ == "such" for link in with_relation(token, "prep") for c in link.children)
        members = nouns_after(token, "including", *(["as"] if such_as else []))
        return self.of_all(members) or self._among_them(token)

    def _among_them(self, group: Token) -> Names:
        """The people named after a group and "among them"."""
        end = group.right_edge.i + 1
        if [t.lower_ for t in group.doc[end : end + 3]] != [",", "among", "them"]:
            return ()
        head = group.doc[end + 1].head
        return self.of(head) if head.i > end + 2 and not is_verb(head) else ()

    def _office_holder(self, token: Token, named: Names) -> Names:
        """The holder of an office whose name is far from its head: "Minister of State for Europe X"."""
        if token.tag_ not in PROPER_NOUN_TAGS or (named and self.kind(named[0]) == PERSON):
            return ()
        has_office = False
        for follower in _title_from(token):
            mention = self._mention_at(follower)
            if has_office and mention and mention.head == follower.i and self.kind(mention.persons[0]) == PERSON:
                return tuple(name for name in mention.persons if self._can_take_part(name))
            has_office = has_office or follower.lower_ in vocabulary.titles().offices
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
        has_name = _has_name_within(person.name)
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
            is_opposed = name.lower().split()[-1] in vocabulary.contacts().delegates.opposed
            return name if is_opposed else self.state(entity.country)
        holders = self._holders((entity.role or name).lower().split()[-1], entity.country)
        return holders[0] if len(holders) == 1 else name

    def _holders(self, office: str, country: str | None) -> list[str]:
        """The named people who hold an office, in a country if it is known; none if the office says too little."""
        if not country and office not in vocabulary.contacts().participants.offices:
            return []
        at_home = [p for p in self._named_people() if country in (None, p.country)]
        return [p.name for p in at_home if office in (p.role or "").lower().split() and holds(p, office)]

    def _named_people(self) -> list[Person]:
        """The people in the article whose names are known, and not only their offices."""
        return [p for p in self.entities.people.values() if p.kind == PERSON and not p.nameless]

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
        if not is_plural_delegate(token):
            return ()
        owners = with_relation(token, "poss")
        owners += nouns_after(token, "of")
        mentions = [mention for owner in owners if (mention := self._mention_at(owner))]
        pairs = [mention.persons for mention in mentions if len(mention.persons) > 1]
        return next((pair for pair in pairs if not self.persons(pair)), ())

    def _bodies_of(self, token: Token) -> Names:
        """The bodies of delegates: "executives from Marriott", "White House officials", "its lawyers"."""
        if not _is_delegate(token):
            return self._named_group(token)
        owners = with_relation(token, "compound", "nmod", "poss") + _owners_after(token)
        words = vocabulary.contacts().delegates
        is_of_medium = lemma(token) in words.speakers.words | words.bodies
        lists = [(owner, *owner.conjuncts) for owner in owners]
        bodies = without_repeats(name for members in lists for name in self._bodies_among(members, is_of_medium))
        members = list(itertools.chain.from_iterable(lists))
        return bodies or self._body_before(members) or self._named_group(token)

    def _bodies_among(self, members: Iterable[Token], is_of_medium: bool) -> Names:
        """The bodies in a list, and the states beside them: "officials from Norway and the EU".

        Args:
            members: the nouns of the list.
            is_of_medium: whether the press counts, as with "Facebook executives".
        """
        mentions = [mention for member in members if (mention := self._mention_in(member))]
        names = [self._holder_named_elsewhere(name) for mention in mentions for name in mention.persons]
        named = [name for name in names if self._is_body_or_state(name, is_of_medium)]
        return tuple(named) if any(self.kind(name) != STATE for name in named) else ()

    def _is_body_or_state(self, name: str, is_of_medium: bool) -> bool:
        """Whether somebody can speak for an entity; the leaders of an assembly speak for themselves."""
        if self.kind(name) == STATE:
            return True
        is_assembly = name.lower() in vocabulary.contacts().elsewhere.assemblies
        return self._is_body(name) and not is_assembly and (is_of_medium or not is_press(name))

    def _body_before(self, members: Sequence[Token]) -> Names:
        """The body that "its" refers to: the last one before it, or else the first of the paragraph before."""
        its = next((t for t in members if t.lower_ == "its"), None)
        if its is None:
            return tuple(itertools.islice(self._bodies_called(members), 1))
        earlier = (m for m in self.entities.mentions if m.paragraph == self.paragraph.number - 1)
        mentions = itertools.chain(self.mentions_before(its), earlier)
        named = (name for m in mentions if m.form == "name" for name in m.persons if self._is_body(name))
        return tuple(itertools.islice((name for name in named if not is_press(name)), 1))

    def _bodies_called(self, nouns: Sequence[Token]) -> Iterator[str]:
        """The bodies mentioned before whose name ends in one of several nouns: "administration officials"."""
        wanted = {noun.lower_ for noun in nouns if _is_body_noun(noun)}
        if not wanted:
            return
        for mention in self.mentions_before(nouns[0]):
            for name in mention.persons:
                if name.lower().split()[-1] in wanted and self._is_body(name):
                    yield name

    def mentions_before(self, token: Token) -> list[Mention]:
        """The mentions of the paragraph before a token, the last first."""
        number = self.paragraph.number
        return [m for m in reversed(self.entities.mentions) if m.paragraph == number and m.last < token.i]

    def _is_body(self, name: str) -> bool:
        """Whether an entity is a named organisation or group; a single word before "executives" may be one: "Ford"."""
        entity = self.entities.people[name]
        country = country_of(tuple(name.split()))
        if entity.kind == STATE or (country and country.form != "seat"):
            return False
        if entity.nameless:  # "officials from the Hall campaign"
            return entity.kind == ORGANISATION and self._is_identified(entity)
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
        return without_repeats(name or self.state(code) for name, code in zip(holders, codes, strict=True))

    def _body_seated_in(self, token: Token) -> str | None:
        """The body in the article that a city means, instead of its country: "talks between London and Brussels"."""
        bodies = vocabulary.contacts().delegates.seats.get(token.lower_, ())
        return next((name for name in self.entities.people if name.lower() in bodies), None)

    def _incumbent(self, office: Token, code: str, allow_no_role: bool = False) -> str | None:
        """The holder of an office in a country: each of "the foreign ministers of Norway and Iceland".

        None if the article has no such person, or several. With `allow_no_role`, somebody whose role is not known will
        do if nobody has the office.
        """
        described = (c.lower_ for c in with_relation(office, "amod", "compound") if not country_of((c.text,)))
        words = {lemma(office), *described}
        citizens = [p for p in self.entities.people.values() if _is_named_citizen(p, code)]
        holders = [p.name for p in citizens if words <= set((p.role or "").lower().split())]
        holders = holders or [p.name for p in citizens if allow_no_role and not p.role]
        return holders[0] if len(holders) == 1 else None


def _antecedent(token: Token) -> Token:
    """Whom a pronoun refers to by syntax: "X" for "whom" in "X, whom she met", for "those" in "X was among those".

    It is X, too, for "mayors" in "X was among the mayors who met her", "X was one of the mayors who met her".
    Of "Norchem of Europe's chairman" it is the chairman. The token itself if it is nothing of the kind.
    """
    if token.tag_ == "NNP":
        return _possessed_office(token) or token
    if token.lower_ == "those" or (token.tag_ == "NNS" and with_relation(token, "relcl")):
        return _identified(token) or token
    if token.lower_ != "whom":
        return token
    clause = next((verb for verb in token.ancestors if verb.dep_ == "relcl"), None)
    return clause.head if clause is not None else token


def _possessed_office(name: Token) -> Token | None:
    """The holder of an office, or else the office, in a phrase that opens with a body: "Lindt of Rome's chairman"."""
    offices = list(filter(_is_possessed_office, nouns_after(name, "of")))
    holders = [holder for office in offices for holder in with_relation(name, "appos") if holder.i > office.i]
    return next(iter((*holders, *offices)), None)


def _is_of_another(word: Token) -> bool:
    """Whether what follows a word belongs to it alone: "with" in "a deal with", a noun that is joined to another."""
    return word.lower_ == "with" or word.dep_ == "conj"


def _is_speaker(token: Token) -> bool:
    """Whether a token is the subject of a verb of reporting: "Lind" in "Lind said that …"."""
    return token.dep_ in SUBJECTS and lemma(token.head) in vocabulary.reporting().saying


def _is_possessed_office(noun: Token) -> bool:
    """Whether a noun is the office of a body: "chairman" in "Europe's chairman"."""
    owners = with_relation(noun, "poss") if noun.tag_ == "NN" else []
    return any(t.tag_ == "NNP" for t in owners) and noun.lower_ in vocabulary.titles().offices


def _identified(those: Token) -> Token | None:
    """Who "those" are: "X" in "X was among those who came", "among those was X", "those who came included X"."""
    those = first_conjunct(those)
    link = first_conjunct(those.head.head) if those.head.lower_ == "of" and those.head.head.lower_ == "one" else those
    verb = link.head.head if link.head.lower_ == "among" else link.head
    if lemma(verb) == "include":
        return next(iter(with_relation(verb, "dobj")), None)
    is_listed = lemma(verb) == "be" and verb != those.head
    return (subject(verb) or next(iter(with_relation(verb, "attr")), None)) if is_listed else None


def _is_named_citizen(person: Person, country: str) -> bool:
    """Whether somebody is a person of a country whose name is known, not only an office ("the Norwegian minister")."""
    return person.kind == PERSON and not person.nameless and person.country == country


def _leading_phrases(child: Token) -> list[Token]:
    """The "by" in "headed by X", the "of" in "with the participation of X", where `child` is the first word."""
    words = vocabulary.contacts().delegates
    if child.dep_ == "prep" and any(noun.lower_ in words.joined for noun in child.children):
        return [phrase for noun in child.children for phrase in noun.children if phrase.lower_ == "of"]
    return with_relation(child, "agent") if lemma(child) in words.led and child.tag_ == "VBN" else []


def _is_other_subject(head: Token, subject_: Token) -> bool:
    """Whether the parser has joined the first of two subjects to the verb in another way: "X and Y held talks"."""
    return head.i < subject_.i and head.head == subject_.head and subject_.dep_ in SUBJECTS and head.dep_ != "dobj"


def _second_subjects(subject_: Token) -> list[Token]:
    """Subjects that the parser has not joined to the first: "Y" in "the minister, X, and Y met Z"."""
    is_open = subject_.dep_ in SUBJECTS and any(c.dep_ == "cc" and c.i > subject_.i for c in subject_.children)
    return [c for c in with_relation(subject_.head, *SUBJECTS) if c.i > subject_.i] if is_open else []


def _appositions_within(noun: Token) -> list[Token]:
    """The appositions after a noun, in its phrase, that are no common nouns and do not belong to another noun."""
    after = [t for t in noun.subtree if t.dep_ == "appos" and t.i > noun.i and t.tag_ not in COMMON_NOUN_TAGS]
    return [t for t in after if not any(_is_of_another(a) for a in t.ancestors if a.i > noun.i)]


def _has_name_within(phrase: str) -> bool:
    """Whether a phrase has a name after its first word, or as its first: "mayor of Leeds", "Norchem's chief"."""
    first, *others = phrase.replace("’", "'").split()
    return (first[:1].isupper() and first.endswith("'s")) or any(word[:1].isupper() for word in others)


def _unattached_apposition(noun: Token) -> list[Token]:
    """The name after a noun and a comma that the parser takes for a time: "the new adviser, Mr Lind, on Friday"."""
    if names := _after_colon(noun):
        return names
    times = [child for child in with_relation(noun.sent.root, "npadvmod") if child.tag_ == "NNP"]
    times += [child for child in with_relation(noun.head.head, "npadvmod") if child.tag_ == "NNP"]
    names = [t for t in times if not with_relation(t, "nummod")]  # "won 38 per cent, Mr Lind 3 per cent"
    last = noun.right_edge.i  # of "the chairman of the league, Mr Lind" the parser may have the name apart
    return [t for t in names if t.left_edge.i in (noun.i + 2, last + 2) and noun.doc[t.left_edge.i - 1].text == ","]


def _after_colon(noun: Token) -> list[Token]:
    """The first name after a phrase and a colon: "chaired by the secretaries of both ministries: X and Y"."""
    doc, colon = noun.doc, noun.right_edge.i + 1
    if colon >= len(doc) or doc[colon].text != ":":
        return []
    after = doc[colon + 1 : min(colon + 1 + MAX_TOKENS_TO_NAME, noun.sent.end)]
    return [t for t in after if t.tag_ == "NNP" and t.head.i < colon][:1]


def _is_next_to(name: Token, apposition: Token) -> bool:
    """Whether an apposition follows a name, and not in brackets: "Ann Lee, a senator", not "Ann Lee (D-Mass.)"."""
    return apposition.i > name.i and apposition.left_edge.nbor(-1).text not in ("(", "[")


def _title_from(token: Token) -> Iterator[Token]:
    """The words from a token to its holder's name, if it is part of a title: "State for Europe Ann Lee".

    Not the subject after a phrase: "in a letter to the State Department, Ambassador Ann Lee warned of war".
    """
    for follower in token.doc[token.i : min(token.i + MAX_TOKENS_TO_HOLDER, token.sent.end)]:
        is_after_comma = follower.left_edge.i > token.i and follower.left_edge.nbor(-1).text == ","
        if is_after_comma and follower.dep_ in SUBJECTS:
            return
        yield follower
        if not _is_in_title(follower):
            return


def _is_in_title(token: Token) -> bool:
    """Whether a token can stand between an office and its holder's name: a capitalised word, "of", "for", a comma."""
    return token.text[:1].isupper() or token.lower_ in vocabulary.contacts().participants.within_titles


def _owners_after(delegates: Token) -> list[Token]:
    """The nouns after delegates that can name whom they speak for: "Unite" in "leaders of Unite".

    Not the towns of mayors. The parser may join what follows to a word before: in "met heads of state from the African
    Union" to the verb.
    """
    if lemma(delegates) in vocabulary.contacts().delegates.of_places:
        return []
    owners = nouns_after(delegates, "from", "of", "for")
    owners += [noun for owner in owners if owner.tag_ == "NN" for noun in nouns_after(owner, "from")]
    owners += nouns_after(delegates, "at") if _are_staff(delegates) else []
    after = delegates.doc[delegates.right_edge.i + 1 : delegates.right_edge.i + 2]
    links = ("from", "for", "to") if lemma(delegates) in vocabulary.contacts().delegates.aides else ("from", "for")
    next_to = [link for link in after if link.lower_ in links and link.dep_ in ("prep", "dative")]
    return owners + [noun for link in next_to for noun in with_relation(link, "pobj")]


def _are_staff(delegates: Token) -> bool:
    """Whether "at" after a plural can say who employs them: "senior officials at Norchem", not "union leaders at"."""
    words = vocabulary.contacts().delegates
    before = with_relation(delegates, "compound", "nmod", "poss")
    return lemma(delegates) in words.staff and not before and not nations(delegates)


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
    described = [c.lower_ for c in with_relation(members, "compound", "amod", "nmod", "poss", "nummod")]
    described += [noun.lower_ for noun in nouns_after(members, "of") if kinds]
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
    owners = [*with_relation(members, "compound", "nmod", "poss"), *nouns_after(members, "from", "of", "for", "at")]
    names = {lemma(noun) for noun in owners}
    if lemma(members) in words.kin:
        names |= {lemma(clause) for noun in owners for clause in with_relation(noun, "acl")}
        is_known = any(t.lower_ == "the" for t in members.subtree)
        return not names.isdisjoint(words.calamities) or (is_known and not names.isdisjoint(words.mourned))
    return lemma(members) in words.words and not names.isdisjoint(words.bodies | words.represented)


def _after_same_preposition(noun: Token) -> list[Token]:
    """The noun after a preposition that is repeated: "Y" in "wrote to X and to Y"."""
    links = with_relation(noun.head, "conj") if noun.dep_ == "pobj" else []
    return [other for link in links if link.lower_ == noun.head.lower_ for other in with_relation(link, "pobj")]


def _companions(party: Token) -> list[Token]:
    """Who is on the side of a party: "X, along with Y, met Z", "X met Z on Friday, accompanied by Y"."""
    ways = vocabulary.contacts().participants.companions
    heads = [party, party.head] if party.dep_ in SUBJECTS else [party]
    phrases = [child for head in heads for child in head.children if child.left_edge.lower_ in ways]
    phrases = [phrase for phrase in phrases if phrase.left_edge.is_sent_start or phrase.left_edge.nbor(-1).text == ","]
    links = [link for phrase in phrases for link in phrase.subtree if link.lower_ in ("with", "by")]
    return [noun for link in links[:1] for noun in with_relation(link, "pobj")]


def _has_proper_name(members: Token) -> bool:
    """Whether a proper name says who the members are: "Asean foreign ministers", "the heads of Asean".

    So does the name of whoever they serve: "aides to Ann Lee".
    """
    serving = SERVING if lemma(members) in vocabulary.contacts().delegates.staff else ()
    owners = nouns_after(members, "from", "of", *serving)
    parts = [*members.lefts, *owners, *(c for noun in owners for c in with_relation(noun, "compound", "amod", "nmod"))]
    named = [t for t in parts if t.text[:1].isupper()]
    return any(t.i != t.sent.start or (t.dep_ == "poss" and t.tag_ in PROPER_NOUN_TAGS) for t in named)


def _nations_represented(delegates: Token) -> list[str]:
    """The codes of the countries for which delegates speak; none for lawmakers or rebels.

    A body of the state shows the country as well: "a delegation from the Iraqi parliament".
    """
    if not _is_delegate(delegates) or _is_elected(delegates) or _opposes_state(delegates):
        return []
    bodies = [noun for noun in nouns_after(delegates, "from", "of") if noun.lower_ in vocabulary.titles().bodies]
    return _nations_of(delegates) or [code for body in bodies for code in nations(body)]


def _nations_of(delegates: Token) -> list[str]:
    """The codes of their countries; none for those of parts of a country: "the heads of Norway's biggest banks"."""
    kinds = (
        vocabulary.contacts().location.kinds
        | vocabulary.nominals().bodies
        | vocabulary.contacts().delegates.speakers.bodies
    )
    is_of_parts = any(noun.tag_ == "NNS" and lemma(noun) in kinds for noun in nouns_after(delegates, "of"))
    return [] if is_of_parts else nations(delegates)


def _opposes_state(members: Token) -> bool:
    """Whether people of a country do not represent it: "Syrian rebels", "Venezuelan opposition leaders"."""
    opposed = vocabulary.contacts().delegates.opposed
    return any(lemma(t) in opposed for t in (members, *with_relation(members, "compound", "amod", "nmod")))


def _is_elected(members: Token) -> bool:
    """Whether a plural means holders of an office who do not represent their state: "Norwegian lawmakers"."""
    groups = vocabulary.contacts().delegates.groups
    return members.tag_ == "NNS" and lemma(members) in groups and not groups[lemma(members)]


def _members(group: Token) -> Token | None:
    """Who belongs to a group: the senators of "a group of senators"."""
    if lemma(group) not in vocabulary.contacts().delegates.partitives:
        return None
    nouns = (noun for link in with_relation(group, "prep") if link.lower_ == "of" for noun in link.children)
    return next(
        (noun for noun in nouns if noun.tag_ in ("NNS", "NNPS") or noun.lower_ in vocabulary.titles().groups), None
    )


def _negotiates(team: Token) -> bool:
    """Whether a team can be a delegation: a "Norwegian team", but not a "Norwegian Paralympic team"."""
    teams = vocabulary.contacts().delegates.teams
    modifiers = [t for t in team.subtree if t.i < team.i and t.dep_ not in ("det", "punct", "case", "cc")]
    is_sure = any(t.lower_ in teams for t in modifiers)  # "the Green Party and Labour negotiating teams"
    return all(t.lower_ in teams or country_of((t.text,)) or (is_sure and t.text[:1].isupper()) for t in modifiers)


def _is_room(mention: Mention | None) -> bool:
    """Whether a mention is of a room, which is no party: "in calls from the Oval Office"."""
    return mention is not None and mention.persons[0].lower() in vocabulary.contacts().location.rooms


def _is_official(journey: Token) -> bool:
    """Whether a journey is seldom private: "a visit to Norway"; not "a trip to Norway", "flew to Norway"."""
    return not is_verb(journey) and lemma(journey) in vocabulary.contacts().participants.official_journeys


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
    return not all(owner.text[:1].isupper() for owner in nouns_after(noun, "of"))


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


def _comes_along(noun: Token) -> bool:
    """Whether a noun means somebody on the subject's side: "flew in with his wife", "visited Oslo with her son"."""
    if noun.dep_ != "pobj":
        return False
    link = noun.head
    if link.lower_ == "with":
        trip = vocabulary.frames().nouns.get(lemma(link.head))
        return is_journey(link.head) or bool(trip and trip.journey) or bool(with_relation(link.head, "dobj"))
    return link.lower_ not in ("to", "from", "by")


def _is_crowd(noun: Token) -> bool:
    """Whether a plural name means people in general: "Latinos", "two million Europeans".

    Not "the Palestinians", "House Democrats" nor "Democrats on the Judiciary Committee".
    """
    is_known = any(c.lower_ == "the" or c.tag_ == "NNP" for c in noun.lefts)
    bodies = {owner.lower_ for owner in nouns_after(noun, "on")} & vocabulary.titles().bodies
    return noun.tag_ == "NNPS" and not (is_known or bodies)


def is_plural_delegate(noun: Token) -> bool:
    """Whether a noun is a plural such as "ministers" or "envoys"."""
    return noun.tag_ == "NNS" and lemma(noun) in vocabulary.contacts().delegates.words


def _is_of_state(territory: str, homes: Collection[str | None]) -> bool:
    """Whether a code is of a territory, and nobody is known to be from another state than the territory's."""
    state = states_of_territories().get(territory)
    return state is not None and {*homes} <= {state, None}
