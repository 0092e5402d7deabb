"""The answers about articles side by side: exact counts, honest about chance, each with links to its places."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from analysis.sentiment import polarity
from analysis.sentiment.scorers import SCORERS
from analysis.side_by_side import sentences
from analysis.side_by_side.joining import Comparison
from analysis.tables import NARRATOR
from side_by_side.test_joining import compared


def said(comparison: Comparison, part: int) -> list[str]:
    """The sentences of one of the answers."""
    answer = sentences.sections(comparison)[part]
    return [*(point.words for point in answer.points), *answer.notes]


def test_who_is_quoted_by_which_paper() -> None:
    comparison = compared(
        "“We will stay here for good,” said Ann Lee. Bo Ray said that the boats are old.",
        "“We will stay here for good,” said Ann Lee. “No,” said Cy Cole.",
    )
    assert said(comparison, 0) == [
        "Both papers quote **1 speaker**.",
        "**Ann Lee**: 6 words in *Paper A*, all verbatim; 6 words in *Paper B*, all verbatim. Both papers have the same"
        " 6 words in quote marks.",
        "Only *Paper A* quotes **Bo Ray** (4 words, none verbatim).",
        "Only *Paper B* quotes **Cy Cole** (1 word, all verbatim).",
        "*Paper A* quotes 2 speakers with 10 words, 6 verbatim. *Paper B* quotes 2 speakers with 7 words, all"
        " verbatim.",
    ]
    both = sentences.sections(comparison)[0].points[1]
    assert [tuple(source) for source in both.sources] == [("a1-quote-1", "Paper A 1"), ("a2-quote-1", "Paper B 1")]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("It rained.", "It snowed."), ["*Paper A* quotes nobody. *Paper B* quotes nobody."]),
        (
            ("“No,” said Ann Lee.", "It snowed."),
            [
                "The papers quote **nobody** in common.",
                "Only *Paper A* quotes **Ann Lee** (1 word, all verbatim).",
                "*Paper A* quotes 1 speaker with 1 word, all verbatim. *Paper B* quotes nobody.",
            ],
        ),
    ],
)
def test_nobody_quoted_is_said(texts: tuple[str, str], expected: list[str]) -> None:
    assert said(compared(*texts), 0) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("It rained.", "It snowed.", ["No contact between named parties is sure enough to be counted."]),
        (
            "Ann Lee met Bo Ray on Monday.",
            "Ann Lee met Bo Ray on Tuesday.",
            [
                "**The only contact** is reported by both papers.",
                "**Ann Lee** met **Bo Ray** on Monday 12 May 2031, *Paper A* reports; *Paper B* agrees on mode and"
                " status, but differs on day (Tuesday 13 May 2031), or means another contact.",
            ],
        ),
        (
            "Ann Lee met Bo Ray on Monday.",
            "Ann Lee met Cy Cole on Monday.",
            [
                "**No contact** is reported by both papers; 2 contacts by one alone.",
                "Only *Paper A*: **Ann Lee** met **Bo Ray** on Monday 12 May 2031.",
                "Only *Paper B*: **Ann Lee** met **Cy Cole** on Monday 12 May 2031.",
            ],
        ),
    ],
)
def test_what_they_report_of_contacts(one: str, other: str, expected: list[str]) -> None:
    assert said(compared(one, other), 1) == expected


def test_a_paper_with_a_possible_contact_is_not_called_silent() -> None:
    comparison = compared("Ann Lee met Bo Ray on Monday.", "Ann Lee met Bo Ray on Monday.")
    unsure = comparison.contacts.assign(possible=comparison.contacts["article_id"] == "x1")
    again = replace(comparison, contacts=unsure)
    total, only = sentences.sections(again)[1].points
    assert total.words.endswith("1 contact, too uncertain to be counted, is in a table of possible contacts.")
    assert only.words.endswith("*Paper B* may report it, too: check the passage.")
    assert [source.target for source in only.sources] == ["a1-contact-1", "a2-contact-1"]


def test_three_papers_are_not_both() -> None:
    one, two = "“We will stay here for good,” said Ann Lee.", "Ann Lee met Bo Ray on Monday."
    comparison = compared(one, one + " " + two, one + " " + two)
    assert said(comparison, 0)[:2] == [
        "Two papers or more quote **1 speaker**.",
        "**Ann Lee**: 6 words in *Paper A*, all verbatim; 6 words in *Paper B*, all verbatim; 6 words in *Paper C*, all"
        " verbatim. Up to 6 of these words are also in another paper’s quote marks.",
    ]
    assert said(comparison, 1)[0] == "**The only contact** is reported by two papers or more."


@pytest.mark.parametrize(
    ("n", "n_shared", "words"),
    [
        (1, 0, "**No contact** is reported by both papers; 1 contact by one alone."),
        (1, 1, "**The only contact** is reported by both papers."),
        (3, 3, "**All 3 contacts** are reported by both papers."),
        (3, 1, "**1 of 3 contacts** is reported by both papers."),
        (3, 2, "**2 of 3 contacts** are reported by both papers."),
    ],
)
def test_how_many_contacts_both_papers_report(n: int, n_shared: int, words: str) -> None:
    assert sentences._in_several(n, n_shared, "both papers") == words


def test_names_are_shown_as_they_are() -> None:
    comparison = compared("“No,” said Ann Lee.", "It snowed.", source="The *Post* <b>")
    shown = said(comparison, 0)[1]
    assert r"*The \*Post\* &lt;b&gt;" in shown


GOOD = "What a good, happy and wonderful day it was."
BAD = "What a bad, sad and terrible day it was."


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ([GOOD] * 2, [BAD] * 2, "**too few** sentences have a word with a tone, so the papers cannot be compared."),
        (
            [GOOD] * 8,
            [BAD] * 8,
            "the papers differ **by more than chance explains** on two word lists; on both, *Paper B*",
        ),
        ([GOOD, BAD] * 4, [BAD, GOOD] * 4, "the papers differ **within chance** on two word lists."),
        (["It was Monday."] * 8, [BAD] * 8, "**too few** sentences"),
    ],
)
def test_the_narrators_are_compared_as_far_as_chance_allows(one: list[str], other: list[str], verdict: str) -> None:
    comparison = compared(" ".join(one), " ".join(other))
    note = said(comparison, 2)[0]
    assert note.startswith(f"**The narrators, outside quotations**: {verdict}")
    assert said(comparison, 2)[1].startswith("**The words quoted**: **too few** quotations")


@pytest.mark.parametrize(
    ("textblob", "vader", "verdict"),
    [
        ((0.5, -0.5), (0.5, -0.5), "on both, *Paper B* has the lowest mean"),
        (
            (0.5, -0.5),
            (-0.5, 0.5),
            "**not clear**: the papers differ by more than chance explains on two word lists, but",
        ),
        (
            (0.5, -0.5),
            (0.5, 0.5),
            "**not clear**: the papers differ by more than chance explains on TextBlob’s word list",
        ),
        (
            (0.5, -0.5),
            (None, None),
            "**by more than chance explains** on TextBlob’s word list; the other knows too few",
        ),
        ((0.5, 0.5), (None, 0.5), "**within chance** on TextBlob’s word list; the other knows too few words"),
        ((None, None), (0.5, None), "**too few**"),
    ],
)
def test_two_word_lists_must_agree(
    textblob: tuple[float | None, float | None], vader: tuple[float | None, float | None], verdict: str
) -> None:
    comparison = compared("It rained.", "It snowed.")
    rows = [
        {"article_id": "", "quote_id": n, "speaker": paper, "text": "x", "scorer": scorer}
        | {
            "score": (score or 0.0) + n / 100,
            "words": [("x", 1.0)] * (score is not None),
            "has_evidence": score is not None,
        }
        for scorer, scores in (("TextBlob", textblob), ("VADER", vader))
        for paper, score in zip(comparison.papers, scores, strict=True)
        for n in range(8)
    ]
    comparison.__dict__["scores"] = {
        NARRATOR: pd.DataFrame(rows),
        "quotations": polarity.scores(comparison.tone, SCORERS),
    }
    assert verdict in said(comparison, 2)[0]
    *_, last = sentences.sections(comparison)
    assert not re.search(r"\bp [=<]", " ".join(last.notes))  # it is in the note that opens
    tested = [name for name, scores in (("TextBlob", textblob), ("VADER", vader)) if None not in scores]
    assert re.findall(r"(\w+) p [=<]", last.chance) == tested
