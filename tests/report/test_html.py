"""Marking keeps all text of an article, escapes it, and names the speakers even if all styles are dropped."""

import re
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from analysis import analyse, display, figures, tables
from analysis.articles.article import Article
from analysis.report import explorer, findings, html
from analysis.sentiment import polarity

NO_ROWS = {table: tables.frame(table, []) for table in ("quotes", "contacts")}
ALLOWED = {"div", "style", "small", "hr", "br", "h3", "p", "mark", "u", "sup", "a", "b", "i", "blockquote"}
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
        if "style" in self.open:
            assert f"<style>{data}</style>" == html.STYLE_ELEMENT
        elif not {"sup", "small"} & set(self.open):
            self.paragraphs[-1] += data


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def quote(text: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    row = {"article_id": "a", "quote_id": 1, "segment": 0, "paragraph": 0, "kind": "direct", "speaker": "Ada Ruiz"}
    return row | {"start": start, "end": end, "text": text[start:end]} | more


def contact(text: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    row = {"article_id": "a", "contact_id": 1, "actor": "Ada Ruiz", "recipient": "Bo Berg", "mode": "phone"}
    return row | {"status": "occurred", "start": start, "end": end, "text": text[start:end]} | more


def marked(text: str, quotes: list[dict[str, Any]], contacts: list[dict[str, Any]]) -> str:
    article = Article(text=text, article_id="a")
    return str(html.article_html(article, tables.frame("quotes", quotes), tables.frame("contacts", contacts)))


def cards(html: str) -> list[list[str]]:
    """The lines of each label's card."""
    return [str(label["title"]).split("\n") for label in BeautifulSoup(html, "html.parser").select("sup a")]


def tone(**more: Any) -> pd.DataFrame:
    row = {"article_id": "a", "quote_id": 1, "polarity": None, "has_evidence": False, "vader": None, "vader_words": []}
    return tables.frame("tone", [row | {"polar_words": []} | more])


def analysed(article: Article) -> list[str]:
    shown = [article.text[b.start : b.end] for b in article.blocks if b.kind in ("title", "paragraph")]
    return [html.BIDI_CONTROL.sub("", text) for text in shown]  # shown by code point in `sup` elements, like labels


tricky = st.sampled_from(
    ["<script>", "</p>", "&amp;", '"', "'", "<mark title=", "-->", "\n", " word ", "&lt", "]]>", "\u202e"]
)
texts = st.lists(st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), tricky), max_size=30)


@given(texts, st.data())
def test_all_text_is_kept_and_escaped(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(["a", *pieces])
    ends = st.tuples(*[st.integers(0, len(text))] * 2).map(sorted)
    quotes = [quote(text, *data.draw(ends), quote_id=n, speaker=text[:20], via=text[-9:]) for n in range(3)]
    contacts = [contact(text, *data.draw(ends), actor=text, status="planned") for _ in range(2)]
    shown = marked(text, quotes, contacts)
    reader = Reader(shown)
    assert reader.paragraphs == analysed(Article(text=text, article_id="a"))
    assert reader.open == []
    assert reader.tags <= ALLOWED
    assert reader.attributes <= {"title", "style", "class", "id", "href"}
    named = [str(tag["id"]) for tag in BeautifulSoup(shown, "html.parser").find_all(id=True)]
    assert len(named) == len(set(named))


@given(texts, st.data())
def test_evidence_shows_the_span(pieces: list[str], data: st.DataObject) -> None:
    article = Article(text="".join(["a", *pieces]), article_id="a")
    start = data.draw(st.integers(0, len(article.text) - 1))
    end = data.draw(st.integers(start + 1, len(article.text)))
    shown = html.evidence(article, pd.Series(quote(article.text, start, end)))
    reader = Reader(str(shown))
    assert html.BIDI_CONTROL.sub("", article.text[start:end]) in reader.paragraphs[0]
    assert reader.tags <= ALLOWED


def test_overlapping_spans_each_keep_their_words() -> None:
    first = quote(TEXT, *at("We spoke,” said Ada"))
    second = quote(TEXT, *at("said Ada Ruiz after"), quote_id=2, speaker="Bo")
    shown = marked(TEXT, [first, second], [contact(TEXT, *at("Ruiz after she called"))])
    assert Reader(shown).paragraphs == analysed(Article(text=TEXT, article_id="a"))
    body = BeautifulSoup(shown.split("<hr>")[1], "html.parser")
    assert len(body.find_all("mark")) == 5  # the first in two pieces, the second in three
    assert [label.text for label in body.find_all("sup")] == ["[1 Ada Ruiz]", "[2 Bo]", "[1 phone, occurred]"]
    assert len(body.find_all("u")) == 2 and body.find_all("u")[1].text == " she called"
    titles = [(len(tag.find_all(True)), str(tag.get("title"))) for tag in body.select("mark, u")]
    assert all((title == "None") == bool(inside) for inside, title in titles)  # only the innermost piece has a card
    [both] = [title for _, title in titles if "Bo" in title and "Ada" in title and "phone" not in title]
    assert both == "\n\n".join(["\n".join(card) for card in cards(shown)[1::-1]])


def test_a_quotation_in_pieces_is_labelled_once_at_its_end() -> None:
    quotes = [quote(TEXT, *at("We spoke")), quote(TEXT, *at("after she called"), segment=1)]
    shown = marked(TEXT, quotes, [])
    assert shown.count("[1 Ada Ruiz]") == 1 and "after she called</mark><sup><a" in shown


def test_one_contact_of_several_pairs_is_labelled_once_and_names_them_all() -> None:
    pairs = [contact(TEXT, *at("she called")), contact(TEXT, *at("she called"), recipient="Cy Cole")]
    shown = marked(TEXT, [], pairs)
    pairs_and_mode = ["Contact 1", "Ada Ruiz – Bo Berg; Ada Ruiz – Cy Cole", "phone, occurred"]
    assert [card[:3] for card in cards(shown)] == [pairs_and_mode]
    assert shown.split("<hr>")[1].count("<u ") == 1


def test_the_card_of_a_quotation() -> None:
    more: dict[str, Any] = {"via": "an aide", "speaker_text": "she", "cue": "said"}
    quotes = tables.frame("quotes", [quote(TEXT, *at("We spoke"), **more)])
    scores = tone(polarity=-0.25, has_evidence=True, polar_words=[["bad", -0.5], ["new", 0.0]])
    shown = str(html.article_html(Article(text=TEXT, article_id="a"), quotes, None, scores))
    assert cards(shown) == [
        [
            "Quotation 1",
            "Speaker: Ada Ruiz, as written: she, relayed by: an aide",
            "direct quotation, cue: said",
            "TextBlob: -0.25, from bad -0.50, new +0.00",
            "VADER: knows none of its words, so no score",
        ]
    ]
    [piece] = BeautifulSoup(shown.split("<hr>")[1], "html.parser").find_all("mark")
    assert str(piece["title"]).split("\n") == cards(shown)[0]


def test_a_quotation_without_evidence_has_no_score() -> None:
    quotes = tables.frame("quotes", [quote(TEXT, *at("We spoke"), speaker=None)])
    [card] = cards(str(html.article_html(Article(text=TEXT, article_id="a"), quotes, None, tone())))
    assert card[:3] == ["Quotation 1", "Speaker: (unknown)", "direct quotation, no cue"]
    assert card[3:] == [f"{name}: knows none of its words, so no score" for name in ("TextBlob", "VADER")]
    assert len(cards(marked(TEXT, [quote(TEXT, *at("We spoke"))], []))[0]) == 3  # nothing without the table


def test_the_card_of_a_contact() -> None:
    day: dict[str, Any] = {
        "date_start": pd.Timestamp("2022-03-06"),
        "date_precision": "day",
        "date_end": pd.Timestamp("2022-03-06"),
    }
    more: dict[str, Any] = {"duration_min": 105, "duration_qualifier": "over", "initiator": "Bo Berg", "place": "Oslo"}
    assert cards(marked(TEXT, [], [contact(TEXT, *at("called"), **(day | more))]))[0][3:] == [
        "When: 2022-03-06 (known to the day)",
        "Duration: over 105 minutes",
        "Initiator: Bo Berg",
        "Place: Oslo",
    ]
    month = day | {"date_end": pd.Timestamp("2022-03-31"), "date_precision": "month"}
    shown = cards(marked(TEXT, [], [contact(TEXT, *at("called"), **month)]))[0]
    assert shown[3:] == [
        "When: 2022-03-06 to 2022-03-31 (known to the month)",
        "Not in the article: duration, initiator, place",
    ]


def test_each_mode_has_a_line_named_in_the_legend() -> None:
    pairs = [contact(TEXT, *at(word), mode=word, contact_id=n) for n, word in enumerate(["spoke", "called"])]
    pairs += [contact(TEXT, *at("end"), contact_id=7, mode="visit"), contact(TEXT, *at("The"), contact_id=8)]
    legend, body = marked(TEXT, [], pairs).split("<hr>")
    styles = {str(tag["style"]) for tag in BeautifulSoup(body, "html.parser").find_all("u")}
    legend_styles = {tag.text: str(tag["style"]) for tag in BeautifulSoup(legend, "html.parser").find_all("u")}
    assert {legend_styles[mode] for mode in ("spoke", "called", "visit", "phone")} == styles
    assert len(styles) == 3 and legend_styles["spoke"] == legend_styles["called"]  # unknown modes share a line


def test_contacts_that_did_not_occur_are_dashed() -> None:
    assert "dashed" not in marked(TEXT, [], [contact(TEXT, *at("called"))]).split("<hr>")[1]
    assert "dashed" in marked(TEXT, [], [contact(TEXT, *at("called"), status="denied")]).split("<hr>")[1]


def test_empty_tables_give_the_plain_article() -> None:
    shown = marked(TEXT, [], [])
    assert Reader(shown).paragraphs == analysed(Article(text=TEXT, article_id="a"))
    assert "<mark" not in shown and "No quotation was found" in shown and "No contact was found" in shown


def test_bidirectional_controls_are_shown_by_code_point() -> None:
    text = "“We \u202eyats lliw\u202c,” said Ada \u2066Ruiz\u2069."
    shown = marked(text, [quote(text, 1, 17, speaker="Ada \u2066Ruiz\u2069")], [])
    assert not html.BIDI_CONTROL.search(shown)
    assert "We <sup>[U+202E]</sup>yats lliw<sup>[U+202C]</sup>" in shown
    assert "Ada <sup>[U+2066]</sup>Ruiz<sup>[U+2069]</sup>" in shown and ">[1 Ada Ruiz]</a></sup>" in shown


def test_each_item_has_one_id() -> None:
    quotes = [quote(TEXT, *at("We spoke")), quote(TEXT, *at("after she called"), segment=1)]
    pairs = [contact(TEXT, *at("spoke,” said")), contact(TEXT, *at("spoke,” said"), recipient="Cy Cole")]
    article, frame = Article(text=TEXT, article_id="a"), tables.frame("quotes", quotes)
    shown = html.article_html(article, frame, tables.frame("contacts", pairs), prefix="x-")
    body = BeautifulSoup(str(shown), "html.parser")
    assert [(tag.name, tag["id"]) for tag in body.find_all(id=True)] == [("mark", "x-quote-1"), ("u", "x-contact-1")]
    assert [link["href"] for link in body.find_all("a")] == ["#x-contact-1-row", "#x-quote-1-row"]
    links = html.row_links(frame["quote_id"], "quote", "x-", shown)
    assert links == ['<a id="x-quote-1-row" href="#x-quote-1">1</a>', '<a href="#x-quote-1">1</a>']
    assert html.row_links(frame["quote_id"], "quote", "y-", shown) == ['<a id="y-quote-1-row">1</a>', "1"]
    assert '<td style="' + html.CELL_STYLE + f'">{links[0]}</td>' in str(
        html.table(frame, ["quote_id"], {"quote_id": links})
    )


def test_colours_do_not_depend_on_the_quotations_shown() -> None:
    quotes = tables.frame("quotes", [quote(TEXT, *at("We")), quote(TEXT, *at("spoke"), quote_id=2, speaker="Bo")])
    article = Article(text=TEXT, article_id="a")
    for rows, tint in ((quotes, html.TINTS[1]), (quotes[1:], html.TINTS[1])):
        shown = str(html.article_html(article, rows, None, speakers=quotes["speaker"])).split("<hr>")
        assert all(tint in part for part in shown) and "contact" not in shown[0]
    assert "Ada Ruiz" not in shown[0]


def test_page_furniture_is_left_out_and_counted() -> None:
    shown = marked("Home News A headline of three\nA headline of three\nA headline of three\nThe story.", [], [])
    assert Reader(shown).paragraphs == ["A headline of three", "The story."]
    assert "Left out: 2 lines" in shown


def test_a_missing_speaker_is_labelled_unknown() -> None:
    assert "[1 (unknown)]" in marked(TEXT, [quote(TEXT, *at("We spoke"), speaker=None)], [])


def test_evidence_marks_speaker_and_cue() -> None:
    (speaker_start, speaker_end), (cue_start, cue_end) = at("Ada Ruiz"), at("said")
    where = {"speaker_start": speaker_start, "speaker_end": speaker_end, "cue_start": cue_start, "cue_end": cue_end}
    row = tables.frame("quotes", [quote(TEXT, *at("We spoke"), **where)]).iloc[0]
    shown = str(html.evidence(Article(text=TEXT, article_id="a"), row))
    assert "<b>Ada Ruiz</b><sup>speaker</sup>" in shown and "<i>said</i><sup>cue</sup>" in shown


def test_a_long_paragraph_is_cut_between_words() -> None:
    text = "word " * 500 + "here" + " word" * 500
    shown = html.evidence(Article(text=text, article_id="a"), pd.Series(quote(text, 2500, 2504)))
    assert Reader(str(shown)).paragraphs[0].split() == ["…", *["word"] * 60, "here", *["word"] * 60, "…"]
    assert shown.words.split() == ["word"] * 60 + ["here"] + ["word"] * 60


def test_notebooks_get_html_and_plain_text() -> None:
    shown = html.article_html(Article(text=TEXT), NO_ROWS["quotes"], NO_ROWS["contacts"])
    assert shown._repr_mimebundle_() == {"text/html": display.literal(str(shown)), "text/plain": shown.words}


def test_an_output_is_no_mathematics_and_says_so_once() -> None:
    article = Article(text="Cash: $5 million, then $7\n\n“\\(x\\) \\begin{a}y\\end{a},” Ann Lee said.", article_id="a")
    quotes, contacts = NO_ROWS["quotes"], NO_ROWS["contacts"]
    everything = explorer.everything(article, quotes, tables.frame("tone", []), contacts)
    for shown in (
        everything,
        html.table(pd.DataFrame({"a": ["$x$"]})),
        html.excerpt(article, [html.Marking(0, 1, "b")]),
    ):
        bundle = shown._repr_mimebundle_()
        parsed = BeautifulSoup(bundle["text/html"], "html.parser")
        [outermost] = parsed.find_all(True, recursive=False)
        assert outermost["class"] == ["mathjax_ignore", "tex2jax_ignore"]
        assert len(parsed.select(".mathjax_ignore")) == 1
    assert "mathjax" not in str(everything)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ada\n\tRuiz\x00 ", "Ada Ruiz"), (None, "(unknown)"), (float("nan"), "(unknown)"), ("Zoë $x_1$", "Zoë $x_1$")],
)
def test_clean(name: Any, expected: str) -> None:
    assert display.clean(name) == expected


def test_short_names_have_at_most_40_characters() -> None:
    assert display.short("x" * 40) == "x" * 40
    assert display.short("x" * 41) == "x" * 39 + "…"


def test_words_for_counts_and_lists() -> None:
    assert (display.count(1, "call"), display.count(0, "call")) == ("1 call", "0 calls")
    assert (display.listed("abc"), display.listed("abc", most=1)) == ("a, b, c", "a and 2 more")


DENIAL = Article(text="Ann Lee denied that the dam had leaked.\n\n“It is safe,” Ann Lee said.", article_id="a")


def test_a_denied_report_says_so_wherever_it_is_shown() -> None:
    result = analyse(DENIAL)
    shown = str(html.article_html(DENIAL, result.quotes, None, result.tone))
    assert "[1 denied by Ann Lee]" in shown and "\nDenied: the speaker says that this is not so" in shown
    assert shown.count("[2 Ann Lee]") == 1
    assert "leaked</mark><sup>denied</sup>" in str(html.evidence(DENIAL, result.quotes.iloc[0]))
    assert "denied" not in str(html.evidence(DENIAL, result.quotes.iloc[1]))
    assert result.explain(1)["step"].iloc[0] == "found by: clause after the cue, denied"
    for words in (
        explorer.quotations(DENIAL, result.quotes, result.tone).whole.words,
        explorer.everything(DENIAL, result.quotes, result.tone, result.contacts).words,
    ):
        assert "True" in words and "denied" in words


def test_labels_are_not_copied_with_the_article() -> None:
    for shown in (
        html.article_html(DENIAL, analyse(DENIAL).quotes),
        html.evidence(DENIAL, analyse(DENIAL).quotes.iloc[0]),
    ):
        assert re.search(r"sup, \.excerpt sup \{ user-select: none;", str(shown))
        parsed = BeautifulSoup(str(shown), "html.parser")
        for beside in parsed.select("style, small, sup"):
            beside.decompose()
        assert "Ann Lee denied that the dam had leaked." in parsed.get_text()


MIXED = Article(
    "Ann Lee said that the terrible dam had leaked.\n\n"
    "Bo Ray said it was “a bad, good thing” indeed.\n\n"
    "“A nice, awful day,” Cy Cole said."
)


def test_marks_are_around_nothing_that_the_article_has_without() -> None:
    result = analyse(MIXED)
    assert set(result.quotes["kind"]) == {"direct", "mixed", "indirect"}
    scores = polarity.scores(result.tone)
    outputs: tuple[Any, ...] = (
        html.readings(scores),
        html.article_html(MIXED, result.quotes, result.contacts, result.tone),
        explorer.quotations(MIXED, result.quotes, result.tone).html(),
        explorer.everything(MIXED, result.quotes, result.tone, result.contacts),
        *(html.evidence(MIXED, row) for _, row in result.quotes.iterrows()),
        figures.who_speaks(result.quotes).alt,
        figures.how_they_sound(scores, polarity.by_speaker(scores)).alt,
        findings.who_speaks(result.quotes),
        findings.tone(result.tone),
        findings.overview(MIXED, result.quotes, result.contacts),
    )
    for shown in outputs:
        source = shown if isinstance(shown, str) else shown._repr_mimebundle_()["text/html"]
        parsed = BeautifulSoup(source, "html.parser")
        for label in parsed.select("sup"):
            label.decompose()
        words = [parsed.get_text(), getattr(shown, "words", str(shown))]
        for in_marks in re.findall("“([^”]*)”", "\n".join(words)):
            assert f"“{in_marks}”" in MIXED.text
    assert "it was “a bad, good thing” indeed" in html.readings(scores).words
