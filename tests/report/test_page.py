"""The page shows an article's facts with their origin, and findings without HTML."""

from bs4 import BeautifulSoup

from analysis import analyse
from analysis.articles.article import Article
from analysis.report import page
from analysis.report.notebooks import NotebookContent

NOTEBOOKS = [
    NotebookContent("01.ipynb", "What?", ("It **rained**.", "<b>x</b> [y](javascript:alert(1))"), (), "- nothing")
]


def shown(article: Article) -> BeautifulSoup:
    result = analyse(article)
    tables = {name: getattr(result, name) for name in page.TABLE_TITLES}
    return BeautifulSoup(page.page(article, tables, NOTEBOOKS, {}), "lxml")


def test_only_web_addresses_become_links() -> None:
    for url, links in (("https://a.example/x?y=1", ["https://a.example/x?y=1"]), ("javascript:alert(1)", [])):
        assert [link["href"] for link in shown(Article("a", url=url)).select(".facts a")] == links


def test_facts_have_an_origin() -> None:
    rows = [row.get_text(" ", strip=True) for row in shown(Article("a", title="T < U")).select(".facts div")]
    assert "title T < U (given)" in rows and "source not known (not found)" in rows


def test_findings_are_markdown_without_html() -> None:
    header = shown(Article("a")).header
    assert header is not None and header.select_one("strong") is not None
    assert header.select_one("b") is None and "javascript:" in header.get_text()
