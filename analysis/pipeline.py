"""The analysis of one article: all its tables, each computed on first access.

What computes a table is imported where it is used, because spaCy takes longer than all other imports together.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, wraps
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from analysis.articles.article import Article
from analysis.errors import AnalysisError, ArgumentError, out_of_memory
from analysis.tables import TABLES
from analysis.validation import checked

if TYPE_CHECKING:
    from analysis.contacts.story_dates import StoryDates
    from analysis.language.spacy_model import Paragraph
    from analysis.people.coreference import Entities

T = TypeVar("T")


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

    def __init__(self, article: Article) -> None:
        if not isinstance(article, Article):
            kind = type(article).__name__
            raise ArgumentError(f"expected an analysis.Article, not {kind}; make one, or read_article")
        self.article = article

    @_computed_once
    def _paragraphs(self) -> "list[Paragraph]":
        from analysis.language import spacy_model

        return spacy_model.parse(self.article)

    @_computed_once
    def _entities(self) -> "Entities":
        from analysis.people import coreference

        return coreference.find_entities(self._paragraphs)

    @_computed_once
    def _story_dates(self) -> "StoryDates":
        from analysis.contacts import story_dates

        return story_dates.dated_expressions(self.article, self._paragraphs)

    @_computed_once
    def tokens(self) -> pd.DataFrame:
        """Tokens with their sentences, tags and entities."""
        from analysis.language import spacy_model

        return spacy_model.tokens(self.article, self._paragraphs, self._entities.kinds)

    @_computed_once
    def people(self) -> pd.DataFrame:
        """Persons, groups, organisations and states, a row each."""
        from analysis.people import coreference

        return coreference.people(self.article, self._entities)

    @_computed_once
    def mentions(self) -> pd.DataFrame:
        """Mentions of `people` by name, title or pronoun."""
        from analysis.people import coreference

        return coreference.mentions(self.article, self._entities)

    @_computed_once
    def quotes(self) -> pd.DataFrame:
        """Quotations with their speakers, a row per contiguous segment."""
        from analysis.quotes import attribution

        return attribution.quotes(self.article, self._paragraphs, self._entities)

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
    def contacts(self) -> pd.DataFrame:
        """Contacts, a row per contact and pair of participants."""
        from analysis.contacts import extraction

        return extraction.contacts(self.article, self._paragraphs, self._entities, self._story_dates)

    @_computed_once
    def stated_counts(self) -> pd.DataFrame:
        """Totals of contacts that the article itself states ("four times")."""
        from analysis.contacts import stated_totals

        return stated_totals.stated_counts(
            self.article, self._paragraphs, self._entities, self.contacts, self._story_dates
        )

    @checked
    def explain(self, quote_id: int) -> pd.DataFrame:
        """Why a quotation has its speaker: a row per step, from the construction to the mention by name."""
        from analysis.quotes import attribution

        return attribution.explain(self.quotes, self.mentions, quote_id)


def analyse(article: Article) -> Analysis:
    """Analyse one article.

    >>> article = analysis.Article("“We will stay,” Ann Lee said.")
    >>> analysis.analyse(article).quotes[["speaker", "kind", "text"]].values.tolist()
    [['Ann Lee', 'direct', 'We will stay']]
    """
    return Analysis(article)


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
        raise ArgumentError(f"there is no table {unknown}; there are {list(TABLES)}")
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
