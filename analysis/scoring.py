"""How well the extraction agrees with labels, or one labeller with another: precision, recall and F1, miss by miss.

A quotation is right if its segments' words overlap (Jaccard ≥ 0.8) and the speaker is the same. A contact is right if
pair, mode and status are the same; meeting and visit go together, and unspecified goes with every mode.
"""

import re
from collections.abc import Callable, Hashable
from typing import Any

import pandas as pd

JACCARD = 0.8
Row = dict[Hashable, Any]


def score_quotes(found: pd.DataFrame, labelled: pd.DataFrame, text: str) -> pd.DataFrame:
    """Both tables of segments (start, end, kind, speaker) side by side, a row per labelled or found segment.

    Columns: outcome (right, wrong speaker, missed, false alarm), kind, labelled, labelled_speaker, found,
    found_speaker.
    """
    a, b = labelled.to_dict("records"), found.to_dict("records")
    pairs = _match(a, b, lambda x, y: _jaccard(_words(text, x), _words(text, y)), JACCARD)
    rows = []
    for x, y in pairs:
        right = "right" if x and y and _name(x["speaker"]) == _name(y["speaker"]) else "wrong speaker"
        outcome = right if x and y else "missed" if x else "false alarm"
        rows.append(
            {"outcome": outcome, "kind": (x or y or {})["kind"]}
            | {"labelled": x and x["text"], "labelled_speaker": x and x["speaker"]}
            | {"found": y and y["text"], "found_speaker": y and y["speaker"]}
        )
    return pd.DataFrame(rows, columns=["outcome", "kind", "labelled", "labelled_speaker", "found", "found_speaker"])


def score_contacts(found: pd.DataFrame, labelled: pd.DataFrame) -> pd.DataFrame:
    """Both tables of contacts side by side, a row per labelled or found pair.

    Columns: outcome (right, missed, false alarm), pair, mode, status, and wrong: which of date, duration, initiator and
    place differ in a pair that is right.
    """
    pairs = _match(labelled.to_dict("records"), found.to_dict("records"), _same_contact, 1.0)
    rows = []
    for x, y in pairs:
        told = x or y or {}
        outcome = "right" if x and y else "missed" if x else "false alarm"
        wrong = ", ".join(_differing(x, y)) if x and y else ""
        pair = " – ".join(sorted([told["actor"], told["recipient"]]))
        rows.append({"outcome": outcome, "pair": pair, "mode": told["mode"], "status": told["status"], "wrong": wrong})
    return pd.DataFrame(rows, columns=["outcome", "pair", "mode", "status", "wrong"])


def summary(scored: pd.DataFrame) -> pd.DataFrame:
    """Precision, recall and F1 with the counts behind them, from a table of outcomes."""
    counts = scored["outcome"].value_counts()
    right, wrong = int(counts.get("right", 0)), int(counts.get("wrong speaker", 0))
    found = right + wrong + int(counts.get("false alarm", 0))
    labelled = right + wrong + int(counts.get("missed", 0))
    precision, recall = right / found if found else 0.0, right / labelled if labelled else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    numbers = {"labelled": labelled, "found": found, "right": right, "precision": precision, "recall": recall, "f1": f1}
    return pd.DataFrame([numbers])


def _match(
    a: list[Row], b: list[Row], likeness: Callable[[Row, Row], float], least: float
) -> list[tuple[Row | None, Row | None]]:
    """One-to-one pairs, the most alike first; what has no partner comes after, on its own."""
    likely = [(-likeness(x, y), i, j) for i, x in enumerate(a) for j, y in enumerate(b)]
    partner: dict[int, int] = {}
    for score, i, j in sorted(likely):
        if -score >= least and i not in partner and j not in partner.values():
            partner[i] = j
    rows: list[tuple[Row | None, Row | None]] = [(x, b[partner[i]] if i in partner else None) for i, x in enumerate(a)]
    return rows + [(None, y) for j, y in enumerate(b) if j not in partner.values()]


def _words(text: str, row: Row) -> frozenset[int]:
    return frozenset(m.start() for m in re.compile(r"\w+").finditer(text, row["start"], row["end"]))


def _jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _name(value: Any) -> str | None:
    return None if pd.isna(value) else str(value).casefold()


def _same_contact(x: Row, y: Row) -> float:
    """1 or more if the contacts are the same; more, the more of their details agree."""
    modes = {x["mode"], y["mode"]}
    compatible = len(modes) == 1 or "unspecified" in modes or modes == {"meeting", "visit"}
    same_pair = {x["actor"], x["recipient"]} == {y["actor"], y["recipient"]}
    if not (compatible and same_pair and x["status"] == y["status"]):
        return 0.0
    return 1.0 + 1 / (1 + len(_differing(x, y)))


def _differing(x: Row, y: Row) -> list[str]:
    details = {"date": ("date_start", "date_end", "date_precision"), "duration": ("duration_min",)}
    details |= {"initiator": ("initiator",), "place": ("place",)}
    return [name for name, columns in details.items() if any(not _equal(x[c], y[c]) for c in columns)]


def _equal(a: Any, b: Any) -> bool:
    return (pd.isna(a) and pd.isna(b)) or (not pd.isna(a) and not pd.isna(b) and a == b)
