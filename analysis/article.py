"""A file becomes an `Article`: its text untouched; title, site furniture, captions and paragraphs are spans over it."""

import datetime
import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import charset_normalizer

from analysis.words import vocabulary

BlockKind = Literal["title", "paragraph", "caption", "furniture"]
ENCODINGS = [
    "utf_8",
    "utf_16",
    "utf_32",
    "cp1252",
    "mac_roman",
]  # in which English is written; the commonest of their kind
DATELINE = re.compile(
    r"""(?: [A-Z][A-Z.'’][A-Z.'’/ -]+ (?: , [ ] [\w.'’ ]{2,25} | [.] [ ] \w+ [ ] \d+ ){0,2}
            (?: [ ] \( [^)]{2,30} \) )?  # LONDON, March 7 (Reuters)
          | (?: [A-Z][\w.,'’ -]{1,50} [ ] )? \( (?: [A-Z]{2,} | [A-Z][a-z]{4,} ) [^)]{0,20} \)  # Beirut (AFP)
        ) \s* [-–—―]{1,2} \s+ (?=[^a-z])  # “NATO — an alliance” goes on
      | [A-Z][A-Z.'’ -]+, [ ] \w+ [ ] \d+ \. [ ] /[\w ]+/ \. \s+  # MOSCOW, March 7. /TASS/.
    """,
    re.VERBOSE,
)
METADATA_KEYS = {"title", "published", "published_reason", "earliest", "latest", "source", "url", "language"}


class AnalysisError(Exception):
    """Whatever this package has to say about its input; the message names what is wrong and what to do."""


class ArticleError(AnalysisError):
    """An article cannot be read."""


class MetadataError(AnalysisError):
    """What is said about an article cannot be right."""


@dataclass(frozen=True)
class Block:
    """One line of the article's text and what it is; `start` and `end` are character offsets."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True)
class Article:
    """An article and what is known about it.

    `text` is the file's text as decoded, unchanged; all offsets of all tables count its characters. `published` (a date
    or ISO text) anchors "on Sunday"; without it relative dates stay unresolved. `encoding` says how the file was read.
    Raises ArticleError for a text without words, MetadataError for a date that is none.
    """

    text: str
    published: datetime.date | None = None
    article_id: str = ""
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published_reason: str | None = field(default=None, repr=False)
    encoding: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise ArticleError(f"an article's text must be str, not {type(self.text).__name__}")
        name = str(self.article_id or hashlib.sha1(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:12])
        if not re.search(r"\w", self.text):
            raise ArticleError(f"{name}: there is not a word in it; give the text of an article")
        object.__setattr__(self, "article_id", name)
        object.__setattr__(self, "published", as_date(self.published, f"{name}: published"))

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Every line that is not blank, in order, as title, paragraph, caption or furniture."""
        return tuple(_blocks(self.text, self.title))

    @cached_property
    def headline(self) -> str | None:
        """The title given, or else the one found in the text."""
        found = next((self.text[b.start : b.end] for b in self.blocks if b.kind == "title"), None)
        return self.title or found


def read_article(path: str | Path, **known: Any) -> Article:
    """Read a text file, with the metadata file of the same name ending in `.toml` if there is one.

    `known` (title, published, source, url, article_id) wins over the metadata file. Raises ArticleError when the file
    is missing, empty or no text, MetadataError when its metadata cannot be read or contradict themselves.
    """
    path = Path(path)
    text, encoding = _decode(path)
    if not text.strip():
        raise ArticleError(f"{path} is empty; put the article's text into it")
    facts = {"article_id": path.stem} | _metadata(path.with_suffix(".toml")) | known
    return Article(text=text, encoding=encoding, **facts)


def read_articles(folder: str | Path) -> Iterator[Article]:
    """Read every `.txt` file of a folder, in the order of their names."""
    folder = Path(folder)
    if not folder.is_dir():
        raise ArticleError(f"{folder} is no folder; name one that holds .txt files")
    yield from (read_article(path) for path in sorted(folder.glob("*.txt")))


def after_dateline(line: str) -> int:
    """Where a paragraph's own words begin: after "PARIS, March 7 (Reuters) -", no part of its first sentence."""
    match = DATELINE.match(line)
    return match.end() if match else 0


def as_date(value: Any, what: str) -> datetime.date | None:
    """A date from a date or ISO text (2022-03-07, a time after it is left out); None stays None."""
    if value is None or (isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)):
        return value
    if isinstance(value, datetime.datetime):
        return value.date()
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        raise MetadataError(f"{what}: {str(value)[:40]!r} is no date; write it like 2022-03-07") from None


def _decode(path: Path) -> tuple[str, str]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ArticleError(f"{path} does not exist; check the path, relative to {Path.cwd().name}/") from None
    except OSError as error:
        raise ArticleError(f"{path} cannot be read: {error.strerror}; name a text file that you may read") from None
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        guess = None if _is_binary(data) else charset_normalizer.from_bytes(data, cp_isolation=ENCODINGS).best()
    if guess is None:
        raise ArticleError(f"{path} is no text in any encoding known here; save the article as UTF-8 text")
    return data.decode(guess.encoding), guess.encoding


def _is_binary(data: bytes) -> bool:
    """Bytes that no text has: a NUL where the encoding is not one of two or four bytes a character."""
    return b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _metadata(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MetadataError(f"{path} is no TOML: {error}; each line reads like published = 2022-03-07") from None
    if unknown := sorted(set(facts) - METADATA_KEYS):
        raise MetadataError(f"{path}: unknown {unknown}; known are {sorted(METADATA_KEYS)}")
    return _consistent(facts, path)


def _consistent(facts: dict[str, Any], path: Path) -> dict[str, Any]:
    """The facts an Article takes, once language and dates agree with each other."""
    language = facts.pop("language", "en")
    if not str(language).lower().startswith("en"):
        raise MetadataError(f"{path}: language is {language!r}; only English articles can be analysed")
    earliest, published, latest = (as_date(facts.get(k), f"{path}: {k}") for k in ("earliest", "published", "latest"))
    for before, after in ((earliest, published), (published, latest), (earliest, latest)):
        if before and after and before > after:
            raise MetadataError(f"{path}: {before} is after {after}; earliest ≤ published ≤ latest must hold")
    return {k: v for k, v in facts.items() if k not in {"earliest", "latest"}}


def _normal(line: str) -> str:
    return re.sub(r"\W+", " ", line.casefold()).strip()


def _blocks(text: str, title: str | None) -> Iterator[Block]:
    """Sort the lines. A title is the one given, else the line that the page repeats among its first ones."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\s](?:[^\r\n\u2028\u2029]*[^\s])?", text)]
    words = [_normal(text[a:b]) for a, b in lines]
    headline = _normal(title or "") or _repeated(words[:8])
    seen = False
    for (start, end), line in zip(lines, words, strict=True):
        kind: BlockKind = _page_part(text[start:end])
        if headline and line == headline:
            kind, seen = ("furniture", seen) if seen else ("title", True)
        elif headline and headline in line and len(line.split()) <= len(headline.split()) + 4:
            kind = "furniture"  # a breadcrumb or a share link around the headline
        yield Block(kind, start, end)


def _repeated(lines: Iterable[str]) -> str:
    seen: set[str] = set()
    for line in lines:
        if line in seen and len(line.split()) >= 3:
            return line
        seen.add(line)
    return ""


def _page_part(line: str) -> BlockKind:
    words = vocabulary("furniture")
    if len(line.split()) <= words["longest"]:
        for kind in ("caption", "furniture"):
            if any(re.fullmatch(pattern, line, re.IGNORECASE) for pattern in words[kind]):
                return kind
    return "paragraph"
