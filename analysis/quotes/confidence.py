"""How sure a quotation is: the share of quotations like it that were right on labelled articles.

Those like it have the same rule, and a speaker who is written in the same way. `confidence.csv` has the counts. It is
part of the package, unlike `seeds/`, since every extraction needs it. `analysis.evaluation.calibration` makes it from
labelled files, and `analysis.statistics` says how the share of few is drawn towards that of all.
"""

import re
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

from analysis.statistics import Shares, read_counts

COUNTS = resources.files(__package__) / "confidence.csv"
KEYS = ("rule", "speaker_kind")
NAME, TITLE, PRONOUN, NOBODY = "name", "title", "pronoun", "nobody"
WORD = re.compile(r"\w+")


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


def confidence(rule: str, speaker: Any, speaker_text: Any) -> float:
    """The value of the column `confidence`.

    A rule that was never counted has the share of all extractions.

    Args:
        rule: The construction that found the quotation.
        speaker, speaker_text: As for `speaker_kind`.

    Raises:
        AnalysisError: The table of counts is missing or broken.
    """
    return _shares().of(rule, speaker_kind(speaker, speaker_text))


@cache
def _shares() -> Shares:
    return Shares(read_counts(COUNTS, KEYS))
