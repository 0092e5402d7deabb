"""A report is complete or absent, and never executes anything from an article."""

import base64
import errno
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nbconvert.filters.markdown import markdown2html

import analysis
from analysis.articles.article import Article
from analysis.articles.web import SAVED_FILES
from analysis.errors import AnalysisError, NotebookError, WriteError
from analysis.report import answers, folder, notebooks, page
from analysis.report.contents import Section, sections
from analysis.report.folder import CORRECTIONS_NAME, REPORT_FILES, _metadata, _write_article, write_report
from analysis.report.html import BIDI_CONTROL, STYLE_ELEMENT

ROOT = Path(__file__).parents[2]
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' style='display:none",
    "</title></style></script><svg onload=alert(1)>",
    '<a href="javascript:alert(1)">here</a>',
    "[here](javascript:alert(1))",
    "![here](https://elsewhere.example/x.png)",
    "<style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<!-- --> <base href=//elsewhere.example> <meta http-equiv=refresh content=0>",
    "`<b>` $x$ {{ 7 * 7 }} {% raw %} \\<b>",
    "\u202eesrever\u202c \u2066alone \u200f\u061c",
)
TEXT = "\n\n".join(
    [f"“We {bad} will stay,” said Ann {bad} Lee of {bad} on Sunday." for bad in HOSTILE]
    + [f"Lee {bad} called President Bo Berg on Friday. They have talked four times since May 1." for bad in HOSTILE]
    + ["“It is a terrible {x}," + bad + "” Bo “<script>” Berg said." for bad in HOSTILE]
)
TAGS = {
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
}
TAGS |= {
    "h3",
    "header",
    "hr",
    "i",
    "img",
    "li",
    "main",
    "mark",
    "nav",
    "p",
    "section",
    "small",
    "span",
    "strong",
    "sup",
}
TAGS |= {"input", "label", "summary", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"}
ATTRIBUTES = {
    "id",
    "class",
    "href",
    "rel",
    "alt",
    "src",
    "scope",
    "tabindex",
    "role",
    "aria-label",
    "aria-labelledby",
    "type",
    "data-copy",
}
SVG = {
    "svg",
    "metadata",
    "RDF",
    "Work",
    "title",
    "defs",
    "style",
    "g",
    "path",
    "text",
    "tspan",
    "use",
    "clipPath",
    "rect",
}
SVG |= {"pattern", "creator", "Agent", "image"}
LINK = re.compile(r"#[\w-]+|(notebooks|figures|tables)/[\w.%-]+|[\w.]+|https?://\S+")


def body(html: str) -> BeautifulSoup:
    """The page as a browser parses it."""
    return BeautifulSoup(html, "html.parser")


def assert_safe(page: BeautifulSoup, more: frozenset[str] = frozenset()) -> None:
    """Only allowed elements and attributes, links that run no script, and images embedded in the page."""
    for tag in page.find_all(True):
        assert tag.name in TAGS | {"html", "body"}, tag
        assert set(tag.attrs) <= ATTRIBUTES | {"title"} | more, tag
        assert LINK.fullmatch(str(tag.get("href", "#x"))), tag
        assert str(tag.get("src", "data:image/svg+xml;base64,")).startswith("data:image/svg+xml;base64,"), tag


def assert_safe_page(html: str) -> BeautifulSoup:
    """The same for a whole page; its policy must allow only its own style and script."""
    parsed = body(html)
    [style], [script] = parsed.find_all("style"), parsed.find_all("script")
    assert style.parent is parsed.head and script.attrs == {} and style.attrs == {}
    policy = str(parsed.find("meta", {"http-equiv": "Content-Security-Policy"})["content"])  # type: ignore[index]
    for name, text in (("style", style.string), ("script", script.string)):
        digest = base64.b64encode(hashlib.sha256(str(text).encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert "ALERT" not in str(script).upper()
    assert {tag.name for tag in parsed.head.find_all(True)} == {"meta", "title", "style"}  # type: ignore[union-attr]
    assert len(parsed.head.find_all("meta")) == 5  # type: ignore[union-attr]
    script.decompose()
    assert_safe(BeautifulSoup(str(parsed.body), "html.parser"))
    return parsed


SMALL = analysis.analyse(
    Article("“We will stay,” Ann Lee said. She called Bo Berg.", "2024-05-06", "small")  # type: ignore[arg-type]
)


def tables() -> dict[str, pd.DataFrame]:
    return {name: getattr(SMALL, name) for name in analysis.TABLES}


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports without figures, which take most of the time."""
    monkeypatch.setattr(folder, "sections", lambda *_: small_sections())


@cache
def small_sections() -> tuple[Section, ...]:
    return tuple(replace(section, figures=()) for section in sections(SMALL))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on a hostile article, made on the command line."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "page.txt").write_text(TEXT, encoding="utf-8")
    facts = {"title": " ".join(HOSTILE), "source": HOSTILE[0] + HOSTILE[-1], "url": "javascript:alert(1)"}
    given = [option for name, value in facts.items() for option in (f"--{name}", value)]
    command = [sys.executable, "-m", "analysis", "report", "page.txt", "--published", "2024-05-06", *given]
    process = subprocess.run([*command, "--out", "out", "--notebooks"], cwd=folder, capture_output=True, text=True)
    assert (process.returncode, process.stderr, Path(process.stdout.strip())) == (0, "", Path("out/index.html"))
    assert sorted(path.name for path in folder.iterdir()) == ["out", "page.txt"]
    return folder / "out"


@pytest.mark.slow
def test_a_report_is_complete(made: Path) -> None:
    files = REPORT_FILES - {"record.csv", CORRECTIONS_NAME} - SAVED_FILES
    assert {path.name for path in made.iterdir()} == {*files, "notebooks", "figures", "tables"}
    assert [path.name for path in sorted((made / "notebooks").iterdir())] == [path.name for path in notebooks.find()]
    drawn = {path.stem for path in (made / "figures").iterdir()}
    assert {"who-speaks", "timeline"} <= drawn
    assert {path.suffix for path in (made / "figures").iterdir()} == {".svg", ".png"}
    assert {f"{name}.{suffix}" for name in analysis.TABLES for suffix in ("csv", "parquet")} < {
        path.name for path in (made / "tables").iterdir()
    }


def test_the_article_is_kept_as_it_was_read(made: Path) -> None:
    article = analysis.read_article(made / "article.txt")
    assert (article.text, str(article.published)) == (TEXT, "2024-05-06")
    assert (
        analysis.analyse(article).quotes["text"].tolist()
        == pd.read_parquet(made / "tables/quotes.parquet")["text"].tolist()
    )


def test_the_page_is_safe_and_shows_hostile_text(made: Path) -> None:
    html = (made / "index.html").read_text(encoding="utf-8")
    parsed = assert_safe_page(html)
    assert not BIDI_CONTROL.search(html)
    for bad in HOSTILE[:-1]:
        assert " ".join(bad.split()) in parsed.h1.text  # type: ignore[union-attr]
    assert not parsed.find("a", href=re.compile("alert"))
    assert "[U+202E]esrever" in parsed.find(class_="article").text  # type: ignore[union-attr]


def test_executed_notebooks_are_safe(made: Path) -> None:
    shown = []
    for path in sorted((made / "notebooks").iterdir()):
        assert str(made.parent) not in path.read_text(encoding="utf-8")
        notebook = json.loads(path.read_text(encoding="utf-8"))
        assert sorted(notebook["metadata"]) == ["kernelspec", "language_info"]
        for output in (output for cell in notebook["cells"] for output in cell.get("outputs", ())):
            data = output.get("data", {"text/plain": output.get("text")})
            assert set(data) <= {"text/html", "text/markdown", "text/plain"}
            assert not BIDI_CONTROL.search(json.dumps(data, ensure_ascii=False))
            if "text/html" in data:
                assert body("".join(data["text/html"])).find(class_="mathjax_ignore")
                styles = frozenset({"style", "border"})
                html = "".join(data["text/html"]).replace(STYLE_ELEMENT, "")
                assert_safe(body(html), styles)
                declarations = r"[\w-]+:\s?[#\w -]+(;[\w-]+:\s?[#\w -]+)*;?"
                assert all(re.fullmatch(declarations, str(tag["style"])) for tag in body(html).find_all(style=True))
            if "text/markdown" in data:
                assert_safe(body(markdown2html("".join(data["text/markdown"]))))
                shown.append("".join(data["text/markdown"]))
    assert len(shown) > 5 and "script" in shown[0]


def test_figures_contain_no_scripts(made: Path) -> None:
    for path in (made / "figures").glob("*.svg"):
        drawn = list(ElementTree.parse(path).iter())
        assert {str(tag.tag).rpartition("}")[2] for tag in drawn} <= SVG
        assert not [name for tag in drawn for name in tag.attrib if name.lower().startswith("on")]
        assert all(str(tag.get("{http://www.w3.org/1999/xlink}href", "#")).startswith("#") for tag in drawn)


def test_the_page_is_accessible(made: Path) -> None:
    parsed = body((made / "index.html").read_text(encoding="utf-8"))
    levels = [int(tag.name[1]) for tag in parsed.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(low <= high + 1 for high, low in pairwise(levels))
    assert parsed.html["lang"] == "en"  # type: ignore[index]
    assert all(tag.get("alt") for tag in parsed.find_all("img")) and parsed.find("img")
    assert all(tag.get("scope") == "col" for tag in parsed.find_all("th")) and parsed.find("th")
    named = [str(tag["id"]) for tag in parsed.find_all(id=True)]
    assert len(named) == len(set(named))
    targets = [str(tag["href"]) for tag in parsed.find_all("a", href=True)]
    assert {link[1:] for link in targets if link.startswith("#")} <= set(named)
    assert any(link.startswith("#quote-") for link in targets) and any(link.startswith("#contact-") for link in targets)
    assert all((made / link).is_file() for link in targets if not link.startswith("#"))


@pytest.mark.usefixtures("undrawn")
def test_the_same_article_gives_the_same_page(tmp_path: Path) -> None:
    pages = [write_report(SMALL, tables(), tmp_path / name) for name in "ab"]
    assert pages[0].read_bytes() == pages[1].read_bytes()
    answers = body(pages[0].read_text(encoding="utf-8")).find(id="answers").text  # type: ignore[union-attr]
    assert "Who is quoted, and how does it sound?" in answers and "the most of anyone" in answers


@pytest.mark.usefixtures("undrawn")
def test_the_record_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(notebooks, "run", lambda _paths, _folder, values, _tell: given.update(values))
    listed = ROOT / "seeds" / "kremlin_contacts.csv"
    write_report(SMALL, tables(), tmp_path / "a", listed, "Ann Lee", with_notebooks=True)
    assert given == {"ARTICLE": "../article.txt", "RECORD": "../record.csv", "RECORD_OF": "Ann Lee"}
    assert (tmp_path / "a" / "record.csv").read_bytes() == listed.read_bytes()
    with pytest.raises(AnalysisError, match="cannot be read"):
        write_report(SMALL, tables(), tmp_path / "b", tmp_path / "none.csv", "Ann Lee")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.usefixtures("undrawn")
def test_a_fetched_page_is_kept_and_has_no_link(tmp_path: Path) -> None:
    fetched = {"page.html": b"<script>alert(1)</script>", "page.toml": b'url = "https://news.example/a"\n'}
    page_path = write_report(SMALL, tables(), tmp_path / "out", fetched=fetched)
    assert {name: (tmp_path / "out" / name).read_bytes() for name in fetched} == fetched
    links = {str(link["href"]) for link in body(page_path.read_text(encoding="utf-8")).find_all("a")}
    assert "article.txt" in links and not links & set(fetched)
    write_report(SMALL, tables(), tmp_path / "out", force=True)
    assert not (tmp_path / "out" / "page.html").exists()


@pytest.mark.usefixtures("undrawn")
def test_force_replaces_only_reports(tmp_path: Path) -> None:
    small_tables, out = tables(), tmp_path / "out"
    out.mkdir()  # an empty folder does not count as existing
    write_report(SMALL, small_tables, out)
    with pytest.raises(WriteError, match="force=True"):
        write_report(SMALL, small_tables, out)
    write_report(SMALL, small_tables, out, formats=["jsonl"], force=True)
    assert {path.suffix for path in (out / "tables").iterdir()} == {".jsonl", ".json"}
    for mine in ("mine.txt", "notebooks/mine.txt", "tables/mine.txt", "mine/mine.txt"):
        (out / mine).parent.mkdir(exist_ok=True)
        (out / mine).write_text("mine")
        with pytest.raises(WriteError, match="nothing is replaced"):
            write_report(SMALL, small_tables, out, force=True)
        (out / mine).unlink()
    (out / "mine").rmdir()
    (out / "index.html").write_text("mine")
    with pytest.raises(WriteError, match="nothing is replaced"):
        write_report(SMALL, small_tables, out, force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("fails", "raised"),
    [
        (KeyboardInterrupt(), KeyboardInterrupt),
        (OSError(errno.ENOSPC, "No space left on device"), WriteError),
        (NotebookError("it fails"), NotebookError),
    ],
)
def test_a_failure_leaves_no_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: BaseException, raised: type[BaseException]
) -> None:
    def run(*_: object) -> None:
        raise fails

    monkeypatch.setattr(folder, "write_formats", run)
    with pytest.raises(raised):
        write_report(SMALL, tables(), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match="cannot be written: "):
        write_report(SMALL, tables(), tmp_path / "file" / "out")


@pytest.mark.usefixtures("undrawn")
def test_a_folder_created_meanwhile_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(*_: object) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "index.html").write_text("the first")

    monkeypatch.setattr(folder, "write_formats", write)
    with pytest.raises(WriteError, match="already exists"):
        write_report(SMALL, tables(), tmp_path / "out")
    assert (tmp_path / "out" / "index.html").read_text() == "the first"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


anything = st.lists(st.one_of(st.text(max_size=8), st.sampled_from(HOSTILE)), min_size=1, max_size=6).map(" ".join)
NO_ROWS = {name: analysis.tables.frame(name, []) for name in analysis.TABLES}


@given(anything, anything, anything, anything)
@settings(max_examples=30)
@example("]]>", "\ud800", "https://paper.example/<script>\n", "a\x00b")
def test_the_page_is_safe_for_any_article(text: str, title: str, url: str, name: str) -> None:
    article = Article(f"a {text}", title=title or None, source=title, url=url, article_id="a")
    row = {"article_id": "a", "quote_id": 1, "segment": 0, "start": 0, "end": 1, "speaker": name, "text": text}
    contact = {"article_id": "a", "contact_id": 1, "actor": name, "recipient": text, "mode": "phone"}
    some_rows = NO_ROWS | {
        "quotes": analysis.tables.frame("quotes", [row | {"kind": "direct"}]),
        "contacts": analysis.tables.frame("contacts", [contact | {"status": "denied", "start": 0, "end": 1}]),
    }
    points = (*answers.most_quoted(some_rows["quotes"], NO_ROWS["people"]), *answers.in_touch(some_rows["contacts"]))
    shown = Section("Who?", points, (), "", ())
    html = page.page(analysis.analyse(article), some_rows, [shown], {}, {"article": ["index.html"]})
    assert_safe_page(html)
    assert not BIDI_CONTROL.search(html)


@given(anything)
def test_markdown_cannot_contain_scripts(source: str) -> None:
    html = body(str(page.markdown(source)))
    names = {tag.name for tag in html.find_all(True)}
    assert not names & {"script", "style", "iframe", "svg", "base", "meta"}
    assert not [
        tag for tag in html.find_all(True) if "javascript:" in str(tag.get("href", "")) or "onerror" in tag.attrs
    ]


@given(st.text(st.characters(codec="utf-8")))
@example("\x7f\x00\u2028\"\\'''")
def test_metadata_are_read_as_written(value: str) -> None:
    article = Article("a", "2024-05-06", title=value, source=value, published_reason=value)  # type: ignore[arg-type]
    facts = tomllib.loads(_metadata(article))
    assert (facts["title"], facts["source"], facts["published_reason"]) == (value, value, value)
    assert facts["published"] == article.published


@given(st.text(st.characters(codec="utf-8"), min_size=1).map(lambda text: f"\ufeff{text}a"))
def test_the_text_is_read_as_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("article")
    _write_article(Article(text), folder)
    assert analysis.read_article(folder / "article.txt").text == text


@pytest.mark.usefixtures("undrawn")
def test_half_a_surrogate_pair_is_reported(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="half a character"):
        write_report(analysis.analyse(Article("a \ud800")), NO_ROWS, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
