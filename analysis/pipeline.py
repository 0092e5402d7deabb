"""Everything that is found in one article, each table computed when it is first asked for."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, wraps
from typing import TypeVar

import pandas as pd

from analysis.articles.article import Article
from analysis.contacts import extraction, stated_totals, story_dates
from analysis.errors import AnalysisError, ArgumentError, too_long
from analysis.language import spacy_model
from analysis.people import coreference
from analysis.quotes import attribution
from analysis.sentiment import polarity
from analysis.tables import TABLES
from analysis.validation import checked

T = TypeVar("T")


def _computed_once(compute: Callable[["Analysis"], T]) -> cached_property[T]:
    """A property that is computed when it is first asked for; running out of memory is an error of the article."""

    @wraps(compute)
    def within_memory(result: "Analysis") -> T:
        try:
            return compute(result)
        except MemoryError:
            pass  # raise below, when what was computed so far has been freed
        raise too_long(result.article.article_id)

    return cached_property(within_memory)


class Analysis:
    """What is found in one article: a DataFrame for each of `TABLES`, computed when it is first asked for.

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
    def _paragraphs(self) -> list[spacy_model.Paragraph]:
        return spacy_model.parse(self.article)

    @_computed_once
    def _entities(self) -> coreference.Entities:
        return coreference.find_entities(self._paragraphs)

    @_computed_once
    def _story_dates(self) -> story_dates.StoryDates:
        return story_dates.dated_expressions(self.article, self._paragraphs)

    @_computed_once
    def tokens(self) -> pd.DataFrame:
        """Words with their tags, sentences and entities."""
        return spacy_model.tokens(self.article, self._paragraphs, self._entities.kinds)

    @_computed_once
    def people(self) -> pd.DataFrame:
        """Persons, groups, organisations and states."""
        return coreference.people(self.article, self._entities)

    @_computed_once
    def mentions(self) -> pd.DataFrame:
        """Where each of them is named or referred to."""
        return coreference.mentions(self.article, self._entities)

    @_computed_once
    def quotes(self) -> pd.DataFrame:
        """Who says what, a row per contiguous segment."""
        return attribution.quotes(self.article, self._paragraphs, self._entities)

    @_computed_once
    def tone(self) -> pd.DataFrame:
        """How each quotation sounds, and who is mentioned in it."""
        return polarity.tone(self.quotes, self.mentions)

    @_computed_once
    def narration(self) -> pd.DataFrame:
        """The text outside the quotations, in the columns of `quotes`."""
        return polarity.narration(self.article, self._paragraphs, self.quotes)

    @_computed_once
    def speakers(self) -> pd.DataFrame:
        """How each speaker's quotations sound together."""
        return polarity.speakers(self.tone)

    @_computed_once
    def contacts(self) -> pd.DataFrame:
        """Who is in touch with whom, a row per contact and pair."""
        return extraction.contacts(self.article, self._paragraphs, self._entities, self._story_dates)

    @_computed_once
    def stated_counts(self) -> pd.DataFrame:
        """How often the article itself says that they were."""
        return stated_totals.stated_counts(
            self.article, self._paragraphs, self._entities, self.contacts, self._story_dates
        )

    @checked
    def explain(self, quote_id: int) -> pd.DataFrame:
        """Why a quotation has its speaker: a row per step, from the construction to the mention that names."""
        return attribution.explain(self.quotes, self.mentions, quote_id)


def analyse(article: Article) -> Analysis:
    """Everything about one article.

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
    """A stream of results in the order of the articles, one article in memory at a time.

    Only what `tables` (names from `TABLES`) need is computed before a result is handed out; what is left out is still
    computed if it is asked for later. Raises AnalysisError for a table that there is not, for what is no Article, and
    for an article that the memory cannot hold. With `errors`, the last two end nothing: it is called with the error,
    and the stream goes on, as in `read_articles`.

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
