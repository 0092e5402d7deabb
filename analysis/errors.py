"""What this package says about bad input: each message names what is wrong and what to do."""


class AnalysisError(Exception):
    """Whatever this package has to say about its input; the message names what is wrong and what to do."""


class ArticleError(AnalysisError):
    """An article cannot be read."""


class MetadataError(AnalysisError):
    """What is said about an article cannot be right."""


class ArgumentError(AnalysisError, TypeError, ValueError):
    """A function is given something that it cannot take."""


def too_long(name: str) -> ArticleError:
    """The error of an article that the memory cannot hold; raised when what was made of it so far is gone."""
    return ArticleError(f"{name} is too long for the memory at hand; split it up, or give it more")


class ModelError(AnalysisError):
    """The language model is not what its makers released."""


class WriteError(AnalysisError):
    """Something cannot be written as asked."""
