"""The text of .docx and .rtf documents, and the kinds of files of other programs that hold no text.

python-docx reads .docx, and striprtf reads .rtf. The files are untrusted, so their size is checked first. Parts of a
document that would take striprtf more than linear time are removed.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from analysis.errors import ArticleError, extra

MAX_UNPACKED_BYTES = 200_000_000  # of a .docx, pictures included
MAX_XML_BYTES = 50_000_000  # of its text, with the marks around it
MAX_RTF_CHARS = 50_000_000
MAX_FONTS = 1_000
DOCUMENT = "word/document.xml"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE_STYLES = ("title", "heading 1")
TYPE_REMEDY = "copy its text into a .txt file"
COPY_REMEDY = f"save it as .docx, or {TYPE_REMEDY}"
UNPACK_REMEDY = "unpack it, and give the file in it"
# {\f0\fswiss\fcharset0 Arial;}: the number of a font, and that of its character set
FONT = re.compile(r"\\f(\d{1,5})(?=[\\\s])[^{};]{0,200}?\\fcharset(\d{1,3})(?!\d)", re.IGNORECASE)
# The first bytes of files of other programs, their kind, and a remedy. ZIP files are told apart by `_in_archive`.
SIGNATURES: tuple[tuple[bytes | tuple[bytes, ...], str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (.doc)", COPY_REMEDY),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), "a picture", TYPE_REMEDY),
    (b"RIFF", "a picture, a sound or a video", TYPE_REMEDY),
    (b"\x1f\x8b", "a compressed file (.gz)", UNPACK_REMEDY),
    (b"BZh", "a compressed file (.bz2)", UNPACK_REMEDY),
    (b"\xfd7zXZ", "a compressed file (.xz)", UNPACK_REMEDY),
    (b"7z\xbc\xaf", "an archive (.7z)", "unpack it, and give a file in it"),
    (b"Rar!", "an archive (.rar)", "unpack it, and give a file in it"),
    (b"bplist00", "a web archive of Safari", "save the page as .html, or print it to a PDF"),
    (b"SQLite format 3\0", "a database", "write its articles to a .csv file for python -m analysis corpus"),
    (b"%!PS", "a PostScript file", "convert it to a PDF"),
)
# A file that only a ZIP file of one kind contains, that kind, and a remedy.
ARCHIVES: tuple[tuple[str, str, str], ...] = (
    ("xl/workbook.xml", "a spreadsheet", "save it as .csv for python -m analysis corpus"),
    ("ppt/presentation.xml", "a presentation", TYPE_REMEDY),
    ("META-INF/container.xml", "an e-book (.epub)", "copy the article's text into a .txt file"),
    ("content.xml", "an OpenDocument file (.odt)", COPY_REMEDY),
    ("Index/Document.iwa", "a document of Pages", COPY_REMEDY),
)
# The start of XML that is not a page, of JSON, and of LaTeX.
MARKUP = (
    (re.compile(rb"<\?xml\b|<(?:rss|feed|svg|nitf|newsml|newsitem|tei|plist|opml)\b", re.IGNORECASE), "XML"),
    (re.compile(rb'\{\s*+(?:\}|"(?:[^"\\]|\\.){0,200}+"\s*+:)'), "JSON"),  # {"text":
    (re.compile(rb'\[\s*+(?:\{\s*+"|\[\s*+[\["\d]|"(?:[^"\\]|\\.)*+"\s*+,)'), "JSON"),  # [{", ["a",
    (re.compile(rb"\\documentclass\b|\\begin\{document\}"), "LaTeX"),
)
MARKUP_REMEDY = "copy the article's text into a .txt file"


def foreign(data: bytes, start: bytes) -> tuple[str, str] | None:
    """The kind of a file of another program, and a remedy; None for a file that may be text.

    Args:
        data: The content.
        start: Its beginning, without a byte order mark.

    >>> foreign(b"GIF89a", b"GIF89a")
    ('a picture', 'copy its text into a .txt file')
    """
    if start.startswith(b"PK\x03\x04"):
        return _in_archive(data)
    if start.startswith(b"RIFF") and start[8:12] not in (b"WEBP", b"WAVE", b"AVI "):
        return None
    for signature, kind, remedy in SIGNATURES:
        if start.startswith(signature):
            return kind, remedy
    return next(((kind, MARKUP_REMEDY) for pattern, kind in MARKUP if pattern.match(start.lstrip())), None)


def is_docx(data: bytes, suffix: str = ".docx") -> bool:
    """Whether a file is a Word document: a ZIP file that has its text in it, or its suffix."""
    return data.startswith(b"PK\x03\x04") and (suffix == ".docx" or DOCUMENT in (_sizes(data) or ()))


def _sizes(data: bytes) -> dict[str, int] | None:
    """The unpacked size of each file in a ZIP file, by its name; None if the ZIP file is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {entry.filename: entry.file_size for entry in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        return None


def _in_archive(data: bytes) -> tuple[str, str]:
    names = _sizes(data) or ()
    known_kinds = ((kind, remedy) for name, kind, remedy in ARCHIVES if name in names)
    return next(
        known_kinds,
        ("an archive (.zip)", "unpack it, and give a file in it, or its folder to python -m analysis corpus"),
    )


def read_docx(data: bytes, name: str) -> tuple[str, dict[str, str]]:
    """The text of a Word document, and its title.

    Args:
        data: The content of the file.
        name: The name of the file, for error messages.

    Returns:
        The text, one paragraph per line, and a dictionary with the `title`, if the document begins with a paragraph in
        the style of a title.

    Raises:
        ArticleError: The document is broken or too large.
    """
    _check_unpacked(data, name)
    with extra("docx", "reading a Word document"):
        import docx  # not at the top: only these documents need it

    try:
        document = docx.Document(io.BytesIO(data))
        every = ((paragraph, _text(paragraph)) for paragraph in document.element.body.iter(f"{WORD}p"))
        filled = [(paragraph, text) for paragraph, text in every if text and not _is_in_box(paragraph)]
        has_title = bool(filled) and _style(filled[0][0], document) in TITLE_STYLES
    except Exception as error:  # the parsers of arbitrary documents do not document what they raise
        raise ArticleError(
            f"{name} cannot be read as a Word document ({type(error).__name__}); {COPY_REMEDY}"
        ) from None
    return "\n".join(text for _, text in filled), {"title": filled[0][1]} if has_title else {}


def _check_unpacked(data: bytes, name: str) -> None:
    """Raise ArticleError if the files in a document are broken or too large once they are unpacked."""
    sizes = _sizes(data)
    if sizes is None:
        raise ArticleError(f"{name} is a broken Word document; save it again, or {COPY_REMEDY}")
    marked = max((size for file, size in sizes.items() if file.endswith((".xml", ".rels"))), default=0)
    if sum(sizes.values()) > MAX_UNPACKED_BYTES or marked > MAX_XML_BYTES:
        raise ArticleError(f"{name} is too long (over {MAX_XML_BYTES:,} bytes once unpacked); split it up")


def _is_in_box(paragraph: Any) -> bool:
    """Whether a paragraph is in a text box, as captions and words pulled out of the text are."""
    return next(paragraph.iterancestors(f"{WORD}txbxContent"), None) is not None


def _text(paragraph: Any) -> str:
    """The words of a paragraph on one line, with insertions and without deletions."""
    return _single_spaced("".join(_pieces(paragraph)))


def _single_spaced(line: str) -> str:
    """A line with single spaces; tabs stay, since they separate fields."""
    return re.sub(r"[^\S\t]+", " ", line).strip()


def _pieces(paragraph: Any) -> Iterator[str]:
    """Pieces of text of a paragraph. A text box holds paragraphs of its own, which are not part of this one."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{WORD}t":
            yield element.text or ""
        elif element.tag == f"{WORD}tab":
            yield "\t"
        elif element.tag in (f"{WORD}br", f"{WORD}cr"):
            yield " "
        elif element.tag == f"{WORD}noBreakHyphen":
            yield "-"
        elif element.tag != f"{WORD}p":
            waiting.extend(reversed(element))


def _style(paragraph: Any, document: Any) -> str:
    """The name of a paragraph's style in lower case; "" if it has none."""
    name = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    key = None if name is None else name.get(f"{WORD}val")
    names = {style.style_id: style.name for style in document.styles} if key else {}
    return str(names.get(key) or key or "").lower()


def read_rtf(data: bytes, name: str) -> str:
    """The text of a document in the Rich Text Format, one paragraph per line.

    Raises:
        ArticleError: The document is broken or too large; `name` is the file's, for the message.
    """
    with extra("docx", "reading an .rtf file"):
        from striprtf.striprtf import rtf_to_text  # not at the top: only these documents need it

    if len(data) > MAX_RTF_CHARS:
        raise ArticleError(f"{name} is too long (over {MAX_RTF_CHARS:,} bytes); split it up")
    try:
        text = rtf_to_text(_tame(data.decode("cp1252", "replace")), errors="replace")
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # joins halves of characters
    except Exception as error:  # the library does not document what it raises
        raise ArticleError(f"{name} cannot be read as .rtf ({type(error).__name__}); {COPY_REMEDY}") from None
    return "\n".join(line for part in text.splitlines() if (line := _single_spaced(part)))


def _tame(rtf: str) -> str:
    """A document without what striprtf looks for with patterns that take more than linear time.

    These are links, whose words stay, and the table of fonts, which becomes one that has only what decides how
    characters are decoded.
    """
    rtf = re.sub(r"\\field\{", r"\\field {", rtf, flags=re.IGNORECASE)
    fonts = {match[1]: match[2] for match in FONT.finditer(_font_table(rtf))}
    table = "".join(rf"{{\f{number}\fcharset{charset} x;}}" for number, charset in list(fonts.items())[:MAX_FONTS])
    rtf = re.sub(r"\\fonttbl\b", r"\\*\\fontlist", rtf, flags=re.IGNORECASE)
    head, brace, rest = rtf.partition("{")
    return rf"{head}{brace}\rtf1{{\fonttbl{table}}}{rest}" if fonts else rtf


def _font_table(rtf: str) -> str:
    """The beginning of a document up to the table of colours or the first paragraph, where its fonts are."""
    end = re.search(r"\\colortbl|\\stylesheet|\\pard", rtf)
    return rtf[: end.start() if end else len(rtf)][: 200 * MAX_FONTS]
