"""The kept figures are, byte for byte, those the notebooks draw today.

`make test` has nbval run the notebooks with ANALYSIS_FIGURES naming an empty folder, and then compares that folder with
figures/. So the notebooks run once for both checks.
"""

import os
from pathlib import Path

import pytest

KEPT = Path(__file__).parents[1] / "figures"
DRAWN = Path(os.environ.get("ANALYSIS_FIGURES", KEPT))
pytestmark = pytest.mark.skipif(DRAWN.resolve() == KEPT, reason="nothing drawn to compare with: run `make test`")


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_no_figure_is_missing_or_left_over() -> None:
    assert names(DRAWN), "the notebooks drew nothing"
    assert names(KEPT) == names(DRAWN), "run `make figures`"


@pytest.mark.parametrize("name", names(KEPT))
def test_figure_is_fresh(name: str) -> None:
    same = (KEPT / name).read_bytes() == (DRAWN / name).read_bytes()
    assert same, f"figures/{name} is not what the notebooks draw now: run `make figures`"
