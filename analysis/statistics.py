"""Conventions that all statistics of this project share, and the share of extractions that were right.

A table and a figure never use different conventions. The share is by two keys, and that of few extractions is drawn
towards the whole. A group of extractions, such as those of one rule, has parts, such as the ways in which a speaker is
written. The share of a group is drawn towards that of all, and the share of a part towards that of its group:

    (right + strength × share of the whole) / (extractions + strength)

This is the mean of the posterior of a binomial share under a beta prior with the mean of the whole. The strength, in
extractions, is estimated from the counts themselves: where groups differ more than chance explains, it is small. It
maximises the likelihood of all counts under the beta-binomial distribution, which is parametric empirical Bayes:
Casella (1985), "An Introduction to Empirical Bayes Data Analysis", The American Statistician 39(2), 83–87; for shares,
Gelman and others (2013), "Bayesian Data Analysis", third edition, chapter 5.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from math import lgamma
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.errors import AnalysisError

CONFIDENCE_LEVEL = 0.95  # of every interval, unless a caller asks for another one
MIN_OBSERVATIONS_FOR_MEAN = 3  # a mean of fewer is noted as "too few" and drawn hollow
NEGLIGIBLE_VARIANCE = 1e-12  # a variance up to this is rounding error
FloatArray = NDArray[np.float64]
COUNT_COLUMNS = ("extractions", "right")
STRENGTHS = tuple(2 ** (n / 2) for n in range(21))  # candidates, from 1 to 1024 extractions
DECIMALS = 3
LEAST, MOST = 0.001, 0.999  # finite counts prove nothing impossible and nothing certain
Count = tuple[int, int]  # extractions, and how many of them were right


class Shares:
    """Shrunken shares: `shares.of(group, part)` is a dictionary lookup."""

    def __init__(self, counts: Mapping[tuple[str, str], Count]) -> None:
        """Estimate the shares.

        Args:
            counts: Extractions and right ones by group and part; extractions of at least one.
        """
        groups: dict[str, Count] = {}
        for (group, _), (extractions, right) in counts.items():
            before = groups.get(group, (0, 0))
            groups[group] = before[0] + extractions, before[1] + right
        extractions, right = (sum(count[n] for count in groups.values()) for n in (0, 1))
        self._whole = shrunk((extractions, right), 0.5, 1)  # Jeffreys' prior: never 0 or 1
        strength = _strength([(count, self._whole) for count in groups.values()])
        self._groups = {group: shrunk(count, self._whole, strength) for group, count in groups.items()}
        strength = _strength([(count, self._groups[group]) for (group, _), count in counts.items()])
        self._parts = {key: shrunk(count, self._groups[key[0]], strength) for key, count in counts.items()}

    def of(self, group: str, part: str) -> float:
        """The share of a part; of its group where the part was never counted, of the whole where the group was not."""
        share = self._parts.get((group, part), self._groups.get(group, self._whole))
        return min(max(round(share, DECIMALS), LEAST), MOST)


def shrunk(count: Count, towards: float, strength: float) -> float:
    """A share of right extractions, drawn towards another share.

    Args:
        count: Extractions, and how many of them were right.
        towards: The other share.
        strength: How many extractions it weighs.

    >>> shrunk((2, 2), 0.5, 2)
    0.75
    """
    extractions, right = count
    return (right + strength * towards) / (extractions + strength)


def _strength(counts: Sequence[tuple[Count, float]]) -> float:
    """The candidate under which the counts, each with the mean of its prior, are most likely."""
    return max(STRENGTHS, key=lambda strength: sum(_log_likelihood(*count, strength) for count in counts))


def _log_likelihood(count: Count, mean: float, strength: float) -> float:
    """That of a beta-binomial distribution, without the term that depends on the count alone."""
    (extractions, right), a, b = count, mean * strength, (1 - mean) * strength
    before = lgamma(strength) - lgamma(a) - lgamma(b)
    return before + lgamma(right + a) + lgamma(extractions - right + b) - lgamma(extractions + strength)


def read_counts(path: Path | Traversable, keys: tuple[str, str]) -> dict[tuple[str, str], Count]:
    """Read a table of counts.

    Args:
        path: A CSV file in UTF-8 with the columns of `keys`, `extractions` and `right`.
        keys: The names of the columns for group and part.

    Raises:
        AnalysisError: The file is missing, or is no such table; the message has the file and the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AnalysisError(f"{path} cannot be read: {error}; restore it, or install the package anew") from None
    header = [*keys, *COUNT_COLUMNS]
    if not lines or lines[0].split(",") != header:
        raise AnalysisError(
            f"{path} must begin with the line {','.join(header)}; restore it, or install the package anew"
        )
    rows = [_entry(line.split(","), f"{path}, line {n}") for n, line in enumerate(lines[1:], start=2)]
    if twice := [key for key, n in Counter(key for key, _ in rows).items() if n > 1]:
        raise AnalysisError(f"{path} has {twice[0]} twice; keep one line")
    if not rows:
        raise AnalysisError(f"{path} has no counts; restore it, or install the package anew")
    return dict(rows)


def _entry(row: Sequence[str], location: str) -> tuple[tuple[str, str], Count]:
    """The key and the count of a row."""
    expected = AnalysisError(f"{location} is {','.join(row)!r}; write two names, extractions, and right ones of these")
    if len(row) != 4 or not (row[2].isdecimal() and row[3].isdecimal()):
        raise expected
    extractions, right = int(row[2]), int(row[3])
    if not max(right, 1) <= extractions:
        raise expected
    return (row[0], row[1]), (extractions, right)


def counts_as_csv(counts: Mapping[tuple[str, str], Count], keys: tuple[str, str]) -> str:
    """A table of counts as `read_counts` reads it, in alphabetical order."""
    rows = [(*keys, *COUNT_COLUMNS), *((*key, *counts[key]) for key in sorted(counts))]
    return "".join(",".join(map(str, row)) + "\n" for row in rows)
