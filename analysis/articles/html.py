"""A saved web page becomes the text of its article and what the page says about it. Nothing is fetched.

Boilerplate and metadata are trafilatura's work (Barbaresi, 2021), the day is htmldate's (Barbaresi, 2020).
"""

import copy
import logging
import re
import warnings
from collections.abc import Iterator
from email import message_from_bytes, policy
from functools import cache
from typing import Any

from analysis import vocabulary
from analysis.errors import ArticleError

# The day of first publication, no guess from just any digits, and no end that moves with today's clock.
DATE_OPTIONS: dict[str, Any] = {
    "extensive_search": False,
    "original_date": True,
    "min_date": "1800-01-01",
    "max_date": "2199-12-31",
}
DATE_PLACE = re.compile(
    r"(?<!up)dat(e|um|ing)|pubdate|publish|publication|posted|timestamp|\btime\b|byline", re.IGNORECASE
)
DATE_LABEL = re.compile(r"\W*((first|originally) )?(published|posted)\b", re.IGNORECASE)
DATE_LENGTH = 200  # characters of the longest element that is still a date line and no paragraph
CHANGED = re.compile(r"modif|updat|image|expir|event|birth|death", re.IGNORECASE)  # days of something else
CHANGE_STATED = re.compile(r'"date(Modified|Created)"\s*:\s*"[^"]*"\s*,?')
EITHER_WAY = re.compile(r"\b(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])/(\d{4}|\d{2})\b")  # day and month, or month and day
ASIDE_TAGS = {"img", "picture", "figure", "video", "footer", "aside", "nav"}
ASIDE = re.compile(r"comment|related|sidebar|footer|recommend|promo|teaser", re.IGNORECASE)
CARD_WORDS = 120  # of the longest teaser of an index page
LEAST_WORDS = 20  # of an article's sentences
SENTENCE = re.compile(r"""[.!?…。！？؟]["'”’»)\]」』]*$""")
WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|\w+")  # some scripts have no spaces between words
WITHOUT = "save the article's own page, or copy its text into a .txt file"


def read_page(html: str, name: str) -> tuple[str, dict[str, str]]:
    """The article's text, a paragraph a line under its title, and its title, author, source, url and published.

    `name` is the file's, for messages. Facts that the page does not state are left out. Raises ArticleError for a page
    with no article in it.
    """
    _prepare()
    try:
        tree, found, published = _extracted(html)
    except Exception as error:  # any page may be given, and a parser of pages has no list of what it raises
        raise ArticleError(f"{name} cannot be read as a page ({type(error).__name__}); {WITHOUT}") from None
    lines = [line.strip().removeprefix("- ") for line in (found.text or "").splitlines()] if found else []
    lines = [line for line in lines if line]
    if missing := _missing(tree, lines):
        raise ArticleError(f"{name} {missing}; {WITHOUT}")
    facts = {
        "title": found.title,
        "author": found.author,
        "source": found.sitename,
        "url": found.url,
        "published": published,
    }
    return "\n".join(_with_title(lines, found.title)), {key: value for key, value in facts.items() if value}


@cache
def _prepare() -> None:
    """Import the libraries, which takes longer than most files to read, and keep what they say out of a notebook."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that proxies of the network lack a package, which is not used
        import htmldate  # noqa: F401
        import trafilatura  # noqa: F401
    for library in ("trafilatura", "htmldate", "justext", "charset_normalizer"):
        logging.getLogger(library).addHandler(logging.NullHandler())


def _extracted(html: str) -> tuple[Any, Any, str | None]:
    """The page as a tree, what trafilatura makes of it, and the day it was published."""
    import trafilatura

    tree = trafilatura.load_html(html)
    found: Any = trafilatura.bare_extraction(
        copy.deepcopy(tree),
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params=dict(DATE_OPTIONS),
    )
    return tree, found, None if tree is None else _published(tree, found.url if found else None)


def page_of_archive(data: bytes, name: str) -> bytes:
    """The page itself out of a page saved whole as one file (MHTML), as UTF-8."""
    try:
        parts = message_from_bytes(data, policy=policy.default).walk()
        page = next((part.get_content() for part in parts if part.get_content_type() == "text/html"), None)
    except Exception as error:  # the parser of messages has no list of what it raises either
        raise ArticleError(f"{name} is no page saved as one file ({type(error).__name__}); {WITHOUT}") from None
    if not isinstance(page, str):
        raise ArticleError(f"{name} holds no page; {WITHOUT}")
    return page.encode("utf-8", "replace")


def _with_title(lines: list[str], title: str | None) -> list[str]:
    """The lines under the title, which many pages hold apart from the text."""

    def plain(text: str) -> str:
        return re.sub(r"\W+", " ", text.casefold()).strip()

    title = " ".join((title or "").split())
    return lines if not plain(title) or plain(title) in map(plain, lines[:5]) else [title, *lines]


def _missing(tree: Any, lines: list[str]) -> str | None:
    """What there is in place of an article, or None if there is one."""
    walls = re.compile("|".join(vocabulary.pages().wall), re.IGNORECASE)
    sentences = [line for line in lines if SENTENCE.search(line)]
    told = [line for line in sentences if not walls.search(line)]
    if tree is None or not lines:
        return "holds no text of an article"
    if len(told) < len(sentences) and _length(told) < 2 * LEAST_WORDS:
        return "asks to log in, to subscribe or to accept cookies, and holds no article"
    teasers = set(_teasers(tree))
    n_teasers = sum(_words(line) in teasers for line in lines)
    if n_teasers >= 4 and 2 * n_teasers >= len(lines):
        return "is a list of links to articles, and no article itself"
    if _length([line for line in told if _words(line) not in teasers]) < LEAST_WORDS:
        return "holds no text of an article"
    return None


def _length(lines: list[str]) -> int:
    return sum(len(WORD.findall(line)) for line in lines)


def _words(text: str) -> str:
    return " ".join(text.split())


def _teasers(tree: Any) -> Iterator[str]:
    """The texts that only lead to other pages: of links, and of the small boxes around a headline that is a link."""
    for link in tree.iter("a"):
        if link.get("href"):
            yield from (_words(part.text_content()) for part in link.iter() if isinstance(part.tag, str))
    cards: set[Any] = set()
    for heading in tree.iter("h1", "h2", "h3", "h4", "h5"):
        around = heading.getparent()
        linked = heading.find(".//a[@href]") is not None or (around is not None and around.tag == "a")
        card = around.getparent() if around is not None and around.tag == "a" else around
        if linked and card is not None and card not in cards:
            cards.add(card)
            if len(card.text_content().split()) <= CARD_WORDS:
                yield from (_words(part.text_content()) for part in card.iter() if isinstance(part.tag, str))


def _published(tree: Any, url: str | None) -> str | None:
    """The day that the page says it was published, as ISO text.

    Only what speaks of the article itself is shown to htmldate: its address, metadata, and short elements that are
    named after a date or begin with "Published". The days that an article tells of are no days of publication, nor is
    that of a change, a picture or a comment, nor 6/12/2024, which is in June or in December.
    """
    import htmldate

    page = copy.deepcopy(tree)
    _without_asides(page)
    kept: set[Any] = set()
    for element in page.iter():
        inside = element.getparent() in kept
        if isinstance(element.tag, str) and (inside or _dates_page(element)):
            kept.add(element)
            if DATE_LABEL.match(element.text_content()):
                element.set("class", "date")  # htmldate goes by names, not by words
        elif element.tag == "script":
            element.text = CHANGE_STATED.sub("", element.text or "")
        else:
            element.text = None
        if not inside:
            element.tail = None
    return htmldate.find_date(page, url=url, **DATE_OPTIONS)


def _without_asides(page: Any) -> None:
    """Empty what stands apart from the article, and every `time` but the first that is left."""
    gone: set[Any] = set()
    times = 0
    for element in list(page.iter()):
        if isinstance(element.tag, str) and element not in gone:
            if times == 0 and element.tag == "time" and not _is_aside(element):
                times = 1
            elif element.tag == "time" or _is_aside(element):
                gone.update(element.iter())
                _empty(element)


def _is_aside(element: Any) -> bool:
    """Whether an element stands apart from the article or dates something else, such as a change or a picture."""
    named = " ".join(element.get(key, "") for key in ("property", "name", "itemprop", "class", "id"))
    text = element.text_content()
    if element.tag in ASIDE_TAGS or (CHANGED.search(named) and len(text) <= DATE_LENGTH):
        return True
    stated = " ".join((text, element.get("content", ""), element.get("datetime", "")))
    if len(text) <= DATE_LENGTH and EITHER_WAY.search(stated):
        return element.tag in {"meta", "time"} or bool(DATE_PLACE.search(named))
    if element.tag == "time" and any(above.find(".//a[@href]") is not None for above in element.iterancestors("li")):
        return True  # of one in a list of links
    return bool(ASIDE.search(named)) and element.tag not in {"html", "body"} and element.find(".//h1") is None


def _empty(element: Any) -> None:
    for child in list(element):
        element.remove(child)
    element.text = None
    element.attrib.clear()


def _dates_page(element: Any) -> bool:
    if element.tag in {"script", "style", "title", "h1"}:
        return False
    text = element.text_content()
    if len(text) > DATE_LENGTH:
        return False
    named = " ".join(element.get(key, "") for key in ("class", "id", "itemprop"))
    return element.tag in {"time", "abbr"} or bool(DATE_PLACE.search(named)) or bool(DATE_LABEL.match(text))
