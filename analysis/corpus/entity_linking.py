"""Cross-article entity linking: names that articles use become one person, body or state in the whole corpus.

A full name in one spelling is one person. A surname alone, an office or another spelling is linked to the full name
that the same months make most likely; where two are possible, the name stays unlinked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from typing import Any, NamedTuple

import pandas as pd

from analysis import vocabulary
from analysis.corpus.name_forms import (
    NUMBER,
    TRADITIONS,
    NameForm,
    fold,
    genders,
    is_address,
    office_of,
    parse,
    role_key,
)
from analysis.errors import AnalysisError
from analysis.people.names import PERSON, STATE, country_of, honorifics
from analysis.tables import CORPUS_TABLES

DOMINANT = 0.9  # share of articles at which one of several people of a surname is who is meant
ENOUGH = 5  # articles without which nobody is dominant
STRONG, SHARE = 3, 0.2  # articles, and share of them, that make a second country more than a slip
OUTWEIGHS = 10  # times as many articles outweigh a country that does not fit
ALL = -1  # stands for all months together
Id = tuple[Any, ...]
Months = dict[int | None, Counter[Id]]  # month → articles that mean each


class NameRecord(NamedTuple):
    """A row of names: months are numbered, what is missing is None, n are articles."""

    name: str
    kind: str
    role: str | None
    country: str | None
    month: int | None
    n: int


class CorpusEntity:
    """What the corpus tells of one person, body or state."""

    def __init__(self) -> None:
        self.names, self.countries, self.roles = Counter[str](), Counter[str](), set[str]()
        self.months = Counter[int | None]()
        self.forms = set[NameForm]()

    def add(self, row: NameRecord, form: NameForm | None) -> None:
        """Take in a row that means them."""
        self.names[row.name] += row.n
        self.months[row.month] += row.n
        self.roles |= {role_key(row.role)} - {""}
        if row.country:
            self.countries[row.country] += row.n
        if form:
            self.forms.add(form)

    @property
    def country(self) -> str | None:
        """The commonest country, if one is known."""
        return min(self.countries, key=lambda c: (-self.countries[c], c), default=None)

    @property
    def is_told(self) -> bool:
        """Whether a given name or an office tells that this is a person: much with capitals is guessed to be one."""
        offices = vocabulary.titles().offices
        return any(f.is_told for f in self.forms) or any(w in offices for r in self.roles for w in r.lower().split())

    @property
    def genders(self) -> set[str]:
        """The genders that given names and forms of address tell."""
        return {form.gender for form in self.forms if form.gender}


def bodies(rows: Mapping[int, NameRecord], kinds: Mapping[str, str]) -> dict[int, Id]:
    """States are one by their code; other bodies by their name, or plainly its initials, in one country."""
    groups: dict[Id, dict[int, NameRecord]] = defaultdict(dict)
    weight: dict[str, Counter[str]] = defaultdict(Counter)  # initials → names in full
    for row in rows.values():
        words = [w for w in _body(row.name).split() if w not in ("of", "the", "and", "for")]
        if len(words) > 1 and not any(word.isupper() for word in row.name.split()):
            weight["".join(w[0] for w in words).upper()][_body(row.name)] += row.n
    size = Counter[str]()
    for row in rows.values():
        size[row.name] += row.n
    for i, row in rows.items():
        state = country_of(tuple(row.name.split()))
        name, options = _body(row.name), weight.get(row.name, Counter())
        full = dominant(options, DOMINANT, ENOUGH) if row.name.isupper() else None
        if full and options[full] >= max(SHARE * size[row.name], STRONG if len(row.name) < 3 else 1):
            name = full
        if kinds[row.name] == STATE and state and state[1] == "name":
            groups[STATE, state[0]][i] = row
        else:
            groups["body", name][i] = row
    return {i: (*key, at) for key, group in groups.items() for i, at in _by_country(group, key[0] == "body").items()}


def _body(name: str) -> str:
    name = name.casefold().removeprefix("the ")
    for one, other in vocabulary.spellings().bodies.items():
        name = name.replace(one, other)
    return name


def dominant(weights: Mapping[Any, int], share: float, enough: int) -> Any:
    """The only one, or the one with that share of the articles, and enough of them; else None."""
    top = max(weights, key=lambda w: (weights[w], str(w)), default=None)
    sure = len(weights) == 1 or (top is not None and weights[top] >= max(enough, share * sum(weights.values())))
    return top if sure and weights[top] else None


def full_names(rows: Mapping[int, NameRecord], forms: Mapping[str, NameForm]) -> dict[int, Id]:
    """Who names in full are: one key, then told apart by suffix, middle names and country."""
    weight: dict[Id, Counter[str]] = defaultdict(Counter)
    of_name: dict[str, dict[int, NameRecord]] = defaultdict(dict)
    for i, row in rows.items():
        weight[forms[row.name].key][row.name] += row.n
        of_name[row.name][i] = row
    bridges = _bridges(weight, forms, of_name)
    groups: dict[Id, Counter[str]] = defaultdict(Counter)
    for key, names in weight.items():
        groups[bridges.get(key, key)].update(names)
    found: dict[int, Id] = {}
    for key, names in groups.items():
        for number, part in enumerate(_parts(names, forms, of_name)):
            group = {i: row for name in part for i, row in of_name[name].items()}
            found |= {i: (PERSON, key, number, at) for i, at in _by_country(group, False).items()}
    return found


def _bridges(
    weight: Mapping[Id, Counter[str]], forms: Mapping[str, NameForm], of_name: Mapping[str, Mapping[int, NameRecord]]
) -> dict[Id, Id]:
    """Keys that are another key's in another order, with one surname of two, or with the middle name for the first.

    Or of the same letters, parted elsewhere: "Kassym Jomart-Tokayev".
    """
    options: dict[Id, set[Id]] = defaultdict(set)
    by_letters: dict[str, set[Id]] = defaultdict(set)
    for key, names in weight.items():
        for name in names:
            by_letters["".join(forms[name].words)].add(key)
    for key, names in weight.items():
        for name in names:
            form, (countries, roles) = forms[name], _told(of_name[name].values())
            options[key] |= by_letters["".join(form.words)] - {key}
            for other in form.other_keys(bool(countries & vocabulary.spellings().surname_first)):
                if other in weight and other != key:
                    options[other if len(form.words) > 2 else key].add(key if len(form.words) > 2 else other)
            for other in form.middle_keys():
                near = (_told(of_name[n].values()) for n in weight.get(other, ()))
                if other != key and any(countries & c or roles & r for c, r in near):
                    options[other].add(key)
    size = {key: (weight[key].total(), key) for key in weight}
    single = {key: next(iter(found)) for key, found in options.items() if len(found) == 1}
    single = {key: other for key, other in single.items() if single.get(other) != key or size[key] < size[other]}
    return {key: other for key, other in single.items() if other not in single}


def _told(rows: Iterable[NameRecord]) -> tuple[set[str], set[str]]:
    rows = list(rows)
    return {row.country for row in rows if row.country}, {role_key(row.role) for row in rows} - {""}


def _parts(
    names: Mapping[str, int], forms: Mapping[str, NameForm], of_name: Mapping[str, Mapping[int, NameRecord]]
) -> list[list[str]]:
    """Names of one key, apart by suffix and middle names. Those without go with the only or the dominant ones."""
    parts: list[list[str]] = []
    by_suffix: dict[str, list[list[str]]] = defaultdict(list)
    for name in sorted(names, key=lambda n: (-len(forms[n].middles), -names[n], n)):
        form, own = forms[name], by_suffix[forms[name].suffix]
        fitting = {k: sum(names[n] for n in p) for k, p in enumerate(own) if any(_agree(form, forms[n]) for n in p)}
        best = dominant(fitting, DOMINANT, ENOUGH)
        if best is None:
            own.append([name])
        else:
            own[best].append(name)
    plainly = by_suffix.pop("", [])
    for _, own in sorted(by_suffix.items()):
        for part in own:  # Jr. is somebody else than the name without, unless the same office says who
            roles = _told(r for n in part for r in of_name[n].values())[1]
            same = [p for p in plainly if roles & _told(r for n in p for r in of_name[n].values())[1]]
            parts += [] if len(same) == 1 else [part]
            for other in same if len(same) == 1 else ():
                other.extend(part)
    return plainly + parts


def _agree(form: NameForm, other: NameForm) -> bool:
    """Whether middle names allow one person: the fewer are among the more, in order, the first is the first."""
    few, many = sorted((form.middles, other.middles), key=len)
    if few and not _like(few[0], many[0]):
        return False
    rest = iter(many)
    return all(any(_like(word, another) for another in rest) for word in few)


def _like(word: str, other: str) -> bool:
    one = min(len(word), len(other)) == 1
    return word[0] == other[0] if one else fold(word, "slavic") == fold(other, "slavic")


def _by_country(rows: Mapping[int, NameRecord], bodies: bool) -> dict[int, str]:
    """Which of several countries a row is of, "" if they are one: namesakes have countries and roles of their own."""
    mass, roles = Counter[str](), defaultdict[str, set[str]](set)
    for row in rows.values():
        if row.country:
            mass[row.country] += row.n
            roles[row.country] |= {role_key(row.role)} - {""}
    order = sorted(mass, key=lambda c: (-mass[c], c))
    strong = [c for c in order if mass[c] >= max(STRONG, SHARE * mass.total())]
    homes = strong[:1] + [
        c for c in strong[1:] if bodies or (roles[c] and roles[strong[0]] and not roles[c] & roles[strong[0]])
    ]
    if len(homes) < 2:
        return dict.fromkeys(rows, "")

    def home(row: NameRecord) -> str:
        alike = [c for c in homes if role_key(row.role) in roles[c]]
        sure = dominant({c: mass[c] for c in homes}, DOMINANT, ENOUGH)
        return row.country if row.country in homes else alike[0] if len(alike) == 1 else sure or "?"

    return {i: home(row) for i, row in rows.items()}


class SurnameIndex:
    """Whom a surname can mean: people by the surname folded, and what was found so far."""

    def __init__(self, known: Mapping[Id, CorpusEntity]) -> None:
        self.known, self.index = known, defaultdict[tuple[str, str], set[Id]](set)
        for who, person in known.items():
            for key in {key for form in person.forms for key in form.surnames()}:
                self.index[key].add(who)
        self.country = {who: known[who].country for who in {w for people in self.index.values() for w in people}}
        self.genders = {who: known[who].genders for who in self.country}
        self.fitting: dict[Id, tuple[list[Id], bool, Months]] = {}

    def whose(self, row: NameRecord, form: NameForm) -> Id | None:
        """The person a surname means, with an initial or without, where that is decided."""
        role = role_key(row.role)
        gender = form.gender or honorifics().get((row.role or "").lower())
        key = (form, row.country, role, gender)
        if key not in self.fitting:
            people, foreign = self._fitting(form, row.country, role, gender)
            months: Months = defaultdict(Counter)
            for who in people:
                for month, n in self.known[who].months.items():
                    months[month][who] += n
                    months[ALL][who] += n
            self.fitting[key] = people, foreign, months
        people, foreign, months = self.fitting[key]
        weights = {people[0]: 1} if len(people) == 1 and not foreign else window(months, row.month)
        if foreign:
            weights = {w: n for w, n in weights.items() if n >= OUTWEIGHS * row.n}
        best: Id | None = dominant(weights, DOMINANT, ENOUGH) if len(weights) == 1 == len(people) else _clear(weights)
        return best if best and (row.role or self.known[best].is_told) else None

    def _fitting(self, form: NameForm, country: str | None, role: str, gender: str | None) -> tuple[list[Id], bool]:
        """Who has the surname and the rest does not contradict; whether all of them are of another country."""
        surname = form.surname if len(form.given) < 2 else "".join(form.words)
        people = {w for t in (*TRADITIONS, "tail") for w in self.index.get((t, fold(surname, t)), ())}
        if len(form.given) == 1:
            people = {w for w in people if any(_initials(form, f) for f in self.known[w].forms)}
        people = {w for w in people if not gender or not self.genders[w] or gender in self.genders[w]}
        at_home = {w for w in people if country and self.country[w] == country}
        alike = {w for w in people if role and role in self.known[w].roles}
        free = {w for w in people if not (country and self.country[w])}
        fitting = at_home & alike or alike or at_home or free
        return sorted(fitting or people, key=str), not fitting


def window(months: Months, month: int | None) -> dict[Id, int]:
    """Articles of the month and the two beside it; all of them if the month is unknown."""
    near = (ALL,) if month is None else (month - 1, month, month + 1)
    return dict(sum((months[m] for m in near if m in months), Counter[Id]()))


def _clear(weights: Mapping[Id, int]) -> Id | None:
    """Who among several is dominant; one who alone has articles then must have enough of them."""
    best: Id | None = dominant(weights, DOMINANT, ENOUGH)
    return best if best and weights[best] >= ENOUGH else None


def _initials(form: NameForm, other: NameForm) -> bool:
    mine = (form.given, *form.middles)
    return bool(other.given) and all(a[0] == b[0] for a, b in zip(mine, other.words[:-1], strict=False))


KEY = ["name", "kind", "role", "country", "month"]  # what tells who is meant
SUMS = {"n_articles": "sum", "n_mentions": "sum", "first_published": "min", "last_published": "max"}
UNKNOWN = "unknown"  # month of articles without a date
ANONYMOUS = "anonymous"
HOLDS = 0.8  # share at which one of several people named with an office holds it


def _need(table: pd.DataFrame, columns: Sequence[str], name: str) -> None:
    if missing := [c for c in columns if c not in table]:
        raise AnalysisError(f"{name} has no column {missing}; it needs {list(columns)}, see analysis.tables")


def gather(people: pd.DataFrame, published: Mapping[str, Any] | pd.Series) -> pd.DataFrame:
    """Names with how often and when: a row per name, kind, role, country and month, from `people` of many articles.

    `published` maps article_id to a day or None; an article it leaves out is without a day. To be added by `combine`.
    """
    rows = _months(people, published)
    rows = rows.assign(first_published=rows["day"], last_published=rows["day"], n_articles=1)
    each = rows.groupby(["article_id", *KEY], dropna=False, sort=False, as_index=False)
    return combine([each.agg(SUMS | {"n_articles": "max"})])


def _months(people: pd.DataFrame, published: Mapping[str, Any] | pd.Series) -> pd.DataFrame:
    """`people` with the columns that tell who is meant, and the day."""
    _need(people, ["article_id", "person", "kind", "role", "country", "n_mentions"], "people")
    days = pd.to_datetime(people["article_id"].map(dict(published)), errors="coerce").astype("datetime64[s]")
    months = days.dt.strftime("%Y-%m").fillna(UNKNOWN).astype("str")
    return people.rename(columns={"person": "name"}).assign(month=months, day=days)


def combine(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Tables of `gather` added up, sorted; the same for any order of them and of their rows."""
    columns = {c.name: c.dtype for c in CORPUS_TABLES["world_names"] if c.name not in ("person", "why")}
    empty = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})
    tables = [part[list(columns)].astype(columns) for part in parts if len(part)]
    rows = pd.concat(tables, ignore_index=True) if tables else empty
    rows = rows.groupby(KEY, dropna=False, sort=False, as_index=False).agg(SUMS).sort_values(KEY, ignore_index=True)
    return rows[list(columns)].astype(columns)


def resolve(names: pd.DataFrame) -> pd.DataFrame:
    """The table `world_names`: who each name is (`person`) and what told (`why`).

    - name, spelling: given name and surname have one key; middle names, suffix, country and role do not tell apart.
    - surname: the only person of that surname whom gender, country and role allow, or one who has 90% of their articles
      (five at least) in that month and the two beside it. Where only people of another country have the surname, they
      need ten times as many articles. Otherwise the surname is a row of its own, as written.
    - office: whoever is named with that office and country in those three months, with 80% if there are several.
    - anonymous: "French official" is nobody across articles: `person` is as written, and not in `world_people`.
    """
    _need(names, [*KEY, *SUMS], "names")
    table = combine([names])
    plainly = table[[*KEY, "n_articles"]].astype(object)
    rows = [_named(*row) for row in plainly.where(plainly.notna(), None).itertuples(index=False)]
    ids, why, known = _identify(rows)
    labels = _labels(known, {row.name for row, i in zip(rows, ids, strict=True) if i[0] == ANONYMOUS})
    table["person"] = pd.Series([labels.get(i, row.name) for row, i in zip(rows, ids, strict=True)], dtype="str")
    same = table["person"] == table["name"]
    told = ["name" if w == "" and s else w or "spelling" for w, s in zip(why, same, strict=True)]
    return table.assign(why=pd.Series(told, dtype="str"))[[c.name for c in CORPUS_TABLES["world_names"]]]


def _named(name: str, kind: str, role: str | None, country: str | None, month: str, n: int) -> NameRecord:
    return NameRecord(name, kind, role, country, None if month == UNKNOWN else int(month[:4]) * 12 + int(month[5:]), n)


def _identify(rows: Sequence[NameRecord]) -> tuple[list[Id], list[str], dict[Id, CorpusEntity]]:
    """Who each row is, as a key; what told, "" where the name did; and what is known of everybody."""
    ids, why = [(ANONYMOUS, "")] * len(rows), [ANONYMOUS] * len(rows)
    known: dict[Id, CorpusEntity] = defaultdict(CorpusEntity)
    nameless = [row.role is not None and NUMBER.sub("", row.name) == row.role for row in rows]
    kinds = _kinds([row for row, without in zip(rows, nameless, strict=True) if not without])
    persons = [i for i, row in enumerate(rows) if not nameless[i] and _is_person(row, kinds[row.name])]
    forms = {rows[i].name: parse(rows[i].name) for i in persons}

    def settle(found: Mapping[int, Id], told: str = "") -> None:
        for i, who in found.items():
            ids[i], why[i] = who, told
            known[who].add(rows[i], forms.get(rows[i].name) if who[0] == PERSON else None)

    others = {i: row for i, row in enumerate(rows) if not nameless[i]}
    for i in persons:
        del others[i]
    settle(bodies(others, kinds))
    levels = _levels(forms)
    full = {i: rows[i] for i in persons if levels[rows[i].name] == 0}
    settle(full_names(full, forms))
    for level in (1, 2):
        surnames = SurnameIndex(known)
        found = {i: surnames.whose(rows[i], forms[rows[i].name]) for i in persons if levels[rows[i].name] == level}
        settle({i: who for i, who in found.items() if who}, "surname" if level == 2 else "")
        left = {i: rows[i].name for i, who in found.items() if not who}
        settle({i: (PERSON, name if level == 2 else forms[name].key) for i, name in left.items()})
    holders = _holders(rows, ids, known)
    offices = {i: _holder(rows[i], holders) for i, row in enumerate(rows) if nameless[i] and row.kind == PERSON}
    settle({i: who for i, who in offices.items() if who}, "office")
    return ids, why, known


def _levels(forms: Mapping[str, NameForm]) -> dict[str, int]:
    """0 for a name in full, 1 for an initial and a surname, 2 for a surname, or several words that end longer names."""
    tails = {"".join(f.words[-k:]) for f in forms.values() for k in range(2, len(f.words))}

    def level(form: NameForm) -> int:
        part = len(form.words) > 1 and form.words[0] not in genders() and "".join(form.words) in tails
        return 2 if part or not form.given else int(len(form.given) == 1)

    return {name: level(form) for name, form in forms.items()}


def _is_person(row: NameRecord, mostly: str) -> bool:
    """By the article where a role tells, else by most articles; a whole name is no body's in one article of many."""
    return (row.role is not None and row.kind == PERSON) or (mostly == PERSON and (not row.role or " " in row.name))


def _kinds(rows: Iterable[NameRecord]) -> dict[str, str]:
    """Name → what most articles take it for: kinds are guesses where nothing tells."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        votes[row.name][row.kind] += row.n
    return {name: min(kinds, key=lambda k: (-kinds[k], k)) for name, kinds in votes.items()}


def _holders(rows: Sequence[NameRecord], ids: Sequence[Id], known: Mapping[Id, CorpusEntity]) -> dict[Id, Months]:
    """(office, country) → month → the people named with it there and then, by articles."""
    holders: dict[Id, Months] = defaultdict(lambda: defaultdict(Counter))
    for row, who in zip(rows, ids, strict=True):
        office = office_of(row.role) if row.role and who[0] == PERSON else None
        country = row.country or (known[who].country if office else None)
        for called in (
            {office, "leader" if office in vocabulary.spellings().leaders else office} if office and country else ()
        ):
            holders[called, country][row.month][who] += row.n
            holders[called, country][ALL][who] += row.n
    return holders


def _holder(row: NameRecord, holders: Mapping[Id, Months]) -> Id | None:
    """Who holds a nameless office in that month or the two beside it, if clearly one does."""
    office = office_of(row.role or "")
    if not office or not row.country:
        return None
    best: Id | None = dominant(window(holders.get((office, row.country), {}), row.month), HOLDS, 2)
    return best


def _labels(known: Mapping[Id, CorpusEntity], taken: set[str]) -> dict[Id, str]:
    """One name for each, told apart from everybody else's: the commonest in full, before initials and surnames."""
    labels: dict[Id, str] = {}
    for who in sorted(known, key=lambda w: (-known[w].names.total(), str(w))):
        person = known[who]
        label = min(person.names, key=lambda n: (_brevity(n) if who[0] == PERSON else 0, -person.names[n], n))
        marks = (f" ({mark})" for mark in chain((person.country, who[0]), count(2)) if mark)
        labels[who] = next(text for mark in chain([""], marks) if (text := label + mark) not in taken)
        taken.add(labels[who])
    return labels


def _brevity(name: str) -> int:
    """0 for a name in full, 1 with initials or suffix, 2 in another order, 3 for a surname."""
    form = parse(name)
    initials = form.suffix or any(len(word) == 1 for word in form.words)
    return 3 if len(form.words) < 2 else 1 if initials else 2 * form.is_reversed


def world_people(names: pd.DataFrame) -> pd.DataFrame:
    """The table `world_people` from `world_names`: whoever is somebody across articles, the most mentioned first.

    An article with two forms of a person (a full name, and a surname it did not connect with it) counts twice.
    """
    rows = names[names["why"] != ANONYMOUS]
    own = rows[rows["why"] != "office"]
    sums = rows.groupby("person", as_index=False).agg(SUMS)
    address = own["role"].isin([role for role in own["role"].dropna().unique() if is_address(role)])
    for column, of in (("kind", own), ("role", own[~address]), ("country", own)):
        sums[column] = sums["person"].map(_ranked(of, column).drop_duplicates("person").set_index("person")[column])
    sums["names"] = sums["person"].map(_ranked(rows, "name").groupby("person", sort=False)["name"].agg("; ".join))
    sums = sums.sort_values(["n_articles", "person"], ascending=[False, True], ignore_index=True)
    columns = {c.name: c.dtype for c in CORPUS_TABLES["world_people"]}
    return sums[list(columns)].astype(columns)


def _ranked(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """What people have in a column, the commonest first."""
    counted = rows.groupby(["person", column], as_index=False)[["n_articles"]].sum()
    return counted.sort_values(["person", "n_articles", column], ascending=[True, False, True])


def lookup(people: pd.DataFrame, published: Mapping[str, Any] | pd.Series, names: pd.DataFrame) -> pd.Series:
    """Who each row of `people` is: a Series of `world_names` persons by (article_id, person), in the order of `people`.

    A name that is not among `names` stays as written.
    """
    rows = _months(people, published)
    found = rows.merge(names[[*KEY, "person"]], on=KEY, how="left", validate="many_to_one")
    index = pd.MultiIndex.from_arrays([people["article_id"], people["person"]])
    return pd.Series(found["person"].fillna(found["name"]).to_numpy(), index=index, name="person", dtype="str")
