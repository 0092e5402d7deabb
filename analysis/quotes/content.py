"""Where a reported clause begins and ends: after its cue, before it, or on both of its sides.

The parse says it where it can be trusted; word order and tense correct it where parsers of news err most.
"""

from itertools import islice

from spacy.tokens import Doc, Token

from analysis import vocabulary
from analysis.language.spacy_model import lemma, text_of
from analysis.language.syntax import has_finite_verb
from analysis.quotes.cues import GRAMMATICAL_SUBJECTS, inverted_subject, is_cue

PARTING = (",", "—", "–", "--", "-", "”", '"', "''", "’")
STRIPPED = " \t\n\r\u00a0,;:–—-\"'“”‘’`«»„"  # punctuation that is not part of the content at its ends


def trim(text: str, start: int, end: int, stop: bool = True) -> tuple[int, int]:
    """Strip quote marks, commas and spaces from both ends of a span, and a final full stop if `stop` is true."""
    while start < end and text[start] in STRIPPED:
        start += 1
    while end > start and (text[end - 1] in STRIPPED or (stop and text[end - 1] == ".")):
        end -= 1
    return start, end


def clause_start(verb: Token, speaker: Token | None) -> Token:
    """First token of the cue clause: the subject phrase, an auxiliary or the verb itself."""
    own = [c for c in verb.children if c.dep_ in GRAMMATICAL_SUBJECTS and c.i < verb.i]
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
            last = max(last, child.right_edge.i)
    return verb.doc[last]


def _comma_between(doc: Doc, a: int, b: int) -> bool:
    return any(doc[i].text in (",", "—", "–", "--", ";", ":") for i in range(a + 1, b))


def following(verb: Token) -> tuple[list[tuple[int, int]], str]:
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
    start, end = trim(text_of(doc), doc[first].idx, doc[last].idx + len(doc[last]))
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
    if not is_cue(verb, "saying") or not (verb.tag_ == "VBG" or any(c.dep_ == "nsubj" for c in verb.lefts)):
        return None
    doc, sentence = verb.doc, verb.sent
    rest = [t for t in doc[verb.i + 1 : sentence.end] if not t.is_space]
    that = next((t for t in rest[:12] if t.text.lower() == "that" and (t.tag_ == "IN" or t.dep_ == "mark")), None)
    if that is not None and has_finite_verb(doc[that.i : sentence.end]):
        between = doc[verb.i + 1 : that.i]
        return None if has_finite_verb(between) or any(is_cue(t, "saying") for t in between) else that.i + 1
    if (
        lemma(verb) not in vocabulary.reporting().bare
        or not rest
        or not has_finite_verb(doc[verb.i + 1 : sentence.end])
    ):
        return None
    if rest[0].text.lower() in vocabulary.names().calendar or not any(t.dep_ in GRAMMATICAL_SUBJECTS for t in rest):
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
    return other.tag_ == verb.tag_ or any(c.dep_ in GRAMMATICAL_SUBJECTS for c in other.lefts)


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
            alone = not any(c.dep_ in GRAMMATICAL_SUBJECTS for c in after.lefts)
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
    rest = list(islice((t for t in comma.doc[comma.i + 1 : end + 1] if not t.is_punct), 9))
    if len(rest) > 8:
        return False
    cues = [t for t in rest if is_cue(t, "saying") and any(c.dep_ == "nsubj" for c in t.children)]
    return bool(cues) and not any(c.dep_ in ("ccomp", "dobj", "xcomp") for c in cues[0].rights)


def around(verb: Token, speaker: Token) -> tuple[list[tuple[int, int]], str]:
    """The clause before the cue, or on both of its sides: "X, he said", "X, he said, Y", "As he said, X"."""
    doc, sentence = verb.doc, verb.sent
    joints = [c for c in verb.lefts if c.dep_ in ("mark", "advmod") and c.tag_ in ("IN", "WRB")]
    turned = inverted_subject(verb) is not None
    if (speaker.head != verb and not turned) or any(c.text.lower() != "as" for c in joints):
        return [], ""
    content = next((c for c in (verb.children if turned else verb.lefts) if c.dep_ == "ccomp"), None)
    if content is None and _tells_something_else(verb, speaker):
        return [], ""
    first, last = verb if turned else clause_start(verb, speaker), clause_end(verb, content)
    if joints and joints[0].i < first.i:
        first = joints[0]
    if speaker.i > verb.i:
        edge = speaker.right_edge.i
        while doc[edge].is_punct:
            edge -= 1
        last = doc[max(last.i, edge if edge < sentence.end - 2 else speaker.i)]
    parted = first.i > sentence.start and doc[first.i - 1].text in PARTING
    if not parted and not (joints and first.i == sentence.start):
        return [], ""
    spans = [trim(text_of(doc), doc[sentence.start].idx, doc[first.i - 1].idx)] if parted else []
    if after := _resumed(verb, speaker, content, last):
        spans.append(trim(text_of(doc), after.idx, doc[sentence.end - 1].idx + len(doc[sentence.end - 1])))
    elif content is None and not has_finite_verb(doc[sentence.start : first.i]):
        return [], ""
    rule = "clause on both sides of the cue" if len(spans) > 1 else "clause before the cue"
    return [s for s in spans if s[1] > s[0]], rule if parted else "clause after as"


def _tells_something_else(verb: Token, speaker: Token) -> bool:
    """Whether the clause before a cue is no content, since the cue has its own object: "As X spoke, Y made a claim"."""
    addressed = lemma(verb) in vocabulary.reporting().addressing
    own = any(c.dep_ in ("dobj", "xcomp", "ccomp") and not (addressed and c.dep_ == "dobj") for c in verb.rights)
    own = own and not any(c.dep_ == "dobj" and (c == speaker or c.text == "it") for c in verb.rights)
    opening = verb.doc[verb.sent.start]
    while opening != verb and opening.head not in (opening, verb):
        opening = opening.head
    return own or speaker.tag_ in ("WP", "WDT") or (opening.head == verb and opening.dep_ == "advcl")


def _resumed(verb: Token, speaker: Token, content: Token | None, last: Token) -> Token | None:
    """Where the clause goes on after a cue in its middle."""
    doc, end = verb.doc, verb.sent.end
    rest = last.i + 1
    if (
        rest >= end - 1
        or doc[rest].text not in PARTING
        or not any(t.tag_.startswith(("VB", "MD")) for t in doc[rest + 1 : end])
    ):
        return None
    return None if _belongs_to(doc[rest + 1], verb, speaker, content) else doc[rest + 1]


def _belongs_to(token: Token, verb: Token, speaker: Token, content: Token | None) -> bool:
    """Whether a token is part of the cue's own clause and not of what it reports."""
    chain = [token, *token.ancestors]
    if content is not None and content in chain:
        return False
    return speaker in chain or verb in chain
