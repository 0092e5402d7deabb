"""What readers give to a function is looked at before it is used: types, numbers, paths, the columns of tables."""

import inspect
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from errno import ENAMETOOLONG
from functools import wraps
from numbers import Integral, Real
from pathlib import Path
from re import findall, sub
from traceback import extract_tb
from types import UnionType
from typing import Any, ParamSpec, TypeVar, Union, get_args, get_origin

import pandas as pd

from analysis.errors import ArgumentError
from analysis.tables import TABLES

P = ParamSpec("P")
R = TypeVar("R")
NUMBERS: Mapping[Any, Any] = {int: Integral, float: Real}  # numpy's count as Python's
LARGEST = 1 << 63
CALLED = {int: "a whole number", float: "a number"}


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function that readers call say what is wrong with its arguments, by their annotations.

    An argument of another type, and a table that lacks a column which is asked for, raise ArgumentError with the names
    of the function and the argument, and what to give. Whatever else goes wrong passes unchanged.
    """
    signature = inspect.signature(function)
    name = f"{function.__module__.removeprefix('analysis.')}.{function.__qualname__}"
    plain = [parameter for parameter in signature.parameters.values() if parameter.kind is not parameter.VAR_KEYWORD]
    hints = {parameter.name: parameter.annotation for parameter in plain if parameter.annotation is not parameter.empty}

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            given = signature.bind(*args, **kwargs).arguments
        except TypeError as error:
            raise ArgumentError(f"{name}: {error}; it takes {', '.join(signature.parameters)}") from None
        for argument, hint in hints.items():
            if argument in given and not fits(value := given[argument], hint):
                raise ArgumentError(f"{name}: {argument} cannot be {_shown(value)}; {_remedy(argument, hint)}")
        try:
            return function(*args, **kwargs)
        except (KeyError, AttributeError) as error:
            frames = {argument: value for argument, value in given.items() if isinstance(value, pd.DataFrame)}
            for argument, column in _lacking(error, frames):
                remedy = _remedy(argument, hints[argument])
                raise ArgumentError(f"{name}: {argument} has no column {column!r}; {remedy}") from error
            raise

    return asked


def fits(value: Any, hint: Any) -> bool:
    """Whether a value is of the type of an annotation. Text is no list of
    texts, what is no number or too large is none; what can be read once is not read."""
    kind, parts = get_origin(hint) or hint, get_args(hint)
    if kind in (Union, UnionType):
        return any(fits(value, part) for part in parts) and not (Path in parts and _no_path(value))
    if kind is Any or not isinstance(kind, type):
        return True  # a type that stands for others
    if not isinstance(value, NUMBERS.get(kind, kind)) or (isinstance(value, str | bytes) and parts):
        return False
    if kind in NUMBERS:
        return bool(abs(value) < LARGEST)  # which no infinite one is, nor one that is no number
    if isinstance(value, Mapping) and len(parts) == 2:
        return all(fits(key, parts[0]) and fits(item, parts[1]) for key, item in value.items())
    if kind is Sequence and len(parts) == 1:
        return all(fits(item, parts[0]) for item in value)
    return True


def _no_path(value: Any) -> bool:
    """Whether no file can have this name, so that the system would not even look."""
    try:
        os.lstat(value or "\0")
    except OSError as error:
        return error.errno == ENAMETOOLONG
    except (TypeError, ValueError):
        return value is not None
    return False


def _shown(value: Any) -> str:
    """A value as a message has it: itself where it is short and plain, else its type."""
    short = isinstance(value, float | None) or (isinstance(value, str) and len(value) <= 40)
    plain = short or (isinstance(value, int) and abs(value) < 1e9)
    return repr(value) if plain else f"of type {type(value).__name__}"


def _remedy(argument: str, hint: Any) -> str:
    if hint is pd.DataFrame:
        return f"give it result.{argument}" if argument in TABLES else "give it the table that its description names"
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    names = [CALLED.get(kind) or (str(kind) if get_args(kind) else kind.__name__) for kind in kinds]
    return "give it " + sub(r"[\w.]+\.(\w+)", r"\1", " or ".join(names)).replace("NoneType", "None")


def _lacking(error: Exception, frames: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, str]]:
    """The tables, and of each the column, whose lack is the reason of an error: of one that pandas raised, no other."""
    told = str(error.args[0] if error.args else "")
    if "pandas" not in Path(extract_tb(error.__traceback__)[-1].filename).parts and "'Pandas' object" not in told:
        return
    names = findall(r"'([^']+)'", sub(r"dtype='\w+'|'\w+' object", "", told)) or [told]
    yield from ((argument, name) for argument, frame in frames.items() for name in names if name not in frame.columns)
