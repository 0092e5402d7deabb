"""A file becomes an `Article`: its text untouched; title, site furniture, captions and paragraphs are spans over it."""

import datetime
import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from analysis import vocabulary
from analysis.articles.formats import KINDS, STANDARD_INPUT, Source, named, other_language, read_source, web_address
from analysis.display import one_line
from analysis.errors import AnalysisError, ArgumentError, ArticleError, MetadataError, out_of_memory
from analysis.validation import checked

BlockKind = Literal["title", "paragraph", "caption", "furniture"]
DATELINE = re.compile(
    r"""(?: [A-Z][A-Z.'’][A-Z.'’/ -]+ (?: , [ ] [\w.'’ ]{2,25} | [.] [ ] \w+ [ ] \d+ ){0,2}
            (?: [ ] \( [^)]{2,30} \) )?  # LONDON, March 7 (Reuters)
          | (?: [A-Z][\w.,'’ -]{1,50} [ ] )? \( (?: [A-Z]{2,} | [A-Z][a-z]{4,} ) [^)]{0,20} \)  # Beirut (AFP)
        ) \s* [-–—―]{1,2} \s+ (?=[^a-z])  # “NATO — an alliance” goes on
      | [A-Z][A-Z.'’ -]+, [ ] \w+ [ ] \d+ \. [ ] /[\w ]+/ \. \s+  # MOSCOW, March 7. /TASS/.
    """,
    re.VERBOSE,
)
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
FACTS = ("title", "author", "source", "url", "published")
MISSING = {"NaT", "<NA>", "nan"}  # a day that pandas has not
METADATA_KEYS = {*FACTS, "article_id", "published_reason", "earliest", "latest", "language"}


@dataclass(frozen=True)
class Block:
    """One line of the article's text and what it is; `start` and `end` are character offsets."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True)
class Article:
    """An article and what is known about it.

    `text` is what all offsets of all tables count: of a text file the text as decoded, unchanged; of other files the
    words of the article, a paragraph a line. `published` (a date or ISO text) anchors "on Sunday"; without it relative
    dates stay unresolved. `encoding` says how a file was read, `origins` where each of its facts is from: "given",
    "metadata file", "front matter", "page" or "text".
    Raises ArticleError for a text without words, MetadataError for a date that is none.

    >>> article = analysis.Article("Macron met Putin in Moscow on Monday.", published="2022-02-08")
    >>> article.published
    datetime.date(2022, 2, 8)
    """

    text: str
    published: datetime.date | None = None
    article_id: str = ""
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published_reason: str | None = field(default=None, repr=False)
    encoding: str | None = field(default=None, repr=False)
    author: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise ArticleError(f"an article's text must be str, not {type(self.text).__name__}; give it text")
        for fact in ("title", "source", "url", "author", "published_reason", "encoding"):
            if not isinstance(value := getattr(self, fact), str | None):
                raise MetadataError(
                    f"an article's {fact} must be str, not {type(value).__name__}; give None if it is not known"
                )
        if not isinstance(self.article_id, Hashable):
            raise MetadataError(f"an article's article_id cannot be {type(self.article_id).__name__}; give it text")
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


@checked
def read_article(path: str | Path, **known: Any) -> Article:
    """Read an article from a text, Markdown, HTML, MHTML or PDF file, or from standard input if the path is "-".

    `known` (title, author, source, url, published, published_reason, article_id) wins over the metadata file, which has
    the same name ending in `.toml`, this over front matter, and this over what the page or text says of itself; the
    article's `origins` say which it was. A fact given as None is taken to be unknown. Nothing is fetched.

    Raises ArticleError when the file is missing, of another kind, without an article or not in English, MetadataError
    when what is said about it cannot be read or contradicts itself, ArgumentError for a fact that is none of these.

    >>> article = analysis.read_article("seeds/macron-open-line-to-russia.txt", author="A. Writer")
    >>> article.source, article.origins["source"], article.origins["author"]
    ('India Today', 'metadata file', 'given')
    """
    if unknown := sorted(set(known) - {*FACTS, "published_reason", "article_id"}):
        known_here = [*FACTS, "published_reason", "article_id"]
        raise ArgumentError(f"article.read_article: there is no fact {unknown}; give it some of {known_here}")
    try:
        return _read(path, known)
    except MemoryError:
        pass
    raise out_of_memory(named(path))


def _read(path: str | Path, known: dict[str, Any]) -> Article:
    name = named(path)
    found = read_source(path)
    beside = None if str(path) == STANDARD_INPUT else Path(path).with_suffix(".toml")
    layers = {
        "given": known,
        "metadata file": _metadata(beside) if beside else {},
        "front matter": _from_front_matter(found, name),
        found.origin: dict(found.facts),
    }
    language = next((layer["language"] for layer in layers.values() if "language" in layer), None)
    if language is None and (other := other_language(found.text)):
        hint = f'; if it is English, write language = "en" into {beside.name} beside it' if beside else ""
        raise ArticleError(f"{name} is in {other}, and only English articles can be read{hint}")
    stem = "" if beside is None else one_line(Path(path).stem)
    article_id = next((layer["article_id"] for layer in layers.values() if layer.get("article_id")), stem)
    facts = _merged(layers, name, beside)
    return Article(text=found.text, encoding=found.encoding, article_id=article_id, **facts)


@checked
def read_articles(folder: str | Path, errors: Callable[[AnalysisError], object] | None = None) -> Iterator[Article]:
    """Read every article of a folder, in the order of the files' names; README files and hidden ones are none.

    Of files that differ only in their suffix the whole name is the `article_id`. Without `errors` the first file that
    cannot be read ends the stream with its AnalysisError. With it, `errors` is called with that error, which names the
    file, and the stream goes on: `problems = []; read_articles(folder, errors=problems.append)`.

    >>> problems = []
    >>> [article.article_id for article in analysis.read_articles("seeds", errors=problems.append)]
    ['macron-open-line-to-russia']
    """
    paths = files_of(folder)
    stems = Counter(path.stem for path in paths)
    for path in paths:
        try:
            article = read_article(path, **({"article_id": one_line(path.name)} if stems[path.stem] > 1 else {}))
        except AnalysisError as error:
            if errors is None:
                raise
            errors(error)
        else:
            yield article


def files_of(folder: str | Path, endings: Iterable[str] = KINDS) -> list[Path]:
    """The files of a folder whose names end so, in order; README files and hidden ones are left out.

    Raises ArticleError for what is no folder, or none that may be read.
    """
    folder, endings = Path(folder), tuple(endings)
    if not folder.is_dir():
        raise ArticleError(f"{folder} is no folder; name one that holds files of these kinds: {', '.join(endings)}")
    try:
        paths = sorted(path for path in folder.iterdir() if path.name.lower().endswith(endings) and path.is_file())
    except OSError as error:
        raise ArticleError(f"{folder} cannot be read: {error.strerror}; name a folder that you may read") from None
    return [path for path in paths if not path.name.startswith(".") and path.stem.lower() != "readme"]


def as_fact(fact: str, value: Any) -> str | None:
    """A fact as it is shown: on one line, an address only if it is one of the web; None for nothing."""
    return None if value is None else web_address(value) if fact == "url" else one_line(value) or None


def after_dateline(line: str) -> int:
    """Where a paragraph's own words begin: after "PARIS, March 7 (Reuters) -", no part of its first sentence."""
    match = DATELINE.match(line)
    return match.end() if match else 0


def as_date(value: Any, what: str) -> datetime.date | None:
    """A date from a date or ISO text (2022-03-07, a time after it is left out); None stays None."""
    if value is None or type(value) is datetime.date:
        return value
    told = type(value).__name__
    try:
        told = str(value)[:40]  # of a number of thousands of digits there is none
        if told in MISSING and not isinstance(value, str):
            return None
        return value.date() if isinstance(value, datetime.datetime) else datetime.date.fromisoformat(told[:10])
    except ValueError:
        raise MetadataError(f"{what}: {told!r} is no date; write it like 2022-03-07") from None


def _merged(layers: dict[str, dict[str, Any]], name: str, beside: Path | None) -> dict[str, Any]:
    """Each fact from the first layer that has it, fit for an Article, with its origin and the reason for the day."""
    origins = {fact: next((origin for origin in layers if fact in layers[origin]), "") for fact in FACTS}
    facts = {fact: layers[origin][fact] for fact, origin in origins.items() if origin}
    facts = {fact: value if fact == "published" else as_fact(fact, value) for fact, value in facts.items()}
    facts["published"] = as_date(facts.get("published"), f"{name}: published")
    dated = origins["published"]
    # A reason is for the day that it is given with, or for there being none.
    reasons = {origin: layer["published_reason"] for origin, layer in layers.items() if layer.get("published_reason")}
    above = list(layers)[: list(layers).index(dated) + 1] if dated else list(layers)
    reason = next((reasons[origin] for origin in above if origin in reasons), None)
    facts["published_reason"] = reason or _why(dated if facts["published"] else "", beside)
    return facts | {"origins": {fact: origin for fact, origin in origins.items() if facts.get(fact) is not None}}


def _why(origin: str, beside: Path | None) -> str:
    """A sentence on where the publication date is from."""
    line = f"write published = 2024-05-01 into {beside.name} beside it, or " if beside else ""
    return {
        "given": "It is the date given when the article was read.",
        "metadata file": f"It is the date in {beside.name if beside else 'the metadata file'}.",
        "front matter": "It is the date in the file's front matter.",
        "page": "It is the day on which the page says it was published.",
    }.get(origin, f'No date was found in the file; to give one, {line}read it with published="2024-05-01".')


def _from_front_matter(found: Source, name: str) -> dict[str, Any]:
    """What front matter says of the facts known here; the rest is for other programs."""
    facts: dict[str, Any] = {key: value for key, value in found.front_matter.items() if key in METADATA_KEYS}
    if "date" in found.front_matter:
        facts.setdefault("published", found.front_matter["date"])
    return _consistent(facts, f"{name}, front matter")


def _metadata(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OverflowError, RecursionError) as error:
        problem = one_line(error)[:100]
        raise MetadataError(f"{path} is no TOML: {problem}; each line reads like published = 2022-03-07") from None
    except OSError as error:
        raise MetadataError(f"{path} cannot be read: {error.strerror}; make it a file that you may read") from None
    if unknown := sorted(set(facts) - METADATA_KEYS):
        raise MetadataError(f"{path}: unknown {unknown}; known are {sorted(METADATA_KEYS)}")
    return _consistent(facts, str(path))


def _consistent(facts: dict[str, Any], path: str) -> dict[str, Any]:
    """The facts an Article takes, once language and dates agree with each other."""
    language = facts.get("language", "en")
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
            # a breadcrumb or a share link around the headline; a first sentence may repeat it, too, and ends as one
            kind = "paragraph" if SENTENCE_END.search(text[start:end]) else "furniture"
        yield Block(kind, start, end)


def _repeated(lines: Iterable[str]) -> str:
    seen: set[str] = set()
    for line in lines:
        if line in seen and len(line.split()) >= 3:
            return line
        seen.add(line)
    return ""


def _page_part(line: str) -> BlockKind:
    words = vocabulary.furniture()
    if len(line.split()) <= words.longest:
        if any(re.fullmatch(pattern, line, re.IGNORECASE) for pattern in words.caption):
            return "caption"
        if any(re.fullmatch(pattern, line, re.IGNORECASE) for pattern in words.furniture):
            return "furniture"
    return "paragraph"
