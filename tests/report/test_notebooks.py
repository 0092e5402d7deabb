"""Notebooks run on another article: other values, nothing of the user's own, and an error that names the notebook."""

import json
import sys
from pathlib import Path

import nbformat
import pytest

from analysis.errors import NotebookError
from analysis.report import notebooks


def notebook(folder: Path, name: str, *cells: str) -> Path:
    made = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    made.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    made.cells[0].metadata["tags"] = ["parameters"]
    (folder / name).write_text(nbformat.writes(made), encoding="utf-8")
    return folder / name


def test_a_notebook_runs_with_other_values_and_nothing_of_the_user_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MPLBACKEND", "module://of_my_own")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "mine"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "mine"))
    names = ("MPLBACKEND", "PYTHONPATH", "IPYTHONDIR", "ANALYSIS_FIGURES")
    show = f"import os, sys\nprint(ARTICLE, RECORD, *(os.environ.get(name) for name in {names}), sys.executable)"
    path = notebook(tmp_path, "01-a.ipynb", 'ARTICLE = "a"\nRECORD = "b"\nOTHER = "c = d"', show + "\nprint(OTHER)")
    (tmp_path / "out").mkdir()
    notebooks.run([path], tmp_path / "out", {"ARTICLE": '../a "b" \\ ü.txt', "RECORD": None}, lambda _: None)
    ran = nbformat.read(tmp_path / "out" / "notebooks" / path.name, as_version=4)
    said = "".join(output.text for output in ran.cells[1].outputs)
    assert said.startswith('../a "b" \\ ü.txt None ') and "mine" not in said and "of_my_own" not in said
    assert str(tmp_path / "out" / "figures") in said and sys.executable in said and said.endswith("c = d\n")
    assert "timing" not in json.dumps(ran) and "execution" not in ran.cells[0].metadata


def test_a_notebook_that_fails_is_named(tmp_path: Path) -> None:
    path = notebook(tmp_path, "01-a.ipynb", 'ARTICLE = "a"', "1 / 0")
    (tmp_path / "out").mkdir()
    with pytest.raises(NotebookError, match=r"01-a\.ipynb fails on this article: ZeroDivisionError"):
        notebooks.run([path], tmp_path / "out", {"ARTICLE": "b"}, lambda _: None)


def test_notebooks_that_are_missing_or_have_no_parameters_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="from a checkout"):
        notebooks.find(folder=tmp_path)
    path = notebook(tmp_path, "01-a.ipynb", "TEXT = 1")
    (tmp_path / "out").mkdir()
    with pytest.raises(NotebookError, match="tagged `parameters`"):
        notebooks.run([path], tmp_path / "out", {"ARTICLE": "b"}, lambda _: None)
