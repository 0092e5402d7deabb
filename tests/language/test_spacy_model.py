"""The table of tokens, and dictionary forms."""

import pytest

from analysis import analyse
from analysis.articles.article import Article
from analysis.language.spacy_model import lemma, model

TEXT = "Ann Lee isn't happy.\n\nShe met two great leaders in Paris, and said so."


def test_tokens() -> None:
    tokens = analyse(Article(TEXT)).tokens
    assert [TEXT[a:b] for a, b in zip(tokens["start"], tokens["end"], strict=True)] == tokens["text"].tolist()
    assert tokens["paragraph"].unique().tolist() == [0, 1]
    assert tokens["sentence"].unique().tolist() == [0, 1]
    met = tokens[tokens["text"] == "met"].iloc[0]
    assert (met["lemma"], met["pos"], met["tag"]) == ("meet", "VERB", "VBD")
    assert tokens.loc[tokens["text"] == "Paris", "entity"].tolist() == ["place"]
    assert tokens.loc[tokens["text"] == "Lee", "entity"].tolist() == ["person"]
    assert tokens.loc[tokens["text"] == "met", "entity"].isna().all()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She e-mailed its co-founders.", ["She", "e-mailed", "its", "co-founders", "."]),
        ("An E-mail from Acme's Co-owner's son.", ["An", "E-mail", "from", "Acme", "'s", "Co-owner", "'s", "son", "."]),
        ("A well-known man met an e-3 type.", ["A", "well", "-", "known", "man", "met", "an", "e-3", "type", "."]),
    ],
)
def test_a_prefix_is_no_word(text: str, words: list[str]) -> None:
    assert [token.text for token in model().make_doc(text)] == words


def test_the_lemma_of_a_word_with_a_prefix_keeps_it() -> None:
    doc = model()("They co-chaired it and sent e-mails.")
    assert [lemma(doc[1]), lemma(doc[5])] == ["co-chair", "e-mail"]


def test_lemmas_are_those_of_the_model() -> None:
    doc = model()("She says they were meeting and told him")
    assert [lemma(token) for token in doc] == ["she", "say", "they", "be", "meet", "and", "tell", "he"]
