"""Scorers of a text's tone: TextBlob, VADER, and TextBlob's method with a vocabulary for news.

A scorer is a function from a text to `Scored`: a score from -1 to 1, and the words it is computed from. Without
such a word there is no evidence, and the score of 0 means nothing. `SCORERS` names the scorers; `lexicon` makes one
from a list of words.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import Any, Literal, NamedTuple

from analysis import vocabulary
from analysis.language.spacy_model import FORMS_CACHED, dictionary_forms
from analysis.validation import checked

MAX_VADER_VALENCE = 4  # VADER's lexicon rates words from -4 to 4
NEGATION_FACTOR = -0.5  # TextBlob's factor for a negated word: "not good" is only slightly bad
NEGATION_REACH = 4  # words without a score between a negation and the word it negates: "no need to negotiate"
MAX_PHRASE_WORDS = 3
MIN_LONG_WORD_CHARS = 4  # even in a headline, shorter words are often in lower case: "of", "the"
# A word, with hyphens and apostrophes inside it ("anti-war", "o'clock"), or a mark that ends a clause or part of one.
WORD_OR_CLAUSE_MARK = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[.,;:!?()–—]")
LexiconKey = tuple[str, str]  # part of speech and dictionary form
# Keys of phrases: `PHRASE` in place of the part of speech, and `OPENER` with the first word of a phrase.
PHRASE, OPENER = "", "opener"
ANY_PART_OF_SPEECH = "nvar"  # noun, verb, adjective, adverb, as in tone.toml


class Scored(NamedTuple):
    """A text's score, and the words it is computed from, each with its own score."""

    score: float
    words: list[tuple[str, float]]


class LexiconEntry(NamedTuple):
    """The effect of a word or phrase on the score of a text.

    Attributes:
        kind: "word" has a value; "negate" flips the words after it; "turn" undoes the word it applies to, or has a
            value if there is none; "joint" joins words that are flipped together; "boundary" ends a clause; "head" is
            a noun that the noun before it only classifies; "plain" has no effect.
        value: The score of a "word", and of a "turn" that applies to nothing; -1 to 1.
        intensity: The factor by which an adverb multiplies the value of the word after it; None for other words.
        noun: Whether it is a noun with a value, which loses that value before a "head": "war museum".
        text: The words as written in the text.
    """

    kind: Literal["word", "negate", "turn", "joint", "boundary", "head", "plain"]
    value: float = 0.0
    intensity: float | None = None
    noun: bool = False
    text: str = ""


Scorer = Callable[[str], Scored]
Lexicon = Mapping[LexiconKey, LexiconEntry]
PLAIN, BOUNDARY, JOINT = LexiconEntry("plain"), LexiconEntry("boundary"), LexiconEntry("joint")


@checked
def textblob(text: str) -> Scored:
    """TextBlob's polarity, unmodified (the lexicon of Pattern for Python; De Smedt and Daelemans 2012).

    >>> textblob("a good plan")
    Scored(score=0.7, words=[('good', 0.7)])
    """
    return textblob_scores(text)[0]


def textblob_scores(text: str) -> tuple[Scored, float]:
    """TextBlob's polarity with its words, and the subjectivity, in one pass; `TextBlob(text)` would need two."""
    from textblob.en import sentiment as pattern  # not at the top: it takes half a second, most of it NLTK

    sentiment = pattern(text)
    words = [(" ".join(words), polarity) for words, polarity, *_ in sentiment.assessments]
    return Scored(sentiment[0], words), float(sentiment[1])


@checked
def vader(text: str) -> Scored:
    """VADER's compound score (Hutto and Gilbert 2014), and its words with their valence scaled to -1 to 1.

    >>> vader("a good plan")
    Scored(score=0.4404, words=[('good', 0.475)])
    """
    scores = _vader().polarity_scores(text)
    return Scored(scores["compound"], scores["words"])


@cache
def _vader() -> Any:
    """VADER, which also returns the valence of each word."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer, SentiText

    class Vader(SentimentIntensityAnalyzer):
        def score_valence(self, sentiments: list[float], text: str) -> dict[str, Any]:
            words = zip(SentiText(text).words_and_emoticons, sentiments, strict=True)
            valences = [(word, valence / MAX_VADER_VALENCE) for word, valence in words if valence]
            return {**super().score_valence(sentiments, text), "words": valences}

    return Vader()


@checked
def tone_news(text: str) -> Scored:
    """TextBlob's method with a vocabulary for conflict and diplomacy, `vocabulary/tone.toml`.

    The vocabulary extends TextBlob's, without words that in news count, order or locate things rather than judge them.
    A word without polarity is no evidence. Negation has the longer reach described at `lexicon`.

    >>> tone_news("They agreed on a ceasefire.")
    Scored(score=0.5, words=[('agreed', 0.4), ('ceasefire', 0.6)])
    """
    return _assess(_entries(text, _news_lexicon()))


@checked
def lexicon(words: Mapping[str, float]) -> Scorer:
    """Make a scorer from a list of words.

    The score is the mean over the words of the text that are in the list, as in TextBlob. A negated word (n't, cannot,
    without, hardly, no …) counts -0.5 times its value if at most four other words come between, and so does a word that
    is undone or forestalled: "avoid war", "the fighting has stopped" (valence shifters: Polanyi and Zaenen 2006).

    Args:
        words: The score from -1 to 1 of each word in dictionary form, or of each phrase of two or three words.

    >>> lexicon({"war": -1, "peace": 1})("We want peace, and no more wars.")
    Scored(score=0.75, words=[('peace', 1.0), ('no wars', 0.5)])
    """
    listed = {
        key: LexiconEntry("word", value)
        for word, value in words.items()
        for key in _keys(word.lower(), ANY_PART_OF_SPEECH)
    }
    entries = {key: entry._replace(value=0) for key, entry in _shifters().items()} | listed
    return lambda text: _assess(_entries(text, entries))


SCORERS: dict[str, Scorer] = {"TextBlob": textblob, "VADER": vader, "tone_news": tone_news}


def _keys(words: str, parts_of_speech: str) -> list[LexiconKey]:
    """The lexicon keys of a word, one per part of speech, or of a phrase.

    >>> _keys("war", "nv"), _keys("no doubt", "r")
    ([('n', 'war'), ('v', 'war')], [('', 'no doubt'), ('opener', 'no')])
    """
    if " " in words:
        return [(PHRASE, words), (OPENER, words.split()[0])]
    return [(part, words) for part in parts_of_speech]


@cache
def _shifters() -> dict[LexiconKey, LexiconEntry]:
    """The entries without values: words that negate or turn others, joints, boundaries and heads."""
    words = vocabulary.tone()
    turns = {
        key: LexiconEntry("turn", value)
        for word, (value, parts_of_speech, _) in words.turn.items()
        for key in _keys(word, parts_of_speech)
    }
    return (
        _same_entry(words.heads, "n", LexiconEntry("head"))
        | turns
        | _same_entry(words.negate, ANY_PART_OF_SPEECH, LexiconEntry("negate"))
        | _same_entry(words.plain, ANY_PART_OF_SPEECH, PLAIN)
        | _same_entry(words.grammar.joining, "r", JOINT)
        | _same_entry(words.grammar.contrasting, "r", BOUNDARY)
    )


def _same_entry(words: Iterable[str], parts_of_speech: str, entry: LexiconEntry) -> dict[LexiconKey, LexiconEntry]:
    return {key: entry for word in words for key in _keys(word, parts_of_speech)}


@cache
def _news_lexicon() -> Lexicon:
    """TextBlob's vocabulary, extended and corrected by the news vocabulary."""
    from textblob.en import sentiment as pattern

    words = vocabulary.tone()
    overruled = {*words.words, *words.turn, *words.negate, *words.plain, *words.heads, *words.silent}
    entries: dict[LexiconKey, LexiconEntry] = {}
    for word, senses in pattern.items():
        polarity, _, intensity = senses[None]
        adverb = intensity if "RB" in senses else None
        if (polarity or adverb) and word not in overruled:
            entries["r", word] = LexiconEntry("word", polarity if adverb in (None, 1) else 0, adverb)
    for word, (value, parts_of_speech, _) in words.words.items():
        for key in _keys(word, parts_of_speech):
            entries[key] = LexiconEntry("word", value, noun=key[0] == "n" or parts_of_speech == "n")
    return entries | _shifters()


@lru_cache(maxsize=FORMS_CACHED)
def _possible_keys(word: str) -> tuple[LexiconKey, ...]:
    """The lexicon keys a word may have: as written with any part of speech, and its dictionary forms."""
    return *_keys(word, "rnva"), *((part[0], form) for part, form in dictionary_forms(word))


def _entries(text: str, lexicon: Lexicon) -> list[LexiconEntry]:
    """Segment a text into entries of the lexicon, longest phrase first; words of names lose their value."""
    normalized = text.replace("’", "'").replace("n't", " n't").replace("'s ", " ")
    written = WORD_OR_CLAUSE_MARK.findall(normalized)
    tokens, is_name = [token.lower() for token in written], _in_names(written)
    entries: list[LexiconEntry] = []
    n = 0
    while n < len(tokens):
        size, entry = _longest_match(tokens[n : n + MAX_PHRASE_WORDS], lexicon)
        if entry.kind == "word" and is_name[n]:
            entry = PLAIN
        if entry.kind == "head" and entries and entries[-1].noun:
            entries[-1] = PLAIN
        entries.append(entry._replace(text=" ".join(tokens[n : n + size])))
        n += size
    return entries


def _in_names(tokens: Sequence[str]) -> list[bool]:
    """For each token, whether it belongs to a name of several words, like "the Peace Palace".

    In a headline, where most long words are capitalized, capitals do not mark names.
    """
    is_capital = [token[0].isupper() for token in tokens]
    long_words = [
        capital for token, capital in zip(tokens, is_capital, strict=True) if len(token) >= MIN_LONG_WORD_CHARS
    ]
    if 2 * sum(long_words) > len(long_words):
        return [False] * len(tokens)
    triples = zip([False, *is_capital], is_capital, [*is_capital[1:], False], strict=False)
    return [capital and (before or after) for before, capital, after in triples]


def _longest_match(tokens: Sequence[str], lexicon: Lexicon) -> tuple[int, LexiconEntry]:
    """The longest phrase or word of the lexicon at the start of `tokens`: its number of tokens, and its entry."""
    opens_phrase = any((OPENER, form) in lexicon for _, form in _possible_keys(tokens[0]))
    for size in range(len(tokens), 1, -1) if opens_phrase else ():
        for words in product(*(dict.fromkeys(form for _, form in _possible_keys(token)) for token in tokens[:size])):
            if entry := lexicon.get((PHRASE, " ".join(words))):
                return size, entry
    entries = (lexicon[key] for key in _possible_keys(tokens[0]) if key in lexicon)
    return 1, next(entries, PLAIN if tokens[0][0].isalnum() else BOUNDARY)


def _assess(entries: Sequence[LexiconEntry]) -> Scored:
    """The mean of all words with a value, each multiplied by its adverb and flipped by each negation of it."""
    entries, flips = _apply_negations(entries)
    words: list[tuple[str, float]] = []
    for n, entry in enumerate(entries):
        if not _is_word(entries, n) or _modifies(entries, n):
            continue
        adverb = entries[n - 1] if _modifies(entries, n - 1) else None
        factor = 1.0 if adverb is None or adverb.intensity is None else adverb.intensity
        value = max(-1.0, min(1.0, entry.value * factor))
        value *= NEGATION_FACTOR if len(flips[n]) % 2 else 1
        words.append((" ".join([*flips[n], *([adverb.text] if adverb else []), entry.text]), value))
    return Scored(sum(value for _, value in words) / max(1, len(words)), words)


def _apply_negations(entries: Sequence[LexiconEntry]) -> tuple[list[LexiconEntry], list[list[str]]]:
    """Find the words that each negation flips.

    Returns:
        The entries, where a "turn" that applies to nothing has become a "word" ("he refuses"), and for each entry the
        texts of the words that flip it.
    """
    resolved = list(entries)
    flips: list[list[str]] = [[] for _ in entries]
    for n, entry in reversed(list(enumerate(entries))):  # last first: "cannot" negates a "stop" that turns nothing
        if entry.kind not in ("negate", "turn"):
            continue
        targets = _targets(resolved, n)
        if not targets and entry.kind == "turn":
            resolved[n] = entry._replace(kind="word")
        for target in targets:
            flips[target].insert(0, entry.text)
    return resolved, flips


def _targets(entries: Sequence[LexiconEntry], n: int) -> list[int]:
    """The indices of the words that entry `n` flips: the next word within reach, and those joined to it by "and".

    A "turn" follows the word that it applies to if that is its subject: "an attack was averted", "the war must stop".
    """
    is_turn = entries[n].kind == "turn"
    is_passive = is_turn and _after_be(entries, n)
    ahead = None if is_passive else _nearest_word(entries, range(n + 1, len(entries)))
    if ahead is not None:
        return _joined_words(entries, ahead)
    subject = None
    if is_turn and (is_passive or _lacks_object(entries, n)):
        subject = _nearest_word(entries, range(n - 1, -1, -1))
    return [] if subject is None else [subject]


def _after_be(entries: Sequence[LexiconEntry], n: int) -> bool:
    """Whether a form of "be" is one of the two entries before `n`: "was (narrowly) averted"."""
    forms = vocabulary.tone().grammar.be
    return any(entry.text in forms for entry in entries[max(0, n - 2) : n])


def _lacks_object(entries: Sequence[LexiconEntry], n: int) -> bool:
    """Whether the verb at `n` has no object: it ends the clause, or a word that begins no object follows."""
    if n + 1 == len(entries):
        return True
    following = entries[n + 1]
    return following.kind != "plain" or following.text in vocabulary.tone().grammar.after_verb


def _joined_words(entries: Sequence[LexiconEntry], first: int) -> list[int]:
    """The index of a word and of the words joined to it: "war" and "hunger" in "no war or hunger"."""
    joined = [first]
    while _is_word(entries, joined[-1] + 2) and entries[joined[-1] + 1].kind == "joint":
        joined.append(joined[-1] + 2)
    return joined


def _nearest_word(entries: Sequence[LexiconEntry], indices: Iterable[int]) -> int | None:
    """The first index of a word with a value, within reach and before the clause or its part ends."""
    passed = 0
    for n in indices:
        if _is_word(entries, n) and not _modifies(entries, n):
            return n
        passed += entries[n].kind == "plain"
        if passed > NEGATION_REACH or entries[n].kind in ("boundary", "joint"):
            return None
    return None


def _modifies(entries: Sequence[LexiconEntry], n: int) -> bool:
    """Whether entry `n` is an adverb right before a word with a value, as in "very good", and not counted itself."""
    return n >= 0 and entries[n].intensity is not None and _is_word(entries, n + 1)


def _is_word(entries: Sequence[LexiconEntry], n: int) -> bool:
    return 0 <= n < len(entries) and entries[n].kind == "word" and bool(entries[n].value)
