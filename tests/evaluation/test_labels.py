"""The extraction against the labels of the seed article, the labellers against each other, and labels of one's own."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import Analysis, AnalysisError, Article, analyse, read_article
from analysis.evaluation.labels import Labels, labelled_twice, read_labels
from analysis.evaluation.scoring import score_contacts, score_quotes, summary

SEEDS = Path(__file__).parents[2] / "seeds"
TABLES = sorted((SEEDS / "labels").rglob("*.csv"))


@pytest.fixture(scope="module")
def result() -> Analysis:
    return analyse(read_article(SEEDS / "macron-open-line-to-russia.txt"))


@pytest.fixture(scope="module")
def settled(result: Analysis) -> Labels:
    return read_labels(SEEDS / "labels", result.article)


@pytest.mark.parametrize("path", TABLES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_labels_use_the_articles_words_and_names(path: Path, result: Analysis) -> None:
    table = pd.read_csv(path)
    text = result.article.text
    assert [text[a:b] for a, b in zip(table["start"], table["end"], strict=True)] == table["text"].tolist()
    people = set(result.people["person"])
    for column in ("speaker", "via", "actor", "recipient", "initiator"):
        if column in table:
            assert set(table[column].dropna()) <= people


def test_quotes_reach_the_labels(result: Analysis, settled: Labels) -> None:
    scored = score_quotes(result.quotes, settled.quotes, result.article.text)
    assert summary(scored)["f1"].item() >= 0.90, scored[scored["outcome"] != "right"].to_string()


def test_relays_are_those_labelled(result: Analysis, settled: Labels) -> None:
    assert settled.quotes is not None
    labelled = settled.quotes.dropna(subset=["via"])
    relayed = result.quotes.dropna(subset=["via"])
    assert relayed[["speaker", "via"]].values.tolist() == labelled[["speaker", "via"]].values.tolist()


def test_contacts_reach_the_labels(result: Analysis, settled: Labels) -> None:
    scored = score_contacts(result.contacts, settled.contacts)
    assert summary(scored)["f1"].item() >= 0.85, scored.to_string()


def test_stated_counts_are_those_labelled(result: Analysis) -> None:
    columns = ["actor", "recipient", "count", "kind", "window_text", "window_start", "window_end"]
    labelled = pd.read_csv(SEEDS / "labels" / "stated_counts.csv", parse_dates=["window_start", "window_end"])
    extracted = result.stated_counts[columns].astype("str").values.tolist()
    assert extracted == labelled[columns].astype("str").values.tolist()


def test_the_agreement_of_the_labellers_is_as_documented(result: Analysis) -> None:
    first, second = labelled_twice(SEEDS / "labels", result.article)
    assert second.quotes is not None and second.contacts is not None
    quotes = summary(score_quotes(second.quotes, first.quotes, result.article.text)).iloc[0]
    contacts = summary(score_contacts(second.contacts, first.contacts)).iloc[0]
    guidelines = (SEEDS / "labels" / "guidelines.md").read_text(encoding="utf-8")
    for row in (quotes, contacts):
        numbers = f"| {row['labelled']:.0f} | {row['found']:.0f} | {row['right']:.0f} | {row['f1']:.2f} |"
        assert numbers in guidelines


ARTICLE = Article(text="“We will stay, and stay,” Ann Lee said. She rang Bob Ray on Friday.", article_id="a1")
QUOTES = "text,speaker\n"
CONTACTS = "text,actor,recipient,mode,status,date_start,date_end\n"
RANG = "She rang Bob Ray on Friday,Ann Lee,Bob Ray,phone,occurred"


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_words_are_located_and_optional_columns_may_be_missing(tmp_path: Path) -> None:
    folder = written(
        tmp_path, quotes=QUOTES + '"We  will stay, and stay",Ann Lee\n', contacts=CONTACTS + RANG + ",2024-05-03,\n"
    )
    quotes, contacts = read_labels(folder, ARTICLE)
    assert quotes is not None and contacts is not None
    (quote,), (contact,) = quotes.to_dict("records"), contacts.to_dict("records")
    assert (quote["text"], quote["start"], quote["end"]) == ("We will stay, and stay", 1, 23)
    assert contact["date_start"] == contact["date_end"] == pd.Timestamp("2024-05-03")
    result = analyse(ARTICLE)
    assert summary(score_quotes(result.quotes, quotes, ARTICLE.text))["f1"].item() == 1
    scored = score_contacts(result.contacts, contacts)
    assert (scored["outcome"].item(), scored["date"].item(), scored["place"].isna().item()) == (
        "right",
        "missing",
        True,
    )


def test_labels_of_another_article_do_not_count(tmp_path: Path) -> None:
    folder = written(tmp_path, quotes="article_id,text,speaker\nother,Nobody said this,\n")
    assert read_labels(None, ARTICLE) == read_labels(folder, ARTICLE) == Labels()
    assert labelled_twice(None, ARTICLE) == labelled_twice(folder, ARTICLE) == (Labels(), Labels())
    quotes, contacts = read_labels(written(tmp_path, quotes=QUOTES), ARTICLE)  # labelled, without any quotation
    assert quotes is not None and quotes.empty and contacts is None
    assert len(score_quotes(analyse(ARTICLE).quotes, quotes, ARTICLE.text)) == 1


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("quotes", "text\n", r"quotes\.csv has no column 'speaker';"),
        ("quotes", "text,speaker,knid\nShe,,direct\n", r"line 2: there is no column \['knid'\] in quotes"),
        ("quotes", QUOTES + "We will stay, and stay,Ann Lee\n", r"line 2 has more cells than the first line names"),
        ("quotes", QUOTES + ",Ann Lee\n", r"line 2: \['text'\] missing"),
        ("quotes", QUOTES + "We will go,\n", r"line 2: 'We will go' are not words of a1\. Copy them"),
        ("quotes", QUOTES + "stay,Ann Lee\n", r"line 2: the article has 'stay' 2 times; give start and end"),
        ("quotes", "text,speaker,start,end\nstay,,9,\n", r"line 2: start and end go together"),
        (
            "quotes",
            "text,speaker,start,end\nstay,,0,4\n",
            r"line 2: 'stay' are not words of a1; from 0 to 4 it has '“We '",
        ),
        ("quotes", "text,speaker,start,end\nstay,,9,900\n", r"line 2: 'stay' are not words of a1"),
        ("quotes", "text,speaker,start,end\nstay,,nine,13\n", r"line 2: start is 'nine'; write a whole number"),
        ("quotes", "text,speaker,kind\nWe,,spoken\n", r"line 2: kind is 'spoken'; write one of \['direct'"),
        ("contacts", CONTACTS + "She,Ann Lee,Bob Ray,telex,occurred,,\n", r"line 2: mode is 'telex'; write one of"),
        ("contacts", CONTACTS + "She,Ann Lee,Bob Ray,phone,maybe,,\n", r"line 2: status is 'maybe'; write one of"),
        ("contacts", CONTACTS + RANG + ",Friday,\n", r"line 2: date_start: 'Friday' is not a date"),
        ("contacts", CONTACTS + RANG + ",2024-05-03,2024-05-02\n", r"line 2: date_end 2024-05-02 is before date_start"),
    ],
)
def test_an_invalid_label_is_reported_with_its_line(name: str, text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=says):
        read_labels(written(tmp_path, **{name: text}), ARTICLE)


def test_unreadable_labels_are_reported(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"has neither quotes\.csv nor contacts\.csv"):
        read_labels(tmp_path, ARTICLE)
    (tmp_path / "quotes.csv").write_bytes(b"text,speaker\n\xff,\n")
    with pytest.raises(AnalysisError, match=r"quotes\.csv is not a CSV file in UTF-8"):
        read_labels(tmp_path, ARTICLE)
