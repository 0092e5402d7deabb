"""Hostile files of every kind that is read: bytes without sense, real files spoilt, text hard to get through."""

import gzip
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st
from samples import CLIPPING, page, pdf

ROOT = Path(__file__).parents[1]
LONGEST = 40_000  # characters of a text, bytes of a file
# What a rule may stumble over, many times in a row or deep within itself.
BAIT = [
    *"“”\"'’‘«»„()[]{}<>*_`~#|\\-–—.,;:!?/&=+ \t\n\r\0\x0b\x0c\x1a\x1b\x7f\x85\u2028\u2029",
    *"\u00a0\u00ad\u0301\u200b\u200d\u200e\u200f\u202a\u202e\u2066\u2069\u061c\ufeff\ufffd\ufffe\ud800\udfff",
    *"aAéßıİﬁǅ٣²Ⅷ中ا한🙂🇫𝔸\U000e0041\U0010ffff",
    *("''", "``", "--", "...", "\n\n", "\r\n", "<!--", "]]>", "\x1b[31m", "’s ", "n’t ", "😀\u200d", "( ", " )"),
    *("said ", "said, ", "that ", "who ", "and ", "to ", "of ", "not ", "by ", "“We will stay,” he said. ", "told "),
    *("Ann ", "Lee ", "Mr ", "President ", "A. ", "U.S. ", "the minister ", "his ", "she ", "both ", "ANN: ", "AFP "),
    *(
        "Ann Lee called Bo Berg on Monday. ",
        "called ",
        "met ",
        "the call ",
        "a meeting with ",
        "will visit ",
        "denied ",
    ),
    *("four times ", "their 99999999999th call ", "since February 31 ", "in 0000 ", "on 6/12/2024 ", "9", "1e999 "),
    *("two years later ", "for 999999999999 hours ", "half an hour ", "last month ", "on Sunday ", "next week "),
    *("good ", "not very bad ", "(", "PARIS, March 7 (Reuters) - ", "According to Ann Lee, ", "whose ", ", which "),
]
NESTS = [("(", ")"), ("[", "]"), ("{", "}"), ("“", "”"), ("“he said ", " she said”"), ("who said that ", " left")]
TAGS = ["div", "p", "b", "table", "tr", "td", "ul", "li", "blockquote", "svg", "math", "template", "select", "a", "x:y"]
TAGS += ["font", "article", "noscript", "iframe", "h1", "time", "span", "form", "pre", "details", "script", "style"]
REAL = [
    *sorted(path for path in (ROOT / "tests" / "articles").iterdir() if path.is_file() and path.suffix != ".toml"),
    ROOT / "seeds" / "macron-open-line-to-russia.txt",
]
PLAIN = (
    "The minister said on Monday that “we will stay”, and that she had called Bo Berg, her spokesman told reporters. "
)
FACTS = ("text", "published", "article_id", "title", "source", "url", "author")


@dataclass(frozen=True)
class Hostile:
    """A file to read: what its name ends in, its bytes, and those of the metadata file beside it, if there is one."""

    suffix: str
    data: bytes
    beside: bytes | None = None


def encoded(text: str) -> bytes:
    """Text as bytes; half a character becomes bytes that are no UTF-8."""
    return text[:LONGEST].encode("utf-8", "surrogatepass")


def times(largest: int) -> st.SearchStrategy[int]:
    return st.one_of(st.integers(1, 4), st.sampled_from([10, 100, 1000, 10_000]).filter(lambda n: n <= largest))


def runs(pieces: st.SearchStrategy[str], largest: int = 10_000) -> st.SearchStrategy[str]:
    """A piece many times in a row."""
    pairs = st.tuples(pieces, times(largest))
    return pairs.map(lambda run: run[0] * min(run[1], LONGEST // max(len(run[0]), 1)))


def lines(keys: list[str], form: str) -> st.SearchStrategy[str]:
    """A line of metadata with a hostile value."""
    return st.tuples(st.sampled_from(keys), TEXTS).map(lambda pair: form.format(pair[0], pair[1][:99]))


PIECES = st.one_of(st.sampled_from(BAIT), st.text(st.characters(), max_size=9), st.just(PLAIN))
NESTED = st.tuples(st.sampled_from(NESTS), times(1000), PIECES).map(lambda n: n[0][0] * n[1] + n[2] + n[0][1] * n[1])
MIXED = st.lists(PIECES, min_size=2, max_size=5).flatmap(lambda some: st.lists(st.sampled_from(some), max_size=60))
PARTS = st.one_of(runs(PIECES), NESTED, MIXED.map("".join), MIXED.map(" ".join), st.text(max_size=99))
TEXTS = st.lists(PARTS, max_size=6).map("".join)
# What there may be too much of on a page: cells, items, attributes, comments.
MANY = [
    "<td>x",
    "<li><time>",
    "<li>x</li>",
    "x<br>",
    "<!---->",
    "<a href=x>x</a>",
    "<h2><a href=x>x",
    "<i class=date>x",
]
CROWDED = st.one_of(
    st.tuples(st.sampled_from(MANY), times(10_000)).map(lambda many: many[0] * many[1]),
    times(10_000).map(lambda n: "<p " + " ".join(f"a{number}=1" for number in range(n)) + ">"),
)
PAGES = st.lists(
    st.one_of(
        TEXTS,
        st.just(f"<p>{PLAIN}</p>"),
        runs(st.sampled_from([f"<{tag}>" for tag in TAGS]), 1000),
        runs(st.sampled_from([f"</{tag}>" for tag in TAGS]), 1000),
        lines(["class", "property", "datetime", "href", "charset"], "<meta {0}='{1}' content='{1}'>"),
        CROWDED,
        runs(st.sampled_from('[{"')).map(lambda text: f"<script type='application/ld+json'>{text}</script>"),
        st.sampled_from(["<!DOCTYPE html>", "<![CDATA[", "<?xml?>", "&#0;", "&#xd800;", "&#x10ffff;", "&amp" * 99]),
    ),
    max_size=9,
).map(lambda parts: "<html><body>" + "".join(parts))
MARKS = ["> ", "- ", "*", "_", "[", "![", "](", "`", "<b>", "|", "\\", "1. ", "  "]
MARKDOWN = st.lists(st.one_of(TEXTS, st.just(f"# {PLAIN}\n\n{PLAIN}"), runs(st.sampled_from(MARKS))), max_size=6).map(
    "\n".join
)
DEEP = ["a.", '"a".', "[", "{", "- ", "a: ", "&a [*a, ", "!!python/object:os.system ", "x = [", "[[x.", "? "]
ODD = [
    "published = 0000-01-01",
    "published = 9999-12-31",
    "date: 2024-02-30",
    "published = 1" + "0" * 5000,
    "a.b.c = 1",
]
ODD += ["published = 24:00:00", "title = 1e999", "published = 2024-05-06T07:08:09Z", "url = ['a']", "published = nan"]
FRONT = st.lists(
    st.one_of(
        TEXTS.map(lambda text: text[:999]),
        lines(["title", "date", "published", "language", "x", "<<", "author"], "{0}: {1}"),
        lines(["title", "published", "earliest", "language", "x"], '{0} = "{1}"'),
        runs(st.sampled_from(DEEP), 1000),
        st.sampled_from(ODD),
    ),
    max_size=5,
).map("\n".join)


def spoilt(data: bytes) -> st.SearchStrategy[bytes]:
    """A file with some of its bytes cut out, doubled, swapped for others, or cut off."""

    def change(edits: list[tuple[float, str, bytes, int]]) -> bytes:
        found = data
        for place, how, new, length in edits:
            at = int(place * len(found))
            piece = {"cut": b"", "double": found[at : at + length] * 2, "other": new, "many": new * length}.get(how)
            found = found[:at] if piece is None else found[:at] + piece + found[at + length :]
            found = found[: 4 * LONGEST]
        return found

    what = st.one_of(st.binary(max_size=9), TEXTS.map(lambda text: encoded(text)[:2000]))
    how = st.sampled_from(["cut", "double", "other", "many", "end"])
    edit = st.tuples(st.floats(0, 1, exclude_max=True), how, what, st.sampled_from([1, 2, 10, 100, 1000]))
    return st.lists(edit, min_size=1, max_size=8).map(change)


def archive(html: str) -> bytes:
    head = [
        "MIME-Version: 1.0",
        "Content-Type: multipart/related; boundary=x",
        "",
        "--x",
        "Content-Type: text/html",
        "",
    ]
    return encoded("\r\n".join([*head, html, "--x--"]))


def rows(texts: list[str]) -> list[dict[str, str]]:
    """Rows of a corpus whose facts are as hostile as their text, the day only of every other."""
    found = [{name: text[:LONGEST] if name == "text" else text[:50] for name in FACTS} for text in texts]
    return [row if number % 2 else row | {"published": "2024-05-06"} for number, row in enumerate(found)]


def json_lines(texts: list[str]) -> bytes:
    return "\n".join(json.dumps(row) for row in rows(texts)).encode()


def comma_separated(texts: list[str]) -> bytes:
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row.values()] for row in rows(texts)]
    return "\n".join([",".join(FACTS), *map(",".join, quoted)]).encode("utf-8", "surrogatepass")


def parquet(texts: list[str]) -> bytes:
    fit = [{name: cell.encode("utf-8", "replace").decode() for name, cell in row.items()} for row in rows(texts)]
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(fit, pa.schema([(name, pa.string()) for name in FACTS])), file)
    return file.getvalue()


def bomb(line: bytes, times: int) -> bytes:
    """A small file that unpacks to a large one."""
    return gzip.compress(line * times, compresslevel=1)


ANY = st.binary(max_size=2000)
KINDS: list[tuple[str, Callable[[list[str]], bytes]]] = [
    (".jsonl", json_lines),
    (".csv", comma_separated),
    (".parquet", parquet),
]
ENDINGS = [".jsonl", ".jsonl.gz", ".csv", ".csv.gz", ".parquet"]


def corpora() -> st.SearchStrategy[Hostile]:
    """Tables of articles: whole, spoilt, packed and cut off, packed and far too large, none at all."""
    made = st.tuples(st.sampled_from(KINDS), st.lists(TEXTS, min_size=1, max_size=4))
    whole = made.map(lambda pair: Hostile(pair[0][0], pair[0][1](pair[1])))
    broken = whole.flatmap(lambda file: spoilt(file.data).map(lambda data: Hostile(file.suffix, data)))
    plain = whole.filter(lambda file: file.suffix != ".parquet")
    cut = plain.map(lambda file: Hostile(f"{file.suffix}.gz", gzip.compress(file.data, 1)[:-5]))
    line, often = st.sampled_from([b" ", b"\n", b"[", b'{"text": "', b"a"]), st.sampled_from([10_000, 1 << 24])
    bombs = st.builds(bomb, line, often).map(lambda data: Hostile(".jsonl.gz", data))
    return st.one_of(whole, whole, broken, broken, cut, bombs, st.builds(Hostile, st.sampled_from(ENDINGS), ANY))


def clippings() -> st.SearchStrategy[bytes]:
    """PDFs of some pages with many lines, one page that is named many times, or pieces of text anywhere."""
    place = st.tuples(st.floats(-9, 999), st.floats(-9, 999), st.floats(0, 99), TEXTS.map(lambda text: text[:99]))
    column = st.tuples(st.sampled_from(["The minister met her.", "minister-", "“", "A"]), times(1000)).map(
        lambda pair: [(40.0, 580.0 - 12 * number, 10.0, pair[0]) for number in range(pair[1])]
    )
    printed = st.one_of(st.lists(place, max_size=20), column)
    whole = st.lists(printed, min_size=1, max_size=4).map(lambda pages: pdf(pages, codec_errors="replace"))
    named = st.tuples(whole, times(1000)).map(
        lambda pair: (
            pair[0]
            .replace(b"/Kids[5 0 R", b"/Kids[" + b"5 0 R " * pair[1])
            .replace(b"/Count 1", b"/Count %d" % pair[1])
        )
    )
    return st.one_of(whole, named, whole.flatmap(spoilt))


def articles() -> st.SearchStrategy[Hostile]:
    """Articles: text, pages, Markdown, with front matter or a metadata file, in any encoding; real ones spoilt."""
    suffixes = st.sampled_from([".txt", ".md", ".html", ".mhtml", ".pdf", ".xyz", ""])
    real = [(path.suffix, path.read_bytes()) for path in REAL]
    made = [(".pdf", CLIPPING), (".html", page().encode()), (".mhtml", archive(page()))]
    codes = st.sampled_from(["utf-16", "utf-32", "utf-7", "cp1252"])
    rule = st.sampled_from(["---", "+++"])
    headed = st.builds(lambda rule, facts, text: f"{rule}\n{facts}\n{rule}\n{PLAIN}{text}", rule, FRONT, TEXTS)
    return st.one_of(
        st.builds(Hostile, st.just(".txt"), TEXTS.map(encoded), FRONT.map(encoded)),
        st.builds(Hostile, st.just(".txt"), TEXTS.map(lambda text: encoded(PLAIN + text))),
        st.builds(Hostile, st.just(".html"), PAGES.map(encoded)),
        st.builds(Hostile, st.just(".pdf"), clippings()),
        st.builds(Hostile, st.just(".mhtml"), PAGES.map(archive)),
        st.builds(Hostile, st.just(".md"), st.one_of(MARKDOWN, headed).map(encoded)),
        st.builds(Hostile, suffixes, ANY),
        st.builds(Hostile, suffixes, st.builds(lambda code, text: text.encode(code, "ignore"), codes, TEXTS)),
        *(
            st.sampled_from(some).flatmap(lambda f: st.builds(Hostile, st.just(f[0]), spoilt(f[1])))
            for some in (real, made)
        ),
    )


FILES = st.one_of(articles(), articles(), corpora())
