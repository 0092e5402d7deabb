"""Writing results: atomic output folders, and tables as CSV, JSON Lines or Parquet with a column dictionary.

A folder is filled beside its destination and renamed into place, so that it is either complete or absent.
`columns.json` gives, for each table, every column's name, type, unit and meaning. The type is the pandas dtype, so
`pandas.read_csv(…, dtype=…)` or `.astype(…)` restores the table that was written.
"""

import itertools
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
from filelock import FileLock, Timeout

from analysis.errors import WriteError
from analysis.tables import DECLARED, OBJECT
from analysis.validation import checked


@contextmanager
def new_folder(folder: str | Path, ours: Callable[[Path], bool], force: bool = False) -> Iterator[Path]:
    """A folder to fill, which takes its name when the block ends well; else nothing of it is left.

    An empty folder of that name counts as none. One with anything in it is left alone, unless with `force`: then it is
    replaced, if `ours` says that nothing in it is anybody else's. Raises WriteError for a folder in the way, for one
    that another process is writing, and where the disk is full or may not be written to.
    """
    folder = Path(folder).resolve()
    try:
        _make_way(folder, ours, force)
        with alone(folder), tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as room:
            new = Path(room) / "new"
            new.mkdir()  # not the temporary folder itself, which nobody else may read
            yield new
            _make_way(folder, ours, force)  # somebody may have come first
            _give_name(new, folder, Path(room) / "old")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise WriteError(f"{folder} cannot be written: {why}; make room, or name another folder") from error


def _make_way(folder: Path, ours: Callable[[Path], bool], force: bool) -> None:
    """Refuse to go on where something would be lost."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    mine = folder.is_dir() and ours(folder)
    if not (mine and force):
        remedy = "or replace it: force=True, on the command line --force"
        other = "it holds something else than is written here: nothing is replaced"
        raise WriteError(f"{folder} is there already; name another folder ({remedy if mine else other})")


def _give_name(new: Path, folder: Path, old: Path) -> None:
    """Put the new folder in its place; what was there goes aside, and comes back if that fails."""
    if folder.exists():
        folder.rename(old)
    try:
        new.rename(folder)
    except BaseException:
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """While the block runs nobody else writes the folder. Raises WriteError if another process does already.

    The lock is the system's own and ends with its process, however that ends. It is on a file beside the folder, which
    goes with the block; one that a killed process left behind locks nobody out.
    """
    path = folder.with_name(f".{folder.name}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path, timeout=0):
            try:
                yield
            finally:
                with suppress(OSError):  # on Windows, where a file in use stays
                    path.unlink()
    except Timeout:
        raise WriteError(f"{folder} is being written by another process; wait for it, or name another folder") from None


DICTIONARY = "columns.json"
# A cell that begins with one of these is run as a formula by a spreadsheet (OWASP, "CSV Injection"); the apostrophe is
# here so that one leading apostrophe can always be taken off again.
FORMULA = tuple("=+-@\t\r\n\0＝＋－＠'")
PAIRS = pa.list_(pa.struct([("words", pa.string()), ("polarity", pa.float64())]))


@checked
def write_tables(
    tables: Mapping[str, pd.DataFrame], folder: str | Path, formats: Iterable[str] = ("csv",), force: bool = False
) -> Path:
    """Write each table to a new folder, a file per format (csv, jsonl, parquet), and `columns.json`; give the folder.

    The folder is there complete or not at all, and the same tables give the same bytes. One that is there already is
    left alone; with `force` it is replaced if it holds such files and nothing else. The index is left out.

    Every file is UTF-8. Days are ISO 8601 (2022-03-06), in Parquet timestamps; lists of (words, polarity) are JSON in
    CSV and structs in Parquet. In CSV all text is quoted and a missing value is an empty cell without quotes. Text that
    a spreadsheet would run as a formula, because it begins with = + - @, a tab or the like, has an apostrophe put
    before it, as has text that begins with one: take one off to have it back. Numbers stay as they are.

    Raises WriteError for an unknown format, a table's name that is no file name, a folder in the way or that may not be
    written to, and what a format cannot hold (a lone surrogate; in JSON, infinity).

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as room:
    ...     folder = analysis.write_tables({"quotes": result.quotes}, Path(room) / "out", formats=["csv", "parquet"])
    ...     sorted(path.name for path in folder.iterdir())
    ['columns.json', 'quotes.csv', 'quotes.parquet']
    """
    folder, formats = Path(folder).resolve(), tuple(formats)
    if unknown := [name for name in formats if name not in FORMATS]:
        raise WriteError(f"there is no format {unknown}; there are {list(FORMATS)}")
    if unfit := [name for name in tables if not re.fullmatch(r"\w[\w-]*", name)]:
        raise WriteError(f"{unfit} cannot name a file; name tables with letters, digits, - and _")
    with new_folder(folder, holds_tables, force) as new:
        _fill(new, tables, formats)
    return folder


def holds_tables(folder: Path) -> bool:
    """Whether it is a folder that `write_tables` made, with nothing of anybody else's in it."""
    paths = list(folder.iterdir())
    known = all(path.is_file() and (path.name == DICTIONARY or path.suffix[1:] in FORMATS) for path in paths)
    return known and folder / DICTIONARY in paths


def _fill(folder: Path, tables: Mapping[str, pd.DataFrame], formats: Iterable[str]) -> None:
    for name, table in tables.items():
        for suffix in formats:
            path = folder / f"{name}.{suffix}"
            try:
                FORMATS[suffix](table, path)
            except (TypeError, ValueError) as error:
                raise WriteError(f"{path.name} cannot be written: {error}; try another of {list(FORMATS)}") from error
    describe({name: dictionary(name, table) for name, table in tables.items()}, folder)


def describe(columns: Mapping[str, list[dict[str, str]]], folder: Path) -> None:
    """Write the column dictionary of some tables to a folder."""
    (folder / DICTIONARY).write_bytes(json.dumps(columns, ensure_ascii=False, indent=2).encode() + b"\n")


def dictionary(name: str, table: pd.DataFrame) -> list[dict[str, str]]:
    """What is known of a table's columns; of a table that is declared nowhere, names and types."""
    declared = {column.name: column for column in DECLARED.get(name, ())}
    return [
        {
            "name": column,
            "type": str(dtype),
            "unit": declared[column].unit if column in declared else "",
            "meaning": declared[column].meaning if column in declared else "",
        }
        for column, dtype in zip(map(str, table.columns), table.dtypes, strict=True)
    ]


def _rows(table: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    """Rows of plain Python values: missing is None, a day ISO text."""
    return zip(*(_values(table[column]) for column in table.columns), strict=True)


def _values(column: pd.Series) -> list[Any]:
    values = [None if gone else value for value, gone in zip(column.astype(object), column.isna(), strict=True)]
    if pd.api.types.is_datetime64_any_dtype(column):
        return [value and value.isoformat().removesuffix("T00:00:00") for value in values]
    return values


def _cell(value: Any) -> str:
    """A value as a CSV cell: numbers bare, all else in quote marks (RFC 4180)."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float):
        return text
    return '"' + ("'" if text.startswith(FORMULA) else "") + text.replace('"', '""') + '"'


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in itertools.chain([tuple(table.columns)], _rows(table)):
            file.write(",".join(map(_cell, row)) + "\n")


def _write_json_lines(table: pd.DataFrame, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in _rows(table):
            named = dict(zip(table.columns, row, strict=True))
            file.write(json.dumps(named, ensure_ascii=False, allow_nan=False) + "\n")


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    pyarrow.parquet.write_table(to_arrow(table), path)


def to_arrow(table: pd.DataFrame) -> pa.Table:
    """A table as Arrow has it, of the same types whatever its rows; the index is left out."""
    lists = [column for column, dtype in table.dtypes.items() if dtype == OBJECT]
    written = pa.Table.from_pandas(table.drop(columns=lists), preserve_index=False)
    for column in lists:  # Arrow would guess the type from the values, another one where all lists are empty
        written = written.add_column(table.columns.get_loc(column), column, pa.array(table[column], type=PAIRS))
    return written


FORMATS: Mapping[str, Callable[[pd.DataFrame, Path], None]] = {
    "csv": _write_csv,
    "jsonl": _write_json_lines,
    "parquet": _write_parquet,
}
