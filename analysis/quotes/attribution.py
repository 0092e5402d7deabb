"""Who says what: quotations of all three kinds, each with its speaker, its cue and who relays it.

Words in quote marks belong to the nearest cue outside all marks. A clause under a cue is an indirect quotation, or a
mixed one if it contains marks. Words in marks without a cue continue the speaker before them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any

import pandas as pd
from spacy.tokens import Doc, Token

from analysis import tables, vocabulary
from analysis.articles.article import Article
from analysis.errors import AnalysisError
from analysis.language.quote_marks import QuotedSpan, quoted_span_at, quoted_spans
from analysis.language.spacy_model import Paragraph, text_of
from analysis.people.coreference import Entities, Mention, understood_through
from analysis.people.names import PERSON
from analysis.people.nominals import end_of_description
from analysis.quotes.content import (
    CLAUSE_AFTER_CUE,
    CLAUSE_AROUND_CUE,
    CLAUSE_BEFORE_CUE,
    CharSpan,
    has_word,
    with_whole_pairs,
    word_starts,
)
from analysis.quotes.cues import is_cue, is_statement
from analysis.quotes.direct import (
    ANSWER,
    CONTINUATION,
    QUESTION,
    Segment,
    Surroundings,
    announced_paragraph,
    announcement,
    ending_of_quotation,
    marked_quotations,
    repair_unclosed,
    topic_at_end,
)
from analysis.quotes.indirect import (
    ACCORDING_TO,
    NAME_IN_MARKS,
    IndirectReport,
    according_reports,
    issuer,
    naming_reports,
    noun_reports,
    plain_reports,
    verb_reports,
)
from analysis.quotes.turns import labelled_turns
from analysis.statistics import share_right, speaker_kind
from analysis.tables import Row

MIN_DIRECT_SHARE = 0.95  # of the words in marks; with fewer, a quotation is mixed
MAX_OPEN_PARAGRAPHS = 8  # of one quotation before the paragraph with its closing mark
MIN_WORDS_OUTSIDE_MARKS = 3  # of a report, to count beside the quotations in marks that it contains


def quotes(article: Article, paragraphs: Sequence[Paragraph], entities: Entities) -> list[Row]:
    """The rows of the table `quotes`: one per contiguous part of a quotation, in text order.

    Args:
        article: the article.
        paragraphs: its parsed paragraphs.
        entities: the persons, groups, organisations and states mentioned in it.
    """
    segments = list(_segments(paragraphs, entities))
    _assign_alternating_speakers(entities, segments)
    interviewee = _interviewee(entities, segments)
    rows = []
    for quote_id, (segment, spans) in enumerate(_quotations(segments), start=1):
        for span_number, (paragraph, span) in enumerate(spans):
            row = _row(article, entities, segment, paragraph, span) | {"quote_id": quote_id, "segment": span_number}
            row |= {"speaker": interviewee} if segment.rule == ANSWER else {}
            kind = speaker_kind(row["speaker"], row.get("speaker_text"))
            rows.append(row | {"confidence": share_right("quotes", segment.rule, kind)})
    return rows


# Explanation


def explain(table: pd.DataFrame, mentions: pd.DataFrame, quote_id: int) -> pd.DataFrame:
    """Why a quotation has its speaker.

    Args:
        table: the table `quotes`.
        mentions: the table `mentions`.
        quote_id: number of the quotation.

    Returns:
        `step`, `text`, `start` and `end`, a row per step: the construction (without text), the cue, the speaker as
        written, and each antecedent of these words up to the mention that names the speaker.

    Raises:
        AnalysisError: there is no such quotation.
    """
    rows = table[table["quote_id"] == quote_id]
    if rows.empty:
        raise AnalysisError(
            f"there is no quotation {quote_id}; there are {table['quote_id'].nunique()}, numbered from 1"
        )
    quote = rows.iloc[0]
    steps = [{"step": f"found by: {quote['rule']}{', denied' if tables.is_denied(quote) else ''}"}]
    steps += [{"step": f"corrected by hand: {quote['corrected']}"}] if pd.notna(quote["corrected"]) else []
    for step, part in (("cue", "cue"), ("speaker as written", "speaker")):
        if pd.notna(quote[f"{part}_start"]):
            text = quote["speaker_text" if part == "speaker" else part]
            steps.append({"step": step, "text": text, "start": quote[f"{part}_start"], "end": quote[f"{part}_end"]})
    for mention in _mentions_of_speaker(quote, mentions).drop_duplicates("person").to_dict("records"):
        steps += understood_through(mentions, mention)
    return tables.steps_table(steps)


def _mentions_of_speaker(quote: "pd.Series[Any]", mentions: pd.DataFrame) -> pd.DataFrame:
    """The mentions within the speaker as written."""
    if pd.isna(quote["speaker_start"]):
        return mentions[:0]
    within = mentions["start"].between(quote["speaker_start"], quote["speaker_end"], inclusive="left")
    return mentions[within & mentions["person"].isin([quote["speaker"], *str(quote["speaker"]).split(" and ")])]


# From paragraphs to segments


def _segments(paragraphs: Sequence[Paragraph], entities: Entities) -> Iterator[Segment]:
    """The segments of an article, in order."""
    turns = labelled_turns(paragraphs, entities)
    marks = [repair_unclosed(p, quoted_spans(text_of(p.doc))) for p in paragraphs]
    previous: Segment | None = None
    announced: Segment | None = None
    topic: Segment | None = None
    for n, (paragraph, marked) in enumerate(zip(paragraphs, marks, strict=True)):
        whole = turns.get(paragraph.number) or announced_paragraph(paragraph, marked, announced)
        after = _ending_in_next(paragraphs, marks, n, entities) if not whole else None
        segments = [whole] if whole else _segments_of(paragraph, marked, Surroundings(entities, previous, topic, after))
        yield from segments
        previous = segments[-1] if segments else previous
        announced = announcement(paragraph, entities)
        topic = topic_at_end(paragraph, marked, segments, entities)


def _ending_in_next(
    paragraphs: Sequence[Paragraph], marks: Sequence[Sequence[QuotedSpan]], n: int, entities: Entities
) -> Segment | None:
    """Whom a later paragraph names as the speaker of the n-th, if the n-th ends within or at the end of marks.

    That is the next one or, where the n-th stays open, the one with the closing mark.
    """
    text, marked = text_of(paragraphs[n].doc), marks[n]
    if n + 1 == len(paragraphs) or not marked or text[marked[-1].outer_end :].strip():
        return None
    if marked[-1].closed:
        return ending_of_quotation(paragraphs[n + 1], marks[n + 1], entities)
    following = slice(n + 1, n + 1 + MAX_OPEN_PARAGRAPHS)
    for paragraph, later in zip(paragraphs[following], marks[following], strict=True):
        if not later or text_of(paragraph.doc)[: later[0].outer_start].strip():
            return None
        if later[0].closed:
            return ending_of_quotation(paragraph, later[1:], entities, later[0].outer_end)
    return None


def _segments_of(paragraph: Paragraph, marked: Sequence[QuotedSpan], surroundings: Surroundings) -> list[Segment]:
    """The segments of one paragraph that is no quotation as a whole, in order."""
    in_marks = marked_quotations(paragraph, marked, surroundings)
    reported = _reported_segments(paragraph, marked, in_marks)
    covered = _coverage(text_of(paragraph.doc), reported)
    only_marked = [s for s in in_marks if not _any_covered(covered, s.spans)]
    return sorted(reported + only_marked, key=lambda s: s.spans[0])


def _reported_segments(
    paragraph: Paragraph, marked: Sequence[QuotedSpan], in_marks: Sequence[Segment]
) -> list[Segment]:
    """The indirect reports of a paragraph that add to its quotations in marks and do not overlap an earlier report."""
    doc, text = paragraph.doc, text_of(paragraph.doc)
    cues_of_sentences = {s.verb.i for s in in_marks if s.verb is not None and not text[s.spans[0][0]].islower()}
    covered_by_marks, covered = _coverage(text, in_marks), bytearray(len(text))
    segments: list[Segment] = []
    for r in _reports(doc, marked):
        if r.rule in (CLAUSE_BEFORE_CUE, CLAUSE_AROUND_CUE) and r.verb.i in cues_of_sentences:
            continue
        adds = r.denied or _adds_to_marks(r, covered_by_marks, text)
        if adds and not _any_covered(covered, r.contents):
            spans = list(r.contents)
            segments.append(Segment(paragraph, spans, r.speaker, r.cue, r.rule, r.via, r.verb, denied=r.denied))
            _cover(covered, r.contents)
    return segments


def _reports(doc: Doc, marked: Sequence[QuotedSpan]) -> list[IndirectReport]:
    """The indirect reports of a paragraph, in text order, relayed words once."""
    kinds = (verb_reports, according_reports, noun_reports, plain_reports, naming_reports)
    reports = [report for kind in kinds for report in kind(doc, marked) if report.contents]
    return sorted(_merge_relays(reports), key=lambda r: (r.contents[0], r.verb.i))


def _adds_to_marks(report: IndirectReport, covered_by_marks: Sequence[int], text: str) -> bool:
    """Whether enough words of a report are not in the quotations in marks of its paragraph."""
    starts = [start for span in report.contents for start in word_starts(text, *span)]
    n_outside = sum(not covered_by_marks[start] for start in starts)
    return n_outside >= min(MIN_WORDS_OUTSIDE_MARKS, len(starts))


def _merge_relays(reports: list[IndirectReport]) -> list[IndirectReport]:
    """If A only says that B says something, keep B's report, with A in its `via`, and drop A's."""
    merged: set[int] = set()
    for inner in reports:
        for outer in reports:
            if outer is inner or id(outer) in merged or id(inner) in merged:
                continue
            if _only_relays(outer, inner):
                inner.via = outer.speaker
                merged.add(id(outer))
    return [report for report in reports if id(report) not in merged]


def _only_relays(outer: IndirectReport, inner: IndirectReport) -> bool:
    """Whether the outer source only passes on the inner one's words: a nameless official, or "according to".

    The inner cue must be the main verb of what the outer source reports, and its content the rest of it.
    """
    if outer.denied or outer.speaker is None or not any(start <= inner.verb.idx < end for start, end in outer.contents):
        return False
    is_clause = inner.rule == CLAUSE_AFTER_CUE or (inner.rule == NAME_IN_MARKS and is_cue(inner.verb, "naming"))
    if not is_clause or has_word(text_of(inner.verb.doc), inner.contents[-1][1], outer.contents[-1][1]):
        return False
    if outer.rule == ACCORDING_TO:
        return inner.verb.dep_ == "ROOT"
    return outer.speaker.tag_ == "NN" and inner.verb.dep_ == "ccomp" and inner.verb.head == outer.verb


def _coverage(text: str, segments: Iterable[Segment]) -> bytearray:
    """For each character of a text, 1 if it is in a segment, otherwise 0."""
    covered = bytearray(len(text))
    for segment in segments:
        _cover(covered, segment.spans)
    return covered


def _cover(covered: bytearray, spans: Iterable[CharSpan]) -> None:
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)


def _any_covered(covered: bytearray, spans: Iterable[CharSpan]) -> bool:
    return any(any(covered[start:end]) for start, end in spans)


# From segments to quotations with speakers


def _assign_alternating_speakers(entities: Entities, segments: Sequence[Segment]) -> None:
    """Make two speakers of a conversation take turns in the lines that follow without a cue.

    The lines are at least two consecutive paragraphs that are nothing but a quotation in closed marks.
    """
    for i in range(2, len(segments)):
        first, second = segments[i - 2], segments[i - 1]
        numbers = [s.paragraph.number for s in segments[i - 2 : i + 1]]
        if _is_bare_line(second) or numbers != list(range(numbers[0], numbers[0] + 3)):
            continue
        lines = list(takewhile(_is_bare_line, segments[i:]))
        if len(lines) >= 2 and _have_different_speakers(entities, first, second):
            for n, line in enumerate(lines):
                line.continues = (first, second)[n % 2]


def _is_bare_line(segment: Segment) -> bool:
    """Whether a segment is a whole paragraph in closed marks without a cue."""
    if segment.rule != CONTINUATION or segment.same_quotation:
        return False
    text = text_of(segment.paragraph.doc).strip()
    marked = quoted_spans(text)
    return len(marked) == 1 and marked[0].closed and marked[0].outer_end == len(text)


def _have_different_speakers(entities: Entities, first: Segment, second: Segment) -> bool:
    first, second = _origin(first), _origin(second)
    if first.speaker is None or second.speaker is None:
        return False
    names = (_canonical_name(entities, s.paragraph, s.speaker) for s in (first, second))
    return len(set(names)) == 2


def _origin(segment: Segment) -> Segment:
    """The segment that names the speaker of a segment: itself, or the first of those it continues.

    Stores the result in `continues`, so that a long chain is followed once.
    """
    origin = segment
    while origin.speaker is None and origin.continues is not None:
        origin = origin.continues
    if origin is not segment:
        segment.continues = origin
    return origin


def _interviewee(entities: Entities, segments: Iterable[Segment]) -> str | None:
    """Who answers in an interview: the named person with most mentions before the first question, unless tied."""
    first_question = next((s.paragraph.number for s in segments if s.rule == QUESTION), 0)
    mentioned = (name for m in entities.mentions if m.paragraph < first_question for name in m.persons)
    counts = Counter(name for name in mentioned if _is_named_person(entities, name)).most_common(2)
    if not counts or (len(counts) == 2 and counts[0][1] == counts[1][1]):
        return None
    return counts[0][0]


def _is_named_person(entities: Entities, name: str) -> bool:
    return entities.people[name].kind == PERSON and not entities.people[name].nameless


def _quotations(segments: Iterable[Segment]) -> Iterator[tuple[Segment, list[tuple[Paragraph, CharSpan]]]]:
    """Every quotation: its first segment, and the spans of all its segments with their paragraphs."""
    current: tuple[Segment, list[tuple[Paragraph, CharSpan]]] | None = None
    for segment in segments:
        spans = [(segment.paragraph, span) for span in segment.spans]
        if current and segment.same_quotation:
            current[1].extend(spans)
            continue
        if current:
            yield current
        current = segment, spans
    if current:
        yield current


# Rows of the table


def _row(article: Article, entities: Entities, segment: Segment, paragraph: Paragraph, span: CharSpan) -> Row:
    """A row of the table `quotes` without the numbers; `paragraph` is that of the span, which may be a later one."""
    text = text_of(paragraph.doc)
    start, end = with_whole_pairs(text, *span)
    origin = _origin(segment)
    row: Row = {
        "article_id": article.article_id,
        "paragraph": paragraph.number,
        "rule": segment.rule,
        "start": paragraph.start + start,
        "end": paragraph.start + end,
        "text": text[start:end],
        "kind": kind_of(text, start, end),
        "speaker": _canonical_name(entities, origin.paragraph, origin.speaker),
        "via": _canonical_name(entities, segment.paragraph, segment.via),
        "denied": segment.denied,
    }
    if origin.speaker is not None:
        start, end = origin.paragraph.offsets(*_noun_phrase(entities, origin.paragraph, origin.speaker))
        row |= {"speaker_start": start, "speaker_end": end, "speaker_text": article.text[start:end]}
    if segment.cue is not None:
        first, last = segment.cue
        start, end = segment.paragraph.offsets(segment.paragraph.doc[first], segment.paragraph.doc[last])
        row |= {"cue": article.text[start:end], "cue_start": start, "cue_end": end}
    return row


def kind_of(text: str, start: int, end: int) -> str:
    """direct, mixed or indirect, by the share of words in quote marks."""
    marked = quoted_spans(text)
    words = word_starts(text, start, end)
    share = sum(quoted_span_at(word, marked) is not None for word in words) / max(1, len(words))
    return "direct" if share >= MIN_DIRECT_SHARE else "mixed" if share else "indirect"


def _noun_phrase(entities: Entities, paragraph: Paragraph, speaker: Token) -> tuple[Token, Token]:
    """First and last token of the speaker's noun phrase, up to a comma or relative clause."""
    doc, mention = paragraph.doc, entities.at(paragraph, speaker)
    left = [t.left_edge.i for t in speaker.lefts if t.dep_ not in ("relcl", "acl", "punct", "cc", "preconj")]
    first, last = min([*left, speaker.i]), speaker.i
    if mention and mention.first <= speaker.i <= mention.last:
        first, last = min(first, mention.first), max(last, mention.last)
    return doc[first], doc[end_of_description(speaker, last)]


def _canonical_name(entities: Entities, paragraph: Paragraph, speaker: Token | None) -> str | None:
    """The canonical name of a speaker, or of several joined by "and".

    A noun phrase that mentions no entity is returned as written: "critics". A pronoun without antecedent has no name.
    """
    if speaker is None:
        return None
    if speaker.tag_ in ("WP", "WDT") and speaker.head.dep_ == "relcl":
        speaker = speaker.head.head
    speaker = _author(entities, paragraph, speaker) or speaker
    if entities.at(paragraph, speaker) is None and speaker.tag_.startswith(("PRP", "W", "DT", "EX")):
        return None
    speakers = (speaker, *_other_speakers(entities, paragraph, speaker))
    return " and ".join(dict.fromkeys(name for s in speakers for name in _names_of(entities, paragraph, s)))


def _author(entities: Entities, paragraph: Paragraph, document: Token) -> Token | None:
    """Who issues a statement, letter or the like that says something: "a letter from Lee said", "her tweet said"."""
    return None if not is_statement(document) or entities.at(paragraph, document) else issuer(document)


def _names_of(entities: Entities, paragraph: Paragraph, noun: Token) -> Sequence[str]:
    """The canonical names of those whom a noun mentions, or else its phrase as written."""
    if mention := entities.at(paragraph, noun):
        return mention.persons
    left = [t.left_edge.i for t in noun.lefts if t.dep_ in ("amod", "compound", "nmod", "nummod", "poss")]
    return [paragraph.doc[min([*left, noun.i]) : end_of_description(noun, noun.i) + 1].text]


def _other_speakers(entities: Entities, paragraph: Paragraph, speaker: Token) -> Iterator[Token]:
    """The nouns coordinated with a speaker, of the same form: "Ibe and Toledano said", "patrons and staff said".

    A noun in the singular without a determiner may describe the same person: "a dentist and novelist".
    """
    mention = entities.at(paragraph, speaker)
    for conjunct in speaker.conjuncts:
        other = entities.at(paragraph, conjunct)
        if conjunct.i < speaker.i or (other and conjunct.i != other.head):
            continue
        if _form(mention, speaker) == _form(other, conjunct) in ("name", "noun"):
            yield conjunct


def _form(mention: Mention | None, noun: Token) -> str | None:
    """The form of a mention by name or pronoun; "noun" for a common noun that is plural or has a determiner."""
    if mention and mention.form != "title":
        return mention.form
    is_group = noun.tag_ == "NNS" or noun.lower_ in vocabulary.titles().groups
    return "noun" if is_group or any(t.dep_ == "det" for t in noun.lefts) else None
