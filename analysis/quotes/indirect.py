"""Which words report, and whose words they report: one paragraph at a time.

A report is found by syntax: a verb of saying with its subject and clause, "according to", a noun with a clause ("his
claim that"), a plain statement ("has been clear:"), a name given in marks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from analysis import vocabulary
from analysis.language.quote_marks import QuotedSpan, inside
from analysis.language.spacy_model import lemma, text_of
from analysis.language.syntax import has_finite_verb, is_passive
from analysis.quotes.content import around, following, trim
from analysis.quotes.cues import is_cue, is_document, is_unreal, reporting_verbs, source, words_in

LEAST_WORDS = 3  # in a noun phrase that tells enough to be a report
LINKS = {"according": ("according", "to"), "in": ("in", "the", "words", "of")}
LINKED = re.compile(r"\baccording\b|\bin the words\b", re.IGNORECASE)
IMPERSONAL = ("this", "that", "which", "what")


@dataclass(slots=True)
class IndirectReport:
    """A cue, its speaker (the head of the noun phrase), and what is reported as offsets into the paragraph."""

    rule: str
    cue: tuple[int, int]
    speaker: Token | None
    verb: Token
    contents: list[tuple[int, int]] = field(default_factory=list)
    via: Token | None = None


def verb_reports(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[IndirectReport]:
    """Reports by verbs of saying outside quote marks whose clause syntax can tell."""
    for verb in reporting_verbs(doc):
        finding = is_cue(verb, "finding")
        if (
            not (finding or is_cue(verb, "saying", "pledging") or _puts_it(verb))
            or inside(verb.idx, quotes)
            or is_unreal(verb)
        ):
            continue
        speaker = source(verb)
        if finding and (speaker is None or not is_document(speaker)):
            continue
        unnamed = speaker is None and is_passive(verb)
        if not unnamed and (speaker is None or speaker.tag_ == "EX" or speaker.text.lower() in IMPERSONAL):
            continue
        spans, rule = following(verb)
        if speaker is not None and any(a <= speaker.idx < b for a, b in spans):
            spans = []
        if speaker is not None and not spans:
            spans, rule = around(verb, speaker)
        if spans:
            yield IndirectReport(rule, (verb.i, verb.i), speaker, verb, [_to_end_of_marks(s, quotes) for s in spans])


def _to_end_of_marks(span: tuple[int, int], quotes: Sequence[QuotedSpan]) -> tuple[int, int]:
    """A clause that ends inside marks goes on to their end: "said it “is a question. It is not an answer.”" """
    quote = inside(span[1], quotes)
    return (span[0], quote.end) if quote and quote.closed and span[0] < quote.start else span


def _puts_it(verb: Token) -> bool:
    """ "as he puts it" """
    return lemma(verb) == "put" and any(c.dep_ == "dobj" and c.text.lower() == "it" for c in verb.rights)


def phrase_reports(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[IndirectReport]:
    """ "announced the closure of X", "expressed doubts about X", "asked about X": what is said is a noun phrase."""
    for verb in reporting_verbs(doc):
        if not is_cue(verb, "citing", "questioning") or inside(verb.idx, quotes) or is_unreal(verb):
            continue
        speaker, thing = source(verb), _phrase_told(verb)
        unnamed = speaker is None and is_passive(verb)
        if thing is None or not (unnamed or (speaker is not None and speaker.text.lower() not in IMPERSONAL)):
            continue
        first, last = doc[thing.left_edge.i], doc[thing.right_edge.i]
        span = trim(text_of(doc), first.idx, last.idx + len(last))
        if len(text_of(doc)[slice(*span)].split()) >= LEAST_WORDS:
            yield IndirectReport("noun phrase after the cue", (verb.i, verb.i), speaker, verb, [span])


def _phrase_told(verb: Token) -> Token | None:
    """The head of what a verb tells of: its object, or what comes after "about"."""
    if is_cue(verb, "citing") and not is_passive(verb):
        return next((c for c in verb.rights if c.dep_ == "dobj" and c.tag_.startswith("NN")), None)
    about = [c for c in verb.rights if c.text == "about"] if is_cue(verb, "questioning") else []
    return next((c for a in about for c in a.children if c.dep_ in ("pobj", "pcomp")), None)


def plain_reports(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[IndirectReport]:
    """ "has been clear: X", "made it clear that X" """
    for word in doc if words_in("plain").search(text_of(doc)) else ():
        if (
            word.text.lower() not in vocabulary.reporting().plain
            or inside(word.idx, quotes)
            or word.i + 2 >= word.sent.end
        ):
            continue
        verb, joined = word.head, doc[word.i + 1].text.lower() in (":", "that", ",")
        made = verb.tag_.startswith("VB") and lemma(verb) == "make" and has_finite_verb(doc[word.i + 1 : word.sent.end])
        speaker = source(verb) if made or (joined and verb.tag_.startswith("VB")) else None
        if speaker is None or speaker.text.lower() in IMPERSONAL:
            continue
        first, last = doc[word.i + 1 + joined], doc[word.sent.end - 1]
        span = trim(text_of(doc), first.idx, last.idx + len(last))
        yield IndirectReport("plain statement", (word.i, word.i), speaker, verb, [span])


def according_reports(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[IndirectReport]:
    """ "According to X, Y", "Y, according to X", "Y, according to X, Z" and "in the words of X, Y" """
    for token in doc[:-2] if LINKED.search(text_of(doc)) else ():
        link = _link(token)
        if link is None or inside(token.idx, quotes):
            continue
        speaker = next((c for c in link.children if c.dep_ == "pobj" and c.i > link.i), None)
        if speaker is None or speaker.text.lower() in vocabulary.reporting().impersonal:
            continue
        yield IndirectReport("according to", (token.i, link.i), speaker, token, _outside(doc, token, speaker))


def _link(token: Token) -> Token | None:
    """The last word of "according to" or "in the words of" that begins with the token."""
    phrase = LINKS.get(token.text.lower())
    if phrase is None:
        return None
    found = token.doc[token.i : token.i + len(phrase)]
    return found[-1] if tuple(t.text.lower() for t in found) == phrase else None


def _outside(doc: Doc, token: Token, speaker: Token) -> list[tuple[int, int]]:
    """The sentence without the "according to" phrase."""
    sentence, end = token.sent, speaker.right_edge.i
    comma = next(
        (i for i in range(speaker.i, min(end + 1, sentence.end)) if doc[i].text == "," and i > speaker.i), None
    )
    if token.i > sentence.start and comma is not None:
        end = comma - 1 if not _apposed(doc, comma, speaker) else end
    spans = []
    if token.i > sentence.start:
        spans.append(trim(text_of(doc), doc[sentence.start].idx, doc[token.i].idx))
    if end + 1 < sentence.end - 1:
        spans.append(trim(text_of(doc), doc[end + 1].idx, doc[sentence.end - 1].idx + len(doc[sentence.end - 1])))
    return [s for s in spans if s[1] > s[0]]


def _apposed(doc: Doc, comma: int, speaker: Token) -> bool:
    return comma + 1 < len(doc) and any(
        doc[comma + 1] in c.subtree for c in speaker.rights if c.dep_ in ("appos", "relcl", "acl")
    )


def noun_reports(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[IndirectReport]:
    """ "his claim that X", "a statement by Y that X" """
    for noun in doc if words_in("nouns").search(text_of(doc)) else ():
        if (
            not noun.tag_.startswith("NN")
            or noun.text.lower().removesuffix("s") not in vocabulary.reporting().nouns
            or inside(noun.idx, quotes)
        ):
            continue
        clause = next((c for c in noun.rights if c.dep_ in ("acl", "ccomp") and _that(c)), None)
        owner = next((c for c in noun.children if c.dep_ == "poss"), None) or _by(noun)
        if clause is None or owner is None:
            continue
        first = clause.left_edge.i + 1
        start, end = trim(text_of(doc), doc[first].idx, clause.right_edge.idx + len(clause.right_edge))
        if end > start:
            yield IndirectReport("noun with a clause", (noun.i, noun.i), owner, noun, [(start, end)])


def _that(clause: Token) -> bool:
    return clause.left_edge.text.lower() == "that" and clause.left_edge.dep_ == "mark"


def _by(noun: Token) -> Token | None:
    """Whose claim it is: "a report by X", "a New York Times report"."""
    named = next((c for c in noun.lefts if c.dep_ in ("compound", "nmod") and c.tag_ in ("NNP", "NNPS")), None)
    return named or next(
        (p for c in noun.rights if c.text in ("by", "from", "of") for p in c.children if p.dep_ == "pobj"), None
    )


def naming_reports(doc: Doc, quotes: Sequence[QuotedSpan]) -> Iterator[IndirectReport]:
    """ "called it a 'disgrace'": a report when the name stands in marks."""
    for verb in reporting_verbs(doc):
        if not is_cue(verb, "naming") or inside(verb.idx, quotes) or is_unreal(verb):
            continue
        speaker, end = source(verb), _objects_end(verb)
        quote = next((q for q in quotes if verb.idx < q.start <= doc[end].idx), None)
        if speaker is None or quote is None or end <= verb.i:
            continue
        first = verb.i + (2 if doc[verb.i + 1].text == "to" else 1)
        last = max(doc[end].idx + len(doc[end]), quote.end)
        yield IndirectReport(
            "name in marks", (verb.i, verb.i), speaker, verb, [trim(text_of(doc), doc[first].idx, last)]
        )


def _objects_end(verb: Token) -> int:
    kept = [
        c.right_edge.i
        for c in verb.rights
        if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp", "prep", "attr", "dative", "acomp")
    ]
    return max([verb.i, *kept])
