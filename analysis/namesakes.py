"""Which names are one person, body or state: by key, middle names and country; and whom a surname can mean.

Only names of one key (see `spellings`) or one surname are compared, so that the work grows with the names.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from analysis.names import PERSON, STATE, country_of, honorifics, words_of
from analysis.spellings import TRADITIONS, Form, fold, role_key, spellings

DOMINANT = 0.9  # share of articles at which one of several people of a surname is who is meant
ENOUGH = 5  # articles without which nobody is dominant
STRONG, SHARE = 3, 0.2  # articles, and share of them, that make a second country more than a slip
OUTWEIGHS = 10  # times as many articles outweigh a country that does not fit
ALL = -1  # stands for all months together
Id = tuple[Any, ...]
Months = dict[int | None, Counter[Id]]  # month → articles that mean each


class Named(NamedTuple):
    """A row of names: months are numbered, what is missing is None, n are articles."""

    name: str
    kind: str
    role: str | None
    country: str | None
    month: int | None
    n: int


class Known:
    """What the corpus tells of one person, body or state."""

    def __init__(self) -> None:
        self.names, self.countries, self.roles = Counter[str](), Counter[str](), set[str]()
        self.months = Counter[int | None]()
        self.forms = set[Form]()

    def add(self, row: Named, form: Form | None) -> None:
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
        offices = words_of("offices")
        return any(f.is_told for f in self.forms) or any(w in offices for r in self.roles for w in r.lower().split())

    @property
    def genders(self) -> set[str]:
        """The genders that given names and forms of address tell."""
        return {form.gender for form in self.forms if form.gender}


def bodies(rows: Mapping[int, Named], kinds: Mapping[str, str]) -> dict[int, Id]:
    """States are one by their code; other bodies by their name, or plainly its initials, in one country."""
    groups: dict[Id, dict[int, Named]] = defaultdict(dict)
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
    for one, other in spellings("bodies").items():
        name = name.replace(one, other)
    return name


def dominant(weights: Mapping[Any, int], share: float, enough: int) -> Any:
    """The only one, or the one with that share of the articles, and enough of them; else None."""
    top = max(weights, key=lambda w: (weights[w], str(w)), default=None)
    sure = len(weights) == 1 or (top is not None and weights[top] >= max(enough, share * sum(weights.values())))
    return top if sure and weights[top] else None


def full_names(rows: Mapping[int, Named], forms: Mapping[str, Form]) -> dict[int, Id]:
    """Who names in full are: one key, then told apart by suffix, middle names and country."""
    weight: dict[Id, Counter[str]] = defaultdict(Counter)
    of_name: dict[str, dict[int, Named]] = defaultdict(dict)
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
    weight: Mapping[Id, Counter[str]], forms: Mapping[str, Form], of_name: Mapping[str, Mapping[int, Named]]
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
            for other in form.other_keys(bool(countries & spellings("surname_first"))):
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


def _told(rows: Iterable[Named]) -> tuple[set[str], set[str]]:
    rows = list(rows)
    return {row.country for row in rows if row.country}, {role_key(row.role) for row in rows} - {""}


def _parts(
    names: Mapping[str, int], forms: Mapping[str, Form], of_name: Mapping[str, Mapping[int, Named]]
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


def _agree(form: Form, other: Form) -> bool:
    """Whether middle names allow one person: the fewer are among the more, in order, the first is the first."""
    few, many = sorted((form.middles, other.middles), key=len)
    if few and not _like(few[0], many[0]):
        return False
    rest = iter(many)
    return all(any(_like(word, another) for another in rest) for word in few)


def _like(word: str, other: str) -> bool:
    one = min(len(word), len(other)) == 1
    return word[0] == other[0] if one else fold(word, "slavic") == fold(other, "slavic")


def _by_country(rows: Mapping[int, Named], bodies: bool) -> dict[int, str]:
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

    def home(row: Named) -> str:
        alike = [c for c in homes if role_key(row.role) in roles[c]]
        sure = dominant({c: mass[c] for c in homes}, DOMINANT, ENOUGH)
        return row.country if row.country in homes else alike[0] if len(alike) == 1 else sure or "?"

    return {i: home(row) for i, row in rows.items()}


class Surnames:
    """Whom a surname can mean: people by the surname folded, and what was found so far."""

    def __init__(self, known: Mapping[Id, Known]) -> None:
        self.known, self.index = known, defaultdict[tuple[str, str], set[Id]](set)
        for who, person in known.items():
            for key in {key for form in person.forms for key in form.surnames()}:
                self.index[key].add(who)
        self.country = {who: known[who].country for who in {w for people in self.index.values() for w in people}}
        self.genders = {who: known[who].genders for who in self.country}
        self.fitting: dict[Id, tuple[list[Id], bool, Months]] = {}

    def whose(self, row: Named, form: Form) -> Id | None:
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

    def _fitting(self, form: Form, country: str | None, role: str, gender: str | None) -> tuple[list[Id], bool]:
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


def _initials(form: Form, other: Form) -> bool:
    mine = (form.given, *form.middles)
    return bool(other.given) and all(a[0] == b[0] for a, b in zip(mine, other.words[:-1], strict=False))
