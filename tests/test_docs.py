"""What is documented holds: the examples run, whatever is public has one, and the reference has all that is public."""

import doctest
import importlib
import inspect
import pkgutil
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import analysis
from analysis import figures

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
