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
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from analysis import vocabulary
from analysis.language.spacy_model import Paragraph, text_of
from analysis.language.syntax import FINITE_VERB_TAGS, PROPER_NOUN_TAGS

PERSON, GROUP, ORGANISATION, STATE, PLACE = "person", "group", "organisation", "state", "place"
KIND_OF_COUNTRY_WORD = {"name": STATE, "seat": ORGANISATION, "capital": PLACE, "demonym": GROUP}
HYPHENS = ("-", "–")
PLURAL_NOUN_TAGS = ("NNS", "NNPS")
# Tags that the tagger gives to foreign names by mistake: of any capitalised word, and of a syllable after a hyphen.
MISTAGGED_NAME_TAGS = ("NN", "NNS", "FW", "JJ", "VB", "VBP", "UH")
SYLLABLE_TAGS = ("NN", "NNP", "NNS", "FW", "JJ", "UH")
UNIT_TAGS = ("NNP", "NN", "NNPS", "HYPH")  # words of the body before an office: "House Speaker"
ROLE_TAGS = ("NN", "JJ", "NNP", "HYPH", "POS", "VBN")  # words of a role before a name: "Clinton campaign spokesman"
NOUN_MODIFIERS = ("compound", "nmod")  # dependency labels of a noun that modifies another noun
WORD_FOR_TITLE_CASE = re.compile(r"[^\W\d_]{4,}")  # at least four letters: shorter words are lower case in headlines
MIN_WORDS_FOR_TITLE_CASE = 4
SHARE_FOR_TITLE_CASE = 0.8  # of these words; more must have a capital
MAX_OFFICE_TOKENS = 5
MAX_PARTICLES = 3  # "van", "de" and "la" of "Pieter van de la Croix"
MAX_SYLLABLE_CHARS = 5
ACRONYM_CHARS = range(2, 7)


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


@cache
def given_names() -> dict[str, str | None]:
    """Map each given name to its gender; None if women and men have it."""
    table = vocabulary.first_names()
    return dict.fromkeys(table.either) | dict.fromkeys(table.male, "m") | dict.fromkeys(table.female, "f")


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


def is_agent_noun(word: str) -> bool:
    """Whether the ending of a noun shows that it denotes a person: "striker", "novelist", "Texan"."""
    titles = vocabulary.titles()
    return len(word) > 4 and word.endswith(titles.agent_endings) and word not in titles.not_agents


def is_singular_demonym(word: str) -> bool:
    """Whether the word denotes one member of a people: "Bulgarian" or "Icelander", not "French"."""
    if not word[:1].isupper() or word.endswith(vocabulary.countries().collective_endings):
        return False
    country = country_of((word,))
    return country is not None and country.form == "demonym"


def names(paragraph: Paragraph, article_forms: frozenset[str] = frozenset()) -> list[Name]:
    """Find the names in a paragraph, in order.

    Args:
        paragraph: a parsed paragraph.
        article_forms: words that are proper nouns elsewhere in the article (see `proper_forms`); where the position
            requires a capital, only these and familiar names count.
    """
    parsed = (_name(paragraph, first, last) for first, last in _runs(paragraph.doc, article_forms))
    return [name for name in parsed if name and not (name.kind == GROUP and _is_demonym_in_use(name))]


def _is_demonym_in_use(name: Name) -> bool:
    """Whether a demonym modifies a noun ("Russian troops") or denotes one person ("the Russian"), not a people."""
    first, last = name.paragraph.doc[name.first], name.paragraph.doc[name.last]
    if last.tag_ == "JJ" and name.head.dep_ in ("amod", *NOUN_MODIFIERS):
        return True
    after_the = first is last and first.i > 0 and first.nbor(-1).lower_ == "the"
    return after_the and is_singular_demonym(first.text) and last.tag_ in ("NN", "NNP")


def proper_forms(doc: Doc) -> set[str]:
    """Words tagged as proper nouns within sentences, where a capital is significant."""
    if _is_title_case(doc):
        return set()
    return {t.text for t in doc if t.tag_ in PROPER_NOUN_TAGS and not t.is_sent_start and t.text[:1].isupper()}


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
    return not any(_is_lower_case_verb(t) for t in doc) and any(_is_capitalised_common_word(t) for t in doc)


def _is_lower_case_verb(token: Token) -> bool:
    """Whether the token is a finite verb, no auxiliary, in lower case."""
    is_finite = token.tag_ in FINITE_VERB_TAGS
    return is_finite and token.text.islower() and token.text not in vocabulary.names().auxiliaries


def _is_capitalised_common_word(token: Token) -> bool:
    """Whether the token has a capital although neither a name nor the start of the sentence explains it."""
    if not token.is_alpha or len(token) <= 3 or not token.text[0].isupper():
        return False
    return not token.tag_.startswith("NNP") and not token.is_sent_start and not _is_nation(token.text)


def _runs(doc: Doc, article_forms: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and last token of each run of capitalised words.

    A run continues across hyphens, particles and the "of" after an office or a body: "Bank of England".
    """
    title_case = _is_title_case(doc)
    capitals = frozenset(t.i for t in doc if _can_be_name(t, article_forms, title_case))
    i = 0
    while i < len(doc):
        if i not in capitals:
            i += 1
            continue
        last = i
        while (following := _next_part(doc, i, last, capitals)) is not None:
            last = following
        yield i, last
        i = last + 1


def _can_be_name(token: Token, article_forms: frozenset[str], title_case: bool) -> bool:
    """Whether the token has a capital that marks it as part of a name."""
    text = token.text
    if not text[:1].isupper():
        return False
    if _is_excluded(token):
        return text.lower() in honorifics()
    if title_case:
        return text in article_forms or country_of((text,)) is not None
    if token.tag_ in PROPER_NOUN_TAGS:
        return True
    if token.is_sent_start or (token.i and token.nbor(-1).is_punct):
        return _is_name_despite_position(token, article_forms)
    return token.tag_ in MISTAGGED_NAME_TAGS and (token.tag_ != "JJ" or _is_nation(text))


def _is_excluded(token: Token) -> bool:
    """Whether the token is a day, a month or another capitalised word that is not part of a name."""
    words, word = vocabulary.names(), token.lower_
    return word in words.not_names or (word in words.calendar and not _is_month_as_given_name(token))


def _is_month_as_given_name(token: Token) -> bool:
    """Whether a calendar word is a given name: "April Jones", "Jan Petter Aasland"."""
    return token.text in given_names() and token.dep_ == "compound" and token.head.tag_ == "NNP"


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
    if token.i == 0 and after.text == ":":
        return True
    is_familiar = _begins_names(token.text)
    if after.tag_ != "NNP" and not (is_familiar and after.tag_ == "NN" and after.text[:1].isupper()):
        return False
    return is_familiar or (token.tag_ == "NN" and not is_agent_noun(token.text))


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
    if k in capitals:
        return k
    if k == len(doc):
        return None
    joint = doc[k]
    if joint.text in HYPHENS and not doc[last].whitespace_ and not joint.whitespace_:
        return k + 1 if _continues_after_hyphen(doc, first, k + 1, capitals) else None
    if joint.text == "&" or (joint.tag_ == "POS" and doc[last].lower_ in vocabulary.names().possessives):
        return k + 1 if k + 1 in capitals else None
    after_particles = _past_particles(doc, k)
    if after_particles > k and after_particles in capitals:
        return after_particles
    return _past_of(doc, last, capitals)


def _continues_after_hyphen(doc: Doc, first: int, k: int, capitals: Set[int]) -> bool:
    """Whether token k, after a hyphen, belongs to the run: "Jean-Yves", "Kim Jong-un", but not "Saudi-led"."""
    if k >= len(doc) or not doc[k].text[:1].isalpha():
        return False
    if k in capitals:
        return True
    before_surname = k + 1 in capitals and not _is_nation(doc[first].text)  # "Jin-woo Han"
    is_syllable = len(doc[k]) <= MAX_SYLLABLE_CHARS and doc[k].tag_ in SYLLABLE_TAGS
    return is_syllable and (k - first > 2 or before_surname)


def _past_particles(doc: Doc, i: int) -> int:
    """The token after the particles and hyphens that begin at token i: "Ursula von der Leyen"."""
    end = min(i + MAX_PARTICLES, len(doc))
    while i < end and (doc[i].text == "-" or doc[i].lower_ in vocabulary.titles().name_particles):
        i += 1
    return i


def _past_of(doc: Doc, last: int, capitals: Set[int]) -> int | None:
    """The token after "of" or "of the", if the run so far ends in an office or in the head noun of a body's name."""
    k = last + 1
    if doc[k].text not in ("of", "for"):
        return None
    noun = doc[last].lower_
    takes_of = noun in vocabulary.titles().bodies or noun in vocabulary.names().of_heads
    if not takes_of and _first_of_office(doc, last) is None:
        return None
    k += 2 if doc[k + 1 : k + 2].text.lower() == "the" else 1
    return k if k in capitals else None


# Offices


def _is_office(words: str, last: Token) -> bool:
    """Whether the words are an office, singular or plural: "Foreign Ministers" Ida Krogh and Jon Lind."""
    offices = vocabulary.titles().offices
    return words in offices or (last.tag_ in PLURAL_NOUN_TAGS and words.removesuffix("s") in offices)


def _last_of_office(doc: Doc, first: int, last: int) -> int | None:
    """Last token of the longest office that begins at token `first` and does not extend beyond `last`."""
    ends = range(min(last, first + MAX_OFFICE_TOKENS - 1), first - 1, -1)
    return next((k for k in ends if _is_office(doc[first : k + 1].text.lower(), doc[k])), None)


def _first_of_office(doc: Doc, last: int) -> int | None:
    """First token of the longest office that ends at token `last`."""
    starts = range(max(0, last - MAX_OFFICE_TOKENS + 1), last + 1)
    return next((i for i in starts if _is_office(doc[i : last + 1].text.lower(), doc[last])), None)


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


def _front(doc: Doc, first: int, last: int) -> _Front:
    """Read titles and nationalities from the front of a run of capitalised words."""
    front = _Front(first)
    while front.end <= last and (longer := _extended(doc, front, last)) is not None:
        front = longer
    return front


def _extended(doc: Doc, front: _Front, last: int) -> _Front | None:
    """The front with the next element added, and a hyphen after it; None where the name begins."""
    longer = next((extended for extend in _EXTENSIONS if (extended := extend(doc, front, last)) is not None), None)
    if longer is None or longer.end > last or doc[longer.end].text not in HYPHENS:
        return longer
    return replace(longer, end=longer.end + 1)


def _with_honorific(doc: Doc, front: _Front, last: int) -> _Front | None:
    """Add an honorific: "Mr."; not a word that begins a longer office: "Chief of Staff"."""
    i = front.end
    word = doc[i].lower_
    if word not in honorifics() or doc[min(i + 1, last)].text in ("of", "for"):
        return None
    if _last_of_office(doc, i, last) not in (None, i):
        return None
    return replace(front, end=i + 1, gender=honorifics()[word] or front.gender, titled=True)


def _with_office(doc: Doc, front: _Front, last: int) -> _Front | None:
    """Add an office and its "of" phrase: "President of Chile"."""
    office = _last_of_office(doc, front.end, last)
    if office is None:
        return None
    gender = gender_of_noun(doc[office].lower_) or front.gender
    return replace(front, end=_past_of_phrase(doc, office, last), gender=gender, titled=True)


def _with_modifier(doc: Doc, front: _Front, last: int) -> _Front | None:
    """Add a word that modifies the title or person after it: "Democratic" Senator, not "Democratic" Party."""
    i, modifiers = front.end, vocabulary.names().title_modifiers
    while i < last and doc[i].lower_ in modifiers:
        i += 1
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
    return _last_of_office(doc, i, last) is not None


def _with_of(doc: Doc, front: _Front, last: int) -> _Front | None:
    """Add an "of" or "of the" that continues a title."""
    i = front.end
    if not front.titled or doc[i].lower_ not in ("of", "for"):
        return None
    return replace(front, end=i + (2 if doc[min(i + 1, last)].lower_ == "the" else 1))


def _with_unit(doc: Doc, front: _Front, last: int) -> _Front | None:
    """Add the body or place that precedes its office: "House" Speaker Paul D. Ryan."""
    office = None if front.titled else _later_office(doc, front.end, last)
    if office is None:
        return None
    return replace(front, end=office, country=front.country or _country_in(doc, front.end, office))


_EXTENSIONS = (_with_honorific, _with_office, _with_modifier, _with_nationality, _with_of, _with_unit)


def _later_office(doc: Doc, i: int, last: int) -> int | None:
    """First token of an office that follows token i within the run and precedes a capitalised name."""
    for k in range(i + 1, last):
        if doc[k].text in given_names() or doc[k].tag_ not in UNIT_TAGS:
            return None
        end = _last_of_office(doc, k, last)
        if end is not None:
            return k if end < last and doc[end + 1].text[:1].isupper() else None
    return None


def _past_of_phrase(doc: Doc, office: int, last: int) -> int:
    """The token after an office and its "of" phrase, where the person's name begins: "Xi" of "… of China Xi Jinping".

    A country, region or body ends the phrase, so that a surname before the given name stays part of the name. The
    phrase may have another one in it: "President of the Federation of Industries Carlos Soto".
    """
    i = office + 1
    if i > last or doc[i].text not in ("of", "for"):
        return i
    given = next((k for k in range(i + 2, last + 1) if doc[k].text in given_names()), None)
    ends = [k for k in range(i + 1, last if given is None else given) if _ends_place_or_body(doc, i + 1, k)]
    if ends:
        return _past_of_phrase(doc, ends[-1], last)
    return last + 1 if given is None else given


def _ends_place_or_body(doc: Doc, first: int, k: int) -> bool:
    """Whether a region, a body or a country that begins at `first` or later ends at token k."""
    word = doc[k].lower_
    if word in vocabulary.names().regions or word in vocabulary.titles().bodies:
        return True
    return any(country_of(tuple(doc[i : k + 1].text.split())) for i in range(max(first, k - 3), k + 1))


def _lower_case_role(doc: Doc, first: int) -> int:
    """First token of the role in lower case before a name: "campaign spokesman" Brian Fallon; `first` if none."""
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
    spans = (doc[i:k] for i in range(begin, end) for k in range(min(end, i + 4), i, -1))
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


def _name(paragraph: Paragraph, first: int, last: int) -> Name | None:
    """The name in a run of capitalised words, with what its titles say; None if the run is a title alone."""
    doc = paragraph.doc
    front = _front(doc, first, last)
    start = front.end
    if start > last:
        return None
    begin = _lower_case_role(doc, first)
    words = tuple(doc[start : last + 1].text.split())
    kind = _kind(words, front.titled or begin < first, doc[start], doc[last])
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
        gender=front.gender or (gender_of_noun(doc[first - 1].lower_) if begin < first else None),
        kind=kind,
    )


def _role(doc: Doc, begin: int, end: int) -> str | None:
    """The text of a role, in the singular: "Foreign Ministers" Ida Krogh and Jon Lind are each "Foreign Minister"."""
    role = doc[begin:end].text.strip(" -–")
    if not role:
        return None
    return role.removesuffix("s") if doc[end - 1].tag_ in PLURAL_NOUN_TAGS else role


def _kind(words: tuple[str, ...], titled: bool, first: Token, last: Token) -> str | None:
    """The kind of entity that a name, its titles or its context imply; None if nothing does."""
    if titled:
        return ORGANISATION if words[-1].lower() in vocabulary.titles().corporate_suffixes else PERSON
    return _kind_from_words(words) or _kind_from_context(words, first, last)


def _kind_from_words(words: tuple[str, ...]) -> str | None:
    """The kind that the vocabulary gives: "Norwegians" a group, "Lake Mjøsa" a place, "Anna Holt" a person."""
    if country := country_of(words):
        return KIND_OF_COUNTRY_WORD[country.form]
    first, last = words[0].lower(), words[-1].lower()
    places = vocabulary.names().place_words
    if last in places or first in places or last in vocabulary.names().regions:
        return PLACE
    if last in vocabulary.titles().corporate_suffixes or last in vocabulary.titles().bodies:
        return ORGANISATION
    return PERSON if len(words) > 1 and words[0] in given_names() else None


def _kind_from_context(words: tuple[str, ...], first: Token, last: Token) -> str | None:
    """The kind that form and context suggest: "Bank of X" and "the X" organisations, "NATO" an acronym of one."""
    after_the = first.i > 0 and first.nbor(-1).lower_ == "the"
    if "of" in words or "for" in words or (after_the and last.dep_ not in NOUN_MODIFIERS):
        return ORGANISATION
    if len(words) == 1 and _is_acronym(words[0], last.doc):
        return ORGANISATION
    if len(words) == 1 and words[0] in given_names():
        return PERSON
    return GROUP if last.tag_ == "NNPS" else None


def _is_acronym(word: str, doc: Doc) -> bool:
    """Whether a short word is in capitals in a text that is not."""
    return word.isupper() and len(word) in ACRONYM_CHARS and not doc.text.isupper()
