"""An explorer shows what is chosen and no more, says how much that is, and is the same without anything to choose."""

import re
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter

import analysis
from analysis import tables
from analysis.articles.article import Article
from analysis.display import clean
from analysis.report import explorer, notebooks
from analysis.report.html import BIDI_CONTROLS

TEXT = """“We will stay,” said Ann Lee. “It is a bad day,” Bo Berg said. Lee said that talks went on.

Lee called Bo Berg on Friday. Berg will visit Lee in Oslo. Lee met Cy Cole."""
BAD = '<script>alert(1)</script>" onmouseover="x\u202e'
RESULT = analysis.analyse(Article(TEXT, "2024-05-06", "small"))  # type: ignore[arg-type]
QUOTATIONS = explorer.quotations(RESULT.article, RESULT.quotes, RESULT.tone)
CONTACTS = explorer.contacts(RESULT.article, RESULT.contacts)

names = st.one_of(st.none(), st.text(max_size=3), st.sampled_from(["Ann Lee", "Bo Berg", BAD, "all", ""]))


def numbers(html: str, thing: str) -> list[int]:
    """Which finds have a place in the article."""
    return sorted(int(n) for n in re.findall(rf'<(?:mark|u) id="[\w-]*{thing}-(\d+)"', html))


def opened(shown: explorer.Explorer) -> tuple[dict[str, Any], list[str]]:
    """The dropdowns, and all that was shown from then on."""
    told: list[str] = []
    dropdowns = shown.filters(lambda html: told.append(str(html))).children
    return {box.description: box for box in dropdowns}, told


@given(st.lists(st.tuples(names, names), max_size=8))
def test_every_row_is_in_exactly_one_choice_of_each_filter(rows: list[tuple[Any, Any]]) -> None:
    given_rows = [
        {"article_id": "a", "quote_id": n // 2, "segment": 0, "start": 0, "end": 1, "text": "a", "speaker": speaker}
        | {"kind": kind}
        for n, (speaker, kind) in enumerate(rows)
    ]
    quotes = tables.frame("quotes", given_rows)
    shown = explorer.quotations(Article("a", article_id="a"), quotes, tables.frame("tone", []))
    for name, keys in shown.keys.items():
        options = [value for _, value in explorer.choices(keys, quotes["quote_id"])]
        assert options[0] == explorer.ALL and explorer.ALL not in options[1:]
        assert len(options) == len(set(options))
        parts = [explorer.left(quotes, shown.keys, {name: value}) for value in options[1:]]
        assert all(len(part) for part in parts)
        assert sorted(index for part in parts for index in part.index) == list(quotes.index)
        assert explorer.left(quotes, shown.keys, {name: explorer.ALL}).equals(quotes)


@given(st.data())
def test_filters_agree(data: st.DataObject) -> None:
    options = {name: [value for _, value in box.options] for name, box in opened(CONTACTS)[0].items()}
    wanted = {name: data.draw(st.sampled_from(values)) for name, values in options.items()}
    rows = explorer.left(CONTACTS.table, CONTACTS.keys, wanted)
    for index in CONTACTS.table.index:
        has_all = all(value in (explorer.ALL, CONTACTS.keys[name][index]) for name, value in wanted.items())
        assert (index in rows.index) == has_all


def test_a_dropdown_leaves_what_it_says() -> None:
    dropdowns, told = opened(QUOTATIONS)
    assert list(dropdowns) == ["speaker", "kind"]
    assert dropdowns["speaker"].options == (("all (3)", ""), ("Ann Lee (2)", "Ann Lee"), ("Bo Berg (1)", "Bo Berg"))
    everything = str(QUOTATIONS.html())
    assert "<p>3 of 3 quotations.</p>" in everything and numbers(everything, "quote") == [1, 2, 3]
    dropdowns["speaker"].value = "Ann Lee"
    assert numbers(told[-1], "quote") == [1, 3]
    line = BeautifulSoup(told[-1], "html.parser").p
    assert line is not None and line.text == "2 of 3 quotations: 1, 3."
    assert all(f' id="{str(link["href"])[1:]}"' in told[-1] for link in line.find_all("a"))
    dropdowns["kind"].value = "direct"
    assert "<p>1 of 3 quotations: <a" in told[-1] and numbers(told[-1], "quote") == [1]
    dropdowns["speaker"].value = dropdowns["kind"].value = explorer.ALL
    assert len(told) == 4 and told[-1] == everything


def test_what_leaves_nothing_says_so() -> None:
    dropdowns, told = opened(CONTACTS)
    assert list(dropdowns) == ["pair", "mode", "status"]
    dropdowns["mode"].value, dropdowns["status"].value = "phone", "planned"
    assert "0 of 3 contacts: none has all that is chosen" in told[-1]
    assert numbers(told[-1], "contact") == [] and "<table" not in told[-1]
    assert "Cy Cole" in told[-1]  # the article stays


@pytest.mark.parametrize(("shown", "thing"), [(QUOTATIONS, "quote"), (CONTACTS, "contact")])
def test_rows_and_places_lead_to_each_other(shown: explorer.Explorer, thing: str) -> None:
    assert_linked(str(shown.html()), thing)


def test_all_finds_are_linked_in_one_output() -> None:
    shown = str(explorer.everything(RESULT.article, RESULT.quotes, RESULT.tone, RESULT.contacts))
    assert_linked(shown, "quote")
    assert_linked(shown, "contact")


def assert_linked(html: str, thing: str) -> None:
    found = BeautifulSoup(html, "html.parser")
    named = [str(tag["id"]) for tag in found.find_all(id=True)]
    assert len(named) == len(set(named))
    labels = [str(link["href"])[1:] for link in found.select("sup a") if f"-{thing}-" in str(link["href"])]
    rows = [str(link["href"])[1:] for link in found.select("td a") if f"-{thing}-" in str(link["href"])]
    assert {f"{place}-row" for place in rows} == set(labels) and len(labels) == 3
    assert {*labels, *rows} <= set(named)
    assert all(found.find(id=row).name == "a" for row in labels)  # type: ignore[union-attr]


def test_two_articles_and_two_outputs_share_no_id() -> None:
    other = Article(TEXT + " ", article_id="small")
    shown = [QUOTATIONS.html(), explorer.everything(RESULT.article, RESULT.quotes, RESULT.tone, RESULT.contacts)]
    shown += [explorer.quotations(other, RESULT.quotes, RESULT.tone).html()]
    ids = [set(re.findall(r' id="([^"]*)"', str(html))) for html in shown]
    assert all(ids) and len(set.union(*ids)) == sum(map(len, ids))


@pytest.mark.parametrize("seat", [True, False])
def test_there_are_filters_where_somebody_sits(monkeypatch: pytest.MonkeyPatch, seat: bool) -> None:
    monkeypatch.delenv(explorer.SESSION_VARIABLE, raising=False)
    if seat:
        monkeypatch.setenv(explorer.SESSION_VARIABLE, "notebooks/03.ipynb")
    outputs: list[Any] = []

    def display(shown: Any, **_: Any) -> SimpleNamespace:
        outputs.append(shown)
        return SimpleNamespace(update=outputs.append)

    monkeypatch.setattr(explorer, "display", display)
    shown = explorer.contacts(RESULT.article, RESULT.contacts)
    assert explorer.contacts(RESULT.article, RESULT.contacts, live=not seat).live != seat
    bundle, _ = DisplayFormatter().format(shown)
    if not seat:
        assert bundle == shown.html()._repr_mimebundle_() and outputs == []
        return
    filters, still = outputs
    assert bundle == {} and still == shown.html()
    filters.children[1].value = "phone"
    assert outputs[2] == shown.html({"mode": "phone"}) != still


def test_nothing_of_an_article_runs() -> None:
    row = {"article_id": "a", "quote_id": 1, "segment": 0, "start": 0, "end": 1, "text": "a", "kind": BAD}
    quotes = tables.frame("quotes", [row | {"speaker": BAD, "via": BAD, "cue": BAD, "rule": BAD}])
    shown = explorer.quotations(Article(f"a {BAD}", article_id="a"), quotes, tables.frame("tone", []))
    dropdowns, told = opened(shown)
    dropdowns["speaker"].value = clean(BAD)
    assert "1 of 1 quotation." in BeautifulSoup(told[-1], "html.parser").text and not BIDI_CONTROLS.search(told[-1])
    assert not BeautifulSoup(told[-1], "html.parser").find_all(["script", "img"])
    assert not BeautifulSoup(told[-1], "html.parser").find_all(onmouseover=True)


def test_an_article_without_finds_says_so() -> None:
    nothing = {name: tables.frame(name, []) for name in ("quotes", "tone", "contacts")}
    article = Article("It rained.", article_id="a")
    for shown in (
        explorer.quotations(article, nothing["quotes"], nothing["tone"]),
        explorer.contacts(article, nothing["contacts"]),
    ):
        assert all(len(box.options) == 1 for box in opened(shown)[0].values())
        assert re.match(r"<p>0 of 0 \w+\.</p>", str(shown.html())) and "It rained." in str(shown.html())
    assert "No contact was found" in str(explorer.everything(article, **nothing))


def test_of_a_pair_only_its_row_is_left() -> None:
    pair = {"article_id": "a", "contact_id": 1, "mode": "phone", "status": "occurred", "start": 0, "end": 1}
    rows = [pair | {"actor": "Ann", "recipient": name} for name in ("Bo", "Cy", None)]
    contacts = tables.frame("contacts", rows)
    shown = explorer.contacts(Article("a", article_id="a"), contacts)
    left = explorer.left(contacts, shown.keys, {"pair": "Ann – Cy"})
    assert left["recipient"].tolist() == ["Cy"] and isinstance(left, pd.DataFrame)
    assert set(shown.keys["pair"]) == {"Ann – Bo", "Ann – Cy", "(unknown) – Ann"}


def test_no_front_end_is_seen_where_notebooks_are_made_or_checked() -> None:
    [kept_out] = re.findall("^unexport (.*)$", (notebooks.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert explorer.SESSION_VARIABLE in kept_out.split() and explorer.SESSION_VARIABLE in notebooks.USER_VARIABLES
