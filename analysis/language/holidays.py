"""The days of holidays: "Christmas Day", "Good Friday", "Thanksgiving", "Super Tuesday".

Their names and how each is computed are in `vocabulary/dates.toml`. The day of Easter is python-dateutil's.
"""

from datetime import date

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta, weekday

from analysis import vocabulary

__all__ = ["holiday", "nearest_holiday"]

MAX_YEARS = 8  # between two days of a holiday: Super Tuesday is every four years, and the last one listed may be past


def holiday(name: str, year: int) -> tuple[date, date] | None:
    """First and last day of a holiday in a year; None if it has no day in that year.

    Args:
        name: the name, in lower case, as in `vocabulary/dates.toml`.
        year: the year.

    Raises:
        KeyError: the vocabulary has no such holiday.
    """
    words = vocabulary.dates()
    if name in words.fixed:
        month, day = words.fixed[name]
        return date(year, month, day), date(year, month, day)
    if name in words.easter:
        first, last = words.easter[name]
        return easter(year) + relativedelta(days=first), easter(year) + relativedelta(days=last)
    if name in words.nth:
        month, number, which, days_after = words.nth[name]
        found = date(year, month, 1) + relativedelta(day=1 if which > 0 else 31, weekday=weekday(number, which))
        return found + relativedelta(days=days_after), found + relativedelta(days=days_after)
    return next(((day, day) for day in words.listed[name] if day.year == year), None)


def nearest_holiday(name: str, day: date, ahead: bool) -> tuple[date, date] | None:
    """First and last day of the last holiday of a name that has begun, or of the next one; None if none is known.

    Args:
        name: the name, in lower case, as in `vocabulary/dates.toml`.
        day: the day to count from.
        ahead: whether to look for the next one that is not over yet.
    """
    years = range(day.year, day.year + MAX_YEARS) if ahead else range(day.year, day.year - MAX_YEARS, -1)
    known = (days for year in years if date.min.year <= year <= date.max.year and (days := holiday(name, year)))
    return next((days for days in known if (days[1] >= day if ahead else days[0] <= day)), None)
