"""How one name is written in several ways: a person's name taken apart, and what its spellings have in common.

A key is the class of the given name (forms of one name: Vladimir, Volodymyr) with the surname folded by what
romanizations have in common. Which correspondences hold depends on the tradition that the given name tells (Slavic,
Arabic, East Asian): so Khan and Han, or Snow and Snov, stay apart. All of that is data in `vocabulary/spellings.toml`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from analysis import vocabulary
from analysis.people.names import country_of, given_names, honorifics

TRADITIONS = ("general", "slavic", "arabic", "eastern")
NUMBER = re.compile(r" \(\d+\)$")  # of several nameless people in one article
ARTICLE = re.compile(r"(?i)^(?:al|el|ul|as|ash|ad|ar|az|an)[-’'](?=\w{2})")
SERVANT = re.compile("abd[aeou]l")  # Abdel Fattah, Abdelfattah: servant of …
INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")
Key = tuple[str, str, str]


class NameForm(NamedTuple):
    """A person's name taken apart, in small letters; `given` is empty where only a surname is written."""

    given: str
    tradition: str
    middles: tuple[str, ...]
    surname: str
    suffix: str
    gender: str | None
    words: tuple[str, ...]

    @property
    def key(self) -> Key:
        """What all spellings of given name and surname have in common."""
        return self.tradition, self.given, fold(self.surname, self.tradition)

    @property
    def is_told(self) -> bool:
        """Whether the words alone tell that this is a person's name."""
        return (
            bool(self.gender)
            or self.tradition in ("eastern", *vocabulary.spellings().given)
            or self.words[0] in genders()
        )

    @property
    def is_reversed(self) -> bool:
        """Whether only the last word is known as a given name: Orban Viktor."""
        return self._has_two_words() and self.words[1] in genders() and self.words[0] not in genders()

    def _has_two_words(self) -> bool:
        return len(self.words) == 2 and self.tradition != "eastern" and len(self.words[0]) > 1

    def other_keys(self, anyhow: bool) -> Iterator[Key]:
        """Keys the same person may have elsewhere: in the other order, with the first of two surnames alone.

        `anyhow`: they are of a country where the surname stands first, whether or not the given name is known as one.
        """
        if self.is_reversed or (anyhow and self._has_two_words()):
            given, tradition = given_class(self.words[1])
            yield tradition, given, fold(self.words[0], tradition)
        for word in self.first_surnames():
            yield self.tradition, self.given, fold(word, self.tradition)

    def middle_keys(self) -> Iterator[Key]:
        """Keys that need more evidence: with a middle name for the first, or for the first of two surnames."""
        for word in self.middles if self.tradition != "eastern" else ():
            if self.words[0] in vocabulary.spellings().two_surnames:
                yield self.tradition, self.given, fold(word, self.tradition)
            if len(word) > 1:
                given, tradition = given_class(word)
                yield tradition, given, fold(self.surname, tradition)

    def first_surnames(self) -> list[str]:
        """Middle names that can stand for the surname: the first of two in Spanish and Portuguese, a "bin …"."""
        two = self.words[0] in vocabulary.spellings().two_surnames
        return [w for w in self.middles if w.startswith("bin") or (two and len(w) > 2 and w not in genders())]

    def surnames(self) -> Iterator[tuple[str, str]]:
        """(tradition, surname folded) by which the person is called without a given name."""
        for word in (self.surname, *self.first_surnames()):
            yield self.tradition if self.tradition in TRADITIONS else "general", fold(word, self.tradition)
        yield "eastern", self.surname
        for k in range(2, len(self.words)):
            yield "tail", "".join(self.words[-k:])


@cache
def _folds() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    return {t: [(re.compile(a), b) for a, b in pairs] for t, pairs in vocabulary.spellings().folds.items()}


@cache
def _korean() -> dict[str, str]:
    return {form: forms[0] for forms in vocabulary.spellings().korean for form in forms}


@cache
def _classes() -> dict[tuple[str, str], tuple[str, str]]:
    """(tradition, form folded in it; or "", form) → (first form of its class, tradition of the class)."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for tradition, classes in vocabulary.spellings().given.items():
        for forms in classes:
            for form in forms:
                found["", form] = forms[0], tradition
                if tradition in _folds():
                    found.setdefault((tradition, fold(form, tradition)), (forms[0], tradition))
    return found


@cache
def genders() -> dict[str, str | None]:
    """Plain given name → gender, if it tells one."""
    return {plain(name): gender for name, gender in given_names().items()}


@cache
def plain(word: str) -> str:
    """A word in small letters without marks, hyphens and apostrophes; other scripts stay."""
    lower = "".join(vocabulary.spellings().letters.get(c, c) for c in word.casefold())
    return "".join(c for c in unicodedata.normalize("NFKD", lower) if c.isalnum()) or lower


@cache
def fold(word: str, tradition: str) -> str:
    """What the spellings of a plain word have in common in a tradition."""
    if tradition in ("eastern", "tail"):
        return word
    name = tradition if tradition in _folds() else "general"
    for pattern, by in _folds()[name] if name != "general" or len(word) > 4 else ():
        word = pattern.sub(by, word)
    return word


@cache
def given_class(word: str) -> tuple[str, str]:
    """(class, tradition) of a plain given name; one of no class stands for itself."""
    for tradition in ("", "slavic", "arabic"):
        if found := _classes().get((tradition, fold(word, tradition) if tradition else word)):
            return found
    if SERVANT.match(word):
        return fold(word, "arabic"), "arabic"
    return fold(word, "general"), "general"


def _split(name: str) -> tuple[list[str], str | None, str]:
    """Words as written, initials apart; the gender a form of address tells; a suffix."""
    written = NUMBER.sub("", name).replace(",", " ").split()
    gender = None
    while len(written) > 1 and written[0].lower() in honorifics():
        gender = honorifics()[written.pop(0).lower()] or gender
    words: list[str] = []
    for i, word in enumerate(written):
        initials = INITIALS.fullmatch(word) or (i == 0 and re.fullmatch("[A-Z]{2}", word))
        words += [c for c in word if c.isalpha()] if initials and len(written) > 1 else [word]
    suffix = plain(words.pop()) if len(words) > 1 and plain(words[-1]) in vocabulary.spellings().suffixes else ""
    return words, gender, suffix


def _plainly(written: Sequence[str]) -> list[str]:
    """Plain words: articles left out, particles joined to what follows, compound given names one word."""
    words, held = list[str](), ""
    only = all(plain(w) in vocabulary.spellings().particles for w in written[:-1])
    for i, word in enumerate(written):
        bare, last = plain(ARTICLE.sub("", word)), i == len(written) - 1
        inside = not last and (i > 0 or word.islower())
        if inside and bare in vocabulary.spellings().articles:
            continue
        if (inside or (only and not last)) and bare in vocabulary.spellings().particles | vocabulary.spellings().sons:
            held += "bin" if bare in vocabulary.spellings().sons else bare
            continue
        words.append(held + bare)
        held = ""
    compound = (
        len(words) > 2 and words[0] in vocabulary.spellings().compounds and len(words[1]) > 1 and words[1] in genders()
    )
    return [words[0] + words[1], *words[2:]] if compound or _is_servant(words) else words


def _is_servant(words: Sequence[str]) -> bool:
    return len(words) > 2 and SERVANT.fullmatch(words[0]) is not None


@cache
def _syllables() -> re.Pattern[str]:
    return re.compile(f"(?:{vocabulary.spellings().syllable}){{1,2}}")


def _eastern(words: Sequence[str], first: str) -> tuple[str, str] | None:
    """(given name, family name) of a Chinese, Korean or Vietnamese name in either order; `first` word as written."""
    family, short = vocabulary.spellings().family, [bool(_syllables().fullmatch(w)) and len(w) > 1 for w in words]
    if words[0] in family and all(short[1:]) and len(words) < 4:
        return "".join(words[1:]), words[0]
    foreign = "-" in first or words[0] not in genders()
    return (words[0], words[1]) if words[-1] in family and foreign and len(words) == 2 and short[0] else None


@cache
def parse(name: str) -> NameForm:
    """A person's name taken apart: "Joseph R. Biden Jr." is joseph, (r,), biden, jr."""
    written, gender, suffix = _split(name)
    words = _plainly(written)
    if len(words) < 2:
        return NameForm("", "general", (), "".join(words), suffix, gender, tuple(words))
    if both := _eastern(words, written[0]):
        given, surname = both
        for pattern, by in _folds()["eastern"] if surname in _korean() else ():
            given = pattern.sub(by, given)
        return NameForm(given, "eastern", (), _korean().get(surname, surname), suffix, gender, tuple(words))
    given, tradition = given_class(words[0])
    if tradition == "general" and re.search(vocabulary.spellings().slavic_surnames, words[-1]):
        given, tradition = fold(words[0], "slavic"), "slavic"
    return NameForm(
        given, tradition, tuple(words[1:-1]), words[-1], suffix, gender or genders().get(words[0]), tuple(words)
    )


@cache
def office_of(role: str) -> str | None:
    """The office a role is, if one person holds it in a country: "French Foreign Minister" is foreign minister."""
    words = [w for w in role.replace(",", " ").split() if w.lower() not in ("the", "mr", "mr.")]
    kept: list[str] = []
    while words:
        heads = ((k, re.sub(r"[’']s$", "", " ".join(words[:k]))) for k in range(min(4, len(words)), 0, -1))
        size = next((k for k, head in heads if country_of(tuple(head.split()))), 0)
        kept += [] if size else [words[0].lower()]
        words = words[size or 1 :]
    while kept and kept[-1] in ("of", "for"):
        kept.pop()
    return _offices().get(" ".join(kept))


@cache
def _offices() -> dict[str, str]:
    return {form: office for office, forms in vocabulary.spellings().offices.items() for form in forms}


@cache
def role_key(role: str | None) -> str:
    """A role as it is compared: its office, or its words; nothing for a form of address."""
    return "" if not role or is_address(role) else office_of(role) or role.casefold()


def is_address(role: str) -> bool:
    """Whether a role is but a form of address: Mr."""
    return role.lower().rstrip(".") in vocabulary.spellings().address
