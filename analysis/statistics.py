"""Conventions that all statistics share, and how sure an extraction is.

A table and a figure never use different conventions. The confidence of an extraction is the share of extractions like
it that were right on labelled articles.

A quotation is like those of the same rule whose speaker is written in the same way. A contact is like those whose words
name the parties in the same way, with or without a date, of the same frame, kinds of parties and status.
`confidence.csv` in `quotes/` and `contacts/` has the counts by these keys. They are part of the package, unlike
`seeds/`, since every extraction needs them; `analysis.evaluation.calibration` makes them from labelled files.

The share of few extractions is drawn towards that of more. The keys of a table are in an order, the most telling first:
the share of all extractions with the same first key is drawn towards that of the whole, the share of those with the
same first two keys towards that of those with the same first one, and so on:

    (right + strength × share of the larger group) / (extractions + strength)

This is the mean of the posterior of a binomial share under a beta prior with the mean of the larger group. The
strength, in extractions, is estimated from the counts themselves, for each number of keys: where groups differ more
than chance explains, it is small. It maximises the likelihood of all counts under the beta-binomial distribution, which
is parametric empirical Bayes: Casella (1985), "An Introduction to Empirical Bayes Data Analysis", The American
Statistician 39(2), 83–87; for shares, Gelman and others (2013), "Bayesian Data Analysis", third edition, chapter 5.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from math import lgamma
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import AnalysisError

CONFIDENCE_LEVEL = 0.95  # of every interval, unless a caller asks for another one
TEST_LEVEL = 0.05  # of significance
MIN_OBSERVATIONS_FOR_MEAN = 3  # a mean of fewer is noted as "too few" and drawn hollow
LARGEST_COUNTED_BY_PAIR = 5  # people: twelve at one table are one meeting, and would be 66 pairs
NEGLIGIBLE_VARIANCE = 1e-12  # a variance up to this is rounding error
FloatArray = NDArray[np.float64]
COUNT_COLUMNS = ("extractions", "right")
STRENGTHS = tuple(2 ** (n / 2) for n in range(21))  # candidates, from 1 to 1024 extractions
DECIMALS = 3
LEAST, MOST = 0.001, 0.999  # finite counts prove nothing impossible and nothing certain
UNSURE_BELOW = 0.7  # quotations and contacts that are less sure are marked with "?"
POSSIBLE_BELOW = 0.65  # a contact that is less sure is only possible; `calibration` shows what other values would do
NAME, TITLE, PRONOUN, NOBODY = "name", "title", "pronoun", "nobody"  # how a speaker is written
BOTH, ONE, NEITHER, PLACE = "both", "one", "neither", "place"  # which parties of a contact are named
WORD = re.compile(r"\w+")
PARTY_KINDS = {"state": "country", "group": "body", "organisation": "body"}
Key = tuple[str, ...]
Count = tuple[int, int]  # extractions, and how many of them were right


def most_first(numbers: pd.Series) -> pd.Series:
    """The numbers, the largest first, equal ones by name.

    >>> most_first(pd.Series(["Bo", "Ann", "Cy", "Cy"]).value_counts()).to_dict()
    {'Cy': 2, 'Ann': 1, 'Bo': 1}
    """
    return numbers.sort_index().sort_values(ascending=False, kind="stable")


def is_joint(world_contacts: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each contact was of so many people that it is not counted by pair.

    Args:
        world_contacts: Rows of the table of that name.
    """
    joint: pd.Series[bool] = world_contacts["n_parties"].gt(LARGEST_COUNTED_BY_PAIR).fillna(False).astype(bool)
    return joint


def monday(days: pd.Series) -> pd.Series:
    """The Monday of the week of each day; missing if the day is."""
    mondays: pd.Series = days - pd.to_timedelta(days.dt.day_of_week, unit="D").dt.as_unit("s")
    return mondays


@dataclass(frozen=True)
class Basis:
    """The counts that the confidence of a table is computed from.

    Attributes:
        path: The file with the counts.
        keys: The columns that group the extractions, the most informative first.
    """

    path: Path | Traversable
    keys: Key


BASES = {
    "quotes": Basis(resources.files(__package__) / "quotes" / "confidence.csv", ("rule", "speaker_kind")),
    "contacts": Basis(
        resources.files(__package__) / "contacts" / "confidence.csv", ("named", "dated", "frame", "parties", "status")
    ),
}


def share_right(table: str, *keys: str) -> float:
    """The value of the column `confidence`.

    Extractions whose keys were never counted get the share of all extractions with the same first keys.

    Args:
        table: quotes or contacts.
        keys: The keys of the extraction, as in `BASES`.

    Raises:
        AnalysisError: The table of counts is missing or broken.
    """
    return _shares(table).of(*keys)


@cache
def _shares(table: str) -> "Shares":
    return Shares(read_counts(BASES[table].path, BASES[table].keys))


def speaker_kind(speaker: Any, speaker_text: Any) -> str:
    """How a speaker is written: as a name, a title or another noun phrase, a pronoun, or not at all.

    Args:
        speaker: The canonical name; missing where nothing decides.
        speaker_text: The speaker as written.

    >>> [speaker_kind("Ann Lee", text) for text in ("Ms Lee", "the mayor", "she")]
    ['name', 'title', 'pronoun']
    """
    if pd.isna(speaker) or pd.isna(speaker_text):
        return NOBODY
    written, words = WORD.findall(speaker_text.casefold()), WORD.findall(speaker)
    if any(not word.islower() and word.casefold() in written for word in words):
        return NAME
    is_other_word = len(written) == 1 and written[0] not in words
    return PRONOUN if is_other_word else TITLE


def has_date(date_source: str) -> str:
    """Whether a contact has a date; one without a date is wrong more often.

    Args:
        date_source: As in `contacts`.

    >>> has_date("relative"), has_date("none")
    ('dated', 'undated')
    """
    return "undated" if date_source == "none" else "dated"


def party_kinds(kinds: Iterable[str]) -> str:
    """The kinds of both parties; groups and organisations count as one: "body and person".

    Args:
        kinds: The kind of each party, as in `people`.

    >>> party_kinds(["state", "person"])
    'country and person'
    """
    return " and ".join(sorted(PARTY_KINDS.get(kind, kind) for kind in kinds))


class Shares:
    """Shrunken shares: `shares.of(*keys)` is a dictionary lookup."""

    def __init__(self, counts: Mapping[Key, Count]) -> None:
        """Estimate the shares.

        Args:
            counts: Extractions and right ones by keys, equally many of each; extractions of at least one.
        """
        whole = _totals(counts, 0)[()]
        self._shares: dict[Key, float] = {(): shrunk(whole, 0.5, 1)}  # Jeffreys' prior: never 0 or 1
        for n in range(1, 1 + max(map(len, counts))):
            totals = _totals(counts, n)
            strength = _strength([(count, self._shares[key[:-1]]) for key, count in totals.items()])
            self._shares |= {key: shrunk(count, self._shares[key[:-1]], strength) for key, count in totals.items()}

    def of(self, *keys: str) -> float:
        """The share of these keys, or of as many of the first keys as were counted together."""
        counted = next(keys[:n] for n in range(len(keys), -1, -1) if keys[:n] in self._shares)
        return min(max(round(self._shares[counted], DECIMALS), LEAST), MOST)


def _totals(counts: Mapping[Key, Count], n: int) -> dict[Key, Count]:
    """The counts by the first n keys."""
    totals: dict[Key, Count] = {}
    for key, (extractions, right) in counts.items():
        before = totals.get(key[:n], (0, 0))
        totals[key[:n]] = before[0] + extractions, before[1] + right
    return totals


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


def read_counts(path: Path | Traversable, keys: Key) -> dict[Key, Count]:
    """Read a table of counts.

    Args:
        path: A CSV file in UTF-8 with the columns of `keys`, `extractions` and `right`.
        keys: The names of the columns that group the extractions.

    Raises:
        AnalysisError: The file is missing, or is not such a table; the message has the file and the line.
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
    rows = [_entry(line.split(","), len(keys), f"{path}, line {n}") for n, line in enumerate(lines[1:], start=2)]
    if twice := [key for key, n in Counter(key for key, _ in rows).items() if n > 1]:
        raise AnalysisError(f"{path} has {twice[0]} twice; keep one line")
    if not rows:
        raise AnalysisError(f"{path} has no counts; restore it, or install the package anew")
    return dict(rows)


def _entry(row: Sequence[str], n_keys: int, location: str) -> tuple[Key, Count]:
    """The key and the count of a row."""
    expected = AnalysisError(
        f"{location} is {','.join(row)!r}; write {n_keys} names, extractions, and right ones of these"
    )
    if len(row) != n_keys + 2 or not (row[-2].isdecimal() and row[-1].isdecimal()):
        raise expected
    extractions, right = int(row[-2]), int(row[-1])
    if not max(right, 1) <= extractions:
        raise expected
    return tuple(row[:-2]), (extractions, right)


def counts_as_csv(counts: Mapping[Key, Count], keys: Key) -> str:
    """A table of counts as `read_counts` reads it, in alphabetical order."""
    rows = [(*keys, *COUNT_COLUMNS), *((*key, *counts[key]) for key in sorted(counts))]
    return "".join(",".join(map(str, row)) + "\n" for row in rows)
