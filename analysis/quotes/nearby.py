"""Speakers without a reporting verb: before a colon, after a dash, and whom the sentence before is about."""

import re
from collections.abc import Sequence
from itertools import takewhile

from spacy.tokens import Span, Token

from analysis import vocabulary
from analysis.language.spacy_model import Paragraph, text_of, tokens_between
from analysis.language.syntax import FINITE_TAGS, PROPER_NOUN_TAGS, SUBJECTS
from analysis.people.coreference import Entities, Mention
from analysis.people.names import PERSON, is_office_or_agent

MAX_SIGNATURE_TOKENS = 8  # of a name after a dash: "“X” — Ann Lee"
MAX_SIGNED_LINE_TOKENS = 20  # of a paragraph that begins with a dash and a name
# What a signature begins with: a dash, or a bracket that the paragraph ends with.
SIGNATURE = re.compile(r"\s*(?:(?:--|[-–—―])\s*|\()(?=(?:[a-z]+ )?[A-Z])")
LEADING_TAGS = ("CC", "DT", "JJ", "PRP$", ",")  # of words before the name of a lead-in, apart from nouns
LEADING_PREPOSITIONS = ("from", "by", "of", "in")


def speaker_before_colon(paragraph: Paragraph, tokens: Sequence[Token], entities: Entities) -> Token | None:
    """Whom a lead-in without a verb names: "Mayor Ann Lee:", "A statement from Ann Lee:", "Ann Lee's reply in full:".

    Args:
        paragraph: the parsed paragraph.
        tokens: those of the lead-in before the colon, without white space.
        entities: everybody in the article.
    """
    if [t.text.lower() for t in tokens[:2]] == ["here", "is"]:  # "Here is the statement from Ann Lee:"
        tokens = tokens[2:]
    if any(t.tag_ in FINITE_TAGS for t in tokens):
        return None
    for token in tokens:
        mention = entities.at(paragraph, token)
        if mention is not None and mention.form == "name":
            words = paragraph.doc[mention.first : mention.last + 1]
            is_label = is_heading(words) or _is_bare_word(words, mention, entities)
            return None if is_label else paragraph.doc[mention.head]
        if not _may_precede_name(token, mention):
            return None
    return None


def _may_precede_name(token: Token, mention: Mention | None) -> bool:
    """Whether a word can come before the name in a lead-in: "And this from", "The full statement by", "Mayor"."""
    word = token.text.lower()
    if word in LEADING_PREPOSITIONS or token.tag_ in LEADING_TAGS or mention is not None:
        return True
    reporting = vocabulary.reporting()
    return word in reporting.nouns or word in reporting.documents or word in vocabulary.titles().offices


def is_heading(words: Span) -> bool:
    """Whether the words before a colon are a heading and nobody's name: "Where:", "UPDATE:", "Editor’s note:"."""
    return not vocabulary.reporting().no_source.labels.isdisjoint((words[0].text.lower(), words[-1].text.lower()))


def _is_bare_word(words: Span, mention: Mention, entities: Entities) -> bool:
    """Whether nothing but its capital letter makes a single word a name: "Leeds: “…”"."""
    person = entities.people[mention.persons[0]]
    return person.name == words.text and len(words) == 1 and person.kind == PERSON and not person.kind_is_certain


def signature(paragraph: Paragraph, start: int, entities: Entities) -> Token | None:
    """Whom the rest of a paragraph names as the author of what precedes: "— Ann Lee, mayor", "(Ann Lee)".

    Args:
        paragraph: the parsed paragraph.
        start: where the rest begins.
        entities: everybody in the article.
    """
    text = text_of(paragraph.doc)
    match = SIGNATURE.match(text, start)
    if match is None:
        return None
    rest = [t for t in tokens_between(paragraph.doc, match.end(), len(text)) if not t.is_space]
    phrase = list(takewhile(lambda t: t.text not in (",", "(", ")", "."), rest))
    if len(rest) > MAX_SIGNED_LINE_TOKENS or len(phrase) > MAX_SIGNATURE_TOKENS or not _is_bare_name(phrase):
        return None
    names = [t for t in phrase if t.tag_ in PROPER_NOUN_TAGS]
    if not names:
        return None
    if "(" in match.group():
        return names[-1] if text.rstrip(" .").endswith(")") and is_person(paragraph, names[-1], entities) else None
    return names[-1]


def _is_bare_name(phrase: Sequence[Token]) -> bool:
    """Whether a phrase has no verb and owns nothing: not "— Ann Lee's film", "— Ann Lee came".

    Before the name there may be a role: "— novelist Ann Lee".
    """
    if phrase and phrase[0].text.islower() and not is_office_or_agent(phrase[0].text):
        return False
    return not any(t.tag_ in (*FINITE_TAGS, "POS") for t in phrase)


def topic(paragraph: Paragraph, sentence: Span, entities: Entities) -> Token | None:
    """The person whom a sentence is about: its subject, whose possessor, or whom it begins with "for".

    "Ann Lee shook her head.", "Her voice broke.", "For Ann Lee, the loss is personal."
    """
    subject = next((t for t in sentence.root.lefts if t.dep_ in SUBJECTS), None)
    if subject is None:
        return None
    candidates = [subject, *(t for t in subject.lefts if t.dep_ == "poss")]
    if sentence[0].text == "For":
        candidates += [t for t in sentence[0].rights if t.dep_ == "pobj"]
    return next((t for t in candidates if is_person(paragraph, t, entities)), None)


def is_person(paragraph: Paragraph, token: Token, entities: Entities) -> bool:
    """Whether a word refers to one person: a name, a description that names somebody, "he" or "she"."""
    mention = entities.at(paragraph, token)
    if mention is None or len(mention.persons) != 1 or mention.head != token.i:
        return False
    return entities.people[mention.persons[0]].kind == PERSON
