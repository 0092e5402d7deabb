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


@pytest.mark.parametrize(
    ("text", "subject", "relation"),
    [
        ("In her letter to Jon Lind, Ann Lee noted that trade had grown.", "Lee", "nsubj"),
        ("In her letter to Jon Lind, Ann Lee was praised.", "Lee", "nsubjpass"),
        ("With the league, an influential group, the chairman faced a fight.", "chairman", "nsubj"),
        ("In a June 2011 message to Lind, Ann Lee, head of the Centre, recounted a talk.", "Lee", "nsubj"),
        ("In a June 2011 message to Lind, Lee, head of the Centre for Progress, recounted a talk.", "Lee", "nsubj"),
        ("The road was closed in storage, Ann B. Lee, the head of roads, wrote in a memo.", "Lee", "nsubj"),
    ],
)
def test_a_name_after_a_phrase_in_front_is_the_subject(text: str, subject: str, relation: str) -> None:
    words = spacy_model.parse(Article(text))[0].doc
    subjects = [(t.text, t.dep_) for t in words if t.head.dep_ == "ROOT" and t.dep_.startswith("nsubj")]
    assert subjects == [(subject, relation)]


def test_an_apposition_is_no_subject() -> None:
    article = Article("In a letter to Jon Lind, the chairman, Ann Lee noted that trade had grown.")
    words = spacy_model.parse(article)[0].doc
    assert [t.dep_ for t in words if t.text == "chairman"] == ["appos"]


@pytest.mark.parametrize(
    ("text", "word", "relation", "head"),
    [
        ("She met a retired nurse from Lunde named Ann Lee on Monday.", "Lee", "appos", "nurse"),
        ("The board named Ann Lee on Monday.", "Lee", "oprd", "named"),
        ("She called a pro-union delegate, Ann Lee, on Monday.", "Lee", "appos", "delegate"),
        ("She met a friend of his, Ann Lee, on Monday.", "Lee", "appos", "friend"),
        ("She sent her lawyer, Jon Lind, an email about it.", "email", "dobj", "sent"),
        ("She sent a report, an email from him.", "email", "appos", "report"),
        ("She met with an aide to Ann Lee on Monday.", "Lee", "pobj", "to"),
        ("She called the bank's chief executive on Monday.", "executive", "dobj", "called"),
        ("She is called the bank's chief executive.", "executive", "oprd", "called"),
    ],
)
def test_appositions_and_objects(text: str, word: str, relation: str, head: str) -> None:
    words = spacy_model.parse(Article(text))[0].doc
    assert [(t.dep_, t.head.text) for t in words if t.text == word] == [(relation, head)]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The strike ended after its organiser, Jon Lind, met the head teacher, Ann Lee, on Monday.", "organiser"),
        ("The strike ended after Jon Lind, the union's leader, met Ann Lee on Monday.", "Lind"),
        ("She resigned after her boss, Jon Lind, was called to a hearing.", "boss"),
        ("She resigned after a row with her boss, Jon Lind, met Ann Lee and left.", None),
        ("She resigned after Jon Lind, her boss, and met Ann Lee on Monday.", None),
    ],
)
def test_the_subject_of_a_clause_of_time(text: str, subject: str | None) -> None:
    words = spacy_model.parse(Article(text))[0].doc
    subjects = [t.text for t in words if t.dep_.startswith("nsubj") and t.head.text in ("met", "called")]
    assert subjects == ([subject] if subject else [])


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("She had lunch with aides to Ann Lee last week.", "aides"),
        ("She contacted an aide to Ann Lee in May.", "aide"),
        ("She sent an aide to Ann Lee in May.", "sent"),
    ],
)
def test_whom_staff_serve(text: str, noun: str) -> None:
    words = spacy_model.parse(Article(text))[0].doc
    assert [t.head.text for t in words if t.text == "to"] == [noun]


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


@pytest.mark.parametrize(
    ("text", "word", "relation", "head"),
    [
        ("The two held talks in Boston.", "two", "nsubj", "held"),
        ("On Monday the pair held talks.", "pair", "nsubj", "held"),
        ("The pair held talks in Boston.", "talks", "dobj", "held"),
        ("The two planned walks in Boston.", "planned", "amod", "walks"),
        ("Ann Hall is ill. Jon Lind met with her last week.", "her", "pobj", "with"),
        ("Ann Hall is ill. Jon Lind met with her last week.", "week", "npadvmod", "met"),
        ("Ann Hall is ill. Jon Lind met her Monday night.", "her", "dobj", "met"),
        ("Ann Hall is ill. She wrote in her last week at work.", "her", "poss", "week"),
        ("Ann Hall is ill. Jon Lind met her last friend.", "her", "poss", "friend"),
    ],
)
def test_what_the_model_takes_for_a_part_of_the_noun_after_it(text: str, word: str, relation: str, head: str) -> None:
    [paragraph] = spacy_model.parse(Article(text))
    token = next(token for token in paragraph.doc if token.text == word)
    assert (token.dep_, token.head.text) == (relation, head)


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("Mr Hall denied meeting Ms Quinn.", "meeting", "VBG"),
        ("Mr Hall denied writing to Ms Quinn.", "writing", "VBG"),
        ("Mr Hall admitted meeting Ms Quinn.", "meeting", "VBG"),
        ("Mr Hall denied the meeting with Ms Quinn.", "meeting", "NN"),
        ("Mr Hall left a meeting with Ms Quinn.", "meeting", "NN"),
        ("Mr Hall denied wrongdoing.", "wrongdoing", "NN"),
        ("Mr Hall denies nothing.", "nothing", "NN"),
    ],
)
def test_what_is_denied_is_a_verb(text: str, word: str, tag: str) -> None:
    [paragraph] = spacy_model.parse(Article(text))
    token = next(token for token in paragraph.doc if token.text == word)
    assert token.tag_ == tag
    assert tag == "NN" or (token.dep_ == "xcomp" and token.head.i == token.i - 1)


@pytest.mark.parametrize(
    ("text", "link", "verb"),
    [
        ("Mr Hall said the road was unsafe in a letter to Ms Quinn on Monday.", "in", "said"),
        ("Mr Hall said the road was too narrow during a call with Ms Quinn.", "during", "said"),
        ("Mr Hall said the road should be closed in a letter to Ms Quinn.", "in", "said"),
        # What people do, or what is still to come, may be done in the contact.
        ("Mr Hall said the road would be discussed in a meeting with Ms Quinn.", "in", "discussed"),
        ("Mr Hall said Ms Lind was rude in a meeting with Ms Quinn.", "in", "was"),
        ("Mr Hall said the road was unsafe in a town near Oslo.", "in", "was"),
    ],
)
def test_a_contact_in_which_something_is_said_belongs_to_the_verb_of_saying(text: str, link: str, verb: str) -> None:
    [paragraph] = spacy_model.parse(Article(text))
    token = next(token for token in paragraph.doc if token.text == link)
    heads = [token.head.text, token.head.head.text] if token.head.tag_.startswith("JJ") else [token.head.text]
    assert heads[-1] == verb
