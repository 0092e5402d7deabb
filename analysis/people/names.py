"""Names of people, groups, organisations, states and places, with the titles before them.

No named-entity recogniser is used. The tagger's proper nouns show where names are, and vocabulary (titles, given names,
countries) decides what each of them names. This is faster and, on political news, more often right about who is a
person. `names` works in three steps:

1. Find runs of capitalised words: "Norwegian Foreign Minister Ida Krogh".
2. Strip honorifics, offices and nationalities from the front of the run. They give role, country and gender; the rest
   is the name: "Ida Krogh".
3. Decide the kind of entity, if the words and titles imply one.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.tokens import Doc, Span, Token

from analysis import vocabulary
from analysis.language.spacy_model import (
    Paragraph,
    is_dictionary_word,
    is_inflected_form,
    is_inflected_word,
    text_of,
)
from analysis.language.syntax import FINITE_VERB_TAGS, PROPER_NOUN_TAGS, SUBJECTS

PERSON, GROUP, ORGANISATION, STATE, PLACE = "person", "group", "organisation", "state", "place"
KIND_OF_COUNTRY_WORD = {"name": STATE, "seat": ORGANISATION, "capital": PLACE, "demonym": GROUP}
HYPHENS = ("-", "–")
PLURAL_NOUN_TAGS = ("NNS", "NNPS")
# Tags that the tagger gives to foreign names by mistake: of any capitalised word, and of a syllable after a hyphen.
MISTAGGED_NAME_TAGS = ("NN", "NNS", "FW", "JJ", "VB", "VBP", "UH")
SYLLABLE_TAGS = ("NN", "NNP", "NNS", "FW", "JJ", "UH")
UNIT_TAGS = ("NNP", "NN", "NNPS", "HYPH", "CC", "IN", "DT")  # words of the body before an office: "House Speaker"
ROLE_TAGS = ("NN", "JJ", "NNP", "HYPH", "POS", "VBN")  # words of a role before a name: "Clinton campaign spokesman"
NOUN_MODIFIERS = ("compound", "nmod")  # dependency labels of a noun that modifies another noun
WORD_FOR_TITLE_CASE = re.compile(r"[^\W\d_]{4,}")  # at least four letters: shorter words are lower case in headlines
MIN_WORDS_FOR_TITLE_CASE = 3
MIN_WORDS_FOR_HEADLINE = 5  # of these: a line with a full stop can be a headline, if it is so long
SHARE_FOR_TITLE_CASE = 0.8  # of these words; more must have a capital
MAX_OFFICE_TOKENS = 5
MAX_COUNTRY_TOKENS = 6  # "Democratic People's Republic of Korea", where "'s" is a token of its own
MAX_PARTICLES = 3  # "van", "de" and "la" of "Pieter van de la Croix"
MAX_SYLLABLE_CHARS = 6  # "kyeong"
MAX_HONORIFIC_TOKENS = 3
MIN_SHOUTED_CHARS = 4
TOKENS_OF_AGE = 5  # of "46-year-old"
SEAT = r"[A-Z][\w.]*+(?: [A-Z][\w.]*+){0,2}"  # a pattern for the place of a politician's seat: "Mass.", "New York"
MONEY = re.compile(r"[A-Z]{1,3}(?:\$\d|\d+[.,]\d)")  # "S$20", "RM6,000"
MAX_NICKNAME_TOKENS = 3
CLOSING_MARKS = {"“": "”", '"': '"', "‘": "’", "'": "'", "(": ")"}  # around a nickname, by the mark before it
# "Lee AnnMayor" in "Ann Lee Lee AnnMayor": the surname again, then words up to one joined to the next, or one word.
REPEATED_NAME = re.compile(
    r"(?<![\w’'-])[A-Z][\w’'-]++ (?P<surname>[A-Z][\w’'-]++) "
    r"(?P<label>(?P=surname)(?:(?: [A-Z][\w-]*+){0,2} [\w-]*[a-z][A-Z]\w++| [A-Z][\w-]*+))"
)
MARKS_IN_WORD = re.compile(r"(?<=\w)[:(].*")  # "Lee:(in French" without a space
BROKEN_HYPHEN = re.compile(r"(?<=\w-)\s+(?=\w)")  # "Kim Jong- un"
ELIDED_PARTICLE = re.compile(r"(?:d|l|dall|dell)[’'][A-Z]")  # "Jean-Luc d’Arcy"
ACRONYM_CHARS = range(2, 7)
SHOUTED_CHARS = range(ACRONYM_CHARS.stop, 100)  # of a name in capitals that may be common words
# A name of one word with a capital in its middle ("HuffPost", but not "FitzGerald"), or an address ("Infowars.com").
COINED = re.compile(r"(?!Fitz)[A-Z][a-z]{3,}[A-Z]\w*|[\w.-]+\.(?:com|org|net|info|co\.\w\w|gov|edu|io|tv)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a paragraph.

    Attributes:
        first: number of the first token; for a person, the titles before the name are included.
        last: number of the last token, included.
        words: the name without titles.
        role: for a person, the title or role before the name: "French President".
        country: alpha-3 code of the country that the name or its titles give.
        gender: "m" or "f" if a title shows it.
        kind: None if neither the words nor the titles imply one.
    """

    paragraph: Paragraph
    first: int
    last: int
    words: tuple[str, ...]
    role: str | None
    country: str | None
    gender: str | None
    kind: str | None

    @property
    def head(self) -> Token:
        """The syntactic head of the name."""
        head: Token = self.paragraph.doc[self.first : self.last + 1].root
        return head


class CountryWord(NamedTuple):
    """An expression for a country: its alpha-3 code, and the form: name, demonym, capital or seat (of government)."""

    code: str
    form: str


@cache
def honorifics() -> dict[str, str | None]:
    """Map each honorific, in lower case, to the gender that it shows."""
    table = vocabulary.titles().honorifics
    return dict.fromkeys(table.either) | dict.fromkeys(table.male, "m") | dict.fromkeys(table.female, "f")


def is_form_of_address(role: str) -> bool:
    """Whether a role is only a form of address: "Mr"."""
    return role.lower().rstrip(".") in vocabulary.spellings().forms_of_address


@cache
def given_names() -> dict[str, str | None]:
    """Map each given name to its gender; None if women and men have it."""
    table = vocabulary.first_names()
    return dict.fromkeys(table.either) | dict.fromkeys(table.male, "m") | dict.fromkeys(table.female, "f")


@cache
def short_forms() -> dict[str, frozenset[str]]:
    """Map each given name to its usual short forms, and each short form to the names that it abbreviates; lower case.

    >>> sorted(short_forms()["nick"])
    ['nicholas']
    """
    table = vocabulary.first_names().short_forms
    pairs = {(full.lower(), short.lower()) for full, shorts in table.items() for short in shorts}
    related: dict[str, set[str]] = defaultdict(set)
    for full, short in pairs:
        related[full].add(short)
        related[short].add(full)
    return {name: frozenset(others) for name, others in related.items()}


@cache
def countries() -> dict[tuple[str, ...], CountryWord]:
    """Map the words of each country's names, demonyms, capitals and seats of government to the country."""
    table: dict[tuple[str, ...], CountryWord] = {}
    for country in vocabulary.countries().country:
        names_by_form = {
            "seat": country.seats,
            "capital": country.capitals,
            "demonym": country.demonyms,
            "name": (country.name, *country.names),
        }
        for form, country_names in names_by_form.items():
            table |= {tuple(n.replace("’", "'").split()): CountryWord(country.code, form) for n in country_names}
    return table


@cache
def states_of_territories() -> dict[str, str]:
    """Map the code of each territory to that of the state that it belongs to."""
    return {country.code: country.state for country in vocabulary.countries().country if country.state}


def country_of(words: tuple[str, ...]) -> CountryWord | None:
    """The country that the words name; the plural of a demonym in -n counts as well.

    >>> country_of(("Norwegians",))
    CountryWord(code='NOR', form='demonym')
    """
    words = tuple(word.replace("’", "'") for word in words)
    singular = words[-1].removesuffix("s") if words and words[-1].endswith("ns") else None
    return countries().get(words) or (countries().get((*words[:-1], singular)) if singular else None)


def first_country(expressions: Iterable[tuple[str, ...]], forms: Collection[str]) -> str | None:
    """The code of the first expression that names a country in one of the forms.

    >>> first_country([("Oslo",), ("Danish",)], ("name", "demonym"))
    'DNK'
    """
    matches = map(country_of, expressions)
    return next((country.code for country in matches if country and country.form in forms), None)


def gender_of_noun(noun: str) -> str | None:
    """ "m" or "f" if the noun shows it: "spokeswoman", "king"."""
    nouns = vocabulary.titles().gendered_nouns
    if noun in nouns.male_nouns:
        return "m"
    return "f" if noun in nouns.female_nouns else None


def gender_of_role(noun: str) -> str | None:
    """The gender that the role of somebody with a name shows: none of "spokesman", which is used for women as well."""
    return None if noun in vocabulary.titles().gendered_nouns.generic else gender_of_noun(noun)


def is_agent_noun(word: str) -> bool:
    """Whether the ending of a noun shows that it denotes a person: "striker", "novelist", "Texan"."""
    titles = vocabulary.titles()
    return len(word) > 4 and word.endswith(titles.agent_endings) and word not in titles.not_agents


def is_office_or_agent(word: str) -> bool:
    """Whether a noun in lower case denotes what a person does: "minister", "novelist"."""
    return word in vocabulary.titles().offices or is_agent_noun(word)


def is_singular_demonym(word: str) -> bool:
    """Whether the word denotes one member of a people: "Bulgarian" or "Icelander", not "French"."""
    if not word[:1].isupper() or word.endswith(vocabulary.countries().collective_endings):
        return False
    country = country_of((word,))
    return country is not None and country.form == "demonym"


def follows_the(token: Token) -> bool:
    """Whether "the" precedes a word, also with an age between: "the Italian", "the 46-year-old Italian"."""
    doc, first = token.doc, token.i
    if first > TOKENS_OF_AGE and doc[first - 1].lower_ == "old" and doc[first - 2].text in HYPHENS:
        first -= TOKENS_OF_AGE
    return bool(first > 0 and doc[first - 1].lower_ == "the")


@dataclass(frozen=True, slots=True)
class Spellings:
    """What the words of an article show about its names.

    Attributes:
        forms: words that are proper nouns somewhere in the article; where the position requires a capital, only these
            and familiar names count.
        surnames: words of the calendar and titles that are somebody's surname: "May", "King".
        pairs: neighbouring proper nouns; only these are one name in a headline in title case.
        family: words that follow a given name somewhere.
    """

    forms: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()
    family: frozenset[str] = frozenset()


def spellings(docs: Iterable[Doc]) -> Spellings:
    """What the paragraphs of one article show about its names."""
    forms, surnames, pairs = set[str](), set[str](), set[tuple[str, str]]()
    for doc in docs:
        if not _is_title_case(doc):
            forms |= {t.text for t in doc if _is_proper_within_sentence(t)}
            surnames |= {t.text for t in doc if _shows_surname(t)}
            pairs |= {(t.text, after.text) for t, after in pairwise(doc) if _is_proper_within_sentence(after)}
    family = frozenset(after for word, after in pairs if word in given_names())
    return Spellings(frozenset(forms | surnames), frozenset(surnames), frozenset(pairs), family)


def _is_proper_within_sentence(token: Token) -> bool:
    """Whether the token is tagged as a proper noun where a capital is significant."""
    return token.tag_ in PROPER_NOUN_TAGS and not token.is_sent_start and token.text[:1].isupper()


NOTHING_KNOWN = Spellings()


def names(paragraph: Paragraph, known: Spellings = NOTHING_KNOWN) -> list[Name]:
    """Find the names in a paragraph, in order.

    Args:
        paragraph: a parsed paragraph.
        known: what the article shows about its names (see `spellings`).
    """
    parsed = (_name(paragraph, first, last, known.surnames) for first, last in _runs(paragraph.doc, known))
    return [name for name in parsed if name and not _is_no_name(name, known)]


def _is_no_name(name: Name, known: Spellings) -> bool:
    """Whether the words have capitals but name nobody: "Democrat", "Russian" troops, "FULL TEXT"."""
    if name.kind == GROUP and _is_demonym_in_use(name):
        return True
    if name.words[-1].lower() in vocabulary.nominals().stand_ins and _is_owned(name):
        return True  # "His Royal Highness"
    if is_adherent(name.words[-1]) and not name.role:
        before = name.words[:-1]
        return not before or _kind_from_words(before) in (PLACE, STATE, GROUP)  # "Ohio Democrat"
    return _is_shouted(name, known)


def _is_owned(name: Name) -> bool:
    """Whether "his" or "her" precedes a name: "Her Majesty"."""
    return name.first > 0 and name.paragraph.doc[name.first - 1].tag_ == "PRP$"


def is_adherent(word: str) -> bool:
    """Whether the word denotes one member of a party, a faith or a people without a state: "Democrat", "Muslim"."""
    return word.lower() in vocabulary.names().adherents


def _is_shouted(name: Name, known: Spellings) -> bool:
    """Whether all words are common ones in capitals, none of them a name elsewhere in the article: "FULL TEXT"."""
    text = "".join(name.words)
    if name.role or name.kind == ORGANISATION:
        return False
    if not (text.isupper() and text.isalpha() and len(text) in SHOUTED_CHARS):
        return False
    words = [word.lower() for word in name.words]
    if any(word.title() in given_names() or word.title() in known.forms for word in words):
        return False
    return all(is_inflected_word(word) or word in STOP_WORDS for word in words)


def _is_demonym_in_use(name: Name) -> bool:
    """Whether a demonym modifies a noun ("Russian troops") or denotes one person ("the Russian"), not a people."""
    first, last = name.paragraph.doc[name.first], name.paragraph.doc[name.last]
    if last.tag_ == "JJ" and name.head.dep_ in ("amod", *NOUN_MODIFIERS):
        return True
    after_the = first is last and follows_the(first)
    return after_the and is_singular_demonym(first.text) and last.tag_ in ("NN", "NNP")


# Words of the calendar and titles as names


def _shows_surname(token: Token) -> bool:
    """Whether the token is a word of the calendar or a title, and its neighbours show that it is a surname here."""
    if not token.i or not token.text[:1].isupper():
        return False
    if token.lower_ in vocabulary.names().calendar:
        return _is_calendar_surname(token)
    return _is_title_word(token) and _is_title_as_surname(token)


def _is_title_word(token: Token) -> bool:
    """Whether the token is an honorific or an office of one word."""
    return token.lower_ in honorifics() or _is_office(token.text, token)


def _is_title_as_surname(token: Token) -> bool:
    """Whether a title is a surname: it ends a name that a given name begins, "Larry King", or follows "Mr"."""
    before = token.nbor(-1)
    if before.lower_ in vocabulary.names().styles:
        return token.lower_ not in vocabulary.names().addressed
    if before.text not in given_names() or before.tag_ not in PROPER_NOUN_TAGS or token.tag_ != "NNP":
        return False
    after = token.doc[token.i + 1 : token.i + 2].text
    return is_generation(after) or not (after[:1].isupper() or after == "of")


def _is_calendar_surname(token: Token) -> bool:
    """Whether a word of the calendar is a surname: after "Mr" or "Mrs", a month also after any title or given name."""
    before, after = token.nbor(-1), token.doc[token.i + 1 : token.i + 2].text
    if before.lower_ in vocabulary.names().styles:
        return True
    if after[:1].isdigit() or token.lower_ not in vocabulary.dates().months or not before.text[:1].isupper():
        return False
    if before.text in given_names() or before.lower_ in honorifics():
        return True
    names_subject = before.dep_ == "compound" and token.dep_ in SUBJECTS  # "Augusta May met …"
    return names_subject or _first_of_office(token.doc, before.i) is not None


def _is_calendar_given_name(token: Token) -> bool:
    """Whether a word of the calendar is a given name: "April Jones", "Jan Petter Aasland", not "in May Ann Lee …"."""
    if token.text not in given_names() and token.lower_ not in vocabulary.names().calendar_given:
        return False
    surname = token.head
    if token.dep_ != "compound" or surname.tag_ != "NNP" or token.i > surname.i or _is_in_time(token):
        return False
    return surname.lower_ not in vocabulary.names().calendar and not _is_nation(surname.text)


def _is_in_time(token: Token) -> bool:
    """Whether the words around a month show that it is a time: "in May", "the end of May", "4 May", "May 2019"."""
    words, doc = vocabulary.names(), token.doc
    if doc[token.i + 1 : token.i + 2].text[:1].isdigit():
        return True
    if not token.i:
        return False
    before = doc[token.i - 1]
    if before.lower_ == "of" and before.i:
        before = doc[before.i - 1]
        return before.lower_ in words.parts_of_time or before.text[:1].isdigit()
    return before.lower_ in words.before_times or before.text[:1].isdigit() or before.text in HYPHENS


# Runs of capitalised words


def _is_title_case(doc: Doc) -> bool:
    """Whether the text is a headline in title case, where a capital does not mark a name.

    In such a headline nearly all long words are capitalised, common words among them, and no full verb is in lower
    case: "Leaders Meet After Long Dispute Over Fishing".
    """
    words = WORD_FOR_TITLE_CASE.findall(text_of(doc))
    n_capitalised = sum(word[0].isupper() for word in words)
    if len(words) < MIN_WORDS_FOR_TITLE_CASE or n_capitalised <= SHARE_FOR_TITLE_CASE * len(words):
        return False
    if any(_is_lower_case_verb(t) for t in doc):
        return False
    if any(_is_capitalised_common_word(t) for t in doc):
        return True
    is_line = doc[-1].is_alpha or len(words) >= MIN_WORDS_FOR_HEADLINE
    return is_line and any(_is_verb_in_headline(t) for t in doc[1:])


def _is_lower_case_verb(token: Token) -> bool:
    """Whether the token is a finite verb, no auxiliary, in lower case."""
    is_finite = token.tag_ in FINITE_VERB_TAGS
    return is_finite and token.text.islower() and token.text not in vocabulary.names().auxiliaries


def _is_capitalised_common_word(token: Token) -> bool:
    """Whether the token has a capital although neither a name nor the start of the sentence explains it."""
    if not token.is_alpha or len(token) <= 3 or not token.text[0].isupper():
        return False
    return not token.tag_.startswith("NNP") and not token.is_sent_start and not _is_nation(token.text)


def _is_verb_in_headline(token: Token) -> bool:
    """Whether the token is an inflected verb among names: "Moss Met Hall"."""
    if not token.text[:1].isupper() or len(token) < 3 or token.text in given_names():
        return False
    return is_inflected_form(token.lower_, "verb")


def _runs(doc: Doc, known: Spellings) -> Iterator[tuple[int, int]]:
    """Yield the first and last token of each run of capitalised words.

    A run continues across hyphens, particles, nicknames and the "of" after an office or a body: "Bank of England".
    """
    title_case = _is_title_case(doc)
    capitals = frozenset(t.i for t in doc if _can_be_name(t, known, title_case)) - _party_labels(doc)
    capitals -= _repeated_names(doc)
    i = 0
    while i < len(doc):
        if i not in capitals:
            i += 1
            continue
        last = i
        while (following := _next_part(doc, i, last, capitals)) is not None:
            if title_case and not _is_one_name(doc, last, following, known):
                break
            last = following
        yield _with_hyphenated_particle(doc, i), last
        i = last + 1


def _is_one_name(doc: Doc, last: int, following: int, known: Spellings) -> bool:
    """Whether two words of a headline belong to one name: "Ann Roe", but not "Roe Oslo" of "Key Roe Oslo Email Lost".

    They do after a given name, a title or a word like "British", and if the article joins them elsewhere, where a
    capital marks a name.
    """
    word, after = doc[last], doc[following]
    if following > last + 1 or (word.text, after.text) in known.pairs:
        return True
    if word.text in given_names() or _is_title_word(word) or is_adherent(word.text) or _is_nation(word.text):
        return True
    return country_of((word.text, after.text)) is not None


def _with_hyphenated_particle(doc: Doc, first: int) -> int:
    """The first token of a run, including a particle in lower case that a hyphen joins to it: "al-Khatib said"."""
    if first < 2 or not _is_hyphen_within_word(doc[first - 1]):
        return first
    return first - 2 if doc[first - 2].text in vocabulary.titles().name_particles else first


def _repeated_names(doc: Doc) -> frozenset[int]:
    """The words of a name that is repeated, surname first: "Ann Lee Lee AnnMayor of Bergen".

    Some pages show such a label when the mouse is on a name, and their text runs the two together.
    """
    spans = (
        doc.char_span(*label.span("label"), alignment_mode="expand") for label in REPEATED_NAME.finditer(text_of(doc))
    )
    return frozenset(token.i for span in spans if span is not None for token in span)


def _party_labels(doc: Doc) -> frozenset[int]:
    """The tokens that give a politician's party and seat: "Ann Lee (D-Mass.)", "Bo Ray, R-Texas, said"."""
    labels = [doc.char_span(*label.span(), alignment_mode="expand") for label in _party_label().finditer(text_of(doc))]
    return frozenset(t.i for label in labels if label for t in label)


@cache
def _party_label() -> re.Pattern[str]:
    party = f"(?:{letters_of_parties()})"
    return re.compile(rf"\({party}\.?(?:[-–—,/] ?{SEAT})?\)|(?<=, ){party}[-–—]{SEAT}")


def letters_of_parties() -> str:
    """A pattern for the letters of any party, longer ones first: "DFL" before "D"."""
    return "|".join(sorted(map(re.escape, vocabulary.names().parties), reverse=True))


def _can_be_name(token: Token, known: Spellings, title_case: bool) -> bool:
    """Whether the token has a capital that marks it as part of a name."""
    text = token.text
    if not (text[:1].isupper() or ELIDED_PARTICLE.match(text)):
        return False
    if _is_excluded(token, known):
        return text.lower() in honorifics()
    if title_case:
        return text in known.forms or country_of((text,)) is not None
    if token.tag_ in PROPER_NOUN_TAGS:
        return True
    if token.is_sent_start or (token.i and token.nbor(-1).is_punct):
        return _is_name_despite_position(token, known.forms)
    if token.lower_ in vocabulary.names().fields_of_work:  # "Higher Education"
        return True
    return token.tag_ in MISTAGGED_NAME_TAGS and (token.tag_ != "JJ" or _is_nation(text))


def _is_excluded(token: Token, known: Spellings) -> bool:
    """Whether the token is a day, a month or another capitalised word that is not part of a name."""
    words, word = vocabulary.names(), token.lower_
    if word.removesuffix(".") in words.calendar:
        return not _is_calendar_name(token, known)
    if MONEY.match(token.text) or "]" in token.text:  # "[W]e agree"
        return True
    if word in words.openers and not token.text.isupper():  # "WHO" is a body
        return has_capital_by_position(token)  # "USA Today" is a newspaper
    if _is_label_in_capitals(token, known) or _is_verb_in_capitals(token, known) or _is_will_of_question(token):
        return True
    return word in words.not_names or _is_word_before_surname(token, known)


def _is_label_in_capitals(token: Token, known: Spellings) -> bool:
    """Whether the token is a verb in capitals that begins a line before words that are not: "WATCH Ann Lee speak".

    Not if the article has it as a name: "STONE: We agree."
    """
    if token.i or len(token.doc) == 1 or not _is_word_in_capitals(token, known):
        return False
    return not token.nbor().text.isupper() and is_dictionary_word(token.lower_, "verb")


def _is_word_before_surname(token: Token, known: Spellings) -> bool:
    """Whether a common word precedes the surname of somebody with a given name: "Longtime Roe friend", "Democrat Roe".

    Its position gives it the capital, or it denotes a member of a party.
    """
    after, word = token.doc[token.i + 1 : token.i + 2].text, token.lower_
    if after not in known.family or token.text in given_names():
        return False
    if is_adherent(word) and word in vocabulary.names().title_modifiers:
        return True
    if not has_capital_by_position(token) or token.text in known.forms:
        return False
    return is_inflected_word(word) and not _is_title_word(token)


def _is_will_of_question(token: Token) -> bool:
    """Whether "Will" begins a question, and is no given name: "Will Roe leave?"."""
    return token.text == "Will" and has_capital_by_position(token) and token.sent[-1].text == "?"


def _is_verb_in_capitals(token: Token, known: Spellings) -> bool:
    """Whether the token is an inflected verb in capitals after a name that is not: "Ann Lee QUITS"; no name elsewhere.

    Base forms may be surnames: "Jimmy PAGE".
    """
    if not token.i or not _is_word_in_capitals(token, known):
        return False
    before = token.nbor(-1).text
    return before[:1].isupper() and not before.isupper() and is_inflected_form(token.lower_, "verb")


def _is_word_in_capitals(token: Token, known: Spellings) -> bool:
    """Whether the token is in capitals, longer than most acronyms, and no name elsewhere in the article."""
    return token.text.isupper() and len(token) >= MIN_SHOUTED_CHARS and token.text.title() not in known.forms


def _is_calendar_name(token: Token, known: Spellings) -> bool:
    """Whether a word of the calendar is part of a name here: "Theresa May", or "May" if the article has a Ms May."""
    if _is_calendar_given_name(token) or _shows_surname(token):
        return True
    return token.text in known.surnames and not _is_in_time(token)


def _is_name_despite_position(token: Token, article_forms: frozenset[str]) -> bool:
    """Whether a word that its position in the sentence capitalises is part of a name all the same.

    It is a proper noun elsewhere in the article, or labels a speaker ("Krogh: We agree."), or a proper noun follows:
    "Finance Minister Krogh".
    """
    if token.text in article_forms:
        return True
    if token.i + 1 == len(token.doc):
        return False
    after = token.nbor()
    if (token.i == 0 and after.text == ":" and not token.tag_.startswith("W")) or _begins_longer_name(token):
        return True
    is_familiar = _begins_names(token.text.removesuffix("-"))
    if after.tag_ != "NNP" and not (is_familiar and after.tag_ == "NN" and after.text[:1].isupper()):
        return False
    return is_familiar or (token.tag_ == "NN" and not is_agent_noun(token.text))


def _begins_longer_name(token: Token) -> bool:
    """Whether what follows shows that the word begins a name: "Archbishop of York Ann Lee", "Food and Drug Agency"."""
    is_office = token.tag_ in ("NN", "NNP") and token.nbor().text == "of" and _is_office(token.text, token)
    named = token.doc[min(_past_article(token.doc, token.i + 1), len(token.doc) - 1)]
    fields, after = vocabulary.names().fields_of_work, token.doc[token.i + 1 : token.i + 3]
    if token.lower_ in fields and after[0].text == "and" and after[-1].lower_ in fields:
        return bool(after[-1].text[:1].isupper())
    return (is_office and named.tag_ == "NNP") or _begins_body_of_members(token)


def _begins_body_of_members(token: Token) -> bool:
    """Whether the name of a body begins with a plural: "Citizens for Ethics", not "Lawyers for Carlos Soto"."""
    words, after = vocabulary.names(), token.doc[token.i + 1 : token.i + 3]
    if token.lower_ not in words.members or len(after) < 2 or after[0].text != "for":
        return False
    return after[1].lower_ in words.fields_of_work and after[1].text[:1].isupper()


def _begins_names(text: str) -> bool:
    """Whether the word is a given name, a country or demonym, or the first word of an office."""
    return text in given_names() or _is_nation(text) or text.lower() in _first_words_of_offices()


@cache
def _first_words_of_offices() -> frozenset[str]:
    return frozenset(office.split()[0] for office in vocabulary.titles().offices)


def _is_nation(text: str) -> bool:
    """Whether the word is the name or demonym of a country."""
    country = country_of((text,))
    return country is not None and country.form in ("demonym", "name")


def _next_part(doc: Doc, first: int, last: int, capitals: Set[int]) -> int | None:
    """The token that continues the run from `first` to `last`, beyond what joins the two; None at the end."""
    k = last + 1
    if k in capitals and not _ends_shouting(doc, last):
        return k
    if k == len(doc):
        return None
    joint = doc[k]
    if joint.is_digit and country_of((doc[last].text, joint.text)):  # "Number 10"
        return k
    if doc[last].text.endswith("-") or _is_hyphen_within_word(joint):
        return _past_hyphen(doc, first, last, capitals)
    if joint.text == "&" or (joint.tag_ == "POS" and doc[last].lower_ in vocabulary.names().possessives):
        return k + 1 if k + 1 in capitals else None
    return _past_words_within(doc, first, last, capitals)


def _ends_shouting(doc: Doc, last: int) -> bool:
    """Whether words in capitals end here and a name follows: "BREAKING NEWS President Ann Lee spoke"."""
    if last == 0 or last + 1 == len(doc) or doc[last + 1].text.isupper():
        return False
    return all(t.text.isupper() and len(t) >= MIN_SHOUTED_CHARS for t in doc[last - 1 : last + 1])


def _past_words_within(doc: Doc, first: int, last: int, capitals: Set[int]) -> int | None:
    """The capitalised token after particles, a nickname, "of", or "and" within the name of a body."""
    after_particles = _past_particles(doc, last + 1)
    if after_particles > last + 1 and after_particles in capitals:
        return after_particles
    if doc[last + 1].text in CLOSING_MARKS:
        return _past_nickname(doc, first, last, capitals)
    if doc[last + 1].text in ("[", "]"):
        return last + 2 if _is_added_in_brackets(doc, first, last, capitals) else None
    return (
        _past_of(doc, first, last, capitals)
        or _past_field_of_work(doc, first, last, capitals)
        or _past_and_in_country(doc, first, last, capitals)
    )


def _past_and_in_country(doc: Doc, first: int, last: int, capitals: Set[int]) -> int | None:
    """The token after "and" within the name of a state: "Presidency of Bosnia and Herzegovina"."""
    k = last + 2
    if k not in capitals or doc[last + 1].text != "and":
        return None
    return k if _ends_country(doc, first, k) else None


def _past_nickname(doc: Doc, first: int, last: int, capitals: Set[int]) -> int | None:
    """The token after a nickname in marks within a person's name: Earvin "Magic" Johnson; "Thomas (Tom) Hall"."""
    opening = doc[last + 1]
    if last > first + 1 or not doc[last].whitespace_ or opening.whitespace_:
        return None
    ends = range(last + 3, min(last + 3 + MAX_NICKNAME_TOKENS, len(doc) - 1))
    end = next((k for k in ends if doc[k].text == CLOSING_MARKS[opening.text]), None)
    if end is None or end + 1 not in capitals or not doc[end].whitespace_:
        return None
    return end + 1 if _is_nickname(doc[last + 1 : end]) else None


def _is_added_in_brackets(doc: Doc, first: int, last: int, capitals: Set[int]) -> bool:
    """Whether brackets add a given name or surname, as in quotations: "I rang Ann [Roe]", "I rang [Ann] Roe"."""
    if last > first or doc[last].text not in given_names() or last + 2 not in capitals:
        return False
    if doc[last + 1].text == "]":
        return first > 0 and doc[first - 1].text == "["
    return "]" in (t.text for t in doc[last + 3 : last + 3 + MAX_NICKNAME_TOKENS])


def _is_nickname(marked: Span) -> bool:
    """Whether the words after an opening mark can be a nickname; after a bracket only a given name can."""
    nickname = marked[1:]
    if marked[0].text == "(":
        return nickname.text in given_names()
    return all(t.text[:1].isupper() for t in nickname)


def _past_field_of_work(doc: Doc, first: int, last: int, capitals: Set[int]) -> int | None:
    """The token after "and", or a comma in a longer list, between fields of work: "Food and Drug Administration"."""
    k, fields = last + 2, vocabulary.names().fields_of_work
    if k not in capitals or doc[last].lower_ not in fields or doc[k].lower_ not in fields:
        return None
    listed = doc[last + 1].text == "," and any(t.text in ("of", "for") for t in doc[first:last])
    return k if listed or doc[last + 1].text == "and" else None


def _is_hyphen_within_word(token: Token) -> bool:
    return token.text in HYPHENS and not token.nbor(-1).whitespace_ and not token.whitespace_


def _past_hyphen(doc: Doc, first: int, last: int, capitals: Set[int]) -> int | None:
    """The token after a hyphen within a name: "Kim Jong-un"; also after a mistaken blank: "Kim Jong- un"."""
    if doc[last].text.endswith("-"):
        return last + 1 if _continues_after_broken_hyphen(doc, first, last + 1, capitals) else None
    return last + 2 if _continues_after_hyphen(doc, first, last + 2, capitals) else None


def _continues_after_hyphen(doc: Doc, first: int, k: int, capitals: Set[int]) -> bool:
    """Whether token k, after a hyphen, belongs to the run: "Jean-Yves", "Kim Jong-un", but not "Saudi-led"."""
    if k >= len(doc) or not doc[k].text[:1].isalpha():
        return False
    if k in capitals:
        return True
    before_surname = k + 1 in capitals and not _is_nation(doc[first].text)  # "Jin-woo Han"
    is_syllable = len(doc[k]) <= MAX_SYLLABLE_CHARS and doc[k].tag_ in SYLLABLE_TAGS
    return is_syllable and (k - first > 2 or before_surname)


def _continues_after_broken_hyphen(doc: Doc, first: int, k: int, capitals: Set[int]) -> bool:
    """Whether token k, after a hyphen and a blank, belongs to the run: "Moon Jae- in", not "Pre- and"."""
    is_syllable = doc[k].is_alpha and len(doc[k]) <= MAX_SYLLABLE_CHARS and doc[k].dep_ != "cc"
    return (is_syllable and (k > first + 1 or k + 1 in capitals)) or k in capitals


def _past_particles(doc: Doc, i: int) -> int:
    """The token after the particles and hyphens that begin at token i: "Ursula von der Leyen"."""
    end = min(i + MAX_PARTICLES, len(doc))
    while i < end and (doc[i].text == "-" or doc[i].lower_ in vocabulary.titles().name_particles):
        i += 1
    return i


def _past_of(doc: Doc, first: int, last: int, capitals: Set[int]) -> int | None:
    """The token after "of" or "of the", if the run so far ends in an office or in the head noun of a body's name."""
    k = last + 1
    if doc[k].text in ("in", "on"):
        return k + 1 if k + 1 in capitals and _takes_in_or_on(doc, first, last) else None
    if doc[k].text == "to" and doc[last].lower_ in vocabulary.names().accredited:
        return _past_article(doc, k) if _past_article(doc, k) in capitals else None
    if doc[k].text not in ("of", "for") or not _takes_of(doc, first, last):
        return None
    return _past_article(doc, k) if _past_article(doc, k) in capitals else None


def _past_article(doc: Doc, preposition: int) -> int:
    """The token after a preposition, or after "the" that follows it."""
    return preposition + (2 if doc[preposition + 1 : preposition + 2].text.lower() == "the" else 1)


def _takes_of(doc: Doc, first: int, last: int) -> bool:
    """Whether a run can continue with "of": after an office, a body, or a field of work that "of" introduced."""
    noun, words, bodies = doc[last].lower_, vocabulary.names(), vocabulary.titles().bodies
    if noun in bodies or noun.removesuffix("s") in bodies or noun in words.of_heads | words.of_members:
        return True
    if first == last and _begins_body_of_members(doc[last]):
        return True
    within_of = noun in words.fields_of_work and any(t.text in ("of", "for") for t in doc[first:last])
    return within_of or _first_of_office(doc, last) is not None


def _takes_in_or_on(doc: Doc, first: int, last: int) -> bool:
    """Whether "in" and a place or "on" and a field of work are part of a body's name.

    "US Embassy in London", "Citizens for Ethics in Ohio", "Commission on Human Rights".
    """
    if doc[last + 1].text == "on":
        is_of_field = doc[last + 2].lower_ in vocabulary.names().fields_of_work
        return _is_general_committee(doc, first, last) or (
            doc[last].lower_ in vocabulary.titles().bodies and is_of_field
        )
    return doc[last].lower_ in vocabulary.names().posts_abroad or (first < last and _begins_body_of_members(doc[first]))


def _is_general_committee(doc: Doc, first: int, last: int) -> bool:
    """Whether a run names a committee without its field of work: "Select Committee", not "Judiciary Committee"."""
    words = vocabulary.names()
    before = (t.lower_ in words.kinds_of_committee or country_of((t.text,)) for t in doc[first:last])
    return doc[last].lower_ in words.committees and all(before)


# Offices


def _is_office(words: str, last: Token) -> bool:
    """Whether the words are an office, "PM", or a plural of one: "Foreign Ministers" Ida Krogh and Jon Lind."""
    offices, office = vocabulary.titles().offices, words.lower()
    if words in vocabulary.titles().abbreviations or office in offices:
        return True
    return last.tag_ in PLURAL_NOUN_TAGS and office.removesuffix("s") in offices


def _last_of_office(doc: Doc, first: int, last: int) -> int | None:
    """Last token of the longest office that begins at token `first` and does not extend beyond `last`."""
    ends = range(min(last, first + MAX_OFFICE_TOKENS - 1), first - 1, -1)
    return next((k for k in ends if _is_office(doc[first : k + 1].text, doc[k])), None)


def _first_of_office(doc: Doc, last: int) -> int | None:
    """First token of the longest office that ends at token `last`."""
    starts = range(max(0, last - MAX_OFFICE_TOKENS + 1), last + 1)
    return next((i for i in starts if _is_office(doc[i : last + 1].text, doc[last])), None)


# Titles and nationalities before the name


@dataclass(frozen=True, slots=True)
class _Front:
    """The titles and nationalities at the front of a run, as far as they have been read.

    `end` is the token after them. A run is `titled` if they include an honorific or an office.
    """

    end: int
    gender: str | None = None
    country: str | None = None
    titled: bool = False


def _front(doc: Doc, first: int, last: int, surnames: Set[str]) -> _Front:
    """Read titles and nationalities from the front of a run of capitalised words."""
    front = _Front(first)
    if first < last and _begins_body_of_members(doc[first]):
        return front
    while front.end <= last and not _is_surname(doc, first, front.end, last, surnames):
        longer = _extended(doc, front, last)
        if longer is None:
            break
        front = longer
    return _Front(first) if front.titled and _names_body(doc, front.end, last) else front


def _is_surname(doc: Doc, first: int, i: int, last: int, surnames: Set[str]) -> bool:
    """Whether the last word of a run, a title as it seems, is a surname: "Mr King"; "King" beside "Larry King"."""
    if i != last or not _is_title_word(doc[i]):
        return False
    if i > first and doc[i - 1].lower_ in vocabulary.names().styles:
        return doc[i].lower_ not in vocabulary.names().addressed
    after_the = i == first and i > 0 and doc[i - 1].lower_ == "the"
    return doc[i].text in surnames and not after_the


def _names_body(doc: Doc, i: int, last: int) -> bool:
    """Whether what seemed a title begins the name of a body or document: "Justice Department", "Executive Order"."""
    words = vocabulary.names()
    noun = next((t.lower_ for t, link in pairwise(doc[i : last + 1]) if link.lower_ == "of"), doc[last].lower_)
    if i <= last and doc[i].lower_ in words.documents and doc[i].text not in given_names():
        return True
    if i > last or noun not in vocabulary.titles().bodies or doc[i - 1].lower_ in words.styles:
        return False
    if i == last and noun in words.surnames_like_bodies:
        return False
    return not any(doc[k].text in given_names() for k in range(i, last))


def _extended(doc: Doc, front: _Front, last: int) -> _Front | None:
    """The front with the next element added, and a hyphen after it; None where the name begins."""
    longer = next((extended for extend in _EXTENSIONS if (extended := extend(doc, front, last)) is not None), None)
    if longer is None or longer.end > last or doc[longer.end].text not in HYPHENS:
        return longer
    return replace(longer, end=longer.end + 1)


def _with_honorific(doc: Doc, front: _Front, last: int) -> _Front | None:
    """Add an honorific: "Mr.", "Tan Sri"; not a word that begins a longer office: "Chief of Staff"."""
    i = front.end
    ends = range(min(last + 1, i + MAX_HONORIFIC_TOKENS), i, -1)
    end = next((k for k in ends if doc[i:k].text.lower() in honorifics()), None)
    if end is None or doc[min(end, last)].text in ("of", "for", "to", *HYPHENS):
        return None
    office = _last_of_office(doc, i, last)
    if office is not None and office >= end:
        return None
    return replace(front, end=end, gender=honorifics()[doc[i:end].text.lower()] or front.gender, titled=True)


def _with_office(doc: Doc, front: _Front, last: int) -> _Front | None:
    """Add an office and its "of" phrase: "President of Chile"."""
    office = _last_of_office(doc, front.end, last)
    if office is None:
        return None
    gender = gender_of_role(doc[office].lower_) or front.gender
    return replace(front, end=_past_of_phrase(doc, office, last), gender=gender, titled=True)


def _with_modifier(doc: Doc, front: _Front, last: int) -> _Front | None:
    """Add a word that modifies the title or person after it: "Democratic" Senator, not "Democratic" Party."""
    i, modifiers = front.end, vocabulary.names().title_modifiers
    while i < last and (doc[i].lower_ in modifiers or is_adherent(doc[i].lower_.removesuffix("s"))):
        i += 2 if doc[i + 1].text in HYPHENS and i + 1 < last else 1
        if _last_of_office(doc, i, last) is not None or doc[i].text in given_names() or doc[i].lower_ in honorifics():
            return replace(front, end=front.end + 1)
    return None


def _with_nationality(doc: Doc, front: _Front, last: int) -> _Front | None:
    """Add a country or demonym before a title or a given name: "French" President, "Norway" coach."""
    first = front.end
    for k in range(min(last - 1, first + 3), first - 1, -1):
        country = country_of(tuple(doc[first : k + 1].text.split()))
        if country and country.form not in ("seat", "capital") and _begins_person(doc, k + 1, last):
            return replace(front, end=k + 1, country=country.code)
    return None


def _begins_person(doc: Doc, i: int, last: int) -> bool:
    """Whether a given name, an honorific, an office or a modifier of one begins at token i."""
    word = doc[i].lower_
    if doc[i].text in given_names() or word in vocabulary.names().title_modifiers or word in honorifics():
        return True
    is_initial = len(word.rstrip(".")) == 1 and word[0].isalpha() and i < last
    return is_initial or _last_of_office(doc, i, last) is not None


def _with_occupation(doc: Doc, front: _Front, last: int) -> _Front | None:
    """Add a noun for a person before a name of two words, "Plumber" Tom Hall, or one that shows a gender: "Mum" Kerry.

    It must begin the sentence and precede a given name, unless it is nobody's surname: "Striker" Ola Berg.
    """
    i = front.end
    word = doc[i].lower_
    if i == last or doc[i].text in given_names():
        return None
    describes_given_name = has_capital_by_position(doc[i]) and doc[i + 1].text in given_names()
    if i + 1 == last and not (describes_given_name and gender_of_noun(word)):
        return None
    if word not in vocabulary.names().occupations and not (describes_given_name and _is_occupation(word)):
        return None
    return replace(front, end=i + 1, gender=gender_of_noun(word) or front.gender, titled=True)


def _is_occupation(word: str) -> bool:
    """Whether a word in lower case is a noun that can precede the name of the person whom it describes."""
    if word in vocabulary.names().descriptions:
        return True
    return is_dictionary_word(word, "noun") and (is_agent_noun(word) or gender_of_noun(word) is not None)


def has_capital_by_position(token: Token) -> bool:
    """Whether any word would have a capital here: at the start of a sentence or after a mark."""
    return bool(token.is_sent_start) or token.i == 0 or token.nbor(-1).is_punct


def _with_of(doc: Doc, front: _Front, last: int) -> _Front | None:
    """Add an "of" or "of the" that continues a title."""
    i = front.end
    if not front.titled or doc[i].lower_ not in ("of", "for"):
        return None
    return replace(front, end=i + (2 if doc[min(i + 1, last)].lower_ == "the" else 1))


def _with_unit(doc: Doc, front: _Front, last: int) -> _Front | None:
    """Add the body or place that precedes its office: "House" Speaker Paul D. Ryan."""
    office = _later_office(doc, front.end, last)
    if office is None or (front.titled and not _precedes_given_name(doc, office, last)):
        return None
    return replace(front, end=office, country=front.country or _country_in(doc, front.end, office))


def _with_noun(doc: Doc, front: _Front, last: int) -> _Front | None:
    """Add words that end in a common noun before a given name and a surname: "Fox News" Ann Lee, "Marine" Tom Roe."""
    i = front.end
    given = next((k for k in range(i, last) if doc[k].text in given_names()), i)
    if given == i or doc[i].lower_ in vocabulary.names().place_words or not _is_full_name(doc, given, last):
        return None
    noun = doc[given - 1]
    if noun.tag_ not in ("NN", "NNP") or len(noun) <= 3 or not is_dictionary_word(noun.lower_, "noun"):
        return None  # "Le Quang Vinh" is a name
    is_clear = given > i + 1 or not is_inflected_word(doc[last].lower_)  # not "Camp David Accords"
    return replace(front, end=given, titled=True) if is_clear else None


def _is_full_name(doc: Doc, given: int, last: int) -> bool:
    """Whether two or three words can be a person's full name; those of "Charles Hospital" are a body's."""
    is_short = given < last <= given + 2
    return is_short and _kind_from_words(_words(doc[given : last + 1])) == PERSON


_EXTENSIONS = (
    _with_honorific,
    _with_office,
    _with_modifier,
    _with_nationality,
    _with_occupation,
    _with_of,
    _with_unit,
    _with_noun,
)


def _later_office(doc: Doc, i: int, last: int) -> int | None:
    """First token of a title that follows token i within the run and precedes a capitalised name."""
    for k in range(i + 1, last):
        if doc[k].text in given_names() or doc[k].tag_ not in UNIT_TAGS:
            return None
        end = k if _is_title_before_given_name(doc, k) else _last_of_office(doc, k, last)
        if end is not None:
            return k if end < last and _can_follow_unit(doc, i, end + 1) else None
    return None


def _precedes_given_name(doc: Doc, i: int, last: int) -> bool:
    """Whether titles from token i lead to a given name: "Medical Correspondent Dr. Ann Lee" after "CNN Chief"."""
    while i < last:
        end = i if doc[i].lower_ in honorifics() else _last_of_office(doc, i, last)
        if end is None:
            return doc[i].text in given_names()
        i = end + 1
    return False


def _is_title_before_given_name(doc: Doc, k: int) -> bool:
    """Whether token k is an abbreviated title, "Illinois Sen. Lee", or a party before a given name: "Ohio Democrat"."""
    word = doc[k].lower_
    if word in honorifics() and (word.endswith(".") or word + "." in honorifics()):
        return True
    return word in vocabulary.names().title_modifiers and doc[k + 1].text in given_names()


def _can_follow_unit(doc: Doc, i: int, k: int) -> bool:
    """Whether a person's name begins at token k, after a unit that begins at token i and an office.

    After a given name or an "of" it must be a given name: "Georgia Governor Tom Hall", "University of Leeds Professor
    Tom Hall", not "Stephen King Jr" or "National Association of Head Teachers".
    """
    if not doc[k].text[:1].isupper() or is_generation(doc[k].text):
        return False
    is_unclear = doc[i].text in given_names() or any(t.tag_ == "IN" for t in doc[i:k])
    return not is_unclear or doc[k].text in given_names()


def is_generation(word: str) -> bool:
    """Whether the word tells bearers of one name apart: "Jr.", "III"."""
    return word.lower() in vocabulary.titles().suffixes


def _past_of_phrase(doc: Doc, office: int, last: int) -> int:
    """The token after an office and its "of" phrase, where the person's name begins: "Xi" of "… of China Xi Jinping".

    A country, region or body ends the phrase, so that a surname before the given name stays part of the name. The
    phrase may have another one in it: "President of the Federation of Industries Carlos Soto".
    """
    i = office + 1
    if i > last or doc[i].text not in ("of", "for", "to"):
        return i
    given = next((k for k in range(i + 2, last + 1) if doc[k].text in given_names()), None)
    if given is None and _ends_field_or_country(doc, i + 1, last):
        return last + 1
    ends = [k for k in range(i + 1, last if given is None else given) if _ends_place_or_body(doc, i + 1, k)]
    if ends:
        return _past_of_phrase(doc, ends[-1], last)
    return last + 1 if given is None else given


def _ends_place_or_body(doc: Doc, first: int, k: int) -> bool:
    """Whether a region, a body, a field of work or a country that begins at `first` or later ends at token k."""
    word, words = doc[k].lower_, vocabulary.names()
    if word in words.regions or not vocabulary.titles().bodies.isdisjoint((word, doc[k - 1 : k + 1].text.lower())):
        return True
    return country_of((doc[k].text,)) is not None or _ends_field_or_country(doc, first, k)


def _ends_field_or_country(doc: Doc, first: int, k: int) -> bool:
    """Whether a field of work, or an expression of several words for a country, ends at token k."""
    return doc[k].lower_ in vocabulary.names().fields_of_work or _ends_country(doc, first, k)


def _ends_country(doc: Doc, first: int, k: int) -> bool:
    """Whether an expression of several words for a country ends at token k: "Bosnia and Herzegovina"."""
    return any(country_of(tuple(doc[i : k + 1].text.split())) for i in range(max(first, k - 3), k))


def _lower_case_role(doc: Doc, first: int, start: int) -> int:
    """First token of the role in lower case before a run, "campaign spokesman" Brian Fallon; `first` if none.

    Titles at the front of the run end before token `start`.
    """
    if _is_former_office(doc, first, start):
        return first - 1
    if not first or doc[first - 1].text[:1].isupper():
        return first
    noun = doc[first - 1]
    begin = _first_of_office(doc, noun.i)
    if begin is None:
        is_role = noun.dep_ in NOUN_MODIFIERS and noun.tag_ == "NN" and is_agent_noun(noun.text)
        if not is_role:
            return first
        begin = noun.i
    while begin and doc[begin - 1].tag_ in ROLE_TAGS and doc[begin - 1].lower_ not in vocabulary.names().calendar:
        begin -= 1
    while doc[begin].tag_ in ("POS", "HYPH"):
        begin += 1
    return begin


def _is_former_office(doc: Doc, first: int, start: int) -> bool:
    """Whether "former" precedes the office from token `first` to `start`: "former Prime Minister"."""
    if not first or start == first or doc[first - 1].lower_ not in vocabulary.nominals().former:
        return False
    return _last_of_office(doc, first, start - 1) is not None


# The country of a name or role


def _country(doc: Doc, front: _Front, begin: int, last: int) -> str | None:
    """The country of a name: within the role that begins at token `begin`, in a possessive before it, or after it.

    A single word without a title has no country after it: "Bank of France".
    """
    country = front.country or _country_in(doc, begin, front.end) or _country_owning(doc, begin)
    if country is None and (front.titled or front.end < last):
        return _country_after(doc, last)
    return country


def _country_in(doc: Doc, begin: int, end: int) -> str | None:
    """The country named within a role: "French president", "President of Belarus"; a capital does not count."""
    spans = (doc[i:k] for i in range(begin, end) for k in range(min(end, i + MAX_COUNTRY_TOKENS), i, -1))
    return first_country((tuple(span.text.split()) for span in spans), ("name", "demonym", "seat"))


def _country_owning(doc: Doc, begin: int) -> str | None:
    """The country in the possessive before a name or title: "Norway's Ida Krogh", "Japan's Foreign Minister"."""
    end = begin - 1 if begin > 1 and doc[begin - 1].tag_ == "POS" else 0
    return first_country((_words(doc[max(0, end - n) : end]) for n in (3, 2, 1)), ("name",))


def _country_after(doc: Doc, last: int) -> str | None:
    """The country after a name: "King Hamad of Bahrain", "Ida Krogh of Norway"."""
    if last + 2 >= len(doc) or doc[last + 1].text != "of":
        return None
    return first_country((_words(doc[last + 2 : last + 2 + n]) for n in (3, 2, 1)), ("name",))


def _words(span: Span) -> tuple[str, ...]:
    return tuple(t.text for t in span)


# The name itself


def _name(paragraph: Paragraph, first: int, last: int, surnames: Set[str]) -> Name | None:
    """The name in a run of capitalised words, with what its titles say; None if the run is a title alone."""
    doc = paragraph.doc
    front = _front(doc, first, last, surnames)
    start = front.end
    if start > last or doc[first : last + 1].text.lower() in vocabulary.titles().used_as_names:
        return _titular_name(paragraph, first, last, front.gender)
    begin = _lower_case_role(doc, first, start)
    text = doc[start : last + 1].text.replace("[", "").replace("]", "")
    words = tuple(BROKEN_HYPHEN.sub("", MARKS_IN_WORD.sub("", text)).split())
    words = _without_honours(words)
    is_titled = front.titled or begin < first or doc[start].text in surnames
    kind = _kind(words, is_titled, doc[start], doc[last])
    if kind == PERSON and start == last and doc[last].tag_ == "NNPS" and not front.titled:
        kind = GROUP  # "the Bakers"
    is_person = kind == PERSON
    return Name(
        paragraph,
        first=begin if is_person else start,
        last=last,
        words=words,
        role=_role(doc, begin, start) if is_person else None,
        country=_country(doc, front, begin, last),
        gender=front.gender or (gender_of_role(doc[first - 1].lower_) if begin < first else None),
        kind=kind,
    )


def is_title_of_place(words: Sequence[str]) -> bool:
    """Whether the words are a title that serves as a name: "Duke of Malham", "Princess Royal"."""
    titles, name = vocabulary.titles(), [word.lower() for word in words]
    return (name[0] in titles.titular and name[1:2] == ["of"]) or " ".join(name) in titles.used_as_names


def _titular_name(paragraph: Paragraph, first: int, last: int, gender: str | None) -> Name | None:
    """The name in a run that is a title alone, if people call its holder by it: "the Duke of Malham".

    The title of a state's ruler is none, "the Crown Prince of Qatar", since the article may name the ruler elsewhere.
    """
    doc = paragraph.doc
    words = _words(doc[first : last + 1])
    if first == last and doc[first + 1 : first + 2].text == "and":  # "the Duke and Duchess of Malham"
        words += _past_title_of_place(doc, first + 2)
    if not is_title_of_place(words) or country_of(words[2:]) or _is_former_or_thing(doc, first, last):
        return None
    return Name(paragraph, first, last, words, doc[first].text, None, gender, PERSON)


def _past_title_of_place(doc: Doc, i: int) -> tuple[str, ...]:
    """The words after the title at token i, up to the end of its place: "of Malham" of "Duchess of Malham"."""
    if doc[i : i + 1].text.lower() not in vocabulary.titles().titular or doc[i + 1 : i + 2].text != "of":
        return ()
    return ("of", *(t.text for t in takewhile(lambda t: t.tag_ in PROPER_NOUN_TAGS, doc[i + 2 :])))


def _is_former_or_thing(doc: Doc, first: int, last: int) -> bool:
    """Whether a title is a former holder's, or names a thing: a "Duke of York pub", "at the Duke of York"."""
    before, after = [t.lower_ for t in doc[max(0, first - 2) : first]], doc[last + 1 : last + 3]
    if before[-1:] and before[-1] in (*vocabulary.nominals().former, "a", "an", "late"):
        return True
    if before[-1:] == ["the"] and before[0] in vocabulary.names().place_prepositions and before[0] != "from":
        return True
    if after and after[0].tag_ == "POS":  # "the Duke of Malham's Award"
        return after[-1].text[:1].isupper()
    return doc[first : last + 1].root.dep_ in NOUN_MODIFIERS


def _without_honours(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name of several words without honours and degrees after it: "Ann Lee QC"."""
    while len(words) > 2 and words[-1] in vocabulary.titles().honours:
        words = words[:-1]
    return words


def _role(doc: Doc, begin: int, end: int) -> str | None:
    """The text of a role, in the singular: "Foreign Ministers" Ida Krogh and Jon Lind are each "Foreign Minister"."""
    role = doc[begin:end].text.strip(" -–")
    if not role:
        return None
    plural, table = doc[end - 1].lower_, honorifics()
    singular = plural.removesuffix("s.") + "."
    if plural.endswith("s.") and singular in table and table[singular] == table.get(plural):  # "Sens.", not "Mrs."
        return role.removesuffix("s.") + "."
    return role.removesuffix("s") if _is_plural_office(doc[end - 1]) else role


def _is_plural_office(token: Token) -> bool:
    """Whether the token is an office in the plural: "Ministers", not "Forces"."""
    return (
        token.tag_ in PLURAL_NOUN_TAGS
        and token.lower_ not in vocabulary.titles().offices
        and _is_office(token.text, token)
    )


def _kind(words: tuple[str, ...], titled: bool, first: Token, last: Token) -> str | None:
    """The kind of entity that a name, its titles or its context imply; None if nothing does."""
    if titled:
        return ORGANISATION if words[-1].lower() in vocabulary.titles().corporate_suffixes else PERSON
    return _kind_from_words(words) or _kind_from_context(words, first, last)


def _kind_from_words(words: tuple[str, ...]) -> str | None:
    """The kind that the vocabulary gives: "Norwegians" a group, "Lake Mjøsa" a place, "Anna Holt" a person."""
    if country := country_of(words):
        return KIND_OF_COUNTRY_WORD[country.form]
    if kind := _kind_of_well_known(words):
        return kind
    if _ends_as_place(words):
        return PLACE
    if _is_firm_or_club(words):
        return ORGANISATION
    if _shows_place_or_document(words):
        return PLACE
    if _is_team(words):
        return GROUP
    return PERSON if len(words) > 1 and words[0] in given_names() else None


def _is_team(words: tuple[str, ...]) -> bool:
    """Whether a place and a common noun in the plural name a team: "Denver Broncos"; not "Jordan Banks"."""
    place, last = words[:-1], words[-1].lower()
    if not place or words[0] in given_names() or last in vocabulary.names().surnames_in_plural:
        return False
    in_plural = last.endswith("s") and is_inflected_form(last, "noun")
    return in_plural and (country_of(place) is not None or _kind_of_well_known(place) == PLACE)


def _ends_as_place(words: tuple[str, ...]) -> bool:
    """Whether the last word shows a place or an event: "Cromer Pier"."""
    known, last = vocabulary.names(), words[-1].lower()
    return (last in known.place_words or last in known.regions) and not _is_body_of(words)


def _is_body_of(words: tuple[str, ...]) -> bool:
    """Whether "of" follows a noun for bodies or their members: "Council of Europe", "Workers of America"."""
    before = [word.lower() for word, link in pairwise(words) if link == "of"]
    return any(word in vocabulary.titles().bodies | vocabulary.names().of_members for word in before)


def _shows_place_or_document(words: tuple[str, ...]) -> bool:
    """Whether the first word shows a place, or any word a document: "Lake Mjøsa", "Executive Order No"."""
    known = vocabulary.names()
    if words[0].lower() in known.place_words:
        return True
    return words[0] not in given_names() and any(word.lower() in known.documents for word in words)


def _is_firm_or_club(words: tuple[str, ...]) -> bool:
    """Whether the last word shows a body, a firm or a club, or "&" joins partners: "Marlow Construction"."""
    titles, last = vocabulary.titles(), words[-1].lower()
    if last in titles.corporate_suffixes or last in titles.bodies or (len(words) > 1 and last in titles.trades):
        return True
    return last in titles.clubs or ("&" in words and words[0] not in given_names())


def _kind_of_well_known(words: tuple[str, ...]) -> str | None:
    """A place or organisation that everybody knows: "Tampa", "Google"; not "Charlotte", which can be a given name.

    Words for things and relations count as places, since they are nobody: "Brexit", "US-China". Coined words and
    addresses count as organisations: "HuffPost".
    """
    known, written = vocabulary.names(), " ".join(words)
    name = written.lower()
    if len(words) == 1 and words[0] in given_names():
        return None
    if name in known.places or name in known.abbreviated_places or name in known.things or _joins_nations(words):
        return PLACE
    return ORGANISATION if name in known.organisations or COINED.fullmatch(written) else None


def _joins_nations(words: tuple[str, ...]) -> bool:
    """Whether a word with a hyphen joins countries: "US-China" talks, "Anglo-French"."""
    parts = re.split("[-–]", words[0]) if len(words) == 1 else []
    return len(parts) > 1 and all(_is_nation(part) or part in vocabulary.countries().in_compounds for part in parts)


def _kind_from_context(words: tuple[str, ...], first: Token, last: Token) -> str | None:
    """The kind that form and context suggest: "Bank of X" and "the X" organisations, "NATO" an acronym of one."""
    after_the = first.i > 0 and first.nbor(-1).lower_ == "the"
    if not {"of", "for", "in", "on"}.isdisjoint(words) or (after_the and last.dep_ not in NOUN_MODIFIERS):
        return ORGANISATION
    if _is_peers_place(first) or _is_before_state(last):
        return PLACE
    if len(words) == 1 and _is_acronym(words[0], last.doc):
        return ORGANISATION
    if len(words) == 1 and words[0] in given_names():
        return PERSON
    return GROUP if last.tag_ == "NNPS" and not _is_after_in(first) else None


def _is_peers_place(token: Token) -> bool:
    """Whether the word is the place of a peer: "Malham" in "Lord Ferris of Malham"."""
    if token.i < 3 or token.nbor(-1).text != "of":
        return False
    return token.nbor(-3).lower_ in vocabulary.names().peers


def _is_before_state(token: Token) -> bool:
    """Whether the abbreviation of a state follows: "Elkhart, Ind."."""
    after = token.doc[token.i + 1 : token.i + 3].text.lower()
    return after.removeprefix(",").strip() in vocabulary.names().abbreviated_places


def _is_after_in(token: Token) -> bool:
    """Whether the word follows "in", "at" or "near": a place rather than a group, "in Leeds"."""
    return token.i > 0 and token.nbor(-1).lower_ in ("in", "at", "near") and token.nbor(-1).tag_ == "IN"


def _is_acronym(word: str, doc: Doc) -> bool:
    """Whether a short word is in capitals in a text that is not."""
    return word.isupper() and len(word) in ACRONYM_CHARS and not doc.text.isupper()
