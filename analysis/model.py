"""The language model is the one that its makers released: its files are compared with the sums of theirs.

`en_core_web_sm-3.8.0.sha256` lists them as sha256sum does, from an independent copy of the official release. Two files
of a model are not in the list, README.md and meta.json, which tell its name, and the package has it under another.
"""

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from analysis.errors import AnalysisError
from analysis.language import installed

SUMS = Path(__file__).with_name("en_core_web_sm-3.8.0.sha256")
RELEASE = SUMS.stem.rpartition("-")[2]
REMEDY = "install it anew: pip install --force-reinstall --no-deps --require-hashes -r requirements.txt"


class ModelError(AnalysisError):
    """The language model is not what its makers released."""


class Model(NamedTuple):
    """A model that was compared: the module, its version and spaCy's, and how many of its files are in the list."""

    name: str
    version: str
    spacy: str
    files: int


def check_model(package: str | Path | None = None) -> Model:
    """Compare the language model, as installed or in the folder `package`, with the release. None of it is run.

    Every file of the list must be there, with the same bytes. Beside them lie its README.md, a meta.json that tells its
    name and version, and code that is what spaCy writes into every model: nothing else, since Python might run it.
    Raises ModelError with all that is missing, different or too much, AnalysisError where no model is installed.

    >>> check_model().files
    24
    """
    folder = Path(package or next(iter(installed().submodule_search_locations or ())))
    data = f"{folder.name}-{RELEASE}"
    listed = {f"{data}/{path}": digest for path, digest in sums().items()}
    needed = {*listed, "__init__.py", "meta.json", f"{data}/meta.json"}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    files = {file for file in files if "__pycache__" not in file.split("/")}  # pip's own, made from the code at hand

    faults = [f"{file} is missing" for file in sorted(needed - files)]
    faults += [f"{file} differs" for file in sorted(needed & files) if not _as_released(folder, file, data, listed)]
    faults += [f"{file} is not part of it" for file in sorted(files - needed - {f"{data}/README.md"})]
    if faults:
        raise ModelError(f"the language model in {folder} is not the one released: {', '.join(faults)}; {REMEDY}")
    return Model(folder.name, RELEASE, version("spacy"), len(listed))


def sums() -> dict[str, str]:
    """The SHA-256 of each file of the release, by its path in the folder of the model's data."""
    lines = (line.split("  ", 1) for line in SUMS.read_text(encoding="utf-8").splitlines())
    return {path: digest for digest, path in lines}


def _as_released(folder: Path, file: str, data: str, listed: Mapping[str, str]) -> bool:
    content = (folder / file).read_bytes()
    if file in listed:
        return hashlib.sha256(content).hexdigest() == listed[file]
    if file == "__init__.py":
        from spacy.cli.package import TEMPLATE_INIT  # half a second, which nothing else needs

        return content.decode("utf-8", "replace").splitlines() == str(TEMPLATE_INIT).format(imports="").splitlines()
    try:
        meta = json.loads(content)
        return f"{meta['lang']}_{meta['name']}-{meta['version']}" == data  # by it spaCy finds the data
    except (ValueError, KeyError, TypeError):
        return False
