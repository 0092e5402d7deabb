"""Shared by the tests: Hypothesis profiles, a machine without a network, and short texts parsed or analysed."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:  # imported where it is used, because the process that hands out the tests runs none of them
    import pandas as pd
    from spacy.tokens import Doc, Token

    from analysis import Analysis, Article

# No test may depend on how fast the machine is; in CI no run may differ from the one before.
settings.register_profile("random", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("random"), derandomize=True, database=None, print_blob=True)
settings.load_profile("same")  # the same examples in every run; look for others with --hypothesis-profile=random

# Files whose tests share what takes long, `outcomes`.
PASSAGES = ("contacts/test_extraction.py", "evaluation/test_snapshots.py", "quotes/test_speakers.py")
PUBLISHED = "2022-03-07"  # a Monday
QUICK_ROWS = 30  # the last of a table of examples, which `make quick` runs
Row = dict[str, Any]


class ByFile(LoadFileScheduling):
    """Runs all tests of a file in one process, and all tests of the files that share something."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "passages" if file.endswith(PASSAGES) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark rows for `make quick`, and begin with the slow files, so that at the end no process waits for the last."""
    rows_left = Counter(_table(item) for item in items)
    for item in items:
        if rows_left[_table(item)] > QUICK_ROWS:
            item.add_marker("more")
        rows_left[_table(item)] -= 1
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def _table(item: pytest.Item) -> str:
    """The test whose row an item is: its node's name without the parameters."""
    return item.nodeid.partition("[")[0]


@pytest.fixture(scope="module")
def no_network() -> Iterator[None]:
    """Every use of the network fails, and fails the test even if the caller swallows the error."""
    attempts = []

    def refuse(*address: object, **_: object) -> None:
        attempts.append(address)
        raise OSError("there is no network here")

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in [(socket, "create_connection"), (socket, "getaddrinfo"), (socket.socket, "connect")]:
            patch.setattr(owner, name, refuse)
        yield
    assert attempts == []


def _article(text: str, published: str | None = PUBLISHED) -> Article:
    from analysis import Article

    return Article(text=text, published=published, article_id="a")  # type: ignore[arg-type]


def _parsed(text: str) -> Doc:
    from analysis.language import parsing

    return parsing.parse(_article(text))[0].doc


def _word(text: str, word: str) -> Token:
    return next(token for token in _parsed(text) if token.text == word)


def _analysed(text: str, published: str | None = PUBLISHED) -> Analysis:
    from analysis import analyse

    return analyse(_article(text, published))


def _rows(text: str, published: str | None = PUBLISHED, table: str = "contacts") -> list[Row]:
    frame: pd.DataFrame = getattr(_analysed(text, published), table)
    values = frame.astype(object)
    return [
        {str(key): value for key, value in row.items()} for row in values.where(values.notna(), None).to_dict("records")
    ]


def _said(text: str) -> list[tuple[str | None, str, str]]:
    quotations = []
    for _, spans in _analysed(text).quotes.groupby("quote_id"):
        first = spans.iloc[0]
        speaker = None if spans["speaker"].isna().all() else str(first["speaker"])
        quotations.append((speaker, str(first["kind"]), " | ".join(spans["text"])))
    return quotations


@cache
def _outcomes(name: str) -> pd.DataFrame:
    from analysis.evaluation import passages

    cases = passages.read_passages(name)
    return passages.quotes(cases) if name == "quotes" else passages.contacts(cases)


# The fixtures below give functions, and one for all tests: they keep no state.


@pytest.fixture(scope="session")
def article() -> Callable[..., Article]:
    """`article(text, published)`: an article, published on Monday 7 March 2022 if nothing else is given."""
    return _article


@pytest.fixture(scope="session")
def parsed() -> Callable[[str], Doc]:
    """`parsed(text)`: the parse of a text's first paragraph."""
    return _parsed


@pytest.fixture(scope="session")
def word() -> Callable[[str, str], Token]:
    """`word(text, "met")`: the first token of a text that reads so."""
    return _word


@pytest.fixture(scope="session")
def analysed() -> Callable[..., Analysis]:
    """`analysed(text, published)`: every table of a text."""
    return _analysed


@pytest.fixture(scope="session")
def rows() -> Callable[..., list[Row]]:
    """`rows(text, published, table)`: the rows of a table, `contacts` by default, with missing values as None."""
    return _rows


@pytest.fixture(scope="session")
def said() -> Callable[[str], list[tuple[str | None, str, str]]]:
    """`said(text)`: speaker, kind and text of each quotation, its spans joined by " | "."""
    return _said


@pytest.fixture(scope="session")
def outcomes() -> Callable[[str], pd.DataFrame]:
    """`outcomes("contacts")`: what became of all labelled passages of a set, which are read once."""
    return _outcomes
