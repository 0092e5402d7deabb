"""Passages of our own, labelled before the extraction saw them, and what it makes of them.

`seeds/passages/` has them, a passage a line, in three files: `quotes.jsonl`, `contacts.jsonl` and `tone.jsonl`. Those
of the split `held-out` decide; whoever works on the extraction reads the mistakes on the split `open` only.
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
from analysis.pipeline import analyse_many
from analysis.sentiment.scorers import SCORERS, Scored, Scorer
from analysis.validation import checked

FOLDER = Path(__file__).parents[2] / "seeds" / "passages"
NAMES = ("quotes", "contacts", "tone")
SPLITS = ("open", "held-out")
TOLD = ("passage", "field", "label", "scorer", "found", "score", "decided", "why_wrong", "text", "why")
Case = Mapping[str, Any]
NEGATION = re.compile(
    "|".join(rf"(?<!\w){word}(?!\w)" for word in vocabulary.tone().negate if word != "n't") + "|n['’]t", re.I
)


@checked
def read_passages(name: str, split: str | None = None, folder: str | Path = FOLDER) -> list[dict[str, Any]]:
    """The labelled passages called quotes, contacts or tone, all of them or those of a split, as dicts.

    Raises AnalysisError if they are not there, as outside of a checkout.

    >>> passages.read_passages("tone")[0]["label"]
    'neutral'
    """
    if name not in NAMES:
        raise AnalysisError(f"there are no passages called {name!r}; there are {', '.join(NAMES)}")
    path = Path(folder) / f"{name}.jsonl"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise AnalysisError(f"{path} cannot be read: {error.strerror}; run this from a checkout") from None
    cases = [json.loads(line) for line in lines]
    return [case for case in cases if split in (None, case["split"])]


@checked
def quotes(cases: Sequence[Case]) -> pd.DataFrame:
    """What the extraction makes of passages with labelled quotations: `scoring.score_quotes`, with passage and row.

    Reported commands and questions ("asked him to leave") may be taken for quotations or not: such a find is no row.
    `row` is the kind of passage.
    """
    parts = [score_quotes(None, None, "").assign(passage="", row="")]
    for case, result in zip(cases, analyse_many(map(_article, cases), tables=("quotes",)), strict=True):
        scored = score_quotes(result.quotes, _labelled_quotes(case), case["text"])
        either = [place(case["text"], span) for span in case["open"]]
        alone = scored[scored["outcome"] == "false alarm"]
        for at, low, high in zip(alone.index, alone["found_start"], alone["found_end"], strict=True):
            if any(2 * (min(high, end) - max(low, start)) >= high - low for start, end in either):
                scored = scored.drop(index=at)
        parts.append(scored.assign(passage=case["id"], row=case["row"]))
    return pd.concat(parts, ignore_index=True)


@checked
def contacts(cases: Sequence[Case]) -> pd.DataFrame:
    """What the extraction makes of passages with labelled contacts: `scoring.score_contacts`, with passage and row."""
    columns = ["actor", "recipient", "mode", "status", "date_start", "date_precision"]
    columns += ["duration_min", "initiator", "place"]
    parts = [score_contacts(None, None).assign(passage="", row="")]
    for case, result in zip(cases, analyse_many(map(_article, cases), tables=("contacts",)), strict=True):
        labelled = pd.DataFrame(case["contacts"], columns=columns, dtype=object)
        labelled["date_start"] = pd.to_datetime(labelled["date_start"])
        scored = score_contacts(result.contacts, labelled)
        parts.append(scored.assign(passage=case["id"], row=case["row"]))
    return pd.concat(parts, ignore_index=True)


@checked
def tones(cases: Sequence[Case], scorers: Mapping[str, Scorer] = SCORERS) -> pd.DataFrame:
    """What scorers make of sentences with a labelled tone, a row per sentence and scorer.

    Columns: passage, field, label (negative, neutral, positive; `why` has the labeller's reason), scorer, found (the
    score's sign), score, decided (the word that pulled most to that side, with its score), why_wrong (missing where
    the label is met), text, why.
    """
    rows = []
    for name, scorer in scorers.items():
        for case in cases:
            scored = scorer(case["text"])
            found = TONES[int(np.sign(scored.score)) + 1]
            told = {"passage": case["id"], "scorer": name, "found": found, "score": scored.score}
            told |= {key: case[key] for key in ("field", "label", "text", "why")}
            decided, why = _decided(scored), why_wrong(case["label"], found, scored, case["text"])
            rows.append(told | {"decided": decided, "why_wrong": why})
    return pd.DataFrame(rows, columns=list(TOLD))


def why_wrong(label: str, found: str, scored: Scored, text: str) -> str | None:
    """How a score misses its label, as far as the words behind it tell; None if it does not."""
    if found == label:
        return None
    if label == "neutral":
        return "scores a word that only names or reports"
    if not scored.words:
        return "knows none of its words"
    if found == "neutral":
        return "its words cancel out"
    return "wrong sign, with a negation" if NEGATION.search(text) else "wrong sign, without a negation"


def place(text: str, span: tuple[str, int]) -> tuple[int, int]:
    """Start and end of a labelled span, its words and number of the occurrence; ValueError if the text lacks it."""
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
            told = {"start": start, "end": end, "text": span[0], "kind": quote["kind"], "speaker": quote["speaker"]}
            rows.append(told)
    return pd.DataFrame(rows, columns=["start", "end", "text", "kind", "speaker"])


def _decided(scored: Scored) -> str | None:
    """The word that pulled most to the side where the score came out."""
    side = np.sign(scored.score)
    pulls = [(side * value, -n, word, value) for n, (word, value) in enumerate(scored.words) if side * value > 0]
    return None if not pulls else "{2} {3:+.2f}".format(*max(pulls))
