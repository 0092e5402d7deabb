"""Capitals, titles and roles become names: "Foreign Minister Jean-Yves Le Drian" is a role and a name.

No entity recognizer: the tagger's proper nouns say where names are, and vocabulary (titles, given names, countries)
says what they are. That is faster, and on political news it errs less about who is a person.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc, Span, Token

from analysis import vocabulary
from analysis.language.spacy_model import Paragraph, text_of

PERSON, GROUP, ORGANISATION, STATE, PLACE = "person", "group", "organisation", "state", "place"
AUXILIARIES = ("is", "are", "was", "were", "has", "have", "had", "'s", "’s", "do", "does", "did")
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
LONGEST_TITLE = 5  # words in the longest office ("under secretary of state for …") that is looked for


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a paragraph; `first` to `last` are token numbers, titles before the name included."""

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


@cache
def honorifics() -> dict[str, str | None]:
    """Honorific in lower case → gender it tells, if it tells one."""
    table = vocabulary.titles().honorifics
    return dict.fromkeys(table.either) | dict.fromkeys(table.male, "m") | dict.fromkeys(table.female, "f")


@cache
def given_names() -> dict[str, str | None]:
    """Given name → gender, if it tells one."""
    table = vocabulary.first_names()
    return dict.fromkeys(table.either) | dict.fromkeys(table.male, "m") | dict.fromkeys(table.female, "f")


@cache
def countries() -> dict[tuple[str, ...], tuple[str, str]]:
    """Words of a country's name, demonym, capital or seat of government → (alpha-3 code, which of these it is)."""
    known: dict[tuple[str, ...], tuple[str, str]] = {}
    for country in vocabulary.countries().country:
        forms = {"seat": country.seats, "capital": country.capitals, "demonym": country.demonyms}
        for what, names in (*forms.items(), ("name", (country.name, *country.names))):
            known |= {tuple(n.replace("’", "'").split()): (country.code, what) for n in names}
    return known


def country_of(words: tuple[str, ...]) -> tuple[str, str] | None:
    """(alpha-3 code, name · demonym · capital · seat) if these words are one; a plural demonym counts."""
    words = tuple(word.replace("’", "'") for word in words)
    last = words[-1].removesuffix("s") if words and words[-1].endswith("ns") else None
    return countries().get(words) or (countries().get((*words[:-1], last)) if last else None)


def gender_of_noun(noun: str) -> str | None:
    """m or f if the noun tells it: spokeswoman, king."""
    return (
        "m"
        if noun in vocabulary.titles().gendered_nouns.male_nouns
        else "f"
        if noun in vocabulary.titles().gendered_nouns.female_nouns
        else None
    )


def is_agent_noun(word: str) -> bool:
    """Whether a noun's ending tells that it is somebody who does or is something: striker, novelist, Texan."""
    return len(word) > 4 and word.endswith(("er", "or", "ist", "ian")) and word not in vocabulary.titles().things_in_er


def is_singular_demonym(word: str) -> bool:
    """One of a people, "Bulgarian" or "Icelander"; not "French", which is all of them."""
    found = country_of((word,)) if word[:1].isupper() and not word.endswith(("sh", "ch", "ese", "men", "ns")) else None
    return bool(found and found[1] == "demonym")


def names(paragraph: Paragraph, known: frozenset[str] = frozenset()) -> list[Name]:
    """The names in a paragraph, in order. `known` are forms that stand as names elsewhere in the article."""
    runs = _runs(paragraph.doc, known, _is_title_case(paragraph.doc))
    found = (_peel(paragraph, first, last) for first, last in runs)
    return [name for name in found if name and not (name.kind == GROUP and _is_of_a_people(name))]


def _is_of_a_people(name: Name) -> bool:
    """ "Russian" of "Russian troops", "the Russian" where it is somebody: no name of a group."""
    first, last = name.paragraph.doc[name.first], name.paragraph.doc[name.last]
    alone = first is last and first.i > 0 and first.nbor(-1).lower_ == "the" and is_singular_demonym(first.text)
    modifies = last.tag_ == "JJ" and name.head.dep_ in ("amod", "compound", "nmod")
    return modifies or (alone and last.tag_ in ("NN", "NNP"))


def proper_forms(doc: Doc) -> set[str]:
    """Forms tagged as proper nouns inside sentences, where a capital means something."""
    if _is_title_case(doc):
        return set()
    return {t.text for t in doc if t.tag_ in ("NNP", "NNPS") and not t.is_sent_start and t.text[:1].isupper()}


def _is_title_case(doc: Doc) -> bool:
    """A headline in capitals, where they tell nothing: not names alone, but verbs and adjectives too."""
    words = LONG_WORD.findall(text_of(doc))
    if len(words) < 4 or sum(word[0].isupper() for word in words) <= 0.8 * len(words):
        return False
    capitals = [t for t in doc if t.is_alpha and len(t) > 3 and t.text[0].isupper()]
    if any(t.tag_ in ("VBD", "VBZ", "VBP") and t.text.islower() and t.text not in AUXILIARIES for t in doc):
        return False
    return any(not t.tag_.startswith("NNP") and not t.is_sent_start and not _is_nation(t.text) for t in capitals)


def _runs(doc: Doc, known: frozenset[str], title_case: bool) -> Iterator[tuple[int, int]]:
    """First and last token of each run of capitals, joined over hyphens, particles and the "of" of an organisation."""
    i, n = 0, len(doc)
    while i < n:
        if not _capital(doc[i], known, title_case):
            i += 1
            continue
        last = i
        while (following := _next_part(doc, i, last, known, title_case)) is not None:
            last = following
        yield i, last
        i = last + 1


def _next_part(doc: Doc, first: int, last: int, known: frozenset[str], title_case: bool) -> int | None:
    """The next token that belongs to the run ending at `last`, skipping what joins the two."""

    def capital(k: int) -> bool:
        return k < len(doc) and _capital(doc[k], known, title_case)

    k = last + 1
    if k >= len(doc) or doc[last].text in ",;:":
        return None
    if capital(k):
        return k
    if doc[k].text in ("-", "–") and not doc[last].whitespace_ and not doc[k].whitespace_:
        return k + 1 if _hyphenated(doc, first, k + 1, capital) else None
    if doc[k].text == "&" or (doc[k].tag_ == "POS" and doc[last].text.lower() in vocabulary.names().possessives):
        return k + 1 if capital(k + 1) else None
    while (
        k < len(doc)
        and (doc[k].text.lower() in vocabulary.titles().name_particles or doc[k].text == "-")
        and k - last < 4
    ):
        k += 1
    return k if k > last + 1 and capital(k) else _after_of(doc, first, last, capital)


def _hyphenated(doc: Doc, first: int, k: int, capital: Callable[[int], bool]) -> bool:
    """Whether what follows a hyphen is part of the name: Jean-Yves, Kim Jong-un; not Saudi-led."""
    if k >= len(doc) or not doc[k].text[:1].isalpha():
        return False
    syllable = len(doc[k]) <= 5 and doc[k].tag_ in ("NN", "NNP", "NNS", "FW", "JJ", "UH")
    before_surname = k + 1 < len(doc) and not _is_nation(doc[first].text) and capital(k + 1)  # Jin-woo Han
    return capital(k) or (syllable and (k - first > 2 or before_surname))


def _after_of(doc: Doc, first: int, last: int, capital: Callable[[int], bool]) -> int | None:
    """Over "of (the)" after an office or a body's noun, or in a run that began with an office."""
    k = last + 1
    if doc[k].text not in ("of", "for"):
        return None
    head = doc[last].text.lower()
    office = _office_ending(doc, last) is not None
    if not (
        office
        or head in vocabulary.titles().bodies
        or head in vocabulary.names().of_heads
        or head in ("head", "general")
    ):
        return None
    k += 2 if k + 1 < len(doc) and doc[k + 1].text.lower() == "the" else 1
    return k if capital(k) else None


def _capital(token: Token, known: frozenset[str], title_case: bool) -> bool:
    """Whether the token can be part of a name."""
    text = token.text
    day = text.lower() in vocabulary.names().calendar and not _is_called_so(token)
    if not text[:1].isupper() or day or text.lower() in vocabulary.names().not_names:
        return text[:1].isupper() and text.lower() in honorifics()
    if title_case:
        return text in known or country_of((text,)) is not None
    if token.tag_ in ("NNP", "NNPS"):
        return True
    if token.is_sent_start or (token.i and token.nbor(-1).is_punct):
        named = text in given_names() or _is_nation(text) or text.lower() in _first_words_of_offices()
        after = token.nbor() if token.i + 1 < len(token.doc) else None
        if after is not None and token.i == 0 and after.text == ":":
            return True
        part = after is not None and (
            after.tag_ == "NNP" or (named and after.tag_ == "NN" and after.text[:1].isupper())
        )
        return text in known or (part and (named or (token.tag_ == "NN" and not is_agent_noun(text))))
    return token.tag_ in ("NN", "NNS", "FW", "JJ", "VB", "VBP", "UH") and (token.tag_ != "JJ" or _is_nation(text))


def _is_called_so(token: Token) -> bool:
    """ "Jan Petter Aasland", "April Jones": a month's name that is somebody's."""
    return token.text in given_names() and token.dep_ == "compound" and token.head.tag_ == "NNP"


@cache
def _first_words_of_offices() -> frozenset[str]:
    return frozenset(office.split()[0] for office in vocabulary.titles().offices)


def _is_nation(text: str) -> bool:
    found = country_of((text,))
    return found is not None and found[1] in ("demonym", "name")


def _is_office(words: str, last: Token) -> bool:
    """In the vocabulary, in the plural too: "Foreign Ministers Ida Krogh and Jon Lind"."""
    offices = vocabulary.titles().offices
    return words in offices or (last.tag_ in ("NNS", "NNPS") and words.removesuffix("s") in offices)


def _office_at(doc: Doc, i: int, last: int) -> int | None:
    """Last token of the longest office that begins at token i."""
    ends = range(min(last, i + LONGEST_TITLE - 1), i - 1, -1)
    return next((k for k in ends if _is_office(doc[i : k + 1].text.lower(), doc[k])), None)


def _office_ending(doc: Doc, last: int) -> int | None:
    """First token of the longest office that ends at token `last`."""
    starts = range(max(0, last - LONGEST_TITLE + 1), last + 1)
    return next((i for i in starts if _is_office(doc[i : last + 1].text.lower(), doc[last])), None)


def _peel(paragraph: Paragraph, first: int, last: int) -> Name | None:
    """Take titles, honorifics and nationalities off the front of a run of capitals; what is left is the name."""
    doc = paragraph.doc
    i, gender, country, titled = first, None, None, False
    while i <= last:
        word, k = doc[i].text.lower(), _office_at(doc, i, last)
        if word in honorifics() and (k is None or k == i) and doc[min(i + 1, last)].text not in ("of", "for"):
            gender, titled, i = honorifics()[word] or gender, True, i + 1
        elif k is not None:
            gender = gender_of_noun(doc[k].text.lower()) or gender
            titled, i = True, _over_of_phrase(doc, k, last)
        elif _modifies_title(doc, i, last):
            i += 1
        elif i < last and (nation := _nation_before_person(doc, i, last)):
            country, i = nation
        elif titled and word in ("of", "for"):
            i += 2 if doc[min(i + 1, last)].text.lower() == "the" else 1
        elif not titled and (k := _later_office(doc, i, last)) is not None:
            country, i = country or _nation_in(doc, i, k), k
        else:
            break
        if i <= last and doc[i].text in ("-", "–"):
            i += 1
    if i > last:
        return None  # a title by itself
    begin, gender_before = _lower_case_title(doc, first)
    country = country or _nation_in(doc, begin, i) or _nation_owning(doc, begin)
    country = country or (_nation_after(doc, last) if titled or i < last else None)
    name = Name(
        paragraph, first, last, tuple(doc[i : last + 1].text.split()), None, country, gender or gender_before, None
    )
    role = doc[begin:i].text.strip(" -–") or None
    kind = _kind(name, titled or begin < first, doc, i)
    if kind == PERSON and i == last and doc[i].tag_ == "NNPS" and not titled:
        kind = GROUP
    role = role.removesuffix("s") if role and doc[i - 1].tag_ in ("NNS", "NNPS") else role
    return replace(name, first=begin if kind == PERSON else i, role=role if kind == PERSON else None, kind=kind)


def _modifies_title(doc: Doc, i: int, last: int) -> bool:
    """Whether a word belongs to the title or person after it: "Democratic Senator", not "Democratic Party"."""
    while i < last and doc[i].text.lower() in vocabulary.names().modifiers:
        i += 1
        if _office_at(doc, i, last) is not None or doc[i].text in given_names() or doc[i].text.lower() in honorifics():
            return True
    return False


def _later_office(doc: Doc, i: int, last: int) -> int | None:
    """Where an office stands inside the run, after the body or place it belongs to: "House Speaker Paul D. Ryan"."""
    for k in range(i + 1, last):
        if doc[k].text in given_names() or doc[k].tag_ not in ("NNP", "NN", "NNPS", "HYPH"):
            return None
        end = _office_at(doc, k, last)
        if end is not None:
            return k if end < last and doc[end + 1].text[:1].isupper() else None
    return None


def _over_of_phrase(doc: Doc, office: int, last: int) -> int:
    """The token after an office and its "of …" phrase, where the person's own name begins."""
    i = office + 1
    if i > last or doc[i].text not in ("of", "for"):
        return i
    starts = [k for k in range(i + 2, last + 1) if doc[k].text in given_names()]
    ends = [k for k in range(i + 1, starts[0] if starts else last) if _ends_place_or_body(doc, i + 1, k)]
    if ends:  # "of China Xi Jinping": what comes before the given name is name too; "Federation of …" goes on
        return _over_of_phrase(doc, ends[-1], last)
    return starts[0] if starts else last + 1


def _ends_place_or_body(doc: Doc, first: int, k: int) -> bool:
    word = doc[k].text.lower()
    known = word in vocabulary.names().regions or word in vocabulary.titles().bodies
    return known or any(country_of(tuple(doc[a : k + 1].text.split())) for a in range(max(first, k - 3), k + 1))


def _nation_before_person(doc: Doc, i: int, last: int) -> tuple[str, int] | None:
    """(country, next token) if a nationality stands here before a title, given name or other person's words."""
    for k in range(min(last - 1, i + 3), i - 1, -1):
        found = country_of(tuple(doc[i : k + 1].text.split()))
        if not found or found[1] in ("seat", "capital"):
            continue
        rest = doc[k + 1].text
        person = rest in given_names() or rest.lower() in vocabulary.names().modifiers or rest.lower() in honorifics()
        if person or _office_at(doc, k + 1, last) is not None:
            return found[0], k + 1
    return None


def _lower_case_title(doc: Doc, first: int) -> tuple[int, str | None]:
    """Where the role before a name begins ("Clinton campaign spokesman" Brian Fallon), and the gender it tells."""
    if not first or doc[first - 1].text[:1].isupper():
        return first, None
    before = doc[first - 1]
    begin = _office_ending(doc, first - 1)
    if begin is None and before.dep_ in ("compound", "nmod") and before.tag_ == "NN" and is_agent_noun(before.text):
        begin = first - 1
    if begin is None:
        return first, None
    gender = gender_of_noun(doc[first - 1].text.lower())
    part = ("NN", "JJ", "NNP", "HYPH", "POS", "VBN")
    while begin and doc[begin - 1].tag_ in part and doc[begin - 1].text.lower() not in vocabulary.names().calendar:
        begin -= 1
    while doc[begin].tag_ in ("POS", "HYPH"):
        begin += 1
    return begin, gender


def _nation_in(doc: Doc, begin: int, end: int) -> str | None:
    """The country that a role names: "French president", "President of Belarus"."""
    spans = ((i, k) for i in range(begin, end) for k in range(min(end, i + 4), i, -1))
    known = (found for i, k in spans if (found := country_of(tuple(doc[i:k].text.split()))))
    return next((found[0] for found in known if found[1] != "capital"), None)


def _nation_owning(doc: Doc, begin: int) -> str | None:
    """The country whose somebody is: "Norway's Ida Krogh", "Japan's Foreign Minister"."""
    end = begin - 1 if begin > 1 and doc[begin - 1].tag_ == "POS" else 0
    return _state(doc[max(0, end - k) : end] for k in (3, 2, 1))


def _nation_after(doc: Doc, last: int) -> str | None:
    """The country after a full name or one with a title: "King Hamad of Bahrain", "Ida Krogh of Norway"."""
    of = last + 2 < len(doc) and doc[last + 1].text == "of"
    return _state(doc[last + 2 : last + 1 + k] for k in (4, 3, 2)) if of else None


def _state(spans: Iterable[Span]) -> str | None:
    """The first that is a country's name."""
    known = (country_of(tuple(t.text for t in span)) for span in spans)
    return next((found[0] for found in known if found and found[1] == "name"), None)


def _kind(name: Name, titled: bool, doc: Doc, core: int) -> str | None:
    """What kind of thing has this name, as far as the name and its titles tell; None if they do not."""
    words = name.words
    last = words[-1].lower()
    nation = country_of(words)
    if nation and not titled:
        return {"name": STATE, "seat": ORGANISATION, "capital": PLACE, "demonym": GROUP}[nation[1]]
    places = vocabulary.names().place_heads
    if not titled and (last in places or words[0].lower() in places or last in vocabulary.names().regions):
        return PLACE
    if last in vocabulary.titles().corporate_suffixes or (last in vocabulary.titles().bodies and not titled):
        return ORGANISATION
    if titled or (len(words) > 1 and words[0] in given_names()):
        return PERSON
    after_the = core > 0 and doc[core - 1].text.lower() == "the"
    if "of" in words or "for" in words or (after_the and doc[name.last].dep_ not in ("compound", "nmod")):
        return ORGANISATION
    if len(words) == 1 and words[0].isupper() and 2 <= len(words[0]) <= 6 and not doc.text.isupper():
        return ORGANISATION
    if words[-1] in given_names() and len(words) == 1:
        return PERSON
    return GROUP if doc[name.last].tag_ == "NNPS" else None
