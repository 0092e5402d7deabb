"""Files with many articles, as databases of news export them; all samples are made up."""

import io
import re
import sys
import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from samples import PARAGRAPHS, TEXT, TITLE, write

from analysis.articles import exports
from analysis.articles.article import Article, read_all, read_article, read_articles
from analysis.corpus.reader import RawArticle, Refusal, read_corpus
from analysis.errors import AnalysisError, ArticleError, SeveralArticles, typed

OTHER_TITLE = "Ferries stay in port as storm nears the coast of Norland"
OTHER = [
    "The ferries of Norland stayed in port on Wednesday, and will stay until the storm has passed, the harbour said.",
    "“Nobody sails in this,” said the harbour master, Jonas Falk. Subject to weather, a first ferry leaves on Friday.",
    "In Lindau the market was closed. Body after body had met there on Monday: the council, the guild, the port.",
]


def wrapped(paragraph: str) -> str:
    """A paragraph broken into lines of at most 70 characters."""
    return re.sub(r"(.{50,70}) ", r"\1\n", paragraph)


LEXISNEXIS = f"""



                               1 of 2 DOCUMENTS



                              The Lindau Herald

                            June 12, 2024 Wednesday
                                 Final Edition

{TITLE}

BYLINE: Anna Rask in Vienna

SECTION: WORLD; Pg. 6

LENGTH: 61 words

DATELINE: VIENNA

{(chr(10) * 2).join(map(wrapped, PARAGRAPHS))}

LOAD-DATE: June 13, 2024

LANGUAGE: ENGLISH

GRAPHIC: Ingrid Halvorsen in Vienna

PUBLICATION-TYPE: Newspaper


              Copyright 2024 The Lindau Herald
                    All Rights Reserved



                               2 of 2 DOCUMENTS


              Copyright 2024 North Sea Wire
                    All Rights Reserved

                               North Sea Wire

                        Thursday, 13 June 2024 10:42 AM GMT

SECTION: NEWS

LENGTH: 58 words

HEADLINE: {wrapped(OTHER_TITLE)}

BYLINE: Bo Ek

BODY:

{(chr(10) * 2).join(map(wrapped, OTHER))}

LOAD-DATE: June 14, 2024
"""
NEXIS_UNI = f"""User Name: reader
Date and Time: Monday, July 1, 2024 9:46:00 AM GMT
Job Number: 12345
Documents (2)
1. {TITLE}
Client/Matter: -None-
Search Terms: talks
2. {OTHER_TITLE}
Client/Matter: -None-
| About LexisNexis | Privacy Policy | Terms & Conditions | Copyright © 2024 LexisNexis
{TITLE}
The Lindau Herald
June 12, 2024 Wednesday
Copyright 2024 The Lindau Herald All Rights Reserved
Section: WORLD; Pg. 6
Length: 61 words
Byline: Anna Rask in Vienna
Highlight: A long silence ends
Body
{chr(10).join(PARAGRAPHS)}
Graphic
Ingrid Halvorsen in Vienna
Classification
Language: ENGLISH
Publication-Type: Newspaper
Load-Date: June 13, 2024
End of Document
{OTHER_TITLE}
North Sea Wire
June 13, 2024 Thursday 10:42 AM GMT
Copyright 2024 North Sea Wire All Rights Reserved
Length: 58 words
Byline: Bo Ek
Body
{chr(10).join(OTHER)}
Load-Date: June 14, 2024
End of Document
"""
FACTIVA = f"""World
{TITLE}
By Anna Rask in Vienna
61 words
12 June 2024
The Lindau Herald
LINHER
6
English
Copyright 2024. The Lindau Herald. All rights reserved.

{(chr(10) * 2).join(PARAGRAPHS)}

Document LINHER0020240612ek6c0001x

{OTHER_TITLE}
By Bo Ek
58 words
13 June 2024
10:42
North Sea Wire
NSWIRE
English
(c) 2024 North Sea Wire

{(chr(10) * 2).join(OTHER)}

Document NSWIRE0020240613ek6d0002y

Search Summary
Text
talks
"""
FACTIVA_CODES = f"""HD\t{TITLE}
BY\tBy Anna Rask in Vienna
WC\t61 words
PD\t12 June 2024
SN\tThe Lindau Herald
SC\tLINHER
LA\tEnglish
CY\tCopyright 2024. The Lindau Herald
LP
{PARAGRAPHS[0]}
TD
{PARAGRAPHS[1]}
{PARAGRAPHS[2]}
CO\tnorlnd : Norland Telecom
NS\tgpol : Domestic Politics
AN\tDocument LINHER0020240612ek6c0001x

HD |
{OTHER_TITLE} |
BY |
Bo Ek |
PD |
13 June 2024 |
SN |
North Sea Wire |
LP | {OTHER[0]}
TD | {OTHER[1]}
{OTHER[2]}
IN |
ferries |
AN |
Document NSWIRE0020240613ek6d0002y |
"""
LINE = "_" * 60
PROQUEST = f"""{LINE}
Report Information from ProQuest
July 01 2024 09:46
{LINE}

Table of contents

1. {TITLE}
2. {OTHER_TITLE}

{LINE}

{TITLE}

Author: Anna Rask in Vienna

Publication info: The Lindau Herald ; Lindau [Lindau]12 June 2024: 6.

ProQuest document link

Abstract: A long silence ends.

Full text: {PARAGRAPHS[0]}

{PARAGRAPHS[1]}

{PARAGRAPHS[2]}

Subject: Diplomacy

Title: {TITLE}

Publication title: The Lindau Herald

Pages: 6

Publication year: 2024

Publication date: Jun 12, 2024

Last updated: 2024-06-14

Database: ProQuest Central

{LINE}

{OTHER_TITLE}
Bo Ek ProQuest document link
ABSTRACT
The storm.
FULL TEXT
{chr(10).join(OTHER)}
DETAILS
Location: Norland
Author: Bo Ek
Publication title: North Sea Wire
Publication date: Jun 13, 2024

{LINE}

Database copyright © 2024 ProQuest LLC. All rights reserved.
"""
SAMPLES = {
    "lexisnexis": LEXISNEXIS,
    "nexis_uni": NEXIS_UNI,
    "factiva": FACTIVA,
    "factiva_codes": FACTIVA_CODES,
    "proquest": PROQUEST,
}
FACTS = [
    {"title": TITLE, "author": "Anna Rask in Vienna", "source": "The Lindau Herald", "published": "2024-06-12"},
    {"title": OTHER_TITLE, "author": "Bo Ek", "source": "North Sea Wire", "published": "2024-06-13"},
]


def as_docx(text: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def as_rtf(text: str) -> bytes:
    coded = "".join(c if ord(c) < 128 else rf"\u{ord(c)}?" for c in text.replace("\n", "\\par\n"))
    return (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}}\pard " + coded + "}").encode()


@pytest.mark.parametrize("kind", [".txt", ".docx", ".rtf"])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_article_is_read_with_its_facts_and_nothing_else(tmp_path: Path, name: str, kind: str) -> None:
    text = SAMPLES[name]
    whole = re.sub(r"(?<=\S)\n(?=\S)", " ", text) if name == "lexisnexis" else text  # only .txt has broken lines
    data = {".txt": text.encode(), ".docx": as_docx(whole), ".rtf": as_rtf(whole)}[kind]
    articles = read_all(write(tmp_path, f"export{kind}", data))
    assert all(isinstance(article, Article) for article in articles)
    assert [
        {"title": a.title, "author": a.author, "source": a.source, "published": str(a.published)}
        for a in articles
        if isinstance(a, Article)
    ] == FACTS
    assert [article.text.split("\n") for article in articles if isinstance(article, Article)] == [
        [TITLE, *PARAGRAPHS],
        [OTHER_TITLE, *OTHER],
    ]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"{TITLE}\n\n{TEXT}\n\nEnd of Document",
        f"{TITLE}\n\nThe archive has 2 of 12 documents.\n\n{TEXT}",
        f"{TITLE}\n{LINE}\n{TEXT}\n{LINE}\nFull text: see below",
        f"{TITLE}\nBy Anna Rask\n61 words\n12 June 2024\n{TEXT}",
        f"Document A1\n{TEXT}",
        f"HD\n{TITLE}\nLP\n{TEXT}",
    ],
)
def test_an_ordinary_text_is_no_export(text: str) -> None:
    assert exports.split(text) == []


def test_an_export_of_one_article_is_that_article(tmp_path: Path) -> None:
    only = LEXISNEXIS[: LEXISNEXIS.index("2 of 2 DOCUMENTS")].replace("1 of 2", "1 of 1")
    article = read_article(write(tmp_path, "only.txt", only))
    assert (article.title, article.published, article.article_id) == (TITLE, date(2024, 6, 12), "only")
    assert article.origins == dict.fromkeys(["title", "author", "source", "published"], "export")
    assert article.published_reason == "It is the day that the database states."
    assert article == read_article(tmp_path / "only.txt", number=1)


@pytest.mark.parametrize("number", [-1, 0, 3])
def test_one_of_many_is_chosen_by_its_number(tmp_path: Path, number: int) -> None:
    path = write(tmp_path, "export.txt", FACTIVA)
    article = read_article(path, number=2, author="Somebody else")
    assert (article.title, article.author, article.article_id) == (OTHER_TITLE, "Somebody else", "export-00000002")
    message = rf"export\.txt has no article {number}; it holds 2 articles, so give a number from 1 to 2"
    with pytest.raises(ArticleError, match=message):
        read_article(path, number=number)
    with pytest.raises(ArticleError, match=r"talks\.txt has no article 2; it holds 1 article"):
        read_article(write(tmp_path, "talks.txt", TEXT), number=2)


@pytest.mark.parametrize(
    ("command", "choice"), [("python", "number=2"), ("command line", "--article 2"), ("make", "N=2")]
)
def test_the_articles_to_choose_from_are_listed(tmp_path: Path, command: str, choice: str) -> None:
    path = write(tmp_path, "export.txt", LEXISNEXIS)
    with typed(command), pytest.raises(SeveralArticles) as error:  # type: ignore[arg-type]
        read_article(path)
    assert str(error.value) == (
        f"{path} holds 2 articles; choose one by its number, as in {choice}, or read all of them: "
        f"python -m analysis corpus {path} OUT"
    )
    assert error.value.titles == (
        f"{TITLE} (The Lindau Herald, 2024-06-12)",
        f"{OTHER_TITLE} (North Sea Wire, 2024-06-13)",
    )


def test_an_export_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (None, 2):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(FACTIVA.encode())))
        if number is None:
            with pytest.raises(SeveralArticles, match=r"standard input holds 2 articles; .* as in number=2$"):
                read_article("-")
        else:
            article = read_article("-", number=number)
            assert article.title == OTHER_TITLE and len(article.article_id) == 12


def test_an_article_without_its_text_is_counted_and_named(tmp_path: Path) -> None:
    text = NEXIS_UNI.replace("\n".join(OTHER) + "\n", "")
    path = write(tmp_path, "export.txt", text)
    first, second = read_all(path)
    assert isinstance(first, Article) and isinstance(second, AnalysisError)
    assert f"article 2 ({OTHER_TITLE[:39]}" in str(second) and "is empty; export it with its full text" in str(second)
    with pytest.raises(SeveralArticles) as error:
        read_article(path)
    assert error.value.titles[1].endswith("(North Sea Wire, 2024-06-13, no text)")


def test_a_corpus_has_every_article_of_an_export(tmp_path: Path) -> None:
    write(tmp_path, "a.rtf", as_rtf(FACTIVA))
    write(tmp_path, "b.txt", NEXIS_UNI.replace("\n".join(PARAGRAPHS) + "\n", ""))
    write(tmp_path, "c.txt", TEXT)
    items = list(read_corpus(tmp_path))
    assert [(item.file, item.row, item.article_id, type(item)) for item in items] == [
        ("a.rtf", 1, "a-00000001", RawArticle),
        ("a.rtf", 2, "a-00000002", RawArticle),
        ("b.txt", 1, "b-00000001", Refusal),
        ("b.txt", 2, "b-00000002", RawArticle),
        ("c.txt", None, "c", RawArticle),
    ]
    assert items[2].reason == "empty" and str(items[1].published) == "2024-06-13"  # type: ignore[union-attr]
    names = [article.article_id for article in read_articles(tmp_path, errors=lambda _: None)]
    assert names == ["a-00000001", "a-00000002", "b-00000002", "c"]


@pytest.mark.parametrize("piece", [" ", "|", "\t", "a ", "_", "HD ", "By ", "1 of ", "Copyright 19", "ProQuest", "1. "])
@pytest.mark.parametrize("start", ["HD\t", "LP  ", "Full text: ", "AN |", "Document ABC", ""])
def test_a_hostile_line_takes_linear_time(start: str, piece: str) -> None:
    begun = time.process_time()
    exports.split(FACTIVA_CODES.replace("CO\t", f"{start}{piece * 50_000}x{piece * 50_000}y\nCO\t"))
    exports.split(PROQUEST.replace("Subject:", f"{start}{piece * 50_000}x{piece * 50_000}y\n\nSubject:"))
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("paragraph", "day"),
    [
        ("January 11, 2010 Monday 9:46 AM GMT", "2010-01-11"),
        ("Monday, 11th January 2010", "2010-01-11"),
        ("Jan. 11 2010, Late Edition", "2010-01-11"),
        ("February 30, 2010", ""),
        ("January 2010", ""),
        ("11/01/2010", ""),
        ("The two met on January 11, 2010, in the old town hall of Lindau, and spoke for an hour.", ""),
    ],
)
def test_days_are_read_from_short_paragraphs(paragraph: str, day: str) -> None:
    assert exports._day(paragraph) == day
