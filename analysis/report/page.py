"""Render the report's page: one self-contained HTML file, which loads nothing from elsewhere.

Articles are untrusted. Everything taken from one is escaped where it enters the page, Markdown cannot contain HTML, and
the page's Content-Security-Policy allows only its own style and script.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources

import jinja2
import pandas as pd
from markdown_it import MarkdownIt
from markupsafe import Markup

from analysis.display import cell, clean, count
from analysis.pipeline import Analysis
from analysis.report import answers, findings
from analysis.report.contents import Section
from analysis.report.html import LONG_CELL_CHARS, POSSIBLE_TITLE, article_html
from analysis.sentiment.polarity import where_known
from analysis.tables import TABLES, Column, is_possible, records

# The tables on the page with their titles. The others are long, and of use to programs only.
TABLE_TITLES = {
    "quotes": "Quotations",
    "speakers": "How each speaker sounds",
    "tone": "How each quotation sounds",
    "contacts": "Contacts",
    "stated_counts": "Totals that the article states",
    "people": "Who is in it",
}
# The columns that are shown first, in this order; the others are shown on request.
MAIN_COLUMNS = {
    "quotes": ("quote_id", "speaker", "text", "kind", "via", "confidence"),
    "speakers": ("speaker", "n_quotes", "n_words", "mean", "low", "high", "note"),
    "tone": ("quote_id", "speaker", "text", "polarity", "polar_words", "vader", "vader_words"),
    "contacts": ("contact_id", "actor", "recipient", "mode", "status", "date_start", "date_end", "place", "confidence"),
    "stated_counts": ("actor", "recipient", "count", "window_text", "n_found", "text"),
    "people": ("person", "kind", "role", "country", "n_mentions"),
}
# Columns with numbers of quotations and contacts, which link to the article; the values begin the ids there.
ITEM_COLUMNS = {"quote_id": "quote", "contact_id": "contact"}
# The tables whose rows the labels in the article link to, with the column that identifies the row.
ROW_COLUMNS = {"quotes": "quote_id", "contacts": "contact_id"}
NUMERIC_DTYPES = ("Int64", "float64")
LONG_WORD_CHARS = 20  # a cell with a longer word may break words
STYLE_ATTRIBUTE = re.compile(r' style="([^"]*)"')


@dataclass(frozen=True)
class Cell:
    """A table's cell: its text, the id in the article that it links to, and its CSS classes; both may be empty."""

    text: str
    target: str
    css_class: str


@dataclass(frozen=True)
class TableView:
    """A table as the page shows it.

    Attributes:
        name: The table's name.
        title: Its title on the page.
        size: Its number of rows, in words.
        columns: The columns that are shown.
        rows: Triples of the row's id, whether it is among the least certain, and its cells. The id is empty for rows
            that no label in the article links to.
        more: The names of the columns that are shown on request.
    """

    name: str
    title: str
    size: str
    columns: Sequence[Column]
    rows: Sequence[tuple[str, bool, Sequence[Cell]]]
    more: Sequence[str]


@dataclass(frozen=True)
class FigureView:
    """A figure as the page shows it: its name in `figures`, its alt text, and its SVG in base64."""

    name: str
    alt: str
    svg: str


def page(
    result: Analysis,
    tables: Mapping[str, pd.DataFrame],
    sections: Sequence[Section],
    figures: Mapping[str, FigureView],
    files: Mapping[str, Sequence[str]],
) -> str:
    """The page as HTML.

    Args:
        result: The analysis of the article.
        tables: Its tables, by name.
        sections: The page's questions with their answers.
        figures: The figures of the sections, by name.
        files: Links to the files of the report, by folder.
    """
    article = result.article
    marked, marked_css = _with_classes(
        str(article_html(article, tables["quotes"], tables["contacts"], tables.get("tone")))
    )
    shown = {name: tables[name] for name in TABLE_TITLES if name in tables}
    style, script = _resource("page.css") + marked_css, _resource("page.js")
    facts = findings.facts(article)
    html = _template().render(
        title=clean(article.headline or article.article_id),
        facts=list(records(facts[facts["value"].notna() & (facts["fact"] != "title")])),
        byline=answers.byline(article, tables["quotes"], tables["contacts"]),
        dating=str(findings.dating(article)),
        sections=sections,
        figures=figures,
        marked=Markup(marked),
        tables=[view for name, table in shown.items() for view in _views(name, table, marked) if view.rows],
        files=files,
        numeric_dtypes=NUMERIC_DTYPES,
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
    )
    return html + "\n"


def markdown(source: str) -> Markup:
    """Markdown as HTML. HTML in it is shown as text, and links that would run a script are dropped."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(source)
    html = html.replace("<th>", '<th scope="col">').replace("</table>", "</table></div>")
    return Markup(html.replace("<table>", '<div class="box" tabindex="0" role="group" aria-label="table"><table>'))


def inline(source: str) -> Markup:
    """One line of Markdown as HTML without a paragraph around it; HTML in it is shown as text."""
    return Markup(findings.PROSE.renderInline(source))


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"markdown": markdown, "inline": inline}
    return environment.from_string(_resource("page.html"))


def _resource(name: str) -> str:
    """The text of a file in this package."""
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The source expression that allows an inline style or script in a Content-Security-Policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _with_classes(html: str) -> tuple[str, str]:
    """The marked article with classes instead of style attributes, which the policy forbids, and its CSS.

    The CSS is that of its `style` elements, and a rule for each class. The article's text cannot be mistaken for
    either, since its quote marks and angle brackets are escaped.
    """
    css = "".join(re.findall(r"<style>([^<]*+)</style>", html))
    html = re.sub(r"<style>[^<]*+</style>", "", html)
    styles = list(dict.fromkeys(STYLE_ATTRIBUTE.findall(html)))
    html = STYLE_ATTRIBUTE.sub(lambda match: f' class="m{styles.index(match[1])}"', html)
    return html, css + "".join(f".m{n} {{ {style} }}\n" for n, style in enumerate(styles))


def _views(name: str, table: pd.DataFrame, marked: str) -> list[TableView]:
    """A table, and apart from it the rows that are only possible; the scores that are known."""
    whole = _table_view(name, TABLE_TITLES[name], where_known(table) if name == "tone" else table, marked)
    if name != "contacts" or not is_possible(table).any():
        return [whole]
    sure, unsure = (
        [row for row, wanted in zip(whole.rows, mask, strict=True) if wanted]
        for mask in (~is_possible(table), is_possible(table))
    )
    apart = replace(whole, name=f"possible-{name}", title=POSSIBLE_TITLE, size=count(len(unsure), "row"), rows=unsure)
    return [replace(whole, size=count(len(sure), "row"), rows=sure), apart]


def _table_view(name: str, title: str, table: pd.DataFrame, marked: str) -> TableView:
    """The table without the columns that only programs need, the article's id and offsets; main columns first."""
    declared = {column.name: column for column in TABLES[name]}
    columns = [declared.get(column, Column(column, str(table[column].dtype), "")) for column in table.columns]
    main = [c for wanted in MAIN_COLUMNS[name] for c in columns if c.name == wanted]
    more = [c for c in columns if c not in main and c.name != "article_id" and not c.unit.startswith("characters")]
    columns = [*main, *more]
    cells = [
        [_cell(column, value, marked, column in more) for column, value in zip(columns, row, strict=True)]
        for row in table[[column.name for column in columns]].itertuples(index=False, name=None)
    ]
    unsure = table["confidence"].lt(answers.SURE) if "confidence" in table else [False] * len(table)
    rows = list(zip(_row_ids(name, table), unsure, cells, strict=True))
    return TableView(name, title, count(len(rows), "row"), columns, rows, [column.name for column in more])


def _row_ids(name: str, table: pd.DataFrame) -> list[str]:
    """The id that labels in the article link to, for the first row of a quotation or contact; otherwise empty."""
    if name not in ROW_COLUMNS:
        return [""] * len(table)
    numbers, item = table[ROW_COLUMNS[name]], ITEM_COLUMNS[ROW_COLUMNS[name]]
    return ["" if repeated else f"{item}-{n}-row" for n, repeated in zip(numbers, numbers.duplicated(), strict=True)]


def _cell(column: Column, value: object, marked: str, on_request: bool) -> Cell:
    text = cell(value)
    target = f"{ITEM_COLUMNS[column.name]}-{value}" if column.name in ITEM_COLUMNS else ""
    css_class = " ".join(filter(None, (_css_class(column, text), "more" if on_request else "")))
    return Cell(text, target if f'id="{target}"' in marked else "", css_class)


def _css_class(column: Column, text: str) -> str:
    """How `page.css` sets a cell: number, long, or empty for neither."""
    if column.dtype in NUMERIC_DTYPES:
        return "number"
    is_long = len(text) > LONG_CELL_CHARS or any(len(word) > LONG_WORD_CHARS for word in text.split())
    return "long" if is_long else ""
