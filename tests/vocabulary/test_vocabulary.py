"""Vocabulary files: each loads, and mistakes in one are refused."""

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest
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
        schema.Control.model_validate({"object": ["ask", "tell", "ask"], "detached": ["ask"]})


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        schema.Control.model_validate({"object": ["ask"], "detached": ["ask"], "subject": ["promise"]})


def test_a_missing_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="Field required"):
        schema.Control.model_validate({"object": ["ask"]})


def test_a_word_of_contact_needs_a_known_mode() -> None:
    with pytest.raises(ValidationError, match="mode"):
        schema.Frame.model_validate({"name": "a", "mode": "telepathy", "yes": [], "no": []})


def test_vocabulary_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        vocabulary.syntax().control = schema.Control(object=frozenset(), detached=frozenset())
