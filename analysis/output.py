"""Writing results: files and folders that are complete or absent, and tables as CSV, JSON Lines or Parquet.

`whole_file` and `new_folder` write under a temporary name on the same disk, then rename, so that nobody ever reads half
a result. `folder_lock` keeps other processes out in the meantime.

A folder of tables is a Data Package (https://datapackage.org): `datapackage.json` lists its files, and for each table
every column's name, type, unit and meaning. `PANDAS_TYPES` gives the pandas type of each type there.
"""

import io
import itertools
import json
import os
import re
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
from filelock import FileLock, Timeout

from analysis.articles.web import SAVED_FILES
from analysis.display import short
from analysis.errors import WriteError, as_typed
from analysis.tables import COUNT, DAY, DECLARED, FLAG, NUMBER, OBJECT, TEXT
from analysis.validation import checked

PACKAGE = Path(__file__).parent
COPIES = PACKAGE / "share"  # of the notebooks and seeds: made when a wheel is built, so a checkout has none
PROJECT = COPIES if COPIES.is_dir() else PACKAGE.parent
NOTEBOOKS, SEEDS = PROJECT / "notebooks", PROJECT / "seeds"
DESCRIPTOR_FILE = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# Types of Table Schema, and the pandas types that restore the tables of this project.
PANDAS_TYPES = {
    "string": TEXT,
    "integer": COUNT,
    "number": NUMBER,
    "boolean": FLAG,
    "date": DAY,
    "array": OBJECT,
}
MEDIA_TYPES = {"csv": "text/csv", "jsonl": "application/jsonl", "parquet": "application/vnd.apache.parquet"}
CSV_NOTE = (
    "An apostrophe is put before text that begins like a formula of a spreadsheet, or with an apostrophe; remove one "
    "to restore the text."
)
# Files in the formats of other programs, which `analysis.interchange` writes beside the tables.
EXPORT_FILES = frozenset(("tables.xlsx", "article.jsonld", "article.txt", "article.ann", "annotation.conf"))
EXPORT_FILES |= {"article.conllu", "label-studio.json", "label-studio.xml"}
NEW, OLD = "new", "old"  # in the temporary folder beside a folder that is written
# Spreadsheets run a cell that begins with one of these as a formula (OWASP, "CSV Injection"). The apostrophe is in the
# list so that removing one leading apostrophe always restores the text.
FORMULA_STARTS = tuple("=+-@\t\r\n\0＝＋－＠'")
WORD_SCORE_PAIRS = pa.list_(pa.struct([("words", pa.string()), ("polarity", pa.float64())]))


@contextmanager
def whole_file(path: Path, scratch: Path | None = None) -> Iterator[Path]:
    """Write a file completely or not at all.

    Args:
        path: The destination. Missing folders above it are made; an existing file is replaced.
        scratch: A folder on the same disk for the unfinished file; by default that of `path`.

    Yields:
        The path to write to. When the block ends without an error, the file is flushed to disk and renamed to `path`.
        Otherwise it is removed.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with whole_file(Path(folder) / "a.txt") as unfinished:
    ...         _ = unfinished.write_text("done")
    ...     [path.name for path in Path(folder).iterdir()]
    ['a.txt']
    """
    scratch = scratch or path.parent
    for folder in (path.parent, scratch):
        folder.mkdir(parents=True, exist_ok=True)
    unfinished = scratch / f".{uuid.uuid4().hex}"
    try:
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def new_folder(folder: str | Path, is_ours: Callable[[Path], bool], force: bool = False) -> Iterator[Path]:
    """Write a folder completely or not at all.

    Args:
        folder: The destination. An empty folder of that name counts as absent.
        is_ours: Tests whether an existing folder holds nothing but our own output, so that it may be replaced.
        force: Replace an existing folder that is ours. Without it, only an empty one is replaced.

    Yields:
        The path of a folder to fill. When the block ends without an error, it is renamed to `folder`; otherwise it is
        removed. If the process is killed, the next one that writes `folder` removes it.

    Raises:
        WriteError: The destination exists and may not be replaced, another process is writing it, or the disk is full
            or read-only.
    """
    folder = resolved(folder)
    try:
        _check_replaceable(folder, is_ours, force)
        with folder_lock(folder):
            _clear_up_after_killed(folder)
            _check_replaceable(folder, is_ours, force)  # it may have been restored
            with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
                unfinished = Path(scratch) / NEW
                unfinished.mkdir()  # a folder in the temporary one, which only its owner may read
                yield unfinished
                _check_replaceable(folder, is_ours, force)  # it may have been created in the meantime
                _replace_folder(unfinished, folder, Path(scratch) / OLD)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WriteError(f"{folder} cannot be written: {reason}; free some space, or name another folder") from error


def resolved(folder: str | Path) -> Path:
    """The absolute path of a folder to write, without symbolic links.

    Raises:
        WriteError: The path leads through a loop of symbolic links, or its beginning was deleted.
    """
    try:
        return Path(folder).resolve()
    except RuntimeError:  # Python 3.13 and later find the loop when the folder is written
        reason = "it leads through a loop of symbolic links"
    except OSError as error:
        reason = error.strerror or type(error).__name__
    raise WriteError(f"{folder} cannot be written: {reason}; name another folder")


def _clear_up_after_killed(folder: Path) -> None:
    """Remove what processes left beside a folder when they were killed; the caller holds its lock, so none is at work.

    A process that was killed between its two renames has set the folder aside: it is put back.
    """
    name = re.compile(re.escape(f".{folder.name}-") + "[a-z0-9_]{8}")  # as tempfile chooses them
    for path in folder.parent.iterdir():
        if not name.fullmatch(path.name) or path.is_symlink() or not path.is_dir():
            continue
        contents = {entry.name for entry in path.iterdir()}
        if not contents <= {NEW, OLD}:
            continue
        if OLD in contents and not folder.exists():
            (path / OLD).rename(folder)
        shutil.rmtree(path, ignore_errors=True)  # a kernel of the killed process may write for another second


def _check_replaceable(folder: Path, is_ours: Callable[[Path], bool], force: bool) -> None:
    """Raise WriteError if writing to the folder would destroy anything that we may not replace."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not (folder.is_dir() and is_ours(folder)):
        raise WriteError(
            f"{folder} already exists; name another folder (it has files that this command did not write, so nothing "
            "is replaced)"
        )
    if not force:
        another = as_typed("", "", ": OUT=…")
        replace = as_typed("force=True", "--force", "FORCE=1")
        raise WriteError(f"{folder} already exists; name another folder{another} (or replace it: {replace})")


def _replace_folder(unfinished: Path, folder: Path, old: Path) -> None:
    """Rename the new folder to its destination; an existing one is set aside in `old`, and restored on failure."""
    if folder.exists():
        folder.rename(old)
    try:
        unfinished.rename(folder)
    except BaseException:
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Lock a folder against other processes for the length of the block.

    The lock is the operating system's, on a file beside the folder, so it ends with its process even if that is killed.
    A lock file that a killed process leaves behind locks nobody out.

    Raises:
        WriteError: Another process holds the lock, or the folder lies too deep to be made.
    """
    path = folder.with_name(f".{folder.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except RecursionError:  # Python makes each folder from within the one before
        raise WriteError(
            f"{short(folder)} cannot be written: it is nested {len(folder.parents)} folders deep; name another folder"
        ) from None
    try:
        with FileLock(path, timeout=0):
            try:
                yield
            finally:
                with suppress(OSError):  # Windows does not remove a file that is open
                    path.unlink()
    except Timeout:
        raise WriteError(f"{folder} is being written by another process; wait for it, or name another folder") from None


@checked
def write_tables(
    tables: Mapping[str, pd.DataFrame],
    folder: str | Path,
    formats: Iterable[str] = ("csv",),
    force: bool = False,
    fetched: Mapping[str, bytes] | None = None,
    exports: Mapping[str, bytes] | None = None,
) -> Path:
    """Write each table to a new folder, one file per format, and `datapackage.json`, which describes every column.

    The folder is complete or absent, and equal tables give equal bytes. All files are UTF-8; the index is not written.
    Days are ISO 8601 (2022-03-06), in Parquet timestamps. Lists of (words, polarity) are JSON in CSV and structs in
    Parquet.

    In CSV, text is quoted and a missing value is an empty cell without quotes. An apostrophe is put before text that a
    spreadsheet would run as a formula (it begins with = + - @, a tab or the like), and before text that begins with an
    apostrophe: remove one to restore the text. Numbers are never changed.

    Args:
        tables: Tables by name; the name becomes the file's.
        folder: The folder to create. An existing one is an error, unless it is empty.
        formats: Any of csv, jsonl and parquet.
        force: Replace an existing folder, if it holds nothing but what this function wrote.
        fetched: The files of a page that was fetched, by name, as `articles.web.read_address` returns them, to be kept.
        exports: Files of `EXPORT_FILES` by name, as `analysis.interchange` makes them, to be put beside the tables.

    Returns:
        The absolute path of the folder.

    Raises:
        WriteError: A format is unknown, a table's name cannot be a file name, the folder exists or cannot be written,
            or a format cannot hold a value (a lone surrogate; in JSON, infinity).

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as scratch:
    ...     folder = analysis.write_tables({"quotes": result.quotes}, Path(scratch) / "out", formats=["csv", "parquet"])
    ...     sorted(path.name for path in folder.iterdir())
    ['datapackage.json', 'quotes.csv', 'quotes.parquet']
    """
    folder, formats = resolved(folder), tuple(formats)
    if unknown := [name for name in formats if name not in FORMATS]:
        raise WriteError(f"there is no format {unknown}; choose from {list(FORMATS)}")
    if unfit := [name for name in tables if not re.fullmatch(r"\w[\w-]*", name)]:
        raise WriteError(f"{unfit} cannot name a file; name tables with letters, digits, - and _")
    exports = exports or {}
    with new_folder(folder, holds_tables, force) as unfinished:
        resources = [*_fill(unfinished, tables, formats), *map(file_resource, exports)]
        for name, data in {**(fetched or {}), **exports}.items():
            (unfinished / name).write_bytes(data)
        write_descriptor(resources, unfinished)
    return folder


def holds_tables(folder: Path) -> bool:
    """Whether a folder holds tables as `write_tables` writes them, and nothing else."""
    paths = list(folder.iterdir())
    return folder / DESCRIPTOR_FILE in paths and all(_is_table_file(path) for path in paths)


def _is_table_file(path: Path) -> bool:
    ours = {DESCRIPTOR_FILE, *SAVED_FILES, *EXPORT_FILES}
    return path.is_file() and (path.name in ours or path.suffix[1:] in FORMATS)


def _fill(folder: Path, tables: Mapping[str, pd.DataFrame], formats: Iterable[str]) -> list[dict[str, Any]]:
    """Write the tables into an existing folder; returns what its descriptor says about each file."""
    files = [(name, table, suffix) for name, table in tables.items() for suffix in formats]
    for name, table, suffix in files:
        with (folder / f"{name}.{suffix}").open("wb") as file:
            _write(name, table, suffix, file)
    return [table_resource(name, table, suffix, f"{name}.{suffix}") for name, table, suffix in files]


def as_bytes(name: str, table: pd.DataFrame, suffix: str) -> bytes:
    """A table as `write_tables` writes it to the file `name.suffix`.

    Raises:
        WriteError: The format cannot hold a value.
    """
    file = io.BytesIO()
    _write(name, table, suffix, file)
    return file.getvalue()


def _write(name: str, table: pd.DataFrame, suffix: str, file: IO[bytes]) -> None:
    try:
        FORMATS[suffix](table, file)
    except (TypeError, ValueError) as error:
        raise WriteError(f"{name}.{suffix} cannot be written: {error}; try another of {list(FORMATS)}") from error


# The descriptor of a folder


def write_descriptor(resources: Iterable[Mapping[str, Any]], folder: Path) -> None:
    """Write `datapackage.json`, from what `table_resource` and `file_resource` say about each file."""
    descriptor = {"$schema": PROFILE, "resources": list(resources)}
    (folder / DESCRIPTOR_FILE).write_bytes(json.dumps(descriptor, ensure_ascii=False, indent=2).encode() + b"\n")


def table_resource(name: str, table: pd.DataFrame, suffix: str, path: str | list[str]) -> dict[str, Any]:
    """What the descriptor says about a table.

    Args:
        name: The table's name.
        table: The table; its rows do not matter.
        suffix: The format: csv, jsonl or parquet.
        path: Its file, relative to the folder; several files, if it is written in parts.
    """
    note = {"description": CSV_NOTE} if suffix == "csv" else {}
    return {
        "name": f"{name}.{suffix}",
        "path": path,
        **note,
        "type": "table",
        "format": suffix,
        "mediatype": MEDIA_TYPES[suffix],
        "encoding": "utf-8",
        "schema": {"fields": dictionary(name, table), "missingValues": [""]},
    }


def file_resource(name: str) -> dict[str, Any]:
    """What the descriptor says about a file that is not a table."""
    return {"name": name, "path": name, "format": name.rpartition(".")[2]}


def dictionary(name: str, table: pd.DataFrame) -> list[dict[str, str]]:
    """The columns of a table as fields of Table Schema; without a description where they are not declared."""
    declared = {column.name: column for column in DECLARED.get(name, ())}
    fields = []
    for column, dtype in zip(map(str, table.columns), table.dtypes, strict=True):
        field = {"name": column, "type": _field_type(str(dtype), column in declared)}
        if column in declared:
            field |= {"description": declared[column].meaning, "unit": declared[column].unit}
        fields.append({key: value for key, value in field.items() if value})
    return fields


def _field_type(dtype: str, is_declared: bool) -> str:
    """The type of Table Schema for a pandas type; any for objects of an undeclared column."""
    if dtype == OBJECT and not is_declared:
        return "any"
    if "int" in dtype.lower():
        return "integer"
    same = {pandas: name for name, pandas in PANDAS_TYPES.items()} | {"bool": "boolean"}
    return same.get(dtype, "any")


def _rows(table: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    """Rows of plain Python values: None for a missing one, ISO text for a day."""
    return zip(*(_values(table[column]) for column in table.columns), strict=True)


def _values(column: pd.Series) -> list[Any]:
    values = [None if missing else value for value, missing in zip(column.astype(object), column.isna(), strict=True)]
    if pd.api.types.is_datetime64_any_dtype(column):
        return [value and value.isoformat().removesuffix("T00:00:00") for value in values]
    return values


def csv_cell(value: Any) -> str:
    """A value as a CSV cell: numbers bare, everything else in quote marks (RFC 4180)."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float):
        return text
    apostrophe = "'" if text.startswith(FORMULA_STARTS) else ""
    return '"' + apostrophe + text.replace('"', '""') + '"'


def _write_csv(table: pd.DataFrame, file: IO[bytes]) -> None:
    for row in itertools.chain([tuple(table.columns)], _rows(table)):
        file.write((",".join(map(csv_cell, row)) + "\n").encode())


def read_csv(name: str, path: Path) -> pd.DataFrame:
    """A table of `DECLARED` from a CSV file that `write_tables` wrote; columns that the file lacks are missing.

    Lists of (words, polarity) cannot be read.

    Raises:
        ValueError: The file is not such a table.
    """
    cells = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8", lineterminator="\n")
    columns = {column.name: column.dtype for column in DECLARED[name]}
    cells = cells.reindex(columns=list(columns)).astype("str")
    texts = [column for column, dtype in columns.items() if dtype == TEXT]
    return cells.assign(**{column: cells[column].str.removeprefix("'") for column in texts}).astype(columns)


def _write_json_lines(table: pd.DataFrame, file: IO[bytes]) -> None:
    for row in _rows(table):
        record = dict(zip(table.columns, row, strict=True))
        file.write((json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n").encode())


def _write_parquet(table: pd.DataFrame, file: IO[bytes]) -> None:
    pyarrow.parquet.write_table(to_arrow(table), file)


def to_arrow(table: pd.DataFrame) -> pa.Table:
    """A DataFrame as an Arrow table without the index; the types do not depend on the rows.

    Arrow infers the type of a column of lists from the values, and another one if all lists are empty. These columns
    get their type from `WORD_SCORE_PAIRS` instead.
    """
    lists = [column for column, dtype in table.dtypes.items() if dtype == OBJECT]
    arrow = pa.Table.from_pandas(table.drop(columns=lists), preserve_index=False)
    for column in lists:
        pairs = pa.array(table[column], type=WORD_SCORE_PAIRS)
        arrow = arrow.add_column(table.columns.get_loc(column), column, pairs)
    return arrow


FORMATS: Mapping[str, Callable[[pd.DataFrame, IO[bytes]], None]] = {
    "csv": _write_csv,
    "jsonl": _write_json_lines,
    "parquet": _write_parquet,
}
