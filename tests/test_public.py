"""Whatever a reader gives to a function that is meant for readers: a result, or an error of this package's own.

The functions are found, not listed: a new one is tried, too.
"""

import inspect
import math
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

FOR_READERS = (
    "contacts.event_codes evaluation.comparison evaluation.error_report evaluation.labels evaluation.passages "
    "evaluation.scoring figures.article figures.corpus frequency.change_points frequency.public_record "
    "frequency.rates frequency.trends output pipeline report.explorer report.findings report.html "
    "sentiment.polarity sentiment.scorers tables"
)
NOT_FOR_READERS = {
    "tables": {"columns_of", "frame", "records", "rows_of", "types_of"},  # how modules make and read tables
    "output": {"alone", "describe", "dictionary", "holds_tables", "new_folder", "to_arrow"},
    "report.findings": {"plain"},
    "frequency.change_points": {"between", "likelihood_ratio"},
    "sentiment.scorers": {"textblob_scores"},
    "sentiment.polarity": {"narration"},
    "report.html": {"excerpt", "row_links"},
    "report.explorer": {"choices", "left"},
    "evaluation.scoring": {"same_speaker"},
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
    "thing": object(),
    "type": str,
    "function": len,
    "no table": pd.DataFrame(),
    "another table": pd.DataFrame({"a": [1, None], 2: ["b", "c"]}),
    "path": Path("/dev/null/no"),
}


def reader_facing() -> list[Any]:
    """Every function of these modules that has no underscore, and what the package itself gives out."""
    found: dict[str, Callable[..., Any]] = {}
    for path in FOR_READERS.split():
        module: ModuleType = import_module(f"analysis.{path}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and name not in NOT_FOR_READERS.get(path, ()):
                found[f"{path}.{name}"] = function
    found |= {
        f"Analysis.{name}": m for name, m in inspect.getmembers(analysis.Analysis, inspect.isfunction) if name[0] != "_"
    }
    for name in analysis.__all__:
        given = getattr(analysis, name)
        if callable(given) and not (isinstance(given, type) and issubclass(given, Exception)):
            found.setdefault(f"analysis.{name}", given)
    return [pytest.param(function, id=name) for name, function in found.items()]


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """Arguments as they should be, by name."""
    room = tmp_path_factory.mktemp("usual")
    (room / "a.txt").write_text(TEXT, encoding="utf-8")
    article = analysis.read_article(room / "a.txt", published="2024-05-06")
    result = analysis.analyse(article)
    found: dict[str, Any] = {name: getattr(result, name) for name in analysis.TABLES}
    found |= {name: tables.frame(name, []) for name in tables.CORPUS_TABLES}
    return found | {
        "self": result,
        "article": article,
        "articles": [article],
        "people": result.people,
        "paragraphs": result._paragraphs,
        "narrated": polarity.tone(result.narration),
        "path": room / "a.txt",
        "folder": room / "new",
        "out": room / "out",
        "person": "Ann Lee",
        "text": TEXT,
        "words": {"stay": 0.5},
        "table": "quotes",
        "name": "a-figure",
    }


def ordinary(function: Callable[..., Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments a function needs, as they should be or near it."""
    near = {"DataFrame": usual["quotes"], "str": "text", "int": 1, "float": 1.0}
    found = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD:
            found[name] = usual.get(name, near.get(getattr(parameter.annotation, "__name__", "")))
    return found


def no_work(*_: Any) -> None:
    """In the place of a corpus run's work, which tests of its own look at."""
    raise analysis.AnalysisError("nothing is done here; the arguments are what this is about")


@pytest.mark.parametrize("function", reader_facing())
def test_whatever_is_given_the_error_is_our_own(
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
                assert ";" in str(error), f"what is to be done? {error}"
            except Exception as error:
                broken.append(f"{name} = {kind}: {type(error).__name__}: {str(error)[:100]}")
            plt.close("all")
    assert not broken, "\n".join(broken)
