"""Indirect reports: which words report, whose words they report, and what. One paragraph at a time.

Reports are recognised by syntax: a cue with its subject and clause, "according to", a noun with a clause ("his claim
that"), a plain statement ("has been clear:"), a name in quote marks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from analysis import vocabulary
from analysis.language.quote_marks import QuotedSpan, quoted_span_at
from analysis.language.spacy_model import lemma, text_of, tokens_between
from analysis.language.syntax import (
    COMMON_NOUN_TAGS,
    FINITE_TAGS,
    PROPER_NOUN_TAGS,
    RELATIVE_PRONOUN_TAGS,
    has_finite_verb,
    is_infinitive,
    is_passive,
    is_verb,
)
from analysis.quotes.content import (
    CLAUSE_AFTER_CUE,
    INFINITIVE_AFTER_CUE,
    NO_CONTENT,
    PHRASE_BREAKS,
    CharSpan,
    Content,
    content_after,
    content_around,
    content_end,
    cue_clause_start,
    has_word,
    trim,
    trimmed_span,
)
from analysis.quotes.cues import (
    is_cue,
    is_document,
    is_reporting_noun,
    is_unreal,
    may_speak,
    reporting_verbs,
    source,
    words_in,
)

# Values of the column `rule` of the table `quotes`; `content` has those of reports with a clause.
PLAIN_STATEMENT = "plain statement"
ACCORDING_TO = "according to"
NOUN_WITH_CLAUSE = "noun with a clause"
NAME_IN_MARKS = "name in marks"

LINKING_PHRASES = {"according": ("according", "to"), "in": ("in", "the", "words", "of")}  # by their first word
LINKING_HINT = re.compile(r"\baccording\b|\bin the words\b", re.IGNORECASE)  # faster than testing every token
# Relations of a naming verb to the thing and to the name: "called it a 'disgrace'", "described it as 'absurd'".
REASONS = ("because", "for")
OCCASIONS = ("in", "on", "at", "during", "after", "before", "when")
FRAMES = ("as", "for", "because", "over")  # after a passive and its agent: "was criticised by Lee for 'hiding' it"
LINKS = ("as", "of", "for", "because", "and", "or", "but")  # before words in marks that go with a verb of naming
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
        if not _may_report(verb) or is_unreal(verb):
            continue
        speaker = source(verb)
        if not _is_possible_source(verb, speaker):
            continue
        denies = is_cue(verb, "denying")
        content = _denied_by(verb, quotes) if denies else _clause_of(verb, speaker)
        if content.spans and not (_says_when(verb, content, quotes) or _only_requests(verb, content, quotes)):
            spans = [_to_end_of_marks(span, quotes) for span in content.spans]
            noun = _noun_before(doc, content)
            denied = denies or (noun is not None and _is_denial(noun))
            yield IndirectReport(content.rule, (verb.i, verb.i), speaker, verb, spans, denied=denied)


def _may_report(verb: Token) -> bool:
    return is_cue(verb, "finding", "saying", "pledging", "commanding", "denying") or _puts_it(verb)


def _cues_outside_marks(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[Token]:
    return (verb for verb in reporting_verbs(doc) if quoted_span_at(verb.idx, quotes) is None)


def _puts_it(verb: Token) -> bool:
    """ "As he puts it"."""
    return lemma(verb) == "put" and any(c.dep_ == "dobj" and c.text.lower() == "it" for c in verb.rights)


def _is_possible_source(verb: Token, noun: Token | None) -> bool:
    """Whether a cue's subject can be whoever reports; only a passive may have none: "was told that".

    "This suggests that" reports nothing, nor does "when asked whether X", and "found" only after a
    document: "a survey found that".
    """
    if is_cue(verb, "finding") and (noun is None or not is_document(noun)):
        return False
    if lemma(verb) == "ask" and _is_bare_participle(verb):
        return False
    if noun is None:
        return is_passive(verb)
    return noun.tag_ != "EX" and not _is_impersonal(noun) and not _is_thing(noun)


def _is_bare_participle(verb: Token) -> bool:
    """Whether a passive participle opens its clause, after "when" or alone: "When asked", "Asked by the court"."""
    if any(c.dep_ in ("aux", "auxpass", "nsubj") for c in verb.lefts):
        return False
    return verb.tag_ == "VBN" or any(c.tag_ == "WRB" for c in verb.lefts)


def _is_impersonal(noun: Token) -> bool:
    """ "This", "which": nobody who says anything, unless it refers to a noun, "Iran, which said that"."""
    if noun.tag_ in RELATIVE_PRONOUN_TAGS and noun.head.dep_ == "relcl" and noun.head.head.tag_.startswith("NN"):
        return (
            lemma(noun.head) in vocabulary.reporting().no_source.inferring and noun.head.head.tag_ in COMMON_NOUN_TAGS
        )
    return noun.text.lower() in vocabulary.reporting().no_source.pronouns


def _is_person_or_body(noun: Token) -> bool:
    """Whether a subject is a name or a pronoun, or a noun for people or a body: not "the science", "it"."""
    titles = vocabulary.titles()
    return may_speak(noun) or noun.lower_ in titles.groups or noun.lower_ in titles.bodies


def _is_thing(noun: Token) -> bool:
    """Whether the subject says nothing: a deed or a sign. The people who act do: "protesters demanding that"."""
    if noun.tag_ in RELATIVE_PRONOUN_TAGS and noun.head.dep_ == "relcl":
        noun = noun.head.head
    return noun.tag_ in COMMON_NOUN_TAGS and lemma(noun) in vocabulary.reporting().no_source.things


def _clause_of(verb: Token, speaker: Token | None) -> Content:
    """The content after the cue, or else before and around it; what contains the speaker is not what they say."""
    content = content_after(verb)
    if speaker is None:
        return content
    if any(start <= speaker.idx < end for start, end in content.spans):
        content = NO_CONTENT
    return content if content.spans else content_around(verb, speaker)


def _only_requests(verb: Token, content: Content, quotes: Sequence[QuotedSpan]) -> bool:
    """Whether somebody is told to do something, without words in marks: "urged them to leave"."""
    start, end = content.spans[0]
    is_request = content.rule == INFINITIVE_AFTER_CUE and is_cue(verb, "commanding")
    return is_request and not any(start < q.start < end for q in quotes)


def _says_when(verb: Token, content: Content, quotes: Sequence[QuotedSpan]) -> bool:
    """Whether what follows a cue after words in marks tells when: "'It is late,' she said when the bus came"."""
    start = content.spans[0][0]
    opening = [t for t in verb.doc[verb.i + 1 : verb.sent.end] if t.idx <= start]
    if content.rule != CLAUSE_AFTER_CUE or not any(t.tag_ == "WRB" and t.lower_ != "why" for t in opening):
        return False
    before = text_of(verb.doc)[: cue_clause_start(verb).idx].rstrip(" ,")
    return any(q.outer_end == len(before) for q in quotes)


def _denied_by(verb: Token, quotes: Sequence[QuotedSpan]) -> Content:
    """What a verb denies: a clause after it or of a noun ("Claims that X were dismissed by Y"), or words in marks.

    What somebody else is said to claim is their report: "dismissed Lee's claim that X".
    """
    content = content_after(verb)
    if content.spans:
        noun = _noun_before(verb.doc, content)
        return NO_CONTENT if noun is not None and author(noun) is not None else content
    for noun in (c for c in verb.children if c.dep_ in ("nsubjpass", "dobj")):
        if (span := _span_of_clause(noun)) is not None and author(noun) is None:
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


def _prepositional_object(
    token: Token, prepositions: Sequence[str], relations: Sequence[str] = ("pobj",)
) -> Token | None:
    """The object of a preposition after a verb or noun: "asked about X", "report by X"."""
    phrases = (c for c in token.rights if c.text in prepositions)
    return next((c for preposition in phrases for c in preposition.children if c.dep_ in relations), None)


def plain_reports(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[IndirectReport]:
    """Adjectives of plain speech: "has been clear: X", "made it clear that X"."""
    for word in doc if words_in("plain").search(text_of(doc)) else ():
        if word.text.lower() not in vocabulary.reporting().plain or word.tag_ != "JJ" or word.i + 2 >= word.sent.end:
            continue
        if quoted_span_at(word.idx, quotes) is not None:
            continue
        introduced = word.nbor().text.lower() in (":", "that")
        speaker = _plain_speaker(word, introduced)
        if speaker is None or not _is_person_or_body(speaker):
            continue
        first = doc[word.i + 1 + introduced]
        span = trimmed_span(first, doc[content_end(word.head, first)])
        yield IndirectReport(PLAIN_STATEMENT, (word.i, word.i), speaker, word.head, [span])


def _plain_speaker(word: Token, introduced: bool) -> Token | None:
    """The subject of "was clear", if a colon or "that" introduces the content, or of "made it clear" with a clause."""
    verb = word.head
    if not is_verb(verb) or is_infinitive(verb) or is_unreal(verb):  # "To be clear, X"
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
        if _points_back(token):
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
        start, end = doc[sentence.start].idx, link.idx
        spans.append(trim(text_of(doc), start, start + len(text_of(doc)[start:end].rstrip(" ("))))
    rest = doc[_end_of_source(link, speaker) + 1 : sentence.end]
    if len(rest) > 1 and not (spans and _describes_source(rest)):
        spans.append(trimmed_span(rest[0], rest[-1]))
    return [(start, end) for start, end in spans if has_word(text_of(doc), start, end)]


def _points_back(link: Token) -> bool:
    """Whether what is reported is the sentence before: "That is according to the police"."""
    before = [t for t in link.doc[link.sent.start : link.i] if not t.is_punct]
    pronouns = vocabulary.reporting().no_source.pronouns
    return len(before) == 2 and before[0].lower_ in pronouns and lemma(before[1]) == "be"


def _describes_source(rest: Span) -> bool:
    """Whether what follows "X, according to Y" goes on with Y: ", a think tank", ", which follows the trade"."""
    first = next((t for t in rest if not t.is_punct), None)
    if first is None or first.tag_ in RELATIVE_PRONOUN_TAGS:
        return True
    return first.tag_ in ("DT", *PROPER_NOUN_TAGS) and not has_finite_verb(rest)


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
    """Nouns with a clause: "his claim that X", "a statement by Y that X", "Y voiced anger that X"."""
    for noun in doc if re.search(r"\bthat\b", text_of(doc)) else ():
        if not _may_have_clause(noun) or quoted_span_at(noun.idx, quotes) is not None:
            continue
        span, speaker = _span_of_clause(noun), author(noun)
        if span is not None and speaker is not None:
            spans = [_to_end_of_marks(span, quotes)]
            yield IndirectReport(NOUN_WITH_CLAUSE, (noun.i, noun.i), speaker, noun, spans, denied=_is_denial(noun))


def _span_of_clause(noun: Token) -> CharSpan | None:
    """The clause after a noun and "that"."""
    clause = _clause_with_that(noun)
    if clause is None:
        return None
    start, end = trimmed_span(noun.doc[clause.left_edge.i + 1], _last_of(clause))
    return (start, end) if end > start else None


def _last_of(clause: Token) -> Token:
    """The clause's last token, without a conjunction that the parser left at its end."""
    last = clause.right_edge
    while last.tag_ == "CC" or last.is_punct:
        last = last.nbor(-1)
    return last


def _may_have_clause(noun: Token) -> bool:
    return is_reporting_noun(noun) or (noun.tag_.startswith("NN") and _is_voiced(noun))


def _is_voiced(noun: Token) -> bool:
    """Whether a noun is the object of a verb that reports with it: "expressed concern", "repeated his claim"."""
    lists = ("citing", "issuing") if is_reporting_noun(noun) else ("citing",)
    return noun.dep_ == "dobj" and is_cue(noun.head, *lists) and not is_unreal(noun.head)


def _clause_with_that(noun: Token) -> Token | None:
    """The verb of a noun's clause, which the parser may have attached to the verb before: "voiced anger that X"."""
    clauses = [*noun.rights, *(noun.head.rights if _is_voiced(noun) else ())]
    return next((c for c in clauses if c.dep_ in ("acl", "ccomp") and _follows_with_that(c, noun)), None)


def _follows_with_that(clause: Token, noun: Token) -> bool:
    that = clause.left_edge
    attached = that.dep_ == "mark" if clause.head == noun else that.i == noun.i + 1
    return that.lower_ == "that" and that.tag_ == "IN" and attached


def author(noun: Token) -> Token | None:
    """Whose claim or report it is: "his claim", "a New York Times report", "a report by X", "X voiced concern"."""
    if _is_voiced(noun):
        return source(noun.head)
    name = next((c for c in noun.lefts if c.dep_ in ("compound", "nmod") and c.tag_ in PROPER_NOUN_TAGS), None)
    return issuer(noun) or name or _prepositional_object(noun, ("of",))


def issuer(document: Token) -> Token | None:
    """Who issued a statement or report: "Lee's letter", "a statement by X", "a letter sent by X"."""
    dates = vocabulary.names().calendar
    possessor = next((c for c in document.children if c.dep_ == "poss" and c.lower_ not in dates), None)
    sender = _prepositional_object(document, ("by", "from"))
    participles = (c for c in document.rights if c.dep_ == "acl" and c.tag_ == "VBN")
    agents = (agent for c in participles if (agent := _prepositional_object(c, ("by",))) is not None)
    return possessor or sender or next(agents, None)


def naming_reports(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[IndirectReport]:
    """Phrases with words in quote marks: "called it a 'disgrace'", "expressed 'deep concern' about it"."""
    for verb in _cues_outside_marks(doc, quotes) if quotes else ():
        if not is_cue(verb, "naming", "citing") or is_unreal(verb) or _calls_on(verb):
            continue
        complements = _complements(verb)
        name = _first_marks_within(complements, verb, quotes)
        if name is None or not _is_reported_name(verb, name):
            continue
        speaker = source(verb) or _agent_after(name, doc)
        if not _is_namer(speaker, verb, complements):
            continue
        first = _first_of_phrase(verb, speaker, name)
        last = _end_of_phrase(complements, speaker, name)
        span = trim(text_of(doc), doc[first].idx, _before_addition(doc, name, last, quotes))
        yield IndirectReport(NAME_IN_MARKS, (verb.i, verb.i), speaker, verb, [span])


def _calls_on(verb: Token) -> bool:
    """ "Called on them to leave": a request, and no name."""
    return lemma(verb) == "call" and any(c.lower_ in ("on", "upon") and c.dep_ == "prep" for c in verb.rights)


def _end_of_phrase(complements: Sequence[Token], speaker: Token | None, name: QuotedSpan) -> int:
    """Offset at which the phrase ends: with the verb's complements, or with the marks.

    It ends with the marks if the agent or another cue follows: "as 'a joke' by Lee", "it 'a lie', which he said".
    """
    last = max([name.end, *(_end(c.right_edge) for c in complements if not _is_occasion(c, name))])
    if not complements or (speaker is not None and speaker.idx > name.start):
        return name.end
    later = (t for t in reporting_verbs(complements[0].doc) if name.end <= t.idx < last and t.tag_ in FINITE_TAGS)
    return name.end if any(is_cue(t, "saying", "naming") for t in later) else last


def _before_addition(doc: Doc, name: QuotedSpan, last: int, quotes: Sequence[QuotedSpan]) -> int:
    """Where a phrase ends before what the writer adds after a comma or dash: "him 'weak', a dig at his age"."""
    start = max([name.end, *(q.end for q in quotes if name.end <= q.start < last)])
    breaks = (t.idx for t in tokens_between(doc, start, last) if t.text in PHRASE_BREAKS and not _joins_noun(t))
    return next(breaks, last)


def _joins_noun(comma: Token) -> bool:
    """Whether a comma separates two nouns of a list: "concern about the dam, the tunnel and the bridge"."""
    head = comma.nbor() if comma.i + 1 < len(comma.doc) else comma
    while head.dep_ in ("det", "amod", "poss", "compound", "nummod", "nmod", "cc") and head.head.i > head.i:
        head = head.head
    return head.dep_ == "conj" and head.tag_.startswith(("NN", "PRP"))


def _first_marks_within(complements: Sequence[Token], verb: Token, quotes: Sequence[QuotedSpan]) -> QuotedSpan | None:
    """The first words in marks of the complements, or those that the parser failed to attach to a verb of naming."""
    last = verb.doc[verb.sent.end - 1].idx
    name = next((q for q in quotes if verb.idx < q.start <= last), None)
    if name is None or name.start <= max((c.right_edge.idx for c in complements), default=verb.idx):
        return name
    return name if is_cue(verb, "naming") and _leads_to(verb, name) else None


def _leads_to(verb: Token, name: QuotedSpan) -> bool:
    """Whether only a phrase is between a verb and words in marks: "called for talks 'at once'"."""
    between = [t for t in verb.doc[verb.i + 1 : verb.sent.end] if t.idx < name.outer_start]
    if not between or any(t.tag_ in FINITE_TAGS or t.text in ";:" for t in between):
        return False
    return between[-1].lower_ in LINKS or between[0].lower_ == "for"


def _is_occasion(complement: Token, name: QuotedSpan) -> bool:
    """Whether a complement says when or where the words were used: "called it 'a lie' in a letter to the council"."""
    return complement.idx >= name.end and complement.dep_ == "prep" and complement.lower_ in OCCASIONS


def _end(token: Token) -> int:
    return token.idx + len(token)


def _complements(verb: Token) -> list[Token]:
    """The heads of the verb's complements, a reason and a demand included: "because …", "called for Lee to leave".

    A verb that gives no name has an object and no clause: "voiced 'deep concern'".
    """
    if not is_cue(verb, "naming"):
        return [] if any(c.dep_ == "ccomp" for c in verb.rights) else [c for c in verb.rights if c.dep_ == "dobj"]
    return [c for c in verb.rights if c.dep_ in COMPLEMENTS or (c.dep_ == "advcl" and _opens_with(c, REASONS))]


def _opens_with(clause: Token, conjunctions: Sequence[str]) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in conjunctions for c in clause.lefts)


def _is_namer(speaker: Token | None, verb: Token, complements: Sequence[Token]) -> bool:
    """Whether somebody gives a name, and does not have it: "a blog, called the “Feed”"; a reason needs nobody."""
    if speaker is None:
        return any(c.dep_ == "advcl" for c in complements)
    return speaker != verb.head or verb.tag_ == "VBG"


def _is_reported_name(verb: Token, name: QuotedSpan) -> bool:
    """Whether the words in marks are the verb's own, and not one word that it only mentions.

    Those after another cue are that one's: "accused them of a campaign that Lee called 'a lie'". Those after a colon
    are speech: "criticised the mayor: “The dam is unsafe.”".
    """
    if text_of(verb.doc)[: name.outer_start].rstrip().endswith(":"):
        return False
    between = [t for t in verb.doc[verb.i + 1 : verb.sent.end] if t.idx < name.start]
    if any(map(_is_cue_of_its_own, between)):
        return False
    mentions = lemma(verb) == "refer" and all(t.lower_ != "as" for t in between)  # "referred to the 'deal'"
    names_itself = is_cue(verb, "naming") and not mentions and not (between and between[0].lower_ == "for")
    return names_itself or " " in text_of(verb.doc)[name.start : name.end].strip()


def _is_cue_of_its_own(token: Token) -> bool:
    """Whether a word says or names something, so that words in marks after it are its own."""
    return is_cue(token, "saying") or (is_cue(token, "naming") and token.tag_ in FINITE_TAGS)


def _agent_after(name: QuotedSpan, doc: Doc) -> Token | None:
    """Who calls something a name, after it: "was dismissed as 'a joke' by Lee"."""
    by = next((t for t in doc if t.idx >= name.end and not t.is_punct), None)
    return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None and by.lower_ == "by" else None


def _first_of_phrase(verb: Token, speaker: Token | None, name: QuotedSpan) -> int:
    """Index of the first token of what is said: after the verb, or after its agent, "criticised by Lee as 'weak'"."""
    first = verb.i + 1 + (verb.nbor().text == "to")
    if speaker is None or not verb.idx < speaker.idx <= name.start:
        return first
    opening = ("of",) if lemma(verb) == "accuse" else FRAMES
    after = [t for t in verb.doc[speaker.i + 1 : verb.sent.end] if t.idx <= name.start and t.lower_ in opening]
    own = [t.i for t in after if verb in (t.head, t.head.head)]
    return next(iter(own or [t.i for t in after]), first)
