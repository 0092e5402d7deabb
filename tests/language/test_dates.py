"""Expressions of time are resolved to days, and only where the text fixes them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import vocabulary
from analysis.language import dates, spacy_model

WORDS = vocabulary.dates()
MONDAY = datetime.date(2022, 3, 7)
FRAGMENTS = (
    "on Sunday", "since February 24", "two days later", "in 2017", "on the eve of", "the March 18 summit", "last week",
    "between March 3 and March 5", "after", "May", "on 31 June", "in the last month", "9999 years later", "a day",
    "February 29", "so far this year", "the day after", "March 3-1", "in 2,000 days", ",", "0 March", "99 days ago",
)  # fmt: skip


def resolved(
    text: str, published: datetime.date | None = MONDAY, ahead: bool = False, anchor: dates.DateRange = dates.NO_DATE
) -> dates.DateRange:
    """The days of the only expression in a text."""
    (expression,) = dates.find(spacy_model.model()(text))
    return dates.resolve(expression, published, ahead, anchor)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("They met on Sunday.", "2022-03-06", "2022-03-06", "day"),
        ("They met on Monday.", "2022-03-07", "2022-03-07", "day"),
        ("They met late on Tuesday night.", "2022-03-01", "2022-03-01", "day"),
        ("They met last Friday.", "2022-03-04", "2022-03-04", "day"),
        ("They met on Thursday of last week.", "2022-03-03", "2022-03-03", "day"),
        ("They met yesterday.", "2022-03-06", "2022-03-06", "day"),
        ("They met three days ago.", "2022-03-04", "2022-03-04", "day"),
        ("They met last week.", "2022-02-28", "2022-03-06", "week"),
        ("They met last month.", "2022-02-01", "2022-02-28", "month"),
        ("They met at the weekend.", "2022-03-05", "2022-03-06", "week"),
        ("They met earlier this month.", "2022-03-01", "2022-03-07", "month"),
        ("They met in December.", "2021-12-01", "2021-12-31", "month"),
        ("They met in early May 2021.", "2021-05-01", "2021-05-31", "month"),
        ("They met last summer.", "2021-06-01", "2021-08-31", "year"),
        ("They met in 2017.", "2017-01-01", "2017-12-31", "year"),
        ("They met on February 24.", "2022-02-24", "2022-02-24", "day"),
        ("They met on Feb. 24, 1999.", "1999-02-24", "1999-02-24", "day"),
        ("They met on 6 March 2022.", "2022-03-06", "2022-03-06", "day"),
        ("They met on January 4 this year.", "2022-01-04", "2022-01-04", "day"),
        ("They met on April 12.", "2021-04-12", "2021-04-12", "day"),
        ("They met on Christmas Eve.", "2021-12-24", "2021-12-24", "day"),
        ("They met on March 3-5.", "2022-03-03", "2022-03-05", "day"),
        ("They met between March 3 and March 5.", "2022-03-03", "2022-03-05", "day"),
        ("They met from March 3 to 5.", "2022-03-03", "2022-03-05", "day"),
        ("They met last Saturday.", "2022-03-05", "2022-03-05", "day"),
        ("They met last Sunday.", "2022-02-27", "2022-02-27", "day"),  # yesterday is not "last Sunday"
        ("They met from Monday to Wednesday.", "2022-02-28", "2022-03-02", "day"),
        ("They have met since February 24.", "2022-02-24", "2022-03-07", "month"),
        ("They have met since the army struck Ukraine on February 24.", "2022-02-24", "2022-03-07", "month"),
        ("They met 11 times in the last month.", "2022-02-07", "2022-03-07", "month"),
        ("They met often so far this year.", "2022-01-01", "2022-03-07", "year"),
        ("They met often in recent days.", "2022-02-28", "2022-03-07", "week"),
        ("They met over the past two weeks.", "2022-02-21", "2022-03-07", "month"),
        ("He spoke on the eve of the February 18 summit.", "2022-02-17", "2022-02-17", "day"),
        ("He spoke the day after Sunday's vote.", "2022-03-07", "2022-03-07", "day"),
    ],
)
def test_past_events_are_dated_before_publication(text: str, start: str, end: str, precision: str) -> None:
    days = resolved(text)
    assert (days.start, days.end, days.precision) == (day(start), day(end), precision)


@pytest.mark.parametrize(
    ("text", "start", "precision"),
    [
        ("They will meet on Sunday.", "2022-03-13", "day"),
        ("They will meet on Monday.", "2022-03-07", "day"),
        ("They will meet next Monday.", "2022-03-14", "day"),
        ("They will meet on April 12.", "2022-04-12", "day"),
        ("They will meet on February 24.", "2023-02-24", "day"),
        ("They will meet in December.", "2022-12-01", "month"),
        ("They will meet in two weeks.", "2022-03-21", "week"),
        ("They will meet later this month.", "2022-03-07", "month"),
    ],
)
def test_planned_events_are_dated_after_publication(text: str, start: str, precision: str) -> None:
    days = resolved(text, ahead=True)
    assert (days.start, days.precision) == (day(start), precision)


@pytest.mark.parametrize(
    ("text", "anchor", "start", "precision"),
    [
        ("Two years later they met.", "in 2017", "2019-01-01", "year"),
        ("Two days later they met.", "on February 24", "2022-02-26", "day"),
        ("They met the following day.", "on February 28", "2022-03-01", "day"),
        ("They met a day earlier.", "on March 1", "2022-02-28", "day"),
        ("They met the same month.", "on February 24", "2022-02-01", "month"),
        ("The following day they met.", "in 2017", "2017-01-01", "year"),
    ],
)
def test_later_is_counted_from_the_last_day_named(text: str, anchor: str, start: str, precision: str) -> None:
    days = resolved(text, anchor=resolved(f"They met {anchor}."))
    assert (days.start, days.precision, days.source) == (day(start), precision, "relative")


@pytest.mark.parametrize(
    "text", ["on Sunday", "last week", "in December", "in the last month", "two years later", "on May 3"]
)
def test_relative_expressions_need_a_publication_date(text: str) -> None:
    assert resolved(f"They met {text}.", published=None) == dates.NO_DATE


def test_calendar_dates_need_no_publication_date() -> None:
    assert resolved("They met on 6 March 2022.", published=None).start == day("2022-03-06")


@pytest.mark.parametrize(
    "text",
    ["After 2018 they met.", "They met before Friday.", "They met two days later.", "He spoke on the eve of the war.",
     "They met several days ago.", "They met on 31 June 2021."],
)  # fmt: skip
def test_bounds_and_vague_expressions_have_no_days(text: str) -> None:
    assert resolved(text) == dates.NO_DATE


@pytest.mark.parametrize("text", ["He may march on.", "The 1990s were hard.", "They met in Paris.", "Second thoughts."])
def test_other_words_are_not_dates(text: str) -> None:
    assert dates.find(spacy_model.model()(text)) == []


def test_the_day_after_an_undated_event_is_unknown() -> None:
    assert resolved("They met the day after the election.") == dates.NO_DATE


def test_the_head_attaches_an_expression_to_its_clause() -> None:
    doc = spacy_model.model()("They met the day before Wednesday's vote.")
    (expression,) = dates.find(doc)
    assert expression.head(doc).text == "day"


def test_a_since_clause_is_part_of_the_window() -> None:
    (window,) = dates.find(spacy_model.model()("They talked four times since troops struck on February 24."))
    assert (window.text, window.limit) == ("since troops struck on February 24", "since")


@pytest.mark.parametrize(
    ("text", "minutes", "qualifier"),
    [
        ("They spoke for over two hours.", 120, "over"),
        ("The two had a 90-minute conversation.", 90, None),
        ("It lasted more than two and a half hours.", 150, "more than"),
        ("It lasted an hour and 20 minutes.", 80, None),
        ("They talked for nearly three hours.", 180, "nearly"),
        ("They talked for half an hour.", 30, None),
    ],
)
def test_lengths(text: str, minutes: int, qualifier: str | None) -> None:
    ((start, end, total, before),) = dates.lengths(text)
    assert (total, before) == (minutes, qualifier)
    assert any(c.isdigit() for c in text[start:end]) or "hour" in text[start:end]


@pytest.mark.slow
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=6), st.booleans())
def test_spans_and_ranges_are_ordered_in_any_text(parts: list[str], ahead: bool) -> None:
    doc = spacy_model.model()(" ".join(parts))
    anchor, end = dates.NO_DATE, -1
    for expression in dates.find(doc):
        assert end < expression.first <= expression.last < len(doc)
        assert doc[expression.first : expression.last + 1].text == expression.text
        days = dates.resolve(expression, MONDAY, ahead, anchor)
        assert (days.start is None) == (days.precision == "none")
        assert not days.start or not days.end or days.start <= days.end
        anchor, end = days, expression.last


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        # days in figures; an order that the figures leave open is not guessed
        ("on 16.07.2020", "2020-07-16", "2020-07-16"),
        ("on 07/16/2020", "2020-07-16", "2020-07-16"),
        ("on 16/07/2020", "2020-07-16", "2020-07-16"),
        ("on 7/16/20", "2020-07-16", "2020-07-16"),
        ("on 2020/07/16", "2020-07-16", "2020-07-16"),
        ("on 5/5/2020", "2020-05-05", "2020-05-05"),
        ("on 05.06.2020", "2020-06-05", "2020-06-05"),
        ("on 16-JUL-2020", "2020-07-16", "2020-07-16"),
        ("on the 3rd", "2022-03-03", "2022-03-03"),
        ("on the 21st", "2022-02-21", "2022-02-21"),
        ("on the 31st", "2022-01-31", "2022-01-31"),
        ("on July 18th, 2016", "2016-07-18", "2016-07-18"),
        ("on the 18th of July", "2021-07-18", "2021-07-18"),
        # parts of a year, and of two
        ("in Q1 2021", "2021-01-01", "2021-03-31"),
        ("in Q4 of 2020", "2020-10-01", "2020-12-31"),
        ("in the first quarter of 2021", "2021-01-01", "2021-03-31"),
        ("in the last quarter of last year", "2021-10-01", "2021-12-31"),
        ("in the second half of 2021", "2021-07-01", "2021-12-31"),
        ("in H1 2021", "2021-01-01", "2021-06-30"),
        ("in Q3", "2021-07-01", "2021-09-30"),
        ("from May to June 2017", "2017-05-01", "2017-06-30"),
        ("between March and May 2020", "2020-03-01", "2020-05-31"),
        ("from November to January 2021", "2020-11-01", "2021-01-31"),
        ("in May and June 2020", "2020-05-01", "2020-06-30"),
        ("in May–June 2020", "2020-05-01", "2020-06-30"),
        ("from May 28 to June 2, 2020", "2020-05-28", "2020-06-02"),
        ("from 28 May to 2 June 2020", "2020-05-28", "2020-06-02"),
        ("from 2017 to 2019", "2017-01-01", "2019-12-31"),
        # weeks
        ("a fortnight ago", "2022-02-21", "2022-02-27"),
        ("the week before last", "2022-02-21", "2022-02-27"),
        ("the month before last", "2022-01-01", "2022-01-31"),
        ("the year before last", "2020-01-01", "2020-12-31"),
        ("the Friday before last", "2022-02-25", "2022-02-25"),
        ("last week on Friday", "2022-03-04", "2022-03-04"),
        ("last week, on Wednesday,", "2022-03-02", "2022-03-02"),
        ("a week ago on Friday", "2022-03-04", "2022-03-04"),
        ("two weeks ago on Tuesday", "2022-02-22", "2022-02-22"),
        ("on Tuesday two weeks ago", "2022-02-22", "2022-02-22"),
        ("on Friday of the week before last", "2022-02-25", "2022-02-25"),
        # holidays
        ("on Good Friday", "2021-04-02", "2021-04-02"),
        ("on Ash Wednesday", "2022-03-02", "2022-03-02"),
        ("on Black Friday", "2021-11-26", "2021-11-26"),
        ("on Super Tuesday", "2020-03-03", "2020-03-03"),
        ("on Easter Sunday 2018", "2018-04-01", "2018-04-01"),
        ("at Easter", "2021-04-02", "2021-04-05"),
        ("on Thanksgiving", "2021-11-25", "2021-11-25"),
        ("on Memorial Day", "2021-05-31", "2021-05-31"),
        ("on Christmas Day", "2021-12-25", "2021-12-25"),
        ("on CHRISTMAS DAY", "2021-12-25", "2021-12-25"),
        ("on New Year’s Day", "2022-01-01", "2022-01-01"),
        ("on Bastille Day", "2021-07-14", "2021-07-14"),
        ("last Christmas", "2021-12-25", "2021-12-25"),
        # before a noun
        ("at a January dinner", "2022-01-01", "2022-01-31"),
        ("over their May clash", "2021-05-01", "2021-05-31"),
    ],
)
def test_forms_of_past_days(text: str, start: str, end: str) -> None:
    days = resolved(f"They met {text} to talk.")
    assert (days.start, days.end) == (day(start), day(end))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("on Friday week", "2022-03-18"),
        ("on Tuesday fortnight", "2022-03-22"),
        ("tomorrow week", "2022-03-15"),
        ("today week", "2022-03-14"),
        ("a week on Friday", "2022-03-18"),
        ("a week from Friday", "2022-03-18"),
        ("a week tomorrow", "2022-03-15"),
        ("two weeks on Tuesday", "2022-03-22"),
        ("next week on Tuesday", "2022-03-15"),
        ("the week after next", "2022-03-21"),
        ("in a fortnight", "2022-03-21"),
        ("on the 3rd", "2022-04-03"),
        ("on the 7th", "2022-03-07"),
        ("in Q3", "2022-07-01"),
        ("at Easter", "2022-04-15"),
        ("on Black Friday", "2022-11-25"),
        ("on Super Tuesday", "2024-03-05"),
        ("next Christmas", "2022-12-25"),
    ],
)
def test_forms_of_days_ahead(text: str, start: str) -> None:
    assert resolved(f"They will meet {text}.", ahead=True).start == day(start)


@pytest.mark.parametrize(
    "text",
    ["years ago", "long ago", "a long time ago", "decades ago", "a generation ago", "some time ago", "a while back",
     "the other day", "recently", "once", "as a student", "as children", "at school", "in college", "during the war",
     "in his first year as mayor", "during his presidency", "in the 1990s", "in the early 1980s", "in the nineties",
     "in her youth", "in the past", "months earlier", "shortly before the war", "at Diwali", "on 05/06/2020",
     "on 31/31/2020", "in the last century"],
)  # fmt: skip
def test_a_time_that_nobody_knows_has_no_days(text: str) -> None:
    assert resolved(f"They met {text}.") == dates.NO_DATE


@pytest.mark.parametrize(
    "text",
    ["once again", "more than once", "at once", "at the School of Law", "for the first time in years",
     "in the war room", "on the 3rd floor", "as a mediator", "on Christmas Island", "about the Good Friday Agreement",
     "with a May government", "with the May government", "on the March on Lunde", "about the 1949 Treaty"],
)  # fmt: skip
def test_words_like_those_of_times_are_none(text: str) -> None:
    assert dates.find(spacy_model.model()(f"They met {text}.")) == []


@pytest.mark.parametrize(
    ("text", "start"),
    [("on the eve of talks on Tuesday", "2022-03-07"), ("the day before Friday's vote", "2022-03-03")],
)
def test_what_a_day_is_counted_from_may_lie_ahead(text: str, start: str) -> None:
    assert resolved(f"They met {text}.").start == day(start)


@pytest.mark.parametrize(
    ("form", "texts"),
    [
        ("iso", ("2022-03-06", "16-JUL-2020", "3.may.21")),
        ("calendar day", ("March 6", "6 Sept", "the 1st of May")),
        ("calendar month", ("in Mar", "early June 2020", "May–June 2017")),
        ("part of year", ("Q3", "H1 2020", "the final quarter of last year", "First half of 2022")),
        ("weekday", ("Sunday", "a fortnight ago on Friday")),
        ("weeks on", ("tomorrow week", "a fortnight on Friday")),
        ("skipping", ("the Friday before last", "the weekend after next")),
        ("deictic", (*WORDS.deictic,)),
        ("anaphoric", (*WORDS.anaphoric,)),
        ("daypart", (*WORDS.dayparts,)),
        ("holiday", (*WORDS.fixed, *WORDS.easter, *WORDS.nth, *WORDS.listed)),
        ("shift", ("Two years later", "in three fortnights")),
        ("period", ("so far this YEAR", "over the weekend")),
        ("window", ("in the last month", "In recent days")),
        ("undated", ("Recently", "at one time", "decades previously", "the other night", "of late", "in those days")),
        ("undated era", ("as a teenager", "in the '90s", "at college", "during his tenure", "over Eid")),
    ],
)  # fmt: skip
def test_a_form_is_tried_wherever_it_could_match(form: str, texts: tuple[str, ...]) -> None:
    for text in texts:
        matching = [pattern for pattern in dates._patterns()[form] if pattern.search(text)]
        tried = [pattern for tried, pattern in dates._possible_expressions(text) if tried == form]
        assert matching and set(matching) <= set(tried), text


@pytest.mark.parametrize("text", ["a 90-minute call", "two hrs", "Hour-long"])
def test_lengths_are_looked_for_wherever_they_could_be(text: str) -> None:
    assert len(list(dates.lengths(text))) == 1


@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=6).map(" ".join))
def test_no_other_form_matches(text: str) -> None:
    matching = {(form, p) for form in dates.RULES for p in dates._patterns()[form] if p.search(text)}
    assert matching <= set(dates._possible_expressions(text))
