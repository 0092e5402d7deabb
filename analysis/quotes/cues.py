"""Reporting cues: which words report speech, who their source is, and when a report is denied or only imagined."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import takewhile

from spacy.tokens import Doc, Token

from analysis import vocabulary
from analysis.language.spacy_model import lemma
from analysis.language.syntax import EXPLETIVE, SUBJECTS, Reach, is_verb, subject

GRAMMATICAL_SUBJECTS = (*SUBJECTS, EXPLETIVE)
# Tags that a noun phrase may consist of.
NOUN_PHRASE_TAGS = ("DT", "JJ", "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "POS", "HYPH", "CD")


def is_cue(token: Token, *keys: str) -> bool:
    """Whether the token is a verb whose dictionary form is in one of these lists of `reporting.toml`."""
    return is_verb(token) and not lists_of(lemma(token)).isdisjoint(keys)


@lru_cache(maxsize=10_000)
def lists_of(form: str) -> frozenset[str]:
    """The names of the lists in `reporting.toml` that contain a dictionary form."""
    return frozenset(key for key, words in vocabulary.reporting() if isinstance(words, frozenset) and form in words)


def reporting_verbs(doc: Doc) -> list[Token]:
    """The verbs of a paragraph that are in any list of `reporting.toml`; computed once per paragraph."""
    verbs: list[Token] | None = doc.user_data.get("verbs")
    if verbs is None:
        verbs = doc.user_data["verbs"] = [t for t in doc if is_verb(t) and lists_of(lemma(t))]
    return verbs


@cache
def words_in(key: str) -> re.Pattern[str]:
    """A pattern that matches the words of a list, or their plurals: faster than testing every token."""
    alternatives = "|".join(map(re.escape, sorted(getattr(vocabulary.reporting(), key))))
    return re.compile(rf"\b(?:{alternatives})s?\b", re.IGNORECASE)


def is_document(noun: Token) -> bool:
    """Whether the noun is something that is issued to say something: a statement, a letter, a poll."""
    return noun.text.lower().removesuffix("s") in vocabulary.reporting().documents


def is_reporting_noun(token: Token) -> bool:
    """Whether a noun can report with a clause: "claim", "warnings"."""
    return token.tag_.startswith("NN") and token.text.lower().removesuffix("s") in vocabulary.reporting().nouns


def source(verb: Token) -> Token | None:
    """The head of the noun phrase that utters what a reporting verb reports; None if there is none."""
    if (after := inverted_subject(verb)) is not None:
        return after
    noun = subject(verb, Reach.SOURCE)
    return _issuer(noun, verb) or noun if noun is not None else None


def _issuer(noun: Token, verb: Token) -> Token | None:
    """Who issued the document whose clause contains the verb: "the club issued a statement saying"."""
    if noun.dep_ != "dobj" or not is_document(noun):
        return None
    describes = any(t.dep_ in ("acl", "relcl") and t.head == noun for t in (verb, *verb.ancestors))
    return source(noun.head) if describes else None


def inverted_subject(verb: Token) -> Token | None:
    """The source in "The mistake, argued Vinh, was to wait", where the parser takes the mistake for the subject."""
    doc = verb.doc
    if verb.i == verb.sent.start or doc[verb.i - 1].text != "," or not is_cue(verb, "saying"):
        return None
    parsed_subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if parsed_subject is not None and not _ends_at_comma(parsed_subject, verb):
        return None
    phrase = list(takewhile(lambda t: t.tag_ in NOUN_PHRASE_TAGS, doc[verb.i + 1 : verb.sent.end]))
    is_closed = phrase and phrase[-1].i + 1 < len(doc) and phrase[-1].nbor().text in (",", ".")
    return phrase[-1] if is_closed and phrase[-1].tag_.startswith(("NN", "PRP")) else None


def _ends_at_comma(noun: Token, verb: Token) -> bool:
    """Whether a noun phrase without inner punctuation ends right before the comma that precedes the verb."""
    return noun.right_edge.i == verb.i - 2 and not any(t.is_punct and t.tag_ != "HYPH" for t in noun.subtree)


def is_unreal(verb: Token) -> bool:
    """Whether nothing is reported: did not say, refused to say, nobody said; if he says, could say.

    Unlike `syntax.negation`, this covers conditions and modals, and refusals by the verb above.
    """
    words = vocabulary.reporting().unreal
    helpers = [c for c in verb.lefts if c.dep_ in ("aux", "neg", "mark", "cc", "preconj")]
    if any(c.dep_ == "neg" or c.text.lower() in words.helpers for c in helpers):
        return True
    noun = next((c for c in verb.lefts if c.dep_ in GRAMMATICAL_SUBJECTS), None)
    if noun is not None and (_is_nobody(noun) or _follows_should(noun, helpers)):
        return True
    return _shares_negation(verb) or _is_governed_by_refusal(verb)


def _shares_negation(verb: Token) -> bool:
    """ "Did not confirm or deny", "neither confirmed nor denied"."""
    if verb.dep_ != "conj" or any(c.dep_ in (*GRAMMATICAL_SUBJECTS, "aux") for c in verb.lefts):
        return False
    if any(c.lower_ == "nor" for c in verb.head.rights if c.dep_ == "cc"):
        return True
    return verb.tag_ == verb.head.tag_ == "VB" and is_unreal(verb.head)


def _is_governed_by_refusal(verb: Token) -> bool:
    """ "Refused to say", "has yet to say", "it is hard to say", "without saying"."""
    words, above = vocabulary.reporting().unreal, verb.head
    if verb.dep_ == "pcomp":
        return above.lower_ in words.prepositions
    if verb.dep_ != "xcomp":
        return False
    is_impossible = any(c.dep_ == "acomp" and c.lower_ in words.impossible for c in above.children)
    return is_impossible or _follows_yet(verb) or lemma(above) in words.refusing


def _is_nobody(noun: Token) -> bool:
    """ "Nobody said", "no witness said"."""
    return any(t.text.lower() in vocabulary.reporting().unreal.nobody for t in (noun, *noun.lefts))


def _follows_should(noun: Token, helpers: Iterable[Token]) -> bool:
    """ "Should he say"."""
    return any(t.text.lower() == "should" and t.i < noun.i for t in helpers)


def _follows_yet(verb: Token) -> bool:
    """ "Has yet to say"."""
    return any(t.text.lower() == "yet" for t in verb.doc[max(0, verb.i - 2) : verb.i])
