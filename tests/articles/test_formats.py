"""Reading files of every kind, and every way in which that can fail; nothing is fetched, nothing invented."""

import io
import pickle
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import CLIPPING, PARAGRAPHS, TEXT, TITLE, page, write

from analysis import display
from analysis.articles import formats
from analysis.articles.article import Article, read_article, read_articles
from analysis.articles.plain_text import mended
from analysis.errors import AnalysisError, ArticleError, MetadataError
from analysis.report import findings

pytestmark = pytest.mark.usefixtures("no_network")

LANGUAGES = {
    "German": "Der Außenminister hat am Montag mit seinem Amtskollegen telefoniert. Beide Seiten "
    "wollten das Gespräch fortsetzen, sagte ein Sprecher. Ein Treffen sei geplant, doch es"
    " gebe noch kein Datum.",
    "French": "Le ministre a téléphoné lundi à son homologue. Les deux parties souhaitent poursuivre"
    " le dialogue, a déclaré une porte-parole. Une rencontre est prévue, mais ni le lieu "
    "ni la date ne sont connus.",
    "Spanish": "El ministro habló el lunes por teléfono con su homólogo. Ambas partes quieren seguir "
    "con el diálogo, dijo una portavoz. Está prevista una reunión, pero todavía no se "
    "conocen ni el lugar ni la fecha.",
    "Russian": "Министр в понедельник говорил по телефону со своим коллегой. Стороны хотят продолжить"
    " разговор, сообщила представительница ведомства. Встреча намечена на следующую "
    "неделю.",
    "Chinese": "外交部长星期一与对方通了电话。发言人说，双方都希望继续对话。会谈计划下周举行，但是地点和日"
    "期还没有公布。",
    "Arabic": "تحدث وزير الخارجية يوم الاثنين عبر الهاتف مع نظيره. وقالت متحدثة إن الطرفين يرغبان في"
    " مواصلة الحوار. ومن المقرر عقد اجتماع في الأسبوع المقبل لكن المكان والموعد لم يعلنا "
    "بعد.",
    "Dutch": "De minister heeft maandag met zijn ambtgenoot gebeld. Beide landen willen het gesprek"
    " voortzetten, zei een woordvoerder. Een ontmoeting staat op de agenda, maar waar en "
    "wanneer is nog niet bekend.",
    "Norwegian": "Utenriksministeren snakket mandag i telefonen med sin kollega. Begge parter vil "
    "fortsette samtalen, sa en talsmann. Et møte er planlagt for neste uke, men det er "
    "ennå ikke kjent hvor og når.",
}
ENGLISH = [
    "Ngozi Okonjo-Iweala telephoned Nguyễn Xuân Phúc on Friday. “Abuja wants trade, Hanoi wants rice,” "
    "Okonjo-Iweala said. Aides to Phúc described two calls within eleven days. Neither side announced "
    "another meeting.",
    "Jarosław Wiśniewski met Zoltán Szabó-Kovács in Székesfehérvár, Gdańsk radio reported Monday. "
    "Wiśniewski brought coal contracts; Szabó-Kovács brought wine. Both men left without speaking to "
    "reporters waiting outside City Hall.",
    "São Paulo – Governor João Guimarães visited Curitiba on Sunday. Crowds greeted Guimarães warmly. "
    "Mayor Luís Conceição offered coffee, bread, three documents. Guimarães signed two. Conceição called "
    "him Monday, asking about number three.",
    "Kim Jong Un met Vladimir Putin. Xi Jinping called Narendra Modi. Recep Tayyip Erdogan phoned "
    "Emmanuel Macron. Olaf Scholz visited Volodymyr Zelenskyy. Joe Biden telephoned Benjamin Netanyahu. "
    "Rishi Sunak hosted Giorgia Meloni.",
    "Rovers 3 United 1; Athletic 0 Wanderers 0; Albion 2 Town 2. Scorers: Petrov, Müller, Okafor, Díaz, "
    "Lindqvist, Nakamura. Referees: Van der Berg, Rossi. Attendance 12,407 Saturday afternoon.",
    "“Non,” Macron said.",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


# Text and Markdown


def test_text_keeps_every_character_and_front_matter_gives_metadata(tmp_path: Path) -> None:
    front = "---\nTitle: Old foes: a line\ndate: 2024-06-12\nauthor: [Anna Rask, Bo Ek]\ntags: [x]\n---\n"
    front = front.replace("Old foes: a line", "'Old foes: a line'")
    article = read_article(write(tmp_path, "a.txt", front + TEXT + "\r\n# *x*\u202e\0"))
    assert article.text == TEXT + "\r\n# *x*\u202e\0"
    assert (article.title, article.author, article.published) == (
        "Old foes: a line",
        "Anna Rask, Bo Ek",
        date(2024, 6, 12),
    )
    assert article.origins == dict.fromkeys(["title", "author", "published"], "front matter")
    assert article.published_reason == "It is the date in the file's front matter."


def test_front_matter_in_toml(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", f'+++\npublished = 2024-06-12\nsource = "The Paper"\nx = {{y = 1}}\n+++\n{TEXT}')
    article = read_article(path)
    assert (article.published, article.source, article.text) == (date(2024, 6, 12), "The Paper", "\n".join(PARAGRAPHS))


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("---\ntitle: [\n---\n", "front matter cannot be read"),
        ("+++\ntitle = \n+++\n", "front matter cannot be read"),
        ('---\ntitle: "\\UFFFFFFFF"\n---\n', "front matter cannot be read"),
        ("---\ndate: yesterday\n---\n", "not a date"),
        ("---\nlanguage: fr\n---\n", "only English"),
    ],
)
def test_the_error_for_bad_front_matter_says_why(tmp_path: Path, front: str, message: str) -> None:
    with pytest.raises(MetadataError, match=message) as error:
        read_article(write(tmp_path, "a.md", front + TEXT))
    assert "a.md" in str(error.value)


def test_text_between_rules_is_not_front_matter(tmp_path: Path) -> None:
    text = f"---\n{PARAGRAPHS[0]}\n---\n{PARAGRAPHS[1]}"
    assert read_article(write(tmp_path, "a.txt", text)).text == text


def test_markdown_is_read_without_its_markup(tmp_path: Path) -> None:
    marked = (
        f"# {TITLE}\n\nHe *said* “no” to [the **talks**](http://x.example) &\n`went` home.<br>\n\n"
        "![a picture](a.png)\n\n- one item\n- “another”\n\n> quoted it's\n\n***\n\n    indented text\n"
    )
    article = read_article(write(tmp_path, "a.md", marked))
    assert article.text.split("\n") == [
        TITLE,
        "He said “no” to the talks & went home.",
        "one item",
        "“another”",
        "quoted it's",
        "indented text",
    ]
    assert (article.title, article.origins["title"]) == (TITLE, "text")


# Kinds, standard input, precedence of metadata


@pytest.mark.parametrize(
    ("content", "origin"),
    [(TEXT.encode(), None), (page().encode(), "page"), (CLIPPING, "text"), (TEXT.encode("utf-16"), "")],
)
def test_the_kind_of_standard_input_is_recognised_by_its_content(
    monkeypatch: pytest.MonkeyPatch, content: bytes, origin: str | None
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    if origin == "":
        with pytest.raises(ArticleError, match="standard input is of an unknown kind"):
            read_article("-")
    else:
        article = read_article("-", published="2024-06-12")
        assert article.origins.get("title") == origin
        assert len(article.article_id) == 12 and article.published == date(2024, 6, 12)


def test_a_process_without_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(ArticleError, match="standard input cannot be read"):
        read_article("-")


def test_unmistakable_content_outweighs_the_suffix(tmp_path: Path) -> None:
    assert read_article(write(tmp_path, "a.txt", page())).title == TITLE
    assert read_article(write(tmp_path, "b.txt", CLIPPING)).title == TITLE
    assert read_article(write(tmp_path, "c.text", TEXT)).text == TEXT
    assert read_article(write(tmp_path, "D.TXT", TEXT)).text == TEXT
    with pytest.raises(ArticleError, match=r"d\.dat is of an unknown kind \(known: \.txt, .*\.pdf, \.docx"):
        read_article(write(tmp_path, "d.dat", b"\x00\x01\xff word"))


def test_given_metadata_override_the_metadata_file_and_that_overrides_the_page(tmp_path: Path) -> None:
    head = "<meta property='article:published_time' content='2024-06-12'><meta name='author' content='Anna Rask'>"
    path = write(tmp_path, "a.html", page(head + "<meta property='og:site_name' content='Herald'>"))
    write(tmp_path, "a.toml", 'published = 2024-06-11\npublished_reason = "The print says so."\nsource = "Paper"')
    article = read_article(path)
    assert (article.published, article.published_reason) == (date(2024, 6, 11), "The print says so.")
    assert (article.source, article.author) == ("Paper", "Anna Rask")
    given = read_article(path, published="2024-06-10", author=None, article_id="x")
    assert (given.published, given.author, given.article_id) == (date(2024, 6, 10), None, "x")
    assert given.published_reason == "It is the date given when the article was read."
    assert given.origins == {"title": "page", "source": "metadata file", "published": "given"}
    assert read_article(path, published=None).published is None
    with pytest.raises(TypeError, match="editor"):
        read_article(path, editor="Anna")
    with pytest.raises(MetadataError, match=r"a\.html: published: 'May' is not a date"):
        read_article(path, published="May")


def test_facts_and_dating_show_the_origin_of_each_field(tmp_path: Path) -> None:
    write(tmp_path, "a.toml", "published = 2024-06-11")
    article = read_article(write(tmp_path, "a.md", f"# {TITLE}\n\n{TEXT}"), source="The <b>Paper</b>")
    assert findings.facts(article).fillna("").to_numpy().tolist() == [
        ["title", TITLE, "text"],
        ["author", "", "not found"],
        ["source", "The <b>Paper</b>", "given"],
        ["url", "", "not found"],
        ["published", "2024-06-11", "metadata file"],
    ]
    assert "It is the date in a.toml" in str(findings.dating(article)).replace("\\", "")
    undated = str(findings.dating(read_article(write(tmp_path, "b.txt", TEXT)))).replace("\\", "")
    assert "have no date. No date was found" in undated and "published = 2024-05-01 into b.toml" in undated
    assert set(findings.facts(Article(TEXT))["origin"]) == {"not found"}


# Languages


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_language_is_named_and_refused(tmp_path: Path, language: str) -> None:
    path = write(tmp_path, "a.txt", LANGUAGES[language])
    with pytest.raises(ArticleError, match=rf"a\.txt is in {language}, and only English"):
        read_article(path)
    write(tmp_path, "a.toml", 'language = "en"')
    assert read_article(path).text == LANGUAGES[language]
    assert Article(LANGUAGES[language]).text


@pytest.mark.parametrize("text", [*ENGLISH, *PARAGRAPHS])
def test_english_is_recognised_however_short_and_whatever_the_names(text: str) -> None:
    assert formats.other_language(text) is None


# Folders


def test_a_bad_article_does_not_affect_the_others(tmp_path: Path) -> None:
    for name, content in [("b.txt", TEXT), ("a.html", page()), ("c.pdf", "none"), ("d.md", TEXT), ("d.txt", TEXT)]:
        write(tmp_path, name, content)
    for name in ("README.md", ".hidden.txt", "e.csv"):
        write(tmp_path, name, "no article")
    problems: list[AnalysisError] = []
    names = [article.article_id for article in read_articles(tmp_path, errors=problems.append)]
    assert names == ["a", "b", "d.md", "d.txt"]
    assert len(problems) == 1 and "c.pdf" in str(problems[0])
    with pytest.raises(ArticleError, match=r"c\.pdf"):
        list(read_articles(tmp_path))


# Arbitrary content


PIECES = st.sampled_from(
    [
        *["---\n", "+++\n", "title: ", "x = ", "date: 2024", "# ", "```", "| a |", "\u202e", "\0", TEXT],
        *["<html>", "<p>", "</p>", "<a href='", "'>", "<!--", "<time datetime='", "<meta name='date' content='"],
        *["<script type='application/ld+json'>", "{", "&#0;", "&#xD800;", "2024-02-30", "%PDF-1.4"],
        *["Content-Type: multipart/related; boundary=b\n\n", "--b\n"],
    ]
)
CONTENT = st.binary(max_size=300) | st.lists(PIECES | st.text(max_size=9), max_size=12).map(
    lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
)


@pytest.mark.parametrize("suffix", [*formats.FILE_KINDS, ".other", ""])
@given(content=CONTENT)
@settings(max_examples=60)
def test_any_bytes_give_an_article_or_a_clear_error(folder: Path, suffix: str, content: bytes) -> None:
    path = write(folder, f"any{suffix}", content)
    outcomes: list[object] = []
    for _ in range(2):
        try:
            outcomes.append(read_article(path))
        except AnalysisError as error:
            outcomes.append(str(error))
            assert "any" in str(error) and "; " in str(error)
    assert outcomes[0] == outcomes[1]
    assert pickle.loads(pickle.dumps(outcomes[0])) == outcomes[0]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_text_is_kept_save_for_damage_that_is_undone(folder: Path, text: str) -> None:
    text = PARAGRAPHS[0] + text
    assert read_article(write(folder, "kept.txt", text)).text == mended(text)[0]


@given(st.text() | st.none() | st.integers())
def test_metadata_are_one_line_and_addresses_are_web_addresses(value: object) -> None:
    line = display.one_line(value)
    assert line.isprintable() and line == line.strip()
    address = formats.web_address(value)
    assert address is None or address.startswith("http")
