"""The precision of the extraction, with readers' corrections as labels.

Only what somebody confirmed or corrected counts. If readers correct mistakes but confirm nothing, precision is near 0;
`right quotation` and `right contact` confirm the rest. Recall cannot be computed: only the additions show what was
missed.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis import tables
from analysis.corrections.people import ADDED, ALREADY, CONFIRMED, REMOVED
from analysis.corrections.sheet import ACTIONS, CONTACT, QUOTATION
from analysis.statistics import CONFIDENCE_LEVEL
from analysis.validation import checked

EVERYTHING, THERE = "everything", "being one"
PARTS = {QUOTATION: ("speaker", "kind"), CONTACT: ("mode", "status", "day", "place")}
COLUMNS = ("item", "part", "reviewed", "right", "precision", "low", "high", "missed")
_Row = tuple[str, bool, str]  # action, whether it was applied, and its outcome


@checked
def score(corrections: pd.DataFrame) -> pd.DataFrame:
    """The precision of the quotations and contacts that were confirmed or corrected.

    Args:
        corrections: The table `Analysis.corrections` of an article, or those of several put together.

    Returns:
        A row for each kind of item and each part of it: item (quotation or contact), part (everything, being one, or a
        column), reviewed, right, precision with `low` and `high` (Wilson's 95% interval), and missed: how many were
        added, or known to readers but not extracted. A part is reviewed if somebody confirmed the item or corrected
        that part; the parts of something that is not a quotation or contact do not count.
    """
    groups = list(_groups(corrections))
    rows = []
    for item, parts in PARTS.items():
        lines = [group for kind, group in groups if kind == item]
        missed = sum(map(_is_missed, lines))
        extracted = [group for group in lines if not _is_missed(group) and any(applied for _, applied, _ in group)]
        for part in (EVERYTHING, THERE, *parts):
            verdicts = [verdict for group in extracted if (verdict := _verdict(group, part)) is not None]
            rows.append((item, part, len(verdicts), sum(verdicts), *_interval(sum(verdicts), len(verdicts)), missed))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _groups(corrections: pd.DataFrame) -> Iterator[tuple[str, list[_Row]]]:
    """The corrections of each quotation and contact, with its kind."""
    groups: dict[Any, list[_Row]] = {}
    for row in tables.records(corrections):
        item = ACTIONS[row.action].item
        if item in PARTS and pd.notna(row.start):
            groups.setdefault((row.article_id, item, row.start, row.end), []).append(
                (row.action, bool(row.applied), str(row.outcome))
            )
    return ((key[1], group) for key, group in groups.items())


def _is_missed(group: list[_Row]) -> bool:
    """Whether the extraction missed an item: it was added, or nothing was extracted from the words of a correction."""
    if any(applied and outcome.startswith(ADDED) for _, applied, outcome in group):
        return True
    return not any(applied for _, applied, _ in group) and any(not _denies(action) for action, _, _ in group)


def _denies(action: str) -> bool:
    """Whether a correction says that something is not a quotation or contact."""
    return action.startswith("not a")


def _verdict(group: list[_Row], part: str) -> bool | None:
    """Whether a part of what was extracted is right; None if nobody reviewed it."""
    applied = [(action, outcome) for action, was_applied, outcome in group if was_applied]
    is_there = not any(_denies(action) and outcome == REMOVED for action, outcome in applied)
    reviewed = {ACTIONS[action].column for action, _ in applied}
    wrong = {ACTIONS[action].column for action, outcome in applied if outcome not in (CONFIRMED, ALREADY)}
    if part in (THERE, EVERYTHING):
        return is_there and not (part == EVERYTHING and wrong)
    return part not in wrong if is_there and {part, ""} & reviewed else None


def _interval(right: int, n: int) -> tuple[float, float, float]:
    """right / n with Wilson's interval; NaN if n is 0."""
    if not n:
        return float("nan"), float("nan"), float("nan")
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(right, n, alpha=1 - CONFIDENCE_LEVEL, method="wilson")
    return right / n, float(low), float(high)
