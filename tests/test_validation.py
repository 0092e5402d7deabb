"""A table that lacks a column gives an error that names the function that was called, its argument, and the column."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from analysis import ArticleError, analyse
from analysis.articles.article import Article
from analysis.errors import AnalysisError, ArgumentError
from analysis.frequency import public_record
from analysis.report import explorer, findings, html
from analysis.validation import checked

RESULT = analyse(
    Article(
        "Ann Lee and Bob Ray have talked four times since April 20, and 9 times in the last month.\n\n"
        "Ann Lee called Bob Ray on Friday. “It was a good, useful talk,” Ann Lee said. Ray said it was bad.",
        published="2024-05-06",  # type: ignore[arg-type]
    )
)
RECORD = pd.DataFrame(
    {"date": pd.to_datetime(["2024-04-01", "2024-05-03", "2024-06-01"]), "counterpart": "Bob Ray", "mode": "phone"}
).assign(initiator=pd.Series(dtype="str"), url=pd.Series(dtype="str"))
TOLD = public_record.contacts_in_record(RESULT.contacts, RECORD, "Ann Lee")
TOTALS = public_record.totals_in_record(RESULT.stated_counts, RECORD, "Ann Lee")
# Functions with their tables, and other arguments.
CALLS: dict[Callable[..., Any], tuple[dict[str, pd.DataFrame], dict[str, Any]]] = {
    explorer.everything: (
        {"quotes": RESULT.quotes, "tone": RESULT.tone, "contacts": RESULT.contacts},
        {"article": RESULT.article},
    ),
    explorer.quotations: ({"quotes": RESULT.quotes, "tone": RESULT.tone}, {"article": RESULT.article}),
    explorer.contacts: ({"contacts": RESULT.contacts}, {"article": RESULT.article}),
    html.article_html: (
        {"quotes": RESULT.quotes, "contacts": RESULT.contacts, "tone": RESULT.tone},
        {"article": RESULT.article},
    ),
    public_record.entries: (
        {"record": RECORD},
        {"counterpart": "Bob Ray", "first": "2024-04-01", "last": "2024-06-01"},
    ),
    public_record.contacts_in_record: ({"contacts": RESULT.contacts, "record": RECORD}, {"person": "Ann Lee"}),
    public_record.totals_in_record: ({"stated_counts": RESULT.stated_counts, "record": RECORD}, {"person": "Ann Lee"}),
    public_record.days_in_record: ({"compared": TOLD, "totals": TOTALS, "record": RECORD}, {}),
    findings.against_record: (
        {"contacts": RESULT.contacts, "stated_counts": RESULT.stated_counts, "record": RECORD},
        {"person": "Ann Lee"},
    ),
    findings.overview: ({"quotes": RESULT.quotes, "contacts": RESULT.contacts}, {"article": RESULT.article}),
    findings.who_speaks: ({"quotes": RESULT.quotes}, {}),
    findings.tone: ({"tone": RESULT.tone}, {}),
    findings.contacts: ({"contacts": RESULT.contacts}, {}),
    findings.stated: ({"stated_counts": RESULT.stated_counts}, {}),
    findings.rates: ({"stated_counts": RESULT.stated_counts}, {}),
}
CASES = [
    pytest.param(function, argument, id=f"{function.__module__}.{function.__name__}-{argument}")
    for function, (tables, _) in CALLS.items()
    for argument in tables
]


@pytest.mark.parametrize(("function", "argument"), CASES)
def test_a_lacking_column_is_named_with_function_and_argument(function: Callable[..., Any], argument: str) -> None:
    tables, others = CALLS[function]
    name = f"{function.__module__.removeprefix('analysis.')}.{function.__name__}"
    function(**tables, **others)
    n_named = 0
    for column in tables[argument].columns:
        try:
            shown = function(**{**tables, argument: tables[argument].drop(columns=column)}, **others)
            if isinstance(shown, explorer.Explorer):
                shown.html()
        except ArgumentError as error:
            assert str(error).startswith(f"{name}: {argument} has no column {column!r}; give it "), column
            n_named += 1
    assert n_named


def test_the_function_that_was_called_is_named_not_one_that_it_calls() -> None:
    @checked
    def inner(table: pd.DataFrame) -> Any:
        return table["a"]

    @checked
    def outer(frame: pd.DataFrame) -> Any:
        return inner(frame[frame["b"] > 0])

    @checked
    def other(frame: pd.DataFrame) -> Any:
        return inner(pd.DataFrame({"c": [1]}).assign(a=frame.get("a", 0))[["c"]])

    with pytest.raises(ArgumentError, match=r"outer: frame has no column 'a'; give it"):
        outer(pd.DataFrame({"b": [1]}))
    with pytest.raises(ArgumentError, match=r"inner: table has no column 'a'; give it"):
        other(pd.DataFrame({"a": [1]}))  # what it was given has the column


def test_of_two_tables_without_a_column_the_one_that_should_have_it_is_named() -> None:
    @checked
    def read_both(quotes: pd.DataFrame, contacts: pd.DataFrame) -> Any:
        return [row.mode for row in contacts.itertuples()]

    with pytest.raises(ArgumentError, match=r"read_both: contacts has no column 'mode'; give it result\.contacts"):
        read_both(RESULT.quotes, RESULT.contacts.drop(columns="mode"))


def test_other_errors_pass_unchanged() -> None:
    @checked
    def look_up(table: pd.DataFrame, error: str) -> Any:
        raise {"KeyError": KeyError("nowhere"), "ArticleError": ArticleError("a; b"), "ours": AnalysisError("a; b")}[
            error
        ]

    for name, kind in {"KeyError": KeyError, "ArticleError": ArticleError, "ours": AnalysisError}.items():
        with pytest.raises(kind) as raised:
            look_up(RESULT.quotes, name)
        assert raised.type is kind
