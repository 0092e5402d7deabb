"""Who says what and how it sounds, and who is in touch with whom and how often, in news articles.

>>> import analysis
>>> article = analysis.Article(text="Macron met Putin in Moscow, an aide said.", published="2022-02-08")
>>> analysis.analyse(article).quotes["text"].tolist()
['Macron met Putin in Moscow']
"""

from analysis.article import AnalysisError, Article, ArticleError, MetadataError, read_article, read_articles
from analysis.corpus import Summary, analyse_corpus
from analysis.folders import WriteError
from analysis.joins import to_gdelt, to_polecat
from analysis.results import Analysis, analyse, analyse_many
from analysis.tables import TABLES
from analysis.writers import write_tables

__all__ = [
    "TABLES",
    "Analysis",
    "AnalysisError",
    "Article",
    "ArticleError",
    "MetadataError",
    "Summary",
    "WriteError",
    "analyse",
    "analyse_corpus",
    "analyse_many",
    "read_article",
    "read_articles",
    "to_gdelt",
    "to_polecat",
    "write_tables",
]
