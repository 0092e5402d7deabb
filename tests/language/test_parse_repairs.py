"""Repairs of the parser's recurring errors."""

import pytest

from analysis.articles.article import Article
from analysis.language import parsing


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
    words = parsing.parse(Article(text))[0].doc
    subjects = [(t.text, t.dep_) for t in words if t.head.dep_ == "ROOT" and t.dep_.startswith("nsubj")]
    assert subjects == [(subject, relation)]


def test_an_apposition_is_no_subject() -> None:
    article = Article("In a letter to Jon Lind, the chairman, Ann Lee noted that trade had grown.")
    words = parsing.parse(article)[0].doc
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
    words = parsing.parse(Article(text))[0].doc
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
    words = parsing.parse(Article(text))[0].doc
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
    words = parsing.parse(Article(text))[0].doc
    assert [t.head.text for t in words if t.text == "to"] == [noun]


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
    [paragraph] = parsing.parse(Article(text))
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
    [paragraph] = parsing.parse(Article(text))
    token = next(token for token in paragraph.doc if token.text == word)
    assert token.tag_ == tag
    assert tag == "NN" or (token.dep_ == "xcomp" and token.head.i == token.i - 1)


@pytest.mark.parametrize(
    ("text", "link", "verb"),
    [
        ("Mr Hall said the road was unsafe in a letter to Ms Quinn on Monday.", "in", "said"),
        ("Mr Hall said the road was too narrow during a call with Ms Quinn.", "during", "said"),
        ("Mr Hall said the road should be closed in a letter to Ms Quinn.", "in", "said"),
        # People may do it, or it may be still to come, in the contact itself.
        ("Mr Hall said the road would be discussed in a meeting with Ms Quinn.", "in", "discussed"),
        ("Mr Hall said Ms Lind was rude in a meeting with Ms Quinn.", "in", "was"),
        ("Mr Hall said the road was unsafe in a town near Oslo.", "in", "was"),
    ],
)
def test_a_contact_in_which_something_is_said_belongs_to_the_verb_of_saying(text: str, link: str, verb: str) -> None:
    [paragraph] = parsing.parse(Article(text))
    token = next(token for token in paragraph.doc if token.text == link)
    heads = [token.head.text, token.head.head.text] if token.head.tag_.startswith("JJ") else [token.head.text]
    assert heads[-1] == verb
