"""Clippings in PDF: paragraphs, columns in order, no headers or footers, hyphenated words rejoined."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import CLIPPING, LEFT, TITLE, column, pdf, write

from analysis.articles.article import read_article
from analysis.articles.pdf import read_clipping
from analysis.errors import ArticleError

pytestmark = pytest.mark.usefixtures("no_network")


def test_a_two_column_clipping_is_read_in_paragraphs(tmp_path: Path) -> None:
    article = read_article(write(tmp_path, "a.pdf", CLIPPING))
    assert article.text.split("\n") == [
        TITLE,
        "The foreign ministers met in Vienna on Tuesday for talks that had been called off three times.",
        "“We have found a way,” the well-known minister Ingrid Halvorsen told parliament. “That is worth more than a "
        "communiqué.”",
        "Her counterpart, Tomas Lind-Brandl, was rather more cautious about the new telephone line.",
        "It was the first call in weeks.",
    ]
    assert (article.title, article.origins["title"], article.published) == (TITLE, "text", None)
    assert article.encoding is None


LOCKED = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>/ID[<01><01>]"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (pdf([[], []]), r"pictures of pages, no text; run text recognition"),
        (pdf([column(40, 500, LEFT)], LOCKED), "needs a password; print it"),
        (b"%PDF-1.7 and then nothing", "not a PDF, or a broken one"),
        (CLIPPING[:700], "not a PDF, or a broken one|no text"),
        (b"no PDF at all", "not a PDF, or a broken one"),
    ],
)
def test_the_error_for_an_unreadable_clipping_says_why(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(ArticleError, match=message) as error:
        read_article(write(tmp_path, "a.pdf", content))
    assert "a.pdf" in str(error.value)


@given(st.text(), st.integers(0, 999))
def test_a_broken_clipping_gives_an_article_or_a_clear_error(junk: str, position: int) -> None:
    broken = CLIPPING[:position] + junk.encode("utf-8", "surrogatepass") + CLIPPING[position:]
    try:
        text, _ = read_clipping(broken, "any")
    except ArticleError:
        return
    text.encode("utf-8")


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("the nego-", "tiations went", "the negotiations went"),
        ("he had pre-", "pared it", "he had prepared it"),
        ("a well-", "known man", "a well-known man"),
        ("all twenty-", "seven men", "all twenty-seven men"),
        ("mere window-", "dressing now", "mere window-dressing now"),
        ("Ms. Hal-", "vorsen left", "Ms. Halvorsen left"),
        ("Ms. Lind-", "Amar left", "Ms. Lind-Amar left"),
        ("the tele-com and tele-", "com row", "the tele-com and tele-com row"),
    ],
)
def test_a_word_divided_at_the_end_of_a_line_is_rejoined(first: str, second: str, whole: str) -> None:
    text, _ = read_clipping(pdf([column(40, 500, [f"And so {first}", f"{second} in the end."])]), "any")
    assert text == f"And so {whole} in the end."


def test_a_line_too_full_for_the_next_word_does_not_end_the_paragraph() -> None:
    lines = ["He called for a fair and open", "investigation.", "Nobody in parliament had asked", "for one."]
    text, _ = read_clipping(pdf([column(40, 500, lines)]), "any")
    assert text.split("\n") == [" ".join(lines[:2]), " ".join(lines[2:])]
