"""The gender that titles, pronouns and given names show, which of them decides, and where none does."""

import pytest

from analysis import Article, analyse
from analysis.people.entities import Person
from analysis.people.gender import gender_of

FEMALE, MALE, UNKNOWN, NONE = "female", "male", "unknown", None


def person_of(name: str, text: str) -> tuple[str | None, str | None]:
    people = analyse(Article(text)).people.astype(object)
    (row,) = people[people["person"] == name].to_dict("records")
    gender, why = (None if row[column] != row[column] else row[column] for column in ("gender", "gender_why"))
    return gender, why


@pytest.mark.parametrize(
    ("text", "name", "gender", "why"),
    [
        ("Mrs Irvelund spoke.", "Irvelund", FEMALE, "title: Mrs"),
        ("Mr. Irvelund spoke.", "Irvelund", MALE, "title: Mr."),
        ("Sir Robin Irvelund spoke.", "Robin Irvelund", MALE, "title: Sir"),
        ("Dame Robin Irvelund spoke.", "Robin Irvelund", FEMALE, "title: Dame"),
        ("Baroness Irvelund spoke.", "Irvelund", FEMALE, "title: Baroness"),
        ("Party spokeswoman Kim Irvelund spoke.", "Kim Irvelund", FEMALE, "title: spokeswoman"),
        ("Kim Irvelund, an actress, spoke.", "Kim Irvelund", FEMALE, "title: actress"),
        ("Spokesman Kim Irvelund spoke.", "Kim Irvelund", UNKNOWN, None),
        ("Dr Kim Irvelund spoke.", "Kim Irvelund", UNKNOWN, None),
        ("Kim Irvelund came. She spoke.", "Kim Irvelund", FEMALE, "pronoun: she"),
        ("Kim Irvelund came with his dog.", "Kim Irvelund", MALE, "pronoun: his"),
        ("Kim Irvelund came. They spoke.", "Kim Irvelund", UNKNOWN, None),
        ("Helga Irvelund spoke.", "Helga Irvelund", FEMALE, "given name: Helga"),
        ("James spoke.", "James", UNKNOWN, None),
        ("A woman spoke.", "woman", FEMALE, "title: woman"),
        ("A spokesman spoke.", "spokesman", UNKNOWN, None),
        ("Officials spoke.", "Officials", NONE, None),
        ("Norway spoke.", "Norway", NONE, None),
        ("The Labour Party spoke.", "Labour Party", NONE, None),
    ],
)
def test_the_text_shows_it(text: str, name: str, gender: str | None, why: str | None) -> None:
    assert person_of(name, text) == (gender, why)


@pytest.mark.parametrize(
    ("words", "pronouns", "name", "gender", "why"),
    [
        ({"f": "Mrs"}, ["he"], "James Roe", FEMALE, "title: Mrs"),
        ({}, ["She", "he"], "Kim Roe", UNKNOWN, "contradictory: she, he"),
        ({"m": "Mr", "f": "actress"}, ["he"], "James Roe", UNKNOWN, "contradictory: actress, Mr"),
        ({}, ["they", "it", "He", "him"], "Helga Roe", MALE, "pronoun: he"),
        ({}, [], "Helga Roe", FEMALE, "given name: Helga"),
        ({}, [], "Kim Roe", UNKNOWN, None),
    ],
)
def test_titles_count_before_pronouns_and_these_before_given_names(
    words: dict[str, str], pronouns: list[str], name: str, gender: str, why: str | None
) -> None:
    assert gender_of(Person(name, "person", gendered_words=words), pronouns) == (gender, why)
