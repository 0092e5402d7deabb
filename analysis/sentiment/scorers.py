"""What the words of a text score: TextBlob, VADER, and TextBlob's method with a vocabulary for news.

A scorer is a function from a text to `Scored`: a score from -1 to 1, and the words that made it. Without any such word
there is no evidence, and the score of 0 means nothing. `SCORERS` names them; `lexicon` makes one from a list of words.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import Any, Literal, NamedTuple

from textblob.en import sentiment as pattern
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer, SentiText

from analysis import vocabulary
from analysis.language.spacy_model import dictionary_forms
from analysis.validation import checked

VADER_SCALE = 4  # its words are judged from -4 to 4
FLIP = -0.5  # what TextBlob multiplies a negated word by: "not good" is only slightly bad
REACH = 4  # words without a score that may stand between a negation and its word: "no need to negotiate"
LONGEST = 3  # words in a phrase
TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[.,;:!?()–—]")
BE = frozenset(["be", "is", "are", "was", "were", "been", "being"])
AFTER_VERB = frozenset(
    ["after", "at", "before", "between", "by", "for", "from", "in", "on", "since", "when", "while", "with"]
)  # no object begins so
Key = tuple[str, str]  # part of speech (none for a phrase) and dictionary form
PHRASE, OPENER = "", "opener"  # what stands for the part of speech of a phrase, and of a word that phrases begin with


class Scored(NamedTuple):
    """A text's score, and the words behind it with the score of each."""

    score: float
    words: list[tuple[str, float]]


class LexiconEntry(NamedTuple):
    """What a word or phrase does: it has a value, negates another, turns another (or has the value), or none of it.

    `intensity` is that of an adverb, which multiplies the value of the word after it. A `noun` with a value loses it
    before a `head`, which it only classifies: "war museum".
    """

    kind: Literal["word", "negate", "turn", "joint", "boundary", "head", "plain"]
    value: float = 0.0
    intensity: float | None = None
    noun: bool = False
    text: str = ""


Scorer = Callable[[str], Scored]
PLAIN, BOUNDARY, JOINT = LexiconEntry("plain"), LexiconEntry("boundary"), LexiconEntry("joint")


@checked
def textblob(text: str) -> Scored:
    """TextBlob's polarity, unmodified (the lexicon of De Smedt and Daelemans 2012, Pattern for Python).

    >>> textblob("a good plan")
    Scored(score=0.7, words=[('good', 0.7)])
    """
    return textblob_scores(text)[0]


def textblob_scores(text: str) -> tuple[Scored, float]:
    """TextBlob's polarity and its words, and the subjectivity, from one reading; `TextBlob(text)` would take two."""
    found = pattern(text)
    words = [(" ".join(words), polarity) for words, polarity, *_ in found.assessments]
    return Scored(found[0], words), float(found[1])


@checked
def vader(text: str) -> Scored:
    """VADER's compound score (Hutto and Gilbert 2014), and its words with their valence on a scale from -1 to 1.

    >>> vader("a good plan")
    Scored(score=0.4404, words=[('good', 0.475)])
    """
    scores = _vader().polarity_scores(text)
    return Scored(scores["compound"], scores["words"])


class _Vader(SentimentIntensityAnalyzer):
    """VADER, made to tell what its words scored."""

    def score_valence(self, sentiments: list[float], text: str) -> dict[str, Any]:
        words = zip(SentiText(text).words_and_emoticons, sentiments, strict=True)
        told = [(word, value / VADER_SCALE) for word, value in words if value]
        return {**super().score_valence(sentiments, text), "words": told}


@cache
def _vader() -> _Vader:
    return _Vader()


@checked
def tone_news(text: str) -> Scored:
    """TextBlob's method with a vocabulary for conflict and diplomacy, `vocabulary/tone.toml`.

    Its words come on top of TextBlob's, less those that in news count, order or place rather than judge; a word without
    polarity is no evidence. Negation reaches further, as `lexicon` has it.

    >>> tone_news("They agreed on a ceasefire.")
    Scored(score=0.5, words=[('agreed', 0.4), ('ceasefire', 0.6)])
    """
    return _assess(_entries(text, _news()))


@checked
def lexicon(words: Mapping[str, float]) -> Scorer:
    """A scorer from words in dictionary form, up to three in a phrase, and their scores from -1 to 1.

    The score is the mean over the words found, as TextBlob has it. A word negated within a short reach (n't, cannot,
    without, hardly, no …) counts -0.5 times itself, and so does one that is undone or forestalled: "avoid war", "the
    fighting has stopped" (valence shifters: Polanyi and Zaenen 2006).

    >>> lexicon({"war": -1, "peace": 1})("We want peace, and no more wars.")
    Scored(score=0.75, words=[('peace', 1.0), ('no wars', 0.5)])
    """
    own = {key: LexiconEntry("word", value) for word, value in words.items() for key in _keys(word.lower(), "nvar")}
    known = {key: entry._replace(value=0) for key, entry in _shifters().items()} | own
    return lambda text: _assess(_entries(text, known))


SCORERS: dict[str, Scorer] = {"TextBlob": textblob, "VADER": vader, "tone_news": tone_news}


def _keys(words: str, parts: str) -> list[Key]:
    if " " in words:
        return [(PHRASE, words), (OPENER, words.split()[0])]
    return [(part, words) for part in parts]


@cache
def _shifters() -> dict[Key, LexiconEntry]:
    """Words that negate, words that turn what follows, and phrases in which a word does neither."""
    words = vocabulary.tone()
    turns = ((word, parts, LexiconEntry("turn", value)) for word, (value, parts, _) in words.turn.items())
    turn = {key: entry for word, parts, entry in turns for key in _keys(word, parts)}
    rest = {key: LexiconEntry("negate") for word in words.negate for key in _keys(word, "nvar")}
    rest |= {key: PLAIN for word in words.plain for key in _keys(word, "nvar")}
    heads = {key: LexiconEntry("head") for word in words.heads for key in _keys(word, "n")}
    joints = {key: JOINT for word in ("and", "or", "nor") for key in _keys(word, "r")}
    return heads | turn | rest | joints | {("r", "but"): BOUNDARY}


@cache
def _news() -> Mapping[Key, LexiconEntry]:
    """TextBlob's own words and the vocabulary for news on top of them."""
    words = vocabulary.tone()
    known: dict[Key, LexiconEntry] = {}
    for word, senses in pattern.items():
        polarity, _, intensity = senses[None]
        adverb = intensity if "RB" in senses else None
        if (polarity or adverb) and not any(word in section for _, section in words):
            known["r", word] = LexiconEntry("word", polarity if adverb in (None, 1) else 0, adverb)
    for word, (value, parts, _) in words.words.items():
        known |= {key: LexiconEntry("word", value, noun=key[0] == "n" or parts == "n") for key in _keys(word, parts)}
    return known | _shifters()


@lru_cache(maxsize=100_000)
def _forms(word: str) -> tuple[Key, ...]:
    """What a word may be the form of: itself as any part of speech, and its dictionary forms."""
    return *_keys(word, "rnva"), *((part[0], form) for part, form in dictionary_forms(word))


def _entries(text: str, known: Mapping[Key, LexiconEntry]) -> list[LexiconEntry]:
    """A text's words and phrases, the longest first, as the vocabulary has them; names have no value."""
    plain = text.replace("’", "'").replace("n't", " n't").replace("'s ", " ")
    written = TOKEN.findall(plain)
    tokens, names = [token.lower() for token in written], _names(written)
    entries: list[LexiconEntry] = []
    n = 0
    while n < len(tokens):
        size, entry = _longest(tokens[n : n + LONGEST], known)
        if entry.kind == "word" and names[n]:
            entry = PLAIN
        if entry.kind == "head" and entries and entries[-1].noun:
            entries[-1] = PLAIN
        entries.append(entry._replace(text=" ".join(tokens[n : n + size])))
        n += size
    return entries


def _names(tokens: Sequence[str]) -> list[bool]:
    """Which words belong to a name of several: "the Peace Palace" is no peace. In a headline capitals tell nothing."""
    capital = [token[0].isupper() for token in tokens]
    long = [is_capital for token, is_capital in zip(tokens, capital, strict=True) if len(token) > 3]
    if 2 * sum(long) > len(long):
        return [False] * len(tokens)
    around = zip([False, *capital], capital, [*capital[1:], False], strict=False)
    return [here and (before or after) for before, here, after in around]


def _longest(tokens: Sequence[str], known: Mapping[Key, LexiconEntry]) -> tuple[int, LexiconEntry]:
    """The longest phrase or word that the tokens begin with, in how many of them."""
    opens = any((OPENER, form) in known for _, form in _forms(tokens[0]))
    for size in range(len(tokens), 1, -1) if opens else ():
        for words in product(*(dict.fromkeys(form for _, form in _forms(t)) for t in tokens[:size])):
            if entry := known.get((PHRASE, " ".join(words))):
                return size, entry
    found = (known[key] for key in _forms(tokens[0]) if key in known)
    return 1, next(found, PLAIN if tokens[0][0].isalnum() else BOUNDARY)


def _assess(entries: list[LexiconEntry]) -> Scored:
    """The mean of all words with a value, each multiplied by its adverb, and flipped by what negates or turns it."""
    flips: dict[int, list[str]] = defaultdict(list)
    for n, entry in reversed(list(enumerate(entries))):  # the last first: "cannot" negates a "stop" that turns nothing
        if entry.kind in ("negate", "turn"):
            targets = _targets(entries, n)
            if not targets and entry.kind == "turn":
                entries[n] = entry._replace(kind="word")  # "he refuses"
            for target in targets:
                flips[target].insert(0, entry.text)
    found: list[tuple[str, float]] = []
    for n, entry in enumerate(entries):
        if not _is_word(entries, n) or _modifies(entries, n):
            continue
        adverb = entries[n - 1 : n] if _modifies(entries, n - 1) else []
        strength = adverb[0].intensity if adverb else None
        value = max(-1.0, min(1.0, entry.value * (1.0 if strength is None else strength)))
        value *= FLIP if len(flips[n]) % 2 else 1
        found.append((" ".join([*flips[n], *(a.text for a in adverb), entry.text]), value))
    return Scored(sum(value for _, value in found) / max(1, len(found)), found)


def _targets(entries: Sequence[LexiconEntry], n: int) -> list[int]:
    """The word that a negation is about, in reach and in its clause, and those joined to it by "and" or "or".

    What turns a word comes after it where that is its subject: "an attack was averted", "the war must stop".
    """
    passive = any(entry.text in BE for entry in entries[max(0, n - 2) : n])
    turns = entries[n].kind == "turn"
    ahead = None if turns and passive else _nearest(entries, range(n + 1, len(entries)))
    if ahead is None:
        objectless = n + 1 == len(entries) or entries[n + 1].kind != "plain" or entries[n + 1].text in AFTER_VERB
        behind = _nearest(entries, range(n - 1, -1, -1)) if turns and (passive or objectless) else None
        return [] if behind is None else [behind]
    targets = [ahead]
    while _is_word(entries, ahead + 2) and entries[ahead + 1].kind == "joint":
        ahead += 2
        targets.append(ahead)
    return targets


def _nearest(entries: Sequence[LexiconEntry], places: Iterable[int]) -> int | None:
    """The first word with a value in reach, before the clause or its part ends."""
    passed = 0
    for n in places:
        if _is_word(entries, n) and not _modifies(entries, n):
            return n
        passed += entries[n].kind == "plain"
        if passed > REACH or entries[n].kind in ("boundary", "joint"):
            return None
    return None


def _modifies(entries: Sequence[LexiconEntry], n: int) -> bool:
    """Whether it is an adverb right before a word with a value, "very good", and so no word of its own."""
    return n >= 0 and entries[n].intensity is not None and _is_word(entries, n + 1)


def _is_word(entries: Sequence[LexiconEntry], n: int) -> bool:
    return 0 <= n < len(entries) and entries[n].kind == "word" and bool(entries[n].value)
