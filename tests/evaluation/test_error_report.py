"""Error reports: every error in context, scores on the passages, and answers without labels."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import Analysis, AnalysisError, Article, analyse
from analysis.evaluation import comparison, error_report, passages, scoring
from analysis.evaluation.labels import Labels
from analysis.figures.canvas import Figure
from analysis.report.findings import quotation_kinds
from analysis.sentiment.scorers import Scored, textblob

TEXT = "“<b>We will stay</b>,” Ann Lee said. Bob Ray said that they left.\n\nAnn Lee met Bob Ray in Rome."
QUOTES = pd.DataFrame(
    [
        {"start": 1, "end": 20, "text": TEXT[1:20], "kind": "direct", "speaker": "Bob Ray"},
        {"start": 71, "end": 78, "text": TEXT[71:78], "kind": "direct", "speaker": None},
    ]
)
MEETING = {"actor": "Ann Lee", "recipient": "Bob Ray", "mode": "meeting", "status": "occurred", "place": "Oslo"}
CONTACTS = pd.DataFrame([{**MEETING, "start": 67, "end": 94}])
NONE = scoring.score_quotes(pd.DataFrame(), None, ""), scoring.score_contacts(pd.DataFrame(), None)


@pytest.fixture(scope="module")
def result() -> Analysis:
    return analyse(Article(text=TEXT, article_id="a"))


@pytest.fixture(scope="module")
def scored(result: Analysis) -> tuple[pd.DataFrame, pd.DataFrame]:
    return scoring.score_quotes(result.quotes, QUOTES, TEXT), scoring.score_contacts(result.contacts, CONTACTS)


def test_each_error_is_shown_in_its_paragraph(result: Analysis, scored: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    assert scored[0]["outcome"].tolist() == ["wrong speaker", "missed", "false alarm"]
    shown = error_report.misses(result.article, *scored)
    for title in (
        "Quotation, wrong speaker. Speaker labelled: Bob Ray; found: Ann Lee.",
        "Quotation, missed. Speaker labelled: (unknown).",
        "Quotation, false alarm. Speaker found: Bob Ray.",
        "Contact, place wrong. Ann Lee – Bob Ray, meeting, occurred.",
    ):
        assert title in shown.source and title in shown.words
    assert "<b>" not in shown.source and "&lt;b&gt;" in shown.source
    assert shown.source.count("<sup>[labelled]</sup>") == shown.source.count("<sup>[found]</sup>") == 3


def test_there_are_examples_of_every_kind_of_error() -> None:
    cases = passages.read_passages("quotes", "open")[:25]
    scored = passages.quotes(cases)
    shown = error_report.examples(cases, scored, each=1)
    kinds = set(scored["outcome"]) - {"right"}
    assert len(kinds) > 1
    assert [shown.words.count(f"Quotation, {kind}.") for kind in sorted(kinds)] == [1] * len(kinds)
    assert error_report.examples(cases, scored[scored["outcome"] == "right"]).words == error_report.NO_ERRORS


def test_the_answer_has_counts_and_intervals(scored: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    answer = str(error_report.answer(Labels(QUOTES, CONTACTS), *scored))
    assert "**0 of 2** labelled were found with the right speaker, recall 0.00 (0.00 to 0.66)" in answer
    assert "**1 of 1** labelled were found with the right mode and status, recall 1.00 (0.21 to 1.00)" in answer
    assert "With 1 label, trust the interval more than the score." in answer


def test_missing_labels_are_reported(result: Analysis) -> None:
    assert "There are no labels" in str(error_report.answer(Labels(), *NONE))
    assert "not labelled twice" in str(error_report.agreement(*NONE))
    assert "nothing to compare" in error_report.misses(result.article, *NONE).words
    for table in (scoring.summary(NONE[0], "kind"), scoring.summary(NONE[1], "status")):
        assert "Nothing to show" in error_report.with_intervals(table).words
    half = str(error_report.answer(Labels(QUOTES.head(0)), *NONE))
    assert "none was labelled, and none found" in half and "Pairs in contact**: not labelled" in half


@settings(max_examples=15)
@given(st.text(max_size=60))
def test_limits_of_any_text(text: str) -> None:
    limits = error_report.limits(analyse(Article(text=f"A {text}", article_id="a", source="<i>*")))
    assert "<i>" not in str(limits)


def test_limits_count_sources_and_dates() -> None:
    text = "An official said that they left. “We will stay,” Ann Lee said. Ann Lee met Bob Ray in Rome on Friday."
    limits = str(error_report.limits(analyse(Article(text=text, article_id="a", published="2024-05-06"))))  # type: ignore[arg-type]
    assert "**1 of 2 quotations** rest on unnamed sources (official); 0 are relayed" in limits
    assert "**1 of 2** are indirect" in limits
    assert "**0 of 1 contact** cannot be dated to the day; the day of 1 was worked out" in limits


@pytest.mark.parametrize(
    ("when", "vague", "counted"),
    [("on Friday", 0, 1), ("on 3 May 2024", 0, 0), ("last year", 1, 0), ("in 2017", 1, 0)],
)
def test_limits_count_days_apart_from_months_and_years(when: str, vague: int, counted: int) -> None:
    article = Article(text=f"Ann Lee met Bob Ray in Rome {when}.", article_id="a", published="2024-05-06")  # type: ignore[arg-type]
    limits = str(error_report.limits(analyse(article)))
    assert f"**{vague} of 1 contact** cannot be dated to the day; the day of {counted} was" in limits


def test_limits_take_a_quotation_with_marks_as_mixed() -> None:
    text = "Hills, according to Ann Lee, are “a nuisance.” Ann Lee said that she would stay."
    result = analyse(Article(text=text, article_id="a"))
    mixed = result.quotes.assign(quote_id=1, kind=["indirect", "mixed"] + ["indirect"] * (len(result.quotes) - 2))
    assert set(quotation_kinds(mixed)) == {"mixed"}
    assert quotation_kinds(mixed.assign(quote_id=range(len(mixed)))).tolist() == mixed["kind"].tolist()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("this project", 0.5, "no")], "- **Contacts**, 9 articles: F1 **0.50**."),
        ([("x", 0.6, "no"), ("this project", 0.5, "no"), ("y", 0.7, "no")], "F1 **0.50**; y 0.70."),
        ([("two labellers", 0.9, "no"), ("this project", 0.5, "no")], "F1 **0.50**; two labellers agree at 0.90."),
        ([("this project", 0.5, "in part")], "No scores on other texts are known."),
        ([("x", 0.5, "no")], "No scores on other texts are known."),
    ],
)
def test_scores_outside_name_the_best_other_and_the_ceiling(rows: list[tuple[str, float, str]], said: str) -> None:
    columns = ["system", "value", "looked_at"]
    same = {"task": "contacts", "passages": "9 articles", "measure": "F1", "kind": "all", "low": None, "high": None}
    assert str(error_report.outside(pd.DataFrame(rows, columns=columns).assign(**same))).endswith(said)


@pytest.mark.parametrize(
    ("label", "tone", "text", "words", "why"),
    [
        ("negative", "negative", "a", [], None),
        ("neutral", "negative", "a", [("war", -1.0)], "scores a word that only names or reports"),
        ("negative", "neutral", "a", [], "knows none of its words"),
        ("negative", "neutral", "a", [("good", 0.5), ("bad", -0.5)], "its words cancel out"),
        ("negative", "positive", "It isn’t good", [("good", 0.7)], "wrong sign, with a negation"),
        ("negative", "positive", "Notable", [("notable", 0.7)], "wrong sign, without a negation"),
    ],
)
def test_why_a_score_misses(label: str, tone: str, text: str, words: list[tuple[str, float]], why: str | None) -> None:
    score = sum(value for _, value in words)
    assert passages.why_wrong(label, tone, Scored(score, words), text) == why


def test_tone_of_passages_counts_every_sentence_once() -> None:
    cases = passages.read_passages("tone", "held-out")
    scored = passages.tones(cases, {"TextBlob": textblob, "deaf": lambda _: Scored(0.0, [])})
    counted = error_report.confusion(scored)
    assert counted.filter(like="found").to_numpy().sum() == 2 * len(cases)
    assert counted.loc[counted["scorer"] == "deaf", "found neutral"].sum() == len(cases)
    assert error_report.reasons(scored)["deaf"].sum() == scored.query("scorer == 'deaf'")["why_wrong"].notna().sum()
    shown = error_report.misread(scored, "TextBlob", each=1)
    assert shown["why_wrong"].is_unique and set(shown["why_wrong"]) == set(
        scored.loc[scored["scorer"] == "TextBlob", "why_wrong"].dropna()
    )


def test_missing_passages_are_reported(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="from a checkout"):
        passages.read_passages("tone", folder=tmp_path)


def test_published_figures_have_a_source_and_are_consistent(tmp_path: Path) -> None:
    others = comparison.elsewhere()
    assert others["source"].notna().all() and others["value"].between(0, 1).all()
    counted = others.dropna(subset=["right"])
    f1 = 2 * counted["right"] / (counted["labelled"] + counted["found"])
    assert (f1 - counted["value"]).abs().max() < 0.001
    (tmp_path / "bad.csv").write_text(",".join(others.columns) + "\n,,,,,many,,,,,\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"bad\.csv, line 2: .* must be numbers or empty"):
        comparison.elsewhere(tmp_path / "bad.csv")


def test_scores_are_drawn_with_and_without_rows(scored: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    others = comparison.elsewhere()
    seen = {"quotations": scored[0], "contacts": scored[1]}
    no_tones = scoring.tones(passages.tones([]))
    chart = comparison.chart(seen, seen, no_tones, others)
    with_interval = chart.dropna(subset=["low"])
    assert (
        chart["score"].between(0, 1).all()
        and with_interval["score"].between(with_interval["low"], with_interval["high"]).all()
    )
    drawn = comparison.scores(chart)
    labels = [label.get_text() for label in drawn.axes[0].get_yticklabels()]
    assert "RoBERTa" in labels and "all (n = 292)" in labels
    groups = [label.get_text() for label in drawn.axes[0].texts]
    assert groups[0] == "Quotations: PolNeAR, test part" and "This article" in groups
    nothing = comparison.chart({}, dict(zip(seen, NONE, strict=True)), no_tones, others.head(0))
    assert isinstance(drawn, Figure) and "Nothing to show" in comparison.scores(nothing).alt


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        (
            [("A", "all", "this project", 0.8), ("A", "all", "x", 0.7), ("A", "some", "x", 0.9)],
            "This project scores higher than every other tool on 1 of 1 set of texts",
        ),
        (
            [("A", "ours", "this project", 0.8), ("A", "x", "x", 0.9), ("B", "all", "this project", 0.5)],
            "This project scores higher than every other tool on 0 of 1 set of texts",
        ),
        (
            [("A", "all", "this project", 0.8), ("A", "all", "two labellers", 0.7)],
            "No other tool was scored on the same texts",
        ),
    ],
)
def test_the_title_compares_with_tools_on_the_same_texts(rows: list[tuple[str, str, str, float]], finding: str) -> None:
    chart = pd.DataFrame(rows, columns=["group", "row", "system", "score"]).assign(low=None, high=None, n=None)
    assert comparison.scores(chart).finding == finding
