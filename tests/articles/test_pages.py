"""Pages and texts as readers bring them: title, author, source, day and words of each file in `pages/`.

`python tests/articles/test_pages.py` prints what share of them is right.
"""

import html
import json
import re
import tempfile
import textwrap
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from analysis.articles.article import Article, after_dateline, read_article
from analysis.errors import AnalysisError
from analysis.report import findings
from analysis.tables import frame

pytestmark = pytest.mark.usefixtures("no_network")
FOLDER = Path(__file__).parent / "pages"
STORIES: dict[str, Any] = tomllib.loads((FOLDER / "stories.toml").read_text(encoding="utf-8"))
EXPECTED: dict[str, Any] = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
FACTS = ("title", "author", "source", "published")
ENTITIES = {"“": "&ldquo;", "”": "&#8221;", "'": "&rsquo;"}


def decoded_twice(text: str) -> str:
    """The UTF-8 bytes of a text read as Windows-1252, as browsers do it: a byte without a character stays as it is."""
    return "".join(bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in text.encode())


def content(name: str) -> str:
    """A file of the folder with its story filled in."""
    paragraphs: list[str] = STORIES[EXPECTED[name]["story"]]["paragraphs"]

    def piece(match: re.Match[str]) -> str:
        how, number = match["how"], int(match["number"])
        if how == "wrapped":
            return "\n\n".join(textwrap.fill(paragraph, number) for paragraph in paragraphs)
        text = paragraphs[number - 1]
        as_it_comes = {
            "": text,
            "json": json.dumps(text)[1:-1],
            "twice": decoded_twice(text),
            "c1": text.encode("cp1252").decode("latin-1"),
            "entities": "".join(ENTITIES.get(character, character) for character in text),
        }
        return as_it_comes[how]

    template = (FOLDER / name).read_text(encoding="utf-8")
    return re.sub(r"\{\{(?P<how>[a-z]?[a-z\d]*?) ?(?P<number>\d+)\}\}", piece, template)


@cache
def read(name: str) -> Article:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(content(name), encoding="utf-8")
        return read_article(path)


def text_of(article: Article) -> str:
    """The title and paragraphs, one a line, without the dateline."""
    lines = [article.text[block.start : block.end] for block in article.blocks if block.kind in ("title", "paragraph")]
    return "\n".join(line[after_dateline(line) :] for line in lines)


def right_text(name: str) -> str:
    story = STORIES[EXPECTED[name]["story"]]
    title = EXPECTED[name].get("title", story["title"])
    return "\n".join([*([title] if title else []), *story["paragraphs"]])


def right_facts(name: str) -> dict[str, str | None]:
    expected = EXPECTED[name]
    title = expected.get("title", STORIES[expected["story"]]["title"])
    published = str(expected["published"]) if "published" in expected else None
    return {
        "title": title or None,
        "author": expected.get("author"),
        "source": expected.get("source"),
        "published": published,
    }


def facts_of(article: Article) -> dict[str, str | None]:
    published = str(article.published) if article.published else None
    return {"title": article.headline, "author": article.author, "source": article.source, "published": published}


def wrong_facts(name: str) -> dict[str, tuple[str | None, str | None]]:
    """The facts that are not right: what is given, and what is right. A source may be given where none is stated."""
    given, right = facts_of(read(name)), right_facts(name)
    return {
        fact: (given[fact], right[fact])
        for fact in FACTS
        if given[fact] != right[fact] and (fact, right[fact]) != ("source", None)
    }


def word_counts(name: str) -> tuple[int, int, int]:
    """How many words are given, right, and both."""
    given, right = (Counter(re.findall(r"\w+", text)) for text in (text_of(read(name)), right_text(name)))
    return given.total(), right.total(), (given & right).total()


@pytest.mark.parametrize("name", EXPECTED)
def test_the_facts_of_a_page_are_right(name: str) -> None:
    assert not wrong_facts(name)
    article, reason = read(name), EXPECTED[name].get("reason", "")
    assert reason in (article.published_reason or "")
    stated = {fact for fact in FACTS if getattr(article, fact) is not None}
    assert set(article.origins) - {"url"} == stated
    assert set(article.origins.values()) <= {"page" if name.endswith(".html") else "text"}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_text_of_a_page_is_its_story(name: str) -> None:
    lines = text_of(read(name)).split("\n")
    assert [line for line in right_text(name).split("\n") if line not in lines] == []
    assert [words for words in EXPECTED[name].get("absent", ()) if words in "\n".join(lines)] == []


def test_the_words_of_all_pages_are_kept() -> None:
    given, right, both = (sum(counts) for counts in zip(*map(word_counts, EXPECTED), strict=True))
    assert both >= 0.97 * given and both >= 0.975 * right


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("wrapped.txt", "joined to paragraphs"),
        ("wrapped-in-pre.html", "joined to paragraphs"),
        ("decoded-twice.txt", "“â€œ”, were repaired"),
        ("control-characters.txt", "were repaired"),
        ("entities.txt", "“&ldquo;” were turned"),
    ],
)
def test_what_is_mended_in_a_text_is_said(name: str, note: str) -> None:
    article = read(name)
    assert [said for said in article.notes if note in said] and len(article.notes) == 1
    said = findings.overview(article, frame("quotes", []), frame("contacts", []))
    assert note in html.unescape(str(said)).replace("\\", "")


def main() -> None:
    """Print every mistake, and what shares are right."""
    wrong: Counter[str] = Counter()
    n_given = n_right = n_both = 0
    for name in EXPECTED:
        try:
            mistakes = wrong_facts(name)
            given, right, both = word_counts(name)
        except AnalysisError as error:
            mistakes, given, right, both = dict.fromkeys(FACTS, ("", "")), 0, len(right_text(name).split()), 0
            print(name, error)
        absent = [words for words in EXPECTED[name].get("absent", ()) if given and words in text_of(read(name))]
        wrong.update([*mistakes, *(["absent"] if absent else [])])
        n_given, n_right, n_both = n_given + given, n_right + right, n_both + both
        if mistakes or absent or both < min(given, right) - 0 or given != right:
            print(f"{name}: {given} {right} {both} {absent} {mistakes}")
    for fact in (*FACTS, "absent"):
        print(f"{fact}: {len(EXPECTED) - wrong[fact]} of {len(EXPECTED)} right")
    print(f"words: precision {n_both / n_given:.3f}, recall {n_both / n_right:.3f}")


if __name__ == "__main__":
    main()
