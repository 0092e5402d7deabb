"""Which words can tell of a contact, and which of them tell of habit, fiction or sport instead."""

from collections.abc import Iterable
from typing import Any

from spacy.tokens import Token

from analysis.language import lemma
from analysis.status import OCCURRED, is_verb, key, status
from analysis.words import vocabulary

Entry = dict[str, Any]
PHONE = "phone"


def entry_of(token: Token) -> Entry | None:
    """The vocabulary's line for a token that can tell of a contact."""
    words = vocabulary("contacts")
    if is_verb(token):
        if token.dep_ in ("aux", "auxpass", "amod"):
            return None
        if lemma(token) in words["idioms"]["phone"] and any(
            lemma(c) == "phone" and c.dep_ == "dobj" for c in token.children
        ):
            return {"mode": PHONE, "with": [], "calls": True} if key(token).endswith(" up") else None
        entry = words["verbs"].get(key(token))
        purpose = entry is None and token.dep_ in ("xcomp", "advcl") and is_journey(token.head)
        return entry or (words["purposes"].get(lemma(token)) if purpose else None)
    if token.tag_ not in ("NN", "NNS") or token.dep_ in ("compound", "nmod", "amod"):
        return None
    found: Entry | None = words["nouns"].get(lemma(token))
    if found and lemma(token) == "call" and any(c.lower_ in ("for", "to") and c.dep_ == "prep" for c in token.children):
        return None if not any(c.lower_ in ("phone", "telephone", "video") for c in token.children) else found
    return found


def is_journey(token: Token) -> bool:
    """Whether the word is one of going somewhere."""
    return bool(vocabulary("contacts")["verbs"].get(lemma(token), {}).get("to"))


def is_habit(token: Token) -> bool:
    """History told as a whole: "often talks to", "his recent talks", "have met 14 times", "it was their ninth"."""
    words, children = vocabulary("contacts")["habit"], list(token.children)
    if any(c.lower_ == "twice" or (c.lower_ == "times" and any(n.tag_ == "CD" for n in c.children)) for c in children):
        return True
    if is_verb(token):
        return any(c.lower_ in words["adverbs"] and c.dep_ == "advmod" for c in children)
    if token.dep_ == "attr" and any(c.dep_ == "nsubj" and c.tag_ in ("PRP", "DT") for c in token.head.children):
        return True
    plural = token.tag_ == "NNS"
    if plural and any(c.lower_ in words["words"] and c.dep_ in ("amod", "det") for c in children):
        return True
    carried = token.dep_ in ("dobj", "nsubjpass") or (token.dep_ == "pobj" and token.head.head.dep_ == "dobj")
    only_plural = (entry_of(token) or {}).get("plural")
    return plural and not only_plural and not (carried and lemma(_verb_above(token)) in support())


def is_perfect(token: Token) -> bool:
    """ "Has talked to him": without a day this tells of habit as often as of one contact."""
    perfect = token.tag_ == "VBN" and any(c.lower_ in ("has", "have") for c in token.children)
    return perfect and status(token)[0] == OCCURRED


def support() -> list[str]:
    """The verbs that only carry a noun of contact: held talks, had a conversation."""
    verbs: list[str] = vocabulary("contacts")["support"]["verbs"]
    return verbs


def _verb_above(token: Token) -> Token:
    return next((t for t in token.ancestors if is_verb(t)), token)


def is_apart(token: Token) -> bool:
    """Whether the words say that this is another contact than the last one: "another call"."""
    again = vocabulary("contacts")["habit"]["again"]
    return any(c.lower_ in again and c.dep_ == "amod" for c in token.children) and not is_verb(token)


def is_elsewhere(sentence: Iterable[Token]) -> bool:
    """A film, a novel, a match: whoever meets there is in no contact."""
    words = vocabulary("contacts")["elsewhere"]["words"]
    return any(t.lower_ in words and t.dep_ in ("pobj", "dobj", "nsubj", "conj") for t in sentence)
