"""An article becomes a folder to read: the notebooks that ran on it, figures, tables, and a page that shows them."""

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd

from analysis.articles.article import METADATA_KEYS, Article, read_article
from analysis.errors import AnalysisError
from analysis.frequency.public_record import read_record
from analysis.output import holds_tables, new_folder, write_tables
from analysis.report import notebooks
from analysis.report.page import page
from analysis.validation import checked

PAGE = "index.html"
OURS = '<meta name="generator" content="analysis report">'
HOLDS = {"notebooks": {".ipynb"}, "figures": {".svg", ".png"}}  # besides tables/
FILES = {PAGE, "article.txt", "article.toml", "record.csv"}


@checked
def write_report(
    article: Article,
    tables: Mapping[str, pd.DataFrame],
    folder: str | Path,
    record: str | Path | None = None,
    record_of: str | None = None,
    formats: Iterable[str] = ("csv", "parquet"),
    force: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> Path:
    """Run notebooks 01 to 03 on the article and write all that comes of it to a new folder; give the page's path.

    The folder holds `index.html`, `notebooks/`, `figures/`, `tables/` (the tables given, in these formats), and the
    article as it was read, `article.txt` and `article.toml`, which is what the notebooks are given. `record` is a list
    of the contacts of `record_of`, as `read_record` takes it; it is put beside them as `record.csv`. `tell` hears how
    far it is.

    The folder is there complete or not at all, and the same article gives the same bytes. One that is there already is
    left alone; with `force` it is replaced if it is a report and holds nothing else. Raises AnalysisError for a folder
    in the way, a record that cannot be read, notebooks that are missing or fail, and what cannot be written.
    """
    sources = notebooks.find()
    read_record(record)  # a bad one is to be known before the long work
    with new_folder(folder, _is_ours, force) as new:
        _write_article(article, new)
        values = {"ARTICLE": "../article.txt", "RECORD": None, "RECORD_OF": None}
        if record is not None:
            shutil.copyfile(record, new / "record.csv")
            values |= {"RECORD": "../record.csv", "RECORD_OF": record_of}
        notebooks.run(sources, new, values, tell)
        tell("tables and page")
        write_tables(tables, new / "tables", formats)
        readings = [notebooks.read(new / "notebooks" / path.name) for path in sources]
        html = page(article, tables, readings, _listed(new))
        (new / PAGE).write_text(html, encoding="utf-8", newline="\n")
    return Path(folder) / PAGE


def _write_article(article: Article, folder: Path) -> None:
    """The article as it was read, so that it is read again as the same text."""
    path = folder / "article.txt"
    try:
        mark = "\ufeff" if article.text.startswith("\ufeff") else ""  # one is taken off in reading
        path.write_text(mark + article.text, encoding="utf-8", newline="")
        path.with_suffix(".toml").write_text(_metadata(article), encoding="utf-8", newline="\n")
    except UnicodeEncodeError as error:
        raise AnalysisError(
            f"{article.article_id} holds half a character, {error.object[error.start]!r}; take it out"
        ) from None
    if read_article(path).text != article.text:
        raise AnalysisError(f"{article.article_id} does not come back as it was written; save it as a plain .txt file")


def _metadata(article: Article) -> str:
    """What is known of the article as TOML, whose strings are those of JSON but for the character DEL."""
    lines = []
    for key in ("article_id", "title", "author", "published", "published_reason", "source", "url"):
        value = getattr(article, key, None)
        if key in METADATA_KEYS and value is not None:
            text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f") if isinstance(value, str) else value
            lines.append(f"{key} = {text}\n")
    return "".join(lines)


def _listed(folder: Path) -> dict[str, list[str]]:
    """The files of a report as links, by folder."""
    top = sorted(path.name for path in folder.iterdir() if path.is_file())
    rooms = sorted(path for path in folder.iterdir() if path.is_dir())
    return {"article": top} | {
        room.name: [f"{room.name}/{path.name}" for path in sorted(room.iterdir())] for room in rooms
    }


def _is_ours(folder: Path) -> bool:
    """Whether `write_report` made it, with nothing of anybody else's in it."""
    rooms, index = {path for path in folder.iterdir() if path.is_dir()}, folder / PAGE
    if {path.name for path in folder.iterdir()} - {path.name for path in rooms} - FILES or not index.is_file():
        return False
    if OURS not in index.read_text(encoding="utf-8", errors="replace")[:4000]:
        return False
    return all(_holds(room) for room in rooms)


def _holds(room: Path) -> bool:
    if room.name == "tables":
        return holds_tables(room)
    return all(path.is_file() and path.suffix in HOLDS.get(room.name, ()) for path in room.iterdir())
