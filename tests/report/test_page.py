"""The page shows an article's facts with their origin, and findings without HTML."""

from bs4 import BeautifulSoup

from analysis import analyse
from analysis.articles.article import Article
from analysis.report import page
from analysis.report.answers import Point
from analysis.report.contents import Section

UNSAFE = "<b>x</b> [y](javascript:alert(1))"
SECTIONS = [Section("What?", (Point(f"It **rained**. {UNSAFE}", "quote", 1),), (f"It **snowed**. {UNSAFE}",), "", ())]


def shown(article: Article) -> BeautifulSoup:
    result = analyse(article)
    tables = {name: getattr(result, name) for name in page.TABLE_TITLES}
    return BeautifulSoup(page.page(result, tables, SECTIONS, {}, {}), "lxml")


def test_only_web_addresses_become_links() -> None:
    for url, links in (("https://a.example/x?y=1", ["https://a.example/x?y=1"]), ("javascript:alert(1)", [])):
        assert [link["href"] for link in shown(Article("a", url=url)).select(".facts a")] == links


def test_facts_have_an_origin() -> None:
    rows = [row.get_text(" ", strip=True) for row in shown(Article("a", source="T < U")).select(".facts div")]
    assert rows == ["source T < U (given)"]  # what is not known is left out


def test_answers_are_markdown_without_html() -> None:
    answers = shown(Article("a")).select_one("#answers")
    assert answers is not None and len(answers.select("strong")) == 2
    assert not answers.select("b, a:not(.source)") and answers.get_text().count("javascript:") == 2


def test_columns_for_programs_are_shown_on_request() -> None:
    quotes = shown(Article("“We will stay,” Ann Lee said.")).select_one("#table-quotes")
    assert quotes is not None
    columns = {bool(cell.get("class") and "more" in cell["class"]): cell.get_text() for cell in quotes.select("th")}
    assert set(columns) == {True, False}
    names = [cell.get_text() for cell in quotes.select("th:not(.more)")]
    assert names == ["quote id", "speaker", "text", "kind", "via", "confidence"]
