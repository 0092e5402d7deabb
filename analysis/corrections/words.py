"""Locate corrections by their words, which stay the same when the extraction changes, unlike row numbers."""

import re
from collections.abc import Iterator

# Marks that keyboards, newspapers and spreadsheets write differently.
INTERCHANGEABLE = ({"'", "’", "‘"}, {'"', "“", "”"}, {"-", "–", "—"})
MARKS_AROUND = "\"“”„«»'‘’"
Span = tuple[int, int]  # start and end, in characters of the article's text


def pattern(words: str) -> re.Pattern[str]:
    """A pattern that matches the words as an article may write them: with other quote marks, dashes and spaces.

    >>> pattern("don't  go").findall("We don’t go.")
    ['don’t go']
    """
    classes = {
        mark: f"[{''.join(marks)}]".replace("[-", r"[\-") for marks in map(sorted, INTERCHANGEABLE) for mark in marks
    }
    return re.compile(r"\s+".join("".join(classes.get(c, re.escape(c)) for c in word) for word in words.split()))


def places(text: str, words: str) -> list[Span]:
    """Where the words occur in a text; if nowhere, where they occur without the quote marks around them.

    >>> places("“Stay,” she said. “Go!”", '"Stay!"'), places("“Stay,” she said. “Go!”", '"Go!"')
    ([], [(18, 23)])
    """
    return next((spans for form in _forms(words) if (spans := _spans(text, form))), [])


def _forms(words: str) -> Iterator[str]:
    yield words
    if stripped := words.strip(MARKS_AROUND + " ,"):
        yield stripped


def _spans(text: str, words: str) -> list[Span]:
    return [match.span() for match in pattern(words).finditer(text)]


def occurrence(text: str, start: int, end: int) -> int | None:
    """Which occurrence of its words a span is, counted from 1; None if the words occur only once.

    >>> occurrence("no, no", 4, 6), occurrence("yes, no", 5, 7)
    (2, None)
    """
    spans = places(text, text[start:end])
    return 1 + sum(first < start for first, _ in spans) if len(spans) > 1 else None
