"""Speakers of words in marks whom no reporting verb names: lead-ins, signatures, turns, the sentence before."""

from collections.abc import Callable

import pytest

from analysis import analyse
from analysis.articles.article import Article

Said = Callable[[str], list[tuple[str | None, str, str]]]
SPEECH = "We will rebuild the bridge by June."


def _direct(speaker: str | None, *texts: str) -> list[tuple[str | None, str, str]]:
    return [(speaker, "direct", text) for text in texts]


@pytest.mark.parametrize(
    ("signature", "author"),
    [
        (" -Mary Stone", "Mary Stone"),
        (" -Mayor Mary Stone", "Mary Stone"),
        (" - Mary Stone", "Mary Stone"),
        ("—Mary Stone", "Mary Stone"),
        ("–Mary Stone, mayor of Leeds", "Mary Stone"),
        ("--Peter Gale", "Peter Gale"),
        (" -- Peter Gale", "Peter Gale"),
        (" – novelist Mary Stone", "Mary Stone"),
        (" (Peter Gale, baker)", "Peter Gale"),
        (" (Councillor Mary Stone)", "Mary Stone"),
        ("\n\n— Peter Gale, baker", "Peter Gale"),
        ("\n\n-Peter Gale", "Peter Gale"),
        ("\n– Mary Stone", "Mary Stone"),
        ("\n\n— Peter Gale (@petergale) May 5, 2024", "Peter Gale"),
    ],
)
@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "‘{}’"])
def test_a_signature_names_the_author(said: Said, signature: str, author: str, marks: str) -> None:
    assert said(marks.format(SPEECH) + signature) == _direct(author, SPEECH)


@pytest.mark.parametrize(
    "text",
    [
        "They saw “The Long Way Home” – Mary Stone's latest film – on Friday.",
        "They admired “The Bridge” (Mary Stone, 1999).",
        "They saw “The Long Way Home.” – still a blow to Mary Stone",
        "The choir sang “The Long Way Home.” (Reuters)",
    ],
)
def test_a_title_has_no_author(said: Said, text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "lead_in",
    [
        "From Mayor Mary Stone:\n\n",
        "A statement from Mary Stone:\n\n",
        "A statement by Mayor Mary Stone:\n\n",
        "Full statement of Mary Stone:\n\n",
        "Here is the statement from Mayor Mary Stone:\n\n",
        "In a statement, Mary Stone, the coach:\n\n",
        "The statement by Mary Stone in full:\n\n",
        "Mary Stone's statement in full:\n\n",
        "The response from Mary Stone:\n\n",
        "Mary Stone:\n\n",
        "Mary Stone, owner of the shop:\n\n",
        "This from Mary Stone, the mayor: ",
        "And from Chairwoman Mary Stone: ",
        "And this from Councillor Mary Stone: ",
        "Mayor Mary Stone: ",
        "Mary Stone on the bridge: ",
        "The mayor, Mary Stone, had this to say: ",
        "Mary Stone had the following to say about it:\n\n",
        "Mary Stone came late. She had this to say:\n\n",
    ],
)
def test_a_lead_in_names_the_speaker(said: Said, lead_in: str) -> None:
    assert said(f"{lead_in}“{SPEECH}”") == _direct("Mary Stone", SPEECH)


@pytest.mark.parametrize(
    "text",
    [
        "Verdict: “A great film.”",
        "Leeds: “The bridge of sighs”",
        "Mary Stone: 'Many more' houses for Leeds",
        "From Mary Stone:\n\nThe bridge was built in 1904.",
    ],
)
def test_a_heading_before_a_colon_is_no_lead_in(said: Said, text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "speaker", "quotation"),
    [
        ("Mayor Mary Stone spoke to reporters. “The bridge is shut.”", "Mary Stone", "The bridge is shut."),
        ("Mary Stone shook her head. “It is over now.”", "Mary Stone", "It is over now."),
        ("Her hands trembled as Mary Stone rose. She was blunt. “It is over now.”", "Mary Stone", "It is over now."),
        ("For Mary Stone, the loss is personal. “I grew up there.”", "Mary Stone", "I grew up there."),
        ("Peter Gale's voice broke. “I grew up there.”", "Peter Gale", "I grew up there."),
        ("Peter Gale laughed. ‘We have waited for years.’", "Peter Gale", "We have waited for years."),
        ("Peter Gale has lost half of his cows.\n\n“I cannot go on.”", "Peter Gale", "I cannot go on."),
    ],
)
def test_the_sentence_before_names_the_speaker(said: Said, text: str, speaker: str, quotation: str) -> None:
    assert said(text) == _direct(speaker, quotation)


@pytest.mark.parametrize(
    "text",
    [
        "The choir sang for an hour. “The Long Way Home”",
        "The sign on the door was plain. “No dogs are allowed in here.”",
        "Mary Stone is upbeat. “Mary Stone will win this time.”",
        "Mary Stone laughed. “Long live the queen of Leeds,” was painted on a wall.",
    ],
)
def test_other_words_in_marks_have_no_speaker(said: Said, text: str) -> None:
    assert said(text) == []


def test_a_new_person_before_the_marks_ends_the_words_of_another(said: Said) -> None:
    text = "“It is over,” Mary Stone said.\n\nPeter Gale, a baker, has lost his shop.\n\n“We have nothing left.”"
    assert said(text) == [*_direct("Mary Stone", "It is over"), *_direct("Peter Gale", "We have nothing left.")]


@pytest.mark.parametrize(
    "rest",
    [
        "\n\nPeter Gale, the engineer, explained.",
        "\n\nsaid Peter Gale.",
        "\nPeter Gale said.",
        "\n\nPeter Gale told reporters on Monday.",
        "\n\n— Peter Gale, engineer",
    ],
)
def test_the_next_paragraph_has_the_cue_after_a_comma(said: Said, rest: str) -> None:
    assert said(f"“We had no money left,”{rest}") == _direct("Peter Gale", "We had no money left")
    assert said(f"‘We had no money left,’{rest}") == _direct("Peter Gale", "We had no money left")


@pytest.mark.parametrize(
    ("text", "speaker", "quotation"),
    [
        ("He was asked and replied: “The bridge is shut”, Mary Stone said.", "Mary Stone", "The bridge is shut"),
        ("Peter Gale told Mary Stone: “The bridge is shut,” she added.", "Peter Gale", "The bridge is shut"),
        ("Mary Stone told reporters: “The bridge is shut”, she said.", "Mary Stone", "The bridge is shut"),
        ("“The bridge is shut,” a man who saw it from the hill said.", "man", "The bridge is shut"),
        ("“The bridge is shut,” blared a newspaper headline.", "newspaper headline", "The bridge is shut"),
        ("Peter Gale stayed, telling Mary Stone on Friday, “The bridge is shut.”", "Peter Gale", "The bridge is shut."),
    ],
)
def test_the_right_one_of_several_nouns_speaks(said: Said, text: str, speaker: str, quotation: str) -> None:
    assert said(text) == _direct(speaker, quotation)


@pytest.mark.parametrize(
    "text",
    [
        "Mary Stone said: 'The bridge is shut. It won't open.\n\n'It'll be shut until June.'",
        "Mary Stone said: ‘The bridge is shut. It won’t open.\n\n‘It’ll be shut until June.’",
    ],
)
def test_british_marks_stay_open_over_paragraphs(said: Said, text: str) -> None:
    first, second = text.split(": ")[1].split("\n\n")
    assert said(text) == _direct("Mary Stone", f"{first[1:]} | {second[1:-1]}")


def test_a_cross_heading_in_marks_is_no_quotation(said: Said) -> None:
    text = "“It is over,” Mary Stone said.\n\n'Sitting on the banks of the river for years'\n\nShe left on Friday."
    assert said(text) == _direct("Mary Stone", "It is over")


@pytest.mark.parametrize(
    "text",
    [
        "Where: Leeds town hall",
        "Age: 34",
        "Hobbies: She likes to sail.",
        "Verdict: This is a great film.",
        "UPDATE: The bridge has collapsed.",
        "DELHI: The bridge has collapsed.",
        "Leeds: The bridge has collapsed.",
        "LENGTH: 512 words",
        "BYLINE: Mary Stone",
        "Football: Leeds win the cup",
        "Twitter: @marystone",
        "When: It begins at seven.\n\nWhere: It is in the town hall.\n\nTickets: They cost £12.",
        "UPDATE: The bridge has collapsed.\n\nCORRECTION: It was not the old one.",
        "Mary Stone: Student loans",
        "Mary Stone: She has built a bridge.\n\nIt was opened in 1904 by the mayor of the town.\n\n"
        "Peter Gale: He has built a house.",
    ],
)
def test_a_label_is_no_speaker(said: Said, text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("STONE: Will it open?\n\nGALE: It will open in June.", ["STONE", "GALE"]),
        ("Mary Stone: Will it open?\n\nPeter Gale: It will open in June.", ["Mary Stone", "Peter Gale"]),
        ("STONE: You have seen this.\n\n(BEGIN VIDEO CLIP)\n\nGALE: Only once.", ["STONE", "GALE"]),
        ("The court heard Mary Stone.\n\nSTONE: I had a map with me.", ["Mary Stone"]),
        ("Leeds has a new mayor.\n\nMary Stone: We will rebuild the bridge.", ["Mary Stone"]),
    ],
)
def test_turns_of_a_conversation_keep_their_speakers(said: Said, text: str, speakers: list[str]) -> None:
    assert [speaker for speaker, _, _ in said(text)] == speakers


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("Mary Stone described them as “cowards”.", "them as “cowards”"),
        ("Mary Stone said that “old men” ran the town.", "“old men” ran the town"),
        ("Mary Stone said that the plan was ‘dead’ and ‘buried’.", "the plan was ‘dead’ and ‘buried’"),
    ],
)
def test_a_text_has_both_marks_or_none(text: str, quotation: str) -> None:
    article = Article(text=text)
    (row,) = analyse(article).quotes.to_dict("records")
    assert row["text"] == quotation == article.text[row["start"] : row["end"]]


@pytest.mark.parametrize("marks", ["“”", '""', "‘’"])
@pytest.mark.parametrize("before", ["", "The storm came at night.\n\n", "Peter Gale spoke.\n\n"])
@pytest.mark.parametrize("end", [",{} Mary Stone said.", ",{} said Mary Stone, a baker."])
def test_a_quotation_left_open_has_the_speaker_whom_its_last_paragraph_names(
    said: Said, marks: str, before: str, end: str
) -> None:
    texts = ["We knew it was coming. We had bags packed.", "Then the wind changed.", "We ran from the house"]
    found = said(before + "\n\n".join(marks[0] + part for part in texts) + end.format(marks[1]))
    assert {speaker for speaker, *_ in found} == {"Mary Stone"}
    pieces = [piece for *_, words in found for piece in words.split(" | ")]
    assert [p.strip(".") for p in pieces] == [t.strip(".") for t in texts]


def test_a_quotation_left_open_after_another_is_its_continuation(said: Said) -> None:
    text = "“It was late,” Peter Gale said. “It was big.\n\n“It came fast.\n\n“We ran,” Mary Stone said."
    speakers = {words: speaker for speaker, _, words in said(text)}
    assert speakers["We ran"] == "Mary Stone"
    assert set(speakers.values()) == {"Peter Gale", "Mary Stone"}
