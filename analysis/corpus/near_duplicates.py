"""Group near-identical copies of one wire story: MinHash over word sequences, within a window of days.

Papers that reprint a story cut its end, give it another headline, dateline and byline, and change a few words. Most
sequences of words (shingles; Broder 1997, "On the resemblance and containment of documents") survive that. MinHash
(from the library datasketch) estimates the share of shingles that two articles have in common (Jaccard similarity)
from signatures of fixed length, and locality-sensitive hashing (LSH) selects the articles worth comparing: those
that are in the same bucket, because some of their hashes are equal.

An article copies the article most like it among the earlier ones of the last seven days, and belongs to the same story.
So what it copies depends on the articles of these days only, and many workers can search for copies, in any order.

The thresholds were measured on 600 news texts and press releases. Copies whose last third was cut, with a paragraph of
another story added and one word in a hundred changed, had 0.50 to 0.62 of their three-word shingles in common; new
stories with half of another story as background had 0.31 to 0.48. Longer shingles bring such copies down to the level
of background, shorter ones bring unrelated stories up to it.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.articles.article import Article, after_dateline
from analysis.errors import AnalysisError, extra

with extra("corpus", "reading a corpus"):
    from datasketch import MinHash

Signature = NDArray[np.uint32]
Signatures = NDArray[np.uint32]  # a row for each article
Numbers = NDArray[np.int64]
SHINGLE_WORDS = 3
COPY_LIKENESS = 0.5  # two articles at least as alike are copies
# A copy that was cut is less like the whole story. It is a copy, too, if this share of its shingles is in the longer
# article, and its likeness reaches COPY_LIKENESS times this factor.
CONTAINED_SHARE, CUT_COPY_FACTOR = 0.8, 0.8
MIN_SHINGLES = 30  # shorter notices reach COPY_LIKENESS by chance: only equal ones are copies
WINDOW_DAYS = 7  # weekly papers print stories of the week; a text that returns later is a template, not a copy
N_HASHES = 128  # the standard error of a likeness of 0.5 is 0.044
LSH_BANDS, LSH_ROWS = 32, 3  # selects 88% of the pairs with a likeness of 0.4, 98.6% at 0.5, 99.9% from 0.6 on
# From a bucket an article is compared with the earliest of its window only, so that ten thousand notices made from one
# template take ten thousand times as long as one, and not the square of that. Most buckets are smaller.
EARLIEST_OF_BUCKET = 16
SIGNATURE_LENGTH = 1 + N_HASHES
SHINGLES_PER_BATCH = 4096  # hashed at a time, which limits memory for long articles
PAIRS_PER_BATCH = 128  # compared at a time; their signatures fit into the processor's cache
NO_ARTICLE = -1
# Odd numbers without a pattern, which spread sums over all 64 bits (Dietzfelbinger 1996, on multiply-shift hashing).
MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
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


class Copies(NamedTuple):
    """For each article, the number of the one that it copies, `NO_ARTICLE` if it copies none, and their likeness."""

    originals: Numbers
    likeness: NDArray[np.float64]


def find_copies(days: Numbers, signatures: Signatures, since: int | None = None) -> Copies:
    """Find out which article each article copies: the one most like it, of equally like ones the earliest.

    Two articles are copies if their likeness is at least `COPY_LIKENESS`, or nearly so and the longer contains most of
    the shorter. Only articles up to `WINDOW_DAYS` apart are compared. Time and memory are proportional to the number of
    articles, even if all of them are alike.

    Args:
        days: The day of each article as a number, in ascending order; the same one for all articles without a day.
        signatures: The signature of each article.
        since: Find the copies of this day and later ones; earlier articles serve as originals only. By default, of all.

    Raises:
        AnalysisError: The days are not in order, or `signatures` are not signatures.
    """
    if signatures.shape != (len(days), SIGNATURE_LENGTH) or signatures.dtype != np.uint32:
        raise AnalysisError(f"a signature is {SIGNATURE_LENGTH} uint32; make it with near_duplicates.signature")
    if (np.diff(days) < 0).any():
        raise AnalysisError("an article follows one of a later day; sort the articles by day")
    found = Copies(np.full(len(days), NO_ARTICLE), np.zeros(len(days)))
    for band in range(LSH_BANDS):
        for articles, earlier in _candidates(days, signatures, band, since):
            _keep_better(found, signatures, articles, earlier)
    return found


def stories(names: Sequence[str], days: Numbers, signatures: Signatures) -> list[tuple[str, float | None]]:
    """Group a few articles into stories.

    Args:
        names: The name of each article.
        days, signatures: As in `find_copies`.

    Returns:
        For each article, the name of the story's first article, and the likeness to the article that this one copies;
        None for the first article of a story.
    """
    grouped: list[tuple[str, float | None]] = []
    for name, original, share in zip(names, *find_copies(days, signatures), strict=True):
        grouped.append((name, None) if original == NO_ARTICLE else (grouped[original][0], float(share)))
    return grouped


def likeness(signatures: Signatures, articles: Numbers, others: Numbers) -> NDArray[np.float64]:
    """Estimated shares of their shingles that articles have in common with others, 0 to 1; both are row numbers."""
    counts = np.empty(len(articles), dtype=np.uint8)  # of at most `N_HASHES`, 128
    for start in range(0, len(articles), PAIRS_PER_BATCH):
        batch = slice(start, start + PAIRS_PER_BATCH)
        equal = signatures[articles[batch], 1:] == signatures[others[batch], 1:]
        counts[batch] = np.einsum("ij->i", equal.view(np.uint8))  # the fastest way to add up short rows
    return counts / N_HASHES


def _candidates(
    days: Numbers, signatures: Signatures, band: int, since: int | None
) -> Iterator[tuple[Numbers, Numbers]]:
    """Articles with an earlier article of their bucket and window: the first of these, then the second, and so on.

    Args:
        days, signatures, since: As in `find_copies`.
        band: The hashes that determine the bucket: this run of `LSH_ROWS`.
    """
    articles, starts = _buckets(signatures, band)
    bucket = np.cumsum(starts)
    since_first = days[articles] - days[:1]
    longest = int(since_first.max(initial=0)) + WINDOW_DAYS + 1
    moments = bucket * longest + since_first  # in ascending order, with more than a window between two buckets
    places = np.arange(len(articles))
    earliest = np.searchsorted(moments, moments - WINDOW_DAYS)
    if since is not None:
        is_wanted = days[articles] >= since
        places, earliest = places[is_wanted], earliest[is_wanted]
    for _ in range(EARLIEST_OF_BUCKET):
        is_earlier = earliest < places
        places, earliest = places[is_earlier], earliest[is_earlier]
        if not len(places):
            return
        yield articles[places], articles[earliest]
        earliest = earliest + 1


def _buckets(signatures: Signatures, band: int) -> tuple[Numbers, NDArray[np.bool_]]:
    """The articles that share their bucket with others, bucket by bucket and in order, and whether a bucket starts."""
    hashes = signatures[:, 1 + band * LSH_ROWS : 1 + (band + 1) * LSH_ROWS].astype(np.uint64)
    # A number has the hash of the bucket in its upper bits and the article in the lower ones; sorting them is fastest.
    bits = np.uint64(len(signatures).bit_length())
    numbers = np.sort(
        ((hashes * MULTIPLIERS).sum(axis=1) >> bits << bits) + np.arange(len(signatures), dtype=np.uint64)
    )
    buckets = numbers >> bits
    starts = np.append(True, buckets[1:] != buckets[:-1])[: len(buckets)]
    is_shared = ~(starts & np.append(starts[1:], True)[: len(buckets)])
    articles = (numbers - (buckets << bits))[is_shared].astype(np.int64)
    return articles, starts[is_shared]


def _keep_better(found: Copies, signatures: Signatures, articles: Numbers, earlier: Numbers) -> None:
    """Enter the earlier articles into `found` where they are the originals of copies, and better ones than before.

    Args:
        found: The best originals so far.
        signatures: As in `find_copies`.
        articles: Each at most once.
        earlier: An earlier article for each of them.
    """
    before = found.originals[articles]
    may_be_better = (earlier != before) & ((found.likeness[articles] < 1) | (earlier < before))
    articles, earlier, before = articles[may_be_better], earlier[may_be_better], before[may_be_better]
    alike, known = likeness(signatures, articles, earlier), found.likeness[articles]
    is_better = (alike > known) | ((alike == known) & (earlier < before))
    is_better &= _are_copies(signatures[articles, 0], signatures[earlier, 0], alike)
    found.originals[articles[is_better]] = earlier[is_better]
    found.likeness[articles[is_better]] = alike[is_better]


def _are_copies(
    sizes: NDArray[np.uint32], other_sizes: NDArray[np.uint32], alike: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether articles with this likeness are copies: like each other, or one mostly contained in the other.

    Args:
        sizes, other_sizes: The number of shingles of the articles.
        alike: Their likeness.
    """
    shorter, longer = np.minimum(sizes, other_sizes), np.maximum(sizes, other_sizes).astype(np.int64)
    common = alike / (1 + alike) * (shorter + longer)  # since alike is common / (shorter + longer - common)
    is_contained = common >= CONTAINED_SHARE * shorter
    is_copy = (alike >= COPY_LIKENESS) | (is_contained & (alike >= CUT_COPY_FACTOR * COPY_LIKENESS))
    return np.where(shorter < MIN_SHINGLES, (alike == 1) & (shorter > 0), is_copy)


@cache
def _empty() -> MinHash:
    """The MinHash of no shingles; all others are copies of it, because computing the permutations is slow."""
    return MinHash(num_perm=N_HASHES, seed=1, hashfunc=zlib.crc32, scheme="affine32")


def _words(article: Article) -> list[str]:
    return [word for line in _lines(article) for word in LETTERS_AND_DIGITS.findall(line)]


def _lines(article: Article) -> Iterator[str]:
    """The paragraphs without datelines, in Unicode normal form NFKC and without differences in case."""
    for block in article.blocks:
        if block.kind == "paragraph":
            line = article.text[block.start : block.end]
            yield unicodedata.normalize("NFKC", line[after_dateline(line) :]).casefold()
