"""Anything that holds articles becomes a stream of them: a folder, JSON Lines, CSV, Parquet; what is unfit is refused.

Only what is read at the moment is in memory, and nothing bad ends the stream: a bad row costs that row, a broken file
what comes after the break.
"""

import csv
import datetime
import gzip
import hashlib
import itertools
import json
import re
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.articles.article import Article, as_date, clean_fact, files_of, read_article
from analysis.articles.formats import FILE_KINDS, as_text, other_language
from analysis.display import one_line
from analysis.errors import AnalysisError

REQUIRED = ("text", "published")
TABLE_ENDINGS = (".jsonl", ".jsonl.gz", ".csv", ".csv.gz", ".parquet")
ENDINGS = (*FILE_KINDS, *TABLE_ENDINGS)
COLUMNS = (*REQUIRED, "article_id", "title", "source", "url", "author")
FACTS = ("title", "source", "url", "author")
LONGEST = 1_000_000  # characters of an article: some 170,000 words; what is longer is a book, or a file gone wrong
LONGEST_ROW = 1 << 26  # bytes of a line, characters of a CSV field; a quote mark never closed ends here at the latest
FIRST = 1000  # rows of JSON Lines of which one has every column needed; if none has, it is named otherwise
BATCH = 256  # rows of Parquet in memory
DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{6}Z?)?")  # 20220307, and GDELT's 20220307140000 or 20220307T140000Z
BROKEN = (OSError, EOFError, zlib.error, pa.ArrowException, csv.Error)
# What the reader of article files says, by words of its message, and what that is called in the table of errors.
REASONS = {
    "is empty": "empty",
    "not a word": "empty",
    "only English": "not English",
    "no text in any encoding": "undecodable",
    "is no date": "no date",
}


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as found: where it stands, and its facts, which `check` makes an Article of.

    `row` counts from 1, and is None where the file is the article. `is_english` says that nobody need ask any more.
    """

    file: str
    row: int | None
    article_id: str
    text: str
    published: datetime.date | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    author: str | None = None
    is_english: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is left out, and why: a row of the table `errors`."""

    file: str
    row: int | None
    article_id: str | None
    reason: str
    message: str


class _BadRow(NamedTuple):
    """A row that cannot be read."""

    reason: str
    problem: str


_Row = Mapping[str, Any] | _BadRow  # by our columns' names


def read_corpus(path: str | Path, columns: Mapping[str, str] | None = None) -> Iterator[RawArticle | Refusal]:
    """Every article of a folder or file, in an order that is always the same: files by name, then folders, rows as are.

    A folder may hold articles (all that `read_article` reads, with their metadata files) and tables: `.jsonl`, `.csv`,
    both also with `.gz`, and `.parquet`, with the columns text, published and, if they like, article_id, title, source,
    url and author. `columns` says what these are called there: {"text": "body"}; {"published": ""} says that there are
    no dates. README files and what is hidden or a linked folder are left out. `row` is the line of JSON Lines, else the
    row below the header.

    `published` may be a date, a time, ISO text or digits (20220307140000). Missing it stays unknown; one that cannot be
    read refuses the row, since a lost day loses every "on Sunday". Without an article_id an article is named by its
    place: "news-00000017" is row 17 of news.jsonl, "2022/03/talks" a file.

    Raises AnalysisError where there is nothing of that name or kind, and for a table without a column that is needed.
    """
    path, given = Path(path), columns or {}
    if unknown := sorted(set(given) - set(COLUMNS)):
        raise AnalysisError(f"there is no column {unknown} to be mapped; there are {', '.join(COLUMNS)}")
    if not path.is_dir() and not (path.exists() and path.name.lower().endswith(ENDINGS)):
        kind = "is of no kind known here" if path.exists() else "does not exist"
        raise AnalysisError(f"{path} {kind}; name a folder of articles, or a file: {', '.join(ENDINGS)}")
    named = {column: name for column in COLUMNS if (name := given.get(column, column)) or column == "text"}
    for file in _walk(path, ENDINGS):
        if isinstance(file, Refusal):
            yield file
        elif (ending := _ending(file.path).lower()) in TABLE_ENDINGS:
            yield from _table(file, READERS[ending.removesuffix(".gz")], named)
        else:
            yield _article(file)


def check(item: RawArticle, longest: int = LONGEST) -> Article | Refusal:
    """The article of an item, or why it is none: empty, too long (in characters), not English."""
    place = (item.file, item.row, item.article_id)
    if len(item.text) > longest:
        return _refusal(*place, "too long", f"it has {len(item.text):,} characters, over {longest:,}; split it up")
    try:
        facts: dict[str, Any] = {fact: clean_fact(fact, getattr(item, fact)) for fact in FACTS}
        article = Article(item.text, published=item.published, article_id=item.article_id, **facts)
    except AnalysisError as error:
        return _refusal(*place, _reason(error), str(error))
    if not item.is_english and (other := other_language(item.text)):
        return _refusal(*place, "not English", f"it is in {other}, and only English articles can be read; leave it out")
    return article


def unique(items: Iterable[RawArticle | Refusal], database: Path) -> Iterator[RawArticle | Refusal]:
    """The same stream in which each article_id comes once; who comes second is refused, and told where the first is.

    The ids are kept in the file `database` (SQLite), in a table that is made anew, so that millions fill no memory.
    """
    try:
        with closing(sqlite3.connect(database, isolation_level=None)) as known:
            # One transaction that need not outlive a crash: nobody waits for the disk, and the cache stays small.
            known.execute("PRAGMA journal_mode = OFF")
            known.execute("PRAGMA synchronous = OFF")
            known.execute("DROP TABLE IF EXISTS ids")
            known.execute("CREATE TABLE ids (article_id TEXT PRIMARY KEY, file TEXT, row INTEGER) WITHOUT ROWID")
            known.execute("BEGIN")
            for item in items:
                yield item if isinstance(item, Refusal) else _once(item, known)
    except sqlite3.Error as error:
        raise AnalysisError(f"{database} cannot be written: {error}; make room, or name another file") from error


def fingerprints(path: str | Path) -> list[dict[str, Any]]:
    """Every file that `read_corpus` reads, and metadata files: file, bytes and sha256, in the same order.

    The size and sum of a file that cannot be read are None.
    """
    files = _walk(Path(path), (*ENDINGS, ".toml"))
    return [{"file": file.name} | _sum(file.path) for file in files if isinstance(file, _InputFile)]


class _InputFile(NamedTuple):
    """A file to read: where it is, what messages call it, what its articles are called, alone or before a number."""

    path: Path
    name: str
    article_id: str


def _refusal(file: str, row: int | None, article_id: str | None, reason: str, problem: str) -> Refusal:
    return Refusal(file, row, article_id, reason, f"{_place(file, row)}: {problem}")


def _place(file: str, row: int | None) -> str:
    return file if row is None else f"{file}, row {row}"


def _walk(path: Path, endings: Sequence[str], above: str = "") -> Iterator[_InputFile | Refusal]:
    """The files of a folder and those below it, of one folder at a time; or the one file."""
    if not path.is_dir():
        yield _InputFile(path, one_line(path.name), one_line(path.name.removesuffix(_ending(path))))
        return
    try:
        paths = files_of(path, endings)
        folders = sorted(p for p in path.iterdir() if p.is_dir() and not p.is_symlink() and p.name[:1] != ".")
    except (AnalysisError, OSError) as error:
        name = one_line(above or path.name)
        yield Refusal(name, None, None, "unreadable", one_line(str(error).replace(str(path), name, 1)))
        return
    stems = Counter(p.name.removesuffix(_ending(p)) for p in paths)
    for file in paths:
        stem = file.name.removesuffix(_ending(file))  # below, one line: a file's name may hold what no text does
        yield _InputFile(file, one_line(above + file.name), one_line(above + (stem if stems[stem] == 1 else file.name)))
    for folder in folders:
        yield from _walk(folder, endings, f"{above}{folder.name}/")


def _ending(path: Path) -> str:
    """What a file's name ends in, with the .gz of a table."""
    return next((path.name[-len(e) :] for e in TABLE_ENDINGS if path.name.lower().endswith(e)), path.suffix)


def _article(file: _InputFile) -> RawArticle | Refusal:
    """A file that is an article. It has its place for a name, unless its metadata give it one."""
    try:
        found = read_article(file.path)
    except AnalysisError as error:
        top = str(file.path).removesuffix(file.path.name)  # messages name files as they were reached
        message = one_line(str(error).replace(top, file.name.removesuffix(one_line(file.path.name)), 1))
        told = "" if str(file.path.with_suffix("")) in str(error) else f"{file.name}: "
        return Refusal(file.name, None, file.article_id, _reason(error), told + message)
    article_id = found.article_id if found.article_id != one_line(file.path.stem) else file.article_id
    if problem := _unfit(found.text):
        return _refusal(file.name, None, article_id, "undecodable", problem)
    facts: dict[str, Any] = {fact: getattr(found, fact) for fact in FACTS}
    return RawArticle(file.name, None, one_line(article_id), found.text, found.published, **facts, is_english=True)


def _reason(error: AnalysisError) -> str:
    return next((reason for words, reason in REASONS.items() if words in str(error)), "unreadable")


def _table(file: _InputFile, reader: "_Reader", named: Mapping[str, str]) -> Iterator[RawArticle | Refusal]:
    """The articles of a table; where it breaks, one refusal for all the rest."""
    row = 0
    try:
        for row, values in reader(file, named):
            yield _item(file, row, values)
    except BROKEN as error:
        problem = f"from here on it cannot be read ({one_line(error)[:100]}); save the file again"
        yield _refusal(file.name, row + 1, None, "unreadable", problem)


def _item(file: _InputFile, row: int, values: _Row) -> RawArticle | Refusal:
    place = (file.name, row, f"{file.article_id}-{row:08}")  # as wide for every row, so that names sort as rows do
    if isinstance(values, _BadRow):
        return _refusal(*place, values.reason, values.problem)
    place = (file.name, row, _text(values.get("article_id")) or place[2])
    text = values.get("text")
    if text is None or text == "":
        return _refusal(*place, "empty", "it has no text; give the text of an article")
    if not isinstance(text, str):
        return _refusal(*place, "unreadable", f"its text is of type {type(text).__name__}; write it as text")
    if problem := _unfit(text):
        return _refusal(*place, "undecodable", problem)
    try:
        published = _day(values.get("published"), f"{_place(file.name, row)}: published")
    except AnalysisError as error:
        return Refusal(*place, "no date", str(error))
    return RawArticle(*place, text, published, **dict[str, Any]((fact, _text(values.get(fact))) for fact in FACTS))


def _text(value: Any) -> str | None:
    """A metadata value as one line of text; None for a missing one."""
    return None if value is None or value != value else one_line(as_text(value)) or None


def _unfit(text: str) -> str:
    """What is wrong with text that no encoding holds, or that ends early for other programs; nothing if it is right."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "it has bytes or halves of characters that are no text; save it again as UTF-8"
    return "it has a NUL character; save it again as UTF-8" if "\0" in text else ""


def _day(value: Any, what: str) -> datetime.date | None:
    text = "" if value is None or value != value else str(value).strip()
    return as_date("-".join(found.groups()) if (found := DIGITS.fullmatch(text)) else text, what) if text else None


def _json_lines(file: _InputFile, named: Mapping[str, str]) -> Iterator[tuple[int, _Row]]:
    """The objects of a file with one a line, by line. A column may be missing here and there, but not everywhere."""
    seen, objects = set[str](), 0
    with _opened(file.path) as lines:
        for row, line in enumerate(_lines(lines), 1):
            values = line if isinstance(line, _BadRow) else _object(line, first=row == 1)
            if isinstance(values, dict):
                objects += 1
                seen.update(values if objects <= FIRST else ())
                if objects == FIRST:
                    _demand(file, seen, named)
                yield row, {column: values.get(name) for column, name in named.items()}
            elif values:
                yield row, values
    if 0 < objects < FIRST:
        _demand(file, seen, named)


def _lines(file: IO[bytes]) -> Iterator[bytes | _BadRow]:
    """Lines, of which one that would fill the memory is skipped."""
    while line := file.readline(LONGEST_ROW):
        if len(line) < LONGEST_ROW or line.endswith(b"\n"):
            yield line
        else:
            while (rest := file.readline(LONGEST_ROW)) and not rest.endswith(b"\n"):
                pass
            yield _BadRow("too long", f"the line has more than {LONGEST_ROW:,} bytes; write one article a line")


def _object(line: bytes, first: bool) -> dict[str, Any] | _BadRow | None:
    """The object of a line; None for a blank one."""
    try:
        text = line.decode("utf-8-sig" if first else "utf-8").strip()
        values = json.loads(text) if text else None
    except UnicodeDecodeError:
        return _BadRow("undecodable", "it is not UTF-8; save it again as UTF-8")
    except (ValueError, RecursionError) as error:
        return _BadRow("unreadable", f"it is no JSON ({one_line(error)[:80]}); write one object a line")
    return (
        values if isinstance(values, dict) or not text else _BadRow("unreadable", "it is no object; write one a line")
    )


def _csv(file: _InputFile, named: Mapping[str, str]) -> Iterator[tuple[int, _Row]]:
    """The rows under a CSV file's first one, which names the columns. What is not UTF-8 costs its row."""
    csv.field_size_limit(max(LONGEST_ROW, csv.field_size_limit()))
    with _opened(file.path, "rt", encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        rows = csv.reader(iter(lambda: lines.readline(LONGEST_ROW), ""), strict=True)
        header = [name.strip() for name in next(rows, [])]
        _demand(file, header, named)
        places = {column: header.index(name) for column, name in named.items() if name in header}
        for row in itertools.count(1):
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield (
                    row,
                    _BadRow("unreadable", f"it is no CSV ({error}, line {rows.line_num}); see to its quote marks"),
                )
            else:
                if cells:
                    yield row, _cells(cells, places, len(header), rows.line_num)


def _cells(cells: list[str], places: Mapping[str, int], width: int, line: int) -> _Row:
    if len(cells) != width:
        return _BadRow("unreadable", f"it has {len(cells)} cells, not {width} (to line {line}); see to its quote marks")
    if problem := next((problem for place in places.values() if (problem := _unfit(cells[place]))), ""):
        return _BadRow("undecodable", f"{problem} (to line {line})")
    return {column: cells[place] or None for column, place in places.items()}


def _parquet(file: _InputFile, named: Mapping[str, str]) -> Iterator[tuple[int, _Row]]:
    """The rows of a Parquet file, a batch in memory at a time."""
    with pq.ParquetFile(file.path, pre_buffer=False) as table:
        there = table.schema_arrow.names
        _demand(file, there, named)
        present = {column: name for column, name in named.items() if name in there}
        row = 0
        for batch in table.iter_batches(BATCH, columns=sorted(set(present.values()))):
            places = {column: batch.schema.names.index(name) for column, name in present.items()}
            for number in range(batch.num_rows):
                row += 1
                yield row, _scalars(batch, number, places)


def _scalars(batch: Any, number: int, places: Mapping[str, int]) -> _Row:
    """A row's values. One by one, so that one that Python cannot hold (bytes that are no UTF-8) costs its row only."""
    try:
        return {column: batch.column(place)[number].as_py() for column, place in places.items()}
    except (ValueError, OverflowError) as error:
        reason = "undecodable" if isinstance(error, UnicodeDecodeError) else "unreadable"
        return _BadRow(reason, f"a value cannot be read ({one_line(error)[:80]}); write text as UTF-8, dates as dates")


def _demand(file: _InputFile, there: Iterable[str], named: Mapping[str, str]) -> None:
    """See that the columns are there that an article needs, or that were asked for by name."""
    missing = next((c for c, name in named.items() if (c in REQUIRED or c != name) and name not in set(there)), None)
    if missing:
        has = f"{file.name} has no column {named[missing]!r}; it has {', '.join(sorted(set(there))) or 'none'}"
        hint = f'say which one it is: columns={{"{missing}": "its name there"}}'
        raise AnalysisError(f"{has}; {hint}" + (', or "" if there are no dates' if missing == "published" else ""))


def _opened(path: Path, mode: str = "rb", **how: Any) -> Any:
    return gzip.open(path, mode, **how) if path.suffix.lower() == ".gz" else path.open(mode, **how)


def _once(item: RawArticle, known: sqlite3.Connection) -> RawArticle | Refusal:
    row = (item.article_id, item.file, item.row)
    if known.execute("INSERT OR IGNORE INTO ids VALUES (?, ?, ?)", row).rowcount:
        return item
    first = known.execute("SELECT file, row FROM ids WHERE article_id = ?", row[:1]).fetchone()
    problem = f"{_place(*first)} is called {item.article_id!r} already; give it another article_id, or leave it out"
    return _refusal(item.file, item.row, item.article_id, "duplicate", problem)


def _sum(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": file.tell()}
    except OSError:
        return {"sha256": None, "bytes": None}


_Reader = Callable[[_InputFile, Mapping[str, str]], Iterator[tuple[int, _Row]]]
READERS: Mapping[str, _Reader] = {".jsonl": _json_lines, ".csv": _csv, ".parquet": _parquet}
