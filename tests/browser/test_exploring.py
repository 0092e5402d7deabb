"""Exploring the finds of a notebook in JupyterLab: cards, links between the article and the tables, filters.

Everything is tried with the mouse and with the keyboard, on a desk and on a phone.
"""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Error, Locator, Page, expect

from browser.cases import KEPT, shown_in
from browser.reader import HEIGHTS, PICTURES, Notebook

MARKS = ".finds :is(mark, u)[title]"
LABELS = ".finds sup a[title]"
EXPLORER, DROPDOWN = ".jp-CodeCell:has(.widget-dropdown)", ".widget-dropdown"
IN_VIEW = """element => {
    const panel = element.closest(".jp-WindowedPanel-outer").getBoundingClientRect();
    const at = element.getClientRects()[0];
    return at.top >= panel.top - 1 && at.bottom <= panel.bottom + 1 && at.left >= 0 && at.right <= innerWidth;
}"""


def with_finds(*numbers: str) -> pytest.MarkDecorator:
    return shown_in([both for both in KEPT if both[0][:2] in numbers])


@pytest.fixture(params=HEIGHTS)
def page(request: pytest.FixtureRequest, notebook: Notebook) -> Page:
    """The notebook's page at the width of a desk and of a phone, with the mouse out of the way."""
    notebook.resize(request.param)
    notebook.page.mouse.move(0, 0)
    return notebook.page


def card(page: Page, element: str) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of the card that an element shows, as the browser lays it out."""
    chromium = page.context.new_cdp_session(page)
    try:
        found = chromium.send("Runtime.evaluate", {"expression": element})["result"]
        told = chromium.send("DOM.describeNode", {"objectId": found["objectId"]})["node"]
        [shown] = [part for part in told.get("pseudoElements", ()) if part["pseudoType"] == "after"]
        quad = chromium.send("DOM.getBoxModel", {"backendNodeId": shown["backendNodeId"]})["model"]["border"]
    except (KeyError, ValueError, Error):  # nothing is pointed at, it has no card, or the card went meanwhile
        return None
    finally:
        chromium.detach()
    return quad[0], quad[1], quad[4], quad[5]


def shows_all_of_its_card(page: Page, element: str, point: Callable[[], None] = lambda: None) -> bool:
    """Whether all of the card is in the window, at last: JupyterLab goes on laying out while a person points."""
    for _ in range(10):
        point()
        box = card(page, element)
        if box and is_drawn(page, box):
            return True
        page.wait_for_timeout(300)
    return False


def is_drawn(page: Page, box: tuple[float, float, float, float]) -> bool:
    """Whether its black frame is drawn at its corners and in the middle of its sides, with white within."""
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
    """Of "meeting (2)" the 2."""
    return choice.rpartition("(")[2].removesuffix(")")


def some(found: Locator) -> list[Locator]:
    """The first, the middle one and the last."""
    n = found.count()
    assert n > 2
    return [found.nth(0), found.nth(n // 2), found.nth(n - 1)]


@with_finds("01", "02", "03")
def test_pointing_at_a_find_shows_all_of_its_card(page: Page, notebook: Notebook) -> None:
    for mark in some(page.locator(MARKS)):
        hovered = f"document.querySelector('{MARKS}:hover')"
        assert shows_all_of_its_card(page, hovered, mark.hover), mark.text_content()
    width = page.evaluate("innerWidth")
    page.screenshot(path=PICTURES / f"{notebook.name[:2]}-card-{width}.png")


@with_finds("01", "02", "03")
def test_the_keyboard_comes_by_every_find_and_shows_its_card(page: Page) -> None:
    labels = page.locator(LABELS)
    labels.first.focus()
    for n in range(labels.count()):
        assert labels.nth(n).evaluate("label => label === document.activeElement")
        assert shows_all_of_its_card(page, "document.activeElement"), labels.nth(n).get_attribute("title")
        page.keyboard.press("Tab")


@with_finds("01", "02", "03")
def test_a_row_leads_to_its_place_and_its_label_back(page: Page) -> None:
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


@with_finds("02", "03")
def test_choosing_leaves_fewer_and_says_how_many(page: Page) -> None:
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


@with_finds("02", "03")
def test_a_choice_that_leaves_nothing_says_so(page: Page) -> None:
    cell = page.locator(EXPLORER)
    says, selects = cell.locator(".jp-RenderedHTML p").first, cell.locator(f"{DROPDOWN} select")
    first, last = selects.first, selects.last
    for n in range(1, first.locator("option").count()):
        first.select_option(index=n)
        last.select_option(index=last.locator("option").count() - 1)
        page.wait_for_timeout(500)
        if says.inner_text().startswith("0 of"):
            break
    assert "back to all" in says.inner_text()
    assert cell.locator("tbody tr").count() == 0
    for select in selects.all():
        select.select_option(index=0)
