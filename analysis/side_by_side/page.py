"""The page with articles side by side: answers, tables with a column for each paper, and the marked articles.

Like the page of a report (`report.page`), it is self-contained, and all text from articles is escaped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.display import cell, clean, count, listed, with_and
from analysis.report import answers, findings
from analysis.report.html import POSSIBLE_TITLE, article_html
from analysis.report.page import (
    Cell,
    Row,
    TableView,
    cell_labels,
    class_of,
    rendered,
    resource,
    speaker_classes,
    with_classes,
)
from analysis.sentiment.polarity import words_by_speaker
from analysis.side_by_side.joining import Comparison, parties
from analysis.side_by_side.sentences import byline, links, prefix_of, sections
from analysis.tables import COUNT, TEXT, Column, columns_of, records

MAX_NAMES_IN_TITLE = 3
NOT_FOUND = "(speaker not found)"
SEAM = "<!-- next article -->"  # cannot be in an article, whose angle brackets are escaped
STYLE = """
.articles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr)); gap: 1.5rem; }
.articles .article { max-width: none; min-width: 0; }
.articles .article > h3 { margin-top: 0; border-bottom: 2px solid var(--ink); padding-bottom: .3rem; }
.source, th { white-space: normal; }
td .source { margin-left: .4rem; }
#table-compared_speakers th { text-align: left; }
@media print { .articles > * > .byline, .articles + p { margin: 0; } #articles > p { display: none; } }
"""
SPEAKER = Column("speaker", TEXT, "the same name in all articles; the name of the paper is added for somebody unnamed")
WORDS_HERE = "words quoted, how many of them are in quote marks, and links to the quotations"
PARTIES = Column("parties", TEXT, "who was in touch, according to the first paper with a report")
CONTACT_HERE = "mode, status, day and place, with links to the sentences"
AGREES, DIFFERS = (c for c in columns_of("compared_contacts") if c.name in ("agrees", "differs"))
TONE_COLUMNS = ("voice", "scorer", "paper", "n_texts", "n_evidence", "n_known", "mean", "low", "high", "note")


@dataclass(frozen=True)
class ArticleView:
    """An article as the page shows it.

    Attributes:
        paper: The name of its paper.
        byline: Its author, day and extent.
        anchor: Its id on the page.
        marked: The marked text.
        facts: Its metadata, with their origin.
        corrections: What a reader corrected, in Markdown; empty if nothing.
    """

    paper: str
    byline: str
    anchor: str
    marked: Markup
    facts: Sequence[Any]
    corrections: str


def page(comparison: Comparison, files: Mapping[str, Sequence[str]]) -> str:
    """The page as HTML.

    Args:
        comparison: The articles.
        files: Links to the files beside the page, by folder.
    """
    colours = speaker_classes(comparison.quotes)
    marked, marked_css = with_classes(SEAM.join(_marked(comparison)))
    parts = map(Markup, marked.split(SEAM))
    views = [
        _speakers(comparison, colours),
        _contacts(comparison),
        _possible(comparison),
        _tone(comparison),
    ]
    tables = [view for view in views if view.rows]
    return rendered(
        "compare.html",
        resource("page.css") + STYLE + marked_css + cell_labels(tables),
        resource("tables.js") + resource("page.js"),
        title=f"Side by side: {_together(comparison.papers)}",
        byline=byline(comparison),
        sections=sections(comparison),
        colours=colours,
        figures={},
        tables=tables,
        articles=[_article(comparison, number, part) for number, part in enumerate(parts, 1)],
        files=files,
    )


def _together(papers: Sequence[str]) -> str:
    """The papers in a title: "The Courier and The Post", "The Courier, The Post, The Times and 2 more"."""
    names = list(map(clean, papers))
    return with_and(names) if len(names) <= MAX_NAMES_IN_TITLE else listed(names, MAX_NAMES_IN_TITLE)


def _of_article(table: pd.DataFrame, article_id: str) -> pd.DataFrame:
    return table[table["article_id"] == article_id]


def _marked(comparison: Comparison) -> list[str]:
    """Each article with its quotations and contacts marked."""
    ranked = words_by_speaker(comparison.quotes).index
    marked = []
    for number, result in enumerate(comparison.results, 1):
        tables = (comparison.quotes, comparison.contacts, comparison.tone)
        quotes, contacts, tone = (_of_article(table, result.article.article_id) for table in tables)
        marked.append(str(article_html(result.article, quotes, contacts, tone, prefix_of(number), ranked)))
    return marked


def _article(comparison: Comparison, number: int, marked: Markup) -> ArticleView:
    result, paper = comparison.results[number - 1], comparison.papers[number - 1]
    quotes, contacts = (_of_article(t, result.article.article_id) for t in (comparison.quotes, comparison.contacts))
    facts = findings.facts(result.article)
    corrections = str(findings.corrections(result.corrections)) if len(result.corrections) else ""
    return ArticleView(
        clean(paper),
        answers.byline(result.article, quotes, contacts),
        f"{prefix_of(number)}article",
        marked,
        list(records(facts[facts["value"].notna()])),
        corrections,
    )


def _size(rows: Sequence[Row]) -> str:
    return count(len(rows), "row")


def _by_paper(comparison: Comparison, dtype: str, meaning: str) -> list[Column]:
    """A column for each paper."""
    return [Column(clean(paper), dtype, meaning) for paper in comparison.papers]


def _speakers(comparison: Comparison, colours: Mapping[str, str]) -> TableView:
    """A row for each speaker, those with most words in all articles first; quotations without a speaker come last."""
    quotes = comparison.quotes.assign(speaker=comparison.quotes["speaker"].fillna(NOT_FOUND))
    ranked = dict.fromkeys([*words_by_speaker(comparison.quotes).index, *quotes["speaker"]])
    extents = {(e.article_id, NOT_FOUND if pd.isna(e.speaker) else e.speaker): e for e in records(comparison.speakers)}
    numbers_of: dict[Any, list[int]] = {
        key: numbers.drop_duplicates().tolist()
        for key, numbers in quotes.groupby(["article_id", "speaker"])["quote_id"]
    }
    rows = []
    for speaker in sorted(ranked, key=NOT_FOUND.__eq__):  # stable
        cells = [Cell(name := clean(speaker), "", class_of(SPEAKER, name), colours.get(name, ""))]
        for article_id in comparison.paper_of:
            numbers = numbers_of.get((article_id, speaker), [])
            words = _words(extents.get((article_id, speaker))) if numbers else ""
            cells.append(Cell(words, "", "", "", links(comparison, article_id, "quote", numbers, name=False)))
        rows.append(Row("", False, "", cells, ""))
    columns = [SPEAKER, *_by_paper(comparison, COUNT, WORDS_HERE)]
    return TableView("compared_speakers", "Who is quoted", _size(rows), columns, rows, [], [])


def _words(extent: Any) -> str:
    """How much is quoted: "23 words, all verbatim", or "denied" for words that the speaker denies."""
    if extent is None:
        return "denied"
    verbatim = "all" if extent.n_verbatim == extent.n_words else extent.n_verbatim or "none"
    return f"{count(extent.n_words, 'word')}, {verbatim} verbatim"


def _contacts(comparison: Comparison) -> TableView:
    """A row for each event, with each paper's report."""
    rows = []
    for _, event in comparison.events.groupby("event", sort=True):
        names = event["parties"].iloc[0]
        cells = [Cell(names, "", class_of(PARTIES, names), "")]
        cells += [
            _reports(comparison, _of_article(event, article_id), article_id) for article_id in comparison.paper_of
        ]
        cells += [
            Cell("; ".join(dict.fromkeys(event[column.name].dropna())), "", "", "") for column in (AGREES, DIFFERS)
        ]
        rows.append(Row("", False, "", cells, ""))
    columns = [PARTIES, *_by_paper(comparison, TEXT, CONTACT_HERE), AGREES, DIFFERS]
    return TableView("compared_contacts", "Who is in touch", _size(rows), columns, rows, [], [])


def _reports(comparison: Comparison, rows: pd.DataFrame, article_id: str) -> Cell:
    """What an article reports about an event."""
    facts = "; ".join(dict.fromkeys(_facts(row) for row in records(rows)))
    return Cell(facts, "", "", "", links(comparison, article_id, "contact", rows["contact_id"].tolist(), name=False))


def _facts(contact: Any) -> str:
    """Mode, status, day and place of a contact, as far as they are known: "meeting, occurred, 2031-05-13, in Orta"."""
    days = dict.fromkeys(cell(day) for day in (contact.date_start, contact.date_end) if pd.notna(day))
    place = "" if pd.isna(contact.place) else f"in {clean(contact.place)}"
    return ", ".join(filter(None, (clean(contact.mode), clean(contact.status), " to ".join(days), place)))


def _possible(comparison: Comparison) -> TableView:
    """A row for each contact that is only possible; such contacts are not joined."""
    rows = []
    for (article_id, number), of_contact in comparison.possible.items():
        names = parties(of_contact)
        here = Cell(
            _facts(next(records(of_contact))), "", "", "", links(comparison, article_id, "contact", [number], False)
        )
        nothing = Cell("", "", "", "")
        cells = [here if article_id == other else nothing for other in comparison.paper_of]
        rows.append(Row("", False, "", [Cell(names, "", class_of(PARTIES, names), ""), *cells], ""))
    columns = [PARTIES, *_by_paper(comparison, TEXT, CONTACT_HERE)]
    return TableView("possible_contacts", POSSIBLE_TITLE, _size(rows), columns, rows, [], [])


def _tone(comparison: Comparison) -> TableView:
    """How narrator and quotations of each paper sound."""
    declared = {column.name: column for column in columns_of("compared_tone")}
    columns = [declared[name] for name in TONE_COLUMNS]
    rows = [
        Row("", False, "", [_value(c, v) for c, v in zip(columns, values, strict=True)], "")
        for values in comparison.sound[list(TONE_COLUMNS)].itertuples(index=False, name=None)
    ]
    return TableView("compared_tone", "How they sound", _size(rows), columns, rows, [], [])


def _value(column: Column, value: object) -> Cell:
    text = cell(value)
    return Cell(text, "", class_of(column, text), "")
