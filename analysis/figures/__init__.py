"""Figures: each function draws one figure from tables, with an alt text that says what it shows."""

from analysis.figures.article import (
    against_record,
    how_they_sound,
    rate_before_and_since,
    timeline,
    tone_through_article,
    who_speaks,
)
from analysis.figures.calibration import reliability
from analysis.figures.canvas import save, show
from analysis.figures.corpus import contacts_over_time, network, tone_over_time, what_reports_agree_on, with_whom

__all__ = [
    "against_record",
    "contacts_over_time",
    "how_they_sound",
    "network",
    "rate_before_and_since",
    "reliability",
    "save",
    "show",
    "timeline",
    "tone_over_time",
    "tone_through_article",
    "what_reports_agree_on",
    "who_speaks",
    "with_whom",
]
