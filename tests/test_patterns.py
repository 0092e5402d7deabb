"""No regular expression of the package takes a time that doubles with each piece of a hostile text."""

import functools
import importlib
import itertools
import json
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import analysis

SECONDS = 120  # for all patterns together, which take a few; one that doubles its time with each piece takes years
REPEATS = 40
MOST_PIECES = 8  # of a pattern
FILLERS = ["", " ", "a", " a  ", "1"]  # what `\w`, `\s`, `\d` and `.` match
END = "\0\n\0"  # what makes a match fail
TRY = """
import json, re, sys
for name, source, flags, is_bytes, texts in json.load(sys.stdin):
    print(name, flush=True)
    pattern = re.compile(source.encode() if is_bytes else source, flags)
    for text in texts:
        pattern.fullmatch(text.encode() if is_bytes else text)
        pattern.search(text.encode() if is_bytes else text)
"""


def modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(analysis.__path__, "analysis."):
        if module.name != "analysis.__main__":
            yield importlib.import_module(module.name)


def patterns_in(name: str, value: Any) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The compiled patterns in a value, which may be a container."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        yield from patterns_in(name, [*value.values()])
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from patterns_in(name, item)


def patterns_of_module(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns at the top of a module, and those that its cached functions without arguments compile."""
    for name, value in vars(module).items():
        annotations = getattr(value, "__annotations__", {}) if isinstance(value, functools._lru_cache_wrapper) else {}
        if [*annotations] == ["return"] and "Pattern" in str(annotations["return"]):
            yield from patterns_in(f"{module.__name__}.{name}()", value())
        yield from patterns_in(f"{module.__name__}.{name}", value)


def patterns_of_vocabulary() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns that are matched one by one, not as parts of a larger one."""
    for file, key in [
        ("furniture", "furniture"),
        ("furniture", "caption"),
        ("pages", "wall"),
        ("pages", "page_number"),
    ]:
        path = Path(analysis.__file__).parent / "vocabulary" / f"{file}.toml"
        for source in tomllib.loads(path.read_text(encoding="utf-8"))[key]:
            yield f"{file}.toml, {key}: {source}", re.compile(source, re.IGNORECASE)


def patterns() -> dict[re.Pattern[Any], str]:
    """Every pattern, and where it is."""
    found = [*(pair for module in modules() for pair in patterns_of_module(module)), *patterns_of_vocabulary()]
    return {pattern: name for name, pattern in found}


def pumped(source: str, flags: int) -> list[str]:
    """Texts with a piece of a pattern many times in a row, after another piece or none.

    A piece is a run of the pattern's own characters, or two of them with what may be between.
    """
    if flags & re.VERBOSE:
        source = re.sub(r"(?m)(?<!\\)#.*$|\s+", "", source)
    classes = re.findall(r"(?<!\\)\[\^?([^\\\w\s])", source)  # the first character of [>/|]
    runs = re.split(r"\\[A-Za-z]|\(\?(?:<[=!]|P<\w+>|[:=!>])|[\\()\[\]{}|?*+.^$]", source)
    runs = [*dict.fromkeys([*classes, *(run[:20] for run in runs if run)])][:MOST_PIECES]
    joined = [a + b for a, b in itertools.pairwise(runs)]
    pieces = dict.fromkeys(run + filler for run in ["", *runs, *joined] for filler in FILLERS)
    return [start + piece * REPEATS + END for start in ["", *runs] for piece in pieces if piece]


def outcome(found: dict[re.Pattern[Any], str]) -> str:
    """Try all patterns in one process: the name of the pattern that it is busy with when the time is up, or ""."""
    cases = []
    for pattern, name in found.items():
        is_bytes = isinstance(pattern.pattern, bytes)
        source = pattern.pattern.decode() if is_bytes else pattern.pattern
        cases.append((name, source, pattern.flags, is_bytes, pumped(source, pattern.flags)))
    try:
        command = [sys.executable, "-c", TRY]
        subprocess.run(command, input=json.dumps(cases), text=True, check=True, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        return (error.stdout or b"").decode().splitlines()[-1]
    return ""


def test_patterns_are_found_wherever_they_are() -> None:
    names = " ".join(patterns().values())
    for name in ("formats.PAGE_START", "article.DATELINE", "dates", "furniture.toml", "quotes.direct", "name_forms"):
        assert name in names


@pytest.mark.slow
def test_no_pattern_doubles_its_time_with_each_piece_of_a_text() -> None:
    assert outcome(patterns()) == "", "this pattern can match the same text in many ways; see that it has only one"


@pytest.mark.slow
@pytest.mark.parametrize(
    "source", [r"\s*(?:<!--.*?-->\s*)*<html", r"(\w+\s?)*;", r"(home|news)( *[>/] *\w[\w ]*)+", r"(a|b|ab)*c"]
)
def test_a_pattern_that_does_is_named(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    monkeypatch.setattr(sys.modules[__name__], "SECONDS", 1)
    assert outcome({re.compile(source, re.DOTALL): "this one"}) == "this one"
