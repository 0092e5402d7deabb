"""Robustness of functions that readers call: any argument gives a result or an error of this package.

The functions are discovered, not listed, so that new ones are tested, too.
"""

import inspect
import math
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import analysis
from analysis import tables
from analysis.corpus import run
from analysis.sentiment import polarity

# Each takes as long as pandas or longer, and much that is done with an article needs none of them.
SLOW_IMPORTS = {"dask", "matplotlib", "networkx", "nltk", "scipy", "spacy", "statsmodels", "textblob", "trafilatura"}
FOR_READERS = (
    "interchange.event_codes corrections.scoring evaluation.comparison evaluation.error_report evaluation.labels "
    "evaluation.passages evaluation.scoring figures.article figures.canvas figures.corpus frequency.change_points "
    "frequency.papers frequency.public_record frequency.rates frequency.trends interchange.folder output pipeline "
    "quotes.sources report.explorer report.findings report.html sentiment.polarity sentiment.scorers tables"
)
NOT_FOR_READERS = {
    "tables": {
        "columns_of",
        "frame",
        "is_applied",
        "is_possible",
        "modes_agree",
        "probable",
        "records",
        "rows_of",
        "steps_table",
        "types_of",
    },  # for modules that make and read tables
    "output": {
        "as_bytes",
        "csv_cell",
        "dictionary",
        "file_resource",
        "folder_lock",
        "holds_tables",
        "new_folder",
        "read_csv",
        "resolved",
        "table_resource",
        "to_arrow",
        "whole_file",
        "write_descriptor",
    },
    "interchange.folder": {"export"},
    "report.findings": {"plain"},
    "figures.article": {"mode_entries"},
    "figures.canvas": {  # how figures are drawn
        "both_names",
        "canvas",
        "capitalised",
        "date_axis",
        "filled",
        "finish",
        "heading",
        "legend_entry",
        "name_rows",
        "nothing",
        "positions",
        "project_style",
        "row_inches",
        "row_name",
        "short_day",
        "stack",
        "stacked_bars",
        "time_scale",
        "wrapped",
    },
    "frequency.change_points": {"between", "likelihood_ratio"},
    "sentiment.scorers": {"textblob_scores"},
    "sentiment.polarity": {"count_verbatim", "in_marks", "narration", "narration_rows"},
    "report.html": {"excerpt", "row_links"},
    "report.explorer": {"choices", "left"},
    "evaluation.scoring": {"contact_outcomes", "f1_scores", "same_speaker"},
    "evaluation.passages": {"place", "why_wrong"},
}
TEXT = "“We will stay,” said Ann Lee. She called President Bo Berg on May 3. They have talked four times since May 1."
HUGE = "said Ann Lee. " * 2_000
WRONG: dict[str, Any] = {
    "none": None,
    "empty text": "",
    "text": "elsewhere",
    "half a character": "\ud800\0",
    "huge text": HUGE,
    "bytes": b"quotes",
    "zero": 0,
    "negative": -1,
    "huge number": 10**400,
    "not a number": math.nan,
    "infinite": math.inf,
    "empty list": [],
    "list": ["quotes", None],
    "mapping": {"quotes": 1, 2: None},
    "object": object(),
    "type": str,
    "function": len,
    "no table": pd.DataFrame(),
    "another table": pd.DataFrame({"a": [1, None], 2: ["b", "c"]}),
    "path": Path("/dev/null/no"),
}


def reader_facing() -> list[Any]:
    """Every public function of these modules, every method of Analysis, and everything in `analysis.__all__`."""
    functions: dict[str, Callable[..., Any]] = {}
    for path in FOR_READERS.split():
        module: ModuleType = import_module(f"analysis.{path}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_defined_here = function.__module__ == module.__name__ and not name.startswith("_")
            if is_defined_here and name not in NOT_FOR_READERS.get(path, ()):
                functions[f"{path}.{name}"] = function
    methods = inspect.getmembers(analysis.Analysis, inspect.isfunction)
    functions |= {f"Analysis.{name}": method for name, method in methods if name[0] != "_"}
    for name in analysis.__all__:
        public = getattr(analysis, name)
        if callable(public) and not (isinstance(public, type) and issubclass(public, Exception)):
            functions.setdefault(f"analysis.{name}", public)
    return [pytest.param(function, id=name) for name, function in functions.items()]


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """Valid arguments, by parameter name."""
    folder = tmp_path_factory.mktemp("usual")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    article = analysis.read_article(folder / "a.txt", published="2024-05-06")
    result = analysis.analyse(article)
    by_name: dict[str, Any] = {name: getattr(result, name) for name in analysis.TABLES}
    by_name |= {name: tables.frame(name, []) for name in tables.CORPUS_TABLES}
    return by_name | {
        "self": result,
        "result": result,
        "article": article,
        "articles": [article],
        "people": result.people,
        "paragraphs": result._paragraphs,
        "narrated": polarity.tone(result.narration),
        "path": folder / "a.txt",
        "folder": folder / "new",
        "out": folder / "out",
        "person": "Ann Lee",
        "text": TEXT,
        "words": {"stay": 0.5},
        "table": "quotes",
        "name": "a-figure",
    }


def ordinary(function: Callable[..., Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments for the required parameters of a function: valid ones, or at least of the right type."""
    by_type = {"DataFrame": usual["quotes"], "str": "text", "int": 1, "float": 1.0}
    arguments = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD:
            arguments[name] = usual.get(name, by_type.get(getattr(parameter.annotation, "__name__", "")))
    return arguments


def no_work(*_: Any) -> None:
    """Replaces the work of a corpus run, which has its own tests."""
    raise analysis.AnalysisError("nothing is done here; only the arguments are tested")


@pytest.mark.parametrize("function", reader_facing())
def test_a_wrong_argument_gives_a_result_or_an_error_of_ours(
    function: Callable[..., Any], usual: Mapping[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANALYSIS_FIGURES", str(tmp_path / "figures"))
    monkeypatch.setattr(run, "_run_stages", no_work)
    given = ordinary(function, usual)
    broken = []
    for name in inspect.signature(function).parameters.keys() - {"self"}:
        for kind, value in WRONG.items():
            try:
                outcome = function(**{**given, name: value})
                for _ in outcome if inspect.isgenerator(outcome) else ():
                    pass
            except analysis.AnalysisError as error:
                assert ";" in str(error), f"no remedy: {error}"
            except Exception as error:
                broken.append(f"{name} = {kind}: {type(error).__name__}: {str(error)[:100]}")
            plt.close("all")
    assert not broken, "\n".join(broken)


def test_importing_the_package_and_the_command_line_is_quick() -> None:
    loaded = subprocess.check_output([sys.executable, "-c", "import analysis.cli, sys; print(*sys.modules)"], text=True)
    assert "pandas" in loaded.split()
    assert not SLOW_IMPORTS & set(loaded.split())
    assert "analysis.corpus" not in loaded.split()  # what it needs may not be installed
