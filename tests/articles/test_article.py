"""Articles: unchanged text, the kinds of its lines, metadata, and clear errors for bad input."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.articles.article import Article, read_article, read_articles
from analysis.errors import ArticleError, MetadataError

SEED = Path(__file__).parents[2] / "seeds" / "macron-open-line-to-russia.txt"


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def test_text_is_the_file_as_decoded() -> None:
    assert read_article(SEED).text == SEED.read_bytes().decode("utf-8")


def test_the_metadata_file_is_read_and_can_be_overridden() -> None:
    article = read_article(SEED)
    assert (article.published, article.source) == (date(2022, 3, 7), "India Today")
    assert article.article_id == SEED.stem
    assert read_article(SEED, published="2022-03-08", source=None).published == date(2022, 3, 8)


def test_the_first_title_is_the_title_and_other_lines_of_a_page_are_furniture() -> None:
    title = "Talks Go On In Vienna"
    page = f"Home > News > {title}\n\n{title}\n{title}\nBy Ann Lee\n\nThe talks went on.\n"
    page += (
        "(AP Photo/Jo Roe)\nMary Roe walks past the dam in Leeds. PHOTO: REUTERS\n"
        "Image caption Mary Roe walks past the dam\n"
        "Read more: Another story\nThey met again on Friday.\n© 2022 The Paper. All rights reserved."
    )
    assert kinds(Article(page)) == [
        ("furniture", "Home > News > Talks Go On In Vienna"),
        ("title", "Talks Go On In Vienna"),
        ("furniture", "Talks Go On In Vienna"),
        ("furniture", "By Ann Lee"),
        ("paragraph", "The talks went on."),
        ("caption", "(AP Photo/Jo Roe)"),
        ("caption", "Mary Roe walks past the dam in Leeds. PHOTO: REUTERS"),
        ("caption", "Image caption Mary Roe walks past the dam"),
        ("furniture", "Read more: Another story"),
        ("paragraph", "They met again on Friday."),
        ("furniture", "© 2022 The Paper. All rights reserved."),
    ]


def test_a_given_title_need_not_be_repeated_in_the_text() -> None:
    assert kinds(Article("Talks go on\n\nThey met.", title="Talks Go On"))[0] == ("title", "Talks go on")


def test_plain_text_has_paragraphs_only() -> None:
    assert kinds(Article("They met.\r\n\r\nThey spoke.")) == [("paragraph", "They met."), ("paragraph", "They spoke.")]


@given(st.text(min_size=1).filter(lambda t: any(c.isalnum() for c in t)))
def test_blocks_are_in_order_and_cover_everything_but_white_space(text: str) -> None:
    article = Article(text)
    text, blocks = article.text, article.blocks
    edges = [edge for block in blocks for edge in (block.start, block.end)]
    assert edges == sorted(edges)
    assert "\n".join(text[b.start : b.end] for b in blocks).split() == text.split()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    text = "“We will go on,” said Ms. Müller. She is the naïve one’s sister – at least, that is what she says. " * 9
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    article = read_article(path)
    assert article.text == text
    assert article.encoding is not None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "does not exist"),
        (b"", "is empty"),
        (b" \n\n ", "is empty"),
        (b"\x00\x01\x02\xff" * 50, "not text"),
        (b"--- !!", "has no words"),
    ],
)
def test_the_error_for_a_bad_file_says_why(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "bad.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ArticleError, match=message) as error:
        read_article(path)
    assert "bad" in str(error.value)


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ("published = ", "not TOML"),
        ('published = "yesterday"', "not a date"),
        ('editor = "Ann Lee"', "unknown"),
        ('language = "fr"', "English"),
        ("earliest = 2022-03-08\npublished = 2022-03-07", "is after"),
        ("published = 2022-03-09\nlatest = 2022-03-08", "is after"),
    ],
)
def test_the_error_for_bad_metadata_says_why(tmp_path: Path, metadata: str, message: str) -> None:
    (tmp_path / "a.txt").write_text("They met.")
    (tmp_path / "a.toml").write_text(metadata)
    with pytest.raises(MetadataError, match=message) as error:
        read_article(tmp_path / "a.txt")
    assert "a.toml" in str(error.value)


def test_a_folder_is_read_in_the_order_of_its_files(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text(f"Text {name}.")
    assert [article.article_id for article in read_articles(tmp_path)] == ["a", "b"]
    with pytest.raises(ArticleError, match="not a folder"):
        next(read_articles(tmp_path / "none"))


def test_arguments_of_another_type_are_refused() -> None:
    with pytest.raises(ArticleError, match="must be str"):
        Article(b"They met.")  # type: ignore[arg-type]
    with pytest.raises(MetadataError, match="not a date"):
        Article("They met.", published="March")  # type: ignore[arg-type]


def test_a_first_sentence_may_repeat_the_headline() -> None:
    """A line that ends like a sentence is not a breadcrumb, even if it is close to the headline."""
    text = "Call with President Anna Berg\n\nPeder Lund had a call with President Anna Berg.\n\nThey spoke of fish."
    article = Article(text=text, title="Call with President Anna Berg")
    assert [block.kind for block in article.blocks] == ["title", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "MORE: Old bridges are to be painted",
            "More on this story",
            "Continue reading the main story",
            "Now watching",
        ),
        *("Next video starts in 10 seconds", "Up next", "Show captions", "View gallery", "Skip advert", "3 hours ago"),
        *("Follow Ann Lee on Twitter @annlee.", "Share on WhatsApp", "Facebook Twitter Email", "Link copied", "* * *"),
        *("Get our daily newsletter in your inbox.", "Our Standards: The Trust Principles.", "ann@paper.example"),
        *("Reporter’s e-mail: ann@paper.example", "Contact the reporter at ann@paper.example", "@annlee"),
        *("Covid-19: 1,204 cases, 17 deaths, 988 recovered", "Cases: 1,204 Deaths: 17 Recovered: 988"),
        *("Ann Lee contributed to this report.", "Ann Lee in Leeds and Bo Ray contributed reporting."),
        "(Reporting by Ann Lee and Bo Ray in Leeds; Additional reporting by Cy Dee; Editing by Di Foe)",
        "This story has been updated to include a comment from the mayor and to correct the number of boats in it.",
        "We and our partners use cookies to store information on your device.",
        "By signing up you agree to our terms of use and confirm that you have read our privacy policy.",
        "image copyrightAnn Lee",
        "image copyright Ann Lee image caption Bo Ray has led the choir for nineteen years and has no wish to stop now",
        *("Singers in blue jackets (Ann Lee/The Paper)", "Photo: Ann Lee"),
    ],
)
def test_furniture_is_no_part_of_the_story(line: str) -> None:
    assert kinds(Article(f"They met on Friday.\n{line}\nThey spoke."))[1][0] in ("furniture", "caption")


@pytest.mark.parametrize(
    "line",
    [
        *("More than forty people died.", "More: “We are late,” she said.", "Related costs rose by a third.", "Pause."),
        *(
            "Published in 2019, the book sold well.",
            "Posted to Leeds in 2010, he learned to sing.",
            "Nobody has reported more cases.",
        ),
        *(
            "Most popular among them was the mayor.",
            "Now watching from the shore, he wept.",
            "Next to him stood Ann Lee.",
        ),
        *("More than 200 scientists contributed to this report.", "This report was published by the ministry in May."),
        *("Reporting by the paper showed that he lied.", "They use cookies to find out who reads what.", "2021"),
        *(
            "By signing the order he ended the strike.",
            "The site uses cookies from a bakery in Leeds.",
            "Close to tears, he left.",
        ),
        *("She wrote (and nobody answered) to the mayor.", "There were 1,204 cases and 17 deaths.", "We met."),
        *(
            "“We use cookies to track you,” the firm said.",
            "Contact with the crew was lost at noon.",
            "Image is everything.",
        ),
        *("Live music returned to the bar on Friday.", "Email was not read.", "Follow the money, he said on Monday."),
    ],
)
def test_a_sentence_of_the_story_is_no_furniture(line: str) -> None:
    assert kinds(Article(f"They met on Friday.\n{line}\nThey spoke."))[1][0] == "paragraph"
