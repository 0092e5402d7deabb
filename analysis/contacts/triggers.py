"""Which words can tell of a contact, and which of them tell of habit, fiction or sport instead."""

from collections.abc import Iterable
from functools import cache

from spacy.tokens import Token

from analysis import vocabulary
from analysis.contacts.factuality import key, operator, status
from analysis.language.spacy_model import lemma
from analysis.language.syntax import is_verb
from analysis.tables import MEETING, OCCURRED
from analysis.vocabulary.schema import ContactWord


def entry_of(token: Token) -> ContactWord | None:
    """The vocabulary's line for a token that can tell of a contact."""
    words = vocabulary.contacts()
    if is_verb(token):
        if token.dep_ in ("aux", "auxpass", "amod"):
            return None
        if lemma(token) in words.idioms.phone and any(lemma(c) == "phone" and c.dep_ == "dobj" for c in token.children):
            return words.idioms.phone_call if key(token).endswith(" up") else None
        entry = words.verbs.get(key(token))
        if entry is None and _is_time_spent(token):
            return words.idioms.time_spent
        if entry is None:
            purpose = words.purposes.get(lemma(token))
            wished = purpose and purpose.wished and (_is_wished(token) or _is_seen(token))
            return purpose if _is_purpose(token) or wished else None
        bound = not entry.for_ or any(c.lower_ == "for" and c.dep_ == "prep" for c in token.children)
        adjective = token.lower_ == "visiting" and token.dep_ == "pcomp" and token.head.lower_ in ("with", "by", "to")
        astray = lemma(token) == "go" and not _has_goal(token)
        return entry if bound and not adjective and not astray else None
    if token.tag_ not in ("NN", "NNS") or token.lower_[:3] not in _beginnings():
        return None
    if token.dep_ in ("compound", "nmod", "amod"):
        return None
    found: ContactWord | None = words.nouns.get(lemma(token))
    if found and found.remote and not any(c.lower_ in words.channels["phone"] for c in token.children):
        return None
    if found and found.meal and token.head.lower_ in ("before", "after", "by", "until") and not any(token.children):
        return None  # "before breakfast" is a time
    if found and found.single and not _is_single(token):
        return None
    if found and lemma(token) in words.idioms.phone_nouns:
        return found if _is_means(token) else None
    if found and lemma(token) == "call" and any(c.lower_ in ("for", "to") and c.dep_ == "prep" for c in token.children):
        return None if not any(c.lower_ in ("phone", "telephone", "video") for c in token.children) else found
    return found


def _is_means(noun: Token) -> bool:
    """ "Was on the phone to him", "had her on the line", "told him by telephone"; not "spoke on the phone"."""
    prep, verb = noun.head, noun.head.head
    if prep.lower_ not in ("on", "by", "over") or not is_verb(verb) or entry_of(verb):
        return False
    at_it = prep.lower_ == "on" and lemma(verb) in ("be", "get", "have")
    if lemma(noun) == "line":
        return at_it and any(c.lower_ == "the" for c in noun.children)
    return at_it or any(c.dep_ in ("dobj", "dative") or c.lower_ == "to" for c in verb.children) or _is_mutual(verb)


def _is_mutual(verb: Token) -> bool:
    return lemma(verb) in vocabulary.contacts().idioms.mutual


@cache
def _beginnings() -> frozenset[str]:
    """How the nouns of contact begin, singular and plural alike: cheaper to look at than the dictionary form."""
    return frozenset(noun[:3] for noun in vocabulary.contacts().nouns)


def _is_time_spent(verb: Token) -> bool:
    """ "Spent the morning with her", "had half an hour with her"."""
    units = vocabulary.contacts().idioms.spans.get(lemma(verb))
    return units is not None and any(c.dep_ in ("dobj", "npadvmod") and lemma(c) in units for c in verb.children)


def _is_purpose(token: Token) -> bool:
    """Why somebody goes somewhere: "came to see him"."""
    return token.dep_ in ("xcomp", "advcl") and is_journey(token.head)


def _is_wished(token: Token) -> bool:
    """What is planned, wished or refused: "would like to see him", not "will see him fail"."""
    if any(c.dep_ in ("ccomp", "xcomp", "oprd") or c.lower_ == "as" for c in token.children):
        return False
    meant = token.dep_ == "xcomp" and operator(token.head) is not None
    return meant or any(c.dep_ == "aux" and c.lower_ in ("will", "would") for c in token.children)


def _is_seen(token: Token) -> bool:
    """A meeting at some place or time: "saw him in Rome on Monday", not "saw him fall", "saw him as a rival"."""
    children = [c for c in token.children if c.i > token.i and not c.is_punct]
    objects = [c for c in children if c.dep_ == "dobj"]
    others = [c for c in children if c.dep_ != "dobj"]
    plain = all(c.dep_ in ("npadvmod", "advcl") or _sets_scene(c) for c in others)
    bare = len(objects) == 1 and all(c.i < objects[0].i or c.dep_ == "prep" for c in objects[0].children)
    scene = any(_sets_scene(c) for o in (token, *objects) for c in o.children)
    return token.tag_ == "VBD" and bare and plain and scene and objects[0].tag_ in ("NNP", "PRP")


def _sets_scene(token: Token) -> bool:
    """ "In Rome", "on Monday", "for an hour"."""
    if token.dep_ != "prep" or token.lower_ not in ("in", "at", "on", "for"):
        return False
    times = vocabulary.dates().weekdays if token.lower_ == "on" else ("hour", "minute", "hours", "minutes")
    named = token.lower_ in ("in", "at")
    return any(c.tag_ == "NNP" if named else c.lower_ in times for c in token.children if c.dep_ == "pobj")


def is_journey(token: Token) -> bool:
    """Whether the word is one of going somewhere."""
    entry = vocabulary.contacts().verbs.get(lemma(token))
    return entry is not None and entry.to


def is_homeward(verb: Token) -> bool:
    """ "Flies back to Lisbon", "went home": where somebody returns nobody need be visited."""
    return any(c.lower_ in ("back", "home") and c.dep_ in ("advmod", "prt") for c in verb.children)


def _has_goal(verb: Token) -> bool:
    """Whether "go" is a journey: "went to Paris", "went there to see him"; not "went through the idea"."""
    goals = ("to", "into", "there", "abroad", "home", "back", "from")
    return any(c.lower_ in goals or (c.dep_ in ("xcomp", "advcl") and c.tag_ == "VB") for c in verb.children)


def _is_single(noun: Token) -> bool:
    """One contact and no lasting state: not "in contact with", "keep contact", "continue their dialogue"."""
    lasting = vocabulary.contacts().habit.lasting
    by_phone = any(c.lower_ in ("phone", "telephone") for c in noun.children)
    kept = lemma(noun.head) in lasting or lemma(noun.head.head) in lasting
    return noun.tag_ == "NN" and not kept and (by_phone or noun.head.lower_ != "in")


def is_habit(token: Token) -> bool:
    """History told as a whole: "often talks to", "his recent talks", "have met 14 times", "it was their ninth"."""
    words, children = vocabulary.contacts().habit, list(token.children)
    if any(c.lower_ == "twice" or (c.lower_ == "times" and any(n.tag_ == "CD" for n in c.children)) for c in children):
        return True
    if is_verb(token):
        return any(c.lower_ in words.adverbs and c.dep_ == "advmod" for c in children)
    if token.dep_ == "attr" and any(c.dep_ == "nsubj" and c.tag_ in ("PRP", "DT") for c in token.head.children):
        return True
    plural = token.tag_ == "NNS"
    if plural and any(c.lower_ in words.words and c.dep_ in ("amod", "det") for c in children):
        return True
    carried = token.dep_ in ("dobj", "nsubjpass") or (token.dep_ == "pobj" and token.head.head.dep_ == "dobj")
    entry = entry_of(token)
    only_plural = entry is not None and entry.plural
    return plural and not only_plural and not (carried and lemma(_verb_above(token)) in support())


def is_perfect(token: Token) -> bool:
    """ "Has talked to him": without a day this tells of habit as often as of one contact."""
    perfect = token.tag_ == "VBN" and any(c.lower_ in ("has", "have") for c in token.children)
    return perfect and status(token)[0] == OCCURRED


def support() -> frozenset[str]:
    """The verbs that only carry a noun of contact: held talks, had a conversation."""
    return vocabulary.contacts().support.verbs


def _verb_above(token: Token) -> Token:
    return next((t for t in token.ancestors if is_verb(t)), token)


def is_apart(token: Token) -> bool:
    """Whether the words say that this is another contact than the last one: "another call"."""
    again = vocabulary.contacts().habit.again
    return any(c.lower_ in again and c.dep_ == "amod" for c in token.children) and not is_verb(token)


def is_elsewhere(sentence: Iterable[Token]) -> bool:
    """A film, a novel, a match: whoever meets there is in no contact."""
    words = vocabulary.contacts().elsewhere.words
    return any(t.lower_ in words and t.dep_ in ("pobj", "dobj", "nsubj", "conj") for t in sentence)


def is_definite(token: Token) -> bool:
    """Whether it is one told before: "the call", "their talks", "no such call"."""
    return any(c.lower_ in ("the", "this", "their", "that", "such") for c in token.children if c.i < token.i)


def modes_agree(a: str, b: str) -> bool:
    """Whether two modes can be of one contact."""
    return a == b or "unspecified" in (a, b) or {a, b} == {MEETING, "visit"}
