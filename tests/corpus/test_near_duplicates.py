"""Near-duplicates: reprints stay one story whatever papers change, and similar stories stay separate."""

import itertools
import random
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.articles.article import Article
from analysis.corpus import near_duplicates
from analysis.corpus.near_duplicates import (
    EARLIEST_OF_BUCKET,
    LSH_BANDS,
    LSH_ROWS,
    MIN_SHINGLES,
    N_HASHES,
    NO_ARTICLE,
    SIGNATURE_LENGTH,
    WINDOW_DAYS,
    Numbers,
    Signature,
    Signatures,
    find_copies,
    likeness,
    signature,
)
from analysis.errors import AnalysisError

DAY = 19_058  # 7 March 2022; days are numbers here
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


Published = tuple[str, int, Signature]  # the name of an article, the days since `DAY`, and the signature


def stories(*articles: Published) -> list[tuple[str, float | None]]:
    """The stories of articles, which are in order."""
    names, days, signatures = zip(*articles, strict=True)
    return near_duplicates.stories(names, DAY + np.array(days), np.stack(signatures))


def alike(first: Signature, second: Signature) -> float:
    (share,) = likeness(np.stack([first, second]), np.array([0]), np.array([1]))
    return float(share)


@cache
def template(seed: int) -> Signature:
    return sign(story(seed))


def sampled(shares: list[float], of: Signature, seed: int = 0) -> list[Signature]:
    """Made-up signatures whose likeness to `of` is close to these shares, and to each other close to their product."""
    draw = np.random.default_rng(seed)
    other = draw.integers(0, 2**32, (len(shares), SIGNATURE_LENGTH), dtype=np.uint32)
    is_shared = draw.random(other.shape) < np.array(shares)[:, None]
    is_shared[:, 0] = True
    return list(np.where(is_shared, of, other))


@pytest.mark.parametrize("change", COPIES)
def test_copies_are_one_story(change: str) -> None:
    first, (story_id, share) = stories(("a", 0, sign(story(1))), ("b", 0, sign(COPIES[change](story(1)))))
    assert first == ("a", None)
    assert story_id == "a"
    assert share is not None and 0.4 <= share <= 1


@pytest.mark.parametrize("change", OTHERS)
def test_similar_stories_are_separate(change: str) -> None:
    other = sign(OTHERS[change](story(1)))
    assert stories(("a", 0, sign(story(1))), ("b", 0, other)) == [("a", None), ("b", None)]


@pytest.mark.parametrize("change", ["the same", "case, marks and spaces", "dateline and byline"])
def test_only_the_words_of_the_story_count(change: str) -> None:
    assert (sign(COPIES[change](story(1))) == sign(story(1))).all()
    assert (sign(["Talks Go On In Vienna", *story(1)], title="Talks go on in Vienna") == sign(story(1))).all()


def test_short_notices_are_copies_only_if_equal() -> None:
    notice = story(1, 1, MIN_SHINGLES - 1)
    texts = [notice, set_otherwise(notice), [notice[0] + " More follows."], ["They met."], ["“They met”!"]]
    grouped = stories(*((name, 0, sign(text)) for name, text in zip("abcde", texts, strict=True)))
    assert grouped == [("a", None), ("a", 1.0), ("c", None), ("d", None), ("d", 1.0)]


def test_articles_without_paragraphs_are_not_copies() -> None:
    nothing = signature(Article("Talks go on", title="Talks go on"))
    assert nothing[0] == 0
    assert stories(("a", 0, nothing), ("b", 0, nothing)) == [("a", None), ("b", None)]


def test_the_most_similar_article_decides_then_the_earliest() -> None:
    text = story(1, 12)
    near, far = sign([*text[:10], *story(2, 2)]), sign([*text[:6], *story(3, 6)])
    for originals in ([("far", 0, far), ("near", 0, near)], [("near", 0, near), ("far", 0, far)]):
        grouped = stories(*originals, ("copy", 0, sign(text)))
        assert [story_id for story_id, _ in grouped] == [*(name for name, _, _ in originals), "near"]
    one, other = (np.arange(k, k + SIGNATURE_LENGTH, dtype=np.uint32) for k in (0, 1000))
    both = np.where(np.arange(SIGNATURE_LENGTH) <= N_HASHES // 2, one, other)
    one[0] = other[0] = both[0] = 100
    assert stories(("z", 0, one), ("a", 0, other), ("b", 0, both))[2] == ("z", 0.5)


def test_copies_of_copies_belong_to_the_first_story() -> None:
    text = story(1, 12)
    versions = [sign([*story(9, n), *text[n:]]) for n in (0, 3, 6)]
    grouped = stories(*((name, 0, version) for name, version in zip("abc", versions, strict=True)))
    assert [story_id for story_id, _ in grouped] == ["a", "a", "a"]
    assert alike(versions[0], versions[2]) < 0.5


@pytest.mark.parametrize(("days", "expected"), [(WINDOW_DAYS, "a"), (WINDOW_DAYS + 1, "b")])
def test_the_window_is_in_days(days: int, expected: str) -> None:
    assert stories(("a", 0, sign(story(1))), ("b", days, sign(story(1))))[1][0] == expected


def test_a_story_goes_on_as_long_as_reprints_appear() -> None:
    reprints = [(f"a{n}", 5 * n, sign(story(1))) for n in range(4)]
    returns = ("b", 15 + WINDOW_DAYS + 1, sign(story(1)))
    assert stories(*reprints, returns) == [("a0", None), *[("a0", 1.0)] * 3, ("b", None)]


@pytest.mark.parametrize("share", [0.75, 0.97, 1.0])
def test_many_copies_cost_as_many_times_as_one(share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a template, or of a story that a thousand papers reprint, each is compared with a few others only."""
    compared: list[int] = []

    def counts(signatures: Signatures, articles: Numbers, others: Numbers) -> Any:
        compared.append(len(articles))
        return likeness(signatures, articles, others)

    monkeypatch.setattr(near_duplicates, "likeness", counts)
    costs = []
    for count in (500, 1000):
        compared.clear()
        signatures = [template(1), *sampled([share] * count, template(1))]
        grouped = stories(*((f"a{n:04}", 0, signed) for n, signed in enumerate(signatures)))
        assert {story_id for story_id, _ in grouped} == {"a0000"}
        costs.append(sum(compared))
    assert costs[1] <= 2.2 * costs[0]
    assert costs[1] <= 1000 * LSH_BANDS * EARLIEST_OF_BUCKET


def by_definition(days: list[int], signatures: Signatures) -> list[tuple[int, float]]:
    """What `find_copies` returns, without limit on a bucket, computed pair by pair."""
    found = []
    for n, (day, signed) in enumerate(zip(days, signatures, strict=True)):
        best = (NO_ARTICLE, 0.0)
        for k in range(n):
            bands = (signed[1:] == signatures[k, 1:])[: LSH_BANDS * LSH_ROWS].reshape(LSH_BANDS, LSH_ROWS)
            share = alike(signed, signatures[k])
            if day - days[k] <= WINDOW_DAYS and bands.all(axis=1).any() and share >= 0.5 and share > best[1]:
                best = (k, share)
        found.append(best)
    return found


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 2), st.sampled_from([0.6, 0.8, 1.0])), max_size=14))
def test_copies_are_those_of_the_definition_whatever_the_windows(articles: list[tuple[int, int, float]]) -> None:
    articles.sort()
    days = np.array([day for day, _, _ in articles], dtype=np.int64)
    made = [sampled([share], template(seed), n)[0] for n, (_, seed, share) in enumerate(articles)]
    signatures = np.stack(made) if made else np.empty((0, SIGNATURE_LENGTH), np.uint32)
    whole = find_copies(days, signatures)
    assert list(zip(*whole, strict=True)) == by_definition(days.tolist(), signatures)
    in_windows = [NO_ARTICLE] * len(days)
    for start, end in itertools.pairwise((0, 5, 6, 15, 21)):
        first, last = np.searchsorted(days, [start - WINDOW_DAYS, end])
        originals, _ = find_copies(days[first:last], signatures[first:last], since=start)
        for n in range(first, last):
            if days[n] >= start and originals[n - first] != NO_ARTICLE:
                in_windows[n] = first + originals[n - first]
    assert in_windows == whole.originals.tolist()


def test_wrong_order_and_wrong_signatures_are_errors() -> None:
    with pytest.raises(AnalysisError, match="sort the articles by day"):
        stories(("a", 1, sign(story(1))), ("b", 0, sign(story(1))))
    for wrong in (np.zeros(SIGNATURE_LENGTH - 1, np.uint32), np.zeros(SIGNATURE_LENGTH, np.uint64)):
        with pytest.raises(AnalysisError, match="signature"):
            stories(("c", 0, wrong))  # type: ignore[arg-type]


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
    assert alike(signed, signed) == 1


@given(st.integers(0, 12), st.integers(1, 12), st.integers(0, 12))
def test_likeness_estimates_the_share_of_common_shingles(one: int, both: int, other: int) -> None:
    shared = story(1, both)
    a, b = [*story(2, one), *shared], [*story(3, other), *shared]
    share = both / (one + both + other)
    assert alike(sign(a), sign(b)) == alike(sign(b), sign(a))
    assert abs(alike(sign(a), sign(b)) - share) < 5 * 0.5 / N_HASHES**0.5


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4), st.integers(1, 8)), min_size=1, max_size=25))
def test_a_story_is_named_after_its_first_article(
    rows: list[tuple[int, int, int]],
) -> None:
    rows = sorted(rows)
    grouped = stories(*((str(n), 4 * days, sign(story(seed)[:cut])) for n, (days, seed, cut) in enumerate(rows)))
    for n, (story_id, share) in enumerate(grouped):
        assert (story_id == str(n)) == (share is None)
        assert grouped[int(story_id)] == (story_id, None)
        assert rows[int(story_id)][1] == rows[n][1]
