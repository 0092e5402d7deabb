"""Texts as people keep them: broken lines, damaged characters, and the days and names above the first paragraph."""

import textwrap
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import PARAGRAPHS, TEXT, TITLE, write

from analysis.articles.article import Article, after_dateline, read_article
from analysis.articles.plain_text import (
    authors_in,
    day_readings,
    is_day_line,
    is_update,
    mended,
    stated_facts,
    unwrapped,
)

LIST = "\n".join(
    f"- {word} for the feast in the harbour" for word in ("bread", "salted fish", "milk", "a barrel of beer")
)
VERSE = "The boats are in, the nets are dry,\nThe gulls are fed,\nAnd nobody has asked them why\nThe flag is red."


def wrapped(width: int, between: str = "\n\n") -> str:
    return between.join(textwrap.fill(paragraph, width) for paragraph in PARAGRAPHS)


# Line breaks


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100])
def test_lines_broken_to_a_width_are_joined(width: int) -> None:
    assert [line for line in unwrapped(wrapped(width)).split("\n") if line] == PARAGRAPHS


@pytest.mark.parametrize("line_break", ["\r\n", "\r"])
def test_line_breaks_of_other_systems_are_joined_too(line_break: str) -> None:
    text = unwrapped(wrapped(60).replace("\n", line_break))
    assert [line for line in text.split("\n") if line] == PARAGRAPHS


def test_indented_paragraphs_without_blank_lines_are_told_apart() -> None:
    text = "\n".join(textwrap.fill(paragraph, 60, initial_indent="    ") for paragraph in PARAGRAPHS)
    assert [line.strip() for line in unwrapped(text).split("\n")] == PARAGRAPHS


def test_headline_byline_and_day_stay_lines_of_their_own() -> None:
    text = unwrapped(f"{TITLE}\nBy Ann Lee\nMarch 4, 2025\n\n{wrapped(64)}")
    assert text.split("\n")[:3] == [TITLE, "By Ann Lee", "March 4, 2025"]
    assert all(paragraph in text for paragraph in PARAGRAPHS)


def test_a_word_divided_at_a_line_end_is_rejoined() -> None:
    lines = [
        "The minister said that the ferries would sail again on Mon-",
        "day at noon, and that no crew in the harbour had to worry",
        "about rumours. “This strike is over,” said the still un-",
        "known head of the union, who had spoken of a well-known in-",
        "quiry before the talks.",
    ]
    text = unwrapped("\n".join(lines))
    assert [words for words in ("on Monday at", "unknown head", "well-known inquiry") if words not in text] == []


@pytest.mark.parametrize(
    "text",
    [
        *(TEXT, "\n".join(PARAGRAPHS), f"{TITLE}\n{PARAGRAPHS[0]}", LIST, VERSE, "They met.\nThey spoke."),
        f"{TITLE}\nA second headline of the same length\n{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}",
        "\n".join(f"{PARAGRAPHS[n % 3]} {PARAGRAPHS[(n + 1) % 3]}" for n in range(9)),
    ],
)
def test_other_texts_keep_their_lines(text: str) -> None:
    assert unwrapped(text) == text


def test_a_name_is_read_across_a_line_break(tmp_path: Path) -> None:
    article = read_article(write(tmp_path, "page.txt", wrapped(50)))
    assert "Tomas Brandl" in article.text and "Ingrid Halvorsen" in article.text
    assert article.notes == ("Its lines were broken to a fixed width; they were joined to paragraphs.",)


def test_a_text_given_to_an_article_is_kept_as_it_is(tmp_path: Path) -> None:
    text = f"{wrapped(50)}\n\nâ€œWe met,â€\x9d she said."
    assert Article(text).text == text
    path = write(tmp_path, "page.txt", text)
    assert read_article(path).text != text
    write(tmp_path, "page.toml", "verbatim = true\n")
    assert read_article(path).text == text


# Characters


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("â€œWe met,â€\x9d she said.", "“We met,” she said."),
        ("â€œWe met,” she said.", "“We met,” she said."),
        ("\x93We met,\x94 she said.", "“We met,” she said."),
        ("SÃ£o Paulo and MÃ¼nchen", "São Paulo and München"),
        ("&ldquo;We met,&#8221; she said.", "“We met,” she said."),
        ("&amp;ldquo;We met,&amp;rdquo; she said.", "“We met,” she said."),
        ("Ann&nbsp;Lee &amp; Sons", "Ann Lee & Sons"),
        ("“We met,” said São Paulo’s naïve Müller – in Čapek’s café.", None),
        ("if a &lt; b && c &amp d; &#0; &#x202e; &unknown;", None),
        ("Â£5 of £7", "£5 of £7"),
    ],
)
def test_damaged_characters_are_repaired(text: str, right: str | None) -> None:
    assert mended(text)[0] == (right or text)
    assert bool(mended(text)[1]) == (right is not None)


def test_lost_characters_are_counted() -> None:
    assert mended("a\ufffdb\ufffd")[1] == ("An earlier program had lost 2 characters, shown here as “\ufffd”.",)


@given(st.text())
def test_a_mended_text_is_not_mended_again(text: str) -> None:
    once, _ = mended(text)
    assert unwrapped(once) == unwrapped(unwrapped(once))


# Days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Oct 9, 2019, 11:05 IST", ["2019-10-09"]),
        ("Thursday, 14 March, 2002, 16:20 GMT", ["2002-03-14"]),
        ("Posted on October 4th, 2017", ["2017-10-04"]),
        ("the 4th of October 2017", ["2017-10-04"]),
        ("Wed, 09 Oct 2019 05:35:00 GMT", ["2019-10-09"]),
        ("Wed Oct 09 05:35:00 GMT 2019", ["2019-10-09"]),
        ("2016-10-04 05:07:09", ["2016-10-04"]),
        ("2016/10/04", ["2016-10-04"]),
        ("20161004T050709Z", ["2016-10-04"]),
        ("16-JUL-2020", ["2020-07-16"]),
        ("3.4.2021", ["2021-04-03"]),
        ("13/05/2024", ["2024-05-13"]),
        ("05/13/24", ["2024-05-13"]),
        ("01/05/2024", ["2024-05-01", "2024-01-05"]),
        ("05/05/2024", ["2024-05-05"]),
        *((text, []) for text in ("May 2024", "in 2024", "2024-13-45", "12345678", "9/10", "1.2.3.4", "Oct 9", "")),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, days: list[str]) -> None:
    assert list(map(str, day_readings(text))) == days


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Published March 4, 2025", True),
        ("Tue 8 Nov 2022 14.10 GMT", True),
        ("Posted: 4:15 p.m. EST, Dec. 16, 2016 | Updated: Dec. 17, 2016", True),
        ("On March 4, 2025 they met", False),
        ("March 2025", False),
        ("Ann Lee, 4 March 2025", False),
    ],
)
def test_a_line_with_a_day_alone(line: str, is_one: bool) -> None:
    assert is_day_line(line) == is_one


def test_the_day_of_a_change_is_not_that_of_publication() -> None:
    assert is_update("Last updated: March 4, 2025") and not is_update("March 4, 2025 | Updated March 5, 2025")


# Authors


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ann Lee", ["Ann Lee"]),
        ("by ANN LEE", ["Ann Lee"]),
        ("Ann Lee; Bo Ray", ["Ann Lee", "Bo Ray"]),
        ("By Ann Lee, Bo Ray and Cy Dee in London", ["Ann Lee", "Bo Ray", "Cy Dee"]),
        ("By Ann Lee and Bo Ray, Valley News", ["Ann Lee", "Bo Ray"]),
        ("By Ann Lee, Political Editor", ["Ann Lee"]),
        ("By Ann Lee, CNN Business", ["Ann Lee"]),
        ("Updated Tuesday by Ann Lee", ["Ann Lee"]),
        ("Posted by Ann Lee on Wednesday, October 4th, 2017", ["Ann Lee"]),
        ("Ann Lee (ann@lee.example)", ["Ann Lee"]),
        ("Ursula von der Lund", ["Ursula von der Lund"]),
        ("Grace O'Hara-Ndiaye", ["Grace O'Hara-Ndiaye"]),
        *((text, []) for text in ("Link Copied", "Username", "Account", "Monday August", "May 6", "Our Correspondent")),
        *((text, []) for text in ("reporter's e-mail", "https://x.example/ann", "ann lee", "Share on Facebook", "")),
    ],
)
def test_a_byline_gives_its_names_and_nothing_else(text: str, names: list[str]) -> None:
    assert authors_in(text) == names


def test_one_word_is_an_author_only_where_nothing_else_is_named() -> None:
    assert authors_in("Reuters", is_labelled=True) == ["Reuters"] and authors_in("Reuters") == []
    assert authors_in("Username", is_labelled=True) == []


# The header


def stated(header: str, first: str = PARAGRAPHS[0]) -> dict[str, str]:
    text = f"{header}\n\n{first}\n\n{PARAGRAPHS[1]}"
    return stated_facts(text, first[: after_dateline(first)])


@pytest.mark.parametrize(
    ("header", "facts"),
    [
        (TITLE, {"title": TITLE}),
        (f"{TITLE}\nBy Ann Lee", {"title": TITLE, "author": "Ann Lee"}),
        (f"{TITLE}\nAnn Lee\n4 May 2021", {"title": TITLE, "author": "Ann Lee", "published": "2021-05-04"}),
        (f"{TITLE}\nAnn Lee", {"title": TITLE}),  # of whom the story may be
        (f"Source: The Paper\n{TITLE}", {"title": TITLE, "source": "The Paper"}),
        (f"{TITLE}\nUpdated May 4, 2021", {"title": TITLE}),
        (f"{TITLE}\n01/05/2021", {"title": TITLE, "unsettled": "1 May 2021 or 5 January 2021"}),
        (f"Home News {TITLE}\n{TITLE}\n{TITLE}", {"title": TITLE}),
        ("", {}),
        ("They met.", {}),
        ("Questions and answers:", {}),
    ],
)
def test_the_lines_above_the_first_paragraph_are_read(header: str, facts: dict[str, str]) -> None:
    found = stated(header)
    assert found.get("published_reason", "").endswith("2021”.") == ("published" in facts)
    assert facts.get("unsettled", "") in found.get("unsettled", "")
    assert {k: v for k, v in found.items() if k not in ("published_reason", "unsettled")} == {
        k: v for k, v in facts.items() if k != "unsettled"
    }


@pytest.mark.parametrize(
    ("dateline", "facts"),
    [
        ("LONDON, March 7, 2022 (Reuters) - ", {"source": "Reuters", "published": "2022-03-07"}),
        ("LONDON, March 7 (Reuters) - ", {"source": "Reuters"}),
        ("MOSCOW, March 7. /TASS/. ", {"source": "TASS"}),
        ("LONDON — ", {}),
    ],
)
def test_the_dateline_is_read(dateline: str, facts: dict[str, str]) -> None:
    found = stated(TITLE, dateline + PARAGRAPHS[1])
    assert {key: found.get(key) for key in ("source", "published")} == {"source": None, "published": None} | facts


def test_days_that_head_sections_are_kept_and_date_no_article() -> None:
    text = f"{TITLE}\n\n3 May 2021\n\n{PARAGRAPHS[0]}\n\n4 May 2021\n\n{PARAGRAPHS[1]}"
    assert "published" not in stated_facts(text, "")
    assert [block.kind for block in Article(text).blocks[:3]] == ["paragraph"] * 3
    once = Article(f"{TITLE}\n\n3 May 2021\n\n{TEXT}", title=TITLE, published=date(2021, 5, 3))
    assert [block.kind for block in once.blocks[:3]] == ["title", "furniture", "paragraph"]
