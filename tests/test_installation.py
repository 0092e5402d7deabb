"""The package as it is installed: what a wheel contains, what its metadata say, and errors that name an extra."""

import importlib
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat.sign import NotebookNotary

import analysis
from analysis import cli, output
from analysis.errors import AnalysisError, MissingExtraError, extra

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    pytest.importorskip("hatchling", reason="`make setup` installs it")
    folder = tmp_path_factory.mktemp("dist")
    before = {path.name for path in ROOT.iterdir()}
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    assert {path.name for path in ROOT.iterdir()} == before  # no build/
    (path,) = folder.glob("*.whl")
    assert path.name == f"who_says_what-{analysis.__version__}-py3-none-any.whl"
    return zipfile.ZipFile(path)


def test_a_wheel_has_every_file_of_the_package_and_the_notebooks_and_seeds(wheel: zipfile.ZipFile) -> None:
    tracked = subprocess.run(["git", "ls-files", "analysis"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    copies = [
        f"analysis/share/{path.relative_to(ROOT).as_posix()}"
        for folder in ("notebooks", "seeds")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    ]
    assert set(tracked) | set(copies) <= set(wheel.namelist())
    assert {"analysis/py.typed", "analysis/share/notebooks/01-what-the-article-says.ipynb"} <= set(wheel.namelist())
    assert not [name for name in wheel.namelist() if name.startswith(("tests", "docs", "figures"))]


def test_a_wheel_has_the_script_and_whole_metadata(wheel: zipfile.ZipFile) -> None:
    (folder,) = {name.partition("/")[0] for name in wheel.namelist()} - {"analysis"}
    assert wheel.read(f"{folder}/entry_points.txt").decode().split() == (
        ["[console_scripts]", "who-says-what", "=", "analysis.__main__:run"]
    )
    metadata = wheel.read(f"{folder}/METADATA").decode()
    for field in ("Name: who-says-what", "License-Expression: MIT", "Requires-Python: >=3.11", "Provides-Extra: lab"):
        assert f"\n{field}\n" in metadata


@pytest.mark.slow
def test_a_report_is_made_from_a_wheel_in_an_empty_folder(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "installed")
    folder = tmp_path / "empty"
    folder.mkdir()
    article = "“We never met,” Ada Lind said on Monday. She called Ove Berg, the mayor of Lund, the day before.\n" * 3
    (folder / "page.txt").write_text(article, encoding="utf-8")
    program = "from analysis import __main__; print(__main__.__file__); __main__.run()"
    command = [sys.executable, "-c", program, "report", "page.txt", "--published", "2024-05-08"]
    settings = os.environ | {"PYTHONPATH": str(tmp_path / "installed")}
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(str(tmp_path / "installed"))
    page = next(folder.glob("*/*.html")).read_text(encoding="utf-8")
    assert "Ada Lind" in page and str(tmp_path) not in page


def test_a_missing_library_is_an_error_that_names_its_extra() -> None:
    message = r'reading a PDF needs no_such_library; .*"who-says-what\[pdf\]"'
    with pytest.raises(MissingExtraError, match=message), extra("pdf", "reading a PDF"):
        importlib.import_module("no_such_library")
    assert issubclass(MissingExtraError, AnalysisError) and issubclass(MissingExtraError, ImportError)


def test_every_extra_that_an_error_names_exists() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "analysis").rglob("*.py"))
    named = set(re.findall(r'^ *with extra\("(\w+)"', sources, re.MULTILINE))
    assert named and named <= set(PROJECT["optional-dependencies"])


def test_the_version_is_stated_once_and_cited() -> None:
    assert PROJECT["dynamic"] == ["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == analysis.__version__
    assert f"## {analysis.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_lab_copies_the_notebooks_and_seeds_once_and_opens_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[list[str]] = []

    def call(command: list[str], env: dict[str, str]) -> int:
        calls.append(command)
        assert env["ANALYSIS_FIGURES"] == str(folder / "figures")
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    folder = tmp_path / "mine"
    assert cli.main(["lab", str(folder)]) == 0
    first = folder / "notebooks" / "01-what-the-article-says.ipynb"
    assert first.read_bytes() == (output.NOTEBOOKS / first.name).read_bytes()
    assert (folder / "seeds" / "made-up-news.jsonl").is_file()
    first.write_text("changed by its reader", encoding="utf-8")
    assert cli.main(["lab", str(folder)]) == 0
    assert first.read_text(encoding="utf-8") == "changed by its reader"
    assert [command[-2:] for command in calls] == [["jupyterlab", str(first)]] * 2
    copy = nbformat.read(first.parent / "02-who-speaks-and-how-it-sounds.ipynb", as_version=4)
    assert NotebookNotary().check_signature(copy)  # trusted


def test_lab_leaves_a_folder_of_something_else_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    assert cli.main(["lab", str(tmp_path)]) == 1
    assert "already exists; name another folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]
