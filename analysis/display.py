"""How values are shown to readers: HTML with a plain-text equivalent, counts, lists and shortened names."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Html:
    """Something that a notebook displays: HTML, and the same in plain words where HTML cannot be shown."""

    source: str
    words: str

    def __str__(self) -> str:
        return self.source

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.source, "text/plain": self.words}


def cell(value: Any) -> str:
    """A value as a reader writes it: a day without its midnight, two decimals, words with their scores."""
    if isinstance(value, list):
        return ", ".join(f"{clean(word)} {score:+.2f}" for word, score in value)
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return f"{value:.2f}" if isinstance(value, float) else clean(value)


def image(svg: bytes, alt: str) -> Html:
    """An SVG in an `img` element: JupyterLab shows that in a notebook not trusted yet, and it keeps its alt text."""
    source = base64.b64encode(svg).decode("ascii")
    return Html(f'<img alt="{escape(alt)}" src="data:image/svg+xml;base64,{source}">', alt)


def clean(name: Any) -> str:
    """A name on one line, without characters that cannot be printed; '(unknown)' for a missing one."""
    return "(unknown)" if pd.isna(name) else one_line(name)


def short(name: Any, longest: int = 40) -> str:
    """The clean name, cut off with an ellipsis where it is longer than `longest` characters."""
    name = clean(name)
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def count(n: Any, thing: str) -> str:
    """'1 call', '2 calls'."""
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def listed(parts: Iterable[str], most: int = 5, glue: str = ", ") -> str:
    """The first parts in a row, and how many more there are."""
    parts = list(parts)
    return glue.join(parts[:most]) + (f" and {len(parts) - most} more" if len(parts) > most else "")


def one_line(value: object) -> str:
    """A fact on one line, without characters that cannot be printed, such as those that turn the direction of text."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
