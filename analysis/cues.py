"""Which words report, whose words they report, and where the reported clause begins and ends: one paragraph at a time.

A report is found by syntax: a verb of saying with its subject and clause, "according to", a noun with a clause ("his
claim that"). The clause may follow the cue, precede it, or stand on both of its sides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc, Span, Token

from analysis.language import lemma
from analysis.marks import Quoted
from analysis.names import words_of
from analysis.words import vocabulary

SUBJECT = ("nsubj", "nsubjpass", "csubj", "expl")
IMPERSONAL = ("it", "this", "that", "which", "what")
PARTING = (",", "—", "–", "--", "-", "”", '"', "''", "’")
TRIMMED = " \t\n\r\u00a0,;:–—-\"'“”‘’`«»„"


@dataclass(slots=True)
class Report:
    """A cue, its speaker (the head of the noun phrase), and what is reported as offsets into the paragraph."""

    rule: str
    cue: tuple[int, int]
    speaker: Token | None
    verb: Token
    contents: list[tuple[int, int]] = field(default_factory=list)
    via: Token | None = None


@cache
def reporting(key: str) -> frozenset[str]:
    """A list of `reporting.toml` as a set."""
    return frozenset(vocabulary("reporting")[key])


def inside(offset: int, quotes: Sequence[Quoted]) -> Quoted | None:
    """The quotation in marks that covers a character."""
    return next((q for q in quotes if q.start <= offset < q.end), None)


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two stretches share a character."""
    return a[0] < b[1] and b[0] < a[1]


def is_cue(token: Token, *keys: str) -> bool:
    """Whether the token is a verb whose dictionary form is in one of the lists."""
    if not token.tag_.startswith("VB"):
        return False
    form = lemma(token)
    return any(form in reporting(key) for key in keys)


def subject(verb: Token) -> Token | None:
    """Who does what the verb says: its own subject, or the one it shares, modifies or is controlled by."""
    for _ in range(6):
        own = [c for c in verb.children if c.dep_ in ("nsubj", "csubj")]
        if own:
            return own[0]
        if any(c.dep_ in ("nsubjpass", "expl") for c in verb.children):
            return next(
                (p for by in verb.children if by.dep_ == "agent" for p in by.children if p.dep_ == "pobj"), None
            )
        if verb.dep_ in ("acl", "relcl") and verb.head.tag_.startswith(("NN", "PRP")):
            return verb.head if verb.tag_ != "VBN" else None
        if verb.dep_ in ("conj", "xcomp", "advcl", "parataxis", "pcomp", "dep") and verb.head != verb:
            verb = verb.head
            while verb.dep_ == "prep":
                verb = verb.head
        else:
            return None
    return None


def negated(verb: Token) -> bool:
    """Whether the verb is denied: did not say, never said, refused to say."""
    if any(c.dep_ == "neg" for c in verb.children):
        return True
    return verb.dep_ == "xcomp" and lemma(verb.head) in ("refuse", "decline", "fail")


def clause_start(verb: Token, speaker: Token | None) -> Token:
    """First token of the cue clause: the subject phrase, an auxiliary or the verb itself."""
    own = [c for c in verb.children if c.dep_ in SUBJECT and c.i < verb.i]
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "advmod") and c.i < verb.i]
    first = min([c.left_edge.i for c in own] + [c.i for c in helpers] + [verb.i])
    return verb.doc[first]


def clause_end(verb: Token, content: Token | None) -> Token:
    """Last token of the cue clause: the verb with its objects and adverbials, up to a comma."""
    last = verb.i
    for child in sorted(verb.rights, key=lambda c: c.i):
        if child == content or child.dep_ in ("ccomp", "parataxis", "punct", "cc", "conj", "advcl"):
            continue
        if child.i > last and not _comma_between(verb.doc, last, child.left_edge.i):
            last = max(last, _without_appositive_content(child))
    return verb.doc[last]


def _without_appositive_content(child: Token) -> int:
    return child.right_edge.i


def _comma_between(doc: Doc, a: int, b: int) -> bool:
    return any(doc[i].text in (",", "—", "–", "--", ";", ":") for i in range(a + 1, b))


def trim(text: str, start: int, end: int, stop: bool = True) -> tuple[int, int]:
    """Leave out marks, commas and spaces at both ends, and a final full stop if `stop`."""
    while start < end and text[start] in TRIMMED:
        start += 1
    while end > start and (text[end - 1] in TRIMMED or (stop and text[end - 1] == ".")):
        end -= 1
    return start, end


def verb_reports(doc: Doc, quotes: Sequence[Quoted]) -> Iterator[Report]:
    """Reports by verbs of saying outside quote marks whose clause syntax can tell."""
    for verb in doc:
        if not is_cue(verb, "saying", "pledging") or inside(verb.idx, quotes) or negated(verb):
            continue
        speaker = subject(verb)
        if speaker is None or speaker.tag_ == "EX" or speaker.text.lower() in IMPERSONAL:
            continue
        spans, rule = _following(verb)
        if any(a <= speaker.idx < b for a, b in spans):
            spans = []
        if not spans:
            spans, rule = _around(verb, speaker)
        if spans:
            yield Report(rule, (verb.i, verb.i), speaker, verb, spans)


def _following(verb: Token) -> tuple[list[tuple[int, int]], str]:
    """The clause after the cue: "said (that) X", "vowed to X"."""
    doc = verb.doc
    first, rule = _first_of_clause(verb)
    if first is None:
        return [], ""
    while (doc[first].text.lower() == "that" and doc[first].tag_ in ("IN", "WDT")) or doc[first].is_punct:
        first += 1
        if first >= verb.sent.end:
            return [], ""
    last = _content_end(verb, doc[first])
    start, end = trim(doc.text, doc[first].idx, doc[last].idx + len(doc[last]))
    return ([(start, end)], rule) if end > start else ([], "")


def _first_of_clause(verb: Token) -> tuple[int | None, str]:
    """Number of the first token of the clause after the cue, as the parse has it, or as the word order shows it."""
    for child in verb.rights:
        if child.dep_ == "ccomp" and child.right_edge.i > verb.i:
            first = child.left_edge.i
            if first <= verb.i:
                first = next(t.i for t in child.subtree if t.i > verb.i)
            return first, "clause after the cue"
        if child.dep_ == "xcomp" and child.tag_ == "VB" and is_cue(verb, "pledging"):
            return child.left_edge.i, "infinitive after the cue"
    guess = _by_word_order(verb)
    return guess, "clause after the cue" if guess is not None else ""


def _by_word_order(verb: Token) -> int | None:
    """For a clause the parser misses: after the cue and its adverbials stands "that", or a subject and its verb."""
    if not is_cue(verb, "saying") or not any(c.dep_ == "nsubj" for c in verb.lefts):
        return None
    doc, sentence = verb.doc, verb.sent
    rest = [t for t in doc[verb.i + 1 : sentence.end] if not t.is_space]
    that = next((t for t in rest[:12] if t.text.lower() == "that" and t.tag_ == "IN"), None)
    if that is not None and _has_verb(doc[that.i : sentence.end]) and not _has_verb(doc[verb.i + 1 : that.i]):
        return that.i + 1
    if lemma(verb) not in reporting("bare") or not rest or not _has_verb(doc[verb.i + 1 : sentence.end]):
        return None
    if rest[0].text.lower() in words_of("calendar") or not any(t.dep_ in SUBJECT for t in rest):
        return None
    return rest[0].i if rest[0].tag_ in ("PRP", "NNP", "NNS", "DT", "PRP$", "EX", "JJ", "NN", "NNPS", "CD") else None


def _content_end(verb: Token, first: Token) -> int:
    """The clause runs to the end of the sentence, unless the cue's own clause goes on after it, or ends before."""
    end = verb.sent.end - 1
    for child in verb.rights:
        if child.left_edge.i > first.i and (child.dep_ == "advcl" or (child.dep_ == "conj" and _goes_on(verb, child))):
            end = min(end, _before_joint(child.left_edge, first))
    outer = verb
    while outer.head != outer:
        edge = outer.right_edge.i
        fronted = outer.dep_ in ("advcl", "csubj") and edge < outer.head.i
        embedded = outer.dep_ in ("relcl", "acl") and edge + 1 <= end and verb.doc[edge].text != "." and edge > first.i
        if (fronted or embedded) and edge >= first.i:
            end = min(end, edge)
            break
        outer = outer.head
    return _own_end(verb, first, end)


def _goes_on(verb: Token, other: Token) -> bool:
    """Whether a conjoined verb goes on with what the cue's subject does: of the same tense, or with a subject."""
    return other.tag_ == verb.tag_ or any(c.dep_ in SUBJECT for c in other.lefts)


def _before_joint(token: Token, first: Token) -> int:
    """The last token before a clause and the comma or conjunction that joins it."""
    i = token.i
    while i - 1 > first.i and (token.doc[i - 1].is_punct or token.doc[i - 1].tag_ == "CC"):
        i -= 1
    return i - 1


def _own_end(verb: Token, first: Token, end: int) -> int:
    """Where the parser lets the clause run on into another cue: ", adding that", ", she said", "and called it"."""
    doc = verb.doc
    for token in doc[first.i + 1 : end + 1]:
        if token.text == "," and token.i < end:
            after = doc[token.i + 1]
            if (
                (after.tag_ == "VBG" and is_cue(after, "saying"))
                or after.text.lower() == "according"
                or _closes(token, end)
            ):
                return token.i - 1
        elif token.tag_ == "CC" and token.i < end:
            after = doc[token.i + 1]
            alone = not any(c.dep_ in SUBJECT for c in after.lefts)
            reports = is_cue(after, "saying", "naming") and not is_cue(after, "pledging")
            if reports and alone and after.tag_ == verb.tag_ != after.head.tag_:
                return _before_joint(token, first)
            if doc[token.i - 1].text == "," and _opens_report(token, end):
                return _before_joint(token, first)
    return end


def _opens_report(joint: Token, end: int) -> bool:
    """Whether a conjunction is followed by somebody else's report: ", and critics warned that"."""
    cue = next((t for t in joint.doc[joint.i + 1 : end + 1] if t.tag_ in ("VBD", "VBZ", "VBP", "MD")), None)
    if cue is None or not is_cue(cue, "saying") or not any(c.dep_ == "nsubj" for c in cue.lefts):
        return False
    return any(c.dep_ == "ccomp" for c in cue.rights)


def _closes(comma: Token, end: int) -> bool:
    """Whether a comma is followed by nothing but a cue and its subject: ", the source added"."""
    rest = [t for t in comma.doc[comma.i + 1 : end + 1] if not t.is_punct]
    cues = [t for t in rest if is_cue(t, "saying") and any(c.dep_ == "nsubj" for c in t.children)]
    return len(rest) <= 8 and bool(cues) and not any(c.dep_ in ("ccomp", "dobj", "xcomp") for c in cues[0].rights)


def _around(verb: Token, speaker: Token) -> tuple[list[tuple[int, int]], str]:
    """The clause before the cue, or on both of its sides: "X, he said", "X, he said, Y", "As he said, X"."""
    doc, sentence = verb.doc, verb.sent
    joints = [c for c in verb.lefts if c.dep_ in ("mark", "advmod") and c.tag_ == "IN"]
    if speaker.head != verb or any(c.text.lower() != "as" for c in joints):
        return [], ""
    content = next((c for c in verb.lefts if c.dep_ == "ccomp"), None)
    first, last = clause_start(verb, speaker), clause_end(verb, content)
    if joints and joints[0].i < first.i:
        first = joints[0]
    if speaker.i > verb.i:
        last = doc[max(last.i, speaker.i)]
    parted = first.i > sentence.start and doc[first.i - 1].text in PARTING
    if not parted and not (joints and first.i == sentence.start):
        return [], ""
    spans = [trim(doc.text, doc[sentence.start].idx, doc[first.i - 1].idx)] if parted else []
    if after := _resumed(verb, speaker, content, last):
        spans.append(trim(doc.text, after.idx, doc[sentence.end - 1].idx + len(doc[sentence.end - 1])))
    elif content is None and not _has_verb(doc[sentence.start : first.i]):
        return [], ""
    rule = "clause on both sides of the cue" if len(spans) > 1 else "clause before the cue"
    return [s for s in spans if s[1] > s[0]], rule if parted else "clause after as"


def _resumed(verb: Token, speaker: Token, content: Token | None, last: Token) -> Token | None:
    """Where the clause goes on after a cue in its middle."""
    doc, end = verb.doc, verb.sent.end
    rest = last.i + 1
    if rest >= end - 1 or doc[rest].text not in PARTING or not _has_verb(doc[rest + 1 : end]):
        return None
    return None if _belongs_to(doc[rest + 1], verb, speaker, content) else doc[rest + 1]


def _belongs_to(token: Token, verb: Token, speaker: Token, content: Token | None) -> bool:
    """Whether a token is part of the cue's own clause and not of what it reports."""
    chain = [token, *token.ancestors]
    if content is not None and content in chain:
        return False
    return speaker in chain or verb in chain


def _has_verb(span: Span) -> bool:
    return any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in span)


def plain_reports(doc: Doc, quotes: Sequence[Quoted]) -> Iterator[Report]:
    """ "has been clear: X", "made it clear that X" """
    for word in doc:
        if word.text.lower() not in reporting("plain") or inside(word.idx, quotes) or word.i + 2 >= word.sent.end:
            continue
        verb, joined = word.head, doc[word.i + 1].text.lower() in (":", "that", ",")
        made = verb.tag_.startswith("VB") and lemma(verb) == "make" and _has_verb(doc[word.i + 1 : word.sent.end])
        speaker = subject(verb) if made or (joined and verb.tag_.startswith("VB")) else None
        if speaker is None or speaker.text.lower() in IMPERSONAL:
            continue
        first, last = doc[word.i + 1 + joined], doc[word.sent.end - 1]
        span = trim(doc.text, first.idx, last.idx + len(last))
        yield Report("plain statement", (word.i, word.i), speaker, verb, [span])


def according_reports(doc: Doc, quotes: Sequence[Quoted]) -> Iterator[Report]:
    """ "According to X, Y", "Y, according to X" and "Y, according to X, Z" """
    for token in doc[:-2]:
        if token.text.lower() != "according" or doc[token.i + 1].text != "to" or inside(token.idx, quotes):
            continue
        to = doc[token.i + 1]
        speaker = next((c for c in to.children if c.dep_ == "pobj" and c.i > to.i), None)
        if speaker is None:
            continue
        if speaker.text.lower() in reporting("impersonal"):
            continue
        yield Report("according to", (token.i, to.i), speaker, token, _outside(doc, token, speaker))


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
        spans.append(trim(doc.text, doc[sentence.start].idx, doc[token.i].idx))
    if end + 1 < sentence.end - 1:
        spans.append(trim(doc.text, doc[end + 1].idx, doc[sentence.end - 1].idx + len(doc[sentence.end - 1])))
    return [s for s in spans if s[1] > s[0]]


def _apposed(doc: Doc, comma: int, speaker: Token) -> bool:
    return comma + 1 < len(doc) and any(
        doc[comma + 1] in c.subtree for c in speaker.rights if c.dep_ in ("appos", "relcl", "acl")
    )


def noun_reports(doc: Doc, quotes: Sequence[Quoted]) -> Iterator[Report]:
    """ "his claim that X", "a statement by Y that X" """
    for noun in doc:
        if (
            not noun.tag_.startswith("NN")
            or noun.text.lower().removesuffix("s") not in reporting("nouns")
            or inside(noun.idx, quotes)
        ):
            continue
        clause = next((c for c in noun.rights if c.dep_ in ("acl", "ccomp") and _that(c)), None)
        owner = next((c for c in noun.children if c.dep_ == "poss"), None) or _by(noun)
        if clause is None or owner is None:
            continue
        first = clause.left_edge.i + 1
        start, end = trim(doc.text, doc[first].idx, clause.right_edge.idx + len(clause.right_edge))
        if end > start:
            yield Report("noun with a clause", (noun.i, noun.i), owner, noun, [(start, end)])


def _that(clause: Token) -> bool:
    return clause.left_edge.text.lower() == "that" and clause.left_edge.dep_ == "mark"


def _by(noun: Token) -> Token | None:
    """Whose claim it is: "a report by X", "a New York Times report"."""
    named = next((c for c in noun.lefts if c.dep_ in ("compound", "nmod") and c.tag_ in ("NNP", "NNPS")), None)
    return named or next(
        (p for c in noun.rights if c.text in ("by", "from", "of") for p in c.children if p.dep_ == "pobj"), None
    )


def naming_reports(doc: Doc, quotes: Sequence[Quoted]) -> Iterator[Report]:
    """ "called it a 'disgrace'": a report when the name stands in marks."""
    for verb in doc:
        if not is_cue(verb, "naming") or inside(verb.idx, quotes) or negated(verb):
            continue
        speaker, end = subject(verb), _objects_end(verb)
        quote = next((q for q in quotes if verb.idx < q.start <= doc[end].idx), None)
        if speaker is None or quote is None or end <= verb.i:
            continue
        first = verb.i + (2 if doc[verb.i + 1].text == "to" else 1)
        last = max(doc[end].idx + len(doc[end]), quote.end)
        yield Report("name in marks", (verb.i, verb.i), speaker, verb, [trim(doc.text, doc[first].idx, last)])


def _objects_end(verb: Token) -> int:
    kept = [
        c.right_edge.i
        for c in verb.rights
        if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp", "prep", "attr", "dative", "acomp")
    ]
    return max([verb.i, *kept])
