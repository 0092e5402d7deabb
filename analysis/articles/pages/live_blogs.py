"""A live blog is read entry by entry, from the updates that its page lists for search engines (`LiveBlogPosting`).

"On Sunday" is counted from the day of publication, so the entries of one day make one article, and a blog of several
days makes several. Each entry begins with a line with its time, which is furniture (`furniture.toml`).
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analysis.display import one_line

KIND = "LiveBlogPosting"
MIN_ENTRIES = 2
MIN_WORDS = 20  # of all entries together
MIN_TIMES = 4  # lines with a time alone, by which another page is recognised as a live blog
SCRIPT = re.compile(r"<script\b([^<>]*+)>", re.IGNORECASE)
SCRIPT_END = re.compile("</script", re.IGNORECASE)
BLOCK_END = re.compile(r"</?(?:p|br|div|li|ul|h[1-6]|blockquote)\b[^<>]*+>|[\r\n]+", re.IGNORECASE)
ANY_TAG = re.compile(r"<[^<>]*+>")
# "10:42", "10.42am", "14:05 GMT", "Posted at 10:42"
TIME_LINE = re.compile(
    r"(?:(?:posted|updated) (?:at )?)?[0-2]?\d[:.][0-5]\d ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4})?", re.IGNORECASE
)


@dataclass(frozen=True)
class Entry:
    """An entry: when it was written, its headline or "", and its paragraphs."""

    time: datetime
    headline: str
    paragraphs: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """The entry as lines of an article, its time first."""
        yield f"{self.time:%H:%M}"
        if self.headline and self.headline not in self.paragraphs[:1]:
            yield self.headline
        yield from self.paragraphs


def read_days(page: str) -> list[tuple[str, dict[str, str]]]:
    """The text and the metadata of each day of a live blog, with its entries in the order in which they were written.

    Args:
        page: The source of a page.

    Returns:
        An empty list if the page is not a live blog, or does not list its entries with their times.
    """
    blog = next(_blogs(page), {}) if KIND in page else {}
    entries = sorted(_entries(blog), key=lambda entry: entry.time)
    n_words = sum(len(line.split()) for entry in entries for line in entry.paragraphs)
    if len(entries) < MIN_ENTRIES or n_words < MIN_WORDS:
        return []
    by_day: dict[str, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.time.date().isoformat(), []).append(entry)
    facts = _facts(blog)
    title = [facts["title"]] if "title" in facts else []
    return [
        (
            "\n".join([*title, *(line for entry in of_day for line in entry.lines())]),
            facts | _dating(of_day, day, by_day),
        )
        for day, of_day in by_day.items()
    ]


def note(page: str, text: str) -> str:
    """A sentence on the days in a live blog whose entries cannot be told apart; "" for any other page.

    Args:
        page: The source of the page.
        text: The text that was found on it.
    """
    n_times = sum(TIME_LINE.fullmatch(line.strip()) is not None for line in text.splitlines())
    if KIND not in page and n_times < MIN_TIMES:
        return ""
    return (
        "The page is a live blog whose entries do not state their days: all are treated as entries of the page's day, "
        "so dates in entries of other days are wrong."
    )


def _dating(entries: list[Entry], day: str, by_day: dict[str, list[Entry]]) -> dict[str, str]:
    """The day of some entries, and a sentence on where it comes from."""
    n = len(entries)
    if len(by_day) == 1:
        return {"published": day, "published_reason": f"It is the day of all {n} entries of this live blog."}
    some = f"{n} entries" if n > 1 else "one entry"
    reason = f"It is the day of {some} of a live blog with entries of {len(by_day)} days."
    return {"published": day, "published_reason": reason}


def _blogs(page: str) -> Iterator[dict[str, Any]]:
    """The descriptions of live blogs in the JSON-LD of a page."""
    for source in _scripts(page):
        try:
            waiting = [json.loads(source)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting.extend(reversed(value))
            elif isinstance(value, dict):
                if KIND in _listed(value.get("@type")):
                    yield value
                waiting.extend(part for part in value.values() if isinstance(part, dict | list))


def _scripts(page: str) -> Iterator[str]:
    """The content of each JSON-LD script."""
    position = 0
    while (tag := SCRIPT.search(page, position)) and (end := SCRIPT_END.search(page, tag.end())):
        if "ld+json" in tag[1].lower():
            yield page[tag.end() : end.start()]
        position = end.end()


def _entries(blog: dict[str, Any]) -> Iterator[Entry]:
    """The entries that state their time and have a text."""
    for update in _listed(blog.get("liveBlogUpdate")):
        if not isinstance(update, dict):
            continue
        paragraphs = _paragraphs(update.get("articleBody"))
        time = _time(update.get("datePublished"))
        if paragraphs and time is not None:
            yield Entry(time, _line(update.get("headline")), paragraphs)


def _time(value: object) -> datetime | None:
    """A time as it is written, in the zone of the page, so that its day is the page's."""
    try:
        return datetime.fromisoformat(str(value).strip()).replace(tzinfo=None)
    except ValueError:
        return None


def _paragraphs(value: object) -> tuple[str, ...]:
    """The paragraphs of a text, which may be HTML."""
    parts = BLOCK_END.split(value) if isinstance(value, str) else []
    return tuple(line for part in parts if (line := _line(part)))


def _line(value: object) -> str:
    return one_line(html.unescape(ANY_TAG.sub("", value))) if isinstance(value, str) else ""


def _facts(blog: dict[str, Any]) -> dict[str, str]:
    """The title, author, source and address of a live blog, as far as it states them."""
    facts = {
        "title": _line(blog.get("headline")),
        "author": ", ".join(filter(None, map(_name, _listed(blog.get("author"))))),
        "source": _name(blog.get("publisher")),
        "url": _line(blog.get("url")),
    }
    return {fact: value for fact, value in facts.items() if value}


def _name(value: object) -> str:
    return _line(value.get("name") if isinstance(value, dict) else value)


def _listed(value: object) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]
