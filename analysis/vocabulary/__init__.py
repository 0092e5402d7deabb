"""Vocabulary as data: word lists and patterns in `.toml` files, each explained by comments in its file.

Each file has a function here that returns its contents, checked against `schema` and loaded once:

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
    """The contents of `NAME.toml` in this folder. Raises pydantic.ValidationError if they do not match the model."""
    text = (resources.files(__name__) / f"{name}.toml").read_text(encoding="utf-8")
    return model.model_validate(tomllib.loads(text))


@cache
def contacts() -> schema.Contacts:
    """Words around a trigger of contact: support verbs, channels, and what decides whether it took place."""
    return _load("contacts", schema.Contacts)


@cache
def countries() -> schema.Countries:
    """Countries with their names, demonyms, capitals and seats of government."""
    return _load("countries", schema.Countries)


@cache
def dates() -> schema.Dates:
    """Words and forms of time expressions."""
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
def exports() -> schema.Exports:
    """Layouts of the files with many articles that databases of news write."""
    return _load("exports", schema.Exports)


@cache
def first_names() -> schema.FirstNames:
    """Given names by gender."""
    return _load("first_names", schema.FirstNames)


@cache
def frames() -> schema.Frames:
    """Frames of contact: their verbs and nouns, the roles of the parties, and examples."""
    return _load("frames", schema.Frames)


@cache
def furniture() -> schema.Furniture:
    """Patterns for lines of a page that do not belong to the article."""
    return _load("furniture", schema.Furniture)


@cache
def names() -> schema.Names:
    """Words that mark the beginning and end of a name."""
    return _load("names", schema.Names)


@cache
def nominals() -> schema.Nominals:
    """Noun phrases and pronouns that refer to people without naming them."""
    return _load("nominals", schema.Nominals)


@cache
def pages() -> schema.Pages:
    """Patterns and words that distinguish an article from log-in pages, page numbers and text in other languages."""
    return _load("pages", schema.Pages)


@cache
def reporting() -> schema.Reporting:
    """Reporting cues: words that introduce what somebody says or writes."""
    return _load("reporting", schema.Reporting)


@cache
def source_types() -> schema.SourceTypes:
    """Nouns of roles by kind of source: official, expert, citizen."""
    return _load("source_types", schema.SourceTypes)


@cache
def spellings() -> schema.Spellings:
    """Spelling variants of names."""
    return _load("spellings", schema.Spellings)


@cache
def syntax() -> schema.Syntax:
    """Words that show errors of the parser, and verbs that determine the subject of another verb."""
    return _load("syntax", schema.Syntax)


@cache
def titles() -> schema.Titles:
    """Offices, groups, bodies and parts of names."""
    return _load("titles", schema.Titles)


@cache
def tone() -> schema.Tone:
    """The polarity of words in news."""
    return _load("tone", schema.Tone)
