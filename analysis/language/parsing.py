"""Parsing an article into paragraphs, one at a time, so that an error in one does not affect the next.

For example, a quote mark that is never closed changes the parse of its own paragraph only.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np
from spacy.tokens import Doc

from analysis.articles.article import TEXT_BLOCKS, Article, after_dateline
from analysis.language.parse_repairs import repair
from analysis.language.spacy_model import Paragraph, model

T = TypeVar("T")
MAX_CHARS_PER_DOC = 10_000  # longer paragraphs are parsed in parts
MAX_CHARS_PER_BATCH = 20_000  # parsed at a time
BATCH_MEMORY = 1 << 27  # bytes that parsing a batch may need
# No-break and thin spaces, and halves of surrogate pairs.
REPLACED = dict.fromkeys((0xA0, 0x202F, 0x2009), " ") | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
# Between a closing quote mark, or the start of a paragraph, and a name at its end: "“X.” -Ann Lee, mayor".
GLUED_DASH = re.compile(r"(?:(?<=[”\"’'»])|(?<=[”\"’'»] )|^)(?:--|[-–—―])(?=[A-Z][a-z][^.!?”\"]{0,100}\.?\s*$)")


def parse(article: Article) -> list[Paragraph]:
    """The parsed title and paragraphs of an article, in order, without datelines and page furniture."""
    [paragraphs] = parse_together([article])
    return paragraphs


def parse_together(articles: Sequence[Article]) -> list[list[Paragraph]]:
    """The parsed paragraphs of each article, as `parse` returns them; for short articles in half the time."""
    spans = [_spans(article) for article in articles]
    texts = [article.text[start:end] for article, of_one in zip(articles, spans, strict=True) for start, end in of_one]
    parsed = zip(texts, _docs(texts), strict=True)
    return [[_paragraph(number, start, *next(parsed)) for number, (start, _) in enumerate(of_one)] for of_one in spans]


def _spans(article: Article) -> list[tuple[int, int]]:
    """Start and end of each text of an article that is parsed on its own."""
    blocks = [b for b in article.blocks if b.kind in TEXT_BLOCKS]
    starts = [b.start + after_dateline(article.text[b.start : b.end]) for b in blocks]
    return [span for b, start in zip(blocks, starts, strict=True) for span in _parts(article.text, start, b.end)]


def _paragraph(number: int, start: int, text: str, doc: Doc) -> Paragraph:
    doc.user_data["text"], doc.user_data["idx"] = text, [token.idx for token in doc]
    repair(doc)
    return Paragraph(number, start, doc)


def _docs(texts: Iterable[str]) -> Iterator[Doc]:
    """Parse the texts in batches, since the model needs memory for everything it is given at once.

    If memory runs out, the model's C code ends the process. Therefore that memory is allocated in Python first, which
    raises MemoryError instead. It is not written to, so the allocation costs no time.
    """
    for batch in batches(map(_as_words, texts), len):
        np.empty(BATCH_MEMORY, np.uint8)
        yield from model().pipe(batch)


def batches(items: Iterable[T], length: Callable[[T], int]) -> Iterator[list[T]]:
    """Group texts, or items with a text, in order, into batches of at most MAX_CHARS_PER_BATCH characters or one item.

    Args:
        items: The texts or items.
        length: The number of characters of an item.
    """
    batch: list[T] = []
    size = 0
    for item in items:
        if batch and size + length(item) > MAX_CHARS_PER_BATCH:
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += length(item)
    if batch:
        yield batch


def _as_words(text: str) -> str:
    """The text with plain spaces instead of what the model would take for a part of a word, at the same offsets.

    Halves of surrogate pairs, which the model cannot read, become replacement characters. Spaces replace no-break and
    thin spaces, and a dash that is glued to the name of a quotation's author: "“X.” -Ann Lee".
    """
    return GLUED_DASH.sub(lambda match: " " * len(match.group()), text.translate(REPLACED))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of a paragraph, or of the parts of a very long one, so that time grows linearly with length.

    A part ends after a sentence if possible, otherwise after a word.
    """
    while end - start > MAX_CHARS_PER_DOC:
        earliest, latest = start + MAX_CHARS_PER_DOC // 2, start + MAX_CHARS_PER_DOC
        cut = max(text.rfind(mark, earliest, latest) for mark in (". ", "? ", "! ", " "))
        cut = cut + 1 if cut > start else latest
        yield start, cut
        start = cut
    yield start, end
