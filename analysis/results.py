"""Everything that is found in one article, each table computed when it is first asked for."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from analysis import contacts as _contacts
from analysis import counts as _counts
from analysis import language, sentiment
from analysis import people as _people
from analysis import quotes as _quotes
from analysis.arguments import checked
from analysis.article import Article
from analysis.errors import AnalysisError, ArgumentError, too_long
from analysis.tables import TABLES

T = TypeVar("T")


class found(cached_property[T]):
    """What is computed when it is first asked for; if the memory cannot hold it, that is an error of its article."""

    def __get__(self, instance: Any, owner: type[Any] | None = None) -> T:  # type: ignore[override]
        try:
            value: T = super().__get__(instance, owner)
            return value
        except MemoryError:
            pass
        raise too_long(instance.article.article_id)


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

    @found
    def _paragraphs(self) -> list[language.Paragraph]:
        return language.parse(self.article)

    @found
    def _cast(self) -> _people.Cast:
        return _people.cast(self._paragraphs)

    @found
    def tokens(self) -> pd.DataFrame:
        """Words with their tags, sentences and entities."""
        return language.tokens(self.article, self._paragraphs, self._cast.kinds)

    @found
    def people(self) -> pd.DataFrame:
        """Persons, groups, organisations and states."""
        return _people.people(self.article, self._cast)

    @found
    def mentions(self) -> pd.DataFrame:
        """Where each of them is named or referred to."""
        return _people.mentions(self.article, self._cast)

    @found
    def quotes(self) -> pd.DataFrame:
        """Who says what, a row per contiguous segment."""
        return _quotes.quotes(self.article, self._paragraphs, self._cast)

    @found
    def tone(self) -> pd.DataFrame:
        """How each quotation sounds, and who is mentioned in it."""
        return sentiment.tone(self.quotes, self.mentions)

    @found
    def narration(self) -> pd.DataFrame:
        """The text outside the quotations, in the columns of `quotes`."""
        return sentiment.narration(self.article, self._paragraphs, self.quotes)

    @found
    def speakers(self) -> pd.DataFrame:
        """How each speaker's quotations sound together."""
        return sentiment.speakers(self.tone)

    @found
    def contacts(self) -> pd.DataFrame:
        """Who is in touch with whom, a row per contact and pair."""
        return _contacts.contacts(self.article, self._paragraphs, self._cast)

    @found
    def stated_counts(self) -> pd.DataFrame:
        """How often the article itself says that they were."""
        return _counts.stated_counts(self.article, self._paragraphs, self._cast, self.contacts)

    @checked
    def explain(self, quote_id: int) -> pd.DataFrame:
        """Why a quotation has its speaker: a row per step, from the construction to the mention that names."""
        return _quotes.explain(self.quotes, self.mentions, quote_id)


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
