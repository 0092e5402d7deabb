"""Showing values to readers: HTML with a plain-text equivalent, counts, lists and shortened names."""

import base64
import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, NamedTuple

import pandas as pd

CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]  # C0, DEL and C1
BIDI_CONTROLS = [0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]  # Unicode's Bidi_Control
TERMINAL_ESCAPES = {
    code: rf"\x{code:02x}" if code < 0x100 else rf"\u{code:04x}"
    for code in (*CONTROLS, *BIDI_CONTROLS)
    if chr(code) not in "\n\t"
}


class SpeakerColour(NamedTuple):
    """A speaker's colour: `strong` in figures, `light` behind black text, where it is legible in light and in dark."""

    strong: str
    light: str


# Blue, orange, green, pink and vermilion are those of Okabe and Ito (2008, Color Universal Design).
SPEAKER_COLOURS = (
    SpeakerColour("#0072B2", "#b9dcf2"),
    SpeakerColour("#E69F00", "#ffe0a3"),
    SpeakerColour("#009E73", "#bfe8cf"),
    SpeakerColour("#CC79A7", "#f5c8de"),
    SpeakerColour("#7A68C6", "#d9d0f5"),
    SpeakerColour("#D55E00", "#f6cfb3"),
    SpeakerColour("#8F9E00", "#e1ec8f"),
    SpeakerColour("#2CA6A4", "#8fdcd9"),
)
OTHER_SPEAKER = SpeakerColour("#999999", "#dedede")

# Of a drawing; matplotlib escapes angle brackets in text and in the values of attributes.
METADATA = re.compile(r"<(metadata|title)>(?:[^<]++|<(?!/?\1>))*+</\1>")
TAG = re.compile("<[^<>]*>")
GROUP_ID = re.compile(r'^<g id="[^"]*"')  # nothing refers to it
OUTLINE = re.compile(r'(?<= d=")[^"]*')
AROUND_COMMANDS = re.compile(" ?([A-Za-z]) ?")  # of an outline: "M 1 2 L 3 4 z"
STYLE = re.compile(r'(?<= style=")[^"]*')
EXCESS_DECIMALS = re.compile(r"(?<=[ \"(,-])(\d+\.\d\d)\d+(?=[ \"),])")


@dataclass(frozen=True)
class Html:
    """Output of a notebook cell: HTML, and the same in plain words for where HTML cannot be shown.

    A cell shows it as literal text: `source` becomes part of other HTML as it is, and is made literal once, there.
    """

    source: str
    words: str

    def __str__(self) -> str:
        return self.source

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": literal(self.source), "text/plain": self.words}


def literal(html: str, css_class: str = "") -> str:
    """HTML in an element exempt from mathematics: "$5 million or $7 million" remains two sums of money.

    Front ends look for TeX in every output. In an article they would set sums of money as formulas, and TeX that
    somebody hid in the text could leave out words, change their order, make links, or draw over the page.

    Args:
        html: The HTML.
        css_class: A further class of the element.
    """
    classes = f"{css_class} mathjax_ignore tex2jax_ignore".strip()  # MathJax 3 (JupyterLab), and 2 (nbconvert's pages)
    return f'<div class="{classes}">{html}</div>'


def cell(value: Any) -> str:
    """A table cell: a day without the time, numbers with two decimals, words with their scores.

    >>> cell(pd.Timestamp("2022-03-06")), cell(0.5), cell(-0.001), cell([("bad", -0.7)])
    ('2022-03-06', '0.50', '0.00', 'bad -0.70')
    """
    if isinstance(value, list):
        return ", ".join(f"{clean(word)} {score:+.2f}" for word, score in value)
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return f"{round(value, 2) + 0.0:.2f}" if isinstance(value, float) else clean(value)  # + 0.0: no "-0.00"


def signed(score: float) -> str:
    """A score with its sign and two decimals.

    >>> signed(0.126), signed(-0.001)
    ('+0.13', '+0.00')
    """
    return f"{round(score, 2) + 0.0:+.2f}"


def _light_tag(tag: str) -> str:
    tag = GROUP_ID.sub("<g", EXCESS_DECIMALS.sub(r"\1", tag))
    tag = OUTLINE.sub(lambda outline: AROUND_COMMANDS.sub(r"\1", outline[0]), tag)
    return STYLE.sub(lambda style: style[0].replace("; ", ";").replace(": ", ":"), tag)


def light_svg(svg: str) -> str:
    """A drawing without its metadata, which the alt text repeats, excess decimals and spaces, and unused ids.

    >>> light_svg('<svg><metadata>x</metadata><path d="M 1.23456 2 z"/></svg>')
    '<svg><path d="M1.23 2z"/></svg>'
    """
    svg = METADATA.sub("", svg)
    svg = TAG.sub(lambda tag: _light_tag(" ".join(tag[0].split())), svg)
    return re.sub(r">\s+<", "><", svg)


def in_base64(svg: bytes) -> str:
    """A light drawing in base64, for a data: address."""
    return base64.b64encode(light_svg(svg.decode("utf-8")).encode()).decode("ascii")


def image(svg: bytes, alt: str) -> Html:
    """An SVG as an `img` element, which JupyterLab shows, with its alt text, even in a notebook that is not trusted."""
    return Html(f'<img alt="{escape(alt)}" src="data:image/svg+xml;base64,{in_base64(svg)}">', alt)


def clean(name: Any) -> str:
    """A name on one line, without unprintable characters; '(unknown)' for a missing one."""
    return "(unknown)" if pd.isna(name) else one_line(name)


def short(name: Any, longest: int = 40) -> str:
    """The clean name, shortened with an ellipsis to at most `longest` characters."""
    name = clean(name)
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def count(n: Any, noun: str, plural: str = "") -> str:
    """A number with its noun: '1 call', '2 calls', '2 stories'."""
    return f"{n} {noun if n == 1 else plural or noun + 's'}"


def counted(n: int, noun: str, plural: str = "") -> str:
    """A number with thousands separated, and its noun: '1 story', '1,234 stories'.

    >>> counted(1, "article"), counted(1234, "story", "stories")
    ('1 article', '1,234 stories')
    """
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def listed(parts: Iterable[str], most: int = 5, glue: str = ", ") -> str:
    """The first `most` parts, and the number of the others.

    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    parts = list(parts)
    return glue.join(parts[:most]) + (f" and {len(parts) - most} more" if len(parts) > most else "")


def joined(names: Sequence[str]) -> str:
    """The names of those who share the first place.

    >>> joined(["a", "b"]), joined(["a", "b", "c", "d"])
    ('a and b', 'a, b and 2 more')
    """
    return " and ".join(names) if len(names) == 2 else listed(names, most=2)


def with_and(parts: Iterable[str]) -> str:
    """All parts, one or more, with "and" before the last.

    >>> with_and(["a"]), with_and(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last


def day_in_words(date: datetime.date) -> str:
    """A day in words: "6 March 2022"."""
    return f"{date.day} {date:%B %Y}"


def speaker_colours(ranked: Iterable[str]) -> dict[str, SpeakerColour]:
    """The colour of each speaker in the text, in tables and in figures: eight have one of their own, others are grey.

    Args:
        ranked: The speakers, in the order of `polarity.words_by_speaker`.

    >>> speaker_colours(["Ann Lee", "Bo Berg"])["Bo Berg"].strong
    '#E69F00'
    """
    names = list(dict.fromkeys(ranked))
    return dict.fromkeys(names, OTHER_SPEAKER) | dict(zip(names, SPEAKER_COLOURS, strict=False))


def one_line(value: object) -> str:
    """A value as text on one line, without unprintable characters, such as those that change the direction of text."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())


def for_terminal(text: str) -> str:
    """Text with its control characters shown, so that a terminal displays an article without obeying it.

    >>> print(for_terminal("red: \x1b[31m, backwards: \u202e"))
    red: \\x1b[31m, backwards: \\u202e
    """
    return text.translate(TERMINAL_ESCAPES)
