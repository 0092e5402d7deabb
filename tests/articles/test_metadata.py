"""What a page states about its article, in the mark-up of many kinds of sites."""

import json

import pytest
from samples import PARAGRAPHS, TITLE

from analysis.articles.pages.html import read_page

TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS * 2)
HEADING = f"<h1>{TITLE}</h1>"


def facts(head: str = "", above: str = HEADING, below: str = "", attributes: str = "") -> dict[str, str]:
    head = head if "<title>" in head else f"<title>{TITLE} | The Paper</title>{head}"
    html = f"<!DOCTYPE html><html {attributes}><head>{head}</head><body><main>{above}{TEXT}{below}</main></body></html>"
    return read_page(html, "a.html")[1]


def linked(**values: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle'} | values)}</script>"


# Titles


@pytest.mark.parametrize(
    ("head", "above"),
    [
        (f"<title>The Paper: {TITLE}</title>", HEADING),
        (f"<title>{TITLE} - World - The Paper</title>", ""),
        (f"<title>{TITLE}</title><meta property='og:title' content='{TITLE} &ndash; The Paper'>", HEADING),
        (f"<title>x</title>{linked(headline=TITLE[:20] + '…')}<meta name='twitter:title' content='{TITLE}'>", HEADING),
        (f"<title>{TITLE} | The Paper</title>", "<h1><a href='/'>The Paper The Paper Logo</a></h1>"),
        (f"<title>{TITLE} | The Paper</title><meta property='og:site_name' content='The Paper'>", "<h1>The Paper</h1>"),
    ],
)
def test_the_title_is_the_headline_alone(head: str, above: str) -> None:
    assert facts(head, above)["title"] == TITLE


@pytest.mark.parametrize("title", ["Fish - what comes next | The Paper", "Is it over? - The Paper"])
def test_a_title_without_a_heading_keeps_its_own_parts(title: str) -> None:
    assert facts(f"<title>{title}</title>", "")["title"] in ("Fish - what comes next", title)


def test_linked_data_with_a_mistake_still_date_the_article() -> None:
    broken = linked(headline=TITLE, datePublished="2021-05-04", url='x"y').replace('\\"', '"')
    assert facts(broken)["published"] == "2021-05-04"


# Authors


@pytest.mark.parametrize(
    ("head", "above"),
    [
        (linked(author={"@type": "Person", "name": "Ann Lee"}), ""),
        (linked(author=[{"name": ["Ann Lee"]}]), ""),
        (linked(author="By Ann Lee").replace("}", ",}"), ""),  # a comma too many
        (linked(author={"@type": "Organization", "name": "The Paper"}, publisher={"name": "The Paper"}), "By Ann Lee"),
        ("<meta name='author' content='Ann Lee, GNN'>", ""),
        ("<meta name='author' content='annlee'>", "<p class='author'>Ann Lee</p>"),
        ("<meta property='article:author' content='https://x.example/ann'>", "<a rel='author' href='/x'>Ann Lee</a>"),
        ("", "<div class='byline'><span>By Ann Lee</span><span>Political correspondent</span></div>"),
        ("", "<p>Posted on May 3, 2019 by <a href='/ann'>Ann Lee</a></p>"),
        ("", "<div class='user-account'><b class='author'>Username</b></div><div class='post-author'>Ann Lee</div>"),
    ],
)
def test_the_author_is_a_name(head: str, above: str) -> None:
    above = above if above.startswith("<") else f"<p>{above}</p>"
    assert facts(head, HEADING + above).get("author") == "Ann Lee"


@pytest.mark.parametrize("text", ["Updated Tuesday", "Link Copied", "Monday August", "Staff", "reporter's e-mail"])
def test_what_is_no_name_is_no_author(text: str) -> None:
    assert "author" not in facts("", f"{HEADING}<p class='author'>{text}</p>")


# Sources


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ("", "The Paper"),
        ("<meta property='og:site_name' content='Paper Online'>", "Paper Online"),
        (f"<meta property='og:site_name' content='{TITLE}'>", "The Paper"),
        (linked(publisher={"name": "Paper House"}), "Paper House"),
        (f"<title>{TITLE}</title><link rel='canonical' href='https://www.paper.example/x'>", "paper.example"),
        (
            f"<title>World - {TITLE} - Old Paper</title><link rel='canonical' href='https://oldpaper.example/x'>",
            "Old Paper",
        ),
    ],
)
def test_the_source_is_the_name_of_the_site(head: str, source: str) -> None:
    assert facts(head).get("source") == source


# Days


@pytest.mark.parametrize(
    ("above", "day"),
    [
        ("<p>Posted: 09/10/2013 4:15 pm EDT | Updated: 09/12/2013 10:00 am EDT</p>", "2013-09-10"),
        ("<p>POSTED ON SEPTEMBER 12, 2018 BY ANN LEE</p>", "2018-09-12"),
        ("<div><span>Published On 5 May 2021</span><span>5 May 2021</span></div>", "2021-05-05"),
        ("<div class='event-date'>4 May 2020</div>", None),
        ("<h2>4 May 2020</h2>", "2020-05-04"),
        (
            "<div class='latest'><time datetime='2026-11-26'>x</time></div><time datetime='2022-02-02T10:00'>x</time>",
            "2022-02-02",
        ),
        (
            "<time class='updated' datetime='2018-01-01'></time><time class='published' datetime='2017-09-12'></time>",
            "2017-09-12",
        ),
    ],
)
def test_the_day_below_the_headline_is_that_of_publication(above: str, day: str | None) -> None:
    assert facts("", HEADING + above).get("published") == day


def test_the_clock_above_the_headline_and_days_in_the_story_do_not_date_it() -> None:
    clock, day = "<div><span>Friday, November 27, 2026</span></div>", "<div>March 4, 2021</div>"
    assert facts("", f"{clock}{HEADING}{day}")["published"] == "2021-03-04"
    assert "published" not in facts("", HEADING, below="<h2>4 May 2020</h2><p>They met.</p>")
    assert "published" not in facts("", HEADING + "<p>On 4 May 2020 they met.</p>")


@pytest.mark.parametrize(
    ("head", "attributes", "day"),
    [
        ("", "lang='en-GB'", "2024-05-01"),
        ("", "lang='en-US'", "2024-01-05"),
        ("<meta property='og:locale' content='en_IN'>", "", "2024-05-01"),
        ("<link rel='canonical' href='https://paper.co.uk/x'>", "lang='en-US'", "2024-05-01"),
        ("<meta property='article:modified_time' content='2024-05-03'>", "", "2024-05-01"),
        ("<link rel='canonical' href='https://paper.example/2024/01/05/x'>", "", "2024-01-05"),
        ("", "lang='en'", None),
    ],
)
def test_a_day_in_digits_is_settled_by_country_or_another_date(head: str, attributes: str, day: str | None) -> None:
    found = facts(head, f"{HEADING}<p class='date'>01/05/2024</p>", attributes=attributes)
    assert found.get("published") == day
    assert ("1 May 2024 or 5 January 2024" in found.get("unsettled", "")) == (day is None)


@pytest.mark.parametrize(
    "script",
    ["{", "[[[[", '{"@graph": 3}', '[1, null, "x"]', '{"@type": ["NewsArticle", 3], "author": 3}', "{" * 99_999],
)
def test_linked_data_of_any_form_do_no_harm(script: str) -> None:
    assert facts(f"<script type='application/ld+json'>{script}</script>")["title"] == TITLE
