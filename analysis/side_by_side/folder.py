"""Write a comparison of articles: a folder with the page and its tables."""

from pathlib import Path

from analysis.errors import AnalysisError
from analysis.output import holds_tables, new_folder, write_tables
from analysis.report.folder import has_tag
from analysis.side_by_side.joining import Comparison
from analysis.side_by_side.page import page
from analysis.validation import checked

PAGE_NAME, TABLES_FOLDER = "index.html", "tables"
GENERATOR_TAG = '<meta name="generator" content="analysis comparison">'  # in compare.html; identifies a comparison


@checked
def write_comparison(comparison: Comparison, folder: str | Path, force: bool = False) -> Path:
    """Write articles side by side to a new folder: `index.html`, and the tables in `tables/` as CSV.

    It is written completely or not at all, and the same articles give the same bytes.

    Args:
        comparison: The articles, as `joining.compare` returns them.
        folder: The folder to create.
        force: Replace an existing folder if it contains only a comparison.

    Returns:
        The path of `index.html`.

    Raises:
        AnalysisError: The folder exists, or a file cannot be written.
    """
    tables = {
        "compared_speakers": comparison.speakers,
        "compared_contacts": comparison.events,
        "compared_tone": comparison.sound,
    }
    with new_folder(folder, _is_comparison, force) as new:
        written = write_tables(tables, new / TABLES_FOLDER)
        files = {TABLES_FOLDER: [f"{TABLES_FOLDER}/{path.name}" for path in sorted(written.iterdir())]}
        try:
            (new / PAGE_NAME).write_text(page(comparison, files), encoding="utf-8", newline="\n")
        except UnicodeEncodeError as error:
            raise AnalysisError(
                f"an article holds half a character, {error.object[error.start]!r}; take it out"
            ) from None
    return Path(folder) / PAGE_NAME


def _is_comparison(folder: Path) -> bool:
    """Whether `write_comparison` made the folder, and it contains no other files."""
    page_path, tables = folder / PAGE_NAME, folder / TABLES_FOLDER
    if {*folder.iterdir()} != {page_path, tables} or not page_path.is_file() or not tables.is_dir():
        return False
    return has_tag(page_path, GENERATOR_TAG) and holds_tables(tables)
