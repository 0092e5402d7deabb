"""Whom the pronouns in quotations mean."""

import pytest

from analysis import Article
from analysis.language import parsing
from analysis.people.coreference import find_entities
from analysis.people.quoted_pronouns import Utterance, with_quoted_pronouns
from analysis.pipeline import Analysis


def meant(text: str, speaker: str) -> dict[str, str]:
    """Each pronoun between the marks of a text, as written, with whom it means."""
    article = Article(text)
    paragraphs = parsing.parse(article)
    entities = find_entities(paragraphs)
    utterances = [Utterance(text.index("“") + 1, text.rindex("”"), speaker)]
    before = {mention.start for mention in entities.mentions}
    more = with_quoted_pronouns(entities, paragraphs, utterances).mentions
    return {mention.text: mention.persons[0] for mention in more if mention.start not in before}


@pytest.mark.parametrize(
    ("text", "pronouns"),
    [
        ("“I saw it,” said Ann Lee.", {"I": "Ann Lee"}),
        ("“They told us,” said Ann Lee.", {"us": "Ann Lee"}),
        ("“I saw him,” Ann Lee said of Bob Ray.", {"I": "Ann Lee", "him": "Bob Ray"}),
        ("“Bob Ray rang. I told him,” said Ann Lee.", {"I": "Ann Lee", "him": "Bob Ray"}),
        # The person spoken about comes before others who are as near or nearer.
        ("Tom Hall left. “I saw him,” Ann Lee said of Bob Ray.", {"I": "Ann Lee", "him": "Bob Ray"}),
        ("Tom Hall left. “I saw him,” Ann Lee told a friend of Bob Ray.", {"I": "Ann Lee"}),
        # The nearest, if he is the only one there.
        ("Bob Ray left.\n\nTom Hall stayed.\n\n“He knows,” said Ann Lee.", {"He": "Tom Hall"}),
        ("Lunde left.\n\nBob Ray stayed.\n\nLunde sang. “He knows,” said Ann Lee.", {"He": "Bob Ray"}),
        ("Bob Ray and Tom Hall stayed.\n\n“He knows,” said Ann Lee.", {}),
        ("Bob Ray saw Tom Hall. “She knows,” said Ann Lee.", {}),
        # Nobody speaks of himself or herself as "she".
        ("Eva Moe left. “She knows,” said Ann Lee.", {"She": "Eva Moe"}),
        ("“She knows,” said Ann Lee.", {}),
        # Too far away.
        ("Bob Ray left.\n\nIt rained.\n\nIt snowed.\n\n“He knows,” said Ann Lee.", {}),
        # Outside the marks pronouns are those of the narration.
        ("I saw it. “It is so,” said Ann Lee.", {}),
    ],
)
def test_pronouns_between_quote_marks(text: str, pronouns: dict[str, str]) -> None:
    assert meant(text, "Ann Lee") == pronouns


def test_a_speaker_whom_the_article_does_not_mention_is_nobody() -> None:
    assert meant("“I saw it,” said Ann Lee.", "Bob Ray") == {}


def test_the_table_of_mentions_is_of_the_narration() -> None:
    assert list(Analysis(Article("“I rang Bob Ray,” said Ann Lee.")).mentions["text"]) == ["Bob Ray", "Ann Lee"]
