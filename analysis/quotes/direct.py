"""Quotations in quote marks: which cue each belongs to, and which continue an earlier one. One paragraph at a time.

The speaker of words in marks is the subject of the nearest reporting verb outside all marks. Words in marks without a
cue continue the speaker before them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from spacy.tokens import Token

from analysis import vocabulary
from analysis.language.quote_marks import QuotedSpan, quoted_span_at
from analysis.language.spacy_model import Paragraph, text_of, tokens_between
from analysis.language.syntax import FINITE_TAGS, FINITE_VERB_TAGS, RELATIVE_PRONOUN_TAGS, SUBJECTS, has_finite_verb
from analysis.people.coreference import Entities
from analysis.quotes.content import CharSpan, cue_clause_start, has_word, trim, word_starts
from analysis.quotes.cues import NOUN_PHRASE_TAGS, is_cue, is_unreal, source
from analysis.quotes.nearby import signature, speaker_before_colon, topic

# Values of the column `rule` of the table `quotes`.
CUE_AFTER_MARKS = "cue after the marks"
CUE_BEFORE_MARKS = "cue before the marks"
CUE_IN_SENTENCE_BEFORE = "cue in the sentence before"
CUE_IN_PARAGRAPH_BEFORE = "cue in the paragraph before"
CUE_IN_PARAGRAPH_AFTER = "cue in the paragraph after"
NAME_AND_COLON = "name and colon"
DASH_AND_NAME = "dash and name"
SUBJECT_OF_SENTENCE_BEFORE = "subject of the sentence before"
CONTINUATION = "goes on"
QUESTION = "question"
ANSWER = "answer"

MIN_SPEECH_WORDS = 4  # in marks; shorter text without a cue may be a title or nickname
MAX_TOKENS_TO_VERB = 8  # from the closing mark to a verb that is a cue only because of the comma: "“Yes,” he lied"
MAX_TOKENS_TO_COMMA = 3  # from such a verb to the comma before the marks: "he lied to her, “…”"
MAX_SHORT_WORD = 3  # letters of words that titles write small: "and", "for"
NOUN_TAGS = ("NNP", "NNPS", "NN", "NNS", "PRP")
SENTENCE_ENDS = (".", "!", "?")
SPEECH_ENDS = (*SENTENCE_ENDS, "…", "—", "–", "-")
# A word after a full stop. Each row of other characters is looked at once, from its start.
WORD_AFTER_STOP = re.compile(r"(?<!\W)[^\w.!?]*+[.!?]\W++\w")
BEFORE_SPEECH = ".!?:”\"'’"  # the text before a quotation without a cue ends with one of these


@dataclass(slots=True)
class Segment:
    """A quotation, or the part of it in one paragraph.

    spans: the contiguous parts of its text, as offsets into the paragraph, in order.
    speaker: head of the speaker's noun phrase; None if it has the speaker of the segment that it continues.
    cue: indices of the cue's first and last token.
    rule: construction that shows it (column `rule` of the table `quotes`).
    via: head of the noun phrase of who relays it.
    verb: the cue, if it is a verb.
    continues: the segment whose speaker it has.
    same_quotation: whether it is part of the previous segment's quotation.
    unclosed: whether its closing mark is missing, so that it may continue in the next paragraph.
    denied: whether the cue denies it.
    """

    paragraph: Paragraph
    spans: list[CharSpan]
    speaker: Token | None
    cue: tuple[int, int] | None
    rule: str
    via: Token | None = None
    verb: Token | None = None
    continues: "Segment | None" = None
    same_quotation: bool = False
    unclosed: bool = False
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rest of the article says about who speaks in a paragraph.

    entities: everybody in the article.
    previous: the last segment of the paragraphs before.
    topic: whom the last sentence of the paragraph before is about, as a segment without text, unless somebody speaks in
        that sentence.
    after: whom the next paragraph names as the speaker of what precedes it, as a segment without text.
    """

    entities: Entities
    previous: Segment | None = None
    topic: Segment | None = None
    after: Segment | None = None


@dataclass(frozen=True, slots=True)
class _MarkedText:
    """The n-th quoted span of a paragraph; `content` is the span without punctuation at its ends."""

    paragraph: Paragraph
    marked: Sequence[QuotedSpan]
    n: int
    content: CharSpan
    surroundings: Surroundings

    @property
    def text(self) -> str:
        """The text of the paragraph."""
        return text_of(self.paragraph.doc)

    @property
    def quote(self) -> QuotedSpan:
        """The quoted span."""
        return self.marked[self.n]

    @property
    def before(self) -> CharSpan:
        """The text between the previous quoted span, or the start of the paragraph, and this one."""
        return self.marked[self.n - 1].outer_end if self.n else 0, self.quote.outer_start

    @property
    def after(self) -> CharSpan:
        """The text between this quoted span and the next one, or the end of the paragraph."""
        is_last = self.n + 1 == len(self.marked)
        return self.quote.outer_end, len(self.text) if is_last else self.marked[self.n + 1].outer_start

    @property
    def has_capital(self) -> bool:
        """Whether the content begins with a capital letter."""
        return self.text[self.content[0]].isupper()

    @property
    def n_words(self) -> int:
        """Number of words in the content."""
        return len(word_starts(self.text, *self.content))

    @property
    def is_sentence(self) -> bool:
        """Whether the content is a whole sentence."""
        if not (self.has_capital and self.ends_with(*SENTENCE_ENDS)):
            return False
        return has_finite_verb(tokens_between(self.paragraph.doc, *self.content))

    @property
    def ends_paragraph(self) -> bool:
        """Whether nothing but white space follows."""
        return not self.text[self.quote.outer_end :].strip()

    @property
    def goes_on(self) -> bool:
        """Whether a comma shows that the sentence goes on after the marks: “X,” or “X”, ."""
        return self.ends_with(",") or self.text.startswith(",", self.quote.outer_end)

    def ends_with(self, *endings: str) -> bool:
        """Whether the text in marks, apart from white space and inner marks, ends with one of these."""
        return self.text[self.quote.start : self.quote.end].rstrip(" \t\n\"'”’").endswith(endings)


def repair_unclosed(paragraph: Paragraph, marked: Iterable[QuotedSpan]) -> list[QuotedSpan]:
    """End an unclosed quoted span before the sentence with the next cue, if another opening mark follows it.

    “We spoke for an hour. Ann Lee wrote, “He will not.”: the first span ends after "hour.".
    """
    return [_ended_before_cue(paragraph, quote) for quote in marked]


def _ended_before_cue(paragraph: Paragraph, quote: QuotedSpan) -> QuotedSpan:
    if quote.closed or quote.end == len(text_of(paragraph.doc)):
        return quote
    tokens = tokens_between(paragraph.doc, quote.start, quote.end)
    if not len(tokens):
        return quote
    sentence = tokens[-1].sent
    if sentence.start_char <= quote.start or not any(is_cue(t, "saying", "uttering") for t in sentence):
        return quote
    return QuotedSpan(quote.start, sentence.start_char, quote.outer_start, sentence.start_char, closed=False)


def marked_quotations(paragraph: Paragraph, marked: Sequence[QuotedSpan], surroundings: Surroundings) -> list[Segment]:
    """The quotations in marks of a paragraph, in order: those with a cue, and those that continue another.

    Args:
        paragraph: the parsed paragraph.
        marked: its quoted spans.
        surroundings: what the rest of the article says about who speaks.
    """
    segments: list[Segment] = []
    text = text_of(paragraph.doc)
    for n, quote in enumerate(marked):
        content = trim(text, quote.start, quote.end, stop=False)
        if content[0] >= content[1]:
            continue
        marked_text = _MarkedText(paragraph, marked, n, content, surroundings)
        if _is_title(marked_text):
            continue
        earlier = segments[-1] if segments else None
        segment = _with_cue(marked_text) or _without_cue(marked_text, earlier)
        if segment is None:
            continue
        while segments and _overlap(segments[-1].spans[-1], segment.spans[0]):
            segments.pop()
        if segments and _is_same_quotation(segments[-1], segment, text):
            _append(segments[-1], segment)
        else:
            segments.append(segment)
        segments[-1].unclosed = not quote.closed and quote.end == len(text)
    return segments


def _overlap(a: CharSpan, b: CharSpan) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _is_same_quotation(earlier: Segment, later: Segment, text: str) -> bool:
    """Whether two segments are one quotation: nothing but their common cue is between them, or nothing at all."""
    gap = text[earlier.spans[-1][1] : later.spans[0][0]]
    if not re.search(r"\w", gap):
        return later.verb is None or later.verb == earlier.verb
    if later.continues is earlier:
        one_sentence = not WORD_AFTER_STOP.search(gap.strip(" \"'“”‘’"))
        return one_sentence or bool(earlier.verb and gap.count(".") < 2)
    return later.verb is not None and later.verb == earlier.verb


def _append(earlier: Segment, later: Segment) -> None:
    """Add a segment to an earlier one of the same quotation."""
    earlier.spans += later.spans
    earlier.verb = earlier.verb or later.verb
    earlier.speaker, earlier.cue = earlier.speaker or later.speaker, earlier.cue or later.cue


# What one paragraph says about the next, or about the one before


def announcement(paragraph: Paragraph, entities: Entities) -> Segment | None:
    """The speaker, without text, whom a paragraph announces if it ends with a colon: "He said:", "From Mayor Lee:"."""
    tokens = _tokens_of(paragraph, 0, len(text_of(paragraph.doc)))
    if not tokens or tokens[-1].text != ":":
        return None
    cues = [t for t in tokens[-1].sent if is_cue(t, "saying", "uttering") and not is_unreal(t)]
    cue = next((t for t in reversed(cues) if source(t) is not None), None)
    if cue is not None:
        return Segment(paragraph, [], source(cue), (cue.i, cue.i), CUE_IN_PARAGRAPH_BEFORE)
    speaker, colon = speaker_before_colon(paragraph, tokens[:-1], entities), tokens[-1].i
    return Segment(paragraph, [], speaker, (colon, colon), NAME_AND_COLON) if speaker is not None else None


def announced_paragraph(
    paragraph: Paragraph, marked: Sequence[QuotedSpan], announced: Segment | None
) -> Segment | None:
    """The paragraph after "He said:", with or without quote marks, as a whole; `announced` is from `announcement`.

    After a name alone it has quote marks. A paragraph that itself ends with a colon is no quotation.
    """
    text = text_of(paragraph.doc)
    if announced is None or len(marked) > 1 or (marked and marked[0].outer_start > 1):
        return None
    if not marked and (announced.rule == NAME_AND_COLON or text.rstrip().endswith(":")):
        return None
    unclosed = bool(marked and not marked[-1].closed)
    span = trim(text, 0, marked[0].end if marked else len(text), stop=False)
    return Segment(paragraph, [span], None, None, announced.rule, continues=announced, unclosed=unclosed)


def ending_of_quotation(
    paragraph: Paragraph, marked: Sequence[QuotedSpan], entities: Entities, start: int = 0
) -> Segment | None:
    """Whom a paragraph names, first of all, as the speaker of what precedes: "— Ann Lee, mayor", "said Ann Lee.".

    Args:
        paragraph: the parsed paragraph.
        marked: its quoted spans after the start.
        entities: everybody in the article.
        start: where what follows the quotation begins.
    """
    text = text_of(paragraph.doc)
    author = signature(paragraph, start, entities)
    if author is not None:
        return Segment(paragraph, [], author, (author.i, author.i), DASH_AND_NAME)
    tokens = _tokens_of(paragraph, start, marked[0].outer_start if marked else len(text))
    clause = list(takewhile(lambda t: t.text not in (*SENTENCE_ENDS, ";", ":"), tokens))
    cue = _first_cue(clause)
    if cue is None or is_unreal(cue) or any(t.tag_ in FINITE_TAGS for t in clause[: cue.i - clause[0].i]):
        return None
    speaker = _source_outside_marks(cue, marked)
    return Segment(paragraph, [], speaker, (cue.i, cue.i), CUE_IN_PARAGRAPH_AFTER) if speaker is not None else None


def topic_at_end(
    paragraph: Paragraph, marked: Sequence[QuotedSpan], segments: Sequence[Segment], entities: Entities
) -> Segment | None:
    """Whom the last sentence of a paragraph is about, without text; None if somebody speaks in that sentence.

    Args:
        paragraph: the parsed paragraph.
        marked: its quoted spans.
        segments: its segments.
        entities: everybody in the article.
    """
    last = next((t for t in reversed(paragraph.doc) if not t.is_space), None)
    if last is None or last.text not in SENTENCE_ENDS:
        return None
    start = last.sent.start_char
    if any(s.spans[-1][1] > start for s in segments) or any(q.outer_end > start for q in marked):
        return None
    person = topic(paragraph, last.sent, entities)
    return Segment(paragraph, [], person, None, SUBJECT_OF_SENTENCE_BEFORE) if person is not None else None


# Words in marks with a cue in their paragraph


def _with_cue(marked_text: _MarkedText) -> Segment | None:
    """The words in marks with the cue after or before them.

    A cue before the marks takes precedence, unless the sentence goes on with a comma: "“X,” he said".
    """
    trailing, leading = _trailing_cue(marked_text), _leading_cue(marked_text)
    if trailing is not None and leading is not None and _is_parenthesis(marked_text, trailing):
        return _with_cue_on_both_sides(marked_text, leading, trailing)
    candidates = [(trailing, CUE_AFTER_MARKS), (leading, CUE_BEFORE_MARKS)]
    if not marked_text.ends_with(","):
        candidates.reverse()
    for verb, rule in candidates:
        if verb is None or is_unreal(verb):
            continue
        speaker = _source_outside_marks(verb, marked_text.marked)
        if speaker is None:
            continue
        content = marked_text.content
        if rule == CUE_AFTER_MARKS:
            speaker = _first_of_two(marked_text, verb, speaker)
            content = _clause_around_marks(marked_text, cue_clause_start(verb))
        if content == marked_text.content or _reports_clause_before(marked_text.paragraph, verb, speaker, content):
            return Segment(marked_text.paragraph, [content], speaker, (verb.i, verb.i), rule, verb=verb)
    return _after_name_and_colon(marked_text) or _before_signature(marked_text)


def _is_parenthesis(marked_text: _MarkedText, cue: Token) -> bool:
    """Whether the cue after "X", is a main clause of its own that reports nothing else: "“X”, Lee said."."""
    if not marked_text.goes_on or cue.tag_ not in FINITE_VERB_TAGS or not is_cue(cue, "saying", "uttering"):
        return False
    if cue.dep_ == "relcl" or any(c.dep_ == "mark" for c in cue.lefts):
        return False
    if any(c.dep_ in ("ccomp", "xcomp", "dobj") for c in cue.rights):
        return False
    return any(c.dep_ == "nsubj" and c.idx >= marked_text.quote.end for c in cue.children)


def _with_cue_on_both_sides(marked_text: _MarkedText, leading: Token, trailing: Token) -> Segment | None:
    """ "Lee told Ray: “X,” she added": a pronoun after the marks leaves it to the first cue to name the speaker."""
    speaker = _source_outside_marks(trailing, marked_text.marked)
    named = _source_outside_marks(leading, marked_text.marked)
    if speaker is not None and speaker.tag_ == "PRP" and named is not None and named.tag_ != "PRP":
        speaker = named
    if speaker is None:
        return None
    cue = trailing.i, trailing.i
    return Segment(marked_text.paragraph, [marked_text.content], speaker, cue, CUE_AFTER_MARKS, verb=trailing)


def _tokens_of(paragraph: Paragraph, start: int, end: int) -> list[Token]:
    """The tokens between two offsets, without white space."""
    return [t for t in tokens_between(paragraph.doc, start, end) if not t.is_space]


def _trailing_cue(marked_text: _MarkedText) -> Token | None:
    """The cue of "X," said Y: in the first clause after the closing mark; after a comma, any verb with its subject."""
    tokens = _tokens_of(marked_text.paragraph, *marked_text.after)
    if not tokens:
        return None
    if marked_text.ends_with(".") and marked_text.quote.closed and tokens[0].text[:1].isupper():
        return None
    clause = list(takewhile(lambda t: t.text not in (*SENTENCE_ENDS, ";", ":"), tokens))
    cue = _first_cue(clause)
    return _first_verb_with_subject(clause) if cue is None and marked_text.ends_with(",") else cue


def _first_cue(tokens: Iterable[Token]) -> Token | None:
    """The first reporting verb; one that denies needs a comma or colon: "denied it: “X”", but not "denied that “X”"."""
    return next((t for t in tokens if is_cue(t, "saying", "uttering") and not is_cue(t, "denying")), None)


def _first_verb_with_subject(clause: Sequence[Token]) -> Token | None:
    """The verb of a clause that may be a cue although it is on no list: "“Yes,” he lied", "“No,” blared a poster"."""
    if clause and clause[0].tag_ in FINITE_VERB_TAGS:
        return clause[0]
    verbs = (t for t in clause[:MAX_TOKENS_TO_VERB] if t.tag_ in FINITE_VERB_TAGS)
    return next((t for t in verbs if any(c.dep_ == "nsubj" and c in clause for c in t.children)), None)


def _leading_cue(marked_text: _MarkedText) -> Token | None:
    """The cue of Y said, "X": in the last clause before the opening mark.

    Before a full sentence in marks, a comma makes any verb right before it a cue, and a colon any verb of the clause.
    """
    tokens = _tokens_of(marked_text.paragraph, *marked_text.before)
    if not tokens or tokens[-1].text in (*SENTENCE_ENDS, ";", ")"):
        return None
    last = tokens[-1]
    is_speech = marked_text.has_capital and marked_text.n_words >= MIN_SPEECH_WORDS
    clause = list(takewhile(lambda t: t.text not in (*SENTENCE_ENDS, ";"), reversed(tokens)))
    cue = _last_cue(clause)
    if cue is None:
        return _last_verb_with_source(clause) if is_speech else None
    return cue if is_speech or last.text in (",", ":", "that") or last == cue else None


def _is_title(marked_text: _MarkedText) -> bool:
    """Whether words in marks are a title: "in her book “The Long Walk”", "a post headlined: “Who pays?”".

    After a work and a comma, capital letters show it: "in her book, “I had no choice.”" is speech.
    """
    tokens = _tokens_of(marked_text.paragraph, *marked_text.before)[-2:]
    is_set_off, titling = bool(tokens) and tokens[-1].text in (",", ":"), vocabulary.reporting().titling
    before = tokens[-1 - is_set_off :][0].lower_ if len(tokens) > is_set_off else ""
    return before in titling.labels or (before in titling.works and (not is_set_off or _has_capitals(marked_text)))


def _has_capitals(marked_text: _MarkedText) -> bool:
    """Whether nearly every long word in marks begins with a capital letter."""
    words = [t.text for t in tokens_between(marked_text.paragraph.doc, *marked_text.content) if len(t) > MAX_SHORT_WORD]
    return bool(words) and all(not word[0].islower() for word in words)


def _last_cue(clause: Sequence[Token]) -> Token | None:
    """The cue nearest to the marks, unless its clause is only part of that of the verb right before the marks.

    "Lynch said when asked about it: “X”", "After Brown criticised him, Lee shot back, “X”".

    Args:
        clause: its tokens in reverse order.
    """
    cue = _first_cue(t for t in clause if not _tells_when_asked(t))
    main = _last_verb_with_source(clause)
    is_subordinate = cue is not None and main is not None and main.i > cue.i and main in cue.ancestors
    return main if is_subordinate else cue


def _tells_when_asked(verb: Token) -> bool:
    """Whether a participle without a subject is an aside: "when asked about it"."""
    return verb.tag_ == "VBN" and verb.dep_ == "advcl" and all(c.dep_ not in SUBJECTS for c in verb.lefts)


def _last_verb_with_source(clause: Sequence[Token]) -> Token | None:
    """The verb before a comma or colon that may be a cue although it is on no list: "He lied, “I never saw them.”".

    Args:
        clause: its tokens in reverse order.
    """
    if clause[0].text not in (",", ":"):
        return None
    near = clause[1 : 1 + MAX_TOKENS_TO_COMMA] if clause[0].text == "," else clause
    return next((t for t in near if t.tag_ in (*FINITE_VERB_TAGS, "VBG") and source(t) is not None), None)


def _source_outside_marks(verb: Token, marked: Sequence[QuotedSpan]) -> Token | None:
    """The source of a cue, outside the marks; if marks misled the parser, the noun or pronoun next to the cue."""
    noun, doc = source(verb), verb.doc
    if noun is not None and _is_name_or_noun(noun) and quoted_span_at(noun.idx, marked) is None:
        return noun
    before = next((t for t in reversed(doc[: verb.i]) if t.tag_ not in ("RB", "MD", *FINITE_VERB_TAGS)), None)
    tags = NOUN_PHRASE_TAGS if verb.i and verb.nbor(-1).is_quote else ("DT", "JJ", *NOUN_TAGS)
    after = list(takewhile(lambda t: t.tag_ in tags, doc[verb.i + 1 :]))
    for token in (before, *after[-1:]):
        if token is not None and token.tag_ in NOUN_TAGS and quoted_span_at(token.idx, marked) is None:
            return token
    return None


def _first_of_two(marked_text: _MarkedText, verb: Token, noun: Token) -> Token:
    """The noun right after the marks if the parser took a later one for the subject: "“X,” a man who saw it said".

    Args:
        marked_text: the words in marks.
        verb: the cue after them.
        noun: the subject in the parse.
    """
    tokens = _tokens_of(marked_text.paragraph, marked_text.quote.outer_end, verb.idx)
    phrase = list(takewhile(lambda t: t.tag_ in NOUN_PHRASE_TAGS, tokens))
    rest = tokens[len(phrase) :]
    if not phrase or noun not in rest or phrase[-1].tag_ not in NOUN_TAGS:
        return noun
    described = rest[0].tag_ in ("IN", *RELATIVE_PRONOUN_TAGS) and not any(t.text == "," for t in rest)
    return phrase[-1] if described else noun


def _is_name_or_noun(token: Token) -> bool:
    """Whether a subject can be a source: not "this" or "there", and not a mark that was taken for a word."""
    return token.tag_ not in ("DT", "EX") and token.text[0].isalpha()


def _after_name_and_colon(marked_text: _MarkedText) -> Segment | None:
    """NAME: "X", "And this from NAME: "X"."""
    paragraph = marked_text.paragraph
    tokens = _tokens_of(paragraph, *marked_text.before)
    if len(tokens) < 2 or tokens[-1].text != ":" or not marked_text.is_sentence:
        return None
    lead_in = list(takewhile(lambda t: t.text not in SENTENCE_ENDS, reversed(tokens[:-1])))
    speaker = speaker_before_colon(paragraph, lead_in[::-1], marked_text.surroundings.entities)
    if speaker is None:
        return None
    return Segment(paragraph, [marked_text.content], speaker, (tokens[-1].i, tokens[-1].i), NAME_AND_COLON)


def _before_signature(marked_text: _MarkedText) -> Segment | None:
    """ "X" — NAME, and "X" (NAME), at the end of a paragraph; or the author is named in the next paragraph."""
    paragraph, content = marked_text.paragraph, marked_text.content
    if marked_text.after[1] < len(marked_text.text) or not marked_text.quote.closed:
        return None
    after = marked_text.surroundings.after
    if marked_text.ends_paragraph:
        fits = after is not None and (marked_text.ends_with(",") or after.rule == DASH_AND_NAME)
        return Segment(paragraph, [content], None, None, after.rule, continues=after) if after and fits else None
    author = signature(paragraph, marked_text.quote.outer_end, marked_text.surroundings.entities)
    if author is None or not (marked_text.is_sentence or marked_text.n_words >= MIN_SPEECH_WORDS):
        return None
    return Segment(paragraph, [content], author, (author.i, author.i), DASH_AND_NAME)


def _clause_around_marks(marked_text: _MarkedText, cue_clause: Token) -> CharSpan:
    """If only a part of a clause is in marks, the whole clause before the cue: "He is “smart” and rich, she said".

    The marks around the start of a sentence are around all of it if they end with a comma.

    Args:
        marked_text: the words in marks.
        cue_clause: first token of the cue's clause.
    """
    quote, text = marked_text.quote, marked_text.text
    first = _sentence_start(marked_text)
    start = first if has_word(text, first, quote.outer_start) else marked_text.content[0]
    is_whole = start == marked_text.content[0] and marked_text.ends_with(",")
    goes_on = has_word(text, quote.outer_end, cue_clause.idx) and not is_whole
    end = cue_clause.idx if goes_on else marked_text.content[1]
    return trim(text, start, end, stop=False)


def _reports_clause_before(paragraph: Paragraph, verb: Token, speaker: Token, content: CharSpan) -> bool:
    """Whether a cue reports the clause before it, part of which is in marks, and not one that follows the cue."""
    if speaker.head != verb or not is_cue(verb, "saying"):
        return False
    if any(c.dep_ in ("ccomp", "xcomp", "dobj") for c in verb.rights if c != speaker):
        return False
    before = text_of(paragraph.doc)[: cue_clause_start(verb).idx].rstrip()[-1:]
    return before in ",”\"'’" and has_finite_verb(tokens_between(paragraph.doc, *content))


def _sentence_start(marked_text: _MarkedText) -> int:
    """Where the sentence begins that the words in marks are part of."""
    doc, text, marked = marked_text.paragraph.doc, marked_text.text, marked_text.marked
    for token in reversed(tokens_between(doc, 0, marked_text.quote.outer_start)):
        if not _ends_sentence(token):
            continue
        quote = quoted_span_at(token.idx, marked)
        if quote is None:
            return int(token.idx + len(token))
        if not has_word(text, token.idx + 1, quote.end):  # the sentence ends with the marks
            return int(token.idx + len(token) + quote.outer_end - quote.end)
    return 0


def _ends_sentence(token: Token) -> bool:
    """Whether a token is a full stop or colon, or an abbreviation at the end of a sentence: "in the U.S."."""
    if token.text in (*SENTENCE_ENDS, ":"):
        return True
    return token.text.endswith(".") and token.i + 1 < len(token.doc) and bool(token.nbor().is_sent_start)


# Words in marks without a cue in their sentence


def _without_cue(marked_text: _MarkedText, earlier: Segment | None) -> Segment | None:
    """Words in marks that continue another quotation, or whose speaker the sentence before names.

    Args:
        marked_text: the words in marks.
        earlier: the last segment of the same paragraph.
    """
    paragraph, content = marked_text.paragraph, marked_text.content
    if earlier is not None and (part := _rest_of_sentence(marked_text, earlier)):
        return Segment(paragraph, [part], None, None, CONTINUATION, continues=earlier)
    if not _can_be_speech(marked_text):
        return None
    if earlier is not None and not _has_new_cue(marked_text, earlier):
        return Segment(paragraph, [content], None, None, CONTINUATION, continues=earlier)
    cue = _cue_in_sentence_before(marked_text)
    if cue is not None:
        return Segment(paragraph, [content], source(cue), (cue.i, cue.i), CUE_IN_SENTENCE_BEFORE)
    if earlier is not None:
        return Segment(paragraph, [content], None, None, CONTINUATION, continues=earlier)
    return _left_open(marked_text) or _by_subject_before(marked_text) or _continuing_previous(marked_text)


def _left_open(marked_text: _MarkedText) -> Segment | None:
    """The first paragraph of a quotation whose speaker only the paragraph with the closing mark names."""
    previous, after = marked_text.surroundings.previous, marked_text.surroundings.after
    if after is None or marked_text.quote.closed or not _opens_paragraph(marked_text):
        return None
    if previous is not None and previous.unclosed:
        return None
    return Segment(marked_text.paragraph, [marked_text.content], None, None, after.rule, continues=after)


def _by_subject_before(marked_text: _MarkedText) -> Segment | None:
    """A whole sentence in marks after one about a person: "Lee shook her head. “It is over.”"."""
    paragraph, content, surroundings = marked_text.paragraph, marked_text.content, marked_text.surroundings
    if not marked_text.is_sentence:
        return None
    if _opens_paragraph(marked_text):
        before = surroundings.topic
        if before is None or (surroundings.previous is not None and surroundings.previous.unclosed):
            return None
        if before.speaker is None or _names_person(marked_text, before.paragraph, before.speaker):
            return None
        return Segment(paragraph, [content], None, None, before.rule, continues=before)
    last = _last_token_before(marked_text)
    if last is None or last.text not in SENTENCE_ENDS:
        return None
    person = topic(paragraph, last.sent, surroundings.entities)
    if person is None or _names_person(marked_text, paragraph, person):
        return None
    return Segment(paragraph, [content], person, None, SUBJECT_OF_SENTENCE_BEFORE)


def _names_person(marked_text: _MarkedText, paragraph: Paragraph, person: Token) -> bool:
    """Whether the words in marks name a person, who therefore does not say them.

    Args:
        marked_text: the words in marks.
        paragraph: that of the person's mention.
        person: its head.
    """
    entities, content = marked_text.surroundings.entities, marked_text.content
    mention = entities.at(paragraph, person)
    if mention is None:
        return False
    within = (entities.at(marked_text.paragraph, t) for t in tokens_between(marked_text.paragraph.doc, *content))
    return any(m.form == "name" and m.persons == mention.persons for m in within if m)


def _continuing_previous(marked_text: _MarkedText) -> Segment | None:
    """Words in marks at the start of a paragraph, which continue the last segment of the paragraphs before."""
    previous = marked_text.surroundings.previous
    if previous is None or not _opens_paragraph(marked_text):
        return None
    unclosed = previous.unclosed
    return Segment(
        marked_text.paragraph,
        [marked_text.content],
        None,
        None,
        CONTINUATION,
        continues=previous,
        same_quotation=unclosed,
    )


def _rest_of_sentence(marked_text: _MarkedText, last: Segment) -> CharSpan | None:
    """The second part of "“X,” he said, and still “Y”": from the comma after the cue to the end of the marks."""
    text, verb, quote = marked_text.text, last.verb, marked_text.quote
    if verb is None or last.spans[-1][1] > verb.idx:
        return None
    comma = text.find(",", verb.idx, quote.outer_start)
    if comma < 0 or not _continuing_conjunction().match(text, comma + 1):
        return None
    if re.compile(r"[.!?]\s").search(text, verb.idx, quote.outer_start):  # another sentence begins
        return None
    return trim(text, comma, quote.end, stop=False)


@cache
def _continuing_conjunction() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(vocabulary.reporting().continuing.conjunctions)})\b")


def _can_be_speech(marked_text: _MarkedText) -> bool:
    """Whether words in marks without a cue can be speech and not a title, nickname or single term.

    They follow a full stop, another quotation or nothing, and are a sentence, or long enough for a part of one.
    """
    n_words = marked_text.n_words
    if n_words < 2 or (not marked_text.has_capital and n_words < MIN_SPEECH_WORDS):
        return False
    if not marked_text.ends_with(*SPEECH_ENDS) and (n_words < 2 * MIN_SPEECH_WORDS or _is_cross_heading(marked_text)):
        return False
    before = marked_text.text[: marked_text.quote.outer_start].rstrip()
    return not before or before[-1] in BEFORE_SPEECH


def _is_cross_heading(marked_text: _MarkedText) -> bool:
    """Whether the words in marks are a paragraph without a full stop or comma: a heading between paragraphs."""
    whole = _opens_paragraph(marked_text) and marked_text.ends_paragraph
    return whole and marked_text.quote.closed and not marked_text.ends_with(",")


def _opens_paragraph(marked_text: _MarkedText) -> bool:
    return not marked_text.text[: marked_text.quote.outer_start].strip()


def _has_new_cue(marked_text: _MarkedText, last: Segment) -> bool:
    """Whether another source is cited between the last quotation and this one."""
    last_cue = last.verb.i if last.verb is not None else -1
    gap = tokens_between(marked_text.paragraph.doc, last.spans[-1][1], marked_text.quote.outer_start)
    return any(is_cue(t, "saying") and t.i != last_cue and source(t) is not None for t in gap)


def _cue_in_sentence_before(marked_text: _MarkedText) -> Token | None:
    """A reporting verb with its source in the sentence that ends before the marks, both outside all marks."""
    doc, last = marked_text.paragraph.doc, _last_token_before(marked_text)
    if last is None:
        return None
    return next((t for t in doc[last.sent.start : last.i + 1] if _reports_outside_marks(t, marked_text.marked)), None)


def _last_token_before(marked_text: _MarkedText) -> Token | None:
    """The last token outside all marks that precedes the words in marks."""
    before = tokens_between(marked_text.paragraph.doc, 0, marked_text.quote.outer_start)
    outside = (t for t in reversed(before) if not (t.is_space or t.is_quote))
    return next((t for t in outside if quoted_span_at(t.idx, marked_text.marked) is None), None)


def _reports_outside_marks(token: Token, marked: Sequence[QuotedSpan]) -> bool:
    """Whether a token is a cue outside the marks whose source is there too, and is not "it"."""
    if not is_cue(token, "saying") or is_unreal(token) or quoted_span_at(token.idx, marked) is not None:
        return False
    speaker = source(token)
    return speaker is not None and speaker.text.lower() != "it" and quoted_span_at(speaker.idx, marked) is None
