"""Read a corpus as a stream of articles: from a folder, JSON Lines, CSV or Parquet.

What cannot be read becomes a `Refusal` in the stream, with the reason, and never ends it: a bad row costs that row, and
a damaged file costs the rows after the damage. A table of which `MAX_REFUSED_ROWS` rows are refused is given up. Only
the current row or batch is in memory.
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
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.articles.article import CORRECTIONS_ENDING, Article, as_date, clean_fact, files_of, read_all
from analysis.articles.formats import FILE_KINDS, TABLE_ENDINGS, as_text, other_language
from analysis.articles.plain_text import mended
from analysis.display import one_line
from analysis.errors import AnalysisError, DeadlineExceeded, as_typed

REQUIRED_COLUMNS = ("text", "published")
ENDINGS = (*FILE_KINDS, *TABLE_ENDINGS)
INPUT_COLUMNS = (*REQUIRED_COLUMNS, "article_id", "title", "source", "url", "author")
TEXT_FACTS = ("title", "source", "url", "author")
MAX_ARTICLE_CHARS = 1_000_000  # some 170,000 words; a longer text is a book, or a file gone wrong
MAX_FACT_CHARS = {"article_id": 1000} | dict.fromkeys(TEXT_FACTS, 10_000)  # the id is in every row of every table
MAX_REFUSED_ROWS = 10_000  # of a table; more of them are a file of another kind, or made to fill the memory
MAX_ROW_SIZE = 1 << 26  # bytes of a line, characters of a CSV field; limits what an unclosed quote mark swallows
ROWS_TO_SEE_COLUMNS = 1000  # lines of JSON Lines; a column that is in none of them has another name
PARQUET_BATCH_ROWS = 256  # in memory at a time
COMPACT_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{6}Z?)?")  # 20220307; of GDELT 20220307140000, 20220307T140000Z
FILE_ERRORS = (OSError, EOFError, zlib.error, pa.ArrowException, csv.Error)
# Words in an error message of `read_article` → the reason in the table of errors.
REASON_BY_MESSAGE = {
    "is empty": "empty",
    "has no words": "empty",
    "only English": "not English",
    "is not text in a known encoding": "undecodable",
    "is not a date": "no date",
}


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as it is in the input, before `check` turns it into an Article.

    Attributes:
        file: The file, relative to the input.
        row: The row in the file, or the number of the article, from 1; None if the file is one article.
        is_english: Whether its language was checked already.
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
    """An article or file that is left out, and the reason: a row of the table `errors`."""

    file: str
    row: int | None
    article_id: str | None
    reason: str
    message: str


class _BadRow(NamedTuple):
    """A row that cannot be read: the reason for the table of errors, and the problem in words."""

    reason: str
    problem: str


_Row = Mapping[str, Any] | _BadRow  # values by the names in INPUT_COLUMNS


class InputFile(NamedTuple):
    """A file to read: its path, its name in messages, and the article_id of its article or before its row numbers."""

    path: Path
    name: str
    article_id: str


def read_file(file: InputFile) -> list[RawArticle | Refusal]:
    """The articles of a file: one of most files, many of an export of a database, whose rows are their numbers.

    An article is named after its place, unless it is the only one and its metadata give it an article_id.
    """
    try:
        results = read_all(file.path)
    except DeadlineExceeded:
        raise
    except AnalysisError as error:
        return [Refusal(file.name, None, file.article_id, _reason(error), _message_about(file, error))]
    if len(results) == 1:
        return [_file_article(file, None, file.article_id, results[0])]
    return [_file_article(file, row, f"{file.article_id}-{row:08}", result) for row, result in enumerate(results, 1)]


def _file_article(
    file: InputFile, row: int | None, article_id: str, result: Article | AnalysisError
) -> RawArticle | Refusal:
    """What `read_all` gave for an article at a place in a file."""
    if isinstance(result, AnalysisError):
        return Refusal(file.name, row, article_id, _reason(result), _message_about(file, result))
    if row is None and result.article_id != one_line(file.path.stem):
        article_id = result.article_id
    if problem := _text_problem(result.text):
        return _refusal(file.name, row, article_id, "undecodable", problem)
    facts: dict[str, Any] = {fact: getattr(result, fact) for fact in TEXT_FACTS}
    article_id = one_line(article_id)
    if problem := _fact_problem({"article_id": article_id, **facts}):
        return _refusal(file.name, row, file.article_id, "too long", problem)
    return RawArticle(file.name, row, article_id, result.text, result.published, **facts, is_english=True)


def read_corpus(
    path: str | Path,
    columns: Mapping[str, str] | None = None,
    read: Callable[[InputFile], Iterable[RawArticle | Refusal]] = read_file,
) -> Iterator[RawArticle | Refusal]:
    """Every article of a folder or file, in a fixed order: files by name, then subfolders; rows as in the file.

    A folder may contain articles (every kind of file that `read_article` reads, with metadata files) and tables:
    `.jsonl`, `.csv`, both also with `.gz`, and `.parquet`. Tables need the columns text and published, and may have
    article_id, title, source, url and author. README files, hidden files and linked folders are skipped.

    `published` may be a date, a time, ISO text or digits (20220307140000). A missing date stays unknown, but one that
    cannot be read refuses the row, because every "on Sunday" in it would be lost. An article without an article_id is
    named after its place: "news-00000017" is row 17 of news.jsonl, "2022/03/talks" a file. A table in a folder that
    lacks a column is refused as a whole.

    Args:
        path: The folder or file.
        columns: Our name → the name in the tables: {"text": "body"}; {"published": ""} if there are no dates.
        read: Reads a file that is not a table.

    Yields:
        A RawArticle, or a Refusal in its place. `row` is the line of JSON Lines, otherwise the row below the header, or
        the article's number in an export of a database.

    Raises:
        AnalysisError: The path does not exist or is of an unknown kind, `columns` names an unknown column, or the path
            is a table that lacks a column that is needed.
    """
    names, is_folder = _checked_names(path, columns), Path(path).is_dir()
    for file in _walk(Path(path), ENDINGS):
        if isinstance(file, Refusal):
            yield file
        elif reader := _table_reader(file):
            try:
                yield from _table_articles(file, reader, names)
            except AnalysisError as error:
                if not is_folder:
                    raise
                yield Refusal(file.name, None, None, "unreadable", f"{error}; or take the file out of the folder")
        else:
            yield from read(file)


def check_input(path: str | Path, columns: Mapping[str, str] | None = None) -> None:
    """Raise the errors of `read_corpus` without reading the articles."""
    names = _checked_names(path, columns)
    for file in () if Path(path).is_dir() else _walk(Path(path), ENDINGS):
        if isinstance(file, InputFile) and (reader := _table_reader(file)):
            with suppress(*FILE_ERRORS):
                next(reader(file, names), None)


def article_files(path: str | Path) -> Iterator[InputFile]:
    """The files that `read_corpus` reads and that are not tables, in the same order."""
    for file in _walk(Path(path), ENDINGS):
        if isinstance(file, InputFile) and not _table_reader(file):
            yield file


def corrections_beside(path: str | Path) -> int:
    """The number of corrections files in a folder and its subfolders; a corpus run applies none of them."""
    return sum(1 for _ in Path(path).rglob(f"*{CORRECTIONS_ENDING}")) if Path(path).is_dir() else 0


def _checked_names(path: str | Path, columns: Mapping[str, str] | None) -> dict[str, str]:
    """The names of columns in the tables by our names; raises AnalysisError if they or the path are wrong."""
    path, given = Path(path), columns or {}
    if unknown := sorted(set(given) - set(INPUT_COLUMNS)):
        raise AnalysisError(f"columns maps the unknown column {unknown}; map some of {', '.join(INPUT_COLUMNS)}")
    if not path.exists():
        raise AnalysisError(f"{path} does not exist; name a folder of articles, or a file: {', '.join(ENDINGS)}")
    if not path.is_dir() and not path.name.lower().endswith(ENDINGS):
        raise AnalysisError(f"{path} is of an unknown kind; name a folder of articles, or a file: {', '.join(ENDINGS)}")
    names = {column: given.get(column, column) for column in INPUT_COLUMNS}
    return {column: name for column, name in names.items() if name or column == "text"}


def too_long(item: RawArticle, longest: int) -> Refusal | None:
    """A Refusal if the text has more than `longest` characters."""
    if len(item.text) <= longest:
        return None
    problem = f"it has {len(item.text):,} characters, over {longest:,}; split it up"
    return _refusal(item.file, item.row, item.article_id, "too long", problem)


def check(item: RawArticle, longest: int = MAX_ARTICLE_CHARS) -> Article | Refusal:
    """The article, or a Refusal if it is empty, longer than `longest` characters, or not English."""
    place = (item.file, item.row, item.article_id)
    if refusal := too_long(item, longest):
        return refusal
    try:
        facts: dict[str, Any] = {fact: clean_fact(fact, getattr(item, fact)) for fact in TEXT_FACTS}
        article = Article(item.text, published=item.published, article_id=item.article_id, **facts)
    except AnalysisError as error:
        return _refusal(*place, _reason(error), str(error))
    if not item.is_english and (other := other_language(item.text)):
        return _refusal(*place, "not English", f"it is in {other}, and only English articles can be read; leave it out")
    return article


def unique(items: Iterable[RawArticle | Refusal], database: Path) -> Iterator[RawArticle | Refusal]:
    """The same stream, with a Refusal for every article whose article_id came before.

    The rest of a file with more than `MAX_REFUSED_ROWS` of them is left out, with one Refusal for it.

    Args:
        items: The stream of `read_corpus`.
        database: A file for the ids seen so far (SQLite), because millions of them do not fit into memory. Ids that it
            holds from an earlier stream are dropped.

    Raises:
        AnalysisError: The database cannot be written.
    """
    columns = "article_id TEXT PRIMARY KEY, file TEXT, row INTEGER"
    with rows_on_disk(database, columns) as connection:
        yield from _without_duplicates(items, connection)


@contextmanager
def rows_on_disk(database: Path, columns: str) -> Iterator[sqlite3.Connection]:
    """An empty table `rows`, ordered by its primary key, for more rows than fit into memory.

    Args:
        database: A file for it (SQLite). Rows that it holds from an earlier time are dropped.
        columns: The columns as SQL has them, one of them or several being the primary key.

    Raises:
        AnalysisError: The database cannot be written.
    """
    try:
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            # One transaction that need not survive a crash: no waiting for the disk, and a small cache.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("DROP TABLE IF EXISTS rows")
            connection.execute(f"CREATE TABLE rows ({columns}) WITHOUT ROWID")
            connection.execute("BEGIN")
            yield connection
    except sqlite3.Error as error:
        raise AnalysisError(f"{database} cannot be written: {error}; free disk space, or name another file") from error


def _without_duplicates(
    items: Iterable[RawArticle | Refusal], connection: sqlite3.Connection
) -> Iterator[RawArticle | Refusal]:
    file, duplicates = "", 0
    for item in items:
        if item.file != file:
            file, duplicates = item.file, 0
        if duplicates > MAX_REFUSED_ROWS:
            continue
        result = item if isinstance(item, Refusal) else _refuse_duplicate(item, connection)
        duplicates += result is not item
        yield result if duplicates <= MAX_REFUSED_ROWS else _given_up(file, item.row)


def fingerprints(path: str | Path) -> list[dict[str, Any]]:
    """Name, bytes and sha256 of every file that `read_corpus` reads and of metadata files, in the same order.

    The size and digest of a file that cannot be read are None.
    """
    files = _walk(Path(path), (*ENDINGS, ".toml"))
    return [{"file": file.name} | _size_and_digest(file.path) for file in files if isinstance(file, InputFile)]


def _refusal(file: str, row: int | None, article_id: str | None, reason: str, problem: str) -> Refusal:
    return Refusal(file, row, article_id, reason, f"{_place(file, row)}: {problem}")


def _place(file: str, row: int | None) -> str:
    return file if row is None else f"{file}, row {row}"


def _walk(path: Path, endings: Sequence[str], above: str = "") -> Iterator[InputFile | Refusal]:
    """The files of a folder and of its subfolders, listing one folder at a time; or the one file.

    Args:
        above: The path from the input to this folder, with a slash at the end.
    """
    if not path.is_dir():
        yield InputFile(path, one_line(path.name), one_line(path.name.removesuffix(_ending(path))))
        return
    try:
        paths = files_of(path, endings)
        folders = sorted(filter(_is_own_folder, path.iterdir()))
    except (AnalysisError, OSError) as error:
        name = one_line(above or path.name)
        yield Refusal(name, None, None, "unreadable", one_line(str(error).replace(str(path), name, 1)))
        return
    stems = Counter(file.name.removesuffix(_ending(file)) for file in paths)
    for file in paths:
        stem = file.name.removesuffix(_ending(file))
        article_id = above + (stem if stems[stem] == 1 else file.name)
        yield InputFile(file, one_line(above + file.name), one_line(article_id))  # names may have control characters
    for folder in folders:
        yield from _walk(folder, endings, f"{above}{folder.name}/")


def _is_own_folder(path: Path) -> bool:
    """Whether a path is a folder, neither linked nor hidden."""
    return path.is_dir() and not path.is_symlink() and not path.name.startswith(".")


def _ending(path: Path) -> str:
    """The ending of a file's name: ".jsonl.gz" of a compressed table, otherwise what follows the last dot."""
    return next(
        (path.name[-len(ending) :] for ending in TABLE_ENDINGS if path.name.lower().endswith(ending)), path.suffix
    )


def _table_reader(file: InputFile) -> "_Reader | None":
    """The reader of a table; None if the file is an article."""
    ending = _ending(file.path).lower()
    return READERS[ending.removesuffix(".gz")] if ending in TABLE_ENDINGS else None


def _message_about(file: InputFile, error: AnalysisError) -> str:
    """The message of an error, which names the file by its path, with the file named relative to the input."""
    folder = str(file.path).removesuffix(file.path.name)
    folder_in_input = file.name.removesuffix(one_line(file.path.name))
    message = one_line(str(error).replace(folder, folder_in_input, 1))
    return message if str(file.path.with_suffix("")) in str(error) else f"{file.name}: {message}"


def _reason(error: AnalysisError) -> str:
    return next((reason for words, reason in REASON_BY_MESSAGE.items() if words in str(error)), "unreadable")


def _table_articles(file: InputFile, reader: "_Reader", names: Mapping[str, str]) -> Iterator[RawArticle | Refusal]:
    """The articles of a table; if the file is damaged or given up, one refusal for all rows from there on."""
    row = refused = 0
    try:
        for row, values in reader(file, names):
            if refused == MAX_REFUSED_ROWS:
                yield _given_up(file.name, row)
                return
            item = _row_article(file, row, values)
            refused += isinstance(item, Refusal)
            yield item
    except FILE_ERRORS as error:
        problem = f"from here on it cannot be read ({one_line(error)[:100]}); save the file again"
        yield _refusal(file.name, row + 1, None, "unreadable", problem)


def _given_up(file: str, row: int | None) -> Refusal:
    problem = f"from here on it is not read, because {MAX_REFUSED_ROWS:,} rows were refused; mend these, or split it up"
    return _refusal(file, row, None, "unreadable", problem)


def _row_article(file: InputFile, row: int, values: _Row) -> RawArticle | Refusal:
    place = (file.name, row, f"{file.article_id}-{row:08}")  # zero-padded, so that ids sort as rows do
    if isinstance(values, _BadRow):
        return _refusal(*place, values.reason, values.problem)
    facts: dict[str, Any] = {fact: _text(values.get(fact)) for fact in ("article_id", *TEXT_FACTS)}
    if problem := _fact_problem(facts):
        return _refusal(*place, "too long", problem)
    place = (file.name, row, facts.pop("article_id") or place[2])
    text = values.get("text")
    if text is None or text == "":
        return _refusal(*place, "empty", "it has no text; give the text of an article")
    if not isinstance(text, str):
        return _refusal(*place, "unreadable", f"its text is of type {type(text).__name__}; write it as text")
    if problem := _text_problem(text):
        return _refusal(*place, "undecodable", problem)
    try:
        published = _published(values.get("published"), f"{_place(file.name, row)}: published")
    except AnalysisError as error:
        return Refusal(*place, "no date", str(error))
    return RawArticle(*place, mended(text)[0], published, **facts)


def _text(value: Any) -> str | None:
    """A metadata value as one line of text; None for a missing one."""
    return None if value is None or value != value else one_line(as_text(value)) or None


def _fact_problem(facts: Mapping[str, str | None]) -> str:
    """The problem with metadata that are longer than any that an article has; empty if none."""
    lengths = {fact: len(value or "") for fact, value in facts.items()}
    fact = next((fact for fact, length in lengths.items() if length > MAX_FACT_CHARS[fact]), "")
    return f"its {fact} has {lengths[fact]:,} characters, over {MAX_FACT_CHARS[fact]:,}; shorten it" if fact else ""


def _text_problem(text: str) -> str:
    """The problem with text that UTF-8 cannot encode or that other programs would cut at a NUL; empty if none."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "it has bytes or halves of characters that are no text; save it again as UTF-8"
    return "it has a NUL character; save it again as UTF-8" if "\0" in text else ""


def _published(value: Any, label: str) -> datetime.date | None:
    """The day of publication; `label` names the value in the error raised if it is not a date."""
    text = "" if value is None or value != value else str(value).strip()  # NaN is not equal to itself
    if not text:
        return None
    compact = COMPACT_DATE.fullmatch(text)
    return as_date("-".join(compact.groups()) if compact else text, label)


def _json_lines(file: InputFile, names: Mapping[str, str]) -> Iterator[tuple[int, _Row]]:
    """Number and values of every line. A column may be missing from single objects, but not from all of the first."""
    seen: set[str] | None = None
    with suppress(*FILE_ERRORS):  # the second pass reports them
        for _, values in itertools.islice(_objects(file), ROWS_TO_SEE_COLUMNS):
            if isinstance(values, dict):
                seen = (seen or set()).union(values)
    if seen is not None:
        _require_columns(file, seen, names)
    for row, values in _objects(file):
        if isinstance(values, dict):
            yield row, {column: values.get(name) for column, name in names.items()}
        elif values:
            yield row, values


def _objects(file: InputFile) -> Iterator[tuple[int, dict[str, Any] | _BadRow | None]]:
    """Number and content of every line; None for a blank one."""
    with _opened(file.path) as lines:
        for row, line in enumerate(_lines(lines), 1):
            yield row, line if isinstance(line, _BadRow) else _object(line, first=row == 1)


def _lines(file: IO[bytes]) -> Iterator[bytes | _BadRow]:
    """The lines of a file; one that is too long for memory is skipped and reported."""
    while line := file.readline(MAX_ROW_SIZE):
        if len(line) < MAX_ROW_SIZE or line.endswith(b"\n"):
            yield line
        else:
            while (rest := file.readline(MAX_ROW_SIZE)) and not rest.endswith(b"\n"):
                pass
            yield _BadRow("too long", f"the line has more than {MAX_ROW_SIZE:,} bytes; write one article a line")


def _object(line: bytes, first: bool) -> dict[str, Any] | _BadRow | None:
    """The JSON object of a line; None for a blank line."""
    try:
        text = line.decode("utf-8-sig" if first else "utf-8").strip()
        values = json.loads(text) if text else None
    except UnicodeDecodeError:
        return _BadRow("undecodable", "it is not UTF-8; save it again as UTF-8")
    except (ValueError, RecursionError) as error:
        return _BadRow("unreadable", f"it is no JSON ({one_line(error)[:80]}); write one object a line")
    if text and not isinstance(values, dict):
        return _BadRow("unreadable", "it is no object; write one a line")
    return values


def _csv(file: InputFile, names: Mapping[str, str]) -> Iterator[tuple[int, _Row]]:
    """Number and values of the rows below the header. A row that is not UTF-8 does not end the file."""
    csv.field_size_limit(max(MAX_ROW_SIZE, csv.field_size_limit()))
    with _opened(file.path, "rt", encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        rows = csv.reader(iter(lambda: lines.readline(MAX_ROW_SIZE), ""), strict=True)
        header = [name.strip() for name in next(rows, [])]
        _require_columns(file, header, names)
        places = {column: header.index(name) for column, name in names.items() if name in header}
        for row in itertools.count(1):
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                problem = f"it is not CSV ({error}, line {rows.line_num}); see to its quote marks"
                yield row, _BadRow("unreadable", problem)
            else:
                if cells:
                    yield row, _cells(cells, places, len(header), rows.line_num)


def _cells(cells: list[str], places: Mapping[str, int], width: int, line: int) -> _Row:
    """The values of a CSV row, whose last line is number `line`; `places` gives the position of each column."""
    if len(cells) != width:
        return _BadRow("unreadable", f"it has {len(cells)} cells, not {width} (to line {line}); see to its quote marks")
    problems = filter(None, (_text_problem(cells[place]) for place in places.values()))
    if problem := next(problems, ""):
        return _BadRow("undecodable", f"{problem} (to line {line})")
    return {column: cells[place] or None for column, place in places.items()}


def _parquet(file: InputFile, names: Mapping[str, str]) -> Iterator[tuple[int, _Row]]:
    """Number and values of every row, with one batch in memory at a time."""
    with pq.ParquetFile(file.path, pre_buffer=False) as table:
        present = table.schema_arrow.names
        _require_columns(file, present, names)
        columns = {column: name for column, name in names.items() if name in present}
        _require_known_zones(file, table.schema_arrow, columns.values())
        row = 0
        for batch in table.iter_batches(PARQUET_BATCH_ROWS, columns=sorted(set(columns.values()))):
            places = {column: batch.schema.names.index(name) for column, name in columns.items()}
            for number in range(batch.num_rows):
                row += 1
                yield row, _scalars(batch, number, places)


def _scalars(batch: Any, number: int, places: Mapping[str, int]) -> _Row:
    """The values of a row, converted one by one: bytes that are not UTF-8 then cost this row and not the batch."""
    try:
        return {column: batch.column(place)[number].as_py() for column, place in places.items()}
    except (ValueError, OverflowError, LookupError, NotImplementedError) as error:
        reason = "undecodable" if isinstance(error, UnicodeDecodeError) else "unreadable"
        return _BadRow(reason, f"a value cannot be read ({one_line(error)[:80]}); write text as UTF-8, dates as dates")


def _require_known_zones(file: InputFile, schema: Any, columns: Iterable[str]) -> None:
    """Raise an Arrow error if a column of times has a time zone that is not known here."""
    for name in columns:
        try:
            pa.scalar(0, schema.field(name).type).as_py()
        except LookupError:
            raise pa.ArrowInvalid(f"the column {name} has an unknown time zone") from None
        except (ValueError, TypeError, NotImplementedError):  # not a column of times
            continue


def _require_columns(file: InputFile, present: Iterable[str], names: Mapping[str, str]) -> None:
    """Raise AnalysisError if a column is missing that every table needs, or that the caller named."""
    columns = set(present)
    needed = [column for column, name in names.items() if column in REQUIRED_COLUMNS or column != name]
    missing = next((column for column in needed if names[column] not in columns), None)
    if missing:
        has = f"{file.name} has no column {names[missing]!r}; it has {', '.join(sorted(columns)) or 'none'}"
        option = f"--column {missing}=ITS-NAME-THERE"
        with_make = f".venv/bin/python -m analysis corpus IN OUT {option}"
        column = as_typed(f'columns={{"{missing}": "its name there"}}', option, with_make)
        none = as_typed('"" if there are no dates', "--column published= if there are no dates")
        raise AnalysisError(f"{has}; say which one it is: {column}" + (f", or {none}" * (missing == "published")))


def _opened(path: Path, mode: str = "rb", **options: Any) -> Any:
    return gzip.open(path, mode, **options) if path.suffix.lower() == ".gz" else path.open(mode, **options)


def _refuse_duplicate(item: RawArticle, connection: sqlite3.Connection) -> RawArticle | Refusal:
    """The item, whose id is stored, or a Refusal that names the place of the first article with this id."""
    row = (item.article_id, item.file, item.row)
    if connection.execute("INSERT OR IGNORE INTO rows VALUES (?, ?, ?)", row).rowcount:
        return item
    first = connection.execute("SELECT file, row FROM rows WHERE article_id = ?", row[:1]).fetchone()
    problem = f"{_place(*first)} is called {item.article_id!r} already; give it another article_id, or leave it out"
    return _refusal(item.file, item.row, item.article_id, "duplicate", problem)


def _size_and_digest(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": file.tell()}
    except OSError:
        return {"sha256": None, "bytes": None}


_Reader = Callable[[InputFile, Mapping[str, str]], Iterator[tuple[int, _Row]]]
READERS: Mapping[str, _Reader] = {".jsonl": _json_lines, ".csv": _csv, ".parquet": _parquet}
