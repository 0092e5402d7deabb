"""Write an article's tables, and its files for other programs, to one folder."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd

from analysis.errors import WriteError
from analysis.interchange import brat, conllu, label_studio, web_annotation, workbook
from analysis.output import FORMATS, write_tables
from analysis.pipeline import Analysis
from analysis.tables import TABLES
from analysis.validation import checked

# Formats of whole articles; `output.FORMATS` has those of single tables.
EXPORTS: Mapping[str, Callable[[Analysis], dict[str, str]]] = {
    "w3c": web_annotation.files,
    "brat": brat.files,
    "conllu": conllu.files,
    "label-studio": label_studio.files,
}
XLSX = "xlsx"
ALL_FORMATS = (*FORMATS, XLSX, *EXPORTS)


@checked
def write_formats(
    result: Analysis,
    folder: str | Path,
    formats: Iterable[str] = (XLSX,),
    tables: Mapping[str, pd.DataFrame] | None = None,
    force: bool = False,
    fetched: Mapping[str, bytes] | None = None,
) -> Path:
    """Write the tables of an article, and its files for other programs, to a new folder, as `write_tables` does.

    Args:
        result: The analysis of the article.
        folder: The folder to create.
        formats: Any of csv, jsonl and parquet (a file for each table), xlsx (a workbook for fact-checking, with all
            tables), w3c, brat, conllu and label-studio.
        tables: The tables to write, by name; by default all of the article's.
        force: Replace an existing folder if it contains only files that this function wrote.
        fetched: The files of a fetched page to keep, by name.

    Returns:
        The absolute path of the folder.

    Raises:
        WriteError: A format is unknown, or `write_tables` fails.
        MissingExtraError: The library for a format is not installed.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as scratch:
    ...     folder = write_formats(result, Path(scratch) / "out", ["conllu", "w3c"])
    ...     sorted(path.name for path in folder.iterdir())
    ['article.conllu', 'article.jsonld', 'datapackage.json']
    """
    formats = list(dict.fromkeys(formats))
    if unknown := [name for name in formats if name not in ALL_FORMATS]:
        raise WriteError(f"there is no format {unknown}; choose from {list(ALL_FORMATS)}")
    chosen = {name: getattr(result, name) for name in TABLES} if tables is None else tables
    of_tables = [name for name in formats if name in FORMATS]
    return write_tables(chosen, folder, of_tables, force, fetched, export(result, chosen, formats))


def export(result: Analysis, tables: Mapping[str, pd.DataFrame], formats: Iterable[str]) -> dict[str, bytes]:
    """The files of an article in the formats of whole articles, by name; formats of single tables are ignored.

    Raises:
        WriteError: The article contains half a character (a lone surrogate).
    """
    written: dict[str, bytes] = {}
    for name in formats:
        if name == XLSX:
            written |= workbook.files(result, tables)
        elif name in EXPORTS:
            written |= {file: _encoded(file, text) for file, text in EXPORTS[name](result).items()}
    return written


def _encoded(name: str, text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise WriteError(f"{name} cannot hold half a character, {text[error.start]!r}; take it out") from None
