"""Entity linking: labelled cases of every kind, and properties that hold for any names."""

import json
from collections import Counter
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis import tables, vocabulary
from analysis.corpus import entity_linking
from analysis.errors import AnalysisError
from analysis.people.names import given_names

LINES = (Path(__file__).parent / "identities_cases.jsonl").read_text("utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]
FLOOR = {"open": (0.99, 0.97), "held-out": (0.99, 0.93)}  # precision and recall of pairs of names that mean one entity
GIVEN = ["Ann", "Boris", "Volodymyr", "Vladimir", "Mohammed", "Hans", "J."]
SURNAMES = ["Lee", "Zelensky", "Zelenskyy", "Khan", "Han", "López", "Lopez", "Petrov", "Petroff", "de Witt"]


def names(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows for `combine`; by default a person without role and country, in 3 articles of March 2022."""
    plain = {"kind": "person", "role": None, "country": None, "month": "2022-03", "n_articles": 3}
    table = pd.DataFrame([plain | row for row in rows], columns=["name", *plain])
    table["n_mentions"] = table["n_articles"] * 2
    table["first_published"] = table["last_published"] = pd.to_datetime(table["month"], format="%Y-%m", errors="coerce")
    return table


def people_of(*rows: dict[str, Any]) -> list[str]:
    """The entity of each row, in the order given."""
    return [who for who, _ in links(*rows)]


def links(*rows: dict[str, Any]) -> list[tuple[str, str]]:
    """The entity of each row and the evidence for it, in the order given."""
    plain = {"kind": "person", "role": None, "country": None, "month": "2022-03"}
    resolved = entity_linking.resolve(names(list(rows))).astype(object)
    resolved = resolved.where(resolved.notna(), None)
    by_key = {
        row[:5]: row[5:7]
        for row in resolved[[*entity_linking.IDENTIFYING, "person", "why"]].itertuples(index=False, name=None)
    }
    return [by_key[tuple((plain | row)[column] for column in entity_linking.IDENTIFYING)] for row in rows]


@cache
def score(part: str) -> tuple[float, float]:
    """Precision and recall of pairs of names that mean one entity, over the cases of a part."""
    counts: Counter[str] = Counter()
    for case in CASES:
        if case["part"] == part:
            rows = [{k: v for k, v in row.items() if k != "who"} for row in case["rows"]]
            resolved = [(who, i if why == "anonymous" else -1) for i, (who, why) in enumerate(links(*rows))]
            gold = [row["who"] for row in case["rows"]]
            for i, j in combinations(range(len(rows)), 2):
                counts[f"{gold[i] == gold[j]} {resolved[i] == resolved[j]}"] += 1
    right = counts["True True"]
    return right / (right + counts["False True"]), right / (right + counts["True False"])


@pytest.mark.parametrize("part", FLOOR)
def test_precision_and_recall_of_labelled_cases(part: str) -> None:
    precision, recall = score(part)
    assert precision >= FLOOR[part][0] and recall >= FLOOR[part][1]


def test_half_of_the_cases_are_held_out() -> None:
    parts = Counter(case["part"] for case in CASES)
    assert len(CASES) >= 150 and abs(parts["open"] - parts["held-out"]) <= 2


def test_canonical_name_is_the_commonest_in_full() -> None:
    rows: list[dict[str, Any]] = [{"name": "Biden", "n_articles": 90}, {"name": "Joe Biden", "n_articles": 9}]
    assert people_of(*rows, {"name": "Joseph Biden"}) == ["Joe Biden"] * 3


def test_evidence_is_recorded() -> None:
    rows: list[dict[str, Any]] = [
        {"name": "Emmanuel Macron", "role": "French President", "country": "FRA", "n_articles": 9},
        {"name": "Emanuel Macron"},
        {"name": "Macron"},
        {"name": "French president", "role": "French president", "country": "FRA"},
        {"name": "French official", "role": "French official", "country": "FRA"},
    ]
    assert [why for _, why in links(*rows)] == ["name", "spelling", "surname", "office", "anonymous"]


def test_namesakes_have_different_names() -> None:
    rows = [
        {"name": "John Smith", "role": "MP", "country": "GBR", "n_articles": 9},
        {"name": "John Smith", "role": "coach", "country": "USA", "n_articles": 8},
    ]
    assert people_of(*rows) == ["John Smith", "John Smith (USA)"]


def test_an_office_means_its_holder_in_that_month() -> None:
    rows = [
        {"name": "Boris Johnson", "role": "Prime Minister", "country": "GBR", "month": "2022-03"},
        {"name": "Rishi Sunak", "role": "Prime Minister", "country": "GBR", "month": "2022-12"},
        {"name": "prime minister", "role": "prime minister", "country": "GBR", "month": "2022-04"},
        {"name": "prime minister", "role": "prime minister", "country": "GBR", "month": "2023-01"},
        {"name": "prime minister", "role": "prime minister", "country": "GBR", "month": "2022-08"},
        {"name": "former prime minister", "role": "former prime minister", "country": "GBR", "month": "2022-03"},
    ]
    named = ["Boris Johnson", "Rishi Sunak"]
    assert people_of(*rows) == [*named, *named, "prime minister", "former prime minister"]


def test_no_entity_has_the_name_of_an_anonymous_person() -> None:
    rows = [{"name": "Speaker", "kind": "organisation"}, {"name": "Speaker", "role": "Speaker"}]
    body, anonymous = people_of(*rows)
    assert anonymous == "Speaker" and body != anonymous


def test_classes_of_given_names_are_of_one_gender() -> None:
    gender_of = {name.casefold(): gender for name, gender in given_names().items() if gender}
    for forms in (forms for classes in vocabulary.spellings().given_names.values() for forms in classes):
        assert len({gender_of[form] for form in forms if form in gender_of}) < 2, forms


def test_a_given_name_is_in_one_class() -> None:
    forms = [f for classes in vocabulary.spellings().given_names.values() for forms in classes for f in forms]
    assert [form for form, n in Counter(forms).items() if n > 1] == []


def test_gathered_names_can_be_looked_up() -> None:
    people = tables.frame(
        "people",
        [
            {"article_id": "a", "person": "Olaf Scholz", "kind": "person", "n_mentions": 3},
            {"article_id": "b", "person": "Scholz", "kind": "person", "role": "Mr.", "n_mentions": 1},
            {"article_id": "c", "person": "Scholz", "kind": "person", "role": "Mr.", "n_mentions": 2},
            {"article_id": "c", "person": "spokesman", "kind": "person", "role": "spokesman", "n_mentions": 1},
        ],
    )
    published = {"a": "2022-03-01", "b": "2022-03-02", "c": "2022-03-09", "d": None}
    gathered = entity_linking.gather(people, published)
    mister: dict[Any, Any] = gathered[gathered["name"] == "Scholz"].iloc[0].to_dict()
    assert (mister["month"], mister["n_articles"], mister["n_mentions"]) == ("2022-03", 2, 3)
    assert mister["first_published"] == pd.Timestamp("2022-03-02")
    assert mister["last_published"] == pd.Timestamp("2022-03-09")
    resolved = entity_linking.resolve(gathered)
    who = entity_linking.lookup(people, pd.Series(published), resolved)
    assert who.tolist() == ["Olaf Scholz"] * 3 + ["spokesman"]
    assert who["c", "Scholz"] == "Olaf Scholz"
    world = entity_linking.world_people(resolved)
    assert world["person"].tolist() == ["Olaf Scholz"]
    assert world[["n_articles", "n_mentions"]].to_numpy().tolist() == [[3, 6]]
    assert world["names"].tolist() == ["Scholz; Olaf Scholz"]


def test_forms_of_address_tell_namesakes_apart() -> None:
    """A given name that the list does not have shows no gender, but "Ms Holm" elsewhere does."""
    full = [
        {"name": "Zyx Holm", "role": "Ms"},
        {"name": "Zyx Holm", "role": "minister"},
        {"name": "Vuw Holm", "role": "Mr"},
    ]
    assert people_of(*full, {"name": "Holm", "role": "Ms"})[-1] == "Zyx Holm"
    assert people_of(*full, {"name": "Holm", "role": "Mr"})[-1] == "Vuw Holm"
    assert people_of(*full, {"name": "Holm"})[-1] == "Holm"
    assert people_of(*full[:2], {"name": "Vuw Holm"}, {"name": "Holm", "role": "Mr"})[-1] == "Vuw Holm"


def test_empty_tables() -> None:
    empty = entity_linking.gather(tables.frame("people", []), {})
    assert entity_linking.resolve(empty).columns.tolist() == [c.name for c in tables.CORPUS_TABLES["world_names"]]
    assert len(entity_linking.world_people(entity_linking.resolve(empty))) == len(entity_linking.combine([])) == 0


def test_a_missing_column_is_an_error() -> None:
    with pytest.raises(AnalysisError, match=r"names has no column \['month'\]"):
        entity_linking.resolve(names([{"name": "Ann Lee"}]).drop(columns="month"))
    with pytest.raises(AnalysisError, match="people has no column"):
        entity_linking.gather(pd.DataFrame({"article_id": ["a"]}), {})


ROW = st.fixed_dictionaries(
    {
        "name": st.one_of(
            st.sampled_from(SURNAMES),
            st.builds("{} {}".format, st.sampled_from(GIVEN), st.sampled_from(SURNAMES)),
            st.builds("{} B. {} Jr.".format, st.sampled_from(GIVEN), st.sampled_from(SURNAMES)),
            st.sampled_from(["President", "Russia", "Russian Federation", "UN", "United Nations", "Orban Viktor"]),
            st.text(min_size=1, max_size=12),
        ),
        "kind": st.sampled_from(["person", "person", "group", "organisation", "state"]),
        "role": st.sampled_from([None, None, "President", "Mr.", "Ms.", "spokesman"]),
        "country": st.sampled_from([None, "RUS", "UKR", "HUN"]),
        "month": st.sampled_from(["unknown", "2022-02", "2022-03", "2023-03"]),
        "n_articles": st.integers(1, 40),
    }
)
ROWS = st.lists(ROW, max_size=25)


@pytest.mark.slow
@given(ROWS, st.randoms(use_true_random=False), st.integers(0, 25))
@settings(max_examples=40)  # each takes long, and most have every kind of row
def test_results_do_not_depend_on_order_or_parts(rows: list[dict[str, Any]], random: Any, at: int) -> None:
    expected = entity_linking.resolve(names(rows))
    random.shuffle(rows)
    parts = [entity_linking.combine([names(part)]) for part in (rows[:at], rows[at:])]
    assert_frame_equal(entity_linking.resolve(entity_linking.combine(parts)), expected)
    assert_frame_equal(entity_linking.resolve(expected), expected)


@given(ROWS)
@settings(max_examples=50)
def test_rows_are_kept_and_articles_counted_once(rows: list[dict[str, Any]]) -> None:
    table = entity_linking.combine([names(rows)])
    resolved = entity_linking.resolve(table)
    assert_frame_equal(resolved[table.columns.tolist()], table)
    assert resolved[["person", "why"]].notna().all(axis=None)
    world, identified = entity_linking.world_people(resolved), resolved[resolved["why"] != "anonymous"]
    assert world["person"].is_unique
    assert world["n_articles"].sum() == identified["n_articles"].sum()
    assert not set(world["person"]) & set(resolved.loc[resolved["why"] == "anonymous", "person"])


SYLLABLES = st.lists(st.sampled_from(["ba", "du", "ni", "mor", "tel", "gas", "fin"]), min_size=2, max_size=4)


@given(st.lists(SYLLABLES.map("".join).map(str.capitalize), min_size=2, max_size=6, unique=True), ROWS)
@settings(max_examples=30)
def test_different_given_names_are_different_people(given: list[str], rows: list[dict[str, Any]]) -> None:
    resolved = people_of(*({"name": f"{name} Lindqvist"} for name in given))
    assert len(set(resolved)) == len(given)
    resolved_with_others = entity_linking.resolve(names([*rows, *({"name": f"{name} Petrov"} for name in given)]))
    person_of = resolved_with_others.set_index("name")["person"]
    for one, other in pairwise(given):
        assert not set(person_of[[f"{one} Petrov"]]) & set(person_of[[f"{other} Petrov"]])


def test_names_that_differ_in_word_boundaries_are_one() -> None:
    rows: list[dict[str, Any]] = [{"name": "Ana-Maria Holm", "n_articles": 9}, {"name": "Ana Maria-Holm"}]
    assert people_of(*rows, {"name": "Ann Lee"}, {"name": "Anne Lee"}) == [
        *["Ana-Maria Holm"] * 2,
        "Ann Lee",
        "Anne Lee",
    ]
