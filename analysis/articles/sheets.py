"""Read tables that people write in a spreadsheet and save as CSV, with the location of every row.

Excel writes a byte order mark and, in much of Europe, semicolons; its first line may name the separator.
"""

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from analysis.errors import AnalysisError, as_typed
from analysis.validation import checked

SEPARATORS = (",", ";", "\t")  # in order of preference if equally frequent


@checked
def read_rows(path: str | Path, needed: Sequence[str]) -> list[tuple[str, dict[str, str | None]]]:
    """Read the rows of a CSV file in UTF-8, separated by commas, semicolons or tabs.

    Args:
        path: The file, whose first line names the columns; capitals and spaces around a name do not matter.
        needed: The columns that it must have.

    Returns:
        The location of each row, like "kept.csv, line 2", and its values by column.

    Raises:
        AnalysisError: The file cannot be read or lacks a column; the message names the file.
    """
    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            separator, n_skipped = csv_layout(file)
            reader = csv.DictReader(file, delimiter=separator)
            reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
            if missing := [column for column in needed if column not in (reader.fieldnames or ())]:
                lacking, named = (", ".join(map(repr, columns)) for columns in (missing, needed))
                raise AnalysisError(f"{path} has no column {lacking}; its first line must name {named}")
            return [(f"{path}, line {reader.line_num + n_skipped}", row) for row in reader]
    except OSError as error:
        no_file = as_typed("give None", "leave the option out", "leave the file out")
        raise AnalysisError(f"{path} cannot be read: {error.strerror}; name a CSV file, or {no_file}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise AnalysisError(f"{path} is not a CSV file in UTF-8: {error}; save it as one") from None


def csv_layout(file: TextIO) -> tuple[str, int]:
    """The separator, and the number of lines before the header: Excel may write a line "sep=;"."""
    first = file.readline()
    if named := re.match(r"sep=([^\r\n])", first, re.IGNORECASE):
        return named[1], 1
    file.seek(0)
    return max(SEPARATORS, key=first.count), 0
