"""Every exception of this package, in one tree under `AnalysisError`.

Each message names the input at fault and, after a semicolon, what to do: "a.txt is empty; put the article's text into
it". Messages are written for readers, so callers may show them without a traceback.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

Command = Literal["python", "command line", "make"]
_typed: ContextVar[Command] = ContextVar("typed", default="python")


@contextmanager
def typed(command: Command) -> Iterator[None]:
    """Word the remedies of messages for somebody who typed such a command; by default, they are for Python."""
    token = _typed.set(command)
    try:
        yield
    finally:
        _typed.reset(token)


def as_typed(python: str, command_line: str, make: str | None = None) -> str:
    """The one of several wordings of a remedy that fits the command that was typed.

    Args:
        python: For a call in Python: `force=True`.
        command_line: For `python -m analysis`: `--force`.
        make: For `make report`: `FORCE=1`; by default as on the command line.

    >>> as_typed("force=True", "--force", "FORCE=1")
    'force=True'
    """
    return {"python": python, "command line": command_line, "make": make or command_line}[_typed.get()]


class AnalysisError(Exception):
    """Base class of all errors of this package; catch it to catch them all."""


class ArticleError(AnalysisError):
    """An article cannot be read."""


class SeveralArticles(ArticleError):
    """A file holds many articles, and one has to be chosen; `titles` has a line on each of them."""

    def __init__(self, message: str, titles: Sequence[str]) -> None:
        super().__init__(message)
        self.titles = tuple(titles)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (str(self), self.titles)


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
