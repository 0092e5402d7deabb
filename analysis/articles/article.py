"""The `Article`: a text that is never changed, its metadata, and its lines sorted into title, paragraphs and the rest.

`read_article` makes one from a file. Metadata come from four layers, in this order of precedence: what the caller
gives, the metadata file beside the article, the front matter, and what the page or text itself states.
"""

import datetime
import hashlib
import os
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from analysis import vocabulary
from analysis.articles.formats import (
    FILE_KINDS,
    Source,
    named,
    other_language,
    read_source,
    web_address,
)
from analysis.articles.limits import METADATA, STANDARD_INPUT, check_depth, file_bytes
from analysis.articles.plain_text import SENTENCE_END, header_days, mended, repaired, stated_facts, words_only
from analysis.display import count, one_line, short
from analysis.errors import (
    AnalysisError,
    ArgumentError,
    ArticleError,
    MetadataError,
    SeveralArticles,
    as_typed,
    out_of_memory,
)
from analysis.validation import checked

BlockKind = Literal["title", "paragraph", "caption", "furniture"]
TEXT_BLOCKS: tuple[BlockKind, ...] = ("title", "paragraph")  # the kinds of blocks that are read
# The dateline that opens a paragraph: a place in capitals, or any place before an agency in parentheses, then a dash;
# or the form of the agency TASS. `\s*` cannot begin within the spaces at the end of the place: otherwise a run of
# spaces could be divided in as many ways as it is long.
DATELINE = re.compile(
    r"""(?: [A-Z][A-Z.'’][A-Z.'’/ -]+
            (?: (?: , [ ] [\w.'’ ]{2,25} | [.] [ ] \w+ [ ] \d+ ){1,2} (?: [ ] \( [^)]{2,30} \) )?
              | [ ] \( [^)]{2,30} \) | (?![ ]) )  # LONDON, March 7 (Reuters)
          | (?: [A-Z][\w.,'’ -]{1,50} [ ] )? \( (?: [A-Z]{2,} | [A-Z][a-z]{4,} ) [^)]{0,20} \)  # Beirut (AFP)
        ) \s* [-–—―]{1,2} \s+ (?=[^a-z])  # “NATO — an alliance” goes on
      | (?: [A-Z][\w.,'’ -]{1,50} [ ] )? \( [A-Z]{2,} (?: [ ] \w+ )? \) (?=[A-Z“"‘])  # (CNN)The storm
      | [A-Z][A-Z.'’ -]+, [ ] \w+ [ ] \d+ \. [ ] /[\w ]+/ \. \s+  # MOSCOW, March 7. /TASS/.
    """,
    re.VERBOSE,
)
# The same before a colon, as South Asian papers write it: "KARACHI: X", "New Delhi, May 3 (PTI): X".
DATELINE_BEFORE_COLON = re.compile(
    r"(?P<place>[A-Z][\w.'’ -]{2,40}?)(?:, (?P<month>[A-Z][a-z]{2,8})\.? \d{1,2})?(?: \([^)]{2,30}\))?: +(?=[^a-z\s])"
)
FIELDS_WITH_ORIGIN = ("title", "author", "source", "url", "published")
ALL_OF_THEM = ", or read all of them"
PANDAS_MISSING = {"NaT", "<NA>", "nan"}  # how pandas writes a missing date
# `fetched`, the time at which a page was fetched, is there for readers of the file; a `verbatim` text is not mended
METADATA_KEYS = {*FIELDS_WITH_ORIGIN, "article_id", "published_reason", "earliest", "latest", "language"}
METADATA_KEYS |= {"fetched", "verbatim"}
CORRECTIONS_ENDING = ".corrections.csv"  # of the file with a reader's corrections, beside that of the article
MAX_LINES_TO_DATELINE = 12
MAX_LINES_TO_TITLE = 8  # lines at the top that are searched for a title that the page repeats
MAX_WORDS_AROUND_TITLE = 4  # of a breadcrumb or share link that contains the title


@dataclass(frozen=True)
class Block:
    """A line of the article's text and its kind; `start` and `end` are character offsets."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True)
class Article:
    """The text of an article and its metadata.

    Attributes:
        text: The text that all offsets in all tables refer to. Of a text file it is the content as decoded, and of
            other files the article's words, one paragraph per line. Reading a file undoes the damage that programs did
            to its text; see `notes`. A text given to `Article` is kept as it is.
        published: The publication date, given as a date or ISO text. Relative dates ("on Sunday") are resolved against
            it; without it they stay unresolved.
        article_id: The name of the article in the tables; by default a hash of the text.
        title: The headline.
        source: Who published it.
        url: Its address.
        published_reason: A sentence on where the date comes from.
        encoding: How the file was decoded.
        author: Who wrote it.
        origins: Where each metadata field comes from: "given", "metadata file", "front matter", "page" or "text".
        notes: A sentence on each kind of damage to the text that was repaired, and on what was lost.
        corrections: Where a reader's corrections of it are kept, if it was read from a file: `page.corrections.csv` for
            `page.html`, whether or not that exists.

    Raises:
        ArticleError: The text contains no word.
        MetadataError: A field has the wrong type, `published` is not a date, or `article_id` holds half a character.

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
    notes: tuple[str, ...] = field(default=(), repr=False, compare=False)
    corrections: Path | None = field(default=None, repr=False, compare=False)

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
        if any("\ud800" <= c <= "\udfff" for c in name):
            raise MetadataError(f"the article_id {name!r} holds half a character; give it whole ones")
        if not re.search(r"\w", self.text):
            raise ArticleError(f"{name} has no words; give it the text of an article")
        object.__setattr__(self, "article_id", name)
        object.__setattr__(self, "published", as_date(self.published, f"{name}: published"))

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Every line that is not blank, in order, as title, paragraph, caption or furniture."""
        return tuple(_blocks(self.text, self.title, self.author))

    @cached_property
    def headline(self) -> str | None:
        """The given title, or else the one in the text."""
        title = next((self.text[block.start : block.end] for block in self.blocks if block.kind == "title"), None)
        return self.title or title


@checked
def read_article(path: str | Path, number: int | None = None, **facts: Any) -> Article:
    """Read an article from a text, Markdown, HTML, MHTML, PDF, Word (.docx) or .rtf file. Nothing is fetched.

    Args:
        path: The file, or "-" for standard input. "~" at its beginning is the user's home folder.
        number: Which article, counted from 1, of a file with many, as databases of news export them.
        **facts: Metadata: title, author, source, url, published, published_reason, article_id. None means unknown.
            They override the metadata file, which has the name of the article with the ending `.toml`; that overrides
            front matter, and front matter overrides what the page or text states itself.

    Returns:
        The article; its `origins` name the layer that each field comes from.

    Raises:
        ArticleError: The file is missing, of an unknown kind, not in English, or holds no article.
        SeveralArticles: It holds many articles, and there is no `number`.
        MetadataError: The metadata cannot be read, or contradict each other.
        ArgumentError: `facts` has an unknown field.

    >>> article = analysis.read_article("seeds/macron-open-line-to-russia.txt", author="A. Writer")
    >>> article.source, article.origins["source"], article.origins["author"]
    ('India Today', 'metadata file', 'given')
    """
    allowed = [*FIELDS_WITH_ORIGIN, "published_reason", "article_id"]
    if unknown := sorted(set(facts) - set(allowed)):
        raise ArgumentError(f"article.read_article: there is no metadata field {unknown}; choose from {allowed}")
    path = _expanded(path)
    try:
        source = read_source(path)
        if not source.articles and number in (None, 1):
            return _article(source, path, facts)
        chosen = _chosen(source, path, number)
        return _article(chosen, path, _numbered(source, path, number) | facts, len(source.articles) == 1)
    except MemoryError:
        pass
    raise out_of_memory(named(path))


@checked
def read_all(path: str | Path, article_id: str = "") -> list[Article | AnalysisError]:
    """Read every article of a file: one of most files, all of an export of a database.

    Args:
        path: The file.
        article_id: The name of the article, whatever its metadata say; if there are several, the part of their names
            before the number. By default the names are those that `read_article` gives.

    Returns:
        The articles in their order, with the error in place of each one that cannot be read.

    Raises:
        AnalysisError: The file cannot be read at all.
    """
    path = _expanded(path)
    source = read_source(path)
    if not source.articles:
        return [_article(source, path, {"article_id": article_id} if article_id else {})]
    results = list[Article | AnalysisError]()
    for number in range(1, len(source.articles) + 1):
        try:
            given = _numbered(source, path, number, article_id)
            results.append(_article(_chosen(source, path, number), path, given, len(source.articles) == 1))
        except AnalysisError as error:
            results.append(error)
    return results


def _expanded(path: str | Path) -> str | Path:
    """A path with "~" replaced by the user's home folder; unchanged if that is not known."""
    return os.path.expanduser(path) if str(path).startswith("~") else path


def _numbered(source: Source, path: str | Path, number: int | None, article_id: str = "") -> dict[str, Any]:
    """The id of an article of an export with many: "nexis-00000002"."""
    stem = article_id or one_line(Path(path).stem)
    if len(source.articles) == 1 or (number is not None and str(path) == STANDARD_INPUT):
        return {"article_id": article_id} if article_id else {}
    return {"article_id": f"{stem}-{number:08}"}


def _chosen(source: Source, path: str | Path, number: int | None) -> Source:
    """One article of an export. Raises ArticleError if it is not there, and SeveralArticles if none is chosen."""
    name, n_articles = named(path), len(source.articles)
    if number is None and n_articles > 1:
        choice = as_typed("number=2", "--article 2", "N=2")
        remedy = f"choose one by its number, as in {choice}"
        if str(path) != STANDARD_INPUT:
            remedy += f"{ALL_OF_THEM}: python -m analysis corpus {name} OUT"
        titles = [_line_on(article) for article in source.articles]
        raise SeveralArticles(f"{name} holds {n_articles:,} articles; {remedy}", titles)
    number = 1 if number is None else number
    if not 1 <= number <= n_articles:
        last = max(n_articles, 1)
        raise ArticleError(
            f"{name} has no article {number}; it holds {count(last, 'article')}, so "
            + (f"give a number from 1 to {last}" if last > 1 else "leave the number out")
        )
    chosen = source.articles[number - 1]
    if not chosen.text:
        title = chosen.facts.get("title", "without a title")
        raise ArticleError(f"{name}, article {number} ({short(title)}), is empty; export it with its full text")
    return chosen


def _line_on(source: Source) -> str:
    """A line on an article of an export, to choose it by: "Talks in Oslo (The Paper, 2024-05-06)"."""
    facts = [source.facts[fact] for fact in ("source", "published") if fact in source.facts]
    more = [*facts, *([] if source.text else ["no text"])]
    title = short(source.facts.get("title") or source.text or "(no title)", 80)
    return f"{title} ({', '.join(map(one_line, more))})" if more else title


def _article(source: Source, path: str | Path, given: dict[str, Any], alone: bool = True) -> Article:
    """The article of a source, with its metadata.

    Args:
        source: The source.
        path: Its file.
        given: The metadata that override all others.
        alone: Whether it is the only article of the file.
    """
    name = named(path)
    metadata_file = None if str(path) == STANDARD_INPUT else Path(path).with_suffix(".toml")
    beside = _from_metadata_file(metadata_file) if metadata_file else {}
    text, mends = (source.text, ()) if beside.get("verbatim") else mended(source.text)
    source = replace(source, text=text)
    layers = {
        "given": given,
        "metadata file": beside,
        "front matter": _from_front_matter(source, name),
        source.origin: _stated(source),
    }
    if not _origin_of("language", layers) and (other := other_language(source.text)):
        hint = f'; if it is English, write language = "en" into {metadata_file.name} beside it' if metadata_file else ""
        raise ArticleError(f"{name} is in {other}, and only English articles can be read{hint}")
    stem = "" if metadata_file is None else one_line(Path(path).stem)
    article_id = next((layer["article_id"] for layer in layers.values() if layer.get("article_id")), stem)
    facts = _merged(layers, name, metadata_file)
    notes = tuple(dict.fromkeys(filter(None, (source.facts.get("notes"), *mends))))
    facts |= {"article_id": article_id, "notes": notes, "corrections": _beside(metadata_file, alone)}
    return Article(text=text, encoding=source.encoding, **facts)


def _beside(metadata_file: Path | None, alone: bool) -> Path | None:
    """Where the corrections of an article are kept; None for one of several articles in a file."""
    return metadata_file.with_suffix(CORRECTIONS_ENDING) if metadata_file and alone else None


def _stated(source: Source) -> dict[str, Any]:
    """The metadata that a file states itself: in its mark-up, or in the lines above the first paragraph."""
    facts = dict(source.facts)
    if source.origin != "page":
        lines = [line.strip() for line in source.text.splitlines()]
        dateline = next((line[:end] for line in lines[:MAX_LINES_TO_DATELINE] if (end := after_dateline(line))), "")
        facts = stated_facts(source.text, dateline) | facts
    return {fact: one_line(value) if fact == "published_reason" else value for fact, value in facts.items()}


@checked
def read_articles(folder: str | Path, errors: Callable[[AnalysisError], object] | None = None) -> Iterator[Article]:
    """Read every article in a folder, in the order of the file names; README files and hidden files are skipped.

    Args:
        folder: The folder. Where files differ only in their suffix, the whole file name is the `article_id`.
        errors: Called with the AnalysisError of each file that cannot be read, which is then skipped, as in
            `read_articles(folder, errors=problems.append)`. Without it, the first such error is raised.

    Yields:
        The articles.

    Raises:
        ArticleError: `folder` is not a folder, or may not be read.
        AnalysisError: A file cannot be read, and there is no `errors`.

    >>> problems = []
    >>> [article.article_id for article in analysis.read_articles("seeds", errors=problems.append)]
    ['macron-open-line-to-russia']
    """
    paths = files_of(folder)
    stems = Counter(path.stem for path in paths)
    for path in paths:
        for result in _results(path, one_line(path.name) if stems[path.stem] > 1 else ""):
            if isinstance(result, Article):
                yield result
            elif errors is None:
                raise result
            else:
                errors(result)


def _results(path: Path, article_id: str) -> list[Article | AnalysisError]:
    """Like `read_all`, but with the error in the list if the file cannot be read at all."""
    try:
        return read_all(path, article_id)
    except AnalysisError as error:
        return [error]
    except MemoryError:
        pass
    return [out_of_memory(named(path))]


def files_of(folder: str | Path, endings: Iterable[str] = FILE_KINDS) -> list[Path]:
    """The files in a folder with one of these endings, in order.

    README files, hidden files and corrections beside an article are skipped.

    Raises:
        ArticleError: `folder` is not a folder, or may not be read.
    """
    folder, endings = Path(folder), tuple(endings)
    if not folder.is_dir():
        raise ArticleError(f"{folder} is not a folder; name one that holds files of these kinds: {', '.join(endings)}")
    try:
        paths = sorted(path for path in folder.iterdir() if path.name.lower().endswith(endings) and path.is_file())
    except OSError as error:
        raise ArticleError(f"{folder} cannot be read: {error.strerror}; name a folder that you may read") from None
    paths = [path for path in paths if not path.name.startswith(".") and path.stem.lower() != "readme"]
    return [path for path in paths if not path.name.lower().endswith(CORRECTIONS_ENDING)]


def clean_fact(name: str, value: Any) -> str | None:
    """A metadata value that is fit to show: text on one line, and a `url` only if it is a web address; else None.

    This is for values of any layer; `formats.as_text` turns what a parser returns into text first.

    >>> clean_fact("title", "Talks\\n go on"), clean_fact("url", "javascript:alert(1)")
    ('Talks go on', None)
    """
    if value is None:
        return None
    if name == "url":
        return web_address(value)
    return one_line(repaired(value) if isinstance(value, str) else value) or None


def after_dateline(line: str) -> int:
    """The offset at which a paragraph's first sentence begins: after its dateline, if it has one.

    >>> line = "PARIS, March 7 (Reuters) - Macron called Putin."
    >>> line[after_dateline(line) :]
    'Macron called Putin.'
    """
    match = DATELINE.match(line)
    if match is None and (colon := DATELINE_BEFORE_COLON.match(line)) and _is_place_or_day(colon):
        match = colon
    return match.end() if match else 0


def _is_place_or_day(dateline: re.Match[str]) -> bool:
    """Whether a dateline before a colon has a day or is a known place in capitals; any other may name a speaker."""
    place, month = dateline.group("place", "month")
    if month:
        return month.lower() in vocabulary.dates().months
    return place.isupper() and place.lower() in _known_places()


@cache
def _known_places() -> frozenset[str]:
    """Countries, their capitals and other large cities, in lower case."""
    countries = vocabulary.countries().country
    names = (name.lower() for c in countries for name in (c.name, *c.names, *c.capitals))
    return vocabulary.names().places.union(names)


def as_date(value: Any, label: str) -> datetime.date | None:
    """A date, from a date, a datetime or ISO text, in which a time after the date is ignored.

    Args:
        value: The value; None and pandas' missing values give None.
        label: The value's name in the error message.

    Raises:
        MetadataError: The value is not a date.
    """
    if value is None or type(value) is datetime.date:
        return value
    text = type(value).__name__
    try:
        text = str(value)[:40]  # fails for an integer of thousands of digits
        if text in PANDAS_MISSING and not isinstance(value, str):
            return None
        return value.date() if isinstance(value, datetime.datetime) else datetime.date.fromisoformat(text[:10])
    except ValueError:
        raise MetadataError(f"{label}: {text!r} is not a date; write it like 2022-03-07") from None


def _origin_of(name: str, layers: Mapping[str, Mapping[str, Any]]) -> str:
    """The first layer that has a field, even if it is None; "" if no layer has it."""
    return next((origin for origin, facts in layers.items() if name in facts), "")


def _merged(layers: Mapping[str, dict[str, Any]], name: str, metadata_file: Path | None) -> dict[str, Any]:
    """Metadata for an Article: each field from the first layer that has it, with `origins` and `published_reason`."""
    origins = {fact: origin for fact in FIELDS_WITH_ORIGIN if (origin := _origin_of(fact, layers))}
    values = {fact: layers[origin][fact] for fact, origin in origins.items()}
    published = as_date(values.pop("published", None), f"{name}: published")
    facts: dict[str, Any] = {fact: clean_fact(fact, value) for fact, value in values.items()}
    facts["published"] = published
    origin = origins.get("published", "")
    unsettled = next((one_line(layer["unsettled"]) for layer in layers.values() if "unsettled" in layer), "")
    reason = _reason(origin if published else "", unsettled, metadata_file)
    facts["published_reason"] = _given_reason(layers, origin) or reason
    return facts | {"origins": {fact: origin for fact, origin in origins.items() if facts[fact] is not None}}


def _given_reason(layers: Mapping[str, dict[str, Any]], date_origin: str) -> str | None:
    """The first `published_reason` in the layers down to that of the date; those below explain an overridden date."""
    for origin, facts in layers.items():
        reason: str | None = facts.get("published_reason")
        if reason:
            return reason
        if origin == date_origin:
            break
    return None


def _reason(origin: str, unsettled: str, metadata_file: Path | None) -> str:
    """A sentence on the origin of the publication date; "" means that there is no date, or one that is `unsettled`."""
    line = f"write published = 2024-05-01 into {metadata_file.name} beside it, or " if metadata_file else ""
    how = as_typed('read it with published="2024-05-01"', "give --published 2024-05-01", "give PUBLISHED=2024-05-01")
    return {
        "given": "It is the date given when the article was read.",
        "metadata file": f"It is the date in {metadata_file.name if metadata_file else 'the metadata file'}.",
        "front matter": "It is the date in the file's front matter.",
        "page": "It is the day on which the page says it was published.",
        "export": "It is the day that the database states.",
    }.get(origin, f"{unsettled or 'No date was found in the file'}; to give one, {line}{how}.")


def _from_front_matter(source: Source, name: str) -> dict[str, Any]:
    """The metadata fields in the front matter, `date` being `published`; other fields are ignored."""
    facts: dict[str, Any] = {key: value for key, value in source.front_matter.items() if key in METADATA_KEYS}
    if "date" in source.front_matter:
        facts.setdefault("published", source.front_matter["date"])
    return _consistent(facts, f"{name}, front matter")


def _from_metadata_file(path: Path) -> dict[str, Any]:
    """The content of a metadata file; nothing if there is none. Raises MetadataError if it is bad."""
    if not path.exists():
        return {}
    try:
        source = file_bytes(path, str(path), METADATA).decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        check_depth(source, str(path))
        facts = tomllib.loads(source)
    except (ValueError, OverflowError, RecursionError) as error:
        problem = one_line(error)[:100]
        raise MetadataError(f"{path} is not TOML: {problem}; each line reads like published = 2022-03-07") from None
    except OSError as error:
        raise MetadataError(f"{path} cannot be read: {error.strerror}; make it a file that you may read") from None
    if unknown := sorted(set(facts) - METADATA_KEYS):
        raise MetadataError(f"{path}: unknown {unknown}; known are {sorted(METADATA_KEYS)}")
    return _consistent(facts, str(path))


def _consistent(facts: dict[str, Any], path: str) -> dict[str, Any]:
    """The fields without `earliest` and `latest`. Raises MetadataError for another language or a date out of order."""
    language = facts.get("language", "en")
    if not str(language).lower().startswith("en"):
        raise MetadataError(f"{path}: language is {language!r}; only English articles can be analysed")
    earliest, published, latest = (
        as_date(facts.get(key), f"{path}: {key}") for key in ("earliest", "published", "latest")
    )
    for before, after in ((earliest, published), (published, latest), (earliest, latest)):
        if before and after and before > after:
            raise MetadataError(f"{path}: {before} is after {after}; earliest ≤ published ≤ latest must hold")
    return {key: value for key, value in facts.items() if key not in {"earliest", "latest"}}


def _blocks(text: str, title: str | None, author: str | None) -> Iterator[Block]:
    """Sort the lines of a text into kinds.

    The title is the line that equals the given title, else the first line that the page repeats near its top. Further
    copies of it are furniture, as are lines that contain it with a few more words: breadcrumbs and share links. A first
    sentence may contain the title, too; it ends as a sentence does, and stays a paragraph. Above the first paragraph, a
    line with the author or the day alone is furniture.
    """
    # from the first to the last character of a line that is not white space
    spans = [match.span() for match in re.finditer(r"[^\s](?:[^\r\n\u2028\u2029]*[^\s])?", text)]
    lines = [words_only(text[start:end]) for start, end in spans]
    headline = words_only(title or "") or _repeated(lines[:MAX_LINES_TO_TITLE])
    facts = {words_only(line) for line in (author or "", *header_days([text[start:end] for start, end in spans]))}
    has_title = False
    for number, ((start, end), line) in enumerate(zip(spans, lines, strict=True)):
        is_fact = number < MAX_LINES_TO_DATELINE and line in facts
        kind = "furniture" if is_fact else _kind_of_line(text[start:end], line, headline)
        if kind == "title":
            kind, has_title = ("furniture" if has_title else "title"), True
        yield Block(kind, start, end)


def _repeated(lines: Iterable[str]) -> str:
    """The first line of three or more words that occurs twice; "" if there is none."""
    seen: set[str] = set()
    for line in lines:
        if line in seen and len(line.split()) >= 3:
            return line
        seen.add(line)
    return ""


def _kind_of_line(line: str, words: str, headline: str) -> BlockKind:
    """The kind of a line, given its words and those of the headline."""
    n_words = len(words.split())
    if headline and words == headline:
        return "title"
    if headline and headline in words and n_words <= len(headline.split()) + MAX_WORDS_AROUND_TITLE:
        return "paragraph" if SENTENCE_END.search(line) else "furniture"
    furniture, n_words = vocabulary.furniture(), len(line.split())
    if n_words <= furniture.longest and _matches_any(furniture.caption, line):
        return "caption"
    is_furniture = n_words <= furniture.longest and _matches_any(furniture.furniture, line)
    is_notice = n_words <= furniture.longest_notice and _matches_any(furniture.notice, line)
    return "furniture" if is_furniture or is_notice else "paragraph"


def _matches_any(patterns: Iterable[str], line: str) -> bool:
    return any(re.fullmatch(pattern, line, re.IGNORECASE) for pattern in patterns)
