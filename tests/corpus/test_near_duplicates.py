"""Near-duplicates: reprints stay one story whatever papers change, and similar stories stay separate."""

import datetime
import itertools
import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.articles.article import Article
from analysis.corpus.near_duplicates import (
    MIN_SHINGLES,
    N_HASHES,
    SIGNATURE_LENGTH,
    Signature,
    StoryGrouper,
    likeness,
    signature,
)
from analysis.errors import AnalysisError

DAY = datetime.date(2022, 3, 7)
WORDS = [
    "".join(pair)
    for pair in itertools.product(
        ["bar", "cel", "dom", "fen", "gar", "hul"], ["an", "eth", "ig", "ob", "urt", "is", ""]
    )
]


def story(seed: int, paragraphs: int = 8, words: int = 40) -> list[str]:
    """Paragraphs of made-up words, the same for the same seed."""
    draw = random.Random(seed)
    return [" ".join(draw.choices(WORDS, k=words)).capitalize() + "." for _ in range(paragraphs)]


def sign(paragraphs: list[str], title: str | None = None) -> Signature:
    return signature(Article("\n\n".join(paragraphs), title=title))


def edited(paragraphs: list[str], every: int) -> list[str]:
    """The paragraphs with one word out of `every` replaced."""
    words = [paragraph.split() for paragraph in paragraphs]
    return [" ".join("other" if n % every == every - 1 else w for n, w in enumerate(line)) for line in words]


def set_otherwise(paragraphs: list[str]) -> list[str]:
    return [paragraph.upper().replace(" DOM ", " “DOM” – ").replace(" ", "\u00a0") for paragraph in paragraphs]


COPIES: dict[str, Callable[[list[str]], list[str]]] = {
    "the same": lambda text: text,
    "last third cut": lambda text: text[: len(text) * 2 // 3],
    "last half cut": lambda text: text[: len(text) // 2],
    "dateline and byline": lambda text: ["By Ann Lee", "VIENNA, March 7 (Reuters) - " + text[0], *text[1:]],
    "headline": lambda text: ["Ministers go on talking", *text],
    "paragraph added": lambda text: [text[0], *story(99, 2), *text[1:]],
    "a word in twenty": lambda text: edited(text, 20),
    "case, marks and spaces": set_otherwise,
    "cut, added to, edited": lambda text: edited([*text[:6], *story(99, 1)], 50),
}
OTHERS: dict[str, Callable[[list[str]], list[str]]] = {
    "another story": lambda text: story(2),
    "third of it background": lambda text: [*story(2, 5), *text[5:]],
    "half of it background": lambda text: [*story(2, 4), *text[4:]],
    "the same words in another order": lambda text: [" ".join(sorted(paragraph.split())) for paragraph in text],
}


@pytest.mark.parametrize("change", COPIES)
def test_copies_are_one_story(change: str) -> None:
    grouper = StoryGrouper()
    assert grouper.add("a", DAY, sign(story(1))) == ("a", None)
    story_id, share = grouper.add("b", DAY, sign(COPIES[change](story(1))))
    assert story_id == "a"
    assert share is not None and 0.4 <= share <= 1


@pytest.mark.parametrize("change", OTHERS)
def test_similar_stories_are_separate(change: str) -> None:
    grouper = StoryGrouper()
    grouper.add("a", DAY, sign(story(1)))
    assert grouper.add("b", DAY, sign(OTHERS[change](story(1)))) == ("b", None)


@pytest.mark.parametrize("change", ["the same", "case, marks and spaces", "dateline and byline"])
def test_only_the_words_of_the_story_count(change: str) -> None:
    assert (sign(COPIES[change](story(1))) == sign(story(1))).all()
    assert (sign(["Talks Go On In Vienna", *story(1)], title="Talks go on in Vienna") == sign(story(1))).all()


def test_short_notices_are_copies_only_if_equal() -> None:
    notice = story(1, 1, MIN_SHINGLES - 1)
    grouper = StoryGrouper()
    grouper.add("a", DAY, sign(notice))
    assert grouper.add("b", DAY, sign(set_otherwise(notice))) == ("a", 1.0)
    assert grouper.add("c", DAY, sign([notice[0] + " More follows."])) == ("c", None)
    assert grouper.add("d", DAY, sign(["They met."])) == ("d", None)
    assert grouper.add("e", DAY, sign(["“They met”!"])) == ("d", 1.0)


def test_articles_without_paragraphs_are_not_copies() -> None:
    nothing = signature(Article("Talks go on", title="Talks go on"))
    assert nothing[0] == 0
    grouper = StoryGrouper()
    assert [grouper.add(name, DAY, nothing) for name in "ab"] == [("a", None), ("b", None)]
    assert len(grouper) == 0


def test_the_most_similar_article_decides_then_the_earliest() -> None:
    text = story(1, 12)
    near, far = [*text[:10], *story(2, 2)], [*text[:6], *story(3, 6)]
    for order in (("far", "near"), ("near", "far")):
        grouper = StoryGrouper()
        for name in order:
            assert grouper.add(name, DAY, sign({"far": far, "near": near}[name])) == (name, None)
        assert grouper.add("copy", DAY, sign(text))[0] == "near"
    one, other = (np.arange(k, k + SIGNATURE_LENGTH, dtype=np.uint32) for k in (0, 1000))
    both = np.where(np.arange(SIGNATURE_LENGTH) <= N_HASHES // 2, one, other)
    one[0] = other[0] = both[0] = 100
    grouper = StoryGrouper()
    assert [grouper.add(name, DAY, it)[0] for name, it in (("z", one), ("a", other), ("b", both))] == ["z", "a", "z"]


def test_copies_of_copies_belong_to_the_first_story() -> None:
    text = story(1, 12)
    grouper = StoryGrouper()
    versions = [[*story(9, n), *text[n:]] for n in (0, 3, 6)]
    assert [grouper.add(name, DAY, sign(it))[0] for name, it in zip("abc", versions, strict=True)] == ["a", "a", "a"]
    assert likeness(sign(versions[0]), sign(versions[2])) < 0.5


@pytest.mark.parametrize(("days", "expected"), [(7, "a"), (8, "b")])
def test_the_window_is_in_days(days: int, expected: str) -> None:
    grouper = StoryGrouper(window=7)
    grouper.add("a", DAY, sign(story(1)))
    assert grouper.add("b", DAY + datetime.timedelta(days), sign(story(1)))[0] == expected


def test_an_article_is_kept_as_long_as_reprints_appear() -> None:
    grouper = StoryGrouper(window=7)
    story_ids = [grouper.add(f"a{n}", DAY + datetime.timedelta(5 * n), sign(story(1)))[0] for n in range(4)]
    assert story_ids == ["a0"] * 4
    grouper.add("b", DAY + datetime.timedelta(16), sign(story(2)))
    assert len(grouper) == 2
    assert grouper.add("c", DAY + datetime.timedelta(23), sign(story(1)))[0] == "c"


def test_only_articles_in_the_window_are_in_memory() -> None:
    grouper = StoryGrouper(window=3)
    sizes = []
    for n in range(40):
        grouper.add(f"a{n}", DAY + datetime.timedelta(n // 2), sign(story(n, 2)))
        sizes.append(len(grouper))
    assert max(sizes) == sizes[-1] == 8


def test_the_undated_are_compared_among_themselves() -> None:
    grouper = StoryGrouper(undated=2)
    grouper.add("a", DAY, sign(story(1)))
    assert grouper.add("b", None, sign(story(1))) == ("b", None)
    assert grouper.add("c", None, sign(story(1))) == ("b", 1.0)
    assert [grouper.add(f"d{n}", None, sign(story(n)))[0] for n in (2, 3)] == ["d2", "d3"]
    assert grouper.add("e", None, sign(story(1))) == ("e", None)
    assert grouper.add("f", DAY, sign(story(1)))[0] == "a"


def test_wrong_order_and_wrong_signatures_are_errors() -> None:
    grouper = StoryGrouper()
    grouper.add("a", DAY, sign(story(1)))
    with pytest.raises(AnalysisError, match="b is of 2022-03-06, before 2022-03-07"):
        grouper.add("b", DAY - datetime.timedelta(1), sign(story(1)))
    for wrong in (np.zeros(SIGNATURE_LENGTH - 1, np.uint32), np.zeros(SIGNATURE_LENGTH, np.uint64)):
        with pytest.raises(AnalysisError, match="signature"):
            grouper.add("c", DAY, wrong)  # type: ignore[arg-type]


def test_a_signature_is_the_same_on_every_machine() -> None:
    signed = signature(Article("They met on Monday, and spoke."))
    assert signed[:4].tolist() == [4, 343741421, 32163942, 939389155]


def test_a_signature_does_not_depend_on_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sign(story(1))
    monkeypatch.setattr("analysis.corpus.near_duplicates.SHINGLES_PER_BATCH", 7)
    assert (sign(story(1)) == whole).all()


@given(st.text())
def test_any_text_has_a_signature(text: str) -> None:
    signed = signature(Article(text + "\n\nThe two of them met by the harbour."))
    assert (signed.shape, signed.dtype) == ((SIGNATURE_LENGTH,), np.dtype(np.uint32))
    assert signed[0] > 0
    assert likeness(signed, signed) == 1


@given(st.integers(0, 12), st.integers(1, 12), st.integers(0, 12))
def test_likeness_estimates_the_share_of_common_shingles(one: int, both: int, other: int) -> None:
    shared = story(1, both)
    a, b = [*story(2, one), *shared], [*story(3, other), *shared]
    share = both / (one + both + other)
    assert likeness(sign(a), sign(b)) == likeness(sign(b), sign(a))
    assert abs(likeness(sign(a), sign(b)) - share) < 5 * 0.5 / N_HASHES**0.5


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4), st.integers(1, 8)), max_size=25))
def test_a_story_is_named_after_its_first_article(
    rows: list[tuple[int, int, int]],
) -> None:
    rows = sorted(rows)
    grouper, grouped = StoryGrouper(window=2), list[tuple[str, float | None]]()
    for n, (days, seed, cut) in enumerate(rows):
        grouped.append(grouper.add(str(n), DAY + datetime.timedelta(days), sign(story(seed)[:cut])))
    for n, (story_id, share) in enumerate(grouped):
        assert (story_id == str(n)) == (share is None)
        assert grouped[int(story_id)] == (story_id, None)
        assert rows[int(story_id)][1] == rows[n][1]
