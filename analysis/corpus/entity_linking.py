"""Cross-article entity linking: the names in single articles become one person, body or state in the whole corpus.

Every article has canonical names of its own: "Emmanuel Macron" in one, "Macron" in the next, "French President" in a
third. Linking begins with the most complete names, so that shorter ones can be linked to them:

1. States are linked by their code, other bodies by their name or its initials (`_bodies`).
2. Full names are linked if their spellings have one key (`name_forms`), then separated by suffix, middle names and
   country, since namesakes exist (`_full_names`).
3. An initial and a surname, then a surname alone, is linked to the full name that the same months make most likely
   (`SurnameIndex`).
4. An office ("French President") is linked to whoever is named with it in the same months (`_Offices`).

A name that could be two people stays unlinked: a wrong link is worse than a missing one.

The order of use is `gather` for each part of a corpus, `combine`, `resolve`, and then `world_people` and `lookup`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count, permutations
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from analysis import vocabulary
from analysis.corpus.name_forms import (
    NUMBER_OF_NAMELESS,
    TRADITIONS,
    NameForm,
    NameKey,
    fold,
    gender_by_given_name,
    office_of,
    parse_name,
    role_key,
)
from analysis.errors import AnalysisError
from analysis.people.names import PERSON, STATE, country_of, honorifics, is_form_of_address
from analysis.tables import types_of

IDENTIFYING = ["name", "kind", "role", "country", "month"]  # columns whose values together decide who is meant
AGGREGATED = {"n_articles": "sum", "n_mentions": "sum", "first_published": "min", "last_published": "max"}
UNKNOWN_MONTH = "unknown"  # of articles without a date
ALL_MONTHS = -1  # key of the sum over all months
BODY, ANONYMOUS = "body", "anonymous"  # first parts of an EntityId, besides PERSON and STATE

DOMINANT_SHARE = 0.9  # of the articles on all candidates, to choose one of several
MIN_ARTICLES_FOR_DOMINANCE = 5
MIN_COUNTRY_ARTICLES, MIN_COUNTRY_SHARE = 3, 0.2  # of the articles on a name, for a country that is not a slip
FOREIGN_FACTOR = 10  # times the articles on a surname, for people of another country to be meant by it
MIN_SPELLED_OUT_SHARE = 0.2  # of the articles on initials, for the full name that they abbreviate
MIN_SPELLED_OUT_ARTICLES = 3  # the same for initials of two letters, which abbreviate many names
OFFICE_SHARE, MIN_ARTICLES_FOR_OFFICE = 0.8, 2  # of the articles that name somebody with an office, to hold it

EntityId = tuple[Any, ...]  # begins with the kind; the rest differs by kind
ArticlesByMonth = dict[int | None, Counter[EntityId]]  # month → articles on each entity
T = TypeVar("T")


class NameRecord(NamedTuple):
    """A name with the number of articles that use it: one row of `gather`.

    `month` counts months from year 0 (None for articles without a date), so that neighbouring months differ by 1.
    """

    name: str
    kind: str
    role: str | None
    country: str | None
    month: int | None
    n: int


Records = dict[int, NameRecord]  # by position among all records


class CorpusEntity:
    """What the corpus says about one person, body or state."""

    def __init__(self) -> None:
        self.names, self.countries, self.roles = Counter[str](), Counter[str](), set[str]()
        self.months = Counter[int | None]()
        self.forms = set[NameForm]()
        self.genders = set[str]()  # that given names and forms of address indicate

    def add(self, record: NameRecord, form: NameForm | None) -> None:
        """Count the articles of a record; `form` is the name taken apart if the entity is a person."""
        self.names[record.name] += record.n
        self.months[record.month] += record.n
        self.roles |= {role_key(record.role)} - {""}
        if record.country:
            self.countries[record.country] += record.n
        if form:
            self.forms.add(form)
            self.genders |= {
                gender for gender in (form.gender, honorifics().get((record.role or "").lower())) if gender
            }

    @property
    def country(self) -> str | None:
        """The commonest country; None if no article gives one."""
        return min(self.countries, key=lambda country: (-self.countries[country], country), default=None)

    @property
    def is_surely_person(self) -> bool:
        """Whether a given name or an office confirms that this is a person, not other capitalized words."""
        offices = vocabulary.titles().offices
        has_office = any(word in offices for role in self.roles for word in role.lower().split())
        return has_office or any(form.is_personal for form in self.forms)


# The tables of names


def gather(people: pd.DataFrame, published: Mapping[str, Any] | pd.Series) -> pd.DataFrame:
    """Count how often and when each name occurs, for `combine`.

    Args:
        people: The table `people` of many articles.
        published: article_id → day or None; an article it does not contain has no day.

    Returns:
        A row per name, kind, role, country and month, with n_articles, n_mentions, first_published, last_published.

    Raises:
        AnalysisError: `people` lacks a column.
    """
    rows = _with_months(people, published)
    rows = rows.assign(first_published=rows["day"], last_published=rows["day"], n_articles=1)
    by_article = rows.groupby(["article_id", *IDENTIFYING], dropna=False, sort=False, as_index=False)
    return combine([by_article.agg(AGGREGATED | {"n_articles": "max"})])


def combine(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Add up tables of `gather`. The result is sorted, and the same for any order of the parts and of their rows."""
    types = {name: dtype for name, dtype in types_of("world_names").items() if name not in ("person", "why")}
    columns = list(types)
    empty = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in types.items()})
    filled = [part[columns].astype(types) for part in parts if len(part)]
    rows = pd.concat(filled, ignore_index=True) if filled else empty
    sums = rows.groupby(IDENTIFYING, dropna=False, sort=False, as_index=False).agg(AGGREGATED)
    return sums.sort_values(IDENTIFYING, ignore_index=True)[columns].astype(types)


def resolve(names: pd.DataFrame) -> pd.DataFrame:
    """The table `world_names`: the entity that each name refers to (`person`), and the evidence for it (`why`).

    - name, spelling: given name and surname have one key, and middle names, suffix, country and role do not contradict.
    - surname: the only person of that surname whom gender, country and role allow, or the one with 90% of their
      articles (at least five) in that month and the two next to it. If only people of another country have the surname,
      they need ten times as many articles. Otherwise the surname is an entity of its own, named as written.
    - office: whoever is named with that office and country in those three months; of several, the one with 80%.
    - anonymous: "French official" refers to nobody across articles. `person` is the name as written, and is not in
      `world_people`.

    Args:
        names: A table of `combine`.

    Raises:
        AnalysisError: `names` lacks a column.
    """
    _require_columns(names, [*IDENTIFYING, *AGGREGATED], "names")
    table = combine([names])
    plain = table[[*IDENTIFYING, "n_articles"]].astype(object)
    records = [_record(*row) for row in plain.where(plain.notna(), None).itertuples(index=False)]
    links = _link(records)
    anonymous = {record.name for record, entity in zip(records, links.ids, strict=True) if entity[0] == ANONYMOUS}
    labels = _labels(links.entities, anonymous)
    persons = [labels.get(entity, record.name) for record, entity in zip(records, links.ids, strict=True)]
    why = [
        reason or ("name" if person == record.name else "spelling")
        for record, person, reason in zip(records, persons, links.why, strict=True)
    ]
    table = table.assign(person=pd.Series(persons, dtype="str"), why=pd.Series(why, dtype="str"))
    return table[list(types_of("world_names"))]


def world_people(names: pd.DataFrame) -> pd.DataFrame:
    """The table `world_people` from `world_names`: everybody who is identified across articles, most mentioned first.

    An article with two names of one person (a full name, and a surname not linked to it there) counts twice.
    """
    identified = names[names["why"] != ANONYMOUS]
    named = identified[identified["why"] != "office"]
    people = identified.groupby("person", as_index=False).agg(AGGREGATED)
    address = named["role"].isin([role for role in named["role"].dropna().unique() if is_form_of_address(role)])
    for column, rows in (("kind", named), ("role", named[~address]), ("country", named)):
        commonest = _ranked(rows, column).drop_duplicates("person").set_index("person")[column]
        people[column] = people["person"].map(commonest)
    forms = _ranked(identified, "name").groupby("person", sort=False)["name"].agg("; ".join)
    people["names"] = people["person"].map(forms)
    people = people.sort_values(["n_articles", "person"], ascending=[False, True], ignore_index=True)
    types = types_of("world_people")
    return people[list(types)].astype(types)


def lookup(people: pd.DataFrame, published: Mapping[str, Any] | pd.Series, names: pd.DataFrame) -> pd.Series:
    """The entity that each row of `people` refers to; a name that is not in `names` is kept as written.

    Args:
        people: The table `people` of some articles.
        published: article_id → day or None, as for `gather`.
        names: The table `world_names`.

    Returns:
        Values of `world_names.person`, indexed by (article_id, person), in the order of `people`.
    """
    rows = _with_months(people, published)
    merged = rows.merge(names[[*IDENTIFYING, "person"]], on=IDENTIFYING, how="left", validate="many_to_one")
    index = pd.MultiIndex.from_arrays([people["article_id"], people["person"]])
    return pd.Series(merged["person"].fillna(merged["name"]).to_numpy(), index=index, name="person", dtype="str")


def _require_columns(table: pd.DataFrame, columns: Sequence[str], name: str) -> None:
    if missing := [column for column in columns if column not in table]:
        raise AnalysisError(f"{name} has no column {missing}; it needs {list(columns)}, see analysis.tables")


def _with_months(people: pd.DataFrame, published: Mapping[str, Any] | pd.Series) -> pd.DataFrame:
    """`people` with the identifying columns (the person is called name), and the day of publication."""
    _require_columns(people, ["article_id", "person", "kind", "role", "country", "n_mentions"], "people")
    days = pd.to_datetime(people["article_id"].map(dict(published)), errors="coerce").astype("datetime64[s]")
    months = days.dt.strftime("%Y-%m").fillna(UNKNOWN_MONTH).astype("str")
    return people.rename(columns={"person": "name"}).assign(month=months, day=days)


def _record(name: str, kind: str, role: str | None, country: str | None, month: str, n: int) -> NameRecord:
    number = None if month == UNKNOWN_MONTH else int(month[:4]) * 12 + int(month[5:])
    return NameRecord(name, kind, role, country, number, n)


def _ranked(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The values of a column for each person, commonest first."""
    counted = rows.groupby(["person", column], as_index=False)[["n_articles"]].sum()
    return counted.sort_values(["person", "n_articles", column], ascending=[True, False, True])


# Linking


class _Links:
    """The entity of every record so far (`ids`), the evidence for it (`why`, empty for the name), and all entities."""

    def __init__(self, records: Sequence[NameRecord], forms: Mapping[str, NameForm]) -> None:
        self.records, self.forms = records, forms
        self.ids: list[EntityId] = [(ANONYMOUS, "")] * len(records)
        self.why = [ANONYMOUS] * len(records)
        self.entities: dict[EntityId, CorpusEntity] = defaultdict(CorpusEntity)

    def assign(self, entity_by_record: Mapping[int, EntityId], why: str = "") -> None:
        """Link records, given by their position, to entities."""
        for position, entity in entity_by_record.items():
            record = self.records[position]
            self.ids[position], self.why[position] = entity, why
            self.entities[entity].add(record, self.forms.get(record.name) if entity[0] == PERSON else None)

    def assign_surnames(self, records: Mapping[int, NameRecord], are_initialed: bool) -> None:
        """Link surnames (with an initial or alone) to the full names so far; the rest become entities of their own."""
        surnames = SurnameIndex(self.entities)
        linked: dict[int, EntityId] = {}
        unlinked: dict[int, EntityId] = {}
        for position, record in records.items():
            form = self.forms[record.name]
            if bearer := surnames.bearer(record, form):
                linked[position] = bearer
            else:
                unlinked[position] = (PERSON, form.key if are_initialed else record.name)
        self.assign(linked, "" if are_initialed else "surname")
        self.assign(unlinked)

    def assign_offices(self, records: Mapping[int, NameRecord]) -> None:
        """Link offices without a name to their holders; the others, and roles that many people have, stay anonymous."""
        offices = _Offices(self.records, self)
        holders = {position: offices.holder(record) for position, record in records.items() if record.kind == PERSON}
        self.assign({position: holder for position, holder in holders.items() if holder}, "office")


def _link(records: Sequence[NameRecord]) -> _Links:
    """Link every record to an entity, beginning with the most complete names."""
    nameless = {position: record for position, record in enumerate(records) if _is_nameless(record)}
    named = {position: record for position, record in enumerate(records) if position not in nameless}
    kinds = _majority_kinds(named.values())
    persons = {position: record for position, record in named.items() if _is_person(record, kinds[record.name])}
    forms = {record.name: parse_name(record.name) for record in persons.values()}
    full, initialed, surnames = _by_completeness(persons, forms)

    links = _Links(records, forms)
    links.assign(_bodies({position: record for position, record in named.items() if position not in persons}, kinds))
    links.assign(_full_names(full, forms))
    links.assign_surnames(initialed, are_initialed=True)
    links.assign_surnames(surnames, are_initialed=False)
    links.assign_offices(nameless)
    return links


def dominant(weights: Mapping[Any, int], share: float, enough: int) -> Any:
    """The only candidate, or the one with at least that share of the weight and a weight of `enough`; else None.

    >>> dominant({"Joe Biden": 95, "Hunter Biden": 5}, 0.9, 5)
    'Joe Biden'
    """
    top = max(weights, key=lambda candidate: (weights[candidate], str(candidate)), default=None)
    if top is None or not weights[top]:
        return None
    return top if len(weights) == 1 or weights[top] >= max(enough, share * sum(weights.values())) else None


def _dominant_entity(weights: Mapping[T, int]) -> T | None:
    """The only one of several entities, or the one that nearly all articles mean."""
    entity: T | None = dominant(weights, DOMINANT_SHARE, MIN_ARTICLES_FOR_DOMINANCE)
    return entity


def _is_nameless(record: NameRecord) -> bool:
    """Whether an article gives only a role: "official (2)" or "official in Leeds" with the role "official"."""
    return record.role is not None and f"{NUMBER_OF_NAMELESS.sub('', record.name)} ".startswith(f"{record.role} ")


def _majority_kinds(records: Iterable[NameRecord]) -> dict[str, str]:
    """Name → the kind that most articles give it; single articles often have to guess."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        votes[record.name][record.kind] += record.n
    return {name: min(kinds, key=lambda kind: (-kinds[kind], kind)) for name, kinds in votes.items()}


def _is_person(record: NameRecord, majority_kind: str) -> bool:
    """Trust the article's own label if it gives a role; otherwise take the majority label.

    An exception: a single word to which an article gives a role but not the label person is not a person there.
    """
    if record.role is not None and record.kind == PERSON:
        return True
    return majority_kind == PERSON and (not record.role or " " in record.name)


def _by_completeness(persons: Records, forms: Mapping[str, NameForm]) -> tuple[Records, Records, Records]:
    """Persons with a full name; with an initial and a surname; with a surname, or with words that end longer names."""
    tails = {"".join(form.words[-size:]) for form in forms.values() for size in range(2, len(form.words))}
    groups: tuple[Records, Records, Records] = {}, {}, {}
    for position, record in persons.items():
        groups[_completeness(forms[record.name], tails)][position] = record
    return groups


def _completeness(form: NameForm, tails: set[str]) -> int:
    """0 for a full name, 1 for an initial and a surname, 2 for a surname: "Biden", "von der Leyen"."""
    ends_longer_name = len(form.words) > 1 and "".join(form.words) in tails
    if not form.given or (ends_longer_name and form.words[0] not in gender_by_given_name()):
        return 2
    return 1 if len(form.given) == 1 else 0


# Bodies and states


def _bodies(records: Records, kinds: Mapping[str, str]) -> dict[int, EntityId]:
    """Link states by their code and other bodies by their name or its initials; separate bodies by country."""
    articles = Counter[str]()
    for record in records.values():
        articles[record.name] += record.n
    names_by_initials = _names_by_initials(records.values())
    groups: dict[EntityId, Records] = defaultdict(dict)
    for position, record in records.items():
        state = country_of(tuple(record.name.split()))
        if kinds[record.name] == STATE and state and state[1] == "name":
            groups[STATE, state[0]][position] = record
            continue
        options = names_by_initials.get(record.name, Counter()) if record.name.isupper() else Counter[str]()
        name = _spelled_out(record.name, articles[record.name], options) or _body_name(record.name)
        groups[BODY, name][position] = record
    return {
        position: (*key, country)
        for key, group in groups.items()
        for position, country in _separate_by_country(group, key[0] == BODY).items()
    }


def _body_name(name: str) -> str:
    """A body's name for comparison: in lower case, American spelling, without "the"."""
    name = name.casefold().removeprefix("the ")
    for british, american in vocabulary.spellings().body_spellings.items():
        name = name.replace(british, american)
    return name


def _names_by_initials(records: Iterable[NameRecord]) -> dict[str, Counter[str]]:
    """Initials → articles for each full name that they may abbreviate: UN → united nations."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        name = _body_name(record.name)
        words = [word for word in name.split() if word not in vocabulary.spellings().not_in_initials]
        if len(words) > 1 and not any(word.isupper() for word in record.name.split()):
            names["".join(word[0] for word in words).upper()][name] += record.n
    return names


def _spelled_out(initials: str, articles: int, options: Mapping[str, int]) -> str | None:
    """The full name that initials abbreviate, if one is dominant and is used often enough beside the initials."""
    name = _dominant_entity(options)
    fewest = MIN_SPELLED_OUT_ARTICLES if len(initials) < 3 else 1
    return name if name and options[name] >= max(MIN_SPELLED_OUT_SHARE * articles, fewest) else None


# Namesakes of several countries


def _separate_by_country(records: Records, are_bodies: bool) -> dict[int, str]:
    """The country that separates a record from namesakes; empty for all if there is only one entity.

    >>> us = NameRecord("John Smith", "person", "coach", "USA", None, 8)
    >>> gb = NameRecord("John Smith", "person", "MP", "GBR", None, 9)
    >>> _separate_by_country({0: us, 1: gb}, False), _separate_by_country({0: us}, False)
    ({0: 'USA', 1: 'GBR'}, {0: ''})
    """
    namesakes = _Namesakes(records.values(), are_bodies)
    if len(namesakes.homes) < 2:
        return dict.fromkeys(records, "")
    return {position: namesakes.home(record) for position, record in records.items()}


class _Namesakes:
    """The countries of one name: its articles and roles by country, and the countries (`homes`) of different entities.

    A further country is a home if enough articles give it. For a person, the roles in both countries must also be known
    and differ, because articles on one person may disagree on the country.
    """

    def __init__(self, records: Iterable[NameRecord], are_bodies: bool) -> None:
        self.articles, self.roles = Counter[str](), defaultdict[str, set[str]](set)
        for record in records:
            if record.country:
                self.articles[record.country] += record.n
                self.roles[record.country] |= {role_key(record.role)} - {""}
        enough = max(MIN_COUNTRY_ARTICLES, MIN_COUNTRY_SHARE * self.articles.total())
        by_articles = sorted(self.articles, key=lambda country: (-self.articles[country], country))
        strong = [country for country in by_articles if self.articles[country] >= enough]
        others = [country for country in strong[1:] if are_bodies or self._differ_in_role(strong[0], country)]
        self.homes = strong[:1] + others

    def _differ_in_role(self, first: str, second: str) -> bool:
        roles, others = self.roles[first], self.roles[second]
        return bool(roles and others) and roles.isdisjoint(others)

    def home(self, record: NameRecord) -> str:
        """The home of a record by its country, its role, or the dominant home; "?" if none of them decides."""
        if record.country and record.country in self.homes:
            return record.country
        same_role = [country for country in self.homes if role_key(record.role) in self.roles[country]]
        if len(same_role) == 1:
            return same_role[0]
        weights = {country: self.articles[country] for country in self.homes}
        return _dominant_entity(weights) or "?"


# Full names


class _FullName(NamedTuple):
    """A full name with its articles, its records, and the countries and roles that these give it."""

    text: str
    form: NameForm
    n: int
    records: Records
    countries: set[str]
    roles: set[str]


def _full_names(records: Records, forms: Mapping[str, NameForm]) -> dict[int, EntityId]:
    """Link full names: names of one key are one person, unless suffix, middle names or country separate them."""
    by_key: dict[NameKey, list[_FullName]] = defaultdict(list)
    for name in _collect_full_names(records, forms):
        by_key[name.form.key].append(name)
    bridges = _bridges(by_key)
    merged: dict[NameKey, list[_FullName]] = defaultdict(list)
    for key, names in by_key.items():
        merged[bridges.get(key, key)] += names
    entities: dict[int, EntityId] = {}
    for key, names in merged.items():
        for number, person in enumerate(_persons_of_key(names)):
            records_of_person = {position: record for name in person for position, record in name.records.items()}
            homes = _separate_by_country(records_of_person, are_bodies=False)
            entities |= {position: (PERSON, key, number, home) for position, home in homes.items()}
    return entities


def _collect_full_names(records: Records, forms: Mapping[str, NameForm]) -> Iterator[_FullName]:
    by_name: dict[str, Records] = defaultdict(dict)
    for position, record in records.items():
        by_name[record.name][position] = record
    for name, same in by_name.items():
        countries = {record.country for record in same.values() if record.country}
        roles = {role_key(record.role) for record in same.values()} - {""}
        yield _FullName(name, forms[name], sum(record.n for record in same.values()), same, countries, roles)


def _bridges(by_key: Mapping[NameKey, Sequence[_FullName]]) -> dict[NameKey, NameKey]:
    """Key → the key of the same person in another form, where exactly one is possible.

    Of two keys that lead to each other the rarer is kept as a bridge, and no bridge leads to a bridge.
    """
    targets: dict[NameKey, set[NameKey]] = defaultdict(set)
    for key, target in chain(_same_letters(by_key), _reordered(by_key), _by_middle_name(by_key)):
        if key != target:
            targets[key].add(target)
    bridges = {key: next(iter(options)) for key, options in targets.items() if len(options) == 1}
    size = {key: (sum(name.n for name in names), key) for key, names in by_key.items()}
    bridges = {key: target for key, target in bridges.items() if bridges.get(target) != key or size[key] < size[target]}
    return {key: target for key, target in bridges.items() if target not in bridges}


def _same_letters(by_key: Mapping[NameKey, Sequence[_FullName]]) -> Iterator[tuple[NameKey, NameKey]]:
    """Pairs of keys whose names differ in word boundaries only: Kassym-Jomart Tokayev, Kassym Jomart-Tokayev."""
    by_letters: dict[str, set[NameKey]] = defaultdict(set)
    for key, names in by_key.items():
        for name in names:
            by_letters["".join(name.form.words)].add(key)
    for keys in by_letters.values():
        yield from permutations(keys, 2)


def _reordered(by_key: Mapping[NameKey, Sequence[_FullName]]) -> Iterator[tuple[NameKey, NameKey]]:
    """Pairs of keys that differ in word order (Orban Viktor) or in the second of two surnames."""
    surname_first = vocabulary.spellings().surname_first_countries
    for key, names in by_key.items():
        for name in names:
            for other in name.form.other_keys(not name.countries.isdisjoint(surname_first)):
                if other in by_key:
                    yield (other, key) if len(name.form.words) > 2 else (key, other)


def _by_middle_name(by_key: Mapping[NameKey, Sequence[_FullName]]) -> Iterator[tuple[NameKey, NameKey]]:
    """Pairs of keys where the first uses a middle name of the second, if their names share a country or a role."""
    countries = {key: {country for name in names for country in name.countries} for key, names in by_key.items()}
    roles = {key: _roles(names) for key, names in by_key.items()}
    for key, names in by_key.items():
        for name in names:
            for other in name.form.middle_keys():
                if other in by_key and not (
                    name.countries.isdisjoint(countries[other]) and name.roles.isdisjoint(roles[other])
                ):
                    yield other, key


def _persons_of_key(names: Iterable[_FullName]) -> list[list[_FullName]]:
    """Group the names of one key into persons by suffix and middle names.

    Joe Biden and Joseph R. Biden are one person; George H. W. Bush and George P. Bush are two. "Jr." marks another
    person than the name without it, unless exactly one of those has the same role.
    """
    by_suffix: dict[str, list[_FullName]] = defaultdict(list)
    for name in sorted(names, key=lambda name: (-len(name.form.middles), -name.n, name.text)):
        by_suffix[name.form.suffix].append(name)
    persons = _separate_by_middle_names(by_suffix.pop("", []))
    suffixed = [person for _, same in sorted(by_suffix.items()) for person in _separate_by_middle_names(same)]
    by_role: dict[str, set[int]] = defaultdict(set)  # places in `persons`
    for number, person in enumerate(persons):
        for role in _roles(person):
            by_role[role].add(number)
    others = []
    for person in suffixed:
        same_role = {number for role in _roles(person) for number in by_role.get(role, ())}
        if len(same_role) == 1:
            persons[min(same_role)].extend(person)
            for role in _roles(person):
                by_role[role] |= same_role
        else:
            others.append(person)
    return persons + others


def _separate_by_middle_names(names: Iterable[_FullName]) -> list[list[_FullName]]:
    """Group names, those with most middle names first; one that fits several groups joins the dominant one."""
    persons: list[list[_FullName]] = []
    n_articles: list[int] = []
    by_first_middle: dict[str, list[tuple[int, NameForm]]] = defaultdict(list)  # place in `persons`, name in the group
    for name in names:
        near = [group for key in _keys_of_agreeing(name.form) for group in by_first_middle.get(key, ())]
        fitting = {number: n_articles[number] for number, form in near if _middle_names_agree(name.form, form)}
        best = _dominant_entity(fitting)
        if best is None:
            best = len(persons)
            persons.append([])
            n_articles.append(0)
        persons[best].append(name)
        n_articles[best] += name.n
        for key in _keys_of_first_middle(name.form):
            by_first_middle[key].append((best, name.form))
    return persons


ANY_MIDDLE, NO_MIDDLE = "*", "-"  # no middle name is either


def _keys_of_first_middle(form: NameForm) -> set[str]:
    """What a name is found by: its first middle name, that name's initial, and that it has one or none."""
    if not form.middles:
        return {ANY_MIDDLE, NO_MIDDLE}
    first = form.middles[0]
    return {ANY_MIDDLE, f"{first[0]}.", first if len(first) == 1 else fold(first, "slavic")}


def _keys_of_agreeing(form: NameForm) -> set[str]:
    """Where all names are found whose first middle name agrees with that of a form."""
    if not form.middles:
        return {ANY_MIDDLE}
    first = form.middles[0]
    return {NO_MIDDLE, f"{first[0]}."} if len(first) == 1 else {NO_MIDDLE, first[0], fold(first, "slavic")}


def _roles(person: Iterable[_FullName]) -> set[str]:
    return {role for name in person for role in name.roles}


def _middle_names_agree(form: NameForm, other: NameForm) -> bool:
    """Whether middle names allow one person: the fewer occur among the more, in order, beginning with the first.

    >>> joe, joseph_r = parse_name("Joe Biden"), parse_name("Joseph R. Biden")
    >>> _middle_names_agree(joe, joseph_r), _middle_names_agree(joseph_r, parse_name("Joe S. Biden"))
    (True, False)
    """
    fewer, more = sorted((form.middles, other.middles), key=len)
    if fewer and not _is_same_middle_name(fewer[0], more[0]):
        return False
    remaining = iter(more)
    return all(any(_is_same_middle_name(word, candidate) for candidate in remaining) for word in fewer)


def _is_same_middle_name(word: str, other: str) -> bool:
    """Whether two middle names are spellings of one, or one is the initial of the other."""
    if min(len(word), len(other)) == 1:
        return word[0] == other[0]
    return fold(word, "slavic") == fold(other, "slavic")


# Surnames


class _Candidates:
    """The people whom a surname may mean, and their articles; `are_foreign` if its country contradicts theirs."""

    def __init__(
        self, people: Iterable[EntityId], are_foreign: bool, entities: Mapping[EntityId, CorpusEntity]
    ) -> None:
        self.people, self.are_foreign = sorted(people, key=str), are_foreign
        self._articles: ArticlesByMonth = defaultdict(Counter)
        for entity in self.people:
            for month, n in entities[entity].months.items():
                self._articles[month][entity] += n
                self._articles[ALL_MONTHS][entity] += n
        self._likeliest: dict[tuple[int | None, int], EntityId | None] = {}

    def likeliest(self, record: NameRecord) -> EntityId | None:
        """The person whom a record of the surname refers to; None if that is not clear. Computed once for equals."""
        fewest = FOREIGN_FACTOR * record.n if self.are_foreign else 0
        key = (record.month, fewest)
        if key not in self._likeliest:
            self._likeliest[key] = self._choose(record.month, fewest)
        return self._likeliest[key]

    def _choose(self, month: int | None, fewest: int) -> EntityId | None:
        """The only person, or the dominant one of those with at least so many articles."""
        if len(self.people) == 1 and not self.are_foreign:
            return self.people[0]
        near = {entity: n for entity, n in _near(self._articles, month).items() if n >= fewest}
        return _clearly_dominant(near) if len(self.people) > 1 else _dominant_entity(near)


class _Bearers:
    """The people of one surname, by country and role."""

    def __init__(self, people: set[EntityId], entities: Mapping[EntityId, CorpusEntity]) -> None:
        self._people, self._entities = people, entities
        self._by_country: dict[str | None, set[EntityId]] = defaultdict(set)
        self._by_role: dict[str, set[EntityId]] = defaultdict(set)
        for who in people:
            self._by_country[entities[who].country].add(who)
            for role in entities[who].roles:
                self._by_role[role].add(who)
        self._candidates: dict[tuple[str | None, str | None], _Candidates] = {}

    def candidates(self, country: str | None, role: str) -> _Candidates:
        """The people who fit country and role best; all, if their countries contradict.

        In this order: those with the same country and role, with the same role, with the same country, without a
        known country.
        """
        same_country = self._by_country.get(country, set()) if country else set()
        same_role = self._by_role.get(role, set())
        no_conflict = self._by_country.get(None, set()) if country else self._people
        options = (
            ((country, role), same_country & same_role),
            ((None, role), same_role),
            ((country, None), same_country),
            (("", "" if country else None), no_conflict),
        )
        key, fitting = next((option for option in options if option[1]), ((None, None), set[EntityId]()))
        if key not in self._candidates:
            self._candidates[key] = _Candidates(fitting or self._people, not fitting, self._entities)
        return self._candidates[key]


class SurnameIndex:
    """The people whom a surname may mean, by the folded surname; each choice is computed once for equal records."""

    def __init__(self, entities: Mapping[EntityId, CorpusEntity]) -> None:
        self._entities = entities
        self._people: dict[tuple[str, str], set[EntityId]] = defaultdict(set)
        for entity, facts in entities.items():
            for surname in {surname for form in facts.forms for surname in form.surnames()}:
                self._people[surname].add(entity)
        self._bearers: dict[tuple[NameForm, str | None], _Bearers] = {}
        self._is_surely_person: dict[EntityId, bool] = {}

    def bearer(self, record: NameRecord, form: NameForm) -> EntityId | None:
        """The person that a surname, with or without an initial, refers to; None if that is not clear."""
        gender = form.gender or honorifics().get((record.role or "").lower())
        key = (form, gender)
        if key not in self._bearers:
            self._bearers[key] = _Bearers(self._same_surname(form, gender), self._entities)
        best = self._bearers[key].candidates(record.country, role_key(record.role)).likeliest(record)
        return best if best and (record.role or self._is_sure(best)) else None

    def _is_sure(self, entity: EntityId) -> bool:
        if entity not in self._is_surely_person:
            self._is_surely_person[entity] = self._entities[entity].is_surely_person
        return self._is_surely_person[entity]

    def _same_surname(self, form: NameForm, gender: str | None) -> set[EntityId]:
        """The people with that surname whose initials and gender do not contradict."""
        surname = form.surname if len(form.given) < 2 else "".join(form.words)  # "von der Leyen" parses as a full name
        traditions = (*TRADITIONS, "tail")
        people = {
            who for tradition in traditions for who in self._people.get((tradition, fold(surname, tradition)), ())
        }
        if len(form.given) == 1:
            people = {who for who in people if any(_initials_agree(form, f) for f in self._entities[who].forms)}
        if gender:
            people = {who for who in people if not (known := self._entities[who].genders) or gender in known}
        return people


def _near(articles: ArticlesByMonth, month: int | None) -> dict[EntityId, int]:
    """Articles on each entity in a month and the two next to it; in all months if the month is unknown."""
    months = (ALL_MONTHS,) if month is None else (month - 1, month, month + 1)
    return dict(sum((articles[near] for near in months if near in articles), Counter[EntityId]()))


def _clearly_dominant(weights: Mapping[EntityId, int]) -> EntityId | None:
    """The dominant entity of several; the only one with articles in those months needs enough of them, too."""
    best = _dominant_entity(weights)
    return best if best and weights[best] >= MIN_ARTICLES_FOR_DOMINANCE else None


def _initials_agree(form: NameForm, other: NameForm) -> bool:
    """Whether the given and middle names of two forms begin with the same letters, in order: J. Biden, Joe R. Biden."""
    initials = (form.given, *form.middles)
    return bool(other.given) and all(a[0] == b[0] for a, b in zip(initials, other.words[:-1], strict=False))


# Offices


class _Offices:
    """Who holds which office of a country, by month."""

    def __init__(self, records: Sequence[NameRecord], links: _Links) -> None:
        self._holders: dict[tuple[str, str], ArticlesByMonth] = defaultdict(lambda: defaultdict(Counter))
        for record, entity in zip(records, links.ids, strict=True):
            office = office_of(record.role) if record.role and entity[0] == PERSON else None
            country = record.country or (links.entities[entity].country if office else None)
            if office and country:
                self._add(office, country, record, entity)

    def _add(self, office: str, country: str, record: NameRecord, entity: EntityId) -> None:
        titles = {office, "leader"} if office in vocabulary.spellings().leading_offices else {office}
        for title in titles:
            self._holders[title, country][record.month][entity] += record.n
            self._holders[title, country][ALL_MONTHS][entity] += record.n

    def holder(self, record: NameRecord) -> EntityId | None:
        """Who holds an office without a name in that month or the two next to it; None if that is not clear."""
        office = office_of(record.role or "")
        if not office or not record.country:
            return None
        near = _near(self._holders.get((office, record.country), {}), record.month)
        holder: EntityId | None = dominant(near, OFFICE_SHARE, MIN_ARTICLES_FOR_OFFICE)
        return holder


# Labels


def _labels(entities: Mapping[EntityId, CorpusEntity], reserved: Iterable[str]) -> dict[EntityId, str]:
    """A different name for each entity: its commonest full name, before names with initials and surnames.

    Where names are equal, the entity with most articles keeps the name and others get a country, a kind or a number
    after it: "John Smith (USA)". `reserved` are names that no entity may get.
    """
    labels: dict[EntityId, str] = {}
    taken = set(reserved)
    for entity in sorted(entities, key=lambda entity: (-entities[entity].names.total(), str(entity))):
        names = entities[entity].names
        label = min(names, key=lambda name: (_brevity(name) if entity[0] == PERSON else 0, -names[name], name))
        marks = (f" ({mark})" for mark in chain((entities[entity].country, entity[0]), count(2)) if mark)
        labels[entity] = next(text for mark in chain([""], marks) if (text := label + mark) not in taken)
        taken.add(labels[entity])
    return labels


def _brevity(name: str) -> int:
    """0 for a full name, 1 with initials or a suffix, 2 in reversed order, 3 for a surname."""
    form = parse_name(name)
    if len(form.words) < 2:
        return 3
    if form.suffix or any(len(word) == 1 for word in form.words):
        return 1
    return 2 if form.is_reversed else 0
