"""Saved pages: the article, its metadata, and no date that the page does not state."""

import json
from datetime import date
from pathlib import Path

import pytest
from samples import PARAGRAPHS, TEXT, TITLE, page, write

from analysis.articles.article import read_article
from analysis.errors import ArticleError

pytestmark = pytest.mark.usefixtures("no_network")


def test_a_page_gives_its_article_and_metadata(tmp_path: Path) -> None:
    head = (
        "<meta property='og:site_name' content='The Lindau Herald'><meta name='author' content='Anna Rask'>"
        "<meta property='article:published_time' content='2024-06-12T08:00:00Z'>"
        "<meta property='article:modified_time' content='2024-06-14T08:00:00Z'>"
        "<link rel='canonical' href='https://herald.example/old-foes'>"
    )
    article = read_article(write(tmp_path, "a.html", page(head)))
    assert article.text.split("\n") == [TITLE, *PARAGRAPHS]
    assert (article.title, article.author, article.source) == (TITLE, "Anna Rask", "The Lindau Herald")
    assert (article.url, article.published) == ("https://herald.example/old-foes", date(2024, 6, 12))
    assert set(article.origins.values()) == {"page"} and len(article.origins) == 5
    assert article.published_reason is not None and "the page says" in article.published_reason
    assert article.encoding == "utf-8" and article.article_id == "a"


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ("", "", None),  # 1999-03-24 in the text and © 2019 below it are not publication dates
        ("", "<p>On 24 February 2022 and on 2022-02-25 they met. It was published in 2019-01-01 or so.</p>", None),
        ("<meta property='og:image' content='https://x.example/2021/03/04/a.jpg'>", "", None),
        ("<meta property='article:modified_time' content='2024-06-14T08:00:00Z'>", "", None),
        ("", "<img src='/2021-03-04.jpg' alt='2021-03-04'>", None),
        ("<link rel='canonical' href='https://x.example/2024/06/12/old-foes'>", "", "2024-06-12"),
        ("", "<p class='dateline'>Wednesday, 12 June 2024</p>", "2024-06-12"),
        ("", "<p>Published: June 12, 2024</p>", "2024-06-12"),
        (
            "",
            "<time datetime='2024-06-12'>yesterday</time><p>x <time datetime='2001-09-11'>then</time></p>",
            "2024-06-12",
        ),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-06-12"}</script>',
            "",
            "2024-06-12",
        ),
        ("<meta name='date' content='06/12/2024'>", "<p class='date'>06/12/2024</p>", None),  # June or December
        ("", "<p class='date'>2 hours ago</p><p class='date'>yesterday</p>", None),
        ("", "<p class='meta'>Updated 14 June 2024</p><p>Last updated on 14 June 2024</p>", None),
        ("", "<div class='comments'><p class='comment-date'>3 May 2021</p></div>", None),
        ('<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2024-06-14"}</script>', "", None),
        (
            "",
            "<nav><time datetime='2001-09-11'>x</time></nav><time datetime='2024-06-12'>x</time>",
            "2024-06-12",
        ),
        ("", "<ul><li><a href='/x'>Old news</a> <time datetime='2001-09-11'>x</time></li></ul>", None),
        ("<meta name='date' content='2031-06-12'>", "", "2031-06-12"),  # today's clock does not matter
    ],
)
def test_a_stated_date_is_found_and_none_is_invented(tmp_path: Path, head: str, body: str, day: str | None) -> None:
    article = read_article(write(tmp_path, "a.html", page(head, body)))
    assert str(article.published) == str(day)
    reason = article.published_reason or ""
    assert ("published=" in reason and "a.toml" in reason) if day is None else "the page says" in reason


LINKS = [
    f"Ministers of {town} meet again over the long quarrel" for town in ("Rome", "Bonn", "Oslo", "Riga", "Lima", "Kyiv")
]
NO_ARTICLE = {
    "links": "<ul>" + "".join(f"<li><a href='/{n}'>{line} now.</a></li>" for n, line in enumerate(LINKS)) + "</ul>",
    "teasers": "".join(
        f"<div class='card'><h2><a href='/{n}'>{line}</a></h2><p>{line}, and officials said it was no use.</p></div>"
        for n, line in enumerate(LINKS)
    ),
    "cookies": "<h1>Before you go on</h1><p>We and our partners use cookies to store data on your device.</p>"
    "<p>You can manage cookies at any time in our privacy settings.</p><button>Accept all</button>",
    "login": "<h1>Welcome back</h1><form><p>Log in to continue to your account.</p><p>Forgot password?</p>"
    "<p>By signing in you agree to our terms of use and privacy policy.</p></form>",
    "nothing": "",
    "menu": "<nav><a href='/'>Home</a></nav>",
}


@pytest.mark.parametrize("name", NO_ARTICLE)
def test_a_page_without_an_article_is_refused(tmp_path: Path, name: str) -> None:
    html = (
        f"<!DOCTYPE html><html><head><title>The Paper</title></head><body><main>{NO_ARTICLE[name]}</main></body></html>"
    )
    with pytest.raises(ArticleError, match=r"copy its text into a \.txt file") as error:
        read_article(write(tmp_path, "a.html", html))
    assert "a.html" in str(error.value)


def test_a_cookie_banner_and_related_links_do_not_hide_an_article(tmp_path: Path) -> None:
    around = NO_ARTICLE["cookies"].replace("h1", "b") + "<div class='related'>" + NO_ARTICLE["teasers"] + "</div>"
    text = read_article(write(tmp_path, "a.html", page(paragraphs=PARAGRAPHS * 2, body="") + around)).text
    assert all(paragraph in text for paragraph in PARAGRAPHS)


def test_a_declared_encoding_is_used(tmp_path: Path) -> None:
    html = page().replace("utf-8", "iso-8859-1").encode("cp1252")
    article = read_article(write(tmp_path, "a.htm", html))
    assert PARAGRAPHS[0] in article.text and article.encoding == "cp1252"


def test_a_page_saved_as_one_file(tmp_path: Path) -> None:
    content = page().encode("utf-8").hex("=").upper()
    archive = (
        'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"={content}\r\n--b--\r\n"
    )
    assert PARAGRAPHS[2] in read_article(write(tmp_path, "a.mhtml", archive)).text
    with pytest.raises(ArticleError, match="holds no page"):
        read_article(write(tmp_path, "b.mht", TEXT))


def test_hostile_facts_come_out_as_one_harmless_line(tmp_path: Path) -> None:
    data = {
        "@type": "NewsArticle",
        "headline": "A\u202eB\ud800 C\nD",
        "author": {"@type": "Person", "name": "Eve\u2066 \0Doe"},
    }
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    head = f"{script}<link rel='canonical' href='javascript:alert(1)'>"
    article = read_article(write(tmp_path, "a.html", page(head)))
    for fact in (article.title, article.author, article.source):
        assert fact is None or (fact.isprintable() and "\n" not in fact)
    assert article.url is None and "url" not in article.origins
    article.text.encode("utf-8")
    odd = read_article(write(tmp_path, "a.txt", TEXT), title="A\u202e\nB\ud800", source="\0", url="data:text/html,x")
    assert (odd.title, odd.source, odd.url, odd.origins) == ("A B", None, None, {"title": "given"})


def test_a_page_in_another_language_is_refused_for_its_language(tmp_path: Path) -> None:
    text = "外交部长星期一与对方通了电话。发言人说，双方都希望继续对话。会谈计划下周举行，但是地点和日期还没有公布。"
    with pytest.raises(ArticleError, match=r"a\.html is in Chinese"):
        read_article(write(tmp_path, "a.html", page(paragraphs=[text, text[::-1] + "。"])))
