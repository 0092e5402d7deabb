"""Title, author, source, address and day of a saved page, each from the surest place that states it.

Each fact has candidates in an order of trust: linked data (JSON-LD), `meta` elements, elements marked as such
(microdata, `time`, classes), and what readers see. What is there is cleaned, and refused if it is something else.
"""

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import lxml.html

from analysis import vocabulary
from analysis.articles.plain_text import ambiguous, authors_in, day_readings, is_day_line, is_update

ARTICLE_TYPE = re.compile(r"article|posting|^report$|^review$", re.IGNORECASE)
MAX_LINKED_ITEMS = 10_000  # of the linked data of a page
OTHER_ITEMS = {"itemlistelement", "haspart", "mentions", "relatedlink", "comment", "review", "citation", "associatedmedia"}
CDATA = re.compile(r"^\s*(?://)?\s*<!\[CDATA\[|(?://)?\s*\]\]>\s*;?\s*$|^\s*<!--|-->\s*$")
# class, id or itemprop of an element that holds a publication date: "dateline", "posted-on", but not "updated"
DATE_PLACE = re.compile(
    r"(?<!up)dat(e|um|ing)|pubdate|publish|publication|posted|(time)?stamp|\btime\b|byline|postmeta|entry-meta", re.IGNORECASE
)
DATE_LABEL = re.compile(r"\W*((first|originally) )?(published|posted)\b", re.IGNORECASE)  # "First published 12 June"
MAX_DATE_LINE_CHARS = 200  # a longer element is a paragraph, not a date line
# name, class or id of an element that dates something else: a change, a picture, an event
OTHER_DATE = re.compile(r"modif|updat|image|expir|event|birth|death", re.IGNORECASE)
ASIDE_TAGS = {"img", "picture", "figure", "video", "footer", "aside", "nav"}
ASIDE = re.compile(r"comment|related|sidebar|footer|recommend|promo|teaser", re.IGNORECASE)
AUTHOR_PLACE = re.compile(r"\b(by-?line|authors?)(\b|-?name|-?link|_)|\bvcard\b|\bfn\b|post-?meta", re.IGNORECASE)
NO_AUTHOR_PLACE = re.compile(r"account|share|user|comment|bio\b|follow|login|avatar", re.IGNORECASE)
POSTED_BY = re.compile(r"(?:(?:posted|written|reported|published|updated)\b.{0,60}?)?\bby:? (?=[^\W\d_])", re.IGNORECASE)
MAX_AUTHOR_CHARS = 120
MAX_SHORT_TAGS = 40  # in a byline or a date line
NO_DATE_TAGS = {"script", "style", "title", "h1", "option", "time", "a"}
TITLE_PART = re.compile(r"\s+(?:[|–—·•»«:]|::|>|-{1,2}|/)\s+|\s*\|\s*|,\s(?=[Bb]y\s)")
HEADING_TAGS = ("h1", "h2", "h3", "h4", "b", "strong")
MAX_SITE_WORDS = 6
MAX_DAYS_APART = 7  # of the day of publication and another date of the page that settles how to read it
DAY_IN_ADDRESS = re.compile(r"/(?P<year>(?:18|19|20|21)\d\d)[/-](?P<month>\d\d?)[/-](?P<day>\d\d?)(?=[/_-]|$)")


@dataclass(frozen=True)
class Page:
    """A page, as a tree; `lines` is the text of its article, and `fallback` holds what trafilatura took for facts."""

    tree: Any
    lines: Sequence[str]
    fallback: Mapping[str, str | None]

    @cached_property
    def linked(self) -> list[dict[str, Any]]:
        """The items of the page's linked data, in order, without those that belong to other articles."""
        items: list[dict[str, Any]] = []
        for script in self.tree.iter("script"):
            if "ld+json" in (script.get("type") or "").lower():
                items += _items(_parsed(script.text or ""))
        return items

    @cached_property
    def item(self) -> dict[str, Any]:
        """The linked data of the article itself; empty if there are none."""
        articles = [item for item in self.linked if any(ARTICLE_TYPE.search(kind) for kind in _types(item))]
        shown = self.headings
        named = (item for item in articles if _words_only(str(item.get("headline", ""))) in shown)
        return next(named, next(iter(articles), {}))

    @cached_property
    def metas(self) -> dict[str, str]:
        """The content of `meta` elements by their name in lower case; several authors are joined by semicolons."""
        found: dict[str, str] = {}
        for meta in self.tree.iter("meta"):
            name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
            content = " ".join((meta.get("content") or "").split())
            if name and content and (name not in found or name in vocabulary.pages().meta.author):
                found[name] = f"{found[name]}; {content}" if name in found else content
        return found

    @cached_property
    def headings(self) -> dict[str, str]:
        """What readers see as a heading, by its words in lower case."""
        texts = [_single_spaced(heading.text_content()) for heading in self.tree.iter(*HEADING_TAGS)]
        return {words: text for text in (*texts, *self.lines[:5]) if (words := _words_only(text))}

    @cached_property
    def title_parts(self) -> list[str]:
        """The parts of the `title` element, between bars and dashes."""
        return _parts(next((_single_spaced(title.text_content()) for title in self.tree.iter("title")), ""))

    def meta(self, fact: str) -> list[str]:
        """The contents of the `meta` elements for a fact, the surest first."""
        return [self.metas[name] for name in getattr(vocabulary.pages().meta, fact) if name in self.metas]


def page_facts(tree: Any, lines: Sequence[str], fallback: Mapping[str, str | None]) -> dict[str, str]:
    """The title, author, source, url and published that a page states; `unsettled` says which days a day may be.

    Args:
        tree: The page.
        lines: The text of its article.
        fallback: What trafilatura takes for the title, author, source and url; used where no better place states them.
    """
    page = Page(tree, lines, fallback)
    authors = _authors(page)
    title = _title(page, authors)
    facts = {
        "title": title,
        "author": ", ".join(authors),
        "source": _source(page, title, authors),
        "url": fallback.get("url"),
        **_published(page),
    }
    return {fact: value for fact, value in facts.items() if value}


def article_body(tree: Any) -> str:
    """The text of the article in the page's linked data, one paragraph a line; "" if there is none."""
    body = str(Page(tree, (), {}).item.get("articleBody") or "")
    if re.search(r"</\w+>", body):  # mark-up in it
        marked = re.sub(r"</p>|<br ?/?>", "\n", body, flags=re.IGNORECASE)
        body = str(lxml.html.fromstring(f"<div>{marked}</div>").text_content())
    return "\n".join(line.strip() for line in body.splitlines() if line.strip())


# Linked data


def _parsed(source: str) -> Any:
    try:
        return json.loads(CDATA.sub("", source).strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _items(data: Any) -> list[dict[str, Any]]:
    """All objects in linked data, the outer before the inner; references to an object by its @id are resolved."""
    items: list[dict[str, Any]] = []
    waiting = [data]
    while waiting and len(items) < MAX_LINKED_ITEMS:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            items.append(value)
            waiting += reversed([inner for key, inner in value.items() if key.lower() not in OTHER_ITEMS])
    return items


def _types(item: Mapping[str, Any]) -> list[str]:
    kinds = item.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _names(value: Any, linked: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The names in a value of linked data: text, an object with a name or a reference to it, or a list of these."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict) and isinstance(name := item.get("name"), (str, list)):
            yield from [name] if isinstance(name, str) else [part for part in name if isinstance(part, str)]
        elif isinstance(item, dict) and "@id" in item:
            same = (other for other in linked if other.get("@id") == item["@id"] and isinstance(other.get("name"), str))
            yield from (str(other["name"]) for other in list(same)[:1])


# Title, author, source


def _words_only(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


def _parts(text: str) -> list[str]:
    return [part for part in TITLE_PART.split(text) if part.strip()]


def _title(page: Page, authors: Sequence[str]) -> str:
    """The headline: of what the page's head names as its title, the longest part that readers see as a heading.

    Without such a part it is the first candidate, without the site, the author and the section at its ends.
    """
    linked = page.item.get("headline") or page.item.get("name")
    title = next((_single_spaced(title.text_content()) for title in page.tree.iter("title")), "")
    candidates = [text for text in (linked, *page.meta("title"), title, page.fallback.get("title")) if isinstance(text, str)]
    sites = {_words_only(name) for name in (*page.meta("source"), *_names(page.item.get("publisher"), page.linked))}
    for candidate in candidates:
        for run in _runs(candidate):
            words = _words_only(run)
            if words in page.headings and words not in sites and (words == _words_only(candidate) or len(words.split()) > 2):
                return run
    apart = sites | {_words_only(author) for author in authors} | {_words_only(f"by {author}") for author in authors}
    apart |= {_words_only(section) for section in _texts(page.item.get("articleSection"))}
    apart |= {_words_only(link.text_content()) for nav in page.tree.iter("nav") for link in nav.iter("a")}
    return next((text for candidate in candidates if (text := _without_ends(_single_spaced(candidate), apart))), "")


def _texts(value: Any) -> list[str]:
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _runs(text: str) -> list[str]:
    """The text and every run of its parts, the longest first."""
    text = _single_spaced(text)
    ends = [0, *(end for match in TITLE_PART.finditer(text) for end in match.span()), len(text)]
    starts, stops = ends[::2][:8], ends[1::2][:8]
    runs = {text[start:stop].strip() for start in starts for stop in stops if start < stop}
    return sorted(runs, key=lambda run: (-len(run), run))


def _without_ends(text: str, apart: set[str]) -> str:
    """A title without parts at its ends that are `apart`: names of sites, sections and authors."""
    while (cuts := list(TITLE_PART.finditer(text))) and _words_only(text[cuts[-1].end() :]) in apart:
        text = text[: cuts[-1].start()]
    while (cuts := list(TITLE_PART.finditer(text))) and _words_only(text[: cuts[0].start()]) in apart:
        text = text[cuts[0].end() :]
    return text


def _authors(page: Page) -> list[str]:
    """The names of the authors, from the first place that holds one."""
    labelled = ["; ".join(_names(page.item.get("author"), page.linked)), *page.meta("author")]
    marked = ["; ".join(texts) for texts in (_marked_authors(page.tree, "itemprop"), _marked_authors(page.tree, "rel")) if texts]
    sites = {_words_only(name) for name in (*page.meta("source"), *_names(page.item.get("publisher"), page.linked))}
    places = [(text, True) for text in (*labelled, *marked) if not text.startswith("http")]
    places += [(text, False) for text in (*_bylines(page.tree), page.fallback.get("author") or "")]
    for text, is_labelled in places:
        names = [name for name in authors_in(text, is_labelled) if _words_only(name) not in sites]
        if names:
            return names
    return []


def _marked_authors(tree: Any, attribute: str) -> list[str]:
    """The texts of elements that are marked as author by `itemprop` or `rel`."""
    texts = []
    for element in tree.iter():
        if isinstance(element.tag, str) and "author" in (element.get(attribute) or "").lower().split():
            name = next((part for part in element.iter() if part.get("itemprop") == "name"), element)
            texts.append(_single_spaced(name.get("content") or name.text_content()))
    return [text for text in texts if len(text) <= MAX_AUTHOR_CHARS]


def _bylines(tree: Any) -> Iterator[str]:
    """Short texts that name the author: first those whose class or id says so, then those that begin with "By"."""
    others = []
    for element in _outside_asides(tree):
        text = "" if element.tag in NO_DATE_TAGS - {"a"} else _short_text(element)
        if not text or len(text) > MAX_AUTHOR_CHARS:
            continue
        labels = _labels(element)
        if AUTHOR_PLACE.search(labels) and not NO_AUTHOR_PLACE.search(labels):
            yield text
        elif POSTED_BY.match(text):
            others.append(text)
    yield from others


def _source(page: Page, title: str, authors: Sequence[str]) -> str:
    """The name of the site: as the page states it, else what stands beside the headline in its title, else its host."""
    sites = [name for item in page.linked if "WebSite" in _types(item) for name in _texts(item.get("name"))]
    stated = [*page.meta("source")[:1], *_names(page.item.get("publisher"), page.linked), *page.meta("source")[1:], *sites]
    words = _words_only(title)
    others = [part for part in page.title_parts if _words_only(part) != words and part not in authors]
    beside = others[-1:] if words and len(others) < len(page.title_parts) else []
    host = urlsplit(page.fallback.get("url") or "").netloc.removeprefix("www.")
    for name in (*stated, *beside, page.fallback.get("source") or "", host):
        name = re.sub(r"^(?:©|\(c\)|copyright)?[\s\d-]*", "", _single_spaced(name), flags=re.IGNORECASE) if "©" in name else name
        if _may_be_site(name, words):
            return name.removeprefix("@")
    return ""


def _may_be_site(name: str, title: str) -> bool:
    words = _words_only(name)
    if not words or len(words.split()) > MAX_SITE_WORDS or re.match(r"https?:|by\s", name, re.IGNORECASE):
        return False
    return words != title and not (title and title in words) and re.search(r"[^\W\d]", name) is not None


# The day


def _published(page: Page) -> dict[str, str]:
    """The day of publication, or what to say of it: `unsettled` names both readings of a day such as 01/05/2024."""
    places = list(_day_places(page))
    others = [*_other_days(page), *(readings[0] for _, readings in places if len(readings) == 1)]
    for _, readings in places:
        if day := _settled(readings, _is_day_first(page), others):
            return {"published": day.isoformat()}
    return {"unsettled": ambiguous(*places[0])} if places else {}


def _day_places(page: Page) -> Iterator[tuple[str, list[datetime.date]]]:
    """The words and the readings of each day of publication that the page states, the surest place first."""
    linked = [page.item, *(item for item in page.linked if item is not page.item and "datePublished" in item)]
    texts = [text for item in linked for text in _texts(item.get("datePublished"))]
    texts += page.meta("published")
    texts += _marked_days(page.tree)
    texts += _date_lines(page.tree)
    for text in texts:
        if readings := day_readings(text):
            yield text, readings
    for address in (page.fallback.get("url"), page.metas.get("og:url")):
        if match := DAY_IN_ADDRESS.search(urlsplit(address or "").path):
            if readings := day_readings("-".join(match.group("year", "month", "day"))):
                yield address or "", readings


def _settled(readings: Sequence[datetime.date], is_day_first: bool | None, others: Iterable[datetime.date]) -> datetime.date | None:
    """The reading that the country of the page or another date on it settles; None if neither does."""
    if len(readings) == 1:
        return readings[0]
    if is_day_first is not None:
        return readings[0 if is_day_first else 1]
    near = {day for day in readings for other in others if abs((day - other).days) <= MAX_DAYS_APART}
    return near.pop() if len(near) == 1 else None


def _is_day_first(page: Page) -> bool | None:
    """Whether days are written before months where the page is from: by its language, locale or the site's country."""
    html = page.tree.getroottree().getroot()
    language = (html.get("lang") or html.get("{http://www.w3.org/XML/1998/namespace}lang") or "", page.metas.get("og:locale", ""))
    countries = [code.replace("_", "-").rpartition("-")[2].lower() for code in language if re.search("[_-]", code)]
    countries.append((urlsplit(page.fallback.get("url") or "").hostname or "").rpartition(".")[2])
    order = vocabulary.pages().day_order
    return next((country in order.day_first for country in countries if country in order.day_first | order.month_first), None)


def _other_days(page: Page) -> list[datetime.date]:
    """Days of changes that the page states without doubt."""
    texts = [*page.meta("changed"), *_texts(page.item.get("dateModified")), *_texts(page.item.get("dateCreated"))]
    return [readings[0] for text in texts if len(readings := day_readings(text)) == 1]


def _marked_days(tree: Any) -> Iterator[str]:
    """Days in elements with itemprop="datePublished", then in the first `time` element outside of asides."""
    for element in tree.iter():
        if isinstance(element.tag, str) and "datepublished" in (element.get("itemprop") or "").lower():
            yield from (element.get(key) or "" for key in ("content", "datetime", "value", "title"))
            yield _single_spaced(element.text_content())
    times = [element for element in _outside_asides(tree) if element.tag == "time" and not _is_of_change(element)]
    times.sort(key=lambda time: time.get("pubdate") is None)
    for time in times[:1]:
        yield time.get("datetime") or ""
        yield _single_spaced(time.text_content())


def _date_lines(tree: Any) -> Iterator[str]:
    """Short elements whose class or id mentions a date, whose text begins with "Published", or which are a day line."""
    for element in _outside_asides(tree):
        if element.tag in NO_DATE_TAGS or _is_of_change(element):
            continue
        text = _short_text(element)
        if text and not is_update(text):
            if DATE_PLACE.search(_labels(element)) or DATE_LABEL.match(text) or is_day_line(text):
                yield text


def _labels(element: Any) -> str:
    return " ".join(element.get(key) or "" for key in ("class", "id", "itemprop", "property", "name"))


def _short_text(element: Any) -> str:
    """The text of an element that is as short as a byline or a date; "" for a longer one."""
    parts: list[str] = []
    for number, part in enumerate(element.iter()):
        if number == MAX_SHORT_TAGS:
            return ""
        parts += [part.text or ""] if isinstance(part.tag, str) else []
        parts += [" ", part.tail or ""] if part is not element else []
        if sum(map(len, parts)) > 2 * MAX_DATE_LINE_CHARS:
            return ""
    text = _single_spaced("".join(parts))
    return text if len(text) <= MAX_DATE_LINE_CHARS else ""


def _is_of_change(element: Any) -> bool:
    """Whether an element, or the short one around it, dates something else than the publication."""
    parent = element.getparent()
    around = [element, *([parent] if parent is not None and _short_text(parent) else [])]
    if any(OTHER_DATE.search(_labels(part)) for part in around):
        return True
    before = parent.text if parent is not None and parent[0] is element else ""
    return re.match(r"\W*(last )?(updated|modified)\b", f"{before or ''} {_short_text(element)}".strip(), re.IGNORECASE) is not None


def _outside_asides(tree: Any) -> Iterator[Any]:
    """The elements of the page that are not apart from the article, in order."""
    skipped: set[Any] = set()
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.getparent() in skipped or _is_aside(element):
            skipped.add(element)
        else:
            yield element


def _is_aside(element: Any) -> bool:
    """Whether an element is apart from the article: a picture, a list of links with days, comments, a footer."""
    if element.tag in ASIDE_TAGS:
        return True
    if element.tag == "li" and element.find(".//a[@href]") is not None and element.find(".//time") is not None:
        return True
    return bool(ASIDE.search(_labels(element))) and element.tag not in {"html", "body"} and element.find(".//h1") is None
