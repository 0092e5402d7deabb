"""Every construction of a quotation in one short passage each, and properties that hold for any text."""

from collections.abc import Callable
from itertools import chain, islice, pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import analyse
from analysis.articles.article import Article
from analysis.errors import AnalysisError
from analysis.language import parsing
from analysis.language.quote_marks import pairs_of_marks
from analysis.people import coreference
from analysis.quotes.content import has_word, with_whole_pairs

Said = Callable[[str], list[tuple[str | None, str, str]]]
# name of the construction: (passage, [(speaker, kind, text)]); texts of several segments are joined by " | "
CASES: dict[str, tuple[str, list[tuple[str | None, str, str]]]] = {
    "cue after": (
        "“We will not leave the talks,” said Ann Lee.",
        [("Ann Lee", "direct", "We will not leave the talks")],
    ),
    "cue before": ("Ann Lee said, “We will not leave.”", [("Ann Lee", "direct", "We will not leave.")]),
    "colon": ("Ann Lee said: “We will not leave.”", [("Ann Lee", "direct", "We will not leave.")]),
    "second part without a cue": (
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
    "audience as object": (
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
    "continued in the next paragraph": (
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
    "name in marks": ("Ann Lee called the offer “a bad joke.”", [("Ann Lee", "mixed", "the offer “a bad joke.”")]),
    "missing closing mark": (
        "“We spoke for an hour. I asked him to stop. Ann Lee wrote, “He will not.”",
        [("Ann Lee", "direct", "We spoke for an hour. I asked him to stop. | He will not.")],
    ),
    "no cue in the sentence after a report": (
        "Ann Lee said that the talks were over. With them goes “the last good chance.”",
        [
            ("Ann Lee", "indirect", "the talks were over"),
        ],
    ),
    "two at once": (
        "After critics argued that the offer was weak, Ann Lee said it was fair.",
        [("critics", "indirect", "the offer was weak"), ("Ann Lee", "indirect", "it was fair")],
    ),
    "marks that end after the sentence": (
        "Ann Lee said the reform “is a question for us. It is no answer to them.”",
        [("Ann Lee", "mixed", "the reform “is a question for us. It is no answer to them.”")],
    ),
    "dateline": (
        "OSLO, July 19 (Wire) - Ann Lee told reporters that the talks had failed.",
        [("Ann Lee", "indirect", "the talks had failed")],
    ),
    "issuer of a statement": (
        "Ann Lee issued a statement saying that the talks had failed.",
        [("Ann Lee", "indirect", "the talks had failed")],
    ),
    "shares the subject of a passive": (
        "The guards were angered by the deal and said it would fail.",
        [("guards", "indirect", "it would fail")],
    ),
    "quoted as saying": (
        "Bob Ray quoted Ann Lee as saying that the talks had failed.",
        [("Ann Lee", "indirect", "the talks had failed")],
    ),
    "passive without a source": (
        "It was said that the talks had failed.",
        [(None, "indirect", "the talks had failed")],
    ),
    "inverted in the middle": (
        "The mistake, argued Ann Lee, a lawyer, was to wait for so long.",
        [("Ann Lee", "indirect", "The mistake | was to wait for so long")],
    ),
    "as she puts it": (
        "The talks, as Ann Lee puts it, were not always pleasant.",
        [("Ann Lee", "indirect", "The talks | were not always pleasant")],
    ),
    "in the words of": (
        "In the words of Ann Lee, the talks were “a bad joke”.",
        [("Ann Lee", "mixed", "the talks were “a bad joke”")],
    ),
    "a survey found": (
        "A survey found that most drivers were tired.",
        [("survey", "indirect", "most drivers were tired")],
    ),
    "two together": (
        "Ann Lee and Bob Ray said that the talks had failed.",
        [("Ann Lee and Bob Ray", "indirect", "the talks had failed")],
    ),
    "question and answer": (
        "Ann Lee repairs clocks.\n\nQ: Which one is the oldest?\n\nA: The one in the tower is.",
        [(None, "indirect", "Which one is the oldest?"), ("Ann Lee", "indirect", "The one in the tower is.")],
    ),
    "turn of a person named before": (
        "The court heard Ann Lee.\n\nLEE: I had a chart with me.",
        [("Ann Lee", "indirect", "I had a chart with me.")],
    ),
    "conversation": (
        "“She hums,” says Bob Ray.\n\n“He whistles,” says Ann Lee.\n\n"
        "“Only when it rains outside.”\n\n“It always rains here.”",
        [
            ("Bob Ray", "direct", "She hums"),
            ("Ann Lee", "direct", "He whistles"),
            ("Bob Ray", "direct", "Only when it rains outside."),
            ("Ann Lee", "direct", "It always rains here."),
        ],
    ),
    "subordinate clause before a cue": ("As the crowd left the square, Ann Lee claimed the prize.", []),
    "if she says": ("If Ann Lee says that the talks have failed, there will be a crowd.", []),
    "negated subject": ("No witness has said that the bridge was old.", []),
    "yet to say": ("Ann Lee has yet to say whether the talks have failed.", []),
    "might say": ("Ann Lee might say that the talks have failed.", []),
    "a list of names": ("Nevada: Adam Khan, Ann Lee, Bob Ray, Carl Hunt, Dan Moss, Eve Hill.", []),
    "title of a film": ("They saw “The Long Way Home” on Friday.", []),
    "a belief": ("Ann Lee believes that the talks will go on.", []),
    "not said": ("Ann Lee did not say that the talks had failed.", []),
    "according to custom": ("According to protocol, the guests stood up.", []),
}


SPEAKERS = {
    # The description of somebody without a name is whole.
    "People familiar with the talks said the deal was near.": "People familiar with the talks",
    "The deal is near, according to people familiar with the matter.": "people familiar with the matter",
    "A source close to the family said she was well.": "source close to the family",
    "A senior US official said the deal was near.": "senior US official",
    "A person briefed on the talks said the deal was near.": "person briefed on the talks",
    "The deal is near, said two people with knowledge of it.": "two people with knowledge of it",
    "Residents of Leeds said the water was brown.": "Residents of Leeds",
    "His spokesman on Friday said the deal was near.": "His spokesman",
    "One young woman said she heard a bang.": "young woman",
    "Patrons and staff there said it was loud.": "Patrons and staff",
    "An aide and another source close to the talks said it was late.": "aide and source close to the talks",
    "A dentist and novelist said it was loud.": "dentist",
    "A source close to the family said she was well. The source said she was home.": "source close to the family",
    "Officials in Leeds said it was shut. One said it would open.": "Officials in Leeds",
    # A statement has the speaker who issues it; a report speaks for itself.
    "A statement from the Defense Ministry said it was shut.": "Defense Ministry",
    "Ann Lee spoke. Her letter said that it was shut.": "Ann Lee",
    "It was shut, according to an email from Ann Lee.": "Ann Lee",
    "The letter said that it was shut.": "letter",
    "A report by the Bridge Institute said it was shut.": "report by the Bridge Institute",
    # A participle goes on in the voice of the main clause.
    "Bob Ray told Ann Lee the dam was unsafe, adding that it would burst.": "Bob Ray",
    "Bob Ray said Ann Lee had resigned, adding: “It is a pity for all.”": "Bob Ray",
    "Police said the driver fled the scene, stressing that nobody was hurt.": "Police",
    "Ann Lee wrote a letter to Bob Ray, saying that it was late.": "Ann Lee",
}


@pytest.mark.parametrize("passage", SPEAKERS)
def test_the_last_speaker_has_the_whole_name(passage: str) -> None:
    assert analyse(Article(passage)).quotes["speaker"].tolist()[-1] == SPEAKERS[passage]


@pytest.mark.parametrize("case", CASES)
def test_construction(said: Said, case: str) -> None:
    passage, expected = CASES[case]
    assert said(passage) == expected


DENIED = {
    "Ann Lee denied that the bank was bankrupt.": "the bank was bankrupt",
    "Ann Lee has denied the bank was bankrupt.": "the bank was bankrupt",
    "Ann Lee strongly denies that the bank was bankrupt.": "the bank was bankrupt",
    "Ann Lee denies stealing.": "stealing",
    "Ann Lee denied ever having met Bo Ray.": "ever having met Bo Ray",
    "Ann Lee denied being asked about it.": "being asked about it",
    "Ann Lee dismissed claims that the bank was bankrupt.": "the bank was bankrupt",
    "Ann Lee rejected the idea that the bank was bankrupt.": "the bank was bankrupt",
    "Ann Lee denied the accusation that the bank was bankrupt.": "the bank was bankrupt",
    "Ann Lee denied claims the bank was bankrupt.": "the bank was bankrupt",
    "Ann Lee disputed that the bank was bankrupt.": "the bank was bankrupt",
    "Ann Lee refuted that the bank was bankrupt.": "the bank was bankrupt",
    "Ann Lee contradicted that the bank was bankrupt.": "the bank was bankrupt",
    "Ann Lee disagreed that the bank was bankrupt.": "the bank was bankrupt",
    "Claims that the bank was bankrupt were dismissed by Ann Lee.": "the bank was bankrupt",
    "It was denied that the bank was bankrupt.": "the bank was bankrupt",
    "Ann Lee repeated her denial that the bank was bankrupt.": "the bank was bankrupt",
    "Ann Lee denied that “the bank was bankrupt”.": "the bank was bankrupt",
    "Ann Lee denied that the bank was “bankrupt”.": "the bank was “bankrupt”",
    "Ann Lee denied “any wrongdoing”.": "any wrongdoing",
    "Ann Lee denied calling Bo Ray a “liar”.": "calling Bo Ray a “liar”",
    "Ann Lee denied saying that “the bank was bankrupt”.": "saying that “the bank was bankrupt”",
    "Ann Lee denied that Bo Ray had said that the bank was bankrupt.": "Bo Ray had said that the bank was bankrupt",
}
NOT_DENIED = {
    "“I never did it,” Ann Lee denied.": ["I never did it"],
    "Ann Lee denied the accusation: “I never did it.”": ["I never did it."],
    "Ann Lee denied the accusation. “I never did it at all.”": ["I never did it at all."],
    "Ann Lee denied Bo Ray's claim that the bank was bankrupt.": ["the bank was bankrupt"],  # it is his claim
    "Ann Lee said that the bank was bankrupt.": ["the bank was bankrupt"],
    "Ann Lee did not deny that the bank was bankrupt.": [],
    "Ann Lee never denied that the bank was bankrupt.": [],
    "Ann Lee refused to confirm or deny that the bank was bankrupt.": [],
    "Ann Lee neither confirmed nor denied that the bank was bankrupt.": [],
    "Nor did Ann Lee deny that the bank was bankrupt.": [],
    "No one denies that the bank was bankrupt.": [],
    "It is hard to deny that the bank was bankrupt.": [],
    "Without denying that the bank was bankrupt, Ann Lee left.": [],
    "The judge denied him bail.": [],
    "The firm denied entry to Bo Ray.": [],
    "The club has denied the reports of a sale.": [],
    "The report contradicted what Ann Lee had promised.": [],
    "Ann Lee rejected a bill that would close the dam.": [],
    "Ann Lee rejected the claims she had read in the paper.": [],
}


@pytest.mark.parametrize("text", DENIED)
def test_what_its_cue_denies_is_denied(text: str) -> None:
    quotes = analyse(Article(text)).quotes
    assert quotes[quotes["denied"]]["text"].tolist() == [DENIED[text]]
    assert set(quotes["speaker"].dropna()) <= {"Ann Lee"}


@pytest.mark.parametrize("text", NOT_DENIED)
def test_what_is_said_or_not_denied(text: str) -> None:
    quotes = analyse(Article(text)).quotes
    assert quotes["text"].tolist() == NOT_DENIED[text] and not quotes["denied"].any()


def test_words_after_a_denial_are_their_speakers() -> None:
    quotes = analyse(Article("Ann Lee denied that “the bank was bankrupt” and said it would open on Monday.")).quotes
    assert list(zip(quotes["text"], quotes["denied"], strict=True)) == [
        ("the bank was bankrupt", True),
        ("it would open on Monday", False),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee described them as “Nazis”.", "them as “Nazis”"),
        ('Ann Lee described them as "Nazis."', 'them as "Nazis."'),
        ("Ann Lee said that “every bad day” is over for the bank.", "“every bad day” is over for the bank"),
        ("“It was a ‘disaster’,” Ann Lee said.", "It was a ‘disaster’"),
        ("“It was a disaster,” Ann Lee said.", "It was a disaster"),
    ],
)
def test_a_pair_of_marks_is_in_the_text_as_a_whole(text: str, expected: str) -> None:
    assert analyse(Article(text)).quotes["text"].tolist() == [expected]


@given(st.text('ab “”"‘’.,', max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_no_span_has_half_a_pair_of_marks(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    low, high = with_whole_pairs(text, start, end)
    assert 0 <= low <= high <= len(text)
    if has_word(text, low, high):
        halves = [(low <= q.outer_start < high) != (low < q.outer_end <= high) for q in chain(*pairs_of_marks(text))]
        assert not any(halves)


def test_via_names_who_relays() -> None:
    quotes = analyse(Article("According to Ann Lee, Bob Ray said that the talks had failed.")).quotes
    assert quotes[["speaker", "via", "text"]].values.tolist() == [["Bob Ray", "Ann Lee", "the talks had failed"]]


def test_a_row_has_rule_cue_and_speaker_as_written() -> None:
    row = analyse(Article("Ann Lee said that the talks had failed.")).quotes.iloc[0]
    assert (row["rule"], row["cue"], row["speaker_text"]) == ("clause after the cue", "said", "Ann Lee")


def test_explain_follows_the_speaker_to_a_name() -> None:
    text = "Chilean President Carlos Soto came back. Soto was tired. He said that the talks had failed."
    steps = analyse(Article(text)).explain(1)
    assert steps["step"].tolist() == [
        "found by: clause after the cue",
        "cue",
        "speaker as written",
        "understood through the name",
        "understood through the name",
    ]
    assert steps["text"].tolist()[1:] == ["said", "He", "Soto", "Chilean President Carlos Soto"]
    rows = steps.dropna()
    assert [text[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == rows["text"].tolist()


@pytest.mark.parametrize("antecedents", [[0, None], [9, 0], [9, 9]])
def test_explain_ends_where_antecedents_form_a_circle(antecedents: list[int | None]) -> None:
    columns = {"person": "Lee", "start": [0, 9], "end": [3, 12], "text": "Lee", "form": "name"}
    mentions = pd.DataFrame(columns | {"antecedent_start": antecedents})
    steps = list(islice(coreference.understood_through(mentions, mentions.to_dict("records")[0]), 9))
    assert [step["start"] for step in steps] == [start for start in antecedents[:1] if start]


def test_explain_ends_where_a_name_contains_the_mention() -> None:
    steps = analyse(Article("“We stay,” said Lee née Lee.  Ann Lee")).explain(1)
    assert steps["text"].tolist()[-1] == "Ann Lee" and len(steps) < 9


def test_explain_rejects_an_unknown_quotation() -> None:
    with pytest.raises(AnalysisError, match="no quotation 7"):
        analyse(Article("It rained.")).explain(7)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "longest_part"),
    [
        ("“a " * 3_000 + "b” " * 3_000, 10_000),
        ('"' * 4_000 + " end", 1_500),  # in parts that have no space to end at; time grows as the square of a part
        ("the man said that " * 2_500, 10_000),
        ("“Yes it is.”\n\n" * 1_500, 10_000),
    ],
    ids=["nested marks", "nothing but marks", "one endless sentence", "lines of a conversation"],
)
def test_offsets_hold_for_hostile_texts(text: str, longest_part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MAX_CHARS_PER_DOC", longest_part)
    quotes = analyse(Article(text)).quotes
    assert [text[a:b] for a, b in zip(quotes["start"], quotes["end"], strict=True)] == quotes["text"].tolist()


FRAGMENTS = [
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


@pytest.mark.slow
@settings(max_examples=150)
@given(st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(" ".join)))
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


@pytest.mark.slow
@settings(max_examples=50)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(" ".join))
def test_every_quotation_is_explained(text: str) -> None:
    result = analyse(Article(text + " end"))
    for quote_id in result.quotes["quote_id"].unique():
        assert result.explain(quote_id)["step"].iloc[0].startswith("found by: ")
