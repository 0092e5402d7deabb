"""Words are found as people copy and type them."""

import pytest

from analysis.corrections import words

TEXT = "“We’ll stay,” said Lee.  She\nsaid: we’ll stay – “for now”. Lee said “no”."


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("We'll stay", ["We’ll stay"]),
        ('"We’ll stay,"', ["“We’ll stay,”"]),
        ("“We’ll stay”", ["We’ll stay"]),
        ("She said", ["She\nsaid"]),
        ("stay - “for now”", ["stay – “for now”"]),
        ("Lee", ["Lee", "Lee"]),
        ("lee", []),
        ("nobody", []),
        (".", [".", ".", "."]),
        ("[a-z]+", []),
    ],
)
def test_words_are_found(wanted: str, found: list[str]) -> None:
    assert [TEXT[start:end] for start, end in words.places(TEXT, wanted)] == found


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_an_occurrence_is_found_again(nth: int) -> None:
    text = "no, no, no"
    start, end = words.places(text, "no")[nth - 1]
    assert words.occurrence(text, start, end) == nth
