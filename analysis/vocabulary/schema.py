"""What each vocabulary file contains: one model per file, checked when the file is loaded.

A key that the model does not declare is an error, and so is a word that a list contains twice.
"""

from collections import Counter
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


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

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)  # built when its file is read


# contacts.toml


class Phrasal(Table):
    """Particles, prepositions and objects that give a verb a sense of its own: "call up", "call on", "shake hands"."""

    plain: WordSet
    particles: WordSet
    prepositions: dict[str, WordSet]
    objects: dict[str, WordList]


class Context(Table):
    """Words near a trigger that decide whether it names a contact."""

    before_adjective: WordSet
    goals: WordSet
    before_time: WordSet
    call_modifiers: WordSet
    call_verbs: WordSet
    audiences: WordSet
    duels: WordSet
    games: WordSet
    winning: WordSet
    signals: WordSet
    manners: WordSet
    campaigning: WordSet
    born: WordSet
    other_phrases: dict[str, WordSet]
    other_senses: dict[str, WordSet]
    pastimes: WordSet
    press_aims: WordSet
    hearing: WordSet
    not_mutual: WordSet
    by_phone: WordSet
    getting: WordSet
    on_phone: WordSet
    perfect: WordSet
    stays: WordSet
    definite: WordSet


class Support(Table):
    """Verbs that carry a noun of contact ("hold talks"), and nouns between the two."""

    verbs: WordSet
    held: WordSet
    leading: WordSet
    joining: WordSet
    attending: WordSet
    passes: WordSet
    apart: WordSet


class Idioms(Table):
    """Contacts that are expressed indirectly: "picked up the phone", "spent an hour with her"."""

    phone_nouns: WordSet
    devices: WordSet
    phone: WordSet
    mutual: WordSet
    addressing: WordSet
    appealing: WordSet
    spans: dict[str, WordSet]


class Topic(Table):
    """Words that introduce what a contact is about, and nouns after them that do not."""

    about: WordSet
    asides: WordSet


class Location(Table):
    """Prepositions before the place of a contact."""

    within: WordSet
    towards: WordSet
    of_noun: WordSet
    kinds: WordSet
    parts: WordSet
    regions: WordSet
    bodies: WordSet
    compass: WordSet
    periods: WordSet
    buildings: WordSet
    residences: dict[str, WordSet]
    rooms: WordSet


class Attachment(Table):
    """Prepositions that decide whether a date or a means belongs to a contact."""

    limits: WordSet
    records: WordSet
    means: WordSet


class Continued(Table):
    """Words that show that a contact goes on with the one before: "also", "during his visit"."""

    adverbs: WordSet
    next: WordSet
    before: WordSet
    ways: WordSet
    stays: WordSet


class Duration(Table):
    """Words around a length of time that is not how long the contact took: "two hours later"."""

    before: WordSet
    after: WordSet
    same_day: WordSet


class Occasion(Table):
    """Words for a contact that takes place within a larger one, "met him at a summit", and for being somewhere."""

    ways: WordSet
    parts: WordSet
    sides: WordSet
    events: WordSet
    presence: WordSet


class Initiative(Table):
    """Words that say who asked for a contact."""

    nouns: WordSet
    verbs: WordSet
    aims: WordSet
    prepositions: WordSet


class Elsewhere(Table):
    """Words of fiction and sport, and names of the press: sentences with them describe no contact."""

    words: WordSet
    sport: WordSet
    of_bodies: WordSet
    public: WordSet
    press: WordSet
    assemblies: WordSet
    titles_of_papers: WordSet
    journalists: WordSet

    @cached_property
    def media(self) -> frozenset[str]:
        """The names of `press` without the assemblies."""
        return self.press - self.assemblies


class Speakers(Table):
    """Plurals for those who speak for a body or for others, and nouns for these: "supermarket bosses"."""

    words: WordSet
    bodies: WordSet
    represented: WordSet
    kin: WordSet
    mourned: WordSet
    calamities: WordSet


class Delegates(Table):
    """Delegations and office holders that represent their state."""

    bodies: WordSet
    led: WordSet
    teams: WordSet
    joined: WordSet
    seats: dict[str, WordList]
    aides: WordSet
    words: WordSet
    groups: dict[str, WordList]
    speakers: Speakers
    opposed: WordSet
    of_places: WordSet
    partitives: WordSet
    of_sides: WordSet
    leading: WordSet
    staff: WordSet


class ParticipantWords(Table):
    """Words that decide which phrases around a trigger name its participants."""

    adjunct: WordSet
    other_contact: WordSet
    companions: WordSet
    double_prepositions: WordSet
    receiving: WordSet
    relations: WordSet
    called_kin: WordSet
    showering: WordSet
    showing: WordSet
    owned: WordSet
    travelling_offices: WordSet
    heads_of_state: WordSet
    sending: WordSet
    goals_of_sending: dict[str, WordSet]
    following: WordSet
    temporal: WordSet
    speaking: WordSet
    official_journeys: WordSet
    departing: WordSet
    relatives: WordSet
    addressed: WordSet
    letterheads: WordSet
    admitting: WordSet
    questioning: WordSet
    escorting: WordSet
    sending_people: WordSet
    summoning: WordSet
    opposing: WordSet
    speaking_for: WordSet
    replying: WordSet
    replies: WordSet
    exchanging: WordSet
    means: WordSet
    demanding: WordSet
    telling: WordSet
    describing: WordSet
    offices: WordSet
    heads: WordSet
    single_offices: WordSet
    offices_of_state: WordSet
    sole_offices: WordSet
    within_titles: WordSet


class Habit(Table):
    """Words of repeated or lasting contact, as opposed to a single one."""

    adverbs: WordSet
    words: WordSet
    lasting: WordSet
    again: WordSet
    further: WordSet
    next: WordSet
    resuming: WordSet
    each: WordSet


class Ahead(Table):
    """Words among those that decided a contact's status, by what they say about its weekday."""

    missed: WordSet
    refused: WordSet
    supposed: WordSet


class Realising(Table):
    """Words of a chance that was used: "took the opportunity to meet him"."""

    verbs: WordSet
    chances: WordSet


class Status(Table):
    """Words that decide whether a contact took place."""

    conditions: WordSet
    denying: WordSet
    hearsay: WordSet
    keeping: WordSet
    deciding: WordSet
    silent: WordSet
    afterwards: WordSet
    rumoured: WordSet
    happening: WordSet
    acts: WordSet
    attempts: WordSet
    binding: WordSet
    falling: WordSet
    true: WordSet
    past: WordSet
    programme: WordSet
    future: WordSet
    future_if_ahead: WordSet
    circumstance: WordSet
    attending: WordSet
    circumstance_of_verb: WordSet
    inverted: WordSet
    present: WordSet
    pictured: WordSet
    perfect: WordSet
    topic: WordSet
    judging: dict[str, WordSet]
    details: WordSet
    pausing: WordSet
    appointed: WordSet
    predicative: WordSet
    musing: WordSet
    believing: WordSet
    recalling: WordSet
    falsely: WordSet
    rescheduling: dict[str, WordSet]
    planned: WordSet
    hypothetical: WordSet
    denied: WordSet
    cancelled: WordSet
    realising: Realising
    ahead: Ahead
    auxiliaries: dict[str, Literal["planned", "hypothetical"]]


class Counts(Table):
    """Words that count contacts: "their third call", "a dozen meetings"."""

    figures: WordSet
    units: dict[str, int]
    adverbs: dict[str, int]
    ordinals: dict[str, int]


class Contacts(Table):
    """contacts.toml: words around a trigger of contact."""

    phrasal: Phrasal
    context: Context
    support: Support
    idioms: Idioms
    channels: dict[Mode, WordSet]
    topic: Topic
    location: Location
    attachment: Attachment
    continued: Continued
    duration: Duration
    setting: Occasion
    initiative: Initiative
    elsewhere: Elsewhere
    delegates: Delegates
    participants: ParticipantWords
    habit: Habit
    status: Status
    counts: Counts


# countries.toml


class Country(Table):
    """A country: its code, its names, and the words for its people, capitals and seats of government.

    A territory also has the code of the state that it belongs to.
    """

    code: str
    state: str | None = None
    name: str
    names: WordList
    demonyms: WordList
    capitals: WordList
    seats: WordList


class Countries(Table):
    """countries.toml: countries with their names, demonyms, capitals and seats of government.

    `left_out` has the codes of ISO 3166 that are not among them, each with the reason.
    """

    collective_endings: WordList
    in_compounds: WordSet
    country: tuple[Country, ...]
    left_out: dict[str, str]


# dates.toml


class Limits(Table):
    """Prepositions that make a date the start of a window, or only a bound."""

    since: WordSet
    open: WordSet


class Shifts(Table):
    """Words that shift a day by a length of time: "two years later"."""

    back: WordSet
    from_publication: WordSet


class Dates(Table):
    """dates.toml: words and forms of expressions of time."""

    range_links: WordSet
    moments: WordSet
    anaphora: WordSet
    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, float]
    vague: dict[str, int]
    directions: dict[str, int]
    ordinals: dict[str, int]
    recent: dict[str, int]
    shifts: Shifts
    deictic: dict[str, int]
    anaphoric: dict[str, int]
    dayparts: dict[str, int]
    seasons: dict[str, int]
    fixed: dict[str, tuple[int, int]]
    easter: dict[str, tuple[int, int]]
    nth: dict[str, tuple[int, int, int, int]]
    listed: dict[str, tuple[date, ...]]
    limits: Limits
    qualifiers: dict[str, int]
    pieces: dict[str, str]
    forms: dict[str, WordList]
    hints: dict[str, WordList | tuple[WordList, ...]]

    @model_validator(mode="after")
    def _every_expression_has_hints(self) -> Self:
        for form in self.forms.keys() | self.hints.keys():
            n_expressions, n_lists = len(self.forms.get(form, ())), len(self.hints_of_expressions(form))
            if n_expressions != n_lists:
                raise ValueError(f"form {form!r} has {n_expressions} expressions, but hints for {n_lists}")
        return self

    def hints_of_expressions(self, form: str) -> tuple[tuple[str, ...], ...]:
        """The hints of each regular expression of a form, in their order; none for an unknown form."""
        hints = self.hints.get(form, ())
        lists = tuple(listed for listed in hints if not isinstance(listed, str))
        words = tuple(word for word in hints if isinstance(word, str))
        return lists or (words,) * (len(self.forms.get(form, ())) if words else 0)


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


# exports.toml


class Layout(Table):
    """How a database lays out the articles of a file; `exports.toml` explains the fields."""

    begins: WordList
    ends: WordList
    evidence: WordList
    title: WordList
    author: WordList
    source: WordList
    published: WordList
    title_place: int
    source_place: int
    head: WordList
    text_after: WordList
    body: WordList
    tail: WordList


class Exports(Table):
    """exports.toml: layouts of files that databases of news write; the first that fits a file is used."""

    lexisnexis: Layout
    nexis_uni: Layout
    factiva_codes: Layout
    factiva: Layout
    proquest: Layout


# first_names.toml


class FirstNames(Table):
    """first_names.toml: given names by gender, and their short forms."""

    female: WordSet
    male: WordSet
    either: WordSet
    short_forms: dict[str, WordSet]


# frames.toml


class Frame(Table):
    """One sense of some words of contact; `frames.toml` explains each field."""

    name: str
    verbs: WordList = ()
    nouns: WordList = ()
    idiom: Literal["phone", "time"] | None = None
    mode: Mode
    purpose: bool = False
    yes: WordList
    no: WordList
    with_: tuple[str, ...] = Field((), validation_alias="with")
    for_: bool = Field(False, validation_alias="for")
    goal: bool = False
    object: bool = False
    alone: bool = False
    calls: bool = False
    guest: bool = False
    place: bool = False
    work: bool = False
    to: bool = False
    people: bool = False
    bodies_after: WordList = ()
    official: bool = False
    group: bool = False
    topic: bool = False
    bare: bool = False
    joins: bool = False
    gift: bool = False
    site: bool = False
    together: bool = False
    wished: bool = False
    indoors: bool = False
    needs: bool = False
    meal: bool = False
    single: bool = False
    remote: bool = False
    appeal: bool = False
    sent: bool = False
    answers: bool = False
    journey: bool = False
    plural: bool = False
    status: str | None = None


class Frames(Table):
    """frames.toml: the frames of contact, and each word's frame. A word that two frames list is refused."""

    frames: tuple[Frame, ...]

    @model_validator(mode="after")
    def _words_once(self) -> Self:
        words = [(kind, word) for frame in self.frames for kind in ("verbs", "nouns") for word in getattr(frame, kind)]
        _each_once([word for kind, word in words if kind == "verbs"])
        _each_once([word for kind, word in words if kind == "nouns"])
        return self

    @cached_property
    def verbs(self) -> dict[str, Frame]:
        """Each verb's frame, without those of `purposes`."""
        return {verb: frame for frame in self.frames if not frame.purpose for verb in frame.verbs}

    @cached_property
    def purposes(self) -> dict[str, Frame]:
        """The frame of each verb that describes a contact in few constructions only."""
        return {verb: frame for frame in self.frames if frame.purpose for verb in frame.verbs}

    @cached_property
    def nouns(self) -> dict[str, Frame]:
        """Each noun's frame."""
        return {noun: frame for frame in self.frames for noun in frame.nouns}

    @cached_property
    def idioms(self) -> dict[str, Frame]:
        """The frames whose triggers are not single words, by the name of the idiom."""
        return {frame.idiom: frame for frame in self.frames if frame.idiom}


# furniture.toml and pages.toml


class Furniture(Table):
    """furniture.toml: patterns for lines of a page that are not part of the article."""

    longest: int
    longest_notice: int
    furniture: WordList
    notice: WordList
    caption: WordList


class Meta(Table):
    """Names of `meta` elements, by what they hold."""

    published: WordList
    changed: WordList
    title: WordList
    author: WordList
    source: WordList


class DayOrder(Table):
    """Country codes and time zones by how a day in digits is written there."""

    month_first: WordSet
    day_first: WordSet


class Pages(Table):
    """pages.toml: patterns and words that tell an article from what surrounds it."""

    wall: WordList
    page_number: WordList
    english: WordSet
    english_share: float
    around_day: WordSet
    no_author: WordSet
    name_particles: WordSet
    meta: Meta
    day_order: DayOrder


# names.toml, nominals.toml and titles.toml


class Names(Table):
    """names.toml: small words that decide where a name begins and ends."""

    calendar: LowerSet
    not_names: LowerSet
    calendar_given: LowerSet
    openers: LowerSet
    before_times: LowerSet
    parts_of_time: LowerSet
    styles: LowerSet
    addressed: LowerSet
    surnames_like_bodies: LowerSet
    surnames_in_plural: LowerSet
    peers: LowerSet
    auxiliaries: LowerSet
    title_modifiers: LowerSet
    of_heads: LowerSet
    of_members: LowerSet
    place_prepositions: LowerSet
    messages: LowerSet
    representatives: LowerSet
    of_clubs: LowerSet
    regions: LowerSet
    place_words: LowerSet
    documents: LowerSet
    possessives: LowerSet
    fields_of_work: LowerSet
    kinds_of_committee: LowerSet
    committees: LowerSet
    members: LowerSet
    posts_abroad: LowerSet
    accredited: LowerSet
    descriptions: LowerSet
    occupations: LowerSet
    places: LowerSet
    abbreviated_places: LowerSet
    adherents: LowerSet
    things: LowerSet
    organisations: LowerSet
    parties: dict[str, str]


class Kin(Table):
    """Words for parents and their children."""

    parents: WordSet
    children: WordSet


class Pairs(Table):
    """Words of phrases for two people or states: "the two men", "both sides"."""

    numerals: WordSet
    collective: WordSet
    partners: WordSet
    spouses: WordSet
    bereaved: WordSet
    adverbs: WordSet
    people: WordSet
    states: WordSet
    bodies: WordSet
    mediators: WordSet
    only_states: WordSet
    offices: WordSet
    foreign: WordSet
    leading: WordSet


class Pronouns(Table):
    """Pronouns of the first and third person; the latter by the gender and number of the antecedent."""

    first: WordSet
    first_plural: WordSet
    masculine: WordSet
    feminine: WordSet
    plural: WordSet
    partitive: WordSet


class Nominals(Table):
    """nominals.toml: noun phrases and pronouns that refer to people without naming them."""

    people: WordSet
    counterparts: WordSet
    generic: WordSet
    leaders: WordSet
    high_offices: WordSet
    performers: WordSet
    elected: WordSet
    close_relatives: WordSet
    other_ranks: WordSet
    former: WordSet
    definite: WordSet
    appointing: WordSet
    participant_prepositions: WordSet
    reflexive_prepositions: WordSet
    occasions: WordSet
    bodies: WordSet
    named_bodies: WordSet
    of_candidates: WordSet
    pairs: Pairs
    kin: Kin
    stand_ins: dict[str, WordList]
    of_citizens: dict[str, WordList]
    stand_ins_of_bodies: dict[str, WordList]
    pronouns: Pronouns


class Honorifics(Table):
    """Honorifics, by the gender they show."""

    male: LowerSet
    female: LowerSet
    either: LowerSet


class GenderedNouns(Table):
    """Nouns for people, by the gender they show."""

    male_nouns: LowerSet
    female_nouns: LowerSet
    generic: LowerSet


class Titles(Table):
    """titles.toml: offices, groups, bodies and parts of names."""

    offices: LowerSet
    titular: LowerSet
    used_as_names: LowerSet
    groups: LowerSet
    bodies: LowerSet
    clubs: WordSet
    trades: LowerSet
    corporate_suffixes: LowerSet
    name_particles: LowerSet
    suffixes: LowerSet
    honours: WordSet
    firms: LowerSet
    firms_or_people: LowerSet
    agent_endings: WordList
    not_agents: LowerSet
    honorifics: Honorifics
    abbreviations: dict[str, str]
    gendered_nouns: GenderedNouns


# reporting.toml


class Unreal(Table):
    """Words that make a report denied or imagined."""

    helpers: WordSet
    nobody: WordSet
    refusing: WordSet
    impossible: WordSet
    prepositions: WordSet


class NoSource(Table):
    """Nouns and pronouns that are no source."""

    customs: WordSet
    things: WordSet
    inferring: WordSet
    pronouns: WordSet
    labels: WordSet


class Continuing(Table):
    """Words that join a second part of a quotation to the first."""

    conjunctions: WordList


class Titling(Table):
    """What comes before a title in quote marks."""

    labels: WordSet
    works: WordSet


class Reporting(Table):
    """reporting.toml: words that report what somebody says or writes."""

    saying: WordSet
    uttering: WordSet
    pledging: WordSet
    commanding: WordSet
    naming: WordSet
    citing: WordSet
    denying: WordSet
    denials: WordSet
    addressing: WordSet
    finding: WordSet
    plain: WordSet
    nouns: WordSet
    documents: WordSet
    findings: WordSet
    issuing: WordSet
    bare: WordSet
    contrasting: WordSet
    unreal: Unreal
    no_source: NoSource
    titling: Titling
    continuing: Continuing


# source_types.toml


class SourceTypes(Table):
    """source_types.toml: nouns of roles, by the kind of source that somebody is. A noun in two lists is refused."""

    official: LowerSet
    expert: LowerSet
    citizen: LowerSet
    none: LowerSet

    @model_validator(mode="after")
    def _nouns_once(self) -> Self:
        _each_once([*self.official, *self.expert, *self.citizen, *self.none])
        return self


# spellings.toml


class Spellings(Table):
    """spellings.toml: how a name or an office may be written."""

    letters: dict[str, str]
    particles: WordSet
    articles: WordSet
    hyphenated_articles: WordList
    patronymics: WordSet
    suffixes: WordSet
    compound_given_names: WordSet
    two_surnames: WordSet
    slavic_surname_ending: str
    surname_first_countries: WordSet
    forms_of_address: WordSet
    east_asian_family_names: WordSet
    east_asian_syllable: str
    korean_family_names: tuple[WordList, ...]
    leading_offices: WordSet
    role_fillers: WordSet
    not_in_initials: WordSet
    folds: dict[str, tuple[tuple[str, str], ...]]
    given_names: dict[str, tuple[WordList, ...]]
    body_spellings: dict[str, str]
    offices: dict[str, WordList]


# syntax.toml


class Control(Table):
    """Verbs whose object does what a dependent infinitive says."""

    object: WordSet
    detached: WordSet
    gerund: dict[str, WordSet]
    through: dict[str, WordSet]


class Syntax(Table):
    """syntax.toml: words that show errors of the parser, and verbs that determine the subject of another verb."""

    before_gerunds: WordSet
    naming: WordSet
    giving: WordSet
    before_scenes: WordSet
    of_time: WordSet
    control: Control


# tone.toml

ToneWord = tuple[float, str, str]  # polarity, parts of speech, reason


class ToneGrammar(Table):
    """Function words that decide which scored word a negation or turning verb applies to."""

    be: WordSet
    joining: WordSet
    contrasting: WordSet
    after_verb: WordSet


class Tone(Table):
    """tone.toml: how words sound in news."""

    grades: dict[str, str]
    words: dict[str, ToneWord]
    turn: dict[str, ToneWord]
    negate: dict[str, str]
    plain: dict[str, str]
    heads: dict[str, str]
    silent: dict[str, str]
    grammar: ToneGrammar
