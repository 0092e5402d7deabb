"""Corrections change what they say and nothing else, hold when the extraction changes, and are never dropped."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis import tables
from analysis.articles.article import Article
from analysis.contacts import extraction, triggers
from analysis.corrections import items, people, scoring
from analysis.corrections.sheet import ACTIONS, CONTACT, GENDERS, KINDS, PERSON, QUOTATION
from analysis.corrections.words import occurrence
from analysis.evaluation import labels
from analysis.evaluation.scoring import score_quotes
from analysis.pipeline import Analysis
from analysis.quotes import attribution
from analysis.tables import MODES, STATUSES

TEXT = """Quarrel over the mill

“We will stay,” said Ann Lee, the mayor of Oslo. “It is a bad day,” Bo Berg said. The mill is lost, Lee said.

Lee called Berg on Friday. Berg will visit Lee in Bergen. She met Cy Cole on 2 May 2024. “No,” said Mr Cole.

Berg met Dan Cole and Eva Dahl in Rome. Critics said that the mill was old. Lee said no.

Lee and Berg have talked four times since April."""
ARTICLE = Article(TEXT, published="2024-05-06", article_id="mill")  # type: ignore[arg-type]
RESULT = analysis.analyse(ARTICLE)
LABEL_COLUMNS = ["article_id", "start", "end", "text", "actor", "recipient", "mode", "status"]
SEED = Path(__file__).parents[2] / "seeds/macron-open-line-to-russia.txt"
Tables = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]
EXTRACTED: Tables = (RESULT.people, RESULT.mentions, RESULT.quotes, RESULT.contacts)


def sheet_of(*lines: tuple[Any, ...]) -> pd.DataFrame:
    """The table of corrections with lines of (action, words, value, number)."""
    columns = ("action", "words", "value", "number")
    rows = [dict(zip(columns, (*line, None, None), strict=False)) for line in lines]
    return tables.frame("corrections", [row | {"line": n} for n, row in enumerate(rows, 2)])


def corrected(*lines: tuple[Any, ...]) -> Analysis:
    """The analysis of the article with these corrections."""
    result = Analysis(ARTICLE, sheet_of(*lines))
    result.__dict__["_paragraphs"] = RESULT._paragraphs  # parsed once
    return result


def reported(extracted: Tables, corrections: pd.DataFrame) -> tuple[Tables, people.Outcomes]:
    """The four tables with corrections applied, and the outcome of each."""
    who = people.correct_people(ARTICLE, extracted[0], extracted[1], corrections)
    quotes, of_quotes = items.correct_quotes(ARTICLE, extracted[2], who, corrections)
    contacts, of_contacts = items.correct_contacts(ARTICLE, extracted[3], who, corrections)
    return (who.people, who.mentions, quotes, contacts), who.outcomes | of_quotes | of_contacts


def applied(extracted: Tables, corrections: pd.DataFrame) -> Tables:
    """The four tables with corrections applied."""
    return reported(extracted, corrections)[0]


def cell(table: pd.DataFrame, row: Any, column: str) -> Any:
    """A value of a table; the types that pandas declares for it are unions."""
    return table.loc[row, column]


def outcome(result: Analysis) -> tuple[bool, str]:
    """Whether the last correction applied, and what it did."""
    last = result.corrections.iloc[-1]
    return bool(last["applied"]), str(last["outcome"])


def speakers(result: Analysis) -> dict[str, Any]:
    return dict(zip(result.quotes["text"], result.quotes["speaker"].fillna("-"), strict=True))


def pairs(result: Analysis) -> list[str]:
    return [f"{row.actor} {row.mode} {row.recipient}" for row in tables.records(result.contacts)]


def test_the_article_is_read_as_the_tests_expect() -> None:
    assert speakers(RESULT)["We will stay"] == "Ann Lee" and speakers(RESULT)["It is a bad day"] == "Bo Berg"
    assert "Ann Lee phone Bo Berg" in pairs(RESULT) and "Bo Berg visit Ann Lee" in pairs(RESULT)
    assert RESULT.corrections.empty and RESULT.quotes["corrected"].isna().all()


# What each action does


@pytest.mark.parametrize(
    ("action", "words", "value", "column", "expected"),
    [
        ("speaker", "We will stay", "Berg", "speaker", "Bo Berg"),
        ("speaker", "“We will stay,”", "Eva Dahl", "speaker", "Eva Dahl"),
        ("speaker", "We will stay", "a clerk", "speaker", "a clerk"),
        ("speaker", "We will stay", None, "speaker", None),
        ("kind", "It is a bad day", "indirect", "kind", "indirect"),
    ],
)
def test_a_quotation_is_corrected(action: str, words: str, value: str, column: str, expected: str | None) -> None:
    result = corrected((action, words, value))
    [row] = tables.records(result.quotes[result.quotes["corrected"].notna()])
    before = RESULT.quotes.set_index("start").loc[row.start]
    assert (getattr(row, column) if expected else pd.isna(row.speaker)) == (expected or True)
    assert row.corrected == f"{column} was {before[column]}" and row.confidence == 1
    others = result.quotes[result.quotes["start"] != row.start]
    pd.testing.assert_frame_equal(others, RESULT.quotes[RESULT.quotes["start"] != row.start])


@pytest.mark.parametrize(
    ("action", "value", "expected"),
    [
        ("mode", "meeting", {"mode": "meeting"}),
        ("status", "denied", {"status": "denied", "why_status": None}),
        ("day", "2024-05-01 to 2024-05-02", {"date_start": "2024-05-01", "date_end": "2024-05-02"}),
        ("day", "none", {"date_start": None, "date_precision": "none", "date_source": "none", "why_date": None}),
        ("place", "Paris", {"place": "Paris"}),
    ],
)
def test_a_contact_is_corrected(action: str, value: str, expected: dict[str, Any]) -> None:
    result = corrected((action, "Lee called Berg", value))
    [row] = result.contacts[result.contacts["corrected"].notna()].to_dict("records")
    assert (row["actor"], row["possible"], row["confidence"]) == ("Ann Lee", False, 1)
    assert row["corrected"].startswith(f"{action} was ")
    shown = {name: None if pd.isna(row[name]) else str(row[name]).removesuffix(" 00:00:00") for name in expected}
    assert shown == expected


def test_what_is_computed_later_follows() -> None:
    result = corrected(
        ("speaker", "We will stay", "Bo Berg"),
        ("not a quotation", "It is a bad day"),
        ("status", "Lee called Berg", "cancelled"),
        ("merge", "Cy Cole", "Dan Cole"),
    )
    assert "We will stay" in result.tone.loc[result.tone["speaker"] == "Bo Berg", "text"].tolist()
    assert "It is a bad day" not in result.tone["text"].tolist()
    assert any("bad day" in text for text in result.narration["text"])
    assert result.speakers.set_index("speaker").loc["Bo Berg", "n_quotes"] == 1
    assert cell(result.stated_counts, 0, "n_found") == cell(RESULT.stated_counts, 0, "n_found") - 1
    assert "Cy Cole" not in result.people["person"].tolist()
    assert analysis.to_gdelt(result.contacts, result.people)["contact_id"].tolist()


def test_a_quotation_is_added() -> None:
    result = corrected(("add quotation", "“It is a bad day,” Bo Berg said.", "Eva Dahl"), ("add quotation", "Quarrel"))
    added = result.quotes[result.quotes["corrected"].eq("added")]
    assert added[["text", "kind", "paragraph", "rule"]].values.tolist() == [
        ["Quarrel", "indirect", 0, "by hand"],
        ["“It is a bad day,” Bo Berg said", "mixed", 1, "by hand"],
    ]
    assert added["speaker"].fillna("-").tolist() == ["-", "Eva Dahl"]
    assert result.quotes["quote_id"].drop_duplicates().tolist() == [*range(1, 1 + result.quotes["quote_id"].nunique())]
    assert "overlaps another quotation" in cell(result.corrections, 0, "outcome")


def test_a_quotation_over_two_paragraphs_is_added_once() -> None:
    words = "The mill is lost, Lee said.\n\nLee called Berg"
    corrections = sheet_of(("add quotation", words, "Ann Lee"))
    once = applied(EXTRACTED, corrections)
    added = once[2][once[2]["corrected"].notna()]
    assert added["text"].tolist() == ["The mill is lost, Lee said", "Lee called Berg"]
    assert added["segment"].tolist() == [0, 1] and added["quote_id"].nunique() == 1
    pd.testing.assert_frame_equal(applied(once, corrections)[2], once[2])


def test_a_contact_is_added_pair_by_pair() -> None:
    words = "Critics said that the mill was old"
    result = corrected(
        ("add contact", words, "Lee – Cy Cole"),
        ("add contact", words, "Lee; Eva Dahl"),
        ("mode", words, "correspondence"),
    )
    added = result.contacts[result.contacts["text"] == words]
    assert added[["actor", "recipient", "mode", "status", "possible"]].values.tolist() == [
        ["Ann Lee", "Cy Cole", "correspondence", "occurred", False],
        ["Ann Lee", "Eva Dahl", "correspondence", "occurred", False],
    ]
    assert added["contact_id"].nunique() == 1
    steps = result.explain(contact_id=int(added["contact_id"].iloc[0]))["step"].tolist()
    assert "Ann Lee: given by hand" in steps and "Cy Cole: given by hand" in steps


@pytest.mark.parametrize(
    ("line", "unknown"),
    [
        (("speaker", "“We will stay,”", "An Lee"), ["An Lee"]),
        (("add quotation", "Quarrel", "The clerk"), ["The clerk"]),
        (("add quotation", "Quarrel", "Berg"), []),
        (("add quotation", "Quarrel"), []),
        (("add contact", "Quarrel", "Lee – Bo Burg"), ["Bo Burg"]),
        (("add contact", "Quarrel", "Ann Leigh – Bo Burg"), ["Ann Leigh", "Bo Burg"]),
        (("add contact", "Quarrel", "Lee – Berg"), []),
    ],
)
def test_a_name_that_is_nobodys_is_noted(line: tuple[Any, ...], unknown: list[str]) -> None:
    applied, said = outcome(corrected(line))
    assert applied and said.split("; nobody in the article is called ")[1:] == unknown


def test_one_pair_of_a_contact_is_removed() -> None:
    words = "Berg met Dan Cole and Eva Dahl"
    result = corrected(("not a contact", words, "Eva Dahl – Bo Berg"))
    there = result.contacts[result.contacts["text"].str.startswith(words)]
    assert there["recipient"].tolist() == ["Dan Cole"] and there["corrected"].str.startswith("without Bo Berg").all()
    assert outcome(corrected(("not a contact", words, "Ann Lee – Eva Dahl"))) == (
        False,
        "the contact in these words does not have this pair",
    )
    assert len(corrected(("not a contact", words)).contacts) == len(RESULT.contacts) - 2


def test_two_people_are_one() -> None:
    result = corrected(("merge", "Bo Berg", "Ann Lee"))
    assert set(speakers(result).values()) >= {"Ann Lee"} and "Bo Berg" not in speakers(result).values()
    assert not any("Bo Berg" in pair for pair in pairs(result)) and result.stated_counts.empty
    assert all(row.actor != row.recipient for row in tables.records(result.contacts)), "nobody meets themselves"
    lee = result.people.set_index("person").loc["Ann Lee"]
    mentions = RESULT.people.set_index("person")["n_mentions"]
    assert lee["n_mentions"] == mentions["Ann Lee"] + mentions["Bo Berg"] and lee["corrected"] == "merged with Bo Berg"
    assert result.mentions["person"].isin(result.people["person"]).all()


def test_one_person_is_two() -> None:
    result = corrected(("split", "Lee", "Kim Lee", 3))  # "Lee called Berg", and the "She" after it
    assert {"Ann Lee", "Kim Lee"} <= set(result.people["person"])
    counts = result.people.set_index("person")["n_mentions"]
    assert counts.sum() == RESULT.people["n_mentions"].sum() and counts["Kim Lee"] >= 1
    assert "Kim Lee phone Bo Berg" in pairs(result) and speakers(result)["We will stay"] == "Ann Lee"
    assert result.people.set_index("person").loc["Kim Lee", "corrected"] == "split from Ann Lee"
    [start] = result.mentions.loc[result.mentions["person"] == "Kim Lee", "start"].head(1)
    assert TEXT[start - 2 :].startswith("\n\nLee called")


def test_somebody_gets_another_name_and_role() -> None:
    result = corrected(
        ("rename", "Ann Lee", "Ann Lee-Roy"), ("role", "Lee", "mayor"), ("speaker", "It is a bad day", "Ann Lee")
    )
    row = result.people.set_index("person").loc["Ann Lee-Roy"]
    assert row["role"] == "mayor" and "name was Ann Lee" in row["corrected"]
    assert speakers(result)["We will stay"] == speakers(result)["It is a bad day"] == "Ann Lee-Roy"
    assert "Ann Lee-Roy phone Bo Berg" in pairs(result)
    assert cell(result.stated_counts, 0, "n_found") == cell(RESULT.stated_counts, 0, "n_found")
    renamed = result.quotes[result.quotes["text"] == "We will stay"].iloc[0]
    assert renamed["confidence"] < 1, "nobody looked at this quotation"
    assert TEXT[renamed["speaker_start"] : renamed["speaker_end"]] == renamed["speaker_text"]


def test_gender_and_kind_of_source_follow() -> None:
    result = corrected(
        ("gender", "Eva Dahl", "male"), ("role", "Bo Berg", "finance minister"), ("split", "Lee", "Kim Lee", 3)
    )
    rows = {row["person"]: row for row in result.people.to_dict("records")}
    assert (rows["Eva Dahl"]["gender"], rows["Eva Dahl"]["gender_why"]) == ("male", "by hand")
    assert (rows["Bo Berg"]["role"], rows["Bo Berg"]["source_type"]) == ("finance minister", "official")
    assert (rows["Kim Lee"]["gender"], rows["Kim Lee"]["source_type"]) == ("unknown", "unknown")


# What does not apply


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (("speaker", "We will leave", "Bo Berg"), "these words are not in the article"),
        (("speaker", "Lee", "Bo Berg"), "these words are in the article 6 times; write which, 1 to 6, into number"),
        (("speaker", "We will stay", "Bo Berg", 2), "only once, so there is no number 2"),
        (("speaker", "Quarrel over the mill", "Bo Berg"), "no quotation was extracted from these words"),
        (("mode", "We will stay", "phone"), "no contact was extracted from these words"),
        (("rename", "Flo Fox", "Flo"), "nobody in the article has this name"),
        (("rename", "Bo Berg", "Ann Lee"), "somebody else is called Ann Lee; to make both one person, use merge"),
        (("merge", "Bo Berg", "Flo Fox"), "nobody in the article is called Flo Fox; to change the name, use rename"),
        (("merge", "Cole", "Ann Lee"), "nobody in the article has this name"),
        (("split", "It is a bad day", "Flo Fox"), "these words mention nobody"),
    ],
)
def test_what_does_not_apply_says_why(line: tuple[Any, ...], reason: str) -> None:
    result = corrected(line)
    was_applied, why = outcome(result)
    assert not was_applied and reason in why
    for name in ("people", "mentions", "quotes", "contacts"):
        pd.testing.assert_frame_equal(getattr(result, name), getattr(RESULT, name))


# What holds for any corrections


def test_no_corrections_change_nothing() -> None:
    for before, after in zip(EXTRACTED, applied(EXTRACTED, sheet_of()), strict=True):
        assert after is before


def lines() -> st.SearchStrategy[tuple[Any, ...]]:
    """Corrections of what is in the article, of what is not, and of what was corrected before."""
    rows = {QUOTATION: RESULT.quotes, CONTACT: RESULT.contacts, PERSON: RESULT.mentions}
    spans = {item: [*table[["start", "end"]].itertuples(index=False), (0, 7), (25, 40)] for item, table in rows.items()}
    names = st.sampled_from([*RESULT.people["person"].head(6), "Flo Fox", "Lee"])
    values: dict[str, st.SearchStrategy[Any]] = {
        "kind": st.sampled_from(KINDS),
        "mode": st.sampled_from(MODES),
        "status": st.sampled_from(STATUSES),
        "day": st.sampled_from(["2024-05-01", "2024", "none"]),
        "place": st.sampled_from(["Rome", None]),
        "role": st.sampled_from(["clerk", None]),
        "gender": st.sampled_from(GENDERS),
        "add contact": st.sampled_from(["Ann Lee – Bo Berg", "Flo Fox – Eva Dahl"]),
        "not a contact": st.sampled_from(["Ann Lee – Bo Berg", None, None]),
    }

    def of_action(action: str) -> st.SearchStrategy[tuple[Any, ...]]:
        value = values.get(action, names if ACTIONS[action].value else st.none())
        if ACTIONS[action].item == PERSON and action != "split":
            return st.tuples(st.just(action), names, value)
        places = spans.get(
            ACTIONS[action].item, [(start, end) for start, end in RESULT.mentions[["start", "end"]].values]
        )
        return st.sampled_from(places).flatmap(
            lambda place: st.tuples(
                st.just(action), st.just(TEXT[slice(*place)]), value, st.just(occurrence(TEXT, *place))
            )
        )

    return st.sampled_from(sorted(ACTIONS)).flatmap(of_action)


@given(st.lists(lines(), max_size=6))
@settings(max_examples=25, deadline=None)
def test_twice_is_once_and_offsets_hold(chosen: list[tuple[Any, ...]]) -> None:
    corrections = sheet_of(*chosen)
    once, outcomes = reported(EXTRACTED, corrections)
    for table in once[1:]:
        for row in tables.records(table):
            assert TEXT[row.start : row.end] == row.text
    assert once[1]["person"].isin(once[0]["person"]).all()
    assert sorted(outcomes) == list(range(len(chosen))) and all(outcome.outcome for outcome in outcomes.values())
    if {line[0] for line in chosen}.isdisjoint({"rename", "merge", "split"}):  # a chain of names may come round
        for first, second in zip(once, applied(once, corrections), strict=True):
            pd.testing.assert_frame_equal(first, second)


@pytest.mark.parametrize(
    "line", [("rename", "Ann Lee", "Ann Roy"), ("merge", "Bo Berg", "Ann Lee"), ("split", "Lee", "Kim Lee", 3)]
)
def test_twice_is_once_for_people(line: tuple[Any, ...]) -> None:
    corrections = sheet_of(line, ("merge", "Cy Cole", "Eva Dahl"))
    once = applied(EXTRACTED, corrections)
    for first, second in zip(once, applied(once, corrections), strict=True):
        pd.testing.assert_frame_equal(first, second)


# Another version of the extraction

FIVE = (
    ("speaker", "there is no need to negotiate", "Emmanuel Macron"),
    ("not a quotation", "Macron wanted to trust him"),
    ("add quotation", "a surprise visit to Moscow", "Naftali Bennett"),
    ("status", "Macron’s previous visit to Moscow", "planned"),
    ("rename", "Silvia Colombo", "Silvia A. Colombo"),
)


@pytest.fixture(scope="module")
def seed() -> Analysis:
    return analysis.analyse(analysis.read_article(SEED), sheet_of(*FIVE))


def without(seed: Analysis) -> Analysis:
    """A new analysis of the seed article that reuses only the parse."""
    result = analysis.analyse(seed.article, sheet_of(*FIVE))
    result.__dict__["_paragraphs"] = seed._paragraphs
    return result


def check_as_reported(result: Analysis) -> Iterator[str]:
    """Check that every correction either holds in the tables or is reported; yield the actions of those reported."""
    quotes, contacts, text = result.quotes, result.contacts, result.article.text
    holds = {
        "speaker": lambda: quotes.loc[quotes["text"] == FIVE[0][1], "speaker"].tolist() == ["Emmanuel Macron"],
        "not a quotation": lambda: FIVE[1][1] not in quotes["text"].tolist(),
        "add quotation": lambda: quotes.loc[quotes["text"] == FIVE[2][1], "speaker"].tolist() == ["Naftali Bennett"],
        "status": lambda: contacts.loc[contacts["text"] == FIVE[3][1], "status"].tolist() == ["planned"],
        "rename": lambda: "Silvia A. Colombo" in result.people["person"].tolist(),
    }
    assert result.corrections["action"].tolist() == list(holds)
    for row in tables.records(result.corrections):
        assert holds[row.action]() if row.applied else row.outcome
        if not row.applied:
            yield row.action
    assert all(text[row.start : row.end] == row.text for row in tables.records(quotes))


def test_all_five_apply(seed: Analysis) -> None:
    assert list(check_as_reported(seed)) == []


@pytest.mark.parametrize(
    ("rule", "idle"),
    [
        ("verb_reports", ["speaker", "not a quotation"]),
        ("marked_quotations", []),
        ("according_reports", []),
        ("_merge_relays", []),
    ],
)
def test_with_a_rule_switched_off_all_apply_or_are_reported(
    seed: Analysis, rule: str, idle: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attribution, rule, lambda first, *_: first if rule == "_merge_relays" else [])
    changed = without(seed)
    assert list(check_as_reported(changed)) == idle
    assert not changed.quotes.equals(seed.quotes), "the rule makes a difference"


def test_with_a_frame_switched_off_all_apply_or_are_reported(seed: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        extraction, "entry_of", lambda token: None if token.lower_ == "visit" else triggers.entry_of(token)
    )
    changed = without(seed)
    assert list(check_as_reported(changed)) == ["status"]
    assert (
        changed.corrections.set_index("action").loc["status", "outcome"] == "no contact was extracted from these words"
    )


# Corrections as labels


def test_precision_counts_what_was_reviewed() -> None:
    result = corrected(
        ("right quotation", "We will stay"),
        ("speaker", "It is a bad day", "Ann Lee"),
        ("speaker", "The mill is lost", "Ann Lee"),
        ("not a quotation", "that the mill was old"),
        ("add quotation", "Quarrel", "Bo Berg"),
        ("right contact", "Lee called Berg on Friday"),
        ("mode", "Lee called Berg on Friday", "visit"),
        ("right quotation", "Berg will visit Lee"),
        ("rename", "Bo Berg", "Bo B. Berg"),
    )
    scored = {(row.item, row.part): row for row in tables.records(scoring.score(result.corrections))}
    assert {key: (row.reviewed, row.right, row.missed) for key, row in scored.items()} == {
        ("quotation", "everything"): (4, 2, 2),
        ("quotation", "being one"): (4, 3, 2),
        ("quotation", "speaker"): (3, 2, 2),
        ("quotation", "kind"): (1, 1, 2),
        ("contact", "everything"): (1, 0, 0),
        ("contact", "being one"): (1, 1, 0),
        ("contact", "mode"): (1, 0, 0),
        ("contact", "status"): (1, 1, 0),
        ("contact", "day"): (1, 1, 0),
        ("contact", "place"): (1, 1, 0),
    }
    everything = scored["quotation", "everything"]
    assert 0 < everything.low < everything.precision == 0.5 < everything.high < 1


def test_nothing_reviewed_has_no_precision() -> None:
    scored = scoring.score(RESULT.corrections)
    assert scored["reviewed"].sum() == scored["missed"].sum() == 0 and scored["precision"].isna().all()


# Where the file is found


def test_the_file_beside_the_article_is_picked_up(tmp_path: Path) -> None:
    page, kept = tmp_path / "mill.txt", tmp_path / "mill.corrections.csv"
    page.write_text(TEXT, encoding="utf-8")
    kept.write_text("action,words,value\nspeaker,We will stay,Bo Berg\n", encoding="utf-8")
    article = analysis.read_article(page)
    assert article.corrections == kept
    assert speakers(analysis.analyse(article))["We will stay"] == "Bo Berg"
    assert [a.article_id for a in analysis.read_articles(tmp_path)] == ["mill"]
    [streamed] = analysis.analyse_many([article], tables=["quotes"])
    assert speakers(streamed)["We will stay"] == "Bo Berg"
    other = tmp_path / "other.csv"
    other.write_text("action,words,value\nspeaker,We will stay,Eva Dahl\n", encoding="utf-8")
    chosen = analysis.analyse(article, other)
    assert speakers(chosen)["We will stay"] == "Eva Dahl" and chosen.article.corrections == other
    assert speakers(analysis.analyse(article, sheet_of()))["We will stay"] == "Ann Lee"


def test_a_file_that_is_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(analysis.AnalysisError, match="cannot be read: No such file"):
        analysis.analyse(ARTICLE, tmp_path / "none.csv")


def test_an_article_without_a_file_has_no_place_for_corrections() -> None:
    assert ARTICLE.corrections is None and analysis.analyse(ARTICLE).corrections.empty


def test_a_name_too_long_for_a_second_file_has_none(tmp_path: Path) -> None:
    (tmp_path / f"{'a' * 245}.txt").write_text(TEXT, encoding="utf-8")
    assert analysis.analyse(analysis.read_article(tmp_path / f"{'a' * 245}.txt")).corrections.empty


def test_a_corrected_article_becomes_a_labelled_one(tmp_path: Path) -> None:
    result = corrected(("speaker", "We will stay", "Bo Berg"), ("add quotation", "Quarrel", "Eva Dahl"))
    chosen = result.quotes[["article_id", "start", "end", "text", "speaker", "kind"]]
    analysis.write_tables({"quotes": chosen, "contacts": result.contacts[LABEL_COLUMNS]}, tmp_path / "mine")
    mine = labels.read_labels(tmp_path / "mine", ARTICLE)
    assert mine.quotes is not None and mine.contacts is not None and len(mine.contacts) == len(result.contacts)
    outcomes = score_quotes(RESULT.quotes, mine.quotes, TEXT)["outcome"].tolist()
    assert sorted(set(outcomes)) == ["missed", "right", "wrong speaker"]
    assert outcomes.count("right") == len(RESULT.quotes) - 1
