"""The table of tokens, and dictionary forms."""

from typing import Any

import pandas as pd
import pytest

from analysis import analyse
from analysis.articles.article import Article
from analysis.language import spacy_model
from analysis.language.spacy_model import forgetting_words, lemma, model

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
        ("They had two sit-downs, face-to-face.", ["They", "had", "two", "sit-downs", ",", "face-to-face", "."]),
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


def words_known() -> tuple[int, int]:
    """The strings and the words in the model's vocabulary; its length counts those that were forgotten, too."""
    return len(model().vocab.strings), sum(1 for _ in model().vocab)


@pytest.mark.parametrize(("kept", "is_forgotten"), [(0, True), (10**9, False)])
def test_new_words_are_forgotten_once_enough_are_known(
    kept: int, is_forgotten: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spacy_model, "WORDS_KEPT", kept)
    lemmatizer: Any = model().get_pipe("lemmatizer")
    monkeypatch.setattr(lemmatizer, "cache", {})
    surname = f"Zork{kept}"  # no other test has it, nor the other case of this one
    article = Article(f"“We {surname}led the quixle,” Mr. {surname} said. “He {surname}les.”")
    before = words_known()
    with forgetting_words():
        inside = {name: getattr(analyse(article), name) for name in ("tokens", "people", "quotes", "tone")}
        assert surname in model().vocab.strings
    assert (surname not in model().vocab.strings) == is_forgotten
    assert (words_known() == before) == is_forgotten
    assert not lemmatizer.cache
    for name, table in inside.items():
        pd.testing.assert_frame_equal(getattr(analyse(article), name), table)


def test_an_error_while_words_are_forgotten_leaves_the_model_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_model, "WORDS_KEPT", 0)
    with pytest.raises(ZeroDivisionError), forgetting_words():
        raise ZeroDivisionError
    model().make_doc("Zorkelby")
    with forgetting_words():
        pass
    assert "Zorkelby" in model().vocab.strings  # what is not in a block is not forgotten
