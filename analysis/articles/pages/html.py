"""The article and metadata of a saved web page. Nothing is fetched.

Boilerplate removal is trafilatura's (Barbaresi, 2021); `metadata` reads what the page states about the article. The
library accepts more than we do, so pages without an article are refused here (`_missing`).
"""

import copy
import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from functools import cache
from typing import Any

from lxml import etree

from analysis import vocabulary
from analysis.articles.pages.metadata import article_body, page_facts
from analysis.articles.plain_text import UNWRAPPED, is_paragraph, single_spaced, unwrapped, words_only
from analysis.errors import ArticleError

# The date of first publication: no guess from arbitrary digits, and no upper limit that moves with today's clock.
DATE_OPTIONS: dict[str, Any] = {
    "extensive_search": False,
    "original_date": True,
    "min_date": "1800-01-01",
    "max_date": "2199-12-31",
}
MAX_TEASER_WORDS = 120
MAX_TEASER_PARAGRAPHS = 2
MIN_TEASERS = 4  # of a page that is refused as a list of links, or of a row beside the article
MIN_WORDS_BESIDE_TEASERS = 80
# class, id or itemprop of the element around the paragraphs of an article
BODY_PLACE = re.compile(
    r"\b(article|story|entry|post)[_-]*(body|text|content|copy)\b|\bbody-(text|copy|content)\b", re.IGNORECASE
)
MIN_LINK_WORDS = 4  # of a paragraph that is the headline of another article
CREDIT_PLACE = re.compile(r"\b(photo|image|picture|media|caption|img)?[_-]{0,2}credits?\b", re.IGNORECASE)
MAX_CREDIT_WORDS = 12
HEADINGS = ("h1", "h2", "h3", "h4", "h5")
MIN_ARTICLE_WORDS = 20
SENTENCE_END_ANY_SCRIPT = re.compile(r"""[.!?…。！？؟]["'”’»)\]」』]*$""")
# a character of a script without spaces between words (Thai, Lao, Japanese, Chinese), or a word
WORD_ANY_SCRIPT = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|\w+")
# The libraries that read a page take time that grows faster than the page: with the square of its blocks of text, and
# of the attributes of a tag. The largest saved pages of newspapers have some 5 MB, 50,000 tags, and 100 attributes in
# a tag.
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
        lines, facts, teasers = _extracted(html)
    except Exception as error:  # parsers of arbitrary pages do not document what they raise
        raise ArticleError(f"{name} cannot be read as a page ({type(error).__name__}); {PAGE_REMEDY}") from None
    if missing := _missing(lines, teasers):
        raise ArticleError(f"{name} {missing}; {PAGE_REMEDY}")
    return "\n".join(_with_title(lines, facts.get("title"))), facts


@cache
def _import_quietly() -> None:
    """Import the libraries, which takes longer than reading a page, and keep their messages out of notebooks."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a network library warns of a missing package that we do not need
        import trafilatura  # noqa: F401
    for library in ("trafilatura", "htmldate", "justext", "charset_normalizer"):
        logging.getLogger(library).addHandler(logging.NullHandler())


def _excess(html: str) -> str | None:
    """What a page has too much of, found in one pass over its source; None if nothing."""
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
    """At most this many attributes are in a tag's source; 0 if the tag is too short to have more than allowed."""
    return len(re.split(r"[\s/]+", ATTRIBUTE_VALUE.sub("= ", source))) if len(source) > MAX_ATTRIBUTES else 0


def _extracted(html: str) -> tuple[list[str], dict[str, str], set[str]]:
    """The lines of the article on a page, the facts that the page states, and the texts of its teasers."""
    import trafilatura

    tree = trafilatura.load_html(html)
    if tree is None:
        return [], {}, set()
    prepared = copy.deepcopy(tree)
    was_wrapped = [_make_paragraphs(pre) for pre in list(prepared.iter("pre"))]
    _join_body(prepared)
    _remove_links_and_credits(prepared)
    extracted: Any = trafilatura.bare_extraction(
        prepared,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params=dict(DATE_OPTIONS),
    )
    lines = [line.strip().removeprefix("- ") for line in ((extracted and extracted.text) or "").splitlines()]
    fallback = {"title": "title", "author": "author", "source": "sitename", "url": "url"}
    taken = {fact: getattr(extracted, name, None) for fact, name in fallback.items()}
    lines = [line for line in lines if line]
    facts = page_facts(tree, lines, taken) | ({"notes": UNWRAPPED} if any(was_wrapped) else {})
    body = article_body(tree).splitlines()
    if _is_better(body, lines):
        lines = body
    teasers = set(_teasers(tree, facts.get("title", "")))
    return _without_teasers(lines, teasers), facts, teasers


def _is_better(body: list[str], lines: list[str]) -> bool:
    """Whether the body in the page's linked data has far more words than the lines, or the same in more paragraphs."""
    n_body, n_lines = _count_words(body), _count_words(lines)
    return 2 * n_lines < n_body or (len(lines) < len(body) / 2 and 0.8 * n_body < n_lines < 1.2 * n_body)


def _join_body(tree: Any) -> None:
    """Put the parts of an article's body into one element.

    The library takes only the first element that may be the body. Later ones of the same class are appended to it, up
    to a heading between two of them, which may be the headline of another article.
    """
    body: Any = None
    inside: set[Any] = set()  # the elements within bodies
    for element in list(tree.iter(etree.Element)):
        is_inside = element.getparent() in inside
        if is_inside or BODY_PLACE.search(" ".join(element.get(key) or "" for key in ("class", "id", "itemprop"))):
            inside.add(element)
        if element.tag in HEADINGS and not is_inside:
            body = None
        elif element in inside and not is_inside:
            if body is not None and (body.get("class"), body.tag) == (element.get("class"), element.tag):
                body.extend(list(element))
            else:
                body = element


def _remove_links_and_credits(tree: Any) -> None:
    """Remove paragraphs that are links to other articles rather than sentences, and the credits of pictures."""
    for paragraph in list(tree.iter("p")):
        text = single_spaced(paragraph.text_content())
        link = paragraph.find(".//a[@href]")
        is_link = link is not None and text == single_spaced(link.text_content())
        if is_link and len(text.split()) >= MIN_LINK_WORDS and not SENTENCE_END_ANY_SCRIPT.search(text):
            paragraph.drop_tree()
    for element in list(tree.iter(etree.Element)):
        if CREDIT_PLACE.search(element.get("class") or "") and len(element.text_content().split()) <= MAX_CREDIT_WORDS:
            element.drop_tree()


def _make_paragraphs(pre: Any) -> bool:
    """Turn preformatted text whose lines are broken to a fixed width into paragraphs; whether it was such a text."""
    text = pre.text_content()
    if len(pre) or (whole := unwrapped(text)) == text:
        return False
    pre.tag, pre.text = "div", None
    for line in filter(str.strip, whole.split("\n")):
        etree.SubElement(pre, "p").text = line.strip()
    return True


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

    title = single_spaced(title or "")
    return lines if not words_only(title) or words_only(title) in map(words_only, lines[:5]) else [title, *lines]


def _missing(lines: list[str], teasers: set[str]) -> str | None:
    """What the page is instead of an article, as a predicate for an error message; None if it holds an article."""
    if not lines:
        return "holds no text of an article"
    wall = re.compile("|".join(vocabulary.pages().wall), re.IGNORECASE)
    sentences = [line for line in lines if SENTENCE_END_ANY_SCRIPT.search(line)]
    content = [line for line in sentences if not wall.search(line)]
    if len(content) < len(sentences) and _count_words(content) < 2 * MIN_ARTICLE_WORDS:
        return "asks you to log in, subscribe or accept cookies, and holds no article"
    if _is_list_of_links(lines, teasers):
        return "is a list of links to articles, not an article"
    if _count_words(line for line in content if single_spaced(line) not in teasers) < MIN_ARTICLE_WORDS:
        return "holds no text of an article"
    return None


def _is_list_of_links(lines: list[str], teasers: set[str]) -> bool:
    n_teasers = sum(single_spaced(line) in teasers for line in lines)
    return n_teasers >= MIN_TEASERS and 2 * n_teasers >= len(lines)


def _count_words(lines: Iterable[str]) -> int:
    return sum(len(WORD_ANY_SCRIPT.findall(line)) for line in lines)


def _without_teasers(lines: list[str], teasers: set[str]) -> list[str]:
    """The lines without the teasers of other articles before and after the article.

    They are left where they are if the rest is too short for an article, as on a page that holds nothing but teasers.
    """
    is_teaser = [single_spaced(line) in teasers for line in lines]
    end = len(lines) - _n_teasers(is_teaser[::-1])
    start = _n_teasers(is_teaser[:end])
    rest = lines[start:end]
    return rest if _count_words(rest) >= MIN_WORDS_BESIDE_TEASERS else lines


def _n_teasers(is_teaser: list[bool]) -> int:
    """The number of lines at the start that belong to a row of teasers with at most a few other lines in it."""
    length = n_teasers = 0
    for number, is_one in enumerate(is_teaser, 1):
        n_teasers += is_one
        if number - n_teasers > max(2, number / 5):
            break
        length = number if is_one and n_teasers >= MIN_TEASERS else length
    return length


def _teasers(tree: Any, title: str) -> Iterator[str]:
    """The texts of links, and those of the small boxes around a headline that is a link and not the page's own."""
    links = [link for link in tree.iter("a") if link.get("href")]
    for element in (*links, *_cards(tree, title)):
        yield from (single_spaced(part.text_content()) for part in element.iter() if isinstance(part.tag, str))


def _cards(tree: Any, title: str) -> list[Any]:
    """The boxes of an index page with a teaser: <div><h2><a href="…">Headline</a></h2><p>Teaser</p></div>."""
    headings = (heading for heading in tree.iter(*HEADINGS) if heading.text_content().strip() != title)
    boxes = dict.fromkeys(box for box in map(_linked_box, headings) if box is not None)
    return [box for box in boxes if len(box.text_content().split()) <= MAX_TEASER_WORDS and not _is_story(box)]


def _is_story(box: Any) -> bool:
    """Whether a box has more paragraphs than a teaser."""
    return sum(is_paragraph(paragraph.text_content()) for paragraph in box.iter("p")) > MAX_TEASER_PARAGRAPHS


def _linked_box(heading: Any) -> Any | None:
    """The element around a heading that is a link or inside one; None for any other heading."""
    parent = heading.getparent()
    if parent is not None and parent.tag == "a":
        return parent.getparent()
    return parent if heading.find(".//a[@href]") is not None else None
