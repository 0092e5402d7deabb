"""Vocabulary files: each loads, and mistakes in one are refused."""

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest
from babel import Locale
from babel.core import get_global
from pydantic import ValidationError

from analysis import vocabulary
from analysis.vocabulary import schema

LOADERS: dict[str, Callable[[], schema.Table]] = {
    name: loader
    for name, loader in vars(vocabulary).items()
    if name[0] != "_" and inspect.getmodule(loader) is vocabulary and callable(loader) and not isinstance(loader, type)
}


def test_every_file_has_a_loader() -> None:
    files = {path.stem for path in Path(str(vocabulary.__file__)).parent.glob("*.toml")}
    assert files == set(LOADERS)


@pytest.mark.parametrize("name", sorted(LOADERS))
def test_every_file_fits_its_model(name: str) -> None:
    assert isinstance(LOADERS[name](), schema.Table)


def test_a_word_that_is_listed_twice_is_refused() -> None:
    with pytest.raises(ValidationError, match="listed twice: ask"):
        schema.Control.model_validate(
            {"object": ["ask", "tell", "ask"], "detached": ["ask"], "gerund": {}, "through": {}}
        )


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        schema.Control.model_validate(
            {"object": ["ask"], "detached": ["ask"], "gerund": {}, "through": {}, "subject": ["promise"]}
        )


def test_a_missing_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="Field required"):
        schema.Control.model_validate({"object": ["ask"]})


def test_a_word_of_contact_needs_a_known_mode() -> None:
    with pytest.raises(ValidationError, match="mode"):
        schema.Frame.model_validate({"name": "a", "mode": "telepathy", "yes": [], "no": []})


def test_every_expression_of_a_form_of_dates_needs_hints() -> None:
    table = vocabulary.dates().model_dump()
    with pytest.raises(ValidationError, match="form 'iso' has 2 expressions, but hints for 1"):
        schema.Dates.model_validate(table | {"hints": table["hints"] | {"iso": [["0"]]}})
    with pytest.raises(ValidationError, match="form 'iso' has 2 expressions, but hints for 0"):
        schema.Dates.model_validate(table | {"hints": {k: v for k, v in table["hints"].items() if k != "iso"}})


def test_vocabulary_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        vocabulary.syntax().control = schema.Control(object=frozenset(), detached=frozenset(), gerund={}, through={})


# Of Unicode, beside ISO 3166: unions of states, parts of states with a reserved code, and codes without a place.
NOT_OF_ISO = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


def test_every_country_and_territory_is_listed_or_left_out_for_a_reason() -> None:
    """The list is Unicode's, which babel has: territories by two letters, and the three letters that mean the same."""
    two_letters = {code for code in map(str, Locale("en").territories) if len(code) == 2} - NOT_OF_ISO
    equal = {code: meant[0] for code, meant in get_global("territory_aliases").items()} | {"XKX": "XK"}  # not of ISO
    countries = vocabulary.countries()
    listed = [country.code for country in countries.country]
    assert {equal[code] for code in (*listed, *countries.left_out)} == two_letters
    assert all(len(code) == 3 and code.isalpha() for code in (*listed, *countries.left_out))
    assert {country.state for country in countries.country if country.state} <= {*listed}
    assert len(listed) == len(set(listed)) and not {*listed} & {*countries.left_out}


def test_a_word_names_one_country() -> None:
    words = [
        word
        for country in vocabulary.countries().country
        for word in {country.name, *country.names, *country.demonyms, *country.capitals, *country.seats}
    ]
    assert sorted({word for word in words if words.count(word) > 1}) == []
