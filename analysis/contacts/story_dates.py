"""The dates of an article, in the order of its story.

A date is often relative to one that the article gave before: "the next day", "two years later". `dates.resolve`
therefore needs the date that the story named last (its anchor), which may be several paragraphs back. The anchors
depend on the whole article, so they are determined here, once, for everything that dates contacts.
"""

from collections.abc import Iterable, Mapping, Sequence

from analysis.articles.article import Article
from analysis.contacts.attributes import DatedExpression
from analysis.contacts.factuality import status
from analysis.language import dates
from analysis.language.spacy_model import Paragraph, text_of
from analysis.language.syntax import is_verb
from analysis.tables import PLANNED

StoryDates = Mapping[int, Sequence[DatedExpression]]


def dated_expressions(article: Article, paragraphs: Iterable[Paragraph]) -> dict[int, list[DatedExpression]]:
    """Pair each time expression of an article with its anchor, the date that the story named last before it.

    In "They met on March 1. They spoke the next day." the anchor of "the next day" is March 1, whether or not a new
    paragraph begins between the sentences.

    Args:
        article: gives the publication date that days without a year are relative to.
        paragraphs: all paragraphs of the article, in order.

    Returns:
        The (expression, anchor) pairs of each paragraph, in the order of its text, by paragraph number.
    """
    anchor, by_paragraph = dates.NO_DATE, dict[int, list[DatedExpression]]()
    for paragraph in paragraphs:
        by_paragraph[paragraph.number] = []
        for expression in dates.find(paragraph.doc, text_of(paragraph.doc)):
            by_paragraph[paragraph.number].append((expression, anchor))
            anchor = _named_date(expression, paragraph, article, anchor) or anchor
    return by_paragraph


def _named_date(
    expression: dates.Expression, paragraph: Paragraph, article: Article, anchor: dates.DateRange
) -> dates.DateRange | None:
    """The date that later expressions can be relative to: "on March 1", not "since March 1" or "in the last month"."""
    if expression.limit or expression.form == "window":
        return None
    verb = next((t for t in expression.head(paragraph.doc).ancestors if is_verb(t)), None)
    ahead = verb is not None and status(verb)[0] == PLANNED
    days = dates.resolve(expression, article.published, ahead, anchor)
    return days if days.start else None
