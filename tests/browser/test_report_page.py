"""The report's page in a browser: accessible at every width and in print, and running no scripts but its own.

Pictures are saved in `screenshots/` for inspection.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

import analysis
from analysis import cli
from analysis.report import folder
from browser.reader import HEIGHTS, PICTURES, watched
from browser.server import ROOT

SEED = ROOT / "seeds" / "macron-open-line-to-russia.txt"
HOSTILE = '<script>document.title = "ran"</script><img src=x onerror="document.title = \'ran\'">\u202e'


@pytest.fixture(scope="session", params=["kept", "hostile"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a report on the article of the checkout, and of one on a hostile article."""
    article = analysis.read_article(SEED)
    if request.param == "hostile":
        text = f"“We {HOSTILE} will stay,” said Ann {HOSTILE} Lee. She called Bo Berg on Friday. {'long' * 60}\n\n" * 3
        article = analysis.Article(text, published="2024-05-06", title=HOSTILE, source=HOSTILE, url=HOSTILE)  # type: ignore[arg-type]
    result = analysis.analyse(article)
    return folder.write_report(result, cli.tables_of(result), tmp_path_factory.mktemp("report") / str(request.param))


@pytest.fixture(params=HEIGHTS)
def page(request: pytest.FixtureRequest, browser: Browser, path: Path) -> Iterator[Page]:
    """The page, opened; afterwards it must have requested nothing and logged nothing."""
    opened, requests, messages = watched(browser, path, request.param)
    yield opened
    assert [url for url in requests if not url.startswith("data:")] == [path.as_uri()]
    assert messages == []
    opened.close()


def test_it_is_accessible(page: Page, path: Path) -> None:
    for details in page.query_selector_all("summary"):
        details.click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert len(results.response["passes"]) > 20


def test_nothing_is_cut_off(page: Page, path: Path) -> None:
    PICTURES.mkdir(exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=PICTURES / f"{path.parent.name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    beyond = """width => [...document.querySelectorAll("body *")].filter(e => !e.closest(".box, .skip") &&
        e.getBoundingClientRect().right > width + 1).map(e => e.outerHTML.slice(0, 80))"""
    assert page.evaluate(beyond, width) == []


def test_tables_sort(page: Page, path: Path) -> None:
    head = page.locator("#table-people th", has_text="n mentions")
    column = (
        "() => [...document.querySelectorAll('#table-people tbody tr')].map(r => Number(r.lastElementChild.innerText))"
    )
    for order, descending in (("ascending", False), ("descending", True)):
        head.get_by_role("button").press("Enter")
        assert head.get_attribute("aria-sort") == order
        numbers = page.evaluate(column)
        assert numbers == sorted(numbers, reverse=descending) and len(numbers) > 1
    page.locator("#table-people th").first.get_by_role("button").click()
    assert head.get_attribute("aria-sort") is None


def test_tables_filter(page: Page, path: Path) -> None:
    field = page.get_by_label("Filter “Quotations”")
    rows = page.locator("#table-quotes tbody tr")
    speaker = "Putin" if path.parent.name == "kept" else "Lee"
    all_rows = rows.count()
    for typed, advice in ((f"{speaker.upper()} no-such-word", "type fewer words"), ("qqq", "only part of the word")):
        field.fill(typed)
        assert page.locator("#table-quotes .box").is_hidden()
        assert advice in page.locator("#table-quotes output").inner_text()
    field.fill(speaker)
    assert page.locator("#table-quotes .box").is_visible()
    assert all(speaker in row.inner_text() for row in rows.locator("visible=true").all())
    field.fill("")
    assert rows.locator("visible=true").count() == all_rows


def test_quotations_filter_by_how_sure_they_are(page: Page, path: Path) -> None:
    section = page.locator("#table-quotes")
    rows, choice = section.locator("tbody tr"), section.get_by_label("How sure")
    heads = section.locator("th").all_inner_texts()
    column = next(n for n, head in enumerate(heads) if head.startswith("confidence"))
    all_rows = rows.count()
    values = [float(row.locator("td").nth(column).inner_text()) for row in rows.all()]
    for least in ("0.8", "0.9"):
        choice.select_option(label=f"at least {least}")
        n = sum(value >= float(least) for value in values)
        assert rows.locator("visible=true").count() == n
        left = f"{n} of {all_rows} rows" if n else "No row is left: set “How sure” to “all”."
        assert section.locator("output").inner_text() == left
    section.get_by_label("Filter “Quotations”").fill("no-such-word")
    assert rows.locator("visible=true").count() == 0
    assert "set “How sure” to “all”" in section.locator("output").inner_text()
    section.get_by_label("Filter “Quotations”").fill("")
    choice.select_option(label="all")
    assert rows.locator("visible=true").count() == all_rows
    assert page.locator("#table-people").get_by_label("How sure").count() == 0


def test_the_keyboard_reaches_everything_and_the_focus_is_visible(page: Page, path: Path) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    boxes = page.locator(".box")
    for box in boxes.all():
        box.focus()
        assert box.evaluate("e => document.activeElement === e")
    page.locator("#table-people th button").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_number_links_to_the_article(page: Page, path: Path) -> None:
    link = page.locator("#table-quotes tbody a").first
    target = str(link.get_attribute("href"))
    link.click()
    place = page.locator(f"[id='{target[1:]}']")
    assert place.evaluate("e => { const at = e.getBoundingClientRect().top; return at >= 0 && at < innerHeight; }")


def test_a_tapped_label_shows_the_words_on_a_card_that_closes(browser: Browser, path: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    opened = context.new_page()
    opened.goto(path.as_uri())
    label, card = opened.locator(".article sup a[href^='#quote-']").first, opened.locator(".card")
    row = opened.locator(f"[id='{str(label.get_attribute('href'))[1:]}']")
    words = row.locator("td").nth(2).inner_text()
    closing: list[Callable[[], object]] = [
        lambda: opened.keyboard.press("Escape"),
        lambda: opened.touchscreen.tap(5, 5),
        card.get_by_role("button", name="Close").tap,
        card.get_by_role("link").tap,
    ]
    for close in closing:
        assert card.is_hidden()
        label.tap()
        shown = card.inner_text()
        assert words in shown and "Quotation 1" in shown and "Speaker: " in shown and "Confidence: " in shown
        box = card.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
        close()
        assert card.is_hidden()
    assert opened.evaluate("location.hash") == label.get_attribute("href")
    place = row.bounding_box()
    assert place and 0 <= place["y"] < 844
    opened.locator(".article mark[data-card]").last.tap()
    assert card.is_visible()
    context.close()


def test_a_card_is_at_the_pointer_and_at_the_focus(page: Page, path: Path) -> None:
    card, label = page.locator(".card"), page.locator(".article sup a").first
    label.hover()
    at, box = label.bounding_box(), card.bounding_box()
    assert at and box and abs(box["y"] - at["y"]) < box["height"] + 60
    page.mouse.move(0, 0)
    assert card.is_hidden()
    page.locator("#search").focus()
    for _ in range(3):  # over the two buttons
        page.keyboard.press("Tab")
    assert card.is_visible() and str(label.get_attribute("aria-description")) in card.locator("p").first.inner_text()
    page.keyboard.press("Escape")
    assert card.is_hidden()


def test_the_article_can_be_searched(page: Page, path: Path) -> None:
    field, says = page.get_by_label("Search the article"), page.locator("#article output")
    kept = path.parent.name == "kept"
    wanted = "MACRON’S   unwavering" if kept else "BERG ON"
    field.fill(wanted)
    count = 1 if kept else 3
    assert says.inner_text() == f"{count} found"
    field.press("Enter")
    assert says.inner_text() == f"1 of {count}"
    field.press("Shift+Enter")
    assert says.inner_text() == f"{count} of {count}"
    marked = page.evaluate("[...CSS.highlights.get('current')].map(r => [String(r), r.getBoundingClientRect().top])")
    assert marked[0][0].lower() == ("macron’s unwavering" if kept else "berg on")
    assert 0 < marked[0][1] < 900
    field.fill("no such (words")
    assert says.inner_text() == "Not in the article."
    field.fill("")
    assert says.inner_text() == ""


def test_a_match_may_run_over_marks_and_labels(page: Page, path: Path) -> None:
    kept = path.parent.name == "kept"
    page.get_by_label("Search the article").fill("Saturday and speaking with" if kept else "She called Bo Berg on")
    assert page.locator("#article output").inner_text() == ("1 found" if kept else "3 found")


def test_a_quotation_is_copied_with_its_attribution(browser: Browser, path: Path) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.goto(path.as_uri())
    button = opened.locator("#table-quotes .copy").first
    button.click()
    assert button.get_attribute("aria-label") == "Copied"
    copied = opened.evaluate("navigator.clipboard.readText()")
    assert copied == opened.locator("tr[data-copy]").first.get_attribute("data-copy")
    assert copied.startswith("“" if path.parent.name == "kept" else "In the article’s words: ") and " — " in copied
    context.close()


@pytest.mark.parametrize("width", [390, 1100])
def test_it_is_accessible_in_the_dark(browser: Browser, path: Path, width: int) -> None:
    opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark")
    opened.goto(path.as_uri())
    ground, ink = opened.evaluate("(s => [s.backgroundColor, s.color])(getComputedStyle(document.body))")
    assert ground == "rgb(22, 24, 26)" and ink == "rgb(232, 232, 232)"
    for card in opened.locator("figure .box").all():
        assert card.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    opened.screenshot(path=PICTURES / f"{path.parent.name}-{width}-dark.png", full_page=True)
    results = Axe().run(opened)
    assert results.violations_count == 0, results.generate_report()
    opened.close()


def test_hostile_text_is_not_executed(page: Page, path: Path) -> None:
    assert page.title() != "ran"
    if path.parent.name == "hostile":
        assert "<script>" in page.locator("h1").inner_text()


def test_the_policy_blocks_injected_scripts_and_styles(browser: Browser, path: Path) -> None:
    """The policy must hold even if escaping ever fails."""
    opened = browser.new_page()
    html = path.read_text(encoding="utf-8").replace("<main>", f"<main><div style='color:red' id=probe>{HOSTILE}</div>")
    probe = path.with_name("probe.html")
    probe.write_text(html, encoding="utf-8")
    opened.goto(probe.as_uri())
    assert opened.title() != "ran"
    assert opened.locator("#probe").evaluate("e => getComputedStyle(e).color") != "rgb(255, 0, 0)"
    assert opened.locator(".filter").count() > 0  # its own script ran
    probe.unlink()
    opened.close()


def test_it_prints(browser: Browser, path: Path) -> None:
    PICTURES.mkdir(exist_ok=True)
    opened = browser.new_page()
    opened.goto(path.as_uri())
    printed = opened.pdf(path=PICTURES / f"{path.parent.name}.pdf", prefer_css_page_size=True, print_background=True)
    assert printed.startswith(b"%PDF")
    opened.emulate_media(media="print")
    assert opened.locator("nav").is_hidden() and opened.locator(".filter").first.is_hidden()
    assert opened.locator("td.more").first.is_hidden() and opened.locator(".copy").first.is_hidden()
    opened.set_viewport_size({"width": 688, "height": 1000})  # A4 within its margins
    heights = [image.evaluate("e => e.getBoundingClientRect().height") for image in opened.locator("figure img").all()]
    assert heights and max(heights) < 1000 / 2
    opened.close()
