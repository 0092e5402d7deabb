"""When and where contacts are that name no time or place of their own."""

from collections.abc import Callable
from typing import Any

import pytest

Rows = Callable[..., list[dict[str, Any]]]


def last(rows: list[dict[str, Any]], column: str) -> str | None:
    """A value of the last contact; the first ten characters of a day."""
    value = rows[-1][column]
    return None if value is None else str(value)[:10] if column.startswith("date") else str(value)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("On Friday Ann Lee opened a bridge. She said this when meeting Tom Hall.", "2022-03-04"),
        ("Ann Lee defended her plan on Friday. She spoke to Bo Ray by phone.", "2022-03-04"),
        ("Ann Lee opened a bridge on Friday and met Bo Ray.", "2022-03-04"),
        ("Ann Lee resigned on Saturday. She had just spoken with Bo Ray.", "2022-03-05"),
        (
            "Ann Lee sounded a warning on Saturday. Leaving a meeting with Bo Ray, Lee said that the talks were over.",
            "2022-03-05",
        ),
        ("The town was flooded on Friday.\n\nAnn Lee telephoned Bo Ray.", "2022-03-04"),
        ("Ann Lee opened a bridge on Friday. It rained. Ann Lee met Bo Ray.", "2022-03-04"),
        ("On March 1 Ann Lee left hospital. She met Bo Ray.", "2022-03-01"),
        ("Ann Lee opened a bridge on Friday. The winner will be named on May 2. She met Bo Ray.", "2022-03-04"),
        ("Ann Lee spoke to Bo Ray about the visit on Friday.", "2022-03-04"),
        ("Ann Lee met Tom Hall in Oslo on Friday. She then had lunch with Bo Ray.", "2022-03-04"),
        ("On March 1 Ann Lee asked whether May 3, 1975 meant anything. The next day she met Bo Ray.", "2022-03-02"),
        # The contact's own time, or none.
        ("Ann Lee opened a bridge on Friday, before she met Bo Ray.", None),
        ("Ann Lee opened a bridge on Friday. She met Bo Ray on Sunday.", "2022-03-06"),
        ("Ann Lee opened a bridge on Friday. She had spoken with Bo Ray.", None),
        ("Ann Lee opened a bridge on Friday. She met Bo Ray years ago.", None),
        ("Ann Lee opened a bridge on Friday. It was built in 2017. Ann Lee met Bo Ray.", None),
        ("Ann Lee praised the town that was flooded on Friday. She has met Bo Ray.", None),
        ("Ann Lee sought to calm the town on Friday. She met Bo Ray.", "2022-03-04"),
        ("Ann Lee agreed to resign on Friday. She met Bo Ray.", None),
        # Times in passing leave the story where it is.
        ("Ann Lee opened a bridge on Friday. Bo Ray, who had flown in on Thursday, met Ann Lee.", "2022-03-04"),
        ("Ann Lee resigned on Friday after Sunday's defeat. Bo Ray telephoned Ann Lee.", "2022-03-04"),
        ("Ann Lee resigned on Friday. Saturday's debate was called off. Bo Ray telephoned her.", "2022-03-04"),
        ("Ann Lee resigned on Friday. It was hours after Bo Ray had left. Cy Dow met Ann Lee.", "2022-03-04"),
        ("Ann Lee opened a bridge on Friday. She had earlier met Bo Ray.", "2022-03-04"),
        ("Ann Lee opened a bridge on Friday. She had met Bo Ray.", None),
        ("Ann Lee called on the people of Norway on Friday to stay calm. She met Bo Ray.", "2022-03-04"),
        # The time of day alone is that of the story's day.
        ("Ann Lee resigned on Friday. At 9.40pm Ann Lee telephoned Bo Ray.", "2022-03-04"),
        ("Ann Lee resigned on Friday. Ann Lee telephoned Bo Ray shortly after 9 p.m.", "2022-03-04"),
        ("Ann Lee resigned on Friday. Ann Lee telephoned Bo Ray just before midnight.", "2022-03-04"),
        ("Ann Lee resigned on Friday after Sunday's defeat. Ann Lee telephoned Bo Ray at 9pm.", "2022-03-04"),
        ("Ann Lee resigned on Friday. It rained at 9pm. Ann Lee telephoned Bo Ray.", "2022-03-04"),
        ("Ann Lee resigned on Friday. Ann Lee will telephone Bo Ray at 9pm.", None),
        ("On Friday at 9pm Ann Lee telephoned Bo Ray.", "2022-03-04"),
        # What is only reported on a day, or only describes a noun, may have happened on any other.
        ("Ann Lee told the court on Friday that Bo Ray telephoned her.", None),
        ("Ann Lee opened a bridge on Friday. She said that she had spoken with Bo Ray.", None),
        ("Ann Lee opened a bridge on Friday. She said that she had just spoken with Bo Ray.", "2022-03-04"),
        ("Bo Ray telephoned Ann Lee on Thursday, the ministry said on Friday.", "2022-03-03"),
        ("The mayor resigned on Friday. He welcomed a report on talks between Ann Lee and Bo Ray.", None),
    ],
)
def test_a_contact_is_of_the_day_that_the_story_is_at(rows: Rows, text: str, start: str | None) -> None:
    assert last(rows(text), "date_start") == start


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Ann Lee met Bo Ray.", "2022-03-07"),
        ("The bridge is shut. Ann Lee met Bo Ray.", "2022-03-07"),
        ("The bridge is shut.\n\nAnn Lee telephoned Bo Ray.", "2022-03-07"),
        ("The bridge is shut.\n\nIt is old.\n\nAnn Lee telephoned Bo Ray.", None),
        ("Ann Lee has held talks with Bo Ray.", "2022-03-07"),
        ("Cy Dow met Bo Ray.\n\nIt rained.\n\nHe later telephoned Ann Lee.", "2022-03-07"),
        ("Cy Dow met Bo Ray.\n\nIt rained in May.\n\nHe telephoned Ann Lee.", None),
        ("The bridge was built in 2017. Ann Lee met Bo Ray.", None),
        ("Ann Lee met Bo Ray when both were students.", None),
        ("Ann Lee met Bo Ray while he was mayor.", None),
        ("Ann Lee once met Bo Ray.", None),
        ("Years ago, Ann Lee met Bo Ray.", None),
        ("Ann Lee first met Bo Ray in the 1990s.", None),
        ("Ann Lee met Bo Ray as a student.", None),
        ("Tomorrow, Ann Lee will meet Bo Ray.", "2022-03-08"),
        ("Last week Ann Lee met Bo Ray on Friday.", "2022-03-04"),
        ("Ann Lee said that she met Bo Ray.", None),
    ],
)
def test_news_without_a_time_is_of_the_day_of_publication(rows: Rows, text: str, start: str | None) -> None:
    assert last(rows(text), "date_start") == start


@pytest.mark.parametrize(
    "text", ["on the 3rd", "on July 18th, 2016", "on 16.07.2020", "on 16-JUL-2020", "on New Year’s Day"]
)
def test_a_time_is_no_topic(rows: Rows, text: str) -> None:
    assert last(rows(f"Ann Lee met Bo Ray {text}."), "topic") is None


@pytest.mark.parametrize("text", ["at Easter", "in Q1 2021", "at Christmas", "in H1 2021"])
def test_a_time_is_no_place(rows: Rows, text: str) -> None:
    assert last(rows(f"Ann Lee met Bo Ray {text}."), "place") is None


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("“I spoke to Bo Ray last night,” Ann Lee said on Thursday.", "2022-03-02"),
        ("“I will meet Bo Ray tomorrow,” Ann Lee told parliament on Sunday.", "2022-03-07"),
        ("“I spoke to Bo Ray yesterday,” Ann Lee said.", "2022-03-06"),
        ("Ann Lee said on Thursday that she had met Bo Ray yesterday.", "2022-03-06"),
        # Nor "tonight" from the morning after, where the story is at the day before.
        ("Ann Lee resigned on Sunday.\n\n“I spoke to Bo Ray this evening,” Ann Lee said.", "2022-03-06"),
        ("Ann Lee resigned on Friday.\n\n“I spoke to Bo Ray this evening,” Ann Lee said.", "2022-03-07"),
        ("Ann Lee resigned on Sunday.\n\n“I spoke to Bo Ray last night,” Ann Lee said.", "2022-03-06"),
        ("“Do it today,” he wrote on March 2. It rained. Two days later Ann Lee met Bo Ray.", "2022-03-04"),
    ],
)
def test_yesterday_in_a_quotation_counts_from_when_it_was_said(rows: Rows, text: str, start: str) -> None:
    assert last(rows(text), "date_start") == start


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Ann Lee has held talks with Bo Ray. Lee said after Saturday's meeting that she was glad.", ["2022-03-05"]),
        ("Ann Lee has met Bo Ray. Lee and Ray held talks for an hour on Sunday.", ["2022-03-06"]),
        ("Ann Lee has met Bo Ray. Lee and Ray held talks in May last year.", ["2022-03-07", "2021-05-01"]),
        ("Ann Lee met Bo Ray on Friday. Lee and Ray held talks on Sunday.", ["2022-03-04", "2022-03-06"]),
        ("Ann Lee has met Bo Ray. They had also met on Sunday.", ["2022-03-07", "2022-03-06"]),
        ("Ann Lee has written to Bo Ray. In the letter, sent on Friday, she complained.", ["2022-03-04"]),
        ("Ann Lee has written to Bo Ray. In the letter, Ann Lee complained on Friday.", ["2022-03-04"]),
    ],
)
def test_news_without_a_day_takes_the_day_of_a_later_sentence(rows: Rows, text: str, days: list[str]) -> None:
    assert [str(row["date_start"])[:10] for row in rows(text)] == days


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Ann Lee resigned in 2009. She met Bo Ray in August that year.", "2009-08-01"),
        ("Ann Lee resigned in 2009. In August of the same year she met Bo Ray.", "2009-08-01"),
        ("Ann Lee resigned in May 2009. She met Bo Ray in March the following year.", "2010-03-01"),
        ("Ann Lee resigned in 2009. She met Bo Ray on June 11 that year.", "2009-06-11"),
        ("Ann Lee resigned in 2009. She met Bo Ray on 11 June the previous year.", "2008-06-11"),
        ("Ann Lee resigned in 2009. She met Bo Ray in August last year.", "2021-08-01"),
        ("Ann Lee met Bo Ray in August that year.", None),
    ],
)
def test_a_month_or_day_of_the_year_that_the_story_is_at(rows: Rows, text: str, start: str | None) -> None:
    assert last(rows(text), "date_start") == start


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Ann Lee met Bo Ray in the city of Lunde in southeast Norway.", "Lunde"),
        ("Ann Lee met Bo Ray in Lunde town centre on Monday.", "Lunde"),
        ("Ann Lee met Bo Ray at Wilton's on Monday.", "Wilton's"),
        ("Ann Lee met Bo Ray at Wilton's office on Monday.", "Wilton's office"),
        ("Ann Lee met Bo Ray in the car park of a hotel.", "the car park of a hotel"),
        ("Ann Lee met Bo Ray in a car park on Monday.", "a car park"),
        ("Ann Lee met Bo Ray in the port of Lunde.", "Lunde"),
        ("Ann Lee visited Tarn in southwest Norway on Monday for talks with Bo Ray.", "Tarn"),
        ("Ann Lee met Bo Ray in southern Norway.", "Norway"),
        ("Ann Lee met Bo Ray at the White House on Monday.", "White House"),
        ("Ann Lee met Bo Ray at his residence.", "his residence"),
        ("Ann Lee met Bo Ray at his residence in Oslo.", "Oslo"),
        ("Ann Lee met Bo Ray in Oslo on Monday.", "Oslo"),
        # The place of the journey or meeting told before.
        ("Ann Lee flew to Oslo on Sunday. She met Bo Ray over dinner.", "Oslo"),
        ("Ann Lee arrived in Oslo for a summit. She then met Bo Ray.", "Oslo"),
        ("Ann Lee met Bo Ray in Oslo on Sunday. She also met Tom Hall.", "Oslo"),
        ("Ann Lee will travel to Oslo on Friday and hold talks with Bo Ray on Saturday.", "Oslo"),
        ("Ann Lee met Bo Ray in Oslo on Friday. It rained. It snowed. It was cold. Lee also met Tom Hall.", "Oslo"),
        ("On a visit to Oslo, Ann Lee held talks with Bo Ray.", "Oslo"),
        ("Ann Lee flew to Oslo on Sunday to meet Bo Ray.", "Oslo"),
        ("Ann Lee was in Oslo on Sunday. Her talks with Bo Ray went well.", "Oslo"),
        ("Ann Lee gave a speech in Oslo on Sunday. She met Bo Ray.", "Oslo"),
        ("The G7 summit in Tarn opened on Sunday. It rained. Ann Lee met Bo Ray on the sidelines.", "Tarn"),
        ("The conference opened in Tarn. At the conference, Ann Lee met Bo Ray.", "Tarn"),
        ("Ann Lee met Bo Ray at No 10 on Sunday.", "No 10"),
        ("President Ann Lee, who is in Tarn for a forum, will hold talks with Bo Ray on Thursday.", "Tarn"),
        ("Ann Lee met Bo Ray on his yacht in Tarn.", "Tarn"),
        ("Ann Lee met Bo Ray aboard Air Force One.", "Air Force One"),
        ("Ann Lee met Bo Ray at his flat.", "his flat"),
        ("Ann Lee met Bo Ray in Tarn on Sunday and will meet him again.", None),
        ("In Tarn on Sunday, Ann Lee met Bo Ray and telephoned Tom Hall.", None),
        ("Ann Lee met Bo Ray, the mayor of Lunde, in Tarn.", "Tarn"),
        ("Ann Lee was brought to the Foreign Office on Sunday, where she met Bo Ray.", "Foreign Office"),
        # A town named later in the country or region, and "there".
        ("Ann Lee met Bo Ray in Germany. After their meeting in Berlin she left.", "Berlin"),
        ("Ann Lee met Bo Ray in the West Bank. After the meeting in Ramallah she left.", "Ramallah"),
        ("Ann Lee met Bo Ray in Tarn. After the meeting in Lunde she left.", "Tarn"),
        ("Ann Lee met Bo Ray in Germany. After the meeting at her office she left.", "Germany"),
        ("Ann Lee drank tea at the Crown Hotel in Lunde. She had gone there to meet Bo Ray.", "Crown Hotel"),
        ("Norway will receive President Ann Lee of Chile on an official visit on Friday.", "Norway"),
        ("President Bo Ray of Norway will receive President Ann Lee of Chile on Friday.", None),
        # Where somebody is from or worked.
        ("Ann Lee met Bo Ray, the bishop of a church in Lunde.", None),
        ("Ann Lee wrote to Bo Ray in her first year at Tarn.", None),
        ("Ann Lee gave a speech in Oslo. She met Bo Ray.", None),
        ("Ann Lee was in tears. She met Bo Ray.", None),
        ("The conference opened in Tarn. Ann Lee met Bo Ray at a conference.", None),
        # Another place, another day, another plan.
        ("On the eve of the summit, Ann Lee dined with Bo Ray. The summit begins in Tarn on Friday.", None),
        ("Ann Lee was in Oslo on Friday. On Sunday she met Bo Ray.", None),
        ("Ann Lee flew to Oslo on Sunday. Tom Hall met Bo Ray.", None),
        ("Ann Lee met Bo Ray in Oslo on Sunday. She met Tom Hall on Friday.", None),
        ("Ann Lee met Bo Ray in Oslo on Sunday. She will meet Tom Hall.", None),
        # A call has no place.
        ("Ann Lee spoke by phone with Bo Ray in Oslo on Monday.", None),
        ("Ann Lee held a video call with Bo Ray at the White House.", None),
        ("Ann Lee flew to Oslo on Sunday. She telephoned Bo Ray.", None),
        # The dateline of a lead that reports the meeting as news.
        ("OSLO — Ann Lee met Bo Ray.", "Oslo"),
        ("NEW TARN (Reuters) - Ann Lee met Bo Ray on Monday to discuss trade.", "New Tarn"),
        ("OSLO — Ann Lee met Bo Ray in Tarn.", "Tarn"),
        ("OSLO — Ann Lee met Bo Ray in 2012.", None),
        ("OSLO — Ann Lee will meet Bo Ray on Friday.", None),
        ("OSLO — Ann Lee telephoned Bo Ray.", None),
        ("OSLO — Ann Lee resigned.\n\nShe met Bo Ray.", None),
    ],
)
def test_the_place_of_a_contact(rows: Rows, text: str, place: str | None) -> None:
    assert last(rows(text), "place") == place


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Ann Lee's meeting with Bo Ray, planned for Tuesday, has been moved to Friday.", "2022-03-11"),
        ("Ann Lee's meeting with Bo Ray has been moved to Friday.", "2022-03-11"),
        ("Ann Lee's meeting with Bo Ray was moved from Monday to Friday.", "2022-03-11"),
        ("Ann Lee's meeting with Bo Ray has been brought forward to Wednesday.", "2022-03-09"),
        ("Ann Lee's meeting with Bo Ray has been rescheduled for Friday.", "2022-03-11"),
        ("Ann Lee and Bo Ray rescheduled their meeting for next week.", "2022-03-14"),
        ("Ann Lee's meeting with Bo Ray was pushed back to Thursday.", "2022-03-10"),
        ("Ann Lee's call with Bo Ray was moved to Friday, Lee told reporters.", "2022-03-11"),
        ("Ann Lee's visit to Tom Hall has been moved to June.", "2022-06-01"),
    ],
)
def test_a_contact_that_is_moved_is_of_the_new_day(rows: Rows, text: str, start: str) -> None:
    assert last(rows(text), "date_start") == start


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2019\n\nOn March 3 Ann Lee met Bo Ray.", "2019-03-03"),
        ("In 2019:\n\nThe bridge is shut.\n\nIn June Ann Lee met Bo Ray.", "2019-06-01"),
        ("2018\n\nOn May 4 Ann Lee met Bo Ray.\n\n2019\n\nOn March 3 Ann Lee called Bo Ray.", "2019-03-03"),
        ("2019\n\nOn March 3, 2021, Ann Lee met Bo Ray.", "2021-03-03"),
        ("2019\n\nAnn Lee met Bo Ray in Rome from March 3 to 5.", "2019-03-03"),
        ("In 2019 the bridge was shut.\n\nOn March 3 Ann Lee met Bo Ray.", "2022-03-03"),
        ("Room 2019 is shut.\n\nOn March 3 Ann Lee met Bo Ray.", "2022-03-03"),
    ],
)
def test_a_year_alone_on_a_line_dates_what_follows(rows: Rows, text: str, start: str) -> None:
    assert last(rows(text), "date_start") == start


@pytest.mark.parametrize(
    ("text", "start"),
    [
        # After an infinitive that gives the purpose.
        ("Ann Lee met Bo Ray to discuss trade on Friday.", "2022-03-04"),
        ("Ann Lee telephoned Bo Ray to congratulate him on Friday.", "2022-03-04"),
        ("Ann Lee met Bo Ray in an attempt to end the strike on Friday.", "2022-03-04"),
        ("Ann Lee has met Bo Ray to prepare for a strike on Friday.", "2022-03-07"),
        # Before the noun that it is of, and beside the second of two verbs.
        ("Held on Friday, the talks were led by Ann Lee and Bo Ray.", "2022-03-04"),
        ("Shaken on Friday, the talks were led by Ann Lee and Bo Ray.", None),
        (
            "Ann Lee will fly to Oslo on Friday and hold talks with the new envoy, Mr Bo Ray, on Sunday.",
            "2022-03-13",
        ),
        ("Ann Lee met Bo Ray on Friday and will meet him again.", None),
        ("Ann Lee met Bo Ray and dined with him on Friday.", "2022-03-04"),
        ("President Ann Lee flew to Brussels for talks with Premier Bo Ray last Tuesday.", "2022-03-01"),
        ("Earlier in the day Ann Lee met Bo Ray.", "2022-03-07"),
        ("In recent weeks Ann Lee has met Bo Ray.", None),
        ("In the last two weeks Ann Lee has met Bo Ray.", "2022-02-21"),
        # Counted from another day.
        ("The deal was signed on Friday, a day after a phone call between Ann Lee and Bo Ray.", "2022-03-03"),
        ("The deal was signed on Friday after a phone call between Ann Lee and Bo Ray.", "2022-03-04"),
        ("Ann Lee met Bo Ray a day after he resigned on Friday.", "2022-03-05"),
        ("Ann Lee wrote to Bo Ray three days before he resigned on March 4.", "2022-03-01"),
        ("Ann Lee met Bo Ray minutes after landing on Friday.", "2022-03-04"),
        ("Ann Lee met Bo Ray hours before the vote on Friday.", "2022-03-04"),
        ("Ann Lee met Bo Ray on Thursday, a day after he resigned on Friday.", "2022-03-03"),
        ("Ann Lee met Bo Ray after he resigned on Friday.", "2022-03-07"),
        ("The bridge fell on Friday. Ann Lee met Bo Ray the following morning.", "2022-03-05"),
        ("The bridge fell on Friday. Ann Lee had met Bo Ray the night before.", "2022-03-03"),
        ("The bridge fell on Friday. Within 48 hours, Ann Lee met Bo Ray.", None),
        ("The bridge fell on Friday. The same evening, Ann Lee met Bo Ray.", "2022-03-04"),
        # "A month later" does not lead into the future.
        ("Ann Lee rang Bo Ray in May, she said on Friday. Ann Lee met Bo Ray a month later.", "2021-06-01"),
        (
            " ".join(f"The bridge fell on March {day}." for day in range(1, 8)) + " Ann Lee met Bo Ray 20 days later.",
            None,
        ),
        ("Ann Lee rang Bo Ray on Friday. Ann Lee will meet Bo Ray two weeks later.", "2022-03-14"),
        ("The bridge fell on Friday. Ann Lee met Bo Ray two days later.", "2022-03-06"),
        # Between two verbs: the parser gives the time to the second.
        ("Ann Lee rang her deputy, Bo Ray, on Friday to ask for help.", "2022-03-04"),
        ("Ann Lee said on Friday she met Bo Ray last week.", "2022-02-28"),
        ("Ann Lee said Friday she met Bo Ray last week.", "2022-02-28"),
        ("Ann Lee said on Friday she met Bo Ray.", None),
        ("Ann Lee said that on Friday she met Bo Ray.", "2022-03-04"),
        # After a clause between commas.
        ("Ann Lee sent messages to Bo Ray, who represents Wick, between May and July.", "2021-05-01"),
        ("Ann Lee telephoned Bo Ray, who was elected in May.", "2022-03-07"),
        # Of the verb above "where".
        ("On Friday Ann Lee visited a farm in Wick, where she held talks with Bo Ray.", "2022-03-04"),
        ("On Sunday Ann Lee will visit a farm in Wick, where she will hold talks with Bo Ray.", "2022-03-13"),
        ("On Friday Ann Lee visited a farm in Wick, where she will hold talks with Bo Ray.", None),
        ("On Friday Ann Lee visited a farm in Wick, where she had met Bo Ray.", None),
        ("On Friday Ann Lee flew home from Wick, where she met Bo Ray.", None),
        ("Ann Lee visited a farm in Wick on Friday, where she met Bo Ray on Thursday.", "2022-03-03"),
        # Of a letter.
        ("Ann Lee has written to Bo Ray.\n\nIn her letter, sent on Friday, Lee said that it was late.", "2022-03-04"),
        ("In a letter to Bo Ray released Friday, Ann Lee urges him to resign.", "2022-03-04"),
        # Numbers of a name.
        ("Ann Lee met Bo Ray, the chairman of the 1922 Committee, on Friday.", "2022-03-04"),
        ("Ann Lee asked for a meeting with Bo Ray, which took place on Friday.", "2022-03-04"),
    ],
)
def test_the_time_of_a_contact_in_another_clause(rows: Rows, text: str, start: str | None) -> None:
    assert last(rows(text), "date_start") == start
