"""Notebooks run with other parameters, without the user's settings; errors name the notebook."""

import json
import sys
from pathlib import Path

import nbformat
import pytest

from analysis.errors import NotebookError
from analysis.report import notebooks


def notebook(folder: Path, name: str, *cells: str) -> Path:
    new = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    new.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    new.cells[0].metadata["tags"] = ["parameters"]
    (folder / name).write_text(nbformat.writes(new), encoding="utf-8")
    return folder / name


def test_a_notebook_runs_with_other_parameters_and_without_user_settings(
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
    executed = nbformat.read(tmp_path / "out" / "notebooks" / path.name, as_version=4)
    printed = "".join(output.text for output in executed.cells[1].outputs)
    assert printed.startswith('../a "b" \\ ü.txt None ') and "mine" not in printed and "of_my_own" not in printed
    assert str(tmp_path / "out" / "figures") in printed and sys.executable in printed and printed.endswith("c = d\n")
    assert "timing" not in json.dumps(executed) and "execution" not in executed.cells[0].metadata


def test_a_notebook_that_fails_is_named(tmp_path: Path) -> None:
    path = notebook(tmp_path, "01-a.ipynb", 'ARTICLE = "a"', "1 / 0")
    (tmp_path / "out").mkdir()
    with pytest.raises(NotebookError, match=r"01-a\.ipynb fails on this article: ZeroDivisionError"):
        notebooks.run([path], tmp_path / "out", {"ARTICLE": "b"}, lambda _: None)


def test_a_notebook_that_never_ends_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(notebooks, "CELL_SECONDS", 1)
    path = notebook(tmp_path, "01-a.ipynb", 'ARTICLE = "a"', "while True:\n    pass")
    (tmp_path / "out").mkdir()
    with pytest.raises(NotebookError, match=r"01-a\.ipynb is stopped: .* 1 seconds .*; split the article up"):
        notebooks.run([path], tmp_path / "out", {"ARTICLE": "b"}, lambda _: None)
    assert capfd.readouterr().err == ""
    assert [entry.name for entry in (tmp_path / "out").iterdir()] == ["notebooks"]


def test_missing_notebooks_and_missing_parameters_are_reported(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="lacks notebooks 01, 02, 03; put them back"):
        notebooks.find(folder=tmp_path)
    path = notebook(tmp_path, "01-a.ipynb", "TEXT = 1")
    (tmp_path / "out").mkdir()
    with pytest.raises(NotebookError, match="tagged `parameters`"):
        notebooks.run([path], tmp_path / "out", {"ARTICLE": "b"}, lambda _: None)
