"""The analysis of one article: all its tables, each computed on first access.

What computes a table is imported where it is used, because spaCy takes longer than all other imports together.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from analysis.articles.article import Article
from analysis.errors import AnalysisError, ArgumentError, out_of_memory
from analysis.tables import TABLES, Row, frame
from analysis.validation import checked

if TYPE_CHECKING:
    from analysis.contacts.story_dates import StoryDates
    from analysis.corrections.items import Corrected
    from analysis.corrections.people import People
    from analysis.language.spacy_model import Paragraph
    from analysis.people.coreference import Entities

T = TypeVar("T")
EXTRACTED = ("tokens", "people", "mentions", "quotes", "contacts", "stated_counts")  # the others follow from these


def _computed_once(compute: Callable[["Analysis"], T]) -> cached_property[T]:
    """A cached property; running out of memory becomes an ArticleError."""

    @wraps(compute)
    def within_memory(result: "Analysis") -> T:
        try:
            return compute(result)
        except MemoryError:
            pass  # raise below, when the partial results have been freed
        raise out_of_memory(result.article.article_id)

    return cached_property(within_memory)


class Analysis:
    """The tables of one article: a DataFrame for each of `TABLES`, computed on first access.

    Raises ArticleError, on access, for an article that does not fit into memory.

    >>> article = analysis.Article("Macron met Putin in Moscow on Monday.", published="2022-02-08")
    >>> contacts = analysis.Analysis(article).contacts
    >>> contacts[["actor", "recipient", "mode", "place"]].values.tolist()
    [['Macron', 'Putin', 'meeting', 'Moscow']]
    """

    def __init__(self, article: Article, corrections: str | Path | pd.DataFrame | None = None) -> None:
        if not isinstance(article, Article):
            kind = type(article).__name__
            raise ArgumentError(f"expected an analysis.Article, not {kind}; make one, or read_article")
        if isinstance(corrections, str | Path):
            article = replace(article, corrections=Path(corrections))
        self.article = article
        self._given = _given_corrections(article, corrections)

    @_computed_once
    def _paragraphs(self) -> "list[Paragraph]":
        from analysis.language import parsing

        return parsing.parse(self.article)

    @_computed_once
    def _entities(self) -> "Entities":
        from analysis.people import coreference

        return coreference.find_entities(self._paragraphs)

    @_computed_once
    def _quotations(self) -> list[Row]:
        from analysis.quotes import attribution

        return attribution.quotes(self.article, self._paragraphs, self._entities)

    @_computed_once
    def _entities_in_quotations(self) -> "Entities":
        """The entities with the pronouns in quotations, which mean the speaker or somebody nearby."""
        from analysis.people import quoted_pronouns

        parts = [(row["start"], row["end"], str(row["speaker"])) for row in self._quotations]
        utterances = [quoted_pronouns.Utterance(*part) for part in sorted(parts)]
        return quoted_pronouns.with_quoted_pronouns(self._entities, self._paragraphs, utterances)

    @_computed_once
    def _story_dates(self) -> "StoryDates":
        from analysis.contacts import story_dates

        return story_dates.dated_expressions(self.article, self._paragraphs)

    def _extracted(self, table: str) -> list[Row]:
        """The rows of a table before any corrections."""
        from analysis.contacts import extraction, stated_totals
        from analysis.language import spacy_model
        from analysis.people import coreference

        match table:
            case "tokens":
                return spacy_model.tokens(self.article, self._paragraphs, self._entities.kinds)
            case "people":
                return coreference.people(self.article, self._entities)
            case "mentions":
                return coreference.mentions(self.article, self._entities)
            case "quotes":
                return self._quotations
            case "contacts":
                return extraction.contacts(
                    self.article, self._paragraphs, self._entities_in_quotations, self._story_dates
                )
            case "stated_counts":
                return stated_totals.stated_counts(
                    self.article, self._paragraphs, self._entities_in_quotations, self._story_dates
                )
        raise KeyError(f"{table} is made from other tables")

    @_computed_once
    def tokens(self) -> pd.DataFrame:
        """Tokens with their sentences, tags and entities."""
        return frame("tokens", self._extracted("tokens"))

    @_computed_once
    def _people(self) -> "People":
        from analysis.corrections import people

        extracted, mentions = frame("people", self._extracted("people")), frame("mentions", self._extracted("mentions"))
        return people.correct_people(self.article, extracted, mentions, self._given)

    @_computed_once
    def people(self) -> pd.DataFrame:
        """Persons, groups, organisations and states, a row each."""
        return self._people.people

    @_computed_once
    def mentions(self) -> pd.DataFrame:
        """Mentions of `people` by name, title or pronoun."""
        return self._people.mentions

    @_computed_once
    def _quotes(self) -> "Corrected":
        from analysis.corrections import items

        return items.correct_quotes(self.article, frame("quotes", self._extracted("quotes")), self._people, self._given)

    @_computed_once
    def quotes(self) -> pd.DataFrame:
        """Quotations with their speakers, a row per contiguous segment."""
        return self._quotes[0]

    @_computed_once
    def tone(self) -> pd.DataFrame:
        """The polarity of each quotation, and who is mentioned in it."""
        from analysis.sentiment import polarity

        return polarity.tone(self.quotes, self.mentions)

    @_computed_once
    def narration(self) -> pd.DataFrame:
        """The text outside the quotations, in the columns of `quotes`."""
        from analysis.sentiment import polarity

        return polarity.narration(self.article, self._paragraphs, self.quotes)

    @_computed_once
    def speakers(self) -> pd.DataFrame:
        """The polarity of each speaker's quotations taken together."""
        from analysis.sentiment import polarity

        return polarity.speakers(self.tone)

    @_computed_once
    def _contacts(self) -> "Corrected":
        from analysis.corrections import items

        extracted = frame("contacts", self._extracted("contacts"))
        return items.correct_contacts(self.article, extracted, self._people, self._given)

    @_computed_once
    def contacts(self) -> pd.DataFrame:
        """Contacts, a row per contact and pair of participants."""
        return self._contacts[0]

    @_computed_once
    def stated_counts(self) -> pd.DataFrame:
        """Totals of contacts that the article itself states ("four times")."""
        from analysis.contacts import stated_totals

        return stated_totals.with_found(self._extracted("stated_counts"), self.contacts, self._people.called)

    @_computed_once
    def corrections(self) -> pd.DataFrame:
        """The corrections, a row each, with what it changed or why it does not apply."""
        from analysis.corrections import items

        outcomes = self._people.outcomes | self._quotes[1] | self._contacts[1]
        return items.outcomes_table(self.article, self._given, outcomes)

    @checked
    def explain(self, quote_id: int | None = None, contact_id: int | None = None) -> pd.DataFrame:
        """Why a quotation has its speaker, or a contact its parties, status, day and place: a row per step.

        Args:
            quote_id: The number of a quotation.
            contact_id: The number of a contact; give one of the two.
        """
        from analysis.contacts import extraction
        from analysis.quotes import attribution

        if quote_id is not None and contact_id is None:
            return attribution.explain(self.quotes, self.mentions, quote_id)
        if contact_id is not None and quote_id is None:
            return extraction.explain(self.contacts, self.mentions, contact_id)
        raise ArgumentError("explain takes a quotation or a contact; give quote_id=1 or contact_id=1")


def _given_corrections(article: Article, corrections: str | Path | pd.DataFrame | None) -> pd.DataFrame:
    """The corrections that are given, or else those beside the article, if there are any.

    Raises:
        AnalysisError: The file cannot be read, or the table is not one of corrections.
    """
    path = article.corrections if corrections is None or isinstance(corrections, str | Path) else None
    if corrections is None and (path is None or not os.path.exists(path)):  # False for a name that is too long
        return frame("corrections", [])
    from analysis.corrections import sheet

    return sheet.check_corrections(corrections) if path is None else sheet.read_corrections(path)


@checked
def analyse(article: Article, corrections: str | Path | pd.DataFrame | None = None) -> Analysis:
    """Analyse one article.

    Args:
        article: The article.
        corrections: A corrections file, or the table that `read_corrections` returns; by default the file
            `page.corrections.csv` beside `page.html`, if there is one. Everything computed from the tables uses the
            corrected ones.

    Raises:
        AnalysisError: The file cannot be read, or the table is not one of corrections.

    >>> article = analysis.Article("“We will stay,” Ann Lee said.")
    >>> analysis.analyse(article).quotes[["speaker", "kind", "text"]].values.tolist()
    [['Ann Lee', 'direct', 'We will stay']]
    """
    return Analysis(article, corrections)


@checked
def analyse_many(
    articles: Iterable[Article],
    tables: Iterable[str] = tuple(TABLES),
    errors: Callable[[AnalysisError], object] | None = None,
) -> Iterator[Analysis]:
    """Analyse a stream of articles, with one article in memory at a time.

    Args:
        articles: The articles; an iterator is consumed one article at a time.
        tables: Names from `TABLES`. Only what these need is computed in advance; the others are computed on access.
        errors: Called with the AnalysisError of each article that fails, which is then skipped, as in `read_articles`.
            Without it, the first such error is raised.

    Yields:
        A result for each article, in their order.

    Raises:
        AnalysisError: There is no such table, an item is not an Article, or an article does not fit into memory.

    >>> articles = [analysis.Article("Macron met Putin."), analysis.Article("Macron left Moscow.")]
    >>> [len(result.contacts) for result in analysis.analyse_many(articles, tables=["contacts"])]
    [1, 0]
    """
    wanted = tuple(tables)
    if unknown := [table for table in wanted if table not in TABLES]:
        raise ArgumentError(f"there is no table {unknown}; choose from {list(TABLES)}")
    for article in articles:
        try:
            result = Analysis(article)
            for table in wanted:
                getattr(result, table)
        except AnalysisError as error:
            if errors is None:
                raise
            errors(error)
        else:
            yield result


@checked
def joined_tables(articles: Sequence[Article]) -> dict[str, pd.DataFrame]:
    """The tables of several articles, each with the rows of one article after the other.

    For short articles this takes half the time of their single tables, since every DataFrame and every call of the
    language model costs as much as some hundred words. All articles are in memory at once.

    Args:
        articles: The articles; no corrections are applied.

    Returns:
        Each of `TABLES`, and `narrated`: the tone of the text outside the quotations, in the columns of `tone`.
    """
    from analysis.contacts import stated_totals
    from analysis.language import parsing
    from analysis.sentiment import polarity

    results = [Analysis(article) for article in articles]
    for result, paragraphs in zip(results, parsing.parse_together(articles), strict=True):
        result.__dict__["_paragraphs"] = paragraphs

    rows: dict[str, list[Row]] = {name: [] for name in (*EXTRACTED, "narration")}
    for result in results:
        extracted = {name: result._extracted(name) for name in EXTRACTED}
        quoted = [(row["start"], row["end"]) for row in extracted["quotes"]]
        extracted["narration"] = polarity.narration_rows(result.article, result._paragraphs, quoted)
        for name in rows:
            rows[name] += extracted[name]
    made = {name: frame(name, rows[name]) for name in EXTRACTED if name != "stated_counts"}
    made["tone"] = polarity.tone(made["quotes"], made["mentions"])
    made["narrated"] = polarity.tone(frame("quotes", rows["narration"]))
    made["speakers"] = polarity.speakers(made["tone"])
    made["stated_counts"] = stated_totals.with_found(rows["stated_counts"], made["contacts"])
    return made
