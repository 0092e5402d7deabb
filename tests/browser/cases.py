"""Which notebooks are opened, and with which articles."""

import pytest

from browser.server import ROOT

Values = dict[str, str | None]
NOT_RUN, MADE_UP = "as kept, not run", "half of the made-up news"
SEED = "macron-open-line-to-russia.txt"  # what they are kept with
# What else is typed into the first cell, by the number of the notebook: articles, and values beside them.
ARTICLES: dict[str, tuple[list[str], Values]] = {
    "01": (["hostile.html"], {}),
    "02": (["no-quotation.txt", "forty-speakers.txt", "hostile.html"], {}),
    "03": (["no-contact.txt", "many-contacts.txt", "hostile.html"], {"RECORD": None}),
    "04": (["one-speaker.txt"], {"LABELS": None}),
}
ANY: tuple[list[str], Values] = (["one-speaker.txt"], {})
NAMES = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]


def typed(name: str) -> dict[str, Values]:
    """The values that are typed into a notebook, by what they stand for; none for the article it is kept with."""
    if name.startswith("05"):
        return {SEED: {}, MADE_UP: {"CORPUS": "../corpus"}}  # which reads no article
    articles, others = ARTICLES.get(name[:2], ANY)
    read: dict[str, Values] = {article: {"ARTICLE": f"../tests/articles/{article}", **others} for article in articles}
    return {SEED: {}, **read}


OPENED = [(name, article) for name in NAMES for article in (NOT_RUN, *typed(name))]  # in this order
RUN = [both for both in OPENED if both[1] != NOT_RUN]
KEPT = [both for both in OPENED if both[1] == SEED]


def shown_in(cases: list[tuple[str, str]]) -> pytest.MarkDecorator:
    """A test for each of these notebooks with its article."""
    ids = [f"{name[:2]}-{article}" for name, article in cases]
    return pytest.mark.parametrize("notebook", cases, indirect=True, ids=ids)
