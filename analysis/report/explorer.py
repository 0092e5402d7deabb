"""What a reader explores: the marked article and its finds as tables below, each leading to the other, and filters.

An explorer has dropdowns where somebody sits at a live front end. Everywhere else (`make figures`, nbval, GitHub,
print) it is the same thing without them, everything shown. Both are plain HTML; only the choosing needs a kernel.
"""

import os
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import ipywidgets
import pandas as pd
from IPython.display import display

from analysis.articles.article import Article
from analysis.display import Html, clean, count, listed
from analysis.frequency.rates import pair_label
from analysis.report.html import article_html, row_links, table
from analysis.sentiment.polarity import where_known
from analysis.tables import records
from analysis.validation import checked

SEAT = "JPY_SESSION_NAME"  # what a Jupyter server tells the kernels of notebooks that are open in a browser
THINGS = {"quote": "quotation", "contact": "contact"}
QUOTES = ("quote_id", "kind", "speaker", "via", "text", "cue", "rule")
CONTACTS = ("contact_id", "actor", "recipient", "mode", "status", "date_start", "date_end", "date_precision")
DETAILS = ("duration_qualifier", "duration_min", "initiator", "place", "trigger")
ALL = ""  # the choice that leaves everything; no value to choose is without letters
MANY = 20  # finds that are listed by number above the article
FULL = {"width": "100%", "max_width": "28em"}  # a dropdown, on a phone and on a desk


@dataclass(frozen=True)
class Explorer:
    """Finds (rows of `quotes` or `contacts`), what can be chosen of them, and how those that are left are shown.

    `keys` has for each filter the value of every row, in words; `prefix` begins the ids. Shown by a notebook it has
    dropdowns if `live`.
    """

    finds: pd.DataFrame
    thing: str
    prefix: str
    keys: Mapping[str, pd.Series]
    show: Callable[[pd.DataFrame], Html]
    live: bool

    def html(self, wanted: Mapping[str, str] | None = None) -> Html:
        """How many finds have what is wanted (a value, or ALL, by filter), and these in the article and as a table."""
        rows, ids = left(self.finds, self.keys, wanted or {}), f"{self.thing}_id"
        numbers, most = rows[ids].unique(), self.finds[ids].nunique()
        says, links = f"{len(numbers)} of {count(most, THINGS[self.thing])}", ""
        if len(numbers) < most:
            rows_of = (f'<a href="#{self.prefix}{self.thing}-{n}-row">{n}</a>' for n in numbers)
            links = ": " + (listed(rows_of, most=MANY) or "none has all that is chosen; set a filter back to all")
        shown = self.show(rows)
        return Html(f"<p>{says}{links}.</p>{shown}", f"{says}.\n{shown.words}")

    def filters(self, show: Callable[[Html], Any]) -> ipywidgets.VBox:
        """A dropdown for each filter; `show` is given what is left by all of them whenever one is changed."""
        ids = self.finds[f"{self.thing}_id"]
        boxes = {
            name: ipywidgets.Dropdown(options=choices(values, ids), description=name, layout=FULL)
            for name, values in self.keys.items()
        }
        for box in boxes.values():
            box.observe(lambda _: show(self.html({name: box.value for name, box in boxes.items()})), "value")
        return ipywidgets.VBox(list(boxes.values()))

    def _ipython_display_(self) -> None:
        """The filters, and what is left as an output of its own, which the notebook keeps when its kernel is gone."""
        if not self.live:
            raise NotImplementedError  # which IPython takes as: show it as it is
        below: list[Any] = []
        display(self.filters(lambda html: below[0].update(html)))
        below.append(display(self.html(), display_id=True))

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.html()._repr_mimebundle_()


def is_live() -> bool:
    """Whether the notebook that runs is open in JupyterLab, Jupyter Notebook or another front end of a Jupyter server.

    The server tells the kernel so, in its environment. Front ends that have no server (VS Code) do not; there an
    explorer is asked for with `live=True`.
    """
    return SEAT in os.environ


@checked
def everything(article: Article, quotes: pd.DataFrame, tone: pd.DataFrame, contacts: pd.DataFrame) -> Html:
    """The article with all finds marked, below it the quotations and the contacts, a row each: numbers lead to their
    places, labels in the article to their rows."""
    prefix = _prefix("finds", article)
    marked = article_html(article, quotes, contacts, tone, prefix)
    sounds = where_known(tone)[["quote_id", "polarity", "vader"]]
    said = quotes.drop_duplicates("quote_id").merge(sounds, on="quote_id", how="left")
    columns = ["quote_id", "speaker", "via", "kind", "cue", "polarity", "vader"]
    tables = [
        _linked(said, columns, "quote", prefix, marked),
        _linked(contacts, CONTACTS, "contact", prefix, marked),
    ]
    return _together(marked, *tables)


@checked
def quotations(article: Article, quotes: pd.DataFrame, tone: pd.DataFrame, live: bool | None = None) -> Explorer:
    """The quotations in the article and as a table, to be chosen by speaker and kind.

    `live` says whether there are dropdowns; None leaves that to `is_live`.

    >>> explorer.quotations(article, result.quotes, result.tone).html({"kind": "direct"}).words.splitlines()[0]
    '5 of 19 quotations.'
    """
    prefix = _prefix("quotations", article)

    def show(rows: pd.DataFrame) -> Html:
        marked = article_html(article, rows, None, tone, prefix, quotes["speaker"])
        return _together(marked, _linked(rows, QUOTES, "quote", prefix, marked))

    keys = {name: quotes[name].map(_words) for name in ("speaker", "kind")}
    return Explorer(quotes, "quote", prefix, keys, show, is_live() if live is None else live)


@checked
def contacts(article: Article, contacts: pd.DataFrame, live: bool | None = None) -> Explorer:
    """The contacts in the article and as a table, a row for each pair, to be chosen by pair, mode and status.

    `live` says whether there are dropdowns; None leaves that to `is_live`.
    """
    prefix = _prefix("contacts", article)

    def show(rows: pd.DataFrame) -> Html:
        marked = article_html(article, None, rows, prefix=prefix)
        return _together(marked, _linked(rows, (*CONTACTS, *DETAILS), "contact", prefix, marked))

    pairs = [pair_label(_words(row.actor), _words(row.recipient)) for row in records(contacts)]
    keys = {"pair": pd.Series(pairs, contacts.index, dtype="str")}
    keys |= {name: contacts[name].map(_words) for name in ("mode", "status")}
    return Explorer(contacts, "contact", prefix, keys, show, is_live() if live is None else live)


def left(finds: pd.DataFrame, keys: Mapping[str, pd.Series], wanted: Mapping[str, str]) -> pd.DataFrame:
    """The rows that have every wanted value; ALL wants none. Raises KeyError for a filter that there is not."""
    kept = pd.Series(True, finds.index)
    for name, value in wanted.items():
        kept &= (keys[name] == value) | (value == ALL)
    return finds[kept]


def choices(values: pd.Series, ids: pd.Series) -> list[tuple[str, str]]:
    """What can be chosen in a filter, as label and value: all, then each value in the order of the alphabet, with how
    many finds have it."""
    counts = ids.groupby(values).nunique()
    return [(f"all ({ids.nunique()})", ALL), *((f"{value} ({n})", str(value)) for value, n in counts.items())]


def _words(value: Any) -> str:
    return clean(value) or clean(None)


def _prefix(name: str, article: Article) -> str:
    """The beginning of all ids of an output: notebooks, and articles, may be open on one page of JupyterLab."""
    return f"{name}-{zlib.crc32(article.text.encode('utf-8', 'surrogatepass')):08x}-"


def _linked(rows: pd.DataFrame, columns: tuple[str, ...] | list[str], thing: str, prefix: str, marked: Html) -> Html:
    ids = f"{thing}_id"
    return table(rows, columns, {ids: row_links(rows[ids], thing, prefix, marked)})


def _together(*parts: Html) -> Html:
    html = "".join(part.source for part in parts)
    return Html(f'<div class="finds">{html}</div>', "\n\n".join(part.words for part in parts))
