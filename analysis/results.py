"""Everything that is found in one article, each table computed when it is first asked for."""

from collections.abc import Iterable, Iterator
from functools import cached_property

import pandas as pd

from analysis import contacts as _contacts
from analysis import counts as _counts
from analysis import language, sentiment
from analysis import people as _people
from analysis import quotes as _quotes
from analysis.article import AnalysisError, Article
from analysis.tables import TABLES


class Analysis:
    """What is found in one article: a DataFrame for each of `TABLES`, computed when it is first asked for."""

    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def _paragraphs(self) -> list[language.Paragraph]:
        return language.parse(self.article)

    @cached_property
    def _cast(self) -> _people.Cast:
        return _people.cast(self._paragraphs)

    @cached_property
    def tokens(self) -> pd.DataFrame:
        """Words with their tags, sentences and entities."""
        return language.tokens(self.article, self._paragraphs, self._cast.kinds)

    @cached_property
    def people(self) -> pd.DataFrame:
        """Persons, groups, organisations and states."""
        return _people.people(self.article, self._cast)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """Where each of them is named or referred to."""
        return _people.mentions(self.article, self._cast)

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """Who says what, a row per contiguous segment."""
        return _quotes.quotes(self.article, self._paragraphs, self._cast)

    @cached_property
    def tone(self) -> pd.DataFrame:
        """How each quotation sounds, and who is mentioned in it."""
        return sentiment.tone(self.quotes, self.mentions)

    @cached_property
    def narration(self) -> pd.DataFrame:
        """The text outside the quotations, in the columns of `quotes`."""
        return sentiment.narration(self.article, self._paragraphs, self.quotes)

    @cached_property
    def speakers(self) -> pd.DataFrame:
        """How each speaker's quotations sound together."""
        return sentiment.speakers(self.tone)

    @cached_property
    def contacts(self) -> pd.DataFrame:
        """Who is in touch with whom, a row per contact and pair."""
        return _contacts.contacts(self.article, self._paragraphs, self._cast)

    @cached_property
    def stated_counts(self) -> pd.DataFrame:
        """How often the article itself says that they were."""
        return _counts.stated_counts(self.article, self._paragraphs, self._cast, self.contacts)

    def explain(self, quote_id: int) -> pd.DataFrame:
        """Why a quotation has its speaker: a row per step, from the construction to the mention that names."""
        return _quotes.explain(self.quotes, self.mentions, quote_id)


def analyse(article: Article) -> Analysis:
    """Everything about one article."""
    return next(analyse_many([article], tables=()))


def analyse_many(articles: Iterable[Article], tables: Iterable[str] = tuple(TABLES)) -> Iterator[Analysis]:
    """A stream of results in the order of the articles, one article in memory at a time.

    Only what `tables` (names from `TABLES`) need is computed before a result is handed out; what is left out is still
    computed if it is asked for later. Raises AnalysisError for a table that there is not, and for what is no Article.
    """
    wanted = tuple(tables)
    if unknown := [table for table in wanted if table not in TABLES]:
        raise AnalysisError(f"there is no table {unknown}; there are {list(TABLES)}")
    for article in articles:
        if not isinstance(article, Article):
            raise AnalysisError(
                f"expected an analysis.Article, not {type(article).__name__}; make one, or read_article"
            )
        result = Analysis(article)
        for table in wanted:
            getattr(result, table)
        yield result
