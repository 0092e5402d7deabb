"""A file becomes text and what it says about itself: plain text, Markdown, a saved page or a PDF, by its content."""

import codecs
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import charset_normalizer

from analysis import vocabulary
from analysis.articles.html import WORD, page_of_archive, read_page
from analysis.articles.pdf import read_clipping
from analysis.display import one_line
from analysis.errors import ArticleError, MetadataError

KINDS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "page",
    ".htm": "page",
    ".mhtml": "archive",
    ".mht": "archive",
    ".pdf": "clipping",
}
STANDARD_INPUT = "-"
PAGE_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b", re.IGNORECASE | re.DOTALL
)
ARCHIVE_START = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?content-type:\s*multipart/related", re.IGNORECASE
)
DECLARED = re.compile(rb"""charset\s*=\s*["']?((?:utf|iso|windows|cp|mac|koi|us-ascii|latin)[\w-]*)""", re.IGNORECASE)
START = 4096  # bytes in which a file shows what it is
ENCODINGS = [
    "utf_8",
    "utf_16",
    "utf_32",
    "cp1252",
    "mac_roman",
]  # in which English is written; the commonest of their kind
FRONT_MATTER = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(?:(.*?)\r?\n)?\1[ \t]*(?:\r?\n|$)", re.DOTALL)
LEAST_WORDS = 12  # below which no language is told
LIKELY = 0.5  # probability from which a language may be named,
UNLIKELY = 0.01  # where that of English is below this
SAMPLE = 5000  # characters from which the language is told


@dataclass(frozen=True)
class Source:
    """What a file holds: its text, and how that was decoded, if it was.

    `front_matter` is all that front matter says. `facts` are those that the file shows otherwise; their `origin` is
    "page", a saved one that states them, or "text".
    """

    text: str
    encoding: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    origin: str = "text"
    front_matter: Mapping[str, str] = field(default_factory=dict)


def read_source(path: str | Path) -> Source:
    """Read a file, or standard input for "-", by its suffix or, where its first bytes say more, by these.

    Raises ArticleError when there is no file, no text or no article in it, MetadataError when its front matter is bad.
    """
    name = named(path)
    data = _bytes(path, name)
    if not data.strip():
        raise ArticleError(f"{name} is empty; put the article's text into it")
    kind = _kind(data, "" if str(path) == STANDARD_INPUT else Path(path).suffix.lower(), name)
    if kind == "clipping":
        text, facts = read_clipping(data, name)
        return Source(text, facts=facts)
    if kind == "archive":
        data = page_of_archive(data, name)
    text, encoding = _decoded(data, name, declared=kind in ("page", "archive"))
    if kind in ("page", "archive"):
        text, facts = read_page(text, name)
        return Source(text, encoding, facts, origin="page")
    front_matter, text = _front_matter(text, name)
    facts, text = _markdown(text) if kind == "markdown" else ({}, text)
    if not re.search(r"\w", text):
        raise ArticleError(f"{name} holds not a word; put the article's text into it")
    return Source(text, encoding, facts, front_matter=front_matter)


def named(path: str | Path) -> str:
    """What messages call a file."""
    return "standard input" if str(path) == STANDARD_INPUT else str(path)


def web_address(value: object) -> str | None:
    """A fact that is the address of a page on the web; None for any other, such as a script."""
    address = one_line(value)
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc and " " not in address else None


def other_language(text: str) -> str | None:
    """The name of the language a text is written in, if it surely is not English; None if it is, or may be.

    A text with enough of the commonest English words is English; of others a model is asked (py3langid, naive Bayes
    over sequences of bytes, after Lui and Baldwin, 2012). Too short a text may be English.
    """
    sample = text[:SAMPLE]
    words = WORD.findall(sample.casefold())
    english, share = vocabulary.pages().english, vocabulary.pages().english_share
    if len(words) < LEAST_WORDS or sum(word in english for word in words) >= share * len(words):
        return None
    ranked = dict(_identifier().rank(" ".join(sample.split())))
    code = max(ranked, key=lambda code: ranked[code])
    if ranked[code] < LIKELY or ranked["en"] > UNLIKELY:
        return None
    if code == "zxx":  # ISO 639-2 for what is none
        return "no language"
    import babel

    return str(babel.Locale("en").languages.get(code, code))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # here: its model takes half a second to load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _bytes(path: str | Path, name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(path) == STANDARD_INPUT else Path(path).read_bytes()
    except FileNotFoundError:
        raise ArticleError(f"{name} does not exist; check the path, relative to {Path.cwd().name}/") from None
    except (OSError, ValueError, AttributeError) as error:  # a path with a NUL, a standard input that is closed or none
        reason = getattr(error, "strerror", None) or error
        raise ArticleError(f"{name} cannot be read: {reason}; name a file that you may read") from None


def _kind(data: bytes, suffix: str, name: str) -> str:
    """What a file is, one of the values of KINDS. Content counts for more than the suffix where it is plain to see."""
    start = data[:START].removeprefix(codecs.BOM_UTF8)
    if start.lstrip().startswith(b"%PDF-"):
        return "clipping"
    if suffix not in (".mhtml", ".mht") and PAGE_START.match(start):
        return "page"
    if suffix in KINDS:
        return KINDS[suffix]
    if ARCHIVE_START.match(start):
        return "archive"
    if not _is_plain(data):
        raise ArticleError(
            f"{name} is of no kind known here; known are {', '.join(KINDS)}, so copy its text into a .txt file"
        )
    return "text"


def _is_plain(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return re.search(r"[\x00-\x08\x0e-\x1f]", text) is None


def _decoded(data: bytes, name: str, declared: bool) -> tuple[str, str]:
    """The text and its encoding: UTF-8, what a page declares, or the likeliest of those in which English is written."""
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    if declared and (found := DECLARED.search(data[:START])):
        encoding = found[1].decode("ascii").lower()
        encoding = (
            "cp1252" if encoding in ("iso-8859-1", "latin-1", "latin1", "us-ascii") else encoding
        )  # as browsers do
        try:
            text = data.decode(encoding)
            text.encode("utf-8")
            return text, encoding
        except (LookupError, UnicodeError):
            pass
    guess = None if _is_binary(data) else charset_normalizer.from_bytes(data, cp_isolation=ENCODINGS).best()
    if guess is None:
        raise ArticleError(f"{name} is no text in any encoding known here; save the article as UTF-8 text")
    return data.decode(guess.encoding), guess.encoding


def _is_binary(data: bytes) -> bool:
    """Bytes that no text has: a NUL where the encoding is not one of two or four bytes a character."""
    return b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _front_matter(text: str, name: str) -> tuple[dict[str, str], str]:
    """The facts between two lines of --- (YAML) or +++ (TOML) at the very start, and the text after them.

    Anything between such lines that is no table of facts, such as text between two rules, is left where it is.
    """
    match = FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    load = _yaml if match[1] == "---" else tomllib.loads
    try:
        facts = load(match[2] or "")
    except (ValueError, OverflowError, RecursionError) as error:
        problem = one_line(error)[:100]
        raise MetadataError(
            f"{name}: its front matter cannot be read ({problem}); each line reads like title: The headline"
        ) from None
    if not isinstance(facts, dict):
        return {}, text
    return {str(key).lower(): fact for key, value in facts.items() if (fact := _fact(value))}, text[match.end() :]


def _yaml(text: str) -> Any:
    import yaml

    try:
        return yaml.load(text, yaml.BaseLoader)  # makes text of every value, and no objects
    except yaml.YAMLError as error:
        raise ValueError(error) from None


def _fact(value: object) -> str:
    """A fact as text; of a list its parts in a row, of anything with parts of its own nothing."""
    if isinstance(value, list):
        return ", ".join(part for part in value if isinstance(part, str))
    return "" if isinstance(value, dict) else str(value)


def _markdown(text: str) -> tuple[dict[str, str], str]:
    """A Markdown file's title, if it begins with a heading of the first level, and its text.

    Each paragraph, heading and item is a line. Indented ones are like any other, since an article holds no code.
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").disable("code").parse(text)
    lines: list[str] = []
    title: dict[str, str] = {}
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline":
            line = " ".join("".join(_inline(token.children or [])).split())
            lines += [line] if line else []
            if line and len(lines) == 1 and before is not None and before.tag == "h1":
                title = {"title": line}
        elif token.type == "fence":
            lines += [" ".join(line.split()) for line in token.content.splitlines() if line.strip()]
    return title, "\n".join(lines)


def _inline(tokens: list[Any]) -> Iterator[str]:
    """The words of a stretch of Markdown: of a link its text, of a picture and of HTML nothing."""
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type in ("text", "code_inline"):
            yield token.content
