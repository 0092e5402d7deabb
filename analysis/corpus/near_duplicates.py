"""Near-identical copies of one wire story are one story: MinHash over word sequences, within a window of days.

Who reprints a story cuts its end, gives it another headline, dateline and byline, changes a few words. What is left is
mostly the same sequences of words (shingles; Broder, 1997). MinHash estimates the share two articles have in common
(Jaccard) from signatures of fixed length, and LSH finds the articles worth comparing without looking at all of them.
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
from datasketch import MinHash, MinHashLSH
from numpy.typing import NDArray

from analysis.articles.article import Article, after_dateline
from analysis.errors import AnalysisError

Signature = NDArray[np.uint32]
# Measured on 600 texts of news and releases. Copies with the last third cut, a paragraph of another story added and a
# word in a hundred changed had .50 to .62 of their sequences of three in common, new stories of which half is another's
# background .31 to .48. Longer sequences bring such copies down to the background, shorter ones strangers up.
SHINGLE = 3  # words
THRESHOLD = 0.5  # share in common, of the sequences that either has,
CONTAINED = 0.8  # or this share of those of the shorter one, whose end was cut, with this much of the threshold
# From this share on an article is not kept to be compared with: the one it copies stands for it. A thousand prints of
# a story then cost as much as one.
SAME = 0.9
LEAST = 30  # word sequences; of shorter notices, strangers reach the threshold too often: only equal ones are copies
WINDOW = 7  # days: weekly papers print the week's stories, and what returns later is a template rather than a copy
UNDATED = 20_000  # articles without a day that are kept, some 12 kB each, since no day tells when to let them go
HASHES = 128  # a standard error of .044 at the threshold
BANDS, ROWS = 32, 3  # finds .88 of the pairs with a share of .4, .986 at .5, .999 from .6 on
LENGTH = 1 + HASHES
CHUNK = 4096  # word sequences hashed at a time
WORD = re.compile(r"\w+")


def signature(article: Article) -> Signature:
    """What tells copies: how many different word sequences the article has, then the least hash of each permutation.

    A vector of 129 unsigned integers of 32 bits, the same on every machine. Only the words of the paragraphs count:
    title, captions, furniture, datelines, case and punctuation do not.
    """
    words = _words(article)
    shingles = list(
        dict.fromkeys(map(" ".join, zip(*(words[n:] for n in range(min(SHINGLE, len(words)))), strict=False)))
    )
    found = _empty().copy()
    for start in range(0, len(shingles), CHUNK):  # a matrix of sequences by permutations, however long the article
        found.update_batch(shingle.encode() for shingle in shingles[start : start + CHUNK])
    return np.concatenate([np.array([len(shingles)], dtype=np.uint32), found.hashvalues])


def likeness(one: Signature, other: Signature) -> float:
    """Estimated share of their word sequences that two articles have in common, 0 to 1."""
    return float(np.count_nonzero(one[1:] == other[1:])) / HASHES


class StoryGrouper:
    """Articles in order of publication become stories; only those of the last `window` days are in memory.

    An article belongs to the story of the earlier article most like it, if their likeness is at least `threshold`, or
    nearly so and the shorter is nearly all in the longer; of equally like ones, the earliest. Articles without a day
    are compared among themselves, with the last `undated`.
    """

    def __init__(self, window: int = WINDOW, threshold: float = THRESHOLD, undated: int = UNDATED) -> None:
        self.window, self.threshold, self.undated = window, threshold, undated
        self._dated, self._undated = _SimilarityIndex(), _SimilarityIndex()
        self._day: datetime.date | None = None

    def __len__(self) -> int:
        """How many articles are kept to be compared with."""
        return len(self._dated.kept) + len(self._undated.kept)

    def add(self, article_id: str, published: datetime.date | None, signature: Signature) -> tuple[str, float | None]:
        """The story of an article, and its likeness to the article it copies; None for the first of a story.

        Raises AnalysisError for an article that was published before the one added last, and for no signature.
        """
        if signature.shape != (LENGTH,) or signature.dtype != np.uint32:
            raise AnalysisError(f"{article_id}: a signature is {LENGTH} uint32; make it with copies.signature")
        if published is None:
            self._undated.leave_but(self.undated)
            return self._undated.add(article_id, 0, signature, self.threshold)
        if self._day and published < self._day:
            raise AnalysisError(f"{article_id} is of {published}, before {self._day}; add articles sorted by day")
        self._day = published
        self._dated.leave_before(published.toordinal() - self.window)
        return self._dated.add(article_id, published.toordinal(), signature, self.threshold)


@dataclass(slots=True)
class _RecentArticle:
    """An article that later ones are compared with, and the last day on which it or a copy it stands for came."""

    story_id: str
    day: int
    signature: Signature


class _SimilarityIndex:
    """Articles kept in the order they came, and the index that finds those like another."""

    def __init__(self) -> None:
        self.kept: dict[int, _RecentArticle] = {}
        self._leaving: list[tuple[int, int]] = []  # a heap of day and number, the earliest first
        self._index = MinHashLSH(num_perm=HASHES, params=(BANDS, ROWS))
        self._next = 0

    def add(self, article_id: str, day: int, signature: Signature, threshold: float) -> tuple[str, float | None]:
        known = _empty_with(signature)
        best, share = self._most_like(known, signature, threshold) if signature[0] else (None, 0.0)
        if best is not None and share >= max(SAME, threshold):
            self.kept[best].day = day
            return self.kept[best].story_id, share
        story_id = self.kept[best].story_id if best is not None else article_id
        if signature[0]:
            self.kept[self._next] = _RecentArticle(story_id, day, signature.copy())  # not the batch it may be a view of
            self._index.insert(self._next, known, check_duplication=False)
            heapq.heappush(self._leaving, (day, self._next))
            self._next += 1
        return story_id, share if best is not None else None

    def leave_before(self, day: int) -> None:
        """Let go of the articles of earlier days, unless a copy that they stand for came since."""
        while self._leaving and self._leaving[0][0] < day:
            number = self._leaving[0][1]
            if (last := self.kept[number].day) >= day:
                heapq.heapreplace(self._leaving, (last, number))
            else:
                heapq.heappop(self._leaving)
                self._forget(number)

    def leave_but(self, most: int) -> None:
        """Let go of the earliest articles, so that fewer than `most` are left."""
        while len(self._leaving) >= max(1, most):
            self._forget(heapq.heappop(self._leaving)[1])

    def _forget(self, number: int) -> None:
        self._index.remove(number)
        del self.kept[number]

    def _most_like(self, known: MinHash, signature: Signature, threshold: float) -> tuple[int | None, float]:
        """The number of the kept article most like this one, the earliest of several, and their likeness."""
        best, share = None, 0.0
        for number in sorted(self._index.query(known)):
            other = self.kept[number].signature
            alike = likeness(signature, other)
            if alike > share and _copied(signature, other, alike, threshold):
                best, share = number, alike
        return best, share


def _copied(one: Signature, other: Signature, alike: float, threshold: float) -> bool:
    shorter, longer = sorted((int(one[0]), int(other[0])))
    if shorter < LEAST:
        return alike == 1.0
    common = alike / (1 + alike) * (shorter + longer)  # since alike is common / (shorter + longer - common)
    return alike >= threshold or (alike >= CONTAINED * threshold and common >= CONTAINED * shorter)


@cache
def _empty() -> MinHash:
    """The MinHash of nothing; its permutations come from a seed and are the same for all."""
    return MinHash(num_perm=HASHES, seed=1, hashfunc=zlib.crc32, scheme="affine32")


def _empty_with(signature: Signature) -> MinHash:
    """A signature as the index takes it."""
    found = _empty().copy()
    found.hashvalues = signature[1:]
    return found


def _words(article: Article) -> list[str]:
    return [word for line in _lines(article) for word in WORD.findall(line)]


def _lines(article: Article) -> Iterator[str]:
    """The paragraphs without datelines, in the one form that letters of different widths and cases share."""
    for block in article.blocks:
        if block.kind == "paragraph":
            line = article.text[block.start : block.end]
            yield unicodedata.normalize("NFKC", line[after_dateline(line) :]).casefold()
