"""Which times, places and lengths of a sentence describe its contact."""

from collections.abc import Callable

import pytest
from spacy.tokens import Token

from analysis.contacts import attributes
from analysis.language import dates

Word = Callable[[str, str], Token]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Ann Lee met Bob Ray on Monday.", "met", ["Monday"]),
        ("Ann Lee said on Monday that she met Bob Ray on Sunday.", "met", ["Sunday"]),
        ("Ann Lee scrapped a meeting planned for Friday.", "meeting", ["Friday"]),
        ("On Saturday, when she telephoned him, it rained.", "telephoned", ["Saturday"]),
        ("They agreed to hold a summit next month, at which Ann Lee will meet Bob Ray.", "meet", ["next month"]),
        ("A recording of the call was published on Monday.", "call", []),
        # The time of another clause, or of the act that plans or refuses the contact.
        ("Ann Lee met Bob Ray before she left on Monday.", "met", []),
        ("Ann Lee met Bob Ray, who was elected on Monday.", "met", []),
        ("Ann Lee refused on Monday to meet Bob Ray.", "meet", []),
    ],
)
def test_a_time_belongs_to_the_clause_it_stands_in(word: Word, text: str, trigger: str, expected: list[str]) -> None:
    token = word(text, trigger)
    expressions = [(expression, dates.NO_DATE) for expression in dates.find(token.doc)]
    attached = attributes.said_of(token, attributes.path(token), set(), expressions)
    assert [expression.text for expression, _ in attached] == expected


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Ann Lee met Bob Ray in Oslo.", "met", "Oslo"),
        ("Ann Lee met Bob Ray at a summit in Oslo.", "met", "Oslo"),
        ("Ann Lee met Bob Ray at the House of Lords on Monday.", "met", "House of Lords"),
        ("Ann Lee met Bob Ray at the Department for Trade.", "met", "Department for Trade"),
        ("Ann Lee met Bob Ray in the resort of Sharm el-Sheikh.", "met", "Sharm el-Sheikh"),
        ("Ann Lee met Bob Ray at Mar-a-Lago on Monday.", "met", "Mar-a-Lago"),
        ("Ann Lee met Bob Ray in the heart of London.", "met", "London"),
        ("Ann Lee met Bob Ray in the Norwegian capital, Lunde, on Monday.", "met", "Lunde"),
        ("Ann Lee met Bob Ray in Lunde Sept. 7", "met", "Lunde"),
        ("Ann Lee met Bob Ray at a small bar in Lunde's Wick district on Monday.", "met", "Lunde"),
        ("Ann Lee met Bob Ray in the district, a friend said.", "met", None),
        ("Ann Lee met Bob Ray at The Oak on Monday.", "met", "The Oak"),
        ("Ann Lee met Bob Ray at the Oak on Monday.", "met", "Oak"),
        ("Ann Lee met Bob Ray at Number 10 on Monday.", "met", "Number 10"),
        ("Ann Lee visited the Capitol on Monday to meet Bob Ray.", "meet", "Capitol"),
        ("Ann Lee left the Capitol on Monday to meet Bob Ray.", "meet", None),
        ("Ann Lee met Bob Ray at a Grand Hotel in Lunde.", "met", "Lunde"),
        ("Ann Lee met Bob Ray at the Grand Hotel in Lunde.", "met", "Grand Hotel"),
        ("Ann Lee met Bob Ray in the car park of a garden centre.", "met", "the car park of a garden centre"),
        ("They will hold a summit in the city of Lunde, at which Ann Lee will meet Bob Ray.", "meet", "Lunde"),
        ("They opened a summit in the city of Lunde, which Ann Lee missed to meet Bob Ray.", "meet", None),
        ("Ann Lee met Bob Ray, who was born in Oslo.", "met", None),
        ("Ann Lee met Bob Ray at the height of the crisis.", "met", None),
        ("Ann Lee saw Bob Ray at the Oslo summit.", "summit", "Oslo"),
        ("Ann Lee saw Bob Ray at the Oslo summit in Bergen.", "summit", "Bergen"),
        ("Ann Lee held Norway talks with Bob Ray.", "talks", None),
        ("Ann Lee and Bob Ray held talks on the war in Syria.", "talks", None),
    ],
)
def test_a_place_belongs_to_the_clause_it_stands_in(word: Word, text: str, trigger: str, expected: str | None) -> None:
    nodes = attributes.path(word(text, trigger))
    place = attributes.place(nodes, set(), False, set())
    assert (place and place[1]) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Ann Lee met Bob Ray for two hours.", "met", (120, None)),
        ("Ann Lee met Bob Ray for over an hour and a half.", "met", (90, "over")),
        ("Ann Lee met Bob Ray two hours later.", "met", (None, None)),
    ],
)
def test_lengths(word: Word, text: str, trigger: str, expected: tuple[int | None, str | None]) -> None:
    assert attributes.length(attributes.path(word(text, trigger)), set()) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Their meeting took place virtually on Tuesday.", "meeting", "phone"),
        ("She left after a virtual ministers' meeting with him.", "meeting", "phone"),
        ("They held a meeting via video-conferencing.", "meeting", "phone"),
        ("Ann Lee had an e-mail exchange with Bob Ray.", "exchange", "correspondence"),
        ("Ann Lee told Bob Ray by letter.", "told", "correspondence"),
        ("Ann Lee spoke to Bob Ray about the letter.", "spoke", "meeting"),
        ("She left the meeting with the virtual assistant.", "meeting", "meeting"),
        ("She met a minister known for virtual art.", "met", "meeting"),
    ],
)
def test_the_means(word: Word, text: str, trigger: str, expected: str) -> None:
    assert attributes.channel(attributes.path(word(text, trigger)), "meeting") == expected
