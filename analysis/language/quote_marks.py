"""Quote marks are paired, paragraph by paragraph, before parsing: a missing mark affects one paragraph at most.

Curly and straight marks, guillemets, `` '' and single (British) marks. Marks inside marks belong to the outer pair.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

OPENING, CLOSING, EITHER = "opening", "closing", "either"
_DOUBLE_MARK = re.compile(r"``|''|’’|‘‘|[“”„‟\"«»]")
_SHAPES = {"``": OPENING, "‘‘": OPENING, "“": OPENING, "„": OPENING, "«": OPENING, "”": CLOSING, "»": CLOSING}
# A single mark at the start of a word opens; one after a word or after punctuation, at the end of a word, closes.
# An elision (’tis, ’90s) begins with an apostrophe.
_ELISION = r"(?:\d0s|tis|twas|twere|cause|em|til|till|bout|round|n|cos|cuz|neath)\b"
_SINGLE_OPENING = re.compile(rf"(?<![\w’'])[‘'](?!{_ELISION})(?=[\w\"“])", re.IGNORECASE)
_SINGLE_CLOSING = re.compile(r"(?:(?<=[,.?!…\"”])|(?<=\w))[’'](?!\w)")
# An apostrophe at the end of a word: "voters’ choice", but not "‘boys will be boys’ is"; "goin’ home", "rock ’n’ roll".
_AFTER_CLOSING = "is|was|are|were|said|says|and|or|but|in|on|at|to|of|for|as|by|with|from"
_POSSESSIVE = re.compile(rf"s[’']\s+(?!(?:{_AFTER_CLOSING})\b)[a-z]")
_DROPPED_LETTER = re.compile(r"(?:in|[’']n)[’']\s+[a-z]")
# Before a whole sentence in single marks: nothing, the end of another sentence, or what introduces speech.
_BEFORE_SENTENCE = re.compile(r"(?:^|[.?!:,’'\"”]\s|\b(?:said|says|that)\s)\s*$")
PARAGRAPHS_REMEMBERED = 256  # people, quotations and contacts each ask for the spans of every paragraph
MAX_APOSTROPHES = 8  # closing marks that are tested for being apostrophes
Mark = tuple[int, int, str]  # start, end, and OPENING, CLOSING or EITHER


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """Text between two quote marks, as offsets into its paragraph.

    `start` and `end` exclude the marks, `outer_start` and `outer_end` include them. `closed` is false if the closing
    mark is missing; the span then ends at the next opening mark or at the end of the paragraph.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool

    def moved(self, by: int) -> "QuotedSpan":
        """The same span of a longer text that has `by` more characters before it."""
        start, end, outer_start, outer_end = (n + by for n in (self.start, self.end, self.outer_start, self.outer_end))
        return QuotedSpan(start, end, outer_start, outer_end, self.closed)


@lru_cache(maxsize=PARAGRAPHS_REMEMBERED)
def quoted_spans(text: str) -> tuple[QuotedSpan, ...]:
    """The outermost quoted spans of one paragraph, in order.

    Beside double marks, single ones count only around whole sentences: 'He called it "the deal",' she said.
    """
    spans = _pair([(m.start(), m.end(), _shape(text, m)) for m in _DOUBLE_MARK.finditer(text)], len(text))
    single = _pair(_single_marks(text), len(text))
    return _outermost(spans, [s for s in single if _is_sentence(text, s)]) if spans else tuple(single)


def _is_sentence(text: str, span: QuotedSpan) -> bool:
    """Whether single marks are around a sentence, and are therefore no apostrophes."""
    if not _introduces_sentence(text, span.outer_start):
        return False
    return not span.closed or text[span.end - 1] in ',.?!…"”' or text[span.outer_end : span.outer_end + 1] in ",.;"


def _outermost(double: Sequence[QuotedSpan], single: Sequence[QuotedSpan]) -> tuple[QuotedSpan, ...]:
    """The spans that no other one contains; where a span of each kind cross, that in double marks."""
    kept = [s for s in single if all(_disjoint(s, d) or _contains(s, d) for d in _touching(double, s))]
    around = [d for d in double if not any(_contains(s, d) for s in _touching(kept, d))]
    return tuple(sorted([*kept, *around], key=lambda span: span.start))


def _touching(spans: Sequence[QuotedSpan], span: QuotedSpan) -> Sequence[QuotedSpan]:
    """Those of some spans in order that may have a character in common with a span."""
    first = bisect_right(spans, span.outer_start, key=lambda s: s.outer_start) - 1
    last = bisect_right(spans, span.outer_end, key=lambda s: s.outer_start)
    return spans[max(0, first) : last]


def _disjoint(a: QuotedSpan, b: QuotedSpan) -> bool:
    return a.outer_end <= b.outer_start or b.outer_end <= a.outer_start


def _contains(outer: QuotedSpan, inner: QuotedSpan) -> bool:
    return outer.start <= inner.outer_start and inner.outer_end <= outer.end


@lru_cache(maxsize=8)
def pairs_of_marks(text: str) -> tuple[Sequence[QuotedSpan], Sequence[QuotedSpan]]:
    """The closed quoted spans of one paragraph, the outermost ones and those inside or between them: “a ‘disaster’”."""
    outer = quoted_spans(text)
    inside = [(span.start, span.end) for span in outer]
    edges = [0, *(offset for span in outer for offset in (span.outer_start, span.outer_end)), len(text)]
    places = sorted([*inside, *zip(edges[::2], edges[1::2], strict=True)])
    inner = (span.moved(low) for low, high in places for span in quoted_spans(text[low:high]))
    return [span for span in outer if span.closed], [span for span in inner if span.closed]


def pair_around(offset: int, pairs: Sequence[QuotedSpan]) -> QuotedSpan | None:
    """The pair of marks that a place is between, marks included, or None; `pairs` are in order and do not overlap."""
    n = bisect_right(pairs, offset - 1, key=lambda pair: pair.outer_start) - 1
    return pairs[n] if n >= 0 and offset < pairs[n].outer_end else None


def quoted_span_at(offset: int, spans: Sequence[QuotedSpan]) -> QuotedSpan | None:
    """The quoted span that contains a character, or None; a quote mark itself is outside.

    Args:
        offset: of the character, in the paragraph.
        spans: the paragraph's quoted spans, in order.
    """
    n = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return spans[n] if n >= 0 and offset < spans[n].end else None


def _shape(text: str, mark: re.Match[str]) -> str:
    """Whether a mark opens or closes; a straight one opens after a space or bracket and before a word."""
    if mark.group() in _SHAPES:
        return _SHAPES[mark.group()]
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    if not before or before in "([{—–-" or before.isspace():
        return OPENING if after and not after.isspace() else EITHER
    return CLOSING if not after or after.isspace() or after in ".,;:!?)]}—–-’'" else EITHER


def _introduces_sentence(text: str, mark: int) -> bool:
    """Whether a sentence begins after the mark: with a capital letter, at a place where speech begins."""
    first = text[mark + 1 :][:2].lstrip('"“')[:1]
    return first.isupper() and _BEFORE_SENTENCE.search(text, max(0, mark - 8), mark) is not None


def _single_marks(text: str) -> list[Mark]:
    """British marks: an opening one counts if a closing one follows, or if a sentence begins with it.

    Otherwise it may be an apostrophe.
    """
    closings = [m.start() for m in _SINGLE_CLOSING.finditer(text)]
    marks: list[Mark] = []
    position = n = 0
    for opening in _SINGLE_OPENING.finditer(text):
        if opening.start() < position:
            continue
        while n < len(closings) and closings[n] <= opening.end():
            n += 1
        may_stay_open = _introduces_sentence(text, opening.start())
        closing = _first_closing(text, closings, n, may_stay_open)
        if closing is None and not may_stay_open:
            break
        marks.append((opening.start(), opening.end(), OPENING))
        if closing is None:
            break
        marks.append((closing, closing + 1, CLOSING))
        position = closing + 1
    return marks


def _first_closing(text: str, closings: Sequence[int], n: int, may_stay_open: bool) -> int | None:
    """The first closing mark from the n-th on that is not an apostrophe.

    If all may be apostrophes, it is the n-th, or none if the quotation may stay open.
    """
    for closing in closings[n : n + MAX_APOSTROPHES]:
        if not _POSSESSIVE.match(text, closing - 1) and not _DROPPED_LETTER.match(text, closing - 2):
            return closing
    return closings[n] if n < len(closings) and not may_stay_open else None


def _pair(marks: Sequence[Mark], text_end: int) -> list[QuotedSpan]:
    """The spans between opening marks and their closing ones, empty spans excluded."""
    spans: list[QuotedSpan] = []
    opened: tuple[int, int] | None = None
    depth = 0
    for n, (start, end, shape) in enumerate(marks):
        if opened is None:
            if shape != CLOSING:
                opened, depth = (start, end), 1
        elif shape == OPENING:
            if _opens_nested_span(marks, n, depth):
                depth += 1
                continue
            spans.append(QuotedSpan(opened[1], start, opened[0], start, closed=False))
            opened, depth = (start, end), 1
        else:
            depth -= 1
            if depth == 0:
                spans.append(QuotedSpan(opened[1], start, opened[0], end, closed=True))
                opened = None
    if opened:
        spans.append(QuotedSpan(opened[1], text_end, opened[0], text_end, closed=False))
    return [span for span in spans if span.start < span.end]


def _opens_nested_span(marks: Sequence[Mark], n: int, depth: int) -> bool:
    """Whether the opening mark n, inside `depth` spans, opens one more: closing marks for all of them follow it.

    If another opening mark comes before these, a closing mark is missing, and mark n opens the next outermost span.
    """
    shapes = [shape for _, _, shape in marks[n + 1 : n + 2 + depth]]
    return len(shapes) > depth and OPENING not in shapes
