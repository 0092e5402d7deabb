"""Whether a contact took place, for each construction that decides it."""

from collections.abc import Callable

import pytest
from spacy.tokens import Token

from analysis.contacts.factuality import status

Word = Callable[[str, str], Token]


@pytest.mark.parametrize(
    ("text", "trigger", "expected", "why"),
    [
        ("Ann Lee met Bob Ray.", "met", "occurred", ""),
        ("Ann Lee met Bob Ray after refusing to resign.", "met", "occurred", ""),
        ("Ann Lee met Bob Ray and will not resign.", "met", "occurred", ""),
        # auxiliaries
        ("Ann Lee will meet Bob Ray.", "meet", "planned", "will"),
        ("Ann Lee could meet Bob Ray.", "meet", "hypothetical", "could"),
        ("Ann Lee would have met Bob Ray.", "met", "hypothetical", "would"),
        # negation
        ("Ann Lee did not meet Bob Ray.", "meet", "denied", "not"),
        ("No meeting took place.", "meeting", "denied", "No"),
        # conditions and hearsay
        ("If Ann Lee met Bob Ray, he would leave.", "met", "hypothetical", "If"),
        ("Ann Lee supposedly phoned Bob Ray.", "phoned", "hypothetical", "supposedly"),
        # governing verbs, nouns and adjectives
        ("Ann Lee plans to meet Bob Ray.", "meet", "planned", "plans"),
        ("Ann Lee is due to meet Bob Ray on Friday.", "meet", "planned", "due"),
        ("Ann Lee refused to meet Bob Ray.", "meet", "denied", "refused"),
        ("Ann Lee denied that she met Bob Ray.", "met", "denied", "denied"),
        ("Ann Lee called off a meeting with Bob Ray.", "meeting", "cancelled", "called"),
        ("A planned meeting with Bob Ray begins.", "meeting", "planned", "planned"),
        ("The possibility of a meeting was discussed.", "meeting", "hypothetical", "possibility"),
        # one inside the scope of another
        ("Ann Lee does not plan to meet Bob Ray.", "meet", "denied", "not … plan"),
        ("Ann Lee has not ruled out meeting Bob Ray.", "meeting", "hypothetical", "not … ruled"),
        ("Ann Lee accepted an invitation to visit Oslo.", "visit", "planned", "accepted … invitation"),
    ],
)
def test_scope_decides(word: Word, text: str, trigger: str, expected: str, why: str) -> None:
    assert status(word(text, trigger)) == (expected, why)


def test_a_day_to_come_makes_the_present_a_plan(word: Word) -> None:
    trigger = word("Ann Lee meets Bob Ray on Tuesday.", "meets")
    assert status(trigger, upcoming=False) == ("occurred", "")
    assert status(trigger, upcoming=True) == ("planned", "meets")
