"""The analysis of an article: tables as declared, computed on access, one article at a time."""

import datetime
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from samples import with_few_articles

import analysis
from analysis import pipeline, tables
from analysis.sentiment import polarity
from analysis.tables import TABLES, describe, frame

PUBLISHED = datetime.date(2024, 5, 6)
TEXT = "Ann Lee met Bob Ray in Rome on Friday, and “it went well,” she said."


def article(name: str = "a") -> analysis.Article:
    return analysis.Article(text=TEXT, published="2024-05-06", article_id=name)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [TEXT, "Nothing happens here."])
def test_every_table_is_as_declared(text: str) -> None:
    result = analysis.analyse(analysis.Article(text))
    for name, columns in TABLES.items():
        table: pd.DataFrame = getattr(result, name)
        assert table.columns.tolist() == [column.name for column in columns]
        assert [str(dtype) for dtype in table.dtypes] == [column.dtype for column in columns]
        assert table.columns[0] == "article_id"


def test_every_column_has_a_meaning() -> None:
    for name in TABLES:
        assert (describe(name)["meaning"].str.len() > 0).all()


def test_an_undeclared_column_is_refused() -> None:
    with pytest.raises(KeyError, match="no column"):
        frame("people", [{"nickname": "Bob"}])


def test_a_stream_keeps_its_order_and_reads_one_article_at_a_time() -> None:
    requested: list[str] = []

    def articles() -> Iterator[analysis.Article]:
        for name in ("b", "a", "c"):
            requested.append(name)
            yield article(name)

    results = analysis.analyse_many(articles(), tables=("quotes",))
    assert next(results).article.article_id == "b"
    assert requested == ["b"]
    assert [result.article.article_id for result in results] == ["a", "c"]


def test_a_table_is_the_same_whichever_others_are_computed() -> None:
    separate = next(analysis.analyse_many([article()], tables=("quotes",))).quotes
    together = next(analysis.analyse_many([article()]))
    pd.testing.assert_frame_equal(separate, together.quotes)


def test_articles_read_together_have_the_tables_of_each_alone() -> None:
    texts = (
        TEXT,
        "Nothing happens here.",
        "“We know,” said Ann Lee of Oslo, “that it is late.”\n\nShe denied that Bob Ray had called her.",
        "Ann Lee met Bob Ray on May 2. They have met three times since April. “A bad war,” he said.",
        "Bob Ray met Ann Lee on May 3. They have met four times this year, he said.",
    )
    articles = [analysis.Article(text, published=PUBLISHED, article_id=str(n)) for n, text in enumerate(texts)]
    together = pipeline.joined_tables(articles)
    alone = [analysis.analyse(article) for article in articles]
    assert set(together) == {*TABLES, "narrated"}
    narrated = pd.concat([polarity.tone(result.narration) for result in alone], ignore_index=True)
    pd.testing.assert_frame_equal(together.pop("narrated"), narrated)
    for name, table in together.items():
        expected = [row for result in alone for row in tables.records(getattr(result, name))]
        pd.testing.assert_frame_equal(table, frame(name, [row._asdict() for row in expected]))
        assert table["article_id"].nunique() > 1


def test_unknown_tables_and_other_types_are_refused() -> None:
    with pytest.raises(analysis.AnalysisError, match="no table"):
        next(analysis.analyse_many([article()], tables=("quote",)))
    with pytest.raises(analysis.AnalysisError, match=r"analysis\.Article"):
        next(analysis.analyse_many([TEXT]))  # type: ignore[list-item]


def test_the_examples_in_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```python\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    assert examples
    with_few_articles(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    exec("\n".join(examples), {})
