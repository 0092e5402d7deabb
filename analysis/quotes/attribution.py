"""Who says what: quotations of all three kinds, each with its speaker, its cue and who relays it.

Quote marks are tied to the nearest cue outside all marks; clauses under a cue are indirect quotations, and mixed ones
where they hold marks. What has marks but no cue continues the speaker before it.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise, takewhile
from typing import Any

import pandas as pd
from spacy.tokens import Doc, Token

from analysis import tables
from analysis.articles.article import Article
from analysis.errors import AnalysisError
from analysis.language.quote_marks import QuotedSpan, inside, quoted
from analysis.language.spacy_model import Paragraph, text_of
from analysis.people.coreference import Entities, Mention
from analysis.people.names import PERSON
from analysis.quotes.content import trim
from analysis.quotes.cues import is_cue
from analysis.quotes.direct import Segment, announced, announcement, direct, repaired, turn
from analysis.quotes.indirect import (
    IndirectReport,
    according_reports,
    naming_reports,
    noun_reports,
    phrase_reports,
    plain_reports,
    verb_reports,
)

DIRECT_SHARE = 0.95  # of the words in marks, from which a quotation is direct
LONGEST_MODIFIER = 12  # words after its head that still count to a speaker as written ("a poll released last week")
AROUND = ("clause before the cue", "clause on both sides of the cue")


def quotes(article: Article, paragraphs: Sequence[Paragraph], entities: Entities) -> pd.DataFrame:
    """The table `quotes`: a row per contiguous segment, in text order."""
    rows = []
    known = frozenset(word.casefold() for name in entities.people for word in name.split())
    pieces = list(_pieces(paragraphs, known))
    _alternate(entities, pieces)
    guest = _interviewed(entities, pieces)
    for number, (piece, spans) in enumerate(_numbered(pieces), start=1):
        for segment, (paragraph, start, end) in enumerate(spans):
            row = _row(article, entities, piece, paragraph, start, end) | {"quote_id": number, "segment": segment}
            rows.append(row | ({"speaker": guest} if piece.rule == "answer" else {}))
    return tables.frame("quotes", rows)


def explain(found: pd.DataFrame, mentions: pd.DataFrame, quote_id: int) -> pd.DataFrame:
    """Why a quotation has its speaker: `step`, `text`, `start`, `end`, a row per step.

    The steps are the construction that found the words (no text), the cue, the speaker as written, and each mention
    this was understood through, up to the one that names who it is. `found` is the table `quotes`. Raises
    AnalysisError if there is no such quotation.
    """
    rows = found[found["quote_id"] == quote_id]
    if rows.empty:
        raise AnalysisError(
            f"there is no quotation {quote_id}; there are {found['quote_id'].nunique()}, numbered from 1"
        )
    quote = rows.iloc[0]
    steps = [{"step": f"found by: {quote['rule']}"}]
    for step, part in (("cue", "cue"), ("speaker as written", "speaker")):
        if pd.notna(quote[f"{part}_start"]):
            text = quote["speaker_text" if part == "speaker" else part]
            steps.append({"step": step, "text": text, "start": quote[f"{part}_start"], "end": quote[f"{part}_end"]})
    within = mentions["start"].between(quote["speaker_start"], quote["speaker_end"], inclusive="left")
    named = [quote["speaker"], *str(quote["speaker"]).split(" and ")]
    at = mentions[within & mentions["person"].isin(named)] if pd.notna(quote["speaker_start"]) else mentions[:0]
    for mention in at.drop_duplicates("person").to_dict("records"):
        steps += _antecedents(mentions, mention)
    return pd.DataFrame(steps, columns=["step", "text", "start", "end"]).astype({"start": "Int64", "end": "Int64"})


def _antecedents(mentions: pd.DataFrame, mention: Mapping[Hashable, Any]) -> Iterator[dict[str, Any]]:
    """The mentions that one was understood through, nearest first."""
    own = mentions[mentions["person"] == mention["person"]].set_index("start")
    while pd.notna(start := mention["antecedent_start"]):
        mention = own.loc[[start]].iloc[0].to_dict()
        yield {
            "step": f"understood through the {mention['form']}",
            "text": mention["text"],
            "start": start,
            "end": mention["end"],
        }


def _pieces(paragraphs: Sequence[Paragraph], known: Set[str]) -> Iterator[Segment]:
    previous: Segment | None = None
    source: Segment | None = None
    for paragraph in paragraphs:
        for piece in _read(paragraph, known, previous, source):
            yield piece
            previous = piece
        source = announcement(paragraph)


def _alternate(entities: Entities, pieces: Sequence[Segment]) -> None:
    """In a conversation, two who have spoken in turn go on in turn: paragraphs of closed marks alone, at least two."""
    for i in range(2, len(pieces)):
        first, second = pieces[i - 2], pieces[i - 1]
        numbers = [p.paragraph.number for p in pieces[i - 2 : i + 1]]
        if _is_bare_line(second) or numbers != list(range(numbers[0], numbers[0] + 3)):
            continue
        run = list(takewhile(_is_bare_line, pieces[i:]))
        if len(run) < 2:
            continue
        if (a := _source(first)).speaker is None or (b := _source(second)).speaker is None:
            continue
        if _canonical(entities, a.paragraph, a.speaker) != _canonical(entities, b.paragraph, b.speaker):
            for n, line in enumerate(run):
                line.heir = (first, second)[n % 2]


def _is_bare_line(piece: Segment) -> bool:
    """A paragraph that is one closed quotation in marks without a cue."""
    text = text_of(piece.paragraph.doc).strip()
    marked = quoted(text)
    return (
        piece.rule == "goes on"
        and not piece.same
        and len(marked) == 1
        and marked[0].closed
        and marked[0].outer_end == len(text)
    )


def _source(piece: Segment) -> Segment:
    """The piece that a piece has its speaker from."""
    found = piece
    while found.speaker is None and found.heir is not None:
        found = found.heir
    if found is not piece:
        piece.heir = found  # so that a long run is walked once
    return found


def _interviewed(entities: Entities, pieces: Sequence[Segment]) -> str | None:
    """Who answers in an interview: the person mentioned most before its first question, if one is."""
    first = next((p.paragraph.number for p in pieces if p.rule == "question"), 0)
    before = [n for m in entities.mentions if m.paragraph < first for n in m.persons]
    persons = Counter(
        n for n in before if entities.people[n].kind == PERSON and not entities.people[n].nameless
    ).most_common(2)
    return persons[0][0] if persons and persons[0][1] > sum(n for _, n in persons[1:]) else None


def _numbered(pieces: Iterable[Segment]) -> Iterator[tuple[Segment, list[tuple[Paragraph, int, int]]]]:
    """Pieces of one quotation joined, with all their segments."""
    current: tuple[Segment, list[tuple[Paragraph, int, int]]] | None = None
    for piece in pieces:
        spans = [(piece.paragraph, a, b) for a, b in piece.spans]
        if current and piece.same:
            current[1].extend(spans)
            continue
        if current:
            yield current
        current = piece, spans
    if current:
        yield current


def _read(paragraph: Paragraph, known: Set[str], previous: Segment | None, source: Segment | None) -> list[Segment]:
    """The quotations of one paragraph in text order; `source` is who the paragraph before announced with a colon."""
    doc, text = paragraph.doc, text_of(paragraph.doc)
    marked = repaired(paragraph, quoted(text))
    if whole := turn(paragraph, marked, known) or announced(paragraph, marked, source):
        return [whole]
    in_marks = direct(paragraph, marked, previous)
    used = {p.verb.i for p in in_marks if p.verb is not None and not text[p.spans[0][0]].islower()}
    held, taken = _cover(text, in_marks), bytearray(len(text))
    pieces: list[Segment] = []
    for r in _reports(doc, marked):
        told = _covers_only_marks(r, held, text) or (r.verb.i in used and r.rule in AROUND)
        if not told and not any(any(taken[a:b]) for a, b in r.contents):
            pieces.append(Segment(paragraph, r.contents, r.speaker, r.cue, r.rule, r.via, r.verb))
            _fill(taken, r.contents)
    pieces += _same_voice(paragraph, marked, pieces)
    taken = _cover(text, pieces)
    alone = [p for p in in_marks if not any(any(taken[a:b]) for a, b in p.spans)]
    return sorted(pieces + alone, key=lambda p: p.spans[0])


def _cover(text: str, pieces: Iterable[Segment]) -> bytearray:
    """For each character of a text whether a piece holds it."""
    covered = bytearray(len(text))
    for piece in pieces:
        _fill(covered, piece.spans)
    return covered


def _fill(covered: bytearray, spans: Iterable[tuple[int, int]]) -> None:
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)


def _reports(doc: Doc, marked: Sequence[QuotedSpan]) -> list[IndirectReport]:
    """What syntax finds, in text order, relayed words once."""
    kinds = (verb_reports, according_reports, noun_reports, plain_reports, naming_reports, phrase_reports)
    found = [report for kind in kinds for report in kind(doc, marked) if report.contents]
    return sorted(_relayed(found), key=lambda r: (r.contents[0], r.verb.i))


def _covers_only_marks(report: IndirectReport, held: bytearray, text: str) -> bool:
    """Whether all that a report holds is already held by quotations in marks."""
    words = [m.start() for a, b in report.contents for m in re.compile(r"\w+").finditer(text, a, b)]
    left = sum(not held[w] for w in words)
    return left < min(3, len(words))


def _same_voice(paragraph: Paragraph, marked: Sequence[QuotedSpan], pieces: Sequence[Segment]) -> list[Segment]:
    """A sentence with words in marks and no cue, right after one that is reported: it goes on in the same voice."""
    doc, text, found = paragraph.doc, text_of(paragraph.doc), []
    told = {doc[p.cue[0]].sent.start: p for p in pieces if p.cue and p.rule == "clause after the cue"}
    for before, sentence in pairwise(doc.sents if told else ()):
        first, last = sentence.start_char, sentence.end_char
        if before.start not in told or any(is_cue(t, "saying", "uttering") for t in sentence):
            continue
        held = [q for q in marked if first < q.outer_start and q.end <= last and " " in text[q.start : q.end]]
        if held and "according to" not in text[first:last].lower():
            rule, source = "goes on in the same voice", told[before.start]
            found.append(Segment(paragraph, [trim(text, first, last)], None, None, rule, heir=source))
    return found


def _relayed(reports: list[IndirectReport]) -> list[IndirectReport]:
    """Where all that A says is that B says something, keep B's words, with A as the one who relays them."""
    gone: set[int] = set()
    for inner in reports:
        for outer in reports:
            if outer is not inner and id(outer) not in gone and id(inner) not in gone and _fills(outer, inner):
                inner.via = outer.speaker
                gone.add(id(outer))
    return [report for report in reports if id(report) not in gone]


def _fills(outer: IndirectReport, inner: IndirectReport) -> bool:
    """Whether the outer source only passes on the inner one's words: a nameless official, or "according to".

    The inner cue must be the main verb of what the outer one reports, and its clause the rest of it.
    """
    if outer.speaker is None or not any(a <= inner.verb.idx < b for a, b in outer.contents):
        return False
    if inner.rule not in ("clause after the cue", "name in marks") or inner.contents[-1][1] < outer.contents[-1][1] - 2:
        return False
    if outer.rule == "according to":
        return inner.verb.dep_ == "ROOT"
    return outer.speaker.tag_ == "NN" and inner.verb.dep_ == "ccomp" and inner.verb.head == outer.verb


def _row(
    article: Article, entities: Entities, piece: Segment, where: Paragraph, start: int, end: int
) -> dict[str, object]:
    source = _source(piece)
    doc = where.doc
    row: dict[str, object] = {"article_id": article.article_id, "paragraph": where.number, "rule": piece.rule}
    row |= {
        "start": where.start + start,
        "end": where.start + end,
        "text": text_of(doc)[start:end],
        "kind": _kind(text_of(doc), start, end),
    }
    row |= {
        "speaker": _canonical(entities, source.paragraph, source.speaker),
        "via": _canonical(entities, piece.paragraph, piece.via),
    }
    if source.speaker is not None:
        first, last = _phrase_of(entities, source.paragraph, source.speaker)
        a, b = source.paragraph.offsets(first, last)
        row |= {"speaker_start": a, "speaker_end": b, "speaker_text": article.text[a:b]}
    if piece.cue is not None:
        a, b = piece.paragraph.offsets(piece.paragraph.doc[piece.cue[0]], piece.paragraph.doc[piece.cue[1]])
        row |= {"cue": article.text[a:b], "cue_start": a, "cue_end": b}
    return row


def _kind(text: str, start: int, end: int) -> str:
    marked = quoted(text)
    words = [m.start() for m in re.compile(r"\w+").finditer(text, start, end)]
    share = sum(inside(w, marked) is not None for w in words) / max(1, len(words))
    return "direct" if share >= DIRECT_SHARE else "mixed" if share else "indirect"


def _phrase_of(entities: Entities, paragraph: Paragraph, speaker: Token) -> tuple[Token, Token]:
    """First and last token of the speaker's noun phrase, up to a comma or relative clause."""
    doc, mention = paragraph.doc, entities.at(paragraph, speaker)
    left = [t.left_edge.i for t in speaker.lefts if t.dep_ not in ("relcl", "acl", "punct", "cc", "preconj")]
    first, last = min([*left, speaker.i]), speaker.i
    if mention and mention.first <= speaker.i <= mention.last:
        first, last = min(first, mention.first), max(last, mention.last)
    for child in speaker.rights:
        if (
            child.dep_ in ("prep", "acl", "relcl", "amod")
            and child.i == last + 1
            and child.right_edge.i - last <= LONGEST_MODIFIER
        ):
            last = next((i - 1 for i in range(child.i, child.right_edge.i + 1) if doc[i].is_punct), child.right_edge.i)
    return doc[first], doc[last]


def _named_beside(entities: Entities, paragraph: Paragraph, speaker: Token, mention: Mention) -> Iterator[str]:
    """Who says it together with the speaker: "Ibe and Toledano said"."""
    for other in speaker.conjuncts if mention.form == "name" else ():
        beside = entities.at(paragraph, other)
        if beside and beside.form == "name" and other.i > speaker.i and other.i == beside.head:
            yield from beside.persons


def _canonical(entities: Entities, paragraph: Paragraph, speaker: Token | None) -> str | None:
    """The speaker's one name; a noun phrase for nobody known keeps its words, a pronoun without antecedent has none."""
    if speaker is None:
        return None
    if speaker.tag_ in ("WP", "WDT") and speaker.head.dep_ == "relcl":
        speaker = speaker.head.head
    mention = entities.at(paragraph, speaker)
    if mention:
        return " and ".join(dict.fromkeys([*mention.persons, *_named_beside(entities, paragraph, speaker, mention)]))
    if speaker.tag_.startswith(("PRP", "W", "DT", "EX")):
        return None
    left = [t.left_edge.i for t in speaker.lefts if t.dep_ in ("amod", "compound", "nmod", "nummod", "poss")]
    return paragraph.doc[min([*left, speaker.i]) : speaker.i + 1].text
