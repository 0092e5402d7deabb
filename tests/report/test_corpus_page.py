"""The page of a corpus run: self-contained, light, escaped, and the same for the same run."""

import re
from pathlib import Path

import pytest

from analysis import analyse_corpus
from analysis.corpus.scheduler import HERE
from analysis.errors import AnalysisError
from analysis.report.folder import write_corpus_page


def waits(name: str) -> str:
    """Enough quotations of somebody for a paper to be compared."""
    return " ".join(f"“We will wait for {n} days,” {name} said." for n in range(2, 12))


HOSTILE = "Ann <b>Lee</b> & “Bo” spoke."
SOURCE = "<script>alert(1)</script>"
ROWS = [
    ("2024-05-06", f"Ann Lee met Bo Berg in Oslo on Friday. {waits('Ann Lee')}", SOURCE, "https://a.example/1?x=1&y=2"),
    ("2024-05-07", "Ann Lee called Bo Berg on Monday. “We will stay,” Ann Lee said.", SOURCE, "javascript:alert(1)"),
    ("", f"Ann Lee called Bo Berg. {HOSTILE}", SOURCE, ""),
    ("2024-05-08", f"Bo Berg stayed in Oslo. {waits('Bo Berg')}", "The | Tern", ""),
    ("2024-05-08", "“It rained,” Cy Fox said in Oslo.", "", ""),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "in.csv"
    rows = (f'"{day}","{text}","{source}","{url}"\n' for day, text, source, url in ROWS)
    path.write_text("published,text,source,url\n" + "".join(rows), encoding="utf-8")
    return analyse_corpus(path, path.with_name("out"), scheduler=HERE).folder


def test_the_page_answers_first_and_loads_nothing(folder: Path) -> None:
    page = write_corpus_page(folder)
    html = page.read_text(encoding="utf-8")
    assert html.index("Who is in touch with whom?") < html.index("<figure>") < html.index('id="tables"')
    assert not re.findall(r'(?:src|href)="(?!#|data:|figures/|csv/|[\w./-]+"|https://a\.example)', html)
    assert "<script>alert" not in html and "javascript:" not in html and "<b>" not in html
    assert 'href="https://a.example/1?x=1&amp;y=2">2024-05-03</a>' in html
    assert "1 of 5 articles has no date" in html
    assert len(html) < 300_000
    papers = html[html.index("Who is quoted by which paper") :]
    assert "<strong>2 papers</strong> are compared" in papers and "1 article without the name of a paper is" in papers
    assert '<th scope="col">The | Tern</th>' in papers and "&lt;script&gt;alert(1)&lt;/script&gt;</strong> (3" in papers
    without_figures = re.sub(r"base64,[^\"]+", "", html)
    assert re.sub(r"base64,[^\"]+", "", write_corpus_page(folder).read_text(encoding="utf-8")) == without_figures


def test_every_link_leads_to_a_file(folder: Path) -> None:
    html = write_corpus_page(folder).read_text(encoding="utf-8")
    links = [link for link in re.findall(r'href="([^"#]+)"', html) if not link.startswith("https://")]
    assert len(links) > 10 and [link for link in links if not (folder / link).exists()] == []


def test_a_page_needs_a_complete_run(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="is not the complete output"):
        write_corpus_page(tmp_path)
