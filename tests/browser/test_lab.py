"""Every notebook in JupyterLab: opened, run, given another article, seen at the width of a laptop and of a phone.

Pictures are saved in `screenshots/` for inspection.
"""

import pytest
from playwright.sync_api import expect

from browser.cases import KEPT, NOT_RUN, OPENED, RUN, SEED, shown_in
from browser.reader import HEIGHTS, OUTPUT, Notebook

at_both_widths = pytest.mark.parametrize("width", HEIGHTS)

KINDS = ("text/html", "text/markdown", "text/plain")  # the best one is shown; printed text has none


@shown_in([case for case in OPENED if case[1] == NOT_RUN])
def test_an_untrusted_notebook_shows_its_saved_outputs_and_runs_nothing(notebook: Notebook) -> None:
    trust = notebook.page.locator(".jp-StatusBar-Item [data-icon='ui-components:not-trusted']")
    assert trust.count() == 1
    assert notebook.counts() == [f"[{n}]:" for n in range(1, len(notebook.kept) + 1)]
    kinds = notebook.outputs().evaluate_all("all => all.map(output => output.dataset.mimeType)")
    assert kinds == [
        next((kind for kind in KINDS if kind in output.get("data", {})), "application/vnd.jupyter.stdout")
        for outputs in notebook.kept
        for output in outputs
    ]


@shown_in(RUN)
def test_it_runs_without_errors(notebook: Notebook) -> None:
    assert notebook.wrong() == []
    assert notebook.counts() == [f"[{n}]:" for n in range(1, len(notebook.kept) + 1)]


@shown_in(KEPT)
def test_it_reproduces_the_saved_findings(notebook: Notebook) -> None:
    assert notebook.saved_findings
    assert notebook.findings() == notebook.saved_findings


@shown_in([case for case in RUN if case[1] != SEED])
def test_another_article_gives_other_findings(notebook: Notebook) -> None:
    assert not set(notebook.findings()) <= set(notebook.saved_findings)


@at_both_widths
@shown_in(OPENED)
def test_figures_text_and_tables_are_visible(notebook: Notebook, width: int) -> None:
    notebook.resize(width)
    assert notebook.out_of_sight() == []
    notebook.picture()


@shown_in([case for case in RUN if "hostile" in case[1]])
def test_hostile_text_is_shown_and_not_executed(notebook: Notebook) -> None:
    assert "alert(" in "".join(notebook.outputs().all_text_contents())  # shown as text
    assert notebook.page.locator(f"{OUTPUT} :is(script, iframe, object, embed, form)").count() == 0
    attributes = notebook.page.locator(f"{OUTPUT} *").evaluate_all(
        "all => all.flatMap(e => [...e.attributes].map(a => `${a.name}=${a.value}`))"
    )
    assert not [text for text in attributes if text.startswith("on") or "=javascript:" in text.lower()]


@shown_in(RUN)
def test_no_output_is_typeset_as_mathematics(notebook: Notebook) -> None:
    notebook.page.wait_for_timeout(2000)  # MathJax starts after the outputs have appeared
    assert notebook.page.locator("mjx-container, .MathJax").all_text_contents() == []


@shown_in([case for case in RUN if case[1] == "money.txt"])
def test_sums_of_money_formulas_and_addresses_are_shown_as_they_are_written(notebook: Notebook) -> None:
    said = "".join(notebook.outputs().all_text_contents())
    if notebook.name.startswith("01"):
        assert (
            "pays $5 million for $7 million, or \\(nothing\\), says news@harbour.example, The $1 Post, then $2" in said
        )
    assert "We paid $5 million to the bank and they gave us $7 million back" in said
    assert "“did \\phantom{not} lose $$2 million, or $$3 million,”" in said
    targets = notebook.page.locator(f"{OUTPUT} a[href]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert [target for target in targets if not target.startswith("#")] == []


@shown_in(RUN)
def test_it_is_accessible(notebook: Notebook) -> None:
    notebook.resize(1280)
    assert notebook.accessibility_violations() == []


@shown_in(KEPT)
def test_it_has_enough_contrast_in_the_dark_theme(notebook: Notebook) -> None:
    notebook.resize(1280)
    body = notebook.page.locator("body")
    notebook.menu("Settings", "Theme", "JupyterLab Dark")
    expect(body).to_have_attribute("data-jp-theme-light", "false")
    notebook.picture("dark")
    violations = notebook.accessibility_violations("color-contrast")
    notebook.menu("Settings", "Theme", "JupyterLab Light")
    expect(body).to_have_attribute("data-jp-theme-light", "true")
    assert violations == []
