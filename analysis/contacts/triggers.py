"""Triggers: verbs and nouns that name a contact, and signs that they name a habit, a sports match or fiction instead.

Each trigger has an entry in `vocabulary/contacts.toml`. Most words are triggers in some constructions only ("called
her" but not "called her a liar", "dinner with her" but not "before dinner"); the tests here exclude the others.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache

from spacy.tokens import Token

from analysis import vocabulary
from analysis.contacts.factuality import entry_key, headword, is_time, operator, status, verb_frame
from analysis.language.spacy_model import lemma
from analysis.language.syntax import (
    COMMON_NOUN_TAGS,
    has_subject,
    is_infinitive,
    is_verb,
    negation,
    verb_above,
    with_relation,
)
from analysis.tables import LETTER, MEETING, OCCURRED, PHONE, VISIT
from analysis.vocabulary.schema import Frame

MODIFYING_VERB_RELATIONS = ("aux", "auxpass", "amod")
MODIFYING_NOUN_RELATIONS = ("compound", "nmod", "amod")
PREDICATE_CLAUSES = ("ccomp", "xcomp", "oprd")
PURPOSE_RELATIONS = ("xcomp", "advcl")
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
MIN_WORDS_OF_SPORT = 2  # a single one is common in other news, too: "a referee of the dispute"


def entry_of(token: Token) -> Frame | None:
    """The vocabulary's entry for a token that names a contact; None for any other token."""
    return _verb_entry(token) if is_verb(token) else _noun_entry(token)


def _verb_entry(verb: Token) -> Frame | None:
    if headword(verb) not in _contact_verbs() or verb.dep_ in MODIFYING_VERB_RELATIONS or _is_gerund(verb):
        return None
    frames, key = vocabulary.frames(), entry_key(verb)
    if _takes_phone(verb):
        return frames.idioms["phone"] if key.endswith(" up") else None
    entry = frames.verbs.get(key)
    if entry is not None:
        return entry if _is_contact_verb(verb, entry) else None
    if _is_time_spent(verb):
        return frames.idioms["time"]
    return _purpose_entry(verb)


def _is_gerund(verb: Token) -> bool:
    """Whether a form in -ing is a noun or describes one: "an encrypted messaging app", "speaking fees"."""
    is_described = any(c.dep_ in ("amod", "det") and c.i < verb.i for c in verb.children)
    return verb.tag_ == "VBG" and (is_described or verb.dep_ == "compound")


@cache
def _contact_verbs() -> frozenset[str]:
    """The first words of all verbs that can name a contact: cheaper to test than the constructions."""
    frames, idioms = vocabulary.frames(), vocabulary.contacts().idioms
    keys = (*frames.verbs, *frames.purposes, *idioms.phone, *idioms.spans)
    return frozenset(key.partition(" ")[0] for key in keys)


def _takes_phone(verb: Token) -> bool:
    """ "Picked up the phone", "took the phone"."""
    phone_verbs = vocabulary.contacts().idioms.phone
    return lemma(verb) in phone_verbs and any(lemma(c) == "phone" and c.dep_ == "dobj" for c in verb.children)


def _is_contact_verb(verb: Token, entry: Frame) -> bool:
    """Whether a verb of the vocabulary is used in the sense of its entry."""
    exclusions: tuple[tuple[bool, Callable[[Token], bool]], ...] = (
        (entry.for_, _lacks_for),
        (entry.goal, _lacks_goal),
        (entry.to, lambda journey: _carries_something(journey, entry)),
        (entry.group, _has_audience),
        (entry.appeal, _is_appeal),
        ((entry.alone or entry.object) and entry.mode == MEETING, _is_duel),
        (entry.gift, _lacks_gift),
        (entry.site, _lacks_site),
        (entry.guest, _lacks_guest),
        (entry.guest and entry.calls, _asks_for_deed),
        (entry_key(verb) in vocabulary.contacts().context.other_phrases, _is_in_other_phrase),
        (not entry.to, _is_for_press),
        (entry.calls and (entry.official or entry.bare), _calls_to_meeting),
    )
    if any(excludes(verb) for needed, excludes in exclusions if needed):
        return False
    # "talks with visiting President Ruiz": the parser takes the adjective for a verb
    adjective = verb.lower_ == "visiting" and verb.dep_ == "pcomp"
    return not (adjective and verb.head.lower_ in vocabulary.contacts().context.before_adjective)


def _calls_to_meeting(verb: Token) -> bool:
    """Whether the noun says what follows: "summoned her to a meeting", "was called to a meeting"."""
    links = [c for c in verb.children if c.lower_ == "to" and c.dep_ == "prep"]
    return any(_noun_entry(noun) for link in links for noun in link.children)


def _lacks_for(verb: Token) -> bool:
    """Whether "leave" is not a departure: "left the party", not "left for Paris"."""
    return not any(c.lower_ == "for" and c.dep_ == "prep" for c in verb.children)


def _is_in_other_phrase(verb: Token) -> bool:
    """Whether what follows gives a verb another sense: "called her to the stand", "invited her to a rally"."""
    links = [c for c in verb.children if c.dep_ in ("prep", "prt")]
    phrases = {link.lower_ for link in links} | {f"{link.lower_} {lemma(c)}" for link in links for c in link.children}
    phrases |= {f"to {lemma(aim)}" for aim in aims(verb)}
    return not vocabulary.contacts().context.other_phrases[entry_key(verb)].isdisjoint(phrases)


def aims(verb: Token) -> list[Token]:
    """The infinitives of purpose below a verb: "dine" in "invited him to dine in Oslo"."""
    return [aim for aim in with_relation(verb, *PURPOSE_RELATIONS) if is_infinitive(aim)]


def _lacks_guest(verb: Token) -> bool:
    """Whether whom one welcomes has just been born, or one hosts a show: "welcomed baby Ann", "hosts the show"."""
    context, elsewhere = vocabulary.contacts().context, vocabulary.contacts().elsewhere
    objects = [c for c in verb.children if c.dep_ in ("dobj", "npadvmod")]
    born = any(lemma(word) in context.born for o in objects for word in (o, *o.children))
    return born or any(lemma(o) in elsewhere.titles_of_papers for o in objects)


def _asks_for_deed(verb: Token) -> bool:
    """Whether somebody is invited to do something that is no contact: "invited her to testify", not "to visit him"."""
    deeds = aims(verb)
    return bool(deeds) and not any(map(_is_visit_or_meeting, deeds))


def _is_visit_or_meeting(verb: Token) -> bool:
    """Whether a verb can name a visit or meeting: "come", "see", "discuss (the plan)", "attend (a dinner)"."""
    entry = verb_frame(verb) or vocabulary.frames().purposes.get(lemma(verb))
    is_in_person = entry is not None and (entry.mode in (MEETING, VISIT) or entry.topic)
    return is_in_person or any(_noun_entry(c) for c in verb.children if c.dep_ == "dobj")


def _lacks_gift(verb: Token) -> bool:
    """Whether "present" gives nothing: "presented her as a reformer", not "presented her with a cup"."""
    return not any(t.lower_ == "with" and t.i > verb.i for t in verb.subtree)


def _lacks_site(verb: Token) -> bool:
    """Whether "tour" has no object: "toured with the band", not "toured the plant with her"."""
    return not with_relation(verb, "dobj")


def _lacks_goal(verb: Token) -> bool:
    """Whether "go" is no journey: "went through the idea", not "went to Paris", "went there to see him"."""
    goals = vocabulary.contacts().context.goals
    return not any(c.lower_ in goals or (c.dep_ in PURPOSE_RELATIONS and c.tag_ == "VB") for c in verb.children)


def _carries_something(verb: Token, entry: Frame) -> bool:
    """Whether a verb of travel is not the subject's own journey to somebody: "flew goods to", "went on holiday"."""
    if not entry.for_ and any(c.dep_ == "dobj" for c in verb.children):
        return True
    if verb.tag_ == "VBN" and (verb.dep_ == "acl" or any(c.dep_ == "agent" for c in verb.children)):
        return True  # "the mess left for them by him"
    pastimes = vocabulary.contacts().context.pastimes
    return any(c.lower_ in pastimes for link in verb.children if link.lower_ == "on" for c in link.children)


def _has_audience(verb: Token) -> bool:
    """Whether the object of a verb hears a speech, "addressed a rally", or the verb is an aim, "to address"."""
    audiences = vocabulary.contacts().context.audiences
    return verb.tag_ in ("VB", "VBG") or any(c.dep_ == "dobj" and lemma(c) in audiences for c in verb.children)


def _is_appeal(verb: Token) -> bool:
    """Whether somebody is asked to do something: "called on him to resign", not "called on him at home"."""
    after = (t for t in verb.subtree if t.i > verb.i and t.tag_ == "VB")
    return any(c.lower_ == "to" for clause in after for c in clause.lefts)


def _is_duel(verb: Token) -> bool:
    """Whether people meet as rivals before the public: "meet on Monday for the first of three debates".

    So do teams that "meet in their opening game"; not people who "met in the first round of talks", "met at a game".
    """
    words = vocabulary.contacts().context
    links = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("for", "in", "at")]
    if any(lemma(noun) in words.duels for link in links for noun in link.subtree):
        return True
    return _is_in_game(verb)


def _is_in_game(meeting: Token) -> bool:
    """ "Meet in their opening game", "a meeting in the last eight"."""
    nouns = [noun for link in meeting.children if link.lower_ == "in" for noun in link.children]
    return any(lemma(noun) in vocabulary.contacts().context.games for noun in nouns)


def _is_for_press(verb: Token) -> bool:
    """Whether the press asks for something: "contacted her for comment", "sat down with him for an interview".

    Not "met her for a job interview".
    """
    for_press = vocabulary.contacts().context.press_aims
    links = [link for c in verb.children for link in (c, *c.children) if link.lower_ == "for" and link.i > verb.i]
    nouns = [noun for link in links for noun in link.children if lemma(noun) in for_press]
    return any(all(c.dep_ != "compound" for c in noun.lefts) for noun in nouns)


def _is_time_spent(verb: Token) -> bool:
    """ "Spent the morning with her", "had half an hour with her"."""
    units = vocabulary.contacts().idioms.spans.get(lemma(verb))
    return units is not None and any(c.dep_ in ("dobj", "npadvmod") and lemma(c) in units for c in verb.children)


def _purpose_entry(verb: Token) -> Frame | None:
    """The entry of a verb such as "see", which names a contact in few constructions only."""
    entry = vocabulary.frames().purposes.get(lemma(verb))
    if entry is None or _is_purpose(verb):
        return entry
    if entry.indoors:
        return entry if _is_in_building(verb) else None
    return entry if entry.wished and (_is_wished(verb) or _is_sighting(verb)) else None


def _is_purpose(verb: Token) -> bool:
    """Whether the verb is the aim of a journey: "came to see him", "come and see him", "was summoned to see him"."""
    is_joined = verb.dep_ == "conj" and verb.tag_ in ("VB", "VBD") and not has_subject(verb)
    is_aim = verb.dep_ in PURPOSE_RELATIONS and verb.tag_ == "VB"  # not "went, because she sees him as a rival"
    return (is_aim or is_joined) and (is_journey(verb.head) or _is_summons(verb.head))


def _is_summons(verb: Token) -> bool:
    """ "Called her in to see him", "was summoned to see him"."""
    entry = verb_frame(verb)
    return entry is not None and entry.official and entry.calls


def _is_wished(verb: Token) -> bool:
    """Whether the contact is planned, wished for or refused: "would like to see him", not "will see him fail"."""
    if any(c.dep_ in PREDICATE_CLAUSES or c.lower_ == "as" for c in verb.children):
        return False
    governed = verb.dep_ == "xcomp" and operator(verb.head) is not None
    return governed or any(c.dep_ == "aux" and c.lower_ in ("will", "would") for c in verb.children)


def _is_sighting(verb: Token) -> bool:
    """A meeting at a place or time: "saw him in Rome on Monday", "after seeing him in Rome".

    Not "saw him fall", "saw him as a rival".
    """
    if verb.tag_ != "VBD" and not _is_before_or_after(verb):
        return False
    dependents = [c for c in verb.children if c.i > verb.i and not c.is_punct]
    objects = [c for c in dependents if c.dep_ == "dobj"]
    is_of_one = len(objects) == 1 and _is_plain_name(objects[0]) and _has_scene(verb, objects[0])
    return is_of_one and all(c.dep_ in ("dobj", "npadvmod", "advcl") or _sets_scene(c) for c in dependents)


def _is_before_or_after(verb: Token) -> bool:
    """ "Before seeing him", "after seeing him"."""
    return verb.dep_ == "pcomp" and verb.head.lower_ in ("before", "after")


def _is_in_building(verb: Token) -> bool:
    """Whether a verb in the past is of something in a room or at a meal: "joined him in his office", "for lunch"."""
    links = [c for c in verb.children if c.dep_ == "prep" and c.i > verb.i]
    return verb.tag_ in ("VBD", "VBN") and any(_leads_indoors(noun) for link in links for noun in link.children)


def _leads_indoors(noun: Token) -> bool:
    """ "In his office", "for lunch", where the noun is the object of the preposition."""
    entry = vocabulary.frames().nouns.get(lemma(noun))
    if entry is not None and entry.meal:
        return noun.head.lower_ in ("for", "at")
    return noun.head.lower_ in vocabulary.contacts().location.within and _is_building(noun)


def _is_building(noun: Token) -> bool:
    """ "His office", "the White House"; not "the House", which is a body."""
    is_kind = noun.lower_ in vocabulary.contacts().location.buildings
    return is_kind and (noun.tag_ == "NN" or any(c.dep_ == "compound" for c in noun.children))


def _is_plain_name(noun: Token) -> bool:
    """Whether an object is a name or pronoun with no clause after it: "him", "President Ruiz"; not "him fall"."""
    return noun.tag_ in ("NNP", "PRP") and all(c.i < noun.i or c.dep_ == "prep" for c in noun.children)


def _has_scene(*tokens: Token) -> bool:
    return any(_sets_scene(c) for token in tokens for c in token.children)


def _sets_scene(token: Token) -> bool:
    """ "In Rome", "at her office", "on Monday", "for an hour"."""
    if token.dep_ != "prep":
        return False
    objects = [c for c in token.children if c.dep_ == "pobj"]
    if token.lower_ in ("in", "at"):
        return any(c.tag_ == "NNP" or _is_building(c) for c in objects)
    if token.lower_ == "on":
        return any(c.lower_ in vocabulary.dates().weekdays for c in objects)
    return token.lower_ == "for" and any(c.lower_ in vocabulary.contacts().context.stays for c in objects)


def _noun_entry(noun: Token) -> Frame | None:
    is_noun = noun.tag_ in COMMON_NOUN_TAGS or (noun.tag_ == "JJ" and noun.dep_ in ("dobj", "pobj"))
    if not is_noun or noun.lower_[:3] not in _noun_beginnings():
        return None
    if noun.dep_ in MODIFYING_NOUN_RELATIONS:
        return None
    entry = vocabulary.frames().nouns.get(lemma(noun))
    return entry if entry is not None and _is_contact_noun(noun, entry) else None


@cache
def _noun_beginnings() -> frozenset[str]:
    """The first three letters of the nouns, the same in singular and plural: cheaper to test than the lemma."""
    return frozenset(noun[:3] for noun in vocabulary.frames().nouns)


def _is_contact_noun(noun: Token, entry: Frame) -> bool:
    """Whether a noun of the vocabulary is used in the sense of its entry."""
    tests: tuple[tuple[bool, Callable[[Token], bool]], ...] = (
        (entry.remote, lambda contact: _is_by_means(contact, entry)),
        (bool(entry.with_), lambda contact: _names_other(contact, entry)),
        (entry.meal, _is_not_time),
        (entry.mode == MEETING and not entry.meal, _is_not_match),
        (lemma(noun) in vocabulary.contacts().context.other_senses, _is_in_plain_sense),
        (lemma(noun) in vocabulary.contacts().context.signals, _is_no_signal),
        (entry.single, _is_single),
        (lemma(noun) in vocabulary.contacts().idioms.phone_nouns, _is_means),
        (entry.appeal, _is_not_appeal),
        (entry.needs and entry.sent, _is_not_manner),
        (lemma(noun) in vocabulary.contacts().context.manners, _is_made),
    )
    return all(holds(noun) for needed, holds in tests if needed)


def _names_other(noun: Token, entry: Frame) -> bool:
    """Whether one of the frame's prepositions follows: "a session with her"; not "led an opening session"."""
    return any(c.lower_ in entry.with_ for head in (noun, noun.head) for c in head.rights)


def _is_not_match(meeting: Token) -> bool:
    """ "Won a meeting with her"; not "beat her in their third meeting", "won the last meeting"."""
    link = meeting.head
    is_past = meeting.dep_ == "dobj" and is_definite(meeting)
    verb = link if is_past else link.head if link.lower_ == "in" else meeting
    is_won = is_verb(verb) and lemma(verb) in vocabulary.contacts().context.winning
    return not is_won and not _is_in_game(meeting)


def _is_in_plain_sense(noun: Token) -> bool:
    """ "Sent a message to her"; not "sent a clear message to Moscow"."""
    other = vocabulary.contacts().context.other_senses[lemma(noun)]
    return not any(c.lower_ in other and c.dep_ in MODIFYING_NOUN_RELATIONS for c in noun.lefts)


def _is_no_signal(message: Token) -> bool:
    """ "Sent a message to her"; not "his message to her is simple", "the vote was a message to her".

    Nor "took his message to the fair".
    """
    is_own = message.dep_ == "dobj" and any(c.tag_ == "PRP$" for c in message.lefts)
    if is_own and lemma(message.head) in vocabulary.contacts().context.campaigning:
        return False
    return message.dep_ not in ("attr", "nsubj") or lemma(message.head) != "be"


def _is_made(approach: Token) -> bool:
    """ "Made an approach to her", "an approach from her"; not "took a hard approach to her"."""
    is_from = any(c.lower_ in ("from", "by") for c in approach.children)
    return is_from or (approach.dep_ in ("dobj", "nsubjpass") and lemma(approach.head) == "make")


def _is_by_means(noun: Token, entry: Frame) -> bool:
    """ "A video conference", "an email thread with her"; not "a conference", "a thread on Twitter"."""
    means = vocabulary.contacts().channels[entry.mode]
    names_other = not entry.needs or any(c.lower_ in ("with", "between") for c in noun.rights)
    return names_other and any(c.lower_ in means for c in noun.lefts)


def _is_not_time(meal: Token) -> bool:
    """ "Over dinner with her", "after the dinner"; not "before breakfast", "before breakfast on Monday"."""
    is_after_limit = meal.head.lower_ in vocabulary.contacts().context.before_time
    return not is_after_limit or any(c.dep_ != "prep" or c.lower_ == "with" for c in meal.children)


def _is_not_manner(note: Token) -> bool:
    """ "Sent her a note", not "ended on a giddy note"."""
    return note.head.lower_ != "on" or lemma(note) in vocabulary.contacts().idioms.phone_nouns


def _is_single(noun: Token) -> bool:
    """One contact, not a lasting state: "got in contact with", not "in contact with", "continue their dialogue"."""
    lasting = vocabulary.contacts().habit.lasting
    if noun.tag_ != "NN" or lemma(noun.head) in lasting or lemma(noun.head.head) in lasting:
        return False
    if lemma(noun.head.head) in vocabulary.contacts().context.getting:
        return True
    return noun.head.lower_ != "in" or any(c.lower_ in ("phone", "telephone") for c in noun.children)


def _is_means(noun: Token) -> bool:
    """ "Was on the phone to him", "had her on the line", "told him by telephone"; not "spoke on the phone"."""
    preposition, verb = noun.head, noun.head.head
    if preposition.lower_ not in vocabulary.contacts().context.by_phone or not is_verb(verb):
        return False
    if (entry := entry_of(verb)) is not None and not entry.official:
        return False
    is_on = preposition.lower_ == "on" and lemma(verb) in vocabulary.contacts().context.on_phone
    if lemma(noun) == "line":
        return is_on and any(c.lower_ == "the" for c in noun.children)
    return is_on or _is_agreement(verb) or any(c.dep_ in ("dobj", "dative") or c.lower_ == "to" for c in verb.children)


def _is_agreement(verb: Token) -> bool:
    """ "Agreed on it by phone"."""
    return lemma(verb) in vocabulary.contacts().idioms.mutual


def _is_not_appeal(noun: Token) -> bool:
    """ "His phone call to her", "made a call to her"; not "his call for restraint", "his call to resign"."""
    links = {c.lower_ for c in noun.children if c.dep_ == "prep"}
    is_sent = links >= {"from", "to"}
    if _is_judgement(noun) or (is_sent and _says_what_for(noun)):
        return False
    if is_sent or _is_to_somebody(noun) or not _may_have_aim(noun, links):
        return True
    if "for" not in links and noun.dep_ == "dobj" and lemma(noun.head) in vocabulary.contacts().context.call_verbs:
        return True
    modifiers = vocabulary.contacts().context.call_modifiers
    return any(c.lower_ in modifiers for c in noun.children)


def _may_have_aim(call: Token, links: set[str]) -> bool:
    """Whether what follows may be what is called for: "his call for restraint", "the call to them", "a call to act"."""
    follower = call.nbor(1) if call.i + 1 < call.sent.end else call
    return not links.isdisjoint(("for", "to")) or (follower.lower_ == "to" and follower.dep_ == "aux")


def _is_to_somebody(call: Token) -> bool:
    """ "In a call to Ann Lee", "his call to her"; not "his call to Ann Lee to resign"."""
    goals = [noun for link in with_relation(call, "prep") if link.lower_ == "to" for noun in link.children]
    after = [t.doc[t.i + 1].lower_ for t in (noun.right_edge for noun in goals) if t.i + 1 < len(t.doc)]
    is_named = any(noun.tag_ in ("NNP", "PRP") for noun in goals)
    is_appeal = "to" in after or _says_what_for(call)
    return call.tag_ == "NN" and is_named and not is_appeal


def _says_what_for(call: Token) -> bool:
    """ "A call from him to her to resign"."""
    return any(t.tag_ == "TO" and t.dep_ == "aux" for t in call.subtree)


def _is_judgement(call: Token) -> bool:
    """Whether a call is a decision or an appeal: "a harsh call by the referee", "joined calls from the opposition".

    In the plural without a word for the means, calls are appeals unless they go to somebody.
    """
    words, links = vocabulary.contacts(), {t.lower_ for t in call.subtree if t.dep_ in ("prep", "dative", "agent")}
    if any(c.lower_ in words.context.call_modifiers | words.habit.each for c in call.children):
        return False
    if not links.isdisjoint(("with", "to", "between")):
        return False
    takes = call.dep_ == "dobj" and lemma(call.head) in words.context.call_verbs - {"make"}
    return "by" in links or (call.tag_ == "NNS" and not takes)


def is_journey(token: Token) -> bool:
    """Whether the token is a verb of travel: "fly", "arrive"."""
    entry = verb_frame(token)
    return entry is not None and entry.to


def is_meal_hosted(token: Token) -> bool:
    """ "Hosted breakfast"."""
    entry = vocabulary.frames().nouns.get(lemma(token))
    leads = lemma(token.head) in vocabulary.contacts().support.leading
    return entry is not None and entry.meal and token.dep_ == "dobj" and leads


def is_homeward(verb: Token) -> bool:
    """ "Flies back to Lisbon", "went home": a return need not be a visit to anybody."""
    return any(c.lower_ in ("back", "home") and c.dep_ in ("advmod", "prt") for c in verb.children)


def is_habit(token: Token) -> bool:
    """Whether a trigger sums up several contacts, "often talks to", "have met 14 times", or repeats one.

    "It was their ninth call" repeats one; "it was the first call between X and Y in a year" also says whose it was.
    """
    if any(_recurs(c) or (_counts_times(c) and not _goes_out(token)) for c in token.children):
        return True
    if _is_daily_meal(token):
        return True
    words = vocabulary.contacts().habit
    if is_verb(token):
        return any(c.lower_ in words.adverbs and c.dep_ == "advmod" for c in token.children)
    is_repetition = _is_predicate_of_pronoun(token) and not _is_first_between(token)
    return is_repetition or (token.tag_ == "NNS" and _is_several(token))


def _is_daily_meal(noun: Token) -> bool:
    """ "Ate dinner with her every night"; not "will hold talks every week"."""
    entry = vocabulary.frames().nouns.get(lemma(noun)) if noun.dep_ == "dobj" else None
    return entry is not None and entry.meal and any(map(_recurs, noun.head.children))


def _goes_out(verb: Token) -> bool:
    """Whether one party calls or writes: "called her twice that night" is of one day or matter, "met twice" is not."""
    entry = verb_frame(verb)
    return entry is not None and entry.calls and entry.mode in (LETTER, PHONE)


def _counts_times(token: Token) -> bool:
    """ "Twice", "14 times"."""
    return token.lower_ == "twice" or (token.lower_ == "times" and any(c.tag_ == "CD" for c in token.children))


def _recurs(time: Token) -> bool:
    """ "Every spring", "each year"."""
    return time.dep_ == "npadvmod" and any(c.lower_ in ("every", "each") for c in time.children)


def _is_predicate_of_pronoun(noun: Token) -> bool:
    """ "It was their ninth call", "it was the first call between X and Y in a year"."""
    return noun.dep_ == "attr" and any(c.dep_ == "nsubj" and c.tag_ in ("PRP", "DT") for c in noun.head.children)


def _is_first_between(noun: Token) -> bool:
    """ "The first call between X and Y in a year": unlike the third, it counts no others, and it says whose it was."""
    return {"first", "between"} <= {c.lower_ for c in noun.children}


def _is_several(plural: Token) -> bool:
    """ "His recent talks", "calls between them"; not "held talks" or another plural that a support verb carries."""
    words, words_of_each = vocabulary.contacts().habit.words, vocabulary.contacts().habit.each
    if any(c.lower_ in words and c.dep_ in ("amod", "det") for c in plural.children) and not _are_none(plural):
        return True
    if _is_one_of(plural) or any(c.lower_ in words_of_each for c in plural.children):
        return False
    entry = entry_of(plural)
    if entry is not None and (entry.plural or _are_between_named(plural, entry)):
        return False
    return not _is_carried(plural)


def _are_none(plural: Token) -> bool:
    """ "Has not had any calls from her"."""
    verb = verb_above(plural)
    return verb is not None and bool(negation(verb)) and any(c.lower_ == "any" for c in plural.children)


def _is_carried(noun: Token) -> bool:
    """ "Held talks", "talks were held", "held a round of talks"."""
    is_complement = noun.dep_ in ("dobj", "nsubjpass") or (noun.dep_ == "pobj" and noun.head.head.dep_ == "dobj")
    return is_complement and lemma(verb_above(noun) or noun) in support()


def _is_one_of(plural: Token) -> bool:
    """ "One of the letters"."""
    return plural.head.lower_ == "of" and plural.head.head.lower_ == "one"


def _are_between_named(letters: Token, entry: Frame) -> bool:
    """Whether the phrase says who wrote to whom: "e-mails to her", "messages that he sent her"; not "her mail".

    Of calls, only as a means, "offered help in calls to her".
    """
    verb = verb_above(letters) or letters
    if not entry.sent or is_shower(verb):
        return entry.sent
    names_other = any(c.lower_ in ("to", "from", "with") for c in letters.rights)
    if entry.mode != LETTER:
        return names_other and letters.head.lower_ in vocabulary.contacts().participants.means
    return names_other or _has_sender(letters) or any(c.lower_ == "between" for c in (*letters.rights, *verb.rights))


def _has_sender(letters: Token) -> bool:
    """ "Messages that he sent her"."""
    clauses = (c for c in letters.rights if c.dep_ in ("relcl", "acl"))
    return any(lemma(clause) in vocabulary.contacts().participants.sending for clause in clauses)


def is_perfect(token: Token) -> bool:
    """ "Has talked to him": without a date this is a habit as often as a single contact."""
    perfect = token.tag_ == "VBN" and any(c.lower_ in ("has", "have") for c in token.children)
    return perfect and status(token)[0] == OCCURRED


def is_shower(verb: Token) -> bool:
    """Whether a verb says that somebody gets many letters or calls: "bombarded her with texts"."""
    return lemma(verb) in vocabulary.contacts().participants.showering


def support() -> frozenset[str]:
    """The support verbs, which carry a noun of contact: "held talks", "had a conversation"."""
    return vocabulary.contacts().support.verbs


def is_apart(token: Token) -> bool:
    """Whether a word names another contact than the last one: "a previous call", "the last time they met".

    Not "it was their first call", "it was the first time that they had met".
    """
    named = occasion(token) if is_verb(token) else token
    if named is None or _is_predicate_of_pronoun(named):
        return False
    return any(c.lower_ in vocabulary.contacts().habit.again and c.dep_ == "amod" for c in named.children)


def occasion(verb: Token) -> Token | None:
    """ "Time" in "the last time they met was in May"; not in "spoke on Monday, the first time they met since May"."""
    before = [verb.head] if verb.dep_ == "relcl" else with_relation(verb, "npadvmod")
    return next((noun for noun in before if noun.lower_ == "time" and noun.i < noun.head.i), None)


def is_mutual(token: Token) -> bool:
    """Whether the subject of a word alone can name all parties: "they met", not "they wrote"."""
    entry = entry_of(token)
    return entry is not None and entry.alone


def is_next(token: Token) -> bool:
    """Whether a contact came after another: "they met again", "another meeting", "a second call"; not "new talks"."""
    if is_verb(token):
        return any(c.lower_ == "again" for c in token.children)
    before = {c.lower_ for c in token.lefts}
    return bool(before & {"a", "an", "another"} and before & vocabulary.contacts().habit.next)


def is_elsewhere(sentence: Iterable[Token]) -> bool:
    """Whether a sentence is about a film, a novel or a match: who meets there is not in contact."""
    words = vocabulary.contacts().elsewhere.words
    return any(t.lower_ in words and t.dep_ in ("pobj", "dobj", "nsubj", "conj") for t in sentence)


def is_about_match(text: str) -> bool:
    """Whether an article reports on a match or a race: it has at least two different words of such reports."""
    words = vocabulary.contacts().elsewhere.sport
    return len(words.intersection(WORD.findall(text.lower()))) >= MIN_WORDS_OF_SPORT


def is_definite(token: Token) -> bool:
    """Whether the noun refers to a contact mentioned before: "the call", "no such call", "Monday's meeting"."""
    definite = vocabulary.contacts().context.definite
    before = (c for c in token.children if c.i < token.i)
    return any(c.lower_ in definite or (c.dep_ == "poss" and is_time(c)) for c in before)
