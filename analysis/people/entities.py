"""Every form of a name in an article becomes one person: "Macron" is Emmanuel Macron, whichever stands first."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from spacy.tokens import Token

from analysis import vocabulary
from analysis.language.spacy_model import Paragraph
from analysis.people.names import (
    GROUP,
    ORGANISATION,
    PERSON,
    PLACE,
    STATE,
    Name,
    country_of,
    gender_of_noun,
    given_names,
)
from analysis.people.nominals import (
    COUNTERPARTS,
    Phrase,
    is_countryman,
    nations,
    office_in,
    office_of,
    respective,
    titled,
)


@dataclass(slots=True)
class Person:
    """Who is behind the mentions. `nameless` is a source known by role only ("French official").

    `called` are the nouns that name the person's roles ("dentist"); `told` says whether the kind was more than a guess.
    """

    name: str
    kind: str
    role: str | None = None
    country: str | None = None
    gender: str | None = None
    nameless: bool = False
    plural: bool = False
    told: bool = True
    called: set[str] = field(default_factory=set)


class NameIndex:
    """The clustering of an article's names: which person each form of a name can stand for."""

    def __init__(self, found: Sequence[Name]) -> None:
        self.people: dict[str, Person] = {}
        self.forms: dict[tuple[str, ...], list[str]] = defaultdict(list)  # form → canonical names, commonest first
        self.by_word: dict[str, list[str]] = defaultdict(list)  # each word → canonical names
        self.weight: Counter[str] = Counter()
        by_form: dict[tuple[str, ...], list[Name]] = defaultdict(list)
        self.suffixed = _told_apart_by_suffix(found)
        for name in found:
            by_form[self._form(name.words)].append(name)
        for form in sorted(by_form, key=lambda f: (-len(f), -len(by_form[f]), f)):
            self._enter(form, by_form[form])
        for options in self.forms.values():
            options.sort(key=lambda n: (-self.weight[n], n))
        for name in found:
            self._set_apart(name)

    def _form(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """How a name is compared; a suffix counts only where it tells two people apart."""
        form = _form(words)
        last = words[-1].casefold().rstrip(".")
        return (*form, last) if form in self.suffixed and last in _suffixes() else form

    def _set_apart(self, name: Name) -> None:
        """ "Mrs. Szalai", where the only Szalai so far is a man, is somebody else."""
        options = self.forms.get(self._form(name.words), [])
        if name.gender and options and all(self.people[n].gender not in (None, name.gender) for n in options):
            canonical = f"{name.role} {' '.join(name.words)}" if name.role else " ".join(name.words)
            if canonical not in self.people:
                self._person(canonical, PERSON).gender = name.gender
            options.append(canonical)

    def _enter(self, form: tuple[str, ...], found: list[Name]) -> None:
        kind = _kind_of(found)
        owners = [
            n for n in self.by_word[form[-1]] if _same(form, self._form(tuple(n.split())), kind, self.people[n].kind)
        ]
        if len(form) == 1 and owners:
            self.forms[form] += owners  # a surname: whose, is decided where it stands
            for owner in owners:  # people are called by their last word, firms by their first
                self.people[owner].told |= self.people[owner].kind == PERSON and len(owner.split()) > 1
        elif kind == PLACE:
            return
        else:
            canonical = owners[0] if owners else _spelling(found)
            person = self._person(canonical, kind)
            person.told = any(name.kind for name in found)
            self.weight[canonical] += len(found)
            self.forms[form].append(canonical)
            _learn(person, found)
        if len(form) == 1 and len(owners) == 1:
            _learn(self.people[owners[0]], found)

    def _person(self, canonical: str, kind: str) -> Person:
        if canonical not in self.people:
            self.people[canonical] = Person(canonical, kind, plural=kind == GROUP)
            for word in dict.fromkeys(_form(tuple(canonical.split()))):
                self.by_word[word].append(canonical)
        return self.people[canonical]

    def options(self, name: Name) -> list[str]:
        """Who the name can stand for, likeliest first; a gender told by a title narrows it."""
        everybody = self.forms.get(self._form(name.words), [])
        fitting = [n for n in everybody if not name.gender or self.people[n].gender in (None, name.gender)]
        return fitting or everybody

    def learn_offices(self, paragraph: Paragraph, found: Sequence[Name]) -> None:
        """ "The foreign ministers of Norway and Iceland, X and Y": who is minister of which."""
        offices = vocabulary.titles().offices
        for head in (t for t in paragraph.doc if t.tag_ == "NNS" and t.text.lower().removesuffix("s") in offices):
            for name in found:  # "foreign ministers X and Y"
                person = self.people[options[0]] if (options := self.options(name)) else None
                if person and person.kind == PERSON and name.last in titled(head):
                    self.appoint(person.name, office_of(head), None)
            ends = respective(head)
            named = (self.options(n)[:1] for i in ends for n in found if n.last == i)
            holders, codes = [self.people[name] for names in named for name in names], nations(head) if ends else []
            for person, code in zip(holders, codes, strict=True) if len(holders) == len(codes) == len(ends) else ():
                self.appoint(person.name, office_of(head), code)

    def appoint(self, name: str, office: str, country: str | None) -> None:
        """Somebody holds an office, unless another is told."""
        person = self.people[name]
        person.role, person.country = person.role or office, person.country or country
        person.called.add(office.split()[-1].lower())

    def counterpart(self, phrase: Phrase, owner: Person | None, recent: Iterable[str]) -> str | None:
        """The holder of the same office, by name or as "Icelandic foreign minister": "her Icelandic colleague"."""
        office = office_in(owner.role) if owner and phrase.head.text.lower() in COUNTERPARTS else None
        if not office or not phrase.country:
            return None
        everybody = (*(self.people[name] for name in recent), *self.people.values())
        home = [p for p in everybody if p.country == phrase.country and p.kind == PERSON]
        unknown = (p for p in home if not p.role and not p.nameless)
        holder = next((p for p in home if office_in(p.role) == office), None) or next(unknown, None)
        nation = " ".join(t.text for t in phrase.head.lefts if country_of((t.text,)))
        words = f"{nation} {office}".strip()
        return holder.name if holder else self.nameless(replace(phrase, words=words, title=office))

    def nameless(self, phrase: Phrase) -> str:
        """A person or group known only by this phrase; "a spokesman" said twice is two spokesmen."""
        base = name = phrase.words
        number = 1
        while phrase.indefinite and not phrase.plural and name in self.people:
            number += 1
            name = f"{base} ({number})"
        kind = ORGANISATION if phrase.body else GROUP if phrase.plural else PERSON
        known = Person(name, kind, phrase.words, phrase.country, phrase.gender, nameless=True, plural=phrase.plural)
        self.people.setdefault(name, known).called.add(phrase.head.text.lower())
        return name


def with_surnames(found: Sequence[Name]) -> list[Name]:
    """The names of a paragraph, each with the surname that it shares with the next."""
    return [_with_surname(name, after) for name, after in zip(found, [*found[1:], None], strict=False)]


def _with_surname(name: Name, after: Name | None) -> Name:
    """ "Edmund and Joyce Fairweather", "North and South Korea": what is joined to a full name shares its last words."""
    between = name.paragraph.doc[name.last + 1 : after.first].text if after else ""
    if after is None or between not in ("and", "&") or len(after.words) < 2 or len(name.words) > 1:
        return name
    words = name.words + after.words[1:]
    if after.kind == STATE and (state := country_of(words)):
        return replace(name, words=words, kind=STATE, country=state[0])
    given = name.kind == PERSON and name.words[0] in given_names() and after.words[0] in given_names()
    return replace(name, words=words) if given else name


@lru_cache(maxsize=10_000)
def _form(words: tuple[str, ...]) -> tuple[str, ...]:
    """How a name is compared: lower case, without suffixes like Jr."""
    lower = tuple(w.casefold().replace("’", "'").rstrip(".") for w in words)
    return tuple(w for w in lower if w not in _suffixes()) or lower


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(suffix.rstrip(".") for suffix in vocabulary.titles().suffixes)


def _same(form: tuple[str, ...], other: tuple[str, ...], kind: str, other_kind: str) -> bool:
    """Whether a form can stand for somebody of another, longer name."""
    if form == other:
        return True
    if other_kind != PERSON or kind == STATE or (kind in (ORGANISATION, GROUP) and len(form) > 1):
        return False
    if form == other[-len(form) :] or form == other[: len(form)] or _is_first_surname(form, other):
        return True
    initial = form[0][0] == other[0][0] and (len(form[0]) == 1 or len(other[0]) == 1)
    return len(form) > 1 and form[-1] == other[-1] and (form[0] == other[0] or initial)


def _is_first_surname(form: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """The first of two surnames stands for the person in Spanish and Portuguese: "Salgado" is Beatriz Salgado Ruiz."""
    return len(form[-1]) > 2 and any(form == other[i : i + len(form)] for i in range(1, len(other) - len(form)))


def _told_apart_by_suffix(found: Iterable[Name]) -> set[tuple[str, ...]]:
    """Names that an article gives with different suffixes: Walter Haines Jr. and Walter Haines Sr."""
    suffixes: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name in found:
        last = name.words[-1].casefold().rstrip(".")
        if last in _suffixes():
            suffixes[_form(name.words)].add(last)
    return {form for form, different in suffixes.items() if len(different) > 1}


def _kind_of(found: Sequence[Name]) -> str:
    """The kind most of the mentions tell; failing that, a lone name after "in" or "at" is a place, another a person."""
    told = Counter(name.kind for name in found if name.kind)
    if told:
        return PERSON if told[PERSON] else sorted(told, key=lambda k: (-told[k], k))[0]
    local = sum(_is_locative(name) for name in found)
    return PLACE if local * 2 >= len(found) else PERSON


def _is_locative(name: Name) -> bool:
    """After "in" or "at", or joined to a name that is, however it is parsed: "students from Kazan, Omsk and Tomsk"."""
    doc, i = name.paragraph.doc, name.first
    listed = name.head.dep_ in ("conj", "appos") and i > 0 and doc[i - 1].lower_ in (",", "and")
    while listed and i > 0 and (doc[i - 1].lower_ in (",", "and") or doc[i - 1].tag_ == "NNP"):
        i -= 1
        if _is_in_place(doc[i]):
            return True
    return _is_in_place(name.head)


def _is_in_place(token: Token) -> bool:
    sent = (
        token.head.lower_ == "from" and token.head.head.lower_ in vocabulary.names().sent
    )  # "a call from Einar Valsson"
    return token.dep_ == "pobj" and token.head.text.lower() in vocabulary.names().locative and not sent


def _spelling(found: Sequence[Name]) -> str:
    """The commonest way to write the name, one that is not all capitals if there is one."""
    ways = Counter(" ".join(n.words) for n in found)
    return sorted(ways, key=lambda w: (w.isupper() and " " in w, -ways[w], w))[0]


def _learn(person: Person, found: Iterable[Name]) -> None:
    """Role, country and gender from the first mention that tells them."""
    for name in found:
        apposed = _apposed_role(name) if person.kind == PERSON and not name.role else None
        role = name.role or apposed
        if role and (not person.role or len(person.role.split()) < 2 <= len(role.split())):
            person.role = role
        if role:
            noun = re.split(r" (?:of|for) ", role.lower())[0].split()[-1]  # "Secretary of State" is a secretary
            person.called.add(noun)
            person.gender = person.gender or gender_of_noun(noun)
        person.country = person.country or name.country or _nation_of(apposed) or (_owner_of(name) if apposed else None)
        person.gender = person.gender or name.gender
    if person.kind == PERSON and not person.gender:
        person.gender = given_names().get(person.name.split()[0])
    if person.kind in (STATE, ORGANISATION) and not person.country:
        nation = country_of(tuple(person.name.split()))
        person.country = nation[0] if nation else None


def _apposed_role(name: Name) -> str | None:
    """ "Benjamin Haddad, a senior director for Europe" and "the French president, Emmanuel Macron" """
    head = name.head
    nouns = [c for c in head.children if c.dep_ == "appos" and c.tag_ == "NN"]
    if head.dep_ == "appos" and head.head.tag_ in ("NN", "NNP"):
        nouns.append(head.head)
    if not nouns:
        return None
    noun = nouns[0]
    left = [t for t in noun.lefts if t.dep_ in ("amod", "compound", "nmod") and t.i < noun.i]
    return str(noun.doc[min([t.left_edge.i for t in left] + [noun.i]) : noun.i + 1].text)


def _owner_of(name: Name) -> str | None:
    """The country that owns the role in apposition: "Ida Krogh, Norway's foreign minister"."""
    nouns = (c for c in name.head.children if c.dep_ == "appos" and c.tag_ == "NN")
    owners = (o for noun in nouns for o in noun.children if o.dep_ == "poss")
    return next((found[0] for o in owners if (found := country_of((o.text,))) and found[1] == "name"), None)


def _nation_of(role: str | None) -> str | None:
    """The country a role names: NOR of "Norwegian foreign minister"."""
    words = (role or "").split()
    spans = (tuple(words[i : i + n]) for n in (3, 2, 1) for i in range(len(words) - n + 1))
    return next((found[0] for span in spans if (found := country_of(span)) and found[1] in ("name", "demonym")), None)


def fits(person: Person, phrase: Phrase) -> bool:
    """Whether a phrase's words can mean this person."""
    if phrase.body or phrase.plural:
        alike = person.plural == phrase.plural and person.name.lower().endswith(phrase.words.lower())
        return alike or (phrase.firm and not person.nameless and (person.kind == ORGANISATION or not person.told))
    if person.kind != PERSON or (phrase.country and person.country != phrase.country):
        return False
    if phrase.gender and person.gender not in (None, phrase.gender):
        return False
    noun, role = phrase.head.text.lower(), (person.role or "").lower()
    if noun in ("person", "man", "woman", "source"):
        return person.nameless
    if noun in ("leader", *COUNTERPARTS) or is_countryman(phrase.head):
        return bool(phrase.country and not person.nameless)
    return noun in person.called and (len(phrase.title.split()) < 2 or phrase.title in role)
