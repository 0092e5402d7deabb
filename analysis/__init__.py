"""Who says what and how it sounds, and who is in touch with whom and how often, in news articles.

>>> import analysis
>>> article = analysis.Article(text="Macron met Putin in Moscow, an aide said.", published="2022-02-08")
>>> analysis.analyse(article).quotes.text.tolist()
['Macron met Putin in Moscow']
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

import pandas as pd

from analysis import language
from analysis import people as _people
from analysis import quotes as _quotes
from analysis.article import AnalysisError, Article, ArticleError, MetadataError, read_article, read_articles
from analysis.tables import TABLES

__all__ = [
    "TABLES",
    "Analysis",
    "AnalysisError",
    "Article",
    "ArticleError",
    "MetadataError",
    "analyse",
    "analyse_many",
    "read_article",
    "read_articles",
]


class Analysis:
    """What is found in one article. Every attribute but `article` is a DataFrame, computed when first asked for."""

    def __init__(self, article: Article, paragraphs: list[language.Paragraph] | None = None) -> None:
        self.article = article
        self._given = paragraphs

    @cached_property
    def _paragraphs(self) -> list[language.Paragraph]:
        return self._given if self._given is not None else next(language.parse([self.article]))

    @cached_property
    def _cast(self) -> _people.Cast:
        return _people.cast(self._paragraphs)

    @cached_property
    def tokens(self) -> pd.DataFrame:
        return language.tokens(self.article, self._paragraphs)

    @cached_property
    def people(self) -> pd.DataFrame:
        return _people.people(self.article, self._cast)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        return _people.mentions(self.article, self._cast)

    @cached_property
    def quotes(self) -> pd.DataFrame:
        return _quotes.quotes(self.article, self._paragraphs, self._cast)


def analyse(article: Article) -> Analysis:
    """Everything about one article."""
    return Analysis(article)


def analyse_many(articles: Iterable[Article], tables: Iterable[str] = tuple(TABLES)) -> Iterator[Analysis]:
    """A stream of results in the order of the articles, computing only the tables asked for."""
    articles, wanted = iter(articles), tuple(tables)
    for article in articles:
        result = Analysis(article)
        for table in wanted:
            getattr(result, table)
        yield result
