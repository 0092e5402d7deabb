"""Limits: pipes, devices, very large files and very deep metadata are refused before they are read or parsed."""

import io
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from samples import PARAGRAPHS, TEXT, page, write

from analysis.articles import limits, pdf
from analysis.articles.article import read_article
from analysis.articles.formats import PAGE_START
from analysis.articles.pages import html
from analysis.errors import ArticleError, MetadataError

SECONDS = 60  # only what never ends takes so long
LARGE = limits.FILE.bytes + 1
DEEP = "a." * 3_000 + "a = 1"


def messages_of_another_process(*paths: Path) -> list[str]:
    """What reading each file says, in a process that is ended if it waits."""
    script = """if True:
        import sys
        from analysis import AnalysisError, read_article
        for path in sys.argv[1:]:
            try:
                print(repr(read_article(path).text))
            except AnalysisError as error:
                print(error)
    """
    command = [sys.executable, "-c", script, *map(str, paths)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
    assert ended.stderr == ""
    return ended.stdout.splitlines()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_devices_and_comments_without_end_are_refused_at_once(tmp_path: Path) -> None:
    for name in ("pipe.toml", "device.toml"):
        write(tmp_path, name.replace("toml", "md"), TEXT)
    for name in ("pipe.txt", "pipe.toml"):
        os.mkfifo(tmp_path / name)
    for name in ("device.txt", "device.toml"):
        (tmp_path / name).symlink_to("/dev/zero")
    write(tmp_path, "comments.txt", "<!---->" * 40)
    names = ["pipe.txt", "device.txt", "pipe.md", "device.md", "comments.txt"]
    remedy = "is a pipe or a device; save its content as a file"
    assert messages_of_another_process(*(tmp_path / name for name in names)) == [
        *(f"{tmp_path / name} {remedy}" for name in ("pipe.txt", "device.txt", "pipe.toml", "device.toml")),
        f"{tmp_path / 'comments.txt'} has no words; put the article's text into it",
    ]


def test_a_large_file_is_refused_by_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.txt", TEXT)
    os.truncate(path, 50 * LARGE)
    monkeypatch.setattr(limits, "_beginning", lambda *_: pytest.fail("it is read"))
    with pytest.raises(ArticleError, match=r"a\.txt is too long \(over 100,000,000 bytes\); split it up"):
        read_article(path)


def test_standard_input_is_read_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []

    class Endless:
        def read(self, size: int) -> bytes:
            sizes.append(size)
            return b"a" * size

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=Endless()))
    with pytest.raises(ArticleError, match=r"standard input is too long \(over 100,000,000 bytes\)"):
        read_article("-")
    assert sum(sizes) == LARGE
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    assert read_article("-").text == TEXT


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("# " + "x" * limits.METADATA.bytes, r"is too long \(over 16,384 bytes\); keep only"),
        (DEEP, r"has a key of over 32 parts; each line reads"),
        (f"[{DEEP.removesuffix(' = 1')}]", "over 32 parts"),
        (DEEP.replace(".", " . "), "over 32 parts"),
        (DEEP.replace("a.", r'"\"".'), "over 32 parts"),
        (f"x = {{{DEEP.replace('a.', chr(39) + 'a' + chr(39) + '.')}}}", "over 32 parts"),
    ],
)
def test_metadata_too_long_or_too_deep_are_refused(tmp_path: Path, facts: str, message: str) -> None:
    path = write(tmp_path, "a.txt", TEXT)
    write(tmp_path, "a.toml", facts)
    with pytest.raises(MetadataError, match=rf"a\.toml.* {message}"):
        read_article(path)
    front = write(tmp_path, "b.md", f"+++\n{facts.replace('# ', 'x = ', 1)}\n+++\n{TEXT}")
    with pytest.raises(MetadataError, match=rf"b\.md: its front matter.* {message}"):
        read_article(front)


def test_metadata_of_an_ordinary_size_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", TEXT)
    reason = "It is so. " * 1_000 + "." * 1_000
    write(
        tmp_path, "a.toml", f'[published]\r\n# {"a." * 9}\r\npublished_reason = "{reason}"'.replace("[published]", "")
    )
    assert read_article(path).published_reason == reason


def test_a_long_text_between_rules_is_no_front_matter(tmp_path: Path) -> None:
    text = f"---\n{' '.join(PARAGRAPHS * 60)}\n---\n{PARAGRAPHS[1]}"
    assert read_article(write(tmp_path, "a.txt", text)).text == text


@pytest.mark.parametrize(
    ("start", "is_page"),
    [
        (b'<?xml version="1.0"?>\n<!-- saved -->\r\n<!-- from x -->\n<!DOCTYPE  html>', True),
        (b"<!----><!---->" * 99 + b"<html>", True),
        (b" \n<body>", True),
        (b"<!-- <html> -->", False),
        (b"<!-- <html>", False),
        (b"<htmlx>", False),
    ],
)
def test_a_page_is_recognised_behind_declaration_and_comments(start: bytes, is_page: bool) -> None:
    assert (PAGE_START.match(start) is not None) == is_page


ATTRIBUTES = " ".join(f"a{n}" for n in range(html.MAX_ATTRIBUTES + 1))


@pytest.mark.parametrize(
    ("source", "excess"),
    [
        ("<td>x</td>" * 20_001, "blocks of text"),
        ("x<br>" * 20_001, "blocks of text"),
        ("<li><b>x</b></li>" * 20_001, "blocks of text"),
        ("<p><!-- --><i>x</i>" * 20_001, "blocks of text"),
        ("<i>x</i>" * 300_001, "tags"),
        ("x" * 30_000_001, "characters"),
        (f"<p {ATTRIBUTES}>", "attributes"),
        (f"<p {ATTRIBUTES.replace(' ', '=1 ')}>", "attributes"),
        (f"<p {ATTRIBUTES.replace(' ', '/')}>", "attributes"),
        ("<p " + ATTRIBUTES.replace(" ", '=" > "') + ">", "attributes"),
        (f"<p x=y=' {ATTRIBUTES}>'", "attributes"),
        (f"<!--><p {ATTRIBUTES}>-->", "attributes"),
        (f"<script {ATTRIBUTES}></script>", "attributes"),
    ],
)
def test_a_page_too_large_for_an_article_is_refused(source: str, excess: str) -> None:
    with pytest.raises(ArticleError, match=rf"a\.html is too large for a page with one article \(.*{excess}\); save"):
        html.read_page(page(body=source), "a.html")


@pytest.mark.parametrize(
    "source",
    [
        f"<p title='{ATTRIBUTES}'>x</p>",
        f'<img src="data:,{ATTRIBUTES}">',
        f"<img src=data:,{ATTRIBUTES.replace(' ', '/')}=>",
        f"<script>if (a<b) {ATTRIBUTES}</script>",
        f"<!-- <p {ATTRIBUTES}> -->",
        "<td> &nbsp; </td>\n" * 20_001,
        "<span>x</span> " * 10_000,
    ],
)
def test_what_ordinary_pages_have_is_not_counted(source: str) -> None:
    assert html._excess(page(body=source)) is None


def test_the_limits_of_a_clipping_are_above_those_of_an_article() -> None:
    assert pdf.MAX_CHARS >= 1_000_000 and pdf.MAX_PAGES >= 100
