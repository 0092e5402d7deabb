"""Vocabulary: words as data. Each `.toml` file here holds one kind of words, and says in comments what they are for.

A function for each file returns its contents, checked against `schema` and loaded once:

>>> "say" in reporting().saying
True
"""

import tomllib
from functools import cache
from importlib import resources
from typing import TypeVar

from analysis.vocabulary import schema

T = TypeVar("T", bound=schema.Table)


def _load(name: str, model: type[T]) -> T:
    """The contents of `vocabulary/NAME.toml`. Raises pydantic.ValidationError if they do not fit the model."""
    text = (resources.files(__name__) / f"{name}.toml").read_text(encoding="utf-8")
    return model.model_validate(tomllib.loads(text))


@cache
def contacts() -> schema.Contacts:
    """Words of contact: triggers, support verbs, channels, and what decides whether a contact took place."""
    return _load("contacts", schema.Contacts)


@cache
def countries() -> schema.Countries:
    """Countries with their names, demonyms, capitals and seats of government."""
    return _load("countries", schema.Countries)


@cache
def dates() -> schema.Dates:
    """Words and forms of expressions of time."""
    return _load("dates", schema.Dates)


@cache
def evaluation() -> schema.Evaluation:
    """Words that do not count when an extracted speaker is compared with the labelled one."""
    return _load("evaluation", schema.Evaluation)


@cache
def events() -> schema.Events:
    """Codes of event data sets."""
    return _load("events", schema.Events)


@cache
def first_names() -> schema.FirstNames:
    """Given names by gender."""
    return _load("first_names", schema.FirstNames)


@cache
def furniture() -> schema.Furniture:
    """Patterns for lines of a page that are not part of the article."""
    return _load("furniture", schema.Furniture)


@cache
def names() -> schema.Names:
    """Small words that decide where a name begins and ends."""
    return _load("names", schema.Names)


@cache
def pages() -> schema.Pages:
    """Patterns and words that tell an article from what surrounds it."""
    return _load("pages", schema.Pages)


@cache
def reporting() -> schema.Reporting:
    """Words that report what somebody says or writes."""
    return _load("reporting", schema.Reporting)


@cache
def spellings() -> schema.Spellings:
    """How a name may be written."""
    return _load("spellings", schema.Spellings)


@cache
def syntax() -> schema.Syntax:
    """Words that change who does what."""
    return _load("syntax", schema.Syntax)


@cache
def titles() -> schema.Titles:
    """Offices, groups, bodies and parts of names."""
    return _load("titles", schema.Titles)


@cache
def tone() -> schema.Tone:
    """How words sound in news."""
    return _load("tone", schema.Tone)
