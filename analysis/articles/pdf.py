"""The text of an article printed to PDF: lines are joined to paragraphs, and hyphenated words are rejoined.

A PDF holds characters and their positions, but no paragraphs. Lines are read in the order in which the file draws them,
since programs draw one column after the other. A paragraph begins where a reader sees it begin: at an indent, after a
gap, with another type size, or after a line that ends early.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from analysis import vocabulary
from analysis.articles.pages.html import SENTENCE_END_ANY_SCRIPT
from analysis.articles.plain_text import LINE_END_HYPHEN, joined, word_counts
from analysis.errors import ArticleError, extra

LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"})
EDGE_LINES = 3  # lines at the top and at the bottom of a page that may be its header or footer
HEADLINE_SIZE_RATIO = 1.2  # a headline's type size, relative to that of the text
SAME_SIZE_RATIO = 1.1  # type sizes up to this ratio count as equal
GAP_RATIO = 1.35  # the distance of two lines with a gap between them, relative to the usual distance in the column
MIN_LETTERS = 20  # a PDF with fewer letters holds pictures of pages
MAX_PAGES = 500  # a longer PDF is a book, or names one page many times, and each time counts
MAX_CHARS = 1_000_000  # of all pages together, generated spaces and line breaks among them
MAX_TEXT_OBJECTS = 100_000  # of a page; a character or more each, they are counted before their characters are known


@dataclass(frozen=True)
class PrintedLine:
    """A printed line; positions and type size in points, counted from the lower left corner of the page."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True)
class TextColumn:
    """A column of lines, in points: where most lines begin, where the longest ends, the usual distance of two lines."""

    left: float
    right: float
    pitch: float


def read_clipping(data: bytes, name: str) -> tuple[str, dict[str, str]]:
    """The text of the article in a PDF, and its title.

    Args:
        data: The content of the file.
        name: The name of the file, for error messages.

    Returns:
        The text, one paragraph per line, and a dictionary with the `title`, if the first page has a line in larger type
        than the text.

    Raises:
        ArticleError: The PDF is broken, needs a password or holds no text.
    """
    lines = _printed_lines(data, name)
    if sum(character.isalpha() for line in lines for character in line.text) < MIN_LETTERS:
        raise ArticleError(
            f"{name} holds pictures of pages but no text; run text recognition (OCR) on it, or type it into a .txt file"
        )
    text_size = median(line.size for line in lines for _ in line.text.split())  # weighted by words
    paragraphs = list(_paragraphs(_without_edges(lines, text_size)))
    words = word_counts(line.text for line in lines)
    texts = [joined([line.text for line in paragraph], words) for paragraph in paragraphs]
    title = _title(paragraphs, texts, text_size)
    return "\n".join(text for text in texts if text), {"title": title} if title else {}


def _printed_lines(data: bytes, name: str) -> list[PrintedLine]:
    """All lines of all pages, in the order in which the file draws them."""
    with extra("pdf", "reading a PDF"):
        import pypdfium2  # not at the top: only PDFs need it

    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            _check_length(len(document), MAX_PAGES, "pages", name)
            return list(_lines_of_document(document, name))
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise ArticleError(
                f"{name} needs a password; print it to a PDF without one, or copy its text into a .txt file"
            ) from None
        raise ArticleError(
            f"{name} is not a PDF, or a broken one; save it again, or copy its text into a .txt file"
        ) from None


def _check_length(count: int, limit: int, unit: str, name: str) -> None:
    if count > limit:
        raise ArticleError(f"{name} is too long ({count:,} {unit}, over {limit:,}); split it up")


def _lines_of_document(document: Any, name: str) -> Iterator[PrintedLine]:
    """The lines of all pages. Raises ArticleError once there are more characters than an article has."""
    n_chars = 0
    for number in range(len(document)):
        with closing(document[number]) as page:
            _check_length(_count_text_objects(page), MAX_TEXT_OBJECTS, f"pieces of text on page {number + 1}", name)
            with closing(page.get_textpage()) as page_text:
                n_chars += page_text.count_chars()
                _check_length(n_chars, MAX_CHARS, "characters", name)
                yield from _lines_of_page(page_text, number)


def _count_text_objects(page: Any) -> int:
    """How many pieces of text are drawn on a page, those within a group counting as one."""
    from pypdfium2 import raw

    objects = (raw.FPDFPage_GetObject(page, index) for index in range(raw.FPDFPage_CountObjects(page)))
    return sum(raw.FPDFPageObj_GetType(drawn) in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM) for drawn in objects)


def _lines_of_page(page_text: Any, number: int) -> Iterator[PrintedLine]:
    """The lines of a page, built from its characters.

    A line ends at a line break or hyphen. Characters that the library generates (spaces, line breaks) have no box.
    """
    from pypdfium2 import raw

    units: list[int] = []
    boxes: list[tuple[float, float, float, float]] = []
    for index in range(page_text.count_chars()):
        unit = raw.FPDFText_GetUnicode(page_text, index)
        is_break = unit in (10, 13)
        is_hyphen = raw.FPDFText_IsHyphen(page_text, index) == 1
        if not is_break:
            units.append(ord(LINE_END_HYPHEN) if is_hyphen else unit)
        if not is_break and raw.FPDFText_IsGenerated(page_text, index) != 1:
            boxes.append(page_text.get_charbox(index, loose=True))
        if (is_break or is_hyphen) and boxes:
            yield _line(units, boxes, number)
        if is_break or is_hyphen:
            units, boxes = [], []
    if boxes:
        yield _line(units, boxes, number)


def _line(units: list[int], boxes: list[tuple[float, float, float, float]], number: int) -> PrintedLine:
    """A line from its UTF-16 code units (two for characters beyond the basic plane) and the boxes of its characters."""
    coded = b"".join(min(unit, 0xFFFF).to_bytes(2, "little") for unit in units if unit)
    text = " ".join(coded.decode("utf-16-le", "replace").translate(LIGATURES).split())
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    size = median(top - bottom for top, bottom in zip(tops, bottoms, strict=True))
    return PrintedLine(text, number, min(lefts), max(rights), median(bottoms), size)


def _without_edges(lines: list[PrintedLine], text_size: float) -> list[PrintedLine]:
    """The lines without page numbers, headers and footers; a header or footer is repeated on at least two pages."""
    edges = list(_edge_lines(lines))
    n_pages = Counter(key for key, _ in {(_repetition_key(line), line.page) for line in edges})
    page_number = re.compile("|".join(vocabulary.pages().page_number), re.IGNORECASE)

    def is_header_or_footer(line: PrintedLine) -> bool:
        is_repeated = n_pages[_repetition_key(line)] > 1 and line.size < HEADLINE_SIZE_RATIO * text_size
        return is_repeated or page_number.fullmatch(line.text) is not None

    dropped = {id(line) for line in edges if is_header_or_footer(line)}
    return [line for line in lines if line.text and id(line) not in dropped]


def _edge_lines(lines: list[PrintedLine]) -> Iterator[PrintedLine]:
    """The first and last lines of each page, by their position."""
    pages: dict[int, list[PrintedLine]] = {}
    for line in lines:
        if line.text:
            pages.setdefault(line.page, []).append(line)
    for page in pages.values():
        top_down = sorted(page, key=lambda line: -line.bottom)
        yield from {id(line): line for line in (*top_down[:EDGE_LINES], *top_down[-EDGE_LINES:])}.values()


def _repetition_key(line: PrintedLine) -> tuple[str, int]:
    """What a header or footer has in common on all pages: its words, except for numbers, and its height."""
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.bottom)


def _paragraphs(lines: list[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Group the lines into paragraphs, which may continue in the next column or on the next page."""
    paragraph: list[PrintedLine] = []
    previous: tuple[PrintedLine, TextColumn] | None = None
    for run in _runs(lines):
        column = _column(run)
        for line in run:
            if previous is not None and _begins_paragraph(line, column, *previous):
                yield paragraph
                paragraph = []
            paragraph.append(line)
            previous = line, column
    if paragraph:
        yield paragraph


def _runs(lines: list[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Group the lines into runs: lines of one type size that follow each other down one column."""
    run: list[PrintedLine] = []
    right = 0.0  # where the longest line of the run ends
    for line in lines:
        if run and not _continues_run(line, run[-1], right):
            yield run
            run = []
        right = max(line.right, right) if run else line.right
        run.append(line)
    if run:
        yield run


def _continues_run(line: PrintedLine, above: PrintedLine, right: float) -> bool:
    """Whether a line continues a run, given the last line of the run and where its longest line ends."""
    return (
        line.page == above.page
        and line.bottom < above.bottom + line.size / 4
        and line.left < right
        and _same_size(line, above)
    )


def _same_size(line: PrintedLine, other: PrintedLine) -> bool:
    return max(line.size, other.size) <= SAME_SIZE_RATIO * min(line.size, other.size)


def _column(run: list[PrintedLine]) -> TextColumn:
    lefts = Counter(round(line.left) for line in run)
    left = min(lefts, key=lambda edge: (-lefts[edge], edge))
    steps = [above.bottom - below.bottom for above, below in pairwise(run)]
    return TextColumn(left, max(line.right for line in run), median(steps) if steps else 0.0)


def _begins_paragraph(
    line: PrintedLine, column: TextColumn, previous: PrintedLine, previous_column: TextColumn
) -> bool:
    """Whether a line begins a paragraph, given the line before it and the columns of both."""
    if not _same_size(line, previous):
        return True
    if previous.text.endswith(LINE_END_HYPHEN):
        return False
    ends_sentence = SENTENCE_END_ANY_SCRIPT.search(previous.text) is not None
    free_width = previous_column.right - previous.right
    first_word_width = (line.right - line.left) / len(line.text) * (len(line.text.split()[0]) + 1)
    ends_early = free_width > first_word_width + previous.size / 4  # this line's first word would have fitted
    is_indented = line.left - column.left > line.size / 2
    if column is not previous_column:
        return ends_sentence and (ends_early or is_indented)
    if previous.bottom - line.bottom > GAP_RATIO * column.pitch:
        return True
    if is_indented and abs(line.left - previous.left) > line.size / 4:
        return True
    if ends_sentence and (ends_early or is_indented):
        return True
    return ends_early and free_width > (previous_column.right - previous_column.left) / 3


def _title(paragraphs: list[list[PrintedLine]], texts: list[str], text_size: float) -> str | None:
    """The first paragraph in the largest type of the first page with text, if that is larger than the text's."""
    if not paragraphs:
        return None
    first_page = paragraphs[0][0].page
    pairs = zip(paragraphs, texts, strict=True)
    sizes = [(paragraph[0].size, text) for paragraph, text in pairs if paragraph[0].page == first_page]
    largest = max(size for size, _ in sizes)

    def is_title(size: float) -> bool:
        return size >= HEADLINE_SIZE_RATIO * text_size and size > largest / 1.05

    return next((text for size, text in sizes if is_title(size)), None)
