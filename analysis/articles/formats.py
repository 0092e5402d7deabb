"""Read files of every kind that may hold an article: plain text, Markdown, a saved web page, a PDF.

The kind is recognised by the content of a file where that is clear, otherwise by its suffix. The result is a `Source`:
the text and the metadata that the file itself states.
"""

import codecs
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import charset_normalizer

from analysis import vocabulary
from analysis.articles import exports
from analysis.articles.limits import METADATA, STANDARD_INPUT, check_depth, check_size, file_bytes
from analysis.articles.office import foreign, is_docx, read_docx, read_rtf
from analysis.articles.pages import live_blogs
from analysis.articles.pages.html import WORD_ANY_SCRIPT, page_of_archive, read_page
from analysis.articles.pdf import read_clipping
from analysis.articles.plain_text import single_spaced
from analysis.display import one_line
from analysis.errors import ArticleError, MetadataError

FILE_KINDS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "page",
    ".htm": "page",
    ".mhtml": "archive",
    ".mht": "archive",
    ".pdf": "clipping",
    ".docx": "document",
    ".rtf": "rich text",
}
TABLE_ENDINGS = (".jsonl", ".jsonl.gz", ".csv", ".csv.gz", ".parquet")  # many articles each; for a corpus
# the start of a piece of a page: a tag of a block, or of a page's head
FRAGMENT_START = re.compile(
    rb"\s*+<(?:div|p|section|main|header|h[1-6]|span|figure|blockquote|table|ul|meta|title|link|script|style)\b[^<>]*+>",
    re.IGNORECASE,
)
HEAD_BYTES = 4096  # bytes at the start of a file that show its kind and encoding
# The start of a page: an XML declaration and comments, if any, then the tag that opens the page. What has matched is
# never tried in another way (`(?>…)`, `*+`): each further comment would double the number of ways.
PAGE_START = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+|(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|article)\b",
    re.IGNORECASE | re.DOTALL,
)
# the start of an MHTML file: some e-mail headers, which may go on in indented lines, among them the content type
ARCHIVE_START = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?content-type:\s*multipart/related", re.IGNORECASE
)
# <meta charset="iso-8859-1">, <meta http-equiv="Content-Type" content="text/html; charset=cp1252">
DECLARED_CHARSET = re.compile(
    rb"""charset\s*=\s*["']?((?:utf|iso|windows|cp|mac|koi|us-ascii|latin)[\w-]*)""", re.IGNORECASE
)
LATIN_1 = ("iso-8859-1", "latin-1", "latin1", "us-ascii")  # browsers read these as Windows-1252
ENGLISH_ENCODINGS = ["utf_8", "utf_16", "utf_32", "cp1252", "mac_roman"]  # the most common ones for English text
# --- or +++, anything, and the same line again, at the very start of the file
FRONT_MATTER = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(?:(.*?)\r?\n)?\1[ \t]*(?:\r?\n|$)", re.DOTALL)
FIELD = re.compile(r"\s*[\w-]+[ \t]*[:=]")  # the first line of front matter that is too long to parse: "title: …"
LANGUAGE_SAMPLE_CHARS = 5000  # the language is recognised from this much text
MIN_WORDS_FOR_LANGUAGE = 12  # in a shorter text no language is recognised
MIN_LANGUAGE_PROBABILITY = 0.5  # for a language to be named,
MAX_ENGLISH_PROBABILITY = 0.01  # if English is at most this probable


@dataclass(frozen=True)
class Source:
    """The content of a file.

    Attributes:
        text: The text of the article.
        encoding: How the file was decoded; None for a PDF.
        facts: Metadata that the file states, by field: title, author, source, url, published.
        origin: Where `facts` come from: "page" for the metadata of a saved page, "export" for those that a database of
            news states, otherwise "text".
        front_matter: All fields of the front matter, by name in lower case.
        articles: The articles, if the file is an export of a database or a live blog of several days; then there is no
            text outside of them.
    """

    text: str
    encoding: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    origin: str = "text"
    front_matter: Mapping[str, str] = field(default_factory=dict)
    articles: tuple["Source", ...] = ()


def read_source(path: str | Path) -> Source:
    """Read a file, or standard input for "-".

    Raises:
        ArticleError: The file is missing, of an unknown kind, or holds no text or no article.
        MetadataError: The front matter cannot be read.
    """
    name = named(path)
    _check_is_one(path, name)
    data = _bytes(path, name)
    if not data.strip():
        raise ArticleError(f"{name} is empty; put the article's text into it")
    kind = _kind(data, "" if str(path) == STANDARD_INPUT else Path(path).suffix.lower(), name)
    if kind == "clipping":
        text, facts = read_clipping(data, name)
        _require_words(text, name)
        return Source(text, facts=facts)
    if kind in ("document", "rich text"):
        text, facts = read_docx(data, name) if kind == "document" else (read_rtf(data, name), {})
        _require_words(text, name)
        return _exported(text, None) or Source(text, facts=facts)
    if kind == "archive":
        data = page_of_archive(data, name)
    text, encoding = _decoded(data, name, is_page=kind in ("page", "archive"))
    if kind in ("page", "archive"):
        return _page(text, encoding, name)
    front_matter, text = _front_matter(text, name)
    facts, text = _markdown(text) if kind == "markdown" else ({}, text)
    _require_words(text, name)
    if kind == "text" and (exported := _exported(text, encoding)):
        return exported
    return Source(text, encoding, facts, front_matter=front_matter)


def _check_is_one(path: str | Path, name: str) -> None:
    """Raise ArticleError for a folder or a table, which hold many articles."""
    if str(path).lower().endswith(".tsv"):
        raise ArticleError(f"{name} is a table of many articles; save it as .csv for python -m analysis corpus")
    is_folder = str(path) != STANDARD_INPUT and os.path.isdir(path)
    if is_folder or str(path).lower().endswith(TABLE_ENDINGS):
        what = "a folder" if is_folder else "a table"
        raise ArticleError(f"{name} is {what} of many articles; read all of them: python -m analysis corpus {name} OUT")


def _page(html: str, encoding: str, name: str) -> Source:
    """The article on a page; of a live blog, one for each day with entries."""
    if days := live_blogs.read_days(html):
        parts = tuple(Source(text, encoding, facts, origin="page") for text, facts in days)
        return parts[0] if len(parts) == 1 else Source("", encoding, articles=parts)
    text, facts = read_page(html, name)
    note = {"published_reason": reason} if (reason := live_blogs.note(html, text)) else {}
    return Source(text, encoding, facts | note, origin="page")


def _exported(text: str, encoding: str | None) -> Source | None:
    """The articles in an export of a database; None if the text is not such an export."""
    parts = [Source(export.text, encoding, export.facts, origin="export") for export in exports.split(text)]
    return Source("", encoding, articles=tuple(parts)) if parts else None


def _require_words(text: str, name: str) -> None:
    """Raise ArticleError if there is no letter or digit in a text."""
    if not re.search(r"\w", text):
        raise ArticleError(f"{name} has no words; put the article's text into it")


def named(path: str | Path) -> str:
    """The name of a file in error messages."""
    return "standard input" if str(path) == STANDARD_INPUT else str(path)


def web_address(value: object) -> str | None:
    """The value if it is an http(s) address, otherwise None, as for "javascript:alert(1)"."""
    address = one_line(value)
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc and " " not in address else None


def other_language(text: str) -> str | None:
    """The language of a text that is certainly not English.

    A text with enough of the most common English words is English. For others, py3langid estimates the probability of
    each language (naive Bayes over byte sequences, after Lui and Baldwin, 2012).

    Returns:
        The English name of the language, "no language" for text such as a list of numbers, or None if the text is or
        may be English, as any very short text may be.
    """
    sample = text[:LANGUAGE_SAMPLE_CHARS]
    words = WORD_ANY_SCRIPT.findall(sample.casefold())
    english, share = vocabulary.pages().english, vocabulary.pages().english_share
    if len(words) < MIN_WORDS_FOR_LANGUAGE or sum(word in english for word in words) >= share * len(words):
        return None
    probabilities = dict(_identifier().rank(single_spaced(sample)))
    code = max(probabilities, key=lambda code: probabilities[code])
    if probabilities[code] < MIN_LANGUAGE_PROBABILITY or probabilities["en"] > MAX_ENGLISH_PROBABILITY:
        return None
    if code == "zxx":  # ISO 639-2: no linguistic content
        return "no language"
    import babel

    return str(babel.Locale("en").languages.get(code, code))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # not at the top: its model takes half a second to load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _bytes(path: str | Path, name: str) -> bytes:
    try:
        return file_bytes(path, name)
    except FileNotFoundError:
        if web_address(name):
            raise ArticleError(
                f"{name} is an address, which only the command line fetches; give a saved page"
            ) from None
        hint = ", or begin an address with https://" if name.lower().startswith("www.") else ""
        raise ArticleError(f"{name} does not exist; check the path, relative to {Path.cwd().name}/{hint}") from None
    except (
        OSError,
        ValueError,
        AttributeError,
    ) as error:  # ValueError: NUL in the path, or closed standard input; AttributeError: no standard input
        reason = getattr(error, "strerror", None) or error
        raise ArticleError(f"{name} cannot be read: {reason}; name a file that you may read") from None


def _kind(data: bytes, suffix: str, name: str) -> str:
    """The kind of a file, one of the values of FILE_KINDS; unmistakable content outweighs the suffix."""
    start = data[:HEAD_BYTES].removeprefix(codecs.BOM_UTF8)
    if start.lstrip().startswith(b"%PDF-"):
        return "clipping"
    if suffix not in (".mhtml", ".mht") and PAGE_START.match(start):
        return "page"
    if start.lstrip().startswith(b"{\\rtf"):
        return "rich text"
    if is_docx(data, suffix):
        return "document"
    if other := foreign(data, start):
        raise ArticleError(f"{name} is {other[0]}; {other[1]}")
    if suffix in FILE_KINDS:
        return "page" if FILE_KINDS[suffix] == "text" and FRAGMENT_START.match(start) else FILE_KINDS[suffix]
    if ARCHIVE_START.match(start):
        return "archive"
    if not _is_plain(data):
        raise ArticleError(
            f"{name} is of an unknown kind (known: {', '.join(FILE_KINDS)}); copy its text into a .txt file"
        )
    return "text"


def _is_plain(data: bytes) -> bool:
    """Whether the bytes are UTF-8 text without control characters, other than white space."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return re.search(r"[\x00-\x08\x0e-\x1f]", text) is None


def _decoded(data: bytes, name: str, is_page: bool) -> tuple[str, str]:
    """The text and its encoding: UTF-8, else the one a page declares, else the likeliest of those used for English."""
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    if is_page and (decoded := _as_declared(data)):
        return decoded
    guess = None if _is_binary(data) else charset_normalizer.from_bytes(data, cp_isolation=ENGLISH_ENCODINGS).best()
    if guess is None:
        raise ArticleError(f"{name} is not text in a known encoding; save the article as UTF-8 text")
    return data.decode(guess.encoding), guess.encoding


def _as_declared(data: bytes) -> tuple[str, str] | None:
    """A page decoded as it declares, and that encoding; None if it declares none, or a wrong one."""
    declared = DECLARED_CHARSET.search(data[:HEAD_BYTES])
    if declared is None:
        return None
    encoding = declared[1].decode("ascii").lower()
    encoding = "cp1252" if encoding in LATIN_1 else encoding
    try:
        text = data.decode(encoding)
        text.encode("utf-8")
    except (LookupError, UnicodeError):
        return None
    return text, encoding


def _is_binary(data: bytes) -> bool:
    """Whether the bytes hold a NUL without the byte order mark of UTF-16 or UTF-32, the only text with NULs."""
    return b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _front_matter(text: str, name: str) -> tuple[dict[str, str], str]:
    """The fields between two lines of --- (YAML) or +++ (TOML) at the very start, and the text after them.

    Anything else between such lines, such as a paragraph between two rules, stays part of the text.
    """
    match = FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    source = match[2] or ""
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > METADATA.bytes and not FIELD.match(source):
        return {}, text
    check_size(size, f"{name}: its front matter", METADATA)
    if match[1] == "+++":
        check_depth(source, f"{name}: its front matter")
    try:
        fields = (_yaml if match[1] == "---" else tomllib.loads)(source)
    except (ValueError, OverflowError, RecursionError) as error:
        problem = one_line(error)[:100]
        raise MetadataError(
            f"{name}: its front matter cannot be read ({problem}); each line reads like title: The headline"
        ) from None
    if not isinstance(fields, dict):
        return {}, text
    front_matter = {str(key).lower(): line for key, value in fields.items() if (line := as_text(value))}
    return front_matter, text[match.end() :]


def _yaml(text: str) -> Any:
    import yaml

    try:
        return yaml.load(text, yaml.BaseLoader)  # every value is a string, and no object is constructed
    except yaml.YAMLError as error:
        raise ValueError(error) from None


def as_text(value: object) -> str:
    """A value of a metadata field, as parsed from YAML, TOML or JSON, as text.

    A list gives its strings, joined by commas; a mapping gives "". The text may still have several lines and need not
    be fit to show: `article.clean_fact` makes it so.

    >>> as_text(["Anna Rask", "Bo Ek"])
    'Anna Rask, Bo Ek'
    """
    if isinstance(value, list):
        return ", ".join(item for item in value if isinstance(item, str))
    return "" if isinstance(value, dict) else str(value)


def _markdown(text: str) -> tuple[dict[str, str], str]:
    """The title of a Markdown file, if it begins with a heading of the first level, and its text.

    Each paragraph, heading and list item is one line. Indented paragraphs are not code, since an article holds none.
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").disable("code").parse(text)
    lines: list[str] = []
    title: dict[str, str] = {}
    for previous, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline":
            line = single_spaced("".join(_plain_text(token.children or [])))
            lines += [line] if line else []
            if line and len(lines) == 1 and previous is not None and previous.tag == "h1":
                title = {"title": line}
        elif token.type == "fence":
            lines += [single_spaced(line) for line in token.content.splitlines() if line.strip()]
    return title, "\n".join(lines)


def _plain_text(tokens: list[Any]) -> Iterator[str]:
    """The text of inline Markdown: a link gives its text, images and HTML give nothing."""
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type in ("text", "code_inline"):
            yield token.content
