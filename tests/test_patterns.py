"""No regular expression of the package takes a time that grows as the square of a hostile text, let alone faster."""

import ast
import functools
import importlib
import itertools
import json
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pumps import pumps

import analysis

SECONDS = 200  # for all patterns together, which take a few; one that doubles its time with each piece takes years
REPEATS = 40
MOST_PIECES = 8  # of a pattern
MOST_PUMPS = 150
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
# A pattern whose time grows in proportion to the text takes four times as long for four times the text, one whose time
# grows as a square sixteen times. A machine with other work to do makes both slower: so the processor's time is taken,
# the best of several, and the ratio must be too high three times in a row.
GROW = r"""
import json, re, sys, time
LENGTHS, LEAST, RATIO = (250, 2000), 0.001, 10  # the short text is for those whose time grows faster than as a square

def best(match, text, times):
    found = []
    for _ in range(times):
        began = time.process_time()
        match(text)
        found.append(time.process_time() - began)
    return min(found)

def grows(match, text, longer):
    return best(match, text, 1) > LEAST and all(
        best(match, longer, 2) > RATIO * max(LEAST, best(match, text, 3)) for _ in range(3)
    )

def names_of_those_that_grow(cases):
    for name, source, flags, is_bytes, methods, pairs, ends in cases:
        print("busy with", name, flush=True)
        pattern = re.compile(source.encode() if is_bytes else source, flags)
        texts = (
            [start + piece * (n * length // len(piece)) + end for n in (1, 4)]
            for start, piece in pairs for end in ends for length in LENGTHS
        )
        coded = ([text.encode() if is_bytes else text for text in pair] for pair in texts)
        if any(grows(getattr(pattern, method), *pair) for pair in coded for method in methods):
            yield name

print(json.dumps([*names_of_those_that_grow(json.load(sys.stdin))]))
"""
VOCABULARY = {  # regular expressions in the vocabulary that are matched one by one → how they are
    ("furniture", "furniture"): "fullmatch",
    ("furniture", "caption"): "fullmatch",
    ("pages", "wall"): "search",
    ("pages", "page_number"): "fullmatch",
}
ENDS = (".", "\0", "\0\n\0")  # what makes a match fail; a line, as those of the vocabulary are for, has no line break
METHODS = ("match", "fullmatch")  # that begin at one place; all others are a search, here


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
    for file, key in VOCABULARY:
        path = Path(analysis.__file__).parent / "vocabulary" / f"{file}.toml"
        for source in tomllib.loads(path.read_text(encoding="utf-8"))[key]:
            yield f"{file}.toml, {key}: {source}", re.compile(source, re.IGNORECASE)


def sources() -> Iterator[tuple[str, ast.AST]]:
    """The parsed source of every module."""
    for path in sorted(Path(analysis.__file__).parent.rglob("*.py")):
        yield path.stem, ast.parse(path.read_text(encoding="utf-8"))


def patterns_in_functions() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns that are written where they are used, as in `re.search("…", text)`; named after place and method."""
    for module, tree in sources():
        functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
        for call in (node for function in functions for node in ast.walk(function) if isinstance(node, ast.Call)):
            match call:
                case ast.Call(func=ast.Attribute(ast.Name("re"), method), args=[ast.Constant(str(source)), *_]) if (
                    method != "escape"
                ):
                    flag = re.MULTILINE if "MULTILINE" in ast.dump(call) else 0
                    yield f"{module}, line {call.lineno}: {method}", re.compile(source, flag)


@functools.cache
def patterns() -> dict[re.Pattern[Any], str]:
    """Every pattern, and where it is."""
    in_modules = (pair for module in modules() for pair in patterns_of_module(module))
    found = itertools.chain(in_modules, patterns_of_vocabulary(), patterns_in_functions())
    return {pattern: name for name, pattern in found}


@functools.cache
def methods_by_name() -> dict[str, set[str]]:
    """The name of a pattern, or of a function that returns it → the methods of it that the package calls."""
    found: dict[str, set[str]] = {}
    for _, tree in sources():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(ast.Name(name) | ast.Call(func=ast.Name(name)), method)):
                    found.setdefault(name, set()).add(method)
    return found


def methods_of(name: str) -> list[str]:
    """How a pattern is matched, by its name in `patterns`: a search, unless it is only matched at one place."""
    for (file, key), method in VOCABULARY.items():
        if name.startswith(f"{file}.toml, {key}"):
            return [method]
    in_function = name.partition(": ")[2]
    used = {in_function} if in_function else methods_by_name().get(name.rpartition(".")[2].removesuffix("()"), set())
    return sorted(used) if used and used <= {*METHODS} else ["search"]


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


def run(script: str, cases: Iterable[Any]) -> list[str]:
    """The lines that a script prints about cases; those until then if it takes too long."""
    try:
        command = [sys.executable, "-c", script]
        given = {"input": json.dumps([*cases]), "text": True, "check": True, "capture_output": True}
        return subprocess.run(command, **given, timeout=SECONDS).stdout.splitlines()  # type: ignore[call-overload,no-any-return]
    except subprocess.TimeoutExpired as error:
        return [*(error.stdout or b"").decode().splitlines(), "it takes too long"]


def written(pattern: re.Pattern[Any]) -> tuple[str, int, bool]:
    """A pattern as JSON can hold it: its source, its flags, and whether it is one of bytes."""
    is_bytes = isinstance(pattern.pattern, bytes)
    return (pattern.pattern.decode() if is_bytes else pattern.pattern), pattern.flags, is_bytes


def outcome(found: dict[re.Pattern[Any], str]) -> str:
    """Try all patterns in one process: the name of the pattern that it is busy with when the time is up, or ""."""
    cases = ((name, *written(pattern), pumped(*written(pattern)[:2])) for pattern, name in found.items())
    *_, before, last = ["", *run(TRY, cases)]
    return before if last == "it takes too long" else ""


def that_grow(found: dict[re.Pattern[Any], str]) -> list[str]:
    """The names of the patterns whose time grows as the square of the text, or faster."""
    cases = []
    for pattern, name in found.items():
        ends = ENDS[:2] if ".toml" in name else ENDS
        cases.append((name, *written(pattern), methods_of(name), pumps(*written(pattern)[:2])[:MOST_PUMPS], ends))
    *_, before, last = run(GROW, cases)
    return [before] if last == "it takes too long" else json.loads(last)


def test_patterns_are_found_wherever_they_are() -> None:
    names = " ".join(patterns().values())
    for name in ("formats.PAGE_START", "article.DATELINE", "dates", "furniture.toml", "quotes.direct", "name_forms"):
        assert name in names
    assert re.search(r"article, line \d+: finditer", names)
    places = {re.sub(r"line \d+", "line", name): methods_of(name) for name in patterns().values()}
    assert places["analysis.articles.article.DATELINE"] == ["match"]
    assert places["analysis.quotes.direct._continuing_conjunction()"] == ["match"]
    assert places["plain_text, line: match"] == ["match"]
    assert places["article, line: finditer"] == places["analysis.articles.plain_text.WORD_AT_LINE_END"] == ["search"]


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


@pytest.mark.slow
def test_no_pattern_takes_a_time_that_grows_as_the_square_of_a_text() -> None:
    remedy = "these look at the same characters again and again; make what has matched final: `*+`, `(?<!…)`, `{0,99}`"
    assert that_grow(patterns()) == [], remedy


@pytest.mark.slow
def test_patterns_that_do_are_named() -> None:
    square = [
        r"(\w+)-$",
        r"<!--.*?-->",
        r"consent .*\bdata",
    ]
    linear = [
        r"(?<!\w)(\w++)-$",
        r"consent .{0,99}\bdata",
        r"\w+",
        r"(?m)^x.*y",
    ]
    assert that_grow({re.compile(source, re.DOTALL): source for source in [*square, *linear]}) == square
