"""What the extraction makes of each labelled passage, a line a passage: a change of the rules shows which ones flipped.

The floors in the other tests say how much may be wrong; these files say what is. After a change that is meant, look
at the difference and write them anew: `python tests/evaluation/test_snapshots.py`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pandas as pd
import pytest

from analysis.evaluation import passages
from analysis.evaluation.scoring import CONTACT_DETAILS, DETAIL_ERRORS

Outcomes = Callable[[str], pd.DataFrame]
FOLDER = Path(__file__).with_name("snapshots")


def lines(name: str, outcomes: Outcomes) -> Iterator[str]:
    """Id, split and outcomes of each passage, in the order of the file: "mode-phone-1 open 1 right"."""
    cases = passages.read_passages(name)
    by_id = of_tones(cases) if name == "tone" else of_spans(outcomes(name))
    for case in cases:
        yield f"{case['id']} {case['split']} {by_id.get(case['id'], 'nothing to find')}\n"


def of_spans(table: pd.DataFrame) -> dict[str, str]:
    """How many quotations or contacts of each passage are right, missed and false alarms, and which details are not."""
    outcomes_of: dict[str, Counter[str]] = defaultdict(Counter)
    for row in table.to_dict("records"):
        details = [f"{detail} {row[detail]}" for detail in CONTACT_DETAILS if row.get(detail) in DETAIL_ERRORS]
        outcomes_of[row["passage"]][" with ".join([row["outcome"], *details])] += 1
    return {
        passage: ", ".join(f"{n} {outcome}" for outcome, n in sorted(counts.items()))
        for passage, counts in outcomes_of.items()
    }


def of_tones(cases: Sequence[passages.Case]) -> dict[str, str]:
    """The label of each sentence, and the sign that each scorer gives it."""
    signs: dict[str, list[str]] = defaultdict(list)
    for row in passages.tones(cases).to_dict("records"):
        signs[row["passage"]].append(f"{row['scorer']} {row['found']}")
    return {case["id"]: f"{case['label']}: {', '.join(signs[case['id']])}" for case in cases}


@pytest.mark.slow
@pytest.mark.parametrize("name", passages.PASSAGE_SETS)
def test_no_labelled_passage_has_flipped(name: str, outcomes: Outcomes) -> None:
    kept = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    now = list(lines(name, outcomes))
    changed = [f"was: {before}now: {after}" for before, after in zip(kept, now, strict=True) if before != after]
    assert not changed, f"{len(changed)} passages flipped:\n{''.join(changed)}"


def extracted(name: str) -> pd.DataFrame:
    extract = {"quotes": passages.quotes, "contacts": passages.contacts}[name]
    return extract(passages.read_passages(name))


def write() -> None:
    """Write the snapshots anew."""
    FOLDER.mkdir(exist_ok=True)
    for name in passages.PASSAGE_SETS:
        (FOLDER / f"{name}.txt").write_text("".join(lines(name, extracted)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
