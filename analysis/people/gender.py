"""The gender that an article's words suggest for a person, and the word that suggests it.

This is a guess from text about people; it says nothing about how they see themselves. Three kinds of evidence count, in
this order: titles and nouns ("Mrs", "spokeswoman"), resolved pronouns ("she"), and given names that only one gender
has. The first kind found in an article decides; if its words contradict each other, the gender is unknown.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from analysis import vocabulary
from analysis.people.entities import Person
from analysis.people.names import PERSON, given_names

FEMALE, MALE, UNKNOWN = "female", "male", "unknown"
GENDERS = {"f": FEMALE, "m": MALE}


class Gender(NamedTuple):
    """A gender and the word that suggests it ("pronoun: she"); both are None unless the entity is one person."""

    gender: str | None
    why: str | None


def gender_of(person: Person, pronouns: Iterable[str]) -> Gender:
    """The gender that an article's words suggest for a person.

    Args:
        person: The person.
        pronouns: The pronouns that refer to them alone, as written.

    >>> gender_of(Person("Ann Lee", "person"), ["she", "her"])
    Gender(gender='female', why='pronoun: she')
    """
    if person.kind != PERSON or person.plural:
        return Gender(None, None)
    by_kind = (
        ("title", person.gendered_words),
        ("pronoun", _pronouns_by_gender(pronouns)),
        ("given name", _given_name(person)),
    )
    kind, words = next(((kind, words) for kind, words in by_kind if words), ("", {}))
    if len(words) > 1:
        return Gender(UNKNOWN, f"contradictory: {', '.join(words[gender] for gender in sorted(words))}")
    return next((Gender(GENDERS[gender], f"{kind}: {word}") for gender, word in words.items()), Gender(UNKNOWN, None))


def _pronouns_by_gender(pronouns: Iterable[str]) -> Mapping[str, str]:
    """Gender → the first pronoun that suggests it."""
    words, by_gender = vocabulary.nominals().pronouns, dict[str, str]()
    for pronoun in map(str.lower, pronouns):
        if pronoun in words.feminine or pronoun in words.masculine:
            by_gender.setdefault("f" if pronoun in words.feminine else "m", pronoun)
    return by_gender


def _given_name(person: Person) -> Mapping[str, str]:
    """Gender → the given name that suggests it, for names of several words, as "James" alone may be a surname."""
    words = person.name.split()
    gender = given_names().get(words[0]) if len(words) > 1 and not person.nameless else None
    return {gender: words[0]} if gender else {}
