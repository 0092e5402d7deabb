"""Words, tags and sentences as a table, and TextBlob without a download."""

from analysis import analyse
from analysis.article import Article
from analysis.language import blob, lemma, model

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


def test_textblob_works_offline() -> None:
    text = blob("Ann Lee met two great leaders. They weren't happy!")
    assert text.words == ["Ann", "Lee", "met", "two", "great", "leaders", "They", "were", "n't", "happy"]
    assert [str(sentence) for sentence in text.sentences] == ["Ann Lee met two great leaders.", "They weren't happy!"]
    assert text.sentences[1].words == ["They", "were", "n't", "happy"]
    assert ("great", "JJ") in text.tags
    assert "two great leaders" in text.noun_phrases
    assert "." in text.tokens


def test_sentiment_is_textblobs_own() -> None:
    from textblob import TextBlob

    for sentence in ("This is a great, great day.", "They met.", "It isn't good."):
        assert blob(sentence).sentiment == TextBlob(sentence).sentiment


def test_lemma_is_the_models() -> None:
    doc = model()("She says they were meeting and told him")
    assert [lemma(token) for token in doc] == ["she", "say", "they", "be", "meet", "and", "tell", "he"]
