"""Subjects, governors, passives and negation, on sentences that the parser reads correctly."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc, Token

from analysis.language.syntax import Reach, governors, is_passive, nearest_verb, negation, subject, verb_above

Word = Callable[[str, str], Token]


@pytest.mark.parametrize(
    ("text", "verb", "source", "participant"),
    [
        ("Ann Lee said that Bob Ray left.", "said", "Lee", "Lee"),
        ("Ann Lee met Bob Ray and told him to wait.", "told", "Lee", "Lee"),
        ("Ann Lee, speaking in Rome, said no.", "speaking", "Lee", "Lee"),
        ("Ann Lee plans to visit Oslo.", "visit", "Lee", "Lee"),
        # Of a passive, the source is its agent, the participant its grammatical subject.
        ("The court was told by Ann Lee that he left.", "told", "Lee", "court"),
        ("The visitor was received by Ann Lee.", "received", "Lee", "visitor"),
        # Only a participant may be the object of the verb above.
        ("Ann Lee asked Bob Ray to come.", "come", "Lee", "Ray"),
        ("Ann Lee urged Bob Ray on Monday to come.", "come", "Lee", "Ray"),
        # Only a source may be the object of "quote … as".
        ("They quoted her as saying no.", "saying", "her", "They"),
        # Relative pronouns and possessors.
        ("The official who met her left.", "met", "who", "official"),
        ("Ann Lee's plan to visit Oslo failed.", "visit", "plan", "Lee"),
        # What was said continues after the cue.
        ("Bob Ray is in Rome, he said, and will meet Ann Lee.", "meet", "he", "Ray"),
        ("There was a call.", "was", None, None),
    ],
)
def test_a_subject_depends_on_the_reach(
    word: Word, text: str, verb: str, source: str | None, participant: str | None
) -> None:
    subjects = [subject(word(text, verb), reach) for reach in (Reach.SOURCE, Reach.PARTICIPANT)]
    assert [token and token.text for token in subjects] == [source, participant]


def test_a_dummy_subject_utters_nothing(word: Word) -> None:
    assert subject(word("It was said that he left.", "said"), Reach.SOURCE) is None


@pytest.mark.parametrize(
    ("text", "token", "expected"),
    [
        ("Ann Lee refused to meet him in Oslo.", "Oslo", [("meet", "prep in"), ("refused", "xcomp")]),
        ("He spoke of plans for a visit to Oslo.", "visit", [("plans", "prep for"), ("spoke", "prep of")]),
        ("They met ahead of talks.", "talks", [("met", "prep ahead")]),
    ],
)
def test_governors_name_the_preposition_between(
    word: Word, text: str, token: str, expected: list[tuple[str, str]]
) -> None:
    assert [(head.text, relation) for head, _, relation in governors(word(text, token))] == expected


@pytest.mark.parametrize(
    ("text", "token", "expected"),
    [
        ("Ann Lee did not meet him.", "meet", ["not"]),
        ("She never called.", "called", ["never"]),
        ("No aide met him.", "met", ["No"]),
        ("Neither leader spoke.", "spoke", ["Neither"]),
        ("There was no meeting.", "meeting", ["no"]),
        ("She not only met him but thanked him.", "met", []),
        ("She met him and did not resign.", "met", []),
    ],
)
def test_negation(word: Word, text: str, token: str, expected: list[str]) -> None:
    assert [negating.text for negating in negation(word(text, token))] == expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("The court was told by Ann Lee that he left.", "told", True),
        ("Asked by Ann Lee to wait, he left.", "Asked", True),
        ("Ann Lee has told him to wait.", "told", False),
        ("Ann Lee told him to wait.", "told", False),
    ],
)
def test_passives(word: Word, text: str, verb: str, expected: bool) -> None:
    assert is_passive(word(text, verb)) is expected


@pytest.mark.parametrize(
    ("text", "token", "nearest", "above"),
    [
        ("He spoke of plans for a visit to Oslo.", "visit", "spoke", "spoke"),
        ("Ann Lee refused to meet him.", "meet", "meet", "refused"),
        ("Ann Lee refused to meet him.", "refused", "refused", None),
        ("A visit to Oslo.", "Oslo", None, None),
    ],
)
def test_the_nearest_verb(word: Word, text: str, token: str, nearest: str | None, above: str | None) -> None:
    verbs = nearest_verb(word(text, token)), verb_above(word(text, token))
    assert [verb and verb.text for verb in verbs] == [nearest, above]


def test_a_chain_of_governors_ends(parsed: Callable[[str], Doc]) -> None:
    doc = parsed("Ann Lee said that " * 30 + "Bob Ray left.")
    assert all(len(list(governors(token))) <= 10 for token in doc)
