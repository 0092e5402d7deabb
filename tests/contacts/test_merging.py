"""Tests of `analysis.contacts.merging`: mentions of one contact become one, those of different contacts do not."""

from collections.abc import Callable
from typing import Any

import pytest

Rows = Callable[..., list[dict[str, Any]]]
PUBLISHED = "2024-05-06"  # a Monday


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        (
            "Norwegian and Chilean leaders meet in Lima\n\n"
            "Norwegian Prime Minister Ida Krogh has met Chilean President Carlos Soto in the Peruvian capital.",
            ("Ida Krogh", "Carlos Soto"),
        ),
        (
            "Norway and Chile hold first talks since 2008\n\n"
            "The foreign ministers of Norway and Chile have held talks in Oslo.\n\n"
            "Ida Krogh of Norway and her Chilean counterpart, Carlos Soto, met for three hours on Monday.",
            ("Ida Krogh", "Carlos Soto"),
        ),
        (
            "Norwegian leader and Chilean president speak by phone\n\n"
            "Norwegian Prime Minister Ida Krogh has told Chilean President Carlos Soto in a call that it is over.",
            ("Ida Krogh", "Carlos Soto"),
        ),
        (
            "Oslo summons Chilean envoy\n\nNorway has summoned the Chilean ambassador after a boat sank.\n\n"
            "Deputy Foreign Minister Ida Krogh told Ambassador Carlos Soto that Oslo wanted an apology.",
            ("Ida Krogh", "Carlos Soto"),
        ),
        (
            "Leeds hold talks with Hall over manager's job\n\n"
            "Leeds United have held talks with former Italy coach Peter Hall about becoming their new manager.\n\n"
            "Hall, 58, met the club's chairman, Mark Stone, in London on Sunday.",
            ("Peter Hall", "Mark Stone"),
        ),
    ],
)
def test_a_headline_and_the_text_are_about_one_contact(rows: Rows, text: str, parties: tuple[str, str]) -> None:
    assert [{row["actor"], row["recipient"]} for row in rows(text, PUBLISHED)] == [set(parties)]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        (
            "Norway and Chile hold talks\n\nNorway and Chile held talks on fish last month. On Friday, Norwegian Prime"
            " Minister Ida Krogh rang Chilean President Carlos Soto.",
            2,
        ),
        (
            "Norway to meet Chile next week\n\nNorway and Chile will hold talks next week. Norwegian Prime Minister Ida"
            " Krogh met Chilean President Carlos Soto in May.",
            2,
        ),
        (
            "Leeds hold talks with Hall\n\nLeeds United have held talks with Peter Hall. Hall met Derby chairman Mark"
            " Stone on Sunday.",
            2,
        ),
        (
            "It was wet. Norway and Chile held talks. Norwegian Prime Minister Ida Krogh met Chilean"
            " President Carlos Soto.\n\nNorway and Chile held talks. Norwegian Prime Minister Ida Krogh met Chilean"
            " President Carlos Soto.",
            2,
        ),
    ],
)
def test_states_in_the_text_are_parties_of_their_own(rows: Rows, text: str, n: int) -> None:
    assert len(rows(text, PUBLISHED)) == n


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Jon Lind met Peder Roe on Monday. “He was fine,” Lind said when asked if he had met Roe.", ["occurred"]),
        ("Jon Lind met Ida Krogh over lunch. If the two spoke about taxes, neither would say.", ["occurred"]),
        ("Ida Krogh has invited Jon Lind to meet her on Thursday. Lind will meet Krogh on Thursday.", ["planned"]),
        ("Ida Krogh will meet Jon Lind on Thursday. Krogh has invited Lind to Tarn for talks, she said.", ["planned"]),
        ("Jon Lind wants to meet Ida Krogh. Lind will fly to Tarn to meet Krogh on Thursday.", ["planned"]),
        # another contact, or none at all
        ("Jon Lind met Ida Krogh on Monday. Krogh has invited Lind to Tarn.", ["occurred", "hypothetical"]),
        (
            "Jon Lind will meet Ida Krogh on Monday. Lind would be ready to ring Krogh, too.",
            ["planned", "hypothetical"],
        ),
        ("Jon Lind met Ida Krogh in May. He would like to meet Krogh again.", ["occurred", "hypothetical"]),
        ("Jon Lind met Ida Krogh in March. Krogh has invited Lind to a meeting in June.", ["occurred", "hypothetical"]),
        ("Jon Lind will meet Ida Krogh on Monday. Krogh offered to meet Lind on Friday.", ["planned", "hypothetical"]),
    ],
)
def test_what_is_asked_or_offered_is_what_the_text_reports(rows: Rows, text: str, statuses: list[str]) -> None:
    assert [row["status"] for row in rows(text, PUBLISHED)] == statuses


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Jon Lind wrote to Ida Krogh on Monday. Krogh replied on Friday.",
            [("Jon Lind", "Ida Krogh"), ("Ida Krogh", "Jon Lind")],
        ),
        (
            "Jon Lind e-mailed Ida Krogh. “Thanks,” she wrote back.",
            [("Jon Lind", "Ida Krogh"), ("Ida Krogh", "Jon Lind")],
        ),
        (
            "Jon Lind sent Ida Krogh a letter. In her reply, Krogh said no. Her response was short.",
            [("Jon Lind", "Ida Krogh"), ("Ida Krogh", "Jon Lind")],
        ),
        # no answer, one to everybody, or one by somebody else
        ("Jon Lind wrote to Ida Krogh. She has not replied.", [("Jon Lind", "Ida Krogh")]),
        ("Jon Lind wrote to Ida Krogh. She responded in a speech on Friday.", [("Jon Lind", "Ida Krogh")]),
        ("Jon Lind wrote to Ida Krogh. “Really?” Tom Hall replied.", [("Jon Lind", "Ida Krogh")]),
        ("Jon Lind met Ida Krogh. “Really?” Krogh replied.", [("Jon Lind", "Ida Krogh")]),
        ("Jon Lind wrote to Ida Krogh. Krogh has shown an immune response.", [("Jon Lind", "Ida Krogh")]),
    ],
)
def test_the_answer_to_a_letter_is_another_letter(rows: Rows, text: str, pairs: list[tuple[str, str]]) -> None:
    assert [(row["actor"], row["recipient"]) for row in rows(text, PUBLISHED)] == pairs


def test_an_answer_is_not_of_the_day_of_the_letter(rows: Rows) -> None:
    letter, answer = rows("Jon Lind wrote to Ida Krogh on Friday. In her reply, Krogh said no.", PUBLISHED)
    assert (str(letter["date_start"])[:10], answer["date_source"]) == ("2024-05-03", "none")
