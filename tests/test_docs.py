"""What is documented holds: the examples run, whatever is public has one, and the reference has all that is public."""

import doctest
import importlib
import inspect
import pkgutil
import re
import shlex
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import analysis
from analysis import cli, figures
from analysis.evaluation import labelled_articles, passages
from analysis.tables import COMPARED, CORPUS_TABLES

ROOT = Path(__file__).parents[1]
MODULES = sorted(module.name for module in pkgutil.walk_packages(analysis.__path__, "analysis."))
REFERENCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("docs/api/*.md")))


@cache
def names() -> dict[str, Any]:
    """What examples may use besides the names of their module: the documented modules, and the project's article."""
    article = analysis.read_article("seeds/macron-open-line-to-russia.txt")
    modules = {name.rpartition(".")[2]: importlib.import_module(name) for name in documented() if "figures" not in name}
    return {
        **modules,
        "figures": figures,
        "analysis": analysis,
        "article": article,
        "result": analysis.analyse(article),
    }


def documented() -> list[str]:
    """The modules that are in the reference."""
    return re.findall(r"^\.\. automodule:: (analysis\.[\w.]+)$", REFERENCE, re.MULTILINE)


def pins(lock: Path) -> set[tuple[str, str]]:
    """The packages of a lock, each with its version."""
    return set(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", ["analysis", *MODULES])
def test_the_examples_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    module = importlib.import_module(name)
    outcome = doctest.testmod(module, extraglobs=names())
    assert outcome.failed == 0
    assert outcome.attempted or name not in documented()


@pytest.mark.parametrize("name", analysis.__all__)
def test_what_is_public_has_an_example(name: str) -> None:
    public = getattr(analysis, name)
    if inspect.isfunction(public) or (inspect.isclass(public) and not issubclass(public, Exception)):
        assert ">>> " in str(public.__doc__)


def test_what_is_public_is_in_the_reference() -> None:
    text = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\.\. auto(?:function|class|exception):: (\w+)$", text, re.MULTILINE)
    assert sorted(listed) == sorted(set(analysis.__all__) - {"TABLES"})


@pytest.mark.parametrize("folder", ["docs", "tests/audit", "tests/browser"])
def test_what_is_installed_later_leaves_the_locked_versions_alone(folder: str) -> None:
    ours, theirs = pins(ROOT / "requirements.txt"), pins(ROOT / folder / "requirements.txt")
    names = {name for name, _ in ours}
    assert theirs
    assert {(name, version) for name, version in theirs if name in names} <= ours


def blocks(page: str, language: str = "") -> list[str]:
    """The code blocks of a language on a page."""
    text = (ROOT / page).read_text(encoding="utf-8")
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [code for marked, code in fenced if marked == language]


@pytest.mark.parametrize("page", ["docs/accuracy.md", "docs/corrections.md", "docs/exports.md", "docs/tables.md"])
def test_the_examples_of_a_page_run(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = passages.read_passages
    monkeypatch.setattr(passages, "read_passages", lambda *which: read(*which)[:4])
    monkeypatch.setattr(labelled_articles, "read_labelled", lambda _: iter(()))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(ROOT)
    assert blocks(page, "python")
    exec("\n".join(blocks(page, "python")), {})


def commands(start: str) -> list[list[str]]:
    """The arguments of the commands in the README that begin in this way."""
    lines = [line.partition("  #")[0] for block in blocks("README.md") for line in block.splitlines()]
    return [shlex.split(line.removeprefix(start)) for line in lines if line.startswith(start)]


@pytest.mark.parametrize("arguments", commands("make "), ids=" ".join)
def test_what_the_readme_types_after_make_is_in_the_makefile(arguments: Sequence[str]) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    target, *variables = arguments
    assert re.search(rf"^{target}: ", makefile, re.MULTILINE)
    for variable in variables:
        name, _, value = variable.partition("=")
        assert f"$({name})" in makefile
        assert name not in ("ARTICLE", "IN") or (ROOT / value).exists(), "nothing to read in a fresh clone"


@pytest.mark.parametrize("arguments", commands(".venv/bin/python -m analysis "), ids=" ".join)
def test_the_commands_of_the_readme_are_understood(arguments: Sequence[str]) -> None:
    name, *rest = arguments
    if name != "--help":
        context = cli.cli.commands[name].make_context(name, list(rest))
        assert (ROOT / context.params["path"]).exists(), "nothing to read in a fresh clone"


def test_the_readme_has_no_command_that_needs_an_active_environment() -> None:
    lines = [line for block in blocks("README.md") for line in block.splitlines()]
    without = [line for line in lines if line.startswith(("python", "pip", "jupyter"))]
    assert len(lines) > 10
    assert without == ['pip install ".[lab,corpus,pdf,docx,xlsx]"']  # "in an environment of your own"


@pytest.mark.parametrize("name", [*analysis.TABLES, *CORPUS_TABLES, *COMPARED])
def test_every_table_is_described_with_its_columns(name: str) -> None:
    text = (ROOT / "docs/tables.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| `{name}` \|(.*)$", text, re.MULTILINE)
    described = set(re.findall(r"`(\w+)`", row)) | {"article_id"}
    tables = {**analysis.TABLES, **CORPUS_TABLES, **COMPARED}
    if name == "world_reports":
        described |= {column.name for column in tables["contacts"]}
    assert {column.name for column in tables[name]} <= described
