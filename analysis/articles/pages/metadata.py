"""Title, author, source, address and day of a saved page, each from the most reliable place that states it.

Candidates are tried in this order: linked data (JSON-LD), `meta` elements, marked elements (microdata, `time`,
classes), and visible text. A candidate is cleaned, and skipped if it holds something else, such as "Updated" for an
author.
"""

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any

import lxml.html

from analysis import vocabulary
from analysis.articles.plain_text import (
    all_day_readings,
    ambiguous,
    authors_in,
    day_readings,
    is_day_line,
    is_paragraph,
    is_update,
    single_spaced,
    words_only,
)

ARTICLE_TYPE = re.compile(r"article|posting|^report$|^review$", re.IGNORECASE)
NAMED_ARTICLE = re.compile(r'"@type"\s*:\s*"\w*(Article|Posting)"', re.IGNORECASE)
ARTICLE_FIELD = re.compile(r'"(headline|datePublished|dateModified)"\s*:\s*"([^"\\]*)"')  # in data with mistakes
MAX_LINKED_ITEMS = 10_000  # of the linked data of a page
OTHER_ITEMS = {
    "itemlistelement",
    "haspart",
    "mentions",
    "relatedlink",
    "comment",
    "review",
    "citation",
    "associatedmedia",
}
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# class, id or itemprop of an element that holds a publication date: "dateline", "posted-on", but not "updated"
DATE_PLACE = re.compile(
    r"(?<!up)dat(e|um|ing)|pubdate|publish|publication|posted|(time)?stamp|\btime\b|byline|postmeta|entry-meta",
    re.IGNORECASE,
)
DATE_PUBLISHED = re.compile(r"publi|posted|entry-date", re.IGNORECASE)
PAGE_TYPE = re.compile(r"page$|article|posting|creativework", re.IGNORECASE)
DATE_LABEL = re.compile(r"\W*((first|originally) )?(published|posted)\b", re.IGNORECASE)  # "First published 12 June"
MAX_DATE_LINE_CHARS = 200  # a longer element is a paragraph, not a date line
# name, class or id of an element that dates something else: a change, a picture, an event
OTHER_DATE = re.compile(r"modif|updat|image|expir|event|birth|death", re.IGNORECASE)
ASIDE_TAGS = {"img", "picture", "figure", "video", "footer", "aside", "nav"}
# class or id of an element apart from the article: comments, other articles, the clock at the top of the page
ASIDE = re.compile(
    r"comment|related|sidebar|footer|recommend|promo|teaser|top-?bar|\btoday|current-?(date|time)|weather|ticker|calendar"
    r"|archive|breaking|latest",
    re.IGNORECASE,
)
AUTHOR_PLACE = re.compile(r"\b(by-?line|auth(ors?)?)(\b|-?name|-?link|_)|\bvcard\b|\bfn\b|post-?meta", re.IGNORECASE)
NO_AUTHOR_PLACE = re.compile(r"account|share|user|comment|bio\b|follow|login|avatar", re.IGNORECASE)
POSTED_BY = re.compile(
    r"(?:(?:posted|written|reported|published|updated)\b.{0,60}?)?\bby:? (?=[^\W\d_])", re.IGNORECASE
)
MAX_AUTHOR_CHARS = 120
MAX_SHORT_TAGS = 40  # in a byline or a date line
NO_DATE_TAGS = {"script", "style", "title", "h1", "option", "time", "a"}
TITLE_PART = re.compile(r" (?:[|–—·•»«:]|::|>|-{1,2}|/) | ?\| ?|, (?=[Bb]y )")
HEADING_TAGS = ("h1", "h2", "h3", "h4", "b", "strong")
MAX_SITE_WORDS = 6
MIN_HEADLINE_WORDS = 3
MAX_DAYS_APART = 7  # of the day of publication and another date of the page that settles how to read it
HOST = re.compile(r"https?://(?:www\.)?([\w.-]+)", re.IGNORECASE)
DAY_IN_ADDRESS = re.compile(r"/(?P<year>(?:18|19|20|21)\d\d)[/-](?P<month>\d\d?)[/-](?P<day>\d\d?)(?=[/_-]|$)")


@dataclass(frozen=True)
class Page:
    """A page, as a tree; `lines` is the text of its article, and `fallback` holds the facts that trafilatura found."""

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
        """The linked data of the article itself, or an empty dictionary."""
        articles = [item for item in self.linked if any(ARTICLE_TYPE.search(kind) for kind in _types(item))]
        shown = self.headings
        named = (item for item in articles if words_only(str(item.get("headline", ""))) in shown)
        return next(named, next(iter(articles), {}))

    @cached_property
    def metas(self) -> dict[str, str]:
        """The content of `meta` elements by their name in lower case; several authors are joined by semicolons."""
        contents: dict[str, str] = {}
        for meta in self.tree.iter("meta"):
            name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
            content = single_spaced(meta.get("content") or "")
            if name and content and (name not in contents or name in vocabulary.pages().meta.author):
                contents[name] = f"{contents[name]}; {content}" if name in contents else content
        return contents

    @cached_property
    def headings(self) -> dict[str, str]:
        """What readers see as a heading, by its words in lower case."""
        texts = [single_spaced(heading.text_content()) for heading in self.tree.iter(*HEADING_TAGS)]
        return {words: text for text in (*texts, *self.lines[:5]) if (words := words_only(text))}

    @cached_property
    def title(self) -> str:
        """The text of the `title` element."""
        return next((single_spaced(title.text_content()) for title in self.tree.iter("title")), "")

    @cached_property
    def publishers(self) -> list[str]:
        """The names of the publisher in the linked data."""
        return list(_names(self.item.get("publisher"), self.linked))

    @cached_property
    def sites(self) -> set[str]:
        """The words of every name that the page gives to its site."""
        return {words_only(name) for name in (*self.meta("source"), *self.publishers)} - {""}

    @cached_property
    def host(self) -> str:
        """The host in the page's address."""
        match = HOST.match(self.fallback.get("url") or "")
        return match[1].lower() if match else ""

    def meta(self, fact: str) -> list[str]:
        """The contents of the `meta` elements for a fact, most reliable first."""
        return [self.metas[name] for name in getattr(vocabulary.pages().meta, fact) if name in self.metas]


def page_facts(tree: Any, lines: Sequence[str], fallback: Mapping[str, str | None]) -> dict[str, str]:
    """The title, author, source, url and published that a page states; `unsettled` says which days a day may be.

    Args:
        tree: The page.
        lines: The text of its article.
        fallback: The title, author, source and url that trafilatura found; used where no better place states them.
    """
    page = Page(tree, lines, fallback)
    authors = _authors(page)
    title = _title(page, authors)
    facts = {
        "title": title,
        "author": ", ".join(authors),
        "source": _source(page, title, authors),
        "url": fallback.get("url"),
        **_published(page, title),
    }
    return {fact: value for fact, value in facts.items() if value}


def article_body(tree: Any) -> str:
    """The text of the article in the page's linked data, one paragraph a line; "" if there is none."""
    bodies = {text for item in Page(tree, (), {}).linked for text in _texts(item.get("articleBody"))}
    body = bodies.pop() if len(bodies) == 1 else ""  # several are those of a list of articles
    if re.search(r"</\w+>", body):  # mark-up in it
        marked = re.sub(r"</p>|<br ?/?>", "\n", body, flags=re.IGNORECASE)
        body = str(lxml.html.fromstring(f"<div>{marked}</div>").text_content())
    return "\n".join(line.strip() for line in body.splitlines() if line.strip())


# Linked data


def _parsed(source: str) -> Any:
    """The linked data in a script; if it has mistakes other than a surplus comma, only some fields of an article."""
    source = source.replace("<![CDATA[", "").replace("]]>", "")
    starts = [place for bracket in "[{" if (place := source.find(bracket)) >= 0]
    source = source[min(starts, default=0) : max(source.rfind("]"), source.rfind("}")) + 1]
    for text in (source, re.sub(r",(?=\s*[}\]])", "", source)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    fields = {name: value for name, value in reversed(ARTICLE_FIELD.findall(source))}
    return {"@type": "NewsArticle", **fields} if NAMED_ARTICLE.search(source) else None


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
            yield unescape(item)
        elif isinstance(item, dict) and (names := _texts(item.get("name"))):
            yield from names
        elif isinstance(item, dict) and "@id" in item:
            same = (other for other in linked if other.get("@id") == item["@id"] and isinstance(other.get("name"), str))
            yield from (str(other["name"]) for other in list(same)[:1])


# Title, author, source


def _title(page: Page, authors: Sequence[str]) -> str:
    """The headline: of what the page's head names as its title, the part that readers see as a heading.

    Without such a part it is the first candidate, without the site, the author and the section at its ends.
    """
    linked = _texts(page.item.get("headline")) or _texts(page.item.get("name"))
    candidates = [single_spaced(text) for text in (*linked, *page.meta("title"), page.title)]
    for candidate in filter(None, candidates):
        if shown := _shown(candidate, page.headings, page.sites):
            return shown
    if similar := _similar(candidates, page):
        return similar
    apart = _apart_from_title(page, authors)
    titles = [_without_ends(candidate, apart, is_short_apart=candidate == page.title) for candidate in candidates]
    titles += [page.fallback.get("title") or ""]
    long = (
        title
        for title in titles
        if len(words_only(title).split()) >= MIN_HEADLINE_WORDS and words_only(title) not in page.sites
    )
    return next(long, titles[-1])


def _similar(candidates: Iterable[str], page: Page) -> str:
    """The page's only heading of the first level, if it shares most of its words with a title; otherwise ""."""
    texts = [single_spaced(heading.text_content()) for heading in page.tree.iter("h1")]
    words = set(words_only(texts[0]).split()) if len(texts) == 1 else set()
    is_similar = any(2 * len(words.intersection(words_only(title).split())) > len(words) for title in candidates)
    return texts[0] if is_similar and len(words) > MIN_HEADLINE_WORDS else ""


def _apart_from_title(page: Page, authors: Sequence[str]) -> set[str]:
    """Names that a title may have next to the headline, as sets of words: sites, authors, sections, menu entries."""
    menus = (link.text_content() for nav in page.tree.iter("nav") for link in nav.iter("a"))
    bylines = (f"by {author}" for author in authors)
    names = (*authors, *bylines, *_texts(page.item.get("articleSection")), *menus)
    return page.sites.union(map(words_only, names))


def _shown(candidate: str, headings: Mapping[str, str], sites: set[str]) -> str:
    """The longest heading of the page that makes up at least half of a title; "" if no heading does."""
    words = words_only(candidate)
    if words in headings and words not in sites:
        return candidate
    least = max(MIN_HEADLINE_WORDS, (len(words.split()) + 1) // 2)
    inside = [heading for heading in headings if len(heading.split()) >= least and f" {heading} " in f" {words} "]
    heading = max((heading for heading in inside if heading not in sites), key=len, default="")
    parts = (part for part in _runs(candidate) if words_only(part) == heading)
    return next(parts, headings.get(heading, ""))


def _texts(value: Any) -> list[str]:
    """The text in a value of linked data, which may be a list."""
    return [unescape(text) for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _runs(text: str) -> list[str]:
    """The text and every run of its parts, the longest first."""
    text = single_spaced(text)
    ends = [0, *(end for match in TITLE_PART.finditer(text) for end in match.span()), len(text)]
    starts, stops = ends[::2][:8], ends[1::2][:8]
    runs = {text[start:stop].strip() for start in starts for stop in stops if start < stop}
    return sorted(runs, key=lambda run: (-len(run), run))


def _without_ends(text: str, apart: set[str], is_short_apart: bool) -> str:
    """A title without parts at its ends that are `apart`: names of sites, sections and authors.

    If `is_short_apart`, short parts at its end are apart, too, as the name of the site is in a `title` element.
    """
    while cuts := list(TITLE_PART.finditer(text)):
        rest, end = text[: cuts[-1].start()], text[cuts[-1].end() :]
        is_short = is_short_apart and len(end.split()) <= MIN_HEADLINE_WORDS < len(rest.split())
        if words_only(end) not in apart and not is_short:
            break
        text = rest
    while (cuts := list(TITLE_PART.finditer(text))) and words_only(text[: cuts[0].start()]) in apart:
        text = text[cuts[0].end() :]
    return text


def _authors(page: Page) -> list[str]:
    """The names of the authors, from the first place that holds one."""
    labelled = ["; ".join(_names(page.item.get("author"), page.linked)), *page.meta("author")]
    marked = [
        "; ".join(texts)
        for texts in (_marked_authors(page.tree, "itemprop"), _marked_authors(page.tree, "rel"))
        if texts
    ]
    places = [(text, True) for text in (*labelled, *marked) if not text.startswith("http")]
    places += [(text, False) for text in (*_bylines(page.tree), page.fallback.get("author") or "")]
    for text, is_labelled in places:
        names = [name for name in authors_in(text, is_labelled) if words_only(name) not in page.sites]
        if names:
            return names
    return []


def _marked_authors(tree: Any, attribute: str) -> list[str]:
    """The texts of elements that are marked as author by `itemprop` or `rel`."""
    texts = []
    for element in tree.iter():
        if isinstance(element.tag, str) and "author" in (element.get(attribute) or "").lower().split():
            name = next((part for part in element.iter() if part.get("itemprop") == "name"), element)
            texts.append(single_spaced(name.get("content") or name.text_content()))
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
            yield " | ".join(part for part in element.itertext() if part.strip())
            yield text
        elif POSTED_BY.match(text):
            others.append(text)
    yield from others


def _source(page: Page, title: str, authors: Sequence[str]) -> str:
    """The name of the site: as stated, or else beside the headline in the `title` element, or else the host."""
    sites = [name for item in page.linked if "WebSite" in _types(item) for name in _texts(item.get("name"))]
    metas = page.meta("source")
    for name in (
        *metas[:1],
        *page.publishers,
        *metas[1:],
        *sites,
        *_beside(page, title, authors),
        page.fallback.get("source") or "",
        page.host,
    ):
        name = re.sub(r"^(©|\(c\)|copyright)[\s\d-]*", "", single_spaced(name), flags=re.IGNORECASE)
        if _may_be_site(name, words_only(title)):
            return name.removeprefix("@")
    return ""


def _beside(page: Page, title: str, authors: Sequence[str]) -> list[str]:
    """The parts of the `title` element that may be the name of the site, the likeliest first."""
    parts = [part.strip() for part in TITLE_PART.split(page.title) if part.strip()]
    host = re.sub(r"\W", "", page.host)
    like_host = [part for part in parts if len(part) > 2 and re.sub(r"\W", "", part.casefold()) in host]
    if not parts or not title or words_only(title) not in map(words_only, parts):
        return like_host
    others = [part for part in parts if words_only(part) != words_only(title) and part not in authors]
    return [*like_host, *(others[-1:] if words_only(parts[0]) == words_only(title) else others[:1])]


def _may_be_site(name: str, title: str) -> bool:
    words = words_only(name)
    if not words or len(words.split()) > MAX_SITE_WORDS or re.match(r"https?:|by\s", name, re.IGNORECASE):
        return False
    return words != title and not (title and title in words) and re.search(r"[^\W\d]", name) is not None


# The day


def _published(page: Page, title: str) -> dict[str, str]:
    """The day of publication and the place that states it; or `unsettled`, a clause that names its two readings."""
    places = [(place, text, days) for place, text in _day_places(page, title) if (days := day_readings(text))]
    changes = [*page.meta("changed"), *_texts(page.item.get("dateModified")), *_texts(page.item.get("dateCreated"))]
    others = [days for text in (*changes, *(text for _, text, _ in places)) for days in all_day_readings(text)]
    for place, text, days in places:
        if day := _settled(days, _is_day_first(page, text), others):
            reason = f"It is the day on which the page says it was published, in {place.format(text)}."
            return {"published": day.isoformat(), "published_reason": reason}
    return {"unsettled": ambiguous(*places[0][1:])} if places else {}


def _day_places(page: Page, title: str) -> Iterator[tuple[str, str]]:
    """The places that may state the day of publication, most reliable first, each with its words."""
    for item in (page.item, *(item for item in page.linked if any(PAGE_TYPE.search(kind) for kind in _types(item)))):
        yield from (("its linked data", text) for text in _texts(item.get("datePublished")))
    yield from (("its metadata", text) for text in page.meta("published"))
    elements = _after_headline_first(page.tree, title)
    yield from (("its line “{}”", text) for text in (*_marked_days(elements), *_date_lines(elements)))
    for address in (page.fallback.get("url") or "", page.metas.get("og:url", "")):
        if match := DAY_IN_ADDRESS.search(address):
            yield "its address", "-".join(match.group("year", "month", "day"))


def _settled(
    readings: Sequence[datetime.date], is_day_first: bool | None, others: Iterable[Sequence[datetime.date]]
) -> datetime.date | None:
    """The reading that the country of the page or another date on it settles; None if neither does."""
    if len(readings) == 1:
        return readings[0]
    if is_day_first is not None:
        return readings[0 if is_day_first else 1]
    apart = [day for other in others if list(other) != list(readings) for day in other]
    near = [day for day in readings if any(abs((day - other).days) <= MAX_DAYS_APART for other in apart)]
    return near[0] if len(near) == 1 else None


def _is_day_first(page: Page, text: str) -> bool | None:
    """Whether days are written before months where the page is from.

    The time zone beside the day says so, or the country of its host, or that of the page's language.
    """
    html = page.tree.getroottree().getroot()
    codes = [html.get("lang") or html.get(XML_LANGUAGE) or "", page.metas.get("og:locale", "")]
    places = [word.lower() for word in re.findall(r"\b[A-Z]{2,4}\b", text)]
    places.append(page.host.rpartition(".")[2])
    places += [code.replace("_", "-").rpartition("-")[2].lower() for code in codes if re.search("[_-]", code)]
    order = vocabulary.pages().day_order
    return next((place in order.day_first for place in places if place in order.day_first | order.month_first), None)


def _after_headline_first(tree: Any, title: str) -> list[Any]:
    """The elements that may date the article: those below its headline, then those above, where today's day may be."""
    elements = list(_outside_asides(tree))
    words = words_only(title)
    headlines = (
        n
        for n, element in enumerate(elements)
        if element.tag in HEADING_TAGS and words_only(_short_text(element)) == words
    )
    first = next(headlines, 0)
    return elements[first:] + elements[:first]


def _marked_days(elements: Sequence[Any]) -> Iterator[str]:
    """Days in elements with itemprop="datePublished", then in the first `time` element."""
    for element in elements:
        if "datepublished" in (element.get("itemprop") or "").lower():
            yield from (element.get(key) or "" for key in ("content", "datetime", "value", "title"))
            yield _short_text(element)
    times = [element for element in elements if element.tag == "time" and not _is_of_change(element)]
    times.sort(key=lambda time: time.get("pubdate") is None and not DATE_PUBLISHED.search(_labels(time)))
    for time in times[:1]:
        yield time.get("datetime") or ""
        yield _short_text(time)


def _date_lines(elements: Sequence[Any]) -> Iterator[str]:
    """Short elements whose class or id mentions a date, which begin with "Published", or hold a day above the text."""
    is_above_text = True
    for element in elements:
        text = "" if element.tag in NO_DATE_TAGS else _short_text(element)
        is_above_text = is_above_text and not (element.tag == "p" and is_paragraph(element.text_content()))
        if not text or is_update(text) or _is_of_change(element):
            continue
        if DATE_PLACE.search(_labels(element)) or DATE_LABEL.match(text) or (is_above_text and is_day_line(text)):
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
    text = single_spaced("".join(parts))
    return text if len(text) <= MAX_DATE_LINE_CHARS else ""


def _is_of_change(element: Any) -> bool:
    """Whether an element, or the short one around it, dates something other than the publication."""
    parent = element.getparent()
    around = [element, *([parent] if parent is not None and _short_text(parent) else [])]
    if any(OTHER_DATE.search(_labels(part)) for part in around):
        return True
    before = parent.text if parent is not None and parent[0] is element else ""
    return (
        re.match(r"\W*(last )?(updated|modified)\b", f"{before or ''} {_short_text(element)}".strip(), re.IGNORECASE)
        is not None
    )


def _outside_asides(tree: Any) -> Iterator[Any]:
    """The elements of the page that are not apart from the article, in order; what holds a headline is not apart."""
    skipped: set[Any] = set()
    title = " ".join(words_only(element.text_content()) for element in tree.iter("title"))
    headlines = (element for element in tree.iter("h1", "h2", "h3") if _is_long_part(_short_text(element), title))
    around = {element for headline in headlines for element in (headline, *headline.iterancestors())}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.getparent() in skipped or (element not in around and _is_aside(element)):
            skipped.add(element)
        else:
            yield element


def _is_aside(element: Any) -> bool:
    """Whether an element is apart from the article: a picture, a list of links with days, comments, a footer."""
    if element.tag in ASIDE_TAGS:
        return True
    if element.tag == "li" and element.find(".//a[@href]") is not None and element.find(".//time") is not None:
        return True
    return (
        bool(ASIDE.search(_labels(element))) and element.tag not in {"html", "body"} and element.find(".//h1") is None
    )


def _is_long_part(text: str, title: str) -> bool:
    """Whether a text is a part of a title, and long enough to be the headline."""
    words = words_only(text)
    return len(words.split()) >= MIN_HEADLINE_WORDS and words in title
