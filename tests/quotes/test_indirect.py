"""Reported clauses and phrases: where they begin and end, whose they are, and what only looks like one."""

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str | None, str, str]]]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        (
            "Lund said the bridge was safe and added that it would stay open.",
            [("Lund", "the bridge was safe"), ("Lund", "it would stay open")],
        ),
        (
            "Eva Lund said prices could fall to 90 cents and conceded that the crash would hurt jobs.",
            [("Eva Lund", "prices could fall to 90 cents"), ("Eva Lund", "the crash would hurt jobs")],
        ),
        (
            "Eva Lund said the plan was wrong, and critics warned that it would fail.",
            [("Eva Lund", "the plan was wrong"), ("critics", "it would fail")],
        ),
        (
            "Eva Lund said the plan was wrong, while critics warned that it would fail.",
            [("Eva Lund", "the plan was wrong"), ("critics", "it would fail")],
        ),
        (
            "Tom Berg viewed it as a mistake and said it would cost jobs.",
            [("Tom Berg", "it would cost jobs")],
        ),
        (
            "The harbour was closed, which Tom Berg said was wrong.",
            [("Tom Berg", "was wrong")],
        ),
        ("Eva Lund said the plan was wrong and warned of protests.", [("Eva Lund", "the plan was wrong")]),
        (
            "Eva Lund told her staff she would be late and urged them to begin.",
            [("Eva Lund", "she would be late")],
        ),
        (
            "Eva Lund said that she feels sorry for the crew but blamed nobody.",
            [("Eva Lund", "she feels sorry for the crew")],
        ),
        (
            "Eva Lund says that she feels sorry for the crew but knows nobody.",
            [("Eva Lund", "she feels sorry for the crew but knows nobody")],
        ),
        (
            "Eva Lund said the boy had been fired and told to leave.",
            [("Eva Lund", "the boy had been fired and told to leave")],
        ),
        (
            "Eva Lund said the men were tested and the results were good.",
            [("Eva Lund", "the men were tested and the results were good")],
        ),
        ("Eva Lund vowed to stay, but the board sacked her.", [("Eva Lund", "to stay")]),
        (
            "Hospital managers warned it could cost £40m. Dr Eva Lund said the figure was too low.",
            [("Hospital managers", "it could cost £40m"), ("Eva Lund", "the figure was too low")],
        ),
        (
            "Eva Lund warned it could cost 12%. Tom Berg said that was too much.",
            [("Eva Lund", "it could cost 12%"), ("Tom Berg", "that was too much")],
        ),
    ],
)
def test_a_second_report_is_its_own_quotation(said: Said, passage: str, expected: list[tuple[str, str]]) -> None:
    assert [(speaker, text) for speaker, _, text in said(passage)] == expected


@pytest.mark.parametrize(
    ("passage", "speaker", "text"),
    [
        ("A dam that engineers said was safe has burst.", "engineers", "was safe"),
        (
            "A law that the government says is one of the strictest in Europe takes effect in June.",
            "government",
            "is one of the strictest in Europe",
        ),
        ("The bridge, which engineers said was unsafe, will be closed.", "engineers", "was unsafe"),
        ("A painting that Eva Lund insists is genuine will be sold.", "Eva Lund", "is genuine"),
        ("The dam, which Eva Lund said would last a century, has burst.", "Eva Lund", "would last a century"),
        ("She bought a house that the agent told her was dry.", "agent", "was dry"),
        ("Norway, which said it would not pay, called a meeting.", "Norway", "it would not pay"),
        ("The firm, which says it has 40 staff, is in Leeds.", "firm", "it has 40 staff"),
    ],
)
def test_a_relative_clause_ends_before_the_main_verb(said: Said, passage: str, speaker: str, text: str) -> None:
    assert said(passage) == [(speaker, "indirect", text)]


@pytest.mark.parametrize(
    ("passage", "speaker", "text"),
    [
        ("The plan was criticised by Eva Lund as “far too expensive”.", "Eva Lund", "as “far too expensive”"),
        ("The plan was criticised by Eva Lund for being “far too dear”.", "Eva Lund", "for being “far too dear”"),
        ("Tom Berg was accused by Eva Lund of “hiding the truth”.", "Eva Lund", "of “hiding the truth”"),
        (
            "Tom Berg was praised by Eva Lund for his “calm and steady hand”.",
            "Eva Lund",
            "for his “calm and steady hand”",
        ),
        ("The merger was criticised by regulators as “far too risky”.", "regulators", "as “far too risky”"),
        (
            "It was criticised by the tribunal and the court of appeal for “ignoring the facts”.",
            "tribunal and court of appeal",
            "for “ignoring the facts”",
        ),
        ("The offer was dismissed as “a bad joke” by Eva Lund.", "Eva Lund", "as “a bad joke”"),
        ("The plan was criticised because “it costs too much”.", None, "because “it costs too much”"),
        (
            "The plan was attacked by the Law Society because it “tramples on rights”.",
            "Law Society",
            "because it “tramples on rights”",
        ),
        ("Eva Lund called for talks “as soon as possible”.", "Eva Lund", "for talks “as soon as possible”"),
        (
            "Eva Lund called for the minister to resign and “end this farce.”",
            "Eva Lund",
            "for the minister to resign and “end this farce.”",
        ),
        ("Eva Lund called the bill “cruel” in a letter to the council.", "Eva Lund", "the bill “cruel”"),
        ("Eva Lund voiced “deep concern” about the offer.", "Eva Lund", "“deep concern” about the offer"),
        (
            "Eva Lund voiced “deep concern” about the dam, the tunnel and the bridge.",
            "Eva Lund",
            "“deep concern” about the dam, the tunnel and the bridge",
        ),
        ("Eva Lund called him “weak”, a dig at his age.", "Eva Lund", "him “weak”"),
        (
            "Eva Lund called the plan “cruel”, “absurd” and “cheap”.",
            "Eva Lund",
            "the plan “cruel”, “absurd” and “cheap”",
        ),
        (
            "Eva Lund praised the plan as “bold”, without naming its author.",
            "Eva Lund",
            "the plan as “bold”",
        ),
        (
            "Eva Lund emphasised the “enduring friendship” of the two states.",
            "Eva Lund",
            "the “enduring friendship” of the two states",
        ),
    ],
)
def test_a_phrase_with_words_in_marks(said: Said, passage: str, speaker: str | None, text: str) -> None:
    assert said(passage) == [(speaker, "mixed", text)]


@pytest.mark.parametrize(
    ("passage", "speaker", "text"),
    [
        ("Tom Berg claimed at the time that the bridge was safe.", "Tom Berg", "the bridge was safe"),
        ("Tom Berg told the paper on Monday that the bridge was safe.", "Tom Berg", "the bridge was safe"),
        ("The bank, citing two officials, said the bridge would close.", "bank", "the bridge would close"),
        ("Eva Lund expressed concern that the offer was too low.", "Eva Lund", "the offer was too low"),
        ("Eva Lund vowed last month to stay.", "Eva Lund", "to stay"),
        ("Eva Lund threatened to leave the party.", "Eva Lund", "to leave the party"),
        ("Eva Lund vowed to repair the bridge, citing the law.", "Eva Lund", "to repair the bridge"),
        ("Eva Lund vowed to close the mine, a threat that alarmed the unions.", "Eva Lund", "to close the mine"),
        ("Eva Lund pledged to strengthen the dam, when asked about the flood.", "Eva Lund", "to strengthen the dam"),
        (
            "Eva Lund vowed to repair the bridge, the tunnel and a school.",
            "Eva Lund",
            "to repair the bridge, the tunnel and a school",
        ),
        (
            "Eva Lund vowed to repair three bridges, including the oldest one.",
            "Eva Lund",
            "to repair three bridges, including the oldest one",
        ),
        ("Eva Lund has been clear: the bridge must close.", "Eva Lund", "the bridge must close"),
        ("The council made it clear that the bridge would close.", "council", "the bridge would close"),
        ("Officials made clear they would not pay.", "Officials", "they would not pay"),
        (
            "Eva Lund, making it clear that the bridge was unsafe, left the meeting.",
            "Eva Lund",
            "the bridge was unsafe",
        ),
        ("The dam is safe, according to the Water Board, a public body.", "Water Board", "The dam is safe"),
        (
            "The dam is safe, according to the Water Board, which inspects it every year.",
            "Water Board",
            "The dam is safe",
        ),
        (
            "The dam is safe, according to the Water Board, but the tunnel is not.",
            "Water Board",
            "The dam is safe | but the tunnel is not",
        ),
        ("That is safe, according to the Water Board.", "Water Board", "That is safe"),
        ("The dam holds (according to the Water Board).", "Water Board", "The dam holds"),
        ("The bridge will close, according to a statement from Eva Lund.", "Eva Lund", "The bridge will close"),
        ("The bridge will close, according to a statement by the council.", "council", "The bridge will close"),
        (
            "According to a statement issued by the ministry, the bridge will close.",
            "ministry",
            "the bridge will close",
        ),
        (
            "Two men were hurt in a fire in Brno and the spa town Zlin, police and local media said.",
            "local media",
            "Two men were hurt in a fire in Brno and the spa town Zlin",
        ),
        (
            "A storm left thousands without power, the electricity company said in a statement late on Tuesday.",
            "electricity company",
            "A storm left thousands without power",
        ),
    ],
)
def test_report_and_source(said: Said, passage: str, speaker: str, text: str) -> None:
    assert said(passage) == [(speaker, "indirect", text)]


@pytest.mark.parametrize(
    "passage",
    [
        "Poland has recalled its ambassador to Belarus.",
        "A firm has recalled its baby milk over safety fears.",
        "Tom Berg added it, and the crowd cheered.",
        "Tom Berg added them, and the crowd cheered.",
        "The minister cancelled the visit late on Monday, citing security.",
        "Huge protests demanding that he step down began in March.",
        "His actions suggest that he knew.",
        "He left early, which suggests that he was tired.",
        "Town agrees deal to replace old bridge.",
        "Anyone with information is asked to call police on 101.",
        "The shops were ordered to close.",
        "The city will ask shops to close.",
        "People who threatened to leave stayed.",
        "It is threatening to rain.",
        "The vote threatens to split the party.",
        "The new tax encouraged people to drive less.",
        "The money pledged last year to reopen the shop is gone.",
        "The quiz asked readers to guess the year.",
        "The role calls on the mayor to open the fair.",
        "Eva Lund asked for two million crowns to repair the bridge.",
        "Nobody did what Eva Lund told them to do.",
        "If the vote is free, as Eva Lund claims to believe, he will win.",
        "Eva Lund, when asked whether she would stand, shook her head.",
        "Asked whether she would stand, Eva Lund shook her head.",
        "The science is clear that the sea is rising.",
        "One thing was clear: the bridge had failed.",
        "To be clear, the bridge was never closed.",
        "It is clear that the bridge has failed.",
        "That is according to the Water Board.",
        "A blog, called the “Feed”, gives news of the council.",
        "Eva Lund wrote in her memoir, “The Long Winter.”",
        "The paper published an article titled: “Who is behind the flood in the north?”",
        "The cover bore the headline, “The dam has burst at last.”",
        "They held signs with slogans including, “Close the mine now or never.”",
        "Eva Lund Backs Tom Berg: We Are ‘Horrified’ By the Flood\n\nEva Lund met Tom Berg.",
        "Eva Lund ordered the guards to leave.",
        "Eva Lund announced a hold on exports.",
        "Eva Lund expressed concern about the offer.",
        "Eva Lund announced plans to close the mine.",
        "Eva Lund referred to her “aunts” in a speech.",
        "The council declared a state of emergency, which had been expected.",
        "You can say that the talks have failed.",
        "Eva Lund phoned Tom Berg on Friday after “The Long Walk” won a prize.",
    ],
)
def test_no_report(said: Said, passage: str) -> None:
    assert said(passage) == []


@pytest.mark.parametrize(
    "clause", ["when the bus came", "where the road ends", "wherever she went", "when asked", "as the bus came"]
)
def test_a_clause_of_time_or_place_after_a_direct_quotation(said: Said, clause: str) -> None:
    assert said(f"“It is late,” Eva Lund said {clause}.") == [("Eva Lund", "direct", "It is late")]


def test_a_question_word_without_marks_opens_a_report(said: Said) -> None:
    assert said("Eva Lund said when the talks would end.") == [("Eva Lund", "indirect", "when the talks would end")]


@pytest.mark.parametrize("request_", ["urged the council to", "called on the council to", "told the council to"])
def test_a_request_is_a_report_only_with_words_in_marks(said: Said, request_: str) -> None:
    assert said(f"Eva Lund {request_} act at once.") == []
    assert said(f"Eva Lund {request_} “end this farce” at once.") == [
        ("Eva Lund", "mixed", "to “end this farce” at once")
    ]


@pytest.mark.parametrize(
    ("passage", "speaker"),
    [
        ("Eva Lund told reporters when asked last week about the flood: “{}”", "Eva Lund"),
        ("After Tom Berg criticised the mayor in a debate, Eva Lund shot back, “{}”", "Eva Lund"),
        ("While Tom Berg praised the plan, Eva Lund fired back: “{}”", "Eva Lund"),
        ("Eva Lund wrote in her memoir, “{}”", "Eva Lund"),
        ("Eva Lund, who leads the council, said in an interview: “{}”", "Eva Lund"),
        ("Eva Lund criticised the mayor on Monday: “{}”", "Eva Lund"),
    ],
)
def test_the_main_verb_before_the_marks_is_the_cue(said: Said, passage: str, speaker: str) -> None:
    text = "The dam was never safe at all."
    assert said(passage.format(text)) == [(speaker, "direct", text)]


@pytest.mark.parametrize("one", ["One of the nurses", "Another of the nurses", "One nurse"])
def test_one_of_several_can_have_a_name(said: Said, one: str) -> None:
    assert said(f"{one}, Ann Lee, said the bridge was safe.") == [("Ann Lee", "indirect", "the bridge was safe")]
