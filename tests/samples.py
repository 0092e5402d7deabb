"""Files of every kind to read, made up: the same short article as text, as a saved page and as a printed clipping."""

import shutil
import signal
from pathlib import Path

ROOT = Path(__file__).parents[1]

PARAGRAPHS = [
    "“We have found a way to talk to each other,” the foreign minister of Norland, Ingrid Halvorsen, said on Tuesday.",
    "Her counterpart, Tomas Brandl, said that the differences still left after the war of 1999-03-24 were not small.",
    "The two had spoken by telephone on Sunday and again on Monday, according to an official who was not to be named.",
]
TEXT = "\n\n".join(PARAGRAPHS)
TITLE = "Old foes open a line in Vienna"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def page(head: str = "", body: str = "", paragraphs: list[str] = PARAGRAPHS) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li></ul></nav>"
    related = "<aside><h3>Related</h3><ul><li><a href='/x'>Ferries stay in port</a></li></ul></aside>"
    foot = "<footer><p>© 2019 The Lindau Herald. All rights reserved.</p></footer>"
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{TITLE} | The Lindau Herald</title>"
        f"{head}</head><body>{menu}<main><article><h1>{TITLE}</h1>{body}{text}</article>{related}</main>{foot}</body></html>"
    )


def pdf(pages: list[list[tuple[float, float, float, str]]], encrypt: str = "", codec_errors: str = "strict") -> bytes:
    """A PDF with lines of Helvetica at places: left, bottom, size, text."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    kids = []
    for lines in pages:
        shown = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for *_, line in lines]
        drawn = [f"BT /F {size} Tf {x} {y} Td ({s}) Tj ET" for (x, y, size, _), s in zip(lines, shown, strict=True)]
        stream = "\n".join(drawn)
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        font = "<</Font<</F 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Resources{font}/Contents {len(objects)} 0 R>>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    out, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R{encrypt}>>\n"
    return f"{out}startxref\n{out.index('xref')}\n%%EOF".encode("cp1252", codec_errors)


def column(x: float, top: float, lines: list[str]) -> list[tuple[float, float, float, str]]:
    """Lines of ten points below each other; one that begins with a space is indented."""
    return [(x + 12 * line.startswith(" "), top - 12 * n, 10, line.strip()) for n, line in enumerate(lines)]


HEAD = (60.0, 580.0, 8.0, "The Lindau Herald, 12 June")
LEFT = [
    " The foreign ministers met in Vi-",
    "enna on Tuesday for talks that",
    "had been called off three times.",
    " “We have found a way,” the well-",
    "known minister Ingrid Halvorsen",
    "told parliament. “That is worth",
]
RIGHT = [
    "more than a communiqué.”",
    " Her counterpart, Tomas Lind-",
    "Brandl, was rather more cautious",
    "about the new telephone line.",
]
CLIPPING = pdf(
    [
        [HEAD, (40, 540, 20, TITLE), *column(40, 500, LEFT), *column(220, 500, RIGHT), (190, 20, 8, "Page 1")],
        [HEAD, *column(40, 540, ["It was the first call in weeks."]), (190, 20, 8, "Page 2")],
    ]
)


def with_few_articles(folder: Path) -> None:
    """Copy the project's seeds to `folder/seeds`, with the first few articles of the made-up corpus."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    corpus = folder / "seeds" / "made-up-news.jsonl"
    corpus.write_bytes(b"".join(corpus.read_bytes().splitlines(keepends=True)[:10]))


def heeds_signals() -> None:
    """For a new process: one that a shell starts in the background ignores Ctrl-C, and with `nohup` also SIGHUP."""
    for name in ("SIGINT", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
