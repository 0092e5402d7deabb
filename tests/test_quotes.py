"""Every construction that gives words to somebody, with one short passage each; and what must hold for any text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import analyse
from analysis.article import Article

# name: (passage, [(speaker, kind, words)]); words of several segments are joined by " | "
CASES: dict[str, tuple[str, list[tuple[str | None, str, str]]]] = {
    "cue after": (
        "“We will not leave the talks,” said Ann Lee.",
        [("Ann Lee", "direct", "We will not leave the talks")],
    ),
    "cue before": ("Ann Lee said, “We will not leave.”", [("Ann Lee", "direct", "We will not leave.")]),
    "colon": ("Ann Lee said: “We will not leave.”", [("Ann Lee", "direct", "We will not leave.")]),
    "floating second piece": (
        "“We will stay,” Ann Lee said. “Nobody sent us away.”",
        [("Ann Lee", "direct", "We will stay | Nobody sent us away.")],
    ),
    "cue in the middle": (
        "“The economy,” Ann Lee said, “is growing again.”",
        [("Ann Lee", "direct", "The economy | is growing again.")],
    ),
    "indirect": ("Ann Lee said that the talks would go on.", [("Ann Lee", "indirect", "the talks would go on")]),
    "indirect without that": (
        "Ann Lee said the talks would go on.",
        [("Ann Lee", "indirect", "the talks would go on")],
    ),
    "indirect, cue after": ("The talks would go on, Ann Lee said.", [("Ann Lee", "indirect", "The talks would go on")]),
    "parenthetical": (
        "The economy, Ann Lee said, is growing again this year.",
        [("Ann Lee", "indirect", "The economy | is growing again this year")],
    ),
    "mixed": (
        "Ann Lee said the offer was “a bad joke” on all of them.",
        [("Ann Lee", "mixed", "the offer was “a bad joke” on all of them")],
    ),
    "according to, before": (
        "According to Ann Lee, the talks have failed.",
        [("Ann Lee", "indirect", "the talks have failed")],
    ),
    "according to, after": (
        "The talks have failed, according to Ann Lee.",
        [("Ann Lee", "indirect", "The talks have failed")],
    ),
    "infinitive": (
        "Ann Lee vowed to leave the talks on Friday.",
        [("Ann Lee", "indirect", "to leave the talks on Friday")],
    ),
    "told somebody": (
        "Ann Lee told Bob Ray that the talks had failed.",
        [("Ann Lee", "indirect", "the talks had failed")],
    ),
    "plain statement": (
        "From the start, Ann Lee has been clear: the talks are over.",
        [("Ann Lee", "indirect", "the talks are over")],
    ),
    "pronoun": (
        "Ann Lee came back on Monday. She said the talks would go on.",
        [("Ann Lee", "indirect", "the talks would go on")],
    ),
    "title": (
        "The Danish minister Ann Lee came back. The minister said the talks would go on.",
        [("Ann Lee", "indirect", "the talks would go on")],
    ),
    "nameless": (
        "A senior official said the talks would go on.",
        [("senior official", "indirect", "the talks would go on")],
    ),
    "relay": (
        "A Danish official said that Ann Lee told them that the talks had failed.",
        [("Ann Lee", "indirect", "the talks had failed")],
    ),
    "next paragraph goes on": (
        "“We will stay,” Ann Lee said.\n\n“Nobody sent us away from this table.”",
        [("Ann Lee", "direct", "We will stay"), ("Ann Lee", "direct", "Nobody sent us away from this table.")],
    ),
    "over two paragraphs": (
        "Ann Lee said: “We will stay here for a week.\n\n“Then we will go home again.”",
        [("Ann Lee", "direct", "We will stay here for a week. | Then we will go home again.")],
    ),
    "announced": (
        "Ann Lee added:\n\n“We will stay here for a week.”",
        [("Ann Lee", "direct", "We will stay here for a week.")],
    ),
    "transcript": (
        "LEE: We will stay here for a week.\n\nRAY: And then what happens?",
        [("LEE", "indirect", "We will stay here for a week."), ("RAY", "indirect", "And then what happens?")],
    ),
    "dash": ("“We will stay here for a week.” — Ann Lee", [("Ann Lee", "direct", "We will stay here for a week.")]),
    "name in marks": ("Ann Lee called the offer “a bad joke.”", [("Ann Lee", "mixed", "the offer “a bad joke")]),
    "missing closing mark": (
        "“We spoke for an hour. I asked him to stop. Ann Lee wrote, “He will not.”",
        [("Ann Lee", "direct", "We spoke for an hour. I asked him to stop. | He will not.")],
    ),
    "same voice": (
        "Ann Lee said that the talks were over. With them goes “the last good chance.”",
        [
            ("Ann Lee", "indirect", "the talks were over"),
            ("Ann Lee", "mixed", "With them goes “the last good chance"),
        ],
    ),
    "two at once": (
        "After critics argued that the offer was weak, Ann Lee said it was fair.",
        [("critics", "indirect", "the offer was weak"), ("Ann Lee", "indirect", "it was fair")],
    ),
    "title of a film": ("They saw “The Long Way Home” on Friday.", []),
    "a belief": ("Ann Lee believes that the talks will go on.", []),
    "not said": ("Ann Lee did not say that the talks had failed.", []),
    "according to custom": ("According to protocol, the guests stood up.", []),
}


def said(text: str) -> list[tuple[str | None, str, str]]:
    quotes = analyse(Article(text)).quotes
    found = []
    for _, segments in quotes.groupby("quote_id"):
        first = segments.iloc[0]
        speaker = None if segments["speaker"].isna().all() else str(first["speaker"])
        found.append((speaker, str(first["kind"]), " | ".join(segments["text"])))
    return found


@pytest.mark.parametrize("case", CASES)
def test_construction(case: str) -> None:
    passage, expected = CASES[case]
    assert said(passage) == expected


def test_relay_names_who_relays() -> None:
    quotes = analyse(Article("According to Ann Lee, Bob Ray said that the talks had failed.")).quotes
    assert quotes[["speaker", "via", "text"]].values.tolist() == [["Bob Ray", "Ann Lee", "the talks had failed"]]


def test_a_row_says_why() -> None:
    row = analyse(Article("Ann Lee said that the talks had failed.")).quotes.iloc[0]
    assert (row["rule"], row["cue"], row["speaker_text"]) == ("clause after the cue", "said", "Ann Lee")


PIECES = [
    "Ann Lee",
    "he",
    "said",
    "that",
    "according to",
    "“",
    "”",
    '"',
    "''",
    "‘",
    "’",
    ",",
    ".",
    ":",
    "\n\n",
    "—",
    "the talks failed",
    "told",
]


@settings(max_examples=150)
@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)))
def test_offsets_hold_for_any_text(text: str) -> None:
    text += " end"
    first, second = (analyse(Article(text)).quotes for _ in range(2))
    for start, end, words in (
        ("start", "end", "text"),
        ("speaker_start", "speaker_end", "speaker_text"),
        ("cue_start", "cue_end", "cue"),
    ):
        rows = first.dropna(subset=[start])
        assert [text[a:b] for a, b in zip(rows[start], rows[end], strict=True)] == rows[words].tolist()
    for _, same in first.groupby("kind"):
        spans = sorted(zip(same["start"], same["end"], strict=True))
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert first.equals(second)
