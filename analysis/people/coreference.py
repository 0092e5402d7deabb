"""Names, titles, roles and pronouns become one person.

Two passes: names are clustered over the whole article (a surname may stand before the full name), then titles ("the
French president"), groups ("the two men") and pronouns are resolved in reading order, to the most salient candidate
that number, gender, country and role allow (after Lappin and Leass 1994, "An Algorithm for Pronominal Anaphora
Resolution").
Where nothing decides, nobody is named.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import pandas as pd
from spacy.tokens import Token

from analysis import tables, vocabulary
from analysis.articles.article import Article
from analysis.language.quote_marks import quoted_span_at, quoted_spans
from analysis.language.spacy_model import Paragraph, text_of
from analysis.people.entities import NameIndex, Person, fits, with_surnames
from analysis.people.names import ORGANISATION, PERSON, PLACE, STATE, Name, is_agent_noun, names, proper_forms
from analysis.people.nominals import SUBJECT, Phrase, is_aged, is_barred, is_countryman, made_so, phrases

FARTHEST_TITLE = 300  # people back that "the minister" may reach
WINDOW = 60  # mentions back that anything may reach
FARTHEST = 6  # sentences back that a pronoun may reach
SINGULAR = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
PLURAL = {"they", "them", "their", "themselves"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that stands for somebody, or for several ("the two men"); token numbers are the paragraph's."""

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
    """Everybody in an article: `people` by canonical name and `mentions` in text order.

    `kinds` says what each token of a name is part of, places included, by numbers of paragraph and token.
    """

    people: dict[str, Person] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    kinds: dict[tuple[int, int], str] = field(default_factory=dict)
    _at: dict[tuple[int, int], Mention] = field(default_factory=dict)

    def add(self, mention: Mention) -> None:
        """Take in a mention; where mentions nest, a token belongs to the one it is the head of, else to the shorter."""
        self.mentions.append(mention)
        for i in range(mention.first, mention.last + 1):
            other = self._at.get((mention.paragraph, i))
            if other is None or i == mention.head or (i != other.head and _length(mention) < _length(other)):
                self._at[mention.paragraph, i] = mention

    def rename(self, names: Mapping[str, str]) -> None:
        """Give the people in `names` their other name in every mention."""

        def renamed(mention: Mention) -> Mention:
            return replace(mention, persons=tuple(dict.fromkeys(names.get(p, p) for p in mention.persons)))

        if names:
            self.mentions = [renamed(m) for m in self.mentions]
            self._at = {place: renamed(m) for place, m in self._at.items()}

    def at(self, paragraph: Paragraph, token: Token) -> Mention | None:
        """The mention whose text covers the token."""
        return self._at.get((paragraph.number, token.i))


def _length(mention: Mention) -> int:
    return mention.last - mention.first


def find_entities(paragraphs: Sequence[Paragraph]) -> Entities:
    """Everybody who is named or referred to in the paragraphs of one article."""
    known = frozenset().union(*(proper_forms(p.doc) for p in paragraphs))
    found = {p.number: with_surnames(names(p, known)) for p in paragraphs}
    name_index = NameIndex([n for p in paragraphs for n in found[p.number]])
    for paragraph in paragraphs:
        name_index.learn_offices(paragraph, found[paragraph.number])
    resolver = _Resolver(name_index)
    for paragraph in paragraphs:
        resolver.read(paragraph, found[paragraph.number])
    resolver.entities.rename(resolver.revealed)
    resolver.entities.mentions.sort(key=lambda m: (m.start, -m.end))
    seen = dict.fromkeys(name for m in resolver.entities.mentions for name in m.persons)
    resolver.entities.people = {name: name_index.people[name] for name in seen}
    for name in (n for p in paragraphs for n in found[p.number]):
        options = name_index.options(name)
        kind = name_index.people[options[0]].kind if options else name.kind or PLACE
        resolver.entities.kinds |= {(name.paragraph.number, i): kind for i in range(name.first, name.last + 1)}
    return resolver.entities


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A mention as salience sees it."""

    persons: tuple[str, ...]
    sentence: int
    token: Token
    subject: bool
    in_quote: bool


class _Resolver:
    """Reads the paragraphs in order and remembers who was mentioned last."""

    def __init__(self, name_index: NameIndex) -> None:
        self.name_index, self.entities, self.sentence = name_index, Entities(), 0
        self.candidates: list[_Candidate] = []
        self.revealed: dict[str, str] = {}  # who was nameless at first → the name
        self.recent: dict[str, None] = {}  # everybody, in the order of the last mention
        self.called = frozenset().union(*(p.called for p in name_index.people.values()))
        self.names_at: dict[int, Name] = {}

    def read(self, paragraph: Paragraph, found: Sequence[Name]) -> None:
        """Add the mentions of one paragraph."""
        quotes = quoted_spans(text_of(paragraph.doc))
        by_first = {name.first: name for name in found}
        taken = {i for n in found for i in range(n.first, n.last + 1)}
        by_head = {p.head.i: p for p in phrases(paragraph, taken, self.called)}
        self.names_at = {i: n for n in found for i in range(n.first, n.last + 1)}
        for token in paragraph.doc:
            self.sentence += bool(token.is_sent_start)
            in_quote = quoted_span_at(token.idx, quotes) is not None
            if name := by_first.get(token.i):
                self._name(name, in_quote)
            if phrase := by_head.get(token.i):
                self._phrase(paragraph, phrase, in_quote)
            elif token.tag_ in ("PRP", "PRP$") and not in_quote:
                self._pronoun(paragraph, token)

    def _add(
        self, persons: tuple[str, ...], p: Paragraph, span: tuple[int, int], head: Token, form: str, quote: bool
    ) -> None:
        first, last = p.doc[span[0]], p.doc[span[1]]
        start, end = p.offsets(first, last)
        text = text_of(p.doc)[first.idx : last.idx + len(last)]
        self.entities.add(Mention(persons, p.number, span[0], span[1], head.i, start, end, text, form))
        subject = head.dep_ in SUBJECT or (head.dep_ == "pobj" and head.head.text.lower() == "to" and _is_source(head))
        self.candidates.append(_Candidate(persons, self.sentence, head, subject, quote))
        if len(persons) == 1:
            self.recent.pop(persons[0], None)
            self.recent[persons[0]] = None

    def _name(self, name: Name, in_quote: bool) -> None:
        if person := self._named(name):
            self._add((person,), name.paragraph, (name.first, name.last), name.head, "name", in_quote)

    def _named(self, name: Name) -> str | None:
        options = self.name_index.options(name)
        return (self._nearby(options) or options[0]) if options else None

    def _nearby(self, options: Sequence[str]) -> str | None:
        """Of several people with one surname, the one named in this sentence or the one before."""
        for entry in reversed(self.candidates):
            if self.sentence - entry.sentence > 1:
                return None
            if len(entry.persons) == 1 and entry.persons[0] in options:
                return entry.persons[0]
        return None

    def _phrase(self, paragraph: Paragraph, phrase: Phrase, in_quote: bool) -> None:
        persons: tuple[str, ...] = ()
        if phrase.pair:
            persons = self._last_two(phrase)
        elif apposed := self._apposed(paragraph, phrase):
            persons = apposed
            self._reveal(phrase, apposed)
        elif same := self.name_index.counterpart(
            phrase, self._owner(paragraph, phrase), islice(reversed(self.recent), WINDOW)
        ):
            persons = (same,)
        elif known := None if phrase.indefinite else self._titled(phrase):
            persons = (known,)
            if phrase.firm:
                self.name_index.people[known].kind = ORGANISATION
        elif epithet := self._epithet(phrase):
            persons = epithet
        elif phrase.acts:
            persons = (self.name_index.nameless(phrase),)
        if persons:
            self._add(persons, paragraph, (phrase.first, phrase.last), phrase.head, "title", in_quote)

    def _apposed(self, paragraph: Paragraph, phrase: Phrase) -> tuple[str, ...]:
        """Who a phrase in apposition stands beside: "Benjamin Haddad, a director", "the director, Benjamin Haddad"."""
        after = [c for c in phrase.head.rights if c.dep_ == "appos"]
        named = [self.names_at[c.i] for a in after[:1] for c in (a, *a.conjuncts) if c.i in self.names_at]
        if named and phrase.plural == (len(named) > 1):
            return tuple(person for name in named if (person := self._named(name)))
        head = phrase.head
        while head.dep_ == "conj":
            head = head.head
        mention = self.entities.at(paragraph, head.head) if head.dep_ == "appos" else None
        if mention is None and (sworn := made_so(head)) and (mention := self.entities.at(paragraph, sworn)):
            self.name_index.appoint(mention.persons[0], phrase.title, phrase.country)
        return mention.persons if mention else ()

    def _owner(self, paragraph: Paragraph, phrase: Phrase) -> Person | None:
        """Whose: "her Icelandic colleague"."""
        owners = (self.entities.at(paragraph, t) for t in phrase.head.lefts if t.dep_ == "poss")
        return next((self.name_index.people[m.persons[0]] for m in owners if m), None)

    def _reveal(self, phrase: Phrase, persons: tuple[str, ...]) -> None:
        """ "A treasurer was charged. The treasurer, Ann Lee, …": who was nameless till now has a name."""
        for name in islice(reversed(self.recent), WINDOW) if len(persons) == 1 and not phrase.indefinite else ():
            person = self.name_index.people[name]
            if person.nameless and not person.plural and fits(person, phrase):
                self.revealed[name] = persons[0]
                return

    def _epithet(self, phrase: Phrase) -> tuple[str, ...] | None:
        """Who "the 54-year-old" or "the striker" is: whoever the story is about, if the noun is no office."""
        noun = phrase.head.text.lower()
        if is_countryman(phrase.head):  # "the Bulgarian" is somebody whose country was not told
            return self._most_salient(phrase.head, lambda p: p.kind == PERSON and not p.country, phrase.gender, reach=2)
        office = (
            noun in vocabulary.titles().offices or phrase.country or phrase.body or phrase.plural or phrase.indefinite
        )
        if (
            office
            or phrase.head.dep_ not in SUBJECT
            or not (is_aged(phrase.head) or is_agent_noun(noun) or phrase.gender)
        ):
            return None
        return self._most_salient(phrase.head, lambda p: p.kind == PERSON and not p.plural, phrase.gender, reach=2)

    def _titled(self, phrase: Phrase) -> str | None:
        """Who "the French president" or "the official" is: the last one mentioned whom the words fit."""
        for name in islice(reversed(self.recent), FARTHEST_TITLE):
            if fits(self.name_index.people[name], phrase):
                return name
        known = [p for p in self.name_index.people.values() if phrase.country and not p.nameless]
        for country in (phrase.country, None):  # later in the text; failing that, somebody whose country is not told
            fitting = [p for p in known if p.country == country and fits(p, replace(phrase, country=country))]
            if len(fitting) == 1:
                fitting[0].country = phrase.country
                return fitting[0].name
        return None

    def _last_two(self, phrase: Phrase) -> tuple[str, ...]:
        """The two people mentioned last, in their order; for "the presidents", two of that role or of none."""
        near = self.candidates[-WINDOW:]
        names = dict.fromkeys(name for entry in reversed(near) for name in entry.persons)
        known = [p for name in names if (p := self.name_index.people[name]).kind in phrase.kinds and not p.plural]
        office = set((phrase.role or "").split())
        fitting = [p for p in known if office <= set((p.role or "").lower().split())]
        if len(fitting) < 2:
            fitting = [p for p in known if not p.role and (len(office) < 2 or p.country)]
        last = {p.name for p in fitting[:2]}
        ordered = dict.fromkeys(name for entry in near for name in entry.persons if name in last)
        return tuple(ordered) if len(last) == 2 else ()

    def _pronoun(self, paragraph: Paragraph, token: Token) -> None:
        word = token.text.lower()
        persons: tuple[str, ...] | None = None
        if word in SINGULAR:
            persons = self._most_salient(token, lambda p: p.kind == PERSON and not p.plural, SINGULAR[word])
        elif word in PLURAL:
            persons = self._most_salient(token, lambda p: p.plural, None, several=True) or self._two_of_last_sentence()
        elif word == "it" and token.dep_ in SUBJECT:
            persons = self._most_salient(token, lambda p: p.kind in (ORGANISATION, STATE), None)
        if persons:
            self._add(persons, paragraph, (token.i, token.i), token, "pronoun", False)

    def _most_salient(
        self,
        pronoun: Token,
        suits: Callable[[Person], bool],
        gender: str | None,
        several: bool = False,
        reach: int = FARTHEST,
    ) -> tuple[str, ...] | None:
        best: tuple[float, _Candidate] | None = None
        for n, entry in enumerate(reversed(self.candidates)):
            distance = self.sentence - entry.sentence
            if distance > reach or n >= WINDOW:
                break
            person = self.name_index.people[entry.persons[0]]
            fitting = several if len(entry.persons) > 1 else suits(person)
            overheard = entry.in_quote and person.nameless
            if (
                not fitting
                or overheard
                or (gender and person.gender not in (None, gender))
                or is_barred(pronoun, entry.token)
            ):
                continue
            known = gender is not None and person.gender == gender
            score = -6 * (distance + 2 * entry.in_quote) + 5 * entry.subject + 4 * known - 4 * person.nameless
            score += entry.subject and entry.token.head.dep_ == "ROOT"
            if best is None or score > best[0]:
                best = score, entry
        if best is None or (gender and self._equal(best[1], suits, gender)):
            return None
        return best[1].persons

    def _equal(self, best: _Candidate, suits: Callable[[Person], bool], gender: str) -> bool:
        """Whether somebody joined to the best candidate by "and" fits as well, so that nothing decides."""
        others = [
            e for e in self.candidates[-WINDOW:] if e.sentence == best.sentence and e.token in best.token.conjuncts
        ]
        known = (self.name_index.people[name] for e in others for name in e.persons if name not in best.persons)
        return any(suits(p) and p.gender in (None, gender) for p in known)

    def _two_of_last_sentence(self) -> tuple[str, ...]:
        for back in (0, 1):
            names = [n for e in self.candidates[-WINDOW:] if e.sentence == self.sentence - back for n in e.persons]
            persons = tuple(dict.fromkeys(n for n in names if self.name_index.people[n].kind == PERSON))
            if len(persons) == 2:
                return persons
        return ()


def _is_source(token: Token) -> bool:
    return token.head.i > 0 and token.head.nbor(-1).text.lower() == "according"


def people(article: Article, everybody: Entities) -> pd.DataFrame:
    """The table `people`: a row per person, group, organisation or state, in order of first mention."""
    counts = Counter(name for m in everybody.mentions for name in m.persons)
    rows = [
        {"article_id": article.article_id, "person": p.name, "kind": p.kind, "role": p.role, "country": p.country}
        | {"n_mentions": counts[p.name]}
        for p in everybody.people.values()
    ]
    return tables.frame("people", rows)


def mentions(article: Article, everybody: Entities) -> pd.DataFrame:
    """The table `mentions`: a row per person mentioned, in text order; "the two men" has two rows."""
    of_person: dict[str, list[Mention]] = defaultdict(list)
    for mention in everybody.mentions:
        for name in mention.persons:
            of_person[name].append(mention)
    antecedents = {name: _antecedents(name, own) for name, own in of_person.items()}
    rows = [
        {
            "article_id": article.article_id,
            "person": name,
            "start": m.start,
            "end": m.end,
            "text": m.text,
            "form": m.form,
        }
        | {"antecedent_start": antecedents[name].get(m.start)}
        for m in everybody.mentions
        for name in m.persons
    ]
    return tables.frame("mentions", rows)


def _antecedents(person: str, own: Sequence[Mention]) -> dict[int, int]:
    """Start of a mention → start of the one that tells more and stands nearest before it, or else after it.

    A title tells more than a pronoun, part of a name more than a title, the whole name most.
    """
    rank = [3 if person in m.text else ("pronoun", "title", "name").index(m.form) for m in own]
    found: dict[int, int] = {}
    nearest: dict[int, Mention] = {}
    for order in (range(len(own) - 1, -1, -1), range(len(own))):  # what stands before replaces what stands after
        nearest.clear()
        for i in order:
            better = [nearest[r] for r in range(rank[i] + 1, 4) if r in nearest]
            if better:
                found[own[i].start] = min(better, key=lambda m: abs(m.start - own[i].start)).start
            nearest[rank[i]] = own[i]
    return found
