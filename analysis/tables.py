"""Every table's columns, types, units and meaning, declared once.

`TABLES` maps a table's name to its columns. `frame` turns rows (dicts) into a DataFrame with exactly these columns and
types, also when there are no rows, so that no reader has to ask whether a column is there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

TEXT, COUNT, NUMBER, FLAG, DAY, OBJECT = "str", "Int64", "float64", "boolean", "datetime64[s]", "object"


@dataclass(frozen=True)
class Column:
    """One column: its name, pandas type, meaning, and the unit where it has one."""

    name: str
    dtype: str
    meaning: str
    unit: str = ""


ARTICLE_ID = Column("article_id", TEXT, "the article the row comes from")
PARAGRAPH = Column(
    "paragraph", COUNT, "number of the paragraph in the article, the title first if the text has one", "from 0"
)
START = Column("start", COUNT, "where the text begins in the article", "characters from 0")
END = Column("end", COUNT, "where it ends", "characters, exclusive")
TEXT_COLUMN = Column("text", TEXT, "the article's own words between start and end")
ACTOR = Column("actor", TEXT, "canonical name; of a visit the visitor, else who acts in the sentence")
RECIPIENT = Column("recipient", TEXT, "canonical name of the other side")
MODE = Column("mode", TEXT, "phone, meeting, visit, correspondence or unspecified")

TABLES: Mapping[str, tuple[Column, ...]] = {
    "tokens": (
        ARTICLE_ID,
        PARAGRAPH,
        Column("sentence", COUNT, "number of the sentence in the article", "from 0"),
        START,
        END,
        TEXT_COLUMN,
        Column("lemma", TEXT, "dictionary form"),
        Column("pos", TEXT, "part of speech, Universal Dependencies"),
        Column("tag", TEXT, "part of speech, Penn Treebank"),
        Column("entity", TEXT, "kind of name it is part of: person, group, organisation, state or place"),
    ),
    "people": (
        ARTICLE_ID,
        Column("person", TEXT, "canonical name: the fullest one seen, without titles"),
        Column("kind", TEXT, "person, group, organisation or state"),
        Column("role", TEXT, "title or office as written nearest to the name"),
        Column("country", TEXT, "country the role or name points to, ISO 3166-1 alpha-3"),
        Column("n_mentions", COUNT, "mentions by name, title or pronoun", "mentions"),
    ),
    "mentions": (
        ARTICLE_ID,
        Column("person", TEXT, "canonical name, as in people"),
        START,
        END,
        TEXT_COLUMN,
        Column("form", TEXT, "name, title or pronoun"),
        Column(
            "antecedent_start",
            COUNT,
            "start of the mention it was understood through; missing where it names",
            "characters from 0",
        ),
    ),
    "quotes": (
        ARTICLE_ID,
        Column("quote_id", COUNT, "number of the quotation in the article", "from 1"),
        Column("segment", COUNT, "number of the contiguous piece in the quotation", "from 0"),
        PARAGRAPH,
        START,
        END,
        TEXT_COLUMN,
        Column("kind", TEXT, "direct (all in quote marks), mixed (some) or indirect (none)"),
        Column("speaker", TEXT, "canonical name of who says it; missing where nothing decides"),
        Column("speaker_start", COUNT, "where the speaker is written", "characters from 0"),
        Column("speaker_end", COUNT, "where that ends", "characters, exclusive"),
        Column("speaker_text", TEXT, "the speaker as written, may be a pronoun"),
        Column("cue", TEXT, "the words that report: said, according to"),
        Column("cue_start", COUNT, "where the cue begins", "characters from 0"),
        Column("cue_end", COUNT, "where it ends", "characters, exclusive"),
        Column("via", TEXT, "canonical name of who relays the words, if somebody does"),
        Column("rule", TEXT, "the construction that found it"),
    ),
    "tone": (
        ARTICLE_ID,
        Column("quote_id", COUNT, "as in quotes", "from 1"),
        Column("start", COUNT, "where its first segment begins", "characters from 0"),
        Column("speaker", TEXT, "as in quotes: the words are theirs, whoever relays them"),
        Column("via", TEXT, "as in quotes"),
        Column("about", TEXT, "everybody mentioned in it, as in people, joined by semicolons; no score is about them"),
        Column("text", TEXT, "the quotation's segments, joined by a space"),
        Column("polarity", NUMBER, "TextBlob's polarity, unmodified", "-1 to 1"),
        Column("subjectivity", NUMBER, "TextBlob's subjectivity, unmodified", "0 to 1"),
        Column("polar_words", OBJECT, "list of (words, polarity) that made the score"),
        Column("has_evidence", FLAG, "whether TextBlob knows any word of it; without one, 0 means nothing"),
        Column("vader", NUMBER, "VADER's compound score", "-1 to 1"),
        Column("vader_words", OBJECT, "list of (words, valence) that made it; without one, 0 means nothing"),
        Column(
            "signs_agree", FLAG, "whether TextBlob and VADER have the same sign; missing where either has no evidence"
        ),
        Column("tone_news", NUMBER, "score of the vocabulary for news; missing where it knows no word", "-1 to 1"),
        Column("news_words", OBJECT, "list of (words, value) that made it"),
    ),
    "speakers": (
        ARTICLE_ID,
        Column("speaker", TEXT, "as in quotes"),
        Column("n_quotes", COUNT, "quotations", "quotations"),
        Column("n_words", COUNT, "words quoted", "words"),
        Column("n_evidence", COUNT, "quotations with a polar word", "quotations"),
        Column("n_negative", COUNT, "of these, polarity below 0", "quotations"),
        Column("n_neutral", COUNT, "of these, polarity exactly 0", "quotations"),
        Column("n_positive", COUNT, "of these, polarity above 0", "quotations"),
        Column("mean", NUMBER, "mean polarity of the quotations with evidence", "-1 to 1"),
        Column("low", NUMBER, "lower end of the 95% interval, deviation pooled over speakers; for n ≥ 2", "-1 to 1"),
        Column("high", NUMBER, "upper end of it", "-1 to 1"),
        Column(
            "shrunk_mean", NUMBER, "mean drawn towards that of all speakers as far as the data ask for it", "-1 to 1"
        ),
        Column("vader_mean", NUMBER, "mean VADER score of the quotations in which VADER knows a word", "-1 to 1"),
        Column("note", TEXT, "'too few' below 3 quotations with evidence"),
    ),
    "contacts": (
        ARTICLE_ID,
        Column("contact_id", COUNT, "number of the contact in the article; its pairs share it", "from 1"),
        ACTOR,
        RECIPIENT,
        MODE,
        Column("status", TEXT, "occurred, planned, cancelled, denied or hypothetical"),
        Column("date_start", DAY, "first day it can have been", "day"),
        Column("date_end", DAY, "last day it can have been", "day"),
        Column("date_precision", TEXT, "day, month, year or none"),
        Column("date_source", TEXT, "explicit, relative, publication or none"),
        Column("duration_min", COUNT, "length the text gives", "minutes"),
        Column("duration_qualifier", TEXT, "over, about, almost … as written before the length"),
        Column("initiator", TEXT, "canonical name of who asked for, placed or sent it"),
        Column("place", TEXT, "narrowest place named"),
        Column("topic", TEXT, "what it was about, as written"),
        START,
        END,
        TEXT_COLUMN,
        Column("trigger", TEXT, "the word that told of the contact"),
        Column("why_status", TEXT, "the words that decided the status"),
        Column("why_date", TEXT, "the words that decided the date"),
    ),
    "stated_counts": (
        ARTICLE_ID,
        ACTOR,
        RECIPIENT,
        Column("count", COUNT, "how many contacts the article says there were", "contacts"),
        Column("kind", TEXT, "total ('four times') or ordinal ('their third call')"),
        MODE,
        Column("window_text", TEXT, "the stretch of time as written"),
        Column("window_start", DAY, "its first day", "day"),
        Column("window_end", DAY, "its last day", "day"),
        START,
        END,
        TEXT_COLUMN,
        Column("n_found", COUNT, "contacts of the pair in that window that the article itself tells", "contacts"),
    ),
}


def frame(table: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as a DataFrame with the table's declared columns and types.

    A key that is no column of the table is an error (KeyError); a column that a row leaves out is missing there.
    """
    columns, rows = TABLES[table], list(rows)
    names = {column.name for column in columns}
    if unknown := {key for row in rows for key in row} - names:
        raise KeyError(f"{table} has no column {sorted(unknown)}; it has {[column.name for column in columns]}")
    data = {c.name: pd.Series([row.get(c.name) for row in rows], dtype=c.dtype) for c in columns}
    return pd.DataFrame(data)


def describe(table: str) -> pd.DataFrame:
    """The table's columns as a table: name, type, unit and meaning."""
    return pd.DataFrame(
        [{"column": c.name, "type": c.dtype, "unit": c.unit, "meaning": c.meaning} for c in TABLES[table]]
    )
