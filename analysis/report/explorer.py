"""Explore an article: the marked text above tables of its quotations or contacts, linked both ways, with filters.

In a live front end an explorer has dropdowns, and below the tables a form with which a reader corrects a row: it adds a
line to the file of corrections. Everywhere else (`make figures`, nbval, GitHub, print) it is the same output without
them, nothing is filtered, and it says how to write that file. Both are plain HTML; only filters and form need a kernel.
"""

import datetime
import os
import sys
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from analysis.articles.article import Article
from analysis.corrections.sheet import KINDS, save_correction
from analysis.corrections.words import occurrence
from analysis.display import Html, clean, count, listed, short
from analysis.errors import AnalysisError, extra
from analysis.frequency.rates import pair_label
from analysis.report import findings
from analysis.report.answers import ITEMS
from analysis.report.findings import quotation_kinds
from analysis.report.html import POSSIBLE_TITLE, article_html, is_corrected, row_links, table
from analysis.sentiment.polarity import words_by_speaker
from analysis.tables import MODES, STATUSES, is_possible, probable, records
from analysis.validation import checked

with extra("lab", "an explorer"):
    import ipywidgets
    from IPython.core.getipython import get_ipython
    from IPython.display import display

SESSION_VARIABLE = "JPY_SESSION_NAME"  # set by a Jupyter server for the kernels of notebooks opened in a front end
VS_CODE_NAME = "__vsc_ipynb_file__"  # a variable that VS Code sets in a notebook
COLAB_MODULE = "google.colab"  # loaded by Colab's kernels, but not by others on its machines
SHOWN_QUOTE_COLUMNS = ("quote_id", "kind", "speaker", "denied", "via", "text", "cue", "rule", "confidence")
SHOWN_CONTACT_COLUMNS = (
    "contact_id",
    "actor",
    "recipient",
    "mode",
    "status",
    "date_start",
    "date_end",
    "date_precision",
)
SHOWN_DETAIL_COLUMNS = ("duration_qualifier", "duration_min", "initiator", "place", "trigger", "confidence")
CORRECTED_COLUMN = "corrected"  # shown where anything was corrected
SHOWN_TONE_COLUMNS = ("quote_id", "speaker", "denied", "via", "kind", "cue", "polarity", "vader")
LEAST_CONFIDENCE = ("0.5", "0.7", "0.8", "0.9")  # choices of the filter "how sure"
NO_FILTER = ""  # the choice that filters nothing; no other choice is empty
MAX_NUMBERS_LISTED = 20  # numbers of quotations or contacts above the article
LONGEST_WORDS_OFFERED = 60  # of a quotation or contact in the list of those to correct
HOW_TO_CORRECT = "Wrong? A line in {} puts it right; docs/corrections.md explains that file, and where it is kept."
NO_FILE = "a file for analyse(article, corrections=…)"
FORM_CLASS = "correction"
SAVED = "Saved in {}. Run the notebook again to apply it."
DROPDOWN_LAYOUT = {"width": "100%", "max_width": "28em"}  # for a phone, and for a desktop


@dataclass(frozen=True)
class Explorer:
    """A table of quotations or contacts, the filters for it, and the way its rows are shown. Notebooks display it.

    Attributes:
        table: Rows of `quotes` or `contacts`.
        item: The kind of row: quote or contact.
        prefix: Precedes all ids.
        keys: The values to filter by, one per row, by the name of the filter. Of numbers a filter keeps those that are
            at least as large as its value.
        show: Renders the rows that are left.
        whole: All rows rendered.
        live: Whether notebooks show dropdowns and the form.
        article: The article.
        remedies: The corrections that the form offers for a row, as (label, (action, value)).
        advice: The earlier corrections, and how to correct a row.
    """

    table: pd.DataFrame
    item: str
    prefix: str
    keys: Mapping[str, pd.Series]
    show: Callable[[pd.DataFrame], Html]
    whole: Html
    live: bool
    article: Article
    remedies: Sequence[tuple[str, tuple[str, str]]]
    advice: Html

    def html(self, wanted: Mapping[str, str] | None = None) -> Html:
        """The items that match all filters: how many, and where they are in the article and in a table.

        Args:
            wanted: The value to keep, or NO_FILTER, by the name of the filter; all items by default.
        """
        rows, id_column = left(self.table, self.keys, wanted or {}), f"{self.item}_id"
        numbers, total = rows[id_column].unique(), self.table[id_column].nunique()
        heading, links = f"{len(numbers)} of {count(total, ITEMS[self.item])}", ""
        if n_unsure := len(numbers) - probable(rows)[id_column].nunique():
            heading += f", {n_unsure} only possible"
        if len(numbers) < total:
            links_to_rows = [f'<a href="#{self.prefix}{self.item}-{n}-row">{n}</a>' for n in numbers]
            nothing_left = "none match every filter; set one back to “all”"
            links = f": {listed(links_to_rows, most=MAX_NUMBERS_LISTED) or nothing_left}"
        shown = self.whole if len(rows) == len(self.table) else self.show(rows)
        html = f"<p>{heading}{links}.</p>{shown}{self.advice}"
        return Html(html, f"{heading}.\n{shown.words}\n\n{self.advice.words}")

    def filters(self, show: Callable[[Html], Any]) -> ipywidgets.VBox:
        """A dropdown for each filter.

        Args:
            show: Called with the items that match all filters whenever a choice changes.
        """
        ids = self.table[f"{self.item}_id"]
        dropdowns = {
            name: ipywidgets.Dropdown(options=choices(values, ids), description=name, layout=DROPDOWN_LAYOUT)
            for name, values in self.keys.items()
        }

        def update(_: Any) -> None:
            show(self.html({name: dropdown.value for name, dropdown in dropdowns.items()}))

        for dropdown in dropdowns.values():
            dropdown.observe(update, "value")
        return ipywidgets.VBox(list(dropdowns.values()))

    def form(self) -> ipywidgets.VBox:
        """Lists of the rows and of the corrections for one, and a button that saves the chosen correction."""
        row, remedy = (
            ipywidgets.Dropdown(options=options, description=name, layout=DROPDOWN_LAYOUT)
            for name, options in (("row", self._rows()), ("is", list(self.remedies)))
        )
        by = ipywidgets.Text(description="by", placeholder="your name, if you like", layout=DROPDOWN_LAYOUT)
        button, outcome = ipywidgets.Button(description="Save correction"), ipywidgets.Label()

        def save(_: Any) -> None:
            action, value = remedy.value
            outcome.value = self.save(row.value, action, value, by.value)

        button.on_click(save)
        form = ipywidgets.VBox([row, remedy, by, button, outcome])
        form.add_class(FORM_CLASS)
        return form

    def save(self, index: Any, action: str, value: str, by: str) -> str:
        """Add a correction of a row to the article's file of corrections; return a message about the outcome.

        Args:
            index: The row of `table`, by its index.
            action, value, by: As in the file.
        """
        path, rows = self.article.corrections, self.table.loc[index]
        if path is None:
            return f"Not saved: the article was not read from a file. Write {NO_FILE} yourself."
        number = occurrence(self.article.text, int(rows["start"]), int(rows["end"]))
        today = datetime.date.today().isoformat()
        try:
            save_correction(path, action, str(rows["text"]), number, value, by, today)
        except AnalysisError as error:
            return f"Not saved: {error}"
        return SAVED.format(path.name)

    def _rows(self) -> list[tuple[str, Any]]:
        """The items to correct, as (label, index of the first row)."""
        firsts = self.table.drop_duplicates(f"{self.item}_id")
        who = "speaker" if self.item == "quote" else "actor"
        numbers = zip(firsts.index, firsts[f"{self.item}_id"], firsts[who], firsts["text"], strict=True)
        return [(f"{n} {short(name)}: {short(text, LONGEST_WORDS_OFFERED)}", i) for i, n, name, text in numbers]

    def _ipython_display_(self) -> None:
        """Display the filters, and below them the items as a separate output, which remains without a kernel."""
        if not self.live:
            raise NotImplementedError  # makes IPython fall back to _repr_mimebundle_
        below: list[Any] = []
        display(self.filters(lambda html: below[0].update(html)))
        below.append(display(self.html(), display_id=True))
        if self.article.corrections is not None and len(self.table):
            display(self.form())

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.html()._repr_mimebundle_()


def is_live() -> bool:
    """Whether the running notebook is open in JupyterLab, Jupyter Notebook, VS Code, Colab or another live front end.

    False while nbconvert or nbclient runs it, wherever that was started. If a front end is not recognised, pass
    `live=True`.
    """
    shell = get_ipython()
    in_vs_code = shell is not None and VS_CODE_NAME in shell.user_ns
    return SESSION_VARIABLE in os.environ or COLAB_MODULE in sys.modules or in_vs_code


@checked
def everything(article: Article, quotes: pd.DataFrame, tone: pd.DataFrame, contacts: pd.DataFrame) -> Html:
    """The article with quotations and contacts marked, above a table of each.

    Numbers in the tables link to the article, labels in the article to the tables.

    Args:
        article: The article.
        quotes, tone, contacts: The tables of these names.
    """
    prefix = _prefix("finds", article)
    marked = article_html(article, quotes, contacts, tone, prefix)
    scores = tone[["quote_id", "polarity", "vader"]]
    scored = quotes.drop_duplicates("quote_id").merge(scores, on="quote_id", how="left")
    return _joined(
        marked,
        _linked_table(scored, SHOWN_TONE_COLUMNS, "quote", prefix, marked),
        *_contact_tables(contacts, SHOWN_CONTACT_COLUMNS, prefix, marked),
    )


@checked
def quotations(
    article: Article,
    quotes: pd.DataFrame,
    tone: pd.DataFrame,
    live: bool | None = None,
    people: pd.DataFrame | None = None,
    corrections: pd.DataFrame | None = None,
) -> Explorer:
    """The quotations in the article and as a table, with filters for speaker, kind and confidence.

    Args:
        article: The article.
        quotes, tone: The tables of these names.
        live: Whether to show dropdowns; None to ask `is_live`.
        people: The table of this name, for its names to choose the right speaker from.
        corrections: The table of this name, with the earlier corrections.

    >>> explorer.quotations(article, result.quotes, result.tone).html({"kind": "direct"}).words.splitlines()[0]
    '5 of 18 quotations.'
    """
    prefix = _prefix("quotations", article)

    def show(rows: pd.DataFrame) -> Html:
        marked = article_html(article, rows, None, tone, prefix, words_by_speaker(quotes).index)
        return _joined(marked, _linked_table(rows, _shown(SHOWN_QUOTE_COLUMNS, quotes), "quote", prefix, marked))

    keys = {"speaker": quotes["speaker"], "kind": quotation_kinds(quotes)}
    keys = {name: values.map(_words) for name, values in keys.items()} | {"how sure": quotes["confidence"]}
    remedies = [("right as it is", ("right quotation", "")), ("not a quotation", ("not a quotation", ""))]
    remedies += [("said by nobody named", ("speaker", ""))]
    remedies += [(f"said by {short(name)}", ("speaker", name)) for name in _possible_speakers(quotes, people)]
    remedies += [(kind, ("kind", kind)) for kind in KINDS]
    live = is_live() if live is None else live
    advice = _advice(article, corrections)
    return Explorer(quotes, "quote", prefix, keys, show, show(quotes), live, article, remedies, advice)


def _possible_speakers(quotes: pd.DataFrame, people: pd.DataFrame | None) -> list[str]:
    """The names to choose the right speaker from: those mentioned most first, then other speakers."""
    known = (
        [] if people is None else people.sort_values("n_mentions", ascending=False, kind="stable")["person"].tolist()
    )
    return list(dict.fromkeys([*known, *quotes["speaker"].dropna()]))


def _shown(columns: tuple[str, ...], table: pd.DataFrame) -> tuple[str, ...]:
    """The columns to show, with that of corrections if there are any."""
    return (*columns, CORRECTED_COLUMN) if is_corrected(table).any() else columns


def _advice(article: Article, corrections: pd.DataFrame | None) -> Html:
    """The earlier corrections, and how to correct a row."""
    path = article.corrections
    words = HOW_TO_CORRECT.format(NO_FILE if path is None else path.name)
    html = f"<p>{escape(words)}</p>"
    if corrections is None or corrections.empty:
        return Html(html, words)
    before = str(findings.corrections(corrections))
    return Html(f"{findings.PROSE.render(before)}{html}", f"{before}\n\n{words}")


@checked
def contacts(
    article: Article, contacts: pd.DataFrame, live: bool | None = None, corrections: pd.DataFrame | None = None
) -> Explorer:
    """The contacts in the article and as a table with one row per pair, those that are only possible in another.

    It has filters for pair, mode, status and confidence.

    Args:
        article: The article.
        contacts: The table of this name.
        live: Whether to show dropdowns; None to ask `is_live`.
        corrections: The table of this name, with the earlier corrections.
    """
    prefix = _prefix("contacts", article)

    def show(rows: pd.DataFrame) -> Html:
        marked = article_html(article, None, rows, prefix=prefix)
        columns = _shown((*SHOWN_CONTACT_COLUMNS, *SHOWN_DETAIL_COLUMNS), contacts)
        return _joined(marked, *_contact_tables(rows, columns, prefix, marked))

    pairs = [pair_label(_words(row.actor), _words(row.recipient)) for row in records(contacts)]
    keys = {"pair": pd.Series(pairs, contacts.index, dtype="str")}
    keys |= {name: contacts[name].map(_words) for name in ("mode", "status")}
    keys |= {"how sure": contacts["confidence"]}
    remedies = [("right as it is", ("right contact", "")), ("not a contact", ("not a contact", ""))]
    remedies += [(f"{column}: {value}", (column, value)) for column, value in _contact_values()]
    live = is_live() if live is None else live
    advice = _advice(article, corrections)
    return Explorer(contacts, "contact", prefix, keys, show, show(contacts), live, article, remedies, advice)


def _contact_values() -> list[tuple[str, str]]:
    """The possible values of a contact: pairs of a column and a value."""
    return [("status", status) for status in STATUSES] + [("mode", mode) for mode in MODES]


def left(table: pd.DataFrame, keys: Mapping[str, pd.Series], wanted: Mapping[str, str]) -> pd.DataFrame:
    """The rows that match all filters.

    Args:
        table: The rows.
        keys: One value per row, by the name of the filter.
        wanted: The value to keep, of numbers the least one, or NO_FILTER, by the name of the filter.

    Raises:
        KeyError: `wanted` names an unknown filter.
    """
    kept = pd.Series(True, table.index)
    for name, value in wanted.items():
        kept &= (value == NO_FILTER) | _matches(keys[name], value)
    return table[kept]


def _matches(values: pd.Series, wanted: str) -> "pd.Series[bool]":
    if not is_numeric_dtype(values):
        return values == wanted
    return values.round(2) >= float(wanted or "-inf")  # as shown: 0.90 is at least 0.9


def choices(values: pd.Series, ids: pd.Series) -> list[tuple[str, str]]:
    """The choices of a filter as (label, value): all, then each value in alphabetical order with its number of items.

    Of numbers the choices are those of LEAST_CONFIDENCE that some items reach, but not all.

    >>> explorer.choices(result.quotes["kind"], result.quotes["quote_id"])[:2]
    [('all (18)', ''), ('direct (5)', 'direct')]
    """
    whole = ids.nunique()
    if is_numeric_dtype(values):
        reached = [(least, ids[_matches(values, least)].nunique()) for least in LEAST_CONFIDENCE]
        options = [(f"at least {least} ({n})", least) for least, n in reached if 0 < n < whole]
    else:
        options = [(f"{value} ({n})", str(value)) for value, n in ids.groupby(values).nunique().items()]
    return [(f"all ({whole})", NO_FILTER), *options]


def _words(value: Any) -> str:
    """The value as a choice: never empty, which would mean NO_FILTER."""
    return clean(value) or clean(None)


def _prefix(name: str, article: Article) -> str:
    """A prefix for ids that differs by output and article, since one page of JupyterLab can show several."""
    return f"{name}-{zlib.crc32(article.text.encode('utf-8', 'surrogatepass')):08x}-"


def _linked_table(rows: pd.DataFrame, columns: tuple[str, ...], item: str, prefix: str, marked: Html) -> Html:
    """The rows as a table whose numbers link to the marked article."""
    return _linked_tables(rows, columns, item, prefix, marked, [pd.Series(True, rows.index)])[0]


def _contact_tables(rows: pd.DataFrame, columns: tuple[str, ...], prefix: str, marked: Html) -> list[Html]:
    """The contacts as a table, and under a heading those that are only possible, if there are any."""
    unsure = is_possible(rows)
    surer, possible_ones = _linked_tables(rows, columns, "contact", prefix, marked, [~unsure, unsure])
    heading = Html(f"<p><b>{POSSIBLE_TITLE}</b></p>", POSSIBLE_TITLE)
    return [surer, heading, possible_ones] if unsure.any() else [surer]


def _linked_tables(
    rows: pd.DataFrame,
    columns: tuple[str, ...],
    item: str,
    prefix: str,
    marked: Html,
    parts: Sequence["pd.Series[bool]"],
) -> list[Html]:
    """Each part of the rows as a table; the first row of an item, in whichever table, is where its label leads."""
    id_column = f"{item}_id"
    links = pd.Series(row_links(rows[id_column], item, prefix, marked), rows.index, dtype=object)
    return [table(rows[part], columns, {id_column: links[part].tolist()}) for part in parts]


def _joined(*parts: Html) -> Html:
    html = "".join(part.source for part in parts)
    return Html(f'<div class="finds">{html}</div>', "\n\n".join(part.words for part in parts))
