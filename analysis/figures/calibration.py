"""Draw confidence against the share of extractions that were right.

>>> row = {"low": 0.9, "high": 1.0, "confidence": 0.95, "found": 20, "right": 19}
>>> row |= {"precision": 0.95, "precision_low": 0.76, "precision_high": 0.99}
>>> reliability(pd.DataFrame([row])).finding
'With confidence 0.9 or more, 19 of 20 (95%) were right'
"""

from typing import Any

import pandas as pd

from analysis.display import listed
from analysis.errors import ArgumentError
from analysis.figures.canvas import (
    BLUE,
    GREY,
    SMALL,
    Figure,
    canvas,
    capitalised,
    filled,
    finish,
    heading,
    nothing,
    project_style,
)
from analysis.statistics import POSSIBLE_BELOW
from analysis.tables import records
from analysis.validation import checked

GROUND = {"facecolor": "white", "linewidth": 0, "pad": 0.6}  # so that no line crosses the words
NOTE: dict[str, Any] = {"textcoords": "offset points", "fontsize": SMALL, "color": GREY, "bbox": GROUND}
FLOOR = 0.1  # an interval that reaches down to less above the axis has its label on top
SURE = {"quotes": 0.9, "contacts": POSSIBLE_BELOW}  # from this confidence on, for the title
NOTHING = {"quotes": "no quotation was found", "contacts": "no contact was found"}
MEASURE = {
    "quotes": "Share of pieces of quotations with the right words and speaker, by confidence; both from 0 to 1",
    "contacts": "Share of pairs in contact with the right parties, mode and status, by confidence; both from 0 to 1",
}
CAPTION = (
    "A dot: those with about the same confidence, and how many of them were right. A bar: the 95% interval. "
    "Above the dashed line, more were right than the confidence says."
)


@project_style()
@checked
def reliability(bins: pd.DataFrame, table: str = "quotes") -> Figure:
    """Draw how often extractions were right, by the confidence that they were given.

    Args:
        bins: The table that `calibration.reliability` returns.
        table: The extracted table: quotes or contacts.
    """
    if table not in SURE:
        raise ArgumentError(f"{table!r} has no confidence; give one of {list(SURE)}")
    if bins.empty:
        return nothing(NOTHING[table])
    fig, ax = canvas(3.8)
    least = max(0.0, float(bins[["confidence", "precision_low"]].to_numpy().min()) - 0.2)
    ax.plot([least, 1], [least, 1], "--", color=GREY, linewidth=1, zorder=1)
    ax.annotate("dashed: as many right as it says", (1.04, least), (0, 6), **NOTE, va="bottom", ha="right")
    ax.vlines(bins["confidence"], bins["precision_low"], bins["precision_high"], color=BLUE, alpha=0.5)
    ax.plot(bins["confidence"], bins["precision"], "o", **filled(BLUE, True), zorder=3, clip_on=False)
    for n, row in enumerate(records(bins)):
        is_above = (len(bins) - n) % 2 == 1 or row.precision_low < least + FLOOR  # neighbours on two sides
        place, offset, side = (row.precision_high, 4, "bottom") if is_above else (row.precision_low, -6, "top")
        ax.annotate(f"{row.right} of {row.found}", (row.confidence, place), (0, offset), **NOTE, va=side, ha="center")
    ax.set(xlim=(least, 1.05), ylim=(least, 1.02), xlabel="confidence", ylabel="share that was right")
    ax.grid(True, axis="y")
    finding = _finding(bins, SURE[table])
    heading(fig, finding, MEASURE[table], CAPTION)
    parts = listed((f"{row.confidence:.2f}: {row.right} of {row.found}" for row in records(bins)), most=len(bins))
    return finish(fig, f"Right by mean confidence: {parts}.")


def _finding(bins: pd.DataFrame, sure: float) -> str:
    """The shares of right extractions with high and lower confidence: "With confidence 0.9 or more, 19 of 20 …"."""
    parts = []
    for name, rows in (
        (f"confidence {sure} or more", bins[bins["low"] >= sure]),
        ("less confidence", bins[bins["low"] < sure]),
    ):
        right, found = rows["right"].sum(), rows["found"].sum()
        parts += [f"with {name}, {right} of {found} ({right / found:.0%}) were right"] if found else []
    return capitalised("; ".join(parts))
