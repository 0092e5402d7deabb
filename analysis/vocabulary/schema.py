"""What each vocabulary file contains: one model per file, checked when the file is loaded.

A key that the model does not declare is an error, and so is a word that a list contains twice.
"""

from collections import Counter
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _each_once(words: Any) -> Any:
    """Reject a list that contains a word twice."""
    if isinstance(words, list) and (twice := [word for word, n in Counter(map(str, words)).items() if n > 1]):
        raise ValueError(f"listed twice: {', '.join(twice)}")
    return words


def _lower(words: Any) -> Any:
    return [str(word).lower() for word in words] if isinstance(words, list) else words


WordList = Annotated[tuple[str, ...], BeforeValidator(_each_once)]  # in the order of the file
WordSet = Annotated[frozenset[str], BeforeValidator(_each_once)]
LowerSet = Annotated[frozenset[str], BeforeValidator(_lower), BeforeValidator(_each_once)]
Mode = Literal["phone", "meeting", "visit", "correspondence", "unspecified"]


class Table(BaseModel):
    """A table of a vocabulary file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# contacts.toml


class ContactWord(Table):
    """How a verb or noun of contact is used; `contacts.toml` explains each field."""

    mode: Mode
    with_: tuple[str, ...] = Field((), validation_alias="with")
    for_: bool = Field(False, validation_alias="for")
    object: bool = False
    alone: bool = False
    calls: bool = False
    guest: bool = False
    place: bool = False
    to: bool = False
    people: bool = False
    group: bool = False
    topic: bool = False
    bare: bool = False
    wished: bool = False
    needs: bool = False
    meal: bool = False
    single: bool = False
    remote: bool = False
    sent: bool = False
    journey: bool = False
    plural: bool = False
    status: str | None = None


class Support(Table):
    """Verbs that carry a noun of contact ("hold talks"), and what may stand between them."""

    verbs: WordSet
    held: WordSet
    leading: WordSet
    joining: WordSet
    passes: WordSet
    apart: WordSet


class Idioms(Table):
    """Contacts that are expressed indirectly: "picked up the phone", "spent an hour with her"."""

    phone_nouns: WordSet
    phone: WordSet
    mutual: WordSet
    addressing: WordSet
    phone_call: ContactWord
    time_spent: ContactWord
    spans: dict[str, WordSet]


class Topic(Table):
    """Words that introduce what a contact is about, and nouns after them that do not."""

    about: WordSet
    asides: WordSet


class Occasion(Table):
    """Words for a contact that takes place within a larger one: "met him at a summit"."""

    ways: WordSet
    parts: WordSet


class Initiative(Table):
    """Words that say who asked for a contact."""

    nouns: WordSet
    verbs: WordSet


class Elsewhere(Table):
    """Words of fiction and sport, and names of the press: sentences with them describe no contact."""

    words: WordSet
    press: WordSet


class Delegates(Table):
    """Delegations and office holders that stand for their state."""

    bodies: WordSet
    led: WordSet
    teams: WordSet
    joined: WordSet
    words: WordSet


class Habit(Table):
    """Words of repeated or lasting contact, as opposed to a single one."""

    adverbs: WordSet
    words: WordSet
    lasting: WordSet
    again: WordSet


class Status(Table):
    """Words that decide whether a contact took place."""

    conditions: WordSet
    denying: WordSet
    hearsay: WordSet
    rumoured: WordSet
    happening: WordSet
    acts: WordSet
    past: WordSet
    future: WordSet
    planned: WordSet
    hypothetical: WordSet
    denied: WordSet
    cancelled: WordSet
    auxiliaries: dict[str, Literal["planned", "hypothetical"]]


class Contacts(Table):
    """contacts.toml: words of contact."""

    verbs: dict[str, ContactWord]
    purposes: dict[str, ContactWord]
    nouns: dict[str, ContactWord]
    support: Support
    idioms: Idioms
    channels: dict[Mode, WordSet]
    topic: Topic
    setting: Occasion
    initiative: Initiative
    elsewhere: Elsewhere
    delegates: Delegates
    habit: Habit
    status: Status
    ordinals: dict[str, int]


# countries.toml


class Country(Table):
    """One country: its code and the names that stand for it."""

    code: str
    name: str
    names: WordList
    demonyms: WordList
    capitals: WordList
    seats: WordList


class Countries(Table):
    """countries.toml: countries with their names, demonyms, capitals and seats of government."""

    country: tuple[Country, ...]


# dates.toml


class Limits(Table):
    """Prepositions that make a date the start of a window, or only a bound."""

    since: WordSet
    open: WordSet


class Dates(Table):
    """dates.toml: words and forms of expressions of time."""

    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, float]
    vague: dict[str, int]
    deictic: dict[str, int]
    anaphoric: dict[str, int]
    dayparts: dict[str, int]
    seasons: dict[str, int]
    fixed: dict[str, tuple[int, int]]
    limits: Limits
    qualifiers: dict[str, int]
    pieces: dict[str, str]
    forms: dict[str, WordList]


# evaluation.toml


class Evaluation(Table):
    """evaluation.toml: words that do not count when an extracted speaker is compared with the labelled one."""

    determiners: WordSet
    descriptions: WordSet


# events.toml


class EventCode(Table):
    """A CAMEO code: GDELT's Goldstein score and class, PLOVER's type and mode."""

    meaning: str
    score: float
    class_: Literal[1, 3, 4] = Field(validation_alias="class")
    type: str
    mode: str | None = None


class EventWords(Table):
    """Words that decide between codes."""

    negotiating: WordSet
    refusing: WordSet


class Events(Table):
    """events.toml: contacts in the codes of event data sets."""

    codes: dict[str, EventCode]
    words: EventWords
    countries: dict[str, str]


# first_names.toml


class FirstNames(Table):
    """first_names.toml: given names by gender."""

    female: WordSet
    male: WordSet
    either: WordSet


# furniture.toml and pages.toml


class Furniture(Table):
    """furniture.toml: patterns for lines of a page that are not part of the article."""

    longest: int
    furniture: WordList
    caption: WordList


class Pages(Table):
    """pages.toml: patterns and words that tell an article from what surrounds it."""

    wall: WordList
    page_number: WordList
    english: WordSet
    english_share: float


# names.toml and titles.toml


class Names(Table):
    """names.toml: small words that decide where a name begins and ends."""

    calendar: LowerSet
    not_names: LowerSet
    modifiers: LowerSet
    of_heads: LowerSet
    locative: LowerSet
    sent: LowerSet
    regions: LowerSet
    place_heads: LowerSet
    possessives: LowerSet


class Honorifics(Table):
    """Honorifics by the gender they tell."""

    male: LowerSet
    female: LowerSet
    either: LowerSet


class GenderedNouns(Table):
    """Nouns for persons by the gender they tell."""

    male_nouns: LowerSet
    female_nouns: LowerSet


class Titles(Table):
    """titles.toml: offices, groups, bodies and parts of names."""

    offices: LowerSet
    groups: LowerSet
    bodies: LowerSet
    corporate_suffixes: LowerSet
    name_particles: LowerSet
    suffixes: LowerSet
    firms: LowerSet
    things_in_er: LowerSet
    honorifics: Honorifics
    gendered_nouns: GenderedNouns


# reporting.toml


class Unreal(Table):
    """What makes a report denied or imagined."""

    helpers: WordSet
    nobody: WordSet
    refusing: WordSet


class Reporting(Table):
    """reporting.toml: words that report what somebody says or writes."""

    saying: WordSet
    uttering: WordSet
    pledging: WordSet
    naming: WordSet
    citing: WordSet
    addressing: WordSet
    finding: WordSet
    questioning: WordSet
    plain: WordSet
    nouns: WordSet
    documents: WordSet
    impersonal: WordSet
    bare: WordSet
    unreal: Unreal


# spellings.toml


class Spellings(Table):
    """spellings.toml: how a name may be written."""

    letters: dict[str, str]
    particles: WordSet
    articles: WordSet
    sons: WordSet
    suffixes: WordSet
    compounds: WordSet
    two_surnames: WordSet
    slavic_surnames: str
    surname_first: WordSet
    address: WordSet
    family: WordSet
    syllable: str
    korean: tuple[WordList, ...]
    leaders: WordSet
    folds: dict[str, tuple[tuple[str, str], ...]]
    given: dict[str, tuple[WordList, ...]]
    bodies: dict[str, str]
    offices: dict[str, WordList]


# syntax.toml


class Control(Table):
    """Verbs whose object does what a dependent infinitive says."""

    object: WordSet
    detached: WordSet


class Syntax(Table):
    """syntax.toml: words that change who does what."""

    control: Control


# tone.toml

ToneWord = tuple[float, str, str]  # polarity, parts of speech, reason


class Tone(Table):
    """tone.toml: how words sound in news."""

    grades: dict[str, str]
    words: dict[str, ToneWord]
    turn: dict[str, ToneWord]
    negate: dict[str, str]
    plain: dict[str, str]
    heads: dict[str, str]
    silent: dict[str, str]
