"""Attributes of a contact: which dates, places, lengths, topics and means in the sentence belong to the trigger.

A phrase belongs to the trigger if it is attached to the trigger's path: the trigger and its governors up to the clause
boundary. A phrase in another clause, or nearer to another trigger, does not.
"""

import itertools
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from spacy.tokens import Doc, Span, Token

from analysis import vocabulary
from analysis.contacts.factuality import (
    entry_key,
    is_marked_clause,
    is_time,
    new_time,
    operator,
    verb_frame,
    verb_of_occurrence,
)
from analysis.contacts.triggers import is_journey, occasion
from analysis.language import dates
from analysis.language.spacy_model import lemma, text_of
from analysis.language.syntax import (
    COMMON_NOUN_TAGS,
    PROPER_NOUN_TAGS,
    SUBJECTS,
    governors,
    is_infinitive,
    is_verb,
    verb_above,
    with_relation,
)
from analysis.people.names import country_of
from analysis.tables import CANCELLED, PLANNED, VISIT

OTHER_CLAUSES = ("ccomp", "relcl", "parataxis")
ATTACHED_CLAUSES = ("ccomp", "relcl", "advcl")
PLACE_PREPOSITION_RELATIONS = ("prep", "dative", "advmod")
DESTINATION_RELATIONS = ("dobj", "advmod", "npadvmod")
CHANNEL_RELATIONS = ("compound", "amod", "nmod", "advmod", "pobj", "dobj", "npadvmod")
# Relations between a channel's words and the preposition above them: "by mobile phone".
WITHIN_CHANNEL = ("compound", "pobj", "amod", "nmod", "punct")
CHANNEL_MODIFIERS = ("compound", "amod", "advmod", "nmod")

DatedExpression = tuple[dates.Expression, dates.DateRange]
ShiftedDate = tuple[DatedExpression, int, str]  # an expression of time, how many units to shift it by, and the unit


def path(trigger: Token) -> list[Token]:
    """The trigger and its governors up to the clause boundary; modifiers of any of them describe the contact.

    A clause about an event continues it: "a summit in Tarn next month, at which they will meet". So does one about a
    time: "the last time they met was in May".
    """
    nodes = [trigger]
    for governor, dependent, relation in governors(trigger):
        if relation == "relcl" and (event := _event_with_clause(dependent)) is not None:
            return [*nodes, event, *([event.head] if event.dep_ == "dobj" else [])]
        if relation == "relcl" and (time := occasion(trigger)) is not None and time.dep_ in ("nsubj", "npadvmod"):
            return [*nodes, time, time.head]
        if (
            relation in OTHER_CLAUSES
            or is_marked_clause(dependent, relation)
            or (relation == "prep of" and lemma(governor) in vocabulary.contacts().attachment.records)
            or _is_of_other_tense(dependent, governor)
        ):
            break
        nodes.append(governor)
    return nodes


def _event_with_clause(verb: Token) -> Token | None:
    """The event of "a summit in the city of Tarn, at which they will meet", whatever word the clause is attached to."""
    links = (c for c in verb.children if c.lower_ in vocabulary.contacts().setting.ways)
    if not any(c.lower_ == "which" for link in links for c in link.children):
        return None
    nouns = itertools.takewhile(lambda t: not is_verb(t), (verb.head, *verb.head.ancestors))
    return next((noun for noun in nouns if is_event(noun)), None)


def is_event(noun: Token) -> bool:
    """ "Summit", "conference": an event that has a place.

    Args:
        noun: any token.
    """
    is_named = noun.lower_ in vocabulary.contacts().setting.events
    return is_named and noun.tag_ in (*COMMON_NOUN_TAGS, *PROPER_NOUN_TAGS)


def _is_of_other_tense(second: Token, first: Token) -> bool:
    """ "Met him on Friday and will meet him again": the second verb is of another time."""
    if second.dep_ != "conj" or not is_verb(second):
        return False
    modals = [any(c.tag_ == "MD" for c in verb.children) for verb in (second, first)]
    return modals == [True, False]


def attached(token: Token, nodes: list[Token], rivals: Container[int] = ()) -> int | None:
    """The number of the node that a token is attached to, directly or through other words.

    Args:
        token: any token of the sentence.
        nodes: the trigger's path.
        rivals: indices of the sentence's other triggers.

    Returns:
        0 for the trigger, 1 for its governor and so on; None if the token belongs to another clause or trigger.
    """
    steps = {node.i: step for step, node in enumerate(nodes)}
    start = (token.i, token.head.i)
    while token.i not in steps:
        is_root = token.head.i == token.i
        if is_root or _opens_other_clause(token, nodes, rivals) or (token.i not in start and _is_time_limit(token)):
            return None
        if token.i in rivals and not _is_setting(token, nodes) and not _is_held(token, nodes):
            return None
        token = token.head
    return steps[token.i]


def _opens_other_clause(token: Token, nodes: Sequence[Token], rivals: Container[int]) -> bool:
    """Whether what is below the token describes another event: "visited her after she had moved on Monday"."""
    if _sets_time(token) or _is_held(token, nodes):
        return False
    if token.dep_ == "relcl" and not is_verb(nodes[0]):  # but "a meeting with him that was set for Friday"
        is_of_contact = token.head.i == nodes[0].i or operator(token) == PLANNED
        return not is_of_contact and verb_of_occurrence(nodes[0]) != token
    if token.dep_ == "acl":
        return _describes_other_noun(token, nodes, rivals)
    return token.dep_ in ATTACHED_CLAUSES or (token.dep_ == "conj" and is_verb(token))


def _is_held(participle: Token, nodes: Sequence[Token]) -> bool:
    """ "Held on Monday, the talks ended early", "in the letter, sent on Monday, she complained"."""
    if participle.dep_ != "advcl" or participle.tag_ != "VBN":
        return False
    if participle.i == nodes[0].i + 2 and participle.nbor(-1).text == ",":
        return True
    return lemma(participle) in vocabulary.contacts().support.held and any(
        c.i == nodes[0].i and c.dep_ in SUBJECTS for c in participle.head.children
    )


def _describes_other_noun(clause: Token, nodes: Sequence[Token], rivals: Container[int]) -> bool:
    """ "Views on the deal signed on Monday"; not "talks held on Monday"."""
    noun = clause.head
    if noun.tag_ not in COMMON_NOUN_TAGS or noun.i in rivals or any(noun.i == node.i for node in nodes):
        return False
    return lemma(clause) not in vocabulary.contacts().support.held


def _is_time_limit(token: Token) -> bool:
    """ "Met him after a ceremony on Monday": the day is that of the ceremony; not "before breakfast on Monday"."""
    if token.dep_ != "prep" or token.lower_ not in vocabulary.contacts().attachment.limits:
        return False
    return all(f"{token.lower_} {c.lower_}" not in vocabulary.dates().dayparts for c in token.children)


def _is_setting(noun: Token, nodes: list[Token]) -> bool:
    """Whether a contact took place within another: "met him at a summit in Rome on Monday"."""
    words, preposition = vocabulary.contacts().setting, noun.head
    if preposition.lower_ == "of" and lemma(preposition.head) in words.parts:  # "on the sidelines of a summit"
        preposition = preposition.head.head
    carrier = nodes[1] if len(nodes) > 1 and not is_verb(nodes[0]) else nodes[0]
    while preposition.head.lower_ in words.ways and preposition.head.i != preposition.i:  # "as part of a visit"
        preposition = preposition.head
    links = noun.dep_ == "pobj" and preposition.lower_ in words.ways
    return links and is_verb(carrier) and preposition.head.i == carrier.i


def said_of(
    token: Token, nodes: list[Token], rivals: set[int], named: Sequence[DatedExpression]
) -> list[DatedExpression]:
    """The expressions of time that belong to a trigger, the best one to date it by first.

    Args:
        token: the trigger.
        nodes: the trigger's path.
        rivals: indices of the sentence's other triggers.
        named: the paragraph's expressions of time.
    """
    ranked = []
    moved_to = next((t for verb in _rescheduling(nodes) if (t := new_time(verb)) is not None), None)
    for expression, anchor in itertools.filterfalse(partial(_is_gap_before, token), named):
        if moved_to is not None and expression.form == "range":  # "moved from Monday to Friday"
            expression = expression.parts[-1]
        head = expression.head(token.doc)
        step = _step_of(expression, head, nodes, rivals)
        if step is not None and not is_of_act(head, token):
            is_new = moved_to is not None and expression.first <= moved_to.i <= expression.last
            ranked.append(((not is_new, *_rank(expression, head, step, nodes)), (expression, anchor)))
    times = [pair for _, pair in sorted(ranked, key=lambda r: r[0])]
    return times if moved_to is not None else _narrowed(times)


def _step_of(expression: dates.Expression, head: Token, nodes: list[Token], rivals: set[int]) -> int | None:
    """The number of the node that an expression of time belongs to, as in `attached`."""
    if _opens_when_clause(expression, nodes):
        return 0
    return attached(_holder(head, expression.first, nodes), nodes, rivals)


def _rank(expression: dates.Expression, head: Token, step: int, nodes: Sequence[Token]) -> tuple[bool | int, ...]:
    """How well a time dates a trigger, the best first.

    A time before the second of two verbs ranks lower for the second: "flew in on Friday and met him on Sunday".
    """
    second_verb = next((node.i for node in nodes if node.dep_ == "conj" and is_verb(node)), 0)
    vague = expression.form in ("daypart", *dates.UNDATED)
    is_before = expression.first < second_verb
    distance = abs(expression.first - nodes[0].i)
    return bool(expression.limit), vague, not is_scheduled(head), step, is_before, distance


def _is_gap_before(noun: Token, dated: DatedExpression) -> bool:
    """ "It was their first call in nine days": the time since the last call, not that of this one."""
    expression, _ = dated
    is_length = expression.form == "shift" and expression.first > noun.i
    return is_length and any(c.lower_ == "first" and c.dep_ == "amod" for c in noun.children)


def _narrowed(found: list[DatedExpression]) -> list[DatedExpression]:
    """The times of a contact; of "last week" and "on Friday", the Friday of that week."""
    weeks = [
        e.fields["which"]
        for e, _ in found
        if e.form == "period" and e.fields.get("unit") == "week" and "which" in e.fields
    ]
    if not weeks or weeks[0] not in ("last", "next", "this"):
        return found
    days = [
        (replace(e, fields={**e.fields, "week": weeks[0]}), anchor)
        for e, anchor in found
        if e.form == "weekday" and not {"which", "week"} & set(e.fields)
    ]
    return days + found


def _rescheduling(nodes: Sequence[Token]) -> Iterator[Token]:
    """The verbs that give a contact another time: "was moved to Friday", "a meeting moved to Friday"."""
    yield from (node for node in nodes if is_verb(node))
    yield from (clause for clause in nodes[0].children if clause.dep_ == "acl")


def _opens_when_clause(expression: dates.Expression, nodes: Sequence[Token]) -> bool:
    """ "On Saturday, when she telephoned him": the day is that of the clause after it."""
    whens = (c.i for node in nodes for c in node.children if c.lower_ == "when")
    return any(0 < i - expression.last <= 2 for i in whens)


def _holder(time: Token, first: int, nodes: Sequence[Token]) -> Token:
    """The word that a time belongs to where the parser attached the time elsewhere; otherwise the time itself.

    Args:
        time: the head of an expression of time.
        first: index of the expression's first token.
        nodes: the path of a trigger.
    """
    participle = _participle_before(time, first) if time.dep_ == "npadvmod" else None
    outside = _reported_clause(time) or _reporting_verb(time, first) or _noun_before_aside(time)
    return participle or outside or _verb_of_purpose(time, nodes) or time


def _link(time: Token) -> Token:
    """What joins a time to its clause: "on" in "on Friday", the time itself without a preposition."""
    return time.head if time.dep_ == "pobj" else time


def _noun_before_aside(time: Token) -> Token | None:
    """The noun that a clause between commas describes, if a time follows: "wrote to Lee, who is ill, on Friday"."""
    link = _link(time)
    clause = link.head
    if clause.dep_ != "relcl" or link.i < clause.i or link.nbor(-1).text != ",":
        return None
    return clause.head if clause.left_edge.i and clause.left_edge.nbor(-1).text == "," else None


def _reporting_verb(time: Token, first: int) -> Token | None:
    """The verb that a time follows, if it was parsed as part of the clause after it: "said on Friday he met her"."""
    link = _link(time)
    clause = link.head
    if clause.dep_ != "ccomp" or not is_verb(clause) or clause.head.i != min(link.i, first) - 1:
        return None
    is_subject_next = any(c.dep_ in SUBJECTS and c.left_edge.i == time.i + 1 for c in clause.children)
    return clause.head if is_subject_next else None


def _verb_of_purpose(time: Token, nodes: Sequence[Token]) -> Token | None:
    """The verb whose purpose an infinitive gives, if the time is the verb's.

    For example "met him to discuss it on Friday", "rang his friend, Bo Ray, on Friday to discuss it".
    """
    link = _link(time)
    aim = link.head
    if any(aim.i == node.i for node in nodes) or not is_infinitive(aim):
        return None
    if link.i > aim.i and operator(aim) == PLANNED:
        return None
    verb = verb_above(aim)
    return verb if verb is not None and is_past_act(verb) else None


def is_past_act(verb: Token) -> bool:
    """Whether a time beside its infinitive is that of the verb: "met him to", "tried to"; not "agreed to"."""
    attempts = vocabulary.contacts().status.attempts
    return verb.tag_ == "VBD" and (operator(verb) is None or lemma(verb) in attempts)


def _participle_before(time: Token, first: int) -> Token | None:
    """The participle whose phrase ends where the time begins: "talks held in Rome the day before"."""
    before = time.doc[first - 1] if first > time.sent.start else time
    clauses = (t for t in (before, *before.ancestors) if t.dep_ == "acl" and t.tag_ == "VBN")
    return next((t for t in clauses if t.right_edge.i == first - 1), None)


def _reported_clause(time: Token) -> Token | None:
    """The verb of a reported clause that ends with the time: "X rang Y, on Thursday, the ministry said"."""
    link = _link(time)
    if not is_verb(link.head):
        return None
    clauses = [c for c in link.head.children if c.dep_ in ("ccomp", *SUBJECTS)]
    before = [c for c in clauses if c.i < link.i]
    speaker_follows = any(c.i > link.i for c in clauses)
    return before[0] if [c.dep_ for c in before] == ["ccomp"] and speaker_follows else None


def is_of_act(token: Token, trigger: Token) -> bool:
    """Whether a time is that of an agreement, refusal or cancellation: "On Monday he refused to meet her"."""
    acts = vocabulary.contacts().status.acts
    time = token.head if token.dep_ == "nummod" else token
    verb = time.head if time.dep_ == "npadvmod" else time.head.head
    if time.dep_ not in ("npadvmod", "pobj") or verb.tag_ not in ("VBD", "VBN") or entry_key(verb) not in acts:
        return False
    if verb.i == trigger.i:  # "invited him on Monday to visit Rome"
        return token.i < verb.i or token.doc[token.i + 1 : token.i + 2].text == "to"
    cancelled = any(c.dep_ == "auxpass" for c in verb.children) and operator(verb) == CANCELLED
    return token.i < verb.i or cancelled or verb.i < token.i < trigger.i


def is_scheduled(token: Token) -> bool:
    """Whether a time is the one that was agreed: "scrapped a meeting planned for Friday"."""
    return _sets_time(verb_above(token) or token)


def _sets_time(verb: Token) -> bool:
    """ "(A meeting) planned for Friday"."""
    reduced = verb.tag_ in ("VBN", "VBD") and verb.dep_ in ("acl", "advcl") and not any(verb.lefts)
    return reduced and operator(verb) == PLANNED


_PlaceCandidate = tuple[int, int, Token]  # number of the node, distance from the trigger, the noun


def place(
    nodes: list[Token], taken: Container[int], journey: bool, rivals: Container[int]
) -> tuple[int, str, Token] | None:
    """The narrowest place of a contact: that attached nearest to the trigger.

    Args:
        nodes: the trigger's path.
        taken: indices of tokens that are part of a person's name or of a date.
        journey: whether the contact is a visit, so that "to Rome" is its place.
        rivals: indices of the sentence's other triggers.

    Returns:
        The number of the node that the place is attached to, its name, and its last token; None without a place.
    """
    candidates = list(_places_after_prepositions(nodes, journey, rivals))
    if journey:
        candidates += _direct_destinations(nodes[0], taken)
    candidates += _places_visited(nodes)
    candidates += _places_before_where(nodes)
    candidates += _capitals_before(nodes[0])
    candidates.sort(key=lambda candidate: candidate[:2])
    for step, _, noun in candidates:
        if named := _named_place(noun, taken):
            return step, proper_name(named), named
    buildings = vocabulary.contacts().location.buildings
    for step, _, noun in candidates:
        if noun.lower_ in buildings and noun.i not in taken:
            last = next((c.right_edge for c in noun.children if c.lower_ == "of" and c.i == noun.i + 1), noun)
            return step, str(noun.doc[noun.left_edge.i : last.i + 1].text), noun
    return None


def _places_after_prepositions(nodes: list[Token], journey: bool, rivals: Container[int]) -> Iterator[_PlaceCandidate]:
    """ "Met in Rome", "held talks on a visit to Rome", and of a journey "flew to Rome"."""
    words = vocabulary.contacts().location
    listed = words.within | words.towards if journey else words.within
    for token in nodes[0].sent:
        if not (token.lower_ in listed and token.dep_ in PLACE_PREPOSITION_RELATIONS) and not _leads_to_stay(token):
            continue
        step, noun = attached(token, nodes, rivals), _object_of_preposition(token)
        if step is None or noun is None or in_topic(token, nodes[step]) or _describes_somebody(token, nodes[step]):
            continue
        if token.lower_ in words.within or step == 0 or is_verb(nodes[step]):
            yield step, abs(token.i - nodes[0].i), noun


def _capitals_before(trigger: Token) -> Iterator[_PlaceCandidate]:
    """ "Their Hanoi summit": a capital in the name of a meeting."""
    for noun in trigger.lefts:
        country = country_of((noun.text,)) if noun.dep_ == "compound" else None
        if country and country.form == "capital":
            yield 0, trigger.sent.end, noun


def _leads_to_stay(preposition: Token) -> bool:
    """Whether "to" names where a stay or journey is: "on a visit to Rome", "flew to Rome to meet him"."""
    noun, words = preposition.head, vocabulary.contacts()
    if preposition.lower_ != "to" or preposition.dep_ != "prep":
        return False
    if is_verb(noun) and lemma(noun) in words.participants.summoning:  # "was summoned to the Foreign Office"
        return True
    if lemma(noun) in words.continued.stays:
        return noun.dep_ == "pobj" and noun.head.lower_ in words.continued.ways
    return is_journey(noun)


def _describes_somebody(preposition: Token, node: Token) -> bool:
    """Whether a place is in the description of a person or time: "Lee, the bishop of Rome", "in her first year at X".

    The parser attaches the place of the contact to the noun before it, too, but that is a name, or a comma follows it.
    """
    if preposition.i and preposition.nbor(-1).is_punct:
        return False
    between = list(itertools.takewhile(lambda t: t != node, preposition.ancestors))
    is_apposed = any(t.dep_ == "appos" and t.tag_ in COMMON_NOUN_TAGS for t in between)
    return is_apposed or any(map(_is_period_of_life, between[:1]))


def _is_period_of_life(noun: Token) -> bool:
    """ "Her first year (at the bank)", "his time (in Rome)"."""
    return lemma(noun) in vocabulary.contacts().location.periods and any(c.dep_ == "poss" for c in noun.children)


def _object_of_preposition(preposition: Token) -> Token | None:
    """ "(In) Rome", "(in) there"; also "Rome" in "in Rome Sept. 7", which the parser takes for part of the day."""
    found = next((c for c in preposition.children if c.dep_ in ("pobj", "advmod")), None)
    if found is None or not is_time(found):
        return found
    return next((c for c in found.lefts if c.dep_ == "compound" and not is_time(c)), found)


def _direct_destinations(trigger: Token, taken: Container[int]) -> Iterator[_PlaceCandidate]:
    """ "Visited Rome", "travelled there"; not "left Rome for Paris"."""
    if not is_verb(trigger) or any(_names_goal(c) for c in trigger.children):
        return
    for child in trigger.children:
        if (
            child.i > trigger.i
            and child.dep_ in DESTINATION_RELATIONS
            and (child.i not in taken or _lies_in_region(child))
        ):
            yield 0, 0, child


def _places_visited(nodes: Sequence[Token]) -> Iterator[_PlaceCandidate]:
    """ "Visited the Capitol to meet him"."""
    for step, verb in enumerate(nodes[1:], 1):
        frame = verb_frame(verb)
        if frame is not None and frame.place and not frame.to:
            yield from ((step, 0, noun) for noun in with_relation(verb, "dobj") if noun.i > verb.i)


def _names_goal(preposition: Token) -> bool:
    """ "For Paris"; not "for talks"."""
    return preposition.lower_ == "for" and any(c.tag_ in PROPER_NOUN_TAGS for c in preposition.children)


def _lies_in_region(name: Token) -> bool:
    """Whether the words after a name say where it is: "Sochi in southwest Russia"."""
    after = [t.lower_ for t in name.doc[name.i + 1 : name.i + 3]]
    return len(after) == 2 and after[0] == "in" and after[1] in vocabulary.contacts().location.compass


def _places_before_where(nodes: Sequence[Token]) -> Iterator[_PlaceCandidate]:
    """ "Israel, where she met him", "was in Israel on Monday, where she met him"."""
    for step, node in enumerate(nodes):
        if _is_with_where(node):
            objects = (t for t in reversed(node.doc[node.sent.start : node.head.i]) if t.dep_ == "pobj")
            place = next((t for t in objects if not is_time(t)), node.head) if is_time(node.head) else node.head
            yield step, 0, place


def in_topic(token: Token, node: Token) -> bool:
    """Whether a phrase is part of the contact's topic: "views on the war in Syria"."""
    words = vocabulary.contacts().topic
    for noun in itertools.takewhile(lambda t: t != node, token.ancestors):
        if noun.head.dep_ == "prep" and noun.head.lower_ in words.about and lemma(noun) not in words.asides:
            return True
    return False


def _named_place(noun: Token, taken: Container[int]) -> Token | None:
    """The noun itself if it is a name, or the name of its place: "a summit in Tarn", "a Grand Hotel in Tarn"."""
    if noun.tag_ not in PROPER_NOUN_TAGS and not _is_number_of_house(noun):
        return _name_after_kind(noun) or _name_within(noun, taken)
    inside = _name_within(noun, taken) if any(c.lower_ in ("a", "an") for c in noun.children) else None
    is_name = (noun.i not in taken and proper_name(noun)[0].isupper()) or _lies_in_region(noun)
    return inside or (noun if is_name else None)


def _name_within(noun: Token, taken: Container[int]) -> Token | None:
    """The name of the place that a noun is in: "the summit in Huntsville"."""
    prepositions = vocabulary.contacts().location.of_noun
    links = (c for c in noun.children if c.lower_ in prepositions and c.dep_ == "prep")
    return next(filter(None, (_named_place(inner, taken) for link in links for inner in link.children)), None)


def _is_number_of_house(numeral: Token) -> bool:
    """The numeral of "No 10", "Number 11"."""
    if numeral.tag_ != "CD":
        return False
    before = numeral.doc[max(numeral.i - 2, numeral.sent.start) : numeral.i].text
    return before.endswith(("No", "No.", "Number"))


def _name_after_kind(noun: Token) -> Token | None:
    """The name in "the city of Lunde", "the heart of Lunde", "the capital, Lunde", "Lunde town centre".

    In "Lunde's Wick district" it is that of the town.
    """
    words = vocabulary.contacts().location
    if noun.lower_ not in words.kinds | words.parts | words.compass:
        return None
    objects = [o for p in noun.children if p.lower_ == "of" for o in p.children if o.dep_ == "pobj"]
    objects += with_relation(noun, "appos", "poss") if noun.lower_ in words.kinds else []
    objects += with_relation(noun, "compound") if noun.lower_ in words.parts else []
    return next((o for o in objects if o.tag_ in PROPER_NOUN_TAGS), None)


def proper_name(token: Token) -> str:
    """The whole name to which a token belongs: "St. Petersburg" for "Petersburg", "House of Commons" for "House"."""
    first, last = _hyphenated(token)
    first -= _is_number_of_house(token)
    while first and _is_part_of_name(token.doc[first - 1], range(first, token.i + 1)):
        first -= 1
    first -= _is_article_of_name(token.doc[first - 1 : first])
    while first < token.i and token.doc[first].text in vocabulary.contacts().location.compass:  # "southeast Norway"
        first += 1
    last = max(last, _last_of_name(token).i) + _is_before_number_of_house(token)
    return str(token.doc[first : last + 1 + _is_shop(token.doc, last)].text)


def _is_article_of_name(before: Span) -> bool:
    """Whether the word before a name is its capitalised article: "(at) The Oak"."""
    return any(t.text == "The" and not t.is_sent_start for t in before)


def _is_before_number_of_house(token: Token) -> bool:
    """Whether a token is the "Number" of "Number 10"."""
    return any(c.i == token.i + 1 and c.tag_ == "CD" and _is_number_of_house(c) for c in token.children)


def _is_shop(doc: Doc, last: int) -> bool:
    """Whether the possessive after a word is part of a name: "(at) Lund's"; not "Lund's house"."""
    name, after = doc[last], doc[last + 1 : last + 2]
    return name.dep_ == "pobj" and bool(after) and after[0].tag_ == "POS" and after[0].head.i == last


def _hyphenated(token: Token) -> tuple[int, int]:
    """The first and last token of the word with hyphens to which a token belongs: "Mar-a-Lago"."""
    doc, first, last = token.doc, token.i, token.i
    while first > 1 and _is_hyphen(doc[first - 1]):
        first -= 2
    while last + 2 < len(doc) and _is_hyphen(doc[last + 1]):
        last += 2
    return first, last


def _is_hyphen(token: Token) -> bool:
    """Whether a token joins the one before to the one after it."""
    return token.text == "-" and not token.whitespace_ and not token.nbor(-1).whitespace_


def _is_part_of_name(token: Token, name: range) -> bool:
    return token.tag_ in PROPER_NOUN_TAGS and token.head.i in name


def _last_of_name(token: Token) -> Token:
    """The last word of a name that continues after "of", or, if it is that of a body, "for": "Department for Trade"."""
    links = ("of", "for") if token.lower_ in vocabulary.contacts().location.bodies else ("of",)
    after = (c for c in token.children if c.i == token.i + 1 and c.dep_ == "prep" and c.lower_ in links)
    names = (o for link in after for o in link.children if o.dep_ == "pobj" and o.tag_ in PROPER_NOUN_TAGS)
    name = next(names, None)
    return token if name is None else _last_of_name(name)


def channel(nodes: list[Token], mode: str) -> str:
    """The mode, made more precise by words for the means: "by phone", "a virtual meeting", "face-to-face".

    Args:
        nodes: the trigger's path.
        mode: the mode of the trigger's entry; a visit stays a visit.
    """
    if mode == VISIT:
        return mode
    near = nodes[: 1 if is_verb(nodes[0]) else 2]
    for token in nodes[0].sent:
        for channel_mode, words in vocabulary.contacts().channels.items():
            if token.lower_ in words and _describes_means(token, nodes, near):
                return str(channel_mode)
    return mode


def _describes_means(token: Token, nodes: list[Token], near: Sequence[Token]) -> bool:
    """Whether a word says how the parties were in touch: "spoke by phone", not "discussed the phone"."""
    if token.dep_ not in CHANNEL_RELATIONS:
        return False
    step = attached(token, nodes)
    return step is not None and step < len(near) and _modifies_node(token, near)


def _modifies_node(token: Token, near: Sequence[Token]) -> bool:
    """Whether the phrase of a channel's word is a modifier of a node: "by mobile phone", "phone talks", "virtually"."""
    indices = {node.i for node in near}
    if token.dep_ in ("advmod", "amod") and token.head.dep_ in ("prep", "poss") and token.head.head.i in indices:
        return True  # "took place virtually on Friday", "a virtual ministers' meeting"
    while token.head.i not in indices:
        if token.dep_ not in WITHIN_CHANNEL:
            return False
        token = token.head
    return token.dep_ in CHANNEL_MODIFIERS or token.lower_ in vocabulary.contacts().attachment.means


def topic(nodes: Sequence[Token], transitive: bool, times: Container[int] = ()) -> str | None:
    """What a contact was about, as written: "talks on trade", "met to discuss trade".

    Args:
        nodes: the trigger's path.
        transitive: whether the trigger's own object is the topic: "discussed trade".
        times: indices of the tokens of times, which are no topic: "talks on the 3rd".
    """
    asides = vocabulary.contacts().topic.asides
    for node in nodes[:2]:
        for child in node.children:
            is_object = transitive and node is nodes[0] and child.dep_ == "dobj"
            for noun in [child] if is_object else _topic_nouns(child):
                if lemma(noun) not in asides and noun.i not in times:
                    return str(noun.doc[noun.left_edge.i : noun.right_edge.i + 1].text)
    return None


def _topic_nouns(child: Token) -> list[Token]:
    """The objects of "on", "about", … and of the purpose "to discuss"."""
    about = child.dep_ == "prep" and child.lower_ in vocabulary.contacts().topic.about
    purpose = child.dep_ in ("advcl", "xcomp", "acl") and lemma(child) == "discuss"
    if not (about or purpose):
        return []
    return [c for c in child.children if c.dep_ in ("pobj", "dobj") and c.tag_ in COMMON_NOUN_TAGS]


def length(nodes: Sequence[Token], rivals: Container[int]) -> tuple[int | None, str | None]:
    """How long a contact took, in minutes, and the qualifier before it ("about", "over"); None for either if not said.

    Args:
        nodes: the trigger's path.
        rivals: indices of the sentence's other triggers.
    """
    sentence = nodes[0].sent
    text = text_of(sentence.doc)[sentence.start_char : sentence.end_char]
    for start, end, minutes, qualifier in dates.lengths(text):
        span = sentence.char_span(start, end, alignment_mode="expand")
        if span is None or _is_point_in_time(span, sentence):
            continue
        step = attached(_carrier_of_length(span), list(nodes), rivals)
        if step is not None and (step < 3 or not rivals):
            return minutes, qualifier.lower() if qualifier else None
    return None, None


def _is_point_in_time(length: Span, sentence: Span) -> bool:
    """ "Two hours later", "within an hour": when, and not how long."""
    words = vocabulary.contacts().duration
    if length.start and sentence.doc[length.start - 1].lower_ in words.before:
        return True
    return length.end < len(sentence.doc) and sentence.doc[length.end].lower_ in words.after


def _carrier_of_length(length: Span) -> Token:
    """The word that a length belongs to: the length itself, or the noun of "a call that lasted two hours"."""
    verb = length.root.head
    lasted = lemma(verb) == "last" and any(c.tag_ == "WDT" for c in verb.children)
    return verb.head if lasted else length.root


def beside(nodes: Sequence[Token], named: Sequence[DatedExpression]) -> ShiftedDate | None:
    """The date of a clause that is counted from the date of the main clause.

    "Said on Friday, two days after she rang him" gives Friday, -2 and "day"; "an hour after" gives the same day.

    Args:
        nodes: the trigger's path.
        named: the paragraph's expressions of time.

    Returns:
        The main clause's expression of time, how many units to shift it by, and the unit; None if the clause is not
        counted from another, or has a date of its own.
    """
    event, begins = _event_counted_from(nodes)
    if begins < 3 or any(begins <= expression.first <= event.right_edge.i for expression, _ in named):
        return None
    shift = _shift_before(event, begins)
    base = _date_above(event, begins, named) if shift else None
    return (base, *shift) if base and shift else None


def below(nodes: Sequence[Token], named: Sequence[DatedExpression]) -> ShiftedDate | None:
    """The date of a contact that is counted from the date of a clause below it.

    "Rang him a day after he resigned on Friday" gives Friday, 1 and "day"; "hours before he resigned" the same day.

    Args:
        nodes: the trigger's path.
        named: the paragraph's expressions of time.

    Returns:
        As for `beside`.
    """
    links = (c for node in nodes for c in node.children)
    return next(filter(None, (_counted_from(link, named) for link in links)), None)


def _counted_from(link: Token, named: Iterable[DatedExpression]) -> ShiftedDate | None:
    """The date that a clause names, or "after landing on Friday", and the shift in the words before it."""
    event = next((c for c in link.children if c.dep_ == "pcomp"), link)
    if event is link and link.dep_ != "advcl":
        return None
    begins = next((c.i for c in link.children if c.dep_ == "mark"), link.i) + 1
    shift = _shift_before(event, begins) if begins > 2 else None
    base = _date_between(begins, event.right_edge.i, named) if shift else None
    return (base, -shift[0], shift[1]) if shift and base else None


def _date_between(first: int, last: int, named: Iterable[DatedExpression]) -> DatedExpression | None:
    """The first date between two tokens, by index, that does not only bound an event."""
    return next((pair for pair in named if first <= pair[0].first <= last and not pair[0].limit), None)


def of_place(nodes: Sequence[Token], named: Sequence[DatedExpression]) -> list[DatedExpression]:
    """The times of the verb above a clause with "where": "on Friday visited Oslo, where she met him".

    Args:
        nodes: the trigger's path.
        named: the paragraph's expressions of time.

    Returns:
        The expressions, the best one first; none if the clause has another tense than the verb, or is about where
        somebody came from: "flew in on Friday from Oslo, where she had met him".
    """
    clause = next(filter(_is_with_where, nodes), None)
    main = verb_above(clause) if clause is not None and clause.head.head.lower_ != "from" else None
    if clause is None or main is None or _tense(clause) != _tense(main):
        return []
    return said_of(main, path(main), set(), named)


def _is_with_where(verb: Token) -> bool:
    """ "(Oslo), where she met (him)"."""
    return verb.dep_ == "relcl" and any(c.lower_ == "where" for c in verb.children)


def _tense(verb: Token) -> list[str]:
    """What makes the tense of a verb: its form and its auxiliaries."""
    return [verb.tag_, *(c.lower_ for c in verb.children if c.dep_ == "aux")]


def _event_counted_from(nodes: Sequence[Token]) -> tuple[Token, int]:
    """The verb or noun of an event, and where its clause or phrase begins: "(two days after) she rang", "… a call"."""
    noun = nodes[0]
    if noun.dep_ == "pobj" and not is_verb(noun):
        return noun, noun.head.i + 1
    verb = next((node for node in nodes if is_verb(node)), noun)
    return verb, next((c.left_edge.i for c in verb.children if c.dep_ in SUBJECTS), 0)


def _shift_before(event: Token, begins: int) -> tuple[int, str] | None:
    """The shift in the words before a clause or phrase: (-2, "day") for "two days after (she rang)".

    The main clause is the later one, so "after" counts backwards. `begins`: index of its first token.
    """
    count, unit, conjunction = event.doc[begins - 3 : begins]
    if conjunction.lower_ not in ("after", "before"):
        return None
    if lemma(unit) in vocabulary.contacts().duration.same_day:
        return 0, "day"
    steps = int(dates.number(count.text)) * (-1 if conjunction.lower_ == "after" else 1)
    return (steps, lemma(unit)) if steps and lemma(unit) in ("day", "week") else None


def _date_above(event: Token, begins: int, named: Sequence[DatedExpression]) -> DatedExpression | None:
    """The date of the verb above a clause or phrase, named before the words that count from it."""
    main = verb_above(event)
    if main is None:
        return None
    before = [n for n in named if not n[0].limit and n[0].last < begins - 1]
    return next(iter(said_of(main, path(main), set(), before)), None)
