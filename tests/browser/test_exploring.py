"""Explore a notebook in JupyterLab: cards, links between the article and the tables, filters.

Everything is tested with mouse and keyboard, at the width of a laptop and of a phone.
"""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Error, Locator, Page, expect

from browser.cases import KEPT, shown_in
from browser.reader import HEIGHTS, PICTURES, Notebook

MARKINGS = ".finds :is(mark, u)[title]"
LABELS = ".finds sup a[title]"
EXPLORER, DROPDOWN = ".jp-CodeCell:has(.widget-dropdown)", ".widget-vbox:not(.correction) > .widget-dropdown"
IN_VIEW = """element => {
    const panel = element.closest(".jp-WindowedPanel-outer").getBoundingClientRect();
    const at = element.getClientRects()[0];
    return at.top >= panel.top - 1 && at.bottom <= panel.bottom + 1 && at.left >= 0 && at.right <= innerWidth;
}"""


def with_markings(*numbers: str) -> pytest.MarkDecorator:
    return shown_in([case for case in KEPT if case[0][:2] in numbers])


@pytest.fixture(params=HEIGHTS)
def page(request: pytest.FixtureRequest, notebook: Notebook) -> Page:
    """The notebook's page at the width of a laptop and of a phone, with the mouse in a corner."""
    notebook.resize(request.param)
    notebook.page.mouse.move(0, 0)
    return notebook.page


def card(page: Page, element: str) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of an element's card in the browser's layout; None if it shows none."""
    chromium = page.context.new_cdp_session(page)
    try:
        result = chromium.send("Runtime.evaluate", {"expression": element})["result"]
        node = chromium.send("DOM.describeNode", {"objectId": result["objectId"]})["node"]
        [shown] = [part for part in node.get("pseudoElements", ()) if part["pseudoType"] == "after"]
        quad = chromium.send("DOM.getBoxModel", {"backendNodeId": shown["backendNodeId"]})["model"]["border"]
    except (KeyError, ValueError, Error):  # nothing is under the mouse, it has no card, or the card has just closed
        return None
    finally:
        chromium.detach()
    return quad[0], quad[1], quad[4], quad[5]


def shows_all_of_its_card(page: Page, element: str, point: Callable[[], None] = lambda: None) -> bool:
    """Whether the whole card is in the window, after some attempts, since JupyterLab updates its layout meanwhile."""
    for _ in range(10):
        point()
        box = card(page, element)
        if box and is_drawn(page, box):
            return True
        page.wait_for_timeout(300)
    return False


def is_drawn(page: Page, box: tuple[float, float, float, float]) -> bool:
    """Whether a black frame is drawn at the box's corners and the middle of its sides, with white inside."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("L")
    left, top, right, bottom = box
    size = page.viewport_size
    if not size or left < 0 or top < 0 or right > size["width"] or bottom > size["height"]:
        return False

    def light(x: float, y: float) -> int:
        value = picture.getpixel((int(x), int(y)))
        assert isinstance(value, int)
        return value

    across, down = (left, (left + right) / 2, right - 2), (top, (top + bottom) / 2, bottom - 2)
    frame = [(x, y) for x in across for y in down if not (x == across[1] and y == down[1])]
    inside = [(x, y) for x in (left + 5, right - 6) for y in (top + 5, bottom - 6)]
    return all(light(x + 1, y + 1) < 60 for x, y in frame) and all(light(x, y) > 200 for x, y in inside)


def number(choice: str) -> str:
    """The number of items of a choice: "2" for "meeting (2)"."""
    return choice.rpartition("(")[2].removesuffix(")")


def some(elements: Locator) -> list[Locator]:
    """The first, the middle and the last element."""
    n = elements.count()
    assert n > 2
    return [elements.nth(0), elements.nth(n // 2), elements.nth(n - 1)]


@with_markings("01", "02", "03")
def test_pointing_at_a_marking_shows_its_whole_card(page: Page, notebook: Notebook) -> None:
    for marking in some(page.locator(MARKINGS)):
        hovered = f"document.querySelector('{MARKINGS}:hover')"
        assert shows_all_of_its_card(page, hovered, marking.hover), marking.text_content()
    width = page.evaluate("innerWidth")
    page.screenshot(path=PICTURES / f"{notebook.name[:2]}-card-{width}.png")


@with_markings("01", "02", "03")
def test_the_keyboard_reaches_every_label_and_shows_its_card(page: Page) -> None:
    labels = page.locator(LABELS)
    labels.first.focus()
    for n in range(labels.count()):
        assert labels.nth(n).evaluate("label => label === document.activeElement")
        assert shows_all_of_its_card(page, "document.activeElement"), labels.nth(n).get_attribute("title")
        page.keyboard.press("Tab")


@with_markings("01", "02", "03")
def test_a_row_links_to_its_marking_and_the_label_links_back(page: Page) -> None:
    for link in some(page.locator(".finds td a[href]")):
        place = page.locator(f"[id='{str(link.get_attribute('href'))[1:]}']")
        link.click()
        page.wait_for_timeout(300)
        assert place.evaluate(IN_VIEW)
    for label in some(page.locator(LABELS)):
        row = page.locator(f"[id='{str(label.get_attribute('href'))[1:]}']")
        label.focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        assert row.evaluate(IN_VIEW)


@with_markings("02", "03")
def test_a_filter_keeps_the_items_it_counts(page: Page) -> None:
    cell = page.locator(EXPLORER)
    says, rows = cell.locator(".jp-RenderedHTML p").first, cell.locator("tbody tr")
    everything, n_rows = says.inner_text(), rows.count()
    whole = everything.split()[2]
    for dropdown in cell.locator(DROPDOWN).all():
        select = dropdown.locator("select")
        choices = select.locator("option").all_text_contents()
        assert choices[0].startswith("all") and number(choices[0]) == whole
        for choice in choices[1:3]:
            n = number(choice)
            select.select_option(choice)
            expect(says).to_contain_text(f"{n} of {whole}")
            assert 0 < rows.count() < n_rows
            assert len(set(cell.locator("td a").all_text_contents())) == int(n), choice
        select.select_option(choices[0])
        expect(says).to_have_text(everything)
        assert rows.count() == n_rows


@with_markings("02", "03")
def test_filters_that_match_nothing_say_so(page: Page) -> None:
    cell = page.locator(EXPLORER)
    says, selects = cell.locator(".jp-RenderedHTML p").first, cell.locator(f"{DROPDOWN} select")
    first, last = selects.first, selects.last
    for n in range(1, first.locator("option").count()):
        first.select_option(index=n)
        last.select_option(index=last.locator("option").count() - 1)
        page.wait_for_timeout(500)
        if says.inner_text().startswith("0 of"):
            break
    assert "set one back to" in says.inner_text()
    assert cell.locator("tbody tr").count() == 0
    for select in selects.all():
        select.select_option(index=0)
