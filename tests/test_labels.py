"""The extraction against the hand labels of the seed article, and the labels against the article and each other."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import Analysis, analyse, read_article
from analysis.scoring import score_contacts, score_quotes, summary

SEEDS = Path(__file__).parents[1] / "seeds"
TABLES = sorted((SEEDS / "labels").rglob("*.csv"))
KINDS = {"direct", "mixed", "indirect"}
MODES = {"phone", "meeting", "visit", "correspondence", "unspecified"}
STATUSES = {"occurred", "planned", "cancelled", "denied", "hypothetical"}


@pytest.fixture(scope="module")
def result() -> Analysis:
    return analyse(read_article(SEEDS / "macron-open-line-to-russia.txt"))


def labels(name: str) -> pd.DataFrame:
    days = ["date_start", "date_end"] if name.endswith("/contacts") or name == "contacts" else []
    return pd.read_csv(SEEDS / "labels" / f"{name}.csv", parse_dates=days)


@pytest.mark.parametrize("path", TABLES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_labels_are_the_articles_own_words(path: Path, result: Analysis) -> None:
    table = pd.read_csv(path)
    text = result.article.text
    assert [text[a:b] for a, b in zip(table["start"], table["end"], strict=True)] == table["text"].tolist()


@pytest.mark.parametrize("path", TABLES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_labels_use_the_declared_words_and_names(path: Path, result: Analysis) -> None:
    table = pd.read_csv(path)
    for column, allowed in (("mode", MODES), ("status", STATUSES)):
        if column in table:
            assert set(table[column]) <= allowed
    if path.name == "quotes.csv":
        assert set(table["kind"]) <= KINDS
    people = set(result.people["person"])
    for column in ("speaker", "via", "actor", "recipient", "initiator"):
        if column in table:
            assert set(table[column].dropna()) <= people


def test_quotes_reach_the_labels(result: Analysis) -> None:
    scored = score_quotes(result.quotes, labels("quotes"), result.article.text)
    assert summary(scored)["f1"].item() >= 0.90, scored[scored["outcome"] != "right"].to_string()


def test_relays_are_those_labelled(result: Analysis) -> None:
    labelled = labels("quotes").dropna(subset=["via"])
    found = result.quotes.dropna(subset=["via"])
    assert found[["speaker", "via"]].values.tolist() == labelled[["speaker", "via"]].values.tolist()


def test_contacts_reach_the_labels(result: Analysis) -> None:
    scored = score_contacts(result.contacts, labels("contacts"))
    assert summary(scored)["f1"].item() >= 0.85, scored.to_string()


def test_stated_counts_are_those_labelled(result: Analysis) -> None:
    columns = ["actor", "recipient", "count", "kind", "window_text", "window_start", "window_end"]
    labelled = pd.read_csv(SEEDS / "labels" / "stated_counts.csv", parse_dates=["window_start", "window_end"])
    found = result.stated_counts[columns].astype("str").values.tolist()
    assert found == labelled[columns].astype("str").values.tolist()


def test_agreement_of_the_labellers_is_the_one_reported(result: Analysis) -> None:
    quotes = summary(score_quotes(labels("second/quotes"), labels("first/quotes"), result.article.text)).iloc[0]
    contacts = summary(score_contacts(labels("second/contacts"), labels("first/contacts"))).iloc[0]
    guidelines = (SEEDS / "labels" / "guidelines.md").read_text(encoding="utf-8")
    for row in (quotes, contacts):
        numbers = f"| {row['labelled']:.0f} | {row['found']:.0f} | {row['right']:.0f} | {row['f1']:.2f} |"
        assert numbers in guidelines
