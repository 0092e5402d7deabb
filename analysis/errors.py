"""Every exception of this package, in one tree under `AnalysisError`.

Each message names the input at fault and, after a semicolon, what to do: "a.txt is empty; put the article's text into
it". Messages are written for readers, so callers may show them without a traceback.
"""

from collections.abc import Iterator
from contextlib import contextmanager


class AnalysisError(Exception):
    """Base class of all errors of this package; catch it to catch them all."""


class ArticleError(AnalysisError):
    """An article cannot be read."""


class MetadataError(AnalysisError):
    """The metadata of an article cannot be read, or contradict each other."""


class ArgumentError(AnalysisError, TypeError, ValueError):
    """A function was called with an argument of the wrong type or value."""


class DeadlineExceeded(AnalysisError):
    """A block of code ran longer than `corpus.scheduler.deadline` allows."""

    def __init__(self, message: str = "the time limit was exceeded; split the text up") -> None:
        super().__init__(message)


class ModelError(AnalysisError):
    """The installed language model differs from the official release."""


class NotebookError(AnalysisError):
    """A notebook is missing or fails."""


class WriteError(AnalysisError):
    """A file or folder cannot be written."""


class MissingExtraError(AnalysisError, ImportError):
    """A library is not installed that comes only with an extra of this package."""


@contextmanager
def extra(name: str, purpose: str) -> Iterator[None]:
    """Make a failing import within the block an error that says which extra to install.

    Args:
        name: The extra, as in `pyproject.toml`.
        purpose: What needs it, at the beginning of a sentence: "reading a PDF".

    Raises:
        MissingExtraError: A library is missing.

    >>> with extra("pdf", "reading a PDF"):
    ...     import no_such_library
    Traceback (most recent call last):
    analysis.errors.MissingExtraError: reading a PDF needs no_such_library; install it: pip install "who-says-what[pdf]"
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f'{purpose} needs {error.name}; install it: pip install "who-says-what[{name}]"'
        ) from None


def out_of_memory(name: str) -> ArticleError:
    """The error for an article that does not fit into memory.

    Raise it outside the `except MemoryError` block: the traceback of the MemoryError keeps the partial results alive.
    """
    return ArticleError(f"{name} is too long for the available memory; split it up, or provide more memory")
