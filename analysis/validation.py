"""Checking arguments of functions that readers call: types, numbers, paths, and the columns of tables.

The annotations of a function are its specification, so that nothing is said twice. A wrong argument raises
ArgumentError with the names of the function and the argument, and with what to give instead.
"""

import inspect
import os
from collections.abc import Callable, Mapping, Sequence
from errno import ENAMETOOLONG
from functools import wraps
from numbers import Integral, Real
from pathlib import Path
from re import findall, sub
from traceback import walk_tb
from types import UnionType
from typing import Any, ParamSpec, TypeVar, Union, get_args, get_origin

import pandas as pd

from analysis.errors import ArgumentError
from analysis.tables import TABLES, types_of

P = ParamSpec("P")
R = TypeVar("R")
NUMBER_TYPES: Mapping[Any, Any] = {int: Integral, float: Real}  # numpy's numbers are accepted, too
NUMBER_NAMES = {int: "a whole number", float: "a number"}
NUMBER_LIMIT = 1 << 63  # numbers must be smaller: pandas' integers have 64 bits
MAX_SHOWN_CHARS = 40  # of a text that a message repeats
MAX_SHOWN_NUMBER = 1e9


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a function so that it checks its arguments against its annotations.

    The decorated function raises ArgumentError for an argument of another type, and for a table without a column that
    the function uses, itself or through another checked function. All other exceptions pass unchanged.
    """
    signature = inspect.signature(function)
    name = f"{function.__module__.removeprefix('analysis.')}.{function.__qualname__}"
    plain = [parameter for parameter in signature.parameters.values() if parameter.kind is not parameter.VAR_KEYWORD]
    hints = {parameter.name: parameter.annotation for parameter in plain if parameter.annotation is not parameter.empty}

    @wraps(function)
    def with_checks(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            given = signature.bind(*args, **kwargs).arguments
        except TypeError as error:
            raise ArgumentError(f"{name}: {error}; it takes {', '.join(signature.parameters)}") from None
        for argument, hint in hints.items():
            if argument in given and not fits(value := given[argument], hint):
                raise ArgumentError(f"{name}: {argument} cannot be {_shown(value)}; {_remedy(argument, hint)}")
        try:
            return function(*args, **kwargs)
        except (KeyError, AttributeError, ArgumentError) as error:
            cause = error.__cause__ if isinstance(error, ArgumentError) else error
            if missing := _missing_column(cause, given):
                argument, column = missing
                remedy = _remedy(argument, hints[argument])
                raise ArgumentError(f"{name}: {argument} has no column {column!r}; {remedy}") from cause
            raise

    return with_checks


def fits(value: Any, hint: Any) -> bool:
    """Whether a value has the type of an annotation.

    A str is not a Sequence[str]; NaN, infinities and huge numbers are rejected; iterators are not consumed.

    >>> fits(["a", "b"], Sequence[str]), fits("ab", Sequence[str]), fits(float("nan"), float), fits(None, str | None)
    (True, False, False, True)
    """
    kind, parts = get_origin(hint) or hint, get_args(hint)
    if kind in (Union, UnionType):
        is_path = Path in parts and isinstance(value, str | Path)
        return any(fits(value, part) for part in parts) and not (is_path and _is_impossible_path(value))
    if kind is Any or not isinstance(kind, type):
        return True  # a type variable or the like, which any value may have
    if not isinstance(value, NUMBER_TYPES.get(kind, kind)):
        return False
    if kind in NUMBER_TYPES:
        return bool(abs(value) < NUMBER_LIMIT)  # False for NaN, too
    return _items_fit(value, kind, parts)


def _items_fit(value: Any, kind: type, parts: tuple[Any, ...]) -> bool:
    """Whether the items of a collection have the types `parts`; one that can be read only once is not read."""
    if isinstance(value, str | bytes):
        return not parts
    if isinstance(value, Mapping) and len(parts) == 2:
        return all(fits(key, parts[0]) and fits(item, parts[1]) for key, item in value.items())
    if kind is Sequence and len(parts) == 1:
        return all(fits(item, parts[0]) for item in value)
    return True


def _is_impossible_path(value: Any) -> bool:
    """Whether no file can have this name: it contains a NUL, or is longer than the system allows."""
    try:
        os.lstat(value or "\0")
    except OSError as error:
        return error.errno == ENAMETOOLONG
    except (TypeError, ValueError):
        return value is not None
    return False


def _shown(value: Any) -> str:
    """A value as it appears in a message: itself if it is short and plain, otherwise its type."""
    if isinstance(value, str):
        is_plain = len(value) <= MAX_SHOWN_CHARS
    elif isinstance(value, int):
        is_plain = abs(value) < MAX_SHOWN_NUMBER
    else:
        is_plain = isinstance(value, float | None)
    return repr(value) if is_plain else f"of type {type(value).__name__}"


def _remedy(argument: str, hint: Any) -> str:
    """What to give for an argument: "give it result.quotes", "give it a whole number or None"."""
    if hint is pd.DataFrame:
        return f"give it result.{argument}" if argument in TABLES else "give it the table that its description names"
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    names = [NUMBER_NAMES.get(kind) or (str(kind) if get_args(kind) else kind.__name__) for kind in kinds]
    # collections.abc.Sequence[str] -> Sequence[str]
    return "give it " + sub(r"[\w.]+\.(\w+)", r"\1", " or ".join(names)).replace("NoneType", "None")


def _missing_column(error: BaseException | None, given: Mapping[str, Any]) -> tuple[str, str] | None:
    """The argument and the column whose absence explains an error; None if nothing of the kind does.

    Where several tables lack the column, it is the one that pandas worked on, or some of its rows: a table with the
    same columns. Otherwise it is the one for which the column is declared.
    """
    columns, used = _not_found(error)
    tables = {argument: value for argument, value in given.items() if isinstance(value, pd.DataFrame)}
    lacking = [(argument, c) for argument, table in tables.items() for c in columns if c not in table.columns]

    def doubt(candidate: tuple[str, str]) -> tuple[bool, bool]:
        argument, column = candidate
        declared = types_of(argument) if argument in TABLES else ()
        return set(tables[argument].columns) != used, column not in declared

    return min(lacking, key=doubt, default=None)


def _not_found(error: BaseException | None) -> tuple[list[str], set[Any]]:
    """The columns that pandas did not find, and those of the table in which it looked; both may be empty.

    Only errors that pandas raised count: the last frame of the traceback is in pandas, or the message is that of a
    row's missing attribute. The columns are the quoted words of the message, such as 'speaker' in "['speaker'] not in
    index", but not a dtype or a class name; or else the message itself, as for KeyError('speaker') or
    KeyError("Column not found: speaker").
    """
    if not isinstance(error, KeyError | AttributeError):
        return [], set()
    message = str(error.args[0] if error.args else "").removeprefix("Column not found: ")
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    is_from_pandas = "pandas" in Path(frames[-1].f_code.co_filename).parts
    if not is_from_pandas and "'Pandas' object" not in message:
        return [], set()
    looked_in = [frame.f_locals.get("self") for frame in frames]
    tables = [table for table in looked_in if isinstance(table, pd.DataFrame)]
    quoted = findall(r"'([^']+)'", sub(r"dtype='\w+'|'\w+' object", "", message))
    return quoted or [message], set(tables[-1].columns) if tables else set()
