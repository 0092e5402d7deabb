"""Every exception of this package, in one tree under `AnalysisError`.

Each message names the input at fault and, after a semicolon, what to do: "a.txt is empty; put the article's text into
it". Messages are written for readers, so callers may show them without a traceback.
"""


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


def out_of_memory(name: str) -> ArticleError:
    """The error for an article that does not fit into memory.

    Raise it outside the `except MemoryError` block: the traceback of the MemoryError keeps the partial results alive.
    """
    return ArticleError(f"{name} is too long for the available memory; split it up, or provide more memory")
