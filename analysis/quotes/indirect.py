"""Indirect reports: which words report, whose words they report, and what. One paragraph at a time.

Reports are recognised by syntax: a cue with its subject and clause, "according to", a noun with a clause ("his claim
that"), a plain statement ("has been clear:"), a name in quote marks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from analysis import vocabulary
from analysis.language.quote_marks import QuotedSpan, quoted_span_at
from analysis.language.spacy_model import lemma, text_of, tokens_between
from analysis.language.syntax import PROPER_NOUN_TAGS, has_finite_verb, is_passive, is_verb
from analysis.quotes.content import NO_CONTENT, CharSpan, Content, content_after, content_around, trim, trimmed_span
from analysis.quotes.cues import (
    is_cue,
    is_document,
    is_reporting_noun,
    is_unreal,
    reporting_verbs,
    source,
    words_in,
)

# Values of the column `rule` of the table `quotes`; `content` has those of reports with a clause.
NOUN_PHRASE_AFTER_CUE = "noun phrase after the cue"
PLAIN_STATEMENT = "plain statement"
ACCORDING_TO = "according to"
NOUN_WITH_CLAUSE = "noun with a clause"
NAME_IN_MARKS = "name in marks"

MIN_NOUN_PHRASE_WORDS = 3  # of a noun phrase that is a report: "announced the closure of two mines"
LINKING_PHRASES = {"according": ("according", "to"), "in": ("in", "the", "words", "of")}  # by their first word
LINKING_HINT = re.compile(r"\baccording\b|\bin the words\b", re.IGNORECASE)  # faster than testing every token
# Relations of a naming verb to the thing and to the name: "called it a 'disgrace'", "described it as 'absurd'".
COMPLEMENTS = ("dobj", "oprd", "ccomp", "xcomp", "prep", "attr", "dative", "acomp")


@dataclass(slots=True)
class IndirectReport:
    """A report without regard to quote marks.

    rule: construction that shows it (column `rule` of the table `quotes`).
    cue: indices of the cue's first and last token.
    speaker: head of the noun phrase of the source; None if nobody is named ("it was said that").
    verb: the cue, or the word that takes its place in the parse.
    contents: what is reported, as offsets into the paragraph, in text order.
    via: head of the noun phrase of who relays the report.
    denied: whether the cue denies the contents.
    """

    rule: str
    cue: tuple[int, int]
    speaker: Token | None
    verb: Token
    contents: Sequence[CharSpan]
    via: Token | None = None
    denied: bool = False


def verb_reports(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[IndirectReport]:
    """Cues with a clause: "said that X", "X, he said", "vowed to X", "a survey found that X", "denied that X"."""
    for verb in _cues_outside_marks(doc, quotes):
        if not (is_cue(verb, "finding", "saying", "pledging", "denying") or _puts_it(verb)) or is_unreal(verb):
            continue
        speaker = source(verb)
        if not _is_possible_source(verb, speaker):
            continue
        denies = is_cue(verb, "denying")
        content = _denied_by(verb, quotes) if denies else _clause_of(verb, speaker)
        if content.spans:
            spans = [_to_end_of_marks(span, quotes) for span in content.spans]
            noun = _noun_before(doc, content)
            denied = denies or (noun is not None and _is_denial(noun))
            yield IndirectReport(content.rule, (verb.i, verb.i), speaker, verb, spans, denied=denied)


def _cues_outside_marks(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[Token]:
    return (verb for verb in reporting_verbs(doc) if quoted_span_at(verb.idx, quotes) is None)


def _puts_it(verb: Token) -> bool:
    """ "As he puts it"."""
    return lemma(verb) == "put" and any(c.dep_ == "dobj" and c.text.lower() == "it" for c in verb.rights)


def _is_possible_source(verb: Token, noun: Token | None) -> bool:
    """Whether a cue's subject can be whoever reports; only a passive may have none: "was told that".

    "This suggests that" reports nothing, and "found" only after a document: "a survey found that".
    """
    if is_cue(verb, "finding") and (noun is None or not is_document(noun)):
        return False
    if noun is None:
        return is_passive(verb)
    return noun.tag_ != "EX" and not _is_impersonal(noun)


def _is_impersonal(noun: Token) -> bool:
    """ "This", "which": nobody who says anything."""
    return noun.text.lower() in vocabulary.reporting().no_source.pronouns


def _clause_of(verb: Token, speaker: Token | None) -> Content:
    """The content after the cue, or else before and around it; what contains the speaker is not what they say."""
    content = content_after(verb)
    if speaker is None:
        return content
    if any(start <= speaker.idx < end for start, end in content.spans):
        content = NO_CONTENT
    return content if content.spans else content_around(verb, speaker)


def _denied_by(verb: Token, quotes: Sequence[QuotedSpan]) -> Content:
    """What a verb denies: a clause after it or in its subject ("Claims that X were dismissed by Y"), or words in marks.

    What somebody else is said to claim is their report: "dismissed Lee's claim that X".
    """
    content = content_after(verb)
    if content.spans:
        noun = _noun_before(verb.doc, content)
        return NO_CONTENT if noun is not None and _author(noun) is not None else content
    for noun in (c for c in verb.lefts if c.dep_ == "nsubjpass"):
        if (span := _clause_with_that(noun)) is not None and _author(noun) is None:
            return Content([span], NOUN_WITH_CLAUSE)
    name = quoted_span_at(verb.nbor().nbor().idx, quotes) if verb.i + 2 < len(verb.doc) else None
    if name is not None and is_cue(verb, "saying") and verb.nbor().is_quote:
        return Content([trim(text_of(verb.doc), name.start, name.end)], NAME_IN_MARKS)
    return NO_CONTENT


def _is_denial(noun: Token) -> bool:
    return noun.text.lower().removesuffix("s") in vocabulary.reporting().denials


def _noun_before(doc: Doc, content: Content) -> Token | None:
    """The noun whose clause a content is: "claims" in "dismissed claims that X"; None if another word comes before."""
    words = tokens_between(doc, *content.spans[0])
    before = [t for t in doc[max(0, words.start - 3) : words.start] if not t.is_quote]
    if len(before) < 2 or before[-1].lower_ != "that":
        return None
    return before[-2] if is_reporting_noun(before[-2]) else None


def _to_end_of_marks(span: CharSpan, quotes: Sequence[QuotedSpan]) -> CharSpan:
    """Extend content that ends inside marks to their end: "said it “is a question. It is not an answer.”"."""
    quote = quoted_span_at(span[1], quotes)
    return (span[0], quote.end) if quote and quote.closed and span[0] < quote.start else span


def phrase_reports(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[IndirectReport]:
    """Cues with a noun phrase: "announced the closure of X", "expressed doubts about X", "asked about X"."""
    for verb in _cues_outside_marks(doc, quotes):
        if not is_cue(verb, "citing", "questioning") or is_unreal(verb):
            continue
        speaker, noun = source(verb), _reported_noun(verb)
        if noun is None or not (is_passive(verb) if speaker is None else not _is_impersonal(speaker)):
            continue
        start, end = trimmed_span(doc[noun.left_edge.i], doc[noun.right_edge.i])
        if len(text_of(doc)[start:end].split()) >= MIN_NOUN_PHRASE_WORDS:
            yield IndirectReport(NOUN_PHRASE_AFTER_CUE, (verb.i, verb.i), speaker, verb, [(start, end)])


def _reported_noun(verb: Token) -> Token | None:
    """The head of the noun phrase that a verb reports: its object, or the object of "about"."""
    if is_cue(verb, "citing") and not is_passive(verb):
        return next((c for c in verb.rights if c.dep_ == "dobj" and c.tag_.startswith("NN")), None)
    if not is_cue(verb, "questioning"):
        return None
    return _prepositional_object(verb, ("about",), ("pobj", "pcomp"))


def _prepositional_object(
    token: Token, prepositions: Sequence[str], relations: Sequence[str] = ("pobj",)
) -> Token | None:
    """The object of a preposition after a verb or noun: "asked about X", "report by X"."""
    phrases = (c for c in token.rights if c.text in prepositions)
    return next((c for preposition in phrases for c in preposition.children if c.dep_ in relations), None)


def plain_reports(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[IndirectReport]:
    """Adjectives of plain speech: "has been clear: X", "made it clear that X"."""
    for word in doc if words_in("plain").search(text_of(doc)) else ():
        if word.text.lower() not in vocabulary.reporting().plain or word.i + 2 >= word.sent.end:
            continue
        if quoted_span_at(word.idx, quotes) is not None:
            continue
        introduced = word.nbor().text.lower() in (":", "that", ",")
        speaker = _plain_speaker(word, introduced)
        if speaker is None or _is_impersonal(speaker):
            continue
        span = trimmed_span(doc[word.i + 1 + introduced], doc[word.sent.end - 1])
        yield IndirectReport(PLAIN_STATEMENT, (word.i, word.i), speaker, word.head, [span])


def _plain_speaker(word: Token, introduced: bool) -> Token | None:
    """The subject of "was clear", if a colon or "that" introduces the content, or of "made it clear" with a clause."""
    verb = word.head
    if not is_verb(verb):
        return None
    makes_clear = lemma(verb) == "make" and has_finite_verb(word.doc[word.i + 1 : word.sent.end])
    return source(verb) if introduced or makes_clear else None


def according_reports(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[IndirectReport]:
    """ "According to X, Y", "Y, according to X", "Y, according to X, Z" and "in the words of X, Y"."""
    for token in doc[:-2] if LINKING_HINT.search(text_of(doc)) else ():
        link = _end_of_linking_phrase(token)
        if link is None or quoted_span_at(token.idx, quotes) is not None:
            continue
        speaker = next((c for c in link.children if c.dep_ == "pobj" and c.i > link.i), None)
        if speaker is None or speaker.text.lower() in vocabulary.reporting().no_source.customs:
            continue
        yield IndirectReport(ACCORDING_TO, (token.i, link.i), speaker, token, _sentence_without(token, speaker))


def _end_of_linking_phrase(token: Token) -> Token | None:
    """The last word of "according to" or "in the words of", if the phrase begins with the token."""
    phrase = LINKING_PHRASES.get(token.text.lower())
    if phrase is None:
        return None
    words = token.doc[token.i : token.i + len(phrase)]
    return words[-1] if tuple(t.text.lower() for t in words) == phrase else None


def _sentence_without(link: Token, speaker: Token) -> list[CharSpan]:
    """What precedes and what follows "according to X" in the sentence."""
    doc, sentence = link.doc, link.sent
    spans = []
    if link.i > sentence.start:
        spans.append(trim(text_of(doc), doc[sentence.start].idx, link.idx))
    rest = _end_of_source(link, speaker) + 1
    if rest < sentence.end - 1:
        spans.append(trimmed_span(doc[rest], doc[sentence.end - 1]))
    return [(start, end) for start, end in spans if end > start]


def _end_of_source(link: Token, speaker: Token) -> int:
    """Index of the last token of the speaker's noun phrase.

    Within a sentence it ends at a comma ("Y, according to X, Z"), unless an apposition or relative clause follows it.
    """
    doc, end = link.doc, speaker.right_edge.i
    if link.i == link.sent.start:
        return end
    comma = next((i for i in range(speaker.i + 1, min(end + 1, link.sent.end)) if doc[i].text == ","), None)
    return end if comma is None or _is_in_apposition(comma + 1, speaker) else comma - 1


def _is_in_apposition(index: int, noun: Token) -> bool:
    """Whether a token is part of an apposition or relative clause of a noun: "Lee, the minister," "Lee, who left,"."""
    if index >= len(noun.doc):
        return False
    token = noun.doc[index]
    return any(token in c.subtree for c in noun.rights if c.dep_ in ("appos", "relcl", "acl"))


def noun_reports(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[IndirectReport]:
    """Nouns with a clause: "his claim that X", "a statement by Y that X"."""
    for noun in doc if words_in("nouns").search(text_of(doc)) else ():
        if not is_reporting_noun(noun) or quoted_span_at(noun.idx, quotes) is not None:
            continue
        span, speaker = _clause_with_that(noun), _author(noun)
        if span is not None and speaker is not None:
            denied = _is_denial(noun)
            yield IndirectReport(NOUN_WITH_CLAUSE, (noun.i, noun.i), speaker, noun, [span], denied=denied)


def _clause_with_that(noun: Token) -> CharSpan | None:
    """The clause after a noun and "that"."""
    clause = next((c for c in noun.rights if c.dep_ in ("acl", "ccomp") and _opens_with_that(c)), None)
    if clause is None:
        return None
    start, end = trimmed_span(noun.doc[clause.left_edge.i + 1], clause.right_edge)
    return (start, end) if end > start else None


def _opens_with_that(clause: Token) -> bool:
    return clause.left_edge.text.lower() == "that" and clause.left_edge.dep_ == "mark"


def _author(noun: Token) -> Token | None:
    """Whose claim or report it is: "his claim", "a New York Times report", "a report by X"."""
    possessor = next((c for c in noun.children if c.dep_ == "poss"), None)
    if possessor is not None:
        return possessor
    name = next((c for c in noun.lefts if c.dep_ in ("compound", "nmod") and c.tag_ in PROPER_NOUN_TAGS), None)
    return name if name is not None else _prepositional_object(noun, ("by", "from", "of"))


def naming_reports(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[IndirectReport]:
    """Naming verbs, if the name is in quote marks: "called it a 'disgrace'"."""
    for verb in _cues_outside_marks(doc, quotes):
        if not is_cue(verb, "naming") or is_unreal(verb):
            continue
        speaker, end = source(verb), _end_of_complements(verb)
        name = next((q for q in quotes if verb.idx < q.start <= doc[end].idx), None)
        if speaker is None or name is None or end <= verb.i:
            continue
        first = verb.i + (2 if verb.nbor().text == "to" else 1)
        last = max(doc[end].idx + len(doc[end]), name.end)
        span = trim(text_of(doc), doc[first].idx, last)
        yield IndirectReport(NAME_IN_MARKS, (verb.i, verb.i), speaker, verb, [span])


def _end_of_complements(verb: Token) -> int:
    """Index of the last token of the verb's complements; the verb's own if there are none."""
    return max([verb.i, *(c.right_edge.i for c in verb.rights if c.dep_ in COMPLEMENTS)])
