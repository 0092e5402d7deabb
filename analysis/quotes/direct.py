"""Quotations in marks: which cue each belongs to, and which go on without one. One paragraph at a time.

The speaker of a stretch in marks is the subject of the nearest verb of saying outside all marks; what has none
continues the speaker before it.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Span, Token

from analysis.language.quote_marks import QuotedSpan, inside
from analysis.language.spacy_model import Paragraph, between, text_of
from analysis.language.syntax import has_finite_verb
from analysis.quotes.content import clause_start, trim
from analysis.quotes.cues import is_cue, is_unreal, source

SPEECH_WORDS = 4  # words in marks, from which a stretch without a cue can be speech and no title or nickname
FINITE = ("VBD", "VBZ", "VBP")
NOUNS = ("NNP", "NNPS", "NN", "NNS", "PRP")
FINAL = (".", "!", "?", "…", "—", "–", "-")
SHORT_TURN = 8  # tokens of a turn that needs no verb: "Only before the easy pieces."
ASKED = re.compile(r"[\"“”\s]*(Q|A|Question|Answer)\s*[.:]\s+(?=\S)")
TURN = re.compile(r"[\"“”\s]*([A-Z][\w.'’-]*(?:\s+[A-Z(][\w.'’()-]*){0,4})\s*:\s+(?=\S)")


@dataclass(slots=True)
class Segment:
    """One quotation in one paragraph: its stretches (offsets into the paragraph), who says it, and why we think so."""

    paragraph: Paragraph
    spans: list[tuple[int, int]]
    speaker: Token | None
    cue: tuple[int, int] | None
    rule: str
    via: Token | None = None
    verb: Token | None = None
    heir: "Segment | None" = None  # the piece whose speaker it continues
    same: bool = False  # belongs to the heir's quotation
    open_end: bool = False  # its closing mark is missing: it may go on in the next paragraph


def repaired(paragraph: Paragraph, marked: Sequence[QuotedSpan]) -> list[QuotedSpan]:
    """Where a closing mark is missing before the next opening one, the quotation ends before the next cue."""
    repaired = []
    for quote in marked:
        if not quote.closed and quote.end < len(text_of(paragraph.doc)):
            tokens = between(paragraph.doc, quote.start, quote.end)
            sentence = tokens[-1].sent if len(tokens) else None
            if (
                sentence
                and sentence.start_char > quote.start
                and any(is_cue(t, "saying", "uttering") for t in sentence)
            ):
                end = sentence.start_char
                quote = QuotedSpan(quote.start, end, quote.outer_start, end, closed=False)
        repaired.append(quote)
    return repaired


def direct(paragraph: Paragraph, marked: Sequence[QuotedSpan], previous: Segment | None) -> list[Segment]:
    """Quotations in marks with their cue, and those that go on without one."""
    pieces: list[Segment] = []
    text = text_of(paragraph.doc)
    for n, quote in enumerate(marked):
        span = trim(text, quote.start, quote.end, stop=False)
        if span[0] >= span[1]:
            continue
        last = pieces[-1] if pieces else previous
        piece = _with_cue(paragraph, marked, n, span) or _going_on(paragraph, marked, n, span, last, bool(pieces))
        if piece is None:
            continue
        while pieces and _overlap(pieces[-1].spans[-1], piece.spans[0]):
            pieces.pop()
        if pieces and _same_quotation(pieces[-1], piece, text):
            pieces[-1].spans += piece.spans
            pieces[-1].verb = pieces[-1].verb or piece.verb
            pieces[-1].speaker, pieces[-1].cue = pieces[-1].speaker or piece.speaker, pieces[-1].cue or piece.cue
        else:
            pieces.append(piece)
        pieces[-1].open_end = not quote.closed and quote.end == len(text)
    return pieces


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def _same_quotation(earlier: Segment, later: Segment, text: str) -> bool:
    """One quotation in two pieces: nothing between them but their common cue, or nothing at all."""
    gap = text[earlier.spans[-1][1] : later.spans[0][0]]
    if not re.search(r"\w", gap):
        return later.verb is None or later.verb == earlier.verb
    if later.heir is earlier:
        one_sentence = not re.search(r"[.!?]\W+\w", gap.strip(" \"'“”‘’"))
        return one_sentence or bool(earlier.verb and gap.count(".") < 2)
    return later.verb is not None and later.verb == earlier.verb


def turn(paragraph: Paragraph, marked: Sequence[QuotedSpan], known: Set[str]) -> Segment | None:
    """NAME: X, a turn in a transcript or a headline that quotes; Q: and A: of an interview. `known`: words of names."""
    doc, text = paragraph.doc, text_of(paragraph.doc)
    match = ASKED.match(text) or TURN.match(text)
    if match is None or not re.search(r"\w", text[match.end() :]):
        return None
    label = between(doc, match.start(1), match.end(1))
    rest = between(doc, match.end(), len(text))
    asked = match.re is ASKED
    if not len(label) or not (
        asked or (_is_label(label, known) and (has_finite_verb(rest) or len(rest) <= SHORT_TURN))
    ):
        return None
    open_end = bool(marked and not marked[-1].closed and marked[-1].end == len(text))
    span = trim(text, match.end(), len(text), stop=False)
    rule = ("question" if match.group(1)[0] == "Q" else "answer") if asked else "name and colon"
    return Segment(paragraph, [span], None if asked else label[-1], (label[0].i, label[-1].i), rule, open_end=open_end)


def _is_label(label: Span, known: Set[str]) -> bool:
    """Whether what stands before a colon names somebody: capitals, or a name."""
    last, first = label[-1], label[0]
    named = last.tag_ in ("NNP", "NNPS") and not first.text.isupper()
    return last.text.isupper() or named or last.text.casefold() in known


def announcement(paragraph: Paragraph) -> Segment | None:
    """Who is about to be quoted when a paragraph ends on a colon: "He said:"."""
    doc = paragraph.doc
    last = next((t for t in reversed(doc) if not t.is_space), None)
    if last is None or last.text != ":":
        return None
    cues = [t for t in last.sent if is_cue(t, "saying", "uttering") and not is_unreal(t) and source(t) is not None]
    return (
        Segment(paragraph, [], source(cues[-1]), (cues[-1].i, cues[-1].i), "cue in the paragraph before")
        if cues
        else None
    )


def announced(paragraph: Paragraph, marked: Sequence[QuotedSpan], by: Segment | None) -> Segment | None:
    """The paragraph after "He said:", with marks or without."""
    text = text_of(paragraph.doc)
    if by is None or (marked and marked[0].outer_start > 1) or len(marked) > 1:
        return None
    open_end = bool(marked and not marked[-1].closed)
    span = trim(text, 0, marked[0].end if marked else len(text), stop=False)
    return Segment(paragraph, [span], None, None, by.rule, heir=by, open_end=open_end)


def _frame_tokens(paragraph: Paragraph, start: int, end: int) -> list[Token]:
    return [t for t in between(paragraph.doc, start, end) if not t.is_space]


def _with_cue(paragraph: Paragraph, marked: Sequence[QuotedSpan], n: int, span: tuple[int, int]) -> Segment | None:
    """The stretch in marks with the cue after or before it; the one after comes first where the stretch ends open."""
    quote, text = marked[n], text_of(paragraph.doc)
    before = (marked[n - 1].outer_end if n else 0, quote.outer_start)
    after = (quote.outer_end, marked[n + 1].outer_start if n + 1 < len(marked) else len(text))
    final = text[: quote.end].rstrip()[-1:]
    speech = text[span[0]].isupper() and len(re.findall(r"\w+", text[span[0] : span[1]])) >= SPEECH_WORDS
    trailing = _trailing_cue(_frame_tokens(paragraph, *after), final, quote.closed)
    leading = _leading_cue(_frame_tokens(paragraph, *before), speech)
    options = [(trailing, "cue after the marks"), (leading, "cue before the marks")]
    for verb, rule in options if final == "," or not leading else options[::-1]:
        speaker = None if verb is None or is_unreal(verb) else _subject_outside(verb, marked)
        if verb is None or speaker is None:
            continue
        around = _widened(paragraph, marked, n, span, clause_start(verb, speaker)) if verb == trailing else span
        if around == span or _is_parenthetical(paragraph, verb, speaker, around):
            return Segment(paragraph, [around], speaker, (verb.i, verb.i), rule, verb=verb)
    return _after_colon(paragraph, before, span) or _before_dash(paragraph, after, span)


def _trailing_cue(frame: list[Token], final: str, closed: bool) -> Token | None:
    """The cue of "X," said Y: in the first clause after the closing mark, after a comma any verb with its subject."""
    if not frame or (final == "." and closed and frame[0].text[:1].isupper()):
        return None
    clause = list(takewhile(lambda t: t.text not in (".", "!", "?", ";", ":"), frame))
    cues = [t for t in clause if is_cue(t, "saying", "uttering")]
    if not cues and final == ",":
        cues = [
            t for t in clause[:8] if t.tag_ in FINITE and any(c.dep_ == "nsubj" and c in clause for c in t.children)
        ]
    return cues[0] if cues else None


def _leading_cue(frame: list[Token], speech: bool) -> Token | None:
    """The cue of Y said, "X": in the last clause before the opening mark, before a comma any verb right there."""
    if not frame or frame[-1].text in (".", "!", "?", ";", ")"):
        return None
    clause = list(takewhile(lambda t: t.text not in (".", "!", "?", ";"), reversed(frame)))
    cues = [t for t in clause if is_cue(t, "saying", "uttering")]
    if not cues and speech and frame[-1].text in (",", ":"):
        near = clause[1:4] if frame[-1].text == "," else clause
        cues = [t for t in near if t.tag_ in (*FINITE, "VBG") and source(t) is not None]
    if not cues or not (frame[-1].text in (",", ":", "that") or frame[-1] == cues[0] or speech):
        return None
    return cues[0]


def _subject_outside(verb: Token, marked: Sequence[QuotedSpan]) -> Token | None:
    """The subject of a cue, outside the marks; where they led the parser astray, the noun or pronoun next to it."""
    found = source(verb)
    usable = found is not None and found.tag_ not in ("DT", "EX") and found.text[0].isalpha()
    if found is not None and usable and inside(found.idx, marked) is None:
        return found
    doc = verb.doc
    before = next((t for t in reversed(doc[: verb.i]) if t.tag_ not in ("RB", "MD", "VBZ", "VBD", "VBP")), None)
    after = list(takewhile(lambda t: t.tag_ in ("DT", "JJ", *NOUNS), doc[verb.i + 1 :]))
    for token in (before, after[-1] if after else None):
        if token is not None and token.tag_ in NOUNS and inside(token.idx, marked) is None:
            return token
    return None


def _after_colon(paragraph: Paragraph, before: tuple[int, int], span: tuple[int, int]) -> Segment | None:
    """NAME: "X" """
    frame = _frame_tokens(paragraph, *before)
    if len(frame) < 2 or frame[-1].text != ":":
        return None
    subjects = ("nsubj", "ROOT", "dep", "npadvmod", "appos")
    names = [t for t in frame[:-1] if t.tag_ in ("NNP", "NNPS", "PRP") and t.dep_ in subjects]
    return Segment(paragraph, [span], names[0], (frame[-1].i, frame[-1].i), "name and colon") if names else None


def _before_dash(paragraph: Paragraph, after: tuple[int, int], span: tuple[int, int]) -> Segment | None:
    """ "X" — NAME, at the end of a paragraph"""
    frame = list(takewhile(lambda t: t.text != ",", _frame_tokens(paragraph, *after)))
    dash = len(frame) in range(2, 9) and frame[0].text in ("—", "–", "―", "-", "--")
    if not dash or after[1] < len(text_of(paragraph.doc)):
        return None
    names = [t for t in frame[1:] if t.tag_ in ("NNP", "NNPS")]
    return Segment(paragraph, [span], names[-1], (frame[0].i, frame[0].i), "dash and name") if names else None


def _widened(
    paragraph: Paragraph, marked: Sequence[QuotedSpan], n: int, span: tuple[int, int], cue: Token
) -> tuple[int, int]:
    """Marks around a part of a clause only ("He is “smart,” she said"): take in the rest of it, from its start."""
    quote, text = marked[n], text_of(paragraph.doc)
    first = _sentence_start(paragraph, marked, quote.outer_start)
    start = first if re.search(r"\w", text[first : quote.outer_start]) else span[0]
    end = cue.idx if re.search(r"\w", text[quote.outer_end : cue.idx]) else span[1]
    return trim(text, start, end, stop=False)


def _is_parenthetical(paragraph: Paragraph, verb: Token, speaker: Token, around: tuple[int, int]) -> bool:
    """Whether a cue after marks around a part of a clause reports that clause, and not one that follows."""
    before = text_of(paragraph.doc)[: clause_start(verb, speaker).idx].rstrip()[-1:]
    own = any(c.dep_ in ("ccomp", "xcomp", "dobj") for c in verb.rights if c != speaker)
    finite = has_finite_verb(between(paragraph.doc, *around))
    return before in ",”\"'’" and speaker.head == verb and is_cue(verb, "saying") and not own and finite


def _sentence_start(paragraph: Paragraph, marked: Sequence[QuotedSpan], offset: int) -> int:
    """Where the sentence that holds a character outside the marks begins."""
    for i in range(len(between(paragraph.doc, 0, offset)) - 1, -1, -1):
        token = paragraph.doc[i]
        quote = inside(token.idx, marked)
        final = token.text in (".", "!", "?", ":") or (
            token.text.endswith(".") and token.i + 1 < len(token.doc) and token.nbor().is_sent_start
        )
        if final and (quote is None or not re.search(r"\w", text_of(token.doc)[token.idx + 1 : quote.end])):
            return token.idx + len(token) + (quote.outer_end - quote.end if quote else 0)
    return 0


def _going_on(
    paragraph: Paragraph, marked: Sequence[QuotedSpan], n: int, span: tuple[int, int], last: Segment | None, here: bool
) -> Segment | None:
    """Words in marks without a cue of their own: they continue the speaker before them if they can be speech."""
    quote, text = marked[n], text_of(paragraph.doc)
    words = re.findall(r"\w+", text[span[0] : span[1]])
    lead = text[: quote.outer_start].rstrip()
    if here and last is not None and last.verb is not None and (part := _rest_of_sentence(paragraph, quote, last)):
        return Segment(paragraph, [part], None, None, "goes on", heir=last)
    if (
        (lead and lead[-1] not in ".!?:”\"'’")
        or len(words) < 2
        or (not text[span[0]].isupper() and len(words) < SPEECH_WORDS)
    ):
        return None
    if not text[: quote.end].rstrip().endswith(FINAL) and len(words) < 2 * SPEECH_WORDS:
        return None
    if here and last is not None and not _new_cue(paragraph, last, quote.outer_start):
        return Segment(paragraph, [span], None, None, "goes on", heir=last)
    before = _cue_in_sentence_before(paragraph, marked, quote.outer_start)
    if before is not None:
        return Segment(paragraph, [span], source(before), (before.i, before.i), "cue in the sentence before")
    if last is None or (not here and lead):
        return None
    return Segment(paragraph, [span], None, None, "goes on", heir=last, same=last.open_end and not here)


def _rest_of_sentence(paragraph: Paragraph, quote: QuotedSpan, last: Segment) -> tuple[int, int] | None:
    """ "“X,” he said, and still “Y”": from the comma after the cue to the end of the marks."""
    text, verb = text_of(paragraph.doc), last.verb
    if verb is None or last.spans[-1][1] > verb.idx:
        return None
    comma = text.find(",", verb.idx, quote.outer_start)
    goes_on = comma >= 0 and re.compile(r",\s+(and|but|or|because|so|if|when|as|that)\b").match(text, comma)
    if not goes_on or re.compile(r"[.!?]\s").search(text, verb.idx, quote.outer_start):
        return None
    return trim(text, comma, quote.end, stop=False)


def _new_cue(paragraph: Paragraph, last: Segment, offset: int) -> bool:
    """Whether somebody else is reported between the last quotation and this one."""
    known = last.verb.i if last.verb is not None else -1
    skipped = between(paragraph.doc, last.spans[-1][1], offset)
    return any(is_cue(t, "saying") and t.i != known and source(t) is not None for t in skipped)


def _cue_in_sentence_before(paragraph: Paragraph, marked: Sequence[QuotedSpan], offset: int) -> Token | None:
    """A verb of saying, with its subject, in the sentence that ends before a character, outside all marks."""
    doc, i = paragraph.doc, len(between(paragraph.doc, 0, offset)) - 1
    while i >= 0 and (doc[i].is_space or doc[i].is_quote or inside(doc[i].idx, marked)):
        i -= 1
    for token in doc[doc[i].sent.start : i + 1] if i >= 0 else ():
        if is_cue(token, "saying") and not is_unreal(token) and inside(token.idx, marked) is None:
            who = source(token)
            if who is not None and inside(who.idx, marked) is None and who.text.lower() != "it":
                return token
    return None
