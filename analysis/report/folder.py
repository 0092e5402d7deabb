"""Write the report on an article: a folder with a page, its figures and tables, and on request executed notebooks."""

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd

from analysis.articles.article import CORRECTIONS_ENDING, METADATA_KEYS, Article, read_article
from analysis.articles.web import SAVED_FILES
from analysis.corrections.sheet import write_corrections
from analysis.display import in_base64
from analysis.errors import AnalysisError
from analysis.figures.canvas import Figure, save
from analysis.frequency.public_record import read_record
from analysis.interchange.folder import write_formats
from analysis.output import holds_tables, new_folder, whole_file
from analysis.pipeline import Analysis
from analysis.report.contents import of_corpus, sections
from analysis.report.page import FigureView, corpus_page, page
from analysis.tables import DECLARED
from analysis.validation import checked

PAGE_NAME, FIGURES_FOLDER = "index.html", "figures"
GENERATOR_TAG = '<meta name="generator" content="analysis report">'  # in page.html; identifies a report
TAG_WITHIN = 4000  # characters from the beginning of a page that are searched for a tag
CORRECTIONS_NAME = f"article{CORRECTIONS_ENDING}"  # beside the article, where the notebooks find it
REPORT_FILES = {PAGE_NAME, "article.txt", "article.toml", CORRECTIONS_NAME, "record.csv", *SAVED_FILES}
FOLDER_SUFFIXES = {"notebooks": {".ipynb"}, FIGURES_FOLDER: {".svg", ".png"}}  # `tables` has a check of its own
ARTICLE_KEYS = ("article_id", "title", "author", "published", "published_reason", "source", "url")


@checked
def write_report(
    result: Analysis,
    tables: Mapping[str, pd.DataFrame],
    folder: str | Path,
    record: str | Path | None = None,
    record_of: str | None = None,
    formats: Iterable[str] = ("csv", "parquet"),
    force: bool = False,
    with_notebooks: bool = False,
    tell: Callable[[str], None] = lambda _: None,
    fetched: Mapping[str, bytes] | None = None,
) -> Path:
    """Write the report on an article to a new folder.

    The folder contains `index.html`, `figures/`, `tables/`, and the article as it was read in `article.txt` and
    `article.toml`, with the corrections by hand in `article.corrections.csv`, if there are any. It is written
    completely or not at all, and the same article gives the same bytes.

    Args:
        result: The analysis of the article.
        tables: Its tables, by name.
        folder: The folder to create.
        record: A CSV file with the public record of `record_of`, as `read_record` reads it; copied to `record.csv`.
        record_of: The person whose record it is.
        formats: The formats of the tables, as `interchange.folder.write_formats` takes them.
        force: Replace an existing folder if it is a report and contains nothing else; otherwise it is never touched.
        with_notebooks: Run notebooks 01 to 03 on the article as well, and keep them in `notebooks/`.
        tell: Receives progress messages.
        fetched: The files of a page that was fetched, by name, as `web.read_address` returns them. They are kept in the
            folder; the report does not link to them, since the page may run scripts.

    Returns:
        The path of `index.html`.

    Raises:
        AnalysisError: The folder exists, the record cannot be read, a notebook is missing or fails, or a file cannot be
            written.
    """
    run_notebooks = _prepared_notebooks(record_of) if with_notebooks else None
    read_record(record)  # so that an invalid one is reported before the folder is begun
    with new_folder(folder, _is_report, force) as new:
        _write_article(result.article, new)
        if len(result.corrections):
            write_corrections(new / CORRECTIONS_NAME, result.corrections)
        for name, data in (fetched or {}).items():
            (new / name).write_bytes(data)
        if record is not None:
            shutil.copyfile(record, new / "record.csv")
        tell("answers and figures")
        answered = sections(result, record, record_of)
        figures = {
            name: _save(figure, name, new / FIGURES_FOLDER) for part in answered for name, figure in part.figures
        }
        if run_notebooks:
            run_notebooks(new, tell)
        tell("tables and page")
        write_formats(result, new / "tables", formats, tables)
        html = page(result, tables, answered, figures, _links(new))
        (new / PAGE_NAME).write_text(html, encoding="utf-8", newline="\n")
    return Path(folder) / PAGE_NAME


@checked
def write_corpus_page(folder: str | Path) -> Path:
    """Write a page with the answers to the folder of a corpus run, and its figures to `figures/` in it.

    Args:
        folder: The output of the run; an older page in it is replaced.

    Returns:
        The path of `index.html`.

    Raises:
        AnalysisError: The folder is no complete output of a run.
    """
    folder = Path(folder)
    contents = of_corpus(folder)
    shutil.rmtree(folder / FIGURES_FOLDER, ignore_errors=True)
    drawn = [named for section in contents.sections for named in section.figures]
    figures = {name: _save(figure, name, folder / FIGURES_FOLDER) for name, figure in drawn}
    html = corpus_page(contents, figures, _tables_in(folder))
    with whole_file(folder / PAGE_NAME) as unfinished:
        unfinished.write_text(html, encoding="utf-8", newline="\n")
    return folder / PAGE_NAME


def _tables_in(folder: Path) -> dict[str, list[str]]:
    """The files of a corpus run as relative links: tables, folders of tables, and CSV files."""
    parts = [path for path in sorted(folder.iterdir()) if path.name in DECLARED or path.stem in DECLARED]
    files = {"tables": [path.name for path in parts], "csv": [f"csv/{p.name}" for p in sorted(folder.glob("csv/*"))]}
    return {name: links for name, links in files.items() if links}


def _prepared_notebooks(record_of: str | None) -> Callable[[Path, Callable[[str], None]], None]:
    """A function that runs notebooks 01 to 03 in the folder of a report.

    Raises:
        NotebookError: A notebook is missing.
    """
    from analysis.report import notebooks  # as slow to import as an article is to analyse

    sources, values = notebooks.find(), {"ARTICLE": "../article.txt", "RECORD": None, "RECORD_OF": None}
    values |= {"RECORD": "../record.csv", "RECORD_OF": record_of} if record_of is not None else {}
    return lambda folder, tell: notebooks.run(sources, folder, values, tell)


def _save(figure: Figure, name: str, folder: Path) -> FigureView:
    """Save a figure as the page shows it."""
    folder.mkdir(exist_ok=True)
    svg, _ = save(figure, name, folder=folder)
    return FigureView(name, figure.alt, in_base64(svg.read_bytes()))


def _write_article(article: Article, folder: Path) -> None:
    """Write the article so that it is read as the same text again.

    Raises:
        AnalysisError: The text contains half a surrogate pair, or would be read as another text.
    """
    path = folder / "article.txt"
    try:
        byte_order_mark = "\ufeff" if article.text.startswith("\ufeff") else ""  # reading removes one
        path.write_text(byte_order_mark + article.text, encoding="utf-8", newline="")
        path.with_suffix(".toml").write_text(_metadata(article), encoding="utf-8", newline="\n")
    except UnicodeEncodeError as error:
        raise AnalysisError(
            f"{article.article_id} holds half a character, {error.object[error.start]!r}; take it out"
        ) from None
    if read_article(path).text != article.text:
        raise AnalysisError(f"{article.article_id} would be read as another text; save it as a plain .txt file")


def _metadata(article: Article) -> str:
    """The article's metadata as TOML."""
    values = {key: getattr(article, key, None) for key in ARTICLE_KEYS if key in METADATA_KEYS}
    lines = [f"{key} = {_toml_value(value)}\n" for key, value in values.items() if value is not None]
    return "".join([*lines, "verbatim = true\n"])


def _toml_value(value: object) -> str:
    """A string or date in TOML, whose strings are JSON's except that DEL must be escaped."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)


def _links(folder: Path) -> dict[str, list[str]]:
    """The files of a report as relative links, by folder; those at the top are listed as `article`.

    A page that was fetched is not among them.
    """
    at_top = {path.name for path in folder.iterdir() if path.is_file()}
    links = {"article": sorted(at_top - SAVED_FILES)}
    for subfolder in sorted(path for path in folder.iterdir() if path.is_dir()):
        links[subfolder.name] = [f"{subfolder.name}/{path.name}" for path in sorted(subfolder.iterdir())]
    return links


def _is_report(folder: Path) -> bool:
    """Whether `write_report` made the folder, and it contains no other files."""
    page_path = folder / PAGE_NAME
    subfolders = {path for path in folder.iterdir() if path.is_dir()}
    files = {path.name for path in folder.iterdir()} - {path.name for path in subfolders}
    if not files <= REPORT_FILES or not page_path.is_file():
        return False
    return has_tag(page_path, GENERATOR_TAG) and all(_has_only_report_files(subfolder) for subfolder in subfolders)


def has_tag(page_path: Path, tag: str) -> bool:
    """Whether a page has, near its beginning, a tag that identifies what wrote it."""
    return tag in page_path.read_text(encoding="utf-8", errors="replace")[:TAG_WITHIN]


def _has_only_report_files(subfolder: Path) -> bool:
    if subfolder.name == "tables":
        return holds_tables(subfolder)
    suffixes = FOLDER_SUFFIXES.get(subfolder.name, ())
    return all(path.is_file() and path.suffix in suffixes for path in subfolder.iterdir())
