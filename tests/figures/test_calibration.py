"""The reliability curve copes with no bins and with all, says the finding, and gives the same bytes each time."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from analysis.evaluation import calibration
from analysis.figures import canvas, reliability

from . import touching


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("ANALYSIS_FIGURES", str(tmp_path))
    yield tmp_path


def bins(*counts: tuple[float, int, int]) -> pd.DataFrame:
    """The table of extractions with some confidence: how many there are, and how many are right."""
    rows = [
        {"article_id": f"{k}", "confidence": value, "outcome": "right"}
        | ({} if k < right else {"outcome": "false alarm"})
        for value, found, right in counts
        for k in range(found)
    ]
    return calibration.reliability(pd.DataFrame(rows, columns=["article_id", "confidence", "outcome"]))


ALL = bins((0.1, 9, 1), (0.55, 9, 5), (0.65, 90, 60), (0.75, 90, 66), (0.85, 900, 765), (0.95, 12345, 11728))


QUOTATIONS = bins((0.3, 7, 1), (0.55, 11, 8), (0.66, 15, 13), (0.73, 121, 111), (0.82, 210, 192), (0.94, 313, 302))
CONTACTS = bins((0.47, 13, 10), (0.56, 45, 42), (0.63, 26, 24), (0.76, 43, 41), (0.86, 53, 51), (0.96, 332, 329))


@pytest.mark.parametrize("table", [ALL, ALL[:1], ALL[-1:], QUOTATIONS, CONTACTS])
def test_no_label_covers_another(table: pd.DataFrame) -> None:
    assert touching(reliability(table)) == []


@pytest.mark.parametrize("table", [ALL, ALL[:1], ALL[-1:], bins((0.95, 1, 0)), bins((0.3, 1, 1))])
def test_nothing_is_cut_off_and_drawing_again_gives_the_same_bytes(table: pd.DataFrame) -> None:
    first = [path.read_bytes() for path in canvas.save(reliability(table), "again")]
    svg, png = canvas.save(reliability(table), "again")
    assert [svg.read_bytes(), png.read_bytes()] == first
    with Image.open(png) as image:
        shades = np.asarray(image.convert("L"))
    assert {*shades[0].tolist(), *shades[-1].tolist(), *shades[:, 0].tolist(), *shades[:, -1].tolist()} == {255}


def test_it_says_the_finding_and_every_count() -> None:
    fig = reliability(bins((0.95, 20, 19), (0.85, 10, 8), (0.3, 4, 1)))
    finding = "With confidence 0.9 or more, 19 of 20 (95%) were right; with less confidence, 9 of 14 (64%) were right"
    assert fig.alt == f"{finding}. Right by mean confidence: 0.30: 1 of 4, 0.85: 8 of 10, 0.95: 19 of 20."
    svg, _ = canvas.save(fig, "finding")
    root = ElementTree.parse(svg).getroot()
    shown = {"".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"19 of 20", "8 of 10", "1 of 4", "dashed: as many right as it says"} <= shown
    assert fig.texts[0].get_text().replace("\n", " ") == finding


@pytest.mark.parametrize(
    ("table", "finding"),
    [
        (bins((0.95, 20, 19)), "With confidence 0.9 or more, 19 of 20 (95%) were right"),
        (bins((0.5, 2, 1)), "With less confidence, 1 of 2 (50%) were right"),
    ],
)
def test_what_there_is_none_of_is_left_out(table: pd.DataFrame, finding: str) -> None:
    assert reliability(table).alt.startswith(f"{finding}.")


def test_without_finds_it_says_so() -> None:
    fig = reliability(bins())
    assert fig.alt == "Nothing to show: no quotation was found." and fig.get_figheight() < 1
