"""What the calendar makes of an expression of time: one rule a form, each from what fills the form to days.

The calendar is python-dateutil's (https://dateutil.readthedocs.io): `relativedelta` knows month ends, leap years and
"the Sunday before"; its parser reads the plain forms ("6 March 2022"), and only these, because it fills gaps from
today's date and takes "may" and "sat" for dates.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dateutil.parser import ParserError, parse
from dateutil.relativedelta import relativedelta, weekday

from analysis.words import vocabulary

Fields = Mapping[str, str]
SCALE = {"day": 0, "month": 1, "year": 2, "none": 3}


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day, how fine they are (day · month · year · none) and what fixed them.

    `source`: explicit (the calendar's own names), relative (counted from another day), publication, none.
    """

    start: date | None = None
    end: date | None = None
    precision: str = "none"
    source: str = "none"


NOTHING = Days()


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is read against."""

    published: date | None
    ahead: bool
    anchor: Days


def number(text: str) -> float:
    """The number a numeral or number word stands for; 0 for "several"."""
    return float(vocabulary("dates")["numbers"].get(text.lower(), text if re.fullmatch(r"\d[\d.]*", text) else 0))


def one(day: date, source: str = "relative") -> Days:
    """A single day."""
    return Days(day, day, "day", source)


def _month(year: int, month: int, source: str) -> Days:
    first = date(year, month, 1)
    return Days(first, first + relativedelta(day=31), "month", source)


def between(start: date, end: date, source: str = "relative") -> Days:
    """A stretch of days, called as fine as the smallest of day, month and year that can hold as many."""
    if end < start:
        return NOTHING
    length = (end - start).days
    return Days(start, end, "day" if not length else "month" if length <= 31 else "year", source)


def agree(a: Days, b: Days) -> bool:
    """Whether two can be the same days: they overlap, or one of them is not known."""
    if not (a.start and b.start and a.end and b.end):
        return True
    return max(a.start, b.start) <= min(a.end, b.end)


def _around(day: date, unit: str, source: str = "relative") -> Days:
    """The day itself, or the week, month or year that holds it."""
    if unit == "month":
        return _month(day.year, day.month, source)
    if unit == "year":
        return Days(date(day.year, 1, 1), date(day.year, 12, 31), "year", source)
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


def _calendar_day(f: Fields, at: Setting) -> Days:
    year = f.get("year") or (str(at.published.year) if at.published else "")
    if not year and "iso" not in f:
        return NOTHING
    try:
        start = parse(f.get("iso") or f"{f['day']} {f['month']} {year}").date()
        end = start.replace(day=int(f.get("day2", start.day)))
    except (ParserError, ValueError):
        return NOTHING
    if at.published and not {"year", "iso"} & set(f):
        years = _side(f.get("which", ""))
        if "which" not in f:
            years = int(at.ahead and end < at.published) - int(not at.ahead and start > at.published)
        start, end = start + relativedelta(years=years), end + relativedelta(years=years)
    return Days(start, end, "day", "explicit") if start <= end else NOTHING


def _calendar_month(f: Fields, at: Setting) -> Days:
    month = int(vocabulary("dates")["months"][f["month"]])
    if "year" in f:
        return _month(int(f["year"]), month, "explicit")
    if not at.published:
        return NOTHING
    year, side = at.published.year, _side(f.get("which", ""))
    if "of" in f:
        year += side
    elif side > 0 or (at.ahead and not side):
        year += month < at.published.month + (side > 0)
    else:
        year -= month > at.published.month - (side < 0)
    return _month(year, month, "explicit")


def _calendar_year(f: Fields, at: Setting) -> Days:
    return _around(date(int(f["year"]), 1, 1), "year", "explicit")


def _season(f: Fields, at: Setting) -> Days:
    year, side = f.get("year") or (at.published.year if at.published else None), _side(f.get("which", ""))
    if not year:
        return NOTHING
    start = date(int(year), vocabulary("dates")["seasons"][f["season"]], 1)
    if side and at.published:
        begun = start <= at.published
        start += relativedelta(years=int(begun and side > 0) - int(not begun and side < 0))
    end = start + relativedelta(months=3, days=-1)
    return Days(start, end, "year", "relative" if side else "explicit")


def _weekday(f: Fields, at: Setting) -> Days:
    number, which, week = vocabulary("dates")["weekdays"][f["weekday"]], f.get("which", ""), f.get("week")
    told = which.endswith(("following", "previous")) and at.anchor.precision == "day"
    base, side = at.anchor.start if told else at.published, _side(which)
    if not base:
        return NOTHING
    if week:
        monday = base - relativedelta(days=base.weekday()) + relativedelta(weeks=_side(week))
        return one(monday + relativedelta(days=number))
    way = side or (1 if at.ahead else -1)
    return one(base + relativedelta(days=side) + relativedelta(weekday=weekday(number, way)))


def _deictic(f: Fields, at: Setting) -> Days:
    days = relativedelta(days=vocabulary("dates")["deictic"][f["phrase"]])
    return one(at.published + days) if at.published else NOTHING


def _anaphoric(f: Fields, at: Setting) -> Days:
    """Counted from what the story named; "the day before" of nothing is counted from publication."""
    n = vocabulary("dates")["anaphoric"][f["phrase"]]
    base = at.anchor.start or (at.published if n < 0 else None)
    return _no_finer(one(base + relativedelta(days=n)), at.anchor) if base else NOTHING


def _daypart(f: Fields, at: Setting) -> Days:
    """ "In the afternoon", "within an hour": of the day that the story named last, if it named one."""
    return one(at.anchor.start) if at.anchor.start and at.anchor.precision == "day" else NOTHING


def _no_finer(days: Days, than: Days) -> Days:
    if not days.start or than == NOTHING or SCALE[days.precision] >= SCALE[than.precision]:
        return days
    return _around(days.start, than.precision, days.source)


def _fixed(f: Fields, at: Setting) -> Days:
    month, day = vocabulary("dates")["fixed"][f["phrase"]]
    return _calendar_day({**f, "month": date(2000, month, 1).strftime("%B").lower(), "day": str(day)}, at)


def _shift(f: Fields, at: Setting) -> Days:
    n, unit, way = number(f["n"]), f["unit"], f.get("way", "ahead")
    back = way in ("ago", "earlier", "before", "previously")
    from_published = way in ("ago", "from now", "ahead") or (back and not at.anchor.start)
    base = at.published if from_published else at.anchor.start
    if not n or not base or (way == "ahead" and not at.ahead):
        return NOTHING
    sign = -1 if back else 1
    return _no_finer(_around(base + _step(unit, sign * n), unit), NOTHING if from_published else at.anchor)


def _period(f: Fields, at: Setting) -> Days:
    """ "Last week", "later this month": of the present one, only what has passed or, ahead, what is to come."""
    which, unit, part = f.get("which", "").split(), f["unit"], f.get("part", "")
    told = bool({"same", "that", "following", "previous"} & set(which))
    base, side = at.anchor.start if told else at.published, _side(" ".join(which))
    if not base:
        return NOTHING
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


def _window(f: Fields, at: Setting) -> Days:
    """ "In the last month" begins on the same day one month earlier; "recent days" are a week."""
    unit, some = f["unit"], {"day": 7, "week": 4, "month": 3, "year": 3}
    if not at.published:
        return NOTHING
    one = "" if unit == "day" or f["which"] == "recent" else "one"
    n = number(f.get("n", one)) or some[unit]
    if _side(f.get("which", "")) > 0:
        return between(at.published, at.published + _step(unit, n))
    return between(at.published - _step(unit, n), at.published)


RULES: Mapping[str, Callable[[Fields, Setting], Days]] = {
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
