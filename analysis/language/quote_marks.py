"""Quote marks are paired, paragraph by paragraph, before any grammar: a missing mark spoils one paragraph at most.

Curly, straight, guillemets, `` '' and single (British) marks. Marks inside marks belong to the outer pair.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

OPENING, CLOSING, EITHER = "opening", "closing", "either"
_MARKS = re.compile(r"``|''|’’|‘‘|[“”„‟\"«»]")
_SHAPES = {"``": OPENING, "‘‘": OPENING, "“": OPENING, "„": OPENING, "«": OPENING, "”": CLOSING, "»": CLOSING}
_SINGLE_OPENING = re.compile(r"(?<![\w’'])[‘'](?=\w)")
_SINGLE_CLOSING = re.compile(r"(?:(?<=[,.?!…])|(?<=\w))[’'](?!\w)")


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """What stands between two marks: `start` and `end` leave the marks out, `outer_start` and `outer_end` take them in.

    `closed` is false where the closing mark is missing; the text then runs to the next opening mark or to the end.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool


@lru_cache(maxsize=8)
def quoted(text: str) -> tuple[QuotedSpan, ...]:
    """The outermost quoted stretches of one paragraph, in order, with offsets into it."""
    found = _pair(text, [(m.start(), m.end(), _shape(text, m)) for m in _MARKS.finditer(text)])
    return tuple(found or _pair(text, _single_marks(text)))


def _shape(text: str, mark: re.Match[str]) -> str:
    """Whether a mark opens or closes; a straight one opens after a space or bracket and before a word."""
    if mark.group() in _SHAPES:
        return _SHAPES[mark.group()]
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    if not before or before in "([{—–-" or before.isspace():
        return OPENING if after and not after.isspace() else EITHER
    return CLOSING if not after or after.isspace() or after in ".,;:!?)]}—–-’'" else EITHER


def _single_marks(text: str) -> list[tuple[int, int, str]]:
    """British marks: an opening one counts only if a closing one follows, else it may be an apostrophe."""
    closings = [m.start() for m in _SINGLE_CLOSING.finditer(text)]
    marks: list[tuple[int, int, str]] = []
    position = k = 0
    for opening in _SINGLE_OPENING.finditer(text):
        if opening.start() < position:
            continue
        while k < len(closings) and closings[k] <= opening.end():
            k += 1
        close = _closing_of(text, closings, k)
        if close is None:
            break
        marks += [(opening.start(), opening.end(), OPENING), (close, close + 1, CLOSING)]
        position = close + 1
    return marks


def _closing_of(text: str, closings: list[int], k: int) -> int | None:
    """The first closing mark from the k-th on that is no plural possessive (“the voters’ choice”)."""
    for close in closings[k : k + 8]:
        if text[close - 1] != "s" or not re.match(r".\s+[a-z]", text[close : close + 4], re.DOTALL):
            return close
    return closings[k] if k < len(closings) else None


def _pair(text: str, marks: list[tuple[int, int, str]]) -> list[QuotedSpan]:
    found: list[QuotedSpan] = []
    opened: tuple[int, int] | None = None
    depth = 0
    for n, (start, end, shape) in enumerate(marks):
        if opened is None:
            if shape != CLOSING:
                opened, depth = (start, end), 1
        elif shape == OPENING:
            if _nested(marks, n, depth):
                depth += 1
                continue
            found.append(QuotedSpan(opened[1], start, opened[0], start, closed=False))
            opened, depth = (start, end), 1
        else:
            depth -= 1
            if depth == 0:
                found.append(QuotedSpan(opened[1], start, opened[0], end, closed=True))
                opened = None
    if opened:
        found.append(QuotedSpan(opened[1], len(text), opened[0], len(text), closed=False))
    return [q for q in found if q.start < q.end]


def _nested(marks: list[tuple[int, int, str]], n: int, depth: int) -> bool:
    """An opening mark inside a quotation is nested only if two closing ones follow before the next opening one."""
    shapes = [shape for _, _, shape in marks[n + 1 : n + 2 + depth]]
    return len(shapes) > depth and OPENING not in shapes


def inside(offset: int, quotes: Sequence[QuotedSpan]) -> QuotedSpan | None:
    """The quotation in marks that covers a character."""
    n = bisect_right(quotes, offset, key=lambda q: q.start) - 1
    return quotes[n] if n >= 0 and offset < quotes[n].end else None
