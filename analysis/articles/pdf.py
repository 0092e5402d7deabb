"""A printed page kept as PDF becomes text: lines become paragraphs, and words divided at a line's end are whole again.

PDF knows characters and where they stand, no paragraphs. Lines are taken in the order in which the file draws them,
which is how programs write columns. That a paragraph begins is told as a reader tells it: by an indent, by a gap, by
another size of type, or because the last line ends early.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from statistics import median
from typing import Any

from analysis import vocabulary
from analysis.articles.html import SENTENCE
from analysis.errors import ArticleError

DIVIDED = "\u00ad"  # stands for a hyphen at the end of a line
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"})
EDGE = 3  # lines at the top and at the bottom of a page that may be its header or footer
LARGER = 1.2  # times the usual size of type: a headline
LEAST_LETTERS = 20  # below which a PDF has no text to speak of


@dataclass(frozen=True)
class PrintedLine:
    """A line as printed; places and `size` of type in points, counted from the page's lower left corner."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True)
class TextColumn:
    """Lines that follow each other down a page: where most begin, where the longest ends, how far apart they are."""

    left: float
    right: float
    pitch: float


def read_clipping(data: bytes, name: str) -> tuple[str, dict[str, str]]:
    """A PDF's text, a paragraph a line, and its title, if the first page has a line in larger type than the text.

    `name` is the file's, for messages. Raises ArticleError for a PDF that is broken, needs a password or has no text.
    """
    lines = _printed(data, name)
    if sum(c.isalpha() for line in lines for c in line.text) < LEAST_LETTERS:
        raise ArticleError(
            f"{name} holds pictures of pages, no text; run text recognition (OCR) on it, or type it into a .txt file"
        )
    usual = median(line.size for line in lines for _ in line.text.split())
    paragraphs = list(_paragraphs(_without_edges(lines, usual)))
    words = Counter(word.casefold() for line in lines for word in re.findall(r"[\w’'-]+", line.text))
    texts = [_joined([line.text for line in paragraph], words) for paragraph in paragraphs]
    title = _title(paragraphs, texts, usual)
    return "\n".join(text for text in texts if text), {"title": title} if title else {}


def _printed(data: bytes, name: str) -> list[PrintedLine]:
    """All lines of all pages, in the order in which the file draws them."""
    import pypdfium2  # here, because only a PDF needs it

    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            return [line for number in range(len(document)) for line in _lines(document[number], number)]
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise ArticleError(
                f"{name} needs a password; print it to a PDF without one, or copy its text into a .txt file"
            ) from None
        raise ArticleError(
            f"{name} is no PDF, or a broken one; save it again, or copy its text into a .txt file"
        ) from None


def _lines(page: Any, number: int) -> Iterator[PrintedLine]:
    """The lines of a page, from its characters; those without a box are spaces and line ends that the library adds."""
    from pypdfium2 import raw

    page_text = page.get_textpage()
    units: list[int] = []
    boxes: list[tuple[float, float, float, float]] = []
    for index in range(page_text.count_chars()):
        unit = raw.FPDFText_GetUnicode(page_text, index)
        ends = unit in (10, 13)
        hyphen = raw.FPDFText_IsHyphen(page_text, index) == 1
        if not ends:
            units.append(ord(DIVIDED) if hyphen else unit)
        if not ends and raw.FPDFText_IsGenerated(page_text, index) != 1:
            boxes.append(page_text.get_charbox(index, loose=True))
        if (ends or hyphen) and boxes:
            yield _line(units, boxes, number)
        if ends or hyphen:
            units, boxes = [], []
    if boxes:
        yield _line(units, boxes, number)


def _line(units: list[int], boxes: list[tuple[float, float, float, float]], number: int) -> PrintedLine:
    # The library counts in units of UTF-16; a character beyond them comes in two.
    coded = b"".join(min(unit, 0xFFFF).to_bytes(2, "little") for unit in units if unit)
    text = " ".join(coded.decode("utf-16-le", "replace").translate(LIGATURES).split())
    left, bottom, right, top = zip(*boxes, strict=True)
    return PrintedLine(
        text, number, min(left), max(right), median(bottom), median(t - b for t, b in zip(top, bottom, strict=True))
    )


def _without_edges(lines: list[PrintedLine], usual: float) -> list[PrintedLine]:
    """The lines without page numbers, and without headers and footers, which stand on two pages and more."""
    edges: list[PrintedLine] = []
    for number in sorted({line.page for line in lines}):
        down = sorted((line for line in lines if line.page == number and line.text), key=lambda line: -line.bottom)
        edges += {id(line): line for line in (*down[:EDGE], *down[-EDGE:])}.values()
    pages = Counter(place for place, _ in {(_place(line), line.page) for line in edges})
    numbered = re.compile("|".join(vocabulary.pages().page_number), re.IGNORECASE)

    def is_edge(line: PrintedLine) -> bool:
        repeated = pages[_place(line)] > 1 and line.size < LARGER * usual
        return repeated or numbered.fullmatch(line.text) is not None

    dropped = {id(line) for line in edges if is_edge(line)}
    return [line for line in lines if line.text and id(line) not in dropped]


def _place(line: PrintedLine) -> tuple[str, int]:
    """What a header or footer has in common on all pages: its words, whatever the number, and its height."""
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.bottom)


def _paragraphs(lines: list[PrintedLine]) -> Iterator[list[PrintedLine]]:
    paragraph: list[PrintedLine] = []
    last: tuple[PrintedLine, TextColumn] | None = None
    for run in _runs(lines):
        column = _column(run)
        for line in run:
            if last is not None and _begins(line, column, *last):
                yield paragraph
                paragraph = []
            paragraph.append(line)
            last = line, column
    if paragraph:
        yield paragraph


def _runs(lines: list[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Lines of one size of type that follow each other down one column."""
    run: list[PrintedLine] = []
    for line in lines:
        if run and not (
            line.page == run[-1].page
            and line.bottom < run[-1].bottom + line.size / 4
            and line.left < max(above.right for above in run)
            and _alike(line, run[-1])
        ):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _alike(line: PrintedLine, other: PrintedLine) -> bool:
    return max(line.size, other.size) <= 1.1 * min(line.size, other.size)


def _column(run: list[PrintedLine]) -> TextColumn:
    lefts = Counter(round(line.left) for line in run)
    left = min(lefts, key=lambda edge: (-lefts[edge], edge))
    steps = [above.bottom - below.bottom for above, below in pairwise(run)]
    return TextColumn(left, max(line.right for line in run), median(steps) if steps else 0.0)


def _begins(line: PrintedLine, column: TextColumn, last: PrintedLine, above: TextColumn) -> bool:
    """Whether a line begins a paragraph, `last` being the line before it and `above` that line's column."""
    if not _alike(line, last):
        return True
    if last.text.endswith(DIVIDED):
        return False
    ended = SENTENCE.search(last.text) is not None
    room = above.right - last.right
    needed = (line.right - line.left) / len(line.text) * (len(line.text.split()[0]) + 1)
    early = room > needed + last.size / 4  # the line's first word would have found room above
    indented = line.left - column.left > line.size / 2
    if column is not above:
        return ended and (early or indented)
    if last.bottom - line.bottom > 1.35 * column.pitch:
        return True
    set_in = indented and abs(line.left - last.left) > line.size / 4
    return set_in or (ended and (early or indented)) or (early and room > (above.right - above.left) / 3)


def _joined(lines: list[str], words: Counter[str]) -> str:
    """The lines as one, words whole again."""
    text = lines[0]
    for line in lines[1:]:
        hyphen = re.search(rf"(\w+)[{DIVIDED}‐-]$", text)
        text = f"{text} {line}" if hyphen is None else _whole(text[:-1], hyphen[1], line, words)
    return text.replace(DIVIDED, "-")


def _whole(text: str, first: str, line: str, words: Counter[str]) -> str:
    """A divided word put together.

    Its hyphen is kept before a capital, if the word is written with one elsewhere, as well-known is, or if both parts
    are words and the whole is none. Words are those of the text and of the Brill tagger's lexicon in TextBlob.
    """
    rest = re.match(r"\w*", line)
    second = rest[0] if rest else ""
    together, apart = f"{first}{second}".casefold(), f"{first}-{second}".casefold()
    known = _lexicon()
    if words[together] or words[apart]:
        keeps = not words[together]
    else:
        keeps = apart in known or (together not in known and {first.casefold(), second} <= known)
    return text + ("-" if keeps or not second[:1].islower() else "") + line


@cache
def _lexicon() -> frozenset[str]:
    lines = (resources.files("textblob.en") / "en-lexicon.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split()[0] for line in lines if line[:1].isalpha())


def _title(paragraphs: list[list[PrintedLine]], texts: list[str], usual: float) -> str | None:
    """The first paragraph in the largest type of the first page that has text, where it is larger than the rest."""
    first = [(p[0].size, text) for p, text in zip(paragraphs, texts, strict=True) if p[0].page == paragraphs[0][0].page]
    largest = max((size for size, _ in first), default=0.0)
    return next((text for size, text in first if size >= LARGER * usual and size > largest / 1.05), None)
