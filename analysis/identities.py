"""People are one person across articles: every way to write a name, surnames alone and offices go to one name.

A surname alone or an office goes to a person only where that is decided; `resolve` says by which rule.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from typing import Any

import pandas as pd

from analysis.errors import AnalysisError
from analysis.names import PERSON
from analysis.namesakes import ALL, Id, Known, Months, Named, Surnames, bodies, dominant, full_names, window
from analysis.spellings import NUMBER, Form, genders, is_address, office_of, parse, spellings
from analysis.tables import CORPUS_TABLES

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


def _named(name: str, kind: str, role: str | None, country: str | None, month: str, n: int) -> Named:
    return Named(name, kind, role, country, None if month == UNKNOWN else int(month[:4]) * 12 + int(month[5:]), n)


def _identify(rows: Sequence[Named]) -> tuple[list[Id], list[str], dict[Id, Known]]:
    """Who each row is, as a key; what told, "" where the name did; and what is known of everybody."""
    ids, why = [(ANONYMOUS, "")] * len(rows), [ANONYMOUS] * len(rows)
    known: dict[Id, Known] = defaultdict(Known)
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
        surnames = Surnames(known)
        found = {i: surnames.whose(rows[i], forms[rows[i].name]) for i in persons if levels[rows[i].name] == level}
        settle({i: who for i, who in found.items() if who}, "surname" if level == 2 else "")
        left = {i: rows[i].name for i, who in found.items() if not who}
        settle({i: (PERSON, name if level == 2 else forms[name].key) for i, name in left.items()})
    holders = _holders(rows, ids, known)
    offices = {i: _holder(rows[i], holders) for i, row in enumerate(rows) if nameless[i] and row.kind == PERSON}
    settle({i: who for i, who in offices.items() if who}, "office")
    return ids, why, known


def _levels(forms: Mapping[str, Form]) -> dict[str, int]:
    """0 for a name in full, 1 for an initial and a surname, 2 for a surname, or several words that end longer names."""
    tails = {"".join(f.words[-k:]) for f in forms.values() for k in range(2, len(f.words))}

    def level(form: Form) -> int:
        part = len(form.words) > 1 and form.words[0] not in genders() and "".join(form.words) in tails
        return 2 if part or not form.given else int(len(form.given) == 1)

    return {name: level(form) for name, form in forms.items()}


def _is_person(row: Named, mostly: str) -> bool:
    """By the article where a role tells, else by most articles; a whole name is no body's in one article of many."""
    return (row.role is not None and row.kind == PERSON) or (mostly == PERSON and (not row.role or " " in row.name))


def _kinds(rows: Iterable[Named]) -> dict[str, str]:
    """Name → what most articles take it for: kinds are guesses where nothing tells."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        votes[row.name][row.kind] += row.n
    return {name: min(kinds, key=lambda k: (-kinds[k], k)) for name, kinds in votes.items()}


def _holders(rows: Sequence[Named], ids: Sequence[Id], known: Mapping[Id, Known]) -> dict[Id, Months]:
    """(office, country) → month → the people named with it there and then, by articles."""
    holders: dict[Id, Months] = defaultdict(lambda: defaultdict(Counter))
    for row, who in zip(rows, ids, strict=True):
        office = office_of(row.role) if row.role and who[0] == PERSON else None
        country = row.country or (known[who].country if office else None)
        for called in {office, "leader" if office in spellings("leaders") else office} if office and country else ():
            holders[called, country][row.month][who] += row.n
            holders[called, country][ALL][who] += row.n
    return holders


def _holder(row: Named, holders: Mapping[Id, Months]) -> Id | None:
    """Who holds a nameless office in that month or the two beside it, if clearly one does."""
    office = office_of(row.role or "")
    if not office or not row.country:
        return None
    best: Id | None = dominant(window(holders.get((office, row.country), {}), row.month), HOLDS, 2)
    return best


def _labels(known: Mapping[Id, Known], taken: set[str]) -> dict[Id, str]:
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
