"""Clippings in PDF: paragraphs, columns in order, no headers or footers, hyphenated words rejoined."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import CLIPPING, HEAD, LEFT, TITLE, column, pdf, write

from analysis.articles import pdf as clippings
from analysis.articles import plain_text
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
        (pdf([[], []]), r"pictures of pages but no text; run text recognition"),
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
        ("left on Mon-", "day evening", "left on Monday evening"),
        ("left on Sun-", "day evening", "left on Sunday evening"),
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


def repeated(n_pages: int) -> bytes:
    """A PDF that names its one page many times."""
    one = pdf([column(40, 500, LEFT)])
    return one.replace(b"/Count 1/Kids[5 0 R]", b"/Count %d/Kids[%s]" % (n_pages, b"5 0 R " * n_pages))


@pytest.mark.parametrize(
    ("limit", "content", "message"),
    [
        ("MAX_PAGES", repeated(4), r"is too long \(4 pages, over 3\); split it up"),
        ("MAX_CHARS", pdf([column(40, 500, LEFT)]), r"is too long \(\d+ characters, over 3\); split it up"),
        (
            "MAX_TEXT_OBJECTS",
            pdf([column(40, 500, LEFT)]),
            r"is too long \(6 pieces of text on page 1, over 3\); split",
        ),
    ],
)
def test_a_clipping_longer_than_an_article_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, content: bytes, message: str
) -> None:
    monkeypatch.setattr(clippings, limit, 3)
    with pytest.raises(ArticleError, match=message):
        read_clipping(content, "any")


def test_a_page_counts_each_time_it_is_named() -> None:
    with pytest.raises(ArticleError, match=r"5,000 pages, over 500"):
        read_clipping(repeated(5000), "any")


def characters_looked_at(monkeypatch: pytest.MonkeyPatch, lines: list[str]) -> int:
    """How many characters are searched for a divided word while lines are joined."""
    looked_at = 0
    pattern = plain_text.WORD_AT_LINE_END

    class Counting:
        def search(self, text: str) -> re.Match[str] | None:
            nonlocal looked_at
            looked_at += len(text)
            return pattern.search(text)

    monkeypatch.setattr(plain_text, "WORD_AT_LINE_END", Counting())
    plain_text.joined(lines, Counter())
    return looked_at


@pytest.mark.parametrize("line", ["The minister met her.", "minister-"])
def test_work_grows_with_the_lines_of_a_paragraph(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    short, long = (characters_looked_at(monkeypatch, [line] * n) for n in (100, 400))
    assert short > 0 and long < 5 * short


def test_a_pdf_of_nothing_but_page_headers_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "a.pdf", pdf([[HEAD], [HEAD]]))
    with pytest.raises(ArticleError, match=r"a\.pdf has no words; put"):
        read_article(path)
