"""Every frame's examples: those in `yes` describe a contact of these parties, those in `no` describe none."""

import re
from datetime import date
from typing import Any

import pytest

from analysis import vocabulary
from analysis.articles.article import Article
from analysis.pipeline import analyse
from analysis.tables import modes_agree
from analysis.vocabulary.schema import Frame

MIN_EXAMPLES = 5
QUICK_EXAMPLES = 1  # of each kind, for `make quick`
PUBLISHED = date(2024, 5, 6)
PARTY = re.compile(r"\[([^]]+)]")


def examples(kind: str) -> list[Any]:
    return [
        pytest.param(frame, text, id=text, marks=[pytest.mark.more] if n >= QUICK_EXAMPLES else [])
        for frame in vocabulary.frames().frames
        for n, text in enumerate(getattr(frame, kind))
    ]


@pytest.mark.parametrize(("frame", "text"), examples("yes"))
def test_a_contact_of_the_parties_in_brackets(frame: Frame, text: str) -> None:
    contacts = analyse(Article(text=PARTY.sub(r"\1", text), published=PUBLISHED)).contacts
    assert {*contacts["actor"], *contacts["recipient"]} == set(PARTY.findall(text))
    assert all(modes_agree(mode, frame.mode) for mode in contacts["mode"])


@pytest.mark.parametrize(("frame", "text"), examples("no"))
def test_another_sense_of_the_words_is_no_contact(frame: Frame, text: str) -> None:
    contacts = analyse(Article(text=text, published=PUBLISHED)).contacts
    assert contacts.empty, contacts[["actor", "recipient", "trigger"]]


@pytest.mark.parametrize("frame", vocabulary.frames().frames, ids=lambda frame: str(frame.name))
def test_a_frame_has_examples_of_both_kinds(frame: Frame) -> None:
    assert len(frame.yes) >= MIN_EXAMPLES and len(frame.no) >= MIN_EXAMPLES
