"""CoNLL-U is read back by the library `conllu`, whatever the text contains."""

import conllu as reader
import pytest
from made_up import MadeUp, hostile

from analysis.interchange import conllu

ESCAPES = {"\\\\": "\\", "\\p": "|", "\\t": "\t", "\\n": "\n", "\\r": "\r"}


def unescaped(value: str) -> str:
    pieces, rest = "", value
    while rest:
        width = 2 if rest[:2] in ESCAPES else 1
        pieces, rest = pieces + ESCAPES.get(rest[:width], rest[:width]), rest[width:]
    return pieces


def test_hostile_text_is_read_back() -> None:
    made_up = hostile()
    text = conllu.files(made_up.result)["article.conllu"]
    sentences = reader.parse(text)
    words = [word for sentence in sentences for word in sentence]
    assert [word["form"] for word in words] == made_up.result.tokens["text"].tolist()
    for word in words:
        assert made_up.text[int(word["misc"]["start_char"]) : int(word["misc"]["end_char"])] == word["form"]
        assert all(word[column] is None for column in ("feats", "head", "deps"))
    quoted = {word["form"]: word["misc"] for word in words if "Quote" in word["misc"]}
    assert list(quoted) == ["@SUM(1", ")", "and|more", "of", "it"]
    assert quoted["of"]["QuoteKind"] == "direct" and unescaped(quoted["of"]["Speaker"]) == "Ann | Lee\t(2)"
    assert [word["form"] for word in words if word["misc"].get("Cue") == "1"] == ["said"]
    assert [sentence.metadata["sent_id"] for sentence in sentences] == ["s0", "s1", "s2"]
    assert sentences[0].metadata["newdoc id"] == "a/1 # b"
    assert [sentence.metadata["newpar id"] for sentence in sentences] == ["p0", "p1", "p2"]


def test_the_text_of_a_sentence_is_that_of_its_words() -> None:
    for sentence in reader.parse(conllu.files(hostile().result)["article.conllu"]):
        gaps = ["" if (word["misc"] or {}).get("SpaceAfter") == "No" else " " for word in sentence]
        joined = "".join(word["form"] + gap for word, gap in zip(sentence, gaps, strict=True))
        assert joined.rstrip() == sentence.metadata["text"]


def test_every_line_has_ten_columns_and_every_sentence_ends() -> None:
    text = conllu.files(hostile().result)["article.conllu"]
    assert text.endswith("\n\n")
    for line in text.split("\n"):
        assert not line or line.startswith("# ") or (line.count("\t") == 9 and all(line.split("\t")))
    assert text.splitlines() == text.split("\n")[:-1]


@pytest.mark.parametrize(("inner", "expected"), [("well", ["1", "2", "1"]), (None, ["1", "1", "1"])])
def test_a_word_belongs_to_the_innermost_quotation(inner: str | None, expected: list[str]) -> None:
    made_up = MadeUp("all well here")
    made_up.add_tokens([(0, ["all", "well", "here"])])
    made_up.add("quotes", "all well here", quote_id=1, segment=0, paragraph=0, kind="indirect")
    if inner:
        made_up.add("quotes", inner, quote_id=2, segment=0, paragraph=0, kind="direct")
    (sentence,) = reader.parse(conllu.files(made_up.result)["article.conllu"])
    assert [word["misc"]["Quote"] for word in sentence] == expected


def test_an_article_without_words_has_no_sentence() -> None:
    assert reader.parse(conllu.files(MadeUp("x").result)["article.conllu"]) == []
