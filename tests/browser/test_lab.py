"""The notebooks in JupyterLab, as a person has them: opened, run, given another article, seen on a desk and on a phone.

Every notebook of `notebooks/` is opened. Pictures of what was seen are kept in `screenshots/`, to be looked at.
"""

import pytest
from playwright.sync_api import expect

from browser.cases import KEPT, NOT_RUN, OPENED, RUN, SEED, shown_in
from browser.reader import HEIGHTS, OUTPUT, Notebook

at_both_widths = pytest.mark.parametrize("width", HEIGHTS)


@shown_in([both for both in OPENED if both[1] == NOT_RUN])
def test_before_it_is_trusted_it_shows_what_is_kept_and_runs_nothing(notebook: Notebook) -> None:
    trust = notebook.page.locator(".jp-StatusBar-Item [data-icon='ui-components:not-trusted']")
    assert trust.count() == 1
    assert notebook.counts() == [f"[{n}]:" for n in range(1, len(notebook.kept) + 1)]
    kinds = notebook.outputs().evaluate_all("all => all.map(output => output.dataset.mimeType)")
    assert kinds == [
        next(kind for kind in ("text/html", "text/markdown", "text/plain") if kind in output["data"])
        for outputs in notebook.kept
        for output in outputs
    ]


@shown_in(RUN)
def test_it_runs_from_top_to_bottom_without_a_complaint(notebook: Notebook) -> None:
    assert notebook.wrong() == []
    assert notebook.counts() == [f"[{n}]:" for n in range(1, len(notebook.kept) + 1)]


@shown_in(KEPT)
def test_it_finds_again_what_is_kept(notebook: Notebook) -> None:
    assert notebook.found
    assert notebook.findings() == notebook.found


@shown_in([both for both in RUN if both[1] != SEED])
def test_it_finds_something_else_in_another_article(notebook: Notebook) -> None:
    assert notebook.findings()
    assert set(notebook.findings()).isdisjoint(notebook.found[:1])


@at_both_widths
@shown_in(OPENED)
def test_figures_text_and_tables_are_in_sight(notebook: Notebook, width: int) -> None:
    notebook.resize(width)
    assert notebook.out_of_sight() == []
    notebook.picture()


@shown_in([both for both in RUN if "hostile" in both[1]])
def test_nothing_of_a_hostile_article_runs(notebook: Notebook) -> None:
    assert "alert(" in "".join(notebook.outputs().all_text_contents())  # it is shown, as text
    assert notebook.page.locator(f"{OUTPUT} :is(script, iframe, object, embed, form)").count() == 0
    attributes = notebook.page.locator(f"{OUTPUT} *").evaluate_all(
        "all => all.flatMap(e => [...e.attributes].map(a => `${a.name}=${a.value}`))"
    )
    assert not [told for told in attributes if told.startswith("on") or "=javascript:" in told.lower()]


@shown_in(RUN)
def test_nothing_keeps_anybody_from_reading(notebook: Notebook) -> None:
    notebook.resize(1280)
    assert notebook.hindrances() == []


@shown_in(KEPT)
def test_it_can_be_read_in_the_dark(notebook: Notebook) -> None:
    notebook.resize(1280)
    body = notebook.page.locator("body")
    notebook.menu("Settings", "Theme", "JupyterLab Dark")
    expect(body).to_have_attribute("data-jp-theme-light", "false")
    notebook.picture("dark")
    found = notebook.hindrances("color-contrast")
    notebook.menu("Settings", "Theme", "JupyterLab Light")
    expect(body).to_have_attribute("data-jp-theme-light", "true")
    assert found == []
