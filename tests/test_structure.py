"""Structure: how complex a function may be, how large a package, what must be documented, what is locked.

Who may import whom is stated once, in `pyproject.toml`, and checked by import-linter.
"""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
MODULES = {str(path.relative_to(ROOT)): path for path in sorted((ROOT / "analysis").rglob("*.py"))}
MOST_MODULES = 9  # in a package
MOST_BRANCHES = 12  # in a function


def branches(function: ast.AST) -> int:
    """The places where a function's course may split.

    Unlike McCabe's cyclomatic complexity as linters compute it, this counts what is folded into expressions: every
    `and` and `or`, conditional expression, comprehension with its filters, and `next(...)`.
    """
    count = 0
    for node in ast.walk(function):
        match node:
            case ast.If() | ast.IfExp() | ast.For() | ast.While() | ast.ExceptHandler() | ast.match_case():
                count += 1
            case ast.BoolOp(values=values):
                count += len(values) - 1
            case ast.comprehension(ifs=filters):
                count += 1 + len(filters)
            case ast.Call(func=ast.Name(id="next")):
                count += 1
    return count


def test_branches_are_counted_wherever_they_hide() -> None:
    source = """
def f(xs):
    if xs and len(xs) > 1 or not xs:
        return 1 if xs else 2
    return next((x for x in xs if x), None)
"""
    assert branches(ast.parse(source)) == 1 + 2 + 1 + 2 + 1


@pytest.mark.parametrize("path", MODULES.values(), ids=MODULES)
def test_functions_are_simple_enough_to_read(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert {f.name: n for f in functions if (n := branches(f)) > MOST_BRANCHES} == {}


@pytest.mark.parametrize("package", sorted({path.parent for path in MODULES.values()}), ids=lambda path: path.name)
def test_packages_are_small_enough_to_know(package: Path) -> None:
    modules = [path for path in package.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MOST_MODULES


def required() -> list[tuple[Requirement, str]]:
    """What pyproject.toml asks for, each with the reason given for it."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    reasons = dict(re.findall(r'^    "([^"]+)",(.*)$', text, re.MULTILINE))
    project = tomllib.loads(text)
    lists = [project["project"]["dependencies"], *project["project"]["optional-dependencies"].values()]
    lists += project["dependency-groups"].values()
    return [(Requirement(line), reasons.get(line, "").strip(" #")) for lines in lists for line in lines]


def locked() -> str:
    return (ROOT / "requirements.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MODULES.values(), ids=MODULES)
def test_what_is_public_is_documented(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    assert ast.get_docstring(tree), "the module itself"
    assert [node.name for node in public if not ast.get_docstring(node)] == []


def test_every_requirement_has_a_reason() -> None:
    assert [requirement.name for requirement, reason in required() if not reason] == []


def test_every_requirement_is_locked() -> None:
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^ ]+)", locked(), re.MULTILINE):
        versions.setdefault(canonicalize_name(name), set()).add(version)
    for requirement, _ in required():
        found = versions.get(canonicalize_name(requirement.name), set())
        assert found, f"{requirement.name} is not locked: run `make lock`"
        assert all(map(requirement.specifier.contains, found)), f"{requirement} is locked at {found}: run `make lock`"


def test_every_locked_version_has_a_hash() -> None:
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", locked(), flags=re.MULTILINE).strip())
    assert [entry for entry in entries if not re.match(r"[\w.-]+==.* --hash=sha256:", entry.replace("\n", " "))] == []
