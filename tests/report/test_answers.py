"""Answers name the most important, put nothing into marks that the article has without, and mark what is unsure."""

from typing import Any

import pandas as pd
import pytest

from analysis import analyse, tables
from analysis.articles.article import Article
from analysis.report import answers
from analysis.report.contents import sections

MARKED = Article(
    "Pool to open in May\n\n“We will open it in May,” said Mayor Ann Lee. Lee said the old pool was cold.\n\n"
    "Lee called Bo Ray on Friday. Bo Ray called Lee on Friday.",
    "2024-05-06",  # type: ignore[arg-type]
    "a",
    title="Pool to open in May",
    source="The Gull",
)


def contact(number: int, **more: Any) -> dict[str, Any]:
    row = {"article_id": "a", "contact_id": number, "actor": "Ann Lee", "recipient": "Bo Ray", "mode": "phone"}
    day = {"date_start": pd.Timestamp("2024-05-03"), "date_end": pd.Timestamp("2024-05-03"), "date_precision": "day"}
    return row | day | {"status": "occurred", "confidence": 0.9} | more


def sentences(*rows: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Each sentence without bold type, and the labels of the contacts that it reports."""
    points = answers.in_touch(tables.frame("contacts", list(rows)))
    return [(point.words.replace("**", ""), [label for _, label in point.numbers]) for point in points]


SWAPPED = {"actor": "Bo Ray", "recipient": "Ann Lee"}
LATER = {"date_start": pd.Timestamp("2024-05-04"), "date_end": pd.Timestamp("2024-05-04")}
UNDATED = {"date_start": pd.NaT, "date_end": pd.NaT, "date_precision": "none"}
ON_FRIDAY = "on Friday 3 May 2024"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{}], [(f"Ann Lee spoke by phone with Bo Ray {ON_FRIDAY}.", ["1"])]),
        ([{}, {}], [(f"Ann Lee spoke by phone with Bo Ray twice {ON_FRIDAY}.", ["1", "2"])]),
        ([{}, SWAPPED], [(f"Ann Lee spoke by phone with Bo Ray twice {ON_FRIDAY}.", ["1", "2"])]),
        ([{}] * 6, [(f"Ann Lee spoke by phone with Bo Ray 6 times {ON_FRIDAY}.", list("123456"))]),
        ([{}, {"confidence": 0.6}], [(f"Ann Lee spoke by phone with Bo Ray twice {ON_FRIDAY}.", ["1", "2?"])]),
        # Apart: another day, mode, length, status or direction, or no day.
        ([{}, LATER], [("", ["1"]), ("", ["2"])]),
        ([{}, {"mode": "meeting"}], [("", ["1"]), (f"Ann Lee met Bo Ray {ON_FRIDAY}.", ["2"])]),
        ([{}, {"duration_min": 90}], [("", ["1"]), ("", ["2"])]),
        ([{"status": "planned"}, {}], [("", ["2"]), (f"Ann Lee is to speak by phone with Bo Ray {ON_FRIDAY}.", ["1"])]),
        (
            [{"mode": "visit"}, {"mode": "visit"} | SWAPPED],
            [("", ["1"]), (f"Bo Ray visited Ann Lee {ON_FRIDAY}.", ["2"])],
        ),
        ([UNDATED, UNDATED], [("Ann Lee spoke by phone with Bo Ray.", ["1"]), ("", ["2"])]),
    ],
)
def test_contacts_that_are_alike_share_a_sentence(
    rows: list[dict[str, Any]], expected: list[tuple[str, list[str]]]
) -> None:
    found = sentences(*(contact(n, **row) for n, row in enumerate(rows, 1)))
    assert [numbers for _, numbers in found] == [numbers for _, numbers in expected]
    assert all(words in ("", sentence) for (sentence, _), (words, _) in zip(found, expected, strict=True))


ASKED = {"initiator": "Ann Lee"}


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        # The day is that of the contact, so it precedes what became of it.
        ({"status": "denied"}, f"A phone call between Ann Lee and Bo Ray {ON_FRIDAY} is said not to have taken place."),
        (
            {"status": "cancelled", "mode": "meeting", "place": "Oslo"},
            f"A meeting between Ann Lee and Bo Ray in Oslo {ON_FRIDAY} was called off.",
        ),
        (
            {"status": "cancelled", "mode": "meeting"} | ASKED | UNDATED,
            "A meeting between Ann Lee and Bo Ray, for which Ann Lee asked, was called off.",
        ),
        (
            {"status": "hypothetical", "mode": "visit"} | UNDATED,
            "A visit by Ann Lee to Bo Ray is mentioned only as a possibility.",
        ),
        (
            {"status": "denied", "mode": "correspondence"} | ASKED | UNDATED,
            "A letter from Ann Lee to Bo Ray is said not",
        ),
        # Nobody asks for a letter that they write.
        ({"mode": "correspondence"} | ASKED, f"Ann Lee wrote to Bo Ray {ON_FRIDAY}."),
        (
            {"mode": "correspondence", "initiator": "Bo Ray"},
            f"Ann Lee wrote to Bo Ray {ON_FRIDAY}, at Bo Ray’s request.",
        ),
        (ASKED, f"Ann Lee spoke by phone with Bo Ray {ON_FRIDAY}, at Ann Lee’s request."),
        ({"status": "planned"} | ASKED, f"Ann Lee is to speak by phone with Bo Ray {ON_FRIDAY}, at Ann Lee’s request."),
    ],
)
def test_a_sentence_says_what_became_of_a_contact_and_who_asked_for_it(facts: dict[str, Any], sentence: str) -> None:
    ((said, _),) = sentences(contact(1, **facts))
    assert said.startswith(sentence)


def test_of_many_contacts_the_most_important_are_named() -> None:
    kinds: list[dict[str, Any]] = [
        {"status": "planned"},
        {"confidence": 0.6},
        UNDATED,
        *[{"duration_min": n} for n in range(8)],
    ]
    found = [numbers for _, numbers in sentences(*(contact(n, **kind) for n, kind in enumerate(kinds, 1)))]
    assert found == [[label] for label in ("2?", *map(str, range(3, 12)))]  # without the planned one
    assert len(answers.in_touch(tables.frame("contacts", [contact(n, **UNDATED) for n in range(30)]), None)) == 30


def test_how_many_more_contacts_there_are_is_said() -> None:
    names = [f"{first} {last}" for first in ("Ann", "Bob", "Cid", "Dora") for last in ("Lee", "Ray", "Fox")]
    met = " ".join(f"{name} met Zoe Hill on {day} May." for day, name in enumerate(names, 1))
    [_, section] = sections(analyse(Article(met, "2024-06-06", "a")))  # type: ignore[arg-type]
    assert len(section.points) == 10 and "And 2 more in the table." in section.notes


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("The pool opens in May.", "No contact between named parties was found."),
        ("Ann Lee met Bo Ray.", None),
    ],
)
def test_an_article_without_contacts(text: str, note: str | None) -> None:
    quoted, in_touch = sections(analyse(Article(text, article_id="a")))
    assert quoted.notes == ("No quotation with a speaker was found.",) and quoted.figures == ()
    assert [text for text in in_touch.notes if text.startswith("No contact")] == ([note] if note else [])


def test_marks_are_only_around_words_that_the_article_has_in_marks() -> None:
    result = analyse(MARKED)
    cited = answers.attributed(MARKED, result.quotes, result.people)
    where = "Ann Lee, mayor, in “Pool to open in May”, The Gull, 6 May 2024"
    assert cited == {
        1: f"“We will open it in May” — {where}",
        2: f"In the article’s words: the old pool was cold — {where}",
    }
    [point] = answers.most_quoted(result.quotes, result.people)
    extent = "11 words in 2 quotations, the most of anyone; 6 words verbatim"
    assert point.words == f"**Ann Lee**, mayor ({extent}): “We will open it in May”"
    reported = answers.most_quoted(result.quotes.iloc[1:], result.people)[0].words
    assert reported.endswith(
        "(5 words in 1 quotation, the most of anyone; none verbatim), in the article’s words: the old pool was cold"
    )


def test_what_is_not_known_is_not_cited() -> None:
    article = Article("“We will stay,” one sign says.", article_id="a")
    quotes = tables.frame("quotes", [{"article_id": "a", "quote_id": 1, "text": "We will stay", "kind": "direct"}])
    assert answers.attributed(article, quotes, tables.frame("people", [])) == {1: "“We will stay” — speaker not named"}


@pytest.mark.parametrize(
    ("role", "name", "expected"),
    [
        ("mayor", "Ann Lee", True),
        ("Mayor", "mayor", False),
        ("two people", "two people close to Ann Lee", False),
        (None, "Ann Lee", False),
        ("Mr.", "Ann Lee", False),
        ("Sir", "Ann Lee", False),
        ("Professor of law", "Ann Lee", True),
    ],
)
def test_a_role_is_named_if_it_says_more_than_the_name(role: str | None, name: str, expected: bool) -> None:
    assert answers.is_role(role, name) is expected


@pytest.mark.parametrize(
    ("text", "kind", "verbatim"),
    [
        ("We will stay", "direct", ""),
        ("she was “very sad” about it", "mixed", "; 2 words verbatim"),
        ("it was “a start", "mixed", "; 2 words verbatim"),
        ("the boat’s crew was late", "indirect", "; none verbatim"),
    ],
)
def test_how_many_words_are_verbatim_is_said(text: str, kind: str, verbatim: str) -> None:
    row = {"article_id": "a", "quote_id": 1, "segment": 0, "text": text, "kind": kind, "speaker": "Ann Lee"}
    [point] = answers.most_quoted(tables.frame("quotes", [row]), tables.frame("people", []))
    assert f"in 1 quotation, the most of anyone{verbatim})" in point.words


@pytest.mark.parametrize(("words", "most"), [((5, 3), [True, False]), ((5, 5, 3), [False] * 3), ((5,), [True])])
def test_only_one_speaker_can_have_the_most_words(words: tuple[int, ...], most: list[bool]) -> None:
    row = {"article_id": "a", "kind": "direct"}
    rows = [row | {"quote_id": n, "text": "a " * length, "speaker": f"Ann {n}"} for n, length in enumerate(words)]
    points = answers.most_quoted(tables.frame("quotes", rows), tables.frame("people", []))
    assert ["the most of anyone" in point.words for point in points] == most


def test_the_speakers_that_no_answer_quotes_are_named() -> None:
    rows = [
        {"article_id": "a", "quote_id": n, "text": "a " * n, "kind": "indirect", "speaker": f"Ann Lee {n}"}
        for n in range(1, 14)
    ]
    quotes = tables.frame("quotes", rows)
    assert str(answers.also_quoted(quotes)).endswith("**Ann Lee 4**, **Ann Lee 3** and 2 more.")
    assert str(answers.also_quoted(quotes.head(4))) == "Also quoted: **Ann Lee 1**."
    assert str(answers.also_quoted(quotes.head(3))) == ""


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-01-29", "2024-02-04", " in the week of 29 January 2024"),
        ("2024-01-30", "2024-02-05", " between 30 January and 5 February 2024"),
        ("2023-12-30", "2024-02-05", " between 30 December 2023 and 5 February 2024"),
        ("2024-02-01", "2024-02-29", " in February 2024"),
    ],
)
def test_a_stretch_of_days_is_named_briefly(first: str, last: str, expected: str) -> None:
    days = {"date_start": pd.Timestamp(first), "date_end": pd.Timestamp(last)}
    [(words, _)] = sentences(contact(1, **days))
    assert words == f"Ann Lee spoke by phone with Bo Ray{expected}."


def test_the_byline_leaves_out_what_is_not_known() -> None:
    def byline(article: Article) -> str:
        result = analyse(article)
        return answers.byline(article, result.quotes, result.contacts)

    assert byline(Article("The pool opens in May.", article_id="a")) == "5 words"
    assert byline(MARKED).startswith("The Gull · 6 May 2024 · ") and "2 quotations by 1 speaker" in byline(MARKED)


def test_least_certain_quotations_are_marked() -> None:
    quotes = analyse(MARKED).quotes
    for confidence, label in ((0.9, "1"), (0.69, "1?"), (None, "1")):
        unsure = quotes.assign(confidence=pd.array([confidence] * len(quotes), dtype="Float64"))
        assert answers.most_quoted(unsure, tables.frame("people", []))[0].numbers == ((1, label),)
    assert "“?” marks the least certain" in str(answers.trust(quotes.assign(confidence=0.6), "quote"))
    assert "“?”" not in str(answers.trust(quotes.assign(confidence=0.9), "quote"))


def tone(polarity: list[float | None], agree: list[bool | None]) -> pd.DataFrame:
    rows = zip(polarity, agree, strict=True)
    return tables.frame(
        "tone",
        [
            {"article_id": "a", "has_evidence": p is not None, "quote_id": n, "polarity": p, "signs_agree": a}
            for n, (p, a) in enumerate(rows)
        ],
    )


@pytest.mark.parametrize(
    ("polarity", "agree", "verdict"),
    [
        ([0.5, 0.2, -0.1], [True, True, False], "sound **mostly positive**"),
        ([0.5, -0.2], [True, True], "sound **mixed**"),
        ([0.5, -0.2, None], [True, True, None], "**Too few** quotations have a word with a tone"),
        ([0.5, None], [True, None], "**Too few**"),
        ([0.5], [True], "sound **mostly positive**"),
        ([0.5, 0.2, 0.1], [True, False, False], "is **not clear**, since two word lists disagree"),
    ],
)
def test_how_it_sounds_is_not_clear_if_the_word_lists_disagree(
    polarity: list[float | None], agree: list[bool | None], verdict: str
) -> None:
    assert verdict in str(answers.sound(tone(polarity, agree)))
