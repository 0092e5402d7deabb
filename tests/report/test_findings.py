"""Findings state what the tables contain, also if they are empty, and escape all markup of an article."""

from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from analysis import analyse, figures
from analysis.articles.article import Article
from analysis.display import clean
from analysis.frequency.public_record import read_record
from analysis.report import findings
from analysis.report.html import table
from analysis.sentiment import polarity
from analysis.sentiment.scorers import lexicon, textblob

EMPTY = analyse(Article("It rained."))
RESULT = analyse(
    Article(
        "Ann Lee and Bob Ray have talked four times since April 20, and 9 times in the last month.\n\n"
        "Ann Lee called Bob Ray on Friday. “It was a good, useful talk,” Ann Lee said. Ray said it was bad.",
        published="2024-05-06",  # type: ignore[arg-type]
        source="The <b>Paper</b>",
    )
)


def test_overview_counts() -> None:
    said = str(findings.overview(RESULT.article, RESULT.quotes, RESULT.contacts))
    assert "published 2024-05-06: 40 words" in said
    assert "**2 quotations by 2 speakers** and **1 contact**" in said
    assert "<b>" not in said


def test_who_speaks() -> None:
    assert "**Ann Lee (6 words, n = 1), Bob Ray (3 words, n = 1)**" in str(findings.who_speaks(RESULT.quotes))
    assert "67%" in str(findings.who_speaks(RESULT.quotes))


def test_tone() -> None:
    said = str(findings.tone(RESULT.tone))
    assert "**2 of 2 quotations**" in said
    assert "too few quotations" in said


def test_scorers_have_a_column_each() -> None:
    scores = polarity.scores(RESULT.tone, {"TextBlob": textblob, "mine": lexicon({"bad": -1})})
    table = findings.side_by_side(polarity.by_speaker(scores))
    assert list(table.columns) == ["speaker", "TextBlob", "mine"]
    assert table[table["speaker"] == "Ann Lee"].to_numpy().tolist() == [["Ann Lee", "+0.50, n = 1", ""]]
    assert table.set_index("speaker")["mine"]["Bob Ray"] == "-1.00, n = 1"
    assert findings.side_by_side(polarity.by_speaker(polarity.scores(EMPTY.tone))).empty


def test_quotations_are_compared_with_the_text_around_them() -> None:
    said = str(findings.voices(RESULT.tone, polarity.tone(RESULT.narration)))
    assert "the people quoted: **-0.10 (" in said and "2 of 2 scored" in said
    assert "too few quotations to say whether the two differ" in said
    alone = str(findings.voices(EMPTY.tone, polarity.tone(RESULT.narration)))
    assert "the article itself" in alone and "differ" not in alone
    assert "no word" in str(findings.voices(EMPTY.tone, polarity.tone(EMPTY.narration)))


def test_contacts_and_totals() -> None:
    assert "**1 contact**; 1 of them took place" in str(findings.contacts(RESULT.contacts))
    assert "says **4** times “since April 20”; it describes 1 of them" in str(findings.stated(RESULT.stated_counts))
    assert "**5** in 14 days before, **4** in 17 days since" in str(findings.rates(RESULT.stated_counts))


def test_a_total_without_a_period() -> None:
    table = RESULT.stated_counts.assign(window_text=pd.Series([None, "a day"], dtype="str"))
    said = str(findings.stated(table))
    assert "says **4** times; it" in said and "says **9** times “a day”; it" in said


def test_against_record(tmp_path: Path) -> None:
    path = tmp_path / "kept.csv"
    rows = ["2024-04-01,President <b> Bob Ray,phone", "2024-04-22,Bob Ray,phone", "2024-05-03,Bob Ray,phone"]
    path.write_text("\n".join(["date,counterpart,mode", *rows, "2024-06-01,Cy Cole,phone"]), encoding="utf-8")

    def said(person: str) -> str:
        return str(findings.against_record(RESULT.contacts, RESULT.stated_counts, read_record(path), person))

    assert "dates **1 contact** of Ann Lee to the period of the record, 2024-04-01 to" in said("Ann Lee")
    assert "the record lists **1**" in said("Ann Lee")
    assert "**4** stated, 1 described, **2** in the record: 2 fewer than stated" in said("Ann Lee")
    assert "dates **no contact** of Cy Cole" in said("Cy Cole") and "total" not in said("Cy Cole")


def test_the_longest_chain_is_that_of_a_pronoun() -> None:
    text = "“It rained,” said Ann Lee. Bob Ray nodded. He said it was cold."
    result = analyse(Article(text))
    longest = findings.longest_chain(result.quotes, result.mentions)
    assert longest is not None
    assert result.quotes.set_index("quote_id").loc[longest, "speaker_text"] == "He"
    assert findings.longest_chain(EMPTY.quotes, EMPTY.mentions) is None


@pytest.mark.parametrize(
    ("finding", "says"),
    [
        (findings.who_speaks(EMPTY.quotes), "No quotation"),
        (findings.tone(EMPTY.tone), "no quotation to score"),
        (findings.contacts(EMPTY.contacts), "No contact"),
        (findings.stated(EMPTY.stated_counts), "no total"),
        (findings.rates(EMPTY.stated_counts), "no two totals"),
        (
            findings.against_record(RESULT.contacts, RESULT.stated_counts, read_record(None), "Ann Lee"),
            "no record",
        ),
        (findings.dating(EMPTY.article), "No publication date"),
        (table(EMPTY.quotes), "Nothing to show"),
    ],
)
def test_empty_tables_are_described_in_words(finding: object, says: str) -> None:
    assert says in str(finding)


@given(st.text())
def test_plain_text_has_no_markup(name: str) -> None:
    said = findings.plain(name)
    assert "<" not in said and "\n" not in said
    for sign in "`*_[":
        assert said.count(sign) == said.count(f"\\{sign}")


@given(st.text())
@example("We paid $5 million and got $7 million; \\(x\\) \\[y\\] \\begin{a}z\\end{a}")
@example("http://a.example www.a.example me@a.example <http://a.example> [a](http://a.example) ![a](a.png)")
@example("<b>bold</b> &lt;b&gt; &amp;amp; `code` *a* __b__ | # 1. - > \\*")
def test_a_cell_shows_a_finding_as_html_that_is_text_alone(text: str) -> None:
    bundle = findings.Prose(f"- **{findings.plain(text)}**, 2")._repr_mimebundle_()
    page = BeautifulSoup(bundle["text/html"], "html.parser")
    [outermost] = page.find_all(True, recursive=False)
    assert outermost["class"] == ["finding", "mathjax_ignore", "tex2jax_ignore"]
    assert {tag.name for tag in page.find_all(True)} <= {"div", "ul", "li", "strong"}
    assert page.text.split() == f"{clean(text)}, 2".split() or not clean(text)
    assert list(bundle) == ["text/html", "text/markdown", "text/plain"]


def test_a_finding_has_no_links_images_or_tags_even_if_a_name_were_not_escaped() -> None:
    html = findings.Prose("[a](http://b) ![a](b) <http://b> <b>c</b>\n\n<script>d</script>")._repr_mimebundle_()[
        "text/html"
    ]
    assert {tag.name for tag in BeautifulSoup(html, "html.parser").find_all(True)} == {"div", "p"}


def test_tables_are_escaped_and_formatted() -> None:
    frame = pd.DataFrame({"name": ["<script>"], "score": [0.123], "words": [[("good", 0.7)]], "day": [pd.NaT]})
    html = str(table(frame))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html and "0.12" in html and "good +0.70" in html and "NaT" not in html


def test_denied_reports_are_counted_apart() -> None:
    result = analyse(Article("Ann Lee denied that the dam had leaked.\n\n“It is safe,” Ann Lee said."))
    assert "**2 quotations by 1 speaker** (1 denied) and" in str(
        findings.overview(result.article, result.quotes, result.contacts)
    )
    assert str(findings.who_speaks(result.quotes)).startswith("Most words quoted: **Ann Lee (3 words, n = 1)**.")
    assert "1 report is denied by the speaker and is not counted." in str(findings.who_speaks(result.quotes))
    only_denied = str(findings.who_speaks(result.quotes[result.quotes["denied"]]))
    assert only_denied.startswith("**No quotation** was found that its speaker does not deny.")
    assert figures.who_speaks(result.quotes).alt.endswith(
        "Ann Lee 3 in 1 quotation. Left out: 1 report that the speaker denies."
    )
