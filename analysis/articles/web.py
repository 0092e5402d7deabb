"""An article at a web address: the page is fetched once, kept as it arrived, and read as a saved page.

This is the only place that uses the network, and only if the user gives an address. Nothing that the page names is
fetched: no images, scripts or further pages.
"""

import datetime
import ipaddress
import json
import re
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from analysis.articles.article import ALL_OF_THEM, Article, read_article
from analysis.articles.formats import web_address
from analysis.articles.pages.html import PAGE_REMEDY
from analysis.display import one_line, short
from analysis.errors import ArticleError, SeveralArticles

MAX_BYTES = 20_000_000  # the largest pages of newspapers have some 5 MB
MAX_SECONDS = 30.0  # for everything: looking up the name, redirects, and the last byte
MAX_REDIRECTS = 5
PIECE_BYTES = 1 << 16
REDIRECTS = {301, 302, 303, 307, 308}
ANY_SCHEME = re.compile(r"[a-z][a-z\d+.-]*://", re.IGNORECASE)
BROWSER_REMEDY = "save the page from your browser, and give the file"
# The file that a page is kept in, by the type that the server gives it. A server that gives none sends a page.
PAGE_FILES = {
    "": "page.html",
    "text/html": "page.html",
    "application/xhtml+xml": "page.html",
    "text/plain": "page.txt",
    "application/pdf": "page.pdf",
}
FACTS_FILE = "page.toml"
SAVED_FILES = frozenset({*PAGE_FILES.values(), FACTS_FILE})
HEADERS = {
    "User-Agent": "analysis (reads one news article for its reader)",
    "Accept": "text/html, application/xhtml+xml, application/pdf, text/plain;q=0.9",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip, deflate",
}


@dataclass(frozen=True)
class Fetched:
    """The response of a server.

    Attributes:
        data: The content, decompressed.
        address: The address that answered, after all redirects.
        time: When the last byte arrived, in UTC.
        media_type: Its type, like "text/html"; "" if the server gives none.
    """

    data: bytes
    address: str
    time: datetime.datetime
    media_type: str = ""


def is_address(path: str | Path) -> bool:
    """Whether a path is a web address rather than the name of a file.

    >>> is_address("https://news.example/talks"), is_address("talks.html")
    (True, False)
    """
    return ANY_SCHEME.match(str(path)) is not None


def read_address(
    address: str, tell: Callable[[str], object] = lambda _: None, **facts: Any
) -> tuple[Article, dict[str, bytes]]:
    """Fetch a page and read the article on it.

    Args:
        address: An http or https address.
        tell: Receives a message about each redirect.
        **facts: Metadata that override those of the page, as for `read_article`.

    Returns:
        The article, and the files to keep, by name: the page as it arrived, and a metadata file with its final address
        and the time of fetching. `read_article` makes the same article of these files.

    Raises:
        ArticleError: The page cannot be fetched, or holds no article.
    """
    page = fetch(address, tell)
    name = PAGE_FILES.get(page.media_type)
    if name is None:
        raise ArticleError(f"{short(page.address, 200)} is not a page but {page.media_type}; {BROWSER_REMEDY}")
    files = {name: page.data, FACTS_FILE: _facts(page).encode()}
    with tempfile.TemporaryDirectory() as folder:
        for file, data in files.items():
            (Path(folder) / file).write_bytes(data)
        try:
            return read_article(Path(folder) / name, **facts), files
        except ArticleError as error:
            message = str(error).replace(str(Path(folder) / name), short(page.address, 200))
            if isinstance(error, SeveralArticles):  # a corpus is read from files
                raise SeveralArticles(message.partition(ALL_OF_THEM)[0], error.titles) from None
            raise ArticleError(message.replace(PAGE_REMEDY, BROWSER_REMEDY)) from None


def fetch(address: str, tell: Callable[[str], object] = lambda _: None) -> Fetched:
    """Fetch a page, within `MAX_SECONDS` and `MAX_BYTES`, over at most `MAX_REDIRECTS` redirects.

    A thread does the work, so that the caller never waits longer than the limit: a server can send its answer a byte at
    a time, and looking up a name has no limit of its own.

    Args:
        address: An http or https address.
        tell: Receives a message about each redirect.

    Raises:
        ArticleError: The address is not one of http or https, the page cannot be fetched, or the server answers with an
            error.
    """
    start = _checked(address)
    outcome: list[Fetched | Exception] = []

    def work() -> None:
        try:
            outcome.append(_follow(start, tell, time.monotonic() + MAX_SECONDS))
        except Exception as error:
            outcome.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(MAX_SECONDS)
    result = outcome[0] if outcome else TimeoutError()
    if isinstance(result, Fetched):
        return result
    if isinstance(result, ArticleError):
        raise result
    raise ArticleError(f"{short(start, 200)} cannot be fetched: {_reason(result)}; {BROWSER_REMEDY}")


def _checked(address: str) -> str:
    """The address without its fragment. Raises ArticleError unless it is one of http or https without a password."""
    shown = short(address, 200)
    if web_address(address) is None:
        raise ArticleError(
            f"{shown} is not the address of a page; give one that begins with https:// or http://, or a file"
        )
    address = urldefrag(address.strip()).url
    parts = urlsplit(address)
    if parts.username or parts.password:
        raise ArticleError(f"{parts.hostname}: the address holds a user's name or password; {BROWSER_REMEDY}")
    return address


def _follow(address: str, tell: Callable[[str], object], deadline: float) -> Fetched:
    """Fetch an address, and the ones that it redirects to."""
    import urllib3

    may_be_private = _is_private(address)
    with urllib3.PoolManager(headers=HEADERS, ssl_context=_tls(), retries=False) as pool:
        for n_redirects in range(MAX_REDIRECTS + 1):
            seconds = max(deadline - time.monotonic(), 0.01)
            with pool.request("GET", address, redirect=False, preload_content=False, timeout=seconds) as response:
                target = response.headers.get("Location") if response.status in REDIRECTS else None
                if target is None:
                    return _answer(response, address, deadline)
            address = _redirected(address, target, may_be_private)
            if n_redirects < MAX_REDIRECTS:
                tell(f"redirected to {short(address, 200)}")
    raise ArticleError(f"{short(address, 200)} is behind over {MAX_REDIRECTS} redirects; {BROWSER_REMEDY}")


def _tls() -> ssl.SSLContext:
    """Servers must have a certificate that this system or Mozilla's list (certifi) trusts."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _redirected(address: str, target: str, may_be_private: bool) -> str:
    """Where a redirect leads.

    Raises:
        ArticleError: It leads to another scheme, except from http to the safer https; or from the internet to this
            machine or its network, where pages are for those who are in it.
    """
    new = urldefrag(urljoin(address, target)).url
    before, after = urlsplit(address).scheme, urlsplit(new).scheme
    shown = f"{short(address, 200)} redirects to {short(new, 200)}"
    if web_address(new) is None or (before, after) == ("https", "http"):
        raise ArticleError(f"{shown}, which is not followed; {BROWSER_REMEDY}")
    if not may_be_private and _is_private(new):
        raise ArticleError(f"{shown}, an address within this network, which is not followed; {BROWSER_REMEDY}")
    return _checked(new)


def _is_private(address: str) -> bool:
    """Whether an address is on this machine or its network; False for an unknown host name."""
    try:
        places = socket.getaddrinfo(urlsplit(address).hostname, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(not ipaddress.ip_address(str(place[0]).partition("%")[0]).is_global for *_, place in places)


def _answer(response: Any, address: str, deadline: float) -> Fetched:
    """The content of a response. Raises ArticleError if it is an error, or longer than a page may be."""
    if response.status != HTTPStatus.OK:
        phrase = f" ({reason})" if (reason := one_line(response.reason or "")) else ""
        raise ArticleError(f"{short(address, 200)} answers with {response.status}{phrase}; {BROWSER_REMEDY}")
    pieces, size = [], 0
    while piece := response.read1(PIECE_BYTES, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise ArticleError(f"{short(address, 200)} is too long (over {MAX_BYTES:,} bytes); {BROWSER_REMEDY}")
        if time.monotonic() > deadline:
            raise TimeoutError
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    return Fetched(b"".join(pieces), address, now, one_line(media_type))


def _reason(error: Exception) -> str:
    """Why a page could not be fetched, in words."""
    import urllib3.exceptions as failures

    if isinstance(error, failures.NameResolutionError):
        return "the server, or the network, cannot be found"
    if isinstance(error, failures.NewConnectionError):
        return "the server does not answer"
    if isinstance(error, TimeoutError | failures.TimeoutError):
        return f"it took over {MAX_SECONDS:g} seconds"
    if isinstance(error, failures.SSLError):
        return "its certificate is not valid"
    return "the response breaks off or is not HTTP"


def _facts(page: Fetched) -> str:
    """The metadata file of a fetched page, in TOML."""
    values: Mapping[str, str] = {"url": page.address, "article_id": _name_in(page.address)}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items()]
    return "".join([*lines, f"fetched = {page.time:%Y-%m-%dT%H:%M:%SZ}\n"])


def _name_in(address: str) -> str:
    """A name for the article: the last part of its address with a word in it, or the server.

    >>> _name_in("https://news.example/2024/05/talks-in-oslo/?ref=x")
    'talks-in-oslo'
    """
    parts = urlsplit(address)
    names = [Path(unquote(part)).stem for part in parts.path.split("/") if re.search(r"[a-z]{3}", part, re.IGNORECASE)]
    words = [name for name in names if not re.fullmatch(r"(index|default)", name, re.IGNORECASE)]
    return re.sub(r"[^\w.-]+", "-", short(words[-1], 80).strip("…")) if words else str(parts.hostname)
