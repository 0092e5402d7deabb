"""A file with many articles, as LexisNexis, Factiva and ProQuest export them, becomes a list of articles.

The layouts are in `vocabulary/exports.toml`. A file in any other layout is one article.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal

from analysis import vocabulary
from analysis.vocabulary.schema import Layout

FIELDS = ("title", "author", "source", "published")
TEXT = ("body", "text_after")
ROLES = (*FIELDS, *TEXT, "tail", "head")
MAX_DATE_WORDS = 12  # of a paragraph that is the day: "Monday May 6, 2024 9:46 AM GMT, Final Edition"
YEARS = range(1700, 2200)
CELL_EDGES = "| \t"  # around text that was the cell of a table
BARE_LABEL = re.compile(r"[A-Z]{2,3}[\s|]*|[\w-]+:")  # "HD", "HEADLINE:"


@dataclass
class Export:
    """An article of an export; its text is empty if the database had only a reference to it.

    Attributes:
        text: The headline and the paragraphs, one per line.
        facts: Title, author, source and published (ISO), as far as they are stated.
    """

    text: str = ""
    facts: dict[str, str] = field(default_factory=dict)


def split(text: str) -> list[Export]:
    """The articles of an export, in order; an empty list if the text is not an export.

    >>> text = "1 of 1 DOCUMENTS\\n\\nThe Paper\\n\\nMay 6, 2024\\n\\nTalks in Oslo\\n\\nLENGTH: 2 words\\n\\nThey met."
    >>> split(text)[0].facts["published"]
    '2024-05-06'
    """
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    for layout in _layouts():
        if _fits(lines, layout):
            return [_article(segment, layout) for segment in _segments(lines, layout)]
    return []


@cache
def _layouts() -> tuple[Layout, ...]:
    exports = vocabulary.exports()
    return tuple(getattr(exports, name) for name in type(exports).model_fields)


@cache
def _pattern(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all; never matches if there are none."""
    named = (re.sub(r"\?P<value>", f"?P<value{number}>", pattern) for number, pattern in enumerate(patterns))
    return re.compile("|".join(named) or r"(?!)", re.DOTALL)


def _matches(paragraph: str, patterns: tuple[str, ...]) -> re.Match[str] | None:
    return _pattern(patterns).fullmatch(paragraph)


def _fits(lines: Sequence[str], layout: Layout) -> bool:
    needed = ((*layout.begins, *layout.ends), *((pattern,) for pattern in layout.evidence))
    return all(any(_matches(line, patterns) for line in lines) for patterns in needed)


def _segments(lines: Sequence[str], layout: Layout) -> Iterator[list[str]]:
    """The paragraphs of each article: the lines between two markers, unless they are a cover or a table of contents."""
    segments: list[list[str]] = [[]]
    for line in lines:
        if _matches(line, layout.begins) or _matches(line, layout.ends):
            segments.append([])
        else:
            segments[-1].append(line)
    for segment in map(_paragraphs, segments[1:] if layout.begins else segments):
        if any(_role(paragraph, layout)[0] in (*FIELDS, *TEXT) for paragraph in segment):
            yield segment


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """The paragraphs of an article: what blank lines separate, or else its lines."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    filled = [block for block in blocks if block]
    if _are_wrapped(filled):
        return [" ".join(block) for block in filled]
    return [line for block in filled for line in block]


def _are_wrapped(blocks: Sequence[Sequence[str]]) -> bool:
    """Whether lines break within paragraphs: then the lines that do not end a block are long and about equally wide."""
    inner = [len(line) for block in blocks for line in block[:-1]]
    long = [length for length in inner if length > 50]
    return bool(long) and 2 * len(long) >= len(inner) and max(long) <= 100


def _role(paragraph: str, layout: Layout) -> tuple[str, str]:
    """Which role a paragraph has, and its value; ("", paragraph) for one that no pattern matches."""
    for role in ROLES:
        if match := _matches(paragraph, getattr(layout, role)):
            return role, next((value for value in match.groupdict().values() if value), "").strip(CELL_EDGES)
    return "", paragraph


def _article(paragraphs: Iterable[str], layout: Layout) -> Export:
    parts = _Parts(layout)
    for paragraph in paragraphs:
        parts.add(paragraph)
    return parts.export()


@dataclass
class _Parts:
    """The paragraphs of an article, sorted into fields, the text, and paragraphs before it without a label.

    Attributes:
        layout: How they are laid out.
        facts: The values of fields.
        before: The paragraphs before the text that no pattern matches.
        body: Those of the text.
        place: Whether the next paragraph is before the text, in it or after it.
        text_role: What began the text.
        open_field: The field whose value is on the lines below it; "" if there is none.
    """

    layout: Layout
    facts: dict[str, str] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    place: Literal["before", "text", "after"] = "before"
    text_role: str = ""
    open_field: str = ""

    def add(self, paragraph: str) -> None:
        """Sort the next paragraph in."""
        role, value = _role(paragraph, self.layout)
        if self.place == "text" and self.body and not self._ends_text(role):
            self.body.append(paragraph)
        elif role in TEXT and self.place != "after":
            self._begin_text(role, value)
        elif role:
            if self.body or (role == "tail" and self.place == "text" and not _matches(paragraph, self.layout.head)):
                self.place = "after"  # otherwise the field is between "LENGTH" and the text
            self.facts.setdefault(role, value)
            self.open_field = role if BARE_LABEL.fullmatch(paragraph) else ""
        else:
            self._add_unlabelled(paragraph)

    def _ends_text(self, role: str) -> bool:
        """Whether a paragraph is not part of the text. Where the day has a label, fields may follow the text."""
        return role in ("body", "tail") or (role in FIELDS and bool(self.layout.published))

    def _begin_text(self, role: str, value: str) -> None:
        if role == "body" and self.text_role != "body":
            self.body.clear()  # what seemed to be the text was not
        self.body += [value] if value else []
        self.place, self.text_role = "text", role

    def _add_unlabelled(self, paragraph: str) -> None:
        if self.place == "text":
            self.body.append(paragraph)
        elif self.open_field:
            self.facts[self.open_field] = f"{self.facts[self.open_field]} {paragraph}".strip(CELL_EDGES)
        elif self.place == "before":
            self.before.append(paragraph)

    def export(self) -> Export:
        """The article, with the facts that are identified by their position alone."""
        day = next((n for n in reversed(range(len(self.before))) if _day(self.before[n])), None)
        facts = {
            "title": self.facts.get("title") or _at(self.before, day, self.layout.title_place),
            "author": self.facts.get("author", "").removeprefix("By "),
            "source": self.facts.get("source") or _at(self.before, day, self.layout.source_place),
            "published": _day(self.facts.get("published") or ("" if day is None else self.before[day])),
        }
        kept = {name: value for name, value in facts.items() if value}
        has_title = facts["title"] in ("", *self.body[:1])
        return Export("\n".join(self.body if has_title or not self.body else [facts["title"], *self.body]), kept)


def _at(before: Sequence[str], day: int | None, place: int) -> str:
    """The paragraph at a place relative to the day; "" if there is none."""
    if place == 0:
        return max(before[:day], key=lambda paragraph: len(paragraph.split()), default="")
    if day is None or not 0 <= day + place < len(before):
        return ""
    return before[day + place]


def _day(paragraph: str) -> str:
    """The day in a short paragraph, as ISO text: "May 6, 2024 Monday", "6 May 2024"; "" if there is none."""
    if len(paragraph.split()) > MAX_DATE_WORDS:
        return ""
    match = _date_pattern().search(paragraph)
    if match is None:
        return ""
    month = vocabulary.dates().months[(match["month"] or match["month_first"]).lower().rstrip(".")]
    try:
        day = date(int(match["year"]), month, int(match["day"] or match["day_second"]))
    except ValueError:
        return ""
    return day.isoformat() if day.year in YEARS else ""


@cache
def _date_pattern() -> re.Pattern[str]:
    months = "|".join(sorted(vocabulary.dates().months, key=len, reverse=True))
    return re.compile(
        rf"""\b(?: (?P<day>\d{{1,2}})(?:st|nd|rd|th)? [ ] (?P<month>{months})\.?,? [ ]
          | (?P<month_first>{months})\.? [ ] (?P<day_second>\d{{1,2}})(?:st|nd|rd|th)?,? [ ]
          ) (?P<year>\d{{4}})\b""",
        re.VERBOSE | re.IGNORECASE,
    )
