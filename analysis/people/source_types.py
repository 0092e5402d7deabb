"""The kind of source that somebody is: an official, an expert, a citizen, a body, or somebody without a name.

It follows from the nouns in a role, which `vocabulary/source_types.toml` lists. For a named person it is unknown if the
article gives no role, or one without such a noun.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from analysis import vocabulary
from analysis.people.entities import Person
from analysis.people.names import GROUP, PERSON
from analysis.people.nominals import spelled_out

OFFICIAL, EXPERT, CITIZEN, BODY, NAMELESS, UNKNOWN = SOURCE_TYPES = (
    "official",
    "expert",
    "citizen",
    "body",
    "nameless",
    "unknown",
)
AFTER_HEAD = re.compile(r",| (?:of|for|at|in|to|on|with|from|and|who)\b")  # begins what follows a role's head noun
PREFIX = re.compile(r"^(?:ex|former|then)-")
SUFFIX = re.compile(r"-(?:elect|designate)$")


def source_type(person: Person) -> str:
    """The kind of source that a person, group, organisation or state is: one of `SOURCE_TYPES`.

    >>> source_type(Person("Ann Lee", "person", role="German finance minister"))
    'official'
    """
    if person.kind != PERSON:
        return NAMELESS if person.kind == GROUP and person.nameless and not _is_collective(person) else BODY
    if person.nameless:
        return NAMELESS
    types = {type_ for role in _roles(person) if (type_ := _type_of_role(role))}
    return next((type_ for type_ in SOURCE_TYPES if type_ in types), UNKNOWN)


def _is_collective(group: Person) -> bool:
    """Whether a group without a name is still a body: "police"."""
    return not vocabulary.titles().bodies.isdisjoint(group.role_nouns)


def _roles(person: Person) -> Iterable[str]:
    """The roles of a person in lower case: the recorded role if it has a type, or else every noun used for them."""
    role = AFTER_HEAD.split(spelled_out(person.role or "").lower())[0].strip()
    return (role,) if _type_of_role(role) else person.role_nouns


def _type_of_role(role: str) -> str | None:
    """The type of the longest listed expression at the end of a role; None if there is none."""
    return next((types for words in _endings(role) if (types := _types().get(words))), None)


def _endings(role: str) -> Iterator[str]:
    """The endings of a role, longest first, then its last word without "ex-" and "-elect"."""
    words = role.split()
    yield from (" ".join(words[i:]) for i in range(len(words)))
    if words:
        yield SUFFIX.sub("", PREFIX.sub("", words[-1]))


@cache
def _types() -> dict[str, str]:
    """Map each listed expression to its type."""
    words = vocabulary.source_types()
    table = dict.fromkeys(words.none, UNKNOWN) | dict.fromkeys(words.citizen, CITIZEN)
    return table | dict.fromkeys(words.expert, EXPERT) | dict.fromkeys(words.official, OFFICIAL)
