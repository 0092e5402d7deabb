"""Who says what, measured on passages with labels; `python tests/test_speakers.py [--misses] [--held-out]` prints it.

A case of `speakers_cases.jsonl` is a passage with its `quotes` (spans as substring and number of the occurrence,
speaker, kind), `not_quotes`, words that nobody says, and `open`, reported commands and questions ("asked him to
leave"), which may be taken for quotations or not. The cases were written and labelled without a look at the extraction.
Whoever works on it reads the misses of the split `dev` only.
"""

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import analysis

CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "speakers_cases.jsonl").read_text("utf-8").splitlines()
]
# Two points under what was measured; "kept out" is the share of not_quotes of which no word is in a quotation.
LEAST = {
    "dev": {"recall": 0.95, "precision": 0.95, "speaker": 0.90, "kept out": 0.85},
    "held-out": {"recall": 0.92, "precision": 0.95, "speaker": 0.87, "kept out": 0.90},
}
WORD = re.compile(r"\w+(?:['’]\w+)*")
HALF = 0.5  # a label is found if it and a quotation share this part of the words that are in either

Spans = list[tuple[int, int]]
Quotation = tuple[frozenset[int], str | None]


def place(text: str, span: tuple[str, int]) -> tuple[int, int]:
    """Start and end of a labelled span; ValueError if the text lacks it."""
    start = -1
    for _ in range(span[1] + 1):
        start = text.index(span[0], start + 1)
    return start, start + len(span[0])


def words(text: str, spans: Spans) -> frozenset[int]:
    """Where the words of the spans start."""
    return frozenset(match.start() for start, end in spans for match in WORD.finditer(text, start, end))


def plain(name: str) -> str:
    """A name without what is a matter of taste: case, determiner, dots, spaces, shape of the apostrophe."""
    name = re.sub(r"^(the|an?|his|her|its|their|some|both) ", "", name.casefold())
    return re.sub(r"\W", "", name)


def same(found: str | None, label: str | None) -> bool:
    """Whether two names are one; a found "spokesman for the port" is the labelled "spokesman"."""
    if found is None or label is None:
        return found is label
    if {plain(part) for part in found.split(" and ")} == {plain(part) for part in label.split(" and ")}:
        return True
    base = re.split(r" (?:of|for|at|in|from|with|who|familiar) ", found)[0]
    return label[0].islower() and plain(base) == plain(label)


def quotations(case: dict[str, Any]) -> list[Quotation]:
    """Words and speaker of every quotation that is found."""
    result = analysis.analyse(analysis.Article(text=case["text"], published=case["published"], article_id=case["id"]))
    return [
        (words(case["text"], list(zip(group["start"], group["end"], strict=True))), speaker)
        for _, group in result.quotes.groupby("quote_id")
        for speaker in group["speaker"].astype(object).where(group["speaker"].notna(), None).head(1)
    ]


def best_of(label: frozenset[int], found: list[Quotation]) -> int | None:
    """Which quotation shares most words with a label, if enough of them."""
    best = max(range(len(found)), key=lambda i: (len(label & found[i][0]), -i), default=None)
    if best is None or len(label & found[best][0]) < HALF * len(label | found[best][0]):
        return None
    return best


def outcomes(case: dict[str, Any]) -> list[dict[str, Any]]:
    """A row per label, per quotation that no label has, per not_quote."""
    text, found, used, rows = case["text"], quotations(case), set(), []

    def row(outcome: str, where: frozenset[int], label: str | None = None, speaker: str | None = None) -> None:
        said = " ".join(match[0] for match in WORD.finditer(text) if match.start() in where)
        fixed = {key: case[key] for key in ("id", "row", "split")}
        rows.append(fixed | {"outcome": outcome, "words": said, "label": label, "found": speaker})

    for quote in case["quotes"]:
        label = words(text, [place(text, span) for span in quote["spans"]])
        best = best_of(label, found)
        if best is None:
            row("missed", label, quote["speaker"])
            continue
        used.add(best)
        speaker = found[best][1]
        row("right" if same(speaker, quote["speaker"]) else "wrong speaker", label, quote["speaker"], speaker)
    either = words(text, [place(text, span) for span in case["open"]])
    for i, (where, speaker) in enumerate(found):
        if i not in used and len(where & either) < HALF * len(where):
            row("false alarm", where, None, speaker)
    for span in case["not_quotes"]:
        silent = words(text, [place(text, span)])
        row("covered" if any(silent & where for where, _ in found) else "kept out", silent)
    return rows


@cache
def table() -> pd.DataFrame:
    """The outcomes of all cases."""
    return pd.DataFrame([row for case in CASES for row in outcomes(case)])


def scores(rows: pd.DataFrame) -> pd.Series:
    """Recall and precision of quotations, right speakers among those found, not_quotes kept out; NaN without any."""
    n = rows["outcome"].value_counts().reindex(
        ["right", "wrong speaker", "missed", "false alarm", "kept out", "covered"], fill_value=0
    )  # fmt: skip
    hits = n["right"] + n["wrong speaker"]
    parts = {
        "recall": (hits, n["missed"]),
        "precision": (hits, n["false alarm"]),
        "speaker": (n["right"], n["wrong speaker"]),
        "kept out": (n["kept out"], n["covered"]),
    }
    return pd.Series(
        {"labels": float(hits + n["missed"])}
        | {name: good / (good + bad) if good + bad else float("nan") for name, (good, bad) in parts.items()}
    )


@pytest.mark.parametrize(
    ("found", "label", "right"),
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
def test_names_are_compared(found: str | None, label: str | None, right: bool) -> None:
    assert same(found, label) == right


def test_a_label_needs_half_of_the_words_that_are_in_either() -> None:
    label = frozenset(range(4))
    assert best_of(label, [(frozenset([0]), None), (frozenset([0, 1]), None), (frozenset([2, 3]), None)]) == 1
    assert best_of(label, [(frozenset(range(9)), None)]) is None
    assert best_of(label, []) is None


@pytest.mark.parametrize("split", LEAST)
def test_scores(split: str) -> None:
    measured = scores(table()[table()["split"] == split])
    short = {name: measured[name] for name, least in LEAST[split].items() if not measured[name] >= least}
    assert not short, f"should be at least {LEAST[split]}"


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_labels(case: dict[str, Any]) -> None:
    text, taken = case["text"], set[int]()
    written = text.casefold().replace("’", "'")
    assert 60 <= len(text.split()) <= 220 and 2 <= text.count("\n\n") + 1 <= 8
    assert case["split"] in LEAST and case["quotes"]
    for spans in [*(quote["spans"] for quote in case["quotes"]), *([one] for one in case["not_quotes"] + case["open"])]:
        where = words(text, [place(text, span) for span in spans])
        assert where and not where & taken, f"empty or labelled twice: {spans}"
        taken |= where
    for quote in case["quotes"]:
        assert all(word in written for word in WORD.findall((quote["speaker"] or "").casefold()))
        for start, end in (place(text, span) for span in quote["spans"]):
            marked = re.search(r"[“\"‘'«`]\s?$", text[:start]) is not None
            assert quote["kind"] in ("direct", "mixed", "indirect") and marked >= (quote["kind"] == "direct")
            assert not text[start:end].endswith((",", "."))


def test_the_set_is_large_and_a_third_is_held_out() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES) >= 90
    assert sum(len(case["quotes"]) for case in CASES) >= 300
    assert 0.3 <= sum(case["split"] == "held-out" for case in CASES) / len(CASES) <= 0.37


def main(arguments: list[str]) -> None:
    """Print the scores of a split, in all and by row; with --misses also what went wrong."""
    rows = table()[table()["split"] == ("held-out" if "--held-out" in arguments else "dev")]
    by_row = pd.DataFrame({str(name): scores(group) for name, group in rows.groupby("row")} | {"all": scores(rows)}).T
    print(by_row.to_string(float_format="{:.2f}".format, na_rep=""))
    if "--misses" in arguments:
        for row in rows[~rows["outcome"].isin(["right", "kept out"])].fillna("").itertuples():
            print(f"{row.id}\t{row.outcome}\t{row.words}\t{row.label} -> {row.found}")


if __name__ == "__main__":
    main(sys.argv[1:])
