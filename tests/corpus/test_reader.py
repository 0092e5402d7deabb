"""Reading a corpus: all kinds of files give one stream, bad rows cost only themselves, and ids are unique."""

import csv
import datetime
import gzip
import json
import os
import pickle
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import PARAGRAPHS, TEXT, TITLE, page, write

from analysis.articles.article import Article
from analysis.articles.formats import TABLE_ENDINGS
from analysis.corpus import reader
from analysis.corpus.reader import RawArticle, Refusal, check, fingerprints, read_corpus, unique
from analysis.errors import AnalysisError
from analysis.tables import frame

DAY = datetime.date(2022, 3, 7)
ROWS: list[dict[str, Any]] = [
    {"text": TEXT, "published": "2022-03-07", "title": TITLE, "url": "https://herald.example/1"},
    {"text": "They “spoke”,\nhe said.", "published": None, "article_id": "own name", "author": "Ann Lee"},
]


def lines(*rows: Any) -> bytes:
    """JSON Lines; bytes are written unchanged."""
    return b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows)


def items(stream: Iterable[RawArticle | Refusal]) -> list[RawArticle]:
    return [item for item in stream if isinstance(item, RawArticle)]


def refusals(stream: Iterable[RawArticle | Refusal]) -> list[tuple[int | None, str]]:
    return [(item.row, item.reason) for item in stream if isinstance(item, Refusal)]


def table(folder: Path, name: str, rows: list[dict[str, Any]] = ROWS) -> Path:
    """Write rows to a file of that name, in the format of its ending."""
    path = folder / name
    columns = list(dict.fromkeys(column for row in rows for column in row))
    if name.endswith(".parquet"):
        pq.write_table(pa.Table.from_pylist([{c: row.get(c) for c in columns} for row in rows]), path)
        return path
    opener = gzip.open if name.endswith(".gz") else open
    with opener(path, "wt", encoding="utf-8", newline="") as file:
        if ".jsonl" in name:
            file.writelines(json.dumps(row) + "\n" for row in rows)
        else:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return path


@pytest.mark.parametrize("ending", TABLE_ENDINGS)
def test_every_kind_of_table_gives_the_same_items(tmp_path: Path, ending: str) -> None:
    path = table(tmp_path, f"news{ending}")
    assert list(read_corpus(path)) == [
        RawArticle(path.name, 1, "news-00000001", TEXT, DAY, title=TITLE, url="https://herald.example/1"),
        RawArticle(path.name, 2, "own name", "They “spoke”,\nhe said.", author="Ann Lee"),
    ]


@pytest.mark.parametrize("ending", TABLE_ENDINGS)
def test_columns_can_be_mapped(tmp_path: Path, ending: str) -> None:
    path = table(tmp_path, f"news{ending}", [{"body": TEXT, "date": "2022-03-07", "text": "no"}])
    (item,) = items(read_corpus(path, {"text": "body", "published": "date"}))
    assert (item.text, item.published) == (TEXT, DAY)
    (item,) = items(read_corpus(path, {"text": "body", "published": ""}))
    assert (item.text, item.published) == (TEXT, None)


@pytest.mark.parametrize("ending", TABLE_ENDINGS)
@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({}, "no column 'text'.*body, date.*columns="),
        ({"text": "body"}, "no column 'published'.*body, date.*no dates"),
        ({"text": "body", "published": "date", "title": "head"}, "no column 'head'.*body, date"),
        ({"text": ""}, "no column ''"),
        ({"headline": "date"}, "unknown column .*headline.*map some of"),
    ],
)
def test_the_error_names_the_missing_column(tmp_path: Path, ending: str, columns: Mapping[str, str], says: str) -> None:
    path = table(tmp_path, f"news{ending}", [{"body": TEXT, "date": "2022-03-07"}])
    with pytest.raises(AnalysisError, match=says):
        list(read_corpus(path, columns))


def test_a_column_missing_from_the_first_lines_may_come_later(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", lines({"text": TEXT}, {"text": TEXT, "published": "2022-03-07"}).decode())
    assert [item.published for item in items(read_corpus(path))] == [None, DAY]


def test_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    good = ROWS[0]
    bad: list[tuple[Any, str]] = [
        (b"{", "unreadable"),
        (b"[1]", "unreadable"),
        (b"null", "unreadable"),
        (b"[" * 100_000, "unreadable"),
        (b'{"text": "caf\xe9"}', "undecodable"),
        (good | {"text": "half \ud800 a character"}, "undecodable"),
        (good | {"text": "a NUL \0 here"}, "undecodable"),
        (good | {"text": None}, "empty"),
        (good | {"text": ""}, "empty"),
        ({"published": "2022-03-07"}, "empty"),
        (good | {"text": ["They met."]}, "unreadable"),
        (good | {"text": 7}, "unreadable"),
        (good | {"published": "last Monday"}, "no date"),
        (good | {"published": "2022-02-30"}, "no date"),
        (good | {"published": 1646611200}, "no date"),
        (good | {"published": {"$date": "2022-03-07"}}, "no date"),
    ]
    path = write(tmp_path, "a.jsonl", lines(good, *(line for pair in bad for line in (pair[0], good))))
    stream = list(read_corpus(path))
    assert refusals(stream) == [(2 * n, reason) for n, (_, reason) in enumerate(bad, 1)]
    assert [item.row for item in items(stream)] == [2 * n + 1 for n in range(len(bad) + 1)]
    assert all(f"a.jsonl, row {item.row}" in item.message for item in stream if isinstance(item, Refusal))


def test_refusals_are_rows_of_the_table_of_errors(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", lines(ROWS[0], b"{"))
    refused = [item for item in read_corpus(path) if isinstance(item, Refusal)]
    rows = [{name: getattr(item, name) for name in item.__slots__} for item in refused]
    errors = frame("errors", rows)
    assert errors[["file", "row", "reason"]].to_numpy().tolist() == [["a.jsonl", 2, "unreadable"]]


def test_blank_lines_are_counted_and_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", b"\xef\xbb\xbf" + lines(ROWS[0], b"", ROWS[0]))
    assert [item.row for item in read_corpus(path)] == [1, 3]


def test_a_line_too_long_for_memory_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_ROW_SIZE", 1000)
    path = write(tmp_path, "a.jsonl", lines(ROWS[0], ROWS[0] | {"author": "x" * 5000}, ROWS[0]))
    stream = list(read_corpus(path))
    assert refusals(stream) == [(2, "too long")]
    assert [item.row for item in items(stream)] == [1, 3]


def test_a_bad_row_of_csv_costs_only_itself(tmp_path: Path) -> None:
    rows = [
        b"text,published",
        b'"They met, ""he"" said.\nIndeed.",2022-03-07',
        b"caf\xe9,2022-03-07",
        b"too,many,cells",
        b"few",
        b'"shut too early"x,2022-03-07',
        b"",
        b"a NUL \0 here,2022-03-07",
        b"They met.,",
        b'"never shut,2022-03-07',
    ]
    stream = list(read_corpus(write(tmp_path, "a.csv", b"\r\n".join(rows))))
    assert [(item.row, item.text) for item in items(stream)] == [
        (1, 'They met, "he" said.\nIndeed.'),
        (8, "They met."),
    ]
    bad = [(2, "undecodable"), (3, "unreadable"), (4, "unreadable"), (5, "unreadable"), (7, "undecodable")]
    assert refusals(stream) == [*bad, (9, "unreadable")]


def test_a_bad_value_of_parquet_costs_only_its_row(tmp_path: Path) -> None:
    broken = pa.Array.from_buffers(
        pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\x01\0\0\0\x02\0\0\0"), pa.py_buffer(b"\xe9a")]
    )
    times = pa.array([datetime.datetime(2022, 3, 7, 23, 59)] * 2, pa.timestamp("us", "UTC"))
    pq.write_table(pa.table({"text": broken, "published": times}), tmp_path / "a.parquet")
    stream = list(read_corpus(tmp_path / "a.parquet"))
    assert refusals(stream) == [(1, "undecodable")]
    assert items(stream) == [RawArticle("a.parquet", 2, "a-00000002", "a", DAY)]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.parquet"])
def test_a_damaged_file_costs_the_rows_after_the_damage(tmp_path: Path, name: str) -> None:
    rows = [{"text": os.urandom(2000).hex(), "published": "2022-03-07"} for _ in range(400)]
    whole = table(tmp_path, name, rows).read_bytes()
    write(tmp_path, name, whole[: len(whole) // 2] + (whole[-1000:] if name.endswith("parquet") else b""))
    table(tmp_path, "b.jsonl")
    stream = list(read_corpus(tmp_path))
    (refusal,) = [item for item in stream if isinstance(item, Refusal)]
    before = [item for item in items(stream) if item.file == name]
    assert (refusal.file, refusal.row, refusal.reason) == (name, len(before) + 1, "unreadable")
    assert [item.text for item in before] == [row["text"] for row in rows[: len(before)]]
    assert len(items(stream)) == len(before) + len(ROWS)


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl.gz"])
def test_a_file_with_the_wrong_ending_is_refused(tmp_path: Path, name: str) -> None:
    assert refusals(read_corpus(write(tmp_path, name, "They met."))) == [(1, "unreadable")]


@pytest.mark.parametrize(
    "published",
    [
        "2022-03-07",
        "2022-03-07T23:59:00+01:00",
        " 2022-03-07 00:00:00 ",
        "20220307",
        20220307,
        "20220307140000",
        "20220307T140000Z",
    ],
)
def test_days_are_read_in_all_usual_forms(tmp_path: Path, published: object) -> None:
    path = write(tmp_path, "a.jsonl", lines(ROWS[0] | {"published": published}))
    assert [item.published for item in items(read_corpus(path))] == [DAY]


def test_facts_become_one_line_of_valid_text(tmp_path: Path) -> None:
    row = {"author": ["Ann Lee", "Jo Roe"], "title": {"en": "x"}, "source": float("nan"), "article_id": 7, "url": 8}
    (item,) = items(read_corpus(write(tmp_path, "a.jsonl", lines(ROWS[0] | row))))
    assert (item.author, item.title, item.source) == ("Ann Lee, Jo Roe", None, None)
    assert (item.article_id, item.url) == ("7", "8")
    row = {"article_id": " a\ud800\n1 ", "title": "half \ud800 and \0", "source": "\ud800"}
    (item,) = items(read_corpus(write(tmp_path, "a.jsonl", lines(ROWS[0] | row))))
    assert (item.article_id, item.title, item.source) == ("a 1", "half and", None)


def folder_of_all(folder: Path) -> Path:
    """A folder with articles and tables, also in subfolders, and with files to skip."""
    (folder / "2022" / "03").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    write(folder, "talks.txt", TEXT)
    write(folder, "talks.toml", 'published = 2022-03-07\ntitle = "Talks"')
    write(folder, "same.html", page())
    write(folder, "same.txt", TEXT)
    write(folder, "README.md", "This is about the files.")
    write(folder, ".talks.txt", TEXT)
    write(folder / ".hidden", "talks.txt", TEXT)
    table(folder / "2022", "talks.jsonl")
    write(folder / "2022" / "03", "talks.txt", TEXT)
    write(folder / "2022" / "03", "named.txt", TEXT)
    write(folder / "2022" / "03", "named.toml", 'article_id = "own  name"')
    return folder


def test_a_folder_is_read_with_its_subfolders_in_order(tmp_path: Path) -> None:
    stream = list(read_corpus(folder_of_all(tmp_path)))
    assert [(item.file, item.article_id) for item in stream] == [
        ("same.html", "same.html"),
        ("same.txt", "same.txt"),
        ("talks.txt", "talks"),
        ("2022/talks.jsonl", "2022/talks-00000001"),
        ("2022/talks.jsonl", "own name"),
        ("2022/03/named.txt", "own name"),
        ("2022/03/talks.txt", "2022/03/talks"),
    ]
    assert (items(stream)[2].title, items(stream)[2].published) == ("Talks", DAY)
    assert items(stream)[0].text.endswith("\n".join(PARAGRAPHS))


@pytest.mark.parametrize(
    ("name", "content", "metadata", "reason"),
    [
        ("a.txt", b" \n", "", "empty"),
        ("a.txt", b"--- !!", "", "empty"),
        ("a.txt", b"\x00\x01\x02\xff" * 50, "", "undecodable"),
        ("a.txt", b"a NUL \0 in the middle", "", "undecodable"),
        (
            "a.txt",
            "Der Minister hat am Montag mit seinem Kollegen telefoniert, sagte ein Sprecher. " * 3,
            "",
            "not English",
        ),
        ("a.txt", TEXT, 'language = "fr"', "not English"),
        ("a.txt", TEXT, 'published = "March"', "no date"),
        ("a.txt", TEXT, "published = ", "unreadable"),
        ("a.pdf", b"%PDF-1.4 nothing", "", "unreadable"),
        ("a.html", page(paragraphs=[]), "", "unreadable"),
    ],
)
def test_article_files_are_refused_with_a_reason(
    tmp_path: Path, name: str, content: str | bytes, metadata: str, reason: str
) -> None:
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub", name, content)
    if metadata:
        write(tmp_path / "sub", "a.toml", metadata)
    table(tmp_path / "sub", "b.jsonl")
    first, *others = read_corpus(tmp_path)
    assert isinstance(first, Refusal)
    assert (first.file, first.row, first.article_id, first.reason) == (f"sub/{name}", None, "sub/a", reason)
    assert first.message.startswith("sub/a")
    assert len(items(others)) == len(ROWS)


def test_a_file_name_that_is_not_utf8_is_accepted(tmp_path: Path) -> None:
    try:
        write(tmp_path, os.fsdecode(b"caf\xe9.txt"), TEXT)
    except OSError:
        pytest.skip("no such name on this file system")
    (item,) = unique(read_corpus(tmp_path), tmp_path / "ids")
    assert (item.file, item.article_id) == ("caf .txt", "caf")


@pytest.mark.parametrize(("name", "says"), [("none", "does not exist"), ("a.xyz", "unknown kind")])
def test_missing_paths_and_unknown_kinds_are_errors(tmp_path: Path, name: str, says: str) -> None:
    write(tmp_path, "a.xyz", TEXT)
    with pytest.raises(AnalysisError, match=says):
        list(read_corpus(tmp_path / name))


def test_a_single_article_file_is_a_corpus(tmp_path: Path) -> None:
    assert [item.article_id for item in read_corpus(write(tmp_path, "talks.txt", TEXT))] == ["talks"]


def test_items_can_be_pickled(tmp_path: Path) -> None:
    stream = list(read_corpus(folder_of_all(tmp_path)))
    assert pickle.loads(pickle.dumps(stream)) == stream


def test_check_cleans_facts() -> None:
    item = RawArticle("a.jsonl", 1, "a-1", TEXT, DAY, " Talks\n go\u202e on", "Herald", "javascript:alert(1)", "")
    article = check(item)
    assert isinstance(article, Article)
    assert (article.article_id, article.text, article.published) == ("a-1", TEXT, DAY)
    assert (article.title, article.source, article.url, article.author) == ("Talks go on", "Herald", None, None)


def test_damage_to_the_text_in_a_column_is_undone(tmp_path: Path) -> None:
    lines = (
        "&ldquo;We have found a way to talk to each other,&rdquo; said the\n"
        "foreign minister of Norland, Ingrid Halvorsen, when she came to\n"
        "Vienna on Tuesday."
    )
    path = tmp_path / "news.csv"
    path.write_text(f'text,published\n"{lines}",2022-03-07\n', encoding="utf-8")
    (item,) = read_corpus(path)
    article = check(item) if isinstance(item, RawArticle) else None
    assert article == Article(
        "“We have found a way to talk to each other,” said the foreign minister of Norland, Ingrid Halvorsen, when she "
        "came to Vienna on Tuesday.",
        published=DAY,
        article_id="news-00000001",
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("?! …", "empty"),
        ("word " * 500, "too long"),
        ("Le ministre a téléphoné lundi à son homologue, a déclaré une porte-parole. " * 3, "not English"),
    ],
)
def test_check_refuses_with_a_reason(text: str, reason: str) -> None:
    refusal = check(RawArticle("a.jsonl", 3, "a-3", text), longest=2000)
    assert isinstance(refusal, Refusal)
    assert (refusal.file, refusal.row, refusal.article_id, refusal.reason) == ("a.jsonl", 3, "a-3", reason)
    assert refusal.message.startswith("a.jsonl, row 3: ")


def test_metadata_can_declare_an_article_english(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "Le ministre a téléphoné lundi à son homologue, a déclaré une porte-parole. " * 3)
    write(tmp_path, "a.toml", 'language = "en"')
    (item,) = items(read_corpus(tmp_path))
    assert isinstance(check(item), Article)


def test_a_duplicate_is_refused_with_the_place_of_the_first(tmp_path: Path) -> None:
    stream = list(unique(read_corpus(folder_of_all(tmp_path)), tmp_path / "ids.sqlite"))
    assert [item.reason for item in stream if isinstance(item, Refusal)] == ["duplicate"]
    (refusal,) = [item for item in stream if isinstance(item, Refusal)]
    assert (refusal.file, refusal.article_id) == ("2022/03/named.txt", "own name")
    assert "2022/talks.jsonl, row 2 is called 'own name' already" in refusal.message


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=3), max_size=30))
def test_every_id_is_unique_and_the_order_is_kept(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    database = tmp_path_factory.getbasetemp() / "ids.sqlite"
    stream = list(unique((RawArticle("a.jsonl", n, name, "They met.") for n, name in enumerate(names)), database))
    assert [item.article_id for item in items(stream)] == list(dict.fromkeys(names))
    assert [item.row for item in stream] == list(range(len(names)))


def test_a_database_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="cannot be written"):
        list(unique([RawArticle("a.jsonl", 1, "a", "They met.")], tmp_path / "none" / "ids.sqlite"))


def test_fingerprints_cover_all_files_that_are_read_and_metadata(tmp_path: Path) -> None:
    prints = fingerprints(folder_of_all(tmp_path))
    names = ["same.html", "same.txt", "talks.toml", "talks.txt", "2022/talks.jsonl"]
    assert [row["file"] for row in prints] == [*names, "2022/03/named.toml", "2022/03/named.txt", "2022/03/talks.txt"]
    assert {row["file"]: row["bytes"] for row in prints}["talks.txt"] == len(TEXT.encode())
    sums = {row["file"]: row["sha256"] for row in prints}
    assert sums["talks.txt"] == sums["2022/03/talks.txt"] != sums["same.html"]
    assert len(sums["talks.txt"]) == 64


def test_parquet_of_pandas_is_read(tmp_path: Path) -> None:
    days = pd.to_datetime(pd.Series(["2022-03-07", None]))
    pd.DataFrame({"text": [TEXT, TEXT], "published": days}).to_parquet(tmp_path / "a.parquet")
    assert [item.published for item in items(read_corpus(tmp_path / "a.parquet"))] == [DAY, None]


def test_a_column_with_an_unknown_time_zone_costs_the_file(tmp_path: Path) -> None:
    times = pa.array([1_646_611_200] * 3, pa.int64()).view(pa.timestamp("s", "Mars/Olympus"))
    pq.write_table(pa.table({"text": [TEXT] * 3, "published": times}), tmp_path / "a.parquet")
    table(tmp_path, "b.jsonl")
    stream = list(read_corpus(tmp_path))
    assert refusals(stream) == [(1, "unreadable")]
    assert "the column published has an unknown time zone" in stream[0].message  # type: ignore[union-attr]
    assert len(items(stream)) == len(ROWS)


def test_a_table_of_refused_rows_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_REFUSED_ROWS", 100)
    read_lines = []
    all_lines = reader._lines
    monkeypatch.setattr(reader, "_lines", lambda file: (read_lines.append(1) or line for line in all_lines(file)))  # type: ignore[func-returns-value]
    write(tmp_path, "a.jsonl.gz", gzip.compress(b"{\n" * 5000))
    write(tmp_path, "b.jsonl", lines(*[ROWS[0], b"{"] * 100))  # a hundred refused rows are not too many
    stream = list(read_corpus(tmp_path))
    assert refusals(stream)[:101] == [(row, "unreadable") for row in range(1, 102)]
    assert "a.jsonl.gz, row 101: from here on it is not read, because 100 rows were refused" in stream[100].message  # type: ignore[union-attr]
    assert len(refusals(stream)) == 201 and len(items(stream)) == 100
    assert len(read_lines) < 2000


def test_a_table_of_duplicates_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_REFUSED_ROWS", 100)
    write(tmp_path, "a.jsonl", lines(*[ROWS[1]] * 500))
    write(tmp_path, "b.jsonl", lines(ROWS[1], ROWS[0]))
    stream = list(unique(read_corpus(tmp_path), tmp_path / "ids.sqlite"))
    reasons = [reason for _, reason in refusals(stream)]
    assert reasons == ["duplicate"] * 100 + ["unreadable", "duplicate"]
    assert [item.file for item in items(stream)] == ["a.jsonl", "b.jsonl"]


@pytest.mark.parametrize("fact", reader.MAX_FACT_CHARS)
@pytest.mark.parametrize("ending", [".jsonl", ".txt"])
def test_metadata_longer_than_any_are_refused(tmp_path: Path, fact: str, ending: str) -> None:
    limit = reader.MAX_FACT_CHARS[fact]
    for name, length in (("fits", limit), ("long", limit + 1)):
        value = "https://herald.example/".ljust(length, "x")
        if ending == ".jsonl":
            table(tmp_path, f"{name}.jsonl", [ROWS[0] | {fact: value}])
        else:
            write(tmp_path, f"{name}.txt", TEXT)
            write(tmp_path, f"{name}.toml", f'{fact} = "{value}"')
    stream = list(read_corpus(tmp_path))
    assert [(item.file, item.reason) for item in stream if isinstance(item, Refusal)] == [(f"long{ending}", "too long")]
    assert f"its {fact} has {limit + 1:,} characters" in stream[1].message  # type: ignore[union-attr]
    assert len(items(stream)) == 1


@pytest.mark.parametrize("ending", TABLE_ENDINGS)
def test_a_stray_table_in_a_folder_is_refused_before_its_rows_are_read(tmp_path: Path, ending: str) -> None:
    stray = table(tmp_path, f"a{ending}", [{"price": "7", "published": "2022-03-07"}] * 3)
    table(tmp_path, "b.jsonl")
    first, *others = read_corpus(tmp_path)
    assert isinstance(first, Refusal)
    assert (first.file, first.row, first.reason) == (stray.name, None, "unreadable")
    assert "has no column 'text'; it has price, published" in first.message
    assert len(items(others)) == len(others) == len(ROWS)
    with pytest.raises(AnalysisError, match="has no column 'text'"):
        reader.check_input(stray)


def test_corrections_beside_articles_are_no_articles_and_counted(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    for folder in (tmp_path, tmp_path / "more"):
        write(folder, "a.txt", TEXT)
        (folder / "a.corrections.csv").write_text("action,words\nspeaker,We\n", encoding="utf-8")
    assert [item.article_id for item in read_corpus(tmp_path)] == ["a", "more/a"]
    assert reader.corrections_beside(tmp_path) == 2 and reader.corrections_beside(tmp_path / "a.txt") == 0
