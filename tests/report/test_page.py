"""The page shows an article's facts with their origin, and findings without HTML."""

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis import Analysis, analyse, figures, to_gdelt, to_polecat
from analysis.articles.article import Article
from analysis.display import light_svg
from analysis.report import explorer, findings, page
from analysis.report.answers import Point
from analysis.report.contents import Section, sections
from analysis.report.html import CORRECTED_MARK, OTHER_TINT, article_html
from analysis.tables import frame

UNSAFE = "<b>x</b> [y](javascript:alert(1))"
POINT = Point(f"It **rained**. {UNSAFE}", "quote", ((1, "1"),))
SECTIONS = [Section("What?", (POINT,), (f"It **snowed**. {UNSAFE}",), "", (), f"p of {UNSAFE}")]


def shown(article: Article) -> BeautifulSoup:
    result = analyse(article)
    tables = {name: getattr(result, name) for name in page.TABLE_TITLES}
    return BeautifulSoup(page.page(result, tables, SECTIONS, {}, {}), "lxml")


def test_only_web_addresses_become_links() -> None:
    for url, links in (("https://a.example/x?y=1", ["https://a.example/x?y=1"]), ("javascript:alert(1)", [])):
        assert [link["href"] for link in shown(Article("a", url=url)).select(".facts a")] == links


def test_facts_have_an_origin() -> None:
    rows = [row.get_text(" ", strip=True) for row in shown(Article("a", source="T < U")).select(".facts div")]
    assert rows == ["source T < U (given)"]  # what is not known is left out


def test_answers_are_markdown_without_html() -> None:
    answers = shown(Article("a")).select_one("#answers")
    assert answers is not None and len(answers.select("strong")) == 2
    assert not answers.select("b, a:not(.source)") and answers.get_text().count("javascript:") == 3
    assert [note.get_text() for note in answers.select("details:not([open]) p")] == [f"p of {UNSAFE}"]


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("“We will stay,” Ann Lee said.", []),  # nobody relays it
        ("According to Bo Ray, Ann Lee said that the boats are old.", ["via"]),
    ],
)
def test_columns_for_programs_and_empty_ones_are_shown_on_request(text: str, via: list[str]) -> None:
    quotes = shown(Article(text)).select_one("#table-quotes")
    assert quotes is not None
    columns = {bool(cell.get("class") and "more" in cell["class"]): cell.get_text() for cell in quotes.select("th")}
    assert set(columns) == {True, False}
    names = [cell.get_text() for cell in quotes.select("th:not(.more)")]
    assert names == ["quote id", "speaker", "text", "kind", *via, "confidence"]


def with_possible(*unsure: int) -> tuple[Analysis, pd.DataFrame]:
    """An analysis and its contacts, with the rows that have these numbers marked as only possible."""
    result = analyse(Article("Ann Lee met Bo Ray. Cy Cole telephoned Dee Dow and Eve Fox.", article_id="a"))
    assert len(result.contacts) == 3
    return result, result.contacts.assign(possible=pd.array([n in unsure for n in range(3)], dtype="boolean"))


@pytest.mark.parametrize("unsure", [(), (0,), (1,), (2,), (1, 2), (0, 1, 2)])
def test_contacts_that_are_only_possible_are_listed_apart(unsure: tuple[int, ...]) -> None:
    result, contacts = with_possible(*unsure)
    tables = {name: getattr(result, name) for name in page.TABLE_TITLES} | {"contacts": contacts}
    soup = BeautifulSoup(page.page(result, tables, SECTIONS, {}, {}), "lxml")
    assert len(soup.select("#table-contacts tbody tr")) == 3 - len(unsure)
    assert len(soup.select("#table-possible-contacts tbody tr")) == len(unsure)
    assert ("Possible contacts, check before use" in soup.get_text()) == bool(unsure)
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    for link in soup.select(".article sup a"):  # each label leads to its row, in whichever table that is
        assert str(link["href"])[1:] in ids


@pytest.mark.parametrize(("unsure", "marked"), [((), 0), ((0,), 1), ((1,), 0), ((1, 2), 1), ((0, 1, 2), 2)])
def test_contacts_that_are_only_possible_are_marked_in_words_and_by_a_dotted_line(
    unsure: tuple[int, ...], marked: int
) -> None:
    result, contacts = with_possible(*unsure)
    html = str(article_html(result.article, None, contacts))
    assert len(re.findall(r"\[\d possible: ", html)) == marked
    assert len(re.findall('<u id="[^"]*" title="[^"]*check before use[^"]*" style="[^"]*2px dotted', html)) == marked
    assert ("only possible, check before use" in html.partition("<hr>")[0]) == bool(unsure)


def test_an_explorer_lists_possible_contacts_apart() -> None:
    result, contacts = with_possible(0)
    words = explorer.contacts(result.article, contacts).html().words
    first, apart = words.split("Possible contacts, check before use")
    assert first.startswith("2 of 2 contacts, 1 only possible")
    assert "Ann Lee" in apart and "Ann Lee" not in first and "Cy Cole" not in apart


def test_counts_findings_and_figures_leave_out_possible_contacts() -> None:
    result, contacts = with_possible(0)
    assert "**1 contact**" in str(findings.overview(result.article, result.quotes, contacts))
    assert str(findings.contacts(contacts)).startswith("The article mentions **1 contact**")
    assert str(findings.contacts(contacts, include_possible=True)).startswith("The article mentions **2 contacts**")
    assert str(findings.possible(contacts)).startswith("**1 more contact** is only possible")
    assert str(findings.possible(contacts.assign(possible=True))).startswith("**2 contacts** are only possible")
    counts = result.stated_counts
    assert "1 contact of 2 pairs" in figures.timeline(contacts, counts).alt
    assert "2 contacts of 3 pairs" in figures.timeline(contacts, counts, include_possible=True).alt
    for coded in (to_gdelt, to_polecat):
        assert len(coded(contacts, result.people)) == 2
        assert len(coded(contacts, result.people, include_possible=True)) == 3


MANY = [f"{first} {last}" for first in ("Ann", "Bob", "Cid", "Dora") for last in ("Lee", "Ray", "Fox")][:10]


def test_a_speaker_has_one_colour_in_text_answers_and_tables() -> None:
    said = [f"“We will stay here {'very ' * (12 - n)}long,” said {name}." for n, name in enumerate(MANY)]
    article = Article("\n\n".join([*reversed(said), "Ann Lee met Dora Lee."]), article_id="a")
    result = analyse(article)
    assert list(page.speaker_classes(result.quotes)) == MANY  # by the number of words, not in the order of the text
    tables = {name: getattr(result, name) for name in page.TABLE_TITLES}
    soup = BeautifulSoup(page.page(result, tables, sections(result), {}, {}), "lxml")
    for n, name in enumerate(MANY):
        places = ".article small mark, #answers strong, #table-quotes mark, #table-people mark, #table-contacts mark"
        classes = [tag.get("class") for tag in soup.select(places) if tag.get_text() == name]
        assert len(classes) >= 3 and all(css_class == [f"m{min(n, 8)}"] for css_class in classes)
    style = soup.select_one("style")
    assert style is not None
    tints = re.findall(r"\.m\d+ { background-color:(#\w+)", style.get_text())[:9]
    assert len(set(tints)) == 9 and tints[8] == OTHER_TINT


@pytest.mark.parametrize("name", ['<b onclick="x">', "A & B", "*A* _B_", "“A”", "O’Neil"])
def test_names_in_bold_have_their_colour_and_remain_escaped(name: str) -> None:
    html = str(page.coloured(page.inline(f"**{findings.plain(name)}** met **Bo**"), {name: "m3"}))
    soup = BeautifulSoup(html, "html.parser")
    assert [(tag.get_text(), tag.get("class")) for tag in soup.select("strong")] == [(name, ["m3"]), ("Bo", None)]
    assert not soup.select("b, em")


def test_a_row_has_its_citation_once_and_its_columns_are_named_on_a_phone() -> None:
    soup = shown(Article('“We will stay,” Ann Lee said, “and <b>never</b> "go" away.” She left.', source="The <i>"))
    rows = soup.select("#table-quotes tbody tr")
    assert len(rows) == 2 and [row.get("data-copy") for row in rows] == [
        '“We will stay” … “and <b>never</b> "go" away.” — Ann Lee, in The <i>',
        None,
    ]
    style = soup.select_one("style")
    assert style is not None and '#table-quotes td:nth-child(3)::before { content: "text"; }' in style.get_text()


@pytest.mark.parametrize(
    ("confidence", "unsure"),
    [([0.69, 0.9], [True, False]), ([0.7, None], [False, False]), ([None, 0.1], [False, True])],
)
def test_the_least_certain_are_marked_in_labels_cards_and_tables(
    confidence: list[float | None], unsure: list[bool]
) -> None:
    result = analyse(Article("“We will stay,” Ann Lee said.\n\n“We will go,” Bo Ray said.", article_id="a"))
    quotes = result.quotes.assign(confidence=pd.array(confidence, dtype="Float64"))
    tables = {name: getattr(result, name) for name in page.TABLE_TITLES} | {"quotes": quotes}
    soup = BeautifulSoup(page.page(result, tables, SECTIONS, {}, {}), "lxml")
    labels = soup.select(".article sup a")
    assert ["?" in label.get_text() for label in labels] == unsure
    assert ["among the least certain" in str(label["title"]) for label in labels] == unsure
    assert ["Confidence: " in str(label["title"]) for label in labels] == [value is not None for value in confidence]
    assert ["?" in row.get_text() for row in soup.select("#table-quotes tbody tr")] == unsure


@pytest.mark.parametrize(
    ("svg", "light"),
    [
        ("<svg>\n <metadata>\n<a/></metadata>\n <title>x</title><g/></svg>", "<svg><g/></svg>"),
        ('<path d="M 1.23456 -20.5\nL 0.125 3"/>', '<path d="M1.23 -20.5L0.12 3"/>'),
        ('<use x="1.2345" transform="translate(1.999 2.3456)"/>', '<use x="1.23" transform="translate(1.99 2.34)"/>'),
        ("<text>pi is 3.14159,  2.71828\n</text>", "<text>pi is 3.14159,  2.71828\n</text>"),
        ('<g clip-path="url(#p12.3456)"/>', '<g clip-path="url(#p12.3456)"/>'),
        (
            '<g id="patch_2"><text style="font: bold 9px a b; fill: red"/>',
            '<g><text style="font:bold 9px a b;fill:red"/>',
        ),
    ],
)
def test_a_drawing_on_the_page_is_light(svg: str, light: str) -> None:
    assert light_svg(svg) == light


def test_the_page_lists_what_was_corrected_by_whom_and_what_no_longer_applies() -> None:
    article = Article("“We will stay,” Ann Lee said. “No,” said Bo Berg. “Yes,” said Cy Cole.", article_id="a")
    lines = [
        {"action": "speaker", "words": "We will stay", "value": "Bo Berg", "by": UNSAFE},
        {"action": "right quotation", "words": "Yes", "by": "AL"},
        {"action": "kind", "words": UNSAFE, "value": "mixed", "by": "AL"},
    ]
    corrections = frame("corrections", [line | {"line": n} for n, line in enumerate(lines, 2)])
    result = analyse(article, corrections)
    tables = {name: getattr(result, name) for name in page.TABLE_TITLES}
    made = BeautifulSoup(page.page(result, tables, SECTIONS, {}, {}), "lxml")
    section = made.select_one("#corrections")
    assert section is not None and "3 corrections by hand" in section.get_text()
    assert (
        "AL (2)" in section.get_text()
        and "javascript:alert" in section.get_text()
        and not section.select("b, li a, strong a")
    )
    assert [item.get_text().rpartition(": ")[2] for item in section.select("li")] == [
        "these words are not in the article"
    ]
    marks = [cell["title"] for cell in made.select("#table-quotes td span") if cell.get_text() == CORRECTED_MARK]
    assert marks == ["by hand: speaker was Ann Lee", "by hand: confirmed"]
    labels = [label.get_text() for label in made.select(".article sup a")]
    assert labels == ["[1✎ Bo Berg]", "[2 Bo Berg]", "[3✎ Cy Cole]"]
    assert "By hand: speaker was Ann Lee" in str(made.select_one(".article mark[title]"))
    assert len(made.select("#table-corrections tbody tr")) == 3


def test_a_page_without_corrections_does_not_speak_of_them() -> None:
    made = shown(Article("“We will stay,” Ann Lee said."))
    assert made.select_one("#corrections") is None and CORRECTED_MARK not in made.get_text()
