"""Expressions of time and the days they stand for: "on Sunday", "two years later", "since February 24".

`find` lists the expressions in a parsed paragraph; `resolve` gives the days of one, relative to the publication date or
to the day the story last named. A weekday means the publication day or the nearest one before it, and the next one if
the event is still ahead: this is how news agencies write.

Calendar arithmetic is python-dateutil's (https://dateutil.readthedocs.io): `relativedelta` knows month ends, leap years
and "the Sunday before". Its parser is used for the plain forms only ("6 March 2022"), because it fills gaps from
today's date and takes "may" and "sat" for dates.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from dateutil.parser import ParserError, parse
from dateutil.relativedelta import relativedelta, weekday
from spacy.tokens import Doc, Token

from analysis import vocabulary

Fields = Mapping[str, str]
SCALE = {"day": 0, "month": 1, "year": 2, "none": 3}


@dataclass(frozen=True, slots=True)
class DateRange:
    """First and last day, how fine they are (day · month · year · none) and what fixed them.

    `source`: explicit (the calendar's own names), relative (counted from another day), publication, none.
    """

    start: date | None = None
    end: date | None = None
    precision: str = "none"
    source: str = "none"


NO_DATE = DateRange()


@dataclass(frozen=True, slots=True)
class DateContext:
    """What an expression is read against."""

    published: date | None
    ahead: bool
    anchor: DateRange


def number(text: str) -> float:
    """The number a numeral or number word stands for; 0 for "several"."""
    return float(vocabulary.dates().numbers.get(text.lower(), text if re.fullmatch(r"\d[\d.]*", text) else 0))


def one(day: date, source: str = "relative") -> DateRange:
    """A single day."""
    return DateRange(day, day, "day", source)


def _month(year: int, month: int, source: str) -> DateRange:
    first = date(year, month, 1)
    return DateRange(first, first + relativedelta(day=31), "month", source)


def between(start: date, end: date, source: str = "relative") -> DateRange:
    """A stretch of days, called as fine as the smallest of day, month and year that can hold as many."""
    if end < start:
        return NO_DATE
    length = (end - start).days
    return DateRange(start, end, "day" if not length else "month" if length <= 31 else "year", source)


def agree(a: DateRange, b: DateRange) -> bool:
    """Whether two can be the same days: they overlap, or one of them is not known."""
    if not (a.start and b.start and a.end and b.end):
        return True
    return max(a.start, b.start) <= min(a.end, b.end)


def _around(day: date, unit: str, source: str = "relative") -> DateRange:
    """The day itself, or the week, month or year that holds it."""
    if unit == "month":
        return _month(day.year, day.month, source)
    if unit == "year":
        return DateRange(date(day.year, 1, 1), date(day.year, 12, 31), "year", source)
    if unit == "week":
        monday = day - relativedelta(days=day.weekday())
        return between(monday, monday + relativedelta(days=6), source)
    return one(day, source)


def _step(unit: str, n: float) -> relativedelta:
    """So many units through the calendar; hours and minutes stay on the day."""
    steps = {"day": (1, 0, 0), "week": (7, 0, 0), "month": (0, 1, 0), "year": (0, 0, 1)}
    days, months, years = (int(n * k) for k in steps.get(unit, (0, 0, 0)))
    return relativedelta(days=days, months=months, years=years)


def _side(which: str) -> int:
    words = {"last": -1, "previous": -1, "past": -1, "next": 1, "following": 1, "coming": 1}
    return words.get(which.split()[-1], 0) if which else 0


def _calendar_day(f: Fields, at: DateContext) -> DateRange:
    year = f.get("year") or (str(at.published.year) if at.published else "")
    if not year and "iso" not in f:
        return NO_DATE
    try:
        start = parse(f.get("iso") or f"{f['day']} {f['month']} {year}").date()
        end = start.replace(day=int(f.get("day2", start.day)))
    except (ParserError, ValueError):
        return NO_DATE
    if at.published and not {"year", "iso"} & set(f):
        years = _side(f.get("which", ""))
        if "which" not in f:
            years = int(at.ahead and end < at.published) - int(not at.ahead and start > at.published)
        start, end = start + relativedelta(years=years), end + relativedelta(years=years)
    return DateRange(start, end, "day", "explicit") if start <= end else NO_DATE


def _calendar_month(f: Fields, at: DateContext) -> DateRange:
    month = int(vocabulary.dates().months[f["month"]])
    if "year" in f:
        return _month(int(f["year"]), month, "explicit")
    if not at.published:
        return NO_DATE
    year, side = at.published.year, _side(f.get("which", ""))
    if "of" in f:
        year += side
    elif side > 0 or (at.ahead and not side):
        year += month < at.published.month + (side > 0)
    else:
        year -= month > at.published.month - (side < 0)
    return _month(year, month, "explicit")


def _calendar_year(f: Fields, at: DateContext) -> DateRange:
    return _around(date(int(f["year"]), 1, 1), "year", "explicit")


def _season(f: Fields, at: DateContext) -> DateRange:
    year, side = f.get("year") or (at.published.year if at.published else None), _side(f.get("which", ""))
    if not year:
        return NO_DATE
    start = date(int(year), vocabulary.dates().seasons[f["season"]], 1)
    if side and at.published:
        begun = start <= at.published
        start += relativedelta(years=int(begun and side > 0) - int(not begun and side < 0))
    end = start + relativedelta(months=3, days=-1)
    return DateRange(start, end, "year", "relative" if side else "explicit")


def _weekday(f: Fields, at: DateContext) -> DateRange:
    number, which, week = vocabulary.dates().weekdays[f["weekday"]], f.get("which", ""), f.get("week")
    told = which.endswith(("following", "previous")) and at.anchor.precision == "day"
    base, side = at.anchor.start if told else at.published, _side(which)
    if not base:
        return NO_DATE
    if week:
        monday = base - relativedelta(days=base.weekday()) + relativedelta(weeks=_side(week))
        return one(monday + relativedelta(days=number))
    way = side or (1 if at.ahead else -1)
    return one(base + relativedelta(days=side) + relativedelta(weekday=weekday(number, way)))


def _deictic(f: Fields, at: DateContext) -> DateRange:
    days = relativedelta(days=vocabulary.dates().deictic[f["phrase"]])
    return one(at.published + days) if at.published else NO_DATE


def _anaphoric(f: Fields, at: DateContext) -> DateRange:
    """Counted from what the story named; "the day before" of nothing is counted from publication."""
    n = vocabulary.dates().anaphoric[f["phrase"]]
    base = at.anchor.start or (at.published if n < 0 else None)
    return _no_finer(one(base + relativedelta(days=n)), at.anchor) if base else NO_DATE


def _daypart(f: Fields, at: DateContext) -> DateRange:
    """ "In the afternoon", "within an hour": of the day that the story named last, if it named one."""
    return one(at.anchor.start) if at.anchor.start and at.anchor.precision == "day" else NO_DATE


def _no_finer(days: DateRange, than: DateRange) -> DateRange:
    if not days.start or than == NO_DATE or SCALE[days.precision] >= SCALE[than.precision]:
        return days
    return _around(days.start, than.precision, days.source)


def _fixed(f: Fields, at: DateContext) -> DateRange:
    month, day = vocabulary.dates().fixed[f["phrase"]]
    return _calendar_day({**f, "month": date(2000, month, 1).strftime("%B").lower(), "day": str(day)}, at)


def _shift(f: Fields, at: DateContext) -> DateRange:
    n, unit, way = number(f["n"]), f["unit"], f.get("way", "ahead")
    back = way in ("ago", "earlier", "before", "previously")
    from_published = way in ("ago", "from now", "ahead") or (back and not at.anchor.start)
    base = at.published if from_published else at.anchor.start
    if not n or not base or (way == "ahead" and not at.ahead):
        return NO_DATE
    sign = -1 if back else 1
    return _no_finer(_around(base + _step(unit, sign * n), unit), NO_DATE if from_published else at.anchor)


def _period(f: Fields, at: DateContext) -> DateRange:
    """ "Last week", "later this month": of the present one, only what has passed or, ahead, what is to come."""
    which, unit, part = f.get("which", "").split(), f["unit"], f.get("part", "")
    told = bool({"same", "that", "following", "previous"} & set(which))
    base, side = at.anchor.start if told else at.published, _side(" ".join(which))
    if not base:
        return NO_DATE
    if unit == "weekend":
        side -= not side and not at.ahead and base.weekday() < 5
        saturday = base + relativedelta(weekday=weekday(0, -1)) + relativedelta(days=5, weeks=side)
        return between(saturday, saturday + relativedelta(days=1))
    days = _around(base + _step(unit, side), unit)
    if side or told or not (days.start and days.end and at.published):
        return days
    if at.ahead or part == "later":
        return replace(days, start=max(days.start, at.published))
    return replace(days, end=min(days.end, at.published))


def _window(f: Fields, at: DateContext) -> DateRange:
    """ "In the last month" begins on the same day one month earlier; "recent days" are a week."""
    unit, some = f["unit"], {"day": 7, "week": 4, "month": 3, "year": 3}
    if not at.published:
        return NO_DATE
    one = "" if unit == "day" or f["which"] == "recent" else "one"
    n = number(f.get("n", one)) or some[unit]
    if _side(f.get("which", "")) > 0:
        return between(at.published, at.published + _step(unit, n))
    return between(at.published - _step(unit, n), at.published)


RULES: Mapping[str, Callable[[Fields, DateContext], DateRange]] = {
    "iso": _calendar_day,
    "calendar day": _calendar_day,
    "calendar month": _calendar_month,
    "calendar year": _calendar_year,
    "season": _season,
    "weekday": _weekday,
    "deictic": _deictic,
    "anaphoric": _anaphoric,
    "daypart": _daypart,
    "fixed": _fixed,
    "shift": _shift,
    "period": _period,
    "window": _window,
}
__all__ = ["NO_DATE", "SCALE", "DateRange", "Expression", "agree", "find", "lengths", "number", "resolve", "shifted"]


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


def resolve(
    expression: Expression, published: date | None, ahead: bool = False, anchor: DateRange = NO_DATE
) -> DateRange:
    """The days an expression stands for.

    `ahead` is true of what is planned or called off. `anchor` is what the story last named, for "two days later".
    Nothing relative is resolved without `published`, nor "later" without an anchor.
    """
    if expression.limit == "open":
        return NO_DATE
    at = DateContext(published, ahead and expression.limit != "since", anchor)
    try:
        composed = expression.form in ("range", "shift of")
        days = _composed(expression, at) if composed else RULES[expression.form](expression.fields, at)
        if expression.limit == "since" and days.start:
            return between(days.start, published, days.source) if published else replace(days, end=None)
    except (OverflowError, ValueError):  # a year that no calendar has
        return NO_DATE
    return days


def shifted(days: DateRange, steps: int, unit: str) -> DateRange:
    """So many days or weeks from a day; nothing from what is no single day."""
    if not days.start or days.precision != "day" or days.start != days.end:
        return NO_DATE
    try:
        return one(days.start + relativedelta(days=steps * (7 if unit == "week" else 1)))
    except (OverflowError, ValueError):  # a year that no calendar has
        return NO_DATE


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
    words = vocabulary.dates()
    pieces: dict[str, str] = dict(words.pieces)
    for name, listed in words:
        if not isinstance(listed, dict):
            continue
        longest = sorted((re.escape(w).replace(r"\ ", " ") for w in listed), key=lambda w: (-len(w), w))
        pieces |= {name: "|".join(longest), name.title(): "|".join(w.title() for w in longest)}

    def fill(source: str) -> str:
        return re.sub(r"\{([a-zA-Z]\w*)\}", lambda m: fill(pieces[m[1]]), source)

    forms = {form: [fill(source).replace(" ", r"\s+") for source in patterns] for form, patterns in words.forms.items()}
    return {form: tuple(re.compile(rf"\b(?:{s})", re.IGNORECASE) for s in sources) for form, sources in forms.items()}


# No expression of time is without one of these: cheaper to look for than the forms.
_LENGTH_HINT = re.compile(r"\b(?:hour|hr|minute|min)s?\b", re.IGNORECASE)
_HINT = re.compile(
    r"\d|day|night|tomorrow|week|month|year|morning|evening|noon|spring|summer|autumn|winter|hour|minute|breakfast|lunch|afterwards|[Ee]ve\b"
)


def _candidates(text: str) -> Iterator[tuple[int, int, str, Fields]]:
    if not _HINT.search(text) and not any(m.title() in text for m in vocabulary.dates().months):
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
    return next((kind for kind, words in vocabulary.dates().limits if before in words), "")


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


def _composed(e: Expression, at: DateContext) -> DateRange:
    """A range from its two ends; a shift from the date it is counted from."""
    first, last = e.parts
    if e.form == "shift of":
        base = resolve(last, at.published, at.ahead, at.anchor)
        return resolve(first, None, at.ahead, base) if base.start else NO_DATE
    start, end = (resolve(part, at.published, at.ahead, at.anchor) for part in e.parts)
    if not start.start or not end.end:
        return NO_DATE
    if start.start > end.end and first.form == "weekday":
        start = one(start.start - relativedelta(weeks=1))
    return replace(start, end=end.end) if start.start and start.start <= end.end else NO_DATE
