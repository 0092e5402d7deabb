"""The page and the folder of articles side by side."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis import cli
from analysis.articles.article import Article, read_article
from analysis.display import speaker_colours
from analysis.errors import AnalysisError
from analysis.report.html import CORRECTED_MARK, tinted
from analysis.side_by_side.folder import write_comparison
from analysis.side_by_side.joining import Comparison, compare
from analysis.side_by_side.page import page
from side_by_side.test_joining import DAY, compared

ONE = """“We will stay here for good,” said Ann Lee. Bo Ray said that the boats are old.

Ann Lee met Bo Ray on Monday. Ann Lee denied that the boats are old. “Who knows?”"""
OTHER = """Mayor Ann Lee telephoned Cy Cole on Sunday. “We will stay here for good,” Lee said.

Bo Ray met Ann Lee on Tuesday. A German official said that it might rain."""


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compared(ONE, OTHER)


@pytest.fixture(scope="module")
def soup(comparison: Comparison) -> BeautifulSoup:
    return BeautifulSoup(page(comparison, {"tables": ["tables/compared_tone.csv"]}), "lxml")


def test_ids_are_unique_and_every_link_leads_somewhere(soup: BeautifulSoup) -> None:
    ids = Counter(str(tag["id"]) for tag in soup.select("[id]"))
    assert [name for name, n in ids.items() if n > 1] == []
    assert [link["href"] for link in soup.select('a[href^="#"]') if str(link["href"])[1:] not in ids] == []
    for article in ("a1", "a2"):  # each quotation and contact is marked, and has a place in the tables
        assert {
            f"{article}-quote-1",
            f"{article}-quote-1-row",
            f"{article}-contact-1",
            f"{article}-contact-1-row",
        } <= set(ids)


def test_a_link_of_a_row_leads_to_the_words(soup: BeautifulSoup, comparison: Comparison) -> None:
    for name, item, table in (("speakers", "quote", comparison.quotes), ("contacts", "contact", comparison.contacts)):
        links = soup.select(f"#table-compared_{name} td a")
        assert links
        for link in links:
            prefix, _, number = str(link["href"])[1:].split("-")
            of_article = table[table["article_id"] == f"x{int(prefix[1:]) - 1}"]
            (place,) = soup.select(str(link["href"]))
            assert place.get_text().split("[")[0] in set(of_article[of_article[f"{item}_id"] == int(number)]["text"])


def test_a_speaker_has_one_colour_everywhere(soup: BeautifulSoup, comparison: Comparison) -> None:
    style = str(soup.style)
    (name,) = (cell for cell in soup.select("#table-compared_speakers td mark") if cell.get_text() == "Ann Lee")
    css_class = name["class"][0]
    assert f".{css_class} {{ {tinted(speaker_colours(comparison.speakers['speaker'])['Ann Lee'].light)} }}" in style
    for prefix, number in (("a1", 1), ("a2", 1)):
        assert soup.select(f"#{prefix}-quote-{number}")[0]["class"] == [css_class]
    assert soup.select(f"#answers strong.{css_class}")


def test_a_table_has_a_column_for_each_paper(soup: BeautifulSoup) -> None:
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.select("td")]
        for row in soup.select("#table-compared_speakers tr")
    ]
    assert [cell.get_text(strip=True) for cell in soup.select("#table-compared_speakers th")] == [
        "speaker",
        "Paper A",
        "Paper B",
    ]
    assert rows[1] == ["Ann Lee", "8 words, all verbatim 1 3 4", "6 words, all verbatim 1"]
    assert ["Bo Ray", "4 words, none verbatim 2", ""] in rows


def test_quotations_without_a_speaker_come_last() -> None:
    comparison = compared("“We will stay here for good,” said Ann Lee. Bo Ray said that it might rain.", "It rained.")
    unknown = comparison.quotes.assign(speaker=comparison.quotes["speaker"].where(comparison.quotes["quote_id"] > 1))
    again = replace(comparison, quotes=unknown)
    rows = BeautifulSoup(page(again, {}), "lxml").select("#table-compared_speakers tbody tr")
    shown = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in rows]
    assert shown == [["Bo Ray", "3 words, none verbatim 2", ""], ["(speaker not found)", "6 words, all verbatim 1", ""]]
    assert "the speaker of 1 quotation was not found" in page(again, {})


def test_a_speaker_who_only_denies_has_no_words() -> None:
    shown = page(compared("Ann Lee denied that the boats are old.", "It rained."), {})
    (row,) = BeautifulSoup(shown, "lxml").select("#table-compared_speakers tbody tr")
    assert [cell.get_text(" ", strip=True) for cell in row.select("td")] == ["Ann Lee", "denied 1", ""]


def test_the_page_is_light_and_loads_nothing() -> None:
    shown = page(compared(*[f"{ONE}\n\n{OTHER}\n\n" * 15] * 2), {})
    assert len(shown.encode()) < 400_000
    soup = BeautifulSoup(shown, "lxml")
    assert not soup.select("link, img, iframe, script[src], [style]")
    assert "default-src 'none'" in str(soup.select("meta[http-equiv]")[0]["content"])


def test_text_of_articles_is_shown_as_text() -> None:
    hostile = "<script>alert(1)</script><!-- next article --> & “No,” said Ann Lee."
    articles = [Article(f"T <i>\n\n{hostile}", title="T <i>", source=f"<b>{n}</b>", article_id="<u>") for n in range(2)]
    soup = BeautifulSoup(page(compare(articles), {}), "lxml")
    assert len(soup.select("script")) == 1 and not soup.select("b:not(.x), i")
    assert len(soup.select(".articles .article")) == 2
    assert [part.h3.get_text() for part in soup.select(".articles .article") if part.h3] == ["<b>0</b>", "<b>1</b>"]
    assert all("<!-- next article -->" in part.get_text() for part in soup.select(".articles .article"))


def test_corrections_beside_an_article_apply(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“We will stay,” said Ann Lee.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("It rained.", encoding="utf-8")
    corrections = 'action,words,value,by\nspeaker,"We will stay",Bo Ray,cc\n'
    (tmp_path / "a.corrections.csv").write_text(corrections, encoding="utf-8")
    comparison = compare(read_article(tmp_path / name) for name in ("a.txt", "b.txt"))
    assert comparison.speakers["speaker"].tolist() == ["Bo Ray"]
    files = BeautifulSoup(page(comparison, {}), "lxml").select("#files")[0].get_text()
    assert "1 correction by hand: cc (1)" in files
    assert CORRECTED_MARK in comparison.labels["a", "quote", 1]


def test_the_folder_has_the_page_and_tables_and_the_same_bytes(comparison: Comparison, tmp_path: Path) -> None:
    pages = [write_comparison(compared(ONE, OTHER), tmp_path / name) for name in ("one", "two")]
    assert pages[0].read_bytes() == pages[1].read_bytes()
    files = {str(path.relative_to(tmp_path / "one")) for path in (tmp_path / "one").rglob("*") if path.is_file()}
    tables = {f"tables/compared_{name}.csv" for name in ("speakers", "contacts", "tone")}
    assert files == {"index.html", "tables/datapackage.json"} | tables
    written = pd.read_csv(tmp_path / "one" / "tables" / "compared_speakers.csv")
    assert written["n_words"].tolist() == comparison.speakers["n_words"].tolist()


def test_only_a_comparison_is_replaced(comparison: Comparison, tmp_path: Path) -> None:
    write_comparison(comparison, tmp_path / "out")
    with pytest.raises(AnalysisError, match="already exists"):
        write_comparison(comparison, tmp_path / "out")
    assert write_comparison(comparison, tmp_path / "out", force=True).exists()
    (tmp_path / "out" / "mine.txt").write_text("x")
    with pytest.raises(AnalysisError, match="did not write"):
        write_comparison(comparison, tmp_path / "out", force=True)


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("a.txt", ONE), ("b.txt", OTHER)):
        Path(name).write_text(text, encoding="utf-8")
    Path("a.toml").write_text(f'published = {DAY}\nsource = "The Post"\n')
    assert cli.main(["compare", "a.txt", "b.txt"]) == 0
    assert capsys.readouterr().out.strip() == "comparison/index.html"
    assert "The Post, 14 May 2031 · b, no date" in Path("comparison/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([], 2, "Missing argument 'ARTICLE…'"),
        (["a.txt"], 1, "error: compare needs two articles or more, not 1; name another file"),
        (["a.txt", "none.txt"], 1, "error: none.txt does not exist; check the path"),
        (["a.txt", "empty.txt"], 1, "error: empty.txt is empty; put the article's text into it"),
    ],
)
def test_a_bad_article_gets_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("It rained.", encoding="utf-8")
    Path("empty.txt").write_text("", encoding="utf-8")
    assert cli.main(["compare", *arguments]) == status
    message_shown = capsys.readouterr().err
    assert message in message_shown
    assert status == 2 or message_shown.count("\n") == 1
    assert not Path("comparison").exists()
