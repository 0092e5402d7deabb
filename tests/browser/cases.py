"""The notebooks that are opened in the browser, and the articles they are run on."""

import pytest

from browser.server import ROOT

Values = dict[str, str | None]
NOT_RUN, MADE_UP = "as kept, not run", "half of the made-up news"
SEED = "macron-open-line-to-russia.txt"  # the article of the notebooks in the checkout
# Articles to type into the first cell, by the number of the notebook, and other values to type with them.
ARTICLES: dict[str, tuple[list[str], Values]] = {
    "01": (["hostile.html", "money.txt"], {}),
    "02": (["no-quotation.txt", "forty-speakers.txt", "hostile.html", "money.txt"], {}),
    "03": (["no-contact.txt", "many-contacts.txt", "hostile.html", "money.txt"], {"RECORD": None}),
    "04": (["one-speaker.txt"], {"LABELS": None}),
}
OTHER_NOTEBOOKS: tuple[list[str], Values] = (["one-speaker.txt"], {})
NAMES = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]


def typed(name: str) -> dict[str, Values]:
    """The values to type into a notebook, by the article or corpus; none for the one it was saved with."""
    if name.startswith("05"):
        return {SEED: {}, MADE_UP: {"CORPUS": "../corpus"}}  # reads a corpus, not an article
    articles, others = ARTICLES.get(name[:2], OTHER_NOTEBOOKS)
    values: dict[str, Values] = {name: {"ARTICLE": f"../tests/articles/{name}", **others} for name in articles}
    return {SEED: {}, **values}


# Notebooks with their articles, in the order in which they are opened.
OPENED = [(name, article) for name in NAMES for article in (NOT_RUN, *typed(name))]
RUN = [case for case in OPENED if case[1] != NOT_RUN]
KEPT = [case for case in OPENED if case[1] == SEED]


def shown_in(cases: list[tuple[str, str]]) -> pytest.MarkDecorator:
    """Parametrise a test by notebooks and their articles."""
    ids = [f"{name[:2]}-{article}" for name, article in cases]
    return pytest.mark.parametrize("notebook", cases, indirect=True, ids=ids)
