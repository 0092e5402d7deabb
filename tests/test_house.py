"""The house keeps its order: who may import whom, how long a room is, what is documented, what is locked."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
MODULES = {
    path.parent.name if path.parent.name != "analysis" and path.stem == "__init__" else path.stem: path
    for path in sorted((ROOT / "analysis").rglob("*.py"))
}
# A module imports only from those before it.
ORDER = [
    "errors",
    "tables",
    "arguments",
    "words",
    "pages",
    "clippings",
    "sources",
    "article",
    "language",
    "model",
    "marks",
    "reporting",
    "names",
    "phrases",
    "persons",
    "people",
    "clauses",
    "cues",
    "direct",
    "quotes",
    "scorers",
    "sentiment",
    "days",
    "dates",
    "status",
    "triggers",
    "details",
    "parties",
    "frames",
    "contacts",
    "counts",
    "results",
    "frequency",
    "record",
    "joins",
    "folders",
    "writers",
    "markup",
    "drawing",
    "figures",
    "findings",
    "explorer",
    "labels",
    "scoring",
    "passages",
    "yardsticks",
    "trust",
    "notebooks",
    "page",
    "report",
    "intake",
    "copies",
    "spellings",
    "namesakes",
    "identities",
    "reports",
    "trends",
    "changes",
    "panoramas",
    "engine",
    "shards",
    "corpus",
    "__init__",
    "__main__",
]
MOST_LINES = 400


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules of `analysis` that a module imports, anywhere in it; the package itself is `__init__`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = "analysis" + (f".{node.module}" if node.module else "") if node.level else str(node.module)
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for package, *rest in (name.split(".") for name in names):
            if package == "analysis":
                yield rest[0] if rest and rest[0] in MODULES else "__init__"


def required() -> list[tuple[Requirement, str]]:
    """What requirements.in asks for, each with the reason given for it."""
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    split = [line.partition("#") for line in lines if line.strip() and not line.startswith("#")]
    return [(Requirement(requirement.strip()), reason.strip()) for requirement, _, reason in split]


def locked() -> str:
    return (ROOT / "requirements.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MODULES)
def test_module_imports_only_what_comes_before_it(name: str) -> None:
    assert name in ORDER, "a new room: give it its place in ORDER"
    before = ORDER[: ORDER.index(name)]
    found = set(imported(ast.parse(MODULES[name].read_text(encoding="utf-8"))))
    assert sorted(found - set(before)) == []


@pytest.mark.parametrize("path", MODULES.values(), ids=MODULES)
def test_module_is_no_longer_than_a_room(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


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
