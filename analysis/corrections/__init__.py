"""A reader's corrections: read from a file, applied to the tables of an article, and scored as labels."""

from analysis.corrections.scoring import score
from analysis.corrections.sheet import ACTIONS, read_corrections, save_correction

__all__ = ["ACTIONS", "read_corrections", "save_correction", "score"]
