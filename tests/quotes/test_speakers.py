"""Quotations and speakers, measured on labelled passages; `python tests/quotes/test_speakers.py [--misses]` prints it.

A case of `seeds/passages/quotes.jsonl` is a passage with its `quotes` (spans as substring and number of the occurrence,
speaker, kind), `not_quotes` (words that are not a quotation) and `open` (reported commands and questions, "asked him to
leave", which may be taken for quotations or not). The cases were written and labelled without seeing the output of the
extraction. Anyone who improves it reads the errors in the split `open` only.
"""

import re
import sys
from functools import cache
from typing import Any

import pandas as pd
import pytest

from analysis.evaluation import passages
from analysis.evaluation.scoring import same_speaker, summary

CASES = passages.read_passages("quotes")
# Two points below the measured scores; "kept out" is the share of not_quotes without a word in a quotation.
MIN_SCORES = {
    "open": {"precision": 0.91, "recall": 0.88, "speaker": 0.93, "kept out": 0.85},
    "held-out": {"precision": 0.87, "recall": 0.82, "speaker": 0.88, "kept out": 0.90},
}
WORD = re.compile(r"\w+(?:['’]\w+)*")


def words(text: str, spans: list[tuple[int, int]]) -> frozenset[int]:
    """Where the words of the spans start."""
    return frozenset(match.start() for start, end in spans for match in WORD.finditer(text, start, end))


@cache
def table(split: str) -> pd.DataFrame:
    """The outcomes of all cases of a split."""
    return passages.quotes([case for case in CASES if case["split"] == split])


def kept_out(split: str) -> list[bool]:
    """For each of the not_quotes, whether no quotation overlaps it."""
    extracted = table(split)[["passage", "found_start", "found_end"]].dropna()
    cases = [case for case in CASES if case["split"] == split]
    spans = [(case["id"], *passages.place(case["text"], span)) for case in cases for span in case["not_quotes"]]
    places = ((extracted[extracted["passage"] == name], start, end) for name, start, end in spans)
    return [not ((rows["found_start"] < end) & (rows["found_end"] > start)).any() for rows, start, end in places]


def scores(split: str) -> dict[str, float]:
    """Precision and recall of quotations with their speaker, share of right speakers, share of not_quotes kept out."""
    row, n, out = summary(table(split)).iloc[0], table(split)["outcome"].value_counts(), kept_out(split)
    speaker = n["right"] / (n["right"] + n["wrong speaker"])
    return {"precision": row["precision"], "recall": row["recall"], "speaker": speaker, "kept out": sum(out) / len(out)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("speaker", "label", "right"),
    [
        ("T.J. Boone", "T. J. Boone", True),
        ("The clerk’s lawyer", "clerk's lawyer", True),
        ("Residents of the valley", "residents", True),
        ("Bob Ray and Ann Lee", "Ann Lee and Bob Ray", True),
        ("Ministry of Health", "Ministry", False),
        ("Boone", "T. J. Boone", False),
        ("Ann Lee", "Ann Lee and Bob Ray", False),
        (None, "Ann Lee", False),
        ("Ann Lee", None, False),
        (None, None, True),
    ],
)
def test_names_are_compared(speaker: str | None, label: str | None, right: bool) -> None:
    assert same_speaker(speaker, label) == right


@pytest.mark.slow
@pytest.mark.parametrize("split", MIN_SCORES)
def test_scores(split: str) -> None:
    measured = scores(split)
    assert [name for name, minimum in MIN_SCORES[split].items() if not measured[name] >= minimum] == [], measured


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_labels(case: dict[str, Any]) -> None:
    text, labelled = case["text"], set[int]()
    written = text.casefold().replace("’", "'")
    assert 60 <= len(text.split()) <= 220 and 2 <= text.count("\n\n") + 1 <= 8
    assert case["split"] in passages.SPLITS and case["quotes"]
    for spans in [
        *(quote["spans"] for quote in case["quotes"]),
        *([span] for span in case["not_quotes"] + case["open"]),
    ]:
        starts = words(text, [passages.place(text, span) for span in spans])
        assert starts and not starts & labelled, f"empty or labelled twice: {spans}"
        labelled |= starts
    for quote in case["quotes"]:
        assert all(word in written for word in WORD.findall((quote["speaker"] or "").casefold()))
        for start, end in (passages.place(text, span) for span in quote["spans"]):
            marked = re.search(r"[“\"‘'«`]\s?$", text[:start]) is not None
            assert quote["kind"] in ("direct", "mixed", "indirect") and marked >= (quote["kind"] == "direct")
            assert not text[start:end].endswith((",", "."))


@pytest.mark.slow
def test_the_set_is_large_and_a_third_is_held_out() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES) >= 90
    assert sum(len(case["quotes"]) for case in CASES) >= 300
    assert 0.3 <= sum(case["split"] == "held-out" for case in CASES) / len(CASES) <= 0.37


def main(arguments: list[str]) -> None:
    """Print the scores of both splits, in total and by kind; with --misses also the errors in the open split."""
    for split in passages.SPLITS:
        print(split, {name: round(float(value), 3) for name, value in scores(split).items()})
        print(
            summary(table(split), "row")[["row", "labelled", "found", "right", "f1"]].to_string(
                float_format="{:.2f}".format
            )
        )
    if "--misses" in arguments:
        wrong = table("open")[table("open")["outcome"] != "right"]
        columns = ["passage", "outcome", "labelled", "labelled_speaker", "found", "found_speaker"]
        print(wrong[columns].fillna("").to_csv(sep="\t", index=False))


if __name__ == "__main__":
    main(sys.argv[1:])
