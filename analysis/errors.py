"""What this package says about bad input: each message names what is wrong and what to do."""


class AnalysisError(Exception):
    """Whatever this package has to say about its input; the message names what is wrong and what to do."""


class ArticleError(AnalysisError):
    """An article cannot be read."""


class MetadataError(AnalysisError):
    """What is said about an article cannot be right."""
