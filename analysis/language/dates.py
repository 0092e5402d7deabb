"""Expressions of time and the days they denote: "on Sunday", "two years later", "since February 24".

`find` lists the expressions in a parsed paragraph; `resolve` gives the days of one, relative to the publication date or
to the last day the story named. A weekday means the publication day or the nearest one before it, and the next one if
the event is still ahead: this is how news agencies write.

The words and the regular expressions of the forms are in `vocabulary/dates.toml`. Calendar arithmetic is
python-dateutil's (https://dateutil.readthedocs.io): `relativedelta` handles month ends, leap years and "the Sunday
before". Its parser is used for the plain forms only ("6 March 2022"), because it fills gaps from today's date and
takes "may" and "sat" for dates.
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
from analysis.language.holidays import holiday, nearest_holiday
from analysis.language.syntax import FINITE_TAGS

__all__ = [
    "NO_DATE",
    "SCALE",
    "UNDATED",
    "DateRange",
    "Expression",
    "agree",
    "find",
    "lengths",
    "number",
    "resolve",
    "shifted",
]

SCALE = {"day": 0, "week": 1, "month": 2, "year": 3, "none": 4}  # precisions, from fine to coarse
SKIPPED = {"before last": -2, "after next": 2}  # how many units back or ahead
UNDATED = ("undated", "undated era")  # the forms of times whose days only the writer knows
FIRST_SHORT_YEAR = "70"  # of the last century: "16/07/85"
MAX_TOKENS_TO_EVENT = 6  # between "the day after" and the date it is counted from
MAX_TOKENS_AFTER_SINCE = 12  # between "since" and the date in its clause
Fields = Mapping[str, str]  # the named groups of a form that matched, in lower case: {"weekday": "sunday"}


@dataclass(frozen=True, slots=True)
class DateRange:
    """First and last day, how precise they are (day, week, month, year or none) and what they were derived from.

    `source`: explicit (a calendar date), relative (counted from another day), publication or none.
    """

    start: date | None = None
    end: date | None = None
    precision: str = "none"
    source: str = "none"


NO_DATE = DateRange()


@dataclass(frozen=True, slots=True)
class DateContext:
    """What an expression is resolved against.

    published: publication date of the article, if known.
    ahead: whether the event lies in the future as seen from publication.
    anchor: the days that the story named last.
    """

    published: date | None
    ahead: bool
    anchor: DateRange


Rule = Callable[[Fields, DateContext], DateRange]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of time: token indices (`last` included), its words, its form and the values of the form's fields.

    `form` is a key of `RULES`, "range" ("from March 3 to 5") or "shift of" ("the day after Sunday's vote"); `parts` are
    the expressions that the latter two consist of. `limit` is "since" if the time runs from the expression to
    publication, and "open" if the expression only bounds the event ("after 2018").
    """

    first: int
    last: int
    text: str
    form: str
    fields: Fields = field(default_factory=dict)
    limit: str = ""
    parts: tuple["Expression", ...] = ()

    def head(self, doc: Doc) -> Token:
        """The token that attaches the expression to its clause."""
        whole = self.form in ("anaphoric", "shift of") or self.limit == "since"
        return _root(doc, self.first, self.last) if whole else doc[self.last]


def agree(a: DateRange, b: DateRange) -> bool:
    """Whether two ranges can mean the same days: they overlap, or one of them is unknown."""
    if not (a.start and b.start and a.end and b.end):
        return True
    return max(a.start, b.start) <= min(a.end, b.end)


# Finding expressions


def find(doc: Doc, text: str | None = None) -> list[Expression]:
    """The expressions of time in a paragraph, in order; they do not overlap.

    Args:
        doc: the parsed paragraph.
        text: its text, if the caller has it; spaCy would join it from the tokens again.
    """
    expressions: list[Expression] = []
    for start, end, form, fields in _first_and_longest(_matches(doc.text if text is None else text)):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            limit = "" if "day2" in fields else _limit(doc, span.start, span.end - 1)
            expressions.append(Expression(span.start, span.end - 1, span.text, form, fields, limit))
    return _join_since_clauses(doc, _join_shifts(doc, _join_ranges(doc, expressions)))


@cache
def _lists() -> Mapping[str, tuple[str, ...]]:
    """The words of each list, longest first; under a capitalised name the same in title case."""
    words = vocabulary.dates()
    lists = {
        name: tuple(sorted(listed, key=lambda w: (-len(w), w))) for name, listed in words if isinstance(listed, dict)
    }
    titles = {name.title(): tuple(word.title() for word in listed) for name, listed in lists.items()}
    return lists | titles | {"digits": tuple("0123456789")}


@cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """The regular expressions of each form, with word lists and pieces filled in.

    {months} becomes the alternatives of the list `months`; {Months} the same in title case.
    """
    words = vocabulary.dates()
    pieces = {name: "|".join(re.escape(w).replace(r"\ ", " ") for w in listed) for name, listed in _lists().items()}
    pieces |= words.pieces

    def fill(source: str) -> str:
        return re.sub(r"\{([a-zA-Z]\w*)\}", lambda m: fill(pieces[m[1]]), source)  # {months}, but not \d{1,3}

    forms = {form: [fill(source).replace(" ", r"\s+") for source in sources] for form, sources in words.forms.items()}
    return {form: tuple(re.compile(rf"\b(?:{s})", re.IGNORECASE) for s in sources) for form, sources in forms.items()}


@cache
def _hints(form: str) -> tuple[frozenset[str], ...]:
    """For each regular expression of a form, its hints: a text that it matches contains at least one of them."""
    lists = {f"{{{name}}}": words for name, words in _lists().items()}
    by_expression = vocabulary.dates().hints_of_expressions(form)
    return tuple(frozenset(word for hint in hints for word in lists.get(hint, (hint,))) for hints in by_expression)


@cache
def _expressions() -> tuple[tuple[str, re.Pattern[str], frozenset[str]], ...]:
    """The regular expressions of the forms of days, each with its form and its hints."""
    return tuple(
        (form, pattern, hints) for form in RULES for pattern, hints in zip(_patterns()[form], _hints(form), strict=True)
    )


@cache
def _all_hints() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The hints that any capitals match, and those that only their own capitals do."""
    hints = sorted(frozenset().union(*(hints for _, _, hints in _expressions())))
    return tuple(h for h in hints if h == h.lower()), tuple(h for h in hints if h != h.lower())


def _possible_expressions(text: str) -> list[tuple[str, re.Pattern[str]]]:
    """The regular expressions for days that can match a text, since it has one of their hints, each with its form."""
    words = " ".join(text.split())
    lowered, (any_case, capitals) = words.lower(), _all_hints()
    present = {hint for hint in any_case if hint in lowered} | {hint for hint in capitals if hint in words}
    return [(form, pattern) for form, pattern, hints in _expressions() if not hints.isdisjoint(present)]


def _matches(text: str) -> Iterator[tuple[int, int, str, Fields]]:
    """Start, end, form and fields of every match of every form."""
    for form, pattern in _possible_expressions(text):
        for match in pattern.finditer(text):
            start, end = match.span("core") if "core" in pattern.groupindex else match.span()
            yield start, end, form, {k: " ".join(v.lower().split()) for k, v in match.groupdict().items() if v}


def _first_and_longest(matches: Iterable[tuple[int, int, str, Fields]]) -> Iterator[tuple[int, int, str, Fields]]:
    """Of matches that overlap, the one that begins first; of those, the longest."""
    position = -1
    for start, end, form, fields in sorted(matches, key=lambda match: (match[0], -match[1], match[2])):
        if start >= position:
            yield start, end, form, fields
            position = end


def _root(doc: Doc, first: int, last: int) -> Token:
    """The token of a span that is attached to a token outside the span."""
    return next((t for t in doc[first : last + 1] if not first <= t.head.i <= last), doc[last])


def _limit(doc: Doc, first: int, last: int) -> str:
    """The kind of limit that the preposition before a date makes it: "since", "open" or "".

    The preposition does not count if it governs a noun that the date only modifies: "after Sunday's vote".
    """
    root = _root(doc, first, last)
    if not first or (root.head.i > last and root.dep_ in ("poss", "compound", "nmod", "npadvmod", "amod")):
        return ""
    before = doc[first - 1].lower_ if doc[first - 1].lower_ != "the" or first < 2 else doc[first - 2].lower_
    return next((kind for kind, words in vocabulary.dates().limits if before in words), "")


def _join_ranges(doc: Doc, expressions: Iterable[Expression]) -> list[Expression]:
    """Two neighbours of one form joined by "to" or a dash become one; by "and", months or what follows "between"."""
    joined: list[Expression] = []
    for this in expressions:
        if joined and this.form == joined[-1].form and _are_ends_of_range(doc, joined[-1], this):
            joined[-1] = _merged(doc, joined[-1], this, "range")
        else:
            joined.append(this)
    return joined


def _are_ends_of_range(doc: Doc, earlier: Expression, later: Expression) -> bool:
    """Whether only the words of a range stand between two expressions: "Monday to Friday", "between May and July".

    Of months, also "in May and June".
    """
    link = doc[earlier.last + 1 : later.first].text.lower()
    opened_by_between = earlier.first > 0 and doc[earlier.first - 1].lower_ == "between"
    joined_by_and = opened_by_between or earlier.form == "calendar month"
    return link in vocabulary.dates().range_links or (link == "and" and joined_by_and)


def _merged(doc: Doc, earlier: Expression, later: Expression, form: str) -> Expression:
    text = doc[earlier.first : later.last + 1].text
    parts = replace(earlier, limit=""), replace(later, limit="")
    return Expression(earlier.first, later.last, text, form, parts=parts)


def _join_shifts(doc: Doc, expressions: Iterable[Expression]) -> list[Expression]:
    """ "The day after Sunday's vote", "the eve of the March 18 summit" become one, if the date follows soon.

    "The day after the election", with no date, only bounds the event: it is unknown when the election was.
    """
    joined: list[Expression] = []
    for this in expressions:
        before = joined[-1] if joined else None
        gap = doc[before.last + 1 : this.first] if before else doc[:0]
        if before and len(gap) <= MAX_TOKENS_TO_EVENT and _is_one_phrase(gap) and _counts_from_event(doc, before):
            joined[-1] = _merged(doc, before, this, "shift of")
        else:
            joined.append(this)
    return [replace(e, limit="open") if _counts_from_event(doc, e) else e for e in joined]


def _counts_from_event(doc: Doc, expression: Expression) -> bool:
    """Whether the event that "the day after", "the day before" or "the eve" is counted from follows."""
    if expression.form == "shift of" or not re.search(r"\b(?:after|before|eve)$", expression.text):
        return False
    follower = doc[expression.last + 1 : expression.last + 2]
    return len(follower) > 0 and _is_one_phrase(follower)


def _is_one_phrase(tokens: Iterable[Token]) -> bool:
    """Whether no other clause or phrase begins among these."""
    return not any(t.is_punct or t.tag_ == "CC" or t.tag_ in FINITE_TAGS for t in tokens)


def _join_since_clauses(doc: Doc, expressions: Iterable[Expression]) -> list[Expression]:
    """ "Since troops struck on February 24": a date anywhere in the clause of "since" becomes the start of a window."""
    joined: list[Expression] = []
    for this in expressions:
        position = joined[-1].last + 1 if joined else 0
        for token in doc[max(position, this.first - MAX_TOKENS_AFTER_SINCE) : this.first]:
            clause = token.head.subtree if token.dep_ == "mark" else token.subtree
            if token.lower_ == "since" and any(t.i == this.first for t in clause):
                this = replace(this, first=token.i, text=doc[token.i : this.last + 1].text, limit="since")
                break
        joined.append(this)
    return joined


# Resolving expressions


def resolve(
    expression: Expression, published: date | None, ahead: bool = False, anchor: DateRange = NO_DATE
) -> DateRange:
    """The days that an expression denotes; NO_DATE if they cannot be derived.

    Args:
        expression: an expression as returned by `find`.
        published: publication date; relative expressions are not resolved without it.
        ahead: whether the event is planned or was called off.
        anchor: the days that the story named last; "two days later" is not resolved without them.
    """
    if expression.limit == "open":
        return NO_DATE
    context = DateContext(published, ahead and expression.limit != "since", anchor)
    try:
        composed = expression.form in ("range", "shift of")
        days = _composed(expression, context) if composed else RULES[expression.form](expression.fields, context)
        if expression.limit == "since" and days.start:
            return _span(days.start, published, days.source) if published else replace(days, end=None)
    except (OverflowError, ValueError):  # a year outside the calendar
        return NO_DATE
    return days


def _composed(expression: Expression, context: DateContext) -> DateRange:
    """The days of a range, from its two ends, or of a shift, from the date it is counted from."""
    first, last = expression.parts
    if expression.form == "shift of":
        return _counted(first, last, context)
    end = resolve(last, context.published, context.ahead, context.anchor)
    if "year" not in first.fields and "year" in last.fields and end.start:  # "from May to June 2017"
        first = replace(first, fields={**first.fields, "year": last.fields["year"]})
    start = resolve(first, context.published, context.ahead, context.anchor)
    if not start.start or not end.end:
        return NO_DATE
    if start.start > end.end:
        start = _one_round_earlier(start, first.form)
    return replace(start, end=end.end) if start.start and start.start <= end.end else NO_DATE


def _counted(shift: Expression, base: Expression, context: DateContext) -> DateRange:
    """The days of "the day after Sunday's vote"; "the eve of Monday's talks" may be the last day before publication."""
    for ahead in dict.fromkeys((True, context.ahead)):
        days = resolve(base, context.published, ahead, context.anchor)
        same_day = shift.text.split()[0].lower() in vocabulary.dates().moments  # "hours after Sunday's vote"
        counted = days if same_day else resolve(shift, None, ahead, days) if days.start else NO_DATE
        if not (context.published and counted.start and counted.start > context.published):
            return counted
    return counted


def _one_round_earlier(days: DateRange, form: str) -> DateRange:
    """The weekday of the week before, or the month of the year before: "from November to January 2023"."""
    if not days.start or not days.end or form not in ("weekday", "calendar month", "calendar day"):
        return NO_DATE
    back = relativedelta(weeks=1) if form == "weekday" else relativedelta(years=1)
    return replace(days, start=days.start - back, end=days.end - back)


def shifted(days: DateRange, steps: int, unit: str) -> DateRange:
    """The day `steps` days or weeks after a single day; NO_DATE if `days` is not a single day."""
    if not days.start or days.precision != "day" or days.start != days.end:
        return NO_DATE
    try:
        return _single_day(days.start + relativedelta(days=steps * (7 if unit == "week" else 1)))
    except (OverflowError, ValueError):  # a year outside the calendar
        return NO_DATE


# Calendar rules, one for each form; the examples show what a form matches


def _calendar_day(fields: Fields, context: DateContext) -> DateRange:
    """ "March 6", "6 March 2022", "March 3-5", "2022-03-06"; a missing year is inferred from publication."""
    published = context.published
    year = _year(fields) or (str(published.year) if published else "")
    if not year and "iso" not in fields:
        return NO_DATE
    try:
        start = parse(fields.get("iso") or f"{fields['day']} {fields['month']} {year}").date()
        end = start.replace(day=int(fields.get("day2", start.day)))
    except (ParserError, ValueError):
        return NO_DATE
    if published and not {"year", "short", "iso"} & set(fields):
        years = relativedelta(years=_years_from_publication(fields, start, end, published, context.ahead))
        start, end = start + years, end + years
    return DateRange(start, end, "day", "explicit") if start <= end else NO_DATE


def _years_from_publication(fields: Fields, start: date, end: date, published: date, ahead: bool) -> int:
    """ "March 6 last year" is one year back; without such words, the nearest such day before or after publication."""
    if "which" in fields:
        return _direction(fields["which"])
    return int(end < published) if ahead else -int(start > published)


def _year(fields: Fields) -> str:
    """The year of a date, in full: "2020" for "16/07/20" and "16/07/2020"; empty without a year."""
    short = fields.get("short", "")
    return fields.get("year") or (short and f"{'19' if short >= FIRST_SHORT_YEAR else '20'}{short}")


def _numeric_day(fields: Fields, context: DateContext) -> DateRange:
    """ "16.07.2020", "07/16/2020"; none for "05/06/2020", which is in May or in June.

    With dots the day stands first; a year that stands first is followed by the month ("second" in either case).
    """
    year, first, second = int(_year(fields)), int(fields["first"]), int(fields["second"])
    orders = [(second, first), (first, second)]
    found = list(dict.fromkeys(date(year, month, day) for month, day in orders if _is_day(year, month, day)))
    is_settled = len(found) == 1 or (found and ("order" in fields or fields["mark"] == "."))
    return _exactly(found[0]) if is_settled else NO_DATE


def _is_day(year: int, month: int, day: int) -> bool:
    """Whether a month has a day."""
    return 1 <= month <= 12 and 1 <= day <= (date(year, month, 1) + relativedelta(day=31)).day


def _day_of_month(fields: Fields, context: DateContext) -> DateRange:
    """ "on the 3rd": of the month of publication, or of the nearest one before or after it that has such a day."""
    published, day = context.published, int(fields["day"])
    if not published:
        return NO_DATE
    for n in range(12):
        month = published + relativedelta(day=1, months=n if context.ahead else -n)
        found = month + relativedelta(day=day)
        if found.day == day and (found >= published if context.ahead else found <= published):
            return _exactly(found)
    return NO_DATE


def _exactly(day: date) -> DateRange:
    return DateRange(day, day, "day", "explicit")


def _part_of_year(fields: Fields, context: DateContext) -> DateRange:
    """ "Q1 2023", "the last quarter of 2022", "the first half of this year"."""
    months = {"q": 3, "quarter": 3, "h": 6, "half": 6}[fields["unit"]]
    n = int(fields.get("number") or vocabulary.dates().ordinals[fields["ordinal"]])
    n = n if n > 0 else 12 // months
    published, named = context.published, fields.get("year")
    if n * months > 12 or not (named or published):
        return NO_DATE
    year = int(named) if named else published.year + _direction(fields.get("which", "")) if published else 0
    start = date(year, (n - 1) * months + 1, 1)
    end = start + relativedelta(months=months, days=-1)
    if published and not named and "which" not in fields:
        years = relativedelta(years=int(end < published) if context.ahead else -int(start > published))
        start, end = start + years, end + years
    return DateRange(start, end, "year", "explicit")


def _calendar_month(fields: Fields, context: DateContext) -> DateRange:
    """ "March 2022", "last March", "March last year", "March that year", "in March"."""
    month = int(vocabulary.dates().months[fields["month"]])
    if "year" in fields:
        return _month(int(fields["year"]), month, "explicit")
    if not context.published:
        return NO_DATE
    year, direction = context.published.year, _direction(fields.get("which", ""))
    if "of" in fields:  # "March last year"
        year += direction
    elif direction > 0 or (context.ahead and not direction):  # "next March", or a plan for March
        year += month < context.published.month + (direction > 0)
    else:
        year -= month > context.published.month - (direction < 0)
    return _month(year, month, "explicit")


def _calendar_year(fields: Fields, context: DateContext) -> DateRange:
    """ "in 2017"."""
    return _enclosing(date(int(fields["year"]), 1, 1), "year", "explicit")


def _season(fields: Fields, context: DateContext) -> DateRange:
    """ "spring 2022", "last summer"."""
    year = fields.get("year") or (context.published.year if context.published else None)
    direction = _direction(fields.get("which", ""))
    if not year:
        return NO_DATE
    start = date(int(year), vocabulary.dates().seasons[fields["season"]], 1)
    if direction and context.published:
        begun = start <= context.published
        start += relativedelta(years=int(begun and direction > 0) - int(not begun and direction < 0))
    end = start + relativedelta(months=3, days=-1)
    return DateRange(start, end, "year", "relative" if direction else "explicit")


def _weekday(fields: Fields, context: DateContext) -> DateRange:
    """ "on Sunday", "next Monday", "Thursday of last week", "the following Friday"."""
    number_, which, week = vocabulary.dates().weekdays[fields["weekday"]], fields.get("which", ""), fields.get("week")
    from_story = which.endswith(("following", "previous")) and context.anchor.precision == "day"
    base, direction = context.anchor.start if from_story else context.published, _direction(which)
    if not base:
        return NO_DATE
    if week:
        weeks = SKIPPED.get(week) or _direction(week) or -int(number(week))
        monday = base - relativedelta(days=base.weekday()) + _step(fields.get("unit", "week"), weeks)
        return _single_day(monday + relativedelta(days=number_)) if week != "0" else NO_DATE
    step = direction or (1 if context.ahead else -1)
    is_yesterday = which == "last" and (base - relativedelta(days=1)).weekday() == number_
    start = base + relativedelta(days=2 * direction if is_yesterday else direction)  # nobody calls it "last Tuesday"
    return _single_day(start + relativedelta(weekday=weekday(number_, step)))


def _weeks_on(fields: Fields, context: DateContext) -> DateRange:
    """ "Friday week", "tomorrow week", "a week on Friday": that many weeks after the next such day."""
    published = context.published
    if not published:
        return NO_DATE
    day = published + relativedelta(days=int(fields.get("base") != "today"))
    if "weekday" in fields:
        day += relativedelta(weekday=weekday(vocabulary.dates().weekdays[fields["weekday"]], 1))
    return _single_day(day + _step(fields["unit"], number(fields.get("n", "one"))))


def _skipping(fields: Fields, context: DateContext) -> DateRange:
    """ "The month before last", "the Friday before last", "the week after next"."""
    base, steps = context.published, SKIPPED[fields["way"]]
    if not base:
        return NO_DATE
    if "weekday" in fields:
        return _single_day(
            base
            + relativedelta(days=steps // 2)
            + relativedelta(weekday=weekday(vocabulary.dates().weekdays[fields["weekday"]], steps))
        )
    if fields["unit"] == "weekend":
        return _weekend(base, steps, context.ahead)
    return _enclosing(base + _step(fields["unit"], steps), fields["unit"])


def _deictic(fields: Fields, context: DateContext) -> DateRange:
    """ "yesterday", "tonight": counted from publication."""
    days = relativedelta(days=vocabulary.dates().deictic[fields["phrase"]])
    return _single_day(context.published + days) if context.published else NO_DATE


def _anaphoric(fields: Fields, context: DateContext) -> DateRange:
    """ "The next day", counted from the last day the story named.

    Without one, "the day before" and "earlier in the day" are counted from the day of publication.
    """
    steps = vocabulary.dates().anaphoric[fields["phrase"]]
    from_publication = steps < 0 or fields["phrase"].endswith("in the day")
    base = context.anchor.start or (context.published if from_publication else None)
    return _no_finer_than(_single_day(base + relativedelta(days=steps)), context.anchor) if base else NO_DATE


def _daypart(fields: Fields, context: DateContext) -> DateRange:
    """ "in the afternoon", "at 9pm": on the last day the story named; for a plan, only if it is not over."""
    anchor = context.anchor
    if context.ahead and anchor.start and context.published and anchor.start < context.published:
        return NO_DATE
    return _single_day(anchor.start) if anchor.start and anchor.precision == "day" else NO_DATE


def _holiday(fields: Fields, context: DateContext) -> DateRange:
    """ "Christmas Eve", "last Easter", "Good Friday 2023"."""
    name, published = fields["phrase"], context.published
    ahead = _direction(fields.get("which", "")) > 0 or (context.ahead and fields.get("which") != "last")
    if "year" in fields:
        days = holiday(name, int(fields["year"]))
    else:
        days = nearest_holiday(name, published, ahead) if published else None
    return _span(*days, source="explicit") if days else NO_DATE


def _undated(fields: Fields, context: DateContext) -> DateRange:
    """ "Years ago", "when young": the writer names a time, but nobody else knows its days."""
    return NO_DATE


def _shift(fields: Fields, context: DateContext) -> DateRange:
    """ "three days ago", "two years later", "in two weeks"."""
    words = vocabulary.dates().shifts
    n, unit, way = number(fields["n"]), fields["unit"], fields.get("way")
    back = way in words.back
    from_publication = way is None or way in words.from_publication or (back and not context.anchor.start)
    base = context.published if from_publication else context.anchor.start
    if not n or not base or (way is None and not context.ahead):
        return NO_DATE
    days = _enclosing(base + _step(unit, -n if back else n), unit)
    return _no_finer_than(days, NO_DATE if from_publication else context.anchor)


def _period(fields: Fields, context: DateContext) -> DateRange:
    """ "last week", "the same month", "later this month".

    Of the current week, month or year, only the days before publication, or from it on if the event lies ahead.
    """
    which, unit, part = fields.get("which", "").split(), fields["unit"], fields.get("part", "")
    from_story = not vocabulary.dates().anaphora.isdisjoint(which)
    base, direction = context.anchor.start if from_story else context.published, _direction(" ".join(which))
    if not base:
        return NO_DATE
    if unit == "weekend":
        return _weekend(base, direction, context.ahead)
    days = _enclosing(base + _step(unit, direction), unit)
    if direction or from_story or not (days.start and days.end and context.published):
        return days
    if context.ahead or part == "later":
        return replace(days, start=max(days.start, context.published))
    return replace(days, end=min(days.end, context.published))


def _weekend(base: date, direction: int, ahead: bool) -> DateRange:
    """The weekend of the week of `base`, or the one before if the event is past and `base` is a working day."""
    if not direction and not ahead and base.weekday() < 5:
        direction = -1
    saturday = base + relativedelta(weekday=weekday(0, -1)) + relativedelta(days=5, weeks=direction)
    return _span(saturday, saturday + relativedelta(days=1))


def _window(fields: Fields, context: DateContext) -> DateRange:
    """ "in the last month" begins on the same day one month earlier; "recent days" are a week."""
    unit = fields["unit"]
    if not context.published:
        return NO_DATE
    default = "" if unit == "day" or fields["which"] == "recent" else "one"
    n = number(fields.get("n", default)) or vocabulary.dates().recent[unit]
    if _direction(fields.get("which", "")) > 0:
        return _span(context.published, context.published + _step(unit, n))
    return _span(context.published - _step(unit, n), context.published)


def _with_year_of_story(rule: Rule) -> Rule:
    """The rule, with the year that "March that year", "March 6 the following year" mean, if the story named one."""

    def days(fields: Fields, context: DateContext) -> DateRange:
        which, named = fields.get("which", ""), context.anchor.start
        if "of" not in fields or vocabulary.dates().anaphora.isdisjoint(which.split()):
            return rule(fields, context)
        return rule({**fields, "year": str(named.year + _direction(which))}, context) if named else NO_DATE

    return days


RULES: Mapping[str, Rule] = {
    "iso": _calendar_day,
    "numeric": _numeric_day,
    "day of month": _day_of_month,
    "calendar day": _with_year_of_story(_calendar_day),
    "calendar month": _with_year_of_story(_calendar_month),
    "part of year": _part_of_year,
    "calendar year": _calendar_year,
    "season": _season,
    "weekday": _weekday,
    "weeks on": _weeks_on,
    "skipping": _skipping,
    "deictic": _deictic,
    "anaphoric": _anaphoric,
    "daypart": _daypart,
    "holiday": _holiday,
    "shift": _shift,
    "period": _period,
    "window": _window,
    **dict.fromkeys(UNDATED, _undated),
}


def _single_day(day: date) -> DateRange:
    return DateRange(day, day, "day", "relative")


def _month(year: int, month: int, source: str) -> DateRange:
    first = date(year, month, 1)
    return DateRange(first, first + relativedelta(day=31), "month", source)


def _span(start: date, end: date, source: str = "relative") -> DateRange:
    """The days from `start` to `end`; their precision is the smallest of day, week, month and year that is as long."""
    if end < start:
        return NO_DATE
    longest = {"day": 0, "week": 7, "month": 31}
    length = (end - start).days
    return DateRange(start, end, next((unit for unit, days in longest.items() if length <= days), "year"), source)


def _enclosing(day: date, unit: str, source: str = "relative") -> DateRange:
    """The week, month or year that contains a day, or the day itself."""
    if unit == "month":
        return _month(day.year, day.month, source)
    if unit == "year":
        return DateRange(date(day.year, 1, 1), date(day.year, 12, 31), "year", source)
    if unit in ("week", "fortnight"):
        monday = day - relativedelta(days=day.weekday())
        return _span(monday, monday + relativedelta(days=6), source)
    return DateRange(day, day, "day", source)


def _no_finer_than(days: DateRange, anchor: DateRange) -> DateRange:
    """The days, widened to the precision of what they are counted from: two days after "in 2017" are in a year."""
    if not days.start or anchor == NO_DATE or SCALE[days.precision] >= SCALE[anchor.precision]:
        return days
    return _enclosing(days.start, anchor.precision, days.source)


def _step(unit: str, n: float) -> relativedelta:
    """The length of `n` units; zero for hours and minutes, which stay on the day."""
    steps = {"day": (1, 0, 0), "week": (7, 0, 0), "fortnight": (14, 0, 0), "month": (0, 1, 0), "year": (0, 0, 1)}
    days, months, years = (int(n * size) for size in steps.get(unit, (0, 0, 0)))
    return relativedelta(days=days, months=months, years=years)


def _direction(modifier: str) -> int:
    """-1 for "last", 1 for "next" or "the following", 0 for "this" and without a modifier."""
    return vocabulary.dates().directions.get(modifier.split()[-1], 0) if modifier else 0


# Lengths of time and numbers


def lengths(text: str) -> Iterator[tuple[int, int, int, str | None]]:
    """Lengths of time in hours or minutes: "for over two hours", "a 90-minute call".

    Yields:
        Start and end in the text, the length in minutes, and the words that qualify it ("over", "about") or None.
    """
    if not any(hint in text.lower() for hint in _hints("length")[0]):
        return
    for match in _patterns()["length"][0].finditer(text):
        n = number(match["n"] or "one") + 0.5 * bool(match["half"] or match["more"])
        in_hours = (match["unit"] or match["long"]).lower().startswith("h")
        total = n * (60 if in_hours else 1) + number(match["minutes"] or "0")
        yield match.start(), match.end(), round(total), match["qualifier"]


def number(text: str) -> float:
    """The value of a numeral or number word; 0 for "several" and other words."""
    is_numeral = re.fullmatch(r"\d+(\.\d+)?", text)
    return float(vocabulary.dates().numbers.get(text.lower(), text if is_numeral else 0))
