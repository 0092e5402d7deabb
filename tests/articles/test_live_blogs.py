"""A live blog is read entry by entry; where it cannot be, the reader is told what that means for days."""

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from samples import PARAGRAPHS, page, write

from analysis.articles.article import Article, read_all, read_article
from analysis.articles.pages import live_blogs
from analysis.corpus.reader import read_corpus
from analysis.errors import SeveralArticles

TITLE = "Storm over Norland – live"


def entry(time: Any, body: Any, headline: str = "") -> dict[str, Any]:
    return {"@type": "BlogPosting", "headline": headline, "datePublished": time, "articleBody": body}


NEWEST_FIRST = [
    entry("2024-06-13T00:10:00+02:00", f"<p>{PARAGRAPHS[2]}</p>", "A call at night"),
    entry("2024-06-12T18:05:00+02:00", f"<p>{PARAGRAPHS[1]}</p><p>It &amp; more &lt;3.<br>End.</p>"),
    entry("2024-06-12T09:42:00+02:00", PARAGRAPHS[0], "First &#8216;talks&#8217;"),
]


def blog(updates: Any, wrap: str = "{}", **more: Any) -> str:
    posting = {"@type": "LiveBlogPosting", "headline": TITLE, "liveBlogUpdate": updates, **more}
    source = wrap.replace("{}", json.dumps(posting))
    return page(f'<script type="application/ld+json">{source}</script><script>var x = "LiveBlogPosting";</script>')


@pytest.mark.parametrize("wrap", ["{}", "[{}]", '{"@graph": [{"@type": "WebPage"}, {}]}', '{"mainEntity": {}}'])
def test_entries_of_one_day_are_one_article_in_the_order_of_time(tmp_path: Path, wrap: str) -> None:
    source = blog(NEWEST_FIRST[1:], wrap, author=[{"name": "Ann Lee"}, {"name": "Bo Ek"}], publisher={"name": "Herald"})
    article = read_article(write(tmp_path, "live.html", source))
    lines = ["09:42", "First ‘talks’", PARAGRAPHS[0], "18:05", PARAGRAPHS[1], "It & more <3.", "End."]
    assert article.text.split("\n") == [TITLE, *lines]
    assert (article.title, article.author, article.source) == (TITLE, "Ann Lee, Bo Ek", "Herald")
    assert article.published == date(2024, 6, 12)
    assert article.published_reason == "It is the day of all 2 entries of this live blog."
    kinds = {article.text[block.start : block.end]: block.kind for block in article.blocks}
    assert kinds["09:42"] == kinds["18:05"] == "furniture" and kinds[PARAGRAPHS[0]] == "paragraph"


def test_a_live_blog_of_several_days_is_an_article_a_day(tmp_path: Path) -> None:
    path = write(tmp_path, "live.html", blog(NEWEST_FIRST))
    with pytest.raises(SeveralArticles, match=r"live\.html holds 2 articles") as error:
        read_article(path)
    assert error.value.titles == (f"{TITLE} (2024-06-12)", f"{TITLE} (2024-06-13)")
    last = read_article(path, number=2)
    assert last.text.split("\n") == [TITLE, "00:10", "A call at night", PARAGRAPHS[2]]
    assert last.published_reason == "It is the day of one entry of a live blog with entries of 2 days."
    assert [a.published for a in read_all(path) if isinstance(a, Article)] == [date(2024, 6, 12), date(2024, 6, 13)]
    assert [item.article_id for item in read_corpus(path)] == ["live-00000001", "live-00000002"]


@pytest.mark.parametrize(
    "updates",
    [
        None,
        [],
        "words",
        NEWEST_FIRST[:1],
        [entry("yesterday", PARAGRAPHS[0]), entry(None, PARAGRAPHS[1])],
        [entry("2024-06-12", ["a list"]), entry("2024-06-12", None)],
        [{"@id": "#1"}, {"@id": "#2"}, 7, None],
    ],
)
def test_a_live_blog_without_dated_entries_is_read_as_a_page_with_a_note(tmp_path: Path, updates: Any) -> None:
    article = read_article(write(tmp_path, "live.html", blog(updates)))
    assert PARAGRAPHS[1] in article.text
    assert str(article.published_reason).startswith("The page is a live blog whose entries do not state their days")


@pytest.mark.parametrize("times", [["10:42", "10.42am", "14:05 GMT", "9:05 p.m."], ["Posted at 10:42"] * 4])
def test_times_above_paragraphs_make_a_live_blog(times: list[str]) -> None:
    text = "\n".join(f"{time}\n{PARAGRAPHS[0]}" for time in times)
    assert live_blogs.note("", text)
    assert not live_blogs.note("", text.replace("\n", " "))


@pytest.mark.parametrize("line", ["10:42", "8 votes to 4", "1999", "10.42 million", "She came at 10:42.", "12.05.2024"])
def test_other_pages_have_no_note(line: str) -> None:
    assert live_blogs.note(page(), f"{line}\n{PARAGRAPHS[0]}") == ""


@pytest.mark.parametrize("source", ["{", "[" * 50_000, "7", '"LiveBlogPosting"', '{"@type": ["LiveBlogPosting"]}'])
def test_broken_descriptions_are_passed_over(source: str) -> None:
    assert live_blogs.read_days(f'LiveBlogPosting<script type="application/ld+json">{source}</script>') == []


@pytest.mark.parametrize("piece", ["<script", "<script>", "<script type=ld+json>", "<script></script>", "</script"])
def test_hostile_pages_take_linear_time(piece: str) -> None:
    begun = time.process_time()
    assert live_blogs.read_days("LiveBlogPosting" + piece * 100_000) == []
    assert time.process_time() - begun < 5
