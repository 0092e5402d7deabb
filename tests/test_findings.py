"""Findings say what the tables hold, also when they hold nothing, and let no markup of an article through."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import analyse, findings
from analysis.article import Article
from analysis.markup import table

NOTHING = analyse(Article("It rained."))
SOMETHING = analyse(
    Article(
        "Ann Lee and Bob Ray have talked four times since April 20, and 9 times in the last month.\n\n"
        "Ann Lee called Bob Ray on Friday. “It was a good, useful talk,” Ann Lee said. Ray said it was bad.",
        published="2024-05-06",  # type: ignore[arg-type]
        source="The <b>Paper</b>",
    )
)


def test_overview_counts() -> None:
    said = str(findings.overview(SOMETHING.article, SOMETHING.quotes, SOMETHING.contacts))
    assert "published 2024-05-06: 40 words" in said
    assert "**2 quotations by 2 speakers**, and **1 contact**" in said
    assert "<b>" not in said


def test_who_speaks() -> None:
    assert "**Ann Lee (6 words, n = 1), Bob Ray (3 words, n = 1)**" in str(findings.who_speaks(SOMETHING.quotes))
    assert "67%" in str(findings.who_speaks(SOMETHING.quotes))


def test_tone() -> None:
    said = str(findings.tone(SOMETHING.tone))
    assert "**2 of 2 quotations**" in said
    assert "too few quotations" in said


def test_contacts_and_totals() -> None:
    assert "**1 contact**, of which 1 took place" in str(findings.contacts(SOMETHING.contacts))
    assert "**4** stated" in str(findings.stated(SOMETHING.stated_counts))
    assert "**5** in 14 days before, **4** in 17 days since" in str(findings.rates(SOMETHING.stated_counts))


@pytest.mark.parametrize(
    ("finding", "says"),
    [
        (findings.who_speaks(NOTHING.quotes), "Nobody is quoted"),
        (findings.tone(NOTHING.tone), "no quotation to score"),
        (findings.contacts(NOTHING.contacts), "No contact"),
        (findings.stated(NOTHING.stated_counts), "no total"),
        (findings.rates(NOTHING.stated_counts), "no two totals"),
        (findings.dating(NOTHING.article), "No publication date"),
        (table(NOTHING.quotes), "Nothing to show"),
    ],
)
def test_nothing_is_said_in_words(finding: object, says: str) -> None:
    assert says in str(finding)


@given(st.text())
def test_plain_text_has_no_markup(name: str) -> None:
    said = findings.plain(name)
    assert "<" not in said and "\n" not in said
    for sign in "`*_[":
        assert said.count(sign) == said.count(f"\\{sign}")


def test_tables_are_escaped_and_read_well() -> None:
    frame = pd.DataFrame({"name": ["<script>"], "score": [0.123], "words": [[("good", 0.7)]], "day": [pd.NaT]})
    html = str(table(frame))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html and "0.12" in html and "good +0.70" in html and "NaT" not in html
