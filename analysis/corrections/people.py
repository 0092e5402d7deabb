"""Corrections of people: merge two, split one, rename one, or set a role or gender.

The tables of quotations and contacts identify people by name. `People.called` returns the name after the corrections
for one row: if a person was split in two, the mentions within the row's words decide.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, cast

import pandas as pd

from analysis import tables
from analysis.articles.article import Article
from analysis.corrections.sheet import ACTIONS, PERSON
from analysis.corrections.words import Span, places
from analysis.tables import Row

CONFIRMED, ADDED, REMOVED = "confirmed", "added", "removed"
ALREADY = "already so"
BY_HAND = "by hand"
UNKNOWN = "unknown"  # a gender or kind of source
PERSON_KIND = "person"  # in the column `kind`; other kinds are group, organisation and state


class Outcome(NamedTuple):
    """The outcome of a correction.

    Attributes:
        applied: Whether the correction applies to anything.
        outcome: What it changed, or why it does not apply.
        span: The place in the article of the item that it corrects.
    """

    applied: bool
    outcome: str
    span: Span | None = None


Outcomes = dict[int, Outcome]  # by the position of the correction in the table, from 0


def place_of(article: Article, correction: Any) -> Span | str:
    """The span of a correction's words in the article, or why there is none."""
    spans, number = places(article.text, correction.words), correction.number
    if not spans:
        return "these words are not in the article"
    if pd.isna(number):
        if len(spans) > 1:
            return f"these words are in the article {len(spans)} times; write which, 1 to {len(spans)}, into number"
        return spans[0]
    if number > len(spans):
        times = "once" if len(spans) == 1 else f"{len(spans)} times"
        return f"these words are in the article only {times}, so there is no number {number}"
    return spans[int(number) - 1]


def rows_of(table: pd.DataFrame) -> list[Row]:
    """The rows of a table, as dictionaries that may be changed."""
    return cast(list[Row], table.to_dict("records"))


def shared(one: Span, other: Span) -> int:
    """How many characters two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def mark(row: Row, part: str, was: object = None) -> None:
    """Note a change in a row's column `corrected`, which keeps the original value of each part.

    Args:
        row: The row.
        part: What was changed: the name of a column, or what was done to the row as a whole.
        was: The value before.
    """
    noted = [] if pd.isna(row.get("corrected")) else row["corrected"].split("; ")
    note = part if was is None else f"{part} was {was}"
    if was is None and part == CONFIRMED and noted:
        return
    if not any(other == note or other.startswith(f"{part} was ") for other in noted):
        row["corrected"] = "; ".join([*noted, note])


def shown(value: object) -> str:
    """A value as notes show it."""
    return "missing" if pd.isna(value) else str(value).replace("; ", ", ")  # type: ignore[call-overload]


def of_items(corrections: pd.DataFrame, item: str) -> list[tuple[int, Any]]:
    """The corrections of quotations, contacts or people, in file order, each with its position in the table."""
    if corrections.empty:  # as for most articles; iterating over an empty table takes pandas two milliseconds
        return []
    return [(n, row) for n, row in enumerate(tables.records(corrections)) if ACTIONS[row.action].item == item]


@dataclass
class People:
    """Who is who after the corrections.

    Attributes:
        people, mentions: The corrected tables.
        outcomes: The outcomes of the corrections of people.
        names: The names that changed: before → after.
        moved: For each person who lost mentions to somebody else, by the name before: the span and person of all
            mentions.
    """

    people: pd.DataFrame
    mentions: pd.DataFrame
    outcomes: Outcomes = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    moved: dict[str, list[tuple[Span, str]]] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether anybody's name changed."""
        return bool(self.names or self.moved)

    def called(self, name: Any, start: Any = None, end: Any = None) -> Any:
        """The name of somebody after the corrections.

        Args:
            name: The name before, or names joined by "and"; a missing one stays.
            start, end: The words of the article that mention them, if they do.
        """
        if pd.isna(name) or not self.is_changed:
            return name
        if name in self.names or name in self.moved or " and " not in name:
            return self._called(name, start, end)
        return " and ".join(dict.fromkeys(self._called(part, start, end) for part in name.split(" and ")))

    def _called(self, name: str, start: Any, end: Any) -> str:
        if pd.notna(start) and pd.notna(end):
            persons = {person for span, person in self.moved.get(name, ()) if shared(span, (start, end))}
            if len(persons) == 1:
                return persons.pop()
        return self.names.get(name, name)

    def named(self, value: str) -> str:
        """The person that a reader means by a name: one in `people`, one before the corrections, or a mention."""
        return _named(value, self._persons, self.names, self._mentions) or value

    def has(self, value: str) -> bool:
        """Whether a name is that of a person or body in the article."""
        return _named(value, self._persons, self.names, self._mentions) is not None

    @cached_property
    def _persons(self) -> frozenset[str]:
        return frozenset(self.people["person"])

    @cached_property
    def _mentions(self) -> list[Row]:
        return rows_of(self.mentions)


def _source_type(row: Row) -> str:
    """The kind of source of a row of `people`, by its role."""
    from analysis.people.entities import Person
    from analysis.people.source_types import NAMELESS, source_type

    role: str | None = None if pd.isna(row["role"]) else row["role"]
    return source_type(Person(row["person"], row["kind"], role, nameless=row["source_type"] == NAMELESS))


def _named(value: str, persons: Container[str], names: Mapping[str, str], mentions: Iterable[Row]) -> str | None:
    """The person with a name; None if there is none, or if several may be meant."""
    if value in persons:
        return value
    if value in names:
        return names[value]
    mentioned = {mention["person"] for mention in mentions if mention["text"] == value and mention["form"] == "name"}
    return mentioned.pop() if len(mentioned) == 1 else None


class _Who:
    """The two tables while corrections are applied to them, one by one."""

    def __init__(self, article: Article, people: pd.DataFrame, mentions: pd.DataFrame) -> None:
        self.article = article
        self.people = rows_of(people)
        self.mentions = rows_of(mentions)
        self.before = [mention["person"] for mention in self.mentions]
        self.names: dict[str, str] = {}

    def named(self, value: str) -> str | None:
        """The person with a name at this point."""
        return _named(value, {row["person"] for row in self.people}, self.names, self.mentions)

    def row_of(self, name: str) -> Row:
        return next(row for row in self.people if row["person"] == name)

    def apply(self, correction: Any) -> Outcome:
        """Apply a correction."""
        if correction.action == "split":
            return self._split(correction)
        name = self.named(correction.words)
        if name is None:
            return Outcome(False, "nobody in the article has this name")
        if correction.action == "merge":
            return self._merge(name, correction.value)
        return self._rename(name, correction.value) if correction.action == "rename" else self._set(name, correction)

    def _set(self, name: str, correction: Any) -> Outcome:
        """Set somebody's role or gender."""
        row, column = self.row_of(name), ACTIONS[correction.action].column
        old, new = row[column], correction.value
        if shown(old) == shown(new):
            return Outcome(True, ALREADY)
        mark(row, column, shown(old))
        row[column] = new
        row |= {"gender_why": BY_HAND} if column == "gender" else {"source_type": _source_type(row)}
        return Outcome(True, f"{column} was {shown(old)}")

    def _rename(self, name: str, new: str) -> Outcome:
        if name == new:
            return Outcome(True, ALREADY)
        if any(row["person"] == new for row in self.people):
            return Outcome(False, f"somebody else is called {new}; to make both one person, use merge")
        mark(self.row_of(name), "name", name)
        self.row_of(name)["person"] = new
        self._call(name, new)
        return Outcome(True, f"was called {name}")

    def _merge(self, name: str, value: str) -> Outcome:
        kept = self.named(value)
        if kept is None:
            return Outcome(False, f"nobody in the article is called {value}; to change the name, use rename")
        if kept == name:
            return Outcome(True, ALREADY)
        gone, row = self.row_of(name), self.row_of(kept)
        for column, other in gone.items():
            row[column] = other if row[column] == UNKNOWN or pd.isna(row[column]) else row[column]
        mark(row, f"merged with {name}")
        self.people.remove(gone)
        self._call(name, kept)
        return Outcome(True, f"merged {name} into {kept}")

    def _call(self, name: str, new: str) -> None:
        """Give somebody a new name in all mentions."""
        self.names = {old: new if called == name else called for old, called in self.names.items()} | {name: new}
        for mention in self.mentions:
            mention["person"] = new if mention["person"] == name else mention["person"]

    def _split(self, correction: Any) -> Outcome:
        """Reassign a mention, and all mentions that are resolved through it, to somebody else."""
        span = place_of(self.article, correction)
        if isinstance(span, str):
            return Outcome(False, span)
        there = self._mentions_at(span)
        named, new = {mention["person"] for mention in there}, self.named(correction.value) or correction.value
        if named == {new}:
            return Outcome(True, ALREADY, span)
        if len(named) != 1:
            return Outcome(False, f"these words mention {'several people' if named else 'nobody'}")
        [old] = named
        self._add_like(old, new)
        moved = self._through({mention["start"] for mention in there}, old)
        for mention in self.mentions:
            if mention["person"] == old and mention["start"] in moved:
                mention["person"] = new
        return Outcome(True, f"meant {old}", span)

    def _mentions_at(self, span: Span) -> list[Row]:
        """The mentions with exactly this span, or else those that overlap it."""
        exactly = [m for m in self.mentions if (m["start"], m["end"]) == span]
        return exactly or [m for m in self.mentions if shared(span, (m["start"], m["end"]))]

    def _add_like(self, old: str, new: str) -> None:
        """Add a person of the same kind as `old`, if nobody has the name yet."""
        if all(row["person"] != new for row in self.people):
            like = self.row_of(old)
            row = dict.fromkeys(like) | {name: like[name] for name in ("article_id", "kind")} | {"person": new}
            row |= {"gender": UNKNOWN if like["kind"] == PERSON_KIND else None, "source_type": _source_type(row)}
            mark(row, f"split from {old}")
            self.people.append(row)

    def _through(self, starts: set[Any], name: str) -> set[Any]:
        """The starts of some mentions, and of all mentions that are resolved through them."""
        through = defaultdict[Any, list[Any]](list)
        for mention in self.mentions:
            if mention["person"] == name and pd.notna(mention["antecedent_start"]):
                through[mention["antecedent_start"]].append(mention["start"])
        reached, waiting = set(starts), list(starts)
        while waiting:
            new = [start for start in through[waiting.pop()] if start not in reached]
            reached.update(new)
            waiting += new
        return reached

    def result(self, outcomes: Outcomes) -> People:
        """The corrected tables."""
        mentions = _once(self.mentions)
        counts = Counter(mention["person"] for mention in mentions)
        split = {m["person"] for m, name in zip(self.mentions, self.before, strict=True) if m["person"] != name}
        split |= set(self.before) if split else set()
        for row in self.people:
            row["n_mentions"] = counts[row["person"]] if row["person"] in split else row["n_mentions"]
        people = [row for row in self.people if row["n_mentions"] or row["person"] not in split]
        names = {old: new for old, new in self.names.items() if old != new}
        corrected = tables.frame("people", people), tables.frame("mentions", mentions)
        return People(*corrected, outcomes, names, self._moved())

    def _moved(self) -> dict[str, list[tuple[Span, str]]]:
        """The mentions of each person who lost some to somebody else, by the name before."""
        of_name: dict[str, list[tuple[Span, str]]] = defaultdict(list)
        for mention, name in zip(self.mentions, self.before, strict=True):
            of_name[name].append(((mention["start"], mention["end"]), mention["person"]))
        return {
            name: mentions
            for name, mentions in of_name.items()
            if any(person != self.names.get(name, name) for _, person in mentions)
        }


def _once(mentions: Iterable[Row]) -> list[Row]:
    """The mentions without duplicates, which a merge can produce."""
    return list({(m["start"], m["end"], m["person"]): m for m in mentions}.values())


def correct_people(article: Article, people: pd.DataFrame, mentions: pd.DataFrame, corrections: pd.DataFrame) -> People:
    """The tables `people` and `mentions` with the corrections applied.

    Args:
        article: The article.
        people, mentions: Its tables of these names.
        corrections: The table that `read_corrections` returns.
    """
    chosen = of_items(corrections, PERSON)
    if not chosen:
        return People(people, mentions)
    who = _Who(article, people, mentions)
    return who.result({n: who.apply(correction) for n, correction in chosen})
