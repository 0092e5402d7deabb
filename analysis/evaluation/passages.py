"""Run the extraction on the project's own passages, which were labelled before it was run on them.

`seeds/passages/` holds them in three files with one passage per line: `quotes.jsonl`, `contacts.jsonl` and
`tone.jsonl`. The reported scores are those on the split `held-out`; developers of the extraction look at the errors on
the split `open` only.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import vocabulary
from analysis.articles.article import Article
from analysis.errors import AnalysisError
from analysis.evaluation.scoring import TONES, score_contacts, score_quotes
from analysis.output import SEEDS
from analysis.pipeline import analyse_many
from analysis.sentiment.scorers import SCORERS, Scored, Scorer
from analysis.validation import checked

PASSAGES_FOLDER = SEEDS / "passages"
PASSAGE_SETS = ("quotes", "contacts", "tone")
SPLITS = ("open", "held-out")
TONE_COLUMNS = ("passage", "field", "label", "scorer", "found", "score", "decided", "why_wrong", "text", "why")
CONTACT_LABEL_COLUMNS = (
    "actor",
    "recipient",
    "mode",
    "status",
    "date_start",
    "date_precision",
    "duration_min",
    "initiator",
    "place",
)
Case = Mapping[str, Any]  # a passage with its labels
# The words and phrases that negate, as whole words; "n't" also inside one ("isn’t").
NEGATION = re.compile(
    "|".join(rf"(?<!\w){word}(?!\w)" for word in vocabulary.tone().negate if word != "n't") + "|n['’]t", re.I
)


@checked
def read_passages(name: str, split: str | None = None, folder: str | Path = PASSAGES_FOLDER) -> list[dict[str, Any]]:
    """Read labelled passages.

    Args:
        name: The set: quotes, contacts or tone.
        split: open or held-out; None for both.
        folder: The folder with the files; by default the one of the checkout.

    Returns:
        One dict per passage, as `seeds/README.md` describes it.

    Raises:
        AnalysisError: There is no such set, or its file cannot be read, as outside of a checkout.

    >>> passages.read_passages("tone")[0]["label"]
    'neutral'
    """
    if name not in PASSAGE_SETS:
        raise AnalysisError(f"there are no passages called {name!r}; choose from {', '.join(PASSAGE_SETS)}")
    path = Path(folder) / f"{name}.jsonl"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise AnalysisError(f"{path} cannot be read: {error.strerror}; run this from a checkout") from None
    cases = [json.loads(line) for line in lines]
    return [case for case in cases if split in (None, case["split"])]


@checked
def quotes(cases: Sequence[Case]) -> pd.DataFrame:
    """Extract the quotations of labelled passages and score them.

    Reported commands and questions ("asked him to leave") may count as quotations or not, so a false alarm that covers
    one is dropped.

    Args:
        cases: Passages from `read_passages("quotes")`.

    Returns:
        The rows of `scoring.score_quotes` for all passages, with two more columns: passage (its id) and row (its kind).
    """
    parts = [score_quotes(None, None, "").assign(passage="", row="")]
    for case, result in zip(cases, analyse_many(map(_article, cases), tables=("quotes",)), strict=True):
        scored = score_quotes(result.quotes, _labelled_quotes(case), case["text"])
        optional = [place(case["text"], span) for span in case["open"]]
        parts.append(without_optional(scored, optional).assign(passage=case["id"], row=case["row"]))
    return pd.concat(parts, ignore_index=True)


@checked
def without_optional(scored: pd.DataFrame, optional: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """The outcomes, except false alarms that lie at least half in a span that may count as a quotation or not.

    Args:
        scored: The result of `scoring.score_quotes`.
        optional: Start and end of each such span.
    """
    alarms = scored[scored["outcome"] == "false alarm"]
    dropped = [
        index
        for index, low, high in zip(alarms.index, alarms["found_start"], alarms["found_end"], strict=True)
        if any(2 * (min(high, end) - max(low, start)) >= high - low for start, end in optional)
    ]
    return scored.drop(index=dropped)


@checked
def contacts(cases: Sequence[Case]) -> pd.DataFrame:
    """Extract the contacts of labelled passages and score them.

    Args:
        cases: Passages from `read_passages("contacts")`.

    Returns:
        The rows of `scoring.score_contacts` for all passages, with two more columns: passage (its id) and row (its
        kind).
    """
    parts = [score_contacts(None, None).assign(passage="", row="")]
    for case, result in zip(cases, analyse_many(map(_article, cases), tables=("contacts",)), strict=True):
        labelled = pd.DataFrame(case["contacts"], columns=list(CONTACT_LABEL_COLUMNS), dtype=object)
        labelled["date_start"] = pd.to_datetime(labelled["date_start"])
        scored = score_contacts(result.contacts, labelled)
        parts.append(scored.assign(passage=case["id"], row=case["row"]))
    return pd.concat(parts, ignore_index=True)


@checked
def tones(cases: Sequence[Case], scorers: Mapping[str, Scorer] = SCORERS) -> pd.DataFrame:
    """Score sentences whose tone is labelled.

    Args:
        cases: Passages from `read_passages("tone")`.
        scorers: The scorers by name.

    Returns:
        One row per scorer and sentence. Columns: passage (its id), field, label (negative, neutral or positive),
        scorer, found (the tone given by the score's sign), score (-1 to 1), decided (the word that contributed most to
        that sign, with its score), why_wrong (missing where the label is met), text, why (the labeller's reason).
    """
    rows = []
    for name, scorer in scorers.items():
        for case in cases:
            scored = scorer(case["text"])
            tone = TONES[int(np.sign(scored.score)) + 1]
            row = {"passage": case["id"], "scorer": name, "found": tone, "score": scored.score}
            row |= {key: case[key] for key in ("field", "label", "text", "why")}
            reason = why_wrong(case["label"], tone, scored, case["text"])
            rows.append(row | {"decided": _decisive_word(scored), "why_wrong": reason})
    return pd.DataFrame(rows, columns=list(TONE_COLUMNS))


def why_wrong(label: str, tone: str, scored: Scored, text: str) -> str | None:
    """Why a scorer's tone misses the label, judged by the words it scored; None if it meets the label."""
    if tone == label:
        return None
    if label == "neutral":
        return "scores a word that only names or reports"
    if not scored.words:
        return "knows none of its words"
    if tone == "neutral":
        return "its words cancel out"
    return "wrong sign, with a negation" if NEGATION.search(text) else "wrong sign, without a negation"


def place(text: str, span: tuple[str, int]) -> tuple[int, int]:
    """Start and end of a labelled span, which is its words and the number of the occurrence, from 0.

    Raises:
        ValueError: The text does not contain the words that often.

    >>> passages.place("She said she would stay.", ("she", 0))
    (9, 12)
    """
    start = -1
    for _ in range(span[1] + 1):
        start = text.index(span[0], start + 1)
    return start, start + len(span[0])


def _article(case: Case) -> Article:
    return Article(text=case["text"], published=case["published"], article_id=case["id"])


def _labelled_quotes(case: Case) -> pd.DataFrame:
    rows = []
    for quote in case["quotes"]:
        for span in quote["spans"]:
            start, end = place(case["text"], span)
            position = {"start": start, "end": end, "text": span[0]}
            rows.append(position | {"kind": quote["kind"], "speaker": quote["speaker"]})
    return pd.DataFrame(rows, columns=["start", "end", "text", "kind", "speaker"])


def _decisive_word(scored: Scored) -> str | None:
    """The word that contributed most to the sign of the score, with its own score: "terrible -1.00"."""
    sign = np.sign(scored.score)
    same_sign = [(word, value) for word, value in scored.words if sign * value > 0]
    if not same_sign:
        return None
    word, value = max(same_sign, key=lambda contribution: abs(contribution[1]))
    return f"{word} {value:+.2f}"
