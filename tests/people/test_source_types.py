"""What kind of source somebody is, by kind of entity and the nouns of roles."""

import pytest
from pydantic import ValidationError

from analysis import Article, analyse
from analysis.people.entities import Person
from analysis.people.source_types import source_type
from analysis.vocabulary import schema


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("German finance minister", "official"),
        ("Secretary of State", "official"),
        ("spokeswoman for the airline", "official"),
        ("ex-president", "official"),
        ("president-elect", "official"),
        ("PM", "official"),
        ("Sgt.", "official"),
        ("professor of law", "expert"),
        ("chief economist", "expert"),
        ("senior fellow at a think tank", "expert"),
        ("Dr", "expert"),
        ("retired taxi driver", "citizen"),
        ("mother of two", "citizen"),
        ("asylum seeker", "citizen"),
        ("film director", "unknown"),
        ("captain", "unknown"),
        ("Mrs", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_the_end_of_a_role_decides(role: str | None, expected: str) -> None:
    assert source_type(Person("Ann Lee", "person", role=role)) == expected


@pytest.mark.parametrize(
    ("role", "nouns", "expected"),
    [
        ("Mrs", {"dentist", "neighbour"}, "citizen"),
        (None, {"mother", "minister"}, "official"),
        ("economist", {"minister"}, "expert"),
        ("film director", {"director"}, "unknown"),
    ],
)
def test_other_nouns_count_where_the_role_does_not_tell(role: str | None, nouns: set[str], expected: str) -> None:
    assert source_type(Person("Ann Lee", "person", role=role, role_nouns=nouns)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ida Krogh", "official"),
        ("Norway", "body"),
        ("Labour Party", "body"),
        ("residents", "nameless"),
        ("neighbour", "nameless"),
        ("police", "body"),
    ],
)
def test_the_table_people_has_it(name: str, expected: str) -> None:
    text = "Mayor Ida Krogh spoke. Norway and the Labour Party spoke. Residents spoke. A neighbour spoke. Police spoke."
    people = analyse(Article(text)).people
    found = dict(zip(people["person"].str.casefold(), people["source_type"], strict=True))
    assert found[name.casefold()] == expected


def test_a_noun_in_two_lists_is_refused() -> None:
    with pytest.raises(ValidationError, match="listed twice: dean"):
        schema.SourceTypes.model_validate({"official": ["Dean"], "expert": ["dean"], "citizen": [], "none": []})
