"""Who takes part in a contact, and on which side."""

import pytest

from analysis import Article, analyse
from analysis.contacts.participants import Participants
from analysis.contacts.triggers import entry_of
from analysis.language import spacy_model
from analysis.people.coreference import find_entities

Sides = tuple[tuple[str, ...], tuple[str, ...]]


def participants(text: str, trigger: str) -> Participants:
    """The participants around the word `trigger` in a text of one paragraph."""
    paragraphs = spacy_model.parse(Article(text))
    token = next(token for token in paragraphs[0].doc if token.text == trigger)
    entry = entry_of(token)
    assert entry is not None
    return Participants(find_entities(paragraphs), paragraphs[0], token, entry)


@pytest.mark.parametrize(
    ("text", "trigger", "sides"),
    [
        ("Ann Lee met Bob Ray.", "met", (("Ann Lee",), ("Bob Ray",))),
        ("Ann Lee spoke by phone with Bob Ray.", "spoke", (("Ann Lee",), ("Bob Ray",))),
        ("Ann Lee held talks with Bob Ray.", "talks", (("Ann Lee",), ("Bob Ray",))),
        ("Ann Lee's meeting with Bob Ray ended.", "meeting", (("Ann Lee",), ("Bob Ray",))),
        ("Ann Lee flew to Oslo to see Bob Ray.", "see", (("Ann Lee",), ("Bob Ray",))),
        # A guest is the one who travels, whoever is the subject.
        ("Bob Ray hosted Ann Lee.", "hosted", (("Ann Lee",), ("Bob Ray",))),
        ("Ann Lee was received by Bob Ray.", "received", (("Ann Lee",), ("Bob Ray",))),
        # Without sides, all are in touch with each other.
        ("Ann Lee and Bob Ray met.", "met", (("Ann Lee", "Bob Ray"), ())),
        ("Talks between Ann Lee and Bob Ray began.", "Talks", (("Ann Lee", "Bob Ray"), ())),
        ("Ann Lee, Bob Ray and Eva Moe met in Oslo.", "met", (("Ann Lee", "Bob Ray", "Eva Moe"), ())),
        # Another sense of the word.
        ("Ann Lee called Bob Ray a liar.", "called", (("Ann Lee",), ())),
    ],
)
def test_sides(text: str, trigger: str, sides: Sides) -> None:
    assert participants(text, trigger).sides() == sides


@pytest.mark.parametrize(
    ("text", "trigger", "initiator"),
    [
        ("Ann Lee telephoned Bob Ray.", "telephoned", "Ann Lee"),
        ("Ann Lee received a letter from Bob Ray.", "letter", "Bob Ray"),
        ("Ann Lee met Bob Ray.", "met", None),
    ],
)
def test_initiator(text: str, trigger: str, initiator: str | None) -> None:
    of_trigger = participants(text, trigger)
    of_trigger.sides()
    assert of_trigger.initiator == initiator


def test_the_latter_of_nobody_asked_for_nothing() -> None:
    text = "The meeting took place at the initiative of the latter minister."
    assert analyse(Article(text)).contacts.empty


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        # Bodies and offices without a name of a person.
        ("Tom Hall met with executives from Ford on Monday.", {("Tom Hall", "executives from Ford")}),
        (
            "Officials from Greenpeace met with Minister Ann Lee.",
            {("Greenpeace", "Ann Lee")},
        ),
        ("The US secretary of state met Ann Lee.", {("US secretary of state", "Ann Lee")}),
        ("Ann Lee met the Norwegian ambassador.", {("Ann Lee", "Norwegian ambassador")}),
        ("Ann Lee met the mayor of Leeds.", {("Ann Lee", "mayor of Leeds")}),
        ("Bob Ray founded Acme Group. Ann Lee held a meeting with its executives.", {("Ann Lee", "Acme Group")}),
        ("The Irish government held talks with the European Union.", {("Ireland", "European Union")}),
        # Two that were mentioned before.
        ("Norway and Iceland quarrelled. The leaders of the two countries met.", {("Norway", "Iceland")}),
        ("The Irish government and the Taliban signed a truce. The parties held talks.", {("Ireland", "Taliban")}),
        ("Ann Lee and Bob Ray are engaged. The two last met in May 2019.", {("Ann Lee", "Bob Ray")}),
        ("Mr Lee of Norway thanked Mr Ray of Poland. The two ministers met.", {("Lee", "Ray")}),
        # Relative clauses and coordination.
        ("The conversation Ann Lee had with Bob Ray was taped.", {("Ann Lee", "Bob Ray")}),
        ("Bob Ray, whom Ann Lee met, is ill.", {("Ann Lee", "Bob Ray")}),
        ("The party official, Ann Lee, and Mr Ek met Bob Ray.", {("Ann Lee", "Bob Ray"), ("Ek", "Bob Ray")}),
        # A meal for a guest.
        ("Ann Lee hosted dinner for Bob Ray.", {("Ann Lee", "Bob Ray")}),
        # No party: a label, others without a name, the own body, a companion, whom one only speaks of, an interviewer.
        ("Senator Ann Lee (D-Ohio) spoke with Bob Ray on Monday.", {("Ann Lee", "Bob Ray")}),
        ("Ann Lee met Karin Vogel and other German ministers.", {("Ann Lee", "Karin Vogel")}),
        ("Labour Party leader Ann Lee met Labour Party members.", set()),
        ("Ann Lee spoke at noon along with Bob Ray.", set()),
        ("Ann Lee spoke of her friendship with Bob Ray.", set()),
        ("Ann Lee had a talk with the radio host Bob Ray.", set()),
        ("On a visit to North Carolina, Vice President Ann Lee attacked Bob Ray.", set()),
        ("Ann Lee and Bob Ray checked their email.", set()),
    ],
)
def test_pairs(text: str, pairs: set[tuple[str, str]]) -> None:
    contacts = analyse(Article(text)).contacts
    found = {frozenset(pair) for pair in zip(contacts["actor"], contacts["recipient"], strict=True)}
    assert found == {frozenset(pair) for pair in pairs}
