"""An explorer shows exactly the items that match its filters, counts them, and works the same without dropdowns."""

import re
import sys
from pathlib import Path
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
from analysis.report.html import BIDI_CONTROL

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


@pytest.fixture
def kept(tmp_path: Path) -> analysis.Analysis:
    """The same article, read from a file."""
    (tmp_path / "small.txt").write_text(TEXT, encoding="utf-8")
    return analysis.analyse(analysis.read_article(tmp_path / "small.txt", published="2024-05-06"))


def of_form(form: Any) -> tuple[dict[str, Any], Any, Any]:
    """The fields of a form by name, its button, and its message."""
    *fields, button, message = form.children
    return {field.description: field for field in fields}, button, message


@pytest.mark.parametrize(
    ("remedy", "action", "expected"),
    [
        ("said by Ann Lee", "speaker", {"speaker": "Ann Lee", "corrected": "speaker was Bo Berg"}),
        ("indirect", "kind", {"kind": "indirect", "corrected": "kind was direct"}),
        ("right as it is", "right quotation", {"speaker": "Bo Berg", "corrected": "confirmed"}),
        ("not a quotation", "not a quotation", {}),
    ],
)
def test_what_is_chosen_for_a_quotation_is_applied_in_the_next_run(
    kept: analysis.Analysis, remedy: str, action: str, expected: dict[str, str]
) -> None:
    shown = explorer.quotations(kept.article, kept.quotes, kept.tone, people=kept.people)
    fields, button, message = of_form(shown.form())
    assert [label for label, _ in fields["row"].options][1] == "2 Bo Berg: It is a bad day"
    fields["row"].index, fields["by"].value = 1, "=AL"
    fields["is"].index = [label for label, _ in fields["is"].options].index(remedy)
    button.click()
    assert message.value == "Saved in small.corrections.csv. Run the notebook again to apply it."
    again = analysis.analyse(analysis.read_article(kept.article.corrections.with_name("small.txt")))  # type: ignore[union-attr]
    cells = again.corrections[["action", "words", "by", "applied"]].values.tolist()
    assert cells == [[action, "It is a bad day", "=AL", True]]
    rows = again.quotes[again.quotes["text"] == "It is a bad day"].to_dict("records")
    assert [{name: row[name] for name in expected} for row in rows] == ([expected] if expected else [])
    after = explorer.quotations(again.article, again.quotes, again.tone, corrections=again.corrections)
    assert "1 correction" in after.html().words and (not expected or expected["corrected"] in str(after.html()))


def test_what_is_chosen_for_a_contact_is_applied_in_the_next_run(kept: analysis.Analysis) -> None:
    fields, button, message = of_form(explorer.contacts(kept.article, kept.contacts).form())
    labels = [label for label, _ in fields["is"].options]
    for remedy in ("status: denied", "mode: correspondence"):
        fields["is"].index = labels.index(remedy)
        button.click()
    assert message.value.startswith("Saved in")
    again = analysis.analyse(analysis.read_article(kept.article.corrections.with_name("small.txt")))  # type: ignore[union-attr]
    assert again.contacts[["status", "mode"]].values.tolist()[0] == ["denied", "correspondence"]


def test_words_that_occur_more_than_once_are_saved_with_their_number(tmp_path: Path) -> None:
    (tmp_path / "no.txt").write_text("“No,” said Ann Lee. Rain fell. “No,” said Bo Berg.", encoding="utf-8")
    kept = analysis.analyse(analysis.read_article(tmp_path / "no.txt"))
    shown = explorer.quotations(kept.article, kept.quotes, kept.tone)
    shown.save(kept.quotes.index[1], "not a quotation", "", "")
    again = analysis.analyse(kept.article)
    assert again.quotes["speaker"].tolist() == ["Ann Lee"] and again.corrections["number"].tolist() == [2]


def test_a_correction_that_cannot_be_saved_says_why(kept: analysis.Analysis) -> None:
    assert "was not read from a file" in QUOTATIONS.save(QUOTATIONS.table.index[0], "kind", "mixed", "")
    assert kept.article.corrections is not None
    kept.article.corrections.mkdir()
    shown = explorer.quotations(kept.article, kept.quotes, kept.tone)
    assert shown.save(0, "kind", "mixed", "").startswith("Not saved: ")


def test_how_to_write_the_file_is_said_where_there_is_no_form(kept: analysis.Analysis) -> None:
    words = explorer.contacts(kept.article, kept.contacts).html().words
    assert "A line in small.corrections.csv puts it right; docs/corrections.md explains" in words
    assert str(kept.article.corrections.parent) not in words  # type: ignore[union-attr]
    assert "analyse(article, corrections=…)" in QUOTATIONS.html().words


def test_a_live_front_end_gets_the_form(kept: analysis.Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs: list[Any] = []

    def display(shown: Any, **_: Any) -> SimpleNamespace:
        outputs.append(shown)
        return SimpleNamespace(update=outputs.append)

    monkeypatch.setattr(explorer, "display", display)
    explorer.contacts(kept.article, kept.contacts, live=True)._ipython_display_()
    assert len(outputs) == 3 and [field.description for field in outputs[2].children[:3]] == ["row", "is", "by"]


def test_hostile_text_is_shown_and_not_executed() -> None:
    row = {"article_id": "a", "quote_id": 1, "segment": 0, "start": 0, "end": 1, "text": "a", "kind": BAD}
    quotes = tables.frame("quotes", [row | {"speaker": BAD, "via": BAD, "cue": BAD, "rule": BAD}])
    shown = explorer.quotations(Article(f"a {BAD}", article_id="a"), quotes, tables.frame("tone", []))
    dropdowns, outputs = opened(shown)
    dropdowns["speaker"].value = clean(BAD)
    page = BeautifulSoup(outputs[-1], "html.parser")
    assert "1 of 1 quotation." in page.text and not BIDI_CONTROL.search(outputs[-1])
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
