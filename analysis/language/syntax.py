"""Syntactic relations that several packages need: subjects, governors, passives, infinitives and negation.

Labels are spaCy's English dependency labels (ClearNLP) and Penn Treebank tags.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import wraps
from typing import TypeVar

from spacy.tokens import Span, Token

from analysis import vocabulary
from analysis.language.spacy_model import lemma

T = TypeVar("T")
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
EXPLETIVE = "expl"
COMMON_NOUN_TAGS = ("NN", "NNS")
PROPER_NOUN_TAGS = ("NNP", "NNPS")
FINITE_VERB_TAGS = ("VBD", "VBZ", "VBP")
FINITE_TAGS = (*FINITE_VERB_TAGS, "MD")  # modals included
RELATIVE_PRONOUN_TAGS = ("WP", "WDT", "WP$")
MAX_GOVERNORS = 10  # that are followed upwards
# Relations by which a verb shares the subject of the verb above it.
SHARED_SUBJECT = ("conj", "xcomp", "advcl", "parataxis", "pcomp", "dep")
# Words between a clause and the verb that governs it: they have no subject.
TRANSPARENT = ("prep", "pcomp", "aux", "acomp", "advmod", "agent")
# First words of prepositions that end in "of", which the parser splits: "ahead of the talks".
COMPOUND_PREPOSITIONS = ("ahead", "because", "out")
# Relations of a negator to the word it negates ("not", "never"; "no aide", "neither side").
NEGATOR_RELATIONS = ("neg", "advmod", "det", "preconj", "cc")


class Reach(Enum):
    """What `subject` looks for, and how far beyond the verb's own clause.

    SOURCE: who utters what the verb reports. The agent of a passive ("was told by X") counts, a dummy subject ends the
    search, and only verbs that share their subject are followed.
    PARTICIPANT: who takes part in the event. The grammatical subject counts, passive or not, and the search follows
    object control ("asked X to come"), relative clauses and possessors ("X's plan to come").
    """

    SOURCE = "source"
    PARTICIPANT = "participant"


def remembered(of_token: Callable[[Token], T]) -> Callable[[Token], T]:
    """Compute a function of a token once for each token, and forget the results with its paragraph."""
    key = f"{of_token.__module__}.{of_token.__qualname__}"

    @wraps(of_token)
    def known(token: Token) -> T:
        results = token.doc.user_data.setdefault(key, {})
        if token.i not in results:
            results[token.i] = of_token(token)
        result: T = results[token.i]
        return result

    return known


def with_relation(head: Token, *relations: str) -> list[Token]:
    """The dependents of a token that have one of these relations to it."""
    return [child for child in head.children if child.dep_ in relations]


def nouns_after(head: Token, *prepositions: str) -> list[Token]:
    """The objects of a token's prepositions: "Norway" in "the leaders of Norway"."""
    links = [link for link in with_relation(head, "prep") if link.lower_ in prepositions]
    return [noun for link in links for noun in with_relation(link, "pobj")]


def is_verb(token: Token) -> bool:
    """Whether the token is tagged as a verb form."""
    return bool(token.tag_.startswith("VB"))


def has_finite_verb(span: Span) -> bool:
    """Whether the span contains a finite verb or a modal."""
    return any(t.tag_ in FINITE_TAGS for t in span)


def has_subject(verb: Token) -> bool:
    """Whether the verb has a subject of its own."""
    return any(c.dep_ in SUBJECTS for c in verb.children)


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive: "was told", or a participle that opens a clause, "told to wait"."""
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.lefts):
        return True
    participle = verb.tag_ == "VBN" and not any(c.dep_ == "aux" for c in verb.lefts)
    return participle and (verb.dep_ != "conj" or is_passive(verb.head))


def is_infinitive(verb: Token) -> bool:
    """Whether the verb is an infinitive with "to"."""
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def governors(token: Token) -> Iterator[tuple[Token, Token, str]]:
    """Yield (governor, dependent, relation) from a token upwards, at most MAX_GOVERNORS of them.

    A preposition is not a governor itself: the relation of its object to the word above is "prep in", "prep to", …
    """
    for _ in range(MAX_GOVERNORS):
        head, relation = token.head, token.dep_
        if head.i == token.i:
            return
        if relation in ("pobj", "pcomp") or (head.dep_ in ("prep", "agent") and relation not in SUBJECTS):
            relation, head = f"prep {head.lower_}", head.head
            if token.head.lower_ == "of" and head.lower_ in COMPOUND_PREPOSITIONS:
                relation, head = f"prep {head.lower_}", head.head
        yield head, token, relation
        token = head


def verb_above(token: Token) -> Token | None:
    """The nearest verb that a token depends on, directly or not; None if there is no verb above it."""
    return next(filter(is_verb, token.ancestors), None)


def nearest_verb(token: Token) -> Token | None:
    """The token itself if it is a verb, or else the nearest verb above it."""
    return token if is_verb(token) else verb_above(token)


def first_conjunct(token: Token) -> Token:
    """The first word of a coordination, or the token itself: "director" of "a director and spokesman"."""
    while token.dep_ == "conj":
        token = token.head
    return token


def negation(token: Token) -> list[Token]:
    """The words that negate a verb or noun, including "no" before its subject ("no aide met him") or in "no longer"."""
    denying = vocabulary.contacts().status.denying
    negators = [c for c in token.children if c.lower_ in denying and c.dep_ in NEGATOR_RELATIONS]
    negators += _distant_negators(token)
    if token.dep_ in ("acomp", "xcomp") and token.tag_.startswith("JJ"):  # "was not ready"
        negators += [c for c in token.head.children if c.dep_ == "neg"]
    return [negator for negator in negators if not _precedes_only(negator)]


def _distant_negators(token: Token) -> list[Token]:
    """The "no" of "no longer", and that before the subject of a verb."""
    longer = [c for adverb in token.children if adverb.lower_ == "longer" for c in adverb.children if c.lower_ == "no"]
    return longer + _negators_of_subject(token) if is_verb(token) else longer


def _negators_of_subject(verb: Token) -> list[Token]:
    subjects = (c for c in verb.children if c.dep_ in SUBJECTS)
    negators = (c for noun in subjects for c in noun.children if c.lower_ in ("no", "neither"))
    return [negator for negator in negators if negator.dep_ in ("det", "preconj", "neg")]


def _precedes_only(token: Token) -> bool:
    """Whether "only" follows: "not only met him" does not deny it."""
    return token.i + 1 < len(token.doc) and token.nbor().lower_ == "only"


def subject(verb: Token, reach: Reach = Reach.PARTICIPANT) -> Token | None:
    """The token that does what the verb says; None if `reach` does not lead to one.

    Args:
        verb: a verb, or a noun or adjective with a verb's relations.
        reach: what counts as a subject, and which links to other clauses are followed.
    """
    subject_of, climb, max_verbs = _SEARCHES[reach]
    passive = reach is Reach.SOURCE and is_passive(verb)
    current: Token | None = verb
    for _ in range(max_verbs):
        if current is None:
            return None
        noun = subject_of(current)
        if passive and (noun is None or noun.dep_ in ("nsubjpass", EXPLETIVE)):
            return _agent(current)
        if noun is not None:
            return None if noun.dep_ == EXPLETIVE else noun
        noun, current = climb(current)
        if noun is not None:
            return noun
    return None


def _own_source(verb: Token) -> Token | None:
    """The verb's own subject, a dummy "it" or "there" included."""
    return next((c for c in verb.children if c.dep_ in (*SUBJECTS, EXPLETIVE)), None)


def _climb_to_source(verb: Token) -> tuple[Token | None, Token | None]:
    """The subject that the link to the clause above implies, or else the verb of that clause."""
    if verb.dep_ in ("acl", "relcl") and verb.head.tag_.startswith(("NN", "PRP")):
        return verb.head, None
    if verb.dep_ not in SHARED_SUBJECT or verb.head == verb:
        return None, None
    above = _reporting_verb_above(verb) or verb.head
    while above.dep_ == "prep":
        quoted = next((c for c in above.head.children if c.dep_ == "dobj"), None)
        if above.text == "as" and quoted is not None:  # "quoted her as saying"
            return quoted, None
        above = above.head
    return None, above


def _reporting_verb_above(verb: Token) -> Token | None:
    """The main verb whose subject goes on to speak: "said" in "Lee said Holt had left, adding that …".

    The parser attaches the participle to the nearest clause, here "had left".
    """
    if verb.tag_ != "VBG" or verb.i < 1 or verb.nbor(-1).text != ",":
        return None
    saying = vocabulary.reporting().saying
    for clause in (verb.head, *verb.head.ancestors):
        if clause.dep_ == "ccomp" and clause.head.i < clause.i and lemma(clause.head) in saying:
            return clause.head
        if clause.dep_ not in SHARED_SUBJECT:
            break
    return None


def _agent(verb: Token) -> Token | None:
    return next((p for by in verb.children if by.dep_ == "agent" for p in by.children if p.dep_ == "pobj"), None)


def _own_participant(verb: Token) -> Token | None:
    """The verb's own subject; for a relative pronoun, the noun that its clause describes."""
    noun = next((c for c in verb.children if c.dep_ in SUBJECTS and c.tag_ != "EX"), None)
    if noun is not None and noun.tag_ in RELATIVE_PRONOUN_TAGS and verb.dep_ == "relcl":
        return verb.head
    return noun


def _climb_to_participant(verb: Token) -> tuple[Token | None, Token | None]:
    """The subject that the link to the clause above implies, or else the verb of that clause."""
    head, relation = verb.head, verb.dep_
    if head.i == verb.i:
        return None, None
    if relation == "conj" and (clause := _fronted_clause(head)):
        return None, clause
    if (controller := _object_controller(verb) or _asked_through_preposition(verb)) is not None:
        return controller, None
    if relation in ("acl", "relcl", "appos") and not is_verb(head):
        doer, head = _doer_described(verb)
        if doer is not None:
            return doer, None
    while head.dep_ in TRANSPARENT or not (_governs_clause(head) or head.head.i == head.i):
        if (owner := _owner(head)) is not None:
            return owner, None
        head = head.head
    return None, head


def _governs_clause(token: Token) -> bool:
    """Whether a token is a verb, or "ought", which is tagged as an auxiliary."""
    return is_verb(token) or token.lower_ == "ought"


def _object_controller(verb: Token) -> Token | None:
    """The object that does what the verb says: "invited Lee to come", "urged Lee on Monday to come"."""
    words, head = vocabulary.syntax().control, verb.head
    direct = verb.dep_ in ("xcomp", "ccomp") and lemma(head) in words.object
    if verb.dep_ == "pcomp":  # "thanked Lee for coming"
        direct, head = lemma(head.head) in words.gerund.get(head.lower_, ()), head.head
    if not (direct or (is_detached_infinitive(verb) and lemma(head) in words.detached)):
        return None
    return next((c for c in head.children if c.dep_ in ("dobj", "dative")), None)


def _asked_through_preposition(verb: Token) -> Token | None:
    """Whom a verb with a preposition asks to do something: "called on Lee to come", "appealed to Lee to come"."""
    if verb.dep_ not in ("xcomp", "advcl") or not is_infinitive(verb):
        return None
    words = vocabulary.syntax().control.through.get(lemma(verb.head), frozenset())
    links = [link for link in with_relation(verb.head, "prep") if link.lower_ in words and link.i < verb.i]
    return next((noun for link in links for noun in with_relation(link, "pobj")), None)


def is_detached_infinitive(verb: Token) -> bool:
    """Whether the verb is an infinitive that the parser attaches to the verb before it as an adverbial clause."""
    return verb.dep_ == "advcl" and verb.i > verb.head.i and is_infinitive(verb)


def _doer_described(verb: Token) -> tuple[Token | None, Token]:
    """The noun that the verb's clause describes, or its owner, if one of them is the subject; and where to go on."""
    noun, carrier = verb.head, _carrying_verb(verb.head)
    if (owner := _owner(noun)) is not None:
        return owner, noun
    carried = noun.dep_ in ("attr", "dobj", "pobj", "xcomp", "oprd") and verb.tag_ not in ("VBG", "VBN")
    return (None, carrier) if carried and carrier is not None else (noun, noun)


def _owner(noun: Token) -> Token | None:
    return next((c for c in noun.children if c.dep_ == "poss"), None)


def _fronted_clause(verb: Token) -> Token | None:
    """The content of a reporting verb if it precedes the verb.

    A verb coordinated with the reporting verb then continues the content: "X is in Rome, he said, and will meet Y".
    """
    content = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    return content if content is not None and verb.tag_ == "VBD" and content.i < verb.i else None


def _carrying_verb(noun: Token) -> Token | None:
    """The verb that governs a noun, directly or through prepositions and other nouns."""
    head = noun.head
    while head.dep_ in ("prep", "agent") or head.tag_ in ("IN", "TO", "NN", "NNS"):
        if head.head.i == head.i:
            return None
        head = head.head
    return head if is_verb(head) else None


_Search = tuple[
    Callable[[Token], Token | None],  # the verb's own subject
    Callable[[Token], tuple[Token | None, Token | None]],  # one link upwards
    int,  # verbs looked at, at most
]
_SEARCHES: Mapping[Reach, _Search] = {
    Reach.SOURCE: (_own_source, _climb_to_source, 6),
    Reach.PARTICIPANT: (_own_participant, _climb_to_participant, 8),
}
