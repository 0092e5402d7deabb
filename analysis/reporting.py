"""Verbs of saying: which word is one, whose it is, and what belongs to which stretch of text."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import takewhile

from spacy.tokens import Doc, Span, Token

from analysis.language import lemma
from analysis.marks import Quoted
from analysis.words import vocabulary

SUBJECT = ("nsubj", "nsubjpass", "csubj", "expl")
PHRASE = ("DT", "JJ", "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "POS", "HYPH", "CD")
NOBODY = ("no", "nobody", "none", "neither", "no-one")
TRIMMED = " \t\n\r\u00a0,;:–—-\"'“”‘’`«»„"


@cache
def reporting(key: str) -> frozenset[str]:
    """A list of `reporting.toml` as a set."""
    return frozenset(vocabulary("reporting")[key])


def inside(offset: int, quotes: Sequence[Quoted]) -> Quoted | None:
    """The quotation in marks that covers a character."""
    n = bisect_right(quotes, offset, key=lambda q: q.start) - 1
    return quotes[n] if n >= 0 and offset < quotes[n].end else None


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two stretches share a character."""
    return a[0] < b[1] and b[0] < a[1]


def is_cue(token: Token, *keys: str) -> bool:
    """Whether the token is a verb whose dictionary form is in one of the lists."""
    return token.tag_.startswith("VB") and not lists_of(lemma(token)).isdisjoint(keys)


@lru_cache(maxsize=10_000)
def lists_of(form: str) -> frozenset[str]:
    """The lists of `reporting.toml` that a dictionary form is in."""
    return frozenset(key for key, words in vocabulary("reporting").items() if form in words)


def reporting_verbs(doc: Doc) -> list[Token]:
    """The verbs of a paragraph whose dictionary form is in any of the lists, found once."""
    found: list[Token] | None = doc.user_data.get("verbs")
    if found is None:
        found = doc.user_data["verbs"] = [t for t in doc if t.tag_.startswith("VB") and lists_of(lemma(t))]
    return found


@cache
def words_in(key: str) -> re.Pattern[str]:
    """Finds the words of a list, or their plurals, in a text: quicker than asking every token."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(reporting(key))))})s?\b", re.IGNORECASE)


def subject(verb: Token) -> Token | None:
    """Who does what the verb says: its own subject or agent, or one it shares, modifies or is controlled by."""
    if (after := inverted(verb)) is not None:
        return after
    passive = is_passive(verb)
    for _ in range(6):
        own = [c for c in verb.children if c.dep_ in SUBJECT]
        if passive and (not own or own[0].dep_ in ("nsubjpass", "expl")):
            return _agent(verb)
        if own:
            return None if own[0].dep_ == "expl" else own[0]
        if verb.dep_ in ("acl", "relcl") and verb.head.tag_.startswith(("NN", "PRP")):
            return _issuer(verb.head) or verb.head
        if verb.dep_ not in ("conj", "xcomp", "advcl", "parataxis", "pcomp", "dep") or verb.head == verb:
            return None
        verb = verb.head
        while verb.dep_ == "prep":
            told = next((c for c in verb.head.children if c.dep_ == "dobj"), None)
            if verb.text == "as" and told is not None:  # "quoted her as saying"
                return told
            verb = verb.head
    return None


def inverted(verb: Token) -> Token | None:
    """Who says it in "The mistake, argued Vinh, was to wait", where the parser takes the mistake for the speaker."""
    doc, own = verb.doc, next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if verb.i == verb.sent.start or doc[verb.i - 1].text != "," or not is_cue(verb, "saying"):
        return None
    if own is not None and (
        own.right_edge.i != verb.i - 2 or any(t.is_punct and t.tag_ != "HYPH" for t in own.subtree)
    ):
        return None
    phrase = list(takewhile(lambda t: t.tag_ in PHRASE, doc[verb.i + 1 : verb.sent.end]))
    closed = phrase and phrase[-1].i + 1 < len(doc) and phrase[-1].nbor().text in (",", ".")
    return phrase[-1] if closed and phrase[-1].tag_.startswith(("NN", "PRP")) else None


def is_passive(verb: Token) -> bool:
    """Whether the verb is a passive: "was told", or a participle that opens a clause, "told to wait"."""
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.lefts):
        return True
    bare = verb.tag_ == "VBN" and not any(c.dep_ == "aux" for c in verb.lefts)
    return bare and (verb.dep_ != "conj" or is_passive(verb.head))


def _agent(verb: Token) -> Token | None:
    return next((p for by in verb.children if by.dep_ == "agent" for p in by.children if p.dep_ == "pobj"), None)


def _issuer(noun: Token) -> Token | None:
    """Who put out a statement that says something: "the club issued a statement saying"."""
    if noun.dep_ != "dobj" or noun.text.lower().removesuffix("s") not in reporting("documents"):
        return None
    return subject(noun.head)


def negated(verb: Token) -> bool:
    """Whether the report is denied or imagined: did not say, refused to say, nobody said; if he says, could say."""
    helpers = [c for c in verb.lefts if c.dep_ in ("aux", "neg", "mark")]
    if any(c.dep_ == "neg" or c.text.lower() in ("if", "unless", "could", "might", "may") for c in helpers):
        return True
    own = next((c for c in verb.lefts if c.dep_ in SUBJECT), None)
    if own is not None and any(t.text.lower() in NOBODY for t in (own, *own.lefts)):
        return True
    if own is not None and any(c.text.lower() == "should" and c.i < own.i for c in helpers):
        return True  # "Should he say"
    yet = any(t.text.lower() == "yet" for t in verb.doc[max(0, verb.i - 2) : verb.i])  # "has yet to say"
    return verb.dep_ == "xcomp" and (yet or lemma(verb.head) in ("refuse", "decline", "fail"))


def trim(text: str, start: int, end: int, stop: bool = True) -> tuple[int, int]:
    """Leave out marks, commas and spaces at both ends, and a final full stop if `stop`."""
    while start < end and text[start] in TRIMMED:
        start += 1
    while end > start and (text[end - 1] in TRIMMED or (stop and text[end - 1] == ".")):
        end -= 1
    return start, end


def has_verb(span: Span) -> bool:
    """Whether a stretch has a finite verb."""
    return any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in span)
