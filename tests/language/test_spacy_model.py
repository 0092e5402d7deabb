"""The table of tokens, and dictionary forms."""

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


def test_lemmas_are_those_of_the_model() -> None:
    doc = model()("She says they were meeting and told him")
    assert [lemma(token) for token in doc] == ["she", "say", "they", "be", "meet", "and", "tell", "he"]
