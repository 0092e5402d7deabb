"""Whether a contact happened: read from the words that govern the word that tells of it.

From the trigger upwards, each governor either asserts, plans, supposes, denies or cancels what hangs on it ("refused to
meet", "the possibility of a visit"); auxiliaries and negation act where they stand. So scope decides, not the presence
of a word: "has not ruled out meeting" is open, "met him and will not resign" happened. The idea is that of factuality
profiles (Saurí and Pustejovsky 2009, "FactBank"), cut down to five outcomes.
"""

from collections.abc import Container
from functools import cache

from spacy.tokens import Token

from analysis import vocabulary
from analysis.language.spacy_model import lemma
from analysis.language.syntax import SUBJECTS, governors, is_detached_infinitive, is_infinitive, is_verb, negation
from analysis.tables import CANCELLED, DENIED, HYPOTHETICAL, OCCURRED, PLANNED

NEGATED = {OCCURRED: DENIED, PLANNED: DENIED, HYPOTHETICAL: DENIED, DENIED: HYPOTHETICAL, CANCELLED: PLANNED}
QUOTES = "\"'”’ "


@cache
def _operators() -> dict[str, str]:
    table = vocabulary.contacts().status
    return {word: status for status in (PLANNED, HYPOTHETICAL, DENIED, CANCELLED) for word in getattr(table, status)}


@cache
def _silent_e() -> dict[str, str]:
    """The lemmatizer's "din" is our "dine"."""
    words = [*vocabulary.contacts().verbs, *_operators()]
    return {word[:-1]: word for word in words if word.endswith("e") and word[:-1] not in words}


def operator(token: Token) -> str | None:
    """The status that a word gives to what it governs ("refuse", "plan", "possibility"), if it gives one."""
    if token.tag_ in ("VBN", "JJ") and token.lower_ in _operators():  # "was prepared to", not "prepared a visit"
        return _operators()[token.lower_]
    return _operators().get(key(token)) or _operators().get(key(token).split()[0])


def key(token: Token) -> str:
    """The dictionary form, with the particle or object that changes its sense: "call off", "shake hand"."""
    word = _silent_e().get(lemma(token), lemma(token))
    for child in token.children:
        if child.dep_ == "prt" or (
            child.lower_ in ("out", "down", "off", "up", "across", "short") and child.dep_ in ("advmod", "prep")
        ):
            return f"{word} {child.lower_}"
        if word == "shake" and child.dep_ == "dobj" and lemma(child) == "hand":
            return "shake hand"
    return word


def status(trigger: Token, upcoming: bool = False) -> tuple[str, str]:
    """What becomes of the contact a trigger tells of, and the words that decided it.

    `upcoming` is true where the clause names a weekday or tomorrow: "meets him on Tuesday" is a plan.
    """
    value, why = _modality(trigger, upcoming) if is_verb(trigger) else _of_noun(trigger)
    for head, below, how in governors(trigger):
        upcoming = upcoming and how != "prep of"  # "the result of Friday's call is dull"
        outcome = _governed(head, below, how, upcoming and not _is_apart(below, how))
        if outcome is None:
            break
        effect, words = outcome
        accepted = value == HYPOTHETICAL and effect == PLANNED and how == "dobj" and lemma(head) == "accept"
        combined = PLANNED if accepted else _combine(effect, value)
        if combined != value:
            why = [*why, *words]
        value = combined
        if how == "ccomp":
            break
    return value, " … ".join(t.text for t in sorted(set(why), key=lambda t: t.i))


def _combine(outer: str, inner: str) -> str:
    """What is planned can be called off or only supposed; what is called off or denied stays so."""
    if inner == OCCURRED or outer == inner:
        return outer
    if inner in (DENIED, CANCELLED):
        return inner
    return outer if outer in (DENIED, CANCELLED) or (inner == PLANNED and outer == HYPOTHETICAL) else inner


def _governed(head: Token, below: Token, how: str, upcoming: bool) -> tuple[str, list[Token]] | None:
    """What a governor makes of what hangs on it; None where its say ends."""
    words = vocabulary.contacts().status
    preposition = how.removeprefix("prep ") if how.startswith("prep ") else ""
    if preposition in words.past or how == "relcl" or (how == "acl" and below.tag_ == "VBN"):
        return None
    if preposition == "without":
        return DENIED, [below]
    if preposition in words.future and not is_verb(below):
        return PLANNED, [below]
    if how == "conj":
        return _shared(head, below, upcoming)
    found = operator(head)
    if (
        found
        and how not in SUBJECTS[:1]
        and (how != "advcl" or _is_complement(below))
        and preposition not in ("in", "at", "during", "by", *(("on", "over") if is_verb(head) else ()))
    ):
        return _operated(head, found)
    if is_verb(head):
        return _by_verb(head, below, how, preposition, upcoming)
    if preposition == "of" or how in ("acl", "compound", "nmod", "amod", "poss", "xcomp", "acomp"):
        return _of_noun(head)
    return None


def _operated(head: Token, effect: str) -> tuple[str, list[Token]]:
    negative, modal = negation(head), _modality(head, False) if is_verb(head) else (OCCURRED, [])
    finite = head.head if head.tag_ == "JJ" else head
    had = [c for c in finite.children if c.lower_ == "had"]
    if effect == PLANNED and had and not negative:
        return CANCELLED, [*had, head]
    if negative:
        return NEGATED[effect], [*negative, head]
    if modal[0] == HYPOTHETICAL and effect in (CANCELLED, PLANNED):
        return HYPOTHETICAL, [*modal[1], head]
    return effect, [head]


def _by_verb(head: Token, below: Token, how: str, preposition: str, upcoming: bool) -> tuple[str, list[Token]] | None:
    """A verb that neither plans nor denies passes on its own modality to what is part of the same event."""
    words = vocabulary.contacts()
    if how == "ccomp":
        return None
    value, why = _modality(head, upcoming)
    adjective = [c for c in head.children if c.dep_ in ("acomp", "attr", "oprd", "xcomp") and c.i != below.i]
    operators = [(c, effect) for c in adjective if how in SUBJECTS and (effect := operator(c))]
    if operators:
        token, effect = operators[0]
        return (NEGATED[effect] if negation(head) else effect), [token]
    if how in SUBJECTS and lemma(head) not in words.status.happening and how != "nsubjpass":
        return OCCURRED, []
    if how in ("dobj", "dative") and lemma(head) not in words.support.verbs:
        return None
    if (
        lemma(head) == "be"
        and is_infinitive(below)
        and any(c.lower_ == "it" and c.dep_ in SUBJECTS for c in head.children)
    ):
        return HYPOTHETICAL, [head, *why]
    if how == "advcl" and any(c.dep_ == "mark" or c.tag_ == "WRB" for c in below.children):
        return None
    if preposition == "for" and (topic := next((c for c in head.children if c.dep_ in SUBJECTS and operator(c)), None)):
        return _operated(topic, operator(topic) or value)  # "preparations are under way for a meeting"
    if how == "xcomp" and lemma(head) in words.status.rumoured and any(c.dep_ == "auxpass" for c in head.children):
        return HYPOTHETICAL, [head]
    if how == "xcomp" and lemma(head) == "be" and any(c.lower_ == "have" for c in below.children):
        return CANCELLED, [head, below]
    if how == "xcomp" and (lemma(head) == "be" or (lemma(head) == "go" and head.tag_ == "VBG")) and is_verb(below):
        return _combine(value, PLANNED), [head, *why]
    if (how == "advcl" or preposition) and value == DENIED:
        return OCCURRED, []
    return value, why


def _is_complement(verb: Token) -> bool:
    """An infinitive that a date has parted from its verb: "offered on Tuesday to hold talks"."""
    head = verb.head
    if not is_detached_infinitive(verb) or operator(head) is None:
        return False
    journeys = vocabulary.contacts().nouns  # "called off a trip to meet him"
    controlling = vocabulary.syntax().control.object
    return lemma(head) in controlling or all(lemma(c) in journeys for c in head.children if c.dep_ == "dobj")


def _is_apart(below: Token, how: str) -> bool:
    """Whether a clause has a time of its own: "is stepping in, having met him on Monday" plans no meeting."""
    return how in ("conj", "ccomp") or (how == "advcl" and not is_infinitive(below))


def _shared(head: Token, below: Token, upcoming: bool) -> tuple[str, list[Token]]:
    """A second verb shares the first one's auxiliaries unless it has a subject or a tense of its own."""
    finite = below.tag_ in ("VBD", "VBZ", "VBP") or any(c.dep_ in (*SUBJECTS, "aux") for c in below.children)
    if not is_verb(head) or not is_verb(below) or finite:
        return OCCURRED, []
    return _modality(head, upcoming)


def _modality(verb: Token, upcoming: bool) -> tuple[str, list[Token]]:
    """What a verb's own auxiliaries, negation, conditions and tense say."""
    table, children = vocabulary.contacts().status, list(verb.children)
    conditions = [c for c in children if c.dep_ == "mark" and c.lower_ in table.conditions]
    if conditions or _inverted(verb):
        return HYPOTHETICAL, conditions or [c for c in children if c.lower_ == "had"]
    value, why = OCCURRED, []
    for aux in (c for c in children if c.dep_ in ("aux", "auxpass") and c.lower_ in table.auxiliaries):
        value, why = table.auxiliaries[aux.lower_], [aux]
    unreal = any(c.lower_ == "have" for c in children) or any(
        m.lower_ in table.conditions for c in children if c.dep_ == "advcl" for m in c.children if m.dep_ == "mark"
    )
    if why and why[0].lower_ in ("would", "'d") and unreal:
        value = HYPOTHETICAL
    hearsay = [c for c in children if c.dep_ == "advmod" and c.lower_ in table.hearsay]
    if hearsay and value == OCCURRED:
        value, why = HYPOTHETICAL, hearsay
    if not why and verb.head.i == verb.i and any(c.dep_ == "aux" and c.lower_ == "to" for c in children):
        value, why = PLANNED, [verb]
    progressive = verb.tag_ == "VBG" and any(
        c.dep_ == "aux" and c.lower_ in ("is", "are", "'s", "’s") for c in children
    )
    if not why and upcoming and (verb.tag_ in ("VBZ", "VBP") or progressive):
        value, why = PLANNED, [verb]
    negative = negation(verb)
    return (NEGATED[value], [*why, *negative]) if negative else (value, why)


def is_ahead(value: str, why: Container[str], trigger: Token) -> bool:
    """Whether a weekday named with it is one to come: what is planned, could be, or was called off before its day."""
    had = any(c.lower_ in ("have", "had") and c.dep_ == "aux" for c in trigger.children)
    if value == HYPOTHETICAL and had:  # "is said to have met him on Sunday"
        return any(word in why for word in ("would", "could", "might", "may", "should", "if"))
    if value == CANCELLED:
        return not any(word in why for word in ("failed", "missed", "skipped", "met", "have"))
    refused = value == DENIED and any(word in why for word in ("will", "wo", "would", "refused", "declined"))
    return refused or value in (PLANNED, HYPOTHETICAL)


def _inverted(verb: Token) -> bool:
    """ "Had Macron phoned him", "Did he meet her?": the auxiliary opens the clause."""
    subjects = [c.i for c in verb.children if c.dep_ in SUBJECTS]
    openers = [c for c in verb.children if c.dep_ in ("aux", "auxpass") and c.i == verb.left_edge.i]
    if not subjects or not openers or openers[0].i > subjects[0]:
        return False
    asked = verb.sent.text.rstrip(QUOTES).endswith("?")
    return asked if verb.dep_ == "ROOT" else openers[0].lower_ in ("had", "should", "were")


def _of_noun(noun: Token) -> tuple[str, list[Token]]:
    """What a noun's modifiers and relative clauses say: "a planned visit", "a meeting scheduled for Friday"."""
    value, why = OCCURRED, list[Token]()
    for child in noun.children:
        effect = None
        if child.dep_ in ("amod", "nmod", "compound") and child.i < noun.i:
            effect = _operators().get(child.lower_)
        elif child.dep_ in ("acl", "relcl") and is_verb(child):
            said_of = child.dep_ == "acl" or any(c.tag_ in ("WDT", "WP") and c.dep_ in SUBJECTS for c in child.children)
            effect = (_operators().get(key(child)) or _modality(child, False)[0]) if said_of else None
            if child.dep_ == "acl" and child.tag_ not in ("VBN", "VB"):
                effect = None
        if effect and effect != OCCURRED:
            value, why = _combine(effect, value), [*why, child]
    negative = negation(noun)
    return (NEGATED[value], [*why, *negative]) if negative else (value, why)
