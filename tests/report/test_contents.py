"""The report's page and the notebooks answer with the same sentences, and pandas arrives at the same numbers."""

import ast
import base64
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import analyse, read_article
from analysis.report import answers, contents

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SEEDS = Path(__file__).parents[2] / "seeds"
ARTICLE, RECORD, RECORD_OF = SEEDS / "macron-open-line-to-russia.txt", SEEDS / "kremlin_contacts.csv", "Vladimir Putin"
PICTURE = re.compile(r"data:image/svg\+xml;base64,([\w+/=]+)")
EMPTY = ("No quotation with a speaker was found.", "No contact between named parties was found.")


@cache
def shown(name: str) -> dict[str, Any]:
    """The output of a notebook's code cells, by their id: a cell is a function call, so no kernel is needed."""
    (path,) = NOTEBOOKS.glob(f"{name}-*.ipynb")
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    names: dict[str, Any] = {}
    values = {}
    for cell in cells:
        *before, last = ast.parse("".join(cell["source"])).body
        value = last.value if isinstance(last, ast.Expr) else None
        exec(compile(ast.Module([*before, *([] if value else [last])], []), cell["id"], "exec"), names)
        if "parameters" in cell["metadata"].get("tags", []):
            names |= {"ARTICLE": str(ARTICLE), "RECORD": str(RECORD)}
        if value and "explorer" not in ast.dump(value):  # slow, and no sentence
            values[cell["id"]] = eval(compile(ast.Expression(value), cell["id"], "eval"), names)
    return values


@cache
def page() -> tuple[contents.Section, ...]:
    return contents.sections(analyse(read_article(ARTICLE)), RECORD, RECORD_OF)


@pytest.mark.parametrize(("notebook", "number"), [("02", 0), ("03", 1)])
def test_a_notebook_answers_first_with_the_sentences_of_the_page(notebook: str, number: int) -> None:
    values, section = list(map(str, shown(notebook).values())), page()[number]
    assert section.points and values[0] == str(answers.prose(section.points, EMPTY[number]))
    notes = [note for note in section.notes if not note.startswith("Also quoted")]  # a figure shows these
    assert notes and set(notes) <= set(values)


@pytest.mark.parametrize(("notebook", "number"), [("02", 0), ("03", 1)])
def test_a_notebook_has_the_figures_of_the_page(notebook: str, number: int) -> None:
    alts = {getattr(value, "words", None) for value in shown(notebook).values()}
    assert {figure.alt for _, figure in page()[number].figures} <= alts


def test_every_figure_names_the_article() -> None:
    drawn = [figure for section in page() for _, figure in section.figures]
    pictures = [
        PICTURE.findall(value.source) for n in ("02", "03") for value in shown(n).values() if hasattr(value, "source")
    ]
    svgs = [base64.b64decode(data).decode("utf-8") for found in pictures for data in found]
    assert len(svgs) == len(drawn) == 6
    for shown_text in (*(figure.texts[2].get_text() for figure in drawn), *svgs):
        assert "India Today, 7 March 2022: Macron Keeps an Open Line" in " ".join(shown_text.split())


def test_the_rate_is_corrected_by_the_record() -> None:
    (rate,) = (figure for name, figure in page()[1].figures if name == "rate-before-and-since")
    assert "The record lists 8 contacts in the last month, not 11." in " ".join(rate.texts[2].get_text().split())


def test_pandas_arrives_at_the_numbers_of_the_sentences() -> None:
    quotations, contacts = shown("02"), shown("03")
    points, sound = str(quotations["02-35"]).splitlines(), str(quotations["02-30"])
    words: pd.Series = quotations["02-32"]
    assert len(words) == len(points)
    for point, (name, n) in zip(points, words.items(), strict=True):
        assert f"**{name}**" in point and f"{n} words in" in point
    for sign, n in quotations["02-34"].items():
        assert f"{n} {sign}" in sound
    pair, n = next(iter(contacts["03-36"].items()))
    assert f"Most often: **{pair}** ({n})" in str(contacts["03-34"])
    assert [f"{rate} a week" in str(contacts["03-19"]) for rate in contacts["03-38"]] == [True, True]
