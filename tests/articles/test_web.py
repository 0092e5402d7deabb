"""Fetching a page: what is kept, and every way in which that can fail, against a server on this machine."""

import gzip
import socket
import threading
import time
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from samples import CLIPPING, PARAGRAPHS, TEXT, TITLE, page

from analysis.articles import web
from analysis.articles.article import read_article
from analysis.articles.web import fetch, is_address, read_address
from analysis.errors import ArticleError, MetadataError, SeveralArticles

WALL = page(paragraphs=["Log in to continue. Already a subscriber? We use cookies."])
REMEDY = "; save the page from your browser, and give the file"
HTML = "text/html; charset=utf-8"
DAY = "<meta property='article:published_time' content='2024-06-12'>"
UPDATES = ", ".join(
    f'{{"datePublished": "2024-06-1{day}T09:42", "articleBody": "They talked again and again in old town, Lee said."}}'
    for day in (1, 2)
)
LIVE = page(
    f'<script type="application/ld+json">{{"@type": "LiveBlogPosting", "liveBlogUpdate": [{UPDATES}]}}</script>'
)
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/news/old-foes": (200, {"Content-Type": HTML}, page(DAY).encode()),
    "/packed": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, gzip.compress(page().encode())),
    "/print.pdf": (200, {"Content-Type": "application/pdf"}, CLIPPING),
    "/plain": (200, {"Content-Type": "text/plain"}, TEXT.encode()),
    "/untyped": (200, {}, page().encode()),
    "/one": (302, {"Location": "/two"}, b""),
    "/two": (301, {"Location": "news/old-foes#top"}, b""),
    "/round": (307, {"Location": "/round"}, b""),
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/ftp": (302, {"Location": "ftp://127.0.0.1/a"}, b""),
    "/script": (302, {"Location": "javascript:alert(1)"}, b""),
    "/nowhere": (302, {"Location": "http://user:secret@127.0.0.1/a"}, b""),
    "/live": (200, {"Content-Type": HTML}, LIVE.encode()),
    "/gone": (404, {"Content-Type": HTML}, page().encode()),
    "/forbidden": (403, {"Content-Type": HTML}, page().encode()),
    "/wall": (200, {"Content-Type": HTML}, WALL.encode()),
    "/empty": (200, {"Content-Type": HTML}, b""),
    "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/short": (200, {"Content-Type": HTML, "Content-Length": "9999"}, page().encode()),
    "/long": (200, {"Content-Type": HTML}, b"a" * 30_000),
    "/bomb": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, gzip.compress(b"a" * 9_000_000)),
    "/broken": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, b"\x1f\x8b none"),
}


class Server(BaseHTTPRequestHandler):
    """Answers as in ANSWERS; /drip sends a byte at a time and never ends, /drip-head not even its headers."""

    ends = threading.Event()

    def do_GET(self) -> None:
        if self.path.startswith("/drip"):
            self.wfile.write(b"HTTP/1.0 200 OK\r\n" + b"\r\n" * (self.path == "/drip"))
            while not self.ends.wait(0.02):
                self.wfile.write(b"a")
            return
        status, headers, body = ANSWERS[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:  # the client has left
            self.close_connection = True


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        Server.ends.set()
        server.shutdown()
        thread.join()


def test_a_page_is_kept_as_it_came_and_read_again_from_there(site: str, tmp_path: Path) -> None:
    article, files = read_address(f"{site}/news/old-foes#comments")
    assert (article.title, str(article.published), article.article_id) == (TITLE, "2024-06-12", "old-foes")
    assert article.url == f"{site}/news/old-foes" and article.origins["url"] == "metadata file"
    assert files["page.html"] == ANSWERS["/news/old-foes"][2]
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    assert read_article(tmp_path / "page.html") == article
    assert read_article(tmp_path / "page.html").published_reason == article.published_reason
    facts = tomllib.loads(files["page.toml"].decode())
    assert facts["url"] == article.url and abs(facts["fetched"].timestamp() - time.time()) < 60


def test_given_metadata_override_those_of_the_page(site: str) -> None:
    article, _ = read_address(f"{site}/news/old-foes", title="Other", published="2024-06-10", article_id="mine")
    assert (article.title, str(article.published), article.article_id) == ("Other", "2024-06-10", "mine")
    with pytest.raises(MetadataError, match="published: 'May' is not a date"):
        read_address(f"{site}/news/old-foes", published="May")


@pytest.mark.parametrize(
    ("path", "name"),
    [("/packed", "page.html"), ("/untyped", "page.html"), ("/plain", "page.txt"), ("/print.pdf", "page.pdf")],
)
def test_what_else_a_server_may_send(site: str, path: str, name: str) -> None:
    article, files = read_address(site + path)
    assert sorted(files) == sorted([name, "page.toml"])
    assert PARAGRAPHS[0] in article.text or name == "page.pdf"


def test_redirects_are_followed_and_shown(site: str) -> None:
    told: list[str] = []
    assert fetch(f"{site}/one", told.append).address == f"{site}/news/old-foes"
    assert told == [f"redirected to {site}/two", f"redirected to {site}/news/old-foes"]
    told.clear()
    with pytest.raises(ArticleError, match=f"/round is behind over 5 redirects{REMEDY}"):
        fetch(f"{site}/round", told.append)
    assert len(told) == 5


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/gone", r"/gone answers with 404 \(Not Found\)"),
        ("/forbidden", r"/forbidden answers with 403 \(Forbidden\)"),
        ("/wall", "/wall asks you to log in, subscribe or accept cookies, and holds no article"),
        ("/picture", "/picture is not a page but image/png"),
        ("/file", "redirects to file:///etc/passwd, which is not followed"),
        ("/ftp", "redirects to ftp://127.0.0.1/a, which is not followed"),
        ("/script", r"redirects to javascript:alert\(1\), which is not followed"),
        ("/nowhere", "the address holds a user's name or password"),
        ("/short", "/short cannot be fetched: the response breaks off or is not HTTP"),
        ("/broken", "/broken cannot be fetched: the response breaks off or is not HTTP"),
    ],
)
def test_the_error_says_to_save_the_page(site: str, path: str, message: str) -> None:
    with pytest.raises(ArticleError, match=f"{message}{REMEDY}") as error:
        read_address(site + path)
    assert "\n" not in str(error.value) and "/tmp" not in str(error.value)


def test_a_live_blog_of_several_days_is_chosen_from(site: str) -> None:
    with pytest.raises(
        SeveralArticles, match=r"/live holds 2 articles; choose one by its number, as in number=2$"
    ) as e:
        read_address(f"{site}/live")
    assert len(e.value.titles) == 2
    article, _ = read_address(f"{site}/live", number=2)
    assert (str(article.published), article.url) == ("2024-06-12", f"{site}/live")


def test_python_fetches_nothing_by_itself() -> None:
    with pytest.raises(ArticleError, match="is an address, which only the command line fetches; give a saved page"):
        read_article("https://news.example/a")


def test_a_page_without_content_is_named_by_its_address(site: str) -> None:
    with pytest.raises(ArticleError, match=rf"^{site}/empty is empty"):
        read_address(f"{site}/empty")


@pytest.mark.parametrize("path", ["/long", "/bomb"])
def test_no_more_is_read_than_the_limit(site: str, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(web, "MAX_BYTES", 20_000)
    monkeypatch.setattr(web, "PIECE_BYTES", 4096)
    with pytest.raises(ArticleError, match=rf"{path} is too long \(over 20,000 bytes\){REMEDY}"):
        fetch(site + path)


@pytest.mark.parametrize("path", ["/drip", "/drip-head"])
def test_a_server_that_drips_bytes_is_left_in_time(site: str, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(web, "MAX_SECONDS", 0.3)
    begun = time.monotonic()
    with pytest.raises(ArticleError, match=rf"{path} cannot be fetched: it took over 0.3 seconds{REMEDY}"):
        fetch(site + path)
    assert time.monotonic() - begun < 5


def test_a_redirect_from_the_internet_does_not_lead_into_this_network(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = iter([False, True])
    monkeypatch.setattr(web, "_is_private", lambda _: next(addresses))
    with pytest.raises(ArticleError, match=f"an address within this network, which is not followed{REMEDY}"):
        fetch(f"{site}/one")


@pytest.mark.parametrize(
    ("address", "is_private"),
    [("http://127.0.0.1:80/", True), ("http://[::1]/a", True), ("http://10.1.2.3/", True), ("http://8.8.8.8/", False)],
)
def test_addresses_of_this_machine_and_its_network(address: str, is_private: bool) -> None:
    assert web._is_private(address) == is_private


@pytest.mark.parametrize(
    ("before", "target", "after"),
    [
        ("http://a.example/x", "https://a.example/x", "https://a.example/x"),
        ("https://a.example/x", "/y?z=1#top", "https://a.example/y?z=1"),
        ("https://a.example/x", "http://a.example/x", None),
        ("https://a.example/x", "data:text/html,x", None),
    ],
)
def test_a_redirect_may_lead_to_the_safer_scheme_only(before: str, target: str, after: str | None) -> None:
    if after is None:
        with pytest.raises(ArticleError, match="which is not followed"):
            web._redirected(before, target, True)
    else:
        assert web._redirected(before, target, True) == after


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (
            "ftp://news.example/a",
            "ftp://news.example/a is not the address of a page; give one that begins with https://",
        ),
        ("file:///etc/passwd", "is not the address of a page"),
        ("https://", "is not the address of a page"),
        ("https://news.example/a b", "is not the address of a page"),
        ("https://ann:secret@news.example/a", "^news.example: the address holds a user's name or password"),
    ],
)
def test_other_addresses_are_not_fetched(monkeypatch: pytest.MonkeyPatch, address: str, message: str) -> None:
    monkeypatch.setattr(web, "_follow", lambda *_: pytest.fail("it is fetched"))
    with pytest.raises(ArticleError, match=message) as error:
        read_address(address)
    assert "secret" not in str(error.value)


def test_a_server_that_is_not_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ArticleError, match=f":{port}/a cannot be fetched: the server does not answer{REMEDY}"):
        fetch(f"http://127.0.0.1:{port}/a")


@pytest.mark.parametrize(
    ("path", "is_it"),
    [("https://a.example", True), ("HTTP://a.example/x", True), ("ftp://a", True), ("a.html", False), ("C:\\a", False)],
)
def test_addresses_are_told_from_files(path: str, is_it: bool) -> None:
    assert is_address(path) == is_it


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://news.example/", "news.example"),
        ("https://news.example/2024/05/01/talks-in-oslo.html?ref=x", "talks-in-oslo"),
        ("https://news.example/world/talks/12345678", "talks"),
        ("https://news.example/talks/index.html", "talks"),
        ("https://news.example/a%20b/%3Cscript%3E", "-script-"),
    ],
)
def test_the_article_is_named_after_its_address(address: str, name: str) -> None:
    assert web._name_in(address) == name
