"""Factuality: whether a contact took place, read from the words that govern its trigger.

The path from a trigger up to the main verb is followed link by link. Each governor asserts, plans, supposes, denies or
cancels its dependent ("refused to meet", "the possibility of a visit"); auxiliaries and negation act on the verb they
belong to. Scope decides, not the presence of a word: "has not ruled out meeting" is open, and "met him and will not
resign" took place. This follows the factuality profiles of Saurí and Pustejovsky (2009, "FactBank: a corpus annotated
with event factuality"), reduced to five statuses.

The effect of a governor is a table: the rules of GOVERNING_VERB_RULES or GOVERNING_NOUN_RULES are tried in order, and
the first one that applies decides. The words are in `vocabulary/contacts.toml`, [status].
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from typing import Literal

from spacy.tokens import Token

from analysis import vocabulary
from analysis.language.spacy_model import lemma
from analysis.language.syntax import (
    FINITE_VERB_TAGS,
    SUBJECTS,
    governors,
    is_detached_infinitive,
    is_infinitive,
    is_verb,
    negation,
)
from analysis.tables import CANCELLED, DENIED, HYPOTHETICAL, OCCURRED, PLANNED

NEGATED = {OCCURRED: DENIED, PLANNED: DENIED, HYPOTHETICAL: DENIED, DENIED: HYPOTHETICAL, CANCELLED: PLANNED}
CLOSING_QUOTES = "\"'”’ "
WOULD = ("would", "'d")
AUXILIARY_RELATIONS = ("aux", "auxpass")
PREDICATE_RELATIONS = ("acomp", "attr", "oprd", "xcomp")
PRENOMINAL_RELATIONS = ("amod", "nmod", "compound")
# Relations by which a word belongs to a noun above it, or to the noun's description.
NOMINAL_RELATIONS = ("acl", "compound", "nmod", "amod", "poss", "xcomp", "acomp")
PRESENT_TAGS = ("VBZ", "VBP")

Effect = tuple[str, list[Token]]  # a status, and the words that decided it


class Scope(Enum):
    """The answer of a rule where the governor and whatever is above it do not affect the contact."""

    ENDS = "ends"


def status(trigger: Token, upcoming: bool = False) -> tuple[str, str]:
    """The status of the contact that a trigger names, and the words that decided it.

    Args:
        trigger: a verb or noun of contact.
        upcoming: whether the clause names a time that may lie ahead: "meets him on Tuesday" is a plan.

    Returns:
        One of `tables.STATUSES`, and the deciding words in the order of the text, joined by " … ".
    """
    value, why = _modality(trigger, upcoming) if is_verb(trigger) else _noun_status(trigger)
    for governor, dependent, relation in governors(trigger):
        upcoming = upcoming and relation != "prep of"  # "the result of Friday's call is dull"
        link = _Link(governor, dependent, relation, upcoming and not _has_own_time(dependent, relation))
        effect = _effect(link)
        if effect is Scope.ENDS:
            break
        outer, words = effect
        combined = PLANNED if _is_acceptance(link, outer, value) else _combine(outer, value)
        if combined != value:
            why = [*why, *words]
        value = combined
        if relation == "ccomp":
            break
    return value, " … ".join(t.text for t in sorted(set(why), key=lambda t: t.i))


def operator(token: Token) -> str | None:
    """The status that a word gives to its dependents ("refuse", "plan", "possibility"); None for other words."""
    if token.tag_ in ("VBN", "JJ") and token.lower_ in _operators():  # "was prepared to", not "prepared a visit"
        return _operators()[token.lower_]
    entry = entry_key(token)
    return _operators().get(entry) or _operators().get(entry.partition(" ")[0])


def entry_key(token: Token) -> str:
    """The dictionary form with a particle or object that changes its sense: "call off", "shake hand"."""
    phrasal, word = vocabulary.contacts().phrasal, _silent_e().get(lemma(token), lemma(token))
    idiomatic_object, prepositions = phrasal.objects.get(word), phrasal.prepositions.get(word, frozenset())
    for child in token.children:
        if child.lower_ in prepositions and not _introduces_time(child):
            return f"{word} {child.lower_}"
        if child.dep_ == "prt" or (child.lower_ in phrasal.particles and child.dep_ in ("advmod", "prep")):
            return f"{word} {child.lower_}"
        if idiomatic_object and child.dep_ == "dobj" and lemma(child) == idiomatic_object:
            return f"{word} {idiomatic_object}"
    return word


def _introduces_time(preposition: Token) -> bool:
    """ "On Monday", "on March 3", as opposed to "on him"."""
    words = vocabulary.dates()
    times = words.weekdays | words.months.keys()
    return any(c.lower_ in times or c.tag_ == "CD" for c in preposition.children)


@cache
def _operators() -> dict[str, str]:
    table = vocabulary.contacts().status
    return {word: status for status in (PLANNED, HYPOTHETICAL, DENIED, CANCELLED) for word in getattr(table, status)}


@cache
def _silent_e() -> dict[str, str]:
    """Words by the form that the lemmatizer gives instead: "din" for "dine", "texte" for "text"."""
    words = [*vocabulary.frames().verbs, *_operators()]
    shorter = {word[:-1]: word for word in words if word.endswith("e") and word[:-1] not in words}
    return shorter | {f"{verb}e": verb for verb in vocabulary.frames().verbs if verb.endswith("xt")}


def is_ahead(value: str, why: Container[str], trigger: Token) -> bool:
    """Whether a weekday beside the trigger is the next one, not the last one.

    So it is for plans and possibilities, for a refusal ("will not meet her on Friday"), and for a contact that was
    called off before its day.

    Args:
        value: the status of the contact.
        why: the words that decided the status, as written.
        trigger: the verb or noun of contact.
    """
    table = vocabulary.contacts().status.ahead
    if value == CANCELLED:
        return not _contains_any(why, table.missed)
    if value == DENIED:
        return _contains_any(why, table.refused)
    if value == HYPOTHETICAL and any(c.lower_ in ("have", "had") and c.dep_ == "aux" for c in trigger.children):
        return _contains_any(why, table.supposed)  # not "is said to have met him on Sunday"
    return value in (PLANNED, HYPOTHETICAL)


def _contains_any(container: Container[str], words: Iterable[str]) -> bool:
    return any(word in container for word in words)


def _combine(outer: str, inner: str) -> str:
    """The status of a contact whose own words say `inner`, under a governor that says `outer`.

    A plan can be called off or only supposed; what is called off or denied stays so.
    """
    if inner == OCCURRED or outer == inner:
        return outer
    if inner in (DENIED, CANCELLED):
        return inner
    return outer if outer in (DENIED, CANCELLED) or (inner == PLANNED and outer == HYPOTHETICAL) else inner


# The modality of a single verb or noun


def _modality(verb: Token, upcoming: bool) -> Effect:
    """The status that a verb's own auxiliaries, negation, conditions and tense give it."""
    if supposed := _supposition(verb):
        return supposed
    timetable = _timetable(verb) if upcoming else None
    value, why = _auxiliary(verb) or _hearsay(verb) or _headline(verb) or timetable or (OCCURRED, [])
    negative = negation(verb)
    return (NEGATED[value], [*why, *negative]) if negative else (value, why)


def _supposition(verb: Token) -> Effect | None:
    """ "If he meets her", "whether they met", "had Macron phoned him", "did he meet her?"."""
    conditions = _conditions(verb)
    if conditions:
        return HYPOTHETICAL, conditions
    if _is_inverted(verb):
        return HYPOTHETICAL, [c for c in verb.children if c.lower_ == "had"]
    return None


def _conditions(verb: Token) -> list[Token]:
    """The conjunctions that make a verb's clause a condition: "if he meets her"."""
    words = vocabulary.contacts().status.conditions
    return [c for c in verb.children if c.dep_ == "mark" and c.lower_ in words]


def _is_inverted(verb: Token) -> bool:
    """Whether an auxiliary opens the clause: "had Macron phoned him", "did he meet her?"."""
    subjects = [c.i for c in verb.children if c.dep_ in SUBJECTS]
    openers = [c for c in verb.children if c.dep_ in AUXILIARY_RELATIONS and c.i == verb.left_edge.i]
    if not subjects or not openers or openers[0].i > subjects[0]:
        return False
    if verb.dep_ == "ROOT":
        return bool(verb.sent.text.rstrip(CLOSING_QUOTES).endswith("?"))
    return openers[0].lower_ in vocabulary.contacts().status.inverted


def _auxiliary(verb: Token) -> Effect | None:
    """ "Will meet", "might meet"; "would have met" is only supposed."""
    table = vocabulary.contacts().status.auxiliaries
    modals = [c for c in verb.children if c.dep_ in AUXILIARY_RELATIONS and c.lower_ in table]
    if not modals:
        return None
    modal = modals[-1]
    unreal = modal.lower_ in WOULD and _is_unreal(verb)
    return (HYPOTHETICAL if unreal else table[modal.lower_]), [modal]


def _is_unreal(verb: Token) -> bool:
    """Whether "would" supposes instead of planning: "would have met", "would meet him if he came"."""
    if any(c.lower_ == "have" for c in verb.children):
        return True
    return any(_conditions(clause) for clause in verb.children if clause.dep_ == "advcl")


def _hearsay(verb: Token) -> Effect | None:
    """ "Allegedly met him"."""
    words = vocabulary.contacts().status.hearsay
    adverbs = [c for c in verb.children if c.dep_ == "advmod" and c.lower_ in words]
    return (HYPOTHETICAL, adverbs) if adverbs else None


def _headline(verb: Token) -> Effect | None:
    """ "Macron to meet Putin in Geneva"."""
    return (PLANNED, [verb]) if verb.head.i == verb.i and is_infinitive(verb) else None


def _timetable(verb: Token) -> Effect | None:
    """A present tense with a time ahead: "meets him on Tuesday", "is meeting him on Tuesday"."""
    return (PLANNED, [verb]) if verb.tag_ in PRESENT_TAGS or _is_present_progressive(verb) else None


def _is_present_progressive(verb: Token) -> bool:
    """ "Is meeting"."""
    present = vocabulary.contacts().status.present
    return verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.lower_ in present for c in verb.children)


def _noun_status(noun: Token) -> Effect:
    """The status that a noun's modifiers and relative clauses give it: "a planned visit", "talks set for Friday"."""
    value, why = OCCURRED, list[Token]()
    for child in noun.children:
        effect = _modifier_effect(noun, child)
        if effect and effect != OCCURRED:
            value, why = _combine(effect, value), [*why, child]
    negative = negation(noun)
    return (NEGATED[value], [*why, *negative]) if negative else (value, why)


def _modifier_effect(noun: Token, modifier: Token) -> str | None:
    """The status that one modifier gives a noun: "planned talks", "talks that were cancelled"."""
    if modifier.dep_ in PRENOMINAL_RELATIONS and modifier.i < noun.i:
        return _operators().get(modifier.lower_)
    if not _is_about_noun(modifier):
        return None
    return _operators().get(entry_key(modifier)) or _modality(modifier, False)[0]


def _is_about_noun(clause: Token) -> bool:
    """Whether a clause says something of its noun: "talks to be held", "talks that failed"; not "talks he planned"."""
    if not is_verb(clause):
        return False
    if clause.dep_ == "acl":
        return clause.tag_ in ("VBN", "VB")
    relative_subject = any(c.tag_ in ("WDT", "WP") and c.dep_ in SUBJECTS for c in clause.children)
    return clause.dep_ == "relcl" and relative_subject


# The effect of a governor on its dependent


@dataclass(frozen=True)
class _Link:
    """A governor and its dependent on the path from a trigger to the main verb.

    `relation` is the dependency label, or "prep in", "prep to", … for the object of a preposition. `upcoming` is
    whether the governor's clause names a time that may lie ahead.
    """

    governor: Token
    dependent: Token
    relation: str
    upcoming: bool

    @property
    def preposition(self) -> str:
        """The preposition between the two, or an empty string."""
        return self.relation.removeprefix("prep ") if self.relation.startswith("prep ") else ""

    @cached_property
    def governor_lemma(self) -> str:
        """The governor's dictionary form."""
        return lemma(self.governor)

    @cached_property
    def modality(self) -> Effect:
        """The status that the governor, a verb, gives to its own event."""
        return _modality(self.governor, self.upcoming)


_Outcome = Effect | Literal[Scope.ENDS]
_Rule = Callable[[_Link], _Outcome | None]


def _effect(link: _Link) -> _Outcome:
    """The effect of a governor on its dependent: the outcome of the first rule that applies."""
    for rule in GOVERNING_VERB_RULES if is_verb(link.governor) else GOVERNING_NOUN_RULES:
        if (outcome := rule(link)) is not None:
            return outcome
    return Scope.ENDS


def _circumstance_after(link: _Link) -> _Outcome | None:
    """ "Refused to resign after meeting him": nothing is said of the meeting."""
    return Scope.ENDS if link.preposition in vocabulary.contacts().status.past else None


def _relative_clause(link: _Link) -> _Outcome | None:
    """ "The president, who met him, will resign", "a leader received in Rome will resign"."""
    reduced = link.relation == "acl" and link.dependent.tag_ == "VBN"
    return Scope.ENDS if reduced or link.relation == "relcl" else None


def _without(link: _Link) -> _Outcome | None:
    """ "Left without meeting him"."""
    return (DENIED, [link.dependent]) if link.preposition == "without" else None


def _circumstance_before(link: _Link) -> _Outcome | None:
    """ "Spoke ahead of the summit"."""
    ahead = link.preposition in vocabulary.contacts().status.future and not is_verb(link.dependent)
    return (PLANNED, [link.dependent]) if ahead else None


def _coordination(link: _Link) -> _Outcome | None:
    """ "Will fly to Rome and meet her": both are planned; "will resign and has met her": the second stands alone."""
    if link.relation != "conj":
        return None
    return link.modality if _shares_auxiliaries(link) else (OCCURRED, [])


def _shares_auxiliaries(link: _Link) -> bool:
    """Whether a second verb shares the auxiliaries of the first: it has no subject and no tense of its own."""
    second = link.dependent
    if not is_verb(link.governor) or not is_verb(second) or second.tag_ in FINITE_VERB_TAGS:
        return False
    return not any(c.dep_ in (*SUBJECTS, "aux") for c in second.children)


def _operator(link: _Link) -> _Outcome | None:
    """ "Refused to meet", "plans for a visit"; not "the visitor refused" or "agreed on it during a call"."""
    effect = operator(link.governor)
    if not effect or link.relation == "nsubj" or _is_circumstance(link):
        return None
    if link.relation == "advcl" and not _is_complement(link.dependent):
        return None
    return _operated(link.governor, effect)


def _is_circumstance(link: _Link) -> bool:
    """Whether the contact only says when or how something is done: "agreed in a call", "the plan at the summit"."""
    words = vocabulary.contacts().status
    if link.preposition in words.circumstance:
        return True
    return is_verb(link.governor) and link.preposition in words.circumstance_of_verb


def _operated(word: Token, effect: str) -> Effect:
    """What an operator's negation and tense make of its effect: "did not refuse to", "had planned to"."""
    negative = negation(word)
    if negative:
        return NEGATED[effect], [*negative, word]
    finite = word.head if word.tag_ == "JJ" else word
    had = [c for c in finite.children if c.lower_ == "had"]
    if effect == PLANNED and had:
        return CANCELLED, [*had, word]
    value, why = _modality(word, False) if is_verb(word) else (OCCURRED, [])
    if value == HYPOTHETICAL and effect in (CANCELLED, PLANNED):
        return HYPOTHETICAL, [*why, word]
    return effect, [word]


def _reported(link: _Link) -> _Outcome | None:
    """ "Said that he met her": the report does not affect the contact."""
    return Scope.ENDS if link.relation == "ccomp" else None


def _predicate(link: _Link) -> _Outcome | None:
    """ "A meeting is likely", "a visit remains a possibility"."""
    if link.relation not in SUBJECTS:
        return None
    for child in link.governor.children:
        if child.dep_ in PREDICATE_RELATIONS and child.i != link.dependent.i and (effect := operator(child)):
            return (NEGATED[effect] if negation(link.governor) else effect), [child]
    return None


def _subject(link: _Link) -> _Outcome | None:
    """ "The meeting could help": it took place, unless the verb is one of happening ("could take place")."""
    if link.relation not in SUBJECTS or link.relation == "nsubjpass":
        return None
    return None if link.governor_lemma in vocabulary.contacts().status.happening else (OCCURRED, [])


def _object(link: _Link) -> _Outcome | None:
    """ "Will discuss the meeting"; not a support verb's object, "will hold a meeting"."""
    if link.relation not in ("dobj", "dative"):
        return None
    return None if link.governor_lemma in vocabulary.contacts().support.verbs else Scope.ENDS


def _dummy_subject(link: _Link) -> _Outcome | None:
    """ "It is important to meet him"."""
    if link.governor_lemma != "be" or not is_infinitive(link.dependent):
        return None
    dummy = any(c.lower_ == "it" and c.dep_ in SUBJECTS for c in link.governor.children)
    return (HYPOTHETICAL, [link.governor, *link.modality[1]]) if dummy else None


def _subordinate_clause(link: _Link) -> _Outcome | None:
    """ "Will resign because he met her", "will resign when he has met her"."""
    return Scope.ENDS if is_marked_clause(link.dependent, link.relation) else None


def is_marked_clause(clause: Token, relation: str) -> bool:
    """Whether a conjunction or question word opens an adverbial clause: "because he met her", "when he met her"."""
    return relation == "advcl" and any(c.dep_ == "mark" or c.tag_ == "WRB" for c in clause.children)


def _extraposed_object(link: _Link) -> _Outcome | None:
    """ "Preparations are under way for a meeting"."""
    if link.preposition != "for":
        return None
    for child in link.governor.children:
        if child.dep_ in SUBJECTS and (effect := operator(child)):
            return _operated(child, effect)
    return None


def _rumour(link: _Link) -> _Outcome | None:
    """ "Is said to have met him"."""
    if link.relation != "xcomp" or link.governor_lemma not in vocabulary.contacts().status.rumoured:
        return None
    passive = any(c.dep_ == "auxpass" for c in link.governor.children)
    return (HYPOTHETICAL, [link.governor]) if passive else None


def _unfulfilled(link: _Link) -> _Outcome | None:
    """ "Was to have met him"."""
    perfect = any(c.lower_ == "have" for c in link.dependent.children)
    is_to = link.relation == "xcomp" and link.governor_lemma == "be"
    return (CANCELLED, [link.governor, link.dependent]) if is_to and perfect else None


def _be_to(link: _Link) -> _Outcome | None:
    """ "Is to meet him", "is going to meet him"."""
    if link.relation != "xcomp" or not is_verb(link.dependent):
        return None
    going = link.governor_lemma == "go" and link.governor.tag_ == "VBG"
    if link.governor_lemma != "be" and not going:
        return None
    value, why = link.modality
    return _combine(value, PLANNED), [link.governor, *why]


def _denied_with_circumstance(link: _Link) -> _Outcome | None:
    """ "Did not resign in their talks": the talks took place."""
    circumstance = link.relation == "advcl" or link.preposition
    return (OCCURRED, []) if circumstance and link.modality[0] == DENIED else None


def _same_event(link: _Link) -> _Outcome:
    """ "Will hold talks", "may travel to meet him": any other verb passes on its own modality."""
    return link.modality


def _of_noun(link: _Link) -> _Outcome | None:
    """ "A planned round of talks", "no series of meetings"."""
    part = link.preposition == "of" or link.relation in NOMINAL_RELATIONS
    return _noun_status(link.governor) if part else None


GOVERNOR_RULES: tuple[_Rule, ...] = (
    _circumstance_after,
    _relative_clause,
    _without,
    _circumstance_before,
    _coordination,
    _operator,
)
GOVERNING_VERB_RULES: tuple[_Rule, ...] = (
    *GOVERNOR_RULES,
    _reported,
    _predicate,
    _subject,
    _object,
    _dummy_subject,
    _subordinate_clause,
    _extraposed_object,
    _rumour,
    _unfulfilled,
    _be_to,
    _denied_with_circumstance,
    _same_event,
)
GOVERNING_NOUN_RULES: tuple[_Rule, ...] = (*GOVERNOR_RULES, _of_noun)


def _is_acceptance(link: _Link, outer: str, inner: str) -> bool:
    """ "Accepted an invitation to visit": the possibility has become a plan."""
    accepts = link.relation == "dobj" and link.governor_lemma == "accept"
    return accepts and inner == HYPOTHETICAL and outer == PLANNED


def _is_complement(infinitive: Token) -> bool:
    """Whether an infinitive belongs to the operator before it: "offered on Tuesday to hold talks".

    The parser attaches it as an adverbial clause where a date or a contact separates the two, as in "called off a trip
    to meet him". After any other object it is a purpose: "postponed the vote to meet him".
    """
    head = infinitive.head
    if not is_detached_infinitive(infinitive) or operator(head) is None:
        return False
    if lemma(head) in vocabulary.syntax().control.object:
        return True
    return all(lemma(c) in vocabulary.frames().nouns for c in head.children if c.dep_ == "dobj")


def _has_own_time(dependent: Token, relation: str) -> bool:
    """Whether a clause has a time of its own: "is stepping in, having met him on Monday" plans no meeting."""
    return relation in ("conj", "ccomp") or (relation == "advcl" and not is_infinitive(dependent))
