"""Reporting cues: which words report speech, who their source is, and when a report is denied or only imagined."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import dropwhile, takewhile

from spacy.tokens import Doc, Token

from analysis import vocabulary
from analysis.language.spacy_model import lemma
from analysis.language.syntax import (
    COMMON_NOUN_TAGS,
    EXPLETIVE,
    FINITE_VERB_TAGS,
    PROPER_NOUN_TAGS,
    SUBJECTS,
    Reach,
    first_conjunct,
    is_infinitive,
    is_verb,
    subject,
)
from analysis.people.names import is_office_or_agent

GRAMMATICAL_SUBJECTS = (*SUBJECTS, EXPLETIVE)
_GIVING_A_SOURCE = (*GRAMMATICAL_SUBJECTS, "agent", "auxpass")
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


def is_statement(noun: Token) -> bool:
    """Whether the noun is a document in which its issuer speaks: a statement or letter, not a poll."""
    return is_document(noun) and noun.text.lower().removesuffix("s") not in vocabulary.reporting().findings


def is_reporting_noun(token: Token) -> bool:
    """Whether a noun can report with a clause: "claim", "warnings"."""
    return token.tag_.startswith("NN") and token.text.lower().removesuffix("s") in vocabulary.reporting().nouns


def source(verb: Token) -> Token | None:
    """The head of the noun phrase that utters what a reporting verb reports; None if there is none."""
    if (after := inverted_subject(verb)) is not None:
        return after
    if (resumed := resumed_cue(verb)) is not None:
        return source(resumed)
    if (owner := _has_to(verb)) is not None:
        return source(owner)
    noun = subject(verb, Reach.SOURCE)
    if noun is None:
        unattached = unattached_subject(verb)
        return unattached[-1] if unattached else None
    return _issuer(noun, verb) or _named_one(noun) or noun


def _named_one(noun: Token) -> Token | None:
    """The name of one of several: "one of the nurses, Ann Lee, said"."""
    if noun.lower_ not in vocabulary.nominals().pronouns.partitive:
        return None
    return next((c for c in noun.rights if c.dep_ == "appos" and c.tag_ in PROPER_NOUN_TAGS), None)


def unattached_subject(verb: Token) -> list[Token]:
    """The noun phrase right before a cue that the parser gave no subject, up to its head; empty if there is none.

    The parser has joined it to the phrase before the comma: "a fire in Brno, police said", "In talks, Lee said".
    """
    if (
        verb.dep_ != "ROOT"
        or verb.tag_ not in FINITE_VERB_TAGS
        or any(c.dep_ in _GIVING_A_SOURCE for c in verb.children)
    ):
        return []
    before = list(takewhile(lambda t: t.tag_ in (*NOUN_PHRASE_TAGS, "IN", "CC"), _backwards(verb)))[::-1]
    if not before or before[0].i == 0 or before[0].nbor(-1).text != ",":
        return []
    core = list(takewhile(lambda t: t.tag_ != "IN", before))
    return core if core and core[-1].tag_.startswith(("NN", "PRP")) else []


def _backwards(verb: Token) -> Iterator[Token]:
    """The tokens of the sentence before a verb, the nearest first, without adverbs beside the verb."""
    tokens = (verb.doc[i] for i in range(verb.i - 1, verb.sent.start - 1, -1))
    return dropwhile(lambda t: t.tag_ == "RB", tokens)


def resumed_cue(verb: Token) -> Token | None:
    """The cue whose speaker goes on, if the parser took a second cue for content: "said X was late and added that"."""
    clause = first_conjunct(verb)
    cue = clause.head
    is_content = clause != verb and clause.dep_ == "ccomp" and cue.i < clause.i
    return cue if is_content and is_cue(cue, "saying") and resumes(cue, verb) else None


def resumes(cue: Token, verb: Token) -> bool:
    """Whether a verb after "and" is a second cue of the same speaker, which the parser put into the content.

    It has no subject and the tense of the first. The verb that it is joined to has another tense ("said X would be late
    and added that"), or a subject that cannot speak ("said the bridge was safe and added that").
    """
    if not _reports_on(verb) or any(c.dep_ in GRAMMATICAL_SUBJECTS for c in verb.lefts):
        return False
    if verb.tag_ != cue.tag_ and (verb.tag_, cue.tag_) != ("VBD", "VBN"):  # "had urged X to act and said that"
        return False
    return verb.head.tag_ != verb.tag_ or (verb.dep_ == "conj" and not may_speak(subject(verb.head, Reach.SOURCE)))


def _reports_on(verb: Token) -> bool:
    """Whether a second cue reports something: a clause, what it warns of, a name in quote marks."""
    if is_cue(verb, "pledging", "commanding"):  # "said he was fired and told to leave"
        relations = ("of", "against", "about")
        if any(c.dep_ == "xcomp" for c in verb.rights) and any(c.dep_ == "dobj" for c in verb.rights):
            return True  # "said he was late and urged them to wait"
        return any(c.dep_ == "ccomp" or (c.dep_ == "prep" and c.lower_ in relations) for c in verb.rights)
    if any(c.dep_ == "prep" for c in verb.rights) and not any(c.dep_ == "ccomp" for c in verb.rights):
        return is_cue(verb, "naming")  # "said he would stay and agreed on a date"
    return is_cue(verb, "saying", "naming", "denying")


def may_speak(noun: Token | None) -> bool:
    """Whether a subject may be somebody who says something: a name, a person's role, a pronoun other than "it"."""
    if noun is None or noun.lower_ == "it":
        return False
    word = noun.lower_.removesuffix("s")
    return noun.tag_ not in COMMON_NOUN_TAGS or is_office_or_agent(word)


def _has_to(verb: Token) -> Token | None:
    """ "Had" in "had this to say", "had the following to say", whose subject speaks."""
    if not is_infinitive(verb) or verb.head == verb:
        return None
    above = verb.head if is_verb(verb.head) else verb.head.head
    return above if lemma(above) == "have" and is_verb(above) and above.i < verb.i else None


def _issuer(noun: Token, verb: Token) -> Token | None:
    """Who issued the document whose clause contains the verb: "the club issued a statement saying"."""
    if noun.dep_ != "dobj" or not is_document(noun):
        return None
    describes = any(t.dep_ in ("acl", "relcl") and t.head == noun for t in (verb, *verb.ancestors))
    return source(noun.head) if describes else None


def inverted_subject(verb: Token) -> Token | None:
    """The source in "The mistake, argued Vinh, was to wait", where the parser takes the mistake for the subject."""
    doc = verb.doc
    if not _may_be_inverted(verb):
        return None
    parsed_subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if parsed_subject is not None and not _ends_at_comma(parsed_subject, verb):
        return None
    phrase = list(takewhile(lambda t: t.tag_ in NOUN_PHRASE_TAGS, doc[verb.i + 1 : verb.sent.end]))
    is_closed = phrase and phrase[-1].i + 1 < len(doc) and phrase[-1].nbor().text in (",", ".")
    return phrase[-1] if is_closed and phrase[-1].tag_.startswith(("NN", "PRP")) else None


def _may_be_inverted(verb: Token) -> bool:
    """Whether a finite cue follows a comma; a participle has no subject after it: ", citing security"."""
    follows_comma = verb.i > verb.sent.start and verb.nbor(-1).text == ","
    return follows_comma and verb.tag_ in FINITE_VERB_TAGS and is_cue(verb, "saying")


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
