"""The article and metadata of a saved web page. Nothing is fetched.

Boilerplate removal and metadata are trafilatura's (Barbaresi, 2021), the publication date is htmldate's (Barbaresi,
2020). Both accept more than we do, so pages without an article are refused here (`_missing`), and htmldate gets to see
only the parts of a page that date the article itself (`_published`).
"""

import copy
import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from functools import cache
from typing import Any

from analysis import vocabulary
from analysis.errors import ArticleError

# The date of first publication: no guess from arbitrary digits, and no upper limit that moves with today's clock.
DATE_OPTIONS: dict[str, Any] = {
    "extensive_search": False,
    "original_date": True,
    "min_date": "1800-01-01",
    "max_date": "2199-12-31",
}
# class, id or itemprop of an element that holds a publication date: "dateline", "posted-on", but not "updated"
DATE_PLACE = re.compile(
    r"(?<!up)dat(e|um|ing)|pubdate|publish|publication|posted|timestamp|\btime\b|byline", re.IGNORECASE
)
DATE_LABEL = re.compile(r"\W*((first|originally) )?(published|posted)\b", re.IGNORECASE)  # "First published 12 June"
MAX_DATE_LINE_CHARS = 200  # a longer element is a paragraph, not a date line
# name, class or id of an element that dates something else: a change, a picture, an event
OTHER_DATE = re.compile(r"modif|updat|image|expir|event|birth|death", re.IGNORECASE)
# the JSON-LD fields "dateModified" and "dateCreated" with their values
JSON_CHANGE_DATE = re.compile(r'"date(Modified|Created)"\s*:\s*"[^"]*"\s*,?')
AMBIGUOUS_DATE = re.compile(r"\b(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])/(\d{4}|\d{2})\b")  # 6/12/2024: June or December
ASIDE_TAGS = {"img", "picture", "figure", "video", "footer", "aside", "nav"}
ASIDE = re.compile(r"comment|related|sidebar|footer|recommend|promo|teaser", re.IGNORECASE)
MAX_TEASER_WORDS = 120
MIN_TEASERS = 4  # of a page that is refused as a list of links
MIN_ARTICLE_WORDS = 20
SENTENCE_END_ANY_SCRIPT = re.compile(r"""[.!?…。！？؟]["'”’»)\]」』]*$""")
# a character of a script without spaces between words (Thai, Lao, Japanese, Chinese), or a word
WORD_ANY_SCRIPT = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|\w+")
# The libraries that read a page take time that grows faster than it: with the square of its blocks of text, and of the
# attributes of a tag. The largest saved pages of newspapers have some 5 MB, 50,000 tags and 100 attributes in a tag.
MAX_PAGE_CHARS = 30_000_000
MAX_TAGS = 600_000  # opening and closing ones
MAX_ATTRIBUTES = 1_000  # of a tag
MAX_TEXT_BLOCKS = 20_000  # paragraphs, items of a list, cells
# tags before and after which another block of text begins, as justext has it
BLOCK = re.compile(
    "blockquote|body|br|caption|center|col(group)?|d[dlt]|div|fieldset|form|h[1-6]|legend|li|optgroup|option|p|pre|"
    "table|tbody|td|textarea|tfoot|th|thead|tr|ul",
    re.IGNORECASE,
)
# a comment; a script or style with its content, which may look like tags; any other tag: <a href="x">, </a>
TAG = re.compile(
    r"""<!--(?:-?>|.*?(?:--!?>|\Z))
      | <(?:(?P<code>script|style)\b|/?(?P<name>[a-z][a-z\d]*+))
        (?P<attributes>(?:[^"'=>]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>][^\s>]*+)?+|["'])*+)>?+
        (?(code).*?(?:</(?P=code)[^>]*+>?|\Z))""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
ATTRIBUTE_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>][^\s>]*+)""")
PAGE_REMEDY = "save the article's own page, or copy its text into a .txt file"


def read_page(html: str, name: str) -> tuple[str, dict[str, str]]:
    """The text and metadata of the article on a saved page.

    Args:
        html: The source of the page.
        name: The name of the file, for error messages.

    Returns:
        The text, one paragraph per line under the title, and those of title, author, source, url and published that
        the page states.

    Raises:
        ArticleError: The page is too large, cannot be read or holds no article.
    """
    if excess := _excess(html):
        raise ArticleError(f"{name} is too large for a page with one article ({excess}); {PAGE_REMEDY}")
    _import_quietly()
    try:
        tree, extracted, published = _extracted(html)
    except Exception as error:  # parsers of arbitrary pages do not document what they raise
        raise ArticleError(f"{name} cannot be read as a page ({type(error).__name__}); {PAGE_REMEDY}") from None
    lines = [line.strip().removeprefix("- ") for line in (extracted.text or "").splitlines()] if extracted else []
    lines = [line for line in lines if line]
    if missing := _missing(tree, lines):
        raise ArticleError(f"{name} {missing}; {PAGE_REMEDY}")
    facts = {
        "title": extracted.title,
        "author": extracted.author,
        "source": extracted.sitename,
        "url": extracted.url,
        "published": published,
    }
    return "\n".join(_with_title(lines, extracted.title)), {key: value for key, value in facts.items() if value}


@cache
def _import_quietly() -> None:
    """Import the libraries, which takes longer than reading a page, and keep their messages out of notebooks."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a network library warns of a missing package that we do not need
        import htmldate  # noqa: F401
        import trafilatura  # noqa: F401
    for library in ("trafilatura", "htmldate", "justext", "charset_normalizer"):
        logging.getLogger(library).addHandler(logging.NullHandler())


def _excess(html: str) -> str | None:
    """What a page has more of than it may have, found in one pass over its source; None if it has not too much."""
    if len(html) > MAX_PAGE_CHARS:
        return f"over {MAX_PAGE_CHARS:,} characters"
    n_tags = n_blocks = position = 0
    is_new_block = True
    for tag in TAG.finditer(html):
        is_text = is_new_block and not html[position : tag.start()].replace("&nbsp;", " ").isspace()
        if is_text and tag.start() > position:
            n_blocks, is_new_block = n_blocks + 1, False
        if _count_attributes(tag["attributes"] or "") > MAX_ATTRIBUTES:
            return f"a tag with over {MAX_ATTRIBUTES:,} attributes"
        is_new_block = is_new_block or BLOCK.fullmatch(tag["name"] or "") is not None
        n_tags, position = n_tags + 1, tag.end()
    found = {"tags": (n_tags, MAX_TAGS), "blocks of text": (n_blocks, MAX_TEXT_BLOCKS)}
    return next((f"over {limit:,} {unit}" for unit, (count, limit) in found.items() if count > limit), None)


def _count_attributes(source: str) -> int:
    """At least as many as the attributes in the source of a tag; 0 if it is too short for more than allowed."""
    return len(re.split(r"[\s/]+", ATTRIBUTE_VALUE.sub("= ", source))) if len(source) > MAX_ATTRIBUTES else 0


def _extracted(html: str) -> tuple[Any, Any, str | None]:
    """The page as a tree, trafilatura's extract of it, and the publication date."""
    import trafilatura

    tree = trafilatura.load_html(html)
    extracted: Any = trafilatura.bare_extraction(
        copy.deepcopy(tree),
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params=dict(DATE_OPTIONS),
    )
    return tree, extracted, None if tree is None else _published(tree, extracted.url if extracted else None)


def page_of_archive(data: bytes, name: str) -> bytes:
    """The HTML page, as UTF-8, in a page saved as a single file (MHTML).

    Raises:
        ArticleError: The archive is broken or holds no page; `name` is the file's, for the message.
    """
    try:
        parts = message_from_bytes(data, policy=policy.default).walk()
        page = next((part.get_content() for part in parts if part.get_content_type() == "text/html"), None)
    except Exception as error:  # the parser of messages does not document what it raises either
        raise ArticleError(f"{name} is not a page saved as one file ({type(error).__name__}); {PAGE_REMEDY}") from None
    if not isinstance(page, str):
        raise ArticleError(f"{name} holds no page; {PAGE_REMEDY}")
    return page.encode("utf-8", "replace")


def _with_title(lines: list[str], title: str | None) -> list[str]:
    """The lines under the title, which is added unless it is among the first five."""

    def words_only(text: str) -> str:
        return re.sub(r"\W+", " ", text.casefold()).strip()

    title = _single_spaced(title or "")
    return lines if not words_only(title) or words_only(title) in map(words_only, lines[:5]) else [title, *lines]


def _missing(tree: Any, lines: list[str]) -> str | None:
    """What the page is instead of an article, as a predicate for an error message; None if it holds an article."""
    if tree is None or not lines:
        return "holds no text of an article"
    wall = re.compile("|".join(vocabulary.pages().wall), re.IGNORECASE)
    sentences = [line for line in lines if SENTENCE_END_ANY_SCRIPT.search(line)]
    content = [line for line in sentences if not wall.search(line)]
    if len(content) < len(sentences) and _count_words(content) < 2 * MIN_ARTICLE_WORDS:
        return "asks to log in, to subscribe or to accept cookies, and holds no article"
    teasers = set(_teasers(tree))
    if _is_list_of_links(lines, teasers):
        return "is a list of links to articles, and no article itself"
    if _count_words(line for line in content if _single_spaced(line) not in teasers) < MIN_ARTICLE_WORDS:
        return "holds no text of an article"
    return None


def _is_list_of_links(lines: list[str], teasers: set[str]) -> bool:
    n_teasers = sum(_single_spaced(line) in teasers for line in lines)
    return n_teasers >= MIN_TEASERS and 2 * n_teasers >= len(lines)


def _count_words(lines: Iterable[str]) -> int:
    return sum(len(WORD_ANY_SCRIPT.findall(line)) for line in lines)


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


def _teasers(tree: Any) -> Iterator[str]:
    """The texts of links, and those of the small boxes around a headline that is a link."""
    links = [link for link in tree.iter("a") if link.get("href")]
    for element in (*links, *_cards(tree)):
        yield from (_single_spaced(part.text_content()) for part in element.iter() if isinstance(part.tag, str))


def _cards(tree: Any) -> list[Any]:
    """The boxes of an index page with a teaser: <div><h2><a href="…">Headline</a></h2><p>Teaser</p></div>."""
    around = [_linked_box(heading) for heading in tree.iter("h1", "h2", "h3", "h4", "h5")]
    boxes = dict.fromkeys(box for box in around if box is not None)
    return [box for box in boxes if len(box.text_content().split()) <= MAX_TEASER_WORDS]


def _linked_box(heading: Any) -> Any | None:
    """The element around a heading that is a link or inside one; None for any other heading."""
    parent = heading.getparent()
    if parent is not None and parent.tag == "a":
        return parent.getparent()
    return parent if heading.find(".//a[@href]") is not None else None


def _published(tree: Any, url: str | None) -> str | None:
    """The publication date that the page states, as ISO text.

    htmldate is shown only what dates the article itself: its address, its metadata, and short elements whose name
    mentions a date or whose text begins with "Published". Hidden from it are dates in the running text, dates of
    changes, pictures and comments, and ambiguous ones such as 6/12/2024.
    """
    import htmldate

    page = copy.deepcopy(tree)
    _remove_asides(page)
    kept: set[Any] = set()
    for element in page.iter():
        is_inside = element.getparent() in kept
        if isinstance(element.tag, str) and (is_inside or _is_date_line(element)):
            kept.add(element)
            if DATE_LABEL.match(element.text_content()):
                element.set("class", "date")  # htmldate looks at names, not at words
        elif element.tag == "script":
            element.text = JSON_CHANGE_DATE.sub("", element.text or "")
        else:
            element.text = None
        if not is_inside:
            element.tail = None
    return htmldate.find_date(page, url=url, **DATE_OPTIONS)


def _remove_asides(page: Any) -> None:
    """Empty every aside, and every `time` element but the first outside of asides."""
    emptied: set[Any] = set()
    has_time = False
    for element in list(page.iter()):
        if not isinstance(element.tag, str) or element in emptied:
            continue
        is_aside, is_time = _is_aside(element), element.tag == "time"
        if is_aside or (is_time and has_time):
            emptied.update(element.iter())
            _empty(element)
        elif is_time:
            has_time = True


def _is_aside(element: Any) -> bool:
    """Whether an element is apart from the article, or dates something else, or holds an ambiguous date."""
    labels = " ".join(element.get(key, "") for key in ("property", "name", "itemprop", "class", "id"))
    text = element.text_content()
    is_short = len(text) <= MAX_DATE_LINE_CHARS
    if element.tag in ASIDE_TAGS or (OTHER_DATE.search(labels) and is_short):
        return True
    dated = " ".join((text, element.get("content", ""), element.get("datetime", "")))
    if is_short and AMBIGUOUS_DATE.search(dated):
        return element.tag in {"meta", "time"} or bool(DATE_PLACE.search(labels))
    if element.tag == "time" and any(item.find(".//a[@href]") is not None for item in element.iterancestors("li")):
        return True  # the date of another article, in a list of links
    return bool(ASIDE.search(labels)) and element.tag not in {"html", "body"} and element.find(".//h1") is None


def _empty(element: Any) -> None:
    for child in list(element):
        element.remove(child)
    element.text = None
    element.attrib.clear()


def _is_date_line(element: Any) -> bool:
    """Whether an element states the publication date: <p class="dateline">, <time>, <p>Published: June 12, 2024</p>."""
    if element.tag in {"script", "style", "title", "h1"}:
        return False
    text = element.text_content()
    if len(text) > MAX_DATE_LINE_CHARS:
        return False
    labels = " ".join(element.get(key, "") for key in ("class", "id", "itemprop"))
    return element.tag in {"time", "abbr"} or bool(DATE_PLACE.search(labels)) or bool(DATE_LABEL.match(text))
