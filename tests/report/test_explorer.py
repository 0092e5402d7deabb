"""An explorer shows exactly the items that match its filters, counts them, and works the same without dropdowns."""

import re
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
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


def numbers(html: str, item: str) -> list[int]:
    """The numbers of the items that are marked in the article."""
    return sorted(int(n) for n in re.findall(rf'<(?:mark|u) id="[\w-]*{item}-(\d+)"', html))


def opened(shown: explorer.Explorer) -> tuple[dict[str, Any], list[str]]:
    """The dropdowns by name, and a list that collects what is shown whenever a choice changes."""
    outputs: list[str] = []
    dropdowns = shown.filters(lambda html: outputs.append(str(html))).children
    return {dropdown.description: dropdown for dropdown in dropdowns}, outputs


@given(st.lists(st.tuples(names, names), max_size=8))
@settings(max_examples=50)
def test_every_row_is_in_exactly_one_choice_of_each_filter(rows: list[tuple[Any, Any]]) -> None:
    given_rows = [
        {"article_id": "a", "quote_id": n // 2, "segment": 0, "start": 0, "end": 1, "text": "a", "speaker": speaker}
        | {"kind": kind}
        for n, (speaker, kind) in enumerate(rows)
    ]
    quotes = tables.frame("quotes", given_rows)
    shown = explorer.quotations(Article("a", article_id="a"), quotes, tables.frame("tone", []))
    for name in ("speaker", "kind"):
        options = [value for _, value in explorer.choices(shown.keys[name], quotes["quote_id"])]
        assert options[0] == explorer.NO_FILTER and explorer.NO_FILTER not in options[1:]
        assert len(options) == len(set(options))
        parts = [explorer.left(quotes, shown.keys, {name: value}) for value in options[1:]]
        assert all(len(part) for part in parts)
        assert sorted(index for part in parts for index in part.index) == list(quotes.index)
        assert explorer.left(quotes, shown.keys, {name: explorer.NO_FILTER}).equals(quotes)


@given(st.data())
def test_a_row_is_kept_if_it_matches_all_filters(data: st.DataObject) -> None:
    options = {name: [value for _, value in box.options] for name, box in opened(CONTACTS)[0].items()}
    wanted = {name: data.draw(st.sampled_from(values)) for name, values in options.items()}
    rows = explorer.left(CONTACTS.table, CONTACTS.keys, wanted)
    least = float(wanted.pop("how sure") or 0)
    for index in CONTACTS.table.index:
        has_all = all(value in (explorer.NO_FILTER, CONTACTS.keys[name][index]) for name, value in wanted.items())
        is_sure = round(CONTACTS.keys["how sure"][index], 2) >= least
        assert (index in rows.index) == (has_all and is_sure)


def test_a_dropdown_keeps_the_items_it_names() -> None:
    dropdowns, outputs = opened(QUOTATIONS)
    assert list(dropdowns) == ["speaker", "kind", "how sure"]
    assert dropdowns["speaker"].options == (("all (3)", ""), ("Ann Lee (2)", "Ann Lee"), ("Bo Berg (1)", "Bo Berg"))
    everything = str(QUOTATIONS.html())
    assert "<p>3 of 3 quotations.</p>" in everything and numbers(everything, "quote") == [1, 2, 3]
    dropdowns["speaker"].value = "Ann Lee"
    assert numbers(outputs[-1], "quote") == [1, 3]
    line = BeautifulSoup(outputs[-1], "html.parser").p
    assert line is not None and line.text == "2 of 3 quotations: 1, 3."
    assert all(f' id="{str(link["href"])[1:]}"' in outputs[-1] for link in line.find_all("a"))
    dropdowns["kind"].value = "direct"
    assert "<p>1 of 3 quotations: <a" in outputs[-1] and numbers(outputs[-1], "quote") == [1]
    dropdowns["speaker"].value = dropdowns["kind"].value = explorer.NO_FILTER
    assert len(outputs) == 4 and outputs[-1] == everything


@given(st.lists(st.one_of(st.none(), st.floats(0.001, 0.999)), min_size=1, max_size=12))
@settings(max_examples=50)
def test_how_sure_keeps_what_is_shown_as_at_least_that(values: list[float | None]) -> None:
    rows = ({"article_id": "a", "quote_id": n, "start": 0, "end": 1, "text": "a"} for n in range(len(values)))
    table = tables.frame("quotes", [row | {"confidence": value} for row, value in zip(rows, values, strict=True)])
    shown = explorer.quotations(Article("a", article_id="a"), table, tables.frame("tone", []))
    everything, *options = explorer.choices(shown.keys["how sure"], table["quote_id"])
    assert everything == (f"all ({len(values)})", explorer.NO_FILTER)
    assert [value for _, value in options] == sorted(value for _, value in options)
    for label, least in options:
        kept = explorer.left(table, shown.keys, {"how sure": least})
        assert 0 < len(kept) < len(values) and label == f"at least {least} ({len(kept)})"
        expected = [n for n, value in enumerate(values) if value is not None and float(f"{value:.2f}") >= float(least)]
        assert kept["quote_id"].tolist() == expected
    assert explorer.left(table, shown.keys, {"how sure": explorer.NO_FILTER}).equals(table)


def test_how_sure_and_the_other_filters_work_together() -> None:
    quotes = RESULT.quotes.assign(confidence=[0.95, 0.8, 0.796])
    shown = explorer.quotations(RESULT.article, quotes, RESULT.tone)
    dropdowns, outputs = opened(shown)
    assert dropdowns["how sure"].options == (("all (3)", ""), ("at least 0.9 (1)", "0.9"))
    assert "<th" in str(shown.html()) and ">confidence</th>" in str(shown.html()) and ">0.95</td>" in str(shown.html())
    dropdowns["how sure"].value = "0.9"
    assert numbers(outputs[-1], "quote") == [1]
    dropdowns["speaker"].value = "Bo Berg"
    assert "0 of 3 quotations: none match every filter" in outputs[-1]


def test_a_quotation_counts_as_one_kind_however_many_pieces_it_has() -> None:
    quotes = pd.concat([RESULT.quotes, RESULT.quotes.head(1).assign(kind="mixed", segment=1)], ignore_index=True)
    dropdowns, _ = opened(explorer.quotations(RESULT.article, quotes, RESULT.tone))
    counted = [int(re.findall(r"\((\d+)\)", label)[-1]) for label, _ in dropdowns["kind"].options]
    assert counted[0] == sum(counted[1:]) == quotes["quote_id"].nunique()


def test_filters_that_match_nothing_say_so() -> None:
    dropdowns, outputs = opened(CONTACTS)
    assert list(dropdowns) == ["pair", "mode", "status", "how sure"]
    dropdowns["mode"].value, dropdowns["status"].value = "phone", "planned"
    assert "0 of 3 contacts: none match every filter" in outputs[-1]
    assert numbers(outputs[-1], "contact") == [] and "<table" not in outputs[-1]
    assert "Cy Cole" in outputs[-1]  # the article stays


@pytest.mark.parametrize(("shown", "item"), [(QUOTATIONS, "quote"), (CONTACTS, "contact")])
def test_rows_and_markings_link_to_each_other(shown: explorer.Explorer, item: str) -> None:
    assert_linked(str(shown.html()), item)


def test_quotations_and_contacts_are_linked_in_one_output() -> None:
    shown = str(explorer.everything(RESULT.article, RESULT.quotes, RESULT.tone, RESULT.contacts))
    assert_linked(shown, "quote")
    assert_linked(shown, "contact")


def assert_linked(html: str, item: str) -> None:
    """Rows link to their places, labels to their rows, and all ids exist once."""
    page = BeautifulSoup(html, "html.parser")
    named = [str(tag["id"]) for tag in page.find_all(id=True)]
    assert len(named) == len(set(named))
    labels = [str(link["href"])[1:] for link in page.select("sup a") if f"-{item}-" in str(link["href"])]
    rows = [str(link["href"])[1:] for link in page.select("td a") if f"-{item}-" in str(link["href"])]
    assert {f"{place}-row" for place in rows} == set(labels) and len(labels) == 3
    assert {*labels, *rows} <= set(named)
    assert all(page.find(id=row).name == "a" for row in labels)  # type: ignore[union-attr]


def test_two_articles_and_two_outputs_share_no_id() -> None:
    other = Article(TEXT + " ", article_id="small")
    shown = [QUOTATIONS.html(), explorer.everything(RESULT.article, RESULT.quotes, RESULT.tone, RESULT.contacts)]
    shown += [explorer.quotations(other, RESULT.quotes, RESULT.tone).html()]
    ids = [set(re.findall(r' id="([^"]*)"', str(html))) for html in shown]
    assert all(ids) and len(set.union(*ids)) == sum(map(len, ids))


def test_live_front_ends_are_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(explorer.SESSION_VARIABLE, raising=False)
    assert not explorer.is_live()
    with monkeypatch.context() as patch:
        patch.setenv(explorer.SESSION_VARIABLE, "notebooks/03.ipynb")
        assert explorer.is_live()
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, explorer.COLAB_MODULE, ModuleType(explorer.COLAB_MODULE))
        assert explorer.is_live()
    for names, live in (({}, False), ({explorer.VS_CODE_NAME: "03.ipynb"}, True)):
        monkeypatch.setattr(explorer, "get_ipython", lambda names=names: SimpleNamespace(user_ns=names))
        assert explorer.is_live() is live


@pytest.mark.parametrize("live", [True, False])
def test_only_a_live_front_end_gets_filters(monkeypatch: pytest.MonkeyPatch, live: bool) -> None:
    monkeypatch.delenv(explorer.SESSION_VARIABLE, raising=False)
    if live:
        monkeypatch.setenv(explorer.SESSION_VARIABLE, "notebooks/03.ipynb")
    outputs: list[Any] = []

    def display(shown: Any, **_: Any) -> SimpleNamespace:
        outputs.append(shown)
        return SimpleNamespace(update=outputs.append)

    monkeypatch.setattr(explorer, "display", display)
    shown = explorer.contacts(RESULT.article, RESULT.contacts)
    assert explorer.contacts(RESULT.article, RESULT.contacts, live=not live).live != live
    bundle, _ = DisplayFormatter().format(shown)
    if not live:
        assert bundle == shown.html()._repr_mimebundle_() and outputs == []
        return
    filters, output = outputs
    assert bundle == {} and output == shown.html()
    filters.children[1].value = "phone"
    assert outputs[2] == shown.html({"mode": "phone"}) != output


def test_hostile_text_is_shown_and_not_executed() -> None:
    row = {"article_id": "a", "quote_id": 1, "segment": 0, "start": 0, "end": 1, "text": "a", "kind": BAD}
    quotes = tables.frame("quotes", [row | {"speaker": BAD, "via": BAD, "cue": BAD, "rule": BAD}])
    shown = explorer.quotations(Article(f"a {BAD}", article_id="a"), quotes, tables.frame("tone", []))
    dropdowns, outputs = opened(shown)
    dropdowns["speaker"].value = clean(BAD)
    page = BeautifulSoup(outputs[-1], "html.parser")
    assert "1 of 1 quotation." in page.text and not BIDI_CONTROLS.search(outputs[-1])
    assert not page.find_all(["script", "img"]) and not page.find_all(onmouseover=True)


def test_an_article_without_quotations_and_contacts_says_so() -> None:
    nothing = {name: tables.frame(name, []) for name in ("quotes", "tone", "contacts")}
    article = Article("It rained.", article_id="a")
    for shown in (
        explorer.quotations(article, nothing["quotes"], nothing["tone"]),
        explorer.contacts(article, nothing["contacts"]),
    ):
        assert all(len(box.options) == 1 for box in opened(shown)[0].values())
        assert re.match(r"<p>0 of 0 \w+\.</p>", str(shown.html())) and "It rained." in str(shown.html())
    assert "No contact was found" in str(explorer.everything(article, **nothing))


def test_only_the_row_of_the_chosen_pair_is_kept() -> None:
    pair = {"article_id": "a", "contact_id": 1, "mode": "phone", "status": "occurred", "start": 0, "end": 1}
    rows = [pair | {"actor": "Ann", "recipient": name} for name in ("Bo", "Cy", None)]
    contacts = tables.frame("contacts", rows)
    shown = explorer.contacts(Article("a", article_id="a"), contacts)
    left = explorer.left(contacts, shown.keys, {"pair": "Ann – Cy"})
    assert left["recipient"].tolist() == ["Cy"] and isinstance(left, pd.DataFrame)
    assert set(shown.keys["pair"]) == {"Ann – Bo", "Ann – Cy", "(unknown) – Ann"}


def test_make_and_report_hide_the_front_end_from_notebooks() -> None:
    [hidden] = re.findall("^unexport (.*)$", (notebooks.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert explorer.SESSION_VARIABLE in hidden.split() and explorer.SESSION_VARIABLE in notebooks.USER_VARIABLES
