"""Render the report's page: one self-contained HTML file, which loads nothing from elsewhere.

Articles are untrusted. Everything taken from one is escaped where it enters the page, Markdown cannot contain HTML, and
the page's Content-Security-Policy allows only its own style and script.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from importlib import resources
from typing import Any

import jinja2
import pandas as pd
from markdown_it import MarkdownIt
from markupsafe import Markup

from analysis.display import cell, clean, count, speaker_colours
from analysis.pipeline import Analysis
from analysis.report import answers, findings
from analysis.report.contents import CorpusContents, Section
from analysis.report.html import (
    CORRECTED_MARK,
    LONG_CELL_CHARS,
    OTHER_TINT,
    POSSIBLE_TITLE,
    TINTS,
    UNSURE_MARK,
    article_html,
    is_unsure,
    tinted,
)
from analysis.sentiment.polarity import words_by_speaker
from analysis.tables import Column, columns_of, is_possible, records

# The tables on the page with their titles. The others are long, and of use to programs only.
TABLE_TITLES = {
    "quotes": "Quotations",
    "speakers": "How each speaker sounds",
    "tone": "How each quotation sounds",
    "contacts": "Contacts",
    "stated_counts": "Totals that the article states",
    "people": "Who is in it",
    "corrections": "Corrected by hand",
}
# Those on the page of a corpus, with the number of their rows that a page can hold.
CORPUS_TABLE_TITLES = {
    "world_contacts": "Contacts",
    "world_people": "People, states and organisations",
    "world_weeks": "Weeks",
}
MAX_CORPUS_ROWS = {"world_contacts": 150, "world_people": 50, "world_weeks": 53}
# The columns that are shown first, in this order; the others are shown on request.
MAIN_COLUMNS = {
    "quotes": ("quote_id", "speaker", "text", "kind", "via", "confidence"),
    "speakers": ("speaker", "n_quotes", "n_words", "mean", "low", "high", "note"),
    "tone": ("quote_id", "speaker", "text", "polarity", "polar_words", "vader", "vader_words"),
    "contacts": ("contact_id", "actor", "recipient", "mode", "status", "date_start", "date_end", "place", "confidence"),
    "stated_counts": ("actor", "recipient", "count", "window_text", "n_found", "text"),
    "people": ("person", "kind", "role", "country", "n_mentions"),
    "corrections": ("action", "words", "value", "outcome", "by", "on", "note"),
    "world_contacts": (
        *("date_start", "date_end", "actor", "recipient", "mode", "status", "initiator", "place"),
        *("n_stories", "disagree"),
    ),
    "world_people": ("person", "kind", "role", "country", "n_articles"),
    "world_weeks": ("week", "n_articles", "n_stories", "n_words", "n_quotes"),
}
# Main columns that paper does without: they repeat another table, or are long and say little.
SCREEN_COLUMNS = {"tone": ("text",), "people": ("kind", "country")}
# Columns with numbers of quotations and contacts, which link to the article; the values begin the ids there.
ITEM_COLUMNS = {"quote_id": "quote", "contact_id": "contact"}
# The tables whose rows the labels in the article link to, with the column that identifies the row.
ROW_COLUMNS = {"quotes": "quote_id", "contacts": "contact_id"}
# Columns with names of people, which have the colour of a speaker.
NAME_COLUMNS = ("speaker", "actor", "recipient", "person")
NUMERIC_DTYPES = ("Int64", "float64")
WEB_ADDRESS = re.compile("https?://")  # what may be linked to; a javascript: address may not
LONG_WORD_CHARS = 20  # a cell with a longer word may break words
STYLE_ATTRIBUTE = re.compile(r' style="([^"]*)"')
STRONG = re.compile("<strong>([^<]*)</strong>")
# The styles that have a class before any other: the colours of the speakers quoted most, and of all others.
SPEAKER_STYLES = [tinted(tint) for tint in (*TINTS, OTHER_TINT)]
CELL_LABEL = '#table-{} td:nth-child({})::before {{ content: "{}"; }}\n'  # on a phone, where a row is a card
PHONE = "@media screen and (max-width: 40rem) {{\n{}}}\n"


@dataclass(frozen=True)
class Cell:
    """A table's cell.

    Attributes:
        text: Its text.
        target: The link to the place in the article, or to the article's address; may be empty.
        css_class: Its CSS classes, or empty.
        colour: The class with the colour of the speaker whose name it is, or empty.
        links: Further links, to quotations or contacts whose labels in the article lead here.
    """

    text: str
    target: str
    css_class: str
    colour: str
    links: Sequence[answers.Source] = ()


@dataclass(frozen=True)
class Row:
    """A table's row.

    Attributes:
        id: The id that a label in the article links to; empty if none does.
        unsure: Whether it is among the least certain.
        corrected: A note on the reader's correction, addition or confirmation; empty without one.
        cells: Its cells.
        citation: The quotation with its attribution, to copy; empty for other rows.
    """

    id: str
    unsure: bool
    corrected: str
    cells: Sequence[Cell]
    citation: str


@dataclass(frozen=True)
class TableView:
    """A table as the page shows it.

    Attributes:
        name: The table's name.
        title: Its title on the page.
        size: Its number of rows, in words.
        columns: The columns that are shown.
        rows: Its rows.
        more: The names of the columns that are shown on request.
        screen: The names of the columns that are left out on paper.
    """

    name: str
    title: str
    size: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    more: Sequence[str]
    screen: Sequence[str]


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
    marked, marked_css = with_classes(
        str(article_html(article, tables["quotes"], tables["contacts"], tables.get("tone")))
    )
    colours = speaker_classes(tables["quotes"])
    citations = answers.attributed(article, tables["quotes"], result.people)
    shown = {name: tables[name] for name in TABLE_TITLES if name in tables}
    views = [view for name, table in shown.items() for view in _views(name, table, marked, colours, citations)]
    style = resource("page.css") + marked_css + cell_labels(views)
    script = resource("tables.js") + resource("page.js")
    facts = findings.facts(article)
    return rendered(
        "page.html",
        style,
        script,
        title=clean(article.headline or article.article_id),
        facts=list(records(facts[facts["value"].notna() & (facts["fact"] != "title")])),
        byline=answers.byline(article, tables["quotes"], tables["contacts"]),
        dating=str(findings.dating(article)),
        sections=sections,
        figures=figures,
        marked=Markup(marked),
        colours=colours,
        tables=[view for view in views if view.rows],
        files=files,
        corrections=str(findings.corrections(result.corrections)) if len(result.corrections) else "",
    )


def corpus_page(contents: CorpusContents, figures: Mapping[str, FigureView], files: Mapping[str, Sequence[str]]) -> str:
    """The page of a corpus run as HTML.

    Args:
        contents: Its contents; of a long table the first rows are shown.
        figures: The figures of the sections, by name.
        files: Links to the files of the run, by folder.
    """
    views = [_corpus_view(name, contents.tables[name]) for name in CORPUS_TABLE_TITLES if name in contents.tables]
    style, script = resource("page.css") + cell_labels(views), resource("tables.js")
    return rendered(
        "corpus.html",
        style,
        script,
        title=contents.title,
        byline=contents.byline,
        sections=contents.sections,
        figures=figures,
        colours={},
        tables=[view for view in views if view.rows],
        files=files,
    )


def _corpus_view(name: str, table: pd.DataFrame) -> TableView:
    """A table of a corpus as the page shows it; the first column of a contact links to the article's address."""
    declared = {column.name: column for column in columns_of(name)}
    columns, shown = [declared[column] for column in MAIN_COLUMNS[name]], table.head(MAX_CORPUS_ROWS[name])
    addresses = shown["url"].fillna("") if "url" in shown else [""] * len(shown)
    rows = []
    for address, values in zip(addresses, shown[list(MAIN_COLUMNS[name])].itertuples(index=False), strict=True):
        cells = [
            Cell(text := cell(v), "", class_of(column, text), "") for column, v in zip(columns, values, strict=True)
        ]
        link = address if WEB_ADDRESS.match(address) else ""
        first = replace(cells[0], text=cells[0].text or "no day", target=link)
        rows.append(Row("", False, "", [first, *cells[1:]], ""))
    size = count(len(rows), "row") if len(rows) == len(table) else f"{len(rows)} of {len(table):,} rows"
    return TableView(name, CORPUS_TABLE_TITLES[name], size, columns, rows, [], [])


def rendered(template: str, style: str, script: str, **context: Any) -> str:
    """A page as HTML.

    Args:
        template: The name of its template in this package.
        style: Its CSS.
        script: Its JavaScript.
        context: The values that the template shows.
    """
    return f"{_template(template).render(**context, **_constants(style, script))}\n"


def _constants(style: str, script: str) -> dict[str, Any]:
    """The style and script of a page, the policy that allows no others, and the marks in tables."""
    policy = f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; "
    policy += "base-uri 'none'; form-action 'none'"
    marks = {"numeric_dtypes": NUMERIC_DTYPES, "unsure_mark": UNSURE_MARK, "corrected_mark": CORRECTED_MARK}
    return marks | {"style": Markup(style), "script": Markup(script), "policy": policy}


def markdown(source: str) -> Markup:
    """Markdown as HTML. HTML in it is shown as text, and links that would run a script are dropped."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(source)
    html = html.replace("<th>", '<th scope="col">').replace("</table>", "</table></div>")
    return Markup(html.replace("<table>", '<div class="box" tabindex="0" role="group" aria-label="table"><table>'))


def inline(source: str) -> Markup:
    """One line of Markdown as HTML without a paragraph around it; HTML in it is shown as text."""
    return Markup(findings.PROSE.renderInline(source))


def speaker_classes(quotes: pd.DataFrame) -> dict[str, str]:
    """The class with the colour of each speaker, by name."""
    colours = speaker_colours(words_by_speaker(quotes).index)
    return {clean(name): f"m{SPEAKER_STYLES.index(tinted(colour.light))}" for name, colour in colours.items()}


def coloured(html: Markup, colours: Mapping[str, str]) -> Markup:
    """HTML in which the names in bold type have the colour of the speaker.

    Args:
        html: The HTML.
        colours: The classes by name, as `speaker_classes` returns them.
    """

    def strong(found: re.Match[str]) -> str:
        css_class = colours.get(unescape(found[1]))
        return f'<strong class="{css_class}">{found[1]}</strong>' if css_class else found[0]

    return Markup(STRONG.sub(strong, html))


def cell_labels(views: Sequence[TableView]) -> str:
    """CSS that shows the name of the column before each cell, on a phone.

    Names of columns are the project's own; any other character than those of names is left out nevertheless.
    """
    return PHONE.format(
        "".join(
            CELL_LABEL.format(view.name, n, re.sub(r"[^A-Za-z0-9 ]", "", _heading(column)))
            for view in views
            for n, column in enumerate(view.columns, 1)
        )
    )


def _heading(column: Column) -> str:
    return column.name.replace("_", " ")


def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(resource),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"markdown": markdown, "inline": inline, "coloured": coloured, "heading": _heading}
    return environment.get_template(name)


def resource(name: str) -> str:
    """The text of a file in this package."""
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The source expression that allows an inline style or script in a Content-Security-Policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def with_classes(html: str) -> tuple[str, str]:
    """Marked articles with classes instead of style attributes, which the policy forbids, and its CSS.

    The first classes are those of SPEAKER_STYLES. The CSS is that of its `style` elements, and a rule for each class.
    The article's text cannot be mistaken for either, since its quote marks and angle brackets are escaped.
    """
    css = "".join(dict.fromkeys(re.findall(r"<style>([^<]*+)</style>", html)))
    html = re.sub(r"<style>[^<]*+</style>", "", html)
    styles = list(dict.fromkeys([*SPEAKER_STYLES, *STYLE_ATTRIBUTE.findall(html)]))
    html = STYLE_ATTRIBUTE.sub(lambda match: f' class="m{styles.index(match[1])}"', html)
    return html, css + "".join(f".m{n} {{ {style} }}\n" for n, style in enumerate(styles))


def _views(
    name: str, table: pd.DataFrame, marked: str, colours: Mapping[str, str], citations: Mapping[int, str]
) -> list[TableView]:
    """A table, and apart from it the rows that are only possible."""
    whole = _table_view(name, table, marked, colours, citations if name == "quotes" else {})
    if name != "contacts" or not is_possible(table).any():
        return [whole]
    sure, unsure = (
        [row for row, wanted in zip(whole.rows, mask, strict=True) if wanted]
        for mask in (~is_possible(table), is_possible(table))
    )
    apart = replace(whole, name=f"possible-{name}", title=POSSIBLE_TITLE, size=count(len(unsure), "row"), rows=unsure)
    return [replace(whole, size=count(len(sure), "row"), rows=sure), apart]


def _table_view(
    name: str, table: pd.DataFrame, marked: str, colours: Mapping[str, str], citations: Mapping[int, str]
) -> TableView:
    """The table as the page shows it."""
    columns, more = _columns(name, table)
    screen = SCREEN_COLUMNS.get(name, ())
    shown_when = {c.name: "more" * (c in more) or "screen" * (c.name in screen) for c in columns}
    cells = [
        [_cell(c, value, marked, shown_when[c.name], colours) for c, value in zip(columns, row, strict=True)]
        for row in table[[column.name for column in columns]].itertuples(index=False, name=None)
    ]
    cited = _cited(table, citations)
    rows = [
        Row(*parts) for parts in zip(_row_ids(name, table), is_unsure(table), _notes(table), cells, cited, strict=True)
    ]
    size = count(len(rows), "row")
    return TableView(name, TABLE_TITLES[name], size, columns, rows, [column.name for column in more], screen)


def _columns(name: str, table: pd.DataFrame) -> tuple[list[Column], list[Column]]:
    """The columns without those that only programs need, main columns first; and those that are shown on request.

    Programs need the article's id and offsets. A main column without a value is shown on request, too.
    """
    declared = {column.name: column for column in columns_of(name)}
    columns = [declared.get(column, Column(column, str(table[column].dtype), "")) for column in table.columns]
    main = [c for wanted in MAIN_COLUMNS[name] for c in columns if c.name == wanted and table[wanted].notna().any()]
    more = [c for c in columns if c not in main and c.name != "article_id" and not c.unit.startswith("characters")]
    return [*main, *more], more


def _cited(table: pd.DataFrame, citations: Mapping[int, str]) -> list[str]:
    """The citation of each row, on the first row of a quotation; otherwise empty."""
    if not citations:
        return [""] * len(table)
    numbers = table["quote_id"]
    return ["" if repeated else citations[n] for n, repeated in zip(numbers, numbers.duplicated(), strict=True)]


def _notes(table: pd.DataFrame) -> list[str]:
    """The note on the reader's correction of each row; empty without one."""
    return ["" if pd.isna(note) else clean(note) for note in table.get("corrected", [None] * len(table))]


def _row_ids(name: str, table: pd.DataFrame) -> list[str]:
    """The id that labels in the article link to, for the first row of a quotation or contact; otherwise empty."""
    if name not in ROW_COLUMNS:
        return [""] * len(table)
    numbers, item = table[ROW_COLUMNS[name]], ITEM_COLUMNS[ROW_COLUMNS[name]]
    return ["" if repeated else f"{item}-{n}-row" for n, repeated in zip(numbers, numbers.duplicated(), strict=True)]


def _cell(column: Column, value: object, marked: str, shown_when: str, colours: Mapping[str, str]) -> Cell:
    text = cell(value)
    place = f"{ITEM_COLUMNS[column.name]}-{value}" if column.name in ITEM_COLUMNS else ""
    css_class = " ".join(filter(None, (class_of(column, text), shown_when)))
    colour = colours.get(text, "") if column.name in NAME_COLUMNS else ""
    return Cell(text, f"#{place}" if place and f'id="{place}"' in marked else "", css_class, colour)


def class_of(column: Column, text: str) -> str:
    """The class of a cell in `page.css`: number, day, long, or empty for none of these."""
    if column.dtype in NUMERIC_DTYPES:
        return "number"
    if column.dtype.startswith("datetime"):
        return "day"
    is_long = len(text) > LONG_CELL_CHARS or any(len(word) > LONG_WORD_CHARS for word in text.split())
    return "long" if is_long else ""
