"""Documents of word processors are read as a reader sees them; other programs' files are never taken for text."""

import io
import time
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from samples import PARAGRAPHS, TEXT, TITLE, page, write

from analysis.articles import office
from analysis.articles.article import read_article
from analysis.errors import ArticleError

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: object) -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return file.getvalue()


def rtf(body: str, head: str = r"\ansicpg1252{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset238 Times;}}") -> bytes:
    return (rf"{{\rtf1\ansi{head}\pard " + body + "}").encode("cp1252")


@pytest.mark.parametrize("style", ["Title", "Heading 1"])
@pytest.mark.parametrize("name", ["a.docx", "a.txt", "a"])
def test_a_word_document_is_read_with_its_title(tmp_path: Path, name: str, style: str) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE, style)
    for paragraph in PARAGRAPHS:
        first, _, rest = paragraph.partition(" ")
        added = document.add_paragraph(first)
        added.add_run(" ").italic = True
        added.add_run(rest).bold = True
    article = read_article(write(tmp_path, name, saved(document)))
    assert article.text == "\n".join([TITLE, *PARAGRAPHS])
    assert (article.title, article.origins, article.author) == (TITLE, {"title": "text"}, None)


def test_what_a_reader_does_not_see_is_left_out_and_the_rest_is_kept(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.author, document.core_properties.title = "A Secretary", "Template 7"
    document.add_paragraph("She came.")
    pieces = (
        "<w:r><w:t xml:space='preserve'>He said </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>“no”</w:t></w:r></w:ins><w:r><w:tab/><w:t>and</w:t><w:br/><w:t>went</w:t>"
        "<w:noBreakHyphen/><w:t>home.</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>A box.</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r><w:hyperlink><w:r><w:t> Linked.</w:t></w:r></w:hyperlink>"
    )
    document.element.body.insert(1, parse_xml(f"<w:p {NAMESPACE}>{pieces}</w:p>"))
    document.add_table(1, 1).cell(0, 0).text = "In a cell."
    article = read_article(write(tmp_path, "a.docx", saved(document)))
    assert article.text.split("\n") == ["She came.", "He said “no”\tand went-home. Linked.", "In a cell."]
    assert (article.title, article.author) == (None, None)


def test_a_rich_text_is_read(tmp_path: Path) -> None:
    body = (
        r"Old \b foes\b0\par \u8220?No,\u8221? Ann said in \f1 Gda\'f1sk\f0 .\par \par "
        r"caf\'e9 \'93yes\'94 \u-10179?\u-8704?"
        r"\par {\field{\*\fldinst{HYPERLINK \"https://x.example/\"}}{\fldrslt linked words}} end\par"
    )
    article = read_article(write(tmp_path, "a.rtf", rtf(body)))
    assert article.text.split("\n") == ["Old foes", "“No,” Ann said in Gdańsk.", "café “yes” 😀", "linked words end"]
    assert read_article(write(tmp_path, "b.txt", rtf(body))).text == article.text


@pytest.mark.parametrize(
    "hostile",
    [
        rtf("x", r"{\fonttbl" + r"\f1" * 100_000 + "}"),
        rtf("x", r"{\fonttbl" + r"{\f1\fcharset" * 30_000 + "}"),
        rtf(r"{\field{\*\fldinst{HYPERLINK x" * 30_000),
        rtf("{" * 200_000),
        rtf(r"\pict\bin999999999999999 x"),
        rtf(r"\pict\bin x"),
    ],
)
def test_a_hostile_rich_text_takes_linear_time(tmp_path: Path, hostile: bytes) -> None:
    begun = time.process_time()
    with pytest.raises(ArticleError, match=r"a\.rtf (has no words|cannot be read as \.rtf)|not English"):
        raise ArticleError(f"{read_article(write(tmp_path, 'a.rtf', hostile)).text[:9]}: not English")
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 broken", "is a broken Word document"),
        (archive("word/document.xml"), "cannot be read as a Word document"),
    ],
)
def test_a_broken_word_document_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(ArticleError, match=rf"a\.docx {message}.*; save it"):
        read_article(write(tmp_path, "a.docx", content))


def test_a_document_too_large_once_unpacked_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.docx", saved(docx.Document()))
    for limit in ("MAX_XML_BYTES", "MAX_UNPACKED_BYTES"):
        with (
            monkeypatch.context() as patch,
            pytest.raises(ArticleError, match=r"a\.docx is too long \(over .* unpacked"),
        ):
            patch.setattr(office, limit, 500)
            read_article(path)


FOREIGN: list[tuple[bytes, str]] = [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 words", r"an old Office document \(\.doc\); save it as \.docx"),
    (b"\x89PNG\r\n\x1a\n", "a picture; copy its text"),
    (b"\xff\xd8\xff\xe0 JFIF", "a picture"),
    (b"GIF89a", "a picture"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "a picture, a sound or a video"),
    (b"\x1f\x8b\x08\0 packed", r"a compressed file \(\.gz\); unpack it"),
    (b"bplist00 words", "a web archive of Safari; save the page as"),
    (b"SQLite format 3\0", "a database"),
    (b"%!PS-Adobe-3.0\nshowpage", "a PostScript file"),
    (archive("mimetype", "META-INF/container.xml"), r"an e-book \(\.epub\)"),
    (archive("mimetype", "content.xml"), r"an OpenDocument file \(\.odt\); save it as \.docx"),
    (archive("xl/workbook.xml"), "a spreadsheet; save it as .csv for python -m analysis corpus"),
    (archive("a.txt", "b.txt"), r"an archive \(\.zip\); unpack it"),
    (f'{{"text": "{PARAGRAPHS[1]}"}}'.encode(), "JSON; copy the article's text into a .txt file"),
    (f'[\n {{ "text": "{PARAGRAPHS[1]}"}}]'.encode(), "JSON"),
    (f'["{PARAGRAPHS[1]}", "x"]'.encode(), "JSON"),
    (f"<?xml version='1.0'?><nitf><p>{PARAGRAPHS[1]}</p></nitf>".encode(), "XML; copy the article's text"),
    (f"<rss><p>{PARAGRAPHS[1]}</p></rss>".encode(), "XML"),
    (b"\\documentclass{article} " + TEXT.encode(), "LaTeX"),
]


@pytest.mark.parametrize("suffix", [".txt", ".md", "", ".dat"])
@pytest.mark.parametrize(("content", "message"), FOREIGN)
def test_files_of_other_programs_are_named_and_refused(
    tmp_path: Path, content: bytes, message: str, suffix: str
) -> None:
    with pytest.raises(ArticleError, match=rf"/a{suffix} is {message}"):
        read_article(write(tmp_path, f"a{suffix}", content))


@pytest.mark.parametrize(
    "text",
    [
        f"[1] {TEXT}",
        f"[Update] {TEXT}",
        f"{{{TEXT}}}",
        f"RIFF is a format, and so is GIF. {TEXT}",
        f"<3 {TEXT}",
        f"PK {TEXT}",
        f"\\emph {TEXT}",
        f"“[We] will stay,” she said. {TEXT}",
        f'["We will stay"] {TEXT}',
    ],
)
def test_text_that_begins_oddly_is_still_text(tmp_path: Path, text: str) -> None:
    assert read_article(write(tmp_path, "a.txt", text)).text == text


@pytest.mark.parametrize(
    "opening", ["<div class='article'>", "<p>", "<h1>", "\n<section id=a>", "<meta charset='utf-8'>"]
)
def test_a_piece_of_a_page_is_read_as_a_page(tmp_path: Path, opening: str) -> None:
    fragment = opening + page().partition("<h1>")[2].partition("</article>")[0].replace("</h1>", "</p>")
    article = read_article(write(tmp_path, "a.txt", fragment))
    assert PARAGRAPHS[1] in article.text and "<p>" not in article.text
    assert "<p>" in read_article(write(tmp_path, "b.txt", f"He wrote <p> there. {TEXT}")).text


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "A.Parquet", "a.csv.gz", "folder"])
def test_files_of_many_articles_are_for_a_corpus(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    if name != "folder":
        write(tmp_path, name, TEXT)
    with pytest.raises(
        ArticleError, match=rf"{name} is a (table|folder) of many articles; .*analysis corpus .*{name} OUT"
    ):
        read_article(tmp_path / name)


def test_a_table_that_a_corpus_run_cannot_read_is_to_be_saved_as_another(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"a\.TSV is a table of many articles; save it as \.csv for python"):
        read_article(write(tmp_path, "a.TSV", TEXT))
