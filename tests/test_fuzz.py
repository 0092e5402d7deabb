"""A little of `make fuzz` in every run, and what it found: once mended, for good."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fuzz import examine, examine_article
from hostile import FILES, Hostile
from hypothesis import given, settings

import analysis
from analysis.people import nominals
from analysis.quotes import content

SHORT = 2_000  # bytes; long ones take long


@settings(max_examples=30)
@given(FILES.map(lambda file: replace(file, data=file.data[:SHORT])))
def test_hostile_files_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, file: Hostile) -> None:
    examine(file, tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize(
    "facts",
    ["x = " + "[" * 2_000, "x = " + "{a=" * 2_000, "published = 1" + "0" * 5_000, 'title = "\x00"'],
)
def test_metadata_of_any_depth_and_length_are_said_to_be_bad(tmp_path: Path, facts: str) -> None:
    (tmp_path / "a.txt").write_text("We will stay.")
    (tmp_path / "a.toml").write_text(facts)
    with pytest.raises(analysis.MetadataError, match=r"a\.toml"):
        analysis.read_article(tmp_path / "a.txt")


def test_a_file_without_words_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“…” — !")
    with pytest.raises(analysis.ArticleError, match=r"a\.txt has no words; put"):
        analysis.read_article(tmp_path / "a.txt")


def test_sentences_that_break_off_are_read() -> None:
    """Each sentence up to its first, second, third word, and so on, as a paragraph of its own."""
    sentences = [
        'The minister called the position of her colleague "baffling", and left.',
        '"Nobody is building a fortress," he said, adding that it was too late, and went.',
        "Ann Lee spoke to manager Bob Ray of the bank, the head of which had called her to a meeting on Monday.",
        "Among those whom Mayor Ann Lee, along with the head of Norchem, Bob Ray, met was Eva Krogh.",
    ]
    for words in map(str.split, sentences):
        article = analysis.Article(
            "\n\n".join(" ".join(words[:end]) for end in range(1, len(words) + 1)), datetime.date(2030, 1, 1)
        )
        result = analysis.analyse(article)
        assert not (result.quotes.empty and result.contacts.empty)


@pytest.mark.parametrize("missing", [pd.NaT, pd.NA, float("nan"), None])
def test_a_day_that_a_table_lacks_is_unknown(missing: Any) -> None:
    assert analysis.Article("We will stay.", missing).published is None


def calls(monkeypatch: pytest.MonkeyPatch, room: Any, name: str, text: str) -> int:
    """How often a room asks a question while it reads a text."""
    asked = 0
    question: Callable[..., Any] = getattr(room, name)

    def counting(*given: Any) -> Any:
        nonlocal asked
        asked += 1
        return question(*given)

    with monkeypatch.context() as patch:
        patch.setattr(room, name, counting)
        examine_article(analysis.Article(text))
    return asked


@pytest.mark.parametrize(
    ("room", "name", "text"),
    [
        (nominals, "country_of", "the {} minister left."),
        (content, "is_cue", "Ann Lee said that she{} left."),
    ],
)
def test_work_grows_with_the_length_of_a_phrase(
    monkeypatch: pytest.MonkeyPatch, room: Any, name: str, text: str
) -> None:
    word = "nuclear-" if name == "country_of" else ", who said she"
    short, long = (calls(monkeypatch, room, name, text.format(word * n)) for n in (40, 80))
    assert short > 0 and long < 3 * short
