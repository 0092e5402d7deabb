"""The page with articles side by side in a browser: accessible at every width, with cards and a search in each article.

Pictures are saved in `screenshots/` for inspection.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from analysis.articles.article import Article
from analysis.side_by_side.folder import write_comparison
from analysis.side_by_side.joining import compare
from browser.reader import HEIGHTS, PICTURES, watched

HOSTILE = '<script>document.title = "ran"</script><img src=x onerror="document.title = \'ran\'">\u202e'
TEXTS = (
    "“We will stay here for good,” said Ann Lee. Bo Ray said that the boats are old.\n\nAnn Lee met Bo Ray on Monday.",
    f"“We will stay here for good,” Ann Lee said {HOSTILE}.\n\nAnn Lee met Bo Ray on Tuesday. {'long' * 60}",
)


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page with an article and a hostile one."""
    articles = [Article(text, source=source) for text, source in zip(TEXTS, ("The Post", HOSTILE), strict=True)]
    return write_comparison(compare(articles), tmp_path_factory.mktemp("comparison") / "out")


@pytest.fixture(params=HEIGHTS)
def page(request: pytest.FixtureRequest, browser: Browser, path: Path) -> Iterator[Page]:
    """The page, opened; afterwards it must have requested nothing and logged nothing."""
    opened, requests, messages = watched(browser, path, request.param)
    yield opened
    assert requests == [path.as_uri()]
    assert messages == []
    assert opened.title() != "ran"
    opened.close()


def test_it_is_accessible_and_nothing_is_cut_off(page: Page) -> None:
    for details in page.query_selector_all("summary"):
        details.click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    PICTURES.mkdir(exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=PICTURES / f"comparison-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_articles_are_beside_each_other_unless_the_page_is_narrow(page: Page) -> None:
    tops = page.evaluate("[...document.querySelectorAll('.articles .article')].map(e => e.getBoundingClientRect().top)")
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert (tops[0] == tops[1]) == (width > 640)


def test_each_article_has_cards_and_one_search_covers_both(page: Page) -> None:
    card = page.locator(".card")
    for article in ("a1", "a2"):
        page.locator(f"#{article}-quote-1").hover()
        assert card.inner_text().startswith("Quotation 1\nSpeaker: Ann Lee")
        page.mouse.move(1, 1)
    page.get_by_label("Search the articles").fill("stay HERE")
    assert page.locator("#articles output").inner_text() == "2 found"
