"""Expressions of time become days: "on Sunday", "two years later", "since February 24".

`find` lists the expressions of a parsed paragraph; `resolve` gives each its days, counted from the publication day or
from the last day the story named. The calendar is python-dateutil's (https://dateutil.readthedocs.io): `relativedelta`
knows month ends, leap years and "the Sunday before"; its parser reads the plain forms ("6 March 2022"), and only these,
because it fills gaps from today's date and takes "may" and "sat" for dates. A weekday means the publication day or the
nearest one before it, and the next one where the event is still ahead: this is how agencies write.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from dateutil.relativedelta import relativedelta
from spacy.tokens import Doc, Token

from analysis.days import NOTHING, RULES, SCALE, Days, Fields, Setting, agree, between, number, one
from analysis.words import vocabulary

__all__ = ["NOTHING", "SCALE", "Days", "Expression", "agree", "find", "lengths", "number", "resolve", "shifted"]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of time: token indices (`last` included), its words, its form and what fills the form.

    `limit` is "since" where the time runs from it and "open" where it only bounds the event ("after 2018"). `parts` are
    the expressions that a range or a shift ("the day after Sunday's vote") is made of.
    """

    first: int
    last: int
    text: str
    form: str
    fields: Fields = field(default_factory=dict)
    limit: str = ""
    parts: tuple["Expression", ...] = ()

    def head(self, doc: Doc) -> Token:
        """The token by which the expression hangs on its clause."""
        whole = self.form in ("anaphoric", "shift of") or self.limit == "since"
        return _root(doc, self.first, self.last) if whole else doc[self.last]


def find(doc: Doc, text: str | None = None) -> list[Expression]:
    """The expressions of time in a paragraph, in order, none inside another. `text`: the doc's, if it is at hand."""
    taken: list[Expression] = []
    text = doc.text if text is None else text
    for start, end, form, fields in _longest(_candidates(text)):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            limit = "" if "day2" in fields else _limit(doc, span.start, span.end - 1)
            taken.append(Expression(span.start, span.end - 1, span.text, form, fields, limit))
    return _since_clauses(doc, _shifts(doc, _ranges(doc, taken)))


def resolve(expression: Expression, published: date | None, ahead: bool = False, anchor: Days = NOTHING) -> Days:
    """The days an expression stands for.

    `ahead` is true of what is planned or called off. `anchor` is what the story last named, for "two days later".
    Nothing relative is resolved without `published`, nor "later" without an anchor.
    """
    if expression.limit == "open":
        return NOTHING
    at = Setting(published, ahead and expression.limit != "since", anchor)
    try:
        composed = expression.form in ("range", "shift of")
        days = _composed(expression, at) if composed else RULES[expression.form](expression.fields, at)
        if expression.limit == "since" and days.start:
            return between(days.start, published, days.source) if published else replace(days, end=None)
    except (OverflowError, ValueError):  # a year that no calendar has
        return NOTHING
    return days


def shifted(days: Days, steps: int, unit: str) -> Days:
    """So many days or weeks from a day; nothing from what is no single day."""
    if not days.start or days.precision != "day" or days.start != days.end:
        return NOTHING
    try:
        return one(days.start + relativedelta(days=steps * (7 if unit == "week" else 1)))
    except (OverflowError, ValueError):  # a year that no calendar has
        return NOTHING


def lengths(text: str) -> Iterator[tuple[int, int, int, str | None]]:
    """Lengths of time in hours or minutes: where each stands, its minutes, and what qualifies it ("over", "about")."""
    for match in _patterns()["length"][0].finditer(text) if _LENGTH_HINT.search(text) else ():
        n = number(match["n"] or "one") + 0.5 * bool(match["half"] or match["more"])
        hours = (match["unit"] or match["long"]).lower().startswith("h")
        total = n * (60 if hours else 1) + number(match["minutes"] or "0")
        yield match.start(), match.end(), round(total), match["qualifier"]


# Finding


@cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """The forms' regular expressions, with lists and pieces filled in."""
    words = vocabulary("dates")
    pieces: dict[str, str] = dict(words["pieces"])
    for name, listed in words.items():
        longest = sorted((re.escape(w).replace(r"\ ", " ") for w in listed), key=lambda w: (-len(w), w))
        pieces |= {name: "|".join(longest), name.title(): "|".join(w.title() for w in longest)}

    def fill(source: str) -> str:
        return re.sub(r"\{([a-zA-Z]\w*)\}", lambda m: fill(pieces[m[1]]), source)

    forms = {form: [fill(source).replace(" ", r"\s+") for source in words["forms"][form]] for form in words["forms"]}
    return {form: tuple(re.compile(rf"\b(?:{s})", re.IGNORECASE) for s in sources) for form, sources in forms.items()}


# No expression of time is without one of these: cheaper to look for than the forms.
_LENGTH_HINT = re.compile(r"\b(?:hour|hr|minute|min)s?\b", re.IGNORECASE)
_HINT = re.compile(
    r"\d|day|night|tomorrow|week|month|year|morning|evening|noon|spring|summer|autumn|winter|hour|minute|breakfast|lunch|afterwards|[Ee]ve\b"
)


def _candidates(text: str) -> Iterator[tuple[int, int, str, Fields]]:
    if not _HINT.search(text) and not any(m.title() in text for m in vocabulary("dates")["months"]):
        return
    for form, patterns in _patterns().items():
        for pattern in patterns if form in RULES else ():
            for match in pattern.finditer(text):
                start, end = match.span("core") if "core" in pattern.groupindex else match.span()
                yield start, end, form, {k: " ".join(v.lower().split()) for k, v in match.groupdict().items() if v}


def _longest(candidates: Iterable[tuple[int, int, str, Fields]]) -> Iterator[tuple[int, int, str, Fields]]:
    """Of expressions that overlap, the one that begins first; of those, the longest."""
    position = -1
    for start, end, form, fields in sorted(candidates, key=lambda c: (c[0], -c[1], c[2])):
        if start >= position:
            yield start, end, form, fields
            position = end


def _root(doc: Doc, first: int, last: int) -> Token:
    """The token of a stretch that hangs on something outside it."""
    return next((t for t in doc[first : last + 1] if not first <= t.head.i <= last), doc[last])


def _limit(doc: Doc, first: int, last: int) -> str:
    """The preposition before a date makes it a limit, unless it governs a noun that the date only describes."""
    root = _root(doc, first, last)
    if not first or (root.head.i > last and root.dep_ in ("poss", "compound", "nmod", "npadvmod", "amod")):
        return ""
    before = doc[first - 1].lower_ if doc[first - 1].lower_ != "the" or first < 2 else doc[first - 2].lower_
    return next((kind for kind, words in vocabulary("dates")["limits"].items() if before in words), "")


def _ranges(doc: Doc, expressions: list[Expression]) -> list[Expression]:
    """Two neighbours joined by "to", a dash, or "and" after "between" become one."""
    out: list[Expression] = []
    for this in expressions:
        before = out[-1] if out else None
        link = doc[before.last + 1 : this.first].text.lower() if before else ""
        opener = doc[before.first - 1].lower_ if before and before.first else ""
        joined = link in ("to", "through", "until", "till", "-", "–", "—") or (link == "and" and opener == "between")
        if before and joined and before.form == this.form:
            text = doc[before.first : this.last + 1].text
            parts = replace(before, limit=""), replace(this, limit="")
            out[-1] = Expression(before.first, this.last, text, "range", parts=parts)
        else:
            out.append(this)
    return out


def _shifts(doc: Doc, expressions: list[Expression]) -> list[Expression]:
    """ "The day after Sunday's vote", "the eve of the March 18 summit": counted from a date soon after, or none."""
    out: list[Expression] = []
    for this in expressions:
        before = out[-1] if out else None
        between = doc[before.last + 1 : this.first] if before else doc[:0]
        if before and before.limit == "event" and len(between) <= 6 and _one_phrase(between):
            parts = replace(before, limit=""), replace(this, limit="")
            text = doc[before.first : this.last + 1].text
            out[-1] = Expression(before.first, this.last, text, "shift of", parts=parts)
            continue
        follower = doc[this.last + 1 : this.last + 2]
        if re.search(r"\b(?:after|before|eve)$", this.text) and len(follower) and _one_phrase(follower):
            this = replace(this, limit="event")
        out.append(this)
    return [replace(e, limit="open") if e.limit == "event" else e for e in out]


def _one_phrase(tokens: Iterable[Token]) -> bool:
    """No clause or new phrase begins among these."""
    return not any(t.is_punct or t.tag_ in ("CC", "VBD", "VBZ", "VBP", "MD") for t in tokens)


def _since_clauses(doc: Doc, expressions: list[Expression]) -> list[Expression]:
    """ "Since troops struck on February 24": the date anywhere in the clause that "since" opens."""
    out: list[Expression] = []
    for this in expressions:
        position = out[-1].last + 1 if out else 0
        for token in doc[max(position, this.first - 12) : this.first]:
            clause = token.head.subtree if token.dep_ == "mark" else token.subtree
            if token.lower_ == "since" and any(t.i == this.first for t in clause):
                this = replace(this, first=token.i, text=doc[token.i : this.last + 1].text, limit="since")
                break
        out.append(this)
    return out


def _composed(e: Expression, at: Setting) -> Days:
    """A range from its two ends; a shift from the date it is counted from."""
    first, last = e.parts
    if e.form == "shift of":
        base = resolve(last, at.published, at.ahead, at.anchor)
        return resolve(first, None, at.ahead, base) if base.start else NOTHING
    start, end = (resolve(part, at.published, at.ahead, at.anchor) for part in e.parts)
    if not start.start or not end.end:
        return NOTHING
    if start.start > end.end and first.form == "weekday":
        start = one(start.start - relativedelta(weeks=1))
    return replace(start, end=end.end) if start.start and start.start <= end.end else NOTHING
