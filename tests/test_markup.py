"""Marking an article loses nothing of it, lets nothing out of it, and says who speaks where all styles are dropped."""

from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import markup, tables
from analysis.article import Article

NOTHING = {table: tables.frame(table, []) for table in ("quotes", "contacts")}
ALLOWED = {"div", "small", "hr", "br", "h3", "p", "mark", "u", "sup", "b", "i", "blockquote"}
TEXT = "A headline of this page\n\n“We spoke,” said Ada Ruiz after she called Bo Berg.\n\nThe end of it."


class Reader(HTMLParser):
    """The text of each paragraph without labels and legend, every tag seen, and the tags still open at the end."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag in ("p", "h3", "blockquote"):
            self.paragraphs.append("")
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"sup", "small"} & set(self.open):
            self.paragraphs[-1] += data


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def quote(text: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    row = {"article_id": "a", "quote_id": 1, "segment": 0, "paragraph": 0, "kind": "direct", "speaker": "Ada Ruiz"}
    return row | {"start": start, "end": end, "text": text[start:end]} | more


def contact(text: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    row = {"article_id": "a", "contact_id": 1, "actor": "Ada Ruiz", "recipient": "Bo Berg", "mode": "phone"}
    return row | {"status": "occurred", "start": start, "end": end, "text": text[start:end]} | more


def html(text: str, quotes: list[dict[str, Any]], contacts: list[dict[str, Any]]) -> str:
    article = Article(text=text, article_id="a")
    return str(markup.article_html(article, tables.frame("quotes", quotes), tables.frame("contacts", contacts)))


def analysed(article: Article) -> list[str]:
    shown = [article.text[b.start : b.end] for b in article.blocks if b.kind in ("title", "paragraph")]
    return [markup.TURNING.sub("", text) for text in shown]  # which stand as their numbers, like labels


tricky = st.sampled_from(
    ["<script>", "</p>", "&amp;", '"', "'", "<mark title=", "-->", "\n", " word ", "&lt", "]]>", "\u202e"]
)
texts = st.lists(st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), tricky), max_size=30)


@given(texts, st.data())
def test_nothing_is_lost_and_nothing_gets_out(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(["a", *pieces])
    ends = st.tuples(*[st.integers(0, len(text))] * 2).map(sorted)
    quotes = [quote(text, *data.draw(ends), quote_id=n, speaker=text[:20], via=text[-9:]) for n in range(3)]
    contacts = [contact(text, *data.draw(ends), actor=text, status="planned") for _ in range(2)]
    found = Reader(html(text, quotes, contacts))
    assert found.paragraphs == analysed(Article(text=text, article_id="a"))
    assert found.open == []
    assert found.tags <= ALLOWED
    assert found.attributes <= {"title", "style"}


@given(texts, st.data())
def test_evidence_shows_the_span(pieces: list[str], data: st.DataObject) -> None:
    article = Article(text="".join(["a", *pieces]), article_id="a")
    start = data.draw(st.integers(0, len(article.text) - 1))
    end = data.draw(st.integers(start + 1, len(article.text)))
    shown = markup.evidence(article, pd.Series(quote(article.text, start, end)))
    found = Reader(str(shown))
    assert markup.TURNING.sub("", article.text[start:end]) in found.paragraphs[0]
    assert found.tags <= ALLOWED


def test_overlapping_spans_each_keep_their_words() -> None:
    first = quote(TEXT, *at("We spoke,” said Ada"))
    second = quote(TEXT, *at("said Ada Ruiz after"), quote_id=2, speaker="Bo")
    shown = html(TEXT, [first, second], [contact(TEXT, *at("Ruiz after she called"))])
    assert Reader(shown).paragraphs == analysed(Article(text=TEXT, article_id="a"))
    assert shown.count("<mark title=") == 5  # the first in two pieces, the second in three
    assert shown.count("<u title=") == 2
    assert shown.count("<sup>[Ada Ruiz]</sup>") == shown.count("<sup>[Bo]</sup>") == 1
    assert " she called</u><sup>[phone, occurred]</sup>" in shown


def test_the_pieces_of_one_quotation_are_labelled_once_at_the_end() -> None:
    quotes = [quote(TEXT, *at("We spoke")), quote(TEXT, *at("after she called"), segment=1)]
    shown = html(TEXT, quotes, [])
    assert shown.count("<sup>[Ada Ruiz]</sup>") == shown.count("after she called</mark><sup>[Ada Ruiz]</sup>") == 1


def test_one_contact_of_several_pairs_is_labelled_once_and_names_them_all() -> None:
    pairs = [contact(TEXT, *at("she called")), contact(TEXT, *at("she called"), recipient="Cy Cole")]
    shown = html(TEXT, [], pairs)
    assert shown.count("<sup>[phone, occurred]</sup>") == 1
    assert "Ada Ruiz – Bo Berg" in shown and "Ada Ruiz – Cy Cole" in shown


def test_what_did_not_happen_looks_different() -> None:
    assert "dashed" not in html(TEXT, [], [contact(TEXT, *at("called"))]).split("<hr>")[1]
    assert "dashed" in html(TEXT, [], [contact(TEXT, *at("called"), status="denied")]).split("<hr>")[1]


def test_empty_tables_give_the_plain_article() -> None:
    shown = html(TEXT, [], [])
    assert Reader(shown).paragraphs == analysed(Article(text=TEXT, article_id="a"))
    assert "<mark" not in shown and "No quotation was found" in shown and "No contact was found" in shown


def test_what_turns_the_direction_of_writing_is_shown_and_not_obeyed() -> None:
    text = "“We \u202eyats lliw\u202c,” said Ada \u2066Ruiz\u2069."
    shown = html(text, [quote(text, 1, 17, speaker="Ada \u2066Ruiz\u2069")], [])
    assert not markup.TURNING.search(shown)
    assert "We <sup>[U+202E]</sup>yats lliw<sup>[U+202C]</sup>" in shown
    assert "Ada <sup>[U+2066]</sup>Ruiz<sup>[U+2069]</sup>" in shown and "<sup>[Ada Ruiz]</sup>" in shown


def test_places_can_be_linked_to_once_each() -> None:
    quotes = [quote(TEXT, *at("We spoke")), quote(TEXT, *at("after she called"), segment=1)]
    pairs = [contact(TEXT, *at("spoke,” said")), contact(TEXT, *at("spoke,” said"), recipient="Cy Cole")]
    article = Article(text=TEXT, article_id="a")
    shown = str(markup.article_html(article, tables.frame("quotes", quotes), tables.frame("contacts", pairs), True))
    assert '<a id="quote-1"></a><mark' in shown and shown.count("quote-1") == shown.count("contact-1") == 1
    assert Reader(shown).paragraphs == analysed(article)
    assert "<a " not in html(TEXT, quotes, pairs)


def test_page_furniture_is_left_out_and_counted() -> None:
    shown = html("Home News A headline of three\nA headline of three\nA headline of three\nThe story.", [], [])
    assert Reader(shown).paragraphs == ["A headline of three", "The story."]
    assert "Left out: 2 lines" in shown


def test_a_speaker_who_is_not_known_is_said_to_be_unknown() -> None:
    assert "<sup>[(unknown)]</sup>" in html(TEXT, [quote(TEXT, *at("We spoke"), speaker=None)], [])


def test_evidence_marks_speaker_and_cue() -> None:
    (speaker_start, speaker_end), (cue_start, cue_end) = at("Ada Ruiz"), at("said")
    where = {"speaker_start": speaker_start, "speaker_end": speaker_end, "cue_start": cue_start, "cue_end": cue_end}
    row = tables.frame("quotes", [quote(TEXT, *at("We spoke"), **where)]).iloc[0]
    shown = str(markup.evidence(Article(text=TEXT, article_id="a"), row))
    assert "<b>Ada Ruiz</b><sup>speaker</sup>" in shown and "<i>said</i><sup>cue</sup>" in shown


def test_evidence_from_a_long_paragraph_is_cut_between_words() -> None:
    text = "word " * 500 + "here" + " word" * 500
    shown = markup.evidence(Article(text=text, article_id="a"), pd.Series(quote(text, 2500, 2504)))
    assert Reader(str(shown)).paragraphs[0].split() == ["…", *["word"] * 60, "here", *["word"] * 60, "…"]
    assert shown.words.split() == ["word"] * 60 + ["here"] + ["word"] * 60


def test_a_notebook_gets_html_and_plain_words() -> None:
    shown = markup.article_html(Article(text=TEXT), NOTHING["quotes"], NOTHING["contacts"])
    assert shown._repr_mimebundle_() == {"text/html": str(shown), "text/plain": shown.words}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ada\n\tRuiz\x00 ", "Ada Ruiz"), (None, "(unknown)"), (float("nan"), "(unknown)"), ("Zoë $x_1$", "Zoë $x_1$")],
)
def test_clean(name: Any, expected: str) -> None:
    assert markup.clean(name) == expected


def test_short_keeps_its_promise() -> None:
    assert markup.short("x" * 40) == "x" * 40
    assert markup.short("x" * 41) == "x" * 39 + "…"


def test_words_for_counts_and_lists() -> None:
    assert (markup.count(1, "call"), markup.count(0, "call")) == ("1 call", "0 calls")
    assert (markup.listed("abc"), markup.listed("abc", most=1)) == ("a, b, c", "a and 2 more")
