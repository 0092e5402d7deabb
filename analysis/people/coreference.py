"""Coreference: names, titles, roles and pronouns that refer to the same person are connected.

There are two passes over an article. The first (`entities.NameIndex`) clusters names over the whole article, because a
surname may come before the full name. The second (`_Resolver`) reads the article in order. It resolves titles ("the
French president") by syntax and role, phrases for two ("the two men") with `pairs`, and pronouns to the most salient
candidate that number, gender, country and role allow.

Salience follows Lappin and Leass (1994), "An Algorithm for Pronominal Anaphora Resolution", Computational Linguistics
20(4). `SALIENCE` states the weights and how they differ. A pronoun is left unresolved if nothing distinguishes two
coordinated candidates: "Helen Baker and Maria Rossi shared a bench. She spoke."
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby, islice, takewhile
from typing import Any, NamedTuple

import pandas as pd
from spacy.tokens import Token

from analysis import vocabulary
from analysis.articles.article import Article
from analysis.language.quote_marks import QuotedSpan, quoted_span_at, quoted_spans
from analysis.language.spacy_model import Paragraph, text_of
from analysis.language.syntax import SUBJECTS, first_conjunct
from analysis.people.context import is_no_office
from analysis.people.entities import (
    NameIndex,
    Person,
    as_office_holder,
    can_be_citizen,
    counterpart_office,
    fits,
    with_full_names,
    with_surnames,
)
from analysis.people.gender import gender_of
from analysis.people.names import (
    NOUN_MODIFIERS,
    ORGANISATION,
    PERSON,
    PLACE,
    STATE,
    Name,
    honorifics,
    is_adherent,
    is_agent_noun,
    is_generation,
    names,
    spellings,
)
from analysis.people.nominals import (
    AGENTIVE_RELATIONS,
    Phrase,
    appointee,
    holder_after_body,
    is_age,
    is_barred,
    is_campaign,
    is_explained,
    is_former,
    is_governed_before,
    is_in_form_of_address,
    is_in_list,
    is_member_of_people,
    is_partitive,
    is_performer,
    office_in,
    past_body,
    phrases,
    spelled_out,
)
from analysis.people.pairs import Candidate, last_coordinated, last_two
from analysis.people.source_types import source_type
from analysis.tables import Row

MAX_PEOPLE_BACK_FOR_TITLE = 300  # how far back "the minister" may refer
MAX_MENTIONS_BACK = 60  # how far back anything else may refer
MAX_NAMES_BELOW = 20  # names after a pronoun, in its sentence, that are compared with it
MAX_SENTENCES_BACK_FOR_PRONOUN = 6
MAX_SENTENCES_BACK_FOR_EPITHET = 2
MAX_SENTENCES_BACK_FOR_OFFICE = 1
MAX_SENTENCES_BACK_FOR_SURNAME = 1


class Salience(NamedTuple):
    """Weights of the properties that make a mention a likely antecedent."""

    per_sentence_back: int
    in_quotation: int
    subject: int
    main_subject: int
    gender_known: int
    nameless: int


# The initial weights of Lappin and Leass (1994): sentence recency 100, subject emphasis 80, existential emphasis 70,
# accusative emphasis 50, indirect object and oblique complement 40, head noun emphasis 80, non-adverbial emphasis 50.
# They halve these with each sentence, add up those of coreferent mentions, and reward parallel grammatical roles.
# Here it is different:
# - Only subjects are emphasised, those of main clauses slightly more; all other grammatical roles count the same.
# - Recency decreases linearly. Each mention counts by itself, and parallel roles do not count.
# - Gender is not only a filter: a known gender counts more than one that a name leaves open.
# - In news, a person with a name is preferred to "an official", and the narration to quotations.
SALIENCE = Salience(per_sentence_back=-6, in_quotation=-12, subject=5, main_subject=1, gender_known=4, nameless=-4)


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that refers to a person, or to several: "the two men".

    Attributes:
        persons: canonical names.
        paragraph: number of the paragraph.
        first, last, head: token numbers within the paragraph; `last` is included.
        start, end: character offsets in the article.
        form: "name", "title" (any noun phrase) or "pronoun".
    """

    persons: tuple[str, ...]
    paragraph: int
    first: int
    last: int
    head: int
    start: int
    end: int
    text: str
    form: str


@dataclass
class Entities:
    """Everybody in an article.

    Attributes:
        people: canonical name → person, in order of first mention.
        mentions: in text order.
        kinds: (paragraph number, token number) → kind of entity, for each token of a name, places included.
        introductions: canonical name → the first mention of an entity alone, with its paragraph.
    """

    people: dict[str, Person] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    kinds: dict[tuple[int, int], str] = field(default_factory=dict)
    introductions: dict[str, tuple[Paragraph, Mention]] = field(default_factory=dict)
    _mention_at: dict[tuple[int, int], Mention] = field(default_factory=dict)

    def add(self, mention: Mention) -> None:
        """Add a mention. Where mentions nest, a token belongs to the one whose head it is, or else to the shortest."""
        self.mentions.append(mention)
        for i in range(mention.first, mention.last + 1):
            other = self._mention_at.get((mention.paragraph, i))
            if other is None or i == mention.head or (i != other.head and _length(mention) < _length(other)):
                self._mention_at[mention.paragraph, i] = mention

    def rename(self, new_names: Mapping[str, str]) -> None:
        """Replace canonical names in every mention.

        Args:
            new_names: canonical name → the name to use instead.
        """

        def renamed(mention: Mention) -> Mention:
            return replace(mention, persons=tuple(dict.fromkeys(new_names.get(p, p) for p in mention.persons)))

        if new_names:
            self.mentions = [renamed(m) for m in self.mentions]
            self._mention_at = {position: renamed(m) for position, m in self._mention_at.items()}

    def record_introductions(self, paragraphs: Iterable[Paragraph]) -> None:
        """Record the first mention of everybody.

        Args:
            paragraphs: all paragraphs of the article.
        """
        by_number = {paragraph.number: paragraph for paragraph in paragraphs}
        for mention in self.mentions:
            if len(mention.persons) == 1:
                self.introductions.setdefault(mention.persons[0], (by_number[mention.paragraph], mention))

    def with_mentions(self, more: Iterable[Mention]) -> "Entities":
        """The same people, with further mentions.

        Args:
            more: the mentions to add.
        """
        complete = replace(self, mentions=list(self.mentions), _mention_at=dict(self._mention_at))
        for mention in more:
            complete.add(mention)
        complete.mentions.sort(key=_position)
        return complete

    def at(self, paragraph: Paragraph, token: Token) -> Mention | None:
        """The mention that covers the token."""
        return self._mention_at.get((paragraph.number, token.i))


def _length(mention: Mention) -> int:
    return mention.last - mention.first


def _position(mention: Mention) -> tuple[int, int]:
    """The order of the mentions in a text; of those that begin at one place, the longest is first."""
    return mention.start, -mention.end


def find_entities(paragraphs: Sequence[Paragraph]) -> Entities:
    """Find everybody whom one article names or refers to.

    Args:
        paragraphs: all paragraphs of the article, in order.
    """
    known = spellings(p.doc for p in paragraphs)
    names_by_paragraph = {p.number: names(p, known) for p in paragraphs}
    names_by_paragraph = with_full_names(with_surnames(names_by_paragraph))
    article_names = [name for p in paragraphs for name in names_by_paragraph[p.number]]
    name_index = NameIndex(article_names)
    for paragraph in paragraphs:
        name_index.learn_offices(paragraph, names_by_paragraph[paragraph.number])
    resolver = _Resolver(name_index)
    for paragraph in paragraphs:
        resolver.read(paragraph, names_by_paragraph[paragraph.number])
    entities = resolver.entities
    entities.rename(resolver.name_of_nameless)
    entities.mentions.sort(key=_position)
    mentioned = dict.fromkeys(person for m in entities.mentions for person in m.persons)
    entities.people = {person: name_index.people[person] for person in mentioned}
    entities.record_introductions(paragraphs)
    for name in article_names:
        kind = _kind_in(name_index, name)
        entities.kinds |= {(name.paragraph.number, i): kind for i in range(name.first, name.last + 1)}
    return entities


def _kind_in(name_index: NameIndex, name: Name) -> str:
    """The kind of entity that a name denotes; a name that the index leaves out is a place, unless it has a kind."""
    options = name_index.options(name)
    return name_index.people[next(iter(options))].kind if options else name.kind or PLACE


# The second pass


@dataclass(frozen=True, slots=True)
class _Anaphor:
    """A pronoun or epithet, and what its antecedent must be like.

    Attributes:
        token: the pronoun, or the head of the epithet.
        suits: whether a person has the right kind and number.
        gender, country, age: those of the antecedent, as far as the article gives them; None if any will do.
        takes_groups: whether a mention of several people ("the two men") can be the antecedent.
        max_sentences_back: how far back the antecedent may be.
        barred: canonical names of people to whom it cannot refer, because its sentence names them below it.
    """

    token: Token
    suits: Callable[[Person], bool]
    gender: str | None = None
    country: str | None = None
    age: int | None = None
    takes_groups: bool = False
    max_sentences_back: int = MAX_SENTENCES_BACK_FOR_PRONOUN
    barred: frozenset[str] = frozenset()


def _is_individual(person: Person) -> bool:
    return person.kind == PERSON and not person.plural


def _is_certain_individual(person: Person) -> bool:
    return _is_individual(person) and person.is_surely_of_kind and not person.nameless


def _is_group(person: Person) -> bool:
    return person.plural


def _is_nameless_of_unknown_gender(person: Person) -> bool:
    return person.kind == PERSON and person.nameless and not person.gender


def _is_body(person: Person) -> bool:
    return person.kind in (ORGANISATION, STATE)


class _Resolver:
    """The second pass: resolve the mentions of an article in reading order.

    Call `read` for each paragraph, in order. A mention can refer back to any candidate read before; what the article
    says later is known from the name index only. When a nameless person turns out to have a name ("A treasurer was
    charged. The treasurer, Ann Lee, …"), earlier mentions keep the nameless person; `name_of_nameless` records the
    name, so that they can be renamed at the end.

    Attributes:
        entities: the mentions so far.
        name_of_nameless: canonical name of a nameless person → the name revealed later.
    """

    def __init__(self, name_index: NameIndex) -> None:
        self.name_index = name_index
        self.entities = Entities()
        self.name_of_nameless: dict[str, str] = {}
        self._sentence = 0  # number of the current sentence in the article
        self._candidates: list[Candidate] = []  # in reading order
        self._by_recency: dict[str, None] = {}  # canonical names, ordered by their last mention
        self._owner_of: dict[str, str] = {}  # canonical name of "his wife, Ann Lee" → that of her husband
        self._couple: tuple[str, ...] = ()  # the last two, one of whom is called the other's wife or husband
        self._relation_of: dict[str, str] = {}  # canonical name of somebody's namesake → "wife"
        self._name_at: dict[int, Name] = {}  # token number → name, for the current paragraph
        self._references: list[Name | Phrase] = []  # of the current paragraph, outside quotations
        self._role_nouns = frozenset().union(*(p.role_nouns for p in name_index.people.values()))

    def read(self, paragraph: Paragraph, paragraph_names: Sequence[Name]) -> None:
        """Add the mentions of one paragraph."""
        quotations = quoted_spans(text_of(paragraph.doc))
        name_by_first = {name.first: name for name in paragraph_names}
        self._name_at = {i: name for name in paragraph_names for i in range(name.first, name.last + 1)}
        places = frozenset(i for i, name in self._name_at.items() if name.kind == PLACE)
        phrase_by_head = {p.head.i: p for p in phrases(paragraph, self._name_at.keys(), self._role_nouns, places)}
        self._references = _references(paragraph_names, phrase_by_head.values(), quotations)
        for token in paragraph.doc:
            self._sentence += bool(token.is_sent_start)
            in_quotation = quoted_span_at(token.idx, quotations) is not None
            if name := name_by_first.get(token.i):
                self._read_name(name, in_quotation)
            if phrase := phrase_by_head.get(token.i):
                self._read_phrase(paragraph, phrase, in_quotation)
            elif not in_quotation and _can_be_pronoun(token):
                self._read_pronoun(paragraph, token)

    def _add(
        self,
        persons: tuple[str, ...],
        paragraph: Paragraph,
        span: tuple[int, int],
        head: Token,
        form: str,
        in_quotation: bool,
    ) -> None:
        """Add a mention, and the candidate that it is for later ones."""
        first, last = paragraph.doc[span[0]], paragraph.doc[span[1]]
        start, end = paragraph.offsets(first, last)
        text = text_of(paragraph.doc)[first.idx : last.idx + len(last)]
        self.entities.add(Mention(persons, paragraph.number, *span, head.i, start, end, text, form))
        is_subject = head.dep_ in AGENTIVE_RELATIONS or _is_source(head)
        self._candidates.append(Candidate(persons, self._sentence, head, is_subject, in_quotation))
        if len(persons) == 1:
            self._by_recency.pop(persons[0], None)
            self._by_recency[persons[0]] = None

    def _recent_people(self, n: int = MAX_MENTIONS_BACK) -> Iterator[str]:
        """Canonical names of those mentioned alone, the last first."""
        return islice(reversed(self._by_recency), n)

    # Names

    def _read_name(self, name: Name, in_quotation: bool) -> None:
        span = (name.first, name.last)
        if family := self._family(name):
            self._add(family, name.paragraph, span, name.head, "name", in_quotation)
        elif person := self._denoted(name):
            self._record_office_before(name, person)
            self._read_style_before(name, person, in_quotation)
            self._add((person,), name.paragraph, span, name.head, "name", in_quotation)

    def _family(self, name: Name) -> tuple[str, ...]:
        """The two whose surname is in the plural, "the Keels": husband and wife, or the only two with it."""
        word, first = name.words[-1], name.paragraph.doc[name.first]
        if len(name.words) > 1 or not word.endswith("s") or not first.i or first.nbor(-1).lower_ != "the":
            return ()
        bearers = self.name_index.bearers(word[:-1]) or self.name_index.bearers(word.removesuffix("es"))
        if any(person in bearers for person in self._couple):
            return self._couple
        return bearers if len(bearers) == 2 else ()

    def _read_style_before(self, name: Name, person: str, in_quotation: bool) -> None:
        """Add the mention of whoever shares a name: the husband in "Mr and Mrs Keel"."""
        doc, first = name.paragraph.doc, name.first
        style = doc[first - 2] if first > 1 and name.gender and doc[first - 1].lower_ in ("and", "&") else None
        gender = honorifics().get(style.lower_.rstrip(".")) if style is not None else None
        if style is None or not gender or gender == name.gender:
            return
        other = self._denoted(replace(name, gender=gender, role=style.text))
        if other and other != person:
            self._add((other,), name.paragraph, (style.i, style.i), style, "title", in_quotation)

    def _record_office_before(self, name: Name, person: str) -> None:
        """Record who holds the office in the sentence before: "The home secretary resigned. Eva Roe said so."

        The name is new to the article, which gives no role with it anywhere, and begins the sentence as its subject.
        """
        known = self.name_index.people[person]
        if person in self._by_recency or not (_begins_sentence(name) and _is_without_office(known)):
            return
        before = (c for c in reversed(self._candidates[-MAX_MENTIONS_BACK:]) if c.sentence == self._sentence - 1)
        offices = {c.persons[0] for c in before if c.is_subject and self._is_nameless_high_office(c)}
        holder = self.name_index.people[offices.pop()] if len(offices) == 1 else None
        if holder and known.may_be(holder.gender):
            self.name_index.appoint(person, str(holder.role), holder.country)
            self.name_of_nameless[holder.name] = person

    def _is_nameless_high_office(self, candidate: Candidate) -> bool:
        """Whether a mention is a high office alone, without its holder's name: "the home secretary"."""
        person = self.name_index.people[candidate.persons[0]]
        title = (person.role or "").lower()
        is_high = title in vocabulary.titles().offices and title.split()[-1] in vocabulary.nominals().high_offices
        return is_high and " " in title and person.nameless and not (person.plural or candidate.in_quotation)

    def _denoted(self, name: Name) -> str | None:
        """The person whom a name denotes; None for a place."""
        options = self.name_index.options(name)
        return (self._continued(name, options) or next(iter(options))) if options else None

    def _continued(self, name: Name, options: Mapping[str, None]) -> str | None:
        """Among people with the same surname, the subject of the sentence before, if the name is a subject as well.

        Nobody who was introduced as a relative. Otherwise a surname means the person the article is about, even right
        after somebody else who has it: "Ann Roe spoke. Her husband, Tom Roe, was there. After a meal, Roe left."
        """
        if len(options) < 2 or name.head.dep_ not in SUBJECTS:
            return None
        for candidate in reversed(self._candidates):
            back = self._sentence - candidate.sentence
            if back > MAX_SENTENCES_BACK_FOR_SURNAME:
                return None
            if back and candidate.is_subject and len(candidate.persons) == 1 and candidate.persons[0] in options:
                return None if candidate.persons[0] in self._owner_of else candidate.persons[0]
        return None

    # Noun phrases

    def _read_phrase(self, paragraph: Paragraph, phrase: Phrase, in_quotation: bool) -> None:
        """Resolve a phrase, record what it says about its referent, and add the mention.

        Syntax decides first, then what was mentioned before. A phrase that fits nobody introduces a nameless person.
        """
        persons: tuple[str, ...] = ()
        owner = self._owner(paragraph, phrase)
        if phrase.pair:
            persons = self._pair(phrase)
        elif apposed := self._apposed(paragraph, phrase):
            persons = apposed
            self._record_name(phrase, persons)
            self._record_owner(persons, owner)
        elif appointed := self._appointed(paragraph, phrase):
            persons = appointed
            self.name_index.appoint(persons[0], phrase.title, phrase.country)
            self._record_name(phrase, persons)
        elif campaign := self._campaign(paragraph, phrase):
            persons = (campaign,)
        elif office := counterpart_office(phrase, owner):
            persons = (self._counterpart(phrase, office),)
        elif last_fitting := self._last_fitting(phrase, owner):
            persons = (last_fitting,)
            self._record_kind(phrase, last_fitting)
        elif only_fitting := self._only_fitting(phrase):
            persons = (only_fitting,)
            self._record_kind(phrase, only_fitting)
            person = self.name_index.people[only_fitting]
            person.country = phrase.country or person.country
        elif introduced := self._respectively(phrase):
            persons = (introduced,)
            self.name_index.appoint(introduced, phrase.words, phrase.country)
        elif described := self._described(phrase):
            persons = described
            self._record_description(phrase, described)
        elif phrase.acts:
            persons = (self.name_index.nameless(phrase),)
        if persons:
            self._record_couple(phrase, persons, owner)
            self._add(persons, paragraph, (phrase.first, phrase.last), phrase.head, "title", in_quotation)

    def _pair(self, phrase: Phrase) -> tuple[str, ...]:
        """The two whom a phrase denotes: "the couple" are husband and wife or named together; not a former couple."""
        partners = phrase.head.lower_ in vocabulary.nominals().pairs.partners
        recent, everybody = self._candidates[-MAX_MENTIONS_BACK:], self.name_index.people
        if partners and (together := self._couple or last_coordinated(recent, everybody)):
            return together
        if partners and not is_former(phrase.head):
            return ()
        barred = self._barred_before(phrase.head) if phrase.head.dep_ != "poss" else frozenset()
        return last_two(phrase, recent, everybody, self._sentence, barred)

    def _apposed(self, paragraph: Paragraph, phrase: Phrase) -> tuple[str, ...]:
        """Those in apposition with a phrase: "Benjamin Haddad, a director", "the director, Benjamin Haddad"."""
        if following := self._names_in_apposition(phrase):
            return tuple(person for name in following if (person := self._denoted(name)))
        head = first_conjunct(phrase.head)
        mention = self.entities.at(paragraph, head.head) if head.dep_ == "appos" and not is_in_list(head) else None
        return mention.persons if mention else ()

    def _names_in_apposition(self, phrase: Phrase) -> list[Name]:
        """The names that follow a phrase in apposition; none unless the phrase agrees with them in number."""
        first = next((c for c in phrase.head.rights if c.dep_ == "appos"), None)
        if first is None:
            return self._named_after_body(phrase)
        following = [self._name_at[c.i] for c in (first, *first.conjuncts) if c.i in self._name_at]
        return following if phrase.plural == (len(following) > 1) else []

    def _named_after_body(self, phrase: Phrase) -> list[Name]:
        """The person named after an office and its body: "the head of the bank, Ann Lee, resigned"."""
        holder = holder_after_body(phrase.head)
        name = self._name_at.get(holder.i) if holder is not None else self._name_after_comma(phrase)
        person = self._denoted(name) if name else None
        return [name] if name and person and self.name_index.people[person].kind == PERSON else []

    def _name_after_comma(self, phrase: Phrase) -> Name | None:
        """The name between commas after an office and its body, which the parser may join to neither.

        Only that of a person without a role.
        """
        if phrase.plural or phrase.indefinite or phrase.head.lower_ not in vocabulary.titles().offices:
            return None
        first = past_body(phrase.head)
        name = self._name_at.get(first.i) if first is not None else None
        person = self._denoted(name) if name else None
        is_person = person is not None and _is_without_office(self.name_index.people[person])
        return name if name and is_person and _is_between_commas(name) else None

    def _appointed(self, paragraph: Paragraph, phrase: Phrase) -> tuple[str, ...]:
        """Those who get the office that a phrase names: "she was elected president"."""
        person = None if self._names_in_apposition(phrase) else appointee(first_conjunct(phrase.head))
        mention = self.entities.at(paragraph, person) if person is not None else None
        return mention.persons if mention else ()

    def _record_name(self, phrase: Phrase, persons: tuple[str, ...]) -> None:
        """Record the name of a nameless person: "A treasurer was charged. The treasurer, Ann Lee, …"."""
        if len(persons) != 1 or phrase.indefinite:
            return
        for recent in self._recent_people():
            person = self.name_index.people[recent]
            if person.nameless and not person.plural and fits(person, phrase):
                self.name_of_nameless[recent] = persons[0]
                return

    def _owner(self, paragraph: Paragraph, phrase: Phrase) -> Person | None:
        """The person in the possessive of a phrase: the referent of "her" in "her Icelandic colleague"."""
        owners = (self.entities.at(paragraph, t) for t in phrase.head.lefts if t.dep_ == "poss")
        return next((self.name_index.people[m.persons[0]] for m in owners if m), None)

    def _campaign(self, paragraph: Paragraph, phrase: Phrase) -> str | None:
        """A candidate's campaign, under one name: "Hall campaign" also for "his campaign", "Tom Hall's campaign"."""
        if not (phrase.acts or phrase.body) or not is_campaign(phrase.head):
            return None
        before = [t for t in phrase.head.lefts if t.dep_ in ("poss", *NOUN_MODIFIERS)]
        named = {mention.persons for t in before if (mention := self.entities.at(paragraph, t))}
        candidate = self.name_index.people[named.pop()[0]] if len(named) == 1 else None
        if candidate is None or candidate.nameless or not _is_individual(candidate):
            return None
        words = f"{_surname(candidate)} {phrase.head.lower_}"
        return self.name_index.nameless(replace(phrase, words=words, description=words, indefinite=False))

    def _counterpart(self, phrase: Phrase, office: str) -> str:
        """Whoever holds the office in the phrase's country: by name, or as "Icelandic foreign minister"."""
        holder = self.name_index.holder(office, str(phrase.country), self._recent_people())
        return holder or self.name_index.nameless(as_office_holder(phrase, office))

    def _last_fitting(self, phrase: Phrase, owner: Person | None = None) -> str | None:
        """The last person mentioned whom a definite phrase fits: "the French president", "the official".

        "The former president" is preferably somebody whom the article calls a former one, "the president" anybody else.
        "His wife" is nobody else's wife, and may be known by the surname only.
        """
        if phrase.indefinite:
            return None
        recent = self._recent_people(MAX_PEOPLE_BACK_FOR_TITLE)
        fitting = [name for name in recent if fits(self.name_index.people[name], phrase)]
        if owner is not None and phrase.head.lower_ in vocabulary.nominals().close_relatives:
            return self._relative(fitting, phrase, owner)
        is_former_holder = is_former(phrase.head)
        agreeing = (name for name in fitting if _is_incumbent(self.name_index.people[name]) != is_former_holder)
        return next(chain(agreeing, fitting), None)

    def _relative(self, fitting: Sequence[str], phrase: Phrase, owner: Person) -> str | None:
        """The owner's relative among several people; or else the owner's only namesake, or the first of them.

        Somebody else's relative comes last, since "his" may have been resolved wrongly.
        """
        own = [name for name in fitting if self._owner_of.get(name) == owner.name]
        unclaimed = (name for name in fitting if name not in self._owner_of)
        partner = self._partner(phrase, owner)
        child = self._child(phrase, owner)
        return (
            next(chain(own, partner, child, unclaimed), None)
            or self._namesake(phrase, owner)
            or next(iter(fitting), None)
        )

    def _partner(self, phrase: Phrase, owner: Person) -> list[str]:
        """The other of a couple, if the phrase means one: "his widow" after "he left his wife, Ann Lee"."""
        pairs = vocabulary.nominals().pairs
        if owner.name not in self._couple or phrase.head.lower_ not in pairs.spouses | pairs.bereaved:
            return []
        others = (name for name in self._couple if name != owner.name)
        return [name for name in others if self.name_index.people[name].may_be(phrase.gender)]

    def _child(self, phrase: Phrase, owner: Person) -> list[str]:
        """The child of a parent who was introduced as such: "her daughter" after "Ida Krogh's mother, Sandra"."""
        child = self.name_index.people.get(self._owner_of.get(owner.name, ""))
        kin = vocabulary.nominals().kin
        if child is None or phrase.head.lower_ not in kin.children or kin.parents.isdisjoint(owner.role_nouns):
            return []
        return [child.name] if child.may_be(phrase.gender) else []

    def _namesake(self, phrase: Phrase, owner: Person) -> str | None:
        """The only other person with the owner's surname, if the gender is right: "his wife" beside Philip Keel."""
        if phrase.gender is None or " " not in owner.name or any(t.dep_ != "poss" for t in phrase.head.lefts):
            return None
        noun, surname = phrase.head.lower_, owner.name.split()[-1]
        everybody = (p for p in self.name_index.people.values() if not p.nameless and p is not owner)
        namesakes = [p for p in everybody if p.name.split()[-1] == surname]
        if len(namesakes) != 1 or namesakes[0].gender != phrase.gender:
            return None
        namesake = namesakes[0].name  # who is called her father is not her son
        return namesake if self._relation_of.setdefault(namesake, noun) == noun else None

    def _record_owner(self, persons: tuple[str, ...], owner: Person | None) -> None:
        """Record whose relative somebody is: "his wife, Ann Lee"."""
        if owner and len(persons) == 1:
            self._owner_of[persons[0]] = owner.name

    def _record_couple(self, phrase: Phrase, persons: tuple[str, ...], owner: Person | None) -> None:
        """Record who "his wife" and her husband are."""
        if owner and persons != (owner.name,) and phrase.head.lower_ in vocabulary.nominals().pairs.spouses:
            self._couple = (owner.name, *persons)

    def _only_fitting(self, phrase: Phrase) -> str | None:
        """The only named person in the article whom a definite phrase fits that gives a country or a high office.

        Somebody of that country is preferred to somebody whose country the article does not give.
        """
        if phrase.indefinite:
            return None
        if not phrase.country:
            return self._only_holder(phrase)
        named = [p for p in self.name_index.people.values() if not p.nameless]
        for country in (phrase.country, None):
            fitting = [p for p in named if p.country == country and fits(p, replace(phrase, country=country))]
            fitting = [p for p in fitting if p.name in self._by_recency] or fitting
            if len(fitting) == 1:
                return fitting[0].name
        return self._only_citizen(phrase)

    def _only_citizen(self, phrase: Phrase) -> str | None:
        """The only person mentioned whom a general noun with a country can mean: "the Pakistani official"."""
        mentioned = (self.name_index.people[name] for name in self._by_recency)
        citizens = [p for p in mentioned if not p.nameless and can_be_citizen(p, phrase)]
        return citizens[0].name if len(citizens) == 1 else None

    def _only_holder(self, phrase: Phrase) -> str | None:
        """The only named person in the article who holds a high office of no other country: "the prime minister"."""
        if not _is_high_office(phrase):
            return None
        named = (p for p in self.name_index.people.values() if not p.nameless and not p.country)
        holders = [p for p in named if office_in(p.role) == phrase.title and _is_incumbent(p) and fits(p, phrase)]
        return holders[0].name if len(holders) == 1 else None

    def _respectively(self, phrase: Phrase) -> str | None:
        """Who holds one of two joined offices after two joined names: "the prime minister and the mayor".

        The sentence before joins the names, and the article gives no office with them: "talks between Eva Roe and Tom
        Hall".
        """
        first = first_conjunct(phrase.head)
        offices, pair = (first, *first.conjuncts), self._joined_in_last_sentence()
        if phrase.indefinite or not len(offices) == len(pair) == 2:
            return None
        person = self.name_index.people[pair[offices.index(phrase.head)]]
        are_offices = vocabulary.titles().offices.issuperset(t.lower_ for t in offices)
        return person.name if are_offices and _can_be_introduced(person, phrase) else None

    def _joined_in_last_sentence(self) -> list[str]:
        """The canonical names of those whom "and" joins in the sentence before, in text order."""
        recent = self._candidates[-MAX_MENTIONS_BACK:]
        before = [c for c in recent if c.sentence == self._sentence - 1 and len(c.persons) == 1]
        return [c.persons[0] for c in before if any(other.head in c.head.conjuncts for other in before)]

    def _record_kind(self, phrase: Phrase, name: str) -> None:
        """Record that "the company" is an organisation."""
        if phrase.firm:
            self.name_index.people[name].kind = ORGANISATION

    def _described(self, phrase: Phrase) -> tuple[str, ...]:
        """The most salient person, whom an epithet without an office describes: "the 54-year-old", "the striker"."""
        is_of_age = is_age(phrase.head) and not phrase.indefinite
        if not (is_of_age or is_member_of_people(phrase.head) or _is_epithet(phrase)):
            return self._only_one_without_role(phrase)
        reach = MAX_SENTENCES_BACK_FOR_EPITHET if phrase.age is None else MAX_SENTENCES_BACK_FOR_PRONOUN
        like = (phrase.gender, phrase.country, phrase.age)
        kinds = (_is_certain_individual, _is_individual)
        options = (_Anaphor(phrase.head, suits, *like, max_sentences_back=reach) for suits in kinds)
        return next(filter(None, map(self._most_salient, options)), ())

    def _only_one_without_role(self, phrase: Phrase) -> tuple[str, ...]:
        """The only person nearby without a role, by a noun such as "striker", or by an office: "the Ohio governor".

        Not the subject of its clause, and nobody whose gender differs. An owner, a clause or "of" says who is meant:
        "his rival", "the candidate who won".
        """
        is_by_noun = is_performer(phrase.head) and not is_explained(phrase.head)
        if phrase.indefinite or not (is_by_noun or _is_political_epithet(phrase)):
            return ()
        nearby = self._people_nearby(MAX_SENTENCES_BACK_FOR_EPITHET if is_by_noun else MAX_SENTENCES_BACK_FOR_OFFICE)
        barred = self._barred_before(phrase.head)
        fitting = [p for p in nearby if p.name not in barred and _can_be_introduced(p, phrase)]
        return (fitting[0].name,) if len(fitting) == 1 and fitting[0].kind_is_certain else ()

    def _people_nearby(self, reach: int) -> list[Person]:
        """The people mentioned outside quotations in the last so many sentences, each once."""
        recent = islice(reversed(self._candidates), MAX_MENTIONS_BACK)
        near = takewhile(lambda c: self._sentence - c.sentence <= reach, recent)
        everybody = dict.fromkeys(name for c in near if not c.in_quotation for name in c.persons)
        return [self.name_index.people[name] for name in everybody]

    def _record_description(self, phrase: Phrase, persons: tuple[str, ...]) -> None:
        """Record what an epithet says about somebody: "the England batsman", "the 46-year-old Italian"."""
        if len(persons) != 1:
            return
        person = self.name_index.people[persons[0]]
        person.age = person.age or phrase.age
        person.country = person.country or phrase.country
        if is_performer(phrase.head) or _is_political_epithet(phrase):
            person.role_nouns.add(phrase.head.lower_)

    # Pronouns

    def _read_pronoun(self, paragraph: Paragraph, token: Token) -> None:
        if persons := self._antecedent(token):
            self._add(persons, paragraph, (token.i, token.i), token, "pronoun", False)

    def _antecedent(self, pronoun: Token) -> tuple[str, ...]:
        """Those to whom a pronoun refers; nobody if nothing decides."""
        word, pronouns = pronoun.lower_, vocabulary.nominals().pronouns
        if word in pronouns.masculine or word in pronouns.feminine:
            gender = "m" if word in pronouns.masculine else "f"
            if (person := self._subject_ahead(pronoun, gender)) is not None:
                return (person,)
            return self._most_salient(_Anaphor(pronoun, _is_individual, gender, barred=self._barred(pronoun)))
        if word in pronouns.plural:
            return (
                self._most_salient(_Anaphor(pronoun, _is_group, takes_groups=True))
                or self._two_of_last_sentence()
                or self._most_salient(_Anaphor(pronoun, _is_nameless_of_unknown_gender))
            )
        if word in pronouns.partitive:
            return self._most_salient(_Anaphor(pronoun, _is_group, max_sentences_back=MAX_SENTENCES_BACK_FOR_EPITHET))
        if word == "it" and pronoun.dep_ in AGENTIVE_RELATIONS:
            return self._most_salient(_Anaphor(pronoun, _is_body))
        return ()

    def _subject_ahead(self, pronoun: Token, gender: str) -> str | None:
        """The subject after a phrase that begins the sentence, if that is a name: "in his reply, Lind said"."""
        heads = _subjects_ahead(pronoun)
        first = bisect_right(self._references, pronoun.i, key=lambda reference: reference.head.i)
        ahead = self._references[first : first + MAX_NAMES_BELOW] if heads else ()
        names = (self._denoted(r) for r in ahead if isinstance(r, Name) and r.head in heads)
        person = next(filter(None, names), None)
        return person if person and self._is_man_or_woman(person, gender) else None

    def _is_man_or_woman(self, name: str, gender: str) -> bool:
        person = self.name_index.people[name]
        return _is_individual(person) and person.may_be(gender)

    def _barred_before(self, pronoun: Token) -> set[str]:
        """Canonical names of those whom the sentence mentions before, where syntax keeps them apart from a pronoun."""
        recent = islice(reversed(self._candidates), MAX_MENTIONS_BACK)
        before = takewhile(lambda candidate: candidate.sentence == self._sentence, recent)
        return {
            c.persons[0] for c in before if not c.in_quotation and len(c.persons) == 1 and is_barred(pronoun, c.head)
        }

    def _barred(self, pronoun: Token) -> frozenset[str]:
        """Canonical names of those whom the pronoun's sentence names where syntax keeps them apart from it."""
        barred = self._barred_before(pronoun)
        first = bisect_right(self._references, pronoun.i, key=lambda reference: reference.head.i)
        for reference in islice(self._references, first, first + MAX_NAMES_BELOW):
            if reference.head.i >= pronoun.sent.end:
                break
            if is_barred(pronoun, reference.head):
                barred.add(self._foreseen(reference) or "")
        return frozenset(barred)

    def _foreseen(self, reference: Name | Phrase) -> str | None:
        """The person to whom a name or definite phrase further on will refer, as far as it can be told."""
        return self._denoted(reference) if isinstance(reference, Name) else self._last_fitting(reference)

    def _two_of_last_sentence(self) -> tuple[str, ...]:
        """The people mentioned in this sentence, or else in the one before, if they are exactly two."""
        recent = self._candidates[-MAX_MENTIONS_BACK:]
        for sentence in (self._sentence, self._sentence - 1):
            mentioned = dict.fromkeys(name for c in recent if c.sentence == sentence for name in c.persons)
            persons = tuple(name for name in mentioned if self.name_index.people[name].kind == PERSON)
            if len(persons) == 2:
                return persons
        return ()

    # Salience

    def _most_salient(self, anaphor: _Anaphor) -> tuple[str, ...]:
        """The persons of the most salient candidate, the nearest of several; nobody if `_has_equal`."""
        best = max(self._compatible(anaphor), key=lambda c: self._salience(c, anaphor), default=None)
        if best is None or (anaphor.gender and self._has_equal(best, anaphor)):
            return ()
        return best.persons

    def _compatible(self, anaphor: _Anaphor) -> Iterator[Candidate]:
        """Yield the candidates within reach that the anaphor can refer to, the last first."""
        for candidate in islice(reversed(self._candidates), MAX_MENTIONS_BACK):
            if self._sentence - candidate.sentence > anaphor.max_sentences_back:
                return
            if self._is_compatible(candidate, anaphor):
                yield candidate

    def _is_compatible(self, candidate: Candidate, anaphor: _Anaphor) -> bool:
        """Whether number, kind, gender and syntax allow the anaphor to refer to the candidate."""
        person = self.name_index.people[candidate.persons[0]]
        if not (anaphor.takes_groups if len(candidate.persons) > 1 else anaphor.suits(person)):
            return False
        if candidate.in_quotation and person.nameless:
            return False
        if not person.may_be(anaphor.gender, anaphor.country, anaphor.age):
            return False
        if is_barred(anaphor.token, candidate.head) or is_governed_before(anaphor.token, candidate.head):
            return False
        return anaphor.barred.isdisjoint(candidate.persons)

    def _salience(self, candidate: Candidate, anaphor: _Anaphor) -> int:
        """The sum of the weights in `SALIENCE` that apply to a candidate."""
        person = self.name_index.people[candidate.persons[0]]
        is_gender_known = anaphor.gender is not None and person.gender == anaphor.gender
        return (
            SALIENCE.per_sentence_back * (self._sentence - candidate.sentence)
            + SALIENCE.in_quotation * candidate.in_quotation
            + SALIENCE.subject * candidate.is_subject
            + SALIENCE.main_subject * (candidate.is_subject and candidate.head.head.dep_ == "ROOT")
            + SALIENCE.gender_known * is_gender_known
            + SALIENCE.nameless * person.nameless
        )

    def _has_equal(self, best: Candidate, anaphor: _Anaphor) -> bool:
        """Whether somebody coordinated with the best candidate fits too: "Helen Baker and Maria Rossi …. She …".

        Not in "Helen Baker and Maria Rossi …. Baker told her …": there "her" cannot be Baker.
        """
        conjuncts = best.head.conjuncts
        equals = (
            c for c in self._candidates[-MAX_MENTIONS_BACK:] if c.sentence == best.sentence and c.head in conjuncts
        )
        return any(c.persons != best.persons and self._is_compatible(c, anaphor) for c in equals)


def _surname(person: Person) -> str:
    """The last word of a name, without a suffix: "Hall" of "Tom Hall Jr."."""
    return next((word for word in reversed(person.name.split()) if not is_generation(word)), person.name)


def _can_be_pronoun(token: Token) -> bool:
    """Whether the token is a pronoun that may refer to somebody."""
    return (token.tag_ in ("PRP", "PRP$") and not is_in_form_of_address(token)) or is_partitive(token)


def _subjects_ahead(pronoun: Token) -> list[Token]:
    """The subjects after a phrase with a possessive that begins the sentence: "Lind" in "in his reply, Lind said"."""
    link = pronoun.head.head
    if pronoun.tag_ != "PRP$" or pronoun.head.dep_ != "pobj" or link.left_edge.i != pronoun.sent.start:
        return []
    return [c for c in link.head.children if c.dep_ in SUBJECTS and c.i > pronoun.i]


def _is_high_office(phrase: Phrase) -> bool:
    """Whether a phrase names one high office and nothing else: "the prime minister", "the home secretary"."""
    noun = phrase.title.split()[-1]
    return noun in vocabulary.nominals().high_offices and spelled_out(phrase.words).lower() == phrase.title


def _is_incumbent(person: Person) -> bool:
    """Whether somebody's role is a present one: not "former prime minister"."""
    return vocabulary.nominals().former.isdisjoint((person.role or "").lower().split())


def _begins_sentence(name: Name) -> bool:
    """Whether a name of several words is the first word of a sentence and its subject."""
    return len(name.words) > 1 and bool(name.paragraph.doc[name.first].is_sent_start) and name.head.dep_ in SUBJECTS


def _is_between_commas(name: Name) -> bool:
    """Whether commas enclose a name of several words; in a list, "and" would follow one of them."""
    doc, after = name.paragraph.doc, name.last + 1
    is_enclosed = doc[name.first - 1].text == "," and doc[after : after + 1].text in (",", ".", "")
    return is_enclosed and len(name.words) > 1 and doc[after + 1 : after + 2].text != "and"


def _is_without_office(person: Person) -> bool:
    """Whether somebody has a name, and the article gives no office with it."""
    return person.kind == PERSON and not person.nameless and is_no_office(person.role)


def _can_be_introduced(person: Person, phrase: Phrase) -> bool:
    """Whether a phrase can give the office of somebody with a name for whom the article gives none."""
    return _is_without_office(person) and person.may_be(phrase.gender, phrase.country, phrase.age)


def _references(
    names_here: Iterable[Name], phrases_here: Iterable[Phrase], quotations: Sequence[QuotedSpan]
) -> list[Name | Phrase]:
    """The names and definite phrases of a paragraph that are outside its quotations, by their heads."""
    references: list[Name | Phrase] = [*names_here, *(p for p in phrases_here if not p.indefinite)]
    outside = (r for r in references if quoted_span_at(r.head.idx, quotations) is None)
    return sorted(outside, key=lambda reference: reference.head.i)


def _is_epithet(phrase: Phrase) -> bool:
    """Whether a phrase describes a person as subject without naming an office or country: "the striker said"."""
    noun = phrase.head.lower_
    if phrase.country or phrase.body or phrase.plural or phrase.indefinite or noun in vocabulary.titles().offices:
        return False
    if phrase.head.dep_ not in AGENTIVE_RELATIONS or any(t.dep_ == "poss" for t in phrase.head.lefts):
        return False
    return is_age(phrase.head) or is_agent_noun(noun) or is_adherent(noun) or phrase.gender is not None


def _is_political_epithet(phrase: Phrase) -> bool:
    """Whether a subject names a place or body with a politician's office, or a former one: "the Ohio governor said"."""
    if phrase.country or phrase.plural or phrase.body or phrase.head.dep_ not in SUBJECTS:
        return False
    if any(t.dep_ == "poss" for t in phrase.head.lefts):
        return False
    is_of_name = phrase.title in vocabulary.nominals().elected and not phrase.description.islower()
    return is_of_name or (is_former(phrase.head) and phrase.title in vocabulary.titles().offices)


def _is_source(token: Token) -> bool:
    """Whether the token is the source in "according to …", which is as salient as a subject."""
    preposition = token.head
    if token.dep_ != "pobj" or preposition.lower_ != "to":
        return False
    return preposition.i > 0 and preposition.nbor(-1).lower_ == "according"


# The tables


def people(article: Article, entities: Entities) -> list[Row]:
    """The rows of the table `people`: one per person, group, organisation or state, in order of first mention."""
    counts = Counter(name for mention in entities.mentions for name in mention.persons)
    pronouns: dict[str, list[str]] = defaultdict(list)
    for mention in entities.mentions:
        if mention.form == "pronoun" and len(mention.persons) == 1:
            pronouns[mention.persons[0]].append(mention.text)
    return [
        {
            "article_id": article.article_id,
            "person": person.name,
            "kind": person.kind,
            "role": person.role,
            "country": person.country,
            "n_mentions": counts[person.name],
            "source_type": source_type(person),
        }
        | dict(zip(("gender", "gender_why"), gender_of(person, pronouns[person.name]), strict=True))
        for person in entities.people.values()
    ]


def mentions(article: Article, entities: Entities) -> list[Row]:
    """The rows of the table `mentions`: one per mention and person, in text order; "the two men" has two rows."""
    mentions_of: dict[str, list[Mention]] = defaultdict(list)
    for mention in entities.mentions:
        for name in mention.persons:
            mentions_of[name].append(mention)
    antecedents = {name: _antecedents(name, of_person) for name, of_person in mentions_of.items()}
    return [
        {
            "article_id": article.article_id,
            "person": name,
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "form": mention.form,
            "antecedent_start": antecedents[name].get(mention.start),
        }
        for mention in entities.mentions
        for name in mention.persons
    ]


def understood_through(mentions: pd.DataFrame, mention: Mapping[Hashable, Any]) -> Iterator[dict[str, Any]]:
    """The antecedent of a mention, the antecedent of that, and so on, as steps of an explanation; each place once.

    Args:
        mentions: the table `mentions`.
        mention: a row of it.
    """
    same_person = mentions[mentions["person"] == mention["person"]].set_index("start")
    seen = {mention["start"]}
    while pd.notna(start := mention["antecedent_start"]) and start not in seen and start in same_person.index:
        seen.add(start)
        mention = same_person.loc[[start]].iloc[0].to_dict()
        yield {
            "step": f"understood through the {mention['form']}",
            "text": mention["text"],
            "start": start,
            "end": mention["end"],
        }


FORMS_BY_EXPLICITNESS = ("pronoun", "title", "name")
WHOLE_NAME = len(FORMS_BY_EXPLICITNESS)  # the rank of a mention that contains the whole canonical name


def _antecedents(person: str, of_person: Sequence[Mention]) -> dict[int, int]:
    """Map the start of each mention to the start of its antecedent, in characters.

    The antecedent is the nearest mention that is more explicit, before the mention if there is one, otherwise after it;
    never one that begins where the mention begins ("Lee née Lee" contains "Lee"). A title is more explicit than a
    pronoun, part of the name more than a title, the whole name most.
    """
    ranked = [(m, WHOLE_NAME if person in m.text else FORMS_BY_EXPLICITNESS.index(m.form)) for m in of_person]
    by_start = [list(ranked_here) for _, ranked_here in groupby(ranked, key=lambda pair: pair[0].start)]
    antecedents: dict[int, int] = {}
    for places in (reversed(by_start), by_start):  # antecedents before a mention replace those after it
        nearest_by_rank: dict[int, Mention] = {}
        for place in places:
            for mention, rank in place:
                explicit = [nearest_by_rank[r] for r in range(rank + 1, WHOLE_NAME + 1) if r in nearest_by_rank]
                if explicit:
                    antecedents[mention.start] = _nearest(explicit, mention).start
            nearest_by_rank |= {rank: mention for mention, rank in place}
    return antecedents


def _nearest(others: Sequence[Mention], mention: Mention) -> Mention:
    return min(others, key=lambda other: abs(other.start - mention.start))
