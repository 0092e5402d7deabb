"""Clustering of names: every form of a name in an article belongs to one person.

"Macron" is Emmanuel Macron, whether the full name comes before the surname or after it. `NameIndex` clusters the names
of an article and collects what their titles say about each person. `fits` decides whether a noun phrase ("the French
president") can refer to a person.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import chain, pairwise

from spacy.tokens import Token

from analysis import vocabulary
from analysis.language.spacy_model import Paragraph, text_of
from analysis.language.syntax import COMMON_NOUN_TAGS, first_conjunct
from analysis.people.context import (
    age_beside,
    is_club,
    is_for_people,
    is_no_office,
    kind_of,
    office_that_it_is,
    role_in_apposition,
    seat_beside,
)
from analysis.people.names import (
    GROUP,
    ORGANISATION,
    PERSON,
    PLACE,
    STATE,
    Name,
    country_of,
    first_country,
    gender_of_noun,
    gender_of_role,
    given_names,
    honorifics,
    is_form_of_address,
    is_title_of_place,
    short_forms,
)
from analysis.people.nominals import (
    Phrase,
    is_age,
    is_member_of_people,
    nations,
    office_in,
    office_of,
    respective,
    spelled_out,
    titled,
)

Form = tuple[str, ...]  # the words of a name as they are compared: see `_normal_form`
Place = tuple[int, int]  # in an article: paragraph and token
CACHED_FORMS = 10_000
ACRONYM = re.compile(r"[A-Z][A-Za-z]{1,6}")
NICKNAME = re.compile(r"(?<=\w )(?:“[^”]+” |\"[^\"]+\" |‘[^’]+’ |'[^']+' |\([^)]+\) )(?=\w)")  # in marks within a name
FATHER_AND_SON = re.compile(r"\b(?:son|father|dad|grandson|grandfather)s?\b", re.IGNORECASE)
SHARE_OF_MENTIONS = 0.5  # of the most frequent bearer of a surname: the surname alone means nobody named less often
MIN_SHORT_FORM = 3  # letters of a short given name: "Sam" of Samantha


@dataclass(slots=True)
class Person:
    """A person, group, organisation or state that an article mentions.

    Attributes:
        name: the canonical name; of the nameless, the description: "French official", "people familiar with the talks".
        nameless: known by role only.
        plural: a group, or several nameless people.
        kind_is_certain: words or titles give the kind; False if it was guessed from the context.
        age: in years, if the article gives it with the name: "Ann Lee, 54,".
        club: a place or another name that is shown to be a club's: "Leeds have signed him".
        seat: a politician's: "Mass." of "Ann Lee (D-Mass.)", "Ohio" of "Ohio Gov. Ann Lee".
        role_nouns: nouns that the article uses for the person's roles: "dentist", "minister".
        gendered_words: "m" or "f" → the first title or noun that shows it: "Mrs", "spokeswoman".
    """

    name: str
    kind: str
    role: str | None = None
    country: str | None = None
    gender: str | None = None
    nameless: bool = False
    plural: bool = False
    kind_is_certain: bool = True
    age: int | None = None
    seat: str | None = None
    club: bool = False
    role_nouns: set[str] = field(default_factory=set)
    gendered_words: dict[str, str] = field(default_factory=dict)

    @property
    def is_surely_of_kind(self) -> bool:
        """Whether the kind is certain or likely, since there is a gender or a full name."""
        return self.kind_is_certain or self.gender is not None or " " in self.name

    def may_be(self, gender: str | None, country: str | None = None, age: int | None = None) -> bool:
        """Whether the person is of a gender, country and age, as far as these are known."""
        return (
            _agrees_if_known(self.gender, gender)
            and _agrees_if_known(self.country, country)
            and _agrees_if_known(self.age, age)
        )


def _agrees_if_known(value: str | int | None, other: str | int | None) -> bool:
    return value is None or other is None or value == other


class NameIndex:
    """The people of an article, and which of them each form of a name can denote.

    This is the first of the two passes over an article. All names are known before any mention is resolved, so that a
    surname can be traced to a full name that follows it. Names are grouped by form and entered from the longest form to
    the shortest, the most frequent first: when "Macron" is entered, "Emmanuel Macron" is already a person that it can
    denote. A surname of several people keeps them all as options; the second pass (`coreference`) chooses among them by
    position. It also adds people without a name.

    Attributes:
        people: canonical name → person.
    """

    def __init__(self, article_names: Sequence[Name]) -> None:
        self.people: dict[str, Person] = {}
        self._canonical_by_form: dict[Form, list[str]] = defaultdict(list)  # the most prominent first
        self._longer_names = _LongerNames()
        self._nameless: dict[str, str] = {}  # description of several people, in lower case → canonical name
        self._first_named: dict[str, Place] = {}  # canonical name → the first place of the name in full
        self._n_named: Counter[str] = Counter()  # canonical name → how often the article gives the name in full
        self._options: dict[tuple[Form, str | None, str | None], dict[str, None]] = {}
        self._styled: dict[Form, set[str]] = defaultdict(set)  # surname → those whom the article calls "Mr" with it
        self._ambiguous_without_suffix, self._used_without_suffix = _ambiguous_without_suffix(article_names)
        self._apart = _joined_forms(article_names)
        names_by_form: dict[Form, list[Name]] = defaultdict(list)
        for name in article_names:
            names_by_form[self._form(name.words)].append(name)
        for form in sorted(names_by_form, key=lambda f: (-len(f), -len(names_by_form[f]), f)):
            self._enter(form, names_by_form[form])
        for form, options in self._canonical_by_form.items():
            self._canonical_by_form[form] = self._by_prominence(form, options)
        self._learn_styles(article_names)
        self._join_titles(article_names)

    def _form(self, words: tuple[str, ...]) -> Form:
        """The normal form, with the suffix where it distinguishes two people: Walter Haines Jr., Walter Haines Sr."""
        form, last = _normal_form(words), _without_dot(words[-1])
        return (*form, last) if form in self._ambiguous_without_suffix and last in _suffixes() else form

    def _enter(self, form: Form, same_form: list[Name]) -> None:
        """Enter the names of one form: as names of a person entered before, or as a new person."""
        kind = kind_of(same_form)
        owners = self._owners(form, kind, same_form)
        if len(form) == 1 and owners:
            self._enter_short_form(form, owners, same_form)
        elif owners or kind != PLACE:
            canonical = owners[0] if owners else _commonest_spelling(same_form)
            person = self._person(canonical, kind)
            person.kind_is_certain = any(name.kind for name in same_form)
            first = _place(same_form[0])
            self._first_named[canonical] = min(first, self._first_named.get(canonical, first))
            self._n_named[canonical] += len(same_form)
            self._canonical_by_form[form].append(canonical)
            _learn(person, same_form)

    def _by_prominence(self, form: Form, options: Sequence[str]) -> list[str]:
        """Those who share a form: whoever is named in full first, unless somebody is named so much more often.

        "Roe" is Ann Roe rather than Eva Roe Lind, who has it as the first of two surnames.
        """
        often = max((self._n_named[name] for name in options), default=0) * SHARE_OF_MENTIONS

        def rank(name: str) -> tuple[bool, bool, Place, str]:
            ends_otherwise = _normal_form(tuple(name.split()))[-1] != form[-1]
            return ends_otherwise, self._n_named[name] < often, self._first_named[name], name

        return sorted(options, key=rank)

    def _owners(self, form: Form, kind: str, same_form: Sequence[Name]) -> list[str]:
        """The names entered before that a form can abbreviate: names with its words, a full given name, a firm."""
        candidates = self._longer_names.that_may_contain(form)
        owners = [n for n in candidates if self._is_name_of(form, kind, self.people[n])]
        if owners or len(form) > 1:
            return owners or self._firms_like_places(form, kind, same_form)
        owners = [] if any(map(_is_introduced, same_form)) else self._with_given_name(form[0])
        if owners or any(name.kind == kind for name in same_form):
            return owners
        return self._firms_named(form)

    def _firms_like_places(self, form: Form, kind: str, same_form: Sequence[Name]) -> list[str]:
        """The firms named like what seems a place but acts, with one more word: "Stone River Inns" for "Stone River".

        Not a well-known place: "New York" is not the New York Rangers.
        """
        if kind != PLACE or " ".join(form) in vocabulary.names().places or not _acts(same_form):
            return []
        return self._firms_named(form)

    def _firms_named(self, form: Form) -> list[str]:
        """The firms and clubs whose names, without their last words, are a form."""
        candidates = self._longer_names.that_may_contain(form)
        return [n for n in candidates if self.people[n].kind == ORGANISATION and _is_name_of_firm(form, n)]

    def _with_given_name(self, short: str) -> list[str]:
        """The only person whose given name has this short form; nobody if several have one."""
        owners = [n for n in self._longer_names.that_shorten_to(short) if self.people[n].kind == PERSON]
        return owners if len(owners) == 1 else []

    def _enter_short_form(self, form: Form, owners: list[str], same_form: list[Name]) -> None:
        """Enter a single word that belongs to longer names, such as a surname."""
        self._canonical_by_form[form] += owners
        for owner in owners:  # people are referred to by their last word, companies are not
            self.people[owner].kind_is_certain |= self.people[owner].kind == PERSON and len(owner.split()) > 1
        strangers = [n for n in same_form if not any(self._may_be_called(owner, n) for owner in owners)]
        if strangers:
            owners = self._bearers_beside(strangers, form, owners)
        if len(owners) == 1:  # "Mrs Dean" says nothing about Paul Dean
            person = self.people[owners[0]]
            _learn(person, [name for name in same_form if person.may_be(name.gender)])

    def _may_be_called(self, owner: str, name: Name) -> bool:
        """Whether a surname can be that of somebody with a full name, as far as its title tells.

        A relative who is named later is not whom the article calls by office: "President Roe met Ann Roe, his wife".
        """
        person = self.people[owner]
        if not person.may_be(name.gender):
            return False
        if is_no_office(name.role) or _place(name) > self._first_named[owner]:
            return True
        return self._holds(owner, name) or person.role_nouns.isdisjoint(vocabulary.nominals().close_relatives)

    def _bearers_beside(self, strangers: Sequence[Name], form: Form, owners: list[str]) -> list[str]:
        """Enter "Mrs. Szalai" as somebody else where every Szalai so far is a man.

        Returns:
            Those whom the bare surname can mean: only the new person, if named before every owner of the form: "Mr.
            Szalai met the king. His wife, Ann Szalai, was there. Szalai left."
        """
        name = strangers[0]
        surname, place = " ".join(name.words), _place(name)
        is_first = all(place < self._first_named[owner] for owner in owners)
        canonical = surname if is_first or not name.role else f"{name.role} {surname}"
        person = self._person(canonical, PERSON)
        person.gender = name.gender
        _learn_gendered_word(person, name.role, name.gender)
        self._first_named[canonical] = place
        self._n_named[canonical] += len(strangers) if is_first else 1
        self._canonical_by_form[form].append(canonical)
        return [canonical] if is_first else owners

    def _is_name_of(self, form: Form, kind: str, person: Person) -> bool:
        """Whether names of this form and kind can denote a person entered before."""
        other = self._form(tuple(person.name.split()))
        if (form, other) in self._apart or (form in self._used_without_suffix and other[:-1] == form):
            return False
        return _can_denote_same(form, other, kind, person.kind)

    def _learn_styles(self, article_names: Sequence[Name]) -> None:
        """Record who of several people with one surname is called "Mr" or "Mrs" with it."""
        styled = {(name.words, name.gender): name for name in article_names if name.gender and len(name.words) == 1}
        for name in styled.values():
            is_styled = name.role and is_form_of_address(name.role) and not name.role.endswith(".")
            options = self.options(name) if is_styled else {}
            if len(options) == 1:
                self._styled[self._form(name.words)] |= set(options)
        self._options.clear()

    def _join_titles(self, article_names: Sequence[Name]) -> None:
        """Make a title a name of the person who has it: "Prince Ivo, the Duke of Malham"; "Bishop of Ayton Ann Lee"."""
        by_role = {person.role.lower(): name for name, person in self.people.items() if person.role}
        holders = {name: by_role.get(name.lower()) for name in self.people if is_title_of_place(name.split())}
        for name, after in pairwise(article_names):
            if _is_apposed_title(name, after):
                person, titled_person = (self._likeliest(n) for n in sorted((name, after), key=_is_title))
                if person and titled_person and titled_person.name in holders:
                    holders[titled_person.name] = person.name
        for title, holder in holders.items():
            if holder:
                self._join(title, holder)

    def _join(self, title: str, holder: str) -> None:
        """Make a title a name of its holder, unless the genders differ."""
        person, holder_of_title = self.people[holder], self.people[title]
        if person.kind != PERSON or not person.may_be(holder_of_title.gender):
            return
        person.gender = person.gender or holder_of_title.gender
        person.role_nouns |= holder_of_title.role_nouns
        self._canonical_by_form[self._form(tuple(title.split()))] = [holder]
        self._options.clear()
        del self.people[title]

    def _person(self, canonical: str, kind: str) -> Person:
        """The person of that name, entered if new."""
        if canonical not in self.people:
            self.people[canonical] = Person(canonical, kind, plural=kind == GROUP)
            words = tuple(canonical.split())
            self._longer_names.add(canonical, kind, _normal_form(words), self._form(words))
        return self.people[canonical]

    def options(self, name: Name) -> Mapping[str, None]:
        """Canonical names of those whom a name can denote, the most prominent first, as the keys of a dictionary.

        If a title shows a gender ("Mr."), only people of that or of unknown gender count, unless there are none. If it
        is an office, its holders count ("President Roe"). A surname alone is not that of somebody whom the article
        calls "Mr", if it has another: British papers, which write no full stop there, call a defendant "Keel" and her
        husband "Mr Keel".
        """
        form, is_bare = self._form(name.words), name.role is None
        key = (form, name.gender, name.role)
        if key not in self._options:  # nobody's gender changes once all names are entered
            everybody = self._canonical_by_form.get(form, [])
            fitting = [n for n in everybody if self.people[n].may_be(name.gender)]
            bare = [n for n in everybody if n not in self._styled.get(form, ())] if is_bare else []
            holders = [n for n in fitting if self._holds(n, name)] if len(fitting) > 1 else []
            self._options[key] = dict.fromkeys(bare or holders or fitting or everybody)
        return self._options[key]

    def _holds(self, person: str, name: Name) -> bool:
        """Whether the article gives somebody the office that is before a surname: "President Roe"."""
        if is_no_office(name.role):
            return False
        return _noun_of_role(str(name.role)) in self.people[person].role_nouns

    def bearers(self, surname: str) -> tuple[str, ...]:
        """The canonical names of the people whose full names end in a surname, in text order."""
        containing = self._longer_names.that_may_contain(_normal_form((surname,)))
        bearers = [n for n in containing if self.people[n].kind == PERSON and n.endswith(f" {surname}")]
        return tuple(sorted(bearers, key=self._first_named.__getitem__))

    def _likeliest(self, name: Name) -> Person | None:
        """The most prominent of those whom a name can denote."""
        likeliest = next(iter(self.options(name)), None)
        return self.people[likeliest] if likeliest is not None else None

    # Offices

    def learn_offices(self, paragraph: Paragraph, names: Sequence[Name]) -> None:
        """Record offices that several people share: "foreign ministers X and Y".

        With countries, each person gets one: "the foreign ministers of Norway and Iceland, X and Y".
        """
        offices = vocabulary.titles().offices
        for head in (t for t in paragraph.doc if t.tag_ == "NNS" and t.lower_.removesuffix("s") in offices):
            office = office_of(head)
            titled_tokens = titled(head)
            for name in (n for n in names if n.last in titled_tokens):
                person = self._likeliest(name)
                if person and person.kind == PERSON:
                    self.appoint(person.name, office, None)
            for person, country in self._respective_holders(head, names):
                self.appoint(person.name, office, country)

    def _respective_holders(self, head: Token, names: Sequence[Name]) -> list[tuple[Person, str]]:
        """(person, country) of "the ministers of Norway and Iceland, X and Y"; nothing unless the two lists match."""
        ends = respective(head)
        if not ends:
            return []
        listed = (self._likeliest(name) for end in ends for name in names if name.last == end)
        holders, countries = [person for person in listed if person], nations(head)
        return list(zip(holders, countries, strict=True)) if len(holders) == len(countries) == len(ends) else []

    def appoint(self, name: str, office: str, country: str | None) -> None:
        """Record that a person holds an office of a country; a role ("Mr" is none) or country known before is kept."""
        person = self.people[name]
        person.role = office if is_no_office(person.role) else person.role
        person.country = person.country or country
        person.role_nouns.add(office.split()[-1].lower())

    def holder(self, office: str, country: str, recent: Iterable[str]) -> str | None:
        """The person who holds an office of a country.

        Args:
            office: an office in lower case: "foreign minister".
            country: an alpha-3 code.
            recent: canonical names to consider first, the most recent first.

        Returns:
            The canonical name of the first person of the country with that office (see `office_in`), or else of the
            first with a name and no role; None if there is neither.
        """
        everybody = chain((self.people[name] for name in recent), self.people.values())
        compatriots = [p for p in everybody if p.country == country and p.kind == PERSON]
        holders = (p.name for p in compatriots if office_in(p.role) == office)
        without_role = (p.name for p in compatriots if not p.role and not p.nameless)
        return next(chain(holders, without_role), None)

    def nameless(self, phrase: Phrase) -> str:
        """Enter a person or group known only by a phrase; returns its canonical name.

        An indefinite phrase introduces somebody new each time: two mentions of "a spokesman" are two spokesmen.
        """
        description = phrase.description
        canonical, n = description, 1
        if phrase.plural:  # "officials" in a sentence and "Officials" at the start of one are the same
            canonical = self._nameless.setdefault(description.casefold(), description)
        while phrase.indefinite and not phrase.plural and canonical in self.people:
            n += 1
            canonical = f"{description} ({n})"
        if canonical not in self.people:
            self.people[canonical] = Person(
                canonical,
                _kind_of_nameless(phrase),
                role=phrase.words,
                country=phrase.country,
                gender=phrase.gender,
                nameless=True,
                plural=phrase.plural,
            )
            _learn_gendered_word(self.people[canonical], phrase.head.lower_, gender_of_role(phrase.head.lower_))
        self.people[canonical].role_nouns.add(phrase.head.lower_)
        return canonical


class _LongerNames:
    """The names entered so far, by their words, so that the owners of a shorter form are found without a search.

    A form of several words belongs to names that contain it, found by its rarest pair of neighbouring words, and to
    names with the same first word or initial and the same last word. Of the latter the first suffices: a form of
    several words is entered as a name of one person.
    """

    def __init__(self) -> None:
        self._number: dict[str, int] = {}  # canonical name → its place in the order of entry
        self._by_word: dict[str, list[str]] = defaultdict(list)
        self._by_pair: dict[Form, list[str]] = defaultdict(list)
        self._first_person_by_ends: dict[Form, str] = {}
        self._by_short_form: dict[str, list[str]] = defaultdict(list)

    def add(self, canonical: str, kind: str, words: Form, form: Form) -> None:
        """Enter a name by its words, and by its form, which may have a suffix as well."""
        self._number[canonical] = len(self._number)
        for word in dict.fromkeys(words):
            self._by_word[word].append(canonical)
        for pair in dict.fromkeys((*pairwise(words), *pairwise(form))):
            self._by_pair[pair].append(canonical)
        if kind == PERSON and form[-1] in words:
            for given in (form[0], _initial(form[0]), *short_forms().get(form[0], ())):
                self._first_person_by_ends.setdefault((given, form[-1]), canonical)
        if kind == PERSON and len(words) > 1 and words[0].title() in given_names():
            beginnings = (words[0][:n] for n in range(MIN_SHORT_FORM, len(words[0])))
            names_themselves = {beginning for beginning in beginnings if beginning.title() in given_names()}
            for short in names_themselves | short_forms().get(words[0], frozenset()):
                self._by_short_form[short].append(canonical)

    def that_shorten_to(self, word: str) -> list[str]:
        """The full names of people whose given name the word abbreviates: Samantha Roe for "sam"."""
        return self._by_short_form.get(word, [])

    def that_may_contain(self, form: Form) -> list[str]:
        """The names that the form can be short for, in the order of entry; for several words, the first suffices."""
        if len(form) == 1:
            return self._by_word.get(form[0], [])
        containing = min((self._by_pair.get(pair, []) for pair in pairwise(form)), key=len)
        initial = _initial(form[0])
        givens = (form[0], form[0][:1], initial) if len(form[0]) == 1 else (form[0], form[0][:1])
        same_ends = (self._first_person_by_ends.get((given, form[-1])) for given in givens)
        return sorted({*containing, *(name for name in same_ends if name)}, key=self._number.__getitem__)


def _initial(word: str) -> str:
    """A key for all given names with the initial of this one, which no given name is itself."""
    return f"{word[:1]}."


def _kind_of_nameless(phrase: Phrase) -> str:
    if phrase.body:
        return ORGANISATION
    return GROUP if phrase.plural else PERSON


# Forms of names


def with_surnames(names_by_paragraph: Mapping[int, Sequence[Name]]) -> dict[int, list[Name]]:
    """The names of each paragraph, each with the surname that it shares with the next: "Edmund and Joyce Fairweather".

    Not somebody's surname: not "Ryan and Joyce Fairweather" if the article mentions Paul Ryan.
    """
    surnames = {name.words[-1] for names in names_by_paragraph.values() for name in names if len(name.words) > 1}
    return {
        number: [
            name if name.words[0] in surnames else _with_surname(name, after)
            for name, after in zip(names, [*names[1:], None], strict=False)
        ]
        for number, names in names_by_paragraph.items()
    }


def _with_surname(name: Name, after: Name | None) -> Name:
    """The name with the last words of the next one, if "and" joins them: "North" of "North and South Korea"."""
    if after is None or len(after.words) < 2 or len(name.words) > 1:
        return name
    if name.paragraph.doc[name.last + 1 : after.first].text not in ("and", "&"):
        return name
    words = name.words + after.words[1:]
    if after.kind == STATE and (state := country_of(words)):
        return replace(name, words=words, kind=STATE, country=state.code)
    is_given = name.kind == PERSON and name.words[0] in given_names() and after.words[0] in given_names()
    return replace(name, words=words) if is_given else name


def with_full_names(names_by_paragraph: Mapping[int, Sequence[Name]]) -> dict[int, list[Name]]:
    """The names of each paragraph, with the full name for an acronym of a body.

    After "World Health Organization (WHO)", every "WHO" is the World Health Organization. So it is without the brackets
    if no other body in the article has these initials.
    """
    explained: dict[tuple[str, ...], Name] = {}
    for paragraph_names in names_by_paragraph.values():
        for full, acronym in pairwise(paragraph_names):
            if _explains(full, acronym):
                explained.setdefault(acronym.words, full)
    full_by_acronym = _bodies_by_initials(chain.from_iterable(names_by_paragraph.values())) | explained
    return {n: [_in_full(name, full_by_acronym) for name in names] for n, names in names_by_paragraph.items()}


def _bodies_by_initials(names: Iterable[Name]) -> dict[tuple[str, ...], Name]:
    """The bodies with a name of several words, by its initials; none if two bodies share them."""
    bodies: dict[tuple[str, ...], dict[tuple[str, ...], Name]] = defaultdict(dict)
    for name in names:
        if name.kind == ORGANISATION and len(name.words) > 1:
            capitals = "".join(filter(str.isupper, initials(" ".join(name.words))))
            bodies[(capitals,)].setdefault(name.words, name)
    return {acronym: next(iter(same.values())) for acronym, same in bodies.items() if len(same) == 1}


def _in_full(name: Name, full_by_acronym: Mapping[tuple[str, ...], Name]) -> Name:
    full = full_by_acronym.get(name.words)
    return name if full is None else replace(name, words=full.words, kind=full.kind or ORGANISATION)


def _explains(full: Name, acronym: Name) -> bool:
    """Whether an acronym follows a name in brackets and has its initials, in order."""
    doc, word = acronym.paragraph.doc, acronym.words[0]
    if len(acronym.words) > 1 or len(full.words) < 2 or full.kind == PERSON or not ACRONYM.fullmatch(word):
        return False
    if doc[full.last + 1 : acronym.first].text != "(" or doc[acronym.last + 1 : acronym.last + 2].text != ")":
        return False
    letters = iter(initials(" ".join(full.words)).lower())
    return all(letter in letters for letter in word.lower())


def initials(name: str) -> str:
    """The first letters of the words of a name.

    >>> initials("Bank of Port-Royal")
    'BoPR'
    """
    return "".join(word[0] for word in name.replace("-", " ").split())


@lru_cache(maxsize=CACHED_FORMS)
def _normal_form(words: tuple[str, ...]) -> Form:
    """The words in lower case, without suffixes like "Jr."."""
    words = tuple(NICKNAME.sub("", " ".join(words)).split())
    lower = tuple(_without_dot(word).replace("’", "'") for word in words)
    return tuple(word for word in lower if word not in _suffixes()) or lower


def _without_dot(word: str) -> str:
    return word.casefold().rstrip(".")


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(suffix.rstrip(".") for suffix in vocabulary.titles().suffixes)


def _can_denote_same(form: Form, other: Form, kind: str, other_kind: str) -> bool:
    """Whether two forms of names can denote the same person; `other` is the form of a full name entered before.

    Equal forms do. Otherwise the full name must be a person's, and the form must begin or end it ("Macron", "Angela"),
    be its first surname, or differ in middle names or an initial only ("J. Baker", "John F. Baker").
    """
    if kind == other_kind == ORGANISATION:
        return form == other or _is_head_noun_of(form, other)
    if form == other:
        return True
    if is_title_of_place(other):  # "Malham" is not the Duke of Malham
        return False
    if other_kind != PERSON or kind == STATE or (kind in (ORGANISATION, GROUP) and len(form) > 1):
        return False
    if form in (other[-len(form) :], other[: len(form)]) or _is_first_surname(form, other):
        return True
    return len(form) > 1 and _agree_at_ends(form, other)


def _acts(same_form: Iterable[Name]) -> bool:
    """Whether a name without an article is a subject: "Stone River had sent it", not "the Stone River"."""
    subjects = [name.head for name in same_form if name.head.dep_ in ("nsubj", "nsubjpass")]
    return any(all(word.dep_ != "det" for word in noun.lefts) for noun in subjects)


def _is_introduced(name: Name) -> bool:
    """Whether a noun introduces somebody new by a given name ("her son Bill"), or it is a thing ("the Bill").

    The article may give the full name of "his wife Steph" elsewhere.
    """
    if any(word.dep_ == "det" for word in name.head.lefts):
        return True
    first = first_conjunct(name.head)
    noun = first.head if first.dep_ == "appos" else None
    spouses = vocabulary.nominals().pairs.spouses
    return noun is not None and noun.tag_ in COMMON_NOUN_TAGS and noun.lower_ not in spouses


def _is_title(name: Name) -> bool:
    return is_title_of_place(name.words)


def _is_apposed_title(name: Name, after: Name) -> bool:
    """Whether one of two names is the other's title in apposition: "Ivo Roe, the Earl of Ayton, said"; no list."""
    doc = after.paragraph.doc
    if name.paragraph is not after.paragraph or _is_title(name) == _is_title(after):
        return False
    between, following = doc[name.last + 1 : after.first].text, doc[after.last + 1 : after.last + 3]
    if between not in (",", ", the") or not {name.kind, after.kind} <= {PERSON, None}:
        return False
    return not following or (following[0].is_punct and following[-1].text != "and")


def _agree_at_ends(form: Form, other: Form) -> bool:
    """Whether two names of people have the same surname and given name, and no middle names that differ."""
    if form[-1] != other[-1] or not _given_names_agree(form[0], other[0]):
        return False
    middle, other_middle = form[1:-1], other[1:-1]  # George H. W. and George W. are two
    return not (middle and other_middle) or middle[0][0] == other_middle[0][0]


def _is_head_noun_of(form: Form, other: Form) -> bool:
    """Whether a single word is the head noun of a body's name: "the Commission" for "the European Commission".

    So is the last word of a club: "United" for "Lunde United".
    """
    nouns = vocabulary.nominals()
    return form == other[-1:] and (form[0] in nouns.bodies or form[0] in nouns.stand_ins_of_bodies["club"])


def _is_name_of_firm(form: Form, firm: str) -> bool:
    """Whether a form is the name of a firm or club without its last word: "Marlow" for "Marlow Construction"."""
    titles, words = vocabulary.titles(), _normal_form(tuple(firm.split()))
    return form == words[:-1] and words[-1] in titles.trades | titles.clubs | titles.corporate_suffixes


def _given_names_agree(given: str, other: str) -> bool:
    """Whether the given names are equal, or one is the other's initial or short form: "Andy" of Andrew."""
    is_initial = given[:1] == other[:1] and 1 in (len(given), len(other))
    return given == other or is_initial or other in short_forms().get(given, ())


def _is_first_surname(form: Form, other: Form) -> bool:
    """Whether the form is the first of two surnames, as Spanish and Portuguese use it: Beatriz "Salgado" Ruiz."""
    return len(form[-1]) > 2 and any(form == other[i : i + len(form)] for i in range(1, len(other) - len(form)))


def _ambiguous_without_suffix(names: Iterable[Name]) -> tuple[set[Form], set[Form]]:
    """Forms that belong to two people whom a suffix distinguishes, and those of them that one has without a suffix.

    The article uses such a form with different suffixes (Walter Haines Jr. and Walter Haines Sr.), or first without
    one, or beside words for father and son. A name that loses its suffix later is the same one. The surname alone
    counts with a suffix: Haines Jr.
    """
    used, beside_kin = _suffixes_by_form(names)
    full = {form: suffixes for form, suffixes in used.items() if len(form) > 1}
    several = {form for form, suffixes in full.items() if len({*suffixes, ""}) > 2}
    with_and_without = (form for form, suffixes in full.items() if set(suffixes) > {""} and form not in several)
    bare = {form for form in with_and_without if form in beside_kin or not full[form][0]}
    return several | bare | {form[-1:] for form in several | bare}, bare


def _suffixes_by_form(names: Iterable[Name]) -> tuple[dict[Form, list[str]], set[Form]]:
    """The suffixes of each form in text order, empty for none, and the forms with a suffix beside words for kin."""
    used: dict[Form, list[str]] = defaultdict(list)
    beside_kin: set[Form] = set()
    for name in names:
        last, form = _without_dot(name.words[-1]), _normal_form(name.words)
        used[form].append(last * _has_suffix(name.words))
        if used[form][-1] and FATHER_AND_SON.search(text_of(name.paragraph.doc)):
            beside_kin.add(form)
    return used, beside_kin


def _joined_forms(names: Sequence[Name]) -> set[tuple[Form, Form]]:
    """Pairs of forms of two people, in both orders, because "and" joins them: "George Bush and George W. Bush".

    Not if a title shows a gender, which keeps the two apart: "Mrs. Roe and Tom Roe" does not tell who "Mr. Roe" is.
    """
    pairs: set[tuple[Form, Form]] = set()
    for name, after in pairwise(names):
        if name.paragraph is after.paragraph and after.first - name.last == 2 and not (name.gender or after.gender):
            forms = _normal_form(name.words), _normal_form(after.words)
            if name.paragraph.doc[name.last + 1].lower_ in ("and", "&") and forms[0][-1] == forms[1][-1]:
                pairs |= {forms, forms[::-1]}
    return pairs


def _place(name: Name) -> Place:
    return name.paragraph.number, name.first


def _commonest_spelling(names: Sequence[Name]) -> str:
    """The most frequent spelling of a name, preferably one that is not all capitals and has the suffix."""
    counts = Counter(" ".join(n.words) for n in names)

    def rank(spelling: str) -> tuple[bool, bool, int, str]:
        return (spelling.isupper() and " " in spelling, not _has_suffix(spelling.split()), -counts[spelling], spelling)

    return min(counts, key=rank)


def _has_suffix(words: Sequence[str]) -> bool:
    return _without_dot(words[-1]) in _suffixes()


# What the mentions of a name say


def _learn(person: Person, names: Sequence[Name]) -> None:
    """Record role, country and gender of a person, each from the first of the names that gives it."""
    for name in names:
        _learn_from_name(person, name)
        person.age = person.age or age_beside(name)
    if person.kind == PERSON and not person.gender:
        person.gender = given_names().get(person.name.split()[0])
    if person.kind == ORGANISATION and any(map(is_club, names)):
        person.club = True
    if person.kind in (STATE, ORGANISATION) and not person.country:
        country = country_of(tuple(person.name.split()))
        person.country = country.code if country else None


def _learn_from_name(person: Person, name: Name) -> None:
    """Record what the title or the apposition of one name says."""
    _learn_gendered_word(person, name.role, name.gender)
    apposed = role_in_apposition(name) if person.kind == PERSON else None
    for role in filter(None, (name.role, apposed)):
        if _says_more(role, person.role):
            person.role = role
        noun = _noun_of_role(role)
        person.role_nouns.add(noun)
        person.gender = person.gender or gender_of_role(noun)
        _learn_gendered_word(person, role, gender_of_role(noun))
    if person.kind == PERSON and (office := office_that_it_is(name)):
        person.role = person.role or office
        person.role_nouns.add(office.lower().split()[-1])
    _learn_seat(person, name)
    person.country = person.country or name.country
    if apposed and not person.country:
        person.country = _country_in(apposed) or _country_of_owner(name)
    person.gender = person.gender or name.gender


def _learn_seat(person: Person, name: Name) -> None:
    """Record a politician's seat and party: "Ann Lee (D-Mass.)", "Ohio Gov. Ann Lee"."""
    party, place = (seat_beside(name) if person.kind == PERSON else None) or (None, None)
    if party:
        person.role_nouns.add(party)
    seats = (*_places_in(name.role or ""), *((place,) if party and place else _places_in(place or "")))
    person.seat = person.seat or next(iter(seats), None)


@lru_cache(maxsize=CACHED_FORMS)
def _places_in(words: str) -> tuple[str, ...]:
    """The well-known places that words name: "New York" of "former New York mayor"."""
    parts, places = words.split(), vocabulary.names().places
    spans = (" ".join(parts[i : i + n]) for n in (2, 1) for i in range(len(parts) - n + 1))
    return tuple(span for span in spans if span[:1].isupper() and span.lower() in places)


def _noun_of_role(role: str) -> str:
    """The noun for the person in a role: "secretary" of "Secretary of State", "tycoon" of "tycoon Sir"."""
    words = re.split(r" (?:of|for) ", spelled_out(role).lower())[0].split()
    offices = vocabulary.titles().offices
    while len(words) > 1 and is_form_of_address(words[-1]) and offices.isdisjoint((words[-1], " ".join(words))):
        words.pop()
    return words[-1]


def _says_more(role: str, before: str | None) -> bool:
    """Whether a role says more than the one before it: "trade minister" after "minister", "lawyer" after "Mr"."""
    if not before or len(before.split()) < 2 <= len(role.split()):
        return True
    return is_no_office(before) and is_for_people(role)


def _learn_gendered_word(person: Person, role: str | None, gender: str | None) -> None:
    """Record the first word of a title or role that shows a gender: "Mrs" of "Prime Minister Mrs"."""
    if role and gender and gender not in person.gendered_words:
        words = (
            word for word in role.split() if gender in (honorifics().get(word.lower()), gender_of_noun(word.lower()))
        )
        person.gendered_words[gender] = next(words, role)


def _country_of_owner(name: Name) -> str | None:
    """The country in the possessive of a role in apposition: "Ida Krogh, Norway's foreign minister"."""
    nouns = (c for c in name.head.children if c.dep_ == "appos" and c.tag_ == "NN")
    owners = ((owner.text,) for noun in nouns for owner in noun.children if owner.dep_ == "poss")
    return first_country(owners, ("name",))


def _country_in(role: str) -> str | None:
    """The country that a role names, the longest expression first: NOR of "Norwegian foreign minister"."""
    words = role.split()
    spans = (tuple(words[i : i + n]) for n in (3, 2, 1) for i in range(len(words) - n + 1))
    return first_country(spans, ("name", "demonym"))


# Phrases and people


def fits(person: Person, phrase: Phrase) -> bool:
    """Whether a phrase can refer to a person, judged by number, country, gender and role.

    A role fits if the article has used the phrase's noun for the person ("the minister"), and if an office of several
    words is part of the role ("the foreign minister"). A noun for the holder of any of several offices, "the monarch",
    fits each of them. "Counterpart" needs a country instead, and so does "leader" unless it ends the person's role.
    """
    if phrase.body or phrase.plural:
        return _fits_body_or_group(person, phrase)
    if person.kind != PERSON or not _agree(person, phrase):
        return False
    if phrase.age is not None and (person.age or is_age(phrase.head)):
        return person.age == phrase.age
    noun = phrase.title.split()[-1]
    if noun in vocabulary.nominals().generic:
        return person.nameless
    if _is_identified_by_country(phrase.head):
        return bool(phrase.country and not person.nameless) or _leads_body(person, phrase)
    stand_ins = vocabulary.nominals().stand_ins
    offices = stand_ins.get(phrase.title, ()) + stand_ins.get(noun, ())
    return any(holds(person, office) for office in (phrase.title, *offices))


def can_be_citizen(person: Person, phrase: Phrase) -> bool:
    """Whether a phrase with a country can mean one of its citizens by a general noun: "the Pakistani official"."""
    offices = vocabulary.nominals().of_citizens.get(phrase.head.lower_, ())
    return any(holds(person, office) for office in offices) and _agree(person, phrase)


def _leads_body(person: Person, phrase: Phrase) -> bool:
    """Whether a phrase without a country ends the role of a leader: "the Labour leader", not any "leader"."""
    if phrase.country or phrase.head.lower_ not in vocabulary.nominals().leaders:
        return False
    words, role = phrase.words.lower(), (person.role or "").lower()
    return words == role or (" " in words and role.endswith(f" {words}"))


def holds(person: Person, office: str) -> bool:
    """Whether the article gives a person an office, in lower case; the shadow chancellor is not the chancellor."""
    *_, noun = office.split()
    role = spelled_out(person.role or "").lower()
    before = role.partition(office)[0].split()[-1:]
    if before and before[0] in vocabulary.nominals().other_ranks:
        return False
    return noun in person.role_nouns and (" " not in office or office in role)


def _agree(person: Person, phrase: Phrase) -> bool:
    """Whether the country, place and gender that a phrase gives are the person's; an unknown gender agrees with both.

    The Duke of Lunde is not the Duke of Tarn.
    """
    if phrase.country and person.country != phrase.country and not _is_from(person, phrase.words.split()):
        return False
    if not _can_be_from(person, phrase.words):
        return False
    role = person.role or ""
    if " of " in phrase.words and " of " in role and phrase.words.lower() not in role.lower():
        return False
    return person.may_be(phrase.gender)


def _can_be_from(person: Person, words: str) -> bool:
    """Whether a phrase names no place, or that of a politician's seat if it is known: "the Ohio Democrat"."""
    places = _places_in(words) if person.seat else ()
    return not places or _is_from(person, places)


def _is_from(person: Person, places: Iterable[str]) -> bool:
    """Whether one of several words is the place of a politician's seat: "Georgia" of "Ann Lee (D-Ga.)"."""
    return person.seat is not None and any(_is_short_for(person.seat, place) for place in places)


def _is_short_for(short: str, place: str) -> bool:
    """Whether a word can abbreviate the name of a place.

    >>> _is_short_for("Mass.", "Massachusetts"), _is_short_for("N.Y.", "New York"), _is_short_for("Ohio", "Utah")
    (True, True, False)
    """
    letters = iter(place.lower())
    return short[:1] == place[:1] and all(letter in letters for letter in short.lower() if letter.isalpha())


def _is_identified_by_country(noun: Token) -> bool:
    """Whether the noun identifies a person by country rather than role: "the French leader", "the Bulgarian"."""
    words = vocabulary.nominals()
    return noun.lower_ in words.leaders or noun.lower_ in words.counterparts or is_member_of_people(noun)


def _fits_body_or_group(person: Person, phrase: Phrase) -> bool:
    """Whether a body or group is meant: the end of its name is the phrase, or the phrase suits any organisation."""
    name = person.role if person.nameless and person.role else person.name
    if person.plural == phrase.plural and _head_of_body(name).endswith(phrase.words.lower()):
        return True
    if not person.nameless and person.kind == ORGANISATION and _stands_in_for_body(phrase, person):
        return True
    is_firm = phrase.firm and not person.nameless and not _is_public(person.name)
    return is_firm and (person.kind == ORGANISATION or not person.kind_is_certain)


def _stands_in_for_body(phrase: Phrase, body: Person) -> bool:
    """Whether a noun alone can mean a body: "the force" a constabulary, "the panel" a committee, "the club" Leeds."""
    noun, last = phrase.words.lower(), _head_of_body(body.name).split()[-1]
    return (body.club and noun == "club") or last in vocabulary.nominals().stand_ins_of_bodies.get(noun, ())


def _is_public(name: str) -> bool:
    """Whether a name shows a body that is no company: "the company" is not "the European Commission"."""
    head = _head_of_body(name).split()[-1]
    return head in vocabulary.nominals().bodies - vocabulary.titles().firms


def _head_of_body(name: str) -> str:
    """The name of a body up to its head noun, in lower case: "us embassy" of "US Embassy in London"."""
    return re.split(r" (?:of|for|in) ", name.lower())[0]


def counterpart_office(phrase: Phrase, owner: Person | None) -> str | None:
    """The office that "her Icelandic counterpart" holds, which is the owner's; None for other phrases."""
    if owner is None or not phrase.country or phrase.head.lower_ not in vocabulary.nominals().counterparts:
        return None
    return office_in(owner.role)


def as_office_holder(phrase: Phrase, office: str) -> Phrase:
    """The phrase with the office in place of "counterpart": "Icelandic foreign minister"."""
    nationality = " ".join(t.text for t in phrase.head.lefts if country_of((t.text,)))
    words = f"{nationality} {office}".strip()
    return replace(phrase, words=words, description=words, title=office)
