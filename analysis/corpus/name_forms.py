"""Spelling variants of names: take a person's name apart, and compute what its spellings have in common.

The key of a name combines its given name, reduced to one form (Vladimir, Volodymyr), and its surname, folded by the
correspondences between romanizations (Zelensky, Zelenskyy). Which correspondences apply depends on the tradition that
the given name indicates (Slavic, Arabic, East Asian), so Khan and Han, or Snow and Snov, keep different keys. All word
lists and correspondences are in `vocabulary/spellings.toml`.

Offices are reduced in the same way: "Minister of Foreign Affairs" and "Foreign Secretary" are one office.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from analysis import vocabulary
from analysis.people import names

TRADITIONS = ("general", "slavic", "arabic", "eastern")  # of surnames
NUMBER_OF_NAMELESS = re.compile(r" \(\d+\)$")  # "official (2)": one of several nameless people in an article
ABD_AL = re.compile("abd[aeou]l")  # "servant of": Abdel Fattah, Abdulrahman
INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")  # "J.", "J.R.", "J.R"
TWO_CAPITALS = re.compile("[A-Z]{2}")  # "JD Vance"
POSSESSIVE = re.compile(r"[’']s$")
MIN_LETTERS_FOR_GENERAL_FOLD = 5  # in shorter words the general correspondences would make different names equal
MAX_COUNTRY_WORDS = 4
NameKey = tuple[str, str, str]  # tradition, given name, surname


class NameForm(NamedTuple):
    """A person's name taken apart, in lower case; `given` is empty if only a surname is written."""

    given: str
    tradition: str
    middles: tuple[str, ...]
    surname: str
    suffix: str
    gender: str | None
    words: tuple[str, ...]

    @property
    def key(self) -> NameKey:
        """What all spellings of given name and surname have in common."""
        return self.tradition, self.given, fold(self.surname, self.tradition)

    @property
    def is_personal(self) -> bool:
        """Whether the words alone show that this is a person's name: a form of address or a known given name."""
        return (
            bool(self.gender)
            or self.tradition in ("eastern", *vocabulary.spellings().given_names)
            or self.words[0] in gender_by_given_name()
        )

    @property
    def is_reversed(self) -> bool:
        """Whether only the last word is a known given name: Orban Viktor."""
        given_names = gender_by_given_name()
        return self._has_two_words() and self.words[1] in given_names and self.words[0] not in given_names

    def _has_two_words(self) -> bool:
        return len(self.words) == 2 and self.tradition != "eastern" and len(self.words[0]) > 1

    def other_keys(self, surname_may_come_first: bool) -> Iterator[NameKey]:
        """Keys the same person may have elsewhere: in reversed order, or with the first of two surnames alone.

        Args:
            surname_may_come_first: Yield the reversed key of a two-word name even if no word is a known given name.
        """
        if self.is_reversed or (surname_may_come_first and self._has_two_words()):
            given, tradition = given_class(self.words[1])
            yield tradition, given, fold(self.words[0], tradition)
        for word in self.first_surnames():
            yield self.tradition, self.given, fold(word, self.tradition)

    def middle_keys(self) -> Iterator[NameKey]:
        """Keys that need more evidence: a middle name used as the given name, or as the first of two surnames."""
        for word in self.middles if self.tradition != "eastern" else ():
            if self.words[0] in vocabulary.spellings().two_surnames:
                yield self.tradition, self.given, fold(word, self.tradition)
            if len(word) > 1:
                given, tradition = given_class(word)
                yield tradition, given, fold(self.surname, tradition)

    def first_surnames(self) -> list[str]:
        """Middle names that may be used as the surname: the first of two Spanish or Portuguese ones, or "bin …"."""
        two = self.words[0] in vocabulary.spellings().two_surnames
        return [
            word
            for word in self.middles
            if word.startswith("bin") or (two and len(word) > 2 and word not in gender_by_given_name())
        ]

    def surnames(self) -> Iterator[tuple[str, str]]:
        """(tradition, folded surname) for every name by which the person may be called without a given name.

        The tradition "tail" marks the last two or more words, written as one: "vonderleyen".
        """
        tradition = self.tradition if self.tradition in TRADITIONS else "general"
        for word in (self.surname, *self.first_surnames()):
            yield tradition, fold(word, self.tradition)
        yield "eastern", self.surname
        for size in range(2, len(self.words)):
            yield "tail", "".join(self.words[-size:])


@cache
def parse_name(name: str) -> NameForm:
    """A person's name taken apart.

    >>> form = parse_name("Joseph R. Biden Jr.")
    >>> form.given, form.middles, form.surname, form.suffix
    ('joseph', ('r',), 'biden', 'jr')
    """
    written, gender, suffix = _split(name)
    words = _plain_words(written)
    if len(words) < 2:
        return NameForm("", "general", (), "".join(words), suffix, gender, tuple(words))
    if east_asian := _east_asian(words, written[0]):
        return NameForm(east_asian[0], "eastern", (), east_asian[1], suffix, gender, tuple(words))
    given, tradition = given_class(words[0])
    if tradition == "general" and re.search(vocabulary.spellings().slavic_surname_ending, words[-1]):
        given, tradition = fold(words[0], "slavic"), "slavic"
    gender = gender or gender_by_given_name().get(words[0])
    return NameForm(given, tradition, tuple(words[1:-1]), words[-1], suffix, gender, tuple(words))


def _split(name: str) -> tuple[list[str], str | None, str]:
    """The words of a name as written, with initials apart; the gender given by a form of address; the suffix."""
    written, gender = _without_honorifics(NUMBER_OF_NAMELESS.sub("", name).replace(",", " ").split())
    words = written
    if len(written) > 1:
        words = [part for position, word in enumerate(written) for part in _initials_apart(word, position == 0)]
    if len(words) > 1 and plain(words[-1]) in vocabulary.spellings().suffixes:
        return words[:-1], gender, plain(words[-1])
    return words, gender, ""


def _without_honorifics(words: Sequence[str]) -> tuple[list[str], str | None]:
    """The words after "Mr.", "Dr." and the like, and the gender that these indicate."""
    gender, start = None, 0
    while start < len(words) - 1 and words[start].lower() in names.honorifics():
        gender = names.honorifics()[words[start].lower()] or gender
        start += 1
    return list(words[start:]), gender


def _initials_apart(word: str, is_first: bool) -> list[str]:
    """The letters of initials ("J.R." is J, R; a first word "JD" is J, D); any other word as it is."""
    if INITIALS.fullmatch(word) or (is_first and TWO_CAPITALS.fullmatch(word)):
        return [character for character in word if character.isalpha()]
    return [word]


def _plain_words(written: Sequence[str]) -> list[str]:
    """Plain words: Arabic articles dropped, particles joined to the next word, compound given names joined.

    Ursula von der Leyen is ursula, vonderleyen; Jean Yves Drian is jeanyves, drian; Bashar al Assad is bashar, assad.
    """
    spellings = vocabulary.spellings()
    follows_particles = all(plain(word) in spellings.particles for word in written[:-1])  # "de Gaulle"
    words, prefix = list[str](), ""
    for position, word in enumerate(written[:-1]):
        bare = _without_article(word)
        is_inside = position > 0 or word.islower()
        if is_inside and bare in spellings.articles:
            continue
        if (is_inside or follows_particles) and (particle := _particle(bare)):
            prefix += particle
            continue
        words.append(prefix + bare)
        prefix = ""
    words += [prefix + _without_article(word) for word in written[-1:]]
    return [words[0] + words[1], *words[2:]] if _begins_with_compound(words) else words


def _without_article(word: str) -> str:
    """The plain word without a hyphenated article: "al-Assad" is assad."""
    return plain(_hyphenated_article().sub("", word))


@cache
def _hyphenated_article() -> re.Pattern[str]:
    """An article, a hyphen or apostrophe, and at least two letters of the name after it."""
    return re.compile(rf"(?i)^(?:{'|'.join(vocabulary.spellings().hyphenated_articles)})[-’'](?=\w{{2}})")


def _particle(word: str) -> str:
    """A particle as it is joined to the surname ("ibn" as "bin"); empty for any other word."""
    if word in vocabulary.spellings().patronymics:
        return "bin"
    return word if word in vocabulary.spellings().particles else ""


def _begins_with_compound(words: Sequence[str]) -> bool:
    """Whether the first two of three or more words are one given name: Jean Yves, Abdel Fattah."""
    if len(words) < 3:
        return False
    first, second = words[:2]
    if ABD_AL.fullmatch(first):
        return True
    is_given = len(second) > 1 and second in gender_by_given_name()
    return is_given and first in vocabulary.spellings().compound_given_names


def _east_asian(words: Sequence[str], first_written: str) -> tuple[str, str] | None:
    """(given name, family name) of a Chinese, Korean or Vietnamese name in either order; None for other names.

    Args:
        words: Plain words, two or more.
        first_written: The first word as written; a hyphen in it shows a Korean given name: "Jae-myung Lee".
    """
    family_names = vocabulary.spellings().east_asian_family_names
    are_syllables = [len(word) > 1 and bool(_east_asian_given().fullmatch(word)) for word in words]
    if words[0] in family_names and all(are_syllables[1:]) and len(words) < 4:
        return _korean_folded("".join(words[1:]), words[0])
    is_given = are_syllables[0] and ("-" in first_written or words[0] not in gender_by_given_name())
    if is_given and len(words) == 2 and words[1] in family_names:
        return _korean_folded(*words)
    return None


@cache
def _east_asian_given() -> re.Pattern[str]:
    """A given name of one or two syllables."""
    return re.compile(f"(?:{vocabulary.spellings().east_asian_syllable}){{1,2}}")


def _korean_folded(given: str, family: str) -> tuple[str, str]:
    """Given and family name in one romanization if the family name is Korean, else unchanged."""
    if family not in _korean_family_names():
        return given, family
    for pattern, replacement in _folds()["eastern"]:
        given = pattern.sub(replacement, given)
    return given, _korean_family_names()[family]


@cache
def _korean_family_names() -> dict[str, str]:
    """Romanization of a Korean family name → the romanization used for comparison."""
    return {form: forms[0] for forms in vocabulary.spellings().korean_family_names for form in forms}


@cache
def gender_by_given_name() -> dict[str, str | None]:
    """Plain given name → gender, None if both genders bear it."""
    return {plain(name): gender for name, gender in names.given_names().items()}


@cache
def plain(word: str) -> str:
    """A word in lower case without accents, hyphens and apostrophes; other scripts are kept.

    >>> plain("Wałęsa"), plain("O’Brien")
    ('walesa', 'obrien')
    """
    lower = "".join(vocabulary.spellings().letters.get(character, character) for character in word.casefold())
    return "".join(character for character in unicodedata.normalize("NFKD", lower) if character.isalnum()) or lower


@cache
def fold(word: str, tradition: str) -> str:
    """What the spellings of a plain word have in common in a tradition.

    >>> fold("zelensky", "slavic") == fold("zelenskyy", "slavic")
    True
    """
    if tradition in ("eastern", "tail"):
        return word
    name = tradition if tradition in _folds() else "general"
    if name == "general" and len(word) < MIN_LETTERS_FOR_GENERAL_FOLD:
        return word
    for pattern, replacement in _folds()[name]:
        word = pattern.sub(replacement, word)
    return word


@cache
def _folds() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """Tradition → its correspondences: patterns and what replaces them, in order."""
    return {
        tradition: [(re.compile(pattern), replacement) for pattern, replacement in pairs]
        for tradition, pairs in vocabulary.spellings().folds.items()
    }


@cache
def given_class(word: str) -> tuple[str, str]:
    """(form used for comparison, tradition) of a plain given name.

    >>> given_class("volodymyr"), given_class("bob")
    (('vladimir', 'slavic'), ('robert', 'other'))
    """
    for tradition in ("", "slavic", "arabic"):
        form = fold(word, tradition) if tradition else word
        if name_class := _given_classes().get((tradition, form)):
            return name_class
    if ABD_AL.match(word):
        return fold(word, "arabic"), "arabic"
    return fold(word, "general"), "general"


@cache
def _given_classes() -> dict[tuple[str, str], tuple[str, str]]:
    """(tradition, folded form), or ("", form) → (form used for comparison, tradition)."""
    classes: dict[tuple[str, str], tuple[str, str]] = {}
    for tradition, lists in vocabulary.spellings().given_names.items():
        for forms in lists:
            for form in forms:
                classes["", form] = forms[0], tradition
                if tradition in _folds():
                    classes.setdefault((tradition, fold(form, tradition)), (forms[0], tradition))
    return classes


@cache
def office_of(role: str) -> str | None:
    """The office that a role names, without the country, if one person holds it in a country; else None.

    >>> office_of("French Foreign Minister"), office_of("former President")
    ('foreign minister', None)
    """
    words = [word for word in role.replace(",", " ").split() if word.lower() not in vocabulary.spellings().role_fillers]
    kept: list[str] = []
    while words:
        size = _leading_country_words(words)
        kept += [] if size else [words[0].lower()]
        words = words[size or 1 :]
    while kept and kept[-1] in ("of", "for"):  # "President of [France]"
        kept.pop()
    return _office_by_form().get(" ".join(kept))


def _leading_country_words(words: Sequence[str]) -> int:
    """How many words at the start name a country: 2 of "United Kingdom's Home Secretary"; 0 if none do."""
    for size in range(min(MAX_COUNTRY_WORDS, len(words)), 0, -1):
        if names.country_of(tuple(POSSESSIVE.sub("", " ".join(words[:size])).split())):
            return size
    return 0


@cache
def _office_by_form() -> dict[str, str]:
    return {form: office for office, forms in vocabulary.spellings().offices.items() for form in forms}


@cache
def role_key(role: str | None) -> str:
    """A role for comparison: its office, or else its words; empty for none and for a form of address."""
    return "" if not role or names.is_form_of_address(role) else office_of(role) or role.casefold()
