"""Who says what and how it sounds, and who is in touch with whom and how often, in news articles.

>>> import analysis
>>> article = analysis.Article(text="Macron met Putin in Moscow, an aide said.", published="2022-02-08")
>>> analysis.analyse(article).quotes["text"].tolist()
['Macron met Putin in Moscow']
"""

__version__ = "0.1.0"

import os
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

_program = os.path.basename("".join(sys.argv[:1]))
if (_program == "-m" and "analysis" in sys.orig_argv) or _program.startswith("who-says-what"):
    # For the command line, Python imports this package before `analysis/__main__.py`, which takes a second.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))  # Ctrl-C: there is nothing to clear up yet
    try:
        os.getcwd()
    except OSError:
        sys.exit("error: the current folder does not exist any more; go to another one")

from analysis.articles.article import Article, read_article, read_articles
from analysis.errors import AnalysisError, ArticleError, MetadataError, WriteError
from analysis.interchange.event_codes import to_gdelt, to_polecat
from analysis.output import write_tables
from analysis.pipeline import Analysis, analyse, analyse_many
from analysis.tables import TABLES

if TYPE_CHECKING:
    from analysis.corpus.run import Summary, analyse_corpus
    from analysis.corrections import read_corrections

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
    "read_corrections",
    "to_gdelt",
    "to_polecat",
    "write_tables",
]


def __getattr__(name: str) -> Any:
    """Import what few need when it is first used: a corpus takes as long as all the rest."""
    module = {"Summary": "corpus.run", "analyse_corpus": "corpus.run", "read_corrections": "corrections"}.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)
