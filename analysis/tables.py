"""The schema of every table: columns, types, units and meanings, declared once.

`TABLES` maps the name of a table to its columns. `frame` turns rows (dicts) into a DataFrame with exactly these columns
and types, even for no rows, so that no caller needs to check whether a column exists.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from analysis.errors import ArgumentError

Row = dict[str, Any]  # by column; a column without a value is missing
TEXT, COUNT, NUMBER, FLAG, DAY, OBJECT = "str", "Int64", "float64", "boolean", "datetime64[s]", "object"
# The channel of a contact.
MODES = PHONE, MEETING, VISIT, LETTER, UNSPECIFIED = "phone", "meeting", "visit", "correspondence", "unspecified"
# The factuality of a contact: whether it took place.
STATUSES = OCCURRED, PLANNED, CANCELLED, DENIED, HYPOTHETICAL = (
    "occurred",
    "planned",
    "cancelled",
    "denied",
    "hypothetical",
)
VOICES = NARRATOR, QUOTATIONS = "narrator", "quotations"  # of a paper: the sentences outside quotations, and these


def modes_agree(a: str, b: str) -> bool:
    """Whether two modes can describe the same contact: a visit includes a meeting, and unspecified fits every mode.

    >>> modes_agree("meeting", "visit"), modes_agree("phone", "meeting")
    (True, False)
    """
    return a == b or UNSPECIFIED in (a, b) or {a, b} == {MEETING, VISIT}


@dataclass(frozen=True)
class Column:
    """One column: its name, pandas type and meaning, and its unit if it has one."""

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
ACTOR = Column("actor", TEXT, "canonical name: the visitor in a visit, otherwise whoever acts in the sentence")
RECIPIENT = Column("recipient", TEXT, "canonical name of the other side")
MODE = Column("mode", TEXT, "phone, meeting, visit, correspondence or unspecified")
CORRECTED = Column("corrected", TEXT, "what a reader changed, added or confirmed by hand; missing if nothing")
PARTY_KIND = Column("kind", TEXT, "person, group, organisation or state")
N_MENTIONS = Column("n_mentions", COUNT, "mentions by name, title or pronoun", "mentions")
N_WORDS = Column("n_words", COUNT, "words in these", "words")
DATE_START = Column("date_start", DAY, "earliest day on which it can have taken place", "day")
DATE_END = Column("date_end", DAY, "latest day on which it can have taken place", "day")
DATE_PRECISION = Column("date_precision", TEXT, "day, week, month, year or none")
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
        PARTY_KIND,
        Column("role", TEXT, "title or office as written nearest to the name"),
        Column("country", TEXT, "country that the role or name indicates, ISO 3166-1 alpha-3"),
        N_MENTIONS,
        Column("gender", TEXT, "female, male or unknown, a guess from the text; missing unless it is one person"),
        Column("gender_why", TEXT, "the word that shows it: a title, a pronoun or a given name"),
        Column("source_type", TEXT, "official, expert, citizen, body or nameless; unknown if no role shows it"),
        CORRECTED,
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
            "start of the more explicit mention through which it is understood; missing if there is none",
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
        Column("speaker", TEXT, "canonical name of whoever says it; missing if it cannot be determined"),
        Column("speaker_start", COUNT, "where the speaker is written", "characters from 0"),
        Column("speaker_end", COUNT, "where that ends", "characters, exclusive"),
        Column("speaker_text", TEXT, "the speaker as written, possibly a pronoun"),
        Column("cue", TEXT, "the words that introduce it: said, according to"),
        Column("cue_start", COUNT, "where the cue begins", "characters from 0"),
        Column("cue_end", COUNT, "where it ends", "characters, exclusive"),
        Column("via", TEXT, "canonical name of whoever relays the words, if anybody does"),
        Column("rule", TEXT, "the construction that found it"),
        Column(
            "denied",
            FLAG,
            "whether the cue denies it (denied that, dismissed claims that), so that the speaker did not say it",
        ),
        Column(
            "confidence",
            NUMBER,
            "share of labelled quotations with the same rule and form of speaker that were right;"
            " 1 if a reader corrected or confirmed it",
            "0 to 1",
        ),
        CORRECTED,
    ),
    "tone": (
        ARTICLE_ID,
        Column("quote_id", COUNT, "as in quotes", "from 1"),
        Column("start", COUNT, "where its first segment begins", "characters from 0"),
        Column("speaker", TEXT, "as in quotes: the words are theirs, whoever relays them"),
        Column("via", TEXT, "as in quotes"),
        Column(
            "about",
            TEXT,
            "everybody mentioned in it, as in people, joined by semicolons; no score concerns them",
        ),
        Column("text", TEXT, "the quotation's segments, with … where the article has words between them"),
        Column("polarity", NUMBER, "TextBlob's polarity, unmodified; missing if it knows no word", "-1 to 1"),
        Column("subjectivity", NUMBER, "TextBlob's subjectivity, unmodified; missing if it knows no word", "0 to 1"),
        Column("polar_words", OBJECT, "list of (words, polarity) behind the score"),
        Column("has_evidence", FLAG, "whether TextBlob knows any word of it"),
        Column("vader", NUMBER, "VADER's compound score; missing if it knows no word", "-1 to 1"),
        Column("vader_words", OBJECT, "list of (words, valence) behind it"),
        Column("signs_agree", FLAG, "whether TextBlob and VADER have the same sign; missing if either has no evidence"),
        Column("tone_news", NUMBER, "score of the vocabulary for news; missing if it knows no word", "-1 to 1"),
        Column("news_words", OBJECT, "list of (words, value) behind it"),
    ),
    "speakers": (
        ARTICLE_ID,
        Column("speaker", TEXT, "as in quotes"),
        Column("n_quotes", COUNT, "quotations, as in tone: without those that the speaker denies", "quotations"),
        N_WORDS,
        Column("n_evidence", COUNT, "quotations with a polar word", "quotations"),
        Column("n_negative", COUNT, "of these, polarity below 0", "quotations"),
        Column("n_neutral", COUNT, "of these, polarity exactly 0", "quotations"),
        Column("n_positive", COUNT, "of these, polarity above 0", "quotations"),
        Column("mean", NUMBER, "mean polarity of the quotations with evidence", "-1 to 1"),
        Column("low", NUMBER, "lower end of the 95% interval, deviation pooled over speakers; for n ≥ 2", "-1 to 1"),
        Column("high", NUMBER, "upper end of that interval", "-1 to 1"),
        Column(
            "shrunk_mean", NUMBER, "mean pulled towards that of all speakers, more so for few quotations", "-1 to 1"
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
        DATE_START,
        DATE_END,
        DATE_PRECISION,
        Column("date_source", TEXT, "explicit, relative, publication, by hand or none"),
        Column("duration_min", COUNT, "duration, if the article gives one", "minutes"),
        Column("duration_qualifier", TEXT, "over, about, almost … as written before the duration"),
        Column("initiator", TEXT, "canonical name of who asked for, placed or sent it"),
        Column("place", TEXT, "narrowest place named"),
        Column("topic", TEXT, "what it was about, as written"),
        START,
        END,
        TEXT_COLUMN,
        Column("trigger", TEXT, "the word that reports the contact"),
        Column("why_status", TEXT, "the words that decided the status"),
        Column("why_date", TEXT, "the words that decided the date"),
        Column("frame", TEXT, "the sense of the trigger, as in vocabulary/frames.toml"),
        Column("named", TEXT, "which of the pair the words name: both, one or neither; place: only the host's country"),
        Column(
            "confidence",
            NUMBER,
            "share of labelled contacts like it that were right: same frame, status and kinds of parties, parties"
            " named in the same way, with or without a date; 1 if a reader corrected or confirmed it",
            "0 to 1",
        ),
        Column("possible", FLAG, "whether it is too uncertain to be counted: check it before use"),
        CORRECTED,
    ),
    "stated_counts": (
        ARTICLE_ID,
        ACTOR,
        RECIPIENT,
        Column("count", COUNT, "how many contacts the article says there were", "contacts"),
        Column("kind", TEXT, "total ('four times') or ordinal ('their third call')"),
        MODE,
        Column("window_text", TEXT, "the period as written"),
        Column("window_start", DAY, "its first day", "day"),
        Column("window_end", DAY, "its last day", "day"),
        START,
        END,
        TEXT_COLUMN,
        Column("n_found", COUNT, "contacts of the pair in that period that the article itself describes", "contacts"),
    ),
}
SPEAKER = Column("speaker", TEXT, "as in world_people")
SCORER = Column("scorer", TEXT, "textblob, vader or tone_news")
WEEK = Column("week", DAY, "Monday of the week", "day")
N_ARTICLES = Column("n_articles", COUNT, "articles, copies included", "articles")
N_STORIES = Column("n_stories", COUNT, "stories: near-identical copies are one", "stories")
PUBLISHED = Column("published", DAY, "day of publication", "day")
SOURCE = Column("source", TEXT, "who published it")
PUBLISHER = Column("source", TEXT, "who published the articles; missing where they do not say")
VOICE = Column("voice", TEXT, "narrator: the sentences outside quotations; or quotations")
N_QUOTES = Column("n_quotes", COUNT, "quotations in tone, those of copies left out", "quotations")
N_VERBATIM = Column("n_verbatim", COUNT, "of these, words that the article has in quote marks", "words")
MEAN = Column("mean", NUMBER, "mean of the stories' means", "-1 to 1")
SQUARES = Column("squares", NUMBER, "sum of the squares of the stories' distances from that mean")
URL = Column("url", TEXT, "address")
N_PARTIES = Column("n_parties", COUNT, "people in the contact, more than two if it is a joint one", "people")
STORY_ID = Column("story_id", TEXT, "article_id of the story's first article")
CONTACT_ID = Column("contact_id", COUNT, "as in contacts, to find its row there", "from 1")
KEPT_APART = {"article_id", "contact_id", "duration_qualifier", "trigger", "why_status", "why_date"}
KEPT_APART |= {"frame", "named", "confidence", "possible", "corrected"}
REPORTED = tuple(column for column in TABLES["contacts"] if column.name not in KEPT_APART)  # columns of a report
WORLD_ID = Column("world_id", TEXT, "the contact, as in world_contacts")
SAID = "each with its number of stories, most first: '2022-03-06 (38); 2022-03-05 (2)'; missing if no story says"
# Tables of a corpus. The world_ tables count over all its articles.
CORPUS_TABLES: Mapping[str, tuple[Column, ...]] = {
    "stories": (
        ARTICLE_ID,
        STORY_ID,
        PUBLISHED,
        SOURCE,
        Column("title", TEXT, "headline"),
        URL,
        Column("n_words", COUNT, "words between white space", "words"),
        Column("likeness", NUMBER, "share of word sequences it has in common with the article it copies", "0 to 1"),
    ),
    "world_people": (
        Column("person", TEXT, "the one name used in all articles: the fullest of the most common ones"),
        PARTY_KIND,
        Column("role", TEXT, "the most common title or office"),
        Column("country", TEXT, "the most common country, ISO 3166-1 alpha-3"),
        N_ARTICLES,
        N_MENTIONS,
        Column("first_published", DAY, "day of the first article that mentions them", "day"),
        Column("last_published", DAY, "day of the last one", "day"),
        Column("names", TEXT, "every form in the articles, most common first, joined by semicolons"),
    ),
    "world_names": (
        Column("name", TEXT, "canonical name in an article, as in people"),
        Column("kind", TEXT, "as in people"),
        Column("role", TEXT, "as in people"),
        Column("country", TEXT, "as in people"),
        Column("month", TEXT, "month of the articles, like 2022-03, or unknown"),
        Column("person", TEXT, "the person, as in world_people; for somebody anonymous, the name as written"),
        Column(
            "why", TEXT, "the evidence: name, spelling, surname or office; anonymous: not identified across articles"
        ),
        N_ARTICLES,
        Column("n_mentions", COUNT, "mentions", "mentions"),
        Column("first_published", DAY, "day of the first of these articles", "day"),
        Column("last_published", DAY, "day of the last one", "day"),
    ),
    "world_contacts": (
        WORLD_ID,
        ACTOR,
        RECIPIENT,
        MODE,
        Column("status", TEXT, "occurred, planned, cancelled, denied or hypothetical, as last known"),
        DATE_START,
        DATE_END,
        DATE_PRECISION,
        Column("duration_min", COUNT, "duration that most stories give", "minutes"),
        Column("initiator", TEXT, "who asked for it, according to most of the stories that say so"),
        Column("place", TEXT, "place that most stories name"),
        Column("topic", TEXT, "what it was about, as first written"),
        N_ARTICLES,
        N_STORIES,
        Column("first_published", DAY, "day of the earliest report", "day"),
        Column("first_article", TEXT, "article_id of the earliest report"),
        Column("url", TEXT, "address of that article"),
        N_PARTIES,
        Column(
            "event", TEXT, "the same for all pairs of one joint contact: the earliest report, as article_id#contact_id"
        ),
        Column("articles", TEXT, "article_id of every report, earliest first, joined by semicolons"),
        Column("disagree", TEXT, "what the reports disagree on: date, mode, status, initiator; missing if nothing"),
        Column("said_date", TEXT, f"days given, {SAID}"),
        Column("said_mode", TEXT, f"modes given, {SAID}"),
        Column("said_status", TEXT, f"statuses given, {SAID}"),
        Column("said_initiator", TEXT, f"initiators given, {SAID}"),
    ),
    "world_reports": (WORLD_ID, ARTICLE_ID, CONTACT_ID, STORY_ID, PUBLISHED, SOURCE, URL, N_PARTIES, *REPORTED),
    "world_pairs": (
        Column("one", TEXT, "the first of the pair in alphabetical order, as in world_people"),
        Column("other", TEXT, "the second"),
        WEEK,
        MODE,
        Column("n_contacts", COUNT, "contacts of at most five people that took place in that week", "contacts"),
        N_ARTICLES,
        N_STORIES,
    ),
    "world_tone": (
        SPEAKER,
        WEEK,
        SCORER,
        N_STORIES,
        N_QUOTES,
        Column("n_evidence", COUNT, "of these, with a word the scorer knows", "quotations"),
        MEAN,
        SQUARES,
    ),
    "world_weeks": (
        WEEK,
        N_ARTICLES,
        N_STORIES,
        Column("n_words", COUNT, "words, copies included", "words"),
        N_QUOTES,
    ),
    "world_speakers": (
        PUBLISHER,
        Column(
            "speaker", TEXT, "as in world_people; missing where nobody is named, or nothing decides who says the words"
        ),
        Column(
            "n_articles", COUNT, "articles of the paper that quote them, reprints included: it printed them", "articles"
        ),
        Column(
            "n_copies",
            COUNT,
            "of these, near-identical copies of an earlier article, of this paper or another",
            "articles",
        ),
        Column("n_quotes", COUNT, "quotations that the speaker does not deny, in all these articles", "quotations"),
        N_WORDS,
        N_VERBATIM,
    ),
    "world_voices": (
        PUBLISHER,
        VOICE,
        SCORER,
        Column("n_stories", COUNT, "articles of the paper with evidence that are no copy of an earlier one", "stories"),
        Column("n_texts", COUNT, "sentences, or quotations, those of copies left out"),
        Column("n_evidence", COUNT, "of these, with a word the scorer knows"),
        MEAN,
        SQUARES,
    ),
    "errors": (
        Column("file", TEXT, "the file, relative to the input"),
        Column("row", COUNT, "row in it; missing if the file is one article", "from 1"),
        ARTICLE_ID,
        Column("reason", TEXT, "undecodable, empty, too long, not English, duplicate, no date, unreadable or failed"),
        Column("message", TEXT, "what is wrong, and what to do"),
    ),
}


# Contacts in the codes of event data sets, to be joined with these.
ISO = "ISO 3166-1 alpha-3, as in people"
CAMEO = "CAMEO: ISO 3166-1 alpha-3 with a few exceptions; missing if people has no country"
AS_WRITTEN = "narrowest place named, as written"
JOINS: Mapping[str, tuple[Column, ...]] = {
    "polecat": (
        ARTICLE_ID,
        CONTACT_ID,
        Column("Event Date", DAY, "day of the contact; missing if only the month or year is known", "day"),
        Column("Event Type", TEXT, "CONSULT, AGREE (planned), REJECT (refused) or SANCTION (cancelled)"),
        Column("Event Mode", TEXT, "visit, phone (or letter), third-party, multilateral (three or more), meet, cancel"),
        Column("Quad Code", TEXT, "VERBAL COOPERATION, VERBAL CONFLICT or MATERIAL CONFLICT"),
        Column("Actor Name", TEXT, "as in people; of a visit the visitor"),
        Column("Actor Country", TEXT, ISO),
        Column("Recipient Name", TEXT, "as in people; of a visit the host"),
        Column("Recipient Country", TEXT, ISO),
        Column("Placename", TEXT, AS_WRITTEN),
        Column("Country", TEXT, "country of the place, ISO 3166-1 alpha-3; known for countries and capitals"),
        Column("Publication Date", DAY, "from `published`", "day"),
    ),
    "gdelt": (
        ARTICLE_ID,
        CONTACT_ID,
        Column("SQLDATE", COUNT, "day of the contact; missing if only the month or year is known", "YYYYMMDD"),
        Column(
            "MonthYear", COUNT, "its month, if all days on which it can have taken place are in one month", "YYYYMM"
        ),
        Column("Year", COUNT, "its year, likewise", "YYYY"),
        Column("Actor1Name", TEXT, "as in people; GDELT writes its own in capitals"),
        Column("Actor1CountryCode", TEXT, CAMEO),
        Column("Actor2Name", TEXT, "as Actor1Name"),
        Column("Actor2CountryCode", TEXT, CAMEO),
        Column("EventCode", TEXT, "CAMEO: 036, 040, 041, 042, 043, 044, 046, 125, 161 or 164"),
        Column("EventBaseCode", TEXT, "the same: none of these codes has a finer one"),
        Column("EventRootCode", TEXT, "its first two digits"),
        Column("QuadClass", COUNT, "1 verbal cooperation, 3 verbal conflict, 4 material conflict"),
        Column("GoldsteinScale", NUMBER, "Goldstein's score of the code, conflict to cooperation", "-10 to 10"),
        Column("ActionGeo_FullName", TEXT, AS_WRITTEN + "; GDELT has city, region, country"),
    ),
}

# A reader's corrections, with the outcome of each.
CORRECTIONS: Mapping[str, tuple[Column, ...]] = {
    "corrections": (
        ARTICLE_ID,
        Column("line", COUNT, "its line in the corrections file", "from 1"),
        Column("action", TEXT, "what to do, as in docs/corrections.md"),
        Column("words", TEXT, "the words of the article that it corrects, or a name in people"),
        Column("number", COUNT, "which occurrence of the words", "from 1"),
        Column("value", TEXT, "the right value"),
        Column("by", TEXT, "who corrected it"),
        Column("on", TEXT, "when"),
        Column("note", TEXT, "why"),
        Column("applied", FLAG, "whether it could be applied"),
        Column("outcome", TEXT, "what it changed, or why it no longer applies"),
        START,
        END,
    )
}

# Articles side by side. Each row belongs to one article; a person has the same name in all of them.
PAPER = Column("paper", TEXT, "who published the article, with its title or a number where several are from one")
COMPARED: Mapping[str, tuple[Column, ...]] = {
    "compared_speakers": (
        ARTICLE_ID,
        PAPER,
        Column("speaker", TEXT, "the same name in all articles; missing if unknown"),
        Column("n_quotes", COUNT, "quotations that the speaker does not deny", "quotations"),
        N_WORDS,
        N_VERBATIM,
        Column("n_shared", COUNT, "of these, words that another article has in quote marks, too", "words"),
        Column("quotes", TEXT, "their numbers in the article, joined by semicolons"),
    ),
    "compared_contacts": (
        Column("event", COUNT, "number of the event; reports of one event share it", "from 1"),
        ARTICLE_ID,
        PAPER,
        CONTACT_ID,
        Column("parties", TEXT, "who was in touch, joined by semicolons"),
        *(c for c in TABLES["contacts"] if c.name in ("mode", "status", "date_start", "date_end", "initiator")),
        Column("place", TEXT, "narrowest place named"),
        Column("agrees", TEXT, "facts on which it agrees with the first paper that reports the event"),
        Column("differs", TEXT, "facts on which the two differ"),
        START,
        END,
        TEXT_COLUMN,
    ),
    "compared_tone": (
        ARTICLE_ID,
        PAPER,
        VOICE,
        Column("scorer", TEXT, "TextBlob, VADER or the vocabulary for news"),
        Column("n_texts", COUNT, "sentences, or quotations"),
        Column("n_evidence", COUNT, "of these, with a word that the scorer knows"),
        Column("n_known", COUNT, "words in these that it knows", "words"),
        Column("mean", NUMBER, "mean score of those with evidence", "-1 to 1"),
        Column("low", NUMBER, "lower end of the 95% interval, deviation pooled over the papers", "-1 to 1"),
        Column("high", NUMBER, "upper end of that interval", "-1 to 1"),
        Column("note", TEXT, "'too few' below 3 with evidence"),
    ),
}

# All tables.
DECLARED: Mapping[str, tuple[Column, ...]] = {**TABLES, **CORPUS_TABLES, **JOINS, **CORRECTIONS, **COMPARED}


def columns_of(table: str) -> tuple[Column, ...]:
    """The declared columns of a table. Raises KeyError for an undeclared one."""
    return DECLARED[table]


def types_of(table: str) -> dict[str, str]:
    """The pandas types of a table's columns by name, in declared order. Raises KeyError for an undeclared table."""
    return {column.name: column.dtype for column in columns_of(table)}


def frame(table: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Make a DataFrame with the declared columns and types of a table.

    Args:
        table: The name of the table.
        rows: A mapping for each row, from column to value. A column without a value is missing.

    Raises:
        KeyError: The table or a column is not declared.

    >>> frame("people", [{"person": "Ann Lee", "kind": "person"}])["person"].tolist()
    ['Ann Lee']
    """
    columns, rows = columns_of(table), list(rows)
    names = {column.name for column in columns}
    if unknown := {key for row in rows for key in row} - names:
        raise KeyError(f"{table} has no column {sorted(unknown)}; it has {[column.name for column in columns]}")
    if not rows:
        return _empty(table).copy(deep=False)  # cached: most tables of a short article have no rows
    return pd.DataFrame({c.name: _column([row.get(c.name) for row in rows], c.dtype) for c in columns}, copy=False)


def steps_table(steps: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The steps of an explanation, a row each; a step without a place in the article has no `start`."""
    return pd.DataFrame(steps, columns=["step", "text", "start", "end"]).astype({"start": COUNT, "end": COUNT})


def is_denied(quote: Any) -> bool:
    """Whether the words of a row of `quotes` are denied by their speaker: "denied that". False for rows of others."""
    denied = getattr(quote, "denied", False)
    return bool(pd.notna(denied) and denied)


def probable(contacts: pd.DataFrame, include_possible: bool = False) -> pd.DataFrame:
    """The contacts that are counted: without those that are only possible.

    Args:
        contacts: The table `contacts`. Without a column `possible`, as in tables made by hand, all are counted.
        include_possible: Whether to count those as well.

    >>> rows = [{"actor": "Ann Lee", "possible": False}, {"actor": "Bo Ray", "possible": True}]
    >>> probable(frame("contacts", rows))["actor"].tolist()
    ['Ann Lee']
    """
    return contacts if include_possible or contacts.empty else contacts[~is_possible(contacts)]


def is_possible(contacts: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each contact is only possible; False where nothing says so."""
    if "possible" not in contacts:
        return pd.Series(False, index=contacts.index)
    return contacts["possible"].fillna(False).astype(bool)


def is_applied(corrections: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each row of the table `corrections` applies to the article."""
    return corrections["applied"].fillna(False).astype(bool)


def _column(values: list[Any], dtype: str) -> Any:
    """The values as a pandas array, at half the cost of a Series."""
    return pd.Series(values, dtype=dtype) if dtype == OBJECT else pd.array(values, dtype=_pandas_type(dtype))


@cache
def _pandas_type(name: str) -> Any:
    """The type with this name, which pandas takes longer to look up than to apply to a few values."""
    return pd.api.types.pandas_dtype(name)


@cache
def _empty(table: str) -> pd.DataFrame:
    """The table without rows."""
    return pd.DataFrame({column.name: _column([], column.dtype) for column in columns_of(table)})


def rows_of(table: pd.DataFrame, columns: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """The values of some columns, row by row; for short tables several times faster than `itertuples`."""
    return zip(*(table[column].tolist() for column in columns), strict=True)


def describe(table: str) -> pd.DataFrame:
    """The columns of a table, one row each: column, type, unit and meaning.

    >>> describe("speakers").loc[2].tolist()
    ['n_quotes', 'Int64', 'quotations', 'quotations, as in tone: without those that the speaker denies']
    """
    if not isinstance(table, str) or table not in DECLARED:
        raise ArgumentError(f"there is no table {table!r:.40}; choose from {[*DECLARED]}")
    columns = columns_of(table)
    return pd.DataFrame([{"column": c.name, "type": c.dtype, "unit": c.unit, "meaning": c.meaning} for c in columns])


def records(table: pd.DataFrame) -> Iterator[Any]:
    """The rows of a table as named tuples, typed as Any: the types that pandas declares for the fields are unions."""
    return iter(table.itertuples(index=False))
