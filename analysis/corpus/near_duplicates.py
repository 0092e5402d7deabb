"""Group near-identical copies of one wire story: MinHash over word sequences, within a window of days.

Papers that reprint a story cut its end, give it another headline, dateline and byline, and change a few words. Most
sequences of words (shingles; Broder 1997, "On the resemblance and containment of documents") survive that. MinHash
estimates the share of shingles that two articles have in common (Jaccard similarity) from signatures of fixed length,
and locality-sensitive hashing (LSH, from the library datasketch) selects the articles worth comparing.

The thresholds were measured on 600 news texts and press releases. Copies whose last third was cut, with a paragraph of
another story added and one word in a hundred changed, had 0.50 to 0.62 of their three-word shingles in common; new
stories with half of another story as background had 0.31 to 0.48. Longer shingles bring such copies down to the level
of background, shorter ones bring unrelated stories up to it.
"""

import datetime
import heapq
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from analysis.articles.article import Article, after_dateline
from analysis.errors import AnalysisError, extra

with extra("corpus", "reading a corpus"):
    from datasketch import MinHash, MinHashLSH

Signature = NDArray[np.uint32]
SHINGLE_WORDS = 3
COPY_LIKENESS = 0.5  # two articles at least as alike are copies
# A copy that was cut is less like the whole story. It is a copy, too, if this share of its shingles is in the longer
# article, and its likeness reaches COPY_LIKENESS times this factor.
CONTAINED_SHARE, CUT_COPY_FACTOR = 0.8, 0.8
REPRINT_LIKENESS = 0.9  # from here on a copy is not kept for comparison, so a thousand reprints cost as much as one
MIN_SHINGLES = 30  # shorter notices reach COPY_LIKENESS by chance: only equal ones are copies
WINDOW_DAYS = 7  # weekly papers print stories of the week; a text that returns later is a template, not a copy
MAX_UNDATED = 20_000  # articles without a day that are kept for comparison, 12 kB each, since none of them expires
N_HASHES = 128  # the standard error of a likeness of 0.5 is 0.044
LSH_BANDS, LSH_ROWS = 32, 3  # selects 88% of the pairs with a likeness of 0.4, 98.6% at 0.5, 99.9% from 0.6 on
SIGNATURE_LENGTH = 1 + N_HASHES
SHINGLES_PER_BATCH = 4096  # hashed at a time, which limits memory for long articles
LETTERS_AND_DIGITS = re.compile(r"\w+")


def signature(article: Article) -> Signature:
    """The MinHash signature of an article, the same on every machine.

    Only the words of paragraphs count: title, captions, furniture, datelines, case and punctuation do not.

    Returns:
        129 unsigned 32-bit integers: the number of different shingles, then the least hash under each permutation.
    """
    words = _words(article)
    sequences = zip(*(words[offset:] for offset in range(min(SHINGLE_WORDS, len(words)))), strict=False)
    shingles = list(dict.fromkeys(map(" ".join, sequences)))
    minhash = _empty().copy()
    for start in range(0, len(shingles), SHINGLES_PER_BATCH):
        minhash.update_batch(shingle.encode() for shingle in shingles[start : start + SHINGLES_PER_BATCH])
    return np.concatenate([np.array([len(shingles)], dtype=np.uint32), minhash.hashvalues])


def likeness(first: Signature, second: Signature) -> float:
    """Estimated share of their shingles that two articles have in common, 0 to 1."""
    return float(np.count_nonzero(first[1:] == second[1:])) / N_HASHES


class StoryGrouper:
    """Group articles into stories; only articles of the last `window` days are in memory.

    An article joins the story of the earlier article most like it (the earliest of equally like ones) if their likeness
    is at least `threshold`, or nearly so and the longer contains most of the shorter. Articles without a day are
    compared with the last `undated` articles without a day.
    """

    def __init__(self, window: int = WINDOW_DAYS, threshold: float = COPY_LIKENESS, undated: int = MAX_UNDATED) -> None:
        self.window, self.threshold, self.undated = window, threshold, undated
        self._dated, self._undated = _SimilarityIndex(), _SimilarityIndex()
        self._day: datetime.date | None = None

    def __len__(self) -> int:
        """The number of articles kept for comparison."""
        return len(self._dated.kept) + len(self._undated.kept)

    def add(self, article_id: str, published: datetime.date | None, signature: Signature) -> tuple[str, float | None]:
        """Assign an article to a story. Add articles in order of publication.

        Returns:
            The article_id of the story's first article, and the likeness to the article that this one copies; None for
            the first article of a story.

        Raises:
            AnalysisError: The article was published before the last one added, or `signature` is not a signature.
        """
        if signature.shape != (SIGNATURE_LENGTH,) or signature.dtype != np.uint32:
            raise AnalysisError(
                f"{article_id}: a signature is {SIGNATURE_LENGTH} uint32; make it with near_duplicates.signature"
            )
        if published is None:
            self._undated.evict_down_to(self.undated - 1)
            return self._undated.add(article_id, 0, signature, self.threshold)
        if self._day and published < self._day:
            raise AnalysisError(f"{article_id} is of {published}, before {self._day}; add articles sorted by day")
        self._day = published
        self._dated.evict_before(published.toordinal() - self.window)
        return self._dated.add(article_id, published.toordinal(), signature, self.threshold)


@dataclass(slots=True)
class _RecentArticle:
    """An article kept for comparison; `day` is the last day on which it or a reprint of it appeared."""

    story_id: str
    day: int
    signature: Signature


class _SimilarityIndex:
    """The articles kept for comparison, numbered in order of arrival, and the LSH index over them."""

    def __init__(self) -> None:
        self.kept: dict[int, _RecentArticle] = {}
        self._by_day: list[tuple[int, int]] = []  # a heap of (day, number), the earliest first
        self._index = MinHashLSH(num_perm=N_HASHES, params=(LSH_BANDS, LSH_ROWS))
        self._next = 0

    def add(self, article_id: str, day: int, signature: Signature, threshold: float) -> tuple[str, float | None]:
        """Assign an article to a story, as `StoryGrouper.add` does, and keep it unless it is a reprint."""
        minhash = _minhash(signature)
        best, share = self._most_similar(minhash, signature, threshold) if signature[0] else (None, 0.0)
        if best is not None and share >= max(REPRINT_LIKENESS, threshold):
            self.kept[best].day = day
            return self.kept[best].story_id, share
        story_id = self.kept[best].story_id if best is not None else article_id
        if signature[0]:
            self.kept[self._next] = _RecentArticle(story_id, day, signature.copy())  # it may be a view of a batch
            self._index.insert(self._next, minhash, check_duplication=False)
            heapq.heappush(self._by_day, (day, self._next))
            self._next += 1
        return story_id, share if best is not None else None

    def evict_before(self, day: int) -> None:
        """Evict articles older than `day`, unless a later reprint refreshed them."""
        while self._by_day and self._by_day[0][0] < day:
            number = self._by_day[0][1]
            if (last := self.kept[number].day) >= day:
                heapq.heapreplace(self._by_day, (last, number))
            else:
                heapq.heappop(self._by_day)
                self._forget(number)

    def evict_down_to(self, n: int) -> None:
        """Evict the earliest articles until at most `n` are left."""
        while len(self._by_day) > max(0, n):
            self._forget(heapq.heappop(self._by_day)[1])

    def _forget(self, number: int) -> None:
        self._index.remove(number)
        del self.kept[number]

    def _most_similar(self, minhash: MinHash, signature: Signature, threshold: float) -> tuple[int | None, float]:
        """The number of the article that this one copies, the earliest of equally like ones, and their likeness."""
        best, share = None, 0.0
        for number in sorted(self._index.query(minhash)):
            other = self.kept[number].signature
            alike = likeness(signature, other)
            if alike > share and _is_copy(signature, other, alike, threshold):
                best, share = number, alike
        return best, share


def _is_copy(first: Signature, second: Signature, alike: float, threshold: float) -> bool:
    """Whether two articles with this likeness are copies: like each other, or one mostly contained in the other."""
    shorter, longer = sorted((int(first[0]), int(second[0])))
    if shorter < MIN_SHINGLES:
        return alike == 1.0
    common = alike / (1 + alike) * (shorter + longer)  # since alike is common / (shorter + longer - common)
    is_contained = common >= CONTAINED_SHARE * shorter
    return alike >= threshold or (is_contained and alike >= CUT_COPY_FACTOR * threshold)


@cache
def _empty() -> MinHash:
    """The MinHash of no shingles; all others are copies of it, because computing the permutations is slow."""
    return MinHash(num_perm=N_HASHES, seed=1, hashfunc=zlib.crc32, scheme="affine32")


def _minhash(signature: Signature) -> MinHash:
    """A signature in the form that the index takes."""
    minhash = _empty().copy()
    minhash.hashvalues = signature[1:]
    return minhash


def _words(article: Article) -> list[str]:
    return [word for line in _lines(article) for word in LETTERS_AND_DIGITS.findall(line)]


def _lines(article: Article) -> Iterator[str]:
    """The paragraphs without datelines, in Unicode normal form NFKC and without differences in case."""
    for block in article.blocks:
        if block.kind == "paragraph":
            line = article.text[block.start : block.end]
            yield unicodedata.normalize("NFKC", line[after_dateline(line) :]).casefold()
