"""Vocabulary is data: each `.toml` file here holds one kind of words, with a comment that says which."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """The contents of `words/NAME.toml`. Read once; not to be changed by the reader."""
    return tomllib.loads((resources.files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))
