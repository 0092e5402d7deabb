"""What the notebooks found becomes one HTML page: it holds all it shows, needs no network and runs nothing but its own.

An article is not to be trusted. Whatever is taken from it is escaped where it enters the page, Markdown may hold no
HTML, and the page's Content-Security-Policy lets a browser use the page's own style and script and nothing else.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import jinja2
import pandas as pd
from markdown_it import MarkdownIt
from markupsafe import Markup

from analysis.articles.article import Article
from analysis.display import cell, clean, count
from analysis.report import findings
from analysis.report.html import LONG, article_html
from analysis.report.notebooks import NotebookContent
from analysis.sentiment.polarity import where_known
from analysis.tables import TABLES, Column, records

# What each table is called on the page; those left out are long and of use to programs only.
SHOWN = {
    "people": "Who is in it",
    "quotes": "Quotations",
    "tone": "How each quotation sounds",
    "speakers": "How each speaker sounds",
    "contacts": "Contacts",
    "stated_counts": "Totals that the article states",
}
LINKED = {"quote_id": "quote", "contact_id": "contact"}  # columns that lead to a place in the article
ROWS = {"quotes": "quote_id", "contacts": "contact_id"}  # the tables and columns that a place in it leads back to
NUMBERS = ("Int64", "float64")
LONG_WORD = 20  # characters from which the words of a cell may be broken


@dataclass(frozen=True)
class Cell:
    """What stands in a table's cell, the place in the article that it leads to, and how it is set."""

    text: str
    target: str
    look: str


@dataclass(frozen=True)
class TableView:
    """A table as the page shows it; a row has an id where a place in the article leads to it."""

    name: str
    title: str
    size: str
    columns: Sequence[Column]
    rows: Sequence[tuple[str, Sequence[Cell]]]


def page(
    article: Article,
    tables: Mapping[str, pd.DataFrame],
    readings: Sequence[NotebookContent],
    files: Mapping[str, Sequence[str]],
) -> str:
    """The page as HTML: `readings` of the notebooks that were run, the first of them about the article itself.

    `files` are those that lie beside the page, by folder.
    """
    marked, looks = _without_styles(
        str(article_html(article, tables["quotes"], tables["contacts"], tables.get("tone")))
    )
    shown = {name: where_known(table) if name == "tone" else table for name, table in tables.items()}
    style, script = _own("page.css") + looks, _own("page.js")
    html = _template().render(
        title=clean(article.headline or article.article_id),
        facts=list(records(findings.facts(article).fillna("not known"))),
        about=readings[0],
        answers=readings[1:],
        readings=readings,
        marked=Markup(marked),
        tables=[_shown(name, title, shown[name], marked) for name, title in SHOWN.items() if name in shown],
        files=files,
        numbers=NUMBERS,
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
    )
    return html + "\n"


def markdown(source: str) -> Markup:
    """Markdown as HTML. What is HTML in it is shown as text, a link that would run something leads nowhere."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(source)
    html = html.replace("<th>", '<th scope="col">').replace("</table>", "</table></div>")
    return Markup(html.replace("<table>", '<div class="box" tabindex="0" role="group" aria-label="table"><table>'))


def _template() -> jinja2.Template:
    room = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    room.filters["markdown"] = markdown
    return room.from_string(_own("page.html"))


def _own(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """How a Content-Security-Policy names an inline style or script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _without_styles(html: str) -> tuple[str, str]:
    """The marked article with classes in the place of style attributes, which the policy forbids, and its rules: its
    own and those of the classes.

    Nothing of the article can look like either: all its quote marks and angle brackets are escaped.
    """
    rules = "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))
    html = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    styles = list(dict.fromkeys(re.findall(r' style="([^"]*)"', html)))
    named = re.sub(r' style="([^"]*)"', lambda found: f' class="m{styles.index(found[1])}"', html)
    return named, rules + "".join(f".m{n} {{ {style} }}\n" for n, style in enumerate(styles))


def _shown(name: str, title: str, table: pd.DataFrame, marked: str) -> TableView:
    """The table without what only programs need: the article's id and offsets."""
    declared = {column.name: column for column in TABLES[name]}
    columns = [declared.get(column, Column(column, str(table[column].dtype), "")) for column in table.columns]
    columns = [c for c in columns if c.name != "article_id" and not c.unit.startswith("characters")]
    cells = [
        [_cell(column, value, marked) for column, value in zip(columns, row, strict=True)]
        for row in table[[column.name for column in columns]].itertuples(index=False, name=None)
    ]
    rows = list(zip(_ids(name, table), cells, strict=True))
    return TableView(name, title, count(len(rows), "row"), columns, rows)


def _ids(name: str, table: pd.DataFrame) -> list[str]:
    """The id that the labels in the article lead to, for the first row of each find; none for any other row."""
    if name not in ROWS:
        return [""] * len(table)
    numbers, thing = table[ROWS[name]], LINKED[ROWS[name]]
    return [f"{thing}-{n}-row" * (not again) for n, again in zip(numbers, numbers.duplicated(), strict=True)]


def _cell(column: Column, value: object, marked: str) -> Cell:
    text, target = cell(value), f"{LINKED[column.name]}-{value}" if column.name in LINKED else ""
    long = len(text) > LONG or any(len(word) > LONG_WORD for word in text.split())
    look = "number" if column.dtype in NUMBERS else "long" if long else ""
    return Cell(text, target if f'id="{target}"' in marked else "", look)
