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
from analysis.language.spacy_model import dictionary_forms, is_dictionary_word, lemma
from analysis.language.syntax import (
    COMMON_NOUN_TAGS,
    FINITE_VERB_TAGS,
    PROPER_NOUN_TAGS,
    SUBJECTS,
    governors,
    has_subject,
    is_detached_infinitive,
    is_infinitive,
    is_verb,
    negation,
    remembered,
)
from analysis.tables import CANCELLED, DENIED, HYPOTHETICAL, LETTER, OCCURRED, PLANNED
from analysis.vocabulary.schema import Frame

NEGATED = {OCCURRED: DENIED, PLANNED: DENIED, HYPOTHETICAL: DENIED, DENIED: HYPOTHETICAL, CANCELLED: PLANNED}
CLOSING_QUOTES = "\"'”’ "
WOULD = ("would", "'d")
AUXILIARY_RELATIONS = ("aux", "auxpass")
PREDICATE_RELATIONS = ("acomp", "attr", "oprd", "xcomp")
PRENOMINAL_RELATIONS = ("amod", "nmod", "compound")
# Relations by which a word belongs to a noun above it, or to the noun's description.
NOMINAL_RELATIONS = ("acl", "compound", "nmod", "amod", "poss", "xcomp", "acomp")
# Relations of the word that gives a verb another sense: "shake hands", "bring together", "show around".
IDIOM_RELATIONS = ("dobj", "npadvmod", "nsubjpass", "advmod", "prep")
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
    if (verb := verb_of_occurrence(trigger)) is not None:
        return OCCURRED, verb.text
    value, why = _modality(trigger, upcoming) if is_verb(trigger) else _noun_status(trigger)
    for governor, dependent, relation in governors(trigger):
        upcoming = upcoming and relation != "prep of"  # "the result of Friday's call is dull"
        link = _Link(governor, dependent, relation, upcoming and not _has_own_time(dependent, relation))
        effect = _effect(link)
        if effect is Scope.ENDS:
            break
        outer, words = effect
        combined = _combined(link, outer, value)
        if combined != value:
            why = [*why, *words]
        value = combined
        if relation == "ccomp" or link.looks_ahead:
            break
    return value, " … ".join(t.text for t in sorted(set(why), key=lambda t: t.i))


def verb_of_occurrence(noun: Token) -> Token | None:
    """The verb that says that a contact took place, whatever is above it: "asked for a meeting, which was held".

    The parser attaches the clause to the last name before it, too: "a meeting with Lee, which took place on Monday".

    Args:
        noun: the trigger; no verb has such a clause.
    """
    if is_verb(noun):
        return None
    clauses = (t for t in noun.subtree if t.dep_ == "relcl" and (t.head.i == noun.i or t.head.tag_ in PROPER_NOUN_TAGS))
    return next((verb for verb in clauses if _has_taken_place(verb)), None)


def _has_taken_place(verb: Token) -> bool:
    """ "(Which) took place", "(that) was held"; not "(who) took place", "(which) was never held"."""
    is_thing = any(c.lower_ in ("which", "that") and c.dep_ in SUBJECTS for c in verb.lefts)
    takes_place = lemma(verb) == "take" and any(c.lower_ == "place" for c in verb.children)
    is_past = any(t.tag_ == "VBD" for t in (verb, *verb.lefts))
    is_event = takes_place or lemma(verb) in vocabulary.contacts().support.held
    return is_thing and is_past and is_event and _modality(verb, False)[0] == OCCURRED


def answer(invitation: Token) -> Effect | None:
    """The answer to an invitation, in the same sentence or the next: "… and he accepted", "… He has declined".

    Args:
        invitation: the verb that invites.

    Returns:
        PLANNED or DENIED with the verb that says so; None without an answer.
    """
    sentence = invitation.sent
    after = list(sentence.doc[sentence.end : sentence.end + 1])
    verbs = [c for c in invitation.children if c.dep_ == "conj" and c.i > invitation.i] + [t.sent.root for t in after]
    for verb in filter(_is_answer, verbs):
        if _modality(verb, False)[0] == OCCURRED:
            return (DENIED if operator(verb) == DENIED else PLANNED), [verb]
    return None


def _is_answer(verb: Token) -> bool:
    """ "Accepted", "has declined the invitation"; not "accepted the result", "refused to comment"."""
    nouns = vocabulary.contacts().initiative.nouns
    is_answer = is_verb(verb) and (lemma(verb) == "accept" or operator(verb) == DENIED)
    objects = (c for c in verb.children if c.dep_ in ("dobj", "ccomp", "xcomp"))
    return is_answer and all(lemma(c) in nouns for c in objects)


def operator(token: Token) -> str | None:
    """The status that a word gives to its dependents ("refuse", "plan", "possibility"); None for other words."""
    if token.tag_ in ("VBN", "JJ") and token.lower_ in _operators():  # "was prepared to", not "prepared a visit"
        return _operators()[token.lower_]
    entry = entry_key(token)
    if is_verb(token) and entry in vocabulary.contacts().status.predicative:
        return None  # "opened talks"
    frame = vocabulary.frames().verbs.get(entry)
    # "was called in to see him", "called up to ask her"; but "called on her to meet him"
    word = entry if frame and not frame.appeal else entry.partition(" ")[0]
    return _operators().get(entry) or _operators().get(word)


@remembered
def entry_key(token: Token) -> str:
    """The dictionary form with a particle or object that changes its sense: "call off", "shake hand"."""
    phrasal, word = vocabulary.contacts().phrasal, headword(token)
    if word in phrasal.plain:
        return word
    idiomatic_objects, prepositions = phrasal.objects.get(word, ()), phrasal.prepositions.get(word, frozenset())
    for child in token.children:
        if child.lower_ in prepositions and _begins_object(child):
            return f"{word} {child.lower_}"
        if child.dep_ == "prt" or (child.lower_ in phrasal.particles and child.dep_ in ("advmod", "prep")):
            return f"{word} {child.lower_}"
        if idiomatic_objects and child.dep_ in IDIOM_RELATIONS and lemma(child) in idiomatic_objects:
            return f"{word} {idiomatic_objects[0]}"
    return word


def verb_frame(token: Token) -> Frame | None:
    """The frame of a verb of contact or travel in any of its senses, also in "called him a liar"; else None."""
    return vocabulary.frames().verbs.get(entry_key(token)) if is_verb(token) else None


def headword(token: Token) -> str:
    """The dictionary form, with the final e that the lemmatizer drops from a few words: "dine" for "dined".

    An irregular past that the parser takes for a present, "Lind, 31, rang her", has its own dictionary form.
    """
    form = lemma(token)
    if token.tag_ == "VBP" and not is_dictionary_word(form, "verb"):
        form = next((verb for part, verb in dictionary_forms(form) if part == "verb"), form)
    return _silent_e().get(form, form)


def _begins_object(preposition: Token) -> bool:
    """Whether a preposition belongs to its verb: "called on him"; not "called him on Monday", "called on Monday"."""
    verb, words = preposition.head, vocabulary.dates()
    before = (c for c in verb.children if c.i < preposition.i)
    if preposition.i < verb.i or any(c.dep_ in ("dobj", "oprd") for c in before):
        return False
    times = words.weekdays | words.months.keys()
    return not any(t.lower_ in times or t.tag_ == "CD" for t in preposition.subtree)


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


def _combined(link: "_Link", outer: str, inner: str) -> str:
    """The status under a governor, which can also turn it around: "accepted an invitation", "refused to rule out"."""
    if _is_acceptance(link, outer, inner):
        return PLANNED
    return NEGATED[inner] if _is_double_denial(link, outer, inner) else _combine(outer, inner)


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
    value, why = _auxiliary(verb) or _hearsay(verb) or _headline(verb) or _awaited(verb) or timetable or (OCCURRED, [])
    return _negated(verb, value, why)


def _negated(token: Token, value: str, why: list[Token]) -> Effect:
    """The status of a verb or noun under its own negation; "has not met her since June" says that they met in June."""
    negative = negation(token)
    if not negative:
        return value, why
    since = _last_time(token) if value == OCCURRED else None
    return (OCCURRED, [*negative, since]) if since is not None else (NEGATED[value], [*why, *negative])


def _last_time(token: Token) -> Token | None:
    """The "since" before the time of the last contact: "has not met her since June", "no talks since their dinner"."""
    verb = token if is_verb(token) else token.head
    if not any(c.lower_ in vocabulary.contacts().status.perfect and c.dep_ == "aux" for c in verb.children):
        return None
    dependents = [*token.children, *verb.children]
    clauses = [c for c in dependents if c.dep_ == "advcl"]
    since = [c for word in (token, verb, *clauses) for c in word.children if c.lower_ == "since"]
    return next((conjunction for conjunction in since if _names_occasion(conjunction)), None)


def _names_occasion(since: Token) -> bool:
    """Whether a time or contact follows: "since June", "since they met", "since talks ended"; not "since the vote"."""
    if since.dep_ == "mark":
        return any(map(_is_contact_word, (since.head, *(c for c in since.head.children if c.dep_ in SUBJECTS))))
    return any(is_time(c) or _is_contact_word(c) for c in since.children)


def _is_contact_word(token: Token) -> bool:
    """Whether a word can name a contact; not a journey, "since he came to power"."""
    frame = verb_frame(token) if is_verb(token) else vocabulary.frames().nouns.get(lemma(token))
    return frame is not None and not frame.to


def is_time(token: Token) -> bool:
    """Whether a noun is a point or period of time: "June", "2019", "next week", "tomorrow"."""
    words = vocabulary.dates()
    named = (words.weekdays, words.months, words.seasons, words.deictic, words.recent)
    return token.tag_ == "CD" or any(token.lower_ in times or lemma(token) in times for times in named)


def _supposition(verb: Token) -> Effect | None:
    """ "If he meets her", "whether they met", "had Macron phoned him", "did he meet her?"."""
    conditions = _conditions(verb)
    if conditions:
        return HYPOTHETICAL, conditions
    if _is_inverted(verb):
        return HYPOTHETICAL, [c for c in verb.children if c.lower_ == "had"]
    return None


def _conditions(verb: Token) -> list[Token]:
    """The conjunctions that make a verb's clause a condition: "if he meets her", "as though he had met her"."""
    words = vocabulary.contacts().status.conditions
    marks = [c for c in verb.children if c.dep_ == "mark"]
    return [c for c in marks if c.lower_ in words or (c.i and f"{c.nbor(-1).lower_} {c.lower_}" in words)]


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
    if modal.lower_ == "would" and verb.dep_ in ("ROOT", "relcl", "conj") and _comes_afterwards(verb):
        return OCCURRED, []
    unreal = modal.lower_ in WOULD and _is_unreal(verb)
    return (HYPOTHETICAL if unreal else table[modal.lower_]), [modal]


def _comes_afterwards(verb: Token) -> bool:
    """ "Would later meet him": what happened next in a story about the past."""
    return any(c.lower_ in vocabulary.contacts().status.afterwards and c.i < verb.i for c in verb.children)


def _is_unreal(verb: Token) -> bool:
    """Whether "would" supposes: "would have met", "would meet him if he came", "would be happy to meet him"."""
    if any(c.lower_ == "have" or (c.dep_ == "acomp" and _governs_infinitive(c)) for c in verb.children):
        return True
    return any(_conditions(clause) for clause in verb.children if clause.dep_ == "advcl")


def _governs_infinitive(token: Token) -> bool:
    """ "Happy to meet him"."""
    return any(c.dep_ == "xcomp" and is_infinitive(c) for c in token.children)


def _hearsay(verb: Token) -> Effect | None:
    """ "Allegedly met him", "perhaps she met him"."""
    words = vocabulary.contacts().status.hearsay
    adverbs = [c for c in verb.children if c.dep_ == "advmod" and c.lower_ in words and not _weighs_superlative(c)]
    return (HYPOTHETICAL, adverbs) if adverbs else None


def _weighs_superlative(adverb: Token) -> bool:
    """Whether an adverb says how sure a judgement is, not an event: "perhaps the most revealing part is …"."""
    return any(t.tag_ in ("RBS", "JJS") for t in adverb.doc[adverb.i + 1 : min(adverb.i + 3, adverb.sent.end)])


def _headline(verb: Token) -> Effect | None:
    """ "Lee to meet Hall in Geneva"; with two names the parser takes the first for the main word of the sentence."""
    if not is_infinitive(verb):
        return None
    named = verb.dep_ in ("relcl", "acl") and verb.head.tag_ in PROPER_NOUN_TAGS and verb.head.dep_ == "ROOT"
    return (PLANNED, [verb]) if verb.head.i == verb.i or named else None


def _timetable(verb: Token) -> Effect | None:
    """A present tense with a time ahead: "meets him on Tuesday", "is meeting him on Tuesday".

    Not "writes to him on Tuesday": whoever quotes a letter uses the present tense. So does a caption: "shakes hands
    with him on Tuesday".
    """
    frame = verb_frame(verb)
    if (frame is not None and frame.mode == LETTER) or lemma(verb) in vocabulary.contacts().status.pictured:
        return None
    return (PLANNED, [verb]) if verb.tag_ in PRESENT_TAGS or _is_present_progressive(verb) else None


def _awaited(verb: Token) -> Effect | None:
    """A present tense after a conjunction for a time ahead: "will wait until he meets her", "before they meet".

    After "when" or "after", too, unless the clause above is a present tense: "will raise it when they meet".
    """
    if verb.tag_ not in PRESENT_TAGS or verb.dep_ != "advcl":
        return None
    words, above = vocabulary.contacts().status, verb.head
    opens_future = words.future if above.tag_ in PRESENT_TAGS else words.future | words.future_if_ahead
    marks = [c for c in verb.children if c.lower_ in opens_future and c.dep_ in ("mark", "advmod")]
    return (PLANNED, marks) if marks else None


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
    return _negated(noun, value, why)


def _modifier_effect(noun: Token, modifier: Token) -> str | None:
    """The status that one modifier gives a noun: "planned talks", "talks that were cancelled"."""
    if modifier.dep_ in PRENOMINAL_RELATIONS and modifier.i < noun.i:
        frame = vocabulary.frames().nouns.get(lemma(noun))
        says_content = frame is not None and frame.sent and modifier.tag_ in COMMON_NOUN_TAGS  # "an invitation letter"
        is_quality = modifier.lower_ in vocabulary.contacts().status.predicative  # "an open letter"
        return None if says_content or is_quality else _operators().get(modifier.lower_)
    if not _is_about_noun(modifier):
        return None
    if _is_rescheduled(modifier):
        return PLANNED
    if modifier.tag_ == "VB" and any(c.dep_ in ("dobj", "neg") for c in modifier.children):
        return OCCURRED  # "a letter to open an inquiry", "asked her at the meeting not to go": what it is for
    return _operators().get(entry_key(modifier)) or _modality(modifier, False)[0]


def _is_about_noun(clause: Token) -> bool:
    """Whether a clause says something of its noun: "talks to be held", "talks that failed"; not "talks he planned"."""
    if not is_verb(clause):
        return False
    if clause.dep_ == "acl":
        return clause.tag_ in ("VBN", "VB") and not has_subject(clause)
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
    def looks_ahead(self) -> bool:
        """Whether the contact is yet to come for whoever acts: "spoke ahead of the summit", "set no date for talks"."""
        is_future = self.preposition in vocabulary.contacts().status.future or self._is_of_detail
        return is_future and not is_verb(self.dependent)

    @property
    def _is_of_detail(self) -> bool:
        """Whether a detail of a contact to come is fixed or open: "a date for talks", "no date was set for talks"."""
        details = vocabulary.contacts().status.details
        words = (self.governor, *(c for c in self.governor.children if c.dep_ in (*SUBJECTS, "dobj")))
        return self.preposition == "for" and any(lemma(word) in details for word in words)

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


def _kept_from(link: _Link) -> _Outcome | None:
    """ "Was prevented from meeting him", "barred her from the talks", "decided against meeting him"."""
    words = vocabulary.contacts().status
    if link.preposition == "from":
        is_kept = operator(link.governor) == DENIED or link.governor_lemma in words.keeping
    else:
        is_kept = link.preposition == "against" and link.governor_lemma in words.deciding
    return _operated(link.governor, DENIED) if is_kept else None


def _summoned(link: _Link) -> _Outcome | None:
    """ "Has summoned him to a meeting" is a plan; "was summoned to a meeting and told" is not."""
    verb = link.governor
    if link.preposition != "to" or link.governor_lemma not in vocabulary.contacts().participants.summoning:
        return None
    value, why = _modality(verb, False)
    lies_ahead = verb.tag_ in PRESENT_TAGS or any(c.lower_ in ("has", "have") for c in verb.children)
    return (PLANNED, [verb]) if value == OCCURRED and lies_ahead else (value, why)


def _circumstance_after(link: _Link) -> _Outcome | None:
    """ "Refused to resign after meeting him": nothing is said of the meeting.

    Not "after a lunch with him, she is scheduled to give a speech", a list of what lies ahead.
    """
    if link.preposition not in vocabulary.contacts().status.past:
        return None
    programme = _programme(link.governor)
    return (PLANNED, programme) if programme and _opens_programme(link) else Scope.ENDS


def _programme(verb: Token) -> list[Token]:
    """The word of a programme at a verb in the present tense: "is scheduled (to)", "is due (to)"; else nothing."""
    words = vocabulary.contacts().status
    heads = (verb, *(c for c in verb.children if c.dep_ == "acomp"))
    is_present = any(t.lower_ in words.present for t in (verb, *verb.lefts))
    return [head for head in heads if is_present and lemma(head) in words.programme]


def _opens_programme(link: _Link) -> bool:
    """Whether a contact without a day comes first, and is new: "after a lunch"; not "after her lunch"."""
    noun = link.dependent
    if noun.i > link.governor.i or any(map(is_time, noun.subtree)):
        return False
    return not any(c.dep_ == "poss" or c.lower_ == "the" for c in noun.lefts)


def _judged(link: _Link) -> _Outcome | None:
    """ "It would be a mistake for her to meet him", "will be the first to meet him".

    Not "it was a mistake for her to meet him", "was the first to meet him".
    """
    noun, judgement = link.governor, link.governor.head
    is_judged = noun.dep_ in ("attr", "acomp") and is_infinitive(link.dependent) and operator(noun) is None
    value, why = _modality(judgement, False) if is_judged else (OCCURRED, [])
    if value not in (PLANNED, HYPOTHETICAL):
        return None
    return (HYPOTHETICAL if _has_dummy_subject(judgement) else value), why


def _relative_clause(link: _Link) -> _Outcome | None:
    """ "The president, who met him, will resign", "a leader received in Rome will resign"."""
    reduced = link.relation == "acl" and link.dependent.tag_ == "VBN" and not _is_content_of_noun(link)
    return Scope.ENDS if reduced or (link.relation == "relcl" and not is_infinitive(link.dependent)) else None


def _is_content_of_noun(link: _Link) -> bool:
    """ "Claims that he had met her", "claims he had met her": a clause that says what the noun says."""
    verb = link.dependent
    follows = verb.left_edge.i == link.governor.i + 1
    opens = follows or any(c.lower_ == "that" and c.dep_ == "mark" for c in verb.children)
    return _is_contact_word(verb) and opens and has_subject(verb)


def _without(link: _Link) -> _Outcome | None:
    """ "Left without meeting him"."""
    return (DENIED, [link.dependent]) if link.preposition == "without" else None


def _written(link: _Link) -> _Outcome | None:
    """ "In a letter to him made public on Monday, she urges a ban": the present tense is that of the letter."""
    frame = vocabulary.frames().nouns.get(lemma(link.dependent))
    is_in_letter = link.preposition == "in" and frame is not None and frame.sent
    return Scope.ENDS if is_in_letter and link.governor.tag_ in PRESENT_TAGS else None


def _circumstance_before(link: _Link) -> _Outcome | None:
    """ "Spoke ahead of the summit"."""
    return (PLANNED, [link.dependent]) if link.looks_ahead else None


def _topic(link: _Link) -> _Outcome | None:
    """ "Declined to comment on the call", "will be asked about the talks": what is spoken about is a fact.

    What is only thought about is not: "dreams of meeting him", "speculation about a meeting".
    """
    words = vocabulary.contacts().status
    if link.governor_lemma in words.musing and link.preposition in (*words.topic, "of"):
        return HYPOTHETICAL, [link.governor]
    if link.preposition in words.topic:
        return Scope.ENDS
    return Scope.ENDS if link.governor_lemma in words.judging.get(link.preposition, ()) else None


def _question(link: _Link) -> _Outcome | None:
    """ "Has not decided whether to meet him", "would not say if they met": the question is open in any case.

    One about the reason or time assumes that it took place: "asked why he met her", "did not say when they met".
    """
    if link.relation in ("ccomp", "csubj") and _asks_why_or_when(link.dependent):
        return Scope.ENDS
    words = ("whether", "if") if link.relation == "ccomp" else ("whether",)
    asks = any(c.dep_ == "mark" and c.lower_ in words for c in link.dependent.children)
    return Scope.ENDS if asks else None


def _asks_why_or_when(verb: Token) -> bool:
    """ "Why he met her", "when they met"; not "when to meet her"."""
    opens = any(c.tag_ == "WRB" and c.dep_ == "advmod" and c.i < verb.i for c in verb.children)
    return opens and verb.tag_ in ("VBD", "VBN")


def _rescheduled(link: _Link) -> _Outcome | None:
    """ "Their meeting was moved to Friday", "rescheduled the talks": planned for another time."""
    if link.relation not in ("dobj", "nsubj", "nsubjpass") or not _is_rescheduled(link.governor):
        return None
    negative = negation(link.governor)
    return (CANCELLED if negative else PLANNED), [*negative, link.governor]


def _is_rescheduled(verb: Token) -> bool:
    """Whether the verb gives its object another time."""
    moves = vocabulary.contacts().status.rescheduling
    return entry_key(verb) == "reschedule" or (lemma(verb) in moves and new_time(verb) is not None)


def new_time(verb: Token) -> Token | None:
    """The time that something is moved to: "moved from Monday to Friday", "brought forward to March".

    Args:
        verb: any verb.
    """
    words = vocabulary.contacts().status.rescheduling.get(lemma(verb))
    if words is None:
        return None
    adverbs = [c for c in verb.children if c.lower_ in words]
    if words and not adverbs:
        return None
    links = (c for head in (verb, *adverbs) for c in head.children if c.lower_ in ("to", "for", "until", "till"))
    return next((noun for link in links for noun in link.children if is_time(noun)), None)


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
    effect, frame = operator(link.governor), verb_frame(link.governor)
    if frame is not None and frame.status and (answered := answer(link.governor)):
        return answered  # "invited him to meet her, and he accepted"
    if not effect or link.relation == "nsubj" or _is_circumstance(link):
        return None
    if link.relation == "advcl" and not _is_complement(link.dependent):
        return None
    if link.governor_lemma in vocabulary.contacts().status.pausing and is_infinitive(link.dependent):
        return OCCURRED, []  # "stopped to speak to her"
    return _operated(link.governor, effect)


def _realised(link: _Link) -> _Outcome | None:
    """ "Was able to meet him", "took the opportunity to meet him": it was used; not "has a chance to meet him"."""
    word, verb = link.governor, link.governor.head
    if negation(word) or not is_infinitive(link.dependent):
        return None
    if word.lower_ == "able":
        return (OCCURRED, []) if verb.tag_ == "VBD" else None
    words = vocabulary.contacts().status.realising
    taken = link.governor_lemma in words.chances and word.dep_ == "dobj" and lemma(verb) in words.verbs
    return (OCCURRED, []) if taken and verb.tag_ in ("VBD", "VBG") and _modality(verb, False)[0] == OCCURRED else None


def _too(link: _Link) -> _Outcome | None:
    """ "Was too ill to meet him"."""
    too = [c for c in link.governor.children if c.lower_ == "too" and c.dep_ == "advmod"]
    is_kept = link.relation == "xcomp" and link.governor.tag_ == "JJ" and is_infinitive(link.dependent)
    return (DENIED, too) if too and is_kept and not negation(link.governor) else None


def _is_circumstance(link: _Link) -> bool:
    """Whether the contact only says when or how something is done: "agreed in a call", "the plan at the summit"."""
    words = vocabulary.contacts().status
    if link.preposition in words.circumstance:
        return link.governor.lower_ not in words.appointed
    return is_verb(link.governor) and link.preposition in words.circumstance_of_verb


def _operated(word: Token, effect: str) -> Effect:
    """What an operator's negation and tense make of its effect: "did not refuse to", "had planned to"."""
    negative = negation(word)
    if negative:
        return NEGATED[effect], [*negative, word]
    finite = word.head if word.tag_ == "JJ" else word
    had = [c for c in finite.children if c.lower_ == "had"]
    if effect == PLANNED and had and lemma(word) not in vocabulary.contacts().status.binding:
        return CANCELLED, [*had, word]
    value, why = _modality(word, False) if is_verb(word) else (OCCURRED, [])
    if value == HYPOTHETICAL and effect in (CANCELLED, PLANNED):
        return HYPOTHETICAL, [*why, word]
    return effect, [word]


def _disbelief(link: _Link) -> _Outcome | None:
    """ "Did not believe that he had met her" denies the meeting; so does "does not recall that he ever met her"."""
    words = vocabulary.contacts().status
    if link.relation != "ccomp" or not (negative := negation(link.governor)):
        return None
    ever = any(c.lower_ == "ever" for c in link.dependent.children)
    believes = link.governor_lemma in words.believing or (ever and link.governor_lemma in words.recalling)
    return (DENIED, [*negative, link.governor]) if believes else None


def _false_report(link: _Link) -> _Outcome | None:
    """ "Falsely claimed to have met him"."""
    if link.relation not in ("ccomp", "xcomp"):
        return None
    falsely = [c for c in link.governor.children if c.lower_ in vocabulary.contacts().status.falsely]
    return (DENIED, falsely) if falsely else None


def _recalled(link: _Link) -> _Outcome | None:
    """ "Remembers meeting him in May", "admits having met him": the contact took place."""
    words = vocabulary.contacts()
    admits = link.governor_lemma in words.participants.admitting and not negation(link.governor)
    is_recalled = admits or link.governor_lemma in words.status.silent
    return Scope.ENDS if is_recalled and link.relation == "xcomp" and link.dependent.tag_ == "VBG" else None


def _reported(link: _Link) -> _Outcome | None:
    """ "Said that he met her": the report does not affect the contact."""
    return Scope.ENDS if link.relation == "ccomp" else None


def _predicate(link: _Link) -> _Outcome | None:
    """ "A meeting is likely", "a visit remains a possibility", "it is untrue that they met"."""
    if link.relation not in SUBJECTS and not (link.relation == "ccomp" and _has_dummy_subject(link.governor)):
        return None
    negative = negation(link.governor)
    for child in link.governor.children:
        if child.dep_ not in PREDICATE_RELATIONS or child.i == link.dependent.i:
            continue
        if negative and child.lower_ in vocabulary.contacts().status.true:  # "it is not true that they met"
            return DENIED, [*negative, child]
        if effect := operator(child):
            return (NEGATED[effect] if negative else effect), [child]
    return None


def _fallen_through(link: _Link) -> _Outcome | None:
    """ "Their lunch fell through"."""
    fell = link.relation == "nsubj" and entry_key(link.governor) in vocabulary.contacts().status.falling
    return (CANCELLED, [link.governor]) if fell and not negation(link.governor) else None


def _yet_to_happen(link: _Link) -> _Outcome | None:
    """ "Talks are to be held", "talks have yet to begin"; not "the talks are to end the war"."""
    if link.relation not in SUBJECTS or link.governor_lemma not in ("be", "have"):
        return None
    for child in link.governor.children:
        if child.dep_ == "xcomp" and is_infinitive(child) and _is_happening(child):
            if yet := _yet_at(link.governor, child):
                return DENIED, yet
            return (PLANNED, [link.governor]) if link.governor_lemma == "be" else None
    return None


def _is_happening(verb: Token) -> bool:
    """ "Take place", "be held"; not "end the war"."""
    words = vocabulary.contacts()
    if lemma(verb) not in words.status.happening | words.support.held:
        return False
    return all(c.lower_ == "place" for c in verb.children if c.dep_ == "dobj")


def _yet_at(*verbs: Token) -> list[Token]:
    return [c for verb in verbs for c in verb.children if c.lower_ == "yet"]


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
    dummy = _has_dummy_subject(link.governor)
    return (HYPOTHETICAL, [link.governor, *link.modality[1]]) if dummy else None


def _has_dummy_subject(verb: Token) -> bool:
    """ "It is important"."""
    return any(c.lower_ == "it" and c.dep_ in SUBJECTS for c in verb.children)


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


def _supposed(link: _Link) -> _Outcome | None:
    """ "Is supposed to meet him"; "was supposed to meet him" says that it did not happen."""
    if link.relation != "xcomp" or link.governor_lemma != "suppose" or _is_perfect_infinitive(link.dependent):
        return None
    passive = next((c for c in link.governor.children if c.dep_ == "auxpass"), None)
    if passive is None:
        return None
    present = passive.lower_ in vocabulary.contacts().status.present
    return (PLANNED if present else CANCELLED), [passive, link.governor]


def _is_perfect_infinitive(verb: Token) -> bool:
    """ "To have met"."""
    return any(c.lower_ == "have" for c in verb.children)


def _rumour(link: _Link) -> _Outcome | None:
    """ "Is said to have met him"."""
    if link.relation != "xcomp" or link.governor_lemma not in vocabulary.contacts().status.rumoured:
        return None
    passive = any(c.dep_ == "auxpass" for c in link.governor.children)
    return (HYPOTHETICAL, [link.governor]) if passive else None


def _unfulfilled(link: _Link) -> _Outcome | None:
    """ "Was to have met him"."""
    is_to = link.relation == "xcomp" and link.governor_lemma == "be"
    return (CANCELLED, [link.governor, link.dependent]) if is_to and _is_perfect_infinitive(link.dependent) else None


def _obliged(link: _Link) -> _Outcome | None:
    """ "Has to meet him"; not "had to meet him", which says that they met, nor "will have to"."""
    is_duty = link.relation == "xcomp" and link.governor.lower_ in ("has", "have") and is_infinitive(link.dependent)
    return (HYPOTHETICAL, [link.governor]) if is_duty and link.modality[0] == OCCURRED else None


def _yet(link: _Link) -> _Outcome | None:
    """ "Has yet to meet him", "the two are yet to meet"."""
    if link.relation not in ("xcomp", "advcl") or link.governor_lemma not in ("have", "be"):
        return None
    yet = _yet_at(link.governor, link.dependent)
    return (DENIED, yet) if yet and is_infinitive(link.dependent) else None


def _under_way(link: _Link) -> _Outcome | None:
    """ "Is in Rome to meet him", "has arrived for talks with him": the journey is made, the contact lies ahead."""
    purpose = link.preposition == "for" or (link.relation in ("xcomp", "advcl") and is_infinitive(link.dependent))
    is_journey = not negation(link.governor) and _is_under_way(link.governor)
    return (PLANNED, [link.governor]) if purpose and is_journey else None


def _is_under_way(verb: Token) -> bool:
    """Whether somebody is somewhere now, is on a journey or has just arrived.

    Not "has come under fire" or "has twice travelled there".
    """
    words = vocabulary.contacts().status
    is_somewhere = any(_is_whereabouts(c) for c in verb.children)
    if lemma(verb) == "be":
        return verb.lower_ in words.present and is_somewhere
    frame = verb_frame(verb)
    if frame is None or not frame.to:
        return False
    has = any(c.lower_ in ("has", "have") and c.dep_ == "aux" for c in verb.children)
    is_counted = any(c.lower_ in (*vocabulary.contacts().counts.adverbs, "times") for c in verb.children)
    return _is_progressive(verb) or (has and is_somewhere and not is_counted)


def _is_progressive(verb: Token) -> bool:
    """ "Is travelling", "was travelling"."""
    return verb.tag_ == "VBG" and any(c.dep_ == "aux" and lemma(c) == "be" for c in verb.children)


def _is_whereabouts(token: Token) -> bool:
    """ "In Rome", "to the airport", "here"."""
    places = any(c.dep_ == "pobj" and not is_time(c) for c in token.children)
    return token.lower_ in ("here", "there") or (token.lower_ in ("in", "at", "to", "into") and places)


def _be_to(link: _Link) -> _Outcome | None:
    """ "Is to meet him", "is going to meet him"."""
    if link.relation != "xcomp" or not is_verb(link.dependent):
        return None
    going = link.governor_lemma == "go" and link.governor.tag_ == "VBG"
    if link.governor_lemma != "be" and not going:
        return None
    value, why = link.modality
    return _combine(value, PLANNED), [link.governor, *why]


def _failed_there(link: _Link) -> _Outcome | None:
    """ "Failed to reach a deal in talks with him", "refused to back down at the meeting": the contact took place.

    Not "failed to show up at the meeting", "refused to engage in talks", "refused to meet him during the summit".
    """
    verb, above, words = link.governor, link.governor.head, vocabulary.contacts()
    if link.preposition not in words.status.circumstance or verb.dep_ != "xcomp" or not is_infinitive(verb):
        return None
    attends = lemma(verb) in words.support.verbs | words.status.attending or _is_contact_word(verb)
    failed = operator(above) in (DENIED, CANCELLED) and _modality(above, False)[0] == OCCURRED
    return Scope.ENDS if failed and not attends else None


def _denied_with_circumstance(link: _Link) -> _Outcome | None:
    """ "Did not resign in their talks": the talks took place."""
    circumstance = link.relation == "advcl" or link.preposition
    return (OCCURRED, []) if circumstance and link.modality[0] == DENIED else None


def _same_event(link: _Link) -> _Outcome:
    """ "Will hold talks", "may travel to meet him": any other verb passes on its own modality."""
    return link.modality


def _purpose_beside_object(link: _Link) -> _Outcome | None:
    """ "Missed training to speak with him": the infinitive says why; not "cancelled a trip to meet him"."""
    noun = link.governor
    if link.relation != "acl" or not is_infinitive(link.dependent) or noun.dep_ != "dobj":
        return None
    is_own_purpose = operator(noun) is not None or lemma(noun) in vocabulary.frames().nouns
    return Scope.ENDS if operator(noun.head) == CANCELLED and not is_own_purpose else None


def _of_noun(link: _Link) -> _Outcome | None:
    """ "A planned round of talks", "no series of meetings", "no record of talks"; not "the details of the talks"."""
    if link.relation in NOMINAL_RELATIONS:
        return _noun_status(link.governor)
    if link.preposition != "of":
        return None
    is_part = link.governor_lemma in vocabulary.contacts().support.passes or _is_contact_word(link.governor)
    return _noun_status(link.governor) if is_part or negation(link.governor) else None


GOVERNOR_RULES: tuple[_Rule, ...] = (
    _kept_from,
    _circumstance_after,
    _judged,
    _relative_clause,
    _without,
    _circumstance_before,
    _topic,
    _question,
    _coordination,
    _rescheduled,
    _realised,
    _too,
    _operator,
)
GOVERNING_VERB_RULES: tuple[_Rule, ...] = (
    _summoned,
    _written,
    _failed_there,
    *GOVERNOR_RULES,
    _disbelief,
    _false_report,
    _recalled,
    _predicate,
    _fallen_through,
    _reported,
    _yet_to_happen,
    _subject,
    _object,
    _dummy_subject,
    _yet,
    _obliged,
    _subordinate_clause,
    _extraposed_object,
    _supposed,
    _rumour,
    _unfulfilled,
    _under_way,
    _be_to,
    _denied_with_circumstance,
    _same_event,
)
GOVERNING_NOUN_RULES: tuple[_Rule, ...] = (*GOVERNOR_RULES, _purpose_beside_object, _of_noun)


def _is_acceptance(link: _Link, outer: str, inner: str) -> bool:
    """ "Accepted an invitation to visit": the possibility has become a plan."""
    accepts = link.relation == "dobj" and link.governor_lemma == "accept"
    return accepts and inner == HYPOTHETICAL and outer == PLANNED


def _is_double_denial(link: _Link, outer: str, inner: str) -> bool:
    """ "Refused to rule out talks", "refused to cancel talks": they are possible or planned."""
    return link.relation == "xcomp" and outer == DENIED and operator(link.dependent) == inner in (DENIED, CANCELLED)


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
